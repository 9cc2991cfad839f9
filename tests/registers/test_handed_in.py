"""Paper, and what came by a way that nobody announced: one book, received when the registry has it (guide #2.4, #2.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail, files
from saraban.registers.books import Counter
from saraban.registers.handed_in import Channel, HandedIn, HandIn, ScannedFile
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.registers.scans import FILE_BYTES_MAX, Scan
from saraban.tenancy.scope import acting_for
from tests.office import Office, arrive, bangkok, open_office

SAID = Particulars(letter_number="นย 0023/118", sender="อำเภอปากทาง", subject="ขอเชิญประชุม")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_to(moment: datetime) -> None:
        for module in ("audit.desk", "mail.models"):
            monkeypatch.setattr(f"saraban.{module}.now", lambda: moment)

    return set_to


def enter(office: Office, given: HandIn, said: Particulars = SAID, **more: Route) -> IncomingEntry:
    return HandedIn.objects.enter(given, by=office.clerk, particulars=said, **more)


def test_paper_takes_the_next_number_of_the_one_book(office: Office) -> None:
    IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    entry = enter(office, HandIn(Channel.PAPER, scans=[Scan("หนังสือ.pdf", b"%PDF-1.4 x")]))
    assert entry.number == 2
    assert (entry.letter_number, entry.sender, entry.email) == ("นย 0023/118", "อำเภอปากทาง", None)
    assert entry.deemed_at == entry.arrived_at.replace(microsecond=0)
    scan = ScannedFile.objects.get()
    assert (scan.name, scan.content_type) == ("หนังสือ.pdf", "application/pdf")
    assert files().read(office.agency, scan.sha256) == b"%PDF-1.4 x"
    assert OutboundEmail.objects.filter(kind=OutboundEmail.ANSWER).count() == 1  # of the e-mail


@pytest.fixture
def old_office(db: None, data_dir: Path, clock: Callable[[datetime], None]) -> Iterator[Office]:
    """An office that was opened before the days that its test tells of."""
    clock(bangkok(2026, 11, 2, 9, 0))
    opened = open_office(data=data_dir)
    with acting_for(opened.agency):
        yield opened


def test_another_way_counts_from_when_the_registry_had_it(
    old_office: Office, clock: Callable[[datetime], None]
) -> None:
    office = old_office
    clock(bangkok(2026, 12, 1, 17, 20))
    entry = enter(office, HandIn(Channel.OTHER, channel_name="Facebook ของหน่วยงาน"))
    assert entry.arrived_at == bangkok(2026, 12, 1, 17, 20)
    assert entry.deemed_at == bangkok(2026, 12, 2, 8, 30)
    assert entry.handed_in is not None
    text = entry.handed_in.text_for_the_sender(entry)
    assert "ที่ท่านส่งผ่าน Facebook ของหน่วยงาน ซึ่งมิใช่ช่องทางที่หน่วยงานประกาศไว้" in text
    assert f"เลขรับที่ {entry.receipt_number}" in text and "saraban@klongnoy.go.th" in text
    assert not OutboundEmail.objects.exists()
    entry.handed_in.tell(by=office.clerk)
    assert entry.handed_in.told_at is not None


def test_with_an_address_the_sender_is_told_by_mail(office: Office) -> None:
    entry = enter(
        office,
        HandIn(Channel.OTHER, channel_name="LINE", answer_address="somchai@example.com"),
        route=Route(unit=office.unit),
    )
    answer, routing = OutboundEmail.objects.order_by("kind")
    assert (answer.kind, answer.to_address) == ("answer", "somchai@example.com")
    assert "มิใช่ช่องทางที่หน่วยงานประกาศไว้" in answer.body
    assert answer.as_bytes()
    assert routing.to_address == office.unit.email
    assert set(entry.our_letters()) == {answer, routing}


def test_undo_recalls_what_leaves_and_the_number_stays(office: Office) -> None:
    entry = enter(
        office,
        HandIn(Channel.OTHER, channel_name="LINE", answer_address="a@example.com"),
        route=Route(unit=office.unit),
    )
    entry.recall(by=office.clerk)
    assert {letter.state for letter in OutboundEmail.objects.all()} == {OutboundEmail.RECALLED}
    assert entry.handed_in is not None
    entry.handed_in.enter_again(by=office.clerk)
    entry.refresh_from_db()
    assert (entry.number, entry.recalled_at) == (1, None)
    assert (entry.letter_number, entry.subject) == ("นย 0023/118", "ขอเชิญประชุม")
    assert OutboundEmail.objects.filter(state=OutboundEmail.QUEUED).count() == 2
    assert Counter.objects.get().last == 1


def test_a_row_is_struck_only_after_undo_and_with_a_reason(office: Office) -> None:
    entry = enter(office, HandIn(Channel.PAPER))
    with pytest.raises(Refusal) as refused:
        entry.strike("ลงซ้ำ", by=office.clerk)
    assert refused.value.code == "not_recalled"
    entry.recall(by=office.clerk)
    with pytest.raises(Refusal) as refused:
        entry.strike(" ", by=office.clerk)
    assert refused.value.code == "no_reason"
    entry.strike("ลงซ้ำ", by=office.clerk)
    assert "ยกเลิก ลงซ้ำ" in entry.remarks_in_the_book


@pytest.mark.parametrize(
    ("given", "said", "code"),
    [
        (HandIn(Channel.PAPER), Particulars(sender="x"), "no_subject"),
        (HandIn(Channel.PAPER), Particulars(subject="x"), "no_sender"),
        (HandIn(Channel.OTHER), SAID, "no_channel"),
        (HandIn(Channel.PAPER, scans=[Scan("x.pdf", b"MZ not a pdf")]), SAID, "bad_file"),
        (HandIn(Channel.PAPER, scans=[Scan("x.pdf", b"")]), SAID, "bad_file"),
        (HandIn(Channel.PAPER, scans=[Scan("x", b"%PDF-")] * 21), SAID, "bad_file"),
        (HandIn(Channel.PAPER, scans=[Scan("x", b"%PDF-" + b"x" * FILE_BYTES_MAX)]), SAID, "bad_file"),
    ],
)
def test_what_cannot_be_takes_no_number(office: Office, given: HandIn, said: Particulars, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        enter(office, given, said)
    assert refused.value.code == code
    assert not IncomingEntry.objects.exists() and not Counter.objects.filter(last__gt=0).exists()
    assert not HandedIn.objects.exists()


def test_only_the_registry_takes_in(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        HandedIn.objects.enter(HandIn(Channel.PAPER), by=office.head, particulars=SAID)
    assert refused.value.code == "no_duty"


def paper(*subjects: str) -> list[tuple[Particulars, Route]]:
    return [(Particulars(subject=subject, sender="นางสมร"), Route()) for subject in subjects]


def test_several_on_paper_in_one_commit_and_a_second_press_enters_nothing(office: Office) -> None:
    key = uuid4()
    entries = HandedIn.objects.enter_together(paper("ก", "ข", "ค"), key=key, told_first=1, by=office.clerk)
    assert [(one.number, one.subject) for one in entries] == [(1, "ก"), (2, "ข"), (3, "ค")]
    again = HandedIn.objects.enter_together(paper("ก", "ข", "ค"), key=key, told_first=1, by=office.clerk)
    assert (again, IncomingEntry.objects.count()) == (entries, 3)


def test_one_that_cannot_be_entered_leaves_no_number_used(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        HandedIn.objects.enter_together(paper("ก", " "), key=uuid4(), by=office.clerk)
    assert refused.value.code == "no_subject"
    assert (IncomingEntry.objects.count(), Counter.objects.count()) == (0, 0)


def test_the_numbers_that_were_told_are_the_numbers_that_are_given(office: Office) -> None:
    HandedIn.objects.enter_together(paper("มาก่อน"), key=uuid4(), by=office.clerk)
    with pytest.raises(Refusal) as refused:
        HandedIn.objects.enter_together(paper("ก", "ข"), key=uuid4(), told_first=1, by=office.clerk)
    assert refused.value.code == "numbers_moved"
    assert IncomingEntry.objects.count() == 1
