"""Cards made in the limited child process, and `saraban explain card` over mail on disk. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from saraban.mail.reader import caps
from saraban.mail.reader.mailboxes import NoPlace, Place, each_letter
from saraban.workbench.bench import Bench, Broken, TooCostly

CARD_SECONDS_MAX = 8.0
PICTURE_SECONDS_MAX = 8.0
JOBS = "saraban.proposals.job"

_bench = Bench(preload=[JOBS])


def read_card(path: Path, *, agency: str | None = None) -> dict[str, Any]:
    """The card's record for the mail in this file. Never raises: `unsafe_because` tells what could not be read."""
    if not path.is_file():
        return _nothing(caps.MISSING)
    return _card(_bench, Place(str(path), path), agency)


def read_picture(path: Path, attachment: int, *, page: int = 0, width: int = 900) -> bytes:
    """A page of an attached PDF as PNG; empty where it cannot be drawn."""
    try:
        drawn = _bench.run(
            f"{JOBS}:page_picture", [str(path), attachment, page, width], timeout_seconds=PICTURE_SECONDS_MAX
        )
    except (TooCostly, Broken):
        return b""
    return drawn if isinstance(drawn, bytes) else b""


def explain_cards(paths: Iterable[str], *, agency: str | None = None) -> Iterator[dict[str, Any]]:
    """A record for each mail at these paths, in order; the keys are those of the command's JSON lines."""
    bench = Bench(preload=[JOBS], children_max=1)
    try:
        for place in each_letter(paths):
            told = _nothing(place.why) if isinstance(place, NoPlace) else _card(bench, place, agency)
            yield {"path": place.name, **told}
    finally:
        bench.close()


def _card(bench: Bench, place: Place, agency: str | None) -> dict[str, Any]:
    arguments = [str(place.path.resolve()), place.begin, place.size, place.quoted, agency]
    why = caps.UNREADABLE
    for open_pdfs in (True, False):  # a PDF that breaks the child must not take the mail's own words with it
        try:
            record: dict[str, Any] = bench.run(
                f"{JOBS}:card", [*arguments, open_pdfs], timeout_seconds=CARD_SECONDS_MAX
            )
            return record
        except TooCostly:
            why = caps.TOO_COSTLY
        except Broken as trouble:
            if str(trouble).startswith(("PermissionError", "FileNotFoundError", "OSError")):
                return _nothing(caps.MISSING)
            why = caps.UNREADABLE
    return _nothing(why)


def _nothing(why: str) -> dict[str, Any]:
    return {
        "outcome": "register",
        "outcome_because": "",
        "enter_is_safe": False,
        "unsafe_because": [why],
        "letters": [],
    }
