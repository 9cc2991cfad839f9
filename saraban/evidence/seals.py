"""Each day of an agency ends in a seal: one digest over all that its log, its rows and its letters said that day.

Whoever keeps a seal can tell later, without us, whether anything up to that day was touched. `docs/evidence.md` is
the format; `verify_register.py` checks it with nothing of the house.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import localtime, now

from saraban.agencies.duties import MACHINE
from saraban.audit.canonical import BEGINNING, Plain, canonical
from saraban.audit.desk import one_at_a_time
from saraban.audit.entries import AuditEntry, Opening
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.evidence.lines import lines_at
from saraban.evidence.merkle import MerkleTree
from saraban.law.refusal import Refusal
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for, current_agency
from saraban.thai.dates import BANGKOK

logger = logging.getLogger("saraban.evidence")

FORMAT, VERSION = "saraban-seal", 1
DAYS_MAX = 31  # that one step seals for one agency
TRIES_MAX = 3
SHA256 = re.compile(r"[0-9a-f]{64}")


class DaySeals(RecordedManager["DaySeal"]):
    def latest_day(self) -> DaySeal | None:
        return self.order_by("-day").first()

    def seal_due(self, *, by: Actor, days_max: int = DAYS_MAX) -> int:
        """Seal each day that has ended, the earliest first; how many were sealed."""
        made = 0
        while made < days_max and self.seal_next(by=by) is not None:
            made += 1
        return made

    def seal_next(self, *, by: Actor) -> DaySeal | None:
        """Seal the first day that has none. None where it has not ended, or another process was first.

        What the day holds is read without the desk; at the desk is only looked whether it is still all of it.
        """
        agency = current_agency()
        for _ in range(TRIES_MAX):
            before = self.latest_day()
            span = _Span.after(before)
            if span is None or now() < span.ends:
                return None
            contents = _Contents(agency, span, before)
            with one_at_a_time(agency.pk) as desk:
                if self.latest_day() != before:
                    return None
                if desk.moment >= span.ends and span.last == span.find_last():
                    return self.record("made", by=by, **contents.columns())
        return None


class DaySeal(Recorded):
    """ตราปิดวัน: what stood in the log at the end of one day, chained to the day before."""

    day = models.DateField("วันที่")
    first = models.BigIntegerField("รายการบันทึกแรก")  # after the last of the day before, even of an empty day
    last = models.BigIntegerField("รายการบันทึกสุดท้าย")
    head = models.CharField("ปลายบันทึก", max_length=64)  # the digest of the last entry
    counts = models.JSONField("จำนวน")  # of entries, rows and letters
    root = models.CharField("ราก", max_length=64)
    counters = models.JSONField("เลขสุดท้ายของทุกทะเบียน")  # [register, year, last]
    prev = models.CharField("ตราของวันก่อน", max_length=64)
    digest = models.CharField("ตรา", max_length=64)

    objects: ClassVar[DaySeals] = DaySeals()

    class Meta:
        verbose_name = "ตราปิดวัน"
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="day_sealed_once")]

    def __str__(self) -> str:
        return f"seal of {self.day}"

    def told(self) -> dict[str, Plain]:
        """As it is handed out: enough to check anything up to its day."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "agency": str(self.agency.uid),
            **self.said(),
            "digest": self.digest,
            "text": self.text(),
        }

    def said(self) -> dict[str, Plain]:
        """What its digest is over."""
        return {
            "day": self.day.isoformat(),
            "first": self.first,
            "last": self.last,
            "counts": self.counts,
            "head": self.head,
            "root": self.root,
            "counters": self.counters,
            "prev": self.prev,
        }

    def text(self) -> str:
        """Its short form, for a QR on paper."""
        return SealText(self.agency.uid, self.day, self.digest).text()


@dataclass(frozen=True)
class SealText:
    """What a QR says of a seal: `SARABAN1 <agency> <day> <digest>`."""

    agency: UUID
    day: date
    digest: str

    def text(self) -> str:
        return f"SARABAN1 {self.agency} {self.day.isoformat()} {self.digest}"

    @classmethod
    def parse(cls, text: str) -> SealText:
        """Raises `ValueError` for all but what `text` writes."""
        words = text.split(" ")
        if len(words) != 4 or words[0] != "SARABAN1" or not SHA256.fullmatch(words[3]):
            raise ValueError("not the short form of a seal")
        said = cls(UUID(words[1]), date.fromisoformat(words[2]), words[3])
        if said.text() != text:
            raise ValueError("not as a seal is written")
        return said


def seal_due() -> int:
    """The clock's step: seal each day that has ended, of every agency; how many seals were made."""
    today = localtime(now(), BANGKOK).date()
    newest = DaySeal.across_agencies.filter(agency=OuterRef("pk")).order_by("-day").values("day")[:1]
    behind = Agency.objects.annotate(sealed=Subquery(newest)).filter(
        Q(sealed=None) | Q(sealed__lt=today - timedelta(days=1))
    )
    made = 0
    for agency in behind.order_by("pk"):
        try:
            with acting_for(agency):
                made += DaySeal.objects.seal_due(by=MACHINE)
        except Refusal as refusal:  # its clock went back: the others are sealed all the same
            logger.warning("agency %s is not sealed: %s", agency.slug, refusal)
    return made


def seal_digest(agency: UUID, said: dict[str, Plain]) -> str:
    names = ("day", "first", "last", "counts", "head", "root", "counters", "prev")
    line: list[Plain] = [FORMAT, VERSION, str(agency), *(said[name] for name in names)]
    return hashlib.sha256(canonical(line)).hexdigest()


@dataclass(frozen=True)
class _Span:
    """A day and the entries that belong to it."""

    day: date
    first: int
    last: int

    @classmethod
    def after(cls, seal: DaySeal | None) -> _Span | None:
        """The day after a seal, or the day of the log's first entry; None where there is no log."""
        if seal is not None:
            day, first = seal.day + timedelta(days=1), seal.last + 1
        else:
            begins = AuditEntry.objects.order_by("number").values_list("at", flat=True).first()
            if begins is None:
                return None
            day, first = localtime(begins, BANGKOK).date(), 1
        return cls(day, first, cls(day, first, 0).find_last())

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.day + timedelta(days=1), time.min, tzinfo=BANGKOK)

    def find_last(self) -> int:
        """The times in the log never go back, so the day ends before the first entry of a later one."""
        entries = AuditEntry.objects.filter(number__gte=self.first).order_by("number")
        later = entries.filter(at__gte=self.ends).values_list("number", flat=True).first()
        if later is not None:
            return later - 1
        newest = AuditEntry.objects.order_by("-number").values_list("number", flat=True).first()
        return newest or 0


class _Contents:
    """What a day holds: its entries, the lines of the rows they touched, the hashes of the letters these tell of."""

    def __init__(self, agency: Agency, span: _Span, before: DaySeal | None) -> None:
        self.agency, self.span = agency, span
        self.head = before.head if before is not None else BEGINNING
        self.prev = before.digest if before is not None else BEGINNING
        self.marks = {(register, year): last for register, year, last in (before.counters if before else [])}
        self.letters: set[str] = set()
        self.tree = MerkleTree()
        touched = self._add_entries()
        self.entries = self.tree.count
        self._add_rows(touched)
        self.rows = self.tree.count - self.entries
        for letter in sorted(self.letters):
            self.tree.add(["letter", letter])

    def columns(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "day": self.span.day.isoformat(),
            "first": self.span.first,
            "last": self.span.last,
            "head": self.head,
            "counts": {"entries": self.entries, "rows": self.rows, "letters": len(self.letters)},
            "root": self.tree.root(),
            "counters": [[*register, last] for register, last in sorted(self.marks.items())],
            "prev": self.prev,
        }
        return said | {"day": self.span.day, "digest": seal_digest(self.agency.uid, said)}

    def _add_entries(self) -> dict[str, set[int]]:
        """The keys of the rows that were made or changed, by noun."""
        touched: dict[str, set[int]] = defaultdict(set)
        entries = AuditEntry.objects.filter(number__range=(self.span.first, self.span.last))
        for entry in entries.order_by("number").iterator():
            self.tree.add(["entry", entry.number, entry.digest])
            self.head = entry.digest
            self._note_letter(entry.facts)
            if entry.subject_id is not None:
                touched[entry.noun].add(entry.subject_id)
            elif "rows" in entry.facts:
                openings = Opening.across_agencies.filter(entry=entry)
                touched[entry.noun].update(openings.values_list("subject_id", flat=True))
        return touched

    def _add_rows(self, touched: dict[str, set[int]]) -> None:
        for noun in sorted(touched):
            for key, line in lines_at(self.agency.pk, noun, sorted(touched[noun]), number=self.span.last):
                self.tree.add(["row", noun, key, line])
                self._note_letter(line)
                year, number = line.get("year"), line.get("number")
                if type(year) is int and type(number) is int:
                    register = str(line.get("register", noun))
                    self.marks[register, year] = max(number, self.marks.get((register, year), 0))

    def _note_letter(self, said: dict[str, Any]) -> None:
        sha256 = said.get("sha256")
        if isinstance(sha256, str) and SHA256.fullmatch(sha256):
            self.letters.add(sha256)
