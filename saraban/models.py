"""Every noun of the house, in the order of its floors. One app, one line of migrations."""

from saraban.agencies.calendar import CalendarYear, Holiday
from saraban.agencies.models import Assignment, Officer, Profile, Unit
from saraban.audit.entries import AuditEntry, Opening
from saraban.mail.models import (
    FolderWatch,
    InboundEmail,
    LedgerLine,
    Mailbox,
    MailboxWatch,
    OutboundEmail,
)
from saraban.registers.models import Counter, IncomingEntry, Routing
from saraban.search.models import Found, IndexMark
from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import Agency, User

__all__ = [
    "Agency",
    "Assignment",
    "AuditEntry",
    "CalendarYear",
    "Counter",
    "FolderWatch",
    "Found",
    "Holiday",
    "InboundEmail",
    "IncomingEntry",
    "IndexMark",
    "LedgerLine",
    "Mailbox",
    "MailboxWatch",
    "Officer",
    "Opening",
    "OutboundEmail",
    "Profile",
    "Routing",
    "SignInLink",
    "Unit",
    "User",
]
