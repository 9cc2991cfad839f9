"""ขอรับฉบับกระดาษ: that a paper came by e-mail takes nobody's right to have it on paper later (guide #4.4(1); Act 2565 s.11)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from saraban.agencies.models import Officer
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.issuing.models import Issue, Stage
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX


class PaperCopies(RecordedManager["PaperCopy"]):
    def ask(self, issue: Issue, said: str, *, by: Officer) -> PaperCopy:
        """`said`: who asked, and how. Raises `Refusal`: no_word, not_sent."""
        if not said.strip():
            raise Refusal("no_word", "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าใครขอและขอทางใด โปรดพิมพ์สั้น ๆ ไม่มีข้อมูลใดเปลี่ยน")
        if issue.stage != Stage.SENT:
            raise Refusal("not_sent", "ยังไม่ได้บันทึก เพราะเอกสารนี้ยังไม่ได้ออก ไม่มีข้อมูลใดเปลี่ยน")
        return self.record("asked", by=by, issue=issue, said=said.strip()[:REASON_MAX], officer=by)


class PaperCopy(Recorded):
    """One wish for paper, until it was handed over."""

    personal: ClassVar[frozenset[str]] = frozenset({"said", "given_said"})

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="copies")
    said = models.CharField("ขอโดย", max_length=REASON_MAX)
    asked_at = models.DateTimeField("ขอเมื่อ", auto_now_add=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้บันทึก", related_name="+", db_index=False
    )
    given_at = models.DateTimeField("ส่งมอบเมื่อ", null=True)
    given_said = models.CharField("ส่งมอบอย่างไร", max_length=REASON_MAX, blank=True)

    objects: ClassVar[PaperCopies] = PaperCopies()

    class Meta:
        verbose_name = "คำขอรับฉบับกระดาษ"

    def __str__(self) -> str:
        return f"paper copy {self.pk}"

    issue_id: int  # said for the type checker

    def give(self, said: str, *, by: Officer) -> None:
        """Handed over, or posted. Raises `Refusal("given")`."""
        with self.change("given", by=by) as desk:
            if self.given_at is not None:
                raise Refusal("given", "ส่งมอบไปแล้ว ไม่มีข้อมูลใดเปลี่ยน")
            self.given_at, self.given_said = desk.moment, said.strip()[:REASON_MAX]
