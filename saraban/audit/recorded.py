"""The one way to write a row that the law cares about.

A recorded row is changed inside `change()` and made by `objects.record()` (many of one import: `record_batch()`);
there is no other way to write it. So there is no state without its log entry, and no entry without its state.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, NoReturn, Protocol, Self, TypeVar

from django.db import models

from saraban.audit.canonical import SALT_BYTES, Plain, commitment, plain, rows_digest
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.entries import AuditEntry, Opening
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import ScopedManager, current_agency

BATCH_MAX = 500  # rows under one hold of the desk: an import must not close the office


class UnrecordedChange(RuntimeError):
    """A recorded row was written to outside `change()` or `record()`."""


class Actor(Protocol):
    """Who does it: an officer, the machine, or the operator of the deployment."""

    @property
    def actor_key(self) -> str:
        """As the log names it, for ever: "officer:12"."""
        ...

    def assert_may(self, deed: str) -> None:
        """Raises `Refusal` where their duties do not hold the deed, "incomingentry.entered"."""
        ...


Row = TypeVar("Row", bound="Recorded")


class RecordedQuerySet(models.QuerySet[Row]):
    def lease(self, **columns: Any) -> int:
        """Write columns that are not in the log (leases, back-off); how many rows were taken."""
        assert set(columns) <= self.model.operational, "only operational columns go around the log"
        return super().update(**columns)

    def _unrecorded(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnrecordedChange(f"{self.model.__name__} rows are changed one at a time, inside change()")

    update = bulk_update = bulk_create = delete = _unrecorded
    aupdate = abulk_update = abulk_create = adelete = _unrecorded


class EveryAgency(models.Manager[Row]):
    """For the clock and the operator of the deployment. A door for one agency never uses it."""

    def get_queryset(self) -> RecordedQuerySet[Row]:
        return RecordedQuerySet(self.model, using=self._db)


class RecordedManager(ScopedManager[Row]):
    """Rows of the agency that we are acting for."""

    def _unscoped(self) -> RecordedQuerySet[Row]:
        return RecordedQuerySet(self.model, using=self._db)

    def record(self, verb: str, *, by: Actor, **fields: Any) -> Row:
        """Make a row of the current agency and log that it was made. Raises `Refusal` as `Actor.assert_may`."""
        row = self.model(agency=current_agency(), **fields)
        by.assert_may(f"{row.noun}.{verb}")
        with one_at_a_time(row.agency_id) as desk:
            by.assert_may(f"{row.noun}.{verb}")  # still, now that others have left the desk
            row._write(force_insert=True)
            said = row._said(row.plain_values(), made=True)
            _append(desk, by=by, verb=verb, noun=row.noun, subject_id=row.pk, facts={"made": said.facts})
            said.keep(desk, [row])
            if row.arranges:
                desk.arrange_anew()
        return row

    def record_batch(self, verb: str, rows: Sequence[Row], *, by: Actor, **facts: Any) -> None:
        """Make many rows of one import: at most `BATCH_MAX` under one hold of the desk, one log entry for them.

        The entry holds their count and one digest over their canonical lines (`docs/log.md`). Several chunks are
        several transactions unless the caller holds the desk already.
        """
        by.assert_may(f"{self.model._meta.model_name}.{verb}")
        for start in range(0, len(rows), BATCH_MAX):
            self._record_chunk(verb, rows[start : start + BATCH_MAX], by=by, facts=facts)

    def _record_chunk(self, verb: str, rows: Sequence[Row], *, by: Actor, facts: dict[str, Any]) -> None:
        agency = current_agency()
        for row in rows:
            assert row.agency_id in (None, agency.pk), "a batch belongs to one agency"
            row.agency = agency
            row._assert_one_agency()
        with one_at_a_time(agency.pk) as desk:
            models.QuerySet[Row](self.model, using=self._db).bulk_create(rows)
            said = [row._said(row.plain_values(), made=True) for row in rows]
            _append(
                desk,
                by=by,
                verb=verb,
                noun=rows[0].noun,
                subject_id=None,
                facts={
                    **plain_facts(facts),
                    "count": len(rows),
                    "columns": list(said[0].facts),
                    "rows": rows_digest([row.pk, line.facts] for row, line in zip(rows, said, strict=True)),
                },
            )
            _Said.keep_all(desk, rows, said, batch=True)
            if self.model.arranges:
                desk.arrange_anew()


class Recorded(Scoped):
    """A row that belongs to an agency and whose every change is in the log."""

    personal: ClassVar[frozenset[str]] = frozenset()  # in the log as salted commitments, erasable
    operational: ClassVar[frozenset[str]] = frozenset()  # not in the log: leases and the like
    arranges: ClassVar[bool] = False  # `scope.arrangement` may be asked of such rows

    objects: ClassVar[RecordedManager[Self]] = RecordedManager()
    across_agencies: ClassVar[EveryAgency[Self]] = EveryAgency()

    class Meta:
        abstract = True

    @property
    def noun(self) -> str:
        return str(self._meta.model_name)

    @contextmanager
    def change(self, verb: str, *, by: Actor, **facts: Any) -> Iterator[Desk]:
        """Take a fresh copy, let the caller change it, save just that, and log it, or do nothing.

        Check what must hold *inside* the block: only there is nobody else writing. After an exception the
        object in memory is not to be used again. Raises `Refusal` as `Actor.assert_may`.
        """
        by.assert_may(f"{self.noun}.{verb}")
        with one_at_a_time(self.agency_id) as desk:
            by.assert_may(f"{self.noun}.{verb}")  # still, now that others have left the desk
            self.refresh_from_db(from_queryset=type(self)._base_manager.all())
            before = self.plain_values()
            yield desk
            after = self.plain_values()
            changed = [name for name in before if before[name] != after[name]]
            if changed:
                self._write(update_fields=changed)
            said = self._said({name: after[name] for name in changed}, before=before)
            _append(
                desk,
                by=by,
                verb=verb,
                noun=self.noun,
                subject_id=self.pk,
                facts={**plain_facts(facts), "changed": said.facts},
            )
            said.keep(desk, [self])
            if self.arranges:
                desk.arrange_anew()

    def redact(self, *names: str, by: Actor, reason: str) -> None:
        """Erase personal values of this row for good, here and in every opening of the log; the chain still holds.

        `reason` names the order or the rule, and nothing personal. Raises `Refusal` as `Actor.assert_may`.
        """
        assert set(names) <= self.personal, "only what is declared personal can be erased from the log"
        with one_at_a_time(self.agency_id):
            with self.change("redacted", by=by, fields=sorted(names), reason=reason):
                for name in names:
                    field = self._meta.get_field(name)
                    assert isinstance(field, models.Field), "a personal value stands in a column of its own"
                    setattr(self, name, None if field.null else field.get_default())
            gone = {key for name in names for key in (name, f"{name}:before")}
            openings = Opening.across_agencies.filter(
                agency_id=self.agency_id, noun=self.noun, subject_id=self.pk
            )
            for opening in openings.select_related("entry"):
                opening.forget(gone)

    def story(self) -> models.QuerySet[AuditEntry]:
        """What was done to this row, in order; not its arrival in a batch."""
        return AuditEntry.across_agencies.filter(
            agency_id=self.agency_id, noun=self.noun, subject_id=self.pk
        ).order_by("number")

    def plain_values(self) -> dict[str, Plain]:
        return {
            field.attname: plain(field.value_from_object(self))
            for field in self._meta.concrete_fields
            if field.attname not in self.operational and field.attname != "agency_id"
        }

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnrecordedChange(f"change a {type(self).__name__} inside change(), or make it with record()")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnrecordedChange("nothing in the registers is deleted")

    def _write(self, **how: Any) -> None:
        self._assert_one_agency()
        super().save(**how)

    def _said(
        self, values: dict[str, Plain], *, made: bool = False, before: dict[str, Plain] | None = None
    ) -> _Said:
        said = _Said()
        for name, value in values.items():
            if made:
                said.facts[name] = said.word(name, value, personal=name in self.personal)
            else:
                assert before is not None
                said.facts[name] = [
                    said.word(f"{name}:before", before[name], personal=name in self.personal),
                    said.word(name, value, personal=name in self.personal),
                ]
        return said

    def _assert_one_agency(self) -> None:
        for field in self._meta.concrete_fields:
            if field.is_relation and field.name in self._state.fields_cache:
                other = getattr(self, field.name)
                assert other is None or getattr(other, "agency_id", self.agency_id) == self.agency_id, (
                    f"{field.name} belongs to another agency"
                )


class _Said:
    """What the log says of one row: its values, the personal ones as commitments, and their openings."""

    def __init__(self) -> None:
        self.facts: dict[str, Plain] = {}
        self.opened: dict[str, Plain] = {}

    def word(self, name: str, value: Plain, *, personal: bool) -> Plain:
        if not personal or value is None or value in ("", []):
            return value
        salt = secrets.token_bytes(SALT_BYTES)
        self.opened[name] = [salt.hex(), value]
        return {"hmac": commitment(salt, value)}

    def keep(self, desk: Desk, rows: Sequence[Recorded]) -> None:
        self.keep_all(desk, rows, [self])

    @staticmethod
    def keep_all(desk: Desk, rows: Sequence[Recorded], said: Iterable[_Said], *, batch: bool = False) -> None:
        openings = [
            Opening(
                agency=desk.agency,
                entry_id=desk.entry_id,
                noun=row.noun,
                subject_id=row.pk,
                opened=line.opened,
            )
            for row, line in zip(rows, said, strict=True)
            if line.opened or batch
        ]
        if len(openings) == 1:
            openings[0].save(force_insert=True)
        elif openings:
            Opening.across_agencies.bulk_create(openings)


def plain_facts(facts: dict[str, Any]) -> dict[str, Plain]:
    """Facts that a verb adds to its entry: objects by their key. Nothing personal belongs here."""
    return {
        name: plain(value.pk if isinstance(value, models.Model) else value) for name, value in facts.items()
    }


def _append(
    desk: Desk, *, by: Actor, verb: str, noun: str, subject_id: int | None, facts: dict[str, Plain]
) -> None:
    entry = AuditEntry(
        agency=desk.agency,
        number=desk.number + 1,
        at=desk.moment,
        actor=by.actor_key,
        verb=verb,
        noun=noun,
        subject_id=subject_id,
        facts=facts,
    )
    entry.digest = entry.digest_after(desk.digest)
    entry.save(force_insert=True)
    desk.number, desk.digest, desk.entry_id = entry.number, entry.digest, entry.pk
