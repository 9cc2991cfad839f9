"""Statements of every common shape are read alike, and what is wrong with one is told in Thai with its row."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.law.refusal import Refusal
from saraban.payments.statement_columns import StatementColumns, columns_chosen, places_of, propose_columns
from saraban.payments.statement_files import BYTES_MAX, open_statement
from saraban.payments.statements import ROWS_MAX, Fault, Statement, StatementLine, read_statement
from saraban.thai import baht
from saraban.thai.dates import BANGKOK
from tests.payments.bank_files import (
    BANKS,
    GSB,
    KTB_BILLS,
    SCB,
    TODAY,
    Rows,
    csv_of,
    lines_of,
    xlsx_of,
)

XLS = Path(__file__).parent / "statement.xls"  # SCB's, as LibreOffice saves it
Open = Callable[..., Statement]


def read(rows: Rows, columns: StatementColumns | None = None, **more: Any) -> Statement:
    lines = lines_of(rows)
    columns = columns or propose_columns(lines)
    assert columns is not None
    return read_statement(lines, columns, today=TODAY, **more)


def said(line: StatementLine) -> tuple[str, bool, int]:
    return line.paid_at.isoformat(" ", "seconds"), line.time_known, line.satang


def codes(statement: Statement) -> list[tuple[int, str]]:
    return [(fault.row, fault.code) for fault in statement.faults]


# What banks give out


def test_what_six_banks_give_out_is_read() -> None:
    found = {bank: [said(line) for line in read(rows).lines] for bank, rows in BANKS.items()}
    assert found == {
        "KTB": [
            ("2026-01-23 08:31:05+07:00", True, 50_000),
            ("2026-01-23 14:02:59+07:00", True, 125_050),
        ],
        "KBANK": [
            ("2026-01-23 08:31:00+07:00", True, 50_000),
            ("2026-01-24 00:00:00+07:00", False, 4_025),
        ],
        "SCB": [
            ("2026-01-23 08:31:00+07:00", True, 50_000),
            ("2026-01-24 10:00:00+07:00", True, 10),
        ],
        "BBL": [
            ("2026-01-24 00:00:00+07:00", False, 4_000),
            ("2026-01-23 00:00:00+07:00", False, 50_000),
        ],
        "GSB": [("2026-01-23 08:31:00+07:00", True, 50_000)],
        "BAAC": [("2026-01-23 08:31:00+07:00", True, 50_000)],
    }
    for bank, rows in BANKS.items():
        statement = read(rows)
        assert (bank, statement.faults, statement.notices) == (bank, [], [])
        assert (statement.debits, statement.debited) == {
            "KTB": (0, 0),
            "SCB": (1, 10_025),
            "BAAC": (1, 1_500),
        }.get(bank, (1, 20_000))


def test_a_line_has_all_that_the_bank_says() -> None:
    first = read(KTB_BILLS).lines[0]
    assert first == StatementLine(
        row=4,
        paid_at=datetime(2026, 1, 23, 8, 31, 5, tzinfo=BANGKOK),
        time_known=True,
        satang=50_000,
        reference1="S7KQ29XMD4TPA",
        reference2="FEE01",
        payer="นายสมชาย ที่ปรึกษาดี",
        channel="Mobile",
        fingerprint=first.fingerprint,
    )
    assert first.paid_on == date(2026, 1, 23) and re.fullmatch("[0-9a-f]{64}", first.fingerprint)
    of_scb = read(SCB).lines[0]
    assert (of_scb.bank_reference, of_scb.description, of_scb.balance) == (
        "202601230001ABC",
        "รับโอนจาก KBANK x1234",
        150_000,
    )


def test_columns_are_proposed_by_their_headings_and_kept_as_json() -> None:
    columns = propose_columns(lines_of(KTB_BILLS))
    assert columns is not None
    assert columns.as_json() == {
        "date": "วันที่ชำระเงิน",
        "time": "เวลา",
        "amount": "จำนวนเงิน (บาท)",
        "reference1": "Ref.1",
        "reference2": "Ref.2",
        "payer": "ชื่อผู้ชำระเงิน",
        "channel": "ช่องทาง",
    }
    for rows in BANKS.values():
        proposed = propose_columns(lines_of(rows))
        assert proposed is not None and StatementColumns.from_json(proposed.as_json()) == proposed


def test_a_heading_of_two_rows_and_one_in_two_languages() -> None:
    columns = propose_columns(lines_of(GSB))
    assert columns is not None and (columns.debit, columns.credit) == ("ถอน", "ฝาก")
    mixed = lines_of(
        [["วันที่ Date", "รายการ Description", "ถอนเงิน/Withdrawal", "ฝากเงิน/Deposit", "ยอดคงเหลือ Balance"]]
    )
    columns = propose_columns(mixed)
    assert columns is not None
    assert (columns.date, columns.credit, columns.balance) == (
        "วันที่ Date",
        "ฝากเงิน/Deposit",
        "ยอดคงเหลือ Balance",
    )


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["รายงาน"], ["23/01/2569", "500.00"]],
        [["วันที่", "รายการ", "หมายเหตุ"], ["23/01/2569", "โอน", ""]],
        [["เลขรับ", "เรื่อง", "จาก"], ["1", "ขออนุญาต", "นายก"]],
    ],
)
def test_no_columns_are_made_up(rows: Rows) -> None:
    assert propose_columns(lines_of(rows)) is None


def test_a_map_by_places_needs_no_heading() -> None:
    columns = StatementColumns(date=0, amount=2, reference1=1)
    statement = read([["23/01/2569", "CASE1", "500.00"], ["24/01/2569", "CASE2", "40.00"]], columns)
    assert [(line.row, line.reference1) for line in statement.lines] == [(1, "CASE1"), (2, "CASE2")]


def test_a_column_is_found_again_where_the_bank_put_another_before_it() -> None:
    columns = propose_columns(lines_of(SCB))
    moved = [["ใหม่", *row] if at == 0 else ["x", *row] for at, row in enumerate(SCB)]
    assert [said(line) for line in read(moved, columns).lines] == [said(line) for line in read(SCB).lines]


def test_headings_that_stand_twice_are_kept_by_their_places() -> None:
    rows = [["วันที่", "รายการ", "วันที่", "เงินเข้า"], ["23/01/2569", "a", "24/01/2569", "500.00"]]
    columns = propose_columns(lines_of(rows))
    assert columns is not None and columns.date == 0
    assert read(rows, columns).lines[0].paid_on == date(2026, 1, 23)


@pytest.mark.parametrize(
    "said_of",
    [
        {},
        {"date": "วันที่"},
        {"date": "วันที่", "amount": "a", "credit": "b"},
        {"date": True, "amount": 1},
        {"date": 0, "amount": -1},
        {"date": 0, "amount": 100},
        {"date": 0, "amount": ""},
        {"date": 0, "amount": "x" * 101},
        {"date": 0, "amount": 1.5},
        {"date": 0, "amount": 1, "colour": 2},
    ],
)
def test_no_other_map_is_taken(said_of: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        StatementColumns.from_json(said_of)


# Files


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    def read_file(data: bytes, name: str = "a.csv") -> Statement:
        path = tmp_path / "kept"
        path.write_bytes(data)
        workbook = open_statement(path, name=name)
        columns = propose_columns(workbook.lines)
        assert columns is not None
        return read_statement(workbook.lines, columns, today=TODAY, more=workbook.more, csv=workbook.csv)

    return read_file


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bank", ["KTB", "KBANK", "BBL", "GSB", "BAAC"])
def test_a_table_in_text_is_read_in_any_charset(
    opened: Open, bank: str, separator: str, charset: str
) -> None:
    statement = opened(csv_of(BANKS[bank], separator=separator, charset=charset))
    assert statement == read(BANKS[bank])


@pytest.mark.parametrize("bank", BANKS)
def test_a_workbook_is_read(opened: Open, bank: str) -> None:
    assert opened(xlsx_of(BANKS[bank]), "statement.xlsx") == read(BANKS[bank])


def test_an_old_workbook_is_read(opened: Open) -> None:
    assert opened(XLS.read_bytes(), "statement.xls").lines == read(SCB).lines


def test_a_day_with_its_time_in_one_cell_of_a_workbook(opened: Open) -> None:
    rows = [["Date", "Description", "Amount"], [datetime.fromisoformat("2026-01-23T14:05:33"), "โอน", 1250.5]]
    assert [said(line) for line in opened(xlsx_of(rows), "a.xlsx").lines] == [
        ("2026-01-23 14:05:33+07:00", True, 125_050)
    ]


def test_amounts_with_commas_between_semicolons(opened: Open) -> None:
    """Nothing stands in quotes, and there are more commas than semicolons."""
    text = "วันที่;เงินเข้า;ยอดคงเหลือ\n" + "".join(
        f"23/01/2569;1,000,000.00;{number},000,000.00\n" for number in range(2, 30)
    )
    statement = opened(text.encode("cp874"))
    assert (len(statement.lines), statement.faults, statement.satang) == (28, [], 28 * 100_000_000)


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty_file", "ไฟล์ว่าง"),
        (b"\xef\xbb\xbf \r\n", "empty_file", "ไฟล์ว่าง"),
        (b"%PDF-1.7\n\xe2\xe3", "pdf", "PDF"),
        (b"\r\n<html><table><tr><td>23/01/2569", "web_page", "HTML"),
        (b"<?xml version='1.0'?><Workbook>", "web_page", "XML"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture", "ภาพ"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked", "รหัสผ่าน"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "unreadable_file", "ไม่ครบ"),
        (b"PK\x03\x04 not a workbook", "unreadable_file", "ไม่ครบ"),
        (xlsx_of(SCB)[:-900], "unreadable_file", "ไม่ครบ"),
        (b"MZ\0\1\2", "unreadable_file", "ไม่ใช่ Excel"),
        (b"1,2\n" * (BYTES_MAX // 4 + 1), "too_large", "20 MB"),
    ],
)
def test_a_file_that_is_no_table_is_told_by_its_bytes(
    tmp_path: Path, data: bytes, code: str, word: str
) -> None:
    path = tmp_path / "kept"
    path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        open_statement(path, name="statement.xls")
    assert refused.value.code == code
    assert word in refused.value.message
    for part in ("ยังไม่ได้เปิดไฟล์ เพราะ", "โปรด", "ข้อมูลเดิมอยู่ครบ"):
        assert part in refused.value.message


# What is wrong with a statement

HEAD = ["วันที่", "เวลา", "รายการ", "ถอน", "ฝาก", "คงเหลือ", "Ref.1", "Ref.2", "Transaction Ref"]
COLUMNS = propose_columns(lines_of([HEAD]))


def row(
    *,
    day: Any = "23/01/2569",
    clock: Any = "08:31",
    out: Any = None,
    came: Any = "500.00",
    balance: Any = None,
    ref1: Any = "CASE1",
    ref2: Any = "FEE01",
    bank: Any = None,
) -> list[Any]:
    return [day, clock, "โอน", out, came, balance, ref1, ref2, bank]


MALFORMED: dict[str, tuple[Rows, list[tuple[int, str]], str]] = {
    "nothing on the sheet": ([], [(0, "empty")], "ไม่มีข้อมูล"),
    "another table": ([["เลขรับ", "เรื่อง"], ["1", "ขออนุญาต"]], [(0, "no_heading")], "ไม่พบหัวตาราง"),
    "no column of money": (
        [[head for head in HEAD if head != "ฝาก"], row()],
        [(1, "missing_column")],
        "ไม่พบคอลัมน์ “ฝาก” ในหัวตารางที่แถว 1",
    ),
    "a day that is none": ([HEAD, row(), row(day="32/01/2569")], [(3, "day")], "อ่านวันที่ “32/01/2569” ไม่ได้"),
    "months before days": ([HEAD, row(day="01/23/2026")], [(2, "day")], "ไม่มีเดือนที่ 23"),
    "words for a day": ([HEAD, row(day="เมื่อวาน")], [(2, "day")], "อ่านวันที่ “เมื่อวาน” ไม่ได้"),
    "no day": ([HEAD, row(day=None)], [(2, "no_day")], "มีจำนวนเงินแต่ไม่มีวันที่"),
    "a day to come": ([HEAD, row(day="01/02/2569")], [(2, "future")], "1 ก.พ. 2569 ยังมาไม่ถึง"),
    "a year of long ago": ([HEAD, row(day="23/01/2549")], [(2, "long_past")], "ย้อนหลังเกิน 10 ปี"),
    "a year of another age": ([HEAD, row(day="23/01/1069")], [(2, "day")], "อ่านวันที่ “23/01/1069” ไม่ได้"),
    "an amount that is none": ([HEAD, row(came="ห้าร้อย"), row(came="500")], [(2, "amount")], "อ่านจำนวนเงิน “ห้าร้อย” ไม่ได้"),
    "an amount of three places": ([HEAD, row(came="1.234")], [(2, "amount")], "อ่านจำนวนเงิน “1.234” ไม่ได้"),
    "an amount that Excel could not show": ([HEAD, row(came="#####")], [(2, "amount")], "คอลัมน์แคบ"),
    "a row without an amount": ([HEAD, row(came=None)], [(2, "no_amount")], "ไม่มีจำนวนเงิน"),
    "in and out at once": ([HEAD, row(out="1.00")], [(2, "both")], "ทั้งเงินเข้าและเงินออก"),
    "a formula": ([HEAD, row(came="=SUM(E1:E9)")], [(2, "formula")], "พบสูตร “=SUM(E1:E9)”"),
    "a formula as a reference": ([HEAD, row(ref1="=A1&B1")], [(2, "formula")], "พบสูตร"),
    "a reference that Excel shortened": (
        [HEAD, row(), row(ref1="1.23E+15")],
        [(3, "scientific")],
        "Excel ย่อเลขอ้างอิงเป็น “1.23E+15” เลขท้ายจึงหายไปแล้ว",
    ),
    "a number of twenty digits": ([HEAD, row(bank="20260123000112340000.0")], [(2, "scientific")], "เลขท้ายจึงหายไปแล้ว"),
    "a reference that Excel took for a day": ([HEAD, row(ref2=date(2026, 1, 2))], [(2, "reference_as_day")], "เปลี่ยนเลขอ้างอิงเป็นวันที่"),
    "a balance that is none": ([HEAD, row(balance="x")], [(2, "amount")], "อ่านยอดคงเหลือ “x” ไม่ได้"),
    "a row that was taken out": (
        [HEAD, row(balance="500.00"), row(balance="1,500.00"), row(balance="2,000.00")],
        [(3, "balance")],
        "ยอดคงเหลือ 1,500.00 ไม่ต่อจากแถว 2 ซึ่งทำให้ควรเป็น 1,000.00",
    ),
    "an amount that was changed": (
        [HEAD, row(balance="500.00"), row(came="5,000.00", balance="1,000.00"), row(balance="1,500.00")],
        [(3, "balance")],
        "ไม่ต่อจากแถว 2 ซึ่งทำให้ควรเป็น 5,500.00",
    ),
    "a row that was pasted twice": (
        [HEAD, row(balance="500.00"), row(balance="1,000.00"), row(balance="1,000.00"), row(balance="1,500.00")],
        [(4, "twice")],
        "ซ้ำกับแถว 3 ทุกช่อง",
    ),
    "a total of more rows": (
        [HEAD, row(), row(), [None, None, "รวม 3 รายการ", None, "1,500.00"]],
        [(4, "total")],
        "ยอดรวมในไฟล์ 1,500.00 บาท ไม่เท่ากับผลรวมของรายการ 1,000.00 บาท",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_statement_is_told_with_its_row(name: str) -> None:
    rows, expected, words = MALFORMED[name]
    statement = read(rows, COLUMNS)
    assert codes(statement) == expected
    [fault] = statement.faults
    assert words in fault.message
    for part in ("ยังไม่ได้นำเข้า", "เพราะ", "โปรด", "ข้อมูลเดิมอยู่ครบ"):
        assert part in fault.message
    if fault.row:
        assert fault.message.startswith(f"แถว {fault.row}: ")


def test_too_many_rows_are_not_begun() -> None:
    lines = lines_of([HEAD, *([row()] * (ROWS_MAX + 1))])
    assert COLUMNS is not None
    for statement in (
        read_statement(lines, COLUMNS, today=TODAY),
        read_statement(lines[:9], COLUMNS, today=TODAY, more=True),
    ):
        assert codes(statement) == [(0, "too_many")] and "50,000 แถว" in statement.faults[0].message


@pytest.mark.parametrize(
    ("last", "fault"),
    [
        ("23/01/2569,โอน,50", [(5, "cut")]),
        ("23/01/2569,โอน,5", [(5, "cut")]),
        ("23/01/2569,โอน", [(5, "no_amount")]),
        ("23/01/2", [(5, "day")]),
        ("23/01/2569,โอน,500.00", []),
    ],
)
def test_a_file_that_was_cut_in_its_last_row_is_told(opened: Open, last: str, fault: list[Any]) -> None:
    text = "วันที่,รายการ,เงินเข้า\n" + "23/01/2569,โอน,500.00\n" * 3 + last
    assert codes(opened(text.encode())) == fault


def test_a_reference_that_was_cut_is_told(opened: Open) -> None:
    text = "วันที่,เงินเข้า,Ref.1,Ref.2\n" + "23/01/2569,500.00,CASE25660001,FEE01\n" * 3
    assert codes(opened((text + "23/01/2569,500.00,CASE2566").encode())) == [(5, "cut")]


def test_one_bad_row_does_not_blame_the_balance_of_its_neighbours() -> None:
    rows = [row(balance=f"{number * 500}.00") for number in range(1, 6)]
    rows[2][0] = "ไม่ทราบ 1"
    assert codes(read([HEAD, *rows], COLUMNS)) == [(4, "day")]


def test_every_bad_row_is_told() -> None:
    statement = read([HEAD, row(day="x1"), row(), row(came="y"), row(ref1="1E+20")], COLUMNS)
    assert codes(statement) == [(2, "day"), (4, "amount"), (5, "scientific")]
    assert [line.row for line in statement.lines] == [3]


# What is no fault


def test_headings_again_footers_and_totals_are_passed_over() -> None:
    rows = [
        ["ธนาคาร", "หน้า 1/2"],
        HEAD,
        row(),
        ["รวม", None, None, None, "500.00"],
        HEAD,
        row(came="250.00"),
        [None, None, "ยอดรวมหน้านี้", None, "250.00"],
        ["รวมทั้งสิ้น", None, None, "0.00", "750.00"],
        [],
        ["พิมพ์เมื่อ 31/01/2569 09:00 น."],
        ["หมายเหตุ: ยอดนี้ยังไม่ผ่านการตรวจสอบ"],
    ]
    statement = read(rows, COLUMNS)
    assert (statement.faults, statement.notices, [line.row for line in statement.lines]) == ([], [], [3, 6])


def test_balances_that_are_carried_over_belong_to_the_account() -> None:
    carried = [None, None, "ยอดยกมา", None, None, "1,000.00"]
    rows = [HEAD, carried, row(balance="1,500.00"), [None, None, "ยอดยกไป", None, None, "1,500.00"]]
    assert read(rows, COLUMNS).faults == []
    rows[1] = [None, None, "ยอดยกมา", None, None, "900.00"]
    assert codes(read(rows, COLUMNS)) == [(3, "balance")]
    newest_first = [
        HEAD,
        row(balance="1,500.00"),
        row(balance="1,000.00"),
        [None, None, "Balance B/F", None, None, "500.00"],
    ]
    assert read(newest_first, COLUMNS).faults == []


def test_a_day_without_money_is_no_fault() -> None:
    statement = read([HEAD], COLUMNS)
    assert (statement.lines, statement.faults) == ([], [])
    assert [(notice.row, notice.code) for notice in statement.notices] == [(0, "no_movements")]


def test_what_excel_left_of_a_sum_in_binary_is_that_sum() -> None:
    [line] = read([HEAD, row(came="1250.4999999999998", balance="0.30000000000000004")], COLUMNS).lines
    assert (line.satang, line.balance) == (125_050, 30)


def test_money_that_was_taken_back_is_no_money_that_came() -> None:
    statement = read([HEAD, row(came="-500.00"), row(came="(40.00)"), row(came="500.00 CR")], COLUMNS)
    assert ([line.satang for line in statement.lines], statement.debits, statement.debited) == (
        [50_000],
        2,
        54_000,
    )


def test_references_that_stand_behind_an_apostrophe_or_as_text() -> None:
    [line] = read([HEAD, row(ref1='="0012"', ref2="'0034", bank=202601230001)], COLUMNS).lines
    assert (line.reference1, line.reference2, line.bank_reference) == ("0012", "0034", "202601230001")


def test_a_time_that_cannot_be_read_is_told_and_stops_nothing() -> None:
    statement = read([HEAD, row(clock="เช้า"), row(clock=930), row(clock="22-01-26")], COLUMNS)
    assert [line.time_known for line in statement.lines] == [False, True, False]
    assert (statement.faults, [(one.row, one.code) for one in statement.notices]) == ([], [(2, "time")])


def test_two_lines_that_say_the_same_without_a_balance_are_two_and_told() -> None:
    columns = propose_columns(lines_of([head := ["วันที่", "เวลา", "จำนวนเงิน", "Transaction Ref"]]))
    twice = ["23/01/2569", "08:31", "500.00", "X1"]
    statement = read([head, twice, twice, ["23/01/2569", "08:31", "500.00", None]], columns)
    assert len({line.fingerprint for line in statement.lines}) == 3
    assert statement.notices == [
        Fault(3, "twin", "แถว 3: เหมือนแถว 2 ทุกช่อง โปรดตรวจกับธนาคารว่าเป็นเงินสองรายการจริง")
    ]


# Fingerprints


def prints(statement: Statement) -> list[str]:
    return [line.fingerprint for line in statement.lines]


def test_the_same_file_again_has_the_same_fingerprints(opened: Open) -> None:
    whole = prints(read(SCB))
    assert prints(read(SCB)) == prints(opened(xlsx_of(SCB), "a.xlsx")) == whole
    as_text = [[cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell for cell in one] for one in SCB]
    assert prints(opened(csv_of(as_text, charset="cp874"))) == whole


def test_files_that_overlap_agree_on_what_they_share() -> None:
    rows = [row(day=f"{day:02d}/01/2569", came="500.00", ref1="") for day in (1, 1, 2, 2, 2, 3) for _ in (1,)]
    first, second = read([HEAD, *rows[:5]], COLUMNS), read([["หัวอื่น", "x"], HEAD, *rows[2:]], COLUMNS)
    assert len(set(prints(first))) == 5
    assert len(set(prints(first)) & set(prints(second))) == 3
    assert len(set(prints(first)) | set(prints(second))) == len(rows)


def test_the_fingerprint_is_written_down_here_because_the_ledger_keeps_it() -> None:
    assert prints(read([HEAD, row()], COLUMNS)) == [
        "871f8a7b6f3e9a3d77b798f2163219d3469f3dc77d45a8dee3636f07d28c0b71"
    ]


@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(1, 300_000), st.sampled_from(["", "A", "B"])), max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_a_file_changes_no_fingerprint(
    facts: list[tuple[int, int, str]], chance: random.Random
) -> None:
    rows = [row(day=f"{day}/1/2569", came=baht.written(satang), ref1=ref) for day, satang, ref in facts]
    before = read([HEAD, *rows], COLUMNS)
    chance.shuffle(rows)
    after = read([HEAD, *rows], COLUMNS)
    assert sorted(prints(before)) == sorted(prints(after))
    assert len(set(prints(before))) == len(facts) == len(before.lines)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**16), 10**16),
    st.dates(),
    st.datetimes(),
    st.sampled_from(
        ["23/01/2569", "500.00", "รวม", "=1", "1E+20", "CR", "#####", "", "-", "29/02/69", "9999-99-99"]
    ),
)


@given(st.lists(st.lists(CELLS, max_size=9), max_size=6), st.booleans())
def test_no_sheet_makes_it_raise(rows: Rows, is_csv: bool) -> None:
    assert COLUMNS is not None
    for sheet in (rows, [HEAD, *rows]):
        lines = lines_of(sheet)
        statement = read_statement(lines, COLUMNS, today=TODAY, csv=is_csv)
        read_statement(lines, StatementColumns(date=0, amount=1, side=2, balance=3), today=TODAY, csv=is_csv)
        propose_columns(lines)
        assert all(line.satang > 0 for line in statement.lines)
        assert all(TODAY - timedelta(366 * 11) < line.paid_on <= TODAY for line in statement.lines)


def test_a_sheet_that_was_made_to_be_slow_is_not() -> None:
    nasty = [
        "1" + " " * 1_998 + "x",
        "(" * 2_000,
        "1." * 1_000,
        "=" * 2_000,
        "ยอด" * 600,
        "1 t" * 600,
        "-" * 2_000,
        "#" * 2_000,
    ]
    assert COLUMNS is not None
    for cell in nasty:
        lines = lines_of(
            [*([[cell] * 30] * 45), HEAD, *([[cell] * 9] * 100), *([["23/01/2569", *[cell] * 8]] * 100)]
        )
        began = time.process_time()
        propose_columns(lines)
        read_statement(lines, COLUMNS, today=TODAY)
        read_statement(lines, StatementColumns(date=0, amount=1, side=2), today=TODAY, csv=True)
        assert time.process_time() - began < 2, cell[:10]


def test_ten_thousand_rows_take_less_than_a_second_and_a_half() -> None:
    chance = random.Random(6)
    rows, balance = [HEAD], 0
    for number in range(10_000):
        satang = chance.randrange(1, 2_000_000)
        balance += satang
        rows.append(
            row(
                day=f"{1 + number // 400:02d}/01/2569",
                clock=f"{number % 24:02d}:{number % 60:02d}:{number % 59:02d}",
                came=baht.written(satang),
                balance=baht.written(balance),
                ref1=f"CASE{number}",
                bank=f"20260123{number:010d}",
            )
        )
    lines = lines_of(rows)
    assert COLUMNS is not None
    began = time.process_time()
    statement = read_statement(lines, COLUMNS, today=TODAY)
    took = time.process_time() - began
    assert (len(statement.lines), statement.faults, statement.satang) == (10_000, [], balance)
    assert took < 1.5


# columns that an officer chooses


@pytest.mark.parametrize("bank", BANKS)
def test_what_was_proposed_and_chosen_by_its_places_is_the_same(bank: str) -> None:
    lines = lines_of(BANKS[bank])
    proposed = propose_columns(lines)
    assert proposed is not None
    places = places_of(lines, proposed)
    assert places is not None
    assert columns_chosen(lines, {place: fact for fact, place in places.of.items()}) == proposed


def test_a_sheet_without_headings_loses_no_first_line() -> None:
    rows = [["23/01/2569", "08:31", "ฝาก", "500.00"], ["24/01/2569", "09:00", "ฝาก", "40.00"]]
    columns = columns_chosen(lines_of(rows), {0: "date", 1: "time", 2: "description", 3: "amount"})
    assert columns == StatementColumns(date=0, time=1, description=2, amount=3)
    assert [line.satang for line in read(rows, columns).lines] == [50_000, 4_000]


def test_without_a_day_or_with_two_moneys_nothing_is_chosen() -> None:
    lines = lines_of(KTB_BILLS)
    for chosen in ({}, {1: "date"}, {8: "amount"}, {1: "date", 7: "credit", 8: "amount"}):
        assert columns_chosen(lines, chosen) is None
