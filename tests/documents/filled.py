"""Forms filled in as people do it: by PDFium, as Chrome and Edge have it, a key at a time."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Mapping
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def filled(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """A copy with these typed in, chosen, or ticked ("✓")."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    for number in range(len(document)):
        page = document[number]
        raw.FORM_OnAfterLoadPage(page, document.formenv)
        for name, note in notes(document, page):
            if name in values:
                _fill(document, page, note, values[name])
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def notes(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[tuple[str, Any]]:
    for nth in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, nth)
        yield told(raw.FPDFAnnot_GetFormFieldName, document, note), note


def told(ask: Any, document: pdfium.PdfDocument, note: Any) -> str:
    length = ask(document.formenv, note, None, 0)
    held = ctypes.create_string_buffer(max(length, 2))
    ask(document.formenv, note, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), length)
    return held.raw.decode("utf-16-le").split("\0")[0]


def _fill(document: pdfium.PdfDocument, page: pdfium.PdfPage, note: Any, value: str) -> None:
    form = document.formenv
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    if kind == raw.FPDF_FORMFIELD_CHECKBOX:
        box = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(note, box)
        at = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        raw.FORM_OnMouseMove(form, page, 0, *at)
        raw.FORM_OnLButtonDown(form, page, 0, *at)
        raw.FORM_OnLButtonUp(form, page, 0, *at)
        return
    raw.FORM_SetFocusedAnnot(form, note)
    if kind == raw.FPDF_FORMFIELD_COMBOBOX:
        raw.FORM_SetIndexSelected(form, page, int(value), True)
    else:
        typed = ctypes.create_string_buffer(f"{value}\0".encode("utf-16-le"))
        raw.FORM_ReplaceSelection(form, page, ctypes.cast(typed, ctypes.POINTER(ctypes.c_ushort)))
    raw.FORM_ForceToKillFocus(form)
