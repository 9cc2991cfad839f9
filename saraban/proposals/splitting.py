"""Where letters begin in a pile of scanned pages. Pure: the pages' marks in, the letters out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from saraban.proposals.labels import SEPARATOR

Page = tuple[int, int]  # which file of the pile, which page of it; both from 0
Run = list[int]  # file, first page, last page


@dataclass(frozen=True)
class Sheet:
    """A page of the pile: what of ours is printed on it, and whether it could be drawn."""

    mark: str = ""
    drawn: bool = True


@dataclass(frozen=True)
class Pile:
    """One letter: its pages, in order, and the mark of the first of them."""

    pages: tuple[Page, ...]
    mark: str = ""


def letters_among(files: Sequence[Sequence[Sheet]], *, together: bool = False) -> list[Pile]:
    """A letter begins behind a sheet between letters, which belongs to none; at a page with a label; and at each file,
    unless the files are pages of one pile (`together`)."""
    letters: list[list[Page]] = []
    marks: list[str] = []
    begins = True
    for file, sheets in enumerate(files):
        begins = begins or not together
        for page, sheet in enumerate(sheets):
            if sheet.mark == SEPARATOR:
                begins = True
                continue
            if begins or sheet.mark:
                letters.append([])
                marks.append(sheet.mark)
            letters[-1].append((file, page))
            begins = False
    return [Pile(tuple(pages), mark) for pages, mark in zip(letters, marks, strict=True)]


def as_runs(pages: Iterable[Page]) -> list[Run]:
    """Pages that follow one another in a file, told by the first and the last."""
    runs: list[Run] = []
    for file, page in pages:
        if runs and runs[-1][0] == file and runs[-1][2] == page - 1:
            runs[-1][2] = page
        else:
            runs.append([file, page, page])
    return runs


def pages_of(runs: Iterable[Run]) -> list[Page]:
    return [(file, page) for file, first, last in runs for page in range(first, last + 1)]
