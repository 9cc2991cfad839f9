"""ค้นหา: one box over the register and the letters that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from saraban.agencies.models import Officer
from saraban.desk.middleware import OfficerRequest
from saraban.mail.models import InboundEmail
from saraban.registers.models import IncomingEntry, restricted_for
from saraban.search.finding import COUNT_MAX, EVERYTHING, QUERY_MAX, Group, Hits, find
from saraban.search.models import Found

LISTED_MAX = 20  # of each kind, on one page
PLACE_MAX = 1 << 63  # of keys


@dataclass(frozen=True)
class Listed:
    """One kind of what was found, as the page lists it: rows as they are now, not as the index knows them."""

    name: str
    rows: Sequence[IncomingEntry | InboundEmail]
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
            "numbered": _seen([entry.pk for entry in hits.numbered], request.officer),
            "groups": [group for group in groups if group.rows or group.before],
            "meant": hits.meant,
            "count_max": COUNT_MAX,
            "later": before is not None,
        },
    )


def _seen(wanted: Sequence[int], officer: Officer) -> list[IncomingEntry]:
    """Those of these entries that the officer may see, in this order."""
    entries = IncomingEntry.objects.by_key().filter(pk__in=wanted).exclude(restricted_for(officer))
    found = {entry.pk: entry for entry in entries}
    return [found[pk] for pk in wanted if pk in found]


def _listed(group: Group, hits: Hits, officer: Officer) -> Listed:
    wanted = [found.row_id for found in group.rows]
    inside = frozenset(found.row_id for found in group.rows if not found.shows(hits.words))
    if group.kind == Found.ENTRY:
        above = {entry.pk for entry in hits.numbered}
        rows: list[IncomingEntry | InboundEmail] = [
            entry for entry in _seen(wanted, officer) if entry.pk not in above
        ]
        return Listed("entries", rows, group.count, group.before, inside)
    letters = InboundEmail.objects.by_key().filter(state=InboundEmail.UNSORTED).in_bulk(wanted)
    waiting = [letters[pk] for pk in wanted if pk in letters]
    return Listed("letters", waiting, group.count, group.before, inside)


def _place(text: str | None) -> int | None:
    """A place as an address says it; None for everything else that may stand there."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 19:
        return None
    return int(text) if int(text) < PLACE_MAX else None
