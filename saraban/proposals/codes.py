"""What the QR codes on a stranger's file say, read in the limited child process: the parent's side.

Slips come as screenshots, as photos of a screen and as scans, blurred, tilted and shrunk. What a code says is a stranger's
word: whoever asks decides what it is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from saraban.workbench.bench import Bench, Broken, TooCostly

JOB = "saraban.proposals.codes_job"
MEMORY_BYTES_MAX = 400 * 1024 * 1024  # beyond what the child holds when it is ready, as for showing a file
LOOK_SECONDS = 6.0  # after them it looks no harder
READ_SECONDS_MAX = 12.0
BROKEN = "ไฟล์เสียหาย เปิดไม่ได้"
TOO_COSTLY = "ไฟล์ใหญ่หรือซับซ้อนเกินกว่าจะเปิดอย่างปลอดภัย"

_bench = Bench(preload=[JOB], memory_bytes_max=MEMORY_BYTES_MAX, children_max=1, idle_seconds=30)


@dataclass(frozen=True)
class Codes:
    """`texts`: of all codes that were found; `trouble`: why the file could not be looked at, a part of a Thai sentence."""

    texts: tuple[str, ...] = ()
    trouble: str = ""


def read_codes(path: Path, attachment: int | None = None, *, wanted: str = "") -> Codes:
    """Of the file at this path, or of the attachment with this index of the mail there. Never raises.

    `wanted`: what the text holds that is looked for; other codes on the page do not end the search.
    """
    asked = [str(path), attachment, wanted, LOOK_SECONDS]
    try:
        said = _bench.run(f"{JOB}:texts", asked, timeout_seconds=READ_SECONDS_MAX)
    except TooCostly:
        return Codes(trouble=TOO_COSTLY)
    except Broken:
        return Codes(trouble=BROKEN)
    return Codes(tuple(said["texts"]), said["trouble"])
