"""saraban seal: seal the days that have ended, and print the latest seal, to be kept by somebody else."""

from __future__ import annotations

import argparse
import json

from saraban.agencies.duties import OPERATOR
from saraban.evidence.seals import DaySeal
from saraban.law.refusal import Refusal
from saraban.management.readiness import agency_named, make_ready, say
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import table_date


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agency", metavar="SLUG", help="ชื่อย่อของหน่วยงาน เมื่อมีหลายหน่วยงาน")
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON สำหรับเก็บไว้ตรวจภายหลัง")


def run(args: argparse.Namespace) -> int:
    make_ready()
    with acting_for(agency_named(args.agency)):
        while made := DaySeal.objects.seal_due(by=OPERATOR):
            say(f"ปิดวันเพิ่ม {made} วัน")
        seal = DaySeal.objects.latest_day()
        if seal is None:
            raise Refusal("no_seal", "ยังไม่มีตราปิดวัน เพราะวันแรกของหน่วยงานยังไม่จบ โปรดสั่งอีกครั้งพรุ่งนี้ ไม่มีข้อมูลใดเปลี่ยน")
        if args.json:
            print(json.dumps(seal.told(), ensure_ascii=False))
        else:
            print(seal.text())
            say(f"ตราปิดวันของ {table_date(seal.day)} เก็บไว้นอกเครื่องนี้ เพื่อให้ตรวจได้ว่าไม่มีใครแก้ย้อนหลัง")
    return 0
