"""Thai as files hold it, and as it should be: marks in their order, ำ in one piece, no spaces where none can stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from saraban.thai.dates import MONTHS

MARKS = frozenset(
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
)

_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_VOWELS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e4d"
_NIKHAHIT, _AA, _AM = "\u0e4d", "\u0e32", "\u0e33"

# Where fonts of the nineties kept the marks that stand lower or further left.
_PRIVATE = dict(
    zip(
        range(0xF700, 0xF71B),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e0d\u0e31"
        "\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)
_TIS_620 = {byte: byte + 0x0D60 for byte in [*range(0xA1, 0xDB), *range(0xDF, 0xFC)]}

_MARK_ORDER = re.compile(f"([{_TONES}])([{_VOWELS}\u0e38\u0e39])")
_SPLIT_AM = re.compile(f"{_NIKHAHIT}([{_TONES}]?) ?{_AA}|([{_TONES}]){_NIKHAHIT} ?{_AA}")
_BEFORE_MARK = re.compile(f"(?<=[ก-ฮ{_VOWELS}{_TONES}]) +(?=[{_VOWELS}{_TONES}\u0e38\u0e39\u0e3a\u0e4c])")
_BEFORE_VOWEL = re.compile(f"(?<=[ก-ฮ{_TONES}]) +(?=[\u0e30{_AM}\u0e45])")
_AFTER_LEADING = re.compile("(?<=[เแโใไ]) +(?=[ก-ฮ])")
_TWICE = re.compile(f"([{_TONES}{_VOWELS}])\\1+")
# A space before า, which no word begins with: the font did not give the ring of ำ; or it is a space too many.
_LOST_AM = re.compile(f"([ก-ฮ])([{_TONES}]?) {_AA}")
_TAKES_AM = frozenset("กขคจชซดตถทนบยรลสหอ")
_WITH_AA = (
    "การ", "กาล", "กาศ", "กาย", "ขาด", "ขาย", "ขาว", "คาร", "คาม", "คาด", "จาก", "จาย", "จาร", "ชาติ", "ชาย", "ชาว",
    "ดาว", "ด้าน", "ตาม", "ตาราง", "ต่าง", "ถาม", "ถาน", "ทาง", "ท่าน", "นาย", "นาง", "นาม", "นาท", "บาท", "บาง", "บาล",
    "บ้าน", "ยาย", "ยาก", "ร้าน", "ราช", "ราย", "ราค", "ร่าง", "ลาน", "ล้าน", "สาร", "สาย", "สาข", "สาม", "สาธ", "สาว", "หาย",
    "หาก", "ห้าม", "อาคาร", "อาจ", "อาย", "อาหาร", "อาศ", "อาท", "อาส", "อ่าน",
)  # fmt: skip
_WITH_AM = ("สำรวจ", "สำรอง", "สำราญ", "จำกัด", "กำราบ")
# What no Thai word holds: there the ring of ำ was dropped without a trace.
_DROPPED_RINGS = (
    "สำนัก", "ดำเนิน", "กำหนด", "จำนวน", "ตำบล", "คำสั่ง", "ประจำปี", "สำหรับ", "สำคัญ", "อำนวย", "อำเภอ", "สำเนา", "คำร้อง", "ชำระ", "สำเร็จ", "สำรวจ",
    "จำกัด", "จำหน่าย", "บำรุง", "บำบัด", "ตำแหน่ง", "ตำรวจ", "คำนวณ", "น้ำท่วม", "น้ำประปา", "ระบายน้ำ",
)  # fmt: skip
_DROPPED = {word.replace(_AM, _AA): word for word in _DROPPED_RINGS}
_DROPPED_WORDS = re.compile(f"(?<!รา)(?:{'|'.join(_DROPPED)})")
_NEVER_PARTED = (
    "นายกเทศมนตรี", "เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร", "องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนจังหวัด", "ผู้ว่าราชการ",
    "ผู้อำนวยการ", "สำนักงาน", "สาธารณสุข", "ศาลากลาง", "ที่ว่าการ", "โรงเรียน", "โรงพยาบาล", "กระทรวง", "ส่วนราชการ", "บันทึกข้อความ", "คำสั่ง",
    "ประกาศ", "นายอำเภอ", "ขอแสดงความนับถือ", "จังหวัด", "อำเภอ", *MONTHS,
)  # fmt: skip
_WITH_SPACES = re.compile("|".join(" ?".join(word) for word in sorted(_NEVER_PARTED, key=len, reverse=True)))
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u3000]+")


def tidy(text: str, *, rings_lost: bool = False) -> str:
    """One line as it should have been written; single spaces. `rings_lost`: each space before า was the ring of ำ."""
    text = _SPACES.sub(" ", text.translate(_PRIVATE)).strip()
    if not any("\u0e00" <= letter <= "\u0e7f" for letter in text):
        return unicodedata.normalize("NFC", text)
    text = _BEFORE_MARK.sub("", text)
    text = _MARK_ORDER.sub(r"\2\1", text)
    text = _TWICE.sub(r"\1", text)
    text = _SPLIT_AM.sub(lambda found: (found[1] or found[2] or "") + _AM, text)
    text = _BEFORE_VOWEL.sub("", text)
    text = _AFTER_LEADING.sub("", text)
    if f" {_AA}" in text:
        text = _LOST_AM.sub(f"\\1\\2{_AM}" if rings_lost else _ringed, text)
    return unicodedata.normalize("NFC", text)


def _ringed(found: re.Match[str]) -> str:
    """`ส านัก` is สำนัก, `ก าร` is การ."""
    letter, tone = found.groups()
    joined = letter + tone + _AA + found.string[found.end() : found.end() + 6]
    return letter + tone + (_AA if _is_spare(letter, joined) else _AM)


def _is_spare(letter: str, joined: str) -> bool:
    if letter not in _TAKES_AM:
        return True
    am = letter + joined[1:].replace(_AA, _AM, 1)
    return any(joined.startswith(word) for word in _WITH_AA) and not any(
        am.startswith(word) for word in _WITH_AM
    )


def guessed(text: str) -> tuple[str, ...]:
    """Beginnings of the words of which `tidy` cannot know whether they have า or ำ."""
    text = _BEFORE_MARK.sub("", _SPACES.sub(" ", text))
    found: list[str] = []
    for lost in _LOST_AM.finditer(text):
        behind = text[lost.end() : lost.end() + 3]
        joined = lost[1] + lost[2] + _AA + behind
        if lost[1] in _TAKES_AM and (
            _is_spare(lost[1], joined) or f"{lost[1]}{_AM}{behind}".startswith(_WITH_AM)
        ):
            found.append(tidy(lost[0] + behind))
    return tuple(found)


def with_dropped_rings(text: str) -> str:
    """`สานักงาน` is สำนักงาน. Only for a page without any ำ: names of people may hold such words."""
    return _DROPPED_WORDS.sub(lambda found: _DROPPED[found[0]], text)


def closed(text: str) -> str:
    """A tidy line whose words of office and months have no spaces within."""
    return _WITH_SPACES.sub(lambda found: found[0].replace(" ", ""), text) if " " in text else text


def from_old_fonts(letters: Sequence[str]) -> list[str]:
    """Letters of a page. Where they are Thai that claims to be Western European, the Thai."""
    thai = sum(1 for letter in letters if "\u0e01" <= letter <= "\u0e5b")
    western = sum(1 for letter in letters if ord(letter) in _TIS_620)
    table = _PRIVATE | (_TIS_620 if western > 20 and western > 5 * thai else {})
    return [letter.translate(table) for letter in letters]


def squeezed(text: str) -> str:
    """For comparing: no spaces."""
    return "".join(text.split())
