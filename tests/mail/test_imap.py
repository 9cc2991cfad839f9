"""The way in, against a real Dovecot: what it reads, what it leaves alone, and what becomes of every kind of trouble."""

from __future__ import annotations

import gc
import imaplib
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now

from saraban.mail.gateway import ARRIVALS_MAX, Arrival, Folder, MailFailure, Role
from saraban.mail.imap import ImapInbox, Portions
from saraban.mail.intake import fetch
from saraban.mail.models import InboundEmail, LedgerLine
from saraban.mail.reading import read_files
from saraban.mail.servers import read_mailbox_url
from saraban.tenancy.scope import acting_for
from tests.campaign import imap_cuts
from tests.mail.made import AWKWARD, SUNDAY_EVENING, letter, minutes_later
from tests.office import open_office
from tests.servers.certificates import Authority
from tests.servers.dovecot import (
    CAPABILITIES,
    GMAIL,
    GMAIL_NAMES_ONLY,
    NAMES_ONLY,
    THAI,
    USUAL,
    Box,
    Dovecot,
    running_dovecot,
)
from tests.servers.processes import free_port
from tests.servers.proxy import Cut, How, Way, wire_to

Open = Callable[..., ImapInbox]
CUT_PLACES = 36


@pytest.fixture
def opened() -> Iterator[Open]:
    """Makes inboxes on a server, closed when the test is over."""
    with ExitStack() as ends:

        def make(dovecot: Dovecot, *, url: str = "", password: str = "", **more: object) -> ImapInbox:
            inbox = ImapInbox(
                read_mailbox_url(url or dovecot.url()),
                password or dovecot.password,
                ca_file=dovecot.ca_file,
                **{"timeout_seconds": 20, **more},  # type: ignore[arg-type]
            )
            ends.callback(inbox.close)
            return inbox

        yield make


def all_of(inbox: ImapInbox, role: Role = Role.INBOX, *, since: date | None = None) -> list[bytes]:
    folder = folder_of(inbox, role)
    return list(bytes_of(inbox, folder, inbox.arrivals(folder, after_uid=0, since=since)).values())


def folder_of(inbox: ImapInbox, role: Role = Role.INBOX) -> Folder:
    return next(folder for folder in inbox.folders() if folder.role is role)


def bytes_of(inbox: ImapInbox, folder: Folder, arrivals: Sequence[Arrival]) -> dict[int, bytes]:
    got = {fetched.arrival.uid: b"".join(fetched.chunks) for fetched in inbox.fetch(folder, arrivals)}
    return dict(sorted(got.items()))


def failure_of(inbox: ImapInbox) -> MailFailure:
    with pytest.raises(MailFailure) as caught:
        inbox.folders()
    return caught.value


# the line


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_letters_come_over_each_kind_of_line(dovecot: Dovecot, opened: Open, security: str) -> None:
    dovecot.deliver(letter(), when=SUNDAY_EVENING)
    assert all_of(opened(dovecot, url=dovecot.url(security=security))) == [letter()]


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("whose", ["another authority", "another host"])
def test_a_certificate_that_proves_nothing_is_refused_before_the_password(
    authority: Authority, tmp_path: Path, opened: Open, security: str, whose: str
) -> None:
    wrong = (
        Authority(tmp_path).certificate()
        if whose == "another authority"
        else authority.certificate("mail.elsewhere.example")
    )
    with running_dovecot(authority=authority, certificate=wrong) as dovecot:
        failure = failure_of(opened(dovecot, url=dovecot.url(security=security)))
        assert "ใบรับรอง" in failure.message
        assert (failure.of_server, failure.permanent) == (True, False)
        assert "user=<saraban" not in dovecot.log()


def test_a_server_whose_offer_of_starttls_was_cut_out_is_told_nothing(dovecot: Dovecot, opened: Open) -> None:
    with wire_to(dovecot.imap_port, change=lambda said: said.replace(b" STARTTLS", b"")) as wire:
        failure = failure_of(opened(dovecot, url=dovecot.url(security="starttls", port=wire.port)))
        assert "STARTTLS" in failure.message
        assert (failure.of_server, failure.permanent) == (True, False)
        heard = bytes(wire.passed[Way.UP]).upper()
        assert b"LOGIN" not in heard.replace(b"LOGOUT", b"")
        assert b"AUTHENTICATE" not in heard


@pytest.mark.parametrize("answer", [b"NO not now", b"BAD what?"])
def test_a_refused_starttls_is_not_followed_by_plain_text(
    dovecot: Dovecot, opened: Open, answer: bytes
) -> None:
    with wire_to(
        dovecot.imap_port, change=lambda said: said.replace(b"OK Begin TLS negotiation now.", answer)
    ) as wire:
        failure = failure_of(opened(dovecot, url=dovecot.url(security="starttls", port=wire.port)))
        assert "STARTTLS" in failure.message
        assert bytes(wire.passed[Way.UP]).split()[-1] == b"STARTTLS"


def test_a_greeting_that_says_we_are_known_already_does_not_skip_tls(dovecot: Dovecot, opened: Open) -> None:
    with wire_to(dovecot.imap_port, change=lambda said: said.replace(b"* OK [", b"* PREAUTH [")) as wire:
        failure_of(opened(dovecot, url=dovecot.url(security="starttls", port=wire.port)))
        heard = bytes(wire.passed[Way.UP]).upper()
        assert b"AUTHENTICATE" not in heard
        assert b"EXAMINE" not in heard


def test_what_was_slipped_in_before_tls_is_not_believed(dovecot: Dovecot, opened: Open) -> None:
    dovecot.deliver(letter(), when=SUNDAY_EVENING)
    begin = b"OK Begin TLS negotiation now.\r\n"
    evil = b"* OK [CAPABILITY IMAP4rev1 LOGINDISABLED]\r\n"  # who believes it does not sign in
    with wire_to(dovecot.imap_port, change=lambda said: said.replace(begin, begin + evil)) as wire:
        assert all_of(opened(dovecot, url=dovecot.url(security="starttls", port=wire.port))) == [letter()]
        assert evil in wire.passed[Way.DOWN]


@pytest.mark.parametrize("command", ["AUTHENTICATE", "LOGIN"])
def test_a_wrong_password_is_for_good_and_is_nowhere_to_be_read(
    dovecot: Dovecot, opened: Open, caplog: pytest.LogCaptureFixture, command: str
) -> None:
    secret = 'hunter2 "\\ รหัส' if command == "AUTHENTICATE" else 'hunter2 "\\'
    caplog.set_level(logging.DEBUG)

    def change(said: bytes) -> bytes:
        if command == "LOGIN":
            said = said.replace(b" AUTH=PLAIN", b"")
        # There are servers that repeat what they were given.
        return said.replace(b"Authentication failed.", f"LOGIN failed for {secret}".encode())

    with wire_to(dovecot.imap_port, change=change) as wire:
        inbox = opened(dovecot, url=dovecot.url(security="none", port=wire.port), password=secret)
        failure = failure_of(inbox)
        assert f" {command} ".encode() in wire.passed[Way.UP]
    assert (failure.permanent, failure.of_server, failure.uncertain) == (True, True, False)
    assert "รหัสผ่าน" in failure.message
    assert "LOGIN failed for …" in failure.answer
    told = [
        *(
            "".join(traceback.TracebackException.from_exception(failure, capture_locals=True).format()),
            repr(failure),
        ),
        *(repr(failure.__cause__), repr(failure.__context__), repr(inbox), repr(vars(inbox)), caplog.text),
    ]
    assert not any("hunter2" in words for words in told)


def test_a_password_of_any_characters_signs_in(authority: Authority, opened: Open) -> None:
    secret = 'a "quoted" \\ back {5} รหัสผ่าน'
    with running_dovecot(authority=authority, users={"saraban@klongnoy.example": secret}) as dovecot:
        assert [folder.role for folder in opened(dovecot).folders()] == [Role.INBOX, Role.JUNK]


def test_a_server_without_plain_is_signed_in_to_by_the_old_command(
    authority: Authority, opened: Open
) -> None:
    users = {"saraban@klongnoy.example": 'q"u\\ote'}
    with (
        running_dovecot(authority=authority, users=users, plain=True) as dovecot,
        wire_to(dovecot.imap_port, change=lambda said: said.replace(b" AUTH=PLAIN", b"")) as wire,
    ):
        inbox = opened(dovecot, url=dovecot.url(security="none", port=wire.port))
        assert len(inbox.folders()) == 2
        assert b" LOGIN " in wire.passed[Way.UP]


@pytest.mark.parametrize("command", ["AUTHENTICATE", "LOGIN"])
def test_a_line_that_breaks_within_the_sign_in_is_no_wrong_password(
    dovecot: Dovecot, opened: Open, command: str
) -> None:
    def change(said: bytes) -> bytes:
        return said.replace(b" AUTH=PLAIN", b"") if command == "LOGIN" else said

    for way in Way:
        with wire_to(dovecot.imap_port, change=change) as wire:
            inbox = opened(dovecot, url=dovecot.url(security="none", port=wire.port))
            assert len(inbox.folders()) == 2
            words = bytes(wire.passed[way])
            inbox.close()
            begin = words.index(command.encode()) if way is Way.UP else words.index(b"Logged in") - 40
            for after in range(begin, begin + 40, 4):
                wire.cut = Cut(way, after)
                failure = failure_of(opened(dovecot, url=dovecot.url(security="none", port=wire.port)))
                assert (failure.permanent, failure.of_server) == (False, True), after


def test_a_sign_in_that_is_only_not_possible_now_is_tried_again(dovecot: Dovecot, opened: Open) -> None:
    with wire_to(
        dovecot.imap_port, change=lambda said: said.replace(b"[AUTHENTICATIONFAILED]", b"[UNAVAILABLE]")
    ) as wire:
        failure = failure_of(
            opened(dovecot, url=dovecot.url(security="none", port=wire.port), password="wrong")
        )
    assert (failure.permanent, failure.of_server) == (False, True)


def test_a_server_that_wants_no_password_is_a_matter_for_people(dovecot: Dovecot, opened: Open) -> None:
    def change(said: bytes) -> bytes:
        return said.replace(b" AUTH=PLAIN", b"").replace(b" AUTH=LOGIN", b" LOGINDISABLED")

    with wire_to(dovecot.imap_port, change=change) as wire:
        failure = failure_of(opened(dovecot, url=dovecot.url(security="none", port=wire.port)))
        assert b"correct horse" not in bytes(wire.passed[Way.UP])
    assert (failure.permanent, failure.of_server) == (True, True)


def test_nobody_at_the_port_is_for_later(dovecot: Dovecot, opened: Open) -> None:
    failure = failure_of(opened(dovecot, url=f"imaps://me@localhost:{free_port()}"))
    assert "ไม่รับการเชื่อมต่อ" in failure.message
    assert (failure.permanent, failure.of_server) == (False, True)


@pytest.mark.parametrize("security", ["tls", "none"])
def test_a_silent_server_is_given_up_in_time(dovecot: Dovecot, opened: Open, security: str) -> None:
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    with wire_to(port) as wire:
        wire.cut = Cut(Way.DOWN, 0, How.SILENCE)
        began = time.monotonic()
        url = dovecot.url(security=security, port=wire.port)
        failure = failure_of(opened(dovecot, url=url, timeout_seconds=0.3))
    assert time.monotonic() - began < 2
    assert (failure.permanent, failure.of_server) == (False, True)


def test_an_answer_without_end_is_cut_off(dovecot: Dovecot, opened: Open) -> None:
    with wire_to(
        dovecot.imap_port,
        change=lambda said: said.replace(b"* LIST", b"* LIST {99999999999}\r\n" + b"x" * 500),
    ) as wire:
        failure = failure_of(opened(dovecot, url=dovecot.url(security="none", port=wire.port)))
    assert "literal" in failure.answer


def test_after_a_failure_the_same_inbox_connects_anew(dovecot: Dovecot, opened: Open) -> None:
    dovecot.deliver(letter(), when=SUNDAY_EVENING)
    inbox = opened(dovecot)
    assert all_of(inbox) == [letter()]
    dovecot.stop()
    failure_of(inbox)
    failure_of(inbox)
    dovecot.start()
    assert all_of(inbox) == [letter()]


# folders


@pytest.mark.parametrize("without", [(), ("SPECIAL-USE", "LIST-EXTENDED")], ids=["new", "old"])
@pytest.mark.parametrize(
    ("boxes", "junk", "sent"),
    [
        (USUAL, "Junk", "Sent"),
        (NAMES_ONLY, "Junk", "Sent"),
        (THAI, "จดหมายขยะ", "รายการที่ถูกส่ง"),
        (GMAIL, "[Gmail]/Spam", "[Gmail]/Sent Mail"),
        (GMAIL_NAMES_ONLY, "[Gmail]/Spam", "[Gmail]/Sent Mail"),
        ((Box("Junk E-mail"), Box("Sent Items")), "Junk E-mail", "Sent Items"),
        ((Box("INBOX/spam"), Box("INBOX/Sent")), "INBOX/spam", "INBOX/Sent"),
        (
            (Box("[Gmail]/จดหมายขยะ"), Box("[Gmail]/จดหมายที่ส่งแล้ว")),
            "[Gmail]/จดหมายขยะ",
            "[Gmail]/จดหมายที่ส่งแล้ว",
        ),
    ],
    ids=["usual", "names", "thai", "gmail", "gmail names", "outlook", "under inbox", "thai gmail"],
)
def test_junk_and_sent_are_found_by_their_use_and_else_by_their_names(
    authority: Authority,
    opened: Open,
    boxes: Sequence[Box],
    without: Sequence[str],
    junk: str,
    sent: str,
) -> None:
    with running_dovecot(authority=authority, boxes=boxes, without=without) as dovecot:
        dovecot.deliver(letter("junk"), when=SUNDAY_EVENING, box=junk)
        inbox = opened(dovecot)
        assert [(folder.name, folder.role) for folder in inbox.folders()] == [
            ("INBOX", Role.INBOX),
            (junk, Role.JUNK),
        ]
        assert all_of(inbox, Role.JUNK) == [letter("junk")]
        inbox.keep_copy(letter("answer"), sent_at=SUNDAY_EVENING)
        assert dovecot.letters(box=sent) == [letter("answer")]


def test_what_the_server_marks_goes_before_what_is_only_named_so(authority: Authority, opened: Open) -> None:
    boxes = (Box("Junk"), Box("ไม่พึงประสงค์", "Junk"), Box("Sent"))
    with running_dovecot(authority=authority, boxes=boxes) as dovecot:
        assert [folder.name for folder in opened(dovecot).folders()] == ["INBOX", "ไม่พึงประสงค์"]


def test_a_folder_of_that_name_further_down_is_not_meant(authority: Authority, opened: Open) -> None:
    boxes = (Box("โครงการ/Junk"), Box("โครงการ/Sent"))
    with running_dovecot(authority=authority, boxes=boxes) as dovecot:
        assert [folder.name for folder in opened(dovecot).folders()] == ["INBOX"]


def test_a_server_with_nothing_but_the_basic_protocol_does(authority: Authority, opened: Open) -> None:
    with running_dovecot(
        authority=authority, without=[word for word in CAPABILITIES if word != "IMAP4rev1"]
    ) as dovecot:
        inbox = opened(dovecot, poll_seconds=0.2, portions=Portions(batch=5000, whole_max=2000, part=700))
        for number in range(3):
            dovecot.deliver(letter(size=1_000 + 1_500 * number), when=minutes_later(number))
        assert all_of(inbox) == [letter(size=1_000 + 1_500 * number) for number in range(3)]
        assert wakes(inbox, dovecot) < 5
        inbox.keep_copy(letter(message_id="<a@klongnoy.example>"), sent_at=SUNDAY_EVENING)
        assert inbox.sent_message_id("<a@klongnoy.example>")


# arrivals


def test_a_letter_arrived_when_the_server_took_it(dovecot: Dovecot, opened: Open) -> None:
    dovecot.deliver(letter(size=5_000), when=SUNDAY_EVENING)
    inbox = opened(dovecot)
    found = inbox.arrivals(folder_of(inbox), after_uid=0, since=None)
    assert found == [Arrival(uid=1, arrived_at=SUNDAY_EVENING, size=5_000)]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Bangkok", "America/New_York"])
def test_a_day_begins_at_midnight_in_bangkok_wherever_the_server_stands(
    authority: Authority, opened: Open, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    midnight = minutes_later(147)  # Monday, 23 January, 00.00 in Bangkok
    with running_dovecot(authority=authority, time_zone=zone) as dovecot:
        for seconds in (-86_400, -1, 0, 1, 86_400):
            dovecot.deliver(letter(str(seconds)), when=midnight + timedelta(seconds=seconds))
        inbox = opened(dovecot)
        folder = folder_of(inbox)
        found = inbox.arrivals(folder, after_uid=0, since=date(2023, 1, 23))
        assert [(arrival.arrived_at - midnight).total_seconds() for arrival in found] == [0, 1, 86_400]


def test_only_letters_after_the_last_one_known_are_asked_for(dovecot: Dovecot, opened: Open) -> None:
    for number in range(4):
        dovecot.deliver(letter(str(number)), when=minutes_later(number))
    inbox = opened(dovecot)
    folder = folder_of(inbox)
    assert [one.uid for one in inbox.arrivals(folder, after_uid=2, since=None)] == [3, 4]
    assert inbox.arrivals(folder, after_uid=4, since=None) == []  # "5:*" would mean letter 4 again
    assert inbox.arrivals(folder, after_uid=2**32 - 2, since=None) == []
    dovecot.deliver(letter("4"), when=minutes_later(4))
    assert [one.uid for one in inbox.arrivals(folder, after_uid=4, since=None)] == [5]


def test_a_server_that_does_not_tell_its_next_number_gives_no_letter_twice(
    dovecot: Dovecot, opened: Open
) -> None:
    for number in range(3):
        dovecot.deliver(letter(str(number)), when=minutes_later(number))
    with wire_to(dovecot.imap_port, change=lambda said: said.replace(b"[UIDNEXT", b"[X-NEXT")) as wire:
        inbox = opened(dovecot, url=dovecot.url(security="none", port=wire.port))
        folder = folder_of(inbox)
        assert [one.uid for one in inbox.arrivals(folder, after_uid=1, since=None)] == [2, 3]
        assert inbox.arrivals(folder, after_uid=3, since=None) == []  # "4:*" means letter 3, too
        assert wakes(inbox, dovecot) < 5


def test_a_long_history_comes_in_portions_from_its_beginning(dovecot: Dovecot, opened: Open) -> None:
    for number in range(ARRIVALS_MAX + 3):
        dovecot.deliver(b"Subject: %d\r\n\r\n" % number, when=minutes_later(number))
    inbox = opened(dovecot)
    folder = folder_of(inbox)
    first = [one.uid for one in inbox.arrivals(folder, after_uid=0, since=None)]
    assert first == list(range(1, ARRIVALS_MAX + 1))
    rest = [one.uid for one in inbox.arrivals(folder, after_uid=first[-1], since=None)]
    assert rest == list(range(ARRIVALS_MAX + 1, ARRIVALS_MAX + 4))


# bytes


def test_every_letter_is_had_byte_by_byte(dovecot: Dovecot, opened: Open) -> None:
    for number, raw in enumerate(AWKWARD.values()):
        dovecot.deliver(raw, when=minutes_later(number))
    assert all_of(opened(dovecot)) == list(AWKWARD.values())


@pytest.mark.parametrize("size", [999, 1_000, 1_001, 1_999, 2_000, 2_001, 3_000, 9_999])
def test_a_big_letter_comes_in_parts_and_whole(dovecot: Dovecot, opened: Open, size: int) -> None:
    dovecot.deliver(letter(size=size), when=SUNDAY_EVENING)
    inbox = opened(dovecot, portions=Portions(batch=4_000, whole_max=900, part=1_000))
    assert all_of(inbox) == [letter(size=size)]


def test_big_and_small_letters_come_together(dovecot: Dovecot, opened: Open) -> None:
    sizes = [300, 5_000, 400, 500, 20_000, 600, 3_000, 2_000, 700]
    for number, size in enumerate(sizes):
        dovecot.deliver(letter(size=size), when=minutes_later(number))
    inbox = opened(dovecot, portions=Portions(batch=2_500, whole_max=2_000, part=1_024))
    assert all_of(inbox) == [letter(size=size) for size in sizes]


@pytest.mark.parametrize("told", [0, 1, 10**9])
def test_a_size_that_is_not_true_costs_no_byte(dovecot: Dovecot, opened: Open, told: int) -> None:
    dovecot.deliver(letter(size=5_000), when=SUNDAY_EVENING)
    inbox = opened(dovecot, portions=Portions(batch=4_000, whole_max=2_000, part=900))
    told_so = Arrival(uid=1, arrived_at=SUNDAY_EVENING, size=told)
    assert bytes_of(inbox, folder_of(inbox), [told_so]) == {1: letter(size=5_000)}


def test_reading_changes_no_flag(dovecot: Dovecot, opened: Open) -> None:
    for number in range(3):
        dovecot.deliver(letter(size=300 + 5_000 * number), when=minutes_later(number))
    dovecot.mark_read("uid 2")
    before = sorted(path.name for path in dovecot.maildir().rglob("*test*"))
    inbox = opened(dovecot, portions=Portions(whole_max=4_000, part=1_000))
    assert len(all_of(inbox)) == 3
    inbox.wait(0.1)
    inbox.close()
    assert sorted(path.name for path in dovecot.maildir().rglob("*test*")) == before
    assert dovecot.flags() == ["", "S", ""]
    with imaplib.IMAP4("127.0.0.1", dovecot.imap_port) as other:
        other.login(dovecot.first_user, dovecot.password)
        other.select("INBOX")
        assert other.search(None, "UNSEEN")[1] == [b"1 3"]


# what others do meanwhile


@pytest.mark.parametrize("gone", ["expunged", "file"])
def test_a_letter_that_is_gone_meanwhile_stops_no_other(dovecot: Dovecot, opened: Open, gone: str) -> None:
    files = [dovecot.deliver(letter(str(number)), when=minutes_later(number)) for number in range(5)]
    inbox = opened(dovecot)
    folder = folder_of(inbox)
    arrivals = inbox.arrivals(folder, after_uid=0, since=None)
    if gone == "expunged":
        dovecot.expunge("uid 3")
    else:
        next(dovecot.maildir().rglob(f"{files[2].name}*")).unlink()
    assert bytes_of(inbox, folder, arrivals) == {n: letter(str(n - 1)) for n in (1, 2, 4, 5)}


def test_a_big_letter_that_goes_between_its_parts_is_not_handed_over_in_half(
    dovecot: Dovecot, opened: Open
) -> None:
    for number in range(3):
        dovecot.deliver(letter(size=9_000 + number), when=minutes_later(number))
    inbox = opened(dovecot, portions=Portions(whole_max=1_000, part=1_000))
    folder = folder_of(inbox)
    got = {}
    for fetched in inbox.fetch(folder, inbox.arrivals(folder, after_uid=0, since=None)):
        got[fetched.arrival.uid] = b"".join(fetched.chunks)
        if fetched.arrival.uid == 1:
            dovecot.expunge("uid 2")
    assert got == {1: letter(size=9_000), 3: letter(size=9_002)}


def test_a_letter_that_the_server_stumbles_over_is_not_the_servers_fault_and_stops_no_other(
    dovecot: Dovecot, opened: Open
) -> None:
    files = [dovecot.deliver(letter(str(number)), when=minutes_later(number)) for number in range(3)]
    inbox = opened(dovecot)
    folder = folder_of(inbox)
    arrivals = inbox.arrivals(folder, after_uid=0, since=None)
    next(dovecot.maildir().rglob(f"{files[1].name}*")).chmod(0)  # Dovecot hangs up on whoever asks for it
    with pytest.raises(MailFailure) as failure:
        bytes_of(inbox, folder, arrivals)
    assert (failure.value.of_server, failure.value.permanent) == (False, False)
    for arrival, raw in ((arrivals[0], letter("0")), (arrivals[2], letter("2"))):
        assert bytes_of(inbox, folder, [arrival]) == {arrival.uid: raw}
    with pytest.raises(MailFailure):
        bytes_of(inbox, folder, [arrivals[1]])


def test_a_letter_whose_size_cannot_be_told_is_listed_all_the_same(dovecot: Dovecot, opened: Open) -> None:
    files = [dovecot.deliver(letter(str(number)), when=minutes_later(number)) for number in range(7)]
    files[3].chmod(0)  # Dovecot hangs up on whoever asks for its size
    inbox = opened(dovecot)
    folder = folder_of(inbox)
    arrivals = inbox.arrivals(folder, after_uid=0, since=None)
    assert [(one.uid, one.arrived_at) for one in arrivals] == [(n + 1, minutes_later(n)) for n in range(7)]
    assert [one.uid for one in arrivals if one.size == 0] == [4]
    others = [one for one in arrivals if one.uid != 4]
    assert list(bytes_of(inbox, folder, others).values()) == [letter(str(n)) for n in range(7) if n != 3]
    with pytest.raises(MailFailure) as failure:
        bytes_of(inbox, folder, [arrivals[3]])
    assert not failure.value.of_server
    files[3].chmod(0o600)
    assert bytes_of(inbox, folder, [arrivals[3]]) == {4: letter("3")}


def test_a_letter_that_a_server_will_not_describe_is_listed_all_the_same(
    dovecot: Dovecot, opened: Open
) -> None:
    for number in range(4):
        dovecot.deliver(letter(str(number)), when=minutes_later(number))

    def change(said: bytes) -> bytes:
        if b"INTERNALDATE" not in said or b"* 3 FETCH" not in said:
            return said
        lines = [line for line in said.splitlines(keepends=True) if not line.startswith(b"* 3 FETCH")]
        return b"".join(lines).replace(b"OK Fetch completed", b"NO [SERVERBUG] Fetch failed")

    with wire_to(dovecot.imap_port, change=change) as wire:
        inbox = opened(dovecot, url=dovecot.url(security="none", port=wire.port))
        folder = folder_of(inbox)
        arrivals = inbox.arrivals(folder, after_uid=0, since=None)
        assert [one.uid for one in arrivals] == [1, 2, 3, 4]
        assert arrivals[2].size == 0
        assert (
            abs((arrivals[2].arrived_at - datetime.now(tz=UTC)).total_seconds()) < 60
        )  # not before we saw it
        assert list(bytes_of(inbox, folder, arrivals).values()) == [
            letter(str(number)) for number in range(4)
        ]


def test_renumbered_letters_are_not_taken_for_the_old_ones(dovecot: Dovecot, opened: Open) -> None:
    for number in range(3):
        dovecot.deliver(letter(str(number)), when=minutes_later(number))
    inbox = opened(dovecot)
    old = folder_of(inbox)
    arrivals = inbox.arrivals(old, after_uid=0, since=None)
    dovecot.expunge("uid 1")
    dovecot.renumber(uidvalidity=old.uidvalidity + 7)

    with pytest.raises(MailFailure):
        bytes_of(inbox, old, arrivals)
    for ask in (lambda: bytes_of(inbox, old, arrivals), lambda: inbox.arrivals(old, after_uid=0, since=None)):
        with pytest.raises(MailFailure) as failure:
            ask()
        assert failure.value.answer == f"UIDVALIDITY {old.uidvalidity} is now {old.uidvalidity + 7}"
        assert (failure.value.of_server, failure.value.permanent) == (True, False)

    new = folder_of(inbox)
    assert new.uidvalidity == old.uidvalidity + 7
    found = inbox.arrivals(new, after_uid=0, since=None)
    assert list(bytes_of(inbox, new, found).values()) == [letter("1"), letter("2")]


def test_a_letter_moved_out_of_junk_by_a_person_comes_again_with_its_time(
    dovecot: Dovecot, opened: Open
) -> None:
    dovecot.deliver(letter("mine"), when=SUNDAY_EVENING, box="Junk")
    inbox = opened(dovecot)
    assert all_of(inbox, Role.JUNK) == [letter("mine")]
    dovecot.move("all", away_from="Junk", to="INBOX")
    folder = folder_of(inbox)
    (moved,) = inbox.arrivals(folder, after_uid=0, since=None)
    assert moved.arrived_at == SUNDAY_EVENING
    assert bytes_of(inbox, folder, [moved]) == {moved.uid: letter("mine")}
    assert all_of(inbox, Role.JUNK) == []


# waiting


def wakes(inbox: ImapInbox, dovecot: Dovecot, *, seconds: float = 10) -> float:
    """Seconds from the arrival of a letter to the end of the wait for it."""
    inbox.arrivals(folder_of(inbox), after_uid=0, since=None)
    delivered: list[float] = []

    def deliver() -> None:
        dovecot.deliver(letter(), when=SUNDAY_EVENING)
        delivered.append(time.monotonic())

    timer = threading.Timer(0.3, deliver)
    timer.start()
    assert inbox.wait(seconds)
    timer.join()
    return time.monotonic() - delivered[0]


@pytest.mark.parametrize("security", ["tls", "none"])
def test_news_wake_a_waiting_inbox_within_a_second(dovecot: Dovecot, opened: Open, security: str) -> None:
    inbox = opened(dovecot, url=dovecot.url(security=security))
    assert (
        min(wakes(inbox, dovecot), wakes(inbox, dovecot)) < 1
    )  # twice on one line; a busy machine may miss once


def test_without_idle_it_asks_from_time_to_time(authority: Authority, opened: Open) -> None:
    with running_dovecot(authority=authority, without=["IDLE"]) as dovecot:
        inbox = opened(dovecot, poll_seconds=0.2)
        assert min(wakes(inbox, dovecot), wakes(inbox, dovecot)) < 1


def test_what_came_before_the_wait_began_ends_it_at_once(dovecot: Dovecot, opened: Open) -> None:
    inbox = opened(dovecot)
    inbox.arrivals(folder_of(inbox), after_uid=0, since=None)
    dovecot.deliver(letter(), when=SUNDAY_EVENING)
    began = time.monotonic()
    assert inbox.wait(10)
    assert time.monotonic() - began < 1


def test_a_wait_without_news_ends_in_time_and_says_so(dovecot: Dovecot, opened: Open) -> None:
    dovecot.deliver(letter(), when=SUNDAY_EVENING)
    inbox = opened(dovecot)
    inbox.arrivals(folder_of(inbox), after_uid=0, since=None)
    dovecot.mark_read("uid 1")
    began = time.monotonic()
    assert inbox.wait(0.8) is False
    assert 0.7 < time.monotonic() - began < 2


@pytest.mark.parametrize("how", ["stop", "close"])
def test_a_wait_ends_within_a_second_of_being_told(dovecot: Dovecot, opened: Open, how: str) -> None:
    stop = threading.Event()
    inbox = opened(dovecot, stop=stop)
    inbox.arrivals(folder_of(inbox), after_uid=0, since=None)
    timer = threading.Timer(0.2, stop.set if how == "stop" else inbox.close)
    timer.start()
    began = time.monotonic()
    assert inbox.wait(30) is False
    assert time.monotonic() - began < 1.3
    timer.join()


@pytest.mark.parametrize("how", [How.CLOSE, How.RESET])
def test_a_line_that_breaks_during_the_wait_is_noticed(dovecot: Dovecot, opened: Open, how: How) -> None:
    with wire_to(dovecot.imap_port) as wire:
        inbox = opened(dovecot, url=dovecot.url(security="none", port=wire.port))
        inbox.arrivals(folder_of(inbox), after_uid=0, since=None)
        wire.cut = Cut(
            Way.DOWN, len(wire.passed[Way.DOWN]) + 250, how
        )  # within the answer to EXAMINE, or IDLE's
        threading.Timer(0.3, lambda: dovecot.deliver(letter(), when=SUNDAY_EVENING)).start()
        began = time.monotonic()
        with pytest.raises(MailFailure) as failure:
            while time.monotonic() < began + 5:
                inbox.wait(5)
        assert failure.value.of_server
        assert wakes(inbox, dovecot) < 5


# what we sent


def test_a_copy_of_what_we_sent_is_kept_once(dovecot: Dovecot, opened: Open) -> None:
    inbox = opened(dovecot)
    ours = letter("answer", message_id="<1.a$b@klongnoy.example>")
    for _ in range(3):
        inbox.keep_copy(ours, sent_at=SUNDAY_EVENING)
    assert dovecot.letters(box="Sent") == [ours]
    assert dovecot.flags(box="Sent") == ["S"]
    with imaplib.IMAP4("127.0.0.1", dovecot.imap_port) as other:
        other.login(dovecot.first_user, dovecot.password)
        other.select("Sent", readonly=True)
        assert b'"22-Jan-2023 14:33:00 +0000"' in bytes(other.fetch("1", "(INTERNALDATE)")[1][0])  # type: ignore[arg-type]


def test_a_copy_that_the_provider_made_is_not_doubled(dovecot: Dovecot, opened: Open) -> None:
    ours = letter("answer", message_id="<1@klongnoy.example>")
    dovecot.deliver(b"X-Provider: yes\r\n" + ours, when=SUNDAY_EVENING, box="Sent")
    inbox = opened(dovecot)
    inbox.keep_copy(ours, sent_at=SUNDAY_EVENING)
    assert dovecot.letters(box="Sent") == [b"X-Provider: yes\r\n" + ours]


def test_copies_of_different_letters_are_all_kept(dovecot: Dovecot, opened: Open) -> None:
    inbox = opened(dovecot)
    ours = [letter("answer", message_id=f"<{number}@klongnoy.example>") for number in (1, 11, 111)]
    for raw in ours:
        inbox.keep_copy(raw, sent_at=SUNDAY_EVENING)
    assert sorted(dovecot.letters(box="Sent")) == sorted(ours)


def test_where_there_is_no_sent_folder_one_is_made(authority: Authority, opened: Open) -> None:
    with running_dovecot(authority=authority, boxes=()) as dovecot:
        inbox = opened(dovecot)
        assert not inbox.sent_message_id("<1@klongnoy.example>")
        assert not dovecot.maildir(box="Sent").exists()
        inbox.keep_copy(letter(message_id="<1@klongnoy.example>"), sent_at=SUNDAY_EVENING)
        assert dovecot.letters(box="Sent") == [letter(message_id="<1@klongnoy.example>")]
        assert inbox.sent_message_id("<1@klongnoy.example>")


@pytest.mark.parametrize(
    "message_id", ["<1@klongnoy.example>", '<a"b\\c@klongnoy.example>', "<A*b%c@klongnoy.example>"]
)
def test_a_letter_is_known_in_sent_by_its_message_id(dovecot: Dovecot, opened: Open, message_id: str) -> None:
    inbox = opened(dovecot)
    assert not inbox.sent_message_id(message_id)
    inbox.keep_copy(letter(message_id=message_id), sent_at=SUNDAY_EVENING)
    assert inbox.sent_message_id(message_id)
    assert not inbox.sent_message_id("<b" + message_id[1:])


def test_a_message_id_cannot_slip_a_command_in(dovecot: Dovecot, opened: Open) -> None:
    inbox = opened(dovecot)
    inbox.keep_copy(letter(message_id="<1@klongnoy.example>"), sent_at=SUNDAY_EVENING)
    for hostile in ('<x"\r\nA9 LOGOUT\r\n>', '<x" OR ALL>', "<\x00>", "<ก@klongnoy.example>"):
        assert not inbox.sent_message_id(hostile)
    assert inbox.sent_message_id("<1@klongnoy.example>")


# up to the desk


@pytest.mark.django_db(transaction=True)
def test_one_letter_that_the_server_cannot_hand_over_keeps_no_other_from_the_desk(
    dovecot: Dovecot, opened: Open, tmp_path: Path
) -> None:
    office = open_office(data=tmp_path)
    files = [dovecot.deliver(letter(str(number)), when=minutes_later(number)) for number in range(5)]
    files[2].chmod(0)
    inbox = opened(dovecot)
    mailbox = office.mailbox
    mailbox.since = date(2023, 1, 1)

    def look() -> list[str]:
        LedgerLine.objects.exclude(not_before=None).update(not_before=now())  # an hour later
        fetch(mailbox, inbox, read=read_files, still_ours=lambda: None)
        return sorted(InboundEmail.objects.values_list("subject", flat=True))

    with acting_for(office.agency):
        assert look() == look() == ["0", "1", "3", "4"]
        dovecot.renumber(uidvalidity=77)
        with suppress(MailFailure):  # it may be told in the middle; the next look is right
            look()
        assert look() == ["0", "1", "3", "4"]
        next(dovecot.maildir().rglob(f"{files[2].name}*")).chmod(0o600)
        assert look() == ["0", "1", "2", "3", "4"]


# the line cut anywhere (the long run is tests/campaign/imap_cuts.py)


@pytest.mark.parametrize("security", ["none", "tls"])
def test_wherever_the_line_is_cut_nothing_is_lost_doubled_or_halved(
    authority: Authority, security: str
) -> None:
    with imap_cuts.prepared(security=security, authority=authority) as ground:
        cuts = imap_cuts.places(imap_cuts.measured(ground), CUT_PLACES // 2, by_lines=security == "none")
        outcomes = [imap_cuts.try_cut(ground, cut) for cut in cuts]
        assert len(outcomes) >= CUT_PLACES // 2 - 2
        assert outcomes.count("failure") > len(outcomes) // 2


def test_an_inbox_that_is_dropped_leaves_no_connection_behind(dovecot: Dovecot) -> None:
    inbox = ImapInbox(read_mailbox_url(dovecot.url()), dovecot.password, ca_file=dovecot.ca_file)
    inbox.folders()
    inbox.close()
    with pytest.raises(MailFailure):
        inbox.folders()
    del inbox
    gc.collect()
    until = time.monotonic() + 3
    while "Logged out" not in dovecot.log() and time.monotonic() < until:
        time.sleep(0.05)
    assert "Logged out" in dovecot.log()
