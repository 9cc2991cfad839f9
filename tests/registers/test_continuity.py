"""A gap or a double in a book is found, whoever made it; a whole book is not counted on each page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from saraban.registers.books import BookYear, Counter, Register
from saraban.registers.continuity import COUNTED_ANEW_AFTER, Gap, continuity_of
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.tenancy.scope import acting_for
from tests.insider.deeds import takes_the_guard_away
from tests.office import SUNDAY_NIGHT, Office, arrive, open_office

YEAR = 2566
LATER = now() + COUNTED_ANEW_AFTER + timedelta(days=1)


def enter(office: Office, count: int) -> None:
    with acting_for(office.agency):
        for _ in range(count):
            done = IncomingEntry.objects.count()
            letter = arrive(office, subject=f"เรื่องที่ {done}", at=SUNDAY_NIGHT + timedelta(minutes=done))
            IncomingEntry.objects.enter(letter, by=office.clerk)


def torn_out(*numbers: int) -> None:
    """As somebody with the database in hand would."""
    takes_the_guard_away()
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("DELETE FROM saraban_incomingentry WHERE number = %s", [number])


def year_of(office: Office) -> int:
    return int(IncomingEntry.objects.values_list("year", flat=True).first() or YEAR)


def test_a_whole_book(office: Office) -> None:
    enter(office, 4)
    found = continuity_of(IncomingEntry.objects.all(), "incoming", year_of(office))
    assert found is not None
    assert (found.whole, found.first, found.last, found.count) == (True, 1, 4, 4)


def test_a_year_without_numbers_has_nothing_to_say(office: Office) -> None:
    assert continuity_of(IncomingEntry.objects.all(), "incoming", 2500) is None


def test_a_book_that_goes_on_from_paper(office: Office) -> None:
    year = now().year + 543
    BookYear.objects.begin(Register.ORDER, year, 88, by=office.clerk)
    OutgoingEntry.objects.issue(Register.ORDER, subject="x", by=office.clerk)
    found = continuity_of(OutgoingEntry.objects.filter(register="order"), "order", year)
    assert found is not None
    assert (found.whole, found.first, found.count) == (True, 88, 1)


def test_every_row_torn_out_is_named(office: Office) -> None:
    enter(office, 9)
    torn_out(1, 4, 5, 8, 9)
    found = continuity_of(IncomingEntry.objects.all(), "incoming", year_of(office))
    assert found is not None
    assert not found.whole
    assert found.gaps == (Gap(1, 1), Gap(4, 5), Gap(8, 9))
    assert [str(gap) for gap in found.gaps] == ["1", "4–5", "8–9"]


def test_an_empty_book_of_a_counter_that_went_on(office: Office) -> None:
    enter(office, 3)
    year = year_of(office)
    torn_out(1, 2, 3)
    found = continuity_of(IncomingEntry.objects.all(), "incoming", year)
    assert found is not None
    assert found.gaps == (Gap(1, 3),)


def test_a_number_twice_is_named(office: Office, data_dir: Path) -> None:
    """The database does not allow it: so rows of two offices stand for one book without its constraint."""
    enter(office, 3)
    enter(open_office("paktang", data=data_dir), 2)
    found = continuity_of(
        IncomingEntry.across_agencies.exclude(agency=office.agency, number=2), "incoming", year_of(office)
    )
    assert found is not None
    assert (found.doubled, found.gaps) == ((1,), ())


def test_a_number_that_the_counter_has_not_given(office: Office) -> None:
    enter(office, 3)
    takes_the_guard_away()
    Counter.objects.update(last=2)
    found = continuity_of(IncomingEntry.objects.all(), "incoming", year_of(office))
    assert found is not None
    assert (found.whole, found.beyond) == (False, (3,))


def test_what_came_since_is_counted_and_the_rest_once_in_a_while(office: Office) -> None:
    enter(office, 3)
    year = year_of(office)
    rows = IncomingEntry.objects.all()
    with CaptureQueriesContext(connection) as whole:
        continuity_of(rows, "incoming", year)
    with CaptureQueriesContext(connection) as again:
        continuity_of(rows, "incoming", year)
    assert len(again) < len(whole)
    assert all("number" in one["sql"] and "> 3" in one["sql"] for one in again if "COUNT" in one["sql"])
    enter(office, 2)
    found = continuity_of(rows, "incoming", year)
    assert found is not None
    assert (found.whole, found.count) == (True, 5)
    torn_out(2)
    torn = continuity_of(rows, "incoming", year, moment=LATER)
    assert torn is not None
    assert torn.gaps == (Gap(2, 2),)


def test_a_row_that_came_since_and_was_torn_out_is_seen_at_once(office: Office) -> None:
    enter(office, 3)
    year = year_of(office)
    continuity_of(IncomingEntry.objects.all(), "incoming", year)
    enter(office, 2)
    torn_out(5)
    found = continuity_of(IncomingEntry.objects.all(), "incoming", year)
    assert found is not None
    assert found.gaps == (Gap(5, 5),)


def test_a_page_that_shows_a_jump_has_the_whole_counted_anew(office: Office) -> None:
    enter(office, 4)
    rows, year = IncomingEntry.objects.all(), year_of(office)
    continuity_of(rows, "incoming", year)
    torn_out(2)
    unseen = continuity_of(rows, "incoming", year, shown=[4, 3])
    assert unseen is not None
    assert unseen.whole, "once in a while only, where no page shows it"
    seen = continuity_of(rows, "incoming", year, shown=[4, 3, 1])
    assert seen is not None
    assert seen.gaps == (Gap(2, 2),)
    with CaptureQueriesContext(connection) as asked:
        continuity_of(rows, "incoming", year, shown=[4, 3, 1])
    assert not [one for one in asked if "COUNT" in one["sql"]], "the trouble is known for some seconds"
