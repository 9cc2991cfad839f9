"""What the workbench does for scans and stamps: files in, what stands on their pages or a new PDF out."""

from __future__ import annotations

import base64
from typing import Any

from saraban.mail.reader.job import letter_bytes
from saraban.mail.reader.letter import Letter
from saraban.proposals import bindery
from saraban.proposals.bindery import NotOpened
from saraban.proposals.card import Paper, propose
from saraban.proposals.mail import Mail
from saraban.proposals.pages import NoPicture, picture, read_pages


def count(path: str) -> dict[str, Any]:
    """`pages`; or `trouble`, in Thai. Raises `OSError`, as all that follow."""
    try:
        return {"pages": bindery.count_of(path)}
    except NotOpened as trouble:
        return {"trouble": str(trouble)}


def look(path: str, first: int, count: int) -> list[tuple[str, bool]]:
    """Of each page from `first` on: our mark on it, and whether it could be drawn."""
    return [(seen.mark, seen.drawn) for seen in bindery.look(path, first, count)]


def bind(parts: list[tuple[str, list[int]]]) -> bytes | dict[str, Any]:
    """A PDF of these pages; or `trouble`."""
    return _said(lambda: bindery.bound(parts))


def stamp(path: str, attachment: int | None, stamp: str) -> bytes | dict[str, Any]:
    """The document, or the mail's attachment with this index, with the stamp, in base64, on it; or `trouble`."""
    source: str | bytes = path
    if attachment is not None:
        letter = Letter(letter_bytes(path))
        source = letter.files[attachment].bytes(letter.warnings)
    return _said(lambda: bindery.stamped(source, base64.b64decode(stamp)))


def draw(path: str, page: int, width: int) -> bytes:
    """A page of a PDF or a photo, as PNG; empty where nothing can be shown."""
    try:
        return picture(bindery.as_document(path), page, width)
    except (NotOpened, NoPicture):
        return b""


def card(path: str, name: str, agency: str | None) -> dict[str, Any] | None:
    """What the paper in this file says for the register's columns; None where it cannot be read."""
    sheets = read_pages(letter_bytes(path))
    if sheets.trouble:
        return None
    letters: list[dict[str, Any]] = propose(Mail(), [Paper(name, sheets, 0)], agency=agency).as_record()[
        "letters"
    ]
    return letters[0] if letters else None


def _said(made: Any) -> bytes | dict[str, Any]:
    try:
        return bytes(made())
    except NotOpened as trouble:
        return {"trouble": str(trouble)}
