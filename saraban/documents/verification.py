"""The signatures of a PDF, checked in the limited child process: the parent's side, which opens no PDF and imports no
pyHanko. Nothing of the database: who asks keeps the verdict in a row of its own."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from saraban.documents.roots import nrca_roots
from saraban.documents.signatures import PdfVerdict, SignatureFacts, Trouble
from saraban.workbench.bench import Bench, Broken, TooCostly

JOBS = "saraban.documents.signature_job"
SECONDS_MAX = 15.0  # for one file; with a child that has to start first, less than 20
MEMORY_BYTES_MAX = (
    384 * 1024 * 1024
)  # beyond what pyHanko takes when it is ready, some 70 MB: less than 512 in all

_bench = Bench(preload=[JOBS], memory_bytes_max=MEMORY_BYTES_MAX)


def verify_pdf(path: Path, *, roots: Sequence[bytes] | None = None, at: datetime | None = None) -> PdfVerdict:
    """What the PDF in this file is worth. `roots`: DER of those we trust, NRCA's where none are given; `at`: the time
    for which we judge, aware.

    Never raises for what is in the file. Raises `NoRoots`.
    """
    return _verdict(_bench, path, nrca_roots() if roots is None else roots, at)


def verify_each(
    paths: Iterable[Path], *, roots: Sequence[bytes], at: datetime | None = None
) -> Iterator[PdfVerdict]:
    """As `verify_pdf`, of many files in their order, in a child that goes when they are done."""
    bench = Bench(preload=[JOBS], memory_bytes_max=MEMORY_BYTES_MAX, children_max=1)
    try:
        for path in paths:
            yield _verdict(bench, path, roots, at)
    finally:
        bench.close()


def _verdict(bench: Bench, path: Path, roots: Sequence[bytes], at: datetime | None) -> PdfVerdict:
    if not path.is_file():
        return PdfVerdict.not_told(Trouble.MISSING)
    asked = [
        str(path.resolve()),
        [b64encode(root).decode() for root in roots],
        at.isoformat() if at else None,
    ]
    try:
        said: dict[str, Any] = bench.run(f"{JOBS}:facts", asked, timeout_seconds=SECONDS_MAX)
    except TooCostly:
        return PdfVerdict.not_told(Trouble.TOO_COSTLY)
    except Broken as trouble:
        unopened = str(trouble).startswith(("PermissionError", "FileNotFoundError", "OSError"))
        return PdfVerdict.not_told(Trouble.MISSING if unopened else Trouble.UNREADABLE)
    if "trouble" in said:
        return PdfVerdict.not_told(Trouble(said["trouble"]))
    found = [SignatureFacts.of(one) for one in said["signatures"]]
    return PdfVerdict.on(found, broken_stamp=said["broken_stamp"])
