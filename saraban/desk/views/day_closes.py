"""ปิดยอดวัน (S15): one closes the working day, another reviews it; the sheet is kept and sealed with the day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.desk.downloads import as_pdf
from saraban.desk.middleware import OfficerRequest
from saraban.desk.pressed import pressed
from saraban.desk.readers import PAYMENTS, must_read
from saraban.desk.sign_in import just_proved, prove_first, proved_lately, typed_before
from saraban.law.working_time import NoCalendar
from saraban.mail.models import REASON_MAX, files
from saraban.payments.closes import DayClose
from saraban.payments.papers import close_pdf
from saraban.tenancy.scope import current_agency
from saraban.thai.dates import long_date

SHOWN_MAX = 60


@require_http_methods(["GET", "POST"])
def days(request: OfficerRequest) -> HttpResponse:
    """The days that were closed, and the one that waits."""
    if request.method == "POST":
        request.officer.assert_may("dayclose.closed")
    must_read(request, PAYMENTS)
    day, without_calendar = None, ""
    try:
        day = DayClose.objects.open_day(localdate())
    except NoCalendar as unknown:
        without_calendar = str(unknown)
    if request.method == "POST":
        if day is None:
            messages.info(request, without_calendar or "ไม่มีวันทำการที่รอปิดยอด")
            return redirect("pay_days")
        if request.POST.get("day") != day.isoformat():  # somebody else closed the one that was seen
            messages.info(
                request, f"ไม่ได้ปิดยอด เพราะวันที่รอปิดตอนนี้คือ{long_date(day)} โปรดดูยอดแล้วกดอีกครั้ง ไม่มีข้อมูลใดเปลี่ยน"
            )
            return redirect("pay_days")
        if not proved_lately(request):
            return prove_first(request, back=reverse("pay_days"))
        note = request.POST.get("note", "")[:REASON_MAX]
        made: list[DayClose] = []
        waits = day
        if pressed(
            request,
            lambda: made.append(DayClose.objects.close(waits, note=note, by=request.officer)),
            f"ปิดยอด{long_date(waits)} แล้ว รอสอบทานโดยอีกคนหนึ่ง",
        ):
            return redirect("pay_day", made[0].pk)
        return redirect("pay_days")
    return render(
        request,
        "desk/days.html",
        {
            "days": DayClose.objects.standing().select_related("officer", "reviewer")[:SHOWN_MAX],
            "day": day,
            "coming": DayClose.objects.coming(day).counted() if day is not None else None,
            "without_calendar": without_calendar,
            "waiting": DayClose.objects.not_reviewed().select_related("officer"),
            "proved": just_proved(request),
            "note": typed_before(request).get("note", ""),
        },
    )


@require_GET
def day(request: OfficerRequest, pk: int) -> HttpResponse:
    must_read(request, PAYMENTS)
    found = get_object_or_404(DayClose.objects.select_related("officer", "reviewer", "before"), pk=pk)
    return render(
        request,
        "desk/day.html",
        {
            "close": found,
            "postings": found.postings().select_related("line", "invoice", "officer", "taken_back_by")[
                :SHOWN_MAX
            ],
            "exceptions": found.without_place()[:SHOWN_MAX],
            "proved": just_proved(request),
        },
    )


@require_POST
def reviewed(request: OfficerRequest, pk: int) -> HttpResponse:
    """A second person has looked at it: locked, and its sheet is made and kept."""
    request.officer.assert_may("dayclose.reviewed")
    found = get_object_or_404(DayClose, pk=pk)
    if not proved_lately(request):
        return prove_first(request, back=reverse("pay_day", args=[pk]))
    if pressed(request, lambda: found.review(by=request.officer), "สอบทานแล้ว ยอดของวันนี้ล็อก"):
        _keep_sheet(request, found)
    return redirect("pay_day", pk)


def _keep_sheet(request: OfficerRequest, found: DayClose) -> None:
    """Not at the desk: a page is set. Where that fails the day stays reviewed, and the page offers to make it again."""
    close = DayClose.objects.select_related("officer", "reviewer", "before").get(pk=found.pk)
    if close.sha256:  # somebody else was first
        return
    kept = files().keep(current_agency(), close_pdf(close))
    pressed(request, lambda: close.keep_sheet(kept.sha256, kept.size, by=request.officer))


@require_POST
def withdrawn(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("dayclose.withdrawn")
    found = get_object_or_404(DayClose, pk=pk)
    because = request.POST.get("because", "")[:REASON_MAX]
    pressed(request, lambda: found.withdraw(because, by=request.officer), "ถอนแล้ว ปิดยอดวันนี้ใหม่ได้")
    return redirect("pay_days")


@require_http_methods(["GET", "POST"])
def sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """The sheet: as it was kept, or as it would be. POST: make the one of a reviewed day that has none."""
    if request.method == "POST":
        request.officer.assert_may("dayclose.sheet_made")
    must_read(request, PAYMENTS)
    found = get_object_or_404(DayClose.objects.select_related("officer", "reviewer", "before"), pk=pk)
    if request.method == "POST":
        if found.reviewed_at is not None and not found.sha256:
            _keep_sheet(request, found)
        return redirect("pay_day", pk)
    if not found.sha256:
        return as_pdf(close_pdf(found), f"ปิดยอด {found.day.isoformat()}.pdf")
    try:
        made = files().read(current_agency(), found.sha256)
    except FileNotFoundError:
        raise Http404 from None
    return as_pdf(made, f"ปิดยอด {found.day.isoformat()}.pdf")
