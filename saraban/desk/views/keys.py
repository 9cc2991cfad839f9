"""กุญแจของระบบหน่วยงานอื่น: which key each of them signs with, and forgetting one that is theirs no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Max
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from saraban.agencies.models import Profile
from saraban.audit.entries import AuditEntry
from saraban.desk.middleware import OfficerRequest
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail
from saraban.registers.sender_keys import Forgotten, SenderKey, fingerprint_of
from saraban.registers.signing import our_key

SHOWN_MAX = 500


@dataclass(frozen=True)
class Kept:
    """A key, since when it is kept, and the latest letter from its address that brought a signed file."""

    key: SenderKey
    since: datetime | None
    latest: datetime | None


@require_GET
def keys(request: OfficerRequest) -> HttpResponse:
    """The keys of other agencies' machines by their addresses, and ours, to be compared by telephone."""
    kept = SenderKey.objects.kept().order_by("address")
    return render(
        request,
        "desk/keys.html",
        {
            "kept": _told(list(kept[:SHOWN_MAX])),
            "count": kept.count(),
            "ours": fingerprint_of(our_key().public) if Profile.here().letter_json else "",
            "reasons": Forgotten.choices,
        },
    )


@require_POST
def forget(request: OfficerRequest, pk: int) -> HttpResponse:
    """The next letter of that address is trusted anew."""
    request.officer.assert_may("senderkey.forgotten")
    key = get_object_or_404(SenderKey, pk=pk)
    try:
        why = Forgotten(request.POST.get("why", ""))
    except ValueError:
        raise Refusal(
            "no_reason", "ยังไม่ได้ลืมกุญแจ เพราะยังไม่ได้เลือกเหตุผล โปรดเลือกแล้วกดอีกครั้ง กุญแจเดิมอยู่ครบ"
        ) from None
    key.forget(why, by=request.officer)
    messages.success(request, f"ลืมกุญแจของ {key.address} แล้ว ฉบับต่อไปที่ลงนามจากที่อยู่นี้ ระบบจะจำกุญแจใหม่")
    return redirect("keys")


def _told(kept: list[SenderKey]) -> list[Kept]:
    since = dict(
        AuditEntry.objects.filter(
            noun="senderkey", verb__in=["pinned", "replaced"], subject_id__in=[one.pk for one in kept]
        )
        .values_list("subject_id")
        .annotate(Max("at"))
        .order_by()
    )
    latest = dict(
        InboundEmail.objects.exclude(brings="")
        .annotate(address=Lower("sender_address"))
        .filter(address__in=[one.address for one in kept])
        .values_list("address")
        .annotate(Max("arrived_at"))
        .order_by()
    )
    return [Kept(one, since.get(one.pk), latest.get(one.address)) for one in kept]
