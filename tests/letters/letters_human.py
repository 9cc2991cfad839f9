"""Mail that a person wrote, though it smells of machines: each one must be answerable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.letters.letter import (
    CENTRAL,
    PDF,
    Header,
    Letter,
    Post,
    b_word,
    file_part,
    headers,
    multipart,
    part,
    percent,
    q_word,
    text_part,
    whole,
)

CITIZEN = "สมหญิง ใจกล้า"
FROM = "somying@mail.example"


class People:
    def __init__(self) -> None:
        self.post = Post("human")
        self.made: list[Letter] = []

    def add(
        self,
        name: str,
        about: str,
        subject: str,
        body: str,
        *,
        more: Sequence[Header] = (),
        sender: tuple[str, str] = (CITIZEN, FROM),
        return_path: str | None = None,
        to: str = CENTRAL,
    ) -> None:
        fields = self.post.fields(
            name,
            sender=written(*sender),
            subject=subject if subject.isascii() else b_word(subject),
            more=more,
            to=to,
            return_path=return_path,
            host=sender[1].rpartition("@")[2],
        )
        self.keep(name, about, whole(fields, body), subject, sender)

    def keep(
        self,
        name: str,
        about: str,
        raw: bytes,
        subject: str,
        sender: tuple[str, str] = (CITIZEN, FROM),
        attachments: list[str] | None = None,
        unsure_of_attachments: bool = False,
    ) -> None:
        expect: dict[str, Any] = {
            "subject": subject,
            "from": {"name": sender[0], "address": sender[1]},
            "automatic": False,
            "bounce": None,
        }
        if not unsure_of_attachments:
            expect["attachments"] = attachments or []
        self.made.append(Letter("human", name, about, raw, expect))


def written(name: str, address: str) -> str:
    if not name:
        return address
    return f"{name if name.isascii() else b_word(name)} <{address}>"


BOUNCE_TEXT = (
    "This is the mail system at host mx.sender.example.\n\n"
    "I'm sorry to have to inform you that your message could not\n"
    "be delivered to one or more recipients.\n\n"
    "<saraban@klongnoy.example>: host mx.klongnoy.example said: 550 5.1.1 User unknown\n"
)


def letters() -> Iterator[Letter]:
    people = People()
    about_bounces(people)
    about_absence(people)
    odd_headers(people)
    odd_addresses(people)
    quoting(people)
    through_other_systems(people)
    plain(people)
    further_people(people)
    hard_people(people)
    yield from people.made


def about_bounces(p: People) -> None:
    p.add(
        "bounce-forwarded-inline",
        "a citizen forwards a bounce inline and asks",
        "Fwd: Undelivered Mail Returned to Sender",
        "ส่งเรื่องไม่ได้ค่ะ ขึ้นแบบนี้ ต้องส่งที่ไหนคะ\n\n---------- Forwarded message ----------\nFrom: Mail Delivery System <MAILER-DAEMON@mx.sender.example>\nSubject: Undelivered Mail Returned to Sender\n\n"
        + BOUNCE_TEXT,
    )
    p.add(
        "bounce-replied",
        "a reply above a quoted bounce",
        "Re: Delivery Status Notification (Failure)",
        "อีเมลที่ประกาศไว้หน้าเว็บส่งไม่ถึงครับ ช่วยตรวจสอบด้วย\n\n"
        + "".join(f"> {line}\n" for line in BOUNCE_TEXT.splitlines()),
    )
    p.add(
        "bounce-subject-th",
        "a Thai question about mail that came back",
        "ส่งอีเมลไม่ถึง ตีกลับตลอด",
        "ส่งคำร้องไปสามครั้ง ถูกตีกลับทุกครั้ง ขอที่อยู่อีเมลที่ถูกต้อง\n",
    )
    p.add(
        "bounce-subject-exact",
        "the subject exactly that of a bounce, written by a person",
        "Undeliverable: parcel for the mayor",
        "The parcel company says our parcel is undeliverable at your office. Please tell us the opening hours.\n",
    )
    p.add(
        "bounce-550-in-text",
        "a technician quotes SMTP codes",
        "550 5.1.1 จากเมลเซิร์ฟเวอร์ของเทศบาล",
        "เรียนผู้ดูแล\nเมื่อส่งถึง tax@klongnoi.example ได้รับ 550 5.1.1 User unknown\nขอให้ตรวจสอบการตั้งค่า\n",
    )
    p.add(
        "bounce-failure-words",
        "failure notice as an ordinary phrase",
        "Failure notice for water pump no. 4",
        "Pump 4 failed at 02.10. Please send the mechanic.\n",
    )
    p.add(
        "bounce-delivery-delayed",
        "delayed delivery of goods",
        "Delivery delayed: 200 bags of cement",
        "The truck is broken; delivery is delayed until Thursday. Sorry.\n",
        sender=("Cement Co", "sales@cement.example"),
    )
    for name, about, kind in [
        ("bounce-attached-whole", "a bounce attached as a letter", "message/rfc822"),
        ("bounce-attached-status", "only the status part attached", "message/delivery-status"),
    ]:
        subject = "ขอสอบถามอีเมลตีกลับ"
        inner = (
            "From: MAILER-DAEMON@mx.sender.example\nTo: somying@mail.example\nSubject: Undelivered Mail Returned to Sender\n"
            "Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=in\n\n"
            f"--in\nContent-Type: text/plain\n\n{BOUNCE_TEXT}\n--in\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; mx.sender.example\n\nFinal-Recipient: rfc822; saraban@klongnoy.example\nAction: failed\nStatus: 5.1.1\n\n--in--\n"
            if kind == "message/rfc822"
            else "Reporting-MTA: dns; mx.sender.example\n\nFinal-Recipient: rfc822; saraban@klongnoy.example\nAction: failed\nStatus: 5.1.1\n"
        )
        fields = p.post.fields(
            name,
            sender=written(CITIZEN, FROM),
            subject=b_word(subject),
            content_type="multipart/mixed; boundary=out",
            encoding=None,
        )
        body = multipart(
            "out",
            [
                text_part("แนบที่ตีกลับมาค่ะ ต้องทำอย่างไร\n"),
                part([("Content-Type", kind), ("Content-Disposition", "attachment")], inner),
            ],
        )
        p.keep(name, about, headers(fields) + b"\r\n" + body, subject, unsure_of_attachments=True)


def about_absence(p: People) -> None:
    p.add(
        "absence-question",
        "Re: out of office?",
        "Re: out of office?",
        "Is the mayor out of office this week? I would like to see him.\n",
    )
    p.add(
        "absence-out-of-office-hours",
        "services out of office hours",
        "Out of office hours service for tax payment",
        "Do you take payment out of office hours? We work until 17.00.\n",
    )
    p.add(
        "absence-leave-request",
        "someone's own leave",
        "ขอลาพักผ่อน",
        "เรียน ปลัดเทศบาล\nข้าพเจ้าขอลาพักผ่อน 3 วัน ไม่อยู่สำนักงานวันที่ 10-12\n",
        sender=("วิภา แสงทอง", "wipa@school.example"),
    )
    p.add(
        "absence-officer-missing",
        "complaint: the officer is never there",
        "ร้องเรียนเจ้าหน้าที่ไม่อยู่สำนักงาน",
        "ไปติดต่อสามครั้ง เจ้าหน้าที่ไม่อยู่\n",
    )
    p.add(
        "absence-vacation-word",
        "a vacation in the subject",
        "Vacation homes without a permit in moo 5",
        "Three houses are let without a permit.\n",
        sender=("John Smith", "john@expat.example"),
    )
    p.add(
        "absence-automatic-word",
        "an automatic gate",
        "ประตูอัตโนมัติหน้าตลาดเสีย",
        "ประตูอัตโนมัติหนีบมือเด็ก ขอให้ซ่อมด่วน\n",
    )
    p.add(
        "absence-auto-car",
        "auto as a word",
        "Auto: repair shop opens a second branch",
        "We ask for a permit for our auto repair shop.\n",
        sender=("Auto Lek", "auto@garage.example"),
    )
    p.add(
        "absence-why-no-autoreply",
        "asks why no automatic answer came",
        "ทำไมไม่ได้รับอีเมลตอบกลับอัตโนมัติ",
        "ส่งเรื่องไปแล้ว แต่ไม่ได้รับการตอบกลับอัตโนมัติ ขอเลขรับด้วยค่ะ\n",
    )
    p.add(
        "absence-newsletter-wish",
        "asks to get the newsletter",
        "ขอสมัครรับจดหมายข่าวเทศบาล",
        "ขอรับข่าวทุกเดือน และขอยกเลิก (unsubscribe) ของสามี\n",
    )
    p.add("absence-warning-siren", "a warning system", "ระบบแจ้งเตือนน้ำท่วมไม่ทำงาน", "เสียงไม่ดังเมื่อคืน\n")
    p.add(
        "absence-read-word", "Read: as a wish", "Read this please: smoke from the dump", "Smoke all night.\n"
    )
    p.add(
        "absence-accepted-word",
        "Accepted as a word",
        "Accepted offer of land for the school",
        "I accept the offer of 3 million baht. Papers by post.\n",
    )


def odd_headers(p: People) -> None:
    text = "ขอแจ้งซ่อมถนนหน้าบ้านเลขที่ 9 หมู่ 2\n"
    table: list[tuple[str, str, list[Header]]] = [
        ("header-auto-submitted-no", "Auto-Submitted: no", [("Auto-Submitted", "no")]),
        (
            "header-auto-submitted-no-comment",
            "Auto-Submitted: no (a person)",
            [("Auto-Submitted", "No (written by a person)")],
        ),
        ("header-precedence-first-class", "Precedence: first-class", [("Precedence", "first-class")]),
        ("header-precedence-normal", "Precedence: normal", [("Precedence", "normal")]),
        (
            "header-urgent",
            "flags of urgency",
            [
                ("X-Priority", "1 (Highest)"),
                ("Importance", "high"),
                ("X-MSMail-Priority", "High"),
                ("Priority", "urgent"),
            ],
        ),
        (
            "header-asks-receipt",
            "asks for a read receipt",
            [
                ("Disposition-Notification-To", FROM),
                ("Return-Receipt-To", FROM),
                ("X-Confirm-Reading-To", FROM),
            ],
        ),
        (
            "header-spam-flag",
            "marked as spam by the host",
            [
                ("X-Spam-Flag", "YES"),
                ("X-Spam-Status", "Yes, score=7.1 tests=BAYES_50,MAILING_LIST_MULTI,VACATION"),
                ("X-Spam-Report", "auto-replied words found"),
            ],
        ),
        (
            "header-gmail-forwarded",
            "forwarded by Gmail's own forwarding",
            [
                ("X-Forwarded-To", CENTRAL),
                ("X-Forwarded-For", f"old@town.example {CENTRAL}"),
                ("X-Gm-Message-State", "AOJu0Y"),
            ],
        ),
        (
            "header-resent",
            "redirected by hand",
            [
                ("Resent-From", "deputy@town.example"),
                ("Resent-To", CENTRAL),
                ("Resent-Date", "Mon, 10 Nov 2025 10:00:00 +0700"),
                ("Resent-Message-ID", "<r1@town.example>"),
            ],
        ),
        (
            "header-exchange-person",
            "the headers of any person's mail from Exchange",
            [
                ("X-MS-Has-Attach", "yes"),
                ("X-MS-TNEF-Correlator", ""),
                ("X-MS-Exchange-MessageSentRepresentingType", "1"),
                ("X-MS-Exchange-Organization-AuthAs", "Internal"),
                ("X-OriginatorOrg", "office.example"),
                ("Thread-Index", "AdxYz=="),
            ],
        ),
        (
            "header-outlook-voting",
            "an Outlook flag",
            [("X-Message-Flag", "Follow up"), ("Reply-By", "Fri, 14 Nov 2025 17:00:00 +0700")],
        ),
        ("header-line-mailer", "a phone's mailer", [("X-Mailer", "iPhone Mail (22F76)")]),
        (
            "header-dkim-two",
            "two signatures",
            [
                (
                    "DKIM-Signature",
                    "v=1; a=rsa-sha256; d=mail.example; s=a; h=from:subject:auto-submitted:list-id; bh=x; b=y",
                ),
                ("Authentication-Results", "mail.klongnoi.example; dkim=pass; spf=pass; dmarc=pass"),
            ],
        ),
        ("header-reply-to-differs", "Reply-To elsewhere", [("Reply-To", "daughter@mail.example")]),
        ("header-sender-differs", "sent on behalf of", [("Sender", "secretary@mail.example")]),
        (
            "header-x-auto-word",
            "an X- header with auto inside its name",
            [("X-AutoCorrected", "yes"), ("X-Automobile-Club", "member")],
        ),
        (
            "header-exchange-antispam",
            "long antispam headers of Microsoft 365",
            [
                ("X-MS-Exchange-AntiSpam-MessageData-0", "auto" * 30),
                ("X-Microsoft-Antispam", "BCL:0;"),
                ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;CTRY:TH;LANG:th;SCL:1;SFV:NSPM;CAT:NONE;"),
            ],
        ),
        (
            "header-organization",
            "an Organization header with list in it",
            [("Organization", "List and Labels Co.")],
        ),
    ]
    for name, about, more in table:
        p.add(name, about, "แจ้งซ่อมถนนหน้าบ้านเลขที่ 9", text, more=more)
    p.add(
        "header-srs-path",
        "a rewritten return path",
        "แจ้งซ่อมถนน",
        text,
        return_path="<SRS0=aB3d=XY=mail.example=somying@relay.example>",
    )
    p.add(
        "header-verp-path",
        "a VERP return path of a mail provider",
        "แจ้งซ่อมถนน",
        text,
        return_path="<bounces+9-saraban=klongnoi.example@em1.mail.example>",
    )


def odd_addresses(p: People) -> None:
    text = "ขอหารือเรื่องภาษีป้าย\n"
    subject = "ขอหารือเรื่องภาษีป้าย"
    table: list[tuple[str, str, tuple[str, str]]] = [
        ("address-info", "info@", ("บริษัท ป้ายสวย จำกัด", "info@signs.example")),
        ("address-admin", "admin@ of a small office", ("โรงเรียนบ้านดอน", "admin@bandon-school.example")),
        (
            "address-postmaster-person",
            "a postmaster writes in person",
            ("ผู้ดูแลอีเมล", "postmaster@school.example"),
        ),
        ("address-webmaster", "webmaster@", ("ผู้ดูแลเว็บ", "webmaster@school.example")),
        (
            "address-looks-noreply",
            "a person whose name looks like noreply",
            ("นรี พลายงาม", "noree.ply@mail.example"),
        ),
        ("address-robot", "a person called Robot", ("Robot Rattanakul", "robot.r@mail.example")),
        ("address-automation-firm", "an automation firm", ("Siam Automation", "sales@automation.example")),
        (
            "address-list-in-name",
            "listings@ an estate agent",
            ("Price List Estate", "listings@estate.example"),
        ),
        (
            "address-bounce-house",
            "a firm hiring bouncy castles",
            ("Bounce House Co", "hello@bounce-house.example"),
        ),
        ("address-daemon-name", "a person nicknamed Daemon", ("Daemon Nattapong", "daemon.n@mail.example")),
        (
            "address-support-person",
            "support@ a hospital",
            ("ฝ่ายสนับสนุน โรงพยาบาล", "support@hospital.example"),
        ),
        (
            "address-saraban-agency",
            "another agency's central mailbox with a real letter",
            ("งานสารบรรณ อำเภอเมือง", "saraban@amphoe.example"),
        ),
        ("address-mailer-firm", "a firm called Mailer", ("Mailer Print Shop", "mailer@print.example")),
    ]
    for name, about, sender in table:
        p.add(name, about, subject, text, sender=sender)


def quoting(p: People) -> None:
    ours = "> อีเมลฉบับนี้เป็นการตอบกลับโดยอัตโนมัติ กรุณาอย่าตอบกลับ\n> เลขรับที่ 124/2568\n"
    p.add(
        "quote-our-answer",
        "an answer to our receipt, quoting it",
        "Re: แจ้งไฟดับ [เลขรับ 124/2568]",
        "ขอบคุณค่ะ ขอเพิ่มเติมว่าดับทั้งซอย\n\nเมื่อ จ. 10 พ.ย. 2568 งานสารบรรณ เขียนว่า:\n" + ours,
        more=[
            ("In-Reply-To", "<out.3@klongnoi.example>"),
            ("References", "<c1@mail.example> <out.3@klongnoi.example>"),
        ],
    )
    p.add(
        "quote-bank-notice",
        "a citizen pastes a bank's machine mail",
        "โอนค่าธรรมเนียมแล้วค่ะ",
        "แนบหลักฐานจากธนาคารด้านล่าง ขอใบเสร็จด้วย\n\n-----Original Message-----\nFrom: noreply@bank.example\nSubject: Transfer successful\n\nThis is an automatically generated e-mail, please do not reply.\n",
    )
    p.add(
        "quote-fwd-newsletter",
        "forwards a newsletter and asks",
        "Fwd: จดหมายข่าว ฉบับที่ 11",
        "ข่าวนี้จริงไหมคะ ภาษีขึ้นหรือ\n\n---------- Forwarded message ----------\nFrom: news@news.example\nList-Unsubscribe: <https://news.example/u>\nPrecedence: bulk\n\nข่าว…\n",
    )
    p.add(
        "quote-fwd-ooo",
        "forwards an absence and asks who acts",
        "FW: Automatic reply: ขอใบอนุญาตก่อสร้าง",
        "เจ้าหน้าที่ลาพักร้อน ใครทำแทนคะ\n\n> From: Anan\n> Subject: Automatic reply\n> I am out of the office.\n",
    )
    p.add(
        "quote-disclaimer",
        "a firm's long footer",
        "ส่งแบบก่อสร้าง",
        "ส่งแบบ 3 แผ่น\n\n--\nThis e-mail and any attachment are confidential. If you are not the intended recipient, delete it.\nThis disclaimer was added automatically.\n",
        sender=("บริษัท สร้างดี จำกัด", "build@sangdee.example"),
    )
    p.add("quote-iphone", "sent from a phone", "ถังขยะล้น", "ถังขยะหน้าวัดล้น 3 วันแล้ว\n\nส่งจาก iPhone ของฉัน\n")
    p.add(
        "quote-template-words",
        "a complaint about a machine's words",
        "ระบบแจ้งว่า “กรุณาอย่าตอบกลับ”",
        "เว็บของท่านส่งอีเมลมาว่า กรุณาอย่าตอบกลับ แล้วจะให้ตอบที่ไหน\n",
    )


def through_other_systems(p: People) -> None:
    p.add(
        "via-own-web-form",
        "the town's own web form: a person wrote it",
        "ติดต่อสอบถามจากเว็บไซต์: น้ำไม่ไหล",
        "ชื่อ: สมหญิง\nข้อความ: น้ำไม่ไหล 2 วัน\n",
        sender=("เว็บไซต์เทศบาล", "webform@klongnoi.example"),
        more=[
            ("X-Mailer", "PHPMailer 6.9.1 (https://example.org/PHPMailer)"),
            ("Reply-To", FROM),
            ("X-PHP-Originating-Script", "33:form.php"),
        ],
    )
    p.add(
        "via-foreign-script",
        "a school's small script",
        "ส่งรายชื่อนักเรียนทุนยากจน",
        "รายชื่อตามแนบ (จะส่งอีกฉบับ)\n",
        sender=("โรงเรียนบ้านดอน", "office@bandon-school.example"),
        more=[("X-PHP-Script", "school.example/mail.php for 192.0.2.4")],
    )
    p.add(
        "via-sales-tool",
        "written by hand in a mail-tracking tool",
        "เสนอราคาเครื่องสูบน้ำ",
        "เสนอราคา 2 เครื่อง\n",
        sender=("ปั๊มไทย", "sales@pump.example"),
        more=[("X-Mailer", "Mixmax"), ("Feedback-ID", "1:2:pump")],
    )
    p.add(
        "via-cc-many",
        "one of forty addressees, not a list",
        "เชิญร่วมงานทอดกฐิน",
        "ขอเชิญร่วมงาน\n",
        to=", ".join([CENTRAL] + [f"office{n}@town{n}.example" for n in range(40)]),
    )
    p.add("via-bcc", "undisclosed recipients", "เชิญร่วมงานลอยกระทง", "ขอเชิญ\n", to="undisclosed-recipients:;")
    subject = "เชิญประชุมเตรียมรับน้ำท่วม"
    ics = "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:2@amphoe.example\nSUMMARY:flood\nEND:VEVENT\nEND:VCALENDAR\n"
    fields = p.post.fields(
        "via-invitation",
        sender=written("นายอำเภอ", "nai@amphoe.example"),
        subject=b_word(subject),
        content_type="multipart/alternative; boundary=cal",
        encoding=None,
    )
    body = multipart(
        "cal",
        [
            text_part("ขอเชิญประชุมวันพุธ\n"),
            part([("Content-Type", "text/calendar; charset=utf-8; method=REQUEST")], ics),
        ],
    )
    p.keep(
        "via-invitation",
        "an invitation written by a person",
        headers(fields) + b"\r\n" + body,
        subject,
        ("นายอำเภอ", "nai@amphoe.example"),
        unsure_of_attachments=True,
    )
    subject = "ส่งหนังสือราชการ ที่ มท 0820.3/ว 771"
    fields = p.post.fields(
        "via-province-circular",
        sender=written("งานสารบรรณจังหวัด", "saraban@province.example"),
        subject=q_word(subject, "cp874", "windows-874"),
        content_type="multipart/mixed; boundary=prov",
        encoding=None,
        to=", ".join([CENTRAL, "saraban@banmai.example"]),
    )
    body = multipart(
        "prov",
        [
            text_part("เรียน ท้องถิ่นทุกแห่ง ส่งหนังสือตามแนบ\n", "cp874"),
            file_part(f"attachment; filename*=UTF-8''{percent('ว 771.pdf')}"),
            file_part(
                f'attachment; filename="{b_word("สิ่งที่ส่งมาด้วย 1.xlsx")}"', "application/vnd.ms-excel", PDF
            ),
        ],
    )
    p.keep(
        "via-province-circular",
        "a province's circular with two files",
        headers(fields) + b"\r\n" + body,
        subject,
        ("งานสารบรรณจังหวัด", "saraban@province.example"),
        ["ว 771.pdf", "สิ่งที่ส่งมาด้วย 1.xlsx"],
    )


def plain(p: People) -> None:
    p.add(
        "plain-long-thread",
        "a long thread by people",
        "Re: Re: Re: FW: ขอแบบแปลนตลาด",
        "ตามที่คุยกัน\n",
        more=[("References", " ".join(f"<t{n}@mail.example>" for n in range(40)))],
    )
    p.add("plain-no-subject-text", "a person with a short hello", "สวัสดี", "ขอเบอร์โทรกองช่าง\n")
    p.add(
        "plain-english",
        "a foreigner",
        "Permission to film at the floating market",
        "We would like to film on 5 December.\n",
        sender=("Anna Müller", "anna@film.example"),
    )
    p.add(
        "plain-signed-for-agency",
        "an agency's plain letter",
        "ที่ กศ 11/2568 ขอใช้รถรับส่งนักเรียน",
        "เรียน นายกเทศมนตรี\n",
        sender=("โรงเรียนวัดโพธิ์", "watpho@school.example"),
    )
    p.add("plain-one-line", "one line", "ไฟดับ", "ดับ\n")


def further_people(p: People) -> None:
    ses: list[Header] = [
        ("X-SES-Outgoing", "2025.11.10-192.0.2.40"),
        ("Feedback-ID", "::1.ap-southeast-1.abc=:AmazonSES"),
    ]
    p.add(
        "relay-ses",
        "a school's mail relayed by Amazon SES, which adds Feedback-ID to everything",
        "ขอยืมเต็นท์ 4 หลัง",
        "ขอยืมเต็นท์ใช้ในวันเด็ก\n",
        sender=("โรงเรียนบ้านดอน", "office@bandon-school.example"),
        more=ses,
        return_path="<0102019a-0000@ap-southeast-1.amazonses.example>",
    )
    p.add(
        "relay-sendgrid",
        "a firm's mail relayed by SendGrid",
        "ส่งใบเสนอราคาเครื่องปรับอากาศ",
        "ตามที่โทรคุยกันค่ะ\n",
        sender=("บริษัท เย็นดี จำกัด", "nid@yendee.example"),
        more=[("X-SG-EID", "u001.abc="), ("X-Entity-ID", "u001.xyz=")],
        return_path="<bounces+42-ab-saraban=klongnoi.example@em9.yendee.example>",
    )
    p.add(
        "relay-domino",
        "a person on Lotus Notes",
        "ขอเลื่อนการประชุม",
        "ขอเลื่อนเป็นวันศุกร์\n",
        more=[("X-MIMETrack", "Serialize by Router on N1"), ("X-Mailer", "Lotus Notes Release 9.0.1")],
    )
    p.add(
        "relay-groupwise",
        "a person on GroupWise",
        "Meeting papers",
        "See you Friday.\n",
        more=[("X-Mailer", "Novell GroupWise Internet Agent 18.2")],
    )
    p.add(
        "relay-zimbra",
        "a person on Zimbra",
        "ส่งรายงานประจำเดือน",
        "ส่งรายงานค่ะ\n",
        more=[
            ("X-Mailer", "Zimbra 8.8.15_GA (ZimbraWebClient)"),
            ("Thread-Index", "AbC"),
            ("X-Originating-IP", "[192.0.2.3]"),
        ],
    )
    p.add(
        "words-returned-mail",
        "a returned paper letter",
        "Returned mail from the tax office: wrong house number",
        "Your tax letter came back to the post office. Our house is no. 19.\n",
    )
    p.add(
        "words-returned-mail-th",
        "a returned paper letter, Thai",
        "จดหมายภาษีถูกตีกลับ บ้านเลขที่ผิด",
        "ไปรษณีย์ส่งไม่ถึง เพราะบ้านเลขที่ผิด\n",
    )
    p.add(
        "words-delivery-status",
        "asks for the status of a delivery",
        "Delivery status of our 40 chairs",
        "Where are the chairs?\n",
    )
    p.add(
        "words-staff-on-leave",
        "a complaint that all are on leave",
        "เจ้าหน้าที่ลาพักร้อนพร้อมกันทั้งกอง",
        "ไปติดต่อแล้วบอกว่าลาพักร้อนทั้งกอง ประชาชนเดือดร้อน\n",
    )
    p.add(
        "words-automatic-gauge",
        "an automatic rain gauge",
        "เครื่องวัดน้ำฝนอัตโนมัติส่งข้อมูลผิด",
        "ระบบอัตโนมัติแจ้งฝน 900 มม. ซึ่งไม่จริง\n",
    )
    p.add(
        "words-received-yours",
        "another agency's officer writes by hand",
        "ได้รับหนังสือของท่านแล้ว ขอนัดหมายตรวจสถานที่",
        "ตามที่ท่านมีหนังสือมา ได้รับแล้ว จึงขอนัดตรวจวันพุธ 10.00 น. สะดวกหรือไม่\n",
        sender=("วิศวกรอำเภอ", "engineer@amphoe.example"),
    )
    p.add(
        "words-do-not-reply-call",
        "asks for a call instead of an answer",
        "ร้องเรียนเพื่อนบ้านเลี้ยงไก่",
        "กรุณาอย่าตอบกลับทางอีเมลนี้นะคะ ใช้ร่วมกับสามี ให้โทร 08 0000 0000 แทน\n",
    )
    p.add(
        "words-reply-to-autoreply",
        "a person answers an automatic answer",
        "Re: ตอบกลับอัตโนมัติ: ขอใบอนุญาต",
        "ได้รับข้อความอัตโนมัติแล้ว แต่ยังไม่มีใครติดต่อกลับเลยค่ะ\n",
        more=[("In-Reply-To", "<out.9@klongnoi.example>")],
    )
    p.add(
        "words-thank-you",
        "thanks",
        "Thank you for your message",
        "Thank you for your answer of Monday. One more question: what is the fee?\n",
        sender=("John Smith", "john@expat.example"),
    )
    p.add("words-confirm", "confirms coming", "Confirm attendance: 3 persons", "We confirm.\n")
    p.add(
        "words-away",
        "away as a word",
        "Away match on Saturday: may we use the field?",
        "Football match, 200 people.\n",
    )
    p.add(
        "words-subscribe",
        "subscribe as a wish",
        "subscribe to the flood warning list, please",
        "My number is 08 0000 0000.\n",
    )
    p.add(
        "words-system",
        "a name with ระบบ",
        "ขอข้อมูลระบบบำบัดน้ำเสีย",
        "เพื่อทำวิทยานิพนธ์\n",
        sender=("นักศึกษา ระบบสารสนเทศ", "is.student@university.example"),
    )
    p.add(
        "words-notification-law",
        "a legal notification",
        "Notification under the Building Control Act",
        "We notify you of construction under section 39 bis.\n",
        sender=("Architect Co", "notify@architect.example"),
    )
    p.add(
        "words-cheque-bounced",
        "a bounced cheque",
        "Your cheque bounced: refund of deposit",
        "The bank returned your cheque no. 881. Please issue another one.\n",
    )
    p.add(
        "words-quoted-delivery-report",
        "quotes a report of failure of an SMS",
        "SMS แจ้งค่าน้ำ: Delivery failed",
        "ได้รับ SMS ว่า Delivery failed ทุกเดือน เกิดจากอะไร\n",
    )


def hard_people(p: People) -> None:
    """Each was, or would have been, taken for a machine by a single word or header."""
    office = ("สำนักงานเกษตรอำเภอ", "kaset@amphoe.example")
    p.add(
        "hard-relay-mandrill",
        "a school's mail relayed by Mandrill",
        "ขอใช้สนามกีฬาแข่งขันฟุตบอลนักเรียน",
        "โรงเรียนจะแข่งฟุตบอลวันที่ 20 ธ.ค. จึงขอใช้สนามค่ะ\n",
        sender=("โรงเรียนบ้านดอน", "office@bandon-school.example"),
        more=[
            ("X-Mandrill-User", "md_30955555"),
            ("Feedback-ID", "30955555:30955555.20251110:md"),
            ("X-Report-Abuse", "You can report abuse here: https://mandrillapp.example/contact/abuse"),
        ],
        return_path="<bounce-md_30955555.691@mail.bandon-school.example>",
    )
    p.add(
        "hard-relay-mailjet",
        "a firm's mail relayed by Mailjet, which adds X-CSA-Complaints to everything",
        "ส่งแบบแปลนอาคารฉบับแก้ไข",
        "แก้ตามที่นายช่างแจ้งแล้วครับ\n",
        sender=("สถาปนิกสมชาย", "somchai@archi.example"),
        more=[
            ("X-CSA-Complaints", "csa-complaints@eco.example"),
            ("X-MJ-Mid", "AV4AAC"),
            ("Feedback-ID", "1.9.9:MJ"),
        ],
        return_path="<ab12@bnc3.archi.example>",
    )
    p.add(
        "hard-exchange-suppress-all",
        "an officer on Exchange whose signature gateway asks for no automatic answers",
        "ขอข้อมูลพื้นที่เพาะปลูกประจำปี",
        "เรียน ปลัดเทศบาล\nขอข้อมูลพื้นที่เพาะปลูกตามแบบที่ส่งมา ภายในวันศุกร์\n",
        sender=office,
        more=[
            ("Thread-Topic", b_word("ขอข้อมูลพื้นที่เพาะปลูกประจำปี")),
            ("Thread-Index", "AdxZkQ8vX1m3"),
            ("Accept-Language", "th-TH, en-US"),
            ("X-MS-Has-Attach", "yes"),
            ("X-Auto-Response-Suppress", "All"),
        ],
    )
    p.add(
        "hard-exchange-redirected",
        "a citizen's letter redirected to the office by a rule of an officer's mailbox",
        "ท่อระบายน้ำหน้าบ้านอุดตัน",
        "ท่ออุดตันมาสามวันแล้วค่ะ น้ำเน่ามาก\n",
        more=[
            ("X-MS-Exchange-Inbox-Rules-Loop", "deputy@klongnoi.example"),
            ("Resent-From", "deputy@klongnoi.example"),
        ],
    )
    p.add(
        "hard-precedence-thunderbird",
        "a person whose Thunderbird adds Precedence: bulk to everything",
        "ขอสำเนาประกาศสอบราคา",
        "ขอสำเนาประกาศเลขที่ 14/2568 ครับ\n",
        more=[("Precedence", "bulk"), ("User-Agent", "Mozilla Thunderbird 128.4")],
    )
    for name, about, subject, body in [
        (
            "hard-otp-lost",
            "the code for signing in does not come",
            "รหัส OTP ไม่มา เข้าระบบชำระภาษีไม่ได้",
            "กดขอรหัสสามครั้งแล้วไม่เข้าโทรศัพท์ ต้องทำอย่างไรคะ\n",
        ),
        (
            "hard-login-password",
            "a lost password",
            "Login password lost for the tax page",
            "I have lost the password of the tax page and cannot pay. Please help.\n",
        ),
        (
            "hard-cancelled",
            "an event is called off",
            "Cancelled: temple fair of 5 December",
            "The fair is off because of the flood. We return the permit by post.\n",
        ),
        (
            "hard-holiday-question",
            "asks about a holiday",
            "Holiday: is the office open on 5 December?",
            "I come from far away and would like to be sure.\n",
        ),
        (
            "hard-answering-machine",
            "the town's telephone robot is broken",
            "ระบบตอบรับอัตโนมัติของเทศบาลโทรไม่ติด",
            "กด 9 แล้วสายหลุดทุกครั้ง\n",
        ),
        (
            "hard-only-machine-answers",
            "nobody but a machine answers",
            "ยังไม่ได้คำตอบเรื่องถนน",
            "ส่งไปสี่ครั้ง ได้แต่ข้อความตอบกลับอัตโนมัติจากระบบ ไม่มีเจ้าหน้าที่ตอบเลย ขอทราบความคืบหน้าด้วย\n",
        ),
        (
            "hard-virus-footer",
            "the scanner's footer below a person's words",
            "Broken street lamp at soi 4",
            "The lamp before house 12 has been dark for a week.\n\n--\nThis message has been automatically scanned for viruses.\n",
        ),
        (
            "hard-away-citizen",
            "out of town, and asks something",
            "Collecting our building permit",
            "I am out of town until Friday. May I collect the permit on Monday instead? You can contact me by phone.\n",
        ),
        (
            "hard-officer-never-in",
            "the officer is never in",
            "ติดต่องานทะเบียนไม่ได้",
            "ขณะนี้เจ้าหน้าที่ไม่อยู่ที่สำนักงานเป็นครั้งที่สามแล้ว ต้องใช้เอกสารด่วน ติดต่อใครแทนได้\n",
        ),
        (
            "hard-on-leave-at-home",
            "a soldier on leave finds the road gone",
            "ถนนเข้าหมู่บ้านขาด",
            "ผมลาพักร้อนกลับบ้านมาเจอถนนขาด รถเข้าไม่ได้ ด่วนมาก ติดต่อผู้ใหญ่บ้านแล้วยังเงียบ\n",
        ),
        (
            "hard-stop-the-news",
            "wants no more news",
            "ไม่ขอรับข่าวทาง SMS",
            "ขอยกเลิกการรับข่าวสารทาง SMS ของเบอร์ 08 0000 0000\n",
        ),
        (
            "hard-how-to-unsubscribe",
            "asks how to leave",
            "Too many SMS",
            "Please tell me how to unsubscribe from these flood messages, I have moved away.\n",
        ),
        (
            "hard-gate-by-mail",
            "a mail about something automatic",
            "ไม้กั้นตลาดเสีย",
            "อีเมลนี้ขอแจ้งว่าไม้กั้นอัตโนมัติหน้าตลาดค้าง รถติดยาวครับ\n",
        ),
        (
            "hard-no-answer-needed",
            "says that no answer is needed",
            "แจ้งเปลี่ยนเบอร์โทรศัพท์",
            "เบอร์ใหม่ 08 1111 1111 ไม่ต้องตอบกลับอีเมลนี้ก็ได้ครับ แค่แจ้งให้ทราบ\n",
        ),
        (
            "hard-answers-later",
            "will answer later",
            "Re: Notice about our fence",
            "I will reply after I have spoken with my wife, who owns the land. Is the end of the month in time?\n",
        ),
        (
            "hard-maternity",
            "on leave after a birth, asks for time",
            "อยู่ระหว่างลาคลอด ขอผ่อนผันชำระภาษีป้าย",
            "คลอดลูกวันที่ 3 ค่ะ ขอชำระเดือนหน้าได้ไหมคะ\n",
        ),
        (
            "hard-delivery-receipt",
            "a receipt for goods",
            "Delivery receipt for 40 chairs",
            "Attached is the receipt which your officer signed on Monday.\n",
        ),
        (
            "hard-request-from-village",
            "a village asks for a bridge",
            "Request received from moo 7: new bridge",
            "The village asks for a bridge. I pass it on to you as deputy headman.\n",
        ),
        (
            "hard-ticket-complaint",
            "cites the machine's own words",
            "เรื่องร้องเรียนเงียบหาย",
            "ระบบตอบว่า อีเมลฉบับนี้ส่งโดยระบบอัตโนมัติ แล้วไม่มีใครติดต่อมาอีก\n",
        ),
    ]:
        p.add(name, about, subject, body)
    p.add(
        "hard-officer-acknowledges",
        "an officer confirms by hand, and asks for something",
        "Re: Road survey",
        "Thank you for your message of 5 November. Our engineer will contact you on Wednesday. Could you send us the map?\n",
        sender=("District Engineer", "engineer@amphoe.example"),
    )
    p.add(
        "hard-russian-firm",
        "OOO is a Russian Ltd.",
        "OOO Romashka: offer of water pumps",
        "We offer ten pumps. The price list is attached.\n",
        sender=("Ivan Petrov", "ivan@romashka.example"),
    )
    p.add(
        "hard-wordpress-form",
        "the form of a WordPress site: the site's address, the citizen's Reply-To",
        "[เทศบาลตำบลคลองน้อย] ติดต่อเรา: ขอรถสูบส้วม",
        "จาก: สมหญิง <somying@mail.example>\nส้วมเต็มค่ะ ขอรถวันพุธได้ไหมคะ\n",
        sender=("เทศบาลตำบลคลองน้อย", "wordpress@klongnoi-web.example"),
        more=[("Reply-To", FROM), ("X-Mailer", "PHPMailer 6.9.1 (https://example.org/PHPMailer)")],
    )
    p.add(
        "hard-script-sender",
        "a form that sends in the citizen's name, by the account of the web server",
        "แจ้งหมาจรจัด",
        "หมาจรจัดไล่กัดเด็กหน้าโรงเรียนครับ\n",
        more=[("Sender", "www-data@web.example")],
    )
    p.add(
        "hard-robot-club",
        "a robot club writes",
        "ขอใช้หอประชุมแข่งขันหุ่นยนต์",
        "ชมรมหุ่นยนต์ขอใช้หอประชุมวันที่ 14 ธันวาคม รบกวนแจ้งค่าเช่าด้วยค่ะ\n",
        sender=("ชมรมหุ่นยนต์ โรงเรียนวัดโพธิ์", "robot@school.example"),
    )
    p.add(
        "hard-request-office",
        "an office for requests writes",
        "ขอข้อมูลตาม พ.ร.บ. ข้อมูลข่าวสาร",
        "เรียน นายกเทศมนตรี\nขอสำเนาสัญญาจ้างเลขที่ 8/2568\n",
        sender=("กลุ่มคำขอข้อมูล", "document-request@watch.example"),
    )
    p.add(
        "hard-printer-shop",
        "a print shop's offer",
        "เสนอราคาพิมพ์ปฏิทิน",
        "เสนอราคาพิมพ์ปฏิทิน 500 ชุด ชุดละ 45 บาทครับ\n",
        sender=("โรงพิมพ์เจริญ", "printer@charoen.example"),
    )
    p.add(
        "hard-complaints-office",
        "an office for complaints writes about one that was rejected",
        "เรื่องร้องเรียนของนายแดง",
        "The complaint of Mr Daeng (daeng@mail.example) was rejected by the province. Please tell us your view.\n",
        sender=("ศูนย์ร้องเรียนผู้บริโภค", "complaints@consumer.example"),
    )
    p.add(
        "hard-own-form-noreply",
        "the town's own web form, sent from a no-reply address of its domain: a person wrote it",
        "[เว็บไซต์] ขอรถสูบสิ่งปฏิกูล",
        "มีข้อความใหม่จากแบบฟอร์มติดต่อหน้าเว็บไซต์\n\nชื่อ-นามสกุล: สมหญิง ใจกล้า\nอีเมล: somying@mail.example\nเรื่อง: ขอรถสูบสิ่งปฏิกูล\n"
        "รายละเอียด: ส้วมเต็ม บ้านเลขที่ 9 หมู่ 4\n",
        sender=("เว็บไซต์เทศบาล", "noreply@klongnoi.example"),
        more=[("Reply-To", FROM), ("X-Mailer", "PHPMailer 6.9.1 (https://example.org/PHPMailer)")],
    )
