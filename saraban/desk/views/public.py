"""The public's front page, so far: whose office this is and how to reach it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from saraban.agencies.models import Profile
from saraban.mail.models import Mailbox
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("desk")
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        return render(request, "public/front.html", {})
    with acting_for(agency):
        context = {
            "agency": agency,
            "profile": Profile.objects.first(),
            "mailbox": Mailbox.objects.filter(active=True).first(),
        }
        return render(request, "public/front.html", context)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """For whatever watches the process; says nothing of anybody."""
    return HttpResponse("ok\n", content_type="text/plain")
