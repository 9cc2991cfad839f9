"""Certificates for servers of tests: one authority made anew, and what it signs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "400")


@dataclass(frozen=True)
class Certificate:
    chain: Path  # PEM
    key: Path  # PEM


class Authority:
    """A root in `folder`: `ca_file` is what a client is given to trust. Everything else is refused by it."""

    def __init__(self, folder: Path, *, name: str = "root of tests") -> None:
        self._folder = folder
        self._made: dict[tuple[str, ...], Certificate] = {}
        self.ca_file = folder / "ca.pem"
        self._key = folder / "ca.key"
        _openssl(
            *("req", "-x509", *_CURVE, "-subj", f"/CN={name}"),
            *("-addext", "basicConstraints=critical,CA:TRUE"),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
            *("-keyout", str(self._key), "-out", str(self.ca_file)),
        )

    def certificate(self, *names: str) -> Certificate:
        """For the host `names`; without any: "localhost" and 127.0.0.1."""
        stem = names[0].replace("*", "any") if names else "localhost"
        made = Certificate(chain=self._folder / f"{stem}.pem", key=self._folder / f"{stem}.key")
        if names in self._made:
            return self._made[names]
        alternatives = ",".join(f"DNS:{name}" for name in names) or "DNS:localhost,IP:127.0.0.1"
        _openssl(
            *("req", "-x509", *_CURVE, "-subj", f"/CN={stem}"),
            *("-CA", str(self.ca_file), "-CAkey", str(self._key)),
            *("-addext", f"subjectAltName={alternatives}"),
            *("-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth"),
            *("-keyout", str(made.key), "-out", str(made.chain)),
        )
        made.key.chmod(0o644)  # read by a server that runs as another user; a key of tests guards nothing
        self._made[names] = made
        return made


def _openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)
