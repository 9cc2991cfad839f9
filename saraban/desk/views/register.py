"""ทะเบียนหนังสือรับ: the register as a list, and one entry with its story."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from saraban.agencies.models import Officer
from saraban.desk.fields import whole_number
from saraban.desk.finding import entry_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.story import story_of
from saraban.mail.models import OutboundEmail
from saraban.registers.models import SEE_RESTRICTED, Counter, IncomingEntry, Routing

PAGE = 50


@require_GET
def incoming(request: OfficerRequest) -> HttpResponse:
    """A year's entries, the newest first, `PAGE` at a time."""
    counters = Counter.objects.filter(register=IncomingEntry.REGISTER, last__gt=0)
    years = list(counters.order_by("-year").values_list("year", flat=True))
    year = whole_number(request.GET.get("year")) or (years[0] if years else localdate().year + 543)
    below = whole_number(request.GET.get("below"))
    rows = IncomingEntry.objects.with_hidden(request.officer).filter(year=year).order_by("-number")
    if below:
        rows = rows.filter(number__lt=below)
    page = list(rows[: PAGE + 1])
    return render(
        request,
        "desk/register.html",
        {
            "rows": page[:PAGE],
            "more_below": page[PAGE - 1].number if len(page) > PAGE else None,
            "year": year,
            "years": years,
            "count": IncomingEntry.objects.filter(year=year).count(),
        },
    )


@require_GET
def entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """One entry: its columns, its three times, where it was handed on, its letters, and what was done."""
    row = entry_or_404(request, pk)
    return render(
        request,
        "desk/entry.html",
        {
            "row": row,
            "routings": row.routings.select_related("unit", "officer").order_by("made_at"),
            "letters": row.our_letters().order_by("pk"),
            "replies": [
                reply
                for letter in row.our_letters().prefetch_related("replies")
                for reply in letter.replies.all()
            ],
            "story": story_of(row),
            "scans": row.handed_in.scans.order_by("pk") if row.handed_in else [],
            "to_tell": row.handed_in.text_for_the_sender(row) if row.handed_in else "",
        },
    )


@require_GET
def routed(request: OfficerRequest) -> HttpResponse:
    """What was handed to the officer's unit, or to them; the newest first."""
    officer: Officer = request.officer
    mine = Routing.objects.filter(recalled_at=None)
    mine = mine.filter(officer=officer) | (mine.filter(unit=officer.unit) if officer.unit_id else mine.none())
    rows = mine.select_related("entry", "unit", "officer").order_by("-made_at")[: PAGE * 2]
    return render(request, "desk/routed.html", {"rows": rows, "unit": officer.unit})


@require_GET
def outbox(request: OfficerRequest) -> HttpResponse:
    """What leaves: the troubled ones first, then the latest."""
    letters = OutboundEmail.objects.select_related("in_reply_to")
    if not request.officer.duties & SEE_RESTRICTED:
        letters = letters.exclude(
            in_reply_to__in=IncomingEntry.objects.filter(restricted=True).values("email")
        )
    return render(
        request,
        "desk/outbox.html",
        {
            "troubled": letters.filter(state__in=OutboundEmail.TROUBLED).order_by("-pk")[:PAGE],
            "latest": letters.exclude(state__in=OutboundEmail.TROUBLED).order_by("-pk")[:PAGE],
        },
    )


@require_POST
def release(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a held or doubtful letter (again): an officer's decision."""
    get_object_or_404(OutboundEmail, pk=pk).release(by=request.officer)
    return redirect("outbox")
