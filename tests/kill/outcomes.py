"""What became of each letter, by the rows, by the folders of its mailbox, and by what left: does it agree with itself
and with the officers' plan?

`in_pieces` must hold at every instant; `at_the_end` only when the house says that it is at rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy

from saraban.mail.gateway import Role
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.models import IncomingEntry
from saraban.registers.orders import EntryOrder
from saraban.registers.verdicts import STATES, Outcome, Verdict
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from tests.kill.officers import was_taken_back
from tests.kill.post import ENTERING, SENT_ELSEWHERE, Deed, Plan, Posted
from tests.kill.stage import SLUG, Sent, Stage, State
from tests.oracle.checker import numbers_in

ENDS = {
    Deed.ENTER: InboundEmail.REGISTERED,
    Deed.ENTER_THREE: InboundEmail.REGISTERED,
    Deed.TELL: InboundEmail.MISDIRECTED,
    Deed.SEND_ON: InboundEmail.MISDIRECTED,
    Deed.THROW_AWAY: InboundEmail.SPAM,
    Deed.PUT_ASIDE: InboundEmail.NOT_REGISTERED,
}
TELLS = {
    Deed.TELL: Counter({OutboundEmail.MISDIRECTED: 1}),
    Deed.SEND_ON: Counter({OutboundEmail.MISDIRECTED: 1, OutboundEmail.FORWARD: 1}),
}
Lying = Mapping[Role, Counter[str]]


@dataclass(frozen=True)
class Fate:
    """One letter: what its rows say of it, where it was laid by the sender's server, where it lies now."""

    row: InboundEmail
    plan: Plan
    laid: Counter[Role]
    lies: Counter[Role]
    verdicts: list[Verdict]
    orders: list[EntryOrder]
    entries: list[IncomingEntry]
    ours: Counter[str]  # letters about it that were not recalled, by kind
    answerable: bool
    back: bool  # an officer took it back to the desk once

    @property
    def name(self) -> str:
        return f"{self.row} ({self.row.state}, {self.plan.back or '-'} → {self.plan.deed})"

    @property
    def live(self) -> list[IncomingEntry]:
        return [entry for entry in self.entries if entry.recalled_at is None]

    @property
    def standing(self) -> list[str]:
        """Outcomes that stand: one where it is sorted, none where it waits."""
        verdicts = [STATES[Outcome(one.outcome)] for one in self.verdicts if one.taken_back_at is None]
        orders = [InboundEmail.MOVING for order in self.orders if order.ended_at is None]
        return [*verdicts, *orders, *([InboundEmail.REGISTERED] if self.live else [])]

    @property
    def carried_out(self) -> bool:
        return any(order.ended_at is not None and not order.ended_because for order in self.orders)

    @property
    def came_as_junk(self) -> bool:
        return set(self.laid) == {Role.JUNK}

    @property
    def thrown_away(self) -> bool:
        return any(verdict.outcome == Outcome.SPAM for verdict in self.verdicts)

    @property
    def asked(self) -> list[Deed]:
        """What an officer has said of it that may stand."""
        before = [self.plan.back] if self.plan.back is not None and not self.back else []
        return [*before, self.plan.deed] if self.back or self.plan.back is None else before


def in_pieces(stage: Stage, state: State, sent: list[Sent]) -> Iterator[str]:
    for fate in _fates(stage, state):
        yield from _one_outcome(fate)
        if not fate.row.copy_of_id:
            yield from _nothing_unasked(fate)
        if not fate.lies:
            yield f"I1: {fate.name} lies in no folder of its mailbox any more"
    yield from _no_number_is_told_to_the_misdirected(sent)


def at_the_end(stage: Stage, state: State) -> Iterator[str]:
    for fate in _fates(stage, state):
        if fate.row.copy_of_id:
            continue
        if fate.row.state not in {ENDS[deed] for deed in fate.asked}:
            yield f"R: {fate.name} was not sorted as the officers meant it"
        if fate.lies != _where_it_belongs(fate):
            yield f"R: {fate.name} lies in {dict(fate.lies)}, not in {dict(_where_it_belongs(fate))}"
        told, wanted = fate.ours.copy(), _what_leaves(fate)
        if fate.back and fate.plan.later and fate.plan.back in SENT_ELSEWHERE:
            for kind in TELLS[fate.plan.back]:  # it may have left before it was taken back
                told[kind] = min(told[kind], wanted[kind]) if told[kind] == 1 else told[kind]
        if +told != +wanted:
            yield f"I7: of {fate.name} leaves {dict(fate.ours)}, not {dict(wanted)}"


def _one_outcome(fate: Fate) -> Iterator[str]:
    wanted = [] if fate.row.state == InboundEmail.UNSORTED else [fate.row.state]
    if fate.standing != wanted:
        yield f"R: {fate.name}: what stands of it is {fate.standing}"
    parts = sorted(entry.part for entry in fate.entries)
    if len({entry.recalled_at is None for entry in fate.entries}) > 1 or parts not in (
        [],
        [""],
        ["1", "2", "3"],
    ):
        yield f"R: {fate.name}: entered in part: {parts}, {len(fate.live)} of them standing"


def _nothing_unasked(fate: Fate) -> Iterator[str]:
    """Nothing is entered, and nothing is thrown away, that no officer wanted so."""
    if fate.live and not any(deed in ENTERING for deed in fate.asked):
        yield f"R: {fate.name} is entered, and nobody wants it so"
    if fate.entries and not any(deed in ENTERING for deed in (fate.plan.deed, fate.plan.back)):
        yield f"R: {fate.name} has a number, and nobody ever gave it one"
    # Taken back after its move, it may be entered from the inbox, where it was seen.
    if fate.live and fate.came_as_junk and not fate.back:
        if not fate.carried_out:
            yield f"R: {fate.name} came as junk and is entered by no order that stands"
        if fate.lies[Role.INBOX] != 1:
            yield f"R: {fate.name} came as junk and is entered before it lies in the inbox"
    if fate.lies[Role.TRASH] and not fate.thrown_away:
        yield f"R: {fate.name} lies in Trash, and nobody threw it there"


def _where_it_belongs(fate: Fate) -> Counter[Role]:
    if fate.row.state == InboundEmail.SPAM:
        return Counter({Role.TRASH: 1})
    if fate.carried_out or (fate.live and fate.came_as_junk):
        return Counter({Role.INBOX: max(1, fate.laid[Role.INBOX])})
    return fate.laid


def _what_leaves(fate: Fate) -> Counter[str]:
    if fate.row.state == InboundEmail.REGISTERED:
        return Counter(
            {
                OutboundEmail.ANSWER: sum(not entry.no_answer_because for entry in fate.live),
                OutboundEmail.ROUTING: len(fate.live) if fate.plan.routed else 0,
            }
        )
    if fate.row.state == InboundEmail.MISDIRECTED:
        told = TELLS[fate.plan.deed].copy()
        if not fate.answerable:
            del told[OutboundEmail.MISDIRECTED]
        return told
    return Counter()


def _no_number_is_told_to_the_misdirected(sent: list[Sent]) -> Iterator[str]:
    misdirected = set(
        OutboundEmail.across_agencies.filter(kind__in=TELLS[Deed.SEND_ON]).values_list(
            "message_id", flat=True
        )
    )
    for one in sent:
        mail = message_from_bytes(one.raw, policy=policy.compat32)
        if str(mail["Message-ID"]) in misdirected and numbers_in(mail):
            yield f"R: {mail['Message-ID']} tells {numbers_in(mail)} of a letter that has none"


def _fates(stage: Stage, state: State) -> list[Fate]:
    lying = stage.lying(state)
    posted: dict[str, list[Posted]] = {}
    for one in stage.post:
        posted.setdefault(one.sha256, []).append(one)
    with acting_for(Agency.objects.get(slug=SLUG)):
        return [
            Fate(
                row=row,
                plan=posted[row.sha256][0].plan if row.sha256 in posted else Plan(),
                laid=Counter(one.role for one in posted.get(row.sha256, [])),
                lies=Counter({role: there[row.sha256] for role, there in lying.items() if there[row.sha256]}),
                verdicts=list(row.verdicts.all()),
                orders=list(row.orders.all()),
                entries=list(row.entries.all()),
                ours=Counter(
                    row.our_letters.exclude(state=OutboundEmail.RECALLED).values_list("kind", flat=True)
                ),
                answerable=not row.no_answer_because(),
                back=was_taken_back(row),
            )
            for row in InboundEmail.objects.select_related("mailbox").order_by("pk")
        ]
