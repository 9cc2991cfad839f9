"""A letter becomes an entry: number, times, answer and routing in one commit (guide #2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from saraban.agencies.duties import Duty
from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.books import Counter
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.tenancy.scope import acting_for
from tests.office import Office, add_officer, arrive, bangkok, letter_bytes, open_office

SetClock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Set the wall clock that the house reads: `clock(moment)`."""

    def set_to(moment: datetime) -> None:
        for module in ("audit.desk", "mail.intake", "mail.delivery", "mail.models"):
            monkeypatch.setattr(f"saraban.{module}.now", lambda: moment)

    return set_to


@pytest.fixture
def old_office(db: None, data_dir: Path, clock: SetClock) -> Iterator[Office]:
    """An office that was opened in December 2568."""
    clock(bangkok(2025, 12, 1, 9, 0))
    opened = open_office(data=data_dir)
    with acting_for(opened.agency):
        yield opened


def enter(letter: InboundEmail, office: Office, **asked: object) -> IncomingEntry:
    return IncomingEntry.objects.enter(letter, by=office.clerk, **asked)  # type: ignore[arg-type]


def test_the_guides_own_example(office: Office) -> None:
    entry = enter(arrive(office), office)

    assert entry.arrived_at == bangkok(2023, 1, 22, 21, 33)
    assert entry.deemed_at == bangkok(2023, 1, 23, 8, 30)
    answer = OutboundEmail.objects.get(kind=OutboundEmail.ANSWER)
    assert f"เลขรับที่ {entry.receipt_number} วันที่ 23 ม.ค. 2566 เวลา 08.30 น." in answer.body
    assert "มาตรา 10" in answer.body
    assert "02 123 4567" in answer.body
    assert answer.subject == f"Re: ขอต่ออายุใบอนุญาต [เลขรับ {entry.receipt_number}]"
    assert answer.to_address == "somchai@example.com"
    assert answer.thread_ids == [entry.email.message_id]
    assert b"auto-replied" in answer.as_bytes()


def test_numbers_follow_each_other(office: Office) -> None:
    entries = [enter(arrive(office, subject=f"เรื่องที่ {i}"), office) for i in range(5)]
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert len({entry.year for entry in entries}) == 1


def test_number_and_book_belong_to_the_later_of_the_two_years(old_office: Office, clock: SetClock) -> None:
    clock(bangkok(2026, 1, 5, 9, 0))
    found_late = enter(arrive(old_office, at=bangkok(2025, 12, 30, 10, 0)), old_office)

    assert found_late.receipt_number == "1/2569"
    assert found_late.deemed_at == bangkok(2025, 12, 30, 10, 0)


def test_a_letter_of_the_last_evening_entered_on_the_holiday_takes_the_new_years_book(
    old_office: Office, clock: SetClock
) -> None:
    clock(bangkok(2025, 12, 31, 10, 0))
    entry = enter(arrive(old_office, at=bangkok(2025, 12, 30, 18, 0)), old_office)

    assert entry.deemed_at == bangkok(2026, 1, 5, 8, 30)
    assert entry.year == 2569


def test_the_same_letter_is_not_entered_twice(office: Office) -> None:
    letter = arrive(office)
    first = enter(letter, office)
    with pytest.raises(Refusal) as refused:
        enter(letter, office)

    assert refused.value.code == "already_registered"
    assert first.receipt_number in refused.value.message
    assert IncomingEntry.objects.count() == 1
    assert Counter.objects.get().last == 1


def test_a_letter_without_a_subject_is_not_entered_until_one_is_written(office: Office) -> None:
    letter = arrive(office, subject="")
    with pytest.raises(Refusal) as refused:
        enter(letter, office)
    assert refused.value.code == "no_subject"
    assert Counter.objects.count() == 0

    entry = enter(letter, office, particulars=Particulars(subject="ภาพถ่ายถนนชำรุด"))
    assert (entry.number, entry.subject) == (1, "ภาพถ่ายถนนชำรุด")


def test_what_the_officer_says_stands_before_what_the_letter_says(office: Office) -> None:
    said = Particulars(
        letter_number="สธ 0032/ว 118",
        dated_on=date(2023, 1, 20),
        sender="สำนักงานสาธารณสุขจังหวัด",
        addressee="นายกเทศมนตรี",
        subject="การเฝ้าระวังโรคติดต่อ",
        remarks="ด่วน",
    )
    entry = enter(arrive(office), office, particulars=said)

    assert (entry.letter_number, entry.dated_on, entry.sender) == (
        said.letter_number,
        said.dated_on,
        said.sender,
    )
    assert (entry.addressee, entry.subject, entry.remarks) == (said.addressee, said.subject, said.remarks)


def test_routing_is_written_mailed_and_told_to_the_sender(office: Office) -> None:
    entry = enter(arrive(office), office, route=Route(unit=office.unit))

    assert entry.action == "กองสาธารณสุข"
    routing = entry.routings.get()
    assert routing.unit == office.unit
    mailed = OutboundEmail.objects.get(kind=OutboundEmail.ROUTING)
    assert mailed.to_address == "health@klongnoy.go.th"
    assert entry.receipt_number in mailed.subject
    answer = OutboundEmail.objects.get(kind=OutboundEmail.ANSWER)
    assert "กองสาธารณสุข โทร. 02 123 4568" in answer.body


def test_undo_recalls_the_answer_and_the_routing_never_the_number(office: Office) -> None:
    letter = arrive(office)
    entry = enter(letter, office, route=Route(unit=office.unit))
    entry.recall(by=office.clerk)

    assert {mail.state for mail in OutboundEmail.objects.all()} == {OutboundEmail.RECALLED}
    assert InboundEmail.objects.get(pk=letter.pk).state == InboundEmail.UNSORTED
    assert entry.routings.get().recalled_at is not None
    again = enter(InboundEmail.objects.get(pk=letter.pk), office)
    assert (again.pk, again.number) == (entry.pk, 1)
    assert OutboundEmail.objects.filter(state=OutboundEmail.QUEUED).count() == 1
    assert enter(arrive(office, subject="ถัดไป"), office).number == 2


def test_undo_is_refused_once_the_answer_is_on_its_way(office: Office) -> None:
    entry = enter(arrive(office), office)
    answer = OutboundEmail.objects.get()
    later = answer.not_before + timedelta(seconds=1)  # type: ignore[operator]
    assert answer.claim(later, lease=timedelta(minutes=5))

    with pytest.raises(Refusal) as refused:
        entry.recall(by=office.clerk)
    assert refused.value.code == "already_leaving"
    assert IncomingEntry.objects.get().recalled_at is None


@pytest.mark.parametrize(
    "headers",
    [{"Auto-Submitted": "auto-replied"}, {"List-Id": "<news.example.com>", "Precedence": "bulk"}],
)
def test_machines_are_entered_where_the_officer_says_so_but_never_answered(
    office: Office, headers: dict[str, str]
) -> None:
    entry = enter(arrive(office, headers=headers), office)
    assert entry.no_answer_because == "เป็นจดหมายอัตโนมัติ"
    assert OutboundEmail.objects.count() == 0


def test_our_own_mailbox_is_never_answered(office: Office) -> None:
    entry = enter(arrive(office, sender="SARABAN@klongnoy.go.th"), office)
    assert "อีเมลกลางของหน่วยงานเอง" in entry.no_answer_because
    assert OutboundEmail.objects.count() == 0


def test_citizen_numbers_are_masked_in_what_leaves(office: Office) -> None:
    enter(arrive(office, subject="ขอแก้ไขทะเบียน 1101700230708"), office)
    answer = OutboundEmail.objects.get()
    assert "1101700230708" not in answer.subject + answer.body
    assert b"1101700230708" not in answer.as_bytes()


def test_only_the_registry_enters(office: Office) -> None:
    letter = arrive(office)
    with pytest.raises(Refusal) as refused:
        IncomingEntry.objects.enter(letter, by=office.head)
    assert refused.value.code == "no_duty"
    assert Counter.objects.count() == 0


def test_a_year_without_a_calendar_is_not_guessed(old_office: Office, clock: SetClock) -> None:
    office = old_office
    clock(bangkok(2035, 3, 3, 9, 0))
    letter = arrive(office, at=bangkok(2035, 3, 3, 9, 0))
    with pytest.raises(Refusal) as refused:
        enter(letter, office)
    assert refused.value.code == "no_calendar"
    assert Counter.objects.count() == 0


def test_a_failure_after_the_number_gives_the_number_back(office: Office) -> None:
    letter = arrive(office)
    before = AuditEntry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enter(letter, office)
        raise ZeroDivisionError

    assert Counter.objects.count() == 0
    assert AuditEntry.objects.count() == before
    assert enter(InboundEmail.objects.get(pk=letter.pk), office).number == 1


def test_each_entry_keeps_its_number_against_the_database_itself(office: Office) -> None:
    entry = enter(arrive(office), office)
    with pytest.raises(Exception, match=r"(?i)unique|there already"), transaction.atomic():
        IncomingEntry.objects.record(
            "entered",
            by=office.clerk,
            email=arrive(office, subject="สอง"),
            year=entry.year,
            number=entry.number,
            arrived_at=entry.arrived_at,
            deemed_at=entry.deemed_at,
            registered_at=entry.registered_at,
            sender="x",
            subject="x",
        )


def test_a_reply_finds_its_entry_by_thread_or_by_number_and_sender(office: Office) -> None:
    entry = enter(arrive(office), office)
    answer = OutboundEmail.objects.get()
    by_thread = arrive(
        office,
        letter_bytes("Re: อะไรก็ได้", sender="other@example.com", headers={"In-Reply-To": answer.message_id}),
    )
    by_number = arrive(office, subject=f"สอบถาม เลขรับ {entry.receipt_number}", body="ขอทราบผล")
    stranger = arrive(office, subject=f"เลขรับ {entry.receipt_number}", sender="stranger@example.com")

    assert IncomingEntry.objects.earlier_of(by_thread, officer=office.clerk) == entry
    assert IncomingEntry.objects.earlier_of(by_number, officer=office.clerk) == entry
    assert IncomingEntry.objects.earlier_of(stranger, officer=office.clerk) is None


def test_registered_at_never_falls_while_the_number_rises(office: Office) -> None:
    times = [enter(arrive(office, subject=f"เรื่อง {i}"), office).registered_at for i in range(4)]
    assert times == sorted(times)


def test_the_story_of_an_entry_names_each_deed(office: Office) -> None:
    entry = enter(arrive(office), office)
    entry.recall(by=office.clerk)
    assert [told.verb for told in entry.story()] == ["entered", "recalled"]


def test_an_officer_can_be_routed_to_alone(office: Office) -> None:
    with_mail = add_officer("นายวิชัย ขยันงาน", "wichai@klongnoy.go.th", Duty.CASE)
    entry = enter(arrive(office), office, route=Route(officer=with_mail))
    assert entry.action == "นายวิชัย ขยันงาน"
    assert OutboundEmail.objects.get(kind=OutboundEmail.ROUTING).to_address == "wichai@klongnoy.go.th"


def test_two_parts_of_one_mail_have_a_number_and_an_answer_each(office: Office) -> None:
    letter = arrive(office)
    first, second = (enter(letter, office, part=part) for part in ("1", "2"))
    assert [first.number, second.number] == [1, 2]
    assert OutboundEmail.objects.filter(kind=OutboundEmail.ANSWER).count() == 2
    second.recall(by=office.clerk)
    left = OutboundEmail.objects.exclude(state=OutboundEmail.RECALLED).get()
    assert first.receipt_number in left.subject


def test_a_citizen_number_in_a_name_is_masked_too(office: Office) -> None:
    enter(arrive(office, name="สมชาย 1101700230708"), office, route=Route(unit=office.unit))
    for mail in OutboundEmail.objects.all():
        assert "1101700230708" not in mail.body + mail.to_name + mail.subject
