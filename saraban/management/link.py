"""saraban link: a one-time link for an officer whose keys are lost; whoever has the server's command line may."""

from __future__ import annotations

import argparse

from django.conf import settings

from saraban.agencies.duties import OPERATOR
from saraban.law.refusal import Refusal
from saraban.management.readiness import make_ready, officer_named, say
from saraban.tenancy.links import SignInLink
from saraban.tenancy.scope import acting_for


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("officer", metavar="E-MAIL", help="อีเมลของเจ้าหน้าที่")


def run(args: argparse.Namespace) -> int:
    make_ready()
    officer = officer_named(args.officer)
    if officer.user is None:
        raise Refusal("no_email", "ยังไม่ได้ออกลิงก์ เพราะเจ้าหน้าที่คนนี้ไม่มีอีเมลสำหรับเข้าระบบ โปรดเพิ่มในหน้าตั้งค่าก่อน")
    with acting_for(officer.agency), officer.change("link_issued", by=OPERATOR):
        token = SignInLink.make(officer.user)
    print(f"{settings.SITE_URL}/sign-in/{token}/")
    say(f"ลิงก์ข้างบนเข้าระบบในชื่อ{officer.name}ได้ครั้งเดียวภายใน 24 ชั่วโมง ลิงก์ที่ออกไว้ก่อนใช้ไม่ได้แล้ว")
    return 0
