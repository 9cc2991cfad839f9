"""Pictures bound as one PDF/A, a sheet of A4 each: Typst, in a process of its own, which takes its memory with it.

The pictures come from our own child; the same ones give the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TEMPLATE = "picture_pages.typ"
SECONDS_MAX = 120


@dataclass(frozen=True)
class PicturePage:
    """`said`: of the picture, for who cannot see it."""

    jpeg: bytes
    inches: tuple[float, float]
    said: str


class NotBound(Exception):
    """Memory or time did not suffice."""


def bound(pages: Sequence[PicturePage], *, title: str, dated_at: datetime) -> bytes:
    """A PDF/A-2b, tagged. `dated_at`, aware, is the date inside the file. Raises `NotBound`."""
    with TemporaryDirectory(prefix="saraban-pages-") as folder:
        shutil.copy(HERE / "templates" / TEMPLATE, folder)
        told = []
        for nth, page in enumerate(pages):
            Path(folder, f"{nth}.jpg").write_bytes(page.jpeg)
            told.append(
                {"file": f"{nth}.jpg", "wide": page.inches[0], "high": page.inches[1], "said": page.said}
            )
        data = {"title": title, "pages": told}
        return _made_apart(folder, data, dated_at)


def _made_apart(folder: str, data: Mapping[str, object], dated_at: datetime) -> bytes:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-P", "-m", "saraban.documents.picture_pages"],
            input=json.dumps([folder, data, dated_at.isoformat()]).encode(),
            capture_output=True,
            cwd=ROOT,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **kept},
            timeout=SECONDS_MAX,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotBound from error
    return done.stdout


def _bind_what_is_asked() -> None:
    """The other end of `bound`."""
    import typst

    folder, data, dated_at = json.load(sys.stdin)
    made = typst.Compiler(root=folder, ignore_system_fonts=True).compile(
        input=Path(folder, TEMPLATE),
        format="pdf",
        pdf_standards="a-2b",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=datetime.fromisoformat(dated_at).astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _bind_what_is_asked()
