"""Django's SQLite engine with a fair queue before every write (see `fair_queue.py`)."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from saraban.sqlite.fair_queue import FairQueue, queue_of

WAIT_MAX_SECONDS = 30.0
READS = ("SELECT", "PRAGMA", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


class DatabaseWrapper(base.DatabaseWrapper):
    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._end_turn()  # a commit that failed keeps the turn: Django rolls back next

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=_QueueingCursor.of(self))

    def write_alone(self, run: Any) -> Any:
        """One statement outside a transaction is a transaction too: it waits its turn like the others."""
        if self.in_atomic_block or self._has_turn:
            return run()
        self._take_turn()
        try:
            return run()
        finally:
            self._end_turn()

    def _queue(self) -> FairQueue:
        return queue_of(str(self.settings_dict["NAME"]))

    def _take_turn(self) -> None:
        assert not self._has_turn, "one connection asks for its turn once"
        if not self._queue().acquire(timeout_seconds=WAIT_MAX_SECONDS):
            raise OperationalError(f"another writer has held the database for {WAIT_MAX_SECONDS:.0f} s")
        self._has_turn = True

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._queue().release()


class _QueueingCursor(base.SQLiteCursorWrapper):
    _wrapper: DatabaseWrapper

    @classmethod
    def of(cls, wrapper: DatabaseWrapper) -> Any:
        def make(*args: Any, **kwargs: Any) -> _QueueingCursor:
            cursor = cls(*args, **kwargs)
            cursor._wrapper = wrapper
            return cursor

        return make

    def execute(self, query: str, params: Any = None) -> Any:
        if query.lstrip()[:9].upper().startswith(READS):
            return super().execute(query, params)
        return self._wrapper.write_alone(lambda: super(_QueueingCursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        return self._wrapper.write_alone(lambda: super(_QueueingCursor, self).executemany(query, param_list))
