"""เสนอ: what the head is asked for, and why."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from saraban.cases.decisions import TEXT_MAX, Asks, Proposal
from saraban.cases.holds import Hold
from saraban.cases.models import Case
from saraban.desk.fields import LineField
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import on_case
from saraban.law.administrative_procedure_act_2539 import Reasons
from saraban.law.refusal import Refusal


class ProposalForm(forms.Form):
    asks = forms.ChoiceField(
        label="เสนอ",
        choices=[(Asks.APPROVE.value, Asks.APPROVE.label), (Asks.REFUSE.value, Asks.REFUSE.label)],
        widget=forms.RadioSelect,
        initial=Asks.APPROVE.value,
    )
    summary = forms.CharField(
        label="สรุปเรื่อง", widget=forms.Textarea(attrs={"rows": 4}), max_length=TEXT_MAX, required=False
    )
    facts = forms.CharField(
        label="ข้อเท็จจริงอันเป็นสาระสำคัญ",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_MAX,
        required=False,
    )
    law = LineField(label="ข้อกฎหมายที่อ้างอิง", max_length=TEXT_MAX, required=False)
    reasons = forms.CharField(
        label="ข้อพิจารณาและข้อสนับสนุนในการใช้ดุลพินิจ",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_MAX,
        required=False,
    )

    def __init__(self, found: Case, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        hold = Hold.objects.standing(found)
        if hold is not None and hold.last_day < localdate():  # laid by the clock, and sent back by the head
            asks = self.fields["asks"]
            asks.choices = [(Asks.STRIKE_OFF.value, Asks.STRIKE_OFF.label), *asks.choices]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def proposal(request: OfficerRequest, pk: int) -> HttpResponse:
    """เสนอ: what the head is asked for, and why."""
    found = case_or_404(request, pk)
    request.officer.assert_may("proposal.laid")
    form = ProposalForm(found, request.POST or None, label_suffix="", initial={"law": found.manual.law})

    def do() -> Proposal:
        said = form.cleaned_data
        grounds = Reasons(said["facts"], said["law"], said["reasons"])
        return Proposal.objects.lay(
            found, said["asks"], by=request.officer, summary=said["summary"], grounds=grounds
        )

    if posted(request, form, do) is not None:
        messages.success(request, "เสนอหัวหน้าหน่วยงานแล้ว")
        return redirect("case", pk)
    return render(request, "desk/case_proposal.html", {"form": form, "case": found}, status=status_of(form))


@on_case("proposal.withdrawn", "ถอนการเสนอแล้ว")
def proposal_withdrawn(found: Case, request: OfficerRequest) -> None:
    waiting = found.proposals.filter(word="waiting").first()
    if waiting is None:
        raise Refusal("answered", "ไม่มีการเสนอที่รอพิจารณา อาจถอนหรือมีคำสั่งแล้ว ไม่มีข้อมูลใดเปลี่ยน")
    waiting.withdraw(by=request.officer)
