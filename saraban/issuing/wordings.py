"""แบบข้อความ: the agency's own words for each kind of paper, a version each time; without one, the preset's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.documents.papers import PaperKind
from saraban.documents.presets import PRESETS, Preset
from saraban.documents.wording import must_be_fillable
from saraban.law.refusal import Refusal
from saraban.mail.models import SUBJECT_MAX
from saraban.tenancy.scope import arrangement, current_agency

TEXT_MAX = 20_000


@dataclass(frozen=True)
class Words:
    """What a paper of this kind says until somebody writes otherwise; `version` 0: the preset."""

    subject: str
    text: str
    version: int = 0


class Wordings(RecordedManager["Wording"]):
    def words(self, kind: PaperKind) -> Words:
        """What holds now."""
        newest: dict[str, Words] = arrangement("wordings", self._newest)
        preset = PRESETS[kind]
        return newest.get(kind.value, Words(preset.subject, preset.text))

    def _newest(self) -> dict[str, Words]:
        rows = self.order_by("version")
        newest = {row.kind: Words(row.subject, row.text, row.version) for row in rows}
        return {kind: words for kind, words in newest.items() if words.text}

    def write(self, kind: PaperKind, *, subject: str, text: str, by: Actor) -> Wording:
        """The next version; empty words give the preset back. Raises `Refusal`: unknown_field, too_long, nothing_changed."""
        subject, text = " ".join(subject.split())[:SUBJECT_MAX], text.replace("\r\n", "\n").strip()
        if len(text) > TEXT_MAX:
            raise Refusal("too_long", f"ยังไม่ได้บันทึก เพราะข้อความยาวเกิน {TEXT_MAX:,} ตัวอักษร โปรดย่อ แบบเดิมยังใช้อยู่")
        preset: Preset = PRESETS[kind]
        must_be_fillable(f"{subject}\n{text}", preset.fields)
        with one_at_a_time(current_agency().pk):
            before = self.words(kind)
            if (subject, text) == (before.subject, before.text):
                raise Refusal("nothing_changed", "ไม่มีคำใดเปลี่ยน จึงไม่ได้บันทึก แบบเดิมยังใช้อยู่")
            last = self.filter(kind=kind.value).order_by("-version").first()
            return self.record(
                "written",
                by=by,
                kind=kind.value,
                version=last.version + 1 if last is not None else 1,
                subject=subject if text else "",
                text=text,
            )


class Wording(Recorded):
    """One version. Never changed: papers that were drafted from it say which it was."""

    arranges: ClassVar[bool] = True

    kind = models.CharField("ชนิด", max_length=20, choices=[(one.value, one.thai) for one in PaperKind])
    version = models.PositiveIntegerField("ฉบับที่")
    subject = models.CharField("เรื่อง", max_length=SUBJECT_MAX, blank=True)
    text = models.TextField("ข้อความ", blank=True)  # empty: the preset holds again

    objects: ClassVar[Wordings] = Wordings()

    class Meta:
        verbose_name = "แบบข้อความ"
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "version"], name="wording_version_once")
        ]

    def __str__(self) -> str:
        return f"wording {self.kind}/{self.version}"
