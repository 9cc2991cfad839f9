"""The blank form of a service, its fields typed on the service's page, and what came back on the page of the case."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from saraban.agencies.duties import OPERATOR
from saraban.cases.catalogue import Kind, Manual, Service
from saraban.cases.form_readings import FormReading, blank_form, read_forms
from saraban.cases.models import CaseLetter
from saraban.documents.forms import FieldKind, FormField
from saraban.proposals import pages
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MANUAL, Matters, open_matters
from tests.desk.signing_in import sign_in
from tests.documents.filled import filled

LINES = """ชื่อผู้ยื่น
ที่ตั้งร้าน (หลายบรรทัด)
วันที่เริ่มขาย (วันที่) (ถ้ามี)
พื้นที่ (จำนวน)
ประเภทร้าน: อาหาร / เครื่องดื่ม
รับรองว่าเป็นความจริง (ใช่หรือไม่)"""
FIELDS = [
    FormField("f1", "ชื่อผู้ยื่น"),
    FormField("f2", "ที่ตั้งร้าน", FieldKind.LINES),
    FormField("f3", "วันที่เริ่มขาย", FieldKind.DATE, required=False),
    FormField("f4", "พื้นที่", FieldKind.NUMBER),
    FormField("f5", "ประเภทร้าน", FieldKind.CHOICE, choices=("อาหาร", "เครื่องดื่ม")),
    FormField("f6", "รับรองว่าเป็นความจริง", FieldKind.CHECK),
]


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    made = open_matters(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


@pytest.fixture
def manual(matters: Matters) -> Manual:
    return Manual.objects.publish(
        matters.service, dataclasses.replace(MANUAL, form_fields=FIELDS), by=OPERATOR
    )


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def typed(**more: str) -> dict[str, str]:
    return {"days": "15", "unit": "working_days", "fee": "500", "papers": "คำขอ", **more}


def test_fields_are_typed_a_line_each_and_shown_so_again(matters: Matters, client: Client) -> None:
    sign_in(client, matters.officer)
    at = f"/desk/services/{matters.service.pk}/"
    assert client.post(at, typed(form_fields=LINES)).status_code == 302
    manual = matters.service.manual()
    assert list(manual.form) == FIELDS
    shown = page(client, at)
    assert escape(LINES) in shown
    assert f'href="{at}form/"' in shown


def test_a_field_keeps_its_name_where_others_come_and_go(
    matters: Matters, manual: Manual, client: Client
) -> None:
    sign_in(client, matters.officer)
    lines = "เลขทะเบียนพาณิชย์\nพื้นที่ (จำนวน) (ถ้ามี)\nชื่อผู้ยื่น"
    client.post(f"/desk/services/{matters.service.pk}/", typed(form_fields=lines))
    named = {one.label: one.name for one in matters.service.manual().form}
    assert named == {"เลขทะเบียนพาณิชย์": "f7", "พื้นที่": "f4", "ชื่อผู้ยื่น": "f1"}


def test_fields_that_make_no_form_are_told_on_the_page(matters: Matters, client: Client) -> None:
    sign_in(client, matters.officer)
    answer = client.post(f"/desk/services/{matters.service.pk}/", typed(form_fields="ชื่อ\nชื่อ"))
    assert answer.status_code == 422 and "ชื่อช่องในแบบคำขอซ้ำกัน" in answer.content.decode()
    assert matters.service.manual().version == 1


def test_the_blank_form_is_opened_at_the_desk(matters: Matters, manual: Manual, client: Client) -> None:
    sign_in(client, matters.officer)
    answer = client.get(f"/desk/services/{matters.service.pk}/form/")
    assert answer["Content-Type"] == "application/pdf"
    with pdfium.PdfDocument(answer.content) as document:
        assert document.get_formtype() == 1
        words = pages.words_on_pages(answer.content, 5_000)
    for said in ("ต่ออายุใบอนุญาต", "ประเภทร้าน", matters.office.mailbox.address):
        assert said in words


def test_without_fields_there_is_no_form_and_no_way_to_it(matters: Matters, client: Client) -> None:
    sign_in(client, matters.officer)
    at = f"/desk/services/{matters.service.pk}/"
    assert "form/" not in page(client, at)
    answer = client.get(f"{at}form/")
    assert answer.status_code == 409 and "ยังไม่มีแบบคำขอ" in answer.content.decode()


def test_what_was_filled_in_stands_on_the_case(matters: Matters, manual: Manual, client: Client) -> None:
    words = {"f1": "<b>สมชาย</b> & {{ x }}", "f2": "1 หมู่ 2\nคลองน้อย", "f5": "2", "f6": "✓"}
    case = matters.case(attachments=[("คำขอ<i>.pdf", filled(blank_form(manual), words))])
    sign_in(client, matters.officer)
    assert "คำขอที่กรอกมา" not in page(client, f"/desk/cases/{case.pk}/")
    read_forms()
    shown = page(client, f"/desk/cases/{case.pk}/")
    assert "คำขอที่กรอกมา" in shown and "ผู้ยื่นพิมพ์เอง ยังไม่ได้ตรวจ" in shown
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', shown.partition('id="forms-title"')[2])
    assert rows == [
        ("ชื่อผู้ยื่น", escape(words["f1"])),
        ("ที่ตั้งร้าน", "1 หมู่ 2<br>คลองน้อย"),
        ("วันที่เริ่มขาย", "–"),
        ("พื้นที่", "–"),
        ("ประเภทร้าน", "เครื่องดื่ม"),
        ("รับรองว่าเป็นความจริง", "✓"),
    ]
    assert "ต้องกรอกแต่ยังว่าง: พื้นที่" in shown
    assert "<b>สมชาย" not in shown and "<i>.pdf" not in shown
    assert "อ่านที่กรอกมาในแบบคำขอ" in shown, "the story tells of it"


def test_a_form_of_another_service_says_so(matters: Matters, manual: Manual, client: Client) -> None:
    other = Service.objects.offer("บริการอื่น", Kind.PERMIT, MANUAL, by=OPERATOR)
    case = matters.case(service=other, attachments=[("a.pdf", blank_form(manual))])
    read_forms()
    sign_in(client, matters.officer)
    assert "แบบคำขอนี้เป็นของบริการอื่น ไม่ใช่ บริการอื่น" in page(client, f"/desk/cases/{case.pk}/")


def test_what_was_erased_says_so(matters: Matters, manual: Manual, client: Client) -> None:
    case = matters.case(attachments=[("a.pdf", filled(blank_form(manual), {"f1": "สมชาย"}))])
    read_forms()
    FormReading.objects.get().redact("said", "file_name", by=OPERATOR, reason="order 1")
    sign_in(client, matters.officer)
    shown = page(client, f"/desk/cases/{case.pk}/")
    assert "ลบข้อมูลที่กรอกแล้ว" in shown and "ต้องกรอกแต่ยังว่าง" not in shown


def test_five_forms_take_as_many_questions_as_one(matters: Matters, manual: Manual, client: Client) -> None:
    sent = filled(blank_form(manual), {"f1": "สมชาย"})
    case = matters.case(attachments=[("a.pdf", sent)])
    read_forms()
    sign_in(client, matters.officer)
    page(client, f"/desk/cases/{case.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(client, f"/desk/cases/{case.pk}/")
    more = matters.entry("เพิ่ม", attachments=[(f"{nth}.pdf", sent) for nth in range(4)])
    CaseLetter.objects.join(case, more, CaseLetter.OFFICER, by=matters.officer)
    read_forms()
    with CaptureQueriesContext(connection) as five:
        shown = page(client, f"/desk/cases/{case.pk}/")
    assert shown.count('class="filled"') == 5
    assert len(five) == len(one)


def test_what_was_typed_is_seen_where_the_file_is_shown(matters: Matters, manual: Manual) -> None:
    empty = blank_form(manual)
    assert pages.picture(empty, 0, 800) != pages.picture(filled(empty, {"f1": "สมชาย"}), 0, 800)
