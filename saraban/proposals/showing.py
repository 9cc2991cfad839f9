"""Files of strangers shown to an officer as pages, drawn in the limited child process: the parent's side.

What a file shows is kept by its path: files lie by the hash of their bytes and never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from saraban.workbench.bench import Bench, Broken, TooCostly

JOBS = "saraban.proposals.showing_job"
MEMORY_BYTES_MAX = 400 * 1024 * 1024  # beyond what the child holds when it is ready: 512 MB with it
LOOK_SECONDS_MAX = 8.0  # an officer waits for the page
DRAW_SECONDS_MAX = 20.0
KEPT_MAX = 500
BROKEN = "ไฟล์เสียหาย เปิดไม่ได้ โปรดดาวน์โหลดไปเปิดดู หรือขอให้ผู้ยื่นส่งใหม่"
TOO_COSTLY = "ไฟล์ใหญ่หรือซับซ้อนเกินกว่าจะเปิดอย่างปลอดภัย โปรดดาวน์โหลดไปเปิดดู หรือขอให้ผู้ยื่นส่งใหม่"

_bench = Bench(preload=[JOBS], memory_bytes_max=MEMORY_BYTES_MAX)


@dataclass(frozen=True)
class Shown:
    """What there is to see of a file: `pages` as pictures, or `words`; else `trouble` says why not, in Thai."""

    pages: int = 0
    words: str = ""
    trouble: str = ""


class _NotKept(Exception):
    """It could not be opened this time. `str()` is Thai."""


def look(path: Path, attachment: int | None = None, *, name: str = "") -> Shown:
    """Of the file at this path, or of the attachment with this index of the mail there. Never raises."""
    try:
        return _looked_at(str(path), attachment, name)
    except _NotKept as trouble:
        return Shown(trouble=str(trouble))


def draw(
    path: Path, attachment: int | None = None, *, page: int = 0, width: int = 1_000, turned: int = 0
) -> bytes:
    """A page as PNG or JPEG, `turned` so many degrees clockwise; empty where nothing can be shown. Never raises."""
    try:
        drawn = _ask("draw", DRAW_SECONDS_MAX, str(path), attachment, page, width, turned)
    except _NotKept:
        return b""
    return drawn if isinstance(drawn, bytes) else b""


def legibility(path: Path, attachment: int | None = None, *, page: int = 0) -> list[str]:
    """What may keep the page from being read, in Thai; nothing where nothing does. Never raises."""
    try:
        return list(_legibility(str(path), attachment, page))
    except _NotKept:
        return []


@lru_cache(maxsize=KEPT_MAX)
def _looked_at(path: str, attachment: int | None, name: str) -> Shown:
    return Shown(**_ask("look", LOOK_SECONDS_MAX, path, attachment, name))


@lru_cache(maxsize=KEPT_MAX)
def _legibility(path: str, attachment: int | None, page: int) -> tuple[str, ...]:
    return tuple(_ask("legibility", DRAW_SECONDS_MAX, path, attachment, page))


def _ask(job: str, seconds: float, *arguments: Any) -> Any:
    try:
        return _bench.run(f"{JOBS}:{job}", arguments, timeout_seconds=seconds)
    except TooCostly:
        raise _NotKept(TOO_COSTLY) from None
    except Broken:
        raise _NotKept(BROKEN) from None
