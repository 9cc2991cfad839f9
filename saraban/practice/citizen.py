"""The citizen's side of practice mode: the inbox in which our answers arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_GET

from saraban.agencies.models import Officer, Unit
from saraban.mail.reader.letter import read_letter
from saraban.practice.town import sent_folder
from saraban.registers.models import NUMBER_IN_SUBJECT

SHOWN_MAX = 50  # letters, the newest
PAYS = "qr-"  # stands in the name of the picture that a bill brings


@dataclass(frozen=True)
class Delivered:
    """A letter of ours as its receiver sees it."""

    path: Path
    message_id: str
    at: datetime
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    pictures: Sequence[int]  # which of its attachments may show the QR of a bill

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def receipt_number(self) -> str:
        said = NUMBER_IN_SUBJECT.search(self.subject)
        return f"{said[1]}/{said[2]}" if said else ""


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """All citizens' inboxes as one; the newest letter stands open."""
    letters = _delivered(request)
    return render(request, "practice/inbox.html", {"letters": letters, "open": next(iter(letters), None)})


@require_GET
def letter(request: HttpRequest, name: str) -> HttpResponse:
    opened = delivered_or_404(request, name)
    return render(request, "practice/inbox.html", {"letters": _delivered(request), "open": opened})


def delivered_or_404(request: HttpRequest, name: str) -> Delivered:
    opened = next((one for one in _delivered(request) if one.name == name), None)
    if opened is None:
        raise Http404
    return opened


def must_be_practice(request: HttpRequest) -> None:
    """Raises `Http404` outside practice mode."""
    if not request.officer.agency.practice:  # type: ignore[attr-defined]
        raise Http404


def _delivered(request: HttpRequest) -> list[Delivered]:
    """What practice mode "sent" to people outside, the newest first. Raises `Http404` outside practice mode."""
    must_be_practice(request)
    inside = {*Unit.objects.values_list("email", flat=True), *Officer.objects.values_list("email", flat=True)}
    letters: list[Delivered] = []
    for path in sorted(sent_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True):
        one = _opened(path)
        if one.to_address.lower() not in inside:
            letters.append(one)
        if len(letters) == SHOWN_MAX:
            break
    return letters


def _opened(path: Path) -> Delivered:
    read = read_letter(path.read_bytes())
    to = read.to[0] if read.to else None
    return Delivered(
        path=path,
        message_id=read.message_id or "",
        at=datetime.fromtimestamp(path.stat().st_mtime, get_current_timezone()),
        from_name=read.sender.name if read.sender else "",
        from_address=read.sender.address if read.sender else "",
        to_name=to.name if to else "",
        to_address=to.address if to else "",
        subject=read.subject,
        text=read.text,
        pictures=[
            at
            for at, one in enumerate(read.attachments)
            if one.content_type == "image/png" and PAYS in one.name
        ],
    )
