"""The post of one day: few letters, and among them each kind that has lost or doubled letters elsewhere."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from saraban.mail.gateway import Role
from tests.office import SUNDAY_NIGHT, letter_bytes

_FIRST_ID = "<first@example.com>"


class Deed(StrEnum):
    """What an officer makes of a letter."""

    ENTER = "enter"  # one that lies in junk: by an order, after its move
    ENTER_THREE = "enter three"  # letters in one mail
    TELL = "tell"  # its sender, whose business it is
    SEND_ON = "send on"  # and tell its sender
    THROW_AWAY = "throw away"
    PUT_ASIDE = "put aside"


ENTERING = (Deed.ENTER, Deed.ENTER_THREE)
SENT_ELSEWHERE = (Deed.TELL, Deed.SEND_ON)


@dataclass(frozen=True)
class Plan:
    """What the officers of the day do with a letter: first what they take `back`, at once or later, then their `deed`.

    Later: when the servers have done it, the mail has left or the letter was moved.
    """

    deed: Deed = Deed.ENTER
    back: Deed | None = None
    later: bool = False
    routed: bool = False


@dataclass(frozen=True)
class Posted:
    """A letter that the mail server took: its bytes, when, and where it lies."""

    raw: bytes
    role: Role
    plan: Plan = Plan()
    copy: bool = False  # the first letter once more, under new headers: linked, and not entered
    arrived_at: datetime = SUNDAY_NIGHT

    @property
    def sha256(self) -> str:
        return sha256(self.raw).hexdigest()


def post_of_the_day(*, short: bool = False) -> list[Posted]:
    """`short`: without the letters that are more than entered, which take most of the day."""
    first = _raw("ขอต่ออายุใบอนุญาต", "somchai@example.com", message_id=_FIRST_ID)
    nameless = _raw("ร้องเรียนถนนชำรุด", "malee@example.com").replace(b"Message-ID:", b"X-Was:")
    same_id = _raw("ขอเอกสาร", "wichai@example.com", message_id=_FIRST_ID, body="อีกฉบับหนึ่ง\n" * 2_000)
    sent_again = (
        b"Received: from relay.example.com by mail.example.com; Sun, 22 Jan 2023 22:10:00 +0700\r\n" + first
    )
    machine = _raw("อยู่นอกสำนักงาน", "robot@example.com", headers={"Auto-Submitted": "auto-replied"})
    in_junk = _raw("ขอเลขที่บ้าน", "nid@example.com")
    inbox = [
        Posted(first, Role.INBOX, Plan(routed=True)),
        Posted(first, Role.INBOX, Plan(routed=True)),
        Posted(nameless, Role.INBOX),
        Posted(same_id, Role.INBOX, Plan(routed=True)),
        Posted(sent_again, Role.INBOX, copy=True),
        Posted(machine, Role.INBOX),
    ]
    sorted_ = [
        ("โปรโมชันหมึกพิมพ์", Plan(Deed.THROW_AWAY, back=Deed.ENTER)),
        ("ลอกผักตบชวา", Plan(Deed.TELL, back=Deed.PUT_ASIDE)),
        ("ถนนของทางหลวง", Plan(Deed.SEND_ON, back=Deed.SEND_ON)),
        ("ได้รับหนังสือของท่านแล้ว", Plan(Deed.PUT_ASIDE)),
        ("ส่งหนังสือ จำนวน 3 ฉบับ", Plan(Deed.ENTER_THREE, back=Deed.ENTER_THREE)),
        ("เสนอราคา", Plan(back=Deed.THROW_AWAY, later=True)),
        ("น้ำประปาไม่ไหล", Plan(back=Deed.TELL, later=True)),
    ]
    junk_sorted = [
        ("ต้นไม้พาดสายไฟ", Plan(back=Deed.ENTER, later=True)),
        ("ถูกรางวัล", Plan(Deed.THROW_AWAY, back=Deed.ENTER)),
    ]
    if short:
        sorted_, junk_sorted = [], []
    inbox += [Posted(_from_nobody(subject), Role.INBOX, plan) for subject, plan in sorted_]
    junk = [Posted(in_junk, Role.JUNK), Posted(nameless, Role.JUNK)]
    junk += [Posted(_from_nobody(subject), Role.JUNK, plan) for subject, plan in junk_sorted]
    return [
        replace(posted, arrived_at=SUNDAY_NIGHT + timedelta(minutes=minute))
        for letters in (inbox, junk)
        for minute, posted in enumerate(letters)
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


def _from_nobody(subject: str) -> bytes:
    """A letter whose sender is told from others by its subject."""
    return _raw(subject, f"{sha256(subject.encode()).hexdigest()[:8]}@example.com")


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
