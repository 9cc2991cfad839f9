"""How an officer signs in. allauth does the work; nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from saraban.tenancy.links import SignInLink


class OfficersOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@require_GET
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link, as the terminal prints it or an administrator hands it over. Never sent by mail."""
    user = SignInLink.use(token)
    if user is None:
        return render(request, "public/link_used.html", status=410)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("/desk/")
