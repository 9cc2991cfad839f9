"""Where a day is played: a data folder, a database and a mailbox of its own for each point, made from a template."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import psycopg.pq
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Officer, Unit
from saraban.contacts.models import Contact
from saraban.files.secrets import keep_secret
from saraban.mail.gateway import Role
from saraban.mail.models import Mailbox
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from tests.kill.forks import in_fork
from tests.kill.letters import Ours
from tests.kill.post import Plan, Posted, distinct, lay_into_maildir
from tests.office import open_office
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.smtp import Sink, Taken, running_sink, smtp_url

SECONDS_MAX = 120.0  # for one run of a day
SLUG = "klongnoy"
PASSWORD = "correct horse"
COMPETENT = "เทศบาลตำบลหนองบัว"
FOLDERS = {Role.INBOX: "", Role.JUNK: ".Junk", Role.TRASH: ".Trash"}  # in a Maildir, ours and Dovecot's
LOOKS_MAX = 100  # at folders in which a server is still at work


@dataclass(frozen=True)
class Sent:
    """A letter that left the house, as the world outside has it."""

    raw: bytes
    at: datetime


@dataclass(frozen=True)
class MailServers:
    """Dovecot and an SMTP server in processes of their own: they outlive the days that are killed."""

    dovecot: Dovecot
    smtp_port: int
    taken: Path  # <user>/<time> of each letter that the SMTP server said 250 to

    @property
    def users(self) -> list[str]:
        return list(self.dovecot.users)


@dataclass(frozen=True)
class Office:
    agency: Agency
    clerk: Officer
    unit: Unit
    mailbox: Mailbox
    competent: Contact  # whose business it is what is none of ours
    plans: Mapping[str, Plan]  # by the hash of the letter
    letters: Sequence[Ours]  # that it sends


@dataclass(frozen=True)
class State:
    """What one point has for itself, and nobody else."""

    folder: Path
    database: str
    user: str = ""  # on the mail servers; empty: folders take their place

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def maildir(self) -> Path:
        return self.folder / "Maildir"

    @property
    def sent(self) -> Path:
        return self.folder / "sent"

    @property
    def log(self) -> Path:
        return self.folder / "log"


class Stage:
    """Makes states. `postgres`: the address of a cluster in which databases may be made; empty: SQLite."""

    def __init__(
        self,
        root: Path,
        post: list[Posted],
        letters: Sequence[Ours],
        *,
        postgres: str = "",
        servers: MailServers | None = None,
    ) -> None:
        self.root = root
        self.post = post
        self.letters = letters
        self.postgres = postgres
        self.servers = servers
        self._made = 0
        self._prefix = f"kill_{os.getpid()}"  # of databases: another campaign may be at the same cluster
        template_name = f"{self._prefix}_template"
        self._lay_next()
        if postgres:
            assert psycopg.pq.__impl__ == "python", (
                "its calls are counted in Python: start with PSYCOPG_IMPL=python"
            )
            self._sql(
                f"DROP DATABASE IF EXISTS {template_name} WITH (FORCE)", f"CREATE DATABASE {template_name}"
            )
        template = State(
            root / "template", template_name if postgres else str(root / "template" / "data" / "db.sqlite3")
        )
        template.data.mkdir(parents=True)

        def found(_: int) -> None:
            enter(template)
            call_command("migrate", verbosity=0)
            office = open_office(SLUG, data=template.data)
            with acting_for(office.agency):
                Contact.objects.remember(COMPETENT, email="saraban@nongbua.go.th", by=office.clerk)
            connections.close_all()

        ended = in_fork(found, seconds_max=SECONDS_MAX, log=template.log)
        if ended.how != "done":
            raise RuntimeError(f"the template was not made: {template.log.read_text()[-3000:]}")
        self._template = template

    def state(self, *, data: Path | None = None) -> State:
        """A fresh one. `data`: where its data folder is to lie instead (a small disk, say)."""
        self._made += 1
        folder = self.root / "points" / f"{self._made:06d}"
        user = ""
        if self.servers is not None:
            user = self.servers.users[self._made - 1]
            for posted in self.post:
                box = "Junk" if posted.role is Role.JUNK else "INBOX"
                self.servers.dovecot.deliver(posted.raw, when=posted.arrived_at, user=user, box=box)
        folder.mkdir(parents=True)
        if data is not None:
            (folder / "data").symlink_to(data)
        state = State(folder, self._database_of(folder), user)
        state.data.mkdir(exist_ok=True)
        if not self.postgres:
            shutil.copyfile(self._template.database, state.database)
        self._next_mail.rename(state.maildir)
        self._lay_next()
        return state

    def _lay_next(self) -> None:
        """The mail of the state after this one, now: the house waits for letters to come to rest."""
        self._next_mail = self.root / "next" / "Maildir"
        lay_into_maildir(self._next_mail, self.post)

    def away(self, state: State) -> None:
        """It is not needed any more."""
        if self.postgres:
            self._sql(f"DROP DATABASE IF EXISTS {state.database} WITH (FORCE)")
        shutil.rmtree(state.folder, ignore_errors=True)

    def end(self) -> None:
        if self.postgres:
            self._sql(f"DROP DATABASE IF EXISTS {self._template.database} WITH (FORCE)")

    def open(self, state: State) -> Office:
        """In a fork: the office in this state, its mailbox pointing to its own servers."""
        enter(state)
        if self.servers is not None:
            settings.CA_FILE = self.servers.dovecot.ca_file
        agency = Agency.objects.get(slug=SLUG)
        with acting_for(agency):
            mailbox = Mailbox.objects.get()
            inbox, outbox = self._addresses(state)
            if mailbox.inbox_url != inbox:
                with mailbox.change("corrected", by=OPERATOR):
                    mailbox.inbox_url, mailbox.outbox_url = inbox, outbox
                    mailbox.secret = "mailbox" if state.user else ""
            if state.user:
                keep_secret(settings.DATA_DIR, "mailbox", PASSWORD)
            return Office(
                agency,
                Officer.objects.get(email__startswith="suda"),
                Unit.objects.get(),
                mailbox,
                Contact.objects.get(name=COMPETENT),
                {posted.sha256: posted.plan for posted in distinct(self.post)},
                self.letters,
            )

    def sent_by(self, state: State) -> list[Sent]:
        """What the world outside has got, in the order of its coming."""
        if self.servers is not None:
            paths = sorted((self.servers.taken / state.user).glob("[0-9]*"))
            return [
                Sent(path.read_bytes(), datetime.fromtimestamp(float(path.name), tz=UTC)) for path in paths
            ]
        paths = sorted(state.sent.glob("*.eml"))
        return [
            Sent(path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)) for path in paths
        ]

    def copies_of(self, state: State) -> list[bytes]:
        """What lies in the Sent folder of the mailbox."""
        if self.servers is not None:
            return self.servers.dovecot.letters(state.user, box="Sent")
        return [path.read_bytes() for path in sorted((state.maildir / ".Sent" / "cur").glob("[0-9]*"))]

    def lying(self, state: State) -> dict[Role, Counter[str]]:
        """What lies in each folder, by hash; without what is flagged as deleted."""
        home = state.maildir if self.servers is None else self.servers.dovecot.maildir(state.user)
        seen = _letters_below(home)
        for _ in range(LOOKS_MAX):  # a server ends what it was asked by one who is dead
            before, seen = seen, _letters_below(home)
            if seen is not None and seen == before:
                return seen
            time.sleep(0.05)
        raise TimeoutError(f"{home} does not come to rest")

    def _addresses(self, state: State) -> tuple[str, str]:
        if self.servers is None:
            return f"maildir://{state.maildir}", f"maildir://{state.sent}"
        return (
            self.servers.dovecot.url(state.user),
            smtp_url(self.servers.smtp_port, user=state.user, security="tls"),
        )

    def _database_of(self, folder: Path) -> str:
        if not self.postgres:
            return str(folder / "data" / "db.sqlite3")
        name = f"{self._prefix}_{folder.name}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {self._template.database} STRATEGY FILE_COPY")
        return name

    def _sql(self, *statements: str) -> None:
        with psycopg.connect(self.postgres, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def _letters_below(home: Path) -> dict[Role, Counter[str]] | None:
    """None: one was renamed while we looked."""
    found = {}
    for role, name in FOLDERS.items():
        try:
            found[role] = Counter(
                sha256(path.read_bytes()).hexdigest()
                for part in ("new", "cur")
                for path in (home / name / part).glob("*")
                if "T" not in path.name.partition(":2,")[2]
            )
        except FileNotFoundError:
            return None
    return found


def enter(state: State) -> None:
    """From here on this process works in `state`: for a fork only."""
    connections.close_all()
    connections["default"].settings_dict["NAME"] = state.database
    settings.DATA_DIR = state.data


def postgres_address(database_url: str) -> str:
    """The cluster that SARABAN_DATABASE names, as a place to make databases in."""
    parts = urlsplit(database_url)
    return urlunsplit(parts._replace(path="/postgres"))


@contextmanager
def running_mail_servers(folder: Path, *, users: int) -> Iterator[MailServers]:
    """Call it before this process has threads: the SMTP server is a fork of it."""
    names = {f"p{number:06d}@klongnoy.example": PASSWORD for number in range(1, users + 1)}
    taken = folder / "taken"
    for name in names:
        (taken / name).mkdir(parents=True)
    with running_dovecot(users=names) as dovecot:
        port, stop = _sink_process(dovecot, taken)
        try:
            yield MailServers(dovecot, port, taken)
        finally:
            stop()


def _sink_process(dovecot: Dovecot, taken: Path) -> tuple[int, Callable[[], None]]:
    """The SMTP server's port, and how to end it. It ends by itself with this process, too."""
    ports, telling = os.pipe()
    waits, holding = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(ports)
            os.close(holding)
            with running_sink(authority=dovecot.authority, security="tls", users=dovecot.users) as sink:
                sink.letters = _OnDisk(sink, taken)
                os.write(telling, str(sink.port).encode())
                os.close(telling)
                os.read(waits, 1)
        finally:
            os._exit(0)
    os.close(telling)
    os.close(waits)
    port = int(os.read(ports, 100))
    os.close(ports)

    def stop() -> None:
        os.write(holding, b".")
        os.close(holding)
        os.waitpid(pid, 0)

    return port, stop


class _OnDisk(list[Taken]):
    """Letters are laid down for other processes to see, before the server says 250."""

    def __init__(self, sink: Sink, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def append(self, letter: Taken) -> None:
        super().append(letter)
        home = self._folder / letter.user
        unfinished = home / f".{letter.at.timestamp():.6f}"
        unfinished.write_bytes(letter.raw)
        unfinished.replace(home / f"{letter.at.timestamp():.6f}")
