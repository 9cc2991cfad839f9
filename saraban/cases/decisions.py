"""เสนอและพิจารณา: what an officer lays before the head, and what the head says (guide #3.1, #3.5, #4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.agencies.duties import Duty
from saraban.agencies.models import Acting, Officer, Profile
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.catalogue import FeeDue
from saraban.cases.due import set_turn
from saraban.cases.fees import must_be_paid
from saraban.cases.holds import Hold
from saraban.cases.models import Case
from saraban.cases.proofings import Proofing
from saraban.cases.states import after
from saraban.law.administrative_procedure_act_2539 import (
    Reasons,
    section_37_give_reasons,
    section_40_appeal_rule,
)
from saraban.law.electronic_act_2565 import Lack
from saraban.law.initial_level_manual_2566 import decide_proven, propose_disposal
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX
from saraban.notices.accounts import SigningAccount
from saraban.notices.signing import Signing
from saraban.notices.system_orders import SystemOrder
from saraban.thai.dates import medium_date

TEXT_MAX = 5_000
LACKING_MAX = 60
TAKEN_BACK_WITHIN = timedelta(
    minutes=2
)  # the page offers ten seconds; a slow one may still undo what told nobody

NO_REASONS = Reasons("", "", "")


class Asks(models.TextChoices):
    """What the head is asked for."""

    APPROVE = "approve", "อนุญาต"
    REFUSE = "refuse", "ไม่อนุญาต"
    STRIKE_OFF = "strike_off", "จำหน่ายเรื่อง"


class Word(models.TextChoices):
    """What the head said."""

    WAITING = "waiting", "รอพิจารณา"
    AGREED = "agreed", "เห็นชอบ"
    SENT_BACK = "sent_back", "ส่งคืนให้แก้"
    ASKED = "asked", "ถามเพิ่ม"
    WITHDRAWN = "withdrawn", "ผู้เสนอถอน"


class Cure(models.TextChoices):
    """How an approval that lacked something was made whole."""

    PAPER = "paper", "ลงนามในกระดาษ"
    CONFIRMED = "confirmed", "ยืนยันอีกครั้งในระบบ"


VERBS = {Asks.APPROVE: "approved", Asks.REFUSE: "refused", Asks.STRIKE_OFF: "struck_off"}


class Proposals(RecordedManager["Proposal"]):
    def lay(
        self, case: Case, asks: str, *, by: Actor, summary: str = "", grounds: Reasons = NO_REASONS
    ) -> Proposal:
        """Lay the case before the head. Raises `Refusal`: laid_already, reasons_missing, no_appeal_rule,
        not_proven, not_paid, not_held, hold_not_over, not_now."""
        asks = Asks(asks)
        with one_at_a_time(case.agency_id) as desk:
            case.refresh_from_db()
            after(case.state, VERBS[asks])
            if self.filter(case=case, word=Word.WAITING).exists():
                raise Refusal("laid_already", "ไม่ได้เสนอซ้ำ เพราะเรื่องนี้รอหัวหน้าหน่วยงานพิจารณาอยู่แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if asks == Asks.REFUSE:
                section_37_give_reasons(grounds)
                section_40_appeal_rule(case.appeal_rule)
            if asks == Asks.STRIKE_OFF:
                case.must_be_unheard_of()
                _must_have_waited(case, localdate(desk.moment))
            else:
                decide_proven(case.manual.high_risk, Proofing.objects.proofs(case))
            if asks == Asks.APPROVE:
                must_be_paid(case, FeeDue.DECISION)
            proposal = self.record(
                "laid",
                by=by,
                case=case,
                asks=asks,
                summary=summary.strip()[:TEXT_MAX],
                facts=grounds.facts.strip()[:TEXT_MAX],
                law=grounds.law.strip()[:TEXT_MAX],
                reasons=grounds.considerations.strip()[:TEXT_MAX],
                laid_at=desk.moment,
                officer=by if isinstance(by, Officer) else None,
            )
            with case.change("laid_before_head", by=by):
                set_turn(case, desk.moment)
        return proposal

    def waiting(self) -> models.QuerySet[Proposal]:
        """What lies before the head, the oldest first."""
        return (
            self.filter(word=Word.WAITING)
            .select_related("case__entry", "case__service", "officer")
            .order_by("pk")
        )

    def flagged(self) -> models.QuerySet[Proposal]:
        """What was agreed to while something was lacking, and not made whole since; the oldest first."""
        return (
            self.filter(word=Word.AGREED, cured_at=None)
            .exclude(lacking="")
            .select_related("case__entry", "case__service", "head", "acting")
            .order_by("pk")
        )


def _must_have_waited(case: Case, today: date) -> None:
    """Raises `Refusal`: not_held, hold_not_over."""
    hold = Hold.objects.standing(case)
    if hold is None:
        raise Refusal(
            "not_held",
            "ยังเสนอจำหน่ายเรื่องไม่ได้ เพราะเรื่องนี้ไม่ได้อยู่ระหว่างรอผู้ยื่นที่ติดต่อไม่ได้ (คู่มือ #3.1) เรื่องเดิมอยู่ครบ",
        )
    propose_disposal(today, hold.last_day, failed_on=hold.began_on)


class Proposal(Recorded):
    """What was laid before the head, and what they said."""

    personal: ClassVar[frozenset[str]] = frozenset({"summary", "facts", "reasons", "said", "cured_said"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    asks = models.CharField("เสนอ", max_length=12, choices=Asks.choices)
    summary = models.CharField("สรุปเรื่อง", max_length=TEXT_MAX, blank=True)
    facts = models.CharField("ข้อเท็จจริง", max_length=TEXT_MAX, blank=True)
    law = models.CharField("ข้อกฎหมาย", max_length=TEXT_MAX, blank=True)
    reasons = models.CharField("เหตุผล", max_length=TEXT_MAX, blank=True)
    laid_at = models.DateTimeField("เสนอเมื่อ")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้เสนอ", related_name="+", db_index=False
    )  # None: the clock, when the thirty days were over
    word = models.CharField("ผล", max_length=12, choices=Word.choices, default=Word.WAITING)
    said = models.CharField("คำสั่ง", max_length=REASON_MAX, blank=True)
    decided_at = models.DateTimeField("พิจารณาเมื่อ", null=True)
    head = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้พิจารณา", related_name="+", db_index=False
    )
    # Under what they agreed, as of that moment, and what was lacking: codes of `Lack` with spaces between.
    acting = models.ForeignKey(
        Acting, models.PROTECT, null=True, verbose_name="ในฐานะ", related_name="+", db_index=False
    )
    system_order = models.ForeignKey(
        SystemOrder, models.PROTECT, null=True, verbose_name="ตามคำสั่ง", related_name="+", db_index=False
    )
    account = models.ForeignKey(
        SigningAccount, models.PROTECT, null=True, verbose_name="ด้วยบัญชี", related_name="+", db_index=False
    )
    lacking = models.CharField("ยังขาด", max_length=LACKING_MAX, blank=True)
    cured_at = models.DateTimeField("ทำให้ครบเมื่อ", null=True)
    cured_how = models.CharField("ทำให้ครบโดย", max_length=12, choices=Cure.choices, blank=True)
    cured_said = models.CharField("หลักฐาน", max_length=REASON_MAX, blank=True)
    cured_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้บันทึก", related_name="+", db_index=False
    )

    objects: ClassVar[Proposals] = Proposals()

    class Meta:
        verbose_name = "การเสนอ"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case"], condition=Q(word="waiting"), name="one_proposal_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["agency", "id"], condition=Q(word="waiting"), name="proposals_waiting"),
            models.Index(
                fields=["agency", "id"],
                condition=Q(word="agreed", cured_at=None) & ~Q(lacking=""),
                name="proposals_flagged",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def lacks(self) -> list[Lack]:
        return [Lack(code) for code in self.lacking.split()]

    @property
    def is_flagged(self) -> bool:
        return self.word == Word.AGREED and bool(self.lacking) and self.cured_at is None

    @property
    def signed_as(self) -> str:
        """Who gave their word, and as what: "นายวิชัย ใจเย็น รักษาราชการแทน นายกเทศมนตรีตำบลคลองน้อย"."""
        if self.head is None:
            return ""
        if self.acting is not None:
            return f"{self.head.name} {self.acting.told}"
        return f"{self.head.name} {self.head.position or Profile.here().head_title}"

    def agree(self, *, by: Officer, said: str = "") -> None:
        """The head agrees: the case is decided, and its result is due. Raises `Refusal`: answered, not_held, not_paid,
        not_now."""
        with one_at_a_time(self.agency_id) as desk:
            self._answer(Word.AGREED, said, by=by, under=Signing.of(by, localdate(desk.moment)))
            case = self.case
            if self.asks == Asks.STRIKE_OFF:
                case.must_be_unheard_of()
                _must_have_waited(case, localdate(desk.moment))
            if self.asks == Asks.APPROVE:
                must_be_paid(case, FeeDue.DECISION)  # finance may have taken it back since
            with case.move(VERBS[Asks(self.asks)], by=by):
                if self.asks == Asks.STRIKE_OFF:
                    case.ended_because = "ติดต่อผู้ยื่นไม่ได้ครบ 30 วัน หัวหน้าหน่วยงานอนุมัติให้จำหน่ายเรื่อง"
                else:
                    case.decided_at = desk.moment
                    set_turn(case, desk.moment)

    def send_back(self, said: str, *, by: Officer) -> None:
        """ส่งคืนให้แก้, with a word. Raises `Refusal`: no_word, answered."""
        self._give_back(Word.SENT_BACK, said, by=by)

    def ask(self, said: str, *, by: Officer) -> None:
        """The head wants to know more before deciding. Raises `Refusal`: no_word, answered."""
        self._give_back(Word.ASKED, said, by=by)

    def withdraw(self, *, by: Officer) -> None:
        """Whoever laid it takes it away again. Raises `Refusal("answered")`."""
        self._give_back(Word.WITHDRAWN, "ผู้เสนอถอนเอง", by=by)

    def may_be_taken_back(self, at: datetime) -> bool:
        if self.decided_at is None or self.word != Word.AGREED or self.asks == Asks.STRIKE_OFF:
            return False
        return at <= self.decided_at + TAKEN_BACK_WITHIN and self.case.told_at is None

    def take_back(self, *, by: Officer) -> None:
        """Undo of the head's own consent, while nobody was told. Raises `Refusal`: too_late_to_undo, not_now."""
        with one_at_a_time(self.agency_id) as desk:
            with self.change("taken_back", by=by):
                if not self.may_be_taken_back(desk.moment):
                    raise Refusal("too_late_to_undo", "เลิกทำไม่ได้แล้ว เพราะพ้นเวลาเลิกทำ ผลการพิจารณายังอยู่ตามเดิม")
                self.word, self.said, self.decided_at, self.head = Word.WAITING, "", None, None
                self.acting = self.system_order = self.account = None
                self.lacking = self.cured_how = self.cured_said = ""
                self.cured_at = self.cured_by = None
            case = self.case
            with case.move("decision_taken_back", by=by):
                case.decided_at = None
                set_turn(case, desk.moment)

    def close(self, *, by: Actor) -> None:
        """What it asks for is not wanted any more: the case ended, or the applicant wrote."""
        with self.change("closed", by=by) as desk:
            self.word, self.said, self.decided_at = Word.WITHDRAWN, "ไม่ต้องพิจารณาแล้ว", desk.moment

    def sign_on_paper(self, signed_on: date, said: str, *, by: Officer) -> None:
        """What was lacking is made good: the head signed a paper, and `said` tells where it is.

        Raises `Refusal`: not_flagged, no_word, bad_day.
        """
        with self.change("signed_on_paper", by=by) as desk:
            self._must_be_flagged()
            if not said.strip():
                raise Refusal(
                    "no_word", "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่ากระดาษที่ลงนามอยู่ที่ใด โปรดพิมพ์สั้น ๆ เรื่องเดิมอยู่ครบ"
                )
            if signed_on > localdate(desk.moment):
                raise Refusal("bad_day", "ยังไม่ได้บันทึก เพราะวันที่ลงนามยังมาไม่ถึง โปรดแก้วันที่ เรื่องเดิมอยู่ครบ")
            self._cure(Cure.PAPER, f"ลงนามวันที่ {medium_date(signed_on)} {said.strip()}", at=desk.moment, by=by)

    def confirm(self, *, by: Officer) -> None:
        """The head says it again, now that nothing is lacking. Raises `Refusal`: not_flagged, still_lacking."""
        with self.change("confirmed", by=by) as desk:
            self._must_be_flagged()
            signing = Signing.of(by, localdate(desk.moment))
            if signing.lacks:
                raise Refusal(
                    "still_lacking",
                    f"ยังไม่ได้ยืนยัน เพราะวันนี้ยังต้อง{'และ'.join(lack.cure for lack in signing.lacks)}ก่อน "
                    "หรือลงนามในกระดาษแล้วบันทึกไว้ ผลการพิจารณาเดิมอยู่ครบ",
                )
            assert signing.order is not None, "nothing lacks"
            said = f"{_as_what(by, localdate(desk.moment))} ตาม{signing.order.told}"
            self._cure(Cure.CONFIRMED, said, at=desk.moment, by=by)

    def _cure(self, how: Cure, said: str, *, at: datetime, by: Officer) -> None:
        self.cured_at, self.cured_how, self.cured_said, self.cured_by = at, how, said[:REASON_MAX], by

    def _must_be_flagged(self) -> None:
        if not self.is_flagged:
            raise Refusal(
                "not_flagged", "ไม่ได้บันทึก เพราะความเห็นชอบนี้ครบแล้วหรือถูกเลิกทำไปแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน"
            )

    def _give_back(self, word: Word, said: str, *, by: Officer) -> None:
        with one_at_a_time(self.agency_id):
            if not said.strip():
                raise Refusal("no_word", "ยังไม่ได้ส่งคืน เพราะยังไม่ได้บอกว่าให้แก้หรือถามอะไร โปรดพิมพ์สั้น ๆ เรื่องเดิมอยู่ครบ")
            self._answer(word, said, by=by)
            with self.case.change("given_back", by=by) as desk:
                set_turn(self.case, desk.moment)

    def _answer(self, word: Word, said: str, *, by: Officer, under: Signing | None = None) -> None:
        verb: Mapping[Word, str] = {Word.WITHDRAWN: "withdrawn"}
        with self.change(verb.get(word, "answered"), by=by) as desk:
            if self.word != Word.WAITING:
                raise Refusal("answered", "การเสนอนี้มีคำสั่งแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
            self.word, self.said = word, said.strip()[:REASON_MAX]
            self.decided_at, self.head = desk.moment, by
            self.acting = None if word == Word.WITHDRAWN else acts_as(by, localdate(desk.moment))
            if under is not None:
                self.system_order, self.account = under.order, under.account
                self.lacking = " ".join(under.lacks)


def acts_as(officer: Officer, day: date) -> Acting | None:
    """The order under which their word is the head's; None for the head, who needs none."""
    return officer.acts_by(day) if Duty.HEAD not in officer.duties else None


def _as_what(officer: Officer, day: date) -> str:
    acting = acts_as(officer, day)
    return f"{officer.name} {acting.told}" if acting is not None else officer.name
