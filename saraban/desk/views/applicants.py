"""What the applicant is asked and told, and how they are reached; the presses of the case's page that do it."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from saraban.agencies.models import Profile
from saraban.cases.checks import PaperCheck, wanting
from saraban.cases.delays import DelayNotice
from saraban.cases.holds import Hold
from saraban.cases.models import PHONE_MAX, REPLIES, Case
from saraban.cases.requests import DocumentRequest
from saraban.desk.fields import LineField, ThaiDateField
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import on_case, pressed_on_case, typed_day
from saraban.law.refusal import Refusal
from saraban.mail.models import ADDRESS_MAX, REASON_MAX
from saraban.registers.models import PARTY_MAX

ANSWER_DAYS = 15  # days that a notice offers first; the officer sets another
TEXT_MAX = 5_000


class RequestForm(forms.Form):
    items = forms.CharField(
        label="สิ่งที่ขอ บรรทัดละหนึ่งรายการ",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=TEXT_MAX,
        error_messages={"required": "ยังไม่ได้แจ้งแก้ไข เพราะยังไม่มีรายการที่ขอ"},
    )
    due_on = ThaiDateField(
        label="ให้ส่งภายในวันที่",
        error_messages={"required": "ยังไม่ได้แจ้งแก้ไข เพราะยังไม่ได้กำหนดวันสุดท้าย คู่มือ #3.1 ให้ระบุทุกครั้ง"},
    )
    because = LineField(label="ขอเพิ่มหลังครบถ้วน เพราะ", max_length=REASON_MAX, required=False)


class ReasonForm(forms.Form):
    reasons = forms.CharField(
        label="เหตุผล",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REASON_MAX,
        error_messages={"required": "ยังไม่ได้คืนคำขอ เพราะต้องแจ้งเหตุผลเป็นหนังสือ โปรดพิมพ์เหตุผล"},
    )


class ApplicantForm(forms.Form):
    applicant = LineField(label="ผู้ยื่น", max_length=PARTY_MAX)
    address = LineField(label="อีเมล", max_length=ADDRESS_MAX, required=False)
    phone = LineField(label="โทรศัพท์", max_length=PHONE_MAX, required=False)
    replies = forms.ChoiceField(label="ประสงค์ให้ตอบ", choices=REPLIES)


@require_http_methods(["GET", "POST"])
def ask(request: OfficerRequest, pk: int) -> HttpResponse:
    """แจ้งแก้ไข: what is wanting, by when; it leaves when the seconds of undo are over."""
    found = case_or_404(request, pk)
    request.officer.assert_may("documentrequest.asked")
    listed = wanting(PaperCheck.objects.checklist(found))
    initial = {
        "items": "\n".join(said for _key, said in listed),
        "due_on": localdate() + timedelta(days=ANSWER_DAYS),
    }
    form = RequestForm(request.POST or None, initial=initial, label_suffix="")
    keys = {said: key for key, said in listed}

    def do() -> DocumentRequest:
        said = form.cleaned_data
        lines = [line.strip() for line in said["items"].splitlines()]
        items = [(keys.get(line, ""), line) for line in lines]
        return DocumentRequest.objects.ask(
            found, items, said["due_on"], by=request.officer, because=said["because"]
        )

    made = posted(request, form, do)
    if made is not None:
        how = (
            "จดหมายจะออกใน 20 วินาที"
            if made.mail
            else f"ผู้ยื่น{found.why_no_mail} ยังไม่มีจดหมายออก โปรดโทรแจ้งหรือส่งเป็นหนังสือ"
        )
        messages.success(request, f"แจ้งแก้ไขแล้ว {how}")
        return redirect("case", pk)
    return render(request, "desk/case_request.html", {"form": form, "case": found}, status=status_of(form))


@on_case("documentrequest.withdrawn", "ถอนการแจ้งแก้ไขแล้ว หากจดหมายออกไปก่อนหน้านี้ โปรดแจ้งผู้ยื่นด้วย")
def request_withdrawn(found: Case, request: OfficerRequest) -> None:
    standing = DocumentRequest.objects.standing(found)
    if standing is None:
        raise Refusal("not_now", "ไม่มีการแจ้งแก้ไขที่รออยู่ โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
    standing.withdraw(by=request.officer)


@require_http_methods(["GET", "POST"])
def returned(request: OfficerRequest, pk: int) -> HttpResponse:
    """คืนคำขอ with its reasons, under a number of the send register."""
    found = case_or_404(request, pk)
    request.officer.assert_may("documentrequest.returned")
    standing = DocumentRequest.objects.standing(found)
    if standing is None:
        messages.error(request, "ไม่มีการแจ้งแก้ไขที่รออยู่ จึงคืนคำขอไม่ได้ เรื่องเดิมอยู่ครบ")
        return redirect("case", pk)
    form = ReasonForm(
        request.POST or None, label_suffix="", initial={"reasons": "ไม่ได้แก้ไขหรือส่งเอกสารภายในกำหนด"}
    )

    mailed = posted(
        request, form, lambda: standing.return_case(form.cleaned_data["reasons"], by=request.officer)
    )
    if mailed is not None:
        letter = (
            f"ผู้ยื่น{found.why_no_mail} ยังไม่มีหนังสือออก โปรดทำหนังสือแจ้งเหตุผลและสิทธิอุทธรณ์ที่ “ส่งหนังสือ” แล้วส่งทางไปรษณีย์"
        )
        messages.success(request, f"คืนคำขอแล้ว {'มีหนังสือแจ้งเหตุผลในทะเบียนหนังสือส่ง' if mailed else letter}")
        return redirect("case", pk)
    context = {"form": form, "case": found, "asked": standing}
    return render(request, "desk/case_return.html", context, status=status_of(form))


@on_case("case.reached", "บันทึกแล้วว่าติดต่อผู้ยื่นได้")
def reached(found: Case, request: OfficerRequest) -> None:
    """The applicant was reached: what waits for them goes on."""
    Hold.objects.end_all(found, request.POST.get("how", ""), by=request.officer)
    found.note_reached(by=request.officer)


@require_POST
def delay(request: OfficerRequest, pk: int) -> HttpResponse:
    """แจ้งเหตุล่าช้า: one press with its reason."""
    notice = get_object_or_404(DelayNotice, pk=pk)
    reason = request.POST.get("reason", "")

    def do(found: Case) -> None:
        expected = typed_day(request, "expected_on") if request.POST.get("expected_on", "").strip() else None
        notice.send(reason, by=request.officer, expected_on=expected)
        told = "จดหมายจะออกใน 20 วินาที" if notice.mail else f"ผู้ยื่น{found.why_no_mail} โปรดพิมพ์และส่งทางไปรษณีย์"
        copy = "" if Profile.here().delays_copied_to else " โปรดส่งสำเนาให้สำนักงาน ก.พ.ร. เอง"
        messages.success(request, f"บันทึกการแจ้งเหตุล่าช้าแล้ว {told}{copy}")

    return pressed_on_case(request, notice.case_id, "delaynotice.sent", do)


@on_case("case.applicant_corrected", "บันทึกข้อมูลผู้ยื่นแล้ว")
def applicant(found: Case, request: OfficerRequest) -> None:
    said = {name: request.POST.get(name, "") for name in ApplicantForm.base_fields}
    if said["replies"] not in dict(REPLIES):
        said.pop("replies")
    found.correct_applicant(by=request.officer, **said)
