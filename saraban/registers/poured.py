"""Rows poured into a workbook that xlsxwriter has laid out.

xlsxwriter makes all that a workbook is beside its rows: widths, paper, styles, the row of heads. A year has a hundred
thousand rows and a million cells, and cell by cell through a library they take as long as everything else together; so
they are written into the sheet's place as the plain XML that they are, and go to the file as they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SHEET = "xl/worksheets/sheet1.xml"
AT_A_TIME = 500  # rows
COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TEXT_MAX = 32_767  # characters of a cell, by the program that opens it

# What XML gives a meaning; and what .xlsx writes as _xHHHH_, with what already looks so.
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ODD = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")

_ROWS = re.compile(r"<row .*</row>", re.DOTALL)
_SAMPLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_DIMENSION = re.compile(
    r'<dimension ref="[^"]*"/>'
)  # how many rows: nobody knows yet, and it may be left out


class Cell(NamedTuple):
    """A text or a number, and which of the samples it looks like, the first being 0."""

    value: str | int
    look: int


def pour(laid_out: IO[bytes], rows: Iterable[Sequence[Cell | None]], to: IO[bytes]) -> None:
    """Writes to `to` the workbook `laid_out`, with `rows` in its first sheet after the row of heads.

    The second row of that sheet holds the samples: cells with a style and nothing in them. It goes. The same rows give
    the same bytes.
    """
    with ZipFile(laid_out) as source, ZipFile(to, "w") as target:
        for part in source.infolist():
            copy = ZipInfo(part.filename, part.date_time)
            copy.compress_type = ZIP_DEFLATED
            with target.open(copy, "w") as place:
                if part.filename == SHEET:
                    _pour_sheet(source.read(part).decode(), rows, place)
                else:
                    place.write(source.read(part))


def _pour_sheet(sheet: str, rows: Iterable[Sequence[Cell | None]], place: IO[bytes]) -> None:
    laid = _ROWS.search(sheet)
    if laid is None:
        raise ValueError("the sheet has no row of heads")
    heads, samples, _end = laid[0].split("</row>")
    looks = _SAMPLE.findall(samples)
    place.write(f"{_DIMENSION.sub('', sheet[: laid.start()])}{heads}</row>".encode())
    lines = enumerate(rows, start=2)
    while some := list(islice(lines, AT_A_TIME)):
        place.write("".join([_row(line, cells, looks) for line, cells in some]).encode())
    place.write(sheet[laid.end() :].encode())


def _row(line: int, cells: Sequence[Cell | None], looks: Sequence[str]) -> str:
    written = [
        f'<c r="{column}{line}" s="{looks[cell.look]}"{_inside(cell.value)}</c>'
        for column, cell in zip(COLUMNS, cells, strict=False)
        if cell is not None
    ]
    return f'<row r="{line}">{"".join(written)}</row>'


def _inside(value: str | int) -> str:
    if isinstance(value, int):
        return f"><v>{value}</v>"
    text = value[:TEXT_MAX]
    return (
        f' t="inlineStr"><is><t xml:space="preserve">{_escaped(text) if _ODD.search(text) else text}</t></is>'
    )


def _escaped(text: str) -> str:
    marked = _LOOKS_ESCAPED.sub("_x005F_", text).translate(_MARKUP)
    return _NO_CHARACTER.sub(lambda found: f"_x{ord(found[0]):04X}_", marked)
