"""แจ้งชำระเงิน: what the applicant of a case owes, with a QR that comes back with the number of the case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.cases.case_files import files_of
from saraban.cases.fees import CaseInvoice, proposed_day
from saraban.cases.models import Case
from saraban.desk.downloads import as_pdf
from saraban.desk.fields import BahtField, ThaiDateField
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed_on_case
from saraban.desk.slips import SLIP_NOTED, SlipForm, slip_of
from saraban.desk.views.checking import Sight
from saraban.payments.accounts import Account
from saraban.payments.banks import bank_title
from saraban.payments.fees import Fee
from saraban.payments.invoices import Invoice
from saraban.payments.papers import bill_pdf
from saraban.payments.slip_files import read_slip
from saraban.payments.slips import Came, Slip

NOTHING_DUE = "ยังบันทึกหลักฐานไม่ได้ เพราะเรื่องนี้ไม่มีใบแจ้งชำระที่รอเงิน โปรดแจ้งชำระก่อน ไม่มีข้อมูลใดเปลี่ยน"


class BillForm(forms.Form):
    fee = forms.ModelChoiceField(
        label="ค่าธรรมเนียม", queryset=Fee.objects.none(), required=False, empty_label="ตามคู่มือของบริการ"
    )
    amount = BahtField(
        label="จำนวนเงิน (บาท)",
        error_messages={"required": "ยังไม่ได้แจ้งชำระ เพราะยังไม่มีจำนวนเงิน โปรดพิมพ์"},
    )
    due_on = ThaiDateField(
        label="ชำระภายในวันที่", error_messages={"required": "ยังไม่ได้แจ้งชำระ เพราะยังไม่มีวันสุดท้ายที่ชำระได้ โปรดพิมพ์"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fee"].queryset = Fee.objects.filter(ended_at=None).order_by("code")  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def bill(request: OfficerRequest, pk: int) -> HttpResponse:
    """What is owed, until when; the bill leaves when the seconds of undo are over."""
    found = case_or_404(request, pk)
    request.officer.assert_may("caseinvoice.billed")
    initial = {"amount": found.manual.fee_satang or None, "due_on": proposed_day(localdate())}
    form = BillForm(request.POST or None, initial=initial, label_suffix="")

    def do() -> CaseInvoice:
        said = form.cleaned_data
        return CaseInvoice.objects.bill(
            found, said["amount"], due_on=said["due_on"], fee=said["fee"], by=request.officer
        )

    made = posted(request, form, do)
    if made is not None:
        _send(request, made, found)
        return redirect("case", pk)
    return render(
        request,
        "desk/case_bill.html",
        {"form": form, "case": found, "account": next(iter(Account.objects.standing()), None)},
        status=status_of(form),
    )


class CaseSlipForm(SlipForm):
    field_order = ("invoice",)

    invoice = forms.ModelChoiceField(
        label="ใบแจ้งชำระ",
        queryset=Invoice.objects.none(),
        empty_label=None,
        error_messages={
            "required": "ยังไม่ได้เลือกใบแจ้งชำระ",
            "invalid_choice": "ใบแจ้งชำระที่เลือกไม่รอชำระแล้ว โปรดเลือกใหม่",
        },
    )

    def __init__(self, *args: Any, due: QuerySet[Invoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invoice"].queryset = due  # type: ignore[attr-defined]
        if due.count() == 1:
            self.fields["invoice"].widget = forms.HiddenInput()


@require_http_methods(["GET", "POST"])
def slip(request: OfficerRequest, pk: int) -> HttpResponse:
    """A slip among what the applicant sent: its picture, the latest file first, beside the four data."""
    found = case_or_404(request, pk)
    request.officer.assert_may("slip.noted")
    due = Invoice.objects.due().filter(of_case__case=found).select_related("account").order_by("pk")
    first = due.first()
    if first is None:
        messages.error(request, NOTHING_DUE)
        return redirect("case", pk)
    sight = Sight.of(request, files_of(found, request.officer)[::-1])
    form = CaseSlipForm(
        request.POST or None, due=due, initial={"invoice": first.pk, **slip_of(first)}, label_suffix=""
    )

    def do() -> Slip:
        file = sight.file
        email = file.letter.entry.email if file is not None else None
        return form.note(
            form.cleaned_data["invoice"],
            file.keep() if file is not None and file.path is not None else None,
            came=Came.COUNTER if email is None else Came.MAIL,
            email=email,
            by=request.officer,
        )

    if posted(request, form, do) is not None:
        messages.success(request, SLIP_NOTED)
        return redirect("case", pk)
    read = read_slip(sight.file.path, sight.file.attachment) if sight.file and sight.file.path else None
    return render(
        request,
        "desk/case_slip.html",
        {
            "form": form,
            "case": found,
            "sight": sight,
            "read": read,
            "read_bank": bank_title(read.code.bank) if read and read.code else "",
        },
        status=status_of(form),
    )


@require_POST
def bill_sent(request: OfficerRequest, pk: int) -> HttpResponse:
    """What was not mailed when it was made, or is to be mailed again."""
    made = get_object_or_404(CaseInvoice.objects.select_related("invoice__account"), pk=pk)
    return pressed_on_case(
        request, made.case_id, "caseinvoice.sent", lambda found: _send(request, made, found)
    )


@require_GET
def bill_paper(request: OfficerRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(CaseInvoice.objects.select_related("invoice__account"), pk=pk)
    case_or_404(request, made.case_id)
    return as_pdf(bill_pdf(made.invoice), f"ใบแจ้งชำระ {made.invoice.reference1}.pdf")


def _send(request: OfficerRequest, made: CaseInvoice, found: Case) -> None:
    if made.send(by=request.officer) is not None:
        messages.success(request, "แจ้งชำระแล้ว จดหมายพร้อม QR จะออกใน 20 วินาที")
    else:
        why = found.why_no_mail or "หน่วยงานยังไม่มีกล่องจดหมายกลาง"
        messages.warning(request, f"ออกใบแจ้งชำระแล้ว แต่ไม่มีจดหมายออก เพราะ{why} โปรดพิมพ์ใบแจ้งชำระหรือโทรแจ้ง")
