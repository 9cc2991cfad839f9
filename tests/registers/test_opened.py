"""A colleague's presence: who opened a letter first keeps it while the page is open, and may be taken over from."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now

from saraban.agencies.duties import Duty
from saraban.registers.opened import OPEN_FOR, OpenedLetter
from tests.office import Office, add_officer, arrive


def test_the_first_keeps_it_until_the_page_is_closed(office: Office) -> None:
    letter, moment = arrive(office), now()
    second = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.REGISTRY)
    assert OpenedLetter.note(letter, office.clerk, moment) is None
    assert OpenedLetter.note(letter, second, moment + timedelta(seconds=5)) == office.clerk
    assert OpenedLetter.note(letter, office.clerk, moment + timedelta(seconds=20)) is None
    assert OpenedLetter.note(letter, second, moment + timedelta(seconds=40)) == office.clerk
    later = moment + timedelta(seconds=20) + OPEN_FOR + timedelta(seconds=1)
    assert OpenedLetter.note(letter, second, later) is None
    assert OpenedLetter.note(letter, office.clerk, later) == second


def test_it_can_be_taken_over(office: Office) -> None:
    letter, moment = arrive(office), now()
    second = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.REGISTRY)
    OpenedLetter.note(letter, office.clerk, moment)
    OpenedLetter.take_over(letter, second, moment)
    assert OpenedLetter.note(letter, second, moment) is None
    assert OpenedLetter.note(letter, office.clerk, moment) == second
