"""Whose word we take for who signed: the roots of Thailand's NRCA, as files of the product, and what an operator adds.

The fingerprints stand here and not beside the files, so that who swaps a file changes nothing without changing code.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

NRCA = Path(__file__).resolve().parent / "nrca"
NRCA_SHA256 = {
    "nrca-g1.pem": "2a8da2f8d23e0cd3b5871ecfb0f42276ca73230667f474eede71c5ee32cc3ec6",  # until 2036-03-27
    "nrca-g3.pem": "3d2794a0539486a83e8032cf14fe886553e52239cbaec1b9cfef5595adbbf444",  # until 2043-08-12
}
PEM_BYTES_MAX = 1_000_000

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)-----END CERTIFICATE-----")


class NoRoots(Exception):
    """The roots are not what they should be. `str()` is Thai."""


@lru_cache(maxsize=1)
def nrca_roots() -> tuple[bytes, ...]:
    """The certificates of NRCA, DER. Raises `NoRoots` where a file is not the one that we know."""
    return tuple(known_root(NRCA / name, sha256=sha256) for name, sha256 in NRCA_SHA256.items())


def known_root(path: Path, *, sha256: str) -> bytes:
    """The one certificate in this file, DER. Raises `NoRoots` where it has another fingerprint."""
    found = roots_in(path)
    if len(found) != 1 or hashlib.sha256(found[0]).hexdigest() != sha256:
        raise NoRoots(
            f"ยังไม่ได้ตรวจลายมือชื่อ เพราะไฟล์ใบรับรองราก {path.name} ไม่ใช่ไฟล์ที่มากับโปรแกรม โปรดติดตั้งโปรแกรมใหม่"
        )
    return found[0]


def roots_in(path: Path) -> tuple[bytes, ...]:
    """The certificates of a PEM file, DER, in its order; at least one. Raises `NoRoots`."""
    try:
        with path.open("rb") as file:
            found = certificates_in(file.read(PEM_BYTES_MAX))
    except (OSError, ValueError):
        found = ()
    if not found:
        raise NoRoots(f"ยังไม่ได้ตรวจลายมือชื่อ เพราะไม่พบใบรับรองแบบ PEM ในไฟล์ {path} โปรดตรวจชื่อไฟล์")
    return found


def certificates_in(text: bytes) -> tuple[bytes, ...]:
    """Of a PEM, DER, in its order. Raises `ValueError`."""
    return tuple(base64.b64decode(b"".join(body.split()), validate=True) for body in _PEM.findall(text))


def trusted_roots(added: Iterable[Path] = ()) -> tuple[bytes, ...]:
    """NRCA's and those of the files that were added. Raises `NoRoots`."""
    return (*nrca_roots(), *(root for path in added for root in roots_in(path)))
