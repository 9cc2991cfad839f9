"""Signed in without the pages for it."""

from __future__ import annotations

from django.test import Client

from saraban.agencies.models import Officer

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, officer: Officer) -> Client:
    assert officer.user is not None
    client.force_login(officer.user, backend=BACKEND)
    return client
