"""What the workbench does for a signed PDF: a file in, the facts of its signatures as JSON out. The one door to pyHanko.

pyHanko reads what strangers wrote, in Python but through compressed streams and ASN.1, so only the child imports this.
Nothing is fetched: what proves a certificate has to be in the file. We ask pyHanko for its parts and not for its verdict,
because a signature that it does not know it passes over, bytes behind the last revision it does not see, and what it
takes for harmless (titles changed, objects that nothing uses) is more than what a signature's upkeep needs.
"""

from __future__ import annotations

import io
import logging
import re
from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from asn1crypto import algos, cms, core, crl, keys, ocsp, parser, x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    QualifiedWhitelistRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    WhitelistRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import compare_dicts
from pyhanko.sign.diff_analysis.rules_api import Context
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, generic_cms
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator.errors import ExpiredError, NotYetValidError, PathBuildingError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    AlgorithmUsageConstraint,
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from saraban.documents.signatures import Change, Distrust, Oddity, SignatureFacts, Trouble

FILE_BYTES_MAX = 100_000_000
SIGNATURES_MAX = 50  # in one file, time stamps counted
FIELDS_MAX = 20_000  # looked through for signatures
PROOFS_MAX = 500  # certificates, and lists, and answers, that are read of one file
NAME_MAX = 300  # characters
CLOCKS_APART_MAX = timedelta(days=1)  # before we call a clock wrong

KINDS = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached")
MAY_SIGN = {"digital_signature", "non_repudiation"}
# A certificate that says what else it is for must not be for servers, code or time stamps alone.
MAY_SIGN_FOR = {
    "email_protection", "client_auth", "any_extended_key_usage", "microsoft_document_signing",
    "1.3.6.1.5.5.7.3.36",  # RFC 9336
    "adobe_authentic_documents_trust", "1.2.840.113583.1.1.5",
    "microsoft_smart_card_logon",
}  # fmt: skip
RSA_BITS_MIN, RSA_BITS_FORGED = 2048, 1024
BROKEN_DIGESTS = {"md2", "md4", "md5"}
WEAK_DIGESTS = {"sha1", *BROKEN_DIGESTS}
# Notes that say something about the page and do nothing.
NOTES = {
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup",
}  # fmt: skip

_GAP = re.compile(rb"<(?:(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+)>")
_END = re.compile(rb"[\0\t\n\f\r ]*(?:endobj)?[\0\t\n\f\r ]*startxref[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+%%EOF")
_BLANK = b"\0\t\n\f\r "
_ENDS_OF_LINE = (b"", b"\n", b"\r", b"\r\n")
_FILLED, _ADDED_SIGNATURE, _NOTE, _TITLES = (
    "การกรอกแบบฟอร์ม",
    "การลงนามเพิ่ม",
    "ข้อความหรือเครื่องหมายที่เขียนเพิ่ม",
    "การแก้ข้อมูลประกอบไฟล์หรือแบบฟอร์ม",
)
_BLANKS = "ไบต์ว่างต่อท้ายไฟล์"
_FATAL = (MemoryError, RecursionError)  # the workbench's to tell

for name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # it would quote the file, and nobody reads it
T = TypeVar("T")


def facts(path: str, roots: Sequence[str], at: str | None) -> dict[str, Any]:
    """`signatures`, each the fields of `SignatureFacts`, and `broken_stamp`; or `trouble`.

    `roots`: DER in base64. `at`: the time for which we judge; None is now. Raises `OSError`.
    """
    with Path(path).open("rb") as file:
        data = file.read(FILE_BYTES_MAX + 1)
    return facts_of(data, [b64decode(root) for root in roots], datetime.fromisoformat(at) if at else None)


def facts_of(data: bytes, roots: Sequence[bytes], at: datetime | None) -> dict[str, Any]:
    """As `facts`, of a file's bytes."""
    if not data:
        return {"trouble": Trouble.EMPTY}
    if len(data) > FILE_BYTES_MAX:
        return {"trouble": Trouble.TOO_BIG}
    if b"%PDF-" not in data[:1024]:
        return {"trouble": Trouble.NO_PDF}
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=True)
        if "/Encrypt" in reader.trailer:
            return {"trouble": Trouble.ENCRYPTED}
        fields = list(_signed_fields(reader))
    except _FATAL:
        raise
    except _TooMany:
        return {"trouble": Trouble.TOO_MANY}
    except Exception:  # pyHanko raises whatever its parts raise at bytes that make no sense
        return {"trouble": Trouble.UNREADABLE}
    if not fields:
        return {"trouble": Trouble.UNSIGNED}
    anchors = [x509.Certificate.load(root) for root in roots]
    return _File(data, reader, _proofs(reader), anchors, at).judged(fields)


class _TooMany(Exception):
    pass


def _signed_fields(reader: PdfFileReader) -> Iterator[tuple[str, Any, Any]]:
    seen = set()
    found = 0
    for looked, (name, value, at) in enumerate(enumerate_sig_fields(reader)):
        if looked == FIELDS_MAX:
            raise _TooMany
        if value is None:
            continue
        key = getattr(value, "reference", None) or name
        if key in seen:
            continue
        seen.add(key)
        found += 1
        if found > SIGNATURES_MAX:
            raise _TooMany
        yield name, value, at


@dataclass
class _Proofs:
    """What the file brings along to prove certificates. Nobody vouches for any of it until a path is built of it."""

    certificates: list[x509.Certificate] = field(default_factory=list)
    lists: list[crl.CertificateList] = field(default_factory=list)
    answers: list[ocsp.OCSPResponse] = field(default_factory=list)

    def __add__(self, other: _Proofs) -> _Proofs:
        return _Proofs(
            self.certificates + other.certificates, self.lists + other.lists, self.answers + other.answers
        )

    def not_after(self, certificate: x509.Certificate) -> _Proofs:
        """Without what was written when the certificate had expired: issuers leave the expired out of their lists."""
        end = certificate.not_valid_after

        def lists(one: crl.CertificateList) -> bool:
            return one.issuer != certificate.issuer or one["tbs_cert_list"]["this_update"].native <= end

        def answers(one: ocsp.OCSPResponse) -> bool:
            return all(
                answer["this_update"].native <= end
                for answer in _answers_in(one)
                if answer["cert_id"]["serial_number"].native == certificate.serial_number
            )

        return _Proofs(
            self.certificates, list(filter(lists, self.lists)), list(filter(answers, self.answers))
        )

    def revoked_at(self, path: Iterable[x509.Certificate], until: datetime) -> datetime | None:
        """When any of these certificates was revoked, if anything here says so: a forged list only makes it worse."""
        certificates = list(path)
        found = [moment for moment in self._revocations(certificates) if moment <= until]
        return min(found, default=None)

    def _revocations(self, certificates: Sequence[x509.Certificate]) -> Iterator[datetime]:
        issued = {(one.issuer.dump(), one.serial_number) for one in certificates}
        serials = {one.serial_number for one in certificates}
        for some in self.lists:
            issuer = some.issuer.dump()
            for entry in some["tbs_cert_list"]["revoked_certificates"] or ():
                reason = entry.crl_reason_value
                if (issuer, entry["user_certificate"].native) in issued and (
                    reason is None or reason.native != "remove_from_crl"
                ):
                    yield entry["revocation_date"].native
        for answer in (one for some in self.answers for one in _answers_in(some)):
            if (
                answer["cert_id"]["serial_number"].native in serials
                and answer["cert_status"].name == "revoked"
            ):
                named = answer["cert_id"]
                digest = named["hash_algorithm"]["algorithm"].native
                if any(
                    getattr(one.issuer, digest, b"") == named["issuer_name_hash"].native
                    for one in certificates
                    if one.serial_number == named["serial_number"].native
                ):
                    yield answer["cert_status"].chosen["revocation_time"].native


def _answers_in(response: ocsp.OCSPResponse) -> list[ocsp.SingleResponse]:
    return list(response.response_data["responses"]) if response["response_bytes"].native else []


def _proofs(reader: PdfFileReader) -> _Proofs:
    """Of the document security store. What cannot be read proves nothing."""

    def read(key: str, kind: Callable[[bytes], T]) -> list[T]:
        found: list[T] = []
        try:
            streams = list(reader.root["/DSS"][key])[:PROOFS_MAX]
        except _FATAL:
            raise
        except Exception:
            return found
        for stream in streams:
            _append(found, lambda stream=stream: kind(stream.get_object().data))  # type: ignore[misc]
        return found

    return _Proofs(read("/Certs", _certificate), read("/CRLs", _list), read("/OCSPs", _answer))


def _proofs_within(signed_data: cms.SignedData) -> _Proofs:
    """Of the signature's own container, also as Adobe puts them there."""
    found = _Proofs()
    for one in signed_data["certificates"] or ():
        _append(found.certificates, lambda one=one: _certificate(one.chosen.dump()))  # type: ignore[misc]
    for one in signed_data["crls"] or ():
        _append(found.lists, lambda one=one: _list(one.chosen.dump()))  # type: ignore[misc]
    for signer in signed_data["signer_infos"]:
        for attribute in signer["signed_attrs"] or ():
            if attribute["type"].native != "adobe_revocation_info_archival":
                continue
            for value in attribute["values"]:
                for one in value["crl"] or ():
                    _append(found.lists, lambda one=one: _list(one.dump()))  # type: ignore[misc]
                for one in value["ocsp"] or ():
                    _append(found.answers, lambda one=one: _answer(one.dump()))  # type: ignore[misc]
    return found


def _append(found: list[T], read: Callable[[], T]) -> None:
    try:
        if len(found) < PROOFS_MAX:
            found.append(read())
    except _FATAL:
        raise
    except Exception:  # it proves nothing
        return


def _certificate(der: bytes) -> x509.Certificate:
    one = x509.Certificate.load(der, strict=True)
    assert one.native
    return one


def _list(der: bytes) -> crl.CertificateList:
    one = crl.CertificateList.load(der, strict=True)
    _ = one.issuer, one["tbs_cert_list"]["this_update"].native
    return one


def _answer(der: bytes) -> ocsp.OCSPResponse:
    one = ocsp.OCSPResponse.load(der, strict=True)
    assert _answers_in(one) is not None
    return one


class _File:
    def __init__(
        self,
        data: bytes,
        reader: PdfFileReader,
        proofs: _Proofs,
        roots: Sequence[x509.Certificate],
        at: datetime | None,
    ) -> None:
        self.data, self.reader, self.proofs, self.roots = data, reader, proofs, roots
        self.now, self.hypothetical = at or datetime.now(UTC), at is not None
        self.stamps: list[tuple[int, _Stamp]] = []  # of the whole file: where what it covers ends

    def judged(self, fields: Sequence[tuple[str, Any, Any]]) -> dict[str, Any]:
        signatures: list[SignatureFacts | EmbeddedPdfSignature] = []
        stamps: list[SignatureFacts | EmbeddedPdfSignature] = []
        for name, value, at in fields:
            kind = _kind(value)
            found: SignatureFacts | EmbeddedPdfSignature
            if kind == "stamp" or kind in KINDS:
                found = _embedded(self.reader, name, at)
            else:
                found = SignatureFacts(known_kind=not kind)
            (stamps if kind == "stamp" else signatures).append(found)
        broken = not self._read_stamps(stamps)
        told = [self._signature(one) if isinstance(one, EmbeddedPdfSignature) else one for one in signatures]
        return {"signatures": [_as_json(one) for one in told], "broken_stamp": broken}

    def _read_stamps(self, found: Sequence[SignatureFacts | EmbeddedPdfSignature]) -> bool:
        """Each from the time that the next one proves, from the last one back. False: one does not fit the file."""
        stamps = [one for one in found if isinstance(one, EmbeddedPdfSignature)]
        fit = len(stamps) == len(found)
        believed_at = self.now
        for one in sorted(stamps, key=lambda one: _end(one) or 0, reverse=True):
            try:
                end = _end(one)
                whole = end is not None and _lies_well(self.data, one)
                stamp = (
                    self._stamp(one.signed_data, one.compute_digest, believed_at, _Proofs())
                    if whole
                    else None
                )
            except _FATAL:
                raise
            except Exception:
                stamp = None
            if stamp is None or not stamp.fits:
                fit = False
            else:
                assert end is not None
                self.stamps.append((end, stamp))
                if stamp.trusted and stamp.at <= believed_at:
                    believed_at = stamp.at
        return fit

    def _signature(self, embedded: EmbeddedPdfSignature) -> SignatureFacts:
        told = SignatureFacts()
        try:
            told = self._named(told, embedded)
            if not _lies_well(self.data, embedded):
                return told
            told = replace(told, well_formed=True)
            told = self._changes(told, embedded)
            return self._trust(told, embedded)
        except _FATAL:
            raise
        except Exception:  # what cannot be looked at to its end is not well
            return replace(told, well_formed=False)

    def _named(self, told: SignatureFacts, embedded: EmbeddedPdfSignature) -> SignatureFacts:
        certificate = embedded.signer_cert
        said_at = embedded.self_reported_timestamp
        return replace(
            told,
            signer=_name(certificate.subject),
            issuer=_name(certificate.issuer),
            signed_at=_aware(said_at),
        )

    def _changes(self, told: SignatureFacts, embedded: EmbeddedPdfSignature) -> SignatureFacts:
        end = _end(embedded)
        assert end is not None
        told = replace(told, covers_whole_file=end == len(self.data))
        if told.covers_whole_file:
            return replace(told, changed_after=Change.NOTHING)
        if self.reader.xrefs.hybrid_xrefs_present:
            return told  # readers differ in what such a file shows after a change
        embedded.coverage = embedded.evaluate_signature_coverage()  # type: ignore[assignment]
        if embedded.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
            return told
        try:
            behind = _behind(self.reader, self.data, end, embedded.signed_revision)
        except _FATAL:
            raise
        except Exception:
            behind = None
        if behind is None:
            return told
        strict = _difference(embedded, UPKEEP)
        kept_up = strict is not None and strict.modification_level <= ModificationLevel.LTA_UPDATES
        if kept_up and not behind and self._only_stamps_since(embedded.signed_revision):
            return replace(told, changed_after=Change.NOTHING)
        found = _difference(embedded, ADDITIONS) or _difference(embedded, NOTES_AND_SIGNATURES)
        if found is None:
            return told
        permitted = embedded.docmdp_level
        return replace(
            told,
            changed_after=Change.FORM,
            changes=(*self._named_changes(found), *((_BLANKS,) if behind else ())),
            forbidden=permitted is not None and found.modification_level.value > permitted.value,
        )

    def _only_stamps_since(self, revision: int) -> bool:
        """Whether each signature field that is new is a time stamp's: an empty one waits for something else."""
        before = {name for name, _, _ in enumerate_sig_fields(self.reader.get_historical_resolver(revision))}
        return all(
            value is not None and _kind(value) == "stamp"
            for name, value, _ in enumerate_sig_fields(self.reader)
            if name not in before
        )

    def _named_changes(self, found: DiffResult) -> Iterator[str]:
        signatures = {name for name, _, _ in enumerate_sig_fields(self.reader)}
        filled = sorted(found.changed_form_fields - signatures)
        if filled:
            yield f"{_FILLED} (ช่อง {', '.join(map(_plain, filled[:5]))}{' …' if len(filled) > 5 else ''})"
        if found.changed_form_fields & signatures:
            yield _ADDED_SIGNATURE
        if found.modification_level is ModificationLevel.ANNOTATIONS:
            yield _NOTE
        elif not found.changed_form_fields and found.modification_level is not ModificationLevel.NONE:
            yield _TITLES

    def _trust(self, told: SignatureFacts, embedded: EmbeddedPdfSignature) -> SignatureFacts:
        container, signer = embedded.signed_data, embedded.signer_info
        certificate = embedded.signer_cert
        algorithms = _Algorithms()
        intact, valid = generic_cms.validate_sig_integrity(
            signer,
            certificate,
            expected_content_type="data",
            actual_digest=embedded.compute_digest(),
        )
        algorithms.look_at(signer, certificate)
        told = replace(
            told, intact=intact and valid and container["encap_content_info"]["content"].native is None
        )
        if not told.intact:
            return told
        within = _proofs_within(container)
        end = _end(embedded) or 0
        covering = [(stop, stamp) for stop, stamp in self.stamps if stop >= end]
        trusted_stamps = [stamp for _, stamp in covering if stamp.trusted and stamp.at <= self.now]
        believed_at = min((stamp.at for stamp in trusted_stamps), default=self.now)
        inner, broken = self._stamps_within(signer, believed_at, within)
        used = trusted_stamps + [stamp for stamp in inner if stamp.trusted and stamp.at <= self.now]
        proven_at = min((stamp.at for stamp in used), default=None)
        inner_at = min((stamp.at for stamp in inner if stamp.trusted), default=None)
        odd: list[Oddity] = []
        if any(not stamp.trusted for stamp in [*inner, *(stamp for _, stamp in covering)]):
            odd.append(Oddity.STAMP_UNTRUSTED)
        if any(not stamp.unrevoked for stamp in used):
            odd.append(Oddity.STAMP_UNKNOWN)
        told = replace(
            told, proven_at=proven_at, signed_at=inner_at or told.signed_at or proven_at, broken_stamp=broken
        )
        proofs = (self.proofs + within).not_after(certificate)
        path, distrust = self._path(certificate, proofs, proven_at or self.now, algorithms)
        revoked_at = proofs.revoked_at(path or [certificate], self.now)
        if distrust is None and not _may_sign(certificate, path):
            distrust = Distrust.PURPOSE
        unrevoked = path is not None and self._unrevoked(path, proofs, proven_at or self.now, algorithms)
        if told.signed_at is not None:
            if inner_at is None and told.signed_at < certificate.not_valid_before - CLOCKS_APART_MAX:
                odd.append(Oddity.BACKDATED)
            if not self.hypothetical and told.signed_at > self.now + CLOCKS_APART_MAX:
                odd.append(Oddity.POSTDATED)
        if not _tidy(container, [*(path or ()), *self.roots], proofs.certificates) or not _attributes_known(
            signer
        ):
            odd.append(Oddity.LOOSE)
        if algorithms.weak:
            odd.append(Oddity.WEAK)
        return replace(
            told,
            trusted=distrust is None,
            distrust=distrust,
            revoked=True if revoked_at else False if unrevoked else None,
            revoked_at=revoked_at,
            broken_algorithm=algorithms.broken,
            odd=tuple(odd),
        )

    def _stamps_within(
        self, signer: cms.SignerInfo, believed_at: datetime, around: _Proofs
    ) -> tuple[list[_Stamp], bool]:
        """The time stamps that the signature carries, and whether one does not fit it."""
        found, broken = [], False
        imprint = generic_cms.message_imprint_checker(signer)
        for container in generic_cms.extract_tst_data_iter(signer, signed=False):
            try:
                stamp = self._stamp(container, imprint, believed_at, around)
            except _FATAL:
                raise
            except Exception:
                stamp = None
            if stamp is None or not stamp.fits:
                broken = True
            else:
                found.append(stamp)
        return found, broken

    def _stamp(
        self,
        container: cms.SignedData,
        imprint: Callable[[str], bytes],
        believed_at: datetime,
        around: _Proofs,
    ) -> _Stamp:
        within = _proofs_within(container)
        algorithms = _Algorithms()
        proofs = self.proofs + around + within
        context = self._context(proofs, believed_at, algorithms, RevocationCheckingRule.NO_CHECK)
        said = _at_once(generic_cms.validate_tst_signed_data(container, context, imprint, algorithms))
        at = said["timestamp"]
        fits = said["intact"] and said["valid"]
        trusted = fits and said["trust_problem_indic"] is None and said["validation_path"] is not None
        unrevoked = False
        if trusted:
            path = _certificates_of(said["validation_path"])
            proofs = proofs.not_after(said["signing_cert"])
            trusted = proofs.revoked_at(path, self.now) is None
            unrevoked = self._unrevoked(path, proofs, at, algorithms)
            tidy = _tidy(container, [*path, *self.roots], proofs.certificates)
            trusted = trusted and tidy and not algorithms.weak
        return _Stamp(at, fits, trusted, unrevoked)

    def _path(
        self, certificate: x509.Certificate, proofs: _Proofs, moment: datetime, algorithms: _Algorithms
    ) -> tuple[list[x509.Certificate] | None, Distrust | None]:
        context = self._context(proofs, moment, algorithms, RevocationCheckingRule.NO_CHECK)
        try:
            path = _at_once(_built(certificate, context))
        except _FATAL:
            raise
        except ExpiredError as error:
            return _certificates_of(error.original_path), Distrust.EXPIRED
        except NotYetValidError as error:
            return _certificates_of(error.original_path), Distrust.NOT_YET
        except PathBuildingError:
            return None, Distrust.ISSUER
        except Exception:
            return None, Distrust.ISSUER if certificate.self_signed != "no" else Distrust.CHAIN
        return _certificates_of(path), None

    def _unrevoked(
        self, path: Sequence[x509.Certificate], proofs: _Proofs, moment: datetime, algorithms: _Algorithms
    ) -> bool:
        """Whether the file proves that nothing on the path was revoked at that moment."""
        context = self._context(proofs, moment, algorithms, RevocationCheckingRule.CRL_OR_OCSP_REQUIRED)
        try:
            _at_once(_built(path[-1], context))
        except _FATAL:
            raise
        except Exception:
            return False
        return True

    def _context(
        self, proofs: _Proofs, moment: datetime, algorithms: _Algorithms, rule: RevocationCheckingRule
    ) -> ValidationContext:
        above = (
            rule
            if rule is RevocationCheckingRule.NO_CHECK
            # an authority that names no place to ask cannot be asked by anybody
            else RevocationCheckingRule.CHECK_IF_DECLARED
        )
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=proofs.certificates,
            moment=moment,
            crls=proofs.lists,
            ocsps=proofs.answers,
            allow_fetching=False,
            revinfo_policy=CertRevTrustPolicy(
                RevocationCheckingPolicy(ee_certificate_rule=rule, intermediate_ca_cert_rule=above),
                retroactive_revinfo=True,  # a list written after the moment knows more, not less
            ),
            algorithm_usage_policy=algorithms,
        )


@dataclass(frozen=True)
class _Stamp:
    at: datetime
    fits: bool
    trusted: bool
    unrevoked: bool


class _Algorithms(CMSAlgorithmUsagePolicy):
    """Lets every algorithm pass, and remembers which ones were weak or broken: they have a colour of their own."""

    def __init__(self) -> None:
        self.weak = self.broken = False
        self._strict = DisallowWeakAlgorithmsPolicy(
            frozenset(WEAK_DIGESTS), rsa_key_size_threshold=RSA_BITS_MIN
        )
        self._broken = DisallowWeakAlgorithmsPolicy(
            frozenset(BROKEN_DIGESTS), rsa_key_size_threshold=RSA_BITS_FORGED
        )

    def look_at(self, signer: cms.SignerInfo, certificate: x509.Certificate) -> None:
        """Raises `ValueError` where the signature's two digests are not one."""
        digest, signature = signer["digest_algorithm"], signer["signature_algorithm"]
        self.signature_algorithm_allowed(signature, None, certificate.public_key)
        self.digest_algorithm_allowed(digest, None)
        same = algos.DigestAlgorithm({"algorithm": digest["algorithm"].native})
        if not self.digest_combination_allowed(signature, same, None):
            raise ValueError("two digests")

    def digest_algorithm_allowed(
        self, algo: algos.DigestAlgorithm, moment: datetime | None
    ) -> AlgorithmUsageConstraint:
        self.weak |= not self._strict.digest_algorithm_allowed(algo, moment)
        self.broken |= not self._broken.digest_algorithm_allowed(algo, moment)
        return AlgorithmUsageConstraint(allowed=True)

    def signature_algorithm_allowed(
        self,
        algo: algos.SignedDigestAlgorithm,
        moment: datetime | None,
        public_key: keys.PublicKeyInfo | None,
    ) -> AlgorithmUsageConstraint:
        self.weak |= not self._strict.signature_algorithm_allowed(algo, moment, public_key)
        self.broken |= not self._broken.signature_algorithm_allowed(algo, moment, public_key)
        return AlgorithmUsageConstraint(allowed=True)


# Where a signature lies in the file


def _kind(value: Any) -> str:
    """`stamp`, or the name by which the signature says how it is made; empty where that cannot be read."""
    try:
        said = value.get_object()
        if said.get("/Type", None) == "/DocTimeStamp":
            return "stamp"
        return str(said["/SubFilter"])
    except _FATAL:
        raise
    except Exception:
        return ""


def _embedded(reader: PdfFileReader, name: str, at: Any) -> SignatureFacts | EmbeddedPdfSignature:
    try:
        return EmbeddedPdfSignature(reader, at, name)
    except _FATAL:
        raise
    except Exception:
        return SignatureFacts()


def _end(embedded: EmbeddedPdfSignature) -> int | None:
    """Where the bytes that were signed end; None where they are not two pieces around the signature."""
    ranges = embedded.byte_range
    if not isinstance(ranges, list) or len(ranges) != 4:
        return None
    if not all(type(one) is generic.NumberObject for one in ranges):
        return None
    begin, length, again, rest = map(int, ranges)
    return again + rest if begin == 0 and 0 < length < again and rest > 0 else None


def _lies_well(data: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """Whether all but the signature itself is signed up to there, and nothing hides in the place left for it."""
    end = _end(embedded)
    if end is None or end > len(data):
        return False
    _, length, again, _ = map(int, embedded.byte_range)
    gap = data[length:again]
    if not _GAP.fullmatch(gap):
        return False
    content = bytes.fromhex(gap[1:-1].decode("ascii"))
    whole = sum(map(len, parser.parse(content)[3:]))
    return content == embedded.pkcs7_content and not content[whole:].strip(b"\0")


def _behind(reader: PdfFileReader, data: bytes, end: int, signed_revision: int) -> bytes | None:
    """Blanks at the very end of the file, behind its last revision. None: there are bytes that belong to no revision,
    or a later revision that points back among those that were signed."""
    spans: list[tuple[int, int]] = []
    tables: set[int] = set()
    for revision in range(signed_revision + 1, reader.xrefs.total_revisions):
        section = reader.xrefs.get_xref_container_info(revision)
        for number, (generation, offset) in reader.xrefs.get_xref_data(revision).standard_xrefs.items():
            spans.append((offset, _end_of_object(reader, data, number, generation, offset)))
        reader.stream.seek(section.end_location)
        if section.stream_ref is None:
            generic.DictionaryObject.read_from_stream(reader.stream, generic.TrailerReference(reader))
        closed = _END.match(data, reader.stream.tell())
        if closed is None:
            return None
        tables.add(section.declared_startxref)
        spans.append((section.declared_startxref, closed.end()))
    reached = end
    for begin, stop in sorted(spans):
        if begin in tables and stop >= reached > begin:  # a table that is a stream is also one of the objects
            reached = stop
        elif begin < reached or data[reached:begin].strip(_BLANK):
            return None
        else:
            reached = stop
    rest = data[reached:]
    if rest.strip(_BLANK):
        return None
    return b"" if spans and rest in _ENDS_OF_LINE else rest


def _end_of_object(reader: PdfFileReader, data: bytes, number: int, generation: int, offset: int) -> int:
    head = re.compile(rb"%d[\0\t\n\f\r ]+%d[\0\t\n\f\r ]+obj" % (number, generation)).match(data, offset)
    if head is None:
        raise misc.PdfReadError("no object where the table points")
    reader.stream.seek(head.end())
    misc.read_non_whitespace(reader.stream, seek_back=True)
    generic.read_object(reader.stream, generic.Reference(number, generation, reader))
    tail = re.compile(rb"[\0\t\n\f\r ]*endobj").match(data, reader.stream.tell())
    if tail is None:
        raise misc.PdfReadError("an object without an end")
    return tail.end()


# What was changed since


def _difference(embedded: EmbeddedPdfSignature, policy: StandardDiffPolicy) -> DiffResult | None:
    try:
        found = embedded.evaluate_modifications(policy)
    except _FATAL:
        raise
    except Exception:
        return None
    return found if isinstance(found, DiffResult) else None


class _DatesOfInfo(DocInfoRule):
    """The document's information may say when and by which program it was last written, and nothing else new."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        if _info(old) != _info(new):
            raise SuspiciousModification("titles")
        yield from super().apply(old, new)


def _info(resolver: HistoricalResolver) -> dict[str, Any]:
    try:
        said = resolver.trailer_view["/Info"]
    except KeyError:
        return {}
    return {key: said.raw_get(key) for key in said if key not in ("/ModDate", "/Producer")}


class _DatesOfMetadata(MetadataUpdateRule):
    """As `_DatesOfInfo`, of the XMP."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        if "/Metadata" in old.root and _metadata(old) != _metadata(new):
            raise SuspiciousModification("titles")
        if "/Metadata" not in old.root and "/Metadata" in new.root:
            raise SuspiciousModification("titles")
        yield from super().apply(old, new)


_XMP_DATES = re.compile(
    rb'<(xmp:ModifyDate|xmp:MetadataDate|pdf:Producer)\b[^<>]*>[^<>]*</\1>|(xmp:ModifyDate|xmp:MetadataDate|pdf:Producer)="[^"]*"|\s+'
)


def _metadata(resolver: HistoricalResolver) -> bytes:
    where = resolver.root.get_value_as_reference("/Metadata")
    said = resolver.reader.get_object(where, revision=resolver.revision)
    return _XMP_DATES.sub(b"", said.data)


class _Notes(QualifiedWhitelistRule):
    """Notes may be added to pages: each page is as it was but for new notes behind the old ones.

    `signed_too`: and for the places of new signatures among them, which pyHanko knows only where there are no notes.
    """

    def __init__(self, *, signed_too: bool = False) -> None:
        self.signed_too = signed_too

    def apply_qualified(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[tuple[ModificationLevel, ReferenceUpdate]]:
        for path, page in _pages(old.root["/Pages"], RawPdfPath("/Root", "/Pages")):
            later = new(page)
            notes_before, notes = _notes(old(page)), _notes(later)
            if notes == notes_before or notes[: len(notes_before)] != notes_before:
                continue
            if not compare_dicts(old(page), later, frozenset({"/Annots"}), raise_exc=False):
                continue
            places = _places_of_signatures(old, new) if self.signed_too else set()
            added = [one for one in notes[len(notes_before) :] if _number(one) not in places]
            if not all(_is_note(new, one) for one in added):
                continue
            # however one gets to this page, it is the same but for the notes
            yield ModificationLevel.ANNOTATIONS, ReferenceUpdate(page)
            holder = later.raw_get("/Annots")
            if isinstance(holder, generic.IndirectObject):
                before = old(page).raw_get("/Annots") if "/Annots" in old(page) else None
                if before == holder:
                    context = Context.from_absolute(old, path + "/Annots")
                    yield ModificationLevel.ANNOTATIONS, ReferenceUpdate(holder.reference, context)
                elif old.is_ref_unassignable(holder.reference):
                    yield ModificationLevel.ANNOTATIONS, ReferenceUpdate(holder.reference)
            for one in added:
                for reference in new.collect_dependencies(one, since_revision=old.revision + 1):
                    if old.is_ref_unassignable(reference):
                        yield ModificationLevel.ANNOTATIONS, ReferenceUpdate(reference)


def _pages(node: Any, path: RawPdfPath, depth: int = 0) -> Iterator[tuple[RawPdfPath, generic.Reference]]:
    if depth > 50:
        raise misc.PdfReadError("pages too deep")
    for place, kid in enumerate(node["/Kids"]):
        below = path + "/Kids" + place
        said = kid.get_object()
        if "/Kids" in said:
            yield from _pages(said, below, depth + 1)
        else:
            yield below, node["/Kids"].raw_get(place).reference


def _notes(page: Any) -> list[Any]:
    return list(page["/Annots"]) if "/Annots" in page else []


def _places_of_signatures(old: HistoricalResolver, new: HistoricalResolver) -> set[int]:
    """The numbers of new signature fields that are also what the page shows of them."""
    return {
        at.idnum
        for _, _, at in enumerate_sig_fields(new)
        if old.is_ref_unassignable(at) and new(at).get("/Subtype", None) == "/Widget"
    }


def _number(one: Any) -> int | None:
    return one.idnum if isinstance(one, generic.IndirectObject) else None


def _is_note(new: HistoricalResolver, one: Any) -> bool:
    said = new(one.reference) if isinstance(one, generic.IndirectObject) else one
    return (
        isinstance(said, generic.DictionaryObject)
        and said.get("/Subtype", None) in NOTES
        and not {"/A", "/AA", "/OC", "/FT", "/Kids"} & set(said)
    )


_FORM_KEYS = frozenset({"/Fields"})
_STRUCTURE: list[WhitelistRule] = [XrefStreamRule(), ObjectStreamRule(), DSSCompareRule()]
# What keeps a signature alive for years and changes nothing that it signed.
UPKEEP = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(
            ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"})
        ),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (*_STRUCTURE, _DatesOfInfo(), _DatesOfMetadata())
        ),
    ],
    form_rule=FormUpdatingRule(
        [SigFieldCreationRule(), SigFieldModificationRule()], ignored_acroform_keys=_FORM_KEYS
    ),
    ignore_orphaned_objects=False,
)


def _additions(*, signed_too: bool) -> StandardDiffPolicy:
    """What may be added to a signed paper, and a person has to look at."""
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(),
            *(
                rule.as_qualified(ModificationLevel.LTA_UPDATES)
                for rule in (*_STRUCTURE, DocInfoRule(), MetadataUpdateRule())
            ),
            _Notes(signed_too=signed_too),
        ],
        form_rule=FormUpdatingRule(
            [
                SigFieldCreationRule(approve_widget_bindings=not signed_too),
                SigFieldModificationRule(),
                GenericFieldModificationRule(),
            ]
        ),
    )


ADDITIONS, NOTES_AND_SIGNATURES = _additions(signed_too=False), _additions(signed_too=True)


# Who signed


def _may_sign(certificate: x509.Certificate, path: Sequence[x509.Certificate] | None) -> bool:
    if path is not None and len(path) == 1:
        return True  # somebody chose to trust this very certificate
    usage, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    return (usage is None or bool(MAY_SIGN & usage.native)) and (
        purposes is None or bool(MAY_SIGN_FOR & set(purposes.native))
    )


def _tidy(
    container: cms.SignedData, proven: Sequence[x509.Certificate], brought: Sequence[x509.Certificate]
) -> bool:
    """Whether the container holds nothing that no signature reaches: each certificate in it is one of those that are
    proven, or by one that we see."""
    (signer,) = container["signer_infos"]
    by_key = signer["sid"].name == "subject_key_identifier"
    stamp = container["encap_content_info"]["content_type"].native != "data"
    if signer["version"].native != ("v3" if by_key else "v1"):
        return False
    if container["version"].native not in (("v3",) if by_key or stamp else ("v1",)):
        return False
    digests = [one.dump() for one in container["digest_algorithms"]]
    if len(digests) != 1 or digests[0] not in _plain_forms(signer["digest_algorithm"]):
        return False
    if not all(
        signer[name].dump() in _plain_forms(signer[name])
        for name in ("digest_algorithm", "signature_algorithm")
    ):
        return False
    for one in container["certificates"] or ():
        if one.name != "certificate":
            return False
        if all(one.chosen.dump() != other.dump() for other in proven) and not _issued_by_any(
            one.chosen, [*proven, *brought]
        ):
            return False
    return True


def _plain_forms(algorithm: Any) -> list[bytes]:
    """The ways to write this algorithm when there is nothing to choose; as it stands where there is."""
    name = algorithm["algorithm"].native
    if name == "rsassa_pss":
        return [algorithm.dump()]
    kind = type(algorithm)
    made = (kind({"algorithm": name}), kind({"algorithm": name, "parameters": core.Null()}))
    return [one.dump(force=True) for one in made]


def _issued_by_any(certificate: x509.Certificate, known: Sequence[x509.Certificate]) -> bool:
    try:
        one = load_der_x509_certificate(certificate.dump())
    except ValueError:
        return False
    for other in known:
        if other.subject != certificate.issuer:
            continue
        try:
            one.verify_directly_issued_by(load_der_x509_certificate(other.dump()))
            return True
        except _FATAL:
            raise
        except Exception:  # not by this one
            continue
    return False


def _attributes_known(signer: cms.SignerInfo) -> bool:
    return all(one["type"].native == "signature_time_stamp_token" for one in signer["unsigned_attrs"] or ())


def _certificates_of(path: ValidationPath) -> list[x509.Certificate]:
    return list(path.iter_certs(include_root=True))


async def _built(certificate: x509.Certificate, context: ValidationContext) -> ValidationPath:
    paths = context.path_builder.async_build_paths_lazy(certificate)
    return await find_valid_path(certificate, paths, context)


def _at_once(work: Awaitable[T]) -> T:
    """The result of work that waits for nothing, as nothing is fetched: an event loop would need a socket."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as done:
        value: T = done.value
        return value
    raise RuntimeError("pyHanko waits for something")


# As it is told


def _name(name: x509.Name) -> str:
    said = name.native
    for key in ("common_name", "organization_name"):
        value = said.get(key)
        if value:
            return _plain(value if isinstance(value, str) else value[-1])
    return _plain(name.human_friendly)


def _plain(text: Any) -> str:
    return "".join(one if one.isprintable() else " " for one in str(text))[:NAME_MAX].strip()


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _as_json(told: SignatureFacts) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else value

    return {key: plain(value) for key, value in asdict(told).items()}
