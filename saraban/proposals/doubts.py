"""What the reader says of a letter where the desk has to know which doubt it is: the same words on both sides."""

from __future__ import annotations

EMPTY_COLUMN = "ยังมีช่องว่าง"
UNREAD_LETTER = "หนังสืออ่านไม่ได้ โปรดเปิดดู"
UNREAD_SCAN = "มีไฟล์สแกนที่อ่านไม่ได้ อาจเป็นหนังสืออีกฉบับ"
OF_SCANS = frozenset({UNREAD_LETTER, UNREAD_SCAN})
