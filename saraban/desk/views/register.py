"""ทะเบียนหนังสือรับ: the register as a list, and one entry with its story."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer, Unit
from saraban.cases.models import Case
from saraban.desk.card import RouteForm
from saraban.desk.fields import whole_number
from saraban.desk.finding import emails_seen_by, entry_or_404, our_letters_seen_by
from saraban.desk.grid import RECEIVED, PaperLines, Sheet, day_in_words, keys_posted
from saraban.desk.listed import PAGE, Listed
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import REFUSED
from saraban.desk.story import story_of
from saraban.desk.system_columns import OF_RECEIVED, tell_of_received
from saraban.desk.undo import offer_undo, undo_of
from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail
from saraban.registers.batches import ScannedLetter
from saraban.registers.books import BE, BookYear, Counter, Register
from saraban.registers.continuity import continuity_of
from saraban.registers.handed_in import HandedIn
from saraban.registers.imported import OldRegister
from saraban.registers.models import IncomingEntry, Particulars, Route, Routing, restricted_for

FOLDER_MAX = 200
NUMBERS_TOLD_MAX = 10
STATUSES = {
    "unrouted": Q(action="", recalled_at=None),
    "paper": Q(handed_in__isnull=False),
    "old": Q(old_register__isnull=False),
    "struck": Q(struck_at__isnull=False),
    "restricted": Q(restricted=True),
    "urgent": ~Q(urgency=""),
}
SAID_BY_A_HIDDEN_ROW = ("", "struck", "restricted")


@require_GET
def incoming(request: OfficerRequest) -> HttpResponse:
    """A year's entries, or some days', the newest first, `PAGE` at a time; with `edit`, their cells are inputs."""
    return _register_page(request)


def _register_page(
    request: OfficerRequest,
    *,
    sheet: Sheet | None = None,
    paper: PaperLines | None = None,
    page: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`sheet`, `paper`: what came back from it and is shown again."""
    counters = Counter.objects.filter(register=IncomingEntry.REGISTER, last__gt=0)
    old = OldRegister.objects.counts(Register.INCOMING)
    years = sorted({*counters.values_list("year", flat=True), *old}, reverse=True)
    listed = Listed.asked(request, next(iter(years), localdate().year + BE))
    rows = listed.by_number(rows_asked_for(request))
    lines, more_below = listed.page(rows, by_number=True) if sheet is None else (sheet.lines, None)
    may_write = Duty.REGISTRY in request.officer.duties
    editing = sheet is not None or ("edit" in request.GET and may_write)
    if editing and sheet is None:
        sheet = Sheet.over(RECEIVED, lines)
    system = listed.system and not editing
    if system:
        tell_of_received(lines)
    open_year = listed.year == localdate().year + BE and not listed.below and not editing
    return render(
        request,
        "desk/register.html",
        {
            "lines": lines,
            "more_below": more_below,
            "listed": listed,
            "year": listed.year,
            "years": years,
            "units": Unit.objects.filter(active=True).order_by("name"),
            "unit": whole_number(request.GET.get("unit")),
            "status": request.GET.get("status", ""),
            "kept": listed.kept,
            "columns": RECEIVED,
            "system_columns": OF_RECEIVED if system else (),
            "sheet": sheet,
            "editing": editing,
            "may_edit": may_write and any(line.may_be_corrected for line in lines),
            "paper": paper or (PaperLines.blank() if may_write and open_year else None),
            "number": Counter.number_to_come(IncomingEntry.REGISTER, localdate().year + BE),
            "key": uuid4(),
            "known_units": Unit.active_here(),
            "undo": undo_of(request),
            "book": continuity_of(
                IncomingEntry.objects.all(),
                IncomingEntry.REGISTER,
                listed.year,
                shown=[line.row.number for line in lines] if not listed.filtered and sheet is None else (),
            ),
            "locked_until": BookYear.locked_until(IncomingEntry.REGISTER),
            **(page or {}),
            "old_rows": old.get(listed.year, 0),
        },
        status=status,
    )


@require_POST
def correct_rows(request: OfficerRequest) -> HttpResponse:
    """What was typed into the cells of a page: all of it is saved under one reason, or the page says why not."""
    request.officer.assert_may("incomingentry.corrected")
    rows = IncomingEntry.objects.with_hidden(request.officer).filter(pk__in=keys_posted(request.POST))
    posted = [row for row in rows.order_by("-year", "-number") if not row.hidden]  # type: ignore[attr-defined]
    sheet = Sheet.posted(RECEIVED, posted, request.POST)
    try:
        done = sheet.save(IncomingEntry.objects, by=request.officer)
    except Refusal as refusal:
        return _register_page(request, sheet=sheet, page={"refused": refusal.message}, status=REFUSED)
    numbers = ", ".join(row.receipt_number for row in done[:NUMBERS_TOLD_MAX])
    messages.success(request, f"แก้ไขแล้ว {len(done)} รายการ ({numbers}) ของเดิมอยู่ในลำดับเหตุการณ์ของแต่ละรายการ")
    return redirect(_back(request, "register"))


@require_POST
def enter_rows(request: OfficerRequest) -> HttpResponse:
    """The last rows: one letter on paper is registered at once; several are told with their numbers first."""
    request.officer.assert_may("handedin.received")
    paper = PaperLines.posted(request.POST)
    try:
        letters = paper.letters()
        first = Counter.number_to_come(IncomingEntry.REGISTER, localdate().year + BE)
        found = [IncomingEntry.objects.twin_of(asked, officer=request.officer) for asked, _ in letters]
        twins = [twin for twin in found if twin is not None]
        sure = whole_number(request.POST.get("sure"))
        if sure is None and (twins or len(letters) > 1):
            told = {
                "to_enter": _to_enter(letters, first),
                "first": first,
                "twins": twins,
                "key": _key_of(request),
            }
            return _register_page(request, paper=paper, page=told)
        done = HandedIn.objects.enter_together(
            letters, key=_key_of(request), told_first=sure, by=request.officer
        )
    except Refusal as refusal:
        told = {"paper_refused": refusal.message, "key": _key_of(request)}
        return _register_page(request, paper=paper, page=told, status=REFUSED)
    if len(done) == 1:
        offer_undo(request, done[0])
    numbers = f"{done[0].number}–{done[-1].receipt_number}" if len(done) > 1 else done[0].receipt_number
    messages.success(request, f"ลงรับหนังสือกระดาษแล้ว {len(done)} ฉบับ เลขรับ {numbers}")
    return redirect(f"{_back(request, 'register')}#n0-letter_number")


def _to_enter(
    letters: Sequence[tuple[Particulars, Route]], first: int
) -> list[tuple[int, Particulars, str, str]]:
    """Each with its number, its day in words and its unit, to be looked over."""
    return [
        (number, asked, day_in_words(asked.dated_on), route.name)
        for number, (asked, route) in enumerate(letters, start=first)
    ]


def _key_of(request: OfficerRequest) -> UUID:
    """Of this press; a new one where the form says none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _back(request: OfficerRequest, name: str) -> str:
    """The same rows of the register, read only."""
    asked = request.GET.copy()
    asked.pop("edit", None)
    return f"{reverse(name)}?{asked.urlencode()}" if asked else reverse(name)


def rows_asked_for(request: OfficerRequest) -> QuerySet[IncomingEntry]:
    """What the filters of the page leave, as this officer may see it: no filter tells more of a hidden row than it says."""
    rows = IncomingEntry.objects.with_hidden(request.officer)
    unit, status = whole_number(request.GET.get("unit")), request.GET.get("status", "")
    if unit or status not in SAID_BY_A_HIDDEN_ROW:
        rows = rows.exclude(restricted_for(request.officer))
    if unit:
        routed_there = Routing.objects.filter(unit=unit, recalled_at=None)
        if year := whole_number(request.GET.get("year")):
            routed_there = routed_there.filter(entry__year=year)
        rows = rows.filter(pk__in=routed_there.values("entry"))
    return rows.filter(STATUSES.get(status, Q()))


@require_GET
def entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """One entry: its columns, its three times, where it was handed on, its letters, and what was done."""
    row = entry_or_404(request, pk)
    case = Case.objects.of_entry(row)
    letters = (
        our_letters_seen_by(request.officer).filter(pk__in=row.our_letters().values("pk")).order_by("pk")
    )
    case_seen = case is not None and Case.objects.seen_by(request.officer).filter(pk=case.pk).exists()
    return render(
        request,
        "desk/entry.html",
        {
            "row": row,
            "case": case if case_seen else None,
            "case_hidden": case is not None and not case_seen,
            "minutes": row.minutes.filter(taken_back_at=None).select_related("officer").order_by("pk"),
            "routings": row.routings.select_related("unit", "officer", "accepted_by").order_by("made_at"),
            "letters": letters,
            "replies": emails_seen_by(request.officer).filter(answers__in=letters).order_by("answers", "pk"),
            "story": story_of(row, letters),
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
    case = Case.objects.of_entry(row)
    if row.restricted and case is not None and case.restricted:
        messages.error(
            request, "ยังไม่ได้เปิด เพราะหนังสือนี้อยู่ในเรื่องที่จำกัดผู้เห็น หัวหน้าหน่วยงานเปิดได้ที่หน้าเรื่อง ไม่มีข้อมูลใดเปลี่ยน"
        )
    elif row.restricted:
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
def outbox(request: OfficerRequest) -> HttpResponse:
    """What leaves: the troubled ones first, then the latest."""
    letters = our_letters_seen_by(request.officer).select_related("in_reply_to")
    return render(
        request,
        "desk/outbox.html",
        {
            "troubled": letters.filter(state__in=OutboundEmail.TROUBLED).order_by("-pk")[:PAGE],
            "latest": letters.exclude(state__in=OutboundEmail.TROUBLED)
            .exclude(kind__in=[OutboundEmail.DIGEST, OutboundEmail.QUESTION])
            .order_by("-pk")[:PAGE],
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
    letters = our_letters_seen_by(request.officer)
    get_object_or_404(letters, pk=pk).release(by=request.officer)
    return redirect("outbox")
