"""Pages from data: the one door to Typst.

A template of the folder `templates` is given its data as JSON, so that no word of a letter is ever read as markup.
The fonts are our own and nothing else: the same data gives the same bytes on every machine. TH Sarabun New, because
its text comes back out of the PDF exactly as it went in; of most Thai fonts that is not true.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from saraban.documents.glyphs import FONTS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TEMPLATES = HERE / "templates"
DATA_MAX = (
    8_000_000  # characters of JSON; a letter is a few thousand, a book of 5,000 rows some three million
)
IMAGE_PPI = 110
APART_SECONDS_MAX = 120


class Template(StrEnum):
    """What can be set. Each file says at its head which data it wants."""

    EXTERNAL_LETTER = "external_letter.typ"
    ORDER = "order.typ"
    PLAIN_PAGE = "plain_page.typ"
    PRACTICE_SLIP = "practice_slip.typ"
    EMBLEM = "emblem.typ"
    REGISTER_BOOK = "register_book.typ"
    RECEIPT_STAMP = "receipt_stamp.typ"
    LABEL_SHEET = "label_sheet.typ"
    SEPARATOR_SHEET = "separator_sheet.typ"
    PAYMENT_BILL = "payment_bill.typ"
    PAYMENT_RECEIPT = "payment_receipt.typ"
    DAY_CLOSE = "day_close.typ"
    ANNOUNCEMENT = "announcement.typ"
    MEMO = "memo.typ"
    SEALED_LETTER = "sealed_letter.typ"
    CERTIFICATE = "certificate.typ"
    LICENCE = "licence.typ"
    SLIP = "slip.typ"


class NotTypeset(Exception):
    """The page could not be made. `str()` is Thai; the cause is Typst's own word."""


def typeset_pdf(
    template: Template, data: Mapping[str, Any], *, dated_at: datetime, to_be_kept: bool = False
) -> bytes:
    """A PDF (A4, tagged, text layer exact). `dated_at`, aware, is the date inside the file; `to_be_kept`: as PDF/A-3u.

    Raises `NotTypeset`.
    """
    return _typeset(template, data, format="pdf", dated_at=dated_at, to_be_kept=to_be_kept)[0]


def typeset_pdf_apart(template: Template, data: Mapping[str, Any], *, dated_at: datetime) -> bytes:
    """The same bytes, for what has many pages: from a process of its own, which takes its hundreds of megabytes with it
    when it ends, while letters are set here as ever. Raises `NotTypeset`."""
    asked = json.dumps([template, data, dated_at.isoformat()], ensure_ascii=False)
    assert len(asked) <= DATA_MAX, "a page of that length is a mistake"
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-P", "-m", "saraban.documents.typesetting"],
            input=asked.encode(),
            capture_output=True,
            cwd=ROOT,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **kept},
            timeout=APART_SECONDS_MAX,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotTypeset(
            "ยังไม่ได้จัดหน้าเอกสาร เพราะหน่วยความจำไม่พอหรือใช้เวลานานเกินไป โปรดเลือกให้สั้นลงแล้วลองอีกครั้ง ข้อมูลอยู่ครบ"
        ) from error
    return done.stdout


def typeset_png(template: Template, data: Mapping[str, Any]) -> bytes:
    """The first page as a picture, `IMAGE_PPI` dots an inch. Raises `NotTypeset`."""
    return typeset_pngs(template, data)[0]


def typeset_pngs(template: Template, data: Mapping[str, Any]) -> list[bytes]:
    """Each page as a picture. Raises `NotTypeset`."""
    return _typeset(template, data, format="png", dated_at=datetime(2000, 1, 1, tzinfo=UTC))


_turns = threading.BoundedSemaphore(
    2
)  # of two cores; memory: a page of Typst may take tens of megabytes while it is set


def _typeset(
    template: Template,
    data: Mapping[str, Any],
    *,
    format: Literal["pdf", "png"],
    dated_at: datetime,
    to_be_kept: bool = False,
) -> list[bytes]:
    import typst  # 80 MB on disk, and most processes never set a page

    said = json.dumps(data, ensure_ascii=False)
    assert len(said) <= DATA_MAX, "a page of that length is a mistake"
    try:
        with _turns:
            made = typst.Compiler(root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True).compile(
                input=TEMPLATES / template,
                format=format,
                ppi=IMAGE_PPI,
                sys_inputs={"data": said},
                timestamp=dated_at.astimezone(UTC).replace(microsecond=0),
                pdf_standards="a-3u" if to_be_kept else None,
            )
    except typst.TypstError as error:
        raise NotTypeset(
            "ยังไม่ได้จัดหน้าเอกสาร เพราะแบบเอกสารกับข้อมูลไม่ตรงกัน โปรดแจ้งผู้ดูแลระบบ ข้อมูลที่กรอกไว้ยังอยู่ครบ"
        ) from error
    pages = made if isinstance(made, list) else [made]
    assert pages
    return [page for page in pages if isinstance(page, bytes)]


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _set_what_is_asked() -> None:
    """The other end of `typeset_pdf_apart`."""
    template, data, dated_at = json.load(sys.stdin)
    made = typeset_pdf(Template(template), data, dated_at=datetime.fromisoformat(dated_at))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _set_what_is_asked()
