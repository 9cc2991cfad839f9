"""A real Dovecot for one test: private, unprivileged, on free ports, gone afterwards.

    with running_dovecot(users={"saraban@klongnoy.example": "secret"}) as dovecot:
        dovecot.deliver(raw, when=last_sunday)
        ImapInbox(read_mailbox_url(dovecot.url()), "secret", ca_file=dovecot.ca_file)

Letters lie in Maildir folders; `deliver` puts one in as a delivery agent does, and `when` becomes its INTERNALDATE.
"""

from __future__ import annotations

import grp
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from imapclient.imap_utf7 import encode as encode_folder_name

from tests.servers.certificates import Authority, Certificate
from tests.servers.processes import Account, free_port, private_folder, wait_until

STARTS_TRIED = 3
START_SECONDS = 10
STOP_SECONDS = 10

# What Dovecot says of itself after sign-in; `without` takes words out of it.
# fmt: off
CAPABILITIES = (
    "IMAP4rev1", "SASL-IR", "LOGIN-REFERRALS", "ID", "ENABLE", "IDLE", "SORT", "SORT=DISPLAY",
    "THREAD=REFERENCES", "THREAD=REFS", "THREAD=ORDEREDSUBJECT", "MULTIAPPEND", "URL-PARTIAL", "CATENATE",
    "UNSELECT", "CHILDREN", "NAMESPACE", "UIDPLUS", "LIST-EXTENDED", "I18NLEVEL=1", "CONDSTORE", "QRESYNC",
    "ESEARCH", "ESORT", "SEARCHRES", "WITHIN", "CONTEXT=SEARCH", "LIST-STATUS", "BINARY", "MOVE",
    "SNIPPET=FUZZY", "PREVIEW=FUZZY", "PREVIEW", "STATUS=SIZE", "SAVEDATE", "LITERAL+", "SPECIAL-USE",
)
# fmt: on


@dataclass(frozen=True)
class Box:
    """A folder beside the inbox that is there from the start."""

    name: str
    special_use: str = ""  # "Junk", "Sent"; empty: only its name tells


USUAL = (Box("Junk", "Junk"), Box("Sent", "Sent"))
NAMES_ONLY = (Box("Junk"), Box("Sent"))
THAI = (Box("จดหมายขยะ"), Box("รายการที่ถูกส่ง"))
GMAIL = (Box("[Gmail]/Spam", "Junk"), Box("[Gmail]/Sent Mail", "Sent"))
GMAIL_NAMES_ONLY = (Box("[Gmail]/Spam"), Box("[Gmail]/Sent Mail"))


@dataclass
class Dovecot:
    users: Mapping[str, str]  # address → password
    folder: Path  # everything of it lies here
    account: Account
    authority: Authority
    imap_port: int  # STARTTLS, or plain where it was started with `plain=True`
    imaps_port: int
    boxes: Sequence[Box]
    time_zone: str = "UTC"
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, user: str = "", *, security: str = "tls", port: int | None = None) -> str:
        """As one types it in: `security` is "tls", "starttls" or "none". `port`: of a proxy in front of it."""
        name = quote(user or self.first_user, safe="")
        if security == "tls":
            return f"imaps://{name}@localhost:{port or self.imaps_port}"
        return f"imap://{name}@localhost:{port or self.imap_port}" + ("?tls=no" if security == "none" else "")

    @property
    def ca_file(self) -> Path:
        return self.authority.ca_file

    @property
    def first_user(self) -> str:
        return next(iter(self.users))

    @property
    def password(self) -> str:
        return self.users[self.first_user]

    # what happens in the mailbox

    def deliver(self, raw: bytes, *, when: datetime, user: str = "", box: str = "INBOX") -> Path:
        """A letter arrives, `raw` byte by byte (give it CRLF: IMAP has no other line ends). Its file."""
        home = self.maildir(user, box=box)
        name = f"{int(when.timestamp())}.M{next(_counter)}P{os.getpid()}R{secrets.token_hex(4)}.test"
        unfinished, path = home / "tmp" / name, home / "new" / name
        unfinished.write_bytes(raw)
        self.account.own(unfinished)
        os.utime(unfinished, (when.timestamp(), when.timestamp()))
        unfinished.replace(path)
        return path

    def letters(self, user: str = "", *, box: str = "INBOX") -> list[bytes]:
        """What lies there now, oldest file name first."""
        home = self.maildir(user, box=box)
        files = [path for part in ("new", "cur") for path in (home / part).iterdir()]
        return [path.read_bytes() for path in sorted(files, key=lambda path: path.name)]

    def flags(self, user: str = "", *, box: str = "INBOX") -> list[str]:
        """The Maildir flags of each letter: "S" read, "F" flagged, "" untouched."""
        home = self.maildir(user, box=box)
        names = sorted(path.name for part in ("new", "cur") for path in (home / part).iterdir())
        return [name.partition(":2,")[2] for name in names]

    def maildir(self, user: str = "", *, box: str = "INBOX") -> Path:
        home = self.folder / "home" / (user or self.first_user) / "Maildir"
        return home if box == "INBOX" else home / _maildir_name(box)

    def move(self, query: str, *, to: str, away_from: str = "INBOX", user: str = "") -> None:
        """As a person in webmail does. `query` as in `doveadm search`: "all", "uid 3", "subject ขอ"."""
        self.doveadm("move", "-u", user or self.first_user, to, "mailbox", away_from, *query.split())

    def expunge(self, query: str, *, box: str = "INBOX", user: str = "") -> None:
        self.doveadm("expunge", "-u", user or self.first_user, "mailbox", box, *query.split())

    def mark_read(self, query: str, *, box: str = "INBOX", user: str = "") -> None:
        self.doveadm("flags", "add", "-u", user or self.first_user, r"\Seen", "mailbox", box, *query.split())

    def renumber(self, *, uidvalidity: int, box: str = "INBOX", user: str = "") -> None:
        """The same letters under another UIDVALIDITY, counted from 1."""
        who = user or self.first_user
        self.doveadm("mailbox", "update", "-u", who, "--uid-validity", str(uidvalidity), box)

    def doveadm(self, *words: str) -> str:
        done = subprocess.run(
            ["doveadm", "-c", str(self.folder / "dovecot.conf"), *words],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            **self.account.run_as(),
        )
        if done.returncode:
            raise RuntimeError(f"doveadm {' '.join(words)}: {done.stderr.strip()}")
        said: str = done.stdout
        return said

    # its life

    def start(self) -> None:
        """Raises `RuntimeError` with the server's log when it does not answer."""
        self._process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", ""), "TZ": self.time_zone},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            **self.account.run_as(),
        )
        try:
            wait_until(self._answers, seconds=START_SECONDS, what="the greeting of Dovecot")
        except (TimeoutError, _Ended):
            raise RuntimeError(self._what_it_said()) from None

    def stop(self, *, at_once: bool = False) -> None:
        """It hangs up on everybody: politely, which takes it a second, or `at_once`. It may be started again."""
        process, self._process = self._process, None
        if process is None:
            return
        if not at_once:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stderr is not None:
            process.stderr.close()

    def kill_sessions(self) -> None:
        self.doveadm("kick", "*")

    def log(self) -> str:
        path = self.folder / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise _Ended
        try:
            with socket.create_connection(("127.0.0.1", self.imap_port), timeout=2) as line:
                return line.recv(100).startswith(b"* OK")
        except OSError:
            return False

    def _what_it_said(self) -> str:
        process = self._process
        said = b""
        if process is not None and process.stderr is not None and process.poll() is not None:
            said = process.stderr.read()
        self.stop(at_once=True)
        return f"Dovecot did not start: {said.decode(errors='replace')}\n{self.log()[-2000:]}"


@contextmanager
def running_dovecot(
    *,
    users: Mapping[str, str] | None = None,
    boxes: Sequence[Box] = USUAL,
    without: Sequence[str] = (),
    plain: bool = False,
    time_zone: str = "UTC",
    authority: Authority | None = None,
    certificate: Certificate | None = None,
    more: str = "",
) -> Iterator[Dovecot]:
    """`without`: capabilities it does not own up to ("MOVE", "IDLE"). `plain`: signs in without TLS, too.
    `time_zone` is what it tells arrival times in.

    `certificate` is what it shows instead of one of `authority` for localhost; `more` is laid into its
    configuration as it stands.
    """
    account = Account.without_rights()
    with private_folder(account, prefix="dovecot-") as folder:
        authority = authority or Authority(folder)
        shown = certificate or authority.certificate()
        dovecot = Dovecot(
            users=users or {"saraban@klongnoy.example": "correct horse"},
            folder=folder,
            account=account,
            authority=authority,
            imap_port=0,
            imaps_port=0,
            boxes=boxes,
            time_zone=time_zone,
        )
        _lay_out(dovecot, shown)
        # Another test may take a port between our choice and its start.
        for left in reversed(range(STARTS_TRIED)):
            dovecot.imap_port, dovecot.imaps_port = free_port(), free_port()
            (folder / "dovecot.conf").write_text(
                _configuration(dovecot, without=without, plain=plain, more=more), encoding="utf-8"
            )
            try:
                dovecot.start()
                break
            except RuntimeError:
                if not left:
                    raise
        try:
            yield dovecot
        finally:
            dovecot.stop(at_once=True)


class _Ended(Exception):
    pass


_counter = itertools.count(1)


def _lay_out(dovecot: Dovecot, certificate: Certificate) -> None:
    """Folders and files that must be there, and readable, before it starts."""
    folder, account = dovecot.folder, dovecot.account
    for source, name in ((certificate.chain, "shown.pem"), (certificate.key, "shown.key")):
        shutil.copyfile(source, folder / name)
        account.own(folder / name)
    lines = [f"{user}:{{PLAIN}}{password}\n" for user, password in dovecot.users.items()]
    (folder / "users").write_text("".join(lines), encoding="utf-8")
    account.own(folder / "users")
    made: list[Path] = []
    for user in dovecot.users:
        for box in ("INBOX", *(box.name for box in dovecot.boxes)):
            home = dovecot.maildir(user, box=box)
            for part in ("tmp", "new", "cur"):
                (home / part).mkdir(parents=True)
            if box != "INBOX":
                (home / "maildirfolder").touch()
                made.append(home / "maildirfolder")
    made += [path for path in (folder / "home").rglob("*") if path.is_dir()] + [folder / "home"]
    for path in made:
        account.own(path)


def _maildir_name(box: str) -> str:
    encoded: bytes = encode_folder_name(box.replace("/", "."))
    return "." + encoded.decode("ascii")


def _configuration(dovecot: Dovecot, *, without: Sequence[str], plain: bool, more: str) -> str:
    folder, account = dovecot.folder, dovecot.account
    hidden = {word.upper() for word in without}
    marked = "\n".join(
        f'  mailbox "{box.name}" {{\n    special_use = \\{box.special_use}\n  }}'
        for box in dovecot.boxes
        if box.special_use
    )
    told = [word for word in CAPABILITIES if word not in hidden]
    capabilities = f"imap_capability = {' '.join(told)}" if hidden else ""
    group = _group_name(account.gid)
    return f"""
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {account.name}
default_internal_group = {group}
default_login_user = {account.name}
first_valid_uid = {account.uid}
first_valid_gid = {account.gid}
last_valid_gid = {account.gid}
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/shown.pem
ssl_key = <{folder}/shown.key
disable_plaintext_auth = {"no" if plain else "yes"}
login_trusted_networks =
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 2000
maildir_very_dirty_syncs = no
mail_save_crlf = yes
mailbox_list_index = no
mailbox_idle_check_interval = 1 s
{capabilities}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={account.uid} gid={account.gid} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
{marked}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {dovecot.imap_port}
  }}
  inet_listener imaps {{
    port = {dovecot.imaps_port}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 2000
}}
{more}
"""


def _group_name(gid: int) -> str:
    return str(grp.getgrgid(gid).gr_name)
