"""People who write to their town: from the phone, from the office PC of a cousin, in the middle of the night."""

from __future__ import annotations

import io
import zipfile
from functools import partial

from saraban.practice.envelopes import (
    attached,
    headers,
    html,
    letter_inside,
    message_id,
    name_2047,
    name_2231,
    name_raw,
    page,
    several,
    text,
    word,
)
from saraban.practice.pages import PlainPage
from saraban.practice.told import BARE, CENTRAL, Days, Told, image, letter
from saraban.thai.dates import full_date, long_date

MAYOR = "นายกเทศมนตรีตำบลคลองน้อย"
PHONE_MAIL = headers(("X-Mailer", "iPhone Mail (22F76)"))


def told(days: Days) -> list[Told]:
    return [
        _licence_of_somchai(days),
        _pig_farm(days),
        _hole_in_the_road(days),
        _karaoke(days),
        _rubbish_day(days),
        _land_tax(days),
        _allowance_of_mother(days),
        _building_permit(days),
        _address_in_the_register(days),
        _only_a_photo(days),
        _dogs(days),
        _still_waiting(days),
        _more_documents(days),
        _street_lamp(days),
        _thanks(days),
        _swing(days),
        _village_petition(days),
        _procurement_papers(days),
        _foreign_resident(days),
        _for_the_next_town(days),
        _for_the_power_company(days),
        _forwarded_by_an_officer(days),
        _through_facebook(days),
    ]


def _licence_of_somchai(days: Days) -> Told:
    """The guide's own example: Sunday evening, 21.33."""
    at = days.sunday("21.33")
    form = PlainPage(
        heading="คำขอต่ออายุใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ",
        dated=at.date(),
        author="นายสมชาย ที่ปรึกษาดี",
        top_right=("เขียนที่ อู่ซ่อมรถคลองน้อย", f"วันที่ {full_date(at)}"),
        to=MAYOR,
        paragraphs=(
            "ข้าพเจ้า นายสมชาย ที่ปรึกษาดี ขอยื่นคำขอต่ออายุใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ "
            "ต่อเจ้าพนักงานท้องถิ่น โดยมีรายละเอียดดังนี้",
        ),
        rows=(
            ("ชื่อสถานประกอบการ", "อู่ซ่อมรถคลองน้อย"),
            ("ประเภทกิจการ", "การซ่อม การปรับแต่งเครื่องยนต์ และการพ่นสีรถ"),
            ("ที่ตั้ง", "เลขที่ 9 หมู่ 4 ตำบลคลองน้อย อำเภอปากทาง จังหวัดนครนายก"),
            ("พื้นที่ประกอบการ / คนงาน", "240 ตารางเมตร / 5 คน"),
            ("กำลังเครื่องจักรรวม", "12.5 แรงม้า"),
            ("โทรศัพท์", "08 0000 0433"),
        ),
        after=("ข้าพเจ้าขอรับรองว่าข้อความข้างต้นเป็นความจริง และได้แนบสำเนาบัตรประจำตัวประชาชนมาพร้อมนี้แล้ว",),
        signer="นายสมชาย ที่ปรึกษาดี",
        signer_note="ผู้ขออนุญาต",
    )
    return letter(
        "somchai-licence",
        at,
        ("นายสมชาย ที่ปรึกษาดี", "somchai@example.com"),
        "ขอต่ออายุใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ",
        several(
            "mixed",
            text(
                f"เรียน {MAYOR}\n\n"
                "ข้าพเจ้า นายสมชาย ที่ปรึกษาดี ผู้ประกอบการอู่ซ่อมรถคลองน้อย เลขที่ 9 หมู่ 4 ตำบลคลองน้อย "
                "ขอยื่นคำขอต่ออายุใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ ซึ่งจะครบกำหนดในเดือนหน้า "
                "พร้อมแนบคำขอและสำเนาบัตรประจำตัวประชาชนมาด้วยแล้ว\n\n"
                "หากต้องชำระค่าธรรมเนียมหรือส่งเอกสารใดเพิ่ม โปรดแจ้งทางอีเมลนี้ "
                "เพราะเวลากลางวันอยู่หน้าร้าน มือเปื้อนน้ำมัน รับโทรศัพท์ไม่ค่อยสะดวก\n\n"
                "จึงเรียนมาเพื่อโปรดพิจารณา\n\n"
                "ขอแสดงความนับถือ\nนายสมชาย ที่ปรึกษาดี\nโทร. 08 0000 0433\n"
            ),
            page(name_2231("คำขอต่ออายุใบอนุญาต.pdf"), form),
            attached(name_2231("บัตรประชาชน.jpg"), image("card"), "image/jpeg"),
        ),
        sent_at=at,
    )


def _pig_farm(days: Days) -> Told:
    return letter(
        "pig-farm",
        days.ago(3, "10.12"),
        ("นางฐูปทอง ศรีวิเศษ", "thuptong@example.com"),
        "ร้องเรียนกลิ่นเหม็นจากฟาร์มหมู หมู่ 4",
        text(
            "เรียน ท่านนายกเทศมนตรี\n\n"
            "ดิฉันอยู่บ้านเลขที่ 31/2 หมู่ 4 ขอร้องเรียนเรื่องกลิ่นมูลสุกรจากฟาร์มท้ายหมู่บ้าน "
            "ช่วงหัวค่ำตั้งแต่ราวหกโมงครึ่งกลิ่นแรงมากจนต้องปิดหน้าต่างทุกบาน แม่ของดิฉันอายุ 82 ปี "
            "เป็นโรคหอบ นอนไม่หลับมาสามคืนแล้ว น้ำในคูข้างบ้านก็เปลี่ยนเป็นสีดำ\n\n"
            "ดิฉันไม่ได้อยากให้เขาเลิกทำมาหากิน เพียงขอให้เทศบาลช่วยมาดูบ่อพักน้ำเสีย "
            "และพูดคุยให้เขาแก้ไข ขอความกรุณาอย่าเปิดเผยชื่อดิฉันกับเจ้าของฟาร์ม เพราะเป็นเพื่อนบ้านกัน\n\n"
            "ด้วยความเคารพ\nฐูปทอง\n08 0000 0312",
            wrap="quoted-printable",
        ),
        how="Q",
        message_id=message_id("pig-farm", "example.com"),
    )


def _still_waiting(days: Days) -> Told:
    first = message_id("pig-farm", "example.com")
    return letter(
        "pig-farm-again",
        days.ago(0, "07.52"),
        ("นางฐูปทอง ศรีวิเศษ", "thuptong@example.com"),
        "Re: ร้องเรียนกลิ่นเหม็นจากฟาร์มหมู หมู่ 4",
        text(
            "เรียน ท่านนายกเทศมนตรี\n\n"
            "ขอเพิ่มเติมจากที่เขียนไปเมื่อหลายวันก่อน เมื่อคืนฝนตก น้ำจากบ่อของฟาร์มล้นลงคูข้างบ้านแล้ว "
            "ปลาในคูลอยหัวขึ้นมา วันนี้ถ้าเจ้าหน้าที่มาจะได้เห็นกับตา ดิฉันอยู่บ้านทั้งวัน\n\n"
            "ฐูปทอง\n\n"
            f"เมื่อ {long_date(days.ago(3, '10.12'))} นางฐูปทอง ศรีวิเศษ <thuptong@example.com> เขียนว่า:\n"
            "> ดิฉันอยู่บ้านเลขที่ 31/2 หมู่ 4 ขอร้องเรียนเรื่องกลิ่นมูลสุกรจากฟาร์มท้ายหมู่บ้าน\n"
            "> ช่วงหัวค่ำตั้งแต่ราวหกโมงครึ่งกลิ่นแรงมากจนต้องปิดหน้าต่างทุกบาน",
        ),
        how="Q",
        more=headers(("In-Reply-To", first), ("References", first)),
    )


def _hole_in_the_road(days: Days) -> Told:
    return letter(
        "hole-in-the-road",
        days.ago(2, "17.48"),
        ("กตัญญู กล้าหาญ", "katanyu.k@mail.example"),
        "ถนนเป็นหลุม หน้าโรงสีเก่า",
        several(
            "mixed",
            html(
                '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
                '<body dir="auto"><div>เรียนเทศบาล</div><div><br></div>'
                "<div>ถนนหน้าโรงสีเก่า หมู่ 1 เป็นหลุมลึกเกือบศอก เมื่อเย็นรถมอเตอร์ไซค์ล้มไปคันหนึ่ง "
                "โชคดีเจ็บไม่มาก ผมเอากิ่งไม้กับผ้าแดงปักเตือนไว้ก่อน รูปอยู่ข้างล่าง</div><div><br></div>"
                '<div><img src="cid:photo-1@mail.example" alt="IMG_2041.jpg"></div><div><br></div>'
                "<div>ขอให้ช่วยมาซ่อมก่อนจะมีใครเป็นอะไรไป ขอบคุณครับ</div>"
                "<div>กตัญญู กล้าหาญ 08 0000 0187</div><div><br></div>"
                "<div>ส่งจากโทรศัพท์ของฉัน</div></body></html>"
            ),
            attached(name_raw("IMG_2041.jpg"), image("road"), "image/jpeg", cid="photo-1@mail.example"),
        ),
        more=PHONE_MAIL,
        to=BARE,
    )


def _karaoke(days: Days) -> Told:
    """Angry, at a quarter past one in the morning, from a program that still writes windows-874."""
    return letter(
        "karaoke",
        days.ago(1, "01.14"),
        ("ธีระ ตื่นดึก", "teera@nightowl.example"),
        "เสียงคาราโอเกะ ไม่ไหวแล้ว!!!",
        text(
            "ตีหนึ่งแล้วยังร้องเพลงเดิมเป็นรอบที่หก ร้านริมคลองข้างบ้านเลขที่ 55 หมู่ 3 เปิดลำโพงหันมาทางบ้านผม "
            "โทรแจ้งไปสองหนก็บอกว่าจะดูให้ แล้วก็เงียบ แต่ร้านไม่เงียบ\n\n"
            "ผมเป็นคนขับรถส่งนักเรียน ตีห้าต้องตื่น ถ้าผมหลับในขึ้นมาใครจะรับผิดชอบ\n\n"
            "ขอคำตอบเป็นหนังสือว่าเทศบาลจะทำอะไร และเมื่อไร\n\n"
            "ธีระ ตื่นดึก\n08 0000 0655\n\n"
            "ปล. เพลงเพราะดี แต่ขอเป็นตอนกลางวัน",
            charset="cp874",
            label="windows-874",
            wrap="8bit",
        ),
        charset="cp874",
        how="raw",
        to=BARE,
    )


def _rubbish_day(days: Days) -> Told:
    """A header of raw bytes that declares nothing, as an old Windows program sends it."""
    return letter(
        "rubbish-day",
        days.ago(1, "09.26"),
        ("สมปอง ป้องปก", "sompong@oldpc.example"),
        "สอบถามวันเก็บขยะซอย 7",
        text(
            "สวัสดีค่ะ\n\nขอสอบถามว่ารถเก็บขยะซอย 7 หมู่ 5 เปลี่ยนเป็นวันไหนคะ "
            "เดิมมาวันอังคารกับวันศุกร์ แต่สองอาทิตย์นี้มาวันพฤหัสบดีวันเดียว ถังเต็มจนหมาคุ้ย\n\n"
            "ขอบคุณค่ะ\nสมปอง ป้องปก",
            charset="tis-620",
            label=None,
            wrap="8bit",
        ),
        charset="tis-620",
        how="raw",
        to=BARE,
        more=headers(("X-Mailer", "Outlook Express 6.00.2900.5512")),
    )


def _land_tax(days: Days) -> Told:
    return letter(
        "land-tax",
        days.ago(2, "13.37"),
        ("นายอู๋ ผู้พิทักษ์", "au.phu@example.com"),
        "ขอทราบการคำนวณภาษีที่ดินและสิ่งปลูกสร้าง",
        text(
            "เรียน ผู้อำนวยการกองคลัง\n\n"
            "ตามที่เทศบาลแจ้งการประเมินภาษีที่ดินและสิ่งปลูกสร้าง แปลงหลังตลาดเก่า เนื้อที่ 2 งาน 14 ตารางวา "
            "ปีนี้เพิ่มจากปีก่อนเกือบเท่าตัว ทั้งที่บ้านหลังเดิม ปลูกมะม่วงต้นเดิม\n\n"
            "จึงขอทราบวิธีคำนวณ และหากเข้าใจผิดว่าเป็นที่ให้เช่า ขอให้ตรวจสอบใหม่ "
            "หากต้องยื่นคำร้องภายในกำหนดใด โปรดแจ้งให้ทราบด้วย\n\n"
            "ขอแสดงความนับถือ\nนายอู๋ ผู้พิทักษ์\n12 หมู่ 1 ตำบลคลองน้อย โทร. 08 0000 0210",
            charset="tis-620",
        ),
        charset="tis-620",
    )


def _allowance_of_mother(days: Days) -> Told:
    at = days.ago(1, "20.05")
    book = PlainPage(
        heading="หนังสือมอบอำนาจ",
        dated=at.date(),
        author="นางเปี้ยว ชื่นชม",
        top_right=("เขียนที่ 77 หมู่ 6 ตำบลคลองน้อย", f"วันที่ {full_date(at)}"),
        paragraphs=(
            "โดยหนังสือฉบับนี้ ข้าพเจ้า นางเปี้ยว ชื่นชม อายุ 79 ปี อยู่บ้านเลขที่ 77 หมู่ 6 ตำบลคลองน้อย "
            "ขอมอบอำนาจให้นางสาวกุหลาบ ชื่นชม ซึ่งเป็นบุตร เป็นผู้แจ้งเปลี่ยนบัญชีธนาคาร"
            "สำหรับรับเงินเบี้ยยังชีพผู้สูงอายุแทนข้าพเจ้าจนเสร็จการ",
        ),
        rows=(
            ("บัญชีเดิม", "ธนาคารออมตัวอย่าง สาขาปากทาง เลขที่ 000 0 00000 1"),
            ("บัญชีใหม่", "ธนาคารออมตัวอย่าง สาขาตลาดคลองน้อย เลขที่ 000 0 00000 2"),
        ),
        signer="นางเปี้ยว ชื่นชม",
        signer_note="ผู้มอบอำนาจ",
    )
    return letter(
        "allowance",
        at,
        ("กุหลาบ ชื่นชม", "kularb@mail.example"),
        "ขอเปลี่ยนบัญชีรับเบี้ยยังชีพผู้สูงอายุของแม่",
        several(
            "mixed",
            text(
                "เรียน เจ้าหน้าที่งานสวัสดิการ\n\n"
                "แม่ของหนูอายุ 79 ปี รับเบี้ยยังชีพผู้สูงอายุอยู่ เดินไปธนาคารที่ปากทางไม่ไหวแล้ว "
                "จึงขอเปลี่ยนเป็นบัญชีสาขาตลาดคลองน้อยที่อยู่ใกล้บ้าน แนบหนังสือมอบอำนาจมาแล้วค่ะ\n\n"
                "ถ้าต้องพาแม่ไปเซ็นต่อหน้า ขอรบกวนแจ้งวันล่วงหน้า จะได้จ้างรถค่ะ\n\n"
                "กุหลาบ ชื่นชม\n08 0000 0777",
                wrap="quoted-printable",
            ),
            page(
                name_2047("หนังสือมอบอำนาจ (เบี้ยยังชีพแม่).pdf"),
                book,
                also=name_2047("หนังสือมอบอำนาจ (เบี้ยยังชีพแม่).pdf", parameter="name"),
            ),
        ),
    )


def _building_permit(days: Days) -> Told:
    at = days.office(1, "16.41")
    plan = PlainPage(
        heading="รายการประกอบแบบก่อสร้าง โรงเก็บเครื่องมือ",
        dated=at.date(),
        author="บริษัท ญี่ปุ่นการช่าง จำกัด",
        paragraphs=("อาคารคอนกรีตเสริมเหล็กชั้นเดียว โครงหลังคาเหล็ก ขนาด 12.00 x 18.00 เมตร สูง 5.20 เมตร",),
        rows=(
            ("ฐานราก", "เสาเข็มรูปตัวไอ 0.18 x 0.18 x 6.00 เมตร จำนวน 24 ต้น"),
            ("พื้น", "คอนกรีตเสริมเหล็กหนา 0.15 เมตร รับน้ำหนัก 500 กิโลกรัมต่อตารางเมตร"),
            ("หลังคา", "แผ่นเหล็กเคลือบ ลาดเอียง 10 องศา"),
            ("ระยะร่น", "ด้านหน้า 6.00 เมตร ด้านข้าง 3.00 เมตร ด้านหลัง 4.00 เมตร"),
        ),
        signer="นายฮิโระ ญี่ปุ่นการช่าง",
        signer_note="กรรมการผู้จัดการ",
    )

    def drawings() -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in (
                ("รายการประกอบแบบ.pdf", plan.pdf()),
                ("ผังบริเวณ/อ่านก่อน.txt", "มาตราส่วน 1:200 ทิศเหนืออยู่ด้านบน\r\n".encode()),
            ):
                archive.writestr(zipfile.ZipInfo(name, date_time=(2020, 1, 1, 8, 30, 0)), data)
        return packed.getvalue()

    form = PlainPage(
        heading="คำขออนุญาตก่อสร้างอาคาร",
        dated=at.date(),
        author="บริษัท ญี่ปุ่นการช่าง จำกัด",
        top_right=("เขียนที่ บริษัท ญี่ปุ่นการช่าง จำกัด", f"วันที่ {full_date(at)}"),
        to="เจ้าพนักงานท้องถิ่น เทศบาลตำบลคลองน้อย",
        paragraphs=("บริษัท ญี่ปุ่นการช่าง จำกัด ขอยื่นคำขอรับใบอนุญาตก่อสร้างอาคาร ดังมีรายละเอียดต่อไปนี้",),
        rows=(
            ("ชนิดอาคาร", "โรงเก็บเครื่องมือ คอนกรีตเสริมเหล็กชั้นเดียว จำนวน 1 หลัง"),
            ("ที่ตั้ง", "หมู่ 7 ตำบลคลองน้อย อำเภอปากทาง จังหวัดนครนายก"),
            ("เจ้าของที่ดิน", "บริษัท ญี่ปุ่นการช่าง จำกัด โฉนดเลขที่ 00000"),
            ("กำหนดแล้วเสร็จ", "180 วัน นับแต่วันที่ได้รับใบอนุญาต"),
        ),
        signer="นายฮิโระ ญี่ปุ่นการช่าง",
        signer_note="ผู้ขออนุญาต",
    )
    name = "คำขออนุญาตก่อสร้างอาคารโรงเก็บเครื่องมือ หมู่ 7 ตำบลคลองน้อย (ฉบับลงนามแล้ว).pdf"
    return letter(
        "building-permit",
        at,
        ("บริษัท ญี่ปุ่นการช่าง จำกัด", "office@yipun-karnchang.example"),
        "ขอใบอนุญาตก่อสร้างอาคาร",
        several(
            "mixed",
            several(
                "alternative",
                text(
                    "เรียน เจ้าพนักงานท้องถิ่น\n\nบริษัทขอยื่นคำขออนุญาตก่อสร้างโรงเก็บเครื่องมือ 1 หลัง "
                    "รายละเอียดตามคำขอและแบบที่แนบ (ไฟล์ .zip) หากแบบต้องแก้ไขประการใด โปรดติดต่อคุณฟ้าใส "
                    "โทร. 08 0000 0909\n\nขอแสดงความนับถือ\nบริษัท ญี่ปุ่นการช่าง จำกัด\n"
                ),
                html(
                    "<p>เรียน เจ้าพนักงานท้องถิ่น</p><p>บริษัทขอยื่นคำขออนุญาตก่อสร้าง<b>โรงเก็บเครื่องมือ 1 หลัง</b> "
                    "รายละเอียดตามคำขอและแบบที่แนบ (ไฟล์ .zip) หากแบบต้องแก้ไขประการใด โปรดติดต่อคุณฟ้าใส "
                    "โทร. 08 0000 0909</p><p>ขอแสดงความนับถือ<br>บริษัท ญี่ปุ่นการช่าง จำกัด</p>"
                ),
            ),
            page(name_2231(name, split=True), form),
            attached(name_2231("แบบแปลน.zip"), drawings, "application/zip"),
        ),
    )


def _address_in_the_register(days: Days) -> Told:
    """Thai that claims to be Western European."""
    return letter(
        "address",
        days.ago(2, "19.20"),
        ("ผู้ใหญ่สู้ กุ้งก้าม", "soo@webmail.example"),
        "ขอแก้ไขเลขที่บ้านในทะเบียน",
        text(
            "เรียน นายทะเบียนท้องถิ่น\n\nบ้านของผมเลขที่ 118/3 หมู่ 2 แต่ในใบแจ้งค่าขยะและจดหมายของเทศบาลพิมพ์เป็น "
            "118/8 มาสามเดือนแล้ว จดหมายจึงไปบ้านป้าข้าง ๆ ทุกที ป้าเดินเอามาให้ แต่ป้าเริ่มบ่น\n\n"
            "ขอให้แก้ไขให้ถูกต้องด้วย\n\nสู้ กุ้งก้าม\nโทร 08 0000 0118",
            charset="tis-620",
            label="iso-8859-1",
            wrap="8bit",
        ),
        charset="tis-620",
        how="raw",
    )


def _only_a_photo(days: Days) -> Told:
    return letter(
        "only-a-photo",
        days.ago(1, "06.18"),
        ("", "noi2512@mail.example"),
        "ส่งรูป",
        several(
            "mixed",
            text("", wrap="7bit"),
            attached(name_2047("รูปกองขยะท้ายซอยวัด.jpg"), image("rubbish"), "image/jpeg"),
        ),
        to=BARE,
        more=headers(("X-Mailer", "Android Mail 14.2")),
    )


def _dogs(days: Days) -> Told:
    return letter(
        "dogs",
        days.ago(3, "18.31"),
        ("ครูแป๋ม", "krupam@example.com"),
        b"",
        text(
            "มีหมาจรจัดเจ็ดแปดตัวอยู่หน้าศูนย์พัฒนาเด็กเล็ก ตัวสีน้ำตาลเริ่มขู่เด็ก ครูใช้ไม้กวาดไล่ทุกเช้า "
            "ขอให้เทศบาลช่วยพาไปฉีดวัคซีนและหาที่อยู่ให้มันด้วยค่ะ อย่าทำอันตรายมันนะคะ "
            "เด็ก ๆ ตั้งชื่อให้หมดแล้ว\n\nครูแป๋ม ศูนย์พัฒนาเด็กเล็กคลองน้อย 08 0000 0466"
        ),
    )


def _more_documents(days: Days) -> Told:
    """An answer to an officer's letter, quoting it."""
    at = days.ago(0, "08.10")
    asked = message_id("asked-for-documents", "klongnoy.go.th")
    invoice = PlainPage(
        heading="สัญญาเช่าอาคารพาณิชย์ (คัดเฉพาะหน้าที่ 1)",
        dated=at.date(),
        author="นายฟื้นฟู ปั้นดี",
        paragraphs=("ผู้ให้เช่าตกลงให้เช่า และผู้เช่าตกลงเช่า อาคารพาณิชย์เลขที่ 20 หมู่ 1 ตำบลคลองน้อย เพื่อจำหน่ายอาหาร",),
        rows=(("ผู้ให้เช่า", "นางสมใจ ญาติดี"), ("ผู้เช่า", "นายฟื้นฟู ปั้นดี"), ("ระยะเวลา", "3 ปี")),
        signer="นายฟื้นฟู ปั้นดี",
        signer_note="ผู้เช่า",
    )
    return letter(
        "more-documents",
        at,
        ("นายฟื้นฟู ปั้นดี", "fuenfu@example.com"),
        "RE: ขอเอกสารเพิ่มเติม คำขอจัดตั้งสถานที่จำหน่ายอาหาร",
        several(
            "mixed",
            text(
                "เรียน คุณวิชัย\n\nส่งสัญญาเช่าตามที่ขอมาแล้วครับ ส่วนใบรับรองแพทย์ หมอนัดพรุ่งนี้ ได้แล้วจะรีบส่ง\n\n"
                "ฟื้นฟู\n\n"
                "-----ข้อความต้นฉบับ-----\n"
                "จาก: กองสาธารณสุขและสิ่งแวดล้อม <health@klongnoy.go.th>\n"
                f"ส่ง: {long_date(days.ago(2, '14.02'))} 14:02\n"
                "ถึง: นายฟื้นฟู ปั้นดี\n"
                "เรื่อง: ขอเอกสารเพิ่มเติม คำขอจัดตั้งสถานที่จำหน่ายอาหาร\n\n"
                "เรียน คุณฟื้นฟู\n"
                "ตามที่ท่านยื่นคำขอไว้ ขอให้ส่งเอกสารเพิ่มเติม 2 รายการ ได้แก่ สัญญาเช่าอาคาร และใบรับรองแพทย์ของผู้ปรุงอาหาร\n"
            ),
            page(name_2231("สัญญาเช่า.pdf"), invoice),
        ),
        more=headers(("In-Reply-To", asked), ("References", asked)),
    )


def _street_lamp(days: Days) -> Told:
    return letter(
        "street-lamp",
        days.ago(1, "19.44"),
        ("น้ำผึ้ง คนริมคลอง", "namphueng@mail.example"),
        "ไฟทางดับสามดวง ซอยสะพานไม้",
        several(
            "mixed",
            text(
                "ไฟถนนซอยสะพานไม้ดับสามดวงติดกันตั้งแต่วันอาทิตย์ค่ะ เสาเลขที่ 14 15 16 "
                "หลานกลับจากเรียนพิเศษต้องเปิดไฟโทรศัพท์เดิน รบกวนช่วยซ่อมให้ด้วยนะคะ"
            ),
            attached(name_2047("เสาไฟต้นที่ 15 ซอยสะพานไม้.jpg"), image("lamp"), "image/jpeg"),
        ),
        to=BARE,
        more=PHONE_MAIL,
    )


def _thanks(days: Days) -> Told:
    return letter(
        "thanks",
        days.ago(2, "11.03"),
        ("ลุงสู่ขวัญ ปู่เจ้า", "loongsoo@example.com"),
        "ขอบใจคนเก็บขยะ",
        text(
            "เรียนท่านนายกฯ\n\nคนเราเขียนถึงราชการมักเขียนตอนโกรธ วันนี้ขอเขียนตอนหายโกรธบ้าง "
            "เมื่อวันพุธผมเผลอทิ้งฟันปลอมไปกับถุงขยะ พอรู้ตัวรถก็ไปแล้ว น้องคนเก็บขยะสองคนจอดรถค้นให้ "
            "จนเจอ ล้างมาให้เรียบร้อย ไม่ยอมรับเงินสักบาท\n\n"
            "ไม่ทราบชื่อ คนหนึ่งตัวสูง อีกคนใส่หมวกสีส้ม ฝากท่านบอกเขาด้วยว่าผมกินข้าวได้แล้ว\n\n"
            "สู่ขวัญ ปู่เจ้า\nอายุ 74 ปี หมู่ 2",
            wrap="quoted-printable",
        ),
    )


def _swing(days: Days) -> Told:
    return letter(
        "swing",
        days.ago(1, "16.52"),
        ("แม่ใบบัว", "mae.baibua@mail.example"),
        "จดหมายจากใบบัว ป.3",
        several(
            "mixed",
            text(
                "เรียนเทศบาล\n\nลูกสาวเขียนจดหมายเอง แม่แค่ถ่ายรูปส่งให้ค่ะ ชิงช้าที่สนามเด็กเล่นริมคลองเชือกขาดข้างหนึ่ง "
                "น้องห้อยลงมาเข่าถลอก แม่เห็นว่าอีกข้างก็ใกล้ขาดแล้ว\n\nแม่ใบบัว 08 0000 0523"
            ),
            attached(name_2231("จดหมายใบบัว.jpg"), image("drawing"), "image/jpeg"),
        ),
    )


def _village_petition(days: Days) -> Told:
    """A scanned sheet with five signatures and no date."""
    return letter(
        "petition",
        days.office(0, "08.20"),
        ("ที่ทำการผู้ใหญ่บ้านหมู่ 2", "moo2@klongnoy.example"),
        "ส่งหนังสือร้องทุกข์ของลูกบ้าน",
        several(
            "mixed",
            text("เรียนนายก\n\nส่งหนังสือร้องทุกข์ของลูกบ้านหมู่ 2 เรื่องท่อระบายน้ำหน้าวัด ตัวจริงจะฝากกำนันไปให้\n\nผู้ใหญ่แสงทอง"),
            attached(
                name_2231("scan0001 หนังสือร้องทุกข์ ม.2.jpg", charset="tis-620"), image("petition"), "image/jpeg"
            ),
        ),
    )


def _procurement_papers(days: Days) -> Told:
    return letter(
        "procurement",
        days.office(1, "14.09"),
        ("นางสาวณัฏฐ์ ตรวจทาน", "nat.t@civic.example"),
        "ขอข้อมูลข่าวสารของราชการ: สัญญาจ้างปรับปรุงถนนสายหน้าวัด",
        text(
            "เรียน นายกเทศมนตรีตำบลคลองน้อย\n\n"
            "ดิฉันขอใช้สิทธิตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 ขอสำเนาเอกสารต่อไปนี้ "
            "ในรูปแบบไฟล์ที่เปิดอ่านด้วยคอมพิวเตอร์ได้\n\n"
            "1. สัญญาจ้างปรับปรุงผิวจราจรถนนสายหน้าวัดคลองน้อย\n"
            "2. รายงานผลการตรวจรับพัสดุของสัญญานั้น\n"
            "3. ราคากลางและวิธีคำนวณ\n\n"
            "หากเรื่องใดเปิดเผยไม่ได้ โปรดแจ้งเหตุผลและสิทธิอุทธรณ์ด้วย\n\n"
            "ขอแสดงความนับถือ\nณัฏฐ์ ตรวจทาน"
        ),
    )


def _foreign_resident(days: Days) -> Told:
    return letter(
        "foreign-resident",
        days.ago(2, "15.16"),
        ("Peter Example", "peter@example.org"),
        "Question about the yellow house book",
        text(
            "Dear Sir or Madam,\n\n"
            "I have lived with my wife's family at 45 Moo 3 for six years. Which documents do I need\n"
            "for the yellow house registration book (thabian baan), and must the translation of my\n"
            "passport be certified?\n\n"
            "My wife says I should write in Thai. I am learning. ขอบคุณครับ\n\n"
            "Yours faithfully,\nPeter Example\n",
            wrap="quoted-printable",
        ),
    )


def _for_the_next_town(days: Days) -> Told:
    """Not ours: the canal lies in the next municipality."""
    return letter(
        "next-town",
        days.office(1, "10.58"),
        ("สุรีย์ ริมน้ำ", "suree@example.com"),
        "ขอให้ลอกผักตบชวา คลองท่าข้าม หมู่ 9 ตำบลท่าข้ามใหม่",
        text(
            "เรียน เทศบาลตำบลท่าข้ามใหม่\n\nผักตบชวาในคลองท่าข้าม หมู่ 9 ตำบลท่าข้ามใหม่ แน่นจนเรือออกไม่ได้ "
            "ขอให้เทศบาลตำบลท่าข้ามใหม่ส่งคนมาลอกก่อนน้ำหลาก\n\nสุรีย์ ริมน้ำ 08 0000 0940"
        ),
    )


def _for_the_power_company(days: Days) -> Told:
    return letter(
        "power-company",
        days.ago(1, "12.22"),
        ("ณรงค์ มิเตอร์หมุน", "narong@mail.example"),
        "ค่าไฟแพงผิดปกติ ขอตรวจมิเตอร์",
        text(
            "เรียน การไฟฟ้า\n\nเดือนนี้บ้านผมค่าไฟ 4,812 บาท ปกติไม่เกินพันสอง มิเตอร์หมุนทั้งที่ยกคัตเอาต์ลงแล้ว "
            "ขอให้ช่างมาตรวจมิเตอร์หมายเลข 00-000-814\n\nณรงค์ 82 หมู่ 5",
            charset="cp874",
            label="x-windows-874",
            wrap="quoted-printable",
        ),
        charset="cp874",
    )


def _forwarded_by_an_officer(days: Days) -> Told:
    """A citizen wrote to an officer's own address; he hands it on as it came."""
    inner = letter(
        "inner-drain",
        days.office(2, "21.07"),
        ("ประยูร อยู่ยืน", "prayoon@example.com"),
        "ฝาท่อหน้าร้านแตก",
        text(
            "พี่อนุชาครับ ฝาท่อหน้าร้านขายยาแตก คนแก่เกือบตกลงไปเมื่อวาน ผมไม่รู้จะแจ้งใคร "
            "เลยเขียนหาพี่ก่อน ช่วยหน่อยนะครับ\n\nประยูร ร้านยาประยูรเภสัช",
            charset="tis-620",
            wrap="quoted-printable",
        ),
        to=("อนุชา ตั้งมั่น", "anucha.personal@example.net"),
        charset="tis-620",
    )
    return letter(
        "forwarded-drain",
        days.office(1, "08.44"),
        ("อนุชา ตั้งมั่น", "anucha@klongnoy.go.th"),
        "ส่งต่อ: ฝาท่อหน้าร้านแตก (ประชาชนส่งเข้าอีเมลส่วนตัวของผม)",
        several(
            "mixed",
            text(
                "เรียน งานสารบรรณ\n\nประชาชนส่งเรื่องเข้าอีเมลส่วนตัวของผม จึงส่งต่อมาให้ลงรับ ต้นฉบับแนบมาทั้งฉบับ\n\nอนุชา กองช่าง"
            ),
            letter_inside(partial(inner.write)),
        ),
        relay="mail.klongnoy.go.th",
    )


def _through_facebook(days: Days) -> Told:
    """A channel that was not announced."""
    at = days.office(0, "08.02")
    return letter(
        "facebook",
        at,
        ("งานประชาสัมพันธ์ สำนักปลัดเทศบาล", "office@klongnoy.go.th"),
        word("มีประชาชนร้องเรียนทางกล่องข้อความเพจ"),
        text(
            "เรียน งานสารบรรณ\n\nมีประชาชนส่งข้อความเข้าเพจเทศบาลเมื่อคืน ซึ่งไม่ใช่ช่องทางที่ประกาศไว้ "
            "จึงคัดลอกมาให้ลงรับ\n\n"
            "ผู้ส่ง: ปลื้มจิต (ชื่อที่ใช้ในเพจ) ขอให้ติดต่อกลับที่ pluemjit@example.com\n"
            "ข้อความ: “น้ำประปาหมู่บ้านสีเหมือนชาเย็นมาสองวันแล้วค่ะ ซักผ้าขาวกลายเป็นผ้าเหลือง "
            "หมู่ 6 ทั้งซอย ช่วยมาดูถังกรองหน่อยค่ะ”\n\nงานประชาสัมพันธ์"
        ),
        to=CENTRAL,
        relay="mail.klongnoy.go.th",
    )
