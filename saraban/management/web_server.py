"""The web server of one process: waitress over the product, until it is told to stop."""

from __future__ import annotations

import errno
import signal
import threading
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from waitress.server import create_server

from saraban.environment import BadEnvironment
from saraban.wsgi import application

THREADS = 8
BODY_MAX = 100 * 1024 * 1024  # bytes of one request
CLOSE_SECONDS = 25  # within the 30 that an operating system commonly gives


class WebServer:
    """Listens from the start, so that a port in use is known before anything else is done."""

    def __init__(self, *, host: str, port: int) -> None:
        """Raises `BadEnvironment` when the port cannot be had."""
        trust: dict[str, object] = {}
        if settings.HTTPS:  # a proxy on this machine ends TLS, and tells who asked and how
            trust = {
                "trusted_proxy": "127.0.0.1",
                "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
                "clear_untrusted_proxy_headers": True,
            }
        try:
            self._server = create_server(
                application,
                host=host,
                port=port,
                threads=THREADS,
                ident="",
                max_request_body_size=BODY_MAX,
                channel_timeout=120,
                cleanup_interval=30,
                **trust,
            )
        except (OSError, ValueError) as error:
            number = getattr(error, "errno", None)
            why = (
                "มีโปรแกรมอื่นใช้พอร์ตนี้อยู่ (อาจเปิดระบบนี้ไว้แล้ว)"
                if number == errno.EADDRINUSE
                else f"ใช้ที่อยู่นี้ไม่ได้ ({error})"
            )
            raise BadEnvironment(
                f"ยังไม่ได้เปิดหน้าเว็บที่ {host}:{port} เพราะ{why} โปรดปิดโปรแกรมนั้น หรือตั้ง SARABAN_PORT เป็นเลขอื่น "
                "ข้อมูลเดิมอยู่ครบ"
            ) from error

    def run_until(self, stop: threading.Event) -> None:
        """Serve until SIGTERM, SIGINT or `stop`. From the main thread only."""

        def end(signum: int, frame: FrameType | None) -> None:
            stop.set()

        before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
        answering = threading.Thread(target=_serve(self._server, stop), name="web", daemon=True)
        answering.start()
        try:
            while not stop.wait(0.2):
                pass
        finally:
            self._server.close()
            self._server.task_dispatcher.shutdown(timeout=CLOSE_SECONDS)
            for number, handler in before.items():
                signal.signal(number, handler)


def _serve(server: object, stop: threading.Event) -> Callable[[], None]:
    def run() -> None:
        try:
            server.run()  # type: ignore[attr-defined]
        except OSError:
            if not stop.is_set():
                raise
        finally:
            stop.set()

    return run
