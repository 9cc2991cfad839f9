"""Authorities, signers and a time stamp authority of tests, and papers that they sign; all made in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
OF_THE_ROOT = "http://127.0.0.1:1/list.crl"  # where a list of revoked certificates is said to lie


@lru_cache(maxsize=40)
def key(name: str) -> ec.EllipticCurvePrivateKey:
    del name
    return ec.generate_private_key(ec.SECP256R1())


@lru_cache(maxsize=2)
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@dataclass
class Identity:
    certificate: x509.Certificate
    key: Any
    issuer: Authority | None = None

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        return asn1_keys.PrivateKeyInfo.load(
            self.key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


@dataclass
class Authority(Identity):
    revoked: list[tuple[Identity, datetime]] = field(default_factory=list)

    def authority(self, name: str, *, begin: datetime | None = None) -> Authority:
        made = _certificate(name, key(name), self, authority=True, begin=begin)
        return Authority(made, key(name), self)

    def signer(
        self,
        name: str = "นายสมชาย ใจดี",
        *,
        begin: datetime | None = None,
        end: datetime | None = None,
        purposes: Sequence[x509.ObjectIdentifier] = (),
        usage: str = "non_repudiation",
        with_key: Any = None,
        digest: hashes.HashAlgorithm | None = None,
    ) -> Identity:
        own = with_key or key(name)
        made = _certificate(
            name, own, self, begin=begin, end=end, purposes=purposes, usage=usage, digest=digest
        )
        return Identity(made, own, self)

    def stamper(self, *, begin: datetime | None = None, end: datetime | None = None) -> Identity:
        return self.signer(
            "TSA of tests",
            begin=begin,
            end=end,
            purposes=[ExtendedKeyUsageOID.TIME_STAMPING],
            usage="digital_signature",
            with_key=rsa_key(2048),
        )

    def crl(
        self, *, at: datetime = NOW, days: int = 7, digest: Any = None, revoked: Sequence[int] = ()
    ) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(at - timedelta(minutes=5))
            .next_update(at + days * DAY)
        )
        serials = [(one.certificate.serial_number, moment) for one, moment in self.revoked]
        for serial, moment in [*serials, *((one, at) for one in revoked)]:
            if moment <= at:
                builder = builder.add_revoked_certificate(
                    x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
                )
        return builder.sign(self.key, digest or hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def root(name: str = "Root of tests") -> Authority:
    return Authority(_certificate(name, key(name), None, authority=True), key(name))


def self_signed(name: str = "ใครก็ได้") -> Identity:
    return Identity(_certificate(name, key(name), None), key(name))


def _certificate(
    name: str,
    own: Any,
    issuer: Authority | None,
    *,
    authority: bool = False,
    begin: datetime | None = None,
    end: datetime | None = None,
    purposes: Sequence[x509.ObjectIdentifier] = (),
    usage: str = "non_repudiation",
    digest: hashes.HashAlgorithm | None = None,
) -> x509.Certificate:
    said = x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "TH"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    allowed = {
        one: one in (("key_cert_sign", "crl_sign") if authority else (usage,))
        for one in (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        )
    }
    if usage == "non_repudiation" and not authority:
        allowed["content_commitment"] = True
    builder = (
        x509.CertificateBuilder()
        .subject_name(said)
        .issuer_name(issuer.certificate.subject if issuer else said)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin or NOW - (10 * YEAR if authority else 3 * YEAR))
        .not_valid_after(end or NOW + (10 * YEAR if authority else YEAR))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**allowed), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
    )
    if issuer:
        builder = builder.add_extension(
            x509.CRLDistributionPoints(
                [x509.DistributionPoint([x509.UniformResourceIdentifier(OF_THE_ROOT)], None, None, None)]
            ),
            critical=False,
        )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
    return builder.sign((issuer or Identity(None, own)).key, digest or hashes.SHA256())  # type: ignore[arg-type]


# Papers

FIELDS = (
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V () /Rect [50 50 250 70] /P 3 0 R /DA (/F 10 Tf) >>"
)


def paper(*, fields: bool = True, words: str = "Letter of the town", more: Sequence[str] = ()) -> bytes:
    """A page with a line and, if asked, a field to fill in. `more` are further objects, from number 7."""
    stream = f"BT /F 18 Tf 50 700 Td ({words}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R"
        + (" /AcroForm << /Fields [6 0 R] /DR << /Font << /F 5 0 R >> >> >>" if fields else "")
        + " >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        + (" /Annots [6 0 R]" if fields else "")
        + " /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        FIELDS if fields else "null",
        *more,
    ]
    return written(objects)


def written(objects: Sequence[str | bytes]) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(out))
        body = one.encode("latin-1") if isinstance(one, str) else one
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, begin)
    return bytes(out)


def signed(
    data: bytes,
    by: Identity,
    *,
    others: Sequence[Identity] = (),
    crls: Sequence[bytes] = (),
    roots: Sequence[Identity] = (),
    stamper: timestamps.TimeStamper | None = None,
    name: str = "Signature1",
    adobe: bool = True,
    lta: bool = False,
    digest: str = "sha256",
    certify: fields.MDPPerm | None = None,
    lock: fields.FieldMDPSpec | None = None,
) -> bytes:
    """Signed by pyHanko. With `crls`, these are in the signature (`adobe`) or in the document's store."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    store = SimpleCertificateStore()
    store.register_multiple([one.asn1 for one in others])
    signer = signers.SimpleSigner(
        signing_cert=by.asn1, signing_key=by.asn1_key, cert_registry=store, embed_roots=False
    )
    context = None
    if crls:
        context = ValidationContext(
            trust_roots=[one.asn1 for one in roots],
            other_certs=[one.asn1 for one in others],
            crls=list(crls),
            ocsps=[],
            allow_fetching=False,
            revocation_mode="soft-fail",
        )
    if lock is not None:
        fields.append_signature_field(writer, fields.SigFieldSpec(name, field_mdp_spec=lock))
    meta = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm=digest,
        subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED if adobe else SigSeedSubFilter.PADES,
        embed_validation_info=bool(crls),
        validation_context=context,
        use_pades_lta=lta,
        certify=certify is not None,
        docmdp_permissions=certify or fields.MDPPerm.FILL_FORMS,
    )
    out = signers.PdfSigner(meta, signer, timestamper=stamper).sign_pdf(writer)
    made: bytes = out.getvalue()
    return made


def stored(data: bytes, crls: Sequence[bytes], *, packed: bool = False) -> bytes:
    """With a document security store that holds these lists, whatever they say; `packed`: they are deflated already."""

    def add(writer: IncrementalPdfFileWriter) -> None:
        streams = [
            writer.add_object(
                generic.StreamObject({pdf_name("/Filter"): pdf_name("/FlateDecode")}, encoded_data=one)
                if packed
                else generic.StreamObject(stream_data=one)
            )
            for one in crls
        ]
        store = generic.DictionaryObject({pdf_name("/CRLs"): generic.ArrayObject(streams)})
        writer.root[pdf_name("/DSS")] = writer.add_object(store)
        writer.update_root()

    return changed(data, add)


def stamped(data: bytes, stamper: timestamps.TimeStamper) -> bytes:
    """With a time stamp of the whole file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    out = signers.PdfTimeStamper(stamper, field_name="Stamp").timestamp_pdf(writer, "sha256", None)
    made: bytes = out.getvalue()
    return made


def stamper_at(identity: Identity, moment: datetime, *others: Identity) -> timestamps.TimeStamper:
    store = SimpleCertificateStore()
    store.register_multiple([one.asn1 for one in others])
    made: timestamps.TimeStamper = timestamps.DummyTimeStamper(
        tsa_cert=identity.asn1, tsa_key=identity.asn1_key, certs_to_embed=store, fixed_dt=moment
    )
    return made


def changed(data: bytes, how: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """As an incremental update does it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    how(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fill_in(writer: IncrementalPdfFileWriter, text: str = "5,000") -> None:
    (one, *_) = writer.root["/AcroForm"]["/Fields"]
    one.get_object()[pdf_name("/V")] = generic.TextStringObject(text)
    writer.mark_update(writer.root["/AcroForm"]["/Fields"].raw_get(0).reference)


def add_note(writer: IncrementalPdfFileWriter, **more: Any) -> None:
    page_ref, _ = writer.find_page_for_modification(0)
    page = page_ref.get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 690, 300, 720))),
            pdf_name("/Contents"): generic.TextStringObject("รับแล้ว"),
            **{pdf_name("/" + key): value for key, value in more.items()},
        }
    )
    held = generic.ArrayObject(page.get("/Annots", []))
    held.append(writer.add_object(note))
    page[pdf_name("/Annots")] = held
    writer.mark_update(page_ref)


def change_words(writer: IncrementalPdfFileWriter) -> None:
    page_ref, _ = writer.find_page_for_modification(0)
    page = page_ref.get_object()
    page[pdf_name("/Contents")] = writer.add_object(
        generic.StreamObject(stream_data=b"BT /F 18 Tf 50 700 Td (Another letter) Tj ET")
    )
    writer.mark_update(page_ref)
