"""The register as a book at the desk: what is printed and downloaded is what the page shows, to those who may see it."""

from __future__ import annotations

import csv
import io
import threading
from datetime import date, timedelta
from urllib.parse import quote, unquote

import pypdfium2
import pytest
import python_calamine
import zxingcpp
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from saraban.agencies.duties import Duty
from saraban.desk.views import books
from saraban.evidence.seals import DaySeal, seal_due
from saraban.registers.exported import read_csv_text
from saraban.registers.models import IncomingEntry, Particulars, Route
from tests.desk.signing_in import sign_in
from tests.evidence.days import clock_at
from tests.office import Office, add_officer, arrive
from tests.registers.books import fill, pages_of


def bytes_of(answer: HttpResponse) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def xlsx_rows(answer: HttpResponse) -> list[list[object]]:
    sheet = python_calamine.load_workbook(io.BytesIO(bytes_of(answer))).get_sheet_by_index(0)
    return sheet.to_python()[1:]  # type: ignore[return-value]


def csv_rows(answer: HttpResponse) -> list[list[str]]:
    text = bytes_of(answer).decode("utf-8-sig")
    return [[read_csv_text(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))][1:]


def test_the_sheet_of_a_day_opens_in_the_browser(office: Office, clerk: Client) -> None:
    fill(office, 13)
    answer = clerk.get("/desk/register/print/", {"day": "23/1/66"})

    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        unquote(answer.headers["Content-Disposition"])
        == "inline; filename*=UTF-8''ทะเบียนหนังสือรับ 2023-01-23.pdf"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert [page[-6:] for page in pages_of(answer.content)] == ["น้า๑/๒", "น้า๒/๒"]


def test_from_a_day_to_another_in_either_order(office: Office, clerk: Client) -> None:
    fill(office, 1)
    for days in ({"day": "22/1/66", "to": "24/1/66"}, {"day": "24/1/66", "to": "22/1/66"}):
        answer = clerk.get("/desk/register/print/", {**days, "digits": "arabic"})
        (page,) = pages_of(answer.content)
        assert "วันที่23เดือนมกราคมพ.ศ.2566" in page
        assert "2023-01-22%202023-01-24" in answer.headers["Content-Disposition"]


def test_today_is_meant_where_no_day_is_said(office: Office, clerk: Client) -> None:
    IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    for address in ("/desk/register/print/", f"/desk/register/print/?day={quote('วันนี้')}"):
        answer = clerk.get(address)
        assert localdate().isoformat() in answer.headers["Content-Disposition"]
        assert "ขอต่ออายุใบอนุญาต" in pages_of(answer.content)[0]


@pytest.mark.parametrize("kind", ["print", "xlsx", "csv"])
def test_a_day_that_is_none_is_said(office: Office, clerk: Client, kind: str) -> None:
    answer = clerk.get(f"/desk/register/{kind}/", {"day": "31/2/66"})
    assert answer.status_code == 409
    assert "ไม่มีวันที่ 31 กุมภาพันธ์ 2566" in answer.content.decode()


def test_the_files_have_the_rows_of_the_year(office: Office, clerk: Client) -> None:
    fill(office, 3, subject="=1+1", letter_number="0032")
    fill(office, 1, year=2565)
    excel = clerk.get("/desk/register/xlsx/?year=2566")
    plain = clerk.get("/desk/register/csv/?year=2566")

    assert [row[:3] for row in xlsx_rows(excel)] == [[n, "0032", date(2023, 1, 20)] for n in (1.0, 2.0, 3.0)]
    assert [[row[0], row[5]] for row in csv_rows(plain)] == [["1", "=1+1"], ["2", "=1+1"], ["3", "=1+1"]]
    for answer, kind in ((excel, "xlsx"), (plain, "csv")):
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        assert unquote(answer.headers["Content-Disposition"]).endswith(f"ทะเบียนหนังสือรับ 2566.{kind}")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_files_of_some_days(office: Office, clerk: Client) -> None:
    fill(office, 2)
    asked = [clerk.get("/desk/register/csv/", {"day": day}) for day in ("22/1/66", "23/1/66")]
    assert [len(csv_rows(answer)) for answer in asked] == [0, 2]


def test_the_files_follow_the_filters_of_the_page(office: Office, clerk: Client) -> None:
    IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))
    entry = IncomingEntry.objects.enter(arrive(office, subject="อีกเรื่อง"), by=office.clerk)
    year = entry.year
    fill(office, 1, year=year, urgency="urgent", subject="ด่วน")
    for asked, subjects in (
        ({"unit": office.unit.pk}, ["ขอต่ออายุใบอนุญาต"]),
        ({"status": "unrouted"}, ["อีกเรื่อง"]),
        ({"status": "urgent"}, ["ด่วน"]),
        ({"status": "struck"}, []),
        ({}, ["ขอต่ออายุใบอนุญาต", "อีกเรื่อง", "ด่วน"]),
    ):
        answer = clerk.get("/desk/register/csv/", {"year": year, **asked})
        assert [row[5] for row in csv_rows(answer)] == subjects
        page = clerk.get("/desk/register/", {"year": year, **asked}).content.decode()
        assert [subject for subject in subjects if subject not in page] == []


@pytest.mark.parametrize("kind", ["print", "xlsx", "csv"])
def test_a_restricted_letter_leaves_in_no_file(office: Office, client: Client, kind: str) -> None:
    secret = Particulars(subject="วินัยข้าราชการ", sender="ป.ป.ช.", restricted=True)
    year = IncomingEntry.objects.enter(arrive(office), by=office.clerk, particulars=secret).year
    said = []
    for officer in (
        office.clerk,
        add_officer("นายวิชัย ขยันงาน", "wichai@klongnoy.go.th", Duty.CASE),
    ):
        made = bytes_of(sign_in(client, officer).get(f"/desk/register/{kind}/?year={year}"))
        read = {
            "print": lambda made: "".join(pages_of(made)),
            "xlsx": lambda made: str(
                python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()
            ),
            "csv": lambda made: made.decode(),
        }[kind](made)
        said.append(("วินัยข้าราชการ" in read, "จำกัดผู้เห็น" in read))

    assert said == [(True, False), (False, True)]


def test_questions_do_not_grow_with_rows(office: Office, clerk: Client) -> None:
    clerk.get("/desk/register/xlsx/")  # how the office is arranged is asked once
    counts = set()
    for rows in (1, 2, 9):
        fill(office, rows)
        with CaptureQueriesContext(connection) as queries:
            bytes_of(clerk.get("/desk/register/xlsx/?year=2566"))
        counts.add(len(queries))
    assert len(counts) == 1


def test_one_book_is_made_at_a_time(office: Office, clerk: Client) -> None:
    made, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with books._alone():
            made.set()
            go_on.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    made.wait(10)
    try:
        answer = clerk.get("/desk/register/csv/?year=2566")
        assert (answer.status_code, "กำลังทำทะเบียนอีกชุดหนึ่งอยู่" in answer.content.decode()) == (409, True)
    finally:
        go_on.set()
        other.join()
    assert clerk.get("/desk/register/csv/?year=2566").status_code == 200


def test_the_page_offers_the_sheet_of_today_and_the_files_as_filtered(office: Office, clerk: Client) -> None:
    page = clerk.get("/desk/register/?year=2566&status=urgent").content.decode()

    assert "พิมพ์ทะเบียนวันนี้" in page
    for kind in ("xlsx", "csv"):
        assert f'href="/desk/register/{kind}/?year=2566&amp;status=urgent"' in page


def test_the_sheet_of_a_sealed_day_is_the_same_bytes_and_its_qr_is_the_seal(
    office: Office, clerk: Client
) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    today = localdate().isoformat()
    assert "ยังไม่ได้ปิดวัน" in "".join(pages_of(clerk.get("/desk/register/print/").content))
    with clock_at(now() + timedelta(days=1)):
        seal_due()
    sealed = clerk.get("/desk/register/print/", {"day": today}).content
    with clock_at(now() + timedelta(days=1)):
        changed = Particulars(**(vars(entry.particulars()) | {"subject": "อีกเรื่อง"}))
        entry.correct(changed, "พิมพ์ผิด", by=office.clerk)
    [read] = zxingcpp.read_barcodes(_drawn(sealed))

    assert read.text == DaySeal.objects.get().text()
    assert clerk.get("/desk/register/print/", {"day": today}).content == sealed
    assert clerk.get("/desk/register/print/", {"day": today, "status": "struck"}).content == sealed


def _drawn(pdf: bytes) -> memoryview:
    """The first page as a scanner would see it: grey, 200 dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[0].render(scale=200 / 72, grayscale=True)
        rows = [
            bytes(drawn.buffer)[row * drawn.stride : row * drawn.stride + drawn.width]
            for row in range(drawn.height)
        ]
        return memoryview(b"".join(rows)).cast("B", shape=[drawn.height, drawn.width])
