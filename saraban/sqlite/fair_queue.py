"""First come, first served, in front of SQLite's one writer.

SQLite lets waiting writers race with growing pauses: of eight, one was seen to wait four seconds. Inside a
process we queue them; writers of another process still meet SQLite's own lock and its time-out.
"""

from __future__ import annotations

import threading
from collections import deque


class FairQueue:
    """A lock that is handed over in the order in which it was asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, *, timeout_seconds: float) -> bool:
        """True once it is ours; False when the time is over."""
        with self._guard:
            if not self._held and not self._waiting:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout_seconds):
            return True
        with self._guard:
            if turn.is_set():  # handed to us at the last moment
                return True
            self._waiting.remove(turn)
            return False

    def release(self) -> None:
        with self._guard:
            assert self._held, "nobody holds the queue"
            if self._waiting:
                self._waiting.popleft().set()  # stays held, now by the next in line
            else:
                self._held = False


_queues: dict[str, FairQueue] = {}
_queues_guard = threading.Lock()


def queue_of(database: str) -> FairQueue:
    """The one queue of this process before that database file."""
    with _queues_guard:
        return _queues.setdefault(database, FairQueue())
