"""What the house asks of a mail server, and nothing more.

Real: `imap.py`, `smtp.py`, `maildir.py`. Pretend: `fakes.py`. An adapter knows no model and no law: it takes
and gives plain values, and says in one way what went wrong.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


class Role(StrEnum):
    """The two places that the guide (#1.5) has looked at twice a day; where spam is taken; and where lies what was sent."""

    INBOX = "inbox"
    JUNK = "junk"
    TRASH = "trash"
    SENT = "sent"


WHERE_LETTERS_LIE = (Role.INBOX, Role.JUNK, Role.TRASH)  # those that came


@dataclass(frozen=True)
class Folder:
    """A folder as the server shows it now. UIDs mean something only together with `uidvalidity`.

    An operation on a folder whose `uidvalidity` has changed meanwhile raises `MailFailure`: ask for it anew.
    """

    name: str  # decoded, as a person reads it
    role: Role
    uidvalidity: int  # 1 to 2**32 - 1


@dataclass(frozen=True)
class Arrival:
    """A letter that lies in a folder. `arrived_at` is when the server took it (INTERNALDATE), aware."""

    uid: int
    arrived_at: datetime
    size: int  # bytes, as the server says


@dataclass(frozen=True)
class Count:
    """Which letters lie in a folder at one moment, by their UIDs in rising order.

    What comes later has a UID of `next_uid` or above. `older` are those of them that arrived before the day asked for.
    """

    folder: Folder
    uids: array[int]
    older: array[int]
    next_uid: int


@dataclass(frozen=True)
class Fetched:
    """The bytes of one letter. `chunks` is to be read once, before the next letter is asked for."""

    arrival: Arrival
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class Sought:
    """A letter as it can be found again, wherever it lies: by its Message-ID and its size in bytes.

    `uid` under `uidvalidity` is where it was last seen in the folder that it is to leave: a hint, which is checked.
    Without a Message-ID it is found by that alone, or by its bytes, where `sha256` is given.
    """

    message_id: str  # with its angle brackets; empty where there is none
    size: int
    uid: int = 0
    uidvalidity: int = 0
    sha256: str = ""


class Inbox(Protocol):
    """A mailbox, connected. Reading changes nothing on the server: no flag, no move, no delete."""

    def folders(self) -> Sequence[Folder]:
        """The inbox first, then the junk folder where there is one."""
        ...

    def arrivals(self, folder: Folder, *, after_uid: int, since: date | None) -> Sequence[Arrival]:
        """Letters with a UID above `after_uid` that arrived on or after the day `since` (Bangkok), by UID.

        At most `ARRIVALS_MAX` of them, the lowest UIDs: ask again for more.
        """
        ...

    def fetch(self, folder: Folder, arrivals: Sequence[Arrival]) -> Iterator[Fetched]:
        """Their bytes, in any order; big ones in several chunks. Raises `MailFailure`.

        One that is gone meanwhile, or that the server will not hand over, is left out and stops no other: ask
        for it again later. A size of 0 says that it is not known. A failure that is not `of_server` concerns
        letters asked for and not come: each may still be had when it is asked for by itself.
        """
        ...

    def count(self, role: Role, *, since: date | None, after_uid: int = 0) -> Count | None:
        """All UIDs above `after_uid` in this folder; `older` those before the day `since` (Bangkok). None: no such folder.

        Letters are counted here whatever their age, their flags and what became of them.
        """
        ...

    def about(self, folder: Folder, uids: Sequence[int]) -> Sequence[Arrival]:
        """When these of a folder just counted arrived and how big they are, by UID; without those that are gone."""
        ...

    def keep_copy(self, raw: bytes, *, sent_at: datetime) -> None:
        """Lay a copy of what we sent into the Sent folder, unless it is there by its Message-ID already."""
        ...

    def sent_message_id(self, message_id: str) -> str:
        """The Message-ID under which the Sent folder holds our letter; empty where it does not.

        It is another one where the provider gave the letter an id of its own: found by `OUR_ID_HEADER`.
        """
        ...

    def sent_folder(self) -> Folder | None:
        """The Sent folder, whose `arrivals` can be asked for and fetched like any other's. None: there is none."""
        ...

    def ids(self, folder: Folder, uids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Of these letters: the id that we gave it, and its Message-ID; each empty where there is none."""
        ...

    def entries_in_sent(self, *, since: date) -> Sequence[str]:
        """What `ENTRY_HEADER` says in the letters laid into Sent on or after that day; at most `SENT_READ_MAX`, the last."""
        ...

    def move(self, letter: Sought, *, away_from: Role, to: Role) -> bool:
        """Move one letter with its flags and its arrival time. Raises `MailFailure`: then ask again.

        True: it lies in `to`, whoever took it there. False: it was found in neither. Asked again after any failure
        it makes no second copy: nothing is taken away before the same bytes were seen in `to`. What is flagged as
        deleted counts as gone. Two who ask for the same letter at the same moment lose nothing, but may leave it
        there twice: see to it that one asks.
        """
        ...

    def wait(self, seconds: float) -> bool:
        """Wait for news in the inbox (IDLE, or a sleep). True: something may have come."""
        ...

    def close(self) -> None: ...


def nobody_else() -> None:
    """Where no other process could send the same letter."""


class Outbox(Protocol):
    def send(
        self, raw: bytes, *, sender: str, to: Sequence[str], still_ours: Callable[[], None] = nobody_else
    ) -> str:
        """Hand one letter over to all of `to`; the server's last word back. Raises `MailFailure`.

        `sender` is the envelope sender: the central mailbox, so that bounces come home. One refused recipient
        stops the letter for all of them: after a failure that is not `uncertain`, nobody has it. `still_ours` is
        called at the last moment before the server has it; when that raises, it goes through, and nobody has it.
        From there to the end it is twelve minutes at most.
        """
        ...

    def check(self) -> None:
        """Connect and sign in as if to send, and send nothing. Raises `MailFailure`."""
        ...

    def close(self) -> None: ...


class MailFailure(Exception):
    """The server could not be reached, or would not take it.

    `permanent`: trying again is no use (5xx, wrong password). `uncertain`: the letter was handed over, and
    whether it was taken is not known (silence after DATA). `of_server`: the server or the way to it failed (line,
    certificate, password, a folder made anew), so the next letter would fare no better, and this one is not to
    blame.
    `refused`: the recipients that the server named as the reason. `message` is Thai, for an officer; `answer`
    is the server's own word, for the one who helps her, at most `ANSWER_MAX` characters, without any secret.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        uncertain: bool = False,
        of_server: bool = False,
        refused: Sequence[str] = (),
        answer: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.uncertain = uncertain
        self.of_server = of_server
        self.refused = tuple(refused)
        self.answer = answer[:ANSWER_MAX]


def message_id_of(raw: bytes) -> str:
    """The Message-ID in the headers of a letter, with its angle brackets; empty where there is none."""
    return _id_in(raw, _MESSAGE_ID)


def our_id_of(raw: bytes) -> str:
    """The id that we gave to a letter of ours, whatever a provider did to its Message-ID."""
    return _id_in(raw, _OUR_ID) or message_id_of(raw)


def ids_of(raw: bytes) -> tuple[str, str]:
    """The id that we gave it, and its Message-ID; each empty where there is none."""
    return _id_in(raw, _OUR_ID), message_id_of(raw)


def entry_of(raw: bytes) -> str:
    """Which number of ours a letter tells, "incoming/2569/124"; empty where it tells none."""
    headers = raw[:HEADERS_READ_MAX].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    found = _ENTRY.search(headers)
    return found[1].decode("ascii") if found else ""


def _id_in(raw: bytes, header: re.Pattern[bytes]) -> str:
    headers = raw[:HEADERS_READ_MAX].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    found = header.search(headers)
    return found[1].decode("ascii", "replace") if found else ""


OUR_ID_HEADER = "X-Saraban-ID"  # repeats our Message-ID
ENTRY_HEADER = "Saraban-Entry"  # repeats the number that the letter tells, with its register and year
ENTRY_SAID = re.compile(r"([a-z]{1,20})/(2[45][0-9]{2})/([0-9]{1,7})")
SENT_READ_MAX = 50_000  # letters
ARRIVALS_MAX = 5_000
UIDS = "L"  # the kind of array that UIDs are held in: four bytes or eight for each
ANSWER_MAX = 500  # characters
HEADERS_READ_MAX = 256 * 1024  # bytes
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_ENTRY = re.compile(rb"^saraban-entry:\s*([a-z]{1,20}/[0-9]{4}/[0-9]{1,7})\s*$", re.IGNORECASE | re.MULTILINE)
_OUR_ID = re.compile(rb"^x-saraban-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
