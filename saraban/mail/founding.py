"""A new agency, with all that it needs to receive its first letter: one transaction, or nothing.

The one way in, for the command line and for the practice town. The room is the mail's, because the mailbox is the
highest noun that it touches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Assignment, Officer, Profile
from saraban.audit.desk import one_at_a_time
from saraban.files.secrets import SECRET_MAX, keep_secret
from saraban.law.initial_level_manual_2566 import mailbox_name_ok
from saraban.law.refusal import Refusal
from saraban.mail.models import Mailbox
from saraban.mail.servers import Kind, ServerUrl, keeps_sent, read_mailbox_url, read_smtp_url
from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import Agency, User
from saraban.tenancy.scope import acting_for
from saraban.thai.provinces import UnknownProvince, province_named

FIRST_DUTIES = (Duty.REGISTRY, Duty.ADMINISTRATOR)
SLUG_MAX = 40  # characters
NOTHING_DONE = "ยังไม่มีข้อมูลใดถูกบันทึก"

_DOMAIN = re.compile(r"(?=.{4,200}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


@dataclass(frozen=True)
class AgencyFacts:
    name: str  # "เทศบาลตำบลคลองน้อย"
    province: str  # as anybody writes it: "นครนายก", "จ.นครนายก"
    phone: str  # of the registry
    domain: str  # "klongnoy.go.th"
    head_title: str = "หัวหน้าหน่วยงาน"
    channels_announced: bool = False
    practice: bool = False


@dataclass(frozen=True)
class MailboxFacts:
    inbox_url: str
    outbox_url: str
    since: date  # letters that arrived before this day (Bangkok) are left alone
    address: str = ""  # "": told by the user name in `inbox_url`, else saraban@domain
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class OfficerFacts:
    email: str  # with which they sign in
    name: str = "เจ้าหน้าที่สารบรรณ"
    position: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Founded:
    agency: Agency
    officer: Officer
    mailbox: Mailbox
    token: str  # signs the officer in, once
    warnings: tuple[str, ...]  # Thai sentences: allowed, but the guide asks for something else


def found(facts: AgencyFacts, mailbox: MailboxFacts, officer: OfficerFacts) -> Founded:
    """Make the agency, its profile, calendar, first officer and mailbox, and keep the password.

    The officer has the duties `FIRST_DUTIES` and a one-time link. Raises `Refusal`: `no_name`, `no_phone`,
    `bad_domain`, `unknown_province`, `bad_email`, `bad_mailbox_address`, `too_long`, `mailbox_url`, `smtp_url`,
    `no_password`, `founded_already`; then nothing is written.
    """
    facts, mailbox, officer = _tidied(facts, mailbox, officer)
    inbox, outbox = read_mailbox_url(mailbox.inbox_url), read_smtp_url(mailbox.outbox_url)
    _check_password(mailbox.password, inbox, outbox)
    address = _central_address(mailbox.address, inbox, domain=facts.domain)

    with transaction.atomic():
        _refuse_twice(facts, address)
        agency = Agency.objects.create(slug=_free_slug(facts.domain), practice=facts.practice)
        with acting_for(agency), one_at_a_time(agency.pk):
            _lay_out(facts)
            first = _first_officer(officer)
            secret = f"mailbox-{agency.slug}" if mailbox.password else ""
            connected = Mailbox.objects.record(
                "connected",
                by=OPERATOR,
                address=address,
                inbox_url=str(inbox),
                outbox_url=str(outbox),
                secret=secret,
                since=mailbox.since,
                provider_keeps_sent=keeps_sent(outbox),
            )
        assert first.user is not None
        token = SignInLink.make(first.user)
        if secret:  # last: its file is not part of the transaction
            keep_secret(settings.DATA_DIR, secret, mailbox.password)
    return Founded(agency, first, connected, token, tuple(_warnings(address, facts)))


def _tidied(
    facts: AgencyFacts, mailbox: MailboxFacts, officer: OfficerFacts
) -> tuple[AgencyFacts, MailboxFacts, OfficerFacts]:
    """Spaces gone, the province by its full name, addresses in small letters; all checked. Raises `Refusal`."""
    name, phone, domain = " ".join(facts.name.split()), facts.phone.strip(), facts.domain.strip().lower()
    if not name:
        raise _refused("no_name", "ไม่มีชื่อหน่วยงาน", "โปรดใส่ชื่อเต็ม เช่น เทศบาลตำบลคลองน้อย")
    if not phone:
        raise _refused("no_phone", "ไม่มีโทรศัพท์งานสารบรรณ ซึ่งต้องแจ้งผู้ส่งทุกครั้งที่ตอบ", "โปรดใส่เช่น 02 123 4567 ต่อ 12")
    if not _DOMAIN.fullmatch(domain):
        raise _refused("bad_domain", f"โดเมน “{domain[:60]}” ไม่ถูกรูปแบบ", "โปรดใส่เช่น klongnoy.go.th")
    try:
        province = province_named(facts.province)
    except UnknownProvince as unknown:
        raise _refused("unknown_province", str(unknown), "โปรดแก้ชื่อจังหวัดแล้วลองใหม่") from None
    email = _address(officer.email, code="bad_email", what="อีเมลของเจ้าหน้าที่")
    officer_name = " ".join(officer.name.split())
    if not officer_name:
        raise _refused("no_name", "ไม่มีชื่อเจ้าหน้าที่", "โปรดใส่คำนำหน้า ชื่อ และสกุล")
    _must_fit(Profile, name=name, registry_phone=phone, head_title=facts.head_title)
    _must_fit(Officer, name=officer_name, position=officer.position, phone=officer.phone)
    return (
        AgencyFacts(
            name=name,
            province=province,
            phone=phone,
            domain=domain,
            head_title=facts.head_title,
            channels_announced=facts.channels_announced,
            practice=facts.practice,
        ),
        mailbox,
        OfficerFacts(email=email, name=officer_name, position=officer.position, phone=officer.phone),
    )


def _check_password(password: str, inbox: ServerUrl, outbox: ServerUrl) -> None:
    if len(password.encode()) > SECRET_MAX:
        raise _refused("too_long", f"รหัสผ่านยาวเกิน {SECRET_MAX} ไบต์", "โปรดตรวจว่าเลือกไฟล์ถูก")
    asks = [url for url in (inbox, outbox) if url.kind is not Kind.MAILDIR and url.user]
    if asks and not password:
        raise _refused("no_password", f"ไม่มีรหัสผ่านของ {asks[0].user}", "โปรดใส่รหัสผ่านหรือระบุไฟล์รหัสผ่าน")


def _central_address(said: str, inbox: ServerUrl, *, domain: str) -> str:
    address = said or inbox.user or "saraban"
    if "@" not in address:
        address = f"{address}@{domain}"
    return _address(address, code="bad_mailbox_address", what="ที่อยู่อีเมลกลาง")


def _address(text: str, *, code: str, what: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise _refused(code, f"{what} “{address[:80]}” ไม่ถูกรูปแบบ", "โปรดใส่เช่น suda@klongnoy.go.th") from None
    return address


def _must_fit(noun: type[models.Model], **values: str) -> None:
    for name, value in values.items():
        column = noun._meta.get_field(name)
        assert isinstance(column, models.CharField)
        if column.max_length and len(value) > column.max_length:
            raise _refused(
                "too_long", f"{column.verbose_name}ยาวเกิน {column.max_length} ตัวอักษร", "โปรดย่อแล้วลองใหม่"
            )


def _refuse_twice(facts: AgencyFacts, address: str) -> None:
    there = Mailbox.across_agencies.filter(address__iexact=address).first()
    if (
        there is None
        and not Profile.across_agencies.filter(name=facts.name, province=facts.province).exists()
    ):
        return
    what = f"อีเมลกลาง {address}" if there else f"หน่วยงาน {facts.name} จังหวัด{facts.province}"
    raise _refused("founded_already", f"มี{what} ในระบบนี้แล้ว", "โปรดเข้าใช้หน่วยงานเดิม หรือตรวจชื่อและอีเมลอีกครั้ง")


def _free_slug(domain: str) -> str:
    """klongnoy.go.th → klongnoy, or klongnoy-2 where an agency has that already."""
    wanted = domain.partition(".")[0][:SLUG_MAX]
    taken = set(Agency.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    count = 1
    while (slug := wanted if count == 1 else f"{wanted}-{count}") in taken:
        count += 1
    return slug


def _lay_out(facts: AgencyFacts) -> None:
    Profile.objects.record(
        "made",
        by=OPERATOR,
        name=facts.name,
        province=facts.province,
        registry_phone=facts.phone,
        domain=facts.domain,
        head_title=facts.head_title,
        channels_announced=facts.channels_announced,
    )
    Holiday.objects.seed(by=OPERATOR)


def _first_officer(facts: OfficerFacts) -> Officer:
    user = User.objects.filter(email__iexact=facts.email).first() or User.objects.make(facts.email)
    officer = Officer.objects.record(
        "added",
        by=OPERATOR,
        name=facts.name,
        position=facts.position,
        email=facts.email,
        phone=facts.phone,
        user=user,
    )
    for duty in FIRST_DUTIES:
        Assignment.objects.give(officer, duty, by=OPERATOR)
    return officer


def _warnings(address: str, facts: AgencyFacts) -> list[str]:
    warnings = []
    if not mailbox_name_ok(address):
        warnings.append(
            f"อีเมลกลาง {address} ไม่ได้ขึ้นต้นด้วย saraban ตามคู่มือข้อ 1.3 ใช้งานได้ แต่ควรขอชื่อใหม่ เช่น saraban@{facts.domain}"
        )
    return warnings


def _refused(code: str, why: str, cure: str) -> Refusal:
    return Refusal(code, f"ยังไม่ได้ตั้งหน่วยงาน เพราะ{why} {cure} {NOTHING_DONE}")
