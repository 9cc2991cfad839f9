"""What happened in the rooms below, read from the log at our own pace: letters of open cases, mails that came back,
closed days that move what is due. Nothing below knows of cases.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from django.db import OperationalError, models
from django.db.models import F, OuterRef, Subquery
from django.utils.timezone import localdate, now

from saraban.agencies.duties import MACHINE
from saraban.audit.entries import AuditEntry
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.delays import DelayNotice
from saraban.cases.due import decision_day
from saraban.cases.fees import CaseInvoice
from saraban.cases.holds import Hold
from saraban.cases.mailed_questions import MailedQuestion
from saraban.cases.models import Case, CaseLetter, CaseMail
from saraban.cases.opinions import Opinion
from saraban.cases.proofings import Proofing
from saraban.cases.requests import DocumentRequest
from saraban.cases.states import State
from saraban.cases.verifications import Verification
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.models import NUMBER_IN_SUBJECT, IncomingEntry
from saraban.tenancy.models import Agency, Scoped
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import medium_date

logger = logging.getLogger("saraban.cases")

BATCH_MAX = 200  # entries of the log in one round
AGENCIES_MAX = 50
FULL = ("4.2.2", "5.2.2")


class CaseMark(Scoped):
    """Every entry of the agency's log up to `number` was looked at; `today`: what the day brought is done."""

    number = models.BigIntegerField(default=0)
    today = models.DateField(null=True)

    class Meta:
        verbose_name = "ข่าวถึงเรื่อง"
        constraints = [models.UniqueConstraint(fields=["agency"], name="one_case_mark")]

    def __str__(self) -> str:
        return f"cases know the log up to {self.number}"


def follow_log(limit: int = BATCH_MAX) -> int:
    """The clock's step; how many entries were looked at."""
    moved = 0
    for mark in _behind():
        with acting_for(mark.agency):
            moved += _catch_up(mark, limit)
    return moved


def begin_day() -> int:
    """The clock's step, once a day for each agency: what became late, whose thirty days are over, whose picture goes."""
    today, moved = localdate(), 0
    for mark in marks().exclude(today=today)[:AGENCIES_MAX]:
        with acting_for(mark.agency):
            for deed in (
                lambda: DelayNotice.objects.prepare_due(today),
                lambda: DelayNotice.objects.send_ordered(today),
                lambda: lay_what_was_held(today),
                lambda: CaseMail.objects.send_again_due(today),
                Proofing.objects.remove_old_pictures,
                lambda: MailedQuestion.objects.forget_codes(now()),
            ):
                moved += _done(deed)
            CaseMark.objects.filter(pk=mark.pk).update(today=today)
    return moved


def _done(deed: Callable[[], int]) -> int:
    """What cannot be done for one case or one agency keeps nothing away from the others: a log line, and the lists say
    what waits."""
    try:
        return deed()
    except OperationalError:
        raise
    except Exception as trouble:
        if isinstance(trouble, Refusal) and trouble.code == "clock_went_back":
            raise
        logger.exception("of what a day brings something could not be done")
        return 0


def lay_what_was_held(today: date) -> int:
    """Where thirty days passed without a sign of life the memo (T16) is laid before the head; how many."""
    count = 0
    for hold in Hold.objects.over(today).select_related("case"):
        try:
            Proposal.objects.lay(hold.case, Asks.STRIKE_OFF, by=MACHINE, summary=memo(hold))
        except Refusal as refusal:
            if refusal.code == "clock_went_back":
                raise
            logger.warning("case %s was not laid before the head: %s", hold.case_id, refusal.code)
        else:
            count += 1
    return count


def memo(hold: Hold) -> str:
    """T16, in short."""
    return (
        f"ติดต่อผู้ยื่นไม่ได้ตั้งแต่ {medium_date(hold.began_on)} ครบ 30 วันแล้ว ไม่มีผู้ติดต่อกลับ "
        "จึงเสนอเพื่อโปรดพิจารณาอนุมัติให้จำหน่ายเรื่อง"
    )


def marks() -> models.QuerySet[CaseMark]:
    """Of all agencies; of new ones, too."""
    for agency in Agency.objects.exclude(pk__in=CaseMark.across_agencies.values("agency"))[:AGENCIES_MAX]:
        CaseMark.across_agencies.get_or_create(agency=agency)
    return CaseMark.across_agencies.select_related("agency").order_by("pk")


def _behind() -> list[CaseMark]:
    """Those whose agency's log went on."""
    log = AuditEntry.across_agencies.filter(agency=OuterRef("agency")).order_by("-number")
    return [
        *marks().annotate(last=Subquery(log.values("number")[:1])).filter(last__gt=F("number"))[:AGENCIES_MAX]
    ]


def _catch_up(mark: CaseMark, limit: int) -> int:
    entries = AuditEntry.objects.filter(number__gt=mark.number).order_by("number")
    looked_at = list(entries.values_list("number", "noun", "verb", "subject_id")[:limit])
    calendar_changed = False
    for _number, noun, verb, subject_id in looked_at:
        what = NEWS.get(f"{noun}.{verb}")
        if what is not None and subject_id is not None:
            _hear(what, subject_id)
        calendar_changed |= noun in ("holiday", "calendaryear")
    if calendar_changed:
        move_what_is_due()
    if looked_at:
        CaseMark.objects.filter(pk=mark.pk, number__lt=looked_at[-1][0]).update(number=looked_at[-1][0])
    return len(looked_at)


def _hear(what: Callable[[int], None], subject_id: int) -> None:
    """One piece of news that cannot be acted on must not keep the others away: an officer sees the letter anyway."""
    try:
        what(subject_id)
    except Refusal as refusal:
        if refusal.code == "clock_went_back":
            raise
        logger.warning("news of %s: refused: %s", subject_id, refusal.code)
    except OperationalError:
        raise
    except Exception:
        logger.exception("news of %s could not be heard", subject_id)


def claim_entry(entry_id: int) -> None:
    """A letter was registered: it joins the case that it goes on from, or is proposed to it."""
    entry = (
        IncomingEntry.objects.select_related("email__answers").filter(pk=entry_id, recalled_at=None).first()
    )
    if entry is None or entry.email is None or CaseLetter.objects.filter(entry=entry).exists():
        return
    case = case_of_thread(entry.email)
    if case is not None:
        CaseLetter.objects.join(case, entry, CaseLetter.THREAD, by=MACHINE)
        return
    case = _by_reference(entry.email)
    if case is not None:
        CaseLetter.objects.join(case, entry, CaseLetter.REFERENCE, by=MACHINE)
        return
    case = _by_number(entry.email)
    if case is None:
        return
    if entry.email.sender_address.lower() in _addresses_of(case):
        CaseLetter.objects.join(case, entry, CaseLetter.NUMBER, by=MACHINE)
    else:
        CaseLetter.objects.propose(case, entry, by=MACHINE)


def note_letter(letter_id: int) -> None:
    """A letter joined, in whatever way: what was asked is answered, and whoever was thought unreachable is alive.

    One of who issued a paper answers what these were asked, and is no word of the applicant's.
    """
    letter = CaseLetter.objects.select_related("case").filter(pk=letter_id, state=CaseLetter.JOINED).first()
    if letter is not None and letter.how == CaseLetter.ISSUER:
        Verification.objects.note_reply(letter, by=MACHINE)
    elif letter is not None and letter.how != CaseLetter.OPENED:  # that one came before anything was asked
        DocumentRequest.objects.note_answer(letter.case, letter.joined_at, by=MACHINE)
        Hold.objects.end_all(letter.case, "ผู้ยื่นส่งหนังสือเข้ามา", by=MACHINE, heard_at=letter.joined_at)
        CaseInvoice.objects.note_word(letter.case, by=MACHINE)


def note_slip(slip_id: int) -> None:
    """Somebody says that they paid, or what they say was found to be wrong."""
    made = CaseInvoice.objects.filter(invoice__slips=slip_id).select_related("case").first()
    if made is not None:
        CaseInvoice.objects.note_word(made.case, by=MACHINE)


def note_payment(invoice_id: int) -> None:
    """Finance found the money of an invoice, or took it back, or nothing is owed: its case goes on from there."""
    CaseInvoice.objects.note_payment(invoice_id, by=MACHINE)


def case_of_thread(email: InboundEmail) -> Case | None:
    """By the mail of ours that it answers: one of the case, or the receipt of a letter that joined it."""
    if email.answers is None:
        return None
    mail = CaseMail.objects.filter(letter=email.answers).select_related("case").first()
    if mail is not None and mail.about != CaseMail.COPY:
        return _where_it_went(mail.case)
    if email.answers.in_reply_to_id is None:
        return None
    letters = CaseLetter.objects.filter(entry__email=email.answers.in_reply_to_id, state=CaseLetter.JOINED)
    letter = letters.filter(entry__part=email.answers.part).select_related("case").first()
    return _where_it_went(letter.case) if letter is not None else None


def _by_reference(email: InboundEmail) -> Case | None:
    """By the code that only our mails to the applicant say."""
    case = Case.objects.filter(reference=email.reference).first() if email.reference else None
    return _where_it_went(case) if case is not None else None


def _by_number(email: InboundEmail) -> Case | None:
    said = NUMBER_IN_SUBJECT.search(email.subject)
    if said is None:
        return None
    letters = CaseLetter.objects.filter(state=CaseLetter.JOINED).select_related("case")
    letter = letters.filter(entry__year=int(said[2]), entry__number=int(said[1])).first()
    return _where_it_went(letter.case) if letter is not None else None


def _where_it_went(case: Case) -> Case:
    while case.merged_into is not None:
        case = case.merged_into
    return case


def _addresses_of(case: Case) -> set[str]:
    """Of the applicant, as the office has it and as their letters came."""
    joined = case.letters_of_applicant().filter(entry__email__isnull=False)
    known = set(joined.values_list("entry__email__sender_address", flat=True))
    return {address.lower() for address in {case.address, *known} if address}


def note_bounce(letter_id: int) -> None:
    """A mail of ours came back: if it was a case's, its applicant could not be reached by it (guide #3.1)."""
    letter = OutboundEmail.objects.filter(pk=letter_id, state=OutboundEmail.BOUNCED).first()
    if letter is not None and letter.kind == OutboundEmail.QUESTION:
        for question in MailedQuestion.objects.filter(letter=letter, spent_at=None):
            question.spend(by=MACHINE)  # it may lie in the bounce for everybody to read
        return
    mail = (
        CaseMail.objects.filter(letter=letter).select_related("case").first() if letter is not None else None
    )
    if mail is not None and mail.about in CaseMail.NOT_OF_APPLICANT:
        return  # the applicant is as well as before; the page of the case says that the question did not arrive
    case = mail.case if mail is not None else _case_of_answer(letter)
    if case is None or letter is None or not _is_news(letter, case):
        return
    if mail is not None and _is_full(letter) and mail.put_off(by=MACHINE):
        return
    case.note_unreachable(by=MACHINE)
    if case.is_open and Hold.objects.standing(case) is None:
        _hold(case, mail)


def _hold(case: Case, mail: CaseMail | None) -> None:
    """The thirty days begin, where nothing else is to be tried: then whoever holds the case tries it."""
    try:
        Hold.objects.begin(case, by=MACHINE, mail=mail)
    except Refusal as refusal:
        if refusal.code != "other_contact":
            raise


def _is_news(letter: OutboundEmail, case: Case) -> bool:
    """Not of an address that they no longer have, and not from before they were last heard of: news may come twice."""
    if case.state in (State.MERGED, State.WITHDRAWN, State.FORWARDED):
        return False
    if letter.to_address.lower() != case.address.lower():
        return False
    bounced = letter.story().filter(verb="bounced").last()
    return case.heard_at is None or (bounced is not None and bounced.at > case.heard_at)


def _is_full(letter: OutboundEmail) -> bool:
    """Whether the mail came back only because the mailbox that it went to has no room (RFC 3463)."""
    return InboundEmail.objects.filter(answers=letter, bounce=True, bounce_status__in=FULL).exists()


def mail_question(opinion_id: int) -> None:
    """Somebody was asked an opinion: they hear of it where they read."""
    opinion = Opinion.objects.select_related("case__service", "officer").filter(pk=opinion_id).first()
    if opinion is not None:
        MailedQuestion.objects.mail(opinion, by=MACHINE)


def note_opinion(opinion_id: int) -> None:
    """A question was answered: nobody else need hear of it."""
    opinion = Opinion.objects.filter(pk=opinion_id).first()
    if opinion is not None:
        MailedQuestion.objects.call_back(opinion, by=MACHINE)


def look_back(case_id: int) -> None:
    """A case was opened of a letter whose receipt had come back already."""
    case = Case.objects.select_related("entry__email").filter(pk=case_id).first()
    if case is not None:
        receipts = case.entry.our_letters().filter(kind=OutboundEmail.ANSWER, state=OutboundEmail.BOUNCED)
        for letter in receipts.values_list("pk", flat=True):
            note_bounce(letter)


def _case_of_answer(letter: OutboundEmail | None) -> Case | None:
    if letter is None or letter.kind != OutboundEmail.ANSWER or letter.in_reply_to_id is None:
        return None
    letters = CaseLetter.objects.filter(entry__email=letter.in_reply_to_id, entry__part=letter.part)
    joined = (
        letters.filter(state=CaseLetter.JOINED).exclude(how=CaseLetter.ISSUER).select_related("case").first()
    )
    return joined.case if joined is not None else None


def move_what_is_due() -> None:
    """A day was closed or opened: each open case whose last day is another one now says so in its story."""
    bound = Case.objects.still_open().filter(state__in=[State.COMPLETE, State.INCOMPLETE]).order_by("pk")
    for case in bound.select_related("manual").iterator(chunk_size=BATCH_MAX):
        try:
            due = day_of(case)
        except (NoCalendar, Refusal) as trouble:  # its page says that the calendar lacks the year
            logger.warning("the day of case %s is not known: %s", case.pk, type(trouble).__name__)
            continue
        if due != case.due_on:
            with case.change("due_moved", by=MACHINE):
                case.due_on = due


def day_of(case: Case) -> date | None:
    """Until when, of a case that the calendar binds: its decision, or the applicant's answer."""
    if case.state == State.COMPLETE:
        return decision_day(case)
    request = None if Hold.objects.standing(case) else DocumentRequest.objects.standing(case)
    return request.last_day if request is not None else case.due_on


NEWS: dict[str, Callable[[int], None]] = {
    "incomingentry.entered": claim_entry,
    "incomingentry.entered_again": claim_entry,
    "case.opened": look_back,
    "caseletter.joined": note_letter,
    "outboundemail.bounced": note_bounce,
    "slip.noted": note_slip,
    "slip.given": note_slip,
    "slip.refused": note_slip,
    "invoice.settled": note_payment,
    "invoice.due_again": note_payment,
    "invoice.exempted": note_payment,
    "invoice.cancelled": note_payment,
    "opinion.asked": mail_question,
    "opinion.answered": note_opinion,
    "opinion.answered_by_mail": note_opinion,
}
