"""A mailbox that is full is tried again; only then is its owner one whom nobody reaches (guide #3.1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from saraban.cases.holds import Hold
from saraban.cases.models import TIMES_MAX, Case, CaseMail
from saraban.cases.news import begin_day
from saraban.mail.models import OutboundEmail
from tests.cases.matters import MONDAY, Matters, clock_at
from tests.cases.test_cases import follow
from tests.cases.test_papers import ask
from tests.office import arrive

REPORT = """From: Mail Delivery System <MAILER-DAEMON@example.com>
To: saraban@klongnoy.go.th
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{number}@example.com>
Date: Mon, 23 Jan 2023 10:00:00 +0700
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

The mail system: <{to}>: host mx.example.com said: 552 {status} mailbox full

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {to}
Action: failed
Status: {status}
Diagnostic-Code: smtp; 552 {status} mailbox full

--b
Content-Type: message/rfc822-headers

Message-ID: {message_id}
Subject: x

--b--
"""


def comes_back(matters: Matters, mail: OutboundEmail, status: str) -> None:
    report = REPORT.format(
        number=mail.pk, to=mail.to_address, status=status, message_id=mail.message_id
    ).replace("\n", "\r\n")
    row = arrive(matters.office, raw=report.encode(), at=MONDAY + timedelta(hours=1))
    assert (row.answers, row.bounce, row.bounce_status) == (mail, True, status)
    mail.mark("bounced", OutboundEmail.BOUNCED, "ผู้ให้บริการแจ้งว่าส่งไม่ถึง")  # as the mailbox's intake does
    follow()


def asked(matters: Matters) -> tuple[Case, CaseMail]:
    case = matters.case()
    request = ask(matters, case)
    assert request.mail is not None
    return case, request.mail


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


def test_a_full_mailbox_is_tried_again_on_the_next_day_with_the_same_words(matters: Matters) -> None:
    case, first = asked(matters)
    comes_back(matters, first.letter, "5.2.2")
    first.refresh_from_db()
    case.refresh_from_db()
    assert first.again_on == date(2023, 1, 24)
    assert case.unreachable_at is None and Hold.objects.standing(case) is None
    with clock_at(day(1)):
        begin_day()
    again = CaseMail.objects.latest("pk")
    assert (again.times, again.about, again.letter.body) == (2, first.about, first.letter.body)
    assert again.letter.message_id != first.letter.message_id
    first.refresh_from_db()
    assert first.again_on is None


def test_after_the_third_time_the_thirty_days_begin(matters: Matters) -> None:
    case, mail = asked(matters)
    for number in range(1, TIMES_MAX):
        with clock_at(day(number - 1)):
            comes_back(matters, mail.letter, "5.2.2")
        with clock_at(day(number)):
            begin_day()
        mail = CaseMail.objects.latest("pk")
        assert mail.times == number + 1
    with clock_at(day(TIMES_MAX)):
        comes_back(matters, mail.letter, "5.2.2")
    case.refresh_from_db()
    assert case.unreachable_at is not None and Hold.objects.standing(case) is not None
    assert CaseMail.objects.filter(again_on__isnull=False).count() == 0


def test_a_mailbox_that_does_not_exist_is_not_tried_again(matters: Matters) -> None:
    case, mail = asked(matters)
    comes_back(matters, mail.letter, "5.1.1")
    case.refresh_from_db()
    assert case.unreachable_at is not None
    assert CaseMail.objects.count() == 1


def test_nothing_is_sent_again_to_an_address_that_was_corrected(matters: Matters) -> None:
    case, mail = asked(matters)
    comes_back(matters, mail.letter, "5.2.2")
    case.correct_applicant(address="new@example.com", by=matters.officer)
    with clock_at(day(1)):
        begin_day()
    assert CaseMail.objects.count() == 1
    mail.refresh_from_db()
    assert mail.again_on is None
