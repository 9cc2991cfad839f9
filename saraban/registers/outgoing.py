"""ทะเบียนหนังสือส่ง: the register of what leaves (แบบที่ 14), and how it reached each recipient.

A row of it is the only way for an official letter to leave: number, files, mails and deliveries are one commit.
Receipts and notes within the office are no letters of this book; they are told by the receive register.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Case, Q, QuerySet, When
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.duties import MACHINE, Duty
from saraban.agencies.models import Officer, Profile
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.contacts.models import NAME_MAX as CONTACT_NAME_MAX
from saraban.contacts.models import Contact
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.composition import ADDRESS_LENGTH_MAX, ANSWERABLE
from saraban.mail.models import (
    ADDRESS_MAX,
    REASON_MAX,
    SUBJECT_MAX,
    Draft,
    InboundEmail,
    KeptFile,
    OutboundEmail,
    files,
)
from saraban.registers.answers import covering_subject, covering_text
from saraban.registers.books import BE, Counter, Register
from saraban.registers.handed_in import FILE_NAME_MAX, Scan, must_be_scans
from saraban.registers.models import (
    ACTION_MAX,
    LETTER_NUMBER_MAX,
    PARTY_MAX,
    UNDO,
    UNDO_LATEST,
    IncomingEntry,
    Urgency,
    central_mailbox,
    must_have_a_reason,
    office_of,
    restricted_for,
)
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for, current_agency
from saraban.thai.dates import BANGKOK, table_date

RECIPIENTS_MAX = 200  # of one circular
MAILED_BYTES_MAX = 15 * 1024 * 1024  # most mail servers take no more in one letter
RESERVED_DAYS_MAX = 60
THEIR_NUMBER_MAX = 60
THEIR_NUMBER = re.compile(r"เลข(?:ทะเบียน)?รับ(?:ที่)?[ :]*([0-9๐-๙]{1,7}(?:/[0-9๐-๙]{2,4})?)")
SENT_KINDS = (Register.OUTGOING, Register.CIRCULAR, Register.ORDER, Register.CERTIFICATE)


@dataclass(frozen=True)
class Recipient:
    """To whom a letter goes. Without an address it goes on paper."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class OutgoingLetter:
    """The columns of แบบที่ 14 that a person fills. `kind`: whose numbers it takes."""

    subject: str
    recipients: Sequence[Recipient]
    kind: Register = Register.OUTGOING
    sender: str = ""  # จาก; empty: the agency
    dated_on: date | None = None  # empty: the day on which it leaves
    remarks: str = ""
    urgency: str = ""
    files: Sequence[Scan] = field(default_factory=list)
    reply_to: IncomingEntry | None = None
    key: UUID | None = None  # of the press that sends it: what was sent under it is not sent again


class OutgoingRegister(RecordedManager["OutgoingEntry"]):
    """ทะเบียนหนังสือส่ง"""

    def send(
        self, letter: OutgoingLetter, *, by: Officer, under: OutgoingEntry | None = None
    ) -> OutgoingEntry:
        """Number the letter and let it leave by the central mailbox, in one commit.

        `under`: the reserved number that it takes. Raises `Refusal`: no_subject, no_recipient, too_many, bad_address,
        no_file, bad_file, too_big, no_mailbox, not_reserved, book_closed, no_duty.
        """
        recipients = _recipients(letter.recipients)
        must_be_scans(letter.files, doing="ส่ง")
        if not letter.files and any(one.address for one in recipients):
            raise Refusal("no_file", "ยังไม่ได้ส่ง เพราะยังไม่ได้แนบไฟล์หนังสือ โปรดเลือกไฟล์ที่ลงนามแล้ว สิ่งที่พิมพ์ไว้อยู่ครบ")
        if sum(len(file.data) for file in letter.files) > MAILED_BYTES_MAX and any(
            one.address for one in recipients
        ):
            raise Refusal(
                "too_big",
                "ยังไม่ได้ส่ง เพราะไฟล์แนบรวมกันใหญ่เกิน 15 เมกะไบต์ อีเมลส่วนมากไม่รับ โปรดลดขนาดไฟล์ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        with files().batch(current_agency()) as batch:  # durable before a row may speak of them
            stored = [(scan, batch.add([scan.data])) for scan in letter.files]
        kept = [
            KeptFile(scan.name[:FILE_NAME_MAX], scan.content_type, file.sha256, file.size)
            for scan, file in stored
        ]
        with one_at_a_time(current_agency().pk) as desk:
            if letter.key is not None and (sent := self.filter(key=letter.key).first()) is not None:
                return sent
            columns = {
                "key": letter.key,
                **_columns(letter, recipients),
                "dated_on": letter.dated_on or localdate(desk.moment),
                "issued_at": desk.moment,
                "reply_to": letter.reply_to,
            }
            if under is None:
                entry = self._number(desk, letter.kind, by=by, verb="issued", **columns)
            else:
                entry = under
                entry.take(desk, columns, by=by)
            for file in kept:
                SentFile.objects.record("kept", by=by, entry=entry, **vars(file))
            for one in recipients:
                Dispatch.objects.make(desk, entry, one, by=by)
            entry._tell_what_it_answers(by=by)
        return entry

    def reserve(
        self, kind: Register, *, until: date, because: str, subject: str = "", by: Officer
    ) -> OutgoingEntry:
        """Take a number before the letter is there (จองเลข). Raises `Refusal`: no_reason, bad_day, book_closed."""
        if not because.strip():
            raise Refusal("no_reason", "ยังไม่ได้จองเลข เพราะยังไม่ได้บอกเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ ไม่มีเลขใดถูกใช้")
        with one_at_a_time(current_agency().pk) as desk:
            today = localdate(desk.moment)
            if not today <= until <= today + timedelta(days=RESERVED_DAYS_MAX):
                raise Refusal(
                    "bad_day",
                    f"ยังไม่ได้จองเลข เพราะวันหมดอายุต้องอยู่ในช่วงวันนี้ถึง {RESERVED_DAYS_MAX} วันข้างหน้า ไม่มีเลขใดถูกใช้",
                )
            return self._number(
                desk,
                kind,
                by=by,
                verb="reserved",
                subject=subject.strip()[:SUBJECT_MAX],
                sender=Profile.here().name,
                reserved_until=until,
                reserved_because=because.strip()[:REASON_MAX],
            )

    def _number(
        self, desk: Desk, kind: Register, *, by: Officer, verb: str, **columns: object
    ) -> OutgoingEntry:
        profile, year = Profile.here(), localdate(desk.moment).year + BE
        register = self._series_of_circulars(year) if kind == Register.CIRCULAR else kind
        number = Counter.next_number(desk, register.value, year)
        return self.record(
            verb,
            by=by,
            kind=kind.value,
            register=register.value,
            year=year,
            number=number,
            letter_number=letter_number(kind, profile.letter_code, number, year)[:LETTER_NUMBER_MAX],
            registered_at=desk.moment,
            officer=by,
            **columns,
        )

    def _series_of_circulars(self, year: int) -> Register:
        """As the office has set it, but one way for a whole year: else a number would be given twice."""
        before = (
            self.filter(kind=Register.CIRCULAR.value, year=year).values_list("register", flat=True).first()
        )
        if before is not None:
            return Register(before)
        return Register.CIRCULAR if Profile.here().circulars_apart else Register.OUTGOING

    def seen_by(self, officer: Officer) -> QuerySet[OutgoingEntry]:
        """All but the answers to restricted letters that are no business of this officer's."""
        return self.exclude(_restricted_for(officer))

    def with_hidden(self, officer: Officer) -> QuerySet[OutgoingEntry]:
        """All, each with `hidden`: whether a list shows no more of it than its number."""
        return self.annotate(hidden=Case(When(_restricted_for(officer), then=True), default=False))

    def reserved(self) -> QuerySet[OutgoingEntry]:
        """Numbers that wait for their letter, the oldest first."""
        return self.filter(issued_at=None, voided_at=None).order_by("year", "number")


def _restricted_for(officer: Officer) -> Q:
    """Answers to restricted letters, or to one that turned out secret, that are no business of this officer's."""
    restricted = Q(reply_to__in=IncomingEntry.objects.filter(restricted_for(officer)).values("pk"))
    return (
        restricted
        if Duty.SECRETS in officer.duties
        else restricted | Q(reply_to__email__state=InboundEmail.SECRET)
    )


def letter_number(kind: Register, code: str, number: int, year: int) -> str:
    """ที่, as it stands on the letter (ระเบียบสารบรรณ ภาคผนวก 1): `นย 52028/124`, `นย 52028/ว 12`, `15/2569`."""
    if kind in (Register.ORDER, Register.CERTIFICATE):
        return f"{number}/{year}"
    running = f"ว {number}" if kind == Register.CIRCULAR else str(number)
    return f"{code}/{running}" if code else running


class OutgoingEntry(Recorded):
    """One row of แบบที่ 14: one letter with all who get it. The number is its own."""

    personal: ClassVar[frozenset[str]] = frozenset(
        {"subject", "remarks", "addressee", "corrected_because", "reserved_because", "void_because"}
    )

    kind = models.CharField("ชนิด", max_length=20, choices=[(one.value, one.label) for one in SENT_KINDS])
    register = models.CharField(max_length=20)  # whose number it has: circulars may share the letters' own
    year = models.PositiveSmallIntegerField("ปี พ.ศ.")
    number = models.PositiveIntegerField("เลขทะเบียนส่ง")
    letter_number = models.CharField("ที่", max_length=LETTER_NUMBER_MAX)
    dated_on = models.DateField("ลงวันที่", null=True)
    sender = models.CharField("จาก", max_length=PARTY_MAX, blank=True)
    addressee = models.CharField("ถึง", max_length=PARTY_MAX, blank=True)
    subject = models.CharField("เรื่อง", max_length=SUBJECT_MAX, blank=True)
    action = models.CharField("การปฏิบัติ", max_length=ACTION_MAX, blank=True)
    remarks = models.CharField("หมายเหตุ", max_length=ACTION_MAX, blank=True)
    urgency = models.CharField("ชั้นความเร็ว", max_length=10, blank=True, choices=Urgency.choices)
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="เจ้าหน้าที่", related_name="+", db_index=False
    )
    reply_to = models.ForeignKey(
        IncomingEntry, models.PROTECT, null=True, verbose_name="ตอบเลขรับ", related_name="replies"
    )
    key = models.UUIDField(null=True, editable=False)
    registered_at = models.DateTimeField("ลงทะเบียนเมื่อ")
    issued_at = models.DateTimeField("ส่งเมื่อ", null=True)
    reserved_until = models.DateField("จองถึง", null=True)
    reserved_because = models.CharField("จองเพราะ", max_length=REASON_MAX, blank=True)
    recalled_at = models.DateTimeField("เรียกกลับเมื่อ", null=True)
    corrected_because = models.CharField("แก้ไขเพราะ", max_length=REASON_MAX, blank=True)
    voided_at = models.DateTimeField("ยกเลิกเมื่อ", null=True)
    void_because = models.CharField("ยกเลิกเพราะ", max_length=REASON_MAX, blank=True)

    objects: ClassVar[OutgoingRegister] = OutgoingRegister()

    class Meta:
        verbose_name = "รายการทะเบียนหนังสือส่ง"
        constraints = [
            models.UniqueConstraint(fields=["agency", "register", "year", "number"], name="sent_number_once"),
            models.UniqueConstraint(fields=["agency", "key"], name="sent_once"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "year", "-number"],
                condition=Q(issued_at=None, voided_at=None),
                name="sent_reserved",
            )
        ]

    def __str__(self) -> str:
        return self.letter_number

    @property
    def sent_number(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def dated_on_in_the_book(self) -> str:
        return table_date(self.dated_on) if self.dated_on is not None else "-"

    @property
    def waits(self) -> bool:
        """Whether its number waits for a letter."""
        return self.issued_at is None and self.voided_at is None

    @cached_property
    def kept_files(self) -> list[KeptFile]:
        """What is sent to each recipient; it does not change once the letter has its number."""
        return [row.kept for row in self.sent_files.order_by("pk")]

    @property
    def remarks_in_the_book(self) -> str:
        said = f"ยกเลิก {self.void_because} " if self.voided_at is not None else ""
        if self.waits:
            said = f"จองไว้ {self.reserved_because} "
        return f"{said}{self.remarks}".strip()

    def take(self, desk: Desk, columns: dict[str, object], *, by: Actor) -> None:
        """A reserved number gets its letter. Raises `Refusal`: not_reserved, book_closed."""
        with self.change("issued", by=by):
            Counter.must_be_open(self.register, self.year)
            if not self.waits:
                raise Refusal(
                    "not_reserved", f"ยังไม่ได้ส่ง เพราะเลข {self.letter_number} ไม่ได้จองว่างอยู่แล้ว โปรดเลือกเลขใหม่"
                )
            for name, value in columns.items():
                setattr(self, name, value)

    def recall(self, *, by: Officer) -> None:
        """Undo: what has not left stays here, the number stays the letter's.

        Raises `Refusal`: already_recalled, too_late_to_undo, already_leaving.
        """
        with one_at_a_time(self.agency_id):
            with self.change("recalled", by=by) as desk:
                if self.recalled_at is not None or self.issued_at is None:
                    raise Refusal("already_recalled", "เรียกกลับแล้วก่อนหน้านี้ เลขยังเป็นของหนังสือฉบับเดิม")
                if desk.moment > self.issued_at + UNDO_LATEST:
                    raise Refusal(
                        "too_late_to_undo",
                        "เลิกทำไม่ได้แล้ว เพราะพ้นเวลาเลิกทำ หนังสือออกไปแล้ว หากผิด โปรดมีหนังสือแจ้งแก้ไขถึงผู้รับ",
                    )
                self.recalled_at = desk.moment
                for dispatch in self.dispatches.exclude(letter=None).select_related("letter"):
                    assert dispatch.letter is not None
                    dispatch.letter.recall(by=by)
            self._tell_what_it_answers(by=by)

    def send_again(self, *, by: Officer) -> None:
        """After an undo: the same letter leaves under its number. Raises `Refusal("not_recalled")`."""
        with one_at_a_time(self.agency_id):
            with self.change("issued", by=by) as desk:
                if self.recalled_at is None or self.voided_at is not None:
                    raise Refusal("not_recalled", "ไม่ได้ส่งซ้ำ เพราะหนังสือนี้ไม่ได้เรียกกลับไว้ ไม่มีข้อมูลใดเปลี่ยน")
                self.recalled_at, self.issued_at = None, desk.moment
                for dispatch in self.dispatches.order_by("pk"):
                    dispatch.mail(desk, self, by=by)
            self._tell_what_it_answers(by=by)

    def _tell_what_it_answers(self, *, by: Officer) -> None:
        if self.reply_to is not None:
            self.reply_to.write_action(by=by)

    def correct(
        self, *, subject: str, sender: str, remarks: str, urgency: str, because: str, by: Actor
    ) -> None:
        """Write other words into the row; what left stays as it left, and the log keeps the old and the new, and why.

        Raises `Refusal`: no_reason, no_subject, voided, nothing_changed.
        """
        with self.change("corrected", by=by):
            must_have_a_reason(because)
            if self.voided_at is not None:
                raise Refusal("voided", "ยังไม่ได้แก้ไข เพราะยกเลิกเลขนี้แล้ว รายการเดิมอยู่ครบ")
            said = {
                "subject": _subject(subject),
                "sender": (sender.strip() or Profile.here().name)[:PARTY_MAX],
                "remarks": remarks.strip()[:ACTION_MAX],
                "urgency": urgency,
            }
            if all(getattr(self, name) == value for name, value in said.items()):
                raise Refusal("nothing_changed", "ไม่มีช่องใดเปลี่ยน จึงไม่ได้บันทึก รายการเดิมอยู่ครบ")
            for name, value in said.items():
                setattr(self, name, value)
            self.corrected_because = because.strip()[:REASON_MAX]

    def void(self, because: str, *, by: Actor) -> None:
        """A line through the row; the number is not given again. Raises `Refusal`: no_reason, sent_already, voided."""
        with self.change("voided", by=by) as desk:
            if not because.strip():
                raise Refusal(
                    "no_reason", "ยังไม่ได้ยกเลิกเลข เพราะยังไม่ได้บอกเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ รายการเดิมอยู่ครบ"
                )
            if self.voided_at is not None:
                raise Refusal("voided", "ยกเลิกเลขนี้ไว้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if self.issued_at is not None and self.recalled_at is None:
                raise Refusal(
                    "sent_already",
                    "ยกเลิกเลขนี้ไม่ได้ เพราะหนังสือออกไปแล้ว หากผิด โปรดมีหนังสือแจ้งแก้ไขถึงผู้รับ รายการเดิมอยู่ครบ",
                )
            self.voided_at, self.void_because = desk.moment, because.strip()[:REASON_MAX]


class SentFile(Recorded):
    """A file of a letter that was sent. Its bytes are a file by their hash, which the day's seal covers."""

    personal: ClassVar[frozenset[str]] = frozenset({"name"})

    entry = models.ForeignKey(OutgoingEntry, models.PROTECT, related_name="sent_files", db_index=False)
    name = models.CharField("ชื่อไฟล์", max_length=FILE_NAME_MAX)
    content_type = models.CharField(max_length=50)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    class Meta:
        verbose_name = "ไฟล์ของหนังสือส่ง"
        indexes = [models.Index(fields=["agency", "entry"], name="files_of_sent_letter")]

    def __str__(self) -> str:
        return f"file {self.pk} of a sent letter"

    @property
    def kept(self) -> KeptFile:
        return KeptFile(self.name, self.content_type, self.sha256, self.size)


class Dispatches(RecordedManager["Dispatch"]):
    def make(self, desk: Desk, entry: OutgoingEntry, to: Recipient, *, by: Officer) -> Dispatch:
        """One recipient of a letter; mailed where there is an address. The directory gets to know whom it did not."""
        private = entry.reply_to is not None and entry.reply_to.restricted
        if not private and not Contact.objects.filter(name=to.name[:CONTACT_NAME_MAX]).exists():
            Contact.objects.remember(to.name, email=to.address, by=by)
        made = self.record("made", by=by, entry=entry, name=to.name, address=to.address)
        made.mail(desk, entry, by=by)
        return made

    def answered(self, email: InboundEmail, *, by: Actor) -> Dispatch | None:
        """Their acknowledgement has come (ปลายทางรับแล้ว): noted at the letter that it answers, with their number."""
        if email.answers is None:
            return None
        dispatch = self.filter(letter=email.answers).first()
        if dispatch is not None and dispatch.acknowledged_at is None:
            dispatch.acknowledge(email, by=by)
        return dispatch

    def not_answered(self, email: InboundEmail, *, by: Actor) -> None:
        """That it was an acknowledgement is taken back."""
        for dispatch in self.filter(acknowledgement=email):
            with dispatch.change("acknowledged", by=by):
                dispatch.acknowledged_at, dispatch.acknowledgement, dispatch.their_number = None, None, ""

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
        mailed = self.filter(letter__state=OutboundEmail.SENT, acknowledged_at=None, phoned_at=None)
        return mailed.filter(letter__sent_at__lt=_opens(until)).order_by("pk")


class Dispatch(Recorded):
    """How a letter reached one of its recipients."""

    personal: ClassVar[frozenset[str]] = frozenset({"name", "address"})

    entry = models.ForeignKey(OutgoingEntry, models.PROTECT, related_name="dispatches", db_index=False)
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

    def mail(self, desk: Desk, entry: OutgoingEntry, *, by: Officer) -> None:
        """Lay the letter to this recipient into the outbox; nothing for who gets it on paper. Raises `Refusal("no_mailbox")`."""
        if not self.address:
            return
        mailbox = central_mailbox()
        if mailbox is None:
            raise Refusal(
                "no_mailbox", "ยังไม่ได้ส่ง เพราะยังไม่ได้ต่อกล่องอีเมลกลาง โปรดให้ผู้ดูแลระบบต่อกล่องก่อน ไม่มีเลขใดถูกใช้"
            )
        office = office_of(mailbox)
        letter = OutboundEmail.objects.compose(
            Draft(
                kind=OutboundEmail.LETTER,
                to_address=self.address,
                to_name=self.name,
                subject=covering_subject(entry.letter_number, entry.subject, entry.get_urgency_display()),
                body=covering_text(
                    office,
                    recipient=self.name,
                    letter_number=entry.letter_number,
                    dated_on=entry.dated_on or localdate(desk.moment),
                    subject=entry.subject,
                    files=len(entry.kept_files),
                ),
                leaves_at=desk.moment + UNDO,
                automatic=False,
                answers=entry.reply_to.email if entry.reply_to is not None else None,
                part=entry.reply_to.part if entry.reply_to is not None else "",
                attached=entry.kept_files,
            ),
            mailbox=mailbox,
            from_name=office.from_name,
            by=by,
        )
        with self.change("mailed", by=by):
            self.letter = letter

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


def void_expired(*, moment: datetime | None = None) -> int:
    """Numbers reserved until yesterday and not used: void rows, of every agency; how many."""
    today = localdate(moment or now())
    expired = OutgoingEntry.across_agencies.filter(
        issued_at=None, voided_at=None, reserved_until__lt=today
    ).select_related("agency")
    done = 0
    for entry in expired.order_by("pk")[:100]:
        agency: Agency = entry.agency
        with acting_for(agency):
            try:
                entry.void("จองเลขไว้และไม่ได้ใช้ภายในกำหนด", by=MACHINE)
            except Refusal as refusal:  # it was used or voided meanwhile
                if refusal.code not in ("voided", "sent_already"):
                    raise
            else:
                done += 1
    return done


def _recipients(asked: Sequence[Recipient]) -> list[Recipient]:
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


def _columns(letter: OutgoingLetter, recipients: Sequence[Recipient]) -> dict[str, object]:
    """Raises `Refusal("no_subject")`."""
    subject = _subject(letter.subject)
    first, others = recipients[0].name, len(recipients) - 1
    mailed = sum(bool(one.address) for one in recipients)
    on_paper = len(recipients) - mailed
    ways = [f"ส่งทางอีเมล {mailed} ราย" if mailed else "", f"กระดาษ {on_paper} ราย" if on_paper else ""]
    return {
        "subject": subject,
        "sender": (letter.sender.strip() or Profile.here().name)[:PARTY_MAX],
        "addressee": (f"{first} และอีก {others} ราย" if others else first)[:PARTY_MAX],
        "action": " ".join(way for way in ways if way),
        "remarks": letter.remarks.strip()[:ACTION_MAX],
        "urgency": letter.urgency,
    }


def _subject(asked: str) -> str:
    """Raises `Refusal("no_subject")`."""
    subject = " ".join(asked.split())
    if not subject:
        raise Refusal("no_subject", "ยังไม่ได้ทำ เพราะยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ สิ่งที่พิมพ์ไว้อยู่ครบ")
    return subject[:SUBJECT_MAX]


def _opens(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=BANGKOK)
