"""How a letter of ours reaches its recipients: by mail or on paper, acknowledged, or asked after by telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, now

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.models import Officer
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.contacts.models import NAME_MAX as CONTACT_NAME_MAX
from saraban.contacts.models import Contact
from saraban.exchange.letter_json import LetterJson
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.composition import ADDRESS_LENGTH_MAX, ANSWERABLE
from saraban.mail.models import ADDRESS_MAX, Draft, InboundEmail, KeptFile, Mailbox, OutboundEmail
from saraban.registers.answers import covering_subject, covering_text
from saraban.registers.models import PARTY_MAX, central_mailbox, office_of
from saraban.registers.signing import our_key
from saraban.thai.dates import BANGKOK

RECIPIENTS_MAX = 200  # of one circular
THEIR_NUMBER_MAX = 60
THEIR_NUMBER = re.compile(r"เลข(?:ทะเบียน)?รับ(?:ที่)?[ :]*([0-9๐-๙]{1,7}(?:/[0-9๐-๙]{2,4})?)")


@dataclass(frozen=True)
class Recipient:
    """To whom a letter goes. Without an address it goes on paper."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the machine of an agency signed: its เลขรับ, and when it received the letter by law."""

    number: str
    received_at: datetime


@dataclass(frozen=True)
class Covering:
    """The mail around a letter: all that is the same for each who gets it."""

    mailbox: Mailbox
    letter_number: str
    dated_on: date
    subject: str
    urgency: str
    files: Sequence[KeptFile]
    leaves_at: datetime
    answers: InboundEmail | None = None
    part: str = ""  # which letter of that e-mail
    tells: str = ""  # its number, with register and year
    signs: LetterJson | None = None  # for the machine of each who gets it
    says: Sequence[str] = ()  # what a person is told besides

    def compose(self, name: str, address: str, *, by: Officer) -> OutboundEmail:
        """Lay it into the outbox for one of them."""
        office = office_of(self.mailbox)
        return OutboundEmail.objects.compose(
            Draft(
                kind=OutboundEmail.LETTER,
                to_address=address,
                to_name=name,
                subject=covering_subject(self.letter_number, self.subject, self.urgency),
                body=covering_text(
                    office,
                    recipient=name,
                    letter_number=self.letter_number,
                    dated_on=self.dated_on,
                    subject=self.subject,
                    files=len(self.files),
                    signed=self.signs is not None,
                    says=self.says,
                ),
                leaves_at=self.leaves_at,
                automatic=False,
                answers=self.answers,
                part=self.part,
                attached=self.files,
                tells=self.tells,
                for_machines=self.signs.to(name, address).signed(our_key()) if self.signs is not None else "",
            ),
            mailbox=self.mailbox,
            from_name=office.from_name,
            by=by,
        )


def mailbox_that_sends() -> Mailbox:
    """Raises `Refusal("no_mailbox")`."""
    mailbox = central_mailbox()
    if mailbox is None:
        raise Refusal("no_mailbox", "ยังไม่ได้ส่ง เพราะยังไม่ได้ต่อกล่องอีเมลกลาง โปรดให้ผู้ดูแลระบบต่อกล่องก่อน ไม่มีเลขใดถูกใช้")
    return mailbox


class Dispatches(RecordedManager["Dispatch"]):
    def make(
        self, entry: models.Model, recipients: Sequence[Recipient], covering: Covering | None, *, by: Officer
    ) -> None:
        """A row for each recipient of a letter, mailed where there is an address."""
        for one in recipients:
            letter = covering.compose(one.name, one.address, by=by) if covering and one.address else None
            self.record("made", by=by, entry=entry, name=one.name, address=one.address, letter=letter)

    def answered(self, email: InboundEmail, *, by: Actor) -> Dispatch | None:
        """Their acknowledgement has come (ปลายทางรับแล้ว): noted at the letter that it answers, with their number."""
        if email.answers is None:
            return None
        dispatch = self.filter(letter=email.answers).first()
        if dispatch is not None and dispatch.acknowledged_at is None:
            dispatch.acknowledge(email, by=by)
        return dispatch

    def received(self, dispatch: Dispatch, email: InboundEmail, receipt: Receipt, *, by: Actor) -> None:
        """The machine of the other side says under which number it stands there; what was known before stays."""
        if dispatch.their_received_at is None:
            with dispatch.change("acknowledged", by=by) as desk:
                dispatch.acknowledged_at, dispatch.acknowledgement = desk.moment, email
                dispatch.their_number = receipt.number[:THEIR_NUMBER_MAX]
                dispatch.their_received_at = receipt.received_at

    def not_answered(self, email: InboundEmail, *, by: Actor) -> None:
        """That it was an acknowledgement is taken back."""
        for dispatch in self.filter(acknowledgement=email):
            with dispatch.change("acknowledged", by=by):
                dispatch.acknowledged_at, dispatch.acknowledgement, dispatch.their_number = None, None, ""
                dispatch.their_received_at = None

    def to_be_phoned(self, *, moment: datetime | None = None) -> QuerySet[Dispatch]:
        """Those mailed before the last working day and heard nothing of since (ภาคผนวก 7, as many offices do it)."""
        today = localdate(moment or now())
        try:
            calendar = calendar_of_agency()
            until = next(
                day
                for day in (today - timedelta(days=back) for back in range(1, 30))
                if calendar.is_working_day(day)
            )
        except (NoCalendar, StopIteration):
            until = today - timedelta(days=1)
        mailed = self.filter(
            letter__state=OutboundEmail.SENT,
            letter__kind=OutboundEmail.LETTER,
            acknowledged_at=None,
            phoned_at=None,
        )
        return mailed.filter(letter__sent_at__lt=_opens(until)).order_by("pk")


class Dispatch(Recorded):
    """How a letter reached one of its recipients."""

    personal: ClassVar[frozenset[str]] = frozenset({"name", "address"})

    entry = models.ForeignKey(
        "saraban.OutgoingEntry", models.PROTECT, related_name="dispatches", db_index=False
    )
    name = models.CharField("ผู้รับ", max_length=PARTY_MAX)
    address = models.CharField("อีเมล", max_length=ADDRESS_MAX, blank=True)
    letter = models.ForeignKey(
        OutboundEmail, models.PROTECT, null=True, related_name="dispatches", db_index=False
    )
    acknowledged_at = models.DateTimeField("ปลายทางตอบรับเมื่อ", null=True)
    acknowledgement = models.ForeignKey(
        InboundEmail, models.PROTECT, null=True, verbose_name="จดหมายตอบรับ", related_name="+", db_index=False
    )
    their_number = models.CharField("เลขรับของปลายทาง", max_length=THEIR_NUMBER_MAX, blank=True)
    their_received_at = models.DateTimeField("ปลายทางได้รับเมื่อ", null=True)  # as its machine signed it
    phoned_at = models.DateTimeField("โทรถามเมื่อ", null=True)

    objects: ClassVar[Dispatches] = Dispatches()

    class Meta:
        verbose_name = "การส่งถึงผู้รับ"
        indexes = [
            models.Index(fields=["agency", "entry"], name="dispatches_of_letter"),
            models.Index(fields=["agency", "letter"], name="dispatch_of_mail"),
            models.Index(
                fields=["agency", "id"],
                condition=Q(acknowledged_at=None, phoned_at=None),
                name="dispatches_unheard",
            ),
        ]

    def __str__(self) -> str:
        return f"dispatch {self.pk}"

    def mail_again(self, covering: Covering, *, by: Officer) -> None:
        with self.change("mailed", by=by):
            self.letter = covering.compose(self.name, self.address, by=by)

    def acknowledge(self, email: InboundEmail, *, by: Actor) -> None:
        with self.change("acknowledged", by=by) as desk:
            said = THEIR_NUMBER.search(email.subject)
            self.acknowledged_at, self.acknowledgement = desk.moment, email
            self.their_number = said[1] if said else ""

    def note_phoned(self, their_number: str = "", *, by: Officer) -> None:
        """The officer asked by telephone; `their_number`, where the other side said it."""
        with self.change("phoned", by=by) as desk:
            self.phoned_at = self.phoned_at or desk.moment
            self.their_number = their_number.strip()[:THEIR_NUMBER_MAX] or self.their_number


def each_once(asked: Sequence[Recipient]) -> list[Recipient]:
    """Each once; two offices may share an address. Raises `Refusal`."""
    made: dict[tuple[str, str], Recipient] = {}
    for one in asked:
        name, address = " ".join(one.name.split())[:PARTY_MAX], one.address.strip()
        if not name and not address:
            continue
        if address and not (len(address) <= ADDRESS_LENGTH_MAX and ANSWERABLE.match(address)):
            raise Refusal(
                "bad_address",
                f"ยังไม่ได้ส่ง เพราะที่อยู่อีเมล {address[:100]} ไม่ถูกรูปแบบ เช่น saraban@nongbua.go.th สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        made.setdefault((name or address, address.lower()), Recipient(name or address, address))
    if not made:
        raise Refusal("no_recipient", "ยังไม่ได้ส่ง เพราะยังไม่มีผู้รับ โปรดพิมพ์ชื่อผู้รับ สิ่งที่พิมพ์ไว้อยู่ครบ")
    if len(made) > RECIPIENTS_MAX:
        raise Refusal(
            "too_many", f"ยังไม่ได้ส่ง เพราะมีผู้รับเกิน {RECIPIENTS_MAX} ราย โปรดแบ่งเป็นหลายฉบับ สิ่งที่พิมพ์ไว้อยู่ครบ"
        )
    return list(made.values())


def get_to_know(recipients: Sequence[Recipient], *, by: Officer) -> None:
    """Those whom the directory does not know stand in it from now on; those whom it knows stay as they are. At the desk."""
    names = [one.name[:CONTACT_NAME_MAX] for one in recipients]
    known = set(Contact.objects.filter(name__in=names).values_list("name", flat=True))
    for one, name in zip(recipients, names, strict=True):
        if name not in known:
            known.add(name)
            Contact.objects.record("added", by=by, name=name, email=one.address)


def _opens(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=BANGKOK)
