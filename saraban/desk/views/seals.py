"""ตราปิดวัน: the seals of the latest days, who outside holds them, and each as a file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from saraban.agencies.models import Profile
from saraban.desk.downloads import as_download
from saraban.desk.middleware import OfficerRequest
from saraban.evidence.mailed import Holder, holders, last_day_of, seal_file
from saraban.evidence.seals import DaySeal
from saraban.evidence.stamps import late_since
from saraban.mail.models import OutboundEmail

DAYS = 31


@dataclass(frozen=True)
class Held:
    """A holder, and the mail that last went to them."""

    holder: Holder
    letter: OutboundEmail | None
    until: date | None


@require_GET
def seals(request: OfficerRequest) -> HttpResponse:
    """The latest days, the newest first, and whether anybody outside could tell that they were touched."""
    return render(
        request,
        "desk/seals.html",
        {
            "seals": DaySeal.objects.select_related("stamp").order_by("-day")[:DAYS],
            "stamps_late_since": late_since() if Profile.here().tsa_url else None,
            "held": [_held(holder) for holder in holders()],
        },
    )


@require_GET
def seal(request: OfficerRequest, day: str) -> HttpResponse:
    """One seal as a file, as those who hold it have it."""
    with suppress(ValueError):
        found = get_object_or_404(DaySeal, day=date.fromisoformat(day))
        return as_download(HttpResponse(seal_file([found])), f"seal-{found.day.isoformat()}.json")
    raise Http404


def _held(holder: Holder) -> Held:
    letter = holder.last_mail()
    return Held(holder, letter, last_day_of(letter) if letter is not None else None)
