"""Signatures checked in the child: the answer comes in time, and who asks lives, whatever the file does."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from saraban.documents.signatures import Colour
from saraban.documents.verification import verify_each, verify_pdf
from tests.documents import pki
from tests.documents.pki import NOW

TOP = Path(__file__).parent.parent.parent
SECONDS_MAX = 20.0
MEMORY_BYTES_MAX = 512 * 1024 * 1024


@pytest.fixture(scope="module")
def root() -> pki.Authority:
    return pki.root()


@pytest.fixture(scope="module")
def good(root: pki.Authority) -> bytes:
    authority = root.authority("Sub authority")
    return pki.signed(
        pki.paper(), authority.signer(), others=[authority], roots=[root], crls=[root.crl(), authority.crl()]
    )


def test_a_verdict_comes_from_the_child_and_opens_no_socket(
    root: pki.Authority, good: bytes, tmp_path: Path
) -> None:
    """The certificates name a place to ask. The child refuses every socket and breaks over it: this would be grey."""
    path = tmp_path / "หนังสือ.pdf"
    path.write_bytes(good)
    assert b"http://127.0.0.1:1/list.crl" in bytes.fromhex(
        good.split(b"<3082")[1].split(b">")[0].decode().zfill(2)
    )
    assert verify_pdf(path, roots=[root.der]).verdict is Colour.GREEN
    assert verify_pdf(path).verdict is Colour.RED  # NRCA knows nobody of these


def test_a_verdict_of_a_warm_child_takes_less_than_two_seconds(
    root: pki.Authority, good: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(good)
    verify_pdf(path, roots=[root.der])
    begin = time.monotonic()
    assert verify_pdf(path, roots=[root.der], at=NOW + timedelta(hours=1)).verdict is Colour.GREEN
    assert time.monotonic() - begin < 2


def test_files_are_told_in_their_order_and_one_that_is_missing_stops_none(
    root: pki.Authority, good: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(good)
    told = list(verify_each([tmp_path / "none.pdf", path, tmp_path], roots=[root.der]))
    assert [one.verdict for one in told] == [Colour.GREY, Colour.GREEN, Colour.GREY]
    assert "ไม่พบไฟล์" in told[0].why


def bombs() -> Iterator[tuple[str, bytes]]:
    """Files that attack who opens them."""
    catalogue = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%s] >> >>"
    pages = "<< /Type /Pages /Kids [] /Count 0 >>"
    yield "nested", pki.written([catalogue % ("[" * 200_000), pages])
    yield "nested dictionaries", pki.written([catalogue % ("<< /A " * 100_000), pages])
    fields = [f"<< /FT /Sig /T (s{number}) /V << /ByteRange [0 1 2 3] >> >>" for number in range(100_000)]
    yield "100,000 signatures", pki.written([catalogue % " ".join(fields), pages])
    yield (
        "100,000 fields",
        pki.written([catalogue % " ".join(f"<< /FT /Sig /T (s{n}) >>" for n in range(100_000)), pages]),
    )
    loop = pki.written([catalogue % "3 0 R", pages, "<< /FT /Sig /T (a) /Kids [3 0 R] >>"])
    yield "a field within itself", loop
    end = loop.rindex(b"startxref")
    start = int(loop[end:].split()[1])
    yield "a table before itself", loop[:end].replace(b"/Size", b"/Prev %d /Size" % start) + loop[end:]
    many = bytearray(pki.paper())
    for _ in range(3_000):
        last = bytes(many[many.rindex(b"startxref") :].split()[1])
        begin = len(many)
        many += b"xref\n0 0\ntrailer\n<< /Size 7 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
            last,
            begin,
        )
    yield "3,000 revisions", bytes(many)
    zeros = zlib.compress(b"0 " * 300_000_000, 9)
    yield "a table of zeros", _with_table(zeros)
    yield "a table of zeros in zeros", _with_table(zlib.compress(zeros, 9), twice=True)
    yield "a huge number", pki.written([catalogue % ("9" * 2_000_000), pages])
    yield "a table of the sky", pki.paper().replace(b"xref\n0 7", b"xref\n0 9999999999")
    yield "no end of comments", b"%PDF-1.7\n" + b"%\n" * 3_000_000
    yield "noise", b"%PDF-1.7\n" + bytes(range(256)) * 20_000


def _with_table(packed: bytes, *, twice: bool = False) -> bytes:
    head = b"%PDF-1.7\n"
    filters = b"[/FlateDecode /FlateDecode]" if twice else b"/FlateDecode"
    stream = (
        b"1 0 obj\n<< /Type /XRef /Size 90000000 /W [1 2 1] /Root 1 0 R /Filter %s /Length %d >>\nstream\n"
        % (filters, len(packed))
        + packed
        + b"\nendstream\nendobj\n"
    )
    return head + stream + b"startxref\n%d\n%%%%EOF\n" % len(head)


ASKING = """
import json, resource, sys, time
from pathlib import Path
from saraban.documents.verification import verify_pdf
told = []
for path in sorted(Path(sys.argv[1]).iterdir()):
    begin = time.monotonic()
    verdict = verify_pdf(path, roots=[Path(sys.argv[2]).read_bytes()])
    told.append([path.name, verdict.verdict, verdict.why, time.monotonic() - begin])
from saraban.documents.verification import _bench
_bench.close()
print(json.dumps([told, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024]))
"""


def test_files_that_attack_who_opens_them_are_grey_in_time_and_in_bounds(
    root: pki.Authority, good: bytes, tmp_path: Path
) -> None:
    folder, trusted = tmp_path / "bombs", tmp_path / "root.der"
    folder.mkdir()
    trusted.write_bytes(root.der)
    for number, (name, data) in enumerate(bombs()):
        (folder / f"{number:02d} {name}").write_bytes(data)
    (folder / "99 good").write_bytes(good)
    done = subprocess.run(
        [sys.executable, "-c", ASKING, str(folder), str(trusted)], cwd=TOP, capture_output=True, check=True
    )
    told, memory = json.loads(done.stdout)
    colours = {name: colour for name, colour, _, _ in told}
    assert colours.pop("99 good") == "green"  # who asked lives, and the next file is none the worse
    assert colours == dict.fromkeys(colours, "grey")
    slow = {name: seconds for name, _, _, seconds in told if seconds > SECONDS_MAX}
    assert slow == {}
    assert memory <= MEMORY_BYTES_MAX
