"""ตรวจเอกสาร: the pages of a case's files beside the manual's list of papers (guide #3.1, #3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from saraban.cases.case_files import CaseFile, files_of
from saraban.cases.checks import Found, Item, PaperCheck
from saraban.cases.models import Case
from saraban.desk.downloads import as_download, as_picture
from saraban.desk.fields import seen, whole_number
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.pressed import pressed
from saraban.desk.views.cases import standing_of
from saraban.law.electronic_act_2565 import OtherSigner, section_7_signatures_of_others
from saraban.mail.models import REASON_MAX
from saraban.mail.reading import open_letter
from saraban.proposals.showing import Shown, draw, legibility, look

DOTS = {1: 1_000, 2: 1_500, 3: 2_000}  # across the page, by how near it is looked at
TURNS = (0, 90, 180, 270)  # degrees clockwise
IN_A_FILE = (Found.WHOLE, Found.UNCLEAR)
GONE = "ไม่พบตัวไฟล์ในที่เก็บ โปรดแจ้งผู้ดูแลระบบให้ตรวจด้วยคำสั่ง saraban doctor รายการและเลขรับอยู่ครบ"


@dataclass(frozen=True)
class Sight:
    """What is looked at. The address says it, so that it stays while papers are ticked. `page` is counted from 1."""

    files: Sequence[CaseFile]
    place: int = 0
    page: int = 1
    zoom: int = 1
    turned: int = 0

    @classmethod
    def of(cls, request: OfficerRequest, files: Sequence[CaseFile]) -> Sight:
        said = request.GET
        keys = [file.key for file in files]
        zoom, turned = whole_number(said.get("zoom")), whole_number(said.get("turned"))
        return cls(
            files,
            keys.index(said["file"]) if said.get("file") in keys else 0,
            max(whole_number(said.get("page")) or 1, 1),
            zoom if zoom in DOTS else 1,
            turned if turned in TURNS else 0,
        )

    @property
    def file(self) -> CaseFile | None:
        return self.files[self.place] if self.files else None

    @cached_property
    def shown(self) -> Shown:
        file = self.file
        if file is None:
            return Shown()
        if file.path is None:
            return Shown(trouble=GONE)
        return look(file.path, file.attachment, name=file.name)

    @property
    def index(self) -> int:
        """Of the page, counted from 0."""
        return min(self.page, max(self.shown.pages, 1)) - 1

    @property
    def query(self) -> str:
        if self.file is None:
            return ""
        said = {"file": self.file.key, "page": self.page, "zoom": self.zoom, "turned": self.turned}
        usual = {"page": 1, "zoom": 1, "turned": 0}
        return "?" + urlencode({name: value for name, value in said.items() if usual.get(name) != value})

    @property
    def before(self) -> str:
        """The page before it, or the file before it; empty at the first."""
        if self.page > 1:
            return replace(self, page=min(self.page, self.shown.pages) - 1).query
        return replace(self, place=self.place - 1, page=1, turned=0).query if self.place else ""

    @property
    def after(self) -> str:
        if self.page < self.shown.pages:
            return replace(self, page=self.page + 1).query
        more = self.place + 1 < len(self.files)
        return replace(self, place=self.place + 1, page=1, turned=0).query if more else ""

    @property
    def nearer(self) -> str:
        return replace(self, zoom=self.zoom + 1).query if self.zoom + 1 in DOTS else ""

    @property
    def farther(self) -> str:
        return replace(self, zoom=self.zoom - 1).query if self.zoom - 1 in DOTS else ""

    @property
    def turned_on(self) -> str:
        return replace(self, turned=(self.turned + 90) % 360).query

    def at(self, place: int) -> str:
        return replace(self, place=place, page=1, turned=0).query

    @property
    def listed(self) -> list[tuple[CaseFile, str, bool]]:
        """Each file, its address, and whether it is the one that is looked at."""
        return [(file, self.at(place), place == self.place) for place, file in enumerate(self.files)]

    def where(self, item: Item) -> str:
        """The address of the file in which a paper was found; empty where none was named, or it is not to be seen."""
        check = item.check
        if check is None or check.letter_id is None:
            return ""
        named = (check.letter_id, check.file_name)
        places = [n for n, file in enumerate(self.files) if (file.letter.pk, file.name) == named]
        return self.at(places[0]) if places else ""


@require_http_methods(["GET", "POST"])
def checking(request: OfficerRequest, pk: int) -> HttpResponse:
    """A page of a file, the papers of the list, and the next step."""
    found = case_or_404(request, pk)
    sight = Sight.of(request, files_of(found, request.officer))
    if request.method == "POST":
        return _find(request, found, sight)
    standing = standing_of(found)
    file = sight.file
    measured = "measured" in request.GET and file is not None and file.path is not None
    return render(
        request,
        "desk/checking.html",
        {
            "case": found,
            "sight": sight,
            "papers": [(item, sight.where(item)) for item in standing.items],
            "standing": standing,
            "step": standing.step,
            "others": [one.thai for one in OtherSigner if section_7_signatures_of_others(one)],
            "measured": measured,
            "hints": _hints(file, sight.index) if measured else [],
        },
    )


@require_GET
def page(request: OfficerRequest, pk: int, file: str, index: int) -> HttpResponse:
    """A page of a file as a picture, drawn in the child process."""
    one = _file_or_404(request, pk, file)
    sight = Sight.of(request, [one])
    if one.path is None:
        raise Http404
    return as_picture(draw(one.path, one.attachment, page=index, width=DOTS[sight.zoom], turned=sight.turned))


@require_GET
def legible(request: OfficerRequest, pk: int, file: str, index: int) -> HttpResponse:
    """What may keep the page from being read, for its place beside the picture."""
    return render(request, "desk/_legibility.html", {"hints": _hints(_file_or_404(request, pk, file), index)})


@require_GET
def download(request: OfficerRequest, pk: int, file: str) -> HttpResponseBase:
    """A file as it came, to download."""
    one = _file_or_404(request, pk, file)
    if one.path is None:
        raise Http404
    if one.attachment is None:
        return as_download(FileResponse(one.path.open("rb")), one.name)
    email = one.letter.entry.email
    assert email is not None
    name, data = open_letter(email).attachment(one.attachment)
    return as_download(HttpResponse(data), name)


def _file_or_404(request: OfficerRequest, pk: int, key: str) -> CaseFile:
    files = files_of(case_or_404(request, pk), request.officer)
    one = next((file for file in files if file.key == key), None)
    if one is None:
        raise Http404
    return one


def _hints(file: CaseFile | None, index: int) -> list[str]:
    return legibility(file.path, file.attachment, page=index) if file and file.path else []


def _find(request: OfficerRequest, found: Case, sight: Sight) -> HttpResponse:
    """ครบ, ไม่ชัด, ขาด: of the paper at hand, and in the file that is looked at. The focus goes to the next."""
    request.officer.assert_may("papercheck.checked")
    key, said = (request.POST.get(name, "")[:REASON_MAX] for name in ("key", "found"))
    note = " ".join(seen(request.POST.get("note", "")).split())
    file = sight.file if said in IN_A_FILE else None
    letter, name = (file.letter, file.name) if file else (None, "")
    pressed(
        request,
        lambda: PaperCheck.objects.find(
            found, key, said, by=request.officer, note=note, letter=letter, file_name=name
        ),
    )
    return redirect(f"{reverse('case_checking', args=[found.pk])}{sight.query}#{_next(found, key)}")


def _next(found: Case, key: str) -> str:
    """The next paper of the list that is to be looked at; the next step where none is."""
    items = PaperCheck.objects.checklist(found)
    keys = [item.paper.key for item in items]
    later = items[keys.index(key) + 1 :] if key in keys else []
    return next((f"paper-{item.paper.key}" for item in later if not item.found or item.is_wanting), "step")
