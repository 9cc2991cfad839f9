"""The letter or the entry that an address names, where this officer may see it; else there is none."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.cases.mailed_questions import answers_hidden_from
from saraban.cases.models import Case, entries_hidden_from
from saraban.cases.models import restricted_for as cases_restricted_for
from saraban.desk.middleware import OfficerRequest
from saraban.issuing.models import Issue
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.dispatches import Dispatch
from saraban.registers.models import IncomingEntry, Routing, sees_restricted


def letter_or_404(request: OfficerRequest, pk: int) -> InboundEmail:
    return get_object_or_404(emails_seen_by(request.officer).select_related("mailbox"), pk=pk)


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


def emails_seen_by(officer: Officer) -> QuerySet[InboundEmail]:
    """All that came, but what is secret or was registered as an entry that is no business of this officer's."""
    hidden = IncomingEntry.objects.filter(entries_hidden_from(officer))
    return (
        InboundEmail.objects.seen_by(officer)
        .exclude(entries__in=hidden)
        .exclude(answers_hidden_from(officer))
    )


def our_letters_seen_by(officer: Officer) -> QuerySet[OutboundEmail]:
    """All that we wrote, but what is about a restricted entry or a secret letter that is no business of this officer's; and
    of what waits for an officer, just their own."""
    letters = OutboundEmail.objects.exclude(~Q(to_address__iexact=officer.email), kind=OutboundEmail.DIGEST)
    closed = Case.objects.filter(cases_restricted_for(officer))
    letters = letters.exclude(case_mail__case__in=closed).exclude(question__opinion__case__in=closed)
    if Duty.SECRETS not in officer.duties:
        letters = letters.exclude(in_reply_to__state=InboundEmail.SECRET)
    if sees_restricted(officer):
        return letters
    hidden = IncomingEntry.objects.filter(entries_hidden_from(officer))
    for about in (
        Q(in_reply_to__in=hidden.exclude(email=None).values("email")),
        Q(pk__in=hidden.exclude(handed_in__answer=None).values("handed_in__answer")),
        Q(pk__in=Dispatch.objects.filter(entry__reply_to__in=hidden).exclude(letter=None).values("letter")),
        Q(pk__in=Routing.objects.filter(entry__in=hidden).exclude(letter=None).values("letter")),
    ):
        letters = letters.exclude(about)
    return letters


def documents_seen_by(officer: Officer) -> QuerySet[Issue]:
    """All that is issued, but of cases that are no business of this officer's."""
    return Issue.objects.exclude(case__in=Case.objects.filter(cases_restricted_for(officer)))
