"""A sealed day's sheet is the same bytes for ever; what was changed later stands on the sheet of the day of the change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.agencies.models import Officer, Profile
from saraban.evidence.seals import DaySeal
from saraban.evidence.sheets import ERASED, Sheets
from saraban.law.refusal import Refusal
from saraban.registers.book import Book, Days, received_book, sent_book
from saraban.registers.books import Register
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.registers.outgoing import OutgoingEntry
from tests.evidence.days import MONDAY, clock_at, sealed_until
from tests.office import Office, add_officer
from tests.registers.books import pages_of

WEEK = Days(MONDAY.date(), MONDAY.date() + timedelta(days=6))


def received(officer: Officer) -> Book:
    return received_book(IncomingEntry.objects.with_hidden(officer))


def on(day: int) -> Days:
    the_day = MONDAY.date() + timedelta(days=day)
    return Days(the_day, the_day)


def printed(book: Book, days: Days, *, at: datetime) -> bytes:
    with clock_at(at):
        sheets = Sheets(book, days)
        return sheets.paper(thai=True).pdf(sheets.book)


def text(pdf: bytes) -> str:
    return "".join(pages_of(pdf))


def later(day: int, deed: Callable[[], Any]) -> Any:
    with clock_at(MONDAY + timedelta(days=day, hours=5)):
        return deed()


def particulars(entry: IncomingEntry, **changed: Any) -> Particulars:
    return Particulars(**(vars(entry.particulars()) | changed))


def test_an_unsealed_day_says_so_and_a_sealed_one_has_its_qr(lived: Office) -> None:
    book = received(lived.clerk)
    before = text(printed(book, on(0), at=MONDAY + timedelta(days=3, hours=6)))
    sealed_until(4)
    seal = DaySeal.objects.get(day=MONDAY.date())
    after = text(printed(book, on(0), at=MONDAY + timedelta(days=4)))

    assert "ยังไม่ได้ปิดวัน" in before and "SARABAN1" not in before
    assert "ยังไม่ได้ปิดวัน" not in after
    assert "".join(seal.text().split()) in after
    assert "ตามตราปิดวันซึ่งปิดเมื่อ๒๗ม.ค.๒๕๖๖๐๙.๐๐น." in after


def test_print_correct_reprint_gives_the_same_bytes_and_the_change_stands_on_its_own_day(
    lived: Office,
) -> None:
    book, entry = received(lived.clerk), IncomingEntry.objects.get(number=1)
    sealed_until(4)
    first = printed(book, on(0), at=MONDAY + timedelta(days=4))
    fixed = particulars(entry, subject="เรื่องที่แก้แล้ว", sender="นางสาวใหม่")
    later(4, lambda: entry.correct(fixed, "พิมพ์ผิด", by=lived.clerk))
    again = printed(book, on(0), at=MONDAY + timedelta(days=9))
    friday = text(printed(book, on(4), at=MONDAY + timedelta(days=4, hours=6)))

    assert again == first
    assert "เรื่องที่แก้แล้ว" not in text(again)
    assert "แก้ไขรายการของวันก่อน" in friday
    for said in ("๑๒๓ม.ค.๖๖เรื่องเรื่องที่๐เรื่องที่แก้แล้วพิมพ์ผิดนางสาวสุดาใจดี", "นางสาวใหม่", "ไม่มีรายการ"):
        assert said in friday
    sealed_until(5)
    assert "เรื่องที่แก้แล้วพิมพ์ผิด" in text(printed(book, on(4), at=MONDAY + timedelta(days=7)))
    assert printed(book, on(0), at=MONDAY + timedelta(days=7)) == first


def test_neither_a_strike_nor_a_route_nor_a_new_name_touches_a_sealed_sheet(lived: Office) -> None:
    book = received(lived.clerk)
    sealed_until(4)
    days = [on(0), on(3)]
    first = [printed(book, one, at=MONDAY + timedelta(days=4)) for one in days]
    one, two, three = IncomingEntry.objects.filter(registered_at__lt=on(0).closes).order_by("number")
    later(5, lambda: two.hand_on(Route(unit=lived.unit, officer=lived.head), by=lived.clerk))
    later(5, lambda: three.note_paper(by=lived.clerk))
    later(5, lambda: one.open_to_all(by=lived.clerk))

    def rename() -> None:
        profile = Profile.objects.get()
        with profile.change("corrected", by=lived.clerk):
            profile.name = "เทศบาลเมืองคลองน้อย"
        with lived.clerk.change("corrected", by=OPERATOR):
            lived.clerk.name = "นางสุดา สมรสแล้ว"

    saturday = printed(book, on(5), at=MONDAY + timedelta(days=5, hours=6))
    sealed_until(6)
    later(6, rename)

    assert [printed(book, one, at=MONDAY + timedelta(days=8)) for one in days] == first
    said = text(saturday)
    assert "การปฏิบัติ" in said and "กองสาธารณสุข(นายสมศักดิ์ตั้งใจ)" in said
    assert "ได้รับฉบับกระดาษ๒๘ม.ค.๖๖" in said
    resealed = text(printed(book, on(5), at=MONDAY + timedelta(days=9)))
    assert "นางสาวสุดาใจดี" in resealed and "เทศบาลตำบลคลองน้อย" in resealed
    assert "เทศบาลเมืองคลองน้อย" in text(printed(book, on(8), at=MONDAY + timedelta(days=8)))


def test_a_row_that_was_voided_later_stands_unvoided_on_its_day(lived: Office) -> None:
    book = sent_book(OutgoingEntry.objects.with_hidden(lived.clerk), Register.ORDER)
    until = MONDAY.date() + timedelta(days=20)
    held = later(
        3,
        lambda: OutgoingEntry.objects.reserve(Register.ORDER, until=until, because="รอลงนาม", by=lived.clerk),
    )
    sealed_until(4)
    first = printed(book, on(3), at=MONDAY + timedelta(days=4))
    later(4, lambda: held.void("ไม่ได้ใช้", by=MACHINE))

    assert printed(book, on(3), at=MONDAY + timedelta(days=5)) == first
    assert "จองไว้รอลงนาม" in text(first)
    friday = text(printed(book, on(4), at=MONDAY + timedelta(days=4, hours=6)))
    assert "๓๒๖ม.ค.๖๖หมายเหตุจองไว้รอลงนามยกเลิกไม่ได้ใช้ไม่ได้ใช้ระบบ" in friday
    letters = sent_book(OutgoingEntry.objects.with_hidden(lived.clerk), Register.OUTGOING)
    assert "แก้ไขรายการ" not in text(printed(letters, on(4), at=MONDAY + timedelta(days=4, hours=6)))


def test_of_two_corrections_in_a_day_both_are_told_each_with_what_was_before(lived: Office) -> None:
    entry = IncomingEntry.objects.get(number=1)
    sealed_until(4)
    for word in ("ก่อนเที่ยง", "หลังเที่ยง"):
        later(4, lambda word=word: entry.correct(particulars(entry, subject=word), "ผิด", by=lived.clerk))  # type: ignore[misc]
    friday = text(printed(received(lived.clerk), on(4), at=MONDAY + timedelta(days=4, hours=6)))

    assert "เรื่องที่๐ก่อนเที่ยงผิด" in friday and "ก่อนเที่ยงหลังเที่ยงผิด" in friday


def test_what_is_restricted_stays_hidden_on_the_sheet_and_among_the_changes(lived: Office) -> None:
    entry = IncomingEntry.objects.get(number=1)
    assert entry.restricted
    other = later(3, lambda: add_officer("นายวิชัย ขยันงาน", "wichai@klongnoy.go.th", Duty.CASE))
    sealed_until(4)
    later(4, lambda: entry.correct(particulars(entry, subject="วินัยร้ายแรง"), "ชื่อลับ", by=lived.clerk))
    seen = [
        text(printed(received(officer), days, at=MONDAY + timedelta(days=4, hours=6)))
        for officer in (lived.clerk, other)
        for days in (on(0), on(4))
    ]

    assert "วินัยร้ายแรง" in seen[1] and "เรื่องที่๐" in seen[0]
    assert "เรื่องที่๐" not in seen[2] + seen[3]
    assert "วินัย" not in seen[3] and "ชื่อลับ" not in seen[3]
    assert "จำกัดผู้เห็น" in seen[2] and "๑๒๓ม.ค.๖๖จำกัดผู้เห็น" in seen[3]


def test_what_was_erased_by_law_is_on_no_sheet_any_more(lived: Office) -> None:
    entry = IncomingEntry.objects.get(number=3)
    sealed_until(4)
    assert "เรื่องที่๒" in text(printed(received(lived.clerk), on(0), at=MONDAY + timedelta(days=4)))
    later(4, lambda: entry.redact("subject", by=OPERATOR, reason="คำสั่งที่ 3/2566"))
    sheets = [text(printed(received(lived.clerk), on(day), at=MONDAY + timedelta(days=5))) for day in (0, 4)]

    assert [ERASED in sheet for sheet in sheets] == [True, True]
    assert not [sheet for sheet in sheets if "เรื่องที่๒" in sheet]


def test_from_a_day_to_another_each_sheet_is_as_it_is_alone(lived: Office) -> None:
    entry = IncomingEntry.objects.get(number=3)
    sealed_until(4)
    later(4, lambda: entry.correct(particulars(entry, sender="ผู้ส่งใหม่"), "ผิด", by=lived.clerk))
    pages = pages_of(printed(received(lived.clerk), WEEK, at=MONDAY + timedelta(days=4, hours=6)))

    heads = ["วันที่๒๓เดือน", "วันที่๒๖เดือน", "วันที่๒๗เดือน"]  # of days with rows or changes
    assert [[head in page for head in heads] for page in pages] == [
        [n == i for n in range(3)] for i in range(3)
    ]
    assert ["SARABAN1" in page for page in pages] == [True, True, False]
    assert ["ผู้ส่งใหม่" in page for page in pages] == [False, False, True]


def test_a_day_before_there_were_seals_does_not_promise_one(lived: Office) -> None:
    sealed_until(4)
    sunday = text(printed(received(lived.clerk), on(-1), at=MONDAY + timedelta(days=4)))
    assert "เป็นวันก่อนเริ่มมีตราปิดวัน" in sunday and "ยังไม่ได้ปิดวัน" not in sunday


def test_more_than_a_year_is_refused(monday: Office) -> None:
    Sheets(received(monday.clerk), Days(date(2023, 1, 1), date(2023, 12, 31)))
    with pytest.raises(Refusal, match="เกิน 366 วัน"):
        Sheets(received(monday.clerk), Days(date(2022, 12, 1), date(2023, 12, 31)))


def test_a_sheet_asks_as_much_for_three_changes_as_for_one(lived: Office) -> None:
    book, entries = received(lived.clerk), list(IncomingEntry.objects.order_by("number"))
    sealed_until(4)
    asked = []
    for n, entry in enumerate((entries[0], entries[2])):
        later(
            4,
            lambda n=n, entry=entry: entry.correct(
                particulars(entry, sender=f"ใหม่ {n}"), "ผิด", by=lived.clerk
            ),
        )  # type: ignore[misc]
        with CaptureQueriesContext(connection) as queries:
            printed(book, on(4), at=MONDAY + timedelta(days=4, hours=6))
            printed(book, on(0), at=MONDAY + timedelta(days=4, hours=6))
        asked.append(len(queries))
    assert asked[0] == asked[1]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["correct", "paper", "restrict", "open"])), max_size=6
    )
)
def test_whatever_is_done_later_a_sealed_sheet_stays(lived: Office, deeds: list[tuple[int, str]]) -> None:
    book, entries = (
        received(lived.clerk),
        list(IncomingEntry.objects.filter(number__in=(1, 3, 4)).order_by("number")),
    )
    last = DaySeal.objects.order_by("-day").first()
    day = 4 if last is None else (last.day - MONDAY.date()).days + 2
    sealed_until(day)
    first = printed(book, on(0), at=MONDAY + timedelta(days=day))
    for place, deed in deeds:
        entry = entries[place]
        with clock_at(MONDAY + timedelta(days=day, hours=5)):
            if deed == "correct":
                entry.correct(particulars(entry, remarks=f"{entry.remarks} อีก"), "x", by=lived.clerk)
            elif deed == "restrict":
                entry.restrict(by=lived.clerk)
            elif deed == "open":
                entry.open_to_all(by=lived.clerk)
            elif entry.paper_at is None:
                entry.note_paper(by=lived.clerk)
    assert printed(book, on(0), at=MONDAY + timedelta(days=day + 1)) == first
