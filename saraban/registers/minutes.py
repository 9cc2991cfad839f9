"""เกษียน: what is written on a registered letter before it goes on: the registry's line, and the superior's word with
which most letters end (guide #2.7, #3.5): ทราบ, เวียน, มอบ, ตอบ or เก็บ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from saraban.agencies.models import Officer, Profile, Unit
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.registers.models import IncomingEntry, Route, Routing

TEXT_MAX = 500
TAKEN_BACK_WITHIN = timedelta(
    minutes=2
)  # the page offers less; a slow one may still undo what nobody took up


class End(models.TextChoices):
    """How a letter goes on. `PROPOSED`: not yet, the registry laid it before the superior."""

    PROPOSED = "proposed", "เสนอ"
    NOTED = "noted", "ทราบ"
    CIRCULATED = "circulated", "เวียน"
    ASSIGNED = "assigned", "มอบ"
    REPLY = "reply", "ตอบ"
    FILED = "filed", "เก็บ"


HANDED_ON = (End.ASSIGNED, End.REPLY)  # to one, who has to do with it


class Minutes(RecordedManager["Minute"]):
    def propose(self, entry: IncomingEntry, text: str, *, by: Officer) -> Minute:
        """The registry's line, in other words than the drafted ones; the last holds. Raises `Refusal`: no_text, gone_on."""
        text = _one_line(text)
        if not text:
            raise Refusal("no_text", "ยังไม่ได้บันทึก เพราะยังไม่ได้พิมพ์ข้อความที่เสนอ ข้อความเดิมยังอยู่")
        with one_at_a_time(entry.agency_id):
            self._must_wait(entry)
            return self._write(entry, End.PROPOSED, text, by=by, verb="proposed")

    def sign(
        self, entry: IncomingEntry, end: str, text: str = "", *, to: Route | None = None, by: Officer
    ) -> Minute:
        """The superior's word: the letter leaves the folder, and goes to whom it names. มอบ and ตอบ go to `to`, เวียน to
        every unit; ทราบ and เก็บ to nobody.

        Raises `Refusal`: no_end, nobody, left, gone_on, not_registered.
        """
        if end not in End.values or end == End.PROPOSED:
            raise Refusal("no_end", "ยังไม่ได้เกษียน เพราะยังไม่ได้เลือก ทราบ เวียน มอบ ตอบ หรือเก็บ หนังสือยังอยู่ในแฟ้ม")
        routes = _routes(End(end), to or Route())
        with one_at_a_time(entry.agency_id):
            entry.refresh_from_db()
            self._must_wait(entry)
            minute = self._write(
                entry, End(end), _one_line(text) or _usual(End(end), routes), by=by, verb="signed"
            )
            for route in routes:
                entry.hand_on(route, by=by, minute=minute)
            entry.write_action(by=by)
        return minute

    def standing(self) -> QuerySet[Minute]:
        return self.filter(taken_back_at=None).select_related("officer").order_by("pk")

    def _must_wait(self, entry: IncomingEntry) -> None:
        """Raises `Refusal("gone_on")` for a letter that a superior's word or the registry sent on already."""
        if not waiting(IncomingEntry.objects.filter(pk=entry.pk)).exists():
            raise Refusal(
                "gone_on",
                f"ไม่ได้เกษียนซ้ำ เพราะเลขรับ {entry.receipt_number} เกษียนหรือส่งต่อแล้ว หรือไม่อยู่ในทะเบียน โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน",
            )

    def _write(self, entry: IncomingEntry, end: End, text: str, *, by: Officer, verb: str) -> Minute:
        with one_at_a_time(entry.agency_id) as desk:
            return self.record(
                verb,
                by=by,
                entry=entry,
                end=end,
                text=text,
                officer=by,
                position=by.position,
                signed_at=desk.moment,
            )


class Minute(Recorded):
    """One line on a letter, with who signed it, in what position, and when."""

    personal: ClassVar[frozenset[str]] = frozenset({"text"})

    entry = models.ForeignKey(IncomingEntry, models.PROTECT, related_name="minutes")
    end = models.CharField("เกษียน", max_length=12, choices=End.choices)
    text = models.CharField("ข้อความ", max_length=TEXT_MAX)
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้เกษียน", related_name="+", db_index=False
    )
    position = models.CharField("ตำแหน่ง", max_length=150, blank=True)  # as it was on the day
    signed_at = models.DateTimeField("เกษียนเมื่อ")
    taken_back_at = models.DateTimeField(null=True)

    objects: ClassVar[Minutes] = Minutes()

    class Meta:
        verbose_name = "เกษียน"
        constraints = [
            models.CheckConstraint(condition=Q(end__in=End.values), name="minute_ends"),
            models.UniqueConstraint(
                fields=["agency", "entry"],
                condition=Q(taken_back_at=None) & ~Q(end="proposed"),
                name="one_word_to_a_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"minute on {self.entry_id}"

    def take_back(self, *, by: Officer) -> None:
        """Undo of one's own word, while nobody took up what it gave them: the letter lies in the folder again.

        Raises `Refusal`: not_yours, too_late_to_undo, accepted.
        """
        with one_at_a_time(self.agency_id):
            with self.change("taken_back", by=by) as desk:
                if self.officer_id != by.pk:
                    raise Refusal("not_yours", "เลิกทำไม่ได้ เพราะผู้อื่นเป็นผู้เกษียน ไม่มีข้อมูลใดเปลี่ยน")
                if self.taken_back_at is not None or desk.moment > self.signed_at + TAKEN_BACK_WITHIN:
                    raise Refusal("too_late_to_undo", "เลิกทำไม่ได้แล้ว เพราะพ้นเวลาเลิกทำ เกษียนยังอยู่ตามเดิม")
                self.taken_back_at = desk.moment
            for routing in self.routings.filter(recalled_at=None).select_related("entry", "letter"):
                routing.take_back(by=by)
            self.entry.refresh_from_db()
            self.entry.write_action(by=by)


def waiting(entries: QuerySet[IncomingEntry]) -> QuerySet[IncomingEntry]:
    """Those of them that lie before the superior: registered here, handed on to nobody, and without a word."""
    handed_on = Routing.objects.filter(entry=OuterRef("pk"), recalled_at=None)
    signed = Minute.objects.filter(entry=OuterRef("pk"), taken_back_at=None).exclude(end=End.PROPOSED)
    here = entries.filter(recalled_at=None, struck_at=None, old_register=None, recovery=None)
    return here.filter(~Exists(handed_on), ~Exists(signed))


def drafted(entry: IncomingEntry) -> str:
    """The registry's line where nobody wrote another: `เรียน นายก… เห็นควรมอบกองช่าง ดำเนินการ`."""
    onward = f" เห็นควรมอบ{entry.meant_for.name} ดำเนินการ" if entry.meant_for.name else " เพื่อโปรดพิจารณา"
    return f"เรียน {Profile.here().head_title}{onward}"


def _routes(end: End, to: Route) -> Sequence[Route]:
    """Raises `Refusal("nobody")`."""
    if end in HANDED_ON:
        if not to.name:
            raise Refusal(
                "nobody", f"ยังไม่ได้เกษียน เพราะ “{end.label}” ต้องมีหน่วยหรือเจ้าหน้าที่ โปรดเลือกก่อน หนังสือยังอยู่ในแฟ้ม"
            )
        if not all(one.active for one in (to.unit, to.officer) if one is not None):
            raise Refusal("left", f"ยังไม่ได้เกษียน เพราะ{to.name}ไม่ได้ปฏิบัติหน้าที่แล้ว โปรดเลือกผู้อื่น หนังสือยังอยู่ในแฟ้ม")
        return [to]
    if end == End.CIRCULATED:
        return [Route(unit=unit) for unit in Unit.active_here()]
    return []


def _usual(end: End, routes: Sequence[Route]) -> str:
    """What the word says where the superior wrote nothing beside it."""
    if end == End.ASSIGNED:
        return f"มอบ{routes[0].name} ดำเนินการ"
    if end == End.REPLY:
        return f"มอบ{routes[0].name} จัดทำหนังสือตอบ"
    return {End.NOTED: "ทราบ", End.CIRCULATED: "ทราบ เวียนทุกหน่วย", End.FILED: "ทราบ เก็บ"}[end]


def _one_line(text: str) -> str:
    return " ".join(text.split())[:TEXT_MAX]
