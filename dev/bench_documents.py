"""Documents at size: licences typeset and sealed, beside the raw rate at which the same key signs; and a batch of 500 carried
from the press to the outbox."""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

BUILD = Path(__file__).parent.parent / "build"
PAPERS, BATCH = 300, 500
WANTED_PER_SECOND = 60


def bench_documents() -> dict[str, Any]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="bench-", ignore_cleanup_errors=True) as folder:
        return {"made_and_sealed": _papers(Path(folder)), "batch": _batch(Path(folder))}


def _papers(folder: Path) -> dict[str, Any]:
    """Two threads make, the one process that holds the key seals."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from django.utils.timezone import now

    from saraban.documents.papers import made
    from saraban.documents.sealing import Sealer
    from tests.documents import pki
    from tests.issuing.desks import PASSPHRASE

    root = pki.root()
    sealer = Sealer()
    p12, key = _p12_and_key(root)
    sealer.open(p12, PASSPHRASE, at=now())
    papers, head, at = _licences(PAPERS), _letterhead(), now()
    made(papers[0], head, dated_at=at)
    started, count = time.perf_counter(), 500
    for number in range(count):
        key.sign(number.to_bytes(8, "big"), padding.PKCS1v15(), hashes.SHA256())
    raw = count / (time.perf_counter() - started)
    started = time.perf_counter()
    for paper in papers[:100]:
        pdf = made(paper, head, dated_at=at).pdf
    alone = 100 / (time.perf_counter() - started)
    todo, lock, sealed = iter(enumerate(papers)), threading.Lock(), []

    def work() -> None:
        while True:
            with lock:
                number, paper = next(todo, (0, None))
            if paper is None:
                return
            path = folder / f"{number}.pdf"
            path.write_bytes(made(paper, head, dated_at=at).pdf)
            sealed.append(len(sealer.seal(path)))

    workers = [threading.Thread(target=work) for _ in range(2)]
    before, key_before = _resident_mb(os.getpid()), _resident_mb(*sealer.pids())
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - started
    grew, key_grew = _resident_mb(os.getpid()) - before, _resident_mb(*sealer.pids()) - key_before
    sealer.close()
    assert len(sealed) == PAPERS
    rate = PAPERS / seconds
    return {
        "papers": PAPERS,
        "bytes_each": len(pdf),
        "made_and_sealed_per_s": round(rate, 1),
        "wanted_per_s": WANTED_PER_SECOND,
        "made_alone_per_s": round(alone, 1),
        "raw_signatures_per_s": round(raw),
        "of_raw": round(rate / raw, 3),
        "grew_mb": round(grew),
        "key_process_grew_mb": round(key_grew),
    }


def _p12_and_key(root: Any) -> tuple[bytes, Any]:
    """The agency's file, and the very key that lies in it."""
    from cryptography.hazmat.primitives.serialization import pkcs12

    from tests.issuing.desks import PASSPHRASE, certificate_file

    p12 = certificate_file(root)
    key, _, _ = pkcs12.load_key_and_certificates(p12, PASSPHRASE.encode())
    return p12, key


def _resident_mb(*pids: int) -> float:
    pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return sum(pages) * resource.getpagesize() / 2**20


def _batch(folder: Path) -> dict[str, Any]:
    """500 signed licences, pressed one after the other, and carried by the clock's step."""
    from django.conf import settings
    from django.utils.timezone import localdate

    from dev.bench import _fresh_office
    from saraban.issuing.carrying import carry_due
    from saraban.issuing.certificates import close_all
    from saraban.issuing.models import Issue, Stage
    from saraban.tenancy.scope import acting_for
    from tests.cases.matters import matters_of
    from tests.documents import pki
    from tests.issuing import desks

    settings.DATA_DIR, settings.ALLOWED_HOSTS = folder, ["*"]
    with _fresh_office(folder, practice=True) as office, acting_for(office.agency):
        desk = desks.desk_of(matters_of(office), since=localdate())
        desks.with_certificate(desk, pki.root())
        signed = [desk.signed(desk.approved(subject=f"คำขอที่ {n}")) for n in range(BATCH)]
        started = time.perf_counter()
        for issue in signed:
            issue.send_out(desks.press(seals=True), by=desk.clerk)
        pressed = time.perf_counter() - started
        alone = _page_times(desk.clerk, lambda taken: len(taken) < 40)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.perf_counter()
        with ThreadPoolExecutor(1) as officer:
            going = threading.Event()
            meanwhile = officer.submit(_page_times, desk.clerk, lambda taken: not going.is_set())
            while carry_due():
                pass
            going.set()
        carried = time.perf_counter() - started
        assert Issue.objects.filter(stage=Stage.SENT).count() == BATCH
        close_all()
    return {
        "licences": BATCH,
        "files": 2 * BATCH,
        "pressed_s": round(pressed, 1),
        "carried_s": round(carried, 1),
        "files_per_s": round(2 * BATCH / carried, 1),
        "page_p95_ms": _p95(alone),
        "page_meanwhile_p95_ms": _p95(meanwhile.result()),
        "page_wanted_ms": 100,
        "grew_mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024,
    }


def _page_times(officer: Any, goes_on: Callable[[list[float]], bool]) -> list[float]:
    """Seconds that the register's page took, asked for five times a second as by an officer's browser."""
    from django.db import connection
    from django.test import Client

    client = Client()
    client.force_login(officer.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/desk/register/").status_code == 200
    taken: list[float] = []
    while goes_on(taken):
        started = time.perf_counter()
        assert client.get("/desk/register/").status_code == 200
        taken.append(time.perf_counter() - started)
        time.sleep(0.2)
    connection.close()
    return taken


def _p95(taken: list[float]) -> float:
    return round(statistics.quantiles(taken, n=20)[18] * 1000, 1)


def _licences(count: int) -> Sequence[Any]:
    from saraban.documents.papers import Check, Paper, PaperKind, Signature

    return [
        Paper(
            kind=PaperKind.LICENCE,
            subject="ใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ",
            paragraphs=("อาศัยอำนาจตามพระราชบัญญัติการสาธารณสุข พ.ศ. 2535", "ต้องปฏิบัติตามข้อบัญญัติท้องถิ่น"),
            number=f"{number}/2569",
            dated_on=date(2026, 11, 2),
            rows=(("ออกให้แก่", f"นายสมชาย ที่ปรึกษาดี {number}"), ("ตั้งอยู่ที่", "12 หมู่ 3 ตำบลคลองน้อย")),
            signature=Signature("นายสมศักดิ์ ตั้งใจ", ("นายกเทศมนตรีตำบลคลองน้อย",), "ลงลายมือชื่ออิเล็กทรอนิกส์"),
            check=Check(f"https://saraban.klongnoy.go.th/v/{number:020x}", "ABCDEFGH"),
        )
        for number in range(count)
    ]


def _letterhead() -> Any:
    from saraban.documents.papers import Letterhead

    return Letterhead(
        ("เทศบาลตำบลคลองน้อย", "ตำบลคลองน้อย จังหวัดนครนายก ๒๖๐๐๐"), ("กองสาธารณสุข", "โทร. 02 123 4568")
    )
