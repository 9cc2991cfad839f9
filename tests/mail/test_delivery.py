"""What becomes of a letter in the outbox, whatever the server does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now

from saraban.agencies.duties import OPERATOR
from saraban.mail import delivery
from saraban.mail.fakes import FakeInbox, FakeOutbox
from saraban.mail.gateway import MailFailure, Role, message_id_of, nobody_else, our_id_of
from saraban.mail.intake import fetch
from saraban.mail.models import InboundEmail, OutboundEmail, files
from saraban.mail.reading import read_files
from saraban.registers.dispatches import Recipient
from saraban.registers.models import IncomingEntry, Route
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan
from saraban.tenancy.scope import acting_for
from tests.office import Office, arrive, letter_bytes, open_office

LATER = timedelta(hours=3)  # past every pause and lease


@pytest.fixture
def outbox() -> FakeOutbox:
    return FakeOutbox()


@pytest.fixture
def inbox() -> FakeInbox:
    return FakeInbox()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the wall clock on, as seen by the outbox."""
    moment = [now()]

    def on(by: timedelta) -> None:
        moment[0] += by

    for module in ("audit.desk", "mail.delivery", "mail.models"):
        monkeypatch.setattr(f"saraban.{module}.now", lambda: moment[0])
    return on


def answer(office: Office, **letter: str) -> OutboundEmail:
    entry = IncomingEntry.objects.enter(arrive(office, **letter), by=office.clerk)
    return OutboundEmail.objects.get(in_reply_to=entry.email, kind=OutboundEmail.ANSWER)


def send(outbox: FakeOutbox, inbox: FakeInbox, *, at: datetime | None = None) -> int:
    moment = at or delivery.now() + timedelta(seconds=30)
    return delivery.send_due(lambda _: outbox, lambda _: inbox, moment=moment)


def kept_by_provider(inbox: FakeInbox, outbox: FakeOutbox) -> None:
    """It laid what it took into Sent by itself, once."""
    if not inbox.sent:
        inbox.add(outbox.sent[0].raw, arrived_at=now(), role=Role.SENT)


def state(letter: OutboundEmail) -> str:
    return OutboundEmail.objects.get(pk=letter.pk).state


def failure(**kind: bool) -> MailFailure:
    return MailFailure("ยังไม่ได้ส่ง", answer="for a test", **kind)  # type: ignore[arg-type]


def test_an_answer_leaves_after_the_seconds_of_undo_and_a_copy_is_kept(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    assert send(outbox, inbox, at=delivery.now()) == 0
    clock(timedelta(seconds=21))

    assert send(outbox, inbox) == 1
    assert state(letter) == OutboundEmail.SENT
    assert [(handed.sender, handed.to) for handed in outbox.sent] == [
        (office.mailbox.address, ("somchai@example.com",))
    ]
    assert [message_id_of(copy) for copy in inbox.sent] == [letter.message_id]
    assert send(outbox, inbox) == 0


def test_4xx_is_tried_again_later_and_later_with_the_same_bytes(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    outbox.failures = [failure(), failure(), failure()]
    waits = []
    for _ in range(3):
        clock(LATER)
        assert send(outbox, inbox) == 1
        waiting = OutboundEmail.objects.get(pk=letter.pk)
        assert waiting.state == OutboundEmail.QUEUED
        assert waiting.not_before is not None
        waits.append(waiting.not_before - delivery.now())
    assert waits == sorted(waits)
    assert waits[0] < waits[2]
    clock(LATER)
    send(outbox, inbox)
    assert state(letter) == OutboundEmail.SENT
    assert len(outbox.sent) == 1


def test_5xx_is_shown_and_not_tried_again(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    outbox.failures = [failure(permanent=True)]
    clock(LATER)
    send(outbox, inbox)
    clock(LATER)
    assert send(outbox, inbox) == 0
    assert state(letter) == OutboundEmail.FAILED
    assert outbox.sent == []
    letter.release(by=office.clerk)
    send(outbox, inbox)
    assert state(letter) == OutboundEmail.SENT


def test_a_wrong_password_holds_up_but_never_fails_a_letter(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    outbox.failures = [failure(permanent=True, of_server=True) for _ in range(50)]
    for _ in range(50):
        clock(LATER)
        send(outbox, inbox)
    assert state(letter) == OutboundEmail.QUEUED
    clock(LATER)
    send(outbox, inbox)
    assert state(letter) == OutboundEmail.SENT


@pytest.mark.parametrize("taken", [True, False])
def test_silence_after_the_dot_sends_an_answer_once_more_at_most(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None], taken: bool
) -> None:
    letter = answer(office)
    outbox.taken_when_uncertain = taken
    outbox.failures = [failure(uncertain=True) for _ in range(5)]
    for _ in range(5):
        clock(LATER)
        send(outbox, inbox)
    assert state(letter) == OutboundEmail.UNCERTAIN
    assert len(outbox.failures) == 3  # two attempts in all
    assert {message_id_of(handed.raw) for handed in outbox.sent} <= {letter.message_id}


def test_a_doubtful_letter_that_lies_in_sent_was_sent(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    outbox.failures = [failure(uncertain=True)]
    clock(LATER)
    send(outbox, inbox)
    kept_by_provider(inbox, outbox)
    clock(LATER)
    send(outbox, inbox)
    assert state(letter) == OutboundEmail.SENT
    assert len(outbox.sent) == 1


def test_a_doubt_survives_a_sent_folder_that_cannot_be_looked_into(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    outbox.failures = [failure(uncertain=True)]
    clock(LATER)
    send(outbox, inbox)
    inbox.failures = [failure(of_server=True), failure(of_server=True)]
    for _ in range(2):
        clock(LATER)
        send(outbox, inbox)
    kept_by_provider(inbox, outbox)
    clock(LATER)
    send(outbox, inbox)
    assert state(letter) == OutboundEmail.SENT
    assert len(outbox.sent) == 1


def test_one_who_died_over_a_letter_leaves_a_doubt(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    clock(LATER)
    assert letter.claim(delivery.now(), lease=delivery.LEASE)  # and dies
    assert send(outbox, inbox) == 0
    clock(LATER)
    assert send(outbox, inbox) == 1
    assert state(letter) == OutboundEmail.SENT
    assert OutboundEmail.objects.get(pk=letter.pk).doubts == 1


def test_two_processes_send_a_letter_once(office: Office, outbox: FakeOutbox, inbox: FakeInbox) -> None:
    letter = answer(office)
    moment = now() + timedelta(minutes=1)
    first, second = (OutboundEmail.objects.get(pk=letter.pk) for _ in range(2))
    assert first.claim(moment, lease=delivery.LEASE)
    assert not second.claim(moment, lease=delivery.LEASE)


@pytest.mark.parametrize("found", [True, False])
def test_what_a_doubtful_letter_was_is_known_however_the_doubt_ends(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None], found: bool
) -> None:
    letter = answer(office)
    outbox.failures = [failure(uncertain=True), failure(uncertain=True)]
    for _ in range(3):
        clock(LATER)
        send(outbox, inbox)
        if found:
            kept_by_provider(inbox, outbox)

    letter.refresh_from_db()
    assert letter.state == (OutboundEmail.SENT if found else OutboundEmail.UNCERTAIN)
    assert letter.raw() == outbox.sent[0].raw
    last = letter.story().last()
    assert last is not None
    assert last.facts["sha256"] == letter.sha256 == hashlib.sha256(outbox.sent[0].raw).hexdigest()


class Slow(FakeOutbox):
    """So slow that something happens before the server has the letter."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def send(
        self, raw: bytes, *, sender: str, to: Sequence[str], still_ours: Callable[[], None] = nobody_else
    ) -> str:
        self.meanwhile()
        return super().send(raw, sender=sender, to=to, still_ours=still_ours)


class SlowSent(FakeInbox):
    """So slow in taking the copy that something happens before it is there."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def keep_copy(self, raw: bytes, *, sent_at: datetime) -> None:
        self.meanwhile()
        super().keep_copy(raw, sent_at=sent_at)


def verbs(letter: OutboundEmail) -> list[str]:
    return list(letter.story().values_list("verb", flat=True))


def test_who_was_slow_does_not_send_what_another_has_taken_over(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)

    def meanwhile() -> None:
        clock(delivery.LEASE + timedelta(seconds=1))
        assert send(outbox, inbox) == 1

    slow = Slow(meanwhile)
    clock(LATER)
    send(slow, inbox)

    assert (len(slow.sent), len(outbox.sent)) == (0, 1)
    assert state(letter) == OutboundEmail.SENT
    assert verbs(letter) == ["composed", "sent"]


def test_a_failure_that_comes_late_does_not_touch_what_another_has_taken_over(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)

    def meanwhile() -> None:
        clock(delivery.LEASE + timedelta(seconds=1))
        outbox.failures = [failure(uncertain=True)]
        send(outbox, inbox)
        raise failure(permanent=True)

    clock(LATER)
    send(Slow(meanwhile), inbox)

    letter.refresh_from_db()
    assert letter.state == OutboundEmail.QUEUED
    assert letter.lease_until is not None, "the doubt of the other one stays"
    assert letter.not_before is not None
    assert letter.not_before > delivery.now()


def test_a_letter_is_not_sent_again_while_its_copy_is_slow(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)

    def meanwhile() -> None:
        clock(delivery.LEASE + timedelta(seconds=1))
        send(outbox, inbox)

    clock(LATER)
    send(outbox, SlowSent(meanwhile))

    assert len(outbox.sent) == 1
    assert state(letter) == OutboundEmail.SENT


def test_what_the_server_has_is_not_doubted_when_its_sender_died(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    clock(LATER)
    dying = OutboundEmail.objects.get(pk=letter.pk)
    assert dying.claim(delivery.now(), lease=delivery.LEASE)
    kept = files().keep(office.agency, dying.as_bytes())
    dying.note_bytes(kept.sha256, delivery.now(), lease=delivery.LEASE)
    handed_over_at = delivery.now()
    dying.note_handed_over(handed_over_at, lease=delivery.LEASE)  # and dies
    clock(LATER)
    assert send(outbox, inbox) == 1

    letter.refresh_from_db()
    assert (letter.state, letter.doubts, letter.sent_at) == (OutboundEmail.SENT, 0, handed_over_at)
    assert outbox.sent == []
    assert [message_id_of(copy) for copy in inbox.sent] == [letter.message_id]


def test_who_did_not_see_the_lease_of_a_dead_one_cannot_claim(
    office: Office, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    clock(LATER)
    unaware = OutboundEmail.objects.get(pk=letter.pk)
    assert letter.claim(delivery.now(), lease=delivery.LEASE)  # and dies
    clock(LATER)
    assert not unaware.claim(delivery.now(), lease=delivery.LEASE)
    assert OutboundEmail.objects.get(pk=letter.pk).claim(delivery.now(), lease=delivery.LEASE)


def test_a_correspondent_gets_so_many_answers_a_day_and_the_rest_is_held(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    for number in range(delivery.PER_SENDER_MAX + 3):
        answer(office, subject=f"เรื่องที่ {number}")
    clock(timedelta(seconds=30))
    send(outbox, inbox)
    assert len(outbox.sent) == delivery.PER_SENDER_MAX
    held = OutboundEmail.objects.filter(state=OutboundEmail.HELD)
    assert held.count() == 3
    one = held.first()
    assert one is not None
    assert "ครบ" in one.state_reason


def test_where_the_provider_rewrites_the_id_it_is_read_back_and_replies_are_found(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    with office.mailbox.change("corrected", by=OPERATOR):
        office.mailbox.provider_keeps_sent = True
    letter = answer(office)
    clock(timedelta(seconds=30))
    send(outbox, inbox)
    assert inbox.sent == []
    theirs = "<0100-rewritten@provider.example>"
    rewritten = outbox.sent[0].raw.replace(
        f"Message-ID: {letter.message_id}".encode(), f"Message-ID: {theirs}".encode(), 1
    )
    assert our_id_of(rewritten) == letter.message_id
    assert delivery.read_back(lambda _: inbox) == 0
    inbox.add(rewritten, arrived_at=now(), role=Role.SENT)
    assert delivery.read_back(lambda _: inbox) == 1
    assert OutboundEmail.objects.get(pk=letter.pk).server_message_id == theirs

    reply = letter_bytes("Re: ขอบคุณ", headers={"In-Reply-To": theirs, "References": theirs})
    inbox.add(reply, arrived_at=now())
    fetch(office.mailbox, inbox, read=read_files, still_ours=lambda: None)
    came = InboundEmail.objects.get(subject="Re: ขอบคุณ")
    assert came.answers == letter


def test_a_doubt_is_settled_before_the_cap_can_hold_the_letter(
    office: Office,
    outbox: FakeOutbox,
    inbox: FakeInbox,
    clock: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letter = answer(office)
    outbox.failures = [failure(uncertain=True)]
    clock(LATER)
    send(outbox, inbox)
    kept_by_provider(inbox, outbox)  # it had left after all
    monkeypatch.setattr(delivery, "PER_SENDER_MAX", 0)
    clock(LATER)
    send(outbox, inbox)
    assert state(letter) == OutboundEmail.SENT
    assert len(outbox.sent) == 1


def test_one_who_was_overtaken_looks_at_the_row_anew(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    answer(office)
    clock(LATER)
    stale = OutboundEmail.across_agencies.select_related("agency", "mailbox__agency").get()
    send(outbox, inbox)
    assert not delivery._send(stale, lambda _: outbox, lambda _: inbox, set())
    assert len(outbox.sent) == 1


def test_the_same_bytes_delivered_twice_keep_the_earlier_time(office: Office, inbox: FakeInbox) -> None:
    raw = letter_bytes("สองครั้ง")
    moment = now()
    for days in (2, 3):
        inbox.add(raw, arrived_at=moment - timedelta(days=days))
    fetch(office.mailbox, inbox, read=read_files, still_ours=lambda: None)
    assert InboundEmail.objects.get().arrived_at == moment - timedelta(days=3)
    inbox.add(raw, arrived_at=moment - timedelta(days=5))
    fetch(office.mailbox, inbox, read=read_files, still_ours=lambda: None)
    assert InboundEmail.objects.get().arrived_at == moment - timedelta(days=5)


def routed(office: Office, unit_email: str) -> OutboundEmail:
    """A letter to the unit, whose address is this one."""
    with office.unit.change("corrected", by=OPERATOR):
        office.unit.email = unit_email
    letter = arrive(office, subject=f"ถึง {unit_email}")
    IncomingEntry.objects.enter(letter, by=office.clerk, route=Route(unit=office.unit))
    return OutboundEmail.objects.get(in_reply_to=letter, kind=OutboundEmail.ROUTING)


@pytest.mark.parametrize(
    "odd",
    [
        '"health office"@klongnoy.go.th',
        "health@localhost",
        "กอง@klongnoy.go.th",
        f"health@{'ก' * 80}.ไทย",
        "?",
    ],
)
def test_an_address_that_no_header_can_hold_fails_its_letter_and_stops_no_other(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None], odd: str
) -> None:
    letter = routed(office, odd)
    after = answer(office, subject="ฉบับถัดไป")
    clock(LATER)
    send(outbox, inbox)

    letter.refresh_from_db()
    assert letter.state == OutboundEmail.FAILED
    assert "ไม่ถูกรูปแบบ" in letter.state_reason
    assert odd not in letter.state_reason
    assert state(after) == OutboundEmail.SENT
    assert len(outbox.sent) == 2


def test_a_thai_domain_leaves_in_ascii(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    with office.mailbox.change("corrected", by=OPERATOR):
        office.mailbox.address = "saraban@คลองน้อย.ไทย"
    letter = routed(office, "health@คลองน้อย.ไทย")
    clock(LATER)
    send(outbox, inbox)

    assert state(letter) == OutboundEmail.SENT
    handed = next(one for one in outbox.sent if message_id_of(one.raw) == letter.message_id)
    assert b"<health@xn--42cg8ctbm2cc7t.xn--o3cw4h>" in handed.raw
    assert b"<saraban@xn--42cg8ctbm2cc7t.xn--o3cw4h>" in handed.raw
    assert letter.message_id.endswith("@xn--42cg8ctbm2cc7t.xn--o3cw4h>")


def test_a_mistake_of_ours_in_one_letter_fails_it_and_stops_no_other(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    broken = OutboundEmail.objects.record(
        "composed",
        by=office.clerk,
        mailbox=office.mailbox,
        kind=OutboundEmail.ROUTING,
        to_address="health@klongnoy.go.th",
        message_id="no id",
        dated_at=delivery.now(),
        not_before=delivery.now(),
    )
    after = answer(office)
    clock(LATER)
    send(outbox, inbox)

    assert state(broken) == OutboundEmail.FAILED
    assert state(after) == OutboundEmail.SENT


def test_an_outbox_that_cannot_be_opened_holds_letters_up_without_a_doubt(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None]
) -> None:
    letter = answer(office)
    clock(LATER)

    def locked(_: object) -> FakeOutbox:
        raise PermissionError("the password's file")

    delivery.send_due(locked, lambda _: inbox, moment=delivery.now())
    clock(LATER)
    send(outbox, inbox)
    letter.refresh_from_db()
    assert (letter.state, letter.doubts) == (OutboundEmail.SENT, 0)


def test_a_dead_server_is_asked_once_a_round_and_holds_up_no_other_mailbox(
    office: Office, outbox: FakeOutbox, inbox: FakeInbox, clock: Callable[[timedelta], None], data_dir: Path
) -> None:
    for number in range(4):
        answer(office, subject=f"เรื่องที่ {number}")
    neighbour = open_office("paktang", data=data_dir)
    with acting_for(neighbour.agency):
        theirs = answer(neighbour)
    dead = FakeOutbox()
    dead.failures = [failure(of_server=True) for _ in range(9)]
    clock(LATER)
    delivery.send_due(
        lambda mailbox: dead if mailbox == office.mailbox else outbox, lambda _: inbox, moment=delivery.now()
    )
    assert len(dead.failures) == 8
    with acting_for(neighbour.agency):
        assert state(theirs) == OutboundEmail.SENT


def test_a_circular_leaves_room_in_the_hour_for_citizens_receipts(
    office: Office,
    outbox: FakeOutbox,
    inbox: FakeInbox,
    clock: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "LETTERS_PER_HOUR_MAX", 2)
    monkeypatch.setattr(delivery, "PER_HOUR_MAX", 3)
    to = [Recipient(f"หน่วย {one}", f"u{one}@c.go.th") for one in range(4)]
    OutgoingEntry.objects.send(
        OutgoingLetter("เวียน", to, files=[Scan("a.pdf", b"%PDF-1.7")]), by=office.clerk
    )
    receipt = answer(office)
    clock(timedelta(seconds=21))

    send(outbox, inbox)

    assert state(receipt) == OutboundEmail.SENT
    waiting = OutboundEmail.objects.filter(kind=OutboundEmail.LETTER, state=OutboundEmail.QUEUED)
    assert (len(outbox.sent), waiting.count()) == (3, 2)
