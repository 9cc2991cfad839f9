"""The post of one day: few letters, and among them each kind that has lost or doubled letters elsewhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from saraban.mail.gateway import Role
from tests.office import SUNDAY_NIGHT, letter_bytes

_FIRST_ID = "<first@example.com>"


@dataclass(frozen=True)
class Posted:
    """A letter that the mail server took: its bytes, when, and where it lies."""

    raw: bytes
    arrived_at: datetime
    role: Role
    answered: bool = True  # by a receipt, once it is entered
    copy: bool = False  # the first letter once more, under new headers: linked, and not entered
    routed: bool = False

    @property
    def sha256(self) -> str:
        return sha256(self.raw).hexdigest()


def post_of_the_day() -> list[Posted]:
    first = _raw("ขอต่ออายุใบอนุญาต", "somchai@example.com", message_id=_FIRST_ID)
    nameless = _raw("ร้องเรียนถนนชำรุด", "malee@example.com").replace(b"Message-ID:", b"X-Was:")
    same_id = _raw("ขอเอกสาร", "wichai@example.com", message_id=_FIRST_ID, body="อีกฉบับหนึ่ง\n" * 2_000)
    sent_again = (
        b"Received: from relay.example.com by mail.example.com; Sun, 22 Jan 2023 22:10:00 +0700\r\n" + first
    )
    machine = _raw("อยู่นอกสำนักงาน", "robot@example.com", headers={"Auto-Submitted": "auto-replied"})
    in_junk = _raw("ขอเลขที่บ้าน", "nid@example.com")
    inbox = [
        _Draft(first, routed=True),
        _Draft(first),
        _Draft(nameless),
        _Draft(same_id, routed=True),
        _Draft(sent_again, copy=True),
        _Draft(machine, answered=False),
    ]
    junk = [_Draft(in_junk), _Draft(nameless)]
    return [
        Posted(
            draft.raw,
            SUNDAY_NIGHT + timedelta(minutes=minute),
            role,
            answered=draft.answered,
            copy=draft.copy,
            routed=draft.routed,
        )
        for role, drafts in ((Role.INBOX, inbox), (Role.JUNK, junk))
        for minute, draft in enumerate(drafts)
    ]


def distinct(post: list[Posted]) -> list[Posted]:
    """Each letter once: the same bytes are the same letter."""
    return list({posted.sha256: posted for posted in reversed(post)}.values())[::-1]


def lay_into_maildir(folder: Path, post: list[Posted]) -> None:
    for home in (folder, folder / ".Junk"):
        for part in ("tmp", "new", "cur"):
            (home / part).mkdir(parents=True)
    for number, posted in enumerate(post):
        home = folder / ".Junk" if posted.role is Role.JUNK else folder
        path = home / "new" / f"{int(posted.arrived_at.timestamp())}.{number:03d}.post"
        path.write_bytes(posted.raw)
        os.utime(path, (posted.arrived_at.timestamp(), posted.arrived_at.timestamp()))


@dataclass(frozen=True)
class _Draft:
    raw: bytes
    answered: bool = True
    copy: bool = False
    routed: bool = False


def _raw(
    subject: str,
    sender: str,
    *,
    message_id: str = "",
    body: str = "เรียน นายกเทศมนตรี",
    headers: dict[str, str] | None = None,
) -> bytes:
    name = sender.partition("@")[0]
    raw = letter_bytes(
        subject,
        sender=sender,
        name=name,
        message_id=message_id or f"<{name}@example.com>",
        body=body,
        headers=headers,
    )
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
