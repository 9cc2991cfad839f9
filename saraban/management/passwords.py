"""How a password comes in: from a file, from a terminal that does not show it, or through a pipe. Never an argument."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from saraban.files.secrets import SECRET_MAX
from saraban.law.refusal import Refusal


def password_in(path: Path) -> str:
    """Raises `Refusal("no_password_file")`."""
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(SECRET_MAX + 1).rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Refusal(
            "no_password_file",
            f"ยังไม่ได้ทำ เพราะอ่านไฟล์รหัสผ่าน {path} ไม่ได้ โปรดตรวจชื่อและสิทธิ์ ยังไม่มีข้อมูลใดถูกบันทึก",
        ) from None


def password_asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline(SECRET_MAX + 1).rstrip("\r\n")
    return getpass.getpass("รหัสผ่านของกล่องอีเมล (ไม่แสดงบนจอ): ")
