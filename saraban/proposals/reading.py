"""Cards made in the limited child process, and `saraban explain card` over mail on disk. Needs no database."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from saraban.mail.reader import caps
from saraban.mail.reader.mailboxes import NoPlace, Place, each_letter
from saraban.workbench.bench import Bench, Broken, TooCostly

CARD_SECONDS_MAX = 8.0
PICTURE_SECONDS_MAX = 8.0
WORDS_SECONDS_MAX = 10.0
JOBS = "saraban.proposals.job"

CARDS_KEPT_MAX = 300

_bench = Bench(preload=[JOBS])
_reading_ahead = threading.Lock()
_words_bench = Bench(preload=[JOBS], children_max=1)  # no officer waits for it


class _Unread(Exception):
    """The mail could not be read, this time. Carries the record that says so."""


def read_card(path: Path, *, agency: str | None = None) -> dict[str, Any]:
    """The card's record for the mail in this file, not to be changed: it is kept for who asks again.

    Never raises: `unsafe_because` tells what could not be read.
    """
    try:
        there = path.stat()
        return _kept_card(str(path), there.st_size, there.st_mtime_ns, agency)
    except OSError:
        return _nothing(caps.MISSING)
    except _Unread as trouble:
        record: dict[str, Any] = trouble.args[0]
        return record


def read_ahead(path: Path, *, agency: str | None = None) -> None:
    """Read the card that will be asked for next, beside what is done now; one at a time, or not at all."""
    if _reading_ahead.acquire(blocking=False):

        def read() -> None:
            try:
                read_card(path, agency=agency)
            finally:
                _reading_ahead.release()

        threading.Thread(target=read, name="card-ahead", daemon=True).start()


@lru_cache(maxsize=CARDS_KEPT_MAX)
def _kept_card(path: str, size: int, changed_ns: int, agency: str | None) -> dict[str, Any]:
    """`size` and `changed_ns` tell another file of that name. What failed is not kept: it may succeed another time."""
    record = _card(_bench, Place(path, Path(path)), agency)
    if not record["letters"] and record["outcome"] == "register":
        raise _Unread(record)
    return record


def read_picture(path: Path, attachment: int | None = None, *, page: int = 0, width: int = 900) -> bytes:
    """A page of the PDF in this file, or attached to the mail in it, as PNG; a JPEG or PNG as it is.

    Empty where nothing can be shown.
    """
    job, which = ("file_picture", []) if attachment is None else ("attachment_picture", [attachment])
    try:
        drawn = _bench.run(
            f"{JOBS}:{job}", [str(path), *which, page, width], timeout_seconds=PICTURE_SECONDS_MAX
        )
    except (TooCostly, Broken):
        return b""
    return drawn if isinstance(drawn, bytes) else b""


def read_photo(path: Path, *, width: int = 1200) -> bytes:
    """The JPEG or PNG in this file drawn anew as PNG, so that what is shown holds none of its bytes. Empty where it
    cannot be drawn: it is broken, or no picture."""
    try:
        drawn = _bench.run(f"{JOBS}:photo", [str(path), width], timeout_seconds=PICTURE_SECONDS_MAX)
    except (TooCostly, Broken):
        return b""
    return drawn if isinstance(drawn, bytes) else b""


def read_receipt(path: Path) -> dict[str, Any]:
    """What the receipt.json of the mail in this file says, its signature checked; `why` alone where it proves nothing.

    Never raises.
    """
    try:
        said: dict[str, Any] = _bench.run(f"{JOBS}:receipt", [str(path)], timeout_seconds=CARD_SECONDS_MAX)
    except (TooCostly, Broken):
        return {"why": "อ่านจดหมายไม่ได้"}
    return said


@dataclass(frozen=True)
class Answer:
    """A mail that answers one of ours. `method` empty: our own host did not find that it comes from `address`."""

    words: str
    codes: Sequence[str]
    address: str
    method: str
    domain: str
    host: str


def read_answer(path: Path, *, hosts: Sequence[str], characters_max: int) -> Answer | None:
    """The answer in the mail in this file; `hosts`: the names of our own. None where it cannot be read. Never raises."""
    try:
        said: dict[str, Any] = _bench.run(
            f"{JOBS}:answer", [str(path), list(hosts), characters_max], timeout_seconds=CARD_SECONDS_MAX
        )
    except (TooCostly, Broken):
        return None
    return Answer(**said)


def read_hosts(paths: Sequence[Path]) -> list[list[str]]:
    """By which names the host that took each of the mails in these files in seems to write. Never raises."""
    try:
        said: list[list[str]] = _bench.run(
            f"{JOBS}:names_of_hosts", [str(path) for path in paths], timeout_seconds=CARD_SECONDS_MAX
        )
    except (TooCostly, Broken):
        return []
    return said


def read_words(path: Path, *, name: str = "", characters_max: int) -> str:
    """The words of the mail in this file and of what is attached to it; with a `name`, of the file alone.

    Never raises: empty where nothing can be read, or not safely.
    """
    job, more = ("words_of_file", [name]) if name else ("words_of_mail", [])
    try:
        words = _words_bench.run(
            f"{JOBS}:{job}", [str(path), *more, characters_max], timeout_seconds=WORDS_SECONDS_MAX
        )
    except (TooCostly, Broken):
        return ""
    return str(words)


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
        "signed": None,
    }
