"""What the workbench does for paper that becomes a file: how many pages there are, and each of them made flat and small."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from saraban.proposals import images, pages
from saraban.proposals.flattening import Flat, flat, from_rows, packed
from saraban.proposals.images import NoPage
from saraban.proposals.legibility import hints
from saraban.proposals.pages import NoPicture

DOTS_PER_INCH = 200
LONG_INCHES, SHORT_INCHES = 297 / 25.4, 210 / 25.4
LONG_DOTS = round(LONG_INCHES * DOTS_PER_INCH)
PHOTO_DOTS = 3_600  # along the longer side: the sheet is a part of it
DRAWN_DOTS_MAX = 8_000_000
TRUNCATED = "ไฟล์ภาพขาดหรือเสียหาย เปิดไม่ได้"
NO_KIND = "ไม่ใช่ไฟล์ภาพหรือ PDF"
EMPTY = "ไฟล์ว่าง 0 ไบต์"
_PDF_HEAD = 1_024  # bytes: some programs write before it


def count(path: str) -> dict[str, Any]:
    """`pages`; or `trouble`, in Thai. Raises `OSError`, as the other does."""
    data = Path(path).read_bytes()
    if not data:
        return {"trouble": EMPTY}
    try:
        if _is_pdf(data):
            return {"pages": pages.count(data)}
        if images.is_picture(data):
            return {"pages": images.count(data)}
    except (NoPicture, NoPage) as trouble:
        return {"trouble": str(trouble) or TRUNCATED}
    except (OSError, ValueError, SyntaxError, EOFError):
        return {"trouble": TRUNCATED}
    return {"trouble": NO_KIND}


def page(path: str, number: int, bytes_max: int) -> dict[str, Any]:
    """A page, counted from 0: `jpeg` in base64, `inches`, what was `done`, and `hints`; or `trouble`, in Thai."""
    data = Path(path).read_bytes()
    try:
        return _of_pdf(data, number, bytes_max) if _is_pdf(data) else _of_picture(data, number, bytes_max)
    except (NoPicture, NoPage) as trouble:
        return {"trouble": str(trouble) or TRUNCATED}
    except (OSError, ValueError, SyntaxError, EOFError):
        return {"trouble": TRUNCATED}


def _of_picture(data: bytes, number: int, bytes_max: int) -> dict[str, Any]:
    seen = hints(images.measured(data, number))
    photo = images.upright(data, number, (PHOTO_DOTS, PHOTO_DOTS))
    made = flat(photo, long_dots=LONG_DOTS)
    smaller = max(images.size(data, number)) > max(made.picture.size) and not made.cut
    lying = made.picture.width > made.picture.height
    wide, high = (LONG_INCHES, SHORT_INCHES) if lying else (SHORT_INCHES, LONG_INCHES)
    by = min(wide / made.picture.width, high / made.picture.height)
    inches = made.picture.width * by, made.picture.height * by
    return _said(made, inches, bytes_max, seen, smaller=smaller)


def _of_pdf(data: bytes, number: int, bytes_max: int) -> dict[str, Any]:
    """A scan is made flat; what a program wrote is sharp and level, and is drawn as it is."""
    drawn = pages.drawn_at(data, number, DOTS_PER_INCH, dots_max=DRAWN_DOTS_MAX)
    picture = from_rows(drawn.rows, drawn.wide, drawn.high)
    wide, high = drawn.points[0] / 72, drawn.points[1] / 72
    lying = wide > high
    fits = min(
        (LONG_INCHES if lying else SHORT_INCHES) / wide, (SHORT_INCHES if lying else LONG_INCHES) / high, 1.0
    )
    seen = _hints_of_scan(data, number)
    if not drawn.scan:
        picture.thumbnail((LONG_DOTS, LONG_DOTS))
        return _said(Flat(picture), (wide * fits, high * fits), bytes_max, seen, written=True)
    made = flat(picture, long_dots=LONG_DOTS)
    if made.cut:
        by = max(wide * fits, high * fits) / max(made.picture.size)
        return _said(made, (made.picture.width * by, made.picture.height * by), bytes_max, seen)
    return _said(made, (wide * fits, high * fits), bytes_max, seen)


def _hints_of_scan(data: bytes, number: int) -> list[str]:
    scan = pages.scan_on(data, number, images.MEASURED_DOTS)
    if scan is None:
        return []
    return hints(images.measured_rows(scan.rows, scan.wide, scan.high, dots_per_inch=scan.dots_per_inch))


def _said(
    made: Flat,
    inches: tuple[float, float],
    bytes_max: int,
    seen: list[str],
    *,
    smaller: bool = False,
    written: bool = False,
) -> dict[str, Any]:
    return {
        "jpeg": b64encode(packed(made.picture, bytes_max=bytes_max)).decode(),
        "inches": [round(inches[0], 3), round(inches[1], 3)],
        "cut": made.cut,
        "evened": made.evened,
        "levelled": made.levelled,
        "smaller": smaller,
        "written": written,
        "hints": seen,
    }


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_PDF_HEAD]
