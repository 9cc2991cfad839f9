"""Scans looked at, bound anew and stamped, in the limited child process: the parent's side."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from saraban.proposals.splitting import Sheet
from saraban.workbench.bench import Bench, Broken, TooCostly

JOBS = "saraban.proposals.binding_job"
PAGES_AT_ONCE = 4
COUNT_SECONDS_MAX = 10.0
PAGE_SECONDS_MAX = 3.0  # to look at one
LOOK_SECONDS_MAX = 180.0  # at a file; what is left then is told as not drawn
BIND_SECONDS_MAX = 30.0
STAMP_SECONDS_MAX = 15.0
PICTURE_SECONDS_MAX = 8.0
CARD_SECONDS_MAX = 8.0
TOO_COSTLY = "ไฟล์ซับซ้อนหรือใหญ่เกินกว่าจะเปิดอย่างปลอดภัย"

_bench = Bench(preload=[JOBS])  # an officer waits for it
_looking = Bench(preload=[JOBS], children_max=1)  # the clock, for minutes


class Unopened(Exception):
    """The file cannot be opened, or not safely. `str()` is Thai."""


class TooManyPages(Unopened):
    """It can be opened, but not looked at page by page."""


def sheets_of(path: Path, *, pages_max: int, page_seconds: float = PAGE_SECONDS_MAX) -> list[Sheet]:
    """Its pages as they were looked at. One that breaks the child is told as not drawn. Raises `Unopened`, `TooManyPages`."""
    count = int(_value(_looking, "count", [str(path)], COUNT_SECONDS_MAX)["pages"])
    if count > pages_max:
        raise TooManyPages(f"ไฟล์มี {count:,} หน้า เกิน {pages_max:,} หน้า จึงไม่ได้แยกเป็นฉบับ")
    found: list[Sheet] = []
    until = monotonic() + LOOK_SECONDS_MAX
    while len(found) < count and monotonic() < until:
        found += _looked_at(path, len(found), min(PAGES_AT_ONCE, count - len(found)), page_seconds)
    return found + [Sheet(drawn=False)] * (count - len(found))


def bound(parts: Sequence[tuple[Path, Sequence[int]]]) -> bytes:
    """A PDF of these pages, counted from 0, of these files. Raises `Unopened`."""
    asked = [(str(path), list(pages)) for path, pages in parts]
    return _bytes("bind", [asked], BIND_SECONDS_MAX)


def stamped(path: Path, stamp: bytes, *, attachment: int | None = None) -> bytes:
    """A copy with the stamp, a PDF, on its first page. The file is a PDF or a photo; with `attachment`, a mail.

    Raises `Unopened`.
    """
    return _bytes("stamp", [str(path), attachment, base64.b64encode(stamp).decode()], STAMP_SECONDS_MAX)


def drawn(path: Path, page: int, *, width: int = 900) -> bytes:
    """A page, counted from 0, as PNG; empty where nothing can be shown."""
    try:
        return _bytes("draw", [str(path), page, width], PICTURE_SECONDS_MAX)
    except Unopened:
        return b""


def card_of(path: Path, name: str, *, agency: str | None) -> dict[str, Any] | None:
    """What the paper says for the register's columns, as `reading.read_card` tells of a letter; None: nothing."""
    try:
        record: dict[str, Any] | None = _bench.run(
            f"{JOBS}:card", [str(path), name, agency], timeout_seconds=CARD_SECONDS_MAX
        )
    except (TooCostly, Broken):
        return None
    return record


def _looked_at(path: Path, first: int, count: int, page_seconds: float) -> list[Sheet]:
    try:
        seen = _looking.run(f"{JOBS}:look", [str(path), first, count], timeout_seconds=page_seconds * count)
    except (TooCostly, Broken):
        if count == 1:
            return [Sheet(drawn=False)]
        half = count // 2
        return [
            *_looked_at(path, first, half, page_seconds),
            *_looked_at(path, first + half, count - half, page_seconds),
        ]
    return [Sheet(mark, drawn) for mark, drawn in seen]


def _bytes(job: str, arguments: Sequence[Any], seconds: float) -> bytes:
    made = _value(_bench, job, arguments, seconds)
    assert isinstance(made, bytes)
    return made


def _value(bench: Bench, job: str, arguments: Sequence[Any], seconds: float) -> Any:
    """Raises `Unopened`."""
    try:
        value = bench.run(f"{JOBS}:{job}", arguments, timeout_seconds=seconds)
    except (TooCostly, Broken):
        raise Unopened(TOO_COSTLY) from None
    if isinstance(value, dict) and "trouble" in value:
        raise Unopened(str(value["trouble"]))
    return value
