"""ค้นหา: what may be found, in the order in which it is shown, and how far the index follows the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import models

from saraban.audit.leased import Leased
from saraban.tenancy.models import Scoped

# A row's key is its place: agency, kind, minute, and a few bits that keep apart what came in one minute. So the newest
# rows of one kind of one agency are one range of keys, and no search meets another agency's.
AGENCY_BITS, KIND_BITS, MINUTE_BITS, TIE_BITS = 18, 4, 26, 15
BEGINNING = datetime(1990, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NEXT_MINUTE = 1 << TIE_BITS  # from a place to the one a minute later


class Found(Scoped):
    """What can be found of one row, in its one spelling. Operational: made from the row, and made again at any time."""

    ENTRY, LETTER, SENT = (
        1,
        2,
        3,
    )  # a row of the receive register; a letter that waits; a row of the send register

    id = models.BigAutoField(primary_key=True)  # the place: never left to the database
    kind = models.PositiveSmallIntegerField(
        choices=[(ENTRY, "ทะเบียนหนังสือรับ"), (LETTER, "หนังสือที่รอลงรับ"), (SENT, "ทะเบียนหนังสือส่ง")]
    )
    row_id = models.BigIntegerField()
    at = models.DateTimeField("เมื่อ")  # of the row: the newest is shown first
    text = models.TextField()
    body = models.TextField(blank=True)  # of its mail and files
    closed = models.BooleanField(default=False)  # `body` stays empty
    unread_since = models.DateTimeField(null=True)  # its files wait to be read

    class Meta:
        verbose_name = "สิ่งที่ค้นพบได้"
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "row_id"], name="found_once")]
        indexes = [
            models.Index(
                fields=["agency", "id"], condition=models.Q(unread_since__isnull=False), name="found_unread"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.row_id}"

    @property
    def said(self) -> str:
        return f"{self.text} {self.body}"

    def shows(self, words: Sequence[str]) -> bool:
        """Whether all these words stand in the row itself, not in its files."""
        return all(word in self.text for word in words)


class IndexMark(Leased, Scoped):
    """Every log entry of the agency up to `number` is in the index, and of what came in batches every row up to `seen`.

    Its lease is of the files: `not_before` tells that some wait to be read.
    """

    number = models.BigIntegerField(default=0)
    seen = models.JSONField(default=dict)  # kind, as text → the last row of its batches

    class Meta:
        verbose_name = "ดัชนีถึงรายการบันทึก"
        constraints = [models.UniqueConstraint(fields=["agency"], name="one_index_mark")]

    def __str__(self) -> str:
        return f"index up to {self.number}"


def range_of(agency_id: int, kind: int) -> tuple[int, int]:
    """The first place of that kind of that agency, and the first after its last."""
    assert 0 < agency_id < 1 << AGENCY_BITS and 0 <= kind < 1 << KIND_BITS
    low = (agency_id << KIND_BITS | kind) << MINUTE_BITS + TIE_BITS
    return low, low + (1 << MINUTE_BITS + TIE_BITS)


def place_of(agency_id: int, kind: int, at: datetime, row_id: int) -> int:
    """Where a row wants to stand; whoever finds the place taken goes on by `NEXT_MINUTE`."""
    minute = min(max((at - BEGINNING) // MINUTE, 0), (1 << MINUTE_BITS) - 1)
    return range_of(agency_id, kind)[0] | minute << TIE_BITS | row_id % NEXT_MINUTE


def kind_of(place: int) -> int:
    return place >> MINUTE_BITS + TIE_BITS & (1 << KIND_BITS) - 1
