"""The fourth corpus's papers: a sheet is planned as rows, which a browser, Typst or a pen then sets.

`chrome` prints from a browser in one of three hands of HTML; `typst` sets; `hand` writes content streams as old
exports do (ำ in two pieces, tone marks in the private area, blanks lost or doubled, text boxes out of order); `scan`
is a noisy picture of what the pen wrote.
"""

from __future__ import annotations

import base64
import html
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.cards.third_paper import CHROMIUM, FONTS, Pdf, Word, faces

Row = tuple[Any, ...]
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_SCRIBBLE = "M2 12C6 2 9 2 8 12S14 3 16 6 12 14 18 11 22 2 25 5 21 15 28 10"


@dataclass(frozen=True)
class Sheet:
    form: str = "letter"  # letter, memo, seal, notice, order, plain
    number: str = ""  # as printed; where it ends in “/”, the rest is `ink` or nothing
    date: str = ""
    org: Sequence[str] = ()  # the letterhead's lines
    subject: str = ""
    to: str = ""
    body: Sequence[str] = ()
    sign: Sequence[str] = ()
    contact: Sequence[str] = ()
    refers: str = ""
    enclosed: Sequence[str] = ()
    urgent: str = ""
    greet: str = "เรียน"
    close: str = "ขอแสดงความนับถือ"
    layout: str = "std"  # std, left, colon, top
    look: str = "chrome-a"  # engine-variant; of the pen, flags joined by “+”
    ink: bool = False
    box: Sequence[str] = ()  # another office's receipt stamp
    running: str = ""  # a line that a system printed at the top
    table: Sequence[Sequence[str]] = ()
    more: Sequence[Sheet] = ()
    tail: str = ""
    thai: bool = False  # all digits Thai

    @property
    def engine(self) -> str:
        return self.look.partition("-")[0]

    @property
    def style(self) -> str:
        return self.look.partition("-")[2]


def plan(sheet: Sheet) -> list[Row]:
    rows: list[Row] = []
    if sheet.running:
        rows.append(("small", [sheet.running]))
    if sheet.box:
        rows.append(("box", list(sheet.box)))
    if sheet.urgent:
        rows.append(("red", sheet.urgent))
    rows += _top(sheet)
    rows += [("p", one) for one in sheet.body]
    if sheet.table:
        rows.append(("grid", [list(row) for row in sheet.table]))
    rows += _end(sheet)
    rows = [_digits(row) for row in rows] if sheet.thai else rows
    for one in sheet.more:
        rows += [("turn",), *plan(replace(one, thai=one.thai or sheet.thai))]
    return rows


def _digits(row: Row) -> Row:
    def change(held: Any) -> Any:
        if isinstance(held, str):
            return held.translate(_THAI)
        return [change(one) for one in held] if isinstance(held, list) else held

    return (row[0], *(change(one) for one in row[1:]))


def _top(sheet: Sheet) -> list[Row]:
    at = f"ที่ {sheet.number}".strip()
    ink = "~" if sheet.ink else ""
    if sheet.form == "memo":
        return [
            ("head", "บันทึกข้อความ"),
            ("lab", "ส่วนราชการ", [" ".join(sheet.org)]),
            ("cols", at + ink, [f"วันที่ {sheet.date}"]),
            *_labels(sheet),
        ]
    if sheet.form == "seal":
        return [("emblem",), ("l", at + ink), ("lab", "ถึง", [sheet.to]), ("sp", 6)]
    if sheet.form in ("notice", "order"):
        what = "ประกาศ" if sheet.form == "notice" else "คำสั่ง"
        rows: list[Row] = [("emblem",), ("c", f"{what}{sheet.org[0]}", True)]
        if sheet.number:
            rows.append(("c", at, True))
        return [*rows, ("c", f"เรื่อง {sheet.subject}", True), ("c", "." * 40, False), ("sp", 4)]
    if sheet.form == "plain":
        rows = [("c", one, True) for one in sheet.org]
        if sheet.date:
            rows.append(("r", sheet.date))
        return [*rows, *_labels(sheet)]
    if sheet.layout == "top":
        rows = [("c", sheet.org[0], True), *(("c", one, False) for one in sheet.org[1:]), ("rule",)]
        return [*rows, ("cols", at + ink if sheet.number else " ", [sheet.date]), ("sp", 4), *_labels(sheet)]
    if sheet.layout == "left":
        rows = [("logo",), ("l", sheet.org[0]), *(("small", [one]) for one in sheet.org[1:]), ("rule",)]
        return [
            *rows,
            *([("l", at + ink)] if sheet.number else []),
            ("r", f"วันที่ {sheet.date}"),
            *_labels(sheet),
        ]
    if sheet.layout == "colon":
        rows = [
            ("logo",),
            ("c", sheet.org[0], True),
            *(("c", one, False) for one in sheet.org[1:]),
            ("sp", 8),
        ]
        number = [("l", f"เลขที่ : {sheet.number}")] if sheet.number else []
        return [*rows, *number, ("l", f"วันที่ : {sheet.date}"), ("sp", 6), *_labels(sheet, " :")]
    return [("emblem",), ("cols", at + ink, list(sheet.org)), ("mid", sheet.date), ("sp", 3), *_labels(sheet)]


def _labels(sheet: Sheet, mark: str = "") -> list[Row]:
    rows: list[Row] = []
    if sheet.subject:
        rows.append(("lab", "เรื่อง" + mark, [sheet.subject]))
    if sheet.to:
        rows.append(("lab", sheet.greet + mark, [sheet.to]))
    if sheet.refers:
        rows.append(("lab", "อ้างถึง" + mark, [sheet.refers]))
    if sheet.enclosed:
        many = len(sheet.enclosed) > 1
        rows.append(
            (
                "lab",
                "สิ่งที่ส่งมาด้วย" + mark,
                [f"{i}. {one}" if many else one for i, one in enumerate(sheet.enclosed, 1)],
            )
        )
    return [*rows, ("sp", 5)]


def _end(sheet: Sheet) -> list[Row]:
    rows: list[Row] = []
    if sheet.form == "seal":
        rows += [("sp", 30), ("sig", [sheet.sign[0] if sheet.sign else sheet.org[0], sheet.date])]
    elif sheet.form in ("notice", "order"):
        done = "ประกาศ" if sheet.form == "notice" else "สั่ง"
        rows += [("mid", f"{done} ณ วันที่ {sheet.date}"), ("sp", 26), ("sig", list(sheet.sign))]
    elif sheet.sign:
        first = [sheet.close] if sheet.form == "letter" and sheet.close else []
        rows += [("sp", 6), ("sig", [*first, "", "", *sheet.sign])]
    if sheet.contact:
        rows += [("sp", 10), ("small", list(sheet.contact))]
    if sheet.tail:
        rows += [("sp", 4), ("c", sheet.tail, True)]
    return rows


# --- The pen ---------------------------------------------------------------------------------------------------------

_TONES = "่้๊๋์"
_TALL = "ปฝฟ"
_UPPER = dict(zip("ิีึืัํ็", (0xF701, 0xF702, 0xF703, 0xF704, 0xF710, 0xF711, 0xF712), strict=True))
_LOWER = dict(zip("ฺุู", (0xF718, 0xF719, 0xF71A), strict=True))


def said(text: str, flags: Sequence[str]) -> list[tuple[str, str]]:
    """Each glyph shown, and what the file says of it."""
    if "am" in flags:
        text = re.sub("ำ", "ํา", text)
    elif "amgap" in flags:
        text = re.sub("ำ", "\x01า", text)
    if "wide" in flags:
        text = text.replace(" ", "  ")
    made = []
    for i, letter in enumerate(text):
        before, two = text[i - 1 : i], text[max(0, i - 2) : i - 1]
        mark = letter
        if letter == "\x01":
            made.append(("ํ", " "))
            continue
        if "pua" in flags:
            if letter in _TONES and before in _UPPER:
                mark = chr(0xF713 + _TONES.index(letter)) if two in tuple(_TALL) else letter
            elif letter in _TONES:
                mark = chr((0xF705 if before in tuple(_TALL) else 0xF70A) + _TONES.index(letter))
            elif letter in _UPPER and before in tuple(_TALL):
                mark = chr(_UPPER[letter])
            elif letter in _LOWER and before in tuple("ฎฏ"):
                mark = chr(_LOWER[letter])
        made.append((letter, mark))
    return made


class Pen:
    LEFT, RIGHT, TOP, LOW = 82.0, 540.0, 800.0, 58.0

    def __init__(self, style: str, seed: int) -> None:
        self.flags = style.split("+")
        self.random = Random(seed)
        self.ruler = Word("", seed)
        self.codes: list[dict[tuple[int, str], int]] = [{}, {}]
        self.pages: list[tuple[list[str], list[str]]] = []
        self.turn()

    def turn(self) -> None:
        self.first: list[str] = ["0.5 w"]
        self.later: list[str] = []
        self.y = self.TOP
        self.pages.append((self.first, self.later))

    def down(self, by: float) -> None:
        self.y -= by
        if self.y < self.LOW:
            self.turn()
            self.y -= by

    def wide(self, text: str, size: float = 16, face: int = 0) -> float:
        return self.ruler.measure(text, size, face)

    def put(
        self, x: float, text: str, size: float = 16, face: int = 0, *, late: bool = False, lift: float = 0
    ) -> None:
        into = self.later if late and "order" in self.flags else self.first
        y = self.y + (lift if "uneven" in self.flags else 0)
        if text.endswith("~"):
            text = text[:-1]
            self._scribble(x + self.wide(text, size, face) + 4, y)
        for bit, at in self._bits(text, size, face):
            shown = "".join(f"{self._code(face, a, b):04x}" for a, b in said(bit, self.flags))
            into.append(f"BT /F{face} {size:g} Tf 1 0 0 1 {x + at:.2f} {y:.2f} Tm <{shown}> Tj ET")

    def _bits(self, text: str, size: float, face: int) -> list[tuple[str, float]]:
        if "lost" in self.flags:
            made, at = [], 0.0
            for word in text.split(" "):
                if word:
                    made.append((word, at))
                at += self.wide(word, size, face) + size * 0.06
            return made
        if "frag" in self.flags:
            made, at = [], 0.0
            for bit in re.findall(".{1,5}[ะาำิีึืุู่-๎็ั]*", text):
                made.append((bit, at))
                at += self.wide(bit, size, face)
            return made
        return [(text, 0.0)]

    def _code(self, face: int, shown: str, mark: str) -> int:
        key = (faces()[face].glyph(shown), mark)
        return self.codes[face].setdefault(key, len(self.codes[face]) + 1)

    def _scribble(self, x: float, y: float) -> None:
        for i in range(4):
            a, b, c = (self.random.uniform(-3, 12) for _ in range(3))
            at = x + 7 * i
            self.first.append(
                f"{at:.1f} {y + a:.1f} m {at + 2:.1f} {y + b:.1f} {at + 5:.1f} {y + c:.1f} {at + 6:.1f} {y + 3:.1f} c S"
            )

    def lines(self, text: str, first: float, rest: float, size: float = 16, face: int = 0) -> list[str]:
        return self.ruler.wrap(text, first, rest, size, face)

    def row(self, row: Row) -> None:
        kind, *held = row
        width = self.RIGHT - self.LEFT
        if kind == "turn":
            self.turn()
        elif kind == "sp":
            self.y -= held[0]
        elif kind in ("emblem", "logo"):
            x, y = (311 if kind == "emblem" else self.LEFT + 24), self.y - 24
            self.first.append(f"{x - 20} {y} m {x} {y + 28} l {x + 20} {y} l {x} {y - 20} l {x - 20} {y} l s")
            self.y -= 48
        elif kind == "rule":
            self.down(6)
            self.first.append(f"{self.LEFT} {self.y} m {self.RIGHT} {self.y} l S")
        elif kind == "red":
            self.put(self.LEFT, held[0], 30, 1, late=True)
        elif kind == "box":
            keep, self.y = self.y, self.TOP + 18
            self.first.append(f"418 {self.TOP - 13 * len(held[0]) + 14} 124 {13 * len(held[0]) + 18} re S")
            for text in held[0]:
                self.put(424, text, 12, late=True)
                self.y -= 14
            self.y = keep
        elif kind == "cols":
            self.down(22)
            self.put(self.LEFT, held[0], lift=1.6)
            right = 350 if len(held[1]) > 1 or len(held[1][0]) > 24 else 400
            for i, text in enumerate(held[1]):
                if i:
                    self.down(18)
                self.put(right, text, late=True)
        elif kind == "mid":
            self.down(24)
            self.put(286, held[0], late=True)
        elif kind in ("l", "r"):
            self.down(20)
            self.put(self.LEFT if kind == "l" else self.RIGHT - self.wide(held[0].rstrip("~")), held[0])
        elif kind == "head":
            self.down(34)
            self.put(311 - self.wide(held[0], 29, 1) / 2, held[0], 29, 1)
        elif kind == "c":
            for line in self.lines(held[0], 420, 420, 17, int(held[1])):
                self.down(22)
                self.put(311 - self.wide(line, 17, int(held[1])) / 2, line, 17, int(held[1]))
        elif kind == "lab":
            start = self.LEFT + self.wide(held[0]) + 12
            for i, text in enumerate(held[1]):
                for j, line in enumerate(self.lines(text, self.RIGHT - start, self.RIGHT - start)):
                    self.down(21 if i == j == 0 else 18)
                    if i == j == 0:
                        self.put(self.LEFT, held[0], face=int("bold" in self.flags))
                    self.put(start, line, lift=-1.2)
        elif kind == "p":
            for i, line in enumerate(self.lines(held[0], width - 72, width)):
                self.down(22 if i == 0 else 18.5)
                self.put(self.LEFT + (72 if i == 0 else 0), line)
        elif kind == "sig":
            for text in held[0]:
                self.down(19)
                self.put(396 - self.wide(text) / 2, text)
        elif kind == "small":
            for text in held[0]:
                self.down(16)
                self.put(self.LEFT, text, 13)
        elif kind == "grid":
            step = width / max(len(one) for one in held[0])
            for one in held[0]:
                self.down(19)
                for k, cell in enumerate(one):
                    self.put(self.LEFT + step * k + 3, cell, 14)
                self.first.append(f"{self.LEFT} {self.y - 5:.1f} {width} 19 re S")

    def done(self) -> bytes:
        pdf = Pdf()
        fonts = " ".join(
            f"/F{i} {pdf.font(faces()[i], codes)} 0 R" for i, codes in enumerate(self.codes) if codes
        )
        return pdf.done(
            [("\n".join([*a, *b]).encode("ascii"), f"/Font << {fonts} >>") for a, b in self.pages]
        )


def hand(sheet: Sheet, seed: int) -> bytes:
    pen = Pen(sheet.style, seed)
    for row in plan(sheet):
        pen.row(row)
    return pen.done()


def scan(sheet: Sheet, seed: int) -> bytes:
    """Grey, dirty and a little askew."""
    import pypdfium2

    random, pdf, pages = Random(seed), Pdf(), []
    with pypdfium2.PdfDocument(hand(replace(sheet, look="hand-"), seed)) as document:
        for page in document:
            bitmap = page.render(scale=1.15, grayscale=True)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            held = bytearray(bitmap.buffer)
            for _ in range(2500):
                at = random.randrange(len(held))
                held[at] = random.choice((0, 120, 200))
            grey = b"".join(bytes(held[y * stride : y * stride + width]) for y in range(height))
            grey = grey.translate(bytes(min(238, i) for i in range(256)))
            image = pdf.stream(
                f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
                "/BitsPerComponent 8",
                grey,
            )
            lean = random.uniform(-0.012, 0.012)
            content = f"q 595 {595 * lean:.2f} {-842 * lean:.2f} 842 2 -3 cm /Im Do Q"
            pages.append((content.encode(), f"/XObject << /Im {image} 0 R >>"))
    return pdf.done(pages)


# --- The browser -----------------------------------------------------------------------------------------------------


def _e(text: str) -> str:
    drawn = f'<svg width="34" height="18"><path d="{_SCRIBBLE}"/></svg>'
    return html.escape(text, quote=False).replace("~", drawn)


def _br(lines: Sequence[str]) -> str:
    return "<br>".join(_e(one) or "&nbsp;" for one in lines)


def _markup(row: Row, style: str) -> str:
    kind, *held = row
    drawn = '<svg width="44" height="46"><path d="M22 1 42 24 22 45 2 24ZM10 24h24"/></svg>'
    if kind == "cols":
        if style == "b":
            return f'<table class="bare"><tr><td>{_e(held[0])}</td><td style="width:68mm">{_br(held[1])}</td></tr></table>'
        if style == "c":
            space = "&nbsp;" * 18
            rest = "".join(f"<p>{'&nbsp;' * 62}{_e(one)}</p>" for one in held[1][1:])
            return f"<p>{_e(held[0])}{space}{space}{_e(held[1][0])}</p>{rest}"
        return f'<div class="cols"><span>{_e(held[0])}</span><span>{_br(held[1])}</span></div>'
    if kind == "lab":
        if style == "b":
            return f'<table class="bare"><tr><td class="key">{_e(held[0])}</td><td>{_br(held[1])}</td></tr></table>'
        if style == "c":
            return "".join(
                f"<p>{_e(held[0]) if i == 0 else '&nbsp;' * 24}&nbsp;&nbsp;{_e(one)}</p>"
                for i, one in enumerate(held[1])
            )
        return f"<dl><dt>{_e(held[0])}</dt><dd>{'</dd><dd>'.join(map(_e, held[1]))}</dd></dl>"
    if kind == "mid":
        return f"<p>{'&nbsp;' * 52}{_e(held[0])}</p>" if style == "c" else f'<p class="mid">{_e(held[0])}</p>'
    if kind == "grid":
        cells = "".join("<tr>" + "".join(f"<td>{_e(cell)}</td>" for cell in one) + "</tr>" for one in held[0])
        return f'<table class="grid">{cells}</table>'
    simple = {
        "turn": '<div style="break-before:page"></div>',
        "emblem": f'<div class="c">{drawn}</div>',
        "logo": f"<div>{drawn}</div>",
        "rule": "<hr>",
    }
    if kind in simple:
        return simple[kind]
    if kind == "sp":
        return f'<div style="height:{held[0]}pt"></div>'
    if kind in ("box", "sig", "small"):
        return f'<div class="{kind}">{_br(held[0])}</div>'
    if kind == "c":
        return f'<p class="c">{f"<b>{_e(held[0])}</b>" if held[1] else _e(held[0])}</p>'
    return f'<p class="{kind}">{_e(held[0])}</p>'


def _page(sheet: Sheet) -> str:
    fonts = "".join(
        f"@font-face{{font-family:S;font-weight:{weight};src:url(data:font/ttf;base64,{base64.b64encode(face.raw).decode()})}}"
        for weight, face in zip((400, 700), faces(), strict=True)
    )
    body = "".join(_markup(row, sheet.style) for row in plan(sheet))
    css = (
        "body{font:16pt/1.15 S;margin:0;position:relative}p{margin:2pt 0}path{fill:none;stroke:#123}.c{text-align:center}"
        ".cols{display:grid;grid-template-columns:1fr 70mm}.r{text-align:right}.mid{margin-left:50%}.red{position:absolute;"
        "top:0;left:0;font:700 30pt S;color:red}.box{float:right;border:1px solid #338;font-size:12pt;padding:1mm}"
        ".p{text-indent:2.5cm;text-align:justify}.sig{margin-left:45%;text-align:center}.small{font-size:13pt}"
        ".head{font:700 29pt S;text-align:center}dl{display:flex;flex-wrap:wrap;margin:3pt 0}dt{margin-right:4mm}dd{margin:0;"
        "flex:1}dd+dd{flex-basis:100%;margin-left:28mm}.bare{width:100%;border-spacing:0}.bare td{padding:0;"
        "vertical-align:top}.bare .key{white-space:nowrap;width:1%;padding-right:4mm}.grid{width:100%;border-collapse:collapse}"
        ".grid td{border:1px solid #000;padding:0 1mm}"
    )
    return f'<!doctype html><html lang="th"><meta charset="utf-8"><style>{fonts}{css}</style><body>{body}</body></html>'


def chrome(sheets: Mapping[str, Sheet]) -> dict[str, bytes]:
    from playwright.sync_api import sync_playwright

    done = {}
    margin: Any = {"top": "16mm", "bottom": "16mm", "left": "29mm", "right": "19mm"}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(java_script_enabled=False)
        for key, sheet in sheets.items():
            page.set_content(_page(sheet))
            made = page.pdf(format="A4", margin=margin, print_background=True)
            done[key] = re.sub(rb"\(D:\d{14}", b"(D:20260101000000", made)
        browser.close()
    return done


# --- Typst -----------------------------------------------------------------------------------------------------------


def _q(text: str) -> str:
    drawn = "#box(curve(stroke: 0.6pt, curve.move((0pt, 0pt)), curve.cubic((8pt, -14pt), (12pt, 8pt), (24pt, -6pt))))"
    return f"#{json.dumps(text.rstrip('~'), ensure_ascii=False)};" + (drawn if text.endswith("~") else "")


def _stack(lines: Sequence[str]) -> str:
    return " \\\n".join(_q(one or " ") for one in lines)


def _set(row: Row, style: str) -> str:
    kind, *held = row
    if kind in ("emblem", "logo"):
        return f"#align({'center' if kind == 'emblem' else 'left'}, circle(radius: 18pt, stroke: 1pt))"
    if kind == "cols":
        if style == "b" and len(held[1]) > 1:
            return f"#place(top + right, dy: 20mm, box(width: 64mm)[{_stack(held[1])}])\n#v(4mm)\n{_q(held[0])}\n#v({14 * (len(held[1]) - 1)}pt)"
        return f"#grid(columns: (1fr, 66mm), [{_q(held[0])}], [{_stack(held[1])}])"
    if kind == "lab":
        if style == "b":
            return f"#par(hanging-indent: 16mm)[{_q(held[0])}#h(4mm){_stack(held[1])}]"
        return f"#grid(columns: (auto, 1fr), gutter: 4mm, [{_q(held[0])}], [{_stack(held[1])}])"
    simple = {"turn": "#pagebreak()", "rule": "#line(length: 100%, stroke: 0.5pt)"}
    if kind in simple:
        return simple[kind]
    if kind == "sp":
        return f"#v({held[0]}pt)"
    if kind == "grid":
        cells = ", ".join(f"[{_q(cell)}]" for one in held[0] for cell in one)
        return f"#table(columns: {max(len(one) for one in held[0])}, {cells})"
    if kind == "box":
        return (
            f"#place(top + right, dy: -12mm, rect(stroke: 0.5pt + blue)[#set text(12pt);{_stack(held[0])}])"
        )
    if kind == "sig":
        return f"#pad(left: 45%, align(center)[{_stack(held[0])}])"
    if kind == "small":
        return f"#text(13pt)[{_stack(held[0])}]"
    text = _q(held[0])
    return {
        "red": f"#place(top + left, text(30pt, red, weight: 700)[{text}])",
        "mid": f"#pad(left: 50%)[{text}]",
        "r": f"#align(right)[{text}]",
        "head": f"#align(center, text(29pt, weight: 700)[{text}])",
        "c": f"#align(center, text(weight: {700 if held[-1] is True else 400})[{text}])",
        "p": f"#par(justify: true)[#h(2.5cm){text}]",
        "l": f"#par[{text}]",
    }[kind]


def set_by_typst(sheet: Sheet, seed: int) -> bytes:
    import typst

    source = (
        f"// {seed}\n#set document(date: none)\n#set page(margin: (left: 28mm, right: 20mm, y: 20mm))\n"
        '#set text(font: "TH Sarabun New", size: 16pt, lang: "th")\n#set par(leading: 0.45em)\n'
        + "\n\n".join(_set(row, sheet.style) for row in plan(sheet))
    )
    with tempfile.TemporaryDirectory(prefix="fourth-") as made:
        file = Path(made) / "sheet.typ"
        file.write_text(source, encoding="utf-8")
        done = typst.compile(
            file, root=Path(made), font_paths=[FONTS], ignore_system_fonts=True, format="pdf"
        )
    assert isinstance(done, bytes)
    return done


def press(sheets: Mapping[str, Sheet]) -> dict[str, bytes]:
    """All of them; the browser's in one sitting."""
    done = chrome({key: one for key, one in sheets.items() if one.engine == "chrome"})
    makers: dict[str, Callable[[Sheet, int], bytes]] = {"hand": hand, "scan": scan, "typst": set_by_typst}
    for key, sheet in sheets.items():
        if sheet.engine != "chrome":
            done[key] = makers[sheet.engine](sheet, zlib.crc32(key.encode()))
    return done
