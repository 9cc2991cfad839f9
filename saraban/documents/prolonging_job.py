"""What keeps a seal provable when its certificates have ended, put behind it in the file: who was revoked, and a time stamp
over everything (PAdES B-LT, B-LTA; ETSI EN 319 142-1). A door to pyHanko.

Only the child imports this. It holds no key and reaches no network: the lists and the stamps are brought to it.
"""

from __future__ import annotations

import asyncio
import io
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, crl, pem, tsp, x509
from cryptography import x509 as strict_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import ValidationInfoReadingError

from saraban.documents.reserved_room import STAMP, in_its_room

RESERVED_BYTES = 16_000  # for the authority's answer with its certificates
DIGEST = "sha256"
FIELD = "Kept{}"
WRONG = (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError)

_loop = asyncio.new_event_loop()  # now, while the process may still open the two ends that a loop has


def told(path: str, known: Sequence[str]) -> dict[str, Any]:
    """`level` (B-B, B-T, B-LT, B-LTA; "" where nothing is signed), `until`: when the certificate of the newest stamp ends
    (ISO, or ""), `lacks`: addresses of lists, for each certificate whose standing the file does not prove (some have none),
    `newest`: the same for each certificate of the newest stamp, proven or not.

    `known`: authorities that may be missing in the file, DER in base64.
    """
    try:
        reader = PdfFileReader(io.BytesIO(Path(path).read_bytes()))
        signature = _last(reader)
        if signature is None:
            return {"level": "", "until": "", "lacks": [], "newest": []}
        tokens = list(_tokens(reader, signature))
        archived = _archived(reader, signature)
        proving = tokens[:-1] if archived else tokens
        authorities = _authorities(reader, known)
        lacks = _unproven(reader, _certificates([signature.signed_data, *map(_signed, proving)], authorities))
        newest = _certificates([_signed(one) for one in tokens[-1:]], authorities)
    except WRONG:
        return {"trouble": "unreadable"}
    level = "B-B" if not tokens else "B-T" if lacks else "B-LTA" if archived else "B-LT"
    return {
        "level": level,
        "until": _ends(tokens[-1]) if tokens else "",
        "lacks": [_addresses(one) for one in lacks],
        "newest": [_addresses(one) for one in newest if one.self_signed == "no"],
    }


def with_lists(path: str, known: Sequence[str], lists: Sequence[str], at: str) -> bytes | dict[str, str]:
    """The file with these lists (DER or PEM, base64) and all certificates in its store, as one more revision.

    `trouble`: revoked (`who`), foreign (a list is not its issuer's, or has aged), unreadable.
    """
    try:
        data = Path(path).read_bytes()
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        signature = _last(writer.prev)
        assert signature is not None, "it was told of before"
        tokens = map(_signed, _tokens(writer.prev, signature))
        certificates = _certificates([signature.signed_data, *tokens], _authorities(writer.prev, known))
        found = [_list(b64decode(one)) for one in lists]
        for one in found:
            if not _is_good(one, certificates, datetime.fromisoformat(at)):
                return {"trouble": "foreign"}
        for one in certificates:
            if _revoked(one, found):
                return {"trouble": "revoked", "who": one.subject.human_friendly}
        DocumentSecurityStore.supply_dss_in_writer(
            writer, signature.pkcs7_content.hex().encode(), certs=certificates, crls=found
        )
        out = io.BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]
    except WRONG:
        return {"trouble": "unreadable"}
    return out.getvalue()


def with_room(path: str) -> bytes | dict[str, str]:
    """The file with a place for one more stamp, over all before it; what is asked about is `stamped_ranges` of it."""
    try:
        data = Path(path).read_bytes()
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        signature = _last(writer.prev)
        assert signature is not None, "it was told of before"
        before = list(_tokens(writer.prev, signature))[-1]
        there = len(writer.prev.embedded_timestamp_signatures)
        work = signers.PdfTimeStamper(_Before(before), FIELD.format(there + 1)).async_timestamp_pdf(
            writer, DIGEST, bytes_reserved=2 * RESERVED_BYTES
        )
        made: bytes = _loop.run_until_complete(work).getvalue()
    except (*WRONG, IndexError):
        return {"trouble": "unreadable"}
    return made


def stamped_ranges(path: str) -> dict[str, Any]:
    """`ranges`: begin and length, twice, of the bytes that the newest stamp is about."""
    try:
        found = PdfFileReader(io.BytesIO(Path(path).read_bytes())).embedded_timestamp_signatures
        return {"ranges": [int(one) for one in found[-1].byte_range]}
    except (*WRONG, IndexError):
        return {"trouble": "unreadable"}


def with_stamp(path: str, answer: str) -> bytes | dict[str, str]:
    """The file of `with_room` with the authority's answer (base64) in its place."""
    try:
        data = Path(path).read_bytes()
        token = tsp.TimeStampResp.load(b64decode(answer))["time_stamp_token"]
        found = PdfFileReader(io.BytesIO(data)).embedded_timestamp_signatures[-1]
        return in_its_room(data, found, token.dump())
    except (*WRONG, IndexError):
        return {"trouble": "unreadable"}


class _Before(timestamps.TimeStamper):
    """Stands where the stamp will be with another one, which pyHanko can read back."""

    def __init__(self, token: cms.ContentInfo) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._token = token

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        return self._token


def _last(reader: PdfFileReader) -> EmbeddedPdfSignature | None:
    found = reader.embedded_regular_signatures
    return found[-1] if found else None


def _tokens(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> Iterator[cms.ContentInfo]:
    """The stamps that stand for this signature, the oldest first."""
    for one in signature.signer_info["unsigned_attrs"] or []:
        if one["type"].native == STAMP:
            yield one["values"][0]
    for stamp in reader.embedded_timestamp_signatures:
        if stamp.signed_revision > signature.signed_revision:
            yield cms.ContentInfo({"content_type": "signed_data", "content": stamp.signed_data})


def _signed(token: cms.ContentInfo) -> cms.SignedData:
    return token["content"]


def _certificates(
    signed: Iterable[cms.SignedData], authorities: Sequence[x509.Certificate]
) -> list[x509.Certificate]:
    """Of who signed these, and of whoever issued those, once each."""
    within = [certificate for one in signed for certificate in _within(one)]
    chosen = {one.sha256: one for one in within}
    grown = True
    while grown:  # a chain has a few links
        issuers = [one for one in authorities if any(it.issuer == one.subject for it in chosen.values())]
        grown = any(one.sha256 not in chosen for one in issuers)
        chosen |= {one.sha256: one for one in issuers}
    return list(chosen.values())


def _within(signed: cms.SignedData) -> Iterator[x509.Certificate]:
    for one in signed["certificates"] or []:
        if one.name == "certificate":
            yield one.chosen


def _authorities(reader: PdfFileReader, known: Sequence[str]) -> list[x509.Certificate]:
    """Who may have issued: those brought, and those that the file's own store holds."""
    store = _store(reader)
    kept = list(store.load_certs()) if store is not None else []
    return [*(x509.Certificate.load(b64decode(one)) for one in known), *kept]


def _store(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except ValidationInfoReadingError:
        return None


def _list(data: bytes) -> crl.CertificateList:
    return crl.CertificateList.load(pem.unarmor(data)[2] if pem.detect(data) else data, strict=True)


def _addresses(certificate: x509.Certificate) -> list[str]:
    points = certificate.crl_distribution_points
    return [one for point in points if (one := point.url) and one.startswith("http://")][:3]


def _unproven(reader: PdfFileReader, certificates: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Those that somebody issued, and of which the file holds no good list. A list may have aged since: it was good once,
    and the stamp behind it says when."""
    store = _store(reader)
    kept = [_list(one.get_object().data) for one in store.crls] if store is not None else []
    good = {one.issuer.hashable for one in kept if _is_good(one, certificates, None)}
    return [one for one in certificates if one.self_signed == "no" and one.issuer.hashable not in good]


def _is_good(
    found: crl.CertificateList, certificates: Iterable[x509.Certificate], at: datetime | None
) -> bool:
    """Signed by its issuer, and of the day `at` (aware), where one is asked for."""
    try:
        listed = strict_x509.load_der_x509_crl(found.dump())
        begin, end = listed.last_update_utc, listed.next_update_utc
        if at is not None and not (
            begin <= at.astimezone(UTC) and (end is None or at.astimezone(UTC) <= end)
        ):
            return False
        return any(
            listed.is_signature_valid(
                strict_x509.load_der_x509_certificate(one.dump()).public_key()  # type: ignore[arg-type]
            )
            for one in certificates
            if one.subject == found.issuer
        )
    except (ValueError, TypeError):
        return False


def _revoked(certificate: x509.Certificate, lists: Iterable[crl.CertificateList]) -> bool:
    serial = certificate.serial_number
    return any(
        entry["user_certificate"].native == serial
        for one in lists
        if one.issuer == certificate.issuer
        for entry in one["tbs_cert_list"]["revoked_certificates"] or []
    )


def _archived(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bool:
    """Whether the newest stamp over the whole file stands behind the store with its lists."""
    stamps = [
        one for one in reader.embedded_timestamp_signatures if one.signed_revision > signature.signed_revision
    ]
    return bool(stamps) and "/DSS" in reader.get_historical_root(stamps[-1].signed_revision)


def _ends(token: cms.ContentInfo) -> str:
    """When the certificate of who stamped ends, in ISO."""
    serial = token["content"]["signer_infos"][0]["sid"].chosen["serial_number"].native
    ends = [one.not_valid_after for one in _within(token["content"]) if one.serial_number == serial]
    return ends[0].isoformat() if ends else ""
