from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.files.secrets import NoSecret, deployment_key, keep_secret, read_secret
from saraban.files.store import DiskFull, FileStore
from saraban.tenancy.models import Agency

AGENCY = Agency(slug="klongnoy", uid=uuid4())
OTHER = Agency(slug="paktang", uid=uuid4())


def everything_under(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(data=st.binary(max_size=2_000), cut=st.integers(1, 500))
def test_what_is_kept_is_read_back_byte_by_byte(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, cut: int
) -> None:
    store = FileStore(tmp_path_factory.mktemp("store"))
    with store.batch(AGENCY) as batch:
        kept = batch.add(data[i : i + cut] for i in range(0, len(data), cut))
    assert (kept.sha256, kept.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert store.read(AGENCY, kept.sha256) == data
    assert store.verify(AGENCY, kept.sha256)


def test_the_same_bytes_are_one_file_and_another_agency_has_its_own(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    first, again, other = store.keep(AGENCY, b"x"), store.keep(AGENCY, b"x"), store.keep(OTHER, b"x")
    assert first == again == other
    assert len(everything_under(tmp_path)) == 2
    with pytest.raises(FileNotFoundError):
        store.path(OTHER, hashlib.sha256(b"y").hexdigest())


def test_a_batch_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(ZeroDivisionError), store.batch(AGENCY) as batch:
        batch.add([b"one"])
        batch.add(bytes([1 // zero]) for zero in [0])
    assert everything_under(tmp_path) == []


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    with store.batch(AGENCY) as batch:
        kept = batch.add([b"half"])
        with pytest.raises(FileNotFoundError):
            store.path(AGENCY, kept.sha256)
    assert store.read(AGENCY, kept.sha256) == b"half"


def test_a_full_disk_is_said_plainly_and_nothing_is_kept(tmp_path: Path) -> None:
    store = FileStore(tmp_path)

    def chunks() -> object:
        yield b"a"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(DiskFull, match="ดิสก์เต็ม"), store.batch(AGENCY) as batch:
        batch.add(chunks())  # type: ignore[arg-type]
    assert everything_under(tmp_path) == []


def test_kept_files_cannot_be_written_to(tmp_path: Path) -> None:
    kept = FileStore(tmp_path).keep(AGENCY, b"record")
    assert FileStore(tmp_path).path(AGENCY, kept.sha256).stat().st_mode & 0o777 == 0o440


def test_what_a_rule_takes_away_is_gone_and_nothing_else(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    kept, other = store.keep(AGENCY, b"picture"), store.keep(AGENCY, b"record")
    elsewhere = store.keep(OTHER, b"picture")
    store.remove(AGENCY, kept.sha256)
    store.remove(AGENCY, kept.sha256)  # gone already
    with pytest.raises(FileNotFoundError):
        store.path(AGENCY, kept.sha256)
    assert store.read(AGENCY, other.sha256) == b"record"
    assert store.read(OTHER, elsewhere.sha256) == b"picture"


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    kept = store.keep(AGENCY, b"record")
    path = store.path(AGENCY, kept.sha256)
    path.chmod(0o640)
    path.write_bytes(b"rekord")
    assert not store.verify(AGENCY, kept.sha256)


def test_secrets_are_for_the_server_alone(tmp_path: Path) -> None:
    keep_secret(tmp_path, "mailbox-1", "รหัสลับ")
    assert read_secret(tmp_path, "mailbox-1") == "รหัสลับ"
    file = tmp_path / "secrets" / "mailbox-1"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    keep_secret(tmp_path, "mailbox-1", "ใหม่")
    assert read_secret(tmp_path, "mailbox-1") == "ใหม่"
    assert [path.name for path in file.parent.iterdir()] == ["mailbox-1"]
    with pytest.raises(NoSecret):
        read_secret(tmp_path, "mailbox-2")


@pytest.mark.parametrize("name", ["../x", "", "A", "a/b", ".hidden", "x" * 101])
def test_a_secret_has_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(AssertionError):
        keep_secret(tmp_path, name, "x")


def test_the_deployment_key_is_made_once(tmp_path: Path) -> None:
    first = deployment_key(tmp_path)
    assert deployment_key(tmp_path) == first
    assert len(first) >= 60


def test_what_a_dead_process_left_half_written_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    kept = store.keep(AGENCY, b"record")
    old, fresh = (tmp_path / str(AGENCY.uid) / "new" / name for name in ("old", "fresh"))
    for path, when in ((old, 1_000_000), (fresh, 3_000_000)):
        path.write_bytes(b"half")
        os.utime(path, (when, when))
    assert store.sweep(2_000_000) == 1
    assert not old.exists()
    assert fresh.exists()
    assert store.read(AGENCY, kept.sha256) == b"record"
