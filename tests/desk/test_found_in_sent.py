"""The page of a letter that was sent in webmail: its row proposed, entered, put aside, struck through."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from saraban.agencies.duties import MACHINE, Duty
from saraban.law.refusal import Refusal
from saraban.mail.elsewhere import SentElsewhere
from saraban.mail.models import OutboundEmail, files
from saraban.registers.books import Register
from saraban.registers.dispatches import Dispatch
from saraban.registers.outgoing import OutgoingEntry
from tests.desk.signing_in import sign_in
from tests.office import Office, add_officer

FORM = {
    "kind": "outgoing",
    "subject": "ขอเชิญประชุม",
    "others": "เทศบาลตำบลหนองบัว saraban@nongbua.go.th",
}


@pytest.fixture
def found(office: Office) -> SentElsewhere:
    with files().batch(office.agency) as batch:
        kept = batch.add([b"Subject: x\r\n\r\n"])
    return SentElsewhere.objects.record(
        "found",
        by=MACHINE,
        mailbox=office.mailbox,
        sha256=kept.sha256,
        size=kept.size,
        sent_at=now(),
        subject="ขอเชิญประชุม",
        recipients=[["เทศบาลตำบลหนองบัว", "saraban@nongbua.go.th"]],
    )


def test_it_is_listed_opened_and_entered_and_nothing_is_sent_again(
    office: Office, clerk: Client, found: SentElsewhere
) -> None:
    address = f"/desk/outgoing/found/{found.pk}/"
    assert f'href="{address}"' in clerk.get("/desk/outgoing/").content.decode()
    page = clerk.get(address).content.decode()
    assert 'value="ขอเชิญประชุม"' in page and "เทศบาลตำบลหนองบัว saraban@nongbua.go.th" in page
    assert clerk.post(address, FORM).status_code == 302
    entry = OutgoingEntry.objects.get()
    assert (entry.subject, entry.action, entry.issued_at) == ("ขอเชิญประชุม", "ส่งทางเว็บเมล", found.sent_at)
    assert entry.dated_on == localdate(found.sent_at)
    [dispatch] = Dispatch.objects.all()
    assert (dispatch.address, dispatch.letter) == ("saraban@nongbua.go.th", None)
    assert not OutboundEmail.objects.exists()
    assert address not in clerk.get("/desk/outgoing/").content.decode()
    assert "เว็บเมล" in clerk.get(f"/desk/outgoing/{entry.pk}/").content.decode()
    again = clerk.post(address, FORM)
    assert again.status_code == 422 and OutgoingEntry.objects.count() == 1


def test_it_takes_the_number_that_was_inked_on_the_paper(
    office: Office, clerk: Client, found: SentElsewhere
) -> None:
    held = OutgoingEntry.objects.reserve(
        Register.OUTGOING, until=localdate(), because="เขียนเลขแล้ว", by=office.clerk
    )
    assert clerk.post(f"/desk/outgoing/found/{found.pk}/", FORM | {"under": held.pk}).status_code == 302
    assert OutgoingEntry.objects.get().found == found


def test_it_is_put_aside_and_brought_back(office: Office, clerk: Client, found: SentElsewhere) -> None:
    address = f"/desk/outgoing/found/{found.pk}/"
    assert clerk.post(f"{address}dismissed/", {"because": ""}).status_code == 409
    assert clerk.post(f"{address}dismissed/", {"because": "โต้ตอบภายใน"}).status_code == 302
    assert address not in clerk.get("/desk/outgoing/").content.decode()
    assert "ไม่ต้องลงทะเบียน: โต้ตอบภายใน" in clerk.get(address).content.decode()
    assert clerk.post(f"{address}dismissed/", {"back": "1"}).status_code == 302
    assert address in clerk.get("/desk/outgoing/").content.decode()


def test_one_entered_by_mistake_is_struck_and_cannot_be_recalled(
    office: Office, clerk: Client, found: SentElsewhere
) -> None:
    clerk.post(f"/desk/outgoing/found/{found.pk}/", FORM)
    entry = OutgoingEntry.objects.get()
    with pytest.raises(Refusal) as refused:
        entry.recall(by=office.clerk)
    assert refused.value.code == "too_late_to_undo"
    page = clerk.get(f"/desk/outgoing/{entry.pk}/").content.decode()
    assert f'action="/desk/outgoing/{entry.pk}/void/"' in page
    clerk.post(f"/desk/outgoing/{entry.pk}/void/", {"because": "จดหมายส่วนตัว"})
    entry.refresh_from_db()
    found.refresh_from_db()
    assert entry.voided_at is not None
    assert (found.state, "จดหมายส่วนตัว" in found.state_reason) == (SentElsewhere.DISMISSED, True)


def test_the_original_is_what_lies_in_sent(office: Office, clerk: Client, found: SentElsewhere) -> None:
    answer = clerk.get(f"/desk/outgoing/found/{found.pk}/original/")
    assert b"".join(answer.streaming_content) == b"Subject: x\r\n\r\n"  # type: ignore[attr-defined]


def test_it_is_the_registrys_alone(office: Office, client: Client, found: SentElsewhere) -> None:
    sign_in(client, add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE))
    address = f"/desk/outgoing/found/{found.pk}/"
    assert address not in client.get("/desk/outgoing/").content.decode()
    for asked in (
        client.get(address),
        client.post(address, FORM),
        client.post(f"{address}dismissed/", {"because": "x"}),
        client.get(f"{address}original/"),
    ):
        assert asked.status_code == 409
        assert "ขอเชิญประชุม" not in asked.content.decode().replace(FORM["subject"], "", 1)
    assert not OutgoingEntry.objects.exists()
