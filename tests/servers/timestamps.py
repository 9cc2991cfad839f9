"""A time stamp authority for tests: OpenSSL's own, behind a small HTTP server that can also be broken, slow or loud."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from tests.servers.certificates import Authority

CONFIG = """[tsa]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""


LISTS = "http://lists.tsa.example/revoked.crl"


class TimeStamper:
    """`manner`: "well", or what goes wrong: "down" (500), "long", "dripping", "elsewhere" (a redirection), "nonsense",
    "again" (the answer to the question before)."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.manner, self.asked = folder, "well", 0
        self.authority = Authority(folder)
        self.roots = self.authority.ca_file.read_text()
        _openssl(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=TSA of tests"),
            *("-CA", str(self.authority.ca_file), "-CAkey", str(folder / "ca.key")),
            *("-addext", "basicConstraints=critical,CA:FALSE"),
            *("-addext", "keyUsage=critical,digitalSignature"),
            *("-addext", "extendedKeyUsage=critical,timeStamping"),
            *("-addext", f"crlDistributionPoints=URI:{LISTS}"),
            *("-keyout", str(folder / "tsa.key"), "-out", str(folder / "tsa.pem")),
        )
        (folder / "serial").write_text("01")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        self.url, self._before = "", b""

    def revocation_list(self) -> bytes:
        """Of its authority, today: nobody was revoked."""
        key = serialization.load_pem_private_key((self.folder / "ca.key").read_bytes(), None)
        issuer = x509.load_pem_x509_certificate(self.roots.encode()).subject
        begin = datetime.now(UTC) - timedelta(hours=1)
        built = x509.CertificateRevocationListBuilder().issuer_name(issuer).last_update(begin)
        made = built.next_update(begin + timedelta(days=7)).sign(key, hashes.SHA256())  # type: ignore[arg-type]
        return made.public_bytes(serialization.Encoding.DER)

    def answer(self, question: bytes) -> bytes:
        if self.manner == "again":
            return self._before
        (self.folder / "asked.tsq").write_bytes(question)
        _openssl(
            *("ts", "-reply", "-config", str(self.folder / "tsa.cnf"), "-section", "tsa"),
            *("-queryfile", str(self.folder / "asked.tsq"), "-out", str(self.folder / "said.tsr")),
        )
        self._before = (self.folder / "said.tsr").read_bytes()
        return self._before


@contextmanager
def time_stamper(folder: Path) -> Iterator[TimeStamper]:
    made = TimeStamper(folder)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.asked += 1
            question = self.rfile.read(int(self.headers["Content-Length"]))
            if made.manner == "dripping":
                self.wfile.write(b"HTTP/1.0 200 OK\r\n")
                for _ in range(600):
                    time.sleep(0.05)
                    try:
                        self.wfile.write(b"x")
                    except OSError:
                        return
                return
            status = {"down": 500, "elsewhere": 302}.get(made.manner, 200)
            said = {"long": b"\x30" * 1_000_000, "nonsense": b"\x30\x82\xff\xff"}.get(made.manner)
            self.send_response(status)
            if made.manner == "elsewhere":
                self.send_header("Location", f"{made.url}/elsewhere")
            self.end_headers()
            self.wfile.write(made.answer(question) if said is None and status == 200 else said or b"")

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    made.url = f"http://127.0.0.1:{server.server_port}/tsr"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
