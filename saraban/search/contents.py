"""The words inside: rows are found by what stands in their mails and files, read in the workbench after they came."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from saraban.audit.leased import TakenOver
from saraban.mail.models import InboundEmail, files
from saraban.proposals.reading import read_words
from saraban.registers.batches import ScannedLetter
from saraban.registers.handed_in import ScannedFile
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import SentFile
from saraban.search.documents import BODY_MAX, documents_of
from saraban.search.index import AGENCIES_MAX, lock, put
from saraban.search.models import Found, IndexMark
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for, current_agency

ROWS_MAX = 20  # of one agency in one round
READING_TIME = timedelta(seconds=5)  # of one agency in one round
LEASE = timedelta(minutes=5)  # one row more, and its files at their slowest


def read_contents(limit: int = ROWS_MAX) -> int:
    """Read the files of rows that wait for it, the newest first; how many rows."""
    moved = 0
    moment = now()
    marks = IndexMark.across_agencies.filter(IndexMark.due(moment)).select_related("agency")
    for mark in marks.order_by("not_before")[:AGENCIES_MAX]:
        if mark.claim(moment, lease=LEASE):
            with acting_for(mark.agency):
                moved += _read_some(mark, limit)
    return moved


def _read_some(mark: IndexMark, limit: int) -> int:
    began = now()
    words = dict[int, dict[int, str]]()  # kind → row → what stands in it
    read = list[int]()
    waiting = list(Found.objects.filter(unread_since__isnull=False).order_by("-pk")[:limit])
    sources = _sources_of(waiting)
    for row in waiting:
        words.setdefault(row.kind, {})[row.row_id] = _words_of(sources[row.kind, row.row_id])
        read.append(row.pk)
        if now() - began > READING_TIME:
            break
    for kind, said in words.items():
        documents = documents_of(kind, said)  # as they may be found now
        for one in documents:
            if not one.closed:  # each in a transaction of its own: an officer who writes waits for it
                put([replace(one, body=said[one.row_id])])
    with transaction.atomic():
        lock()
        # What may be found no more waits no longer either; the log tells the index of it.
        Found.objects.by_key().filter(pk__in=read, unread_since__lt=began).update(unread_since=None)
        more = Found.objects.filter(unread_since__isnull=False).exists()
        with contextlib.suppress(TakenOver):  # another reads on: what it reads again says the same
            mark.let_go(not_before=now() if more else None)
    return len(read)


@dataclass(frozen=True)
class _Source:
    sha256: str
    name: str = ""  # of a scan or a file that we sent; empty: a mail


def _words_of(sources: Sequence[_Source]) -> str:
    agency = current_agency()
    said, left = [], BODY_MAX
    for source in sources:
        words = _read(agency, source, left) if left > 0 else ""
        said.append(words)
        left -= len(words)
    return " ".join(said)


def _read(agency: Agency, source: _Source, characters_max: int) -> str:
    try:
        path = files().path(agency, source.sha256)
    except FileNotFoundError:  # the doctor tells of it
        return ""
    return read_words(path, name=source.name, characters_max=characters_max)


def _sources_of(rows: Sequence[Found]) -> dict[tuple[int, int], list[_Source]]:
    """What each is read from; none where the row went meanwhile. Of a letter among several of one mail: the whole mail."""
    found: dict[tuple[int, int], list[_Source]] = {(row.kind, row.row_id): [] for row in rows}
    letters = [row.row_id for row in rows if row.kind == Found.LETTER]
    for pk, sha256 in InboundEmail.objects.by_key().filter(pk__in=letters).values_list("pk", "sha256"):
        found[Found.LETTER, pk].append(_Source(sha256))
    entries = [row.row_id for row in rows if row.kind == Found.ENTRY]
    came = IncomingEntry.objects.by_key().filter(pk__in=entries).exclude(email=None)
    for pk, sha256 in came.values_list("pk", "email__sha256"):
        found[Found.ENTRY, pk].append(_Source(sha256))
    scans = ScannedFile.objects.filter(handed_in__entry__in=entries).order_by("pk")
    for pk, sha256, name in scans.values_list("handed_in__entry", "sha256", "name"):
        found[Found.ENTRY, pk].append(_Source(sha256, name or "scan"))
    ours = [row.row_id for row in rows if row.kind == Found.SENT]
    sent = SentFile.objects.filter(entry__in=ours).order_by("pk")
    for pk, sha256, name in sent.values_list("entry", "sha256", "name"):
        found[Found.SENT, pk].append(_Source(sha256, name or "letter"))
    attached = ScannedLetter.objects.filter(entry__in=entries, state=ScannedLetter.ATTACHED).order_by("pk")
    for pk, sha256, name in attached.values_list("entry", "sha256", "name"):
        if sha256:
            found[Found.ENTRY, pk].append(_Source(sha256, name or "scan"))
    return found
