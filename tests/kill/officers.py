"""The officers of the day: each does with a letter what its plan says next, whatever became of those before them.

They know nothing but what the desk shows, so that after a kill another goes on where the last one stood.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from saraban.law.refusal import Refusal
from saraban.mail.gateway import Role
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.mail.moves import Move
from saraban.registers.models import IncomingEntry, Part, Particulars, Route
from saraban.registers.orders import EntryOrder
from saraban.registers.verdicts import Competent, Verdict
from saraban.tenancy.scope import acting_for
from tests.kill.faults import Tracer
from tests.kill.post import Deed, Plan
from tests.kill.stage import Office

DEEDS_AT_ONCE = 3  # with one letter: done, taken back, done otherwise
WRITTEN_BY_HAND = "หนังสือที่อ่านด้วยเครื่องไม่ได้"
TOO_LATE = ("already_leaving", "too_late_to_undo")

logger = logging.getLogger("saraban.tests")


@dataclass
class Told:
    """What one run of the day saw; `at_rest` when nothing was left to do."""

    at_rest: bool = False
    rounds: int = 0
    troubles: list[str] = field(default_factory=list)


def try_to(told: Told, what: Callable[[], Any]) -> Any:
    """What an office does when something fails: note it, and come back to it later."""
    try:
        return what()
    except Refusal as refusal:
        told.troubles.append(f"refused: {refusal.code}")
    except Exception as trouble:
        told.troubles.append(f"{type(trouble).__name__}: {trouble}"[:300])
        logger.warning("in trouble: %r", trouble)
    return None


def was_taken_back(letter: InboundEmail) -> bool:
    return letter.story().filter(verb__in=["taken_back", "recalled"]).exists()


class Officers:
    def __init__(self, office: Office, told: Told, tracer: Tracer | None) -> None:
        self._office = office
        self._told = told
        self._tracer = tracer

    def unseen(self) -> AbstractContextManager[None]:
        """What the harness itself does in between is no step of the day."""
        return self._tracer.paused() if self._tracer is not None else nullcontext()

    def at_the_desk(self, *states: str) -> int:
        """Go through the letters, those in `states` or all that are no copies; how many deeds were done."""
        done = 0
        with acting_for(self._office.agency):
            with self.unseen():
                letters = InboundEmail.objects.filter(copy_of=None).order_by("arrived_at", "pk")
                wanted = letters.filter(state__in=states) if states else letters
                shown = try_to(self._told, lambda: list(wanted)) or []
            for letter in shown:
                for _ in range(DEEDS_AT_ONCE):
                    with self.unseen():
                        deed = try_to(self._told, lambda letter=letter: self._next(letter))  # type: ignore[misc]
                    if deed is None or not try_to(self._told, deed):
                        break
                    done += 1
                    with self.unseen():
                        try_to(self._told, letter.refresh_from_db)
        return done

    def send_letters(self) -> int:
        """Those of the office itself, each as far as it goes now; how many deeds were done."""
        done = 0
        with acting_for(self._office.agency):
            for ours in self._office.letters:
                for _ in range(DEEDS_AT_ONCE):
                    with self.unseen():
                        deed = try_to(self._told, lambda ours=ours: ours.next_deed(by=self._office.clerk))  # type: ignore[misc]
                    if deed is None or not try_to(self._told, deed):
                        break
                    done += 1
        return done

    def _next(self, letter: InboundEmail) -> Callable[[], bool] | None:
        """None: nothing is to be done with it now."""
        plan = self._office.plans.get(letter.sha256, Plan())
        back = plan.back if plan.back is not None and not was_taken_back(letter) else None
        if letter.state == InboundEmail.UNSORTED:
            return lambda: self._do(back or plan.deed, letter, plan)
        if back is None:
            return None
        return self._taking_back(letter, later=plan.later)

    def _do(self, deed: Deed, letter: InboundEmail, plan: Plan) -> bool:
        by = self._office.clerk
        if deed in (Deed.ENTER, Deed.ENTER_THREE):
            parts = self._parts(deed, letter, plan)
            if letter.role == Role.JUNK:
                EntryOrder.objects.give(letter, parts, by=by)
            else:
                IncomingEntry.objects.enter_parts(letter, parts, by=by)
        elif deed is Deed.THROW_AWAY:
            Verdict.objects.discard_as_spam(letter, by=by)
        elif deed is Deed.PUT_ASIDE:
            Verdict.objects.needs_no_registration(letter, by=by, reason="หนังสือตอบรับของหน่วยงานอื่น")
        else:
            competent = Competent(self._office.competent, forward=deed is Deed.SEND_ON)
            Verdict.objects.return_as_misdirected(letter, by=by, competent=competent)
        return True

    def _parts(self, deed: Deed, letter: InboundEmail, plan: Plan) -> list[Part]:
        route = Route(unit=self._office.unit) if plan.routed else Route()
        if deed is Deed.ENTER_THREE:
            return [Part(str(n), Particulars(subject=f"ฉบับที่ {n}"), route) for n in (1, 2, 3)]
        by_hand = Particulars() if letter.subject else Particulars(subject=WRITTEN_BY_HAND)
        return [Part("", by_hand, route)]

    def _taking_back(self, letter: InboundEmail, *, later: bool) -> Callable[[], bool] | None:
        """None: not yet, or not any more."""
        by = self._office.clerk
        ours = letter.our_letters.exclude(state=OutboundEmail.RECALLED)
        left = ours.exclude(state=OutboundEmail.QUEUED).exists()
        on_its_way = ours.filter(state=OutboundEmail.QUEUED).exists()
        moving = Move.objects.filter(email=letter, state=Move.WAITING).exists()
        if (on_its_way or moving) if later else left:
            return None
        verdict = letter.verdicts.filter(taken_back_at=None).first()
        if verdict is not None:
            return lambda: _unless_late(lambda: verdict.take_back(by=by))
        order = EntryOrder.objects.standing().filter(email=letter).first()
        if order is not None:
            return lambda: _unless_late(lambda: order.cancel(by=by))
        entry = letter.entries.filter(recalled_at=None).order_by("-pk").first()
        return (lambda: _unless_late(lambda: entry.recall(by=by))) if entry is not None and not left else None


def _unless_late(undo: Callable[[], None]) -> bool:
    """An undo that comes too late is no trouble: it was done, and stays."""
    try:
        undo()
    except Refusal as refusal:
        if refusal.code not in TOO_LATE:
            raise
        return False
    return True
