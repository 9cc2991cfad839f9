"""The story of practice mode: some forty letters, told as if they had come in the days before now.

One of last Sunday, 21.33 (the guide's own example, #2.2), the others of the last days and of this morning; nothing is
ever told from the future. The same now gives the same bytes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from saraban.mail.maildir import JUNK_FOLDER, make_maildir
from saraban.practice.letters import agencies, citizens, junk, machines
from saraban.practice.told import Days, Told

# In the Maildir: the now from which the story is told, and that it was told to its end.
BEGUN, ENDED = ".story", ".story-told"


def tell(maildir: Path, *, now: datetime, stop: threading.Event | None = None) -> int:
    """Lay the letters into the Maildir, the oldest first, each arrived (mtime) when it was sent; how many were laid.

    Safe beside a running server: a file is whole before it has its name. Told once: a second call lays nothing, and
    after a crash it lays what is missing, counted from the first call's now. `stop` ends it between two letters.
    """
    for home in (maildir, maildir / JUNK_FOLDER):
        make_maildir(home)
    if (maildir / ENDED).exists():
        return 0
    now = _the_now_of_the_story(maildir, now)
    laid = 0
    for told in letters(now=now):
        if stop is not None and stop.is_set():
            return laid
        laid += lay(maildir / JUNK_FOLDER if told.junk else maildir, told)
    _write(maildir / ENDED, b"", by_way_of=maildir)
    return laid


def letters(*, now: datetime) -> Iterator[Told]:
    """All of them, the oldest first; their bytes are made by `write()`. `now` is aware."""
    days = Days(now)
    everything = [told for room in (citizens, agencies, machines, junk) for told in room.told(days)]
    yield from sorted(everything, key=lambda told: (told.arrived_at, told.key))


def lay(home: Path, told: Told) -> bool:
    """Into the Maildir `home`; False where the letter lies there already."""
    name = f"{told.arrived_at:%Y%m%dT%H%M%S}.{told.key}.klongnoy"
    if any((home / part).is_dir() and any((home / part).glob(f"{name}*")) for part in ("new", "cur")):
        return False
    _write(home / "new" / name, told.write(), by_way_of=home / "tmp", mtime=told.arrived_at.timestamp())
    return True


def _the_now_of_the_story(maildir: Path, now: datetime) -> datetime:
    begun = maildir / BEGUN
    try:
        return datetime.fromisoformat(begun.read_text("ascii"))
    except (FileNotFoundError, ValueError):
        _write(begun, now.isoformat().encode("ascii"), by_way_of=maildir)
        return now


def _write(path: Path, content: bytes, *, by_way_of: Path, mtime: float | None = None) -> None:
    unfinished = by_way_of / f".{path.name.lstrip('.')}.{os.getpid()}.tmp"
    unfinished.write_bytes(content)
    if mtime is not None:
        os.utime(unfinished, (mtime, mtime))
    unfinished.replace(path)
