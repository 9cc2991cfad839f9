"""ส่งหนังสือ and ทะเบียนหนังสือส่ง: a letter leaves with its number, and how it reached each recipient."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.duties import Duty
from saraban.contacts.models import Contact
from saraban.desk.downloads import as_download
from saraban.desk.fields import Choice, LineField, ThaiDateField, seen, whole_number
from saraban.desk.finding import entry_or_404
from saraban.desk.grid import SENT, Sheet, keys_posted
from saraban.desk.listed import PAGE, Listed
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import REFUSED, posted, status_of
from saraban.desk.story import story_of_sent
from saraban.desk.system_columns import OF_SENT, tell_of_sent
from saraban.desk.undo import forget_undo, offer_undo, undo_of
from saraban.desk.uploads import scans_of
from saraban.law.refusal import Refusal
from saraban.mail.elsewhere import SentElsewhere
from saraban.mail.models import REASON_MAX, SUBJECT_MAX, files
from saraban.registers.books import BE, BookYear, Counter, Register
from saraban.registers.continuity import Continuity, continuity_of
from saraban.registers.dispatches import THEIR_NUMBER_MAX, Dispatch, Recipient
from saraban.registers.imported import OldRegister
from saraban.registers.models import ACTION_MAX, PARTY_MAX, IncomingEntry, Urgency
from saraban.registers.outgoing import (
    ISSUED_KINDS,
    LETTER_KINDS,
    SENT_KINDS,
    OutgoingEntry,
    OutgoingLetter,
    answers_restricted_for,
)
from saraban.registers.secret_book import SECRET_REGISTERS

YEARS_BACK_MAX = 50
RECIPIENTS_CHARACTERS_MAX = 60_000
LINE_MAX = 700  # characters of one recipient
AROUND_AN_ADDRESS = re.compile(r"[\s<>(),;]+")
KINDS = [(one.value, one.label) for one in SENT_KINDS]


class RecipientsField(forms.CharField):
    """One recipient a line, `เทศบาลตำบลหนองบัว saraban@nongbua.go.th`; without an address it is a name."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: object) -> list[Recipient]:
        lines = [seen(line).strip() for line in super().clean(value).splitlines()]
        try:
            return [recipient_in(line) for line in lines if line]
        except ValueError as error:
            raise forms.ValidationError(
                f"ยังไม่ได้ส่ง เพราะบรรทัดนี้อ่านไม่ได้: {str(error)[:100]} โปรดพิมพ์บรรทัดละราย ชื่อแล้วตามด้วยอีเมลเดียวท้ายบรรทัด"
            ) from error


def recipient_in(line: str) -> Recipient:
    """Raises `ValueError` for a line with more than one address, or with words after it."""
    words = AROUND_AN_ADDRESS.split(line[:LINE_MAX])
    with_at = [word for word in words if "@" in word]
    if not with_at and len(line) <= LINE_MAX:
        return Recipient(line.strip())
    last = next((word for word in reversed(words) if word), "")
    if len(with_at) != 1 or with_at[0] != last or len(line) > LINE_MAX:
        raise ValueError(line)
    return Recipient(line[: line.rindex(last)].strip(" \"'<(,;"), last)


class LetterForm(forms.Form):
    key = forms.UUIDField(
        required=False, widget=forms.HiddenInput
    )  # of this one press: a second sends nothing
    under = forms.ModelChoiceField(
        label="เลขที่",
        queryset=OutgoingEntry.objects.reserved(),
        required=False,
        empty_label="ออกเลขใหม่",
        error_messages={"invalid_choice": "ยังไม่ได้ส่ง เพราะเลขที่เลือกไม่ได้จองว่างอยู่แล้ว โปรดเลือกใหม่"},
    )
    kind = forms.ChoiceField(label="ชนิด", choices=KINDS, widget=Choice)
    subject = LineField(
        label="เรื่อง",
        max_length=SUBJECT_MAX,
        error_messages={"required": "ยังไม่ได้ส่ง เพราะยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ"},
    )
    contacts = forms.ModelMultipleChoiceField(
        label="ถึง เลือกจากรายชื่อ",
        queryset=Contact.objects.filter(active=True).order_by("name"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    others = RecipientsField(
        label="ถึง พิมพ์เอง",
        required=False,
        max_length=RECIPIENTS_CHARACTERS_MAX,
        help_text="บรรทัดละราย ชื่อแล้วตามด้วยอีเมล เช่น เทศบาลตำบลหนองบัว saraban@nongbua.go.th ถ้าไม่มีอีเมล ถือว่าส่งเป็นกระดาษ",
    )
    dated_on = ThaiDateField(label="ลงวันที่", required=False, help_text="ว่างไว้คือวันนี้ เช่น 23/1/66")
    sender = LineField(label="จาก", max_length=PARTY_MAX, required=False)
    urgency = forms.ChoiceField(
        label="ความเร็ว", choices=[("", "ปกติ"), *Urgency.choices], required=False, widget=Choice
    )
    remarks = LineField(label="หมายเหตุ", max_length=ACTION_MAX, required=False)

    def recipients(self) -> list[Recipient]:
        chosen = [Recipient(one.name, one.email) for one in self.cleaned_data["contacts"]]
        return [*chosen, *self.cleaned_data["others"]]

    def letter(self, **more: Any) -> OutgoingLetter:
        """What was filled in; `more`: what no field of it says."""
        said = self.cleaned_data
        return OutgoingLetter(
            said["subject"],
            self.recipients(),
            kind=Register(said["kind"]),
            sender=said["sender"],
            dated_on=said["dated_on"],
            remarks=said["remarks"],
            urgency=said["urgency"],
            **more,
        )


class ReservationForm(forms.Form):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)  # as of a letter
    kind = forms.ChoiceField(label="ชนิด", choices=KINDS, widget=Choice)
    subject = LineField(label="เรื่อง", max_length=SUBJECT_MAX, required=False)
    because = LineField(
        label="จองเพราะ",
        max_length=REASON_MAX,
        error_messages={"required": "ยังไม่ได้จองเลข เพราะยังไม่ได้บอกเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ"},
    )
    until = ThaiDateField(label="ใช้ภายใน", help_text="พ้นวันนี้แล้วไม่ได้ใช้ เลขจะถูกยกเลิกเอง เช่น +7 หรือ 23/1/66")


class IssueForm(forms.Form):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="ชนิด", choices=[(one.value, one.label) for one in ISSUED_KINDS], widget=Choice
    )
    dated_on = ThaiDateField(label="ลงวันที่", required=False, help_text="ว่างไว้คือวันนี้ เช่น 23/1/66")
    addressee = LineField(label="ถึง", max_length=PARTY_MAX, required=False)
    subject = LineField(
        label="เรื่อง",
        max_length=SUBJECT_MAX,
        error_messages={"required": "ยังไม่ได้ออกเลข เพราะยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ"},
    )
    remarks = LineField(label="หมายเหตุ", max_length=ACTION_MAX, required=False)


@dataclass(frozen=True)
class Series:
    """Books that one page shows: its address, what it is called, whose numbers."""

    name: str
    title: str
    kinds: list[str]


LETTERS = Series("outgoing", "ทะเบียนหนังสือส่ง", [one.value for one in LETTER_KINDS])
ORDERS = Series("orders", "ทะเบียนคำสั่งและหนังสือรับรอง", [one.value for one in ISSUED_KINDS])
STATUSES = {
    "reserved": Q(issued_at=None, voided_at=None),
    "voided": Q(voided_at__isnull=False),
    "urgent": ~Q(urgency=""),
    "old": Q(old_register__isnull=False),
}
SAID_BY_A_HIDDEN_ROW = ("", "voided")


@require_GET
def register(request: OfficerRequest) -> HttpResponse:
    """A year's rows of แบบที่ 14, the newest first; above them what waits to be done."""
    return _register_page(request, LETTERS)


@require_GET
def orders(request: OfficerRequest) -> HttpResponse:
    """Orders and certificates: each has a yearly series of its own."""
    return _register_page(request, ORDERS)


def _register_page(
    request: OfficerRequest,
    of: Series,
    *,
    sheet: Sheet | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """`sheet`: what came back from the page and is shown again."""
    listed = Listed.asked(request, localdate().year + BE)
    kind, asked = request.GET.get("kind", ""), request.GET.get("status", "")
    shown = [kind] if kind in of.kinds else of.kinds
    rows = OutgoingEntry.objects.with_hidden(request.officer).filter(STATUSES.get(asked, Q()), kind__in=shown)
    if asked not in SAID_BY_A_HIDDEN_ROW:
        rows = rows.exclude(answers_restricted_for(request.officer))
    lines, more_below = (
        listed.page(listed.by_moment(rows), by_number=False) if sheet is None else (sheet.lines, None)
    )
    may_write = Duty.REGISTRY in request.officer.duties
    editing = sheet is not None or ("edit" in request.GET and may_write)
    if editing and sheet is None:
        sheet = Sheet.over(SENT, lines)
    system = listed.system and not editing
    if system:
        tell_of_sent(lines)
    this_year = localdate().year + BE
    last_row = None
    if may_write and not editing and not listed.below and listed.year == this_year:
        last_row = _last_row(of)
    return render(
        request,
        "desk/outgoing.html",
        {
            "of": of,
            "lines": lines,
            "more_below": more_below,
            "listed": listed,
            "year": listed.year,
            "years": _years(),
            "kinds": [(one, Register(one).label) for one in of.kinds],
            "kind": kind if kind in of.kinds else "",
            "status": asked,
            "columns": SENT,
            "system_columns": OF_SENT if system else (),
            "sheet": sheet,
            "editing": editing,
            "may_edit": may_write and any(line.may_be_corrected for line in lines),
            "refused": refused,
            "last_row": last_row,
            "books": _books_of(of, listed.year),
            "locked_until": BookYear.locked_until(of.kinds[0]),
            **(_to_be_done(request) if of is LETTERS and not editing else {}),
        },
        status=status,
    )


def _years() -> list[int]:
    """In which a number was given here, or brought in from the old register."""
    given = Counter.objects.filter(register__in=[one.value for one in SENT_KINDS], last__gt=0)
    old = {year for one in SENT_KINDS for year in OldRegister.objects.counts(one)}
    return sorted({*given.values_list("year", flat=True), *old}, reverse=True)


def _books_of(of: Series, year: int) -> list[tuple[str, Continuity]]:
    """Each series of numbers of the page that has begun, and whether it is whole."""
    found = []
    for one in of.kinds:
        rows = OutgoingEntry.objects.filter(register=one)
        book = continuity_of(rows, one, year)
        if book is not None and book.count > 0:
            found.append((str(Register(one).label), book))
    return found


def _to_be_done(request: OfficerRequest) -> dict[str, object]:
    seen = OutgoingEntry.objects.seen_by(request.officer).values("pk")
    to_be_phoned = Dispatch.objects.to_be_phoned().filter(entry__in=seen).select_related("entry", "letter")
    found = SentElsewhere.objects.waiting() if Duty.REGISTRY in request.officer.duties else None
    return {
        "found": found[:PAGE] if found is not None else (),
        "found_count": found.count() if found is not None else 0,
        "reserved": OutgoingEntry.objects.reserved()[:PAGE],
        "to_be_phoned": to_be_phoned[:PAGE],
        "to_be_phoned_count": to_be_phoned.count(),
        "reserved_count": OutgoingEntry.objects.reserved().count(),
    }


def _last_row(of: Series) -> forms.Form:
    if of is ORDERS:
        return IssueForm(initial={"key": uuid4(), "kind": of.kinds[0]}, label_suffix="", auto_id="last_%s")
    return ReservationForm(
        initial={"key": uuid4(), "kind": of.kinds[0], "until": localdate() + timedelta(days=7)},
        label_suffix="",
        auto_id="last_%s",
    )


@require_POST
def correct_rows(request: OfficerRequest) -> HttpResponse:
    """What was typed into the cells of a page: all of it is saved under one reason, or the page says why not."""
    request.officer.assert_may("outgoingentry.corrected")
    rows = OutgoingEntry.objects.with_hidden(request.officer).filter(pk__in=keys_posted(request.POST))
    posted_rows = [row for row in rows.order_by("-pk") if not row.hidden]  # type: ignore[attr-defined]
    sheet = Sheet.posted(SENT, posted_rows, request.POST)
    of = ORDERS if "orders" in request.GET else LETTERS
    try:
        done = sheet.save(OutgoingEntry.objects, by=request.officer)
    except Refusal as refusal:
        return _register_page(request, of, sheet=sheet, refused=refusal.message, status=REFUSED)
    messages.success(request, f"แก้ไขแล้ว {len(done)} รายการ ของเดิมอยู่ในลำดับเหตุการณ์ของแต่ละรายการ")
    asked = request.GET.copy()
    for name in ("edit", "orders"):
        asked.pop(name, None)
    return redirect(f"{reverse(of.name)}?{asked.urlencode()}")


@require_http_methods(["GET", "POST"])
def send(request: OfficerRequest) -> HttpResponse:
    """ส่งหนังสือ: the signed file, to whom, about what; the number, the row and the mails follow in one act."""
    request.officer.assert_may("outgoingentry.issued")
    reply_to = _replied_to(request)
    form = LetterForm(request.POST or None, initial=_initial(request, reply_to), label_suffix="")

    def let_leave() -> OutgoingEntry:
        letter = form.letter(
            files=scans_of(request, doing="ส่ง"), reply_to=reply_to, key=form.cleaned_data["key"]
        )
        return OutgoingEntry.objects.send(letter, by=request.officer, under=form.cleaned_data["under"])

    if (made := posted(request, form, let_leave)) is not None:
        offer_undo(request, made)
        return redirect("outgoing_entry", made.pk)
    year = localdate().year + BE
    return render(
        request,
        "desk/send.html",
        {
            "form": form,
            "reply_to": reply_to,
            "known": Contact.objects.filter(active=True).exists(),
            "number": Counter.number_to_come(Register.OUTGOING.value, year),
            "year": year,
        },
        status=status_of(form),
    )


@require_http_methods(["GET", "POST"])
def reserve(request: OfficerRequest) -> HttpResponse:
    """จองเลข: a number before the letter is there."""
    request.officer.assert_may("outgoingentry.reserved")
    form = ReservationForm(
        request.POST or None,
        initial={"until": localdate() + timedelta(days=7), "key": uuid4()},
        label_suffix="",
    )

    def take_number() -> OutgoingEntry:
        said = form.cleaned_data
        return OutgoingEntry.objects.reserve(
            Register(said["kind"]),
            until=said["until"],
            because=said["because"],
            subject=said["subject"],
            key=said["key"],
            by=request.officer,
        )

    if (held := posted(request, form, take_number)) is not None:
        messages.success(request, f"จองเลข {held.letter_number} แล้ว เลือกเลขนี้ตอนส่งหนังสือ")
        return redirect("outgoing_entry", held.pk)
    return render(request, "desk/reserve.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def issue(request: OfficerRequest) -> HttpResponse:
    """ออกเลข of an order or a certificate."""
    request.officer.assert_may("outgoingentry.issued")
    form = IssueForm(request.POST or None, initial={"key": uuid4()}, label_suffix="")

    def take_number() -> OutgoingEntry:
        said = {name: value for name, value in form.cleaned_data.items() if name != "kind"}
        kind = Register(form.cleaned_data["kind"])
        return OutgoingEntry.objects.issue(kind, **said, by=request.officer)

    if (made := posted(request, form, take_number)) is not None:
        messages.success(request, f"ออกเลข{made.get_kind_display()}ที่ {made.letter_number} แล้ว")
        return redirect("orders")
    return render(request, "desk/issue.html", {"form": form}, status=status_of(form))


@require_GET
def entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """One row: its columns, its files, how it reached each recipient, and what was done."""
    row = _entry_or_404(request, pk)
    undo = undo_of(request)
    return render(
        request,
        "desk/outgoing_entry.html",
        {
            "row": row,
            "dispatches": row.dispatches.select_related("letter", "acknowledgement").order_by("pk"),
            "files": row.kept_files,
            "story": story_of_sent(row),
            "undo": undo
            if undo is not None and undo.action == reverse("outgoing_recall", args=[pk])
            else None,
        },
    )


@require_GET
def file(request: OfficerRequest, pk: int, index: int) -> FileResponse:
    """One file of a letter that was sent, to download."""
    row = _entry_or_404(request, pk)
    if index >= len(row.kept_files):
        raise Http404
    kept = row.kept_files[index]
    return as_download(FileResponse(files().path(row.agency, kept.sha256).open("rb")), kept.name)


@require_POST
def recall(request: OfficerRequest, pk: int) -> HttpResponse:
    """Undo within the seconds: nothing has left, the number stays the letter's."""
    row = _entry_or_404(request, pk)
    row.recall(by=request.officer)
    forget_undo(request)
    messages.success(request, f"เลิกทำแล้ว หนังสือยังไม่ออกไป เลข {row.letter_number} ยังเป็นของหนังสือนี้")
    return redirect("outgoing_entry", pk)


@require_POST
def again(request: OfficerRequest, pk: int) -> HttpResponse:
    """After an undo: the same letter leaves under its number."""
    row = _entry_or_404(request, pk)
    row.send_again(by=request.officer)
    offer_undo(request, row)
    return redirect("outgoing_entry", pk)


@require_POST
def void(request: OfficerRequest, pk: int) -> HttpResponse:
    """ยกเลิกเลข, with a reason: the row stays with a line through it."""
    row = _entry_or_404(request, pk)
    try:
        row.void(seen(request.POST.get("because", ""))[:REASON_MAX], by=request.officer)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"ยกเลิกเลข {row.letter_number} แล้ว เลขนี้ไม่ใช้ซ้ำ")
    return redirect("outgoing_entry", pk)


@require_POST
def phoned(request: OfficerRequest, pk: int) -> HttpResponse:
    """The officer asked the other side by telephone whether it has come."""
    row = get_object_or_404(Dispatch.objects.select_related("entry"), pk=pk)
    _entry_or_404(request, row.entry_id)
    row.note_phoned(seen(request.POST.get("their_number", ""))[:THEIR_NUMBER_MAX], by=request.officer)
    messages.success(request, f"บันทึกแล้วว่าโทรถาม{row.name}")
    return redirect("outgoing")


@require_http_methods(["GET", "POST"])
def books(request: OfficerRequest) -> HttpResponse:
    """The registers' years: the number that follows the paper book, and the closing of a year that is over."""
    year = localdate().year + BE
    if request.method == "POST":
        _arrange(request, year)
        return redirect("books")
    counted = {(one.register, one.year): one.last for one in Counter.objects.all()}
    arranged = {(one.register, one.year): one for one in BookYear.objects.all()}
    lines = [
        {
            "register": register,
            "year": of,
            "last": counted.get((register.value, of)),
            "book": arranged.get((register.value, of)),
            "over": of < year,
        }
        for of in sorted({year, *(one for _, one in [*counted, *arranged])}, reverse=True)
        for register in _registers_of(request)
        if of == year or (register.value, of) in counted or (register.value, of) in arranged
    ]
    return render(request, "desk/books.html", {"lines": lines, "year": year})


def _registers_of(request: OfficerRequest) -> list[Register]:
    """The registers whose years this officer arranges: that of secret matters is its registrar's alone."""
    secret = () if Duty.SECRETS in request.officer.duties else SECRET_REGISTERS
    return [one for one in Register if one not in secret]


def _arrange(request: OfficerRequest, this_year: int) -> None:
    said = request.POST
    try:
        register = Register(said.get("register", ""))
    except ValueError as error:
        raise Http404 from error
    if register not in _registers_of(request):
        raise Http404
    year = whole_number(said.get("year")) or this_year
    if not this_year - YEARS_BACK_MAX <= year <= this_year:
        raise Http404
    try:
        if "close" in said:
            BookYear.objects.close(register, year, by=request.officer)
            messages.success(request, f"ปิดทะเบียน{register.label}ปี {year} แล้ว ไม่ออกเลขของปีนี้อีก")
        else:
            first = whole_number(said.get("first")) or 0
            BookYear.objects.begin(register, year, first, by=request.officer)
            messages.success(request, f"ทะเบียน{register.label}ปี {year} เริ่มที่เลข {first}")
    except Refusal as refusal:
        messages.error(request, refusal.message)


def _entry_or_404(request: OfficerRequest, pk: int) -> OutgoingEntry:
    return get_object_or_404(
        OutgoingEntry.objects.seen_by(request.officer).select_related(
            "reply_to", "officer", "old_register__officer"
        ),
        pk=pk,
    )


def _replied_to(request: OfficerRequest) -> IncomingEntry | None:
    pk = whole_number(request.GET.get("reply"))
    return entry_or_404(request, pk) if pk else None


def _initial(request: OfficerRequest, reply_to: IncomingEntry | None) -> dict[str, object]:
    initial: dict[str, object] = {
        "kind": Register.OUTGOING.value,
        "under": whole_number(request.GET.get("under")),
        "key": uuid4(),
    }
    if reply_to is not None:
        address = reply_to.email.answer_address if reply_to.email is not None else ""
        if reply_to.handed_in is not None:
            address = reply_to.handed_in.answer_address
        initial |= {"subject": reply_to.subject, "others": f"{reply_to.sender} {address}".strip()}
    return initial
