"""ประกาศวิธีการชำระเงิน: drafted from the accounts that stand, signed by a person, recorded with its day (guide #3.4(2))."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.models import POSITION_MAX, Profile
from saraban.desk.downloads import as_pdf
from saraban.desk.fields import LineField, ThaiDateField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed
from saraban.desk.readers import MONEY, must_read
from saraban.desk.views.system_orders import the_head
from saraban.documents.typesetting import NotTypeset
from saraban.law.refusal import Refusal
from saraban.notices.announcements import (
    CHANNEL_MAX,
    LINE_MAX,
    WHERE_MAX,
    PaymentAnnouncement,
    proofs_address,
)
from saraban.notices.payment_announcements import announcement_text
from saraban.payments.accounts import Account

SHOWN_MAX = 50


class DraftForm(forms.Form):
    channel = LineField(
        label="ช่องทางอื่นสำหรับส่งหลักฐาน",
        max_length=CHANNEL_MAX,
        required=False,
        help_text="ทางอิเล็กทรอนิกส์ นอกจากอีเมลกลาง เช่น เว็บไซต์ www.klongnoy.go.th/pay เว้นว่างถ้าไม่มี",
    )


class AnnouncedForm(forms.Form):
    announced_on = ThaiDateField(label="ประกาศ ณ วันที่")
    signer = LineField(
        label="ผู้ลงนาม",
        max_length=LINE_MAX,
        error_messages={"required": "ยังไม่ได้บอกว่าใครลงนามในประกาศ โปรดพิมพ์ชื่อ"},
    )
    position = LineField(
        label="ตำแหน่ง",
        max_length=POSITION_MAX,
        error_messages={"required": "ยังไม่ได้บอกตำแหน่งของผู้ลงนาม โปรดพิมพ์"},
    )
    place = LineField(
        label="ประกาศไว้ที่",
        max_length=WHERE_MAX,
        help_text="เช่น เว็บไซต์ของหน่วยงาน และป้ายประกาศหน้าสำนักงาน",
        error_messages={"required": "ยังไม่ได้บอกว่าประกาศไว้ที่ใด โปรดพิมพ์"},
    )


@require_http_methods(["GET", "POST"])
def announcements(request: OfficerRequest) -> HttpResponse:
    """Which version is in force and whether it is still true, what waits to be signed, and what a new one would say."""
    must_read(request, MONEY)
    if request.method == "POST":
        request.officer.assert_may("paymentannouncement.drafted")
    in_force = PaymentAnnouncement.objects.in_force()
    channel = in_force.channel if in_force is not None else ""
    said = request.POST if request.method == "POST" else None
    form = DraftForm(said, initial={"channel": channel}, label_suffix="")
    made = posted(
        request, form, lambda: PaymentAnnouncement.objects.draft(by=request.officer, **form.cleaned_data)
    )
    if made is not None:
        messages.success(request, "ร่างประกาศแล้ว พิมพ์ร่าง เสนอลงนาม ประกาศ แล้วกลับมาบันทึกวันที่ในหน้านี้")
        return redirect("pay_announcement", made.pk)
    text, not_yet = _would_say(channel)
    return render(
        request,
        "desk/pay_announcements.html",
        {
            "form": form,
            "in_force": in_force,
            "differences": in_force.differences() if in_force is not None else [],
            "drafts": PaymentAnnouncement.objects.drafts()[:SHOWN_MAX],
            "announced": PaymentAnnouncement.objects.announced()[:SHOWN_MAX],
            "text": text,
            "not_yet": not_yet,
            "accounts": Account.objects.standing(),
            "may_draft": request.officer.may("paymentannouncement.drafted"),
        },
        status=status_of(form),
    )


def _would_say(channel: str) -> tuple[str, str]:
    """The text, or why there is none yet."""
    try:
        return announcement_text(Account.objects.standing(), Profile.here(), proofs_address(), channel), ""
    except Refusal as refusal:
        return "", refusal.message


@require_http_methods(["GET", "POST"])
def announcement(request: OfficerRequest, pk: int) -> HttpResponse:
    """One version, with its words to copy; a draft is recorded here once it was announced."""
    row = get_object_or_404(PaymentAnnouncement.objects.select_related("officer", "announced_by"), pk=pk)
    must_read(request, MONEY)
    if request.method == "POST":
        request.officer.assert_may("paymentannouncement.announced")
    head = the_head()
    initial = {
        "announced_on": localdate(),
        "signer": head.name if head is not None else "",
        "position": row.position,
    }
    form = AnnouncedForm(request.POST or None, initial=initial, label_suffix="")

    def announce() -> PaymentAnnouncement:
        row.announce(by=request.officer, **form.cleaned_data)
        return row

    if posted(request, form, announce) is not None:
        messages.success(request, "บันทึกแล้ว ประกาศนี้คือฉบับที่ใช้อยู่")
        return redirect("pay_announcements")
    return render(
        request,
        "desk/pay_announcement.html",
        {
            "form": form,
            "row": row,
            "is_draft": row.announced_on is None and row.dropped_at is None,
            "differences": row.differences() if row.dropped_at is None else [],
            "may_announce": request.officer.may("paymentannouncement.announced"),
        },
        status=status_of(form),
    )


@require_GET
def pdf(request: OfficerRequest, pk: int) -> HttpResponse:
    """The page to be signed (T13): a draft says so at its foot."""
    row = get_object_or_404(PaymentAnnouncement, pk=pk)
    must_read(request, MONEY)
    try:
        made = row.as_pdf(the_head())
    except NotTypeset as trouble:
        raise Refusal("not_typeset", str(trouble)) from None
    return as_pdf(made, "ประกาศวิธีการชำระเงิน.pdf")


@require_POST
def dropped(request: OfficerRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PaymentAnnouncement, pk=pk)
    request.officer.assert_may("paymentannouncement.dropped")
    pressed(request, lambda: row.drop(by=request.officer), "ทิ้งร่างแล้ว")
    return redirect("pay_announcements")
