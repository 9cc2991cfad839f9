"""คำสั่งให้ออกใบเสร็จในระบบ: in which days receipts have numbers of our own, under which order of the head."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.readers import MONEY, must_read
from saraban.desk.sign_in import just_proved, prove_first, proved_lately, typed_before
from saraban.desk.terms import TermForm, end_term
from saraban.payments.receipts import ReceiptOrder

SHOWN_MAX = 100


@require_http_methods(["GET", "POST"])
def receipt_orders(request: OfficerRequest) -> HttpResponse:
    """What the head has ordered, and a form for one more."""
    must_read(request, MONEY)
    if request.method == "POST":
        request.officer.assert_may("receiptorder.given")
    today = localdate()
    initial = {"first_day": today, "ordered_on": today, **typed_before(request)}
    form = TermForm(request.POST or None, initial=initial, label_suffix="")
    if form.is_valid() and not proved_lately(request):
        return prove_first(request, back=reverse("receipt_orders"))
    given = posted(request, form, lambda: ReceiptOrder.objects.give(**form.cleaned_data, by=request.officer))
    if given is not None:
        messages.success(request, "บันทึกคำสั่งแล้ว ในวันตามคำสั่ง ระบบออกเลขที่ใบเสร็จรับเงินเอง")
        return redirect("receipt_orders")
    rows = ReceiptOrder.objects.order_by("ended_at", "-last_day", "-pk")
    return render(
        request,
        "desk/receipt_orders.html",
        {
            "form": form,
            "orders": [(one, one.holds_on(today)) for one in rows[:SHOWN_MAX]],
            "may_order": request.officer.may("receiptorder.given"),
            "today": today,
            "proved": just_proved(request),
        },
        status=status_of(form),
    )


@require_POST
def ended(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("receiptorder.ended")
    row = get_object_or_404(ReceiptOrder, pk=pk)
    end_term(request, row, "เลิกคำสั่งแล้ว จากนี้ระบบออกหลักฐานรับแจ้งการชำระ ไม่ออกเลขที่ใบเสร็จ")
    return redirect("receipt_orders")
