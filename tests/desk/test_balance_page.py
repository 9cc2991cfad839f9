"""The page of the mailbox's balance: in words when all is explained, by name when it is not, and nothing secret named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from saraban.agencies.duties import Duty
from saraban.law.refusal import Refusal
from saraban.mail.balance import BalanceWatch, MailboxBalance, balance_due
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import MailFailure, Role
from saraban.mail.intake import fetch
from saraban.mail.models import InboundEmail, LedgerLine
from saraban.registers.models import IncomingEntry
from saraban.registers.verdicts import Verdict
from tests.desk.signing_in import sign_in
from tests.kill.day import read_in_process
from tests.office import Office, add_officer, letter_bytes

PAGE = "/desk/rounds/balance/"
SUBJECTS = [f"เรื่องที่ {number}" for number in range(6)]


@pytest.fixture
def inbox(office: Office) -> FakeInbox:
    made = FakeInbox()
    for number, subject in enumerate(SUBJECTS):
        made.add(letter_bytes(subject), arrived_at=now() - timedelta(hours=6 - number))
    fetch(office.mailbox, made, read=read_in_process, still_ours=lambda: None)
    return made


def counted(office: Office, inbox: FakeInbox) -> MailboxBalance:
    BalanceWatch.ask(office.mailbox, by=office.clerk)
    assert balance_due(lambda _: inbox) == 1
    kept = MailboxBalance.objects.newest(office.mailbox)
    assert kept is not None
    return kept


def page(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_mailbox_that_balances_is_said_to_in_words(office: Office, inbox: FakeInbox, clerk: Client) -> None:
    assert "ยังไม่เคยนับ" in page(clerk)
    counted(office, inbox)
    told = page(clerk)
    assert "ต่างศูนย์ฉบับ ยอดตรงกัน" in told
    assert "ทุกฉบับที่เรารับไว้ยังอยู่ในกล่อง" in told
    assert "note err" not in told and "tag err" not in told


def test_what_is_not_explained_is_named_in_red(office: Office, inbox: FakeInbox, clerk: Client) -> None:
    LedgerLine.objects.filter(uid__in=[2, 5]).delete()
    counted(office, inbox)
    told = page(clerk)
    assert "ยอดไม่ตรง มี 2 ฉบับในกล่องที่บัญชีของเราไม่มี" in told
    assert '<td>INBOX</td><td class="num">5</td>' in told


def test_what_is_gone_is_named_to_those_who_may_see_it(
    office: Office, inbox: FakeInbox, client: Client
) -> None:
    plain, secret, restricted = InboundEmail.objects.order_by("pk")[:3]
    Verdict.objects.lock_as_secret(secret, by=office.clerk)
    IncomingEntry.objects.enter(restricted, by=office.clerk).restrict(by=office.clerk)
    IncomingEntry.objects.enter(plain, by=office.clerk)
    for uid in (1, 2, 3):
        inbox.remove(uid)
    assert counted(office, inbox).gone_count == 3
    seen = {}
    for duty in (Duty.CASE, Duty.SECRETS):
        told = page(sign_in(client, add_officer(f"นาย{duty}", f"{duty}@klongnoy.go.th", duty)))
        seen[duty] = [subject for subject in SUBJECTS[:3] if subject in told]
    assert seen == {
        Duty.CASE: SUBJECTS[:1],
        Duty.SECRETS: SUBJECTS[:3],
    }


def test_a_server_that_does_not_answer_is_said_and_nothing_is_lost(
    office: Office, inbox: FakeInbox, clerk: Client
) -> None:
    counted(office, inbox)
    BalanceWatch.ask(office.mailbox, by=office.clerk)
    inbox.failures = [MailFailure("ยังไม่ได้อ่านกล่องจดหมาย เพราะเซิร์ฟเวอร์ไม่ตอบ ไม่มีหนังสือสูญหาย", of_server=True)]
    assert balance_due(lambda _: inbox) == 0
    told = page(clerk)
    assert "ยังนับไม่ได้ตั้งแต่" in told and "เพราะเซิร์ฟเวอร์ไม่ตอบ ไม่มีหนังสือสูญหาย" in told
    assert "ต่างศูนย์ฉบับ" in told  # what was counted before still stands


def test_the_button_leaves_it_to_the_clock(office: Office, inbox: FakeInbox, clerk: Client) -> None:
    answer = clerk.post(PAGE + "now/", follow=True)
    assert "มีผู้สั่งนับแล้ว กำลังนับ" in answer.content.decode()
    assert not MailboxBalance.objects.exists()
    assert balance_due(lambda _: inbox) == 1
    assert f"ตามที่{office.clerk.name}สั่ง" in page(clerk)
    with pytest.raises(Refusal):
        BalanceWatch.ask(office.mailbox, by=office.head)


def test_the_page_asks_as_often_with_one_letter_named_as_with_five(
    office: Office, inbox: FakeInbox, clerk: Client
) -> None:
    def asked(gone: int) -> int:
        letters = inbox.in_role[Role.INBOX].letters
        while len(letters) > len(SUBJECTS) - gone:
            inbox.remove(min(letters))
        assert counted(office, inbox).gone_count == gone
        page(clerk)
        with CaptureQueriesContext(connection) as queries:
            page(clerk)
        return len(queries)

    assert asked(1) == asked(5)
