"""The way out, against a real server and one that fails where it is told to."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from saraban.mail.gateway import MailFailure
from saraban.mail.servers import read_smtp_url
from saraban.mail.smtp import LETTERS_PER_CONNECTION_MAX, RECIPIENTS_MAX, SmtpOutbox
from tests.campaign.smtp_grid import SHORT_MANNERS, Cell, cells, try_cell
from tests.mail.made import AWKWARD, letter
from tests.servers.certificates import Authority
from tests.servers.processes import free_port
from tests.servers.proxy import Way, wire_to
from tests.servers.smtp import Fault, Misbehaving, Sink, Stage, Then, misbehaving, running_sink

SENDER = "saraban@klongnoy.example"
TO = "citizen@post.example"

Open = Callable[..., SmtpOutbox]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Makes outboxes on a server, closed when the test is over."""
    with ExitStack() as ends:

        def make(
            server: Sink | Misbehaving, *, url: str = "", password: str = "secret", user: str = SENDER
        ) -> SmtpOutbox:
            outbox = SmtpOutbox(
                read_smtp_url(url or server.url(user)),
                password,
                ca_file=server.ca_file,
                command_seconds=20,
                data_seconds=20,
            )
            ends.callback(outbox.close)
            return outbox

        yield make


def send(
    outbox: SmtpOutbox, raw: bytes = letter(), *, to: tuple[str, ...] = (TO,), sender: str = SENDER
) -> str:
    return outbox.send(raw, sender=sender, to=to)


def failure_of(outbox: SmtpOutbox, raw: bytes = letter(), **envelope: object) -> MailFailure:
    with pytest.raises(MailFailure) as caught:
        send(outbox, raw, **envelope)  # type: ignore[arg-type]
    return caught.value


# over a real server


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_letter_leaves_over_each_kind_of_line(authority: Authority, opened: Open, security: str) -> None:
    with running_sink(authority=authority, security=security, users={SENDER: "secret"}) as sink:
        assert send(opened(sink)).startswith("250 ")
        (taken,) = sink.letters
        assert (taken.raw, taken.sender, taken.to, taken.user) == (letter(), SENDER, (TO,), SENDER)
        assert taken.tls == (security != "none")


def test_every_letter_arrives_byte_by_byte(authority: Authority, opened: Open) -> None:
    sent = [raw for name, raw in AWKWARD.items() if name != "long line"]
    with misbehaving(authority=authority) as server:
        outbox = opened(server)
        for raw in sent:
            send(outbox, raw)
        assert server.connections == 1
        ended = [
            raw if raw.endswith(b"\r\n") else raw + b"\r\n" for raw in sent
        ]  # SMTP has no other end of a letter
        assert [taken.raw for taken in server.taken] == ended


def test_bare_line_ends_cannot_end_the_letter_and_begin_another(sink: Sink, opened: Open) -> None:
    smuggled = (
        b"\n.\nMAIL FROM:<head@klongnoy.example>\nRCPT TO:<x@post.example>\nDATA\nSubject: forged\n\nx\n.\n"
    )
    for ends in (b"\n", b"\r"):
        send(opened(sink), b"Subject: a\r\n\r\n" + smuggled.replace(b"\n", ends))
    assert [taken.sender for taken in sink.letters] == [SENDER, SENDER]
    for taken in sink.letters:
        assert taken.raw == b"Subject: a\r\n\r\n" + smuggled.replace(b"\n", b"\r\n")


def test_a_letter_of_eight_bits_says_so_and_one_of_seven_does_not(sink: Sink, opened: Open) -> None:
    outbox = opened(sink)
    send(outbox, "Subject: a\r\n\r\nสวัสดี\r\n".encode())
    send(outbox, b"Subject: a\r\n\r\nhello\r\n")
    eight, seven = sink.letters
    assert "BODY=8BITMIME" in eight.options
    assert "BODY=8BITMIME" not in seven.options


def test_many_letters_share_a_connection_but_not_for_ever(authority: Authority, opened: Open) -> None:
    with misbehaving(authority=authority) as server:
        outbox = opened(server)
        for number in range(LETTERS_PER_CONNECTION_MAX + 2):
            send(outbox, letter(str(number)))
        assert len(server.taken) == LETTERS_PER_CONNECTION_MAX + 2
        assert server.connections == 2


def test_without_a_user_it_does_not_sign_in(authority: Authority, opened: Open) -> None:
    with running_sink(authority=authority) as sink:
        send(opened(sink, user=""))
        assert [taken.user for taken in sink.letters] == [""]


# the line


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
    with misbehaving(authority=authority, certificate=wrong, security=security) as server:
        failure = failure_of(opened(server))
        assert "ใบรับรอง" in failure.message
        assert (failure.of_server, failure.permanent, failure.uncertain) == (True, False, False)
        assert {words.split()[0].upper() for words in server.heard} <= {"EHLO", "STARTTLS"}


def test_a_server_whose_offer_of_starttls_was_cut_out_is_told_nothing(
    authority: Authority, opened: Open
) -> None:
    with misbehaving(authority=authority) as server:  # it offers none
        failure = failure_of(opened(server, url=server.url(SENDER, security="starttls")))
        assert "STARTTLS" in failure.message
        assert (failure.of_server, failure.permanent) == (True, False)
        assert {words.split()[0].upper() for words in server.heard} <= {"EHLO", "QUIT"}


def test_what_was_slipped_in_before_tls_is_not_believed(authority: Authority, opened: Open) -> None:
    evil = b"250-evil\r\n250 AUTH NOTHING\r\n"  # an answer to the EHLO to come
    with (
        misbehaving(authority=authority, security="starttls") as server,
        wire_to(
            server.port, change=lambda said: said.replace(b"2.0.0 go on\r\n", b"2.0.0 go on\r\n" + evil)
        ) as wire,
    ):
        url = f"smtp://{SENDER.replace('@', '%40')}@localhost:{wire.port}"
        send(opened(server, url=url))
        assert evil in wire.passed[Way.DOWN]
        assert len(server.taken) == 1


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_wrong_password_is_for_good_and_is_nowhere_to_be_read(
    authority: Authority, opened: Open, caplog: pytest.LogCaptureFixture, mechanism: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with misbehaving(authority=authority, security="tls", extensions=[f"AUTH {mechanism}"]) as server:
        outbox = opened(server, password="hunter2 รหัส")
        failure = failure_of(outbox)
    assert (failure.permanent, failure.of_server, failure.uncertain) == (True, True, False)
    assert "รหัสผ่าน" in failure.message
    assert failure.answer == f"535 5.7.8 wrong: {SENDER} …"
    told = [
        *(
            "".join(traceback.TracebackException.from_exception(failure, capture_locals=True).format()),
            repr(failure),
        ),
        *(repr(failure.__cause__), repr(failure.__context__), repr(outbox), repr(vars(outbox)), caplog.text),
    ]
    assert not any("hunter2" in words for words in told)


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_password_of_any_characters_signs_in(authority: Authority, opened: Open, mechanism: str) -> None:
    secret = 'a "quoted" \\ back รหัสผ่าน' + "x" * 60
    with misbehaving(
        authority=authority, security="tls", extensions=[f"AUTH {mechanism}"], password=secret
    ) as server:
        send(opened(server, password=secret))
        assert [taken.user for taken in server.taken] == [SENDER]


def test_a_server_that_wants_no_password_is_a_matter_for_people(authority: Authority, opened: Open) -> None:
    with misbehaving(authority=authority, security="tls", extensions=["AUTH XOAUTH2"]) as server:
        failure = failure_of(opened(server))
        assert (failure.permanent, failure.of_server) == (True, True)
        assert [words.split()[0] for words in server.heard] == ["ehlo"]


def test_nobody_at_the_port_is_for_later(sink: Sink, opened: Open) -> None:
    failure = failure_of(opened(sink, url=f"smtps://me@localhost:{free_port()}"))
    assert "ไม่รับการเชื่อมต่อ" in failure.message
    assert (failure.permanent, failure.of_server) == (False, True)


def test_a_line_that_went_stale_meanwhile_costs_no_letter(authority: Authority, opened: Open) -> None:
    for fault in (
        Fault(Stage.RSET, "421 4.4.2 too long idle", Then.CLOSE),
        Fault(Stage.RSET, "", Then.CLOSE),
    ):
        with misbehaving(fault, authority=authority) as server:
            outbox = opened(server)
            send(outbox, letter("1"))
            send(outbox, letter("2"))
            assert [taken.raw for taken in server.taken] == [letter("1"), letter("2")]
            assert server.connections == 2


@pytest.mark.parametrize("password", ["secret", "wrong"])
def test_the_way_out_can_be_tried_without_a_letter(authority: Authority, opened: Open, password: str) -> None:
    with misbehaving(authority=authority, security="tls") as server:
        outbox = opened(server, password=password)
        if password == "wrong":
            with pytest.raises(MailFailure) as failure:
                outbox.check()
            assert (failure.value.permanent, failure.value.of_server) == (True, True)
        else:
            outbox.check()
            assert not any(words.startswith("MAIL") for words in server.heard)
            send(outbox)
            assert (len(server.taken), server.connections) == (1, 1)


# the envelope


def test_several_recipients_get_it_in_one_go(sink: Sink, opened: Open) -> None:
    to = tuple(f"citizen{number}@post.example" for number in range(RECIPIENTS_MAX))
    send(opened(sink), to=to)
    assert [taken.to for taken in sink.letters] == [to]


def test_one_refused_recipient_stops_the_letter_for_all_and_is_named(
    authority: Authority, opened: Open
) -> None:
    with misbehaving(Fault(Stage.RCPT, "550 5.1.1 unknown", at_turn=2), authority=authority) as server:
        outbox = opened(server)
        failure = failure_of(outbox, to=("a@post.example", "b@post.example", "c@post.example"))
        assert failure.refused == ("b@post.example",)
        assert (failure.permanent, failure.of_server, failure.uncertain) == (True, False, False)
        assert server.taken == []
        send(outbox)  # and nothing of it is left on the line
        assert [taken.to for taken in server.taken] == [(TO,)]


def test_a_lasting_refusal_goes_before_a_passing_one(authority: Authority, opened: Open) -> None:
    faults = (
        Fault(Stage.RCPT, "450 4.2.1 busy", at_turn=1),
        Fault(Stage.RCPT, "550 5.1.1 unknown", at_turn=2),
    )
    with misbehaving(*faults, authority=authority) as server:
        failure = failure_of(opened(server), to=("a@post.example", "b@post.example"))
        assert failure.permanent
        assert failure.refused == ("a@post.example", "b@post.example")
        assert failure.answer == "550 5.1.1 unknown"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "citizen",
        "@post.example",
        "citizen@",
        "a b@post.example",
        "a@post.example>",
        "a@post.example> SIZE=1",
        "a@post.example\r\nRCPT TO:<b@post.example>",
        "a@post.example\n",
        "a\x00@post.example",
        "a@post.example\x85DATA",
        "a@post.example\u2028DATA",
        "<a@post.example>",
        "a@b@post.example",
        "a" * 250 + "@post.example",
    ],
)
def test_an_address_cannot_slip_a_command_in(authority: Authority, opened: Open, address: str) -> None:
    with misbehaving(authority=authority) as server:
        outbox = opened(server)
        for envelope in ({"to": (address,)}, {"sender": address}, {"to": (TO, address)}):
            failure = failure_of(outbox, **envelope)
            assert (failure.permanent, failure.of_server, failure.uncertain) == (True, False, False)
            assert "\n" not in failure.message
        assert server.heard == []


def test_an_address_in_thai_goes_where_it_is_taken_and_is_refused_here_where_not(
    authority: Authority, opened: Open
) -> None:
    with misbehaving(authority=authority) as server:
        outbox = opened(server)
        send(outbox, to=("สมชาย@ไปรษณีย์.ไทย",))
        send(outbox, to=("somchai@ไปรษณีย์.ไทย",))
        first, second = server.taken
        assert first.to == ("สมชาย@xn--k3cpwc4a3e2e2c.xn--o3cw4h",)
        assert "SMTPUTF8" in first.options
        assert second.to == ("somchai@xn--k3cpwc4a3e2e2c.xn--o3cw4h",)
        assert "SMTPUTF8" not in second.options
    with misbehaving(authority=authority, extensions=["8BITMIME", "AUTH PLAIN"]) as server:
        failure = failure_of(opened(server), to=("สมชาย@ไปรษณีย์.ไทย",))
        assert failure.permanent
        assert not any(words.startswith("MAIL") for words in server.heard)


# what a server will not take


def test_a_letter_above_the_size_told_is_not_even_begun(authority: Authority, opened: Open) -> None:
    with misbehaving(authority=authority, extensions=["SIZE 5000", "AUTH PLAIN"]) as server:
        outbox = opened(server)
        failure = failure_of(outbox, b"Subject: a\r\n\r\n" + b"x\r\n" * 2_000)
        assert (failure.permanent, failure.of_server) == (True, False)
        assert "ใหญ่" in failure.message
        assert not any(words.startswith("MAIL") for words in server.heard)
        send(outbox)


def test_a_letter_above_a_size_not_told_is_refused_by_a_real_server(
    authority: Authority, opened: Open
) -> None:
    with running_sink(authority=authority, size_max=5_000, users={SENDER: "secret"}) as sink:
        failure = failure_of(opened(sink), b"Subject: a\r\n\r\n" + b"x\r\n" * 4_000)
        assert failure.permanent
        assert sink.letters == []


def test_eight_bits_do_not_go_to_a_server_of_seven(authority: Authority, opened: Open) -> None:
    with misbehaving(authority=authority, extensions=["AUTH PLAIN"]) as server:
        failure = failure_of(opened(server), "Subject: a\r\n\r\nสวัสดี\r\n".encode())
        assert failure.permanent
        assert not any(words.startswith("MAIL") for words in server.heard)


def test_a_real_servers_refusal_of_a_recipient_is_told(sink: Sink, opened: Open) -> None:
    sink.refusing[TO] = "550 5.1.1 no such citizen"
    failure = failure_of(opened(sink))
    assert (failure.permanent, failure.refused, failure.answer) == (True, (TO,), "550 5.1.1 no such citizen")


# what became of it (the long run is tests/campaign/smtp_grid.py)


@pytest.mark.parametrize("cell", list(cells(manners=SHORT_MANNERS, kinds=("plain",))), ids=str)
def test_what_became_of_a_letter_is_never_guessed(authority: Authority, cell: Cell) -> None:
    try_cell(cell, authority)


def test_silence_after_the_dot_is_borne_for_its_own_time_and_then_uncertain(authority: Authority) -> None:
    with misbehaving(Fault(Stage.DOT, "", Then.HANG, takes=True), authority=authority) as server:
        outbox = SmtpOutbox(read_smtp_url(server.url()), "", command_seconds=0.2, data_seconds=0.9)
        began = time.monotonic()
        failure = failure_of(outbox)
        assert 0.8 < time.monotonic() - began < 2
        assert (failure.uncertain, failure.permanent, failure.of_server) == (True, False, False)
        assert "ไม่ทราบว่าหนังสือออกไปแล้วหรือไม่" in failure.message
        assert len(server.taken) == 1  # this is why


def test_at_the_last_moment_it_can_still_be_stopped(authority: Authority, opened: Open) -> None:
    class Stop(Exception):
        pass

    with misbehaving(authority=authority) as server:
        outbox = opened(server)
        heard: list[list[str]] = []

        def taken_over() -> None:
            heard.append([words.split(":")[0] for words in server.heard])
            raise Stop

        with pytest.raises(Stop):
            outbox.send(letter("1"), sender=SENDER, to=[TO], still_ours=taken_over)
        assert "DATA" in [words.upper() for words in heard[0]]
        assert server.taken == []
        send(outbox, letter("2"))
        assert [taken.raw for taken in server.taken] == [letter("2")]


def test_an_answer_that_drips_has_no_more_time_than_another(authority: Authority) -> None:
    with misbehaving(Fault(Stage.DOT, "250-2.0.0 wait", Then.DRIP), authority=authority) as server:
        outbox = SmtpOutbox(read_smtp_url(server.url()), "", command_seconds=20, data_seconds=0.5)
        began = time.monotonic()
        failure = failure_of(outbox)
        assert 0.4 < time.monotonic() - began < 5
        assert failure.uncertain


def test_a_slow_line_may_take_longer_over_a_big_letter_than_over_a_command(authority: Authority) -> None:
    with misbehaving(authority=authority) as server, wire_to(server.port) as wire:
        wire.bytes_per_second = 5_000_000
        outbox = SmtpOutbox(
            read_smtp_url(f"smtp://localhost:{wire.port}?tls=no"), "", command_seconds=0.6, data_seconds=20
        )
        began = time.monotonic()
        outbox.send(letter(size=8_000_000), sender=SENDER, to=[TO])
        assert time.monotonic() - began > 1
        assert [len(taken.raw) for taken in server.taken] == [8_000_000]
        outbox.close()
