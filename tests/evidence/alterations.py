"""Alterations of every kind behind the product's back, each in a savepoint of its own, and whether they are seen.

An auditor has the bundle and a seal that was kept earlier, and nothing else.
"""

from __future__ import annotations

import random
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from saraban.agencies.duties import MACHINE
from saraban.audit.canonical import BEGINNING, commitment
from saraban.audit.entries import AuditEntry, Opening
from saraban.evidence.bundle import Evidence
from saraban.evidence.lines import recorded_models
from saraban.evidence.seals import DaySeal
from saraban.evidence.verify_register import Bundle, Verifier, held_seal
from saraban.registers.models import Counter, IncomingEntry
from saraban.tenancy.models import Agency
from tests.evidence.days import MONDAY, clock_at, sealed_until
from tests.insider.deeds import takes_the_guard_away
from tests.office import Office

NOT_IN_THE_LOG = {"agency"}  # and what a noun calls operational


class Impossible(Exception):
    """This alteration changes nothing here; another is tried."""


@dataclass
class Found:
    tried: Tally[str] = field(default_factory=Tally)
    unreadable: int = 0  # so broken that the verifier says so instead of listing
    missed: list[str] = field(default_factory=list)


class Alterations:
    def __init__(self, office: Office, data: Path, *, seed: int) -> None:
        self.office, self.data, self.rng = office, data, random.Random(seed)
        self.said = ""
        self.other = Agency.objects.create(slug="other")
        latest = sealed_until(4)
        self.seals = list(DaySeal.objects.order_by("day"))
        self.held = [held_seal(seal.text()) for seal in self.seals]
        assert latest == self.seals[-1]
        takes_the_guard_away()
        self.kinds: dict[str, Callable[[], None]] = {
            "a field of a row": self.field_of_a_row,
            "a field of the log": self.field_of_the_log,
            "an opening": self.opening,
            "a counter": self.counter,
            "a byte of a letter": self.letter,
            "two rows swapped": self.swap,
            "two entries swapped": self.swap_entries,
            "a row removed": self.row_removed,
            "an entry removed": self.entry_removed,
            "the last entries cut off": self.tail,
            "a day removed": self.day,
            "made anew with our own code": self.rechained,
        }

    def run(self, count: int) -> Found:
        found = Found()
        names = list(self.kinds)
        while found.tried.total() < count:
            name = names[found.tried.total() % len(names)]
            try:
                intact, readable = self.one(name)
            except Impossible:
                continue
            found.tried[name] += 1
            found.unreadable += not readable
            if intact:
                found.missed.append(f"{name}: {self.said}")
        return found

    def one(self, name: str) -> tuple[bool, bool]:
        """Whether the verifier calls it intact, and whether it could read it."""
        with self._undone():
            try:
                with transaction.atomic():
                    self.kinds[name]()
            except IntegrityError:  # the database itself says no
                raise Impossible from None
            return self.seen_by_an_auditor(self.held[-1] if self.rng.random() < 0.5 else self._any_seal(name))

    def seen_by_an_auditor(self, held: dict[str, Any] | None) -> tuple[bool, bool]:
        path = self.data / "altered.zip"
        path.unlink(missing_ok=True)
        Evidence().write(path)
        try:
            return Verifier(Bundle(str(path)), held).run()["intact"], True
        except Exception:
            return False, False

    def _any_seal(self, name: str) -> dict[str, Any]:
        """Of what was cut off or made anew only a seal that covers it can tell."""
        covering = name in ("the last entries cut off", "a day removed", "made anew with our own code")
        return self.held[-1] if covering else self.rng.choice(self.held)

    @contextmanager
    def _undone(self) -> Iterator[None]:
        self.files: dict[Path, bytes] = {}
        with transaction.atomic():
            try:
                yield
            finally:
                transaction.set_rollback(True)
                for path, data in self.files.items():
                    path.parent.mkdir(exist_ok=True)
                    path.unlink(missing_ok=True)
                    path.write_bytes(data)

    # Rows

    def field_of_a_row(self) -> None:
        model = self.rng.choice([model for model in recorded_models() if rows_of(model).exists()])
        row = self.rng.choice(list(rows_of(model)))
        names = [f for f in model._meta.concrete_fields if f.name not in model.operational]
        self._alter(model, row, self.rng.choice(names))

    def field_of_the_log(self) -> None:
        entry = self.rng.choice(list(rows_of(AuditEntry)))
        names = [f for f in AuditEntry._meta.concrete_fields if f.name != "id"]
        self._alter(AuditEntry, entry, self.rng.choice(names))

    def opening(self) -> None:
        opening = self.rng.choice([one for one in rows_of(Opening) if one.opened])
        if self.rng.random() < 0.2:
            rows_of(Opening).filter(pk=opening.pk).delete()
            self.said = f"{opening} is gone"
            return
        names = [f for f in Opening._meta.concrete_fields if f.name != "id"]
        self._alter(Opening, opening, self.rng.choice(names))

    def counter(self) -> None:
        names = [f for f in Counter._meta.concrete_fields if f.name != "id"]
        self._alter(Counter, self.rng.choice(list(rows_of(Counter))), self.rng.choice(names))

    def row_removed(self) -> None:
        model = self.rng.choice([model for model in recorded_models() if rows_of(model).exists()])
        row = self.rng.choice(list(rows_of(model)))
        self.said = f"{model.__name__} {row.pk}"
        delete(model, [row.pk])

    def swap(self) -> None:
        model = self.rng.choice([model for model in recorded_models() if rows_of(model).count() > 1])
        one, other = self.rng.sample(list(rows_of(model)), 2)
        names = [f.attname for f in model._meta.concrete_fields if f.name not in {"id", *model.operational}]
        unique = {name for names in unique_together(model) for name in names}
        names = [name for name in names if name.removesuffix("_id") not in unique]
        if all(getattr(one, name) == getattr(other, name) for name in names):
            raise Impossible
        for here, there in ((one, other), (other, one)):
            rows_of(model).filter(pk=here.pk).update(**{name: getattr(there, name) for name in names})
        self.said = f"{model.__name__} {one.pk} and {other.pk}"

    # The log

    def swap_entries(self) -> None:
        one, other = self.rng.sample(list(rows_of(AuditEntry)), 2)
        rows_of(AuditEntry).filter(pk=one.pk).update(number=-1)
        rows_of(AuditEntry).filter(pk=other.pk).update(number=one.number)
        rows_of(AuditEntry).filter(pk=one.pk).update(number=other.number)
        self.said = f"{one.number} and {other.number}"

    def entry_removed(self) -> None:
        entry = self.rng.choice(list(rows_of(AuditEntry)))
        self._remove([entry])
        self.said = str(entry)

    def tail(self) -> None:
        """The end of the log, with or without the rows and seals of it."""
        last = self.seals[-1].last
        start = self.rng.randint(1, last)
        self._forget_since(start, rows=self.rng.random() < 0.7)
        self.said = f"from {start}"

    def day(self) -> None:
        seal = self.rng.choice(self.seals)
        entries = list(rows_of(AuditEntry).filter(number__range=(seal.first, seal.last)))
        self._remove(entries)
        if self.rng.random() < 0.7 or not entries:
            delete(DaySeal, [seal.pk])
        if self.rng.random() < 0.5:
            shift = len(entries)
            for entry in rows_of(AuditEntry).filter(number__gt=seal.last).order_by("number"):
                rows_of(AuditEntry).filter(pk=entry.pk).update(number=entry.number - shift)
        self.said = str(seal)

    def rechained(self) -> None:
        """The perfect forger: row, opening, commitment and entry agree, the chain and all seals are made anew."""
        entry = self.rng.choice(list(rows_of(AuditEntry).filter(number__lte=self.seals[-1].last)))
        what = self.rng.choice(["actor", "verb", "at", "value"])
        if what == "value":
            self.forge_subject(self.rng.choice(list(rows_of(IncomingEntry))))
        elif what == "at":
            rows_of(AuditEntry).filter(pk=entry.pk).update(at=entry.at + timedelta(microseconds=1))
        else:
            rows_of(AuditEntry).filter(pk=entry.pk).update(**{what: getattr(entry, what) + "x"})
        self.said = f"{what} of {entry}"
        self.make_anew()

    def forge_subject(self, row: IncomingEntry) -> None:
        entry = AuditEntry.objects.get(noun="incomingentry", subject_id=row.pk, verb="entered")
        opening = Opening.objects.get(entry=entry)
        if "subject" not in opening.opened:
            raise Impossible
        salt, value = opening.opened["subject"]
        opening.opened["subject"] = [salt, value + " ปลอม"]
        entry.facts["made"]["subject"] = {"hmac": commitment(bytes.fromhex(salt), value + " ปลอม")}
        entry.save()
        opening.save()
        rows_of(IncomingEntry).filter(pk=row.pk).update(subject=value + " ปลอม")

    def make_anew(self) -> None:
        seals = list(rows_of(DaySeal).values_list("pk", flat=True))
        entries = list(rows_of(AuditEntry).filter(noun="dayseal"))
        self._remove(entries)
        delete(DaySeal, seals)
        previous = BEGINNING
        for number, entry in enumerate(rows_of(AuditEntry).order_by("number"), start=1):
            entry.number = number
            entry.digest = previous = entry.digest_after(previous)
            entry.save()
        with clock_at(MONDAY + timedelta(days=4)):
            DaySeal.objects.seal_due(by=MACHINE)

    def _forget_since(self, number: int, *, rows: bool) -> None:
        entries = list(rows_of(AuditEntry).filter(number__gte=number))
        made = [entry for entry in entries if "made" in entry.facts or "rows" in entry.facts]
        if rows:
            for entry in made:
                keys = [entry.subject_id] if entry.subject_id else []
                keys += rows_of(Opening).filter(entry=entry).values_list("subject_id", flat=True)
                delete(apps.get_model("saraban", entry.noun), [key for key in keys if key])
        self._remove(entries)

    def _remove(self, entries: list[AuditEntry]) -> None:
        keys = [entry.pk for entry in entries]
        delete(Opening, list(rows_of(Opening).filter(entry__in=keys).values_list("pk", flat=True)))
        delete(AuditEntry, keys)

    # Letters

    def letter(self) -> None:
        folder = self.data / "files" / str(self.office.agency.uid)
        path = self.rng.choice(sorted(path for path in folder.glob("??/*") if path.is_file()))
        data = path.read_bytes()
        self.files[path] = data
        place, how = self.rng.randrange(len(data)), self.rng.randrange(5)
        flipped = data[:place] + bytes([data[place] ^ (1 << self.rng.randrange(8))]) + data[place + 1 :]
        path.unlink()
        if how < 4:
            path.write_bytes([flipped, data[:place], data + b"\n", flipped][how])
        self.said = f"{path.name} {how} at {place}"

    def _alter(self, model: type[models.Model], row: Any, column: models.Field[Any, Any]) -> None:
        before = getattr(row, column.attname)
        after = self._other(column, before)
        self.said = f"{model.__name__} {row.pk}.{column.attname}: {before!r} -> {after!r}"
        rows_of(model).filter(pk=row.pk).update(**{column.attname: after})

    def _other(self, column: models.Field[Any, Any], before: Any) -> Any:
        if column.name == "agency":
            return self.other.pk
        if isinstance(column, models.JSONField):
            return other_json(self.rng, before)
        if isinstance(before, bool) or isinstance(column, models.BooleanField):
            return not before
        if isinstance(column, models.DateTimeField):
            return (before or datetime.fromisoformat("2023-01-24T00:00:00+00:00")) + timedelta(
                microseconds=self.rng.choice([1, 1_000_000, -3_600_000_000])
            )
        if isinstance(column, models.DateField):
            return (before or date(2023, 1, 1)) + timedelta(days=self.rng.choice([-1, 1, 365]))
        if isinstance(before, int) or isinstance(
            column, models.IntegerField | models.ForeignKey | models.AutoField
        ):
            return abs((before or 0) + self.rng.choice([-1, 1, 7, 1_000])) + (before == 0)
        return other_text(self.rng, before or "", short=getattr(column, "max_length", None))


def rows_of(model: type[models.Model]) -> Any:
    """The plain rows of the current agency, without the walls of `Recorded`."""
    return models.QuerySet(model).filter(agency__slug="klongnoy")


def delete(model: type[models.Model], keys: list[int]) -> None:
    """As a database administrator would; the database is not asked whether others refer to it."""
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [key])


def unique_together(model: type[models.Model]) -> list[tuple[str, ...]]:
    names = [(f.name,) for f in model._meta.concrete_fields if f.unique]
    return names + [
        tuple(one.fields) for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)
    ]


def other_text(rng: random.Random, before: str, *, short: int | None = None) -> str:
    if not before:
        return "ก"
    place = rng.randrange(len(before))
    changed = before[:place] + ("ก" if before[place] != "ก" else "ข") + before[place + 1 :]
    longer = before + " " if short is None or len(before) < short else changed
    return rng.choice([changed, changed, longer, before[:-1]])


def other_json(rng: random.Random, before: Any) -> Any:
    """The same with one thing of it otherwise."""
    if isinstance(before, dict) and before:
        name = rng.choice(sorted(before))
        if rng.random() < 0.15:
            return {key: value for key, value in before.items() if key != name}
        return before | {name: other_json(rng, before[name])}
    if isinstance(before, list) and before:
        place = rng.randrange(len(before))
        if rng.random() < 0.15:
            return before[:place] + before[place + 1 :]
        return [*before[:place], other_json(rng, before[place]), *before[place + 1 :]]
    if isinstance(before, bool):
        return not before
    if isinstance(before, int):
        return before + rng.choice([-1, 1, 1_000])
    if isinstance(before, str):
        return other_text(rng, before)
    return "ก"
