"""ลองนั่งแทน: in practice mode one person tries every place of the town, the case officer's and the head's."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from saraban.agencies.duties import HEADS, Duty
from saraban.agencies.models import Officer

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
def sit(request: HttpRequest, pk: int) -> HttpResponse:
    """From here on they are that officer of the made-up town. Raises `Http404` outside practice mode."""
    if not request.officer.agency.practice:  # type: ignore[attr-defined]
        raise Http404
    officer = get_object_or_404(
        Officer.objects.select_related("user"), pk=pk, active=True, user__isnull=False
    )
    assert officer.user is not None, "asked for one who signs in"
    login(request, officer.user, backend=BACKEND)
    return redirect(_first_page(officer))


def _first_page(officer: Officer) -> str:
    if officer.duties & HEADS:
        return "approvals"
    return "desk" if Duty.REGISTRY in officer.duties else "work"
