"""A mailbox on an IMAP server, read so that nobody notices: folders are only examined, letters only peeked at.

Only `move` opens a folder for writing, and only when it has found there what is to leave it. Nothing beyond IMAP4rev1
is needed (RFC 3501); SPECIAL-USE, IDLE, MOVE and UIDPLUS are used where they are offered. IMAPClient opens the line,
guards it and signs in. Letters are read with the `imaplib` object inside it, many to a command, because IMAPClient's
own reading of a FETCH is twenty times slower on big letters.
"""

from __future__ import annotations

import hashlib
import imaplib
import re
import select
import socket
import ssl
import threading
import time
import unicodedata
from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from imapclient import IMAPClient, SocketTimeout
from imapclient.imap_utf7 import decode as decode_folder_name
from imapclient.imap_utf7 import encode as encode_folder_name

from saraban.mail.gateway import (
    ARRIVALS_MAX,
    BANGKOK,
    ENTRY_HEADER,
    OUR_ID_HEADER,
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
)
from saraban.mail.servers import (
    Hidden,
    Kind,
    Security,
    ServerUrl,
    failure_of_line,
    failure_without_tls,
    in_one_line,
    tls_context,
)

MEGABYTE = 1024 * 1024
LINE_LENGTH_MAX = 16 * MEGABYTE  # of an answer: the UIDs of some 1.6 million letters
LITERAL_SIZE_MAX = 64 * MEGABYTE  # bytes a server may send in one piece
COMMAND_SET_LENGTH_MAX = 4_000  # characters of a set of UIDs; RFC 2683 #3.2.1.5 lets a server stop at 8,000
HEADERS_AT_ONCE = 1_000  # letters whose headers are asked for in one go
SEARCH_WINDOW = 50_000  # UIDs asked for at first; grows where few are found
CANDIDATES_MAX = 20  # letters under one Message-ID that are looked at
ROUGH_SIZE_DIFFERENCE_MAX = 64 * 1024  # bytes: how far off a server may be that reckons a size (Exchange)
FOLDERS_MAX = 10_000

CONNECT_SECONDS = 20
QUIET_SECONDS_MAX = 60  # an older silence: the line is not trusted to be alive
LOOK_UP_SECONDS = 0.5  # how often a wait looks whether it is to stop
IDLE_SECONDS_MAX = 25 * 60  # RFC 2177: re-issue before 29 minutes
POLL_SECONDS = 4  # where there is no IDLE: a letter is to be on the desk within five
LOGOUT_SECONDS = 2

JUNK_FLAGS = (b"\\junk", b"\\spam")
JUNK_NAMES = (
    "junk",
    "spam",
    "junk email",
    "junk e-mail",
    "junk mail",
    "bulk mail",
    "bulk",
    "จดหมายขยะ",
    "สแปม",
    "อีเมลขยะ",
    "อีเมล์ขยะ",
    "เมลขยะ",
    "เมล์ขยะ",
)
SENT_FLAGS = (b"\\sent",)
SENT_NAMES = (
    "sent",
    "sent items",
    "sent mail",
    "sent messages",
    "sent-mail",
    "จดหมายที่ส่งแล้ว",
    "รายการที่ถูกส่ง",
    "รายการที่ส่ง",
    "รายการที่ส่งแล้ว",
    "อีเมลที่ส่งแล้ว",
    "ข้อความที่ส่งแล้ว",
    "ข้อความที่ส่ง",
    "ส่งแล้ว",
)
TRASH_FLAGS = (b"\\trash",)
TRASH_NAMES = (
    "trash",
    "deleted items",
    "deleted messages",
    "deleted",
    "bin",
    "ถังขยะ",
    "รายการที่ถูกลบ",
    "รายการที่ถูกลบออก",
    "รายการที่ลบ",
    "รายการที่ลบแล้ว",
    "ข้อความที่ถูกลบ",
    "ข้อความที่ลบ",
    "จดหมายที่ถูกลบ",
    "จดหมายที่ลบ",
    "อีเมลที่ถูกลบ",
    "อีเมลที่ลบ",
)
_HOMES = ("inbox", "[gmail]", "[google mail]")  # folders under which a server lays the special ones


@dataclass(frozen=True)
class Portions:
    """How much is asked for at once, in bytes. What is in memory at one time is about `batch` or `whole_max`."""

    batch: int = 16 * MEGABYTE
    whole_max: int = 8 * MEGABYTE  # bigger letters come in parts
    part: int = MEGABYTE


class ImapInbox:
    """An `Inbox` on a server. Connects when first asked something, and anew after a failure.

    `wait` ends within a second of `close()` by another thread or of `stop` being set; nothing else may be called
    by two threads at once. `timeout_seconds` is the longest silence borne.
    """

    def __init__(
        self,
        url: ServerUrl,
        password: str,
        *,
        ca_file: Path | None = None,
        stop: threading.Event | None = None,
        timeout_seconds: float = 60,
        poll_seconds: float = POLL_SECONDS,
        portions: Portions = Portions(),
    ) -> None:
        assert url.kind is Kind.IMAP, "an IMAP server was expected"
        self._url = url
        self._password = Hidden(password)
        self._ca_file = ca_file
        self._stop = stop or threading.Event()
        self._timeout_seconds = timeout_seconds
        self._poll_seconds = poll_seconds
        self._portions = portions
        self._closed = threading.Event()
        self._speaking_now = False
        self._spoke_at = 0.0  # monotonic
        self._client: Any = None
        self._selected: _Selected | None = None
        self._raw_names: dict[str, bytes] = {}
        self._inbox_as_read: _Selected | None = None  # as it was when its arrivals were last asked for

    def folders(self) -> Sequence[Folder]:
        with self._speaking(_READING):
            found = [self._folder(role) for role in (Role.INBOX, Role.JUNK)]
            return [folder for folder in found if folder is not None]

    def arrivals(self, folder: Folder, *, after_uid: int, since: date | None) -> Sequence[Arrival]:
        assert after_uid >= 0
        with self._speaking(_READING):
            selected = self._open(folder, afresh=True)
        found: list[Arrival] = []
        for uids in self._new_uids(folder, selected, after_uid=after_uid, since=since):
            about = self._about(folder, uids)
            found += [
                about[uid] for uid in uids if uid in about and (since is None or _day(about[uid]) >= since)
            ]
            if len(found) >= ARRIVALS_MAX:
                break
        if folder.role is Role.INBOX:
            self._inbox_as_read = selected
        return found[:ARRIVALS_MAX]

    def fetch(self, folder: Folder, arrivals: Sequence[Arrival]) -> Iterator[Fetched]:
        for batch in _by_size(self._with_sizes(folder, arrivals), self._portions):
            left = {arrival.uid: arrival for arrival in batch}
            if len(batch) > 1 or batch[0].size <= self._portions.whole_max:
                with self._speaking(_READING):
                    self._open(folder)
                with self._speaking(_READING, of_server=False):
                    items = self._fetch(sorted(left), b"(UID BODY.PEEK[])")
                for uid, body in _bodies(items):
                    if uid in left:
                        yield Fetched(arrival=left.pop(uid), chunks=iter((body,)))
            # Big ones, and those that did not come with the others: gone, or only to be had by themselves.
            for arrival in left.values():
                with _spool() as spool:
                    if self._came_in_parts(folder, arrival, spool):
                        spool.seek(0)
                        yield Fetched(arrival=arrival, chunks=iter(lambda: spool.read(MEGABYTE), b""))

    def count(self, role: Role, *, since: date | None, after_uid: int = 0) -> Count | None:
        with self._speaking(_READING):
            folder = self._folder(role)
            selected = self._selected
        if folder is None or selected is None:
            return None

        def lying(since: date | None) -> array[int]:
            found = array(UIDS)
            for some in self._new_uids(folder, selected, after_uid=after_uid, since=since):
                found.extend(some)
            return found

        uids = lying(None)
        older = array(UIDS)
        if since is not None and since.year >= 1970 and uids:
            # The server's days may be others than ours: those of the two about the day are looked at by the hour.
            recent, surely = lying(since), lying(since + timedelta(days=2))
            older = array(UIDS, (uid for uid in uids if not _holds(recent, uid)))
            doubtful = [uid for uid in recent if not _holds(surely, uid)]
            for some in _in_portions(doubtful, ARRIVALS_MAX):
                about = self._about(folder, some)
                older.extend(uid for uid in some if uid in about and _day(about[uid]) < since)
            older = array(UIDS, sorted(older))
        next_uid = max(selected.next_uid or 0, uids[-1] + 1 if uids else after_uid + 1)
        return Count(folder, uids, older, next_uid)

    def about(self, folder: Folder, uids: Sequence[int]) -> Sequence[Arrival]:
        with self._speaking(_READING):
            self._open(folder, afresh=True)
        found = self._about(folder, sorted(uids)) if uids else {}
        return [found[uid] for uid in sorted(found)]

    def keep_copy(self, raw: bytes, *, sent_at: datetime) -> None:
        assert sent_at.tzinfo is not None, "a sending time must say its time zone"
        with self._speaking(_KEEPING):
            sent = self._sent_folder()
            message_id = message_id_of(raw)
            if sent is not None and message_id and self._sent_as(sent, message_id):
                return
            if sent is None:
                sent = self._make_folder(b"Sent")
            answer, words = self._imap.append(_quoted(sent), r"(\Seen)", f'"{_internal_date(sent_at)}"', raw)
            _must_be_ok(answer, words)

    def sent_message_id(self, message_id: str) -> str:
        with self._speaking(_KEEPING):
            sent = self._sent_folder()
            return self._sent_as(sent, message_id) if sent is not None else ""

    def sent_folder(self) -> Folder | None:
        with self._speaking(_READING):
            return self._folder(Role.SENT)

    def ids(self, folder: Folder, uids: Sequence[int]) -> dict[int, tuple[str, str]]:
        found: dict[int, tuple[str, str]] = {}
        with self._speaking(_READING):
            self._open(folder)
            for some in _in_portions(uids, HEADERS_AT_ONCE):
                headers = self._headers(some, "MESSAGE-ID", OUR_ID_HEADER)
                found |= {uid: ids_of(raw) for uid, raw in headers.items()}
        return found

    def entries_in_sent(self, *, since: date) -> Sequence[str]:
        found: list[str] = []
        with self._speaking(_READING):
            sent = self._sent_folder()
            if sent is None or self._examine(sent, must_be_there=False) is None:
                return []
            # Not by HEADER: some servers know that of a few headers only. A day more, as their days may be others.
            day = since - timedelta(days=1)
            uids = self._search(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}".encode("ascii"))
            for some in _in_portions(uids[-SENT_READ_MAX:], HEADERS_AT_ONCE):
                found += [entry_of(raw) for raw in self._headers(some, ENTRY_HEADER).values()]
        return [said for said in found if said]

    def move(self, letter: Sought, *, away_from: Role, to: Role) -> bool:
        # Gmail needs nothing of its own: MOVE into its Trash or Spam takes the letter out of "All Mail" as well, and
        # MOVE out of Spam tells its filter.
        assert away_from is not to, "a letter is moved from one folder into another"
        try:
            with self._speaking(_MOVING):
                self._selected = None
                listed = self._list()
                here, there = self._place(away_from, listed), self._place(to, listed)
                if here == there:  # one folder for both uses: there is nowhere to move it
                    here = None
                lying = self._sought_in(there, letter) if there is not None else []
                found = self._leaving(here, letter, lies_there=bool(lying)) if here is not None else None
                if here is None or found is None:
                    # Looked for once more: somebody may have moved it there between our two looks.
                    return bool(lying) or self._lies_in(to, letter)
                uidvalidity = self._look_into(here).uidvalidity
                if there is None:
                    there = self._make_folder(_USES[to].name)
            with self._speaking(_MOVING, of_server=False):
                copied = bool(lying) and self._same_bytes(here, found.uid, there=there, among=lying)
                if found.deleted and not copied:
                    return bool(lying)
                self._open_for_writing(here, uidvalidity=uidvalidity)
                if copied:
                    self._take_away(found)
                elif not self._carry(found, there):
                    # The server told of no copy: it cannot, or somebody was faster.
                    return self._lies_in(to, letter) or not _can_be_sought(letter)
                return True
        finally:
            self._selected = None  # nothing is read in a folder that is open for writing

    def wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        if self._over():
            return False
        with self._speaking(_READING):
            selected = self._examine(b"INBOX")
            if self._inbox_as_read is None or selected.news_since(self._inbox_as_read):
                return True
            can_idle = self._client.has_capability("IDLE")
            while not self._over() and (left := until - time.monotonic()) > 0:
                if can_idle and left > LOOK_UP_SECONDS:
                    news = self._idle(min(left, IDLE_SECONDS_MAX))
                else:
                    self._rest(min(left, self._poll_seconds))
                    news = not self._over() and self._poll()
                if news:
                    return True
            return False

    def close(self) -> None:
        self._closed.set()
        for _ in range(40):  # a wait in another thread looks up every half second
            if not self._speaking_now:
                break
            time.sleep(LOOK_UP_SECONDS / 10)
        client = self._client
        if client is not None and not self._speaking_now:
            with suppress(Exception):  # a farewell: whatever the server says to it, the line is closed
                client.socket().settimeout(LOGOUT_SECONDS)
                client.logout()
        self._hang_up()

    # the line

    @property
    def _imap(self) -> Any:
        return self._client._imap

    @contextmanager
    def _speaking(self, not_done: str, *, of_server: bool = True) -> Iterator[None]:
        """Whatever goes wrong inside becomes a `MailFailure`, and the line is not used again.

        `of_server`: whether it would meet the next letter, too. False while letters are handed over: a server may
        stumble over one of them, and Dovecot for one hangs up on a letter that it cannot read.
        """
        if self._closed.is_set():
            raise MailFailure(f"ยังไม่ได้{not_done} เพราะปิดการเชื่อมต่อแล้ว ไม่มีหนังสือสูญหาย", of_server=True)
        self._speaking_now = True
        if self._client is not None and time.monotonic() - self._spoke_at > QUIET_SECONDS_MAX:
            self._hang_up()  # the server may have hung up since, and nobody told us
        try:
            if self._client is None:
                try:
                    self._connect(not_done)
                except MailFailure:
                    self._hang_up()
                    raise
            yield
        except MailFailure:
            raise
        except AssertionError:
            self._hang_up()
            raise
        except (OSError, imaplib.IMAP4.abort) as error:
            self._hang_up()
            failure = failure_of_line(error, url=self._url, not_done=not_done)
            failure.of_server = of_server
            raise failure from error
        except Exception as error:
            # A refusal (NO, BAD), or an answer that cannot be read: what imaplib raises then is of no one family.
            self._hang_up()
            raise MailFailure(
                f"ยังไม่ได้{not_done} เพราะเซิร์ฟเวอร์ {self._url.host} ปฏิเสธหรือตอบไม่ตรงแบบแผน "
                "ระบบจะลองใหม่เอง หากยังไม่หายโปรดแจ้งผู้ให้บริการอีเมล ไม่มีหนังสือสูญหาย",
                of_server=of_server,
                answer=in_one_line(str(error), without=self._password.text),
            ) from error
        except BaseException:
            self._hang_up()  # we were stopped in the middle of a command: its answer is still to come
            raise
        finally:
            self._spoke_at = time.monotonic()
            self._speaking_now = False

    def _connect(self, not_done: str) -> None:
        context = None if self._url.security is Security.NONE else tls_context(self._ca_file)
        client = _Client(self._url, context=context, timeout_seconds=self._timeout_seconds)
        self._client, self._selected = client, None
        if self._url.security is Security.STARTTLS:
            if not client.has_capability("STARTTLS"):
                raise failure_without_tls(url=self._url, not_done=not_done)
            try:
                client.starttls(ssl_context=context)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:  # offered, and refused
                raise failure_without_tls(url=self._url, not_done=not_done) from error
            client.socket().settimeout(self._timeout_seconds)
        refusal = self._sign_in(not_done)
        if refusal is not None:
            raise refusal  # here and not where it was caught: nothing that held the password is chained to it

    def _sign_in(self, not_done: str) -> MailFailure | None:
        """The one place that knows how we prove who we are; a token (OAuth) would come in here."""
        user, password = self._url.user, self._password.text
        try:
            # Said through imaplib: in IMAPClient's own words a line that breaks now is a wrong password.
            if self._client.has_capability("AUTH=PLAIN"):
                self._imap.authenticate("PLAIN", lambda _: f"\0{user}\0{password}")
            elif self._client.has_capability("LOGINDISABLED"):
                return MailFailure(
                    f"ยังไม่ได้{not_done} เพราะเซิร์ฟเวอร์ {self._url.host} ไม่รับการเข้าใช้ด้วยรหัสผ่าน "
                    "โปรดถามผู้ให้บริการอีเมลถึงวิธีเข้าใช้ ไม่มีหนังสือสูญหาย",
                    permanent=True,
                    of_server=True,
                )
            else:
                self._imap.login(_quoted_text(user), password)
        except (imaplib.IMAP4.abort, OSError) as error:
            failure = failure_of_line(error, url=self._url, not_done=not_done)
            failure.answer = in_one_line(failure.answer, without=password)
            return failure
        except (imaplib.IMAP4.error, ValueError) as error:
            words = in_one_line(str(error), without=password) if not isinstance(error, ValueError) else ""
            if any(code in words.upper() for code in _SIGN_IN_LATER):
                return MailFailure(
                    f"ยังไม่ได้{not_done} เพราะเซิร์ฟเวอร์ {self._url.host} ยังไม่ให้เข้าใช้ในขณะนี้ "
                    "ระบบจะลองใหม่เอง ไม่มีหนังสือสูญหาย",
                    of_server=True,
                    answer=words,
                )
            return MailFailure(
                f"ยังไม่ได้{not_done} เพราะเซิร์ฟเวอร์ {self._url.host} ไม่รับชื่อผู้ใช้หรือรหัสผ่านของ {user} "
                "โปรดตั้งรหัสผ่านใหม่ให้ตรงกับผู้ให้บริการ ไม่มีหนังสือสูญหาย",
                permanent=True,
                of_server=True,
                answer=words,
            )
        return None

    def _hang_up(self) -> None:
        client, self._client, self._selected = self._client, None, None
        if client is not None:
            with suppress(Exception):  # it may be closed already, by the server or by us
                client.shutdown()

    # folders

    def _list(self) -> list[_Listed]:
        extended = self._client.has_capability("SPECIAL-USE") and self._client.has_capability("LIST-EXTENDED")
        for options in ((b"RETURN (SPECIAL-USE)",), ()) if extended else ((),):
            self._imap.untagged_responses.pop("LIST", None)
            try:
                answer, _ = self._imap._simple_command("LIST", b'""', b'"*"', *options)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:  # BAD
                continue
            if answer == "OK":
                return list(_listed(self._imap.untagged_responses.pop("LIST", [])))
        return []  # the inbox is there without being listed

    def _folder(self, role: Role) -> Folder | None:
        """The folder of that use, opened for reading only."""
        if role is Role.INBOX:
            candidates = [_Listed("INBOX", b"INBOX", frozenset(), b"")]
        else:
            candidates = _special(self._list(), flags=_USES[role].flags, names=_USES[role].names)
        for candidate in candidates:
            selected = self._examine(candidate.raw, must_be_there=role is Role.INBOX)
            if selected is not None:
                self._raw_names[candidate.name] = candidate.raw
                return Folder(candidate.name, role=role, uidvalidity=selected.uidvalidity)
        return None

    def _examine(self, raw_name: bytes, *, must_be_there: bool = True, for_writing: bool = False) -> Any:
        """The folder opened for reading only; None where there is none, unless it must be there."""
        self._selected = None
        answer, words = self._imap.select(_quoted(raw_name), readonly=not for_writing)
        if answer != "OK" and not must_be_there:
            return None
        _must_be_ok(answer, words)
        said = self._imap.untagged_responses
        uidvalidity = _number(said.get("UIDVALIDITY"))
        if not uidvalidity:
            raise imaplib.IMAP4.error("a folder was opened, and no UIDVALIDITY told")
        self._selected = _Selected(
            raw_name=raw_name,
            uidvalidity=uidvalidity,
            next_uid=_number(said.get("UIDNEXT")),
            count=_number(said.get("EXISTS")) or 0,
        )
        return self._selected

    def _open(self, folder: Folder, *, afresh: bool = False) -> _Selected:
        raw_name = self._raw_names.get(folder.name) or encode_folder_name(folder.name)
        selected = self._selected
        if afresh or selected is None or selected.raw_name != raw_name:
            selected = self._examine(raw_name)
        assert selected is not None
        if selected.uidvalidity != folder.uidvalidity:
            raise MailFailure(
                f"ยังไม่ได้{_READING} เพราะเซิร์ฟเวอร์ {self._url.host} จัดเลขในกล่องใหม่ระหว่างอ่าน "
                "ระบบจะอ่านใหม่ตั้งแต่ต้นเอง ไม่มีหนังสือสูญหาย",
                of_server=True,
                answer=f"UIDVALIDITY {folder.uidvalidity} is now {selected.uidvalidity}",
            )
        return selected

    def _headers(self, uids: Sequence[int], *names: str) -> dict[int, bytes]:
        """These headers of letters of the folder that is open, by UID; without those that are gone."""
        asked = f"(UID BODY.PEEK[HEADER.FIELDS ({' '.join(names)})])".encode("ascii")
        found: dict[int, bytes] = {}
        uid, literal = 0, b""
        for item in self._fetch(uids, asked):  # a server may tell the UID before the headers, or after them
            line = item[0] if isinstance(item, tuple) else item or b""
            if _STARTS.match(line):
                uid, literal = 0, b""
            if (said := _UID.search(line)) is not None:
                uid = int(said[1])
            literal = item[1] if isinstance(item, tuple) else literal
            if uid:
                found[uid] = literal
        return found

    def _sent_folder(self) -> bytes | None:
        return next(
            (folder.raw for folder in _special(self._list(), flags=SENT_FLAGS, names=SENT_NAMES)), None
        )

    def _make_folder(self, name: bytes) -> bytes:
        answer, words = "NO", [b""]
        delimiter = next((folder.delimiter for folder in self._list() if folder.delimiter), b"/")
        for raw_name in (name, b"INBOX" + delimiter + name):
            answer, words = self._imap.create(_quoted(raw_name))
            # Another may have made it since we looked.
            if answer == "OK" or self._examine(raw_name, must_be_there=False) is not None:
                return raw_name
        _must_be_ok(answer, words)
        raise AssertionError("unreachable")

    def _sent_as(self, raw_folder: bytes, message_id: str) -> str:
        if not _can_be_asked_for(message_id):
            return ""  # we never send one
        if self._examine(raw_folder, must_be_there=False) is None:
            return ""
        asked = _quoted_text(message_id)
        if self._search(f"HEADER Message-ID {asked}".encode("ascii")):
            return message_id
        uids = self._search(f"HEADER {OUR_ID_HEADER} {asked}".encode("ascii"))
        if not uids:
            return ""
        items = self._fetch(uids[-1:], b"(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
        headers = (item[1] for item in items if isinstance(item, tuple))
        return next(filter(None, map(message_id_of, headers)), message_id)

    # moving

    def _place(self, role: Role, listed: Sequence[_Listed]) -> bytes | None:
        if role is Role.INBOX:
            return b"INBOX"
        use = _USES[role]
        candidates = _special(listed, flags=use.flags, names=use.names)
        opens = (one.raw for one in candidates if self._examine(one.raw, must_be_there=False) is not None)
        return next(opens, None)

    def _lies_in(self, role: Role, letter: Sought) -> bool:
        raw_name = self._place(role, self._list())
        return raw_name is not None and bool(self._sought_in(raw_name, letter))

    def _look_into(self, raw_name: bytes) -> _Selected:
        selected = self._selected
        if selected is None or selected.raw_name != raw_name:
            selected = self._examine(raw_name)
        assert selected is not None
        return selected

    def _open_for_writing(self, raw_name: bytes, *, uidvalidity: int) -> None:
        selected = self._examine(raw_name, for_writing=True)
        if selected.uidvalidity != uidvalidity:
            raise imaplib.IMAP4.error(f"UIDVALIDITY {uidvalidity} is now {selected.uidvalidity}")

    def _sought_in(self, raw_name: bytes, letter: Sought, *, flagged: bytes = b"UNDELETED") -> list[int]:
        self._look_into(raw_name)
        by_id = _can_be_asked_for(letter.message_id)
        if by_id:
            asked = b"HEADER Message-ID " + _quoted_text(letter.message_id).encode("ascii")
        elif letter.sha256:
            asked = b"LARGER %d SMALLER %d" % (max(letter.size - 1, 0), letter.size + 1)
        else:
            return []
        uids = self._search(flagged + b" " + asked)[-CANDIDATES_MAX:]
        if not uids:
            return []
        sizes = {uid: told.size for uid, told in self._told(uids, b"(UID RFC822.SIZE)").items()}
        alike = [uid for uid in uids if sizes.get(uid) == letter.size]
        if alike and (not letter.sha256 or (by_id and len(alike) == 1)):
            return alike
        # Among several the bytes decide; and where a server only reckons sizes, how many there are.
        near = [uid for uid, size in sizes.items() if abs(size - letter.size) <= ROUGH_SIZE_DIFFERENCE_MAX]
        read = {uid: self._read_through(uid) for uid in alike or near}
        return [
            uid
            for uid, (size, digest) in read.items()
            if size == letter.size and letter.sha256 in ("", digest)
        ]

    def _leaving(self, raw_name: bytes, letter: Sought, *, lies_there: bool) -> _Found | None:
        """Where it lies in the folder that it is to leave.

        When it lies in the other one already, it may be here as one flagged as deleted: by us, and then the line broke.
        """
        hinted = letter.uid > 0 and self._look_into(raw_name).uidvalidity == letter.uidvalidity
        half_done = lies_there and self._client.has_capability("UIDPLUS")
        for flagged in (b"UNDELETED", b"DELETED") if half_done else (b"UNDELETED",):
            if hinted and self._search(b"UID %d %s" % (letter.uid, flagged)) and self._is(letter.uid, letter):
                return _Found(letter.uid, deleted=flagged == b"DELETED")
            if not (hinted and lies_there):  # else: it has left, and another of the same bytes is not meant
                for uid in self._sought_in(raw_name, letter, flagged=flagged):
                    return _Found(uid, deleted=flagged == b"DELETED")
        return None

    def _is(self, uid: int, letter: Sought) -> bool:
        told = self._told([uid], b"(UID RFC822.SIZE)").get(uid)
        if told is not None and told.size == letter.size:
            return True
        if _can_be_asked_for(letter.message_id):
            header = b"HEADER Message-ID " + _quoted_text(letter.message_id).encode("ascii")
            return bool(self._search(b"UID %d %s" % (uid, header)))
        return bool(letter.sha256) and self._read_through(uid) == (letter.size, letter.sha256)

    def _same_bytes(self, here: bytes, uid: int, *, there: bytes, among: Sequence[int]) -> bool:
        """Whether one of those in the other folder is this very letter, and not another under its id."""
        self._look_into(here)
        ours = self._read_through(uid)
        self._look_into(there)
        return any(self._read_through(one) == ours for one in among)

    def _read_through(self, uid: int) -> tuple[int, str]:
        """How many bytes a letter has, and their SHA-256, without keeping them."""
        digest, offset = hashlib.sha256(), 0
        while True:
            items = self._fetch([uid], b"(UID BODY.PEEK[]<%d.%d>)" % (offset, self._portions.part))
            part = next((body for said, body in _bodies(items) if said == uid), None)
            if part is None and not offset:
                raise imaplib.IMAP4.error("a letter to be moved could not be read")
            if not part:
                return offset, digest.hexdigest()
            digest.update(part)
            offset += len(part)

    def _carry(self, found: _Found, there: bytes) -> bool:
        """Move it from the open folder. True: the server told where the copy lies."""
        command = b"MOVE" if self._client.has_capability("MOVE") else b"COPY"
        self._imap.untagged_responses.pop("COPYUID", None)
        answer, words = self._imap._simple_command("UID", command, b"%d" % found.uid, _quoted(there))
        _must_be_ok(answer, words)
        copied = "COPYUID" in self._imap.untagged_responses
        if (
            command == b"COPY"
        ):  # of a letter that was gone before it the server says OK too: then this takes nothing
            self._take_away(found)
        return copied

    def _take_away(self, found: _Found) -> None:
        """A plain EXPUNGE would take what a person flagged as well: without UIDPLUS the flag is all that we set."""
        uid = b"%d" % found.uid
        if not found.deleted:
            _must_be_ok(*self._imap._simple_command("UID", b"STORE", uid, b"+FLAGS.SILENT", rb"(\Deleted)"))
        if self._client.has_capability("UIDPLUS"):
            _must_be_ok(*self._imap._simple_command("UID", b"EXPUNGE", uid))

    # letters

    def _new_uids(
        self, folder: Folder, selected: _Selected, *, after_uid: int, since: date | None
    ) -> Iterator[Sequence[int]]:
        """UIDs above `after_uid` in rising order; perhaps some of the day before `since`, never one too few."""
        if selected.next_uid is not None and selected.next_uid <= after_uid + 1:
            return
        criteria = b""
        if since is not None and since.year >= 1970:
            # The server compares the day as its own clock wrote it: ask for a day more, and look at the hour here.
            day = since - timedelta(days=1)
            criteria = f" SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}".encode("ascii")
        window = SEARCH_WINDOW
        low = after_uid + 1
        while True:
            whole = selected.next_uid is None or low + window >= selected.next_uid
            high = b"*" if whole else b"%d" % (low + window - 1)
            # "n:*" means the last letter too, where n is above it (RFC 3501 #6.4.8).
            with self._speaking(_READING):
                self._open(folder)
                found = [uid for uid in self._search(b"UID %d:%s%s" % (low, high, criteria)) if uid >= low]
            yield from _in_portions(found, ARRIVALS_MAX)
            if whole:
                return
            low += window
            if len(found) < ARRIVALS_MAX // 10:
                window *= 8

    def _search(self, criteria: bytes) -> list[int]:
        self._imap.untagged_responses.pop("SEARCH", None)
        answer, words = self._imap._simple_command("UID", b"SEARCH", criteria)
        _must_be_ok(answer, words)
        lines = self._imap.untagged_responses.pop("SEARCH", [])
        return sorted({int(word) for line in lines if line for word in line.split() if word.isdigit()})

    def _about(self, folder: Folder, uids: Sequence[int]) -> dict[int, Arrival]:
        """When they arrived and how big they are: all that are still there, even if the server stumbles over one."""
        try:
            with self._speaking(_READING):
                self._open(folder)
            with self._speaking(_READING, of_server=False):
                about = self._told(uids, b"(UID INTERNALDATE RFC822.SIZE)")
        except MailFailure as failure:
            if failure.of_server:
                raise
            if len(uids) > 1:
                half = len(uids) // 2
                return self._about(folder, uids[:half]) | self._about(folder, uids[half:])
            about = {}
        withheld = [uid for uid in uids if uid not in about]
        return about | self._about_withheld(folder, withheld) if withheld else about

    def _about_withheld(self, folder: Folder, uids: Sequence[int]) -> dict[int, Arrival]:
        """Letters that the server told nothing of: they are gone, or are to be asked for all the same."""
        with self._speaking(_READING):
            self._open(folder, afresh=True)
            there = [uid for uid_set in _as_sets(uids) for uid in self._search(b"UID " + uid_set.encode())]
        about: dict[int, Arrival] = {}
        for uid in there:
            try:
                with self._speaking(_READING):
                    self._open(folder)
                with self._speaking(_READING, of_server=False):
                    about |= self._told([uid], b"(UID INTERNALDATE)")
            except MailFailure as failure:
                if failure.of_server:
                    raise
            about.setdefault(uid, Arrival(uid=uid, arrived_at=datetime.now(tz=UTC), size=0))
        return about

    def _told(self, uids: Sequence[int], what: bytes) -> dict[int, Arrival]:
        wanted = set(uids)
        found: dict[int, Arrival] = {}
        for item in self._fetch(uids, what):
            line = item[0] if isinstance(item, tuple) else item
            uid = _UID.search(line or b"")
            if uid is None or int(uid[1]) not in wanted:
                continue
            size = _SIZE.search(line)
            arrived_at = _moment(line)
            if size is None and arrived_at is None:
                continue  # unasked: a flag changed by another
            # A letter whose time cannot be read arrived at the latest when we first saw it.
            found[int(uid[1])] = Arrival(
                uid=int(uid[1]),
                arrived_at=arrived_at or datetime.now(tz=UTC),
                size=int(size[1]) if size else 0,
            )
        return found

    def _fetch(self, uids: Sequence[int], what: bytes) -> deque[Any]:
        """The raw FETCH answers. A NO is not the end: what came before it counts, and the rest is looked into."""
        items: deque[Any] = deque()
        for uid_set in _as_sets(uids):
            self._imap.untagged_responses.pop("FETCH", None)
            answer, _ = self._imap._simple_command("UID", b"FETCH", uid_set.encode("ascii"), what)
            assert answer in ("OK", "NO"), "BAD raises by itself"
            items.extend(self._imap.untagged_responses.pop("FETCH", []))
        return items

    def _with_sizes(self, folder: Folder, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Those of unknown size as the server knows them now, or as big ones; without those that are gone."""
        unknown = sorted(arrival.uid for arrival in arrivals if arrival.size <= 0)
        if not unknown:
            return list(arrivals)
        about = self._about(folder, unknown)
        return [
            arrival
            if arrival.size > 0
            else replace(arrival, size=about[arrival.uid].size or self._portions.whole_max + 1)
            for arrival in arrivals
            if arrival.size > 0 or arrival.uid in about
        ]

    def _came_in_parts(self, folder: Folder, arrival: Arrival, spool: IO[bytes]) -> bool:
        """Lay a letter into `spool` part by part. False: it is gone, or the server stopped handing it over.

        It is here whole before anybody sees it, so that a letter breaking off stops no other.
        """
        size = self._portions.part
        offset = 0
        while True:
            with self._speaking(_READING):
                self._open(folder)
            with self._speaking(_READING, of_server=False):
                items = self._fetch([arrival.uid], b"(UID BODY.PEEK[]<%d.%d>)" % (offset, size))
            part = next((body for uid, body in _bodies(items) if uid == arrival.uid), None)
            if part is None:
                return False
            spool.write(part)
            offset += len(part)
            # A server may give less than was asked for before the end is reached; nothing at all is the end.
            if not part or (len(part) < size and offset >= arrival.size):
                return True

    # waiting

    def _over(self) -> bool:
        return self._closed.is_set() or self._stop.is_set()

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._over() and (left := until - time.monotonic()) > 0:
            self._stop.wait(min(left, LOOK_UP_SECONDS))

    def _poll(self) -> bool:
        self._imap.untagged_responses.pop("EXISTS", None)
        answer, words = self._imap.noop()
        _must_be_ok(answer, words)
        return "EXISTS" in self._imap.untagged_responses

    def _idle(self, seconds: float) -> bool:
        imap = self._imap
        until = time.monotonic() + seconds
        imap.untagged_responses.pop("EXISTS", None)
        tag = imap._command("IDLE")
        while imap._get_response() is not None:
            if imap.tagged_commands[tag] is not None:
                _must_be_ok(*imap.tagged_commands.pop(tag))
                return True
        while (
            "EXISTS" not in imap.untagged_responses
            and imap.tagged_commands[tag] is None
            and not self._over()
            and (left := until - time.monotonic()) > 0
        ):
            if self._line_is_there(min(left, LOOK_UP_SECONDS)):
                imap._get_response()
                imap._check_bye()
        if imap.tagged_commands[tag] is None:
            imap.send(b"DONE\r\n")
        answer, words = imap._get_tagged_response(tag)
        _must_be_ok(answer, words)
        return "EXISTS" in imap.untagged_responses

    def _line_is_there(self, seconds: float) -> bool:
        """Whether the server said something, or hung up. Its words may lie in two buffers above the socket."""
        line = self._client.socket()
        if self._has_buffered(line):
            return True
        if not select.select([line], [], [], seconds)[0]:
            return False
        return self._has_buffered(line, or_is_closed=True)

    def _has_buffered(self, line: socket.socket, *, or_is_closed: bool = False) -> bool:
        line.setblocking(False)
        try:
            return bool(self._imap.file.peek(1)) or or_is_closed
        except (BlockingIOError, ssl.SSLWantReadError):
            return False  # TLS had something to say to itself
        finally:
            line.settimeout(self._timeout_seconds)


@dataclass(frozen=True)
class _Use:
    """How a special folder is known, and what it is called where we have to make it."""

    flags: tuple[bytes, ...]
    names: tuple[str, ...]
    name: bytes


_USES = {
    Role.JUNK: _Use(JUNK_FLAGS, JUNK_NAMES, b"Junk"),
    Role.TRASH: _Use(TRASH_FLAGS, TRASH_NAMES, b"Trash"),
    Role.SENT: _Use(SENT_FLAGS, SENT_NAMES, b"Sent"),
}

_READING = "อ่านกล่องจดหมาย"
_MOVING = "ย้ายจดหมายในกล่อง"
_KEEPING = "เก็บสำเนาลงกล่องจดหมายที่ส่งแล้ว"
_SIGN_IN_LATER = (
    "[UNAVAILABLE]",
    "[INUSE]",
    "[LIMIT]",
    "[SERVERBUG]",
    "[OVERQUOTA]",
    "TEMPORARY",
    "TRY AGAIN",
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@contextmanager
def _spool() -> Iterator[IO[bytes]]:
    """A file that one big letter passes through. Where there is no room for it, smaller letters still come."""
    try:
        with TemporaryFile() as file:
            yield file
    except OSError as error:
        raise MailFailure(
            "ยังไม่ได้รับหนังสือฉบับใหญ่ เพราะเขียนไฟล์ชั่วคราวไม่ได้ โปรดตรวจที่ว่างในดิสก์ของเครื่องนี้ "
            "ระบบจะลองใหม่เอง หนังสือยังอยู่ในกล่องจดหมาย",
            answer=str(error.strerror),
        ) from error


@dataclass(frozen=True)
class _Listed:
    name: str
    raw: bytes
    flags: frozenset[bytes]  # lower case
    delimiter: bytes


@dataclass(frozen=True)
class _Selected:
    raw_name: bytes
    uidvalidity: int
    next_uid: int | None
    count: int

    def news_since(self, earlier: _Selected) -> bool:
        if self.next_uid is not None and earlier.next_uid is not None:
            return (self.uidvalidity, self.next_uid) != (earlier.uidvalidity, earlier.next_uid)
        return (self.uidvalidity, self.count) != (earlier.uidvalidity, earlier.count)


@dataclass(frozen=True)
class _Found:
    uid: int
    deleted: bool  # it is flagged so


class _Line(imaplib.IMAP4):
    """imaplib with a bound on what a server may make us hold, and TLS from the first byte where a context is given."""

    def __init__(self, url: ServerUrl, *, context: ssl.SSLContext | None, timeout_seconds: float) -> None:
        self._context = context
        super().__init__(url.host, url.port, timeout=timeout_seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        line = socket.create_connection((self.host, self.port), timeout)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # imaplib says some commands in two pieces, and the second would wait for an answer to the first.
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._context is None:
            return line
        try:
            return self._context.wrap_socket(line, server_hostname=self.host)
        except BaseException:
            line.close()
            raise

    def read(self, size: int) -> bytes:
        if size > LITERAL_SIZE_MAX:
            raise self.abort(f"a literal of {size} bytes")
        return super().read(size)

    def readline(self) -> bytes:
        line = cast(bytes, self.file.readline(LINE_LENGTH_MAX + 1))
        if len(line) > LINE_LENGTH_MAX:
            raise self.abort(f"a line of more than {LINE_LENGTH_MAX} bytes")
        return line


class _Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient on our line. Its own debugging, which formats every line it sees, is off."""

    def __init__(self, url: ServerUrl, *, context: ssl.SSLContext | None, timeout_seconds: float) -> None:
        self._saraban_url = url
        super().__init__(
            url.host,
            port=url.port,
            ssl=url.security is Security.TLS,
            ssl_context=context,
            timeout=SocketTimeout(min(CONNECT_SECONDS, timeout_seconds), timeout_seconds),
        )
        self._imap.debug = 0

    def _create_IMAP4(self) -> imaplib.IMAP4:
        return _Line(
            self._saraban_url,
            context=self.ssl_context if self.ssl else None,
            timeout_seconds=self._timeout.connect,
        )


# What servers say, read leniently

_LIST_LINE = re.compile(rb'\((?P<flags>[^)]*)\) (?P<delimiter>NIL|"(?:[^"\\]|\\.)*") (?P<name>.*)', re.DOTALL)
_STARTS = re.compile(rb"\d+ \(")
_UID = re.compile(rb"[( ]UID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"[( ]RFC822\.SIZE (\d+)", re.IGNORECASE)
_DATE = re.compile(
    rb'[( ]INTERNALDATE "\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"',
    re.IGNORECASE,
)
_BODY = re.compile(rb'BODY\[\](?:<\d+>)? (?:~?\{\d+\}$|"((?:[^"\\]|\\.)*)")', re.IGNORECASE)
_ESCAPED = re.compile(rb"\\(.)")


def _listed(items: Iterable[Any]) -> Iterator[_Listed]:
    """The folders of a LIST answer. A line that cannot be read is passed over: it hides one folder, not all."""
    for item in list(items)[:FOLDERS_MAX]:
        line, literal = item if isinstance(item, tuple) else (item, None)
        found = _LIST_LINE.match(line or b"")
        if found is None:
            continue
        raw = literal if literal is not None else found["name"].strip()
        if literal is None and raw.startswith(b'"'):
            raw = _ESCAPED.sub(rb"\1", raw.strip(b'"'))
        try:
            name = decode_folder_name(raw) if raw.isascii() else raw.decode("utf-8")
        except (UnicodeError, ValueError):
            name = raw.decode("ascii", "replace")
        delimiter = b"" if found["delimiter"] == b"NIL" else found["delimiter"].strip(b'"')[-1:]
        yield _Listed(name, raw, frozenset(found["flags"].lower().split()), delimiter)


def _special(
    folders: Sequence[_Listed], *, flags: tuple[bytes, ...], names: tuple[str, ...]
) -> list[_Listed]:
    """Those that may be meant, the likeliest first: what the server marks so, then names in their order."""
    usable = [
        folder
        for folder in folders
        if not folder.flags & {b"\\noselect", b"\\nonexistent"} and folder.name.upper() != "INBOX"
    ]
    marked = [folder for folder in usable if folder.flags.intersection(flags)]
    named = [(names.index(_leaf(folder)), folder) for folder in usable if _leaf(folder) in names]
    named.sort(key=lambda ranked: (ranked[0], ranked[1].name))
    return marked + [folder for _, folder in named if folder not in marked]


def _leaf(folder: _Listed) -> str:
    """The name to compare: without "INBOX." or "[Gmail]/" before it; empty for a folder deeper down."""
    name = unicodedata.normalize("NFC", folder.name).casefold()
    delimiter = folder.delimiter.decode("ascii", "replace")
    home, found, leaf = name.partition(delimiter) if delimiter else ("", "", name)
    if not found:
        return name
    return leaf if home in _HOMES else ""


def _bodies(items: deque[Any]) -> Iterator[tuple[int, bytes]]:
    """(UID, bytes) of each letter in a FETCH answer, whatever the order of its parts. Empties `items` as it goes."""
    uid: int | None = None
    body: bytes | None = None
    while items:
        item = items.popleft()
        line, literal = item if isinstance(item, tuple) else (item, None)
        if not line:
            continue
        if _STARTS.match(line):
            if uid is not None and body is not None:
                yield uid, body
            uid = body = None
        if (said := _UID.search(line)) is not None:
            uid = int(said[1])
        if (told := _BODY.search(line)) is not None:
            body = (
                literal if literal is not None and told[1] is None else _ESCAPED.sub(rb"\1", told[1] or b"")
            )
    if uid is not None and body is not None:
        yield uid, body


def _moment(line: bytes) -> datetime | None:
    said = _DATE.search(line)
    if said is None:
        return None
    try:
        offset = timedelta(hours=int(said[8]), minutes=int(said[9]))
        return datetime(
            int(said[3]),
            _MONTHS.index(said[2].decode("ascii").title()) + 1,
            int(said[1]),
            int(said[4]),
            int(said[5]),
            min(int(said[6]), 59),
            tzinfo=timezone(-offset if said[7] == b"-" else offset),
        )
    except ValueError:
        return None


def _number(said: Sequence[bytes] | None) -> int | None:
    found = re.match(rb"\d{1,10}", said[-1] or b"") if said else None
    return int(found[0]) if found else None


def _day(arrival: Arrival) -> date:
    return arrival.arrived_at.astimezone(BANGKOK).date()


# What we say


def _must_be_ok(answer: str, words: Sequence[bytes | None]) -> None:
    if answer != "OK":
        raise imaplib.IMAP4.error(in_one_line((words[-1] if words else b"") or answer))


def _as_sets(uids: Sequence[int]) -> list[str]:
    """ "1:5,7" and so on, each short enough for one command. `uids` in rising order."""
    ranges: list[tuple[int, int]] = []
    for uid in uids:
        if ranges and uid == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], uid)
        else:
            ranges.append((uid, uid))
    sets = [""]
    for low, high in ranges:
        words = str(low) if low == high else f"{low}:{high}"
        if len(sets[-1]) + len(words) >= COMMAND_SET_LENGTH_MAX:
            sets.append("")
        sets[-1] += f",{words}" if sets[-1] else words
    return sets


def _in_portions(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), size):
        yield uids[start : start + size]


def _holds(uids: array[int], uid: int) -> bool:
    """Whether it is among UIDs in rising order."""
    place = bisect_left(uids, uid)
    return place < len(uids) and uids[place] == uid


def _by_size(arrivals: Sequence[Arrival], portions: Portions) -> Iterator[list[Arrival]]:
    """Letters to be asked for together, by UID. One that is too big is alone."""
    batch: list[Arrival] = []
    size = 0
    for arrival in sorted(arrivals, key=lambda arrival: arrival.uid):
        alone = arrival.size > portions.whole_max
        if batch and (alone or size + arrival.size > portions.batch):
            yield batch
            batch, size = [], 0
        batch.append(arrival)
        size += arrival.size
        if alone:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _can_be_asked_for(message_id: str) -> bool:
    """Whether a server can be asked for it: others cannot be quoted, or would slip a command in."""
    return bool(message_id) and message_id.isascii() and message_id.isprintable()


def _can_be_sought(letter: Sought) -> bool:
    return _can_be_asked_for(letter.message_id) or bool(letter.sha256)


def _quoted(raw: bytes) -> bytes:
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _quoted_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _internal_date(moment: datetime) -> str:
    there = moment.astimezone(BANGKOK)
    return f"{there.day:2d}-{_MONTHS[there.month - 1]}-{there:%Y %H:%M:%S} +0700"
