"""What the sealing process does: it holds the agency's key, and puts its electronic seal on PDFs. A door to pyHanko.

Only that process imports this. The key is loaded once, and kept; nothing writes it down. A seal is a signature of a body
and not of a person (guide #4.3): PAdES, without any mark on the page, because a mark anybody can draw.
"""

from __future__ import annotations

import asyncio
import io
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtensionOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.registry import SimpleCertificateStore

RSA_BITS_MIN, EC_BITS_MIN = 2048, 256
DIGEST = "sha256"
RESERVED_BYTES = 24_000  # for the seal, its certificates and, later, a time stamp
REASON = "ประทับรับรองในชื่อหน่วยงาน"
FIELD = "Seal{}"

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class _KeptKey(signers.Signer):
    """As pyHanko's own, which loads and checks the key, and encodes the same certificates anew, for each signature; here
    both are done once."""

    def __init__(self, key: Key, certificate: asn1_x509.Certificate, others: Any) -> None:
        super().__init__(signing_cert=certificate, cert_registry=others, embed_roots=False)
        self._key = key
        self._form: _Form | None = None

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        assert digest_algorithm == DIGEST
        if isinstance(self._key, rsa.RSAPrivateKey):
            return (
                token_bytes(self._key.key_size // 8)
                if dry_run
                else self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
            )
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))

    async def async_sign(  # type: ignore[override]
        self, data_digest: bytes, digest_algorithm: str, **asked: Any
    ) -> Any:
        """With RSA, whose signatures are all of one length, a form that is filled in: a third of the time for each seal."""
        if not isinstance(self._key, rsa.RSAPrivateKey):
            return await super().async_sign(data_digest, digest_algorithm, **asked)
        if self._form is None:
            mark = token_bytes(len(data_digest))
            made = await super().async_sign(mark, digest_algorithm, **{**asked, "dry_run": True})
            self._form = _Form.of(made, mark)
        signed = await self.async_sign_raw(self._form.signed_part(data_digest), digest_algorithm)
        return self._form.filled(data_digest, signed)


@dataclass(frozen=True)
class _Form:
    """What pyHanko makes of a digest (CMS with the attributes of PAdES), to be filled with another digest and its signature."""

    whole: bytes
    attributes: bytes
    digest: bytes
    signature: bytes

    @classmethod
    def of(cls, made: Any, digest: bytes) -> _Form:
        info = made["content"]["signer_infos"][0]
        attributes: bytes = info["signed_attrs"].untag().dump()
        form = cls(made.dump(), attributes, digest, info["signature"].native)
        assert form.attributes.count(digest) == 1
        assert form.whole.count(digest) == form.whole.count(form.signature) == 1
        return form

    def signed_part(self, digest: bytes) -> bytes:
        return self.attributes.replace(self.digest, digest)

    def filled(self, digest: bytes, signature: bytes) -> bytes:
        return self.whole.replace(self.digest, digest).replace(self.signature, signature)


_Store: Any = SimpleCertificateStore  # whose constructor has no types
_held: _KeptKey | None = None
_loop = asyncio.new_event_loop()  # now, while the process may still open the two ends that a loop has


def load(p12: str, passphrase: str) -> dict[str, Any]:
    """Hold this key from now on. `p12`: a PKCS#12 in base64. What its certificate says, or `{"trouble": …}`."""
    global _held
    _held = None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(b64decode(p12), passphrase.encode())
    except ValueError as error:
        return {"trouble": "passphrase" if "password" in str(error).lower() else "unreadable"}
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        return {"trouble": "no_key"}
    if key.key_size < (RSA_BITS_MIN if isinstance(key, rsa.RSAPrivateKey) else EC_BITS_MIN):
        return {"trouble": "weak"}
    if not _may_seal(certificate):
        return {"trouble": "other_use"}
    store: Any = _Store()
    store.register_multiple([_asn1(one) for one in others])
    _held = _KeptKey(key, _asn1(certificate), store)
    return _facts(certificate, others)


def seal(path: str) -> bytes | dict[str, str]:
    """The PDF with one revision more, which seals all before it. `{"trouble": "closed"}` where no key is held."""
    if _held is None:
        return {"trouble": "closed"}
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(Path(path).read_bytes()))
        if writer.prev.encrypted:
            return {"trouble": "encrypted"}
        there = [name for name, _, _ in fields.enumerate_sig_fields(writer.prev)]
        name = next(FIELD.format(n) for n in range(1, len(there) + 2) if FIELD.format(n) not in there)
        meta = signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm=DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=REASON,
        )
        signing = signers.PdfSigner(meta, _held).async_sign_pdf(writer, bytes_reserved=2 * RESERVED_BYTES)
        made = _loop.run_until_complete(signing)
    except (PdfError, SigningError, ValueError, KeyError):
        return {"trouble": "unsealable"}
    sealed: bytes = made.getvalue()
    return sealed


def _may_seal(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_oid(ExtensionOID.KEY_USAGE).value
    except x509.ExtensionNotFound:
        return True
    assert isinstance(usage, x509.KeyUsage)
    return usage.digital_signature or usage.content_commitment


def _facts(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> dict[str, Any]:
    return {
        "organisation": _named(certificate.subject, NameOID.ORGANIZATION_NAME),
        "name": _named(certificate.subject, NameOID.COMMON_NAME),
        "issuer": _named(certificate.issuer, NameOID.COMMON_NAME),
        "serial": f"{certificate.serial_number:X}",
        "valid_from": _iso(certificate.not_valid_before_utc),
        "valid_until": _iso(certificate.not_valid_after_utc),
        "chain": len(others),
    }


def _named(name: x509.Name, what: x509.ObjectIdentifier) -> str:
    return ", ".join(str(one.value) for one in name.get_attributes_for_oid(what))


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
