"""บัญชีรับชำระเงิน: the accounts in the agency's name into which it is paid, and what the bank gave each for a QR."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from saraban.agencies.models import Profile
from saraban.desk.fields import Choice, Line, LineField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed
from saraban.desk.readers import MONEY, must_read
from saraban.desk.sign_in import just_proved, prove_first, proved_lately, typed_before
from saraban.desk.story import story_of_accounts
from saraban.notices.announcements import PaymentAnnouncement
from saraban.payments.accounts import NAME_MAX, Account
from saraban.payments.banks import BANKS, bank_title

TYPED_MAX = 40  # characters of a number, with its hyphens and spaces
ENDED_SHOWN_MAX = 50
STORY_SHOWN_MAX = 20
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


class QrForm(forms.Form):
    biller = LineField(
        label="Biller ID",
        max_length=TYPED_MAX,
        required=False,
        widget=Line(attrs=NUMERIC),
        help_text="15 หลัก ธนาคารให้เมื่อสมัครบริการรับชำระ (Bill Payment) รายการของธนาคารบอกรหัสอ้างอิง ระบบจึงจับคู่เงินได้เอง",
    )
    promptpay = LineField(
        label="พร้อมเพย์ (เลขประจำตัวผู้เสียภาษี)",
        max_length=TYPED_MAX,
        required=False,
        widget=Line(attrs=NUMERIC),
        help_text="13 หลัก ใช้ทำคิวอาร์เมื่อไม่มี Biller ID",
    )


class AccountForm(QrForm):
    field_order = ("bank", "number", "name", "biller", "promptpay")

    bank = forms.ChoiceField(
        label="ธนาคาร",
        choices=[("", "เลือกธนาคาร"), *((code, bank_title(code)) for code in BANKS)],
        widget=Choice,
        error_messages={"required": "ยังไม่ได้เลือกธนาคาร โปรดเลือกจากรายการ"},
    )
    number = LineField(
        label="เลขที่บัญชี",
        max_length=TYPED_MAX,
        widget=Line(attrs=NUMERIC),
        help_text="ตามสมุดบัญชี มีขีดหรือไม่มีก็ได้",
        error_messages={"required": "ยังไม่มีเลขที่บัญชี โปรดพิมพ์ตามสมุดบัญชี"},
    )
    name = LineField(
        label="ชื่อบัญชี",
        max_length=NAME_MAX,
        help_text="ต้องเป็นชื่อของหน่วยงาน ต่อท้ายด้วยวงเล็บได้ เช่น (เงินรายได้)",
        error_messages={"required": "ยังไม่มีชื่อบัญชี โปรดพิมพ์ตามสมุดบัญชี"},
    )


@require_http_methods(["GET", "POST"])
def accounts(request: OfficerRequest) -> HttpResponse:
    """Those that are paid into, and a form to open one more."""
    must_read(request, MONEY)
    if request.method == "POST":
        request.officer.assert_may("account.opened")
    initial = {"name": Profile.here().name, **typed_before(request)}
    form = AccountForm(request.POST or None, initial=initial, label_suffix="")
    if form.is_valid() and not proved_lately(request):
        return prove_first(request, back=reverse("pay_accounts"))
    opened = posted(request, form, lambda: Account.objects.open(**form.cleaned_data, by=request.officer))
    if opened is not None:
        messages.success(request, f"เปิดใช้บัญชี {opened.shown_number} แล้ว")
        return redirect("pay_accounts")
    in_force = PaymentAnnouncement.objects.in_force()
    return render(
        request,
        "desk/pay_accounts.html",
        {
            "in_force": in_force,
            "differences": in_force.differences() if in_force is not None else [],
            "form": form,
            "accounts": Account.objects.standing(),
            "ended": Account.objects.exclude(ended_at=None).order_by("-ended_at")[:ENDED_SHOWN_MAX],
            "may_open": request.officer.may("account.opened"),
            "proved": just_proved(request),
            "story": story_of_accounts(Account.objects.all())[-STORY_SHOWN_MAX:],
        },
        status=status_of(form),
    )


@require_http_methods(["GET", "POST"])
def account(request: OfficerRequest, pk: int) -> HttpResponse:
    """One of them: what the bank gave it since is corrected, and its end is said."""
    must_read(request, MONEY)
    row = get_object_or_404(Account, pk=pk)
    if request.method == "POST":
        request.officer.assert_may("account.corrected")
    typed = typed_before(request)
    initial = {"biller": row.biller, "promptpay": row.promptpay, **typed}
    form = QrForm(request.POST or None, initial=initial, label_suffix="")
    if form.is_valid() and not proved_lately(request):
        return prove_first(request, back=reverse("pay_account", args=[pk]))

    def correct() -> Account:
        row.correct(**form.cleaned_data, by=request.officer)
        return row

    if posted(request, form, correct) is not None:
        messages.success(
            request, "บันทึกการแก้ไขบัญชีแล้ว ใบแจ้งชำระที่รอชำระใช้รหัสใหม่เมื่อพิมพ์หรือส่งอีกครั้ง ที่ส่งไปแล้วไม่เปลี่ยน"
        )
        return redirect("pay_account", pk)
    return render(
        request,
        "desk/pay_account.html",
        {
            "form": form,
            "account": row,
            "may_correct": request.officer.may("account.corrected"),
            "proved": just_proved(request),
            "because": typed.get("because"),
            "story": story_of_accounts([row])[-STORY_SHOWN_MAX:],
        },
        status=status_of(form),
    )


@require_POST
def ended(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("account.ended")
    row = get_object_or_404(Account, pk=pk)
    if not proved_lately(request):
        return prove_first(request, back=reverse("pay_account", args=[pk]))
    done = pressed(
        request,
        lambda: row.end(request.POST.get("because", ""), by=request.officer),
        f"เลิกใช้บัญชี {row.number} แล้ว รายการเดิมอยู่ครบ",
    )
    return redirect("pay_accounts") if done else redirect("pay_account", pk)
