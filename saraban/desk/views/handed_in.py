"""หนังสือกระดาษ and ช่องทางอื่น: letters that came by hand, registered when the registry has them (guide #2.4, #2.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.models import Profile
from saraban.desk.card import EntryCard
from saraban.desk.downloads import as_download, as_picture
from saraban.desk.fields import LineField
from saraban.desk.finding import entry_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.phone import qr_of
from saraban.desk.posted import REFUSED
from saraban.desk.undo import offer_undo, undo_of
from saraban.desk.uploads import scans_of
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX, files
from saraban.proposals.reading import read_picture
from saraban.registers.batches import ScanBatch, ScannedLetter
from saraban.registers.books import Counter
from saraban.registers.handed_in import CHANNEL_MAX, Channel, HandedIn, HandIn, ScannedFile
from saraban.registers.models import IncomingEntry

DONE_SHOWN_MAX = 20
# Ways by which citizens write although no agency announces them; others may be typed.
USUAL_WAYS = ("Facebook ของหน่วยงาน", "LINE ของเจ้าหน้าที่", "อีเมลของเจ้าหน้าที่", "โทรสาร", "โทรศัพท์")


class HandInCard(EntryCard):
    channel_name = LineField(label="มาทาง", max_length=CHANNEL_MAX, required=False)
    answer_address = forms.EmailField(
        label="อีเมลผู้ส่ง",
        required=False,
        error_messages={"invalid": "ยังลงรับไม่ได้ เพราะที่อยู่อีเมลไม่ถูกรูปแบบ เช่น somchai@example.com"},
    )

    @classmethod
    def for_scan(cls, read: dict[str, Any] | None, **said: Any) -> HandInCard:
        """What the scan was read to say, before what was said when it was handed in. The cursor: where a person is needed."""
        card = cls(initial={name: value for name, value in said.items() if value})
        if read is not None:
            card.take_proposed(read)
            for name in {"sender", "subject"} & card.initial.keys() & {name for name in said if said[name]}:
                card.initial[name] = said[name]  # a person saw it
                card.doubts.pop(name, None)
            card.start_at_what_is_missing()
        else:
            card.doubts["dated_on"] = "ดูวันที่บนหนังสือ"
            card.start_at_what_is_missing(focus=False)
            card.fields["subject"].widget.attrs["autofocus"] = True
        return card


@dataclass(frozen=True)
class SentCard:
    """What came of a card that was sent. `twin`: the letter may be the paper of that entry, so the page asks first."""

    entry: IncomingEntry | None = None
    twin: IncomingEntry | None = None
    status: int = 200

    @classmethod
    def of(cls, request: OfficerRequest, card: HandInCard, enter: Callable[[], IncomingEntry]) -> SentCard:
        """Nothing has been entered where the page was only asked for, or says what is wrong with the card."""
        if request.method != "POST":
            return cls()
        if not card.is_valid():
            return cls(status=REFUSED)
        twin = IncomingEntry.objects.twin_of(card.particulars(), officer=request.officer)
        if twin is not None and "new_number" not in request.POST:
            return cls(twin=twin, status=409)
        try:
            return cls(enter())
        except Refusal as refusal:
            card.add_error(None, refusal.message)
            return cls(twin=twin, status=REFUSED)


@require_http_methods(["GET", "POST"])
def paper(request: OfficerRequest) -> HttpResponse:
    return _page(request, Channel.PAPER)


@require_http_methods(["GET", "POST"])
def other(request: OfficerRequest) -> HttpResponse:
    return _page(request, Channel.OTHER)


@require_GET
def scan(request: OfficerRequest, pk: int) -> FileResponse:
    """A scan of a letter, to download."""
    row = get_object_or_404(ScannedFile, pk=pk)
    entry_or_404(request, row.handed_in.entry.pk)
    return as_download(FileResponse(files().path(row.agency, row.sha256).open("rb")), row.name)


@require_GET
def scan_picture(request: OfficerRequest, pk: int) -> HttpResponse:
    """The first page of a scan, or the photo."""
    row = get_object_or_404(ScannedFile, pk=pk)
    entry_or_404(request, row.handed_in.entry.pk)
    return as_picture(read_picture(files().path(row.agency, row.sha256)))


@require_POST
def told(request: OfficerRequest, pk: int) -> HttpResponse:
    """The officer told the sender by the way the letter came."""
    _handed_in_or_404(request, pk).tell(by=request.officer)
    messages.success(request, "บันทึกแล้วว่าแจ้งเลขรับให้ผู้ส่งทราบแล้ว")
    return redirect("register_entry", pk)


@require_POST
def paper_came(request: OfficerRequest, pk: int) -> HttpResponse:
    """The paper of a letter that is registered already: linked to its number, not numbered anew."""
    entry = entry_or_404(request, pk)
    entry.note_paper(by=request.officer)
    messages.success(request, f"บันทึกแล้วว่าได้รับฉบับกระดาษของเลขรับ {entry.receipt_number} ไม่ใช้เลขใหม่")
    return redirect("register_entry", pk)


@require_POST
def again(request: OfficerRequest, pk: int) -> HttpResponse:
    """After an undo: registered again under the same number."""
    _handed_in_or_404(request, pk).enter_again(by=request.officer)
    messages.success(request, "ลงรับอีกครั้งด้วยเลขเดิมแล้ว")
    return redirect("register_entry", pk)


@require_POST
def strike(request: OfficerRequest, pk: int) -> HttpResponse:
    """After an undo: a line through the row, with a reason."""
    entry = _handed_in_or_404(request, pk).entry
    entry.strike(" ".join(request.POST.get("because", "").split())[:REASON_MAX], by=request.officer)
    messages.success(request, f"ขีดฆ่าเลขรับ {entry.receipt_number} แล้ว เลขนี้ไม่ใช้ซ้ำ")
    return redirect("register_entry", pk)


def _page(request: OfficerRequest, channel: Channel) -> HttpResponse:
    request.officer.assert_may("handedin.received")
    card = HandInCard(
        request.POST or None,
        initial={"dated_on": localdate(), "addressee": Profile.here().head_title},
    )

    def enter() -> IncomingEntry:
        return HandedIn.objects.enter(
            HandIn(
                channel,
                channel_name=card.cleaned_data["channel_name"],
                answer_address=card.cleaned_data["answer_address"],
                scans=scans_of(request),
            ),
            by=request.officer,
            particulars=card.particulars(),
            route=card.route(),
        )

    sent = SentCard.of(request, card, enter)
    if (entry := sent.entry) is not None:
        offer_undo(request, entry)
        told = "" if entry.handed_in and entry.handed_in.answer_id else " เปิดรายการเพื่อคัดลอกข้อความแจ้งผู้ส่ง"
        messages.success(request, f"ลงรับแล้ว เลขรับ {entry.receipt_number} {entry.subject}{told}")
        return redirect(request.path)
    return render(
        request,
        "desk/handed_in.html",
        {
            "card": card,
            "channel": channel,
            "phone": qr_of("paper") if channel is Channel.PAPER else None,
            "usual_ways": USUAL_WAYS,
            "number": Counter.number_to_come(IncomingEntry.REGISTER, localdate().year + 543),
            "year": localdate().year + 543,
            "undo": undo_of(request),
            "twin": sent.twin,
            "waiting": ScannedLetter.objects.waiting_by(channel).select_related("batch__officer"),
            "being_split": ScanBatch.objects.filter(split_at=None, channel=channel).order_by("pk"),
            "done_lately": ScannedLetter.objects.done_lately()
            .filter(batch__channel=channel)
            .select_related("entry", "batch")[:DONE_SHOWN_MAX],
        },
        status=sent.status,
    )


def _handed_in_or_404(request: OfficerRequest, pk: int) -> HandedIn:
    handed = entry_or_404(request, pk).handed_in
    if handed is None:
        raise Http404
    return handed
