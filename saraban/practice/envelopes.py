"""Letters as bytes, exactly as other people's mail programs write them, mistakes included.

The stdlib's `email` writes only good mail; what reaches a Thai office is not all good. So each part, header and file
name says here in which charset it is, how it is wrapped, and what it claims to be.
"""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from saraban.practice.pages import Page

Header = tuple[str, bytes]  # name, raw value (already encoded and folded)

LINE = b"\r\n"
WORD_BYTES = 45  # of text in one encoded word: 60 characters of base64, 75 with its frame (RFC 2047)


@dataclass(frozen=True)
class Part:
    """A MIME part: its header lines, and its body as it travels."""

    headers: tuple[Header, ...]
    body: Callable[[str], bytes]  # given a key, from which its boundaries are made
    pages: tuple[Page, ...] = ()  # that were set for it

    def as_bytes(self, key: str) -> bytes:
        lines = [
            name.encode() + b": " + value.replace(b"@BOUNDARY@", boundary(key))
            for name, value in self.headers
        ]
        return LINE.join([*lines, b"", self.body(key)])


def boundary(key: str) -> bytes:
    return b"=_" + hashlib.sha256(key.encode()).hexdigest()[:24].encode()


def text(
    words: str, *, charset: str = "utf-8", label: str | None = "", wrap: str = "base64", kind: str = "plain"
) -> Part:
    """A text. `label` is the charset that it claims ("": the true one; None: none at all); `wrap` its encoding."""
    raw = words.replace("\n", "\r\n").encode(charset)
    claim = charset if label == "" else label
    said = f"text/{kind}" + (f'; charset="{claim}"' if claim else "")
    headers: list[Header] = [("Content-Type", said.encode())]
    if wrap:
        headers.append(("Content-Transfer-Encoding", wrap.encode()))
    return Part(tuple(headers), lambda key: _wrapped(raw, wrap))


def html(
    markup: str, *, charset: str = "utf-8", label: str | None = "", wrap: str = "quoted-printable"
) -> Part:
    return text(markup, charset=charset, label=label, wrap=wrap, kind="html")


def attached(name: bytes, data: Callable[[], bytes], kind: str, *, also: bytes = b"", cid: str = "") -> Part:
    """A file. `name` is the disposition's parameter as it is written, from `name_2231` and its like; `also` the same
    for Content-Type's own. `data` is called when the letter is written."""
    disposition = (b"inline" if cid else b"attachment") + (b";\r\n " + name if name else b"")
    headers: list[Header] = [
        ("Content-Type", kind.encode() + (b";\r\n " + also if also else b"")),
        ("Content-Transfer-Encoding", b"base64"),
        ("Content-Disposition", disposition),
    ]
    if cid:
        headers.append(("Content-ID", f"<{cid}>".encode()))
    return Part(tuple(headers), lambda key: _wrapped(data(), "base64"))


def page(name: bytes, of: Page, *, kind: str = "application/pdf", also: bytes = b"") -> Part:
    """A PDF, set when the letter is written."""
    return replace(attached(name, of.pdf, kind, also=also), pages=(of,))


def letter_inside(raw: Callable[[], bytes]) -> Part:
    """A whole letter as a part (message/rfc822)."""
    return Part(
        (
            ("Content-Type", b"message/rfc822"),
            ("Content-Disposition", b'attachment; filename="forwarded.eml"'),
        ),
        lambda key: raw(),
    )


def several(kind: str, *parts: Part, parameters: str = "") -> Part:
    """multipart/`kind` of these."""

    def body(key: str) -> bytes:
        mark = boundary(key)
        lines: list[bytes] = []
        for index, part in enumerate(parts):
            lines += [b"--" + mark, part.as_bytes(f"{key}.{index}")]
        return LINE.join([*lines, b"--" + mark + b"--", b""])

    said = f"multipart/{kind};{parameters}".encode() + b'\r\n boundary="@BOUNDARY@"'
    return Part((("Content-Type", said),), body, tuple(page for part in parts for page in part.pages))


def word(words: str, *, charset: str = "utf-8", how: str = "B", label: str = "") -> bytes:
    """A header's text: `how` "B" or "Q" (RFC 2047), or "raw" as bytes of `charset`. Plain ASCII stays as it is."""
    if how == "raw" or words.isascii():
        return words.encode(charset)
    chunks: list[bytes] = [b""]
    limit = WORD_BYTES if how == "B" else WORD_BYTES // 3
    for character in words:
        raw = character.encode(charset)
        if len(chunks[-1]) + len(raw) > limit:
            chunks.append(b"")
        chunks[-1] += raw
    said = (label or charset).encode()
    return b"\r\n ".join(
        b"=?" + said + b"?" + how.encode() + b"?" + _in_word(chunk, how) + b"?=" for chunk in chunks
    )


def name_2231(name: str, *, charset: str = "utf-8", split: bool = False) -> bytes:
    """filename*=…, percent by percent; `split` in numbered pieces, as long names travel."""
    said = quote(name, safe="", encoding=charset).encode()
    if not split:
        return b"filename*=" + charset.upper().encode() + b"''" + said
    pieces = re.findall(rb"(?:%..|[^%]){1,18}", said)  # no %XX is cut
    first = b"filename*0*=" + charset.upper().encode() + b"''" + pieces[0]
    return b";\r\n ".join(
        [first, *(b"filename*%d*=" % (n + 1) + piece for n, piece in enumerate(pieces[1:]))]
    )


def name_2047(name: str, *, charset: str = "utf-8", parameter: str = "filename") -> bytes:
    """filename="=?utf-8?B?…?=": wrong by the book, and what Outlook and many webmails send."""
    return parameter.encode() + b'="' + word(name, charset=charset).replace(b"\r\n ", b" ") + b'"'


def name_raw(name: str, *, charset: str = "utf-8", parameter: str = "filename") -> bytes:
    return parameter.encode() + b'="' + name.encode(charset) + b'"'


def winmail(subject: str, words: str, files: Sequence[tuple[str, bytes]]) -> bytes:
    """winmail.dat (TNEF), as an old Outlook wraps its letter and files for everybody else, in windows-874."""
    told = [
        _tnef(1, 0x00089006, struct.pack("<I", 0x10000)),  # version
        _tnef(1, 0x00069007, struct.pack("<II", 874, 0)),  # code page
        _tnef(1, 0x00078008, b"IPM.Microsoft Mail.Note\0"),
        _tnef(1, 0x00018004, subject.encode("cp874") + b"\0"),
        _tnef(1, 0x0002800C, words.replace("\n", "\r\n").encode("cp874") + b"\0"),
    ]
    for name, data in files:
        told += [
            _tnef(2, 0x00069002, struct.pack("<HIHHII", 1, 0xFFFFFFFF, 0, 0, 0, 0)[:14]),
            _tnef(2, 0x00018010, name.encode("cp874") + b"\0"),
            _tnef(2, 0x0006800F, data),
        ]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(told)


@dataclass(frozen=True)
class Envelope:
    """All that a letter says outside of its body. Times are aware; addresses plain ASCII."""

    key: str
    sender: tuple[str, str]  # name as shown, address
    to: tuple[str, str]
    subject: bytes | None  # raw header value; None: no such header
    sent_at: datetime
    arrived_at: datetime
    message_id: str = ""  # "": made from the key
    charset: str = "utf-8"  # of names in the address headers
    how: str = "B"
    before: tuple[Header, ...] = ()  # above our own host's Received line
    more: tuple[Header, ...] = field(default=())
    relay: str = ""  # name of the host that handed it to ours
    date: bytes = b""  # raw Date header; b"": from `sent_at`

    def with_body(self, body: Part) -> bytes:
        domain = self.sender[1].rpartition("@")[2] or "localhost"
        mid = self.message_id or message_id(self.key, domain)
        headers: list[Header] = [
            *self.before,
            ("Return-Path", f"<{self.sender[1]}>".encode()),
            ("Delivered-To", b"saraban@klongnoy.go.th"),
            ("Received", self._received(domain)),
            ("Message-ID", mid.encode()),
            ("Date", self.date or format_datetime(self.sent_at).encode()),
            ("From", self._address(self.sender)),
            ("To", self._address(self.to)),
            *self.more,
            ("MIME-Version", b"1.0"),
        ]
        if self.subject is not None:
            headers.insert(-1, ("Subject", self.subject))
        lines = [name.encode() + b": " + value for name, value in headers]
        return LINE.join([*lines, body.as_bytes(self.key)]).rstrip(b"\r\n") + LINE

    def _address(self, whom: tuple[str, str]) -> bytes:
        name, address = whom
        if not name:
            return address.encode()
        if name.isascii() and self.how != "raw":
            return f'"{name}" <{address}>'.encode()
        said = word(name, charset=self.charset, how=self.how)
        return (b'"' + said + b'"' if self.how == "raw" else said) + b" <" + address.encode() + b">"

    def _received(self, domain: str) -> bytes:
        host = self.relay or f"mail.{domain}"
        queue = hashlib.sha256(self.key.encode()).hexdigest()[:10].upper()
        stamp = format_datetime(self.arrived_at)
        return (
            f"from {host} ({host} [192.0.2.{int(queue[:2], 16) % 250 + 1}])\r\n"
            f"\tby mx.klongnoy.go.th (Postfix) with ESMTPS id {queue}\r\n"
            f"\tfor <saraban@klongnoy.go.th>; {stamp}"
        ).encode()


def message_id(key: str, domain: str) -> str:
    return f"<{hashlib.sha256(f'{key}@{domain}'.encode()).hexdigest()[:20]}@{domain}>"


def headers(*pairs: tuple[str, str]) -> tuple[Header, ...]:
    """Plain ASCII headers."""
    return tuple((name, value.encode("ascii")) for name, value in pairs)


def _tnef(level: int, attribute: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, attribute, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _wrapped(raw: bytes, wrap: str) -> bytes:
    if wrap == "base64":
        return base64.encodebytes(raw).rstrip(b"\n").replace(b"\n", LINE)
    if wrap == "quoted-printable":
        return quopri.encodestring(raw.replace(LINE, b"\n")).replace(b"\n", LINE)
    return raw


def _in_word(chunk: bytes, how: str) -> bytes:
    if how == "B":
        return base64.b64encode(chunk)
    return quopri.encodestring(chunk, header=True).replace(b"?", b"=3F").replace(b"=\n", b"")
