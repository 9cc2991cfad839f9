"""Which officer of which agency asks; and a refusal of the rules as a page that keeps what was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import quote

from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from saraban.agencies.models import Officer
from saraban.audit.recorded import Recorded
from saraban.desk.sign_in import can_come_back
from saraban.law.refusal import Refusal
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.web")

STAFF = ("/desk/", "/practice/")
KEPT_FIELDS_MAX = 100


class OfficerRequest(HttpRequest):
    """A request that passed `ActingOfficer` for a staff page."""

    officer: Officer
    done_now: Recorded | None = None  # by this very request, and can be undone
    undone_now: bool = False


class ActingOfficer:
    """Every staff page belongs to an officer of one agency; all else knows no agency and so sees no row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={quote(request.get_full_path())}")
        officer = (
            Officer.across_agencies.filter(user=request.user, active=True)
            .select_related("agency", "unit")
            .order_by("pk")
            .first()
        )
        if officer is None:
            return render(request, "trouble/no_officer.html", status=403)
        if not officer.agency.practice and not can_come_back(request.user):
            return redirect("mfa_index")
        request.officer = officer  # type: ignore[attr-defined]
        request.done_now, request.undone_now = None, False  # type: ignore[attr-defined]
        with acting_for(officer.agency, just_read=True):
            return self.get_response(request)


class PlainRefusals:
    """What the rules refuse, and what the database could not do just now, said in Thai with the form kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return self._page(request, exception.message, status=409)
        if isinstance(exception, OperationalError):
            logger.exception("the database could not do it")
            return self._page(
                request,
                "ยังไม่ได้บันทึก เพราะฐานข้อมูลไม่ว่างหรือดิสก์เต็ม โปรดลองอีกครั้งในอีกสักครู่ ข้อมูลเดิมอยู่ครบ",
                status=503,
            )
        return None

    def _page(self, request: HttpRequest, message: str, *, status: int) -> HttpResponse:
        typed = [
            (name, value)
            for name, values in list(request.POST.lists())[:KEPT_FIELDS_MAX]
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
        return render(
            request,
            "trouble/refusal.html",
            {"message": message, "typed": typed, "again": request.method == "POST"},
            status=status,
        )
