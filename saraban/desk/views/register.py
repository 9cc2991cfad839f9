"""ทะเบียนหนังสือรับ: the register as a list, and one entry with its story."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from saraban.agencies.models import Officer, Unit
from saraban.desk.card import RouteForm
from saraban.desk.fields import whole_number
from saraban.desk.finding import entry_or_404, our_letters_seen_by
from saraban.desk.middleware import OfficerRequest
from saraban.desk.story import story_of
from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail
from saraban.registers.batches import ScannedLetter
from saraban.registers.books import BookYear, Counter, Register
from saraban.registers.imported import OldRegister
from saraban.registers.models import IncomingEntry, Routing
from saraban.thai.dates import BANGKOK, BadDate, parse_date

PAGE = 50
FOLDER_MAX = 200
STATUSES = {
    "unrouted": Q(action="", recalled_at=None),
    "paper": Q(handed_in__isnull=False),
    "old": Q(old_register__isnull=False),
    "struck": Q(struck_at__isnull=False),
    "restricted": Q(restricted=True),
    "urgent": ~Q(urgency=""),
}


@require_GET
def incoming(request: OfficerRequest) -> HttpResponse:
    """A year's entries, the newest first, `PAGE` at a time."""
    counters = Counter.objects.filter(register=IncomingEntry.REGISTER, last__gt=0)
    given = dict(counters.values_list("year", "last"))  # each with its last number
    old = OldRegister.objects.counts(Register.INCOMING)
    years = sorted({*given, *old}, reverse=True)
    year = whole_number(request.GET.get("year")) or next(iter(years), localdate().year + 543)
    book = BookYear.of(IncomingEntry.REGISTER, year)
    below = whole_number(request.GET.get("below"))
    rows = rows_asked_for(request).filter(year=year).order_by("-number")
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
            "units": Unit.objects.filter(active=True).order_by("name"),
            "unit": whole_number(request.GET.get("unit")),
            "status": request.GET.get("status", ""),
            "kept": urlencode(
                {name: value for name in ("unit", "status") if (value := request.GET.get(name))}
            ),
            # Numbers have no gap, and are not to be counted among a million.
            "count": old.get(year, 0)
            + (given[year] + 1 - (book.first if book is not None else 1) if year in given else 0),
        },
    )


def rows_asked_for(request: OfficerRequest) -> QuerySet[IncomingEntry]:
    """What the filters of the page leave, as this officer may see it."""
    rows = IncomingEntry.objects.with_hidden(request.officer)
    if unit := whole_number(request.GET.get("unit")):
        routed_there = Routing.objects.filter(unit=unit, recalled_at=None)
        if year := whole_number(request.GET.get("year")):
            routed_there = routed_there.filter(entry__year=year)
        rows = rows.filter(pk__in=routed_there.values("entry"))
    return rows.filter(STATUSES.get(request.GET.get("status", ""), Q()))


@require_GET
def entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """One entry: its columns, its three times, where it was handed on, its letters, and what was done."""
    row = entry_or_404(request, pk)
    return render(
        request,
        "desk/entry.html",
        {
            "row": row,
            "routings": row.routings.select_related("unit", "officer", "accepted_by").order_by("made_at"),
            "letters": row.our_letters().order_by("pk"),
            "replies": [
                reply
                for letter in row.our_letters().prefetch_related("replies")
                for reply in letter.replies.all()
            ],
            "story": story_of(row),
            "scans": row.handed_in.scans.order_by("pk") if row.handed_in else [],
            "attached": row.scanned_letters.filter(state=ScannedLetter.ATTACHED)
            .exclude(sha256="")
            .order_by("pk"),
            "handed_over": row.scanned_letters.filter(batch__by_registry=False)
            .select_related("batch__officer")
            .first(),
            "to_tell": row.handed_in.text_for_the_sender(row) if row.handed_in else "",
            "route_form": RouteForm(
                label_suffix="",
                initial={} if row.action else {"unit": row.meant_for_unit, "officer": row.meant_for_officer},
            ),
        },
    )


@require_POST
def hand_on(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand an entry on after it was registered: as the head wrote on it, or to one more."""
    request.officer.assert_may("routing.made")
    row = entry_or_404(request, pk)
    form = RouteForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal("not_found", "ยังไม่ได้ส่งต่อ เพราะไม่พบหน่วยหรือเจ้าหน้าที่ที่เลือก โปรดเลือกใหม่ รายการเดิมอยู่ครบ")
        made = row.hand_on(form.route(), by=request.officer)
    except Refusal as refusal:  # said where another can be chosen
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, f"ส่งต่อเลขรับ {row.receipt_number} ให้{made.route.name}แล้ว เรียกกลับได้จากหน้ารายการ"
        )
    day = request.POST.get("day", "")
    return (
        redirect(f"{reverse('folder')}?{urlencode({'day': day})}") if day else redirect("register_entry", pk)
    )


@require_POST
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a routing back that nobody has accepted."""
    request.officer.assert_may("routing.recalled")
    row = get_object_or_404(Routing.objects.select_related("entry", "letter"), pk=pk)
    entry_or_404(request, row.entry_id)
    if row.take_back(by=request.officer):
        messages.success(request, "เรียกการส่งต่อกลับแล้ว")
    else:
        messages.success(request, "เรียกการส่งต่อกลับแล้ว แต่จดหมายแจ้งหน่วยออกไปก่อนหน้านี้ โปรดโทรแจ้งหน่วยนั้นด้วย")
    return redirect("register_entry", row.entry_id)


@require_POST
def restriction(request: OfficerRequest, pk: int) -> HttpResponse:
    """จำกัดผู้เห็น, or take it back: an officer of the registry decides."""
    request.officer.assert_may("incomingentry.opened")
    row = entry_or_404(request, pk)
    if row.restricted:
        row.open_to_all(by=request.officer)
        messages.success(request, "เปิดให้เจ้าหน้าที่ทุกคนเห็นแล้ว")
    else:
        row.restrict(by=request.officer)
        messages.success(request, "จำกัดผู้เห็นแล้ว เห็นเฉพาะงานสารบรรณ หัวหน้าหน่วยงาน และผู้รับมอบ")
    return redirect("register_entry", pk)


@require_GET
def routed(request: OfficerRequest) -> HttpResponse:
    """What was handed to the officer's unit, or to them; the newest first."""
    officer: Officer = request.officer
    rows = Routing.objects.to(officer).select_related("entry", "unit", "officer", "accepted_by")
    return render(request, "desk/routed.html", {"rows": rows[: PAGE * 2], "unit": officer.unit})


@require_POST
def accept(request: OfficerRequest, pk: int) -> HttpResponse:
    """รับเรื่อง: the one it was handed to says so."""
    row = get_object_or_404(Routing.objects.to(request.officer), pk=pk)
    row.accept(by=request.officer)
    messages.success(request, f"รับเรื่องเลขรับ {row.entry.receipt_number} แล้ว")
    return redirect("routed")


@require_GET
def slip(request: OfficerRequest, pk: int) -> HttpResponse:
    """ใบนำส่ง of an entry, to be printed: the receipt stamp, the columns, and lines to write on (guide #2.7)."""
    row = entry_or_404(request, pk)
    return render(request, "desk/slip.html", {"rows": [row], "day": None})


@require_GET
def folder(request: OfficerRequest) -> HttpResponse:
    """แฟ้มเสนอ: what was registered on a day and is with nobody yet, for the head to write on; then it is handed on."""
    try:
        day = parse_date(request.GET.get("day") or "วันนี้", today=localdate())
    except BadDate:
        day = localdate()
    opens = datetime.combine(day, time.min, tzinfo=BANGKOK)
    rows = IncomingEntry.objects.seen_by(request.officer).filter(
        registered_at__gte=opens,
        registered_at__lt=opens + timedelta(days=1),
        recalled_at=None,
        struck_at=None,
        old_register=None,
    )
    unrouted = rows.exclude(pk__in=Routing.objects.filter(recalled_at=None).values("entry"))
    listed = unrouted.select_related("meant_for_unit", "meant_for_officer").order_by("year", "number")
    units = list(Unit.objects.filter(active=True).order_by("name"))
    return render(request, "desk/folder.html", {"rows": listed[:FOLDER_MAX], "day": day, "units": units})


@require_GET
def outbox(request: OfficerRequest) -> HttpResponse:
    """What leaves: the troubled ones first, then the latest."""
    letters = our_letters_seen_by(request.officer).select_related("in_reply_to")
    return render(
        request,
        "desk/outbox.html",
        {
            "troubled": letters.filter(state__in=OutboundEmail.TROUBLED).order_by("-pk")[:PAGE],
            "latest": letters.exclude(state__in=OutboundEmail.TROUBLED).order_by("-pk")[:PAGE],
        },
    )


@require_GET
def our_letter(request: OfficerRequest, pk: int) -> HttpResponse:
    """One letter that we wrote, as it left or is to leave; to be read and printed."""
    letters = our_letters_seen_by(request.officer).select_related("mailbox", "in_reply_to")
    return render(request, "desk/our_letter.html", {"letter": get_object_or_404(letters, pk=pk)})


@require_POST
def release(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a held or doubtful letter (again): an officer's decision."""
    get_object_or_404(OutboundEmail, pk=pk).release(by=request.officer)
    return redirect("outbox")
