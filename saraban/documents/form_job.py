"""What the workbench does for forms: lay fields on pages of ours, and read what strangers filled in.

Thai shows as it is typed because the fields carry TH Sarabun New as a font of single bytes (TIS-620), which every
reader can write with; of a font of two bytes that is not true. In the fields it goes by the name of Wingdings: PDFium,
so Chrome and Edge, writes Thai with the field's own font only where it takes that for one of symbols.
"""

from __future__ import annotations

import io
import re
import struct
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic as objects
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from saraban.mail.reader.job import letter_bytes
from saraban.mail.reader.letter import Letter
from saraban.proposals.form_values import values_of

generic: Any = objects  # without types
FONT = Path(__file__).resolve().parent / "fonts" / "THSarabunNew-Regular.ttf"
IDENTITY = "saraban_form"
WHOSE = re.compile(r"saraban-form/1 ([0-9]{1,9}) ([0-9]{1,5}) ([0-9a-f]{16})")
SIZE = 15  # points, as the page around it
CALLED = "Wingdings"
WRITTEN_WITH = f"/{CALLED} {SIZE} Tf 0 g"
PAGE_HIGH = 841.89
HIDDEN, PRINTED = 2, 4  # flags of a note on a page
READ_ONLY, REQUIRED, MANY_LINES, COMBO = 1, 1 << 1, 1 << 12, 1 << 17  # flags of a field
FIRST_CODE, LAST_CODE = 32, 251
THAI = {code: code - 0xA1 + 0x0E01 for code in (*range(0xA1, 0xDB), *range(0xDF, 0xFC))}
CHECK_MARK = b"q 1.4 w 0.11 0.25 0.58 RG %.2f %.2f m %.2f %.2f l %.2f %.2f l S Q"


def lay(pdf: str, fields: list[dict[str, Any]], identity: str) -> bytes:
    """The pages, in base64, with a field at each place, in their order."""
    writer: Any = _SameBytes(io.BytesIO(b64decode(pdf)))
    font = _font(writer)
    laid: list[tuple[int, Any]] = []
    for one in fields:
        page = int(one["page"]) - 1
        page_ref, _ = writer.find_page_for_modification(page)
        laid.append((page, writer.add_object(_field(writer, one, page_ref))))
    first_ref, _ = writer.find_page_for_modification(0)
    laid.append((0, writer.add_object(_identity(identity, first_ref))))
    for page in sorted({page for page, _ in laid}):
        page_ref, _ = writer.find_page_for_modification(page)
        held = page_ref.get_object()
        held[pdf_name("/Annots")] = generic.ArrayObject(
            [*held.get("/Annots", []), *[field for place, field in laid if place == page]]
        )
        held[pdf_name("/Tabs")] = pdf_name("/A")  # in the order in which they are listed
        writer.mark_update(page_ref)
    writer.root[pdf_name("/AcroForm")] = writer.add_object(
        _dictionary(
            {
                "Fields": generic.ArrayObject([field for _, field in laid]),
                "DR": _dictionary({"Font": _dictionary({CALLED: font})}),
                "DA": generic.TextStringObject(WRITTEN_WITH),
                "NeedAppearances": generic.BooleanObject(True),
            }
        )
    )
    writer.update_root()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def read(path: str, attachment: int | None) -> dict[str, Any] | None:
    """`service`, `version`, `checksum` and `values` of a form of ours; None of anything else. Raises `OSError`."""
    if attachment is None:
        data = Path(path).read_bytes()
    else:
        letter = Letter(letter_bytes(path))
        data = letter.files[attachment].bytes(letter.warnings)
    values = values_of(data)
    said = WHOSE.fullmatch(values.pop(IDENTITY, ""))
    if said is None:
        return None
    service, version, checksum = said.groups()
    return {"service": int(service), "version": int(version), "checksum": checksum, "values": values}


class _SameBytes(IncrementalPdfFileWriter):
    """Typst said when the form was made, and its number: the same form gives the same bytes."""

    def _update_meta(self) -> None:
        pass

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        first = generic.ByteStringObject(bytes(prev.trailer["/ID"][0].original_bytes))
        return generic.ArrayObject([first, first])


def _field(writer: Any, one: Mapping[str, Any], page: Any) -> Any:
    kind, x, wide, high = one["kind"], float(one["x"]), float(one["wide"]), float(one["high"])
    low = PAGE_HIGH - float(one["y"]) - high
    flags = REQUIRED if one["required"] and kind != "check" else 0
    common: dict[str, Any] = {
        "Type": pdf_name("/Annot"),
        "Subtype": pdf_name("/Widget"),
        "F": generic.NumberObject(PRINTED),
        "P": page,
        "Rect": _numbers(x + 1, low + 1, x + wide - 1, low + high - 1),
        "T": generic.TextStringObject(one["name"]),
        "TU": generic.TextStringObject(one["label"]),  # what a screen reader says
        "DA": generic.TextStringObject(WRITTEN_WITH),
    }
    if kind == "check":
        return _dictionary({**common, **_check(writer, wide - 2, high - 2)})
    more: dict[str, Any] = {"FT": pdf_name("/Tx"), "V": generic.TextStringObject("")}
    if kind == "choice":
        flags |= COMBO
        choices = ["", *one["choices"]]
        more = {
            "FT": pdf_name("/Ch"),
            "V": generic.TextStringObject(""),
            "Opt": generic.ArrayObject([generic.TextStringObject(choice) for choice in choices]),
        }
    else:
        more["MaxLen"] = generic.NumberObject(one["characters_max"])
    if kind == "lines":
        flags |= MANY_LINES
    return _dictionary({**common, **more, "Ff": generic.NumberObject(flags)})


def _check(writer: Any, wide: float, high: float) -> dict[str, Any]:
    mark = CHECK_MARK % (
        wide * 0.18, high * 0.5, wide * 0.42, high * 0.2, wide * 0.85, high * 0.85,
    )  # fmt: skip
    drawn = {"Yes": mark, "Off": b""}
    looks = {
        name: writer.add_object(
            generic.StreamObject(
                _dictionary(
                    {
                        "Type": pdf_name("/XObject"),
                        "Subtype": pdf_name("/Form"),
                        "BBox": _numbers(0, 0, wide, high),
                    }
                ),
                stream_data=data,
            )
        )
        for name, data in drawn.items()
    }
    return {
        "FT": pdf_name("/Btn"),
        "V": pdf_name("/Off"),
        "AS": pdf_name("/Off"),
        "AP": _dictionary({"N": _dictionary(looks)}),
        "MK": _dictionary({"CA": generic.TextStringObject("4")}),
    }


def _identity(identity: str, page: Any) -> Any:
    """Seen by nobody, changed by nobody who does not mean to."""
    return _dictionary(
        {
            "Type": pdf_name("/Annot"),
            "Subtype": pdf_name("/Widget"),
            "F": generic.NumberObject(HIDDEN),
            "P": page,
            "Rect": _numbers(0, 0, 0, 0),
            "T": generic.TextStringObject(IDENTITY),
            "FT": pdf_name("/Tx"),
            "Ff": generic.NumberObject(READ_ONLY),
            "V": generic.TextStringObject(identity),
            "DA": generic.TextStringObject(WRITTEN_WITH),
        }
    )


def _font(writer: Any) -> Any:
    """TH Sarabun New, a byte a letter: English and Thai, as TIS-620 numbers them."""
    data = FONT.read_bytes()
    widths = _widths(data)
    descriptor = _dictionary(
        {
            "Type": pdf_name("/FontDescriptor"),
            "FontName": pdf_name("/THSarabunNew"),
            "Flags": generic.NumberObject(32),
            "FontBBox": _numbers(-600, -500, 1200, 1000),
            "ItalicAngle": generic.NumberObject(0),
            "Ascent": generic.NumberObject(850),
            "Descent": generic.NumberObject(-350),
            "CapHeight": generic.NumberObject(470),
            "StemV": generic.NumberObject(60),
            "FontFile2": writer.add_object(_packed({"Length1": generic.NumberObject(len(data))}, data)),
        }
    )
    names = [
        item for code in THAI for item in (generic.NumberObject(code), pdf_name(f"/uni{THAI[code]:04X}"))
    ]
    encoding = {
        "Type": pdf_name("/Encoding"),
        "BaseEncoding": pdf_name("/WinAnsiEncoding"),
        "Differences": generic.ArrayObject(names),
    }
    codes = range(FIRST_CODE, LAST_CODE + 1)
    return writer.add_object(
        _dictionary(
            {
                "Type": pdf_name("/Font"),
                "Subtype": pdf_name("/TrueType"),
                "BaseFont": pdf_name("/THSarabunNew"),
                "FirstChar": generic.NumberObject(FIRST_CODE),
                "LastChar": generic.NumberObject(LAST_CODE),
                "Widths": _numbers(*[widths.get(THAI.get(code, code), 0) for code in codes]),
                "FontDescriptor": writer.add_object(descriptor),
                "Encoding": _dictionary(encoding),
                "ToUnicode": writer.add_object(_packed({}, _to_unicode())),
            }
        )
    )


def _to_unicode() -> bytes:
    pairs = [(code, THAI.get(code, code)) for code in (*range(32, 127), *THAI)]
    parts = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    said = [
        f"{len(part)} beginbfchar\n"
        + "".join(f"<{code:02X}> <{letter:04X}>\n" for code, letter in part)
        + "endbfchar"
        for part in parts
    ]
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Thai def /CMapType 2 def"
    space = "1 begincodespacerange <00> <FF> endcodespacerange"
    foot = "endcmap CMapName currentdict /CMap defineresource pop end end"
    return "\n".join([head, space, *said, foot]).encode()


def _widths(font: bytes) -> dict[int, int]:
    """Of each letter, in thousandths of the size: from the tables `cmap` and `hmtx` of the font."""
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
    }
    (per_em,) = struct.unpack_from(">H", font, tables[b"head"] + 18)
    (measured,) = struct.unpack_from(">H", font, tables[b"hhea"] + 34)
    return {
        letter: round(
            struct.unpack_from(">H", font, tables[b"hmtx"] + 4 * min(glyph, measured - 1))[0] * 1_000 / per_em
        )
        for letter, glyph in _glyphs(font, tables[b"cmap"])
    }


def _glyphs(font: bytes, cmap: int) -> Sequence[tuple[int, int]]:
    """Each letter with its glyph, from the Unicode table of format 4."""
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    places = [struct.unpack_from(">HHI", font, cmap + 4 + 8 * nth) for nth in range(count)]
    at = cmap + next(place for platform, kind, place in places if (platform, kind) == (3, 1))
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    found = []
    for nth in range(doubled // 2):
        (last,) = struct.unpack_from(">H", font, at + 14 + 2 * nth)
        (first,) = struct.unpack_from(">H", font, at + 16 + doubled + 2 * nth)
        (delta,) = struct.unpack_from(">H", font, at + 16 + 2 * doubled + 2 * nth)
        offset_at = at + 16 + 3 * doubled + 2 * nth
        (offset,) = struct.unpack_from(">H", font, offset_at)
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if offset:
                (glyph,) = struct.unpack_from(">H", font, offset_at + offset + 2 * (letter - first))
            found.append((letter, (glyph + delta) % 0x10000))
    return found


def _packed(entries: Mapping[str, Any], data: bytes) -> Any:
    stream = generic.StreamObject(_dictionary(entries), stream_data=data)
    stream.compress()
    return stream


def _dictionary(entries: Mapping[str, Any]) -> Any:
    return generic.DictionaryObject({pdf_name("/" + name): value for name, value in entries.items()})


def _numbers(*values: float) -> Any:
    return generic.ArrayObject([generic.FloatObject(round(value, 2)) for value in values])
