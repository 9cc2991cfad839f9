"""Reading in the child process, when that dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from saraban.mail.reader import caps
from saraban.mail.reading import read_files
from tests.office import letter_bytes

WAIT_SECONDS = 20
IN_IT_SECONDS = 1.0  # from the start of the child until it certainly waits at the pipe


def readers() -> list[int]:
    """The children of this process that read letters."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            with suppress(OSError):
                if b"saraban.workbench.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(int(pid))
    return found


@pytest.mark.parametrize("times", [1, 2])
def test_a_letter_whose_reader_dies_is_read_once_more(tmp_path: Path, times: int) -> None:
    """The child waits at a pipe in the letter's place, and is killed there; the first time, or both."""
    letter, path = tmp_path / "letter", tmp_path / "place"
    letter.write_bytes(letter_bytes("ขอต่ออายุใบอนุญาต"))
    os.mkfifo(path)

    def kill() -> None:
        killed: set[int] = set()
        until = time.monotonic() + WAIT_SECONDS
        while len(killed) < times and time.monotonic() < until:
            if new := [pid for pid in readers() if pid not in killed]:
                time.sleep(IN_IT_SECONDS)
                for pid in new:
                    killed.add(pid)
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)
        letter.replace(path)

    killing = threading.Thread(target=kill)
    killing.start()
    try:
        (reading,) = read_files([path])
    finally:
        killing.join()
    assert reading["unreadable"] == ("" if times == 1 else caps.UNREADABLE)
    assert reading["subject"] == ("ขอต่ออายุใบอนุญาต" if times == 1 else "")
