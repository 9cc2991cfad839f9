"""What is left of a day, told to the invariants checker; and what else must hold while the house is still in pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from urllib.parse import urlsplit, urlunsplit

from saraban.mail.models import FolderWatch, InboundEmail, LedgerLine, OutboundEmail
from saraban.registers.models import IncomingEntry
from saraban.tenancy.models import Agency
from tests.audit.test_log_format import dump, verify
from tests.kill.letters import sent_at_the_end, sent_in_pieces
from tests.kill.outcomes import at_the_end, in_pieces
from tests.kill.post import distinct
from tests.kill.stage import SLUG, Stage, State, enter
from tests.oracle import checker

LEAVES_MAX = 2  # times that an answer may leave: once, and once more after a doubt


@dataclass(frozen=True)
class Verdict:
    """`broken`: promises that do not hold. `blemishes`: what costs nobody a letter or a number, and is not right."""

    broken: list[str]
    blemishes: list[str]
    twice: int = 0  # letters that left a second time under the same Message-ID


def judge_the_wreck(stage: Stage, state: State) -> list[str]:
    """In a fork, before anybody mends anything: what must hold at every instant, with the power off."""
    evidence = gather(stage, state)
    enter(state)
    found = [*checker.numbers_without_gap(evidence), *checker.numbers_told_outside(evidence)]
    found += [*checker.moments(evidence), *checker.log_without_gap(evidence)]
    found += [
        said
        for said in checker.files_and_rows(evidence)
        if "no file holds" in said or "its bytes are" in said
    ]
    found += [said for said in checker.outbox_and_world(evidence) if "nobody received it" in said]
    found += in_pieces(stage, state, stage.sent_by(state))
    found += sent_in_pieces(Agency.objects.get(slug=SLUG), stage.letters)
    return [*found, *_log(), *_register_and_desk()]


def judge_the_house(stage: Stage, state: State, *, disturbed: int, unread: bool = False) -> Verdict:
    """In a fork, when the house says that it is at rest.

    `disturbed`: how often; after more than one it may ask an officer to decide about an answer. `unread`: letters may
    have had to be registered by hand.
    """
    evidence = gather(stage, state)
    enter(state)
    agency = Agency.objects.get(slug=SLUG)
    left = _times_left(stage, state)
    said = [*checker.check(evidence), *_log(), *_register_and_desk(), *_all_was_done(stage, unread=unread)]
    said += [*in_pieces(stage, state, stage.sent_by(state)), *at_the_end(stage, state)]
    said += [*sent_in_pieces(agency, stage.letters), *sent_at_the_end(agency, stage.letters)]
    said += _outbox(left, may_ask=disturbed > 1)
    over = [one for one in said if _is_left_over(one)]
    return Verdict(
        broken=[one for one in said if one not in over],
        blemishes=[*over, *_copies(stage, state)],
        twice=sum(times > 1 for times in left.values()),
    )


def gather(stage: Stage, state: State) -> checker.Evidence:
    files = state.data / "files"
    files.mkdir(exist_ok=True)
    return checker.gather(
        accepted=[checker.Accepted(posted.raw, arrived_at=posted.arrived_at) for posted in stage.post],
        received=[checker.Received(sent.raw, received_at=sent.at) for sent in stage.sent_by(state)],
        files=files,
        tables=(
            checker.postgres_tables(_address(stage, state))
            if stage.postgres
            else checker.sqlite_tables(state.data / "db.sqlite3")
        ),
        province="นครนายก",
    )


def _address(stage: Stage, state: State) -> str:
    return urlunsplit(urlsplit(stage.postgres)._replace(path=f"/{state.database}"))


def _is_left_over(said: str) -> bool:
    return "no row names this file" in said or "name is no hash" in said


def _log() -> list[str]:
    agency = Agency.objects.get(slug=SLUG)
    return [f"I6: log: {said}" for said in verify(str(agency.uid), *dump(agency.pk))]


def _register_and_desk() -> Iterator[str]:
    """A letter is registered if and only if it has its entries, and each has its answer from the same commit."""
    standing = IncomingEntry.across_agencies.filter(recalled_at=None)
    entered = set(standing.values_list("email_id", flat=True))
    marked = set(
        InboundEmail.across_agencies.filter(state=InboundEmail.REGISTERED).values_list("pk", flat=True)
    )
    if entered != marked:
        yield f"I10: registered and entered differ: {sorted(entered ^ marked)}"
    answers = OutboundEmail.across_agencies.filter(kind=OutboundEmail.ANSWER)
    answered = set(answers.exclude(state=OutboundEmail.RECALLED).values_list("in_reply_to_id", "part"))
    to_answer = set(standing.filter(no_answer_because="").values_list("email_id", "part"))
    if answered != to_answer:
        yield f"I7: entries and answers differ: {sorted(answered ^ to_answer)}"
    for watch in FolderWatch.across_agencies.all():
        lines = LedgerLine.across_agencies.filter(
            mailbox_id=watch.mailbox_id, folder=watch.name, uidvalidity=watch.uidvalidity
        )
        last = max(lines.values_list("uid", flat=True), default=0)
        if last != watch.high_uid:
            yield f"I1: {watch.name} counts as read up to {watch.high_uid}, its ledger ends at {last}"


def _all_was_done(stage: Stage, *, unread: bool) -> Iterator[str]:
    """After one disturbance everything finds its end by itself: on the desk once, counted in the ledger."""
    rows = {row.sha256: row for row in InboundEmail.across_agencies.all()}
    for letter in distinct(stage.post):
        row = rows.get(letter.sha256)
        if row is None:
            yield f"I1: letter {letter.sha256[:12]} is not on the desk"
        elif not unread and (row.copy_of_id is not None) != letter.copy:
            yield f"R6: letter {letter.sha256[:12]} is {'' if row.copy_of_id else 'not '}linked as a copy"
        elif row.copy_of_id and IncomingEntry.across_agencies.filter(email_id=row.pk).exists():
            yield f"I1: letter {letter.sha256[:12]} is a copy, and stands in the register"
    settled = LedgerLine.across_agencies.filter(email__isnull=False).count()
    if settled < len(stage.post):
        yield f"I1: the ledger knows {settled} of {len(stage.post)} letters in the mailbox"


def _times_left(stage: Stage, state: State) -> Counter[str]:
    return Counter(str(message_from_bytes(sent.raw)["Message-ID"]) for sent in stage.sent_by(state))


def _outbox(left: Counter[str], *, may_ask: bool) -> Iterator[str]:
    for out in OutboundEmail.across_agencies.all():
        times = left[out.message_id]
        name = f"I7: outbound row {out.pk} ({out.state})"
        if out.state == OutboundEmail.RECALLED:
            if times:
                yield f"{name} left {times} times, although it was recalled"
        elif times > LEAVES_MAX:
            yield f"{name} left {times} times"
        elif out.state == OutboundEmail.SENT or (may_ask and out.state == OutboundEmail.UNCERTAIN):
            continue
        elif times == 0:
            yield f"{name} never left: {out.state_reason or out.last_error}"
        else:
            yield f"{name} left, and its row does not say so"


def _copies(stage: Stage, state: State) -> Iterator[str]:
    copies = Counter(str(message_from_bytes(raw)["Message-ID"]) for raw in stage.copies_of(state))
    for out in OutboundEmail.across_agencies.filter(state=OutboundEmail.SENT):
        if copies[out.message_id] == 0:
            yield f"Sent: no copy of outbound row {out.pk}"
        if copies[out.message_id] > 1:
            yield f"Sent: {copies[out.message_id]} copies of outbound row {out.pk}"
