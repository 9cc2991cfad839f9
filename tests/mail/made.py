"""Letters for the adapters: plain, and awkward on the wire. What they say does not matter here."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

SUNDAY_EVENING = datetime(2023, 1, 22, 14, 33, tzinfo=UTC)  # 22 January 2566, 21.33 in Bangkok


def minutes_later(minutes: float) -> datetime:
    return SUNDAY_EVENING + timedelta(minutes=minutes)


def letter(subject: str = "a request", *, size: int = 0, message_id: str = "") -> bytes:
    """With CRLF; of `size` bytes exactly, where that is given."""
    head = f"From: citizen@post.example\r\nSubject: {subject}\r\n"
    if message_id:
        head += f"Message-ID: {message_id}\r\n"
    raw = f"{head}\r\nGood day.\r\n".encode()
    if size:
        assert size >= len(raw) + 2, "too small for its headers"
        dice = random.Random(size)
        missing = size - len(raw)
        lines = [
            bytes(dice.choices(b"abcdefghij )(}{*.\xe0\xb8\xff", k=74)) + b"\r\n"
            for _ in range(missing // 76)
        ]
        rest = missing - sum(map(len, lines))
        raw += b"".join(lines) + b"x" * (rest - 2) + b"\r\n" if rest >= 2 else b"".join(lines) + b"x" * rest
        assert len(raw) == size
    return raw


# What trips those who read IMAP or SMTP by lines, brackets and dots.
AWKWARD = {
    "empty body": b"Subject: a\r\n\r\n",
    "no headers": b"\r\njust a body\r\n",
    "no line end": b"Subject: a\r\n\r\nno line end",
    "looks like an answer": b"Subject: a\r\n\r\n)\r\n* 9 FETCH (UID 9 BODY[] {3}\r\nabc)\r\nA1 OK done\r\n",
    "looks like a literal": b"Subject: {5}\r\n\r\n{5}\r\n~{99999999999}\r\n",
    "dots": b"Subject: a\r\n\r\n.\r\n..\r\n.a\r\n...\r\n.",
    "eight bits": b"Subject: \xca\xc7\xd1\xca\xb4\xd5\r\n\r\n\xff\xfe\x80\xa0\xe0\xb8\x81\r\n",
    "quotes": b'Subject: "\\" \\\\ "\r\n\r\n"\\"\r\n',
    "long line": b"Subject: a\r\n\r\n" + b"y" * 200_000 + b"\r\n",
    "many empty lines": b"Subject: a\r\n" + b"\r\n" * 5000,
}
