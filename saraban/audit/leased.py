"""Work that waits for the clock: claimed by one process at a time, tried again with back-off, given up in the end.

The columns are operational: claiming and failing are not deeds. What the work *did* is recorded by its noun. A lease may
run out while its holder is only slow. So whoever claimed writes as long as the lease is theirs, and not a word after.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from saraban.presence import gone, own_name

if TYPE_CHECKING:
    from django.db.models import QuerySet

BACK_OFF_FIRST = timedelta(minutes=1)
BACK_OFF_MAX = timedelta(hours=2)
DOUBLINGS_MAX = 20  # far past every pause; a mailbox may be dead for years
ERROR_MAX = 500  # characters


class TakenOver(Exception):
    """Our lease ran out, and another is at the work by now, or has done it. Nothing was written."""


class Leased(models.Model):
    """`not_before` None: nothing left to do. `lease_until` in the future: `lease_by` is at it, if it still lives."""

    not_before = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=ERROR_MAX, blank=True)

    LEASE_COLUMNS: ClassVar[frozenset[str]] = frozenset(
        {"not_before", "lease_until", "lease_by", "attempts", "last_error"}
    )

    class Meta:
        abstract = True

    _held_until: datetime | None = None  # the lease that this very object got by claim(); None: it holds none

    @staticmethod
    def due(moment: datetime) -> Q:
        """Rows that wait, whose time has come, and that nobody works on (or whose worker died)."""
        return Q(not_before__lte=moment) & Leased.free(moment)

    @staticmethod
    def free(moment: datetime) -> Q:
        """Rows that nobody works on."""
        return Q(lease_until=None) | Q(lease_until__lt=moment) | Q(lease_by__in=gone(settings.DATA_DIR))

    def claim(self, moment: datetime, *, lease: timedelta) -> bool:
        """True if this process has it now, until `moment + lease`. One conditional UPDATE.

        False, too, where somebody has had it since this object was read: what their lease tells of them was not seen.
        """
        columns: dict[str, Any] = {
            "lease_until": moment + lease,
            "lease_by": own_name(settings.DATA_DIR),
            "attempts": F("attempts") + 1,
        }
        rows = self._alone().filter(self.due(moment), lease_until=self.lease_until)
        taken = rows.lease(**columns) if hasattr(rows, "lease") else rows.update(**columns)
        if taken:
            self.refresh_from_db(
                fields=sorted(self.LEASE_COLUMNS), from_queryset=type(self)._base_manager.all()
            )
        self._held_until = self.lease_until if taken else None
        return bool(taken)

    def renew(self, moment: datetime, *, lease: timedelta, **columns: Any) -> None:
        """Keep what we claimed until `moment + lease`. Raises `TakenOver`."""
        assert self._held_until is not None, "only what was claimed can be kept"
        self._set(lease_until=moment + lease, **columns)
        self._held_until = moment + lease

    def take_back(self, moment: datetime, *, lease: timedelta, **columns: Any) -> None:
        """What we did with it is done, whoever has it by now: it is ours, and they will notice."""
        self._held_until = None
        self._set(lease_until=moment + lease, lease_by=own_name(settings.DATA_DIR), **columns)
        self._held_until = moment + lease

    def put_off(
        self, moment: datetime, *, error: str, by: timedelta | None = None, at_most: timedelta = BACK_OFF_MAX
    ) -> None:
        """Let go of it and try again later: after `by`, or after a pause that doubles with each attempt.

        Raises `TakenOver`, as all that follow.
        """
        doublings = min(max(self.attempts - 1, 0), DOUBLINGS_MAX)
        pause = by or min(BACK_OFF_FIRST * 2**doublings, at_most)
        self._set(not_before=moment + pause, lease_until=None, lease_by="", last_error=error[:ERROR_MAX])

    def let_go(self, *, not_before: datetime | None, error: str = "") -> None:
        """Let go of it: done for good when `not_before` is None."""
        self._set(not_before=not_before, lease_until=None, lease_by="", last_error=error[:ERROR_MAX])

    def _set(self, **columns: Any) -> None:
        rows = self._alone()
        if self._held_until is not None:
            rows = rows.filter(lease_until=self._held_until, lease_by=own_name(settings.DATA_DIR))
        written = rows.lease(**columns) if hasattr(rows, "lease") else rows.update(**columns)
        if not written:
            raise TakenOver(f"{self} is in other hands")
        for name, value in columns.items():
            setattr(self, name, value)
        if "lease_until" in columns:
            self._held_until = None

    def _alone(self) -> QuerySet[Any]:
        return type(self).across_agencies.filter(pk=self.pk)  # type: ignore[attr-defined, no-any-return]
