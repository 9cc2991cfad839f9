"""กู้คืนข้อมูล: a database put back from a backup may not give the numbers again that the world has seen since.

How far the numbers had come is known outside the database: from the file of marks beside it, a seal that somebody
kept, the letters in the mailbox's Sent, or the paper. Until that was looked at, no number is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.tenancy.scope import arrangement

RECOVERED = "กู้คืนข้อมูล"  # as the void rows are about
Marks = dict[tuple[str, int], int]  # the last number of each register and year


class Recoveries(RecordedManager["Recovery"]):
    def open(self) -> Recovery | None:
        """The one that is not at its end: while there is one, no number is given."""
        return arrangement("recovery", lambda: self.filter(ended_at=None).order_by("pk").first())


class Recovery(Recorded):
    """One restoration of the database, from the moment that it was noticed or said."""

    arranges: ClassVar[bool] = True
    operational: ClassVar[frozenset[str]] = frozenset({"trouble"})

    because = models.CharField("รู้ได้จาก", max_length=100)
    known_until = models.DateTimeField("ข้อมูลที่กู้คืนมีถึง")
    marks = models.JSONField("เลขที่ออกไปแล้ว", default=list)  # [register, year, last], as far as it was seen
    ended_at = models.DateTimeField("เทียบเลขเสร็จเมื่อ", null=True)
    trouble = models.CharField("ยังเทียบไม่ได้เพราะ", max_length=500, blank=True)

    objects: ClassVar[Recoveries] = Recoveries()

    class Meta:
        verbose_name = "การกู้คืนข้อมูล"

    def __str__(self) -> str:
        return f"recovery {self.pk}"

    @classmethod
    def must_be_over(cls) -> None:
        """Raises `Refusal("restored")` while it is not known which numbers the world has seen."""
        if cls.objects.open() is not None:
            raise Refusal(
                "restored",
                "ยังออกเลขไม่ได้ เพราะฐานข้อมูลนี้กู้คืนมาจากชุดสำรอง และยังไม่ได้เทียบกับจดหมายที่ส่งไปแล้วว่าเลขออกไปถึงใด "
                "ระบบกำลังเทียบเองจากกล่อง “ส่งแล้ว” โปรดรอสักครู่ หากต่อกล่องไม่ได้ ให้เจ้าหน้าที่สารบรรณบอกเลขสุดท้ายในหน้า "
                "“กู้คืนข้อมูล” สิ่งที่พิมพ์ไว้และหนังสือที่โต๊ะอยู่ครบ",
            )


def marks_of(said: Iterable[Iterable[object]]) -> Marks:
    """Raises `ValueError` for what is no list of [register, year, last]."""
    marks: Marks = {}
    for one in said:
        register, year, last = one
        if not (isinstance(register, str) and type(year) is int and type(last) is int):
            raise ValueError("not [register, year, last]")
        marks[register, year] = max(last, marks.get((register, year), 0))
    return marks


def highest(*all_of_them: Marks) -> Marks:
    found: Marks = {}
    for marks in all_of_them:
        for place, last in marks.items():
            found[place] = max(last, found.get(place, 0))
    return found


def as_lines(marks: Marks) -> list[list[object]]:
    return [[register, year, last] for (register, year), last in sorted(marks.items())]
