"""A second year of mail, made by another hand that had read neither the card reader nor the first corpus's mails.

`python -m tests.cards.second FOLDER` writes 100 mails with letters of offices and 100 of citizens, with
`expected.jsonl` beside them. The same mails come each time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from tests.cards import second_citizens, second_offices
from tests.cards.second_mail import Mail
from tests.cards.second_paper import Paper, print_all

EACH = 100
SEED = 256902


def all_mails() -> list[tuple[str, Mail]]:
    """Each with its set, in the order of the files: as they came."""
    offices, citizens = second_offices.mails(), second_citizens.mails()
    assert len(offices) == len(citizens) == EACH, (len(offices), len(citizens))
    mails = [("pdf", one) for one in offices] + [("citizen", one) for one in citizens]
    return sorted(mails, key=lambda one: (one[1].sent, one[1].about))


def make(folder: Path) -> list[Path]:
    mails = all_mails()
    papers = {
        f"{i}/{j}": file.content
        for i, (_, mail) in enumerate(mails)
        for j, file in enumerate(mail.files)
        if isinstance(file.content, Paper)
    }
    printed = print_all(papers)
    random = Random(SEED)
    made, lines = [], []
    for i, (kind, mail) in enumerate(mails):
        contents = [
            file.content if isinstance(file.content, bytes) else printed[f"{i}/{j}"]
            for j, file in enumerate(mail.files)
        ]
        path = folder / f"{i + 1:04d}.eml"
        path.write_bytes(mail.raw(contents, random))
        made.append(path)
        expected = {
            "path": path.name,
            "set": kind,
            "about": mail.about,
            "outcome": list(mail.outcome),
            "letters": mail.letters,
        }
        lines.append(json.dumps(expected, ensure_ascii=False) + "\n")
    (folder / "expected.jsonl").write_text("".join(lines), encoding="utf-8")
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(f"{len(make(target))} mails")
