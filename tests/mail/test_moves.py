"""Letters asked to lie elsewhere: what becomes of the asking, whatever the server, people and other processes do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils.timezone import now

from saraban.agencies.duties import OPERATOR
from saraban.audit.desk import one_at_a_time
from saraban.clock import Clock
from saraban.mail import moves, steps
from saraban.mail.connections import Connections
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import MailFailure, Role
from saraban.mail.intake import fetch
from saraban.mail.maildir import make_maildir
from saraban.mail.models import InboundEmail, Mailbox
from saraban.mail.moves import LEASE, PAUSE_MAX, Move, move_due
from saraban.tenancy.scope import acting_for
from tests.kill.day import read_in_process
from tests.office import Office, arrive, letter_bytes, open_office

RAW = letter_bytes("ขอถังขยะ", message_id="<bin@example.com>")
WITHOUT_ID = b"From: somchai@example.com\r\nSubject: without an id\r\n\r\nGood day.\r\n"


@pytest.fixture
def inbox() -> Iterator[FakeInbox]:
    made = FakeInbox()
    yield made
    assert not made.failures, "a failure was prepared and never met"


def look(office: Office, inbox: FakeInbox) -> None:
    fetch(office.mailbox, inbox, read=read_in_process, still_ours=lambda: None)


def come(office: Office, inbox: FakeInbox, raw: bytes = RAW, *, role: Role = Role.INBOX) -> InboundEmail:
    before = set(InboundEmail.objects.values_list("pk", flat=True))
    inbox.add(raw, arrived_at=now() - timedelta(days=1), role=role)
    look(office, inbox)
    return InboundEmail.objects.exclude(pk__in=before).get()


def ask(email: InboundEmail, to: Role, *, seconds: float = 0) -> Move:
    move = Move.ask(email, to=to, not_before=now() + timedelta(seconds=seconds))
    assert move is not None
    return move


def run(inbox: FakeInbox) -> int:
    """A round of the clock, after every pause is over."""
    past = now() - timedelta(seconds=1)
    Move.across_agencies.filter(state=Move.WAITING).update(not_before=past)
    return move_due(lambda _: inbox)


def fresh(move: Move) -> Move:
    return Move.objects.get(pk=move.pk)


def where(inbox: FakeInbox, raw: bytes = RAW) -> list[Role]:
    return [
        role for role, folder in inbox.in_role.items() for _, said in folder.letters.values() if said == raw
    ]


def failure(**kind: bool) -> MailFailure:
    return MailFailure("ยังไม่ได้ย้าย", answer="for a test", **kind)  # type: ignore[arg-type]


# there and back


def test_junk_is_taken_to_the_inbox_and_the_desk_shows_it_there(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox, role=Role.JUNK)
    move = ask(email, Role.INBOX)
    assert (move.away_from, move.state) == (Role.JUNK, Move.WAITING)
    assert run(inbox) == 1
    assert (where(inbox), fresh(move).state) == ([Role.INBOX], Move.DONE)
    email.refresh_from_db()
    assert email.role == Role.JUNK  # what was done on the server is seen by the next look
    look(office, inbox)
    email.refresh_from_db()
    assert (email.role, email.state) == (Role.INBOX, InboundEmail.UNSORTED)
    assert [entry.verb for entry in email.story()] == ["moved"]
    assert run(inbox) == 0


def test_nothing_is_moved_before_its_time(office: Office, inbox: FakeInbox) -> None:
    ask(come(office, inbox), Role.TRASH, seconds=20)
    assert move_due(lambda _: inbox) == 0
    assert where(inbox) == [Role.INBOX]
    assert move_due(lambda _: inbox, moment=now()) == 0


def test_spam_thought_better_of_in_time_stays_where_it_is(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox)
    spam = ask(email, Role.TRASH, seconds=20)
    assert Move.ask(email, to=Role.INBOX, not_before=now()) is None
    assert fresh(spam).state == Move.CANCELLED
    assert run(inbox) == 0
    assert where(inbox) == [Role.INBOX]


def test_spam_is_taken_back_out_of_the_trash(office: Office, inbox: FakeInbox) -> None:
    for raw in (RAW, WITHOUT_ID):
        email = come(office, inbox, raw)
        for _ in range(2):
            ask(email, Role.TRASH)
            run(inbox)
            assert where(inbox, raw) == [Role.TRASH]
            back = ask(email, Role.INBOX)
            assert back.away_from == Role.TRASH
            run(inbox)
            assert where(inbox, raw) == [Role.INBOX]
            look(office, inbox)


def test_what_lies_there_already_is_not_asked_for(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox)
    assert Move.ask(email, to=Role.INBOX, not_before=now()) is None
    ask(email, Role.TRASH)
    run(inbox)
    assert Move.ask(email, to=Role.TRASH, not_before=now()) is None
    assert Move.objects.count() == 1


def test_the_last_word_counts_and_only_one_waits(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox, role=Role.JUNK)
    asked = [ask(email, to, seconds=9) for to in (Role.INBOX, Role.TRASH, Role.INBOX)]
    assert [fresh(move).state for move in asked] == [Move.CANCELLED, Move.CANCELLED, Move.WAITING]
    assert run(inbox) == 1
    assert where(inbox) == [Role.INBOX]


def test_a_move_asked_for_in_a_deed_that_fails_was_not_asked_for(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox)
    spam = ask(email, Role.TRASH)
    with pytest.raises(ZeroDivisionError), one_at_a_time(office.agency.pk):
        Move.ask(email, to=Role.JUNK, not_before=now())
        raise ZeroDivisionError
    assert list(Move.objects.values_list("pk", "state")) == [(spam.pk, Move.WAITING)]


def test_cancelling_says_whether_the_server_was_told(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox)
    assert ask(email, Role.TRASH).cancel()
    tried = ask(email, Role.TRASH)
    inbox.failures = [failure()]
    run(inbox)
    assert not fresh(tried).cancel()
    assert fresh(tried).state == Move.CANCELLED
    done = ask(email, Role.TRASH)
    run(inbox)
    assert not fresh(done).cancel()
    assert fresh(done).state == Move.DONE


# what people do meanwhile


def test_a_letter_moved_by_a_person_meanwhile_is_found(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox, role=Role.JUNK)
    there = ask(email, Role.INBOX)
    inbox.move_by_hand(1, away_from=Role.JUNK, to=Role.INBOX)
    run(inbox)
    assert (where(inbox), fresh(there).state) == ([Role.INBOX], Move.DONE)
    inbox.move_by_hand(1, away_from=Role.INBOX, to=Role.JUNK)
    look(office, inbox)
    elsewhere = ask(email, Role.TRASH)
    inbox.move_by_hand(2, away_from=Role.JUNK, to=Role.INBOX)
    run(inbox)
    assert where(inbox) == [Role.TRASH]
    assert (fresh(elsewhere).state, fresh(elsewhere).away_from) == (Move.DONE, Role.INBOX)


def test_a_letter_that_a_person_took_out_of_the_trash_can_be_sent_there_again(
    office: Office, inbox: FakeInbox
) -> None:
    email = come(office, inbox)
    ask(email, Role.TRASH)
    run(inbox)
    inbox.move_by_hand(1, away_from=Role.TRASH, to=Role.INBOX)
    look(office, inbox)
    again = ask(email, Role.TRASH)
    assert again.away_from == Role.INBOX
    run(inbox)
    assert where(inbox) == [Role.TRASH]


def test_a_letter_in_no_folder_is_gone_and_not_sought_for_ever(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox)
    inbox.remove(1)
    move = ask(email, Role.TRASH)
    assert run(inbox) == 1
    assert (fresh(move).state, fresh(move).not_before) == (Move.GONE, None)
    assert run(inbox) == 0
    imported = arrive(office, subject="จากไฟล์")
    move = ask(imported, Role.TRASH)
    run(inbox)
    assert fresh(move).state == Move.GONE


def test_what_people_move_between_inbox_and_junk_is_shown_where_it_lies(
    office: Office, inbox: FakeInbox
) -> None:
    email = come(office, inbox)
    for uid, (here, there) in enumerate([(Role.INBOX, Role.JUNK), (Role.JUNK, Role.INBOX)] * 2, start=1):
        inbox.move_by_hand((uid + 1) // 2, away_from=here, to=there)
        look(office, inbox)
        email.refresh_from_db()
        assert email.role == there
    assert [entry.verb for entry in email.story()] == ["moved"] * 4


def test_what_we_took_out_of_junk_and_a_person_put_back_is_shown_there(
    office: Office, inbox: FakeInbox
) -> None:
    email = come(office, inbox, role=Role.JUNK)
    ask(email, Role.INBOX)
    run(inbox)
    look(office, inbox)
    inbox.move_by_hand(1, away_from=Role.INBOX, to=Role.JUNK)
    look(office, inbox)
    email.refresh_from_db()
    assert email.role == Role.JUNK
    again = ask(email, Role.INBOX)
    assert again.away_from == Role.JUNK
    run(inbox)
    assert where(inbox) == [Role.INBOX]


def test_spam_seen_in_the_inbox_again_is_not_brought_back_to_the_desk(
    office: Office, inbox: FakeInbox
) -> None:
    """The server builds its index anew between the clerk's word and the move, and once more after it."""
    email = come(office, inbox)
    inbox.add(letter_bytes("อีกฉบับ"), arrived_at=now())
    with email.change("recalled", by=office.clerk):  # any deed that takes it off the desk
        email.state = InboundEmail.NOT_REGISTERED
    move = ask(email, Role.TRASH)
    story = email.story().count()
    for _ in range(2):
        inbox.reset()
        look(office, inbox)
        run(inbox)
    email.refresh_from_db()
    assert (email.state, email.role) == (InboundEmail.NOT_REGISTERED, Role.INBOX)
    assert email.story().count() == story
    assert (where(inbox), fresh(move).state) == ([Role.TRASH], Move.DONE)


def test_what_a_server_left_behind_in_junk_does_not_take_the_letter_back_there(
    office: Office, inbox: FakeInbox
) -> None:
    email = come(office, inbox, role=Role.JUNK)
    ask(email, Role.INBOX)
    run(inbox)
    look(office, inbox)
    inbox.add(RAW, arrived_at=now(), role=Role.JUNK)  # flagged as deleted, which is never asked
    inbox.reset(Role.JUNK)
    look(office, inbox)
    email.refresh_from_db()
    assert email.role == Role.INBOX


# trouble


def test_wherever_the_line_is_cut_the_letter_lies_there_once(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox)
    for operations in range(6):
        for to in (Role.TRASH, Role.INBOX):
            move = ask(email, to)
            inbox.operations, inbox.cut_after = 0, operations
            run(inbox)
            run(inbox)
            assert (where(inbox), fresh(move).state) == ([to], Move.DONE)
        inbox.cut_after = None
        look(office, inbox)


def test_it_is_tried_again_later_and_later_and_never_given_up(office: Office, inbox: FakeInbox) -> None:
    move = ask(come(office, inbox), Role.TRASH)
    pauses = []
    for _ in range(8):
        inbox.failures = [failure(permanent=True)]
        run(inbox)
        move = fresh(move)
        assert (move.state, move.last_error) == (Move.WAITING, "ยังไม่ได้ย้าย")
        assert move.not_before is not None
        pauses.append(round((move.not_before - now()).total_seconds() / 60))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    Move.objects.update(attempts=100_000)  # years
    inbox.failures = [failure()]
    run(inbox)
    pause = fresh(move).not_before
    assert pause is not None
    assert pause <= now() + PAUSE_MAX
    run(inbox)
    assert where(inbox) == [Role.TRASH]


def test_a_dead_server_is_asked_once_a_round_and_holds_up_no_other_mailbox(
    office: Office, inbox: FakeInbox, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "BATCH_MAX", 3)
    for number in range(7):
        ask(come(office, inbox, letter_bytes(f"เรื่องที่ {number}")), Role.TRASH, seconds=-100 + number)
    neighbour, theirs = open_office("paktang", data=data_dir), FakeInbox()
    with acting_for(neighbour.agency):
        ask(come(neighbour, theirs), Role.TRASH)
    dead = FakeInbox()
    dead.failures = [failure(of_server=True) for _ in range(9)]

    def inbox_of(mailbox: Mailbox) -> FakeInbox:
        return dead if mailbox == office.mailbox else theirs

    assert move_due(inbox_of) == 1
    assert move_due(inbox_of) == 1
    assert move_due(inbox_of) == 0
    assert len(dead.failures) == 8
    assert where(theirs) == [Role.TRASH]
    assert Move.objects.filter(state=Move.WAITING, attempts=0).count() == 6
    while run(inbox):
        pass
    assert len(inbox.in_role[Role.TRASH].letters) == 7


def test_a_letter_that_the_server_will_not_move_stops_no_other(office: Office, inbox: FakeInbox) -> None:
    for raw in (RAW, WITHOUT_ID):
        ask(come(office, inbox, raw), Role.TRASH)
    inbox.failures = [failure()]
    assert run(inbox) == 2
    assert (where(inbox), where(inbox, WITHOUT_ID)) == ([Role.INBOX], [Role.TRASH])


def test_a_mailbox_that_is_closed_is_left_alone(office: Office, inbox: FakeInbox) -> None:
    move = ask(come(office, inbox), Role.TRASH)
    with office.mailbox.change("corrected", by=OPERATOR):
        office.mailbox.active = False
    assert run(inbox) == 0
    assert (where(inbox), fresh(move).attempts) == ([Role.INBOX], 0)


# other processes


def test_the_way_back_waits_for_the_end_of_the_way_there(office: Office, inbox: FakeInbox) -> None:
    email = come(office, inbox)
    there = ask(email, Role.TRASH)
    assert there.claim(now(), lease=LEASE)  # another process is at it
    back = ask(email, Role.INBOX)
    assert (fresh(there).state, back.away_from) == (Move.CANCELLED, Role.TRASH)
    assert run(inbox) == 0
    inbox.move_by_hand(1, away_from=Role.INBOX, to=Role.TRASH)  # what the other one does
    there.end(Move.DONE, away_from=Role.INBOX)
    assert fresh(there).state == Move.CANCELLED
    assert run(inbox) == 1
    assert (where(inbox), fresh(back).state) == ([Role.INBOX], Move.DONE)


@pytest.mark.parametrize("copied", [True, False])
def test_the_work_of_one_who_died_is_taken_over(office: Office, inbox: FakeInbox, copied: bool) -> None:
    move = ask(come(office, inbox), Role.TRASH)
    assert move.claim(now(), lease=LEASE)
    if copied:
        inbox.add(RAW, arrived_at=now(), role=Role.TRASH)
    assert run(inbox) == 0
    Move.objects.update(lease_until=now() - timedelta(seconds=1))
    assert run(inbox) == 1
    assert (where(inbox), fresh(move).state) == ([Role.TRASH], Move.DONE)


def test_one_who_failed_at_a_cancelled_move_does_not_revive_it(office: Office, inbox: FakeInbox) -> None:
    move = ask(come(office, inbox), Role.TRASH)

    class Slow(FakeInbox):
        def move(self, *args: object, **kwargs: object) -> bool:
            fresh(move).cancel()
            raise failure()

    assert run(Slow()) == 1
    assert fresh(move).state == Move.CANCELLED
    assert run(inbox) == 0
    assert move_due(lambda _: inbox, moment=now() + timedelta(days=1)) == 0


def test_two_at_once_move_each_letter_once(office_for_threads: Office) -> None:
    office = office_for_threads
    home = Path(office.mailbox.inbox_url.removeprefix("maildir://"))
    make_maildir(home)
    make_maildir(home / ".Junk")
    for number in range(20):
        (home / ".Junk" / "new" / f"{number}").write_bytes(letter_bytes(f"เรื่องที่ {number}"))
    clock = Clock()
    clock.until_nothing_is_due()
    for email in InboundEmail.objects.all():
        ask(email, Role.INBOX)
    moved: list[int] = []

    def work() -> None:
        line = Connections()
        try:
            moved.append(steps.move_due(line))
        finally:
            line.close()
            connections.close_all()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(moved) == 20
    assert not list((home / ".Junk" / "new").iterdir())
    assert len(list((home / "new").iterdir())) == 20
    assert set(Move.objects.values_list("state", "attempts")) == {(Move.DONE, 1)}
    clock.until_nothing_is_due()
    assert set(InboundEmail.objects.values_list("role", flat=True)) == {Role.INBOX}
    assert InboundEmail.objects.count() == 20
    clock.close()


def test_the_clock_waits_for_what_may_still_be_thought_better_of(office_for_threads: Office) -> None:
    home = Path(office_for_threads.mailbox.inbox_url.removeprefix("maildir://"))
    make_maildir(home)
    (home / "new" / "one").write_bytes(RAW)
    clock = Clock()
    clock.until_nothing_is_due()
    ask(InboundEmail.objects.get(), Role.TRASH, seconds=1)
    clock.until_nothing_is_due()
    assert not (home / ".Trash").exists()
    clock.settle()
    assert [path.read_bytes() for path in (home / ".Trash" / "new").iterdir()] == [RAW]
    clock.close()
