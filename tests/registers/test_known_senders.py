"""A letter that bears the name of a known office and comes from elsewhere is looked at before it is entered."""

from __future__ import annotations

from saraban.contacts.models import Contact
from saraban.registers.known_senders import imitated
from saraban.registers.models import IncomingEntry
from tests.office import Office, arrive, letter_bytes

NAME = "ที่ว่าการอำเภอปากพลี"


def came(office: Office, name: str, address: str, number: int = 1) -> str | None:
    email = arrive(office, letter_bytes(f"หนังสือ {number}", name=name, sender=address))
    return imitated(email, officer=office.clerk)


def test_a_name_that_always_came_from_elsewhere(office: Office) -> None:
    first = arrive(office, letter_bytes("หนังสือแรก", name=NAME, sender="pakphli@dopa.example"))
    assert imitated(first, officer=office.clerk) is None
    assert came(office, NAME, "pakphli@gmail.example") is None, (
        "nothing is known of it before it is registered"
    )
    IncomingEntry.objects.enter(first, by=office.clerk)
    said = came(office, NAME, "pakphli@dopa-th.example", 2)
    assert said is not None and "pakphli@dopa.example" in said and "pakphli@dopa-th.example" in said
    assert came(office, NAME, "registry@dopa.example", 3) is None, "another desk of the same host"


def test_the_directory_tells_too(office: Office) -> None:
    Contact.objects.remember(NAME, email="pakphli@dopa.example", by=office.clerk)
    assert came(office, NAME, "someone@mail.example") is not None
    assert came(office, NAME, "pakphli@DOPA.example", 2) is None


def test_two_persons_may_have_one_name(office: Office) -> None:
    IncomingEntry.objects.enter(
        arrive(office, letter_bytes("ก", name="นายสมชาย ใจดี", sender="a@one.example")), by=office.clerk
    )
    assert came(office, "นายสมชาย ใจดี", "b@two.example") is None
