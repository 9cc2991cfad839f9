"""กู้คืนข้อมูล on screen: every page says why numbers wait, and an officer may say the last ones by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate, localtime

from saraban.agencies.duties import OPERATOR, Duty
from saraban.audit.entries import AuditEntry
from saraban.evidence.bundle import Evidence
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import MailFailure
from saraban.registers.books import BE, BookYear, Counter, Register
from saraban.registers.marks import begin_recovery, compare_restored, keep_marks, notice_restored
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.recoveries import Recovery
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import BANGKOK, table_date
from tests.desk.signing_in import sign_in
from tests.desk.test_pages import columns
from tests.office import Office, add_officer, arrive, open_office
from tests.registers.test_recoveries import copied, enter, put_back, send, sent_holds

PAGE = "/desk/settings/restored/"
BANNER = "ยังไม่ออกเลขใหม่"


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def said(client: Client, **typed: str) -> str:
    return client.post(f"{PAGE}numbers/", typed, follow=True).content.decode()


def year() -> int:
    return localdate().year + BE


@pytest.fixture
def practising(transactional_db: None, data_dir: Path) -> Iterator[Office]:
    """As `office`, committed, so that its database can be copied and put back."""
    made = open_office(data=data_dir, practice=True)
    with acting_for(made.agency):
        yield made


def test_a_backup_that_was_put_back_is_told_on_every_page_until_an_officer_says_the_last_numbers(
    practising: Office, data_dir: Path, client: Client
) -> None:
    if connection.vendor != "sqlite":
        return
    office = practising
    sign_in(client, office.clerk)
    enter(office, "หนึ่ง")
    backup = copied(data_dir)
    enter(office, "สอง")
    enter(office, "สาม")
    send(office)
    keep_marks()  # by the clock, beside the database
    assert BANNER not in shown(client, "/desk/")

    put_back(backup)
    assert notice_restored() == 1
    waiting = arrive(office, subject="มาระหว่างนั้น")
    for address in (
        "/desk/",
        "/desk/register/",
        "/desk/outgoing/",
        "/desk/settings/",
        f"/desk/letters/{waiting.pk}/",
    ):
        page = shown(client, address)
        assert BANNER in page and f'href="{PAGE}"' in page, address
    inbox = FakeInbox()
    inbox.failures = [MailFailure("ต่อกล่องอีเมลไม่ได้ เพราะสายขาด", of_server=True)]
    assert compare_restored(lambda mailbox: inbox) == 0
    page = shown(client)
    assert "แฟ้มเลขสุดท้ายข้างฐานข้อมูล" in page and "ต่อกล่องอีเมลไม่ได้ เพราะสายขาด" in page
    refused = client.post(f"/desk/letters/{waiting.pk}/entry/", columns()).content.decode()
    assert "บอกเลขสุดท้ายในหน้า “กู้คืนข้อมูล”" in refused

    incoming = f"incoming-{year()}"
    asked = said(client, **{incoming: "5"})
    assert "จะขีดฆ่า 5 เลข" in asked and '<b class="num">2–5</b>' in asked  # and the letter that was sent
    assert Recovery.objects.get().ended_at is None
    assert BANNER not in said(client, **{incoming: "5", "sure": "5"})
    assert sorted(IncomingEntry.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert OutgoingEntry.objects.get().voided_at is not None
    assert "กู้คืนข้อมูล" in shown(client, "/desk/register/")
    assert "หนังสือรับ ปี" in shown(client) and 'เลข <b class="num">5</b>' in shown(client)
    client.post(f"/desk/letters/{waiting.pk}/entry/", columns())
    assert IncomingEntry.objects.get(number=6).email_id == waiting.pk
    assert Recovery.objects.get().story().get(verb="ended").actor == office.clerk.actor_key
    assert Evidence().verify()["intact"]


def test_an_officer_says_that_a_backup_was_put_back_and_of_which_day(office: Office, clerk: Client) -> None:
    enter(office, "หนึ่ง")
    day = localdate() - timedelta(days=9)
    page = clerk.post(f"{PAGE}begun/", {"of": table_date(day)}, follow=True).content.decode()
    assert BANNER in page and "เจ้าหน้าที่แจ้ง" in page and "แจ้งว่ากู้คืนจากชุดสำรอง" not in page
    recovery = Recovery.objects.get()
    assert (
        localtime(recovery.known_until).date() == day
    )  # work had gone on in it: the log's end says too little
    assert recovery.story().get(verb="begun").actor == office.clerk.actor_key
    assert compare_restored(sent_holds(f"incoming/{year()}/3")) == 1
    page = shown(clerk)
    assert BANNER not in page and "ออกเลขได้ตามปกติ" in page
    assert enter(office, "สี่").number == 4


@pytest.mark.parametrize("typed", ["", "ไม่ใช่วัน", "+1"])
def test_the_day_of_the_backup_must_be_one_that_was(office: Office, clerk: Client, typed: str) -> None:
    answer = clerk.post(f"{PAGE}begun/", {"of": typed})
    assert answer.status_code == 422 and "ยังไม่ได้บันทึก" in answer.content.decode()
    assert not Recovery.objects.exists()


def test_the_day_is_never_later_than_what_the_database_knows(office: Office) -> None:
    first = begin_recovery("x", {}, by=OPERATOR)
    known = first.known_until
    tomorrow = datetime.combine(localdate() + timedelta(days=1), time.min, tzinfo=BANGKOK)
    assert begin_recovery("x", {}, by=office.clerk, known_until=tomorrow).known_until == known
    before = known - timedelta(days=3)
    again = begin_recovery("x", {}, by=office.clerk, known_until=before)
    assert (again.pk, again.known_until) == (first.pk, before)


def test_the_last_numbers_may_be_said_where_nothing_was_noticed(office: Office, clerk: Client) -> None:
    """As `saraban restored --last … --as …`: begun and ended at once."""
    enter(office, "หนึ่ง")
    typed = {f"incoming-{year()}": "3", f"order-{year()}": "1"}
    assert "จะขีดฆ่า 3 เลข" in said(clerk, **typed) and not Recovery.objects.exists()
    said(clerk, **typed, sure="3")
    assert (enter(office, "สี่").number, send(office, kind=Register.ORDER).number) == (4, 2)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0", "อ่านเลขไม่ได้"),
        ("สาม", "อ่านเลขไม่ได้"),
        ("-3", "อ่านเลขไม่ได้"),
        ("12345678", "เลขต้องไม่เกิน 9999999"),
        ("1", "น้อยกว่าเลขล่าสุดในระบบ (2)"),
        ("", "ยังไม่ได้พิมพ์เลขสุดท้าย"),
    ],
)
def test_a_number_that_can_only_be_a_slip_is_asked_about(
    office: Office, clerk: Client, typed: str, why: str
) -> None:
    enter(office, "หนึ่ง")
    enter(office, "สอง")
    answer = clerk.post(f"{PAGE}numbers/", {f"incoming-{year()}": typed, "sure": "0"})
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not Recovery.objects.exists()


def test_what_is_refused_changes_nothing(office: Office, clerk: Client) -> None:
    enter(office, "หนึ่ง")
    far = {f"incoming-{year()}": "9999999", "sure": "9999998"}
    answer = clerk.post(f"{PAGE}numbers/", far)
    assert answer.status_code == 422 and "เกิน 20000 เลข" in answer.content.decode()
    assert not Recovery.objects.exists() and enter(office, "สอง").number == 2


def test_a_year_that_was_closed_goes_on_too(office: Office, clerk: Client) -> None:
    begin_recovery("x", {("outgoing", year() - 1): 2}, by=OPERATOR, known_until=_last_year())
    BookYear.objects.close(Register.OUTGOING, year() - 1, by=office.clerk)
    page = said(clerk, **{f"outgoing-{year() - 1}": "2", "sure": "2"})
    assert BANNER not in page and Recovery.objects.open() is None
    assert [
        one.number for one in OutgoingEntry.objects.filter(voided_at__isnull=False).order_by("number")
    ] == [1, 2]


def test_what_would_be_void_is_told_again_when_it_has_changed(office: Office, clerk: Client) -> None:
    typed = {f"incoming-{year()}": "3"}
    assert "จะขีดฆ่า 3 เลข" in said(clerk, **typed)
    enter(office, "หนึ่ง")
    assert "จะขีดฆ่า 2 เลข" in said(clerk, **typed, sure="3")
    assert not Recovery.objects.exists()


def test_a_backup_of_last_year_asks_for_the_numbers_of_both(office: Office, clerk: Client) -> None:
    Counter.objects.create(agency=office.agency, register="incoming", year=year() - 1, last=120)
    assert f"incoming-{year() - 1}" not in shown(clerk)
    begin_recovery("x", {}, by=OPERATOR, known_until=_last_year())
    page = shown(clerk)
    assert f"incoming-{year() - 1}" in page and f"outgoing-{year() - 1}" not in page


def test_the_secret_book_is_not_told(office: Office, clerk: Client) -> None:
    begin_recovery("x", {("secret_in", year()): 7}, by=OPERATOR)
    page = shown(clerk)
    assert "ลับ" not in page.partition("<main")[2] and ">7<" not in page


@pytest.mark.parametrize("duty", [Duty.CASE, Duty.HEAD, Duty.AUDITOR, Duty.ADMINISTRATOR])
def test_who_may_not_say_the_numbers_reads(office: Office, client: Client, duty: Duty) -> None:
    sign_in(client, add_officer("นายวิชัย", "wichai@klongnoy.go.th", duty))
    page = shown(client)
    assert "ตรวจก่อนออกเลขต่อ" not in page
    assert ("แจ้งว่ากู้คืนจากชุดสำรอง" in page) == (duty == Duty.ADMINISTRATOR)
    before = AuditEntry.objects.count()
    answer = client.post(f"{PAGE}numbers/", {f"incoming-{year()}": "3", "sure": "3"})
    assert answer.status_code == 409 and AuditEntry.objects.count() == before
    begun = client.post(f"{PAGE}begun/", {"of": "1/1/66"})
    assert begun.status_code == (302 if duty == Duty.ADMINISTRATOR else 409)


def _last_year() -> datetime:
    return datetime.combine(date(localdate().year - 1, 12, 30), time.min, tzinfo=BANGKOK)
