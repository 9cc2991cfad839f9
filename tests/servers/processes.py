"""Programs of others that a test starts: as whom they run, on which port, and how one waits for them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOOK_EVERY_SECONDS = 0.01

# Waits until we have ended. Where we were killed, the server still runs, and nobody else would stop it.
_GUARD = """
cat > /dev/null
[ -f "$1/run/master.pid" ] && kill -TERM "$(cat "$1/run/master.pid")"
[ -f "$1/data/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"
[ -d "$1" ] && sleep 2 && rm -rf "$1"
exit 0
"""


@dataclass(frozen=True)
class Account:
    """A user of this machine without rights: ourselves, or `nobody` where root runs the tests."""

    name: str
    uid: int
    gid: int

    @classmethod
    def without_rights(cls) -> Account:
        found = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
        return cls(found.pw_name, found.pw_uid, found.pw_gid)

    def own(self, path: Path) -> None:
        if os.getuid() == 0:
            os.chown(path, self.uid, self.gid)

    def run_as(self) -> dict[str, Any]:
        """Arguments for `subprocess` that start a program as this user."""
        if os.getuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@contextmanager
def private_folder(account: Account, *, prefix: str) -> Iterator[Path]:
    """A folder that is the account's own, and gone afterwards. Its path is short enough for a Unix socket in it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    guard = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guard", str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        account.own(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        guard.communicate()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def wait_until(holds: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Raises `TimeoutError`, which says `what` was waited for."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() >= until:
            raise TimeoutError(f"waited {seconds} s in vain for {what}")
        time.sleep(LOOK_EVERY_SECONDS)
