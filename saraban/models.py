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
from saraban.mail.moves import Move
from saraban.registers.models import Counter, IncomingEntry, Routing
from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import Agency, User

__all__ = [
    "Agency",
    "Assignment",
    "AuditEntry",
    "CalendarYear",
    "Counter",
    "FolderWatch",
    "Holiday",
    "InboundEmail",
    "IncomingEntry",
    "LedgerLine",
    "Mailbox",
    "MailboxWatch",
    "Move",
    "Officer",
    "Opening",
    "OutboundEmail",
    "Profile",
    "Routing",
    "SignInLink",
    "Unit",
    "User",
]
