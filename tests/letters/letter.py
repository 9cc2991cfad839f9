"""A letter of the corpus, and the few tools to write one byte for byte as a careless or foreign machine would.

`email.message` is not used to write them: it would repair just what these letters are here to break.
"""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

CRLF = b"\r\n"
CENTRAL = "saraban@klongnoi.example"
Header = tuple[str, str | bytes]


@dataclass(frozen=True)
class Letter:
    """`expect` holds what the writer is sure of: keys of the `explain mail` line, or tests over them."""

    group: str
    name: str
    about: str
    raw: bytes
    expect: dict[str, Any]


def as_bytes(value: str | bytes) -> bytes:
    return value.encode("utf-8") if isinstance(value, str) else value


def lines(text: str | bytes) -> bytes:
    """Text with the line ends of the wire."""
    return as_bytes(text).replace(b"\r\n", b"\n").replace(b"\n", CRLF)


def headers(fields: Iterable[Header]) -> bytes:
    return b"".join(
        name.encode("ascii") + b": " + as_bytes(value).replace(b"\n", CRLF) + CRLF for name, value in fields
    )


def whole(fields: Iterable[Header], body: str | bytes) -> bytes:
    return headers(fields) + CRLF + lines(body)


def b64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", CRLF)


def qp(content: bytes) -> bytes:
    return quopri.encodestring(content, quotetabs=False).replace(b"\r\n", b"\n").replace(b"\n", CRLF)


def b_word(text: str, charset: str = "utf-8", label: str | None = None) -> str:
    """One encoded-word in base64; `label` is the charset it claims."""
    return f"=?{label or charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def q_word(text: str, charset: str = "utf-8", label: str | None = None) -> str:
    coded = "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else "_" if byte == 32 else f"={byte:02X}"
        for byte in text.encode(charset)
    )
    return f"=?{label or charset}?Q?{coded}?="


def split_words(text: str, size: int, charset: str = "utf-8", how: str = "B", glue: str = "\n ") -> str:
    """Encoded-words cut every `size` bytes, in the midst of characters when it so falls."""
    raw = text.encode(charset)
    words = []
    for start in range(0, len(raw), size):
        piece = raw[start : start + size]
        if how == "B":
            words.append(f"=?{charset}?B?{base64.b64encode(piece).decode()}?=")
        else:
            words.append(f"=?{charset}?Q?{''.join(f'={byte:02X}' for byte in piece)}?=")
    return glue.join(words)


def percent(text: str, charset: str = "utf-8") -> str:
    return "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in text.encode(charset)
    )


def part(fields: Sequence[Header], body: str | bytes) -> bytes:
    return headers(fields) + CRLF + (body if isinstance(body, bytes) else lines(body))


def multipart(boundary: str, parts: Sequence[bytes], preamble: str = "", closed: bool = True) -> bytes:
    mark = b"--" + boundary.encode()
    body = lines(preamble) + CRLF if preamble else b""
    for one in parts:
        body += mark + CRLF + one + CRLF
    return body + (mark + b"--" + CRLF if closed else b"")


def text_part(text: str, charset: str = "utf-8", subtype: str = "plain") -> bytes:
    return part(
        [
            ("Content-Type", f"text/{subtype}; charset={charset}"),
            ("Content-Transfer-Encoding", "base64"),
        ],
        b64(text.encode(charset)),
    )


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def file_part(
    disposition: str | bytes | None, content_type: str | bytes = "application/pdf", content: bytes = PDF
) -> bytes:
    fields: list[Header] = [("Content-Type", content_type), ("Content-Transfer-Encoding", "base64")]
    if disposition is not None:
        fields.append(("Content-Disposition", disposition))
    return part(fields, b64(content))


class Post:
    """Gives each letter of a group a plausible journey: own Message-ID, date and Received line."""

    def __init__(self, group: str) -> None:
        self.group = group
        self.count = 0

    def fields(
        self,
        name: str,
        *,
        sender: str | bytes | None,
        subject: str | bytes | None,
        to: str | bytes = CENTRAL,
        return_path: str | None = None,
        host: str = "mx.sender.example",
        message_id: str | None = None,
        more: Sequence[Header] = (),
        content_type: str | bytes | None = "text/plain; charset=utf-8",
        encoding: str | None = "8bit",
    ) -> list[Header]:
        self.count += 1
        n = self.count
        day, hour, minute = 3 + n % 25, 1 + n % 22, n * 7 % 60
        weekday = ("Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri")[(day - 1) % 7]
        stamp = f"{weekday}, {day} Nov 2025 {hour:02d}:{minute:02d}:{n % 60:02d} +0700"
        made: list[Header] = []
        if return_path is not None:
            made.append(("Return-Path", return_path))
        made += [
            ("Delivered-To", CENTRAL),
            (
                "Received",
                f"from {host} ({host} [192.0.2.{n % 250 + 1}])\n\tby mail.klongnoi.example (Postfix) with"
                f" ESMTPS id 4F{n:05X}A1\n\tfor <{CENTRAL}>; {stamp}",
            ),
            ("Date", stamp),
        ]
        if sender is not None:
            made.append(("From", sender))
        made.append(("To", to))
        if subject is not None:
            made.append(("Subject", subject))
        made.append(("Message-ID", message_id or f"<{name}.{n}@{host}>"))
        if content_type is not None:
            made.append(("MIME-Version", "1.0"))
            made.append(("Content-Type", content_type))
            if encoding is not None:
                made.append(("Content-Transfer-Encoding", encoding))
        return made + list(more)


def person(name: str, address: str) -> dict[str, str]:
    return {"name": name, "address": address}
