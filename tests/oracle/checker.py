"""Looks at a house from outside and says which promises it broke.

It trusts nothing of ours: not the models, not the reader, not the rule of law. It has what the mail server accepted, what
the world received, the bytes on the disk, the rows by plain SQL, and the oracle's own working-time rule. It expects a
house at rest (`saraban work --settle`): a letter still being fetched would be reported as lost.

    evidence = gather(accepted=…, received=…, files=data / "files", tables=sqlite_tables(data / "saraban.sqlite3"))
    assert check(evidence) == []

The invariants by their names in the quality page:
I1 every accepted letter is kept once, byte for byte. I2 numbers run without gap per agency and year. I3 the moment of
registration never falls as numbers rise; the deemed moment is the rule of the moment of arrival. Rows of the book that
the office kept before are history: each number once, all below our first. I4 a number told outside exists and was
there before. I5 a number told outside belongs to one letter for ever. I7 (in part) a letter counted as sent was
received, one received is not counted as unsent, a letter has one answer. I9 files and rows agree both ways. And of the log: its entries are numbered without gap per agency.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.oracle.working_time import OutsideTheOracle, deemed_received_at, register_year

Row = Mapping[str, Any]
REGISTERS = ("saraban_incomingentry", "saraban_outgoingentry")
TABLES = (
    "saraban_inboundemail",
    *REGISTERS,
    "saraban_outboundemail",
    "saraban_auditentry",
)
# Where an outbound row may stand although the world received its letter: sent, unsure of it, come back as a bounce, or
# sending just now and killed before it could write so down (it lies in the queue, and will go out under the same id).
STATES_RECEIVED_ALLOWED = frozenset({"sent", "uncertain", "bounced", "queued"})
STATES_MEANING_SENT = frozenset({"sent", "bounced"})
STATES_KNOWN = frozenset({"queued", "held", "sent", "uncertain", "bounced", "failed", "recalled"})
SHA256_NAME = re.compile(r"[0-9a-f]{64}")
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
NUMBER_IN_SUBJECT = re.compile(r"\[เลขรับ\s*(\d+)\s*/\s*(\d{4})\]")
NUMBER_IN_BODY = re.compile(r"เลขรับ(?:ที่)?\s*(\d+)\s*/\s*(\d{4})")
CLOCKS_APART_MAX = timedelta(seconds=1)  # the sink's clock and the house's are the same machine's


@dataclass(frozen=True)
class Accepted:
    """A letter that the mail server took: `agency_id` None where there is only one; `arrived_at` where it is known."""

    raw: bytes
    agency_id: int | None = None
    arrived_at: datetime | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True)
class Received:
    """A letter of ours that reached the world (the SMTP sink or the demo's folder of sent letters), oldest first."""

    raw: bytes
    agency_id: int | None = None
    received_at: datetime | None = None


@dataclass(frozen=True)
class Evidence:
    accepted: Sequence[Accepted]
    received: Sequence[Received]
    files: Mapping[str, str]  # path below the files' folder -> sha256 of what lies there
    rows: Mapping[str, Sequence[Row]]  # table -> rows
    other_hashes: frozenset[str] = frozenset()  # hashes named by any row of any other table
    first_numbers: Mapping[tuple[int, int], int] = field(
        default_factory=dict
    )  # (agency, year) -> cut-over number
    first_sent: Mapping[tuple[int, str, int], int] = field(
        default_factory=dict
    )  # (agency, register, year) -> cut-over number of what is sent
    province: str | None = None


def check(evidence: Evidence) -> list[str]:
    """Every broken promise, one sentence each; an empty list when all hold."""
    found: list[str] = []
    for look in (
        letters_kept_once,
        numbers_without_gap,
        moments,
        send_register,
        numbers_told_outside,
        one_answer_per_letter,
        outbox_and_world,
        files_and_rows,
        log_without_gap,
    ):
        found.extend(look(evidence))
    return found


# The looks, one per promise.


def letters_kept_once(evidence: Evidence) -> Iterator[str]:
    rows = evidence.rows["saraban_inboundemail"]
    kept = Counter((agency_of(row), hash_of(row)) for row in rows)
    agencies = {agency_of(row) for row in rows}
    on_disk = set(evidence.files.values())
    wanted: dict[tuple[int, str], Accepted] = {}
    for letter in evidence.accepted:
        for agency in [letter.agency_id] if letter.agency_id is not None else sorted(agencies) or [0]:
            wanted[agency, letter.sha256] = letter
    for (agency, sha256), letter in wanted.items():
        if kept[agency, sha256] == 0:
            yield f"I1: agency {agency}: an accepted letter has no row: {sha256[:12]} ({len(letter.raw)} bytes)"
        if sha256 not in on_disk:
            yield f"I1: agency {agency}: an accepted letter's bytes are not on the disk: {sha256[:12]}"
    for (agency, sha256), times in kept.items():
        if times > 1:
            yield f"I1: agency {agency}: letter {sha256[:12]} is kept {times} times"
        if (agency, sha256) not in wanted:
            yield f"I1: agency {agency}: letter {sha256[:12]} was never accepted by the mail server"
    arrivals: dict[tuple[int, str], set[datetime]] = defaultdict(set)
    for letter in evidence.accepted:
        if letter.arrived_at is not None:
            for agency in [letter.agency_id] if letter.agency_id is not None else sorted(agencies):
                arrivals[agency, letter.sha256].add(whole_second(letter.arrived_at))
    for row in rows:
        known = arrivals.get((agency_of(row), hash_of(row)))
        if known and whole_second(moment(row["arrived_at"])) not in known:
            yield f"I3: letter {hash_of(row)[:12]} arrived_at {row['arrived_at']} is not when the server took it"


def numbers_without_gap(evidence: Evidence) -> Iterator[str]:
    entered = {row["email_id"] for row in evidence.rows["saraban_incomingentry"]}
    for row in evidence.rows["saraban_inboundemail"]:
        if row["state"] == "registered" and row["id"] not in entered:
            yield f"I2: agency {agency_of(row)}: letter row {row['id']} counts as registered and has no number"
    books: dict[tuple[int, int], list[int]] = defaultdict(list)
    old_books: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in evidence.rows["saraban_incomingentry"]:
        kept = old_books if is_history(row) else books
        kept[agency_of(row), int(row["year"])].append(int(row["number"]))
    for (agency, year), numbers in sorted(books.items()):
        first = evidence.first_numbers.get((agency, year), 1)
        yield from gaps(f"I2: agency {agency}, book {year}", numbers, first)
    for (agency, year), numbers in sorted(old_books.items()):
        name = f"I2: agency {agency}, old book {year}"
        for number, times in sorted(Counter(numbers).items()):
            if times > 1:
                yield f"{name}: number {number} stands {times} times"
        ours = min(books.get((agency, year), ()), default=None)
        if ours is not None and max(numbers) >= ours:
            yield f"{name}: goes on to {max(numbers)}, but our own numbers begin at {ours}"


def gaps(where: str, numbers: Sequence[int], first: int) -> Iterator[str]:
    counted = Counter(numbers)
    for number, times in sorted(counted.items()):
        if times > 1:
            yield f"{where}: number {number} was given {times} times"
        if number < first:
            yield f"{where}: number {number} lies before the first number {first}"
    missing = sorted(set(range(first, max(numbers) + 1)) - set(counted))
    if missing:
        yield f"{where}: missing numbers {missing[:10]}{' …' if len(missing) > 10 else ''}"


def moments(evidence: Evidence) -> Iterator[str]:
    letters = {row["id"]: row for row in evidence.rows["saraban_inboundemail"]}
    books: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in evidence.rows["saraban_incomingentry"]:
        if is_history(row):
            yield from history(row)
            continue
        books[agency_of(row), int(row["year"])].append(row)
        name = f"I3: agency {agency_of(row)}, {row['number']}/{row['year']}"
        registered, deemed, arrived = (
            moment(row[column]) for column in ("registered_at", "deemed_at", "arrived_at")
        )
        if row["email_id"] is not None:  # what comes over the counter counts from its actual moment
            yield from deemed_by_the_rule(name, arrived, deemed, evidence.province)
            letter = letters.get(row["email_id"])
            if letter is None:
                yield f"{name}: its letter (row {row['email_id']}) does not exist"
            elif agency_of(letter) != agency_of(row):
                yield f"{name}: its letter belongs to agency {agency_of(letter)}"
            elif moment(letter["arrived_at"]) != arrived:
                yield f"{name}: arrived_at {arrived.isoformat()} is not its letter's {letter['arrived_at']}"
        # A void row stands in the book of a number that went out before the database was put back.
        if row.get("recovery_id") is None and int(row["year"]) != register_year(deemed, registered):
            yield f"{name}: stands in the wrong book: deemed {deemed.isoformat()}, registered {registered.isoformat()}"
    for (agency, year), entries in sorted(books.items()):
        entries.sort(key=lambda row: int(row["number"]))
        for before, after in pairwise(entries):
            if moment(after["registered_at"]) < moment(before["registered_at"]):
                yield (
                    f"I3: agency {agency}, book {year}: number {after['number']} was registered before "
                    f"number {before['number']}"
                )


def is_history(row: Row) -> bool:
    """Brought in from the register that the office kept before: no letter of ours, no rule of ours."""
    return row.get("old_register_id") is not None


def history(row: Row) -> Iterator[str]:
    """It names no letter, and its day is about its year; the hour of it is not known, so its three times are one."""
    name = f"I3: agency {agency_of(row)}, {row['number']}/{row['year']} of an old book"
    if row["email_id"] is not None or row.get("handed_in_id") is not None:
        yield f"{name}: names a letter"
    times = {moment(row[column]) for column in ("registered_at", "deemed_at", "arrived_at")}
    year = int(row["year"]) - 543
    if len(times) > 1:
        yield f"{name}: has several times"
    elif not datetime(year - 1, 11, 30, tzinfo=UTC) <= min(times) <= datetime(year + 1, 1, 31, tzinfo=UTC):
        yield f"{name}: stands in the wrong book: {min(times).isoformat()}"


def deemed_by_the_rule(name: str, arrived: datetime, deemed: datetime, province: str | None) -> Iterator[str]:
    try:
        rule = deemed_received_at(arrived, province)
    except OutsideTheOracle:
        yield f"{name}: arrived {arrived.isoformat()}, where the oracle has no calendar; nothing can be said"
        return
    if deemed != rule:
        yield f"{name}: deemed_at {deemed.isoformat()}, the rule says {rule.isoformat()}"


def send_register(evidence: Evidence) -> Iterator[str]:
    """What leaves is numbered without gap in each series and year of the day's, in the order of its registration."""
    books: dict[tuple[int, str, int], list[Row]] = defaultdict(list)
    for row in evidence.rows["saraban_outgoingentry"]:
        books[agency_of(row), str(row["register"]), int(row["year"])].append(row)
        registered = moment(row["registered_at"])
        if row.get("recovery_id") is None and int(row["year"]) != register_year(registered, registered):
            yield (
                f"I3: agency {agency_of(row)}, {row['register']} {row['number']}/{row['year']}: stands in the wrong "
                f"book: registered {registered.isoformat()}"
            )
    for (agency, register, year), rows in sorted(books.items()):
        name = f"agency {agency}, {register} {year}"
        first = evidence.first_sent.get((agency, register, year), 1)
        yield from gaps(f"I2: {name}", [int(row["number"]) for row in rows], first)
        rows.sort(key=lambda row: int(row["number"]))
        for before, after in pairwise(rows):
            if moment(after["registered_at"]) < moment(before["registered_at"]):
                yield f"I3: {name}: number {after['number']} was registered before number {before['number']}"


def numbers_told_outside(evidence: Evidence) -> Iterator[str]:
    entries: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in evidence.rows["saraban_incomingentry"]:
        entries[int(row["number"]), int(row["year"])].append(row)
    raws = {letter.sha256: letter.raw for letter in evidence.accepted}
    letters = {row["id"]: row for row in evidence.rows["saraban_inboundemail"]}
    told_to: dict[tuple[int | None, int, int], dict[str, str]] = defaultdict(dict)
    for sent in evidence.received:
        mail = message_from_bytes(sent.raw, policy=policy.compat32)
        reply_to = one_line(mail.get("In-Reply-To", ""))
        for number, year in sorted(numbers_in(mail)):
            name = f"{number}/{year}, told in {one_line(mail.get('Message-ID', '?'))}"
            rows = [
                row
                for row in entries[number, year]
                if sent.agency_id is None or agency_of(row) == sent.agency_id
            ]
            if not rows:
                yield f"I4: number {name}, is not in the register"
                continue
            if sent.received_at is not None and all(
                moment(row["registered_at"]) > sent.received_at + CLOCKS_APART_MAX for row in rows
            ):
                yield f"I4: number {name}, was registered only after it was told"
            if not reply_to:
                continue
            told_to[sent.agency_id, number, year].setdefault(reply_to, name)
            ids = {message_id_of(raws, letters.get(row["email_id"])) for row in rows}
            if ids and None not in ids and reply_to not in ids:
                yield f"I5: number {name}, answers {reply_to} but belongs to {sorted(map(str, ids))}"
    for (_, number, year), answered in told_to.items():
        if len(answered) > 1:
            yield f"I5: number {number}/{year} was told for {len(answered)} letters: {sorted(answered)}"


def one_answer_per_letter(evidence: Evidence) -> Iterator[str]:
    """Over one letter, its author hears one answer; the same Message-ID twice is one answer sent twice."""
    answers: dict[tuple[int | None, int, int, str], set[str]] = defaultdict(set)
    for sent in evidence.received:
        mail = message_from_bytes(sent.raw, policy=policy.compat32)
        message_id = one_line(mail.get("Message-ID", ""))
        if not message_id:
            yield "I7: a letter left without a Message-ID"
            continue
        if one_line(mail.get("Auto-Submitted", "")).lower().startswith("auto-replied"):
            for number, year in numbers_in(mail):
                for recipient in recipients_of(mail):
                    answers[sent.agency_id, number, year, recipient].add(message_id)
    for (_, number, year, recipient), ids in sorted(answers.items(), key=str):
        if len(ids) > 1:
            yield f"I7: {recipient} had {len(ids)} different answers with number {number}/{year}: {sorted(ids)}"
    counted = Counter(
        (row["in_reply_to_id"], row.get("part") or "")
        for row in evidence.rows["saraban_outboundemail"]
        if row.get("kind") == "answer" and row.get("in_reply_to_id") and row["state"] in STATES_MEANING_SENT
    )
    for (letter, part), times in counted.items():
        if times > 1:
            name = f"letter row {letter}" + (f", part {part}" if part else "")
            yield f"I7: {name} has {times} answers that were sent"


def outbox_and_world(evidence: Evidence) -> Iterator[str]:
    rows = evidence.rows["saraban_outboundemail"]
    received: dict[str, list[Received]] = defaultdict(list)
    for sent in evidence.received:
        mail = message_from_bytes(sent.raw, policy=policy.compat32)
        received[one_line(mail.get("Message-ID", ""))].append(sent)
    known: dict[str, Row] = {}
    for row in rows:
        name = f"I7: outbound row {row['id']} ({row['state']})"
        if row["state"] not in STATES_KNOWN:
            yield f"{name}: a state that does not exist"
        ids = [str(row[column]) for column in ("message_id", "server_message_id") if row.get(column)]
        known.update(dict.fromkeys(ids, row))
        arrived = [sent for mid in ids for sent in received[mid]]
        if row["state"] in STATES_MEANING_SENT and not arrived:
            yield f"{name}: counted as sent, but nobody received it"
        if arrived and row["state"] not in STATES_RECEIVED_ALLOWED:
            yield f"{name}: received by the world"
        if len({sent.raw for sent in arrived}) > 1 and not row.get("server_message_id"):
            yield f"{name}: left in different bytes at different attempts"
    for mid in received:
        if mid and mid not in known:
            yield f"I7: the world received {mid}, of which no row knows"


def files_and_rows(evidence: Evidence) -> Iterator[str]:
    rows = [
        (table, row)
        for table in ("saraban_inboundemail", "saraban_outboundemail")
        for row in evidence.rows[table]
        if row.get("sha256")
    ]
    on_disk = set(evidence.files.values())
    for table, row in rows:
        if table == "saraban_inboundemail" and hash_of(row) not in on_disk:
            yield f"I9: {table} row {row['id']}: no file holds {hash_of(row)[:12]}"
    wanted = {hash_of(row) for _, row in rows} | evidence.other_hashes
    for place, sha256 in sorted(evidence.files.items()):
        named = SHA256_NAME.search(Path(place).name)
        if named is None:
            yield f"I9: {place}: a file whose name is no hash"
        elif named.group() != sha256:
            yield f"I9: {place}: its bytes are {sha256[:12]}, not what its name says"
        elif sha256 not in wanted:
            yield f"I9: {place}: no row names this file"


def log_without_gap(evidence: Evidence) -> Iterator[str]:
    logs: dict[int, list[Row]] = defaultdict(list)
    for row in evidence.rows["saraban_auditentry"]:
        logs[agency_of(row)].append(row)
    for agency, rows in sorted(logs.items()):
        yield from gaps(f"I6: agency {agency}, log", [int(row["number"]) for row in rows], 1)
        digests = Counter(plain(row["digest"]) for row in rows)
        if any(not digest for digest in digests) or any(times > 1 for times in digests.values()):
            yield f"I6: agency {agency}, log: a digest is missing or stands twice"
    agencies = {agency_of(row) for row in evidence.rows["saraban_incomingentry"]}
    for agency in sorted(agencies - set(logs)):
        yield f"I6: agency {agency} has entries and no log"


# Reading the evidence.


def gather(
    *,
    accepted: Iterable[Accepted],
    received: Iterable[Received],
    files: Path,
    tables: tuple[Mapping[str, Sequence[Row]], frozenset[str]],
    province: str | None = None,
    first_numbers: Mapping[tuple[int, int], int] | None = None,
) -> Evidence:
    """`tables` is what `sqlite_tables` or `postgres_tables` gave."""
    return Evidence(
        accepted=list(accepted),
        received=list(received),
        files=file_hashes(files),
        rows=tables[0],
        other_hashes=tables[1],
        first_numbers=dict(first_numbers or {}),
        province=province,
    )


def file_hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def received_in_folder(folder: Path) -> list[Received]:
    """The .eml files of the demo's folder of sent letters, by the moment each was written."""
    places = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime)
    return [
        Received(path.read_bytes(), received_at=datetime.fromtimestamp(path.stat().st_mtime, UTC))
        for path in places
    ]


def sqlite_tables(path: Path) -> tuple[dict[str, list[Row]], frozenset[str]]:
    """The tables by plain SQL, read-only, and every hash that any other table names."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        connection.row_factory = sqlite3.Row

        def ask(question: str) -> list[Row]:
            return [dict(row) for row in connection.execute(question)]

        names = [row["name"] for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {name: [column["name"] for column in ask(f'PRAGMA table_info("{name}")')] for name in names}
        return tables_by(ask, columns)
    finally:
        connection.close()


def postgres_tables(dsn: str) -> tuple[dict[str, list[Row]], frozenset[str]]:
    """The same from PostgreSQL."""
    import psycopg
    from psycopg.rows import dict_row

    with psycopg.connect(dsn, row_factory=dict_row) as connection:
        connection.read_only = True

        def ask(question: str) -> list[Row]:
            return list(connection.execute(question.encode()).fetchall())

        columns: dict[str, list[str]] = defaultdict(list)
        for row in ask(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema()"
        ):
            columns[row["table_name"]].append(row["column_name"])
        return tables_by(ask, columns)


def tables_by(
    ask: Callable[[str], list[Row]], columns: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[Row]], frozenset[str]]:
    missing = [table for table in TABLES if table not in columns]
    if missing:
        raise ValueError(f"the database has no table {', '.join(missing)}: nothing was checked")
    rows = {table: ask(f'SELECT * FROM "{table}"') for table in TABLES}
    hashes = {
        plain(row["sha256"])
        for table, names in columns.items()
        if "sha256" in names and table not in TABLES
        for row in ask(f'SELECT sha256 FROM "{table}"')
        if row["sha256"]
    }
    return rows, frozenset(hashes)


# Small readings.


def agency_of(row: Row) -> int:
    return int(row["agency_id"])


def hash_of(row: Row) -> str:
    return plain(row["sha256"])


def plain(value: object) -> str:
    """A digest as lower-case hex, whether kept as text or as bytes."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return str(value or "").lower()


def moment(value: object) -> datetime:
    """An aware moment: SQLite keeps UTC without saying so."""
    read = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def whole_second(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(microsecond=0)


def one_line(value: object) -> str:
    return " ".join(str(value).split())


def message_id_of(raws: Mapping[str, bytes], letter: Row | None) -> str | None:
    """The letter's own Message-ID, out of the bytes that the server accepted."""
    raw = raws.get(hash_of(letter)) if letter is not None else None
    if raw is None:
        return None
    return one_line(message_from_bytes(raw, policy=policy.compat32).get("Message-ID", "")) or None


def recipients_of(mail: Message) -> set[str]:
    return {address.lower() for _, address in getaddresses(list(map(str, mail.get_all("To", [])))) if address}


def numbers_in(mail: Message) -> set[tuple[int, int]]:
    """The (number, year) of each receipt that this letter tells, in Arabic or Thai digits.

    In an answer the number stands last in the subject; what stands before it, or is repeated of the subject in the
    text, may be another agency's. Without one there, the text tells it; lines quoted (`>`) tell nothing of ours.
    """
    subject = str(make_header(decode_header(one_line(mail.get("Subject", "")))))
    found = NUMBER_IN_SUBJECT.findall(subject.translate(THAI_DIGITS))[-1:]
    if found:
        return {(int(number), int(year)) for number, year in found}
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            text = content.decode(part.get_content_charset() or "utf-8", "replace").translate(THAI_DIGITS)
            own = "\n".join(line for line in text.splitlines() if not line.startswith(">"))
            found += NUMBER_IN_BODY.findall(own)
    return {(int(number), int(year)) for number, year in found}
