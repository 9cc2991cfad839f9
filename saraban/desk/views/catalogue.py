"""บริการ: the services with their คู่มือสำหรับประชาชน, made from a preset or by hand, without a programmer."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.cases.catalogue import (
    DAYS_MAX,
    NAME_MAX,
    TEXT_MAX,
    Appeal,
    FeeDue,
    Kind,
    Manual,
    ManualText,
    Paper,
    Service,
)
from saraban.cases.form_readings import blank_form
from saraban.cases.presets import PRESETS
from saraban.desk.downloads import as_pdf
from saraban.desk.fields import LineField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.documents.forms import FieldKind, FormField
from saraban.documents.typesetting import NotTypeset
from saraban.law.deadlines import Unit
from saraban.law.initial_level_manual_2566 import HighRisk
from saraban.law.refusal import Refusal

SATANG = 100
STATE_MARK, OPTIONAL_MARK = "(ราชการออกให้)", "(ถ้ามี)"
KIND_MARKS = {
    "(หลายบรรทัด)": FieldKind.LINES,
    "(วันที่)": FieldKind.DATE,
    "(จำนวน)": FieldKind.NUMBER,
    "(ใช่หรือไม่)": FieldKind.CHECK,
}
LIST_MAX = 8_000


class ManualForm(forms.Form):
    law = LineField(label="กฎหมาย", max_length=TEXT_MAX, required=False)
    days = forms.IntegerField(
        label="ระยะเวลาทั้งหมด",
        min_value=0,
        max_value=DAYS_MAX,
        error_messages={"required": "ยังไม่ได้ประกาศ เพราะยังไม่ได้ใส่ระยะเวลา ถ้ากฎหมายไม่กำหนดให้ใส่ 0"},
    )
    unit = forms.ChoiceField(label="นับเป็น", choices=[(one.value, one.thai) for one in Unit])
    papers = forms.CharField(
        label="รายการเอกสาร บรรทัดละหนึ่งรายการ",
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=LIST_MAX,
        help_text=f"ต่อท้ายด้วย {OPTIONAL_MARK} ถ้าไม่บังคับ และ {STATE_MARK} ถ้าเป็นเอกสารที่หน่วยงานรัฐออก",
    )
    form_fields = forms.CharField(
        label="ช่องในแบบคำขอ บรรทัดละหนึ่งช่อง (ถ้าให้กรอกบนจอ)",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LIST_MAX,
        help_text=f"ต่อท้ายด้วย {' '.join(KIND_MARKS)} ตามชนิดของช่อง และ {OPTIONAL_MARK} ถ้าไม่บังคับ "
        "ช่องที่ให้เลือก พิมพ์ตัวเลือกหลัง : คั่นด้วย / เช่น ประเภทร้าน: อาหาร / เครื่องดื่ม",
    )
    steps = forms.CharField(
        label="ขั้นตอน บรรทัดละหนึ่งขั้น",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=LIST_MAX,
        help_text="ต่อท้ายด้วยจำนวนวัน เช่น ตรวจสถานที่ 7",
    )
    fee = forms.DecimalField(
        label="ค่าธรรมเนียม (บาท)", min_value=Decimal(0), decimal_places=2, max_digits=12, initial=0
    )
    fee_due = forms.ChoiceField(
        label="ชำระเมื่อ", choices=FeeDue.choices, initial=FeeDue.LICENCE, required=False
    )
    appeal_to = LineField(label="อุทธรณ์ต่อ", max_length=NAME_MAX, required=False)
    appeal_days = forms.IntegerField(label="ภายใน (วัน)", min_value=0, max_value=DAYS_MAX, required=False)
    appeal_law = LineField(label="ตามกฎหมาย", max_length=TEXT_MAX, required=False)
    in_person_because = LineField(label="ต้องมาด้วยตนเองตามกฎหมาย (ถ้ามี)", max_length=TEXT_MAX, required=False)
    risk = forms.ChoiceField(
        label="เรื่องความเสี่ยงสูง (คู่มือ #3.3)",
        choices=[("", "ไม่ใช่"), *((one.value, one.thai) for one in HighRisk)],
        required=False,
    )

    @classmethod
    def shown(cls, text: ManualText) -> dict[str, Any]:
        """What the form shows of a manual."""
        return {
            "law": text.law,
            "days": text.days,
            "unit": text.unit,
            "papers": "\n".join(_line_of(paper) for paper in text.papers),
            "form_fields": "\n".join(_line_of_field(one) for one in text.form_fields),
            "steps": "\n".join(f"{name} {days}" for name, days in text.steps),
            "fee": Decimal(text.fee_satang) / SATANG,
            "fee_due": text.fee_due,
            "appeal_to": text.appeal.to,
            "appeal_days": text.appeal.days or None,
            "appeal_law": text.appeal.law,
            "in_person_because": text.in_person_because,
            "risk": text.risk,
        }

    def text(self, before: ManualText | None = None) -> ManualText:
        """The manual that was typed; a paper of the version `before` keeps its key."""
        said = self.cleaned_data
        keys = {paper.name: paper.key for paper in before.papers} if before is not None else {}
        names = {one.label: one.name for one in before.form_fields} if before is not None else {}
        return ManualText(
            law=said["law"],
            days=said["days"],
            unit=said["unit"],
            steps=[_step_of(line) for line in _lines(said["steps"])],
            papers=_papers_of(_lines(said["papers"]), keys),
            form_fields=_fields_of(_lines(said["form_fields"]), names),
            fee_satang=int(said["fee"] * SATANG),
            fee_due=said["fee_due"] or FeeDue.LICENCE,
            appeal=Appeal(said["appeal_to"], said["appeal_days"] or 0, said["appeal_law"]),
            in_person_because=said["in_person_because"],
            risk=said["risk"],
        )


class ServiceForm(ManualForm):
    name = LineField(
        label="ชื่อบริการ",
        max_length=NAME_MAX,
        error_messages={"required": "ยังไม่ได้เพิ่มบริการ เพราะยังไม่มีชื่อ โปรดพิมพ์ชื่อตามคู่มือสำหรับประชาชน"},
    )
    kind = forms.ChoiceField(label="ประเภท", choices=Kind.choices)
    field_order = ("name", "kind")


@require_GET
def services(request: OfficerRequest) -> HttpResponse:
    offered = Service.objects.order_by("ended_at", "name")
    known = set(offered.values_list("code", flat=True))
    presets = [preset for preset in PRESETS if preset.code not in known]
    return render(request, "desk/services.html", {"services": offered, "presets": presets})


@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest) -> HttpResponse:
    """A service by hand, or from the preset that the address names: to be read and changed before it is published."""
    request.officer.assert_may("service.offered")
    preset = next((one for one in PRESETS if one.code == request.GET.get("preset")), None)
    initial = {"name": preset.name, "kind": preset.kind} | ManualForm.shown(preset.text) if preset else None
    form = ServiceForm(request.POST or None, initial=initial, label_suffix="")

    def do() -> Service:
        said = form.cleaned_data
        before = preset.text if preset is not None else None
        code = preset.code if preset is not None else ""
        return Service.objects.offer(
            said["name"], said["kind"], form.text(before), by=request.officer, code=code
        )

    made = posted(request, form, do)
    if made is not None:
        messages.success(request, f"เพิ่มบริการ “{made.name}” แล้ว เปิดเรื่องได้ทันที")
        return redirect("services")
    return render(request, "desk/service.html", {"form": form, "preset": preset}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def service(request: OfficerRequest, pk: int) -> HttpResponse:
    """One service: its manual today; a change is its next version, and open cases keep theirs."""
    found = get_object_or_404(Service, pk=pk)
    if request.method == "POST":
        request.officer.assert_may("manual.published")
    manual = found.manuals.order_by("-version")[0]
    form = ManualForm(request.POST or None, initial=ManualForm.shown(manual.text()), label_suffix="")
    made = posted(
        request, form, lambda: Manual.objects.publish(found, form.text(manual.text()), by=request.officer)
    )
    if made is not None:
        messages.success(request, f"ประกาศคู่มือฉบับที่ {made.version} แล้ว เรื่องที่เปิดไว้ก่อนใช้ฉบับเดิม")
        return redirect("service", pk)
    context = {
        "form": form,
        "service": found,
        "manual": manual,
        "versions": found.manuals.order_by("-version"),
    }
    return render(request, "desk/service.html", context, status=status_of(form))


@require_GET
def form(request: OfficerRequest, pk: int) -> HttpResponse:
    """The blank form of the manual in force, to be filled in on a screen (guide #3.2(1))."""
    found = get_object_or_404(Service, pk=pk)
    try:
        made = blank_form(found.manual())
    except NotTypeset as trouble:
        raise Refusal("not_typeset", str(trouble)) from None
    return as_pdf(made, f"แบบคำขอ {found.name}.pdf")


@require_POST
def ended(request: OfficerRequest, pk: int) -> HttpResponse:
    """เลิกให้บริการ, or offer it again."""
    found = get_object_or_404(Service, pk=pk)
    request.officer.assert_may("service.ended")
    if found.ended_at is None:
        found.end(by=request.officer)
        messages.success(request, f"เลิกเปิดเรื่องใหม่ของ “{found.name}” แล้ว เรื่องที่เปิดไว้ดำเนินต่อ")
    else:
        found.offer_again(by=request.officer)
        messages.success(request, f"เปิดบริการ “{found.name}” อีกครั้งแล้ว")
    return redirect("services")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _line_of(paper: Paper) -> str:
    marks = [OPTIONAL_MARK] * (not paper.required) + [STATE_MARK] * paper.issued_by_state
    return " ".join([paper.name, *marks])


def _papers_of(lines: list[str], keys: dict[str, str]) -> list[Paper]:
    papers: list[Paper] = []
    unused = (key for number in count(1) if (key := f"p{number}") not in keys.values())
    for line in lines:
        name = line.replace(OPTIONAL_MARK, "").replace(STATE_MARK, "").strip()[:NAME_MAX]
        papers.append(
            Paper(
                key=keys.get(name) or next(unused),
                name=name,
                required=OPTIONAL_MARK not in line,
                issued_by_state=STATE_MARK in line,
            )
        )
    return papers


def _line_of_field(field: FormField) -> str:
    kinds = [mark for mark, kind in KIND_MARKS.items() if kind is field.kind]
    choices = f": {' / '.join(field.choices)}" if field.choices else ""
    return " ".join([field.label + choices, *kinds, *[OPTIONAL_MARK] * (not field.required)])


def _fields_of(lines: list[str], names: dict[str, str]) -> list[FormField]:
    """A field of the version before keeps its name: what comes back in its form is found by it."""
    fields: list[FormField] = []
    unused = (name for number in count(1) if (name := f"f{number}") not in names.values())
    for line in lines:
        said, kind = line.replace(OPTIONAL_MARK, ""), FieldKind.TEXT
        for mark, marked in KIND_MARKS.items():
            if mark in said:
                said, kind = said.replace(mark, ""), marked
        label, colon, rest = said.partition(":")
        choices = tuple(one.strip() for one in rest.split("/")) if colon and "/" in rest else ()
        label = (label if choices else said).strip()
        fields.append(
            FormField(
                name=names.get(label) or next(unused),
                label=label,
                kind=FieldKind.CHOICE if choices else kind,
                required=OPTIONAL_MARK not in line,
                choices=choices,
            )
        )
    return fields


def _step_of(line: str) -> tuple[str, int]:
    name, _, days = line.rpartition(" ")
    return (name.strip(), int(days)) if name and days.isascii() and days.isdigit() else (line, 0)
