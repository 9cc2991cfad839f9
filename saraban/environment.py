"""What the deployment may say through the environment, read once and refused when misspelt.

A misspelt name that is silently ignored is a mail server without TLS or a database in the wrong folder, so an
unknown SARABAN_ name stops the start.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KNOWN = {
    "SARABAN_DATA": "โฟลเดอร์เก็บข้อมูลทั้งหมด (ปกติ ./data)",
    "SARABAN_HOST": "ที่อยู่ที่ให้บริการหน้าเว็บ (ปกติ 127.0.0.1)",
    "SARABAN_PORT": "พอร์ตของหน้าเว็บ (ปกติ 8000)",
    "SARABAN_URL": "ที่อยู่เว็บที่ผู้ใช้เห็น เช่น https://saraban.klongnoy.go.th",
    "SARABAN_DATABASE": "sqlite: หรือ postgresql://ผู้ใช้@เครื่อง/ฐานข้อมูล",
    "SARABAN_CA": "ไฟล์ PEM ของใบรับรองรากเพิ่มเติม",
    "SARABAN_TRUST": "ไฟล์ PEM ของรากลายมือชื่อดิจิทัลที่เชื่อเพิ่มจาก NRCA",
}


CONNECTION_SECONDS_MAX = (
    600  # a connection is kept from page to page: a new one costs as much as a page's questions
)
POSTGRESQL_OPTIONS = (
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
)  # libpq's words that may follow the address


class BadEnvironment(Exception):
    """A setting is unknown or cannot be meant. `str()` is a Thai sentence for whoever started the program."""


@dataclass(frozen=True)
class Environment:
    data: Path
    host: str
    port: int
    url: str  # as people reach it, without a closing slash
    database: dict[str, Any]  # Django's DATABASES["default"]
    ca_file: Path | None
    trust_file: Path | None  # of roots of signatures, beside NRCA's


def read_environment(words: Mapping[str, str] | None = None) -> Environment:
    """Raises `BadEnvironment`."""
    said = {name: value for name, value in (words or os.environ).items() if name.startswith("SARABAN_")}
    unknown = sorted(set(said) - set(KNOWN))
    if unknown:
        raise BadEnvironment(
            f"ยังไม่ได้เริ่มทำงาน เพราะไม่รู้จักค่าตั้ง {', '.join(unknown)} "
            f"ค่าที่ใช้ได้คือ {', '.join(KNOWN)} โปรดแก้ชื่อแล้วเริ่มใหม่ ข้อมูลเดิมอยู่ครบ"
        )
    data = Path(said.get("SARABAN_DATA") or "data").resolve()
    host = said.get("SARABAN_HOST") or "127.0.0.1"
    port = _port(said.get("SARABAN_PORT") or "8000")
    return Environment(
        data=data,
        host=host,
        port=port,
        url=_url(said.get("SARABAN_URL") or f"http://localhost:{port}"),
        database=_database(said.get("SARABAN_DATABASE") or "sqlite:", data),
        ca_file=_pem_file("SARABAN_CA", said),
        trust_file=_pem_file("SARABAN_TRUST", said),
    )


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise BadEnvironment(f"ยังไม่ได้เริ่มทำงาน เพราะ SARABAN_PORT ต้องเป็นเลข 1-65535 ไม่ใช่ “{text}”")
    return int(text)


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadEnvironment(
            f"ยังไม่ได้เริ่มทำงาน เพราะ SARABAN_URL ต้องขึ้นต้นด้วย https:// หรือ http:// ไม่ใช่ “{text}”"
        )
    return text.rstrip("/")


def _pem_file(name: str, said: Mapping[str, str]) -> Path | None:
    text = said.get(name)
    if not text:
        return None
    path = Path(text)
    if not path.is_file():
        raise BadEnvironment(f"ยังไม่ได้เริ่มทำงาน เพราะไม่พบไฟล์ใบรับรองราก {name} “{text}”")
    return path


def _database(text: str, data: Path) -> dict[str, Any]:
    parts = urlsplit(text)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "saraban.sqlite",
            "NAME": Path(parts.path) if parts.path else data / "saraban.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,  # seconds, against writers of another process; ours queue before it
                # FULL: with NORMAL a power cut loses numbers that a citizen has already been told.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
            "CONN_MAX_AGE": CONNECTION_SECONDS_MAX,
        }
    if parts.scheme == "postgresql":
        asked = parse_qs(parts.query)
        strange = sorted(set(asked) - {"host", *POSTGRESQL_OPTIONS})
        if strange:
            raise BadEnvironment(
                f"ยังไม่ได้เริ่มทำงาน เพราะไม่รู้จัก {', '.join(strange)} ใน SARABAN_DATABASE "
                f"ส่วนต่อท้ายที่ใช้ได้คือ host, {', '.join(POSTGRESQL_OPTIONS)} ข้อมูลเดิมอยู่ครบ"
            )
        try:
            port = str(parts.port or "")
        except ValueError:
            raise BadEnvironment("ยังไม่ได้เริ่มทำงาน เพราะพอร์ตใน SARABAN_DATABASE ต้องเป็นเลข 1-65535") from None
        return {
            "ENGINE": "django.db.backends.postgresql",
            "OPTIONS": {name: asked[name][0] for name in POSTGRESQL_OPTIONS if name in asked},
            "NAME": unquote(parts.path.lstrip("/")) or "saraban",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": asked.get("host", [parts.hostname or ""])[0],
            "PORT": port,
            "CONN_MAX_AGE": CONNECTION_SECONDS_MAX,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadEnvironment(
        f"ยังไม่ได้เริ่มทำงาน เพราะ SARABAN_DATABASE ต้องเป็น sqlite: หรือ postgresql://… ไม่ใช่ “{parts.scheme}:”"
    )
