"""งาน: what an officer has open, the most urgent first; and what waits for the head's word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_GET, require_POST

from saraban.cases.decisions import Proposal
from saraban.cases.delays import DelayNotice
from saraban.cases.models import Case, CaseLetter, Side, restricted_for
from saraban.cases.opinions import Opinion
from saraban.cases.states import State
from saraban.cases.verifications import Verification
from saraban.desk.fields import whole_number
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.views.proofing import appointments_of
from saraban.desk.views.verification import Look
from saraban.law.refusal import Refusal

PAGE = 50
FILTERS = (
    ("", "ของฉัน"),
    ("office", "รอหน่วยงาน"),
    ("applicant", "รอผู้ยื่น"),
    ("late", "เกินกำหนด"),
    ("all", "ทุกเรื่อง"),
)


@require_GET
def work(request: OfficerRequest) -> HttpResponse:
    """The cases in the order of their days; a filter stands in the address."""
    show = request.GET.get("show", "")
    rows = _rows(request, show).select_related("entry", "service", "officer", "unit")
    after = whole_number(request.GET.get("page")) or 0
    listed = list(rows[after * PAGE : (after + 1) * PAGE + 1])
    return render(
        request,
        "desk/work.html",
        {
            "cases": listed[:PAGE],
            "more": after + 1 if len(listed) > PAGE else None,
            "show": show,
            "filters": FILTERS,
            "today": localdate(),
            "questions": Opinion.objects.asked_of(request.officer).select_related("case__entry", "officer")[
                :PAGE
            ],
            "proposed": _of_seen(
                request, CaseLetter.objects.filter(state=CaseLetter.PROPOSED)
            ).select_related("case__entry", "entry")[:PAGE],
            "after_the_end": CaseLetter.objects.after_the_end(request.officer)[:PAGE],
            "delays": _of_seen(request, DelayNotice.objects.unsent())[:PAGE],
            **_asked(request, show),
            "appointments": _of_seen(request, appointments_of(request.officer)),
            "moment": localtime(),
        },
    )


def _rows(request: OfficerRequest, show: str) -> QuerySet[Case]:
    if show == "":
        return Case.objects.work_of(request.officer)
    rows = Case.objects.seen_by(request.officer).filter(ended_at=None).order_by("due_on", "pk")
    if show == "late":
        return rows.filter(due_on__lt=localdate()).exclude(state=State.CHECKING)
    return rows.filter(waits_for=show) if show in (Side.OFFICE, Side.APPLICANT) else rows


def _of_seen(request: OfficerRequest, rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    """Without what belongs to cases that are no business of this officer's."""
    hidden = Case.objects.filter(restricted_for(request.officer)).filter(restricted=True)
    return rows.exclude(case__in=hidden)


def _asked(request: OfficerRequest, show: str) -> dict[str, Any]:
    """What those who issued papers of these cases were asked: first the replies that wait to be read."""
    waiting = _of_seen(request, Verification.objects.waiting())
    rows = list(waiting.filter(case__in=_rows(request, show).order_by())[: PAGE + 1])
    looks = [Look.of(one, one.case) for one in rows[:PAGE]]
    return {
        "replies": [look for look in looks if look.verification.replied],
        "asked": [look for look in looks if not look.verification.replied],
        "more_asked": len(rows) > PAGE,
    }


@require_GET
def approvals(request: OfficerRequest) -> HttpResponse:
    """รออนุมัติ: a card each, made for a telephone."""
    request.officer.assert_may("proposal.answered")
    waiting = Proposal.objects.waiting()
    lately = Proposal.objects.filter(head=request.officer).exclude(word="waiting").order_by("-decided_at")
    return render(
        request,
        "desk/approvals.html",
        {
            "waiting": waiting.select_related("case__entry__email", "case__service", "case__manual")[:PAGE],
            "lately": lately.select_related("case__entry", "case__service")[:5],
        },
    )


@require_POST
def approval(request: OfficerRequest, pk: int) -> HttpResponse:
    """The head's word on one proposal."""
    proposal = get_object_or_404(Proposal.objects.select_related("case__entry"), pk=pk)
    case_or_404(request, proposal.case_id)
    request.officer.assert_may("proposal.answered")
    word, said = request.POST.get("word", ""), request.POST.get("said", "")
    deeds: dict[str, Callable[[], None]] = {
        "agree": lambda: proposal.agree(by=request.officer, said=said),
        "send_back": lambda: proposal.send_back(said, by=request.officer),
        "ask": lambda: proposal.ask(said, by=request.officer),
    }
    if word not in deeds:
        messages.error(request, "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกว่าเห็นชอบ ส่งคืน หรือถาม เรื่องเดิมอยู่ครบ")
        return redirect("approvals")
    try:
        deeds[word]()
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        names = {"agree": "เห็นชอบแล้ว", "send_back": "ส่งคืนแล้ว", "ask": "ถามเจ้าหน้าที่แล้ว"}
        messages.success(request, f"{names[word]} เรื่องเลขรับ {proposal.case.number} เลิกทำได้ที่ท้ายหน้า")
    return redirect("approvals")


@require_POST
def approval_taken_back(request: OfficerRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal.objects.select_related("case__entry"), pk=pk)
    case_or_404(request, proposal.case_id)
    request.officer.assert_may("proposal.taken_back")
    try:
        proposal.take_back(by=request.officer)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"เลิกทำแล้ว เรื่องเลขรับ {proposal.case.number} รอพิจารณาอีกครั้ง")
    return redirect("approvals")
