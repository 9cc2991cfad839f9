"""From the mailbox onto the desk: what is withheld, what comes twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils.timezone import now

from saraban.mail import intake
from saraban.mail.bodies import BodyDigest
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import Arrival, Fetched, Folder, MailFailure
from saraban.mail.models import InboundEmail, files
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


RELAY = b"Received: from relay.example.com by mail.example.com; Sun, 22 Jan 2023 22:10:00 +0700\r\n"


def test_each_letter_under_a_used_id_has_its_copies(office: Office) -> None:
    first, second = (letter_bytes("ขอเอกสาร", message_id="<1@example.com>", body=body) for body in ("ก", "ข"))
    inbox = FakeInbox(first, second)
    fetch(office, inbox)
    for raw in (RELAY + first, RELAY + second):
        inbox.add(raw, arrived_at=now())
    fetch(office, inbox)

    one, other, copy, other_copy = InboundEmail.objects.order_by("pk")
    assert (one.copy_of, other.copy_of) == (None, None)
    assert (copy.copy_of, other_copy.copy_of) == (one, other)


def test_a_copy_is_found_without_the_bytes_of_the_first(office: Office) -> None:
    raw = letter_bytes("ขอเอกสาร")
    inbox = FakeInbox(raw)
    fetch(office, inbox)
    letter = InboundEmail.objects.get()
    files().path(office.agency, letter.sha256).unlink()
    inbox.add(RELAY + raw, arrived_at=now())
    fetch(office, inbox)

    assert letter.copies.count() == 1


BODIES = {
    "plain": b"Subject: a\r\n\r\nGood day.\r\n\r\nYours\r\n",
    "no body": b"Subject: a\r\n",
    "no end of the head": b"Subject: a\r\nTo: b",
    "white space only": b"Subject: w\r\n\r\n \r\n\t\r\n",
    "no head": b"\r\n\r\nonly a body",
    "bare returns": b"Subject: a\r\n\r\na\rb\r\r\n\r\r",
    "nothing": b"",
}


def digest(*chunks: bytes) -> str:
    body = BodyDigest()
    assert list(body.through(chunks)) == list(chunks)
    return body.hexdigest()


@pytest.mark.parametrize("name", BODIES)
def test_a_body_has_one_digest_in_chunks_of_any_size(name: str) -> None:
    raw = BODIES[name]
    for size in range(1, len(raw) + 1):
        assert digest(*[raw[at : at + size] for at in range(0, len(raw), size)]) == digest(raw)


def test_different_bodies_have_different_digests_and_the_same_one_under_other_headers_has_one() -> None:
    assert len({digest(raw) for raw in BODIES.values()}) == len(BODIES)
    plain = BODIES["plain"]
    for same in (RELAY + plain, plain.replace(b"\r\n", b"\n"), plain + b"\r\n \r\n"):
        assert digest(same) == digest(plain)


def test_a_server_whose_clock_runs_ahead_brings_no_letter_from_the_future(office: Office) -> None:
    inbox = FakeInbox()
    inbox.add(letter_bytes("จากวันหน้า"), arrived_at=now() + timedelta(days=40))
    assert fetch(office, inbox) == 1
    letter = InboundEmail.objects.get()
    assert letter.arrived_at == letter.fetched_at
