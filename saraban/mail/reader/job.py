"""What the workbench does with letters: the reader's answers as JSON, from the paths of files."""

from __future__ import annotations

import base64
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from saraban.exchange import letter_json, receipt_json
from saraban.mail.reader import caps
from saraban.mail.reader.addresses import Address
from saraban.mail.reader.bounces import Bounce
from saraban.mail.reader.letter import Letter
from saraban.mail.reader.mailboxes import unquoted
from saraban.mail.reader.safe_html import INLINE_BYTES_MAX, INLINE_IMAGES, safe_page

INDEX_TEXT_MAX = 100_000  # characters


def index(*paths: str) -> list[dict[str, Any]]:
    """What intake needs of each letter, in order. One that cannot be read says why in `unreadable`."""
    return [_index(path) for path in paths]


def whole(path: str) -> dict[str, Any]:
    """What the letter's page shows. Raises `OSError`."""
    letter = Letter(letter_bytes(path))
    return {
        "text": letter.text,
        "has_html": letter.has_html,
        "attachments": [
            {"name": one.name, "content_type": one.content_type, "size": one.size}
            for one in letter.attachments
        ],
        "warnings": list(letter.warnings.all()),
    }


def explain(path: str, begin: int = 0, size: int | None = None, quoted: bool = False) -> dict[str, Any]:
    """Everything that the command `explain mail` prints, but `path`. Raises `OSError`."""
    letter = Letter(letter_bytes(path, begin, size, quoted))
    answer = {
        "subject": letter.subject,
        "from": _person(letter.sender),
        "reply_to": [_person(one) for one in letter.reply_to],
        "to": [_person(one) for one in letter.to],
        "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": list(letter.references),
        "text": letter.text,
        "has_html": letter.has_html,
        "attachments": [asdict(one) for one in letter.attachments],
        "automatic": letter.automatic,
        "bounce": _bounce(letter.bounce),
    }
    unreadable = [letter.unreadable] if letter.unreadable else []
    return answer | {"warnings": [*unreadable, *letter.warnings.all()]}


def attachment(path: str, number: int) -> bytes:
    """The decoded bytes of the attachment with this index. Raises `OSError`, `IndexError`."""
    letter = Letter(letter_bytes(path))
    return letter.files[number].bytes(letter.warnings)


def page(path: str) -> str:
    """The letter's HTML as a page of its own, cleaned, its inline pictures in it. Raises `OSError`."""
    letter = Letter(letter_bytes(path))
    images = letter.inline_images(bytes_max=INLINE_BYTES_MAX)
    return safe_page(
        letter.html or "",
        {
            cid: f"data:{kind};base64,{base64.b64encode(data).decode()}"
            for cid, (kind, data) in images.items()
            if kind in INLINE_IMAGES
        },
    )


def unread(why: str) -> dict[str, Any]:
    """The index of a letter of which nothing is known."""
    return {
        "subject": "",
        "from": None,
        "reply_to": [],
        "to": [],
        "sent_at": None,
        "host_received_at": None,
        "message_id": None,
        "in_reply_to": None,
        "references": [],
        "text": "",
        "attachments": 0,
        "brings": "",
        "automatic": None,
        "bounce": None,
        "unreadable": why,
    }


def _index(path: str) -> dict[str, Any]:
    try:
        data = letter_bytes(path)
    except OSError:
        return unread(caps.MISSING)
    try:
        letter = Letter(data)
        return {
            "subject": letter.subject,
            "from": _person(letter.sender),
            "reply_to": [_person(one) for one in letter.reply_to],
            "to": [_person(one) for one in (*letter.to, *letter.cc)],
            "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
            "host_received_at": letter.host_received_at.isoformat() if letter.host_received_at else None,
            "message_id": letter.message_id,
            "in_reply_to": letter.in_reply_to,
            "references": list(letter.references),
            "text": letter.text[:INDEX_TEXT_MAX],
            "attachments": len(letter.files),
            "brings": _brings(letter),
            "automatic": letter.automatic,
            "bounce": _bounce(letter.bounce),
            "unreadable": letter.unreadable,
        }
    except MemoryError:
        raise
    except Exception:  # a bug of ours in one letter must not stop the batch
        return unread(caps.UNREADABLE)


def letter_bytes(path: str, begin: int = 0, size: int | None = None, quoted: bool = False) -> bytes:
    """No more than the reader reads, and one byte, by which it sees that there is more. Raises `OSError`.

    `quoted`: as it lies in an mbox.
    """
    limit = caps.SIZE_MAX + 1
    with Path(path).open("rb", buffering=0) as file:
        there = os.fstat(file.fileno()).st_size - begin
        if begin:
            file.seek(begin)
        data = file.read(max(min(there, limit if size is None else min(size, limit)), 0))
    return unquoted(data) if quoted else data


def _brings(letter: Letter) -> str:
    """Which file for machines lies beside the letter, unread; empty for none."""
    there = {file.name.lower() for file in letter.files}
    return next((name for name in (letter_json.NAME, receipt_json.NAME) if name in there), "")


def _person(address: Address | None) -> dict[str, str] | None:
    return None if address is None else {"name": address.name, "address": address.address}


def _bounce(bounce: Bounce | None) -> dict[str, Any] | None:
    if bounce is None:
        return None
    return {
        "recipients": [asdict(one) for one in bounce.recipients],
        "original_message_id": bounce.original_message_id,
    }
