"""The second corpus's papers, as PDF: printed by a browser, set by Typst, or laid under a scanner's glass.

Every layout is one that offices use: tables without lines, boxes laid freely on the page, spaces struck until it fits,
a letterhead that is a picture, a form with lines, a card on its side.
"""

from __future__ import annotations

import base64
import html
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "saraban" / "documents" / "fonts"
CHROMIUM = "/usr/bin/chromium"
_STAMP = "20260101000000"

CRUT = (
    '<svg width="54" height="58" viewBox="0 0 54 58"><path d="M27 2 L52 20 L40 30 L46 54 L27 44 L8 54 L14 30 L2 20 Z"'
    ' fill="none" stroke="#000" stroke-width="2"/><circle cx="27" cy="14" r="6" fill="#000"/></svg>'
)
LOGO = (
    '<svg width="62" height="62" viewBox="0 0 62 62"><circle cx="31" cy="31" r="29" fill="none" stroke="#0a5"'
    ' stroke-width="3"/><path d="M12 40 Q31 8 50 40 Z" fill="#0a5"/></svg>'
)


@dataclass(frozen=True)
class Paper:
    """What stands on the paper. `layout` names the function here that lays it out."""

    layout: str
    number: str = ""  # as printed, without “ที่”
    date: str = ""
    head: Sequence[str] = ()  # issuing agency and its address, line by line
    subject: str = ""
    to: str = ""
    paragraphs: Sequence[str] = ()
    sign: Sequence[str] = ()
    refers: str = ""
    enclosed: Sequence[str] = ()
    contact: Sequence[str] = ()
    urgent: str = ""
    close: str = "ขอแสดงความนับถือ"
    about: str = "เรื่อง"
    greet: str = "เรียน"
    the: str = "ที่"
    watermark: str = ""
    stamp: Sequence[str] = ()  # another office's receipt stamp
    fax: str = ""
    footer: str = ""
    then: Sequence[Paper] = ()  # further pages of the same file
    marks: str = ""  # "holes": ำ became “ า”; "raised": tone marks from the private area
    picture_head: bool = False  # the letterhead is a picture
    maker: str = "browser"  # browser, typst, scan
    extra: Mapping[str, Any] = field(default_factory=dict)


def holes(text: str) -> str:
    return text.replace("ำ", " า")


def raised(text: str) -> str:
    """Tone marks as old word processors keep them: lowered ones in the private area."""
    low = {"่": "\uf70a", "้": "\uf70b", "๊": "\uf70c", "๋": "\uf70d", "์": "\uf70e"}
    return re.sub("(?<![ัิีึืํ็])([่้๊๋์])(?!ำ)", lambda at: low[at[1]], text)


def _said(paper: Paper, text: str) -> str:
    if paper.marks == "holes":
        text = holes(text)
    elif paper.marks == "raised":
        text = raised(text)
    return html.escape(text, quote=False)


def _lines(paper: Paper, texts: Sequence[str]) -> str:
    return "<br>".join(_said(paper, one) for one in texts)


def _body(paper: Paper, *, small: bool = False) -> str:
    parts = [f'<p class="in">{_said(paper, one)}</p>' for one in paper.paragraphs]
    if paper.close:
        parts.append(
            f'<div class="sign">{_said(paper, paper.close)}<br><br><br>{_lines(paper, paper.sign)}</div>'
        )
    elif paper.sign:
        parts.append(f'<div class="sign">{_lines(paper, paper.sign)}</div>')
    if paper.contact:
        parts.append(f'<div class="foot">{_lines(paper, paper.contact)}</div>')
    return "".join(parts)


def _marks_on_page(paper: Paper) -> str:
    made = ""
    if paper.watermark:
        made += f'<div class="water">{html.escape(paper.watermark)}</div>'
    if paper.stamp:
        made += f'<div class="stamp">{_lines(paper, paper.stamp)}</div>'
    if paper.urgent:
        made += f'<div class="urgent">{_said(paper, paper.urgent)}</div>'
    return made


def _row(paper: Paper, label: str, text: str) -> str:
    if not text:
        return ""
    return f'<table class="row"><tr><td class="l">{_said(paper, label)}</td><td>{_said(paper, text)}</td></tr></table>'


def _enclosed(paper: Paper) -> str:
    if not paper.enclosed:
        return ""
    listed = "<br>".join(
        _said(paper, f"{i}. {one}" if len(paper.enclosed) > 1 else one)
        for i, one in enumerate(paper.enclosed, 1)
    )
    return f'<table class="row"><tr><td class="l w">{_said(paper, "สิ่งที่ส่งมาด้วย")}</td><td>{listed}</td></tr></table>'


def _opening(paper: Paper) -> str:
    return (
        _row(paper, paper.about, paper.subject)
        + _row(paper, paper.greet, paper.to)
        + _row(paper, "อ้างถึง", paper.refers)
        + _enclosed(paper)
    )


def grid(paper: Paper) -> str:
    """The usual letter: a table without lines, number on the left, address on the right."""
    return (
        _marks_on_page(paper)
        + f'<div class="mid">{CRUT}</div><table class="wide"><tr><td>{_said(paper, paper.the)} {_said(paper, paper.number)}</td>'
        f'<td class="addr">{_lines(paper, paper.head)}</td></tr></table>'
        f'<div class="date">{_said(paper, paper.date)}</div>' + _opening(paper) + _body(paper)
    )


def boxes(paper: Paper) -> str:
    """Text boxes laid freely: the file's order is not the page's."""
    return (
        '<div style="height:62mm"></div>'
        + _opening(paper)
        + _body(paper)
        + f'<div class="abs" style="left:118mm;top:28mm;width:60mm">{_lines(paper, paper.head)}</div>'
        + f'<div class="abs" style="left:85mm;top:51mm">{_said(paper, paper.date)}</div>'
        + f'<div class="abs" style="left:0;top:28mm">{_said(paper, paper.the)} {_said(paper, paper.number)}</div>'
        + f'<div class="abs" style="left:78mm;top:0">{CRUT}</div>'
        + _marks_on_page(paper)
    )


def struck(paper: Paper) -> str:
    """Set with the space bar, as on a typewriter."""
    first, *rest = paper.head
    gap = "\u00a0" * max(6, 78 - len(paper.number) - len(first))
    made = f'<div class="mid">{CRUT}</div>'
    made += f"<div>{_said(paper, paper.the)}\u00a0\u00a0{_said(paper, paper.number)}{gap}{_said(paper, first)}</div>"
    for one in rest:
        made += f"<div>{chr(0xA0) * (84 - len(one) // 2)}{_said(paper, one)}</div>"
    made += f"<div>{chr(0xA0) * 66}{_said(paper, paper.date)}</div>"
    for label, text in ((paper.about, paper.subject), (paper.greet, paper.to), ("อ้างถึง", paper.refers)):
        if text:
            made += f'<div style="margin-top:6pt">{_said(paper, label)}\u00a0\u00a0{_said(paper, text)}</div>'
    return _marks_on_page(paper) + made + _enclosed(paper) + _body(paper)


def firm(paper: Paper) -> str:
    """A firm's, school's or club's own letterhead across the top."""
    name, *rest = paper.head
    if paper.picture_head:
        top = f'<div class="mid">{_picture(paper.head)}</div>'
    else:
        top = (
            f'<table class="wide"><tr><td style="width:70px">{LOGO}</td><td><b style="font-size:20pt">{_said(paper, name)}</b>'
            f'<br><span style="font-size:12pt">{_lines(paper, rest)}</span></td></tr></table><hr>'
        )
    number = f"<div>{_said(paper, paper.the)} {_said(paper, paper.number)}</div>" if paper.number else ""
    date = (
        f'<div class="{paper.extra.get("date_at", "right")}">{_said(paper, paper.date)}</div>'
        if paper.date
        else ""
    )
    return _marks_on_page(paper) + top + number + date + _opening(paper) + _body(paper)


def temple(paper: Paper) -> str:
    """Letterhead in the middle, number and date on one line under it."""
    name, *rest = paper.head
    top = (
        _picture(paper.head)
        if paper.picture_head
        else (f'<b style="font-size:22pt">{_said(paper, name)}</b><br>{_lines(paper, rest)}')
    )
    number = f"{_said(paper, paper.the)} {_said(paper, paper.number)}" if paper.number else ""
    return (
        _marks_on_page(paper)
        + f'<div class="mid">{top}</div><table class="wide"><tr><td>{number}</td><td class="addr">{_said(paper, paper.date)}</td></tr></table>'
        + _opening(paper)
        + _body(paper)
    )


def memo(paper: Paper) -> str:
    return (
        _marks_on_page(paper)
        + f'<table class="wide"><tr><td>{CRUT}</td><td class="mid"><b style="font-size:26pt">{_said(paper, "บันทึกข้อความ")}</b></td></tr></table>'
        f"<div><b>{_said(paper, 'ส่วนราชการ')}</b> {_said(paper, ' '.join(paper.head))}</div>"
        f'<table class="wide"><tr><td style="width:50%"><b>{_said(paper, "ที่")}</b> {_said(paper, paper.number)}</td>'
        f"<td><b>{_said(paper, 'วันที่')}</b> {_said(paper, paper.date)}</td></tr></table>"
        f"<div><b>{_said(paper, 'เรื่อง')}</b> {_said(paper, paper.subject)}</div><hr>"
        + _row(paper, paper.greet, paper.to)
        + _body(paper)
    )


def sealed(paper: Paper) -> str:
    """A stamped letter: no subject, no greeting; the agency and the date stand at its end."""
    return (
        _marks_on_page(paper)
        + f'<div class="mid">{CRUT}</div><div>{_said(paper, "ที่")} {_said(paper, paper.number)}</div>'
        + _row(paper, "ถึง", paper.to)
        + "".join(f'<p class="in">{_said(paper, one)}</p>' for one in paper.paragraphs)
        + f'<div class="sign"><br><br>{_said(paper, paper.head[0])}<br>{_said(paper, paper.date)}</div>'
        + f'<div class="foot">{_lines(paper, paper.contact)}</div>'
    )


def notice(paper: Paper) -> str:
    kind = paper.extra.get("kind", "ประกาศ")
    number = f"<br>{_said(paper, paper.number)}" if paper.number else ""
    return (
        _marks_on_page(paper)
        + f'<div class="mid">{CRUT}<br><b>{_said(paper, kind + paper.head[0])}{number}<br>{_said(paper, "เรื่อง")} {_said(paper, paper.subject)}</b>'
        "<br>--------------------</div>"
        + "".join(f'<p class="in">{_said(paper, one)}</p>' for one in paper.paragraphs)
        + f'<p class="in2">{_said(paper, paper.date)}</p><div class="sign"><br>{_lines(paper, paper.sign)}</div>'
    )


def lined(paper: Paper) -> str:
    """A form: each thing in its own lined cell."""
    rows = [
        (paper.the, paper.number),
        ("วันที่", paper.date),
        ("จาก", paper.head[0]),
        (paper.greet, paper.to),
        (paper.about, paper.subject),
        *paper.extra.get("rows", ()),
    ]
    made = "".join(
        f'<tr><td class="c" style="width:32mm"><b>{_said(paper, label)}</b></td><td class="c">{_said(paper, text)}</td></tr>'
        for label, text in rows
        if text
    )
    title = _said(paper, paper.extra.get("title", ""))
    return (
        _marks_on_page(paper)
        + f'<div class="mid"><b style="font-size:18pt">{title}</b><br>{_lines(paper, paper.head)}</div><table class="wide lined">{made}</table>'
        + _body(paper)
    )


def card(paper: Paper) -> str:
    """An invitation card: nothing is named, everything stands in the middle."""
    return (
        f'<div class="mid" style="border:4px double #a70;padding:10mm;font-size:18pt">{LOGO}<br><b>{_lines(paper, paper.head)}</b><br>'
        + (f"{_said(paper, paper.the)} {_said(paper, paper.number)}<br>" if paper.number else "")
        + (f"{_said(paper, paper.greet)} {_said(paper, paper.to)}<br>" if paper.to else "")
        + (f"<b>{_said(paper, paper.about)} {_said(paper, paper.subject)}</b><br>" if paper.subject else "")
        + "<br>".join(_said(paper, one) for one in paper.paragraphs)
        + (f"<br>{_said(paper, paper.date)}" if paper.date else "")
        + f"<br><br>{_lines(paper, paper.sign)}</div>"
    )


def sheet(paper: Paper) -> str:
    """An enclosure: a heading and a table."""
    rows = "".join(
        "<tr>" + "".join(f'<td class="c">{_said(paper, cell)}</td>' for cell in row) + "</tr>"
        for row in paper.extra.get("table", ())
    )
    return (
        _marks_on_page(paper)
        + f'<div class="mid"><b>{_lines(paper, paper.head)}</b></div>'
        + "".join(f'<p class="in">{_said(paper, one)}</p>' for one in paper.paragraphs)
        + f'<table class="wide lined">{rows}</table>'
    )


LAYOUTS = {
    one.__name__: one for one in (grid, boxes, struck, firm, temple, memo, sealed, notice, lined, card, sheet)
}


def _picture(lines: Sequence[str]) -> str:
    data = base64.b64encode(_set(_typst_head(lines), "png")).decode()
    return f'<img style="width:150mm" src="data:image/png;base64,{data}">'


def _page(paper: Paper) -> str:
    pages = [paper, *(replace(one, marks=one.marks or paper.marks) for one in paper.then)]
    laid = [f'<section style="position:relative">{LAYOUTS[one.layout](one)}</section>' for one in pages]
    for text, at in ((paper.fax, "top:-6mm"), (paper.footer, "bottom:-4mm")):
        if not text.isascii():
            said = html.escape(text.replace("##", "1").replace("#", "1"))
            laid.append(
                f'<div style="position:fixed;{at};left:0;right:0;font-size:10pt;text-align:center">{said}</div>'
            )
    faces = "".join(
        f"@font-face{{font-family:S;font-weight:{weight};src:url(data:font/ttf;base64,"
        f"{base64.b64encode((FONTS / name).read_bytes()).decode()})}}"
        for weight, name in ((400, "THSarabunNew-Regular.ttf"), (700, "THSarabunNew-Bold.ttf"))
    )
    size = paper.extra.get("size", "16pt")
    return (
        f'<!doctype html><html lang="th"><head><meta charset="utf-8"><style>{faces}'
        f"body{{font:{size}/1.15 S;margin:0}}section+section{{break-before:page}}"
        ".mid{text-align:center}.right{text-align:right}.left{text-align:left}.center{text-align:center}"
        "table{border-collapse:collapse}td{vertical-align:top;padding:0}"
        ".wide{width:100%}.addr{width:62mm}.date{margin:6pt 0 6pt 78mm}.row{margin-top:6pt}.row .l{width:13mm;white-space:nowrap;padding-right:3mm}"
        ".row .w{width:28mm}.in{text-indent:25mm;margin:6pt 0;text-align:justify}.in2{text-indent:50mm}"
        ".sign{margin:14pt 0 0 78mm;text-align:center;width:80mm}.foot{margin-top:18pt;font-size:14pt}"
        ".abs{position:absolute}.water{position:absolute;left:20mm;top:110mm;font-size:60pt;color:#ddd;transform:rotate(-35deg);z-index:-1}"
        ".stamp{position:absolute;right:0;top:0;border:1px solid #00a;color:#00a;font-size:11pt;padding:2mm}"
        ".urgent{position:absolute;left:0;top:6mm;color:#c00;font-size:32pt;font-weight:700}"
        ".lined td.c{border:1px solid #000;padding:1mm 2mm}"
        f"</style></head><body>{''.join(laid)}</body></html>"
    )


# --- Typst -----------------------------------------------------------------------------------------------------------


def _q(text: str) -> str:
    return "#" + json.dumps(text, ensure_ascii=False) + ";"


def _typst_head(lines: Sequence[str]) -> str:
    name, *rest = lines
    more = " #linebreak() ".join(_q(one) for one in rest)
    return (
        '#set page(width: 160mm, height: auto, margin: 3mm)\n#set text(font: "TH Sarabun New", size: 15pt)\n'
        f"#align(center)[#text(size: 24pt, weight: 700)[{_q(name)}] #linebreak() {more}]"
    )


def _typst_letter(paper: Paper) -> str:
    def said(text: str) -> str:
        return _q(
            raised(text) if paper.marks == "raised" else holes(text) if paper.marks == "holes" else text
        )

    def row(label: str, text: str) -> str:
        return (
            f"#grid(columns: (auto, 1fr), column-gutter: 8pt, [{said(label)}], [{said(text)}])\n"
            if text
            else ""
        )

    flip = "true" if paper.extra.get("landscape") else "false"
    number = f", numbering: {json.dumps(paper.extra['numbering'])}" if "numbering" in paper.extra else ""
    back = (
        f", background: rotate(-40deg, text(70pt, fill: luma(220))[{_q(paper.watermark)}])"
        if paper.watermark
        else ""
    )
    made = (
        f'#set page("a4", flipped: {flip}, margin: (x: 26mm, y: 22mm){number}{back})\n'
        f'#set text(font: "TH Sarabun New", size: 16pt, lang: "th")\n#set par(leading: 0.45em)\n'
    )
    pages = [paper, *paper.then]
    for at, one in enumerate(pages):
        if at:
            made += "#pagebreak()\n"
        if one.urgent:
            made += f"#place(top + left, text(32pt, fill: red, weight: 700)[{said(one.urgent)}])\n"
        if one.stamp:
            lines = " #linebreak() ".join(said(line) for line in one.stamp)
            made += f"#place(top + right, box(stroke: blue, inset: 4pt, text(11pt, fill: blue)[{lines}]))\n"
        if one.layout == "sheet":
            cells = [cell for line in one.extra.get("table", ()) for cell in line]
            width = len(one.extra["table"][0]) if one.extra.get("table") else 1
            made += f"#align(center, strong[{' #linebreak() '.join(said(line) for line in one.head)}])\n"
            made += "".join(f"\n{said(text)}\n" for text in one.paragraphs)
            made += f"#table(columns: {width}, {', '.join(f'[{said(cell)}]' for cell in cells)})\n"
            continue
        head = " #linebreak() ".join(said(line) for line in one.head)
        made += "#align(center, polygon.regular(size: 46pt, vertices: 5, stroke: black))\n"
        if one.layout == "sealed":
            made += f"{said('ที่')} {said(one.number)}\n\n" + row("ถึง", one.to)
        else:
            made += f"#grid(columns: (1fr, 62mm), [{said(one.the)} {said(one.number)}], [{head}])\n"
            made += f"#v(4pt)#h(75mm){said(one.date)}\n\n"
            made += row(one.about, one.subject) + row(one.greet, one.to) + row("อ้างถึง", one.refers)
            for i, text in enumerate(one.enclosed, 1):
                made += row(
                    "สิ่งที่ส่งมาด้วย" if i == 1 else "\u2003" * 6,
                    f"{i}. {text}" if len(one.enclosed) > 1 else text,
                )
        made += "".join(f"\n#h(25mm){said(text)}\n" for text in one.paragraphs)
        tail = [one.head[0], one.date] if one.layout == "sealed" else [one.close, "", "", *one.sign]
        lines = " #linebreak() ".join(said(line) if line else "#v(4pt)" for line in tail)
        made += f"\n#v(10pt)#pad(left: 70mm, align(center)[{lines}])\n"
        if one.contact:
            made += f"\n#v(12pt)#text(14pt)[{' #linebreak() '.join(said(line) for line in one.contact)}]\n"
    return made


def _set(source: str, format: str, *, ppi: int = 110, files: Mapping[str, bytes] | None = None) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="second-") as made:
        folder = Path(made)
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content)
        (folder / "page.typ").write_text("#set document(date: none)\n" + source, encoding="utf-8")
        extra = {"ppi": ppi} if format == "png" else {}
        done = typst.compile(
            folder / "page.typ",
            root=folder,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format=format,
            **extra,
        )
    if isinstance(done, list):
        done = done[0]
    assert isinstance(done, bytes)
    return done


def _scan(paper: Paper) -> bytes:
    """A picture of the paper, a little askew, and nothing that can be read by a machine."""
    turn = paper.extra.get("turn", "0.7deg")
    source = _typst_letter(paper).replace("#set text(", f"#show: body => rotate({turn}, body)\n#set text(", 1)
    page = _set(source, "png", ppi=80)
    return _set('#set page("a4", margin: 0mm)\n#image("p.png", width: 100%)', "pdf", files={"p.png": page})


def print_all(papers: Mapping[str, Paper]) -> dict[str, bytes]:
    done: dict[str, bytes] = {}
    browser = {key: one for key, one in papers.items() if one.maker == "browser"}
    for key, one in papers.items():
        if one.maker == "typst":
            done[key] = _set(_typst_letter(one), "pdf")
        elif one.maker == "scan":
            done[key] = _scan(one)
    if browser:
        done |= _browser(browser)
    return done


def _browser(papers: Mapping[str, Paper]) -> dict[str, bytes]:
    from playwright.sync_api import sync_playwright

    done = {}
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(java_script_enabled=False)
        for key, one in papers.items():
            page.set_content(_page(one))
            running = any(text and text.isascii() for text in (one.fax, one.footer))
            made = page.pdf(
                format="A4",
                landscape=bool(one.extra.get("landscape")),
                print_background=True,
                margin={"top": "22mm", "bottom": "20mm", "left": "28mm", "right": "20mm"},
                display_header_footer=running,
                header_template=_running(one.fax),
                footer_template=_running(one.footer),
            )
            done[key] = re.sub(rb"\(D:\d{14}", b"(D:" + _STAMP.encode(), made)
        chromium.close()
    return done


def _running(text: str) -> str:
    """A fax's line or a page's foot. `#` is the page's number, `##` how many there are. The browser has no Thai there."""
    if not text.isascii():
        text = ""
    said = (
        html.escape(text)
        .replace("##", '<span class="totalPages"></span>')
        .replace("#", '<span class="pageNumber"></span>')
    )
    return f'<div style="font-size:9px;width:100%;text-align:center">{said}</div>'
