"""One hundred mails from citizens, firms without a letter, and machines, and what a careful clerk enters for them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.cards.mail import AGENCY, BANGKOK, MAYOR, PHOTO, US, Attached, Label, Mail
from tests.cards.paper import Paper
from tests.letters.letter import Header

PHONE = "ส่งจาก iPhone ของฉัน"
TITLES = re.compile(
    "^(นาย|นางสาว|นาง|น\\.ส\\.|คุณ|ดร\\.|ว่าที่ร้อยตรี|ร\\.ต\\.|ส\\.ต\\.อ\\.|ผศ\\.|ด\\.ต\\.|จ\\.ส\\.อ\\.) ?"
)
MAYORS = ["นายกเทศมนตรี", "ท่านนายกเทศมนตรี", MAYOR, "ท่าน" + MAYOR]
TO_US = [*US, "เทศบาล", "เทศบาลคลองน้อย"]


def named(name: str) -> list[str]:
    bare = TITLES.sub("", name)
    return list(
        dict.fromkeys([name, bare, TITLES.sub(lambda m: m[1], name), TITLES.sub(lambda m: m[1] + " ", name)])
    )


def photo(name: str = "IMG_2034.jpg", **more: Any) -> Attached:
    return Attached(name, PHOTO, "image/jpeg", **more)


class Desk:
    def __init__(self) -> None:
        self.dice = random.Random(9902)
        self.made: list[Mail] = []

    def add(
        self,
        about: str,
        sender: tuple[str, str],
        subject: str,
        body: str,
        *,
        name: str | list[str] | None = None,
        to: list[str] | None = None,
        title: str | list[str] | None = None,
        summary: list[str] | None = None,
        at: str = "",
        dated: list[str] | None = None,
        outcome: str | list[str] = "register",
        part: str = "body",
        no_name: bool = False,
        **envelope: Any,
    ) -> None:
        """`name`: whose letter it is; `title`: what stands under เรื่อง, the mail's subject where not said."""
        if at:
            moment = datetime.fromisoformat(f"2026-{at}").replace(tzinfo=BANGKOK)
        else:
            moment = datetime(2026, 1, 5, tzinfo=BANGKOK) + timedelta(
                days=self.dice.randrange(60),
                minutes=self.dice.randrange(6 * 60, 22 * 60),
                seconds=self.dice.randrange(60),
            )
        body = body.replace("{today}", thai_day(moment))
        whose = [name] if isinstance(name, str) else name or [sender[0]]
        titles = [title] if isinstance(title, str) else title or [subject]
        label: dict[str, Any] = {
            "part": part,
            "their_number": {"accept": ["-"]},
            "dated": {"accept": dated or [moment.date().isoformat()]},
            "sender": {"unknown": True}
            if no_name
            else {"accept": [one for full in whose for one in named(full)]},
            "recipient": {"accept": to or list(US)},
            "subject": _subject(titles, summary),
        }
        outcomes = [outcome] if isinstance(outcome, str) else outcome
        self.made.append(
            Mail(
                about=about,
                sender=sender,
                subject=subject,
                body=body,
                at=moment,
                outcome=outcomes,
                letters=[label] if outcomes == ["register"] else [],
                folded=self.dice.random() < 0.5,
                utc=envelope.pop("utc", self.dice.random() < 0.2),
                **envelope,
            )
        )


def _subject(titles: Sequence[str], summary: list[str] | None) -> Label:
    if summary is None:
        return {"accept": list(titles)}
    label: Label = {"words": summary, "least": min(3, len(summary))}
    if any(titles):
        label["accept"] = [one for one in titles if one]
    return label


def thai_day(at: datetime) -> str:
    months = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม"]
    return f"{at.day} {months[at.month - 1]} {at.year + 543}"


def mails() -> list[Mail]:
    d = Desk()
    formal(d)
    chatty(d)
    from_phones(d)
    without_subject(d)
    replies_and_forwards(d)
    names(d)
    with_files(d)
    html_only(d)
    windows_874(d)
    long_histories(d)
    near_midnight(d)
    firms(d)
    not_to_be_entered(d)
    return d.made


def formal(d: Desk) -> None:
    rows: list[tuple[str, str, str, str, str, list[str], str]] = [
        ("สมหญิง ใจกล้า", "somying", "ขออนุญาตใช้ลานกีฬาหน้าเทศบาล", "นายกเทศมนตรีตำบลคลองน้อย", "นางสมหญิง ใจกล้า", [MAYOR], "ข้าพเจ้ามีความประสงค์ขอใช้ลานกีฬาเพื่อจัดงานมงคลสมรสของบุตรสาว ในวันที่ 14 มีนาคม 2569"),
        ("ประยูร ทองก้อน", "prayoon", "ขอให้ซ่อมแซมถนนซอยวัดโบสถ์ หมู่ที่ 4", "นายกเทศมนตรี", "นายประยูร ทองก้อน", MAYORS, "ถนนเป็นหลุมบ่อตั้งแต่วันที่ 2 ธันวาคม 2568 รถจักรยานยนต์ล้มหลายครั้ง"),
        ("วารุณี หนองขาม", "warunee", "ร้องเรียนเสียงดังจากโรงสีข้าว", "ท่านนายกเทศมนตรีตำบลคลองน้อย", "นางสาววารุณี หนองขาม", MAYORS, "โรงสีเดินเครื่องหลังเวลา 22.00 น. ทุกคืน ผู้สูงอายุในบ้านนอนไม่ได้"),
        ("อุดม ผาสุกดี", "udom", "ขอถังขยะเพิ่ม ชุมชนริมคลอง", "ผู้อำนวยการกองสาธารณสุขและสิ่งแวดล้อม", "นายอุดม ผาสุกดี", ["ผู้อำนวยการกองสาธารณสุขและสิ่งแวดล้อม"], "ชุมชนมี 42 หลังคาเรือน แต่มีถังขยะเพียง 2 ใบ"),
        ("กมล เรืองสิน", "kamol", "ขอคัดสำเนาใบอนุญาตก่อสร้าง เลขที่ 31/2561", "นายกเทศมนตรีตำบลคลองน้อย", "นายกมล เรืองสิน", [MAYOR], "ใบอนุญาตเดิม ที่ 31/2561 ลงวันที่ 9 พฤษภาคม 2561 สูญหาย จึงขอคัดสำเนา"),
        ("พิมพ์ใจ บัวแก้ว", "pimjai", "ขอลดหย่อนภาษีที่ดินและสิ่งปลูกสร้าง ประจำปี 2569", "ผู้อำนวยการกองคลัง", "นางพิมพ์ใจ บัวแก้ว", ["ผู้อำนวยการกองคลัง"], "บ้านของข้าพเจ้าถูกน้ำท่วมเสียหายบางส่วน"),
        ("เสน่ห์ คำพันธ์", "saneh", "ขอรับเบี้ยยังชีพผู้สูงอายุ", "นายกเทศมนตรีตำบลคลองน้อย", "นายเสน่ห์ คำพันธ์", [MAYOR], "ข้าพเจ้าเกิดวันที่ 3 เมษายน 2509 จะมีอายุครบ 60 ปี"),
        ("มานพ จันทร์ฉาย", "manop", "คัดค้านการก่อสร้างเสาสัญญาณโทรศัพท์", "ปลัดเทศบาลตำบลคลองน้อย", "นายมานพ จันทร์ฉาย", ["ปลัดเทศบาลตำบลคลองน้อย"], "เสาอยู่ห่างจากโรงเรียนเพียง 30 เมตร และไม่มีการทำประชาคม"),
        ("รัชนี ศรีบุญเรือง", "ratchanee", "ขอให้ตัดต้นไม้ใหญ่ที่เอนพาดสายไฟ", "หัวหน้าสำนักปลัดเทศบาล", "นางรัชนี ศรีบุญเรือง", ["หัวหน้าสำนักปลัดเทศบาล"], "ต้นจามจุรีหน้าบ้านเลขที่ 77 เอนพาดสายไฟแรงต่ำ"),
        ("ชาติชาย โพธิ์ทอง", "chatchai", "ขอหนังสือรับรองการอยู่อาศัย", "นายกเทศมนตรีตำบลคลองน้อย", "ว่าที่ร้อยตรี ชาติชาย โพธิ์ทอง", [MAYOR], "เพื่อนำไปประกอบการขอติดตั้งมิเตอร์ประปา"),
        ("เพ็ญศรี ดอนเมือง", "pensri", "ขออุทธรณ์คำสั่งไม่อนุญาตติดตั้งป้าย", "นายกเทศมนตรีตำบลคลองน้อย", "นางเพ็ญศรี ดอนเมือง", [MAYOR], "ตามหนังสือเทศบาล ที่ คน 53101/45 ลงวันที่ 12 มกราคม 2569 แจ้งคำสั่งไม่อนุญาต ข้าพเจ้าไม่เห็นด้วย"),
        ("ธนากร ไพรวัลย์", "thanakorn", "ขอข้อมูลข่าวสารของราชการ ผลการสอบราคาโครงการขุดลอกคลอง", "นายกเทศมนตรีตำบลคลองน้อย", "นายธนากร ไพรวัลย์", [MAYOR], "ขอใช้สิทธิตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540"),
        ("อนงค์ แสงอรุณ", "anong", "ขอความอนุเคราะห์เต็นท์และเก้าอี้สำหรับงานศพ", "นายกเทศมนตรีตำบลคลองน้อย", "นางอนงค์ แสงอรุณ", [MAYOR], "มารดาถึงแก่กรรม กำหนดสวดอภิธรรม 3 คืน ณ วัดคลองน้อย"),
        ("สุนทรี นาคเกษม", "suntaree", "ขอเลื่อนชำระค่าปรับ", "ผู้อำนวยการกองคลัง เทศบาลตำบลคลองน้อย", "น.ส.สุนทรี นาคเกษม", ["ผู้อำนวยการกองคลัง เทศบาลตำบลคลองน้อย"], "ขอเลื่อนไปชำระภายในวันที่ 31 มีนาคม 2569"),
    ]  # fmt: skip
    forms = [
        "{today}\n\nเรื่อง  {subject}\n\nเรียน  {to}\n\n\t{text}\n\n\tจึงเรียนมาเพื่อโปรดพิจารณา\n\n\t\tขอแสดงความนับถือ\n\n\t\t({name})\n\t\tโทร. 08 0000 1234\n",
        "เรียน {to}\n\n{text}\n\nจึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ\n\nขอแสดงความนับถือ\n{name}\nบ้านเลขที่ 99/9 หมู่ที่ 4 ตำบลคลองน้อย\n",
        "เรื่อง {subject}\nเรียน {to}\n\nด้วยข้าพเจ้า {name} อยู่บ้านเลขที่ 45 หมู่ที่ 2 ตำบลคลองน้อย {text}\n\nจึงเรียนมาเพื่อทราบ\n\nลงชื่อ {name}\nเลขประจำตัวประชาชน 1-9999-00000-00-0\n",
        "เรียน {to}\n\n   ข้าพเจ้า{name} {text}\n\n   จึงเรียนมาเพื่อโปรดพิจารณา\n\nด้วยความเคารพ\n{name}\n08-0000-4321\n",
    ]
    for i, (shown, local, subject, to, name, accepted, text) in enumerate(rows):
        body = forms[i % len(forms)].replace("{subject}", subject).replace("{to}", to)
        d.add(
            f"formal {i}",
            (shown, f"{local}@mail.example"),
            subject,
            body.replace("{text}", text).replace("{name}", name),
            name=name,
            to=accepted,
        )
    d.add(
        "the mail's subject is general, the letter in it has its own",
        ("สุรีย์ วงศ์ใหญ่", "suree@mail.example"),
        "ร้องเรียน",
        "เรื่อง ร้องเรียนกลิ่นเหม็นจากฟาร์มไก่ หมู่ที่ 5\nเรียน นายกเทศมนตรีตำบลคลองน้อย\n\nฟาร์มไก่ส่งกลิ่นเหม็นทุกเย็น ขอให้ตรวจสอบ\n\nขอแสดงความนับถือ\nนางสุรีย์ วงศ์ใหญ่\n",
        name="นางสุรีย์ วงศ์ใหญ่",
        to=[MAYOR],
        title=["ร้องเรียนกลิ่นเหม็นจากฟาร์มไก่ หมู่ที่ 5", "ร้องเรียน"],
    )
    d.add(
        "urgency in the subject is no part of it",
        ("ณรงค์ ชัยภูมิสกุล", "narong@mail.example"),
        "ด่วนที่สุด! สะพานไม้หมู่ 6 ใกล้พัง",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\n\nสะพานไม้ข้ามคลองหมู่ 6 เสาหักไปแล้ว 2 ต้น เด็กนักเรียนต้องใช้ทุกวัน\n\nนายณรงค์ ชัยภูมิสกุล\nโทร 08 0000 7777\n",
        name="นายณรงค์ ชัยภูมิสกุล",
        to=[MAYOR],
        title="สะพานไม้หมู่ 6 ใกล้พัง",
    )


def chatty(d: Desk) -> None:
    rows: list[tuple[str, str, str, str, list[str], list[str]]] = [
        ("Pranee S.", "สอบถามค่าขยะค่ะ", "สวัสดีค่ะ อยากทราบว่าค่าขยะปีนี้จ่ายที่ไหนได้บ้างคะ โอนได้ไหม\nขอบคุณค่ะ\nปราณี สายทอง", "", ["ปราณี สายทอง"], list(US)),
        ("ต้น บ้านสวน", "น้ำไม่ไหลมา 3 วันแล้ว", "หมู่ 7 ซอย 2 น้ำไม่ไหลเลยครับ โทรไปก็ไม่มีคนรับ ช่วยดูหน่อย\n\nชัยวัฒน์ ต้นสน", "", ["ชัยวัฒน์ ต้นสน"], list(US)),
        ("มะลิ วันดี", "หมาจรจัดเยอะมากหน้าตลาด", "คือหมาจรจัดเยอะมากเลยค่ะ เมื่อวานไล่กัดเด็ก อยากให้เทศบาลมาจับไปทำหมัน\nมะลิค่ะ", "", ["มะลิ วันดี"], list(US)),
        ("สมชาย ลำดวน", "ไฟถนนดับ หน้าวัดคลองน้อย", "ไฟดับมาสองอาทิตย์แล้วครับ มืดมาก", "", ["สมชาย ลำดวน"], list(US)),
        ("ดวงใจ แก้วกัลยา", "ขอสอบถามเรื่องใบอนุญาตขายของในตลาด", "ถึง เทศบาลคลองน้อย\n\nหนูจะขายลูกชิ้นในตลาดนัดวันพุธ ต้องขอใบอนุญาตอะไรบ้างคะ\n\nดวงใจ แก้วกัลยา 080-000-5555", "", ["ดวงใจ แก้วกัลยา"], TO_US),
        ("Kitti", "ท่อระบายน้ำตัน", "สวัสดีครับ ผมกิตติ พูนทรัพย์ บ้าน 12/8 ท่อหน้าบ้านตันน้ำเอ่อเข้าบ้าน รบกวนส่งคนมาดูครับ", "", ["กิตติ พูนทรัพย์"], list(US)),
        ("ลุงชม", "ขอบ่นเรื่องรถขยะ", "รถขยะไม่มาเก็บ 2 อาทิตย์แล้ว ขยะเน่าเหม็นไปหมด ลุงอายุ 70 แล้วขนไปทิ้งเองไม่ไหว\n\nนายชม กล้าหาญ หมู่ 1", "", ["นายชม กล้าหาญ"], list(US)),
        ("ปิยะดา มั่นใจ", "เสนอแนะการจัดงานลอยกระทง", "ปีหน้าอยากให้จัดที่จอดรถให้ชัดเจนกว่านี้ค่ะ ปีที่แล้วรถติดมาก\n\nจากคนคลองน้อยคนหนึ่ง", "", ["ปิยะดา มั่นใจ"], list(US)),
        ("นิดา ภูผา", "สอบถามวันรับสมัครเด็กเล็กศูนย์พัฒนาเด็กเล็ก", "รบกวนสอบถามค่ะ ลูกอายุ 2 ขวบ 8 เดือน สมัครได้เมื่อไหร่คะ ต้องใช้เอกสารอะไรบ้าง", "", ["นิดา ภูผา"], list(US)),
        ("เอกชัย ศิลาแลง", "ขอบคุณเจ้าหน้าที่ดับเพลิง", "เมื่อคืนไฟไหม้หญ้าหลังบ้าน เจ้าหน้าที่มาเร็วมากครับ ขอบคุณทุกท่าน อยากฝากถึงหัวหน้าด้วย\nเอกชัย ศิลาแลง", "", ["เอกชัย ศิลาแลง"], [*US, "หัวหน้า"]),
        ("สายสุนีย์ อ่างทอง", "เรื่อง ขอใช้น้ำจากรถน้ำเทศบาล", "เรียนเจ้าหน้าที่ค่ะ ที่บ้านน้ำประปาไม่ไหล ขอรถน้ำ 1 คันได้ไหมคะ\nสายสุนีย์ อ่างทอง", "ขอใช้น้ำจากรถน้ำเทศบาล", ["สายสุนีย์ อ่างทอง"], [*US, "เจ้าหน้าที่"]),
        ("พงษ์ศักดิ์ ดีเลิศ", "ช่วยด้วยครับ!!! น้ำท่วมบ้าน", "น้ำท่วมถึงเข่าแล้ว มีคนแก่ติดเตียง 1 คน บ้านเลขที่ 5 หมู่ 8\nพงษ์ศักดิ์ ดีเลิศ", "", ["พงษ์ศักดิ์ ดีเลิศ"], list(US)),
        ("Anonymous", "แจ้งการลักลอบทิ้งขยะริมคลอง", "มีรถกระบะมาทิ้งขยะริมคลองทุกคืนวันเสาร์ ขอไม่เปิดเผยชื่อ กลัวมีปัญหา\n\nผู้ไม่ประสงค์ออกนาม", "", ["ผู้ไม่ประสงค์ออกนาม", "ไม่ประสงค์ออกนาม", "Anonymous"], list(US)),
        ("ศิริพร วัฒนากุล", "สอบถามการต่อทะเบียนพาณิชย์ และค่าธรรมเนียม", "สวัสดีค่ะ เปิดร้านกาแฟมา 3 ปี ต้องต่อทะเบียนไหมคะ\n\nBest regards,\nSiriporn", "", ["ศิริพร วัฒนากุล"], list(US)),
    ]  # fmt: skip
    for i, (shown, subject, body, title, whose, to) in enumerate(rows):
        titles = [title, subject] if title else [subject]
        d.add(
            f"chatty {i}",
            (shown, f"citizen{i:02d}@mail.example"),
            subject,
            body + "\n",
            name=whose,
            to=to,
            title=[*titles, subject.removesuffix("ค่ะ").strip(), subject.removeprefix("ช่วยด้วยครับ!!! ")],
        )


def from_phones(d: Desk) -> None:
    rows: list[tuple[str, str, str, str]] = [
        ("บุญเลิศ นาดี", "ขอรถสูบส้วม", "บ้านเลขที่ 88 หมู่ 3 ขอรถสูบส้วมด้วยครับ\nบุญเลิศ นาดี", "บุญเลิศ นาดี"),
        ("สุชาดา พรมมา", "เอกสารขอมิเตอร์น้ำ", "ส่งเอกสารค่ะ", "สุชาดา พรมมา"),
        ("Wanchai", "ป้ายซอยล้ม", "ป้ายชื่อซอยสุขใจ 3 ล้มขวางทาง\n\nวันชัย ชูศรี", "วันชัย ชูศรี"),
        ("อารี ทับทิม", "แจ้งต้นไม้ล้มทับรั้ว", "ต้นไม้ล้มทับรั้วบ้านเมื่อเช้านี้ค่ะ ช่วยมาตัดหน่อยค่ะ", "อารี ทับทิม"),
        (
            "ไพฑูรย์ หินดาด",
            "สอบถามคิวทำบัตรผู้พิการ",
            "ต้องจองคิวก่อนไหมครับ\n\nไพฑูรย์ หินดาด\nโทร 0800002222",
            "ไพฑูรย์ หินดาด",
        ),
        (
            "เกศินี ธาราทิพย์",
            "ขอเปลี่ยนแปลงที่อยู่ส่งใบแจ้งภาษี",
            "ย้ายบ้านแล้วค่ะ ที่อยู่ใหม่ 101/5 หมู่ 2 ตำบลบางธาร",
            "เกศินี ธาราทิพย์",
        ),
        ("นพดล กาญจน์", "ถนนเป็นหลุม ซอย 5", "รูปแนบครับ", "นพดล กาญจน์"),
    ]
    feet = [
        PHONE,
        "Sent from my iPhone",
        "ส่งจาก Samsung Galaxy สมาร์ทโฟนของฉัน",
        "รับ Outlook สำหรับ Android",
        "ส่งจากมือถือ Xiaomi ของฉัน",
    ]
    for i, (shown, subject, body, whose) in enumerate(rows):
        files = [photo(f"IMG_{2000 + i}.jpg"), photo("image1.jpeg")] if i in (1, 6) else []
        d.add(
            f"from a phone {i}",
            (shown, f"phone{i}@mail.example"),
            subject,
            f"{body}\n\n{feet[i % len(feet)]}\n",
            name=whose,
            attached=files,
        )
    d.add(
        "from a phone, display name is a nickname",
        ("nong_aom ♡", "aom2539@mail.example"),
        "ขอข้อมูลอบรมอาชีพ",
        f"สนใจอบรมทำขนมค่ะ ชื่อ น.ส.อรอุมา บุญประเสริฐ อายุ 29 ปี อยู่หมู่ 2 ค่ะ\n\n{PHONE}\n",
        name=["น.ส.อรอุมา บุญประเสริฐ", "นางสาวอรอุมา บุญประเสริฐ"],
    )


def without_subject(d: Desk) -> None:
    d.add(
        "no subject, a broken lamp",
        ("ถวิล มั่งมี", "thawin@mail.example"),
        "",
        "แจ้งไฟฟ้าสาธารณะดับ 3 ดวง หน้าโรงเรียนบ้านคลองน้อย ตั้งแต่วันจันทร์ครับ\n\nถวิล มั่งมี\n",
        summary=["ไฟฟ้าสาธารณะ|ไฟ", "ดับ", "โรงเรียน|หน้าโรงเรียน", "3 ดวง|แจ้ง"],
    )
    d.add(
        "no subject, but the letter has one",
        ("อำนวย ศรีสุข", "amnuay@mail.example"),
        "",
        "เรื่อง ขอรับการสนับสนุนพันธุ์ปลา\nเรียน นายกเทศมนตรีตำบลคลองน้อย\n\nกลุ่มเลี้ยงปลาหมู่ 9 ขอรับการสนับสนุนพันธุ์ปลา 5,000 ตัว\n\nขอแสดงความนับถือ\nนายอำนวย ศรีสุข\nประธานกลุ่มเลี้ยงปลา\n",
        name=["นายอำนวย ศรีสุข", "นายอำนวย ศรีสุข ประธานกลุ่มเลี้ยงปลา"],
        to=[MAYOR],
        title="ขอรับการสนับสนุนพันธุ์ปลา",
    )
    d.add(
        "no subject, from a phone, a request",
        ("มณี เพชรงาม", "manee@mail.example"),
        "",
        f"สวัสดีค่ะ ขอคัดสำเนาทะเบียนบ้านเลขที่ 44 หมู่ 5 ต้องทำอย่างไรคะ\n\n{PHONE}\n",
        summary=["คัดสำเนา|สำเนา", "ทะเบียนบ้าน", "ขอ", "44|หมู่ 5"],
    )
    d.add(
        "no subject, a complaint in a long paragraph",
        ("สมพงษ์ ราตรี", "sompong@mail.example"),
        "",
        "เรียนท่านนายกครับ ผมเดือดร้อนมากจากร้านคาราโอเกะข้างบ้าน เปิดเพลงเสียงดังถึงตีสองทุกวันศุกร์และเสาร์ เคยไปพูดแล้วก็ไม่ฟัง แจ้งตำรวจแล้วก็เงียบ ขอให้เทศบาลส่งเจ้าหน้าที่มาตรวจสอบใบอนุญาตและวัดระดับเสียงด้วยครับ ผมมีลูกเล็กและคุณแม่ป่วยติดเตียง ไม่ได้นอนเลย\n\nสมพงษ์ ราตรี\n",
        summary=["คาราโอเกะ", "เสียงดัง|เพลงเสียงดัง", "เดือดร้อน|ร้องเรียน|ตรวจสอบ", "ข้างบ้าน|ใบอนุญาต|ตีสอง"],
        to=["ท่านนายก", "นายก", *MAYORS, AGENCY],
    )
    d.add(
        "no subject, only a photo and a line",
        ("กานดา ลิ้มเจริญ", "kanda@mail.example"),
        "",
        "ท่อแตกหน้าบ้านค่ะ น้ำไหลนองถนนตั้งแต่เมื่อคืน\n",
        summary=["ท่อแตก", "น้ำ", "หน้าบ้าน", "ถนน|นอง"],
        attached=[photo("S__12345678.jpg")],
    )
    d.add(
        "no subject, greeting first",
        ("ชลธี วารี", "chonlathee@mail.example"),
        "",
        "สวัสดีครับ\n\nผมต้องการสมัครเรียนว่ายน้ำที่สระเทศบาลสำหรับลูกอายุ 7 ขวบ 2 คน\nไม่ทราบว่าค่าใช้จ่ายเท่าไร\n\nขอบคุณครับ\nชลธี วารี\n",
        summary=["สมัคร", "ว่ายน้ำ", "สระเทศบาล|ลูก", "ค่าใช้จ่าย|เรียน"],
    )
    d.add(
        "subject is only the machine's word",
        ("ยุพิน แดงสด", "yupin@mail.example"),
        "(no subject)",
        "ขอให้เทศบาลพ่นหมอกควันกำจัดยุงในซอยร่วมใจ มีคนเป็นไข้เลือดออก 2 คนแล้ว\nยุพิน แดงสด\n",
        title="",
        summary=["พ่นหมอกควัน|หมอกควัน", "ยุง", "ไข้เลือดออก|ซอยร่วมใจ", "กำจัด|ขอ"],
    )


def replies_and_forwards(d: Desk) -> None:
    d.add(
        "Re: with new papers",
        ("จรัญ หอมหวน", "jaran@mail.example"),
        "Re: ขอขึ้นทะเบียนสุนัข",
        "ส่งสำเนาบัตรเพิ่มเติมตามที่แจ้งครับ\nจรัญ หอมหวน\n\n> เมื่อ 12 ม.ค. 2569 เทศบาลตำบลคลองน้อย เขียนว่า:\n> โปรดส่งสำเนาบัตรประจำตัวประชาชนเพิ่มเติม\n",
        title="ขอขึ้นทะเบียนสุนัข",
        attached=[photo("บัตรประชาชน.jpg", naming="word")],
    )
    d.add(
        "RE: RE: thread",
        ("ลัดดา พึ่งบุญ", "ladda@mail.example"),
        "RE: RE: ขอแบบแปลนบ้านเพื่อประชาชน",
        "เรียน กองช่าง\nได้รับแบบแล้ว แต่ไฟล์เปิดไม่ได้ค่ะ รบกวนส่งใหม่\nลัดดา พึ่งบุญ\n",
        title="ขอแบบแปลนบ้านเพื่อประชาชน",
        to=["กองช่าง"],
    )
    d.add(
        "ตอบกลับ: prefix",
        ("สุเทพ วังน้อย", "suthep@mail.example"),
        "ตอบกลับ: แจ้งให้ชำระภาษีป้าย",
        "ได้ชำระแล้วเมื่อวันที่ 20 มกราคม 2569 ตามสลิปที่แนบครับ\n\nสุเทพ วังน้อย\n",
        title="แจ้งให้ชำระภาษีป้าย",
        attached=[photo("slip.jpg")],
    )
    d.add(
        "Fwd: of her own mail to another address",
        ("อรุณี เนินสูง", "arunee@mail.example"),
        "Fwd: ขอความช่วยเหลือผู้ป่วยติดเตียง",
        "ส่งใหม่อีกครั้งค่ะ อันแรกส่งผิดที่\n\n---------- Forwarded message ---------\nจาก: อรุณี เนินสูง <arunee@mail.example>\nวันที่: จ. 5 ม.ค. 2569 เวลา 08:15\nเรื่อง: ขอความช่วยเหลือผู้ป่วยติดเตียง\nถึง: info@otheroffice.example\n\nเรียน เจ้าหน้าที่\nขอรับผ้าอ้อมผู้ใหญ่สำหรับคุณพ่อค่ะ\nอรุณี เนินสูง\n",
        title="ขอความช่วยเหลือผู้ป่วยติดเตียง",
        to=[*US, "เจ้าหน้าที่"],
    )
    d.add(
        "ส่งต่อ: a relative's mail",
        ("วิทยา กลางทุ่ง", "wittaya@mail.example"),
        "ส่งต่อ: ขอใบรับรองความเป็นโสด",
        "ส่งแทนพี่สาวครับ เรื่องข้างล่าง\nวิทยา กลางทุ่ง\n\n----- ข้อความที่ส่งต่อ -----\nจาก: วิไล กลางทุ่ง\nขอใบรับรองค่ะ\n",
        title="ขอใบรับรองความเป็นโสด",
        name=["วิทยา กลางทุ่ง"],
    )
    d.add(
        "FW: with urgency",
        ("ภาวนา โตเจริญ", "pawana@mail.example"),
        "FW: ด่วน ขอใช้ห้องประชุมกลุ่มแม่บ้าน",
        "เรียน ปลัดเทศบาล\nขอใช้ห้องประชุมวันที่ 28 กุมภาพันธ์ 2569 เวลา 13.00 น.\nขอแสดงความนับถือ\nนางภาวนา โตเจริญ\nประธานกลุ่มแม่บ้าน\n",
        title="ขอใช้ห้องประชุมกลุ่มแม่บ้าน",
        to=["ปลัดเทศบาล"],
        name=["นางภาวนา โตเจริญ", "นางภาวนา โตเจริญ ประธานกลุ่มแม่บ้าน"],
    )
    d.add(
        "Re: with our receipt number in the subject",
        ("โสภณ แก่นจันทร์", "sopon@mail.example"),
        "Re: ขอซ่อมฝาท่อ [เลขรับ 215/2569]",
        "ยังไม่เห็นมาซ่อมเลยครับ ผ่านมา 3 อาทิตย์แล้ว ขอติดตามเรื่องด้วย\nโสภณ แก่นจันทร์\n",
        title=["ขอซ่อมฝาท่อ [เลขรับ 215/2569]", "ขอซ่อมฝาท่อ"],
    )


def names(d: Desk) -> None:
    d.add(
        "display in English, signed in Thai",
        ("Sutin Rakthai", "sutin.r@mail.example"),
        "ขอตรวจสอบแนวเขตทางสาธารณะ",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\n\nขอให้ตรวจสอบแนวเขตทางสาธารณะติดที่ดินโฉนดเลขที่ 1234\n\nขอแสดงความนับถือ\nนายสุทิน รักไทย\n",
        name="นายสุทิน รักไทย",
        to=[MAYOR],
    )
    d.add(
        "display in English, never signed",
        ("Michael Brown", "m.brown@mail.example"),
        "Noise from the temple fair",
        "Dear Mayor,\n\nThe loudspeakers of the temple fair run until 3 am. Could the municipality please ask them to stop at midnight?\n\nThank you\n",
        name="Michael Brown",
        to=[*US, "Mayor", "นายกเทศมนตรี"],
    )
    d.add(
        "nickname shown, real name in the first line",
        ("เจ๊แดง ขายส่ง", "jaedaeng@mail.example"),
        "ขอเช่าแผงตลาด",
        "ดิฉันนางแดงต้อย มีทรัพย์ ขอเช่าแผงในตลาดสดเทศบาล 1 แผง สำหรับขายผักค่ะ\nโทร 08 0000 9090\n",
        name="นางแดงต้อย มีทรัพย์",
    )
    d.add(
        "address only, signed in the mail",
        ("", "k.pattana@mail.example"),
        "สอบถามการขอเลขที่บ้าน",
        "สร้างบ้านเสร็จแล้ว ขอเลขที่บ้านต้องยื่นอะไรบ้างครับ\n\nขอบคุณครับ\nพัฒนา กองแก้ว\n",
        name="พัฒนา กองแก้ว",
    )
    d.add(
        "address only, nobody named",
        ("", "user88231@mail.example"),
        "แจ้งน้ำประปาขุ่น",
        "น้ำประปาขุ่นแดงตั้งแต่เมื่อวาน หมู่ 6\n",
        no_name=True,
    )
    d.add(
        "signed by two",
        ("สมาคมชาวสวน", "chaosuan@mail.example"),
        "ขอขุดลอกลำเหมือง",
        "เรียน นายกเทศมนตรี\nขอขุดลอกลำเหมืองสายกลาง ก่อนฤดูเพาะปลูก\nขอแสดงความนับถือ\nนายคำปัน สวนขวัญ และนายมูล สวนขวัญ\nตัวแทนชาวสวน หมู่ 10\n",
        name=[
            "นายคำปัน สวนขวัญ และนายมูล สวนขวัญ",
            "นายคำปัน สวนขวัญ",
            "นายคำปัน สวนขวัญ และนายมูล สวนขวัญ ตัวแทนชาวสวน หมู่ 10",
        ],
        to=MAYORS,
    )
    d.add(
        "display name turned about with a comma",
        ("Saelim, Orawan", "orawan.s@mail.example"),
        "ขอหนังสือรับรองสิ่งปลูกสร้าง",
        "เรียนเจ้าหน้าที่กองช่าง\nขอหนังสือรับรองสิ่งปลูกสร้างเพื่อทำนิติกรรมขายบ้าน\n\nนางสาวอรวรรณ แซ่ลิ้ม\n",
        name="นางสาวอรวรรณ แซ่ลิ้ม",
        to=["เจ้าหน้าที่กองช่าง", "กองช่าง"],
    )


def with_files(d: Desk) -> None:
    idcard = Attached(
        "สำเนาบัตรประชาชน.pdf",
        Paper(
            kind="plain",
            office=["สำเนาบัตรประจำตัวประชาชน"],
            paragraphs=["สำเนาถูกต้อง", "(นางบังอร พันธุ์ดี)", "ใช้สำหรับขอติดตั้งประปาเท่านั้น"],
            closing="",
            made_by="scan",
        ),
    )
    house = Attached(
        "ทะเบียนบ้าน.pdf",
        Paper(
            kind="plain",
            office=["รายการเกี่ยวกับบ้าน"],
            paragraphs=[
                "เล่มที่ 1",
                "รายการที่อยู่ 99/9 หมู่ที่ 4 ตำบลคลองน้อย",
                "สำนักทะเบียน ท้องถิ่นเทศบาลตำบลคลองน้อย",
                "วันเดือนปีที่กำหนดบ้านเลขที่ 3 พฤษภาคม 2540",
            ],
            closing="",
        ),
        naming="both",
    )
    d.add(
        "papers of a request, none of them a letter",
        ("บังอร พันธุ์ดี", "bangorn@mail.example"),
        "ขอติดตั้งประปา บ้านเลขที่ 99/9",
        "เรียน ผู้อำนวยการกองการประปา\nขอติดตั้งมาตรวัดน้ำ ตามเอกสารแนบ\nนางบังอร พันธุ์ดี\n",
        name="นางบังอร พันธุ์ดี",
        to=["ผู้อำนวยการกองการประปา"],
        attached=[idcard, house, photo("แผนที่บ้าน.jpg")],
    )
    d.add(
        "three photos of a road",
        ("ทวีศักดิ์ นามวงศ์", "taweesak@mail.example"),
        "ถนนทรุดหน้าโรงพยาบาลส่งเสริมสุขภาพตำบล",
        "ถนนทรุดเป็นทางยาว 5 เมตร ดูตามรูปครับ\nทวีศักดิ์ นามวงศ์\n",
        attached=[photo("1.jpg"), photo("2.jpg"), photo("3.jpg")],
    )
    d.add(
        "a citizen's letter typed and attached, dated the day before",
        ("ประเสริฐ กล่อมจิต", "prasert.k@mail.example"),
        "ขอความเป็นธรรม",
        "รายละเอียดตามหนังสือที่แนบครับ\n",
        name="นายประเสริฐ กล่อมจิต",
        to=[MAYOR],
        title=["ขอความเป็นธรรมกรณีถูกตัดสิทธิการเช่าแผงตลาด"],
        at="02-11 10:20",
        dated=["2026-02-10"],
        part="หนังสือร้องเรียน.pdf",
        attached=[
            Attached(
                "หนังสือร้องเรียน.pdf",
                Paper(
                    office=["บ้านเลขที่ 21 หมู่ที่ 3", "ตำบลคลองน้อย ธท 99110"],
                    date="10 กุมภาพันธ์ 2569",
                    subject="ขอความเป็นธรรมกรณีถูกตัดสิทธิการเช่าแผงตลาด",
                    to=MAYOR,
                    references=["ประกาศเทศบาลตำบลคลองน้อย ลงวันที่ 5 มกราคม 2569"],
                    paragraphs=[
                        "ข้าพเจ้านายประเสริฐ กล่อมจิต ผู้เช่าแผงเลขที่ 14 ถูกตัดสิทธิโดยไม่ได้รับแจ้งเหตุผล",
                        "จึงเรียนมาเพื่อโปรดพิจารณาให้ความเป็นธรรม",
                    ],
                    signer="นายประเสริฐ กล่อมจิต",
                ),
                naming="word",
            )
        ],
    )
    d.add(
        "a receipt of payment as PDF",
        ("ปัทมา เลิศรส", "pattama@mail.example"),
        "ส่งหลักฐานการโอนค่าธรรมเนียมใบอนุญาตจำหน่ายอาหาร",
        "โอนแล้วค่ะ 1,000 บาท\nปัทมา เลิศรส ร้านครัวปัทมา\n",
        name=["ปัทมา เลิศรส", "ปัทมา เลิศรส ร้านครัวปัทมา"],
        attached=[
            Attached(
                "e-slip_20260120.pdf",
                Paper(
                    kind="plain",
                    office=["โอนเงินสำเร็จ"],
                    paragraphs=[
                        "วันที่ทำรายการ 20 ม.ค. 2569 - 14:05",
                        "เลขที่รายการ 016020140512345",
                        "จาก ปัทมา เลิศรส xxx-x-x1234-x",
                        "ไปยัง เทศบาลตำบลคลองน้อย",
                        "จำนวนเงิน 1,000.00 บาท",
                    ],
                    closing="",
                ),
            )
        ],
    )
    d.add(
        "a plan and a vCard",
        ("ช่างเอก รับเหมา", "changek@mail.example"),
        "ขออนุญาตก่อสร้างบ้านพักอาศัยชั้นเดียว",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\nขออนุญาตก่อสร้างบ้านพักอาศัย 1 ชั้น ในนามเจ้าของบ้าน นางจันทรา ฟ้าสาง\n\nลงชื่อ นายเอกราช สมุทรไทย ผู้รับมอบอำนาจ\n",
        name=["นายเอกราช สมุทรไทย", "นายเอกราช สมุทรไทย ผู้รับมอบอำนาจ"],
        to=[MAYOR],
        attached=[
            Attached("แบบบ้าน.dwg", b"AC1027" + b"\x00" * 100, "application/acad"),
            Attached("contact.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ek\r\nEND:VCARD\r\n", "text/vcard"),
            house,
        ],
    )
    d.add(
        "an old letter of ours scanned as evidence",
        ("สมบัติ เย็นใจ", "sombat@mail.example"),
        "ติดตามเรื่องร้องเรียนน้ำเสีย",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\nตามหนังสือเทศบาล ที่ คน 53101.2/45 ลงวันที่ 8 ธันวาคม 2568 (แนบ) ว่าจะแก้ไขภายใน 30 วัน บัดนี้เลยกำหนดแล้ว\n\nนายสมบัติ เย็นใจ\n",
        name="นายสมบัติ เย็นใจ",
        to=[MAYOR],
        attached=[photo("หนังสือเทศบาล.jpg", naming="both")],
    )


def html_only(d: Desk) -> None:
    def page(*paragraphs: str) -> str:
        return (
            '<html><head><meta charset="utf-8"><style>p{color:#333}</style></head><body>'
            + "".join(f"<p>{p}</p>" for p in paragraphs)
            + "</body></html>"
        )

    d.add(
        "HTML only, formal",
        ("พรพรรณ ชื่นบาน", "pornpan@mail.example"),
        "ขอรับทุนการศึกษาบุตร",
        "",
        html=page(
            "เรียน นายกเทศมนตรีตำบลคลองน้อย",
            "ด้วยข้าพเจ้ามีบุตรกำลังศึกษาชั้น ม.3 ขอรับทุนการศึกษา",
            "ขอแสดงความนับถือ<br>นางพรพรรณ ชื่นบาน",
        ),
        name="นางพรพรรณ ชื่นบาน",
        to=[MAYOR],
    )
    d.add(
        "HTML only with a table of a signature",
        ("Kasem W.", "kasem@mail.example"),
        "สอบถามการจัดตั้งวิสาหกิจชุมชน",
        "",
        html=page(
            "สวัสดีครับ",
            "อยากจัดตั้งวิสาหกิจชุมชนทอผ้า ต้องขึ้นทะเบียนที่ไหน",
            "<table><tr><td><b>เกษม วงศ์ทอผ้า</b></td></tr><tr><td>โทร. 08 0000 1212</td></tr></table>",
        ),
        name="เกษม วงศ์ทอผ้า",
    )
    d.add(
        "HTML only, quoted block below",
        ("ดารา สมใจ", "dara@mail.example"),
        "Re: ขอใช้รถรับส่งผู้ป่วย",
        "",
        html=page("วันนัดเปลี่ยนเป็น 25 กุมภาพันธ์ ค่ะ", "ดารา สมใจ")
        + "<blockquote>เรียน คุณดารา<br>เรื่อง ตอบรับการขอใช้รถ ที่ คน 53101/60 ลงวันที่ 2 กุมภาพันธ์ 2569</blockquote>",
        title="ขอใช้รถรับส่งผู้ป่วย",
    )
    d.add(
        "HTML only, no subject, one line",
        ("ธิดา ร่มเย็น", "thida@mail.example"),
        "",
        "",
        html='<div dir="ltr">ขอให้ติดตั้งกระจกโค้งที่สามแยกบ้านสวน รถชนกันบ่อยมากค่ะ</div>',
        summary=["กระจกโค้ง", "สามแยก", "บ้านสวน|รถชน", "ติดตั้ง"],
    )
    d.add(
        "HTML and plain alike",
        ("เดชา พลับพลา", "decha@mail.example"),
        "ขอยกเลิกใบอนุญาตประกอบกิจการ",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\nร้านปิดกิจการแล้ว ขอยกเลิกใบอนุญาต\nนายเดชา พลับพลา\n",
        html=page("เรียน นายกเทศมนตรีตำบลคลองน้อย", "ร้านปิดกิจการแล้ว ขอยกเลิกใบอนุญาต", "นายเดชา พลับพลา"),
        name="นายเดชา พลับพลา",
        to=[MAYOR],
    )


def windows_874(d: Desk) -> None:
    d.add(
        "windows-874, formal",
        ("บรรจง ศรีวิไล", "banjong@mail.example"),
        "ขอให้ติดตั้งไฟกระพริบหน้าโรงเรียน",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\n\nขอให้ติดตั้งไฟกระพริบเตือนหน้าโรงเรียน\n\nขอแสดงความนับถือ\nนายบรรจง ศรีวิไล\n",
        name="นายบรรจง ศรีวิไล",
        to=[MAYOR],
        charset="windows-874",
    )
    d.add(
        "windows-874 with curly quotes",
        ("นงลักษณ์ ปานทอง", "nonglak@mail.example"),
        "ร้องเรียนร้าน “ครัวลุงหนวด” เสียงดังหลังเที่ยงคืน",
        "ร้านเปิดเพลงเสียงดังทุกคืน\nนงลักษณ์ ปานทอง\n",
        charset="windows-874",
    )
    d.add(
        "TIS-620, chatty",
        ("จิตรา", "jittra@mail.example"),
        "ขอถังขยะเปียก",
        "ขอถังขยะเปียก 1 ใบค่ะ บ้าน 7/2 หมู่ 1\nจิตรา ใจเย็น\n",
        name="จิตรา ใจเย็น",
        charset="tis-620",
    )
    d.add(
        "windows-874, HTML only",
        ("กำพล วิเศษ", "kampol@mail.example"),
        "สอบถามภาษีป้ายร้านค้า",
        "",
        html="<p>ป้ายร้านขนาด 2x3 เมตร เสียภาษีเท่าไรครับ</p><p>กำพล วิเศษ</p>",
        charset="windows-874",
    )


def long_histories(d: Desk) -> None:
    history = (
        "\n\nเมื่อ จ. 19 ม.ค. 2569 เวลา 10:21 เทศบาลตำบลคลองน้อย <saraban@klongnoi.example> เขียนว่า:\n\n"
        "> เรียน คุณรังสรรค์\n>\n> เทศบาลได้รับเรื่องของท่าน เรื่อง ขอขยายเขตไฟฟ้า แล้ว เลขรับที่ 188/2569\n"
        "> วันที่ 19 มกราคม 2569\n>\n> งานสารบรรณกลาง เทศบาลตำบลคลองน้อย\n>\n"
        ">> จาก: รังสรรค์ <rangsan@mail.example>\n>> เรียน นายกองค์การบริหารส่วนตำบลบึงใหญ่\n>> เรื่อง สอบถาม ที่ 5/2568\n>> ลงชื่อ นายคนอื่น ไม่เกี่ยว\n"
        + ">> ข้อความเก่าบรรทัดหนึ่ง\n"
        * 40
    )
    d.add(
        "answer above a long history",
        ("รังสรรค์ พรายงาม", "rangsan@mail.example"),
        "Re: ขอขยายเขตไฟฟ้า",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\nขอส่งรายชื่อผู้ขอใช้ไฟเพิ่มเติมอีก 4 ราย\nรังสรรค์ พรายงาม" + history,
        title="ขอขยายเขตไฟฟ้า",
        to=[MAYOR],
    )
    d.add(
        "answer above an Outlook history without marks",
        ("สิริมา งามพร้อม", "sirima@mail.example"),
        "RE: การใช้สนามฟุตบอล",
        "ขอเปลี่ยนวันใช้สนามเป็นวันที่ 1 มีนาคม 2569 ค่ะ\nสิริมา งามพร้อม\n\n________________________________\nจาก: เทศบาลตำบลคลองน้อย\nส่ง: 3 กุมภาพันธ์ 2569 9:15\nถึง: สิริมา งามพร้อม\nเรื่อง: การใช้สนามฟุตบอล\n\nเรียน คุณสิริมา\nอนุญาตให้ใช้สนามได้ในวันที่ 22 กุมภาพันธ์ 2569\nขอแสดงความนับถือ\nนายพิทักษ์ คลองใส\nผู้อำนวยการกองการศึกษา\n",
        title="การใช้สนามฟุตบอล",
    )
    d.add(
        "original message mark",
        ("คมสัน ยิ่งใหญ่", "komsan@mail.example"),
        "RE: ขออนุญาตขุดดินถมดิน",
        "แนบแบบที่แก้ไขแล้วครับ\n\nนายคมสัน ยิ่งใหญ่\n\n-----Original Message-----\nFrom: saraban@klongnoi.example\nSent: Tuesday, January 27, 2026 2:10 PM\nTo: komsan\nSubject: ขออนุญาตขุดดินถมดิน\n\nเรียน นายคมสัน\nโปรดแก้ไขแบบแปลนภายใน 15 วัน\nนางสาวอมรา ผู้ตรวจแบบ\n",
        title="ขออนุญาตขุดดินถมดิน",
        name="นายคมสัน ยิ่งใหญ่",
        attached=[photo("แบบแก้ไข.jpg", naming="word")],
    )
    d.add(
        "answer below the quotation",
        ("อิทธิพล เขียวขจี", "ittipon@mail.example"),
        "Re: นัดตรวจสอบอาคาร",
        "> เรียน คุณอิทธิพล\n> ขอนัดตรวจสอบอาคารวันที่ 20 กุมภาพันธ์ 2569\n> นางวันเพ็ญ นายตรวจ\n\nสะดวกครับ ขอเป็นช่วงบ่าย 13.30 น.\n\nอิทธิพล เขียวขจี\n",
        title="นัดตรวจสอบอาคาร",
    )


def near_midnight(d: Desk) -> None:
    d.add(
        "sent at 23.50 in Bangkok, header in Bangkok time",
        ("ราเชนทร์ คืนเพ็ญ", "rachen@mail.example"),
        "แจ้งเหตุรถขยะชนรั้ว",
        "รถขยะถอยชนรั้วบ้านเมื่อเย็นนี้ครับ\nราเชนทร์ คืนเพ็ญ\n",
        at="01-20 23:50",
        utc=False,
    )
    d.add(
        "sent at 00.20 in Bangkok, header in UTC of the day before",
        ("ผ่องศรี รุ่งเช้า", "pongsri@mail.example"),
        "น้ำป่าไหลเข้าหมู่บ้าน",
        "น้ำป่าเข้าหมู่ 9 แล้วค่ะ ขอเรือ\nผ่องศรี รุ่งเช้า\n",
        at="01-22 00:20",
        utc=True,
    )
    d.add(
        "sent at 06.40 in Bangkok, header in UTC of the day before",
        ("อดุลย์ ตื่นสาย", "adul@mail.example"),
        "สอบถามเวลาเปิดสนามกีฬา",
        "สนามเปิดกี่โมงครับ\nอดุลย์ ตื่นสาย\n",
        at="02-02 06:40",
        utc=True,
    )
    d.add(
        "sent at 23.59 on the last day of a month",
        ("นวลจันทร์ เดือนเต็ม", "nuan@mail.example"),
        "ขอผ่อนชำระภาษี",
        "ขอผ่อนชำระเป็น 3 งวดค่ะ\nนวลจันทร์ เดือนเต็ม\n",
        at="01-31 23:59",
        utc=True,
    )


def firms(d: Desk) -> None:
    d.add(
        "firm writes in the mail itself",
        ("บริษัท ธารทองการโยธา จำกัด", "office@tharnthong-civil.example"),
        "ขอคืนหลักประกันสัญญาจ้าง",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\n\nบริษัทฯ ขอคืนหลักประกันสัญญาจ้างเลขที่ 22/2566 ลงวันที่ 14 กุมภาพันธ์ 2566\n\nขอแสดงความนับถือ\nนายพีระ โยธาการ\nกรรมการผู้จัดการ\nบริษัท ธารทองการโยธา จำกัด\n",
        name=[
            "บริษัท ธารทองการโยธา จำกัด",
            "นายพีระ โยธาการ บริษัท ธารทองการโยธา จำกัด",
            "นายพีระ โยธาการ กรรมการผู้จัดการ บริษัท ธารทองการโยธา จำกัด",
        ],
        to=[MAYOR],
    )
    d.add(
        "shop asks for its licence",
        ("ร้านสะดวกใจ มินิมาร์ท", "sadukjai@mail.example"),
        "ขอต่อใบอนุญาตสะสมอาหาร",
        "เรียน กองสาธารณสุข\nขอต่อใบอนุญาตสะสมอาหาร ร้านสะดวกใจ มินิมาร์ท\n\nนางสาวจารุวรรณ สะดวกใจ เจ้าของร้าน\n",
        name=[
            "ร้านสะดวกใจ มินิมาร์ท",
            "นางสาวจารุวรรณ สะดวกใจ",
            "นางสาวจารุวรรณ สะดวกใจ เจ้าของร้าน",
            "นางสาวจารุวรรณ สะดวกใจ ร้านสะดวกใจ มินิมาร์ท",
        ],
        to=["กองสาธารณสุข"],
    )
    d.add(
        "clerk of a firm, display is her name",
        ("Napa (ACC) Bangtharn Ice", "account@bangtharn-ice.example"),
        "ขอใบเสร็จรับเงินค่าธรรมเนียมน้ำเสีย",
        "เรียน งานการเงิน\n\nรบกวนขอใบเสร็จรับเงินค่าธรรมเนียมเดือนมกราคม 2569\n\nขอบคุณค่ะ\nนภา สุขสันต์\nฝ่ายบัญชี\nบริษัท น้ำแข็งบางธาร จำกัด\nโทร. 0 9911 7788\n",
        name=[
            "บริษัท น้ำแข็งบางธาร จำกัด",
            "นภา สุขสันต์ บริษัท น้ำแข็งบางธาร จำกัด",
            "นภา สุขสันต์",
            "นภา สุขสันต์ ฝ่ายบัญชี บริษัท น้ำแข็งบางธาร จำกัด",
        ],
        to=["งานการเงิน"],
    )
    d.add(
        "housing estate's juristic person",
        ("นิติบุคคลหมู่บ้านจัดสรรธาราวิลล์", "juristic@tharaville.example"),
        "ขอให้เทศบาลรับโอนถนนภายในโครงการ",
        "เรียน นายกเทศมนตรีตำบลคลองน้อย\nขอให้รับโอนถนนเป็นทางสาธารณะ ตามมติที่ประชุมใหญ่เมื่อวันที่ 11 มกราคม 2569\n\nนายสันติ ร่วมใจดี\nผู้จัดการนิติบุคคลหมู่บ้านจัดสรรธาราวิลล์\n",
        name=[
            "นิติบุคคลหมู่บ้านจัดสรรธาราวิลล์",
            "นายสันติ ร่วมใจดี ผู้จัดการนิติบุคคลหมู่บ้านจัดสรรธาราวิลล์",
            "นายสันติ ร่วมใจดี นิติบุคคลหมู่บ้านจัดสรรธาราวิลล์",
        ],
        to=[MAYOR],
    )


def not_to_be_entered(d: Desk) -> None:
    bulk: list[Header] = [("List-Unsubscribe", "<https://news.shop.example/u/1>"), ("Precedence", "bulk")]
    offers: list[tuple[tuple[str, str], str, str, list[Header]]] = [
        (("โปรโมชั่นเครื่องถ่ายเอกสาร", "promo@copier-shop.example"), "ลดสูงสุด 50% เครื่องถ่ายเอกสาร หมึกแท้ วันนี้เท่านั้น!", "พิเศษเฉพาะหน่วยงานราชการ ลดราคาสูงสุด 50% ส่งฟรีทั่วประเทศ สั่งซื้อที่ https://shop.example\nยกเลิกรับข่าวสาร คลิกที่นี่\n", bulk),
        (("Loan Express", "offer@quickloan.example"), "อนุมัติสินเชื่อด่วนภายใน 5 นาที ไม่เช็คเครดิต", "กู้เงินด่วน ดอกเบี้ยต่ำ ไม่ต้องมีหลักทรัพย์ แอดไลน์ @quickloan เลย\n", []),
        (("SEO Expert", "sam@rank-first.example"), "Get your website to page 1 of Google", "Hi, I found your website and we can improve your ranking. Our price starts at $99/month. Reply for a free quote.\n", []),
        (("Prize Centre", "winner@prize.example"), "คุณคือผู้โชคดีได้รับเงินรางวัล 1,000,000 บาท", "ขอแสดงความยินดี กรุณาส่งเลขบัญชีและสำเนาบัตรประชาชนเพื่อรับรางวัล ภายใน 24 ชั่วโมง\n", []),
        (("สัมมนาราคาพิเศษ", "seminar@training-house.example"), "[โฆษณา] อบรมหลักสูตร Excel ขั้นเทพ สมัคร 3 จ่าย 2", "เปิดรับสมัครแล้ว! โปรโมชั่นสมัคร 3 จ่าย 2 ราคาเพียง 3,900 บาท ลงทะเบียนที่ https://training.example หากไม่ต้องการรับอีเมลนี้ กด unsubscribe\n", bulk),
    ]  # fmt: skip
    for i, (sender, subject, body, more) in enumerate(offers):
        d.add(f"advertisement {i}", sender, subject, body, outcome="spam", more=more)
    letters: list[tuple[tuple[str, str], str, str]] = [
        (("จดหมายข่าวเมืองน่าอยู่", "newsletter@liveable-city.example"), "จดหมายข่าวเมืองน่าอยู่ ฉบับที่ 24 ประจำเดือนกุมภาพันธ์ 2569", "ในฉบับนี้: เมืองคาร์บอนต่ำ / บทสัมภาษณ์ / ปฏิทินกิจกรรม\nอ่านทั้งหมดที่ https://news.example\nยกเลิกการรับจดหมายข่าว คลิกที่นี่\n"),
        (("Cloud Weekly", "weekly@cloudnews.example"), "Cloud Weekly #188: what is new in backup", "This week: backup news, tips and events.\nYou receive this newsletter because you subscribed. Unsubscribe here.\n"),
        (("ผู้ให้บริการโฮสติ้ง", "noreply@hosting.example"), "แจ้งกำหนดการปิดปรับปรุงระบบ วันที่ 15 กุมภาพันธ์ 2569", "เรียน ลูกค้าผู้ใช้บริการทุกท่าน\nระบบจะปิดปรับปรุงเวลา 01.00-03.00 น.\nอีเมลนี้เป็นอีเมลอัตโนมัติ กรุณาอย่าตอบกลับ\n"),
    ]  # fmt: skip
    for i, (sender, subject, body) in enumerate(letters):
        d.add(
            f"newsletter or notice {i}",
            sender,
            subject,
            body,
            outcome=["no_registration", "spam"],
            more=bulk if i < 2 else [("Auto-Submitted", "auto-generated")],
        )
    answers: list[tuple[tuple[str, str], str, str, list[Header]]] = [
        (("อบต.บึงใหญ่", "saraban@buengyai.example"), "Re: ขอเชิญประชุมประสานแผน [เลขรับ 77/2569]", "เรียน เทศบาลตำบลคลองน้อย\nองค์การบริหารส่วนตำบลบึงใหญ่ได้รับเรื่องของท่านแล้ว โดยลงทะเบียนหนังสือรับ เลขรับที่ 77/2569 วันที่ 10 กุมภาพันธ์ 2569 เวลา 09.30 น.\n", [("Auto-Submitted", "auto-replied")]),
        (("สถจ.ธารทอง", "saraban@tharnthong-dla.example"), "ตอบรับอัตโนมัติ: ส่งแบบรายงานภาษี", "ได้รับอีเมลของท่านแล้ว เจ้าหน้าที่จะดำเนินการต่อไป (ข้อความตอบรับอัตโนมัติ)\n", [("Auto-Submitted", "auto-replied")]),
        (("กนกวรรณ ปลัดอำเภอ", "kanokwan@dopa-district.example"), "Automatic reply: ส่งรายงานการประชุม", "ขณะนี้อยู่ระหว่างลาพักผ่อน จะกลับมาปฏิบัติงานวันที่ 2 มีนาคม 2569\n", [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]),
    ]  # fmt: skip
    for i, (sender, subject, body, more) in enumerate(answers):
        d.add(f"acknowledgement {i}", sender, subject, body, outcome="no_registration", more=more)
    d.add(
        "a citizen's thanks for an answer",
        ("เบญจา คุ้มครอง", "benja@mail.example"),
        "Re: แจ้งผลการพิจารณาคำขอ",
        "ได้รับแล้วค่ะ ขอบคุณค่ะ\n",
        outcome=["no_registration", "register"],
    )
    d.add(
        "meant for another municipality",
        ("ฉลอง บึงน้อย", "chalong@mail.example"),
        "ขอซ่อมถนนในเขตเทศบาลตำบลหนองบัวลาย",
        "เรียน นายกเทศมนตรีตำบลหนองบัวลาย\n\nถนนหน้าวัดหนองบัวลายชำรุดมาก ขอให้ซ่อมแซม\n\nนายฉลอง บึงน้อย\n",
        outcome="misdirected",
    )
    d.add(
        "meant for the waterworks",
        ("สายชล น้ำใส", "saichon@mail.example"),
        "แจ้งมาตรวัดน้ำชำรุด",
        "เรียน ผู้จัดการการประปาส่วนภูมิภาคสาขาบางธาร\nมาตรวัดน้ำเลขที่ 445566 เดินผิดปกติ ขอให้ตรวจสอบ\nนายสายชล น้ำใส\n",
        outcome="misdirected",
    )
