"""A fourth year of mail, by a hand that had read neither the card reader nor the mails of the earlier corpora.

100 mails with letters of offices and 100 of citizens. The same mails come each time.
"""

from __future__ import annotations

from pathlib import Path

from tests.cards import fourth_citizens, fourth_offices
from tests.cards.corpus import as_they_came, write
from tests.cards.fourth_paper import press

SEED = 93110


def make(folder: Path) -> list[Path]:
    return write(
        folder,
        as_they_came(fourth_offices.mails(), fourth_citizens.mails()),
        contents=lambda mail: [file.content for file in mail.held],
        print_all=press,
        raw=lambda mail, files, random: mail.written(files, random),
        seed=SEED,
    )
