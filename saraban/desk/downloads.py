"""Files handed to the browser. What strangers sent: as a page in a sandbox, a picture, or a file; never as a page of ours."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)
NOTHING = "default-src 'none'; sandbox"
HTML_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
JPEG = b"\xff\xd8\xff"


def as_sandboxed_page(page: str) -> HttpResponse:
    response = _under(HTML_POLICY, HttpResponse(page))
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def as_picture(drawn: bytes) -> HttpResponse:
    """A JPEG or PNG, and nothing else whatever its bytes are. Raises `Http404` where there is none."""
    if not drawn:
        raise Http404
    kind = "image/jpeg" if drawn.startswith(JPEG) else "image/png"
    response = _under(NOTHING, HttpResponse(drawn, content_type=kind))
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def as_download(response: Answer, name: str) -> Answer:
    """To be kept under that name, and not opened."""
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return _under(NOTHING, response)


def as_pdf(made: bytes, name: str) -> HttpResponse:
    """A PDF of our own making, to be opened and kept under that name. It has no script, and no policy: the browser's own
    viewer would not open under one."""
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response


def _under(policy: str, response: Answer) -> Answer:
    """Under a policy of its own, not that of our pages."""
    response.headers["Content-Security-Policy"] = policy
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
