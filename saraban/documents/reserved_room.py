"""The room that a signature of a PDF keeps for its content: a stamp may come into it later, and not a byte outside moves."""

from __future__ import annotations

from typing import Any

STAMP = "signature_time_stamp_token"  # as asn1crypto calls the attribute


def in_its_room(data: bytes, found: Any, made: bytes) -> bytes | dict[str, str]:
    """The file with another content (DER) of this signature in the place kept for it: nothing that is signed moves."""
    _, begin, end, _ = found.byte_range
    room = end - begin - 2  # between < and >
    text = made.hex().encode()
    if len(text) > room:
        return {"trouble": "no_room"}
    return data[: begin + 1] + text.ljust(room, b"0") + data[end - 1 :]
