"""บัญชีที่บันทึกไว้: which e-mail address or user name is whose (guide #3.5(3)).

What comes from an account that was recorded counts as signed by its owner; what comes from another does not.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.agencies.models import Officer
from saraban.agencies.terms import BECAUSE_MAX
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.electronic_act_2565 import RecordedAccount, account_signs
from saraban.law.refusal import Refusal, reason_in
from saraban.mail.models import ADDRESS_MAX
from saraban.notices.system_orders import OURS
from saraban.tenancy.scope import current_agency

SYSTEM_MAX = 100


class SigningAccounts(RecordedManager["SigningAccount"]):
    def note(self, officer: Officer, address: str = "", *, system: str = OURS, by: Actor) -> SigningAccount:
        """From today on this is the officer's; without an address, the one with which they sign in here.

        One that stands is given back as it is. Raises `Refusal`: no_address, others.
        """
        with one_at_a_time(current_agency().pk) as desk:
            address, system = (address or officer.email).strip().lower()[:ADDRESS_MAX], system.strip()
            if not address or not system:
                raise Refusal(
                    "no_address",
                    f"ยังไม่ได้บันทึกบัญชีของ{officer.name} เพราะยังไม่มีอีเมลหรือชื่อผู้ใช้ หรือยังไม่ได้บอกว่าของระบบใด โปรดพิมพ์ก่อน บัญชีเดิมอยู่ครบ",
                )
            standing = self.standing().filter(address=address, system=system).first()
            if standing is not None and standing.officer_id != officer.pk:
                raise Refusal(
                    "others",
                    f"ยังไม่ได้บันทึก เพราะบัญชี {address} บันทึกไว้ว่าเป็นของ{standing.officer.name} บัญชีหนึ่งเป็นของคนเดียว "
                    "โปรดเลิกใช้บัญชีเดิมก่อน บัญชีเดิมอยู่ครบ",
                )
            return standing or self.record(
                "recorded",
                by=by,
                officer=officer,
                name=officer.name,
                position=officer.position,
                address=address,
                system=system[:SYSTEM_MAX],
                since=localdate(desk.moment),
            )

    def standing(self) -> models.QuerySet[SigningAccount]:
        return self.filter(last_day=None).select_related("officer").order_by("name", "pk")

    def of(self, officer: Officer, on: date) -> SigningAccount | None:
        """The recorded account by which what this officer does here counts as signed that day."""
        rows = list(self.filter(officer=officer, system=OURS).order_by("pk"))
        accounts = {row.as_law: row for row in rows}
        found = account_signs(officer.email, on, accounts=accounts)
        return accounts[found] if found is not None else None


class SigningAccount(Recorded):
    """One account of one officer. Name and position as they were when it was recorded; `last_day` is inclusive."""

    personal: ClassVar[frozenset[str]] = frozenset({"name", "address"})

    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="เจ้าหน้าที่", related_name="signing_accounts", db_index=False
    )
    name = models.CharField("ชื่อ", max_length=200)
    position = models.CharField("ตำแหน่ง", max_length=150, blank=True)
    address = models.CharField("อีเมลหรือชื่อผู้ใช้", max_length=ADDRESS_MAX)
    system = models.CharField("ระบบ", max_length=SYSTEM_MAX)
    since = models.DateField("ตั้งแต่วันที่")
    last_day = models.DateField("ถึงวันที่", null=True)
    ended_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)

    objects: ClassVar[SigningAccounts] = SigningAccounts()

    class Meta:
        verbose_name = "บัญชีที่บันทึกไว้"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "system", "address"],
                condition=Q(last_day=None),
                name="account_of_one_officer",
            )
        ]
        indexes = [models.Index(fields=["agency", "officer"], name="accounts_of_officer")]

    def __str__(self) -> str:
        return f"account {self.pk}"

    @property
    def as_law(self) -> RecordedAccount:
        return RecordedAccount(self.address, self.since, self.last_day)

    def end(self, because: str, *, by: Actor) -> None:
        """It is not theirs any more: yesterday was its last day. Raises `Refusal`: no_reason, ended."""
        with self.change("ended", by=by) as desk:
            if self.last_day is not None:
                raise Refusal("ended", "บัญชีนี้เลิกใช้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            reason = reason_in(because, undone="เลิก", stays="บัญชีเดิมยังใช้อยู่")
            self.last_day = localdate(desk.moment) - timedelta(days=1)
            self.ended_because = reason[:BECAUSE_MAX]
