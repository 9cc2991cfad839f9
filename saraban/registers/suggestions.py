"""To which unit a letter probably goes, and why: by rules that an officer can see, from the agency's own past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from saraban.agencies.models import Officer, Unit
from saraban.mail.models import InboundEmail
from saraban.registers.models import IncomingEntry, Route, Routing, restricted_for

LOOKED_BACK = 20  # of a sender's letters
WORD_MIN = 2  # letters


@dataclass(frozen=True)
class Suggestion:
    """`because`: a Thai sentence."""

    route: Route
    because: str


def suggested_routes(
    email: InboundEmail, subjects: Sequence[str], *, officer: Officer, earlier: IncomingEntry | None = None
) -> list[Suggestion | None]:
    """For each letter of the e-mail, by its subject as the card proposes it; None where nothing tells.

    By the letter that it goes on from, else by its sender's letters that the officer may see, else by a unit's own words
    in the subject.
    """
    known = _of_thread(earlier) or _of_sender(email, officer)
    if known is not None:
        return [known for _ in subjects]
    return [_of_words(subject, Unit.active_here()) for subject in subjects]


def _of_thread(earlier: IncomingEntry | None) -> Suggestion | None:
    route = earlier.last_route() if earlier is not None else Route()
    if earlier is None or not route.name or not _still_there(route):
        return None
    return Suggestion(route, f"เพราะต่อจากเลขรับ {earlier.receipt_number} ซึ่งส่ง{route.name}")


def _of_sender(email: InboundEmail, officer: Officer) -> Suggestion | None:
    if not email.sender_address:
        return None
    past = (
        Routing.objects.filter(
            entry__email__sender_address=email.sender_address, recalled_at=None, unit__active=True
        )
        .exclude(entry__in=IncomingEntry.objects.filter(restricted_for(officer)))
        .order_by("-pk")
        .values_list("unit", flat=True)[:LOOKED_BACK]
    )
    counted = Counter(past).most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return None
    unit = next(unit for unit in Unit.active_here() if unit.pk == counted[0][0])
    return Suggestion(Route(unit=unit), f"เพราะหนังสือของผู้ส่งนี้เคยส่ง{unit.name} {counted[0][1]} ครั้ง")


def _of_words(subject: str, units: Sequence[Unit]) -> Suggestion | None:
    """The unit whose words stand in the subject; the longest word decides, and two units at once decide nothing."""
    found: list[tuple[int, str, Unit]] = []
    for unit in units:
        words = {word.strip() for word in unit.keywords.split(",")}
        found += [(len(word), word, unit) for word in words if len(word) >= WORD_MIN and word in subject]
    found.sort(key=lambda one: -one[0])
    if not found or any(length == found[0][0] and unit != found[0][2] for length, _, unit in found[1:]):
        return None
    _, word, unit = found[0]
    return Suggestion(Route(unit=unit), f"เพราะพบคำว่า “{word}” ในเรื่อง")


def _still_there(route: Route) -> bool:
    return (route.unit is None or route.unit.active) and (route.officer is None or route.officer.active)
