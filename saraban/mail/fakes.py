"""A mail server in memory that fails where it is told to: for development and for the tests of other rooms."""

from __future__ import annotations

import hashlib
import itertools
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from saraban.mail.gateway import (
    ARRIVALS_MAX,
    BANGKOK,
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

CHUNK_SIZE = 64 * 1024  # bytes: small, so that a letter of a test has several


@dataclass
class FakeFolder:
    name: str
    uidvalidity: int
    letters: dict[int, tuple[Arrival, bytes]] = field(default_factory=dict)
    next_uid: int = 1

    def add(self, raw: bytes, *, arrived_at: datetime) -> int:
        uid = self.next_uid
        self.next_uid += 1
        self.letters[uid] = (Arrival(uid=uid, arrived_at=arrived_at, size=len(raw)), raw)
        return uid


class FakeInbox:
    """An `Inbox`. Set it up with `add`, `move_by_hand`, `remove`, `reset`; read what was kept from `sent`.

    `failures` are raised one by one by the next operations. `cut_after` counts operations (a call, a letter
    handed out, a chunk of it, the two halves of a move): the one after that many raises once, as a lost connection would.
    """

    def __init__(self, *letters: bytes, arrived_at: datetime | None = None) -> None:
        self.in_role = {
            Role.INBOX: FakeFolder("INBOX", uidvalidity=1001),
            Role.JUNK: FakeFolder("Junk", uidvalidity=2001),
            Role.TRASH: FakeFolder("Trash", uidvalidity=3001),
            Role.SENT: FakeFolder("Sent", uidvalidity=4001),
        }
        self.failures: list[MailFailure] = []
        self.cut_after: int | None = None
        self.operations = 0
        self.news = False
        self.closed = False
        for raw in letters:
            self.add(raw, arrived_at=arrived_at or datetime.now(tz=BANGKOK))

    @property
    def sent(self) -> list[bytes]:
        """What lies in the Sent folder, ours and others'."""
        return [raw for _, raw in self.in_role[Role.SENT].letters.values()]

    # what happens on the server

    def add(self, raw: bytes, *, arrived_at: datetime, role: Role = Role.INBOX) -> int:
        """A letter arrives; its UID."""
        self.news = True
        return self.in_role[role].add(raw, arrived_at=arrived_at)

    def remove(self, uid: int, *, role: Role = Role.INBOX) -> None:
        del self.in_role[role].letters[uid]

    def move_by_hand(self, uid: int, *, away_from: Role, to: Role) -> int:
        """As a person does in webmail: gone here, a new UID there, the same arrival time."""
        arrival, raw = self.in_role[away_from].letters.pop(uid)
        return self.in_role[to].add(raw, arrived_at=arrival.arrived_at)

    def reset(self, role: Role = Role.INBOX) -> None:
        """The server builds its index anew: another UIDVALIDITY, the same letters counted from 1."""
        folder = self.in_role[role]
        letters = [folder.letters[uid] for uid in sorted(folder.letters)]
        folder.uidvalidity += 1
        folder.letters.clear()
        folder.next_uid = 1
        for arrival, raw in letters:
            folder.add(raw, arrived_at=arrival.arrived_at)

    # what the house asks

    def folders(self) -> Sequence[Folder]:
        self._operation()
        return [
            Folder(name=folder.name, role=role, uidvalidity=folder.uidvalidity)
            for role, folder in self.in_role.items()
            if role in (Role.INBOX, Role.JUNK)
        ]

    def arrivals(self, folder: Folder, *, after_uid: int, since: date | None) -> Sequence[Arrival]:
        self._operation()
        letters = self._same(folder).letters
        self.news = False
        found = [
            arrival
            for uid, (arrival, _) in sorted(letters.items())
            if uid > after_uid and (since is None or arrival.arrived_at.astimezone(BANGKOK).date() >= since)
        ]
        return found[:ARRIVALS_MAX]

    def fetch(self, folder: Folder, arrivals: Sequence[Arrival]) -> Iterator[Fetched]:
        self._operation()
        for arrival in arrivals:
            letter = self._same(folder).letters.get(arrival.uid)
            if letter is not None:
                self._operation()
                yield Fetched(arrival=letter[0], chunks=self._chunks(letter[1]))

    def count(self, role: Role, *, since: date | None, after_uid: int = 0) -> Count | None:
        self._operation()
        there = self.in_role.get(role)
        if there is None:
            return None
        uids = [uid for uid in sorted(there.letters) if uid > after_uid]
        arrived = {uid: there.letters[uid][0].arrived_at.astimezone(BANGKOK).date() for uid in uids}
        older = [uid for uid in uids if since is not None and arrived[uid] < since]
        folder = Folder(name=there.name, role=role, uidvalidity=there.uidvalidity)
        return Count(folder, array(UIDS, uids), array(UIDS, older), there.next_uid)

    def about(self, folder: Folder, uids: Sequence[int]) -> Sequence[Arrival]:
        self._operation()
        letters = self._same(folder).letters
        return [letters[uid][0] for uid in sorted(uids) if uid in letters]

    def keep_copy(self, raw: bytes, *, sent_at: datetime) -> None:
        self._operation()
        message_id = message_id_of(raw)
        if not message_id or all(message_id_of(copy) != message_id for copy in self.sent):
            self.in_role[Role.SENT].add(raw, arrived_at=sent_at)

    def sent_message_id(self, message_id: str) -> str:
        self._operation()
        return next((message_id_of(copy) for copy in self.sent if our_id_of(copy) == message_id), "")

    def sent_folder(self) -> Folder | None:
        self._operation()
        there = self.in_role.get(Role.SENT)
        return Folder(there.name, role=Role.SENT, uidvalidity=there.uidvalidity) if there else None

    def ids(self, folder: Folder, uids: Sequence[int]) -> dict[int, tuple[str, str]]:
        self._operation()
        letters = self._same(folder).letters
        return {uid: ids_of(letters[uid][1]) for uid in uids if uid in letters}

    def entries_in_sent(self, *, since: date) -> Sequence[str]:
        self._operation()
        return [said for said in map(entry_of, self.sent) if said]

    def move(self, letter: Sought, *, away_from: Role, to: Role) -> bool:
        self._operation()
        here, there = self.in_role[away_from], self.in_role[to]
        lying = [raw for uid, raw in self._alike(there, letter)]
        hinted = letter.uid if here.uidvalidity == letter.uidvalidity else 0
        found = [(uid, raw) for uid, raw in self._alike(here, letter, or_uid=hinted)]
        for uid, raw in sorted(found, key=lambda one: one[0] != hinted)[:1]:
            if raw not in lying:
                there.add(raw, arrived_at=here.letters[uid][0].arrived_at)
                self.news = self.news or to is Role.INBOX
            self._operation()  # as on a server that can only copy: it lies in both
            del here.letters[uid]
        return bool(found or lying)

    def wait(self, seconds: float) -> bool:
        self._operation()
        return self.news

    def close(self) -> None:
        self.closed = True

    def _alike(self, folder: FakeFolder, letter: Sought, *, or_uid: int = 0) -> Iterator[tuple[int, bytes]]:
        for uid, (arrival, raw) in list(folder.letters.items()):
            if letter.message_id:
                known = message_id_of(raw) == letter.message_id
            else:
                known = uid == or_uid or hashlib.sha256(raw).hexdigest() == letter.sha256
            if known and arrival.size == letter.size:
                yield uid, raw

    def _chunks(self, raw: bytes) -> Iterator[bytes]:
        for start in range(0, max(len(raw), 1), CHUNK_SIZE):
            self._operation()
            yield raw[start : start + CHUNK_SIZE]

    def _same(self, folder: Folder) -> FakeFolder:
        there = self.in_role[folder.role]
        if there.uidvalidity != folder.uidvalidity:
            raise MailFailure("กล่องจดหมายถูกสร้างใหม่ระหว่างอ่าน จะอ่านใหม่ในรอบหน้า ไม่มีหนังสือสูญหาย", of_server=True)
        return there

    def _operation(self) -> None:
        if self.failures:
            raise self.failures.pop(0)
        if self.cut_after is not None and self.operations >= self.cut_after:
            self.cut_after = None
            raise MailFailure("สายไปยังกล่องจดหมายขาด จะลองใหม่เอง ไม่มีหนังสือสูญหาย", of_server=True)
        self.operations += 1


@dataclass(frozen=True)
class Handed:
    """A letter as the pretend server took it."""

    raw: bytes
    sender: str
    to: tuple[str, ...]


class FakeOutbox:
    """An `Outbox`. `sent` is what the server took; `failures` are raised one by one by the next sends.

    A failure marked `uncertain` may have been taken or not: `taken_when_uncertain` decides.
    """

    def __init__(self) -> None:
        self.sent: list[Handed] = []
        self.failures: list[MailFailure] = []
        self.taken_when_uncertain = True
        self.closed = False
        self._count = itertools.count(1)

    def send(
        self, raw: bytes, *, sender: str, to: Sequence[str], still_ours: Callable[[], None] = nobody_else
    ) -> str:
        still_ours()
        handed = Handed(raw=raw, sender=sender, to=tuple(to))
        if self.failures:
            failure = self.failures.pop(0)
            if failure.uncertain and self.taken_when_uncertain:
                self.sent.append(handed)
            raise failure
        self.sent.append(handed)
        return f"250 2.0.0 Ok: queued as {next(self._count)}"

    def check(self) -> None:
        if self.failures:
            raise self.failures[0]

    def close(self) -> None:
        self.closed = True
