"""ทะเบียนหนังสือส่ง: the register of what leaves (แบบที่ 14), and how it reached each recipient.

A row of it is the only way for an official letter to leave: number, files, mails and deliveries are one commit.
Receipts and notes within the office are no letters of this book; they are told by the receive register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Case, Q, QuerySet, When
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now

from saraban.agencies.duties import MACHINE, Duty
from saraban.agencies.models import Officer, Profile
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor
from saraban.law.refusal import Refusal, reason_in
from saraban.mail.elsewhere import SentElsewhere
from saraban.mail.models import (
    REASON_MAX,
    SUBJECT_MAX,
    InboundEmail,
    KeptFile,
    OutboundEmail,
)
from saraban.registers.books import BE, BookYear, Counter, Register
from saraban.registers.corrections import CorrectedTogether, RegisterRow, must_have_a_reason
from saraban.registers.dispatches import (
    Covering,
    Dispatch,
    Recipient,
    each_once,
    get_to_know,
    mailbox_that_sends,
)
from saraban.registers.models import (
    ACTION_MAX,
    LETTER_NUMBER_MAX,
    PARTY_MAX,
    UNDO,
    UNDO_LATEST,
    IncomingEntry,
    Urgency,
    must_be_of_this_book,
    restricted_for,
)
from saraban.registers.recoveries import RECOVERED, Recovery
from saraban.registers.scans import FileOfLetter, Scan, keep_scans
from saraban.registers.signing import letter_to_sign
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for, current_agency
from saraban.thai.dates import table_date

ALL_MAILS_BYTES_MAX = 500 * 1024 * 1024  # each mail is kept whole
MAILED_BYTES_MAX = 15 * 1024 * 1024  # most mail servers take no more in one letter
RESERVED_DAYS_MAX = 60
LETTER_KINDS = (Register.OUTGOING, Register.CIRCULAR)
ISSUED_KINDS = (
    Register.ORDER,
    Register.CERTIFICATE,
)  # given out or announced: a row of them needs no recipient
SENT_KINDS = (*LETTER_KINDS, *ISSUED_KINDS)


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
    says: Sequence[str] = ()  # what the mail around it tells a person besides, a paragraph each


@dataclass(frozen=True)
class Numbered:
    """What a mail says of the number under which it leaves; nothing where it has none."""

    letter_number: str = ""
    tells: str = ""


class OutgoingRegister(CorrectedTogether["OutgoingEntry"]):
    """ทะเบียนหนังสือส่ง"""

    def send(
        self, letter: OutgoingLetter, *, by: Officer, under: OutgoingEntry | None = None
    ) -> OutgoingEntry:
        """Number the letter and let it leave by the central mailbox, in one commit.

        `under`: the reserved number that it takes. Raises `Refusal`: no_subject, no_recipient, too_many, bad_address,
        no_file, bad_file, too_big, no_mailbox, not_reserved, book_closed, no_duty.
        """
        recipients = each_once(letter.recipients)
        mailed = sum(bool(one.address) for one in recipients)
        _must_fit_into_mails(letter.files, mailed)
        kept = keep_scans(letter.files, doing="ส่ง")
        with one_at_a_time(current_agency().pk) as desk:
            if letter.key is not None and (sent := self.filter(key=letter.key).first()) is not None:
                return sent
            columns = {
                "key": letter.key,
                **_columns(letter, recipients),
                "dated_on": letter.dated_on or localdate(desk.moment),
                "issued_at": desk.moment,
                "reply_to": letter.reply_to,
                "says": "\n".join(letter.says),
            }
            if under is None:
                entry = self._number(desk, letter.kind, by=by, verb="issued", **columns)
            else:
                entry = under
                entry.take(desk, columns, by=by)
            for file in kept:
                SentFile.objects.record("kept", by=by, entry=entry, **vars(file))
            covering = entry.covering(desk) if mailed else None
            Dispatch.objects.make(entry, recipients, covering, by=by)
            if letter.reply_to is None or not letter.reply_to.restricted:
                get_to_know(recipients, by=by)
            entry._tell_what_it_answers(by=by)
        return entry

    def issue_notice(
        self,
        desk: Desk,
        to: Recipient,
        compose: Callable[[Numbered], OutboundEmail],
        *,
        subject: str,
        by: Officer,
        reply_to: IncomingEntry | None = None,
        verb: str = "issued",
    ) -> OutboundEmail:
        """A row for a mail that follows from another deed, in its commit; the mail, composed with its number.

        `reply_to`: what it answers, as closed as which it is. `verb`: whose deed it is: that of a case is not the registry's.
        """
        entry = self._number(
            desk,
            Register.OUTGOING,
            by=by,
            verb=verb,
            subject=subject,
            sender=Profile.here().name,
            addressee=to.name[:PARTY_MAX],
            action="ส่งทางอีเมล 1 ราย",
            dated_on=localdate(desk.moment),
            reply_to=reply_to,
            issued_at=desk.moment,
        )
        letter = compose(Numbered(entry.letter_number, entry.told_as))
        Dispatch.objects.record(
            "made", by=by, entry=entry, name=to.name[:PARTY_MAX], address=to.address, letter=letter
        )
        return letter

    def withdraw_notice(self, letter: OutboundEmail, *, by: Actor) -> None:
        """The verdict was taken back before its mail left: a line through the row, if it has one."""
        for entry in self.filter(dispatches__letter=letter, voided_at=None):
            with entry.change("voided", by=by) as desk:
                entry.recalled_at = entry.voided_at = desk.moment
                entry.void_because = "เอาหนังสือกลับมาที่โต๊ะก่อนจดหมายออก"

    def enter_found(
        self, found: SentElsewhere, letter: OutgoingLetter, *, by: Officer, under: OutgoingEntry | None = None
    ) -> OutgoingEntry:
        """A row for a letter that left by webmail: it left when the server says, and nothing leaves now.

        Raises `Refusal`: no_subject, no_recipient, too_many, bad_address, already_entered, not_reserved, book_closed.
        """
        recipients = each_once(letter.recipients)
        with one_at_a_time(current_agency().pk) as desk:
            found.enter(by=by)
            columns = {
                **_columns(letter, recipients),
                "action": "ส่งทางเว็บเมล",
                "dated_on": letter.dated_on or localdate(found.sent_at),
                "issued_at": found.sent_at,
                "found": found,
            }
            if under is None:
                entry = self._number(desk, letter.kind, by=by, verb="issued", **columns)
            else:
                entry = under
                entry.take(desk, columns, by=by)
            Dispatch.objects.make(entry, recipients, None, by=by)
            get_to_know(recipients, by=by)
        return entry

    def issue(
        self,
        kind: Register,
        *,
        subject: str,
        addressee: str = "",
        dated_on: date | None = None,
        remarks: str = "",
        key: UUID | None = None,
        by: Officer,
    ) -> OutgoingEntry:
        """ออกเลข of an order or a certificate, which no mail carries. What was issued under `key` is given back.

        Raises `Refusal`: no_subject, book_closed, no_duty.
        """
        assert kind in ISSUED_KINDS, "a letter has recipients: send it"
        with one_at_a_time(current_agency().pk) as desk:
            if key is not None and (issued := self.filter(key=key).first()) is not None:
                return issued
            return self._number(
                desk,
                kind,
                by=by,
                verb="issued",
                key=key,
                subject=_subject(subject),
                sender=Profile.here().name,
                addressee=addressee.strip()[:PARTY_MAX],
                dated_on=dated_on or localdate(desk.moment),
                remarks=remarks.strip()[:ACTION_MAX],
                issued_at=desk.moment,
            )

    def reserve(
        self,
        kind: Register,
        *,
        until: date,
        because: str,
        subject: str = "",
        key: UUID | None = None,
        by: Officer,
    ) -> OutgoingEntry:
        """Take a number before the letter is there (จองเลข). What was reserved under `key` is given back.

        Raises `Refusal`: no_reason, bad_day, book_closed.
        """
        reason = reason_in(because, undone="จองเลข", stays="ไม่มีเลขใดถูกใช้")
        with one_at_a_time(current_agency().pk) as desk:
            if key is not None and (reserved := self.filter(key=key).first()) is not None:
                return reserved
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
                key=key,
                subject=subject.strip()[:SUBJECT_MAX],
                sender=Profile.here().name,
                reserved_until=until,
                reserved_because=reason[:REASON_MAX],
            )

    def _number(
        self, desk: Desk, kind: Register, *, by: Officer, verb: str, **columns: object
    ) -> OutgoingEntry:
        year = localdate(desk.moment).year + BE
        register = self.series_of_circulars(year) if kind == Register.CIRCULAR else kind
        number = Counter.next_number(desk, register.value, year)
        return self.record(
            verb,
            by=by,
            kind=kind.value,
            register=register.value,
            year=year,
            number=number,
            letter_number=letter_number(kind, Profile.here().letter_code, number, year)[:LETTER_NUMBER_MAX],
            registered_at=desk.moment,
            officer=by,
            **columns,
        )

    def recovered(
        self,
        desk: Desk,
        recovery: Recovery,
        register: Register,
        year: int,
        number: int,
        *,
        because: str,
        by: Actor,
    ) -> OutgoingEntry:
        """A void row for a number that went out before the database was put back from a backup."""
        return self.record(
            "recovered",
            by=by,
            recovery=recovery,
            kind=register.value,
            register=register.value,
            year=year,
            number=number,
            letter_number=letter_number(register, Profile.here().letter_code, number, year)[
                :LETTER_NUMBER_MAX
            ],
            registered_at=desk.moment,
            subject=RECOVERED,
            voided_at=desk.moment,
            void_because=because,
        )

    def series_of_circulars(self, year: int) -> Register:
        """As the office has set it, but one way for a whole year: else a number would be given twice."""
        before = (
            self.filter(kind=Register.CIRCULAR.value, year=year).values_list("register", flat=True).first()
        )
        if before is not None:
            return Register(before)
        return Register.CIRCULAR if Profile.here().circulars_apart else Register.OUTGOING

    def seen_by(self, officer: Officer) -> QuerySet[OutgoingEntry]:
        """All but the answers to restricted letters that are no business of this officer's."""
        return self.exclude(answers_restricted_for(officer))

    def with_hidden(self, officer: Officer) -> QuerySet[OutgoingEntry]:
        """All, each with `hidden`: whether a list shows no more of it than its number."""
        return self.annotate(hidden=Case(When(answers_restricted_for(officer), then=True), default=False))

    def reserved(self) -> QuerySet[OutgoingEntry]:
        """Numbers that wait for their letter, the oldest first."""
        return self.filter(issued_at=None, voided_at=None).order_by("year", "number")


def answers_restricted_for(officer: Officer) -> Q:
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


class OutgoingEntry(RegisterRow):
    """One row of แบบที่ 14: one letter with all who get it. The number is its own."""

    CORRECTED = ("dated_on", "sender", "addressee", "subject", "remarks")
    personal: ClassVar[frozenset[str]] = frozenset(
        {"subject", "remarks", "addressee", "says", "corrected_because", "reserved_because", "void_because"}
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
        Officer, models.PROTECT, null=True, verbose_name="เจ้าหน้าที่", related_name="+", db_index=False
    )  # None: nobody gave it here, the number was found outside
    recovery = models.ForeignKey(
        Recovery, models.PROTECT, null=True, verbose_name="กู้คืนข้อมูล", related_name="+", db_index=False
    )
    reply_to = models.ForeignKey(
        IncomingEntry, models.PROTECT, null=True, verbose_name="ตอบเลขรับ", related_name="replies"
    )
    found = models.OneToOneField(
        SentElsewhere, models.PROTECT, null=True, verbose_name="ส่งทางเว็บเมล", related_name="entry"
    )
    old_register = models.ForeignKey(
        "saraban.OldRegister",
        models.PROTECT,
        null=True,
        verbose_name="นำเข้าจาก",
        related_name="+",
        db_index=False,
    )
    key = models.UUIDField(null=True, editable=False)
    says = models.TextField("ข้อความเพิ่มในอีเมล", blank=True)  # a paragraph a line
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
            ),
            models.Index(
                fields=["agency", "year", "-number"],
                condition=Q(old_register__isnull=False),
                name="sent_of_old_books",
            ),
            models.Index(fields=["agency", "year", "-registered_at", "-id"], name="sent_newest_first"),
            models.Index(fields=["agency", "registered_at"], name="sent_of_a_day"),
        ]

    def __str__(self) -> str:
        return self.letter_number

    old_register_id: int | None  # said for the type checker

    @property
    def sent_number(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def dated_on_in_the_book(self) -> str:
        return table_date(self.dated_on) if self.dated_on is not None else "-"

    @property
    def told_as(self) -> str:
        """As a mail tells the number to whoever puts a backup back."""
        return f"{self.register}/{self.year}/{self.number}"

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
        if self.old_register_id is not None:
            return self.remarks  # as the old book said it
        said = f"ยกเลิก {self.void_because} " if self.voided_at is not None else ""
        if self.waits:
            said = f"จองไว้ {self.reserved_because} "
        return f"{said}{self.remarks}".strip()

    def covering(self, desk: Desk) -> Covering:
        """The mail that carries it. Raises `Refusal("no_mailbox")`."""
        answered, mailbox = self.reply_to, mailbox_that_sends()
        dated_on = self.dated_on or localdate(desk.moment)
        return Covering(
            mailbox=mailbox,
            letter_number=self.letter_number,
            dated_on=dated_on,
            subject=self.subject,
            urgency=str(self.get_urgency_display()),
            files=self.kept_files,
            leaves_at=desk.moment + UNDO,
            answers=answered.email if answered is not None else None,
            part=answered.part if answered is not None else "",
            tells=self.told_as,
            says=self.says.splitlines(),
            signs=None
            if answered is not None and answered.is_confidential
            else letter_to_sign(
                number=self.letter_number,
                dated_on=dated_on,
                subject=self.subject,
                kind=Register(self.kind),
                urgency=self.urgency,
                files=self.kept_files,
                address=mailbox.address,
            ),
        )

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

        Raises `Refusal`: already_recalled, too_late_to_undo, already_leaving, of_a_verdict.
        """
        with one_at_a_time(self.agency_id):
            with self.change("recalled", by=by) as desk:
                must_be_of_this_book(self.old_register_id)
                self._must_be_no_notice()
                if self.recalled_at is not None or self.issued_at is None:
                    raise Refusal("already_recalled", "เรียกกลับแล้วก่อนหน้านี้ เลขยังเป็นของหนังสือฉบับเดิม")
                if self.found_id is not None or desk.moment > self.issued_at + UNDO_LATEST:
                    raise Refusal(
                        "too_late_to_undo",
                        "เลิกทำไม่ได้แล้ว เพราะพ้นเวลาเลิกทำ หนังสือออกไปแล้ว หากผิด โปรดมีหนังสือแจ้งแก้ไขถึงผู้รับ",
                    )
                self.recalled_at = desk.moment
                for dispatch in self.dispatches.exclude(letter=None).select_related("letter"):
                    assert dispatch.letter is not None
                    dispatch.letter.recall(by=by)
            self._tell_what_it_answers(by=by)

    def _must_be_no_notice(self) -> None:
        """Raises `Refusal("of_a_verdict")`."""
        if self.dispatches.filter(
            letter__kind__in=[OutboundEmail.MISDIRECTED, OutboundEmail.FORWARD]
        ).exists():
            raise Refusal(
                "of_a_verdict",
                "ทำที่นี่ไม่ได้ เพราะจดหมายนี้ออกตามการคัดแยก โปรดกด “เอากลับมาที่โต๊ะ” ในประวัติการคัดแยก รายการเดิมอยู่ครบ",
            )

    def send_again(self, *, by: Officer) -> None:
        """After an undo: the same letter leaves under its number. Raises `Refusal("not_recalled")`."""
        with one_at_a_time(self.agency_id):
            with self.change("issued", by=by) as desk:
                must_be_of_this_book(self.old_register_id)
                if self.recalled_at is None or self.voided_at is not None:
                    raise Refusal("not_recalled", "ไม่ได้ส่งซ้ำ เพราะหนังสือนี้ไม่ได้เรียกกลับไว้ ไม่มีข้อมูลใดเปลี่ยน")
                self.recalled_at, self.issued_at = None, desk.moment
                covering = self.covering(desk)
                for dispatch in self.dispatches.exclude(address="").order_by("pk"):
                    dispatch.mail_again(covering, by=by)
            self._tell_what_it_answers(by=by)

    def _tell_what_it_answers(self, *, by: Officer) -> None:
        if self.reply_to is not None:
            self.reply_to.write_action(by=by)

    def correct(
        self,
        *,
        subject: str,
        sender: str,
        remarks: str,
        urgency: str,
        addressee: str = "",
        dated_on: date | None = None,
        because: str,
        by: Actor,
    ) -> None:
        """Write other words into the row; what left stays as it left, and the log keeps the old and the new, and why.

        An empty ถึง or ลงวันที่ stays as it was. Raises `Refusal`: no_reason, book_closed, no_subject, voided,
        nothing_changed.
        """
        with self.change("corrected", by=by):
            must_have_a_reason(because)
            BookYear.must_take_corrections(self.register, self.year)
            if self.voided_at is not None:
                raise Refusal("voided", "ยังไม่ได้แก้ไข เพราะยกเลิกเลขนี้แล้ว รายการเดิมอยู่ครบ")
            said = {
                "subject": _subject(subject),
                "sender": (sender.strip() or Profile.here().name)[:PARTY_MAX],
                "remarks": remarks.strip()[:ACTION_MAX],
                "urgency": urgency,
                "addressee": (addressee.strip() or self.addressee)[:PARTY_MAX],
                "dated_on": dated_on or self.dated_on,
            }
            if all(getattr(self, name) == value for name, value in said.items()):
                raise Refusal("nothing_changed", "ไม่มีช่องใดเปลี่ยน จึงไม่ได้บันทึก รายการเดิมอยู่ครบ")
            for name, value in said.items():
                setattr(self, name, value)
            self.corrected_because = because.strip()[:REASON_MAX]

    @property
    def takes_corrections(self) -> bool:
        return self.voided_at is None and BookYear.is_open(self.register, self.year)

    def correct_words(self, words: Mapping[str, Any], because: str, *, by: Actor) -> None:
        stand = {name: getattr(self, name) for name in (*self.CORRECTED, "urgency")}
        self.correct(**stand | dict(words), because=because, by=by)

    def void(self, because: str, *, by: Actor) -> None:
        """A line through the row; the number is not given again. Raises `Refusal`: no_reason, sent_already, voided."""
        with self.change("voided", by=by) as desk:
            reason = reason_in(because, undone="ยกเลิกเลข", stays="รายการเดิมอยู่ครบ")
            if self.voided_at is not None:
                raise Refusal("voided", "ยกเลิกเลขนี้ไว้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if self.issued_at is not None and self.recalled_at is None and self.found is None:
                raise Refusal(
                    "sent_already",
                    "ยกเลิกเลขนี้ไม่ได้ เพราะหนังสือออกไปแล้ว หากผิด โปรดมีหนังสือแจ้งแก้ไขถึงผู้รับ รายการเดิมอยู่ครบ",
                )
            self.voided_at, self.void_because = desk.moment, reason[:REASON_MAX]
            if self.found is not None:
                self.found.strike(f"ยกเลิกเลข {self.letter_number}: {reason}", by=by)


class SentFile(FileOfLetter):
    """A file of a letter that was sent."""

    entry = models.ForeignKey(OutgoingEntry, models.PROTECT, related_name="sent_files", db_index=False)

    class Meta:
        verbose_name = "ไฟล์ของหนังสือส่ง"
        indexes = [models.Index(fields=["agency", "entry"], name="files_of_sent_letter")]

    def __str__(self) -> str:
        return f"file {self.pk} of a sent letter"


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


def _must_fit_into_mails(files: Sequence[Scan], mailed: int) -> None:
    """`mailed`: how many mails carry them. Raises `Refusal`: no_file, too_big."""
    size = sum(len(file.data) for file in files)
    if mailed and not files:
        raise Refusal("no_file", "ยังไม่ได้ส่ง เพราะยังไม่ได้แนบไฟล์หนังสือ โปรดเลือกไฟล์ที่ลงนามแล้ว สิ่งที่พิมพ์ไว้อยู่ครบ")
    if mailed and size > MAILED_BYTES_MAX:
        raise Refusal(
            "too_big",
            "ยังไม่ได้ส่ง เพราะไฟล์แนบรวมกันใหญ่เกิน 15 เมกะไบต์ อีเมลส่วนมากไม่รับ โปรดลดขนาดไฟล์ สิ่งที่พิมพ์ไว้อยู่ครบ",
        )
    if mailed * size > ALL_MAILS_BYTES_MAX:
        raise Refusal(
            "too_big",
            "ยังไม่ได้ส่ง เพราะไฟล์นี้คูณจำนวนผู้รับแล้วใหญ่เกิน 500 เมกะไบต์ โปรดลดขนาดไฟล์หรือแบ่งผู้รับ สิ่งที่พิมพ์ไว้อยู่ครบ",
        )


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
