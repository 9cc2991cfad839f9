"""saraban mailbox: a new password or another server for a central mailbox that is connected already."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings

from saraban.agencies.duties import OPERATOR
from saraban.files.secrets import keep_secret
from saraban.law.refusal import Refusal
from saraban.mail.models import Mailbox
from saraban.mail.servers import keeps_sent, read_mailbox_url, read_smtp_url
from saraban.management.passwords import password_asked, password_in
from saraban.management.readiness import make_ready, say
from saraban.tenancy.scope import acting_for


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="ที่อยู่อีเมลกลาง เช่น saraban@klongnoy.go.th")
    parser.add_argument("--mailbox", metavar="URL", help="เครื่องรับใหม่")
    parser.add_argument("--smtp", metavar="URL", help="เครื่องส่งใหม่")
    parser.add_argument("--password", action="store_true", help="ตั้งรหัสผ่านใหม่ โดยโปรแกรมถาม")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="ตั้งรหัสผ่านใหม่จากไฟล์")


def run(args: argparse.Namespace) -> int:
    make_ready()
    mailbox = Mailbox.across_agencies.filter(address__iexact=args.address).select_related("agency").first()
    if mailbox is None:
        raise Refusal("no_mailbox", f"ยังไม่ได้แก้ เพราะไม่พบกล่อง {args.address} โปรดตรวจที่อยู่ ข้อมูลเดิมอยู่ครบ")
    inbox = read_mailbox_url(args.mailbox) if args.mailbox else None
    outbox = read_smtp_url(args.smtp) if args.smtp else None
    password = (
        password_in(args.password_file) if args.password_file else password_asked() if args.password else ""
    )
    with acting_for(mailbox.agency), mailbox.change("corrected", by=OPERATOR):
        if inbox is not None:
            mailbox.inbox_url = str(inbox)
        if outbox is not None:
            mailbox.outbox_url, mailbox.provider_keeps_sent = str(outbox), keeps_sent(outbox)
        if password:
            mailbox.secret = mailbox.secret or f"mailbox-{mailbox.agency.slug}"
    if password:
        keep_secret(settings.DATA_DIR, mailbox.secret, password)
    say(f"แก้การเชื่อมต่อของ {mailbox.address} แล้ว ตรวจได้ด้วย saraban doctor ถ้าเปิด serve หรือ work อยู่ โปรดเริ่มใหม่")
    return 0
