"""SMTP servers for tests: a real one (aiosmtpd) that delivers, and one that misbehaves exactly where it is told to.

with running_sink(authority=…, users={"saraban@klongnoy.example": "secret"}, into=dovecot) as sink:
    SmtpOutbox(read_smtp_url(sink.url("saraban@klongnoy.example")), "secret", ca_file=sink.ca_file).send(…)
    sink.letters[0].raw

with misbehaving(Fault(Stage.DOT, then=Then.HANG)) as server: ...
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote
from zlib import crc32

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import Authority, Certificate
from tests.servers.dovecot import Dovecot

HOST_NAME = "mail.klongnoy.example"  # what the servers call themselves in headers
SIZE_MAX = 35_000_000  # bytes
DRIP_SECONDS = 0.1


@dataclass(frozen=True)
class Taken:
    """A letter that a server said 250 to."""

    raw: bytes  # as it came over the line, dots undoubled
    sender: str  # of the envelope
    to: tuple[str, ...]
    options: tuple[str, ...]  # of MAIL FROM: "SIZE=…", "BODY=8BITMIME"
    at: datetime
    tls: bool
    user: str  # who had signed in; empty: nobody


def server_context(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    return context


def smtp_url(port: int, *, user: str, security: str, host: str = "localhost") -> str:
    name = quote(user, safe="") + "@" if user else ""
    scheme = "smtps" if security == "tls" else "smtp"
    return f"{scheme}://{name}{host}:{port}" + ("?tls=no" if security == "none" else "")


class Sink:
    """A server that takes everything, and tells what it took.

    With `into`, letters to its users are delivered there, under a Return-Path and a Received line, as having
    arrived when `clock` says; other addresses in its users' domains are refused. What goes elsewhere is only
    kept in `letters`. `bouncing`: addresses whose letters are taken, and come back to the envelope sender as an
    RFC 3464 notice. `refusing`: what RCPT is answered with, by address.
    """

    def __init__(
        self,
        *,
        security: str,
        ca_file: Path,
        into: Dovecot | None,
        users: Mapping[str, str],
    ) -> None:
        self.security = security
        self.ca_file = ca_file
        self.port = 0
        self.into = into
        self.users = dict(users)
        self.letters: list[Taken] = []
        self.bouncing: set[str] = set()
        self.refusing: dict[str, str] = {}
        self.clock: Callable[[], datetime] = lambda: datetime.now(tz=UTC)
        self._count = itertools.count(1)
        self._came = threading.Condition()

    def url(self, user: str = "") -> str:
        return smtp_url(self.port, user=user, security=self.security)

    def wait_for(self, count: int, *, seconds: float = 10) -> list[Taken]:
        """The letters, once there are `count` of them. Raises `TimeoutError`."""
        with self._came:
            if not self._came.wait_for(lambda: len(self.letters) >= count, seconds):
                raise TimeoutError(
                    f"{len(self.letters)} letters came within {seconds} s, {count} were expected"
                )
            return list(self.letters)

    # aiosmtpd calls these

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.users and not session.authenticated:
            return "530 5.7.0 sign in first"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusing:
            return self.refusing[address]
        if self.into is not None and address not in self.into.users:
            domain = address.rpartition("@")[2]
            if domain in {user.rpartition("@")[2] for user in self.into.users}:
                return f"550 5.1.1 <{address}>: no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        number = next(self._count)
        letter = Taken(
            raw=raw,
            sender=envelope.mail_from or "",
            to=tuple(envelope.rcpt_tos),
            options=tuple(envelope.mail_options),
            at=self.clock(),
            tls=session.ssl is not None or self.security == "tls",
            user=str(session.auth_data or ""),
        )
        for address in letter.to:
            if address in self.bouncing:
                self._deliver(bounce_of(letter, address), sender="", to=letter.sender, number=number)
            else:
                self._deliver(raw, sender=letter.sender, to=address, number=number)
        with self._came:
            self.letters.append(letter)
            self._came.notify_all()
        return f"250 2.0.0 queued as {number}"

    def sign_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        user = data.login.decode()
        known = self.users.get(user)
        right = known is not None and known.encode() == data.password
        return AuthResult(success=right, handled=False, auth_data=user)

    def _deliver(self, raw: bytes, *, sender: str, to: str, number: int) -> None:
        if self.into is not None and to in self.into.users:
            moment = self.clock()
            trace = (
                f"Return-Path: <{sender}>\r\n"
                f"Received: from [127.0.0.1] by {HOST_NAME} with ESMTPS id {number:08d}\r\n"
                f"\tfor <{to}>; {format_datetime(moment)}\r\n"
            )
            self.into.deliver(trace.encode("utf-8") + raw, when=moment, user=to)


@contextmanager
def running_sink(
    *,
    authority: Authority | None = None,
    certificate: Certificate | None = None,
    security: str = "tls",
    users: Mapping[str, str] | None = None,
    into: Dovecot | None = None,
    size_max: int = SIZE_MAX,
) -> Iterator[Sink]:
    """`security`: "tls" from the first byte, "starttls", "none". With `users` a sender must sign in."""
    with ExitStack() as ends:
        if authority is None:
            authority = Authority(Path(ends.enter_context(TemporaryDirectory())))
        sink = Sink(security=security, ca_file=authority.ca_file, into=into, users=users or {})
        context = server_context(certificate or authority.certificate())
        controller = _Controller(
            sink,
            hostname="localhost",
            port=0,
            server_hostname=HOST_NAME,
            ssl_context=context if security == "tls" else None,
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            authenticator=sink.sign_in,
            auth_require_tls=security == "starttls",
            data_size_limit=size_max,
            enable_SMTPUTF8=True,
        )
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # it warns of its own old names at each sign-in
        controller.start()
        ends.callback(controller.stop)
        sink.port = controller.port
        yield sink


class _Controller(Controller):
    """aiosmtpd's, able to start on a port that the system chooses."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def bounce_of(letter: Taken, address: str) -> bytes:
    """The notice of RFC 3464 that a letter did not reach `address`, with the headers of the letter."""
    headers = letter.raw.partition(b"\r\n\r\n")[0]
    boundary = "=_notice_of_tests"
    lines = [
        f"From: Mail Delivery System <MAILER-DAEMON@{HOST_NAME}>",
        f"To: {letter.sender}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(letter.at)}",
        f"Message-ID: <{int(letter.at.timestamp())}.{crc32(letter.raw + address.encode())}@{HOST_NAME}>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"Your message could not be delivered to <{address}>: unknown user.",
        "",
        f"--{boundary}",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; {HOST_NAME}",
        "",
        f"Final-Recipient: rfc822; {address}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 unknown user",
        "",
        f"--{boundary}",
        "Content-Type: text/rfc822-headers",
        "",
    ]
    return "\r\n".join([*lines, ""]).encode() + headers + f"\r\n\r\n--{boundary}--\r\n".encode()


# One that misbehaves


class Stage(StrEnum):
    """Where in a conversation something goes wrong."""

    CONNECT = "connect"  # instead of the greeting
    TLS = "tls"  # instead of the handshake, after the line or the 220 to STARTTLS
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"  # instead of 354
    BODY = "body"  # within the letter
    DOT = "dot"  # after the letter
    RSET = "rset"


class Then(StrEnum):
    ANSWER = "answer"  # and go on
    CLOSE = "close"
    HANG = "hang"
    DRIP = "drip"  # a byte of an answer now and then, and never the end of it


@dataclass(frozen=True)
class Fault:
    """At `stage`, `reply` is said instead of the usual (empty: nothing), and `then` this happens.

    `at_turn`: at the n-th command of that kind over all connections (the second RCPT, say); 0: at each of them.
    `takes`: after DOT, the letter counts as taken although it was not said so.
    """

    stage: Stage
    reply: str = ""
    then: Then = Then.ANSWER
    at_turn: int = 0
    takes: bool = False


EXTENSIONS = (f"SIZE {SIZE_MAX}", "8BITMIME", "SMTPUTF8", "AUTH PLAIN LOGIN")


@dataclass
class Misbehaving:
    """A server that speaks by the book but for its `faults`. `heard` is every line, `taken` every letter."""

    faults: Sequence[Fault] = ()
    security: str = "none"
    context: ssl.SSLContext | None = None
    ca_file: Path | None = None
    extensions: Sequence[str] = EXTENSIONS
    password: str = "secret"
    taken: list[Taken] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _turns: dict[Stage, int] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)
    _lines: list[socket.socket] = field(default_factory=list)

    def url(self, user: str = "", *, security: str = "") -> str:
        return smtp_url(self.port, user=user, security=security or self.security)

    def run(self, listener: socket.socket) -> None:
        while not self._over.is_set():
            try:
                line, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            self._lines.append(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def end(self) -> None:
        self._over.set()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _serve(self, line: socket.socket) -> None:
        with suppress(_Hung, OSError, ValueError):
            _Conversation(self, line).hold()
        with suppress(OSError):
            line.close()

    def fault_at(self, stage: Stage) -> Fault | None:
        turn = self._turns[stage] = self._turns.get(stage, 0) + 1
        return next((f for f in self.faults if f.stage is stage and f.at_turn in (0, turn)), None)

    def pause(self, seconds: float | None = None) -> bool:
        """Until it is over, or that long. True: it is over."""
        return self._over.wait(seconds)


class _Hung(Exception):
    """The conversation is over as far as the server is concerned."""


class _Conversation:
    def __init__(self, server: Misbehaving, line: socket.socket) -> None:
        self._server = server
        self._line = line
        self._file = line.makefile("rb")
        self._tls = False
        self._user = ""
        self._sender = ""
        self._options: tuple[str, ...] = ()
        self._to: list[str] = []

    def hold(self) -> None:
        if self._server.security == "tls":
            self._secure()
        self._at(Stage.CONNECT, f"220 {HOST_NAME} ESMTP")
        while words := self._file.readline():
            said = words.decode("utf-8", "replace").rstrip("\r\n")
            self._server.heard.append(said)
            verb, _, rest = said.partition(" ")
            answer = getattr(self, f"_{verb.lower()}", None)
            if answer is None:
                self._say("502 5.5.2 what?")
            else:
                answer(rest)

    # by the book

    def _ehlo(self, rest: str) -> None:
        offers = [*self._server.extensions]
        if self._server.security == "starttls" and not self._tls:
            offers.append("STARTTLS")
        lines = [HOST_NAME, *offers]
        marks = ["-"] * (len(lines) - 1) + [" "]
        self._at(Stage.EHLO, "\r\n".join(f"250{mark}{text}" for mark, text in zip(marks, lines, strict=True)))

    def _helo(self, rest: str) -> None:
        self._at(Stage.EHLO, f"250 {HOST_NAME}")

    def _starttls(self, rest: str) -> None:
        if self._at(Stage.STARTTLS, "220 2.0.0 go on"):
            self._secure()

    def _auth(self, rest: str) -> None:
        mechanism, _, first = rest.partition(" ")
        if mechanism.upper() == "PLAIN":
            _, user, password = base64.b64decode(first).decode().split("\0")
        else:
            self._say("334 VXNlcm5hbWU6")
            user = base64.b64decode(self._file.readline()).decode()
            self._say("334 UGFzc3dvcmQ6")
            password = base64.b64decode(self._file.readline()).decode()
        if password == self._server.password:
            self._user = user if self._at(Stage.AUTH, "235 2.7.0 welcome") else ""
        else:
            self._say(f"535 5.7.8 wrong: {user} {password}")  # some repeat what they were given

    def _mail(self, rest: str) -> None:
        if self._at(Stage.MAIL, "250 2.1.0 ok"):
            address, _, options = rest.partition(" ")
            self._sender = address.partition("<")[2].rstrip(">")
            self._options = tuple(options.split())

    def _rcpt(self, rest: str) -> None:
        if self._at(Stage.RCPT, "250 2.1.5 ok"):
            self._to.append(rest.partition("<")[2].partition(">")[0])

    def _data(self, rest: str) -> None:
        if not self._at(Stage.DATA, "354 go on"):
            return
        said: list[bytes] = []
        while (words := self._file.readline()) != b".\r\n":
            if not words:
                raise _Hung
            said.append(words[1:] if words.startswith(b".") else words)
            if len(said) == 1:
                self._at(Stage.BODY, "")  # not for a fault that goes on: nobody answers within a letter
        letter = Taken(
            raw=b"".join(said),
            sender=self._sender,
            to=tuple(self._to),
            options=self._options,
            at=datetime.now(tz=UTC),
            tls=self._tls,
            user=self._user,
        )
        fault = self._server.fault_at(Stage.DOT)
        if fault is None or fault.takes:
            self._server.taken.append(letter)
        self._begin_letter()
        if fault is None:
            self._say(f"250 2.0.0 queued as {len(self._server.taken)}")
        else:
            self._commit(fault)

    def _rset(self, rest: str) -> None:
        self._begin_letter()
        self._at(Stage.RSET, "250 2.0.0 ok")

    def _quit(self, rest: str) -> None:
        self._say("221 2.0.0 bye")
        raise _Hung

    # and not

    def _at(self, stage: Stage, usual: str) -> bool:
        """Say the usual, unless something is to go wrong here. True: it went well."""
        fault = self._server.fault_at(stage)
        if fault is None:
            if usual:
                self._say(usual)
            return True
        self._commit(fault)
        return False

    def _commit(self, fault: Fault) -> None:
        if fault.reply:
            self._say(fault.reply)
        if fault.then is Then.DRIP:
            while not self._server.pause(DRIP_SECONDS):
                self._line.sendall(b"2")
        if fault.then is Then.HANG:
            self._server.pause()
        if fault.then is not Then.ANSWER:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
            raise _Hung

    def _secure(self) -> None:
        fault = self._server.fault_at(Stage.TLS)
        if fault is not None:
            self._commit(fault)
            raise _Hung
        assert self._server.context is not None
        self._line = self._server.context.wrap_socket(self._line, server_side=True)
        self._server._lines.append(self._line)
        self._file = self._line.makefile("rb")
        self._tls = True

    def _begin_letter(self) -> None:
        self._sender, self._options, self._to = "", (), []

    def _say(self, text: str) -> None:
        self._line.sendall(text.encode("utf-8", "surrogateescape") + b"\r\n")


@contextmanager
def misbehaving(
    *faults: Fault,
    security: str = "none",
    authority: Authority | None = None,
    certificate: Certificate | None = None,
    extensions: Sequence[str] = EXTENSIONS,
    password: str = "secret",
) -> Iterator[Misbehaving]:
    """`security` as of `running_sink`; anything but "none" needs an `authority`."""
    context = None
    if security != "none":
        assert authority is not None
        context = server_context(certificate or authority.certificate())
    server = Misbehaving(
        faults=faults,
        security=security,
        context=context,
        ca_file=authority.ca_file if authority else None,
        extensions=extensions,
        password=password,
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # A small window: who sends a big letter to one that does not read notices it before the dot.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        server.port = listener.getsockname()[1]
        threading.Thread(target=server.run, args=(listener,), daemon=True).start()
        try:
            yield server
        finally:
            server.end()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # or its thread would go on accepting
