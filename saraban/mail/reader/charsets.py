"""Bytes → text, by what they are rather than by what they say they are.

Thai offices send windows-874 under five names, or under none, or called iso-8859-1 or utf-8. Python does not know
`windows-874`, and its `tis-620` turns Windows quotation marks into control characters, so the Thai labels are all read
as cp874.
"""

from __future__ import annotations

import re
import unicodedata
from encodings.aliases import aliases

_THAI = frozenset(
    {
        "tis_620", "tis620", "tis620_0", "tis620_1", "tis620_2529", "tis620_2529_1", "tis620_2533", "tis_620_2533",
        "tis620_2533_1", "tis_620_0", "iso_8859_11", "iso8859_11", "iso8859_11_2001", "iso_8859_11_2001",
        "iso_ir_166", "windows_874", "windows874", "x_windows_874", "win874", "cp874", "cp_874", "ms874", "ms_874",
        "x_cp874", "ibm874", "ibm_874", "874", "csibm874", "dos_874", "thai", "x_mac_thai", "macthai", "mac_thai",
        "x_tis_620", "x_tis620", "th",
    }
)  # fmt: skip
_LATIN = frozenset(
    {"latin_1", "cp1252", "iso8859_15", "iso8859_2", "cp1250", "iso8859_9", "cp1254", "mac_roman"}
)
_SUPERSETS = {
    "latin_1": "cp1252",
    "iso8859_9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_2",
}
_MORE_NAMES = {
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "iso_8859_6_i": "iso8859_6",
    "windows_31j": "cp932",
    "cp_932": "cp932",
    "x_sjis": "cp932",
    "x_gbk": "gb18030",
    "x_euc_jp": "euc_jp",
    "x_big5": "big5",
    "cp_1252": "cp1252",
    "win1252": "cp1252",
    "ansi": "cp1252",
    "utf8mb4": "utf_8",
    "unicode_1_1_utf_8": "utf_8",
    "x_unicode_2_0_utf_8": "utf_8",
    "utf8": "utf_8",
    "utf_8_sig": "utf_8",
    "unicode": "utf_16",
    "ucs_2": "utf_16",
    "ucs_2le": "utf_16_le",
}
# What a letter may ask for. Left out on purpose: utf-7 (hides things), punycode and idna (slow on hostile bytes),
# escapes and codecs that are not about text.
_TEXT_CODECS = frozenset(
    name
    for name in {
        *aliases.values(),
        "cp874",
        "cp1006",
        "koi8_t",
        "koi8_u",
        "mac_greek",
        "latin_1",
        "cp720",
        "cp737",
    }
    if re.fullmatch(
        r"ascii|latin_1|utf_(8|16|16_le|16_be|32|32_le|32_be)|cp\d+|iso8859_\d+|koi8_[rtu]|kz1048|ptcp154|mac_\w+"
        r"|big5(hkscs)?|gb2312|gbk|gb18030|hz|euc_\w+|shift_jis\w*|iso2022_\w+|johab|hp_roman8|tis_620",
        name,
    )
)
_THAI_IN_UTF_8 = re.compile("[ก-ฺ฿-๛]")
_NOT_BESIDE_THAI = re.compile("[\x80-\x9f\xa1-\u0e00\u0e3b-\u0e3e\u0e5c-\u1fff]")
_BESIDE_LATIN = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]|[\x80-\xa0\xe0-\xff]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_NEUTRAL = bytes(
    [0x80, 0x85, *range(0x91, 0x98), 0xA0]
)  # Windows punctuation and spaces: say nothing of a language
_THAI_BYTES = bytes([*range(0xA1, 0xDB), *range(0xDF, 0xFC)])
_THAI_MARKS = frozenset([0xD1, *range(0xD4, 0xDB), *range(0xE7, 0xEF)])  # never stand at the head of a word
_SAMPLE_MAX = 65_536  # bytes looked at in order to guess
# Thai as it can be spelt: a vowel in front of a consonant, marks and tones above one, never at the head of a word.
_SPELT = re.compile(
    rb"(?:[\xe0-\xe4]?[\xa1-\xce]\xe5?(?:\xd1[\xe8-\xeb]?|[\xd4-\xd9][\xe8-\xec]?|[\xe7-\xec])?(?:\xd0|\xd2\xd0?|\xd3)?"
    rb"|[\xcf\xe6\xf0-\xf9])+"
)
_CUT_BYTES_MIN = 8
_CHANCE_RUNS_MAX = 100  # words that are UTF-8 by chance; more are no chance
_CHANCE_RUN_MAX = 60  # bytes of one
# Writing that may well come without a Thai letter, one group each: signs, Western, Greek, Cyrillic, Hebrew and Arabic, of
# India, Lao, Burmese, Khmer, more signs, Japanese, Han, Korean, whatever is beyond.
_WRITING = re.compile(
    "([\x00-\xbf×÷])|([À-ÿ])|([\u0386-\u03ce])|([\u0400-\u052f])|([\u0590-\u06ff])|([\u0900-\u0dff])|([\u0e80-\u0eff])|"
    "([\u1000-\u109f])|([\u1780-\u17ff])|([\u2000-\u27ff\u2900-\u2bff])|([\u3000-\u30ff])|([\u4e00-\u9fff])|([\uac00-\ud7a3])|"
    "([\U00010000-\U0010ffff])"
)
_SIGNS, _WESTERN = 1, 2
_ALONE = frozenset("öþ")  # รถ and รพ; neither is a word of the languages that have it

_CONTROLS = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),  # turn the direction of what follows
    **dict.fromkeys([0xFEFF, 0xFFFE, 0xFFFF]),
}
_LINE = str.maketrans(
    {**_CONTROLS, 9: " ", 10: " ", 11: " ", 12: " ", 13: " ", 0x2028: " ", 0x2029: " ", 0x85: " "}
)
_TEXT = str.maketrans({**_CONTROLS, 9: "\t", 10: "\n"})
_UNWANTED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, label: str | None) -> str:
    """Never raises. What cannot be read becomes U+FFFD."""
    if label is None:
        return guess(data)
    name = _name(label)
    if name in _THAI:
        return _thai(data)
    codec = _MORE_NAMES.get(name) or aliases.get(name, name)
    if codec not in _TEXT_CODECS:
        return guess(data)
    if codec in ("utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"):
        return _wide(data, codec)
    if data.isascii() and not (
        codec.startswith("iso2022") or codec in ("hz", "cp037", "cp500", "cp1026", "cp273")
    ):
        return data.decode("ascii")
    if codec == "utf_8":
        return _utf_8(data)
    if codec == "ascii" or codec in _LATIN:
        other = _really(data)
        if other is not None:
            return other
        codec = "cp1252" if codec == "ascii" else codec
    try:
        return data.decode(_SUPERSETS.get(codec, codec), "replace")
    except Exception:  # a codec that is not built in here
        return guess(data)


def guess(data: bytes) -> str:
    """Unlabelled bytes: UTF-8 if they are, Thai if they look it, Western otherwise."""
    if data.isascii():
        return data.decode("ascii")
    return _really(data) or _western(data)


def is_odd(data: bytes, label: str | None) -> bool:
    """Whether eight-bit bytes stand under a label that does not allow them, or are not what it says."""
    if data.isascii():
        return False
    name = _name(label or "")
    if name in ("", "us_ascii", "ascii"):
        return True
    if name in _THAI:
        return False
    if (_MORE_NAMES.get(name) or aliases.get(name, name)) != "utf_8":
        return _is_utf_8(data)
    return not _is_utf_8(data) or _is_mislabelled_thai(data, data.decode("utf-8", "replace"))


def clean_line(text: str) -> str:
    """One line for people: no control characters, no turning of directions, no halves of characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    if _UNWANTED.search(text) is None and "\n" not in text and "\t" not in text:
        return text.strip()
    return _whole(text).translate(_LINE).strip()


def clean_text(text: str) -> str:
    """Lines end with \\n, and nothing stands in them that a database or a page cannot hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if _UNWANTED.search(text) is None else _whole(text).translate(_TEXT)


def _name(label: str) -> str:
    """As the tables here have it: lower case, without a language (RFC 2231)."""
    return _NOT_NAME.sub("_", label[:60].partition("*")[0].lower()).strip("_")


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def _thai(data: bytes) -> str:
    if not data.isascii() and _is_utf_8(data):
        text = data.decode("utf-8", "replace")
        if _THAI_IN_UTF_8.search(text) and not _NOT_BESIDE_THAI.search(text):
            return text
    return data.decode("cp874", "replace")


def _utf_8(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        cut = error.reason == "unexpected end of data"  # cut short, and good so far
    else:
        return data.decode("cp874") if _is_mislabelled_thai(data, text) else text
    if not cut:
        lost = text.count("\ufffd")
        read = sum(1 for character in text[:_SAMPLE_MAX] if character > "\x7f" and character != "\ufffd")
        if lost > read:
            return guess(data)
    return data.decode("cp874") if _is_mislabelled_thai(data, text) else text


def _really(data: bytes) -> str | None:
    if _is_utf_8(data):
        text = data.decode("utf-8", "replace")
        if not _is_thai_by_chance_utf_8(data) and not _is_mislabelled_thai(data, text):
            return text
    return data.decode("cp874", "replace") if _looks_thai(data) else None


def _western(data: bytes) -> str:
    return data.decode("cp1252", "replace")


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # cut in the middle of its last character is still UTF-8
        return error.reason == "unexpected end of data" and error.start > 6
    return True


def _is_thai_by_chance_utf_8(data: bytes) -> bool:
    """รถ in windows-874 is ö in UTF-8. Western letters stand among letters without accents; Thai ones do not."""
    return _BESIDE_LATIN.search(data) is None and _looks_thai(data)


def _is_mislabelled_thai(data: bytes, text: str) -> bool:
    """Whether windows-874 is called UTF-8, of which it has the shape by chance; `text` is what UTF-8 makes of it.

    แบบ would be a lone Ẻ, อนุญาต a medley of Greek, Arabic and Cyrillic. It takes two proofs: something that nobody would
    have sent, and bytes that are spelt as Thai from end to end, apart from Latin letters.
    """
    if _THAI_IN_UTF_8.search(text):
        return False
    western = alone = False
    # the last letter may have been cut, in a text that is long enough, or whose last is plainly half a Thai one
    cut = len(data) >= _CUT_BYTES_MIN or data.endswith((b"\xe0\xb8", b"\xe0\xb9"))
    unlikely = broken = "\ufffd" in (text[:-1] if cut else text)
    for number, run in enumerate(_HIGH_RUNS.finditer(data)):
        begin, end = run.span()
        if (
            number == _CHANCE_RUNS_MAX
            or end - begin > _CHANCE_RUN_MAX
            or _SPELT.fullmatch(data, begin, end) is None
            or data[begin - 1 : begin].isalpha()
            or data[end : end + 1].isalpha()
        ):
            return False
        letters = run[0].decode("utf-8", "replace")
        writing = {_writing(letter) for letter in letters if letter != "\ufffd"} - {_SIGNS}
        if None in writing or len(writing) > 1:
            unlikely = True
        elif letters in _ALONE:
            alone = True
        elif writing == {_WESTERN}:
            western = True
        elif writing and not broken:
            return False
    return (unlikely or (alone and not western)) and _looks_thai(data)


def _writing(letter: str) -> int | None:
    """Its group in `_WRITING`; None for one that hardly anybody here would send."""
    found = _WRITING.match(letter)
    return None if found is None or unicodedata.category(letter) == "Cn" else found.lastindex


def _looks_thai(data: bytes) -> bool:
    """Nine of ten high bytes are Thai, and they stand in words: é or ü alone among Latin letters do not."""
    runs = [run.translate(None, _NEUTRAL) for run in _HIGH_RUNS.findall(data[:_SAMPLE_MAX])]
    runs = [run for run in runs if run]
    high = sum(map(len, runs))
    if not high:
        return False
    other = sum(len(run.translate(None, _THAI_BYTES)) for run in runs)
    headless = sum(run[0] in _THAI_MARKS for run in runs)
    return other * 10 <= high and headless * 10 <= len(runs) and high >= 2 * len(runs)


def _wide(data: bytes, codec: str) -> str:
    """UTF-16 and UTF-32 with the byte order that they really have; often not wide at all."""
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return data.decode("utf-32", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    sample = data[:_SAMPLE_MAX]
    even, odd = sample[::2], sample[1::2]
    low_pages = (0, 0x0E, 0x20)
    in_even, in_odd = (sum(map(half.count, low_pages)) for half in (even, odd))
    if "32" in codec:
        return data.decode(codec if codec != "utf_32" else "utf_32_be", "replace")
    if max(in_even, in_odd) * 3 < len(even):
        return guess(data) if data.count(0) == 0 else data.decode(codec, "replace")
    return data.decode("utf_16_be" if in_even > in_odd else "utf_16_le", "replace")
