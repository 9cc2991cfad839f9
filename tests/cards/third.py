"""A third year of mail, by a hand that had read neither the card reader nor the mails of the first two corpora.

`python -m tests.cards.third FOLDER` writes 100 mails with letters of offices and 100 of citizens, with
`expected.jsonl` beside them. The same mails come each time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from tests.cards import third_citizens, third_offices
from tests.cards.third_mail import Mail
from tests.cards.third_paper import Paper, Press

EACH = 100
SEED = 690311


def all_mails() -> list[tuple[str, Mail]]:
    """Each with its set, as they came."""
    sets = {"pdf": third_offices.mails(), "citizen": third_citizens.mails()}
    assert all(len(mails) == EACH for mails in sets.values()), {
        kind: len(mails) for kind, mails in sets.items()
    }
    every = [(kind, mail) for kind, mails in sets.items() for mail in mails]
    return sorted(every, key=lambda one: (one[1].sent, one[1].about))


def make(folder: Path) -> list[Path]:
    mails = all_mails()
    papers = {
        f"{i}/{j}": file.content
        for i, (_, mail) in enumerate(mails)
        for j, file in enumerate(mail.files)
        if isinstance(file.content, Paper)
    }
    printed = Press(papers).run()
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
        line = {"path": path.name, "set": kind, "about": mail.about, "outcome": list(mail.outcome)}
        lines.append(json.dumps(line | {"letters": mail.letters}, ensure_ascii=False) + "\n")
    (folder / "expected.jsonl").write_text("".join(lines), encoding="utf-8")
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(f"{len(make(target))} mails")
