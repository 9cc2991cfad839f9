"""Letters written out byte by byte for these tests."""

from __future__ import annotations

import base64
from collections.abc import Sequence

HEAD = b"From: somchai@example.org\r\nSubject: x\r\n"


def letter(body: bytes = b"hello", *headers: bytes) -> bytes:
    return HEAD + b"".join(header + b"\r\n" for header in headers) + b"\r\n" + body


def multipart(*parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"b", closed: bool = True) -> bytes:
    """The whole letter; each part has its own headers and blank line."""
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    end = b"--" + boundary + b"--\r\n" if closed else b""
    return letter(body + end, b'Content-Type: multipart/%s; boundary="%s"' % (kind, boundary))


def file_part(content: bytes = b"%PDF-1.7", *headers: bytes) -> bytes:
    lines = headers or (b'Content-Disposition: attachment; filename="a.pdf"',)
    fields = b"".join(line + b"\r\n" for line in (b"Content-Type: application/pdf", *lines))
    return fields + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)


def text_part(text: bytes = b"hello", kind: bytes = b"text/plain; charset=utf-8", *headers: bytes) -> bytes:
    return b"".join(line + b"\r\n" for line in (b"Content-Type: " + kind, *headers)) + b"\r\n" + text


def tnef(files: Sequence[tuple[str, bytes]], *, text: bytes = b"") -> bytes:
    """winmail.dat with these files, named in their MAPI properties."""

    def attribute(level: int, name: int, data: bytes) -> bytes:
        head = bytes([level]) + name.to_bytes(2, "little") + b"\x00\x00" + len(data).to_bytes(4, "little")
        return head + data + (sum(data) % 65536).to_bytes(2, "little")

    made = b"\x78\x9f\x3e\x22\x01\x00"
    if text:
        made += attribute(1, 0x800C, text)
    for name, data in files:
        wide = name.encode("utf-16-le") + b"\0\0"
        long_name = (
            b"\x1f\x00\x07\x37"
            + (1).to_bytes(4, "little")
            + len(wide).to_bytes(4, "little")
            + wide
            + bytes(-len(wide) % 4)
        )
        made += attribute(2, 0x9002, bytes(14)) + attribute(2, 0x8010, b"SHORT~1.PDF\0")
        made += attribute(2, 0x800F, data) + attribute(2, 0x9005, (1).to_bytes(4, "little") + long_name)
    return made
