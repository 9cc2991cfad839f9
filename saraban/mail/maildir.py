"""A mailbox and an outbox that are folders: for practice, for an office whose mail another program fetches, for
tests that want a real adapter without a server.

Reading renames and moves nothing, so it can stand beside any other reader. What a Maildir lacks, numbers that
stay, is kept in one small index file per folder. A letter is moved by one rename: it lies here or there, never in both.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import secrets
import stat
import threading
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from saraban.mail.gateway import (
    ARRIVALS_MAX,
    BANGKOK,
    HEADERS_READ_MAX,
    SENT_READ_MAX,
    UIDS,
    Arrival,
    Count,
    Fetched,
    Folder,
    MailFailure,
    Role,
    Sought,
    entry_of,
    ids_of,
    message_id_of,
    nobody_else,
    our_id_of,
)

CHUNK_SIZE = 1024 * 1024  # bytes
FILES_MAX = 500_000  # in one folder
INDEX_SIZE_MAX = 128 * 1024 * 1024  # bytes
LOOK_EVERY_SECONDS = 0.5
INDEX_NAME = ".saraban-uids"
INDEX_FORMAT = 1
UID_MAX = 2**32 - 1

JUNK_FOLDER = ".Junk"
SENT_FOLDER = ".Sent"
TRASH_FOLDER = ".Trash"
_PARTS = ("new", "cur")
_FOLDERS = {Role.INBOX: "", Role.JUNK: JUNK_FOLDER, Role.TRASH: TRASH_FOLDER, Role.SENT: SENT_FOLDER}
_NAMES = {Role.INBOX: "INBOX", Role.JUNK: "Junk", Role.TRASH: "Trash", Role.SENT: "Sent"}
_MOVES_TRIED = 5  # each time that a mail program was faster
_FLAGS_FOLLOW = "!" if os.name == "nt" else ":"  # Windows takes no colon in a file name


class MaildirInbox:
    """An `Inbox` over a Maildir: `new` and `cur` are the inbox, `.Junk/new` and `.Junk/cur` the junk folder.

    A letter arrived when its file was last written (mtime). A file touched less than `settle_seconds` ago may
    still be being written: it is waited for, and left for the next time if it does not come to rest.
    """

    def __init__(
        self, path: Path, *, stop: threading.Event | None = None, settle_seconds: float = 0.2
    ) -> None:
        self._path = path
        self._stop = stop or threading.Event()
        self._closed = threading.Event()
        self._settle_seconds = settle_seconds
        self._seen: tuple[int, ...] | None = None
        self._counted: dict[Role, dict[int, _File]] = {}  # as they were counted last
        self._sent_ids: dict[str, tuple[str, str]] = {}  # file name in Sent → our id, Message-ID

    def folders(self) -> Sequence[Folder]:
        if not (self._path / "new").is_dir():
            raise MailFailure(
                f"ยังไม่ได้อ่านกล่องจดหมาย เพราะโฟลเดอร์ {self._path.name} ไม่ใช่ Maildir (ไม่มีโฟลเดอร์ new) "
                "โปรดตรวจที่อยู่ของกล่องจดหมาย ไม่มีหนังสือสูญหาย",
                permanent=True,
                of_server=True,
            )
        found = [Folder("INBOX", role=Role.INBOX, uidvalidity=self._index(Role.INBOX).uidvalidity)]
        if (self._path / JUNK_FOLDER / "new").is_dir():
            found.append(Folder("Junk", role=Role.JUNK, uidvalidity=self._index(Role.JUNK).uidvalidity))
        return found

    def arrivals(self, folder: Folder, *, after_uid: int, since: date | None) -> Sequence[Arrival]:
        if folder.role is Role.INBOX:
            self._seen = None
            seen = self._written_at()
        files, all_settled = self._settled_files(folder.role)
        index = self._index(folder.role)
        self._must_be_same(index, folder)
        if index.number(files):
            _write_whole(self._home(folder.role) / INDEX_NAME, index.as_json())
        if folder.role is Role.INBOX and all_settled and time.time_ns() - max(seen) > _CLOCK_GRAIN_NS:
            self._seen = seen  # a folder written to in this very instant may be so again unseen

        found = []
        for uid, key in sorted((index.uids[key], key) for key in files if index.uids[key] > after_uid):
            arrival = files[key].as_arrival(uid)
            if since is None or arrival.arrived_at.astimezone(BANGKOK).date() >= since:
                found.append(arrival)
                if len(found) == ARRIVALS_MAX:
                    break
        return found

    def fetch(self, folder: Folder, arrivals: Sequence[Arrival]) -> Iterator[Fetched]:
        index = self._index(folder.role)
        self._must_be_same(index, folder)
        keys = {uid: key for key, uid in index.uids.items()}
        files = self._files(folder.role)
        for arrival in arrivals:
            key = keys.get(arrival.uid, "")
            opened = _open(files.get(key))
            if opened is None and key:
                # Whoever opens a letter in a mail program renames its file: look again before it counts as gone.
                files = self._files(folder.role)
                opened = _open(files.get(key))
            if opened is not None:
                with opened:
                    yield Fetched(arrival=files[key].as_arrival(arrival.uid), chunks=_chunks(opened))

    def count(self, role: Role, *, since: date | None, after_uid: int = 0) -> Count | None:
        """What has no number yet is counted under the next ones, which nobody is told to keep: whoever fetches numbers."""
        if not self._home(role).is_dir():
            if role is Role.INBOX:
                raise _not_read(self._home(role), FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
            return None
        files, _ = self._settled_files(role)
        index = _Index(1, 1, {}) if role is Role.TRASH else self._index(role)
        index.number(files)
        lying = {index.uids[key]: file for key, file in files.items()}
        self._counted[role] = lying
        uids = array(UIDS, sorted(uid for uid in lying if uid > after_uid))
        older = [
            uid
            for uid in uids
            if since is not None and lying[uid].arrived_at.astimezone(BANGKOK).date() < since
        ]
        folder = Folder(_NAMES[role], role=role, uidvalidity=index.uidvalidity)
        return Count(folder, uids, array(UIDS, older), index.next_uid)

    def about(self, folder: Folder, uids: Sequence[int]) -> Sequence[Arrival]:
        lying = self._counted.get(folder.role, {})
        return [lying[uid].as_arrival(uid) for uid in sorted(uids) if uid in lying]

    def keep_copy(self, raw: bytes, *, sent_at: datetime) -> None:
        message_id = message_id_of(raw)
        if message_id and self.sent_message_id(message_id):
            return
        make_maildir(self._path / SENT_FOLDER)
        name = f"{_unique_name(sent_at)}.saraban{_FLAGS_FOLLOW}2,S"
        path = self._path / SENT_FOLDER / "cur" / name
        _write_whole(path, raw, by_way_of=self._path / SENT_FOLDER / "tmp")
        with suppress(OSError):  # the copy is there; its time is what a mail program sorts it by
            os.utime(path, (sent_at.timestamp(), sent_at.timestamp()))

    def sent_message_id(self, message_id: str) -> str:
        folder = self._path / SENT_FOLDER / "cur"
        if not folder.is_dir():
            return ""
        for file in _scan(folder):
            if file.path.name not in self._sent_ids:
                self._sent_ids[file.path.name] = _ids_in(file.path)
        return next((there for ours, there in self._sent_ids.values() if ours == message_id), "")

    def sent_folder(self) -> Folder | None:
        if not self._home(Role.SENT).is_dir():
            return None
        return Folder(_NAMES[Role.SENT], role=Role.SENT, uidvalidity=self._index(Role.SENT).uidvalidity)

    def ids(self, folder: Folder, uids: Sequence[int]) -> dict[int, tuple[str, str]]:
        index = self._index(folder.role)
        self._must_be_same(index, folder)
        files, wanted = self._files(folder.role), set(uids)
        here = {uid: files[key].path for key, uid in index.uids.items() if uid in wanted and key in files}
        return {uid: ids_of(_headers(path)) for uid, path in here.items()}

    def entries_in_sent(self, *, since: date) -> Sequence[str]:
        opens = datetime(since.year, since.month, since.day, tzinfo=BANGKOK).timestamp()
        found: list[str] = []
        for part in ("cur", "new"):
            folder = self._path / SENT_FOLDER / part
            files = sorted(folder.iterdir()) if folder.is_dir() else []
            for path in files[-SENT_READ_MAX:]:
                with suppress(OSError):  # renamed while we looked
                    if path.stat().st_mtime >= opens:
                        with path.open("rb") as file:
                            found.append(entry_of(file.read(HEADERS_READ_MAX)))
        return [said for said in found if said]

    def move(self, letter: Sought, *, away_from: Role, to: Role) -> bool:
        assert away_from is not to, "a letter is moved from one folder into another"
        if not self._home(
            Role.INBOX
        ).is_dir():  # a disk that is not there is no word on where the letter lies
            raise _not_read(
                self._home(Role.INBOX), FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            )
        for _ in range(_MOVES_TRIED):
            try:
                lying = next(self._sought(to, letter), None)
                found = self._leaving(away_from, letter, lies_there=lying is not None)
                if found is None:
                    # Looked for once more: somebody may have moved it there between our two looks.
                    return lying is not None or any(self._sought(to, letter))
                if lying is not None and _digest(lying) == _digest(found):
                    found.path.unlink()
                else:
                    self._carry(found, to)
                return True
            except FileNotFoundError:
                continue  # whoever opens a letter in a mail program renames its file
            except OSError as error:
                raise _not_written(self._home(to), error) from error
        raise _not_written(self._home(to), OSError(errno.EBUSY, os.strerror(errno.EBUSY)))

    def wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self._closed.is_set():
            if self._seen is None or self._written_at() != self._seen:
                return True
            left = until - time.monotonic()
            if left <= 0 or self._stop.wait(min(left, LOOK_EVERY_SECONDS)):
                return False
        return False

    def close(self) -> None:
        self._closed.set()

    def _leaving(self, role: Role, letter: Sought, *, lies_there: bool) -> _File | None:
        index = _Index.read(self._home(role) / INDEX_NAME) if letter.uid else None
        if index is not None and index.uidvalidity == letter.uidvalidity:
            key = next((key for key, uid in index.uids.items() if uid == letter.uid), "")
            file = self._files(role).get(key)
            if file is not None and not file.deleted and _is(file, letter):
                return file
            if lies_there:
                return None  # it has left, and another of the same bytes is not meant
        return next(self._sought(role, letter), None)

    def _sought(self, role: Role, letter: Sought) -> Iterator[_File]:
        """Raises `FileNotFoundError` when one that may be meant was renamed in this very moment: look again."""
        for file in self._files(role).values():
            if file.size != letter.size or file.deleted:
                continue
            if letter.sha256:
                meant = _digest(file) == letter.sha256
            else:
                meant = bool(letter.message_id) and _ids_in(file.path)[1] == letter.message_id
            if meant:
                yield file
            elif not file.path.exists():
                raise FileNotFoundError

    def _carry(self, file: _File, to: Role) -> None:
        """One rename, under a name that nobody has: the flags and the time of arrival go with it."""
        home = self._home(to)
        make_maildir(home)
        _, mark, flags = file.path.name.partition(_FLAGS_FOLLOW)
        name = f"{_unique_name(file.arrived_at)}.saraban{mark}{flags}"
        goal = home / file.path.parent.name / name
        file.path.rename(goal)
        for folder in (goal.parent, file.path.parent):
            _sync_folder(folder)

    def _home(self, role: Role) -> Path:
        return self._path / _FOLDERS[role]

    def _index(self, role: Role) -> _Index:
        path = self._home(role) / INDEX_NAME
        index = _Index.read(path)
        if index is None:
            index = _Index(uidvalidity=secrets.randbelow(2**31 - 1) + 1, next_uid=1, uids={})
            _write_whole(path, index.as_json())
        return index

    def _must_be_same(self, index: _Index, folder: Folder) -> None:
        if index.uidvalidity != folder.uidvalidity:
            raise MailFailure(
                "ยังไม่ได้อ่านกล่องจดหมาย เพราะกล่องถูกสร้างใหม่ระหว่างอ่าน ระบบจะอ่านใหม่ตั้งแต่ต้นเอง ไม่มีหนังสือสูญหาย",
                of_server=True,
            )

    def _files(self, role: Role) -> dict[str, _File]:
        """By key: what stays of a letter when it is read or flagged."""
        home = self._home(role)
        return {file.key: file for part in _PARTS for file in _scan(home / part)}

    def _settled_files(self, role: Role) -> tuple[dict[str, _File], bool]:
        """Those that are at rest, and whether these are all."""
        deadline = time.monotonic() + 5 * self._settle_seconds
        while True:
            files = self._files(role)
            now = time.time_ns()
            settled = {
                key: file
                for key, file in files.items()
                if not 0 <= now - file.ctime_ns < self._settle_seconds * 1e9
            }
            if len(settled) == len(files) or time.monotonic() >= deadline:
                return settled, len(settled) == len(files)
            time.sleep(self._settle_seconds / 2)

    def _written_at(self) -> tuple[int, ...]:
        """When a name last came to or went from each folder that a letter can arrive in."""
        times = []
        for home in (self._path, self._path / JUNK_FOLDER):
            for part in _PARTS:
                try:
                    times.append((home / part).stat().st_mtime_ns)
                except OSError:
                    times.append(0)
        return tuple(times)


class MaildirOutbox:
    """An `Outbox` that lays each letter into `path` as one .eml file, its bytes untouched, named by its time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(
        self, raw: bytes, *, sender: str, to: Sequence[str], still_ours: Callable[[], None] = nobody_else
    ) -> str:
        assert sender, "an outbox needs an envelope sender"
        assert to, "a letter goes to somebody"
        name = f"{_unique_name(datetime.now(tz=UTC))}.eml"
        _write_whole(self._path / name, raw, still_ours=still_ours)
        return f"250 kept as {name}"

    def check(self) -> None:
        try:
            self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise _not_written(self._path, error) from error
        if not os.access(self._path, os.W_OK):
            raise _not_written(self._path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))

    def close(self) -> None:
        pass


def make_maildir(path: Path) -> None:
    """Make `path` a Maildir, where it is none yet. Raises `MailFailure`."""
    try:
        for part in ("tmp", *_PARTS):
            (path / part).mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _not_written(path, error) from error


_CLOCK_GRAIN_NS = 50_000_000  # how coarse a file system's clock may be


@dataclass(frozen=True)
class _File:
    path: Path
    mtime_ns: int
    ctime_ns: int
    size: int

    @property
    def key(self) -> str:
        """Its name before the flags, which a mail program changes. With time and size, since not everybody who
        drops a file takes a name that was never used before: another letter must not pass for one we know."""
        return f"{self.path.name.partition(_FLAGS_FOLLOW)[0]} {self.mtime_ns} {self.size}"

    @property
    def deleted(self) -> bool:
        """Whether a mail program flagged it so, and will take it away."""
        return "T" in self.path.name.partition(f"{_FLAGS_FOLLOW}2,")[2]

    @property
    def arrived_at(self) -> datetime:
        # In whole microseconds: a float of nanoseconds would round a time up, past the second it belongs to.
        arrived_at = datetime.fromtimestamp(self.mtime_ns // 1_000_000_000, tz=UTC)
        return arrived_at + timedelta(microseconds=self.mtime_ns % 1_000_000_000 // 1_000)

    def as_arrival(self, uid: int) -> Arrival:
        return Arrival(uid=uid, arrived_at=self.arrived_at, size=self.size)


@dataclass
class _Index:
    uidvalidity: int
    next_uid: int
    uids: dict[str, int]  # key of a file → UID

    @classmethod
    def read(cls, path: Path) -> _Index | None:
        """None where there is none, or none that can be trusted: then all is numbered anew."""
        try:
            if path.stat().st_size > INDEX_SIZE_MAX:
                return None
            said = json.loads(path.read_bytes())
            index = cls(uidvalidity=said["uidvalidity"], next_uid=said["next_uid"], uids=said["uids"])
            whole = (
                said["format"] == INDEX_FORMAT
                and type(index.uidvalidity) is int
                and 0 < index.uidvalidity <= UID_MAX
                and type(index.next_uid) is int
                and all(type(uid) is int and 0 < uid < index.next_uid for uid in index.uids.values())
                and len(set(index.uids.values())) == len(index.uids)
            )
            return index if whole else None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _not_read(path.parent, error) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def number(self, files: dict[str, _File]) -> bool:
        """Give each file that has none the next UID, oldest first, and forget those gone. True: there were new ones."""
        new = sorted((file.mtime_ns, key) for key, file in files.items() if key not in self.uids)
        if not new:
            return False
        self.uids = {key: uid for key, uid in self.uids.items() if key in files}
        for _, key in new:
            self.uids[key] = self.next_uid
            self.next_uid += 1
        return True

    def as_json(self) -> bytes:
        return json.dumps(
            {
                "format": INDEX_FORMAT,
                "uidvalidity": self.uidvalidity,
                "next_uid": self.next_uid,
                "uids": self.uids,
            }
        ).encode("ascii")


def _scan(folder: Path) -> Iterator[_File]:
    """The letters in one folder. No link is followed and no pipe opened; a file that vanishes is left out."""
    try:
        with os.scandir(folder) as entries:
            for entry in itertools.islice(entries, FILES_MAX):
                if entry.name.startswith("."):
                    continue
                try:
                    about = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if stat.S_ISREG(about.st_mode):
                    yield _File(
                        path=Path(entry.path),
                        mtime_ns=about.st_mtime_ns,
                        ctime_ns=about.st_ctime_ns,
                        size=about.st_size,
                    )
    except FileNotFoundError:
        return
    except OSError as error:
        raise _not_read(folder, error) from error


def _open(file: _File | None) -> BinaryIO | None:
    if file is None:
        return None
    try:
        return file.path.open("rb")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _not_read(file.path.parent, error, of_server=False) from error


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := file.read(CHUNK_SIZE):
            yield chunk
    except OSError as error:
        raise _not_read(Path(file.name).parent, error, of_server=False) from error


def _is(file: _File, letter: Sought) -> bool:
    return file.size == letter.size or bool(letter.message_id and _ids_in(file.path)[1] == letter.message_id)


def _digest(file: _File) -> str:
    with file.path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _ids_in(path: Path) -> tuple[str, str]:
    """Our own id of a letter, and its Message-ID; empty where they cannot be read."""
    headers = _headers(path)
    return our_id_of(headers), message_id_of(headers)


def _headers(path: Path) -> bytes:
    """Empty where they cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(HEADERS_READ_MAX)
    except OSError:
        return b""


_counter = itertools.count()


def _unique_name(moment: datetime) -> str:
    """Sorts by time; two of one instant sort in the order they were made, if by one process."""
    stamp = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return f"{stamp}-{next(_counter) % 1_000_000:06d}-{secrets.token_hex(4)}"


def _write_whole(
    path: Path,
    content: bytes,
    *,
    by_way_of: Path | None = None,
    still_ours: Callable[[], None] = nobody_else,
) -> None:
    """All of it or nothing, and on the disk when this returns. Raises `MailFailure`, and what `still_ours` does.

    Uncertain is the failure once the file has its name: it may be read there, or be gone with the next power cut.
    """
    named = False
    folder = by_way_of or path.parent
    unfinished = folder / f".{path.name}.{secrets.token_hex(4)}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with unfinished.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            still_ours()
            unfinished.replace(path)
            named = True
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise (_not_settled if named else _not_written)(path.parent, error) from error


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        directory = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _not_read(folder: Path, error: OSError, *, of_server: bool = True) -> MailFailure:
    return MailFailure(
        f"ยังไม่ได้อ่านกล่องจดหมาย เพราะเปิดไฟล์ในโฟลเดอร์ {folder.name} ไม่ได้ "
        "จะลองใหม่เอง หากยังไม่หายโปรดให้ผู้ดูแลเครื่องตรวจสิทธิ์ของโฟลเดอร์ ไม่มีหนังสือสูญหาย",
        of_server=of_server,
        answer=str(error.strerror),
    )


def _not_settled(folder: Path, error: OSError) -> MailFailure:
    return MailFailure(
        f"ไม่ทราบว่าบันทึกลงโฟลเดอร์ {folder.name} ได้แล้วหรือไม่ เพราะดิสก์ไม่ยืนยันหลังเขียนไฟล์จนจบ "
        "ระบบจะตรวจดูใหม่เอง หากยังไม่หายโปรดให้ผู้ดูแลเครื่องตรวจดิสก์ ไม่มีหนังสือสูญหาย",
        uncertain=True,
        answer=str(error.strerror),
    )


def _not_written(folder: Path, error: OSError) -> MailFailure:
    return MailFailure(
        f"ยังไม่ได้บันทึกลงโฟลเดอร์ {folder.name} เพราะเขียนไฟล์ไม่ได้ "
        "จะลองใหม่เอง หากยังไม่หายโปรดให้ผู้ดูแลเครื่องตรวจที่ว่างในดิสก์และสิทธิ์ของโฟลเดอร์ ไม่มีหนังสือสูญหาย",
        answer=str(error.strerror),
    )
