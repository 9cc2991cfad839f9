"""From the mailbox onto the desk: what is withheld, what comes twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils.timezone import now

from saraban.mail import intake
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import Arrival, Fetched, Folder, MailFailure
from saraban.mail.models import InboundEmail
from saraban.mail.reading import read_files
from tests.office import Office, letter_bytes


def fetch(office: Office, inbox: FakeInbox) -> int:
    return intake.fetch(office.mailbox, inbox, read=read_files, still_ours=lambda: None)


class Withholding(FakeInbox):
    """A server that says of some letters that they are there, and does not hand them over."""

    def __init__(self, *letters: bytes) -> None:
        super().__init__(*letters)
        self.withheld: set[int] = set()
        self.deadly: set[int] = set()  # at these the line ends
        self.asked: list[int] = []

    def fetch(self, folder: Folder, arrivals: Sequence[Arrival]) -> Iterator[Fetched]:
        for arrival in arrivals:
            self.asked.append(arrival.uid)
            if arrival.uid in self.deadly:
                raise MailFailure("สายขาด", of_server=True)
            if arrival.uid not in self.withheld:
                yield from super().fetch(folder, [arrival])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """The wall clock of the house: `clock[0]`."""
    moment = [now()]
    for module in ("audit.desk", "mail.intake", "mail.models"):
        monkeypatch.setattr(f"saraban.{module}.now", lambda: moment[0])
    yield moment


def test_a_withheld_letter_is_asked_for_more_and_more_rarely_and_at_least_each_hour(
    office: Office, clock: list[datetime]
) -> None:
    inbox = Withholding(letter_bytes("ให้ยาก"))
    inbox.withheld = {1}
    asked: list[datetime] = []
    start = clock[0]
    while clock[0] < start + timedelta(hours=6):
        inbox.asked.clear()
        assert fetch(office, inbox) == 0
        asked += [clock[0]] * len(inbox.asked)
        clock[0] += timedelta(seconds=30)
    waits = [(later - earlier) / timedelta(minutes=1) for earlier, later in pairwise(asked)]
    assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(waits[7:]) == {60}

    inbox.withheld = set()
    clock[0] += timedelta(hours=1)
    assert fetch(office, inbox) == 1
    assert fetch(office, inbox) == 0


def test_a_withheld_letter_that_ends_the_line_lets_the_others_in(
    office: Office, clock: list[datetime]
) -> None:
    inbox = Withholding(letter_bytes("ให้ยาก"))
    inbox.withheld = {1}
    fetch(office, inbox)
    inbox.deadly = {1}
    inbox.add(letter_bytes("ถัดไป"), arrived_at=clock[0])
    clock[0] += timedelta(minutes=1)
    with pytest.raises(MailFailure):
        fetch(office, inbox)
    assert fetch(office, inbox) == 1
    assert InboundEmail.objects.get().subject == "ถัดไป"
