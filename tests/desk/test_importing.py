"""นำเข้าทะเบียนเดิม at the desk: choose or paste, look, press; and how old rows stand on the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from saraban.agencies.duties import Duty
from saraban.registers.books import Register
from saraban.registers.imported import Asked, OldRegister
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from tests.desk.signing_in import sign_in
from tests.office import Office, add_officer, arrive
from tests.registers.old_books import HEADS, old_rows, xlsx

THIS_YEAR = localdate().year + 543


def choose(clerk: Client, **said: object) -> str:
    """Where the page of the look is."""
    answer = clerk.post("/desk/import/", {"kind": "incoming", "year": "2566", **said})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def sheet(*numbers: int, year: int = 2566) -> SimpleUploadedFile:
    return SimpleUploadedFile("ทะเบียนรับ.xlsx", xlsx([HEADS, *old_rows(numbers, year=year)]))


def test_a_file_is_looked_at_and_enters_by_one_press(office: Office, clerk: Client) -> None:
    where = choose(clerk, file=sheet(1, 2, 3))
    page = clerk.get(where).content.decode()
    assert "จะเข้าทะเบียน 3 แถว" in page and "แปลงปี พ.ศ. 3 ช่อง" in page and "เรื่อง 3" in page
    assert not IncomingEntry.objects.exists()

    page = clerk.post(where, follow=True).content.decode()
    assert "นำเข้าทะเบียนหนังสือรับปี 2566 แล้ว 3 แถว" in page
    assert "มีในทะเบียนแล้วและตรงกัน 3 แถว ไม่เข้าซ้ำ" in page
    again = clerk.post(where)
    assert again.status_code == 422 and "ไม่มีแถวใหม่ที่เข้าได้" in again.content.decode()
    assert IncomingEntry.objects.count() == 3


def test_cells_copied_from_excel_are_pasted(office: Office, clerk: Client) -> None:
    where = choose(clerk, pasted="เลขรับ\tลงวันที่\tจาก\tเรื่อง\r\n๑\t23/1/2566\tอบต.\t=1+1\r\n")
    clerk.post(where)
    entry = IncomingEntry.objects.get()
    assert (entry.number, entry.dated_on, entry.subject) == (1, date(2023, 1, 23), "=1+1")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "ยังไม่ได้เลือกไฟล์หรือวางช่อง"),
        ({"pasted": "x", "year": ""}, "ยังไม่มีปี"),
        ({"pasted": "x", "year": "25๖๖ก"}, "ปีต้องเป็นตัวเลข"),
        ({"pasted": "x", "year": "2023"}, "ปีต้องเป็น พ.ศ."),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")}, "เปิดไฟล์นี้ไม่ได้"),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "ไม่มีข้อมูลในแผ่นงาน"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    office: Office, clerk: Client, said: dict[str, object], words: str
) -> None:
    answer = clerk.post("/desk/import/", {"kind": "order", "year": "2566", **said})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page and '<option value="order" selected>' in page
    assert not OldRegister.objects.exists()


def test_bad_rows_are_told_with_their_row_and_the_good_ones_enter(office: Office, clerk: Client) -> None:
    rows = [
        HEADS,
        *old_rows([1]),
        [2, "", "31/2/66", "ก", "", "เรื่อง"],
        [3, "", "", "ก", "", ""],
        *old_rows([4]),
    ]
    where = choose(clerk, file=SimpleUploadedFile("a.xlsx", xlsx(rows)))
    page = clerk.get(where).content.decode()
    assert "มีปัญหา 2 แถว" in page
    assert '<b>แถว <span class="num">3</span></b> ไม่มีวันที่ 31 กุมภาพันธ์ 2566' in page
    assert '<b>แถว <span class="num">4</span></b> ไม่มี “เรื่อง”' in page
    clerk.post(where)
    assert [*IncomingEntry.objects.order_by("number").values_list("number", flat=True)] == [1, 4]


def test_the_clerk_says_which_column_is_what(office: Office, clerk: Client) -> None:
    data = xlsx([["ก", "ข", "ค"], ["ขอเชิญประชุม", 7, "อบต.ทดลอง"]])
    where = choose(clerk, file=SimpleUploadedFile("a.xlsx", data))
    assert "ไม่มีแถวใหม่" in clerk.get(where).content.decode()
    said = {"head": "1", "c0": "subject", "c1": "number", "c2": "sender"}
    page = clerk.get(where, said).content.decode()
    assert "จะเข้าทะเบียน 1 แถว" in page
    for name, value in said.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    clerk.post(where, said)
    entry = IncomingEntry.objects.get()
    assert (entry.number, entry.subject, entry.sender) == (7, "ขอเชิญประชุม", "อบต.ทดลอง")


def test_where_the_book_goes_on_is_said_and_may_be_said_otherwise(office: Office, clerk: Client) -> None:
    where = choose(clerk, file=sheet(1, 2, year=THIS_YEAR), year=THIS_YEAR)
    assert 'name="first" maxlength="7" value="3"' in clerk.get(where).content.decode()
    for bad in ("2", "x"):
        answer = clerk.post(where, {"first": bad})
        assert answer.status_code == 422 and not IncomingEntry.objects.exists()
    clerk.post(where, {"first": "10"})
    assert IncomingEntry.objects.enter(arrive(office), by=office.clerk).number == 10
    page = clerk.get("/desk/register/").content.decode()
    assert "นำเข้าจากทะเบียนเดิม 2 รายการ" in page and f"10/{THIS_YEAR}" in page and f"2/{THIS_YEAR}" in page


def test_old_rows_stand_in_the_register_and_say_where_they_came_from(office: Office, clerk: Client) -> None:
    clerk.post(choose(clerk, file=sheet(1)))
    page = clerk.get("/desk/register/?year=2566&status=old").content.decode()
    assert "เรื่อง 1" in page and "1 รายการ" in page
    entry = IncomingEntry.objects.get()
    page = clerk.get(f"/desk/register/{entry.pk}/").content.decode()
    assert "นำเข้าจากทะเบียนเดิม" in page and "ทะเบียนรับ.xlsx" in page and "ไม่ทราบเวลา" in page
    assert ">เลิกทำ" not in page and ">สามเวลา" not in page
    assert "นำเข้าทะเบียนเดิม" in page  # its story
    assert clerk.get(f"/desk/register/{entry.pk}/slip/").status_code == 200
    assert clerk.get(f"/desk/register/{entry.pk}/correction/").status_code == 200
    other = sign_in(Client(), add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE))
    assert "import/" not in other.get(f"/desk/register/{entry.pk}/").content.decode()


def test_old_rows_of_the_send_register(office: Office, clerk: Client) -> None:
    data = xlsx([("เลขส่ง", "ที่", "เรื่อง", "สถานะ"), [1, "", "ก", ""], [2, "นย 1/2", "", "ยกเลิก"]])
    clerk.post(choose(clerk, kind="outgoing", file=SimpleUploadedFile("ส่ง.xlsx", data)))
    page = clerk.get("/desk/outgoing/?year=2566").content.decode()
    assert "1/2566" in page and "2/2566" in page
    for entry in OutgoingEntry.objects.all():
        page = clerk.get(f"/desk/outgoing/{entry.pk}/").content.decode()
        assert "นำเข้าจากทะเบียนเดิม" in page and "ส่งอีกครั้ง" not in page


def test_the_send_register_shows_the_newest_first_page_by_page(
    office: Office, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saraban.desk.listed.PAGE", 2)
    old = OldRegister.objects.offer(
        "a.csv",
        "เลขส่ง,ลงวันที่,เรื่อง\n1,3/1/66,ก\n2,5/1/66,ข\n3,4/1/66,ค".encode(),
        kind=Register.OUTGOING,
        year=2566,
        by=office.clerk,
    )
    old.enter(Asked(), by=office.clerk)
    page = clerk.get("/desk/outgoing/?year=2566")
    assert [line.row.number for line in page.context["lines"]] == [2, 3]
    page = clerk.get(f"/desk/outgoing/?year=2566&below={page.context['more_below']}")
    assert [line.row.number for line in page.context["lines"]] == [1]


def test_the_look_asks_as_much_for_many_rows_as_for_one(office: Office, clerk: Client) -> None:
    counts = set()
    for numbers in ([1], range(1, 60)):
        where = choose(clerk, file=sheet(*numbers))
        clerk.get(where)
        with CaptureQueriesContext(connection) as asked:
            clerk.get(where)
        counts.add(len(asked))
    assert len(counts) == 1


def test_the_sheet_is_kept_as_it_came(office: Office, clerk: Client) -> None:
    data = xlsx([HEADS, *old_rows([1])])
    where = choose(clerk, file=SimpleUploadedFile("ทะเบียน.xlsx", data))
    answer = clerk.get(f"{where}file/")
    assert b"".join(answer) == data
    assert answer.headers["Content-Disposition"].startswith("attachment")
