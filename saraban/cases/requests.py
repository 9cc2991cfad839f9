"""แจ้งแก้ไข: what the applicant is asked for, by when, and what follows when they stay silent (guide #3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.timezone import localdate

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.models import Officer
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.due import answer_last_day, set_turn
from saraban.cases.letters import Wording, request_letter, return_letter
from saraban.cases.models import Case, CaseMail
from saraban.cases.pauses import Pause
from saraban.law.administrative_procedure_act_2539 import section_40_appeal_rule
from saraban.law.initial_level_manual_2566 import deficiency_notice
from saraban.law.licensing_facilitation_act_2558 import section_8_ask_for_more, section_9_return
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX, OutboundEmail
from saraban.registers.dispatches import Recipient
from saraban.registers.outgoing import Numbered, OutgoingEntry

ITEMS_MAX = 40
ITEM_MAX = 500
DUE_DAYS_MAX = 365


class DocumentRequests(RecordedManager["DocumentRequest"]):
    def ask(
        self,
        case: Case,
        items: Sequence[tuple[str, str]],
        due_on: date | None,
        *,
        by: Officer,
        because: str = "",
    ) -> DocumentRequest:
        """Write to the applicant what is wanting, and until when (T4); the case waits for them.

        `items`: (the paper's key or "", what is asked). `because`: why a superior lets more be asked of an application
        that was complete already. Raises `Refusal`: no_cure_day, cure_day_past, cure_day_far,
        no_items, complete_already, no_duty, not_now.
        """
        asked = [(key, text.strip()[:ITEM_MAX]) for key, text in items if text.strip()][:ITEMS_MAX]
        with one_at_a_time(case.agency_id) as desk:
            today = localdate(desk.moment)
            deficiency_notice(sent_on=today, cure_by=due_on)
            assert due_on is not None, "a notice without a day is refused"
            if due_on > today + timedelta(days=DUE_DAYS_MAX):
                raise Refusal(
                    "cure_day_far",
                    f"ยังไม่ได้แจ้งแก้ไข เพราะวันที่ต้องส่งไกลเกิน {DUE_DAYS_MAX} วัน โปรดแก้วันที่ สิ่งที่พิมพ์ไว้อยู่ครบ",
                )
            if not asked:
                raise Refusal(
                    "no_items",
                    "ยังไม่ได้แจ้งแก้ไข เพราะยังไม่มีรายการที่ขอ โปรดทำเครื่องหมาย “ไม่ชัด” หรือ “ขาด” อย่างน้อยหนึ่งรายการ",
                )
            verb = _verb(case, because, by=by)
            wording = request_letter(case.matter(by), items=[said for _key, said in asked], due_on=due_on)
            with case.move(verb, by=by) as desk:
                request = self.record(
                    "asked",
                    by=by,
                    case=case,
                    items=[list(item) for item in asked],
                    due_on=due_on,
                    asked_at=desk.moment,
                    officer=by,
                    because=because.strip()[:REASON_MAX],
                    mail=case.mail(wording, desk, about="request", by=by),
                )
                if verb == "asked_after_complete":
                    Pause.objects.begin(case, f"ขอเอกสารเพิ่มหลังครบถ้วน: {because}", by=by)
                set_turn(case, desk.moment)
        return request

    def standing(self, case: Case) -> DocumentRequest | None:
        """The one that is not answered yet."""
        return self.filter(case=case, ended_at=None).order_by("-pk").first()

    def silent(self, today: date) -> models.QuerySet[DocumentRequest]:
        """Those whose day has passed without an answer; whether it moves for a holiday is asked of each."""
        return self.filter(ended_at=None, due_on__lt=today).select_related("case__entry", "case__service")

    def note_answer(self, case: Case, joined_at: datetime, *, by: Actor) -> None:
        """A letter of the applicant's joined the case at this moment: what was asked before is answered, and looked at anew."""
        for request in self.filter(case=case, ended_at=None, asked_at__lte=joined_at):
            with request.change("answered", by=by) as desk:
                request.ended_at, request.answered = desk.moment, True
            if request.mail is not None:
                request.mail.call_back(by=by)
            Pause.objects.end_all(case, by=by)


def _verb(case: Case, because: str, *, by: Officer) -> str:
    """Raises `Refusal("complete_already")` for a complete application of which more is asked without a reason."""
    if case.complete_on is None:
        return "asked"
    section_8_ask_for_more(complete_on=case.complete_on, superior=by.name, reason=because)
    return "asked_after_complete"


class DocumentRequest(Recorded):
    """One notice of what is wanting, with its last day."""

    personal: ClassVar[frozenset[str]] = frozenset({"items", "because"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    items = models.JSONField("รายการที่ขอ", default=list)  # [the paper's key or "", what is asked]
    due_on = models.DateField("ภายในวันที่")
    asked_at = models.DateTimeField("แจ้งเมื่อ")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้แจ้ง", related_name="+", db_index=False
    )
    because = models.CharField("ขอเพิ่มหลังครบถ้วนเพราะ", max_length=REASON_MAX, blank=True)
    mail = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="request")
    answered = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[DocumentRequests] = DocumentRequests()

    class Meta:
        verbose_name = "การแจ้งแก้ไข"
        indexes = [
            models.Index(fields=["agency", "due_on"], condition=models.Q(ended_at=None), name="requests_due")
        ]

    def __str__(self) -> str:
        return f"request of case {self.case_id}"

    @property
    def last_day(self) -> date:
        """The citizen's last day: one that falls on a closed day moves to the next working day (Procedure Act s.64)."""
        return answer_last_day(self.due_on)

    def withdraw(self, *, by: Officer) -> None:
        """It was asked by mistake: the check goes on, and a mail that is still here does not leave. Raises `Refusal`."""
        with one_at_a_time(self.agency_id):
            with self.change("withdrawn", by=by) as desk:
                self._must_stand()
                self.ended_at = desk.moment
            with self.case.move("request_withdrawn", by=by) as desk:
                set_turn(self.case, desk.moment)
            Pause.objects.end_all(self.case, by=by)
            if self.mail is not None:
                self.mail.call_back(by=by)

    def close(self, *, by: Actor) -> None:
        """The case came to its end before it was answered: a mail that is still here does not leave."""
        with self.change("closed", by=by) as desk:
            self.ended_at = desk.moment
        if self.mail is not None:
            self.mail.call_back(by=by)

    def return_case(self, reasons: str, *, by: Officer) -> bool:
        """คืนคำขอ: the day passed in silence (Facilitation Act s.9). The letter takes a number of the send register; False
        where it has to be written on paper.

        Raises `Refusal`: still_curable, no_reasons, no_appeal_rule, unheard, not_now.
        """
        with one_at_a_time(self.agency_id) as desk:
            self.case.must_be_unheard_of()
            section_40_appeal_rule(self.case.appeal_rule)
            section_9_return(
                on=localdate(desk.moment), cure_by=self.due_on, reasons=reasons, calendar=calendar_of_agency()
            )
            with self.change("returned", by=by):
                self._must_stand()
                self.ended_at = desk.moment
            case = self.case
            with case.move("returned", by=by):
                case.ended_because = reasons.strip()[:REASON_MAX]
            return self._tell_it_is_returned(desk, reasons.strip(), by=by)

    def _tell_it_is_returned(self, desk: Desk, reasons: str, *, by: Officer) -> bool:
        case = self.case
        if case.mailbox is None or not case.can_be_mailed:
            return False

        def worded(letter_number: str = "") -> Wording:
            return return_letter(
                case.matter(by),
                letter_number=letter_number,
                items=[said for _key, said in self.items],
                due_on=self.last_day,
                reasons=reasons,
                appeal=case.appeal_rule,
            )

        def compose(numbered: Numbered) -> OutboundEmail:
            wording = worded(numbered.letter_number)
            mail = case.mail(wording, desk, about="return", by=by, tells=numbered.tells)
            assert mail is not None
            return mail.letter

        OutgoingEntry.objects.issue_notice(
            desk,
            Recipient(case.applicant, case.address),
            compose,
            by=by,
            subject=worded().subject,
            reply_to=case.entry,
            verb="issued_of_a_case",
        )
        return True

    def _must_stand(self) -> None:
        if self.ended_at is not None:
            raise Refusal("not_now", "การแจ้งแก้ไขนี้สิ้นสุดแล้ว โปรดโหลดหน้าใหม่เพื่อดูขั้นถัดไป ไม่มีข้อมูลใดเปลี่ยน")
