"""The head's page, and the pages that say who may decide and in what."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from saraban.agencies.models import Acting, Officer
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.standing_orders import StandingOrder
from saraban.cases.states import State
from saraban.notices.accounts import SigningAccount
from saraban.notices.system_orders import SystemOrder
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import table_date
from tests.cases.matters import Matters, open_matters
from tests.desk.signing_in import sign_in
from tests.desk.test_pages import looked
from tests.office import add_officer

APPROVALS = "/desk/approvals/"
SIGNING = "/desk/settings/approvals/"


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    made = open_matters(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


def agreed() -> dict[str, str]:
    """The press on the big button, by somebody who has had the card before them."""
    return {"word": "agree", "looked": looked()}


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def laid(matters: Matters, **letter: object) -> Proposal:
    case = matters.complete(**letter)
    return Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="เอกสารครบ เห็นควรอนุญาต")


def give_a_key(officer: Officer, kind: Authenticator.Type) -> None:
    Authenticator.objects.create(user=officer.user, type=kind, data={})


def test_the_oldest_is_open_in_three_parts_and_the_others_are_a_tap_away(
    matters: Matters, client: Client
) -> None:
    first, second = laid(matters), laid(matters, sender="s2@example.com")
    shown = page(sign_in(client, matters.head), APPROVALS)
    for words in ("ขอให้อนุญาต", "เอกสารครบ เห็นควรอนุญาต", "เหตุผลและเอกสาร", "เมื่อกดแล้ว", "รออีก 1 เรื่อง"):
        assert words in shown
    assert f'action="{APPROVALS}{first.pk}/"' in shown and f'href="{APPROVALS}{second.pk}/"' in shown
    assert f'action="{APPROVALS}{second.pk}/"' in page(client, f"{APPROVALS}{second.pk}/")


def test_after_the_word_ten_seconds_to_undo_stand_on_the_next_page(matters: Matters, client: Client) -> None:
    proposal = laid(matters)
    sign_in(client, matters.head)
    shown = client.post(f"{APPROVALS}{proposal.pk}/", agreed(), follow=True).content.decode()
    assert 'data-seconds="10"' in shown and f'action="{APPROVALS}{proposal.pk}/taken-back/"' in shown
    shown = client.post(f"{APPROVALS}{proposal.pk}/taken-back/", follow=True).content.decode()
    assert "รอพิจารณาอีกครั้ง" in shown and "data-seconds" not in shown
    assert "data-seconds" not in page(client, APPROVALS)


def test_the_second_tap_of_a_double_one_decides_nothing(matters: Matters, client: Client) -> None:
    first, second = laid(matters), laid(matters, sender="s2@example.com")
    sign_in(client, matters.head)
    client.post(f"{APPROVALS}{first.pk}/", agreed())
    answer = client.post(
        f"{APPROVALS}{second.pk}/",
        {"word": "agree", "looked": looked(ago=timedelta(seconds=0.2))},
        follow=True,
    )
    assert "เพิ่งเปิดขึ้นมา โปรดอ่านแล้วกดอีกครั้ง" in answer.content.decode()
    second.refresh_from_db()
    assert second.word == "waiting"


def test_one_that_was_answered_leads_back_to_the_list(matters: Matters, client: Client) -> None:
    proposal = laid(matters)
    proposal.agree(by=matters.head)
    shown = sign_in(client, matters.head).get(f"{APPROVALS}{proposal.pk}/", follow=True).content.decode()
    assert "มีคำสั่งแล้ว" in shown
    answer = client.post(f"{APPROVALS}{proposal.pk}/", agreed(), follow=True)
    assert "การเสนอนี้มีคำสั่งแล้ว" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        (Authenticator.Type.WEBAUTHN, "/accounts/2fa/webauthn/reauthenticate/"),
        (Authenticator.Type.TOTP, "/accounts/2fa/reauthenticate/"),
        (None, "/accounts/reauthenticate/"),
    ],
)
def test_who_did_not_show_lately_who_they_are_is_asked_first(
    matters: Matters, client: Client, kind: Authenticator.Type | None, where: str
) -> None:
    proposal = laid(matters)
    user = matters.head.user
    assert user is not None
    user.set_password("เรือลำน้อย-ลอยตามคลอง")
    user.save()
    if kind is not None:
        give_a_key(matters.head, kind)
    sign_in(client, matters.head)
    back = f"{APPROVALS}{proposal.pk}/?proved=1"
    answer = client.post(f"{APPROVALS}{proposal.pk}/", agreed())
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{where}?next={quote(back, safe='')}")
    proposal.case.refresh_from_db()
    assert proposal.case.state == State.COMPLETE
    assert "กดอีกครั้งเพื่อบันทึก" not in page(client, back), "nobody has shown anything"

    answer = client.post(f"{APPROVALS}{proposal.pk}/", {"word": "ask", "said": "ขอดูผัง"})
    assert answer.headers["Location"] == APPROVALS, "a question decides nothing"


def test_a_password_said_lately_lets_the_head_decide_for_five_minutes(
    matters: Matters, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal, second = laid(matters), laid(matters, sender="s2@example.com")
    user = matters.head.user
    assert user is not None
    user.set_password("เรือลำน้อย-ลอยตามคลอง")
    user.save()
    sign_in(client, matters.head)
    back = f"{APPROVALS}{proposal.pk}/?proved=1"
    answer = client.post(
        f"/accounts/reauthenticate/?next={quote(back, safe='')}", {"password": "เรือลำน้อย-ลอยตามคลอง"}
    )
    assert answer.headers["Location"] == back
    assert "กดอีกครั้งเพื่อบันทึก" in page(client, back)
    assert client.post(f"{APPROVALS}{proposal.pk}/", agreed()).headers["Location"] == APPROVALS
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    answer = client.post(f"{APPROVALS}{second.pk}/", agreed())
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_what_lacks_is_said_before_and_after_and_made_good(matters: Matters, client: Client) -> None:
    proposal = laid(matters)
    sign_in(client, matters.head)
    assert "จะยังไม่ครบตามมาตรา 16 เพราะไม่มีคำสั่ง" in page(client, APPROVALS)
    client.post(f"{APPROVALS}{proposal.pk}/", agreed())
    assert "มีความเห็นชอบ 1 เรื่องที่ยังไม่ครบ" in page(client, APPROVALS)
    case_page = page(client, f"/desk/cases/{proposal.case_id}/")
    assert "ความเห็นชอบนี้ยังไม่ครบตามมาตรา 16 เพราะ" in case_page
    assert "ให้ออกคำสั่งกำหนดระบบ และบันทึกบัญชีของผู้เห็นชอบ" in case_page
    where = f"{APPROVALS}{proposal.pk}/cured/"
    for said, words in (
        ({"how": "confirmed"}, "ยังไม่ได้ยืนยัน"),
        ({"how": "paper", "signed_on": "เมื่อไรก็ไม่รู้", "said": "ในแฟ้ม"}, "เมื่อไรก็ไม่รู้"),
        ({"how": "paper", "signed_on": "วันนี้", "said": ""}, "ยังไม่ได้บอกว่ากระดาษ"),
        ({"how": "paper", "signed_on": "วันนี้", "said": "ในแฟ้มเรื่อง"}, "ครบแล้ว"),
    ):
        assert words in client.post(where, said, follow=True).content.decode(), said
    assert "ไม่มีความเห็นชอบที่ค้าง" in page(client, f"{APPROVALS}flagged/")
    assert "ลงนามในกระดาษ: ลงนามวันที่" in page(client, f"/desk/cases/{proposal.case_id}/")


def test_a_restricted_case_is_in_no_list_of_flags_for_others(matters: Matters, client: Client) -> None:
    proposal = laid(matters)
    proposal.agree(by=matters.head)
    proposal.case.restrict(by=matters.officer)
    sign_in(client, matters.office.clerk)
    assert proposal.case.number not in page(client, f"{APPROVALS}flagged/")


def test_the_page_of_approvals_asks_as_much_for_many_as_for_few(matters: Matters, client: Client) -> None:
    sign_in(client, matters.head)
    counts = []
    for number in range(1, 7):
        laid(matters, sender=f"s{number}@example.com")
        if number in (2, 6):
            page(client, APPROVALS)
            with CaptureQueriesContext(connection) as asked:
                page(client, APPROVALS)
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_order_from_the_draft_to_the_day_it_ends(matters: Matters, client: Client) -> None:
    sign_in(client, matters.head)
    assert "ยังไม่มีคำสั่งที่ใช้อยู่วันนี้" in page(client, SIGNING)
    assert client.post(f"{SIGNING}orders/new/", {"in_force_from": ""}).status_code == 422
    said = {"in_force_from": "วันนี้", "others": "ไลน์ : แจ้งงาน\n\nอีเมล", "asks_for_accounts": "on"}
    where = client.post(f"{SIGNING}orders/new/", said).headers["Location"]
    draft = SystemOrder.objects.get()
    assert draft.others == [["ไลน์", "แจ้งงาน"], ["อีเมล", ""]]
    made = client.get(f"{where}pdf/")
    assert made.content.startswith(b"%PDF") and made.headers["Content-Type"] == "application/pdf"
    assert 'value="นายสมศักดิ์ ตั้งใจ นายกเทศมนตรีตำบลคลองน้อย"' in page(client, where)
    assert client.get(f"{where}file/").status_code == 404

    form = {"number": "12/2569", "signed_on": "วันนี้", "in_force_from": "วันนี้", "signed_by": ""}
    assert client.post(where, form).status_code == 422
    scan = SimpleUploadedFile("คำสั่ง.pdf", b"%PDF-1.4 signed")
    answer = client.post(where, {**form, "signed_by": "นายสมศักดิ์", "files": scan}, follow=True)
    assert "ใช้อยู่: <b>คำสั่งเทศบาลตำบลคลองน้อย ที่ 12/2569</b>" in answer.content.decode()
    assert b"".join(client.get(f"{where}file/").streaming_content) == b"%PDF-1.4 signed"  # type: ignore[attr-defined]

    answer = client.post(f"{where}ended/", {"last_day": "วันนี้", "because": ""}, follow=True)
    assert "ยังไม่ได้เลิก เพราะยังไม่ได้บอกเหตุผล" in answer.content.decode()
    client.post(f"{where}ended/", {"last_day": "วันนี้", "because": "เลิกใช้ระบบ"})
    draft.refresh_from_db()
    assert draft.last_day == localdate()


def test_a_draft_is_thrown_away_at_a_press(matters: Matters, client: Client) -> None:
    order = SystemOrder.objects.draft(by=matters.head, in_force_from=localdate())
    answer = sign_in(client, matters.head).post(f"{SIGNING}orders/{order.pk}/ended/", follow=True)
    assert "ทิ้งร่างแล้ว" in answer.content.decode() and "พิมพ์ร่าง" not in answer.content.decode()


def test_the_registry_records_everybodys_account_at_one_press(matters: Matters, client: Client) -> None:
    sign_in(client, matters.office.clerk)
    assert "บันทึกบัญชีของทั้ง 3 คน" in page(client, SIGNING)
    client.post(f"{SIGNING}accounts/", {"all": "1"})
    assert SigningAccount.objects.standing().count() == 3
    assert "บันทึกบัญชีของทั้ง" not in page(client, SIGNING)
    said = {"officer": str(matters.head.pk), "address": "somsak", "system": "ไลน์"}
    client.post(f"{SIGNING}accounts/", said)
    assert "somsak" in page(client, SIGNING)
    assert "ยังไม่ได้เลือกเจ้าหน้าที่" in client.post(f"{SIGNING}accounts/", {}, follow=True).content.decode()
    account = SigningAccount.objects.get(address="somsak")
    client.post(f"{SIGNING}accounts/{account.pk}/ended/", {"because": "เลิกใช้ไลน์"})
    assert "บัญชีที่เลิกใช้แล้ว 1" in page(client, SIGNING)


def acting_form(officer: Officer, **said: str) -> dict[str, str]:
    return {
        "officer": str(officer.pk),
        "kind": "for_all",
        "stands_for": "นายกเทศมนตรีตำบลคลองน้อย",
        "absent": "",
        "first_day": "วันนี้",
        "last_day": "+3",
        "order": "คำสั่งที่ 15/2569",
        "ordered_on": "วันนี้",
        **said,
    }


def test_who_acts_for_the_head_sees_the_heads_page_for_those_days(matters: Matters, client: Client) -> None:
    deputy = add_officer("นางวรรณา รุ่งเรืองดี", "palad@klongnoy.go.th")
    where = "/desk/settings/acting/"
    assert sign_in(client, deputy).get(APPROVALS).status_code == 409
    sign_in(client, matters.head)
    assert client.post(where, acting_form(deputy, order="")).status_code == 422
    assert client.post(where, acting_form(deputy)).status_code == 302
    assert "แทนอยู่" in page(client, where)
    proposal = laid(matters)

    shown = page(sign_in(client, deputy), APPROVALS)
    assert "บันทึกว่าเห็นชอบโดย นางวรรณา รุ่งเรืองดี รักษาราชการแทน นายกเทศมนตรีตำบลคลองน้อย" in shown
    assert client.post(where, acting_form(matters.officer)).status_code == 409
    client.post(f"{APPROVALS}{proposal.pk}/", agreed())
    told = page(client, f"/desk/cases/{proposal.case_id}/")
    assert "นางวรรณา รุ่งเรืองดี รักษาราชการแทน นายกเทศมนตรีตำบลคลองน้อย" in told

    term = Acting.objects.get()
    sign_in(client, matters.head).post(f"{where}{term.pk}/ended/", {"because": "กลับมาแล้ว"})
    assert "เลิกก่อนกำหนด" in page(client, where)
    assert sign_in(client, deputy).get(APPROVALS).status_code == 409


def test_the_head_orders_once_that_delays_are_owned_up_to(matters: Matters, client: Client) -> None:
    where = "/desk/settings/standing-orders/"
    sign_in(client, matters.head)
    said = {
        "services": [str(matters.service.pk)],
        "reason": "รอผลตรวจสถานที่",
        "order": "คำสั่งที่ 20/2569",
        "ordered_on": "วันนี้",
        "first_day": "วันนี้",
        "last_day": table_date(localdate() + timedelta(days=60)),
    }
    assert client.post(where, {**said, "services": []}).status_code == 422
    assert client.post(where, {**said, "last_day": "+999"}).status_code == 422
    assert client.post(where, said).status_code == 302
    assert 'tag ok">ใช้อยู่' in page(client, where)
    order = StandingOrder.objects.get()
    client.post(f"{where}{order.pk}/ended/", {"because": ""})
    client.post(f"{where}{order.pk}/ended/", {"because": "คำสั่งใหม่"})
    assert 'tag ok">ใช้อยู่' not in page(client, where)
    assert "เป็นอำนาจของหัวหน้าหน่วยงานเท่านั้น" in page(sign_in(client, matters.officer), where)
