"""A day's sheet of a book as it was sealed, byte for byte however often it is printed, and whatever was changed since.

What is changed after a day was sealed stands on the sheet of the day on which it was changed. The rows as they were are
made again from the log; what was erased by law since is not there any more, and the sheet says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.timezone import now

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer, Profile
from saraban.audit.entries import AuditEntry
from saraban.evidence.lines import Line, opened_by, take_back
from saraban.evidence.seals import DaySeal
from saraban.law.refusal import Refusal
from saraban.registers.book import HIDDEN, Book, Days, Row
from saraban.registers.printed import Change, Edition, Print, printed_words
from saraban.thai.dates import full_date, medium_date, moment_in_bangkok, thai_time

DAYS_MAX = 366  # of one print
CHANGES_MAX = 5_000  # entries of the log about them
ERASED = "(ลบตามกฎหมายแล้ว)"
UNSEALED, BEFORE_SEALS = "ยังไม่ได้ปิดวัน", "เป็นวันก่อนเริ่มมีตราปิดวัน"
REASONS = {"corrected": "corrected_because", "struck": "struck_because", "voided": "void_because"}
THE_CLOCK = {duty.value: duty.thai for duty in (Duty.MACHINE, Duty.OPERATOR)}


class Sheets:
    """The sheets of a book from one day to another: of sealed days as they were sealed, of others as they are."""

    def __init__(self, book: Book, days: Days) -> None:
        """Raises `Refusal("too_long")`."""
        if (days.last - days.first).days >= DAYS_MAX:
            raise Refusal(
                "too_long",
                f"ยังไม่ได้พิมพ์ เพราะเกิน {DAYS_MAX} วัน โปรดเลือกช่วงวันที่สั้นลง ทะเบียนอยู่ครบ",
            )
        self.whole, self.days = book, days
        model = book.entries.model
        self.noun = str(model._meta.model_name)
        reasons = {field.name for field in model._meta.concrete_fields} & set(REASONS.values())
        self.columns = set(book.form.read) | reasons
        found = DaySeal.objects.filter(day__range=(days.first, days.last))
        self.seals = {seal.day: seal for seal in found}

    @cached_property
    def book(self) -> Book:
        return replace(self.whole.of_days(self.days), as_then=self._as_sealed)

    def paper(self, *, thai: bool) -> Print:
        """How they are printed. Raises `Refusal("too_long")` where more was changed than one print holds."""
        each = [
            self.days.first + timedelta(days=n) for n in range((self.days.last - self.days.first).days + 1)
        ]
        made_at = self._made_at()
        whole = all(day in self.seals for day in each)
        return Print(
            agency=Profile.here().name,
            printed_at=max(made_at.values()) if whole else now(),
            day=self.days.first,
            thai=thai,
            editions={day: self._edition(day, made_at) for day in each},
        )

    def _made_at(self) -> dict[int, datetime]:
        """When each of the seals was made."""
        keys = [seal.pk for seal in self.seals.values()]
        entries = AuditEntry.objects.filter(noun="dayseal", subject_id__in=keys, verb="made")
        return {key: at for key, at in entries.values_list("subject_id", "at") if key is not None}

    def _edition(self, day: date, made_at: dict[int, datetime]) -> Edition:
        seal, changes = self.seals.get(day), tuple(self._changes.get(day, ()))
        if seal is None:
            why = UNSEALED if self._first_sealed is None or day > self._first_sealed else BEFORE_SEALS
            return Edition(Profile.here().name, f"{printed_words(now())} {why}", changes)
        at = made_at[seal.pk]
        return Edition(
            self._name_of_the_agency(seal),
            f"ตามตราปิดวัน ซึ่งปิดเมื่อ {medium_date(at)} {thai_time(at)}",
            changes,
            qr=seal.text(),
            says=f"ตราปิดวันที่ {full_date(day)} ใช้เทียบกับตราที่ผู้ตรวจสอบถือไว้",
        )

    @cached_property
    def _first_sealed(self) -> date | None:
        return DaySeal.objects.order_by("day").values_list("day", flat=True).first()

    def _name_of_the_agency(self, seal: DaySeal) -> str:
        """As it was when the day ended."""
        later = (old for number, old in self._former_names if number > seal.last)
        return next(later, Profile.here().name)

    @cached_property
    def _former_names(self) -> list[tuple[int, str]]:
        """Of the agency: with which entry of the log each ended, by number."""
        entries = AuditEntry.objects.filter(noun="profile", facts__changed__has_key="name").order_by("number")
        return [(entry.number, entry.facts["changed"]["name"][0]) for entry in entries]

    def _as_sealed(self, entries: Sequence[Any]) -> list[Any]:
        """Each as the seal of its own day has it; one whose day is not sealed as it is."""
        until: dict[int, int] = {}
        for entry in entries:
            seal = self.seals.get(_day_of(entry))
            if seal is not None:
                until[entry.pk] = seal.last
        sealed = [entry for entry in entries if entry.pk in until]
        were_there = {entry.pk for entry in _taken_back(sealed, self.columns, until)}
        return [entry for entry in entries if entry.pk not in until or entry.pk in were_there]

    @cached_property
    def _changes(self) -> dict[date, list[Change]]:
        """What was changed on each of the days in rows of earlier days. Raises `Refusal("too_long")`."""
        entries = self._entries_of_the_days()
        begins: dict[int, int] = {}
        for entry in entries:
            begins.setdefault(entry.subject_id or 0, entry.number - 1)
        touched = list(self.whole.entries.filter(pk__in=begins).only(*self.columns))
        rows = {row.pk: row for row in _taken_back(touched, self.columns, begins)}
        names, opened = self._names(entries), opened_by(entries)
        found: dict[date, list[Change]] = defaultdict(list)
        for entry in entries:
            row = rows.get(entry.subject_id or 0)
            if row is None:  # of another series of numbers
                continue
            day, before = moment_in_bangkok(entry.at).date(), self._row(row)
            _put(row, _after(entry, opened[entry.pk]), self.columns)
            if _day_of(row) < day:
                found[day] += self._differences(before, self._row(row), row, entry, names)
        return found

    def _entries_of_the_days(self) -> list[AuditEntry]:
        """Those that changed a row of the book's noun, by number."""
        before = DaySeal.objects.filter(day__lt=self.days.first).order_by("-day").first()
        entries = AuditEntry.objects.filter(
            noun=self.noun,
            facts__has_key="changed",
            number__gt=before.last if before is not None else 0,
            at__lt=self.days.closes,
        )
        if (last := self.seals.get(self.days.last)) is not None:
            entries = entries.filter(number__lte=last.last)
        found = list(entries.filter(at__gte=self.days.opens).order_by("number")[: CHANGES_MAX + 1])
        if len(found) > CHANGES_MAX:
            raise Refusal(
                "too_long",
                "ยังไม่ได้พิมพ์ เพราะช่วงนี้มีการแก้ไขมากเกินไป โปรดเลือกช่วงวันที่สั้นลง ทะเบียนอยู่ครบ",
            )
        return found

    def _row(self, entry: Any) -> Row:
        """As whoever may see all would have it: what is hidden is compared too, and not shown."""
        hidden, entry.hidden = entry.hidden, False
        row = self.whole.form.row_of(entry)
        entry.hidden = hidden
        return row

    def _differences(
        self, before: Row, after: Row, entry: Any, told: AuditEntry, names: dict[str, str]
    ) -> Iterator[Change]:
        differ = [
            place
            for place, pair in enumerate(zip(before.cells, after.cells, strict=True))
            if pair[0] != pair[1]
        ]
        because = str(getattr(entry, REASONS[told.verb], "")) if told.verb in REASONS else ""
        by = names.get(told.actor, told.actor)
        if entry.hidden and differ:
            yield Change(after.number_on_the_sheet, after.registered_on, HIDDEN, "", "", "", by)
            return
        for place in differ:
            yield Change(
                after.number_on_the_sheet,
                after.registered_on,
                self.whole.form.columns[place],
                before.cells[place],
                after.cells[place],
                because,
                by,
            )

    def _names(self, entries: Sequence[AuditEntry]) -> dict[str, str]:
        """Who did these, by the names that they had at the end of the days."""
        keys = {int(entry.actor[8:]) for entry in entries if entry.actor.startswith("officer:")}
        officers = list(Officer.objects.filter(pk__in=keys))
        last = self.seals.get(self.days.last)
        if last is not None:
            officers = _taken_back(officers, {"name"}, {officer.pk: last.last for officer in officers})
        return THE_CLOCK | {officer.actor_key: officer.name for officer in officers}


def _taken_back(rows: Sequence[Any], columns: set[str], until: dict[int, int]) -> list[Any]:
    """Rows of one noun with these columns as they were after the entries in `until`; without those made later."""
    if not rows:
        return []
    lines: dict[int, Line] = {row.pk: {} for row in rows}
    take_back(rows[0].noun, lines, until=until)
    for row in rows:
        _put(row, lines.get(row.pk, {}), columns)
    return [row for row in rows if row.pk in lines]


def _put(row: Any, line: Line, columns: set[str]) -> None:
    """Write these columns of a line into an object that is only looked at."""
    for name in columns & line.keys():
        value = ERASED if isinstance(line[name], dict) else line[name]
        setattr(row, name, row._meta.get_field(name).to_python(value))


def _after(entry: AuditEntry, opened: dict[str, Any]) -> Line:
    return {name: opened.get(name, after) for name, (_, after) in entry.facts["changed"].items()}


def _day_of(entry: Any) -> date:
    return moment_in_bangkok(entry.registered_at).date()
