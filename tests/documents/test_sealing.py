"""The agency's seal: what it seals is green to us and valid to others; the key is nowhere but in its process."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Timer

import pypdfium2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from saraban.documents.sealing import P12_BYTES_MAX, PDF_BYTES_MAX, Sealer
from saraban.documents.signatures import WORSE, Colour
from saraban.documents.verification import verify_pdf
from saraban.law.refusal import Refusal
from tests.documents import pki
from tests.documents.pki import NOW

PASSPHRASE = "ตราของเทศบาล-2569"
NAME = "เทศบาลตำบลคลองน้อย"


@pytest.fixture(scope="module")
def root() -> pki.Authority:
    return pki.root()


@pytest.fixture(scope="module")
def organisation(root: pki.Authority) -> pki.Identity:
    return root.signer(NAME, with_key=pki.rsa_key(2048))


def p12_of(identity: pki.Identity, *others: pki.Identity, passphrase: str = PASSPHRASE) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"seal",
        identity.key,
        identity.certificate,
        [one.certificate for one in others],
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


@pytest.fixture
def sealer() -> Iterator[Sealer]:
    made = Sealer()
    yield made
    made.close()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "ใบอนุญาต.pdf"
    path.write_bytes(pki.paper())
    return path


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_what_is_sealed_is_valid_to_us_and_to_others(
    root: pki.Authority, organisation: pki.Identity, sealer: Sealer, paper: Path, tmp_path: Path
) -> None:
    certificate = sealer.open(p12_of(organisation, root), PASSPHRASE, at=NOW)
    assert (certificate.name, certificate.chain) == (NAME, 1)
    sealed = tmp_path / "sealed.pdf"
    sealed.write_bytes(sealer.seal(paper))
    assert sealed.read_bytes().startswith(paper.read_bytes()), "what was there is untouched"
    found = verify_pdf(sealed, roots=[root.der])
    [one] = found.signatures
    assert one.intact and one.covers_whole_file and one.trusted and one.signer == NAME
    told = subprocess.run(["pdfsig", "-nocert", sealed], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told and "Total document signed" in told
    with pypdfium2.PdfDocument(sealed) as opened:
        assert len(opened) == 1


def test_it_is_sealed_again_and_again_without_the_passphrase(
    organisation: pki.Identity, sealer: Sealer, paper: Path
) -> None:
    sealer.open(p12_of(organisation), PASSPHRASE, at=NOW)
    assert len({len(sealer.seal(paper)) for _ in range(5)}) == 1


@pytest.mark.parametrize("how", ["a byte", "more", "another page"])
def test_what_was_changed_since_is_never_green(
    how: str, root: pki.Authority, organisation: pki.Identity, sealer: Sealer, paper: Path, tmp_path: Path
) -> None:
    sealer.open(p12_of(organisation, root), PASSPHRASE, at=NOW)
    data = sealer.seal(paper)
    changed = {
        "a byte": lambda: data.replace(b"Letter of the town", b"Letter of the TOWN"),
        "more": lambda: pki.changed(data, pki.add_note),
        "another page": lambda: pki.changed(data, pki.change_words),
    }[how]()
    assert changed != data
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)
    assert verify_pdf(path, roots=[root.der]).verdict is not Colour.GREEN


def test_a_byte_anywhere_in_what_is_sealed_breaks_the_seal(
    root: pki.Authority, organisation: pki.Identity, sealer: Sealer, paper: Path, tmp_path: Path
) -> None:
    sealer.open(p12_of(organisation, root), PASSPHRASE, at=NOW)
    data, path = sealer.seal(paper), tmp_path / "it.pdf"

    def told(changed: bytes) -> Colour:
        path.write_bytes(changed)
        return verify_pdf(path, roots=[root.der]).verdict

    assert told(data) == Colour.AMBER, "whole, and nothing says that the certificate was not revoked"
    with path.open("rb") as file:
        [found] = PdfFileReader(file).embedded_regular_signatures
        _, begin, end, _ = found.byte_range
    for place in range(3, len(data), len(data) // 40):
        changed = bytearray(data)
        changed[place] ^= 1
        within = begin <= place < end  # the seal itself, which it does not cover: padding says nothing
        assert told(bytes(changed)) in ((*WORSE[1:],) if within else (Colour.RED, Colour.GREY)), place


def test_killed_while_it_seals_it_says_so_and_the_next_one_seals(
    organisation: pki.Identity, sealer: Sealer, paper: Path
) -> None:
    for pause in (0.0, 0.002, 0.005, 0.01):
        sealer.open(p12_of(organisation), PASSPHRASE, at=NOW)
        sealer.seal(paper)
        [pid] = sealer.pids()
        killing = Timer(pause, os.kill, (pid, signal.SIGKILL))
        killing.start()
        with pytest.raises(Refusal) as refusal:
            for _ in range(1_000):
                assert sealer.seal(paper).endswith(b"%%EOF\n")
        killing.join()
        assert refusal.value.code in ("closed", "stopped", "unsealable")
        assert sealer.pids() == []


def test_a_certificate_that_cannot_seal_is_refused_with_its_reason(
    root: pki.Authority, organisation: pki.Identity, sealer: Sealer, paper: Path
) -> None:
    good = p12_of(organisation)
    for code, p12, said in (
        ("passphrase", good, "ผิด"),
        ("passphrase", good, ""),
        ("passphrase", good, "x" * 201),
        ("unreadable", b"not a p12", PASSPHRASE),
        ("unreadable", good + bytes(P12_BYTES_MAX), PASSPHRASE),
        ("weak", p12_of(root.signer("ก", with_key=pki.rsa_key(1024))), PASSPHRASE),
        (
            "not_valid",
            p12_of(root.signer("ข", end=NOW - timedelta(days=1), begin=NOW - timedelta(days=9))),
            PASSPHRASE,
        ),
        ("other_use", p12_of(root.signer("ค", usage="key_encipherment")), PASSPHRASE),
    ):
        with refused(code):
            sealer.open(p12, said, at=NOW)
    with refused("closed"):
        sealer.seal(paper)


def test_a_key_outlives_its_certificate_and_seals_no_more(
    root: pki.Authority, sealer: Sealer, paper: Path
) -> None:
    begin, end = NOW - timedelta(days=1), NOW + timedelta(days=1)
    sealer.open(p12_of(root.signer(NAME, begin=begin, end=end)), PASSPHRASE, at=NOW)
    second = timedelta(seconds=1)
    for moment in (begin - second, end + second):
        with refused("not_valid"):
            sealer.seal(paper, at=moment)
    for moment in (begin, end, None):
        assert sealer.seal(paper, at=moment), "the key is still held"
    sealer.close()
    for moment in (NOW, end + second):
        with pytest.raises(Refusal):
            sealer.seal(paper, at=moment)


def test_a_pdf_that_cannot_be_sealed_harms_no_other(
    organisation: pki.Identity, sealer: Sealer, paper: Path, tmp_path: Path
) -> None:
    sealer.open(p12_of(organisation), PASSPHRASE, at=NOW)
    broken, locked, big = (tmp_path / name for name in ("broken.pdf", "locked.pdf", "big.pdf"))
    broken.write_bytes(b"%PDF-1.7\nnothing")
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(paper.read_bytes())))
    writer.encrypt(owner_pass="x", user_pass="y")
    with locked.open("wb") as file:
        writer.write(file)
    with big.open("wb") as file:
        file.truncate(PDF_BYTES_MAX + 1)
    for path, code in ((broken, "unsealable"), (locked, "encrypted"), (big, "too_big")):
        with refused(code):
            sealer.seal(path)
    assert sealer.seal(paper)


def test_where_the_process_dies_the_passphrase_is_asked_for_again(
    organisation: pki.Identity, sealer: Sealer, paper: Path
) -> None:
    sealer.open(p12_of(organisation), PASSPHRASE, at=NOW)
    [pid] = sealer.pids()
    os.kill(pid, 9)
    for code in ("stopped", "closed"):
        with refused(code):
            sealer.seal(paper)
    sealer.open(p12_of(organisation), PASSPHRASE, at=NOW)
    assert sealer.seal(paper)


def test_the_passphrase_and_the_key_are_named_nowhere(
    organisation: pki.Identity, sealer: Sealer, paper: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with refused("passphrase"):
        sealer.open(p12_of(organisation), PASSPHRASE + "ผิด", at=NOW)
    sealer.open(p12_of(organisation), PASSPHRASE, at=NOW)
    sealer.seal(paper)
    [pid] = sealer.pids()
    for name in ("cmdline", "environ"):
        assert PASSPHRASE.encode() not in Path(f"/proc/{pid}/{name}").read_bytes()
    assert PASSPHRASE not in caplog.text
    assert PASSPHRASE not in repr(vars(sealer))
