"""Addresses of mail servers as people type them, and the three promises that they keep."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.law.refusal import Refusal
from saraban.mail.gateway import MailFailure
from saraban.mail.servers import (
    Kind,
    Security,
    ServerUrl,
    failure_of_line,
    in_one_line,
    read_mailbox_url,
    read_smtp_url,
    tls_context,
)
from tests.servers.certificates import Authority

USER = "saraban@klongnoy.go.th"
HOST = "mail.klongnoy.go.th"


@pytest.mark.parametrize(
    ("text", "meant", "spelt"),
    [
        (
            f"imaps://saraban%40klongnoy.go.th@{HOST}",
            ServerUrl(Kind.IMAP, Security.TLS, USER, HOST, 993),
            f"imaps://saraban%40klongnoy.go.th@{HOST}:993",
        ),
        (
            f"imaps://{USER}@{HOST}:1993/",
            ServerUrl(Kind.IMAP, Security.TLS, USER, HOST, 1993),
            f"imaps://saraban%40klongnoy.go.th@{HOST}:1993",
        ),
        (
            f"imap://me@{HOST.upper()}",
            ServerUrl(Kind.IMAP, Security.STARTTLS, "me", HOST, 143),
            f"imap://me@{HOST}:143",
        ),
        (
            "imap://me@localhost:10143?tls=no",
            ServerUrl(Kind.IMAP, Security.NONE, "me", "localhost", 10143),
            "imap://me@localhost:10143?tls=no",
        ),
        (
            "imap://me@[::1]?tls=no",
            ServerUrl(Kind.IMAP, Security.NONE, "me", "::1", 143),
            "imap://me@[::1]:143?tls=no",
        ),
        (
            "imaps://me@ไปรษณีย์.ไทย",
            ServerUrl(Kind.IMAP, Security.TLS, "me", "xn--k3cpwc4a3e2e2c.xn--o3cw4h", 993),
            "imaps://me@xn--k3cpwc4a3e2e2c.xn--o3cw4h:993",
        ),
        ("maildir:///srv/a%20b/กล่อง", ServerUrl(Kind.MAILDIR, path="/srv/a b/กล่อง"), None),
    ],
)
def test_a_mailbox_address_is_read_and_spelt_in_one_way(
    text: str, meant: ServerUrl, spelt: str | None
) -> None:
    assert read_mailbox_url(text) == meant
    if spelt is not None:
        assert str(meant) == spelt
    assert ServerUrl.parse(str(meant)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (f"smtps://me@{HOST}", ServerUrl(Kind.SMTP, Security.TLS, "me", HOST, 465)),
        (f"smtp://me@{HOST}", ServerUrl(Kind.SMTP, Security.STARTTLS, "me", HOST, 587)),
        ("smtp://127.0.0.1:25?tls=no", ServerUrl(Kind.SMTP, Security.NONE, "", "127.0.0.1", 25)),
        ("maildir:///srv/sent", ServerUrl(Kind.MAILDIR, path="/srv/sent")),
    ],
)
def test_the_address_of_a_way_out_is_read_and_spelt_in_one_way(text: str, meant: ServerUrl) -> None:
    assert read_smtp_url(text) == meant
    assert ServerUrl.parse(str(meant)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        HOST,
        f"https://me@{HOST}",
        f"smtps://me@{HOST}",  # the way out in the place of the way in
        f"imaps://{HOST}",  # nobody
        "imaps://me@",
        f"imaps://me@{HOST}:0",
        f"imaps://me@{HOST}:65536",
        f"imaps://me@{HOST}:x",
        f"imaps://me@{HOST}/INBOX",
        f"imaps://me@{HOST}#x",
        f"imaps://me@{HOST}?tls=no",
        f"imap://me@{HOST}?tls=no",  # plain text to another machine
        "imap://me@10.0.0.1?tls=no",
        "imap://me@localhost.klongnoy.go.th?tls=no",
        "imap://me@localhost?tls=maybe",
        "imap://me@localhost?tls=no&tls=no",
        f"imaps://me%0d%0aA1%20LOGOUT@{HOST}",
        f"imaps://me%00@{HOST}",
        f"imaps://me%ff@{HOST}",
        f"imaps://me@{HOST}\n",
        f"imaps://m e@{HOST}",
        "imaps://me@-x-.go.th",
        "imaps://me@[::1",
        f"imaps://me@{'a' * 600}",
        "maildir://srv/mail",
        "maildir:relative",
        "maildir:///srv/mail?x",
        "maildir:///srv/%0amail",
    ],
)
def test_what_cannot_be_meant_is_refused_in_thai(text: str) -> None:
    if text.endswith("\n"):
        assert read_mailbox_url(text) == read_mailbox_url(text.strip())
        return
    with pytest.raises(Refusal) as refusal:
        read_mailbox_url(text)
    assert refusal.value.code == "mailbox_url"
    assert refusal.value.message.startswith("ยังไม่ได้ตั้งกล่องจดหมาย เพราะ")
    assert refusal.value.message.endswith("ข้อมูลเดิมอยู่ครบ")


@pytest.mark.parametrize(
    "text", [f"imaps://me:hunter2@{HOST}", "imap://me:hunter2@[::1", "imaps://me:hunter2@x y"]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_mailbox_url(text)
    assert "hunter2" not in f"{refusal.value} {refusal.value!r}"


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_a_refusal(text: str) -> None:
    for words in (text, f"imaps://{text}", f"imap://me@{text}", f"maildir:///{text}"):
        try:
            url = read_mailbox_url(words)
        except Refusal:
            continue
        assert ServerUrl.parse(str(url)) == url
        assert str(url).isascii()
        assert (
            url.security is not Security.NONE or url.kind is Kind.MAILDIR or url.host in ("localhost", "::1")
        )


def test_tls_is_verified_and_not_older_than_1_2(authority: Authority) -> None:
    for context in (tls_context(), tls_context(authority.ca_file)):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_more_roots_are_added_to_those_of_the_system(authority: Authority) -> None:
    ours, theirs = tls_context(authority.ca_file), tls_context()
    assert len(ours.get_ca_certs()) == len(theirs.get_ca_certs()) + 1


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_roots_that_cannot_be_read_stop_the_post_and_are_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "roots.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MailFailure) as failure:
        tls_context(path)
    assert "roots.pem" in failure.value.message
    assert (failure.value.of_server, failure.value.permanent) == (True, False)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ssl.SSLCertVerificationError(), "ใบรับรอง"),
        (ssl.SSLError(), "เข้ารหัส"),
        (socket.gaierror(), "หาเครื่องชื่อ"),
        (TimeoutError(), "ไม่ตอบภายในเวลา"),
        (ConnectionRefusedError(), "พอร์ต 993"),
        (ConnectionResetError(), "ขาดกลางคัน"),
        (OSError(), "ขาดกลางคัน"),
    ],
)
def test_a_broken_line_is_told_by_its_cause_and_is_never_for_good(error: OSError, why: str) -> None:
    failure = failure_of_line(error, url=read_mailbox_url(f"imaps://me@{HOST}"), not_done="อ่านกล่องจดหมาย")
    assert why in failure.message
    assert failure.message.startswith("ยังไม่ได้อ่านกล่องจดหมาย เพราะ")
    assert failure.message.endswith("ไม่มีหนังสือสูญหาย")
    assert (failure.of_server, failure.permanent, failure.uncertain) == (True, False, False)


def test_what_a_server_says_becomes_one_printable_line_without_the_password() -> None:
    said = b"550 5.7.1 no\r\n\x1b[31m 'hunter2' \x00 \xff\t\xe0\xb9\x84\xe0\xb8\xa1\xe0\xb9\x88"
    assert in_one_line(said, without="hunter2") == "550 5.7.1 no [31m '…' � ไม่"
