"""One mail of the second corpus, and the labels that go with it."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.parser import BytesParser
from email.utils import format_datetime
from random import Random
from typing import Any

from tests.cards.second_paper import Paper

BANGKOK = timezone(timedelta(hours=7))
OURS = ["นายกเทศมนตรีตำบลคลองน้อย", "เทศบาลตำบลคลองน้อย"]
BOX = "saraban@klongnoi.example"
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _picture() -> bytes:
    """A photograph's stand-in: 320 by 240 points of grey."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    rows = b"".join(b"\0" + bytes((x * y) % 251 for x in range(320)) for y in range(240))
    head = struct.pack(">IIBBBBB", 320, 240, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PICTURE = _picture()

Label = dict[str, Any]


def words(least: int, *held: str) -> Label:
    """A summary with at least so many of these words; each may have others in its place, after `|`."""
    return {"words": list(held), "least": least}


def either(*texts: str) -> Label:
    return {"accept": list(texts)}


def _column(value: Label | str | Sequence[str]) -> Label:
    if isinstance(value, str):
        return {"accept": [value]}
    return dict(value) if isinstance(value, dict) else {"accept": list(value)}


def entry(
    part: str,
    number: Label | str | Sequence[str],
    day: Label | str | Sequence[str],
    sender: Label | str | Sequence[str],
    to: Label | str | Sequence[str],
    subject: Label | str | Sequence[str],
) -> Label:
    return {
        "part": part,
        "their_number": _column(number),
        "dated": _column(day),
        "sender": _column(sender),
        "recipient": _column(to),
        "subject": _column(subject),
    }


def of(
    paper: Paper,
    part: str,
    day: str,
    sender: Label | str | Sequence[str],
    *,
    to: Label | str | Sequence[str] | None = None,
    subject: Label | str | Sequence[str] | None = None,
    number: Label | str | Sequence[str] | None = None,
) -> Label:
    """The entry of a paper: what it says, with Arabic digits in its number."""
    return entry(
        part,
        (paper.number.translate(_ARABIC) or "-") if number is None else number,
        day,
        sender,
        (paper.to or OURS) if to is None else to,
        paper.subject if subject is None else subject,
    )


def unread(part: str) -> Label:
    unknown: Label = {"unknown": True}
    return entry(part, unknown, unknown, unknown, unknown, unknown)


@dataclass(frozen=True)
class File:
    name: str
    content: Paper | bytes
    kind: str = "application/pdf"
    named: str = "2231"  # how its name is written: 2231, 2047, plain


@dataclass
class Mail:
    about: str
    sender: str
    address: str
    subject: str | None
    text: str | None
    sent: str  # "2026-01-07 09:15", in Bangkok
    letters: list[Label] = field(default_factory=list)
    files: Sequence[File] = ()
    outcome: Sequence[str] = ("register",)
    to: str = BOX
    cc: str = ""
    html: str | None = None
    charset: str = "utf-8"
    zone: int = 7  # hours from UTC in its Date header
    head: dict[str, str] = field(default_factory=dict)
    inside: bytes | None = None  # a mail in the mail (message/rfc822)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.sent).replace(tzinfo=BANGKOK)

    def raw(self, contents: Sequence[bytes], random: Random) -> bytes:
        body = self._text()
        made: Any = body
        if self.files or self.inside is not None:
            made = MIMEMultipart("mixed", boundary=f"=_{random.getrandbits(64):016x}")
            if body is not None:
                made.attach(body)
            for file, content in zip(self.files, contents, strict=True):
                made.attach(_part(file, content))
            if self.inside is not None:
                made.attach(MIMEMessage(BytesParser().parsebytes(self.inside)))
        elif made is None:
            made = _text_part("", "plain", "utf-8")
        if isinstance(body, MIMEMultipart):
            body.set_boundary(f"=_{random.getrandbits(64):016x}")
        name = _word(self.sender, self.charset, "From") if self.sender else ""
        made["From"] = f"{name} <{self.address}>" if name else self.address
        made["To"] = self.to
        if self.cc:
            made["Cc"] = self.cc
        if self.subject is not None:
            made["Subject"] = _word(self.subject, self.charset, "Subject")
        made["Date"] = format_datetime(self.at.astimezone(timezone(timedelta(hours=self.zone))))
        made["Message-ID"] = f"<{random.getrandbits(80):020x}@{self.address.rpartition('@')[2]}>"
        for key, value in self.head.items():
            made[key] = value
        return bytes(made.as_bytes())

    def _text(self) -> Any:
        plain = None if self.text is None else _text_part(self.text, "plain", self.charset)
        rich = None if self.html is None else _text_part(self.html, "html", self.charset)
        if plain is not None and rich is not None:
            both = MIMEMultipart("alternative", boundary="=_alt")
            both.attach(plain)
            both.attach(rich)
            return both
        return plain if plain is not None else rich


def _text_part(text: str, kind: str, charset: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", kind, charset=charset)
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(text.encode(_codec(charset))).decode("ascii"))
    return part


def _word(text: str, charset: str, header: str) -> str:
    """A header's text as encoded words."""
    if charset == "utf-8":
        return Header(text, charset, header_name=header).encode()
    coded = base64.b64encode(text.encode(_codec(charset))).decode("ascii")
    return f"=?{charset}?B?{coded}?="


def _codec(charset: str) -> str:
    return "cp874" if charset == "windows-874" else charset


def _part(file: File, content: bytes) -> MIMEBase:
    main, _, sub = file.kind.partition("/")
    part: MIMEBase
    if main == "image":
        part = MIMEImage(content, _subtype=sub)
    else:
        part = MIMEApplication(content, _subtype=sub)
    if file.named == "2047":
        coded = Header(file.name, "utf-8", maxlinelen=10_000).encode()
        part.add_header("Content-Disposition", f'attachment; filename="{coded}"')
    elif file.named == "plain":
        part.add_header("Content-Disposition", "attachment", filename=file.name)
    else:
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", file.name))
    return part
