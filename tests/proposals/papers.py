"""PDFs and mails for the tests of the card: made here, of invented offices, in every shape that letters have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache

import typst

from saraban.documents.glyphs import FONTS
from saraban.mail.reader.letter import Letter as ReadMail
from saraban.proposals.card import Card, Paper, propose
from saraban.proposals.mail import mail_of
from saraban.proposals.pages import read_pages
from saraban.proposals.words import MARKS

US = "เทศบาลตำบลบางสายบัว"
BANGKOK = timezone(timedelta(hours=7))
SENT_AT = datetime(2026, 1, 15, 10, 30, tzinfo=BANGKOK)

SETTINGS = """
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, top: 2.5cm, bottom: 2cm))
#set text(font: "TH Sarabun New", size: 16pt, lang: "th", fallback: false)
#set par(leading: 0.6em, justify: true)
"""
BODY = (
    "ด้วยสำนักงานได้กำหนดจัดกิจกรรมรณรงค์คัดแยกขยะในครัวเรือน จึงขอความร่วมมือท่านประชาสัมพันธ์ให้ประชาชนทราบโดยทั่วกัน "
    "และรายงานผลภายในเดือนถัดไป"
)


@lru_cache(maxsize=256)
def pdf(source: str) -> bytes:
    made = typst.compile(
        (SETTINGS + source).encode(), format="pdf", font_paths=[FONTS], ignore_system_fonts=True
    )
    assert isinstance(made, bytes)
    return made


def external(
    *,
    number: str = "ที่ นบ ๕๒๐๐๑/๑๒๓",
    office: Sequence[str] = ("ที่ว่าการอำเภอบางสาย", "ถนนริมน้ำ นบ ๑๑๐๐๐"),
    dated: str = "๑๒ มกราคม ๒๕๖๙",
    subject: str = "ขอความร่วมมือคัดแยกขยะในครัวเรือน",
    to: str = "เรียน นายกเทศมนตรีตำบลบางสายบัว",
    more: str = "",
    above: str = "",
    body: str = BODY,
    signed: str = "ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ นายอำเภอบางสาย",
) -> bytes:
    return pdf(
        f"""{above}
#v(3cm)
#grid(columns: (1fr, 7.6cm), [{number}], [{" #linebreak() ".join(office)}])
#pad(left: 7.3cm)[{dated}]
{f"#grid(columns: (auto, 1fr), column-gutter: 0.7em, [เรื่อง], par(justify: false)[{subject}])" if subject else ""}
{to}
{more}

#par(first-line-indent: (amount: 2.5cm, all: true))[{body}]

#pad(left: 7cm, align(center)[{signed}])

สำนักงานอำเภอ\\ โทร. ๐ ๒๐๐๐ ๐๐๐๑
"""
    )


def memo(*, number: str = "กช ๔๕/๒๕๖๙", dated: str = "๗ มกราคม ๒๕๖๙", gap: str = "#h(3cm)") -> bytes:
    return pdf(
        f"""
#align(center, text(size: 29pt, weight: "bold")[บันทึกข้อความ])
#text(weight: "bold")[ส่วนราชการ] #h(0.5em) กองช่าง เทศบาลตำบลบางสายบัว โทร. ๐ ๒๐๐๐ ๐๐๐๒ ต่อ ๑๒

#text(weight: "bold")[ที่] #h(0.5em) {number} {gap} #text(weight: "bold")[วันที่] #h(0.5em) {dated}

#text(weight: "bold")[เรื่อง] #h(0.5em) รายงานผลการซ่อมแซมไฟฟ้าสาธารณะ

เรียน นายกเทศมนตรีตำบลบางสายบัว

#par(first-line-indent: (amount: 2.5cm, all: true))[ตามที่ได้รับมอบหมายให้ซ่อมแซมไฟฟ้าสาธารณะ บัดนี้ดำเนินการแล้วเสร็จ]
"""
    )


def stamped() -> bytes:
    return pdf(
        """
#v(2cm)
ที่ มท ๐๘๐๘.๒/ว ๑๒๓๔

ถึง เทศบาลตำบลบางสายบัว

#par(first-line-indent: (amount: 2.5cm, all: true))[พร้อมหนังสือนี้ กรมส่งเสริมตัวอย่างขอส่งสำเนาแนวทางการจัดทำแผนชุมชน เพื่อทราบและถือปฏิบัติ]

#v(1cm)
#pad(left: 7cm, align(center)[กรมส่งเสริมตัวอย่าง\\ ๙ มกราคม ๒๕๖๙])

กองแผนงาน\\ โทร. ๐ ๒๐๐๐ ๐๐๐๓
"""
    )


def order(
    *, heading: str = "คำสั่งเทศบาลตำบลหนองแสง", number: str = "ที่ ๑๒๓/๒๕๖๙", at: str = "สั่ง ณ วันที่"
) -> bytes:
    return pdf(
        f"""
#v(2cm)
#align(center)[{heading}\\ {number}\\ เรื่อง แต่งตั้งคณะกรรมการจัดงานวันเด็กแห่งชาติ ประจำปี ๒๕๖๙\\ \\-\\-\\-\\-\\-\\-\\-\\-\\-\\-\\-\\-]

#par(first-line-indent: (amount: 2.5cm, all: true))[ด้วยเทศบาลกำหนดจัดงานวันเด็กแห่งชาติ จึงแต่งตั้งคณะกรรมการ ดังนี้]

#pad(left: 5cm)[{at} ๖ มกราคม พ.ศ. ๒๕๖๙]
#pad(left: 7cm, align(center)[(นายสมัย ตัวอย่าง)\\ นายกเทศมนตรีตำบลหนองแสง])
"""
    )


def company() -> bytes:
    return pdf(
        """
#align(center)[#text(size: 20pt, weight: "bold")[บริษัท แสงดีการโยธา จำกัด]\\ เลขที่ ๙๙ หมู่ ๒ ตำบลบางสาย อำเภอบางสาย โทร. ๐๒ ๐๐๐ ๐๐๐๔]
#v(0.5cm)
ที่ สด. 015/2569 #h(1fr) วันที่ 8 มกราคม 2569

เรื่อง ขอส่งมอบงานปรับปรุงถนน งวดที่ 2

เรียน ประธานกรรมการตรวจรับพัสดุ เทศบาลตำบลบางสายบัว

#par(first-line-indent: (amount: 2.5cm, all: true))[ตามที่บริษัทได้ทำสัญญาจ้างปรับปรุงถนน บริษัทขอส่งมอบงานงวดที่ 2]

#pad(left: 7cm, align(center)[ขอแสดงความนับถือ\\ \\ (นางสาวแสงดี มีสุข)\\ กรรมการผู้จัดการ])
"""
    )


def of_a_person() -> bytes:
    return pdf(
        """
#align(right)[#box(align(left)[เขียนที่ บ้านเลขที่ ๙ หมู่ ๔\\ ตำบลบางสาย อำเภอบางสาย])]
#pad(left: 7cm)[วันที่ ๑๑ มกราคม ๒๕๖๙]
เรื่อง ขอให้ลอกท่อระบายน้ำ

เรียน นายกเทศมนตรีตำบลบางสายบัว

#par(first-line-indent: (amount: 2.5cm, all: true))[ข้าพเจ้าขอให้ลอกท่อระบายน้ำหน้าบ้าน เพราะน้ำท่วมขังเมื่อฝนตก]

#pad(left: 7cm, align(center)[ขอแสดงความนับถือ\\ \\ (นางบุญมา สายน้ำ)])
"""
    )


def form(heading: str = "แบบรายงานผลการดำเนินงาน") -> bytes:
    return pdf(
        f"""
#align(center, text(size: 20pt, weight: "bold")[{heading}])
วันที่ ๕ มกราคม ๒๕๖๙

#table(columns: (5cm, 1fr), [ชื่อหน่วยงาน], [], [จำนวนครัวเรือน], [], [ผู้รายงาน], [])
"""
    )


def english() -> bytes:
    return pdf(
        """
#set text(lang: "en")
#align(center)[*Green Power (Thailand) Co., Ltd.* \\ 99 Example Tower, Bangkok 10110]
Ref. GP-2026/012

12 January 2026

Subject: Request for permission to install power poles

Dear: Mayor of Bang Sai Bua

We would like to request permission.

Yours sincerely,

(Mr. Somchai Power) \\ Managing Director
"""
    )


def scanned_with_words() -> bytes:
    """What a scanner with a reading program makes: a picture, and words over it that nobody sees."""
    lines = (
        "Ref. GP-2026/012",
        "12 January 2026",
        "Subject: Request for permission to install poles",
        "Dear Mayor of Bang Sai Bua",
        "We would like to request permission to install poles along the canal.",
    )
    content = b"BT 3 Tr /F 12 Tf 72 720 Td 24 TL " + b" ".join(
        b"(%s) Tj T*" % line.encode() for line in lines
    )
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s ET\nendstream" % (len(content) + 3, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def typewritten(lines: Sequence[tuple[int, int, str]], *, lost: str = "", raw: bool = False) -> bytes:
    """Words at places (x, y up from the foot), in a font whose table says which letter is which.

    `lost`: letters that the table calls a space, as some word processors do with the ring of ำ. `raw`: no table, and
    the bytes of TIS-620, as programs wrote before Unicode.
    """
    letters = sorted({letter for _, _, words in lines for letter in words})
    codes = {letter: letter.encode("tis-620")[0] if raw else 33 + at for at, letter in enumerate(letters)}
    widths = [0 if letter in MARKS else 250 if letter == " " else 500 for letter in letters]
    by_code = dict(zip(codes.values(), widths, strict=True))
    shown = b"".join(
        b"BT /F 16 Tf 1 0 0 1 %d %d Tm <%s> Tj ET\n"
        % (x, y, bytes(codes[letter] for letter in words).hex().encode())
        for x, y, words in lines
    )
    table = b"".join(
        b"<%02x> <%04x>\n" % (codes[letter], 0x20 if letter in lost else ord(letter)) for letter in letters
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap end end"
        % (len(letters), table)
    )
    all_widths = b" ".join(b"%d" % by_code.get(code, 500) for code in range(32, 256))
    named = b"" if raw else b"/ToUnicode 6 0 R"
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 32/LastChar 255/Widths[%s]"
        b"/Encoding/WinAnsiEncoding%s>>" % (all_widths, named),
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
    )


def assembled(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    made = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)


def scan() -> bytes:
    """A page that is a picture."""
    return pdf("#v(5cm)\n#rect(width: 10cm, height: 12cm, fill: luma(90%))")


def mail(
    *attached: tuple[str, bytes],
    text: str = "ส่งหนังสือราชการตามไฟล์แนบ",
    subject: str | None = "ส่งหนังสือ",
    sender: str = "อำเภอบางสาย <saraban@bangsai.go.th>",
    to: str = f"งานสารบรรณ {US} <saraban@bangsaibua.go.th>",
    date: datetime | None = SENT_AT,
    **headers: str,
) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = sender, to
    if subject is not None:
        made["Subject"] = subject
    if date is not None:
        made["Date"] = format_datetime(date)
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return made.as_bytes()


def card(raw: bytes, *, agency: str | None = None) -> Card:
    """As the child makes it."""
    read = ReadMail(raw)
    papers = [
        Paper(file.name, read_pages(file.bytes(read.warnings)))
        for file in read.files
        if file.name.endswith(".pdf")
    ]
    return propose(mail_of(read), papers, agency=agency)
