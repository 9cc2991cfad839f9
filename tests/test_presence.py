from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from django.utils.timezone import now

from saraban.mail.models import MailboxWatch
from saraban.presence import FOLDER, KEPT_SECONDS, gone, own_name
from tests.office import Office

ANOTHER = "import sys, time; from pathlib import Path; from saraban.presence import own_name; print(own_name(Path(sys.argv[1])), flush=True); time.sleep(60)"


def another(data: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", ANOTHER, str(data)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_one_that_was_killed_is_gone_at_once_and_the_living_are_not(tmp_path: Path) -> None:
    mine = own_name(tmp_path)
    process, name = another(tmp_path)
    try:
        assert own_name(tmp_path) == mine != name
        assert gone(tmp_path) == set()
    finally:
        process.kill()
        process.wait()
    assert gone(tmp_path) == {name}


def test_a_forked_process_has_a_name_of_its_own(tmp_path: Path) -> None:
    mine = own_name(tmp_path)
    pid = os.fork()
    if not pid:
        os._exit(0 if own_name(tmp_path) != mine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert len(gone(tmp_path)) == 1


def test_old_files_of_the_dead_are_taken_away(tmp_path: Path) -> None:
    process, name = another(tmp_path)
    process.kill()
    process.wait()
    long_ago = time.time() - KEPT_SECONDS - 60
    file = tmp_path / FOLDER / name
    os.utime(file, (long_ago, long_ago))  # it had lived for more than a day
    assert [gone(tmp_path), gone(tmp_path)] == [{name}, {name}]
    os.utime(file, (long_ago, long_ago))  # and has been dead for more than a day
    assert gone(tmp_path) == {name}
    assert not file.exists()


def test_where_nothing_is_known_nobody_is_gone(tmp_path: Path) -> None:
    assert gone(tmp_path / "nowhere") == set()


def test_the_work_of_a_dead_process_is_taken_over_and_that_of_a_living_one_is_not(
    office: Office, data_dir: Path
) -> None:
    watch = MailboxWatch.objects.create(agency=office.agency, mailbox=office.mailbox, not_before=now())
    process, name = another(data_dir)
    MailboxWatch.objects.update(lease_until=now() + timedelta(minutes=10), lease_by=name)
    lease = timedelta(minutes=10)
    try:
        assert not watch.claim(now(), lease=lease)
    finally:
        process.kill()
        process.wait()
    watch.refresh_from_db()
    assert watch.claim(now(), lease=lease)
    assert watch.lease_by == own_name(data_dir)
    assert not MailboxWatch.objects.get().claim(now(), lease=lease)
