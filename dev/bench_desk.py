"""The clerk's side of make bench: from Enter to the next letter, and the first meeting with an old mailbox."""

from __future__ import annotations

import base64
import json
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

BUILD = Path(__file__).parent.parent / "build"
PASSWORD = "bench-password"
USER = "saraban@klongnoi.example"
LETTERS_ENTERED = 60
OLD_LETTERS = 50_000
OLD_YEARS = 5
ENTERS_MAX = 8  # to go through a letter's doubts
USABLE_SECONDS = 60
MEETING_SECONDS_MAX = 900
QUIET_ROUNDS = 20  # of half a second without a new letter: all are here
NEWEST = "SELECT 1 FROM saraban_inboundemail WHERE subject LIKE ?"

# Notes the time from a pressed Enter until another letter can be read, over the pages between.
STOPWATCH = """
(() => {
  const open = () => document.querySelector('#card')?.getAttribute('action') ?? '';
  addEventListener('keydown', event => {
    if (event.code === 'Enter' && !document.querySelector('#card')?.ariaBusy) {
      sessionStorage.began = Date.now(); sessionStorage.left = open(); sessionStorage.took = '';
    }
  }, true);
  const look = () => {
    const here = open();
    if (sessionStorage.began && here && here !== sessionStorage.left && document.readyState !== 'loading') {
      sessionStorage.took = Date.now() - Number(sessionStorage.began); sessionStorage.began = '';
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def bench_desk() -> dict[str, Any]:
    """Enter → the next letter, in Chromium, over letters of citizens and of offices with PDFs; only what one key does."""
    from tests.cards.make import make

    with _folder() as folder:
        letters = folder / "letters"
        letters.mkdir()
        paths = make(letters)
        expected = [json.loads(line) for line in (letters / "expected.jsonl").read_text().splitlines()]
        single = [
            path
            for path, told in zip(paths, expected, strict=True)
            if told["outcome"] == ["register"] and len(told["letters"]) == 1
        ]
        random.Random(1).shuffle(single)
        return _entered(folder, single[: LETTERS_ENTERED * 2])


def _entered(folder: Path, letters: list[Path]) -> dict[str, Any]:
    from tests.journeys.product import chromium, product, sign_in

    with product(folder / "data") as office, chromium() as browser:
        home = folder / "Maildir"
        for part in ("new", "cur", "tmp"):
            (home / part).mkdir(parents=True)
        for path in letters:
            shutil.copy(path, home / "new" / path.name)
        link = office.run(
            *("found", "--name", "เทศบาลตำบลคลองน้อย", "--province", "นครนายก", "--phone", "02 123 4567"),
            *(
                "--domain",
                "klongnoi.example",
                "--mailbox",
                f"maildir://{home}",
                "--smtp",
                f"maildir://{folder}/sent",
            ),
            *(
                "--officer",
                "suda@klongnoi.example",
                "--head",
                "นายกเทศมนตรีตำบลคลองน้อย",
                "--since",
                "1/1/2560",
            ),
        ).split()[-1]
        with office.serving():
            page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH").new_page()
            page.add_init_script(STOPWATCH)
            sign_in(page, link)
            page.goto(f"{office.address}/desk/")
            page.wait_for_selector("#card")
            taken, skipped = list[float](), 0
            while len(taken) < LETTERS_ENTERED and skipped < LETTERS_ENTERED:
                page.wait_for_timeout(900)
                for _ in range(ENTERS_MAX):
                    page.keyboard.press("Enter")
                    if (took := _took(page)) is not None:
                        taken.append(took)
                        break
                else:  # a column that only a person can fill: another letter is opened
                    skipped += 1
                    page.locator("a.row").nth(skipped).click()
                    page.wait_for_selector("#card")
    return {
        "letters": len(taken),
        "skipped": skipped,
        "median_ms": statistics.median(taken),
        "p95_ms": round(statistics.quantiles(taken, n=20)[18], 1),
        "worst_ms": max(taken),
        "wanted_ms_at_most": 100,
    }


def _took(page: Any) -> float | None:
    """Milliseconds from the last Enter to the next letter; None where Enter only went to a doubt."""
    from playwright.sync_api import Error

    for _ in range(100):
        page.wait_for_timeout(100)
        try:
            busy, took = page.evaluate(
                "[document.querySelector('#card')?.ariaBusy === 'true' || !!sessionStorage.left && !sessionStorage.took"
                " && document.querySelector('#card')?.getAttribute('action') !== sessionStorage.left, sessionStorage.took]"
            )
        except Error:  # between two pages
            continue
        if took:
            return float(took)
        if not busy:
            return None
    raise AssertionError("the next letter did not open")


def bench_meeting() -> dict[str, Any]:
    """The first meeting with a mailbox of 50,000 letters of five years and five of this morning, on a real Dovecot:
    when the desk can be worked at, and how it answers while the old letters still come in."""
    from tests.servers.dovecot import running_dovecot

    with _folder() as folder, running_dovecot(users={USER: PASSWORD}) as dovecot:
        end = datetime.now(UTC) - timedelta(hours=1)
        step = timedelta(days=365 * OLD_YEARS) / OLD_LETTERS
        for number, raw in enumerate(_small_letters(OLD_LETTERS)):
            dovecot.deliver(raw, when=end - step * (OLD_LETTERS - number))
        (folder / "password").write_text(PASSWORD)
        return {
            "since_30_days": _met(dovecot, folder, "new", []),
            "since_ever": _met(dovecot, folder, "old", ["--since", "1/1/2550"]),
            "usable_s_wanted_at_most": USABLE_SECONDS,
        }


def _met(dovecot: Any, folder: Path, name: str, more: list[str]) -> dict[str, Any]:
    """Seconds from the start of `serve`. `usable`: the newest letter is on the desk, and a page comes within a second."""
    from tests.journeys.product import chromium, product, sign_in

    with product(folder / name, ca_file=dovecot.ca_file) as office, chromium() as browser:
        link = office.run(
            *("found", "--name", "เทศบาลตำบลคลองน้อย", "--province", "นครนายก", "--phone", "02 123 4567"),
            *(
                "--domain",
                "klongnoi.example",
                "--mailbox",
                dovecot.url(),
                "--smtp",
                "smtp://localhost:1?tls=no",
            ),
            *("--password-file", str(folder / "password"), "--officer", "suda@klongnoi.example", *more),
        ).split()[-1]
        started = time.perf_counter()
        with office.serving():
            database = sqlite3.connect(f"file:{office.data}/saraban.sqlite3?mode=ro", uri=True)
            page = browser.new_page()
            sign_in(page, link)
            return _watched(database, started, lambda: page.request.get(f"{office.address}/desk/").body())


def _watched(database: sqlite3.Connection, started: float, open_desk: Callable[[], object]) -> dict[str, Any]:
    first = newest = None
    answers, count, still = list[float](), 0, 0
    while still < QUIET_ROUNDS and time.perf_counter() - started < MEETING_SECONDS_MAX:
        asked = time.perf_counter()
        open_desk()
        answers.append(time.perf_counter() - asked)
        before, count = count, database.execute("SELECT count(*) FROM saraban_inboundemail").fetchone()[0]
        since = round(time.perf_counter() - started, 1)
        if first is None and count:
            first = since
        if newest is None and database.execute(NEWEST, [f"%{OLD_LETTERS - 1}%"]).fetchone():
            newest = since
        still = still + 1 if count == before and newest is not None else 0
        time.sleep(0.5)
    return {
        "first_letter_s": first,
        "newest_letter_s": newest,
        "letters": count,
        "all_s": round(time.perf_counter() - started - QUIET_ROUNDS * 0.5, 1),
        "desk_p95_ms": round(statistics.quantiles(answers, n=20)[18] * 1000, 1),
        "desk_worst_ms": round(max(answers) * 1000, 1),
    }


def _small_letters(count: int) -> Iterator[bytes]:
    for number in range(count):
        subject = base64.b64encode(f"ขอต่ออายุใบอนุญาต ฉบับที่ {number}".encode()).decode()
        yield (
            f"From: c{number % 900}@example.com\r\nTo: {USER}\r\nSubject: =?utf-8?B?{subject}?=\r\n"
            f"Date: Sun, 22 Jan 2023 21:32:00 +0700\r\nMessage-ID: <old.{number}@example.com>\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            f"เรียน นายกเทศมนตรี\r\nข้าพเจ้าขอต่ออายุใบอนุญาต เลขที่ {number}\r\n"
        ).encode()


@contextmanager
def _folder() -> Iterator[Path]:
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="bench-", ignore_cleanup_errors=True) as name:
        yield Path(name)
