"""What nobody wrote: automatic answers, newsletters, notices of the mail's own provider."""

from __future__ import annotations

from saraban.practice.envelopes import headers, html, message_id, several, text
from saraban.practice.told import BARE, Days, Told, letter, running
from saraban.thai.dates import buddhist_year, full_date, medium_date


def told(days: Days) -> list[Told]:
    return [_out_of_office(days), _newsletter(days), _provider_notice(days), _receipt_of_the_province(days)]


def _out_of_office(days: Days) -> Told:
    asked = message_id("invitation-to-health-office", "klongnoy.go.th")
    return letter(
        "out-of-office",
        days.office(1, "16.44"),
        ("รัตนา สสจ.นครนายก", "rattana@nyhealth.example"),
        "ตอบกลับอัตโนมัติ: ขอเชิญเป็นวิทยากรอบรม อสม.",
        text(
            "ขณะนี้ดิฉันไปราชการต่างจังหวัด จะกลับมาปฏิบัติงาน"
            f"ในวันที่ {full_date(days.coming(3))} กรณีเร่งด่วนโปรดติดต่อกลุ่มงานควบคุมโรคติดต่อ โทร. 0 3700 0033\n"
        ),
        more=headers(
            ("Auto-Submitted", "auto-replied"),
            ("X-Auto-Response-Suppress", "All"),
            ("In-Reply-To", asked),
            ("References", asked),
        ),
    )


def _newsletter(days: Days) -> Told:
    month = days.weekday_before(days.now)
    return letter(
        "newsletter",
        days.office(2, "09.40"),
        ("วารสารท้องถิ่นก้าวหน้า", "news@localgov-news.example"),
        "จดหมายข่าวท้องถิ่นก้าวหน้า ฉบับประจำสัปดาห์",
        several(
            "alternative",
            text(
                "จดหมายข่าวท้องถิ่นก้าวหน้า\n\n- ธนาคารน้ำใต้ดิน ทำอย่างไรให้อยู่ได้นาน\n- ตลาดนัดปลอดโฟมของสามตำบล\n- เก็บขยะอย่างไรให้คนเก็บไม่ปวดหลัง\n"
            ),
            html(
                f"<h1>ท้องถิ่นก้าวหน้า</h1><p>{medium_date(month)}</p><ul><li>ธนาคารน้ำใต้ดิน ทำอย่างไรให้อยู่ได้นาน</li>"
                "<li>ตลาดนัดปลอดโฟมของสามตำบล</li><li>เก็บขยะอย่างไรให้คนเก็บไม่ปวดหลัง</li></ul>"
                '<img src="https://localgov-news.example/open.gif" width="1" height="1">'
            ),
        ),
        to=BARE,
        more=headers(
            ("List-Id", "<weekly.localgov-news.example>"),
            ("List-Unsubscribe", "<mailto:leave@localgov-news.example>"),
            ("Precedence", "bulk"),
        ),
        relay="out7.bulkmail.example",
    )


def _provider_notice(days: Days) -> Told:
    return letter(
        "provider",
        days.ago(2, "03.30"),
        ("Mail Service", "no-reply@mailhost.example"),
        "แจ้งการใช้พื้นที่กล่องจดหมาย 82%",
        text(
            "กล่องจดหมาย saraban@klongnoy.go.th ใช้พื้นที่ไปแล้ว 82% ของ 10 GB\nThis mailbox has used 82% of 10 GB.\n"
        ),
        to=BARE,
        more=headers(("Auto-Submitted", "auto-generated"), ("Precedence", "junk")),
    )


def _receipt_of_the_province(days: Days) -> Told:
    """Another office's register answers ours: never to be numbered, never to be answered."""
    at = days.office(1, "09.07")
    sent = message_id("report-to-province", "klongnoy.go.th")
    number = running(at.date(), in_a_year=21_000)
    return letter(
        "receipt",
        at,
        ("งานสารบรรณ จังหวัดนครนายก", "saraban@nakhonnayok.example"),
        f"Re: รายงานผลการดำเนินงานประจำเดือน [เลขรับ {number}/{buddhist_year(at)}]",
        text(
            "เรียน เทศบาลตำบลคลองน้อย\n\nจังหวัดนครนายกได้รับหนังสือของท่าน เรื่อง รายงานผลการดำเนินงานประจำเดือน แล้ว "
            f"เลขรับที่ {number}/{buddhist_year(at)} วันที่ {full_date(at)} เวลา 09.07 น. "
            "สอบถามได้ที่งานสารบรรณ โทร. 0 3700 0001 (วันและเวลาราชการ)\n"
        ),
        more=headers(("Auto-Submitted", "auto-replied"), ("In-Reply-To", sent), ("References", sent)),
    )
