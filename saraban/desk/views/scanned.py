"""ฉบับที่สแกนไว้: piles handed in by the registry or by any officer, and their letters, each registered in its turn."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.duties import Duty
from saraban.agencies.models import Profile
from saraban.desk.downloads import as_download, as_picture
from saraban.desk.fields import LineField, whole_number
from saraban.desk.finding import entry_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.phone import qr_of
from saraban.desk.undo import offer_undo, undo_of
from saraban.desk.uploads import uploads_of
from saraban.desk.views.handed_in import USUAL_WAYS, HandInCard, SentCard
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX, SUBJECT_MAX
from saraban.proposals.binding import card_of, drawn
from saraban.registers.batches import NOTE_MAX, Handover, ScanBatch, ScannedLetter
from saraban.registers.books import Counter
from saraban.registers.handed_in import CHANNEL_MAX, Channel
from saraban.registers.models import PARTY_MAX, IncomingEntry
from saraban.thai.digits import arabic_digits

PAGES_SHOWN_MAX = 20
OWN_SHOWN_MAX = 20
THUMB_WIDTH, PAGE_WIDTH = 240, 1000  # dots


class HandOverForm(forms.Form):
    """What an officer says of what they hand to the registry; the picture says the rest."""

    channel = forms.ChoiceField(
        label="เป็น",
        choices=[(Channel.OTHER.value, "เรื่องจากช่องทางอื่น"), (Channel.PAPER.value, "กระดาษที่รับไว้")],
        widget=forms.RadioSelect,
        initial=Channel.OTHER.value,
        error_messages={"invalid_choice": "โปรดเลือกว่าเป็นกระดาษหรือมาจากช่องทางอื่น"},
    )
    channel_name = LineField(label="มาทาง", max_length=CHANNEL_MAX, required=False)
    sender = LineField(label="ผู้ส่ง", max_length=PARTY_MAX, required=False)
    subject = LineField(label="เรื่อง", max_length=SUBJECT_MAX, required=False)
    note = LineField(
        label="ข้อความถึงงานสารบรรณ",
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer_address = forms.EmailField(
        label="อีเมลผู้ส่ง",
        required=False,
        error_messages={"invalid": "ยังไม่ได้ส่ง เพราะที่อยู่อีเมลไม่ถูกรูปแบบ เช่น somchai@example.com"},
    )


@require_http_methods(["GET", "POST"])
def hand_in(request: OfficerRequest) -> HttpResponse:
    """ส่งให้งานสารบรรณ: from any officer, by any way, with its picture (guide #2.4)."""
    status, form = 200, HandOverForm(request.POST or None, label_suffix="", initial={"channel": "other"})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data | {"channel": Channel(form.cleaned_data["channel"])}
            try:
                ScanBatch.objects.hand_over(
                    Handover(uploads_of(request), together=True, **said), by=request.officer
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, "ส่งให้งานสารบรรณแล้ว ดูได้ด้านล่างว่าลงรับเมื่อใด")
                return redirect("hand_in")
    own = ScanBatch.objects.filter(officer=request.officer).order_by("-handed_at")
    batches = own.prefetch_related("letters__entry")[:OWN_SHOWN_MAX]
    seen = set(
        IncomingEntry.objects.seen_by(request.officer)
        .filter(scanned_letters__batch__officer=request.officer)
        .values_list("pk", flat=True)
    )
    return render(
        request,
        "desk/hand_in.html",
        {
            "form": form,
            "usual_ways": USUAL_WAYS,
            "batches": batches,
            "seen": seen,
            "phone": qr_of("hand_in"),
        },
        status=status,
    )


@require_POST
def batch_new(request: OfficerRequest) -> HttpResponse:
    """The morning's scans, dropped on the page of paper."""
    request.officer.assert_may("scannedletter.entered")
    batch = ScanBatch.objects.hand_over(
        Handover(uploads_of(request), together="together" in request.POST), by=request.officer
    )
    messages.success(request, f"เก็บไว้แล้ว {batch.files.count()} ไฟล์ ระบบกำลังแยกเป็นฉบับ")
    return redirect("paper")


@require_http_methods(["GET", "POST"])
def letter(request: OfficerRequest, pk: int) -> HttpResponse:
    """One scanned letter beside the columns of แบบที่ 13; saved, the next one opens."""
    one = _waiting_or_404(request, pk)
    if request.method == "GET" and one.state != ScannedLetter.WAITING:
        return _to_its_end(request, one)
    card = _card(request, one)

    def enter() -> IncomingEntry:
        return one.enter(
            by=request.officer,
            particulars=card.particulars(),
            route=card.route(),
            channel_name=card.cleaned_data["channel_name"],
            answer_address=card.cleaned_data["answer_address"],
        )

    sent = SentCard.of(request, card, enter)
    if (entry := sent.entry) is not None:
        offer_undo(request, entry)
        messages.success(request, f"ลงรับแล้ว เลขรับ {entry.receipt_number} {entry.subject}")
        return _to_next(one)
    year = localdate().year + 543
    return render(
        request,
        "desk/scanned.html",
        {
            "letter": one,
            "card": card,
            "channel": one.batch.channel,
            "pages": range(min(one.page_count, PAGES_SHOWN_MAX) if one.opened else 0),
            "before": one.before(),
            "labelled": one.labelled(),
            "left": ScannedLetter.objects.waiting_by(one.batch.channel).count(),
            "usual_ways": USUAL_WAYS,
            "number": Counter.number_to_come(IncomingEntry.REGISTER, year),
            "year": year,
            "undo": undo_of(request),
            "twin": sent.twin,
        },
        status=sent.status,
    )


@require_GET
def page(request: OfficerRequest, pk: int, index: int) -> HttpResponse:
    """A page of it, drawn in the child process; `small`: for a list."""
    one = _seen_or_404(request, pk)
    if not (one.sha256 and one.opened) or index >= PAGES_SHOWN_MAX:
        raise Http404
    path = one.path
    assert path is not None
    return as_picture(drawn(path, index, width=THUMB_WIDTH if "small" in request.GET else PAGE_WIDTH))


@require_GET
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """Its PDF or photo, to download."""
    one = _seen_or_404(request, pk)
    if one.path is None:
        raise Http404
    return as_download(FileResponse(one.path.open("rb")), one.name)


@require_POST
def taken(request: OfficerRequest, pk: int) -> HttpResponse:
    """The registry has it from now on; it may be registered later."""
    one = _waiting_or_404(request, pk)
    one.take(by=request.officer)
    messages.success(request, "บันทึกแล้วว่างานสารบรรณได้รับเมื่อครู่นี้ เวลารับคือเวลานี้ ลงรับเมื่อใดก็ได้")
    return redirect("scanned", pk)


@require_POST
def joined(request: OfficerRequest, pk: int) -> HttpResponse:
    whole = _waiting_or_404(request, pk).join_before(by=request.officer)
    messages.success(request, f"รวมเป็นฉบับเดียวแล้ว {whole.page_count} หน้า")
    return redirect("scanned", whole.pk)


@require_POST
def split(request: OfficerRequest, pk: int) -> HttpResponse:
    asked = whole_number(arabic_digits(request.POST.get("page", "").strip())) or 0
    first, second = _waiting_or_404(request, pk).split_before(asked, by=request.officer)
    messages.success(request, f"แยกเป็นสองฉบับแล้ว {first.page_count} หน้า และ {second.page_count} หน้า")
    return redirect("scanned", first.pk)


@require_POST
def discarded(request: OfficerRequest, pk: int) -> HttpResponse:
    one = _waiting_or_404(request, pk)
    one.discard(" ".join(request.POST.get("because", "").split())[:REASON_MAX], by=request.officer)
    messages.success(request, "เอาออกจากรายการรอแล้ว เอากลับได้ภายใน 7 วันจากรายการด้านล่าง")
    return _to_next(one)


@require_POST
def attached(request: OfficerRequest, pk: int) -> HttpResponse:
    """It is the paper of an entry that has its number: no new one is used (guide #2.5)."""
    one = _waiting_or_404(request, pk)
    entry = entry_or_404(request, whole_number(request.POST.get("entry")) or 0)
    one.attach(entry, by=request.officer)
    if entry.email_id and entry.paper_at is None:
        entry.note_paper(by=request.officer)
    messages.success(request, f"แนบกับเลขรับ {entry.receipt_number} แล้ว ไม่ใช้เลขใหม่")
    return _to_next(one)


@require_POST
def restored(request: OfficerRequest, pk: int) -> HttpResponse:
    _waiting_or_404(request, pk).restore(by=request.officer)
    messages.success(request, "เอากลับมารอลงรับแล้ว")
    return redirect("scanned", pk)


def _waiting_or_404(request: OfficerRequest, pk: int) -> ScannedLetter:
    """For the registry alone. Raises `Refusal("no_duty")`."""
    request.officer.assert_may("scannedletter.entered")
    return get_object_or_404(ScannedLetter.objects.select_related("batch__officer", "entry"), pk=pk)


def _seen_or_404(request: OfficerRequest, pk: int) -> ScannedLetter:
    """For the registry, for whoever handed it in, and for all who see the entry that it belongs to."""
    one = get_object_or_404(ScannedLetter.objects.select_related("batch"), pk=pk)
    if Duty.REGISTRY in request.officer.duties or one.batch.officer_id == request.officer.pk:
        return one
    if one.entry_id is None:
        raise Http404
    entry_or_404(request, one.entry_id)
    return one


def _card(request: OfficerRequest, one: ScannedLetter) -> HandInCard:
    if request.method == "POST":
        return HandInCard(request.POST)
    read = card_of(one.path, one.name, agency=Profile.here().name) if one.path is not None else None
    batch = one.batch
    return HandInCard.for_scan(
        read,
        channel_name=batch.channel_name,
        answer_address=batch.answer_address,
        sender=batch.sender,
        subject=batch.subject,
        addressee=Profile.here().head_title,
        dated_on=localdate(),
    )


def _to_next(one: ScannedLetter) -> HttpResponse:
    """The one after it, else the first that waits; the list where none does."""
    waiting = ScannedLetter.objects.waiting_by(one.batch.channel)
    later = waiting.filter(batch=one.batch_id, place__gt=one.place).first() or waiting.first()
    if later is not None:
        return redirect("scanned", later.pk)
    return redirect("paper" if one.batch.channel == Channel.PAPER else "other_channel")


def _to_its_end(request: OfficerRequest, one: ScannedLetter) -> HttpResponse:
    if one.entry_id is not None:
        return redirect("register_entry", one.entry_id)
    messages.info(request, f"ฉบับนี้ไม่ได้รออยู่แล้ว ({one.get_state_display()})")
    return redirect("paper")
