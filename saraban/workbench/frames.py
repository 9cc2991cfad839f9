"""What the bench and its child say to each other: a kind of one byte, a length, and that many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

READY = b"R"
JOB = b"J"  # JSON: [function, arguments, seconds]
VALUE = b"V"  # JSON
BYTES = b"B"
COSTLY = b"C"  # JSON: why
BROKEN = b"X"  # JSON: why

FRAME_BYTES_MAX = 256 * 1024 * 1024
_HEAD = struct.Struct(">ccQ")
STAYING, LEAVING = b"+", b"-"


class Cut(Exception):
    """The other side is gone, or says what no frame says."""


def send(
    stream: BinaryIO, kind: bytes, payload: bytes | bytearray | memoryview, mood: bytes = STAYING
) -> None:
    """Raises `OSError` when nobody listens."""
    stream.write(_HEAD.pack(kind, mood, len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[bytes, bytes, bytes]:
    """Its kind, whether the sender stays, and its payload. Raises `Cut`."""
    kind, mood, length = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if length > FRAME_BYTES_MAX:
        raise Cut
    return kind, mood, _exactly(stream, length)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if data is None or len(data) < count:
        raise Cut
    return data
