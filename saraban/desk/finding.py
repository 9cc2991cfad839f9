"""The letter or the entry that an address names, where this officer may see it; else there is none."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.cases.mailed_questions import answers_hidden_from
from saraban.cases.models import Case, entries_hidden_from
from saraban.cases.models import restricted_for as cases_restricted_for
from saraban.desk.middleware import OfficerRequest
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.dispatches import Dispatch
from saraban.registers.models import IncomingEntry, Routing, sees_restricted


def letter_or_404(request: OfficerRequest, pk: int) -> InboundEmail:
    letters = InboundEmail.objects.seen_by(request.officer).exclude(answers_hidden_from(request.officer))
    letter = get_object_or_404(letters.select_related("mailbox"), pk=pk)
    if sees_restricted(request.officer):
        return letter
    if letter.entries.filter(entries_hidden_from(request.officer)).exists():
        raise Http404
    return letter


def entry_or_404(request: OfficerRequest, pk: int) -> IncomingEntry:
    seen = IncomingEntry.objects.exclude(entries_hidden_from(request.officer))
    return get_object_or_404(
        seen.select_related("email", "email__mailbox", "handed_in", "old_register__officer"), pk=pk
    )


def case_or_404(request: OfficerRequest, pk: int) -> Case:
    seen = Case.objects.seen_by(request.officer)
    return get_object_or_404(
        seen.select_related("entry__email", "manual", "service", "officer", "unit"), pk=pk
    )


def our_letters_seen_by(officer: Officer) -> QuerySet[OutboundEmail]:
    """All that we wrote, but what is about a restricted entry or a secret letter that is no business of this officer's."""
    hidden = IncomingEntry.objects.filter(entries_hidden_from(officer))
    closed = Case.objects.filter(cases_restricted_for(officer))
    letters = OutboundEmail.objects.all()
    if Duty.SECRETS not in officer.duties:
        letters = letters.exclude(in_reply_to__state=InboundEmail.SECRET)
    for about in (
        Q(in_reply_to__in=hidden.exclude(email=None).values("email")),
        Q(case_mail__case__in=closed),
        Q(question__opinion__case__in=closed),
        Q(pk__in=hidden.exclude(handed_in__answer=None).values("handed_in__answer")),
        Q(pk__in=Dispatch.objects.filter(entry__reply_to__in=hidden).exclude(letter=None).values("letter")),
        Q(pk__in=Routing.objects.filter(entry__in=hidden).exclude(letter=None).values("letter")),
    ):
        letters = letters.exclude(about)
    return letters
