"""Forms that come back with the letters of a case: what was typed stands on it, once, whatever was sent."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from saraban.agencies.duties import MACHINE, OPERATOR
from saraban.audit.entries import AuditEntry, Opening
from saraban.cases.catalogue import Kind, Manual, ManualText, Service
from saraban.cases.form_readings import FormLook, FormReading, blank_form, read_forms
from saraban.cases.models import Case, CaseLetter
from saraban.documents.conversion import converted
from saraban.documents.forms import FieldKind, FormField, FormValues, values_in
from saraban.law.refusal import Refusal
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import Particulars
from saraban.registers.scans import Scan
from tests.cases.matters import MANUAL, Matters
from tests.documents.filled import filled
from tests.proposals import papers

FIELDS = (
    FormField("f1", "ชื่อผู้ยื่น"),
    FormField("f2", "ที่ตั้งร้าน", FieldKind.LINES),
    FormField("f3", "พื้นที่ (ตารางเมตร)", FieldKind.NUMBER, required=False),
    FormField("f4", "ประเภทร้าน", FieldKind.CHOICE, choices=("อาหาร", "เครื่องดื่ม")),
)
TEXT = dataclasses.replace(MANUAL, form_fields=FIELDS)
TYPED = {"f1": "นายสมชาย ใจดี", "f2": "1 หมู่ 2", "f4": "1"}


@pytest.fixture
def manual(matters: Matters) -> Manual:
    return Manual.objects.publish(matters.service, TEXT, by=OPERATOR)


def form(manual: Manual, **typed: str) -> bytes:
    return filled(blank_form(manual), typed or TYPED)


def said_on(case: Case) -> list[FormReading]:
    return list(FormReading.objects.filter(letter__case=case).order_by("pk"))


def test_what_was_typed_stands_on_the_case_that_the_letter_opens(matters: Matters, manual: Manual) -> None:
    case = matters.case(attachments=[("คำขอ.pdf", form(manual))])
    assert read_forms() == 1
    [reading] = said_on(case)
    assert (reading.file_name, reading.manual, reading.altered) == ("คำขอ.pdf", manual, False)
    assert [(one.field.label, one.value) for one in reading.answers] == [
        ("ชื่อผู้ยื่น", "นายสมชาย ใจดี"),
        ("ที่ตั้งร้าน", "1 หมู่ 2"),
        ("พื้นที่ (ตารางเมตร)", ""),
        ("ประเภทร้าน", "อาหาร"),
    ]
    assert reading.missing == []
    logged = AuditEntry.objects.get(noun="formreading")
    assert (logged.verb, logged.actor) == ("read", MACHINE.actor_key)
    assert "สมชาย" not in str(logged.facts)


def test_each_letter_is_looked_at_once(matters: Matters, manual: Manual) -> None:
    case = matters.case(attachments=[("คำขอ.pdf", form(manual))])
    assert (read_forms(), read_forms()) == (1, 0)
    assert len(said_on(case)) == 1 == FormLook.objects.count()


def test_a_letter_that_joins_later_brings_its_form(matters: Matters, manual: Manual) -> None:
    case = matters.case()
    assert read_forms() == 1 and said_on(case) == []
    more = matters.entry("ส่งแบบคำขอเพิ่ม", attachments=[("แก้ไข.pdf", form(manual, f1="นางมาลี"))])
    assert read_forms() == 0, "it is in no case yet"
    CaseLetter.objects.join(case, more, CaseLetter.OFFICER, by=matters.officer)
    assert read_forms() == 1
    [reading] = said_on(case)
    assert reading.missing == ["ที่ตั้งร้าน", "ประเภทร้าน"]


def test_one_brought_on_a_stick_is_read_and_one_on_paper_is_not(matters: Matters, manual: Manual) -> None:
    case = matters.case()
    paper = converted([("a.pdf", form(manual))], dated_at=datetime(2026, 1, 1, tzinfo=UTC), title="scan").pdf
    for name, data in (("ไฟล์.pdf", form(manual)), ("สแกน.pdf", paper)):
        entry = HandedIn.objects.enter(
            HandIn(Channel.PAPER, scans=[Scan(name, data)]),
            by=matters.office.clerk,
            particulars=Particulars(sender="นายสมชาย", subject=name),
        )
        CaseLetter.objects.join(case, entry, CaseLetter.OFFICER, by=matters.officer)
    assert read_forms() == 3
    assert [one.file_name for one in said_on(case)] == ["ไฟล์.pdf"]


def test_an_older_version_keeps_the_labels_that_it_was_printed_with(matters: Matters, manual: Manual) -> None:
    sent = form(manual)
    renamed = dataclasses.replace(TEXT, form_fields=[FormField("f1", "ชื่อบริษัท")])
    Manual.objects.publish(matters.service, renamed, by=OPERATOR)
    case = matters.case(attachments=[("คำขอ.pdf", sent)])
    read_forms()
    [reading] = said_on(case)
    assert reading.manual == manual and reading.answers[0].field.label == "ชื่อผู้ยื่น"


def test_a_form_whose_fields_are_not_ours_says_so(matters: Matters, manual: Manual) -> None:
    other = dataclasses.replace(TEXT, form_fields=[FormField("f1", "โอนเงินให้"), FormField("f9", "อื่น")])
    service = Service.objects.offer("อีกบริการ", Kind.PERMIT, other, by=OPERATOR)
    pdf = filled(blank_form(service.manual()), {"f1": "ก", "f9": "ข"})
    forged = pdf.replace(f"/1 {service.pk} 1 ".encode(), f"/1 {manual.service_id} {manual.version} ".encode())
    assert forged != pdf
    case = matters.case(attachments=[("คำขอ.pdf", forged)])
    read_forms()
    [reading] = said_on(case)
    assert reading.altered and reading.said == {"f1": "ก"}


def test_other_papers_are_left_in_their_files(matters: Matters) -> None:
    strange = [("หนังสือ.pdf", papers.external()), ("พัง.pdf", b"%PDF-1.7 broken"), ("ว่าง.pdf", b"")]
    case = matters.case(attachments=strange)
    assert read_forms() == 1 and said_on(case) == []


def test_no_more_than_five_of_a_letter(matters: Matters, manual: Manual) -> None:
    case = matters.case(attachments=[(f"{nth}.pdf", form(manual)) for nth in range(7)])
    read_forms()
    assert len(said_on(case)) == 5


def test_a_letter_that_breaks_us_keeps_no_other_away(matters: Matters, manual: Manual) -> None:
    broken = matters.case(attachments=[("คำขอ.pdf", form(manual))])
    whole = matters.case(attachments=[("คำขอ.pdf", form(manual))], sender="x@example.com")

    def read(path: Path, attachment: int | None) -> FormValues | None:
        if path == broken.entry.email.path:  # type: ignore[union-attr]
            raise ValueError
        return values_in(path, attachment)

    assert (read_forms(read=read), read_forms(read=read)) == (2, 0)
    assert said_on(broken) == [] and len(said_on(whole)) == 1


def test_what_was_typed_can_be_erased_and_the_log_holds(matters: Matters, manual: Manual) -> None:
    case = matters.case(attachments=[("คำขอของสมชาย.pdf", form(manual))])
    read_forms()
    [reading] = said_on(case)
    reading.redact("said", "file_name", by=OPERATOR, reason="order 1")
    reading.refresh_from_db()
    assert reading.is_erased and reading.file_name == ""
    assert not any("สมชาย" in str(one.opened) for one in Opening.objects.filter(noun="formreading"))


def test_a_manual_without_fields_has_no_form(matters: Matters) -> None:
    with pytest.raises(Refusal) as told:
        blank_form(matters.service.manual())
    assert told.value.code == "no_form"


def test_fields_that_make_no_form_are_not_published(matters: Matters) -> None:
    twice = ManualText(form_fields=[FormField("f1", "ชื่อ"), FormField("f2", "ชื่อ")])
    with pytest.raises(Refusal) as told:
        Manual.objects.publish(matters.service, twice, by=OPERATOR)
    assert told.value.code == "bad_manual" and "ชื่อช่องในแบบคำขอซ้ำกัน" in told.value.message


def test_a_published_manual_says_its_fields_again(matters: Matters, manual: Manual) -> None:
    assert Manual.objects.get(pk=manual.pk).text().form_fields == FIELDS
