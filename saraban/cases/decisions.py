"""เสนอและพิจารณา: what an officer lays before the head, and what the head says (guide #3.1, #3.5, #4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.agencies.models import Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.due import decision_day, result_notice_day, set_turn
from saraban.cases.holds import Hold
from saraban.cases.models import Case, Side
from saraban.cases.proofings import Proofing
from saraban.cases.states import after
from saraban.law.administrative_procedure_act_2539 import (
    Reasons,
    section_37_give_reasons,
    section_40_appeal_rule,
)
from saraban.law.initial_level_manual_2566 import decide_proven, propose_disposal
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX

TEXT_MAX = 5_000
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


VERBS = {Asks.APPROVE: "approved", Asks.REFUSE: "refused", Asks.STRIKE_OFF: "struck_off"}


class Proposals(RecordedManager["Proposal"]):
    def lay(
        self, case: Case, asks: str, *, by: Actor, summary: str = "", grounds: Reasons = NO_REASONS
    ) -> Proposal:
        """Lay the case before the head. Raises `Refusal`: laid_already, reasons_missing, no_appeal_rule,
        not_proven, not_held, hold_not_over, not_now."""
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
                case.waits_for = Side.HEAD
        return proposal

    def waiting(self) -> models.QuerySet[Proposal]:
        """What lies before the head, the oldest first."""
        return (
            self.filter(word=Word.WAITING)
            .select_related("case__entry", "case__service", "officer")
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

    personal: ClassVar[frozenset[str]] = frozenset({"summary", "facts", "reasons", "said"})

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

    objects: ClassVar[Proposals] = Proposals()

    class Meta:
        verbose_name = "การเสนอ"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case"], condition=Q(word="waiting"), name="one_proposal_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["agency", "id"], condition=Q(word="waiting"), name="proposals_waiting")
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    def agree(self, *, by: Officer, said: str = "") -> None:
        """The head agrees: the case is decided, and its result is due. Raises `Refusal`: answered, not_held, not_now."""
        with one_at_a_time(self.agency_id) as desk:
            self._answer(Word.AGREED, said, by=by)
            case = self.case
            if self.asks == Asks.STRIKE_OFF:
                case.must_be_unheard_of()
                _must_have_waited(case, localdate(desk.moment))
            with case.move(VERBS[Asks(self.asks)], by=by):
                if self.asks == Asks.STRIKE_OFF:
                    case.ended_because = "ติดต่อผู้ยื่นไม่ได้ครบ 30 วัน หัวหน้าหน่วยงานอนุมัติให้จำหน่ายเรื่อง"
                else:
                    case.decided_at = desk.moment
                    case.waits_for = Side.OFFICE
                    case.due_on = result_notice_day(localdate(desk.moment))

    def send_back(self, said: str, *, by: Officer) -> None:
        """ส่งคืนให้แก้, with a word. Raises `Refusal`: no_word, answered."""
        self._give_back(Word.SENT_BACK, said, by=by)

    def ask(self, said: str, *, by: Officer) -> None:
        """The head wants to know more before deciding. Raises `Refusal`: no_word, answered."""
        self._give_back(Word.ASKED, said, by=by)

    def withdraw(self, *, by: Officer) -> None:
        """Whoever laid it takes it away again. Raises `Refusal("answered")`."""
        self._give_back(Word.WITHDRAWN, "ผู้เสนอถอนเอง", by=by)

    def take_back(self, *, by: Officer) -> None:
        """Undo of the head's own consent, while nobody was told. Raises `Refusal`: too_late_to_undo, not_now."""
        with one_at_a_time(self.agency_id) as desk:
            with self.change("taken_back", by=by):
                late = self.decided_at is None or desk.moment > self.decided_at + TAKEN_BACK_WITHIN
                stands = self.word != Word.AGREED or self.asks == Asks.STRIKE_OFF
                if late or stands or self.case.told_at is not None:
                    raise Refusal("too_late_to_undo", "เลิกทำไม่ได้แล้ว เพราะพ้นเวลาเลิกทำ ผลการพิจารณายังอยู่ตามเดิม")
                self.word, self.said, self.decided_at, self.head = Word.WAITING, "", None, None
            case = self.case
            with case.move("decision_taken_back", by=by):
                case.decided_at = None
            with case.change("laid_before_head", by=by):
                case.waits_for, case.due_on = Side.HEAD, decision_day(case)

    def close(self, *, by: Actor) -> None:
        """What it asks for is not wanted any more: the case ended, or the applicant wrote."""
        with self.change("closed", by=by) as desk:
            self.word, self.said, self.decided_at = Word.WITHDRAWN, "ไม่ต้องพิจารณาแล้ว", desk.moment

    def _give_back(self, word: Word, said: str, *, by: Officer) -> None:
        with one_at_a_time(self.agency_id):
            if not said.strip():
                raise Refusal("no_word", "ยังไม่ได้ส่งคืน เพราะยังไม่ได้บอกว่าให้แก้หรือถามอะไร โปรดพิมพ์สั้น ๆ เรื่องเดิมอยู่ครบ")
            self._answer(word, said, by=by)
            with self.case.change("given_back", by=by) as desk:
                set_turn(self.case, desk.moment)

    def _answer(self, word: Word, said: str, *, by: Officer) -> None:
        verb: Mapping[Word, str] = {Word.WITHDRAWN: "withdrawn"}
        with self.change(verb.get(word, "answered"), by=by) as desk:
            if self.word != Word.WAITING:
                raise Refusal("answered", "การเสนอนี้มีคำสั่งแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
            self.word, self.said = word, said.strip()[:REASON_MAX]
            self.decided_at, self.head = desk.moment, by
