"""saraban export-evidence: all that an auditor needs to check the register without us, in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from saraban.evidence.bundle import Evidence
from saraban.law.refusal import Refusal
from saraban.management.readiness import agency_named, make_ready, say
from saraban.tenancy.scope import acting_for

BE_YEARS = range(2400, 2700)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT.zip", type=Path)
    parser.add_argument("--year", type=int, metavar="Y", help="เฉพาะทะเบียนของปี พ.ศ. นี้ และหนังสือของปีนั้น")
    parser.add_argument("--without-letters", action="store_true", help="ไม่รวมไฟล์หนังสือ มีแต่แฮช")
    parser.add_argument("--agency", metavar="SLUG", help="ชื่อย่อของหน่วยงาน เมื่อมีหลายหน่วยงาน")


def run(args: argparse.Namespace) -> int:
    make_ready()
    if args.year is not None and args.year not in BE_YEARS:
        raise Refusal("bad_year", f"ยังไม่ได้ส่งออก เพราะ {args.year} ไม่ใช่ปี พ.ศ. ไม่มีข้อมูลใดเปลี่ยน")
    with acting_for(agency_named(args.agency)):
        try:
            Evidence(year=args.year, with_letters=not args.without_letters).write(args.out)
        except OSError as error:
            raise Refusal(
                "bad_file",
                f"ยังไม่ได้ส่งออก เพราะเขียน {args.out} ไม่ได้ ({error.strerror}) โปรดใช้ชื่อไฟล์ใหม่ในโฟลเดอร์ที่เขียนได้ ไม่มีไฟล์ใดถูกเขียนทับ",
            ) from error
    print(args.out)
    say("ในไฟล์มีข้อมูลส่วนบุคคล ส่งให้เฉพาะผู้ตรวจ ตรวจด้วย python verify_register.py ที่อยู่ในไฟล์เดียวกัน")
    return 0
