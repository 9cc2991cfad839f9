"""Letters that came by hand: on paper, or by a way that the agency has not announced (guide #2.4, #2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid5

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.models import Officer
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.electronic_act_2565 import section_10_deemed_received_at
from saraban.law.refusal import Refusal
from saraban.mail.models import ADDRESS_MAX, Draft, KeptFile, OutboundEmail
from saraban.registers.answers import receipt_subject, receipt_text, wrong_channel_text
from saraban.registers.books import BE, Counter
from saraban.registers.models import (
    UNDO,
    IncomingEntry,
    Particulars,
    Route,
    Routing,
    central_mailbox,
    disposed,
    office_of,
)
from saraban.registers.scans import FileOfLetter, Scan, keep_scans
from saraban.tenancy.scope import current_agency

CHANNEL_MAX = 100
PAPER_LETTERS_MAX = 50  # registered at one press


class Channel(models.TextChoices):
    PAPER = "paper", "กระดาษ"
    OTHER = "other", "ช่องทางอื่น"


@dataclass(frozen=True)
class HandIn:
    """How a letter came: `channel_name` says which other way (Facebook …), `answer_address` where to answer by mail.

    `kept`: files that are safe already. `received_at`: when the registry had it in its hands; None: now.
    """

    channel: Channel
    channel_name: str = ""
    answer_address: str = ""
    scans: Sequence[Scan] = ()
    kept: Sequence[KeptFile] = ()
    received_at: datetime | None = None
    key: UUID | None = None  # of the press that enters it: what was entered under it is not entered again


class HandIns(RecordedManager["HandedIn"]):
    def enter(
        self, given: HandIn, *, by: Officer, particulars: Particulars, route: Route | None = None
    ) -> IncomingEntry:
        """Register what was handed in, received when the registry has it (guide #2.4, #2.5): number, files, answer, routing.

        Raises `Refusal`: bad_file, no_subject, no_sender, no_channel, no_calendar, no_duty.
        """
        to, meant_for = disposed(route or Route())
        if not particulars.sender.strip():
            raise Refusal("no_sender", "ยังลงรับไม่ได้ เพราะยังไม่มี “จาก” โปรดพิมพ์ชื่อผู้ส่ง สิ่งที่พิมพ์ไว้อยู่ครบ")
        if given.channel is Channel.OTHER and not given.channel_name.strip():
            raise Refusal(
                "no_channel", "ยังลงรับไม่ได้ เพราะยังไม่ได้บอกว่ามาทางใด เช่น Facebook ของหน่วยงาน สิ่งที่พิมพ์ไว้อยู่ครบ"
            )
        kept = [*given.kept, *keep_scans(given.scans, doing="ลงรับ")]
        with one_at_a_time(current_agency().pk) as desk:
            if given.key is not None and (held := self.filter(key=given.key).first()) is not None:
                return held.entry
            handed = self.record(
                "received",
                by=by,
                key=given.key,
                channel=given.channel.value,
                channel_name=given.channel_name.strip()[:CHANNEL_MAX],
                answer_address=given.answer_address,
                arrived_at=given.received_at or desk.moment,
                subject=particulars.subject,
                sender=particulars.sender,
                officer=by,
            )
            for file in kept:
                ScannedFile.objects.record("kept", by=by, handed_in=handed, **vars(file))
            entry = handed.enter(desk, particulars, to, meant_for=meant_for, by=by)
            if to.name:
                Routing.objects.hand_on(desk, entry, to, by=by)
        return entry

    def enter_together(
        self,
        letters: Sequence[tuple[Particulars, Route]],
        *,
        key: UUID,
        told_first: int | None = None,
        by: Officer,
    ) -> list[IncomingEntry]:
        """Register several letters on paper in their order, in one commit. A second press under `key` enters nothing.

        `told_first`: the number that the first was said to get. Raises `Refusal`: numbers_moved where it would be
        another by now, and as `enter`.
        """
        assert len(letters) <= PAPER_LETTERS_MAX, "a page takes no more"
        with one_at_a_time(current_agency().pk) as desk:
            new = not self.filter(key=uuid5(key, "0")).exists()
            first = Counter.number_to_come(IncomingEntry.REGISTER, localdate(desk.moment).year + BE)
            if new and told_first not in (None, first):
                raise Refusal(
                    "numbers_moved",
                    f"ยังไม่ได้ลงรับ เพราะมีผู้ลงรับไปก่อน เลขแรกจะเป็น {first} ไม่ใช่ {told_first} โปรดตรวจแล้วกดอีกครั้ง "
                    "สิ่งที่พิมพ์ไว้อยู่ครบ",
                )
            return [
                self.enter(
                    HandIn(Channel.PAPER, key=uuid5(key, str(nth))), by=by, particulars=asked, route=route
                )
                for nth, (asked, route) in enumerate(letters)
            ]


class HandedIn(Recorded):
    """One letter that came by hand, as the registry received it."""

    personal: ClassVar[frozenset[str]] = frozenset({"sender", "subject", "answer_address"})

    channel = models.CharField("ช่องทาง", max_length=10, choices=Channel.choices)
    channel_name = models.CharField("มาทาง", max_length=CHANNEL_MAX, blank=True)
    answer_address = models.EmailField("อีเมลสำหรับตอบ", max_length=ADDRESS_MAX, blank=True)
    subject = models.CharField("เรื่อง", max_length=1000)
    sender = models.CharField("จาก", max_length=300)
    arrived_at = models.DateTimeField("งานสารบรรณได้รับเมื่อ")
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name="ผู้รับ", related_name="+")
    answer = models.OneToOneField(OutboundEmail, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField("แจ้งผู้ส่งแล้วเมื่อ", null=True)
    key = models.UUIDField(null=True, editable=False)

    objects: ClassVar[HandIns] = HandIns()

    class Meta:
        verbose_name = "หนังสือที่ส่งด้วยมือ"
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=["paper", "other"]), name="handed_in_channels"),
            models.UniqueConstraint(fields=["agency", "key"], name="handed_in_once"),
        ]

    def __str__(self) -> str:
        return f"handed in {self.pk}"

    @property
    def came_by(self) -> str:
        return self.channel_name or str(Channel(self.channel).label)

    def enter_again(self, *, by: Officer) -> None:
        """After an undo: in the book again under its number, handed on and answered as before."""
        entry = self.entry
        to = entry.last_route()
        with one_at_a_time(self.agency_id) as desk:
            entry.enter_again(by=by, asked=entry.particulars(), to=to)
            if to.name:
                Routing.objects.hand_on(desk, entry, to, by=by)
            self._answer(desk, entry, to, by=by)

    def enter(
        self, desk: Desk, asked: Particulars, to: Route, *, meant_for: Route, by: Officer
    ) -> IncomingEntry:
        """Its row in the book, and the answer by mail where there is an address."""
        # Paper counts when it is in the registry's hands; what came electronically by another way, as section 10 says.
        deemed_at = self.arrived_at.replace(microsecond=0)
        if self.channel == Channel.OTHER:
            deemed_at = section_10_deemed_received_at(self.arrived_at, calendar=calendar_of_agency())
        by_mail = (
            ""
            if self.answer_address
            else f"มาทาง{' ' if self.channel_name else ''}{self.came_by} และไม่มีอีเมลของผู้ส่ง"
        )
        entry = IncomingEntry.objects.number(
            desk,
            deemed_at,
            by=by,
            to=to,
            meant_for=meant_for,
            columns=IncomingEntry.columns(
                asked, else_=Particulars(dated_on=localtime(self.arrived_at).date())
            ),
            handed_in=self,
            arrived_at=self.arrived_at,
            no_answer_because=by_mail,
        )
        self._answer(desk, entry, to, by=by)
        return entry

    def _answer(self, desk: Desk, entry: IncomingEntry, to: Route, *, by: Officer) -> None:
        mailbox = central_mailbox()
        if self.answer_address and mailbox is not None:
            office = office_of(mailbox)
            letter = OutboundEmail.objects.compose(
                Draft(
                    kind=OutboundEmail.ANSWER,
                    to_address=self.answer_address,
                    to_name=self.sender,
                    subject=receipt_subject(entry.subject, entry.receipt_number).removeprefix("Re: "),
                    body=self.text_for_the_sender(entry, to),
                    leaves_at=desk.moment + UNDO,
                    automatic=True,
                    tells=entry.told_as,
                ),
                mailbox=mailbox,
                from_name=office.from_name,
                by=by,
            )
            with self.change("answered", by=by):
                self.answer = letter

    def text_for_the_sender(self, entry: IncomingEntry, to: Route | None = None) -> str:
        """What the sender is told: T3 where the way was not one of the announced, T1 for paper."""
        mailbox, to = central_mailbox(), to or entry.last_route()
        if mailbox is None:
            return ""
        office = office_of(mailbox)
        if self.channel == Channel.PAPER:
            return receipt_text(
                office,
                sender=entry.sender,
                subject=entry.subject,
                receipt_number=entry.receipt_number,
                deemed_at=localtime(entry.deemed_at),
                out_of_hours=False,
                unit=to.unit.name if to.unit else to.name,
                unit_phone=to.phone,
            )
        return wrong_channel_text(
            office,
            sender=entry.sender,
            subject=entry.subject,
            channel=self.came_by,
            receipt_number=entry.receipt_number,
            deemed_at=localtime(entry.deemed_at),
        )

    def tell(self, *, by: Officer) -> None:
        """The officer told the sender by the way the letter came, outside this system."""
        with self.change("told", by=by) as desk:
            self.told_at = self.told_at or desk.moment


class ScannedFile(FileOfLetter):
    """A scan or photo of a letter that was handed in."""

    handed_in = models.ForeignKey(HandedIn, models.PROTECT, related_name="scans")

    class Meta:
        verbose_name = "ไฟล์สแกน"
        indexes = [models.Index(fields=["agency", "handed_in"], name="scans_of_letter")]

    def __str__(self) -> str:
        return f"scan {self.pk}"
