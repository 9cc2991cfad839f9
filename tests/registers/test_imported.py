"""The register that the office kept in Excel: looked at, brought in as history, brought in again."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from saraban.agencies.duties import Duty
from saraban.agencies.models import Profile
from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.proposals.old_books import OldEntry
from saraban.registers.book import sent_book
from saraban.registers.books import BookYear, Register
from saraban.registers.imported import PASTED, Asked, OldRegister, registration_day
from saraban.registers.models import IncomingEntry, Route
from saraban.registers.outgoing import OutgoingEntry
from saraban.search.index import index_new
from saraban.search.models import Found
from tests.office import Office, add_officer, arrive, bangkok
from tests.registers.books import book_of
from tests.registers.old_books import HEADS, old_rows, xlsx

THIS_YEAR = localdate().year + 543


def offered(
    office: Office,
    data: bytes,
    *,
    name: str = "ทะเบียนรับ.xlsx",
    kind: Register = Register.INCOMING,
    year: int = 2566,
) -> OldRegister:
    return OldRegister.objects.offer(name, data, kind=kind, year=year, by=office.clerk)


def test_a_year_of_the_old_book_enters_under_its_own_numbers(office: Office) -> None:
    old = offered(office, xlsx([HEADS, *old_rows([1, 2, 3])]))
    seen = old.preview(Asked())
    assert (len(seen.fresh), seen.same, seen.troubles, seen.book.converted) == (3, 0, [], 3)
    assert not IncomingEntry.objects.exists()

    assert old.enter(Asked(), by=office.clerk) == 3
    row = list(book_of(office).rows())[1]
    assert (row.number, row.year, row.letter_number, row.dated_on) == (
        2,
        2566,
        "นย 2/2566",
        date(2023, 1, 20),
    )
    assert (row.sender, row.addressee, row.subject, row.action) == ("อบต.ทดลอง", "นายก", "เรื่อง 2", "กองช่าง")
    assert (row.remarks, row.state, row.registered_on) == ("", "", date(2023, 1, 20))
    old.refresh_from_db()
    assert (old.entered, old.officer) == (3, office.clerk)


def test_the_same_sheet_again_adds_only_what_is_missing(office: Office) -> None:
    offered(office, xlsx([HEADS, *old_rows([1, 3])])).enter(Asked(), by=office.clerk)
    again = offered(office, xlsx([HEADS, *old_rows([1, 2, 3])]))
    seen = again.preview(Asked())
    assert ([one.number for one in seen.fresh], seen.same) == ([2], 2)
    assert again.enter(Asked(), by=office.clerk) == 1
    with pytest.raises(Refusal) as refused:
        again.enter(Asked(), by=office.clerk)
    assert refused.value.code == "nothing_new"
    assert [row.number for row in book_of(office).rows()] == [1, 2, 3]


def test_the_book_goes_on_after_the_old_numbers(office: Office) -> None:
    old = offered(office, xlsx([HEADS, *old_rows([1, 2, 3], year=THIS_YEAR)]), year=THIS_YEAR)
    assert old.preview(Asked()).go_on_at == 4
    with pytest.raises(Refusal) as refused:
        old.enter(Asked(), go_on_at=3, by=office.clerk)
    assert refused.value.code == "bad_number"
    assert not IncomingEntry.objects.exists()
    old.enter(Asked(), go_on_at=10, by=office.clerk)

    with pytest.raises(Refusal, match="มีถึงเลข 3"):
        BookYear.objects.begin(Register.INCOMING, THIS_YEAR, 2, by=office.clerk)
    entry = IncomingEntry.objects.enter(
        arrive(office, at=bangkok(THIS_YEAR - 543, 1, 5, 9, 0)), by=office.clerk
    )
    assert entry.number == 10


def test_numbers_that_this_product_gives_are_not_brought_in(office: Office) -> None:
    BookYear.objects.begin(Register.INCOMING, THIS_YEAR, 3, by=office.clerk)
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    assert (entry.number, entry.year) == (3, THIS_YEAR)
    old = offered(office, xlsx([HEADS, *old_rows([1, 2, 3, 4], year=THIS_YEAR)]), year=THIS_YEAR)
    seen = old.preview(Asked())
    assert ([one.number for one in seen.fresh], seen.numbered_from) == ([1, 2], 3)
    assert [(one.line, one.because[:30]) for one in seen.troubles] == [
        (4, "มีเลข 3 ในทะเบียนแล้ว แต่ไม่ตร"),
        (5, "เลข 4 เป็นเลขที่ระบบนี้ออกเอง "),
    ]
    assert old.enter(Asked(), by=office.clerk) == 2
    assert [row.number for row in book_of(office).rows()] == [1, 2, 3]


# Files as offices have them


def test_a_heading_of_merged_cells_with_days_between_the_rows(office: Office) -> None:
    rows = [
        ["ทะเบียนหนังสือรับ ปี ๒๕๖๖"],
        [],
        [],
        ["วันที่ ๒๓ เดือน มกราคม พ.ศ. ๒๕๖๖"],
        ["๑", "นย ๑/๒๕๖๖", date(2566, 1, 20), "อบต.ทดลอง", "นายก", "ขอเชิญประชุม", "กองช่าง", "24 ม.ค. 66", ""],
        ["วันที่ ๒๔ เดือน มกราคม พ.ศ. ๒๕๖๖"],
        ["๒", "นย ๒/๒๕๖๖", "๒๑ ม.ค. ๖๖", "อบต.ทดลอง", "นายก", "ขอข้อมูล", "กองคลัง", "24 ม.ค. 66", "ด่วน"],
    ]
    heads = [(1, 0, 2, 0, "เลขทะเบียนรับ"), (1, 1, 1, 2, "หนังสือ"), (1, 3, 2, 3, "จาก"), (1, 4, 2, 4, "ถึง")]
    heads += [
        (1, 5, 2, 5, "เรื่อง"),
        (1, 6, 1, 7, "การปฏิบัติ"),
        (1, 8, 2, 8, "หมายเหตุ"),
        (0, 0, 0, 8, rows[0][0]),
    ]
    rows[0], rows[2] = [], [None, "ที่", "ลงวันที่", None, None, None, "ผู้รับ", "วันที่"]
    old = offered(office, xlsx(rows, merged=heads))
    seen = old.preview(Asked())
    assert [(one.number, one.registered_on, one.action) for one in seen.fresh] == [
        (1, date(2023, 1, 23), "กองช่าง"),
        (2, date(2023, 1, 24), "กองคลัง"),
    ]
    assert (seen.troubles, seen.book.converted, seen.days_said) == ([], 1, True)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-8", "cp874", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_any_excel_writes_it(office: Office, charset: str, separator: str) -> None:
    text = "\r\n".join(
        separator.join(row)
        for row in (HEADS, ("1", "0012", "23/1/2566", "อบต.ทดลอง", "นายก", '"เรื่อง ""ก"" ๑"', "-", ""))
    )
    [entry] = offered(office, text.encode(charset), name="ทะเบียน.csv").preview(Asked()).fresh
    assert (entry.letter_number, entry.dated_on, entry.subject) == ("0012", date(2023, 1, 23), 'เรื่อง "ก" ๑')


def test_cells_copied_from_excel(office: Office) -> None:
    text = 'เลขรับ\tลงวันที่\tเรื่อง\r\n๑\t23/1/2566\t"สอง\nบรรทัด"\r\n2\t24/1/66\t=1+1\r\n'
    seen = offered(office, text.encode(), name=PASTED).preview(Asked())
    assert [(one.number, one.subject) for one in seen.fresh] == [(1, "สอง\nบรรทัด"), (2, "=1+1")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_rows"),
        (b"\n\n \n", "no_rows"),
        (b"PK\x03\x04 not a workbook", "unreadable"),
        (b"\xd0\xcf\x11\xe0 not a workbook", "unreadable"),
        (b"<html><table>", "unreadable"),
        (b"%PDF-1.7\0\1\2", "unreadable"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_big"),
        (b"1,a\n" * 52_001, "too_long"),
    ],
)
def test_what_is_no_register_is_refused_and_kept_nowhere(office: Office, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        offered(office, data)
    assert refused.value.code == code
    assert not OldRegister.objects.exists()


def test_a_zip_bomb_is_refused(office: Office) -> None:
    honest = xlsx([HEADS])
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest)) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not name.endswith("sheet1.xml"):
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
            )
            cell = b'<c t="inlineStr"><is><t>' + b"A" * 1000 + b"</t></is></c>"
            for _ in range(600):
                part.write(cell * 1000)
            part.write(b"</row></sheetData></worksheet>")
    assert len(bomb.getvalue()) < 20 * 1024 * 1024
    with pytest.raises(Refusal) as refused:
        offered(office, bomb.getvalue())
    assert refused.value.code == "unreadable"


def test_years_too_far_away_are_refused(office: Office) -> None:
    for year in (THIS_YEAR + 1, THIS_YEAR - 51, 2023):
        with pytest.raises(Refusal) as refused:
            offered(office, xlsx([HEADS]), year=year)
        assert refused.value.code == "bad_year"


# What leaves, orders, circulars


def test_the_send_register_and_the_orders_have_numbers_of_their_own(office: Office) -> None:
    sent = [
        ("เลขทะเบียนส่ง", "ที่", "ลงวันที่", "ถึง", "เรื่อง"),
        [1, "นย 1/1", "3/1/66", "ก", "ส่ง"],
        [2, "นย 1/2", "4/1/66", "ข", "คืน"],
    ]
    orders = [("คำสั่งที่", "ลงวันที่", "เรื่อง"), ["1/2566", "3/1/66", "แต่งตั้ง"]]
    assert offered(office, xlsx(sent), kind=Register.OUTGOING).enter(Asked(), by=office.clerk) == 2
    assert offered(office, xlsx(orders), kind=Register.ORDER).enter(Asked(), by=office.clerk) == 1
    rows = sent_book(OutgoingEntry.objects.with_hidden(office.clerk)).rows()
    assert [(row.number, row.letter_number, row.state, row.registered_on) for row in rows] == [
        (1, "นย 1/1", "", date(2023, 1, 3)),
        (2, "นย 1/2", "", date(2023, 1, 4)),
    ]
    assert not OutgoingEntry.objects.reserved().exists()
    [order] = sent_book(OutgoingEntry.objects.with_hidden(office.clerk), Register.ORDER).rows()
    assert (order.number, order.subject) == (1, "แต่งตั้ง")


def test_circulars_that_share_the_letters_numbers_stand_among_them(office: Office) -> None:
    profile = Profile.here()
    with profile.change("corrected", by=office.clerk):
        profile.circulars_apart = False
    data = xlsx([("ที่", "เรื่อง", "ถึง"), ["นย 1/ว 7", "เวียน", "ทุกหน่วย"]])
    offered(office, data, kind=Register.CIRCULAR).enter(Asked(), by=office.clerk)
    entry = OutgoingEntry.objects.get()
    assert (entry.kind, entry.register, entry.number) == ("circular", "outgoing", 7)
    same = offered(office, xlsx([("เลขส่ง", "ที่", "เรื่อง"), [7, "นย 1/7", "อื่น"]]), kind=Register.OUTGOING)
    assert [one.line for one in same.preview(Asked()).troubles] == [2]


def test_what_was_sent_before_is_neither_recalled_nor_sent_again(office: Office) -> None:
    data = xlsx([("เลขส่ง", "ที่", "เรื่อง", "สถานะ"), [1, "นย 1/1", "ก", ""], [2, "นย 1/2", "ข", "เลิกทำ"]])
    offered(office, data, kind=Register.OUTGOING).enter(Asked(), by=office.clerk)
    for entry, deed in zip(OutgoingEntry.objects.order_by("number"), ("recall", "send_again"), strict=True):
        with pytest.raises(Refusal) as refused:
            getattr(entry, deed)(by=office.clerk)
        assert refused.value.code == "of_the_old_book"


# As history


def test_an_old_entry_is_routed_and_corrected_but_not_undone_or_answered(office: Office) -> None:
    offered(office, xlsx([HEADS, *old_rows([1])])).enter(Asked(), by=office.clerk)
    entry = IncomingEntry.objects.get()
    assert not entry.our_letters().exists()
    with pytest.raises(Refusal) as refused:
        entry.recall(by=office.clerk)
    assert refused.value.code == "of_the_old_book"

    routing = entry.hand_on(Route(unit=office.unit), by=office.clerk)
    entry.refresh_from_db()
    assert entry.action == "กองช่าง, กองสาธารณสุข"
    routing.take_back(by=office.clerk)
    entry.refresh_from_db()
    assert entry.action == "กองช่าง"
    entry.correct(replace(entry.particulars(), subject="เรื่องที่ถูก"), "พิมพ์ผิด", by=office.clerk)
    assert [row.subject for row in book_of(office).rows()] == ["เรื่องที่ถูก"]


def test_a_closed_day_is_no_matter_of_old_entries(office: Office) -> None:
    offered(office, xlsx([HEADS, *old_rows([1])])).enter(Asked(), by=office.clerk)
    assert not IncomingEntry.objects.reckoned_with([date(2023, 1, 20)]).exists()


def test_a_closed_book_takes_no_old_rows(office: Office) -> None:
    BookYear.objects.close(Register.INCOMING, 2566, by=office.clerk)
    old = offered(office, xlsx([HEADS, *old_rows([1])]))
    assert old.preview(Asked()).closed
    with pytest.raises(Refusal) as refused:
        old.enter(Asked(), by=office.clerk)
    assert refused.value.code == "book_closed"


def test_one_bad_row_at_the_database_and_nothing_enters(office: Office) -> None:
    """All or nothing: here by a row that another process brought in between the look and the press."""
    old = offered(office, xlsx([HEADS, *old_rows(range(1, 1_201))]))
    late = IncomingEntry(
        old_register=old,
        **{"year": 2566, "number": 1_150, "sender": "", "subject": "ก"},
        **dict.fromkeys(("arrived_at", "deemed_at", "registered_at"), bangkok(2023, 1, 1)),
    )
    plan = old.preview(Asked())
    IncomingEntry.objects.record_batch("brought_in", [late], by=office.clerk)
    before = AuditEntry.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingEntry.objects.record_batch(
            "brought_in", [old._incoming(one) for one in plan.fresh], by=office.clerk
        )
    assert (IncomingEntry.objects.count(), AuditEntry.objects.count()) == (1, before)
    assert old.enter(Asked(), by=office.clerk) == 1_199  # looked at again at the desk


def test_who_has_not_the_duty_brings_nothing_in(office: Office) -> None:
    old = offered(office, xlsx([HEADS, *old_rows([1])]))
    other = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    for deed in (
        lambda: old.enter(Asked(), by=other),
        lambda: OldRegister.objects.offer("a.csv", b"1", kind=Register.INCOMING, year=2566, by=other),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.code == "no_duty"


@pytest.mark.parametrize(
    ("dated_on", "day"),
    [
        (None, date(2023, 1, 1)),
        (date(2023, 5, 4), date(2023, 5, 4)),
        (date(2022, 12, 30), date(2023, 1, 1)),
        (date(2024, 2, 1), date(2023, 12, 31)),
    ],
)
def test_the_day_of_a_row_whose_sheet_says_none(dated_on: date | None, day: date) -> None:
    assert registration_day(OldEntry(1, 1, dated_on=dated_on), year=2566, today=date(2026, 1, 1)) == day
    said = OldEntry(1, 1, dated_on=dated_on, registered_on=date(2023, 6, 1))
    assert registration_day(said, year=2566, today=date(2026, 1, 1)) == date(2023, 6, 1)


def test_old_entries_are_found_by_the_search(office: Office) -> None:
    offered(office, xlsx([HEADS, *old_rows([1, 2])])).enter(Asked(), by=office.clerk)
    index_new()
    assert not Found.objects.filter(unread_since__isnull=False).exists()
    assert sorted(Found.objects.values_list("row_id", flat=True)) == sorted(
        IncomingEntry.objects.values_list("pk", flat=True)
    )
