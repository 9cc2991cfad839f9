"""ถ่ายจากมือถือ: the address of a page for the officer's own phone, where they sign in as themselves."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from saraban.documents.qr import qr_for_page

ONLY_HERE = {"localhost", "127.0.0.1", "::1"}


def qr_of(name: str) -> SafeString | None:
    """Made of the address that the operator has set, never of what a request calls itself; None where no phone reaches it."""
    if urlsplit(settings.SITE_URL).hostname in ONLY_HERE:
        return None
    return mark_safe(qr_for_page(f"{settings.SITE_URL}{reverse(name)}"))
