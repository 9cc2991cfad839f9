"""The command `saraban`: one verb a module, each with `arguments(parser)` and `run(args) -> exit code`.

Everywhere: what was asked for goes to stdout in UTF-8, words about it to stderr; exit 0 done, 1 the answer is no,
2 cannot run. `explain` needs no settings, database or network, and is not made to wait for them.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from saraban.environment import BadEnvironment
from saraban.law.refusal import Refusal

DONE, NO, CANNOT = 0, 1, 2


@dataclass(frozen=True)
class Verb:
    thai: str
    module: str
    with_django: bool = True


VERBS = {
    "serve": Verb("เปิดหน้าเว็บและงานเบื้องหลังในโปรแกรมเดียว", "serve"),
    "web": Verb("เปิดเฉพาะหน้าเว็บ", "web"),
    "work": Verb("ทำเฉพาะงานเบื้องหลัง", "work"),
    "enter": Verb("ลงทะเบียนรับโดยไม่ใช้หน้าเว็บ", "enter"),
    "found": Verb("ตั้งหน่วยงานใหม่", "found"),
    "link": Verb("ออกลิงก์เข้าระบบครั้งเดียวให้เจ้าหน้าที่", "link"),
    "mailbox": Verb("แก้การเชื่อมต่อกล่องอีเมลกลาง", "mailbox"),
    "import-mail": Verb("นำเข้าจดหมายจากไฟล์", "import_mail"),
    "seal": Verb("ปิดวันที่จบแล้ว และพิมพ์ตราปิดวันล่าสุด", "seal"),
    "verify": Verb("ตรวจว่าไม่มีอะไรในทะเบียนถูกแก้ย้อนหลัง", "verify"),
    "restored": Verb("บอกว่าฐานข้อมูลกู้คืนจากชุดสำรอง เพื่อไม่ให้ออกเลขซ้ำ", "restored"),
    "export-evidence": Verb("ส่งออกหลักฐานให้ผู้ตรวจสอบตรวจเองได้", "export_evidence"),
    "doctor": Verb("ตรวจว่ามีอะไรเสีย", "doctor"),
    "explain": Verb(
        "อธิบายเวลารับ จดหมาย การ์ดที่เสนอ หรือลายมือชื่อใน PDF โดยไม่ใช้ฐานข้อมูล", "explain", with_django=False
    ),
}


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"{self.prog}: ยังไม่ได้ทำ เพราะคำสั่งไม่ครบหรือไม่ถูก ({message}) ไม่มีข้อมูลใดเปลี่ยน", file=sys.stderr)
        sys.exit(CANNOT)


def main(words: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    asked = list(sys.argv[1:] if words is None else words)
    verb = VERBS.get(asked[0]) if asked else None
    if verb is None:
        return _usage(asked)
    try:
        if verb.with_django:
            _set_up_django()
        module = importlib.import_module(f"saraban.management.{verb.module}")
        parser = Parser(prog=f"saraban {asked[0]}", description=verb.thai)
        module.arguments(parser)
        return int(module.run(parser.parse_args(asked[1:])))
    except BadEnvironment as bad:
        print(f"saraban: {bad}", file=sys.stderr)
        return CANNOT
    except Refusal as refusal:
        print(f"saraban: {refusal.message}", file=sys.stderr)
        return NO
    except BrokenPipeError:
        # Whoever read our lines has had enough of them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("saraban: หยุดตามคำสั่ง สิ่งที่บันทึกแล้วอยู่ครบ", file=sys.stderr)
        return CANNOT


def _usage(asked: Sequence[str]) -> int:
    help_asked = bool(asked) and asked[0] in ("help", "--help", "-h")
    out = sys.stdout if help_asked else sys.stderr
    if asked and not help_asked:
        print(f"saraban: ไม่รู้จักคำสั่ง {asked[0]}", file=out)
    print("ใช้: saraban คำสั่ง [--help]", file=out)
    for name, verb in VERBS.items():
        print(f"  {name:<12} {verb.thai}", file=out)
    return DONE if help_asked else CANNOT


def _set_up_django() -> None:
    """Raises `BadEnvironment`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saraban.settings")
    try:
        importlib.import_module("django").setup()
    except OSError as error:  # the settings make the data folder, for the key that signs sessions
        raise BadEnvironment(
            f"ยังไม่ได้เริ่มทำงาน เพราะใช้โฟลเดอร์ข้อมูลไม่ได้ ({error.strerror}: {error.filename}) "
            "โปรดตรวจสิทธิ์หรือตั้ง SARABAN_DATA ข้อมูลเดิมไม่เปลี่ยน"
        ) from error
