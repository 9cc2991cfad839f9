"""The folder of the day on the screens of the registry and of the head, and the book of what was handed over."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Profile, Unit
from saraban.registers.minutes import End, Minute
from saraban.registers.models import IncomingEntry, Particulars, Route
from tests.desk.signing_in import sign_in
from tests.office import Office, add_officer, arrive


@pytest.fixture
def entry(office: Office, presented: Profile) -> IncomingEntry:
    return IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))


def press(client: Client, entry: IncomingEntry, **said: object) -> str:
    page = client.post(f"/desk/register/{entry.pk}/minute/", {"day": "วันนี้", **said}, follow=True)
    return page.content.decode()


def test_the_head_gives_a_letter_on_as_proposed_by_one_press(
    office: Office, entry: IncomingEntry, client: Client
) -> None:
    sign_in(client, office.head)
    page = client.get("/desk/folder/").content.decode()
    assert "รอเกษียน 1 ฉบับ" in page and ">มอบกองสาธารณสุข</button>" in page
    page = press(client, entry, end="as_proposed")
    assert "มอบกองสาธารณสุข ดำเนินการ" in page and "ไม่มีหนังสือที่รอเกษียน" in page
    entry.refresh_from_db()
    assert entry.action == "กองสาธารณสุข"
    minute = Minute.objects.get()
    page = client.post(f"/desk/minutes/{minute.pk}/taken-back/", follow=True).content.decode()
    assert "รอเกษียน 1 ฉบับ" in page


def test_the_head_writes_other_words_and_gives_it_to_another(
    office: Office, works: Unit, entry: IncomingEntry, client: Client
) -> None:
    sign_in(client, office.head)
    assert "ต้องมีหน่วยหรือเจ้าหน้าที่" in press(client, entry, end="assigned", text="ตรวจสอบด่วน")
    press(client, entry, end="assigned", text="ตรวจสอบด่วน", unit=works.pk)
    assert Minute.objects.get().text == "ตรวจสอบด่วน"
    page = client.get(f"/desk/register/{entry.pk}/").content.decode()
    assert "ตรวจสอบด่วน" in page and "นายสมศักดิ์ ตั้งใจ" in page
    assert "ตรวจสอบด่วน" in client.get(f"/desk/register/{entry.pk}/slip/").content.decode()


def test_the_registry_puts_its_line_in_other_words_and_gives_no_word(
    office: Office, entry: IncomingEntry, client: Client
) -> None:
    sign_in(client, office.clerk)
    page = press(client, entry, end="proposed", text="เรียน นายก เพื่อโปรดทราบ")
    assert "<p>เรียน นายก เพื่อโปรดทราบ</p>" in page
    assert 'value="noted"' not in page
    response = client.post(f"/desk/register/{entry.pk}/minute/", {"end": "noted"})
    assert response.status_code in (403, 409)
    assert not Minute.objects.exclude(end=End.PROPOSED).exists()


def test_what_is_left_over_from_earlier_days_is_offered(
    office: Office, entry: IncomingEntry, client: Client
) -> None:
    sign_in(client, office.head)
    page = client.get("/desk/folder/", {"day": "พรุ่งนี้"}).content.decode()
    assert "ยังมีค้างของวันที่" in page


def test_a_restricted_letter_lies_in_nobody_elses_folder(
    office: Office, presented: Profile, client: Client
) -> None:
    closed = Particulars(subject="ร้องเรียนเจ้าหน้าที่", restricted=True)
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk, particulars=closed)
    other = Unit.objects.record("added", by=OPERATOR, name="กองคลัง")
    Minute.objects.sign(entry, End.ASSIGNED, to=Route(unit=other), by=office.head)
    finance = add_officer("นางการเงิน", "finance@klongnoy.go.th", Duty.FINANCE)
    sign_in(client, finance)
    for page in ("/desk/folder/", "/desk/folder/handed-over/"):
        assert "ร้องเรียน" not in client.get(page).content.decode()
        assert entry.receipt_number not in client.get(page).content.decode()


def test_the_book_says_who_took_what_and_when(office: Office, entry: IncomingEntry, client: Client) -> None:
    Minute.objects.sign(entry, End.ASSIGNED, to=Route(officer=office.clerk), by=office.head)
    sign_in(client, office.clerk)
    assert "ยังไม่รับ" in client.get("/desk/folder/handed-over/").content.decode()
    entry.routings.get().accept(by=office.clerk)
    page = client.get("/desk/folder/handed-over/").content.decode()
    assert "ยังไม่รับ" not in page and office.clerk.name in page
    assert "วันนี้ไม่มีหนังสือ" in client.get("/desk/folder/handed-over/?day=1/1/66").content.decode()


def test_as_many_questions_for_thirty_letters_as_for_three(
    office: Office, presented: Profile, client: Client
) -> None:
    sign_in(client, office.head)
    asked = []
    for count in (3, 9):
        for number in range(count):
            letter = arrive(office, subject=f"เรื่องที่ {count} {number}")
            IncomingEntry.objects.enter(letter, by=office.clerk, route=Route(unit=office.unit))
        client.get("/desk/folder/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/folder/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
