"""บริการ: what the agency does for people, each by its คู่มือสำหรับประชาชน (Facilitation Act s.7).

A manual that was published is not changed: a better one is its next version, and open cases keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.timezone import localdate

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.documents.forms import FormField, troubles_of
from saraban.law.administrative_procedure_act_2539 import AppealRule
from saraban.law.clauses import Clause
from saraban.law.deadlines import Unit
from saraban.law.initial_level_manual_2566 import HighRisk
from saraban.law.refusal import Refusal
from saraban.tenancy.scope import arrangement, current_agency

NAME_MAX = 200
DAYS_MAX = 730
DOCUMENTS_MAX = 40
STEPS_MAX = 30
TEXT_MAX = 2_000
FEE_SATANG_MAX = 1_000_000_000


class Kind(models.TextChoices):
    """What a service is about, in the wide sense of อนุญาต (Act 2565 s.5)."""

    PERMIT = "permit", "ขออนุญาต ขึ้นทะเบียน หรือแจ้ง"
    COMPLAINT = "complaint", "ร้องเรียน ร้องทุกข์"
    DATA = "data", "ขอข้อมูลใบอนุญาต (มาตรา 21)"
    WELFARE = "welfare", "ขอรับสวัสดิการหรือเงิน"
    OTHER = "other", "เรื่องอื่น"


@dataclass(frozen=True)
class Paper:
    """A document of the manual's list. `issued_by_state`: its copy is checked with who issued it (guide #3.2(5))."""

    key: str
    name: str
    note: str = ""
    required: bool = True
    issued_by_state: bool = False


@dataclass(frozen=True)
class Appeal:
    """To whom one may appeal, within how many days, under which law: special laws have their own."""

    to: str = ""
    days: int = 0
    law: str = ""

    @property
    def rule(self) -> AppealRule | None:
        """None where the manual does not say: nothing is refused under it (Procedure Act s.40)."""
        if not (self.to.strip() and self.days and self.law.strip()):
            return None
        return AppealRule(days=self.days, to=self.to, clause=Clause("manual", self.law))


@dataclass(frozen=True)
class ManualText:
    """What a manual says. `steps`: (what is done, days of it); `risk`: the high-risk kind, or ""."""

    law: str = ""
    days: int = 0
    unit: str = Unit.WORKING_DAYS
    steps: Sequence[tuple[str, int]] = ()
    papers: Sequence[Paper] = ()
    fee_satang: int = 0
    appeal: Appeal = field(default_factory=Appeal)
    in_person_because: str = ""  # the law that wants the person there (Act 2565 s.7 ¶5)
    risk: str = ""
    fee_due: str = "licence"  # one of `FeeDue`
    form_fields: Sequence[FormField] = ()  # of the form that is filled in on a screen (guide #3.2(1))


class FeeDue(models.TextChoices):
    """What waits for the fee."""

    DECISION = "decision", "ชำระก่อนพิจารณา"
    LICENCE = "licence", "ชำระก่อนรับใบอนุญาตหรือเอกสาร"


class Services(RecordedManager["Service"]):
    def offer(self, name: str, kind: str, text: ManualText, *, by: Actor, code: str = "") -> Service:
        """A new service with the first version of its manual. Raises `Refusal`: no_name, offered_already, bad_manual."""
        with one_at_a_time(current_agency().pk):
            if not name.strip():
                raise Refusal(
                    "no_name", "ยังไม่ได้เพิ่มบริการ เพราะยังไม่มีชื่อ โปรดพิมพ์ชื่อบริการตามคู่มือสำหรับประชาชน ไม่มีข้อมูลใดเปลี่ยน"
                )
            if self.filter(name=name.strip()).exists():
                raise Refusal(
                    "offered_already", f"มีบริการ “{name.strip()}” อยู่แล้ว โปรดเปิดบริการนั้นแล้วแก้คู่มือ ไม่มีข้อมูลใดเปลี่ยน"
                )
            service = self.record("offered", by=by, name=name.strip()[:NAME_MAX], kind=kind, code=code)
            Manual.objects.publish(service, text, by=by)
        return service

    def offered(self) -> Sequence[Service]:
        """The current agency's, by name, to choose from and to read."""
        return arrangement("services", lambda: list(self.filter(ended_at=None).order_by("name")))


class Service(Recorded):
    """One thing that people come to the agency for."""

    arranges: ClassVar[bool] = True

    name = models.CharField("ชื่อบริการ", max_length=NAME_MAX)
    kind = models.CharField("ประเภท", max_length=20, choices=Kind.choices)
    code = models.CharField("ชุดตั้งต้น", max_length=40, blank=True)  # of the preset that it was made from
    ended_at = models.DateTimeField("เลิกให้บริการเมื่อ", null=True)

    objects: ClassVar[Services] = Services()

    class Meta:
        verbose_name = "บริการ"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="service_offered_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complaint(self) -> bool:
        return self.kind == Kind.COMPLAINT

    def manual(self, on: date | None = None) -> Manual:
        """The version in force that day, today without one. Raises `Refusal("no_manual")`."""
        found = self.manuals.filter(in_force_from__lte=on or localdate()).order_by("-version").first()
        if found is None:
            raise Refusal(
                "no_manual",
                f"ยังเปิดเรื่องไม่ได้ เพราะคู่มือของบริการ “{self.name}” ยังไม่ถึงวันเริ่มใช้ โปรดเลือกบริการอื่นหรือแก้คู่มือ",
            )
        return found

    def end(self, *, by: Actor) -> None:
        """Not offered any more; its cases go on."""
        with self.change("ended", by=by) as desk:
            self.ended_at = self.ended_at or desk.moment

    def offer_again(self, *, by: Actor) -> None:
        with self.change("offered_again", by=by):
            self.ended_at = None


class Manuals(RecordedManager["Manual"]):
    def publish(
        self, service: Service, text: ManualText, *, by: Actor, in_force_from: date | None = None
    ) -> Manual:
        """The next version of a service's manual. Raises `Refusal("bad_manual")`."""
        must_be_a_manual(text)
        with one_at_a_time(service.agency_id) as desk:
            last = self.filter(service=service).order_by("-version").first()
            return self.record(
                "published",
                by=by,
                service=service,
                version=last.version + 1 if last is not None else 1,
                in_force_from=in_force_from or localdate(desk.moment),
                published_at=desk.moment,
                **_columns(text),
            )


class Manual(Recorded):
    """One version of a คู่มือสำหรับประชาชน."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="manuals", db_index=False)
    version = models.PositiveSmallIntegerField("ฉบับที่")
    in_force_from = models.DateField("ใช้ตั้งแต่วันที่")
    published_at = models.DateTimeField("ประกาศเมื่อ")
    law = models.CharField("กฎหมาย", max_length=TEXT_MAX, blank=True)
    days = models.PositiveSmallIntegerField("ระยะเวลา", default=0)
    unit = models.CharField(
        "นับเป็น", max_length=20, choices=[(one.value, one.thai) for one in Unit], default=Unit.WORKING_DAYS
    )
    steps = models.JSONField("ขั้นตอน", default=list)
    papers = models.JSONField("รายการเอกสาร", default=list)
    fee_satang = models.PositiveBigIntegerField("ค่าธรรมเนียม (สตางค์)", default=0)
    fee_due = models.CharField("ชำระเมื่อ", max_length=10, choices=FeeDue.choices, default=FeeDue.LICENCE)
    appeal = models.JSONField("การอุทธรณ์", default=dict)
    in_person_because = models.CharField("ต้องมาด้วยตนเองตาม", max_length=TEXT_MAX, blank=True)
    form_fields = models.JSONField("ช่องในแบบคำขอ", default=list)
    risk = models.CharField(
        "เรื่องความเสี่ยงสูง", max_length=30, blank=True, choices=[(one.value, one.thai) for one in HighRisk]
    )

    objects: ClassVar[Manuals] = Manuals()

    class Meta:
        verbose_name = "คู่มือสำหรับประชาชน"
        constraints = [
            models.UniqueConstraint(fields=["agency", "service", "version"], name="manual_version_once")
        ]

    def __str__(self) -> str:
        return f"manual {self.service_id}/{self.version}"

    @property
    def checklist(self) -> list[Paper]:
        return [Paper(**said) for said in self.papers]

    @property
    def form(self) -> tuple[FormField, ...]:
        return tuple(FormField.of(said) for said in self.form_fields)

    @property
    def appeal_rule(self) -> AppealRule | None:
        return Appeal(**self.appeal).rule

    @property
    def high_risk(self) -> HighRisk | None:
        return HighRisk(self.risk) if self.risk else None

    @property
    def limit_in_words(self) -> str:
        return f"{self.days} {Unit(self.unit).thai}" if self.days else "ไม่ได้กำหนด"

    def text(self) -> ManualText:
        return ManualText(
            law=self.law,
            days=self.days,
            unit=self.unit,
            steps=[(name, days) for name, days in self.steps],
            papers=self.checklist,
            fee_satang=self.fee_satang,
            appeal=Appeal(**self.appeal),
            in_person_because=self.in_person_because,
            risk=self.risk,
            fee_due=self.fee_due,
            form_fields=self.form,
        )


def must_be_a_manual(text: ManualText) -> None:
    """Raises `Refusal("bad_manual")`."""
    names = [paper.name.strip() for paper in text.papers]
    troubles = [
        (text.days > DAYS_MAX, f"ระยะเวลาต้องไม่เกิน {DAYS_MAX} วัน"),
        (len(text.papers) > DOCUMENTS_MAX, f"รายการเอกสารต้องไม่เกิน {DOCUMENTS_MAX} รายการ"),
        (len(text.steps) > STEPS_MAX, f"ขั้นตอนต้องไม่เกิน {STEPS_MAX} ขั้น"),
        (not all(names), "เอกสารทุกรายการต้องมีชื่อ"),
        (len(set(names)) < len(names), "ชื่อเอกสารซ้ำกัน"),
        (len({paper.key for paper in text.papers}) < len(text.papers), "รหัสเอกสารซ้ำกัน"),
        (not 0 <= text.fee_satang <= FEE_SATANG_MAX, "ค่าธรรมเนียมไม่ถูกต้อง"),
    ]
    found = [*(said for wrong, said in troubles if wrong), *troubles_of(text.form_fields)]
    if found:
        raise Refusal(
            "bad_manual", f"ยังไม่ได้ประกาศคู่มือ เพราะ{' และ'.join(found)} โปรดแก้แล้วประกาศใหม่ คู่มือเดิมยังใช้อยู่"
        )


def _columns(text: ManualText) -> Mapping[str, Any]:
    return {
        "law": text.law[:TEXT_MAX],
        "days": text.days,
        "unit": text.unit,
        "steps": [[name, days] for name, days in text.steps],
        "papers": [vars(paper) for paper in text.papers],
        "fee_satang": text.fee_satang,
        "appeal": vars(text.appeal),
        "in_person_because": text.in_person_because[:TEXT_MAX],
        "risk": text.risk,
        "fee_due": FeeDue(text.fee_due),
        "form_fields": [one.as_json() for one in text.form_fields],
    }
