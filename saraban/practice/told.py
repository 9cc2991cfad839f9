"""A letter of the story before it is written, and the days on which the story happens, counted from now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from saraban.practice.envelopes import Envelope, Header, Part, word
from saraban.practice.pages import Page
from saraban.thai.dates import BANGKOK

A_MOMENT = timedelta(minutes=2)  # nothing arrives later than this before now
TRAVEL = timedelta(seconds=9)  # from the sender's clock to our host's
IMAGES = Path(__file__).resolve().parent / "letters" / "images"
CENTRAL = ("งานสารบรรณ เทศบาลตำบลคลองน้อย", "saraban@klongnoy.go.th")
BARE = ("", "saraban@klongnoy.go.th")


@dataclass(frozen=True)
class Told:
    key: str  # unique; its file is named by it
    arrived_at: datetime
    junk: bool
    write: Callable[[], bytes]
    pages: tuple[Page, ...] = ()


def letter(
    key: str,
    at: datetime,
    sender: tuple[str, str],
    subject: str | bytes | None,
    body: Part,
    *,
    to: tuple[str, str] = CENTRAL,
    junk: bool = False,
    charset: str = "utf-8",
    how: str = "B",
    more: tuple[Header, ...] = (),
    before: tuple[Header, ...] = (),
    message_id: str = "",
    relay: str = "",
    sent_at: datetime | None = None,
) -> Told:
    """`subject` as text is encoded like the names (`charset`, `how`); as bytes it stands as it is."""
    envelope = Envelope(
        key=key,
        sender=sender,
        to=to,
        subject=word(subject, charset=charset, how=how) if isinstance(subject, str) else subject,
        sent_at=sent_at or at - TRAVEL,
        arrived_at=at,
        message_id=message_id,
        charset=charset,
        how=how,
        before=before,
        more=more,
        relay=relay,
    )
    return Told(key, at, junk, lambda: envelope.with_body(body), body.pages)


def image(name: str) -> Callable[[], bytes]:
    return (IMAGES / f"{name}.jpg").read_bytes


class Days:
    """The story's calendar. Whatever the hour is now, nothing has happened later."""

    def __init__(self, now: datetime) -> None:
        assert now.tzinfo is not None, "the story needs to know which now"
        self.now = now.astimezone(BANGKOK)
        self.today = self.now.date()

    def sunday(self, clock: str) -> datetime:
        """That hour of the last Sunday on which it is past."""
        at = _at(self.today - timedelta(days=(self.today.weekday() + 1) % 7), clock).replace(second=0)
        return at if at <= self.now else at - timedelta(days=7)

    def ago(self, days: int, clock: str) -> datetime:
        """The clock `10.12` of today or of an earlier day; a day sooner where that is not past yet."""
        at = _at(self.today - timedelta(days=days), clock)
        while at > self.now - A_MOMENT:
            at -= timedelta(days=1)
        return at

    def office(self, days: int, clock: str) -> datetime:
        """As `ago`, counted in Mondays to Fridays: offices write on those."""
        day = self._weekday_not_after(self.today)
        at = _at(self.weekday_before(day, days), clock)
        return at if at <= self.now - A_MOMENT else _at(self.weekday_before(at), clock)

    def weekday_before(self, day: date | datetime, count: int = 1) -> date:
        """The `count`th Monday to Friday before that day."""
        at = day.date() if isinstance(day, datetime) else day
        for _ in range(count):
            at = self._weekday_not_after(at - timedelta(days=1))
        return at

    def coming(self, days: int) -> date:
        """A Monday to Friday, at least so many days from today: for meetings and time limits."""
        day = self.today + timedelta(days=days)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return day

    def _weekday_not_after(self, day: date) -> date:
        return day - timedelta(days=max(0, day.weekday() - 4))


def running(day: date, *, in_a_year: int) -> int:
    """A letter number that fits the time of year of a sender who writes so many."""
    return max(1, in_a_year * day.timetuple().tm_yday // 366)


def _at(day: date, clock: str) -> datetime:
    hour, minute = clock.split(".")
    second = (int(hour) * 7 + int(minute) * 13) % 47  # mail does not come at the full minute
    return datetime.combine(day, time(int(hour), int(minute), second), tzinfo=BANGKOK)
