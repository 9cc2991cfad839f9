"""Whole letters: their parts, their words, their files, however they were put together."""

from __future__ import annotations

import base64
import hashlib

import pytest

from saraban.mail.reader import caps
from saraban.mail.reader.html_text import html_to_text
from saraban.mail.reader.letter import Letter, read_letter
from tests.mail.reader.letters import HEAD, file_part, letter, multipart, text_part, tnef

PDF = b"%PDF-1.7"


def names(data: bytes) -> list[str]:
    return [one.name for one in read_letter(data).attachments]


def test_a_plain_letter() -> None:
    read = read_letter(
        b"Return-Path: <somchai@example.org>\r\n"
        b"Received: from a by mx.town.example; Sun, 22 Jan 2023 21:33:05 +0700\r\n"
        b"Received: from b by a; Sun, 22 Jan 2023 21:30:00 +0700\r\n"
        b"From: Somchai <somchai@example.org>\r\nReply-To: office@example.org, other@example.org\r\n"
        b"To: saraban@town.example\r\nCc: Boss <boss@town.example>\r\nSubject: Water\r\n"
        b"Date: Sun, 22 Jan 2023 21:30:00 +0700\r\nMessage-ID: <1@example.org>\r\nIn-Reply-To: <0@town.example>\r\n"
        b"References: <a@town.example>\r\n <0@town.example>\r\n\r\nNo water.\r\n\r\nSince Monday.\r\n"
    )
    assert read.subject == "Water"
    assert read.sender is not None and (read.sender.name, read.sender.address) == (
        "Somchai",
        "somchai@example.org",
    )
    assert [one.address for one in read.reply_to] == ["office@example.org", "other@example.org"]
    assert [one.address for one in (*read.to, *read.cc)] == ["saraban@town.example", "boss@town.example"]
    assert read.sent_at is not None and read.sent_at.isoformat() == "2023-01-22T21:30:00+07:00"
    assert (
        read.host_received_at is not None and read.host_received_at.isoformat() == "2023-01-22T21:33:05+07:00"
    )
    assert (read.message_id, read.in_reply_to) == ("<1@example.org>", "<0@town.example>")
    assert read.references == ("<a@town.example>", "<0@town.example>")
    assert read.text == "No water.\n\nSince Monday."
    assert (read.html, read.attachments, read.automatic, read.bounce) == (None, (), None, None)
    assert (read.warnings, read.unreadable) == ((), "")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_every_kind_of_line_end(end: bytes) -> None:
    data = multipart(text_part(b"one\r\ntwo"), file_part()).replace(b"\r\n", b"\n").replace(b"\n", end)
    read = read_letter(data)
    assert [line for line in read.text.split("\n") if line] == ["one", "two"]
    assert [(one.name, one.size) for one in read.attachments] == [("a.pdf", 8)]


def test_attachments_are_described_as_decoded() -> None:
    [one] = read_letter(multipart(text_part(), file_part(PDF))).attachments
    assert (one.name, one.content_type, one.size, one.sha256) == (
        "a.pdf",
        "application/pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
    )


@pytest.mark.parametrize(
    "coded",
    [
        base64.b64encode(PDF * 10).rstrip(b"="),
        b"!!" + base64.b64encode(PDF * 10) + b"\x00\xff",
        b"\r\n ".join(base64.b64encode(PDF * 10)[at : at + 7] for at in range(0, 110, 7)),
        base64.b64encode(PDF) + base64.b64encode(PDF * 9),
        base64.b64encode(PDF * 10) + b"\r\n-- \r\n",
    ],
)
def test_base64_is_read_through_junk(coded: bytes) -> None:
    part = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: BASE64\r\n\r\n" + coded
    [one] = read_letter(multipart(text_part(), part)).attachments
    assert one.sha256 == hashlib.sha256(PDF * 10).hexdigest()


def test_broken_quoted_printable_is_read() -> None:
    body = b"=E0=B8=81=\r\n=E0=B8=82= \r\n=ZZ =E0=B8="
    assert read_letter(
        letter(
            body, b"Content-Transfer-Encoding: quoted-printable", b"Content-Type: text/plain; charset=utf-8"
        )
    ).text.startswith("กข=ZZ")


def test_plain_text_is_preferred_to_html_and_both_are_there() -> None:
    read = read_letter(
        multipart(text_part(b"plain"), text_part(b"<p>rich</p>", b"text/html"), kind=b"alternative")
    )
    assert (read.text, read.html, read.attachments) == ("plain", "<p>rich</p>", ())


def test_html_alone_becomes_text() -> None:
    html = "<html><head><title>x</title><style>p{}</style></head><body><p>เรียน&nbsp;นายก</p><p>ขอ<br>น้ำ &amp; ไฟ</p></body></html>"
    read = read_letter(letter(html.encode(), b"Content-Type: text/html; charset=utf-8"))
    assert read.text == "เรียน นายก\n\nขอ\nน้ำ & ไฟ"


def test_an_empty_plain_text_gives_way_to_html() -> None:
    read = read_letter(
        multipart(text_part(b" \r\n"), text_part(b"<p>rich</p>", b"text/html"), kind=b"alternative")
    )
    assert read.text == "rich"


def test_texts_before_and_after_a_file_are_both_read() -> None:
    assert read_letter(multipart(text_part(b"one"), file_part(), text_part(b"two"))).text == "one\n\ntwo"


def test_a_text_file_is_a_file() -> None:
    part = text_part(b"log", b"text/plain", b"Content-Disposition: attachment; filename=a.txt")
    read = read_letter(multipart(text_part(b"one"), part))
    assert (read.text, names(multipart(text_part(b"one"), part))) == ("one", ["a.txt"])


def test_a_letter_that_is_a_file_only() -> None:
    data = HEAD + file_part()
    assert (read_letter(data).text, names(data)) == ("", ["a.pdf"])


def test_an_attached_letter_is_a_file_named_by_its_subject() -> None:
    inner = b"Subject: =?utf-8?B?4LiC4Lit4LiZ4LmJ4Liz?=\r\n\r\nx"
    part = b"Content-Type: message/rfc822\r\n\r\n" + inner
    [one] = read_letter(multipart(text_part(), part)).attachments
    assert (one.name, one.content_type, one.sha256) == (
        "ขอน้ำ.eml",
        "message/rfc822",
        hashlib.sha256(inner).hexdigest(),
    )


def test_the_parts_of_an_attached_letter_are_not_ours() -> None:
    inner = multipart(text_part(b"inner"), file_part(), boundary=b"inner")
    read = read_letter(multipart(text_part(b"outer"), b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert (read.text, len(read.attachments)) == ("outer", 1)


def test_winmail_dat_is_opened() -> None:
    wrapped = tnef([("หนังสือ.pdf", PDF), ("b.pdf", PDF + b"2")])
    part = b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    data = multipart(text_part(), part + base64.encodebytes(wrapped), file_part())
    read = read_letter(data)
    assert [(one.name, one.size) for one in read.attachments] == [
        ("หนังสือ.pdf", 8),
        ("b.pdf", 9),
        ("a.pdf", 8),
    ]
    second = Letter(data)
    assert second.files[1].bytes(second.warnings) == PDF + b"2"


def test_a_broken_winmail_dat_stays_a_file() -> None:
    part = b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nnot tnef at all"
    read = read_letter(multipart(text_part(), part))
    assert ([one.name for one in read.attachments], read.warnings) == (["winmail.dat"], (caps.BAD_TNEF,))


def test_uuencoded_files_in_the_text_are_files() -> None:
    body = b"see below\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\nbye\r\n"
    read = read_letter(letter(body))
    assert [(one.name, one.size) for one in read.attachments] == [("a.txt", 3)]
    assert read.text.startswith("see below") and read.text.endswith("bye") and "begin" not in read.text


def test_begin_in_a_sentence_is_no_file() -> None:
    assert read_letter(letter(b"we\r\nbegin 644 houses\r\nin May")).text == "we\nbegin 644 houses\nin May"


def test_a_letter_without_its_end_is_read_and_told() -> None:
    read = read_letter(multipart(text_part(b"one"), file_part(), closed=False))
    assert (read.text, len(read.attachments), read.warnings) == ("one", 1, (caps.CUT_SHORT,))


def test_an_inner_multipart_without_its_end_is_closed_by_the_outer() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n" + text_part(b"one")
    read = read_letter(multipart(inner, file_part()))
    assert (read.text, [one.name for one in read.attachments], read.warnings) == ("one", ["a.pdf"], ())


def test_the_same_boundary_within_itself() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + text_part(b"one") + b"\r\n--b--\r\n"
    read = read_letter(multipart(inner, file_part()))
    assert (read.text, [one.name for one in read.attachments]) == ("one", ["a.pdf"])


def test_a_boundary_that_begins_another() -> None:
    inner = (
        b'Content-Type: multipart/alternative; boundary="b-2"\r\n\r\n--b-2\r\n'
        + text_part(b"one")
        + b"\r\n--b-2--\r\n"
    )
    read = read_letter(multipart(inner, file_part()))
    assert (read.text, [one.name for one in read.attachments]) == ("one", ["a.pdf"])


def test_a_wrong_boundary_is_guessed() -> None:
    data = multipart(text_part(b"one"), file_part()).replace(b'boundary="b"', b'boundary="other"')
    read = read_letter(data)
    assert (read.text, [one.name for one in read.attachments], read.warnings) == (
        "one",
        ["a.pdf"],
        (caps.NO_BOUNDARY,),
    )


def test_a_multipart_without_parts_shows_its_text() -> None:
    read = read_letter(letter(b"only words", b"Content-Type: multipart/mixed; boundary=b"))
    assert (read.text, read.warnings) == ("only words", (caps.NO_BOUNDARY,))


def test_a_header_wrapped_without_indentation_is_joined() -> None:
    read = read_letter(b"Subject: one\r\ntwo\r\nFrom: a@b\r\n\r\nbody")
    assert (read.subject, read.text) == ("onetwo", "body")


def test_a_body_without_an_empty_line_before_it() -> None:
    read = read_letter(b"From: a@b\r\nSubject: one\r\nDear Sir, please help\r\nwith the water\r\n")
    assert (read.subject, read.text) == ("one", "Dear Sir, please help\nwith the water")


def test_mbox_and_empty_lines_before_the_header() -> None:
    assert (
        read_letter(b"\r\n\r\nFrom x@y Mon Jan 23 08:30:00 2023\r\nSubject: one\r\n\r\nbody").subject == "one"
    )


def test_flowed_text_is_joined() -> None:
    assert read_letter(letter(b"one \r\ntwo", b"Content-Type: text/plain; format=flowed")).text == "one two"


@pytest.mark.parametrize(
    ("header", "mid"),
    [
        (b"<1@b>", "<1@b>"),
        (b"<[x]@>", "<[x]@>"),
        (b"1@b", "<1@b>"),
        (b"<1@b> (comment)", "<1@b>"),
        (b"<1\r\n @b>", "<1@b>"),
        (b"=?utf-8?q?=3C1=40b=3E?=", "<1@b>"),
        (b"", None),
        (b"<>", None),
    ],
)
def test_message_ids(header: bytes, mid: str | None) -> None:
    assert read_letter(letter(b"x", b"Message-ID: " + header)).message_id == mid


def test_several_senders_and_headers_are_told() -> None:
    read = read_letter(b"From: A <a@b>, C <c@d>\r\nSubject: x\r\nSubject: y\r\n\r\n")
    assert read.sender is not None and read.sender.address == "a@b"
    assert read.subject == "x"
    assert read.warnings == (caps.TWICE, caps.SEVERAL_SENDERS)


def test_sealed_letters_are_told() -> None:
    part = b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nx"
    assert read_letter(HEAD + part).warnings == (caps.SEALED,)
    pgp = multipart(
        b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1", file_part(), kind=b"encrypted"
    )
    assert (len(read_letter(pgp).attachments), read_letter(pgp).warnings) == (2, (caps.ENCRYPTED_PGP,))


def test_nothing_and_no_letter_are_unreadable() -> None:
    assert read_letter(b"").unreadable == caps.EMPTY
    assert read_letter(b"\x00\x01\x02 no letter").unreadable == caps.NOT_A_LETTER
    assert read_letter(b"Subject: x\r\n\r\n").unreadable == ""


def test_inline_pictures_by_their_content_id() -> None:
    picture = b"Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K"
    data = multipart(text_part(b"<img src=cid:logo@x>", b"text/html"), picture, kind=b"related")
    assert Letter(data).inline_images(bytes_max=100) == {"logo@x": ("image/png", b"\x89PNG\r\n")}
    assert Letter(data).inline_images(bytes_max=3) == {}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &lt;b&gt; &#3585;&#xe01;&nbsp;&copy &unknown; &", "a <b> กก © &unknown; &"),
        ("&#99999999999999999999;&#0;&#xD800;", "&#99999999999999999999;\ufffd\ufffd"),
        ("a<!-- hidden -->b<!-- never ends", "ab never ends"),
        ("a<style>x{}</style>b<style>c", "abc"),
        ('<a title="1 > 0" href=x>y</a>', "y"),
        ("<td>1</td><td>2</td>", "1\t2"),
        ("<ul><li>1<li>2</ul>", "- 1\n- 2"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("1 < 2 and 3", "1 < 2 and 3"),
        ("<p", ""),
        ("<![if x]>a<![endif]>", "a"),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert html_to_text(html).strip() == text
