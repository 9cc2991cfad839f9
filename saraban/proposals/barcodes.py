"""The one door to zxing-cpp, which is C++ and reads what strangers drew: only the workbench's child imports this module."""

from __future__ import annotations

import zxingcpp

CODES_MAX = 20  # of a page


def texts_in(rows: bytes, *, wide: int, high: int) -> list[str]:
    """What the QR codes of a grey picture say. `rows`: its bytes, from black to white."""
    picture = memoryview(rows).cast("B", (high, wide))
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.QRCode))
    return [code.text for code in codes[:CODES_MAX]]
