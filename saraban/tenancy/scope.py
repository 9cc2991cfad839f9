"""Which agency we are acting for.

A door (request, command, step) says it once, with `acting_for`; every query then keeps to it.
Without it, a query on an agency's rows fails rather than leaks.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.lookups import Exact

if TYPE_CHECKING:
    from saraban.tenancy.models import Agency, Scoped

Row = TypeVar("Row", bound="Scoped")
Answer = TypeVar("Answer")
_current: ContextVar[Agency | None] = ContextVar("current_agency", default=None)
_memory: ContextVar[Memory | None] = ContextVar("remembered", default=None)
UNKNOWN = -1  # no count of an agency's arrangements
AGENCIES_MAX = 200  # whose arrangements one process keeps in memory


class NoAgency(RuntimeError):
    """A query on an agency's rows was made while acting for none."""


@dataclass
class Memory:
    """What was asked while we act for one agency."""

    arranged: int  # the count of the agency's arrangements that `arrangements` belong to
    arrangements: dict[Hashable, Any] = field(default_factory=dict)
    answers: dict[Hashable, Any] = field(default_factory=dict)


@contextmanager
def acting_for(agency: Agency, *, just_read: bool = False) -> Iterator[Agency]:
    """`just_read`: its row comes from the database now, so what other doors know of its arrangements is still so."""
    known = _known_arrangements(agency.uid, agency.arranged) if just_read else {}
    token, memory = _current.set(agency), _memory.set(Memory(agency.arranged, known))
    try:
        yield agency
    finally:
        _memory.reset(memory)
        _current.reset(token)


def current_agency() -> Agency:
    """Raises `NoAgency`."""
    agency = _current.get()
    if agency is None:
        raise NoAgency("wrap this in `with acting_for(agency):`, or ask `.across_agencies`")
    return agency


def remembered(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers, asked once while we act for the agency, and again after each hold of its desk.

    For what a page or a step needs several times and that seldom changes. Who gets it does not change it.
    """
    memory = _memory.get()
    if memory is None:
        return ask()
    if question not in memory.answers:
        memory.answers[question] = ask()
    answer: Answer = memory.answers[question]
    return answer


def arrangement(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers from rows that `arrange` the agency only, asked once until one of them is changed.

    The answer is shared by all doors of the process: who gets it does not change it.
    """
    memory = _memory.get()
    if memory is None:
        return ask()
    known = memory.arrangements
    if question not in known:
        known[question] = ask()
    answer: Answer = known[question]
    return answer


def forget_remembered() -> None:
    """What was remembered may be otherwise by now; not the arrangements."""
    memory = _memory.get()
    if memory is not None:
        memory.answers.clear()


def arranged_anew(arranged: int) -> None:
    """The agency's arrangements are counted `arranged` now: what was known of another count is forgotten here."""
    memory = _memory.get()
    if memory is not None and memory.arranged != arranged:
        # In a memory of its own, as the change that made it so may not be for good yet.
        memory.arranged, memory.arrangements = arranged, {}


@lru_cache(maxsize=AGENCIES_MAX)
def _known_arrangements(agency: UUID, arranged: int) -> dict[Hashable, Any]:
    """What the doors of this process know of an agency's arrangements as they are counted so."""
    return {}


class CurrentAgencyId(models.Value):
    """The current agency's key, looked up when the SQL is written and not before.

    So a queryset may be built at import time (a form field's choices, say) and still
    keep to whichever agency is current when it runs.
    """

    def __init__(self) -> None:
        super().__init__(None, output_field=models.BigIntegerField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[int]]:
        return "%s", (current_agency().pk,)


class ScopedManager(models.Manager[Row]):
    """Rows of the agency that we are acting for."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return self._unscoped().filter(agency_id=CurrentAgencyId())

    def by_key(self) -> models.QuerySet[Row]:
        """The same rows, for those who ask for several keys or go on by key: reached by the key and then checked.

        SQLite, knowing no figures, would take an index that begins with the agency and read all of it.
        """
        return self._unscoped().filter(Exact(models.F("agency_id") + 0, CurrentAgencyId()))

    def _unscoped(self) -> models.QuerySet[Row]:
        return super().get_queryset()
