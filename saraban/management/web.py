"""saraban web: the pages only, any number of processes beside each other; the clock runs in `saraban work`."""

from __future__ import annotations

import argparse
import threading

from django.conf import settings

from saraban.management.readiness import make_ready, say
from saraban.management.web_server import WebServer


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    make_ready()
    server = WebServer(host=settings.ENVIRONMENT.host, port=settings.ENVIRONMENT.port)
    say(f"เปิดหน้าเว็บแล้วที่ {settings.SITE_URL} (งานเบื้องหลังทำด้วย saraban work)")
    server.run_until(threading.Event())
    return 0
