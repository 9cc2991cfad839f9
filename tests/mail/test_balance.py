"""The mailbox counted against the ledger: each letter on the server is explained once, and what is not is named."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saraban.agencies.duties import Duty
from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.mail import balance as balance_module
from saraban.mail.balance import (
    COMING,
    DUPLICATE,
    OLDER,
    OTHER,
    PAGE,
    WITHHELD,
    Balance,
    BalanceWatch,
    FolderBalance,
    MailboxBalance,
    balance_due,
    count,
    last_evening,
    next_evening,
)
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import (
    WHERE_LETTERS_LIE,
    Arrival,
    Count,
    Fetched,
    Folder,
    Inbox,
    MailFailure,
    Role,
)
from saraban.mail.imap import ImapInbox
from saraban.mail.intake import fetch
from saraban.mail.maildir import MaildirInbox, make_maildir
from saraban.mail.models import FolderWatch, InboundEmail, LedgerLine
from saraban.mail.moves import Move, move_due
from saraban.mail.servers import read_mailbox_url
from saraban.registers.models import IncomingEntry, Part, Particulars, Route
from saraban.registers.orders import EntryOrder
from saraban.registers.receipts import file_receipts
from saraban.registers.verdicts import Verdict
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from tests.exchange.two import two_agencies
from tests.insider.deeds import takes_the_guard_away
from tests.kill.day import read_in_process
from tests.office import Office, add_officer, arrive, bangkok, letter_bytes
from tests.servers.certificates import Authority
from tests.servers.dovecot import USUAL, Box, running_dovecot

BEFORE_SINCE = bangkok(2022, 12, 31, 23, 59, 59)
FIRST_DAY = bangkok(2023, 1, 1, 0, 0, 0)
SetClock = Callable[[datetime], None]


class Withholding(FakeInbox):
    """A server that does not hand over some of its letters."""

    def __init__(self) -> None:
        super().__init__()
        self.withheld: set[tuple[Role, int]] = set()

    def fetch(self, folder: Folder, arrivals: Sequence[Arrival]) -> Iterator[Fetched]:
        yield from super().fetch(
            folder, [one for one in arrivals if (folder.role, one.uid) not in self.withheld]
        )


def raw(number: int) -> bytes:
    return letter_bytes(f"ฉบับที่ {number}", message_id=f"<{number}@example.com>", body=f"เรียน {number}")


def at(number: int) -> datetime:
    return FIRST_DAY + timedelta(hours=number)


def look(office: Office, inbox: Inbox) -> int:
    return fetch(office.mailbox, inbox, read=read_in_process, still_ours=lambda: None)


def come(office: Office, inbox: FakeInbox, number: int, *, role: Role = Role.INBOX) -> InboundEmail:
    inbox.add(raw(number), arrived_at=at(number), role=role)
    look(office, inbox)
    return InboundEmail.objects.get(message_id=f"<{number}@example.com>")


def move_all(inbox: Inbox) -> None:
    past = now() - timedelta(seconds=1)
    Move.across_agencies.filter(state=Move.WAITING).update(not_before=past)
    move_due(lambda _: inbox)


def counted(office: Office, inbox: Inbox) -> Balance:
    return count(office.mailbox, inbox, still_ours=lambda: None)


def explained(found: Balance) -> dict[Role, dict[str, int]]:
    return {
        column.role: {key: number for key, number in column.explained.items() if number}
        for column in found.folders
    }


def uids(named: Sequence[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(one["folder"], one["uid"]) for one in named]


# what explains a letter


def test_a_receipt_that_a_machine_filed_is_explained_like_any_other(db: None, data_dir: Path) -> None:
    two = two_agencies(data_dir)
    answer = two.answered(two.came(two.send().as_bytes(), to=two.there))
    inbox = FakeInbox()
    inbox.add(answer.as_bytes(), arrived_at=now())
    with acting_for(two.here.agency):
        look(two.here, inbox)
        assert file_receipts() == 1
        found = counted(two.here, inbox)
        assert explained(found)[Role.INBOX] == {InboundEmail.NOT_REGISTERED: 1}
        assert (found.difference, found.unexplained, found.gone) == (0, [], [])


def test_each_outcome_is_a_row_of_the_book_and_the_difference_is_nothing(office: Office) -> None:
    inbox = FakeInbox()
    letters = [come(office, inbox, number) for number in range(6)]
    junk = come(office, inbox, 6, role=Role.JUNK)
    by = office.clerk
    IncomingEntry.objects.enter(letters[0], by=by)
    Verdict.objects.return_as_misdirected(letters[1], by=by)
    Verdict.objects.discard_as_spam(letters[2], by=by)
    Verdict.objects.needs_no_registration(letters[3], by=by, reason="จดหมายข่าว")
    Verdict.objects.lock_as_secret(letters[4], by=by)
    said = Particulars(subject="x", sender="x", dated_on=date(2023, 1, 1))
    EntryOrder.objects.give(junk, [Part("", said, Route())], by=by)
    inbox.add(raw(0), arrived_at=at(20))
    look(office, inbox)
    inbox.add(raw(21), arrived_at=at(21))
    inbox.add(raw(22), arrived_at=BEFORE_SINCE)

    found = counted(office, inbox)
    states = InboundEmail
    assert explained(found) == {
        Role.INBOX: {
            states.REGISTERED: 1,
            states.MISDIRECTED: 1,
            states.SPAM: 1,
            states.NOT_REGISTERED: 1,
            states.SECRET: 1,
            states.UNSORTED: 1,
            DUPLICATE: 1,
            COMING: 1,
            OLDER: 1,
        },
        Role.JUNK: {states.MOVING: 1},
        Role.TRASH: {},
    }
    assert [column.on_server for column in found.folders] == [9, 1, 0]
    assert (found.difference, found.unexplained, found.gone_count) == (0, [], 0)

    move_all(inbox)
    inbox.add(raw(30), arrived_at=at(30), role=Role.TRASH)  # thrown away in the webmail, never seen by us
    found = counted(office, inbox)
    assert explained(found)[Role.TRASH] == {states.SPAM: 1, OTHER: 1}
    assert (found.difference, found.gone_count, found.gone_spam) == (0, 0, 0)


def test_the_first_second_of_the_first_day_is_ours_and_the_one_before_is_older(office: Office) -> None:
    inbox = FakeInbox()
    inbox.add(raw(1), arrived_at=BEFORE_SINCE)
    inbox.add(raw(2), arrived_at=FIRST_DAY)
    look(office, inbox)
    assert explained(counted(office, inbox))[Role.INBOX] == {OLDER: 1, InboundEmail.UNSORTED: 1}


def test_a_letter_that_the_ledger_passed_over_is_the_difference_and_is_named(office: Office) -> None:
    inbox = FakeInbox()
    for number in range(4):
        come(office, inbox, number)
    LedgerLine.objects.filter(uid=2).delete()
    found = counted(office, inbox)
    assert found.difference == 1
    assert found.unexplained == [
        {"folder": "INBOX", "uid": 2, "size": len(raw(1)), "arrived_at": "2022-12-31T18:00:00.000000Z"}
    ]


def test_a_day_set_earlier_shows_what_was_never_fetched(office: Office) -> None:
    inbox = FakeInbox()
    inbox.add(raw(1), arrived_at=BEFORE_SINCE)
    come(office, inbox, 2)
    assert counted(office, inbox).difference == 0
    with office.mailbox.change("corrected", by=office.clerk):
        office.mailbox.since = BEFORE_SINCE.date()
    found = counted(office, inbox)
    assert (found.difference, uids(found.unexplained)) == (1, [("INBOX", 1)])


def test_what_is_named_is_bounded_and_what_is_counted_is_not(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(balance_module, "NAMED_MAX", 3)
    inbox = FakeInbox()
    for number in range(8):
        inbox.add(raw(number), arrived_at=at(number))
    look(office, inbox)
    LedgerLine.objects.filter(uid__gt=1).delete()
    found = counted(office, inbox)
    assert (found.difference, [uid for _, uid in uids(found.unexplained)]) == (7, [2, 3, 4])
    kept = MailboxBalance.objects.keep(office.mailbox, found, began_at=now(), asked_by=None)
    assert kept.unexplained_more == 4


def test_a_withheld_letter_is_named_with_how_often_it_was_asked_for(office: Office) -> None:
    inbox = Withholding()
    uid = inbox.add(raw(1), arrived_at=at(1))
    inbox.withheld = {(Role.INBOX, uid)}
    look(office, inbox)
    LedgerLine.objects.update(not_before=now())
    look(office, inbox)
    found = counted(office, inbox)
    assert explained(found)[Role.INBOX] == {WITHHELD: 1}
    assert [(one["uid"], one["attempts"]) for one in found.withheld] == [(uid, 1)]
    assert found.difference == 0

    inbox.remove(uid)  # gone before we ever had it: that is told, too
    found = counted(office, inbox)
    assert (found.gone_count, uids(found.gone)) == (1, [("INBOX", uid)])


# what somebody took away


def test_a_letter_deleted_in_the_webmail_is_named_on_the_other_side(office: Office) -> None:
    inbox = FakeInbox()
    kept, deleted, spam = (come(office, inbox, number) for number in range(3))
    IncomingEntry.objects.enter(deleted, by=office.clerk)
    Verdict.objects.discard_as_spam(spam, by=office.clerk)
    move_all(inbox)
    inbox.remove(2)
    found = counted(office, inbox)
    assert (found.difference, found.gone, found.gone_spam) == (0, [{"letter": deleted.pk}], 0)
    inbox.in_role[Role.TRASH].letters.clear()  # emptied by the server, as servers do
    found = counted(office, inbox)
    assert (found.gone, found.gone_count, found.gone_spam) == ([{"letter": deleted.pk}], 1, 1)
    assert explained(found)[Role.INBOX] == {kept.state: 1}


@pytest.mark.parametrize("read_where_it_lies", [True, False])
def test_a_letter_moved_by_hand_is_not_gone(office: Office, read_where_it_lies: bool) -> None:
    inbox = FakeInbox()
    come(office, inbox, 1, role=Role.JUNK)
    inbox.move_by_hand(1, away_from=Role.JUNK, to=Role.INBOX)
    if read_where_it_lies:
        look(office, inbox)
    found = counted(office, inbox)
    assert (found.difference, found.gone_count, found.gone_known) == (0, 0, True)


def test_a_letter_thrown_into_the_trash_by_hand_lies_there_as_what_it_is(office: Office) -> None:
    inbox = FakeInbox()
    letter = come(office, inbox, 1)
    IncomingEntry.objects.enter(letter, by=office.clerk)
    inbox.move_by_hand(1, away_from=Role.INBOX, to=Role.TRASH)
    found = counted(office, inbox)
    assert explained(found)[Role.TRASH] == {InboundEmail.REGISTERED: 1}
    assert found.gone_count == 0


def test_a_folder_that_vanished_is_said_and_its_letters_are_named(office: Office) -> None:
    inbox = FakeInbox()
    letter = come(office, inbox, 1, role=Role.JUNK)
    del inbox.in_role[Role.JUNK]
    found = counted(office, inbox)
    assert [(column.name, column.on_server) for column in found.folders if column.vanished] == [("Junk", 0)]
    assert (found.difference, found.gone) == (0, [{"letter": letter.pk}])


# while we count


class Meanwhile(FakeInbox):
    """A server on which something happens after so many counts of a folder."""

    def __init__(self) -> None:
        super().__init__()
        self.after: dict[int, Callable[[], object]] = {}
        self.counts = 0

    def count(self, role: Role, *, since: date | None, after_uid: int = 0) -> Count | None:
        told = super().count(role, since=since, after_uid=after_uid)
        self.counts += 1
        self.after.pop(self.counts, lambda: None)()
        return told


@pytest.mark.parametrize("when", range(1, 8))
def test_a_letter_that_arrives_and_is_fetched_meanwhile_makes_no_difference(
    office: Office, when: int
) -> None:
    inbox = Meanwhile()
    come(office, inbox, 1)

    def one_comes() -> None:
        inbox.add(raw(2), arrived_at=at(2))
        look(office, inbox)

    inbox.after = {when: one_comes}
    found = counted(office, inbox)
    assert (found.difference, found.unexplained, found.gone_count) == (0, [], 0)
    assert found.folders[0].on_server == (2 if when <= 3 else 1)


@pytest.mark.parametrize("when", range(1, 8))
@pytest.mark.parametrize(
    ("away_from", "to"), [(Role.TRASH, Role.INBOX), (Role.JUNK, Role.INBOX), (Role.INBOX, Role.TRASH)]
)
def test_a_letter_moved_meanwhile_is_not_gone(office: Office, when: int, away_from: Role, to: Role) -> None:
    inbox = Meanwhile()
    come(office, inbox, 1, role=Role.INBOX if away_from is Role.TRASH else away_from)
    if away_from is Role.TRASH:
        inbox.move_by_hand(1, away_from=Role.INBOX, to=Role.TRASH)
    inbox.after = {when: lambda: inbox.move_by_hand(1, away_from=away_from, to=to)}
    found = counted(office, inbox)
    assert (found.difference, found.unexplained, found.gone_count) == (0, [], 0)


def test_a_folder_numbered_anew_meanwhile_is_counted_anew(office: Office) -> None:
    inbox = Meanwhile()
    come(office, inbox, 1)
    inbox.after = {2: inbox.reset}
    found = counted(office, inbox)
    assert explained(found)[Role.INBOX] == {COMING: 1}
    assert (found.difference, found.gone_count) == (0, 0)
    look(office, inbox)
    assert explained(counted(office, inbox))[Role.INBOX] == {InboundEmail.UNSORTED: 1}


def test_a_server_that_never_stops_numbering_anew_is_told_of_in_thai(office: Office) -> None:
    inbox = Meanwhile()
    inbox.after = dict.fromkeys(range(1, 40), inbox.reset)
    with pytest.raises(MailFailure) as failure:
        counted(office, inbox)
    assert "ระบบจะนับใหม่เอง ไม่มีหนังสือสูญหาย" in failure.value.message


def test_letters_that_come_without_end_do_not_hold_up_the_count(office: Office) -> None:
    inbox = Meanwhile()
    come(office, inbox, 1)
    inbox.after = {
        number: lambda: inbox.add(raw(inbox.counts + 100), arrived_at=at(99)) for number in range(1, 99)
    }
    found = counted(office, inbox)
    assert (found.difference, found.gone_known) == (0, False)
    assert inbox.counts == 3 + 3 * balance_module.LOOKS_MAX


def test_counting_asks_as_often_for_a_thousand_lines_however_many_there_are(office: Office) -> None:
    def asked(lines: int) -> int:
        inbox = FakeInbox()
        letter = arrive(office, raw(lines))
        FolderWatch.objects.all().delete()
        LedgerLine.objects.all().delete()
        FolderWatch.objects.create(
            agency=office.agency,
            mailbox=office.mailbox,
            name="INBOX",
            role=Role.INBOX,
            uidvalidity=1001,
            high_uid=lines,
        )
        folder = inbox.in_role[Role.INBOX]
        arrival = Arrival(1, at(1), 100)
        folder.letters = dict.fromkeys(range(1, lines + 1), (arrival, b""))
        folder.next_uid = lines + 1
        LedgerLine.objects.bulk_create(
            LedgerLine(
                agency=office.agency,
                mailbox=office.mailbox,
                folder="INBOX",
                uidvalidity=1001,
                uid=uid,
                email=letter,
                outcome="kept",
                arrived_at=at(1),
            )
            for uid in range(1, lines + 1)
        )
        with CaptureQueriesContext(connection) as queries:
            found = counted(office, inbox)
        assert (found.difference, found.folders[0].on_server) == (0, lines)
        return len(queries)

    few = asked(10)
    assert asked(PAGE - 1) == few
    assert asked(3 * PAGE) == few + 3


# any day of any office, against a naive count

DEED = st.tuples(
    st.sampled_from(
        [
            *["arrive"] * 4,
            "again",
            "old",
            *["look"] * 3,
            "withhold",
            "delete",
            "by hand",
            *["verdict"] * 4,
            "moves",
            "take back",
            "renumber",
            "skip",
        ]
    ),
    st.integers(0, 1_000),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEED, max_size=25))
def test_whatever_happens_each_letter_is_explained_exactly_once(
    office: Office, deeds: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        with acting_for(office.agency):
            inbox = Withholding()
            skipped = play(office, inbox, deeds)
            found = counted(office, inbox)
            naive, named, gone = naive_count(inbox, skipped)
            assert {column.role: +column.explained for column in found.folders} == naive
            for column in found.folders:
                assert column.on_server == len(inbox.in_role[column.role].letters)
                assert column.difference == sum(role == column.name for role, _ in named)
            assert sorted(uids(found.unexplained)) == sorted(named)
            assert {one["letter"] for one in found.gone if "letter" in one} == gone
        transaction.set_rollback(True)


def play(office: Office, inbox: Withholding, deeds: list[tuple[str, int]]) -> set[tuple[str, int, int]]:
    """Do these deeds to the server and the house; which lines of the ledger were torn out."""
    skipped: set[tuple[str, int, int]] = set()
    by = office.clerk
    places = list(Role)
    for second, (deed, chance) in enumerate(deeds):
        role = places[chance % 2]
        there = inbox.in_role[places[chance % 3]]
        lying = sorted(there.letters)
        uid = lying[chance % len(lying)] if lying else 0
        waiting = list(InboundEmail.objects.waiting())
        when = FIRST_DAY + timedelta(days=1, seconds=second)
        if deed == "arrive":
            inbox.add(raw(1_000 + second), arrived_at=when, role=role)
        elif deed == "old":
            inbox.add(raw(2_000 + second), arrived_at=BEFORE_SINCE - timedelta(seconds=second), role=role)
        elif deed == "again" and uid:
            inbox.add(there.letters[uid][1], arrived_at=when, role=role)
        elif deed == "look":
            look(office, inbox)
        elif deed == "withhold":
            inbox.withheld.add((role, inbox.add(raw(3_000 + second), arrived_at=when, role=role)))
        elif deed == "delete" and uid:
            inbox.remove(uid, role=places[chance % 3])
        elif deed == "by hand" and uid:
            inbox.move_by_hand(uid, away_from=places[chance % 3], to=places[(chance + 1) % 3])
        elif deed == "verdict" and waiting:
            give_verdict(waiting[chance % len(waiting)], chance, by=by)
        elif deed == "take back":
            for verdict in Verdict.objects.standing().exclude(outcome="secret")[:1]:
                verdict.take_back(by=by)
        elif deed == "moves":
            move_all(inbox)
        elif deed == "renumber":
            inbox.reset(role)
            inbox.withheld = {(where, number) for where, number in inbox.withheld if where is not role}
        elif deed == "skip":
            line = LedgerLine.objects.order_by("pk").first()
            if line is not None and chance % 3 == 0:
                skipped.add((line.folder, line.uidvalidity, line.uid))
                line.delete()
    return skipped


def give_verdict(letter: InboundEmail, chance: int, *, by: Any) -> None:
    kinds: list[Callable[[], object]] = [
        lambda: IncomingEntry.objects.enter(letter, by=by),
        lambda: Verdict.objects.return_as_misdirected(letter, by=by),
        lambda: Verdict.objects.discard_as_spam(letter, by=by),
        lambda: Verdict.objects.needs_no_registration(letter, by=by, reason="ข่าว"),
        lambda: Verdict.objects.lock_as_secret(letter, by=by),
    ]
    kinds[chance % len(kinds)]()


def naive_count(
    inbox: FakeInbox, skipped: set[tuple[str, int, int]]
) -> tuple[dict[Role, Counter[str]], list[tuple[str, int]], set[int]]:
    """Letter by letter, by the bytes that lie there and a question each; which are not explained, and which are gone."""
    columns: dict[Role, Counter[str]] = {role: Counter() for role in WHERE_LETTERS_LIE}
    unexplained: list[tuple[str, int]] = []
    seen: set[int] = set()
    coming: list[tuple[int, datetime]] = []

    def letter_of(data: bytes) -> InboundEmail | None:
        digest = files_digest(data)
        return InboundEmail.objects.filter(sha256=digest).first()

    def left_a_place(letter: InboundEmail, when: datetime) -> bool:
        """A line of it in our ledger, of that second, whose UID lies there no more."""
        return any(
            line.arrived_at == when
            and not any(
                line.uid in there.letters
                and (line.folder, line.uidvalidity) == (there.name, there.uidvalidity)
                for there in inbox.in_role.values()
            )
            for line in LedgerLine.objects.filter(email=letter)
        )

    for role, there in inbox.in_role.items():
        for uid in sorted(there.letters):
            arrival, data = there.letters[uid]
            line = LedgerLine.objects.filter(
                folder=there.name, uidvalidity=there.uidvalidity, uid=uid
            ).first()
            watch = FolderWatch.objects.filter(name=there.name, uidvalidity=there.uidvalidity).first()
            letter = letter_of(data)
            if line is not None and line.email is None:
                columns[role][WITHHELD] += 1
            elif line is not None:
                assert letter is not None and line.email_id == letter.pk
                columns[role][DUPLICATE if letter.pk in seen else letter.state] += 1
                seen.add(letter.pk)
            elif arrival.arrived_at < FIRST_DAY:
                columns[role][OLDER] += 1
            elif role is Role.TRASH:
                if letter is None or not left_a_place(letter, arrival.arrived_at):
                    columns[role][OTHER] += 1
                else:
                    columns[role][DUPLICATE if letter.pk in seen else letter.state] += 1
                    seen.add(letter.pk)
            elif watch is None or uid > watch.high_uid:
                columns[role][COMING] += 1
                if letter is not None and left_a_place(letter, arrival.arrived_at):
                    coming.append((letter.pk, arrival.arrived_at))
            else:
                assert (there.name, there.uidvalidity, uid) in skipped
                unexplained.append((there.name, uid))
    seen |= {pk for pk, _ in coming}
    had = set(LedgerLine.objects.exclude(email=None).values_list("email_id", flat=True))
    spam = set(InboundEmail.objects.filter(state=InboundEmail.SPAM).values_list("pk", flat=True))
    return columns, unexplained, {pk for pk in had - seen - spam if pk is not None}


def files_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# when, by whom, and once


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def set_to(moment: datetime) -> None:
        for module in ("audit.desk", "mail.balance"):
            monkeypatch.setattr(f"saraban.{module}.now", lambda: moment)

    return set_to


@pytest.fixture
def founded(office: Office, clock: SetClock) -> Office:
    """An office that began on Friday 20 January 2566 at noon, the clock standing at that moment."""
    moment = bangkok(2023, 1, 20, 12, 0)
    Agency.objects.filter(pk=office.agency.pk).update(founded_at=moment)
    office.agency.founded_at = moment
    clock(moment)
    takes_the_guard_away()
    AuditEntry.across_agencies.filter(agency_id=office.agency.pk).update(at=moment)
    return office


def test_an_evening_is_the_end_of_a_working_day(founded: Office) -> None:
    friday, monday = date(2023, 1, 20), date(2023, 1, 23)
    assert last_evening(bangkok(2023, 1, 20, 16, 29)) is None  # nothing of ours had begun
    assert last_evening(bangkok(2023, 1, 20, 16, 30)) == friday
    assert last_evening(bangkok(2023, 1, 23, 16, 29)) == friday
    assert last_evening(bangkok(2023, 1, 23, 16, 30)) == monday
    assert next_evening(bangkok(2023, 1, 20, 16, 29)) == bangkok(2023, 1, 20, 16, 30)
    assert next_evening(bangkok(2023, 1, 20, 16, 30)) == bangkok(2023, 1, 23, 16, 30)


def test_each_evening_has_one_count_and_it_stands_in_the_log(founded: Office, clock: SetClock) -> None:
    inbox = FakeInbox()
    assert balance_due(lambda _: inbox) == 0  # not yet evening
    for moment, made in (
        (bangkok(2023, 1, 20, 16, 29), 0),
        (bangkok(2023, 1, 20, 16, 30), 1),
        (bangkok(2023, 1, 20, 16, 31), 0),
        (bangkok(2023, 1, 22, 16, 31), 0),  # Sunday
        (bangkok(2023, 1, 23, 18, 0), 1),  # the computer was off at half past four
    ):
        clock(moment)
        assert balance_due(lambda _: inbox) == made
    kept = list(MailboxBalance.objects.order_by("pk"))
    assert [row.evening for row in kept] == [date(2023, 1, 20), date(2023, 1, 23)]
    entries = AuditEntry.objects.filter(noun="mailboxbalance").order_by("number")
    assert [(entry.actor, entry.verb) for entry in entries] == [("machine", "counted")] * 2
    assert entries[0].facts["made"]["folders"] == kept[0].folders
    assert [(evening.day, evening.kept) for evening in MailboxBalance.objects.evenings(founded.mailbox)] == [
        (date(2023, 1, 23), kept[1]),
        (date(2023, 1, 20), kept[0]),
    ]


def test_an_evening_without_a_count_is_told(founded: Office, clock: SetClock) -> None:
    balance_due(lambda _: FakeInbox())
    clock(bangkok(2023, 1, 24, 9, 0))
    told = MailboxBalance.objects.evenings(founded.mailbox)
    assert [(str(evening.day), evening.kept) for evening in told] == [
        ("2023-01-23", None),
        ("2023-01-20", None),
    ]


def test_a_count_that_was_asked_for_names_who_asked_and_is_no_evenings(
    founded: Office, clock: SetClock
) -> None:
    clock(bangkok(2023, 1, 20, 16, 30))
    inbox = FakeInbox()
    BalanceWatch.ask(founded.mailbox, by=founded.clerk)
    BalanceWatch.ask(founded.mailbox, by=founded.clerk)
    assert (balance_due(lambda _: inbox), balance_due(lambda _: inbox)) == (1, 0)
    BalanceWatch.ask(founded.mailbox, by=founded.clerk)
    assert balance_due(lambda _: inbox) == 1
    kept = MailboxBalance.objects.order_by("pk")
    assert [(row.evening, row.asked_by) for row in kept] == [
        (date(2023, 1, 20), founded.clerk),
        (None, founded.clerk),
    ]
    assert not BalanceWatch.objects.get().is_asked_for


def test_who_asks_while_it_is_counted_for_another_gets_a_count_of_their_own(office: Office) -> None:
    colleague = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.REGISTRY)
    inbox = Meanwhile()
    BalanceWatch.ask(office.mailbox, by=office.clerk)
    inbox.after = {2: lambda: BalanceWatch.ask(office.mailbox, by=colleague)}
    assert [balance_due(lambda _: inbox) for _ in range(3)] == [1, 1, 0]
    asked = MailboxBalance.objects.order_by("pk").values_list("asked_by", flat=True)
    assert list(asked) == [office.clerk.pk, colleague.pk]


def test_only_the_registry_has_it_counted(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        BalanceWatch.ask(office.mailbox, by=office.head)
    assert refused.value.code == "no_duty"


def test_a_server_that_is_away_is_asked_again_and_the_evening_is_not_lost(
    founded: Office, clock: SetClock
) -> None:
    inbox, dropped = FakeInbox(), []
    balance_due(lambda _: inbox)
    clock(bangkok(2023, 1, 20, 16, 30))
    inbox.failures = [MailFailure("ยังไม่ได้อ่านกล่องจดหมาย เพราะเซิร์ฟเวอร์ไม่ตอบ", of_server=True)]
    assert balance_due(lambda _: inbox, drop=dropped.append) == 0
    watch = BalanceWatch.objects.get()
    assert watch.last_error == "ยังไม่ได้อ่านกล่องจดหมาย เพราะเซิร์ฟเวอร์ไม่ตอบ"
    assert (watch.failing_since, dropped) == (bangkok(2023, 1, 20, 16, 30), [founded.mailbox])
    assert not MailboxBalance.objects.exists()
    clock(bangkok(2023, 1, 20, 16, 32))
    assert balance_due(lambda _: inbox) == 1
    watch.refresh_from_db()
    assert (watch.failing_since, watch.last_error, watch.attempts) == (None, "", 0)
    assert MailboxBalance.objects.get().evening == date(2023, 1, 20)


def test_who_was_too_slow_writes_nothing_down(founded: Office, clock: SetClock) -> None:
    inbox = Meanwhile()
    balance_due(lambda _: inbox)
    clock(bangkok(2023, 1, 20, 16, 30))

    def another_counts() -> None:
        clock(bangkok(2023, 1, 20, 17, 30))  # our lease ran out long ago
        assert balance_due(lambda _: FakeInbox()) == 1

    inbox.counts, inbox.after = 0, {2: another_counts}
    assert balance_due(lambda _: inbox) == 0
    assert MailboxBalance.objects.get().evening == date(2023, 1, 20)


def test_many_processes_make_one_count(office_for_threads: Office) -> None:
    office = office_for_threads
    BalanceWatch.ask(office.mailbox, by=office.clerk)
    made: list[int] = []
    together = threading.Barrier(4)

    def process() -> None:
        try:
            together.wait()
            made.append(balance_due(lambda _: FakeInbox()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=process) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 0, 0, 1]
    assert MailboxBalance.objects.count() == 1


def test_nothing_that_a_letter_says_stands_in_the_count(office: Office) -> None:
    inbox = FakeInbox()
    come(office, inbox, 1)
    come(office, inbox, 2)
    inbox.remove(2)
    LedgerLine.objects.filter(uid=1).delete()
    found = counted(office, inbox)
    assert (found.difference, found.gone_count) == (1, 1)
    kept = MailboxBalance.objects.keep(office.mailbox, found, began_at=now(), asked_by=None)
    said = str(AuditEntry.objects.get(noun="mailboxbalance", subject_id=kept.pk).facts)
    assert "INBOX" in said
    for word in ("ฉบับที่", "somchai", "สมชาย", "example.com"):
        assert word not in said


def test_a_column_reads_back_as_it_was_written() -> None:
    column = FolderBalance("Junk", Role.JUNK, 7, 5, False, Counter({InboundEmail.SPAM: 3}))
    assert FolderBalance.of_plain(column.as_plain()) == column
    assert (column.difference, column.thai) == (2, "จดหมายขยะ")


# on folders, and on a real server


def test_a_maildir_is_counted_without_numbering_it(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "Maildir"
    for folder in (home, home / ".Junk", home / ".Trash"):
        make_maildir(folder)
    inbox = MaildirInbox(home, settle_seconds=0)
    (home / "new" / "1").write_bytes(raw(1))
    look(office, inbox)
    Verdict.objects.discard_as_spam(InboundEmail.objects.get(), by=office.clerk)
    move_all(inbox)
    (home / "new" / "2").write_bytes(raw(2))
    (home / ".Trash" / "cur" / "3").write_bytes(raw(3))
    os.utime(home / ".Trash" / "cur" / "3", (at(3).timestamp(), at(3).timestamp()))
    index = (home / ".saraban-uids").read_bytes()
    found = counted(office, inbox)
    assert explained(found) == {
        Role.INBOX: {COMING: 1},
        Role.JUNK: {},
        Role.TRASH: {InboundEmail.SPAM: 1, OTHER: 1},
    }
    assert (found.difference, found.gone_count) == (0, 0)
    assert (home / ".saraban-uids").read_bytes() == index
    assert not (home / ".Trash" / ".saraban-uids").exists()
    with pytest.raises(MailFailure):
        MaildirInbox(tmp_path / "unplugged").count(Role.INBOX, since=None)


def test_on_a_real_server_every_letter_is_explained_and_nothing_is_changed(
    office: Office, authority: Authority
) -> None:
    with running_dovecot(
        authority=authority, boxes=(*USUAL, Box("Trash", "Trash")), time_zone="Pacific/Auckland"
    ) as dovecot:
        inbox = ImapInbox(
            read_mailbox_url(dovecot.url()), dovecot.password, ca_file=dovecot.ca_file, timeout_seconds=20
        )

        def deliver(number: int, *, when: datetime | None = None, box: str = "INBOX") -> None:
            dovecot.deliver(raw(number).replace(b"\n", b"\r\n"), when=when or at(number), box=box)

        def letter(number: int) -> InboundEmail:
            return InboundEmail.objects.get(message_id=f"<{number}@example.com>")

        try:
            deliver(90, when=BEFORE_SINCE)
            deliver(91, when=FIRST_DAY)
            for number in range(6):
                deliver(number)
            deliver(6, box="Junk")
            deliver(7, box="Junk")
            look(office, inbox)
            by = office.clerk
            IncomingEntry.objects.enter(letter(0), by=by)
            Verdict.objects.return_as_misdirected(letter(1), by=by)
            Verdict.objects.discard_as_spam(letter(2), by=by)
            Verdict.objects.discard_as_spam(letter(7), by=by)
            Verdict.objects.needs_no_registration(letter(3), by=by, reason="จดหมายข่าว")
            IncomingEntry.objects.enter(letter(4), by=by)
            move_all(inbox)
            dovecot.expunge("header message-id 4@example.com")  # behind our back
            deliver(30, box="Trash")
            before = [dovecot.flags(box=box) for box in ("INBOX", "Junk", "Trash")]

            counts = 0
            really = inbox.count

            def and_one_comes(role: Role, *, since: date | None, after_uid: int = 0) -> Count | None:
                nonlocal counts
                told = really(role, since=since, after_uid=after_uid)
                counts += 1
                if counts == 2:
                    deliver(50)  # after the inbox was counted
                return told

            inbox.count = and_one_comes  # type: ignore[method-assign]
            found = counted(office, inbox)
            inbox.count = really  # type: ignore[method-assign]

            states = InboundEmail
            assert explained(found) == {
                Role.INBOX: {
                    states.REGISTERED: 1,
                    states.MISDIRECTED: 1,
                    states.NOT_REGISTERED: 1,
                    states.UNSORTED: 2,
                    OLDER: 1,
                    COMING: 1,
                },
                Role.JUNK: {states.UNSORTED: 1},
                Role.TRASH: {states.SPAM: 2, OTHER: 1},
            }
            assert [column.on_server for column in found.folders] == [7, 1, 3]
            assert (found.difference, found.gone, found.gone_spam) == (0, [{"letter": letter(4).pk}], 0)
            after = [dovecot.flags(box=box) for box in ("INBOX", "Junk", "Trash")]
            assert [sorted(filter(None, flags)) for flags in after] == [
                sorted(filter(None, flags)) for flags in before
            ]

            look(office, inbox)
            lost = LedgerLine.objects.get(email=letter(50))
            lost.delete()
            found = counted(office, inbox)
            assert [(one["uid"], one["size"], one["arrived_at"]) for one in found.unexplained] == [
                (lost.uid, letter(50).size, "2023-01-02T19:00:00.000000Z")
            ]

            dovecot.renumber(uidvalidity=4_000_000_007)
            found = counted(office, inbox)
            assert (found.difference, found.folders[0].explained[COMING]) == (0, 6)
            assert found.gone == [{"letter": letter(4).pk}]
            look(office, inbox)
            found = counted(office, inbox)
            assert (found.difference, found.folders[0].explained[COMING]) == (0, 0)
            assert found.gone == [{"letter": letter(4).pk}]

            dovecot.stop(at_once=True)
            with pytest.raises(MailFailure) as failure:
                counted(office, inbox)
            assert failure.value.of_server
            assert "ไม่มีหนังสือสูญหาย" in failure.value.message
        finally:
            inbox.close()
