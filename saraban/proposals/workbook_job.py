"""What the workbench does for a sheet of the office: a workbook's bytes in, the rows of one of its sheets as JSON out.

Calamine is native code that reads what strangers wrote, so only the child imports this.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine

from saraban.mail.reader.charsets import guess

ROWS_MAX = 52_000  # 50,000 entries, and the rows of titles and days among them
COLUMNS_MAX = 100
CELL_MAX = 2_000  # characters; a column of the register holds less, and is told that it is too long
SHEETS_MAX = 100
PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
SEPARATORS = ",;\t"
SEPARATED_ROWS = 50  # are looked at in order to tell what separates

# As Excel copies: a cell that holds a tab or a line's end stands in quotes, any other as it is.
_COPIED = re.compile(r'(?:"((?:[^"]|"")*)"(?=\t|\r?\n|\Z)|([^\t\n]*?))(\t|\r?\n|\Z)')


def rows(path: str, name: str, sheet: int, exact: bool = False) -> dict[str, Any]:
    """Of the sheet with this index: `rows` as [number of the row, cells], and how the sheets are called.

    A cell is a text, a number, a list of one ISO date, or null. `more`: there are rows that were not read.
    `csv`: the cells have no types, and texts that look like formulas stand behind an apostrophe.
    `exact`: a date that has a time keeps it, to the second, as the sheet shows it; a row of text its empty end.
    Raises what calamine raises, `ValueError`, `OSError`.
    """
    data = Path(path).read_bytes()
    found = _of_workbook(path, sheet) if data.startswith(PACKED) else _of_text(data, name)
    some = list(islice(_numbered(found.pop("lines"), exact, ended=exact and found["csv"]), ROWS_MAX + 1))
    return found | {"rows": some[:ROWS_MAX], "more": len(some) > ROWS_MAX}


def _of_workbook(path: str, sheet: int) -> dict[str, Any]:
    workbook = python_calamine.load_workbook(path)
    names = workbook.sheet_names[:SHEETS_MAX]
    here = sheet if 0 <= sheet < len(names) else 0
    return {
        "sheets": names,
        "sheet": here,
        "csv": False,
        "lines": workbook.get_sheet_by_index(here).iter_rows(),
    }


def _of_text(data: bytes, name: str) -> dict[str, Any]:
    if data.lstrip()[:1] == b"<" or (b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise ValueError("neither a workbook nor a table in text")
    charset = next((said for bom, said in BOMS.items() if data.startswith(bom)), "")
    text = data.decode(charset, "replace") if charset else guess(data)
    copied = name.lower().endswith(".tsv")
    cells = (
        _copied(text) if copied else csv.reader(text.splitlines(keepends=True), delimiter=_separator(text))
    )
    return {"sheets": [], "sheet": 0, "csv": not copied, "lines": cells}


def _separator(text: str) -> str:
    """Whichever gives most rows the same number of columns: `1,250.00;500.00` has two. A comma where none does."""
    head = text[:10_000].splitlines(keepends=True)[:SEPARATED_ROWS]
    return max(SEPARATORS, key=lambda separator: _alike(head, separator))


def _alike(lines: list[str], separator: str) -> tuple[int, int]:
    """How many rows have the commonest number of columns, if it is not one, and that number."""
    counts = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    return max(((rows, columns) for columns, rows in counts.items()), default=(0, 0))


def _copied(text: str) -> Iterator[list[str]]:
    row: list[str] = []
    for found in _COPIED.finditer(text.replace("\r\n", "\n")):
        quoted, plain, end = found.groups()
        row.append(quoted.replace('""', '"') if quoted is not None else plain)
        if end != "\t":
            yield row
            row = []
        if not end:
            return


def _numbered(cells: Iterable[Iterable[Any]], exact: bool, *, ended: bool) -> Iterator[list[Any]]:
    for number, row in enumerate(cells, start=1):
        plain = [_plain(cell, exact) for cell in islice(row, COLUMNS_MAX)]
        while plain and plain[-1] is None and not ended:
            plain.pop()
        if any(not isinstance(cell, str) or cell.strip() for cell in plain if cell is not None):
            yield [number, plain]


def _plain(cell: Any, exact: bool) -> Any:
    if isinstance(cell, bool):
        return str(cell).upper()
    if exact and isinstance(cell, datetime) and cell.time() != time():
        return [(cell + timedelta(milliseconds=500)).replace(microsecond=0).isoformat()]
    if isinstance(cell, datetime | date):
        return [cell.isoformat()[:10]]
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, int):
        return cell
    return str(cell)[: CELL_MAX + 1] or None
