"""แก้ไขรายการ: other words in a row of a register; the old ones, the new ones and the reason stay in its story."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from saraban.desk.card import ColumnsForm
from saraban.desk.fields import Choice, LineField, ThaiDateField
from saraban.desk.finding import entry_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.mail.models import REASON_MAX, SUBJECT_MAX
from saraban.registers.models import ACTION_MAX, PARTY_MAX, Particulars, Urgency
from saraban.registers.outgoing import OutgoingEntry

NO_REASON = {"required": "ยังไม่ได้แก้ไข เพราะยังไม่ได้บอกเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ"}


class IncomingCorrection(ColumnsForm):
    because = LineField(label="แก้ไขเพราะ", max_length=REASON_MAX, error_messages=NO_REASON)


class OutgoingCorrection(forms.Form):
    subject = LineField(
        label="เรื่อง", max_length=SUBJECT_MAX, error_messages={"required": "ยังไม่ได้แก้ไข เพราะยังไม่มี “เรื่อง”"}
    )
    sender = LineField(label="จาก", max_length=PARTY_MAX, required=False)
    addressee = LineField(label="ถึง", max_length=PARTY_MAX, required=False)
    dated_on = ThaiDateField(label="ลงวันที่", required=False)
    remarks = LineField(label="หมายเหตุ", max_length=ACTION_MAX, required=False)
    urgency = forms.ChoiceField(
        label="ความเร็ว", choices=[("", "ปกติ"), *Urgency.choices], required=False, widget=Choice
    )
    because = LineField(label="แก้ไขเพราะ", max_length=REASON_MAX, error_messages=NO_REASON)


@require_http_methods(["GET", "POST"])
def incoming(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("incomingentry.corrected")
    row = entry_or_404(request, pk)
    form = IncomingCorrection(request.POST or None, initial=vars(row.particulars()), label_suffix="")

    def correct() -> None:
        said = {name: value for name, value in form.cleaned_data.items() if name != "because"}
        row.correct(
            Particulars(**said, restricted=row.restricted), form.cleaned_data["because"], by=request.officer
        )

    return _page(request, form, correct, f"เลขรับ {row.receipt_number}", reverse("register_entry", args=[pk]))


@require_http_methods(["GET", "POST"])
def outgoing(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("outgoingentry.corrected")
    row = get_object_or_404(OutgoingEntry.objects.seen_by(request.officer), pk=pk)
    initial = {name: getattr(row, name) for name in (*row.CORRECTED, "urgency")}
    form = OutgoingCorrection(request.POST or None, initial=initial, label_suffix="")
    return _page(
        request,
        form,
        lambda: row.correct(**form.cleaned_data, by=request.officer),
        f"หนังสือส่ง {row.letter_number}",
        reverse("outgoing_entry", args=[pk]),
    )


def _page(
    request: OfficerRequest, form: forms.Form, correct: Callable[[], None], title: str, back: str
) -> HttpResponse:
    def corrected() -> bool:
        correct()
        return True

    if posted(request, form, corrected):
        messages.success(request, f"แก้ไข{title}แล้ว ของเดิมอยู่ในลำดับเหตุการณ์")
        return redirect(back)
    page = {"form": form, "title": title, "back": back}
    return render(request, "desk/correction.html", page, status=status_of(form))
