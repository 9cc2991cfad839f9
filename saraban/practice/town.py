"""The made-up town of practice mode, เทศบาลตำบลคลองน้อย: founded through the same verbs as every agency.

Its mailbox is a folder. Whatever it sends, to citizens and to its own units, lands in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from saraban.agencies.calendar import CalendarYear
from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Assignment, Officer, Profile, Unit
from saraban.audit.desk import one_at_a_time
from saraban.cases.catalogue import Service
from saraban.cases.presets import PRESETS
from saraban.licences.kinds import LicenceKind
from saraban.licences.presets import PRESETS as KINDS
from saraban.mail.founding import AgencyFacts, MailboxFacts, OfficerFacts, found
from saraban.mail.maildir import JUNK_FOLDER, make_maildir
from saraban.mail.servers import Kind, ServerUrl
from saraban.notices.accounts import SigningAccount
from saraban.notices.system_orders import SystemOrder
from saraban.payments.accounts import Account
from saraban.payments.fees import Fee
from saraban.tenancy.models import Agency, User
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import BANGKOK, buddhist_year

DOMAIN = "klongnoy.go.th"
NAME = "เทศบาลตำบลคลองน้อย"
CLERK = f"suda@{DOMAIN}"
LOOKS_BACK = timedelta(days=7)  # how far back the story goes
SINCE = date(1970, 1, 1)  # whatever is dropped into the folder arrives, however old

UNITS = {  # name → telephone (of no real line), mailbox, words of its work
    "สำนักปลัดเทศบาล": ("037 000 101", "office", "ประชุม, สาธารณภัย, งานสารบรรณ, ทะเบียน, ข้อมูลข่าวสาร"),
    "กองคลัง": ("037 000 102", "finance", "ภาษี, อากรแสตมป์, ค่าธรรมเนียม, พัสดุ, จัดซื้อ"),
    "กองช่าง": ("037 000 103", "works", "ก่อสร้าง, ถนน, ไฟทาง, ฝาท่อ, สิ่งกีดขวางทางน้ำ, เครื่องสูบน้ำ"),
    "กองสาธารณสุขและสิ่งแวดล้อม": (
        "037 000 104",
        "health",
        "สุขภาพ, โรค, ขยะ, กลิ่นเหม็น, ลูกน้ำ, คาราโอเกะ, จำหน่ายอาหาร, หมาจรจัด",
    ),
    "กองการศึกษา": ("037 000 105", "education", "ศูนย์พัฒนาเด็กเล็ก, โรงเรียน, ทุนการศึกษา"),
    "กองสวัสดิการสังคม": ("037 000 106", "welfare", "เบี้ยยังชีพ, ผู้สูงอายุ, คนพิการ"),
    "หน่วยตรวจสอบภายใน": ("037 000 107", "audit", "ตรวจสอบภายใน"),
}

FEES = {  # code → name, satang
    "HLT01": ("ค่าธรรมเนียมใบอนุญาตกิจการที่เป็นอันตรายต่อสุขภาพ", 100_000),
    "FOD01": ("ค่าธรรมเนียมใบอนุญาตจำหน่ายอาหาร", 50_000),
    "BLD01": ("ค่าธรรมเนียมใบอนุญาตก่อสร้าง", 20_000),
}


@dataclass(frozen=True)
class _Colleague:
    name: str
    position: str
    mailbox: str
    unit: str
    duties: tuple[Duty, ...]


COLLEAGUES = (
    _Colleague("นายประเสริฐ คลองงาม", "นายกเทศมนตรีตำบลคลองน้อย", "mayor", "สำนักปลัดเทศบาล", (Duty.HEAD,)),
    _Colleague("นางวรรณา รุ่งเรืองดี", "ปลัดเทศบาล", "palad", "สำนักปลัดเทศบาล", (Duty.HEAD,)),
    _Colleague(
        "นายธนกร เก็บธรรม", "หัวหน้าสำนักปลัดเทศบาล", "thanakorn", "สำนักปลัดเทศบาล", (Duty.SECRETS, Duty.CASE)
    ),
    _Colleague("นางสาวปรียา เงินทอง", "ผู้อำนวยการกองคลัง", "preeya", "กองคลัง", (Duty.FINANCE, Duty.CASE)),
    _Colleague("นายอนุชา ตั้งมั่น", "นายช่างโยธาชำนาญงาน", "anucha", "กองช่าง", (Duty.CASE,)),
    _Colleague("นายวิชัย ศรีสุข", "นักวิชาการสาธารณสุขชำนาญการ", "wichai", "กองสาธารณสุขและสิ่งแวดล้อม", (Duty.CASE,)),
    _Colleague("นางมาลี สอนดี", "นักวิชาการศึกษาชำนาญการ", "malee", "กองการศึกษา", (Duty.CASE,)),
    _Colleague("นายเมตตา ใกล้ชิด", "นักพัฒนาชุมชนชำนาญการ", "metta", "กองสวัสดิการสังคม", (Duty.CASE,)),
    _Colleague(
        "นางสาวอรุณี ตรวจการ", "นักวิชาการตรวจสอบภายในชำนาญการ", "arunee", "หน่วยตรวจสอบภายใน", (Duty.AUDITOR,)
    ),
)


def found_practice_town(*, now: datetime) -> Agency:
    """Found it, with folders for a mailbox, looking back a week from `now` (aware). Raises `Refusal` if it is there."""
    _make_folders()
    today = now.astimezone(BANGKOK).date()
    with transaction.atomic():
        founded = found(
            AgencyFacts(
                name=NAME,
                province="นครนายก",
                phone="037 000 100",
                domain=DOMAIN,
                head_title="นายกเทศมนตรีตำบลคลองน้อย",
                channels_announced=True,
                practice=True,
            ),
            MailboxFacts(
                inbox_url=_folder_url(maildir()),
                outbox_url=_folder_url(sent_folder()),
                since=SINCE,
                address=f"saraban@{DOMAIN}",
            ),
            OfficerFacts(
                email=CLERK,
                name="นางสาวสุดา ใจดี",
                position="เจ้าพนักงานธุรการชำนาญงาน",
                phone="037 000 100",
            ),
        )
        with acting_for(founded.agency), one_at_a_time(founded.agency.pk):
            units = _units()
            profile = Profile.objects.get()
            with profile.change("corrected", by=OPERATOR):
                profile.letter_code = "นย 52099"
            with founded.officer.change("corrected", by=OPERATOR):
                founded.officer.unit = units["สำนักปลัดเทศบาล"]
            for colleague in COLLEAGUES:
                _welcome(colleague, units[colleague.unit])
            _know_the_years(today)
            _open_the_till(today)
            for preset in PRESETS:
                Service.objects.offer(preset.name, preset.kind, preset.text, by=OPERATOR, code=preset.code)
            _give_licences()
            _let_the_head_sign(today)
    return founded.agency


def _open_the_till(today: date) -> None:
    """An account, and fees, of amounts that no ordinance has."""
    Account.objects.open(NAME, bank="006", number="7250001234", biller="099400072500100", by=OPERATOR)
    for code, (name, satang) in FEES.items():
        fee = Fee.objects.add(code, name, by=OPERATOR)
        fee.set_rate(satang, since=today - LOOKS_BACK, law="เทศบัญญัติสมมุติสำหรับฝึกหัด", by=OPERATOR)


def _give_licences() -> None:
    """Each service that ends in a licence has its kind."""
    for service in Service.objects.filter(code__in=KINDS):
        kind = LicenceKind.objects.add(KINDS[service.code], by=OPERATOR, code=service.code)
        kind.link_services([service], by=OPERATOR)


def _let_the_head_sign(today: date) -> None:
    """The order that names this system (s.16), and the accounts of those who sign."""
    heads = Officer.objects.filter(assignments__duty=Duty.HEAD, assignments__ended_at=None).order_by("pk")
    mayor = heads[0]
    since = min(today, localdate()) - LOOKS_BACK
    order = SystemOrder.objects.draft(by=mayor, in_force_from=since)
    order.sign(by=mayor, signed_on=since, signed_by=mayor.name, number="1/ฝึกหัด")
    for head in heads:
        SigningAccount.objects.note(head, by=OPERATOR)


def clerk_of_practice() -> User | None:
    """Who signs in as the registry clerk; None where there is no practice town."""
    return User.objects.filter(email=CLERK, officers__agency__practice=True, officers__active=True).first()


def maildir() -> Path:
    """Where the town's letters come in."""
    return Path(settings.DATA_DIR) / "demo" / "Maildir"


def sent_folder() -> Path:
    """Where its letters leave to."""
    return Path(settings.DATA_DIR) / "demo" / "sent"


def _make_folders() -> None:
    make_maildir(maildir())
    make_maildir(maildir() / JUNK_FOLDER)
    sent_folder().mkdir(mode=0o700, parents=True, exist_ok=True)


def _folder_url(path: Path) -> str:
    return str(ServerUrl(Kind.MAILDIR, path=str(path.resolve())))


def _units() -> dict[str, Unit]:
    return {
        name: Unit.objects.record(
            "added", by=OPERATOR, name=name, phone=phone, email=f"{mailbox}@{DOMAIN}", keywords=words
        )
        for name, (phone, mailbox, words) in UNITS.items()
    }


def _welcome(colleague: _Colleague, unit: Unit) -> None:
    email = f"{colleague.mailbox}@{DOMAIN}"
    officer = Officer.objects.record(
        "added",
        by=OPERATOR,
        name=colleague.name,
        position=colleague.position,
        email=email,
        phone=unit.phone,
        unit=unit,
        user=User.objects.filter(email=email).first() or User.objects.make(email),
    )
    for duty in colleague.duties:
        Assignment.objects.give(officer, duty, by=OPERATOR)


def _know_the_years(today: date) -> None:
    """A practice beyond the years of the law's list still needs to know the year that it is played in."""
    for day in (today - LOOKS_BACK, today, today + timedelta(days=45)):
        if not CalendarYear.objects.filter(year=buddhist_year(day)).exists():
            CalendarYear.objects.record("opened", by=OPERATOR, year=buddhist_year(day), confirmed=True)
