"""Jobs that misbehave on purpose: what a letter could do if it took over the process that reads it."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
from pathlib import Path


def echo(value: object) -> object:
    return value


def as_bytes(count: int) -> bytes:
    return bytes(range(256)) * count


def pid() -> int:
    return os.getpid()


def environment() -> dict[str, str]:
    return dict(os.environ)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin_in_native_code() -> int:
    return len(str(7 ** (10**8)))


def sleep_beyond_reach(seconds: int) -> None:
    """Without letting any other thread of the child run."""
    ctypes.PyDLL(None).sleep(seconds)


def eat_memory(count: int) -> int:
    return len(bytearray(count))


def keep_memory(count: int) -> int:
    _kept.append(b"x" * count)
    return os.getpid()


_kept: list[bytes] = []


def leave(code: int) -> None:
    os._exit(code)


def crash() -> None:
    ctypes.string_at(0)


def trouble(words: str) -> None:
    raise ValueError(words)


def answer_nonsense() -> object:
    return {1, 2}


def write_to_output() -> str:
    print("V+ something that is no frame", flush=True)
    os.write(1, b"V+")
    return "still well"


def make_socket() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def connect_in_native_code(port: int) -> int:
    """Past every hook of Python; the errno with which it failed, 0 when it reached somebody."""
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.socket(2, 1, 0)
    if handle < 0:
        return ctypes.get_errno()
    address = bytes([2, 0, *port.to_bytes(2, "big"), 127, 0, 0, 1, *bytes(8)])
    return ctypes.get_errno() if libc.connect(handle, address, len(address)) < 0 else 0


def run_program() -> None:
    subprocess.run(["true"], check=True)


def fork() -> None:
    os.fork()


def write_file(path: str) -> None:
    Path(path).write_text("taken")


def write_file_in_native_code(path: str) -> int:
    libc = ctypes.CDLL(None)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    handle = libc.open(path.encode(), os.O_WRONLY)
    written: int = libc.write(handle, b"taken", 5)
    return written


def read_file(path: str) -> str:
    return Path(path).read_text()


def remove_file(path: str) -> None:
    Path(path).unlink()
