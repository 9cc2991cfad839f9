"""Corrections of several rows of a register under one reason: all of them are saved in one commit, or none.

What a person saw is sent along with what is to stand. A column that somebody else changed meanwhile is not written over
by one who did not see it; other columns of the same row are no quarrel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, TypeVar

from django.db.models import QuerySet

from saraban.agencies.models import Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal, reason_in
from saraban.tenancy.scope import current_agency

ROWS_MAX = 200  # corrected under one hold of the desk

Word = str | date | None  # what stands in a column


@dataclass(frozen=True)
class RowCorrection:
    """What a person changed in one row: of each column, what they saw there and what is to stand."""

    pk: int
    words: Mapping[str, tuple[Word, Word]]


class RegisterRow(Recorded):
    """A row of a register whose columns a person may correct."""

    CORRECTED: ClassVar[tuple[str, ...]] = ()  # the columns

    class Meta:
        abstract = True

    @property
    def takes_corrections(self) -> bool:
        """Whether a page offers to correct it; what is closed or has a line through it is read only."""
        raise NotImplementedError

    def correct_words(self, words: Mapping[str, Any], because: str, *, by: Actor) -> None:
        """Write these words into these columns, the others stay. Raises as the row's own `correct`."""
        raise NotImplementedError


Row = TypeVar("Row", bound=RegisterRow)


@dataclass(frozen=True)
class Difference:
    """A column in which something else stands by now than the person saw."""

    row: RegisterRow
    column: str
    stands: Word


class Overtaken(Refusal):
    """Somebody else changed the same columns meanwhile: nothing is saved, and what stands there now is told."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        rows = ", ".join(dict.fromkeys(str(one.row) for one in differences))
        super().__init__(
            "overtaken",
            f"ยังไม่ได้บันทึกทุกรายการ เพราะมีผู้แก้ไขเลข {rows} ในช่องเดียวกันระหว่างนี้ "
            "โปรดดูความต่างที่ช่องนั้นแล้วบันทึกอีกครั้ง สิ่งที่พิมพ์ไว้อยู่ครบ",
        )
        self.differences = differences


class CorrectedTogether(RecordedManager[Row]):
    """A register whose rows may be corrected several at once."""

    def seen_by(self, officer: Officer) -> QuerySet[Row]:
        raise NotImplementedError

    def correct_rows(self, asked: Sequence[RowCorrection], because: str, *, by: Officer) -> list[Row]:
        """Correct them all under one reason, or none; the rows that are otherwise now than before.

        Raises `Refusal`: no_reason, too_many, not_found, nothing_changed, `Overtaken`, and as the row's `correct`.
        """
        must_have_a_reason(because)
        if len(asked) > ROWS_MAX:
            raise Refusal(
                "too_many",
                f"ยังไม่ได้บันทึก เพราะแก้ไขครั้งเดียวได้ไม่เกิน {ROWS_MAX} รายการ โปรดแบ่งบันทึก รายการเดิมอยู่ครบ",
            )
        with one_at_a_time(current_agency().pk):
            rows = {row.pk: row for row in self.seen_by(by).filter(pk__in=[one.pk for one in asked])}
            if any(one.pk not in rows for one in asked):
                raise Refusal(
                    "not_found",
                    "ยังไม่ได้บันทึกทุกรายการ เพราะมีรายการที่ไม่พบหรือเปิดดูไม่ได้แล้ว โปรดเปิดทะเบียนใหม่ รายการเดิมอยู่ครบ",
                )
            _must_stand_as_seen(asked, rows)
            corrected = [rows[one.pk] for one in asked if _correct(rows[one.pk], one, because, by=by)]
            if not corrected:
                raise Refusal("nothing_changed", "ไม่มีช่องใดเปลี่ยน จึงไม่ได้บันทึก รายการเดิมอยู่ครบ")
        return corrected


def must_have_a_reason(because: str) -> None:
    """Raises `Refusal("no_reason")`."""
    reason_in(because, undone="แก้ไข", stays="รายการเดิมอยู่ครบ")


def _must_stand_as_seen(asked: Sequence[RowCorrection], rows: Mapping[int, RegisterRow]) -> None:
    differences = [
        Difference(rows[one.pk], column, stands)
        for one in asked
        for column, (saw, wanted) in one.words.items()
        if (stands := getattr(rows[one.pk], column)) not in (saw, wanted)
    ]
    if differences:
        raise Overtaken(differences)


def _correct(row: RegisterRow, asked: RowCorrection, because: str, *, by: Officer) -> bool:
    """Whether anything is otherwise now. Raises a `Refusal` that names the row."""
    assert set(asked.words) <= set(row.CORRECTED), "only these columns are corrected"
    new = {column: wanted for column, (_, wanted) in asked.words.items() if getattr(row, column) != wanted}
    if not new:
        return False
    try:
        row.correct_words(new, because, by=by)
    except Refusal as refusal:
        raise Refusal(refusal.code, f"เลข {row}: {refusal.message}") from refusal
    return True
