"""The citizen's side of practice mode: the inbox in which our answers arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from saraban.mail.reader.letter import ReadLetter, read_letter

SHOWN_MAX = 50


@dataclass(frozen=True)
class Delivered:
    name: str  # of its file
    letter: ReadLetter
    at: datetime


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "practice/inbox.html", {"letters": _delivered(request), "open": None})


@require_GET
def letter(request: HttpRequest, name: str) -> HttpResponse:
    letters = _delivered(request)
    opened = next((one for one in letters if one.name == name), None)
    if opened is None:
        raise Http404
    return render(request, "practice/inbox.html", {"letters": letters, "open": opened})


def sent_folder() -> Path:
    return Path(settings.DATA_DIR) / "demo" / "sent"


def _delivered(request: HttpRequest) -> list[Delivered]:
    """What practice mode "sent", the newest first. Raises `Http404` outside practice mode."""
    if not request.officer.agency.practice:  # type: ignore[attr-defined]
        raise Http404
    files = sorted(sent_folder().glob("*.eml"), key=lambda path: path.name, reverse=True)[:SHOWN_MAX]
    letters = []
    for path in files:
        read = read_letter(path.read_bytes())
        letters.append(Delivered(path.name, read, read.sent_at or datetime.fromtimestamp(path.stat().st_mtime).astimezone()))
    return letters
