"""Thai and Arabic digits: both are read, Arabic is kept, Thai is printed."""

from __future__ import annotations

import re

ARABIC = "0123456789"
THAI = "๐๑๒๓๔๕๖๗๘๙"

_TO_THAI = str.maketrans(ARABIC, THAI)
_TO_ARABIC = str.maketrans(THAI, ARABIC)
_WITHOUT_LATIN = re.compile(r"(?<!\S)[^A-Za-z\s]+(?!\S)")


def thai_digits(text: str | int) -> str:
    """`2566` → `๒๕๖๖`; everything else stays as it is."""
    return str(text).translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """`๒๕๖๖` → `2566`; everything else stays as it is."""
    return text.translate(_TO_ARABIC)


def printed_digits(text: str) -> str:
    """As a Thai document has them: `สธ 0032` → `สธ ๐๐๓๒`; an address, `ISO9001` and `A4` keep theirs."""
    return _WITHOUT_LATIN.sub(lambda found: thai_digits(found[0]), text)
