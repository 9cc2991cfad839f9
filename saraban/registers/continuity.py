"""Whether a book's numbers go on without a gap and without a double, from the first that was given here to the last.

Neither can come about through the product. This finds what came about around it: a row taken out of the database, a
constraint taken off, a half of a backup. The whole of a book is counted and summed up by its index once in a while, and
between only what has come since: a page must not count a million rows. Rows under the first number are the paper book's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils.timezone import now

from saraban.registers.books import BookYear, Counter
from saraban.tenancy.scope import current_agency

COUNTED_ANEW_AFTER = timedelta(minutes=10)  # the whole of a book, by each process
TROUBLED_ANEW_AFTER = timedelta(seconds=30)  # the same of one that is not whole
TOLD_MAX = 20  # gaps and doubles that are named
REMEMBERED_MAX = 1000  # books


@dataclass(frozen=True)
class Gap:
    """Numbers that were given and have no row."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Continuity:
    first: int  # the first number that was given here
    last: int
    counted_at: datetime  # the whole of it
    gaps: tuple[Gap, ...] = ()
    doubled: tuple[int, ...] = ()
    beyond: tuple[int, ...] = ()  # numbers that the counter has not given

    @property
    def whole(self) -> bool:
        return not (self.gaps or self.doubled or self.beyond)

    @property
    def count(self) -> int:
        return self.last + 1 - self.first


_known: OrderedDict[tuple[UUID, str, int], Continuity] = OrderedDict()


def continuity_of(
    rows: QuerySet[Any],
    register: str,
    year: int,
    *,
    shown: Sequence[int] = (),
    moment: datetime | None = None,
) -> Continuity | None:
    """Of the book whose rows these are (all of them, whoever looks); None where no number of that year was given here.

    `shown`: numbers of a page that should follow each other; where they do not, the whole is counted anew.
    """
    last = Counter.objects.filter(register=register, year=year).values_list("last", flat=True).first()
    if last is None:
        return None
    book = BookYear.of(register, year)
    asked = Continuity(book.first if book is not None else 1, last, moment or now())
    key = (current_agency().uid, register, year)
    known = _known.get(key)
    of_year = rows.filter(year=year)
    if known is None or (known.whole and _jumps(shown, asked.first)) or not _goes_on(of_year, known, asked):
        known = _counted(of_year, asked)
    known = replace(known, last=last)
    _known.pop(key, None)  # the one asked last stands last
    _known[key] = known
    while len(_known) > REMEMBERED_MAX:
        _known.popitem(last=False)
    return known


def _jumps(shown: Sequence[int], first: int) -> bool:
    given = [number for number in shown if number >= first]
    return any(abs(one - next_) != 1 for one, next_ in pairwise(given))


def _goes_on(rows: QuerySet[Any], known: Continuity, asked: Continuity) -> bool:
    """Whether what is known still holds, with what has come since."""
    age = asked.counted_at - known.counted_at
    if known.first != asked.first or age > (COUNTED_ANEW_AFTER if known.whole else TROUBLED_ANEW_AFTER):
        return False
    if not known.whole:
        return known.last == asked.last
    come = rows.filter(number__gt=known.last).order_by().count() if known.last <= asked.last else -1
    return come == asked.last - known.last


def _counted(rows: QuerySet[Any], asked: Continuity) -> Continuity:
    given = rows.filter(number__gte=asked.first, number__lte=asked.last).order_by()
    said = given.aggregate(rows=Count("pk"), sum=Sum("number"))
    whole = said == {"rows": asked.count, "sum": (asked.first + asked.last) * asked.count // 2 or None}
    beyond = rows.filter(number__gt=asked.last).order_by("number").values_list("number", flat=True)[:TOLD_MAX]
    return replace(
        asked,
        gaps=() if whole else _gaps(given, asked),
        doubled=() if whole else _doubled(given),
        beyond=tuple(beyond),
    )


def _gaps(given: QuerySet[Any], asked: Continuity) -> tuple[Gap, ...]:
    """Each ends before the next number that has a row, or at the last that was given."""
    follows = Exists(given.filter(number=OuterRef("number") + 1))
    before = given.filter(~Q(follows), number__lt=asked.last).order_by("number")
    edges = [number + 1 for number in before.values_list("number", flat=True)[:TOLD_MAX]]
    if not given.filter(number=asked.first).exists():
        edges = [asked.first, *edges]
    gaps = []
    for first in dict.fromkeys(edges):
        then = given.filter(number__gt=first).aggregate(number=Min("number"))["number"]
        gaps.append(Gap(first, then - 1 if then is not None else asked.last))
    return tuple(gaps[:TOLD_MAX])


def _doubled(given: QuerySet[Any]) -> tuple[int, ...]:
    twice = given.values("number").annotate(rows=Count("pk")).filter(rows__gt=1).order_by("number")
    return tuple(twice.values_list("number", flat=True)[:TOLD_MAX])
