"""What a clerk sees of letters that machines signed: the signature, a new key, a receipt that found its letter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from saraban.contacts.models import Contact
from saraban.mail.models import OutboundEmail
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.receipts import file_receipts
from saraban.registers.sender_keys import SenderKey
from saraban.registers.verdicts import Verdict
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import table_date
from tests.desk.signing_in import sign_in
from tests.exchange.two import HERE, Two, file_in, two_agencies, with_file


@pytest.fixture
def two(db: None, data_dir: Path) -> Iterator[Two]:
    made = two_agencies(data_dir, practice=True)
    with acting_for(made.there.agency):
        yield made


def test_the_card_is_filled_and_one_key_is_enough(two: Two, client: Client) -> None:
    came = two.came(two.send().as_bytes(), to=two.there)
    page = sign_in(client, two.there.clerk).get(f"/desk/letters/{came.pk}/").content.decode()
    assert "ลายเซ็นถูกต้อง" in page and "พบกุญแจนี้ครั้งแรก" in page and HERE in page
    assert "ตรวจก่อนลงรับ" not in page and 'class="line doubt"' not in page
    assert '<button class="btn go" autofocus>' in page
    assert "อ่านจากไฟล์ letter.json (ลงนามอิเล็กทรอนิกส์)" in page


def test_a_new_key_is_asked_about_until_an_officer_accepts_it(two: Two, client: Client) -> None:
    first = two.came(two.send().as_bytes(), to=two.there)
    clerk = sign_in(client, two.there.clerk)
    SenderKey.objects.pin(two.here.mailbox.address, "0" * 64, name=HERE, by=two.there.clerk)
    page = clerk.get(f"/desk/letters/{first.pk}/").content.decode()
    assert "ลงนามด้วยกุญแจใหม่" in page and "โปรดโทรถามผู้ส่ง" in page and "autofocus>ลงรับ" not in page
    assert "ลายเซ็นถูกต้อง" not in page
    clerk.post(f"/desk/letters/{first.pk}/new-key/")
    page = clerk.get(f"/desk/letters/{first.pk}/").content.decode()
    assert "ลงนามด้วยกุญแจใหม่" not in page and "กุญแจเดียวกับที่เคยใช้" in page
    assert SenderKey.objects.get().key == json.loads(OutboundEmail.across_agencies.get().for_machines)["key"]


def test_there_is_no_key_to_accept_where_none_was_known(two: Two, client: Client) -> None:
    came = two.came(two.send().as_bytes(), to=two.there)
    assert sign_in(client, two.there.clerk).post(f"/desk/letters/{came.pk}/new-key/").status_code == 404
    assert not SenderKey.objects.exists()


def test_a_name_that_has_always_written_from_elsewhere_is_a_doubt(two: Two, client: Client) -> None:
    clerk = sign_in(client, two.there.clerk)
    Contact.objects.record("added", by=two.there.clerk, name=HERE, email="saraban@real.go.th")
    came = two.came(two.send().as_bytes(), to=two.there)
    assert "เคยใช้อีเมล saraban@real.go.th" in clerk.get(f"/desk/letters/{came.pk}/").content.decode()


def test_the_sent_letter_tells_what_the_other_machine_said(two: Two, client: Client) -> None:
    raw = two.answered(two.came(two.send().as_bytes(), to=two.there)).as_bytes()
    with acting_for(two.here.agency):
        came = two.came(raw, to=two.here)
        file_receipts()
        clerk = sign_in(client, two.here.clerk)
        sent = OutgoingEntry.objects.get()
        page = clerk.get(f"/desk/outgoing/{sent.pk}/").content.decode()
        assert "ปลายทางรับแล้ว</span> เลขรับ 1/" in page and "ตอบรับโดยระบบของปลายทาง" in page
        assert "อยู่ที่โต๊ะ" not in clerk.get("/desk/").content.decode()
        history = clerk.get("/desk/history/").content.decode()
        assert "ตอบรับโดยระบบของปลายทาง บันทึกเลขรับที่หนังสือส่งแล้ว" in history and ">ระบบ<" in history
        letter = clerk.get(f"/desk/letters/{came.pk}/").content.decode()
        assert "<dt>โดย</dt><dd>ระบบ</dd>" in letter
        clerk.post(f"/desk/history/{Verdict.objects.get().pk}/taken-back/")
        assert "ปลายทางรับแล้ว</span>" not in clerk.get(f"/desk/outgoing/{sent.pk}/").content.decode()


def test_a_receipt_that_does_not_fit_says_why_at_the_desk(two: Two, client: Client) -> None:
    raw = two.answered(two.came(two.send().as_bytes(), to=two.there)).as_bytes()
    said = file_in(raw, "receipt.json").replace(b'"receipt_number":"1/', b'"receipt_number":"2/')
    with acting_for(two.here.agency):
        came = two.came(with_file(raw, "receipt.json", said), to=two.here)
        file_receipts()
        page = sign_in(client, two.here.clerk).get(f"/desk/letters/{came.pk}/").content.decode()
        assert "ไม่ได้บันทึก receipt.json ที่แนบมาให้เอง เพราะลายเซ็นไม่ถูกต้อง" in page


def test_it_is_switched_off_at_the_settings(two: Two, client: Client) -> None:
    with acting_for(two.here.agency):
        clerk = sign_in(client, two.here.clerk)
        assert 'name="letter_json"' in clerk.get("/desk/settings/").content.decode()
        clerk.post(
            "/desk/settings/profile/",
            {"name": HERE, "registry_name": "x", "registry_phone": "1", "head_title": "x"},
        )
    assert two.send().for_machines == ""


def test_the_mail_lists_the_file_for_machines_among_what_is_attached(two: Two, client: Client) -> None:
    two.send()
    letter = OutboundEmail.across_agencies.get()
    with acting_for(two.here.agency):
        page = sign_in(client, two.here.clerk).get(f"/desk/outbox/{letter.pk}/").content.decode()
        assert page.count("ไฟล์แนบ") == 2 and "ไฟล์แนบ letter.json" in page
    assert b'filename="letter.json"' in letter.as_bytes()


KEYS = "/desk/settings/keys/"


def test_the_keys_are_listed_with_ours_to_compare(two: Two, client: Client) -> None:
    came = two.came(two.send().as_bytes(), to=two.there)
    clerk = sign_in(client, two.there.clerk)
    assert "ยังไม่มีกุญแจที่จำไว้" in clerk.get(KEYS).content.decode()
    IncomingEntry.objects.enter(came, by=two.there.clerk)
    key = SenderKey.objects.get()
    page = clerk.get(KEYS).content.decode()
    assert key.fingerprint in page and two.here.mailbox.address in page and HERE in page
    assert f'"num">{table_date(localtime(came.arrived_at))}<' in page
    assert re.fullmatch(r"([0-9a-f]{4} ){7}[0-9a-f]{4}", key.fingerprint)
    with acting_for(two.here.agency):  # who is asked by telephone reads the same
        assert key.fingerprint in sign_in(client, two.here.clerk).get(KEYS).content.decode()


def test_a_key_that_was_forgotten_is_trusted_anew_at_the_next_letter(two: Two, client: Client) -> None:
    SenderKey.objects.pin(two.here.mailbox.address, "0" * 64, name="x", by=two.there.clerk)
    known, clerk = SenderKey.objects.get(), sign_in(client, two.there.clerk)
    came = two.came(two.send().as_bytes(), to=two.there)
    assert "ลงนามด้วยกุญแจใหม่" in clerk.get(f"/desk/letters/{came.pk}/").content.decode()

    assert clerk.post(f"{KEYS}{known.pk}/forgotten/", {"why": "เพราะอยาก"}).status_code == 409
    page = clerk.post(f"{KEYS}{known.pk}/forgotten/", {"why": "new_machine"}, follow=True).content.decode()
    assert "ลืมกุญแจของ" in page and "ยังไม่มีกุญแจที่จำไว้" in page
    assert clerk.post(f"{KEYS}{known.pk}/forgotten/", {"why": "new_machine"}).status_code == 409
    said = known.story().get(verb="forgotten")
    assert (said.actor, said.facts["why"]) == (two.there.clerk.actor_key, "new_machine")

    page = clerk.get(f"/desk/letters/{came.pk}/").content.decode()
    assert "พบกุญแจนี้ครั้งแรก" in page and "ลงนามด้วยกุญแจใหม่" not in page
    IncomingEntry.objects.enter(came, by=two.there.clerk)
    again = SenderKey.objects.get()
    assert (again.pk, again.name) == (known.pk, HERE) and again.key not in ("", "0" * 64)
    assert [one.verb for one in again.story()] == ["pinned", "forgotten", "pinned"]


def test_the_page_of_keys_asks_as_much_for_five_as_for_one(two: Two, client: Client) -> None:
    clerk = sign_in(client, two.there.clerk)

    def asked(count: int) -> int:
        for nth in range(count):
            SenderKey.objects.pin(f"a{nth}@b.go.th", f"{nth}" * 64, name="x", by=two.there.clerk)
        clerk.get(KEYS)
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(KEYS).content.decode().count("ลืมกุญแจ</button>") == count
        return len(queries)

    assert asked(1) == asked(5)


def test_who_may_not_forget_a_key_reads_the_list(two: Two, client: Client) -> None:
    SenderKey.objects.pin("a@b.go.th", "0" * 64, name="x", by=two.there.clerk)
    page = sign_in(client, two.there.head).get(KEYS).content.decode()
    assert "a@b.go.th" in page and "ลืมกุญแจ</button>" not in page
