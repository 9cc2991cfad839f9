"""The one door to RFC 3161: what is asked of a time stamp authority, and what its answer says.

An answer is DER from elsewhere, and OpenSSL is C: `opened` is a job for the workbench's child. No Django.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.x509 import load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)


@dataclass(frozen=True)
class Question:
    """What is sent to the authority, and the number that its answer must repeat."""

    data: bytes
    nonce: int


def question(what: bytes) -> Question:
    """Asks when this was there; the authority gets its SHA-256 only."""
    asked = TimestampRequestBuilder().data(what).hash_algorithm(HashAlgorithm.SHA256).build()
    assert asked.nonce is not None
    return Question(asked.as_bytes(), asked.nonce)


def count_roots(pem: str) -> int:
    """How many certificates a text holds. Raises `ValueError`."""
    return len(load_pem_x509_certificates(pem.encode()))


def opened(answer: str, digest: str, roots: str, nonce: int | None = None) -> str:
    """When the authority saw it, in ISO and UTC; "" where the answer is not signed by one for whom `roots` (PEM) stand, is
    about something else, or does not repeat the nonce. `answer`, `digest` (SHA-256): base64."""
    try:
        said = decode_timestamp_response(base64.b64decode(answer))
        verifier = VerifierBuilder(roots=load_pem_x509_certificates(roots.encode()), nonce=nonce).build()
        verifier.verify(said, base64.b64decode(digest))
    except (ValueError, VerificationError):
        return ""
    return said.tst_info.gen_time.isoformat()
