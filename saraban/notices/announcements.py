"""ประกาศวิธีการชำระเงิน: which version was announced, when and where, with its words as they were (guide #3.4(2)).

The program drafts it (T13) from the accounts that stand; a person signs and publishes it. Then its day is recorded. What
the accounts say later changes no announcement; it is told beside the one in force that they differ.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.agencies.models import POSITION_MAX, Officer, Profile
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.mail.models import ADDRESS_MAX
from saraban.notices.payment_announcements import announcement_text, announcement_text_pdf
from saraban.payments.accounts import Account
from saraban.registers.models import central_mailbox
from saraban.tenancy.scope import current_agency

CHANNEL_MAX = 200  # characters: "เว็บไซต์ www.klongnoy.go.th/pay"
LINE_MAX = 200
WHERE_MAX = 300
SAID = {
    "name": "ชื่อ",
    "biller": " Biller ID ",
    "promptpay": "พร้อมเพย์",
}  # of an account, beside its bank and number


class PaymentAnnouncements(RecordedManager["PaymentAnnouncement"]):
    def draft(self, *, by: Officer, channel: str = "") -> PaymentAnnouncement:
        """What the accounts that stand say today, for the head to sign; the same words that wait already are given back.

        Raises `Refusal`: no_account, no_channel, no_duty.
        """
        by.assert_may("paymentannouncement.drafted")
        channel = " ".join(channel.split())[:CHANNEL_MAX]
        with one_at_a_time(current_agency().pk) as desk:
            accounts, profile, address = Account.objects.standing(), Profile.here(), proofs_address()
            text = announcement_text(accounts, profile, address, channel)
            waiting = self.drafts().filter(text=text).first()
            return waiting or self.record(
                "drafted",
                by=by,
                text=text,
                accounts=[_as_said(account) for account in accounts],
                address=address,
                channel=channel,
                position=profile.head_title,
                drafted_at=desk.moment,
                officer=by,
            )

    def drafts(self) -> models.QuerySet[PaymentAnnouncement]:
        return self.filter(announced_on=None, dropped_at=None).select_related("officer").order_by("-pk")

    def announced(self) -> models.QuerySet[PaymentAnnouncement]:
        """Those that were announced; first the one in force, which was recorded last."""
        done = self.exclude(announced_on=None).select_related("announced_by")
        return done.order_by("-announced_at", "-pk")

    def in_force(self) -> PaymentAnnouncement | None:
        return self.announced().first()


class PaymentAnnouncement(Recorded):
    """One version: a draft until it was announced. Its words, and what the accounts said then, never change."""

    text = models.TextField("ข้อความ")
    accounts = models.JSONField("บัญชีในประกาศ", default=list)  # as `_as_said`
    address = models.CharField("อีเมลรับหลักฐาน", max_length=ADDRESS_MAX, blank=True)
    channel = models.CharField("ช่องทางอื่น", max_length=CHANNEL_MAX, blank=True)
    position = models.CharField("ตำแหน่งผู้ลงนาม", max_length=POSITION_MAX)
    drafted_at = models.DateTimeField("ร่างเมื่อ")
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้ร่าง", related_name="+", db_index=False
    )
    announced_on = models.DateField("ประกาศ ณ วันที่", null=True)
    signer = models.CharField("ผู้ลงนาม", max_length=LINE_MAX, blank=True)
    place = models.CharField("ประกาศไว้ที่", max_length=WHERE_MAX, blank=True)
    announced_at = models.DateTimeField("บันทึกเมื่อ", null=True)
    announced_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้บันทึก", related_name="+", db_index=False
    )
    dropped_at = models.DateTimeField("ทิ้งร่างเมื่อ", null=True)

    objects: ClassVar[PaymentAnnouncements] = PaymentAnnouncements()

    class Meta:
        verbose_name = "ประกาศวิธีการชำระเงิน"
        constraints = [
            models.CheckConstraint(
                condition=Q(announced_on=None) | ~Q(place="") & ~Q(signer="") & Q(dropped_at=None),
                name="announced_somewhere",
            )
        ]

    def __str__(self) -> str:
        return f"payment announcement {self.pk}"

    def announce(self, *, by: Officer, announced_on: date, signer: str, position: str, place: str) -> None:
        """It was signed that day, and people can read it there. Raises `Refusal`: announced, bad_day, no_signer, no_place,
        no_duty."""
        with self.change("announced", by=by) as desk:
            self._must_be_a_draft()
            if announced_on > localdate(desk.moment):
                raise Refusal("bad_day", "ยังไม่ได้บันทึก เพราะวันที่ประกาศยังมาไม่ถึง โปรดแก้วันที่ ร่างยังอยู่ครบ")
            self.announced_on, self.announced_at, self.announced_by = announced_on, desk.moment, by
            self.signer = " ".join(signer.split())[:LINE_MAX]
            self.position = " ".join(position.split())[:POSITION_MAX]
            self.place = " ".join(place.split())[:WHERE_MAX]
            if not self.signer or not self.position:
                raise Refusal(
                    "no_signer", "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าใครลงนาม ในตำแหน่งใด โปรดพิมพ์ ร่างยังอยู่ครบ"
                )
            if not self.place:
                raise Refusal(
                    "no_place",
                    "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าประกาศไว้ที่ใด โปรดพิมพ์ เช่น เว็บไซต์และป้ายหน้าสำนักงาน ร่างยังอยู่ครบ",
                )

    def drop(self, *, by: Actor) -> None:
        """A draft that nobody will sign. Raises `Refusal("announced")`."""
        with self.change("dropped", by=by) as desk:
            self._must_be_a_draft()
            self.dropped_at = desk.moment

    def as_pdf(self, signer: Officer | None) -> bytes:
        """As it was announced; a draft, with a line for its day, for that signer. Raises `NotTypeset`."""
        return announcement_text_pdf(
            self.text,
            billers=[said["biller"] for said in self.accounts if said["biller"]],
            signer=self.signer or (signer.name if signer is not None else ""),
            position=self.position,
            drafted_at=self.drafted_at,
            announced_on=self.announced_on,
        )

    def differences(self) -> list[str]:
        """What it says otherwise than the accounts that stand and the address to which proofs go; empty where nothing."""
        then = {(said["bank"], said["number"]): said for said in self.accounts}
        now = {(account.bank, account.number): _as_said(account) for account in Account.objects.standing()}
        address = proofs_address()
        return [
            *(f"บัญชี {number} ยังไม่อยู่ในประกาศ" for bank, number in now if (bank, number) not in then),
            *(f"บัญชี {number} เลิกใช้แล้ว แต่ยังอยู่ในประกาศ" for bank, number in then if (bank, number) not in now),
            *(
                f"บัญชี {key[1]} มี{said}ไม่ตรงกับในประกาศ"
                for key in now
                for name, said in SAID.items()
                if key in then and now[key][name] != then[key][name]
            ),
            *([f"อีเมลรับหลักฐานเปลี่ยนเป็น {address or 'ไม่มี'}"] if address != self.address else []),
        ]

    def _must_be_a_draft(self) -> None:
        if self.announced_on is not None or self.dropped_at is not None:
            raise Refusal("announced", "บันทึกว่าประกาศแล้วหรือทิ้งร่างนี้ไปแล้ว โปรดร่างใหม่ ไม่มีข้อมูลใดเปลี่ยน")


def proofs_address() -> str:
    """Where a proof of payment may be mailed: the agency's central mailbox; empty where there is none."""
    mailbox = central_mailbox()
    return mailbox.address if mailbox is not None else ""


def _as_said(account: Account) -> dict[str, str]:
    """What an announcement says of it."""
    return {name: getattr(account, name) for name in ("bank", "number", *SAID)}
