"""Mail that a machine wrote: none of it may be answered by another machine, whatever headers it forgot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.letters.letter import (
    CENTRAL,
    Header,
    Letter,
    Post,
    b64,
    b_word,
    headers,
    lines,
    multipart,
    part,
    q_word,
    text_part,
    whole,
)

OURS = "ตอบรับหนังสือ: ขอความร่วมมือ [เลขรับ 124/2568]"


class Machines:
    def __init__(self) -> None:
        self.post = Post("automatic")
        self.made: list[Letter] = []

    def add(
        self,
        name: str,
        about: str,
        sender: str,
        subject: str,
        more: Sequence[Header],
        body: str,
        *,
        return_path: str | None = None,
        to: str = CENTRAL,
        coded: bool = True,
    ) -> None:
        written: str | bytes = subject
        if not subject.isascii():
            written = b_word(subject) if coded else subject.encode("cp874")
        fields = self.post.fields(
            name,
            sender=named(sender),
            subject=written,
            to=to,
            more=more,
            return_path=return_path,
            host=sender.rpartition("@")[2].rstrip(">"),
        )
        self.keep(name, about, whole(fields, body), subject)

    def keep(self, name: str, about: str, raw: bytes, subject: str | None) -> None:
        expect: dict[str, Any] = {"automatic": True, "bounce": None}
        if subject is not None:
            expect["subject"] = subject
        self.made.append(Letter("automatic", name, about, raw, expect))


def named(sender: str) -> str:
    """`ชื่อ <address>` with the name coded when it is Thai."""
    if sender.isascii():
        return sender
    name, _, address = sender.rpartition(" ")
    return f"{b_word(name)} {address}"


def letters() -> Iterator[Letter]:
    machines = Machines()
    vacations_with_headers(machines)
    vacations_without_headers(machines)
    newsletters(machines)
    lists(machines)
    receipts(machines)
    calendars(machines)
    tickets(machines)
    notices(machines)
    other_registries(machines)
    further_machines(machines)
    hard_machines(machines)
    yield from machines.made


def vacations_with_headers(m: Machines) -> None:
    away = "I am out of the office until Monday and will answer when I am back.\n"
    thai_away = "ขณะนี้ข้าพเจ้าอยู่ระหว่างการลา จะกลับมาปฏิบัติงานวันจันทร์\n"
    suppress: list[Header] = [("X-Auto-Response-Suppress", "DR, OOF, AutoReply")]
    m.add(
        "vacation-exchange-en",
        "Exchange, English",
        "Anan Sukjai <anan@office.example>",
        f"Automatic reply: {'Request for comments'}",
        [
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent"),
        ],
        away,
        return_path="<>",
    )
    m.add(
        "vacation-exchange-th",
        "Microsoft 365, Thai",
        "อนันต์ สุขใจ <anan@office.example>",
        "ตอบกลับอัตโนมัติ: " + OURS,
        [
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("X-MS-Exchange-Inbox-Rules-Loop", "anan@office.example"),
        ],
        thai_away,
        return_path="<>",
    )
    m.add(
        "vacation-exchange-2003",
        "old Exchange: the suppress header and the null path alone",
        "Anan Sukjai <anan@old.example>",
        "Out of Office: Request",
        [
            ("X-MimeOLE", "Produced By Microsoft Exchange V6.5"),
            ("X-Auto-Response-Suppress", "All"),
            ("X-MS-Has-Attach", ""),
        ],
        away,
        return_path="<>",
    )
    m.add(
        "vacation-gmail",
        "Gmail vacation responder",
        "มานี ใจดี <manee@mail.example>",
        "Re: " + OURS,
        [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "yes")],
        thai_away,
    )
    m.add(
        "vacation-zimbra",
        "Zimbra",
        "Prasit <prasit@zimbra.example>",
        "Re: Letter 88",
        [("Auto-Submitted", "auto-replied (zimbra; vacation)"), ("Precedence", "bulk")],
        away,
        return_path="<>",
    )
    m.add(
        "vacation-sieve",
        "Dovecot Pigeonhole vacation (RFC 5230)",
        "Prasit <prasit@sieve.example>",
        "Auto: Letter 88",
        [
            ("Auto-Submitted", "auto-replied (vacation)"),
            ("X-Sieve", "Pigeonhole Sieve 0.5.19"),
            ("Precedence", "bulk"),
            ("In-Reply-To", "<a1@klongnoi.example>"),
            ("References", "<a1@klongnoi.example>"),
        ],
        away,
        return_path="<>",
    )
    m.add(
        "vacation-cyrus",
        "Cyrus sieve",
        "wichai@cyrus.example",
        "Re: Report",
        [("X-Sieve", "CMU Sieve 3.0"), ("Auto-Submitted", "auto-replied (vacation)")],
        away,
    )
    m.add(
        "vacation-unix",
        "the vacation(1) program",
        "wichai@unix.example",
        "away from my mail",
        [("Precedence", "junk"), ("Auto-Submitted", "auto-replied")],
        away,
    )
    m.add(
        "vacation-unix-old",
        "vacation(1) of 1990: Precedence alone",
        "wichai@unix.example",
        "Wichai is on vacation",
        [("Precedence", "bulk")],
        away,
    )
    m.add(
        "vacation-lotus",
        "Lotus Notes agent",
        "Suda Rakdee <suda@notes.example>",
        "Suda Rakdee is out of the office.",
        [
            ("X-MIMETrack", "Serialize by Router on NOTES01/Office"),
            ("Auto-Submitted", "auto-generated"),
            ("X-Mailer", "Lotus Domino Release 8.5.3"),
        ],
        "I will be out of the office starting 10/11/2568.\n",
    )
    m.add(
        "vacation-lotus-bare",
        "Notes of old: no header but the agent's own words",
        "Suda Rakdee <suda@notes.example>",
        "AUTO: Suda Rakdee is out of the office (returning 17/11/2568)",
        [("X-Mailer", "Lotus Notes Release 7.0.2")],
        "I am out of the office until 17/11/2568.\nNote: This is an automated response to your message.\n",
    )
    m.add(
        "vacation-groupwise",
        "Novell GroupWise rule",
        "Nop <nop@groupwise.example>",
        "Out of office Re: Letter 9",
        [
            ("X-Autogenerated", "Reply"),
            ("Auto-Submitted", "auto-replied"),
            ("X-Mailer", "Novell GroupWise Internet Agent 18.2"),
        ],
        away,
    )
    m.add(
        "vacation-groupwise-generated",
        "X-Autogenerated alone",
        "Nop <nop@groupwise.example>",
        "Letter 9",
        [("X-Autogenerated", "Reply")],
        away,
    )
    m.add(
        "vacation-cpanel",
        "cPanel autoresponder of Exim",
        "info@shop.example",
        "Thank you for your letter",
        [
            ("X-Autorespond", "Letter 9"),
            ("Precedence", "auto_reply"),
            ("X-Precedence", "auto_reply"),
            ("Auto-Submitted", "auto-replied"),
        ],
        "Thank you, we have received your message.\n",
    )
    m.add(
        "vacation-autorespond-only",
        "qmail-autoresponder",
        "info@qmail.example",
        "Re: Letter 9",
        [("X-Autoresponder", "qmail-autoresponder"), ("Precedence", "junk")],
        away,
    )
    m.add(
        "vacation-plesk",
        "Plesk, X-Autoreply",
        "info@plesk.example",
        "Re: Letter",
        [("X-Autoreply", "yes"), ("Auto-Submitted", "auto-replied")],
        away,
    )
    m.add(
        "vacation-x-autoreply-from",
        "X-Autoreply-From alone",
        "info@suite.example",
        "Letter 9",
        [("X-Autoreply-From", "info@suite.example"), ("X-Mail-Autoreply", "autoreply")],
        away,
    )
    m.add(
        "vacation-communigate",
        "CommuniGate Pro",
        "krit@communigate.example",
        "Re: Letter 9",
        [("X-Autogenerated", "Reply"), ("Precedence", "junk"), ("X-Mailer", "CommuniGate Pro Autoreply")],
        away,
    )
    m.add(
        "vacation-mdaemon",
        "MDaemon autoresponder",
        "krit@mdaemon.example",
        "Re: Letter 9",
        [
            ("X-MDaemon-Deliver-To", CENTRAL),
            ("Auto-Submitted", "auto-replied"),
            ("Precedence", "bulk"),
            ("X-Autoresponder", "MDaemon"),
        ],
        away,
    )
    m.add(
        "vacation-hmailserver",
        "hMailServer autoreply",
        "krit@hmail.example",
        "Auto-reply: Letter 9",
        [("X-hMailServer-LoopCount", "1"), ("Auto-Submitted", "auto-replied")],
        away,
    )
    m.add(
        "vacation-smartermail",
        "SmarterMail",
        "krit@smarter.example",
        "Auto-Response: Letter 9",
        [
            ("X-SmarterMail-AutoResponder", "true"),
            ("Auto-Submitted", "auto-replied"),
            ("Return-Receipt", "none"),
        ],
        away,
    )
    m.add(
        "vacation-roundcube",
        "managesieve of Roundcube, Thai",
        "กาญจนา มณี <kanchana@school.example>",
        "ไม่อยู่สำนักงาน",
        [("Auto-Submitted", "auto-replied (vacation)"), *suppress],
        thai_away,
    )
    m.add(
        "vacation-yahoo",
        "Yahoo vacation reply",
        "Malai <malai@yahoo.example>",
        "Auto Reply: Letter 9",
        [("X-Yahoo-Newman-Property", "vacation"), ("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")],
        away,
    )
    m.add(
        "vacation-icloud",
        "iCloud vacation",
        "Malai <malai@icloud.example>",
        "Re: Letter 9",
        [("Auto-Submitted", "auto-replied"), ("X-MANTSH", "1"), ("Precedence", "bulk")],
        away,
    )
    m.add(
        "vacation-proton",
        "Proton auto-reply",
        "malai@proton.example",
        "Auto: Letter 9",
        [("Auto-Submitted", "auto-replied"), ("X-Pm-Origin", "internal")],
        away,
    )
    m.add(
        "vacation-zoho",
        "Zoho vacation",
        "malai@zoho.example",
        "Out of office",
        [("Auto-Submitted", "auto-generated"), ("X-ZohoMail-AutoReply", "true"), ("Precedence", "bulk")],
        away,
    )
    m.add(
        "vacation-notified",
        "RFC 5436 notification",
        "monitor@sieve.example",
        "New mail",
        [("Auto-Submitted", 'auto-notified; owner-email="a@sieve.example"')],
        "You have mail.\n",
    )
    m.add(
        "vacation-mixed-case",
        "header in odd case and spacing",
        "monitor@odd.example",
        "Letter",
        [("AUTO-SUBMITTED", "  Auto-Replied ; owner=x")],
        away,
    )
    m.add(
        "vacation-suppress-oof",
        "only X-Auto-Response-Suppress: OOF, with the null path",
        "Anan <anan@office.example>",
        "Re: Letter 9",
        suppress,
        away,
        return_path="<>",
    )


def vacations_without_headers(m: Machines) -> None:
    m.add(
        "bare-vacation-th-subject",
        "a Thai agency's webmail: the subject alone says it",
        "เทศบาลตำบลบ้านใหม่ <saraban@banmai.example>",
        "ตอบกลับอัตโนมัติ: ขอความร่วมมือประชาสัมพันธ์",
        [],
        "ได้รับอีเมลของท่านแล้ว เจ้าหน้าที่จะตรวจสอบในวันและเวลาราชการ\n",
    )
    m.add(
        "bare-vacation-th-body",
        "the body alone says it",
        "กรมตัวอย่าง <contact@department.example>",
        "ได้รับอีเมลของท่านแล้ว",
        [],
        "อีเมลฉบับนี้เป็นการตอบกลับโดยอัตโนมัติ กรุณาอย่าตอบกลับ\n\nกรมตัวอย่างได้รับเรื่องของท่านแล้ว\n",
    )
    m.add(
        "bare-vacation-th-system",
        "ระบบตอบรับอัตโนมัติ",
        "สำนักงานจังหวัดตัวอย่าง <office@province.example>",
        "ระบบตอบรับอัตโนมัติ",
        [],
        "สำนักงานจังหวัดได้รับอีเมลของท่านเรียบร้อยแล้ว (ข้อความตอบรับอัตโนมัติ)\n",
    )
    m.add(
        "bare-vacation-th-leave",
        "subject [ตอบกลับอัตโนมัติ] in brackets",
        "วิภา แสงทอง <wipa@school.example>",
        "[ตอบกลับอัตโนมัติ] ลาพักผ่อน 10-14 พ.ย. 68",
        [],
        "อยู่ระหว่างลาพักผ่อน หากเร่งด่วนโทร 0 2000 0000\n",
    )
    m.add(
        "bare-vacation-en-subject",
        "Automatic reply: without a header",
        "Wipa <wipa@school.example>",
        "Automatic reply: Letter 9",
        [],
        "I am away.\n",
    )
    m.add(
        "bare-vacation-en-ooo",
        "Out of Office: without a header",
        "Wipa <wipa@school.example>",
        "Out of Office: Letter 9",
        [],
        "I am out of the office with no access to e-mail.\n",
    )
    m.add(
        "bare-vacation-en-autoreply",
        "Autoreply: without a header",
        "Wipa <wipa@school.example>",
        "Autoreply: Letter 9",
        [],
        "Thank you for your message.\n",
    )
    m.add(
        "bare-vacation-en-auto-response",
        "Auto Response without a header",
        "info@company.example",
        "Auto Response: Letter 9",
        [],
        "This is an automated response. Please do not reply to this message.\n",
    )
    m.add(
        "bare-noreply",
        "a no-reply address, nothing else",
        "no-reply@bank.example",
        "Statement of account",
        [],
        "Your statement is ready.\n",
    )
    m.add(
        "bare-noreply-th",
        "noreply with a Thai name",
        "ระบบแจ้งเตือน <noreply@portal.example>",
        "แจ้งผลการสมัครใช้งาน",
        [],
        "บัญชีของท่านพร้อมใช้งานแล้ว\n",
    )
    m.add(
        "bare-donotreply",
        "donotreply",
        "DoNotReply@tax.example",
        "ใบเสร็จรับเงินอิเล็กทรอนิกส์",
        [],
        "แนบใบเสร็จรับเงิน\n",
    )
    m.add(
        "bare-do-not-reply-dash",
        "do-not-reply",
        "do-not-reply@parcel.example",
        "Your parcel",
        [],
        "Your parcel is on its way.\n",
    )
    m.add(
        "bare-raw-cp874-subject",
        "raw cp874 subject of a vacation without headers",
        "wipa@school.example",
        "ตอบกลับอัตโนมัติ: หนังสือที่ 9",
        [],
        "I am away.\n",
        coded=False,
    )
    subject = "ตอบกลับอัตโนมัติ: เอกสาร"
    fields = m.post.fields(
        "bare-tis620",
        sender="x@school.example",
        subject=q_word(subject, "cp874", "TIS-620"),
        content_type="text/plain; charset=tis-620",
    )
    m.keep(
        "bare-tis620",
        "the same in TIS-620",
        headers(fields) + b"\r\n" + lines("ไม่อยู่สำนักงาน\n".encode("cp874")),
        subject,
    )


def newsletters(m: Machines) -> None:
    leave: list[Header] = [("List-Unsubscribe", "<https://news.example/u/1>, <mailto:leave@news.example>")]
    news = "ข่าวประจำสัปดาห์ เปิดอ่านได้ที่ https://news.example/\n"
    m.add(
        "news-mailchimp",
        "Mailchimp",
        "ข่าวสาร <news@news.example>",
        "ข่าวสารประจำเดือน",
        [
            *leave,
            ("List-ID", "abc mc list <abc.list-id.news.example>"),
            ("X-Mailer", "MailChimp Mailer - **CID1**"),
            ("Precedence", "bulk"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Feedback-ID", "1:1.1:us1:mc"),
        ],
        news,
    )
    m.add(
        "news-sendgrid",
        "a mailing by SendGrid",
        "Courses <hello@courses.example>",
        "Learn Thai law in a day",
        [*leave, ("X-SG-EID", "abc="), ("Precedence", "bulk")],
        news,
    )
    m.add(
        "news-ses",
        "a mailing by Amazon SES with one-click leaving",
        "Shop <sale@shop.example>",
        "11.11 ลดทั้งร้าน",
        [
            *leave,
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("X-SES-Outgoing", "2025.11.10-192.0.2.9"),
        ],
        news,
    )
    m.add(
        "news-acymailing",
        "Joomla's mailing of an agency",
        "สำนักงานตัวอย่าง <info@agency.example>",
        "จดหมายข่าว ฉบับที่ 11",
        [("X-Mailer", "AcyMailing"), *leave, ("Precedence", "bulk")],
        news,
    )
    m.add(
        "news-phplist",
        "phpList",
        "info@phplist.example",
        "Newsletter 9",
        [
            ("X-Mailer", "phplist v3.6"),
            ("X-MessageID", "9"),
            ("List-Help", "<https://phplist.example/help>"),
            *leave,
            ("Precedence", "bulk"),
            ("X-ListMember", CENTRAL),
        ],
        news,
    )
    m.add(
        "news-precedence-bulk",
        "nothing but Precedence: bulk",
        "อบรมสัมมนา <train@seminar.example>",
        "เชิญอบรม ระเบียบงานสารบรรณ รุ่นที่ 12",
        [("Precedence", "bulk")],
        "ขอเชิญเข้าอบรม ค่าลงทะเบียน 3,900 บาท\n",
    )
    m.add(
        "news-listid-only",
        "nothing but List-Id",
        "digest@forum.example",
        "Digest of the week",
        [("List-Id", "Forum <forum.example>")],
        news,
    )
    m.add(
        "news-list-unsubscribe-only",
        "nothing but List-Unsubscribe",
        "อบรมสัมมนา <train@seminar.example>",
        "เปิดรับสมัครอบรมพัสดุ",
        leave,
        news,
    )
    m.add(
        "news-campaign",
        "X-Campaign and bulk",
        "hi@campaign.example",
        "Our week",
        [("X-Campaign", "wk45"), ("X-CampaignID", "9"), *leave, ("Precedence", "bulk")],
        news,
    )
    m.add(
        "news-youtube",
        "a social site's notice",
        "Video site <noreply@video.example>",
        "มีวิดีโอใหม่จากช่องที่ท่านติดตาม",
        [("Feedback-ID", "x:1"), *leave],
        news,
    )


def lists(m: Machines) -> None:
    body = "เรียน สมาชิกกลุ่ม\n\nขอเชิญประชุมปลัดทั่วจังหวัด\n"
    m.add(
        "list-mailman",
        "Mailman 2",
        "ปลัดน้อย <palad@tambon.example>",
        "[palad] เชิญประชุม",
        [
            ("List-Id", "ปลัด <palad.lists.example>".encode("ascii", "ignore")),
            ("List-Post", "<mailto:palad@lists.example>"),
            ("Precedence", "list"),
            ("X-BeenThere", "palad@lists.example"),
            ("X-Mailman-Version", "2.1.39"),
            ("Errors-To", "palad-bounces@lists.example"),
            ("Sender", "palad-bounces@lists.example"),
        ],
        body,
        return_path="<palad-bounces@lists.example>",
        to="palad@lists.example",
    )
    m.add(
        "list-google-group",
        "Google Groups",
        "ปลัดน้อย <palad@tambon.example>",
        "นัดประชุม",
        [
            ("Mailing-list", "list palad@groups.example; contact palad+owners@groups.example"),
            ("List-ID", "<palad.groups.example>"),
            ("X-Google-Group-Id", "1234"),
            ("Precedence", "list"),
            ("List-Unsubscribe", "<mailto:palad+unsub@groups.example>"),
        ],
        body,
        to="palad@groups.example",
    )
    m.add(
        "list-yahoo-group",
        "Yahoo Groups of old",
        "palad@tambon.example",
        "[palad-thai] Meeting",
        [
            ("Mailing-List", "list palad-thai@groups.example; contact palad-thai-owner@groups.example"),
            ("Delivered-To", "mailing list palad-thai@groups.example"),
            ("Precedence", "bulk"),
            ("List-Unsubscribe", "<mailto:palad-thai-unsubscribe@groups.example>"),
            ("X-Yahoo-Newman-Id", "1-m9"),
        ],
        body,
        to="palad-thai@groups.example",
    )
    m.add(
        "list-sympa",
        "Sympa",
        "palad@tambon.example",
        "Meeting",
        [
            ("X-Loop", "palad@sympa.example"),
            ("X-Sequence", "41"),
            ("Precedence", "list"),
            ("List-Id", "<palad.sympa.example>"),
            ("Auto-Submitted", "no"),
        ],
        body,
        to="palad@sympa.example",
    )
    m.add(
        "list-ezmlm",
        "ezmlm",
        "palad@tambon.example",
        "Meeting",
        [
            ("Mailing-List", "contact palad-help@ezmlm.example; run by ezmlm"),
            ("Precedence", "bulk"),
            ("X-No-Archive", "yes"),
            ("List-Post", "<mailto:palad@ezmlm.example>"),
        ],
        body,
        to="palad@ezmlm.example",
    )
    m.add(
        "list-majordomo",
        "Majordomo: Precedence: list alone",
        "palad@tambon.example",
        "Meeting",
        [("Sender", "owner-palad@majordomo.example"), ("Precedence", "list")],
        body,
        to="palad@majordomo.example",
    )
    m.add(
        "list-discourse",
        "Discourse",
        "Somsak via forum <forum@discourse.example>",
        "[Forum] Question",
        [
            ("List-ID", "<forum.discourse.example>"),
            ("Auto-Submitted", "auto-generated"),
            ("X-Discourse-Post-Id", "4"),
            ("X-Auto-Response-Suppress", "All"),
            ("Precedence", "list"),
        ],
        body,
    )
    m.add(
        "list-confirm",
        "a request to confirm a subscription",
        "palad-request@lists.example",
        "confirm 5f3a1c",
        [("Precedence", "bulk"), ("X-List-Administrivia", "yes"), ("List-Id", "<palad.lists.example>")],
        "Reply to confirm.\n",
    )


def receipts(m: Machines) -> None:
    for name, about, sender, subject, said, more in [
        (
            "mdn-outlook",
            "Outlook read receipt",
            "Anan <anan@office.example>",
            "Read: " + "Letter 9",
            "Your message was read on 10/11/2568 9:01:22.",
            [("X-MS-Exchange-Organization-SCL", "-1")],
        ),
        (
            "mdn-outlook-th",
            "Outlook read receipt in Thai",
            "อนันต์ <anan@office.example>",
            "อ่านแล้ว: " + OURS,
            "ข้อความของท่านถูกอ่านแล้ว",
            [],
        ),
        (
            "mdn-thunderbird",
            "Thunderbird receipt",
            "Anan <anan@bird.example>",
            "Return Receipt (displayed) - Letter 9",
            "This is a Return Receipt for the mail that you sent.",
            [("User-Agent", "Thunderbird")],
        ),
        (
            "mdn-deleted",
            "not read: deleted unread",
            "Anan <anan@office.example>",
            "Not read: Letter 9",
            "Your message was deleted without being read.",
            [],
        ),
        (
            "mdn-auto",
            "automatic disposition",
            "Anan <anan@notes.example>",
            "Return Receipt",
            "The note has been received.",
            [("Auto-Submitted", "auto-replied")],
        ),
    ]:
        disposition = "deleted" if name == "mdn-deleted" else "displayed"
        boundary = f"mdn{name}"
        fields = m.post.fields(
            name,
            sender=named(sender),
            subject=subject if subject.isascii() else b_word(subject),
            content_type=f"multipart/report; report-type=disposition-notification; boundary={boundary}",
            encoding=None,
            more=list(more),
            return_path="<>",
        )
        note = (
            "Reporting-UA: office.example; Mailer\nFinal-Recipient: rfc822;anan@office.example\n"
            "Original-Message-ID: <out.1@klongnoi.example>\n"
            f"Disposition: manual-action/MDN-sent-manually; {disposition}\n"
        )
        body = multipart(
            boundary, [text_part(said), part([("Content-Type", "message/disposition-notification")], note)]
        )
        m.keep(name, about, headers(fields) + b"\r\n" + body, subject)

    for name, about, action, status in [
        ("dsn-delivered", "a success DSN: delivered, nothing bounced", "delivered", "2.0.0"),
        ("dsn-relayed", "relayed to a server that confirms nothing", "relayed", "2.0.0"),
        ("dsn-expanded", "expanded to a list", "expanded", "2.0.0"),
    ]:
        fields = m.post.fields(
            name,
            sender="MAILER-DAEMON@office.example (Mail Delivery System)",
            subject="Successful Mail Delivery Report",
            content_type="multipart/report; report-type=delivery-status; boundary=ok",
            encoding=None,
            more=[("Auto-Submitted", "auto-replied")],
            return_path="<>",
        )
        status_part = f"Reporting-MTA: dns; office.example\n\nFinal-Recipient: rfc822; anan@office.example\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 250 2.0.0 Ok\n"
        body = multipart(
            "ok",
            [
                part(
                    [("Content-Type", "text/plain")],
                    "Your message was successfully delivered to the destination(s) listed below.\n",
                ),
                part([("Content-Type", "message/delivery-status")], status_part),
                part(
                    [("Content-Type", "text/rfc822-headers")],
                    "Subject: Letter 9\nMessage-ID: <out.1@klongnoi.example>\n",
                ),
            ],
        )
        m.keep(name, about, headers(fields) + b"\r\n" + body, "Successful Mail Delivery Report")

    fields = m.post.fields(
        "arf-abuse",
        sender="staff@feedback.example",
        subject="FW: Letter 9",
        content_type="multipart/report; report-type=feedback-report; boundary=arf",
        encoding=None,
    )
    body = multipart(
        "arf",
        [
            part([("Content-Type", "text/plain")], "This is an email abuse report.\n"),
            part(
                [("Content-Type", "message/feedback-report")],
                "Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: anan@feedback.example\n",
            ),
            part(
                [("Content-Type", "message/rfc822")],
                f"From: {CENTRAL}\nTo: anan@feedback.example\nSubject: Letter 9\n\nText\n",
            ),
        ],
    )
    m.keep("arf-abuse", "an abuse report (RFC 5965)", headers(fields) + b"\r\n" + body, "FW: Letter 9")

    fields = m.post.fields(
        "dmarc-report",
        sender="noreply-dmarc@receiver.example",
        subject="Report Domain: klongnoi.example Submitter: receiver.example Report-ID: <1>",
        content_type='application/zip; name="receiver.example!klongnoi.example!1!2.zip"',
        encoding="base64",
        more=[("Content-Disposition", 'attachment; filename="receiver.example!klongnoi.example!1!2.zip"')],
    )
    m.keep(
        "dmarc-report",
        "a DMARC aggregate report",
        headers(fields) + b"\r\n" + b64(b"PK\x05\x06" + bytes(18)),
        None,
    )


def calendars(m: Machines) -> None:
    for name, about, answer, subject, more in [
        (
            "calendar-accepted",
            "Outlook: accepted",
            "ACCEPTED",
            "Accepted: Meeting on floods",
            [("Thread-Topic", "Meeting"), ("X-MS-Has-Attach", "")],
        ),
        ("calendar-declined-th", "Outlook in Thai: declined", "DECLINED", "ปฏิเสธ: ประชุมเตรียมรับน้ำท่วม", []),
        (
            "calendar-google",
            "Google Calendar: accepted",
            "ACCEPTED",
            "Accepted: Meeting @ Mon 10 Nov 2025",
            [
                ("Sender", "Calendar <calendar-notification@calendar.example>"),
                ("Auto-Submitted", "auto-generated"),
            ],
        ),
        ("calendar-tentative", "tentative", "TENTATIVE", "Tentative: Meeting on floods", []),
    ]:
        ics = f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1@klongnoi.example\nATTENDEE;PARTSTAT={answer}:mailto:anan@office.example\nEND:VEVENT\nEND:VCALENDAR\n"
        fields = m.post.fields(
            name,
            sender="Anan <anan@office.example>",
            subject=subject if subject.isascii() else b_word(subject),
            content_type="multipart/alternative; boundary=cal",
            encoding=None,
            more=more,
        )
        body = multipart(
            "cal",
            [
                text_part("\n"),
                part(
                    [
                        ("Content-Type", "text/calendar; charset=utf-8; method=REPLY"),
                        ("Content-Transfer-Encoding", "8bit"),
                    ],
                    ics,
                ),
            ],
        )
        m.keep(name, about, headers(fields) + b"\r\n" + body, subject)


def tickets(m: Machines) -> None:
    took = "We have received your request. A ticket has been opened.\n"
    m.add(
        "ticket-rt",
        "Request Tracker",
        '"Helpdesk via RT" <help@rt.example>',
        "[rt.example #412] AutoReply: Letter 9",
        [
            ("RT-Ticket", "rt.example #412"),
            ("RT-Originator", CENTRAL),
            ("X-RT-Loop-Prevention", "rt.example"),
            ("Precedence", "bulk"),
            ("Auto-Submitted", "auto-replied"),
        ],
        took,
    )
    m.add(
        "ticket-otrs",
        "OTRS",
        "Service <service@otrs.example>",
        "[Ticket#20251110] RE: Letter 9",
        [
            ("X-OTRS-Loop", "yes"),
            ("X-Loop", "yes"),
            ("Precedence", "bulk"),
            ("Auto-Submitted", "auto-replied"),
            ("X-Mailer", "OTRS Mail Service"),
        ],
        took,
    )
    m.add(
        "ticket-zendesk",
        "Zendesk",
        "Support <support@desk.example>",
        "[Request received] Letter 9",
        [
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("X-Mailer", "Zendesk Mailer"),
            ("X-Zendesk-From-Account-Id", "1"),
        ],
        took,
    )
    m.add(
        "ticket-freshdesk",
        "Freshdesk",
        "Support <support@fresh.example>",
        "Ticket Received - Letter 9",
        [("Auto-Submitted", "auto-generated"), ("X-FD-Email-Type", "requester notification")],
        took,
    )
    m.add(
        "ticket-jira",
        "Jira Service Desk",
        "Jira <jira@jira.example>",
        "SD-9 Letter 9",
        [("Auto-Submitted", "auto-generated"), ("Precedence", "bulk"), ("X-JIRA-FingerPrint", "abc")],
        took,
    )
    m.add(
        "ticket-osticket",
        "osTicket",
        "Support <support@osticket.example>",
        "Support Ticket Opened [#9]",
        [
            ("X-Auto-Response-Suppress", "DR, RN, OOF, AutoReply"),
            ("Auto-Submitted", "auto-generated"),
            ("Precedence", "auto_reply"),
        ],
        took,
    )
    m.add(
        "ticket-glpi",
        "GLPI",
        "GLPI <glpi@glpi.example>",
        "[GLPI #0000009] New ticket",
        [("X-Auto-Response-Suppress", "OOF, DR, NDR, RN, NRN"), ("Auto-Submitted", "auto-generated")],
        took,
    )
    m.add(
        "ticket-redmine",
        "Redmine",
        "redmine@redmine.example",
        "[Roads - #9] Letter",
        [
            ("X-Redmine-Host", "redmine.example"),
            ("X-Auto-Response-Suppress", "All"),
            ("Auto-Submitted", "auto-generated"),
            ("List-Id", "<roads.redmine.example>"),
        ],
        took,
    )
    m.add(
        "ticket-salesforce",
        "Salesforce case",
        "Service <service@crm.example>",
        "Case 00009 created",
        [
            ("X-SFDC-LK", "00D"),
            ("Auto-Submitted", "auto-generated"),
            ("X-mail_abuse_inquiries", "https://crm.example/abuse"),
        ],
        took,
    )
    m.add(
        "ticket-complaint-centre",
        "a complaints centre, Thai, Auto-Submitted alone",
        "ศูนย์รับเรื่องร้องเรียน <center@complaint.example>",
        "ระบบรับเรื่องร้องเรียน: หมายเลข 68110009",
        [("Auto-Submitted", "auto-generated")],
        "ระบบได้รับเรื่องแล้ว\n",
    )


def notices(m: Machines) -> None:
    m.add(
        "notice-cron",
        "cron",
        "root@server.example (Cron Daemon)",
        "Cron <root@server> backup.sh",
        [("X-Cron-Env", "<SHELL=/bin/sh>"), ("Auto-Submitted", "auto-generated")],
        "done\n",
    )
    m.add(
        "notice-github",
        "a code site's notice",
        "somsak <notifications@code.example>",
        "[roads/map] Issue 9",
        [
            ("List-ID", "roads/map <map.roads.code.example>"),
            ("Precedence", "list"),
            ("X-Auto-Response-Suppress", "All"),
            ("X-GitHub-Reason", "subscribed"),
        ],
        "Opened.\n",
    )
    m.add(
        "notice-google-drive",
        "a shared file's notice",
        "Somsak (via Drive) <drive-shares-dm-noreply@drive.example>",
        "แชร์เอกสารกับท่าน: แผนพัฒนา",
        [("Auto-Submitted", "auto-generated"), ("X-Notifications", "drive")],
        "เปิดเอกสาร\n",
    )
    m.add(
        "notice-quota",
        "mailbox nearly full",
        "Mail System <postmaster@klongnoi.example>",
        "Mailbox almost full",
        [("Auto-Submitted", "auto-generated"), ("Precedence", "bulk")],
        "The mailbox is 95 % full.\n",
    )
    m.add(
        "notice-voicemail",
        "a phone exchange's voice mail",
        "PBX <pbx@klongnoi.example>",
        "Voicemail from 020000000",
        [("X-Asterisk-CallerID", "020000000"), ("Auto-Submitted", "auto-generated")],
        "0:12\n",
    )
    m.add(
        "notice-wordpress",
        "WordPress notice with bulk precedence",
        "WordPress <wordpress@site.example>",
        "[เว็บไซต์] มีการเข้าสู่ระบบ",
        [("X-Mailer", "PHPMailer 6.9"), ("Auto-Submitted", "auto-generated")],
        "Login from 192.0.2.1\n",
    )
    m.add(
        "notice-spam-digest",
        "a quarantine digest",
        "Quarantine <quarantine@filter.example>",
        "End-user spam digest: 4 new",
        [("Precedence", "bulk"), ("X-Auto-Response-Suppress", "All")],
        "4 messages were held.\n",
    )
    m.add(
        "notice-challenge",
        "a challenge to prove being human",
        "Somsak <somsak@challenge.example>",
        "Please confirm your message",
        [("Auto-Submitted", "auto-replied"), ("X-TMDA-Fingerprint", "x")],
        "Reply to deliver your message.\n",
    )
    m.add(
        "notice-xml-feed",
        "facebook-like mail",
        "Page <notification@social.example>",
        "มีข้อความใหม่ถึงเพจ",
        [
            ("X-Auto-Response-Suppress", "All"),
            ("X-Facebook-Notify", "page"),
            ("List-Unsubscribe", "<https://social.example/u>"),
            ("Precedence", "bulk"),
        ],
        "เปิดอ่าน\n",
    )


def other_registries(m: Machines) -> None:
    got = "ได้รับเรื่องของท่านแล้ว โดยลงทะเบียนหนังสือรับ เลขรับที่ 512/2568 วันที่ 10 พฤศจิกายน 2568 เวลา 08.30 น.\n"
    m.add(
        "registry-our-twin",
        "a second copy of this very system",
        "งานสารบรรณ เทศบาลตำบลบ้านใหม่ <saraban@banmai.example>",
        "Re: ขอความร่วมมือประชาสัมพันธ์ [เลขรับ 512/2568]",
        [
            ("Auto-Submitted", "auto-replied"),
            ("In-Reply-To", "<out.2@klongnoi.example>"),
            ("References", "<out.2@klongnoi.example>"),
        ],
        got,
    )
    m.add(
        "registry-e-saraban",
        "an e-saraban system, auto-generated",
        "ระบบสารบรรณอิเล็กทรอนิกส์ <e-saraban@department.example>",
        "แจ้งการลงรับหนังสือ ที่ ทต 52001/88",
        [("Auto-Submitted", "auto-generated")],
        got,
    )
    m.add(
        "registry-e-saraban-noreply",
        "an e-saraban system: only its no-reply address",
        "ระบบสารบรรณอิเล็กทรอนิกส์ <noreply-saraban@province.example>",
        "แจ้งการลงรับหนังสือ ที่ ทต 52001/89",
        [],
        got + "(อีเมลนี้ส่งจากระบบอัตโนมัติ กรุณาอย่าตอบกลับ)\n",
    )
    m.add(
        "registry-body-says",
        "an acknowledgement whose body alone says it is automatic",
        "งานสารบรรณ <saraban@amphoe.example>",
        "ตอบรับหนังสือ ที่ ทต 52001/90",
        [],
        "อีเมลฉบับนี้เป็นการตอบรับอัตโนมัติจากระบบสารบรรณ โปรดอย่าตอบกลับอีเมลนี้\n\n" + got,
    )
    m.add(
        "registry-ministry",
        "a ministry's intake: bulk",
        "ระบบรับหนังสือกลาง <intake@ministry.example>",
        "ระบบได้รับหนังสือของท่านแล้ว",
        [("Precedence", "bulk"), ("X-Auto-Response-Suppress", "All")],
        got,
    )
    m.add(
        "registry-own-address",
        "our own answer come back to us by a rule",
        f"งานสารบรรณ เทศบาลตำบลคลองน้อย <{CENTRAL}>",
        "Re: แจ้งไฟดับ [เลขรับ 124/2568]",
        [("Auto-Submitted", "auto-replied"), ("X-Forwarded-For", f"citizen@mail.example {CENTRAL}")],
        got,
    )


def further_machines(m: Machines) -> None:
    away = "I am away.\n"
    m.add(
        "further-suppress-all",
        "X-Auto-Response-Suppress: All alone",
        "alert@cloud.example",
        "Alert",
        [("X-Auto-Response-Suppress", "All")],
        "CPU 90 %\n",
    )
    m.add(
        "further-precedence-auto-reply",
        "Precedence: auto_reply alone",
        "info@shop.example",
        "Re: Letter",
        [("Precedence", "auto_reply")],
        away,
    )
    m.add(
        "further-autorespond-alone",
        "X-Autorespond alone",
        "info@shop.example",
        "Re: Letter",
        [("X-Autorespond", "Letter")],
        away,
    )
    m.add(
        "further-firstclass",
        "FirstClass: X-FC-MachineGenerated",
        "info@firstclass.example",
        "Re: Letter",
        [("X-FC-MachineGenerated", "true")],
        away,
    )
    m.add(
        "further-post-messageclass",
        "X-POST-MessageClass: 9; Autoresponder",
        "info@post.example",
        "Re: Letter",
        [("X-POST-MessageClass", "9; Autoresponder")],
        away,
    )
    m.add(
        "further-folded",
        "Auto-Submitted folded over two lines",
        "info@folded.example",
        "Re: Letter",
        [("Auto-Submitted", "\n auto-replied")],
        away,
    )
    m.add(
        "further-plus-noreply",
        "a tag after no-reply",
        "noreply+abc123@forms.example",
        "Form received",
        [],
        "Your answers.\n",
    )
    m.add("further-no-dot-reply", "no.reply", "no.reply@company.example", "Order 9", [], "Order.\n")
    m.add(
        "further-noreply-suffix",
        "forms-receipts-noreply",
        "Forms <forms-receipts-noreply@forms.example>",
        "แบบสำรวจความพึงพอใจ",
        [],
        "ขอบคุณที่ตอบแบบสำรวจ\n",
    )
    m.add(
        "further-mailer-daemon",
        "MAILER-DAEMON with words that name no recipient",
        "MAILER-DAEMON@host.example",
        "System notice",
        [],
        "The mail system was restarted.\n",
    )
    m.add(
        "further-not-monitored",
        "an unwatched mailbox, body alone",
        "Service <service@insurance.example>",
        "We have received your e-mail",
        [],
        "This is an automated confirmation. This mailbox is not monitored; please do not reply.\n",
    )
    m.add(
        "further-thai-body",
        "system's own words, Thai body alone",
        "กองทุนตัวอย่าง <fund@fund.example>",
        "แจ้งสถานะคำขอ",
        [],
        "จดหมายฉบับนี้ส่งจากระบบโดยอัตโนมัติ ไม่ต้องตอบกลับ\n\nคำขอของท่านอยู่ระหว่างดำเนินการ\n",
    )
    m.add(
        "further-thai-ooo",
        "an absence in Thai, subject alone",
        "ประภา <prapha@school.example>",
        "ไม่อยู่ที่ทำงาน (ตอบกลับอัตโนมัติ)",
        [],
        "กลับมาวันจันทร์\n",
    )
    m.add(
        "further-null-path",
        "nothing but the null envelope sender",
        "ผู้ใช้ <user@odd.example>",
        "รับทราบ",
        [],
        "ได้รับแล้ว\n",
        return_path="<>",
    )
    for name, about, sender in [
        (
            "further-sieve-reject",
            "a Sieve reject (RFC 5429): an MDN",
            "Mail Delivery Subsystem <postmaster@dovecot.example>",
        ),
    ]:
        fields = m.post.fields(
            name,
            sender=sender,
            subject="Rejected: Letter 9",
            content_type="multipart/report; report-type=disposition-notification; boundary=rej",
            encoding=None,
            more=[("Auto-Submitted", "auto-replied (rejected)")],
            return_path="<>",
        )
        note = "Reporting-UA: dovecot.example; Dovecot Mail Delivery Agent\nFinal-Recipient: rfc822; anan@dovecot.example\nDisposition: automatic-action/MDN-sent-automatically; deleted\n"
        body = multipart(
            "rej",
            [
                text_part(
                    "Your message to <anan@dovecot.example> was automatically rejected:\nQuota exceeded\n"
                ),
                part([("Content-Type", "message/disposition-notification")], note),
            ],
        )
        m.keep(name, about, headers(fields) + b"\r\n" + body, "Rejected: Letter 9")
        del m.made[-1].expect["bounce"]  # whether a rejection counts as a bounce is the reader's to say


def hard_machines(m: Machines) -> None:
    """Without the headers that would tell, or dressed as a person."""
    m.add(
        "hard-polite-receipt-th",
        "a shop's receipt as polite as a person's",
        "ร้านวัสดุ <shop@material.example>",
        "Re: ขอใบเสนอราคา",
        [],
        "ได้รับอีเมลของท่านแล้ว ทีมงานจะรีบติดต่อกลับภายใน 24 ชั่วโมงค่ะ ขอบคุณค่ะ\n",
    )
    m.add(
        "hard-polite-absence-th",
        "an absence in a person's voice",
        "สุดา รักดี <suda@office.example>",
        "Re: " + OURS,
        [],
        "ช่วงนี้ดิฉันลาพักผ่อนค่ะ จะตอบกลับเมื่อกลับมาทำงานวันที่ 12 กรณีเร่งด่วนติดต่อคุณมานะ โทร 0 2000 0000 ค่ะ\n",
    )
    m.add(
        "hard-absence-with-phone",
        "an absence that asks to be called",
        "Anan <anan@office.example>",
        "Re: Letter 9",
        [],
        "I am out of the office until Monday. If your matter is urgent, please call me on my mobile.\n",
    )
    m.add(
        "hard-receipt-with-question",
        "a receipt that asks back",
        "Consulate <consul@consulate.example>",
        "Re: Letter 9",
        [],
        "Thank you for contacting the consulate. We will respond within five working days. Have you visited our FAQ?\n",
    )
    m.add(
        "hard-system-footer-th",
        "a system's notice with an address for questions",
        "กองทุนตัวอย่าง <contact@fund.example>",
        "แจ้งผลการพิจารณาเบื้องต้น",
        [],
        "คำขอของท่านผ่านการพิจารณาเบื้องต้นแล้ว\n\nอีเมลฉบับนี้ถูกส่งโดยระบบอัตโนมัติ หากมีข้อสงสัยสอบถามได้ที่ 0 2000 0000\n",
    )
    m.add(
        "hard-code",
        "a code for signing in, from a plain address",
        "Bank <account@bank.example>",
        "Your verification code",
        [],
        "Your verification code is 481920. It expires in five minutes. Do not share it with anyone.\n",
    )
    m.add(
        "hard-scanner",
        "a scanner's mail",
        "scanner@klongnoi.example",
        "Message from KM_C258",
        [("X-Mailer", "KM_C258")],
        "\n",
    )
    m.add(
        "hard-wordpress-notice",
        "a WordPress notice: nobody's words in it",
        "WordPress <wordpress@site.example>",
        "[เว็บไซต์] มีผู้ใช้ใหม่",
        [("X-Mailer", "PHPMailer 6.9"), ("Reply-To", "admin@site.example")],
        "Username: dang\nEmail: dang@mail.example\n",
    )
    m.add(
        "hard-suppress-service",
        "asks for no answers, and nothing of a person's program in it",
        "Service <service@cloud.example>",
        "Your weekly report",
        [("X-Auto-Response-Suppress", "All"), ("X-Mailer", "Microsoft CDO for Windows 2000")],
        "12 visitors.\n",
    )
    m.add(
        "hard-list-by-outlook",
        "an old list that keeps the writer's Outlook, and tells itself only by bulk and the owner",
        "ปลัดน้อย <palad@tambon.example>",
        "Meeting",
        [
            ("Precedence", "bulk"),
            ("Sender", "owner-palad@majordomo.example"),
            ("X-Mailer", "Microsoft Outlook 16.0"),
        ],
        "เรียน สมาชิก\nขอเชิญประชุมครับ\n",
        to="palad@majordomo.example",
    )
    m.add(
        "hard-relay-newsletter",
        "a newsletter through a relay that people use too",
        "อบรมสัมมนา <train@seminar.example>",
        "เปิดอบรมพัสดุ รุ่น 15",
        [
            ("Feedback-ID", "::1.ap-southeast-1.x=:AmazonSES"),
            ("X-SES-Outgoing", "2025.11.10-192.0.2.9"),
            ("List-Unsubscribe", "<https://seminar.example/u/9>"),
        ],
        "ขอเชิญอบรมครับ สนใจไหมครับ\n",
    )
    m.add(
        "hard-due-notice",
        "a billing system's address",
        "System <system@billing.example>",
        "แจ้งเตือนครบกำหนดชำระ",
        [],
        "ยอดค้างชำระ 1,200 บาท ครบกำหนด 30 พ.ย. 2568\n",
    )
