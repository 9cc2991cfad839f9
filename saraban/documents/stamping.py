"""A sealed PDF gets the word of a time stamp authority on when it was sealed: level B-T (guide #4.3; PAdES).

Where the authority is down the file stays as it is, level B-B, and can be completed later.
"""

from __future__ import annotations

import tempfile
from base64 import b64decode, b64encode
from enum import StrEnum
from pathlib import Path
from typing import Any

from saraban.documents.time_stamps import NotStamped, ask, stamped_at
from saraban.documents.tokens import question
from saraban.workbench.bench import Bench, Broken, TooCostly

JOBS = "saraban.documents.stamping_job"
SECONDS_MAX = 15.0
MEMORY_BYTES_MAX = 384 * 1024 * 1024

_bench = Bench(preload=[JOBS], memory_bytes_max=MEMORY_BYTES_MAX, children_max=1)


class Unstampable(NotStamped):
    """It is the file's own fault: whatever authority is asked, it stays as it is. `str()` is Thai."""


class Level(StrEnum):
    """How well a seal is proven (ETSI EN 319 142-1): by itself; with when it was there; with who was revoked then; and with a
    stamp over all that, which is renewed before it ages."""

    BASIC = "B-B"
    TIMED = "B-T"
    LONG = "B-LT"
    KEPT = "B-LTA"
    ELSEWHERE = "นอกระบบ"  # sealed by others' means: taken in as it is

    @property
    def thai(self) -> str:
        return THAI_OF_LEVELS[self]


THAI_OF_LEVELS = {
    Level.BASIC: "ไม่มีตราประทับเวลา",
    Level.TIMED: "มีตราประทับเวลา",
    Level.LONG: "มีตราประทับเวลา และหลักฐานว่าใบรับรองไม่ถูกเพิกถอน",
    Level.ELSEWHERE: "ประทับจากนอกระบบ",
    Level.KEPT: "มีตราประทับเวลา และหลักฐานครบสำหรับเก็บระยะยาว",
}


def time_stamped(pdf: bytes, *, url: str, roots: str, ca_file: Path | None = None) -> bytes:
    """The same file with the authority's stamp in its last signature; not a byte longer. `roots`: PEM of those who may sign
    stamps. Raises `NotStamped`, `Unstampable`; asks a server: not while the desk is held."""
    with tempfile.TemporaryDirectory(prefix="saraban-stamp-") as folder:
        path = Path(folder) / "sealed.pdf"
        path.write_bytes(pdf)
        signature = b64decode(_ask("signature_of", [str(path)])["signature"])
        asked = question(signature)
        answer = ask(url, asked.data, ca_file=ca_file)
        stamped_at(answer, signature, roots, asked.nonce)
        made = _ask("stamped", [str(path), b64encode(answer).decode()])
    assert isinstance(made, bytes) and len(made) == len(pdf)
    return made


def _ask(job: str, asked: list[str]) -> Any:
    try:
        said = _bench.run(f"{JOBS}:{job}", asked, timeout_seconds=SECONDS_MAX)
    except (Broken, TooCostly) as error:
        raise Unstampable("ยังไม่ได้ประทับเวลา เพราะอ่านลายมือชื่อในไฟล์ไม่สำเร็จ เอกสารที่ประทับรับรองแล้วอยู่ครบ") from error
    if isinstance(said, dict) and "trouble" in said:
        raise Unstampable("ยังไม่ได้ประทับเวลา เพราะไฟล์นี้ไม่มีที่ว่างให้ตราประทับเวลา เอกสารที่ประทับรับรองแล้วอยู่ครบ")
    return said
