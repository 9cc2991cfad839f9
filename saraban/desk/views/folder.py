"""แฟ้มเสนอ: the letters of a day before the superior, on screen, on a phone and on paper; what is written on them; and
the book of what was handed over (guide #2.7, #3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from saraban.agencies.models import Officer, Unit
from saraban.desk.finding import entry_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.pressed import chosen, pressed
from saraban.registers.minutes import TAKEN_BACK_WITHIN, TEXT_MAX, End, Minute, drafted, waiting
from saraban.registers.models import IncomingEntry, Route, Routing
from saraban.thai.dates import BANGKOK, BadDate, parse_date

FOLDER_MAX = 200
BOOK_MAX = 1_000  # hand-overs of a day
LOOKED_BACK = timedelta(days=30)
AS_PROPOSED = "as_proposed"


@dataclass(frozen=True)
class Slip:
    """A letter with the line under which it lies before the superior, and all that is written on it."""

    entry: IncomingEntry
    minutes: Sequence[Minute]

    @property
    def line(self) -> str:
        proposed = [minute.text for minute in self.minutes if minute.end == End.PROPOSED]
        return proposed[-1] if proposed else drafted(self.entry)

    @property
    def words(self) -> Sequence[Minute]:
        return [minute for minute in self.minutes if minute.end != End.PROPOSED]


def slips_of(entries: Iterable[IncomingEntry]) -> list[Slip]:
    listed = list(entries)
    written: dict[int, list[Minute]] = {entry.pk: [] for entry in listed}
    for minute in Minute.objects.standing().filter(entry__in=written):
        written[minute.entry_id].append(minute)
    return [Slip(entry, written[entry.pk]) for entry in listed]


@require_GET
def folder(request: OfficerRequest) -> HttpResponse:
    """What was registered on a day and waits for a word."""
    day = _day(request)
    seen = IncomingEntry.objects.seen_by(request.officer)
    rows = waiting(_registered(seen, day, day)).select_related("meant_for_unit", "meant_for_officer", "email")
    before = waiting(_registered(seen, day - LOOKED_BACK, day - timedelta(days=1)))
    latest = before.order_by("-registered_at").values_list("registered_at", flat=True).first()
    return render(
        request,
        "desk/folder.html",
        {
            "slips": slips_of(rows.order_by("year", "number")[:FOLDER_MAX]),
            "day": day,
            "left_over": localdate(latest) if latest is not None else None,
            "signed": Minute.objects.standing()
            .filter(officer=request.officer, signed_at__gt=now() - TAKEN_BACK_WITHIN)
            .exclude(end=End.PROPOSED)
            .select_related("entry")
            .order_by("-pk")[:5],
            "units": Unit.active_here(),
            "officers": Officer.active_here(),
            "text_max": TEXT_MAX,
        },
    )


@require_GET
def slip(request: OfficerRequest, pk: int) -> HttpResponse:
    """ใบนำส่ง of an entry, to be printed: the receipt stamp, the columns, what is written, and lines to write on."""
    return render(request, "desk/slip.html", {"slips": slips_of([entry_or_404(request, pk)])})


@require_POST
def minute(request: OfficerRequest, pk: int) -> HttpResponse:
    """The superior's word, or the registry's line, on one letter of the folder."""
    entry = entry_or_404(request, pk)
    end, text = request.POST.get("end", ""), request.POST.get("text", "")[:TEXT_MAX]
    if end == End.PROPOSED:
        request.officer.assert_may("minute.proposed")
        said = f"แก้ข้อความเสนอของเลขรับ {entry.receipt_number} แล้ว"
        pressed(request, lambda: Minute.objects.propose(entry, text, by=request.officer), said)
        return _to_folder(request.POST)
    request.officer.assert_may("minute.signed")
    to = Route(unit=chosen(Unit, request, "unit"), officer=chosen(Officer, request, "officer"))
    if end == AS_PROPOSED:
        end, to = End.ASSIGNED, entry.meant_for

    def do() -> None:
        made = Minute.objects.sign(entry, end, text, to=to, by=request.officer)
        messages.success(request, f"เกษียนเลขรับ {entry.receipt_number} แล้ว: {made.text} เลิกทำได้ที่ท้ายหน้า")

    pressed(request, do)
    return _to_folder(request.POST)


@require_POST
def minute_taken_back(request: OfficerRequest, pk: int) -> HttpResponse:
    written = get_object_or_404(Minute.objects.select_related("entry"), pk=pk)
    entry_or_404(request, written.entry_id)
    request.officer.assert_may("minute.taken_back")
    said = f"เลิกทำแล้ว เลขรับ {written.entry.receipt_number} กลับมาอยู่ในแฟ้ม"
    pressed(request, lambda: written.take_back(by=request.officer), said)
    return redirect(
        f"{reverse('folder')}?{urlencode({'day': localdate(written.entry.registered_at).isoformat()})}"
    )


@require_GET
def handed_over(request: OfficerRequest) -> HttpResponse:
    """แบบที่ 15 สมุดส่งหนังสือ of a day: who was handed what, who took it, and when."""
    day = _day(request)
    rows = (
        Routing.objects.filter(
            made_at__gte=_opens(day),
            made_at__lt=_opens(day + timedelta(days=1)),
            recalled_at=None,
            entry__in=IncomingEntry.objects.seen_by(request.officer),
        )
        .select_related("entry", "unit", "officer", "accepted_by")
        .order_by("made_at", "pk")
    )
    return render(request, "desk/handed_over.html", {"rows": rows[:BOOK_MAX], "day": day})


def _registered(entries: QuerySet[IncomingEntry], first: date, last: date) -> QuerySet[IncomingEntry]:
    return entries.filter(
        registered_at__gte=_opens(first), registered_at__lt=_opens(last + timedelta(days=1))
    )


def _opens(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=BANGKOK)


def _day(request: OfficerRequest) -> date:
    try:
        return parse_date(request.GET.get("day") or "วันนี้", today=localdate())
    except BadDate:
        return localdate()


def _to_folder(said: QueryDict) -> HttpResponse:
    day = said.get("day", "")
    return redirect(f"{reverse('folder')}?{urlencode({'day': day})}" if day else reverse("folder"))
