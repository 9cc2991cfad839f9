"""How much of a letter is read, and what is said when there was more. The original is kept whole in every case."""

from __future__ import annotations

SIZE_MAX = 50_000_000  # bytes of one letter that are read
HEADER_BYTES_MAX = 256 * 1024  # of one header block
HEADERS_MAX = 1_000  # of one part
HEADER_LINES_MAX = 5_000  # of one part, the wrapped ones counted
DEPTH_MAX = 50  # multiparts within multiparts
PARTS_MAX = 1_000
DASHED_LINES_MAX = 1_000_000  # lines looked at as possible boundaries
BOUNDARY_MAX = 300  # bytes; RFC 2046 allows 70
ADDRESSES_MAX = 500  # of one header
ADDRESS_FIELD_MAX = 64 * 1024  # characters of one header that are looked through for addresses
REFERENCES_MAX = 100
ID_MAX = 996  # characters of a Message-ID
SUBJECT_MAX = 10_000  # characters
PERSON_NAME_MAX = 1_000  # characters
TEXT_MAX = 1_000_000  # characters
HTML_MAX = 2_000_000  # characters
FILE_NAME_BYTES_MAX = 240  # UTF-8; file systems take 255
PARAMETERS_MAX = 200  # of one header
PARAMETER_CHARACTERS_MAX = 64 * 1024
TNEF_FILES_MAX = 200
UU_FILES_MAX = 100
RECIPIENTS_MAX = 100  # of one bounce


class Warnings:
    """What was odd, once each, in Thai, in the order in which it was met."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}

    def say(self, text: str) -> None:
        self._said[text] = None

    def said(self, text: str) -> bool:
        return text in self._said

    def all(self) -> tuple[str, ...]:
        return tuple(self._said)


TOO_BIG = "จดหมายใหญ่กว่า 50 MB จึงอ่านเพียง 50 MB แรก ต้นฉบับยังเก็บไว้ครบ"
TOO_MANY_HEADERS = "หัวจดหมายยาวผิดปกติ จึงอ่านเพียงส่วนต้น"
TOO_DEEP = "จดหมายซ้อนกันลึกเกิน 50 ชั้น ส่วนที่ลึกกว่านั้นไม่ได้แยกอ่าน"
TOO_MANY_PARTS = "จดหมายมีมากกว่า 1,000 ส่วน ส่วนที่เกินไม่ได้แยกอ่าน"
TOO_MANY_LINES = "จดหมายมีเส้นคั่นมากผิดปกติ ส่วนท้ายไม่ได้แยกอ่าน"
TOO_MANY_ADDRESSES = "มีที่อยู่มากกว่า 500 ราย จึงแสดงเพียง 500 รายแรก"
TOO_MANY_REFERENCES = "อ้างถึงจดหมายก่อนหน้ามากกว่า 100 ฉบับ จึงเก็บ 100 ฉบับหลังสุด"
TOO_LONG_TEXT = "ข้อความยาวมาก จึงแสดงเพียงส่วนต้น โปรดดาวน์โหลดต้นฉบับหากต้องการทั้งหมด"
NO_BOUNDARY = "จดหมายแบ่งส่วนไม่ถูกต้อง (ไม่พบเส้นคั่นที่ประกาศไว้)"
CUT_SHORT = "จดหมายไม่มีเส้นปิดท้าย อาจมาไม่ครบ"
BAD_BASE64 = "ไฟล์แนบหรือข้อความบางส่วนเข้ารหัสไม่สมบูรณ์ (base64)"
ODD_CHARSET = "ตัวอักษรบางส่วนไม่ตรงกับรหัสภาษาที่ประกาศไว้ จึงอ่านตามที่เป็นจริง"
LOST_LETTERS = "มีตัวอักษรบางตัวที่อ่านไม่ได้"
BUDDHIST_YEAR = "วันที่ในหัวจดหมายเป็นปี พ.ศ. จึงแปลงเป็นปี ค.ศ."
BAD_DATE = "วันที่ในหัวจดหมายอ่านไม่ได้"
NO_ZONE = "วันที่ในหัวจดหมายไม่บอกเขตเวลา จึงถือเป็นเวลาประเทศไทย"
SEVERAL_SENDERS = "จดหมายระบุผู้ส่งมากกว่าหนึ่งราย"
SENDER_NOT_FROM = "จดหมายไม่มีช่อง From จึงใช้ผู้ส่งจากช่อง Sender"
NO_SENDER = "จดหมายไม่ระบุผู้ส่ง"
TWICE = "หัวจดหมายบางรายการซ้ำกัน จึงใช้รายการแรก"
SEALED = "จดหมายลงลายมือชื่อหรือเข้ารหัสไว้ (S/MIME) เนื้อความอยู่ในไฟล์แนบ"
ENCRYPTED_PGP = "จดหมายเข้ารหัสไว้ (PGP) เนื้อความอยู่ในไฟล์แนบ"
BAD_TNEF = "ไฟล์ winmail.dat เปิดไม่ได้ โปรดขอให้ผู้ส่งส่งใหม่"
NAME_CLEANED = "ชื่อไฟล์แนบบางชื่อมีอักขระที่ใช้ไม่ได้ จึงตัดออก"
EMPTY = "ไฟล์จดหมายว่างเปล่า"
NOT_A_LETTER = "ไฟล์นี้ไม่มีหัวจดหมาย อาจไม่ใช่จดหมาย"
MISSING = "ไม่พบไฟล์นี้ หรือเปิดอ่านไม่ได้"
NO_LETTERS = "ไม่พบจดหมายในโฟลเดอร์นี้"
TOO_COSTLY = "อ่านจดหมายนี้ไม่จบภายในเวลาหรือหน่วยความจำที่กำหนด ต้นฉบับไม่ถูกแก้ไข"
UNREADABLE = "จดหมายเสียหายหรือซับซ้อนเกินกว่าจะอ่าน โปรดดาวน์โหลดต้นฉบับ แล้วลงรับด้วยมือ"
