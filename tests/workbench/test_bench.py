"""The bench keeps hostile work apart: it is stopped, it learns nothing, it reaches nobody, and the next job is well."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from saraban.workbench import limits
from saraban.workbench.bench import Bench, Broken, TooCostly, _Child

SECONDS = 10.0
LINUX = sys.platform.startswith("linux")


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.close()


def do(bench: Bench, job: str, *args: Any, timeout_seconds: float = SECONDS) -> Any:
    return bench.run(f"tests.workbench.jobs:{job}", args, timeout_seconds=timeout_seconds)


def wait_until(is_so: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return is_so()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_job_answers_json(bench: Bench) -> None:
    value = {"ก": [1, 2.5, None, True, "ข้อความ\n\u0000"]}
    assert do(bench, "echo", value) == value


def test_a_job_may_answer_bytes(bench: Bench) -> None:
    assert do(bench, "as_bytes", 4_000) == bytes(range(256)) * 4_000


def test_one_child_does_many_jobs(bench: Bench) -> None:
    assert len({do(bench, "pid") for _ in range(20)}) == 1


def test_the_child_knows_no_setting_and_no_secret_of_ours(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SARABAN_CANARY", "a secret")
    monkeypatch.setenv("DATABASE_PASSWORD", "a secret")
    seen = do(bench, "environment")
    assert {name for name in seen if name.startswith("SARABAN")} == set()
    assert "a secret" not in seen.values()
    assert set(seen) <= {
        "PATH", "PYTHONPATH", "PYTHONUTF8", "TZ", "MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_", "SYSTEMROOT", "LD_LIBRARY_PATH", "LC_CTYPE",
    }  # fmt: skip


def test_a_job_that_takes_too_long_is_stopped(bench: Bench) -> None:
    begin = time.monotonic()
    with pytest.raises(TooCostly):
        do(bench, "sleep", 60, timeout_seconds=0.5)
    assert time.monotonic() - begin < 5
    assert do(bench, "echo", "well") == "well"


def test_a_job_that_never_leaves_native_code_is_stopped(bench: Bench) -> None:
    with pytest.raises(TooCostly):
        do(bench, "spin_in_native_code", timeout_seconds=0.5)
    assert do(bench, "echo", "well") == "well"


@pytest.mark.skipif(not LINUX, reason="other systems do not tell data from the rest")
def test_a_job_that_eats_memory_is_stopped() -> None:
    bench = Bench(memory_bytes_max=60_000_000)
    assert do(bench, "eat_memory", 30_000_000) == 30_000_000
    with pytest.raises(TooCostly):
        do(bench, "eat_memory", 90_000_000)
    assert do(bench, "echo", "well") == "well"
    bench.close()


@pytest.mark.parametrize("code", [0, 3])
def test_a_child_that_ends_itself_is_broken(bench: Bench, code: int) -> None:
    with pytest.raises(Broken):
        do(bench, "leave", code)
    assert do(bench, "echo", "well") == "well"


def test_a_child_that_crashes_is_broken(bench: Bench) -> None:
    do(bench, "pid")
    with pytest.raises(Broken):
        do(bench, "crash")
    assert do(bench, "echo", "well") == "well"


def test_a_job_that_raises_is_broken_and_its_words_stay_inside(bench: Bench) -> None:
    with pytest.raises(Broken) as trouble:
        do(bench, "trouble", "1-2345-67890-12-1")
    assert str(trouble.value).startswith("ValueError at jobs.py:")


def test_an_answer_that_is_no_json_is_broken(bench: Bench) -> None:
    with pytest.raises(Broken):
        do(bench, "answer_nonsense")


def test_a_job_cannot_answer_by_printing(bench: Bench) -> None:
    assert do(bench, "write_to_output") == "still well"


def test_a_job_makes_no_socket(bench: Bench) -> None:
    with pytest.raises(Broken, match="PermissionError"):
        do(bench, "make_socket")


@pytest.mark.skipif(not LINUX, reason="only Linux gives a process a network of its own")
def test_native_code_reaches_nobody(bench: Bench) -> None:
    allowed = subprocess.run(
        [sys.executable, "-c", "from saraban.workbench import limits; print(limits.cut_off_network())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    if allowed != "True":
        pytest.skip("this machine does not allow a network of one's own")
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()  # somebody does listen there
        assert do(bench, "connect_in_native_code", server.getsockname()[1]) != 0


@pytest.mark.parametrize("job", ["run_program", "fork"])
def test_a_job_starts_no_process(bench: Bench, job: str) -> None:
    with pytest.raises(Broken, match="PermissionError"):
        do(bench, job)


def test_a_job_reads_files_and_changes_none(bench: Bench, tmp_path: Path) -> None:
    ours = tmp_path / "letter.eml"
    ours.write_text("ours")
    assert do(bench, "read_file", str(ours)) == "ours"
    for job in ("write_file", "remove_file"):
        with pytest.raises(Broken, match="PermissionError"):
            do(bench, job, str(ours))
    with pytest.raises(Broken, match="PermissionError"):
        do(bench, "write_file", str(tmp_path / "new"))
    assert do(bench, "write_file_in_native_code", str(ours)) <= 0
    assert ours.read_text() == "ours"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.eml"]


def test_a_child_is_replaced_when_it_is_old() -> None:
    bench = Bench(jobs_max=3)
    pids = [do(bench, "pid") for _ in range(7)]
    assert [pids.index(pid) for pid in pids] == [0, 0, 0, 3, 3, 3, 6]
    bench.close()


@pytest.mark.skipif(not LINUX, reason="asks /proc")
def test_a_child_is_replaced_when_it_has_grown(bench: Bench) -> None:
    first = do(bench, "keep_memory", 100_000_000)
    assert do(bench, "pid") != first
    assert wait_until(lambda: not is_alive(first))


@pytest.mark.skipif(not LINUX, reason="asks /proc")
def test_an_idle_child_goes_and_the_next_job_gets_another() -> None:
    bench = Bench(idle_seconds=0.3)
    first = do(bench, "pid")
    assert wait_until(lambda: not is_alive(first))
    assert do(bench, "pid") != first
    bench.close()


def test_a_job_that_meets_a_leaving_child_is_still_done() -> None:
    bench = Bench(idle_seconds=0.03)
    for pause in range(40):
        assert do(bench, "echo", pause) == pause
        time.sleep(0.02 + pause % 5 * 0.005)
    bench.close()


def test_a_new_child_waits_for_its_first_job_however_busy_the_machine_is() -> None:
    bench = Bench(idle_seconds=0.01)
    ask = _Child.ask

    def late(child: _Child, question: bytes, timeout_seconds: float) -> tuple[object, bool]:
        time.sleep(0.2)
        return ask(child, question, timeout_seconds)

    with mock.patch.object(_Child, "ask", late):
        assert do(bench, "echo", 1) == 1
    bench.close()


def test_threads_share_a_bench() -> None:
    bench = Bench(children_max=2)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: do(bench, "echo", number), range(200)))
    assert answers == list(range(200))
    assert len(bench.resting_pids()) <= 2
    bench.close()


def test_a_slow_job_does_not_keep_a_quick_one_waiting(bench: Bench) -> None:
    do(bench, "pid")
    slow = threading.Thread(target=lambda: do(bench, "sleep", 3))
    slow.start()
    time.sleep(0.1)
    begin = time.monotonic()
    do(bench, "echo", 1)
    assert time.monotonic() - begin < 2.5
    slow.join()


@pytest.mark.skipif(not LINUX, reason="asks /proc")
@pytest.mark.parametrize("busy", [False, True])
def test_the_child_dies_with_its_parent(busy: bool) -> None:
    script = (
        "import sys, threading, time\n"
        "from saraban.workbench.bench import Bench\n"
        "bench = Bench()\n"
        "print(bench.run('tests.workbench.jobs:pid', [], timeout_seconds=20), flush=True)\n"
    )
    if busy:
        script += "bench.run('tests.workbench.jobs:sleep', [60], timeout_seconds=60)\n"
    parent = subprocess.Popen(
        [sys.executable, "-c", script + "time.sleep(60)"], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)
    time.sleep(0.2)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not is_alive(child))


@pytest.mark.skipif(not LINUX, reason="asks /proc")
def test_a_child_deaf_to_its_parents_death_dies_of_its_own_alarm() -> None:
    script = (
        "from saraban.workbench.bench import Bench\n"
        "bench = Bench()\n"
        "print(bench.run('tests.workbench.jobs:pid', [], timeout_seconds=20), flush=True)\n"
        "bench.run('tests.workbench.jobs:sleep_beyond_reach', [60], timeout_seconds=0.5)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.2)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not is_alive(child), seconds=8)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_makes_its_own_child(bench: Bench) -> None:
    first = do(bench, "pid")
    script = (
        "import os, sys\n"
        "from saraban.workbench.bench import Bench\n"
        "bench = Bench()\n"
        "ask = lambda: bench.run('tests.workbench.jobs:pid', [], timeout_seconds=20)\n"
        "first = ask()\n"
        "if (pid := os.fork()) == 0:\n"
        "    os._exit(0 if ask() != first else 1)\n"
        "status = os.waitpid(pid, 0)[1]\n"
        "sys.exit(1 if status or ask() != first else 0)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0
    assert do(bench, "pid") == first


@pytest.mark.skipif(not LINUX, reason="asks /proc")
def test_the_child_is_small_and_knows_no_django() -> None:
    bench = Bench(preload=["saraban.mail.reader.job"])
    child = do(bench, "pid")
    assert limits.resident_bytes() > 0
    status = Path(f"/proc/{child}/status").read_text()
    resident = int(status.partition("VmRSS:")[2].split()[0]) * 1024
    assert resident < 32_000_000
    mapped = Path(f"/proc/{child}/maps").read_text()
    assert "sqlite3" not in mapped
    bench.close()
