"""ชนิดใบอนุญาต: which licences the agency gives, as data: their fields, their numbers and how long they hold.

What a kind says today is for the next licence; those that were given keep what they said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import ClassVar, Protocol

from django.db import models

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.catalogue import Service
from saraban.law.refusal import Refusal
from saraban.tenancy.scope import arrangement, current_agency

NAME_MAX, TEXT_MAX, LABEL_MAX, VALUE_MAX = 200, 2_000, 100, 1_000
FIELDS_MAX, YEARS_MAX, DAYS_MAX = 40, 30, 3_660
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
NUMBERED_AS = re.compile(r"[^{}]{0,40}\{number\}[^{}]{0,20}(?:\{year\}[^{}]{0,20})?\Z")


class Lasts(models.TextChoices):
    """How long a licence of the kind is valid."""

    CALENDAR_YEAR = "calendar_year", "ถึงสิ้นปีปฏิทิน"
    YEARS = "years", "ตามจำนวนปี"
    DAYS = "days", "ตามจำนวนวัน"
    NO_END = "no_end", "ไม่มีกำหนดสิ้นอายุ"
    BY_HAND = "by_hand", "กำหนดเป็นรายฉบับ"


@dataclass(frozen=True)
class LicenceField:
    """One thing that this kind of licence says besides its holder and place."""

    name: str
    label: str
    required: bool = True
    lines: int = 1
    chars_max: int = VALUE_MAX


class Drafted(Protocol):
    """What is asked whether it lacks something: the draft of a licence."""

    @property
    def holder(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def particulars(self) -> Mapping[str, str]: ...
    @property
    def expires_on(self) -> date | None: ...


@dataclass(frozen=True)
class KindText:
    """What a kind says. `numbered_as`: "{number}/{year}"; `lasts_for`: years or days, where it lasts so many."""

    name: str
    law: str = ""
    fields: Sequence[LicenceField] = ()
    numbered_as: str = "{number}/{year}"
    lasts: str = Lasts.CALENDAR_YEAR
    lasts_for: int = 0
    conditions: str = ""
    place_needed: bool = True


class LicenceKinds(RecordedManager["LicenceKind"]):
    def add(self, text: KindText, *, by: Actor, code: str = "") -> LicenceKind:
        """`code`: of the preset that it was made from. Raises `Refusal`: bad_kind, added_already."""
        must_be_a_kind(text)
        with one_at_a_time(current_agency().pk):
            columns = _columns(text)
            _must_be_the_only(self.all(), columns)
            return self.record("added", by=by, code=code, **columns)

    def given(self) -> Sequence[LicenceKind]:
        """The current agency's, by name."""
        return arrangement("licence_kinds", lambda: list(self.filter(ended_at=None).order_by("name")))

    def issued_by(self, service: Service) -> list[LicenceKind]:
        """What this service ends in."""
        return list(
            self.filter(services__service=service, services__ended_at=None, ended_at=None).order_by("name")
        )


class LicenceKind(Recorded):
    arranges: ClassVar[bool] = True

    name = models.CharField("ชื่อใบอนุญาต", max_length=NAME_MAX)
    code = models.CharField("ชุดตั้งต้น", max_length=40, blank=True)
    law = models.CharField("กฎหมาย", max_length=TEXT_MAX, blank=True)
    fields = models.JSONField("รายการในใบอนุญาต", default=list)
    numbered_as = models.CharField("รูปแบบเลขที่", max_length=100, default="{number}/{year}")
    lasts = models.CharField("อายุ", max_length=20, choices=Lasts.choices, default=Lasts.CALENDAR_YEAR)
    lasts_for = models.PositiveSmallIntegerField("จำนวนปีหรือวัน", default=0)
    conditions = models.TextField("เงื่อนไข", max_length=TEXT_MAX, blank=True)
    place_needed = models.BooleanField("ต้องมีสถานที่ตั้ง", default=True)
    ended_at = models.DateTimeField("เลิกออกเมื่อ", null=True)

    objects: ClassVar[LicenceKinds] = LicenceKinds()

    class Meta:
        verbose_name = "ชนิดใบอนุญาต"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="licence_kind_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def field_list(self) -> list[LicenceField]:
        return [LicenceField(**one) for one in self.fields]

    @property
    def law_line(self) -> str:
        """ "อาศัยอำนาจตาม…", as the licence says it; empty where the office has named no law."""
        return f"อาศัยอำนาจตาม{self.law}" if self.law else ""

    @property
    def series(self) -> str:
        """The register of its numbers."""
        return f"licence-{self.pk}"

    @property
    def lasts_text(self) -> str:
        """How long a licence of it holds, as a list says it."""
        counted = {Lasts.YEARS.value: "ปี", Lasts.DAYS.value: "วัน"}.get(self.lasts)
        return f"{self.lasts_for:,} {counted}" if counted else self.get_lasts_display()

    def text(self) -> KindText:
        return KindText(
            self.name,
            self.law,
            self.field_list,
            self.numbered_as,
            self.lasts,
            self.lasts_for,
            self.conditions,
            self.place_needed,
        )

    def number_text(self, number: int, year: int) -> str:
        """`year`: พ.ศ."""
        return self.numbered_as.replace("{number}", str(number)).replace("{year}", str(year))

    def expires(self, begins: date) -> date | None:
        """The last day of a licence that begins on this day; None: without end, or said by hand."""
        if self.lasts == Lasts.CALENDAR_YEAR:
            return date(begins.year, 12, 31)
        if self.lasts == Lasts.DAYS:
            return begins + timedelta(days=self.lasts_for - 1)
        if self.lasts == Lasts.YEARS:
            return years_after(begins, self.lasts_for) - timedelta(days=1)
        return None

    def lacking(self, drafted: Drafted) -> list[str]:
        """The labels of what a licence of this kind cannot be without."""
        lacks = [] if drafted.holder.strip() else ["ออกให้แก่"]
        if self.place_needed and not drafted.place.strip():
            lacks.append("ตั้งอยู่ที่")
        lacks += [
            one.label
            for one in self.field_list
            if one.required and not drafted.particulars.get(one.name, "").strip()
        ]
        if self.lasts == Lasts.BY_HAND and drafted.expires_on is None:
            lacks.append("ใช้ได้ถึง")
        return lacks

    def correct(self, text: KindText, *, by: Actor) -> None:
        """For the next licences. Raises `Refusal`: bad_kind, added_already."""
        must_be_a_kind(text)
        columns = _columns(text)
        with self.change("corrected", by=by):
            _must_be_the_only(LicenceKind.objects.exclude(pk=self.pk), columns)
            for name, value in columns.items():
                setattr(self, name, value)

    def end(self, *, by: Actor) -> None:
        with self.change("ended", by=by) as desk:
            self.ended_at = self.ended_at or desk.moment

    def give_again(self, *, by: Actor) -> None:
        with self.change("given_again", by=by):
            self.ended_at = None

    def link_services(self, services: Sequence[Service], *, by: Actor) -> None:
        """It is what these services end in, and no others."""
        with one_at_a_time(self.agency_id):
            wanted = {one.pk for one in services}
            standing = {row.service_id: row for row in self.services.filter(ended_at=None)}
            for pk, row in standing.items():
                if pk not in wanted:
                    with row.change("ended", by=by) as desk:
                        row.ended_at = desk.moment
            for service in services:
                if service.pk not in standing:
                    LicenceOfService.objects.record("linked", by=by, kind=self, service=service)


class LicenceOfService(Recorded):
    """That a service ends in licences of this kind."""

    arranges: ClassVar[bool] = True

    kind = models.ForeignKey(LicenceKind, models.PROTECT, related_name="services")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "ใบอนุญาตของบริการ"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "service"],
                condition=models.Q(ended_at=None),
                name="licence_of_service_once",
            )
        ]

    def __str__(self) -> str:
        return f"licence kind {self.kind_id} of service {self.service_id}"

    service_id: int  # said for the type checker
    kind_id: int


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def must_be_a_kind(text: KindText) -> None:
    """Raises `Refusal("bad_kind")`."""
    names = [one.name for one in text.fields]
    troubles = [
        (not text.name.strip(), "ยังไม่มีชื่อ"),
        (len(text.fields) > FIELDS_MAX, f"มีรายการเกิน {FIELDS_MAX} รายการ"),
        (not all(FIELD_NAME.match(one) for one in names), "รหัสของรายการต้องเป็นอักษรอังกฤษตัวเล็กหรือตัวเลข"),
        (len(set(names)) < len(names), "รหัสของรายการซ้ำกัน"),
        (not all(one.label.strip() for one in text.fields), "มีรายการที่ไม่มีชื่อ"),
        (NUMBERED_AS.match(text.numbered_as) is None, "รูปแบบเลขที่ต้องมี {number} เช่น {number}/{year}"),
        (
            text.lasts == Lasts.YEARS and not 1 <= text.lasts_for <= YEARS_MAX,
            f"จำนวนปีต้องเป็น 1 ถึง {YEARS_MAX}",
        ),
        (text.lasts == Lasts.DAYS and not 1 <= text.lasts_for <= DAYS_MAX, f"จำนวนวันต้องเป็น 1 ถึง {DAYS_MAX}"),
    ]
    found = [said for wrong, said in troubles if wrong]
    if found:
        raise Refusal("bad_kind", f"ยังไม่ได้บันทึกชนิดใบอนุญาต เพราะ{' และ'.join(found)} โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ")


def _must_be_the_only(others: models.QuerySet[LicenceKind], columns: Mapping[str, object]) -> None:
    """Raises `Refusal("added_already")`: another, given or ended, has this name."""
    if others.filter(name=columns["name"]).exists():
        raise Refusal(
            "added_already", f"ยังไม่ได้บันทึก เพราะมีชนิด “{columns['name']}” อยู่แล้ว โปรดแก้ชนิดนั้น ไม่มีข้อมูลใดเปลี่ยน"
        )


def _columns(text: KindText) -> dict[str, object]:
    return {
        "name": " ".join(text.name.split())[:NAME_MAX],
        "law": " ".join(text.law.split())[:TEXT_MAX],
        "fields": [
            asdict(one)
            | {"label": " ".join(one.label.split())[:LABEL_MAX], "chars_max": min(one.chars_max, VALUE_MAX)}
            for one in text.fields
        ],
        "numbered_as": text.numbered_as.strip(),
        "lasts": text.lasts,
        "lasts_for": text.lasts_for if text.lasts in (Lasts.YEARS, Lasts.DAYS) else 0,
        "conditions": text.conditions.strip()[:TEXT_MAX],
        "place_needed": text.place_needed,
    }
