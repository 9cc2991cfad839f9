"""Workbooks of strangers, read in the limited child process: .xlsx, .xls, .ods, CSV and what was copied from Excel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from saraban.workbench.bench import Bench, Broken, TooCostly

READ_SECONDS_MAX = 40.0
JOB = "saraban.proposals.workbook_job"

Cell = (
    str | int | date | None
)  # a number with a fraction is its digits; a moment, where it was asked for, is naive

_bench = Bench(preload=[JOB], children_max=1, idle_seconds=30)


class Unreadable(Exception):
    """The file is no workbook, is broken, or would cost too much to open."""


@dataclass(frozen=True)
class Line:
    """A row of a sheet that is not empty. `number`: as the sheet itself counts, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, place: int) -> Cell:
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True)
class Workbook:
    """One sheet of a workbook. `more`: it goes on after what was read. `csv`: its cells have no types."""

    sheets: tuple[str, ...]
    sheet: int
    lines: tuple[Line, ...]
    more: bool = False
    csv: bool = False


def read_workbook(path: Path, *, name: str, sheet: int = 0, exact: bool = False) -> Workbook:
    """The sheet with this index; the first where there is none. `exact`: with the time of a date that has one, and with
    the empty cells at the end of a row of text.

    Raises `Unreadable`.
    """
    asked = [str(path), name, sheet, exact]
    try:
        said = _bench.run(f"{JOB}:rows", asked, timeout_seconds=READ_SECONDS_MAX)
    except (TooCostly, Broken) as trouble:
        raise Unreadable(str(trouble)) from trouble
    return Workbook(
        sheets=tuple(said["sheets"]),
        sheet=said["sheet"],
        lines=tuple(Line(number, tuple(map(_cell, cells))) for number, cells in said["rows"]),
        more=said["more"],
        csv=said["csv"],
    )


def _cell(said: object) -> Cell:
    if isinstance(said, list):
        kind = datetime if "T" in said[0] else date
        return kind.fromisoformat(said[0])
    return said if isinstance(said, str | int) else None
