"""Statements as banks might give them out, made up here: no bank's own file is among them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from saraban.proposals.workbooks import Line

TODAY = date(2026, 1, 31)
Rows = list[list[Any]]

KTB_BILLS: Rows = [
    ["รายงานการรับชำระเงิน บมจ.ธนาคารกรุงไทย"],
    ["Company : เทศบาลตำบลคลองน้อย", None, "Service Code : 91234"],
    ["ลำดับ", "วันที่ชำระเงิน", "เวลา", "ชื่อผู้ชำระเงิน", "Ref.1", "Ref.2", "Ref.3", "ช่องทาง", "จำนวนเงิน (บาท)"],
    ["1", "23/01/2569", "08:31:05", "นายสมชาย ที่ปรึกษาดี", "S7KQ29XMD4TPA", "FEE01", "", "Mobile", "500.00"],
    ["2", "23/01/2569", "14:02:59", "นางมาลี ใจดี", "S7KQ29XMD4TPB", "FEE02", "", "ATM", "1,250.50"],
    [None, None, None, None, None, None, None, "รวม 2 รายการ", "1,750.50"],
]
KBANK: Rows = [
    ["Account Number", "012-3-45678-9"],
    ["Period", "01/01/2026 - 31/01/2026"],
    [],
    ["Date", "Time/ Eff.Date", "Descriptions", "Withdrawal (THB)", "Deposit (THB)", "Outstanding Balance (THB)", "Channel", "Details"],
    ["01-01-26", None, "Beginning Balance / ยอดยกมา", None, None, "10,000.00", None, None],
    ["23-01-26", "08:31", "Transfer Deposit", None, "500.00", "10,500.00", "K PLUS", "From X1234 MR SOMCHAI"],
    ["23-01-26", "16:05", "Transfer Withdrawal", "200.00", None, "10,300.00", "Internet/Mobile KTB", "To X9"],
    ["24-01-26", "22-01-26", "Cheque Deposit", None, "40.25", "10,340.25", "Branch", None],
]  # fmt: skip
SCB: Rows = [
    ["Transaction Date", "Transaction Time", "Transaction Code", "Channel", "Debit Amount", "Credit Amount", "Balance", "Description", "Transaction Ref"],
    [date(2026, 1, 23), time(8, 31), "X1", "ENET", 0, 500, 1500, "รับโอนจาก KBANK x1234", "202601230001ABC"],
    [date(2026, 1, 23), time(9, 0, 30), "X2", "ATM", 100.25, 0, 1399.75, "ถอนเงิน", "202601230002ABC"],
    [date(2026, 1, 24), time(10, 0), "X1", "ENET", 0, 0.1, 1399.85, "ดอกเบี้ย", "202601240003ABC"],
]  # fmt: skip
BBL: Rows = [
    ["Trans Date", "Value Date", "Description", "Cheque No.", "Debit", "Credit", "Ledger Balance", "Channel"],
    ["24 Jan 2026", "24 Jan 2026", "TRF FR SCB", None, None, "40.00", "1,340.00", "mBanking"],
    ["23 Jan 2026", "23 Jan 2026", "CHQ", "1234567", "200.00", None, "1,300.00", "Branch"],
    ["23 Jan 2026", "23 Jan 2026", "TRF FR KTB", None, None, "500.00", "1,500.00", "mBanking"],
]
GSB: Rows = [
    ["ธนาคารออมสิน รายการเดินบัญชี"],
    ["วันที่ทำรายการ", "เวลา", "ประเภทรายการ", "จำนวนเงิน", None, "คงเหลือ", "เลขที่รายการ"],
    [None, None, None, "ถอน", "ฝาก", None, None],
    ["๒๓ ม.ค. ๖๙", "๐๘.๓๑", "ฝากโอน", None, "๕๐๐.๐๐", "๑,๕๐๐.๐๐", "G001"],
    ["๒๔ ม.ค. ๖๙", "๐๙.๐๐", "ถอน", "๒๐๐.๐๐", None, "๑,๓๐๐.๐๐", "G002"],
]
BAAC: Rows = [
    ["ว/ด/ป", "รายการ", "เข้า/ออก", "จำนวนเงิน", "ยอดคงเหลือ", "หมายเลขอ้างอิง"],
    ["23/01/69 08:31", "โอนเงินเข้า", "CR", "500.00", "1,500.00", "B1"],
    ["23/01/69 10:15", "ค่าธรรมเนียม", "DR", "15.00", "1,485.00", "B2"],
]
BANKS = {"KTB": KTB_BILLS, "KBANK": KBANK, "SCB": SCB, "BBL": BBL, "GSB": GSB, "BAAC": BAAC}


def lines_of(rows: Sequence[Sequence[Any]]) -> list[Line]:
    """As the child reads a sheet: empty rows are left out, a number with a fraction is its digits."""
    found = []
    for number, row in enumerate(rows, start=1):
        cells = [_cell(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            found.append(Line(number, tuple(cells)))
    return found


def _cell(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell if cell.time() != time() else cell.date()
    if isinstance(cell, time):
        return str(cell)
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else repr(cell)
    return cell or None if isinstance(cell, str) else cell


def csv_of(rows: Sequence[Sequence[Any]], *, separator: str = ",", charset: str = "utf-8") -> bytes:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator, lineterminator="\r\n")
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return made.getvalue().encode(charset)


def xlsx_of(rows: Sequence[Sequence[Any]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "dd/mm/yyyy hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(at, place, cell)
    return made.getvalue()
