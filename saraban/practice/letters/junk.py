"""What the provider put into the junk folder: mostly rightly."""

from __future__ import annotations

from saraban.practice.envelopes import attached, headers, html, name_2231, page, several, text
from saraban.practice.letters.agencies import DISTRICT_HALL
from saraban.practice.pages import OfficialLetter
from saraban.practice.told import BARE, Days, Told, image, letter, running
from saraban.thai.dates import full_date, long_date

SPAM = headers(("X-Spam-Flag", "YES"), ("X-Spam-Score", "8.4"))


def told(days: Days) -> list[Told]:
    return [
        _district_in_junk(days),
        _citizen_in_junk(days),
        _ink_cartridges(days),
        _easy_loan(days),
        _false_provider(days),
        _search_engine(days),
    ]


def _district_in_junk(days: Days) -> Told:
    """Genuine and urgent: the reason why the guide has the junk folder looked at."""
    at = days.office(1, "16.05")
    flood = days.coming(4)
    official = OfficialLetter(
        urgency="ด่วนที่สุด",
        number=f"นย 0518/{running(at.date(), in_a_year=1650) + 3}",
        dated=at.date(),
        sender="อำเภอปากทาง",
        office=DISTRICT_HALL,
        subject="ขอรับการสนับสนุนเครื่องสูบน้ำและกระสอบทราย",
        paragraphs=(
            f"ด้วยระดับน้ำในคลองปากทางเพิ่มสูงขึ้น คาดว่าจะเอ่อเข้าท่วมถนนหน้าโรงพยาบาลปากทางใน{long_date(flood)}",
            "อำเภอปากทางจึงขอรับการสนับสนุนเครื่องสูบน้ำขนาด 8 นิ้ว จำนวน 1 เครื่อง พร้อมเจ้าหน้าที่ "
            f"และกระสอบทราย 500 ใบ ภายในวันที่ {full_date(days.weekday_before(flood))}",
            "จึงเรียนมาเพื่อโปรดพิจารณาให้การสนับสนุนเป็นการด่วน",
        ),
        signer="นายวรวุฒิ กุศลธรรม",
        positions=("นายอำเภอปากทาง",),
        owner=("ที่ทำการปกครองอำเภอ", "ฝ่ายความมั่นคง", "โทร. 0 3700 0519"),
        email="saraban@pakthang.example",
    )
    return letter(
        "district-urgent",
        at,
        ("อำเภอปากทาง ฝ่ายความมั่นคง", "pakthang.security@mail.example"),
        "ส่งหนังสือ ด่วน!!!",
        several("mixed", text("ตามแนบ"), page(name_2231("นย0518 ขอเครื่องสูบน้ำ.pdf"), official)),
        to=BARE,
        junk=True,
        more=headers(("X-Spam-Flag", "YES"), ("X-Spam-Score", "5.1")),
    )


def _citizen_in_junk(days: Days) -> Told:
    return letter(
        "citizen-in-junk",
        days.ago(1, "22.16"),
        ("ใจ", "jai1999@freemail.example"),
        "ช่วยด้วยค่ะ ต้นไม้พาดสายไฟหน้าบ้านยาย",
        several(
            "mixed",
            text(
                "ต้นก้ามปูหน้าบ้านยาย หมู่ 8 กิ่งใหญ่พาดสายไฟ ลมแรงทีไรมีประกายไฟ ยายอยู่คนเดียวค่ะ บ้านเลขที่ 9/1 ขอให้มาตัดก่อนฝนหน้า\nใจ (หลาน) 08 0000 0801"
            ),
            attached(name_2231("แถวนั้นมืดมาก.jpg"), image("lamp"), "image/jpeg"),
        ),
        to=BARE,
        junk=True,
        more=headers(("X-Spam-Flag", "YES"), ("X-Spam-Score", "5.3")),
    )


def _ink_cartridges(days: Days) -> Told:
    return letter(
        "ink",
        days.ago(0, "08.02"),
        ("ร้านหมึกดีดี", "noreply@shop.example"),
        "โปรโมชันหมึกพิมพ์ลด 50% เฉพาะหน่วยงานราชการ",
        html(
            "<h1>ลด 50%</h1><p>หมึกพิมพ์เทียบเท่าทุกรุ่น ส่งฟรีเมื่อครบ 999 บาท วันนี้วันเดียว</p>"
            '<p><a href="https://shop.example/buy?id=81">สั่งซื้อ</a></p><img src="https://shop.example/ink.jpg">'
        ),
        to=BARE,
        junk=True,
        more=(*SPAM, *headers(("List-Unsubscribe", "<https://shop.example/u>"))),
        relay="blast.shop.example",
    )


def _easy_loan(days: Days) -> Told:
    return letter(
        "loan",
        days.ago(1, "04.11"),
        ("สินเชื่อทันใจ", "cash@loan-fast.example"),
        "อนุมัติแล้ว! วงเงินข้าราชการ 500,000 บาท ไม่เช็กประวัติ",
        text("ยินดีด้วย ท่านได้รับอนุมัติวงเงิน 500,000 บาท ดอกเบี้ยต่ำ แอดไลน์มาคุยกันก่อนเที่ยงคืน", wrap="quoted-printable"),
        to=BARE,
        junk=True,
        more=SPAM,
    )


def _false_provider(days: Days) -> Told:
    return letter(
        "false-provider",
        days.ago(2, "23.58"),
        ("ผู้ดูแลระบบ klongnoy.go.th", "admin@kl0ngnoy-go-th.example"),
        "แจ้งครั้งสุดท้าย: บัญชี saraban จะถูกระงับใน 24 ชั่วโมง",
        html(
            "<p>เรียน saraban@klongnoy.go.th</p><p>กล่องจดหมายของท่านเต็ม โปรดยืนยันรหัสผ่านภายใน 24 ชั่วโมง มิฉะนั้นบัญชีจะถูกลบ</p>"
            '<p><a href="https://kl0ngnoy-go-th.example/login">https://mail.klongnoy.go.th/login</a></p>'
        ),
        to=BARE,
        junk=True,
        more=SPAM,
    )


def _search_engine(days: Days) -> Told:
    return letter(
        "first-page",
        days.ago(3, "02.39"),
        ("Olivia", "olivia@rank-one.example"),
        "Your website klongnoy.go.th could be on the FIRST page",
        text(
            "Hi,\n\nI was on your website and noticed 14 errors. May I send you a quote?\n\nOlivia",
            wrap="7bit",
        ),
        to=BARE,
        junk=True,
        more=SPAM,
    )
