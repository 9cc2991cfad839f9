"""Where hostile or heavy bytes are opened: a child process with limits on time and memory, without network or secrets.

A bench starts its child when the first job comes, keeps it for the next ones, and lets it go when it is idle, grown or
old. A job is a function of ours, named `module:function`; its arguments are JSON, its answer is JSON or bytes.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import saraban
from saraban.workbench import limits
from saraban.workbench.frames import BROKEN, BYTES, COSTLY, JOB, LEAVING, READY, VALUE, Cut, receive, send

MEMORY_BYTES_MAX = 300 * 1024 * 1024  # beyond what the child holds when it is ready
CHILDREN_MAX = 2  # so that a page does not wait for the mail
JOBS_MAX = 500  # for one child
GROWTH_BYTES_MAX = 48 * 1024 * 1024  # resident, between its first question and its last
IDLE_SECONDS = 60.0
START_SECONDS_MAX = 30.0

_ROOT = str(Path(saraban.__path__[0]).resolve().parent)


class TooCostly(Exception):
    """The job took more time or memory than it may."""


class Broken(Exception):
    """The job raised, or its process died."""


class Bench:
    """May be shared by threads; each process makes its own."""

    def __init__(
        self,
        *,
        preload: Sequence[str] = (),
        memory_bytes_max: int = MEMORY_BYTES_MAX,
        children_max: int = CHILDREN_MAX,
        jobs_max: int = JOBS_MAX,
        idle_seconds: float = IDLE_SECONDS,
        growth_bytes_max: int = GROWTH_BYTES_MAX,
    ) -> None:
        """`preload`: modules that the child imports before its first job, our own code only."""
        numbers = [memory_bytes_max, idle_seconds, jobs_max, growth_bytes_max]
        self._command = [*map(str, numbers), *preload]
        self._turns = threading.BoundedSemaphore(children_max)
        self._resting: list[_Child] = []
        self._lock = threading.Lock()
        _benches.add(self)

    def run(self, job: str, args: Sequence[Any], *, timeout_seconds: float) -> Any:
        """The job's answer. Raises `TooCostly` or `Broken`; the next job is not harmed by either.

        The seconds begin when a child is ready, not while waiting for one.
        """
        question = json.dumps([job, list(args), timeout_seconds]).encode()
        with self._turns:
            child, rested = self._take()
            try:
                return self._ask(child, question, timeout_seconds)
            except _Left:
                if not rested:
                    raise Broken("the child left before its work was done") from None
            # it had gone to rest for good at that moment: another one does it
            try:
                return self._ask(_Child(self._command), question, timeout_seconds)
            except _Left:
                raise Broken("the child left before its work was done") from None

    def close(self) -> None:
        """Let the resting children go. The bench can still be used."""
        with self._lock:
            resting, self._resting = self._resting, []
        for child in resting:
            child.end()

    def resting_pids(self) -> list[int]:
        """The children that wait for work: for the doctor and for tests."""
        with self._lock:
            return [child.process.pid for child in self._resting if child.usable()]

    def _take(self) -> tuple[_Child, bool]:
        with self._lock:
            while self._resting:
                child = self._resting.pop()
                if child.usable():
                    return child, True
                child.end()
        return _Child(self._command), False

    def _ask(self, child: _Child, question: bytes, timeout_seconds: float) -> Any:
        stays = False
        try:
            answer, stays = child.ask(question, timeout_seconds)
            return answer
        finally:
            if stays:
                with self._lock:
                    self._resting.append(child)
            else:
                child.end()


class _Left(Exception):
    """The child ended in peace, without an answer."""


class _Child:
    def __init__(self, command: Sequence[str]) -> None:
        self.owner_pid = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "saraban.workbench.child", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=_ROOT,
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self._to, self._from = self.process.stdin, self.process.stdout
        try:
            with self._killed_after(START_SECONDS_MAX) as killed:
                kind, _, _ = receive(cast(Any, self._from))
            if kind != READY or killed.is_set():
                raise Cut
        except Cut:
            self.end()
            raise Broken("the child could not start") from None

    def usable(self) -> bool:
        # after a fork, the parent's child is not ours
        return self.owner_pid == os.getpid() and self.process.poll() is None

    def ask(self, question: bytes, timeout_seconds: float) -> tuple[Any, bool]:
        """The answer, and whether it stays for more. Raises `TooCostly`, `Broken`, `_Left`."""
        try:
            with self._killed_after(timeout_seconds) as killed:
                with contextlib.suppress(OSError):  # it is gone: its end says why
                    send(cast(Any, self._to), JOB, question)
                kind, mood, payload = receive(cast(Any, self._from))
        except Cut:
            code = self._ended_with()
            if killed.is_set():
                raise TooCostly(f"longer than {timeout_seconds:g} seconds") from None
            if code in limits.KILLED_FOR_COST:
                raise TooCostly(f"ended by signal {-code}") from None
            if code == 0:
                raise _Left from None
            raise Broken(f"the child died ({code})") from None
        stays = mood != LEAVING and not killed.is_set()
        if kind == BYTES:
            return payload, stays
        try:
            value = json.loads(payload)
        except ValueError:
            raise Broken("the child gave no answer that can be read") from None
        if kind == VALUE:
            return value, stays
        if kind == COSTLY:
            raise TooCostly(str(value))
        if kind == BROKEN:
            raise Broken(str(value))
        raise Broken("the child gave no answer that can be read")

    def end(self) -> None:
        """Have it gone, whatever it does."""
        for stream in (self._to, self._from):
            with contextlib.suppress(OSError):
                stream.close()
        if self.owner_pid == os.getpid():
            self.process.kill()
            self.process.wait()

    def _ended_with(self) -> int:
        try:
            return self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait() or -1

    @contextlib.contextmanager
    def _killed_after(self, seconds: float) -> Iterator[threading.Event]:
        killed = threading.Event()

        def kill() -> None:
            killed.set()
            self.process.kill()

        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            yield killed
        finally:
            timer.cancel()


def _environment() -> dict[str, str]:
    """Nothing of ours: no secret, no setting; only what Python needs to find our code."""
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": _ROOT,
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_TRIM_THRESHOLD_": "4194304",  # bytes; gives memory back after a big letter
    }
    for name in ("SYSTEMROOT", "LD_LIBRARY_PATH"):
        if name in os.environ:
            environment[name] = os.environ[name]
    return environment


_benches: weakref.WeakSet[Bench] = weakref.WeakSet()


@atexit.register
def _let_all_go() -> None:
    for bench in list(_benches):
        bench.close()
