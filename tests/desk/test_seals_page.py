"""ตราปิดวัน on screen: who holds the seals outside, each as a file, and what is said where nobody does."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.agencies.models import Profile
from saraban.evidence.mailed import mail_seals
from saraban.evidence.seals import DaySeal, seal_due
from saraban.evidence.stamps import late_since
from saraban.mail.models import OutboundEmail
from tests.desk.signing_in import sign_in
from tests.evidence.days import clock_at
from tests.office import Office, add_officer
from tests.servers.certificates import Authority

FORM = {
    "name": "เทศบาลตำบลคลองน้อย",
    "registry_name": "งานสารบรรณกลาง",
    "registry_phone": "02 123 4567",
    "head_title": "นายก",
}


def tomorrow(client: Client) -> str:
    """The page of the next day, after a midnight at which the clock did its work."""
    with clock_at(now() + timedelta(days=1)):
        seal_due()
        mail_seals()
    return client.get("/desk/seals/").content.decode()


def test_the_page_says_that_nobody_outside_holds_them(office: Office, clerk: Client) -> None:
    page = clerk.get("/desk/seals/").content.decode()
    assert "ยังไม่มีคนนอกหน่วยงานถือตราปิดวัน" in page and "ยังไม่มีตรา" in page
    page = tomorrow(clerk)
    assert "ยังไม่มีคนนอกหน่วยงานถือตราปิดวัน" in page and DaySeal.objects.get().digest in page


def test_the_page_says_who_holds_them_and_whether_the_last_mail_came(office: Office, clerk: Client) -> None:
    answer = clerk.post("/desk/settings/profile/", {**FORM, "seals_to": "auditor@province.go.th"})
    assert answer.status_code == 302
    assert "auditor@province.go.th" in clerk.get("/desk/seals/").content.decode()
    page = tomorrow(clerk)
    letter = OutboundEmail.objects.get()
    assert "ยังไม่มีคนนอก" not in page and f"/desk/outbox/{letter.pk}/" in page and "รอส่ง" in page
    with clock_at(now() + timedelta(days=1)):
        letter.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีผู้ใช้นี้")
    assert "note warn" in clerk.get("/desk/seals/").content.decode()
    outbox = clerk.get("/desk/outbox/").content.decode()
    assert "ส่งไม่ถึง" in outbox and "<b>ตราปิดวัน</b>" in outbox
    assert "ไม่อยู่ในทะเบียนหนังสือส่ง" in clerk.get(f"/desk/outbox/{letter.pk}/").content.decode()


@pytest.mark.parametrize("name", ["seals_to", "month_seals_to"])
def test_our_own_mailbox_is_not_taken_for_somebody_outside(office: Office, clerk: Client, name: str) -> None:
    answer = clerk.post("/desk/settings/profile/", {**FORM, name: "Saraban@klongnoy.go.th"})
    assert answer.status_code == 422
    assert "เป็นอีเมลกลางของหน่วยงานเอง" in answer.content.decode()
    assert getattr(Profile.objects.get(), name) == ""


def test_a_seal_is_handed_out_as_a_file_to_every_officer(office: Office, client: Client) -> None:
    officer = add_officer("นางสาวอรุณี", "arunee@klongnoy.go.th", Duty.AUDITOR)
    with clock_at(now() + timedelta(days=1)):
        DaySeal.objects.seal_due(by=MACHINE)
    seal = DaySeal.objects.get()
    auditor = sign_in(client, officer)
    answer = auditor.get(f"/desk/seals/{seal.day}/")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''seal-{seal.day}.json"
    assert json.loads(answer.content) == seal.told()
    assert [auditor.get(f"/desk/seals/{day}/").status_code for day in ("x", "2001-01-01")] == [404, 404]


def test_the_page_asks_as_much_for_a_month_as_for_a_day(office: Office, clerk: Client) -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.seals_to = "auditor@province.go.th"
    asked = []
    for days in (1, 30):
        with clock_at(now() + timedelta(days=days)):
            seal_due()
            mail_seals()
        clerk.get("/desk/seals/")
        with CaptureQueriesContext(connection) as queries:
            clerk.get("/desk/seals/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_authority_is_named_with_a_root_that_can_be_read(
    office: Office, clerk: Client, tmp_path: Path
) -> None:
    root = Authority(tmp_path).ca_file.read_text()
    url = "https://tsa.example.go.th/tsr"
    for said, why in (
        ({"tsa_url": url}, "ยังไม่มีใบรับรองรากที่อ่านได้"),
        ({"tsa_url": url, "tsa_roots": "-----BEGIN CERTIFICATE-----"}, "ยังไม่มีใบรับรองรากที่อ่านได้"),
        ({"tsa_url": "ftp://tsa.example.go.th", "tsa_roots": root}, "ต้องขึ้นต้นด้วย https://"),
        ({"tsa_url": "ไม่ใช่ที่อยู่", "tsa_roots": root}, "ที่อยู่ไม่ถูกรูปแบบ"),
    ):
        answer = clerk.post("/desk/settings/profile/", {**FORM, **said})
        assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert (
        clerk.post("/desk/settings/profile/", {**FORM, "tsa_url": url, "tsa_roots": root}).status_code == 302
    )
    assert Profile.objects.get().tsa_url == url
    with clock_at(now() + timedelta(days=1)):
        seal_due()
        assert late_since() is None
    assert '<th scope="col">ประทับเวลา</th>' in clerk.get("/desk/seals/").content.decode()
    with clock_at(now() + timedelta(days=3)):
        assert late_since() is not None
