"""A time stamp put into a seal that has room for it, without a byte of the file moving: PAdES B-T. A door to pyHanko.

Only the child imports this. It holds no key: the stamp is a stranger's word beside the signature, not under it.
"""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from asn1crypto import cms, tsp
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from saraban.documents.reserved_room import STAMP, in_its_room


def signature_of(path: str) -> dict[str, str]:
    """What the authority is asked about: the value of the last signature, in base64; `{"trouble": …}` where there is none."""
    try:
        found = _last(Path(path).read_bytes())
    except (PdfError, ValueError, KeyError):
        return {"trouble": "unsigned"}
    if found is None:
        return {"trouble": "unsigned"}
    return {"signature": b64encode(found.signer_info["signature"].native).decode()}


def stamped(path: str, answer: str) -> bytes | dict[str, str]:
    """The file with the authority's answer (base64) in its last signature; as long as before."""
    data = Path(path).read_bytes()
    try:
        found = _last(data)
        if found is None:
            return {"trouble": "unsigned"}
        token = tsp.TimeStampResp.load(b64decode(answer))["time_stamp_token"]
        whole = found.signed_data
        info = whole["signer_infos"][0]
        kept = (
            [one for one in info["unsigned_attrs"] if one["type"].native != STAMP]
            if info["unsigned_attrs"]
            else []
        )
        info["unsigned_attrs"] = cms.CMSAttributes(
            [*kept, cms.CMSAttribute({"type": STAMP, "values": [token]})]
        )
        made = cms.ContentInfo({"content_type": "signed_data", "content": whole}).dump()
        return in_its_room(data, found, made)
    except (PdfError, ValueError, KeyError, TypeError):
        return {"trouble": "unstampable"}


def _last(data: bytes) -> Any:
    found = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures
    return found[-1] if found else None
