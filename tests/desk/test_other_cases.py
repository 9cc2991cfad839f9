"""Every address × every duty × one's own case and another's: to whom a case is no business it is not there, not by a status,
not by a size, not by a count.

A restricted case is told, and all that belongs to one. Then each address of it is asked beside the same address of nothing;
and each other page beside itself in a house that was told the same without the case. Both have to be equal, byte for byte.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import unified_diff
from unittest import mock

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from saraban.agencies.duties import DEEDS, GIVEN_TO_OFFICERS, MACHINE, OPERATOR, Duty
from saraban.agencies.models import Acting, Officer, Unit
from saraban.audit.entries import AuditEntry
from saraban.cases.case_files import files_of
from saraban.cases.catalogue import Service
from saraban.cases.checks import PaperCheck
from saraban.cases.decisions import Asks, Proposal, Word
from saraban.cases.delays import DelayNotice
from saraban.cases.digests import Waiting, tell_officers, waiting_for
from saraban.cases.fees import CaseInvoice
from saraban.cases.models import Case, CaseLetter
from saraban.cases.news import follow_log
from saraban.cases.opinions import Opinion
from saraban.cases.proofings import Proofing
from saraban.cases.slots import free_days
from saraban.cases.verifications import Verification
from saraban.desk.readers import PAYMENTS
from saraban.documents.papers import PaperKind
from saraban.issuing.composing import Draft, LetterDraft
from saraban.issuing.copies import PaperCopy
from saraban.issuing.models import Issue
from saraban.law.electronic_act_2565 import Lack
from saraban.law.initial_level_manual_2566 import ProofBy
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.batches import Handover, ScanBatch, ScannedLetter, Upload, split_due
from saraban.registers.dispatches import Recipient
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.minutes import Minute
from saraban.registers.models import IncomingEntry, Particulars, Route, Urgency
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan, keep_scans
from saraban.registers.verdicts import Verdict
from saraban.search.index import index_new
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MONDAY
from tests.desk.signing_in import sign_in
from tests.desk.test_access import CHANGES, STAFF, UNKNOWN, at, one_of_each, row_of
from tests.office import Office, add_officer, arrive, bangkok, letter_bytes, open_office
from tests.proposals import papers, pictures
from tests.proposals.piles import png

pytestmark = pytest.mark.django_db

# The deed of `duties.DEEDS` that each press on a case asks for, at an address of the case or of a row of it.
PRESSES = {
    "approval": "proposal.answered",
    "approval_cured": "proposal.signed_on_paper",
    "approval_taken_back": "proposal.taken_back",
    "case_applicant": "case.applicant_corrected",
    "case_bill": "caseinvoice.billed",
    "case_bill_sent": "caseinvoice.sent",
    "case_checking": "papercheck.checked",
    "case_complete": "case.found_complete",
    "case_document": "issue.drafted",
    "case_end": "case.answered",
    "case_estamp": "verification.estamp_noted",
    "case_estamp_advice": "verification.estamp_noted",
    "case_forward": "case.forwarded",
    "case_hold": "hold.begun",
    "case_letter_accepted": "caseletter.declined",
    "case_letter_declined": "caseletter.declined",
    "case_merged": "case.merged",
    "case_officer": "case.assigned",
    "case_opinion": "case.opinion_written",
    "case_paper": "papercheck.checked",
    "case_proofing": "proofing.appointed",
    "case_proofing_at_counter": "proofing.result_noted",
    "case_proposal": "proposal.laid",
    "case_proposal_withdrawn": "proposal.withdrawn",
    "case_reached": "case.reached",
    "case_reopened": "case.reopened",
    "case_request": "documentrequest.asked",
    "case_request_withdrawn": "documentrequest.withdrawn",
    "case_restriction": "case.opened_to_all",
    "case_return": "documentrequest.returned",
    "case_slip": "slip.noted",
    "case_split_off": "case.split_off",
    "case_taken": "case.taken",
    "case_told": "case.told",
    "case_verification_copy": "verification.copy_certified",
    "case_verification_issuer": "verification.asked",
    "case_verification_linkage": "verification.linkage_noted",
    "case_verification_signature": "verification.signature_judged",
    "case_viewer": "caseviewer.named",
    "case_viewer_ended": "caseviewer.ended",
    "case_withdrawal": "withdrawal.asked",
    "case_withdrawal_dropped": "withdrawal.dropped",
    "case_withdrawn": "withdrawal.confirmed",
    "delay": "delaynotice.sent",
    "document": "issue.redrafted",
    "document_copy_asked": "papercopy.asked",
    "document_copy_given": "papercopy.given",
    "document_dropped": "issue.dropped",
    "document_laid": "issue.laid_for_signature",
    "document_mailed_again": "issue.mailed_again",
    "document_out": "issue.numbered",
    "document_reissued": "issue.drafted",
    "document_scanned": "issue.scanned",
    "document_sent_back": "issue.sent_back",
    "document_signed": "issue.signed",
    "document_signed_on_paper": "issue.signed_on_paper",
    "document_unsigned": "issue.signature_taken_back",
    "document_voided": "issue.voided",
    "outbox_release": "outboundemail.released",
    "opinion_answer": "opinion.answered",
    "proofing_called_off": "proofing.called_off",
    "proofing_no_show": "proofing.no_show_noted",
    "proofing_picture": "proofing.picture_seen",
    "proofing_result": "proofing.result_noted",
    "verification_answered": "verification.answered",
    "verification_withdrawn": "verification.withdrawn",
}
OF_A_CASE = ("case", "opinion", "delay", "verification", "proofing", "approval")  # rows
FORMS = dict(CHANGES)
# What lists are asked for beside what they show by themselves; in braces what belongs to the case.
QUESTIONS = {
    "work": ["show=all"],
    "register": ["unit={unit}", "status=urgent", "columns=1"],
    "register_csv": ["unit={unit}"],
    "outgoing": ["status=urgent"],
    "search": ["q={subject}", "q=เลขรับ {number}", "q=เลขส่ง {sent}"],
    "waiting_list": ["open={letter}"],
    "folder": ["day=23/1/66"],
    "send": ["reply={entry}"],
    "labels_print": ["entry={entry}"],
    "secret_book": ["letter={letter}"],
}
DIFFERENCE_MAX = 40  # lines that are shown of one page
HEADS = ("head", "acting")  # who see every case
SEE_ITS_LETTERS = ("registry", "secrets", "handed_on")  # and not the case
OTHERS = (*(duty.value for duty in GIVEN_TO_OFFICERS if duty is not Duty.HEAD), "none", "handed_on")


@dataclass(frozen=True)
class Matter:
    """What the letters of the case say. Two houses whose letters say different things look alike to who may not see them."""

    sender: str
    name: str
    subject: str
    letter_number: str
    unit: str
    urgency: str = ""


COMPLAINT = Matter(
    "somchai@example.net",
    "ที่ว่าการอำเภอปากพลี",
    "ร้องเรียนนายช่างโยธา",
    "นบ 52001/123",
    "กองสาธารณสุข",
    Urgency.MOST_URGENT,
)
ANOTHER = Matter("malai@example.org", "ที่ว่าการอำเภอองครักษ์", "ขอข้อมูลข่าวสาร", "นย 1/1", "กองช่าง")
ISSUER = "muang@district.example.go.th"
NAME_OF_ISSUER = "ที่ว่าการอำเภอที่ถามลับ"

Rows = dict[str, list[int]]  # keys of rows, by what `test_access.ROW_OF` calls them


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: str
    entries: int  # of the log, that it wrote

    @property
    def lacks_the_duty(self) -> bool:
        return self.status == 409 and "เพราะเป็นหน้าที่ของ" in self.body


@dataclass
class House:
    """An office with one of everything, and an officer of each duty; then the letters of a matter; then the case."""

    office: Office
    handler: Officer  # whose case it is
    cast: Mapping[str, Officer]
    clients: Mapping[str, Client]
    ordinary: Mapping[str, object]  # keys of what anybody may see
    stranger: IncomingEntry  # a letter that may be the case's
    entries: Sequence[IncomingEntry] = ()  # the letters of the matter
    waiting: Sequence[int] = ()  # letters on the desk
    of_letters: Rows = field(default_factory=dict)
    of_case: Rows = field(default_factory=dict)
    file: str = ""  # the key of one of its files
    invoice: int = 0  # which is a row of the case for those to whom money is no business either
    # What each was shown without the case, and what they are answered at an address of nothing.
    before: dict[str, dict[str, Answer | Waiting]] = field(default_factory=dict)
    nothing: dict[tuple[str, str, str], Answer] = field(default_factory=dict)
    # Methods that an address refuses before it looks for a row.
    not_taken: set[tuple[str, str]] = field(default_factory=set)

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.of_case["case"][0])


# The house is told


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    data = tmp_path_factory.mktemp("house")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=data), still(), undone():
        office = open_office(data=data, practice=True)
        with acting_for(office.agency):
            told = with_one_of_each(office)
            give_the_same_keys_again()  # other tests may have been here before
            with undone():
                write(told, ANOTHER)
                told.before |= {who: pages(told, who) for who in OTHERS if who not in SEE_ITS_LETTERS}
            give_the_same_keys_again()
            write(told, COMPLAINT)
            told.before |= {who: pages(told, who) for who in SEE_ITS_LETTERS}
            open_case(told)
            yield told


@pytest.fixture(autouse=True)
def data_dir() -> None:
    """The house has one for all tests."""


@contextmanager
def still() -> Iterator[None]:
    """All clocks of the house show Monday at nine."""
    with ExitStack() as stack:
        now = timezone.now
        for name, module in list(sys.modules.items()):
            if (module is timezone or name.startswith("saraban.")) and getattr(module, "now", None) is now:
                stack.enter_context(mock.patch.object(module, "now", lambda: MONDAY))
        yield


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def give_the_same_keys_again() -> None:
    """PostgreSQL gives a key once, whatever is undone."""
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(line)


def with_one_of_each(office: Office) -> House:
    ordinary = one_of_each(office)
    Unit.objects.record("added", by=OPERATOR, name="กองช่าง", email="works@klongnoy.go.th")
    cast = {
        duty.value: add_officer(f"ผู้มีหน้าที่ {duty}", f"{duty}@paktang.go.th", duty) for duty in GIVEN_TO_OFFICERS
    }
    cast["none"] = add_officer("ผู้ไม่มีหน้าที่", "none@paktang.go.th")
    cast["handed_on"] = add_officer("ผู้รับมอบ", "handed-on@paktang.go.th", Duty.CASE)
    with cast["handed_on"].change("corrected", by=OPERATOR):
        cast["handed_on"].unit = office.unit
    cast["named"] = add_officer("ผู้ที่หัวหน้าระบุ", "named@paktang.go.th")
    cast["acting"] = add_officer("ผู้แทน", "acting@paktang.go.th")
    days = {"ordered_on": MONDAY.date(), "first_day": MONDAY.date(), "last_day": MONDAY.date()}
    Acting.objects.order(
        cast["acting"], Acting.Kind.FOR_ALL, by=office.head, stands_for="นายก", order="2/2566", **days
    )
    letter = papers.external(dated="๑๒ มกราคม ๒๕๖๖")  # numbered as one of the matter
    arrive(office, letter_bytes("อีกฉบับ", sender=COMPLAINT.sender, attachments=[("a.pdf", letter)]))
    arrive(office, letter_bytes("อีกฉบับหนึ่ง", sender="x@imitation.example", name=COMPLAINT.name))
    return House(
        office,
        Officer.objects.get(pk=Case.objects.get().officer_id),
        cast,
        {who: sign_in(Client(), officer) for who, officer in cast.items()},
        ordinary,
        IncomingEntry.objects.enter(
            arrive(office, letter_bytes(COMPLAINT.subject, sender="y@z.example")), by=office.clerk
        ),
    )


def write(house: House, matter: Matter) -> None:
    """The letters of the matter are registered as restricted, and one of them is answered."""
    office, clerk = house.office, house.office.clerk
    columns = Particulars(
        letter_number=matter.letter_number,
        dated_on=date(2023, 1, 12),
        subject=matter.subject,
        sender=matter.sender,
        urgency=matter.urgency,
        restricted=True,
    )
    route = Route(unit=Unit.objects.get(name=matter.unit))
    before = OutboundEmail.objects.get(
        in_reply_to__entries=house.ordinary["entry"], kind=OutboundEmail.ANSWER
    )
    thread = {"In-Reply-To": before.message_id}  # they answer us with another matter
    picture = [("a.png", png())]
    asked, issued, later = (
        arrive(
            office,
            letter_bytes(matter.subject, sender=sender, name=name, headers=thread, attachments=picture),
        )
        for sender, name in ((matter.sender, matter.name), (ISSUER, "อำเภอ"), ("z@z.example", "นายก"))
    )
    verdict = Verdict.objects.needs_no_registration(asked, by=clerk, reason="อ่านผิด")
    verdict.take_back(by=clerk)
    asked.refresh_from_db()
    first, second = (
        IncomingEntry.objects.enter(email, by=clerk, particulars=columns, route=route)
        for email in (asked, issued)
    )
    third = IncomingEntry.objects.enter(later, by=clerk, particulars=columns)  # which waits in the folder
    paper = HandIn(Channel.PAPER, scans=[Scan("a.png", png())], answer_address=matter.sender)
    HandedIn.objects.enter(paper, by=clerk, particulars=columns)
    fourth = IncomingEntry.objects.latest("pk")
    assert fourth.handed_in is not None
    house.entries = [first, second, third, fourth]
    minute = Minute.objects.propose(third, matter.subject, by=clerk)
    answer = OutgoingLetter(
        matter.subject,
        [Recipient(matter.name, matter.sender)],
        files=[Scan("a.pdf", b"%PDF-1.4")],
        reply_to=first,
        urgency=matter.urgency,
    )
    sent = OutgoingEntry.objects.send(answer, by=clerk)
    ScanBatch.objects.hand_over(Handover([Upload("a.png", 9, lambda: iter([png()]))]), by=clerk)
    split_due()
    scanned = ScannedLetter.objects.latest("pk")
    scanned.attach(fourth, by=clerk)
    receipt = first.our_letters().get(kind=OutboundEmail.ANSWER)
    scan = pictures.as_scanned_pdf(pictures.page(100), 100)
    arrive(
        office,
        letter_bytes(
            "ส่งบัตร",
            sender=COMPLAINT.sender,
            headers={"In-Reply-To": receipt.message_id},
            attachments=[("a.pdf", scan)],
        ),
    )
    house.waiting = list(InboundEmail.objects.in_inbox().values_list("pk", flat=True))
    dispatch = sent.dispatches.get()
    assert dispatch.letter is not None
    dispatch.letter.mark_sent(bangkok(2023, 1, 18, 9))  # and nobody said that it came
    house.of_letters = {
        "letter": [asked.pk],
        "entry": [first.pk],
        "paper": [fourth.pk],
        "verdict": [verdict.pk],
        "scan": [fourth.handed_in.scans.get().pk],
        "scanned": [scanned.pk],
        "routing": [first.routings.get().pk],
        "minute": [minute.pk],
        "outgoing": [sent.pk],
        "dispatch": [dispatch.pk],
        "outbox": [receipt.pk, dispatch.letter.pk, first.our_letters().get(kind=OutboundEmail.ROUTING).pk],
    }
    follow()


def open_case(house: House) -> None:
    """Of the same service as the ordinary one. Some of it was done by others, before it was closed to them."""
    first, second, third, fourth = house.entries
    handler, service = house.handler, Service.objects.get(pk=house.ordinary["service"])
    case = Case.objects.open(first, service, by=handler, officer=handler)
    for entry in (third, fourth):
        CaseLetter.objects.join(case, entry, CaseLetter.OFFICER, by=MACHINE)
    time = free_days(handler, moment=MONDAY)[0].times[0]
    call = Proofing.objects.appoint(case, ProofBy.VIDEO_CALL, time, "https://x.example", by=handler)
    call.note_result(True, by=handler, picture=Scan("a.png", png()), consent=True)
    again = Proofing.objects.appoint(
        case, ProofBy.VIDEO_CALL, time, "https://x.example", by=house.cast["case"]
    )
    [kept] = keep_scans([Scan("a.pdf", b"%PDF-1.4")], doing="แนบ")
    copy = Verification.objects.certify_copy(case, "x", by=handler, file=kept)
    Verification.objects.ask_issuer(case, "x", Recipient(NAME_OF_ISSUER, ISSUER), [kept], by=handler)
    CaseLetter.objects.join(case, second, CaseLetter.OFFICER, by=MACHINE)
    PaperCheck.objects.find_complete(case, by=handler)
    bill = CaseInvoice.objects.bill(case, 100, due_on=date(2023, 2, 23), by=handler)
    told = bill.send(by=handler)
    draft = Draft(LetterDraft(subject=COMPLAINT.subject, to=COMPLAINT.sender, text=COMPLAINT.subject))
    issue = Issue.objects.draft(PaperKind.EXTERNAL_LETTER, draft, case=case, by=handler)
    issue.ask_for_signature(by=handler)
    copy_asked = PaperCopy.objects.record("asked", by=handler, issue=issue, said="x", officer=handler)
    viewer = case.name_viewer(house.cast["named"], by=house.office.head)
    questions = [
        Opinion.objects.record(
            "asked",
            by=handler,
            case=case,
            text="x",
            officer=handler,
            written_at=MONDAY,
            asked_officer=officer,
        )
        for officer in house.cast.values()
    ]
    said = {"word": Word.AGREED, "decided_at": MONDAY, "head": house.office.head, "lacking": Lack.NO_ORDER}
    Proposal.objects.record(
        "laid", by=handler, case=case, asks=Asks.STRIKE_OFF, laid_at=MONDAY, officer=handler, **said
    )
    laid = Proposal.objects.lay(case, Asks.APPROVE, by=handler)
    days = {"decision_due_on": MONDAY.date(), "due_on": MONDAY.date()}
    delay = DelayNotice.objects.record("prepared", by=MACHINE, case=case, times=1, **days)
    proposed = CaseLetter.objects.propose(case, house.stranger, by=MACHINE)
    assert proposed is not None and again.notice is not None and told is not None
    house.of_case = {
        "case": [case.pk],
        "proposed": [proposed.pk],
        "opinion": [questions[0].pk],
        "delay": [delay.pk],
        "verification": [copy.pk],
        "proofing": [call.pk],
        "approval": [laid.pk],
        "bill": [bill.pk],
        "document": [issue.pk],
        "copy": [copy_asked.pk],
        "viewer": [viewer.pk],
        "outbox": [again.notice.letter_id, told.letter_id],
    }
    house.invoice = bill.invoice_id
    house.file = files_of(case, handler)[0].key
    follow()
    tell_officers()
    digest = OutboundEmail.objects.get(kind=OutboundEmail.DIGEST, to_address=handler.email)
    house.of_case["outbox"].append(digest.pk)
    assert house.case.restricted


def follow() -> None:
    while follow_log() or index_new():
        pass


# What is asked

# What is another one each time: tokens, signed moments, keys of forms and of PDFs.
ANEW = re.compile(r'(name="(?:csrfmiddlewaretoken|looked|key)" value="|/ID\[)[^"\]]*')
OF_THE_NEXT_PAGE = ("messages", "undo")
BILLS_THAT_WAIT = re.compile(r"ใบแจ้งชำระที่รอเงิน \d+ ใบ")
IN_A_CASE = re.compile("<h2>เรื่อง</h2>(.*?)<h2>", re.DOTALL)


def ask(
    house: House, who: str, method: str, address: str, form: Mapping[str, object] | None = None
) -> Answer:
    """What is done is undone. The address itself is left out of what is said."""
    client = house.clients[who]
    with undone() if method == "post" else nullcontext():
        before = AuditEntry.objects.count()
        answer = getattr(client, method)(address, form or {})
        entries = AuditEntry.objects.count() - before
    raw = b"".join(answer) if answer.streaming else answer.content
    for name in OF_THE_NEXT_PAGE:
        client.cookies.pop(name, None)
    return Answer(
        answer.status_code,
        {name: said for name, said in answer.headers.items() if name != "Content-Length"},  # of this body
        {name: one.value.partition(":")[0] for name, one in answer.cookies.items() if name != "csrf"},
        ANEW.sub(r"\1", raw.decode("utf-8", "backslashreplace")).replace(address, ""),
        entries,
    )


def addresses_of(house: House, rows: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str, str]]:
    """(name, address, the same of nothing) of each that has the key of one of these rows."""
    there = {**house.ordinary, "file": house.file}
    for name, route in STAFF:
        of = row_of(name, route) if "<int:pk>" in route else ""
        for key in rows.get(of, ()):
            yield name, at(name, route, there | {of: key}), at(name, route, there | {of: UNKNOWN})


def told_of(house: House, who: str, rows: Mapping[str, Sequence[int]], *methods: str) -> list[str]:
    """What this officer is answered otherwise at the addresses of these rows than at those of nothing."""
    told = []
    for name, address, nothing in addresses_of(house, rows):
        for method in methods:
            if (name, method) in house.not_taken:
                continue
            form = FORMS.get(name) if method == "post" else None
            if (who, name, method) not in house.nothing:
                house.nothing[who, name, method] = ask(house, who, method, nothing, form)
            unknown = house.nothing[who, name, method]
            if unknown.status == 405:
                house.not_taken.add((name, method))
                continue
            answer = ask(house, who, method, address, form)
            if answer != unknown:
                told.append(f"{method} {address} ({name}): {answer.status}, of nothing {unknown.status}")
    return told


def pages(house: House, who: str) -> dict[str, Answer | Waiting]:
    """All that an officer may open and that is no row of the case; and what they are told by mail."""
    asked = [(name, at(name, route, house.ordinary)) for name, route in STAFF]
    asked += [(name, f"{address}?{said}") for name, address in asked for said in questions(house, name)]
    asked.append(("register_entry", f"/desk/register/{house.stranger.pk}/"))
    waiting = house.waiting[1:]  # the desk shows the first
    if who == "registry":
        waiting = waiting[:-1]  # who registers a letter is told whose papers it brings
    asked += [("letter", f"/desk/letters/{key}/") for key in waiting]
    if who in SEE_ITS_LETTERS:
        asked += [(name, address) for name, address, _ in addresses_of(house, house.of_letters)]
    shown: dict[str, Answer | Waiting] = {"": waiting_for(house.cast[who], MONDAY.date())}
    refused = {
        address
        for address, answer in house.before.get(who, {}).items()
        if isinstance(answer, Answer) and answer.lacks_the_duty
    }
    for name, address in asked:
        if (name, "get") in house.not_taken or address in refused:
            continue
        answer = ask(house, who, "get", address)
        if answer.status == 405:
            house.not_taken.add((name, "get"))
        elif name == "pay":  # counts the bills that wait, and names none
            shown[address] = replace(answer, body=BILLS_THAT_WAIT.sub("", answer.body))
        elif name == "register_entry":  # says that a letter is in a case, lest it become another
            shown[address] = replace(answer, body=IN_A_CASE.sub("", answer.body))
        else:
            shown[address] = answer
    return shown


def questions(house: House, name: str) -> list[str]:
    first = house.entries[0]
    said = {
        "subject": COMPLAINT.subject,
        "number": first.receipt_number,
        "sent": OutgoingEntry.objects.get(reply_to=first).sent_number,
        "entry": first.pk,
        "letter": first.email_id,
        "unit": Unit.objects.get(name=COMPLAINT.unit).pk,
    }
    return [question.format(**said) for question in QUESTIONS.get(name, ())]


def difference(before: Answer | Waiting | None, now: Answer | Waiting) -> list[str]:
    if not isinstance(before, Answer) or not isinstance(now, Answer):
        return [f"-{before}", f"+{now}"]
    heads = [f"{one.status} {one.headers} {one.cookies}" for one in (before, now)]
    lines = unified_diff(
        [heads[0], *before.body.split("\n")], [heads[1], *now.body.split("\n")], n=0, lineterm=""
    )
    return list(lines)[3:DIFFERENCE_MAX]


# What may not be told


def test_each_press_on_a_case_says_its_deed(house: House) -> None:
    answers = {
        name: ask(house, "head", "post", nothing) for name, _, nothing in addresses_of(house, house.of_case)
    }
    assert {name for name, answer in answers.items() if answer.status != 405} == set(PRESSES)


@pytest.mark.parametrize("who", OTHERS)
def test_the_case_and_all_that_belongs_to_it_is_not_there(house: House, who: str) -> None:
    assert told_of(house, who, house.of_case, "get", "head", "post") == []
    if who not in SEE_ITS_LETTERS:
        assert told_of(house, who, house.of_letters, "get", "head", "post") == []


@pytest.mark.parametrize("who", OTHERS)
def test_its_bill_is_there_for_those_who_count_the_money_and_for_nobody_else(house: House, who: str) -> None:
    counts = not PAYMENTS.isdisjoint(house.cast[who].duties)
    told = told_of(house, who, {"invoice": [house.invoice]}, "get", "head", "post")
    assert bool(told) == counts, told


@pytest.mark.parametrize("who", OTHERS)
def test_whom_the_head_names_no_longer_sees_it_no_longer(house: House, who: str) -> None:
    house.case.name_viewer(house.cast[who], by=house.office.head).end(by=house.office.head)
    assert told_of(house, who, house.of_case, "get", "post") == []


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_list_count_or_search_tells_of_it(house: House, who: str) -> None:
    mails = [mail.letter for mail in house.case.mails.order_by("pk")]
    mails[0].mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    mails[1].mark("held", OutboundEmail.HELD, "พัก")
    before, now = house.before[who], pages(house, who)
    assert {one: difference(before.get(one), now[one]) for one in now if now[one] != before.get(one)} == {}


def test_what_nobody_has_of_a_unit_waits_for_no_officer_of_it(house: House) -> None:
    house.case.assign(None, house.office.unit, by=house.office.head)
    officer = house.cast["handed_on"]
    assert waiting_for(officer, MONDAY.date()) == house.before["handed_on"][""]
    assert ask(house, "handed_on", "get", "/desk/work/") == house.before["handed_on"]["/desk/work/"]


ENDS: dict[str, Callable[[Case, Case, Officer], None]] = {
    "withdrawn": lambda case, other, by: case.end("withdrawn", "ผู้ยื่นขอถอน", by=by),
    "merged into an open one": lambda case, other, by: case.merge_into(other, by=by),
    "merged with an open one": lambda case, other, by: other.merge_into(case, by=by),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("who", ["registry", "case"])
def test_nor_is_it_there_after_its_end_nor_what_was_merged_with_it(house: House, who: str, end: str) -> None:
    other = Case.objects.get(pk=house.ordinary["case"])
    ENDS[end](house.case, other, house.handler)
    assert told_of(house, who, house.of_case, "get", "post") == []
    if other.pk in (house.case.merged_into_id, *house.case.merged.values_list("pk", flat=True)):
        its_rows = {of: [int(str(house.ordinary[of]))] for of in OF_A_CASE}
        assert told_of(house, who, its_rows, "get", "post") == []


@pytest.mark.parametrize("who", ["case", "handed_on"])
def test_no_press_that_says_its_number_tells_of_it(house: House, who: str) -> None:
    merged = f"/desk/cases/{house.ordinary['case']}/merged/"
    answer, unknown = (
        ask(house, who, "post", merged, {"number": number})
        for number in (house.case.number, f"{UNKNOWN}/2566")
    )
    assert answer == unknown and answer.cookies


@pytest.mark.parametrize("who", ["registry", "handed_on"])
def test_who_sees_a_letter_is_told_that_it_is_in_a_case_and_not_in_which(house: House, who: str) -> None:
    later = f"/desk/register/{house.entries[1].pk}/"
    [said] = IN_A_CASE.findall(ask(house, who, "get", later).body)
    assert said.strip() == '<p class="aside">อยู่ในเรื่องที่จำกัดผู้เห็น</p>'
    refused = ask(house, who, "post", f"{later}case/", {"service": house.ordinary["service"]})
    assert refused.status == 422 and "อยู่ในเรื่องที่จำกัดผู้เห็นแล้ว" in refused.body
    assert house.case.number not in refused.body


def test_an_open_case_names_no_letter_that_is_closed_to_who_sees_the_case(house: House) -> None:
    office, case = house.office, Case.objects.get(pk=house.ordinary["case"])
    closed = Particulars(subject="ปิดไว้", sender="ผู้ส่งที่ปิดไว้", restricted=True)
    joined, proposed = (
        IncomingEntry.objects.enter(arrive(office, letter_bytes(said)), by=office.clerk, particulars=closed)
        for said in ("ฉบับแรก", "ฉบับหลัง")
    )
    CaseLetter.objects.join(case, joined, CaseLetter.OFFICER, by=MACHINE)
    CaseLetter.objects.propose(case, proposed, by=MACHINE)
    for who, seen in (("case", False), ("none", False), ("registry", True), ("head", True)):
        page = ask(house, who, "get", f"/desk/cases/{case.pk}/").body
        assert ("ปิดไว้" in page, page.count(f"/desk/register/{joined.pk}/")) == (seen, int(seen)), who
        assert (f"/desk/register/{proposed.pk}/" in page) == seen, who


# What may be done


THEIRS, NAMED, OPEN = "restricted and theirs", "restricted and the head named them", "open and another's"
STANDINGS: dict[str, Callable[[Case, Officer, Officer], object]] = {
    THEIRS: lambda case, officer, head: case.assign(officer, None, by=head),
    NAMED: lambda case, officer, head: case.name_viewer(officer, by=head),
    OPEN: lambda case, officer, head: case.open_to_all(by=head),
}


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("who", OTHERS)
def test_who_may_see_the_case_opens_all_of_it(house: House, who: str, standing: str) -> None:
    STANDINGS[standing](house.case, house.cast[who], house.office.head)
    assert not_opened(house, who) == []


@pytest.mark.parametrize("who", HEADS)
def test_the_head_opens_every_case(house: House, who: str) -> None:
    assert not_opened(house, who) == []


def not_opened(house: House, who: str) -> list[str]:
    rows = {of: keys[:1] for of, keys in house.of_case.items()}
    opened = [address for name, address, _ in addresses_of(house, rows) if name not in PRESSES]
    assert len(opened) > len(OF_A_CASE)
    return [address for address in opened if ask(house, who, "get", address).status != 200]


@pytest.mark.parametrize("who", [*OTHERS, *HEADS])
def test_a_press_is_theirs_by_their_duty_and_no_more_on_anothers_case_than_on_their_own(
    house: House, who: str
) -> None:
    officer, done = house.cast[who], dict[str, dict[str, tuple[int, bool]]]()
    for standing in (THEIRS, OPEN):
        with undone():
            STANDINGS[standing](house.case, officer, house.office.head)
            answers = {
                name: ask(house, who, "post", address, FORMS.get(name))
                for name, address, _ in addresses_of(
                    house, {of: house.of_case[of][:1] for of in house.of_case}
                )
                if name in PRESSES
            }
        deeds = PRESSES | ({"case_restriction": "case.restricted"} if standing == OPEN else {})
        lacking = {name for name, deed in deeds.items() if not DEEDS[deed] & officer.duties}
        assert {name for name, answer in answers.items() if answer.lacks_the_duty} == lacking
        assert {name for name, answer in answers.items() if answer.status == 404} == set()
        done[standing] = {name: (answer.status, answer.entries > 0) for name, answer in answers.items()}
    unlike = {name for name in PRESSES if done[THEIRS][name] != done[OPEN][name]}
    assert unlike == (OTHERWISE_WITH_ANOTHERS if Duty.CASE in officer.duties else set())


# What an officer of cases may do with their own and not with another's: see the picture of a call, take it. And what is
# open already is not opened, but restricted.
OTHERWISE_WITH_ANOTHERS = {"proofing_picture", "case_taken", "case_restriction"}
