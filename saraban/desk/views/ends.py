"""How a case ends without a decision, and how it goes on after all."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from saraban.cases.forwardings import WAYS, Forwarding
from saraban.cases.models import Case
from saraban.cases.withdrawals import Withdrawal
from saraban.desk.competent import CompetentForm
from saraban.desk.fields import LineField, whole_number
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import on_case
from saraban.law.electronic_act_2565 import Onward
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX


class ForwardForm(CompetentForm):
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
        to = form.contact(by=request.officer)
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
    return render(
        request,
        "desk/case_forward.html",
        {"form": form, "case": found},
        status=status_of(form),
    )


@on_case("case.answered", "บันทึกแล้ว เรื่องสิ้นสุด")
def end(found: Case, request: OfficerRequest) -> None:
    """ดำเนินการแล้ว: what needed no decision was done, with what was done."""
    found.answer(request.POST.get("because", ""), by=request.officer)


@on_case("withdrawal.asked", "บันทึกว่าผู้ยื่นขอถอนแล้ว ขั้นถัดไปคือยืนยันว่าผู้ขอถอนเป็นผู้ยื่นจริง (คู่มือ #3.3)")
def withdrawal(found: Case, request: OfficerRequest) -> None:
    """The applicant asks that it ends; the next step is to see that it is they."""
    Withdrawal.objects.ask(found, request.POST.get("because", ""), by=request.officer)


@on_case("withdrawal.confirmed", "บันทึกว่าผู้ยื่นถอนเรื่องแล้ว เรื่องสิ้นสุด")
def withdrawn(found: Case, request: OfficerRequest) -> None:
    _standing(found).confirm(by=request.officer)


@on_case("withdrawal.dropped", "บันทึกว่าไม่ถอนแล้ว เรื่องดำเนินต่อ")
def withdrawal_dropped(found: Case, request: OfficerRequest) -> None:
    _standing(found).drop(by=request.officer)


def _standing(found: Case) -> Withdrawal:
    withdrawal = Withdrawal.objects.standing(found)
    if withdrawal is None:
        raise Refusal("not_standing", "ยังไม่ได้บันทึก เพราะไม่มีการขอถอนที่รออยู่ โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
    return withdrawal


@on_case("case.reopened", "รับเรื่องกลับมาดำเนินการแล้ว")
def reopened(found: Case, request: OfficerRequest) -> None:
    found.reopen(by=request.officer)


@on_case("case.merged", "รวมเรื่องแล้ว")
def merged(found: Case, request: OfficerRequest) -> None:
    """รวมเรื่อง with the one that has this เลขรับ."""
    number, _, year = request.POST.get("number", "").strip().partition("/")
    seen = Case.objects.seen_by(request.officer)
    other = seen.filter(entry__number=whole_number(number) or 0, entry__year=whole_number(year) or 0).first()
    if other is None:
        raise Refusal("no_case", "ยังไม่ได้รวมเรื่อง เพราะไม่พบเรื่องของเลขรับนี้ โปรดพิมพ์เช่น 12/2569 ไม่มีข้อมูลใดเปลี่ยน")
    found.merge_into(other, by=request.officer)


@on_case("case.split_off", "แยกเรื่องออกมาแล้ว ตรวจเอกสารต่อที่เรื่องนี้")
def split_off(found: Case, request: OfficerRequest) -> None:
    found.split_off(by=request.officer)
