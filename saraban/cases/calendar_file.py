"""An appointment as a file that any calendar opens (iCalendar, RFC 5545): pure, values in, bytes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

NAME = "appointment.ics"
CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE_BYTES_MAX = 75


def appointment_file(
    *, uid: str, made_at: datetime, at: datetime, minutes: int, title: str, place: str, words: str
) -> bytes:
    """One event. `uid`: nobody else's; moments are aware, and written in UTC, so that no time zone goes along."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Saraban//TH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_said(uid)}",
        f"DTSTAMP:{_moment(made_at)}",
        f"DTSTART:{_moment(at)}",
        f"DTEND:{_moment(at + timedelta(minutes=minutes))}",
        f"SUMMARY:{_said(title)}",
        f"LOCATION:{_said(place)}",
        f"DESCRIPTION:{_said(words)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


def _moment(moment: datetime) -> str:
    assert moment.tzinfo is not None, "an appointment is at a moment, not at what some clock shows"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _said(text: str) -> str:
    text = "\n".join(text.splitlines())
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def _folded(line: str) -> Iterator[bytes]:
    """In pieces of at most 75 bytes, no letter of Thai torn in two; each but the first begins with a space."""
    piece = b""
    for letter in line:
        if len(piece) + len(letter.encode()) > LINE_BYTES_MAX:
            yield piece
            piece = b" "
        piece += letter.encode()
    yield piece
