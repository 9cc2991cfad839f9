"""What kind of mail it is: a person's, a program's, or the word of a server that ours did not arrive."""

from __future__ import annotations

import pytest

from saraban.mail.reader.bounces import Bounce, Undelivered
from saraban.mail.reader.letter import read_letter
from tests.mail.reader.letters import file_part, letter, multipart, text_part

STATUS = (
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.town.example\r\n\r\n"
    b"Final-Recipient: rfc822; inner@b.example\r\nOriginal-Recipient: rfc822;outer@b.example\r\nAction: failed\r\n"
    b"Status: 5.1.1\r\n\r\n"
    b"Final-Recipient: rfc822; full@b.example\r\nAction: failed\r\nStatus: 4.2.2 (mailbox full)\r\n\r\n"
    b"Final-Recipient: rfc822; slow@b.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n"
    b"Final-Recipient: rfc822; fine@b.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n"
)
RETURNED = text_part(b"Subject: x\r\nMessage-ID:\r\n <ours@town.example>\r\n", b"text/rfc822-headers")
REPORT = multipart(text_part(b"failed"), STATUS, RETURNED, kind=b"report")


def test_a_report_tells_who_was_not_reached_and_whether_for_good() -> None:
    assert read_letter(REPORT).bounce == Bounce(
        (
            Undelivered("outer@b.example", "5.1.1", permanent=True),
            Undelivered("full@b.example", "4.2.2", permanent=False),
        ),
        "<ours@town.example>",
    )


@pytest.mark.parametrize(
    ("action", "reason"),
    [(b"delayed", "delivery delayed"), (b"delivered", "delivery status"), (b"relayed", "delivery status")],
)
def test_a_report_of_no_failure_is_automatic_and_no_bounce(action: bytes, reason: str) -> None:
    status = (
        b"Content-Type: message/delivery-status\r\n\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: "
        + action
    )
    read = read_letter(multipart(text_part(b"words"), status, kind=b"report"))
    assert (read.bounce, read.automatic) == (None, reason)


def test_a_bounce_that_somebody_forwards_is_no_bounce() -> None:
    forwarded = multipart(
        text_part(b"please help, what is this?"), b"Content-Type: message/rfc822\r\n\r\n" + REPORT
    )
    read = read_letter(forwarded)
    assert (read.bounce, read.automatic) == (None, None)


def test_a_report_within_a_letter_of_a_person_is_no_bounce() -> None:
    read = read_letter(multipart(text_part(b"see the report"), STATUS))
    assert (read.bounce, read.automatic) == (None, None)


def test_a_refusal_by_a_full_mailbox_in_the_shape_of_a_receipt_is_a_bounce() -> None:
    receipt = (
        b"Content-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; full@b.example\r\n"
        b"Original-Message-ID: <ours@town.example>\r\nDisposition: automatic-action/MDN-sent-automatically; deleted\r\n"
    )
    text = b"Your message to <full@b.example> was automatically rejected: Quota exceeded"
    read = read_letter(multipart(text_part(text), receipt, kind=b"report"))
    assert read.bounce == Bounce(
        (Undelivered("full@b.example", None, permanent=True),), "<ours@town.example>"
    )


def test_a_read_receipt_is_automatic_and_no_bounce() -> None:
    receipt = (
        b"Content-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\n"
        b"Disposition: manual-action/MDN-sent-manually; displayed\r\n"
    )
    read = read_letter(multipart(text_part(b"It was displayed."), receipt, kind=b"report"))
    assert (read.bounce, read.automatic) == (None, "read receipt (MDN)")


PROSE = {
    "qmail": (
        b"Hi. This is the qmail-send program at b.example.\r\nI'm afraid I wasn't able to deliver your message.\r\n\r\n"
        b"<a@b.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        b"--- Below this line is a copy of the message.\r\n\r\nReturn-Path: <s@town.example>\r\nMessage-Id: <ours@town.example>\r\n"
    ),
    "exim": (
        b"This message was created automatically by mail delivery software.\r\n\r\nA message that you sent could not be delivered"
        b" to one or more of its\r\nrecipients. This is a permanent error. The following address(es) failed:\r\n\r\n"
        b"  a@b.example\r\n    550 5.1.1 no such user\r\n\r\n------ This is a copy of the message ------\r\n\r\n"
        b"Message-Id: <ours@town.example>\r\nTo: other@b.example\r\n"
    ),
    "sendmail": (
        b"   ----- The following addresses had permanent fatal errors -----\r\n<a@b.example>\r\n    (reason: 550 5.1.1 unknown)\r\n\r\n"
        b"   ----- Original message headers -----\r\nMessage-Id: <ours@town.example>\r\n"
    ),
}


@pytest.mark.parametrize("server", PROSE)
def test_the_words_of_common_servers_are_understood(server: str) -> None:
    data = (
        b"From: MAILER-DAEMON@b.example\r\nTo: s@town.example\r\nSubject: failure notice\r\n\r\n"
        + PROSE[server]
    )
    assert read_letter(data).bounce == Bounce(
        (Undelivered("a@b.example", "5.1.1", permanent=True),), "<ours@town.example>"
    )


@pytest.mark.parametrize("server", PROSE)
def test_the_same_words_from_a_person_are_no_bounce(server: str) -> None:
    data = (
        b"From: Somchai <somchai@b.example>\r\nTo: s@town.example\r\nSubject: failure notice\r\n\r\nWhat is this?\r\n"
        + PROSE[server]
    )
    assert read_letter(data).bounce is None


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (b"Auto-Submitted: auto-replied", "auto-submitted"),
        (b"Auto-Submitted: auto-generated (rejected)", "auto-submitted"),
        (b"Auto-Submitted: no", None),
        (b"Auto-Submitted: No (really)", None),
        (b"Precedence: bulk", "precedence"),
        (b"Precedence: first-class", None),
        (b"List-Id: <l.example>", "list"),
        (b"List-Unsubscribe: <mailto:u@l.example>", "bulk"),
        (b"X-Autoreply: yes", "autoreply header"),
        (b"X-Autoreply: no", None),
        (b"X-Auto-Response-Suppress: All", "asks for no answer"),
        (b"X-Auto-Response-Suppress: DR, OOF, AutoReply", "asks for no answer"),
        (b"X-Auto-Response-Suppress: DR, OOF, AutoReply\r\nThread-Index: AdF", None),
        (b"X-Auto-Response-Suppress: OOF", None),
        (b"X-Auto-Response-Suppress: All\r\nThread-Index: AdF", "asks for no answer"),
        (b"X-Auto-Response-Suppress: All\r\nThread-Index: AdF\r\nAccept-Language: th-TH", None),
        (b"Feedback-ID: 1:2:3:ab", None),
        (b"X-SES-Outgoing: 2025.11.10-192.0.2.9\r\nFeedback-ID: ::1.x=:AmazonSES", None),
        (b"X-Mandrill-User: md_1\r\nX-SG-EID: u1\r\nX-CSA-Complaints: c@b.example", None),
        (b"Feedback-ID: 1:2:3:ab\r\nList-Unsubscribe: <mailto:u@l.example>", "bulk"),
        (b"X-MS-Exchange-Inbox-Rules-Loop: deputy@b.example", None),
        (b"Precedence: bulk\r\nUser-Agent: Mozilla Thunderbird", None),
        (b"Precedence: junk\r\nUser-Agent: Mozilla Thunderbird", "precedence"),
        (b"Precedence: list\r\nUser-Agent: Mozilla Thunderbird", "precedence"),
        (b"Precedence: bulk\r\nUser-Agent: Mozilla Thunderbird\r\nX-BeenThere: l@l.example", "precedence"),
        (b"Sender: palad-bounces@l.example", "list"),
        (b"Sender: www-data@b.example", None),
        (b"Sender: secretary@b.example", None),
        (b"Sender: school-admin@b.example", None),
        (b"Reply-To: www-data@b.example", "no-reply address"),
        (b"Return-Path: <>", "empty return path"),
        (b"Return-Path: <somchai@example.org>", None),
        (b"Reply-To: no-reply@example.org", "no-reply address"),
        (b"X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "exchange generated"),
        (b"X-Mailer: Microsoft Outlook 16.0", None),
    ],
)
def test_headers_that_tell_a_program(header: bytes, reason: str | None) -> None:
    assert read_letter(letter(b"please send me the form", header)).automatic == reason


@pytest.mark.parametrize(
    ("sender", "automatic"),
    [
        (b"noreply@b.example", True),
        (b"Shop <do-not-reply@b.example>", True),
        (b"no_reply+12@b.example", True),
        (b"Cron <root@b.example>", True),
        (b"MAILER-DAEMON@b.example", True),
        (b"Postmaster <postmaster@b.example>", True),
        (b"Somchai <postmaster@b.example>", False),
        (b"noree@b.example", False),
        (b"norepinyo@b.example", False),
        (b"nor.eply@b.example", False),
        (b"Robotham <j.robotham@b.example>", False),
        (b"info@b.example", False),
        (b"wordpress@b.example", True),
        (b"wordpress@b.example\r\nReply-To: somchai@example.org", False),
        (b"wordpress@b.example\r\nReply-To: noreply@b.example", True),
        (b"robot@b.example", False),
        (b"document-request@b.example", False),
        (b"palad-bounces@b.example", True),
        (b"system-alert@b.example", True),
        (b"saraban@b.example", False),
    ],
)
def test_senders_that_are_programs(sender: bytes, automatic: bool) -> None:
    read = read_letter(b"From: " + sender + b"\r\nSubject: x\r\n\r\nplease send me the form")
    assert (read.automatic is not None) == automatic


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        (b"From: noreply@town.example\r\nTo: saraban@town.example\r\nReply-To: somchai@mail.example", False),
        (
            b"From: Site <no-reply@www.town.example>\r\nTo: Saraban <saraban@town.example>\r\nReply-To: <a@b.example>",
            False,
        ),
        (b"From: noreply@town.example\r\nTo: saraban@town.example", True),
        (b"From: noreply@town.example\r\nTo: saraban@town.example\r\nReply-To: noreply@mail.example", True),
        (b"From: noreply@town.example\r\nTo: saraban@town.example\r\nReply-To: it@town.example", True),
        (b"From: noreply@shop.example\r\nTo: saraban@town.example\r\nReply-To: somchai@mail.example", True),
        (b"From: noreply@atown.example\r\nTo: saraban@town.example\r\nReply-To: somchai@mail.example", True),
        (b"From: alerts@town.example\r\nTo: saraban@town.example\r\nReply-To: somchai@mail.example", True),
        (
            b"From: noreply@town.example\r\nTo: saraban@town.example\r\nReply-To: a@b.example\r\nAuto-Submitted: auto-generated",
            True,
        ),
        (
            b"From: noreply@town.example\r\nTo: saraban@town.example\r\nReply-To: a@b.example\r\nReturn-Path: <>",
            True,
        ),
        (
            b"From: noreply@town.example\r\nTo: saraban@town.example\r\nReply-To: a@b.example, noreply@c.example",
            True,
        ),
    ],
)
def test_a_form_on_the_agencys_own_site_is_no_program(headers: bytes, automatic: bool) -> None:
    read = read_letter(headers + b"\r\nSubject: x\r\n\r\nName: Somchai\r\nMessage: the lamp is out")
    assert (read.automatic is not None) == automatic


AUTOMATIC_WORDS = [
    "อีเมลฉบับนี้เป็นการแจ้งข้อมูลโดยอัตโนมัติ กรุณาอย่าตอบกลับ",
    "ข้อความนี้ถูกส่งโดยระบบอัตโนมัติ",
    "โปรดอย่าตอบกลับอีเมลฉบับนี้",
    "ระบบได้รับคำร้องของท่านเรียบร้อยแล้ว เจ้าหน้าที่จะติดต่อกลับภายใน 3 วันทำการ",
    "ขณะนี้ข้าพเจ้าลาพักผ่อน ระหว่างวันที่ 1-5 ธันวาคม หากมีเรื่องเร่งด่วนโปรดติดต่อ 0 2000 0000",
    "ดิฉันไม่อยู่ที่สำนักงาน จะกลับมาปฏิบัติงานวันที่ 5",
    "This is an automated message, please do not reply.",
    "This mailbox is not monitored.",
    "I am out of the office until Monday. For urgent matters write to Bob.",
    "Thank you for contacting us. We will get back to you within 24 hours.",
    "You are receiving this email because you subscribed.",
    "Please note that this is an automated reply.",
    "เรียน ท่านผู้ส่ง โปรดทราบว่าอีเมลฉบับนี้เป็นระบบตอบกลับอัตโนมัติ",
    "นี่คือข้อความตอบกลับอัตโนมัติจากระบบ",
    "ขอบคุณที่ติดต่อบริษัท เจ้าหน้าที่จะติดต่อกลับโดยเร็วที่สุด",
    "ได้รับเรื่องของท่านแล้ว หมายเลขเรื่อง 680112",
    "ผมไม่อยู่ที่สำนักงาน จะกลับวันจันทร์ หากด่วนโทร 081",
    "To unsubscribe, click the link",
    "หากไม่ต้องการรับข่าวสาร กดยกเลิกการรับข่าวสาร ที่นี่",
    "Thank you for contacting us. A member of our team will be in touch.",
]
PEOPLES_WORDS = [
    "ขอแจ้งประตูอัตโนมัติเสีย",
    "ส่งเรื่องไปแล้วได้รับข้อความอัตโนมัติว่าระบบได้รับเรื่องแล้ว แต่ไม่มีใครติดต่อกลับ",
    "ขอความอนุเคราะห์ กรุณาตอบกลับอีเมลนี้ภายในวันที่ 5",
    "ดิฉันติดราชการ ขอเลื่อนนัด จะติดต่อกลับภายหลัง",
    "ขอลาพักผ่อนตั้งแต่วันที่ 1 ถึง 5 ครับ หากมีเรื่องด่วนติดต่อได้ที่ 08 0000 0000",
    "ได้รับหนังสือของท่านแล้ว ขอบคุณครับ",
    "I received your letter, please reply to this email.",
    "ขอความช่วยเหลือ\n\n-----Original Message-----\nThis is an automated message, please do not reply.",
    "ขอสอบถาม\n\n> This is an automated message, please do not reply.",
    "ระบบแจ้งว่า อีเมลฉบับนี้ส่งโดยระบบอัตโนมัติ แล้วก็เงียบ",
    "I wrote twice and only got “This is an automated message, please do not reply.”",
    "The answer said: this is an automated message. Nobody wrote.",
    "I got an automatic reply from your office but nothing since.",
    "The bills are sent automatically to the old address.",
    "This e-mail has been automatically translated from Burmese. We need a doctor.",
    "โทรไปแล้วเป็นระบบตอบรับอัตโนมัติ กดไม่ได้เลย",
    "ใบแจ้งหนี้ออกโดยระบบอัตโนมัติผิดที่อยู่",
    "พอได้รับการตอบกลับอัตโนมัติจากระบบแล้วก็เงียบหาย",
    "ผมไปติดต่อแล้วเจ้าหน้าที่ไม่อยู่สำนักงาน จะกลับไปใหม่พรุ่งนี้",
    "ได้รับเรื่องของท่านแล้ว จะติดต่อกลับหลังประชุมสภาวันที่ 5",
    "Thank you for your e-mail. We will contact you after the council meets on the 5th.",
    "ต้องการยกเลิกการรับข่าวสารทางไลน์",
    "please unsubscribe me",
]
AUTOMATIC_SUBJECTS = [
    "Automatic reply: x", "[Auto-Reply] x", "AUTO REPLY - x", "Automatic reply", "Out of Office", "Out of the office: x", "OOO",
    "I'm out of office until 5 Dec", "ตอบกลับอัตโนมัติ : x", "ข้อความตอบกลับอัตโนมัติ", "ไม่อยู่ที่สำนักงาน", "Your OTP",
]  # fmt: skip
PEOPLES_SUBJECTS = [
    "Automatic door: please repair", "Automated gate permit", "OOO Siam: offer", "Out of office building: rent", "Holiday: open?",
    "Vacation homes", "Cancelled: meeting", "Accepted: our offer", "Delivery receipt", "Read: the by-law", "Request received from moo 7",
    "Security alert at the school", "Login code missing", "ตอบกลับอัตโนมัติไม่ทำงาน", "ระบบตอบรับอัตโนมัติเสีย", "นอกสำนักงานมีน้ำขัง",
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "automatic"), [*((w, True) for w in AUTOMATIC_WORDS), *((w, False) for w in PEOPLES_WORDS)]
)
def test_words_that_tell_a_program(words: str, automatic: bool) -> None:
    read = read_letter(letter(words.encode(), b"Content-Type: text/plain; charset=utf-8"))
    assert (read.automatic is not None) == automatic


@pytest.mark.parametrize(
    ("subject", "automatic"),
    [*((w, True) for w in AUTOMATIC_SUBJECTS), *((w, False) for w in PEOPLES_SUBJECTS)],
)
def test_subjects_that_tell_a_program(subject: str, automatic: bool) -> None:
    body = "x" if automatic else "รบกวนช่วยดูให้ด้วยครับ"
    read = read_letter(f"From: a@b.example\r\nSubject: {subject}\r\n\r\n{body}".encode())
    assert (read.automatic is not None) == automatic


def test_a_polite_sentence_beside_a_file_is_an_officers() -> None:
    polite = text_part("ดิฉันลาป่วยอยู่ จะตอบกลับในรายละเอียดวันจันทร์ ส่งเอกสารมาก่อน".encode())
    assert read_letter(multipart(polite)).automatic == "autoreply words"
    assert read_letter(multipart(polite, file_part())).automatic is None


def test_a_calendars_answer_needs_a_calendar() -> None:
    part = b"Content-Type: text/calendar; method=CANCEL\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR"
    cancelled = multipart(text_part(), part).replace(b"Subject: x", b"Subject: Canceled: meeting")
    assert read_letter(cancelled).automatic == "calendar reply"
    assert (
        read_letter(multipart(text_part()).replace(b"Subject: x", b"Subject: Canceled: meeting")).automatic
        is None
    )
