"""Writes the blind corpus: two hundred mails as `NNNN.eml`, and `expected.jsonl` with what a careful clerk enters.

`python -m tests.cards.make FOLDER`. The same bytes come out at each run on the same machine.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from tests.cards import citizen_mails, office_mails
from tests.cards.mail import Mail
from tests.cards.paper import Paper, Printer

EACH = 100
SCANS_AT_MOST = 0.06
ORDER = 53101


def all_mails() -> list[tuple[str, Mail]]:
    """Each with its set, in the order of the files."""
    offices, citizens = office_mails.mails(), citizen_mails.mails()
    assert len(offices) == len(citizens) == EACH, (len(offices), len(citizens))
    mails = [("pdf", one) for one in offices] + [("citizen", one) for one in citizens]
    random.Random(ORDER).shuffle(mails)
    return mails


def make(folder: Path) -> list[Path]:
    """The mails' paths. `expected.jsonl` stands beside them."""
    mails = all_mails()
    papers: dict[str, Paper] = {}
    for i, (_, mail) in enumerate(mails):
        for j, file in enumerate(mail.attached):
            if isinstance(file.content, Paper):
                papers[f"{i}/{j}"] = file.content
    printed = Printer().print_all(papers)
    made, lines = [], []
    for i, (kind, mail) in enumerate(mails):
        files = [
            printed[f"{i}/{j}"] if isinstance(file.content, Paper) else file.content
            for j, file in enumerate(mail.attached)
        ]
        path = folder / f"{i + 1:04d}.eml"
        path.write_bytes(mail.raw(files))
        made.append(path)
        expected = {
            "path": path.name,
            "set": kind,
            "about": mail.about,
            "outcome": mail.outcome,
            "letters": mail.letters,
        }
        lines.append(json.dumps(expected, ensure_ascii=False) + "\n")
    (folder / "expected.jsonl").write_text("".join(lines), encoding="utf-8")
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(f"{len(make(target))} mails")
