"""งาน: what an officer has open, the most urgent first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_GET

from saraban.cases.delays import DelayNotice
from saraban.cases.models import Case, CaseLetter, Side, restricted_for
from saraban.cases.opinions import Opinion
from saraban.cases.states import State
from saraban.cases.verifications import Verification
from saraban.desk.fields import whole_number
from saraban.desk.middleware import OfficerRequest
from saraban.desk.views.proofing import appointments_of
from saraban.desk.views.verification import Look

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
            "appointments": appointments_of(request.officer),
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
