"""Where letters lie on disk: a file, an mbox of many, a Maildir. Streamed: an mbox may be larger than memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from saraban.mail.reader import caps

LINE_BYTES_MAX = 1024 * 1024  # read at once; longer lines come in pieces
_FROM_LINE = re.compile(rb"From [^\r\n]{1,200}[ \t]\d{1,2}:\d{2}(:\d{2})?[^\r\n]{0,60}\b\d{4}\b")
_QUOTED_FROM = re.compile(rb"^>(>{0,100}From )", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A letter: so many bytes of a file from `begin`; `size` None is to its end."""

    name: str  # as the person named it, with `#n` for the n-th of an mbox, from 1
    path: Path
    begin: int = 0
    size: int | None = None
    quoted: bool = False  # as in an mbox: see `unquoted`

    def read(self) -> bytes:
        """The letter as it was before it was put there. Raises `OSError`."""
        with self.path.open("rb") as file:
            file.seek(self.begin)
            data = file.read() if self.size is None else file.read(self.size)
        return unquoted(data) if self.quoted else data


def places(path: Path) -> Iterator[Place]:
    """The letters at a path, in order. A path that does not exist is one place, where nothing will be found."""
    if path.is_dir():
        yield from _in_folder(path)
    elif path.is_file() and _is_mbox(path):
        yield from _in_mbox(path)
    else:
        yield Place(str(path), path)


@dataclass(frozen=True)
class NoPlace:
    """A path at which there is no letter to read; `why` is a sentence of `caps`."""

    name: str
    why: str


def each_letter(paths: Iterable[str]) -> Iterator[Place | NoPlace]:
    """The letters at these paths, in order, named as the person wrote them; a path without any says so."""
    for written in paths:
        path = Path(written)
        found = False
        try:
            for place in places(path):
                found = True
                name = place.name
                if name.startswith(str(path)):
                    name = written.rstrip("/") + name[len(str(path)) :] if name != str(path) else written
                yield replace(place, name=name) if place.path.is_file() else NoPlace(name, caps.MISSING)
        except OSError:
            found = True
            yield NoPlace(written, caps.MISSING)
        if not found:
            yield NoPlace(written, caps.NO_LETTERS)


def unquoted(data: bytes) -> bytes:
    """A letter of an mbox without the `>` that was put before its own lines that begin with `From `, or `>From `."""
    return _QUOTED_FROM.sub(rb"\1", data) if b">From " in data else data


def _in_folder(folder: Path) -> Iterator[Place]:
    """A Maildir's `new` and `cur`, then its further folders; or any folder's files by name."""
    maildir = [folder / "new", folder / "cur"]
    if any(part.is_dir() for part in maildir):
        for part in maildir:
            if part.is_dir():
                for path in sorted(part.iterdir()):
                    if path.is_file() and not path.name.startswith("."):
                        yield Place(str(path), path)
        for inner in sorted(folder.iterdir()):
            if inner.name.startswith(".") and (inner / "cur").is_dir() and not inner.is_symlink():
                yield from _in_folder(inner)
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _in_folder(path)
        elif path.is_file() and not path.name.startswith("."):
            yield from places(path)


def _is_mbox(path: Path) -> bool:
    if path.suffix.lower() == ".eml":
        return False
    try:
        with path.open("rb") as file:
            return _FROM_LINE.match(file.read(400)) is not None
    except OSError:
        return False


def _in_mbox(path: Path) -> Iterator[Place]:
    """A line `From somebody, sometime` after an empty line (or at the start) begins the next letter."""
    number = begin = at = 0
    separator = 0  # bytes of the empty line just before `at`, which is no part of a letter
    empty = line_begins = True
    with path.open("rb") as file:
        while line := file.readline(LINE_BYTES_MAX):
            if empty and line_begins and line.startswith(b"From ") and _FROM_LINE.match(line):
                if number:
                    yield Place(f"{path}#{number}", path, begin, at - separator - begin, quoted=True)
                number += 1
                begin = at + len(line)
            empty = line_begins and line in (b"\n", b"\r\n")
            separator = len(line) if empty else 0
            line_begins = line.endswith(b"\n")
            at += len(line)
    if number:
        yield Place(f"{path}#{number}", path, begin, max(at - separator - begin, 0), quoted=True)
