"""ติดต่อผู้ยื่นไม่ได้: what else is there to try, and the thirty days where nothing is left (guide #3.1)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from saraban.cases.holds import Hold
from saraban.cases.models import Case
from saraban.cases.other_contacts import OtherContact, other_contacts
from saraban.desk.fields import LineField
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.mail.models import REASON_MAX


class HoldForm(forms.Form):
    """`contacts`: those that were found, each ticked when it was tried."""

    contacts = forms.MultipleChoiceField(
        label="ลองติดต่อแล้ว", widget=forms.CheckboxSelectMultiple, required=False
    )
    tried = LineField(label="ผลการติดต่อ", max_length=REASON_MAX, required=False)

    def __init__(self, found: list[OtherContact], data: QueryDict | None) -> None:
        super().__init__(data, label_suffix="")
        if not found:
            del self.fields["contacts"]
            return
        self.fields["contacts"].choices = [  # type: ignore[attr-defined]
            (one.value, f"{one.value} (ในเลขรับ {one.letter.entry.receipt_number})") for one in found
        ]

    def in_words(self) -> str:
        """`ลอง 081-234-5678: ไม่มีผู้รับ`"""
        ticked, said = self.cleaned_data.get("contacts", []), self.cleaned_data["tried"]
        named = [one for one in ticked if one not in said]
        return f"ลอง {', '.join(named)}: {said}".rstrip(": ") if named else said


@require_http_methods(["GET", "POST"])
def hold(request: OfficerRequest, pk: int) -> HttpResponse:
    """What was found to try; and that all was tried, so that the thirty days begin today."""
    found = case_or_404(request, pk)
    request.officer.assert_may("hold.begun")
    contacts = other_contacts(found)
    if request.method == "POST" and "use" in request.POST:
        return _use(request, found, contacts)
    form = HoldForm(contacts, request.POST or None)
    made = posted(request, form, lambda: Hold.objects.begin(found, by=request.officer, tried=form.in_words()))
    if made is not None:
        messages.success(request, "เริ่มนับ 30 วันแล้ว ติดต่อได้เมื่อใดจะเลิกนับทันที")
        return redirect("case", pk)
    context = {"form": form, "case": found, "contacts": contacts, "standing": Hold.objects.standing(found)}
    return render(request, "desk/case_hold.html", context, status=status_of(form))


def _use(request: OfficerRequest, found: Case, contacts: list[OtherContact]) -> HttpResponse:
    """One that was found is the applicant's from now on."""
    value = request.POST["use"]
    if value not in {one.value for one in contacts}:
        messages.error(request, "ยังไม่ได้บันทึก เพราะช่องทางนี้ไม่อยู่ในรายการที่พบแล้ว โปรดโหลดหน้าใหม่ ข้อมูลผู้ยื่นเดิมอยู่ครบ")
    elif "@" in value:
        found.correct_applicant(by=request.officer, address=value)
        messages.success(request, f"บันทึก {value} เป็นอีเมลของผู้ยื่นแล้ว จดหมายฉบับต่อไปส่งที่นี่")
    else:
        found.correct_applicant(by=request.officer, phone=value)
        messages.success(request, f"บันทึก {value} เป็นโทรศัพท์ของผู้ยื่นแล้ว")
    return redirect("case", found.pk)
