"""Letters on paper: what is printed on one, and the PDF it becomes.

Typst sets most; Chromium prints some, because its files hold their text otherwise. A scan is a picture of a page.
"""

from __future__ import annotations

import base64
import html
import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from tests.journeys.product import chromium

HERE = Path(__file__).parent
PRODUCT = HERE.parent.parent / "saraban"
FONTS = PRODUCT / "documents" / "fonts"
SARABUN = [FONTS / "THSarabunNew-Regular.ttf"]
LOOPED = [
    PRODUCT / "static" / "saraban" / "fonts" / f"noto-sans-thai-looped-{script}-400-normal.woff2"
    for script in ("latin", "thai")
]
PRINTED_AT = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
SCAN_PPI = 72

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(frozen=True)
class Paper:
    """What a reader's eye finds. `number` and `date` as printed, with their labels where the letter has them."""

    kind: str = "external"  # external, memo, sealed, order, company, plain
    layout: str = "grid"  # grid, lines, placed, centred
    made_by: str = "typst"  # typst, chromium, looped, scan
    label: str = "hang"  # hang, tabbed, run
    stamp: str = ""
    received: list[str] = field(default_factory=list)
    number: str = ""
    office: list[str] = field(default_factory=list)
    date: str = ""
    subject: str = ""
    subject_label: str = "เรื่อง"
    to: str = ""
    to_label: str = "เรียน"
    references: list[str] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)
    enclosures_label: str = "สิ่งที่ส่งมาด้วย"
    paragraphs: list[str] = field(default_factory=list)
    closing: str = "ขอแสดงความนับถือ"
    signer: str = ""
    positions: list[str] = field(default_factory=list)
    owner: list[str] = field(default_factory=list)
    footer: str = ""
    rows: list[list[str]] = field(default_factory=list)
    annex: list[list[str]] = field(default_factory=list)
    size: float = 16
    justify: bool = True
    tagged: bool = True
    thai_digits: bool = False
    old_marks: bool = False
    split_am: bool = False

    @property
    def data(self) -> dict[str, Any]:
        printed = {
            name: _each(value, self._ink) if name not in ("kind", "layout", "made_by", "label") else value
            for name, value in asdict(self).items()
        }
        printed["title"] = "" if self.tagged else "Microsoft Word - Document1"
        return {name.replace("_", "-"): value for name, value in printed.items()}

    def _ink(self, text: str) -> str:
        if self.thai_digits:
            # Addresses of mail and web stay as they are.
            text = re.sub(
                r"\S*@\S*|https?:\S*|[0-9]+",
                lambda m: m[0].translate(_THAI) if m[0].isdigit() else m[0],
                text,
            )
        if self.old_marks:
            text = old_marks(text)
        elif self.split_am:
            text = re.sub("([่-๋]?)ำ", lambda m: "ํ" + m[1] + "า", text)
        return text


def _each(value: Any, ink: Any) -> Any:
    if isinstance(value, str):
        return ink(value)
    return [_each(one, ink) for one in value] if isinstance(value, list) else value


_HIGH = "ปฝฟฬ"
_TONES = "่้๊๋์"


def old_marks(text: str) -> str:
    """Raised and shifted marks as the private letters U+F701…U+F717 that old word processors put into a PDF."""

    def marks(found: re.Match[str]) -> str:
        base, upper, tone, am = found[1], found[2], found[3], found[4]
        high = base in _HIGH
        if am:
            tone = tone and chr((0xF713 if high else 0x0E48) + (_TONES.index(tone) if high else 0))
            tone = tone if high or not found[3] else found[3]
            return base + ("\uf711" if high else "ํ") + tone + "า"
        if upper:
            shifted = {"ิ": "\uf701", "ี": "\uf702", "ึ": "\uf703", "ื": "\uf704", "ั": "\uf710", "็": "\uf712"}
            upper_out = shifted[upper] if high else upper
            tone_out = chr(0xF713 + _TONES.index(tone)) if tone and high else tone
            return base + upper_out + tone_out
        if tone:
            return base + chr((0xF705 if high else 0xF70A) + _TONES.index(tone))
        return base

    return re.sub("([ก-ฮ])([ิีึืั็]?)([่-์]?)(ำ?)", marks, text)


class Printer:
    """Makes PDFs: the same paper, the same bytes."""

    def __init__(self) -> None:
        self.fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        self.folder = tempfile.TemporaryDirectory(prefix="cards-")
        self.source = (HERE / "paper.typ").read_bytes()
        self.compiler = typst.Compiler(root=self.folder.name, font_paths=self.fonts, ignore_system_fonts=True)

    def print_all(self, papers: Mapping[str, Paper]) -> dict[str, bytes]:
        made: dict[str, bytes] = {}
        for key, paper in papers.items():
            if paper.made_by == "typst":
                made[key] = self._typst(paper)
            elif paper.made_by == "scan":
                made[key] = self._scan(paper)
        browsed = {key: paper for key, paper in papers.items() if paper.made_by in ("chromium", "looped")}
        made |= self._chromium(browsed)
        self.folder.cleanup()
        return made

    def _typst(self, paper: Paper) -> bytes:
        made = self.compiler.compile(
            input=self.source,
            format="pdf",
            sys_inputs={"data": json.dumps(paper.data, ensure_ascii=False)},
            timestamp=PRINTED_AT,
            pdf_tags=paper.tagged,
        )
        assert isinstance(made, bytes)
        return made

    def _scan(self, paper: Paper) -> bytes:
        seen = self.compiler.compile(
            input=self.source,
            format="png",
            ppi=SCAN_PPI,
            sys_inputs={"data": json.dumps(replace(paper, made_by="typst").data, ensure_ascii=False)},
            timestamp=PRINTED_AT,
        )
        names = []
        for count, picture in enumerate(seen if isinstance(seen, list) else [seen]):
            names.append(f"scan{count}.png")
            assert picture is not None
            (Path(self.folder.name) / names[-1]).write_bytes(picture)
        pages = "".join(f'#page(rotate(0.5deg, image("/{name}", width: 100%)))\n' for name in names)
        made = self.compiler.compile(
            input=f'#set page(paper: "a4", margin: 0pt)\n{pages}'.encode(),
            format="pdf",
            timestamp=PRINTED_AT,
            pdf_tags=False,
        )
        assert isinstance(made, bytes)
        return made

    def _chromium(self, papers: Mapping[str, Paper]) -> dict[str, bytes]:
        made: dict[str, bytes] = {}
        if not papers:
            return made
        with chromium() as browser:
            page = browser.new_page()
            for key, paper in papers.items():
                page.set_content(web_page(paper))
                page.evaluate("document.fonts.ready")
                raw = page.pdf(format="A4", tagged=paper.tagged)
                made[key] = re.sub(rb"\(D:\d{14}", b"(D:20260105030000", raw)
        return made


def web_page(paper: Paper) -> str:
    said = paper.data

    def words(name: str) -> str:
        return html.escape(str(said[name]))

    def rows(all_: Iterable[str], how: str = "") -> str:
        return "".join(f"<div style='{how}'>{html.escape(one)}</div>" for one in all_)

    def labelled(label: str, value: str) -> str:
        if not value:
            return ""
        return f"<tr><td class=l>{html.escape(label)}</td><td>{value}</td></tr>"

    faces = [
        f"@font-face{{font-family:P{i};src:url(data:font/any;base64,{base64.b64encode(font.read_bytes()).decode()})}}"
        for i, font in enumerate(LOOPED if paper.made_by == "looped" else SARABUN)
    ]
    families = ",".join(f"P{i}" for i in range(len(faces)))
    size = 12 if paper.made_by == "looped" else paper.size
    head = (
        f"<div class=c><b>{html.escape(said['office'][0])}</b></div>{rows(said['office'][1:], 'text-align:center')}<hr>"
        f"<div class=two><div>{words('number')}</div><div>{words('date')}</div></div>"
        if paper.kind == "company"
        else f"<div class=u>{words('stamp')}</div><div class=two><div>{words('number')}</div>"
        f"<div style='width:7.4cm'>{rows(said['office'])}</div></div><div style='padding-left:7.2cm'>{words('date')}</div>"
    )
    return (
        f"<meta charset=utf-8><style>{''.join(faces)}"
        f"@page{{margin:2cm 2cm 2cm 3cm}}body{{font:{size}pt/1.25 {families};margin:0}}.c{{text-align:center}}"
        ".u{color:#c00;font-size:28pt}.two{display:flex;justify-content:space-between}"
        ".l{white-space:nowrap;padding-right:.7em;vertical-align:top}td{vertical-align:top}p{text-indent:2.5cm;margin:.3em 0}"
        f"</style><body>{head}<table>{labelled(str(said['subject-label']), words('subject'))}"
        f"{labelled(str(said['to-label']), words('to'))}{labelled('อ้างถึง', rows(said['references']))}"
        f"{labelled(str(said['enclosures-label']), rows(said['enclosures']))}</table>"
        + "".join(f"<p>{html.escape(one)}</p>" for one in said["paragraphs"])
        + f"<div style='padding-left:6cm;text-align:center'>{words('closing')}<br><br>({words('signer')})"
        f"{rows(said['positions'])}</div>{rows(said['owner'])}"
        + "".join(f"<div style='break-before:page'>{rows(one)}</div>" for one in said["annex"])
    )
