"""Which characters our fonts have a glyph for, read from the fonts' own tables (OpenType `cmap`, formats 4 and 12)."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
UNICODE_TABLES = {(0, 3), (0, 4), (3, 1), (3, 10)}


@lru_cache(maxsize=1)
def printable() -> frozenset[str]:
    """Every character that some font of ours draws, and a plain space. What only steers is none, whatever a font says."""
    drawn = {chr(code) for font in sorted(FONTS.glob("*.ttf")) for code in codes_of(font.read_bytes())}
    return frozenset(one for one in drawn if one == " " or unicodedata.category(one)[0] not in "CZ")


def codes_of(font: bytes) -> Iterator[int]:
    """The code points for which a TrueType font has a glyph."""
    begins = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, begins + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, begins + 4 + 8 * index)
        if (platform, encoding) in UNICODE_TABLES:
            yield from _codes(font, begins + offset)


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == name:
            assert isinstance(offset, int)
            return offset
    raise AssertionError("a font without that table is not one of ours")


def _codes(font: bytes, begins: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", font, begins)
    if form == 12:
        (groups,) = struct.unpack_from(">L", font, begins + 12)
        for index in range(groups):
            first, last, _ = struct.unpack_from(">LLL", font, begins + 16 + 12 * index)
            yield from range(first, last + 1)
    elif form == 4:
        yield from _codes_of_segments(font, begins)


def _codes_of_segments(font: bytes, begins: int) -> Iterator[int]:
    """Format 4: a glyph 0 inside a segment is none."""
    (twice,) = struct.unpack_from(">H", font, begins + 6)
    ends, starts, deltas, offsets = (
        begins + 14 + shift for shift in (0, twice + 2, 2 * twice + 2, 3 * twice + 2)
    )
    for place in range(0, twice, 2):
        first, last = (struct.unpack_from(">H", font, table + place)[0] for table in (starts, ends))
        (delta,) = struct.unpack_from(">h", font, deltas + place)
        (offset,) = struct.unpack_from(">H", font, offsets + place)
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                (glyph,) = struct.unpack_from(">H", font, offsets + place + offset + 2 * (code - first))
            if glyph:
                yield code
