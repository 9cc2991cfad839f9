"""Finding: every word of the question in one row, the newest first; the number of an entry before all else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from saraban.registers.books import Counter, Register
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import SENT_KINDS, OutgoingEntry
from saraban.search.engine import engine
from saraban.search.models import Found, kind_of, range_of
from saraban.tenancy.scope import current_agency
from saraban.thai.dates import BE_CENTURY
from saraban.thai.keyboard import could_be_thai, on_the_other_layout
from saraban.thai.spelling import one_spelling

QUERY_MAX = 200  # characters; what follows is not looked for
COUNT_MAX = 1_000  # beyond it, nobody counts
NUMBERED_MAX = 20  # years of a register in which a number is looked up
EVERYTHING = (Found.ENTRY, Found.SENT, Found.LETTER)

_NUMBER = re.compile(
    r"(?:เลข(?P<book>รับ|ส่ง)(?:ที่)? ?)?(?P<number>[0-9]{1,7})(?: ?/ ?(?P<year>[0-9]{4}|[0-9]{2}))?"
)


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `count` beyond `COUNT_MAX`: more than that; None where one only goes on reading."""

    kind: int
    rows: tuple[Found, ...]
    count: int | None
    before: int | None  # ask for what comes before this place; None: there is no more


@dataclass(frozen=True)
class Hits:
    """`numbered`: entries of either register that bear the number that was typed. `meant`: what the other layout would
    have written."""

    words: tuple[str, ...]
    numbered: tuple[IncomingEntry | OutgoingEntry, ...] = ()
    groups: tuple[Group, ...] = ()
    meant: str = ""

    @property
    def found(self) -> bool:
        return bool(self.numbered) or any(group.rows for group in self.groups)


def find(
    query: str, *, kinds: Sequence[int] = EVERYTHING, limit: int = 20, before: int | None = None
) -> Hits:
    """What the current agency has with all these words. `before`, from a `Group`, goes on with that kind alone."""
    words = words_of(query)
    if not words:
        return Hits(())
    if before is not None:
        kinds = [kind for kind in kinds if kind == kind_of(before)]
    groups = tuple(_group(kind, words, limit=limit, before=before) for kind in kinds)
    numbered = tuple(_numbered(query, kinds)) if before is None else ()
    hits = Hits(words, numbered, groups)
    if hits.found or before is not None:
        return hits
    return Hits(words, numbered, groups, _meant(query, kinds))


def words_of(query: str) -> tuple[str, ...]:
    """The words looked for, in their one spelling, each once."""
    return tuple(dict.fromkeys(one_spelling(query[:QUERY_MAX]).split()))


def _group(kind: int, words: tuple[str, ...], *, limit: int, before: int | None) -> Group:
    low, high = range_of(current_agency().pk, kind)
    wanted = limit + 1
    if before is None:
        wanted = max(wanted, COUNT_MAX + 1)
    else:
        high = min(high, max(before, low))
    places = engine().places(words, low=low, high=high, limit=wanted)
    rows = Found.objects.by_key().filter(pk__in=places[:limit]).order_by("-pk")
    return Group(
        kind,
        tuple(rows),
        len(places) if before is None else None,
        places[limit - 1] if len(places) > limit else None,
    )


def _numbered(query: str, kinds: Sequence[int]) -> list[IncomingEntry | OutgoingEntry]:
    """The entries of that number, the latest year first. The registers are asked: they know before the index does."""
    said = _NUMBER.fullmatch(one_spelling(query[:QUERY_MAX]))
    if said is None:
        return []
    number, found = int(said["number"]), list[IncomingEntry | OutgoingEntry]()
    if Found.ENTRY in kinds and said["book"] != "ส่ง":
        years = _years(said["year"], number, [Register.INCOMING])
        found += IncomingEntry.objects.filter(number=number, year__in=years).order_by("-year")
    if Found.SENT in kinds and said["book"] != "รับ":
        years = _years(said["year"], number, SENT_KINDS)
        sent = OutgoingEntry.objects.filter(register__in=SENT_KINDS, number=number, year__in=years)
        found += sent.order_by("-year", "register")
    return found


def _years(said: str | None, number: int, registers: Sequence[Register]) -> list[int]:
    if said:
        return [int(said) if len(said) == 4 else BE_CENTURY + int(said)]
    given = Counter.objects.filter(register__in=registers, last__gte=number)
    return sorted(set(given.values_list("year", flat=True)), reverse=True)[:NUMBERED_MAX]


def _meant(query: str, kinds: Sequence[int]) -> str:
    """The question on the other layout: where it can be no words as it stands, or where something is found by it."""
    typed = " ".join(query[:QUERY_MAX].split())
    meant = on_the_other_layout(typed)
    if not meant or not words_of(meant):
        return ""
    if could_be_thai(meant) or not could_be_thai(typed):
        return meant
    words = words_of(meant)
    return meant if any(_group(kind, words, limit=1, before=None).rows for kind in kinds) else ""
