"""How an officer signs in. allauth does the work; nobody signs up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import User

PROVED = "proved"  # in the address: the officer has just shown who they are, and presses once more
TYPED = "typed_before_proving"  # in the session
TYPED_FIELDS_MAX, TYPED_CHARACTERS_MAX = 20, 1_000


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


def proved_lately(request: HttpRequest) -> bool:
    """Whether they showed in the last five minutes who they are; who has no key at all (in practice) need not."""
    return bool(did_recently_reauthenticate(request))


def prove_again(request: HttpRequest, *, back: str) -> HttpResponse:
    """To the strongest key that they have: a passkey, else the second key, else the password; then `back`."""
    assert isinstance(request.user, User), "a staff page"
    if is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        where = "mfa_reauthenticate_webauthn"
    elif is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        where = "mfa_reauthenticate"
    else:
        where = "account_reauthenticate"
    return redirect(f"{reverse(where)}?{urlencode({'next': back})}")


def prove_first(request: HttpRequest, *, back: str) -> HttpResponse:
    """As `prove_again`, back to a page that shows what was typed (`typed_before`), and waits for one more press."""
    said = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    kept = {name: str(value)[:TYPED_CHARACTERS_MAX] for name, value in said[:TYPED_FIELDS_MAX]}
    request.session[TYPED] = {"at": back, "said": kept}
    return prove_again(request, back=f"{back}?{PROVED}=1")


def just_proved(request: HttpRequest) -> bool:
    """Whether they come back from showing who they are, for the press that asked for it."""
    return PROVED in request.GET and proved_lately(request)


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What they had typed on this page when they were asked who they are; empty for everybody else."""
    kept = request.session.get(TYPED)
    return kept["said"] if kept and kept["at"] == request.path and just_proved(request) else {}


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
