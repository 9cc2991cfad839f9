"""The register as a book: the same rows read, printed and exported."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from saraban.agencies.duties import Duty
from saraban.law.refusal import Refusal
from saraban.registers import book as book_room
from saraban.registers.book import RECEIVED, Book, Days, Row, received_book, sent_book
from saraban.registers.books import Register
from saraban.registers.dispatches import Recipient
from saraban.registers.exported import MORE_COLUMNS, csv_text, read_csv_text, write_csv, write_xlsx
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.printed import ROWS_MAX, Edition, Print
from saraban.registers.scans import Scan
from saraban.tenancy.scope import acting_for
from tests.office import Office, add_officer, arrive, bangkok, open_office
from tests.registers.books import HOSTILE, MORNING, PRINTED, book_of, fill, pages_of

PAPER = Print(agency="เทศบาลตำบลคลองน้อย", printed_at=PRINTED)
DAY = date(2023, 1, 23)


def xlsx(book: Book) -> bytes:
    made = io.BytesIO()
    write_xlsx(book, made, agency="เทศบาลตำบลคลองน้อย", made_at=PRINTED)
    return made.getvalue()


def sheet_of(made: bytes) -> list[list[object]]:
    return python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def csv_of(book: Book) -> str:
    made = io.StringIO(newline="")
    write_csv(book, made)
    return made.getvalue()


# The rows


def test_a_row_is_what_the_form_has(office: Office) -> None:
    fill(office, 1)
    assert list(book_of(office).rows()) == [
        Row(
            number=1,
            letter_number="สธ 0032/ว 118",
            dated_on=date(2023, 1, 20),
            sender="สำนักงานสาธารณสุขจังหวัด",
            addressee="นายกเทศมนตรี",
            subject="เรื่องที่ 1",
            action="กองสาธารณสุข",
            remarks="รับ 23 ม.ค. 66 09.00 น.",
            year=2566,
            registered_on=DAY,
        )
    ]


def test_the_day_of_the_sheet_is_the_day_of_registration_in_bangkok(office: Office) -> None:
    fill(office, 1, at=bangkok(2023, 1, 22, 23, 59))
    fill(office, 2, at=bangkok(2023, 1, 23, 0, 0), deemed_at=bangkok(2023, 1, 20, 9, 0))
    fill(office, 1, at=bangkok(2023, 1, 24, 0, 0) - timedelta(seconds=2))
    fill(office, 1, at=bangkok(2023, 1, 24, 0, 0))
    book = book_of(office)

    assert [row.number for row in book.of_days(Days(DAY, DAY)).rows()] == [2, 3, 4]
    assert [row.number for row in book.of_days(Days(DAY, date(2023, 1, 24))).rows()] == [2, 3, 4, 5]
    assert [row.number for row in book.of_year(2566).rows()] == [1, 2, 3, 4, 5]


def test_a_letter_of_the_last_evening_stands_with_its_year(office: Office) -> None:
    evening = bangkok(2022, 12, 30, 16, 0)
    fill(office, 2, at=evening)
    fill(office, 1, at=evening, year=2566)
    rows = list(book_of(office).of_days(Days(evening.date(), evening.date())).rows())

    assert [row.number_on_the_sheet for row in rows] == ["1", "2", "1/2566"]


def test_what_came_back_and_what_was_struck_says_so(office: Office) -> None:
    entries = [
        IncomingEntry.objects.enter(arrive(office, subject=f"เรื่อง {i}"), by=office.clerk) for i in range(3)
    ]
    entries[1].recall(by=office.clerk)
    entries[2].recall(by=office.clerk)
    entries[2].strike("ลงซ้ำกับ 1", by=office.clerk)
    rows = list(book_of(office).rows())

    assert [(row.struck, row.state) for row in rows] == [(False, ""), (False, "เลิกทำ"), (True, "ขีดฆ่า")]
    assert rows[1].action == "เลิกทำ"
    assert rows[2].remarks.startswith("ยกเลิก ลงซ้ำกับ 1 รับ ")


def test_of_a_restricted_letter_others_see_the_number_only(office: Office) -> None:
    secret = Particulars(subject="วินัยข้าราชการ", sender="ป.ป.ช.", remarks="ปิดผนึก", restricted=True)
    IncomingEntry.objects.enter(arrive(office), by=office.clerk, particulars=secret)
    other = add_officer("นายวิชัย ขยันงาน", "wichai@klongnoy.go.th", Duty.CASE)
    (seen,) = book_of(office).rows()
    hidden_book = received_book(IncomingEntry.objects.with_hidden(other))
    (hidden,) = hidden_book.rows()

    assert (seen.subject, hidden.subject) == ("วินัยข้าราชการ", "จำกัดผู้เห็น")
    for made in (
        "".join(pages_of(PAPER.pdf(hidden_book))),
        str(sheet_of(xlsx(hidden_book))),
        csv_of(hidden_book),
    ):
        assert "จำกัดผู้เห็น" in made
        assert not [word for word in ("วินัย", "ป.ป.ช.", "ปิดผนึก", "somchai") if word in made]


def test_another_agencys_rows_are_not_in_it(office: Office, data_dir: object) -> None:
    fill(office, 1)
    with acting_for(open_office("paktang", data=data_dir).agency):  # type: ignore[arg-type]
        assert list(received_book(IncomingEntry.objects.with_hidden(office.clerk)).rows()) == []


def test_questions_do_not_grow_with_rows(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_room, "CHUNK", 4)
    asked = []
    for count in (1, 2, 8):  # 1, 3 and 11 rows: one chunk, one, three
        fill(office, count)
        book = book_of(office).of_year(2566)
        with CaptureQueriesContext(connection) as queries:
            rows = list(book.rows())
        asked.append((len(rows), len(queries)))

    assert asked == [(1, 2), (3, 2), (11, 4)]
    assert [row.number for row in rows] == list(range(1, 12))


def test_a_book_with_gaps_is_read_to_its_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_room, "CHUNK", 2)
    fill(office, 9)
    odd = received_book(IncomingEntry.objects.with_hidden(office.clerk).filter(part__in=["2", "3", "7", "9"]))

    assert [row.number for row in odd.rows()] == [2, 3, 7, 9]


# On paper


def test_paper_says_what_the_rows_say(office: Office) -> None:
    fill(office, 1, subject="กตัญญู ฐูปทอง ญี่ปุ่น ปั้นดี ผู้รู้ น้ำ ที่ #panic(1) $x$ *ก* ISO9001 ที่ 4")
    (page,) = pages_of(PAPER.pdf(book_of(office)))
    said = (
        ("แบบที่ ๑๓", "ทะเบียนหนังสือรับ", "เทศบาลตำบลคลองน้อย", "วันที่ ๒๓ เดือน มกราคม พ.ศ. ๒๕๖๖"),
        RECEIVED.columns,
        ("๑", "สธ ๐๐๓๒/ว ๑๑๘", "๒๐ ม.ค. ๖๖", "สำนักงานสาธารณสุขจังหวัด", "นายกเทศมนตรี"),
        ("กตัญญู ฐูปทอง ญี่ปุ่น ปั้นดี ผู้รู้ น้ำ ที่ #panic(1) $x$ *ก* ISO9001 ที่ ๔",),
        ("กองสาธารณสุข", "รับ ๒๓ ม.ค. ๖๖ ๐๙.๐๐ น."),
        ("พิมพ์จากระบบเมื่อ ๒๓ ม.ค. ๒๕๖๖ ๑๖.๓๐ น.", "หน้า ๑/๑"),
    )

    assert page == "".join("".join(text.split()) for texts in said for text in texts)


def test_arabic_digits_where_they_are_asked_for(office: Office) -> None:
    fill(office, 1)
    (page,) = pages_of(replace(PAPER, thai=False).pdf(book_of(office)))

    assert "สธ0032/ว118" in page and "พ.ศ.2566" in page and page.endswith("หน้า1/1")
    assert not set(page) & set("๐๑๒๓๔๕๖๗๘๙")


@pytest.mark.parametrize(("rows", "pages"), [(1, 1), (12, 1), (13, 2), (24, 2), (400, 34)])
def test_twelve_rows_of_two_lines_stand_on_a_page(office: Office, rows: int, pages: int) -> None:
    fill(office, rows, subject="ขอต่ออายุใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ หมู่ 4")
    made = pages_of(replace(PAPER, thai=False).pdf(book_of(office)))

    assert len(made) == pages
    for number, page in enumerate(made, start=1):
        assert page.startswith("แบบที่13ทะเบียนหนังสือรับเทศบาลตำบลคลองน้อยวันที่23เดือนมกราคมพ.ศ.2566เลขทะเบียนรับ")
        assert page.endswith(f"หน้า{number}/{pages}")
        assert page.count("ขอต่ออายุใบอนุญาต") == min(12, rows - (number - 1) * 12)


def test_each_day_has_a_sheet_of_its_own(office: Office) -> None:
    fill(office, 2)
    fill(office, 1, at=MORNING + timedelta(days=2))
    made = pages_of(PAPER.pdf(book_of(office)))

    assert ["วันที่๒๓เดือน" in page for page in made] == [True, False]
    assert ["วันที่๒๕เดือน" in page for page in made] == [False, True]


def test_a_day_without_letters_has_an_empty_sheet(office: Office) -> None:
    (page,) = pages_of(replace(PAPER, day=DAY).pdf(book_of(office)))
    assert "วันที่๒๓เดือนมกราคมพ.ศ.๒๕๖๖" in page and "ไม่มีรายการ" in page


def test_a_row_is_broken_only_where_no_page_holds_it(office: Office) -> None:
    fill(office, 11)
    fill(office, 1, subject="ยาว " * 100 + "จบ")
    fill(office, 1, subject="w" * 990 + " จบแล้ว")
    made = pages_of(PAPER.pdf(book_of(office)))

    assert ["ยาวยาว" in page for page in made] == [False, True, False]
    assert sum(page.count("w") for page in made) == 990
    assert "จบแล้ว" in made[-1]


def test_a_struck_row_has_a_line_through_it(office: Office) -> None:
    whole = PAPER.pdf(
        received_book(IncomingEntry.objects.with_hidden(office.clerk).filter(pk__in=_two(office)[:1]))
    )
    both = PAPER.pdf(book_of(office))

    assert (_lines_in(whole), _lines_in(both)) == (0, 7)


def _two(office: Office) -> list[int]:
    plain = fill(office, 1, subject="ก", sender="ข", letter_number="ค", action="ง")
    struck = fill(office, 1, subject="ก", sender="ข", letter_number="ค", action="ง", struck_at=MORNING)
    return [row.pk for row in (*plain, *struck)]


def _lines_in(pdf: bytes) -> int:
    """Strokes of the thickness that only the line through a row has."""
    drawn = b""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            drawn += zlib.decompress(stream)
    return len(re.findall(rb"(?<![\d.])0?\.7 w\b", drawn))


def test_the_same_rows_are_the_same_bytes(office: Office) -> None:
    fill(office, 13)
    assert PAPER.pdf(book_of(office)) == PAPER.pdf(book_of(office))
    assert xlsx(book_of(office)) == xlsx(book_of(office))


def test_a_qr_stands_at_the_end(office: Office) -> None:
    fill(office, 13)
    edition = Edition("อบต.เดิม", "ตามตราปิดวัน", qr="SARABAN1 x", says="ตราของวันที่ 23")
    made = pages_of(replace(PAPER, editions={DAY: edition}).pdf(book_of(office)))

    assert ["ตราของวันที่๒๓SARABAN1x" in page for page in made] == [False, True]
    assert ["อบต.เดิม" in page and "ตามตราปิดวันหน้า" in page for page in made] == [True, True]


def test_too_many_rows_are_for_excel(office: Office) -> None:
    class Long(Book):
        def longer_than(self, rows: int) -> bool:
            return rows == ROWS_MAX

    with pytest.raises(Refusal, match=r"เกิน 2,000 รายการ .*Excel \(\.xlsx\)"):
        PAPER.pdf(Long(IncomingEntry.objects.with_hidden(office.clerk), RECEIVED))


def test_no_more_are_counted_than_need_be(office: Office) -> None:
    fill(office, 3)
    assert [book_of(office).longer_than(rows) for rows in (2, 3, 4)] == [True, False, False]


# In files


def test_excel_reads_back_what_was_written(office: Office) -> None:
    for text in HOSTILE:
        fill(office, 1, letter_number=text, sender=text, subject=text, action=text)
    head, *rows = sheet_of(xlsx(book_of(office)))

    assert head == [*RECEIVED.columns, *MORE_COLUMNS]
    assert [[row[column] for column in (1, 3, 5, 6)] for row in rows] == [[text] * 4 for text in HOSTILE]
    assert rows[0][:3] == [1.0, "=1+1", date(2023, 1, 20)]
    assert rows[0][8:] == [2566.0, DAY, ""]


def test_excel_holds_no_formula_and_shows_thai_years(office: Office) -> None:
    for text in HOSTILE:
        fill(office, 1, subject=text)
    parts = zipfile.ZipFile(io.BytesIO(xlsx(book_of(office))))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()

    assert "<f" not in sheet.replace("<fitToPage", "") and "hyperlink" not in sheet
    assert "[$-107041E]d mmm yyyy" in parts.read("xl/styles.xml").decode()
    assert 'state="frozen"' in sheet and 'customWidth="1"' in sheet


def test_a_date_that_excel_cannot_count_is_a_text(office: Office) -> None:
    fill(office, 1, dated_on=date(1870, 5, 1))
    assert sheet_of(xlsx(book_of(office)))[1][2] == "1 พ.ค. 2413"


def test_a_struck_row_is_struck_in_excel_too(office: Office) -> None:
    fill(office, 1, struck_at=MORNING, struck_because="ซ้ำ", recalled_at=MORNING)
    made = xlsx(book_of(office))

    assert "<strike/>" in zipfile.ZipFile(io.BytesIO(made)).read("xl/styles.xml").decode()
    assert sheet_of(made)[1][7:] == ["ยกเลิก ซ้ำ รับ 23 ม.ค. 66 09.00 น.", 2566.0, DAY, "ขีดฆ่า"]


def test_csv_reads_back_what_was_written(office: Office) -> None:
    for text in HOSTILE:
        fill(office, 1, letter_number=text, subject=text)
    made = csv_of(book_of(office))
    head, *rows = csv.reader(io.StringIO(made.removeprefix("\ufeff"), newline=""))

    assert made.startswith("\ufeffเลขทะเบียนรับ,ที่,") and made.endswith("\r\n")
    assert head == [*RECEIVED.columns, *MORE_COLUMNS]
    assert [[read_csv_text(row[column]) for column in (1, 5)] for row in rows] == [[t, t] for t in HOSTILE]
    assert [rows[0][0], rows[0][2], *rows[0][8:]] == ["1", "2023-01-20", "2566", "2023-01-23", ""]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", " =1", "＝1", "--", "'=1"])
def test_in_csv_nothing_begins_like_a_formula(text: str) -> None:
    assert csv_text(text) == f"'{text}"
    assert read_csv_text(csv_text(text)) == text


@pytest.mark.parametrize("text", ["-", "0032", "a=1", "'", "''", "'ก", "'-", "", "1-2", "ที่ -"])
def test_in_csv_all_else_stands_as_it_is(text: str) -> None:
    assert csv_text(text) == text
    assert read_csv_text(text) == text


# แบบที่ 14


def _sent_day(office: Office) -> Book:
    for subject in ("ขอเชิญประชุม", "ส่งคืน"):
        OutgoingEntry.objects.send(
            OutgoingLetter(
                subject,
                [Recipient("เทศบาลตำบลหนองบัว", "saraban@nongbua.go.th")],
                files=[Scan("a.pdf", b"%PDF-1.7")],
            ),
            by=office.clerk,
        )
    until = localdate() + timedelta(days=2)
    held = OutgoingEntry.objects.reserve(Register.OUTGOING, until=until, because="รอลงนาม", by=office.clerk)
    held.void("ไม่ใช้", by=office.clerk)
    OutgoingEntry.objects.reserve(Register.OUTGOING, until=until, because="รอสแกน", by=office.clerk)
    OutgoingEntry.objects.send(
        OutgoingLetter("คำสั่งแต่งตั้ง", [Recipient("ทุกหน่วย")], kind=Register.ORDER), by=office.clerk
    )
    return sent_book(OutgoingEntry.objects.with_hidden(office.clerk))


def test_the_book_of_what_left_is_form_fourteen(office: Office) -> None:
    rows = list(_sent_day(office).rows())
    assert [(row.number, row.subject, row.action, row.remarks, row.struck, row.state) for row in rows] == [
        (1, "ขอเชิญประชุม", "ส่งทางอีเมล 1 ราย", "", False, ""),
        (2, "ส่งคืน", "ส่งทางอีเมล 1 ราย", "", False, ""),
        (3, "", "", "ยกเลิก ไม่ใช้", True, "ยกเลิก"),
        (4, "", "", "จองไว้ รอสแกน", False, "จองไว้"),
    ]
    orders = sent_book(OutgoingEntry.objects.with_hidden(office.clerk), Register.ORDER)
    assert [row.subject for row in orders.rows()] == ["คำสั่งแต่งตั้ง"]
    assert orders.form.name == "ทะเบียนคำสั่ง"


def test_form_fourteen_is_printed_with_its_own_heads(office: Office) -> None:
    [page] = pages_of(PAPER.pdf(_sent_day(office).of_days(Days(localdate(), localdate()))))
    assert "แบบที่๑๔" in page and "ทะเบียนหนังสือส่ง" in page and "เลขทะเบียนส่ง" in page and "ขอเชิญประชุม" in page


def test_an_answer_to_a_restricted_letter_shows_its_number_only(office: Office) -> None:
    came = IncomingEntry.objects.enter(
        arrive(office), by=office.clerk, particulars=Particulars(restricted=True)
    )
    OutgoingEntry.objects.send(
        OutgoingLetter("ตอบเรื่องลับเฉพาะ", [Recipient("นายสมชาย")], reply_to=came), by=office.clerk
    )
    other = add_officer("นายวิชัย", "wichai@klongnoy.go.th")
    [row] = sent_book(OutgoingEntry.objects.with_hidden(other)).rows()
    assert (row.number, row.subject, row.sender, row.addressee) == (1, "จำกัดผู้เห็น", "", "")
