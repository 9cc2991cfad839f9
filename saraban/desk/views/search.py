"""ค้นหา: one box over both registers and the letters that wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from saraban.agencies.models import Officer
from saraban.desk.middleware import OfficerRequest
from saraban.mail.models import InboundEmail
from saraban.registers.models import IncomingEntry, restricted_for
from saraban.registers.outgoing import OutgoingEntry, answers_restricted_for
from saraban.search.finding import COUNT_MAX, EVERYTHING, QUERY_MAX, Group, Hits, find
from saraban.search.models import Found

LISTED_MAX = 20  # of each kind, on one page
PLACE_MAX = 1 << 63  # of keys

Row = IncomingEntry | OutgoingEntry | InboundEmail
Seen = Callable[[Sequence[int], Officer], list[Row]]


@dataclass(frozen=True)
class Listed:
    """One kind of what was found, as the page lists it: rows as they are now, not as the index knows them."""

    name: str
    title: str
    rows: Sequence[Row]
    count: int | None
    before: int | None
    inside: frozenset[int]  # rows of which a word was found in the mail or its files

    @property
    def too_many(self) -> bool:
        return self.count is not None and self.count > COUNT_MAX


@require_GET
def search(request: OfficerRequest) -> HttpResponse:
    """What has all the words; `before` goes on reading one kind."""
    query = " ".join(request.GET.get("q", "")[:QUERY_MAX].replace("\0", " ").split())
    before = _place(request.GET.get("before"))
    hits = find(query, kinds=EVERYTHING, limit=LISTED_MAX, before=before)
    groups = [_listed(group, hits, request.officer) for group in hits.groups]
    return render(
        request,
        "desk/search.html",
        {
            "query": query,
            "words": hits.words,
            "numbered": _numbered(hits, IncomingEntry, _entries, request.officer),
            "numbered_sent": _numbered(hits, OutgoingEntry, _sent, request.officer),
            "groups": [group for group in groups if group.rows or group.before],
            "meant": hits.meant,
            "count_max": COUNT_MAX,
            "later": before is not None,
        },
    )


def _numbered(hits: Hits, noun: type[Row], seen: Seen, officer: Officer) -> list[Row]:
    return seen([row.pk for row in hits.numbered if isinstance(row, noun)], officer)


def _entries(wanted: Sequence[int], officer: Officer) -> list[Row]:
    return _in_order(wanted, IncomingEntry.objects.by_key().exclude(restricted_for(officer)))


def _sent(wanted: Sequence[int], officer: Officer) -> list[Row]:
    return _in_order(wanted, OutgoingEntry.objects.by_key().exclude(answers_restricted_for(officer)))


def _waiting(wanted: Sequence[int], officer: Officer) -> list[Row]:
    return _in_order(wanted, InboundEmail.objects.by_key().filter(state=InboundEmail.UNSORTED))


def _in_order(wanted: Sequence[int], seen: QuerySet[Any]) -> list[Row]:
    """Those of these rows that the officer may see, in this order."""
    found = seen.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


KINDS = {
    Found.ENTRY: ("entries", "ทะเบียนหนังสือรับ", _entries),
    Found.SENT: ("sent", "ทะเบียนหนังสือส่ง", _sent),
    Found.LETTER: ("letters", "หนังสือที่รอลงรับ", _waiting),
}


def _listed(group: Group, hits: Hits, officer: Officer) -> Listed:
    name, title, seen = KINDS[group.kind]
    above = {(type(row), row.pk) for row in hits.numbered}
    rows = seen([found.row_id for found in group.rows], officer)
    inside = frozenset(found.row_id for found in group.rows if not found.shows(hits.words))
    there = [row for row in rows if (type(row), row.pk) not in above]
    return Listed(name, title, there, group.count, group.before, inside)


def _place(text: str | None) -> int | None:
    """A place as an address says it; None for everything else that may stand there."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 19:
        return None
    return int(text) if int(text) < PLACE_MAX else None
