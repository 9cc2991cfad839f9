"""What is printed for paper: the receipt stamp on a copy, labels with receipt numbers, sheets to lay between letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET

from saraban.desk.card import count_in
from saraban.desk.downloads import as_pdf
from saraban.desk.fields import whole_number
from saraban.desk.finding import entry_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.documents.typesetting import NotTypeset
from saraban.law.refusal import Refusal
from saraban.mail.models import files
from saraban.mail.reading import open_letter
from saraban.proposals.binding import Unopened
from saraban.proposals.reading import read_card
from saraban.registers.batches import ScannedLetter
from saraban.registers.models import IncomingEntry
from saraban.registers.stamps import (
    LABELS_MAX,
    Sheets,
    first_page_labels,
    label_sheet,
    separator_sheet,
    stamped_copy,
)
from saraban.thai.dates import BANGKOK, BadDate, parse_date
from saraban.thai.digits import arabic_digits


@require_GET
def stamped(request: OfficerRequest, pk: int) -> HttpResponse:
    """พิมพ์พร้อมตรารับ: the letter with แบบที่ 12 on a copy of its first page."""
    row = entry_or_404(request, pk)
    path, attachment = _first_file(row)
    try:
        made = stamped_copy(row, path, attachment=attachment)
    except Unopened as trouble:
        raise Refusal(
            "not_opened", f"ยังไม่ได้พิมพ์ตรารับ เพราะ{trouble} โปรดพิมพ์ใบนำส่งแทน หรือเขียนตรารับบนตัวจริง ต้นฉบับอยู่ครบ"
        ) from None
    except NotTypeset as trouble:
        raise Refusal("not_typeset", str(trouble)) from None
    return as_pdf(made, f"เลขรับ {row.number}-{row.year}.pdf")


@require_GET
def labels(request: OfficerRequest) -> HttpResponse:
    """Which entries get a label, on which sheet of stickers, from which sticker on."""
    request.officer.assert_may("handedin.received")
    day = _day(request)
    return render(
        request,
        "desk/labels.html",
        {
            "rows": _of_day(request, day)[:LABELS_MAX],
            "day": day,
            "sheets": list(Sheets),
            "kind": _sheet(request),
        },
    )


@require_GET
def labels_print(request: OfficerRequest) -> HttpResponse:
    """A sheet of labels: of the chosen entries, of a day, or equal ones for first pages."""
    request.officer.assert_may("handedin.received")
    sheet = _sheet(request).value
    skipped = min(
        max((whole_number(arabic_digits(request.GET.get("start", "").strip())) or 1) - 1, 0), sheet.count - 1
    )
    if "first_pages" in request.GET:
        return _printed(lambda: first_page_labels(sheet, skipped=skipped, printed_at=now()), "ป้ายหน้าแรก.pdf")
    chosen = [number for said in request.GET.getlist("entry")[:LABELS_MAX] if (number := whole_number(said))]
    if "entry" in request.GET:
        seen = IncomingEntry.objects.seen_by(request.officer)
        rows: Sequence[IncomingEntry] = list(seen.filter(pk__in=chosen).order_by("year", "number"))
    else:
        rows = list(_of_day(request, _day(request))[:LABELS_MAX])
    if not rows:
        raise Refusal("nothing", "ยังไม่ได้พิมพ์ป้าย เพราะยังไม่ได้เลือกเลขรับ หรือวันนั้นไม่มีรายการ โปรดเลือกใหม่ ทะเบียนอยู่ครบ")
    return _printed(lambda: label_sheet(rows, sheet, skipped=skipped, printed_at=now()), "ป้ายเลขรับ.pdf")


@require_GET
def separator(request: OfficerRequest) -> HttpResponse:
    """แผ่นคั่น, to be laid between two letters before they are scanned."""
    return _printed(lambda: separator_sheet(printed_at=now()), "แผ่นคั่น.pdf")


def _printed(make: Callable[[], bytes], name: str) -> HttpResponse:
    try:
        return as_pdf(make(), name)
    except NotTypeset as trouble:
        raise Refusal("not_typeset", str(trouble)) from None


def _first_file(row: IncomingEntry) -> tuple[Path, int | None]:
    """Where its letter lies, and as which attachment where that is a mail. Raises `Refusal("no_file")`."""
    if row.handed_in is not None:
        scan = row.handed_in.scans.order_by("pk").first()
        if scan is not None:
            return files().path(scan.agency, scan.sha256), None
    attached = row.scanned_letters.filter(state=ScannedLetter.ATTACHED).exclude(sha256="").order_by("pk")
    if (picture := attached.first()) is not None:
        return files().path(picture.agency, picture.sha256), None
    if row.email is not None and (index := _attachment_of(row)) is not None:
        return row.email.path, index
    raise Refusal(
        "no_file", "ไม่มีไฟล์ให้พิมพ์พร้อมตรารับ เพราะหนังสือนี้ไม่มี PDF หรือภาพ โปรดพิมพ์ใบนำส่งซึ่งมีตรารับอยู่แล้ว รายการอยู่ครบ"
    )


def _attachment_of(row: IncomingEntry) -> int | None:
    """The file that the card of this letter was read from; else the first PDF, or photo."""
    assert row.email is not None
    letters = read_card(row.email.path)["letters"]
    nth = (count_in(row.part) or 1) - 1
    if nth < len(letters) and letters[nth]["file"] is not None:
        return int(letters[nth]["file"])
    there = open_letter(row.email).attachments
    pdfs = [one.index for one in there if one.content_type == "application/pdf"]
    photos = [one.index for one in there if one.is_photo]
    return next(iter([*pdfs, *photos]), None)


def _sheet(request: OfficerRequest) -> Sheets:
    asked = request.GET.get("sheet", "")
    return Sheets[asked] if asked in Sheets.__members__ else Sheets.OF_24


def _day(request: OfficerRequest) -> date:
    try:
        return parse_date(request.GET.get("day") or "วันนี้", today=localdate())
    except BadDate:
        return localdate()


def _of_day(request: OfficerRequest, day: date) -> QuerySet[IncomingEntry]:
    opens = datetime.combine(day, time.min, tzinfo=BANGKOK)
    rows = IncomingEntry.objects.seen_by(request.officer).filter(
        registered_at__gte=opens, registered_at__lt=opens + timedelta(days=1), struck_at=None
    )
    return rows.order_by("year", "number")
