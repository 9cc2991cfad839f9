"""The register as a file and on paper: how long, how much memory, beside xlsxwriter writing the same cells bare.

Each in a process of its own, so that its highest memory is its own. What is wanted is said beside what was measured.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TOP = Path(__file__).parent.parent
BUILD = TOP / "build"
ROWS = 100_000  # of an exported year
MANY = 1_000_000  # over which memory must stay flat


def bench_books() -> dict[str, Any]:
    BUILD.mkdir(exist_ok=True)
    found: dict[str, Any] = {"rows": ROWS, "xlsx_s_wanted_at_most": 15, "xlsx_mb_wanted_at_most": 200}
    for rows, jobs in ((ROWS, tuple(JOBS)), (MANY, ("csv", "last_day"))):
        with tempfile.TemporaryDirectory(dir=BUILD, prefix="bench-", ignore_cleanup_errors=True) as folder:
            _in_a_process(f"fill_here({folder!r}, {rows})")
            for job in jobs:
                found[job if rows == ROWS else f"{job}_of_{rows}"] = json.loads(
                    _in_a_process(f"measure_here({folder!r}, {job!r})")
                )
    return found


def _in_a_process(call: str) -> str:
    code = f"from dev.bench_books import fill_here, measure_here; {call}"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=TOP, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def fill_here(folder: str, rows: int) -> None:
    _settle(folder)
    from dev.bench import _fill_register, _fresh_office
    from saraban.registers.models import IncomingEntry
    from saraban.tenancy.scope import acting_for
    from tests.office import arrive

    with _fresh_office(Path(folder)) as office, acting_for(office.agency):
        IncomingEntry.objects.enter(arrive(office), by=office.clerk)
        _fill_register(rows)


def measure_here(folder: str, job: str) -> None:
    _settle(folder)
    from django.db import connection

    from saraban.registers.book import received_book
    from saraban.registers.models import IncomingEntry
    from saraban.tenancy.models import Agency
    from saraban.tenancy.scope import acting_for

    connection.settings_dict["NAME"] = f"{folder}/saraban.sqlite3"
    with acting_for(Agency.objects.get()):
        book = received_book(IncomingEntry.objects.with_hidden(_clerk()))
        run = JOBS[job](book)
        started, busy = time.perf_counter(), time.process_time()
        size = run()
        said = {
            "s": round(time.perf_counter() - started, 2),
            "cpu_s": round(time.process_time() - busy, 2),
            "made_mb": round(size / 1e6, 1),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    print(json.dumps(said))


def _xlsx(book: Any) -> Callable[[], int]:
    from saraban.registers.exported import write_xlsx

    def run() -> int:
        with tempfile.TemporaryFile() as to:
            write_xlsx(book, to, agency="เทศบาลตำบลคลองน้อย", made_at=datetime.now(UTC))
            return to.tell()

    return run


def _bare_xlsx(book: Any) -> Callable[[], int]:
    """The same cells, read before the clock runs, written without a style."""
    import xlsxwriter

    from saraban.registers.exported import _cells

    lines = [
        [cell if isinstance(cell, str | int) else str(cell) for cell in _cells(row)] for row in book.rows()
    ]

    def run() -> int:
        with tempfile.TemporaryFile() as to:
            workbook = xlsxwriter.Workbook(to, {"constant_memory": True})
            sheet = workbook.add_worksheet()
            for number, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if isinstance(cell, int):
                        sheet.write_number(number, column, cell)
                    elif cell:
                        sheet.write_string(number, column, cell)
            workbook.close()
            return to.tell()

    return run


def _csv(book: Any) -> Callable[[], int]:
    from saraban.registers.exported import write_csv

    def run() -> int:
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as to:
            write_csv(book, to)
            return to.tell()

    return run


def _day(book: Any) -> Callable[[], int]:
    """The rows of the last day of the book."""
    from django.utils.timezone import localdate

    from saraban.registers.book import Days

    last = localdate(book.entries.order_by("-registered_at")[0].registered_at)
    return lambda: len(list(book.of_days(Days(last, last)).rows()))


def _print(rows: int) -> Callable[[Any], Callable[[], int]]:
    from saraban.registers.book import received_book
    from saraban.registers.printed import Print

    paper = Print("เทศบาลตำบลคลองน้อย", datetime.now(UTC))
    return lambda book: lambda: len(paper.pdf(received_book(book.entries.filter(number__lte=rows))))


JOBS: dict[str, Callable[[Any], Callable[[], int]]] = {
    "xlsx": _xlsx,
    "bare_xlsx": _bare_xlsx,
    "csv": _csv,
    "last_day": _day,
    "print_400": lambda book: _print(400)(book),
    "print_2000": lambda book: _print(2_000)(book),
}


def _clerk() -> Any:
    from saraban.agencies.models import Officer

    return Officer.objects.order_by("pk")[0]


def _settle(folder: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    importlib.import_module("django").setup()
    from django.conf import settings

    settings.DATA_DIR = Path(folder)
