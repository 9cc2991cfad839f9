"""Files that an officer hands in with a form."""

from __future__ import annotations

from saraban.desk.middleware import OfficerRequest
from saraban.law.refusal import Refusal
from saraban.registers.batches import BATCH_FILES_MAX, Upload
from saraban.registers.scans import FILE_BYTES_MAX, FILES_MAX, Scan


def scans_of(request: OfficerRequest, *, doing: str = "ลงรับ") -> list[Scan]:
    """The files of the form. One that is too big is not read: its size alone refuses it. Raises `Refusal`."""
    uploaded = request.FILES.getlist("files")[: FILES_MAX + 1]
    for file in uploaded:
        if (file.size or 0) > FILE_BYTES_MAX:
            raise Refusal(
                "bad_file",
                f"ยัง{doing}ไม่ได้ เพราะไฟล์ {file.name} ใหญ่เกิน 25 เมกะไบต์ โปรดลดขนาดแล้วแนบใหม่ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
    return [Scan(file.name or "scan", file.read()) for file in uploaded]


def uploads_of(request: OfficerRequest) -> list[Upload]:
    """The files of the form as a pile: they pass to the store without being held in memory."""
    uploaded = request.FILES.getlist("files")[: BATCH_FILES_MAX + 1]
    return [Upload(file.name or "scan", file.size or 0, file.chunks) for file in uploaded]
