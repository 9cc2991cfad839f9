"""The way out: one letter at a time to the provider's SMTP server, and an exact word on what became of it.

The one thing that matters is where the line broke. Until the dot that ends a letter has left, nobody can have it.
After the dot, only the server's answer tells; without one the letter's fate is uncertain, and no protocol can
resolve that (RFC 5321 #4.5.3.2.6 asks for ten minutes' patience, and shorter ones make duplicates).
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from saraban.mail.gateway import MailFailure, nobody_else
from saraban.mail.servers import (
    Hidden,
    Kind,
    Security,
    ServerUrl,
    failure_of_line,
    failure_without_tls,
    in_one_line,
    tls_context,
)

RECIPIENTS_MAX = 100  # RFC 5321 #4.5.3.1.8: what every server takes
ADDRESS_LENGTH_MAX = 254  # characters, RFC 5321 #4.5.3.1.3 with its brackets taken off
LETTERS_PER_CONNECTION_MAX = 50
IDLE_SECONDS_MAX = 60  # an older connection is not trusted to be alive
REPLY_LINES_MAX = 200
PIECE_SIZE = 64 * 1024  # bytes

CONNECT_SECONDS = 30
COMMAND_SECONDS = 120
DATA_SECONDS = 600
FAREWELL_SECONDS = 5

OUR_NAME = "[127.0.0.1]"  # in EHLO: tells nobody how this office calls its machines


class SmtpOutbox:
    """An `Outbox` on a server. Keeps its connection for the next letter; connects anew where that has gone stale.

    Without a `user` in the address it does not sign in. `data_seconds` is the patience after the dot.
    """

    def __init__(
        self,
        url: ServerUrl,
        password: str,
        *,
        ca_file: Path | None = None,
        command_seconds: float = COMMAND_SECONDS,
        data_seconds: float = DATA_SECONDS,
    ) -> None:
        assert url.kind is Kind.SMTP, "an SMTP server was expected"
        self._url = url
        self._password = Hidden(password)
        self._ca_file = ca_file
        self._command_seconds = command_seconds
        self._data_seconds = data_seconds
        self._line: _Line | None = None
        self._last_used = 0.0  # monotonic
        self._letters = 0  # over this connection

    def send(
        self, raw: bytes, *, sender: str, to: Sequence[str], still_ours: Callable[[], None] = nobody_else
    ) -> str:
        envelope = _Envelope.of(sender, to)
        letter = _with_crlf(raw)
        line = self._connected()
        try:
            word = self._hand_over(line, letter, envelope, still_ours)
        except (OSError, ValueError) as error:  # smtplib's own are OSErrors
            self._drop()
            if isinstance(error, smtplib.SMTPResponseException):
                raise self._refusal(error.smtp_code, error.smtp_error, what="ไม่รับคำสั่ง") from error
            failure = failure_of_line(_cause(error), url=self._url, not_done=_SENDING)
            failure.of_server = False  # it answered just now: perhaps it hung up on this very letter
            raise failure from error
        except MailFailure as failure:
            if failure.uncertain or not self._reset(line):
                self._drop()
            raise
        except BaseException:  # of `still_ours`: without its dot the letter ends with the line
            self._drop()
            raise
        self._last_used = time.monotonic()
        self._letters += 1
        if self._letters >= LETTERS_PER_CONNECTION_MAX:
            self.close()
        return word

    def check(self) -> None:
        self._connected()

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(Exception):  # a farewell: whatever the server says to it, the line is closed
                line.be_patient(min(self._command_seconds, FAREWELL_SECONDS))
                line.docmd("QUIT")
            line.close()

    # one letter

    def _hand_over(
        self, line: _Line, letter: bytes, envelope: _Envelope, still_ours: Callable[[], None]
    ) -> str:
        options = [f"SIZE={len(letter)}"] if line.has_extn("size") else []
        size_max = line.size_max()
        if size_max and len(letter) > size_max:
            raise MailFailure(
                f"ยังไม่ได้{_SENDING} เพราะหนังสือใหญ่ {_megabytes(len(letter))} แต่ผู้ให้บริการรับไม่เกิน "
                f"{_megabytes(size_max)} โปรดส่งไฟล์แนบให้เล็กลงหรือทางอื่น หนังสือยังอยู่ครบ",
                permanent=True,
            )
        if not letter.isascii():
            if not line.has_extn("8bitmime"):
                raise self._unable("ผู้ให้บริการไม่รับหนังสือที่เข้ารหัสแบบ 8 บิต")
            options.append("BODY=8BITMIME")
        if envelope.needs_utf8:
            if not line.has_extn("smtputf8"):
                raise self._unable("ผู้ให้บริการไม่รับที่อยู่อีเมลที่ไม่ใช่อักษรอังกฤษ")
            options.append("SMTPUTF8")
            line.command_encoding = "utf-8"

        line.be_patient(self._command_seconds)
        code, words = line.docmd("MAIL", " ".join([f"FROM:<{envelope.sender}>", *options]))
        if code != 250:
            raise self._refusal(code, words, what="ไม่รับผู้ส่ง")
        refused: list[tuple[str, int, bytes]] = []
        for address in envelope.to:
            code, words = line.docmd("RCPT", f"TO:<{address}>")
            if code not in (250, 251):
                refused.append((address, code, words))
        if refused:
            # One lasting refusal settles it: the letter must be put right, and then goes to all of them.
            _, code, words = max(refused, key=lambda one: (one[1] // 100 == 5, one[1] // 100 == 4))
            addresses = [address for address, _, _ in refused]
            raise self._refusal(code, words, what=f"ไม่รับผู้รับ {', '.join(addresses)}", refused=addresses)
        code, words = line.docmd("DATA")
        if code != 354:
            raise self._refusal(code, words, what="ไม่รับเนื้อความ")
        line.pour(letter)
        still_ours()
        return self._finish(line)

    def _finish(self, line: _Line) -> str:
        """Send the dot. From here on only the server's answer tells whether the letter is on its way."""
        try:
            line.pour(b".\r\n")
            line.be_patient(self._data_seconds)
            code, words = line.getreply()
        except (OSError, ValueError) as error:
            raise self._doubt(f"{type(error).__name__}: {error}") from error
        if 200 <= code < 300:
            return in_one_line(f"{code} {words.decode('utf-8', 'replace')}")
        if 400 <= code < 600:
            raise self._refusal(code, words, what="ไม่รับหนังสือ")
        raise self._doubt(f"{code} {words.decode('utf-8', 'replace')}")

    # the connection

    def _connected(self) -> _Line:
        if self._line is not None:
            fresh = time.monotonic() - self._last_used < IDLE_SECONDS_MAX
            if fresh and self._reset(self._line):
                return self._line
            self._drop()
        line = _Line(self._url.host, patience=self._command_seconds)
        try:
            refusal = self._open(line)
        except (OSError, ValueError) as error:
            line.close()
            if isinstance(error, smtplib.SMTPResponseException):
                raise self._refusal(
                    error.smtp_code, error.smtp_error, what="ไม่รับการเชื่อมต่อ", of_server=True
                ) from error
            raise failure_of_line(_cause(error), url=self._url, not_done=_SENDING) from error
        if refusal is not None:
            line.close()
            raise refusal  # here and not where it was caught: nothing that held the password is chained to it
        self._line, self._letters, self._last_used = line, 0, time.monotonic()
        return line

    def _open(self, line: _Line) -> MailFailure | None:
        context = None if self._url.security is Security.NONE else tls_context(self._ca_file)
        line.context = context if self._url.security is Security.TLS else None
        code, words = line.connect(self._url.host, self._url.port)
        if code != 220:
            return self._refusal(code, words, what="ไม่รับการเชื่อมต่อ", of_server=True)
        line.be_patient(self._command_seconds)
        if (refusal := self._greet(line)) is not None:
            return refusal
        if self._url.security is Security.STARTTLS:
            if not line.has_extn("starttls"):
                return failure_without_tls(url=self._url, not_done=_SENDING)
            try:
                line.starttls(context=context)
            except smtplib.SMTPResponseException:  # offered, and refused
                return failure_without_tls(url=self._url, not_done=_SENDING)
            if (refusal := self._greet(line)) is not None:
                return refusal
        return self._sign_in(line) if self._url.user else None

    def _greet(self, line: _Line) -> MailFailure | None:
        code, words = line.ehlo()
        if 500 <= code < 600:  # it does not know the word; not so where it only cannot just now
            code, words = line.helo()
        if 200 <= code < 300:
            return None
        return self._refusal(code, words, what="ไม่รับการเชื่อมต่อ", of_server=True)

    def _sign_in(self, line: _Line) -> MailFailure | None:
        """The one place that knows how we prove who we are; a token (OAuth) would come in here."""
        user, password = self._url.user, self._password.text
        offered = line.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            code, words = line.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in offered:
            code, words = line.docmd("AUTH", "LOGIN")
            for secret in (user, password):
                if code == 334:
                    code, words = line.docmd(_base64(secret))
        else:
            return MailFailure(
                f"ยังไม่ได้{_SENDING} เพราะเซิร์ฟเวอร์ {self._url.host} ไม่รับการเข้าใช้ด้วยรหัสผ่าน "
                "โปรดถามผู้ให้บริการอีเมลถึงวิธีเข้าใช้ หนังสือยังอยู่ครบ",
                permanent=True,
                of_server=True,
            )
        if code == 235:
            return None
        if 500 <= code < 600:
            return MailFailure(
                f"ยังไม่ได้{_SENDING} เพราะเซิร์ฟเวอร์ {self._url.host} ไม่รับชื่อผู้ใช้หรือรหัสผ่านของ {user} "
                "โปรดตั้งรหัสผ่านใหม่ให้ตรงกับผู้ให้บริการ หนังสือยังอยู่ครบ",
                permanent=True,
                of_server=True,
                answer=in_one_line(f"{code} {words.decode('utf-8', 'replace')}", without=password),
            )
        return self._refusal(code, words, what="ยังไม่ให้เข้าใช้", of_server=True)

    def _reset(self, line: _Line) -> bool:
        """Whether the line is alive and ready for another letter."""
        try:
            line.be_patient(min(self._command_seconds, FAREWELL_SECONDS))
            line.command_encoding = "ascii"
            return line.docmd("RSET")[0] == 250
        except (OSError, ValueError):
            return False

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    # what to say

    def _refusal(
        self,
        code: int,
        words: bytes | str,
        *,
        what: str,
        of_server: bool = False,
        refused: Sequence[str] = (),
    ) -> MailFailure:
        permanent = 500 <= code < 600
        cure = (
            "โปรดอ่านคำตอบของเซิร์ฟเวอร์ แก้ไขแล้วส่งใหม่"
            if permanent and not of_server
            else "โปรดแจ้งผู้ให้บริการอีเมล"
            if permanent
            else "ระบบจะลองใหม่เอง"
        )
        said = words if isinstance(words, str) else words.decode("utf-8", "replace")
        answer = f"{code} {said}" if code > 0 else said
        return MailFailure(
            f"ยังไม่ได้{_SENDING} เพราะเซิร์ฟเวอร์ {self._url.host} {what} {cure} หนังสือยังอยู่ครบ",
            permanent=permanent,
            of_server=of_server,
            refused=refused,
            answer=in_one_line(answer, without=self._password.text),
        )

    def _unable(self, why: str) -> MailFailure:
        return MailFailure(
            f"ยังไม่ได้{_SENDING} เพราะ{why} โปรดแก้หนังสือหรือที่อยู่แล้วส่งใหม่ หนังสือยังอยู่ครบ", permanent=True
        )

    def _doubt(self, answer: str) -> MailFailure:
        return MailFailure(
            f"ไม่ทราบว่าหนังสือออกไปแล้วหรือไม่ เพราะส่งให้เซิร์ฟเวอร์ {self._url.host} จนจบแล้ว แต่ไม่ได้รับคำตอบ "
            "โปรดตรวจในกล่องจดหมายที่ส่งแล้วก่อนส่งซ้ำ หนังสือยังอยู่ครบ",
            uncertain=True,
            answer=in_one_line(answer, without=self._password.text),
        )


_SENDING = "ส่งหนังสือ"


class _Envelope:
    """Addresses as they go over the line: domains in ASCII, nothing that could start another command."""

    def __init__(self, sender: str, to: list[str]) -> None:
        self.sender = sender
        self.to = to
        self.needs_utf8 = not all(address.isascii() for address in (sender, *to))

    @classmethod
    def of(cls, sender: str, to: Sequence[str]) -> _Envelope:
        assert to, "a letter goes to somebody"
        if len(to) > RECIPIENTS_MAX:
            raise MailFailure(
                f"ยังไม่ได้{_SENDING} เพราะมีผู้รับเกิน {RECIPIENTS_MAX} ราย โปรดแบ่งส่ง หนังสือยังอยู่ครบ", permanent=True
            )
        return cls(_address(sender), [_address(address) for address in to])


_ADDRESS = re.compile(r"(?P<local>[^\s<>@\x00-\x1f\x7f]+)@(?P<domain>[^\s<>@\x00-\x1f\x7f]+)")


def _address(address: str) -> str:
    found = _ADDRESS.fullmatch(address)
    domain = ""
    if found is not None and len(address) <= ADDRESS_LENGTH_MAX:
        with suppress(UnicodeError):
            domain = found["domain"] if found["domain"].isascii() else found["domain"].encode("idna").decode()
    if found is None or not domain:
        shown = in_one_line(address)[:80]
        raise MailFailure(
            f"ยังไม่ได้{_SENDING} เพราะที่อยู่อีเมล “{shown}” ไม่ถูกรูปแบบ โปรดแก้แล้วส่งใหม่ หนังสือยังอยู่ครบ",
            permanent=True,
            refused=[shown],
        )
    return f"{found['local']}@{domain}"


class _Line(smtplib.SMTP):
    """smtplib's conversation, with TLS from the first byte where there is a context, and a bound on answers."""

    context: ssl.SSLContext | None = None

    def __init__(self, host: str, *, patience: float) -> None:
        self._patience = min(CONNECT_SECONDS, patience)
        super().__init__(local_hostname=OUR_NAME, timeout=self._patience)
        self._host = host  # smtplib verifies a certificate after STARTTLS against this name

    def _get_socket(self, host: str, port: int, timeout: float) -> object:
        line = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        line.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
        )  # or the dot would wait for the letter's receipt
        if self.context is None:
            return line
        try:
            return self.context.wrap_socket(line, server_hostname=host)
        except BaseException:
            line.close()
            raise

    def be_patient(self, seconds: float) -> None:
        """How long an answer may take in all, and how long the line may take over one piece of ours."""
        self._patience = seconds
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def pour(self, data: bytes) -> None:
        """Send it as it is. Each piece has all of the patience: a slow line may take long over a big letter."""
        assert self.sock is not None, "there was an answer on it just now"
        for start in range(0, len(data), PIECE_SIZE):
            self.sock.sendall(data[start : start + PIECE_SIZE])

    def getreply(self) -> tuple[int, bytes]:
        """As smtplib's, but what broke stays told apart (silence, a closed line), and no answer is endless."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        if self.file is None:  # smtplib forgets it at STARTTLS: what was said before counts for nothing
            self.file = _Answers(self.sock)
        said: list[bytes] = []
        until = time.monotonic() + self._patience
        while True:
            line = self.file.readline(until)
            if not line.endswith(b"\n") or len(said) >= REPLY_LINES_MAX:
                self.close()
                raise smtplib.SMTPServerDisconnected("closed" if not line else "an answer without end")
            said.append(line[4:].strip())
            if not line[:3].isdigit():
                return -1, line.strip()
            if line[3:4] != b"-":
                self.sock.settimeout(self._patience)
                return int(line[:3]), b"\n".join(said)

    def size_max(self) -> int:
        """Bytes that one letter may have; 0 where the server sets no limit."""
        words = self.esmtp_features.get("size", "").split()
        return int(words[0]) if words and words[0].isdigit() and len(words[0]) < 19 else 0


class _Answers:
    """What the server says, line by line: whole by `until`, however slowly the bytes drip in."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._came = b""

    def readline(self, until: float) -> bytes:
        """With its line end; without one where the line was closed, or does not end. Raises `OSError`."""
        while b"\n" not in self._came and len(self._came) <= _REPLY_LENGTH_MAX:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer was not whole in time")
            self._sock.settimeout(left)
            piece = self._sock.recv(_REPLY_LENGTH_MAX)
            if not piece:
                break
            self._came += piece
        line, end, self._came = self._came.partition(b"\n")
        return line + end if len(line) <= _REPLY_LENGTH_MAX else line

    def close(self) -> None:
        self._came = b""


_REPLY_LENGTH_MAX = 8192  # bytes, of one line
_BARE_NEWLINE = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"(?m)^\.")


def _with_crlf(raw: bytes) -> bytes:
    """The letter as it goes over the line: CRLF everywhere, dots at the start of a line doubled, a line end last."""
    letter = _LEADING_DOT.sub(b"..", _BARE_NEWLINE.sub(b"\r\n", raw))
    return letter if letter.endswith(b"\r\n") else letter + b"\r\n"


def _cause(error: Exception) -> BaseException:
    """What was the matter with the line, under what smtplib made of it."""
    return error.__context__ if isinstance(error.__context__, OSError) else error


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} เมกะไบต์"
