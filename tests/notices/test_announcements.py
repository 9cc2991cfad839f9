"""Which version of how the agency is paid was announced, with its words as they were, and whether they are still true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from saraban.agencies.duties import OPERATOR
from saraban.audit.entries import AuditEntry
from saraban.notices.announcements import CHANNEL_MAX, PaymentAnnouncement
from saraban.payments.accounts import Account
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MONDAY, clock_at
from tests.documents.test_typesetting import text_of
from tests.payments.tills import AGENCY, Till, open_till, refused

TODAY = MONDAY.date()
SIGNED = {
    "announced_on": TODAY,
    "signer": "นายสมศักดิ์ ตั้งใจ",
    "position": "นายกเทศมนตรีตำบลคลองน้อย",
    "place": "เว็บไซต์ และป้ายหน้าสำนักงาน",
}


@pytest.fixture
def till(db: None, data_dir: Path) -> Iterator[Till]:
    with clock_at(MONDAY):
        made = open_till(data_dir)
        with acting_for(made.office.agency):
            yield made


def draft(till: Till, channel: str = "") -> PaymentAnnouncement:
    return PaymentAnnouncement.objects.draft(by=till.finance, channel=channel)


def announced(till: Till, channel: str = "", **said: object) -> PaymentAnnouncement:
    made = draft(till, channel)
    made.announce(by=till.finance, **SIGNED | said)  # type: ignore[arg-type]
    return made


def test_a_draft_is_drawn_from_the_accounts_that_stand_and_waits_to_be_signed(till: Till) -> None:
    made = draft(till, "  เว็บไซต์   www.klongnoy.go.th ")
    assert "เลขที่บัญชี 123-4-56789-0 Biller ID 099400016550100" in made.text
    assert "หรือทาง เว็บไซต์ www.klongnoy.go.th โดยต้องมี" in made.text
    assert made.address == till.office.mailbox.address and made.address in made.text
    assert list(PaymentAnnouncement.objects.drafts()) == [made]
    assert PaymentAnnouncement.objects.in_force() is None
    assert draft(till, "เว็บไซต์ www.klongnoy.go.th") == made, "a second press drafts no second one"
    assert draft(till) != made
    assert len(draft(till, "ก" * 999).channel) == CHANNEL_MAX


def test_once_announced_it_is_in_force_and_keeps_its_words(till: Till, tmp_path: Path) -> None:
    made = announced(till)
    text = made.text
    assert PaymentAnnouncement.objects.in_force() == made and made.announced_by == till.finance
    till.account.end("ธนาคารปิดสาขา", by=till.finance)
    Account.objects.open(AGENCY, bank="030", number="999999999999", by=OPERATOR)
    made.refresh_from_db()
    assert made.text == text
    words = text_of(made.as_pdf(till.office.clerk), tmp_path)
    assert "123-4-56789-0" in words and "999999999999" not in words
    assert "ประกาศณวันที่๒๓มกราคม๒๕๖๖(นายสมศักดิ์ตั้งใจ)นายกเทศมนตรีตำบลคลองน้อย" in words and "ร่าง" not in words
    assert made.as_pdf(None) == made.as_pdf(till.office.head), "who signed it is no longer asked"


def test_a_draft_as_a_page_says_that_it_is_one_and_who_is_to_sign(till: Till, tmp_path: Path) -> None:
    words = text_of(draft(till).as_pdf(till.office.head), tmp_path)
    assert "ร่างยังไม่ได้ลงนาม" in words and "(นายสมศักดิ์ตั้งใจ)นายกเทศมนตรีตำบลคลองน้อย" in words


def test_it_is_told_how_the_one_in_force_differs_from_the_accounts(till: Till) -> None:
    made = announced(till)
    assert made.differences() == []
    other = Account.objects.open(AGENCY, bank="030", number="999999999999", by=OPERATOR)
    assert made.differences() == ["บัญชี 999999999999 ยังไม่อยู่ในประกาศ"]
    other.end("x", by=OPERATOR)
    assert made.differences() == []
    till.account.correct(biller="", promptpay="0994000165501", by=till.finance)
    assert made.differences() == [
        "บัญชี 1234567890 มี Biller ID ไม่ตรงกับในประกาศ",
        "บัญชี 1234567890 มีพร้อมเพย์ไม่ตรงกับในประกาศ",
    ]
    till.account.end("x", by=till.finance)
    assert made.differences() == ["บัญชี 1234567890 เลิกใช้แล้ว แต่ยังอยู่ในประกาศ"]
    with till.office.mailbox.change("corrected", by=OPERATOR):
        till.office.mailbox.address = "new@klongnoy.go.th"
    assert made.differences()[1:] == ["อีเมลรับหลักฐานเปลี่ยนเป็น new@klongnoy.go.th"]


def test_an_account_that_was_ended_and_opened_again_is_the_same_to_who_pays(till: Till) -> None:
    made = announced(till)
    till.account.end("x", by=till.finance)
    Account.objects.open(AGENCY, bank="006", number="1234567890", biller="099400016550100", by=OPERATOR)
    assert made.differences() == []


def test_the_one_recorded_last_is_in_force_so_that_a_mistake_is_mended_by_another(till: Till) -> None:
    wrong = announced(till)
    right = announced(till, announced_on=TODAY - timedelta(days=3))
    assert PaymentAnnouncement.objects.in_force() == right
    assert list(PaymentAnnouncement.objects.announced()) == [right, wrong]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"announced_on": date(2023, 1, 24)}, "bad_day"),
        ({"signer": " "}, "no_signer"),
        ({"position": ""}, "no_signer"),
        ({"place": " \t"}, "no_place"),
    ],
)
def test_what_is_wanting_is_said_and_the_draft_stays(till: Till, said: dict[str, object], code: str) -> None:
    made = draft(till)
    before = AuditEntry.objects.count()
    with refused(code):
        made.announce(by=till.finance, **SIGNED | said)  # type: ignore[arg-type]
    assert AuditEntry.objects.count() == before
    assert list(PaymentAnnouncement.objects.drafts()) == [made]


def test_what_was_announced_or_dropped_is_neither_again(till: Till) -> None:
    made, dropped = announced(till), draft(till)
    dropped.drop(by=till.finance)
    for row in (made, dropped):
        with refused("announced"):
            row.announce(by=till.finance, **SIGNED)  # type: ignore[arg-type]
        with refused("announced"):
            row.drop(by=till.finance)
    assert list(PaymentAnnouncement.objects.drafts()) == []


def test_without_an_account_or_the_duty_nothing_is_drafted(till: Till) -> None:
    with refused("no_duty"):
        PaymentAnnouncement.objects.draft(by=till.office.head)
    till.account.end("x", by=till.finance)
    with refused("no_account"):
        draft(till)
    assert not PaymentAnnouncement.objects.exists()
