"""Paper made into a file (guide #4.2): photos and scans into one PDF/A, level, evenly lit and small.

For what was signed on paper: nothing that stands on it is read, and nothing is taken away. What strangers' programs
wrote is opened in the limited child process alone; this side sees our own JPEGs.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from saraban.documents.picture_pages import NotBound, PicturePage, bound
from saraban.documents.signatures import PdfVerdict, Trouble
from saraban.documents.verification import verify_pdf
from saraban.law.refusal import Refusal
from saraban.workbench.bench import Bench, Broken, TooCostly

JOBS = "saraban.proposals.flattening_job"
FILES_MAX, PAGES_MAX = 60, 60
PAGES_AT_ONCE = 2
BYTES_MAX = 60 * 1024 * 1024  # of all files
PAGE_BYTES_MAX = 300 * 1024  # what a page is to be packed in
PAGE_BYTES_LEAST = 60 * 1024
MEMORY_BYTES_MAX = 400 * 1024 * 1024  # beyond what the child holds when it is ready
COUNT_SECONDS_MAX, PAGE_SECONDS_MAX = 10.0, 30.0
TITLE_MAX = 300
NAME_SHOWN_MAX = 60
KEPT = "ไฟล์เดิมยังอยู่ครบ"

_bench = Bench(preload=[JOBS], memory_bytes_max=MEMORY_BYTES_MAX)


@dataclass(frozen=True)
class PageNote:
    """What was done to a page, counted from 1, and what may keep it from being read; both in Thai."""

    page: int
    file: str
    done: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def thai(self) -> str:
        parts = [*self.done, *(["อ่านยาก: " + " และ".join(self.hints)] if self.hints else [])]
        return f"หน้า {self.page} ({self.file}) {' · '.join(parts) or 'คงเดิม'}"


@dataclass(frozen=True)
class Converted:
    pdf: bytes
    pages: int
    notes: tuple[PageNote, ...]


@dataclass(frozen=True)
class _File:
    name: str
    path: Path
    pages: int


def converted(
    files: Sequence[tuple[str, bytes]],
    *,
    dated_at: datetime,
    title: str,
    page_bytes_max: int = PAGE_BYTES_MAX,
) -> Converted:
    """One PDF/A-2b of these photos and scans, in their order: A4, tagged, `title` inside; the same files give the same bytes.

    `page_bytes_max`: what a page is packed in where it stays legible so. Raises `Refusal`.
    """
    _must_be_few(files)
    assert title.strip() and page_bytes_max >= PAGE_BYTES_LEAST
    with TemporaryDirectory(prefix="saraban-paper-") as folder:
        opened = [_opened(Path(folder, str(nth)), name, data) for nth, (name, data) in enumerate(files)]
        count = sum(file.pages for file in opened)
        if count > PAGES_MAX:
            raise _refused("too_many_pages", f"มีทั้งหมด {count:,} หน้า เกิน {PAGES_MAX} หน้า โปรดแบ่งทำเป็นหลายไฟล์")
        asked = [(file, number) for file in opened for number in range(file.pages)]
        with ThreadPoolExecutor(PAGES_AT_ONCE) as hands:
            made = list(hands.map(lambda page: _flat(page[0], page[1], page_bytes_max), asked))
    pages = [
        PicturePage(b64decode(page["jpeg"]), tuple(page["inches"]), f"ภาพเอกสาร หน้า {nth} จาก {count}")
        for nth, page in enumerate(made, start=1)
    ]
    try:
        pdf = bound(pages, title=" ".join(title.split())[:TITLE_MAX], dated_at=dated_at)
    except NotBound:
        raise _refused("not_bound", "หน่วยความจำหรือเวลาไม่พอ โปรดแปลงครั้งละน้อยหน้าแล้วลองอีกครั้ง") from None
    notes = [
        PageNote(nth, _shown(file.name), tuple(_done(page)), tuple(page["hints"]))
        for nth, ((file, _), page) in enumerate(zip(asked, made, strict=True), start=1)
    ]
    return Converted(pdf, count, tuple(notes))


def _must_be_few(files: Sequence[tuple[str, bytes]]) -> None:
    if not files:
        raise _refused("no_file", "ยังไม่ได้เลือกไฟล์ โปรดเลือกภาพถ่ายหรือไฟล์สแกน")
    if len(files) > FILES_MAX:
        raise _refused("too_many_files", f"มี {len(files):,} ไฟล์ เกิน {FILES_MAX} ไฟล์ โปรดแบ่งทำเป็นหลายครั้ง")
    if sum(len(data) for _, data in files) > BYTES_MAX:
        raise _refused("too_big", "ไฟล์รวมกันใหญ่เกิน 60 เมกะไบต์ โปรดแบ่งทำเป็นหลายครั้ง หรือลดขนาดภาพก่อน")


def _opened(path: Path, name: str, data: bytes) -> _File:
    path.write_bytes(data)
    said = _asked("count", name, COUNT_SECONDS_MAX, str(path))
    if b"%PDF-" in data[:1_024] and _is_signed(path, data):
        raise _refused(
            "signed",
            f"ไฟล์ {_shown(name)} มีลายมือชื่อดิจิทัลอยู่แล้ว การแปลงจะทำให้ลายมือชื่อใช้ไม่ได้ โปรดส่งไฟล์ที่ลงนามแล้วตามเดิม",
        )
    return _File(name, path, int(said["pages"]))


def _is_signed(path: Path, data: bytes) -> bool:
    """As the check of signatures finds; where it could not tell, whether the file says so of itself."""
    verdict = verify_pdf(path)
    if verdict == PdfVerdict.not_told(Trouble.UNSIGNED):
        return False
    return bool(verdict.signatures) or b"/ByteRange" in data


def _flat(file: _File, number: int, page_bytes_max: int) -> dict[str, Any]:
    return _asked("page", file.name, PAGE_SECONDS_MAX, str(file.path), number, page_bytes_max)


def _asked(job: str, name: str, seconds: float, *arguments: Any) -> dict[str, Any]:
    """Raises `Refusal`."""
    said: Any = None
    trouble = "ไฟล์ใหญ่หรือซับซ้อนเกินกว่าจะเปิดอย่างปลอดภัย"
    with suppress(TooCostly, Broken):
        said = _bench.run(f"{JOBS}:{job}", arguments, timeout_seconds=seconds)
        trouble = said.get("trouble", "")
    if trouble:
        raise _refused(
            "bad_file",
            f"เปิดไฟล์ {_shown(name)} ไม่ได้: {trouble} โปรดถ่ายภาพหรือสแกนใหม่เป็น JPG, PNG, HEIC, TIFF หรือ PDF ที่ไม่มีรหัสผ่าน",
        )
    found: dict[str, Any] = said
    return found


def _done(page: dict[str, Any]) -> list[str]:
    done = []
    if page["cut"]:
        done.append("ตัดเฉพาะแผ่นกระดาษ")
    if page["levelled"]:
        done.append(f"หมุนให้ตรง {abs(page['levelled']):.1f} องศา")
    if page["evened"]:
        done.append("ปรับความสว่าง")
    if page["smaller"]:
        done.append("ย่อภาพ")
    if page["written"]:
        done.append("ตัวอักษรในไฟล์กลายเป็นภาพ ค้นคำไม่ได้ ถ้ามีไฟล์ต้นฉบับให้ใช้ไฟล์นั้น")
    return done


def _shown(name: str) -> str:
    """As a name may be printed: short, on one line."""
    seen = "".join(one for one in name if one.isprintable()).strip() or "ไม่มีชื่อ"
    return seen if len(seen) <= NAME_SHOWN_MAX else seen[: NAME_SHOWN_MAX - 1] + "…"


def _refused(code: str, why: str) -> Refusal:
    return Refusal(code, f"ยังไม่ได้แปลงเป็น PDF เพราะ{why} {KEPT}")
