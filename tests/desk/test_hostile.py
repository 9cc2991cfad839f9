"""Addresses and forms that nobody of the office would send: answered, and never by a page of failure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Assignment, Officer
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail
from saraban.tenancy.scope import acting_for
from tests.office import Office, arrive, open_office


@pytest.fixture
def office(db: None, data_dir: Path) -> Iterator[Office]:
    made = open_office(data=data_dir, practice=True)
    with acting_for(made.agency):
        arrive(made)
        yield made


@pytest.mark.parametrize(
    "address",
    [
        "/desk/list/?open=x",
        "/desk/list/?open=99999999999999999999999",
        "/desk/list/?open=%00",
        "/desk/letters/99999999999999999999999/",
        "/desk/letters/0/attachments/99999999999999999999/",
        "/desk/register/?year=0&below=99999999999",
        "/desk/register/?year=x&below=-1",
        "/desk/register/?year=999999999",
        "/desk/register/99999999999999999999/",
        "/desk/calendar/0/",
        "/desk/calendar/1/",
        "/desk/calendar/543/",
        "/desk/calendar/99999/",
        "/desk/calendar/99999999999999/csv/",
        "/practice/inbox/..%2f..%2fsecrets%2fdeployment-key/",
        "/practice/inbox/%00/",
        "/sign-in/%00%ff/",
        "/desk/%e0%b8/",
    ],
)
def test_no_address_makes_it_fail(clerk: Client, address: str) -> None:
    answer = clerk.get(address)
    assert answer.status_code in (200, 302, 400, 404, 410)


@pytest.mark.parametrize(
    "form",
    [
        {"day": "x" * 10_000, "name": "x"},
        {"day": "99/99/99", "name": "x"},
        {"day": "1/1/9999", "name": "x"},
        {"day": "+99999999999", "name": "x"},
        {"day": "1/2/66", "name": "x\0"},
        {"day": "1/2/66", "name": "x" * 10_000},
        {},
    ],
)
def test_a_closed_day_that_cannot_be_is_answered_in_thai(clerk: Client, form: dict[str, str]) -> None:
    before = Holiday.objects.count()
    answer = clerk.post("/desk/calendar/days/", form)
    assert answer.status_code in (409, 422)
    assert Holiday.objects.count() == before


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"x,y\n", b"1/2/66", b'"' * 90_000, b"1/2/66," + b"\0" * 50, b"a" * 150_000],
)
def test_a_file_that_is_no_calendar_changes_nothing(clerk: Client, data: bytes) -> None:
    before = Holiday.objects.count()
    answer = clerk.post("/desk/calendar/import/", {"file": SimpleUploadedFile("x.csv", data)})
    assert answer.status_code in (302, 409)
    assert Holiday.objects.count() == before


def test_excels_old_thai_is_read(clerk: Client) -> None:
    data = "วันที่,ชื่อ\r\n1/2/66,วันทำบุญเมือง\r\n".encode("cp874")
    clerk.post("/desk/calendar/import/", {"file": SimpleUploadedFile("x.csv", data)})
    assert Holiday.objects.get(name="วันทำบุญเมือง").day.isoformat() == "2023-02-01"


@pytest.mark.parametrize(
    "form",
    [
        {"subject": "x\0y", "sender": "x", "dated_on": "1/1/66"},
        {"subject": "x" * 5_000, "sender": "x", "dated_on": "1/1/66"},
        {
            "subject": "x",
            "sender": "x",
            "dated_on": "1/1/66",
            "unit": "x",
            "officer": "999999999999999999999",
        },
        {"subject": "x", "sender": "x", "dated_on": "31/2/66"},
        {"looked": "x" * 5_000},
    ],
)
def test_a_card_that_cannot_be_registers_nothing(clerk: Client, form: dict[str, str]) -> None:
    letter = InboundEmail.objects.get()
    answer = clerk.post(f"/desk/letters/{letter.pk}/entry/", form)
    assert answer.status_code in (409, 422)
    assert InboundEmail.objects.get().state == InboundEmail.UNSORTED


def test_what_cannot_be_seen_is_not_kept(clerk: Client) -> None:
    clerk.post("/desk/calendar/days/", {"day": "1/2/66", "name": "วันหยุด\u202eของ\u200bเมือง\ufeff"})
    assert Holiday.objects.get(day="2023-02-01").name == "วันหยุดของเมือง"


def test_a_day_that_is_closed_already_is_refused_with_the_form_kept(clerk: Client) -> None:
    for name in ("วันทำบุญเมือง", "งานประจำปี"):
        answer = clerk.post("/desk/calendar/days/", {"day": "1/2/66", "name": name})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "ยังไม่ได้เพิ่ม เพราะวันนี้อยู่ในปฏิทินวันหยุดแล้ว" in page and 'value="งานประจำปี"' in page


def test_an_address_that_a_colleague_has_is_refused_with_the_form_kept(
    office: Office, client: Client
) -> None:
    client.force_login(
        office.clerk.user,  # type: ignore[arg-type]
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    Assignment.objects.give(office.clerk, Duty.ADMINISTRATOR, by=OPERATOR)
    form = {"name": "นายวิชัย ขยัน", "email": office.head.email, "duties": ["registry"]}
    page = client.post("/desk/settings/officers/new/", form).content.decode()
    assert "มีเจ้าหน้าที่อีกคนใช้อีเมลนี้อยู่แล้ว" in page and 'value="นายวิชัย ขยัน"' in page
    assert not Officer.objects.filter(name="นายวิชัย ขยัน").exists()


def test_two_who_add_one_day_are_told_and_nothing_fails(office: Office) -> None:
    """The second looks after the first has written: on the desk, not before it."""
    Holiday.objects.add(date(2023, 2, 1), "วันทำบุญเมือง", by=office.clerk)
    with pytest.raises(Refusal, match="อยู่ในปฏิทินวันหยุดแล้ว"):
        Holiday.objects.add(date(2023, 2, 1), "งานประจำปี", by=office.clerk)


@pytest.mark.parametrize("password", ["short", "password12345", "suda@klongnoy"])
def test_a_weak_password_is_refused_in_thai(office: Office, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, office.clerk.user)
    assert all(said.startswith("ยังไม่ได้ตั้งรหัสผ่าน เพราะ") for said in refused.value.messages)
