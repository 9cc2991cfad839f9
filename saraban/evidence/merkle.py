"""The Merkle tree of RFC 6962 over the canonical bytes of its leaves, grown leaf by leaf. Pure."""

from __future__ import annotations

import hashlib

from saraban.audit.canonical import Plain, canonical


class MerkleTree:
    """Holds no more than one hash for each power of two in the count of its leaves."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []  # roots of whole trees, the greatest first

    def add(self, leaf: Plain) -> None:
        node, place = hashlib.sha256(b"\x00" + canonical(leaf)).digest(), self.count
        while place & 1:
            node = hashlib.sha256(b"\x01" + self._peaks.pop() + node).digest()
            place >>= 1
        self._peaks.append(node)
        self.count += 1

    def root(self) -> str:
        """In lower-case hex; of no leaves, the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").hexdigest()
        node = self._peaks[-1]
        for left in reversed(self._peaks[:-1]):
            node = hashlib.sha256(b"\x01" + left + node).digest()
        return node.hex()
