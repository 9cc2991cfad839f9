"""The desk: the letters that wait, the one that is open, and the card that registers it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.http import require_GET, require_POST

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer, Profile
from saraban.cases.mailed_questions import ReplyLook
from saraban.cases.models import Case
from saraban.cases.news import case_of_thread
from saraban.cases.opinions import Opinion
from saraban.desk.card import Cards, count_in
from saraban.desk.downloads import as_download, as_picture, as_sandboxed_page
from saraban.desk.fields import whole_number
from saraban.desk.finding import entry_or_404, letter_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.undo import forget_undo, offer_undo, undo_of
from saraban.exchange import receipt_json
from saraban.law.electronic_act_2565 import section_10_deemed_received_at
from saraban.law.refusal import Refusal
from saraban.law.saraban_regulation_2526 import register_year
from saraban.law.working_time import NoCalendar, WorkingCalendar
from saraban.mail import reading
from saraban.mail.gateway import Role
from saraban.mail.models import SUBJECT_MAX, InboundEmail, MailboxWatch
from saraban.mail.rounds import Round
from saraban.proposals.doubts import EMPTY_COLUMN, OF_SCANS
from saraban.proposals.reading import read_ahead, read_card, read_picture
from saraban.registers.answers import receipt_text
from saraban.registers.books import Counter
from saraban.registers.known_senders import imitated
from saraban.registers.models import IncomingEntry, Particulars, office_of
from saraban.registers.opened import OpenedLetter
from saraban.registers.orders import EntryOrder
from saraban.registers.receipts import ReceiptLook
from saraban.registers.sender_keys import SenderKey
from saraban.registers.suggestions import suggested_routes
from saraban.thai.dates import short_weekday, table_date

LISTED_MAX = 50  # letters of the inbox, and as many of junk
LOOK_SECONDS_MIN = 0.8  # a held-down Enter must not register what nobody has read
NOT_READ: dict[str, Any] = {
    "outcome": "register",
    "outcome_because": "",
    "unsafe_because": [],
    "letters": [],
    "signed": None,
}
CARD_SALT = "saraban.desk.card"


@dataclass(frozen=True)
class Signature:
    """A letter.json that fits the letter: who signed it, and whether with the key that they have always used."""

    name: str
    address: str
    key: str
    known: SenderKey | None

    @property
    def changed(self) -> bool:
        return self.known is not None and self.known.key != self.key

    @classmethod
    def of(cls, read: dict[str, Any]) -> Signature | None:
        said = read["signed"]
        if said is None:
            return None
        return cls(said["name"], said["address"], said["key"], SenderKey.objects.of(said["address"]))


@dataclass(frozen=True)
class Times:
    """When a letter came, and when the law says it came. `deemed_at` None: the calendar does not reach."""

    arrived_at: datetime
    deemed_at: datetime | None
    year: int | None

    @property
    def out_of_hours(self) -> bool:
        return self.deemed_at is not None and self.deemed_at != self.arrived_at.replace(microsecond=0)

    @property
    def briefly(self) -> str:
        """`08.02` today, `อา. 21.33` within the week, `22 ม.ค. 66` before."""
        arrived, today = localtime(self.arrived_at), localdate()
        if arrived.date() == today:
            return arrived.strftime("%H.%M")
        if timedelta(0) < today - arrived.date() < timedelta(days=7):
            return f"{short_weekday(arrived)} {arrived.strftime('%H.%M')}"
        return table_date(arrived)


def times_of(email: InboundEmail, calendar: WorkingCalendar) -> Times:
    try:
        deemed_at = section_10_deemed_received_at(email.arrived_at, calendar=calendar)
    except NoCalendar:
        return Times(email.arrived_at, None, None)
    return Times(email.arrived_at, deemed_at, register_year(deemed_at=deemed_at, registered_at=now()))


@require_GET
def desk(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    """The list with one letter open: the oldest of the inbox, unless another is asked for."""
    letter = letter_or_404(request, pk) if pk else _oldest()
    return desk_page(request, letter)


@require_GET
def waiting_list(request: OfficerRequest) -> HttpResponse:
    """Just the list, for the page to renew by itself."""
    pk = whole_number(request.GET.get("open"))
    letter = InboundEmail.objects.seen_by(request.officer).filter(pk=pk).first() if pk else None
    if letter is not None:
        _colleague_at(request, letter)  # the page is still open
        _read_next(letter)
    return render(request, "desk/_list.html", list_context(letter, calendar_of_agency()))


@require_POST
def taken_over(request: OfficerRequest, pk: int) -> HttpResponse:
    """รับช่วงต่อ: go on with a letter that a colleague has open."""
    letter = letter_or_404(request, pk)
    request.officer.assert_may("incomingentry.entered")
    OpenedLetter.take_over(letter, request.officer, now())
    return redirect("letter", pk=pk)


@require_POST
def entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Register the letter under the next number; the next letter opens."""
    letter = letter_or_404(request, pk)
    cards = Cards.bound(request.POST)
    if not looked_at(request):
        messages.info(
            request, "ยังไม่ได้ลงรับ เพราะหนังสือเพิ่งเปิดขึ้นมา โปรดอ่านแล้วกดลงรับอีกครั้ง สิ่งที่พิมพ์ไว้และหนังสือยังอยู่ครบ"
        )
        return desk_page(request, letter, cards=cards, status=409)
    if not cards.is_valid():
        return desk_page(request, letter, cards=cards, status=422)
    try:
        made = _register(letter, cards, by=request.officer)
    except Refusal as refusal:
        cards.refuse(refusal.message)
        if refusal.code == "already_registered":  # by a colleague: the page shows the entry and no card
            messages.error(request, refusal.message)
        return desk_page(request, letter, cards=cards, status=409)
    offer_undo(request, made)
    return next_letter(request)


@require_POST
def recall(request: OfficerRequest, pk: int) -> HttpResponse:
    """Undo within the seconds: the letter comes back to the desk and keeps its number."""
    made = entry_or_404(request, pk)
    made.recall(by=request.officer)
    messages.success(
        request,
        f"เลิกทำแล้ว คำตอบและการส่งต่อถูกเรียกกลับก่อนออกไป หนังสืออยู่ที่โต๊ะ เลขรับ {made.receipt_number} ยังเป็นของหนังสือนี้",
    )
    forget_undo(request)
    return redirect("letter", pk=made.email_id) if made.email_id else redirect("register_entry", pk=made.pk)


@require_POST
def by_hand(request: OfficerRequest, pk: int) -> HttpResponse:
    """Register a letter that the server does not move."""
    request.officer.assert_may("entryorder.entered_by_hand")
    order = get_object_or_404(EntryOrder.objects.standing(), email=letter_or_404(request, pk))
    offer_undo(request, order.enter_by_hand(by=request.officer))
    return redirect("desk")


@require_POST
def new_key(request: OfficerRequest, pk: int) -> HttpResponse:
    """The officer has asked the sender: the key that this letter was signed with is theirs from now on."""
    request.officer.assert_may("senderkey.replaced")
    letter = letter_or_404(request, pk)
    signature = Signature.of(_read(letter, request.officer))
    if signature is None or signature.known is None:
        raise Http404
    signature.known.replace(signature.key, by=request.officer)
    messages.success(request, f"จำกุญแจใหม่ของ {signature.address} แล้ว ฉบับต่อไปที่ลงนามด้วยกุญแจนี้จะไม่เตือนอีก")
    return redirect("letter", pk=pk)


@require_POST
def order_cancelled(request: OfficerRequest, pk: int) -> HttpResponse:
    """Undo of a letter in junk that waits for its move, or was moved and registered since the page was shown."""
    request.officer.assert_may("entryorder.cancelled")
    letter = letter_or_404(request, pk)
    order = letter.orders.order_by("-pk").first()
    if order is None:
        raise Http404
    try:
        order.cancel(by=request.officer)
    except Refusal as refusal:
        entry = letter.entries.filter(recalled_at=None).first()
        if refusal.code != "order_ended" or entry is None:
            raise
        return recall(request, entry.pk)
    forget_undo(request)
    messages.success(request, "เลิกทำแล้ว หนังสืออยู่ในจดหมายขยะตามเดิม ไม่มีเลขใดถูกใช้")
    return redirect("letter", pk=pk)


@require_GET
def original(request: OfficerRequest, pk: int) -> FileResponse:
    """The letter byte for byte as it came."""
    letter = letter_or_404(request, pk)
    file = letter.path.open("rb")
    return FileResponse(
        file, as_attachment=True, filename=f"letter-{letter.pk}.eml", content_type="message/rfc822"
    )


@require_GET
def html(request: OfficerRequest, pk: int) -> HttpResponse:
    """The letter's HTML, cleaned, for a sandboxed frame; it fetches nothing and runs nothing."""
    letter = letter_or_404(request, pk)
    opened = reading.open_letter(letter)
    return as_sandboxed_page(opened.page())


@require_GET
def picture(request: OfficerRequest, pk: int, index: int) -> HttpResponse:
    """The first page of an attached PDF as a picture, drawn in the child process; a photo as it is."""
    return as_picture(read_picture(letter_or_404(request, pk).path, index))


@require_GET
def attachment(request: OfficerRequest, pk: int, index: int) -> HttpResponse:
    """One attached file, to download: never shown as a page of ours."""
    letter = letter_or_404(request, pk)
    opened = reading.open_letter(letter)
    if index >= len(opened.attachments):
        raise Http404
    name, data = opened.attachment(index)
    return as_download(HttpResponse(data), name)


def next_letter(request: OfficerRequest) -> HttpResponse:
    """The oldest that waits: at once where the page asked beside itself (`desk.js`), else by way of its address."""
    if not request.headers.get("X-Beside"):
        return redirect("desk")
    # Such a page has a list already, and renews it by itself: what only the list needs is done then. Where nothing is
    # left to open, the page says what the list knows: when the mailbox was looked into, and what lies in junk.
    letter = _oldest()
    return desk_page(request, letter, listed=letter is None)


def desk_page(
    request: OfficerRequest,
    letter: InboundEmail | None,
    *,
    cards: Cards | None = None,
    status: int = 200,
    listed: bool = True,
) -> HttpResponse:
    """The desk with this letter open. `listed` False: for a page that has its frame and the rows of its list already."""
    calendar = calendar_of_agency()
    context: dict[str, Any] = list_context(letter, calendar) if listed else {"open": letter}
    context |= {"listed": listed, "undo": undo_of(request), "frame": "" if listed else "desk/beside.html"}
    if letter is not None:
        # Whoever holds a key down must not do to this letter what was meant for the last one.
        context["just_done"] = status == 409 or (status == 200 and context["undo"] is not None)
        context |= letter_context(
            request, letter, cards, calendar, focus=not context["just_done"], listed=listed
        )
    else:
        context["due_now"] = Round.objects.due_now()
    if listed:
        _read_next(letter)
    return render(request, "desk/desk.html", context, status=status)


def list_context(letter: InboundEmail | None, calendar: WorkingCalendar) -> dict[str, Any]:
    """The rows of the list: their number of queries does not grow with them."""
    inbox, junk = InboundEmail.objects.in_inbox(), InboundEmail.objects.waiting().filter(role=Role.JUNK)
    rows = [(row, times_of(row, calendar)) for row in inbox[:LISTED_MAX]]
    junk_rows = [(row, times_of(row, calendar)) for row in junk[:LISTED_MAX]]
    return {
        "rows": rows,
        "junk_rows": junk_rows,
        "open": letter,
        "moving_rows": [(row, times_of(row, calendar)) for row in _moving()[:LISTED_MAX]],
        "waiting_count": InboundEmail.objects.count_in_inbox(),
        "junk_count": junk.count(),
        "out_of_hours_count": sum(times.out_of_hours for _, times in rows),
        "watch": MailboxWatch.objects.filter(mailbox__active=True).first(),
    }


def letter_context(
    request: OfficerRequest,
    letter: InboundEmail,
    cards: Cards | None,
    calendar: WorkingCalendar,
    *,
    focus: bool,
    listed: bool,
) -> dict[str, Any]:
    opened = reading.open_letter(letter)
    times = times_of(letter, calendar)
    entries = list(letter.entries.order_by("part"))
    held = entries[0] if entries else None
    number = held.receipt_number if held else ""
    if not number and times.year:
        number = f"{Counter.number_to_come(IncomingEntry.REGISTER, times.year)}/{times.year}"
    order = verdict = None
    if letter.state != InboundEmail.UNSORTED:
        order = EntryOrder.objects.standing().filter(email=letter).select_related("officer").first()
        verdict = letter.verdicts.filter(taken_back_at=None).select_related("officer", "contact").first()
    entered = held is not None and held.recalled_at is None
    # Only a letter that can still be registered is read for its card.
    read = NOT_READ if entered or order or verdict else _read(letter, request.officer)
    earlier = IncomingEntry.objects.earlier_of(letter, officer=request.officer)
    if cards is None:
        count = count_in(request.GET.get("parts")) or len(entries) or len(read["letters"]) or 1
        cards = Cards.for_letter(letter, entries, read["letters"], count=count)
        if not entries:
            routes = suggested_routes(letter, cards.subjects, officer=request.officer, earlier=earlier)
            cards.suggest(routes)
    for card in cards:
        card.start_at_what_is_missing(focus=focus)
    signature = Signature.of(read)
    doubts = _doubts(letter, read, cards, signature, officer=request.officer)
    office = office_of(letter.mailbox)
    no_answer_because = letter.no_answer_because()
    return {
        "letter": letter,
        "opened": opened,
        "times": times,
        "entry": held if entered else None,
        "held": held,
        "order": order,
        "colleague": _colleague_at(request, letter, noted=listed),
        "verdict": verdict,
        "opinion": Opinion.objects.filter(answered_in=letter).select_related("case__entry").first()
        if letter.of_a_question
        else None,
        "entries": entries,
        "earlier": earlier,
        "number": number,
        "cards": cards,
        "read": read,
        "signature": signature,
        "doubts": doubts,
        "picture": _pictured(cards, opened),
        "no_answer_because": no_answer_because,
        "answer_preview": ""
        if no_answer_because or times.deemed_at is None
        else receipt_text(
            office,
            sender=letter.from_whom,
            subject=letter.subject,
            receipt_number=number,
            deemed_at=localtime(times.deemed_at),
            out_of_hours=times.out_of_hours,
            unit="",
            unit_phone="",
        ),
        "looked": sign_of_looking(),
        # One key registers only what raises no doubt; else the key's focus is on the doubt.
        "doubtful": bool(doubts),
        "subject_cut": len(letter.subject) >= SUBJECT_MAX,
        "as_html": request.GET.get("view") == "html" and opened.has_html,
    }


def _oldest() -> InboundEmail | None:
    return InboundEmail.objects.in_inbox().select_related("mailbox").first()


def _read(letter: InboundEmail, officer: Officer) -> dict[str, Any]:
    read = read_card(letter.path, agency=Profile.here().name)
    of_applicant = _is_scans(read) and _is_of_an_applicant(letter, officer)
    return _without_scans(read) if of_applicant else read


def _is_of_an_applicant(letter: InboundEmail, officer: Officer) -> bool:
    """Whether it goes on from what we wrote of a case, and comes from its applicant: what is attached are their papers,
    and not letters whose columns somebody types from the picture. Only who registers it, or may see the case, is told."""
    if letter.answers_id is None:
        return False
    case = case_of_thread(letter)
    if case is None or case.address.lower() != letter.sender_address.lower():
        return False
    return Duty.REGISTRY in officer.duties or Case.objects.seen_by(officer).filter(pk=case.pk).exists()


def _is_scans(read: dict[str, Any]) -> bool:
    """Whether nothing but scans was taken for letters: of these no column was read."""
    return all(one["file"] is not None and one["dated"]["value"] is None for one in read["letters"])


def _without_scans(read: dict[str, Any]) -> dict[str, Any]:
    """The card of the mail alone, with the doubts that are not of the scans."""
    of_scans = {
        column["doubt"] for one in read["letters"] for column in one.values() if isinstance(column, dict)
    }
    doubts = [said for said in read["unsafe_because"] if said not in of_scans | OF_SCANS | {EMPTY_COLUMN}]
    return read | {"letters": [], "unsafe_because": doubts}


def _read_next(letter: InboundEmail | None) -> None:
    """While this letter is being looked at, the one that opens after it is read."""
    others = InboundEmail.objects.in_inbox()
    following = (others.exclude(pk=letter.pk) if letter is not None else others).first()
    if following is not None:
        with contextlib.suppress(FileNotFoundError):  # its own page tells of it
            read_ahead(following.path, agency=Profile.here().name)


def _pictured(cards: Cards, opened: reading.OpenedLetter) -> reading.OpenedAttachment | None:
    """The file that stands above the words: the one that the card was read from, else the first PDF, or photo."""
    read_from = {card.file for card in cards} - {None}
    files_there = opened.attachments
    chosen = [one for one in files_there if one.index in read_from]
    pdfs = [one for one in files_there if one.content_type == "application/pdf"]
    photos = [one for one in files_there if one.is_photo]
    return next(iter(chosen or pdfs or photos), None)


def _doubts(
    letter: InboundEmail, read: dict[str, Any], cards: Cards, signature: Signature | None, *, officer: Officer
) -> list[str]:
    """Why one key must not be enough for this letter, beside the columns that carry a mark of their own."""
    marked = {doubt for card in cards for doubt in card.doubts.values()}
    doubts = [said for said in read["unsafe_because"] if said not in marked and said != EMPTY_COLUMN]
    if letter.copy_of_id is not None:
        doubts.append("อาจเป็นสำเนาของจดหมายที่ส่งมาก่อน")
    for card in cards:
        said = Particulars(
            letter_number=str(card.initial.get("letter_number", "")), dated_on=card.initial.get("dated_on")
        )
        twin = IncomingEntry.objects.twin_of(said, officer=officer)
        if twin is not None and twin.email_id != letter.pk:
            doubts.append(f"หนังสือที่ {twin.letter_number} ลงวันที่เดียวกันนี้ ลงรับไว้แล้ว เลขรับ {twin.receipt_number}")
    names = ["", signature.name] if signature is not None else [""]
    imitations = [imitated(letter, officer=officer, name=name) for name in names]
    doubts += dict.fromkeys(imitation for imitation in imitations if imitation is not None)
    if signature is not None and signature.changed:
        doubts.append(
            f"ลงนามด้วยกุญแจใหม่ ต่างจากที่ {signature.address} เคยใช้ โปรดโทรถามผู้ส่งตามเลขหมายที่รู้จัก ก่อนลงรับ"
        )
    if letter.brings == receipt_json.NAME and (look := ReceiptLook.of(letter)) is not None and look.because:
        doubts.append(look.because)
    if letter.of_a_question and (reply := ReplyLook.of(letter)) is not None and reply.because:
        doubts.append(
            f"ตอบความเห็นทางอีเมล ยังไม่ยืนยัน เพราะ{reply.because} จึงไม่นับเป็นคำตอบ โปรดให้ผู้ถูกถามตอบในระบบ แล้วคัดแยกฉบับนี้"
        )
    if letter.unreadable:
        doubts.append(letter.unreadable)
    return doubts


def _colleague_at(request: OfficerRequest, letter: InboundEmail, *, noted: bool = True) -> Officer | None:
    """Who else, of those who could register it, has a waiting letter open. `noted`: this officer has, from now on."""
    if letter.state != InboundEmail.UNSORTED or Duty.REGISTRY not in request.officer.duties:
        return None
    asked = OpenedLetter.note if noted else OpenedLetter.by_another
    return asked(letter, request.officer, now())


def _moving() -> QuerySet[InboundEmail]:
    """What an officer has said is to be registered, and the server has not moved out of junk yet."""
    return InboundEmail.objects.filter(state=InboundEmail.MOVING).order_by("arrived_at", "pk")


def _register(letter: InboundEmail, cards: Cards, *, by: Officer) -> IncomingEntry | EntryOrder:
    """Into the book now; a letter in junk when the server has moved it to the inbox (guide #2.1)."""
    if letter.role == Role.JUNK and letter.state == InboundEmail.UNSORTED:
        return EntryOrder.objects.give(letter, cards.parts(), by=by)
    return IncomingEntry.objects.enter_parts(letter, cards.parts(), by=by)[0]


def sign_of_looking() -> str:
    """Stands in each form of a letter's page: when the page was made, signed."""
    return signing.dumps(now().timestamp(), salt=CARD_SALT)


def looked_at(request: HttpRequest) -> bool:
    """Whether the page had been on the screen long enough to be read."""
    try:
        shown = float(signing.loads(request.POST.get("looked", ""), salt=CARD_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return False
    return now().timestamp() - shown >= LOOK_SECONDS_MIN
