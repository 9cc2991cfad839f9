"""make bench: how fast we are, beside what the machine could do at best, measured in turns in the same run.

The bare minimum of intake: fetch with imaplib in batches of 50 from the same Dovecot, one file and fsync a letter, the
fastest reader there is (it gets Thai subjects wrong), one commit a letter. Figures of one noisy machine: read the
ratios. Writes build/bench.json.
"""

from __future__ import annotations

import argparse
import base64
import imaplib
import importlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dev.bench_books import bench_books
from dev.bench_cases import bench_cases
from dev.bench_desk import bench_desk, bench_meeting
from dev.bench_documents import bench_documents
from dev.bench_evidence import bench_evidence as bench_evidence_of
from dev.bench_money import bench_money

TOP = Path(__file__).parent.parent
BUILD = TOP / "build"
PASSWORD = "bench-password"
USER = "saraban@klongnoy.example"
BIG, SMALL = 700 * 1024, 2 * 1024
ROUNDS = 3
ROWS = 1_000_000  # of the registers that pages and searches are measured over


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("what", nargs="*", default=list(BENCHES))
    asked = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    found: dict[str, Any] = {}
    for name in asked.what:
        print(f"== {name}", flush=True)
        found[name] = BENCHES[name]()
        print(json.dumps(found[name], indent=1, ensure_ascii=False), flush=True)
    (BUILD / "bench.json").write_text(json.dumps(found, indent=1, ensure_ascii=False))
    return 0


# Intake beside the bare minimum


def bench_intake() -> dict[str, Any]:
    from tests.servers.dovecot import running_dovecot

    _django()
    results: dict[str, Any] = {}
    with running_dovecot(users={USER: PASSWORD}) as dovecot, _folder() as folder:
        for name, size, count in (("big", BIG, 150), ("small", SMALL, 2_000)):
            for number, raw in enumerate(_letters(count, size)):
                dovecot.deliver(raw, when=datetime.now().astimezone() - timedelta(minutes=count - number))
            _warm(dovecot)
            bare, ours = [], []
            for _ in range(ROUNDS):
                bare.append(count / _timed(_bare, dovecot, folder, count))
                ours.append(count / _timed(_ours, dovecot, folder, count))
            results[name] = {
                "letters": count,
                "bytes_each": size,
                "bare_letters_per_s": round(statistics.median(bare), 1),
                "ours_letters_per_s": round(statistics.median(ours), 1),
                "ratio": round(statistics.median(o / b for o, b in zip(ours, bare, strict=True)), 2),
                "ratio_wanted": 0.5,
            }
            dovecot.expunge("all")
        results["memory"] = _memory(dovecot, folder)
    return results


def _bare(dovecot: Any, folder: Path, count: int) -> None:
    parse = _fastest_reader()
    place = Path(tempfile.mkdtemp(dir=folder))
    database = sqlite3.connect(place / "bare.sqlite3", isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE letter (id INTEGER PRIMARY KEY, sha TEXT, sender TEXT, subject TEXT);"
    )
    line = imaplib.IMAP4("localhost", dovecot.imap_port)
    line.starttls(_tls(dovecot))
    line.login(USER, PASSWORD)
    line.select("INBOX", readonly=True)
    uids = line.uid("SEARCH", "ALL")[1][0].split()
    assert len(uids) == count
    for start in range(0, count, 50):
        _, items = line.uid("FETCH", b",".join(uids[start : start + 50]).decode(), "(BODY.PEEK[])")
        for raw in [item[1] for item in items if isinstance(item, tuple)]:
            path = place / f"{len(raw)}-{time.monotonic_ns()}"
            handle = os.open(path, os.O_WRONLY | os.O_CREAT)
            os.write(handle, raw)
            os.fsync(handle)
            os.close(handle)
            sender, subject = parse(raw)
            database.execute("BEGIN IMMEDIATE")
            database.execute(
                "INSERT INTO letter (sha, sender, subject) VALUES (?, ?, ?)", (path.name, sender, subject)
            )
            database.execute("COMMIT")
    line.logout()
    database.close()
    shutil.rmtree(place)


def _ours(dovecot: Any, folder: Path, count: int) -> None:
    from django.conf import settings

    from saraban.mail.imap import ImapInbox
    from saraban.mail.intake import fetch
    from saraban.mail.reading import read_files
    from saraban.mail.servers import read_mailbox_url
    from saraban.tenancy.scope import acting_for

    settings.DATA_DIR = Path(tempfile.mkdtemp(dir=folder))
    with _fresh_office(settings.DATA_DIR) as office:
        inbox = ImapInbox(read_mailbox_url(dovecot.url()), PASSWORD, ca_file=dovecot.ca_file)
        with acting_for(office.agency):
            started = time.perf_counter()
            received = fetch(office.mailbox, inbox, read=read_files, still_ours=lambda: None)
            _last_timed.seconds = time.perf_counter() - started
        assert received == count, (received, count)
        inbox.close()
    shutil.rmtree(settings.DATA_DIR)


class _LastTimed:
    """Where a run that has to build its office first says how long the part to be timed took."""

    seconds: float | None = None


_last_timed = _LastTimed()


def _timed(run: Callable[..., None], *args: Any) -> float:
    _last_timed.seconds = None
    started = time.perf_counter()
    run(*args)
    return _last_timed.seconds or time.perf_counter() - started


def _memory(dovecot: Any, folder: Path) -> dict[str, Any]:
    """The highest memory of intake over 100 and then over 400 letters of 700 KB, in fresh processes."""
    peaks = {}
    for count in (100, 400):
        for number, raw in enumerate(_letters(count, BIG)):
            dovecot.deliver(raw, when=datetime.now().astimezone() - timedelta(minutes=count - number))
        _warm(dovecot)
        pid = os.fork()
        if not pid:
            try:
                _ours(dovecot, folder, count)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                (folder / f"peak-{count}").write_text(str(peak))
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        peaks[f"peak_mb_{count}_letters"] = int((folder / f"peak-{count}").read_text())
        dovecot.expunge("all")
    return peaks


def _fastest_reader() -> Callable[[bytes], tuple[str, str]]:
    try:
        parse_email = importlib.import_module("fast_mail_parser").parse_email
    except ImportError:
        from saraban.mail.reader.letter import read_letter

        print("fast-mail-parser is not here: the bare minimum reads with our own reader", flush=True)

        def by_ours(raw: bytes) -> tuple[str, str]:
            letter = read_letter(raw)
            return str(letter.sender), letter.subject

        return by_ours

    def by_rust(raw: bytes) -> tuple[str, str]:
        letter = parse_email(raw)
        return str(letter.headers.get("From")), letter.subject

    return by_rust


def _letters(count: int, size: int) -> Iterator[bytes]:
    dice = random.Random(size)
    for number in range(count):
        pdf = base64.encodebytes(dice.randbytes(max(size * 3 // 4 - 1_500, 60)))
        yield (
            (
                f"Received: from mx.example.com by mail.klongnoy.example; Sun, 22 Jan 2023 21:33:00 +0700\n"
                f"From: =?utf-8?B?{base64.b64encode('นายสมชาย ที่ปรึกษาดี'.encode()).decode()}?= <c{number}@example.com>\n"
                f"To: {USER}\n"
                f"Subject: =?utf-8?B?{base64.b64encode(f'ขอต่ออายุใบอนุญาต ฉบับที่ {number}'.encode()).decode()}?=\n"
                f"Date: Sun, 22 Jan 2023 21:32:00 +0700\nMessage-ID: <{size}.{number}@example.com>\n"
                'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
                "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                "เรียน นายกเทศมนตรี\nข้าพเจ้าขอต่ออายุใบอนุญาต ตามเอกสารแนบ\n"
                "--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n"
                "Content-Disposition: attachment; filename=a.pdf\n\n"
            ).encode()
            + pdf
            + b"--b--\n"
        ).replace(b"\n", b"\r\n")


def _warm(dovecot: Any) -> None:
    """So that neither side pays for the server's first look into the folder."""
    line = imaplib.IMAP4("localhost", dovecot.imap_port)
    line.starttls(_tls(dovecot))
    line.login(USER, PASSWORD)
    line.select("INBOX", readonly=True)
    line.uid("FETCH", "1:*", "(RFC822.SIZE BODY.PEEK[HEADER])")
    line.logout()


def _tls(dovecot: Any) -> Any:
    from saraban.mail.servers import tls_context

    return tls_context(dovecot.ca_file)


# The running product


def bench_latency() -> dict[str, Any]:
    """From the server's having a letter to its standing on the desk: seconds, of ten letters."""
    from tests.servers.dovecot import running_dovecot

    seconds = []
    with running_dovecot(users={USER: PASSWORD}) as dovecot, _folder() as folder:
        (folder / "password").write_text(PASSWORD)
        environment = _environment(folder, SARABAN_CA=str(dovecot.ca_file))
        _saraban(
            environment,
            *("found", "--name", "เทศบาลตำบลทดลอง", "--province", "นครนายก", "--phone", "02 123 4567"),
            *(
                "--domain",
                "klongnoy.example",
                "--mailbox",
                dovecot.url(),
                "--smtp",
                "smtp://localhost:1?tls=no",
            ),
            *("--password-file", str(folder / "password"), "--officer", "suda@klongnoy.example"),
        )
        with _serving(environment):
            database = sqlite3.connect(f"file:{folder}/saraban.sqlite3?mode=ro", uri=True)
            time.sleep(4)
            for number, raw in enumerate(_letters(10, SMALL)):
                time.sleep(random.Random(number).uniform(0.2, 3))
                dovecot.deliver(raw, when=datetime.now().astimezone())
                started = time.perf_counter()
                while time.perf_counter() - started < 30:
                    (there,) = database.execute("SELECT count(*) FROM saraban_inboundemail").fetchone()
                    if there > number:
                        break
                    time.sleep(0.02)
                seconds.append(round(time.perf_counter() - started, 2))
    return {"seconds": seconds, "worst": max(seconds), "wanted_at_most": 5}


def bench_start() -> dict[str, Any]:
    """Cold start to the first answer, with nothing there and with all there; memory after a while of idling."""
    with _folder() as folder:
        environment = _environment(folder)
        first = _answers_after(environment, "--practice", rest=20)
        second = _answers_after(environment, "--practice", rest=40)
    return {
        "first_start_s": first[0],
        "second_start_s": second[0],
        "wanted_s_at_most": 3,
        "idle_mb": second[1],
        "idle_mb_wanted_at_most": 120,
        "bare_python_django_waitress_mb": _bare_memory(),
    }


def _answers_after(environment: dict[str, str], *words: str, rest: float) -> tuple[float, float]:
    started = time.perf_counter()
    with _serving(environment, *words) as process:
        seconds = time.perf_counter() - started
        time.sleep(rest)
        return round(seconds, 2), round(_memory_of_tree(process.pid), 1)


def _memory_of_tree(pid: int) -> float:
    """PSS of a process and its children, in MB: what would be free without them."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    threads = [
        Path(f"/proc/{pid}/task/{t.name}/children").read_text().split()
        for t in Path(f"/proc/{pid}/task").iterdir()
    ]
    below = {int(child) for some in [children, *threads] for child in some}
    own = next(
        int(line.split()[1]) / 1024
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    )
    return own + sum(_memory_of_tree(child) for child in below)


def _bare_memory() -> float:
    code = (
        "import django.core.handlers.wsgi, django.db, waitress, allauth, time, os;"
        "print([int(l.split()[1])//1024 for l in open('/proc/self/smaps_rollup') if l.startswith('Pss:')][0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


# A register of a million rows


def bench_register() -> dict[str, Any]:
    """Pages over a register of a million rows, filled by SQL; entering beside it."""
    _django()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from saraban.mail.models import InboundEmail
    from saraban.registers.models import IncomingEntry
    from saraban.tenancy.scope import acting_for
    from tests.office import arrive

    rows = ROWS
    with _folder() as folder:
        settings.DATA_DIR = folder
        settings.ALLOWED_HOSTS = ["*"]
        with _fresh_office(folder, practice=True) as office, acting_for(office.agency):
            IncomingEntry.objects.enter(arrive(office), by=office.clerk)
            with connection.cursor() as cursor:
                # Each entry has an e-mail of its own: what SQLite knows of their index must be so.
                for noun, own, values in (
                    (InboundEmail, ("id", "sha256"), "i, printf('%064d', i)"),
                    (IncomingEntry, ("id", "number", "email_id"), "i, i, i"),
                ):
                    table = noun._meta.db_table
                    same = [f.column for f in noun._meta.concrete_fields if f.column and f.column not in own]
                    cursor.execute(
                        f"INSERT INTO {table} ({', '.join([*own, *same])}) "
                        f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
                        f"SELECT {values}, {', '.join(same)} FROM {table}, n WHERE {table}.id = 1"
                    )
                cursor.execute(f"UPDATE saraban_counter SET last = {rows}")
                cursor.execute("ANALYZE")
            client = Client()
            client.force_login(
                office.clerk.user, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
            entries, pages = [], {}
            for number in range(50):
                letter = arrive(office, subject=f"เรื่องใหม่ {number}")
                started = time.perf_counter()
                IncomingEntry.objects.enter(letter, by=office.clerk)
                entries.append(time.perf_counter() - started)
            for path in ("/desk/", "/desk/register/", f"/desk/register/?below={rows // 2}"):
                taken = []
                client.get(path)  # the first page of a while starts the workbench's child
                for _ in range(30):
                    started = time.perf_counter()
                    answer = client.get(path)
                    taken.append(time.perf_counter() - started)
                    assert answer.status_code == 200, (path, answer.status_code)
                pages[path] = {"p95_ms": round(statistics.quantiles(taken, n=20)[18] * 1000, 1)}
            commits = _bare_commits(folder)
    return {
        "rows": rows,
        "pages": pages,
        "page_p95_wanted_ms": 100,
        "enter_p95_ms": round(statistics.quantiles(entries, n=20)[18] * 1000, 1),
        "entries_per_s": round(1 / statistics.median(entries), 1),
        "bare_commits_per_s": commits,
    }


def _bare_commits(folder: Path) -> float:
    database = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x INTEGER);")
    started = time.perf_counter()
    for number in range(300):
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO t VALUES (?)", (number,))
        database.execute("COMMIT")
    return round(300 / (time.perf_counter() - started), 1)


# The search


SEARCHED = {  # a question of each kind; what they find in the made-up register is said beside their times
    "common word": ["ใบอนุญาต", "นายกเทศมนตรี", "ประชุม", "กองคลัง"],
    "common long ago": ["โควิด", "ไวรัสโคโรนา"],
    "rare word": ["แก้วมั่นคงไพศาล", "54321", "มท 0042/ว 77"],
    "number": ["124", "124/66", "๙๙๙/๒๕๖๕"],
    "two letters": ["ยา", "ปู", "โค", "ฎา", "42"],
    "one letter": ["ย", "ฌ", "ฎ", "7"],
    "several words": ["ขอต่ออายุ นครนายก สมชาย", "ไฟป่า เชียงใหม่", "ร้องเรียน งบประมาณ", "กองคลัง กองช่าง"],
    "no hit": ["ไม่มีคำนี้เลย", "zzzz", "กขฃคฅ", "l;ylfu"],
}
SEARCH_WANTED_MS = {"sqlite": 100, "postgresql": 300}
SEARCH_RUNS = 10  # of each question, after one that warms nothing but the statement


def bench_search() -> dict[str, Any]:
    """A register of a million entries: indexing, and every kind of question through the page, on both databases."""
    from tests.servers.postgres import running_postgres

    with running_postgres() as postgres:
        return {
            "sqlite": _searched({}),
            "postgresql": _searched({"SARABAN_DATABASE": postgres.url()}),
        }


def _searched(database: dict[str, str]) -> dict[str, Any]:
    """In a process of its own: Django reads its settings once."""
    with _folder() as folder:
        said = folder / "said.json"
        code = f"from dev.bench import search_here; search_here({str(folder)!r}, {ROWS}, {str(said)!r})"
        subprocess.run([sys.executable, "-c", code], env=os.environ | database, cwd=TOP, check=True)
        return json.loads(said.read_text())  # type: ignore[no-any-return]


def search_here(folder: str, rows: int, said: str) -> None:
    _django()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from saraban.registers.books import Counter
    from saraban.registers.models import IncomingEntry
    from saraban.search.index import reindex
    from saraban.tenancy.scope import acting_for
    from tests.office import arrive, open_office

    settings.DATA_DIR = Path(folder)
    settings.ALLOWED_HOSTS = ["*"]
    found: dict[str, Any] = {"rows": rows}
    with _fresh_office(Path(folder), practice=True) as office:
        small = open_office("small", data=Path(folder), practice=True)
        for one, count in ((office, rows), (small, 200)):
            with acting_for(one.agency):
                IncomingEntry.objects.enter(arrive(one), by=one.clerk)
                _fill_register(count)
                for year in IncomingEntry.objects.values_list("year", flat=True).distinct():
                    Counter.objects.update_or_create(
                        agency=one.agency,
                        register=IncomingEntry.REGISTER,
                        year=year,
                        defaults={"last": count},
                    )
                started = time.perf_counter()
                done = reindex(batch=500)
                if one is office:
                    found["indexed_rows_per_s"] = round(done / (time.perf_counter() - started))
                    found["indexed_rows_per_s_wanted"] = 3_000 if connection.vendor == "sqlite" else None
        if connection.vendor == "postgresql":  # as its autovacuum does; on SQLite nobody does
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        found["megabytes"] = _search_sizes(connection)
        client = Client()
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(office.clerk.user, backend=backend)
        found["page_without_question_ms"] = _milliseconds(lambda: client.get("/desk/search/"), SEARCH_RUNS)
        with acting_for(office.agency):
            asked = {kind: {one: _asked(client, one) for one in some} for kind, some in SEARCHED.items()}
        every = [ms for some in asked.values() for _, times in some.values() for ms in times]
        found["p95_ms"], found["worst_ms"] = _p95(every), round(max(every), 1)
        found["p95_ms_wanted_at_most"] = SEARCH_WANTED_MS[connection.vendor]
        found["questions"] = {
            kind: {one: {"found": count, "p95_ms": _p95(times)} for one, (count, times) in some.items()}
            for kind, some in asked.items()
        }
        assert small.clerk.user is not None
        client.force_login(small.clerk.user, backend=backend)
        with acting_for(small.agency):
            beside = [_asked(client, one)[1] for one in ("ใบอนุญาต", "แก้วมั่นคงไพศาล", "ย", "ยา", "zzzz")]
        found["small_beside_the_big_agency_p95_ms"] = max(map(_p95, beside))
        found["bare"] = _bare_search(connection, office.agency.pk)
    Path(said).write_text(json.dumps(found, ensure_ascii=False))


def _asked(client: Any, question: str) -> tuple[str, list[float]]:
    """How many of each kind the current agency has (by number, entries, waiting letters), and the page's times."""
    from saraban.search.finding import find

    hits = find(question)
    address = "/desk/search/?" + urllib.parse.urlencode({"q": question})
    assert client.get(address).status_code == 200
    counts = [len(hits.numbered), *(group.count for group in hits.groups)]
    return " + ".join(map(str, counts)), _times(lambda: client.get(address), SEARCH_RUNS)


def _times(run: Callable[[], Any], runs: int) -> list[float]:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _p95(times: list[float]) -> float:
    return round(statistics.quantiles(times, n=20)[18], 1)


def _milliseconds(run: Callable[[], Any], runs: int) -> float:
    return round(statistics.median(_times(run, runs)), 1)


def _fill_register(count: int) -> None:
    """Entries 2 to `count` like the first, each with words of its own, over twelve years up to now."""
    from django.db import connection, transaction
    from django.utils.timezone import now

    from saraban.registers.models import IncomingEntry

    own = ["year", "number", "part", "registered_at", "letter_number", "sender", "subject", "action"]
    kept = [
        f.column for f in IncomingEntry._meta.concrete_fields if f.column and f.column not in ("id", *own)
    ]
    statement = (
        f"INSERT INTO saraban_incomingentry ({', '.join([*own, *kept])}) "
        f"SELECT {', '.join(['%s'] * len(own))}, {', '.join(kept)} FROM saraban_incomingentry "
        f"WHERE id = {IncomingEntry.objects.get().pk}"
    )
    if connection.vendor == "postgresql":
        types = ("smallint", "int", "text", "timestamptz", "text", "text", "text", "text")
        for name in types:
            statement = statement.replace("%s", f"%S::{name}", 1)
        statement = statement.replace("%S", "%s")
    end = now()
    step = timedelta(days=365 * 12) / count
    with transaction.atomic(), connection.cursor() as cursor:
        lines = list[tuple[Any, ...]]()
        for number, words in enumerate(_made_up_entries(count - 1), start=2):
            at = end - step * (count - number + 1)
            lines.append((at.year + 543, number, str(number), at, *words))
            if len(lines) == 5_000 or number == count:
                cursor.executemany(statement, lines)
                lines = []


def _made_up_entries(count: int) -> Iterator[tuple[str, str, str, str]]:
    """Letter number, sender, subject, action: common phrases, names that are rare, one matter of the early years."""
    dice = random.Random(count)
    pick = dice.choice
    for number in range(count):
        of_citizen = dice.random() < 0.6
        name = "".join(pick(SYLLABLES) for _ in range(pick((2, 3))))
        if of_citizen:
            sender = f"{pick(('นาย', 'นาง', 'นางสาว'))}{pick(FIRST_NAMES)} {name}"
        else:
            sender = pick(OFFICES) + pick(PLACES)
        matter = pick(MATTERS)
        if number < count * 0.4 and dice.random() < 0.3:
            matter = "มาตรการป้องกันโรคติดเชื้อไวรัสโคโรนา โควิด"
        other = "".join(pick(SYLLABLES) for _ in range(2))
        subject = (
            f"{matter} หมู่ {dice.randint(1, 20)} ตำบล{pick(PLACES)} ราย{pick(FIRST_NAMES)} {other} "
            f"เลขที่ {dice.randint(1, 99_999)}"
        )
        letter = (
            ""
            if of_citizen
            else f"{pick(('มท', 'นย', 'สธ', 'กค'))} {dice.randint(1, 9_999):04d}/ว {dice.randint(1, 9_999)}"
        )
        yield letter, sender, subject, pick(UNITS)


def _search_sizes(connection: Any) -> dict[str, float]:
    asked = {
        "sqlite": {
            "index": "SELECT sum(length(block)) FROM saraban_pieces_data",
            "texts": "SELECT sum(length(CAST(text AS BLOB))) FROM saraban_found",
        },
        "postgresql": {
            "index": "SELECT pg_relation_size('saraban_found_pieces')",
            "texts": "SELECT pg_table_size('saraban_found')",
        },
    }[connection.vendor]
    with connection.cursor() as cursor:
        sizes = {}
        for name, statement in asked.items():
            cursor.execute(statement)
            sizes[name] = round(cursor.fetchone()[0] / 1e6, 1)
        return sizes


def _bare_search(connection: Any, agency: int) -> dict[str, Any]:
    """The engine's own trigrams over the same texts, asked in SQL for the last twenty; nothing is counted.

    They find nothing (SQLite) or read every text (PostgreSQL) for one and two letters, so they are asked for three up.
    """
    words = [word for kind in ("common word", "common long ago", "no hit") for word in SEARCHED[kind]]
    if connection.vendor == "sqlite":
        index = ["CREATE VIRTUAL TABLE bare USING fts5(text, content='', tokenize='trigram')"]
        fill = "INSERT INTO bare (rowid, text) SELECT id, text FROM saraban_found WHERE agency_id = %s"
        ask = "SELECT rowid FROM bare WHERE bare MATCH %s ORDER BY rowid DESC LIMIT 20"
        size = "SELECT sum(length(block)) FROM bare_data"
    else:
        index = [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            "CREATE TABLE bare (id bigint PRIMARY KEY, text text)",
            "CREATE INDEX bare_text ON bare USING gin (text gin_trgm_ops)",
        ]
        fill = "INSERT INTO bare SELECT id, text FROM saraban_found WHERE agency_id = %s"
        ask = "SELECT id FROM bare WHERE text LIKE %s ORDER BY id DESC LIMIT 20"
        size = "SELECT pg_relation_size('bare_text')"
    with connection.cursor() as cursor:
        for statement in index:
            cursor.execute(statement)
        started = time.perf_counter()
        cursor.execute(fill, [agency])
        rows = cursor.rowcount / (time.perf_counter() - started)
        cursor.execute("ANALYZE")
        times = {}
        for word in words:
            said = f'"{word}"' if connection.vendor == "sqlite" else f"%{word}%"
            times[word] = round(max(_times(lambda: cursor.execute(ask, [said]).fetchall(), SEARCH_RUNS)), 1)  # noqa: B023
        cursor.execute(size)
        megabytes = round(cursor.fetchone()[0] / 1e6, 1)
    return {"indexed_rows_per_s": round(rows), "index_megabytes": megabytes, "worst_ms": times}


FIRST_NAMES = [
    "สมชาย",
    "สมหญิง",
    "วิชัย",
    "สุดา",
    "ประเสริฐ",
    "มานี",
    "ปิติ",
    "ชูใจ",
    "วีระ",
    "สมศักดิ์",
    "อรทัย",
    "จันทรา",
    "กิตติ",
    "ณัฐพล",
    "ศิริพร",
    "ธนวัฒน์",
]
SYLLABLES = [
    "กิจ",
    "เจริญ",
    "ทรัพย์",
    "วัฒน์",
    "พงษ์",
    "สุข",
    "ศรี",
    "ชัย",
    "บุญ",
    "ทอง",
    "แก้ว",
    "มั่น",
    "คง",
    "รุ่ง",
    "เรือง",
    "ไพศาล",
    "วงศ์",
    "พันธุ์",
    "ใจ",
    "ดี",
    "งาม",
    "เลิศ",
    "สกุล",
    "กุล",
    "ธรรม",
    "รัตน์",
    "อนันต์",
    "ประ",
    "สิทธิ์",
    "ฤทธิ์",
    "เดช",
    "นาค",
    "จันทร์",
    "เพ็ชร",
    "ปัญญา",
]
MATTERS = (
    *("ขอต่ออายุใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ", "ขออนุญาตก่อสร้างอาคาร", "ร้องเรียนกลิ่นเหม็นจากฟาร์มหมู"),
    *("ขอเชิญประชุมหัวหน้าส่วนราชการ", "การเฝ้าระวังโรคติดต่อ", "ซักซ้อมแนวทางการปฏิบัติงานสารบรรณ"),
    *(
        "ขอความอนุเคราะห์สถานที่จัดงาน",
        "แจ้งผลตรวจสอบอากรแสตมป์",
        "ส่งรายงานการเงินประจำเดือน",
        "ขอรับการสนับสนุนงบประมาณ",
    ),
    *("ขอใช้รถบรรทุกน้ำ", "ประชาสัมพันธ์โครงการฝึกอบรม", "ขอสำเนาเอกสารราชการ", "ร้องทุกข์ถนนชำรุดเป็นหลุมเป็นบ่อ"),
    *("ขอติดตั้งไฟฟ้าสาธารณะ", "ขอตัดต้นไม้กีดขวางทาง", "ยื่นแบบแสดงรายการภาษีที่ดินและสิ่งปลูกสร้าง", "ขอผ่อนชำระภาษีป้าย"),
    *("สำรวจความพึงพอใจผู้รับบริการ", "แจ้งเหตุสุนัขจรจัด", "ขอรับเบี้ยยังชีพผู้สูงอายุ", "ขอขึ้นทะเบียนผู้พิการ"),
    *("การป้องกันและแก้ไขปัญหาไฟป่าและหมอกควัน", "ขอจัดตั้งตลาดนัด", "ขอเปิดร้านขายยาและอาหารเสริม"),
)
OFFICES = ("สำนักงานสาธารณสุขจังหวัด", "อำเภอ", "สำนักงานสรรพากรพื้นที่", "องค์การบริหารส่วนตำบล", "สถานีตำรวจภูธร")
PLACES = [
    "นครนายก",
    "ลพบุรี",
    "สระบุรี",
    "ปทุมธานี",
    "ชลบุรี",
    "ระยอง",
    "เชียงใหม่",
    "ลำปาง",
    "น่าน",
    "แพร่",
    "ตาก",
    "เลย",
    "หนองคาย",
    "ตรัง",
    "สงขลา",
    "ยะลา",
]
UNITS = ("กองคลัง", "กองช่าง", "กองสาธารณสุข", "สำนักปลัด", "กองการศึกษา")


# What they stand on


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    importlib.import_module("django").setup()


@contextmanager
def _folder() -> Iterator[Path]:
    """On the disk that the product would stand on, not in memory."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="bench-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def _fresh_office(folder: Path, *, practice: bool = False) -> Iterator[Any]:
    from django.core.management import call_command
    from django.db import connections

    from tests.office import open_office

    connection = connections["default"]
    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["NAME"] = str(folder / "saraban.sqlite3")
    call_command("migrate", verbosity=0)
    yield open_office(data=folder, practice=practice)
    connection.close()


def _environment(folder: Path, **more: str) -> dict[str, str]:
    from tests.servers.processes import free_port

    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SARABAN_", "DJANGO_"))}
    return kept | {"SARABAN_DATA": str(folder), "SARABAN_PORT": str(free_port())} | more


def _saraban(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "saraban", *words],
        env=environment,
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


@contextmanager
def _serving(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "saraban", "serve", *words],
        env=environment,
        cwd=TOP,
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(3_000):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{environment['SARABAN_PORT']}/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.01)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        threading.Timer(30, process.kill).start() if process.poll() is None else None
        process.wait()


def bench_evidence() -> dict[str, Any]:
    _django()
    return bench_evidence_of(_fresh_office)


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "intake": bench_intake,
    "latency": bench_latency,
    "start": bench_start,
    "register": bench_register,
    "search": bench_search,
    "books": bench_books,
    "cases": bench_cases,
    "money": bench_money,
    "documents": bench_documents,
    "desk": bench_desk,
    "meeting": bench_meeting,
    "evidence": bench_evidence,
}

if __name__ == "__main__":
    sys.exit(main())
