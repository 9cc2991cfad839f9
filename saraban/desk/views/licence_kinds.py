"""ชนิดใบอนุญาต: what the agency gives licences for, as data: fields, numbers, how long they hold, and after which service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.cases.catalogue import Service
from saraban.desk.fields import Choice, LineField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed
from saraban.licences.kinds import (
    DAYS_MAX,
    FIELDS_MAX,
    LABEL_MAX,
    NAME_MAX,
    TEXT_MAX,
    KindText,
    Lasts,
    LicenceField,
    LicenceKind,
)
from saraban.licences.presets import PRESETS

ROWS_MORE = 3  # empty rows below those that are there


class KindForm(forms.Form):
    name = LineField(
        label="ชื่อใบอนุญาต",
        max_length=NAME_MAX,
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่มีชื่อ โปรดพิมพ์ชื่อใบอนุญาต"},
    )
    law = LineField(label="กฎหมาย", max_length=TEXT_MAX, required=False)
    numbered_as = LineField(
        label="รูปแบบเลขที่", max_length=100, error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่มีรูปแบบเลขที่"}
    )
    lasts = forms.ChoiceField(label="ใช้ได้นานเท่าใด", choices=Lasts.choices, widget=Choice)
    lasts_for = forms.IntegerField(label="จำนวนปีหรือวัน", min_value=0, max_value=DAYS_MAX, required=False)
    place_needed = forms.BooleanField(label="ต้องมีสถานที่ตั้ง", required=False)
    conditions = forms.CharField(
        label="เงื่อนไขที่พิมพ์ในใบอนุญาต",
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    services = forms.MultipleChoiceField(
        label="ออกเมื่ออนุญาตตามบริการ", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, services: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = [(str(one.pk), one.name) for one in services]  # type: ignore[attr-defined]

    def text(self, fields: Sequence[LicenceField]) -> KindText:
        said = self.cleaned_data
        return KindText(
            name=said["name"],
            law=said["law"],
            fields=fields,
            numbered_as=said["numbered_as"],
            lasts=said["lasts"],
            lasts_for=said["lasts_for"] or 0,
            conditions=said["conditions"],
            place_needed=said["place_needed"],
        )


def fields_posted(request: OfficerRequest, before: Sequence[LicenceField]) -> list[LicenceField]:
    """The rows that have a label, in their order; a new one gets the next free name, one of `before` stays as bounded."""
    known = {one.name: one for one in before}
    labels, names = request.POST.getlist("label")[: 2 * FIELDS_MAX], request.POST.getlist("field")
    required = set(request.POST.getlist("required"))
    taken = {name for name in names if name}
    made: list[LicenceField] = []
    for place, label in enumerate(labels):
        name = names[place] if place < len(names) else ""
        if not label.strip():
            continue
        if not name:
            name = next(free for n in range(1, 3 * FIELDS_MAX) if (free := f"field_{n}") not in taken)
            taken.add(name)
        one = known.get(name, LicenceField(name, ""))
        made.append(replace(one, label=label.strip()[:LABEL_MAX], required=str(place) in required))
    return made


@require_GET
def kinds(request: OfficerRequest) -> HttpResponse:
    there = set(LicenceKind.objects.values_list("name", flat=True))
    return render(
        request,
        "desk/licence_kinds.html",
        {
            "kinds": LicenceKind.objects.filter(ended_at=None).order_by("name"),
            "ended": LicenceKind.objects.exclude(ended_at=None).order_by("name"),
            "presets": [(code, text) for code, text in PRESETS.items() if text.name not in there],
            "may_change": request.officer.may("licencekind.added"),
        },
    )


@require_http_methods(["GET", "POST"])
def kind(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    """One kind; without `pk` a new one, from the preset that the address names or from nothing."""
    row = get_object_or_404(LicenceKind, pk=pk) if pk is not None else None
    if request.method == "POST":
        request.officer.assert_may("licencekind.corrected" if row else "licencekind.added")
    text, code = _begins(request, row)
    offered, linked = _services(row, code)
    initial = {name: getattr(text, name) for name in KindForm.base_fields if hasattr(text, name)}
    form = KindForm(
        request.POST or None,
        initial=initial | {"services": [str(one.pk) for one in linked]},
        services=offered,
        label_suffix="",
    )
    fields = fields_posted(request, text.fields) if request.method == "POST" else list(text.fields)

    def save() -> LicenceKind:
        said = form.text(fields)
        made = row or LicenceKind.objects.add(said, code=code, by=request.officer)
        if row is not None:
            row.correct(said, by=request.officer)
        chosen = set(form.cleaned_data["services"])
        made.link_services([one for one in offered if str(one.pk) in chosen], by=request.officer)
        return made

    made = posted(request, form, save)
    if made is not None:
        messages.success(request, f"บันทึก “{made.name}” แล้ว ใช้กับใบอนุญาตฉบับต่อไป")
        return redirect("licence_kinds")
    rows = [(place, one) for place, one in enumerate([*fields, *[None] * ROWS_MORE])]
    return render(
        request,
        "desk/licence_kind.html",
        {
            "row": row,
            "form": form,
            "rows": rows,
            "label_max": LABEL_MAX,
            "may_change": request.officer.may("licencekind.corrected"),
        },
        status=status_of(form),
    )


def _begins(request: OfficerRequest, row: LicenceKind | None) -> tuple[KindText, str]:
    if row is not None:
        return row.text(), row.code
    code = request.GET.get("preset", "")
    if code and code not in PRESETS:
        raise Http404
    return (PRESETS[code], code) if code else (KindText(""), "")


def _services(row: LicenceKind | None, code: str) -> tuple[list[Service], list[Service]]:
    """Those to choose from, one that is linked but not offered now among them; and those that are ticked to begin with."""
    offered = list(Service.objects.offered())
    if row is None:
        return offered, [one for one in offered if code and one.code == code]
    links = row.services.filter(ended_at=None).select_related("service")
    linked = [one.service for one in links]
    return list(dict.fromkeys([*offered, *linked])), linked


@require_POST
def ended(request: OfficerRequest, pk: int) -> HttpResponse:
    """Given no more, or given again; what was given stays."""
    row = get_object_or_404(LicenceKind, pk=pk)
    if row.ended_at is None:
        request.officer.assert_may("licencekind.ended")
        pressed(request, lambda: row.end(by=request.officer), f"เลิกออก “{row.name}” แล้ว ใบที่ออกไปแล้วไม่เปลี่ยน")
    else:
        request.officer.assert_may("licencekind.given_again")
        pressed(request, lambda: row.give_again(by=request.officer), f"ออก “{row.name}” ได้อีก")
    return redirect("licence_kinds")
