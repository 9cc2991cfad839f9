"""Before a day of money is closed or reviewed, and before money is led elsewhere, an officer shows once more who they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from saraban.agencies.models import Officer
from saraban.audit.entries import AuditEntry
from saraban.desk.sign_in import TYPED, TYPED_CHARACTERS_MAX, TYPED_FIELDS_MAX
from saraban.payments.accounts import Account
from saraban.payments.closes import DayClose
from saraban.payments.receipts import ReceiptOrder
from saraban.tenancy.scope import acting_for
from tests.cases.matters import clock_at
from tests.desk.signing_in import sign_in
from tests.office import bangkok, open_office
from tests.payments.tills import AGENCY, Till, open_till

PAY = "/desk/pay/"
PASSWORD = "เรือลำน้อย-ลอยตามคลอง"
EVENING = bangkok(2023, 1, 23, 16, 10)
CLOSES = {"day": EVENING.date().isoformat(), "note": "ตรวจกับสมุดบัญชีแล้ว"}
OPENS = {"bank": "004", "number": "098-7-65432-1", "name": AGENCY, "biller": "", "promptpay": ""}
ORDERED = {"order": "5/2566", "ordered_on": "วันนี้", "first_day": "วันนี้", "last_day": "+30"}


@pytest.fixture
def till(db: None, data_dir: Path) -> Iterator[Till]:
    with clock_at(EVENING):
        made = open_till(data_dir, practice=True)
        with acting_for(made.office.agency):
            yield made


def with_a_password(client: Client, officer: Officer) -> Client:
    """Signed in, and long enough ago that they have to say it again."""
    user = officer.user
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    return sign_in(client, officer)


def asked(client: Client, path: str, form: dict[str, str] | None = None, *, back: str = "") -> str:
    """Where the officer is asked who they are, and nothing is done; gives the address to which they come back."""
    before = AuditEntry.objects.count()
    answer = client.post(path, form or {})
    then = f"{back or path}?proved=1"
    where = f"/accounts/reauthenticate/?next={quote(then, safe='')}"
    assert (answer.status_code, answer.headers["Location"]) == (302, where)
    assert AuditEntry.objects.count() == before
    return then


def proved(client: Client, then: str) -> str:
    """The page to which they come back with their password."""
    answer = client.post(f"/accounts/reauthenticate/?next={quote(then, safe='')}", {"password": PASSWORD})
    assert answer.headers["Location"] == then
    shown = client.get(then).content.decode()
    assert "ยืนยันตัวแล้ว กดอีกครั้งเพื่อบันทึก" in shown
    return shown


def test_a_day_is_closed_after_proving_with_the_note_that_was_typed(till: Till, client: Client) -> None:
    with_a_password(client, till.finance)
    then = asked(client, f"{PAY}days/", CLOSES)
    assert "ตรวจกับสมุดบัญชีแล้ว" not in client.get(then).content.decode(), "nobody has shown anything"
    shown = proved(client, then)
    assert 'value="ตรวจกับสมุดบัญชีแล้ว"' in shown and "autofocus" in shown
    assert not DayClose.objects.exists(), "coming back is no press"
    done = client.post(f"{PAY}days/", CLOSES, follow=True).content.decode()
    assert "ปิดยอดวันจันทร์ที่ 23 มกราคม 2566 แล้ว" in done
    assert DayClose.objects.get().note == "ตรวจกับสมุดบัญชีแล้ว"
    assert "ตรวจกับสมุดบัญชีแล้ว" not in client.get(f"{PAY}days/").content.decode()


def test_a_day_is_reviewed_after_proving_and_five_minutes_later_they_are_asked_again(
    till: Till, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = DayClose.objects.close(EVENING.date(), by=till.finance)
    with_a_password(client, till.second)
    here = f"{PAY}days/{close.pk}/"
    proved(client, asked(client, f"{here}reviewed/", back=here))
    later = time.time() + 301
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: later)
        assert "ยืนยันตัวแล้ว" not in client.get(f"{here}?proved=1").content.decode()
        asked(client, f"{here}reviewed/", back=here)
    assert "สอบทานแล้ว ล็อก" in client.post(f"{here}reviewed/", follow=True).content.decode()
    close.refresh_from_db()
    assert close.reviewer == till.second


def test_within_five_minutes_one_tap_is_enough(till: Till, client: Client) -> None:
    with_a_password(client, till.finance)
    proved(client, asked(client, f"{PAY}days/", CLOSES))
    client.post(f"{PAY}days/", CLOSES)
    client.post(f"{PAY}accounts/", OPENS)
    assert DayClose.objects.count() == 1 and Account.objects.filter(bank="004").exists()


def test_an_account_is_opened_corrected_and_ended_only_after_proving(till: Till, client: Client) -> None:
    with_a_password(client, till.finance)
    accounts, here = f"{PAY}accounts/", f"{PAY}accounts/{till.account.pk}/"
    then = asked(client, accounts, OPENS)
    for form, path, back in (
        ({"biller": "", "promptpay": "0994000165501"}, here, here),
        ({"because": "ธนาคารปิดสาขา"}, f"{here}ended/", here),
    ):
        asked(client, path, form, back=back)
    assert 'value="098-7-65432-1"' not in proved(client, then), (
        "what was typed last, elsewhere, took its place"
    )
    shown = client.get(f"{here}?proved=1").content.decode()
    assert 'value="ธนาคารปิดสาขา"' in shown and shown.index("ยืนยันตัวแล้ว") > shown.index("เลิกใช้บัญชี</h2>")
    client.post(accounts, OPENS)
    client.post(here, {"biller": "", "promptpay": "0994000165501"})
    client.post(f"{here}ended/", {"because": "ธนาคารปิดสาขา"})
    till.account.refresh_from_db()
    assert till.account.promptpay == "0994000165501" and till.account.ended_at is not None


def test_what_was_typed_on_one_page_stands_on_no_other(till: Till, client: Client) -> None:
    other = Account.objects.open(AGENCY, bank="004", number="0987654321", by=till.finance)
    with_a_password(client, till.finance)
    here, there = (f"{PAY}accounts/{account.pk}/" for account in (till.account, other))
    assert 'value="0994000165501"' in proved(client, asked(client, here, {"promptpay": "0994000165501"}))
    assert 'value="0994000165501"' not in client.get(f"{there}?proved=1").content.decode()


def test_of_what_was_typed_no_more_is_kept_than_a_form_of_ours_has(till: Till, client: Client) -> None:
    with_a_password(client, till.finance)
    asked(client, f"{PAY}days/", {"day": CLOSES["day"]} | {f"field{n}": "ก" * 5_000 for n in range(100)})
    kept = client.session[TYPED]["said"]
    del kept["day"]
    assert len(kept) == TYPED_FIELDS_MAX - 1
    assert {len(said) for said in kept.values()} == {TYPED_CHARACTERS_MAX}


def test_what_cannot_be_is_said_before_anybody_is_asked(till: Till, client: Client) -> None:
    with_a_password(client, till.finance)
    assert client.post(f"{PAY}accounts/", OPENS | {"bank": ""}).status_code == 422
    assert client.post(f"{PAY}receipt-orders/", ORDERED).status_code == 409, "it is the head's alone"


def test_the_head_orders_receipts_after_proving(till: Till, client: Client) -> None:
    with_a_password(client, till.office.head)
    shown = proved(client, asked(client, f"{PAY}receipt-orders/", ORDERED))
    assert 'value="5/2566"' in shown and 'value="+30"' in shown
    assert not ReceiptOrder.objects.exists()
    client.post(f"{PAY}receipt-orders/", ORDERED)
    assert ReceiptOrder.objects.get().order == "5/2566"


def test_a_passkey_is_asked_for_before_a_password(till: Till, client: Client) -> None:
    with_a_password(client, till.finance)
    Authenticator.objects.create(user=till.finance.user, type=Authenticator.Type.WEBAUTHN, data={})
    answer = client.post(f"{PAY}days/", CLOSES)
    assert answer.headers["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/?next=")
    assert not DayClose.objects.exists()


def test_who_has_no_key_at_all_as_in_practice_is_not_asked(till: Till, client: Client) -> None:
    sign_in(client, till.finance).post(f"{PAY}days/", CLOSES)
    assert DayClose.objects.exists()


def test_a_neighbour_who_proved_who_they_are_reaches_nothing(
    till: Till, data_dir: Path, client: Client
) -> None:
    close = DayClose.objects.close(EVENING.date(), by=till.finance)
    neighbour = open_office("paktang", data=data_dir, practice=True)
    with_a_password(client, neighbour.head)
    before = AuditEntry.across_agencies.count()
    for _ in range(2):
        for path in (
            f"{PAY}days/{close.pk}/reviewed/",
            f"{PAY}accounts/{till.account.pk}/",
            f"{PAY}accounts/{till.account.pk}/ended/",
        ):
            assert client.post(path, {"biller": "", "because": "x"}).status_code in (404, 409)
        client.post(f"/accounts/reauthenticate/?next={PAY}", {"password": PASSWORD})
    assert AuditEntry.across_agencies.count() == before
    close.refresh_from_db()
    assert close.reviewed_at is None


def test_another_officer_sees_who_changed_where_money_goes(till: Till, client: Client) -> None:
    before = till.account.biller
    till.account.correct(biller="", promptpay="0994000165501", by=till.second)
    sign_in(client, till.office.head)
    here = f"{PAY}accounts/{till.account.pk}/"
    for page in (f"{PAY}accounts/", here):
        shown = client.get(page).content.decode()
        assert f"แก้ Biller ID หรือพร้อมเพย์ของบัญชี {till.account.shown_number}" in shown
        assert "พร้อมเพย์:</span> 0994000165501" in shown and till.second.name in shown
        assert f"Biller ID:</span> <s>{before}</s> –" in shown
