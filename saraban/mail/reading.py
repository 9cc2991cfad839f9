"""Letters read in the limited child process, and put into the shapes that the rows and pages need."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from saraban.mail.html import INLINE_IMAGES
from saraban.mail.models import InboundEmail, files
from saraban.workbench.bench import Bench, Broken, TooCostly

READ_SECONDS_MAX = 5.0  # for one letter
INLINE_BYTES_MAX = 2_000_000

_bench = Bench()


def read_files(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """What stands in the letters at these paths, in order. One that cannot be read says so in `unreadable`.

    A batch that breaks is read again one by one, so that no letter stops the next.
    """
    if not paths:
        return []
    try:
        read = _bench.run(
            "saraban.mail.reader.job:index", [str(path) for path in paths], timeout_seconds=READ_SECONDS_MAX * 4
        )
    except (TooCostly, Broken):
        if len(paths) == 1:
            return [_unread()]
        return [reading for path in paths for reading in read_files([path])]
    return [_as_reading(one) for one in read]


def _as_reading(one: dict[str, Any]) -> dict[str, Any]:
    return one | {
        "sent_at": datetime.fromisoformat(one["sent_at"]) if one["sent_at"] else None,
        "host_received_at": datetime.fromisoformat(one["host_received_at"]) if one["host_received_at"] else None,
    }


def _unread() -> dict[str, Any]:
    return {
        "subject": "",
        "from": None,
        "reply_to": [],
        "sent_at": None,
        "host_received_at": None,
        "message_id": None,
        "in_reply_to": None,
        "references": [],
        "text": "",
        "attachments": 0,
        "automatic": None,
        "bounce": None,
        "unreadable": "จดหมายเสียหายหรือซับซ้อนเกินกว่าจะอ่าน โปรดดาวน์โหลดต้นฉบับ แล้วลงรับด้วยมือ",
    }


@dataclass(frozen=True)
class OpenedAttachment:
    index: int
    name: str
    content_type: str
    size: int | None


@dataclass(frozen=True)
class OpenedLetter:
    """A letter as the reader's page shows it."""

    path: Path
    text: str = ""
    html: str = ""
    attachments: list[OpenedAttachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unreadable: str = ""

    def attachment(self, index: int) -> tuple[str, bytes]:
        """Its name and decoded bytes. Raises `Broken`, `TooCostly`."""
        answer = _bench.run(
            "saraban.mail.reader.job:attachment", [str(self.path), index], timeout_seconds=READ_SECONDS_MAX * 4
        )
        return self.attachments[index].name, base64.b64decode(answer)

    def inline_images(self) -> dict[str, str]:
        """Content-ID → data: address of the small pictures that the HTML may show."""
        if not self.html or "cid:" not in self.html.lower():
            return {}
        found: dict[str, dict[str, str]] = _bench.run(
            "saraban.mail.reader.job:inline_images",
            [str(self.path), INLINE_BYTES_MAX],
            timeout_seconds=READ_SECONDS_MAX * 2,
        )
        return {
            cid: f"data:{image['type']};base64,{image['data']}"
            for cid, image in found.items()
            if image["type"] in INLINE_IMAGES
        }


def open_letter(letter: InboundEmail) -> OpenedLetter:
    """Read it whole for its page. Never raises for what the letter is: says `unreadable` instead."""
    path = files().path(letter.agency, letter.sha256)
    try:
        read = _bench.run("saraban.mail.reader.job:whole", [str(path)], timeout_seconds=READ_SECONDS_MAX * 2)
    except (TooCostly, Broken):
        return OpenedLetter(path, unreadable=_unread()["unreadable"])
    return OpenedLetter(
        path,
        text=read["text"],
        html=read["html"] or "",
        attachments=[OpenedAttachment(i, **one) for i, one in enumerate(read["attachments"])],
        warnings=read["warnings"],
    )
