"""A sealed file gets a stranger's word on when: the same bytes but for the room kept for it, valid to us and to others."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from saraban.documents.sealing import Sealer
from saraban.documents.stamping import time_stamped
from saraban.documents.time_stamps import NotStamped
from saraban.documents.verification import verify_pdf
from tests.documents import pki
from tests.documents.pki import NOW
from tests.issuing.desks import PASSPHRASE, certificate_file
from tests.servers.timestamps import TimeStamper, time_stamper


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeStamper]:
    with time_stamper(tmp_path_factory.mktemp("tsa") / "authority") as made:
        yield made


@pytest.fixture(scope="module")
def root() -> pki.Authority:
    return pki.root()


@pytest.fixture
def sealed(root: pki.Authority, tmp_path: Path) -> bytes:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pki.paper())
    sealer = Sealer()
    try:
        sealer.open(certificate_file(root), PASSPHRASE, at=NOW)
        return sealer.seal(path)
    finally:
        sealer.close()


def test_the_stamp_lies_in_the_room_that_was_kept_for_it(
    sealed: bytes, tsa: TimeStamper, root: pki.Authority, tmp_path: Path
) -> None:
    made = time_stamped(sealed, url=tsa.url, roots=tsa.roots)
    assert len(made) == len(sealed) and made != sealed
    path = tmp_path / "stamped.pdf"
    path.write_bytes(made)
    with path.open("rb") as file:
        [found] = PdfFileReader(file).embedded_regular_signatures
        begin, end = found.byte_range[1], found.byte_range[2]
        assert made[:begin] == sealed[:begin] and made[end:] == sealed[end:], "nothing that is signed moved"
        attributes = {one["type"].native: one["values"][0] for one in found.signer_info["unsigned_attrs"]}
        stamp = attributes["signature_time_stamp_token"]["content"]
        at = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    assert abs(at - NOW) < timedelta(hours=1)
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told and "Total document signed" in told
    [one] = verify_pdf(path, roots=[root.der]).signatures
    assert one.intact and one.covers_whole_file


def test_a_second_stamp_takes_the_place_of_the_first(sealed: bytes, tsa: TimeStamper) -> None:
    once = time_stamped(sealed, url=tsa.url, roots=tsa.roots)
    assert len(time_stamped(once, url=tsa.url, roots=tsa.roots)) == len(once)


def test_what_cannot_be_stamped_says_so_and_changes_nothing(sealed: bytes, tsa: TimeStamper) -> None:
    with pytest.raises(NotStamped, match=r"ลายมือชื่อ|ไม่มีที่ว่าง"):
        time_stamped(pki.paper(), url=tsa.url, roots=tsa.roots)
    with pytest.raises(NotStamped, match="ติดต่อผู้ให้บริการไม่ได้"):
        time_stamped(sealed, url="http://127.0.0.1:9/", roots=tsa.roots)
    with pytest.raises(NotStamped, match=r"ไม่ตรงกับที่ถาม|ไม่ได้ลงนาม"):
        time_stamped(sealed, url=tsa.url, roots=pki.root().pem.decode())
