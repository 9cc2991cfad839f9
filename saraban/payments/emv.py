"""What a payment's QR holds: fields of a tag, a length and a value, the last of them a checksum (EMVCo, merchant-presented). Pure.

A tag and a length have two digits each, so a value has 99 characters at most. All of it is ASCII.
"""

from __future__ import annotations

import binascii
import re

VALUE_MAX = 99  # characters
CHECKSUM = 4  # hexadecimal digits

_HEAD = re.compile(r"([0-9]{2})([0-9]{2})")


class Malformed(ValueError):
    """The text holds no such fields, or something else than its checksum says."""


def fields(*pairs: tuple[str, str]) -> str:
    """`("58", "TH")` → `5802TH`, one after the other; one without a value is left out."""
    written = []
    for tag, value in pairs:
        assert len(value) <= VALUE_MAX and value.isascii(), value
        if value:
            written.append(f"{tag}{len(value):02d}{value}")
    return "".join(written)


def fields_in(text: str) -> dict[str, str]:
    """By their tags. Raises `Malformed`, for a tag that stands twice, too."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = _HEAD.match(text, at)
        if head is None:
            raise Malformed
        tag, length = head[1], int(head[2])
        value = text[head.end() : head.end() + length]
        if not value or len(value) < length or tag in found:
            raise Malformed
        found[tag] = value
        at = head.end() + length
    return found


def sealed(text: str, *, tag: str) -> str:
    """With its checksum behind it, under this tag."""
    head = f"{text}{tag}{CHECKSUM:02d}"
    return f"{head}{checksum(head)}"


def unsealed(text: str, *, tag: str) -> str:
    """Without the checksum that stands at its end. Raises `Malformed` where it is not right."""
    body = text[: -(2 + 2 + CHECKSUM)]
    if not body or not text.isascii() or sealed(body, tag=tag) != text:
        raise Malformed
    return body


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE: polynomial 1021, from FFFF on, four capital hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"
