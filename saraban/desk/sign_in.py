"""How an officer signs in. allauth does the work; nobody signs up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import User


class OfficersOnly(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "ยังไม่ได้เข้าระบบ เพราะอีเมลหรือรหัสผ่านไม่ตรงกับที่ตั้งไว้ "
        "โปรดลองอีกครั้ง หรือขอลิงก์เข้าระบบจากผู้ดูแลระบบ",
        "too_many_login_attempts": "ยังไม่ได้เข้าระบบ เพราะลองผิดหลายครั้งเกินไป โปรดรอสักครู่แล้วลองใหม่",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: mail leaves by the outbox only, and a lost key is mended with a link handed over by a person."""


def can_come_back(user: User) -> bool:
    """Whether they hold what every duty outside practice needs: a passkey, or a password and a second key."""
    if is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]):
        return True
    return bool(user.has_usable_password() and is_mfa_enabled(user, [Authenticator.Type.TOTP]))


@require_GET
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link, as the terminal prints it or an administrator hands it over. Never sent by mail.

    It counts as proof of who one is for the next minutes, so that lost keys can be replaced.
    """
    user = SignInLink.use(token)
    if user is None:
        return render(request, "public/link_used.html", status=410)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="link", reauthenticated=True)
    return redirect("/desk/")
