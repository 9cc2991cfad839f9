"""Piles of paper for the tests of scanning: letters, sheets between them, labels, photos; and what strangers could make."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache

from saraban.documents.qr import qr_svg
from saraban.proposals.labels import SEPARATOR
from tests.proposals.papers import pdf


@lru_cache(maxsize=256)
def pile(*pages: str) -> bytes:
    """A PDF; a page that begins with SARABAN: carries that as a QR, any other its words."""
    return pdf("\n#pagebreak()\n".join(_page(words) for words in pages))


def _page(words: str) -> str:
    if not words.startswith("SARABAN:"):
        return f"หนังสือฉบับที่ {words} เรียนนายกเทศมนตรี"
    mark, _, more = words.partition(" ")
    drawn = qr_svg(mark).replace("\\", "\\\\").replace('"', '\\"')
    return f'{more}\n#image(bytes("{drawn}"), format: "svg", width: 3cm)'


def png(wide: int = 30, high: int = 40, *, kind: int = 2, rows: bytes | None = None) -> bytes:
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    if rows is None:
        rows = (b"\0" + b"\x7f" * (wide * channels)) * high
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, kind, 0, 0, 0)),
            (b"IDAT", zlib.compress(rows)),
            (b"IEND", b""),
        )
    )


def bomb() -> bytes:
    """A picture that would be forty gigabytes, in a few bytes."""
    return png(120_000, 120_000, rows=bytes(100_000))


def letters_with_sheets(letters: Sequence[Sequence[str]]) -> bytes:
    pages: list[str] = []
    for letter in letters:
        pages += [SEPARATOR, *letter]
    return pile(*pages)
