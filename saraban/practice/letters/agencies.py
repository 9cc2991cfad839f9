"""Other offices: their letters are the PDFs; what their mails say of them is little, and sometimes nothing."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable

from saraban.documents.typesetting import Template, typeset_png
from saraban.practice.envelopes import (
    attached,
    headers,
    html,
    name_2047,
    name_2231,
    name_raw,
    page,
    several,
    text,
    winmail,
)
from saraban.practice.pages import OfficialLetter, PlainPage
from saraban.practice.told import BARE, Days, Told, letter, running
from saraban.thai.dates import buddhist_year, full_date, long_date, medium_date

PROVINCE_HALL = ("ศาลากลางจังหวัดนครนายก", "ถนนสุวรรณศร นย 26000")
DISTRICT_HALL = ("ที่ว่าการอำเภอปากทาง", "ถนนปากทาง–คลองน้อย นย 26000")
GOVERNOR = "ผู้ว่าราชการจังหวัดนครนายก"


def told(days: Days) -> list[Told]:
    return [
        _province_meeting(days),
        _three_from_the_district(days),
        _department_circular(days),
        _health_office_circular(days),
        _revenue_office(days),
        _school(days),
        _survey_of_the_province(days),
        _police(days),
        _digital_agency(days),
        _health_station(days),
        _cooperative(days),
    ]


def _province_meeting(days: Days) -> Told:
    """ด่วนที่สุด, and the mail's subject does not say so."""
    at = days.office(1, "15.27")
    meeting = days.coming(6)
    answer_by = days.weekday_before(meeting, 2)
    official = OfficialLetter(
        urgency="ด่วนที่สุด",
        number=f"นย 0021/ว {running(at.date(), in_a_year=940)}",
        dated=at.date(),
        sender="จังหวัดนครนายก",
        office=PROVINCE_HALL,
        subject="ขอเชิญประชุมคณะกรรมการป้องกันและบรรเทาสาธารณภัยจังหวัดนครนายก",
        references=(
            f"หนังสือจังหวัดนครนายก ที่ นย 0021/ว {running(days.weekday_before(at, 12), in_a_year=940)} "
            f"ลงวันที่ {full_date(days.weekday_before(at, 12))}",
        ),
        enclosures=("ระเบียบวาระการประชุม จำนวน 1 ชุด",),
        paragraphs=(
            "ตามหนังสือที่อ้างถึง จังหวัดนครนายกขอให้องค์กรปกครองส่วนท้องถิ่นเตรียมความพร้อม"
            "รับสถานการณ์น้ำในพื้นที่รับผิดชอบ และสำรวจจุดเสี่ยงตามลำคลองสายหลัก นั้น",
            "จังหวัดนครนายกกำหนดจัดประชุมคณะกรรมการป้องกันและบรรเทาสาธารณภัยจังหวัดนครนายก "
            f"ใน{long_date(meeting)} เวลา 09.30 น. ณ ห้องประชุมชั้น 3 ศาลากลางจังหวัดนครนายก "
            "จึงขอเชิญท่านเข้าร่วมประชุม และเตรียมข้อมูลจุดเสี่ยง เครื่องสูบน้ำ และศูนย์พักพิงชั่วคราวในเขตพื้นที่ของท่าน"
            "เพื่อรายงานต่อที่ประชุม",
            "จึงเรียนมาเพื่อโปรดเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว ทั้งนี้ หากติดภารกิจ"
            f"ขอให้มอบหมายผู้แทนที่ตัดสินใจแทนได้ และแจ้งชื่อผู้เข้าประชุมภายในวันที่ {full_date(answer_by)}",
        ),
        signer="นายธีรยุทธ ปัญญาฐิติ",
        positions=("รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน", GOVERNOR),
        owner=("สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัด", "ฝ่ายยุทธศาสตร์และการจัดการ", "โทร. 0 3700 0021"),
        email="saraban@nakhonnayok.example",
    )
    agenda = PlainPage(
        heading="ระเบียบวาระการประชุม",
        dated=at.date(),
        author="จังหวัดนครนายก",
        paragraphs=(f"{long_date(meeting)} เวลา 09.30 น. ณ ห้องประชุมชั้น 3 ศาลากลางจังหวัดนครนายก",),
        rows=(
            ("ระเบียบวาระที่ 1", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
            ("ระเบียบวาระที่ 2", "รับรองรายงานการประชุมครั้งที่แล้ว"),
            ("ระเบียบวาระที่ 3", "สถานการณ์น้ำและการคาดการณ์"),
            ("ระเบียบวาระที่ 4", "จุดเสี่ยงและทรัพยากรขององค์กรปกครองส่วนท้องถิ่น"),
            ("ระเบียบวาระที่ 5", "เรื่องอื่น ๆ (ถ้ามี)"),
        ),
    )
    return letter(
        "province-meeting",
        at,
        ("งานสารบรรณ จังหวัดนครนายก", "saraban@nakhonnayok.example"),
        "จังหวัดนครนายก ส่งหนังสือราชการ",
        several(
            "mixed",
            text(
                "เรียน งานสารบรรณ\n\nจังหวัดนครนายกขอส่งหนังสือราชการ รายละเอียดตามไฟล์แนบ\n\nงานสารบรรณ จังหวัดนครนายก"
            ),
            page(name_2231("หนังสือเชิญประชุม กปภจ.pdf"), official),
            page(name_2231("สิ่งที่ส่งมาด้วย ระเบียบวาระ.pdf"), agenda),
        ),
    )


def _three_from_the_district(days: Days) -> Told:
    """One mail, three letters: three entries."""
    at = days.office(0, "08.15")
    written = days.weekday_before(at)
    first = running(written, in_a_year=1650)

    def of_district(
        number: str, subject: str, paragraphs: tuple[str, ...], *, urgency: str = ""
    ) -> OfficialLetter:
        return OfficialLetter(
            urgency=urgency,
            number=number,
            dated=written,
            sender="อำเภอปากทาง",
            office=DISTRICT_HALL,
            subject=subject,
            paragraphs=paragraphs,
            signer="นายวรวุฒิ กุศลธรรม",
            positions=("นายอำเภอปากทาง",),
            owner=("ที่ทำการปกครองอำเภอ", "กลุ่มงานบริหารงานปกครอง", "โทร. 0 3700 0518"),
            email="saraban@pakthang.example",
        )

    meeting = of_district(
        f"นย 0518/ว {first}",
        "ประชุมหัวหน้าส่วนราชการ กำนัน ผู้ใหญ่บ้าน และผู้บริหารท้องถิ่น ประจำเดือน",
        (
            "ด้วยอำเภอปากทางกำหนดประชุมหัวหน้าส่วนราชการ กำนัน ผู้ใหญ่บ้าน และผู้บริหารองค์กรปกครอง"
            f"ส่วนท้องถิ่น ประจำเดือน ใน{long_date(days.coming(7))} เวลา 09.00 น. ณ หอประชุมอำเภอปากทาง",
            "อำเภอปากทางจึงขอเชิญท่านเข้าร่วมประชุม และหากมีเรื่องแจ้งต่อที่ประชุมหรือเอกสารแจกจ่าย "
            f"ขอให้ส่งถึงอำเภอภายในวันที่ {full_date(days.coming(4))}",
            "จึงเรียนมาเพื่อโปรดเข้าร่วมประชุม",
        ),
    )
    canals = of_district(
        f"นย 0518/ว {first + 1}",
        "สำรวจสิ่งกีดขวางทางน้ำในคลองสาธารณะ",
        (
            "ด้วยจังหวัดนครนายกให้อำเภอสำรวจสิ่งกีดขวางทางน้ำ วัชพืช และสะพานหรือท่อลอดที่ชำรุดในคลองสาธารณะ "
            "เพื่อจัดทำแผนขุดลอกก่อนฤดูน้ำหลาก",
            "ในการนี้ ขอให้ท่านสำรวจคลองในเขตเทศบาล พร้อมพิกัดและภาพถ่าย และรายงานอำเภอปากทาง"
            f"ภายในวันที่ {full_date(days.coming(10))}",
            "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ",
        ),
        urgency="ด่วนมาก",
    )
    blood = of_district(
        f"นย 0518/{first + 7}",
        "ขอขอบคุณที่ร่วมบริจาคโลหิต",
        (
            "ตามที่เทศบาลตำบลคลองน้อยได้อำนวยความสะดวกด้านสถานที่และชักชวนประชาชนร่วมบริจาคโลหิต "
            "กับเหล่ากาชาดจังหวัดนครนายก ณ หอประชุมเทศบาล เมื่อเดือนที่ผ่านมา ได้โลหิตจำนวน 84 ถุง นั้น",
            "อำเภอปากทางขอขอบคุณท่าน พนักงานเทศบาล และประชาชนชาวคลองน้อย "
            "ซึ่งได้ช่วยชีวิตผู้ป่วยที่อาจไม่มีวันได้รู้จักกัน มา ณ โอกาสนี้",
            "จึงเรียนมาเพื่อโปรดทราบ",
        ),
    )
    return letter(
        "district-three",
        at,
        ("อำเภอปากทาง", "saraban@pakthang.example"),
        "อำเภอปากทาง ส่งหนังสือ จำนวน 3 ฉบับ",
        several(
            "mixed",
            text(
                "เรียน ผู้บริหารองค์กรปกครองส่วนท้องถิ่นทุกแห่งในเขตอำเภอปากทาง\n\n"
                "อำเภอปากทางส่งหนังสือราชการ จำนวน 3 ฉบับ ตามไฟล์แนบ โปรดแจ้งยืนยันการได้รับทางอีเมลนี้ด้วย\n\n"
                "เสมียนตราอำเภอ"
            ),
            page(name_2231("1.ประชุมประจำเดือน.pdf"), meeting),
            page(name_2231("2.ด่วนมาก สำรวจสิ่งกีดขวางทางน้ำ.pdf"), canals),
            page(name_2231("3.ขอบคุณบริจาคโลหิต.pdf"), blood),
        ),
    )


def _department_circular(days: Days) -> Told:
    """Two pages, addressed to the governors; the municipality gets it to know of it."""
    at = days.office(2, "11.08")
    written = days.weekday_before(at)
    official = OfficialLetter(
        number=f"มท 0801.3/ว {running(written, in_a_year=5200)}",
        dated=written,
        sender="กรมส่งเสริมการปกครองท้องถิ่น",
        office=("กรมส่งเสริมการปกครองท้องถิ่น", "ถนนนครราชสีมา เขตดุสิต กทม. 10300"),
        subject="ซักซ้อมแนวทางการปฏิบัติงานสารบรรณด้วยวิธีการทางอิเล็กทรอนิกส์ขององค์กรปกครองส่วนท้องถิ่น",
        to="ผู้ว่าราชการจังหวัด ทุกจังหวัด",
        references=(
            "พระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565",
            "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 และที่แก้ไขเพิ่มเติม",
        ),
        enclosures=("แบบรายงานผลการดำเนินการ จำนวน 1 ชุด",),
        paragraphs=(
            "ตามพระราชบัญญัติและระเบียบที่อ้างถึง กำหนดให้หน่วยงานของรัฐจัดให้มีช่องทางติดต่อทางอิเล็กทรอนิกส์ "
            "และให้มีที่อยู่ไปรษณีย์อิเล็กทรอนิกส์กลางสำหรับการรับส่งหนังสือ นั้น",
            "กรมส่งเสริมการปกครองท้องถิ่นพิจารณาแล้ว เพื่อให้การปฏิบัติงานสารบรรณขององค์กรปกครองส่วนท้องถิ่น"
            "เป็นไปในแนวทางเดียวกัน ประชาชนได้รับความสะดวก และตรวจสอบย้อนหลังได้ "
            "จึงขอซักซ้อมแนวทางการปฏิบัติ ดังนี้",
            "1. ให้เจ้าหน้าที่สารบรรณตรวจสอบที่อยู่ไปรษณีย์อิเล็กทรอนิกส์กลางทุกวันทำการ อย่างน้อยวันละสองครั้ง "
            "คือ เมื่อเริ่มเวลาราชการและก่อนหมดเวลาราชการ ทั้งกล่องจดหมายเข้าและกล่องจดหมายขยะ",
            "2. หนังสือที่เข้าสู่ระบบนอกวันหรือเวลาราชการ ให้ลงรับในวันและเวลาที่เริ่มทำการถัดไป "
            "โดยเก็บวันและเวลาที่เข้าสู่ระบบจริงไว้เป็นหลักฐาน",
            "3. เมื่อลงทะเบียนรับแล้ว ให้แจ้งเลขรับและหมายเลขโทรศัพท์สำหรับสอบถามแก่ผู้ส่งทางช่องทางเดิมโดยไม่ชักช้า",
            "4. หนังสือที่มิได้อยู่ในหน้าที่และอำนาจ ให้แจ้งผู้ส่งทราบพร้อมชื่อหน่วยงานที่เกี่ยวข้อง "
            "โดยคำนึงว่าประชาชนอาจไม่ทราบการแบ่งส่วนราชการ",
            "5. ให้สำรองข้อมูลหนังสืออิเล็กทรอนิกส์ทั้งที่รับและส่ง และทดสอบการกู้คืนอย่างน้อยปีละหนึ่งครั้ง",
            "ในการนี้ ขอให้จังหวัดแจ้งองค์กรปกครองส่วนท้องถิ่นในพื้นที่ถือปฏิบัติ และรวบรวมแบบรายงานผลการดำเนินการ "
            f"ส่งกรมส่งเสริมการปกครองท้องถิ่นภายในวันที่ {full_date(days.coming(30))} ทั้งนี้ "
            "สามารถดาวน์โหลดแบบรายงานได้จากไฟล์ที่ส่งมาพร้อมหนังสือนี้",
            "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป",
        ),
        signer="นายศิริวัฒน์ บุปผาเจริญกิจ",
        positions=("รองอธิบดี ปฏิบัติราชการแทน", "อธิบดีกรมส่งเสริมการปกครองท้องถิ่น"),
        owner=("สำนักงานเลขานุการกรม", "กลุ่มงานสารบรรณ", "โทร. 0 2000 0801"),
        email="saraban@dla.example",
    )
    form = PlainPage(
        heading="แบบรายงานผลการดำเนินการ",
        dated=written,
        author="กรมส่งเสริมการปกครองท้องถิ่น",
        paragraphs=(
            "องค์กรปกครองส่วนท้องถิ่น .................................................. จังหวัด ..............................",
        ),
        rows=(
            ("ที่อยู่ไปรษณีย์อิเล็กทรอนิกส์กลาง", "saraban@"),
            ("ประกาศช่องทางติดต่อ", "ประกาศแล้ว เมื่อ ............... / อยู่ระหว่างดำเนินการ"),
            ("ผู้รับผิดชอบ", "ชื่อ ตำแหน่ง โทรศัพท์"),
            ("จำนวนหนังสือที่รับทางอีเมลเดือนที่ผ่านมา", "ฉบับ"),
        ),
    )
    return letter(
        "dla-circular",
        at,
        ("กรมส่งเสริมการปกครองท้องถิ่น (สารบรรณกลาง)", "saraban@dla.example"),
        "แจ้งเวียนหนังสือราชการ",
        several(
            "mixed",
            text(
                "เรียน องค์กรปกครองส่วนท้องถิ่นทุกแห่ง\n\nขอส่งสำเนาหนังสือซึ่งแจ้งผู้ว่าราชการจังหวัดทุกจังหวัดแล้ว "
                "เพื่อทราบและเตรียมการ รายละเอียดตามไฟล์แนบ\n"
            ),
            page(
                name_2047("ว ซักซ้อมงานสารบรรณ.pdf"),
                official,
                also=name_2047("ว ซักซ้อมงานสารบรรณ.pdf", parameter="name"),
            ),
            page(name_2047("แบบรายงาน.pdf"), form, also=name_2047("แบบรายงาน.pdf", parameter="name")),
        ),
        to=("องค์กรปกครองส่วนท้องถิ่น", "all-lao@dla.example"),
        more=headers(("X-Mailer", "Microsoft Outlook 16.0"), ("X-Priority", "3")),
    )


def _health_office_circular(days: Days) -> Told:
    at = days.office(2, "09.31")
    written = days.weekday_before(at)
    official = OfficialLetter(
        number=f"นย 0033/ว {running(written, in_a_year=720)}",
        dated=written,
        sender="สำนักงานสาธารณสุขจังหวัดนครนายก",
        office=("สำนักงานสาธารณสุขจังหวัดนครนายก", "ถนนสุวรรณศร นย 26000"),
        subject="การเฝ้าระวังและควบคุมโรคไข้เลือดออกในชุมชนและสถานศึกษา",
        paragraphs=(
            "ด้วยสำนักงานสาธารณสุขจังหวัดนครนายกได้รับรายงานผู้ป่วยโรคไข้เลือดออกในอำเภอปากทางเพิ่มขึ้นต่อเนื่องสามสัปดาห์ "
            "โดยส่วนใหญ่เป็นเด็กวัยเรียน และพบลูกน้ำยุงลายในภาชนะรอบบ้านเกินเกณฑ์ใน 4 หมู่บ้านของตำบลคลองน้อย",
            "เพื่อควบคุมโรคมิให้แพร่กระจาย ขอความร่วมมือเทศบาลตำบลคลองน้อยรณรงค์กำจัดแหล่งเพาะพันธุ์ยุงลายทุกวันศุกร์ "
            "สนับสนุนทรายกำจัดลูกน้ำ และพ่นเคมีกำจัดยุงตัวแก่ในรัศมี 100 เมตรจากบ้านผู้ป่วยภายใน 24 ชั่วโมงหลังได้รับแจ้ง",
            "จึงเรียนมาเพื่อโปรดพิจารณาให้ความร่วมมือ และขอขอบคุณมา ณ โอกาสนี้",
        ),
        signer="นายแพทย์วิษณุ หทัยสุข",
        positions=("นายแพทย์สาธารณสุขจังหวัดนครนายก",),
        owner=("กลุ่มงานควบคุมโรคติดต่อ", "โทร. 0 3700 0033 ต่อ 112"),
        email="saraban@nyhealth.example",
    )
    number = official.number.replace("/", "-")
    return letter(
        "health-circular",
        at,
        ("สสจ.นครนายก", "saraban@nyhealth.example"),
        f"ที่ {official.number} การเฝ้าระวังโรคไข้เลือดออก",
        several(
            "mixed",
            html(
                "<p>เรียน ผู้บริหารองค์กรปกครองส่วนท้องถิ่น</p><p>ขอส่งหนังสือ "
                f"ที่ {official.number} ลงวันที่ {medium_date(written)} ตามไฟล์แนบ</p>"
                "<p><font color='#006633'>สำนักงานสาธารณสุขจังหวัดนครนายก</font></p>"
            ),
            page(name_2231(f"{number}.pdf"), official),
        ),
        to=BARE,
    )


def _revenue_office(days: Days) -> Told:
    at = days.office(1, "09.52")
    written = days.weekday_before(at, 2)
    official = OfficialLetter(
        number=f"กค 0706.13/{running(written, in_a_year=3900)}",
        dated=written,
        sender="สำนักงานสรรพากรพื้นที่นครนายก",
        office=("สำนักงานสรรพากรพื้นที่นครนายก", "ถนนสุวรรณศร นย 26000"),
        subject="แจ้งผลการตรวจสอบการชำระอากรแสตมป์",
        references=(
            f"หนังสือเทศบาลตำบลคลองน้อย ที่ นย 52703/{running(days.weekday_before(written, 15), in_a_year=890)} "
            f"ลงวันที่ {full_date(days.weekday_before(written, 15))}",
        ),
        enclosures=("รายการสัญญาจ้างที่ตรวจสอบ จำนวน 1 แผ่น",),
        paragraphs=(
            "ตามหนังสือที่อ้างถึง เทศบาลตำบลคลองน้อยขอให้ตรวจสอบการชำระอากรแสตมป์เป็นตัวเงินสำหรับสัญญาจ้างทำของ "
            f"ประจำปีงบประมาณ พ.ศ. {buddhist_year(written)} จำนวน 6 สัญญา นั้น",
            "สำนักงานสรรพากรพื้นที่นครนายกตรวจสอบแล้ว ปรากฏว่าชำระครบถ้วน 5 สัญญา และอีก 1 สัญญา "
            "ชำระขาดเป็นเงิน 120 บาท จึงขอให้แจ้งคู่สัญญาชำระเพิ่มเติม ณ สำนักงานสรรพากรพื้นที่สาขาปากทาง "
            "ภายใน 15 วันนับแต่วันที่ได้รับหนังสือนี้",
            "จึงเรียนมาเพื่อโปรดทราบและดำเนินการต่อไป",
        ),
        signer="นางเพ็ญพรรณ ภูษิตาภรณ์",
        positions=("สรรพากรพื้นที่นครนายก",),
        owner=("ส่วนบริหารงานทั่วไป", "โทร. 0 3700 0706"),
        email="saraban@nyrevenue.example",
    )
    listed = PlainPage(
        heading="รายการสัญญาจ้างที่ตรวจสอบ",
        dated=written,
        author="สำนักงานสรรพากรพื้นที่นครนายก",
        rows=(
            ("สัญญาที่ 1", "จ้างปรับปรุงถนนสายหน้าวัด ชำระครบ"),
            ("สัญญาที่ 2", "จ้างเหมากำจัดขยะ ชำระครบ"),
            ("สัญญาที่ 3", "จ้างซ่อมเครื่องสูบน้ำ ชำระครบ"),
            ("สัญญาที่ 4", "จ้างทำป้ายประชาสัมพันธ์ ชำระครบ"),
            ("สัญญาที่ 5", "จ้างเหมาบริการยามรักษาการณ์ ชำระขาด 120 บาท"),
            ("สัญญาที่ 6", "จ้างตัดต้นไม้ริมทาง ชำระครบ"),
        ),
    )
    return letter(
        "revenue",
        at,
        ("สรรพากรพื้นที่นครนายก", "saraban@nyrevenue.example"),
        "ส่งหนังสือ",
        several(
            "mixed",
            text("ส่งหนังสือแจ้งผลตรวจสอบอากรแสตมป์ ตามแนบ", charset="tis-620", wrap="quoted-printable"),
            page(name_2231("แจ้งผลอากรแสตมป์.pdf", charset="tis-620"), official),
            page(name_raw("รายการสัญญา.pdf", charset="tis-620"), listed),
        ),
        charset="tis-620",
        to=BARE,
    )


def _school(days: Days) -> Told:
    at = days.office(0, "08.06")
    written = days.weekday_before(at)
    sports = days.coming(14)
    official = OfficialLetter(
        number=f"ศธ 04061.012/{running(written, in_a_year=260)}",
        dated=written,
        sender="โรงเรียนวัดคลองน้อย",
        office=("โรงเรียนวัดคลองน้อย", "หมู่ 2 ตำบลคลองน้อย", "อำเภอปากทาง นย 26000"),
        subject="ขอความอนุเคราะห์เต็นท์ รถน้ำ และเจ้าหน้าที่ปฐมพยาบาล",
        paragraphs=(
            "ด้วยโรงเรียนวัดคลองน้อยกำหนดจัดกิจกรรมกีฬาสีภายใน “คลองน้อยเกมส์” "
            f"ใน{long_date(sports)} เวลา 08.00–15.00 น. ณ สนามโรงเรียน มีนักเรียนและผู้ปกครองเข้าร่วมประมาณ 350 คน",
            "โรงเรียนจึงขอความอนุเคราะห์เต็นท์ขนาด 4 x 8 เมตร จำนวน 3 หลัง รถบรรทุกน้ำ 1 คัน "
            "และเจ้าหน้าที่ปฐมพยาบาล 2 คน ทั้งนี้ โรงเรียนจะจัดรถไปรับและส่งคืนเต็นท์เอง",
            "จึงเรียนมาเพื่อโปรดพิจารณาให้ความอนุเคราะห์ และขอขอบคุณเป็นอย่างสูงมา ณ โอกาสนี้",
        ),
        signer="นางสุนันทา กิ่งแก้วสกุล",
        positions=("ผู้อำนวยการโรงเรียนวัดคลองน้อย",),
        owner=("งานกิจการนักเรียน", "โทร. 0 3700 0612 (ครูบุญชู)"),
    )
    return letter(
        "school",
        at,
        ("โรงเรียนวัดคลองน้อย", "watklongnoy.school@mail.example"),
        "หนังสือขอความอนุเคราะห์",
        several(
            "mixed",
            text("เรียน งานธุรการเทศบาล\n\nโรงเรียนส่งหนังสือขอความอนุเคราะห์ ถ้าเปิดไฟล์ไม่ได้โทรหาครูบุญชูได้เลยค่ะ"),
            page(name_2047("ขอความอนุเคราะห์เทศบาล.pdf"), official),
        ),
        more=headers(("X-Mailer", "Android Mail 14.2")),
    )


def _survey_of_the_province(days: Days) -> Told:
    """A .zip with a form to fill in, and a day by which."""
    at = days.office(1, "13.12")
    written = days.weekday_before(at)
    official = OfficialLetter(
        urgency="ด่วนมาก",
        number=f"นย 0023.3/ว {running(written, in_a_year=2100)}",
        dated=written,
        sender="จังหวัดนครนายก",
        office=PROVINCE_HALL,
        subject="สำรวจข้อมูลศูนย์พัฒนาเด็กเล็กและความต้องการอาหารเสริม (นม)",
        enclosures=("แบบสำรวจ จำนวน 1 ไฟล์",),
        paragraphs=(
            "ด้วยกรมส่งเสริมการปกครองท้องถิ่นขอให้จังหวัดสำรวจข้อมูลศูนย์พัฒนาเด็กเล็กในสังกัดองค์กรปกครองส่วนท้องถิ่น "
            "จำนวนเด็กเล็ก จำนวนผู้ดูแลเด็ก และความต้องการอาหารเสริม (นม) ภาคเรียนหน้า",
            "จังหวัดนครนายกจึงขอให้ท่านกรอกข้อมูลตามแบบสำรวจที่ส่งมาด้วย และส่งคืนเป็นไฟล์ทางไปรษณีย์อิเล็กทรอนิกส์"
            f"ภายในวันที่ {full_date(days.coming(3))} หากไม่มีศูนย์พัฒนาเด็กเล็กในสังกัด ขอให้รายงานว่าไม่มี",
            "จึงเรียนมาเพื่อโปรดดำเนินการต่อไป",
        ),
        signer="นายอัครเดช ฟูเฟื่อง",
        positions=("ท้องถิ่นจังหวัด ปฏิบัติราชการแทน", GOVERNOR),
        owner=("สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด", "กลุ่มงานส่งเสริมและพัฒนาท้องถิ่น", "โทร. 0 3700 0023"),
        email="saraban.local@nakhonnayok.example",
    )
    return letter(
        "survey",
        at,
        ("ท้องถิ่นจังหวัดนครนายก", "saraban.local@nakhonnayok.example"),
        "ขอให้ตอบแบบสำรวจ ศพด. ภายในกำหนด",
        several(
            "mixed",
            text("เรียน ผู้บริหารท้องถิ่น\n\nแนบหนังสือและแบบสำรวจ (zip) ติดขัดประการใดโทรสอบถามได้ในเวลาราชการ"),
            page(name_2231("นย0023.3 สำรวจ ศพด.pdf"), official),
            attached(name_2231("แบบสำรวจ_ศพด.zip"), _survey_form(), "application/x-zip-compressed"),
        ),
        to=BARE,
    )


def _survey_form() -> Callable[[], bytes]:
    def packed() -> bytes:
        sheet = io.StringIO(newline="")
        rows = csv.writer(sheet)
        rows.writerow(
            ["ลำดับ", "ชื่อศูนย์พัฒนาเด็กเล็ก", "เด็กเล็ก (คน)", "ผู้ดูแลเด็ก (คน)", "นม (กล่อง/เดือน)", "ผู้กรอก", "โทรศัพท์"]
        )
        rows.writerow([1, "", "", "", "", "", ""])
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
            info = zipfile.ZipInfo("แบบสำรวจ ศพด.csv", date_time=(2020, 1, 1, 8, 30, 0))
            zipped.writestr(info, "\ufeff" + sheet.getvalue())
        return archive.getvalue()

    return packed


def _police(days: Days) -> Told:
    at = days.office(2, "16.18")
    written = at.date()
    incident = days.weekday_before(at)
    official = OfficialLetter(
        urgency="ด่วน",
        number=f"ตช 0017(นย).33/{running(written, in_a_year=1480)}",
        dated=written,
        sender="สถานีตำรวจภูธรปากทาง",
        office=("สถานีตำรวจภูธรปากทาง", "อำเภอปากทาง นย 26000"),
        subject="ขอความอนุเคราะห์ข้อมูลภาพจากกล้องวงจรปิด",
        paragraphs=(
            f"ด้วยเมื่อวันที่ {full_date(incident)} เวลาประมาณ 02.40 น. เกิดเหตุรถจักรยานยนต์เฉี่ยวชนแล้วหลบหนี "
            "บริเวณสามแยกตลาดเก่า หมู่ 1 ตำบลคลองน้อย มีผู้ได้รับบาดเจ็บ 1 ราย",
            "พนักงานสอบสวนมีความจำเป็นต้องใช้ภาพจากกล้องวงจรปิดของเทศบาล จุดสามแยกตลาดเก่าและสะพานปูน "
            f"วันที่ {full_date(incident)} เวลา 02.00–03.30 น. ประกอบการสอบสวน "
            "จึงขอให้เก็บรักษาข้อมูลดังกล่าวไว้มิให้ถูกบันทึกทับ",
            "จึงเรียนมาเพื่อโปรดพิจารณาให้ความอนุเคราะห์ โดยมอบหมายให้ร้อยตำรวจโท กฤษฎิ์ สู่สุข "
            "พนักงานสอบสวน เป็นผู้รับข้อมูล โทร. 0 3700 0191",
        ),
        signer="พันตำรวจเอก ภูวดล ผู้ผดุง",
        positions=("ผู้กำกับการสถานีตำรวจภูธรปากทาง",),
        owner=("งานสอบสวน", "โทร. 0 3700 0191"),
    )
    return letter(
        "police",
        at,
        ("สภ.ปากทาง", "pakthang.police@mail.example"),
        "ขอภาพกล้องวงจรปิด",
        several(
            "mixed",
            text(
                "เรียน นายกเทศมนตรี\n\nตามหนังสือแนบ ขอภาพโดยเร็ว เนื่องจากระบบอาจบันทึกทับใน 7 วัน\n\nร.ต.ท.กฤษฎิ์",
                charset="cp874",
                label="windows-874",
            ),
            page(name_2231("ขอภาพ CCTV.pdf"), official),
        ),
        charset="cp874",
    )


def _digital_agency(days: Days) -> Told:
    """A letter that stands in the mail itself, without any file."""
    at = days.office(1, "10.05")
    return letter(
        "digital-agency",
        at,
        ("งานทะเบียนช่องทางติดต่อ", "registry@digital-agency.example"),
        "ขอให้ตรวจสอบที่อยู่ไปรษณีย์อิเล็กทรอนิกส์กลางของหน่วยงาน",
        several(
            "alternative",
            text(
                "เรียน หัวหน้าหน่วยงาน\n\nตามที่หน่วยงานของท่านแจ้งที่อยู่ไปรษณีย์อิเล็กทรอนิกส์กลาง คือ "
                "saraban@klongnoy.go.th ไว้ เพื่อเผยแพร่ให้ประชาชนทราบ ขอให้ตรวจสอบความถูกต้องและแจ้งยืนยัน"
                f"ภายในวันที่ {full_date(days.coming(9))}\n\nงานทะเบียนช่องทางติดต่อ"
            ),
            html(
                "<p>เรียน หัวหน้าหน่วยงาน</p><p>ตามที่หน่วยงานของท่านแจ้งที่อยู่ไปรษณีย์อิเล็กทรอนิกส์กลาง คือ "
                "<b>saraban@klongnoy.go.th</b> ไว้ เพื่อเผยแพร่ให้ประชาชนทราบ ขอให้ตรวจสอบความถูกต้องและแจ้งยืนยัน"
                f"ภายในวันที่ {full_date(days.coming(9))}</p><p>งานทะเบียนช่องทางติดต่อ</p>"
                '<img src="https://digital-agency.example/banner.png" width="600" alt="">'
            ),
        ),
    )


def _health_station(days: Days) -> Told:
    """An old Outlook wraps letter and file in winmail.dat."""
    at = days.office(1, "11.40")
    written = at.date()
    official = OfficialLetter(
        number=f"นย 51007.14/{running(written, in_a_year=190)}",
        dated=written,
        sender="โรงพยาบาลส่งเสริมสุขภาพตำบลคลองน้อย",
        office=("โรงพยาบาลส่งเสริมสุขภาพตำบลคลองน้อย", "หมู่ 1 ตำบลคลองน้อย", "อำเภอปากทาง นย 26000"),
        subject="ส่งรายชื่อบ้านที่พบลูกน้ำยุงลาย และขอสนับสนุนทรายกำจัดลูกน้ำ",
        paragraphs=(
            "ด้วยโรงพยาบาลส่งเสริมสุขภาพตำบลคลองน้อย ร่วมกับอาสาสมัครสาธารณสุขประจำหมู่บ้าน "
            "สำรวจลูกน้ำยุงลายใน 8 หมู่บ้าน พบบ้านที่มีลูกน้ำ 57 หลังคาเรือน ส่วนใหญ่อยู่หมู่ 3 และหมู่ 5",
            "จึงขอสนับสนุนทรายกำจัดลูกน้ำ จำนวน 2 ถัง และขอเชิญเจ้าหน้าที่เทศบาลร่วมเดินเคาะประตูบ้าน "
            f"ใน{long_date(days.coming(4))} เวลา 08.30 น. พร้อมกันที่ศาลาประชาคมหมู่ 3",
            "จึงเรียนมาเพื่อโปรดพิจารณา",
        ),
        signer="นางรัชนี พุ่มพฤกษ์",
        positions=("ผู้อำนวยการโรงพยาบาลส่งเสริมสุขภาพตำบลคลองน้อย",),
        owner=("งานควบคุมโรค", "โทร. 0 3700 0514"),
    )

    def wrapped() -> bytes:
        return winmail(
            "ขอสนับสนุนทรายกำจัดลูกน้ำ",
            "เรียน นายกเทศมนตรีตำบลคลองน้อย\n\nรพ.สต.คลองน้อย ขอส่งหนังสือตามไฟล์แนบ\n\nรัชนี",
            [("หนังสือขอทรายกำจัดลูกน้ำ.pdf", official.pdf())],
        )

    return letter(
        "health-station",
        at,
        ("รพ.สต.คลองน้อย", "klongnoy.health@mail.example"),
        "ขอสนับสนุนทรายกำจัดลูกน้ำ",
        several(
            "mixed",
            text("", charset="cp874", label="windows-874", wrap="7bit"),
            attached(name_raw("winmail.dat"), wrapped, "application/ms-tnef", also=b'name="winmail.dat"'),
        ),
        charset="cp874",
        more=headers(("X-MS-Has-Attach", "yes"), ("X-Mailer", "Microsoft Office Outlook, Build 11.0.5510")),
    )


def _cooperative(days: Days) -> Told:
    """Outlook's HTML, with the logo of the signature inside the letter."""
    at = days.office(2, "14.33")
    logo = "image001.png@01DC5A10.7E2F4A60"
    said = (
        "เรียน นายกเทศมนตรีตำบลคลองน้อย",
        "สหกรณ์การเกษตรคลองน้อย จำกัด จะประชุมใหญ่สามัญประจำปี สมาชิกประมาณ 200 คน จึงขอใช้หอประชุมเทศบาล "
        f"ใน{long_date(days.coming(20))} เวลา 08.00–13.00 น. พร้อมเครื่องเสียงและเก้าอี้",
        "ยินดีชำระค่าบำรุงตามระเบียบของเทศบาล และจะทำความสะอาดสถานที่ให้เรียบร้อยก่อนส่งคืน",
    )
    marked = "".join(f"<p class=MsoNormal><span lang=TH>{line}<o:p></o:p></span></p>" for line in said)
    return letter(
        "cooperative",
        at,
        ("สหกรณ์การเกษตรคลองน้อย จำกัด", "coop@klongnoycoop.example"),
        "ขอใช้หอประชุมเทศบาล",
        several(
            "related",
            several(
                "alternative",
                text("\n\n".join(said), charset="cp874", label="windows-874", wrap="quoted-printable"),
                html(
                    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
                    '<meta http-equiv=Content-Type content="text/html; charset=windows-874">'
                    '<style><!-- p.MsoNormal {margin:0cm; font-size:16.0pt; font-family:"TH SarabunPSK"} --></style>'
                    f"</head><body lang=EN-US link=blue vlink=purple>{marked}"
                    f'<p class=MsoNormal><img width=60 height=60 src="cid:{logo}"><br>'
                    "<b><span lang=TH>นางสาวดวงใจ ซื่อตรง</span></b><br><span lang=TH>ผู้จัดการสหกรณ์ โทร. 08 0000 0888</span></p>"
                    "</body></html>",
                    charset="cp874",
                    label="windows-874",
                ),
            ),
            attached(name_raw("image001.png"), _logo, "image/png", also=b'name="image001.png"', cid=logo),
            parameters=' type="multipart/alternative";',
        ),
        charset="cp874",
        more=headers(("X-Mailer", "Microsoft Outlook 16.0"), ("Thread-Index", "Adxabc000001")),
    )


def _logo() -> bytes:
    return typeset_png(Template.EMBLEM, {"letters": "สก", "colour": "#0b6e4f"})
