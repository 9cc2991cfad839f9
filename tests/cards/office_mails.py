"""One hundred mails from agencies and firms, each with letters as PDF, and what a careful clerk enters for them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.cards.agencies import A, Agency
from tests.cards.mail import AGENCY, BANGKOK, MAYOR, US, Attached, Label, Mail
from tests.cards.paper import Paper

MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SIGNERS = [
    "นายธีรเดช วงศ์สายธาร",
    "นางสาวกนกอร ปิ่นทองคำ",
    "นายสุรพงษ์ แก้วบัวลาย",
    "นางมณีรัตน์ ศรีท่าน้ำ",
    "ว่าที่ร้อยตรี อนุชา บึงไพศาล",
    "นายเกรียงไกร ทุ่งสว่างวงศ์",
    "นางอรทัย ช่อมะลิวัลย์",
    "นายปกรณ์ เรือนคำปา",
    "นางสาวชุติมา หาดทรายงาม",
]
NOTED = "จึงเรียนมาเพื่อโปรดทราบ"
ACT = "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป"


def thai_date(day: date, style: str) -> str:
    year = day.year + 543
    return {
        "long": f"{day.day} {MONTHS[day.month - 1]} {year}",
        "wide": f"{day.day}  {MONTHS[day.month - 1]}  {year}",
        "be": f"{day.day} {MONTHS[day.month - 1]} พ.ศ. {year}",
        "labelled": f"วันที่ {day.day} {MONTHS[day.month - 1]} {year}",
        "abbreviated": f"{day.day} {SHORT[day.month - 1]} {year}",
        "shortest": f"{day.day} {SHORT[day.month - 1]} {year % 100}",
        "slashes": f"วันที่ {day.day:02d}/{day.month:02d}/{year}",
        "english": f"{day.day} {ENGLISH[day.month - 1]} {day.year}",
        "no day": f"        {MONTHS[day.month - 1]} {year}",
        "none": "",
        "order": f"สั่ง ณ วันที่ {day.day} {MONTHS[day.month - 1]} พ.ศ. {year}",
        "announcement": f"ประกาศ ณ วันที่ {day.day} {MONTHS[day.month - 1]} พ.ศ. {year}",
        "given": f"ให้ไว้ ณ วันที่ {day.day} {MONTHS[day.month - 1]} พ.ศ. {year}",
    }[style]


@dataclass(frozen=True)
class Sheet:
    paper: Paper
    day: date
    expect: dict[str, Label]
    agency: Agency
    bare_number: str
    bare_subject: str


class Office:
    def __init__(self) -> None:
        self.dice = random.Random(2569)
        self.made: list[Mail] = []

    def letter(
        self,
        by: str,
        number: str,
        day: str,
        subject: str,
        to: str = MAYOR,
        *,
        when: str = "",
        number_label: str = "ที่ ",
        refs: list[str] | None = None,
        encl: list[str] | None = None,
        body: list[str] | None = None,
        unread: tuple[str, ...] = (),
        accept: dict[str, list[str]] | None = None,
        summary: list[str] | None = None,
        **more: Any,
    ) -> Sheet:
        """`unread`: columns that nobody can fill from it; `accept`: what else is right; `summary`: words of one."""
        agency, dice = A[by], self.dice
        on = date.fromisoformat(f"2026-{day}")
        kind = more.get("kind", "external")
        made_by = more.get("made_by", "typst")
        private = kind == "company"
        style = when or dice.choice(["long", "long", "long", "wide", "abbreviated" if private else "long"])
        if refs is None:
            refs = self.references(on) if kind == "external" and dice.random() < 0.6 else []
        if encl is None:
            encl = self.enclosures() if kind == "external" and dice.random() < 0.5 else []
        paper = Paper(
            number=(number_label + number) if number else "",
            office=list(agency.office),
            date=thai_date(on, style),
            subject=subject,
            to=to,
            references=refs,
            enclosures=encl,
            paragraphs=body if body is not None else self.text(agency, subject, on, bool(refs), kind),
            signer=dice.choice(SIGNERS),
            positions=list(agency.positions),
            owner=self.owner(agency, private),
            layout=dice.choice(["grid", "grid", "lines", "lines", "placed", "centred"]),
            label=dice.choice(["hang", "hang", "tabbed", "run"]),
            thai_digits=not private and dice.random() < 0.6,
            justify=dice.random() < 0.5,
            tagged=dice.random() < 0.5,
            size=dice.choice([16, 16, 16, 15, 14]),
            footer=dice.choice(
                ["", "", "", "“ธารทองเมืองสะอาด โปร่งใส ตรวจสอบได้”", "เอกสารนี้ลงนามด้วยวิธีการทางอิเล็กทรอนิกส์"]
            ),
        )
        if kind == "memo":
            more.setdefault("number", number)
            more.setdefault("office", [*agency.office[:1], f"โทร. {agency.phone}"])
            more.setdefault("closing", "")
        if made_by in ("chromium", "looped"):
            more.setdefault("layout", "grid")
        paper = replace(paper, **more)
        expect: dict[str, Label] = {
            "their_number": {"accept": [number or "-"]},
            "dated": {"accept": [on.isoformat()]},
            "sender": {"accept": senders(agency)},
            "recipient": {"accept": [to] if to and kind not in ("order",) else list(US)},
            "subject": {"words": summary, "least": min(3, len(summary))}
            if summary
            else {"accept": [subject]},
        }
        if when == "none":
            expect["dated"] = {"mail_day": True}
        for column, further in (accept or {}).items():
            expect[column] = {"accept": [*expect[column]["accept"], *further]}
        if made_by == "scan":
            unread = tuple(expect)
        for column in unread:
            expect[column] = {"unknown": True}
        return Sheet(paper, on, expect, agency, number, subject)

    def references(self, on: date) -> list[str]:
        dice = self.dice
        found = []
        for _ in range(dice.choice([1, 1, 2])):
            earlier = on - timedelta(days=dice.randrange(8, 60))
            who, code = dice.choice(
                [
                    ("กรมส่งเสริมการปกครองท้องถิ่น", "มท 0816.3/ว "),
                    ("จังหวัดธารทอง ด่วนที่สุด", "ธท 0023.3/ว "),
                    (AGENCY, "คน 53101/"),
                    ("กระทรวงมหาดไทย", "มท 0211.3/ว "),
                    ("อำเภอบางธาร", "ธท 0818/"),
                ]
            )
            found.append(f"หนังสือ{who} ที่ {code}{dice.randrange(12, 9000)} ลงวันที่ {thai_date(earlier, 'long')}")
        return [f"{i}. {one}" for i, one in enumerate(found, 1)] if len(found) > 1 else found

    def enclosures(self) -> list[str]:
        picked = self.dice.sample(
            [
                "แบบตอบรับเข้าร่วมประชุม จำนวน 1 ฉบับ",
                "กำหนดการ จำนวน 1 ชุด",
                "สำเนาหนังสือกรมส่งเสริมการปกครองท้องถิ่น ที่ มท 0810.4/ว 88 ลงวันที่ 6 มกราคม 2569 จำนวน 1 ชุด",
                "แบบรายงานข้อมูล จำนวน 2 แผ่น",
                "บัญชีรายชื่อ จำนวน 1 ชุด",
                "แนวทางการดำเนินงาน จำนวน 1 เล่ม",
            ],
            self.dice.choice([1, 1, 2, 3]),
        )
        return [f"{i}. {one}" for i, one in enumerate(picked, 1)] if len(picked) > 1 else picked

    def text(self, agency: Agency, subject: str, on: date, refers: bool, kind: str) -> list[str]:
        dice, name = self.dice, agency.names[0]
        later = thai_date(on + timedelta(days=dice.randrange(7, 40)), "long")
        earlier = thai_date(on - timedelta(days=dice.randrange(20, 90)), "long")
        openings = [
            f"ด้วย{name}ได้รับแจ้งตามหนังสือ ที่ มท 0820.{dice.randrange(1, 5)}/{dice.randrange(100, 9999)} ลงวันที่ {earlier} "
            f"เรื่อง แนวทางการดำเนินงานประจำปี ว่าให้หน่วยงานที่เกี่ยวข้องดำเนินการเรื่อง{subject} ให้แล้วเสร็จตามกำหนด",
            f"ด้วย{name}จะดำเนินการ{subject} โดยมีวัตถุประสงค์เพื่อให้การปฏิบัติงานเป็นไปด้วยความเรียบร้อย "
            "ถูกต้องตามระเบียบและกฎหมายที่เกี่ยวข้อง และเกิดประโยชน์สูงสุดต่อประชาชนในพื้นที่",
            f"ตามที่ได้มีการประชุมเมื่อวันที่ {earlier} ณ ห้องประชุมชั้น 2 ที่ประชุมมีมติเห็นชอบให้ดำเนินการเกี่ยวกับเรื่อง {subject} นั้น",
        ]
        if refers:
            openings.append(
                f"ตามหนังสือที่อ้างถึง แจ้งให้ทราบเกี่ยวกับการดำเนินการ ความละเอียดแจ้งแล้ว นั้น {name}ขอเรียนว่า เรื่องดังกล่าวอยู่ระหว่างดำเนินการ"
            )
        middles = [
            f"ในการนี้ จึงขอความร่วมมือจากท่านดำเนินการ และรายงานผลให้ทราบภายในวันที่ {later} ทางไปรษณีย์อิเล็กทรอนิกส์ data@report.example",
            f"ทั้งนี้ ได้มอบหมายให้ {dice.choice(SIGNERS)} เป็นผู้ประสานงาน หมายเลขโทรศัพท์ 08 0000 {dice.randrange(1000, 9999)} ในวันและเวลาราชการ",
            f"อนึ่ง หากพ้นกำหนดวันที่ {later} จะถือว่าท่านไม่มีข้อขัดข้อง สามารถดาวน์โหลดเอกสารได้ที่ https://files.agency.example/d/{dice.randrange(100, 999)}",
        ]
        closing = dice.choice(
            [NOTED, ACT, "จึงเรียนมาเพื่อโปรดพิจารณาให้ความอนุเคราะห์ จะขอบคุณยิ่ง", "จึงเรียนมาเพื่อโปรดทราบและถือปฏิบัติ"]
        )
        if kind == "sealed":
            return [openings[1], middles[0]]
        if kind == "order":
            return [openings[0], f"ทั้งนี้ ตั้งแต่วันที่ {later} เป็นต้นไป"]
        return [dice.choice(openings), *dice.sample(middles, dice.choice([1, 1, 2])), closing]

    def owner(self, agency: Agency, private: bool) -> list[str]:
        if private:
            return [f"ผู้ประสานงาน {self.dice.choice(SIGNERS)} โทร. 08 0000 {self.dice.randrange(1000, 9999)}"]
        return [
            *agency.shown_units[: self.dice.choice([1, 2])],
            f"โทร. {agency.phone}",
            *self.dice.choice([[], [f"ไปรษณีย์อิเล็กทรอนิกส์ {agency.mail[1]}"], ["โทรสาร 0 9911 2001"]]),
        ]

    def file_name(self, sheet: Sheet, style: str = "") -> str:
        dice = self.dice
        number = sheet.bare_number.replace("/", "-")
        choice = style or dice.choice(["subject", "number", "scan", "cover", "day", "short", "both"])
        made = {
            "subject": sheet.bare_subject[: dice.choice([28, 60])].strip() or "หนังสือ",
            "number": number or "ประกาศ",
            "scan": f"scan{dice.randrange(100, 9999):05d}",
            "cover": dice.choice(["หนังสือนำ", "หนังสือนำส่ง", "หนังสือ", "cover_letter", "document"]),
            "day": f"{sheet.day.year + 543}{sheet.day.month:02d}{sheet.day.day:02d}_{dice.randrange(10, 99)}",
            "short": f"เรื่องแจ้ง {number.split('-')[-1]}" if number else "ไฟล์แนบ",
            "both": f"{number} {sheet.bare_subject[:20].strip()}".strip(),
        }[choice]
        return made.replace('"', "").replace("“", "").replace("”", "").replace(":", "").strip() + ".pdf"

    def send(
        self,
        about: str,
        sheets: list[Sheet],
        *,
        outcome: str | list[str] = "register",
        subject: str | None = None,
        body: str | None = None,
        sender: tuple[str, str] | None = None,
        names: list[str] | None = None,
        more: list[Attached] | None = None,
        first: list[Attached] | None = None,
        expected: int | None = None,
        hours: float | None = None,
        **envelope: Any,
    ) -> None:
        """`expected`: how many of the sheets are entries; the others belong to the first."""
        dice = self.dice
        main = sheets[0]
        at = datetime.combine(max(one.day for one in sheets), datetime.min.time(), BANGKOK)
        at += timedelta(
            days=dice.choice([0, 0, 1, 1, 2, 5]),
            hours=hours if hours is not None else dice.randrange(8, 18),
            minutes=dice.randrange(60),
            seconds=dice.randrange(60),
        )
        scanned = main.paper.made_by == "scan"
        if subject is None:
            subject = dice.choice(
                ["ส่งหนังสือราชการ", "หนังสือราชการ", "แจ้งหนังสือ"]
                if scanned
                else [
                    main.bare_subject,
                    main.bare_subject,
                    f"{main.bare_number} {main.bare_subject}".strip(),
                    "ส่งหนังสือราชการ",
                    "หนังสือแจ้งเวียน",
                    "",
                    f"ด่วนที่สุด {main.bare_subject}",
                    f"FW: {main.bare_subject}",
                ]
            )
        if body is None:
            body = dice.choice(
                [
                    "เรียน ผู้เกี่ยวข้อง\n\n   ตามเอกสารที่แนบมาพร้อมนี้\n",
                    f"เรียน {MAYOR}\n\nขอส่งหนังสือตามไฟล์แนบ เพื่อโปรดดำเนินการในส่วนที่เกี่ยวข้อง\n\n"
                    f"งานสารบรรณ {main.agency.names[0]}\nโทร. {main.agency.phone}\n",
                    "ตามไฟล์แนบค่ะ\n",
                    "",
                    f"ขอส่งหนังสือราชการ ตามไฟล์แนบ\nเมื่อได้รับแล้วโปรดตอบกลับอีเมลนี้ด้วย\n-- \n{main.agency.mail[0]}\nโทร {main.agency.phone}\n",
                    "ส่งไฟล์แล้วนะคะ รบกวนลงรับด้วยค่ะ ขอบคุณค่ะ\n",
                ]
            )
        files = list(first or [])
        labels = []
        for i, sheet in enumerate(sheets):
            name = names[i] if names else self.file_name(sheet)
            while any(one.name == name for one in files):
                name = f"{name.removesuffix('.pdf')}_{i + 1}.pdf"
            files.append(Attached(name, sheet.paper, naming=dice.choice(["rfc2231", "word", "both"])))
            if expected is None or i < expected:
                label: dict[str, Any] = dict(sheet.expect)
                if "mail_day" in label["dated"]:
                    label["dated"] = {"accept": [at.date().isoformat()]}
                labels.append({"part": name, **label})
        outcomes = [outcome] if isinstance(outcome, str) else outcome
        self.made.append(
            Mail(
                about=about,
                sender=sender or main.agency.mail,
                subject=subject,
                body=body,
                at=at,
                outcome=outcomes,
                letters=labels if outcomes == ["register"] else [],
                attached=files + list(more or []),
                folded=dice.random() < 0.5,
                **envelope,
            )
        )


def senders(agency: Agency) -> list[str]:
    found = list(agency.names)
    for name in agency.names:
        for unit in agency.shown_units:
            found += [f"{name} {unit}", f"{unit} {name}", f"{name} ({unit})"]
    return found + [unit for unit in agency.shown_units if any(name in unit for name in agency.names)]


def annex(
    name: str, title: list[str], text: list[str], rows: list[list[str]] | None = None, **more: Any
) -> Attached:
    paper = Paper(kind="plain", office=title, paragraphs=text, rows=rows or [], closing="", owner=[], **more)
    return Attached(name, paper)


def mails() -> list[Mail]:
    o = Office()
    from_the_centre(o)
    from_the_province(o)
    from_the_district(o)
    from_local_bodies(o)
    from_schools_and_enterprises(o)
    from_courts_and_police(o)
    sealed_and_memos(o)
    orders_and_announcements(o)
    from_firms_and_societies(o)
    several_letters(o)
    forwarded(o)
    odd(o)
    not_to_be_entered(o)
    return o.made


REPLY_FORM = annex(
    "แบบตอบรับ.pdf",
    ["แบบตอบรับเข้าร่วมประชุม", "วันที่ 20 กุมภาพันธ์ 2569 ณ ห้องประชุมธารทอง"],
    [
        "ชื่อ-สกุล ........................................ ตำแหน่ง ........................",
        "สังกัด .................................... โทร. ....................",
        "โปรดส่งภายในวันที่ 10 กุมภาพันธ์ 2569",
    ],
)
AGENDA = annex(
    "กำหนดการ.pdf",
    ["กำหนดการประชุมชี้แจงแนวทางการดำเนินงาน", "วันศุกร์ที่ 20 กุมภาพันธ์ 2569"],
    [],
    [
        ["เวลา", "กิจกรรม"],
        ["08.30 น.", "ลงทะเบียน"],
        ["09.00 น.", "พิธีเปิด"],
        ["10.30 น.", "บรรยาย เรื่อง การบริหารจัดการขยะ"],
    ],
)
NAMES = annex(
    "สิ่งที่ส่งมาด้วย 1.pdf",
    ["บัญชีรายชื่อกลุ่มเป้าหมาย", "แนบท้ายหนังสือจังหวัดธารทอง ที่ ธท 0023.3/ว 310 ลงวันที่ 19 มกราคม 2569"],
    [],
    [["ที่", "อปท.", "จำนวน"], ["1", "เทศบาลตำบลคลองน้อย", "12"], ["2", "อบต.บึงใหญ่", "9"]],
)
XLSX = Attached(
    "แบบรายงาน.xlsx",
    b"PK\x03\x04" + b"\x00" * 300,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
LOGO = Attached("image001.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "image/png")


def from_the_centre(o: Office) -> None:
    o.send(
        "department circular, three-line subject, most urgent",
        [
            o.letter(
                "dla",
                "มท 0819.3/ว 127",
                "01-12",
                "การขับเคลื่อนการดำเนินงานกองทุนหลักประกันสุขภาพในระดับท้องถิ่นหรือพื้นที่ และการจัดบริการดูแลระยะยาวด้านสาธารณสุขสำหรับผู้สูงอายุที่มีภาวะพึ่งพิงและบุคคลอื่นที่มีภาวะพึ่งพิง ประจำปีงบประมาณ พ.ศ. 2569",
                "ผู้ว่าราชการจังหวัด ทุกจังหวัด",
                stamp="ด่วนที่สุด",
                layout="lines",
                thai_digits=True,
            )
        ],
        sender=A["provdla"].mail,
        names=["ว127.pdf"],
        body="เรียน นายกเทศมนตรี/นายก อบต. ทุกแห่ง\n\nสถจ.ธารทอง ส่งหนังสือ สถ. ด่วนที่สุด ที่ มท 0819.3/ว 127 มาเพื่อดำเนินการ\n",
    )
    o.send(
        "department letter straight to us, abbreviated month",
        [
            o.letter(
                "dla2",
                "มท 0808.2/456",
                "01-13",
                "การเบิกจ่ายเงินอุดหนุนเฉพาะกิจสำหรับก่อสร้างระบบประปาหมู่บ้าน",
                when="abbreviated",
                layout="grid",
            )
        ],
    )
    o.send(
        "ministry circular to governors passed on without a cover",
        [
            o.letter(
                "moi",
                "มท 0211.3/ว 98",
                "01-09",
                "มาตรการป้องกันและลดอุบัติเหตุทางถนนในช่วงเทศกาล",
                "ผู้ว่าราชการจังหวัด ทุกจังหวัด",
                stamp="ด่วนมาก",
                thai_digits=True,
                received=["จังหวัดธารทอง", "เลขรับ 412", "วันที่ 12 ม.ค. 2569", "เวลา 09.41 น."],
            )
        ],
        sender=A["prov"].mail,
    )
    o.send(
        "comptroller circular, long recipient",
        [
            o.letter(
                "cgd",
                "กค 0405.4/ว 23",
                "01-15",
                "แนวทางปฏิบัติในการจัดซื้อจัดจ้างโดยวิธีเฉพาะเจาะจงของหน่วยงานของรัฐ",
                "นายกเทศมนตรี และนายกองค์การบริหารส่วนตำบล ทุกแห่ง",
                layout="placed",
            )
        ],
        more=[LOGO],
    )
    o.send(
        "department of health, Thai digits, old word processor's marks",
        [
            o.letter(
                "health",
                "สธ 0907.02/321",
                "01-19",
                "ขอเชิญเข้าร่วมโครงการส้วมสาธารณะไทยได้มาตรฐานสากล ประจำปี 2569",
                thai_digits=True,
                old_marks=True,
                layout="grid",
            )
        ],
    )
    o.send(
        "department of older persons, enclosures apart",
        [
            o.letter(
                "elder",
                "พม 0403/ว 77",
                "01-20",
                "ขอเชิญเข้าร่วมประชุมชี้แจงการปรับสภาพแวดล้อมและที่อยู่อาศัยของผู้สูงอายุให้เหมาะสมและปลอดภัย",
                encl=["1. แบบตอบรับเข้าร่วมประชุม จำนวน 1 ฉบับ", "2. กำหนดการ จำนวน 1 ฉบับ"],
                thai_digits=True,
            )
        ],
        more=[REPLY_FORM, AGENDA],
    )
    o.send(
        "pollution department, printed by a browser",
        [
            o.letter(
                "pcd",
                "ทส 0305/ว 1450",
                "01-21",
                "ขอความร่วมมืองดการเผาขยะมูลฝอยและเศษวัสดุทางการเกษตรในที่โล่ง",
                made_by="chromium",
            )
        ],
    )
    o.send(
        "digital agency, number without a letter code's shape",
        [
            o.letter(
                "dga",
                "สพร 2569/123",
                "01-22",
                "ขอเชิญบุคลากรเข้ารับการอบรมหลักสูตรการใช้งานระบบสารบรรณอิเล็กทรอนิกส์",
                when="long",
                thai_digits=False,
            )
        ],
    )
    o.send(
        "OPDC circular",
        [
            o.letter(
                "opdc",
                "นร 1200/ว 3",
                "01-23",
                "การประเมินการให้บริการแบบเบ็ดเสร็จขององค์กรปกครองส่วนท้องถิ่น",
                accept={"sender": ["สำนักงาน ก.พ.ร. กองพัฒนาระบบบริหารงานส่วนภูมิภาคและท้องถิ่น"]},
            )
        ],
    )
    o.send(
        "provincial administration department, urgency before the number",
        [
            o.letter(
                "dopa",
                "มท 0309.2/ว 221",
                "01-26",
                "การตรวจสอบและปรับปรุงบัญชีรายชื่อผู้มีสิทธิเลือกตั้งสมาชิกสภาท้องถิ่น",
                "นายทะเบียนท้องถิ่นเทศบาลตำบลคลองน้อย",
                number_label="ด่วนที่สุด ที่ ",
                stamp="",
                layout="grid",
            )
        ],
    )
    o.send(
        "statistics office, run labels",
        [
            o.letter(
                "stat",
                "ดศ 0503/ว 45",
                "01-27",
                "ขอความอนุเคราะห์ข้อมูลสถานประกอบการในเขตเทศบาล",
                label="run",
                layout="lines",
                thai_digits=True,
            )
        ],
    )
    o.send(
        "department letter, body in the mail tells another number",
        [
            o.letter(
                "dla2",
                "มท 0808.3/ว 3301",
                "01-28",
                "ซักซ้อมแนวทางการจัดทำข้อบัญญัติและเทศบัญญัติงบประมาณรายจ่ายประจำปี",
                "ผู้ว่าราชการจังหวัด ทุกจังหวัด",
            )
        ],
        body="อ้างถึงหนังสือเดิม ที่ มท 0808.3/ว 2987 ลงวันที่ 2 ธันวาคม 2568 ขอส่งหนังสือฉบับใหม่ตามไฟล์แนบ\n",
        sender=A["sthj"].mail,
    )
    o.send(
        "letter with the ministry's letter copied behind it in the same file",
        [
            o.letter(
                "dla",
                "มท 0819.2/ว 402",
                "02-02",
                "การเตรียมความพร้อมรับมือสถานการณ์ฝุ่นละอองขนาดเล็ก (PM 2.5)",
                "นายกเทศมนตรีตำบล ทุกแห่ง",
                encl=["สำเนาหนังสือกระทรวงมหาดไทย ด่วนที่สุด ที่ มท 0230/ว 555 ลงวันที่ 28 มกราคม 2569"],
                annex=[
                    [
                        "(สำเนา)",
                        "ที่ มท 0230/ว 555",
                        "กระทรวงมหาดไทย",
                        "ถนนอัษฎางค์ กทม. 10200",
                        "28 มกราคม 2569",
                        "เรื่อง การยกระดับมาตรการฝุ่นละออง",
                        "เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด",
                        "ด้วยสถานการณ์ฝุ่นละอองมีแนวโน้มสูงขึ้น จึงขอให้ดำเนินการโดยเคร่งครัด",
                        "ขอแสดงความนับถือ",
                        "ปลัดกระทรวงมหาดไทย",
                    ]
                ],
            )
        ],
    )
    o.send(
        "land department's office with a branch in its name",
        [
            o.letter(
                "land", "ธท 0020.03/118", "02-03", "ขอให้ระวังชี้แนวเขตและลงชื่อรับรองแนวเขตที่ดิน", thai_digits=True
            )
        ],
    )


def from_the_province(o: Office) -> None:
    o.send(
        "province letter, office as its place, circular",
        [
            o.letter(
                "provdla",
                "ธท 0023.3/ว 310",
                "01-19",
                "การสำรวจข้อมูลกลุ่มเป้าหมายเพื่อขอรับการสนับสนุนงบประมาณเงินอุดหนุนเฉพาะกิจ",
                "นายอำเภอ ทุกอำเภอ นายกเทศมนตรีเมืองธารทอง และนายกเทศมนตรีตำบล ทุกแห่ง",
                encl=["บัญชีรายชื่อกลุ่มเป้าหมาย จำนวน 1 ชุด"],
                thai_digits=True,
                stamp="ด่วนที่สุด",
            )
        ],
        more=[NAMES, XLSX],
    )
    o.send(
        "province scan: a picture only",
        [o.letter("prov", "ธท 0017.1/ว 202", "01-16", "การตรวจราชการแบบบูรณาการ", made_by="scan")],
        names=["20690116_scan.pdf"],
    )
    o.send(
        "province, two references with numbers and dates",
        [
            o.letter(
                "provdla",
                "ธท 0023.3/452",
                "01-21",
                "ตอบข้อหารือการเบิกจ่ายค่าเช่าบ้านของพนักงานเทศบาล",
                refs=[
                    "1. หนังสือเทศบาลตำบลคลองน้อย ที่ คน 53101/12 ลงวันที่ 6 มกราคม 2569",
                    "2. หนังสือกรมส่งเสริมการปกครองท้องถิ่น ที่ มท 0809.3/ว 5862 ลงวันที่ 12 ตุลาคม 2568",
                ],
                layout="placed",
            )
        ],
        subject="Re: หารือการเบิกจ่ายค่าเช่าบ้าน",
    )
    o.send(
        "local administration office of the province, split over two letterhead lines",
        [
            o.letter(
                "sthj",
                "ธท 0023.5/ว 77",
                "01-22",
                "การรายงานผลการดำเนินการเรื่องร้องทุกข์ขององค์กรปกครองส่วนท้องถิ่น ไตรมาสที่ 1",
                layout="grid",
            )
        ],
    )
    o.send(
        "public health office of the province, old marks",
        [
            o.letter(
                "pho",
                "ธท 0033.006/ว 265",
                "01-23",
                "ขอให้เฝ้าระวังและควบคุมโรคไข้เลือดออกในพื้นที่ระบาดซ้ำซาก",
                old_marks=True,
                thai_digits=True,
                stamp="ด่วน",
                layout="lines",
            )
        ],
    )
    o.send(
        "public health office, subject over two lines, run labels",
        [
            o.letter(
                "pho",
                "ธท 0033.005/398",
                "01-26",
                "ขอความร่วมมือประชาสัมพันธ์การรับสมัครผู้ประกอบการร้านอาหารเข้ารับการอบรมหลักสูตรการสุขาภิบาลอาหาร",
                label="run",
                layout="centred",
            )
        ],
    )
    o.send(
        "public works office of the province",
        [
            o.letter(
                "dpt",
                "ธท 0022/ว 189",
                "01-27",
                "การวางและจัดทำผังเมืองรวมชุมชนบางธาร (ปรับปรุงครั้งที่ 2)",
                made_by="chromium",
            )
        ],
    )
    o.send(
        "disaster office: three letterhead lines, urgent",
        [
            o.letter(
                "ddpm",
                "ธท 0021/ว 64",
                "02-04",
                "การเตรียมการป้องกันและแก้ไขปัญหาภัยแล้ง ปี 2568/2569",
                stamp="ด่วนที่สุด",
                thai_digits=True,
                when="wide",
            )
        ],
        names=["ด่วนที่สุด ว64 ภัยแล้ง.pdf"],
    )
    o.send(
        "provincial treasury with the hall in its address",
        [
            o.letter(
                "treasury",
                "ธท 0003/ว 41",
                "02-05",
                "แจ้งแนวทางการเบิกจ่ายเงินงบประมาณในช่วงไตรมาสที่ 2",
                layout="lines",
            )
        ],
    )
    o.send(
        "national health security, dotted code before the slash",
        [
            o.letter(
                "nhso",
                "สปสช. 5.41/ว 0123",
                "02-06",
                "ขอเชิญประชุมคณะกรรมการกองทุนหลักประกันสุขภาพระดับท้องถิ่น",
                thai_digits=False,
            )
        ],
    )
    o.send(
        "centre with a bracket in its number",
        [
            o.letter(
                "drugs",
                "ธท (ศอ.ปส.)/ว 12",
                "02-09",
                "การรายงานผลการดำเนินงานหมู่บ้านชุมชนเข้มแข็งเอาชนะยาเสพติด",
                split_am=True,
            )
        ],
    )


def from_the_district(o: Office) -> None:
    o.send(
        "district letter, stamped as received by a neighbour who passes it on",
        [
            o.letter(
                "amphoe",
                "ธท 0818/215",
                "01-15",
                "ขอเชิญประชุมหัวหน้าส่วนราชการประจำเดือนมกราคม 2569",
                thai_digits=True,
                received=["เทศบาลตำบลหนองบัวลาย", "เลขรับ 98", "วันที่ 16 ม.ค. 2569", "เวลา 10.05 น."],
            )
        ],
    )
    o.send(
        "district covers a province letter sent along as its own file",
        [
            o.letter(
                "amphoe",
                "ธท 0818/ว 230",
                "01-20",
                "การจัดทำแผนพัฒนาหมู่บ้านและแผนชุมชน",
                "นายกเทศมนตรีตำบลคลองน้อย และนายกองค์การบริหารส่วนตำบล ทุกแห่ง",
                encl=["สำเนาหนังสือจังหวัดธารทอง ที่ ธท 0017.2/ว 166 ลงวันที่ 14 มกราคม 2569 จำนวน 1 ชุด"],
            ),
            o.letter("prov", "ธท 0017.2/ว 166", "01-14", "การจัดทำแผนพัฒนาหมู่บ้านและแผนชุมชน", "นายอำเภอ ทุกอำเภอ"),
        ],
        expected=1,
        names=["หนังสืออำเภอ.pdf", "สำเนาหนังสือจังหวัด.pdf"],
    )
    o.send(
        "district covers a department letter; the cover is the second file",
        [
            o.letter(
                "ampdla",
                "ธท 0023.12/ว 31",
                "01-22",
                "การขึ้นทะเบียนผู้มีสิทธิรับเงินเบี้ยความพิการ",
                encl=["สำเนาหนังสือกรมส่งเสริมการปกครองท้องถิ่น ที่ มท 0808.3/ว 101 ลงวันที่ 12 มกราคม 2569"],
                thai_digits=True,
            )
        ],
        names=["นำส่ง.pdf"],
        first=[
            annex(
                "1_ว101.pdf",
                ["(สำเนา)"],
                [
                    "ที่ มท 0808.3/ว 101",
                    "กรมส่งเสริมการปกครองท้องถิ่น",
                    "12 มกราคม 2569",
                    "เรื่อง แนวทางการขึ้นทะเบียนผู้พิการ",
                    "เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด",
                    "ด้วยมีการแก้ไขระเบียบ จึงขอให้แจ้งองค์กรปกครองส่วนท้องถิ่นทราบ",
                    "ขอแสดงความนับถือ",
                    "อธิบดีกรมส่งเสริมการปกครองท้องถิ่น",
                ],
            )
        ],
    )
    o.send(
        "district scan",
        [o.letter("amphoe", "ธท 0818/ว 301", "01-28", "การแต่งเครื่องแบบ", made_by="scan")],
        names=["IMG_20690129.pdf"],
    )
    o.send(
        "health office of the district, printed in the middle",
        [
            o.letter(
                "dho",
                "ธท 0233.4/45",
                "01-29",
                "ขออนุมัติใช้สถานที่จัดอบรมอาสาสมัครสาธารณสุขประจำหมู่บ้าน",
                layout="centred",
                thai_digits=True,
            )
        ],
    )
    o.send(
        "district, ที่ว่าการ in the body near a label",
        [
            o.letter(
                "amphoe",
                "ธท 0818/350",
                "02-03",
                "ขอเชิญร่วมพิธีทำบุญตักบาตรเนื่องในวันมาฆบูชา",
                body=[
                    "ด้วยอำเภอบางธารกำหนดจัดพิธีทำบุญตักบาตร ณ",
                    "ที่ว่าการอำเภอบางธาร ในวันที่ 3 มีนาคม 2569 เวลา 07.00 น.",
                    "เรื่อง การแต่งกาย ให้แต่งกายด้วยชุดสุภาพสีขาว",
                    "เรียน มาเพื่อโปรดทราบและเข้าร่วมพิธีโดยพร้อมเพรียงกัน",
                ],
            )
        ],
    )
    o.send(
        "district, date with พ.ศ.",
        [
            o.letter(
                "amphoe",
                "ธท 0818/402",
                "02-10",
                "แจ้งกำหนดการออกหน่วยบริการจังหวัดเคลื่อนที่",
                when="be",
                made_by="chromium",
            )
        ],
    )
    o.send(
        "local office of the district, shortest date",
        [
            o.letter(
                "ampdla",
                "ธท 0023.12/88",
                "02-11",
                "ติดตามการรายงานข้อมูลในระบบสารสนเทศเพื่อการวางแผนและประเมินผล (e-Plan)",
                when="shortest",
                thai_digits=False,
            )
        ],
    )


def from_local_bodies(o: Office) -> None:
    o.send(
        "neighbour municipality asks for a pensioner's standing",
        [
            o.letter(
                "tm",
                "ธท 52704/128",
                "01-16",
                "ขอตรวจสอบข้อมูลการรับเงินเบี้ยยังชีพผู้สูงอายุ กรณีย้ายภูมิลำเนา",
                thai_digits=True,
            )
        ],
    )
    o.send(
        "city, sub-numbered code",
        [
            o.letter(
                "mm",
                "ธท 52001.5/45",
                "01-19",
                "ขอความอนุเคราะห์รถบรรทุกน้ำสนับสนุนการดับเพลิงบ่อขยะ",
                stamp="ด่วนที่สุด",
                layout="placed",
            )
        ],
    )
    o.send(
        "sub-district body, place of work in the letterhead",
        [
            o.letter(
                "obt",
                "ธท 73502/67",
                "01-27",
                "ขอเชิญร่วมแข่งขันกีฬาต้านยาเสพติด “บึงใหญ่เกมส์” ครั้งที่ 9",
                layout="lines",
                thai_digits=True,
            )
        ],
    )
    o.send(
        "provincial administrative organisation",
        [
            o.letter(
                "obj",
                "ธท 51004/ว 233",
                "02-04",
                "ขอเชิญประชุมประสานแผนพัฒนาท้องถิ่นในระดับจังหวัด",
                when="abbreviated",
            )
        ],
        more=[AGENDA],
    )
    o.send(
        "neighbour municipality, browser print",
        [
            o.letter(
                "tm",
                "ธท 52704/ว 201",
                "02-12",
                "ประชาสัมพันธ์การโอน (ย้าย) พนักงานเทศบาล ตำแหน่งนักวิชาการเงินและบัญชี",
                "นายกเทศมนตรี ทุกแห่ง",
                made_by="chromium",
            )
        ],
    )
    o.send(
        "city scan",
        [o.letter("mm", "ธท 52001/99", "02-13", "ขอใช้รถ", made_by="scan")],
        names=["เอกสารสแกน.pdf"],
    )


def from_schools_and_enterprises(o: Office) -> None:
    o.send(
        "university faculty first in the letterhead",
        [
            o.letter(
                "rajabhat",
                "อว 0639.12/114",
                "01-13",
                "ขอความอนุเคราะห์รับนักศึกษาเข้าฝึกประสบการณ์วิชาชีพ",
                accept={"sender": ["คณะมนุษยศาสตร์และสังคมศาสตร์"]},
                layout="grid",
            )
        ],
    )
    o.send(
        "university, split sara am",
        [
            o.letter(
                "uni",
                "อว 7701.4/59",
                "01-20",
                "ขอความอนุเคราะห์เก็บข้อมูลเพื่อการวิจัยการจัดการน้ำชุมชน",
                split_am=True,
                layout="lines",
            )
        ],
    )
    o.send(
        "school, education code with five digits",
        [
            o.letter(
                "school",
                "ศธ 04001/123",
                "01-21",
                "ขอรับการสนับสนุนอาหารเสริม (นม) โรงเรียน ภาคเรียนที่ 2 ปีการศึกษา 2568",
                thai_digits=False,
            )
        ],
    )
    o.send(
        "education area, name over two lines",
        [
            o.letter(
                "esao",
                "ศธ 04021/ว 310",
                "01-22",
                "ขอเชิญร่วมเป็นคณะกรรมการสถานศึกษาขั้นพื้นฐาน",
                thai_digits=True,
                layout="grid",
            )
        ],
    )
    o.send(
        "school, Thai digits and a dotted code",
        [
            o.letter(
                "school",
                "ศธ 04021.055/12",
                "02-05",
                "ขออนุญาตพานักเรียนศึกษาดูงานระบบบำบัดน้ำเสีย",
                thai_digits=True,
                old_marks=True,
                layout="centred",
            )
        ],
    )
    o.send(
        "electricity authority, number of two parts and a year",
        [
            o.letter(
                "pea",
                "มท 5304.21/บธ. 1234/2569",
                "01-15",
                "แจ้งดับกระแสไฟฟ้าเพื่อปรับปรุงระบบจำหน่าย",
                thai_digits=False,
            )
        ],
    )
    o.send(
        "waterworks, dash in the code",
        [
            o.letter(
                "pwa",
                "มท 55712-4/123",
                "01-22",
                "ขออนุญาตวางท่อประปาในเขตทางสาธารณะ",
                thai_digits=False,
                layout="lines",
            )
        ],
    )
    o.send(
        "bank branch, own kind of number",
        [
            o.letter(
                "bank",
                "สข.บธ. 45/2569",
                "01-28",
                "ขอเชิญร่วมโครงการออมทรัพย์เพื่อพนักงานส่วนท้องถิ่น",
                thai_digits=False,
                layout="grid",
            )
        ],
    )
    o.send(
        "rural roads office",
        [
            o.letter(
                "roads",
                "คค 0703.64/88",
                "02-06",
                "แจ้งปิดการจราจรเพื่อซ่อมแซมสะพานข้ามคลองบางธาร",
                thai_digits=True,
                label="tabbed",
            )
        ],
    )
    o.send(
        "irrigation project",
        [
            o.letter(
                "water",
                "กษ 0321.08/76",
                "02-12",
                "แจ้งแผนการจัดสรรน้ำและการเพาะปลูกพืชฤดูแล้ง ปี 2568/69",
                thai_digits=False,
                layout="placed",
            )
        ],
    )


def from_courts_and_police(o: Office) -> None:
    o.send(
        "administrative court office, case number in the body",
        [
            o.letter(
                "court",
                "ศป 0012.3/215",
                "01-16",
                "แจ้งคำสั่งศาลให้จัดทำคำให้การ",
                "นายกเทศมนตรีตำบลคลองน้อย ผู้ถูกฟ้องคดีที่ 1",
                body=[
                    "ตามคดีหมายเลขดำที่ 12/2569 ระหว่าง นายสมคิด ใจสู้ภัย ผู้ฟ้องคดี กับ เทศบาลตำบลคลองน้อย ผู้ถูกฟ้องคดี ศาลได้มีคำสั่งลงวันที่ 12 มกราคม 2569 ให้จัดทำคำให้การภายใน 30 วัน",
                    "จึงเรียนมาเพื่อโปรดดำเนินการตามคำสั่งศาล",
                ],
                accept={"recipient": ["นายกเทศมนตรีตำบลคลองน้อย"]},
            )
        ],
    )
    o.send(
        "provincial court, summons for papers",
        [
            o.letter(
                "court2",
                "ศย 304.012/77",
                "01-23",
                "ขอให้ส่งเอกสารประกอบการพิจารณาคดีแพ่ง คดีหมายเลขดำที่ พ 45/2569",
                thai_digits=True,
            )
        ],
    )
    o.send(
        "police station, brackets in the number",
        [
            o.letter(
                "police",
                "ตร 0024(ธท).6(11)/123",
                "01-26",
                "ขอความอนุเคราะห์ภาพจากกล้องวงจรปิดบริเวณสี่แยกตลาดคลองน้อย",
                stamp="ด่วนที่สุด",
                thai_digits=True,
            )
        ],
    )
    o.send(
        "state audit, unit after the number",
        [
            o.letter(
                "audit",
                "ตผ 0041 ธท/25",
                "02-02",
                "แจ้งเข้าตรวจสอบรายงานการเงิน ประจำปีงบประมาณ พ.ศ. 2568",
                layout="lines",
                accept={"their_number": ["ตผ 0041ธท/25"]},
            )
        ],
    )
    o.send(
        "anti-corruption office, bracket and leading nought",
        [
            o.letter(
                "nacc",
                "ปช 0034 (ธท)/0112",
                "02-10",
                "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)",
                made_by="chromium",
                accept={"their_number": ["ปช 0034(ธท)/0112"]},
            )
        ],
    )


def sealed_and_memos(o: Office) -> None:
    o.send(
        "sealed letter, no subject",
        [
            o.letter(
                "treasury",
                "ธท 0003/88",
                "01-14",
                "",
                AGENCY,
                kind="sealed",
                office=["สำนักงานคลังจังหวัดธารทอง"],
                body=[
                    "พร้อมนี้ สำนักงานคลังจังหวัดธารทองขอส่งสำเนาคำสั่งย้ายรหัสผู้ใช้งานระบบ New GFMIS Thai จำนวน 1 ชุด มาเพื่อทราบและดำเนินการต่อไป"
                ],
                summary=["คำสั่ง|รหัส", "ผู้ใช้งาน", "GFMIS", "ส่งสำเนา|สำเนา"],
                signer="",
            )
        ],
        subject="",
        body="ตามไฟล์แนบ\n",
    )
    o.send(
        "sealed letter of the district asks for figures",
        [
            o.letter(
                "amphoe",
                "ธท 0818/267",
                "01-21",
                "",
                AGENCY,
                kind="sealed",
                office=["อำเภอบางธาร"],
                body=[
                    "ด้วยอำเภอบางธารมีความประสงค์จะทราบจำนวนครัวเรือนที่ประสบอุทกภัยในเขตเทศบาล เพื่อประกอบการขอรับเงินช่วยเหลือ จึงขอให้แจ้งข้อมูลดังกล่าวภายในวันที่ 30 มกราคม 2569"
                ],
                summary=["ครัวเรือน", "อุทกภัย", "ข้อมูล|จำนวน", "เงินช่วยเหลือ|ขอให้แจ้ง|แจ้ง"],
                thai_digits=True,
                owner=["ที่ทำการปกครองอำเภอบางธาร", "โทร. 0 9911 2000"],
                signer="",
            )
        ],
        subject="หนังสือประทับตรา",
        body="ตามไฟล์แนบค่ะ\n",
    )
    o.send(
        "sealed letter of the public health office sends posters",
        [
            o.letter(
                "pho",
                "ธท 0033.006/512",
                "02-09",
                "",
                AGENCY,
                kind="sealed",
                office=["สำนักงานสาธารณสุขจังหวัดธารทอง"],
                body=[
                    "สำนักงานสาธารณสุขจังหวัดธารทองขอส่งแผ่นพับประชาสัมพันธ์การป้องกันโรคพิษสุนัขบ้า จำนวน 200 แผ่น เพื่อเผยแพร่แก่ประชาชนในพื้นที่"
                ],
                summary=["แผ่นพับ", "พิษสุนัขบ้า", "ป้องกัน", "ประชาสัมพันธ์|เผยแพร่"],
                signer="",
            )
        ],
        subject="",
        body="",
    )
    o.send(
        "sealed letter with the urgency set before",
        [
            o.letter(
                "provdla",
                "ธท 0023.3/601",
                "02-11",
                "",
                "เทศบาลตำบลคลองน้อย",
                kind="sealed",
                office=["จังหวัดธารทอง"],
                stamp="ด่วนที่สุด",
                body=[
                    "ตามหนังสือจังหวัดธารทอง ที่ ธท 0023.3/ว 310 ลงวันที่ 19 มกราคม 2569 ขอให้สำรวจข้อมูลกลุ่มเป้าหมาย นั้น บัดนี้ล่วงเลยกำหนดเวลาแล้ว จึงขอให้เร่งรัดจัดส่งข้อมูลกลุ่มเป้าหมายโดยด่วน"
                ],
                summary=["เร่งรัด|ล่วงเลย|ติดตาม", "ข้อมูล", "กลุ่มเป้าหมาย", "สำรวจ|จัดส่ง"],
                signer="",
            )
        ],
        subject="",
        body="ตามไฟล์แนบ\n",
    )
    o.send(
        "sealed letter, addressed to the mayor's office",
        [
            o.letter(
                "court",
                "ศป 0012.1/40",
                "02-16",
                "",
                "สำนักงานเทศบาลตำบลคลองน้อย",
                kind="sealed",
                office=["สำนักงานศาลปกครองธารทอง"],
                body=["พร้อมหนังสือนี้ สำนักงานศาลปกครองธารทองขอส่งสำเนาคำพิพากษาคดีหมายเลขแดงที่ 7/2569 มาเพื่อทราบ"],
                summary=["สำเนา", "คำพิพากษา", "คดี", "หมายเลขแดง"],
                signer="",
            )
        ],
        subject="ส่งหนังสือราชการ",
        body="",
    )
    memos: list[tuple[str, str, str, str, str, list[str], str, dict[str, Any]]] = [
        (
            "memo of the provincial local office",
            "sthj",
            "ธท 0023.2/15",
            "01-19",
            "ขอเชิญประชุมคณะทำงานตรวจประเมินประสิทธิภาพขององค์กรปกครองส่วนท้องถิ่น",
            ["สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดธารทอง", "กลุ่มงานกฎหมาย โทร. 0 9911 2000"],
            "long",
            {"thai_digits": True},
        ),
        (
            "memo of the hospital",
            "hospital",
            "ธท 0033.301/77",
            "01-29",
            "ขอส่งรายงานผลการตรวจสุขภาพพนักงานเก็บขยะ",
            ["โรงพยาบาลบางธาร กลุ่มงานบริการด้านปฐมภูมิและองค์รวม", "โทร. 0 9911 2000 ต่อ 105"],
            "long",
            {"thai_digits": False},
        ),
        (
            "memo of the district, its date abbreviated",
            "amphoe",
            "ธท 0818/ว 377",
            "02-05",
            "แจ้งกำหนดการประชุมกำนัน ผู้ใหญ่บ้าน และหัวหน้าส่วนราชการ",
            ["ที่ทำการปกครองอำเภอบางธาร", "กลุ่มงานบริหารงานปกครอง โทร. 0 9911 2003"],
            "abbreviated",
            {"thai_digits": False, "received": ["กองคลัง", "รับที่ 88", "6 ก.พ. 2569"]},
        ),
        (
            "memo of the irrigation project",
            "water",
            "กษ 0321.08/ว 19",
            "02-18",
            "ขอความร่วมมือกำจัดผักตบชวาในคลองส่งน้ำสายหลัก",
            ["โครงการชลประทานธารทอง", "โทร. 0 9911 2000"],
            "wide",
            {"thai_digits": True, "stamp": "ด่วน"},
        ),
    ]
    for about, by, number, day, subject, office, style, more in memos:
        further = {
            "sender": [
                "ที่ทำการปกครองอำเภอบางธาร",
                "ที่ทำการปกครองอำเภอบางธาร กลุ่มงานบริหารงานปกครอง",
                "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดธารทอง กลุ่มงานกฎหมาย",
            ]
        }
        o.send(
            about,
            [
                o.letter(
                    by, number, day, subject, kind="memo", office=office, when=style, accept=further, **more
                )
            ],
        )


def orders_and_announcements(o: Office) -> None:
    o.send(
        "order of the province, sent as it is",
        [
            o.letter(
                "prov",
                "123/2569",
                "01-12",
                "แต่งตั้งคณะกรรมการอำนวยการจัดงานประเพณีลอยกระทง",
                kind="order",
                office=["คำสั่งจังหวัดธารทอง"],
                when="order",
                closing="",
                thai_digits=True,
                accept={"subject": ["คำสั่งจังหวัดธารทอง เรื่อง แต่งตั้งคณะกรรมการอำนวยการจัดงานประเพณีลอยกระทง"]},
            )
        ],
        subject="ส่งคำสั่ง",
        body="ตามไฟล์แนบ\n",
    )
    o.send(
        "order of the district with a long subject",
        [
            o.letter(
                "amphoe",
                "45/2569",
                "01-26",
                "แต่งตั้งคณะทำงานศูนย์ปฏิบัติการป้องกันและแก้ไขปัญหาไฟป่า หมอกควัน และฝุ่นละอองขนาดเล็กระดับอำเภอ",
                kind="order",
                office=["คำสั่งอำเภอบางธาร"],
                when="order",
                closing="",
                accept={
                    "subject": [
                        "คำสั่งอำเภอบางธาร เรื่อง แต่งตั้งคณะทำงานศูนย์ปฏิบัติการป้องกันและแก้ไขปัญหาไฟป่า หมอกควัน และฝุ่นละอองขนาดเล็กระดับอำเภอ"
                    ]
                },
            )
        ],
        subject="คำสั่งอำเภอ",
        body="เรียน นายกเทศมนตรีตำบลคลองน้อย\n\nขอส่งคำสั่งตามไฟล์แนบ\n",
    )
    o.send(
        "announcement without a number",
        [
            o.letter(
                "prov",
                "",
                "02-02",
                "กำหนดเขตพื้นที่ประสบสาธารณภัย (ภัยแล้ง)",
                kind="order",
                office=["ประกาศจังหวัดธารทอง"],
                when="announcement",
                closing="",
                thai_digits=True,
                accept={"subject": ["ประกาศจังหวัดธารทอง เรื่อง กำหนดเขตพื้นที่ประสบสาธารณภัย (ภัยแล้ง)"]},
            )
        ],
        subject="ประกาศจังหวัด",
        body="ขอส่งประกาศเพื่อทราบ\n",
        names=["ประกาศภัยแล้ง.pdf"],
    )
    o.send(
        "announcement of the city about posts",
        [
            o.letter(
                "mm",
                "",
                "02-17",
                "รับสมัครบุคคลเพื่อสรรหาและเลือกสรรเป็นพนักงานจ้าง",
                kind="order",
                office=["ประกาศเทศบาลเมืองธารทอง"],
                when="announcement",
                closing="",
                accept={"subject": ["ประกาศเทศบาลเมืองธารทอง เรื่อง รับสมัครบุคคลเพื่อสรรหาและเลือกสรรเป็นพนักงานจ้าง"]},
            )
        ],
        subject="ขอความร่วมมือปิดประกาศ",
        body="เรียน นายกเทศมนตรีตำบลคลองน้อย\nขอความร่วมมือปิดประกาศในที่เปิดเผยด้วยค่ะ\n",
        names=["announce.pdf"],
    )
    o.send(
        "covering letter whose enclosure is an order",
        [
            o.letter(
                "prov",
                "ธท 0017.1/ว 333",
                "02-13",
                "ส่งคำสั่งจังหวัดธารทอง",
                "นายกเทศมนตรีตำบล ทุกแห่ง",
                encl=["คำสั่งจังหวัดธารทอง ที่ 301/2569 ลงวันที่ 9 กุมภาพันธ์ 2569"],
            )
        ],
        names=["ว333.pdf"],
        more=[
            Attached(
                "คำสั่ง 301-2569.pdf",
                Paper(
                    kind="order",
                    office=["คำสั่งจังหวัดธารทอง"],
                    number="ที่ 301/2569",
                    subject="แต่งตั้งผู้ประสานงานระดับพื้นที่",
                    date="สั่ง ณ วันที่ 9 กุมภาพันธ์ พ.ศ. 2569",
                    paragraphs=["เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย จึงแต่งตั้งผู้มีรายชื่อต่อไปนี้"],
                    closing="",
                    signer="นายสุรพงษ์ แก้วบัวลาย",
                    positions=["ผู้ว่าราชการจังหวัดธารทอง"],
                    thai_digits=True,
                ),
            )
        ],
    )


def from_firms_and_societies(o: Office) -> None:
    o.send(
        "firm, own number, date with slashes",
        [
            o.letter(
                "pipes",
                "STE-2569/045",
                "01-16",
                "ขอส่งมอบงานก่อสร้างวางท่อระบายน้ำ งวดที่ 2",
                kind="company",
                number_label="เลขที่ ",
                when="slashes",
                layout="grid",
            )
        ],
    )
    o.send(
        "contractor asks to extend, number plain",
        [
            o.letter(
                "build",
                "123/2569",
                "01-28",
                "ขอขยายระยะเวลาการก่อสร้างตามสัญญา",
                "คณะกรรมการตรวจรับพัสดุ เทศบาลตำบลคลองน้อย",
                kind="company",
                refs=["สัญญาจ้างเลขที่ 15/2568 ลงวันที่ 3 พฤศจิกายน 2568"],
                layout="lines",
            )
        ],
    )
    o.send(
        "software firm, browser print in a looped face",
        [
            o.letter(
                "soft",
                "CN-69/0088",
                "02-03",
                "แจ้งปรับปรุงระบบบัญชีคอมพิวเตอร์และช่วงเวลาปิดให้บริการ",
                kind="company",
                number_label="เลขที่ ",
                made_by="looped",
                when="english",
            )
        ],
    )
    o.send(
        "firm's letter without a number",
        [
            o.letter(
                "pipes",
                "",
                "02-10",
                "ขอเสนอราคาเครื่องสูบน้ำพร้อมอุปกรณ์",
                kind="company",
                when="labelled",
                encl=["ใบเสนอราคาเลขที่ QT-6902-017 ลงวันที่ 9 กุมภาพันธ์ 2569"],
                layout="lines",
            )
        ],
        subject="ใบเสนอราคาตามที่สอบถาม",
        more=[
            annex(
                "QT-6902-017.pdf",
                ["ใบเสนอราคา", "บริษัท สายธารวิศวกรรม จำกัด"],
                ["เลขที่ QT-6902-017", "วันที่ 9 กุมภาพันธ์ 2569", "ลูกค้า เทศบาลตำบลคลองน้อย"],
                [["ลำดับ", "รายการ", "ราคา"], ["1", "เครื่องสูบน้ำ 6 นิ้ว", "85,000"]],
            )
        ],
    )
    o.send(
        "temple, special number",
        [
            o.letter(
                "temple",
                "พิเศษ 3/2569",
                "01-22",
                "ขอความอนุเคราะห์รถน้ำและเจ้าหน้าที่รักษาความสงบเรียบร้อยในงานประจำปี",
                thai_digits=True,
                layout="grid",
            )
        ],
        sender=("พระครูสมุห์บุญเลิศ", "watkhlongnoi@mailbox.example"),
    )
    o.send(
        "headman, the number is only พิเศษ and the year",
        [o.letter("headman", "พิเศษ/2569", "02-04", "ขอให้ซ่อมแซมไฟฟ้าสาธารณะภายในหมู่บ้าน", layout="lines")],
    )
    o.send(
        "co-operative, dotted letters",
        [
            o.letter(
                "coop",
                "สก.บธ. 15/2569",
                "02-11",
                "ขอเชิญร่วมประชุมใหญ่สามัญประจำปี 2569",
                kind="company",
                number_label="ที่ ",
                layout="grid",
            )
        ],
    )
    o.send(
        "old people's club, letter without a number, typed plainly",
        [
            o.letter(
                "elders",
                "",
                "02-18",
                "ขอรับการสนับสนุนงบประมาณจัดกิจกรรมวันผู้สูงอายุแห่งชาติ",
                refs=[],
                layout="grid",
                thai_digits=True,
            )
        ],
    )


def several_letters(o: Office) -> None:
    o.send(
        "two circulars of the province in one mail",
        [
            o.letter(
                "provdla", "ธท 0023.3/ว 520", "02-04", "การเบิกจ่ายเงินเบี้ยยังชีพผู้ป่วยเอดส์", "นายกเทศมนตรีตำบล ทุกแห่ง"
            ),
            o.letter(
                "provdla",
                "ธท 0023.3/ว 521",
                "02-04",
                "การรายงานการจัดเก็บภาษีที่ดินและสิ่งปลูกสร้าง",
                "นายกเทศมนตรีตำบล ทุกแห่ง",
                stamp="ด่วนมาก",
            ),
        ],
        subject="ส่งหนังสือจังหวัด 2 ฉบับ",
        names=["ว 520.pdf", "ว 521.pdf"],
    )
    o.send(
        "two letters of the district on different days",
        [
            o.letter("amphoe", "ธท 0818/410", "02-10", "ขอเชิญร่วมพิธีวันท้องถิ่นไทย", thai_digits=True),
            o.letter(
                "amphoe",
                "ธท 0818/ว 415",
                "02-11",
                "การรักษาความสงบเรียบร้อยในช่วงเทศกาลตรุษจีน",
                "นายกเทศมนตรีตำบลคลองน้อย",
                thai_digits=False,
            ),
        ],
        subject="หนังสืออำเภอบางธาร",
    )
    o.send(
        "three letters from the provincial local office",
        [
            o.letter("sthj", "ธท 0023.2/ว 91", "02-12", "การคัดเลือกองค์กรปกครองส่วนท้องถิ่นที่มีการบริหารจัดการที่ดี"),
            o.letter(
                "provdla",
                "ธท 0023.3/ว 588",
                "02-12",
                "การจัดทำงบแสดงฐานะการเงิน",
                "นายกเทศมนตรี ทุกแห่ง",
                thai_digits=True,
            ),
            o.letter(
                "sthj", "ธท 0023.5/ว 92", "02-13", "ประชาสัมพันธ์การฝึกอบรมหลักสูตรนิติกรท้องถิ่น", made_by="chromium"
            ),
        ],
        subject="ส่งหนังสือ จำนวน 3 เรื่อง",
        body="เรียน ทุกท่าน\n1. การคัดเลือก อปท.\n2. งบแสดงฐานะการเงิน\n3. ประชาสัมพันธ์ฝึกอบรม\nตามไฟล์แนบ\n",
    )
    o.send(
        "letter and another letter, and an enclosure of the first",
        [
            o.letter(
                "pho",
                "ธท 0033.006/ว 610",
                "02-16",
                "การรณรงค์กำจัดแหล่งเพาะพันธุ์ยุงลาย",
                encl=["แบบตอบรับเข้าร่วมประชุม จำนวน 1 ฉบับ"],
            ),
            o.letter("pho", "ธท 0033.005/ว 611", "02-16", "การตรวจคุณภาพน้ำบริโภคในครัวเรือน", encl=[]),
        ],
        more=[REPLY_FORM],
    )
    o.send(
        "city and sub-district letters passed on by the district clerk",
        [
            o.letter(
                "mm",
                "ธท 52001/ว 140",
                "02-05",
                "ขอเชิญชมการแข่งขันเรือยาวประเพณี",
                "นายกเทศมนตรี และนายก อบต. ทุกแห่ง",
            ),
            o.letter("obt", "ธท 73502/90", "02-06", "ขอความอนุเคราะห์เครื่องขยายเสียงและเวที", thai_digits=True),
        ],
        sender=("ปลัดสมพร อำเภอบางธาร", "somporn.bt@mailbox.example"),
        subject="FW: ฝากหนังสือ 2 ฉบับ",
    )
    o.send(
        "a letter that can be read and one scanned",
        [
            o.letter(
                "ddpm", "ธท 0021/ว 99", "02-18", "การซ้อมแผนป้องกันและบรรเทาสาธารณภัยประจำปี", thai_digits=True
            ),
            o.letter("ddpm", "ธท 0021/ว 100", "02-18", "การขอรับเครื่องสูบน้ำ", made_by="scan"),
        ],
        names=["ว99.pdf", "ว100.pdf"],
        subject="หนังสือ ปภ.",
        body="ส่งหนังสือ 2 ฉบับ ตามไฟล์แนบ\n",
    )
    o.send(
        "circular and the sealed reminder",
        [
            o.letter(
                "treasury", "ธท 0003/ว 90", "02-17", "การบันทึกข้อมูลบัญชีในระบบบัญชีคอมพิวเตอร์ขององค์กรปกครองส่วนท้องถิ่น"
            ),
            o.letter(
                "treasury",
                "ธท 0003/121",
                "02-18",
                "",
                AGENCY,
                kind="sealed",
                office=["สำนักงานคลังจังหวัดธารทอง"],
                body=[
                    "ขอให้เทศบาลตำบลคลองน้อยจัดส่งแบบรายงานเงินคงเหลือประจำวันของเดือนมกราคม 2569 ให้สำนักงานคลังจังหวัดธารทองโดยเร็ว"
                ],
                summary=["รายงาน", "เงินคงเหลือ", "จัดส่ง|ส่ง", "มกราคม|ประจำวัน"],
                signer="",
            ),
        ],
        names=["ว90.pdf", "ประทับตรา 121.pdf"],
        subject="ส่งหนังสือ 2 ฉบับ",
        body="ตามไฟล์แนบ\n",
    )
    o.send(
        "two schools' thanks from one clerk",
        [
            o.letter("school", "ศธ 04021.055/40", "02-19", "ขอขอบคุณที่สนับสนุนเครื่องเล่นสนาม"),
            o.letter(
                "esao",
                "ศธ 04021/502",
                "02-19",
                "ขอความอนุเคราะห์วิทยากรบรรยายเรื่องสุขอนามัยในโรงเรียน",
                thai_digits=True,
            ),
        ],
        sender=("ธุรการโรงเรียน", "admin.school@mailbox.example"),
    )


def forwarded(o: Office) -> None:
    o.send(
        "a deputy forwards a department letter from his phone",
        [
            o.letter(
                "health",
                "สธ 0907.03/ว 88",
                "01-29",
                "การขอรับการประเมินรับรองอาหารริมบาทวิถี (Street Food)",
                "นายกเทศมนตรี ทุกแห่ง",
            )
        ],
        sender=("Wichai P.", "wichai.p@mailbox.example"),
        subject="ส่งต่อ: การขอรับการประเมินรับรองอาหารริมบาทวิถี",
        body="ฝากลงรับด้วยครับ\n\nส่งจาก iPhone ของฉัน\n\nเริ่มข้อความที่ส่งต่อ:\n\n> จาก: สารบรรณ กรมอนามัย <saraban@anamai-centre.example>\n> วันที่: 30 มกราคม 2569 เวลา 10:12:00 GMT+7\n> ถึง: wichai.p@mailbox.example\n> เรื่อง: การขอรับการประเมินรับรองอาหารริมบาทวิถี\n>\n> ตามไฟล์แนบ\n",
    )
    o.send(
        "a councillor forwards a district letter, quoted head",
        [o.letter("amphoe", "ธท 0818/388", "02-06", "ขอเชิญเข้าร่วมประชุมประชาคมหมู่บ้าน หมู่ที่ 3", thai_digits=True)],
        sender=("สท.บุญมี ศรีคลองน้อย", "boonmee.st@mailbox.example"),
        subject="Fwd: ประชุมประชาคม",
        body="---------- Forwarded message ---------\nFrom: อำเภอบางธาร <bangtharn@dopa-district.example>\nDate: Mon, 9 Feb 2026 at 09:10\nSubject: ประชุมประชาคม\nTo: boonmee\n\nตามหนังสือที่แนบมา\n",
    )
    o.send(
        "our own officer forwards a firm's letter that came to her",
        [
            o.letter(
                "build",
                "131/2569",
                "02-13",
                "ขอส่งมอบงานซ่อมสร้างถนนแอสฟัลท์ติกคอนกรีต และขอเบิกเงินงวดสุดท้าย",
                kind="company",
                layout="lines",
            )
        ],
        sender=("กองช่าง คลองน้อย", "chang.khlongnoi@mailbox.example"),
        subject="FW: ส่งมอบงาน",
        body="เรียน งานสารบรรณ\nผู้รับจ้างส่งผิดมาที่กองช่าง รบกวนลงรับค่ะ\n",
    )
    o.send(
        "a letter to the governor, copied to us",
        [
            o.letter(
                "roads",
                "คค 0703.64/131",
                "02-17",
                "ขออนุญาตใช้ที่ดินสาธารณประโยชน์ก่อสร้างถนนสาย ธท.3012",
                "ผู้ว่าราชการจังหวัดธารทอง",
                owner=["กลุ่มบำรุงทาง", "โทร. 0 9911 2000", "สำเนาส่ง เทศบาลตำบลคลองน้อย"],
            )
        ],
        subject="สำเนาส่ง เทศบาลตำบลคลองน้อย",
        body="เรียน เทศบาลตำบลคลองน้อย\nขอส่งสำเนาหนังสือเพื่อทราบ\n",
    )


def odd(o: Office) -> None:
    o.send(
        "the day was left to be written by hand",
        [
            o.letter(
                "provdla",
                "ธท 0023.3/ว 702",
                "02-24",
                "การเตรียมความพร้อมรับการตรวจราชการ",
                when="no day",
                unread=("dated",),
                layout="grid",
                refs=["หนังสือจังหวัดธารทอง ที่ ธท 0023.3/ว 310 ลงวันที่ 19 มกราคม 2569"],
            )
        ],
    )
    o.send(
        "the running number was left to be written by hand",
        [
            o.letter(
                "tm",
                "ธท 52704/",
                "02-20",
                "ขอยืมเต็นท์และเก้าอี้พลาสติก",
                unread=("their_number",),
                layout="lines",
                refs=["หนังสือเทศบาลตำบลคลองน้อย ที่ คน 53101/77 ลงวันที่ 2 กุมภาพันธ์ 2569"],
            )
        ],
        names=["ยืมเต็นท์.pdf"],
        subject="ขอยืมเต็นท์",
    )
    o.send(
        "no date on the letter at all",
        [
            o.letter(
                "headman",
                "พิเศษ/2569",
                "02-23",
                "ขอใช้รถบรรทุกขยะเก็บกิ่งไม้หลังพายุฝน",
                when="none",
                refs=[],
                encl=[],
                body=["ด้วยหมู่ที่ 4 ประสบพายุฝน ทำให้กิ่งไม้หักโค่นกีดขวางทาง จึงขอใช้รถบรรทุกขยะเก็บกิ่งไม้", NOTED],
            )
        ],
    )


def not_to_be_entered(o: Office) -> None:
    for about, by, number, day, subject, to, words in [
        (
            "meant for the sub-district body",
            "amphoe",
            "ธท 0818/421",
            "02-12",
            "ขอให้แก้ไขปัญหาน้ำเสียจากฟาร์มสุกรในพื้นที่ตำบลบึงใหญ่",
            "นายกองค์การบริหารส่วนตำบลบึงใหญ่",
            "ตามไฟล์แนบ\n",
        ),
        (
            "meant for the city",
            "pho",
            "ธท 0033.006/640",
            "02-17",
            "ขอความอนุเคราะห์จัดตั้งหน่วยบริการวัคซีน",
            "นายกเทศมนตรีเมืองธารทอง",
            "ขอส่งหนังสือราชการ\n",
        ),
        (
            "meant for another municipality with a like name",
            "court2",
            "ศย 304.012/90",
            "02-18",
            "ขอให้ส่งตัวพยาน",
            "นายกเทศมนตรีตำบลคลองน้อยใหม่",
            "ตามเอกสารแนบ\n",
        ),
        (
            "meant for a school",
            "esao",
            "ศธ 04021/490",
            "02-16",
            "การย้ายข้าราชการครู",
            "ผู้อำนวยการโรงเรียนบ้านทุ่งสว่าง",
            "เรียน ผู้อำนวยการโรงเรียน\nตามไฟล์แนบค่ะ\n",
        ),
        (
            "meant for the provincial organisation",
            "rajabhat",
            "อว 0639.12/170",
            "02-19",
            "ขอรับทุนสนับสนุนโครงการวิจัย",
            "นายกองค์การบริหารส่วนจังหวัดธารทอง",
            "",
        ),
    ]:
        o.send(about, [o.letter(by, number, day, subject, to)], outcome="misdirected", body=words)
    for about, by, number, day, subject, words in [
        (
            "another agency's receipt, with its slip",
            "amphoe",
            "คน 53101/88",
            "02-10",
            "Re: ส่งรายงานการประชุมสภาเทศบาล",
            "อำเภอบางธาร ได้รับหนังสือเทศบาลตำบลคลองน้อย ที่ คน 53101/88 ลงวันที่ 9 กุมภาพันธ์ 2569 แล้ว เลขรับที่ 612/2569 วันที่ 10 กุมภาพันธ์ 2569 เวลา 09.15 น.\n",
        ),
        (
            "another system's receipt",
            "sthj",
            "คน 53101/91",
            "02-11",
            "ตอบรับ: ขอส่งข้อมูลกลุ่มเป้าหมาย",
            "ระบบสารบรรณอิเล็กทรอนิกส์ ได้ลงทะเบียนรับหนังสือของท่านแล้ว เลขทะเบียนรับ 1187/2569 โปรดอย่าตอบกลับอีเมลนี้\n",
        ),
        (
            "a neighbour's thanks for our letter with the stamped copy",
            "tm",
            "คน 53101/95",
            "02-13",
            "Re: แจ้งผลการตรวจสอบเบี้ยยังชีพ",
            "เทศบาลตำบลหนองบัวลาย ได้รับหนังสือเรียบร้อยแล้ว เลขรับ 340/2569 ลงวันที่ 13 ก.พ. 2569 ขอบคุณค่ะ\n",
        ),
        (
            "a court office's note of receipt",
            "court",
            "คน 53101/99",
            "02-17",
            "แจ้งการรับหนังสือ",
            "สำนักงานศาลปกครองธารทองได้รับหนังสือของท่าน ที่ คน 53101/99 เรื่อง ส่งคำให้การ แล้ว ตามเลขรับที่ 455 ลงวันที่ 17 กุมภาพันธ์ 2569 ทั้งนี้ เป็นการตอบรับเพื่อเป็นหลักฐานเท่านั้น\n",
        ),
    ]:
        slip = Paper(
            kind="plain",
            office=["ใบรับหนังสือ", A[by].names[0]],
            paragraphs=[
                f"รับหนังสือ ที่ {number}",
                f"จาก {AGENCY}",
                "วันที่รับ " + thai_date(date.fromisoformat(f"2026-{day}"), "long"),
                "ผู้รับ เจ้าหน้าที่สารบรรณ",
            ],
            closing="",
        )
        sheet = replace(o.letter(by, number, day, subject), paper=slip)
        o.send(
            about, [sheet], outcome="no_registration", subject=subject, body=words, names=["ใบรับหนังสือ.pdf"]
        )
