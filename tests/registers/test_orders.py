"""Junk is moved on the server, then entered, then answered; each step can be undone (guide #2.1)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.timezone import now

from saraban.agencies.models import Assignment
from saraban.law.refusal import Refusal
from saraban.mail.gateway import Role
from saraban.mail.intake import fetch
from saraban.mail.maildir import MaildirInbox, make_maildir
from saraban.mail.models import InboundEmail, Mailbox, OutboundEmail
from saraban.mail.moves import Move, move_due
from saraban.mail.reading import read_files
from saraban.registers.models import IncomingEntry, Part, Particulars, Route
from saraban.registers.orders import EntryOrder, enter_moved
from saraban.registers.verdicts import Verdict
from saraban.tenancy.scope import acting_for
from tests.office import SUNDAY_NIGHT, Office, letter_bytes, open_office

SAID = Particulars(subject="ขอต่ออายุใบอนุญาต", sender="นายสมชาย", remarks="พบในจดหมายขยะ")


@dataclass
class Post:
    """An office whose mailbox is a real folder, with one letter in junk."""

    office: Office
    home: Path
    broken: bool = False

    def inbox(self, mailbox: Mailbox) -> MaildirInbox:
        return MaildirInbox(self.home if not self.broken else self.home / "not-there")

    def look(self) -> None:
        fetch(self.office.mailbox, self.inbox(self.office.mailbox), read=read_files, still_ours=lambda: None)

    def move(self) -> int:
        """The server is asked, once the seconds of undo and every pause are over."""
        Move.objects.filter(state=Move.WAITING).update(not_before=now())
        return move_due(self.inbox)

    def lying(self, folder: str = "") -> int:
        there = self.home / folder
        return sum(len(list((there / part).glob("*"))) for part in ("new", "cur") if (there / part).is_dir())


@pytest.fixture
def post(db: None, data_dir: Path) -> Iterator[Post]:
    office = open_office(data=data_dir)
    home = data_dir / "klongnoy" / "Maildir"
    for folder in (home, home / ".Junk"):
        make_maildir(folder)
    file = home / ".Junk" / "new" / "1.junk.example"
    file.write_bytes(letter_bytes())
    os.utime(file, times=(SUNDAY_NIGHT.timestamp(),) * 2)
    made = Post(office, home)
    with acting_for(office.agency):
        made.look()
        yield made


def give(post: Post) -> EntryOrder:
    return EntryOrder.objects.give(
        InboundEmail.objects.get(), [Part("", SAID, Route(unit=post.office.unit))], by=post.office.clerk
    )


def test_it_is_moved_then_entered_then_answered(post: Post) -> None:
    assert InboundEmail.objects.get().role == Role.JUNK
    give(post)
    assert InboundEmail.objects.get().state == InboundEmail.MOVING
    assert enter_moved() == 0 and not IncomingEntry.objects.exists()
    assert not InboundEmail.objects.waiting().exists()

    assert post.move() == 1
    assert (post.lying(), post.lying(".Junk")) == (1, 0)
    assert enter_moved() == 1 and enter_moved() == 0
    entry = IncomingEntry.objects.get()
    assert (entry.number, entry.remarks, entry.action) == (1, "พบในจดหมายขยะ", "กองสาธารณสุข")
    assert entry.arrived_at == SUNDAY_NIGHT
    assert {letter.kind for letter in OutboundEmail.objects.all()} == {"answer", "routing"}
    entered = entry.story().get(verb="entered")
    assert entered.actor == post.office.clerk.actor_key
    post.look()
    letter = InboundEmail.objects.get()
    assert (letter.role, letter.state) == (Role.INBOX, InboundEmail.REGISTERED)


def test_undo_before_the_move_leaves_it_in_junk(post: Post) -> None:
    order = give(post)
    order.cancel(by=post.office.clerk)
    post.move()
    assert enter_moved() == 0
    assert (post.lying(), post.lying(".Junk")) == (0, 1)
    assert InboundEmail.objects.get().state == InboundEmail.UNSORTED
    assert not IncomingEntry.objects.exists()
    with pytest.raises(Refusal) as refused:
        order.cancel(by=post.office.clerk)
    assert refused.value.code == "order_ended"


def test_undo_after_the_move_puts_it_back_into_junk(post: Post) -> None:
    order = give(post)
    post.move()
    order.cancel(by=post.office.clerk)
    post.move()
    assert enter_moved() == 0 and not IncomingEntry.objects.exists()
    assert (post.lying(), post.lying(".Junk")) == (0, 1)


def test_entered_on_its_way_back_into_junk_it_stays_in_the_inbox(post: Post) -> None:
    order = give(post)
    post.move()
    post.look()  # seen in the inbox before the undo
    order.cancel(by=post.office.clerk)
    IncomingEntry.objects.enter(InboundEmail.objects.get(), by=post.office.clerk)
    post.move()
    assert (post.lying(), post.lying(".Junk")) == (1, 0)
    post.look()
    letter = InboundEmail.objects.get()
    assert (letter.role, letter.state) == (Role.INBOX, InboundEmail.REGISTERED)


def test_a_server_that_is_away_is_shown_and_an_officer_may_enter_by_hand(post: Post) -> None:
    order = give(post)
    post.broken = True
    post.move()
    assert enter_moved() == 0
    move = order.move
    assert move is not None and move.state == Move.WAITING and move.last_error
    entry = order.enter_by_hand(by=post.office.clerk)
    assert entry.number == 1
    assert order.story().last().verb == "entered_by_hand"  # type: ignore[union-attr]
    post.broken = False
    post.move()
    assert enter_moved() == 0 and IncomingEntry.objects.count() == 1


def test_while_it_is_moved_nobody_enters_it_past_the_order(post: Post) -> None:
    give(post)
    with pytest.raises(Refusal) as refused:
        IncomingEntry.objects.enter(InboundEmail.objects.get(), by=post.office.clerk)
    assert refused.value.code == "already_sorted"
    post.move()
    assert enter_moved() == 1
    assert InboundEmail.objects.get().state == InboundEmail.REGISTERED
    assert IncomingEntry.objects.get().number == 1


def test_what_cannot_be_entered_comes_back_to_the_desk_with_the_reason(post: Post) -> None:
    give(post)
    for duty in Assignment.objects.filter(officer=post.office.clerk):
        duty.end(by=post.office.clerk) if duty.duty != "administrator" else None
    post.move()
    enter_moved()
    letter = InboundEmail.objects.get()
    assert letter.state == InboundEmail.UNSORTED and "เจ้าหน้าที่สารบรรณ" in letter.state_reason
    assert not IncomingEntry.objects.exists()


def test_without_a_subject_nothing_is_moved(post: Post) -> None:
    file = post.home / ".Junk" / "new" / "2.junk.example"
    file.write_bytes(letter_bytes(""))
    os.utime(file, times=(SUNDAY_NIGHT.timestamp() + 60,) * 2)
    InboundEmail.objects.get().put_off(by=post.office.clerk)
    post.look()
    nameless = InboundEmail.objects.get(put_off_at=None)
    with pytest.raises(Refusal) as refused:
        EntryOrder.objects.give(nameless, [Part("", Particulars(sender="x"), Route())], by=post.office.clerk)
    assert refused.value.code == "no_subject"
    nameless.refresh_from_db()
    assert nameless.state == InboundEmail.UNSORTED and not Move.objects.exists()


def test_spam_goes_to_the_servers_trash_and_comes_back(post: Post) -> None:
    verdict = Verdict.objects.discard_as_spam(InboundEmail.objects.get(), by=post.office.clerk)
    assert move_due(post.inbox) == 0  # the seconds of undo
    assert post.move() == 1
    assert (post.lying(".Junk"), post.lying(".Trash")) == (0, 1)
    verdict.take_back(by=post.office.clerk)
    assert post.move() == 1
    assert (post.lying(".Junk"), post.lying(".Trash")) == (1, 0)
    assert InboundEmail.objects.get().state == InboundEmail.UNSORTED


def test_spam_undone_within_the_seconds_never_moves(post: Post) -> None:
    verdict = Verdict.objects.discard_as_spam(InboundEmail.objects.get(), by=post.office.clerk)
    verdict.take_back(by=post.office.clerk)
    post.move()
    assert (post.lying(".Junk"), post.lying(".Trash")) == (1, 0)
