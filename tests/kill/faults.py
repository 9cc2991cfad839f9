"""Faults at a chosen step of a running day, without any help from the code that runs.

The interpreter tells a profile function of every call. Counted are the calls that have an effect outside the process
(files, database, sockets), before and after each, and the calls inside the product. At the chosen count the process
kills itself, as `kill -9` does, or the call fails as a broken disk would make it fail.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import CodeType, FrameType
from typing import Any

import psycopg.pq

import saraban


class Kind(StrEnum):
    """What a count counts."""

    EFFECT = "effect"  # before or after something that the world outside notices
    CALL = "call"  # into or out of a function of the product, or a query that only reads
    FILE = "file"  # before something is done to a file
    SYNC = "sync"  # before an fsync


class Deed(StrEnum):
    KILL = "kill"
    FAIL = "fail"  # once
    STAY_BROKEN = "stay broken"  # every fsync from this one on; only with Kind.SYNC


@dataclass(frozen=True)
class Fault:
    kind: Kind
    at: int  # counted from 1
    deed: Deed = Deed.KILL
    error: int = 0  # errno, for those that fail
    where: tuple[str, ...] = ()  # only steps whose place holds all these words are counted

    def counts(self, kind: Kind, label: str, frame: FrameType) -> bool:
        """Whether a step is one of those that it counts."""
        if kind is not self.kind:
            return False
        said = _said(label, frame) if self.where else ""
        return all(words in said for words in self.where)

    def __str__(self) -> str:
        what = self.deed.value if self.deed is Deed.KILL else f"{self.deed} {errno.errorcode[self.error]}"
        return f"{what} at {self.kind} {self.at}" + (f" of “{' … '.join(self.where)}”" if self.where else "")


@dataclass(frozen=True)
class Steps:
    """How many there were in a day that nobody disturbed, and what the effects were, in order."""

    counts: dict[Kind, int]
    effects: list[str]


_ROOT = os.path.dirname(saraban.__file__) + os.sep  # noqa: PTH120 - compared with code objects' names, as strings
_READER = os.path.join(_ROOT, "mail", "reader")  # noqa: PTH118
_LIBPQ = os.path.join(os.path.dirname(psycopg.pq.__file__), "pq_ctypes.py")  # noqa: PTH118, PTH120

_FILE_CALLS = frozenset(
    {"fsync", "fdatasync", "replace", "rename", "link", "symlink", "unlink", "remove", "mkdir", "rmdir"}
    | {
        "chmod",
        "utime",
        "truncate",
        "ftruncate",
        "FileIO.write",
        "BufferedWriter.write",
        "BufferedWriter.flush",
    }
    | {"BufferedWriter.close"}
)
_LINE_CALLS = frozenset(
    {"socket.connect", "socket.send", "socket.sendall", "socket.recv", "socket.recv_into"}
    | {"_SSLSocket.write", "_SSLSocket.read", "_SSLSocket.do_handshake"}
)
_DATABASE_CALLS = frozenset(
    {"Cursor.execute", "Cursor.executemany", "Connection.commit", "Connection.rollback"}
)
_NAMES = frozenset(
    name.rpartition(".")[2] for name in (*_FILE_CALLS, *_LINE_CALLS, *_DATABASE_CALLS, "open", "scandir")
)
_LIBPQ_CALLS = frozenset(
    {"exec_", "exec_params", "send_query", "send_query_params", "send_prepare", "send_query_prepared"}
    | {"flush", "consume_input", "get_result"}
)
_ONLY_READS = ("SELECT", "PRAGMA", "EXPLAIN", "SHOW")


class _Whose(Enum):
    PRODUCT, LIBPQ, OTHERS = range(3)


_whose: dict[CodeType, _Whose] = {}  # asked at each call, so it is looked up once


def _whose_code(code: CodeType) -> _Whose:
    if code.co_filename.startswith(_ROOT):
        return _Whose.OTHERS if code.co_filename.startswith(_READER) else _Whose.PRODUCT
    if code.co_filename == _LIBPQ and code.co_name in _LIBPQ_CALLS:
        return _Whose.LIBPQ
    return _Whose.OTHERS


class Tracer:
    """Counts in every thread of this process; does the fault when its count is reached.

    `tell` is a file descriptor on which the place is told before the process dies of it.
    """

    def __init__(self, fault: Fault | None, *, tell: int = -1) -> None:
        self._fault = fault
        self._tell = tell
        self._counts = dict.fromkeys(Kind, 0)
        self._effects: list[str] = []
        self._lock = threading.Lock()
        self._reading = threading.local()
        self._running = False
        self._whole_fsync = os.fsync

    def steps(self) -> Steps:
        return Steps(dict(self._counts), list(self._effects))

    def start(self) -> None:
        self._running = True
        if self._fault is not None and self._fault.kind is Kind.SYNC:
            os.fsync = self._fsync  # type: ignore[assignment]
        threading.setprofile(self._seen)
        sys.setprofile(self._seen)

    def stop(self) -> None:
        sys.setprofile(None)
        threading.setprofile(None)
        os.fsync = self._whole_fsync
        self._running = False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What the harness itself does in between is no step of the day."""
        was, self._running = self._running, False
        sys.setprofile(None)
        try:
            yield
        finally:
            self._running = was
            if was:
                sys.setprofile(self._seen)

    def _fsync(self, handle: Any) -> None:
        fault = self._fault
        assert fault is not None
        with self._lock:
            self._counts[Kind.SYNC] += 1
            count = self._counts[Kind.SYNC]
        if self._running and (count == fault.at or (fault.deed is Deed.STAY_BROKEN and count > fault.at)):
            self._told(f"fsync {count}")
            raise OSError(fault.error, os.strerror(fault.error))
        self._whole_fsync(handle)

    def _seen(self, frame: FrameType, event: str, arg: Any) -> None:
        if not self._running:
            return
        if event == "call" or event == "return":
            whose = _whose.get(frame.f_code)
            if whose is None:
                whose = _whose[frame.f_code] = _whose_code(frame.f_code)
            if whose is _Whose.PRODUCT:
                self._count(Kind.CALL, "", frame)
            elif whose is _Whose.LIBPQ:
                self._seen_libpq(frame, event)
        elif getattr(arg, "__name__", "") in _NAMES:
            self._seen_builtin(frame, event, arg)

    def _seen_builtin(self, frame: FrameType, event: str, arg: Any) -> None:
        name = arg.__qualname__
        when = "before" if event == "c_call" else "after"
        if name in _FILE_CALLS or (name == "open" and _makes_a_file(frame)):
            self._count(Kind.EFFECT, f"{when} {name}", frame)
            if when == "before":
                self._count(Kind.FILE, f"{when} {name}", frame)
                if name == "fsync" and self._whole_fsync is os.fsync:
                    self._counts[Kind.SYNC] += 1
        elif name == "scandir":
            if when == "before":
                self._count(Kind.FILE, f"{when} {name}", frame)
        elif name in _LINE_CALLS:
            self._count(Kind.EFFECT, f"{when} {name}", frame)
        elif name in _DATABASE_CALLS:
            reads = name == "Cursor.execute" and _only_reads(frame.f_locals.get("query"))
            self._count(Kind.CALL if reads else Kind.EFFECT, f"{when} {name}", frame)

    def _seen_libpq(self, frame: FrameType, event: str) -> None:
        name = frame.f_code.co_name
        if event == "call" and name.startswith(("exec", "send")):
            said = frame.f_locals.get("command")
            self._reading.only = _only_reads(said)
        when = "before" if event == "call" else "after"
        reads = getattr(self._reading, "only", False)
        self._count(Kind.CALL if reads else Kind.EFFECT, f"{when} {name}", frame)

    def _count(self, kind: Kind, label: str, frame: FrameType) -> None:
        fault = self._fault
        if fault is not None and fault.where and not fault.counts(kind, label, frame):
            return
        with self._lock:
            self._counts[kind] += 1
            count = self._counts[kind]
            if kind is Kind.EFFECT:
                self._effects.append(label)
        if fault is None or fault.kind is not kind or count != fault.at:
            return
        self._told(_said(label, frame))
        if fault.deed is Deed.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(fault.error, os.strerror(fault.error))

    def _told(self, place: str) -> None:
        if self._tell >= 0:
            with suppress(OSError):
                os.write(self._tell, place.encode() + b"\n")


def _said(label: str, frame: FrameType) -> str:
    return f"{label or frame.f_code.co_name} in {_place(frame)}"


def _makes_a_file(frame: FrameType) -> bool:
    """An `open` that is to write: by the words in the caller's hands, since the call's own are not shown to us."""
    if frame.f_code.co_filename.endswith("tempfile.py"):
        return True
    mode = frame.f_locals.get("mode", "")
    return isinstance(mode, str) and any(letter in mode for letter in "wxa+")


def _only_reads(query: object) -> bool:
    text = query.decode("utf-8", "replace") if isinstance(query, bytes) else str(query)
    return text.lstrip("( \n").upper().startswith(_ONLY_READS)


def _place(frame: FrameType) -> str:
    """The nearest lines of the product that led here, the innermost first."""
    places: list[str] = []
    step: FrameType | None = frame
    while step is not None and len(places) < 3:
        name = step.f_code.co_filename
        if name.startswith(_ROOT):
            places.append(f"{name[len(_ROOT) :]}:{step.f_lineno} {step.f_code.co_name}")
        step = step.f_back
    return " < ".join(places) or f"{frame.f_code.co_filename}:{frame.f_lineno}"
