"""The pages of a case, pressed as an officer presses them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saraban.agencies.duties import OPERATOR, Duty
from saraban.cases.catalogue import Kind, Service
from saraban.cases.checks import Found, PaperCheck
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.models import Case
from saraban.cases.opinions import Opinion
from saraban.cases.presets import PRESETS
from saraban.cases.requests import DocumentRequest
from saraban.cases.states import State
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MANUAL, Matters, open_matters
from tests.desk.signing_in import sign_in
from tests.desk.test_pages import looked
from tests.office import add_officer


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    made = open_matters(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_letter_of_the_register_becomes_a_case_with_one_choice(matters: Matters, client: Client) -> None:
    entry = matters.entry()
    sign_in(client, matters.officer)
    assert f"/desk/register/{entry.pk}/case/" in page(client, f"/desk/register/{entry.pk}/")
    where = f"/desk/register/{entry.pk}/case/"
    assert client.post(where, {"service": ""}).status_code == 422
    answer = client.post(where, {"service": matters.service.pk}, follow=True)
    case = Case.objects.get()
    assert case.officer == matters.officer
    assert f"เลขรับ {case.number}" in answer.content.decode()
    assert "ตรวจเอกสารอีก 2 รายการ" in answer.content.decode()


def test_a_case_from_the_check_to_the_head(matters: Matters, client: Client) -> None:
    case = matters.case()
    at = f"/desk/cases/{case.pk}/"
    sign_in(client, matters.officer)
    answer = client.post(f"{at}papers/", {"key": "form", "found": "whole"})
    assert answer.headers["Location"].endswith("#paper-id")
    client.post(f"{at}papers/", {"key": "id", "found": "unclear"})
    assert "แจ้งแก้ไข 1 รายการ" in page(client, at)

    form = page(client, f"{at}request/")
    assert "สำเนาบัตรประจำตัวประชาชน: ภาพไม่ชัด" in form
    assert client.post(f"{at}request/", {"items": "บัตร", "due_on": ""}).status_code == 422
    assert client.post(f"{at}request/", {"items": "บัตร", "due_on": "+15"}).status_code == 302
    assert DocumentRequest.objects.get().items == [["", "บัตร"]]
    assert "รอผู้ยื่นแก้ไข" in page(client, at)

    client.post(f"{at}request/withdrawn/")
    client.post(f"{at}papers/", {"key": "id", "found": "whole"})
    assert "บันทึกว่าครบถ้วน" in page(client, at)
    client.post(f"{at}complete/")
    shown = page(client, at)
    assert "เสนอหัวหน้าหน่วยงาน" in shown and "ทำไมกำหนดวันนี้" in shown and "วันที่คำขอครบถ้วน" in shown

    refusal = {"asks": "refuse", "law": "", "facts": "", "reasons": ""}
    assert client.post(f"{at}proposal/", refusal).status_code == 422
    assert client.post(f"{at}proposal/", {"asks": "approve", "summary": "ครบ"}).status_code == 302

    sign_in(client, matters.head)
    assert "ครบ" in page(client, "/desk/approvals/")
    proposal = Proposal.objects.get()
    client.post(f"/desk/approvals/{proposal.pk}/", {"word": "nonsense"})
    client.post(f"/desk/approvals/{proposal.pk}/", {"word": "agree", "looked": looked()})
    case.refresh_from_db()
    assert case.state == State.APPROVED
    assert "เลิกทำ" in page(client, "/desk/approvals/")
    client.post(f"/desk/approvals/{proposal.pk}/taken-back/")
    case.refresh_from_db()
    assert case.state == State.COMPLETE


def test_a_refusal_is_told_on_the_page_where_it_was_pressed(matters: Matters, client: Client) -> None:
    case = matters.case()
    answer = sign_in(client, matters.officer).post(f"/desk/cases/{case.pk}/complete/", follow=True)
    assert "ยังบันทึกว่าครบถ้วนไม่ได้" in answer.content.decode()


def test_a_restricted_case_is_not_there_for_others(matters: Matters, client: Client) -> None:
    complaints = Service.objects.offer("ร้องเรียน", Kind.COMPLAINT, MANUAL, by=OPERATOR)
    case = matters.case(service=complaints, subject="ร้องเรียนลับ")
    PaperCheck.objects.find(case, "form", Found.WHOLE, by=matters.officer)
    Opinion.objects.note(case, "ความเห็นลับ", by=matters.officer)
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    sign_in(client, colleague)
    for path in ("", "request/", "proposal/"):
        hidden, unknown = (client.get(f"/desk/cases/{pk}/{path}") for pk in (case.pk, 999_999))
        assert (hidden.status_code, len(hidden.content)) == (404, len(unknown.content))
    for path, form in (
        ("papers/", {"key": "form", "found": "whole"}),
        ("complete/", {}),
        ("end/", {"how": "answered"}),
    ):
        assert client.post(f"/desk/cases/{case.pk}/{path}", form).status_code == 404
    for show in ("", "?show=all", "?show=late"):
        assert case.number not in page(client, f"/desk/work/{show}")
    for path in (f"/desk/register/{case.entry_id}/", f"/desk/letters/{case.entry.email_id}/"):
        hidden = client.get(path)
        assert (hidden.status_code, "ร้องเรียนลับ" in hidden.content.decode()) == (404, False)
    assert "ร้องเรียนลับ" not in page(client, "/desk/register/")
    sign_in(client, matters.officer)
    for path in (f"/desk/register/{case.entry_id}/", f"/desk/letters/{case.entry.email_id}/"):
        assert "ร้องเรียนลับ" in page(client, path)
    sign_in(client, matters.head)
    assert "ความเห็นลับ" in page(client, f"/desk/cases/{case.pk}/")


def test_the_list_of_work_asks_as_much_for_many_as_for_few(matters: Matters, client: Client) -> None:
    sign_in(client, matters.officer)
    counts = []
    for number in range(1, 7):
        matters.case(sender=f"s{number}@example.com")
        if number in (2, 6):
            page(client, "/desk/work/")
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page(client, "/desk/work/")
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_of_a_case_asks_as_much_for_a_long_story_as_for_a_short_one(
    matters: Matters, client: Client
) -> None:
    case = matters.case()
    sign_in(client, matters.officer)
    counts = []
    for many in (2, 30):
        for _ in range(many):
            Opinion.objects.note(case, "จด", by=matters.officer)
            PaperCheck.objects.find(case, "form", Found.WHOLE, by=matters.officer)
        page(client, f"/desk/cases/{case.pk}/")
        with CaptureQueriesContext(connection) as asked:
            page(client, f"/desk/cases/{case.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("preset", PRESETS, ids=[one.code for one in PRESETS])
def test_every_preset_is_read_and_published_without_a_programmer(
    matters: Matters, client: Client, preset: object
) -> None:
    code = preset.code  # type: ignore[attr-defined]
    sign_in(client, matters.officer)
    shown = client.get(f"/desk/services/new/?preset={code}").context["form"]
    said = {name: shown[name].value() if shown[name].value() is not None else "" for name in shown.fields}
    answer = client.post(f"/desk/services/new/?preset={code}", said)
    assert answer.status_code == 302, answer.content.decode()
    made = Service.objects.get(code=code)
    assert made.manual().text() == preset.text or made.manual().papers == [  # type: ignore[attr-defined]
        vars(paper)
        for paper in preset.text.papers  # type: ignore[attr-defined]
    ]


def test_a_changed_manual_is_the_next_version_and_keeps_the_keys_of_its_papers(
    matters: Matters, client: Client
) -> None:
    sign_in(client, matters.officer)
    path = f"/desk/services/{matters.service.pk}/"
    shown = client.get(path).context["form"]
    said = {name: shown[name].value() if shown[name].value() is not None else "" for name in shown.fields}
    said["papers"] = f"แบบใหม่\n{said['papers']}"
    assert client.post(path, said).status_code == 302
    newest = matters.service.manual()
    assert newest.version == 2
    assert [paper.key for paper in newest.checklist][1:] == ["form", "id", "map"]
    assert [paper.issued_by_state for paper in newest.checklist] == [False, False, True, False]
    assert [paper.required for paper in newest.checklist] == [True, True, True, False]


def test_the_head_sees_thirty_days_over(matters: Matters, client: Client) -> None:
    case = matters.complete()
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer)
    sign_in(client, matters.officer)
    assert client.get("/desk/approvals/").status_code == 409
    assert "รอหัวหน้าหน่วยงานพิจารณา" in page(client, f"/desk/cases/{case.pk}/")


def test_a_letter_of_a_restricted_case_is_opened_by_the_head_alone(matters: Matters, client: Client) -> None:
    case = matters.case()
    case.restrict(by=matters.head)
    sign_in(client, matters.office.clerk)
    answer = client.post(f"/desk/register/{case.entry_id}/restriction/", follow=True)
    assert "หัวหน้าหน่วยงานเปิดได้ที่หน้าเรื่อง" in answer.content.decode()
    words = {"subject": "เรื่องที่แก้แล้ว", "sender": "x", "dated_on": "1/1/66", "because": "พิมพ์ผิด"}
    client.post(f"/desk/register/{case.entry_id}/correction/", words)
    case.entry.refresh_from_db()
    assert (case.entry.subject, case.entry.restricted) == ("เรื่องที่แก้แล้ว", True)
