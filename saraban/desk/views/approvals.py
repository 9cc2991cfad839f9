"""รออนุมัติ: what waits for the head's word, made for a telephone; and what was agreed to while something was lacking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.cases.case_files import letters_seen_by
from saraban.cases.checks import Item, PaperCheck
from saraban.cases.decisions import Asks, Proposal, acts_as
from saraban.cases.due import result_notice_day
from saraban.cases.models import Case, CaseLetter
from saraban.desk.finding import case_or_404, documents_seen_by
from saraban.desk.middleware import OfficerRequest
from saraban.desk.pressed import pressed, typed_day
from saraban.desk.sign_in import PROVED, just_proved, prove_again, proved_lately
from saraban.desk.undo import forget_undo, offer_undo, undo_of
from saraban.desk.views.letters import looked_at, sign_of_looking
from saraban.issuing.models import Issue
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.models import REASON_MAX
from saraban.notices.signing import Signing

PAGE = 50
LATELY = 5


@dataclass(frozen=True)
class Opened:
    """One proposal with all that the head needs to see of it: what is asked, on what ground, and what happens then."""

    proposal: Proposal
    papers: Sequence[Item]
    letters: Sequence[CaseLetter]
    signs_as: str
    signing: Signing
    told_by: date | None

    @classmethod
    def of(cls, proposal: Proposal, request: OfficerRequest) -> Opened:
        case, today = proposal.case, localdate()
        acting = acts_as(request.officer, today)
        letters = letters_seen_by(case, request.officer).select_related("entry__email")
        return cls(
            proposal,
            PaperCheck.objects.checklist(case),
            list(letters.order_by("pk")),
            f"{request.officer.name} {acting.told}" if acting is not None else request.officer.name,
            Signing.of(request.officer, today),
            _told_by(today) if proposal.asks != Asks.STRIKE_OFF else None,
        )


def _told_by(today: date) -> date | None:
    try:
        return result_notice_day(today)
    except (NoCalendar, Refusal):
        return None


@require_GET
def approvals(request: OfficerRequest) -> HttpResponse:
    """The oldest is open; the others are a tap away."""
    request.officer.assert_may("proposal.answered")
    return _page(request, Proposal.objects.waiting().first())


@require_http_methods(["GET", "POST"])
def approval(request: OfficerRequest, pk: int) -> HttpResponse:
    """One proposal, and the head's word on it."""
    proposal = get_object_or_404(Proposal.objects.select_related("case__entry"), pk=pk)
    case_or_404(request, proposal.case_id)
    request.officer.assert_may("proposal.answered")
    if request.method == "POST":
        return _answered(request, proposal)
    waiting = Proposal.objects.waiting().filter(pk=pk).first()
    if waiting is None:
        messages.info(request, f"เรื่องเลขรับ {proposal.case.number} มีคำสั่งแล้ว")
        return redirect("approvals")
    return _page(request, waiting)


def _page(request: OfficerRequest, opened: Proposal | None) -> HttpResponse:
    waiting = list(Proposal.objects.waiting()[:PAGE])
    lately = Proposal.objects.filter(head=request.officer).exclude(word="waiting").order_by("-decided_at")
    undo = undo_of(request)
    return render(
        request,
        "desk/approvals.html",
        {
            "opened": Opened.of(opened, request) if opened is not None else None,
            "waiting": waiting,
            "others": [one for one in waiting if opened is None or one.pk != opened.pk],
            "lately": [
                (one, one.may_be_taken_back(now()))
                for one in lately.select_related("case__entry", "case__service")[:LATELY]
            ],
            "undo": undo if undo is not None and "approvals" in undo.action else None,
            "to_sign": Issue.objects.to_be_signed(documents_seen_by(request.officer))[:PAGE],
            "flagged": Proposal.objects.flagged().count(),
            "looked": sign_of_looking(),
            "proved": just_proved(request),
        },
    )


def _answered(request: OfficerRequest, proposal: Proposal) -> HttpResponse:
    word, said = request.POST.get("word", ""), request.POST.get("said", "")
    deeds: dict[str, tuple[Callable[[], None], str]] = {
        "agree": (lambda: proposal.agree(by=request.officer, said=said), "เห็นชอบแล้ว"),
        "send_back": (lambda: proposal.send_back(said, by=request.officer), "ส่งคืนแล้ว"),
        "ask": (lambda: proposal.ask(said, by=request.officer), "ถามเจ้าหน้าที่แล้ว"),
    }
    if word not in deeds:
        messages.error(request, "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกว่าเห็นชอบ ส่งคืน หรือถาม เรื่องเดิมอยู่ครบ")
        return redirect("approvals")
    if word == "agree" and not looked_at(
        request
    ):  # the second tap of a double one, on the card that came after
        messages.warning(request, "ยังไม่ได้บันทึก เพราะเรื่องนี้เพิ่งเปิดขึ้นมา โปรดอ่านแล้วกดอีกครั้ง เรื่องเดิมอยู่ครบ")
        return redirect("approval", proposal.pk)
    if word == "agree" and not proved_lately(request):
        return prove_again(request, back=f"{reverse('approval', args=[proposal.pk])}?{PROVED}=1")
    do, told = deeds[word]
    if not pressed(request, do):
        return redirect("approval", proposal.pk)
    if word == "agree" and proposal.asks != Asks.STRIKE_OFF:
        offer_undo(request, proposal)
    else:
        messages.success(request, f"{told} เรื่องเลขรับ {proposal.case.number}")
    return redirect("approvals")


@require_POST
def taken_back(request: OfficerRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal.objects.select_related("case__entry"), pk=pk)
    case_or_404(request, proposal.case_id)
    request.officer.assert_may("proposal.taken_back")
    forget_undo(request)
    said = f"เลิกทำแล้ว เรื่องเลขรับ {proposal.case.number} รอพิจารณาอีกครั้ง"
    undone = pressed(request, lambda: proposal.take_back(by=request.officer), said)
    return redirect("approval", pk) if undone else redirect("approvals")


@require_GET
def flagged(request: OfficerRequest) -> HttpResponse:
    """What was agreed to while something was lacking, and how to make it good."""
    seen = Case.objects.seen_by(request.officer)
    rows = Proposal.objects.flagged().filter(case__in=seen)
    return render(
        request,
        "desk/approvals_flagged.html",
        {"flagged": rows[:PAGE], "count": rows.count(), "today": localdate()},
    )


@require_POST
def cured(request: OfficerRequest, pk: int) -> HttpResponse:
    """The head says it again here, or signed a paper."""
    proposal = get_object_or_404(Proposal.objects.select_related("case__entry"), pk=pk)
    case_or_404(request, proposal.case_id)
    again = request.POST.get("how") == "confirmed"
    request.officer.assert_may("proposal.confirmed" if again else "proposal.signed_on_paper")
    if again and not proved_lately(request):
        return prove_again(request, back=reverse("approvals_flagged"))

    def cure() -> None:
        if again:
            proposal.confirm(by=request.officer)
        else:
            where = request.POST.get("said", "")[:REASON_MAX]
            proposal.sign_on_paper(typed_day(request, "signed_on"), where, by=request.officer)

    pressed(request, cure, f"บันทึกแล้ว ความเห็นชอบในเรื่องเลขรับ {proposal.case.number} ครบแล้ว")
    return redirect("approvals_flagged")
