"""The product as a person has it: its command in a process of its own, its pages in a real browser."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.servers.processes import free_port

TOP = Path(__file__).parent.parent.parent
PASSWORD = "เรือลำน้อย-ลอยตามคลอง"
START_SECONDS = 60
STOP_SECONDS = 30


@dataclass
class Product:
    """A data folder, and the commands run on it. `pretended`: what its clock shows at the start of each command."""

    data: Path
    port: int
    ca_file: Path | None = None
    pretended: datetime | None = None
    database: str = ""
    trust_file: Path | None = None
    _serving: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def run(self, *words: str, expected: int = 0) -> str:
        """One command; what it wrote to stdout."""
        done = subprocess.run(
            [sys.executable, "-m", "saraban", *words],
            env=self._environment(),
            cwd=TOP,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expected, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    @contextmanager
    def serving(self, *words: str) -> Iterator[str]:
        """`saraban serve`, until the `with` ends; the first line that it wrote to stdout, if it wrote one by then."""
        self._start(*words)
        try:
            yield (self.data / "stdout").read_text().partition("\n")[0]
        finally:
            assert self._serving is not None
            self._serving.send_signal(signal.SIGTERM)
            try:
                self._serving.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._serving.kill()
                raise

    def killed_and_started_again(self, *words: str) -> None:
        """`kill -9` while it serves, and what a supervisor does then."""
        assert self._serving is not None
        self._serving.kill()
        self._serving.wait(STOP_SECONDS)
        self._start(*words)

    def _start(self, *words: str) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "stdout").open("w+") as out, (self.data / "stderr").open("w+") as err:
            self._serving = subprocess.Popen(
                [sys.executable, "-m", "saraban", "serve", *words],
                env=self._environment(),
                cwd=TOP,
                stdout=out,
                stderr=err,
            )
        try:
            self._wait_until_it_answers(self._serving, err.name)
        except BaseException:
            self._serving.kill()
            raise

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes], log: str) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=5).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"it does not answer: {Path(log).read_text()}")

    def _environment(self) -> dict[str, str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("SARABAN_", "DJANGO_", "PYTEST_"))}
        own = {"SARABAN_DATA": str(self.data), "SARABAN_PORT": str(self.port)}
        if self.ca_file is not None:
            own["SARABAN_CA"] = str(self.ca_file)
        if self.trust_file is not None:
            own["SARABAN_TRUST"] = str(self.trust_file)
        if self.database:
            own["SARABAN_DATABASE"] = self.database
        if self.pretended is not None:
            own |= _faked(self.pretended)
        return kept | own


def _faked(moment: datetime) -> dict[str, str]:
    """The clock shows that moment when the process starts. What `faketime` would set, without it around the product: a
    signal to that command ends it, and the product would go on."""
    assert shutil.which("faketime"), "faketime is not installed"
    said = moment.astimezone(UTC).strftime("@%Y-%m-%d %H:%M:%S")
    library = subprocess.check_output(["faketime", "-f", said, "printenv", "LD_PRELOAD"], text=True).strip()
    return {"LD_PRELOAD": library, "FAKETIME": said, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}


@contextmanager
def product(
    data: Path, *, ca_file: Path | None = None, pretended: datetime | None = None, database: str = ""
) -> Iterator[Product]:
    yield Product(data, free_port(), ca_file=ca_file, pretended=pretended, database=database)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """`more`: further arguments of its command line."""
    path = next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )
    assert path is not None, "Chromium is not installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                *more,
            ],
        )
        try:
            yield browser
        finally:
            browser.close()


def one_time_code(secret: str, at: float) -> str:
    """RFC 6238 over the base32 secret that the page shows."""
    key = base64.b32decode(secret.replace(" ", "").upper() + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def no_request_went_elsewhere(page: Page, address: str) -> list[str]:
    """Collects what the page asked of other hosts, from now on."""
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda request: (
            elsewhere.append(request.url)
            if not request.url.startswith((address, "data:", "about:", "blob:"))
            else None
        ),
    )
    return elsewhere


def sign_in(page: Page, link: str) -> None:
    """By the one-time link; then what every duty outside practice mode must have: a password and a second key."""
    page.goto(link)
    expect(page.get_by_role("heading", name="ความปลอดภัยของบัญชี")).to_be_visible()
    page.get_by_role("link", name="ตั้งรหัสผ่าน").click()
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.locator("main button[type=submit], main button:not([type])").first.click()
    page.goto(link.partition("/sign-in/")[0] + "/accounts/2fa/totp/activate/")
    secret = next(
        code
        for code in re.findall(
            r"\b[A-Z2-7]{16,64}\b", page.content().replace("&nbsp;", "") + page.locator("main").inner_text()
        )
    )
    page.locator("input[name=code]").fill(one_time_code(secret, time.time()))
    page.locator("main form:has(input[name=code]) button").first.click()
    page.goto(link.partition("/sign-in/")[0] + "/desk/")
    expect(page).to_have_url(re.compile(r"/desk/$"))
