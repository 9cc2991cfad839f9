"""Which rows of a register a page shows: all of it stands in the address, so that a list can be kept and sent on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from saraban.desk.fields import whole_number
from saraban.desk.grid import Line, month_of
from saraban.desk.middleware import OfficerRequest
from saraban.registers.book import Days
from saraban.thai.dates import BadDate, parse_date

PAGE = 50
COLUMNS = {"columns": "1"}
KEPT = ("unit", "status", "kind", "day", "to")  # of the address, by every link of the page


@dataclass(frozen=True)
class Listed:
    """A year, or the days on which rows were registered; below a number, or below a row of those days."""

    year: int
    days: Days | None
    below: int | None
    said: dict[str, str]
    trouble: str = ""  # what was typed for a day and is none
    system: bool = False  # the system's own columns beside the form's: how rows are shown, not which

    @classmethod
    def asked(cls, request: OfficerRequest, latest_year: int) -> Listed:
        said = {name: value for name in KEPT if (value := request.GET.get(name, "").strip())}
        year = whole_number(request.GET.get("year")) or latest_year
        trouble, days = "", None
        try:
            days = _days(said)
        except BadDate as bad:
            trouble = f"ยังไม่ได้กรองตามวัน {bad} รายการด้านล่างเป็นของทั้งปี"
        system = request.GET.get("columns") == "1"
        return cls(year, days, whole_number(request.GET.get("below")), said, trouble, system)

    def by_number(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """A year's rows of one series of numbers, the highest first; of some days, the newest."""
        if self.days is not None:
            return self.by_moment(rows)
        of_year = rows.filter(year=self.year).order_by("-number")
        return of_year.filter(number__lt=self.below) if self.below else of_year

    def by_moment(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The newest first: what was brought in from an old register stands where it belongs."""
        if self.days is None:
            asked = rows.filter(year=self.year)
        else:
            asked = rows.filter(registered_at__gte=self.days.opens, registered_at__lt=self.days.closes)
        if self.below and (
            last := rows.filter(pk=self.below).values_list("registered_at", flat=True).first()
        ):
            older = Q(registered_at__lt=last) | Q(registered_at=last, pk__lt=self.below)
            asked = asked.filter(older, registered_at__lte=last)
        return asked.order_by("-registered_at", "-pk")

    def page(self, rows: QuerySet[Any], *, by_number: bool) -> tuple[list[Line], int | None]:
        """The rows of the page, and below what the next one goes on."""
        found = list(rows[: PAGE + 1])
        last = found[PAGE - 1] if len(found) > PAGE else None
        below = None
        if last is not None:
            below = last.number if by_number and self.days is None else last.pk
        return [Line(row) for row in found[:PAGE]], below

    @property
    def kept(self) -> str:
        """All but the year, for links."""
        return urlencode(self.said)

    @property
    def state(self) -> str:
        """The address of the page that is shown."""
        return urlencode({"year": self.year} | self.said | self._below | self._columns)

    @property
    def state_above(self) -> str:
        """The same from the newest row on."""
        return urlencode({"year": self.year} | self.said | self._columns)

    @property
    def state_other_columns(self) -> str:
        """The same rows with the system's own columns, or without them."""
        return urlencode({"year": self.year} | self.said | self._below | ({} if self.system else COLUMNS))

    @property
    def _below(self) -> dict[str, int]:
        return {"below": self.below} if self.below else {}

    @property
    def _columns(self) -> dict[str, str]:
        return COLUMNS if self.system else {}

    @property
    def filtered(self) -> bool:
        return bool(self.said)

    @property
    def quick(self) -> list[tuple[str, str, bool]]:
        """Ranges at one press: what it is called, its address, whether it is the one that is shown."""
        today = localdate()
        others = {name: word for name, word in self.said.items() if name not in ("day", "to")}
        others |= self._columns
        first, last = month_of(today)
        month = Days(parse_date(first, today=today), parse_date(last, today=today))
        return [
            ("วันนี้", urlencode({"year": self.year, **others, "day": "วันนี้"}), self.days == Days(today, today)),
            ("เดือนนี้", urlencode({"year": self.year, **others, "day": first, "to": last}), self.days == month),
            ("ทั้งปี", urlencode({"year": self.year, **others}), self.days is None),
        ]


def _days(said: dict[str, str]) -> Days | None:
    """Raises `BadDate`."""
    first, last = said.get("day", ""), said.get("to", "")
    if not first and not last:
        return None
    one, other = _day(first or last), _day(last or first)
    return Days(min(one, other), max(one, other))


def _day(said: str) -> date:
    return parse_date(said[:60], today=localdate())
