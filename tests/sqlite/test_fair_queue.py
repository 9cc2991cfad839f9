from __future__ import annotations

import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from saraban.sqlite.fair_queue import FairQueue


def test_it_is_handed_over_in_the_order_it_was_asked_for() -> None:
    queue, served = FairQueue(), []
    assert queue.acquire(timeout_seconds=1)

    def wait(number: int) -> None:
        assert queue.acquire(timeout_seconds=5)
        served.append(number)
        queue.release()

    threads = []
    for number in range(10):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(queue._waiting) <= number:
            time.sleep(0.001)
    queue.release()
    for thread in threads:
        thread.join()
    assert served == list(range(10))


def test_who_gives_up_is_passed_over() -> None:
    queue = FairQueue()
    assert queue.acquire(timeout_seconds=1)
    assert not queue.acquire(timeout_seconds=0.01)
    queue.release()
    assert queue.acquire(timeout_seconds=0.01)
    queue.release()


@given(st.lists(st.booleans(), max_size=30))
def test_it_is_held_by_one_at_most(impatient: list[bool]) -> None:
    queue, inside, most = FairQueue(), 0, 0
    guard = threading.Lock()

    def work(gives_up: bool) -> None:
        nonlocal inside, most
        if queue.acquire(timeout_seconds=0.0 if gives_up else 5):
            with guard:
                inside += 1
                most = max(most, inside)
            with guard:
                inside -= 1
            queue.release()

    threads = [threading.Thread(target=work, args=(one,)) for one in impatient]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 1
    assert queue.acquire(timeout_seconds=0)
