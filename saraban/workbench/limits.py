"""What the system lets us forbid the child: memory, files, core dumps, the network. All that is not portable.

Each limit is tried by itself. A system that lacks one (Windows lacks them all) still has the others, the time limit
that the parent keeps, and the refusals of `child`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

FILES_OPEN_MAX = 64
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_NO_NEW_PRIVS = 38
KILLED_FOR_COST = frozenset({-9, -14, -24})  # SIGKILL (the system ran out of memory), SIGALRM, SIGXCPU


def cut_off_network() -> bool:
    """Move this process into a network of its own that leads nowhere. Before its first thread. False: not allowed."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
    except (OSError, AttributeError):
        return False


def limit_resources(memory_bytes_max: int) -> None:
    """No more memory than this beyond what we hold now, no bytes into files, few files open, no core dump."""
    if resource is None:
        return
    wanted = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_NOFILE": FILES_OPEN_MAX}
    if sys.platform.startswith("linux"):
        wanted["RLIMIT_DATA"] = _statm()[5] + memory_bytes_max
    else:
        wanted["RLIMIT_AS"] = memory_bytes_max * 2  # counts libraries too, and is not kept on every system
    for name, limit in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, limit))


def die_after(seconds: float) -> None:
    """Even inside native code, and even when nobody watches. 0 calls it off."""
    if hasattr(os, "fork"):
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds)


def resident_bytes() -> int:
    """The memory of this process that is really in use; 0 where the system does not tell."""
    if sys.platform.startswith("linux"):
        return _statm()[1]
    if resource is None:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _statm() -> list[int]:
    page = os.sysconf("SC_PAGE_SIZE")
    return [int(pages) * page for pages in Path("/proc/self/statm").read_text().split()]
