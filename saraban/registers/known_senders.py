"""Whether a letter bears the name of an office that has always written from elsewhere."""

from __future__ import annotations

from saraban.agencies.models import Officer
from saraban.contacts.models import Contact
from saraban.mail.models import InboundEmail
from saraban.proposals.agencies import is_office
from saraban.registers.models import IncomingEntry, restricted_for

LOOKED_BACK = 20  # letters of that name


def imitated(email: InboundEmail, *, officer: Officer, name: str = "") -> str | None:
    """Why the sender may not be who the name says, in Thai; by the directory and the letters that were registered, as
    far as the officer may see them.

    `name`: that the letter was signed with; else the one in the mail's head. Only of offices: two persons may well
    have one name.
    """
    name, host = name or email.sender_name.strip(), _host(email.sender_address)
    if not host or not is_office(name):
        return None
    known = _addresses(name, officer)
    if not known or any(_host(address) == host for address in known):
        return None
    return f"“{name}” เคยใช้อีเมล {known[0]} ฉบับนี้มาจาก {email.sender_address} โปรดตรวจว่าเป็นหน่วยงานนั้นจริง"


def _addresses(name: str, officer: Officer) -> list[str]:
    told = Contact.objects.filter(name=name, active=True).exclude(email="").values_list("email", flat=True)
    hidden = IncomingEntry.objects.filter(restricted_for(officer))
    came = InboundEmail.objects.filter(sender_name=name, state=InboundEmail.REGISTERED).order_by("-pk")
    return [*told, *came.exclude(entries__in=hidden).values_list("sender_address", flat=True)[:LOOKED_BACK]]


def _host(address: str) -> str:
    return address.rpartition("@")[2].lower()
