"""Writes the corpus: each letter as `<group>/<name>.eml` with what it must be read as in `<name>.json` beside it.

Run from the checkout's root: `python -m tests.letters.make_corpus`. The same letters come out at each run; the files
are committed, so that a change of the writer is seen as a change of letters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.letters import letters_automatic, letters_bounces, letters_broken, letters_human, letters_thai
from tests.letters.letter import Letter

FOLDER = Path(__file__).parent


def all_letters() -> Iterator[Letter]:
    for room in (letters_thai, letters_automatic, letters_bounces, letters_human, letters_broken):
        yield from room.letters()


def write_corpus(folder: Path) -> dict[str, int]:
    """Writes every letter under `folder`, takes away what no writer makes any more; counts per group."""
    written: dict[str, int] = {}
    kept: set[Path] = set()
    for letter in all_letters():
        place = folder / letter.group
        place.mkdir(exist_ok=True)
        mail, reading = place / f"{letter.name}.eml", place / f"{letter.name}.json"
        if mail in kept:
            raise ValueError(f"two letters are called {letter.group}/{letter.name}")
        kept |= {mail, reading}
        mail.write_bytes(letter.raw)
        reading.write_text(
            json.dumps({"about": letter.about} | letter.expect, ensure_ascii=False, indent=1) + "\n",
            encoding="utf-8",
        )
        written[letter.group] = written.get(letter.group, 0) + 1
    for group in written:
        for stale in set((folder / group).iterdir()) - kept:
            stale.unlink()
    return written


if __name__ == "__main__":
    for group, count in write_corpus(FOLDER).items():
        print(f"{group}: {count}")
