"""ตรวจเอกสาร: each paper of the manual's list, found whole, unclear or missing; and that the application is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from saraban.agencies.models import Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.cases.catalogue import Paper
from saraban.cases.due import set_turn
from saraban.cases.models import Case, CaseLetter
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX

FILE_NAME_MAX = 300


class Found(models.TextChoices):
    WHOLE = "whole", "ครบ"
    UNCLEAR = "unclear", "ไม่ชัด"
    MISSING = "missing", "ขาด"
    NOT_NEEDED = "not_needed", "ไม่ต้องใช้"


@dataclass(frozen=True)
class Item:
    """A line of the checklist as it stands. `check`: None while nobody looked."""

    paper: Paper
    check: PaperCheck | None = None

    @property
    def found(self) -> str:
        return self.check.found if self.check is not None else ""

    @property
    def is_settled(self) -> bool:
        """Whether nothing stands in the way of a complete application."""
        return self.found in (Found.WHOLE, Found.NOT_NEEDED) or (not self.paper.required and not self.found)

    @property
    def is_wanting(self) -> bool:
        return self.found in (Found.UNCLEAR, Found.MISSING)


class PaperChecks(RecordedManager["PaperCheck"]):
    def find(
        self,
        case: Case,
        key: str,
        found: str,
        *,
        by: Officer,
        note: str = "",
        letter: CaseLetter | None = None,
        file_name: str = "",
    ) -> PaperCheck:
        """Say of one paper of the list how it was found. Raises `Refusal`: no_such_paper, no_such_finding, not_now.

        One copy is enough and needs no signature (Act 2565 s.7): the only question is whether it is there and can be
        read. `file_name`: the file of `letter` that it was found in.
        """
        with one_at_a_time(case.agency_id) as desk:
            if key not in {paper.key for paper in case.manual.checklist}:
                raise Refusal(
                    "no_such_paper", "ยังไม่ได้บันทึก เพราะเอกสารนี้ไม่อยู่ในรายการของคู่มือ โปรดโหลดหน้าใหม่ ผลตรวจเดิมอยู่ครบ"
                )
            if found not in Found.values:
                raise Refusal(
                    "no_such_finding",
                    "ยังไม่ได้บันทึก เพราะไม่ทราบผลตรวจ โปรดกด ครบ ไม่ชัด หรือขาด ผลตรวจเดิมอยู่ครบ",
                )
            with case.move("checked", by=by, paper=key):
                pass
            said = {
                "found": found,
                "note": note.strip()[:REASON_MAX],
                "letter": letter,
                "file_name": file_name[:FILE_NAME_MAX],
                "checked_at": desk.moment,
                "officer": by,
            }
            check = self.filter(case=case, key=key).first()
            if check is None:
                return self.record("checked", by=by, case=case, key=key, **said)
            with check.change("checked", by=by):
                for name, value in said.items():
                    setattr(check, name, value)
        return check

    def checklist(self, case: Case) -> list[Item]:
        """The manual's list with what was found, in its order: one question."""
        checks: Mapping[str, PaperCheck] = {one.key: one for one in case.checks.all()}
        return [Item(paper, checks.get(paper.key)) for paper in case.manual.checklist]

    def find_complete(self, case: Case, *, by: Officer) -> None:
        """ครบถ้วน: from here on nothing more is asked, and the manual's days run (Facilitation Act s.8, s.10).

        They run from the legal day of the letter that made it complete, however late it was looked at; once they run
        nothing but taking the case up again begins them anew. Raises `Refusal`: not_complete, not_now.
        """
        with one_at_a_time(case.agency_id) as desk:
            items = self.checklist(case)
            left = [item.paper.name for item in items if not item.is_settled]
            if left:
                raise Refusal(
                    "not_complete",
                    f"ยังบันทึกว่าครบถ้วนไม่ได้ เพราะยังไม่ได้ตรวจหรือยังขาด: {', '.join(left)} "
                    "โปรดตรวจให้ครบทุกรายการ หรือแจ้งผู้ยื่นแก้ไข ผลตรวจเดิมอยู่ครบ",
                )
            with case.move("found_complete", by=by):
                looked_at = max((item.check.checked_at for item in items if item.check), default=None)
                case.complete_on = case.complete_on or case.made_whole_on(looked_at)
                set_turn(case, desk.moment)


class PaperCheck(Recorded):
    """How one paper of the list was found, the last time that an officer looked."""

    personal: ClassVar[frozenset[str]] = frozenset({"note", "file_name"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="checks", db_index=False)
    key = models.CharField(max_length=40)
    found = models.CharField("ผลตรวจ", max_length=12, choices=Found.choices)
    note = models.CharField("หมายเหตุ", max_length=REASON_MAX, blank=True)
    letter = models.ForeignKey(CaseLetter, models.PROTECT, null=True, related_name="+", db_index=False)
    file_name = models.CharField("ไฟล์", max_length=FILE_NAME_MAX, blank=True)
    checked_at = models.DateTimeField("ตรวจเมื่อ")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้ตรวจ", related_name="+", db_index=False
    )

    objects: ClassVar[PaperChecks] = PaperChecks()

    class Meta:
        verbose_name = "ผลตรวจเอกสาร"
        constraints = [models.UniqueConstraint(fields=["agency", "case", "key"], name="paper_checked_once")]

    def __str__(self) -> str:
        return f"{self.key} of case {self.case_id}"


def wanting(items: Sequence[Item]) -> list[tuple[str, str]]:
    """What a notice asks for: (the paper's key, what is wrong with it), in the list's order."""
    return [(item.paper.key, _wrong(item)) for item in items if item.is_wanting]


def _wrong(item: Item) -> str:
    assert item.check is not None
    said = "ภาพไม่ชัด อ่านข้อความไม่ได้" if item.found == Found.UNCLEAR else "ยังไม่ได้แนบ"
    return f"{item.paper.name}: {item.check.note or said}"
