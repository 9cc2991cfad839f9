"""Files by the hash of their bytes: written once, durably, never changed; taken away only where a rule says until when.

`<data>/files/<agency uid>/<first two of the hash>/<sha256>`. A file is whole before its name exists, and its name
is on disk before a row may speak of it. Reading checks nothing; `verify` does. Object storage will be a second
class with the same six verbs.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from saraban.tenancy.models import Agency

CHUNK = 1024 * 1024  # bytes
SYNCS_AT_ONCE = 8


class DiskFull(Exception):
    """There is no room to keep a letter safely; nothing was kept. `str()` is Thai."""


@dataclass(frozen=True)
class Kept:
    sha256: str
    size: int  # bytes


class FileStore:
    def __init__(self, root: Path) -> None:
        self.root = root

    def batch(self, agency: Agency) -> Batch:
        """Several files that become durable together: `with store.batch(agency) as batch: batch.add(chunks)`."""
        return Batch(self.root / str(agency.uid))

    def keep(self, agency: Agency, data: bytes) -> Kept:
        with self.batch(agency) as batch:
            return batch.add([data])

    def path(self, agency: Agency, sha256: str) -> Path:
        """Where it lies. Raises `FileNotFoundError` when it does not."""
        path = _place(self.root / str(agency.uid), sha256)
        if not path.is_file():
            raise FileNotFoundError(sha256)
        return path

    def read(self, agency: Agency, sha256: str) -> bytes:
        return self.path(agency, sha256).read_bytes()

    def chunks(self, agency: Agency, sha256: str) -> Iterator[bytes]:
        with self.path(agency, sha256).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def verify(self, agency: Agency, sha256: str) -> bool:
        digest = hashlib.sha256()
        for chunk in self.chunks(agency, sha256):
            digest.update(chunk)
        return digest.hexdigest() == sha256

    def remove(self, agency: Agency, sha256: str) -> None:
        """Its bytes are gone for good; nothing happens where they are gone already. Who asks knows that no row needs them."""
        path = _place(self.root / str(agency.uid), sha256)
        if path.is_file():
            path.unlink()
            _sync(path.parent)

    def sweep(self, older_than: float) -> int:
        """Take away what was being written when a process died: files last touched before `older_than` (a time stamp)."""
        gone = 0
        for path in self.root.glob("*/new/*"):
            try:
                if path.stat().st_mtime < older_than:
                    path.unlink()
                    gone += 1
            except FileNotFoundError:  # another process sweeps too
                continue
        return gone


class Batch:
    """Files written one by one and made durable together at the end of the `with`; all or an exception."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: list[tuple[Path, str]] = []

    def __enter__(self) -> Batch:
        (self.folder / "new").mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._settle()
        finally:
            for path, _sha256 in self._waiting:  # those that have no name of their own yet
                path.unlink(missing_ok=True)
            self._waiting.clear()

    def add(self, chunks: Iterable[bytes]) -> Kept:
        """Write one file. It is safe only after the `with`. Raises `DiskFull`."""
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=self.folder / "new")
        path = Path(name)
        try:
            with os.fdopen(handle, "wb", buffering=0) as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    rest = memoryview(chunk)
                    while rest:
                        rest = rest[file.write(rest) :]
        except OSError as error:
            path.unlink(missing_ok=True)
            raise _said_plainly(error) from error
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self._waiting.append((path, digest.hexdigest()))
        return Kept(digest.hexdigest(), size)

    def _settle(self) -> None:
        folders: set[Path] = set()
        try:
            _sync_all([path for path, _ in self._waiting])
            for path, sha256 in self._waiting:
                place = _place(self.folder, sha256)
                if place.parent not in folders:
                    if not place.parent.is_dir():
                        place.parent.mkdir(exist_ok=True)
                        folders.add(self.folder)
                    folders.add(place.parent)
                path.chmod(0o440)
                path.replace(place)  # the same bytes twice: the same file
            _sync_all(folders)
        except OSError as error:
            raise _said_plainly(error) from error


def _place(folder: Path, sha256: str) -> Path:
    assert len(sha256) == 64 and sha256.isalnum(), "a file is named by its SHA-256 in hex"
    return folder / sha256[:2] / sha256


def _sync_all(paths: Iterable[Path]) -> None:
    """fsync each; several at once, so that the disk may write them in one journal commit."""
    waiting = list(paths)
    if len(waiting) < 3:
        for path in waiting:
            _sync(path)
        return
    with ThreadPoolExecutor(SYNCS_AT_ONCE) as pool:
        list(pool.map(_sync, waiting))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _said_plainly(error: OSError) -> Exception:
    if error.errno in (28, 122):  # ENOSPC, EDQUOT
        return DiskFull("ยังไม่ได้รับหนังสือเข้าระบบ เพราะดิสก์เต็ม โปรดเพิ่มพื้นที่ หนังสือยังอยู่ที่กล่องจดหมาย ไม่มีอะไรหาย")
    return error
