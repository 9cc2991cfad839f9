"""The bytes that the log is made of, version 1. `docs/log.md` is their specification: change one with the other.

Pure functions: a verifier needs these rules and nothing else of the house.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

FORMAT = "saraban-log"
VERSION = 1
BEGINNING = "0" * 64  # the digest before the first entry
SALT_BYTES = 16

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def plain(value: Any) -> Plain:
    """A value as the log may hold it. Raises `TypeError` for what has no canonical form (a float, say)."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "sha256:" + hashlib.sha256(bytes(value)).hexdigest()
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (set, frozenset)):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def moment(at: datetime) -> str:
    """UTC with six decimals: 2026-11-24T01:30:00.000000Z."""
    assert at.tzinfo is not None, "a moment must say its time zone"
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: Plain) -> bytes:
    """JSON in UTF-8: keys sorted by code point, no white space, no escapes but those JSON requires."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def commitment(salt: bytes, value: Plain) -> str:
    """What the log holds in place of a personal value: HMAC-SHA-256 under its own salt, in hex."""
    return hmac.new(salt, canonical(value), hashlib.sha256).hexdigest()


def entry_digest(
    *,
    agency: UUID,
    number: int,
    at: datetime,
    actor: str,
    verb: str,
    noun: str,
    subject: int | None,
    facts: Plain,
    previous: str,
) -> str:
    """The digest of one entry over the one before it, in hex."""
    return hashlib.sha256(
        canonical(
            [FORMAT, VERSION, str(agency), number, moment(at), actor, verb, noun, subject, facts, previous]
        )
    ).hexdigest()


def rows_digest(rows: Iterable[Plain]) -> str:
    """One digest for many rows, in their order: each row's canonical bytes and a line feed."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(canonical(row))
        digest.update(b"\n")
    return digest.hexdigest()
