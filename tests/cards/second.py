"""A second year of mail, made by another hand that had read neither the card reader nor the first corpus's mails.

100 mails with letters of offices and 100 of citizens. The same mails come each time.
"""

from __future__ import annotations

from pathlib import Path

from tests.cards import second_citizens, second_offices
from tests.cards.corpus import as_they_came, write
from tests.cards.second_paper import print_all

SEED = 256902


def make(folder: Path) -> list[Path]:
    return write(
        folder,
        as_they_came(second_offices.mails(), second_citizens.mails()),
        contents=lambda mail: [file.content for file in mail.files],
        print_all=print_all,
        raw=lambda mail, files, random: mail.raw(files, random),
        seed=SEED,
    )
