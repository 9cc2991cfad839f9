"""A stranger's word on when something was there (RFC 3161): asked of a time stamp authority, and its answer opened in the child."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import socket
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from saraban.mail.gateway import MailFailure
from saraban.mail.servers import tls_context
from saraban.workbench.bench import Bench, Broken, TooCostly

ANSWER_BYTES_MAX = 64 * 1024  # one with its certificates has some six thousand
SILENCE_SECONDS_MAX, ASK_SECONDS_MAX, OPEN_SECONDS_MAX = 10.0, 30.0, 5.0

_bench = Bench(preload=["saraban.documents.tokens"], children_max=1)


class NotStamped(Exception):
    """The authority gave no stamp this time. `str()` is Thai; the cause, where there is one, is the world's own word."""


def ask(url: str, data: bytes, *, ca_file: Path | None) -> bytes:
    """One question to the authority and its answer: to that host only, in bounded time and size; not while the desk is held.

    `ca_file`: whom we trust for TLS besides the system's own. Raises `NotStamped`.
    """
    try:
        line, path = _line_to(url, ca_file)
        with contextlib.closing(line):
            line.connect()
            with cut_after(line.sock, ASK_SECONDS_MAX):
                line.request("POST", path, data, {"Content-Type": "application/timestamp-query"})
                said = line.getresponse()  # a redirection is not followed
                answer = said.read(ANSWER_BYTES_MAX + 1)
    except (OSError, http.client.HTTPException, MailFailure, ValueError) as error:
        raise NotStamped("ยังไม่ได้ประทับเวลา เพราะติดต่อผู้ให้บริการไม่ได้ จะลองใหม่เอง ข้อมูลเดิมอยู่ครบ") from error
    if said.status != http.client.OK or len(answer) > ANSWER_BYTES_MAX:
        raise NotStamped("ยังไม่ได้ประทับเวลา เพราะผู้ให้บริการตอบไม่ถูกแบบ จะลองใหม่เอง ข้อมูลเดิมอยู่ครบ")
    return answer


def _line_to(url: str, ca_file: Path | None) -> tuple[http.client.HTTPConnection, str]:
    """Not open yet, and what is asked for there. Raises `ValueError`, `MailFailure`."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    if parts.scheme == "https":
        context = tls_context(ca_file)
        return http.client.HTTPSConnection(host, port, timeout=SILENCE_SECONDS_MAX, context=context), path
    return http.client.HTTPConnection(host, port, timeout=SILENCE_SECONDS_MAX), path


def stamped_at(answer: bytes, what: bytes, roots: str, nonce: int | None = None) -> datetime:
    """When the authority saw it. Raises `NotStamped`."""
    asked = [
        base64.b64encode(answer).decode(),
        base64.b64encode(hashlib.sha256(what).digest()).decode(),
        roots,
        nonce,
    ]
    try:
        said = _bench.run("saraban.documents.tokens:opened", asked, timeout_seconds=OPEN_SECONDS_MAX)
    except (Broken, TooCostly):
        said = ""
    if not said:
        raise NotStamped(
            "ยังไม่ได้ประทับเวลา เพราะคำตอบของผู้ให้บริการไม่ตรงกับที่ถาม หรือไม่ได้ลงนามโดยใบรับรองที่ตั้งไว้ จะลองใหม่เอง ข้อมูลเดิมอยู่ครบ"
        )
    return datetime.fromisoformat(said)


@contextlib.contextmanager
def cut_after(line: socket.socket, seconds: float) -> Iterator[None]:
    """Whoever answers byte by byte is not waited for any longer than that."""

    def cut() -> None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
