"""saraban restored: say that the database was put back from a backup, before a number is given in it."""

from __future__ import annotations

import argparse
import json
import re
import threading
from pathlib import Path

from saraban.agencies.duties import OPERATOR
from saraban.law.refusal import Refusal
from saraban.mail.connections import Connections
from saraban.mail.gateway import MailFailure
from saraban.management.readiness import agency_named, make_ready, officer_named, say
from saraban.registers.books import Register
from saraban.registers.marks import begin_recovery, compare, go_on
from saraban.registers.recoveries import Marks, Recovery, highest, marks_of
from saraban.tenancy.scope import acting_for

LAST = re.compile(r"([a-z]{1,20})/(2[45][0-9]{2})=([0-9]{1,7})")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agency", metavar="SLUG", help="ชื่อย่อของหน่วยงาน เมื่อมีหลายหน่วยงาน")
    parser.add_argument(
        "--seal", metavar="FILE", type=Path, help="ตราปิดวันล่าสุดที่เก็บไว้ (จาก saraban seal --json)"
    )
    parser.add_argument(
        "--last",
        metavar="REGISTER/YEAR=N",
        action="append",
        default=[],
        help="เลขสุดท้ายที่ออกไปแล้วตามสมุดหรือกระดาษ เช่น incoming/2569=130 เมื่อต่อกล่องอีเมลไม่ได้ (ใช้กับ --as)",
    )
    parser.add_argument("--as", dest="officer", metavar="OFFICER", help="อีเมลหรือหมายเลขเจ้าหน้าที่ผู้บอกเลขสุดท้าย")


def run(args: argparse.Namespace) -> int:
    make_ready()
    if bool(args.last) != bool(args.officer):
        raise Refusal("by_whom", "ยังไม่ได้ทำ เพราะ --last และ --as ต้องใช้คู่กัน ต้องรู้ว่าใครเป็นผู้บอกเลข ไม่มีข้อมูลใดเปลี่ยน")
    by_hand = highest(*(_last(said) for said in args.last))
    marks = _of_seal(args.seal) if args.seal is not None else {}
    officer = officer_named(args.officer) if args.officer else None
    with acting_for(officer.agency if officer is not None else agency_named(args.agency)):
        recovery = begin_recovery("ผู้ดูแลเครื่องแจ้ง", marks, by=OPERATOR)
        if officer is not None:
            _tell(go_on(recovery, by_hand, by=officer))
        else:
            _compare(recovery)
    return 0


def _compare(recovery: Recovery) -> None:
    connections = Connections(threading.Event())
    try:
        _tell(compare(recovery, connections.inbox))
    except MailFailure as failure:
        raise Refusal(
            "not_compared",
            f"บันทึกแล้วว่าฐานข้อมูลกู้คืนมา แต่ยังเทียบเลขไม่ได้ เพราะ{failure.message} จนกว่าจะเทียบได้จะไม่ออกเลข "
            "ระบบลองเองทุกครึ่งนาที หรือบอกเลขสุดท้ายด้วย --last และ --as",
        ) from failure
    finally:
        connections.close()


def _tell(marks: Marks) -> None:
    for (register, year), last in sorted(marks.items()):
        say(
            f"{Register(register).label if register in Register.values else register} ปี {year} ออกต่อจากเลข {last}"
        )
    say("เทียบเลขเสร็จแล้ว เลขที่หายไปเป็นรายการ “กู้คืนข้อมูล” ในทะเบียน ออกเลขได้ตามปกติ")


def _last(said: str) -> Marks:
    found = LAST.fullmatch(said)
    if found is None or found[1] not in Register.values:
        raise Refusal(
            "bad_mark",
            f"ยังไม่ได้ทำ เพราะ --last “{said}” ไม่ถูกรูปแบบ เช่น incoming/2569=130 "
            f"ทะเบียนมี {', '.join(Register.values)} ไม่มีข้อมูลใดเปลี่ยน",
        )
    return {(found[1], int(found[2])): int(found[3])}


def _of_seal(path: Path) -> Marks:
    """The counters of a seal that was kept. Raises `Refusal("bad_seal")`."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))["counters"]
        marks = marks_of(said)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Refusal(
            "bad_seal",
            f"ยังไม่ได้ทำ เพราะอ่านตราปิดวัน {path} ไม่ได้ โปรดใช้แฟ้มจาก saraban seal --json ไม่มีข้อมูลใดเปลี่ยน",
        ) from error
    return {(_register(name), year): last for (name, year), last in marks.items()}


def _register(name: str) -> str:
    """In a seal the receive register has the name of its noun."""
    return Register.INCOMING.value if name == "incomingentry" else name
