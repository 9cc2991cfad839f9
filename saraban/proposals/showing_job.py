"""What the workbench does for whoever looks at a file: what can be shown of it, its pages as pictures, how legible they are.

A file is what its bytes are, whatever its name says. With an attachment's index the file is a mail.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from saraban.mail.reader.job import letter_bytes
from saraban.mail.reader.letter import Letter
from saraban.proposals import contents, images, pages
from saraban.proposals.images import NoPage
from saraban.proposals.legibility import hints
from saraban.proposals.pages import NoPicture

WORDS_MAX = 20_000  # characters shown of a file that has words and no pages
EMPTY = "ไฟล์ว่าง 0 ไบต์ ไม่มีอะไรให้ดู โปรดขอให้ผู้ยื่นส่งใหม่"
NOT_SHOWN = "ระบบแสดงไฟล์ชนิดนี้ไม่ได้ โปรดดาวน์โหลดไปเปิดดู"
NO_WORDS = "ไม่พบข้อความในไฟล์นี้ โปรดดาวน์โหลดไปเปิดดู"
LOCKED = "ไฟล์มีรหัสผ่าน หรือเป็นไฟล์ Office รุ่นเก่า ระบบแสดงไม่ได้ โปรดดาวน์โหลดไปเปิดดู หรือขอให้ผู้ยื่นส่งเป็น PDF หรือภาพ"
OLD_OFFICE, PACKED = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_PDF_HEAD = 1_024  # bytes: some programs write before it


def look(path: str, attachment: int | None, name: str) -> dict[str, Any]:
    """`pages`, or `words`, or `trouble`, in Thai. Raises `OSError`, `IndexError`, and what is raised for a broken picture."""
    data = _data(path, attachment)
    if not data:
        return {"trouble": EMPTY}
    try:
        if _is_pdf(data):
            return {"pages": pages.count(data)}
        if images.is_picture(data):
            return {"pages": images.count(data)}
    except (NoPicture, NoPage) as trouble:
        return {"trouble": f"{trouble or NOT_SHOWN} โปรดดาวน์โหลดไปเปิดดู หรือขอให้ผู้ยื่นส่งใหม่"}
    if data.startswith(OLD_OFFICE):
        return {"trouble": LOCKED}
    if contents.is_mail("", name):
        words = contents.words_of_mail(Letter(data), WORDS_MAX)
    else:
        words = contents.words_of_file(data, name, WORDS_MAX)
    if seen := _seen(words):
        return {"words": seen}
    return {"trouble": NO_WORDS if data.startswith(PACKED) else NOT_SHOWN}


def draw(path: str, attachment: int | None, page: int, width: int, turned: int) -> bytes:
    """A page, counted from 0, as PNG or JPEG; empty where there is none. Raises as `look`."""
    data = _data(path, attachment)
    try:
        if _is_pdf(data):
            return pages.picture(data, page, width, turned)
        return images.picture(data, page, width, turned)
    except (NoPicture, NoPage):
        return b""


def legibility(path: str, attachment: int | None, page: int) -> list[str]:
    """What may keep the page from being read, in Thai. Raises as `look`."""
    data = _data(path, attachment)
    try:
        if not _is_pdf(data):
            return hints(images.measured(data, page))
        scan = pages.scan_on(data, page, images.MEASURED_DOTS)
    except (NoPicture, NoPage):
        return []
    if scan is None:  # letters and lines, as sharp as they are drawn
        return []
    return hints(images.measured_rows(scan.rows, scan.wide, scan.high, dots_per_inch=scan.dots_per_inch))


def _data(path: str, attachment: int | None) -> bytes:
    if attachment is None:
        return Path(path).read_bytes()
    letter = Letter(letter_bytes(path))
    return letter.files[attachment].bytes(letter.warnings)


def _seen(words: str) -> str:
    """Without what no screen shows."""
    return "".join(one for one in words if one.isprintable() or one in "\n\t").strip()


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_PDF_HEAD]
