"""A bank's file, opened in the limited child: workbooks and tables in text, whatever their names say.

What cannot be opened is refused in Thai by what its first bytes are: banks call web pages `.xls`, and send PDFs.
"""

from __future__ import annotations

from pathlib import Path

from saraban.law.refusal import Refusal
from saraban.proposals.workbooks import Unreadable, Workbook, read_workbook

BYTES_MAX = 20 * 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # how Office packs a workbook that has a password
_DO = "โปรดดาวน์โหลดรายการเดินบัญชีจากธนาคารเป็น Excel (.xlsx) หรือ CSV แล้วนำเข้าใหม่ ข้อมูลเดิมอยู่ครบ"


def open_statement(path: Path, *, name: str, sheet: int = 0) -> Workbook:
    """The rows of the sheet with this index, dates with their times. `name`: as the officer's file is called.

    Raises `Refusal`: `empty_file`, `too_large`, `pdf`, `web_page`, `picture`, `locked`, `unreadable_file`.
    """
    data = path.read_bytes() if path.stat().st_size <= BYTES_MAX else None
    if data is None:
        raise _refusal("too_large", f"ไฟล์ใหญ่เกิน {BYTES_MAX // 1024 // 1024} MB", "เลือกช่วงวันที่สั้นลง")
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise _refusal("empty_file", "ไฟล์ว่าง ไม่มีข้อมูล")
    head = data[:1_024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if b"%PDF-" in data[:1_024]:
        raise _refusal("pdf", "ไฟล์นี้เป็น PDF ซึ่งอ่านเป็นตารางได้ไม่แน่นอน")
    if head.startswith(b"<"):
        raise _refusal(
            "web_page", "ไฟล์นี้เป็นหน้าเว็บ (HTML หรือ XML) แม้ชื่อไฟล์จะเป็น Excel", "เปิดด้วย Excel แล้วบันทึกเป็น .xlsx"
        )
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or data[4:8] == b"ftyp":
        raise _refusal("picture", "ไฟล์นี้เป็นภาพ")
    if data.startswith(_OLD_OFFICE) and _LOCKED in data:
        raise _refusal("locked", "ไฟล์ Excel มีรหัสผ่าน", "เปิดด้วยรหัสผ่านแล้วบันทึกใหม่โดยไม่ใส่รหัสผ่าน")
    try:
        return read_workbook(path, name=name, sheet=sheet, exact=True)
    except Unreadable:
        raise _refusal("unreadable_file", "ไฟล์เสียหาย ดาวน์โหลดมาไม่ครบ หรือไม่ใช่ Excel หรือ CSV") from None


def _refusal(code: str, because: str, do: str = "") -> Refusal:
    do = f"โปรด{do} หรือดาวน์โหลดจากธนาคารใหม่ แล้วนำเข้าอีกครั้ง ข้อมูลเดิมอยู่ครบ" if do else _DO
    return Refusal(code, f"ยังไม่ได้เปิดไฟล์ เพราะ{because} {do}")
