"""Words cut into overlapping pieces of up to three letters: what both engines look up. Pure.

A piece begins at every letter of a word; towards the word's end it is shorter. So one or two letters stand at the
beginning of some piece of every word that holds them, and no search has to read all texts.
"""

from __future__ import annotations

from collections.abc import Sequence

LENGTH = 3  # letters
COVER_MAX = 40  # pieces looked up for one search; the texts so found are compared with every word anyway


def pieces_of(text: str) -> set[str]:
    """`ยาดี` → `ยาด`, `าดี`, `ดี`, `ี`."""
    return {word[at : at + LENGTH] for word in text.split() for at in range(len(word))}


def cover_of(words: Sequence[str]) -> list[str]:
    """Pieces that every text with these words has, the telling ones first: each word's letters once, not thrice."""
    cover: dict[str, None] = {}
    for word in sorted(words, key=len, reverse=True):
        last = max(len(word) - LENGTH, 0)
        cover |= dict.fromkeys(word[at : at + LENGTH] for at in (*range(0, last, LENGTH), last))
    return list(cover)[:COVER_MAX]
