"""ประทับรับรอง: the agency's electronic seal (guide #4.3), put on PDFs by a process that holds the key and does nothing else.

The key lies on the disk as a PKCS#12, which only its passphrase opens. An officer says the passphrase after each start; it
goes through a pipe into that process, and is kept nowhere. Where the process dies, it has to be said again.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from saraban.law.refusal import Refusal
from saraban.workbench.bench import Bench, Broken, TooCostly

JOBS = "saraban.documents.sealing_job"
P12_BYTES_MAX = 64_000
PDF_BYTES_MAX = 25_000_000
PASSPHRASE_MAX = 200  # characters
SECONDS_MAX = 20.0
MEMORY_BYTES_MAX = 400 * 1024 * 1024
IDLE_SECONDS = 30 * 24 * 3600.0  # then the passphrase is asked for again
SEALS_MAX = 10**9  # for one process: it stays

STAYS = "เอกสารและข้อมูลเดิมอยู่ครบ"
TROUBLES = {
    "passphrase": f"เปิดใบรับรองไม่ได้ เพราะรหัสผ่านของไฟล์ไม่ถูกต้อง โปรดพิมพ์ใหม่ {STAYS}",
    "unreadable": f"เปิดใบรับรองไม่ได้ เพราะไฟล์นี้ไม่ใช่ PKCS#12 (.p12 หรือ .pfx) หรือเสียหาย โปรดเลือกไฟล์ที่ผู้ออกใบรับรองให้มา {STAYS}",
    "no_key": f"ใช้ใบรับรองนี้ไม่ได้ เพราะในไฟล์ไม่มีกุญแจส่วนตัวที่ใช้ลงลายมือชื่อได้ โปรดขอไฟล์ใหม่จากผู้ออกใบรับรอง {STAYS}",
    "weak": f"ใช้ใบรับรองนี้ไม่ได้ เพราะกุญแจสั้นเกินไป (ต้องเป็น RSA 2048 บิต หรือ EC 256 บิตขึ้นไป) โปรดขอใบรับรองใหม่ {STAYS}",
    "other_use": f"ใช้ใบรับรองนี้ไม่ได้ เพราะผู้ออกไม่ได้ออกให้ไว้ลงลายมือชื่อเอกสาร โปรดขอใบรับรองของหน่วยงานสำหรับลงลายมือชื่อ {STAYS}",
    "not_valid": f"ใช้ใบรับรองนี้ไม่ได้ เพราะหมดอายุแล้วหรือยังไม่ถึงวันเริ่มใช้ โปรดต่ออายุหรือใช้ใบใหม่ {STAYS}",
    "closed": f"ยังไม่ได้ประทับรับรอง เพราะใบรับรองยังไม่ได้เปิด หรือส่วนที่เก็บกุญแจหยุดไป โปรดพิมพ์รหัสผ่านของใบรับรอง {STAYS}",
    "encrypted": f"ยังไม่ได้ประทับรับรอง เพราะ PDF นี้ตั้งรหัสผ่านไว้ โปรดใช้ไฟล์ที่ไม่มีรหัสผ่าน {STAYS}",
    "unsealable": f"ยังไม่ได้ประทับรับรอง เพราะ PDF นี้เสียหาย หรือผู้ลงนามก่อนหน้าห้ามแก้ไข โปรดทำไฟล์ใหม่ {STAYS}",
    "stopped": f"ยังไม่ได้ประทับรับรอง เพราะส่วนที่เก็บกุญแจถูกหยุด ไฟล์อาจซับซ้อนเกินไป หรือหน่วยความจำไม่พอ โปรดพิมพ์รหัสผ่านของใบรับรอง แล้วลองอีกครั้ง {STAYS}",
    "too_big": f"ยังไม่ได้ประทับรับรอง เพราะ PDF ใหญ่เกิน 25 เมกะไบต์ โปรดทำไฟล์ให้เล็กลง {STAYS}",
}


@dataclass(frozen=True)
class SealCertificate:
    """What the certificate says of itself. Moments are aware. `organisation`: empty where it is a person's."""

    organisation: str
    name: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    chain: int  # certificates of authorities beside it

    def holds_at(self, moment: datetime) -> bool:
        return self.valid_from <= moment <= self.valid_until


class Sealer:
    """One process with one key. May be shared by threads: they take turns."""

    def __init__(self) -> None:
        self._bench = Bench(
            preload=[JOBS],
            memory_bytes_max=MEMORY_BYTES_MAX,
            children_max=1,
            jobs_max=SEALS_MAX,
            idle_seconds=IDLE_SECONDS,
            growth_bytes_max=MEMORY_BYTES_MAX,
        )
        self._certificate: SealCertificate | None = None

    def open(self, p12: bytes, passphrase: str, *, at: datetime) -> SealCertificate:
        """Load the key. `at`: now, aware. Raises `Refusal`: passphrase, unreadable, no_key, weak, other_use, not_valid,
        stopped; whatever was loaded before is forgotten."""
        if len(p12) > P12_BYTES_MAX or len(passphrase) > PASSPHRASE_MAX:
            raise _refusal("unreadable" if len(p12) > P12_BYTES_MAX else "passphrase")
        self._certificate = None
        said = self._ask("load", [b64encode(p12).decode(), passphrase])
        certificate = SealCertificate(
            **{**said, "valid_from": _moment(said["valid_from"]), "valid_until": _moment(said["valid_until"])}
        )
        if not certificate.holds_at(at):
            self.close()
            raise _refusal("not_valid")
        self._certificate = certificate
        return certificate

    def seal(self, path: Path, *, at: datetime | None = None) -> bytes:
        """The PDF of this file with the seal as one more revision: level B-B, until a time stamp is added. `at`: now,
        aware; a key held for weeks outlives its certificate. Raises `Refusal`: not_valid, closed, too_big, encrypted,
        unsealable, stopped."""
        certificate = self._certificate
        if certificate is not None and not certificate.holds_at(at or datetime.now(UTC)):
            raise _refusal("not_valid")
        if path.stat().st_size > PDF_BYTES_MAX:
            raise _refusal("too_big")
        sealed = self._ask("seal", [str(path.resolve())])
        assert isinstance(sealed, bytes)
        return sealed

    def pids(self) -> list[int]:
        """Of the process that holds the key: for the doctor and for tests."""
        return self._bench.resting_pids()

    def close(self) -> None:
        """Forget the key: its process ends."""
        self._bench.close()

    def _ask(self, job: str, asked: list[str]) -> Any:
        try:
            said = self._bench.run(f"{JOBS}:{job}", asked, timeout_seconds=SECONDS_MAX)
        except TooCostly:
            raise _refusal("stopped") from None
        except Broken:
            if job == "load":
                raise _refusal("unreadable") from None
            raise _refusal("unsealable" if self.pids() else "closed") from None
        if isinstance(said, dict) and "trouble" in said:
            raise _refusal(said["trouble"])
        return said


def _refusal(code: str) -> Refusal:
    return Refusal(code, TROUBLES[code])


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)
