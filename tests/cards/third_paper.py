"""The third corpus's papers. Each is first a list of blocks, which one of three makers sets.

`word` writes content streams as a word processor's export does: every line its own text object, ำ and tone marks as
glyphs with odd code points, blanks that are only distances. `web` prints from a browser; `typst` sets. `scan` is a
picture of what `word` wrote.
"""

from __future__ import annotations

import base64
import html
import json
import math
import re
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "saraban" / "documents" / "fonts"
NAMES = ("THSarabunNew-Regular.ttf", "THSarabunNew-Bold.ttf")
CHROMIUM = "/usr/bin/chromium"

Block = tuple[Any, ...]


@dataclass(frozen=True)
class Paper:
    form: str = "letter"  # letter, memo, seal, order, notice, firm, sheet
    number: str = ""
    date: str = ""
    head: Sequence[str] = ()
    subject: str = ""
    to: str = ""
    body: Sequence[str] = ()
    sign: Sequence[str] = ()
    refers: str = ""
    enclosed: Sequence[str] = ()
    contact: Sequence[str] = ()
    urgent: str = ""
    close: str = "ขอแสดงความนับถือ"
    greet: str = "เรียน"
    stamp: Sequence[str] = ()  # another registry's receipt stamp
    table: Sequence[Sequence[str]] = ()
    then: Sequence[Paper] = ()  # further pages of the same file
    maker: str = "word"  # word, web, typst, scan
    # word: clean, split, gap, pua, chop, nospace, wide, late, double, joined by "+". web: flow, tabs, place.
    style: str = ""
    slogan: str = ""
    copy: str = ""  # “(สำเนาคู่ฉบับ)” and the like, above all


# --- Blocks ----------------------------------------------------------------------------------------------------------


def blocks(paper: Paper) -> list[Block]:
    made: list[Block] = []
    if paper.copy:
        made.append(("line", "right", paper.copy))
    if paper.urgent:
        made.append(("urgent", paper.urgent))
    if paper.stamp:
        made.append(("stamp", list(paper.stamp)))
    made += _TOPS[paper.form](paper)
    made += [("para", one) for one in paper.body]
    if paper.table:
        made.append(("table", [list(row) for row in paper.table]))
    made += _foot(paper)
    for one in paper.then:
        made += [("page",), *blocks(one)]
    return made


def _fields(paper: Paper) -> list[Block]:
    made: list[Block] = []
    if paper.subject:
        made.append(("field", "เรื่อง", [paper.subject]))
    if paper.to:
        made.append(("field", paper.greet, [paper.to]))
    if paper.refers:
        made.append(("field", "อ้างถึง", [paper.refers]))
    if paper.enclosed:
        many = len(paper.enclosed) > 1
        listed = [f"{i}. {one}" if many else one for i, one in enumerate(paper.enclosed, 1)]
        made.append(("field", "สิ่งที่ส่งมาด้วย", listed))
    return [*made, ("gap", 6)]


def _letter(paper: Paper) -> list[Block]:
    at = f"ที่ {paper.number}" if paper.number else "ที่"
    return [("garuda",), ("pair", at, list(paper.head)), ("date", paper.date), *_fields(paper)]


def _memo(paper: Paper) -> list[Block]:
    return [
        ("title", "บันทึกข้อความ"),
        ("line", "left", f"ส่วนราชการ  {' '.join(paper.head)}"),
        ("pair", f"ที่  {paper.number}", [f"วันที่  {paper.date}"]),
        *_fields(paper),
    ]


def _seal(paper: Paper) -> list[Block]:
    return [("garuda",), ("line", "left", f"ที่ {paper.number}"), ("field", "ถึง", [paper.to]), ("gap", 6)]


def _order(paper: Paper) -> list[Block]:
    lines = [f"คำสั่ง{paper.head[0]}", f"ที่ {paper.number}", f"เรื่อง {paper.subject}", "-" * 30]
    return [("garuda",), ("center", lines, True), ("gap", 6)]


def _notice(paper: Paper) -> list[Block]:
    lines = [f"ประกาศ{paper.head[0]}", *([f"ที่ {paper.number}"] if paper.number else [])]
    return [("garuda",), ("center", [*lines, f"เรื่อง {paper.subject}", "_" * 26], True), ("gap", 6)]


def _firm(paper: Paper) -> list[Block]:
    made: list[Block] = [
        ("logo",),
        ("center", list(paper.head[:1]), True),
        ("center", list(paper.head[1:]), False),
    ]
    made.append(("rule",))
    if paper.number:
        made.append(("line", "left", f"ที่ {paper.number}"))
    if paper.date:
        made.append(("line", "right", paper.date))
    return [*made, *_fields(paper)]


def _sheet(paper: Paper) -> list[Block]:
    return [("center", list(paper.head), True), ("gap", 6)]


_TOPS: dict[str, Callable[[Paper], list[Block]]] = {
    "letter": _letter,
    "memo": _memo,
    "seal": _seal,
    "order": _order,
    "notice": _notice,
    "firm": _firm,
    "sheet": _sheet,
}


def _foot(paper: Paper) -> list[Block]:
    made: list[Block] = []
    if paper.form == "seal":
        made += [("gap", 34), ("sign", [paper.head[0], paper.date])]
    elif paper.form in ("order", "notice"):
        done = "สั่ง" if paper.form == "order" else "ประกาศ"
        made += [
            ("gap", 8),
            ("line", "middle", f"{done} ณ วันที่ {paper.date}"),
            ("gap", 30),
            ("sign", list(paper.sign)),
        ]
    elif paper.sign:
        closing = [paper.close] if paper.close and paper.form in ("letter", "firm") else []
        made += [("gap", 8), ("sign", [*closing, "", "", *paper.sign])]
    if paper.contact:
        made += [("gap", 14), ("foot", list(paper.contact))]
    if paper.slogan:
        made += [("gap", 4), ("center", [paper.slogan], True)]
    return made


# --- Word: content streams by hand -----------------------------------------------------------------------------------


class Face:
    """What the writer needs of a TrueType file: glyph of a letter, width of a glyph."""

    def __init__(self, name: str) -> None:
        self.raw = (FONTS / name).read_bytes()
        count = struct.unpack_from(">H", self.raw, 4)[0]
        tables = {}
        for i in range(count):
            tag, _, at, length = struct.unpack_from(">4sIII", self.raw, 12 + 16 * i)
            tables[tag] = (at, length)
        self.units: int = struct.unpack_from(">H", self.raw, tables[b"head"][0] + 18)[0]
        longs = struct.unpack_from(">H", self.raw, tables[b"hhea"][0] + 34)[0]
        self.widths = [
            struct.unpack_from(">H", self.raw, tables[b"hmtx"][0] + 4 * i)[0] for i in range(longs)
        ]
        self.glyphs = self._map(tables[b"cmap"][0])
        self.packed = zlib.compress(self.raw, 9)

    def _map(self, at: int) -> dict[int, int]:
        raw, found = self.raw, {}
        for i in range(struct.unpack_from(">H", raw, at + 2)[0]):
            platform, kind, offset = struct.unpack_from(">HHI", raw, at + 4 + 8 * i)
            if (platform, kind) != (3, 1):
                continue
            here = at + offset
            half = struct.unpack_from(">H", raw, here + 6)[0] // 2
            for k in range(half):
                end, start, delta, jump = (
                    struct.unpack_from(">H", raw, here + 14 + 2 * (k + part * half) + (2 if part else 0))[0]
                    for part in range(4)
                )
                for code in range(start, min(end, 0xFFFE) + 1):
                    glyph = code
                    if jump:
                        place = here + 16 + 2 * (k + 3 * half) + jump + 2 * (code - start)
                        glyph = struct.unpack_from(">H", raw, place)[0]
                    found[code] = (glyph + delta) & 0xFFFF
        return found

    def glyph(self, letter: str) -> int:
        return self.glyphs.get(ord(letter), 0)

    def width(self, glyph: int) -> float:
        return float(self.widths[min(glyph, len(self.widths) - 1)]) / self.units


_FACES: list[Face] = []
_TONES = "่้๊๋์"
_UPPER = "ัิีึืํ็"


def faces() -> list[Face]:
    if not _FACES:
        _FACES.extend(Face(name) for name in NAMES)
    return _FACES


def signs(text: str, style: str) -> Iterator[tuple[str, str]]:
    """Each glyph's letter, and what the file says it is."""
    if "split" in style:
        text = re.sub("([่-๋]?)ำ", "ํ\\1า", text)
    elif "gap" in style:
        text = re.sub("([่-๋]?)ำ", "\\1\x01า", text)
    if "double" in style:
        text = text.replace(" ", "  ")
    for i, letter in enumerate(text):
        before = text[i - 1] if i else ""
        if letter == "\x01":
            yield "ํ", " "
        elif letter in _TONES and "pua" in style and text[i + 1 : i + 2] != "ำ":
            high = before in _UPPER
            base = text[i - 2 : i - 1] if high else before
            tall = base in ("ป", "ฝ", "ฟ")
            start = (0xF713 if tall else 0) if high else (0xF705 if tall else 0xF70A)
            yield letter, chr(start + _TONES.index(letter)) if start else letter
        else:
            yield letter, letter


@dataclass
class Run:
    x: float
    y: float
    text: str
    size: float = 16
    face: int = 0
    spread: float = 0  # more between letters
    late: bool = False


class Word:
    """One file, page by page."""

    LEFT, RIGHT, TOP, BOTTOM = 85.0, 538.0, 795.0, 62.0

    def __init__(self, style: str, seed: int) -> None:
        self.style = style
        self.random = Random(seed)
        self.codes: list[dict[tuple[int, str], int]] = [{}, {}]
        self.pages: list[tuple[list[Run], list[str]]] = []
        self.fresh()

    def fresh(self) -> None:
        self.runs: list[Run] = []
        self.lines: list[str] = []
        self.y = self.TOP
        self.pages.append((self.runs, self.lines))

    def measure(self, text: str, size: float, face: int = 0) -> float:
        one = faces()[face]
        return size * math.fsum(
            one.width(one.glyph(shown)) for shown, _ in signs(text, self.style.replace("double", ""))
        )

    def down(self, by: float) -> None:
        self.y -= by
        if self.y < self.BOTTOM:
            self.fresh()
            self.y -= by

    def wrap(self, text: str, first: float, rest: float, size: float = 16, face: int = 0) -> list[str]:
        lines, room = [], first
        while self.measure(text, size, face) > room:
            fits = max(1, self._fits(text, room, size, face))
            cut = fits
            for at in range(fits, max(1, fits - 26), -1):
                if text[at - 1] == " " or text[at] in "เแโใไ" or text[at - 1] in "ๆฯะ":
                    cut = at
                    break
            else:
                while cut > 1 and (text[cut] in "ะาำๆฯๅ" + _TONES + _UPPER + "ุู" or text[cut - 1] in "เแโใไ"):
                    cut -= 1
            lines.append(text[:cut])
            text, room = text[cut:].lstrip(), rest
        return [*lines, text]

    def _fits(self, text: str, room: float, size: float, face: int) -> int:
        at = 0
        while at < len(text) - 1 and self.measure(text[: at + 1], size, face) <= room:
            at += 1
        return at

    def put(self, x: float, text: str, size: float = 16, face: int = 0, **more: Any) -> None:
        if text:
            self.runs.append(Run(x, self.y, text, size, face, **more))

    def middle(self, text: str, at: float, size: float = 16, face: int = 0, **more: Any) -> None:
        self.put(at - self.measure(text, size, face) / 2, text, size, face, **more)

    def block(self, block: Block) -> None:
        kind, *held = block
        late = "late" in self.style
        if kind == "page":
            self.fresh()
        elif kind == "gap":
            self.y -= held[0]
        elif kind in ("garuda", "logo"):
            x = 297 if kind == "garuda" else self.LEFT + 20
            self.lines.append(
                f"{x} {self.y} m {x + 22} {self.y - 22} l {x} {self.y - 44} l {x - 22} {self.y - 22} l s"
            )
            self.y -= 46 if kind == "garuda" else 10
        elif kind == "rule":
            self.lines.append(f"{self.LEFT} {self.y - 6} m {self.RIGHT} {self.y - 6} l S")
            self.y -= 8
        elif kind == "urgent":
            self.runs.append(Run(self.LEFT, self.TOP - 26, held[0], 32, 1, late=late))
        elif kind == "stamp":
            for i, text in enumerate(held[0]):
                self.runs.append(Run(432, self.TOP + 14 - 13 * i, text, 12, 0, late=True))
            self.lines.append(f"426 {self.TOP - 13 * len(held[0]) + 20} 120 {13 * len(held[0]) + 8} re S")
        elif kind == "pair":
            self.down(20)
            self.put(self.LEFT, held[0], late=late)
            for i, text in enumerate(held[1]):
                if i:
                    self.down(19)
                self.put(340 if len(held[1]) > 1 else 300, text, late=late)
        elif kind == "date":
            self.down(24)
            self.put(270, held[0], late=late)
            self.y -= 6
        elif kind == "title":
            self.down(30)
            self.middle(held[0], 297, 28, 1)
        elif kind == "line":
            self.down(20)
            width = self.measure(held[1], 16)
            self.put({"left": self.LEFT, "right": self.RIGHT - width, "middle": 170}[held[0]], held[1])
        elif kind == "field":
            self._field(held[0], held[1])
        elif kind == "para":
            self._para(held[0])
        elif kind == "center":
            for text in held[0]:
                for line in self.wrap(text, 430, 430, 17, int(held[1])):
                    self.down(21)
                    self.middle(line, 310, 17, int(held[1]))
        elif kind == "sign":
            for text in held[0]:
                self.down(19)
                self.middle(text, 390)
        elif kind == "foot":
            for text in held[0]:
                self.down(17)
                self.put(self.LEFT, text, 14)
        elif kind == "table":
            self._table(held[0])

    def _field(self, label: str, texts: Sequence[str]) -> None:
        start = self.LEFT + self.measure(label, 16) + 9
        self.y -= 4
        for i, text in enumerate(texts):
            for j, line in enumerate(self.wrap(text, self.RIGHT - start, self.RIGHT - start)):
                self.down(19)
                if i == j == 0:
                    self.put(self.LEFT, label)
                self.put(start, line)

    def _para(self, text: str) -> None:
        room = self.RIGHT - self.LEFT
        lines = self.wrap(text, room - 70, room)
        for i, line in enumerate(lines):
            self.down(19)
            spread = 0.0
            if "wide" in self.style and i < len(lines) - 1:
                spare = (room - (70 if i == 0 else 0)) - self.measure(line, 16)
                spread = max(0.0, min(1.2, spare / max(1, len(line))))
            self.put(self.LEFT + (70 if i == 0 else 0), line, spread=spread)
        self.y -= 4

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        step = (self.RIGHT - self.LEFT) / max(len(row) for row in rows)
        for row in rows:
            cells = [self.wrap(cell, step - 8, step - 8, 14) for cell in row]
            for i in range(max(len(cell) for cell in cells)):
                self.down(17)
                for k, cell in enumerate(cells):
                    if i < len(cell):
                        self.put(self.LEFT + k * step + 4, cell[i], 14)
            self.lines.append(f"{self.LEFT} {self.y - 4} m {self.RIGHT} {self.y - 4} l S")

    def pieces(self, run: Run) -> Iterator[Run]:
        """A line as it is shown: in one go, or word by word, or in shorter bits."""
        if "chop" not in self.style and "nospace" not in self.style:
            yield run
            return
        x, rest = run.x, run.text
        while rest:
            if "nospace" in self.style:
                cut = rest.find(" ") + 1 or len(rest)
            else:
                cut = self.random.randint(3, 11)
                while cut < len(rest) and (rest[cut] in "ะาำๆุู" + _TONES + _UPPER):
                    cut += 1
            bit, rest = rest[:cut], rest[cut:]
            shown = bit.rstrip() if "nospace" in self.style else bit
            if shown:
                yield Run(x, run.y, shown, run.size, run.face, run.spread, run.late)
            x += self.measure(bit, run.size, run.face) + run.spread * len(bit)

    def stream(self, runs: Sequence[Run], lines: Sequence[str]) -> bytes:
        made = ["0.6 w", *lines]
        for run in sorted(runs, key=lambda one: one.late):
            for bit in self.pieces(run):
                shown = "".join(f"{self._code(bit.face, a, b):04x}" for a, b in signs(bit.text, self.style))
                made.append(
                    f"BT /F{bit.face} {bit.size:g} Tf {bit.spread:.3f} Tc 1 0 0 1 {bit.x:.2f} {bit.y:.2f} Tm <{shown}> Tj ET"
                )
        return "\n".join(made).encode("ascii")

    def _code(self, face: int, shown: str, said: str) -> int:
        glyph = faces()[face].glyph(shown)
        return self.codes[face].setdefault((glyph, said), len(self.codes[face]) + 1)

    def done(self) -> bytes:
        streams = [self.stream(runs, lines) for runs, lines in self.pages]
        pdf = Pdf()
        fonts = " ".join(
            f"/F{i} {pdf.font(faces()[i], codes)} 0 R" for i, codes in enumerate(self.codes) if codes
        )
        return pdf.done([(one, f"/Font << {fonts} >>") for one in streams])


class Pdf:
    """Objects, and the table that finds them."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"", b""]  # catalog, pages

    def add(self, said: str | bytes) -> int:
        self.objects.append(said.encode("utf-8") if isinstance(said, str) else said)
        return len(self.objects)

    def stream(self, said: str, data: bytes, *, packed: bool = False) -> int:
        data = data if packed else zlib.compress(data, 9)
        head = f"<< {said} /Filter /FlateDecode /Length {len(data)} >>\nstream\n".encode()
        return self.add(head + data + b"\nendstream")

    def font(self, face: Face, codes: Mapping[tuple[int, str], int]) -> int:
        ordered = sorted((code, glyph, said) for (glyph, said), code in codes.items())
        gids = b"\0\0" + b"".join(struct.pack(">H", glyph) for _, glyph, _ in ordered)
        widths = " ".join(f"{face.width(glyph) * 1000:.0f}" for _, glyph, _ in ordered)
        pairs = [f"<{code:04x}> <{said.encode('utf-16-be').hex()}>" for code, _, said in ordered]
        ranges = "\n".join(
            f"{len(pairs[i : i + 90])} beginbfchar\n" + "\n".join(pairs[i : i + 90]) + "\nendbfchar"
            for i in range(0, len(pairs), 90)
        )
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{ranges}\nendcmap end end"
        )
        file = self.stream(f"/Length1 {len(face.raw)}", face.packed, packed=True)
        described = self.add(
            "<< /Type /FontDescriptor /FontName /AAAAAA+THSarabunPSK /Flags 32 /FontBBox [-500 -400 1300 1100] "
            f"/ItalicAngle 0 /Ascent 850 /Descent -250 /CapHeight 480 /StemV 60 /FontFile2 {file} 0 R >>"
        )
        mapped = self.stream("", gids)
        said = self.stream("", cmap.encode("ascii"))
        descendant = self.add(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+THSarabunPSK "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 0 "
            f"/W [1 [{widths}]] /CIDToGIDMap {mapped} 0 R /FontDescriptor {described} 0 R >>"
        )
        return self.add(
            "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+THSarabunPSK /Encoding /Identity-H "
            f"/DescendantFonts [{descendant} 0 R] /ToUnicode {said} 0 R >>"
        )

    def done(self, pages: Sequence[tuple[bytes, str]]) -> bytes:
        kids = []
        for content, resources in pages:
            stream = self.stream("", content)
            kids.append(
                self.add(
                    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >> "
                    f"/Contents {stream} 0 R >>"
                )
            )
        self.objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        self.objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
        made, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
        for i, one in enumerate(self.objects, 1):
            places.append(len(made))
            made += f"{i} 0 obj\n".encode() + one + b"\nendobj\n"
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        size = len(self.objects) + 1
        tail = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
        return made + f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode() + tail.encode()


def word(paper: Paper, seed: int) -> bytes:
    made = Word(paper.style, seed)
    for block in blocks(paper):
        made.block(block)
    return made.done()


def scan(paper: Paper, seed: int) -> bytes:
    """Grey pictures, a little askew. With the style “stamped”, another system has put a line of text over them."""
    import pypdfium2

    pdf = Pdf()
    askew = Random(seed).uniform(-0.02, 0.02)
    c, s = math.cos(askew), math.sin(askew)
    pages = []
    with pypdfium2.PdfDocument(word(paper, seed)) as document:
        for page in document:
            bitmap = page.render(scale=1.25, grayscale=True)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            rows = bytes(bitmap.buffer)
            grey = b"".join(rows[y * stride : y * stride + width] for y in range(height))
            image = pdf.stream(
                f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
                "/BitsPerComponent 8",
                grey,
            )
            content = f"q {595 * c:.2f} {595 * s:.2f} {-842 * s:.2f} {842 * c:.2f} 4 -4 cm /I Do Q"
            pages.append((content.encode(), f"/XObject << /I {image} 0 R >>"))
    return pdf.done(pages)


# --- A browser -------------------------------------------------------------------------------------------------------


def _h(text: str) -> str:
    return html.escape(text, quote=False)


def _web_block(block: Block, style: str) -> str:
    kind, *held = block
    tabs = style == "tabs"
    if kind == "page":
        return '<div style="break-before:page"></div>'
    if kind == "gap":
        return f'<div style="height:{held[0]}pt"></div>'
    if kind in ("garuda", "logo"):
        where = "center" if kind == "garuda" else "left"
        return f'<div style="text-align:{where}"><svg width="46" height="50"><path d="M23 2 44 20 23 46 2 20Z"/></svg></div>'
    if kind == "rule":
        return "<hr>"
    if kind == "urgent":
        return f'<div class="urgent">{_h(held[0])}</div>'
    if kind == "stamp":
        return f'<div class="stamp">{"<br>".join(map(_h, held[0]))}</div>'
    if kind == "pair":
        first, *rest = held[1] or [""]
        if tabs:
            lines = [f"{_h(held[0])}\t{_h(first)}", *(f"\t{_h(one)}" for one in rest)]
            return f'<p class="pre" style="tab-size:80mm">{"<br>".join(lines)}</p>'
        if style == "place":
            lines = [
                f'<div style="position:absolute;left:92mm;top:{7 * i}mm">{_h(one)}</div>'
                for i, one in enumerate(held[1])
            ]
            return f'<div style="position:relative;height:{7 * len(held[1])}mm">{"".join(lines)}<div>{_h(held[0])}</div></div>'
        return f'<div class="pair"><div>{_h(held[0])}</div><div>{"<br>".join(map(_h, held[1]))}</div></div>'
    if kind == "date":
        return f'<p class="pre">\t\t\t\t{_h(held[0])}</p>' if tabs else f'<p class="date">{_h(held[0])}</p>'
    if kind == "title":
        return f"<h1>{_h(held[0])}</h1>"
    if kind == "line":
        return f'<p class="{held[0]}">{_h(held[1])}</p>'
    if kind == "field":
        label, texts = held
        if tabs:
            lines = [f"{_h(label)}\t{_h(texts[0])}", *(f"\t{_h(one)}" for one in texts[1:])]
            return "".join(
                f'<p class="pre" style="tab-size:{26 if len(label) > 8 else 14}mm">{one}</p>' for one in lines
            )
        if style == "place":
            stacked = "".join(f"<div>{_h(one)}</div>" for one in texts)
            return f'<div style="margin:4pt 0"><span style="float:left;margin-right:3mm">{_h(label)}</span><div style="overflow:hidden">{stacked}</div></div>'
        return f'<div class="field"><div>{_h(label)}</div><div>{"<br>".join(map(_h, texts))}</div></div>'
    if kind == "para":
        return f'<p class="in">{_h(held[0])}</p>'
    if kind == "center":
        text = "<br>".join(map(_h, held[0]))
        return f'<p class="mid">{"<b>" + text + "</b>" if held[1] else text}</p>'
    if kind == "sign":
        return f'<div class="sign">{"<br>".join(_h(one) or "&nbsp;" for one in held[0])}</div>'
    if kind == "foot":
        return f'<p style="font-size:14pt">{"<br>".join(map(_h, held[0]))}</p>'
    rows = "".join("<tr>" + "".join(f"<td>{_h(cell)}</td>" for cell in row) + "</tr>" for row in held[0])
    return f"<table>{rows}</table>"


def _web_page(paper: Paper) -> str:
    made = "".join(_web_block(one, paper.style or "flow") for one in blocks(paper))
    fonts = "".join(
        f"@font-face{{font-family:T;font-weight:{weight};src:url(data:font/ttf;base64,{base64.b64encode(face.raw).decode()})}}"
        for weight, face in zip((400, 700), faces(), strict=True)
    )
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><style>{fonts}body{{font:16pt/1.2 T;margin:0;position:relative}}'
        "p{margin:3pt 0}h1{font-size:28pt;text-align:center;margin:0}.pre{white-space:pre-wrap}.pair,.field{display:flex;gap:3mm}"
        ".pair>div:first-child{flex:1}.pair>div:last-child{width:66mm}.field{margin:4pt 0}.field>div:first-child{white-space:nowrap}"
        ".date{padding-left:68mm}.left{text-align:left}.right{text-align:right}.middle{padding-left:30mm}.mid{text-align:center}"
        ".in{text-indent:25mm;text-align:justify}.sign{margin-left:70mm;text-align:center}.urgent{position:absolute;top:0;left:0;"
        "font-size:32pt;font-weight:700;color:#d00}.stamp{position:absolute;top:0;right:0;border:1px solid #00c;font-size:12pt;"
        "padding:1mm 2mm}table{width:100%;border-collapse:collapse}td{border:1px solid #333;padding:0 2mm}path{fill:none;stroke:#000}"
        f"</style><body>{made}</body></html>"
    )


def web(papers: Mapping[str, Paper]) -> dict[str, bytes]:
    from playwright.sync_api import sync_playwright

    done = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(java_script_enabled=False)
        for key, paper in papers.items():
            page.set_content(_web_page(paper))
            margin: Any = {"top": "20mm", "bottom": "18mm", "left": "30mm", "right": "20mm"}
            made = page.pdf(format="A4", print_background=True, margin=margin)
            done[key] = re.sub(rb"\(D:\d{14}", b"(D:20260101000000", made)
        browser.close()
    return done


# --- Typst -----------------------------------------------------------------------------------------------------------


def _t(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)};"


def _typst_block(block: Block) -> str:
    kind, *held = block
    broken = " #linebreak() ".join
    if kind == "page":
        return "#pagebreak()"
    if kind == "gap":
        return f"#v({held[0]}pt)"
    if kind in ("garuda", "logo"):
        where = "center" if kind == "garuda" else "left"
        return f"#align({where}, polygon.regular(size: 40pt, vertices: 6, stroke: black))"
    if kind == "rule":
        return "#line(length: 100%)"
    if kind == "urgent":
        return f"#place(top + left, text(32pt, red, weight: 700)[{_t(held[0])}])"
    if kind == "stamp":
        return f"#place(top + right, dy: -14mm, box(stroke: blue, inset: 3pt, text(12pt)[{broken(map(_t, held[0]))}]))"
    if kind == "pair":
        return f"#grid(columns: (1fr, 68mm), [{_t(held[0])}], [{broken(map(_t, held[1]))}])"
    if kind == "date":
        return f"#pad(left: 66mm)[{_t(held[0])}]"
    if kind == "title":
        return f"#align(center, text(28pt, weight: 700)[{_t(held[0])}])"
    if kind == "line":
        where = {"left": "left", "right": "right", "middle": "center"}[held[0]]
        return f"#align({where})[{_t(held[1])}]"
    if kind == "field":
        return (
            f"#grid(columns: (auto, 1fr), column-gutter: 3mm, [{_t(held[0])}], [{broken(map(_t, held[1]))}])"
        )
    if kind == "para":
        return f"#par(justify: true)[#h(25mm){_t(held[0])}]"
    if kind == "center":
        weight = 700 if held[1] else 400
        return f"#align(center, text(weight: {weight})[{broken(map(_t, held[0]))}])"
    if kind == "sign":
        return f"#pad(left: 70mm, align(center)[{broken(_t(one) if one else '#v(3pt)' for one in held[0])}])"
    if kind == "foot":
        return f"#text(14pt)[{broken(map(_t, held[0]))}]"
    cells = ", ".join(f"[{_t(cell)}]" for row in held[0] for cell in row)
    return f"#table(columns: {max(len(row) for row in held[0])}, {cells})"


def typst_set(paper: Paper) -> bytes:
    import typst

    source = (
        "#set document(date: none)\n#set page(margin: (left: 30mm, right: 20mm, y: 22mm))\n"
        '#set text(font: "TH Sarabun New", size: 16pt, lang: "th")\n#set par(leading: 0.5em)\n'
        + "\n\n".join(_typst_block(one) for one in blocks(paper))
    )
    with tempfile.TemporaryDirectory(prefix="third-") as made:
        file = Path(made) / "page.typ"
        file.write_text(source, encoding="utf-8")
        done = typst.compile(
            file, root=Path(made), font_paths=[FONTS], ignore_system_fonts=True, format="pdf"
        )
    assert isinstance(done, bytes)
    return done


@dataclass
class Press:
    """Prints all papers, the browser's in one sitting."""

    papers: Mapping[str, Paper]
    done: dict[str, bytes] = field(default_factory=dict)

    def run(self) -> dict[str, bytes]:
        for seed, (key, paper) in enumerate(self.papers.items()):
            if paper.maker == "word":
                self.done[key] = word(paper, seed)
            elif paper.maker == "scan":
                self.done[key] = scan(paper, seed)
            elif paper.maker == "typst":
                self.done[key] = typst_set(paper)
        browser = {key: one for key, one in self.papers.items() if one.maker == "web"}
        return self.done | (web(browser) if browser else {})
