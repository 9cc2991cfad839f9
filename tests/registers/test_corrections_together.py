"""Several rows corrected at once: all under one reason or none, and nobody's word is written over unseen."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.registers.books import BookYear, Register
from saraban.registers.corrections import ROWS_MAX, Overtaken, RowCorrection, Word
from saraban.registers.dispatches import Recipient
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from tests.office import SUNDAY_NIGHT, Office, arrive


def fill(office: Office, count: int = 3) -> list[IncomingEntry]:
    return [
        IncomingEntry.objects.enter(
            arrive(office, subject=f"เรื่องที่ {nth}", at=SUNDAY_NIGHT + timedelta(minutes=nth)),
            by=office.clerk,
            particulars=Particulars(letter_number=f"นย {nth}"),
        )
        for nth in range(1, count + 1)
    ]


def said(row: IncomingEntry | OutgoingEntry, **words: Word) -> RowCorrection:
    return RowCorrection(row.pk, {name: (getattr(row, name), word) for name, word in words.items()})


def corrections() -> int:
    return AuditEntry.objects.filter(verb="corrected", noun__endswith="entry").count()


def test_one_reason_for_all_and_each_in_the_log(office: Office) -> None:
    first, second, third = fill(office)
    asked = [said(first, subject="ก", remarks="ข"), said(third, dated_on=date(2023, 1, 20))]
    done = IncomingEntry.objects.correct_rows(asked, "พิมพ์ผิดทั้งหน้า", by=office.clerk)
    assert done == [first, third]
    rows = list(IncomingEntry.objects.order_by("number").values_list("subject", "remarks", "dated_on"))
    assert rows == [
        ("ก", "ข", date(2023, 1, 22)),
        ("เรื่องที่ 2", "", date(2023, 1, 22)),
        ("เรื่องที่ 3", "", date(2023, 1, 20)),
    ]
    logged = AuditEntry.objects.filter(verb="corrected", noun="incomingentry").order_by("number")
    assert [entry.changes() for entry in logged] == [
        {
            "subject": ("เรื่องที่ 1", "ก"),
            "remarks": ("", "ข"),
            "corrected_because": ("", "พิมพ์ผิดทั้งหน้า"),
        },
        {"dated_on": ("2023-01-22", "2023-01-20"), "corrected_because": ("", "พิมพ์ผิดทั้งหน้า")},
    ]
    assert second not in done


def test_what_one_row_refuses_leaves_all_as_they_were(office: Office) -> None:
    first, second, _ = fill(office)
    asked = [said(first, subject="ใหม่"), said(second, subject=" ")]
    before = AuditEntry.objects.count()
    with pytest.raises(Refusal) as refused:
        IncomingEntry.objects.correct_rows(asked, "x", by=office.clerk)
    assert (refused.value.code, second.receipt_number in refused.value.message) == ("no_subject", True)
    assert IncomingEntry.objects.get(pk=first.pk).subject == "เรื่องที่ 1"
    assert AuditEntry.objects.count() == before


def test_a_colleagues_word_is_not_written_over_unseen(office: Office) -> None:
    first, second, _ = fill(office)
    mine = [said(first, subject="ของฉัน"), said(second, subject="ของฉันด้วย")]
    IncomingEntry.objects.get(pk=second.pk).correct(
        Particulars(subject="ของเพื่อน", letter_number="นย 2"), "y", by=office.clerk
    )
    with pytest.raises(Overtaken) as overtaken:
        IncomingEntry.objects.correct_rows(mine, "x", by=office.clerk)
    [difference] = overtaken.value.differences
    assert (difference.row, difference.column, difference.stands) == (second, "subject", "ของเพื่อน")
    assert IncomingEntry.objects.get(pk=first.pk).subject == "เรื่องที่ 1"
    # Having seen it, they may.
    again = [mine[0], RowCorrection(second.pk, {"subject": ("ของเพื่อน", "ของฉันด้วย")})]
    assert len(IncomingEntry.objects.correct_rows(again, "x", by=office.clerk)) == 2


def test_other_columns_of_the_same_row_are_no_quarrel(office: Office) -> None:
    [row] = fill(office, 1)
    mine = said(row, remarks="ของฉัน")
    IncomingEntry.objects.get(pk=row.pk).correct(
        Particulars(subject="ของเพื่อน", letter_number="นย 1"), "y", by=office.clerk
    )
    IncomingEntry.objects.correct_rows([mine], "x", by=office.clerk)
    row.refresh_from_db()
    assert (row.subject, row.remarks) == ("ของเพื่อน", "ของฉัน")


def test_the_same_press_twice_corrects_once(office: Office) -> None:
    [row] = fill(office, 1)
    asked = [said(row, subject="ใหม่")]
    IncomingEntry.objects.correct_rows(asked, "x", by=office.clerk)
    with pytest.raises(Refusal) as refused:
        IncomingEntry.objects.correct_rows(asked, "x", by=office.clerk)
    assert (refused.value.code, corrections()) == ("nothing_changed", 1)


@pytest.mark.parametrize(
    ("code", "because"), [("no_reason", " "), ("too_many", "x"), ("not_found", "x"), ("struck", "x")]
)
def test_what_is_refused(office: Office, code: str, because: str) -> None:
    [row] = fill(office, 1)
    asked = [said(row, subject="ใหม่")]
    if code == "too_many":
        asked *= ROWS_MAX + 1
    if code == "not_found":
        asked.append(RowCorrection(row.pk + 1, {"subject": ("", "x")}))
    if code == "struck":
        row.recall(by=office.clerk)
        row.strike("ลงซ้ำ", by=office.clerk)
    with pytest.raises(Refusal) as refused:
        IncomingEntry.objects.correct_rows(asked, because, by=office.clerk)
    assert refused.value.code == code
    assert IncomingEntry.objects.get().subject == "เรื่องที่ 1"


def test_a_closed_year_is_read_only(office: Office) -> None:
    [row] = fill(office, 1)
    BookYear.objects.record(
        "closed", by=office.clerk, register="incoming", year=row.year, closed_at=SUNDAY_NIGHT
    )
    for correct in (
        lambda: IncomingEntry.objects.correct_rows([said(row, subject="ใหม่")], "x", by=office.clerk),
        lambda: row.correct(Particulars(subject="ใหม่"), "x", by=office.clerk),
    ):
        with pytest.raises(Refusal) as refused:
            correct()
        assert refused.value.code == "book_closed"
    assert BookYear.locked_until("incoming") == row.year


def test_whoever_may_not_see_a_row_does_not_correct_it(office: Office) -> None:
    [row] = fill(office, 1)
    with pytest.raises(Refusal) as refused:
        IncomingEntry.objects.correct_rows([said(row, subject="ใหม่")], "x", by=office.head)
    assert refused.value.code == "no_duty"


def test_rows_of_the_send_register(office: Office) -> None:
    row = OutgoingEntry.objects.send(OutgoingLetter("เชิญประชม", [Recipient("หนองบัว")]), by=office.clerk)
    asked = said(row, subject="เชิญประชุม", addressee="เทศบาลตำบลหนองบัว", dated_on=date(2023, 1, 5))
    OutgoingEntry.objects.correct_rows([asked], "พิมพ์ตก", by=office.clerk)
    row.refresh_from_db()
    assert (row.subject, row.addressee, row.dated_on) == (
        "เชิญประชุม",
        "เทศบาลตำบลหนองบัว",
        date(2023, 1, 5),
    )
    assert row.dispatches.get().name == "หนองบัว", "what left stays as it left"


def test_an_order_takes_its_number_once(office: Office) -> None:
    key = uuid4()
    made = OutgoingEntry.objects.issue(Register.ORDER, subject="แต่งตั้งคณะกรรมการ", key=key, by=office.clerk)
    again = OutgoingEntry.objects.issue(Register.ORDER, subject="แต่งตั้งคณะกรรมการ", key=key, by=office.clerk)
    other = OutgoingEntry.objects.issue(Register.CERTIFICATE, subject="รับรองเงินเดือน", by=office.clerk)
    assert made == again
    assert [(one.register, one.number) for one in (made, other)] == [("order", 1), ("certificate", 1)]
    assert not made.waits
