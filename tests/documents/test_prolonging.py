"""A seal is kept provable: stamped, with the lists of who was revoked, stamped over all, and renewed; by us and by others."""

from __future__ import annotations

import asyncio
import io
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from saraban.documents import prolonging, revocation_lists
from saraban.documents.prolonging import Authorities, level_of, prolonged
from saraban.documents.revocation_lists import NoList, fetched
from saraban.documents.sealing import Sealer
from saraban.documents.signatures import Colour
from saraban.documents.stamping import Level, Unstampable
from saraban.documents.verification import verify_pdf
from tests.documents import pki
from tests.documents.pki import NOW, OF_THE_ROOT
from tests.issuing.desks import PASSPHRASE, certificate_file
from tests.servers.timestamps import LISTS, TimeStamper, time_stamper


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeStamper]:
    with time_stamper(tmp_path_factory.mktemp("tsa") / "authority") as made:
        yield made


@pytest.fixture(scope="module")
def root() -> pki.Authority:
    return pki.root()


@pytest.fixture(scope="module")
def sealed(root: pki.Authority, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sealed") / "paper.pdf"
    path.write_bytes(pki.paper())
    sealer = Sealer()
    try:
        sealer.open(certificate_file(root), PASSPHRASE, at=NOW)
        return sealer.seal(path)
    finally:
        sealer.close()


@pytest.fixture
def lists(root: pki.Authority, tsa: TimeStamper, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What lies where; a test may take it away."""
    there = {OF_THE_ROOT: root.crl(at=NOW), LISTS: tsa.revocation_list()}

    def ask(address: str) -> bytes:
        if address not in there:
            raise NoList("ไม่มี")
        return there[address]

    monkeypatch.setattr(prolonging, "fetched", ask)
    return there


@pytest.fixture
def by(root: pki.Authority, tsa: TimeStamper) -> Authorities:
    return Authorities(tsa.url, tsa.roots, known=(root.der, _der(tsa.roots)))


def _der(text: str) -> bytes:
    der: bytes = pem.unarmor(text.encode())[2]
    return der


def test_it_comes_to_the_highest_level_and_stays_valid_for_others(
    sealed: bytes, lists: dict[str, bytes], by: Authorities, root: pki.Authority, tmp_path: Path
) -> None:
    assert level_of(sealed) == Level.BASIC
    made = prolonged(sealed, by, at=NOW)
    assert (made.level, made.lacks) == (Level.KEPT, "")
    assert made.until is not None and timedelta(days=1) < made.until - NOW < timedelta(days=3)
    assert level_of(made.pdf) == Level.KEPT
    assert _by_pyhanko(made.pdf, root, by)
    path = tmp_path / "kept.pdf"
    path.write_bytes(made.pdf)
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 1, told  # of the second, a stamp, it does not know the kind
    assert told.count("Total document signed") == 1
    subprocess.run(["qpdf", "--check", path], capture_output=True, check=True)
    verdict = verify_pdf(path, roots=[root.der, *by.known])
    assert verdict.signatures[0].intact and verdict.verdict is Colour.GREEN, verdict.why


def test_before_it_ages_it_gets_one_stamp_more(
    sealed: bytes, lists: dict[str, bytes], by: Authorities, root: pki.Authority
) -> None:
    once = prolonged(sealed, by, at=NOW)
    assert prolonged(once.pdf, by, at=NOW).pdf == once.pdf, "nothing is due"
    twice = prolonged(once.pdf, by, at=NOW, renews=True)
    assert twice.level == Level.KEPT and twice.pdf.startswith(once.pdf)
    assert len(PdfFileReader(io.BytesIO(twice.pdf)).embedded_timestamp_signatures) == 2
    assert _by_pyhanko(twice.pdf, root, by)


def test_each_authority_that_is_down_leaves_it_where_it_came(
    sealed: bytes, lists: dict[str, bytes], by: Authorities
) -> None:
    down = Authorities("http://127.0.0.1:9/", by.roots, by.known)
    made = prolonged(sealed, down, at=NOW)
    assert (made.pdf, made.level) == (sealed, Level.BASIC) and "ติดต่อผู้ให้บริการไม่ได้" in made.lacks
    of_the_root = lists.pop(OF_THE_ROOT)
    made = prolonged(sealed, by, at=NOW)
    assert made.level == level_of(made.pdf) == Level.TIMED and made.lacks
    lists[OF_THE_ROOT] = of_the_root
    stamped_only = prolonged(made.pdf, down, at=NOW)
    assert stamped_only.level == level_of(stamped_only.pdf) == Level.LONG and stamped_only.lacks
    last = prolonged(stamped_only.pdf, by, at=NOW)
    assert last.level == Level.KEPT and last.pdf.startswith(stamped_only.pdf)


def test_a_list_that_is_old_or_anothers_proves_nothing(
    sealed: bytes, lists: dict[str, bytes], by: Authorities, root: pki.Authority
) -> None:
    for wrong in (
        root.crl(at=NOW - timedelta(days=30)),
        pki.root("Another root").crl(at=NOW),
        b"<html>404</html>",
        root.crl(at=NOW)[:-3] + b"\0\0\0",
    ):
        lists[OF_THE_ROOT] = wrong
        try:
            made = prolonged(sealed, by, at=NOW)
        except Unstampable:
            continue
        assert made.level == Level.TIMED and made.lacks


def test_whoever_was_revoked_is_told(
    sealed: bytes, lists: dict[str, bytes], by: Authorities, root: pki.Authority
) -> None:
    signer = PdfFileReader(io.BytesIO(sealed)).embedded_regular_signatures[0].signer_cert
    lists[OF_THE_ROOT] = root.crl(at=NOW, revoked=[signer.serial_number])
    with pytest.raises(Unstampable, match="ถูกเพิกถอน"):
        prolonged(sealed, by, at=NOW)


def test_what_is_not_signed_or_no_file_at_all_says_so(by: Authorities) -> None:
    for data in (pki.paper(), b"%PDF-1.7 nothing"):
        with pytest.raises(Unstampable):
            prolonged(data, by, at=NOW)


def test_a_byte_changed_in_the_last_file_is_seen(
    sealed: bytes, lists: dict[str, bytes], by: Authorities, root: pki.Authority, tmp_path: Path
) -> None:
    made = prolonged(sealed, by, at=NOW).pdf
    for place in (len(sealed) // 3, len(sealed) + (len(made) - len(sealed)) // 2):
        data = bytearray(made)
        data[place] ^= 1
        path = tmp_path / "changed.pdf"
        path.write_bytes(data)
        verdict = verify_pdf(path, roots=[root.der, *by.known])
        assert verdict.verdict is not Colour.GREEN


# The lists, by the wire


class Door(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/moved": 302}.get(self.path, 200))
        self.send_header("Location", "/list")
        self.end_headers()
        self.wfile.write(
            {"/long": b"x" * (revocation_lists.LIST_BYTES_MAX + 1), "/none": b""}.get(self.path, b"list")
        )

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def lists_at() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_list_is_fetched_within_bounds(lists_at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoList):
        fetched(f"{lists_at}/list")  # this very machine is not of the open internet
    monkeypatch.setattr(revocation_lists, "may_be_asked", lambda address: address == "127.0.0.1")
    assert fetched(f"{lists_at}/list") == b"list"
    for path in ("/moved", "/long", "/none"):
        with pytest.raises(NoList):
            fetched(lists_at + path)


def test_no_address_of_a_certificate_reaches_into_the_office() -> None:
    for address in (
        *(
            "http://127.0.0.1/",
            "http://10.0.0.8/",
            "http://[::1]/",
            "http://169.254.169.254/latest/",
            "http://0/",
        ),
        *("https://example.org/", "file:///etc/passwd", "ldap://x/", "http:///", "http://" + "x" * 600, ""),
    ):
        with pytest.raises(NoList):
            fetched(address)


def _by_pyhanko(pdf: bytes, root: pki.Authority, by: Authorities) -> bool:
    """As who opens the file when the signer's certificate has ended: nothing is fetched, all proof is in the file."""
    roots = [x509.Certificate.load(one) for one in (root.der, *by.known)]
    must = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    policy = CertValidationPolicySpec(
        SimpleTrustManager.build(trust_roots=roots),
        CertRevTrustPolicy(RevocationCheckingPolicy(must, must), retroactive_revinfo=True),
    )
    spec = SignatureValidationSpec(
        policy,
        RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        ts_cert_validation_policy=policy,
    )
    with io.BytesIO(pdf) as file:
        signature = PdfFileReader(file).embedded_regular_signatures[-1]
        found = asyncio.run(
            simulate_future_ades_lta_validation(
                signature, PdfSignatureValidationSpec(spec), NOW + 2 * pki.YEAR
            )
        )
    assert found.ades_subindic == AdESPassed.OK, found.failure_msg
    return True
