"""Security headers on every response, static files and errors included."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
_NOTHING_ELSE = "geolocation=(), microphone=(), payment=(), usb=()"
PERMISSIONS = f"camera=(), display-capture=(), {_NOTHING_ELSE}"
CAMERA_ALLOWED = f"camera=(self), display-capture=(self), {_NOTHING_ELSE}"  # for a page that says so itself


class SecurityHeaders:
    """Outermost, so that no response leaves without them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if settings.HTTPS:
            response.headers.setdefault(
                "Strict-Transport-Security", f"max-age={HSTS_SECONDS}; includeSubDomains"
            )
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
