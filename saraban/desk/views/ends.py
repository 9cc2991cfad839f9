"""How a case ends without a decision, and how it goes on after all."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from saraban.cases.forwardings import WAYS, Forwarding
from saraban.cases.models import Case
from saraban.cases.withdrawals import Withdrawal
from saraban.contacts.models import NAME_MAX, PHONE_MAX, Contact
from saraban.desk.fields import LineField, whole_number
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed_on_case
from saraban.law.electronic_act_2565 import Onward
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX

LISTED_MAX = 300  # contacts offered while typing


class ForwardForm(forms.Form):
    name = LineField(
        label="หน่วยงานที่รับผิดชอบ",
        max_length=NAME_MAX,
        error_messages={"required": "ยังไม่ได้ส่งต่อ เพราะยังไม่มีชื่อหน่วยงานที่รับผิดชอบ โปรดเลือกหรือพิมพ์ชื่อ"},
    )
    email = forms.EmailField(
        label="อีเมลของหน่วยงานนั้น",
        required=False,
        error_messages={"invalid": "ยังไม่ได้ส่งต่อ เพราะที่อยู่อีเมลไม่ถูกรูปแบบ เช่น saraban@nongbua.go.th"},
    )
    phone = LineField(label="โทรศัพท์ของหน่วยงานนั้น", max_length=PHONE_MAX, required=False)
    way = forms.ChoiceField(
        label="ส่งต่ออย่างไร", choices=WAYS, widget=forms.RadioSelect, initial=Onward.FORWARD.value
    )
    because = LineField(
        label="เหตุผล",
        max_length=REASON_MAX,
        error_messages={"required": "ยังไม่ได้ส่งต่อ เพราะยังไม่ได้บอกเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ"},
    )


@require_http_methods(["GET", "POST"])
def forward(request: OfficerRequest, pk: int) -> HttpResponse:
    """ส่งต่อหน่วยงานอื่น: whose business it is, and who writes to whom."""
    found = case_or_404(request, pk)
    request.officer.assert_may("case.forwarded")
    form = ForwardForm(request.POST or None, label_suffix="")

    def do() -> Forwarding:
        said = form.cleaned_data
        to = Contact.objects.remember(
            said["name"], email=said["email"], phone=said["phone"], by=request.officer
        )
        return Forwarding.objects.pass_on(found, to, Onward(said["way"]), said["because"], by=request.officer)

    made = posted(request, form, do)
    if made is not None:
        if made.notice is None:
            messages.warning(
                request,
                f"ส่งต่อแล้ว เรื่องสิ้นสุด แต่ไม่มีจดหมายถึงผู้ยื่น เพราะ{found.why_no_mail} โปรดแจ้งผู้ยื่นว่าเป็นหน้าที่ของ{made.to.name}",
            )
        else:
            messages.success(request, "ส่งต่อแล้ว เรื่องสิ้นสุด จดหมายจะออกใน 20 วินาที")
        return redirect("case", pk)
    contacts = Contact.objects.filter(active=True).order_by("name")[:LISTED_MAX]
    return render(
        request,
        "desk/case_forward.html",
        {"form": form, "case": found, "contacts": contacts},
        status=status_of(form),
    )


@require_POST
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """ดำเนินการแล้ว: what needed no decision was done, with what was done."""
    because = request.POST.get("because", "")
    return pressed_on_case(
        request,
        pk,
        "case.answered",
        lambda found: found.answer(because, by=request.officer),
        "บันทึกแล้ว เรื่องสิ้นสุด",
    )


@require_POST
def withdrawal(request: OfficerRequest, pk: int) -> HttpResponse:
    """The applicant asks that it ends; the next step is to see that it is they."""
    said = request.POST.get("because", "")
    return pressed_on_case(
        request,
        pk,
        "withdrawal.asked",
        lambda found: Withdrawal.objects.ask(found, said, by=request.officer),
        "บันทึกว่าผู้ยื่นขอถอนแล้ว ขั้นถัดไปคือยืนยันว่าผู้ขอถอนเป็นผู้ยื่นจริง (คู่มือ #3.3)",
    )


@require_POST
def withdrawn(request: OfficerRequest, pk: int) -> HttpResponse:
    return pressed_on_case(
        request,
        pk,
        "withdrawal.confirmed",
        lambda found: _standing(found).confirm(by=request.officer),
        "บันทึกว่าผู้ยื่นถอนเรื่องแล้ว เรื่องสิ้นสุด",
    )


@require_POST
def withdrawal_dropped(request: OfficerRequest, pk: int) -> HttpResponse:
    return pressed_on_case(
        request,
        pk,
        "withdrawal.dropped",
        lambda found: _standing(found).drop(by=request.officer),
        "บันทึกว่าไม่ถอนแล้ว เรื่องดำเนินต่อ",
    )


def _standing(found: Case) -> Withdrawal:
    withdrawal = Withdrawal.objects.standing(found)
    if withdrawal is None:
        raise Refusal("not_standing", "ยังไม่ได้บันทึก เพราะไม่มีการขอถอนที่รออยู่ โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
    return withdrawal


@require_POST
def reopened(request: OfficerRequest, pk: int) -> HttpResponse:
    return pressed_on_case(
        request, pk, "case.reopened", lambda found: found.reopen(by=request.officer), "รับเรื่องกลับมาดำเนินการแล้ว"
    )


@require_POST
def merged(request: OfficerRequest, pk: int) -> HttpResponse:
    """รวมเรื่อง with the one that has this เลขรับ."""
    number, _, year = request.POST.get("number", "").strip().partition("/")

    def do(found: Case) -> None:
        seen = Case.objects.seen_by(request.officer)
        other = seen.filter(
            entry__number=whole_number(number) or 0, entry__year=whole_number(year) or 0
        ).first()
        if other is None:
            raise Refusal("no_case", "ยังไม่ได้รวมเรื่อง เพราะไม่พบเรื่องของเลขรับนี้ โปรดพิมพ์เช่น 12/2569 ไม่มีข้อมูลใดเปลี่ยน")
        found.merge_into(other, by=request.officer)

    return pressed_on_case(request, pk, "case.merged", do, "รวมเรื่องแล้ว")


@require_POST
def split_off(request: OfficerRequest, pk: int) -> HttpResponse:
    return pressed_on_case(
        request,
        pk,
        "case.split_off",
        lambda found: found.split_off(by=request.officer),
        "แยกเรื่องออกมาแล้ว ตรวจเอกสารต่อที่เรื่องนี้",
    )
