"""What the pages show of a question that was mailed and of its answer: to whom it concerns, and never a code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.audit.entries import AuditEntry
from saraban.cases.opinions import Opinion
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.mail.one_time import HIDDEN, quoted_codes
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import acting_for
from tests.cases.answers import HOST, PASS, RECEIVED, WORDS, Asked, arrives, ask_kaew, comes
from tests.cases.matters import MONDAY, Matters, clock_at, open_matters
from tests.desk.signing_in import sign_in
from tests.desk.test_pages import looked
from tests.office import add_officer

UNPROVEN = "dmarc=fail header.from=klongnoy.go.th"


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    with clock_at(MONDAY):
        made = open_matters(data_dir, practice=True)
        with acting_for(made.office.agency):
            yield made


@pytest.fixture
def asked(matters: Matters) -> Asked:
    return ask_kaew(matters)


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_case_shows_the_answer_with_its_mail_and_how_it_was_proven(asked: Asked, client: Client) -> None:
    email = comes(asked.office.mailbox, asked.reply())
    sign_in(client, asked.matters.officer)
    case = shown(client, f"/desk/cases/{asked.case.pk}/")
    assert WORDS in case and "นางสาวแก้ว มั่นคง" in case
    assert f"ตอบทางอีเมลจากบัญชีที่บันทึกไว้ · ยืนยันโดย DMARC ของ klongnoy.go.th ตรวจโดย {HOST}" in case
    assert f'href="/desk/letters/{email.pk}/"' in case
    assert "ตอบความเห็นทางอีเมลจากบัญชีที่บันทึกไว้" in case  # in its story
    letter = shown(client, f"/desk/letters/{email.pk}/")
    assert f'href="/desk/cases/{asked.case.pk}/#opinions"' in letter and "เจ้าหน้าที่ตอบความเห็นภายใน" in letter
    assert "ตอบทางอีเมล ยังไม่ยืนยัน" not in case


def test_an_unproven_answer_is_shown_as_such_and_answered_in_the_system(asked: Asked, client: Client) -> None:
    email = comes(asked.office.mailbox, asked.reply().results(UNPROVEN))
    sign_in(client, asked.kaew)
    case = shown(client, f"/desk/cases/{asked.case.pk}/")
    assert "ตอบทางอีเมล ยังไม่ยืนยัน" in case and "DMARC" in case and "โปรดตอบในระบบ" in case
    assert WORDS in case and asked.kaew.email in case
    client.post(f"/desk/opinions/{asked.opinion.pk}/answer/", {"text": "ตอบในระบบ"})
    asked.opinion.refresh_from_db()
    assert asked.opinion.answer == "ตอบในระบบ"
    assert "ยังไม่ยืนยัน" not in shown(client, f"/desk/cases/{asked.case.pk}/")

    # At the desk it is a letter like any other, and one key does not register it.
    sign_in(client, asked.office.clerk)
    letter = shown(client, f"/desk/letters/{email.pk}/")
    assert "ตรวจก่อนลงรับ: ตอบความเห็นทางอีเมล ยังไม่ยืนยัน" in letter and 'id="doubts"' in letter
    assert "จดหมายภายในหน่วยงาน" in shown(client, f"/desk/letters/{email.pk}/no-registration/")


def test_no_page_shows_a_code_that_may_still_be_used(asked: Asked, client: Client) -> None:
    ours = OutboundEmail.objects.get(kind=OutboundEmail.QUESTION)
    with ours.change("uncertain", by=MACHINE):
        ours.state = OutboundEmail.UNCERTAIN
    for officer in (asked.office.clerk, asked.matters.head, asked.kaew):
        sign_in(client, officer)
        for path in (f"/desk/outbox/{ours.pk}/", "/desk/outbox/", f"/desk/cases/{asked.case.pk}/"):
            assert not quoted_codes(shown(client, path))
    assert HIDDEN in shown(client, f"/desk/outbox/{ours.pk}/")


def test_what_was_asked_and_answered_of_a_case_that_was_closed_is_closed(
    asked: Asked, client: Client
) -> None:
    email = comes(asked.office.mailbox, asked.reply())
    ours = OutboundEmail.objects.get(kind=OutboundEmail.QUESTION)
    colleague = add_officer("นายอื่น", "other@klongnoy.go.th", Duty.CASE, Duty.REGISTRY)
    hidden = [f"/desk/letters/{email.pk}/", f"/desk/letters/{email.pk}/original/", f"/desk/outbox/{ours.pk}/"]
    sign_in(client, colleague)
    assert [client.get(path).status_code for path in hidden] == [200] * 3
    assert email.subject in shown(client, "/desk/history/")

    asked.case.restrict(by=asked.matters.officer)
    assert [client.get(path).status_code for path in hidden] == [404] * 3
    history = shown(client, "/desk/history/")
    assert email.subject not in history and email.from_whom not in history
    verdict = email.verdicts.get()
    assert client.post(f"/desk/history/{verdict.pk}/taken-back/").status_code == 404
    for sees in (asked.matters.officer, asked.matters.head):
        sign_in(client, sees)
        assert [client.get(path).status_code for path in hidden] == [200] * 3


def test_a_letter_that_was_not_looked_at_yet_is_taken_by_whoever_is_first(
    asked: Asked, client: Client
) -> None:
    email = arrives(asked.office.mailbox, asked.reply())
    sign_in(client, asked.office.clerk)
    assert shown(client, f"/desk/letters/{email.pk}/")
    answer = client.post(f"/desk/letters/{email.pk}/spam/", {"looked": looked()})
    assert answer.status_code == 302


# The names of our host


def test_names_are_proposed_and_nothing_is_believed_before_they_are_confirmed(
    matters: Matters, client: Client
) -> None:
    mailbox = matters.office.mailbox
    for number in range(3):
        arrives(mailbox, _letter(number, f"Authentication-Results: {HOST}; {PASS}", RECEIVED))
    arrives(mailbox, _letter(9, "Authentication-Results: mx.evil.example; dmarc=pass"))
    arrives(mailbox, _letter(10, RECEIVED))
    sign_in(client, matters.office.clerk)
    page = shown(client, "/desk/settings/mail-hosts/")
    assert "ยังไม่ได้ยืนยันชื่อเครื่อง" in page and "5 ฉบับล่าสุด" in page
    assert page.index(HOST) < page.index("mx.evil.example") and "พบ 3 ฉบับ" in page
    assert "checked" not in page.replace("checkbox", "")
    mailbox.refresh_from_db()
    assert mailbox.checked_by == []

    client.post(
        "/desk/settings/mail-hosts/", {"mailbox": mailbox.pk, "name": [HOST], "more": " MX2.Klongnoy.go.th, "}
    )
    mailbox.refresh_from_db()
    assert mailbox.checked_by == [HOST, "mx2.klongnoy.go.th"]
    told = AuditEntry.objects.filter(noun="mailbox").latest("number")
    assert (told.verb, told.actor) == ("hosts_confirmed", matters.office.clerk.actor_key)
    page = shown(client, "/desk/settings/mail-hosts/")
    assert f'เชื่อผลตรวจของ <b class="address">{HOST}, mx2.klongnoy.go.th</b>' in page
    assert "ไม่พบในระยะนี้" in page

    client.post("/desk/settings/mail-hosts/", {"mailbox": mailbox.pk, "more": "not a host!"})
    client.post(
        "/desk/settings/mail-hosts/", {"mailbox": mailbox.pk, "more": " ".join(f"h{n}.th" for n in range(11))}
    )
    mailbox.refresh_from_db()
    assert len(mailbox.checked_by) == 2
    client.post("/desk/settings/mail-hosts/", {"mailbox": mailbox.pk})
    mailbox.refresh_from_db()
    assert mailbox.checked_by == []
    assert client.post("/desk/settings/mail-hosts/", {"mailbox": "x"}).status_code == 404


def test_a_letter_whose_bytes_are_gone_names_no_host_and_keeps_the_page_from_nobody(
    asked: Asked, client: Client
) -> None:
    email = comes(asked.office.mailbox, asked.reply())
    sign_in(client, asked.office.clerk)
    assert HOST in shown(client, "/desk/settings/mail-hosts/")
    email.path.unlink()
    shown(client, "/desk/settings/mail-hosts/")


def test_who_is_no_administrator_reads_it_and_confirms_nothing(matters: Matters, client: Client) -> None:
    sign_in(client, matters.head)
    page = shown(client, "/desk/settings/mail-hosts/")
    assert "เป็นหน้าที่ของผู้ดูแลระบบ" in page and '<button class="btn">ยืนยัน' not in page
    answer = client.post("/desk/settings/mail-hosts/", {"mailbox": matters.office.mailbox.pk, "more": HOST})
    assert answer.status_code == 409
    matters.office.mailbox.refresh_from_db()
    assert matters.office.mailbox.checked_by == []


def test_where_the_provider_keeps_what_was_sent_the_page_says_what_follows(
    matters: Matters, client: Client
) -> None:
    with matters.office.mailbox.change("corrected", by=OPERATOR):
        matters.office.mailbox.provider_keeps_sent = True
    sign_in(client, matters.office.clerk)
    assert "คำตอบทางอีเมลไม่นับ" in shown(client, "/desk/settings/mail-hosts/")
    assert not Opinion.objects.exists() and not IncomingEntry.objects.exists()
    assert not InboundEmail.objects.exists()


def _letter(number: int, *above: str) -> bytes:
    head = [
        *above,
        f"From: s{number}@example.com",
        f"Subject: {number}",
        f"Message-ID: <{number}@example.com>",
    ]
    return "\r\n".join([*head, "", "x"]).encode()
