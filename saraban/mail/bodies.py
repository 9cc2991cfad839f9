"""What stays of a letter that is delivered a second time: its body, under the headers of other relays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator


class BodyDigest:
    """SHA-256 of a letter's body while its bytes pass through, in chunks of any size.

    Line ends count as one, and white space at the end as none. A letter without a body is known by its head.
    """

    def __init__(self) -> None:
        self._head = hashlib.sha256()
        self._body = hashlib.sha256()
        self._said = hashlib.sha256()  # the body up to its last byte that is no white space
        self._in_body = False
        self._has_body = False
        self._held = b""  # what may be half of a line end, or of the empty line after the head

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.add(chunk)
            yield chunk

    def add(self, chunk: bytes) -> None:
        data = self._held + chunk
        self._held = b"\r" if data.endswith(b"\r") else b""
        data = data.removesuffix(self._held).replace(b"\r\n", b"\n")
        if not self._in_body:
            head, end, data = data.partition(b"\n\n")
            if not end:
                if head.endswith(b"\n"):
                    head, self._held = head[:-1], b"\n" + self._held
                self._head.update(head)
                return
            self._head.update(head)
            self._in_body = True
        words = data.rstrip()
        if words:
            self._body.update(words)
            self._said = self._body.copy()
            self._has_body = True
        self._body.update(data[len(words) :])

    def hexdigest(self) -> str:
        return (self._said if self._has_body else self._head).hexdigest()
