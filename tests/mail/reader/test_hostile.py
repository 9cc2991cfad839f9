"""Letters made to hurt: every cap holds, and the time grows no faster than the letter."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saraban.mail.reader import caps
from saraban.mail.reader.html_text import html_to_text
from saraban.mail.reader.letter import ReadLetter, read_letter
from tests.campaign.reader_mutations import CORPUS, mutate
from tests.mail.reader.letters import HEAD, letter, multipart, text_part

READ_SECONDS_MAX = 5.0
MEGABYTE = 1_000_000


def read_in_time(data: bytes) -> ReadLetter:
    begin = time.process_time()
    read = read_letter(data)
    assert time.process_time() - begin < READ_SECONDS_MAX
    return read


def nested(depth: int) -> bytes:
    body = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(depth)
    )
    return HEAD + body + text_part(b"deep inside")


def test_depth_is_capped() -> None:
    assert read_in_time(nested(caps.DEPTH_MAX)).text == "deep inside"
    read = read_in_time(nested(10_000))
    assert caps.TOO_DEEP in read.warnings


def test_parts_are_capped() -> None:
    read = read_in_time(multipart(*[b"Content-Type: image/png\r\n\r\nx"] * 5_000))
    assert len(read.attachments) < caps.PARTS_MAX
    assert read.warnings == (caps.TOO_MANY_PARTS,)


def test_headers_are_capped() -> None:
    read = read_in_time(HEAD + b"X-A: b\r\n" * 20_000 + b"\r\nbody")
    assert caps.TOO_MANY_HEADERS in read.warnings
    assert read.subject == "x"
    assert caps.TOO_MANY_HEADERS in read_in_time(HEAD + b"X-A: " + b"b" * MEGABYTE + b"\r\n\r\nbody").warnings


def test_size_is_capped() -> None:
    read = read_in_time(letter(b"word " * 11 * MEGABYTE))
    assert {caps.TOO_BIG, caps.TOO_LONG_TEXT} <= set(read.warnings)
    assert len(read.text) <= caps.TEXT_MAX


def test_a_letter_that_we_cut_is_not_said_to_have_come_so() -> None:
    big = b"Content-Type: application/pdf\r\n\r\n" + b"x" * 51 * MEGABYTE
    read = read_in_time(multipart(text_part(), big))
    assert read.warnings == (caps.TOO_BIG,)


def test_addresses_and_references_are_capped() -> None:
    people = b", ".join(b"u%d@b.go.th" % number for number in range(3_000))
    ids = b" ".join(b"<%d@b>" % number for number in range(3_000))
    read = read_in_time(letter(b"x", b"To: " + people, b"References: " + ids))
    assert len(read.to) == caps.ADDRESSES_MAX
    assert (len(read.references), read.references[-1]) == (caps.REFERENCES_MAX, "<2999@b>")
    assert {caps.TOO_MANY_ADDRESSES, caps.TOO_MANY_REFERENCES} <= set(read.warnings)


FIELD = 250_000  # bytes: about what one header may hold


@pytest.mark.parametrize(
    "field",
    [
        b"Subject: " + b"=?" * (FIELD // 2),
        b"Subject: " + b"=?a?q?" * (FIELD // 6),
        b"Subject: " + b"=?utf-8?q?=?= " * (FIELD // 14),
        b"Subject: " + b"=?utf-8?b?4?= " * (FIELD // 14),
        b"Subject: " + b"?=" * (FIELD // 2),
        b"Subject: " + b"a " * (FIELD // 2),
        b"From: " + b'"' * FIELD,
        b"From: " + b'"\\' * (FIELD // 2),
        b"From: " + b"(" * FIELD,
        b"From: " + b"(\\" * (FIELD // 2),
        b"From: " + b"<" * FIELD,
        b"From: " + b"<a@b" * (FIELD // 4),
        b"From: " + b"a," * (FIELD // 2),
        b"From: " + b":;" * (FIELD // 2),
        b"From: " + b"=?a?q?" * (FIELD // 6),
        b"From: " + b"@" * FIELD,
        b"Date: " + b"1 " * (FIELD // 2),
        b"Date: " + b"(" * FIELD,
        b"Message-ID: " + b"<" * FIELD,
        b"References: " + b"<a" * (FIELD // 2),
        b"Content-Type: text/plain" + b";" * FIELD,
        b"Content-Type: text/plain" + b";a*1*=b" * (FIELD // 7),
        b'Content-Type: text/plain; a="' + b'\\"' * (FIELD // 2),
        b"Content-Type: text/plain;" + b" " * FIELD,
        b"Content-Type: multipart/mixed; boundary=" + b"b" * FIELD,
        b"Received: " + b"x;" * (FIELD // 2),
        b"Auto-Submitted: " + b"(" * FIELD,
        b"X-Failed-Recipients: " + b"a@" * (FIELD // 2),
        b"Return-Path: " + b"bounce-" * (FIELD // 7),
    ],
    ids=lambda field: repr(field[:40]),
)
def test_hostile_fields_take_linear_time(field: bytes) -> None:
    begin = time.process_time()
    read_letter(b"From: a@b\r\n" * (not field.startswith(b"From")) + field + b"\r\n\r\nbody")
    assert time.process_time() - begin < 1.5


DAEMON = b"From: MAILER-DAEMON@b\r\nReturn-Path: <>\r\nSubject: Undeliverable\r\n"


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"\r\n--" * MEGABYTE,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"\r\n--b" * MEGABYTE,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"\r\n--b\r\nContent-Type: text/html; a=" + b";" * 250_000,
        HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"A=" * (5 * MEGABYTE),
        HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=" * (10 * MEGABYTE),
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"= " * (5 * MEGABYTE),
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=" + b" " * (10 * MEGABYTE),
        HEAD + b"\r\n" + b"begin 644 a\r\n" * (MEGABYTE // 4),
        HEAD + b"\r\n" + b"begin 644 a\r\nend\r\n" * (MEGABYTE // 8),
        HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"> \r\n" * MEGABYTE,
        HEAD + b"\r\n" + b">" * (5 * MEGABYTE),
        HEAD + b"\r\n" + b"\r" * (5 * MEGABYTE),
        HEAD + b"\r\n" + b"a@b" * MEGABYTE,
        HEAD + b"\r\n" + b"- " * MEGABYTE,
        HEAD + b"\r\n" + "ระบบได้รับ".encode() * (MEGABYTE // 10),
        HEAD + b"\r\n" + b"this is an automatic " * (MEGABYTE // 20),
        DAEMON + b"\r\n" + b"a@b.c " * (MEGABYTE // 2),
        DAEMON + b"\r\n" + b"<a@b.c>:\r\n550 5.1.1 unknown user\r\n" * (MEGABYTE // 20),
        DAEMON + b"\r\n" + b"-" * MEGABYTE,
        DAEMON + b"\r\n" + b"Message-ID: " * (MEGABYTE // 4),
        DAEMON + b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + b"Final-Recipient: rfc822;a@b\r\nAction: failed\r\n\r\n" * 100_000,
        b"\r" * (5 * MEGABYTE),
        b"\n" * (5 * MEGABYTE),
        b"a" * (5 * MEGABYTE),
        b"a:" * (5 * MEGABYTE),
        b"\xff\xfe" + b"\x00" * (5 * MEGABYTE),
    ],
    ids=lambda data: repr(data[-30:])[:60],
)  # fmt: skip
def test_hostile_letters_are_read_in_time(data: bytes) -> None:
    read_in_time(data)


def test_a_letter_of_big_headers_only() -> None:
    part = b"--b\r\nContent-Type: text/html;" + b" ;" * 20_000 + b"\r\n\r\n"
    read_in_time(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 999)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "<!--",
        "<style>",
        '<a "',
        "<a '",
        "&",
        "&#",
        "<p>",
        "<td>",
        "<a b='\">",
        "<title><svg>",
        "\n",
        " ",
        "<pre>",
    ],
)
def test_hostile_html_takes_linear_time(piece: str) -> None:
    begin = time.process_time()
    html_to_text((piece * caps.HTML_MAX)[: caps.HTML_MAX // 2])
    assert time.process_time() - begin < 4


def read_whole(data: bytes) -> None:
    read = read_letter(data)
    assert "\0" not in read.subject + read.text + (read.html or "")
    for text in (read.subject, read.text, *(one.name for one in read.attachments)):
        text.encode()
    for one in read.attachments:
        assert "/" not in one.name


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(data: bytes) -> None:
    read_whole(data)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"\r\n", b"\n", b"--b", b"--b--", b"Content-Type: ", b"multipart/mixed; boundary=b", b"text/html",
                b"message/rfc822", b"message/delivery-status", b"multipart/report; boundary=b", b"Subject: ", b"From: ",
                b"=?utf-8?B?4Lia?=", b"=?", b"?=", b"<a@b>", b'"', b"\xe0\xb8", b"\xa1", b"Final-Recipient: rfc822;a@b",
                b"Content-Transfer-Encoding: base64", b"AAAA", b"=", b";", b" ", b"filename*0*=", b"charset=utf-16",
                b"begin 644 a", b"end", b"Date: ", b"23 Jan 2566 08:30", b"application/ms-tnef", b"\x78\x9f\x3e\x22",
            ]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_mixture_of_pieces_is_read(pieces: list[bytes]) -> None:
    read_whole(b"".join(pieces))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_mutated_letters_are_read(seed: int) -> None:
    read_whole(mutate(CORPUS, seed))


def test_mutation_changes_letters() -> None:
    assert len({mutate(CORPUS, seed) for seed in range(50)} - set(CORPUS)) > 40
    assert mutate(CORPUS, 7) == mutate(CORPUS, 7)
