"""A throw-away PostgreSQL cluster: private, unprivileged, on a free port of this machine, gone afterwards.

with running_postgres() as postgres:
    postgres.create("saraban")
    os.environ["SARABAN_DATABASE"] = postgres.url("saraban")
"""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.processes import Account, free_port, private_folder

STARTS_TRIED = 3
START_SECONDS = 30
OWNER = "saraban"


@dataclass
class Postgres:
    folder: Path
    account: Account
    port: int
    programs: Path  # where initdb, pg_ctl and the others are

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> None:
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", OWNER, database)

    def drop(self, database: str) -> None:
        """Whoever is connected to it is thrown out."""
        words = ("-h", "127.0.0.1", "-p", str(self.port), "-U", OWNER, "--force", "--if-exists", database)
        self._run("dropdb", *words)

    def start(self) -> None:
        """Raises `RuntimeError` with the server's log when it does not answer."""
        try:
            self._control("start", "-l", str(self.folder / "log"), "-o", f"-p {self.port}")
        except RuntimeError as error:
            log = (self.folder / "log").read_text(errors="replace") if (self.folder / "log").exists() else ""
            raise RuntimeError(f"{error}\n{log[-2000:]}") from None

    def stop(self, *, mode: str = "fast") -> None:
        """`mode`: "fast" breaks transactions off and closes cleanly; "immediate" is a crash."""
        self._control("stop", "-m", mode)

    def is_running(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def _control(self, verb: str, *words: str) -> None:
        self._run("pg_ctl", verb, "-D", str(self.folder / "data"), "-w", "-t", str(START_SECONDS), *words)

    def _run(self, program: str, *words: str) -> None:
        # Its output goes to a file: a server started by pg_ctl would hold a pipe open for ever.
        with (self.folder / f"{program}.said").open("w+b") as said:
            done = subprocess.run(
                [str(self.programs / program), *words],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                **self.account.run_as(),
            )
            if done.returncode:
                said.seek(0)
                raise RuntimeError(
                    f"{program} {' '.join(words)}: {said.read().decode(errors='replace').strip()}"
                )


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """`durable`: it waits for the disk at each commit. Without, a kill of the client loses nothing; a power cut would."""
    account = Account.without_rights()
    with private_folder(account, prefix="postgres-") as folder:
        postgres = Postgres(folder=folder, account=account, port=0, programs=_programs())
        data = folder / "data"
        words = ("-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        postgres._run("initdb", *words)
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(_settings(folder, durable=durable))
        # Another test may take the port between our choice and its start.
        for left in reversed(range(STARTS_TRIED)):
            postgres.port = free_port()
            try:
                postgres.start()
                break
            except RuntimeError:
                if not left:
                    raise
        try:
            yield postgres
        finally:
            if postgres.is_running():
                postgres.stop(mode="immediate")


def _programs() -> Path:
    """Raises `RuntimeError` when PostgreSQL's server is not installed."""
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if installed:
        return max(installed, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)
    found = shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL's server programs (initdb) are not installed")
    return Path(found).resolve().parent


def _settings(folder: Path, *, durable: bool) -> str:
    haste = "" if durable else "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
    return f"""
listen_addresses = '127.0.0.1'
unix_socket_directories = '{folder}'
max_connections = 200
shared_buffers = 64MB
timezone = 'UTC'
{haste}"""
