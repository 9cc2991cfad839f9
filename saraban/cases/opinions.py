"""ความเห็นภายใน: notes of officers, and what another unit or a superior was asked. The applicant never sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q

from saraban.agencies.models import Officer, Unit
from saraban.audit.desk import Desk
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.cases.models import Case, restricted_for
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail

TEXT_MAX = 5_000
PROOF_MAX = 600


class Opinions(RecordedManager["Opinion"]):
    def note(self, case: Case, text: str, *, by: Officer) -> Opinion:
        """Raises `Refusal("no_text")`."""
        return self._write("noted", case, text, by=by)

    def ask(
        self, case: Case, text: str, *, by: Officer, unit: Unit | None = None, officer: Officer | None = None
    ) -> Opinion:
        """Another unit, or a superior, is asked what they think. Raises `Refusal`: no_text, nobody, may_not_see."""
        if unit is None and officer is None:
            raise Refusal("nobody", "ยังไม่ได้ถาม เพราะยังไม่ได้เลือกหน่วยหรือเจ้าหน้าที่ โปรดเลือกก่อน สิ่งที่พิมพ์ไว้อยู่ครบ")
        if case.restricted and (
            officer is None or not Case.objects.seen_by(officer).filter(pk=case.pk).exists()
        ):
            raise Refusal(
                "may_not_see",
                "ยังไม่ได้ถาม เพราะเรื่องนี้จำกัดผู้เห็น และผู้ที่เลือกยังไม่มีสิทธิ์เห็น โปรดให้หัวหน้าหน่วยงานเลือกชื่อนั้นที่ “ให้เห็นด้วย” ก่อน "
                "หรือถามเจ้าหน้าที่รายบุคคลที่เห็นอยู่แล้ว สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        return self._write("asked", case, text, by=by, asked_unit=unit, asked_officer=officer)

    def _write(self, verb: str, case: Case, text: str, *, by: Officer, **of: object) -> Opinion:
        if not text.strip():
            raise Refusal("no_text", "ยังไม่ได้บันทึก เพราะยังไม่ได้พิมพ์ข้อความ เรื่องเดิมอยู่ครบ")
        with case.change("opinion_written", by=by) as desk:
            return self.record(
                verb, by=by, case=case, text=text.strip()[:TEXT_MAX], officer=by, written_at=desk.moment, **of
            )

    def asked_of(self, officer: Officer) -> models.QuerySet[Opinion]:
        """What waits for this officer's word, or their unit's."""
        theirs = Q(asked_officer=officer)
        if officer.unit_id is not None:
            theirs |= Q(asked_officer=None, asked_unit=officer.unit_id)
        hidden = restricted_for(officer, "case__")
        return self.filter(theirs, answered_at=None, case__ended_at=None).exclude(hidden).order_by("pk")


class Opinion(Recorded):
    """A note within the office; with somebody asked, a question and its answer."""

    personal: ClassVar[frozenset[str]] = frozenset({"text", "answer"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    text = models.TextField("ข้อความ", max_length=TEXT_MAX)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้เขียน", related_name="+", db_index=False
    )
    written_at = models.DateTimeField("เขียนเมื่อ")
    asked_unit = models.ForeignKey(Unit, models.PROTECT, null=True, verbose_name="ถามหน่วย", related_name="+")
    asked_officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ถาม", related_name="+"
    )
    answer = models.TextField("คำตอบ", max_length=TEXT_MAX, blank=True)
    answered_at = models.DateTimeField("ตอบเมื่อ", null=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้ตอบ", related_name="+", db_index=False
    )
    answered_in = models.OneToOneField(
        InboundEmail, models.PROTECT, null=True, verbose_name="ตอบทางอีเมล", related_name="opinion"
    )
    proof = models.CharField("ยืนยันโดย", max_length=PROOF_MAX, blank=True)  # "DMARC …": of an answer by mail

    objects: ClassVar[Opinions] = Opinions()

    class Meta:
        verbose_name = "ความเห็นภายใน"

    def __str__(self) -> str:
        return f"opinion on case {self.case_id}"

    @property
    def is_question(self) -> bool:
        return self.asked_unit_id is not None or self.asked_officer_id is not None

    def those_asked(self) -> Sequence[Officer]:
        """Who may answer: the officer asked, or everybody of the unit but whoever asks."""
        if self.asked_officer is not None:
            return [self.asked_officer] if self.asked_officer.active else []
        if self.asked_unit_id is None:
            return []
        of_unit = Officer.objects.filter(active=True, unit=self.asked_unit_id).order_by("pk")
        return [one for one in of_unit if one.pk != self.officer_id]

    def reply(self, text: str, *, by: Officer) -> None:
        """Raises `Refusal`: no_text, not_asked, answered."""
        with self.change("answered", by=by) as desk:
            self._take(text, desk, by=by)

    def reply_by_mail(
        self, text: str, email: InboundEmail, proof: str, *, by: Officer, **proven: object
    ) -> None:
        """What they wrote in that mail, which was proven to be theirs; `proven`: how, for the log.

        Raises `Refusal` as `reply`, and: ended, may_not_see.
        """
        with self.change("answered_by_mail", by=by, email=email, **proven) as desk:
            case = Case.objects.seen_by(by).filter(pk=self.case_id).first()
            if case is None:
                raise Refusal("may_not_see", "ยังไม่ได้ตอบ เพราะผู้ตอบไม่มีสิทธิ์เห็นเรื่องนี้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if case.ended_at is not None:
                raise Refusal("ended", "ยังไม่ได้ตอบ เพราะเรื่องนี้สิ้นสุดแล้ว ไม่มีข้อมูลใดเปลี่ยน")
            self._take(text, desk, by=by)
            self.answered_in, self.proof = email, proof[:PROOF_MAX]

    def _take(self, text: str, desk: Desk, *, by: Officer) -> None:
        if not self.is_question or not self._is_for(by):
            raise Refusal("not_asked", "ยังไม่ได้ตอบ เพราะคำถามนี้ถามหน่วยหรือเจ้าหน้าที่อื่น ไม่มีข้อมูลใดเปลี่ยน")
        if self.answered_at is not None:
            raise Refusal("answered", "มีผู้ตอบคำถามนี้แล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
        if not text.strip():
            raise Refusal("no_text", "ยังไม่ได้ตอบ เพราะยังไม่ได้พิมพ์ข้อความ คำถามเดิมอยู่ครบ")
        self.answer, self.answered_at, self.answered_by = text.strip()[:TEXT_MAX], desk.moment, by

    def _is_for(self, officer: Officer) -> bool:
        if self.asked_officer_id is not None:
            return self.asked_officer_id == officer.pk
        return self.asked_unit_id == officer.unit_id
