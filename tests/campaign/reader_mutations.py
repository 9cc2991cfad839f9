"""Letters broken at random, by the million: none may raise, none may take long.

    .venv/bin/python -m tests.campaign.reader_mutations --count 1000000 --processes 2

Takes the letters of `tests/letters` and some of its own, mutates each several times, reads it whole in this process, and
keeps the slowest and every letter that broke something. Each letter is made from its number alone: `--first N --count 1
--write FILE` makes it again. Exit 0 when all went well, 1 otherwise.
"""

from __future__ import annotations

import argparse
import collections
import multiprocessing
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from saraban.mail.reader.letter import ReadLetter, read_letter
from tests.mail.reader.letters import file_part, letter, multipart, text_part, tnef

READ_SECONDS_MAX = 1.0  # for letters of this size; the promise of 5 s is for 50 MB
LETTER_BYTES_MAX = 200_000
SLOWEST_KEPT = 10
CHUNK = 2_000

_LETTERS = Path(__file__).parents[1] / "letters"


def _own() -> list[bytes]:
    wrapped = b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n" + tnef(
        [("ก.pdf", b"x" * 50)], text=b"hello"
    )
    report = (
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\n"
        b"Final-Recipient: rfc822; u@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no\r\n"
    )
    return [
        letter(),
        multipart(text_part(), file_part()),
        multipart(text_part(), wrapped),
        multipart(
            text_part(b"it failed"),
            report,
            text_part(b"Message-ID: <1@b>\r\n", b"text/rfc822-headers"),
            kind=b"report",
        ),
        multipart(
            text_part(b"plain"),
            text_part(b"<p>rich &amp; <b>bold</b></p>", b"text/html"),
            kind=b"alternative",
        ),
        letter(
            b"=?utf-8?B?4LiB" * 5,
            b"Content-Type: text/plain; charset=iso-2022-jp; format=flowed; delsp=yes",
        ),
        letter(b"begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n"),
        letter("ขอน้ำ".encode("utf-16"), b"Content-Type: text/plain; charset=utf-16"),
    ]


CORPUS: list[bytes] = [
    *_own(),
    *(path.read_bytes()[:LETTER_BYTES_MAX] for path in sorted(_LETTERS.glob("*/*.eml"))),
]

_SPECIAL = [
    b"", b"\0", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\n\n", b" ", b"\t", b":", b";", b",", b'"', b"\\", b"<", b">", b"(", b")", b"@",
    b"=", b"=?", b"?=", b"=?utf-8?B?", b"=?windows-874?Q?", b"_", b"%", b"''", b"*0*=", b"*=", b"--", b"\xff", b"\x80", b"\xa0",
    b"\x85", b"\xe0\xb8", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"&#", b"<!--", b"<style>", b"</",
    b"A" * 300, b"9" * 400, b"(" * 200, b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", b"\r\n--b--\r\n",
    b"\r\nContent-Transfer-Encoding: base64\r\n", b"\r\nContent-Transfer-Encoding: quoted-printable\r\n",
    b"\r\nContent-Type: message/rfc822\r\n\r\n", b"\r\nContent-Type: message/delivery-status\r\n\r\n", b"; charset=utf-7",
    b"; charset=utf-16", b"; charset=iso-2022-kr", b"; charset=hz", b"; charset=tis-620", b"\r\nbegin 644 x\r\n", b"\r\nend\r\n",
    b"\x78\x9f\x3e\x22", b"; boundary=\"\"", b"; format=flowed", b"-99999999999999999999", b"\xe2\x80\xae",
]  # fmt: skip


def mutate(corpus: Sequence[bytes], seed: int) -> bytes:
    """One letter of the corpus, changed one to twelve times; the same for the same seed."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(corpus))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 12))):
        _CHANGES[chance.randrange(len(_CHANGES))](data, chance, corpus)
    return bytes(data[:LETTER_BYTES_MAX])


def _span(data: bytearray, chance: random.Random, longest: int) -> tuple[int, int]:
    # headers are where the trouble is: half of the changes go there
    near = min(len(data), 2_000) if chance.random() < 0.5 else len(data)
    begin = chance.randrange(near + 1)
    return begin, min(len(data), begin + chance.randrange(1, longest))


def _flip(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    begin, end = _span(data, chance, 6)
    for at in range(begin, end):
        data[at] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    begin, end = _span(data, chance, 20)
    data[begin:end] = chance.randbytes(end - begin)


def _cut(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    begin, end = _span(data, chance, 200)
    del data[begin:end]


def _truncate(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _insert(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    begin, _ = _span(data, chance, 2)
    data[begin:begin] = chance.choice(_SPECIAL)


def _replace(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    begin, end = _span(data, chance, 30)
    data[begin:end] = chance.choice(_SPECIAL)


def _repeat(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    begin, end = _span(data, chance, 200)
    data[begin:begin] = bytes(data[begin:end]) * chance.choice((1, 2, 10, 100, 500))


def _move(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    begin, end = _span(data, chance, 300)
    piece = bytes(data[begin:end])
    del data[begin:end]
    to = chance.randrange(len(data) + 1)
    data[to:to] = piece


def _splice(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    other = chance.choice(corpus)
    begin = chance.randrange(len(other) + 1)
    at, end = _span(data, chance, 500)
    data[at:end] = other[begin : begin + chance.randrange(1, 3_000)]


def _swap_lines(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    lines = bytes(data).split(b"\n")
    a, b = chance.randrange(len(lines)), chance.randrange(min(len(lines), 40))
    lines[a], lines[b] = lines[b], lines[a]
    data[:] = b"\n".join(lines)


def _line_ends(data: bytearray, chance: random.Random, corpus: Sequence[bytes]) -> None:
    data[:] = bytes(data).replace(b"\r\n", chance.choice((b"\n", b"\r", b"\r\r\n", b"\n\r", b"\r\n")))


_CHANGES: list[Callable[[bytearray, random.Random, Sequence[bytes]], None]] = [
    _flip, _flip, _overwrite, _cut, _cut, _truncate, _insert, _insert, _insert, _replace, _replace, _repeat, _move, _splice,
    _splice, _swap_lines, _line_ends,
]  # fmt: skip


@dataclass
class Result:
    read: int = 0
    seconds: float = 0.0
    slowest: list[tuple[float, int]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    kinds: collections.Counter[str] = field(default_factory=collections.Counter)
    peak_bytes: int = 0

    def add(self, other: Result) -> None:
        self.read += other.read
        self.seconds += other.seconds
        self.slowest = sorted([*self.slowest, *other.slowest], reverse=True)[:SLOWEST_KEPT]
        self.broken += other.broken
        self.kinds += other.kinds
        self.peak_bytes = max(self.peak_bytes, other.peak_bytes)


def trouble_with(read: ReadLetter) -> str:
    """What a record must never hold; empty when all is well."""
    for text in (read.subject, read.text, read.html or "", *(one.name for one in read.attachments)):
        if "\0" in text:
            return "a NUL"
        try:
            text.encode()
        except UnicodeEncodeError:
            return "half a character"
    if any("/" in one.name or "\\" in one.name for one in read.attachments):
        return "a path in a file name"
    if "\n" in read.subject or any("\n" in one.name + one.address for one in (*read.to, *read.reply_to)):
        return "a line end in a header"
    return ""


def campaign(numbers: range) -> Result:
    result = Result()
    for number in numbers:
        data = mutate(CORPUS, number)
        begin = time.perf_counter()
        cpu = time.process_time()
        try:
            read = read_letter(data)
            if trouble := trouble_with(read):
                result.broken.append((number, trouble))
            result.kinds[
                "bounce"
                if read.bounce
                else "automatic"
                if read.automatic
                else "unreadable"
                if read.unreadable
                else "letter"
            ] += 1
        except Exception:
            result.broken.append((number, traceback.format_exc(limit=-2)))
        cpu = time.process_time() - cpu
        result.read += 1
        result.seconds += time.perf_counter() - begin
        if cpu > READ_SECONDS_MAX:
            result.broken.append((number, f"{cpu:.2f} s"))
        if len(result.slowest) < SLOWEST_KEPT or cpu > result.slowest[-1][0]:
            result.slowest = sorted([*result.slowest, (cpu, number)], reverse=True)[:SLOWEST_KEPT]
    result.peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return result


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=100_000)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--processes", type=int, default=1)
    asked.add_argument("--write", type=Path, help="only write the letter --first to this file")
    options = asked.parse_args()
    if options.write:
        options.write.write_bytes(mutate(CORPUS, options.first))
        return 0
    last = options.first + options.count
    chunks = [range(at, min(at + CHUNK, last)) for at in range(options.first, last, CHUNK)]
    total = Result()
    begin = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        for result in pool.imap_unordered(campaign, chunks):
            total.add(result)
            if total.read % (CHUNK * 25) == 0:
                print(f"{total.read} read, {len(total.broken)} broken", file=sys.stderr, flush=True)
    print(f"letters in the corpus: {len(CORPUS)}; mutated letters read: {total.read}")
    print(f"in {time.monotonic() - begin:.0f} s; peak memory of a process {total.peak_bytes // 1_000_000} MB")
    print("as: " + ", ".join(f"{kind} {count}" for kind, count in total.kinds.most_common()))
    print(
        "slowest (CPU seconds, number): "
        + ", ".join(f"{took:.3f} #{number}" for took, number in total.slowest)
    )
    print(f"broken: {len(total.broken)}")
    for number, trouble in sorted(total.broken)[:50]:
        print(f"--- #{number}\n{trouble}")
    return 1 if total.broken else 0


if __name__ == "__main__":
    sys.exit(main())
