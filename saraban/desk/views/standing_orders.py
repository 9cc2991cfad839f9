"""คำสั่งให้ระบบส่งแจ้งเหตุล่าช้า: of which services the notices leave by themselves, under which order of the head."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from saraban.audit.desk import one_at_a_time
from saraban.cases.catalogue import Kind, Service
from saraban.cases.standing_orders import StandingOrder
from saraban.desk.fields import LineField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.terms import TermForm, end_term
from saraban.mail.models import REASON_MAX

SHOWN_MAX = 100


class StandingOrderForm(TermForm):
    field_order = ("services", "reason", "order", "ordered_on", "first_day", "last_day")

    services = forms.ModelMultipleChoiceField(
        label="บริการ",
        queryset=Service.objects.filter(ended_at=None).exclude(kind=Kind.COMPLAINT).order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกบริการ"},
    )
    reason = LineField(
        label="เหตุแห่งความล่าช้าที่แจ้งผู้ยื่น",
        max_length=REASON_MAX,
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกเหตุที่จะแจ้งผู้ยื่น"},
    )


@require_http_methods(["GET", "POST"])
def standing_orders(request: OfficerRequest) -> HttpResponse:
    """What the head has ordered, and a form for more: a row for each service."""
    if request.method == "POST":
        request.officer.assert_may("standingorder.given")
    today = localdate()
    form = StandingOrderForm(
        request.POST or None, initial={"first_day": today, "ordered_on": today}, label_suffix=""
    )

    def do() -> int:
        said = dict(form.cleaned_data)
        services, reason = said.pop("services"), said.pop("reason")
        with one_at_a_time(request.officer.agency_id):
            for service in services:
                StandingOrder.objects.give(service, reason, by=request.officer, **said)
        return len(services)

    given = posted(request, form, do)
    if given is not None:
        messages.success(request, f"บันทึกคำสั่งแล้ว {given} บริการ ระบบเริ่มส่งในวันถัดไป")
        return redirect("standing_orders")
    rows = StandingOrder.objects.select_related("service", "officer").order_by("ended_at", "-last_day", "-pk")
    return render(
        request,
        "desk/standing_orders.html",
        {
            "form": form,
            "orders": [(one, one.holds_on(today)) for one in rows[:SHOWN_MAX]],
            "may_order": request.officer.may("standingorder.given"),
            "today": today,
        },
        status=status_of(form),
    )


@require_POST
def ended(request: OfficerRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(StandingOrder.objects.select_related("service"), pk=pk)
    request.officer.assert_may("standingorder.ended")
    end_term(request, row, f"เลิกแล้ว แจ้งเหตุล่าช้าของ “{row.service.name}” กลับไปให้เจ้าหน้าที่กดส่ง")
    return redirect("standing_orders")
