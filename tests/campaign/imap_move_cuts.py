"""The line cut at every place of a move: afterwards, asked again, the letter lies where it was to go, and once.

    python -m tests.campaign.imap_move_cuts            # some 550 places; three minutes
    python -m tests.campaign.imap_move_cuts --places 60

One letter wanders through the folders of a server that can MOVE, of one that can only COPY, and of one that cannot
even expunge a single letter. What must hold wherever the line breaks: the only trouble is a `MailFailure`, and never
one that says "for good"; the same inbox, asked again, finishes; no other letter is touched.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from saraban.mail.gateway import MailFailure, Role, Sought
from saraban.mail.imap import ImapInbox
from saraban.mail.servers import read_mailbox_url
from tests.campaign.imap_cuts import PATIENCE_SECONDS, SILENCE_SECONDS, places, try_each
from tests.mail.made import letter, minutes_later
from tests.servers.certificates import Authority
from tests.servers.dovecot import USUAL, Box, Dovecot, running_dovecot
from tests.servers.proxy import Cut, How, Way, Wire, wire_to

MESSAGE_ID = "<wanders@post.example>"
BOX_OF = {Role.INBOX: "INBOX", Role.JUNK: "Junk", Role.TRASH: "Trash"}
KINDS: dict[str, Sequence[str]] = {"moves": (), "copies": ("MOVE",), "flags": ("MOVE", "UIDPLUS")}
ASKED_AGAIN_MAX = 5  # after a silence: with so little patience, a busy machine looks like another one


@dataclass
class Ground:
    dovecot: Dovecot
    wire: Wire
    kind: str
    raw: bytes
    lies_in: Role = Role.INBOX

    def inbox(self, *, patience: float = PATIENCE_SECONDS) -> ImapInbox:
        return ImapInbox(
            read_mailbox_url(self.dovecot.url(security="none", port=self.wire.port)),
            self.dovecot.password,
            ca_file=self.dovecot.ca_file,
            timeout_seconds=patience,
        )

    def next_place(self) -> Role:
        return {Role.INBOX: Role.TRASH, Role.TRASH: Role.JUNK, Role.JUNK: Role.INBOX}[self.lies_in]

    def sought(self) -> Sought:
        return Sought(message_id=MESSAGE_ID, size=len(self.raw))

    def tidy(self) -> None:
        """As a mail program does from time to time: what is flagged as deleted goes."""
        for box in BOX_OF.values():
            self.dovecot.expunge("deleted", box=box)


@contextmanager
def prepared(kind: str, *, authority: Authority | None = None) -> Iterator[Ground]:
    boxes = (*USUAL, Box("Trash", "Trash"))
    with running_dovecot(authority=authority, plain=True, boxes=boxes, without=KINDS[kind]) as dovecot:
        raw = letter("wanders", size=3_000, message_id=MESSAGE_ID)
        for minute, box in enumerate(BOX_OF.values()):
            dovecot.deliver(_neighbour(box), when=minutes_later(minute), box=box)
        dovecot.deliver(raw, when=minutes_later(9))
        with wire_to(dovecot.imap_port) as wire:
            yield Ground(dovecot, wire, kind, raw)


def try_cut(ground: Ground, cut: Cut) -> str:
    """Cut once, then ask again. Raises `AssertionError` when a promise broke."""
    silent = cut.how is How.SILENCE
    inbox = ground.inbox(patience=SILENCE_SECONDS if silent else PATIENCE_SECONDS)
    to = ground.next_place()
    asked = itertools.count()
    ground.wire.cut = cut
    outcome, moved = "nothing", False
    while not moved:
        try:
            moved = inbox.move(ground.sought(), away_from=ground.lies_in, to=to)
            assert moved, f"{cut}: the letter was not found"
        except MailFailure as failure:
            outcome = "failure"
            assert not failure.permanent, f"{cut}: a cut line was taken for a refusal: {failure.answer}"
            assert not failure.uncertain
            if next(asked) >= (ASKED_AGAIN_MAX if silent else 1):
                raise
    happened = ground.wire.cut is None
    ground.wire.cut = None
    inbox.close()
    _must_lie_once(ground, to, cut)
    ground.lies_in = to
    ground.tidy()
    return outcome if happened else "not reached"


def measured(ground: Ground) -> dict[Way, bytes]:
    """What passes in a move that nobody cuts."""
    inbox = ground.inbox()
    to = ground.next_place()
    assert inbox.move(ground.sought(), away_from=ground.lies_in, to=to)
    ground.lies_in = to
    passed = {way: bytes(words) for way, words in ground.wire.passed.items()}
    inbox.close()
    ground.tidy()
    return passed


def _must_lie_once(ground: Ground, to: Role, cut: Cut) -> None:
    for role, box in BOX_OF.items():
        lying = list(zip(ground.dovecot.letters(box=box), ground.dovecot.flags(box=box), strict=True))
        there = [flags for raw, flags in lying if raw == ground.raw]
        here = [flags for flags in there if "T" not in flags]
        assert len(here) == (role is to), f"{cut}: {len(here)} copies in {box}"
        assert ground.kind == "flags" or len(there) == len(here), f"{cut}: left behind in {box}"
        others = [(raw, flags) for raw, flags in lying if raw != ground.raw]
        assert others == [(_neighbour(box), "")], f"{cut}: another letter was touched in {box}"


def _neighbour(box: str) -> bytes:
    return letter(f"stays in {box}", message_id=f"<stays.{box}@post.example>")


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=900)
    asked = parser.parse_args(words)
    began = time.monotonic()
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        for kind in KINDS:
            with prepared(kind, authority=authority) as ground:
                cuts = places(measured(ground), asked.places // len(KINDS), by_lines=True)
                broken += try_each(kind, cuts, partial(try_cut, ground))
    print(f"{broken} broken promises, {time.monotonic() - began:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
