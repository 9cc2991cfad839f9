"""A bundle in memory whose lines are altered one at a time: thousands of alterations in minutes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any

from saraban.audit.canonical import canonical
from saraban.evidence.bundle import Evidence
from saraban.evidence.verify_register import Verifier, loaded
from tests.evidence.alterations import Found, Impossible, other_json

FILES = ("entries.jsonl", "rows.jsonl", "seals.jsonl")
CLAIMED = (
    "agency",
    "last",
    "counters",
)  # of the manifest: the rest says what the bundle is, not what it proves


class Lines:
    """Answers as a bundle does."""

    def __init__(self, manifest: dict[str, Any], files: dict[str, list[bytes]], letters: dict[str, bytes]):
        self.manifest, self.files, self.blobs = manifest, files, letters
        self.letters = set(letters)

    @classmethod
    def of(cls, evidence: Evidence) -> Lines:
        files = {name: [canonical(line) for line in evidence.lines(name)] for name in FILES}
        letters = {digest: b"".join(evidence.letter(digest) or ()) for digest in evidence._letters()}
        return cls(evidence.manifest, files, letters)

    def lines(self, name: str) -> Iterator[Any]:
        return (loaded(line) for line in self.files[name])

    def letter(self, digest: str) -> Iterable[bytes] | None:
        return [self.blobs[digest]] if digest in self.blobs else None

    def altered(self, rng: random.Random) -> tuple[str, Lines]:
        """One thing otherwise: in a line, a line removed, told twice or swapped, a byte of a letter, a claim."""
        how = rng.choice(["in a line"] * 6 + ["removed", "twice", "swapped", "letter", "claim", "cut"])
        files = {name: list(lines) for name, lines in self.files.items()}
        manifest, letters = dict(self.manifest), dict(self.blobs)
        name = rng.choice(FILES)
        lines = files[name]
        place = rng.randrange(len(lines))
        said = f"{name} {place}"
        if how == "in a line":
            before = loaded(lines[place])
            lines[place] = canonical(other_json(rng, before))
            said += f": {before} -> {lines[place].decode()}"
        elif how == "removed":
            del lines[place]
        elif how == "twice":
            lines.insert(place, lines[place])
        elif how == "swapped":
            other = rng.randrange(len(lines))
            if name == "rows.jsonl" or lines[other] == lines[place]:
                raise Impossible  # the order of rows says nothing
            lines[place], lines[other] = lines[other], lines[place]
        elif how == "cut":
            del lines[place:]
        elif how == "claim":
            claim = rng.choice(CLAIMED)
            manifest[claim] = other_json(rng, manifest[claim])
            said = claim
        else:
            digest = rng.choice(sorted(letters))
            data = letters[digest]
            at = rng.randrange(len(data))
            letters[digest] = data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]
            said = f"{digest} at {at}"
        return f"{how}: {said}", Lines(manifest, files, letters)


def alter_lines(evidence: Evidence, held: dict[str, Any], *, count: int, seed: int) -> Found:
    whole, rng, found = Lines.of(evidence), random.Random(seed), Found()
    while found.tried.total() < count:
        try:
            said, altered = whole.altered(rng)
        except Impossible:
            continue
        found.tried[said.partition(":")[0]] += 1
        try:
            intact = Verifier(altered, held).run()["intact"]
        except Exception:
            intact = False
            found.unreadable += 1
        if intact:
            found.missed.append(said)
    return found
