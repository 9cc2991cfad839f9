"""The letter or the entry that an address names, where this officer may see it; else there is none."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from saraban.desk.middleware import OfficerRequest
from saraban.mail.models import InboundEmail
from saraban.registers.models import IncomingEntry


def letter_or_404(request: OfficerRequest, pk: int) -> InboundEmail:
    letter = get_object_or_404(InboundEmail.objects.seen_by(request.officer), pk=pk)
    seen = IncomingEntry.objects.seen_by(request.officer).values("pk")
    if letter.entries.exclude(pk__in=seen).exists():
        raise Http404
    return letter


def entry_or_404(request: OfficerRequest, pk: int) -> IncomingEntry:
    seen = IncomingEntry.objects.seen_by(request.officer)
    return get_object_or_404(seen.select_related("email", "email__mailbox", "handed_in"), pk=pk)
