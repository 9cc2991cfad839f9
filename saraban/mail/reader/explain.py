"""`saraban explain mail`: what the reader makes of letters on disk, one record each, whatever they are.

Each letter is read in the workbench, as intake does it. Needs no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from saraban.mail.reader import caps
from saraban.mail.reader.mailboxes import NoPlace, Place, each_letter
from saraban.workbench.bench import Bench, Broken, TooCostly

READ_SECONDS_MAX = 5.0
READ_BYTES_MAX = 250 * 1024 * 1024  # beyond the child's own few; 300 MB in all


def explain(paths: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A record for each letter at these paths, in order; the keys are those of the command's JSON lines."""
    bench = Bench(preload=["saraban.mail.reader.job"], memory_bytes_max=READ_BYTES_MAX, children_max=1)
    try:
        for place in each_letter(paths):
            yield _nothing(place.name, place.why) if isinstance(place, NoPlace) else _explain(bench, place)
    finally:
        bench.close()


def _explain(bench: Bench, place: Place) -> dict[str, Any]:
    arguments = [str(place.path.resolve()), place.begin, place.size, place.quoted]
    try:
        record: dict[str, Any] = bench.run(
            "saraban.mail.reader.job:explain", arguments, timeout_seconds=READ_SECONDS_MAX
        )
    except TooCostly:
        return _nothing(place.name, caps.TOO_COSTLY)
    except Broken as trouble:
        unopened = str(trouble).startswith(("PermissionError", "FileNotFoundError", "OSError"))
        return _nothing(place.name, caps.MISSING if unopened else caps.UNREADABLE)
    return {"path": place.name, **record}


def _nothing(name: str, why: str) -> dict[str, Any]:
    return {
        "path": name,
        "subject": "",
        "from": None,
        "reply_to": [],
        "to": [],
        "sent_at": None,
        "message_id": None,
        "in_reply_to": None,
        "references": [],
        "text": "",
        "has_html": False,
        "attachments": [],
        "automatic": None,
        "bounce": None,
        "warnings": [why],
    }
