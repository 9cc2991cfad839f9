"""Letters read in the limited child process, and put into the shapes that the rows and pages need."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail
from saraban.mail.reader import caps
from saraban.mail.reader.job import unread
from saraban.workbench.bench import Bench, Broken, TooCostly

logger = logging.getLogger("saraban.mail")

READ_SECONDS_MAX = 5.0  # for one letter
BATCH_SECONDS_MAX = 20.0
ATTEMPTS_ALONE_MAX = 2
ATTACHMENTS_KEPT_MAX = 1_000  # letters

PHOTOS = ("image/jpeg", "image/png")
PHOTO_BYTES_MIN = 40_000  # of what a camera or a scanner makes

_EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
}

_bench = Bench(preload=["saraban.mail.reader.job"])


def read_files(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """What stands in the letters at these paths, in order. One that cannot be read says so in `unreadable`.

    A batch that breaks is read again in halves, so that no letter stops the next.
    """
    if len(paths) < 2:
        return [_read_alone(path) for path in paths]
    try:
        return _indexed(paths, seconds=BATCH_SECONDS_MAX)
    except (TooCostly, Broken):
        half = len(paths) // 2
        return [*read_files(paths[:half]), *read_files(paths[half:])]


def _read_alone(path: Path) -> dict[str, Any]:
    """A letter is unreadable for good only at the last attempt: a child may die of what is no letter's fault."""
    for attempt in range(1, ATTEMPTS_ALONE_MAX + 1):
        try:
            return _indexed([path], seconds=READ_SECONDS_MAX)[0]
        except (TooCostly, Broken) as trouble:
            logger.warning("letter %s could not be read (attempt %s): %s", path.name, attempt, trouble)
    return _as_reading(unread(caps.UNREADABLE))


def _indexed(paths: Sequence[Path], *, seconds: float) -> list[dict[str, Any]]:
    read = _bench.run("saraban.mail.reader.job:index", [str(path) for path in paths], timeout_seconds=seconds)
    return [_as_reading(one) for one in read]


def _as_reading(one: dict[str, Any]) -> dict[str, Any]:
    return one | {
        "sent_at": datetime.fromisoformat(one["sent_at"]) if one["sent_at"] else None,
        "host_received_at": datetime.fromisoformat(one["host_received_at"])
        if one["host_received_at"]
        else None,
    }


@dataclass(frozen=True)
class OpenedAttachment:
    index: int
    name: str
    content_type: str
    size: int | None

    @property
    def is_photo(self) -> bool:
        """A picture to be looked at, not the small one of a signature."""
        return self.content_type in PHOTOS and self.size is not None and self.size >= PHOTO_BYTES_MIN


@dataclass(frozen=True)
class OpenedLetter:
    """A letter as the reader's page shows it."""

    path: Path
    text: str = ""
    has_html: bool = False
    attachments: list[OpenedAttachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unreadable: str = ""

    def attachment(self, index: int) -> tuple[str, bytes]:
        """Its name and decoded bytes. Raises `Refusal("too_costly")`."""
        data: bytes = _work("attachment", self.path, index)
        return self.attachments[index].name, data

    def page(self) -> str:
        """Its HTML as a page for a sandboxed frame. Raises `Refusal("too_costly")`."""
        return str(_work("page", self.path))


def _work(job: str, path: Path, *more: int) -> Any:
    try:
        return _bench.run(
            f"saraban.mail.reader.job:{job}", [str(path), *more], timeout_seconds=READ_SECONDS_MAX
        )
    except (TooCostly, Broken):
        raise Refusal(
            "too_costly",
            "ยังไม่ได้เปิดส่วนนี้ของจดหมาย เพราะเสียหายหรือใหญ่เกินกว่าจะเปิดอย่างปลอดภัย โปรดดาวน์โหลดต้นฉบับแทน จดหมายอยู่ครบ",
        ) from None


def open_letter(letter: InboundEmail) -> OpenedLetter:
    """Read it whole for its page. Never raises for what the letter is: says `unreadable` instead."""
    return _opened(letter.path)


def attachments_of(letter: InboundEmail) -> Sequence[OpenedAttachment]:
    """Its files; none where it cannot be read. What was read once is kept: the bytes of a letter never change."""
    try:
        return _kept_attachments(letter.path)
    except _Unread:
        return ()


class _Unread(Exception):
    """This time; it may be read another time."""


@lru_cache(maxsize=ATTACHMENTS_KEPT_MAX)
def _kept_attachments(path: Path) -> tuple[OpenedAttachment, ...]:
    opened = _opened(path)
    if opened.unreadable:
        raise _Unread
    return tuple(opened.attachments)


def _opened(path: Path) -> OpenedLetter:
    try:
        read = _bench.run("saraban.mail.reader.job:whole", [str(path)], timeout_seconds=READ_SECONDS_MAX)
    except (TooCostly, Broken):
        return OpenedLetter(path, unreadable=caps.UNREADABLE)
    return OpenedLetter(
        path,
        text=read["text"],
        has_html=read["has_html"],
        attachments=[
            OpenedAttachment(
                i, one["name"] or _nameless(i, one["content_type"]), one["content_type"], one["size"]
            )
            for i, one in enumerate(read["attachments"])
        ],
        warnings=read["warnings"],
    )


def _nameless(index: int, content_type: str) -> str:
    """A name for an attachment to which its sender gave none."""
    extension = _EXTENSIONS.get(content_type, ".bin")
    return f"เอกสารแนบ {index + 1}{extension}"
