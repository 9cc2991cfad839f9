"""Every noun of the house, in the order of its floors. One app, one line of migrations."""

from saraban.agencies.calendar import CalendarYear, Holiday
from saraban.agencies.models import Acting, Assignment, Officer, Profile, Unit
from saraban.audit.entries import AuditEntry, Opening
from saraban.cases.catalogue import Manual, Service
from saraban.cases.checks import PaperCheck
from saraban.cases.decisions import Proposal
from saraban.cases.delays import DelayNotice
from saraban.cases.due import LawVersion
from saraban.cases.fees import CaseInvoice
from saraban.cases.form_readings import FormLook, FormReading
from saraban.cases.forwardings import Forwarding
from saraban.cases.holds import Hold
from saraban.cases.mailed_questions import MailedQuestion, ReplyLook
from saraban.cases.models import Case, CaseLetter, CaseMail, CaseViewer
from saraban.cases.news import CaseMark
from saraban.cases.opinions import Opinion
from saraban.cases.pauses import Pause
from saraban.cases.proofings import Proofing
from saraban.cases.requests import DocumentRequest
from saraban.cases.standing_orders import StandingOrder
from saraban.cases.verifications import Verification
from saraban.cases.withdrawals import Withdrawal
from saraban.contacts.models import Contact
from saraban.evidence.seals import DaySeal
from saraban.evidence.stamps import SealStamp
from saraban.issuing.certificates import SealingCertificate
from saraban.issuing.copies import PaperCopy
from saraban.issuing.letterheads import Letterhead
from saraban.issuing.models import Issue, IssuedPaper
from saraban.issuing.wordings import Wording
from saraban.licences.kinds import LicenceKind, LicenceOfService
from saraban.licences.models import Licence
from saraban.mail.balance import BalanceWatch, MailboxBalance
from saraban.mail.elsewhere import SentElsewhere, SentWatch
from saraban.mail.models import (
    FolderWatch,
    InboundEmail,
    LedgerLine,
    Mailbox,
    MailboxWatch,
    OutboundEmail,
)
from saraban.mail.moves import Move
from saraban.mail.rounds import Round
from saraban.notices.accounts import SigningAccount
from saraban.notices.announcements import PaymentAnnouncement
from saraban.notices.system_orders import SystemOrder, SystemOrderFile
from saraban.payments.accounts import Account
from saraban.payments.bank_statements import BankLine, BankStatement
from saraban.payments.closes import DayClose
from saraban.payments.fees import Fee, FeeRate
from saraban.payments.invoices import Invoice
from saraban.payments.postings import Posting
from saraban.payments.receipts import Receipt, ReceiptOrder
from saraban.payments.slips import Slip
from saraban.registers.batches import BatchFile, ScanBatch, ScannedLetter
from saraban.registers.books import BookYear, Counter
from saraban.registers.dispatches import Dispatch
from saraban.registers.handed_in import HandedIn, ScannedFile
from saraban.registers.imported import OldRegister
from saraban.registers.minutes import Minute
from saraban.registers.models import IncomingEntry, Routing
from saraban.registers.opened import OpenedLetter
from saraban.registers.orders import EntryOrder
from saraban.registers.outgoing import OutgoingEntry, SentFile
from saraban.registers.receipts import ReceiptLook
from saraban.registers.recoveries import Recovery
from saraban.registers.secret_book import SecretStub
from saraban.registers.sender_keys import SenderKey
from saraban.registers.tellings import TellingMark
from saraban.registers.verdicts import Verdict
from saraban.search.models import Found, IndexMark
from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import Agency, User

__all__ = [
    "Account",
    "Acting",
    "Agency",
    "Assignment",
    "AuditEntry",
    "BalanceWatch",
    "BankLine",
    "BankStatement",
    "BatchFile",
    "BookYear",
    "CalendarYear",
    "Case",
    "CaseInvoice",
    "CaseLetter",
    "CaseMail",
    "CaseMark",
    "CaseViewer",
    "Contact",
    "Counter",
    "DayClose",
    "DaySeal",
    "DelayNotice",
    "Dispatch",
    "DocumentRequest",
    "EntryOrder",
    "Fee",
    "FeeRate",
    "FolderWatch",
    "FormLook",
    "FormReading",
    "Forwarding",
    "Found",
    "HandedIn",
    "Hold",
    "Holiday",
    "InboundEmail",
    "IncomingEntry",
    "IndexMark",
    "Invoice",
    "Issue",
    "IssuedPaper",
    "LawVersion",
    "LedgerLine",
    "Letterhead",
    "Licence",
    "LicenceKind",
    "LicenceOfService",
    "Mailbox",
    "MailboxBalance",
    "MailboxWatch",
    "MailedQuestion",
    "Manual",
    "Minute",
    "Move",
    "Officer",
    "OldRegister",
    "OpenedLetter",
    "Opening",
    "Opinion",
    "OutboundEmail",
    "OutgoingEntry",
    "PaperCheck",
    "PaperCopy",
    "Pause",
    "PaymentAnnouncement",
    "Posting",
    "Profile",
    "Proofing",
    "Proposal",
    "Receipt",
    "ReceiptLook",
    "ReceiptOrder",
    "Recovery",
    "ReplyLook",
    "Round",
    "Routing",
    "ScanBatch",
    "ScannedFile",
    "ScannedLetter",
    "SealStamp",
    "SealingCertificate",
    "SecretStub",
    "SenderKey",
    "SentElsewhere",
    "SentFile",
    "SentWatch",
    "Service",
    "SignInLink",
    "SigningAccount",
    "Slip",
    "StandingOrder",
    "SystemOrder",
    "SystemOrderFile",
    "TellingMark",
    "Unit",
    "User",
    "Verdict",
    "Verification",
    "Withdrawal",
    "Wording",
]
