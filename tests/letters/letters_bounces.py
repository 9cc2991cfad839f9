"""Letters that say our letter did not arrive, as some seventy mail systems write them, and warnings that are not bounces.

`bounce` in the JSON names the recipients to whom *our* letter was addressed and did not come, `permanent` where the
system leaves no doubt, and our letter's Message-ID where the bounce tells it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
    whole,
)

RCPT = "malee@nowhere.example"
OUR_ID = "<176269.88.answer@klongnoi.example>"
OUR_SUBJECT = "Re: แจ้งไฟดับ [เลขรับ 124/2568]"
CODED = b_word(OUR_SUBJECT)

OUR_HEADERS = (
    "Received: from mail.klongnoi.example (mail.klongnoi.example [192.0.2.1])\n"
    "\tby relay.example with ESMTPS id 4F1; Mon, 10 Nov 2025 09:00:01 +0700\n"
    f"From: {b_word('งานสารบรรณ เทศบาลตำบลคลองน้อย')} <{CENTRAL}>\n"
    "To: {to}\n"
    f"Subject: {CODED}\n"
    "Date: Mon, 10 Nov 2025 09:00:00 +0700\n"
    f"Message-ID: {OUR_ID}\n"
    "Auto-Submitted: auto-replied\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: base64\n"
)
OUR_BODY = b64("ได้รับเรื่องของท่านแล้ว เลขรับที่ 124/2568\n".encode()).decode()


def our_headers(to: str = RCPT) -> str:
    return OUR_HEADERS.replace("{to}", to)


def our_letter(to: str = RCPT) -> str:
    return our_headers(to) + "\n" + OUR_BODY


@dataclass(frozen=True)
class Failed:
    """What the system says of one recipient."""

    address: str = RCPT
    status: str | None = "5.1.1"
    action: str = "failed"
    code: str = "smtp; 550 5.1.1 User unknown"
    remote: str | None = "dns; mx.nowhere.example"
    original: str | None = None
    final: str | None = None  # the Final-Recipient field as written, when it is odd
    more: str = ""

    def written(self) -> str:
        said = f"Final-Recipient: {self.final or 'rfc822; ' + self.address}\n"
        if self.original:
            said = f"Original-Recipient: {self.original}\n" + said
        said += f"Action: {self.action}\n"
        if self.status:
            said += f"Status: {self.status}\n"
        if self.remote:
            said += f"Remote-MTA: {self.remote}\n"
        if self.code:
            said += f"Diagnostic-Code: {self.code}\n"
        return said + self.more


@dataclass(frozen=True)
class Who:
    """A recipient that the reader must find."""

    address: str = RCPT
    permanent: bool | None = True
    status: str | None = None

    def as_json(self) -> dict[str, Any]:
        made: dict[str, Any] = {"address": self.address}
        if self.permanent is not None:
            made["permanent"] = self.permanent
        if self.status is not None:
            made["status"] = self.status
        return made


@dataclass
class Systems:
    post: Post = field(default_factory=lambda: Post("bounce"))
    made: list[Letter] = field(default_factory=list)

    def report(
        self,
        name: str,
        about: str,
        *,
        sender: str,
        subject: str,
        prose: str,
        mta: str = "Reporting-MTA: dns; mx.sender.example\n",
        failed: Sequence[Failed] = (Failed(),),
        returned: str | None = "letter",
        more: Sequence[Header] = (),
        find: Sequence[Who] | None = (Who(status="5.1.1"),),
        prose_type: str = "text/plain; charset=us-ascii",
        status_type: str = "message/delivery-status",
        boundary: str | None = None,
        return_path: str | None = "<>",
        top: str | None = None,
        knows_id: bool = True,
    ) -> None:
        """A multipart/report (RFC 3464), with what each system makes of it."""
        mark = boundary or f"{len(self.made):04X}.{name}/mx"
        parts = [part([("Content-Description", "Notification"), ("Content-Type", prose_type)], prose)]
        status = mta + "".join("\n" + one.written() for one in failed)
        parts.append(part([("Content-Type", status_type)], status))
        if returned == "letter":
            parts.append(part([("Content-Type", "message/rfc822")], our_letter(failed[0].address)))
        elif returned == "headers":
            parts.append(part([("Content-Type", "text/rfc822-headers")], our_headers(failed[0].address)))
        fields = self.post.fields(
            name,
            sender=sender,
            subject=subject if subject.isascii() else b_word(subject),
            content_type=top or f'multipart/report; report-type=delivery-status;\n\tboundary="{mark}"',
            encoding=None,
            more=more,
            return_path=return_path,
        )
        body = multipart(mark, parts, preamble="This is a MIME-encapsulated message.\n")
        self.keep(
            name, about, headers(fields) + b"\r\n" + body, subject, find, knows_id and returned is not None
        )

    def prose(
        self,
        name: str,
        about: str,
        *,
        sender: str,
        subject: str,
        text: str,
        more: Sequence[Header] = (),
        find: Sequence[Who] | None = (Who(),),
        content_type: str | None = "text/plain; charset=us-ascii",
        return_path: str | None = "<>",
        knows_id: bool = False,
    ) -> None:
        """A bounce in words only."""
        fields = self.post.fields(
            name,
            sender=sender,
            subject=subject if subject.isascii() else b_word(subject),
            more=more,
            content_type=content_type,
            encoding=None if content_type is None else "8bit",
            return_path=return_path,
        )
        self.keep(name, about, whole(fields, text), subject, find, knows_id)

    def keep(
        self, name: str, about: str, raw: bytes, subject: str, find: Sequence[Who] | None, knows_id: bool
    ) -> None:
        expect: dict[str, Any] = {"subject": subject}
        if find is None:
            expect |= {"bounce": None, "automatic": True}
        else:
            expect["bounce"] = {"recipients": [who.as_json() for who in find]}
            if knows_id:
                expect["bounce"]["original_message_id"] = OUR_ID
        self.made.append(Letter("bounce", name, about, raw, expect))


def letters() -> Iterator[Letter]:
    systems = Systems()
    postfix(systems)
    gmail(systems)
    microsoft(systems)
    great_hosts(systems)
    classic_servers(systems)
    small_servers(systems)
    gateways(systems)
    asian_hosts(systems)
    hard_reports(systems)
    warnings(systems)
    further_hosts(systems)
    yield from systems.made


def postfix(s: Systems) -> None:
    daemon = "MAILER-DAEMON@mx.sender.example (Mail Delivery System)"
    hello = (
        "This is the mail system at host mx.sender.example.\n\nI'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\n                   The mail system\n\n"
    )
    mta = f"Reporting-MTA: dns; mx.sender.example\nX-Postfix-Queue-ID: 4F1\nX-Postfix-Sender: rfc822; {CENTRAL}\nArrival-Date: Mon, 10 Nov 2025 09:00:01 +0700 (+07)\n"
    auto: list[Header] = [("Auto-Submitted", "auto-replied")]
    s.report(
        "postfix-unknown",
        "Postfix: no such user",
        sender=daemon,
        subject="Undelivered Mail Returned to Sender",
        more=auto,
        mta=mta,
        prose=hello
        + f"<{RCPT}>: host mx.nowhere.example[192.0.2.7] said: 550 5.1.1 <{RCPT}>:\n    Recipient address rejected: User unknown (in reply to RCPT TO command)\n",
        failed=[
            Failed(
                original=f"rfc822;{RCPT}",
                code=f"smtp; 550 5.1.1 <{RCPT}>: Recipient address rejected:\n    User unknown",
            )
        ],
    )
    s.report(
        "postfix-headers-only",
        "Postfix returning headers alone",
        sender=daemon,
        subject="Undelivered Mail Returned to Sender",
        more=auto,
        mta=mta,
        prose=hello,
        returned="headers",
    )
    s.report(
        "postfix-domain-gone",
        "Postfix: domain not found",
        sender=daemon,
        subject="Undelivered Mail Returned to Sender",
        more=auto,
        mta=mta,
        prose=hello + f"<{RCPT}>: Host or domain name not found. Name service error\n",
        failed=[
            Failed(
                status="5.4.4",
                remote=None,
                code="X-Postfix; Host or domain name not found. Name service error",
            )
        ],
        find=[Who(status="5.4.4")],
    )
    s.report(
        "postfix-expired",
        "Postfix gave up after five days",
        sender=daemon,
        subject="Undelivered Mail Returned to Sender",
        more=auto,
        mta=mta,
        prose=hello + f"<{RCPT}>: connect to mx.nowhere.example[192.0.2.7]:25: Connection timed out\n",
        failed=[
            Failed(
                status="4.4.1",
                remote=None,
                code="X-Postfix; connect to mx.nowhere.example[192.0.2.7]:25: Connection timed out",
            )
        ],
        find=[Who(permanent=None, status="4.4.1")],
    )
    s.report(
        "postfix-full",
        "Postfix: mailbox full",
        sender=daemon,
        subject="Undelivered Mail Returned to Sender",
        more=auto,
        mta=mta,
        prose=hello,
        failed=[Failed(status="5.2.2", code="smtp; 552 5.2.2 Mailbox full")],
        find=[Who(permanent=None, status="5.2.2")],
    )
    s.report(
        "postfix-two",
        "Postfix: two recipients failed",
        sender=daemon,
        subject="Undelivered Mail Returned to Sender",
        more=auto,
        mta=mta,
        prose=hello,
        failed=[
            Failed(),
            Failed(
                address="chuan@nowhere.example", status="5.7.1", code="smtp; 554 5.7.1 Relay access denied"
            ),
        ],
        find=[Who(status="5.1.1"), Who("chuan@nowhere.example", status="5.7.1")],
    )
    s.report(
        "postfix-global",
        "SMTPUTF8: message/global parts",
        sender=daemon,
        subject="Undelivered Mail Returned to Sender",
        more=auto,
        mta=mta,
        prose=hello,
        status_type="message/global-delivery-status",
        failed=[
            Failed(
                address="มาลี@nowhere.example",
                final="utf-8; มาลี@nowhere.example",
                original="utf-8; มาลี@nowhere.example",
                status="5.6.7",
            )
        ],
        returned=None,
        find=[Who("มาลี@nowhere.example", status="5.6.7")],
    )


def gmail(s: Systems) -> None:
    daemon = "Mail Delivery Subsystem <mailer-daemon@googlemail.com>"
    s.report(
        "gmail-not-found",
        "Gmail today",
        sender=daemon,
        subject="Delivery Status Notification (Failure)",
        more=[
            ("X-Failed-Recipients", RCPT),
            ("Auto-Submitted", "auto-replied"),
            ("In-Reply-To", OUR_ID),
            ("References", OUR_ID),
        ],
        prose=f"\n** Address not found **\n\nYour message wasn't delivered to {RCPT} because the address couldn't be found, or is unable to receive mail.\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n",
        prose_type='text/plain; charset="UTF-8"',
        mta="Reporting-MTA: dns; googlemail.com\nArrival-Date: Mon, 10 Nov 2025 09:00:02 -0800 (PST)\nX-Original-Message-ID: "
        + OUR_ID
        + "\n",
        failed=[
            Failed(
                code="smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n 550 5.1.1 Please try double-checking the address"
            )
        ],
    )
    s.report(
        "gmail-thai",
        "Gmail in Thai",
        sender=daemon,
        subject="Delivery Status Notification (Failure)",
        more=[("X-Failed-Recipients", RCPT), ("Auto-Submitted", "auto-replied")],
        prose=f"** ไม่พบที่อยู่ **\n\nข้อความของคุณส่งไม่ถึง {RCPT} เนื่องจากไม่พบที่อยู่ดังกล่าว\n",
        prose_type="text/plain; charset=UTF-8",
        returned="headers",
        mta="Reporting-MTA: dns; googlemail.com\n",
    )
    s.report(
        "gmail-over-quota",
        "Gmail: recipient out of space",
        sender=daemon,
        subject="Delivery Status Notification (Failure)",
        more=[("X-Failed-Recipients", RCPT), ("Auto-Submitted", "auto-replied")],
        prose="** Recipient inbox full **\n",
        mta="Reporting-MTA: dns; googlemail.com\n",
        failed=[
            Failed(
                status="5.2.2", code="smtp; 552-5.2.2 The email account that you tried to reach is over quota"
            )
        ],
        find=[Who(permanent=None, status="5.2.2")],
    )
    s.prose(
        "gmail-old",
        "Gmail before 2016, in words",
        sender=daemon,
        subject="Delivery Status Notification (Failure)",
        more=[("X-Failed-Recipients", RCPT), ("Auto-Submitted", "auto-replied")],
        text=f"Delivery to the following recipient failed permanently:\n\n     {RCPT}\n\nTechnical details of permanent failure:\nThe recipient server did not accept our requests to connect.\n\n----- Original message -----\n\n{our_headers()}\n",
    )
    s.prose(
        "google-group-closed",
        "a Google group that we may not post to",
        sender=daemon,
        subject="Delivery Status Notification (Failure)",
        more=[("X-Failed-Recipients", "group@groups.example"), ("Auto-Submitted", "auto-replied")],
        text="Hello saraban@klongnoi.example,\n\nWe're writing to let you know that the group you tried to contact (group) may not exist, or you may not have permission to post messages to the group.\n\n----- Original message -----\n\n"
        + our_headers("group@groups.example"),
        find=[Who("group@groups.example", None)],
    )


def microsoft(s: Systems) -> None:
    ms: list[Header] = [
        ("Auto-Submitted", "auto-replied"),
        ("X-MS-Exchange-Message-Is-Ndr", ""),
        ("X-MS-Exchange-Organization-SCL", "-1"),
        ("Content-Language", "en-US"),
        ("In-Reply-To", OUR_ID),
        ("References", OUR_ID),
    ]
    mta = "Reporting-MTA: dns;SEZPR01MB4321.apcprd01.prod.outlook.com\nReceived-From-MTA: dns;mail.klongnoi.example\nArrival-Date: Mon, 10 Nov 2025 02:00:03 +0000\n"
    sender = "Microsoft Outlook\n <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@nowhere.example>"
    code = "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
    s.report(
        "m365-en",
        "Microsoft 365, English",
        sender=sender,
        subject="Undeliverable: " + "Re: Letter 9",
        more=ms,
        mta=mta,
        prose_type='text/html; charset="us-ascii"',
        prose=f"<html><body><p>Your message to {RCPT} couldn't be delivered.</p><p>malee wasn't found at nowhere.example.</p></body></html>\n",
        failed=[
            Failed(status="5.1.10", final=f"rfc822;{RCPT}", original=f"rfc822;{RCPT}", code=code, remote=None)
        ],
        find=[Who(status="5.1.10")],
    )
    s.report(
        "m365-th",
        "Microsoft 365, Thai",
        sender=sender,
        subject="ส่งไม่ได้: " + OUR_SUBJECT,
        more=ms,
        mta=mta,
        prose_type='text/html; charset="utf-8"',
        prose=f"<html><body><p>ไม่สามารถส่งข้อความของคุณถึง {RCPT}</p><p>ไม่พบ malee ที่ nowhere.example</p></body></html>\n",
        failed=[Failed(status="5.1.10", final=f"rfc822;{RCPT}", code=code, remote=None)],
        find=[Who(status="5.1.10")],
    )
    s.report(
        "m365-postmaster",
        "Outlook.com: postmaster",
        sender="postmaster@outlook.example",
        subject="Undeliverable: Letter",
        more=[("Auto-Submitted", "auto-replied"), ("X-MS-PublicTrafficType", "Email")],
        mta="Reporting-MTA: dns;HK0APC01FT004.mail.protection.outlook.com\n",
        prose=f"Delivery has failed to these recipients or groups:\n\n{RCPT}\nThe email address you entered couldn't be found.\n",
        failed=[
            Failed(status="5.5.0", code="smtp;550 5.5.0 Requested action not taken: mailbox unavailable")
        ],
        find=[Who(status="5.5.0")],
    )
    s.report(
        "m365-blocked",
        "Microsoft 365: access denied",
        sender=sender,
        subject="Undeliverable: Letter",
        more=ms,
        mta=mta,
        prose=f"Your message to {RCPT} was blocked.\n",
        failed=[Failed(status="5.7.1", code="smtp;550 5.7.1 Access denied")],
        find=[Who(status="5.7.1")],
    )
    s.report(
        "exchange-2016",
        "Exchange on premises",
        sender="postmaster@office.example",
        subject="Undeliverable: Letter 9",
        more=[("X-MS-Exchange-Message-Is-Ndr", ""), ("Content-Language", "en-US")],
        mta="Reporting-MTA: dns;EX01.office.example\n",
        prose=f"Delivery has failed to these recipients or groups:\n\nMalee ({RCPT})<mailto:{RCPT}>\n",
        failed=[
            Failed(
                final=f"RFC822;{RCPT}",
                remote=None,
                code="smtp;550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found",
                more="X-Display-Name: Malee\n",
            )
        ],
    )
    s.report(
        "exchange-2003-report",
        "Exchange 2003: Action failed without diagnostics",
        sender="postmaster@old.example",
        subject="Delivery Status Notification (Failure)",
        more=[("X-DSNContext", "335a7efd - 4523 - 00000001 - 80040546")],
        mta="Reporting-MTA: dns;old.example\nReceived-From-MTA: dns;mail.klongnoi.example\n",
        prose=f"This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       {RCPT}\n",
        failed=[Failed(code="", remote=None)],
    )
    s.prose(
        "exchange-2003-prose",
        "Exchange 5.5 and 2003: System Administrator, words alone",
        sender="System Administrator <postmaster@old.example>",
        subject="Undeliverable: Letter 9",
        text=f"Your message\n\n  To:      {RCPT}\n  Subject: Letter 9\n  Sent:    Mon, 10 Nov 2025 09:00:00 +0700\n\ndid not reach the following recipient(s):\n\n{RCPT} on Mon, 10 Nov 2025 09:00:09 +0700\n    The recipient name is not recognized\n\tThe MTS-ID of the original message is: c=us;a= ;p=old;l=OLD1\n    MSEXCH:IMS:Old:SITE:SRV 0 (000C05A6) Unknown Recipient\n",
    )
    s.report(
        "m365-quota",
        "Microsoft 365: mailbox full",
        sender=sender,
        subject="Undeliverable: Letter",
        more=ms,
        mta=mta,
        prose="The recipient's mailbox is full.\n",
        failed=[
            Failed(
                status="5.2.2",
                code="smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException",
            )
        ],
        find=[Who(permanent=None, status="5.2.2")],
    )


def great_hosts(s: Systems) -> None:
    s.report(
        "yahoo-now",
        "Yahoo today",
        sender="MAILER-DAEMON@yahoo.example",
        subject="Failure Notice",
        more=[("Auto-Submitted", "auto-replied")],
        mta="Reporting-MTA: dns; sonic301.bullet.mail.sg3.yahoo.example\n",
        prose=f"Sorry, we were unable to deliver your message to the following address.\n\n<{RCPT}>:\n550: 5.1.1 User unknown\n",
        returned="letter",
    )
    s.prose(
        "yahoo-old",
        "Yahoo of old, words",
        sender="MAILER-DAEMON@yahoo.example",
        subject="Failure Notice",
        text=f"Sorry, we were unable to deliver your message to the following address.\n\n<{RCPT}>:\n554: delivery error: dd This user doesn't have a yahoo.example account ({RCPT}) [-5]\n\n--- Below this line is a copy of the message.\n\n{our_letter()}",
    )
    s.prose(
        "yahoo-older",
        "Yahoo, older still",
        sender="MAILER-DAEMON@yahoo.example",
        subject="Delivery failure",
        text=f"Message from yahoo.example.\nUnable to deliver message to the following address(es).\n\n<{RCPT}>:\nThis user doesn't have an account\n\n--- Original message follows.\n\n{our_letter()}",
    )
    s.report(
        "ses",
        "Amazon SES",
        sender="MAILER-DAEMON@amazonses.example",
        subject="Delivery Status Notification (Failure)",
        more=[
            ("Auto-Submitted", "auto-replied"),
            ("X-SES-Outgoing", "2025.11.10-192.0.2.8"),
            ("Feedback-ID", "1.ap-southeast-1.x=:AmazonSES"),
        ],
        mta="Reporting-MTA: dsn; a8-31.smtp-out.amazonses.example\n",
        prose=f"An error occurred while trying to deliver the mail to the following recipients:\n{RCPT}\n",
    )
    s.report(
        "icloud",
        "iCloud",
        sender="Mail Delivery System <MAILER-DAEMON@icloud.example>",
        subject="Undelivered Mail Returned to Sender",
        more=[("Auto-Submitted", "auto-replied")],
        mta="Reporting-MTA: dns; pv50p00im.me.example\nX-Postfix-Queue-ID: AB1\n",
        prose=f"<{RCPT}>: host mx said: 552 5.2.2 user is over quota\n",
        failed=[Failed(status="5.2.2", code="smtp; 552 5.2.2 user is over quota")],
        find=[Who(permanent=None, status="5.2.2")],
    )
    s.report(
        "fastmail",
        "Fastmail",
        sender="MAILER-DAEMON@fast.example (Mail Delivery System)",
        subject="Undelivered Mail Returned to Sender",
        prose=f"Sorry, your message to {RCPT} cannot be delivered.\n",
        mta="Reporting-MTA: dns; mailuser.fast.example\n",
    )
    s.report(
        "zoho",
        "Zoho",
        sender="mailer-daemon@mail.zoho.example",
        subject="Undelivered Mail Returned to Sender",
        more=[("X-Zoho-Bounce", "1")],
        prose=f"This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\n\n{RCPT}\nInvalid Recipient, ERROR_CODE :550, ERROR_CODE :User unknown\n",
        mta="Reporting-MTA: dns; mx.zoho.example\n",
    )
    s.report(
        "yandex",
        "Yandex, Russian words",
        sender="mailer-daemon@yandex.example",
        subject="Недоставленное сообщение",
        prose_type="text/plain; charset=utf-8",
        prose=f"Это письмо отправлено почтовым сервером.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может быть отправлено.\n\n{RCPT}: 550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns; forward.yandex.example\n",
    )
    s.prose(
        "mail-ru",
        "mail.ru, words",
        sender="mailer-daemon@corp.mailru.example",
        subject="Mail failure.",
        text=f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {RCPT}\n    user not found\n\n------ This is a copy of your message, including all the headers. ------\n\n{our_letter()}",
        more=[("X-Failed-Recipients", RCPT), ("Auto-Submitted", "auto-replied")],
    )
    s.prose(
        "gmx",
        "GMX and Web.de, words",
        sender='"GMX Mailer Daemon" <mailer-daemon@gmx.example>',
        subject="Mail delivery failed: returning message to sender",
        text=f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following address(es) failed:\n\n{RCPT}:\nSMTP error from remote server for RCPT TO command, host: mx.nowhere.example (192.0.2.7) reason: 550 5.1.1 User unknown\n\n--- The header of the original message is following. ---\n\n{our_headers()}",
        more=[("Auto-Submitted", "auto-replied")],
    )
    s.report(
        "sendgrid",
        "SendGrid",
        sender="MAILER-DAEMON@sendgrid.example",
        subject="Undelivered Mail Returned to Sender",
        prose=f"This is an automatically generated message from SendGrid.\n\nI'm sorry to have to tell you that your message was not able to be delivered to one of its intended recipients.\n\n{RCPT}: 550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns; sendgrid.example\n",
        failed=[Failed(original=f"rfc822; {RCPT}")],
    )
    s.report(
        "mailgun",
        "Mailgun",
        sender="MAILER-DAEMON@mg.example",
        subject="Undelivered Mail Returned to Sender",
        prose="Delivery failed.\n",
        mta="Reporting-MTA: dns; mg.example\n",
        failed=[Failed(status="5.0.0", code="smtp; 550 unknown")],
        find=[Who(status="5.0.0")],
    )
    s.report(
        "aol",
        "AOL of old",
        sender="MAILER-DAEMON@aol.example (Mail Delivery Subsystem)",
        subject="Mail Delivery Problem",
        prose=f"Your mail is not deliverable to the following recipient(s)\n\n{RCPT}\n",
        mta="Reporting-MTA: dns; omr-m01.mx.aol.example\n",
    )


def classic_servers(s: Systems) -> None:
    exim = (
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n"
        f"recipients. This is a permanent error. The following address(es) failed:\n\n  {RCPT}\n"
    )
    s.prose(
        "exim-old",
        "Exim of old, words and X-Failed-Recipients",
        sender="Mail Delivery System <Mailer-Daemon@exim.example>",
        subject="Mail delivery failed: returning message to sender",
        more=[("X-Failed-Recipients", RCPT), ("Auto-Submitted", "auto-replied")],
        text=exim
        + "    SMTP error from remote mail server after RCPT TO:\n    host mx.nowhere.example [192.0.2.7]: 550 5.1.1 User unknown\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        + our_letter(),
    )
    s.prose(
        "exim-no-header",
        "Exim without X-Failed-Recipients",
        sender="Mail Delivery System <Mailer-Daemon@cpanel.example>",
        subject="Mail delivery failed: returning message to sender",
        text=exim
        + "    No Such User Here\n\n------ This is a copy of the message's headers. ------\n\n"
        + our_headers(),
    )
    s.report(
        "exim-new",
        "Exim since 4.86",
        sender="Mail Delivery System <Mailer-Daemon@exim.example>",
        subject="Mail delivery failed: returning message to sender",
        more=[("X-Failed-Recipients", RCPT), ("Auto-Submitted", "auto-replied")],
        prose=exim
        + "    host mx.nowhere.example [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:<"
        + RCPT
        + ">:\n    550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns; exim.example\n",
        failed=[Failed(status="5.0.0", final=f"rfc822;{RCPT}")],
        find=[Who(status="5.0.0")],
    )
    s.prose(
        "exim-router",
        "Exim: a quoted pipe failed, generated from the address",
        sender="Mail Delivery System <Mailer-Daemon@exim.example>",
        subject="Mail delivery failed: returning message to sender",
        more=[("X-Failed-Recipients", RCPT)],
        text="This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  pipe to |/usr/bin/vacation\n    generated by "
        + RCPT
        + "\n    local delivery failed\n",
    )
    s.report(
        "sendmail",
        "Sendmail 8",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@sendmail.example>",
        subject="Returned mail: see transcript for details",
        more=[("Auto-Submitted", "auto-generated (failure)")],
        prose=f"The original message was received at Mon, 10 Nov 2025 09:00:00 +0700\nfrom mail.klongnoi.example [192.0.2.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<{RCPT}>\n    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.nowhere.example.:\n>>> DATA\n<<< 550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns; sendmail.example\nReceived-From-MTA: DNS; mail.klongnoi.example\nArrival-Date: Mon, 10 Nov 2025 09:00:00 +0700\n",
        failed=[
            Failed(
                final=f"RFC822; {RCPT}",
                code="SMTP; 550 5.1.1 User unknown",
                more="Last-Attempt-Date: Mon, 10 Nov 2025 09:00:02 +0700\n",
            )
        ],
    )
    s.report(
        "sendmail-alias",
        "Sendmail: our recipient is an alias; the one behind it failed",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@sendmail.example>",
        subject="Returned mail: User unknown",
        prose="   ----- The following addresses had permanent fatal errors -----\n<old.malee@behind.example>\n    (expanded from: <malee@nowhere.example>)\n",
        mta="Reporting-MTA: dns; sendmail.example\n",
        failed=[Failed(original=f"rfc822;{RCPT}", final="RFC822; old.malee@behind.example")],
    )
    s.prose(
        "sendmail-ancient",
        "Sendmail 8.6, words alone",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@ancient.example>",
        subject="Returned mail: User unknown",
        text=f"The original message was received at Mon, 10 Nov 2025 09:00:00 +0700\n\n   ----- The following addresses had delivery problems -----\n<{RCPT}>  (unrecoverable error)\n\n   ----- Transcript of session follows -----\n550 <{RCPT}>... User unknown\n\n   ----- Original message follows -----\n{our_headers()}",
    )
    qmail = "Hi. This is the qmail-send program at qmail.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    s.prose(
        "qmail",
        "qmail",
        sender="MAILER-DAEMON@qmail.example",
        subject="failure notice",
        text=qmail
        + f"<{RCPT}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 User unknown\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <{CENTRAL}>\n{our_letter()}",
        content_type=None,
    )
    s.prose(
        "qmail-two",
        "qmail: two addresses",
        sender="MAILER-DAEMON@qmail.example",
        subject="failure notice",
        text=qmail
        + f"<{RCPT}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n<chuan@nowhere.example>:\nuser is over quota (#5.2.2)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <{CENTRAL}>\n{our_letter()}",
        content_type=None,
        find=[Who(), Who("chuan@nowhere.example", None)],
    )
    s.prose(
        "qmail-timeout",
        "qmail: gave up after a week",
        sender="MAILER-DAEMON@qmail.example",
        subject="failure notice",
        text=qmail
        + f"<{RCPT}>:\nCNAME lookup failed temporarily. (#4.4.3)\nI'm not going to try again; this message has been in the queue too long.\n\n--- Below this line is a copy of the message.\n\n{our_letter()}",
        content_type=None,
        find=[Who(permanent=None)],
    )
    s.report(
        "courier",
        "Courier",
        sender="mailer-daemon@courier.example",
        subject="NOTICE: mail delivery status.",
        prose=f"This is a delivery status notification from courier.example,\nrunning the Courier mail server.\n\nUNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<{RCPT}>:\n    mx.nowhere.example [192.0.2.7]:\n>>> RCPT TO:<{RCPT}>\n<<< 550 User unknown.\n",
        mta="Reporting-MTA: dns; courier.example\n",
        failed=[Failed(status="5.0.0")],
        find=[Who(status="5.0.0")],
    )
    s.report(
        "opensmtpd",
        "OpenSMTPD",
        sender="Mailer Daemon <MAILER-DAEMON@open.example>",
        subject="Delivery status notification: error",
        prose=f"    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n{RCPT}: 550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns; open.example\n",
        returned="headers",
    )
    s.report(
        "notes",
        "Lotus Domino",
        sender="Mail Router <postmaster@notes.example>",
        subject="DELIVERY FAILURE: User malee (malee@nowhere.example) not listed in Domino Directory",
        more=[("X-MIMETrack", "Itemize by SMTP Server on NOTES01")],
        prose=f"Your message\n\n  Subject: Letter 9\n\nwas not delivered to:\n\n  {RCPT}\n\nbecause:\n\n  User malee ({RCPT}) not listed in Domino Directory\n",
        mta="Reporting-MTA: dns;notes.example\n",
        failed=[
            Failed(
                final=f"rfc822;{RCPT}", remote=None, code="X-Notes; User malee not listed in Domino Directory"
            )
        ],
    )
    s.report(
        "groupwise",
        "GroupWise",
        sender="Mailer-Daemon@groupwise.example",
        subject="Message status - undeliverable",
        prose=f"The attached file had the following undeliverable recipient(s):\n\t{RCPT}\n\nTransmission log:\n\t550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns; groupwise.example\n",
    )


def small_servers(s: Systems) -> None:
    s.report(
        "zimbra",
        "Zimbra (its Postfix)",
        sender="MAILER-DAEMON@zimbra.example (Mail Delivery System)",
        subject="Undelivered Mail Returned to Sender",
        more=[("Auto-Submitted", "auto-replied")],
        prose=f"This is the mail system at host mta01.zimbra.example.\n\n<{RCPT}>: {RCPT}\n",
        mta="Reporting-MTA: dns; mta01.zimbra.example\nX-Postfix-Queue-ID: Z1\n",
        failed=[Failed(remote=None, code="X-Postfix; malee@nowhere.example")],
    )
    s.prose(
        "mailenable",
        "MailEnable, words",
        sender="Postmaster <postmaster@mailenable.example>",
        subject="Message Delivery Failure",
        text=f"MailEnable: Message could not be delivered to some recipients.\n\nThe following recipient(s) could not be reached:\n\n\t[SMTP:{RCPT}]: The message could not be delivered: Remote SMTP Server Returned: 550 User unknown\n\nMessage headers follow:\n\n{our_headers()}",
    )
    s.prose(
        "hmailserver",
        "hMailServer, words",
        sender="mailer-daemon@hmail.example",
        subject="Message undeliverable: Letter 9",
        text=f"Your message did not reach some or all of the intended recipients.\n\n   Sent: Mon, 10 Nov 2025 09:00:00 +0700\n   Subject: Letter 9\n\nThe following recipient(s) could not be reached:\n\n{RCPT}\n   Error Type: SMTP\n   Remote server (192.0.2.7) issued an error.\n   hMailServer sent: RCPT TO:<{RCPT}>\n   Remote server replied: 550 5.1.1 User unknown\n\nhMailServer\n",
    )
    s.report(
        "kerio",
        "Kerio Connect",
        sender="Mail Delivery Subsystem <postmaster@kerio.example>",
        subject="Delivery Failure",
        prose=f"The message you sent could not be delivered to the following recipient(s):\n\n    {RCPT}\n    550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns;kerio.example\n",
        returned="headers",
    )
    s.prose(
        "mdaemon",
        "MDaemon, words",
        sender="MDaemon <MDaemon@mdaemon.example>",
        subject="Permanent Delivery Failure",
        more=[("X-MDDSN-Message", "Yes"), ("Auto-Submitted", "auto-generated")],
        text=f"The attached message had PERMANENT fatal delivery errors.\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: {RCPT}\n\n--- Session Transcript ---\n Mon 2025-11-10 09:00:01: <-- 550 5.1.1 User unknown\n--- End Transcript ---\n",
    )
    s.report(
        "icewarp",
        "Merak and IceWarp",
        sender="Mail Delivery System <postmaster@icewarp.example>",
        subject="Mail delivery failed.",
        prose=f"This is an automated message.\n\nThe message you sent could not be delivered to:\n{RCPT}\n",
        mta="Reporting-MTA: dns; icewarp.example\n",
        failed=[Failed(status="5.0.0")],
        find=[Who(status="5.0.0")],
    )
    s.prose(
        "smartermail",
        "SmarterMail, words",
        sender='"System Administrator" <system@smarter.example>',
        subject="Delivery Failure",
        text=f"Could not deliver message to the following recipient(s):\n\nFailed Recipient: {RCPT}\nReason: Remote host said: 550 5.1.1 User unknown\n\n\n   -- The header and top 20 lines of the message follows --\n\n{our_headers()}",
    )
    s.report(
        "communigate",
        "CommuniGate Pro",
        sender="<MAILER-DAEMON@communigate.example>",
        subject="Undeliverable mail: Letter 9",
        prose=f"Failed to deliver to '{RCPT}'\nSMTP module(domain nowhere.example) reports:\n host mx.nowhere.example says:\n 550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns; communigate.example\n",
        failed=[Failed(final=f"rfc822;<{RCPT}>", original=f"rfc822;<{RCPT}>")],
    )
    s.report(
        "axigen",
        "Axigen",
        sender="Mail Delivery System <MAILER-DAEMON@axigen.example>",
        subject="Undeliverable: Letter 9",
        prose=f"Your message could not be delivered to {RCPT}\n",
        mta="Reporting-MTA: dns; axigen.example\n",
    )
    s.report(
        "haraka",
        "Haraka",
        sender="MAILER-DAEMON@haraka.example",
        subject="Undelivered Mail Returned to Sender",
        prose="Delivery failed.\n",
        mta="Reporting-MTA: dns; haraka.example\nX-Haraka-Queue-ID: A1\n",
        failed=[Failed(status="5.1.1")],
    )
    s.report(
        "james",
        "Apache James",
        sender="postmaster@james.example",
        subject="[BOUNCE]",
        prose=f"Hi. This is the James mail server at james.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up.\n\nFailed recipient(s):\n{RCPT}\n",
        mta="Reporting-MTA: dns; james.example\n",
        failed=[Failed(status="5.0.0")],
        find=[Who(status="5.0.0")],
    )
    s.prose(
        "imail",
        "IMail, words",
        sender="Postmaster <postmaster@imail.example>",
        subject="Undeliverable Mail",
        text=f"Unknown user: {RCPT}\n\nOriginal message follows.\n\n{our_headers()}",
    )
    s.prose(
        "mercury",
        "Mercury/32, words",
        sender="Electronic Postmaster <postmaster@mercury.example>",
        subject="Postmaster Notify: Delivery Failure.",
        text=f'With reference to your message with the subject:\n   "Letter 9"\n\nThe local mail transport system has reported the following problems\nit encountered while trying to deliver your message:\n\n-------------------------------------------------------------------\n*** {RCPT}\n550 5.1.1 User unknown\n-------------------------------------------------------------------\n',
    )
    s.prose(
        "argosoft",
        "a small Windows server, words",
        sender="postmaster@argo.example",
        subject="Delivery failure notification",
        text=f"Unfortunately the message you sent could not be delivered to {RCPT}.\n\nReason: 550 5.1.1 User unknown\n",
    )


def gateways(s: Systems) -> None:
    s.report(
        "mimecast",
        "Mimecast",
        sender="postmaster@mimecast.example",
        subject="[Postmaster] Email Delivery Failure",
        prose_type="text/html; charset=utf-8",
        prose=f"<p>This is a delivery failure notification message indicating that an email you addressed to email address :<br>-- {RCPT}<br>could not be delivered.</p>\n",
        mta="Reporting-MTA: dns; sg-relay.mimecast.example\n",
    )
    s.report(
        "barracuda",
        "Barracuda",
        sender="MAILER-DAEMON@barracuda.example",
        subject="**Message you sent blocked by our bulk email filter**",
        prose=f"Your message to: {RCPT}\nwas blocked by our Spam Firewall.\n",
        mta="Reporting-MTA: dns; barracuda.example\n",
        failed=[Failed(status="5.7.1", code="smtp; 550 5.7.1 Message content rejected, UBE")],
        find=[Who(status="5.7.1")],
    )
    s.report(
        "proofpoint",
        "Proofpoint (Sendmail)",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@pp.example>",
        subject="Undeliverable: Letter 9",
        prose=f"   ----- The following addresses had permanent fatal errors -----\n<{RCPT}>\n",
        mta="Reporting-MTA: dns; mx0a.pp.example\n",
        failed=[Failed(status="5.0.0")],
        find=[Who(status="5.0.0")],
    )
    s.report(
        "ironport",
        "Cisco ESA",
        sender='"Mail Delivery System" <MAILER-DAEMON@esa.example>',
        subject="Delivery Status Notification (Failure)",
        prose=f"The following message to <{RCPT}> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error 550-'5.1.1 User unknown'\n",
        mta="Reporting-MTA: dns; esa.example\n",
        failed=[
            Failed(
                status="5.1.0",
                final=f"rfc822;{RCPT}",
                code="smtp; 5.1.0 - Unknown address error 550-'5.1.1 User unknown' (delivery attempts: 0)",
                remote=None,
            )
        ],
        find=[Who(status="5.1.0")],
    )
    s.report(
        "fortimail",
        "FortiMail",
        sender="MAILER-DAEMON@forti.example",
        subject="Undeliverable: Letter 9",
        prose=f"The message could not be delivered to: {RCPT}\n",
        mta="Reporting-MTA: dns; forti.example\n",
    )
    s.prose(
        "trend-imsva",
        "Trend Micro, words",
        sender="InterScan Messaging Security <postmaster@imsva.example>",
        subject="Mail undeliverable",
        text=f"Your message could not be delivered.\n\nRecipient: {RCPT}\nError: 550 5.1.1 User unknown\n",
    )
    s.report(
        "messagelabs",
        "MessageLabs",
        sender="MAILER-DAEMON@messagelabs.example",
        subject="Mail Delivery Failure",
        prose=f"This is the mail delivery agent at messagelabs.example.\nI was unable to deliver your message to the following addresses:\n\n{RCPT}\n\nReason: 550 5.1.1 User unknown\n",
        mta="Reporting-MTA: dns; messagelabs.example\n",
    )
    s.report(
        "powermta",
        "PowerMTA",
        sender="PowerMTA <mailer-daemon@pmta.example>",
        subject="Delivery report",
        prose=f"Hello, this is the mail server on pmta.example.\n\nI am sending you this message to inform you on the delivery status of a\nmessage you previously sent. Immediately below you will find a list of\nthe affected recipients.\n\n  <{RCPT}>: delivery failed\n",
        mta="Reporting-MTA: dns;pmta.example\n",
        failed=[Failed(final=f"rfc822;{RCPT}", remote=None, more="X-PowerMTA-BounceCategory: bad-mailbox\n")],
    )


def asian_hosts(s: Systems) -> None:
    s.prose(
        "qq",
        "QQ, Chinese words",
        sender="postmaster@qq.example",
        subject="来自QQ邮箱的退信",
        text=f"抱歉,您的邮件被退回来了……\n\n收信人 {RCPT}\n退信原因:\nhost mx.nowhere.example said: 550 5.1.1 User unknown\n",
        content_type="text/plain; charset=utf-8",
        return_path="<>",
    )
    s.report(
        "netease",
        "163, report in Chinese",
        sender="Postmaster@163.example",
        subject="系统退信",
        prose_type="text/html; charset=utf-8",
        prose=f"<p>您发送的邮件未能投递: {RCPT}</p>\n",
        mta="Reporting-MTA: dns; m12-11.163.example\n",
    )
    s.report(
        "naver",
        "Naver, report in Korean",
        sender="MAILER-DAEMON@naver.example",
        subject="메일이 전송되지 못했습니다",
        prose_type="text/plain; charset=utf-8",
        prose=f"{RCPT} 주소로 메일을 전송하지 못했습니다.\n",
        mta="Reporting-MTA: dns; naver.example\n",
    )
    s.report(
        "docomo",
        "a Japanese phone carrier",
        sender="MAILER-DAEMON@carrier.example",
        subject="Mail System Error - Returned Mail",
        prose=f"This Message was undeliverable due to the following reason:\n\nEach of the following recipients was rejected by a remote mail server.\n\n    Recipient: <{RCPT}>\n    Reason:    5.1.1 unknown\n",
        mta="Reporting-MTA: dns; carrier.example\n",
    )
    s.prose(
        "rediff",
        "a great Indian host (qmail's words)",
        sender="MAILER-DAEMON@indian.example",
        subject="failure notice",
        text=f"Hi. This is the qmail-send program at indian.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<{RCPT}>:\nSorry, I couldn't find any host by that name.\n\n--- Below this line is a copy of the message.\n\n{our_letter()}",
    )
    s.report(
        "thai-agency",
        "a Thai agency's host, raw Thai words in cp874",
        sender="Mail Delivery System <MAILER-DAEMON@agency.example>",
        subject="ไม่สามารถส่งจดหมายได้",
        prose_type="text/plain; charset=windows-874",
        prose=f"Cannot deliver to {RCPT}\n",
        mta="Reporting-MTA: dns; agency.example\n",
        more=[("Auto-Submitted", "auto-replied")],
    )
    s.prose(
        "thai-isp",
        "a Thai provider, words alone",
        sender="MAILER-DAEMON@isp.example",
        subject="ส่งอีเมลไม่สำเร็จ",
        text=f"ระบบไม่สามารถส่งอีเมลของท่านไปยังผู้รับต่อไปนี้ได้\n\n<{RCPT}>:\n550 5.1.1 User unknown\n\n--- ต้นฉบับ ---\n{our_headers()}",
        content_type="text/plain; charset=utf-8",
        more=[("Auto-Submitted", "auto-replied")],
    )


def hard_reports(s: Systems) -> None:
    daemon = "MAILER-DAEMON@mx.sender.example"
    s.report(
        "hard-one-of-three",
        "one failed, one delivered, one delayed: only the first is a bounce",
        sender=daemon,
        subject="Delivery Status Notification (Failure)",
        prose="See below.\n",
        failed=[
            Failed(),
            Failed(address="ok@nowhere.example", action="delivered", status="2.0.0", code="smtp; 250 Ok"),
            Failed(address="slow@nowhere.example", action="delayed", status="4.4.1", code="smtp; 421 busy"),
        ],
    )
    s.report(
        "hard-forwarded",
        "forwarded on; Final-Recipient is a stranger, Original-Recipient is ours",
        sender=daemon,
        subject="Undelivered Mail Returned to Sender",
        prose="Failed.\n",
        failed=[Failed(original=f"rfc822;{RCPT}", final="rfc822; malee.private@elsewhere.example")],
    )
    s.report(
        "hard-crowded-fields",
        "no space after the colons, upper case, comments",
        sender=daemon,
        subject="DELIVERY FAILURE",
        prose="Failed.\n",
        failed=[
            Failed(
                final=f"RFC822;{RCPT.upper()}",
                status="5.1.1 (bad destination mailbox)",
                action="FAILED (unknown)",
            )
        ],
        find=[Who(RCPT.upper(), status="5.1.1")],
    )
    s.report(
        "hard-no-report-type",
        "multipart/report without report-type",
        sender=daemon,
        subject="Undeliverable",
        prose="Failed.\n",
        boundary="nort",
        top="multipart/report; boundary=nort",
    )
    s.report(
        "hard-mixed",
        "a status part inside multipart/mixed",
        sender=daemon,
        subject="Undeliverable",
        prose="Failed.\n",
        boundary="mixd",
        top="multipart/mixed; boundary=mixd",
    )
    s.report(
        "hard-no-null-path",
        "a bounce with an ordinary return path",
        sender=daemon,
        subject="Undeliverable",
        prose="Failed.\n",
        return_path="<postmaster@mx.sender.example>",
    )
    s.report(
        "hard-status-in-diagnostic",
        "no Status field; the code is in the diagnostic",
        sender=daemon,
        subject="Undeliverable",
        prose="Failed.\n",
        failed=[Failed(status=None, code="smtp; 550 5.1.1 User unknown")],
        find=[Who()],
    )
    s.report(
        "hard-blank-lines",
        "blank lines doubled between the groups",
        sender=daemon,
        subject="Undeliverable",
        prose="Failed.\n",
        mta="Reporting-MTA: dns; mx.sender.example\n\n\n",
        failed=[Failed(), Failed(address="chuan@nowhere.example")],
        find=[Who(), Who("chuan@nowhere.example")],
    )
    s.report(
        "hard-quoted-local",
        "a quoted local part",
        sender=daemon,
        subject="Undeliverable",
        prose="Failed.\n",
        failed=[Failed(address='"malee s"@nowhere.example')],
        find=[Who('"malee s"@nowhere.example')],
    )
    s.report(
        "hard-only-original-header",
        "the recipient is ours, another address named in the words",
        sender=daemon,
        subject="Undeliverable",
        prose="Questions: helpdesk@mx.sender.example\nYour sender saraban@klongnoi.example\n",
        failed=[Failed()],
    )
    status = f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {RCPT}\nAction: failed\nStatus: 5.1.1\n"
    fields = s.post.fields(
        "hard-base64-status",
        sender=daemon,
        subject="Undeliverable",
        content_type="multipart/report; report-type=delivery-status; boundary=b64s",
        encoding=None,
        return_path="<>",
    )
    body = multipart(
        "b64s",
        [
            part([("Content-Type", "text/plain")], "Failed.\n"),
            part(
                [("Content-Type", "message/delivery-status"), ("Content-Transfer-Encoding", "base64")],
                b64(lines(status)),
            ),
            part([("Content-Type", "message/rfc822")], our_letter()),
        ],
    )
    s.keep(
        "hard-base64-status",
        "the status part in base64 (forbidden, seen)",
        headers(fields) + b"\r\n" + body,
        "Undeliverable",
        [Who(status="5.1.1")],
        True,
    )
    body = multipart(
        "b64s",
        [
            part([("Content-Type", "text/plain")], "Failed.\n"),
            part([("Content-Type", "message/delivery-status")], status),
        ],
        closed=False,
    )
    fields = s.post.fields(
        "hard-cut",
        sender=daemon,
        subject="Undeliverable",
        content_type="multipart/report; report-type=delivery-status; boundary=b64s",
        encoding=None,
        return_path="<>",
    )
    s.keep(
        "hard-cut",
        "cut off before the closing boundary",
        headers(fields) + b"\r\n" + body,
        "Undeliverable",
        [Who(status="5.1.1")],
        False,
    )


def warnings(s: Systems) -> None:
    late = Failed(
        action="delayed",
        status="4.4.1",
        code="smtp; 421 4.4.1 Connection timed out",
        more="Will-Retry-Until: Sat, 15 Nov 2025 09:00:00 +0700\n",
    )
    s.report(
        "delay-postfix",
        "Postfix: delayed",
        sender="MAILER-DAEMON@mx.sender.example (Mail Delivery System)",
        subject="Delayed Mail (still being retried)",
        more=[("Auto-Submitted", "auto-replied")],
        prose="####################################################################\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n####################################################################\n",
        failed=[late],
        returned="headers",
        find=None,
    )
    s.report(
        "delay-sendmail",
        "Sendmail: still trying",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@sendmail.example>",
        subject="Warning: could not send message for past 4 hours",
        more=[("Auto-Submitted", "auto-generated (warning-timeout)")],
        prose="    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n",
        failed=[late],
        find=None,
    )
    s.prose(
        "delay-exim",
        "Exim: delayed, words",
        sender="Mail Delivery System <Mailer-Daemon@exim.example>",
        subject="Warning: message 1abc-000-00 delayed 24 hours",
        more=[("Auto-Submitted", "auto-replied")],
        text=f"This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on exim.example.\n\nThe address to which the message has not yet been delivered is:\n\n  {RCPT}\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.\n",
        find=None,
    )
    s.report(
        "delay-gmail",
        "Gmail: delay",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Delay)",
        more=[("Auto-Submitted", "auto-replied"), ("X-Failed-Recipients", RCPT)],
        prose="** Delivery incomplete **\n\nThere was a temporary problem while delivering your message. Gmail will retry for 45 more hours.\n",
        failed=[late],
        find=None,
    )
    s.report(
        "delay-exchange",
        "Exchange: delayed",
        sender="postmaster@office.example",
        subject="Delivery delayed:Letter 9",
        more=[("X-MS-Exchange-Message-Is-Ndr", "")],
        prose="Delivery to these recipients or groups has been delayed.\n",
        failed=[late],
        find=None,
    )
    s.prose(
        "delay-qmail-like",
        "a warning in words alone",
        sender="MAILER-DAEMON@isp.example",
        subject="Delayed mail",
        text=f"Your message to {RCPT} has not been delivered yet. It will be retried for 3 days. You do not need to resend it.\n",
        more=[("Auto-Submitted", "auto-replied")],
        find=None,
    )


def further_hosts(s: Systems) -> None:
    daemon = "Mail Delivery Subsystem <mailer-daemon@googlemail.com>"
    shape = multipart(
        "rel",
        [
            b"Content-Type: multipart/alternative; boundary=alt\r\n\r\n"
            + multipart(
                "alt",
                [
                    part(
                        [("Content-Type", "text/plain; charset=UTF-8")],
                        f"** Address not found **\n\nYour message wasn't delivered to {RCPT}\n",
                    ),
                    part(
                        [("Content-Type", "text/html; charset=UTF-8")],
                        f"<h1>Address not found</h1><p>Your message wasn't delivered to <b>{RCPT}</b></p>\n",
                    ),
                ],
            ),
            part(
                [
                    ("Content-Type", 'image/png; name="icon.png"'),
                    ("Content-Disposition", 'attachment; filename="icon.png"'),
                    ("Content-Transfer-Encoding", "base64"),
                    ("Content-ID", "<icon.png>"),
                ],
                b64(b"\x89PNG"),
            ),
        ],
    )
    status = (
        f"Reporting-MTA: dns; googlemail.com\nReceived-From-MTA: dns; {CENTRAL}\nX-Original-Message-ID: {OUR_ID}\n\n"
        + Failed().written()
    )
    fields = s.post.fields(
        "gmail-real-shape",
        sender=daemon,
        subject="Delivery Status Notification (Failure)",
        content_type='multipart/report; boundary="rep"; report-type=delivery-status',
        encoding=None,
        more=[("X-Failed-Recipients", RCPT), ("Auto-Submitted", "auto-replied")],
        return_path="<>",
    )
    body = multipart(
        "rep",
        [
            b"Content-Type: multipart/related; boundary=rel\r\n\r\n" + shape,
            part([("Content-Type", "message/delivery-status")], status),
            part([("Content-Type", "message/rfc822")], our_letter()),
        ],
    )
    s.keep(
        "gmail-real-shape",
        "Gmail's whole shape: related, alternative, an icon",
        headers(fields) + b"\r\n" + body,
        "Delivery Status Notification (Failure)",
        [Who(status="5.1.1")],
        True,
    )

    s.report(
        "exchange-japanese",
        "Exchange in Japanese",
        sender="postmaster@jp.example",
        subject="配信不能: Letter 9",
        prose_type="text/plain; charset=iso-2022-jp",
        prose=f"{RCPT}\n",
        mta="Reporting-MTA: dns;jp.example\n",
        failed=[Failed(status="5.1.10", code="smtp;550 5.1.10 not found")],
        find=[Who(status="5.1.10")],
    )
    s.report(
        "exchange-german",
        "Exchange in German",
        sender="postmaster@de.example",
        subject="Unzustellbar: Letter 9",
        prose_type="text/plain; charset=iso-8859-1",
        prose=f"Fehler bei der Nachrichtenzustellung an folgende Empfänger: {RCPT}\n".encode(
            "latin-1"
        ).decode("latin-1"),
        mta="Reporting-MTA: dns;de.example\n",
    )
    s.report(
        "proton",
        "Proton",
        sender="MAILER-DAEMON@proton.example",
        subject="Undelivered Mail Returned to Sender",
        prose=f"This is the mail system at proton.example.\n\n<{RCPT}>: Recipient not found\n",
        mta="Reporting-MTA: dns; mailout.proton.example\n",
        failed=[Failed(status="5.4.6", code="smtp; 550 5.4.6 loop")],
        find=[Who(status="5.4.6")],
    )
    s.prose(
        "exchange-words",
        "Exchange's words copied out by a filter, no status part",
        sender="postmaster@filter.example",
        subject="Undeliverable: Letter 9",
        text=f"Delivery has failed to these recipients or distribution lists:\n\n{RCPT}\nThe recipient's e-mail address was not found in the recipient's e-mail system.\n\nDiagnostic information for administrators:\n\nGenerating server: filter.example\n\n{RCPT}\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message headers:\n\n{our_headers()}",
    )
    s.prose(
        "verizon",
        "an American provider, words",
        sender="Mail Administrator <Postmaster@provider.example>",
        subject="Mail System Error - Returned Mail",
        text=f"This Message was undeliverable due to the following reason:\n\nYour message was not delivered because the destination computer refused to accept it.\n\n     <{RCPT}>\n     550 5.1.1 User unknown\n\nPlease reply to Postmaster@provider.example\nif you feel this message to be in error.\n",
    )
    s.prose(
        "exim-two",
        "Exim: two addresses, words",
        sender="Mail Delivery System <Mailer-Daemon@cpanel.example>",
        subject="Mail delivery failed: returning message to sender",
        more=[
            ("X-Failed-Recipients", f"{RCPT},\n  chuan@nowhere.example"),
            ("Auto-Submitted", "auto-replied"),
        ],
        text=f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {RCPT}\n    No Such User Here\n  chuan@nowhere.example\n    mailbox is full\n",
        find=[Who(permanent=None), Who("chuan@nowhere.example", None)],
    )
    s.prose(
        "directadmin",
        "a cheap Thai hosting's Exim",
        sender="Mail Delivery System <Mailer-Daemon@host9.thaihost.example>",
        subject="Mail delivery failed: returning message to sender",
        more=[("Auto-Submitted", "auto-replied"), ("X-AntiAbuse", "Sender Address Domain - ")],
        text=f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {RCPT}\n    (ultimately generated from info@nowhere.example)\n    mailbox is full: retry timeout exceeded\n\n------ This is a copy of your message, including all the headers. ------\n\n{our_letter()}",
        find=[Who(permanent=None)],
    )
    s.report(
        "stalwart",
        "Stalwart",
        sender='"Mail Delivery Subsystem" <MAILER-DAEMON@stalwart.example>',
        subject="Failed to deliver message",
        prose=f"Your message could not be delivered to the following recipients:\n\n<{RCPT}> (host 'mx.nowhere.example' rejected command 'RCPT TO' with code 550 (5.1.1) 'User unknown')\n",
        mta="Reporting-MTA: dns;stalwart.example\nArrival-Date: Mon, 10 Nov 2025 09:00:00 +0700\n",
        failed=[Failed(final=f"rfc822;{RCPT}", code="smtp;550 5.1.1 User unknown")],
    )
    s.report(
        "mailcow",
        "Postfix behind a rewritten envelope (SRS)",
        sender="MAILER-DAEMON@mailcow.example (Mail Delivery System)",
        subject="Undelivered Mail Returned to Sender",
        more=[("Auto-Submitted", "auto-replied")],
        prose="Failed.\n",
        mta="Reporting-MTA: dns; mailcow.example\nX-Postfix-Sender: rfc822; SRS0=a=b=klongnoi.example=saraban@mailcow.example\n",
        failed=[Failed(original=f"rfc822;{RCPT}", final="rfc822; malee@internal.mailcow.example")],
    )
    s.report(
        "action-lower-expired",
        "delivery-expired code 4.4.7 with failed",
        sender="postmaster@office.example",
        subject="Undeliverable: Letter",
        prose="Delivery expired.\n",
        mta="Reporting-MTA: dns;office.example\n",
        failed=[Failed(status="4.4.7", code="smtp;550 4.4.7 QUEUE.Expired; message expired")],
        find=[Who(permanent=None, status="4.4.7")],
    )
