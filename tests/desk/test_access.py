"""Every address × every kind of visitor: nothing is shown or done for one who may not. Made from the URLconf."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.timezone import localdate

from saraban.agencies.calendar import CalendarYear, Holiday
from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.agencies.models import Acting, Officer
from saraban.audit.entries import AuditEntry
from saraban.cases.catalogue import Kind, ManualText, Paper, Service
from saraban.cases.checks import PaperCheck
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.delays import DelayNotice
from saraban.cases.fees import CaseInvoice
from saraban.cases.models import Case, CaseLetter
from saraban.cases.opinions import Opinion
from saraban.cases.proofings import Proofing
from saraban.cases.standing_orders import StandingOrder
from saraban.cases.verifications import Verification
from saraban.desk.views.letters import CARD_SALT
from saraban.documents.forms import FormField
from saraban.documents.papers import PaperKind
from saraban.issuing.composing import Draft, LetterDraft
from saraban.issuing.copies import PaperCopy
from saraban.issuing.models import Issue
from saraban.law.initial_level_manual_2566 import HighRisk, ProofOfPayment
from saraban.licences.kinds import KindText, LicenceKind
from saraban.mail.elsewhere import SentElsewhere
from saraban.mail.models import OutboundEmail
from saraban.notices.accounts import SigningAccount
from saraban.notices.announcements import PaymentAnnouncement
from saraban.notices.system_orders import SystemOrder
from saraban.payments.accounts import Account
from saraban.payments.closes import DayClose
from saraban.payments.fees import Fee
from saraban.payments.invoices import Invoice
from saraban.payments.postings import Posting
from saraban.payments.receipts import Receipt, ReceiptOrder
from saraban.payments.slips import Slip
from saraban.registers.batches import Handover, ScanBatch, ScannedLetter, Upload, split_due
from saraban.registers.books import Register
from saraban.registers.dispatches import Recipient
from saraban.registers.handed_in import Channel, HandedIn, HandIn, ScannedFile
from saraban.registers.imported import OldRegister
from saraban.registers.minutes import Minute
from saraban.registers.models import IncomingEntry, Particulars, Route, Routing
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan, keep_scans
from saraban.registers.secret_book import Secrecy, SecretLetter, SecretStub
from saraban.registers.sender_keys import SenderKey
from saraban.registers.verdicts import Verdict
from tests.desk.signing_in import sign_in
from tests.office import Office, add_officer, arrive, letter_bytes, open_office
from tests.payments.tills import Till

NOBODYS = {
    "front",
    "alive",
    "sign_in_link",
    "check",
    "check_token",
}  # open to all: they show no row of a register
UNKNOWN = 999_999  # the key of nothing
SECRET_WORDS = ("somchai", "ใบอนุญาตของเพื่อนบ้าน", "กองสาธารณสุข", "suda@")


def addresses() -> list[tuple[str, str]]:
    """(name, route) of each address of our own; allauth's have their own tests."""
    return list(_below("", get_resolver().url_patterns))


def _below(before: str, patterns: Sequence[URLPattern | URLResolver]) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if route == "accounts/":
            continue
        if isinstance(pattern, URLResolver):
            yield from _below(route, pattern.url_patterns)
        elif pattern.name or not route.startswith("accounts/"):
            assert pattern.name, f"/{route} has no name, so no test knows it"
            yield pattern.name, route


STAFF = [(name, route) for name, route in addresses() if name not in NOBODYS]
# Whose key stands in an address, by what stands before it.
ROW_OF = {
    "desk/letters/": "letter",
    "desk/history/": "verdict",
    "desk/paper/letters/": "scanned",
    "desk/register/": "entry",
    "desk/scans/": "scan",
    "desk/routed/": "routing",
    "desk/minutes/": "minute",
    "desk/outgoing/": "outgoing",
    "desk/outgoing/found/": "found",
    "desk/dispatches/": "dispatch",
    "desk/secret/": "secret",
    "desk/import/": "import",
    "desk/cases/": "case",
    "desk/case-letters/": "proposed",
    "desk/case-viewers/": "viewer",
    "desk/bills/": "bill",
    "desk/pay/lines/": "line",
    "desk/pay/postings/": "posting",
    "desk/pay/slips/": "slip",
    "desk/pay/invoices/": "invoice",
    "desk/pay/receipts/": "receipt",
    "desk/pay/days/": "day",
    "desk/pay/accounts/": "bank_account",
    "desk/pay/accounts/announcements/": "announcement",
    "desk/pay/fees/": "fee",
    "desk/pay/receipt-orders/": "receipt_order",
    "desk/opinions/": "opinion",
    "desk/delays/": "delay",
    "desk/verifications/": "verification",
    "desk/proofings/": "proofing",
    "desk/documents/": "document",
    "desk/copies/": "copy",
    "desk/settings/licence-kinds/": "licence_kind",
    "desk/approvals/": "approval",
    "desk/services/": "service",
    "desk/outbox/": "outbox",
    "desk/calendar/days/": "calendar",
    "desk/settings/keys/": "sender_key",
    "desk/settings/approvals/accounts/": "account",
    "desk/settings/approvals/orders/": "system",
    "desk/settings/acting/": "acting",
    "desk/settings/standing-orders/": "standing",
    "desk/settings/units/": "unit",
    "desk/settings/officers/": "officer",
    "practice/places/": "practice",
}
OF_PAPER = ("entry_again", "entry_struck", "entry_told")  # of the entries, what came by hand


@pytest.fixture
def filled(office: Office) -> dict[str, object]:
    return one_of_each(office)


def one_of_each(office: Office) -> dict[str, object]:
    """An office with one of everything; what stands in the place of each part of an address."""
    raw = letter_bytes("ใบอนุญาตของเพื่อนบ้าน", attachments=[("a.pdf", b"%PDF-1.4")])
    entry = IncomingEntry.objects.enter(arrive(office, raw), by=office.clerk, route=Route(unit=office.unit))
    other = arrive(office, letter_bytes("ของหน่วยงานอื่น"))
    verdict = Verdict.objects.needs_no_registration(other, by=office.clerk, reason="x")
    paper = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=[Scan("a.pdf", b"%PDF-1.4")]),
        by=office.clerk,
        particulars=Particulars(subject="ใบอนุญาตของเพื่อนบ้าน", sender="somchai"),
    )
    sent = OutgoingEntry.objects.send(
        OutgoingLetter(
            "ใบอนุญาตของเพื่อนบ้าน",
            [Recipient("somchai", "somchai@example.com")],
            files=[Scan("a.pdf", b"%PDF-1.4")],
            reply_to=entry,
        ),
        by=office.clerk,
    )
    registrar = add_officer("นายธนกร", "thanakorn@klongnoy.go.th", Duty.SECRETS)
    stub = SecretStub.objects.enter(
        SecretLetter(Register.SECRET_IN, Secrecy.SECRET, date(2023, 1, 23), "somchai"), by=registrar
    )
    old = OldRegister.objects.offer(
        "ทะเบียน.csv",
        "เลขรับ,จาก,เรื่อง\n1,somchai,ใบอนุญาตของเพื่อนบ้าน".encode(),
        kind=Register.INCOMING,
        year=2566,
        by=office.clerk,
    )
    ScanBatch.objects.hand_over(
        Handover([Upload("ใบอนุญาตของเพื่อนบ้าน.pdf", 9, lambda: iter([b"%PDF-1.4x"]))]), by=office.clerk
    )
    assert split_due() == 1
    letter_of_a_case = IncomingEntry.objects.enter(
        arrive(
            office,
            letter_bytes(
                "ใบอนุญาตของเพื่อนบ้าน", sender="somchai@example.net", attachments=[("a.pdf", b"%PDF-1.4")]
            ),
        ),
        by=office.clerk,
    )
    case, service = a_case(office, letter_of_a_case)
    stranger = IncomingEntry.objects.enter(
        arrive(office, letter_bytes("ใบอนุญาตของเพื่อนบ้าน", sender="x@example.net")), by=office.clerk
    )
    SenderKey.objects.pin("somchai@example.com", "0" * 64, name="กองสาธารณสุข", by=office.clerk)
    minute = Minute.objects.propose(stranger, "ใบอนุญาตของเพื่อนบ้าน", by=office.clerk)
    return {
        "minute": minute.pk,
        "practice": office.head.pk,
        "case": case.pk,
        "verification": case.verifications.get().pk,
        "proofing": case.proofings.get().pk,
        "proposed": CaseLetter.objects.propose(case, stranger, by=MACHINE).pk,  # type: ignore[union-attr]
        "opinion": case.opinions.get().pk,
        "delay": case.delays.get().pk,
        "approval": case.proposals.get().pk,
        "service": service.pk,
        **authority(office, service),
        **documents(office),
        **money(office, case),
        "secret": stub.pk,
        "sender_key": SenderKey.objects.get().pk,
        "import": old.pk,
        "scanned": ScannedLetter.objects.get().pk,
        "outgoing": sent.pk,
        "found": SentElsewhere.objects.record(
            "found",
            by=MACHINE,
            mailbox=office.mailbox,
            sha256=other.sha256,
            size=1,
            sent_at=other.arrived_at,
            subject="ใบอนุญาตของเพื่อนบ้าน",
        ).pk,
        "dispatch": sent.dispatches.get().pk,
        "letter": entry.email_id,
        "paper": paper.pk,
        "routing": Routing.objects.get().pk,
        "scan": ScannedFile.objects.get().pk,
        "verdict": verdict.pk,
        "entry": entry.pk,
        "outbox": OutboundEmail.objects.order_by("pk").values_list("pk", flat=True)[0],
        "calendar": Holiday.objects.order_by("pk").values_list("pk", flat=True)[0],
        "unit": office.unit.pk,
        "officer": office.head.pk,
        "year": CalendarYear.objects.order_by("pk").values_list("year", flat=True)[0],
    }


def money(office: Office, case: Case) -> dict[str, object]:
    account = Account.objects.open(
        "เทศบาลตำบลคลองน้อย (ใบอนุญาตของเพื่อนบ้าน)",
        bank="006",
        number="1234567890",
        biller="099400016550100",
        by=OPERATOR,
    )
    fee = Fee.objects.add("FEE01", "ใบอนุญาตของเพื่อนบ้าน", by=OPERATOR)
    head = Officer.objects.get(assignments__duty=Duty.HEAD)
    days = {name: date(2023, 1, 23) for name in ("ordered_on", "first_day", "last_day")}
    order = ReceiptOrder.objects.give(by=head, order="ใบอนุญาตของเพื่อนบ้าน", **days)
    finance = add_officer("นางสาวปรียา", "preeya@klongnoy.go.th", Duty.FINANCE)
    owed = {"account": account, "payer": "somchai", "what": "ใบอนุญาตของเพื่อนบ้าน", "satang": 100}
    invoice = Invoice.objects.issue(reference1="C1", reference2="FEE01", by=finance, **owed)
    proof = ProofOfPayment("somchai", date(2023, 1, 23), 100, "R1")
    slip = Slip.objects.note(invoice, proof, by=finance)
    till = Till(office, finance, finance, account, fee)
    posting = Posting.objects.settle(
        till.payment_of(invoice, date(2023, 1, 23)), invoice, because="somchai", by=finance
    )
    stray = till.money(100, date(2023, 1, 23))
    return {
        "bank_account": account.pk,
        "announcement": PaymentAnnouncement.objects.draft(by=finance).pk,
        "fee": fee.pk,
        "receipt_order": order.pk,
        "invoice": invoice.pk,
        "slip": slip.pk,
        "posting": posting.pk,
        "line": stray.pk,
        "receipt": Receipt.objects.issue(invoice, by=finance).pk,
        "day": DayClose.objects.close(date(2023, 1, 20), by=finance).pk,
        "viewer": case.name_viewer(finance, by=head).pk,
        "bill": CaseInvoice.objects.bill(case, 100, due_on=localdate() + timedelta(days=9), by=finance).pk,
    }


def documents(office: Office) -> dict[str, object]:
    """A draft, somebody's wish for paper, and a kind of licence."""
    letter = LetterDraft(subject="ใบอนุญาตของเพื่อนบ้าน", to="somchai", text="ใบอนุญาตของเพื่อนบ้าน")
    issue = Issue.objects.draft(PaperKind.EXTERNAL_LETTER, Draft(letter), by=office.clerk)
    copy = PaperCopy.objects.record(
        "asked", by=office.clerk, issue=issue, said="somchai", officer=office.clerk
    )
    kind = LicenceKind.objects.add(KindText("ใบอนุญาตของเพื่อนบ้าน"), by=OPERATOR)
    return {
        "document": issue.pk,
        "copy": copy.pk,
        "licence_kind": kind.pk,
        "kind": PaperKind.EXTERNAL_LETTER.value,
    }


def authority(office: Office, service: Service) -> dict[str, object]:
    """Who may decide, and in what: an order that waits to be signed, an account, a term of acting, a standing order."""
    day, last_day = date(2023, 1, 23), date(2023, 2, 23)
    deputy = add_officer("นางวรรณา", "palad@klongnoy.go.th")
    days = {"order": "1/2566", "ordered_on": day, "first_day": day, "last_day": last_day}
    term = Acting.objects.order(
        deputy,
        Acting.Kind.FOR_ALL,
        by=office.head,
        stands_for="นายก",
        **days,  # type: ignore[arg-type]
    )
    standing = StandingOrder.objects.give(
        service,
        "ใบอนุญาตของเพื่อนบ้าน",
        by=office.head,
        **days,  # type: ignore[arg-type]
    )
    return {
        "system": SystemOrder.objects.draft(by=office.head, in_force_from=day).pk,
        "account": SigningAccount.objects.note(office.head, by=office.head).pk,
        "acting": term.pk,
        "standing": standing.pk,
    }


def a_case(office: Office, entry: IncomingEntry) -> tuple[Case, Service]:
    """With a question, a proposal before the head, and a delay to be owned up to; complete before it had any paper. Of high
    risk: its applicant has proven who they are; and with a certified copy."""
    handler = add_officer("นางมาลี", "malee@klongnoy.go.th", Duty.CASE)
    manual = ManualText(
        days=15,
        papers=[Paper("x", "ใบอนุญาตของเพื่อนบ้าน", required=False)],
        risk=HighRisk.CANCELLATION,
        form_fields=[FormField("f1", "ใบอนุญาตของเพื่อนบ้าน")],
    )
    service = Service.objects.offer("บริการ", Kind.PERMIT, manual, by=OPERATOR)
    case = Case.objects.open(entry, service, by=handler, officer=handler)
    Proofing.objects.note_at_counter(case, True, by=handler, note="ใบอนุญาตของเพื่อนบ้าน")
    [kept] = keep_scans([Scan("ใบอนุญาตของเพื่อนบ้าน.pdf", b"%PDF-1.4 original")], doing="เก็บสำเนา")
    Verification.objects.certify_copy(case, "x", by=handler, file=kept)
    PaperCheck.objects.find_complete(case, by=handler)
    Opinion.objects.ask(case, "ใบอนุญาตของเพื่อนบ้าน", by=handler, officer=handler)
    Proposal.objects.lay(case, Asks.APPROVE, by=handler)
    DelayNotice.objects.record(
        "prepared",
        by=MACHINE,
        case=case,
        times=1,
        decision_due_on=date(2023, 1, 16),
        due_on=date(2023, 1, 23),
    )
    return case, service


def at(name: str, route: str, there: Mapping[str, object]) -> str:
    said = re.sub(r"<int:be_year>", lambda _: str(there["year"]), route)
    said = re.sub(r"<int:index>", "0", said)
    said = re.sub(r"<int:place>", "1", said)
    said = re.sub(r"<int:pk>", lambda _: str(there[row_of(name, route)]), said)
    return "/" + re.sub(r"<str:(\w+)>", lambda part: str(there.get(part[1], "x")), said)


def row_of(name: str, route: str) -> str:
    """Whose key stands in it. `KeyError`: an address that no test of who sees what knows; give `ROW_OF` a line."""
    return "paper" if name in OF_PAPER else ROW_OF[route.partition("<int:pk>")[0]]


def test_each_address_says_whose_row_it_shows() -> None:
    assert {route.partition("<int:pk>")[0] for _, route in STAFF if "<int:pk>" in route} == set(ROW_OF)


@pytest.mark.parametrize(("name", "route"), STAFF)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in_and_sees_nothing(
    filled: dict[str, object], client: Client, name: str, route: str, method: str
) -> None:
    before = AuditEntry.objects.count()
    answer = getattr(client, method)(at(name, route, filled))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=/")
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(("name", "route"), STAFF)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_neighbours_rows_are_not_there(
    filled: dict[str, object], data_dir: Path, client: Client, name: str, route: str, method: str
) -> None:
    neighbour = open_office("paktang", data=data_dir, practice=True)
    before = AuditEntry.across_agencies.count()
    answer = getattr(sign_in(client, neighbour.clerk), method)(at(name, route, filled))
    body = b"".join(answer) if answer.streaming else answer.content
    for word in SECRET_WORDS[:2]:
        assert word not in body.decode("utf-8", "replace")
    if "<int:pk>" in route:
        assert answer.status_code in (404, 405, 409)  # the last for who lacks the duty, whatever is there
        assert AuditEntry.across_agencies.count() == before
        unknown = at(name, route, filled | dict.fromkeys(filled, UNKNOWN))
        other = getattr(client, method)(unknown)
        assert (other.status_code, len(other.content)) == (answer.status_code, len(answer.content))


CHANGES = [
    ("letter_entry", {"subject": "x", "sender": "x", "dated_on": "1/1/66", "looked": ""}),
    ("entry_recall", {}),
    ("letter_spam", {"looked": ""}),
    ("letter_misdirected", {"name": "x"}),
    ("letter_no_registration", {"reason": "จดหมายข่าว"}),
    ("verdict_taken_back", {}),
    ("letter_put_off", {}),
    ("letter_taken_over", {}),
    ("letter_by_hand", {}),
    ("letter_new_key", {}),
    ("letter_order_cancelled", {}),
    ("letter_secret", {}),
    ("paper", {"subject": "x", "sender": "x", "dated_on": "1/1/66"}),
    ("other_channel", {"subject": "x", "sender": "x", "dated_on": "1/1/66", "channel_name": "x"}),
    ("batch_new", {}),
    ("scanned", {"subject": "x", "sender": "x", "dated_on": "1/1/66"}),
    ("scanned_taken", {}),
    ("scanned_joined", {}),
    ("scanned_split", {"page": "2"}),
    ("scanned_discarded", {"because": "x"}),
    ("scanned_attached", {"entry": "1"}),
    ("scanned_restored", {}),
    ("entry_again", {}),
    ("entry_struck", {"because": "x"}),
    ("entry_told", {}),
    ("entry_paper", {}),
    ("entry_restriction", {}),
    ("register_corrections", {"because": "x", "r1-saw": "{}", "r1-subject": "x"}),
    ("register_rows", {"n0-subject": "x", "n0-sender": "x"}),
    ("outgoing_corrections", {"because": "x", "r1-saw": "{}", "r1-subject": "x"}),
    ("outgoing_reserve", {"kind": "outgoing", "because": "x", "until": "+1"}),
    ("outgoing_issue", {"kind": "order", "subject": "x"}),
    ("routing_accepted", {}),
    ("entry_minute", {"end": "noted"}),
    ("minute_taken_back", {}),
    ("entry_case", {"service": "1"}),
    ("case_paper", {"key": "form", "found": "whole"}),
    ("case_checking", {"key": "form", "found": "whole"}),
    ("case_complete", {}),
    ("case_request", {"items": "x", "due_on": "+9"}),
    ("case_request_withdrawn", {}),
    ("case_return", {"reasons": "x"}),
    ("case_hold", {"tried": "x"}),
    ("case_reached", {"how": "x"}),
    ("case_officer", {"officer": "1"}),
    ("case_taken", {}),
    ("case_opinion", {"text": "x"}),
    ("case_applicant", {"applicant": "x", "replies": "paper"}),
    ("case_proposal", {"asks": "approve"}),
    ("case_proposal_withdrawn", {}),
    ("case_told", {}),
    ("case_end", {"because": "x"}),
    ("case_forward", {"name": "x", "way": "redirect", "because": "x"}),
    ("case_withdrawal", {"because": "x"}),
    ("case_withdrawal_dropped", {}),
    ("case_withdrawn", {}),
    ("case_split_off", {}),
    ("case_reopened", {}),
    ("case_merged", {"number": "1/2569"}),
    ("case_restriction", {}),
    ("case_viewer", {"officer": "1"}),
    ("case_viewer_ended", {}),
    ("case_letter_accepted", {}),
    ("case_letter_declined", {}),
    ("case_verification_linkage", {"result": "genuine"}),
    ("case_verification_issuer", {"name": "x", "address": "x@example.com"}),
    ("case_verification_signature", {"file": "x"}),
    ("case_verification_copy", {}),
    ("case_estamp", {"code": "x", "result": "genuine"}),
    ("case_estamp_advice", {}),
    ("verification_answered", {"result": "genuine"}),
    ("verification_withdrawn", {}),
    ("case_proofing", {"method": "in_person", "how": "x"}),
    ("case_proofing_at_counter", {"passed": "passed"}),
    ("proofing_result", {"passed": "failed", "note": "x"}),
    ("proofing_no_show", {}),
    ("proofing_called_off", {}),
    ("proofing_picture", {}),
    ("opinion_answer", {"text": "x"}),
    ("delay", {"reason": "x"}),
    ("approval", {"word": "agree"}),
    ("approval_taken_back", {}),
    ("approval_cured", {"how": "paper", "signed_on": "1/1/66", "said": "x"}),
    ("case_document", {}),
    ("document_new", {"kind": "external_letter"}),
    ("document", {"subject": "x"}),
    ("document_laid", {}),
    ("document_sent_back", {"because": "x"}),
    ("document_signed", {}),
    ("document_signed_on_paper", {"signer": "1", "signed_on": "1/1/66"}),
    ("document_unsigned", {"because": "x"}),
    ("document_out", {"recipients": "x"}),
    ("document_scanned", {"place": "1"}),
    ("document_dropped", {"because": "x"}),
    ("document_voided", {"because": "x"}),
    ("document_mailed_again", {"to": "x x@example.com"}),
    ("document_reissued", {"because": "x"}),
    ("document_copy_asked", {"said": "x"}),
    ("document_copy_given", {"said": "x"}),
    ("certificate", {"passphrase": "x"}),
    ("certificate_opened", {"passphrase": "x"}),
    ("certificate_ended", {"because": "x"}),
    ("letterhead", {"address": "x"}),
    ("wording", {"subject": "x", "text": "x"}),
    ("licence_kind_new", {"name": "x", "numbered_as": "{number}", "lasts": "no_end"}),
    ("licence_kind", {"name": "x", "numbered_as": "{number}", "lasts": "no_end"}),
    ("licence_kind_ended", {}),
    ("account", {"all": "1"}),
    ("account_ended", {"because": "x"}),
    ("system_order_new", {"in_force_from": "1/1/66"}),
    ("system_order", {"number": "1", "signed_on": "1/1/66", "in_force_from": "1/1/66", "signed_by": "x"}),
    ("system_order_ended", {}),
    ("acting", {"stands_for": "x"}),
    ("acting_ended", {"because": "x"}),
    ("standing_orders", {"reason": "x"}),
    ("standing_order_ended", {"because": "x"}),
    ("case_bill", {"amount": "1", "due_on": "+9"}),
    ("case_bill_sent", {}),
    ("case_slip", {"account_name": "x", "paid_on": "1/1/66", "amount": "1", "reference": "x"}),
    ("pay_certain", {}),
    ("pay_settled", {"reference": "C1", "because": "x"}),
    ("pay_set_aside", {"place": "not_ours", "because": "x"}),
    ("pay_taken_back", {"because": "x"}),
    ("pay_slip_refused", {"because": "x"}),
    ("pay_slip", {"account_name": "x", "paid_on": "1/1/66", "amount": "1", "reference": "x"}),
    ("pay_invoice_exempted", {"because": "x"}),
    ("pay_invoice_cancelled", {"because": "x"}),
    ("pay_invoice_receipt", {}),
    ("pay_receipt", {"number": "x"}),
    ("pay_days", {"day": "2023-01-23"}),
    ("pay_day_reviewed", {}),
    ("pay_day_withdrawn", {"because": "x"}),
    ("pay_day_sheet", {}),
    ("pay_accounts", {"bank": "004", "number": "1111111111", "name": "เทศบาลตำบลคลองน้อย"}),
    ("pay_account", {"biller": "", "promptpay": ""}),
    ("pay_account_ended", {"because": "x"}),
    ("pay_announcements", {"channel": "x"}),
    ("pay_announcement", {"announced_on": "1/1/66", "signer": "x", "position": "x", "place": "x"}),
    ("pay_announcement_dropped", {}),
    ("pay_fees", {"code": "FEE02", "name": "x"}),
    ("pay_fee_rate", {"satang": "1", "since": "1/1/66", "law": "x"}),
    ("pay_fee_ended", {}),
    ("pay_statements", {"account": "1"}),
    ("pay_statement", {}),
    ("receipt_orders", {"order": "x", "ordered_on": "1/2/66", "first_day": "1/2/66", "last_day": "1/2/66"}),
    ("receipt_order_ended", {"because": "x"}),
    ("service_new", {"name": "x", "kind": "other", "days": "1", "unit": "working_days", "fee": "0"}),
    ("service", {"days": "1", "unit": "working_days", "fee": "0"}),
    ("service_ended", {}),
    ("rounds_sign", {}),
    ("rounds_balance_now", {}),
    ("outbox_release", {}),
    ("import", {"kind": "incoming", "year": "2566", "pasted": "1"}),
    ("import_preview", {}),
    ("calendar_days", {"day": "1/2/66", "name": "x"}),
    ("calendar_removal", {}),
    ("calendar_confirmation", {}),
    ("profile", {"name": "x", "registry_name": "x", "registry_phone": "1", "head_title": "x"}),
    ("unit_new", {"name": "x"}),
    ("unit", {"name": "x"}),
    ("officer_new", {"name": "x", "email": "", "duties": ["administrator"]}),
    ("officer", {"name": "x", "email": "", "duties": ["administrator", "registry"]}),
    ("officer_link", {}),
    ("mail_hosts", {"mailbox": "1", "more": "x"}),
    ("key_forgotten", {"why": "not_theirs"}),
    ("restored_begun", {"of": "1/1/66"}),
    ("restored_numbers", {"incoming-2569": "9", "sure": "9"}),
]


# What is theirs to do, by hand and not from the table of duties; the registry's own are of the office's clerk.
NOT_OF_A_CASE_OFFICER = {"case_viewer", "case_viewer_ended", "approval", "approval_taken_back"}
OF_A_CASE = ("case_", "service", "entry_case", "delay", "verification_", "proofing_")
OF_THE_HEAD = {
    name for name, _ in CHANGES if name.startswith(("account", "system_", "acting", "standing_", "receipt_"))
}
OF_MONEY = {name for name, _ in CHANGES if name.startswith("pay_")}
MAY = {
    Duty.FINANCE: OF_MONEY | {"case_bill", "case_bill_sent", "case_slip"},
    Duty.CASE: {name for name, _ in CHANGES if name.startswith(OF_A_CASE)}
    - NOT_OF_A_CASE_OFFICER
    - {"proofing_picture"}  # of those, whom the case is
    | {"approval_cured"}
    | {"document_new", "document", "document_laid", "document_signed_on_paper", "document_dropped"}
    | {"document_reissued"}
    | {"document_copy_asked", "document_copy_given"},
    Duty.HEAD: NOT_OF_A_CASE_OFFICER
    | OF_THE_HEAD
    | {
        "approval_cured",
        "pay_day_reviewed",
        "pay_day_sheet",
        "pay_invoice_exempted",
        "case_officer",
        "case_opinion",
        "case_restriction",
        "case_request",
        "entry_restriction",
    }
    | {"entry_minute", "minute_taken_back"}
    | {"document_signed", "document_sent_back", "document_unsigned"},
}
MAY_NOT = [
    (duty, name, form)
    for duty in (Duty.CASE, Duty.FINANCE, Duty.HEAD, Duty.AUDITOR, Duty.SECRETS)
    for name, form in CHANGES
    if name not in MAY.get(duty, ())
]


@pytest.mark.parametrize(("duty", "name", "form"), MAY_NOT)
def test_who_has_not_the_duty_changes_nothing(
    filled: dict[str, object], client: Client, duty: Duty, name: str, form: dict[str, object]
) -> None:
    officer = add_officer("นายวิชัย", "wichai@klongnoy.go.th", duty)
    before = AuditEntry.objects.count()
    route = dict(addresses())[name]
    answer = sign_in(client, officer).post(at(name, route, filled), form)
    assert AuditEntry.objects.count() == before
    if name == "routing_accepted":  # whoever it was not handed on to does not even find it
        assert answer.status_code == 404
        return
    assert answer.status_code in (302, 403, 409, 422)
    if answer.status_code == 302:  # a press that came before the letter could be read
        assert name in ("letter_entry", "opinion_answer")  # the last: it was asked of somebody else


def test_outside_practice_nobody_works_without_a_second_key(db: None, data_dir: Path, client: Client) -> None:
    strict = open_office("paktang", data=data_dir, practice=False)
    sign_in(client, strict.clerk)
    for name, route in STAFF:
        if "<" not in route:
            answer = client.get("/" + route)
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/accounts/2fa/"), name


def test_one_who_left_is_out_at_once(office: Office, client: Client) -> None:
    sign_in(client, office.clerk)
    assert client.get("/desk/").status_code == 200
    with office.clerk.change("corrected", by=office.clerk):
        office.clerk.active = False
    assert client.get("/desk/").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/healthz",
        "/accounts/login/",
        "/desk/",
        "/desk/register/",
        "/desk/nowhere/",
        "/static/saraban/app.css",
    ],
)
def test_every_answer_carries_the_guards(office: Office, client: Client, path: str) -> None:
    answer = sign_in(client, office.clerk).get(path, follow=False)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    if not path.startswith("/static/"):
        assert "no-store" in answer.headers["Cache-Control"]


def test_forms_from_elsewhere_are_refused_in_thai(office: Office) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), office.clerk)
    answer = strict.post("/desk/settings/units/new/", {"name": "x"})
    assert answer.status_code == 403
    assert "ยังไม่ได้บันทึก" in answer.content.decode()


def test_signing_in_goes_nowhere_else(office: Office, client: Client) -> None:
    user = office.clerk.user
    assert user is not None
    user.set_password("เรือลำน้อย-ลอยตามคลอง")
    user.save()
    form = {"login": user.email, "password": "เรือลำน้อย-ลอยตามคลอง", "next": "https://evil.example/"}
    answer = client.post("/accounts/login/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    answer = client.get("/desk/", headers={"host": "evil.example"})
    assert answer.status_code == 400


def test_no_link_for_one_who_is_another_agencys_officer(
    office: Office, data_dir: Path, client: Client
) -> None:
    neighbour = open_office("paktang", data=data_dir, practice=True)
    sign_in(client, office.clerk)
    form = {"name": "x", "email": "suda@paktang.go.th", "duties": ["registry"]}
    assert client.post("/desk/settings/officers/new/", form).status_code == 422
    assert Officer.across_agencies.filter(user=neighbour.clerk.user).count() == 1


def test_a_link_issued_stands_in_the_log(office: Office, client: Client) -> None:
    sign_in(client, office.clerk).post(f"/desk/settings/officers/{office.head.pk}/link/")
    last = AuditEntry.objects.order_by("number").last()
    assert last is not None
    assert (last.noun, last.verb, last.actor) == ("officer", "link_issued", office.clerk.actor_key)


def test_a_colleague_who_was_first_is_named_to_the_second(office: Office, client: Client) -> None:
    letter = arrive(office)
    entry = IncomingEntry.objects.enter(letter, by=office.clerk)
    looked = signing.dumps(0.0, salt=CARD_SALT)
    form = {"subject": "x", "sender": "x", "dated_on": "1/1/66", "looked": looked}
    answer = sign_in(client, office.clerk).post(f"/desk/letters/{letter.pk}/entry/", form)
    assert answer.status_code == 409
    assert f"ลงทะเบียนรับแล้ว เลขรับ {entry.receipt_number}" in answer.content.decode()


def test_every_staff_page_names_its_item_of_the_guide(
    office: Office, filled: dict[str, object], client: Client
) -> None:
    """A page that an officer opens and that says nothing of the guide is a page without its reason."""
    answers = {
        name: sign_in(client, office.clerk).get(at(name, route, filled))
        for name, route in STAFF
        if name not in NOT_PAGES
    }
    pages = {name: answer for name, answer in answers.items() if answer.status_code == 200}
    assert {"desk", "letter", "register_entry", "entry_slip", "folder", "search", "history"} <= pages.keys()
    assert [name for name, page in pages.items() if "คู่มือ #" not in page.content.decode()] == []


# Parts of pages, files, and what stands outside the office.
NOT_PAGES = {"waiting_list", "letter_original", "letter_html", "letter_picture", "letter_attachment"}
NOT_PAGES |= {"calendar_csv", "outgoing_file", "scan", "citizen_inbox", "citizen_letter", "practice_bank"}
NOT_PAGES |= {"verification_file", "service_form"}
NOT_PAGES |= {"case_bill_pdf", "pay_invoice_pdf", "pay_invoice_qr", "pay_receipt", "pay_day_sheet"}
NOT_PAGES |= {"document_page", "document_file", "wording_sample"}
NOT_PAGES |= {"import_file", "outgoing_found_original"}
NOT_PAGES |= {"scanned_page", "scanned_file", "separator", "labels_print", "register_stamped"}
NOT_PAGES |= {"register_print", "register_xlsx", "register_csv"}
NOT_PAGES |= {"system_order_pdf", "system_order_file", "pay_announcement_pdf"}
NOT_PAGES |= {"outgoing_print", "outgoing_xlsx", "outgoing_csv"}
