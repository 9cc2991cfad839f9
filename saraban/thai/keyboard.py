"""The two layouts of a Thai keyboard: what was meant when the wrong one was on.

Thai is Kedmanee (มอก. 820) as Windows lays it out, Latin is the American one.
"""

from __future__ import annotations

import re

_ROWS = (
    ("`1234567890-=", "_ๅ/-ภถุึคตจขช"),
    ("~!@#$%^&*()_+", "%+๑๒๓๔ู฿๕๖๗๘๙"),
    ("qwertyuiop[]\\", "ๆไำพะัีรนยบลฃ"),
    ("QWERTYUIOP{}|", '๐"ฎฑธํ๊ณฯญฐ,ฅ'),
    ("asdfghjkl;'", "ฟหกดเ้่าสวง"),
    ('ASDFGHJKL:"', "ฤฆฏโฌ็๋ษศซ."),
    ("zxcvbnm,./", "ผปแอิืทมใฝ"),
    ("ZXCVBNM<>?", "()ฉฮฺ์?ฒฬฦ"),
)
_TO_THAI = {ord(latin): thai for latins, thais in _ROWS for latin, thai in zip(latins, thais, strict=True)}
_TO_LATIN = {ord(thai): latin for latins, thais in _ROWS for latin, thai in zip(latins, thais, strict=True)}

_THAI = re.compile("[\u0e01-\u0e5b]")
_LATIN = re.compile("[A-Za-z]")
_CONSONANT = "[\u0e01-\u0e2e]"
_SYLLABLES = re.compile(
    f"(?:[\u0e40-\u0e44]?{_CONSONANT}[\u0e31\u0e34-\u0e3a\u0e47]?[\u0e48-\u0e4c]?[\u0e30\u0e32\u0e33\u0e45\u0e46\u0e2f]*"
    '|[0-9\u0e50-\u0e59 ./()"-])+'
)
_LATIN_WORDS = re.compile(r"[A-Za-z0-9@._ -]*[aeiouyAEIOUY][A-Za-z0-9@._ -]*")


def on_the_other_layout(text: str) -> str:
    """`l;ylfu` → `สวัสดี`, `ะำหะ` → `test`; "" where the other layout gives no words either."""
    if _LATIN.search(text) and not _THAI.search(text):
        meant = text.translate(_TO_THAI)
        return meant if _THAI.search(meant) and could_be_thai(meant) else ""
    if _THAI.search(text) and not _LATIN.search(text):
        meant = text.translate(_TO_LATIN)
        return meant if _LATIN_WORDS.fullmatch(meant) else ""
    return ""


def could_be_thai(text: str) -> bool:
    """Whether its letters stand in an order that Thai could be written in: no mark without its consonant."""
    return _SYLLABLES.fullmatch(text) is not None
