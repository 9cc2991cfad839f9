"""The page of an applicant whom no mail reaches: what else there is to try, and the thirty days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from saraban.agencies.duties import OPERATOR, Duty
from saraban.cases.catalogue import Kind, Service
from saraban.cases.holds import Hold
from saraban.cases.models import Case
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MANUAL, Matters, open_matters
from tests.desk.signing_in import sign_in
from tests.office import add_officer

PHONE, OTHER = "081-234-5678", "mali@example.org"


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    made = open_matters(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


@pytest.fixture
def case(matters: Matters) -> Case:
    made = matters.case(body=f"ติดต่อได้ที่ โทร. ๐๘๑ ๒๓๔ ๕๖๗๘ หรือ {OTHER}")
    made.note_unreachable(by=matters.officer)
    return made


def at(case: Case) -> str:
    return f"/desk/cases/{case.pk}/hold/"


def test_the_page_of_the_case_leads_there_and_what_was_found_stands_there(
    matters: Matters, case: Case, client: Client
) -> None:
    sign_in(client, matters.officer)
    assert at(case) in client.get(f"/desk/cases/{case.pk}/").content.decode()
    page = client.get(at(case)).content.decode()
    for words in (PHONE, OTHER, f"เลขรับ {case.number}", "เริ่มนับ 30 วัน"):
        assert words in page


def test_the_thirty_days_begin_once_each_is_ticked(matters: Matters, case: Case, client: Client) -> None:
    sign_in(client, matters.officer)
    for form in ({"tried": ""}, {"tried": "โทรแล้ว"}, {"tried": "x", "contacts": [PHONE]}):
        answer = client.post(at(case), form)
        assert answer.status_code == 422
        assert "ยังไม่ได้เริ่มนับ 30 วัน" in answer.content.decode()
    assert client.post(at(case), {"contacts": ["0899999999"], "tried": "x"}).status_code == 422
    assert Hold.objects.standing(case) is None
    answer = client.post(at(case), {"contacts": [PHONE, OTHER], "tried": "ไม่มีผู้รับ ตีกลับ"})
    assert answer.status_code == 302
    hold = Hold.objects.standing(case)
    assert hold is not None and hold.tried == f"ลอง {PHONE}, {OTHER}: ไม่มีผู้รับ ตีกลับ"
    assert "อยู่ระหว่างรอ 30 วันแล้ว" in client.get(at(case)).content.decode()


def test_what_was_found_becomes_the_applicants_with_one_press(
    matters: Matters, case: Case, client: Client
) -> None:
    sign_in(client, matters.officer)
    client.post(at(case), {"use": PHONE})
    client.post(at(case), {"use": OTHER})
    assert (
        "ไม่อยู่ในรายการที่พบแล้ว" in client.post(at(case), {"use": "x@example.org"}, follow=True).content.decode()
    )
    case.refresh_from_db()
    assert (case.phone, case.address) == (PHONE, OTHER)
    page = client.get(at(case)).content.decode()
    assert "โปรดโทรก่อน" in page and "somchai@example.com" in page  # the address before is one to try now


def test_where_nothing_is_left_one_press_is_enough(matters: Matters, client: Client) -> None:
    case = matters.case()
    case.note_unreachable(by=matters.officer)
    sign_in(client, matters.officer)
    assert "ไม่พบโทรศัพท์หรืออีเมลอื่น" in client.get(at(case)).content.decode()
    assert client.post(at(case), {"tried": ""}).status_code == 302
    assert Hold.objects.standing(case) is not None


def test_a_restricted_cases_page_is_not_there_for_others(matters: Matters, client: Client) -> None:
    complaints = Service.objects.offer("ร้องเรียน", Kind.COMPLAINT, MANUAL, by=OPERATOR)
    case = matters.case(service=complaints, body=f"โทร {PHONE}")
    sign_in(client, add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE))
    hidden, unknown = (client.get(f"/desk/cases/{pk}/hold/") for pk in (case.pk, 999_999))
    assert (hidden.status_code, len(hidden.content)) == (404, len(unknown.content))
