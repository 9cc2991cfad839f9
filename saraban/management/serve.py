"""saraban serve: the web and the clock in one process. At scale: `web` and `work` apart."""

from __future__ import annotations

import argparse
import logging
import threading

from django.conf import settings
from django.db import connections
from django.utils.timezone import now

from saraban.clock import Clock
from saraban.management.readiness import make_ready, say
from saraban.management.web_server import CLOSE_SECONDS, WebServer
from saraban.practice import story, town
from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import Agency

logger = logging.getLogger("saraban")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--practice", action="store_true", help="ตั้งเทศบาลสมมติไว้ฝึก ถ้ายังไม่มีหน่วยงานใด")


def run(args: argparse.Namespace) -> int:
    make_ready()
    stop = threading.Event()
    server = WebServer(host=settings.ENVIRONMENT.host, port=settings.ENVIRONMENT.port)
    threads: list[threading.Thread] = []
    if args.practice:
        threads += _practice(stop)
    elif not Agency.objects.exists():
        say("ยังไม่มีหน่วยงานในระบบ ตั้งได้ด้วยคำสั่ง saraban found หรือลองฝึกด้วย saraban serve --practice")
    say(f"เปิดแล้วที่ {settings.SITE_URL} (กด Ctrl+C เพื่อหยุด)")
    clock = Clock(stop)
    threads += clock.start()
    try:
        server.run_until(stop)
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=CLOSE_SECONDS)
        clock.close()
        say("ปิดแล้ว ข้อมูลอยู่ครบ")
    return 0


def _practice(stop: threading.Event) -> list[threading.Thread]:
    """Found the practice town where there is no agency yet, and tell its story while the first page is opened."""
    if not Agency.objects.exists():
        town.found_practice_town(now=now())
    clerk = town.clerk_of_practice()
    if clerk is None:
        say("ระบบนี้เป็นของหน่วยงานจริง จึงไม่ได้ตั้งเทศบาลสมมติ")
        return []
    print(f"{settings.SITE_URL}/sign-in/{SignInLink.make(clerk)}/", flush=True)
    say("ลิงก์ข้างบนใช้เข้าระบบได้ครั้งเดียว ในชื่อเจ้าหน้าที่สารบรรณของเทศบาลตำบลคลองน้อย (โหมดฝึกหัด)")
    telling = threading.Thread(target=_tell, args=(stop,), name="story")
    telling.start()
    return [telling]


def _tell(stop: threading.Event) -> None:
    try:
        story.tell(town.maildir(), now=now(), stop=stop)
    except Exception:  # the office opens with fewer letters
        logger.exception("the practice story was not told to its end")
    finally:
        connections.close_all()
