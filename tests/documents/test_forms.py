"""Forms that are filled in on a screen: laid, typed into, seen, and read back; and what strangers send as one."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from saraban.documents.conversion import converted
from saraban.documents.forms import FieldKind, Form, FormField, FormValues, blank, troubles_of, values_in
from tests.documents import pki
from tests.documents.filled import filled, notes, told
from tests.proposals import papers

AT = datetime(2026, 12, 1, tzinfo=UTC)
FIELDS = (
    FormField("f1", "ชื่อและนามสกุลผู้ยื่นคำขอ"),
    FormField("f2", "ที่อยู่ที่ติดต่อได้", FieldKind.LINES),
    FormField("f3", "วันเดือนปีเกิด", FieldKind.DATE),
    FormField("f4", "พื้นที่ (ตารางเมตร)", FieldKind.NUMBER, required=False),
    FormField("f5", "ประเภทอาคาร", FieldKind.CHOICE, choices=("บ้านพักอาศัย", "อาคารพาณิชย์")),
    FormField("f6", "ข้าพเจ้ารับรองว่าข้อความเป็นความจริง", FieldKind.CHECK),
)
FORM = Form(12, 3, "คำขออนุญาตก่อสร้าง", "เทศบาลตำบลบางสายบัว", FIELDS, "แนบไฟล์นี้มากับอีเมล")
MARK = FORM.checksum
TYPED = {"f1": "นายปู่ ฝั้นน้ำ กตัญญู", "f2": "๑๒/๓ ตำบลป่าตึง\nอำเภอแม่จัน", "f5": "2", "f6": "✓"}


@pytest.fixture(scope="module")
def empty() -> bytes:
    return blank(FORM, dated_at=AT)


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes], Path]:
    def keep(data: bytes) -> Path:
        path = tmp_path / "form.pdf"
        path.write_bytes(data)
        return path

    return keep


def test_the_same_form_gives_the_same_bytes(empty: bytes) -> None:
    time.sleep(1.1)
    assert blank(FORM, dated_at=AT) == empty


def test_what_is_typed_comes_back(empty: bytes, kept: Callable[[bytes], Path]) -> None:
    said = values_in(kept(filled(empty, TYPED)))
    values = {"f1": TYPED["f1"], "f2": TYPED["f2"], "f3": "", "f4": "", "f5": "อาคารพาณิชย์", "f6": "✓"}
    assert said == FormValues(12, 3, FORM.checksum, values)
    assert [one.name for one in said.missing(FIELDS)] == ["f3"]


def test_an_empty_form_says_whose_it_is_and_what_is_missing(
    empty: bytes, kept: Callable[[bytes], Path]
) -> None:
    said = values_in(kept(empty))
    assert said is not None and (said.service, said.version) == (12, 3)
    assert [one.name for one in said.missing(FIELDS)] == ["f1", "f2", "f3", "f5", "f6"]


def test_each_field_is_told_to_the_keyboard_and_to_the_ear_in_the_order_of_the_page(empty: bytes) -> None:
    document = pdfium.PdfDocument(empty)
    document.init_forms()
    found = list(notes(document, document[0]))
    assert [name for name, _ in found] == [*(one.name for one in FIELDS), "saraban_form"]
    labels = [told(raw.FPDFAnnot_GetFormFieldAlternateName, document, note) for _, note in found]
    assert labels[:-1] == [one.label for one in FIELDS]
    flags = [raw.FPDFAnnot_GetFormFieldFlags(document.formenv, note) for _, note in found]
    required, many_lines = [bool(flag & 2) for flag in flags], [bool(flag & 4_096) for flag in flags]
    assert required == [True, True, True, False, True, False, False]  # a box must not be forced to be ticked
    assert many_lines == [False, True, False, False, False, False, False]
    assert document.is_tagged() and document.get_metadata_value("Title") == FORM.title


def test_no_more_is_typed_than_fits(empty: bytes, kept: Callable[[bytes], Path]) -> None:
    said = values_in(kept(filled(empty, {"f1": "ก" * 900, "f3": "ข" * 90})))
    assert said is not None and (len(said.values["f1"]), len(said.values["f3"])) == (200, 30)


def ink_in_first(page: Image.Image, pdf: bytes) -> int:
    """How many dark dots stand in the first field."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(next(notes(document, document[0]))[1], box)
    high, scale = document[0].get_height(), page.height / document[0].get_height()
    inside = (box.left + 2, high - box.top + 2, box.right - 2, high - box.bottom - 2)
    left, top, right, foot = (round(one * scale) for one in inside)
    return sum(page.convert("L").crop((left, top, right, foot)).histogram()[:120])


def pdfium_sees(pdf: bytes) -> Image.Image:
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    drawn: Image.Image = document[0].render(scale=2).to_pil()
    return drawn


def poppler_sees(pdf: bytes, folder: Path) -> Image.Image:
    (folder / "seen.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "144", "-singlefile", "-png", str(folder / "seen.pdf"), str(folder / "seen")]
    subprocess.run(command, check=True, capture_output=True)
    return Image.open(folder / "seen.png")


@pytest.mark.parametrize("reader", ["pdfium", "poppler"])
def test_thai_shows_as_it_is_typed(reader: str, empty: bytes, tmp_path: Path) -> None:
    if reader == "poppler" and shutil.which("pdftoppm") is None:
        pytest.skip("no poppler here")

    def ink_of(words: str) -> int:
        pdf = filled(empty, {"f1": words})
        page = pdfium_sees(pdf) if reader == "pdfium" else poppler_sees(pdf, tmp_path)
        return ink_in_first(page, pdf)

    ink = {words: ink_of(words) for words in ("", "ก", "กตัญญู", "กตัญญูกตัญญู")}
    assert ink[""] == 0 < ink["ก"] < ink["กตัญญู"] < ink["กตัญญูกตัญญู"]
    assert ink["กตัญญูกตัญญู"] == pytest.approx(2 * ink["กตัญญู"], rel=0.1)


def test_eighty_fields_run_over_pages_and_all_come_back(kept: Callable[[bytes], Path]) -> None:
    fields = tuple(FormField(f"f{nth}", f"ช่องที่ {nth}") for nth in range(80))
    pdf = blank(dataclasses.replace(FORM, fields=fields), dated_at=AT)
    with pdfium.PdfDocument(pdf) as document:
        assert len(document) > 2
    values = {one.name: f"ค่า {one.name}" for one in fields}
    said = values_in(kept(filled(pdf, values)))
    assert said is not None and said.values == values


def test_words_that_look_like_markup_or_pdf_are_words(kept: Callable[[bytes], Path]) -> None:
    nasty = '#panic("x") ) /JS (app.alert(1)) <b> \\ $x$'
    form = dataclasses.replace(FORM, title=nasty, fields=(FormField("f1", nasty),))
    said = values_in(kept(filled(blank(form, dated_at=AT), {"f1": nasty})))
    assert said is not None and said.values == {"f1": nasty}


def test_printed_and_scanned_it_has_no_values(empty: bytes, kept: Callable[[bytes], Path]) -> None:
    scan = converted([("form.pdf", filled(empty, TYPED))], dated_at=AT, title="scan").pdf
    assert values_in(kept(scan)) is None


def changed(pdf: bytes, name: str, value: str) -> bytes:
    """As somebody does it who knows how a PDF is made."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields = writer.root["/AcroForm"]["/Fields"]
    for nth in range(len(fields)):
        if fields[nth]["/T"] == name:
            fields[nth][pdf_name("/V")] = generic.TextStringObject(value)
            writer.mark_update(fields.raw_get(nth).reference)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "identity",
    [
        "",
        f"saraban-form/2 12 3 {MARK}",
        "saraban-form/1 12",
        f"saraban-form/1 -1 3 {MARK}",
        f"saraban-form/1 ๑๒ 3 {MARK}",
        "x" * 9_000,
    ],
)
def test_a_form_that_does_not_say_whose_it_is_is_nobodys(
    identity: str, empty: bytes, kept: Callable[[bytes], Path]
) -> None:
    said = values_in(kept(changed(empty, "saraban_form", identity)))
    assert said is None


def test_values_are_bounded_and_clean(empty: bytes, kept: Callable[[bytes], Path]) -> None:
    said = values_in(kept(changed(empty, "f2", "ก\x00\x07\u202eข\r\nค" + "ง" * 9_000)))
    assert said is not None
    assert len(said.values["f2"]) <= 4_000
    assert not set(said.values["f2"]) & {"\x00", "\x07", "\u202e", "\r"}


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"%PDF-1.7\n" + bytes(range(256)) * 50, b"GIF89a", b"<html>"],
)
def test_what_is_no_form_says_nothing(data: bytes, kept: Callable[[bytes], Path]) -> None:
    assert values_in(kept(data)) is None


def test_other_papers_are_no_form_of_ours(kept: Callable[[bytes], Path], tmp_path: Path) -> None:
    assert values_in(kept(papers.external())) is None
    assert values_in(kept(pki.paper())) is None  # with fields of its own
    assert values_in(tmp_path / "gone.pdf") is None


def test_a_thousand_fields_are_not_read(kept: Callable[[bytes], Path]) -> None:
    widget = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (n%d) /V (v) /Rect [0 0 9 9] >>"
    names = [f"{number} 0 R" for number in range(7, 1_007)]
    page = " ".join(names)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R {page}] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [6 0 R {page}] >>",
        "null",
        "null",
        widget.replace("n%d", "saraban_form").replace("(v)", "(saraban-form/1 1 1 0123456789abcdef)"),
        *[widget % number for number in range(1_000)],
    ]
    said = values_in(kept(pki.written(objects)))
    assert said is not None and len(said.values) == 199


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ([FormField(f"f{n}", f"ช่อง {n}") for n in range(81)], "แบบคำขอต้องไม่เกิน 80 ช่อง"),
        ([FormField("f1", " ")], "ทุกช่องในแบบคำขอต้องมีชื่อ"),
        ([FormField("f1", "ก"), FormField("f2", "ก")], "ชื่อช่องในแบบคำขอซ้ำกัน"),
        ([FormField("f1", "ก"), FormField("f1", "ข")], "รหัสช่องไม่ถูกต้อง"),
        ([FormField("F 1", "ก")], "รหัสช่องไม่ถูกต้อง"),
        ([FormField("f1", "ก", FieldKind.CHOICE, choices=("เดียว",))], "ช่องที่ให้เลือกต้องมีอย่างน้อย 2 ตัวเลือก"),
        ([FormField("f1", "ก", FieldKind.CHOICE, choices=("ข", "ข"))], "ตัวเลือกในช่องเดียวกันซ้ำกัน"),
    ],
)
def test_what_makes_no_form_is_told(fields: list[FormField], why: str) -> None:
    assert troubles_of(fields) == [why]
    assert troubles_of(FIELDS) == []
