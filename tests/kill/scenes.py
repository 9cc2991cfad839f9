"""The disturbances of a campaign, and what is looked at after each."""

from __future__ import annotations

import errno
import gc
import os
import random
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from saraban.clock import Clock
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.mail.moves import Move
from saraban.registers.orders import EntryOrder
from tests.kill.day import READERS, ROUNDS_MAX, run_day
from tests.kill.faults import Deed, Fault, Kind, Steps, Tracer
from tests.kill.forks import Ended, in_fork
from tests.kill.judge import Verdict, judge_the_house, judge_the_wreck
from tests.kill.officers import Told
from tests.kill.post import distinct
from tests.kill.stage import SECONDS_MAX, Stage, State

EFFECTS_SHARE = 0.8  # of the kills: at what is noticed outside; the rest inside the product's calls
DISK_BYTES = 16 * 1024 * 1024
DISK_FREE_KIB_MAX = 2048  # more than a day needs
FULL_ROUNDS = 3  # rounds of the day before there is room again
BENCH_KILLS_SECONDS = 1.5


@dataclass
class Report:
    """What a campaign found. `points`: disturbances that really struck, by scene."""

    database: str
    mail: str
    steps: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)  # the day was over before the fault's count came
    broken: list[str] = field(default_factory=list)
    blemishes: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)  # of each blemish, one
    left_twice: int = 0  # letters that left twice under one Message-ID, as they may after a doubt
    seconds: float = 0.0

    @property
    def points_in_all(self) -> int:
        return sum(self.points.values())


class Campaign:
    """`where`: words that the place of each single kill holds; without any, the kills are spread over the day."""

    def __init__(
        self,
        stage: Stage,
        report: Report,
        *,
        seed: int,
        keep_logs: Path | None = None,
        where: Sequence[str] = (),
    ) -> None:
        self.stage = stage
        self.report = report
        self.chance = random.Random(seed)
        self._keep_logs = keep_logs
        self._where = tuple(where)
        self._steps = Steps({}, [])
        self._day_seconds = 0.0

    def warm_up(self) -> None:
        """Play once here, so that every fork has all modules; then count the steps of a day that nobody disturbs."""
        state = self.stage.state()
        told = run_day(self.stage.open(state), read=READERS["process"])
        assert told.at_rest, told
        self.stage.away(state)
        gc.collect()
        gc.freeze()
        state = self.stage.state()
        started = time.monotonic()
        ended = self.play(state, counted=True)
        self._day_seconds = time.monotonic() - started
        if ended.how != "done":
            raise RuntimeError(f"the undisturbed day {ended.how}: {state.log.read_text()[-3000:]}")
        self._judge("undisturbed", state, disturbed=0)
        told, self._steps = ended.answer
        if not told.at_rest or told.troubles or self.report.broken:
            raise RuntimeError(
                f"the undisturbed day: {told} {self.report.broken} {state.log.read_text()[-3000:]}"
            )
        self.report.steps = {kind.value: count for kind, count in self._steps.counts.items()}
        self.stage.away(state)

    # the scenes

    def kill(self, points: int) -> None:
        """One kill at each chosen step, then a day to the end."""
        if self._where:
            for at in range(1, points + 1):
                self._point("kill", [Fault(Kind.EFFECT, at, where=self._where)])
            return
        effects, calls = self._steps.counts[Kind.EFFECT], self._steps.counts[Kind.CALL]
        wanted = min(effects, round(points * EFFECTS_SHARE))
        chosen = [Fault(Kind.EFFECT, at) for at in _evenly(effects, wanted)]
        chosen += [Fault(Kind.CALL, at) for at in _evenly(calls, points - wanted)]
        for fault in chosen:
            self._point("kill", [fault])

    def twice(self, points: int) -> None:
        """The one that mends is killed, too."""
        effects = self._steps.counts[Kind.EFFECT]
        for at in _evenly(effects, points):
            self._point(
                "twice", [Fault(Kind.EFFECT, at), Fault(Kind.EFFECT, self.chance.randint(1, effects // 2))]
            )

    def outside(self, points: int) -> None:
        """`kill -9` from outside at any instant, with the reader in its own child process."""
        for _ in range(points):
            after = self.chance.uniform(0.02, max(self._day_seconds * 1.2, 0.5))
            with self._state() as state:
                ended = self.play(state, reader="bench", kill_after=after)
                self._after("outside", f"at {after:.3f} s", state, [ended], disturbed=1)

    def takeover(self, points: int) -> None:
        """It dies, and `saraban work --settle` goes on at once: no waiting for the leases of the dead."""
        for at in _evenly(self._steps.counts[Kind.EFFECT], points):
            fault = Fault(Kind.EFFECT, at)
            with self._state() as state:
                died = self.play(state, fault)
                ended = in_fork(partial(self._settle, state), seconds_max=SECONDS_MAX, log=state.log)
                for said in ended.answer if ended.how == "done" else [f"settling {ended.how}"]:
                    self._broke(f"takeover: {fault} [{died.told}]: {said}", state)
                self._after("takeover", f"{fault} [{died.told}]", state, [died], disturbed=1)

    def _settle(self, state: State, _: int) -> list[str]:
        """In a fork: settle as the command does, and say what still waits."""
        self.stage.open(state)
        clock = Clock()
        clock.settle()
        clock.close()
        missing = len(distinct(self.stage.post)) - InboundEmail.across_agencies.count()
        waiting = OutboundEmail.across_agencies.filter(state=OutboundEmail.QUEUED).count()
        moving = Move.across_agencies.filter(state=Move.WAITING).count()
        ordered = EntryOrder.across_agencies.filter(ended_at=None).count()
        counted = [
            (missing, "letters are not on the desk"),
            (waiting, "letters are not sent"),
            (moving, "letters are not moved"),
            (ordered, "letters are ordered and not entered"),
        ]
        return [f"{count} {said} after settling" for count, said in counted if count]

    def fail(self, points: int) -> None:
        """One call on a file fails, as on a bad or full disk; the same process goes on."""
        for number, at in enumerate(_evenly(self._steps.counts[Kind.FILE], points)):
            error = (errno.EIO, errno.ENOSPC)[number % 2]
            self._point("fail", [Fault(Kind.FILE, at, Deed.FAIL, error)])

    def sync(self, points: int) -> None:
        """From one fsync on, each fails: nothing may be claimed that did not reach the disk before."""
        for at in _evenly(self._steps.counts[Kind.SYNC], points):
            self._point("sync", [Fault(Kind.SYNC, at, Deed.STAY_BROKEN, errno.EIO)], rounds_max=FULL_ROUNDS)

    def full(self, points: int) -> None:
        """A disk that is really full, and has room again after some rounds; the same process goes on."""
        for step in _evenly(DISK_FREE_KIB_MAX // 4, points):
            free = (step - 1) * 4
            with _small_disk() as disk, self._state(data=disk) as state:
                ballast = disk / "ballast"

                def between(number: int, ballast: Path = ballast, free: int = free) -> None:
                    if number == 0:
                        _fill(ballast, free_kib=free)
                    if number == FULL_ROUNDS:
                        ballast.unlink()

                ended = self.play(state, between=between, rounds_max=ROUNDS_MAX + FULL_ROUNDS)
                ballast.unlink(missing_ok=True)
                self._after("full", f"{free} KiB free", state, [ended], disturbed=1)

    def bench(self, points: int) -> None:
        """The reader's child process is killed while letters are read: once, and all is read; or on and on."""
        for point in range(points):
            once = point % 2 == 0
            killing = partial(_kill_children, self.chance.random(), once=once)
            with self._state() as state:

                def between(number: int, killing: Callable[[], None] = killing) -> None:
                    if number == 0:
                        threading.Thread(target=killing, daemon=True).start()

                ended = self.play(state, reader="bench", between=between)
                name = "one kill" if once else "many kills"
                self._after("bench", name, state, [ended], disturbed=0, unread=not once)

    def doubts(self, points: int) -> None:
        """It dies each time that it has just sent, and Sent cannot be read at the next start."""
        sent = ("after replace", "send < mail/delivery.py")
        unread = Fault(Kind.FILE, 1, Deed.FAIL, errno.EIO, where=("scandir", "_may_try_again"))
        for number in range(points):
            faults = [
                Fault(Kind.EFFECT, 2, where=sent),
                unread,
            ]  # the second: before the first there is no Sent
            for _ in range(number % 3):
                faults += [Fault(Kind.EFFECT, 1, where=sent), unread]
            self._point("doubts", faults, rounds_max=1)

    # one point

    def play(
        self,
        state: State,
        fault: Fault | None = None,
        *,
        reader: str = "process",
        rounds_max: int = ROUNDS_MAX,
        between: Callable[[int], None] | None = None,
        kill_after: float | None = None,
        counted: bool = False,
    ) -> Ended:
        """A day in a fork; its answer is what it `Told`, and its `Steps` where they are `counted`."""

        def day(tell: int) -> tuple[Told, Steps | None]:
            office = self.stage.open(state)
            tracer = Tracer(fault, tell=tell)
            told = run_day(
                office, read=READERS[reader], tracer=tracer, rounds_max=rounds_max, between=between
            )
            return told, tracer.steps()

        return in_fork(day, seconds_max=SECONDS_MAX, log=state.log, kill_after=kill_after)

    def _point(self, scene: str, faults: Sequence[Fault], *, rounds_max: int = ROUNDS_MAX) -> None:
        with self._state() as state:
            runs = []
            for fault in faults:
                ended = self.play(state, fault, rounds_max=rounds_max)
                runs.append(ended)
                if ended.told:
                    self._look_at_the_wreck(scene, f"{fault}, {ended.told}", state)
            name = "; ".join(f"{fault} [{ended.told}]" for fault, ended in zip(faults, runs, strict=True))
            self._after(scene, name, state, runs, disturbed=len(faults))

    def _after(
        self,
        scene: str,
        name: str,
        state: State,
        runs: Sequence[Ended],
        *,
        disturbed: int,
        unread: bool = False,
    ) -> None:
        """The day once more, to its end, and the judgement."""
        report = self.report
        count = report.points if any(run.told or run.how == "killed" for run in runs) else report.missed
        if scene in ("full", "bench"):
            count = report.points
        if scene == "outside" and runs[0].how == "killed":
            self._look_at_the_wreck(scene, name, state)
        count[scene] = count.get(scene, 0) + 1
        for run in runs:
            if run.how not in ("done", "killed"):
                self._broke(f"{scene}: {name}: the run {run.how}", state)
        settled = (
            runs[-1].answer[0].at_rest if runs[-1].how == "done" and scene in ("full", "bench") else False
        )
        if not settled:
            if scene in ("full", "bench") and runs[-1].how == "done":
                self._broke(f"{scene}: {name}: did not come to rest by itself: {runs[-1].answer[0]}", state)
            ended = self.play(state)
            if ended.how != "done":
                self._broke(f"{scene}: {name}: the day after {ended.how}", state)
            elif not ended.answer[0].at_rest or ended.answer[0].troubles:
                self._broke(f"{scene}: {name}: the day after: {ended.answer[0]}", state)
        self._judge(f"{scene}: {name}", state, disturbed=disturbed, unread=unread)

    def _look_at_the_wreck(self, scene: str, name: str, state: State) -> None:
        ended = in_fork(lambda _: judge_the_wreck(self.stage, state), seconds_max=SECONDS_MAX, log=state.log)
        for said in ended.answer if ended.how == "done" else [f"the wreck's judge {ended.how}"]:
            self._broke(f"{scene}: {name}: in the wreck: {said}", state)

    def _judge(self, name: str, state: State, *, disturbed: int, unread: bool = False) -> None:
        def look(_: int) -> Verdict:
            return judge_the_house(self.stage, state, disturbed=disturbed, unread=unread)

        ended = in_fork(look, seconds_max=SECONDS_MAX, log=state.log)
        if ended.how != "done":
            self._broke(f"{name}: the judge {ended.how}", state)
            return
        verdict: Verdict = ended.answer
        for said in verdict.broken:
            self._broke(f"{name}: {said}", state)
        for said in verdict.blemishes:
            kind = re.sub(r"tmp\w+|[0-9a-f]{64}|\d+", "…", re.sub(r"I9: \S+/", "I9: …/", said))
            self.report.blemishes[kind] = self.report.blemishes.get(kind, 0) + 1
            self.report.examples.setdefault(kind, f"{name}: {said}")
        self.report.left_twice += verdict.twice

    def _broke(self, said: str, state: State) -> None:
        self.report.broken.append(said)
        if self._keep_logs is not None and state.log.exists():
            self._keep_logs.mkdir(parents=True, exist_ok=True)
            kept = self._keep_logs / f"{self.report.database}-{self.report.mail}-{state.folder.name}.log"
            kept.write_text(f"{said}\n\n{state.log.read_text(errors='replace')}")

    @contextmanager
    def _state(self, *, data: Path | None = None) -> Iterator[State]:
        state = self.stage.state(data=data)
        try:
            yield state
        finally:
            self.stage.away(state)


SCENES: dict[str, Callable[[Campaign, int], None]] = {
    "kill": Campaign.kill,
    "twice": Campaign.twice,
    "outside": Campaign.outside,
    "takeover": Campaign.takeover,
    "fail": Campaign.fail,
    "sync": Campaign.sync,
    "full": Campaign.full,
    "bench": Campaign.bench,
    "doubts": Campaign.doubts,
}


def _evenly(of: int, wanted: int) -> list[int]:
    """`wanted` of the numbers 1…`of`, the first and the last among them."""
    if wanted >= of:
        return list(range(1, of + 1))
    if wanted < 2:
        return [of // 2][:wanted]
    return sorted({1 + round(step * (of - 1) / (wanted - 1)) for step in range(wanted)})


@contextmanager
def _small_disk() -> Iterator[Path]:
    """A disk of its own, small. Needs the right to mount."""
    folder = Path(tempfile.mkdtemp(prefix="small-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def _fill(path: Path, *, free_kib: int) -> None:
    about = os.statvfs(path.parent)
    size = about.f_bavail * about.f_frsize - free_kib * 1024
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        os.posix_fallocate(handle, 0, max(size, 1))
    finally:
        os.close(handle)


def _kill_children(seed: float, *, once: bool) -> None:
    """Kill what this process has for children, at odd intervals for a while, or `once`."""
    chance = random.Random(seed)
    until = time.monotonic() + BENCH_KILLS_SECONDS
    if once:
        time.sleep(chance.uniform(0, BENCH_KILLS_SECONDS / 3))
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.01, 0.3))
        for task in Path("/proc/self/task").iterdir():
            with suppress(OSError):
                for pid in (task / "children").read_text().split():
                    os.kill(int(pid), signal.SIGKILL)
                    if once:
                        return
