"""Which processes of this installation live: each holds a lock on a small file of its own in `<data>/run`.

The system lets go of the lock the moment a process ends, however it ends, so work that it had taken can be taken over
at once instead of when its lease runs out. Processes that do not share the folder know nothing of each other's files:
there the lease alone decides, and so it does where the system has no such locks (Windows).
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

FOLDER = "run"
FOUND_DEAD = b"dead\n"
KEPT_SECONDS = (
    24 * 60 * 60
)  # longer than any lease: until then the file of a dead process tells that it is dead

_guard = threading.Lock()
_held: dict[
    tuple[int, Path], tuple[str, IO[bytes]]
] = {}  # (process, data folder) → our name, our locked file


def own_name(data: Path) -> str:
    """Our name in leases, alive as long as this process is."""
    with _guard:
        mine = (os.getpid(), data)
        if mine not in _held:
            folder = data / FOLDER
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            name = secrets.token_hex(12)
            file = (folder / name).open("wb")
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            _held[mine] = name, file
        return _held[mine][0]


def gone(data: Path) -> set[str]:
    """The names of processes that have ended. A day after one was first found so, its file is taken away."""
    folder = data / FOLDER
    if fcntl is None or not folder.is_dir():
        return set()
    names = set()
    for path in folder.iterdir():
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                names.add(path.name)
                if not path.stat().st_size:
                    path.write_bytes(FOUND_DEAD)  # from now on its age counts, however long it had lived
                elif time.time() - path.stat().st_mtime > KEPT_SECONDS:
                    path.unlink()
        except OSError:  # locked: it lives; or taken away by another
            continue
    return names
