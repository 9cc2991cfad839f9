"""A fourth year of mail, by a hand that had read neither the card reader nor the mails of the earlier corpora.

`python -m tests.cards.fourth FOLDER` writes 100 mails with letters of offices and 100 of citizens, with
`expected.jsonl` beside them. The same mails come each time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from tests.cards import fourth_citizens, fourth_offices
from tests.cards.fourth_mail import Post
from tests.cards.fourth_paper import Sheet, press

EACH = 100
SEED = 93110


def all_mails() -> list[tuple[str, Post]]:
    """Each with its set, as they came."""
    sets = {"pdf": fourth_offices.mails(), "citizen": fourth_citizens.mails()}
    counts = {kind: len(mails) for kind, mails in sets.items()}
    assert set(counts.values()) == {EACH}, counts
    every = [(kind, mail) for kind, mails in sets.items() for mail in mails]
    return sorted(every, key=lambda one: (one[1].sent, one[1].about))


def make(folder: Path) -> list[Path]:
    mails = all_mails()
    sheets = {
        f"{i}/{j}": file.content
        for i, (_, mail) in enumerate(mails)
        for j, file in enumerate(mail.held)
        if isinstance(file.content, Sheet)
    }
    printed = press(sheets)
    random = Random(SEED)
    made, lines = [], []
    for i, (kind, mail) in enumerate(mails):
        contents = [
            file.content if isinstance(file.content, bytes) else printed[f"{i}/{j}"]
            for j, file in enumerate(mail.held)
        ]
        path = folder / f"{i + 1:04d}.eml"
        path.write_bytes(mail.written(contents, random))
        made.append(path)
        said = {"path": path.name, "set": kind, "about": mail.about, "outcome": list(mail.outcome)}
        lines.append(json.dumps(said | {"letters": mail.letters}, ensure_ascii=False) + "\n")
    (folder / "expected.jsonl").write_text("".join(lines), encoding="utf-8")
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(f"{len(make(target))} mails")
