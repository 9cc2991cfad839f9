"""Money at size: a bank's file of ten thousand rows, read in the child, taken in and sorted among ten thousand invoices."""

from __future__ import annotations

import csv
import os
import sqlite3
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

BUILD = Path(__file__).parent.parent / "build"
ROWS = 10_000
WANTED_SECONDS = 5.0
DAY = date(2026, 11, 2)


def bench_money() -> dict[str, Any]:
    """Seconds from the file to the piles, step by step, beside the same rows parsed and stored by bare hands."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="bench-", ignore_cleanup_errors=True) as folder:
        return _measured(Path(folder))


def _measured(folder: Path) -> dict[str, Any]:
    from django.conf import settings

    from dev.bench import _fresh_office
    from saraban.agencies.duties import OPERATOR, Duty
    from saraban.payments.accounts import Account
    from saraban.payments.bank_statements import BankStatement
    from saraban.payments.invoices import Invoice
    from saraban.payments.postings import CONFIRMED_MAX, Posting, proposed
    from saraban.payments.statement_columns import propose_columns
    from saraban.payments.statement_files import open_statement
    from saraban.payments.statements import read_statement
    from saraban.tenancy.scope import acting_for
    from tests.office import add_officer
    from tests.payments.tills import AGENCY

    settings.DATA_DIR = folder
    path = folder / "statement.csv"
    _write(path)
    with _fresh_office(folder, practice=True) as office, acting_for(office.agency):
        finance = add_officer("นางสาวปรียา เงินทอง", "preeya@klongnoy.go.th", Duty.FINANCE)
        account = Account.objects.open(
            AGENCY, bank="006", number="1234567890", biller="099400016550100", by=OPERATOR
        )
        owed = [
            Invoice(
                account=account,
                reference1=f"C2569{number:05}",
                reference2="FEE01",
                payer="นายสมชาย ที่ปรึกษาดี",
                what="ค่าธรรมเนียม",
                satang=50_000 + number,
                issued_on=DAY,
            )
            for number in range(ROWS)
        ]
        Invoice.objects.record_batch("issued", owed, by=finance)
        times = {}
        started = time.perf_counter()
        kept = BankStatement.objects.keep(path.read_bytes())
        workbook = open_statement(path, name=path.name)
        times["opened in the child"] = time.perf_counter() - started
        columns = propose_columns(workbook.lines)
        assert columns is not None
        statement = read_statement(workbook.lines, columns, today=date(2026, 11, 30), csv=workbook.csv)
        times["read"] = time.perf_counter() - started
        BankStatement.objects.take(account, kept, path.name, statement, columns=columns, by=finance)
        times["taken in"] = time.perf_counter() - started
        found = proposed()
        times["sorted into piles"] = time.perf_counter() - started
        green = sum(one.green for one in found.proposals)
        assert len(found.proposals) == ROWS and green == ROWS, (len(found.proposals), green)
        pages = _p95(finance)
        started = time.perf_counter()
        assert Posting.objects.confirm_certain(by=finance) == CONFIRMED_MAX
        confirmed = time.perf_counter() - started
    return {
        "rows": ROWS,
        "seconds": {name: round(taken, 2) for name, taken in times.items()},
        "bare_seconds": round(_bare(path, folder / "bare.sqlite3"), 2),
        "wanted_seconds": WANTED_SECONDS,
        "money_page_p95_ms": pages,
        "confirmed_at_one_press": {"rows": CONFIRMED_MAX, "seconds": round(confirmed, 2)},
    }


def _write(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file)
        rows.writerow(["วันที่", "เวลา", "เงินเข้า", "เงินออก", "Ref1", "Ref2", "เลขที่อ้างอิง", "รายการ"])
        for number in range(ROWS):
            satang = 50_000 + number
            rows.writerow(
                [
                    f"{DAY.day}/{DAY.month}/{DAY.year + 543}",
                    f"{8 + number // 3600 % 9:02}:{number // 60 % 60:02}",
                    f"{satang // 100}.{satang % 100:02}",
                    "",
                    f"C2569{number:05}",
                    "FEE01",
                    f"T{number:012}",
                    "รับชำระค่าธรรมเนียม",
                ]
            )


def _bare(path: Path, database: Path) -> float:
    """The same rows, parsed by the csv module and stored in one transaction: nothing checked, logged or matched."""
    started = time.perf_counter()
    with path.open(newline="", encoding="utf-8-sig") as file, sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE line (a, b, c, d, e, f, g, h)")
        connection.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", csv.reader(file))
    return time.perf_counter() - started


def _p95(finance: Any) -> float:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(finance.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    taken = []
    for _ in range(10):
        started = time.perf_counter()
        assert client.get("/desk/pay/").status_code == 200
        taken.append(time.perf_counter() - started)
    return round(statistics.quantiles(taken, n=20)[18] * 1000, 1)
