"""Keeping the index true to the rows: it follows the log, so what a crash left out is taken in by the next round."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.timezone import now

from saraban.audit.entries import AuditEntry, Opening
from saraban.search.documents import BODY_MAX, NOUNS, Document, answers_to, documents_of, rows_of
from saraban.search.engine import Line, engine
from saraban.search.models import NEXT_MINUTE, Found, IndexMark, place_of
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for, current_agency
from saraban.thai.spelling import one_spelling

BATCH_MAX = 200  # rows in one transaction: on SQLite an officer who writes waits for it
AGENCIES_MAX = 50  # in one round


def put(documents: Sequence[Document]) -> None:
    """Let these be found as they are now; twice is the same as once. After the commit of what they say."""
    for start in range(0, len(documents), BATCH_MAX):
        with transaction.atomic():
            lock()
            _put(documents[start : start + BATCH_MAX])


def forget(kind: int, row_ids: Collection[int]) -> None:
    """Nobody finds these rows any more, unless they are put again or changed: `documents_of` says what may be found."""
    with transaction.atomic():
        lock()
        _forget(kind, row_ids)


def index_new(limit: int = BATCH_MAX) -> int:
    """Take in what the agencies' logs tell since the last round; how many entries and rows were looked at."""
    moved = 0
    for mark in _behind():
        with acting_for(mark.agency):
            moved += _catch_up(mark, limit)
    return moved


def reindex(*, batch: int = BATCH_MAX) -> int:
    """Every row of the current agency again, in batches beside the work of the office; how many rows.

    What stands in their files is kept, and read again by the clock.
    """
    with transaction.atomic():
        lock()
        number = AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    count, seen = 0, dict[int, int]()
    for kind in NOUNS.values():
        _in_batches(kind, _found_rows, _forget_what_went, batch=batch)
        done, seen[kind] = _in_batches(kind, rows_of, _refresh_again, batch=batch)
        count += done
    IndexMark.objects.filter(number__lte=number).update(number=number, seen=_by_text(seen))
    return count


# Following the log


@dataclass
class _News:
    """What one round takes in: the rows that the next entries of the log are about, and how far that reaches."""

    number: int
    seen: dict[int, int]
    rows: dict[int, set[int]] = field(default_factory=lambda: {kind: set() for kind in NOUNS.values()})

    @property
    def count(self) -> int:
        return sum(map(len, self.rows.values()))

    def take(self, number: int, noun: str, subject_id: int | None, *, limit: int) -> bool:
        """Whether the entry is wholly in it; an import may need several rounds."""
        kind = NOUNS.get(noun)
        if kind is not None and subject_id is not None:
            self.rows[kind].add(subject_id)
        elif kind is not None:
            # A batch names no row; each row with anything to be found has an opening.
            openings = Opening.objects.filter(noun=noun, subject_id__gt=self.seen[kind])
            some = openings.order_by("subject_id").values_list("subject_id", flat=True).distinct()[:limit]
            self.rows[kind] |= set(some)
            self.seen[kind] = max([self.seen[kind], *some])
            if len(some) == limit:
                return False
        self.number = number
        return True


def _behind() -> list[IndexMark]:
    """The marks of the agencies whose log went on."""
    for agency in Agency.objects.exclude(pk__in=IndexMark.across_agencies.values("agency"))[:AGENCIES_MAX]:
        IndexMark.across_agencies.get_or_create(agency=agency)
    log = AuditEntry.across_agencies.filter(agency=OuterRef("agency")).order_by("-number")
    marks = IndexMark.across_agencies.select_related("agency").order_by("pk")
    behind = marks.annotate(last=Subquery(log.values("number")[:1])).filter(last__gt=F("number"))
    return [*behind[:AGENCIES_MAX]]


def _catch_up(mark: IndexMark, limit: int) -> int:
    with transaction.atomic():
        held = IndexMark.objects.select_for_update(skip_locked=True).filter(pk=mark.pk).first()
        if held is None:  # another process is at it
            return 0
        log = AuditEntry.objects.filter(number__gt=held.number).order_by("number")
        news = _News(held.number, {kind: held.seen.get(str(kind), 0) for kind in NOUNS.values()})
        for number, noun, subject_id in log.values_list("number", "noun", "subject_id")[:limit]:
            if not news.take(number, noun, subject_id, limit=limit) or news.count >= limit:
                break
        news.rows[Found.SENT] |= answers_to(news.rows)
        for kind, row_ids in news.rows.items():
            _refresh(kind, row_ids)
        moved = news.number - held.number + news.count
        held.number, held.seen = news.number, _by_text(news.seen)
        held.save(update_fields=["number", "seen"])
    return moved


def _by_text(seen: Mapping[int, int]) -> dict[str, int]:
    """As JSON has keys."""
    return {str(kind): last for kind, last in seen.items()}


def _in_batches(
    kind: int, rows: Callable[..., list[int]], run: Callable[[int, list[int]], None], *, batch: int
) -> tuple[int, int]:
    """How many rows there were, and the last of them."""
    count, after = 0, 0
    while row_ids := rows(kind, after=after, limit=batch):
        with transaction.atomic():
            lock()
            run(kind, row_ids)
        count, after = count + len(row_ids), row_ids[-1]
    return count, after


def _found_rows(kind: int, *, after: int, limit: int) -> list[int]:
    rows = Found.objects.filter(kind=kind, row_id__gt=after).order_by("row_id")
    return list(rows.values_list("row_id", flat=True)[:limit])


def _forget_what_went(kind: int, row_ids: Collection[int]) -> None:
    _forget(kind, set(row_ids) - {document.row_id for document in documents_of(kind, row_ids)})


def _refresh_again(kind: int, row_ids: Collection[int]) -> None:
    _refresh(kind, row_ids, again=True)


def _refresh(kind: int, row_ids: Collection[int], *, again: bool = False) -> None:
    documents = documents_of(kind, row_ids)
    _forget(kind, set(row_ids) - {document.row_id for document in documents})
    _put(documents, again=again)


# Writing it down, one transaction of an agency at a time


def lock() -> None:
    """Let nobody else write the agency's index until this transaction ends."""
    IndexMark.objects.get_or_create(agency=current_agency())
    IndexMark.objects.select_for_update().get()


def _forget(kind: int, row_ids: Collection[int]) -> None:
    if not row_ids:
        return
    rows = Found.objects.filter(kind=kind, row_id__in=row_ids)
    gone = [(row.pk, row.said) for row in rows]
    rows.delete()
    engine().index(gone=gone, come=[])


def _put(documents: Iterable[Document], *, again: bool = False) -> None:
    agency = current_agency()
    latest = {(document.kind, document.row_id): document for document in documents}
    known = _known(latest)
    gone, come = list[Line](), list[Found]()
    for key, document in latest.items():
        old = known.get(key)
        new = Found(
            id=place_of(agency.pk, document.kind, document.at, document.row_id),
            agency=agency,
            kind=document.kind,
            row_id=document.row_id,
            at=document.at,
            text=one_spelling(document.text),
            closed=document.closed,
        )
        new.body, new.unread_since = _contents_of(document, old, again=again)
        if old is not None:
            if not again and _says(old) == _says(new):
                continue
            gone.append((old.pk, old.said))
        come.append(new)
    if any(row.unread_since for row in come):
        IndexMark.objects.update(not_before=now())
    Found.objects.by_key().filter(pk__in=[place for place, _ in gone]).delete()
    _find_room(come)
    Found.objects.bulk_create(come)
    engine().index(gone=gone, come=[(row.pk, row.said) for row in come])


def _contents_of(document: Document, old: Found | None, *, again: bool) -> tuple[str, datetime | None]:
    """The words of its mail and files, and since when they wait to be read (again)."""
    if document.closed:
        return "", None
    if document.body is not None:
        return one_spelling(document.body[:BODY_MAX]), None
    if old is None or old.closed:
        return "", now()
    return old.body, now() if again else old.unread_since


def _says(row: Found) -> tuple[object, ...]:
    return row.at, row.text, row.body, row.closed, row.unread_since


def _known(keys: Collection[tuple[int, int]]) -> dict[tuple[int, int], Found]:
    known: dict[tuple[int, int], Found] = {}
    for kind in {kind for kind, _ in keys}:
        rows: QuerySet[Found] = Found.objects.filter(
            kind=kind, row_id__in=[row for k, row in keys if k == kind]
        )
        known |= {(row.kind, row.row_id): row for row in rows}
    return known


def _find_room(rows: Iterable[Found]) -> None:
    """A place of its own for each: two rows of one minute may want the same."""
    settled: set[int] = set()
    waiting = list(rows)
    while waiting:
        taken = set(
            Found.objects.by_key().filter(pk__in={row.pk for row in waiting}).values_list("pk", flat=True)
        )
        crowded = []
        for row in waiting:
            if row.pk in taken or row.pk in settled:
                row.id += NEXT_MINUTE
                crowded.append(row)
            else:
                settled.add(row.pk)
        waiting = crowded
