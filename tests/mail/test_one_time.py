"""A one-time code leaves in one mail, the same at each attempt, and is kept nowhere."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

import pytest
from django.utils.timezone import now

from saraban.agencies.duties import MACHINE
from saraban.audit.entries import AuditEntry, Opening
from saraban.mail import delivery
from saraban.mail.fakes import FakeInbox, FakeOutbox
from saraban.mail.gateway import MailFailure
from saraban.mail.models import Draft, InboundEmail, OutboundEmail
from saraban.mail.one_time import HIDDEN, LENGTH, QUOTED, QUOTED_MAX, new_code, quoted_codes, without_codes
from saraban.mail.references import quoted_reference
from tests.office import Office, arrive

CODE = "T-7KQ2-9XMD-4TPA-B8HJ-2MNC-WQRS"


def mail(office: Office) -> OutboundEmail:
    draft = Draft(
        kind=OutboundEmail.QUESTION,
        to_address="kaew@klongnoy.go.th",
        to_name="แก้ว",
        subject="ขอความเห็น",
        body=f"เรียน แก้ว\nรหัส {HIDDEN}",
        leaves_at=now(),
        automatic=True,
        one_time=CODE,
    )
    return OutboundEmail.objects.compose(draft, mailbox=office.mailbox, from_name="งานสารบรรณ", by=MACHINE)


def said(raw: bytes) -> str:
    return str(message_from_bytes(raw, policy=policy.default).get_content())  # type: ignore[attr-defined]


def test_codes_are_of_one_shape_and_none_comes_twice() -> None:
    made = {new_code() for _ in range(5_000)}
    assert len(made) == 5_000
    assert all(len(one) == LENGTH == len(HIDDEN) and QUOTED.fullmatch(one) for one in made)
    assert not re.search(r"[01ILO]", "".join(made))


@pytest.mark.parametrize(
    "text", [f"> > รหัส{CODE}ไว้", f"({CODE.lower()})", f"{CODE}\n{CODE}", f"{CODE} S-7KQ2-9XMD-4TPA"]
)
def test_it_is_found_and_hidden_however_a_program_treated_it(text: str) -> None:
    assert quoted_codes(text) == [CODE]
    assert quoted_codes(without_codes(text)) == [] and HIDDEN in without_codes(text)


@pytest.mark.parametrize(
    "text", ["", CODE[:-1], f"X{CODE}", f"{CODE}-AAAA", CODE.replace("-", ""), HIDDEN, f"S{CODE[1:]}"]
)
def test_nothing_else_is_taken_for_one(text: str) -> None:
    assert quoted_codes(text) == []
    assert quoted_reference(CODE) == ""


def test_no_more_are_looked_at_than_a_person_has() -> None:
    assert len(quoted_codes(" ".join(new_code() for _ in range(100)))) == QUOTED_MAX


def test_it_leaves_and_is_kept_nowhere(office: Office) -> None:
    letter, outbox, inbox = mail(office), FakeOutbox(), FakeInbox()
    outbox.failures = [MailFailure("ยังไม่ได้ส่ง", answer="421")]
    delivery.send_due(lambda _: outbox, lambda _: inbox)
    letter.refresh_from_db()
    assert (letter.state, letter.one_time, outbox.sent) == (OutboundEmail.QUEUED, CODE, [])
    assert said(letter.raw()) == said(letter.as_kept())
    first = letter.as_bytes()

    OutboundEmail.objects.filter(pk=letter.pk).lease(not_before=now())
    delivery.send_due(lambda _: outbox, lambda _: inbox)
    letter.refresh_from_db()
    assert (letter.state, letter.one_time) == (OutboundEmail.SENT, "")
    [left] = outbox.sent
    assert left.raw == first and quoted_codes(said(left.raw)) == [CODE]
    assert HIDDEN in said(letter.raw()) and inbox.sent == [letter.raw()]
    rows = [
        *AuditEntry.objects.values_list("facts", flat=True),
        *Opening.objects.values_list("opened", flat=True),
    ]
    assert CODE not in str(rows) and HIDDEN in str(rows)


def test_what_is_called_back_takes_its_code_along(office: Office) -> None:
    letter = mail(office)
    letter.recall(by=MACHINE)
    letter.refresh_from_db()
    assert (letter.state, letter.one_time) == (OutboundEmail.RECALLED, "")


def test_what_comes_in_with_a_code_is_told_apart_and_the_log_has_it_hidden(office: Office) -> None:
    email = arrive(office, subject=f"Re: {CODE}", body=f"เห็นด้วย {CODE}")
    assert email.of_a_question
    assert CODE not in email.subject + email.excerpt and HIDDEN in email.excerpt
    assert CODE not in str(list(Opening.objects.values_list("opened", flat=True)))
    assert not arrive(office, subject="x").of_a_question
    assert InboundEmail.objects.count() == 2
