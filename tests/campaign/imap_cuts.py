"""The line to the mailbox cut at every place of a session: nothing lost, nothing doubled, nothing half.

    python -m tests.campaign.imap_cuts            # some 1,200 places; five minutes
    python -m tests.campaign.imap_cuts --places 60

What must hold wherever the line breaks, and however (closed, reset, silent): what was handed out is byte for byte
what lies on the server; the only trouble is a `MailFailure`, and never one that says "for good"; the same inbox,
asked again, reads all; the copy of what we sent is in Sent exactly once; no flag has changed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from saraban.mail.gateway import Arrival, Fetched, MailFailure, Role
from saraban.mail.imap import ImapInbox, Portions
from saraban.mail.servers import read_mailbox_url
from tests.mail.made import AWKWARD, letter, minutes_later
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.proxy import Cut, How, Way, Wire, wire_to

SILENCE_SECONDS = 0.4  # how long the inbox bears a line that says nothing, where that is what is tried
PATIENCE_SECONDS = 20  # and elsewhere: longer than a busy machine is ever silent
READS_TRIED = 5  # after a silence: with so little patience, a busy machine looks like another one
PORTIONS = Portions(
    batch=8_000, whole_max=4_000, part=1_500
)  # so that a small session has every kind of command
BOX_OF = {Role.INBOX: "INBOX", Role.JUNK: "Junk"}


@dataclass
class Ground:
    """A mailbox whose letters are known, behind a wire that can be cut."""

    dovecot: Dovecot
    wire: Wire
    security: str
    truth: dict[Role, list[bytes]]
    copies: int = 0

    def inbox(self, *, patience: float = PATIENCE_SECONDS) -> ImapInbox:
        return ImapInbox(
            read_mailbox_url(self.dovecot.url(security=self.security, port=self.wire.port)),
            self.dovecot.password,
            ca_file=self.dovecot.ca_file,
            timeout_seconds=patience,
            portions=PORTIONS,
        )

    def copy(self) -> bytes:
        self.copies += 1
        return letter("an answer", message_id=f"<copy.{self.copies}@klongnoy.example>")


@contextmanager
def prepared(*, security: str, authority: Authority | None = None) -> Iterator[Ground]:
    with running_dovecot(authority=authority, plain=True) as dovecot:
        truth: dict[Role, list[bytes]] = {Role.INBOX: [], Role.JUNK: []}
        kept = [raw for name, raw in AWKWARD.items() if name not in ("long line", "many empty lines")]
        for role, raws in (
            (Role.INBOX, [*kept, *(letter(f"no {n}", size=700) for n in range(12)), letter(size=9_000)]),
            (Role.JUNK, [letter("junk", size=6_000), letter("more junk")]),
        ):
            for minute, raw in enumerate(raws):
                dovecot.deliver(raw, when=minutes_later(minute), box=BOX_OF[role])
                truth[role].append(raw)
        port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
        with wire_to(port) as wire:
            yield Ground(dovecot, wire, security, truth)


@dataclass
class Session:
    """All that the house asks of a mailbox, once through."""

    inbox: ImapInbox
    copy: bytes
    came: list[tuple[Role, Arrival, bytes]] = field(default_factory=list)
    finished: bool = False

    def run(self) -> None:
        for folder in self.inbox.folders():
            arrivals = self.inbox.arrivals(folder, after_uid=0, since=minutes_later(0).date())
            for fetched in self.inbox.fetch(folder, arrivals):
                self.came.append((folder.role, fetched.arrival, _bytes(fetched)))
        self.inbox.keep_copy(self.copy, sent_at=minutes_later(60))
        self.inbox.sent_message_id("<unknown@klongnoy.example>")
        self.inbox.wait(0)
        self.finished = True


def try_cut(ground: Ground, cut: Cut) -> str:
    """Cut once, then read again. What the first session came to; raises `AssertionError` when a promise broke."""
    copy = ground.copy()
    kept_before = len(ground.dovecot.letters(box="Sent"))
    silent = cut.how is How.SILENCE
    inbox = ground.inbox(patience=SILENCE_SECONDS if silent else PATIENCE_SECONDS)
    first = Session(inbox, copy)
    ground.wire.cut = cut
    outcome = "nothing"
    try:
        first.run()
    except MailFailure as failure:
        outcome = "failure"
        assert not failure.permanent, f"{cut}: a cut line was taken for a refusal: {failure.answer}"
        assert not failure.uncertain
        assert ground.dovecot.password not in f"{failure.message} {failure.answer}"
    _must_be_true(ground, first, cut)
    happened = ground.wire.cut is None
    ground.wire.cut = None

    second = Session(inbox, copy)
    for left in reversed(range(READS_TRIED)):  # a busy machine may refuse a login for a moment
        try:
            second.run()
            break
        except MailFailure:
            if not left:
                raise
            second = Session(inbox, copy)
    inbox.close()
    _must_be_true(ground, second, cut)
    for role, raws in ground.truth.items():
        got = [(arrival.uid, raw) for found, arrival, raw in second.came if found is role]
        assert sorted(got) == list(enumerate(raws, start=1)), f"{cut}: {role} was not read whole afterwards"
    kept = ground.dovecot.letters(box="Sent")
    assert kept.count(copy) == 1, f"{cut}: the copy is in Sent {kept.count(copy)} times"
    assert len(kept) == kept_before + 1, f"{cut}: half a copy is in Sent"
    for box in BOX_OF.values():
        assert not any(ground.dovecot.flags(box=box)), f"{cut}: a flag was changed"
    return outcome if happened else "not reached"


def measured(ground: Ground) -> dict[Way, bytes]:
    """What passes in a session that nobody cuts."""
    inbox = ground.inbox()
    session = Session(inbox, ground.copy())
    session.run()
    passed = {way: bytes(words) for way, words in ground.wire.passed.items()}
    inbox.close()
    assert session.finished
    return passed


def places(passed: dict[Way, bytes], count: int, *, by_lines: bool) -> list[Cut]:
    """`count` places spread over both ways, each with the next of the three ways to break."""
    found: list[Cut] = []
    for way, words in passed.items():
        if (
            by_lines
        ):  # just before, at and just after the end of a line, where a reader may take half for whole
            ends = [at for at, byte in enumerate(words) if byte == 10]
            offsets = sorted(
                {max(end + step, 0) for end in ends for step in (0, 1, 2)} | set(range(0, len(words), 512))
            )
        else:
            offsets = list(range(len(words)))
        share = max(count * (2 if way is Way.DOWN else 1) // 3, 1)
        step = max(len(offsets) / share, 1)
        found += [Cut(way, offsets[int(n * step)]) for n in range(share) if int(n * step) < len(offsets)]
    hows = [How.CLOSE, How.RESET, How.CLOSE, How.RESET, How.SILENCE]
    return [replace(cut, how=hows[number % len(hows)]) for number, cut in enumerate(found)]


def _bytes(fetched: Fetched) -> bytes:
    return b"".join(fetched.chunks)


def _must_be_true(ground: Ground, session: Session, cut: Cut) -> None:
    for role, arrival, raw in session.came:
        assert raw == ground.truth[role][arrival.uid - 1], (
            f"{cut}: {role} {arrival.uid} is not what lies there"
        )
        assert arrival.arrived_at == minutes_later(arrival.uid - 1)


def try_each(name: str, cuts: Sequence[Cut], one: Callable[[Cut], str]) -> int:
    """How many of the cuts broke a promise; what became of each is printed."""
    outcomes: Counter[str] = Counter()
    for cut in cuts:
        try:
            outcomes[one(cut)] += 1
        except AssertionError as error:
            outcomes["BROKEN"] += 1
            print(error)
    print(f"{name}: {len(cuts)} places, {dict(outcomes)}", flush=True)
    return outcomes["BROKEN"]


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=1200)
    asked = parser.parse_args(words)
    began = time.monotonic()
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        for security, share in (("none", asked.places * 2 // 3), ("tls", asked.places // 3)):
            with prepared(security=security, authority=authority) as ground:
                cuts = places(measured(ground), share, by_lines=security == "none")
                broken += try_each(security, cuts, partial(try_cut, ground))
    print(f"{broken} broken promises, {time.monotonic() - began:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
