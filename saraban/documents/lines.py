"""Words on their way to the page: what no font can draw, which digits, and what the line breaker must leave whole.

All of it is done here and not by rules of the template, which would be asked for every letter of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from saraban.documents.glyphs import printable
from saraban.thai.dates import MONTHS
from saraban.thai.digits import arabic_digits, printed_digits

# As the templates take them (`worded` of page.typ): a text; or pieces: a text, [a text left whole], [parts to break between].
Words = str | list[str | list[str]]

NOTHING_DRAWS = "□"
NOTHING = r"(?!)"
NAME_KEPT_MAX = 40  # characters that surely fit on a line
LETTERS_A_PART, PART_MAX = 3, 12  # of a word that is broken anywhere; characters, marks too

# The segmenter of the typesetter cuts these in the middle.
KEPT_WHOLE = (
    "อิเล็กทรอนิกส์|คณะกรรมการ|นายกเทศมนตรี|เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร|องค์การบริหาร|องค์กรปกครอง|ส่วนท้องถิ่น|ราชการ|"
    "สาธารณภัย|สาธารณสุข|ใบอนุญาต|พระราชบัญญัติ|พระราชกฤษฎีกา|กฎกระทรวง|ข้อบัญญัติ|เทศบัญญัติ|อุทธรณ์|ไปรษณีย์|"
    "คำสั่ง|คำขอ|คำร้อง|รับรอง|จังหวัด"
)
DIGITS = "[0-9๐-๙]"
DATES = rf"(?:{DIGITS}{{1,2}} )?(?:{'|'.join(MONTHS)})(?: (?:พ\.ศ\. ?)?{DIGITS}{{4}})?"
YEARS_AND_HOURS = rf"(?:พ|ค)\.ศ\. ?{DIGITS}{{1,4}}|{DIGITS}{{1,2}}[.:]{DIGITS}{{2}} น\."
NUMBERS = (
    rf"[ก-ฮ]{{2,4}} {DIGITS}{{4,5}}(?:\.{DIGITS}{{1,2}})?/(?:ว )?{DIGITS}{{1,6}}"
    rf"|(?:มาตรา|ข้อ|ครั้งที่|หมู่ที่) {DIGITS}{{1,6}}(?:[/.]{DIGITS}{{1,6}}){{0,2}}"
)
LATIN = "[^\\s\u0e00-\u0e4f\u0e5a-\u0e7f]"


def _not_as_it_comes(most: int) -> re.Pattern[str]:
    """What is left whole, and, as `run`, what is longer than so many letters and has no gap."""
    run = f"{LATIN}{{{most},}}|[ก-ฮ]{{{most * 2 // 3},}}|[ะ-ฺเ-๎ฯ๏๚๛]{{6,}}"
    return re.compile(f"(?P<run>{run})|{DATES}|{YEARS_AND_HOURS}|{NUMBERS}|{KEPT_WHOLE}")


ON_A_LINE, IN_A_CELL = (_not_as_it_comes(most) for most in (36, 12))  # Latin letters that surely fit there
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]")
AGAIN = re.compile("[ \u00a0]+(?=ๆ)")  # ๆ begins no line


class Lines:
    """How the texts of one paper are set. `replaced`: what was printed as □, once each."""

    def __init__(self, names: Sequence[str], *, thai_digits: bool) -> None:
        self._thai_digits = thai_digits
        self._replaced: dict[str, None] = {}
        kept = {one for name in names if 1 < len(one := self.plain(name)) <= NAME_KEPT_MAX}
        longest_first = sorted(kept, key=lambda one: (-len(one), one))
        self._names = re.compile("|".join(map(re.escape, longest_first)) or NOTHING)

    @property
    def replaced(self) -> tuple[str, ...]:
        return tuple(self._replaced)

    def plain(self, text: str) -> str:
        """One line of characters that our fonts draw, with the digits of this paper."""
        drawn = " ".join(self._drawn(text).split())
        return printed_digits(drawn) if self._thai_digits else arabic_digits(drawn)

    def words(self, text: str, *, in_a_cell: bool = False) -> Words:
        """For the template, with its places to break."""
        line = AGAIN.sub("\u00a0", self.plain(text))
        pieces = list(self._pieces(line, IN_A_CELL if in_a_cell else ON_A_LINE))
        return pieces if any(isinstance(one, list) for one in pieces) else line

    def _pieces(self, line: str, pattern: re.Pattern[str]) -> Iterator[str | list[str]]:
        """Names are looked for first: a month may be somebody's name."""
        for between, name in _parted(line, self._names):
            for plain, found in _parted(between, pattern):
                if plain:
                    yield plain
                if found is not None:
                    yield _parts(found[0]) if found["run"] else [found[0]]
            if name is not None:
                yield [name[0]]

    def _drawn(self, text: str) -> str:
        for one in sorted(set(text) - printable(), key=text.index):
            text = text.replace(one, self._instead(one))
        return INVISIBLE.sub("", text)

    def _instead(self, one: str) -> str:
        """Controls that mean a gap become one; those that only steer, bidirectional ones too, go; the rest is shown as □."""
        if one.isspace():
            return " "
        category = unicodedata.category(one)
        if category == "Cf" or INVISIBLE.match(one):
            return ""
        self._replaced[f"U+{ord(one):04X}" if category in ("Cc", "Cs") else one] = None
        return NOTHING_DRAWS


def _parted(line: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Each find with what stands before it; last what stands after all of them."""
    done = 0
    for found in pattern.finditer(line):
        yield line[done : found.start()], found
        done = found.end()
    yield line[done:], None


def _parts(run: str) -> list[str]:
    """Between which a word that is longer than a line is broken: a few letters, each with its marks."""
    parts, letters = [""], 0
    for one in run:
        is_mark = unicodedata.category(one).startswith("M") and len(parts[-1]) < PART_MAX
        if not is_mark and letters == LETTERS_A_PART:
            parts.append("")
            letters = 0
        parts[-1] += one
        letters += not is_mark
    return parts
