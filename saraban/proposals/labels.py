"""What our own QR codes on paper say. Pure.

Three things are printed: a sheet between two letters, a label for the first page of one, a label with a receipt number.
Codes of others are no business of ours: paper is full of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SEPARATOR = "SARABAN:SHEET"
FIRST_PAGE = "SARABAN:FIRST"
KEY_LENGTH = 8
_ENTRY = re.compile(r"SARABAN:R:([0-9a-f]{8}):([0-9]{4}):([0-9]{1,7})")


def entry_label(agency_key: str, year: int, number: int) -> str:
    """What the label of an entry says: short, so that its QR can be small. `agency_key`: of its `uid`, in hex."""
    return f"SARABAN:R:{agency_key[:KEY_LENGTH]}:{year}:{number}"


def number_on(mark: str, agency_key: str) -> tuple[int, int] | None:
    """The year and number that a label of this agency's says; None for any other mark."""
    said = _ENTRY.fullmatch(mark)
    if said is None or said[1] != agency_key[:KEY_LENGTH]:
        return None
    return int(said[2]), int(said[3])


def mark_among(texts: Iterable[str]) -> str:
    """The one mark of a page with these codes: a sheet before all else, a number before a plain first page; else ""."""
    ours = {text for text in texts if text in (SEPARATOR, FIRST_PAGE) or _ENTRY.fullmatch(text)}
    numbers = sorted(ours - {SEPARATOR, FIRST_PAGE})
    return next((mark for mark in (SEPARATOR, *numbers, FIRST_PAGE) if mark in ours), "")
