"""A seal kept provable beyond the life of its certificates (PAdES B-LT, B-LTA): a time stamp, the lists of who was revoked,
and a stamp over all, which is renewed before it ages.

Each step stands by itself: where an authority is down, the file stays at the level it has reached, and is taken up later.
"""

from __future__ import annotations

import tempfile
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from saraban.documents.revocation_lists import NoList, fetched
from saraban.documents.stamping import Level, Unstampable, time_stamped
from saraban.documents.time_stamps import NotStamped, ask, stamped_at
from saraban.documents.tokens import question
from saraban.workbench.bench import Bench, Broken, TooCostly

JOBS = "saraban.documents.prolonging_job"
SECONDS_MAX = 30.0
MEMORY_BYTES_MAX = 512 * 1024 * 1024
CERTIFICATES_MAX = 12  # of one file, each with its list

_bench = Bench(preload=[JOBS], memory_bytes_max=MEMORY_BYTES_MAX, children_max=1)


@dataclass(frozen=True)
class Prolonged:
    """The file as far as it came. `until`: when the certificate of its newest stamp ends, aware. `lacks`: why it did not come
    further, in Thai; empty at `Level.KEPT`."""

    pdf: bytes
    level: Level
    until: datetime | None
    lacks: str = ""


@dataclass(frozen=True)
class Authorities:
    """Whom the office has named for time: `url`, and who may sign its stamps (`roots`, PEM). `known`: issuers of certificates
    that a file may not hold, DER. `ca_file`: whom we trust for TLS besides the system's own."""

    url: str
    roots: str
    known: Sequence[bytes] = ()
    ca_file: Path | None = None


def level_of(pdf: bytes) -> Level | None:
    """What is in the file behind its last signature; None where nothing is signed. Raises `Unstampable`: it cannot be read."""
    with _File(pdf, ()) as file:
        return file.level


def prolonged(pdf: bytes, by: Authorities, *, at: datetime, renews: bool = False) -> Prolonged:
    """As far as it goes today. `at`: now, aware. `renews`: one stamp more over a file that has its own, before that ages.

    Raises `Unstampable`: the file cannot be prolonged at all. Asks servers: not while the desk is held.
    """
    lacks = ""
    with _File(pdf, by.known) as file:
        if file.level is None:
            raise Unstampable("ยังไม่ได้ประทับเวลา เพราะไฟล์นี้ไม่มีลายมือชื่อ เอกสารอยู่ครบ")
        try:
            if file.level == Level.BASIC:
                file.become(time_stamped(file.pdf, url=by.url, roots=by.roots, ca_file=by.ca_file))
            wanted = file.told["newest"] if renews and file.level == Level.KEPT else file.told["lacks"]
            if wanted:
                file.add_lists(wanted, at)
            if file.level == Level.LONG or (renews and file.level == Level.KEPT):
                file.stamp(by)
        except Unstampable:
            raise
        except (NotStamped, NoList) as trouble:
            lacks = str(trouble)
        until = file.told["until"]
        return Prolonged(file.pdf, file.level, datetime.fromisoformat(until) if until else None, lacks)


class _File:
    """The file on its way: what is known of it, and what is put behind it; opened in the child only."""

    def __init__(self, pdf: bytes, known: Sequence[bytes]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="saraban-prolong-")
        self._path = Path(self._folder.name) / "sealed.pdf"
        self._known = [b64encode(one).decode() for one in known]
        self.become(pdf)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def level(self) -> Level | None:
        return Level(self.told["level"]) if self.told["level"] else None

    def become(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._path.write_bytes(pdf)
        self.told: dict[str, Any] = self._ask("told", self._known)

    def add_lists(self, wanted: Sequence[Sequence[str]], at: datetime) -> None:
        """The lists of these certificates. Raises `NoList`, `Unstampable`."""
        if not all(wanted) or len(wanted) > CERTIFICATES_MAX:
            raise NoList(
                "ยังไม่ได้หลักฐานการเพิกถอน เพราะใบรับรองไม่บอกที่อยู่ของรายการเพิกถอน (CRL) เอกสารและตราประทับเวลาอยู่ครบ"
            )
        lists = {addresses[0]: _first_of(addresses) for addresses in wanted}
        found = [b64encode(one).decode() for one in dict.fromkeys(lists.values())]
        self.become(self._ask("with_lists", self._known, found, at.isoformat()))

    def stamp(self, by: Authorities) -> None:
        """One stamp over everything. Raises `NotStamped`, `Unstampable`."""
        self._path.write_bytes(roomy := self._ask("with_room"))
        first, first_length, second, second_length = self._ask("stamped_ranges")["ranges"]
        about = roomy[first : first + first_length] + roomy[second : second + second_length]
        asked = question(about)
        answer = ask(by.url, asked.data, ca_file=by.ca_file)
        stamped_at(answer, about, by.roots, asked.nonce)
        self.become(self._ask("with_stamp", b64encode(answer).decode()))

    def _ask(self, job: str, *asked: Any) -> Any:
        try:
            said = _bench.run(f"{JOBS}:{job}", [str(self._path), *asked], timeout_seconds=SECONDS_MAX)
        except (Broken, TooCostly) as error:
            raise Unstampable(
                "ยังไม่ได้เติมหลักฐานระยะยาว เพราะอ่านลายมือชื่อในไฟล์ไม่สำเร็จ เอกสารที่ประทับรับรองแล้วอยู่ครบ"
            ) from error
        if isinstance(said, dict) and "trouble" in said:
            if said["trouble"] == "foreign":
                raise NoList(
                    "ยังไม่ได้หลักฐานการเพิกถอน เพราะรายการที่ได้มาหมดอายุหรือไม่ใช่ของผู้ออกใบรับรอง จะลองใหม่เอง เอกสารอยู่ครบ"
                )
            raise Unstampable(TROUBLES[said["trouble"]].format(who=said.get("who", "")))
        return said


TROUBLES = {
    "unreadable": "ยังไม่ได้เติมหลักฐานระยะยาว เพราะอ่านลายมือชื่อในไฟล์ไม่สำเร็จ เอกสารที่ประทับรับรองแล้วอยู่ครบ",
    "no_room": "ยังไม่ได้เติมตราประทับเวลา เพราะคำตอบของผู้ให้บริการยาวเกินที่เตรียมไว้ เอกสารที่ประทับรับรองแล้วอยู่ครบ",
    "revoked": "ใบรับรองของ {who} ถูกเพิกถอนแล้ว โปรดแจ้งผู้ออกใบรับรอง และตรวจเอกสารที่ประทับหลังวันเพิกถอน เอกสารอยู่ครบ",
}


def _first_of(addresses: Sequence[str]) -> bytes:
    """Raises `NoList`: none of them answered."""
    for one in addresses[:-1]:
        try:
            return fetched(one)
        except NoList:
            continue
    return fetched(addresses[-1])
