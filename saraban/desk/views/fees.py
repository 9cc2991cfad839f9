"""ตารางค่าธรรมเนียม: what money is taken for, how much since when and under which law; a rate is added, never edited."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.duties import Duty
from saraban.desk.fields import BahtField, LineField, ThaiDateField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed
from saraban.desk.readers import MONEY, must_read
from saraban.payments.fees import LAW_MAX, NAME_MAX, NOTE_MAX, Fee, FeeRate
from saraban.payments.thai_qr import REFERENCE_MAX

READERS = MONEY | {Duty.CASE}  # who bills them
ENDED_SHOWN_MAX = 50


class FeeForm(forms.Form):
    code = LineField(
        label="รหัส",
        max_length=REFERENCE_MAX,
        help_text="A–Z และ 0–9 เช่น FEE01 เป็นรหัสอ้างอิง 2 ของใบแจ้งชำระ",
        error_messages={"required": "ยังไม่มีรหัส โปรดพิมพ์ เช่น FEE01"},
    )
    name = LineField(
        label="ชื่อค่าธรรมเนียม",
        max_length=NAME_MAX,
        error_messages={"required": "ยังไม่มีชื่อค่าธรรมเนียม โปรดพิมพ์"},
    )


class RateForm(forms.Form):
    satang = BahtField(label="อัตรา (บาท)", help_text="เช่น 500 หรือ 1,250.50 ไม่เก็บเงินให้ใส่ 0")
    since = ThaiDateField(label="ใช้ตั้งแต่วันที่", help_text="เช่น วันนี้ 1/10/69 หรือ 1 ต.ค. 2569")
    law = LineField(
        label="เก็บตามกฎหมายหรือข้อบัญญัติ",
        max_length=LAW_MAX,
        error_messages={"required": "ยังไม่ได้บอกว่าเก็บตามกฎหมายหรือข้อบัญญัติใด โปรดพิมพ์"},
    )
    exemption = LineField(label="ผู้ได้รับยกเว้น", max_length=NOTE_MAX, required=False)
    refund = LineField(label="การคืนเงิน", max_length=NOTE_MAX, required=False)


@require_http_methods(["GET", "POST"])
def fees(request: OfficerRequest) -> HttpResponse:
    """The table with what holds today, and a form for one more row."""
    must_read(request, READERS)
    if request.method == "POST":
        request.officer.assert_may("fee.added")
    form = FeeForm(request.POST or None, label_suffix="")
    added = posted(request, form, lambda: Fee.objects.add(**form.cleaned_data, by=request.officer))
    if added is not None:
        messages.success(request, f"เพิ่ม {added} แล้ว ต่อไปตั้งอัตรา")
        return redirect("pay_fee", added.pk)
    return render(
        request,
        "desk/pay_fees.html",
        {
            "form": form,
            "fees": [(fee, *_in_time(list(fee.rates.all()))) for fee in Fee.objects.table()],
            "ended": Fee.objects.exclude(ended_at=None).order_by("-ended_at")[:ENDED_SHOWN_MAX],
            "may_add": request.officer.may("fee.added"),
        },
        status=status_of(form),
    )


@require_GET
def fee(request: OfficerRequest, pk: int) -> HttpResponse:
    """One of them, all its rates, and a form for the next."""
    must_read(request, READERS)
    return _page(request, get_object_or_404(Fee, pk=pk))


@require_POST
def rate(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("feerate.set")
    row = get_object_or_404(Fee, pk=pk)
    form = RateForm(request.POST, label_suffix="")
    made = posted(request, form, lambda: row.set_rate(**form.cleaned_data, by=request.officer))
    if made is None:
        return _page(request, row, form)
    messages.success(request, f"ตั้งอัตราของ {row} แล้ว ใบแจ้งชำระที่ออกไปแล้วไม่เปลี่ยน")
    return redirect("pay_fees")


@require_POST
def ended(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("fee.ended")
    row = get_object_or_404(Fee, pk=pk)
    pressed(request, lambda: row.end(by=request.officer), f"เลิกเก็บ {row} แล้ว ใบแจ้งชำระที่ออกไปแล้วไม่เปลี่ยน")
    return redirect("pay_fees")


def _page(request: OfficerRequest, row: Fee, form: RateForm | None = None) -> HttpResponse:
    rates = list(row.rates.order_by("-since", "-pk"))
    coming, now, before = _in_time(rates)
    last = rates[0] if rates else FeeRate(law="")
    initial = {"law": last.law, "exemption": last.exemption, "refund": last.refund}
    form = form or RateForm(initial=initial, label_suffix="")
    return render(
        request,
        "desk/pay_fee.html",
        {
            "form": form,
            "fee": row,
            "coming": coming,
            "now": now,
            "before": before,
            "may_set": row.ended_at is None and request.officer.may("feerate.set"),
        },
        status=status_of(form),
    )


def _in_time(rates: list[FeeRate]) -> tuple[list[FeeRate], FeeRate | None, list[FeeRate]]:
    """Of the rates, the newest first: those that will hold, the one that holds today, and those that held."""
    today = localdate()
    begun = [one for one in rates if one.since <= today]
    return [one for one in rates if one.since > today], begun[0] if begun else None, begun[1:]
