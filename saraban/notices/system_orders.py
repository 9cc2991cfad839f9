"""คำสั่งกำหนดระบบ: the head's order by which approvals in an electronic system count (Act 2565 s.16, guide #3.5(2)).

The program drafts it (T11); a person signs it, on paper or as a PDF. Then it is recorded with its number and its days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.agencies.models import POSITION_MAX, Officer, Profile
from saraban.agencies.terms import BECAUSE_MAX, ORDER_MAX
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.electronic_act_2565 import SystemOrder as OrderInLaw
from saraban.law.electronic_act_2565 import section_16_order_for
from saraban.law.refusal import Refusal, reason_in
from saraban.registers.books import Register
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.scans import FileOfLetter, Scan, keep_scans
from saraban.tenancy.scope import current_agency
from saraban.thai.dates import buddhist_year, document_date, full_date
from saraban.thai.digits import thai_digits

OURS = "ระบบสารบรรณอิเล็กทรอนิกส์ Saraban"
OUR_PURPOSE = "ลงทะเบียน ส่งต่อ เสนอเรื่อง เห็นชอบ สั่งการ และลงลายมือชื่ออิเล็กทรอนิกส์ภายในหน่วยงาน"
SUBJECT = "กำหนดระบบสำหรับการปฏิบัติหน้าที่ของเจ้าหน้าที่โดยวิธีการทางอิเล็กทรอนิกส์"
OTHERS_MAX = 10  # systems beside ours
LINE_MAX = 200


class SystemOrders(RecordedManager["SystemOrder"]):
    def draft(
        self,
        *,
        by: Officer,
        in_force_from: date,
        others: Sequence[tuple[str, str]] = (),
        personnel_unit: str = "",
        this_system: bool = True,
        asks_for_accounts: bool = True,
    ) -> SystemOrder:
        """The text of an order that nobody has signed yet. `others`: systems and what for. Raises `Refusal("no_system")`."""
        named = [
            [" ".join(name.split())[:LINE_MAX], " ".join(purpose.split())[:LINE_MAX]]
            for name, purpose in others
            if name.strip()
        ]
        if (not this_system and not named) or len(named) > OTHERS_MAX:
            raise Refusal(
                "no_system",
                f"ยังไม่ได้ร่าง เพราะคำสั่งต้องระบุอย่างน้อยหนึ่งระบบ และไม่เกิน {OTHERS_MAX} ระบบนอกจากระบบนี้ โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        with one_at_a_time(current_agency().pk) as desk:
            return self.record(
                "drafted",
                by=by,
                this_system=this_system,
                others=named,
                personnel_unit=" ".join(personnel_unit.split())[:POSITION_MAX],
                asks_for_accounts=asks_for_accounts,
                in_force_from=in_force_from,
                drafted_at=desk.moment,
                officer=by,
            )

    def signed(self) -> models.QuerySet[SystemOrder]:
        """Those that were signed, the latest first."""
        return self.exclude(signed_on=None).order_by("-in_force_from", "-pk")

    def drafts(self) -> models.QuerySet[SystemOrder]:
        return self.filter(signed_on=None, dropped_at=None).order_by("-pk")

    def in_force(self, on: date) -> SystemOrder | None:
        """The order by which an approval in this system counts that day."""
        orders = {row.as_law: row for row in self.signed().filter(this_system=True).reverse()}
        found = section_16_order_for(OURS, on, orders=orders)
        return orders[found] if found is not None else None


class SystemOrder(Recorded):
    """One order: a draft until it was signed; in force from its day until a later one, or until it is ended."""

    this_system = models.BooleanField("กำหนดระบบนี้", default=True)
    others = models.JSONField("ระบบอื่น", default=list)  # [name, what for]
    personnel_unit = models.CharField("หน่วยที่จัดทำทะเบียนบัญชี", max_length=POSITION_MAX, blank=True)
    asks_for_accounts = models.BooleanField("ให้ถือบัญชีที่บันทึกไว้เป็นการลงนาม", default=True)
    in_force_from = models.DateField("มีผลตั้งแต่วันที่")
    drafted_at = models.DateTimeField("ร่างเมื่อ")
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้ร่าง", related_name="+", db_index=False
    )
    number = models.CharField("เลขที่คำสั่ง", max_length=ORDER_MAX, blank=True)
    entry = models.OneToOneField(
        OutgoingEntry, models.PROTECT, null=True, verbose_name="เลขในทะเบียน", related_name="system_order"
    )  # None: numbered in another book
    signed_on = models.DateField("ลงวันที่", null=True)
    signed_by = models.CharField("ผู้ลงนาม", max_length=LINE_MAX, blank=True)
    last_day = models.DateField("ใช้ถึงวันที่", null=True)
    ended_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)
    dropped_at = models.DateTimeField("ทิ้งร่างเมื่อ", null=True)

    objects: ClassVar[SystemOrders] = SystemOrders()

    class Meta:
        verbose_name = "คำสั่งกำหนดระบบ"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on=None) | ~Q(number=""), name="signed_order_has_number"
            )
        ]
        indexes = [models.Index(fields=["agency", "in_force_from"], name="system_orders_in_force")]

    def __str__(self) -> str:
        return f"system order {self.pk}"

    @property
    def told(self) -> str:
        """ "คำสั่งเทศบาลตำบลคลองน้อย ที่ 12/2569" """
        return f"คำสั่ง{Profile.here().name} ที่ {self.number}"

    @property
    def as_law(self) -> OrderInLaw:
        return OrderInLaw(
            OURS, f"{self.number} {self.pk}", self.in_force_from, self.last_day, self.asks_for_accounts
        )

    @property
    def systems(self) -> list[tuple[str, str]]:
        """All that it names, ours first, each with what it is for."""
        ours = [(OURS, OUR_PURPOSE)] if self.this_system else []
        return [*ours, *((name, purpose) for name, purpose in self.others)]

    def sign(
        self,
        *,
        by: Officer,
        signed_on: date,
        signed_by: str,
        in_force_from: date | None = None,
        number: str = "",
        scan: Scan | None = None,
    ) -> None:
        """It was signed: with the number that it bears, or, without one, the next of the orders' book here.

        Orders before it end with the day before. Raises `Refusal`: signed, no_signer, not_later, bad_day, bad_file, no_duty.
        """
        kept = keep_scans([scan], doing="บันทึก") if scan is not None else []
        with one_at_a_time(self.agency_id) as desk:
            with self.change("signed", by=by):
                self._must_be_a_draft()
                self.in_force_from = in_force_from or self.in_force_from
                self.signed_on, self.signed_by = signed_on, " ".join(signed_by.split())[:LINE_MAX]
                _must_be_signed(self, desk)
                self.number = " ".join(number.split())[:ORDER_MAX]
                if not self.number:
                    self.entry = OutgoingEntry.objects.issue(
                        Register.ORDER, subject=SUBJECT, dated_on=signed_on, by=by
                    )
                    self.number = self.entry.letter_number
            for file in kept:
                SystemOrderFile.objects.record("kept", by=by, order=self, **vars(file))
            if self.this_system:
                self._end_those_before(by=by)

    def end(self, last_day: date, because: str, *, by: Actor) -> None:
        """Without another in its place. Raises `Refusal`: no_reason, ended, bad_day."""
        with self.change("ended", by=by):
            if self.signed_on is None or self.last_day is not None:
                raise Refusal("ended", "คำสั่งนี้เลิกใช้แล้ว หรือยังเป็นร่าง ไม่มีข้อมูลใดเปลี่ยน")
            reason = reason_in(because, undone="เลิก", stays="คำสั่งเดิมยังใช้อยู่")
            if last_day < self.in_force_from:
                raise Refusal("bad_day", "ยังไม่ได้เลิก เพราะวันสุดท้ายก่อนวันที่คำสั่งมีผล โปรดแก้วันที่ คำสั่งเดิมยังใช้อยู่")
            self.last_day, self.ended_because = last_day, reason[:BECAUSE_MAX]

    def drop(self, *, by: Actor) -> None:
        """A draft that nobody will sign. Raises `Refusal("signed")`."""
        with self.change("dropped", by=by) as desk:
            self._must_be_a_draft()
            self.dropped_at = desk.moment

    def as_page(self, signer: Officer | None) -> dict[str, Any]:
        """T11, for `Template.ORDER`: with its number once it has one, else with a line for it."""
        profile = Profile.here()
        year = thai_digits(buddhist_year(self.in_force_from))
        systems = [
            f"{number}. {name}{f' สำหรับ{purpose}' if purpose else ''}"
            for number, (name, purpose) in enumerate(self.systems, start=1)
        ]
        return {
            "title": f"คำสั่ง{profile.name} เรื่อง {SUBJECT}",
            "author": profile.name,
            "agency": profile.name,
            "number": thai_digits(self.number) if self.number else f"............/{year}",
            "subject": SUBJECT,
            "paragraphs": [
                "อาศัยอำนาจตามความในมาตรา ๑๖ วรรคหนึ่ง และมาตรา ๒๐ วรรคหนึ่ง แห่งพระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ "
                "พ.ศ. ๒๕๖๕ จึงกำหนดให้ใช้ระบบต่อไปนี้ในการเสนอเรื่อง สั่งการ ลงนาม และรับส่งเอกสารภายในหน่วยงาน",
                *(thai_digits(line) for line in systems),
                *self._of_accounts(),
                f"ทั้งนี้ ตั้งแต่วันที่ {document_date(self.in_force_from)} เป็นต้นไป",
            ],
            "ordered_on": document_date(self.signed_on) if self.signed_on else "",
            "signer": signer.name if signer is not None else "",
            "positions": [profile.head_title],
            "footer": "" if self.signed_on else "ร่าง ยังไม่ได้ลงนาม",
            "names": [profile.name, "สั่งการ"],
        }

    def _of_accounts(self) -> list[str]:
        if not self.asks_for_accounts:
            return []
        unit = self.personnel_unit or Profile.here().registry_name
        return [
            f"ให้{unit}จัดทำและปรับปรุงทะเบียนบัญชีผู้ใช้หรือที่อยู่ไปรษณีย์อิเล็กทรอนิกส์ของเจ้าหน้าที่ "
            "และให้ถือว่าเอกสารที่ส่งจากบัญชีที่บันทึกไว้เป็นเอกสารที่เจ้าของบัญชีได้ลงลายมือชื่ออิเล็กทรอนิกส์แล้ว"
        ]

    def _must_be_a_draft(self) -> None:
        if self.signed_on is not None or self.dropped_at is not None:
            raise Refusal("signed", "บันทึกว่าลงนามแล้วหรือทิ้งร่างนี้ไปแล้ว โปรดร่างใหม่ ไม่มีข้อมูลใดเปลี่ยน")

    def _end_those_before(self, *, by: Actor) -> None:
        before = SystemOrder.objects.signed().filter(this_system=True).exclude(pk=self.pk)
        for order in before.filter(Q(last_day=None) | Q(last_day__gte=self.in_force_from)):
            with order.change("ended", by=by):
                order.last_day = self.in_force_from - timedelta(days=1)
                order.ended_because = f"มีคำสั่งที่ {self.number} แทน"


class SystemOrderFile(FileOfLetter):
    """The order as it was signed: a scan of the paper, or a signed PDF."""

    order = models.ForeignKey(SystemOrder, models.PROTECT, related_name="scans")

    class Meta:
        verbose_name = "ไฟล์คำสั่งกำหนดระบบ"

    def __str__(self) -> str:
        return f"file {self.pk} of a system order"


def _must_be_signed(order: SystemOrder, desk: Desk) -> None:
    """Raises `Refusal`: no_signer, bad_day, not_later."""
    assert order.signed_on is not None, "asked by sign"
    if not order.signed_by:
        raise Refusal("no_signer", "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าใครลงนามในคำสั่ง โปรดพิมพ์ชื่อ ร่างยังอยู่ครบ")
    if order.signed_on > localdate(desk.moment):
        raise Refusal("bad_day", "ยังไม่ได้บันทึก เพราะวันที่ลงนามยังมาไม่ถึง โปรดแก้วันที่ ร่างยังอยู่ครบ")
    before = SystemOrder.objects.signed().filter(this_system=True).exclude(pk=order.pk).first()
    if order.this_system and before is not None and order.in_force_from < before.in_force_from:
        raise Refusal(
            "not_later",
            f"ยังไม่ได้บันทึก เพราะคำสั่งที่ {before.number} มีผลตั้งแต่ {full_date(before.in_force_from)} ซึ่งหลังวันที่ของคำสั่งนี้ "
            "โปรดตรวจวันที่มีผล ร่างยังอยู่ครบ",
        )
