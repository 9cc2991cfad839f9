"""Thai and Arabic digits: both are read, Arabic is kept, Thai is printed."""

from __future__ import annotations

ARABIC = "0123456789"
THAI = "๐๑๒๓๔๕๖๗๘๙"

_TO_THAI = str.maketrans(ARABIC, THAI)
_TO_ARABIC = str.maketrans(THAI, ARABIC)


def thai_digits(text: str | int) -> str:
    """`2566` → `๒๕๖๖`; everything else stays as it is."""
    return str(text).translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """`๒๕๖๖` → `2566`; everything else stays as it is."""
    return text.translate(_TO_ARABIC)
