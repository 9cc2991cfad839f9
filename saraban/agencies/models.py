"""The agency as it describes itself: its name and telephones, its units, its officers and their duties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.db import models

from saraban.agencies import duties
from saraban.agencies.duties import GIVEN_TO_OFFICERS, Duty
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.tenancy.scope import arrangement

PHONE_MAX = 100  # characters: "02 123 4567 ต่อ 12, 081 234 5678"
KEYWORDS_MAX = 500
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
    digests = models.BooleanField("แจ้งงานที่รอทางอีเมล 09.00 และ 15.00 น.", default=True)
    delays_copied_to = models.EmailField("สำเนาแจ้งเหตุล่าช้าถึง ก.พ.ร.", blank=True)
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
    position = models.CharField("ตำแหน่ง", max_length=150, blank=True)
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
        """The duties given and not ended. Asked for each request and each deed, so an ended duty ends now."""
        return set(arrangement(("duties", self.pk), self._duties))

    def _duties(self) -> frozenset[Duty]:
        if not self.active:
            return frozenset()
        rows = Assignment.across_agencies.filter(agency_id=self.agency_id, officer=self, ended_at=None)
        return frozenset(Duty(duty) for duty in rows.values_list("duty", flat=True))

    def assert_may(self, deed: str) -> None:
        duties.assert_may(self.duties, deed, who=self.name)


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
