"""What was filled into a PDF's fields: the third door to PDFium, for the child alone."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

BYTES_MAX = 25_000_000
PAGES_MAX = 20
NOTES_MAX = 1_000  # of a page, that are looked at
FIELDS_MAX = 200
NAME_MAX = 100
VALUE_MAX = 4_000
CHECKED = "✓"


def values_of(data: bytes) -> dict[str, str]:
    """Each field's value by its name, as far as our limits go; nothing where it is no PDF with fields."""
    if len(data) > BYTES_MAX or b"%PDF-" not in data[:1_024]:
        return {}
    found: dict[str, str] = {}
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return {}
    try:
        if not document.init_forms():
            return {}
        for number in range(min(len(document), PAGES_MAX)):
            _read(document, document[number], found)
    except pdfium.PdfiumError:
        pass  # what was read until then
    finally:
        document.close()
    return found


def _read(document: pdfium.PdfDocument, page: pdfium.PdfPage, found: dict[str, str]) -> None:
    form = document.formenv
    for nth in range(min(raw.FPDFPage_GetAnnotCount(page), NOTES_MAX)):
        if len(found) >= FIELDS_MAX:
            return
        note = raw.FPDFPage_GetAnnot(page, nth)
        if not note:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(note) != raw.FPDF_ANNOT_WIDGET:
                continue
            name = _text(raw.FPDFAnnot_GetFormFieldName, form, note, NAME_MAX)
            kind = raw.FPDFAnnot_GetFormFieldType(form, note)
            if not name:
                continue
            if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
                if raw.FPDFAnnot_IsChecked(form, note):
                    found[name] = CHECKED
            elif kind in (
                raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX,
            ):  # fmt: skip
                found[name] = _text(raw.FPDFAnnot_GetFormFieldValue, form, note, VALUE_MAX)
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _text(ask: Any, form: Any, note: Any, characters_max: int) -> str:
    """What PDFium tells, no longer than that, without what no screen shows."""
    length = ask(form, note, None, 0)
    if length <= 2:
        return ""
    held = ctypes.create_string_buffer(length)
    ask(form, note, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), length)
    said = held.raw[: 2 * characters_max].decode("utf-16-le", "ignore").split("\0")[0]
    return "".join(
        one for one in said.replace("\r\n", "\n").replace("\r", "\n") if one.isprintable() or one == "\n"
    )
