"""A wire that can be cut: between a client and a server, it breaks off after so many bytes, or changes what passes."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    UP = "up"  # client to server
    DOWN = "down"  # server to client


class How(StrEnum):
    CLOSE = "close"  # as a program that ends
    RESET = "reset"  # as a machine that knows nothing of the connection any more
    SILENCE = "silence"  # as a cable pulled out: nobody is told


@dataclass(frozen=True)
class Cut:
    """After `after` bytes have passed on this `way`, the connection ends."""

    way: Way
    after: int
    how: How = How.CLOSE


@dataclass
class Wire:
    """Set `cut` and it happens once, to the connection that gets that far; then connections last again."""

    port: int
    target_port: int
    cut: Cut | None = None
    # What passes downwards, as it is to pass. For a line of plain text; chunks come as the server sends them.
    change: Callable[[bytes], bytes] | None = None
    bytes_per_second: float = 0  # upwards; 0: as fast as it goes
    passed: dict[Way, bytearray] = field(default_factory=lambda: {way: bytearray() for way in Way})
    connections: int = 0
    cuts: int = 0
    _lines: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                server = socket.create_connection(("127.0.0.1", self.target_port))
            except OSError:
                client.close()
                continue
            for line in (client, server):
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._lines.append(line)
            self.passed = {way: bytearray() for way in Way}
            threading.Thread(target=self._carry, args=(client, server, self.passed), daemon=True).start()

    def end(self) -> None:
        for line in self._lines:
            _close(line)

    def _carry(self, client: socket.socket, server: socket.socket, passed: dict[Way, bytearray]) -> None:
        """One thread for both ways: nobody else waits at a line when it is reset."""
        how = How.CLOSE
        with suppress(OSError, ValueError):
            while True:
                for source in select.select([client, server], [], [])[0]:
                    way, sink = (Way.UP, server) if source is client else (Way.DOWN, client)
                    chunk = source.recv(65536)
                    if not chunk:
                        raise ConnectionResetError
                    if way is Way.DOWN and self.change is not None:
                        chunk = self.change(chunk)
                    cut = self._cut_within(way, len(passed[way]) + len(chunk))
                    if cut is not None:
                        chunk = chunk[: max(cut.after - len(passed[way]), 0)]
                    passed[way] += chunk
                    sink.sendall(chunk)
                    if way is Way.UP and self.bytes_per_second:
                        time.sleep(len(chunk) / self.bytes_per_second)
                    if cut is not None:
                        how = cut.how
                        raise ConnectionResetError
        if how is How.SILENCE:
            return
        for line in (client, server):
            if how is How.RESET:
                with suppress(OSError):
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                line.close()
            else:
                _close(line)

    def _cut_within(self, way: Way, passed: int) -> Cut | None:
        with self._lock:
            cut = self.cut
            if cut is None or cut.way is not way or passed < cut.after:
                return None
            self.cut = None
            self.cuts += 1
            return cut


@contextmanager
def wire_to(target_port: int, *, change: Callable[[bytes], bytes] | None = None) -> Iterator[Wire]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)  # a slow wire holds little
        wire = Wire(port=listener.getsockname()[1], target_port=target_port, change=change)
        threading.Thread(target=wire.run, args=(listener,), daemon=True).start()
        try:
            yield wire
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # or its thread would go on accepting
            wire.end()


def _close(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
