"""What every staff page shows around its own content."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer, Profile
from saraban.desk.finding import our_letters_seen_by
from saraban.desk.guide import HELPERS, NOTES
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.batches import ScannedLetter
from saraban.registers.recoveries import Recovery


def desk(request: HttpRequest) -> dict[str, Any]:
    officer = getattr(request, "officer", None)
    if officer is None:
        return {}
    return {
        "officer": officer,
        "profile": Profile.here(),
        "practice": officer.agency.practice,
        "places": [one for one in Officer.active_here() if one.user_id] if officer.agency.practice else [],
        "duties": _buttons_of(officer),
        "guide": NOTES.get(request.resolver_match.url_name or "") if request.resolver_match else None,
        "helpers": HELPERS,
        "restored": Recovery.objects.open() is not None,
        "rail_waiting": InboundEmail.objects.count_in_inbox(),
        "rail_scanned": cache(ScannedLetter.objects.waiting_counts),
        "rail_troubled": cache(lambda: _troubled(officer)),
    }


def _troubled(officer: Officer) -> int:
    """Of our letters that somebody has to look at, those that are this officer's business: asked where there are any."""
    if not OutboundEmail.objects.filter(state__in=OutboundEmail.TROUBLED).exists():
        return 0
    return our_letters_seen_by(officer).filter(state__in=OutboundEmail.TROUBLED).count()


def _buttons_of(officer: Officer) -> set[str]:
    """The duties by which a page shows its buttons: who acts for the head has the head's."""
    held = {duty.value for duty in officer.duties}
    return held | {Duty.HEAD.value} if Duty.ACTING.value in held else held
