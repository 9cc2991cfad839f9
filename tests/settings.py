"""The product's settings, in a folder of their own and with a cheap password hash."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_shared_memory = Path("/dev/shm")
_folder = tempfile.mkdtemp(prefix="saraban-tests-", dir=_shared_memory if _shared_memory.is_dir() else None)
os.environ.setdefault("SARABAN_DATA", _folder)

from saraban.settings import *  # noqa: E402, F403
from saraban.settings import DATA_DIR, DATABASES, INSTALLED_APPS  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "tests.insider"]  # how a test's database is emptied
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "saraban.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}  # a file, as in life
