"""A piece of work in a fork of this warmed-up process: its answer, or how it died."""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PIECE = 65_536  # bytes


@dataclass(frozen=True)
class Ended:
    """`how`: "done", "killed" (by SIGKILL), "failed" (it raised), "hung" (killed after its time)."""

    how: str
    answer: Any
    told: str  # what it said first on its way, before it died
    seconds: float


def in_fork(
    work: Callable[[int], Any], *, seconds_max: float, log: Path, kill_after: float | None = None
) -> Ended:
    """`work` gets a file descriptor on which it may say something before it dies.

    Its standard error goes to the end of `log`. `kill_after`: SIGKILL from outside, at that many seconds.
    """
    answers, answering = os.pipe()
    tells, telling = os.pipe()
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        _be_the_child(work, answering, telling, log)
    os.close(answering)
    os.close(telling)
    said = {answers: b"", tells: b""}
    limit = kill_after if kill_after is not None else seconds_max
    hung = False
    with selectors.DefaultSelector() as selector:
        for handle in said:
            selector.register(handle, selectors.EVENT_READ)
        while selector.get_map():
            left = started + limit - time.monotonic()
            ready = selector.select(max(left, 0))
            if not ready and left <= 0:
                hung = kill_after is None
                os.kill(pid, signal.SIGKILL)
                break
            for key, _ in ready:
                piece = os.read(key.fd, PIECE)
                said[key.fd] += piece
                if not piece:
                    selector.unregister(key.fd)
    _, status = os.waitpid(pid, 0)
    os.close(answers)
    os.close(tells)
    return Ended(
        how=_how(status, hung=hung),
        answer=_answer(said[answers]),
        told=said[tells].decode("utf-8", "replace").partition("\n")[0],
        seconds=time.monotonic() - started,
    )


def _how(status: int, *, hung: bool) -> str:
    if hung:
        return "hung"
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else f"signal {os.WTERMSIG(status)}"
    return "done" if os.WEXITSTATUS(status) == 0 else "failed"


def _answer(said: bytes) -> Any:
    try:
        return pickle.loads(said) if said else None
    except (pickle.UnpicklingError, EOFError):  # it died while it spoke
        return None


def _be_the_child(work: Callable[[int], Any], answering: int, telling: int, log: Path) -> None:
    code = 1
    try:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, 2)
        os.close(handle)
        answer = work(telling)
        said = memoryview(pickle.dumps(answer))
        while said:
            said = said[os.write(answering, said) :]
        code = 0
    except BaseException:
        os.write(2, traceback.format_exc().encode("utf-8", "replace"))
    finally:
        sys.stderr.flush()
        os._exit(code)
