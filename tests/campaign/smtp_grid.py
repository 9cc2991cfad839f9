"""The way out against a server that fails at every stage in every manner: what became of the letter is never guessed.

    python -m tests.campaign.smtp_grid      # stages × manners × kinds of letter; two minutes

What must hold in each cell: until the dot has left, nobody has the letter and the verdict is certain; after it, only
an answer makes it certain; 5xx is for good and 4xx for later; what fails before the letter is spoken of is the
server's; the password is in no message; after STARTTLS fails nothing more is said; and the same outbox, asked again
when the server is well, sends.
"""

from __future__ import annotations

import base64
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from saraban.mail.gateway import MailFailure
from saraban.mail.servers import read_smtp_url
from saraban.mail.smtp import SmtpOutbox
from tests.mail.made import letter
from tests.servers.certificates import Authority
from tests.servers.smtp import Fault, Stage, Then, misbehaving

SENDER = "saraban@klongnoy.example"
TO = "citizen@post.example"
PASSWORD = "hunter2 รหัส"
HANG_SECONDS = 0.5  # the patience where a server hangs; in life two minutes, and ten after the dot
PATIENCE_SECONDS = 20  # and elsewhere: longer than a busy machine is ever silent


class Verdict(StrEnum):
    SENT = "sent"
    LATER = "later"
    FOR_GOOD = "for good"
    UNCERTAIN = "uncertain"


MANNERS: dict[str, Fault] = {
    # The stage is put in later.
    "421 and closes": Fault(Stage.DOT, "421 4.3.2 going down", Then.CLOSE),
    "450": Fault(Stage.DOT, "450 4.2.1 mailbox busy"),
    "451 in three lines": Fault(Stage.DOT, "451-4.7.1 grey\r\n451-listed\r\n451 4.7.1 come again"),
    "452": Fault(Stage.DOT, "452 4.3.1 full"),
    "500": Fault(Stage.DOT, "500 5.5.1 what?"),
    "550": Fault(Stage.DOT, "550 5.7.1 no"),
    "552 and closes": Fault(Stage.DOT, "552 5.3.4 too big", Then.CLOSE),
    "554 with the password": Fault(Stage.DOT, f"554 5.7.1 \x1b[31m {PASSWORD}"),
    "closes": Fault(Stage.DOT, "", Then.CLOSE),
    "hangs": Fault(Stage.DOT, "", Then.HANG),
    "half an answer": Fault(Stage.DOT, "250-but", Then.CLOSE),
    "not its language": Fault(Stage.DOT, "hello there", Then.CLOSE),
    "an answer without end": Fault(Stage.DOT, "\r\n".join(["250-and"] * 300), Then.CLOSE),
}
SHORT_MANNERS = ("450", "550", "closes", "hangs")

LETTERS = {
    "plain": letter(message_id="<1@klongnoy.example>"),
    "eight bits": letter(size=3_000),
    "big": letter(size=3_000_000),
}

BEFORE_THE_LETTER = (Stage.CONNECT, Stage.EHLO, Stage.STARTTLS, Stage.TLS, Stage.AUTH)


@dataclass(frozen=True)
class Cell:
    stage: Stage
    manner: str
    kind: str = "plain"

    def __str__(self) -> str:
        return f"{self.stage}: {self.manner}, {self.kind}"

    @property
    def fault(self) -> Fault:
        like = MANNERS[self.manner]
        then = like.then
        if self.stage is Stage.BODY and then is Then.ANSWER:
            then = Then.CLOSE
        return Fault(self.stage, like.reply, then)

    @property
    def allowed(self) -> set[Verdict]:
        code = self.manner[:1] if self.manner[:3].isdigit() else ""
        by_answer = {"4": Verdict.LATER, "5": Verdict.FOR_GOOD}
        if self.stage is Stage.DOT:
            return {by_answer.get(code, Verdict.UNCERTAIN)}
        # Somebody may be cutting TLS out of the line: no reason to give the letter up.
        if self.stage in (Stage.TLS, Stage.STARTTLS):
            return {Verdict.LATER}
        # It was asked once more, in the old way, and had hung up.
        if self.stage is Stage.EHLO and self.fault.then is Then.CLOSE:
            return {Verdict.LATER}
        if self.stage is Stage.BODY:
            # A small letter has left us, dot and all, before we hear of it: then an answer is one to the dot.
            certain = by_answer.get(code, Verdict.LATER)
            if self.kind == "big":
                return {Verdict.LATER, certain}
            return {Verdict.UNCERTAIN, Verdict.LATER, certain}
        return {by_answer.get(code, Verdict.LATER)}


def cells(
    *, manners: tuple[str, ...] = tuple(MANNERS), kinds: tuple[str, ...] = tuple(LETTERS)
) -> Iterator[Cell]:
    for stage in Stage:
        if stage is not Stage.RSET:
            for manner in manners:
                for kind in kinds:
                    yield Cell(stage, manner, kind)


def try_cell(cell: Cell, authority: Authority) -> Verdict:
    """Send through the fault and then without it. Raises `AssertionError` when a promise broke."""
    raw = LETTERS[cell.kind]
    patience = HANG_SECONDS if cell.fault.then is Then.HANG else PATIENCE_SECONDS
    with misbehaving(cell.fault, security="starttls", authority=authority, password=PASSWORD) as server:
        outbox = SmtpOutbox(
            read_smtp_url(server.url(SENDER)),
            PASSWORD,
            ca_file=authority.ca_file,
            command_seconds=patience,
            data_seconds=patience,
        )
        verdict = _send(outbox, raw, cell)
        assert verdict in cell.allowed, f"{cell}: {verdict}"
        assert len(server.taken) == (verdict is Verdict.SENT), (
            f"{cell}: {verdict}, but {len(server.taken)} taken"
        )
        if cell.stage in (Stage.STARTTLS, Stage.TLS, Stage.CONNECT):
            assert {words.split()[0].upper() for words in server.heard} <= {
                "EHLO",
                "STARTTLS",
                "QUIT",
                "RSET",
            }

        server.faults = ()
        assert _send(outbox, raw, cell) is Verdict.SENT, f"{cell}: the next one did not leave"
        outbox.close()
        (taken,) = server.taken
        assert (taken.raw, taken.sender, taken.to) == (raw, SENDER, (TO,)), f"{cell}: it is not what we sent"
        assert taken.tls
        assert taken.user == SENDER
    return verdict


def _send(outbox: SmtpOutbox, raw: bytes, cell: Cell) -> Verdict:
    try:
        outbox.send(raw, sender=SENDER, to=[TO])
    except MailFailure as failure:
        told = f"{failure.message} {failure.answer} {failure!r}"
        assert PASSWORD not in told, cell
        assert base64.b64encode(PASSWORD.encode()).decode() not in told, cell
        assert not (failure.uncertain and failure.permanent), cell
        assert failure.of_server == (cell.stage in BEFORE_THE_LETTER), (
            f"{cell}: of_server is {failure.of_server}"
        )
        if failure.uncertain:
            return Verdict.UNCERTAIN
        return Verdict.FOR_GOOD if failure.permanent else Verdict.LATER
    return Verdict.SENT


def main() -> int:
    began = time.monotonic()
    broken = 0
    verdicts: dict[Verdict, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        for cell in cells():
            try:
                verdict = try_cell(cell, authority)
                verdicts[verdict] = verdicts.get(verdict, 0) + 1
            except AssertionError as error:
                broken += 1
                print(error, flush=True)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items())
    print(
        f"{sum(verdicts.values()) + broken} cells: {counts}; {broken} broken promises, {time.monotonic() - began:.0f} s"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
