"""The folder of the day and the page of an entry hand on what is registered already."""

from __future__ import annotations

from django.test import Client

from saraban.agencies.models import Profile, Unit
from saraban.mail.models import OutboundEmail
from saraban.registers.models import IncomingEntry, Route
from tests.desk.signing_in import sign_in
from tests.office import Office, arrive


def test_the_folder_hands_on_what_the_head_agrees_to(
    office: Office, presented: Profile, client: Client
) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))
    sign_in(client, office.clerk)
    page = client.get("/desk/folder/").content.decode()
    assert "เรียน นายกเทศมนตรีตำบลคลองน้อย เห็นควรมอบกองสาธารณสุข ดำเนินการ" in page
    assert f'<option value="{office.unit.pk}" selected>กองสาธารณสุข</option>' in page
    said = client.post(
        f"/desk/register/{entry.pk}/handed-on/", {"unit": office.unit.pk, "day": "วันนี้"}, follow=True
    ).content.decode()
    assert f"ส่งต่อเลขรับ {entry.receipt_number} ให้กองสาธารณสุขแล้ว" in said
    assert "ไม่มีหนังสือที่รอเกษียนในวันนี้" in said
    assert OutboundEmail.objects.filter(kind=OutboundEmail.ROUTING).count() == 1


def test_the_page_of_the_entry_hands_on_and_takes_back(office: Office, works: Unit, client: Client) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    sign_in(client, office.clerk)
    client.post(f"/desk/register/{entry.pk}/handed-on/", {"unit": works.pk})
    said = client.post(f"/desk/register/{entry.pk}/handed-on/", {"unit": 999}, follow=True).content.decode()
    assert "ยังไม่ได้ส่งต่อ เพราะไม่พบหน่วยหรือเจ้าหน้าที่ที่เลือก" in said
    said = client.post(f"/desk/register/{entry.pk}/handed-on/", {"unit": ""}, follow=True).content.decode()
    assert "ยังไม่ได้ส่งต่อ เพราะยังไม่ได้เลือกหน่วย" in said and 'name="unit"' in said
    routing = entry.routings.get()
    said = client.post(f"/desk/routed/{routing.pk}/taken-back/", follow=True).content.decode()
    assert "เรียกการส่งต่อกลับแล้ว" in said
    entry.refresh_from_db()
    assert entry.action == ""


def test_undone_and_entered_again_it_is_meant_for_whom_it_was(
    office: Office, presented: Profile, client: Client
) -> None:
    letter = arrive(office)
    entry = IncomingEntry.objects.enter(letter, by=office.clerk, route=Route(unit=office.unit))
    entry.recall(by=office.clerk)
    sign_in(client, office.clerk)
    page = client.get(f"/desk/letters/{letter.pk}/").content.decode()
    assert f'<option value="{office.unit.pk}" selected>กองสาธารณสุข</option>' in page
