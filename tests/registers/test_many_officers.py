"""Fifty officers at once: the numbers run 1..n without a gap, and nobody waits long."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, connection, transaction

from saraban.mail.models import InboundEmail
from saraban.registers.books import Counter
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import acting_for
from tests.audit.test_log_format import dump, verify
from tests.office import Office, arrive

OFFICERS = 50
LETTERS = 150
WRITERS = 8
TRIES = 6
LONGEST_WAIT_MAX = 0.5  # seconds, of one letter under eight writers


class Unlucky(Exception):
    """Something went wrong after the number was given."""


def test_fifty_officers_with_rollbacks_number_without_a_gap(office_for_threads: Office) -> None:
    office, dice = office_for_threads, random.Random(5)
    letters = [arrive(office, subject=f"เรื่องที่ {i}").pk for i in range(LETTERS)]
    unlucky = set(dice.sample(letters, LETTERS * 3 // 10))
    locked: list[Exception] = []

    def enter(pk: int) -> None:
        try:
            with acting_for(office.agency):
                letter = InboundEmail.objects.get(pk=pk)
                if pk in unlucky:
                    try:
                        with transaction.atomic():
                            IncomingEntry.objects.enter(letter, by=office.clerk)
                            raise Unlucky
                    except Unlucky:
                        pass
                    letter = InboundEmail.objects.get(pk=pk)
                IncomingEntry.objects.enter(letter, by=office.clerk)
        except OperationalError as error:
            locked.append(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(OFFICERS) as pool:
        list(pool.map(enter, letters))

    assert locked == []
    numbers = sorted(IncomingEntry.objects.values_list("number", flat=True))
    assert numbers == list(range(1, LETTERS + 1))
    assert Counter.objects.get().last == LETTERS
    in_order = list(IncomingEntry.objects.order_by("number").values_list("registered_at", flat=True))
    assert in_order == sorted(in_order)
    assert verify(str(office.agency.uid), *dump(office.agency.pk)) == []


def test_two_officers_on_one_letter_give_it_one_number(office_for_threads: Office) -> None:
    office = office_for_threads
    letter = arrive(office).pk
    start = threading.Barrier(6)

    def enter(_: int) -> str:
        try:
            with acting_for(office.agency):
                same = InboundEmail.objects.get(pk=letter)
                start.wait()
                return IncomingEntry.objects.enter(same, by=office.clerk).receipt_number
        except Exception as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(enter, range(6)))
    assert sorted(said)[1:] == ["Refusal"] * 5
    assert IncomingEntry.objects.count() == 1


def test_nobody_waits_long_under_eight_writers(office_for_threads: Office) -> None:
    """In one of a few tries: whatever else this machine does only adds to a wait."""
    waits = (_longest_wait(office_for_threads, f"ครั้งที่ {i}") for i in range(TRIES))
    assert any(longest < LONGEST_WAIT_MAX for longest in waits)


def _longest_wait(office: Office, name: str) -> float:
    letters = [arrive(office, subject=f"เรื่องที่ {i} {name}").pk for i in range(WRITERS * 8)]
    waits: list[float] = []

    def enter_all(pks: list[int]) -> None:
        try:
            with acting_for(office.agency):
                for pk in pks:
                    letter = InboundEmail.objects.get(pk=pk)
                    started = time.perf_counter()
                    IncomingEntry.objects.enter(letter, by=office.clerk)
                    waits.append(time.perf_counter() - started)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(enter_all, [letters[i::WRITERS] for i in range(WRITERS)]))
    assert len(waits) == len(letters)
    return max(waits)
