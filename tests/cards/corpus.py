"""How a corpus is written: `NNNN.eml` in the order in which the mails came, and `expected.jsonl` beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, Protocol, TypeVar

EACH = 100


class _Mail(Protocol):
    @property
    def sent(self) -> datetime: ...
    @property
    def about(self) -> str: ...
    @property
    def outcome(self) -> Sequence[str]: ...
    @property
    def letters(self) -> Sequence[Any]: ...


Mail = TypeVar("Mail", bound=_Mail)


def as_they_came(offices: Sequence[Mail], citizens: Sequence[Mail]) -> list[tuple[str, Mail]]:
    """Each with its set."""
    assert len(offices) == len(citizens) == EACH, (len(offices), len(citizens))
    mails = [("pdf", one) for one in offices] + [("citizen", one) for one in citizens]
    return sorted(mails, key=lambda one: (one[1].sent, one[1].about))


def write(
    folder: Path,
    mails: Sequence[tuple[str, Mail]],
    *,
    contents: Callable[[Mail], Sequence[Any]],
    print_all: Callable[[dict[str, Any]], Mapping[str, bytes]],
    raw: Callable[[Mail, list[bytes], Random], bytes],
    seed: int,
) -> list[Path]:
    """The mails' paths. `contents`: of a mail's files, each bytes or a paper that is still to be printed."""
    held = {f"{i}/{j}": one for i, (_, mail) in enumerate(mails) for j, one in enumerate(contents(mail))}
    printed = print_all({key: one for key, one in held.items() if not isinstance(one, bytes)})
    files = held | dict(printed)
    random = Random(seed)
    made, lines = [], []
    for i, (kind, mail) in enumerate(mails):
        path = folder / f"{i + 1:04d}.eml"
        path.write_bytes(raw(mail, [files[f"{i}/{j}"] for j in range(len(contents(mail)))], random))
        made.append(path)
        line = {"path": path.name, "set": kind, "about": mail.about, "outcome": list(mail.outcome)}
        lines.append(json.dumps(line | {"letters": mail.letters}, ensure_ascii=False) + "\n")
    (folder / "expected.jsonl").write_text("".join(lines), encoding="utf-8")
    return made
