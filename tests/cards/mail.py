"""A mail of the corpus with its label, and the bytes it goes over the wire as."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from tests.cards.paper import Paper
from tests.letters.letter import (
    CENTRAL,
    Header,
    b64,
    b_word,
    multipart,
    part,
    percent,
    qp,
    split_words,
    whole,
)

BANGKOK = timezone(timedelta(hours=7))
AGENCY = "เทศบาลตำบลคลองน้อย"
MAYOR = "นายกเทศมนตรีตำบลคลองน้อย"
US = [MAYOR, AGENCY]

Label = dict[str, Any]  # {"accept": […]} | {"words": […], "least": n} | {"unknown": true}


@dataclass(frozen=True)
class Attached:
    """`content`: bytes as they are, or a paper still to be printed. `naming`: how the header tells the name."""

    name: str
    content: bytes | Paper
    content_type: str = "application/pdf"
    naming: str = "rfc2231"  # rfc2231, word, both


@dataclass(frozen=True)
class Mail:
    about: str
    sender: tuple[str, str]
    subject: str
    body: str
    at: datetime
    outcome: list[str]
    letters: list[dict[str, Any]]
    attached: list[Attached] = field(default_factory=list)
    html: str | None = None
    charset: str = "utf-8"
    utc: bool = False
    folded: bool = False
    more: list[Header] = field(default_factory=list)
    to: str = CENTRAL

    def raw(self, files: Sequence[bytes]) -> bytes:
        """`files`: the bytes of what is attached, in order."""
        mark = hashlib.sha256(f"{self.about}|{self.subject}|{self.at}".encode()).hexdigest()[:16]
        host = self.sender[1].rpartition("@")[2]
        codec = "cp874" if self.charset == "windows-874" else self.charset
        when = self.at.astimezone(UTC if self.utc else BANGKOK)
        arrived = (self.at + timedelta(seconds=7)).astimezone(BANGKOK)
        fields: list[Header] = [
            ("Delivered-To", CENTRAL),
            (
                "Received",
                f"from mx.{host} (mx.{host} [192.0.2.{int(mark[:2], 16) % 250 + 1}])\n\tby mail.klongnoi.example"
                f" (Postfix) with ESMTPS id {mark[:10].upper()}\n\tfor <{CENTRAL}>; {_stamp(arrived)}",
            ),
            (
                "Authentication-Results",
                f"mail.klongnoi.example;\n\tdkim=pass header.d={host};\n\tspf=pass smtp.mailfrom={host};"
                f"\n\tdmarc=pass header.from={host}",
            ),
            ("Date", _stamp(when)),
            ("From", _person(*self.sender, codec, self.charset)),
            ("To", self.to),
        ]
        if self.subject:
            fields.append(("Subject", _words(self.subject, codec, self.charset, self.folded)))
        fields += [("Message-ID", f"<{mark}@{host}>"), *self.more, ("MIME-Version", "1.0")]

        def text(words: str, subtype: str) -> tuple[list[Header], bytes]:
            coded = words.encode(codec, "xmlcharrefreplace" if subtype == "html" else "strict")
            quoted = int(mark[2], 16) < 4
            return [
                ("Content-Type", f"text/{subtype}; charset={self.charset}"),
                ("Content-Transfer-Encoding", "quoted-printable" if quoted else "base64"),
            ], qp(coded) if quoted else b64(coded)

        if self.html is None:
            head, body = text(self.body, "plain")
        elif not self.body:
            head, body = text(self.html, "html")
        else:
            both = [part(*text(self.body, "plain")), part(*text(self.html, "html"))]
            head = [("Content-Type", f'multipart/alternative; boundary="alt{mark}"')]
            body = multipart(f"alt{mark}", both)
        if self.attached:
            pieces = [part(head, body)]
            for one, content in zip(self.attached, files, strict=True):
                pieces.append(part(_file_headers(one), b64(content)))
            head = [("Content-Type", f'multipart/mixed; boundary="mix{mark}"')]
            body = multipart(f"mix{mark}", pieces)
        return whole([*fields, *head], b"").removesuffix(b"\r\n") + b"\r\n" + body


def _stamp(at: datetime) -> str:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{days[at.weekday()]}, {at.day} {months[at.month - 1]} {at.year} {at:%H:%M:%S %z}"


def _words(text: str, codec: str, label: str, folded: bool) -> str:
    if text.isascii():
        return text
    if folded and codec == "utf-8":
        return split_words(text, 45)
    return b_word(text, codec, label)


def _person(name: str, address: str, codec: str, label: str) -> str:
    if not name:
        return address
    shown = f'"{name}"' if name.isascii() else b_word(name, codec, label)
    return f"{shown} <{address}>"


def _file_headers(file: Attached) -> list[Header]:
    if file.name.isascii():
        kind, where = f'{file.content_type}; name="{file.name}"', f'attachment; filename="{file.name}"'
    else:
        word, star = f'"{b_word(file.name)}"', f"utf-8''{percent(file.name)}"
        kind = file.content_type if file.naming == "rfc2231" else f"{file.content_type}; name={word}"
        where = f"attachment; filename*={star}"
        if file.naming == "word":
            where = f"attachment; filename={word}"
        elif file.naming == "both":
            where = f"attachment; filename={word}; filename*={star}"
    return [
        ("Content-Type", kind),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", where),
    ]


# A picture of one pixel, then made as long as a photo is.
PHOTO = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "08" * 64 + "ffc0000b080001000101011100"
    "ffc4001f0000010501010101010100000000000000000102030405060708090a0bffda0008010100003f00d2cf20ffd9"
)
