"""The roots that we trust are those that the product came with, and what an operator adds to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from saraban.documents.roots import NRCA_SHA256, NoRoots, known_root, nrca_roots, roots_in, trusted_roots
from tests.documents import pki


@pytest.fixture(scope="module")
def root() -> pki.Authority:
    return pki.root()


def test_the_roots_of_nrca_are_those_that_we_know() -> None:
    assert len(nrca_roots()) == 2
    assert trusted_roots()[:2] == nrca_roots()


def test_a_root_file_that_was_swapped_is_refused(root: pki.Authority, tmp_path: Path) -> None:
    path = tmp_path / "nrca-g1.pem"
    path.write_bytes(root.pem)
    with pytest.raises(NoRoots, match=r"nrca-g1\.pem"):
        known_root(path, sha256=NRCA_SHA256["nrca-g1.pem"])


def test_roots_are_added_from_a_bundle(root: pki.Authority, tmp_path: Path) -> None:
    path = tmp_path / "bundle.pem"
    path.write_bytes(b"# ours\n" + root.pem + pki.root("Another").pem)
    assert roots_in(path)[0] == root.der
    assert len(trusted_roots([path])) == 4


@pytest.mark.parametrize(
    "text", [None, b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nAA*=\n-----END CERTIFICATE-----"]
)
def test_a_file_without_roots_is_refused(text: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "roots.pem"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(NoRoots):
        roots_in(path)
