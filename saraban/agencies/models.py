"""The agency as it describes itself: its name and telephones, its units, its officers and their duties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate

from saraban.agencies import duties
from saraban.agencies.duties import GIVEN_TO_OFFICERS, Duty
from saraban.agencies.terms import ORDER_MAX, Term, Terms, must_be_ordered
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.tenancy.scope import arrangement, current_agency

PHONE_MAX = 100  # characters: "02 123 4567 ต่อ 12, 081 234 5678"
KEYWORDS_MAX = 500
POSITION_MAX = 150
LETTER_CODE_MAX = 60  # "นย 52028", as it was assigned; never computed


class Profile(Recorded):
    """What the agency's letters say of it. One row an agency."""

    arranges: ClassVar[bool] = True

    name = models.CharField("ชื่อหน่วยงาน", max_length=200)
    province = models.CharField("จังหวัด", max_length=50)
    registry_name = models.CharField("ชื่องานสารบรรณ", max_length=100, default="งานสารบรรณกลาง")
    registry_phone = models.CharField("โทรศัพท์งานสารบรรณ", max_length=PHONE_MAX)
    domain = models.CharField("โดเมนของหน่วยงาน", max_length=200, blank=True)
    head_title = models.CharField("ตำแหน่งหัวหน้าหน่วยงาน", max_length=100, default="หัวหน้าหน่วยงาน")
    close_inclusive = models.BooleanField("เวลาปิดทำการนับเป็นเวลาราชการ", default=True)
    letter_code = models.CharField("รหัสและเลขประจำของหน่วยงาน", max_length=LETTER_CODE_MAX, blank=True)
    circulars_apart = models.BooleanField("หนังสือเวียนใช้เลขชุดของตัวเอง", default=True)
    presents_first = models.BooleanField("เสนอผู้บังคับบัญชาก่อนส่งต่อ", default=False)
    letter_json = models.BooleanField("แนบ letter.json ที่ลงนามไว้กับหนังสือส่ง", default=True)
    numbers_notices = models.BooleanField("แจ้งส่งผิดหน่วยงานและส่งต่อ ออกเลขหนังสือส่ง", default=False)
    thai_digits = models.BooleanField("ใช้เลขไทยในตรารับและป้ายที่พิมพ์", default=True)
    seals_to = models.EmailField("ส่งตราปิดวันถึง", blank=True)
    month_seals_to = models.EmailField("ส่งตราของทั้งเดือนถึง", blank=True)
    digests = models.BooleanField("แจ้งงานที่รอทางอีเมล 09.00 และ 15.00 น. การเงิน 16.00 น.", default=True)
    delays_copied_to = models.EmailField("สำเนาแจ้งเหตุล่าช้าถึง ก.พ.ร.", blank=True)
    finance_rules = models.CharField(
        "ตรวจสอบการรับเงินตาม",
        max_length=300,
        default="หนังสือกระทรวงการคลัง ด่วนที่สุด ที่ กค 0402.2/ว 140 ลงวันที่ 19 สิงหาคม 2563",
    )
    tsa_url = models.URLField("ที่อยู่ผู้ให้บริการประทับเวลา", blank=True)
    tsa_roots = models.TextField("ใบรับรองรากของผู้ให้บริการประทับเวลา", blank=True)
    channels_announced = models.BooleanField("ประกาศช่องทางตามมาตรา 10 แล้ว", default=False)

    class Meta:
        verbose_name = "ข้อมูลหน่วยงาน"
        constraints = [models.UniqueConstraint(fields=["agency"], name="one_profile")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> Profile:
        """The current agency's, to read from."""
        return arrangement("profile", cls.objects.get)


class Unit(Recorded):
    """A part of the agency that letters are routed to."""

    arranges: ClassVar[bool] = True

    name = models.CharField("ชื่อหน่วย", max_length=150)
    phone = models.CharField("โทรศัพท์", max_length=PHONE_MAX, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    keywords = models.CharField(
        "คำที่บอกว่าเป็นงานของหน่วย", max_length=KEYWORDS_MAX, blank=True
    )  # with commas between
    active = models.BooleanField("ใช้อยู่", default=True)

    class Meta:
        verbose_name = "หน่วยภายใน"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_named_once")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def active_here(cls) -> Sequence[Unit]:
        """The current agency's, by name, to choose from and to read."""
        return arrangement("units", lambda: list(Unit.objects.filter(active=True).order_by("name")))


class Officer(Recorded):
    """Someone who acts for the agency. `user` is how they sign in; none: they only receive."""

    arranges: ClassVar[bool] = True
    personal: ClassVar[frozenset[str]] = frozenset({"name", "email", "phone"})

    name = models.CharField("ชื่อเจ้าหน้าที่", max_length=200)
    position = models.CharField("ตำแหน่ง", max_length=POSITION_MAX, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    phone = models.CharField("โทรศัพท์", max_length=PHONE_MAX, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="หน่วย", related_name="officers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="officers"
    )
    active = models.BooleanField("ปฏิบัติหน้าที่อยู่", default=True)

    class Meta:
        verbose_name = "เจ้าหน้าที่"
        constraints = [models.UniqueConstraint(fields=["agency", "user"], name="officer_signs_in_once")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def active_here(cls) -> Sequence[Officer]:
        """The current agency's, by name, to choose from and to read."""
        return arrangement("officers", lambda: list(Officer.objects.filter(active=True).order_by("name")))

    @property
    def actor_key(self) -> str:
        return f"officer:{self.pk}"

    @property
    def duties(self) -> set[Duty]:
        """The duties given and not ended, and to act for the head within the days of an order.

        Asked for each request and each deed, so an ended duty ends now, and a term with its last day.
        """
        held = set(arrangement(("duties", self.pk), self._duties))
        return held | {Duty.ACTING} if self.acts_by(localdate()) is not None else held

    def acts_by(self, day: date) -> Acting | None:
        """The order under which they act for the head that day."""
        if not self.active:
            return None
        rows = Acting.across_agencies.filter(agency_id=self.agency_id, ended_at=None)
        terms = arrangement("acting", lambda: list(rows.order_by("pk")))
        return next((one for one in terms if one.officer_id == self.pk and one.holds_on(day)), None)

    def _duties(self) -> frozenset[Duty]:
        if not self.active:
            return frozenset()
        rows = Assignment.across_agencies.filter(agency_id=self.agency_id, officer=self, ended_at=None)
        return frozenset(Duty(duty) for duty in rows.values_list("duty", flat=True))

    def assert_may(self, deed: str) -> None:
        duties.assert_may(self.duties, deed, who=self.name)

    def may(self, deed: str) -> bool:
        """Whether a page shows them the button."""
        return bool(duties.DEEDS[deed] & self.duties)


class Assignments(RecordedManager["Assignment"]):
    def give(self, officer: Officer, duty: Duty, *, by: Actor) -> Assignment:
        """Give a duty; the one they hold already is given back as it is."""
        held = self.filter(officer=officer, duty=duty, ended_at=None).first()
        return held or self.record("given", by=by, officer=officer, duty=duty)


class Assignment(Recorded):
    """A duty held by an officer, until it is ended. Ended ones stay, as the log needs them."""

    arranges: ClassVar[bool] = True

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments")
    duty = models.CharField(
        "หน้าที่", max_length=20, choices=[(duty.value, duty.thai) for duty in GIVEN_TO_OFFICERS]
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Assignments] = Assignments()

    class Meta:
        verbose_name = "การมอบหน้าที่"
        indexes = [models.Index(fields=["agency", "officer", "duty"], name="duties_of_officer")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.duty}"

    def end(self, *, by: Actor) -> None:
        with self.change("ended", by=by) as desk:
            self.ended_at = self.ended_at or desk.moment


class Actings(Terms["Acting"]):
    def order(
        self,
        officer: Officer,
        kind: str,
        *,
        by: Actor,
        stands_for: str,
        first_day: date,
        last_day: date,
        order: str,
        ordered_on: date,
        absent: Officer | None = None,
    ) -> Acting:
        """Record an order by which an officer acts for the head. Raises `Refusal`: no_order, bad_days,
        no_position, nobody, overlaps."""
        kind = Acting.Kind(kind)
        with one_at_a_time(current_agency().pk):
            must_be_ordered(order, first_day, last_day)
            if not stands_for.strip():
                raise Refusal(
                    "no_position", "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าแทนตำแหน่งใด โปรดพิมพ์ตามคำสั่ง สิ่งที่พิมพ์ไว้อยู่ครบ"
                )
            if not officer.active or officer == absent:
                raise Refusal(
                    "nobody", "ยังไม่ได้บันทึก เพราะผู้แทนต้องเป็นเจ้าหน้าที่อีกคนที่ยังปฏิบัติหน้าที่อยู่ โปรดเลือกใหม่ สิ่งที่พิมพ์ไว้อยู่ครบ"
                )
            if self.meanwhile(first_day, last_day).filter(officer=officer).exists():
                raise Refusal(
                    "overlaps",
                    f"ยังไม่ได้บันทึก เพราะ{officer.name}มีคำสั่งให้แทนในช่วงวันเดียวกันอยู่แล้ว โปรดยกเลิกคำสั่งเดิมก่อนหรือแก้วันที่ สิ่งที่พิมพ์ไว้อยู่ครบ",
                )
            return self.record(
                "ordered",
                by=by,
                officer=officer,
                kind=kind,
                absent=absent,
                stands_for=stands_for.strip()[:POSITION_MAX],
                first_day=first_day,
                last_day=last_day,
                order=order.strip()[:ORDER_MAX],
                ordered_on=ordered_on,
            )


class Acting(Term):
    """A term in which an officer decides for the head: a property of the days of an order, not of the person.

    Which of the two kinds gives how much power is for the order to say (not verified): here
    both let decide matters, and neither arranges who may decide.
    """

    class Kind(models.TextChoices):
        FOR_ALL = "for_all", "รักษาราชการแทน"
        DELEGATED = "delegated", "ปฏิบัติราชการแทน"

    arranges: ClassVar[bool] = True

    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้แทน", related_name="terms", db_index=False
    )
    kind = models.CharField("แทนอย่างไร", max_length=12, choices=Kind.choices)
    absent = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="แทนใคร", related_name="+", db_index=False
    )  # None: the post is vacant
    stands_for = models.CharField("แทนตำแหน่ง", max_length=POSITION_MAX)

    objects: ClassVar[Actings] = Actings()

    class Meta:
        verbose_name = "การรักษาราชการแทน"

    def __str__(self) -> str:
        return f"acting {self.pk}"

    @property
    def told(self) -> str:
        """As it stands under a name: "รักษาราชการแทน นายกเทศมนตรีตำบลคลองน้อย"."""
        return f"{self.get_kind_display()} {self.stands_for}"
