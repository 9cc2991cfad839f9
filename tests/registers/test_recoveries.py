"""A database put back from a backup never gives a number that the world has seen since."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.utils.timezone import localdate, now

from saraban.agencies.duties import OPERATOR
from saraban.evidence.bundle import Evidence
from saraban.files.secrets import keep_secret
from saraban.law.refusal import Refusal
from saraban.mail import steps
from saraban.mail.connections import Connections
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import MailFailure
from saraban.mail.models import Mailbox, OutboundEmail
from saraban.registers import marks
from saraban.registers.books import BE, BookYear, Register
from saraban.registers.dispatches import Recipient
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.marks import (
    begin_recovery,
    compare,
    compare_restored,
    go_on,
    keep_marks,
    notice_restored,
)
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.recoveries import Recovery
from saraban.registers.scans import Scan
from saraban.registers.secret_book import SecretStub
from saraban.registers.verdicts import Verdict
from tests.office import Office, arrive
from tests.oracle import checker
from tests.servers.dovecot import running_dovecot

USER = "saraban@klongnoy.example"
SECRET = "correct horse"


def enter(office: Office, subject: str) -> IncomingEntry:
    return IncomingEntry.objects.enter(arrive(office, subject=subject), by=office.clerk)


def send(office: Office, subject: str = "ตอบข้อหารือ", kind: Register = Register.OUTGOING) -> OutgoingEntry:
    letter = OutgoingLetter(
        subject, [Recipient("นางมาลี", "malee@example.com")], kind=kind, files=[Scan("ก.pdf", b"%PDF-1.7")]
    )
    return OutgoingEntry.objects.send(letter, by=office.clerk)


def mail_that_tells(said: str) -> bytes:
    return f"Message-ID: <{said.replace('/', '.')}@klongnoy.go.th>\r\nSaraban-Entry: {said}\r\n\r\nx\r\n".encode()


def sent_holds(*said: str) -> Callable[[Mailbox], FakeInbox]:
    inbox = FakeInbox()
    for one in said:
        inbox.keep_copy(mail_that_tells(one), sent_at=now())
    return lambda mailbox: inbox


def numbers(register: type[Any]) -> list[int]:
    return list(register.objects.order_by("number").values_list("number", flat=True))


def test_each_mail_with_a_number_of_ours_says_which_and_no_other_mail_does(office: Office) -> None:
    email = arrive(office, subject="หนึ่ง")
    entry = IncomingEntry.objects.enter(email, by=office.clerk, route=Route(unit=office.unit))
    handed = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=[], answer_address="malee@example.com"),
        by=office.clerk,
        particulars=Particulars(sender="นางมาลี", subject="สอง"),
    )
    sent, order = send(office), send(office, kind=Register.ORDER)
    Verdict.objects.needs_no_registration(arrive(office, subject="สาม"), by=office.clerk, reason="หนังสือตอบรับ")
    said = [
        message_from_bytes(one.as_bytes()).get("Saraban-Entry")
        for one in OutboundEmail.objects.order_by("pk")
    ]
    year = entry.year
    assert said == [
        f"incoming/{year}/{entry.number}",  # the receipt
        f"incoming/{year}/{entry.number}",  # to the unit
        f"incoming/{year}/{handed.number}",
        f"outgoing/{year}/{sent.number}",
        f"order/{year}/{order.number}",
    ]


def test_no_number_is_given_until_sent_was_looked_into(office: Office) -> None:
    first, sent = enter(office, "หนึ่ง"), send(office)
    year = first.year
    recovery = begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR)
    for deed in (lambda: enter(office, "สอง"), lambda: send(office)):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.code == "restored"
    waiting = arrive(office, subject="มาระหว่างนั้น")  # letters come in as ever

    inbox_of = sent_holds(
        f"incoming/{year}/4", f"incoming/{year}/3", f"outgoing/{year}/2", f"order/{year}/1", "x/1/1"
    )
    assert compare(recovery, inbox_of)[("incoming", year)] == 4

    assert IncomingEntry.objects.enter(waiting, by=office.clerk).number == 5
    assert (send(office).number, send(office, kind=Register.ORDER).number) == (3, 2)
    assert numbers(IncomingEntry) == [1, 2, 3, 4, 5]
    void = IncomingEntry.objects.get(number=3)
    assert (void.subject, void.recovery, void.struck_at) == ("กู้คืนข้อมูล", recovery, void.registered_at)
    assert "กู้คืนข้อมูล" in void.remarks_in_the_book
    assert OutgoingEntry.objects.get(register="outgoing", number=2).voided_at is not None
    assert sent.number == 1
    assert Evidence().verify()["intact"]


def test_nothing_was_seen_outside_so_nothing_is_void(office: Office) -> None:
    enter(office, "หนึ่ง")
    compare(begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR), sent_holds())
    assert enter(office, "สอง").number == 2
    assert Recovery.objects.open() is None


def test_while_the_server_is_away_an_officer_may_say_the_last_number(office: Office) -> None:
    year = enter(office, "หนึ่ง").year
    recovery = begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR)
    inbox = FakeInbox()
    inbox.failures = [MailFailure("ต่อกล่องอีเมลไม่ได้", of_server=True)]
    assert compare_restored(lambda mailbox: inbox) == 0
    recovery.refresh_from_db()
    assert recovery.trouble == "ต่อกล่องอีเมลไม่ได้"
    with pytest.raises(Refusal):
        enter(office, "สอง")

    with pytest.raises(Refusal):
        go_on(recovery, {("incoming", year): 3}, by=office.head)  # not the head's to say
    go_on(recovery, {("incoming", year): 3}, by=office.clerk)
    assert enter(office, "สาม").number == 4
    assert recovery.story().get(verb="ended").actor == office.clerk.actor_key


def test_a_mark_that_can_only_be_a_mistake_makes_no_rows(office: Office) -> None:
    year = enter(office, "หนึ่ง").year
    recovery = begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR)
    with pytest.raises(Refusal) as refused:
        compare(recovery, sent_holds(f"incoming/{year}/9999999"))
    assert refused.value.code == "too_far_ahead"
    assert numbers(IncomingEntry) == [1]


def test_a_void_row_is_not_brought_back_and_cannot_be_handed_on(office: Office) -> None:
    year = enter(office, "หนึ่ง").year
    compare(
        begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR),
        sent_holds(f"incoming/{year}/2", f"outgoing/{year}/1"),
    )
    void = IncomingEntry.objects.get(number=2)
    for deed in (
        lambda: void.restore(by=office.clerk),
        lambda: void.hand_on(Route(unit=office.unit), by=office.clerk),
    ):
        with pytest.raises(Refusal):
            deed()
    with pytest.raises(Refusal):
        OutgoingEntry.objects.get().send_again(by=office.clerk)


def test_the_file_of_marks_follows_and_tells_a_start_that_the_database_is_older(
    office: Office, data_dir: Path
) -> None:
    year = enter(office, "หนึ่ง").year
    send(office)
    keep_marks()
    path = data_dir / "marks" / f"{office.agency.uid}.json"
    assert json.loads(path.read_text())["counters"] == [["incoming", year, 1], ["outgoing", year, 1]]
    assert notice_restored() == 0  # an ordinary start
    assert Recovery.objects.open() is None

    later = {"counters": [["incoming", year, 3], ["outgoing", year, 1]]}
    path.write_text(json.dumps(later))
    marks.KEPT.clear()
    keep_marks()  # it never falls
    assert json.loads(path.read_text())["counters"] == later["counters"]
    assert (notice_restored(), notice_restored()) == (1, 0)
    assert compare_restored(sent_holds()) == 1
    assert enter(office, "สี่").number == 4


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"counters": [["incoming", "2566", 3]]}', '{"counters": 3}']
)
def test_a_broken_file_of_marks_stops_nobody(office: Office, data_dir: Path, content: str) -> None:
    path = data_dir / "marks" / f"{office.agency.uid}.json"
    path.parent.mkdir()
    path.write_text(content)
    assert notice_restored() == 0
    assert enter(office, "หนึ่ง").number == 1
    keep_marks()
    assert json.loads(path.read_text())["counters"][0][2] == 1


def test_a_backup_put_back_goes_on_after_what_lies_in_sent(
    office_for_threads: Office, data_dir: Path, settings: Any
) -> None:
    """With a real mail server; its Sent is all that is left of the day after the backup."""
    if connection.vendor != "sqlite":
        return
    office = office_for_threads
    with running_dovecot(users={USER: SECRET}) as dovecot:
        settings.CA_FILE = dovecot.ca_file
        keep_secret(data_dir, "mailbox", SECRET)
        with office.mailbox.change("corrected", by=OPERATOR):
            office.mailbox.inbox_url, office.mailbox.secret = dovecot.url(USER), "mailbox"
        one = enter(office, "หนึ่ง")
        send(office)
        _all_leaves()
        backup = copied(data_dir)
        _live(office)
        assert len(dovecot.letters(USER, box="Sent")) == 2 + 3

        put_back(backup)
        shutil.rmtree(data_dir / "marks", ignore_errors=True)  # it was in the backup too
        assert numbers(IncomingEntry) == [1]
        connections_of_clock = Connections()
        recovery = begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR)
        compare(recovery, connections_of_clock.inbox)
        connections_of_clock.close()

        assert enter(office, "มาใหม่").number == 4
        assert send(office).number == 3
        assert numbers(IncomingEntry) == [1, 2, 3, 4]
        assert [e.number for e in IncomingEntry.objects.filter(recovery=recovery)] == [2, 3]
        assert one.number == 1
        tables = checker.sqlite_tables(Path(str(connection.settings_dict["NAME"])))
        evidence = checker.Evidence(accepted=[], received=[], files={}, rows=tables[0], province="นครนายก")
        for look in (checker.numbers_without_gap, checker.moments, checker.send_register):
            assert list(look(evidence)) == []
        assert Evidence().verify()["intact"]


def _live(office: Office) -> None:
    """The day after the backup: two letters are answered, one is sent."""
    enter(office, "สอง")
    enter(office, "สาม")
    send(office)
    _all_leaves()


def _all_leaves() -> None:
    OutboundEmail.across_agencies.get_queryset().filter(state=OutboundEmail.QUEUED).lease(not_before=now())
    sending = Connections()
    while steps.send_due(sending):
        pass
    sending.close()
    assert not OutboundEmail.objects.exclude(state=OutboundEmail.SENT).exists()


def copied(data_dir: Path) -> Path:
    backup = data_dir / "backup.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(backup)])
    return backup


def put_back(backup: Path) -> None:
    """As a person does it: the program is stopped, the file is laid back."""
    connections.close_all()
    place = Path(str(connection.settings_dict["NAME"]))
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    shutil.copyfile(backup, place)


@pytest.mark.parametrize("register", [Register.SECRET_IN, Register.SECRET_OUT])
def test_a_secret_number_that_went_out_is_a_struck_line_of_the_secret_book(
    office: Office, register: Register
) -> None:
    year = localdate().year + BE
    recovery = begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR)
    go_on(recovery, {(register.value, year): 2}, by=office.clerk)
    stubs = list(SecretStub.objects.order_by("number"))
    assert [(one.register, one.number, one.officer) for one in stubs] == [
        (register, 1, None),
        (register, 2, None),
    ]
    assert all(one.struck_at is not None for one in stubs)
    assert OutgoingEntry.objects.count() == 0


def test_a_closed_year_whose_numbers_went_further_outside_does_not_hold_the_office_up_for_ever(
    office: Office,
) -> None:
    last_year = localdate().year + BE - 1
    BookYear.objects.begin(Register.INCOMING, last_year, 5, by=office.clerk)
    BookYear.objects.close(Register.INCOMING, last_year, by=office.clerk)
    recovery = begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR)
    go_on(recovery, {("incoming", last_year): 6}, by=office.clerk)
    assert numbers(IncomingEntry) == [5, 6]
    assert Recovery.objects.open() is None
    assert enter(office, "ใหม่").number == 1
