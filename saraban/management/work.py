"""saraban work: the clock only; any number of processes beside each other."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType

from saraban.clock import Clock
from saraban.mail.models import MailboxWatch
from saraban.management.readiness import make_ready, say

TOLD_MAX = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="ทำทุกขั้นจนไม่มีอะไรถึงกำหนด แล้วจบ")
    how.add_argument("--settle", action="store_true", help="เหมือน --once และรอให้พ้นเวลาเลิกทำด้วย แล้วจบ")


def run(args: argparse.Namespace) -> int:
    make_ready()
    stop = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    clock = Clock(stop)
    try:
        if args.once:
            clock.until_nothing_is_due()
        elif args.settle:
            clock.settle()
        else:
            say("ทำงานเบื้องหลังอยู่ (กด Ctrl+C เพื่อหยุด)")
            for thread in clock.start():
                thread.join()
    finally:
        clock.close()
    _tell_of_failures()
    return 0


def _tell_of_failures() -> None:
    """Say which mailboxes could not be looked into; what they hold waits there."""
    failing = MailboxWatch.across_agencies.exclude(failing_since=None).select_related("mailbox")
    for watch in failing[:TOLD_MAX]:
        say(
            f"ยังตรวจกล่อง {watch.mailbox.address} ไม่ได้: {watch.last_error} จดหมายยังอยู่ที่ผู้ให้บริการ สั่ง saraban doctor เพื่อดูทั้งหมด"
        )
