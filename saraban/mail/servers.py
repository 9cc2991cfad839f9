"""Where a mailbox is and how it may be talked to, read from one line that a person can type.

Three promises are kept here and nowhere else: the certificate is always verified, there is no plain text except
to this very machine, and a password never stands in an address.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote, unquote, urlsplit

from saraban.law.refusal import Refusal
from saraban.mail.gateway import MailFailure

HOSTS_KEEPING_SENT = {"smtp.gmail.com", "smtp.office365.com", "smtp-mail.outlook.com"}
URL_LENGTH_MAX = 500  # characters
HOST_LENGTH_MAX = 253  # characters, RFC 1035


class Kind(StrEnum):
    IMAP = "imap"
    SMTP = "smtp"
    MAILDIR = "maildir"


class Security(StrEnum):
    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"  # required: where it is not offered, nothing is said
    NONE = "none"  # to this machine only


@dataclass(frozen=True)
class ServerUrl:
    """A server (`host`, `port`, `user`) or, for `Kind.MAILDIR`, a folder (`path`). Never holds a password.

    `str()` is the address again, in one canonical spelling, fit for a row and for a page.
    """

    kind: Kind
    security: Security = Security.NONE
    user: str = ""  # decoded; empty: no sign-in (SMTP only)
    host: str = ""  # ASCII, lower case, without brackets
    port: int = 0
    path: str = ""  # absolute

    @classmethod
    def parse(cls, text: str) -> ServerUrl:
        """Of either kind, as `str()` wrote it once. Raises `Refusal`."""
        return read_smtp_url(text) if text.startswith(Kind.SMTP) else read_mailbox_url(text)

    @property
    def scheme(self) -> str:
        return f"{self.kind}s" if self.security is Security.TLS else str(self.kind)

    def __str__(self) -> str:
        if self.kind is Kind.MAILDIR:
            return "maildir://" + quote(self.path)
        user = quote(self.user, safe="") + "@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        query = "?tls=no" if self.security is Security.NONE else ""
        return f"{self.scheme}://{user}{host}:{self.port}{query}"


def read_mailbox_url(text: str) -> ServerUrl:
    """`imaps://user@host:port`, `imap://…` (STARTTLS), `imap://…?tls=no` (this machine only), `maildir:///path`.

    Raises `Refusal`, code `mailbox_url`.
    """
    return _read(text, kind=Kind.IMAP, code="mailbox_url", what="กล่องจดหมาย")


def read_smtp_url(text: str) -> ServerUrl:
    """`smtps://user@host:port`, `smtp://…` (STARTTLS), `smtp://…?tls=no` (this machine only), `maildir:///path`.

    Raises `Refusal`, code `smtp_url`.
    """
    return _read(text, kind=Kind.SMTP, code="smtp_url", what="เครื่องส่งจดหมาย")


class Hidden:
    """Keeps a password out of every repr: of this object, of a traceback's variables, of a log."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "…"


def keeps_sent(url: ServerUrl) -> bool:
    """Whether this provider is known to lay a copy of what is sent by SMTP into Sent by itself."""
    return url.kind is Kind.SMTP and url.host in HOSTS_KEEPING_SENT


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Verifies host name and chain against the system's roots and those in `ca_file` (PEM). TLS 1.2 or newer.

    Raises `MailFailure` when that file cannot be read.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:  # ssl's own are OSErrors
            raise MailFailure(
                f"ยังไม่ได้เชื่อมต่อเซิร์ฟเวอร์จดหมาย เพราะอ่านใบรับรองรากในไฟล์ {ca_file.name} (SARABAN_CA) ไม่ได้ "
                "โปรดตรวจว่าเป็นไฟล์ PEM ที่มีใบรับรองอยู่ แล้วระบบจะลองใหม่เอง ไม่มีหนังสือสูญหาย",
                of_server=True,
                answer=in_one_line(f"{type(error).__name__}: {error.strerror or error}"),
            ) from error
    return context


def is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_PORTS = {
    (Kind.IMAP, Security.TLS): 993,
    (Kind.IMAP, Security.STARTTLS): 143,
    (Kind.SMTP, Security.TLS): 465,
    (Kind.SMTP, Security.STARTTLS): 587,
}
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?")


def _read(text: str, *, kind: Kind, code: str, what: str) -> ServerUrl:
    example = f"{kind}s://saraban%40klongnoy.go.th@mail.klongnoy.go.th:{_PORTS[kind, Security.TLS]}"

    def refuse(why: str) -> NoReturn:
        # The text itself is not repeated: it may hold a password.
        raise Refusal(code, f"ยังไม่ได้ตั้ง{what} เพราะ{why} โปรดเขียนอย่าง {example} แล้วลองใหม่ ข้อมูลเดิมอยู่ครบ")

    text = text.strip()
    if len(text) > URL_LENGTH_MAX:
        refuse(f"ที่อยู่ยาวเกิน {URL_LENGTH_MAX} ตัวอักษร")
    if any(ord(character) <= 32 or ord(character) == 127 for character in text):
        refuse("ที่อยู่มีช่องว่างหรืออักขระควบคุม")
    try:
        parts = urlsplit(text)
        port = parts.port
        hostname = parts.hostname or ""
    except ValueError:
        refuse("อ่านชื่อเครื่องหรือพอร์ตไม่ได้ (พอร์ตเป็นเลข 1-65535)")

    if parts.scheme == Kind.MAILDIR:
        folder = _decoded(parts.path)
        if parts.netloc or parts.query or parts.fragment or not folder or not folder.startswith("/"):
            refuse("โฟลเดอร์ต้องเป็นที่อยู่เต็ม ขึ้นต้นด้วย maildir:/// และไม่มีส่วนต่อท้าย")
        return ServerUrl(Kind.MAILDIR, path=folder)

    if parts.scheme not in (kind, f"{kind}s"):
        refuse(f"ต้องขึ้นต้นด้วย {kind}s:// หรือ {kind}:// หรือ maildir:///")
    if parts.path not in ("", "/") or parts.fragment:
        refuse("มีส่วนเกินต่อท้ายชื่อเครื่อง")
    if parts.password is not None:
        refuse("รหัสผ่านอยู่ในที่อยู่ไม่ได้ ให้ใส่ในไฟล์รหัสผ่าน หรือพิมพ์เมื่อโปรแกรมถาม")
    user = _decoded(parts.username or "")
    if user is None:
        refuse("ชื่อผู้ใช้มีอักขระที่ใช้ไม่ได้")
    if kind is Kind.IMAP and not user:
        refuse("ไม่มีชื่อผู้ใช้ของกล่องจดหมายก่อนเครื่องหมาย @")
    host = _ascii_host(hostname)
    if host is None:
        refuse("ชื่อเครื่องว่างอยู่หรือไม่ถูกรูปแบบ")
    if port == 0:
        refuse("อ่านชื่อเครื่องหรือพอร์ตไม่ได้ (พอร์ตเป็นเลข 1-65535)")

    security = Security.TLS if parts.scheme == f"{kind}s" else Security.STARTTLS
    if parts.query:
        if parts.query != "tls=no":
            refuse("รู้จักส่วนต่อท้ายแบบเดียวคือ ?tls=no")
        if security is Security.TLS:
            refuse(f"{kind}s:// เข้ารหัสเสมอ จึงใช้คู่กับ ?tls=no ไม่ได้")
        if not is_this_machine(host):
            refuse("ส่วนต่อท้าย ?tls=no ใช้ได้เฉพาะเครื่องเดียวกันนี้ (localhost) เพราะรหัสผ่านและหนังสือจะไปโดยไม่เข้ารหัส")
        port = port or _PORTS[kind, security]
        security = Security.NONE
    return ServerUrl(kind, security=security, user=user, host=host, port=port or _PORTS[kind, security])


def _decoded(text: str) -> str | None:
    """Percent signs undone. None where that gives no text, or a character no server can be told."""
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None
    return decoded if decoded.isprintable() else None


def _ascii_host(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        ascii_host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return ascii_host if len(ascii_host) <= HOST_LENGTH_MAX and _HOST.fullmatch(ascii_host) else None


def failure_of_line(error: BaseException, *, url: ServerUrl, not_done: str) -> MailFailure:
    """What to tell an officer when a server could not be reached or stopped answering.

    `not_done` is what did not happen, in Thai, after "ยังไม่ได้". Never permanent: lines and certificates are
    mended by others, and the letter can wait.
    """
    where = f"เซิร์ฟเวอร์ {url.host}"
    if isinstance(error, ssl.SSLCertVerificationError):
        why = f"ใบรับรองของ{where} ตรวจสอบไม่ผ่าน จึงไม่ส่งรหัสผ่านหรือหนังสือไปให้"
        cure = "โปรดแจ้งผู้ให้บริการอีเมลให้แก้ใบรับรอง หรือตั้ง SARABAN_CA หากหน่วยงานออกใบรับรองเอง"
    elif isinstance(error, ssl.SSLError):
        why = f"เชื่อมต่อแบบเข้ารหัสกับ{where} ไม่สำเร็จ"
        cure = "โปรดตรวจว่าพอร์ตตรงกับ imaps/smtps หรือ STARTTLS แล้วระบบจะลองใหม่เอง"
    elif isinstance(error, socket.gaierror):
        why = f"หาเครื่องชื่อ {url.host} ไม่พบ"
        cure = "โปรดตรวจอินเทอร์เน็ตและชื่อเครื่อง แล้วระบบจะลองใหม่เอง"
    elif isinstance(error, TimeoutError):
        why = f"{where} ไม่ตอบภายในเวลาที่กำหนด"
        cure = "ระบบจะลองใหม่เอง"
    elif isinstance(error, ConnectionRefusedError):
        why = f"{where} ไม่รับการเชื่อมต่อที่พอร์ต {url.port}"
        cure = "โปรดตรวจพอร์ต แล้วระบบจะลองใหม่เอง"
    else:
        why = f"การเชื่อมต่อกับ{where} ขาดกลางคัน"
        cure = "ระบบจะลองใหม่เอง"
    return MailFailure(
        f"ยังไม่ได้{not_done} เพราะ{why} {cure} ไม่มีหนังสือสูญหาย",
        of_server=True,
        answer=in_one_line(f"{type(error).__name__}: {error}"),
    )


def failure_without_tls(*, url: ServerUrl, not_done: str) -> MailFailure:
    """STARTTLS was not offered, or was cut out of the offer on the way."""
    return MailFailure(
        f"ยังไม่ได้{not_done} เพราะเซิร์ฟเวอร์ {url.host} ไม่เสนอการเข้ารหัส (STARTTLS) จึงไม่ส่งอะไรไปให้ "
        f"โปรดตรวจกับผู้ให้บริการ หรือใช้ที่อยู่แบบ {url.kind}s:// ไม่มีหนังสือสูญหาย",
        of_server=True,
    )


def in_one_line(answer: str | bytes, *, without: str = "") -> str:
    """A server's words, fit for a page and a log: one line, printable, and without the password."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    if without:
        text = text.replace(without, "…")
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
