"""What the workbench does for whoever looks for a QR on a file: a photo, a screenshot, a scan or a PDF in, its codes' texts out.

A file is what its bytes are, whatever its name says. With an attachment's index the file is a mail.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from saraban.mail.reader.job import letter_bytes
from saraban.mail.reader.letter import Letter
from saraban.proposals import images, pages
from saraban.proposals.barcodes import CODES_MAX, texts_in
from saraban.proposals.images import NoPage, View
from saraban.proposals.pages import NoPicture

PAGES_MAX = 3
TEXT_MAX = 4_000  # characters: more than the largest QR holds
NO_PICTURE = "ไฟล์นี้ไม่ใช่ภาพหรือ PDF"
NO_PAGE = "เปิดหน้าของไฟล์นี้ไม่ได้"
_PDF_HEAD = 1_024  # bytes: some programs write before it


def texts(path: str, attachment: int | None, wanted: str, seconds: float) -> dict[str, Any]:
    """`texts`: of the codes on its first pages, each once; `trouble`: why it cannot be looked at, in Thai.

    It looks harder at a page until a text holds `wanted` (any does, where it is empty), for so many seconds in all.
    Raises `OSError`, `IndexError`, and what is raised for a broken picture.
    """
    ends_at = time.monotonic() + seconds
    found: dict[str, None] = {}
    trouble = ""
    try:
        for picture, page in _pages(_data(path, attachment)):
            for view in images.views(picture, page):
                here = _texts(view)
                found |= dict.fromkeys(here)
                if any(wanted in text for text in here) or time.monotonic() > ends_at:
                    break
    except (NoPicture, NoPage) as why:
        trouble = str(why) or NO_PAGE
    return {"texts": list(found)[:CODES_MAX], "trouble": trouble}


def _pages(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Each page as a picture that holds it, and which of that picture's pages it is. Raises `NoPicture`, `NoPage`."""
    if b"%PDF-" in data[:_PDF_HEAD]:
        for page in range(min(pages.count(data), PAGES_MAX)):
            yield pages.picture(data, page, pages.PICTURE_WIDTH_MAX), 0
    elif images.is_picture(data):
        for page in range(min(images.count(data), PAGES_MAX)):
            yield data, page
    else:
        raise NoPage(NO_PICTURE)


def _texts(view: View) -> list[str]:
    return [text[:TEXT_MAX] for text in texts_in(view.rows, wide=view.wide, high=view.high) if text]


def _data(path: str, attachment: int | None) -> bytes:
    if attachment is None:
        return Path(path).read_bytes()
    letter = Letter(letter_bytes(path))
    return letter.files[attachment].bytes(letter.warnings)
