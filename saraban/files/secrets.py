"""Secrets live in files that only the server's own user can read; rows hold their names, never their values."""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}\Z")
SECRET_MAX = 4_096  # bytes of what a person types
KEPT_MAX = 100_000  # bytes; a certificate with its key has some ten thousand
FOLDER = "secrets"


class NoSecret(Exception):
    """A row names a secret whose file is not there. `str()` is the name, never a value."""


def keep_secret(data: Path, name: str, value: str) -> None:
    """Write or replace one, durably, mode 0600 in a folder 0700. `name` as in `NAME`."""
    assert NAME.match(name), name
    assert len(value.encode()) <= KEPT_MAX, "a secret of that length is a mistake"
    folder = _folder(data)
    path, fresh = folder / name, folder / f".{name}.{os.getpid()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read_secret(data: Path, name: str) -> str:
    """Raises `NoSecret`."""
    assert NAME.match(name), name
    try:
        return (data / FOLDER / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoSecret(name) from None


def deployment_key(data: Path) -> str:
    """The key that signs sessions: made at the first start, then the same for ever."""
    return made_once(data, "deployment-key", lambda: secrets.token_urlsafe(50))


def made_once(data: Path, name: str, make: Callable[[], str]) -> str:
    """The secret of that name; `make` makes it where there is none. Of two who make it at once, one wins."""
    try:
        return read_secret(data, name)
    except NoSecret:
        folder = _folder(data)
        fresh = folder / f".{name}.{os.getpid()}.{threading.get_ident()}"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, folder / name)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return read_secret(data, name)


def _folder(data: Path) -> Path:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)  # letters and registers lie there too
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
