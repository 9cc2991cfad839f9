"""The child of the bench: does one job after another, without network, secrets or a way to write.

It leaves by itself when nobody asks for a while, when its parent is gone (its standard input ends), and when it has
grown. Run by `bench`: `python -m saraban.workbench.child MEMORY_BYTES IDLE_SECONDS JOBS_MAX GROWTH_BYTES [MODULE…]`.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from saraban.workbench import limits
from saraban.workbench.frames import (
    BROKEN,
    BYTES,
    COSTLY,
    JOB,
    LEAVING,
    READY,
    STAYING,
    VALUE,
    Cut,
    receive,
    send,
)

GRACE_SECONDS = 2.0  # after the parent's own limit
STACK_BYTES = 256 * 1024  # of the thread that listens

_REFUSED = frozenset(
    {
        "os.chmod", "os.chown", "os.exec", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.link", "os.mkdir",
        "os.posix_spawn", "os.remove", "os.rename", "os.rmdir", "os.setxattr", "os.spawn", "os.startfile",
        "os.symlink", "os.system", "os.truncate", "os.utime", "pty.spawn", "signal.pthread_kill",
        "subprocess.Popen", "tempfile.mkstemp", "tempfile.mkdtemp",
    }
)  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    memory_bytes_max, idle_seconds = int(sys.argv[1]), float(sys.argv[2])
    jobs_max, growth_bytes_max = int(sys.argv[3]), int(sys.argv[4])
    questions, answers = _take_streams()
    limits.cut_off_network()
    for module in sys.argv[5:]:
        importlib.import_module(module)
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.stack_size(STACK_BYTES)
    threading.Thread(target=_listen, args=(questions, asked), daemon=True).start()
    limits.limit_resources(memory_bytes_max)
    sys.addaudithook(_refuse)
    send(answers, READY, b"")
    before = limits.resident_bytes()
    for done in range(1, jobs_max + 1):
        try:
            # The first is on its way: a child is made for one. Should its parent die before, `_listen` ends it.
            question = asked.get(timeout=idle_seconds if done > 1 else None)
        except queue.Empty:
            break
        kind, payload = _do(question)
        grown = limits.resident_bytes() - before > growth_bytes_max
        leaving = done == jobs_max or grown or kind is COSTLY
        send(answers, kind, payload, LEAVING if leaving else STAYING)
        if leaving:
            break
    os._exit(0)


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """Our pipes, out of the way of anything that reads standard input or prints."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    return questions, answers


def _listen(questions: BinaryIO, asked: queue.SimpleQueue[bytes]) -> None:
    try:
        while True:
            kind, _, payload = receive(questions)
            if kind != JOB:
                break
            asked.put(payload)
    except (Cut, OSError):
        pass
    finally:
        os._exit(0)  # our parent is gone, and with it every reason to go on


def _do(question: bytes) -> tuple[bytes, bytes]:
    try:
        name, arguments, seconds = json.loads(question)
        limits.die_after(seconds + GRACE_SECONDS)
        value = _function(name)(*arguments)
        if isinstance(value, bytes):
            return BYTES, value
        return VALUE, json.dumps(value, separators=(",", ":")).encode()
    except (MemoryError, RecursionError) as error:
        return COSTLY, json.dumps(type(error).__name__).encode()
    except Exception as error:
        return BROKEN, json.dumps(_where(error)).encode()
    finally:
        limits.die_after(0)


def _function(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _where(error: Exception) -> str:
    """The kind of trouble and its line; never its words, which may quote a letter."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(flags, int) and flags & _WRITES
        if writes or (isinstance(mode, str) and not set(mode).isdisjoint("wax+")):
            raise PermissionError("the workbench writes no files")
    elif event in _REFUSED or event.startswith("socket."):
        raise PermissionError(f"the workbench does not allow {event}")


if __name__ == "__main__":
    main()
