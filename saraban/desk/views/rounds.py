"""The twice-daily look into the mailbox: signed, and the missed ones listed (guide #1.5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from saraban.desk.finding import letter_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.law.refusal import Refusal
from saraban.mail.rounds import Round


@require_GET
def rounds(request: OfficerRequest) -> HttpResponse:
    duties = Round.objects.duties(until=localdate())
    return render(
        request,
        "desk/rounds.html",
        {"duties_due": duties, "missed": sum(duty.missed for duty in duties), "now": Round.objects.due_now()},
    )


@require_POST
def sign(request: OfficerRequest) -> HttpResponse:
    request.officer.assert_may("round.signed")
    try:
        signed = Round.objects.sign(by=request.officer)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            f"ลงชื่อ{signed.get_slot_display()}แล้ว จดหมายเข้า {signed.inbox} ฉบับ จดหมายขยะ {signed.junk} ฉบับ รอ {signed.put_off} ฉบับ",
        )
    return redirect("rounds")


@require_POST
def put_off(request: OfficerRequest, pk: int) -> HttpResponse:
    """ดูแล้ว รอ: the letter stays at the desk and holds up no round."""
    letter = letter_or_404(request, pk)
    letter.put_off(by=request.officer)
    messages.success(request, "ทำเครื่องหมาย “ดูแล้ว รอ” ที่หนังสือนี้แล้ว หนังสือยังอยู่ที่โต๊ะ")
    return redirect("letter", pk=pk)
