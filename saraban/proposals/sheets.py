"""Words where they stand: sheets of rows of spans. What `pages` finds in a PDF, and what `letterhead` reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Words of a row with no wide gap among them. Measures in points, from the left edge."""

    text: str
    left: float
    right: float
    size: float
    guessed: tuple[
        str, ...
    ] = ()  # beginnings of words in which a letter was put right, perhaps to a wrong one


@dataclass(frozen=True)
class Row:
    """What stands on one line of the sheet, from left to right; never empty."""

    spans: tuple[Span, ...]
    base: float  # points, growing upward
    size: float

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Sheet:
    """A page. Its rows from top to bottom."""

    number: int  # from 1
    width: float
    height: float
    rows: tuple[Row, ...]
    scanned: bool = False  # its words were guessed from a picture by somebody's scanner
    rings_lost: bool = False  # its font drops a part of ำ without a trace
    unmapped: bool = False  # there are letters, and nobody can say which


@dataclass(frozen=True)
class Sheets:
    """The first pages of a document."""

    sheets: tuple[Sheet, ...]
    count: int  # pages in all
    trouble: str = ""  # Thai: why there are no words
