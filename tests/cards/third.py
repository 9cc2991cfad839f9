"""A third year of mail, by a hand that had read neither the card reader nor the mails of the first two corpora.

100 mails with letters of offices and 100 of citizens. The same mails come each time.
"""

from __future__ import annotations

from pathlib import Path

from tests.cards import third_citizens, third_offices
from tests.cards.corpus import as_they_came, write
from tests.cards.third_paper import Press

SEED = 690311


def make(folder: Path) -> list[Path]:
    return write(
        folder,
        as_they_came(third_offices.mails(), third_citizens.mails()),
        contents=lambda mail: [file.content for file in mail.files],
        print_all=lambda papers: Press(papers).run(),
        raw=lambda mail, files, random: mail.raw(files, random),
        seed=SEED,
    )
