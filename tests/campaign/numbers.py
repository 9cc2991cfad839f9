"""Numbers under everything at once: `python -m tests.campaign.numbers --numbers 100000`.

Fifty clients in five processes take numbers of five registers in three agencies. Three of ten deeds fail after their
number was given and before the commit; processes die by `kill -9` inside a deed, after its commit and at any instant;
the clock is set forward and back, stands still, and passes the end of a year. Each client writes down outside the
database which number it was told, once it was committed. Prints a report as JSON; exit 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import logging
import mmap
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

PROCESSES, THREADS, AGENCIES = 5, 10, 3
CLIENTS = PROCESSES * THREADS
ROLLED_BACK = 0.3
KILLS = 1 / 1000  # of the deeds; a third each inside, after the commit, and from outside
BEGINS = datetime(2023, 12, 31, 1, 0, tzinfo=UTC)  # 08:00 in Bangkok
YEAR_END = datetime(2023, 12, 31, 16, 59, 58, tzinfo=UTC)  # 23:59:58 there
YEAR = timedelta(days=366)
CUT_OVER = {"incoming": 4711, "order": 201}  # of the third agency, in the first year
CUT_OVER_YEAR = 2566
WAIT_SECONDS_MAX = 300.0
WRONG = ("skips_a_number", "trusts_the_clock")


@dataclass
class Report:
    database: str
    numbers: int = 0
    seconds: float = 0.0
    per_second: float = 0.0
    rolled_back: int = 0
    killed: dict[str, int] = field(default_factory=dict)
    refused_by_the_clock: int = 0
    clock: list[str] = field(default_factory=list)
    registers: dict[str, int] = field(default_factory=dict)
    locked: int = 0  # deeds that gave up waiting for the database
    judged_seconds: float = 0.0
    broken: list[str] = field(default_factory=list)


class Shared:
    """What all processes see: the clock that their desks ask, and how far each client is."""

    OFFSET, FROZEN, STOP, TOLD = 0, 1, 2, 3

    def __init__(self) -> None:
        memory = mmap.mmap(-1, 8 * (3 + 2 * CLIENTS))
        self._seconds = memoryview(memory).cast("d")
        self.set_to(BEGINS)

    def now(self) -> datetime:
        frozen = self._seconds[self.FROZEN]
        return datetime.fromtimestamp(frozen or time.monotonic() + self._seconds[self.OFFSET], tz=UTC)

    def server_now(self) -> datetime:
        """The mail server's own clock: what is looked at here for a while is no concern of its."""
        return datetime.fromtimestamp(time.monotonic() + self._seconds[self.OFFSET], tz=UTC)

    def set_to(self, moment: datetime) -> None:
        self._seconds[self.OFFSET] = moment.timestamp() - time.monotonic()

    def step(self, by: timedelta) -> None:
        self._seconds[self.OFFSET] += by.total_seconds()

    @contextmanager
    def standing_at(self, moment: datetime) -> Iterator[None]:
        self._seconds[self.FROZEN] = moment.timestamp()
        try:
            yield
        finally:
            self._seconds[self.FROZEN] = 0

    @property
    def stopped(self) -> bool:
        return bool(self._seconds[self.STOP])

    def stop(self) -> None:
        self._seconds[self.STOP] = 1

    def told(self, client: int) -> None:
        self._seconds[self.TOLD + client] += 1

    def refused(self, client: int) -> None:
        self._seconds[self.TOLD + CLIENTS + client] += 1

    def numbers(self) -> int:
        return int(sum(self._seconds[self.TOLD : self.TOLD + CLIENTS]))

    def refusals(self) -> list[int]:
        return [int(count) for count in self._seconds[self.TOLD + CLIENTS : self.TOLD + 2 * CLIENTS]]


def main(words: Sequence[str]) -> int:
    asked = _read_words(words)
    with ExitStack() as ends:
        root = Path(
            tempfile.mkdtemp(prefix="numbers-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        )
        ends.callback(shutil.rmtree, root, ignore_errors=True)
        dsn = ""
        if asked.database == "postgresql":
            from tests.servers.postgres import running_postgres

            server = ends.enter_context(running_postgres())
            server.create("numbers")
            dsn = server.url("numbers")
        _set_up_django(root, dsn)
        shared = Shared()
        offices = _found(root, shared)
        if asked.wrong:
            _make_wrong(asked.wrong)
        campaign = Campaign(
            root, shared, offices, Report(asked.database), numbers=asked.numbers, seed=asked.seed
        )
        campaign.run()
        campaign.judge(dsn)
    print(json.dumps(asdict(campaign.report), ensure_ascii=False, indent=1))
    return 1 if campaign.report.broken else 0


def _read_words(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.campaign.numbers", description=__doc__)
    parser.add_argument("--numbers", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=2566)
    parser.add_argument("--wrong", choices=WRONG, help="make the house wrong, to see that it is found")
    return parser.parse_args(words)


def _set_up_django(root: Path, dsn: str) -> None:
    os.environ["SARABAN_DATA"] = str(root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.pop("SARABAN_DATABASE", None)
    if dsn:
        os.environ["SARABAN_DATABASE"] = dsn
    import django

    django.setup()
    logging.getLogger("saraban").setLevel(logging.ERROR)


def _found(root: Path, shared: Shared) -> list[Any]:
    from django.core.management import call_command
    from django.db import connections

    from saraban.agencies.duties import OPERATOR
    from saraban.agencies.models import Profile
    from saraban.audit import desk
    from saraban.registers.books import BookYear, Register
    from saraban.tenancy.scope import acting_for
    from tests.office import open_office

    desk.now = shared.now  # the one place where the house asks for the moment of a deed
    call_command("migrate", verbosity=0)
    offices = [open_office(f"agency{number}", data=root) for number in range(AGENCIES)]
    with acting_for(offices[1].agency):
        profile = Profile.objects.get()
        with profile.change("corrected", by=OPERATOR):
            profile.circulars_apart = False
    with acting_for(offices[2].agency):
        for register, first in CUT_OVER.items():
            BookYear.objects.begin(Register(register), CUT_OVER_YEAR, first, by=offices[2].clerk)
    connections.close_all()
    return offices


class Unlucky(Exception):
    """Something went wrong after the number was given."""


class Client(threading.Thread):
    """One officer's screen: deed after deed, each in an agency and a register drawn by lot."""

    def __init__(self, campaign: Campaign, number: int, life: int) -> None:
        super().__init__(name=f"client {number}")
        self.campaign, self.shared, self.number, self.life = campaign, campaign.shared, number, life
        self.dice = random.Random(f"{campaign.seed} {number} {life}")
        self.outside = os.open(campaign.outside(number), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.serial = 0

    def run(self) -> None:
        from django.db import OperationalError, connections

        from saraban.law.refusal import Refusal

        while not self.shared.stopped:
            self.serial += 1
            try:
                self._deed(f"{self.number}.{self.life}.{self.serial}")
            except Unlucky:
                pass
            except Refusal as refusal:
                # "bad_day": the clock was set a year on between the officer's choice and the deed.
                if refusal.code not in ("clock_went_back", "bad_day"):
                    self._write(wrong=f"refused: {refusal.code}")
                self.shared.refused(self.number)
                time.sleep(0.05)
            except OperationalError as error:
                self._write(locked=str(error))
            except Exception as error:
                self._write(wrong=f"{type(error).__name__}: {error}")
                time.sleep(0.1)
        connections.close_all()

    def _deed(self, token: str) -> None:
        from django.db import transaction

        from saraban.tenancy.scope import acting_for

        office = self.dice.choice(self.campaign.offices)
        take = self.dice.choices(list(TAKING), weights=[TAKING[one] for one in TAKING])[0]
        fate = self.dice.random()
        with acting_for(office.agency):
            letter = _a_letter(office, token, self.shared) if take == "letter" else None
            with transaction.atomic():
                entry = DEEDS[take](self, office, token, letter)
                said = {"agency": office.agency.pk, "register": getattr(entry, "register", "incoming")}
                said |= {"year": entry.year, "number": entry.number, "token": token}
                if fate < ROLLED_BACK:
                    self._write(undone=token)
                    raise Unlucky
                if fate > 1 - KILLS / 3:
                    self._write(undone=token, killed="inside")
                    os.kill(os.getpid(), signal.SIGKILL)
        if fate > 1 - 2 * KILLS / 3:
            self._write(killed="after the commit")
            os.kill(os.getpid(), signal.SIGKILL)
        self._write(told=said)
        self.shared.told(self.number)

    def _write(self, **line: object) -> None:
        os.write(self.outside, json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _a_letter(office: Any, token: str, shared: Shared) -> Any:
    from saraban.agencies.duties import OPERATOR
    from saraban.mail.intake import take_file
    from saraban.mail.models import InboundEmail
    from tests.kill.day import read_in_process
    from tests.office import letter_bytes

    raw = letter_bytes(token, sender=f"p{token}@example.com", message_id=f"<{token}@example.com>")
    take_file(office.mailbox, raw, arrived_at=shared.server_now(), read=read_in_process, by=OPERATOR)
    return InboundEmail.objects.get(message_id=f"<{token}@example.com>")


def _by_mail(client: Client, office: Any, token: str, letter: Any) -> Any:
    from saraban.registers.models import IncomingEntry

    return IncomingEntry.objects.enter(letter, by=office.clerk)


def _over_the_counter(client: Client, office: Any, token: str, letter: Any) -> Any:
    from saraban.registers.handed_in import Channel, HandedIn, HandIn
    from saraban.registers.models import Particulars

    said = Particulars(sender="นางมาลี", subject=token)
    return HandedIn.objects.enter(HandIn(Channel.PAPER, scans=[]), by=office.clerk, particulars=said)


def _sent(client: Client, office: Any, token: str, letter: Any) -> Any:
    from saraban.registers.books import Register
    from saraban.registers.dispatches import Recipient
    from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
    from saraban.registers.scans import Scan

    letter = OutgoingLetter(
        token,
        [Recipient("นางมาลี", "malee@example.com")],
        kind=client.dice.choice([Register.OUTGOING, Register.CIRCULAR]),
        files=[Scan("หนังสือ.pdf", b"%PDF-1.7")],
    )
    return OutgoingEntry.objects.send(letter, by=office.clerk)


def _reserved(register: str) -> Callable[[Client, Any, str, Any], Any]:
    def reserve(client: Client, office: Any, token: str, letter: Any) -> Any:
        from django.utils.timezone import localdate

        from saraban.registers.books import Register
        from saraban.registers.outgoing import OutgoingEntry

        # The day after: the desk may take its moment when another has begun.
        until = localdate(client.shared.now()) + timedelta(days=30)
        return OutgoingEntry.objects.reserve(
            Register(register), until=until, because="รอลงนาม", subject=token, by=office.clerk
        )

    return reserve


DEEDS: dict[str, Callable[[Client, Any, str, Any], Any]] = {
    "letter": _by_mail,
    "paper": _over_the_counter,
    "sent": _sent,
    **{register: _reserved(register) for register in ("outgoing", "circular", "order", "certificate")},
}
TAKING = {"letter": 3, "paper": 25, "sent": 5, "outgoing": 22, "circular": 20, "order": 20, "certificate": 5}


class Campaign:
    def __init__(
        self, root: Path, shared: Shared, offices: list[Any], report: Report, *, numbers: int, seed: int
    ) -> None:
        self.root, self.shared, self.offices, self.report = root, shared, offices, report
        self.wanted, self.seed = numbers, seed
        self.dice = random.Random(seed)
        self.children: dict[int, int] = {}  # process -> its place among the five
        self.lives: Counter[int] = Counter()
        self.killed: Counter[str] = Counter()
        self.quiet = threading.Event()  # the clock is being looked at: nobody is killed from outside
        (root / "outside").mkdir()

    def outside(self, client: int) -> Path:
        return self.root / "outside" / f"{client:02d}.jsonl"

    def run(self) -> None:
        started = time.monotonic()
        for place in range(PROCESSES):
            self._start(place)
        director = threading.Thread(target=self._direct)
        director.start()
        while director.is_alive():
            self._mind()
            director.join(0.05)
        self.shared.stop()
        for pid in list(self.children):
            os.waitpid(pid, 0)
        self.report.seconds = round(time.monotonic() - started, 1)

    def _start(self, place: int) -> None:
        self.lives[place] += 1
        pid = os.fork()
        if pid:
            self.children[pid] = place
            return
        try:
            clients = [Client(self, place * THREADS + n, self.lives[place]) for n in range(THREADS)]
            for client in clients:
                client.start()
            for client in clients:
                client.join()
        finally:
            os._exit(0)

    def _mind(self) -> None:
        """Who died is followed by another; now and then one is killed from outside."""
        outside = self.shared.numbers() * KILLS / 3
        if self.killed["from outside"] < outside and not self.quiet.is_set() and self.children:
            os.kill(self.dice.choice(list(self.children)), signal.SIGKILL)
            self.killed["from outside"] += 1
        pid, _status = os.waitpid(-1, os.WNOHANG)
        if pid:
            self._start(self.children.pop(pid))

    # the clock

    def _direct(self) -> None:
        from django.db import connections

        step = self._step
        # In the order of the story; the share of the numbers that are given when it happens.
        story: list[tuple[float, Callable[[], None]]] = [
            (0.04, lambda: step(timedelta(seconds=1))),
            (0.08, lambda: step(timedelta(seconds=-1))),
            (0.12, lambda: step(timedelta(seconds=61))),
            (0.16, lambda: self._goes_on("−60 s", timedelta(seconds=60))),
            (0.20, lambda: self._blocked("−61 s", timedelta(seconds=61))),
            (0.24, lambda: self._goes_on("stuck", timedelta(0))),
            (0.28, lambda: step(timedelta(hours=1))),
            (0.32, lambda: self._blocked("−1 h", timedelta(hours=1))),
            (0.36, lambda: self._blocked("−1 y", YEAR)),
            (0.40, self._year_ends),
            (0.60, lambda: self._until(lambda: self.shared.now() > YEAR_END + timedelta(seconds=3))),
            (0.60, lambda: step(timedelta(seconds=-1))),
            (0.64, lambda: self._blocked("−61 s", timedelta(seconds=61))),
            (0.68, lambda: self._goes_on("stuck", timedelta(0))),
            (0.72, lambda: step(YEAR)),
            (0.80, lambda: self._blocked("−1 y", YEAR)),
            (0.88, lambda: step(timedelta(seconds=61))),
            (1.00, lambda: self._until(self._all_books_are_begun)),  # by chance one is long without a letter
        ]
        try:
            for share, happens in story:
                self._until(lambda share=share: self.shared.numbers() >= share * self.wanted)  # type: ignore[misc]
                happens()
        except Exception as error:
            self.report.broken.append(f"the campaign stopped: {error!r}")
        finally:
            connections.close_all()

    def _step(self, by: timedelta) -> None:
        self.shared.step(by)
        self.report.clock.append(f"{by.total_seconds():+.0f} s")

    def _year_ends(self) -> None:
        self.shared.set_to(YEAR_END)
        self.report.clock.append("31 December 23:59:58")

    def _goes_on(self, name: str, behind: timedelta) -> None:
        """The clock stands so far behind the end of each log: numbers are given, under the moment of that end."""
        end = self.shared.now()
        with self.shared.standing_at(end):  # or a deed between the look and the clock would be later yet
            self._until(lambda: min(self._ends()) >= end)
        with self.shared.standing_at(end - behind):
            before = self.shared.numbers()
            self._until(lambda: self.shared.numbers() >= before + CLIENTS)
        self.report.clock.append(f"{name}: goes on")

    def _blocked(self, name: str, behind: timedelta) -> None:
        """So far behind, every client is told that the clock went back, and no number is given to anybody."""
        self.quiet.set()
        time.sleep(0.2)  # who was killed has come back
        with self.shared.standing_at(min(self._ends()) - behind):
            self._all_refused(2)  # what was being written is done
            before = self._rows()
            self._all_refused(3)
            if self._rows() != before:
                self.report.broken.append(f"I3: numbers were given while the clock was {name}")
        self.quiet.clear()
        self.report.clock.append(f"{name}: refused")

    def _all_refused(self, times: int) -> None:
        before = self.shared.refusals()
        self._until(
            lambda: all(now >= was + times for was, now in zip(before, self.shared.refusals(), strict=True))
        )

    def _until(self, so_far: Callable[[], bool]) -> None:
        until, given = time.monotonic() + WAIT_SECONDS_MAX, self.shared.numbers()
        while not so_far():
            if self.shared.numbers() > given:
                until, given = time.monotonic() + WAIT_SECONDS_MAX, self.shared.numbers()
            if time.monotonic() > until:
                raise TimeoutError("no number was given for a long time")
            time.sleep(0.02)

    def _ends(self) -> list[datetime]:
        """The moments of the ends of all logs."""
        from saraban.audit.entries import AuditEntry

        ends = [
            AuditEntry.across_agencies.filter(agency=office.agency)
            .order_by("-number")
            .values_list("at", flat=True)
            .first()
            for office in self.offices
        ]
        return [end for end in ends if end is not None]

    def _all_books_are_begun(self) -> bool:
        """Of each agency, in each of the three years that the clock went through."""
        from saraban.registers.models import IncomingEntry

        books = IncomingEntry.across_agencies.values("agency", "year").distinct()
        return books.count() == AGENCIES * 3

    def _rows(self) -> int:
        from saraban.registers.models import IncomingEntry
        from saraban.registers.outgoing import OutgoingEntry

        return IncomingEntry.across_agencies.count() + OutgoingEntry.across_agencies.count()

    # the judgement

    def judge(self, dsn: str) -> None:
        from tests.audit.test_log_format import dump, verify
        from tests.oracle import checker

        began, report = time.monotonic(), self.report
        tables = checker.postgres_tables(dsn) if dsn else checker.sqlite_tables(self.root / "saraban.sqlite3")
        third = self.offices[2].agency.pk
        evidence = checker.Evidence(
            accepted=[],
            received=[],
            files={},
            rows=tables[0],
            first_numbers={(third, CUT_OVER_YEAR): CUT_OVER["incoming"]},
            first_sent={(third, "order", CUT_OVER_YEAR): CUT_OVER["order"]},
            province="นครนายก",
        )
        for look in (checker.numbers_without_gap, checker.moments, checker.send_register):
            report.broken += look(evidence)
        report.broken += checker.log_without_gap(evidence)
        report.broken += self._told_outside(evidence)
        report.broken += self._sent_whole()
        for office in self.offices:
            report.broken += [
                f"I6: log: {said}" for said in verify(str(office.agency.uid), *dump(office.agency.pk))
            ]
        books = {(row["agency_id"], row["year"]) for row in evidence.rows["saraban_incomingentry"]}
        if len(books) != AGENCIES * 3:
            report.broken.append(f"the campaign went through the wrong years: {sorted(books)}")
        report.killed, report.refused_by_the_clock = dict(self.killed), sum(self.shared.refusals())
        report.numbers = sum(len(evidence.rows[table]) for table in checker.REGISTERS)
        report.per_second = round(report.numbers / report.seconds, 1)
        report.registers = dict(Counter(said_register(row) for row in _entries(evidence)))
        report.judged_seconds = round(time.monotonic() - began, 1)

    def _sent_whole(self) -> Iterator[str]:
        """Number, file, mail and delivery of a letter are one commit: all are there, or none is."""
        from saraban.mail.models import OutboundEmail
        from saraban.registers.dispatches import Dispatch
        from saraban.registers.outgoing import OutgoingEntry, SentFile

        sent = set(OutgoingEntry.across_agencies.exclude(issued_at=None).values_list("pk", flat=True))
        for name, rows in (
            ("deliveries", Dispatch.across_agencies.exclude(letter=None)),
            ("files", SentFile.across_agencies.get_queryset()),
        ):
            of_letters = Counter(rows.values_list("entry_id", flat=True))
            if set(of_letters) != sent or any(times != 1 for times in of_letters.values()):
                yield f"I7: {len(sent)} letters were sent, and their {name} are those of {len(of_letters)}"
        mails = OutboundEmail.across_agencies.filter(kind=OutboundEmail.LETTER).count()
        if mails != len(sent):
            yield f"I7: {len(sent)} letters were sent by {mails} mails"
        kept = {path.name for path in (self.root / "files").rglob("*") if path.is_file()}
        lost = set(SentFile.across_agencies.values_list("sha256", flat=True)) - kept
        yield from (f"I9: the file {sha256[:12]} of a letter that was sent is not there" for sha256 in lost)

    def _told_outside(self, evidence: Any) -> Iterator[str]:
        """What each client wrote down beside the database, against the rows by plain SQL."""
        rows = {
            (int(row["agency_id"]), said_register(row), int(row["year"]), int(row["number"])): row["subject"]
            for row in _entries(evidence)
        }
        standing, told = Counter(rows.values()), Counter[tuple[int, str, int, int]]()
        for path in sorted((self.root / "outside").iterdir()):
            for line in path.read_text(encoding="utf-8").splitlines():
                said = json.loads(line)
                if "wrong" in said:
                    yield f"a client was {said['wrong']}"
                if "killed" in said:
                    self.killed[said["killed"]] += 1
                self.report.locked += "locked" in said
                if "undone" in said:
                    self.report.rolled_back += 1
                    if standing[said["undone"]]:
                        yield f"I2: {said['undone']} was undone, and stands in the register"
                if "told" in said:
                    one = said["told"]
                    place = (one["agency"], one["register"], one["year"], one["number"])
                    told[place] += 1
                    if rows.get(place) != one["token"]:
                        yield f"I5: {place} was told for {one['token']} and stands for {rows.get(place)}"
        yield from (f"I5: {place} was told {times} times" for place, times in told.items() if times > 1)
        yield from (f"I2: {token} stands {times} times" for token, times in standing.items() if times > 1)


def said_register(row: Any) -> str:
    return str(row.get("register", "incoming"))


def _entries(evidence: Any) -> Iterator[Any]:
    for table in ("saraban_incomingentry", "saraban_outgoingentry"):
        yield from evidence.rows[table]


def _make_wrong(name: str) -> None:
    from saraban.audit import desk
    from saraban.registers.books import Counter as Numbers

    if name == "skips_a_number":
        rightly = Numbers.next_number.__func__  # type: ignore[attr-defined]

        def next_number(cls: Any, *given: Any) -> int:
            number: int = rightly(cls, *given)
            return int(rightly(cls, *given)) if number % 40 == 0 else number

        Numbers.next_number = classmethod(next_number)  # type: ignore[assignment]
    elif name == "trusts_the_clock":
        opened = desk._open

        def open_at_the_clock(agency: Any) -> Any:
            held = opened(agency)
            held.moment = desk.now()
            return held

        desk._open = open_at_the_clock


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
