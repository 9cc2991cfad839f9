"""Check a bundle of evidence from a Saraban register with nothing but Python 3.9 or later. See docs/evidence.md.

    python verify_register.py BUNDLE.zip [--seal FILE] [--json]

Exit 0: intact. 1: touched; what is affected is listed. 2: cannot be read. Nothing is unpacked, run or written.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Key = tuple[str, int]  # the noun and the key of a row
HEX, LETTER = re.compile("[0-9a-f]{64}"), re.compile("letters/[0-9a-f]{64}")
MEMBERS = {"manifest.json", "entries.jsonl", "rows.jsonl", "seals.jsonl", "verify_register.py"}
LINE_MAX, MEMBER_MAX = 64 * 1024**2, 16 * 1024**3  # bytes
RATIO_MAX, PROBLEMS_MAX = 250, 1_000  # how much more it may be unpacked than packed, but for one line's worth
loaded = partial(json.loads, parse_float=int, parse_constant=int)  # there are integers only
WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
SEALED = ("day", "first", "last", "counts", "head", "root", "counters", "prev")


def canonical(value: Any) -> bytes:
    return WRITER.encode(value).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hidden(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"hmac"}


def numbered(fields: Row) -> bool:
    return type(fields.get("year")) is int and type(fields.get("number")) is int  # a row of a register


def seal_digest(agency: str, seal: Row) -> str:
    return sha256(canonical(["saraban-seal", 1, agency, *(seal[name] for name in SEALED)]))


def merkle_root(leaves: Iterable[Any]) -> str:
    """RFC 6962, level by level: a node that is left over moves up as it is."""
    level = [hashlib.sha256(b"\0" + canonical(leaf)).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [b"".join(level[place : place + 2]) for place in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + pair).digest() if len(pair) > 32 else pair for pair in pairs]
    return level[0].hex() if level else sha256(b"")


def held_seal(text: str) -> Row:
    """An earlier seal: what `saraban seal --json` printed, or its short form. Raises `ValueError`."""
    if text.startswith("SARABAN1 "):
        _, agency, day, digest = text.split()
        return {"agency": agency, "day": str(date.fromisoformat(day)), "digest": digest}
    seal: Row = loaded(text)
    if seal_digest(seal["agency"], seal) != seal["digest"]:
        raise ValueError("the earlier seal is damaged itself")
    return seal


class Bundle:  # the zip file, read member by member and never unpacked
    def __init__(self, path: str) -> None:
        self.zip = zipfile.ZipFile(path)
        infos = self.zip.infolist()
        names = {info.filename for info in infos}
        if len(names) < len(infos) or not all(name in MEMBERS or LETTER.fullmatch(name) for name in names):
            raise ValueError("a member that does not belong here")
        if any(i.file_size > min(MEMBER_MAX, i.compress_size * RATIO_MAX + LINE_MAX) for i in infos):
            raise ValueError("a member that unpacks to too much")
        self.letters = {name[8:] for name in names if LETTER.fullmatch(name)}
        self.manifest: Row = next(self.lines("manifest.json"))
        if (self.manifest["format"], self.manifest["version"]) != ("saraban-evidence", 1):
            raise ValueError("not a bundle of evidence of version 1")

    def lines(self, name: str) -> Iterator[Any]:
        with self.zip.open(name) as file:
            yield from map(loaded, iter(lambda: file.readline(LINE_MAX), b""))

    def letter(self, digest: str) -> Iterable[bytes] | None:
        file = self.zip.open(f"letters/{digest}") if digest in self.letters else None
        return iter(lambda: file.read(1024 * 1024), b"") if file else None


class Verifier:  # one pass over the log with all that hangs on it; `bundle` answers like a `Bundle`
    def __init__(self, bundle: Any, held: Row | None = None) -> None:
        self.bundle, self.held, self.problems = bundle, held, list[Row]()
        self.agency, self.year = bundle.manifest["agency"], bundle.manifest["year"]
        self.number, self.digest, self.at = 0, "0" * 64, ""  # of the entry read last
        self.seal: Row = {"day": None, "last": 0, "digest": "0" * 64}  # the one before
        self.seals, self.old = set[tuple[str, str, str]](), set[tuple[Key, int]]()  # old: numbers brought in
        self.rows: dict[Key, Row] = {}  # as the log says that they are
        self.values: dict[Key, Row] = {}  # personal values, as the openings tell
        self.unopened: dict[Key, dict[str, int]] = {}
        self.marks, self.firsts = dict[Key, int](), dict[Key, int]()  # of each register and year: last, first
        self.letters, self.told = set[str](), set[str]()  # of the days sealed, and since
        self.entries, self.touched, self.days = list[list[Any]](), set[Key](), set[str]()  # not sealed yet

    def run(self) -> Row:
        self._log(list(self.bundle.lines("seals.jsonl")))
        self._rows()
        if self.bundle.manifest["letters"]:
            self._letters()
        found: Row = {"intact": not self.problems, "agency": self.agency, "year": self.year}
        found |= {"entries": self.number, "sealed_days": len(self.seals), "unsealed": len(self.entries)}
        found |= {"letters_checked": self.bundle.manifest["letters"], "problems": self.problems}
        for name in ("register_number", "log_number", "letter", "day"):
            found[f"{name}s"] = list(dict.fromkeys(p[name] for p in self.problems if name in p))
        return found

    def _wrong(self, code: str, row: Key | None = None, **of: Any) -> None:
        fields = self.rows.get(row, {}) if row else {}
        of |= {"row": f"{row[0]} {row[1]}"} if row else {}
        of |= {"register_number": f"{fields['number']}/{fields['year']}"} if numbered(fields) else {}
        self.problems += [{"code": code, **of}][: PROBLEMS_MAX - len(self.problems)]

    def _log(self, seals: list[Row]) -> None:
        for entry in self.bundle.lines("entries.jsonl"):
            self._entry(entry)
            while seals and seals[0]["last"] <= self.number:
                self._end_day(seals.pop(0))
        if seals or self.bundle.manifest["last"] != self.number:
            self._wrong("cut", log_number=self.number + 1, **({"day": seals[0]["day"]} if seals else {}))
        if self.held and tuple(self.held[name] for name in ("agency", "day", "digest")) not in self.seals:
            self._wrong("earlier_seal", day=self.held["day"])
        for row, name, number in [(r, n, left[n]) for r, left in self.unopened.items() for n in left]:
            self._wrong("opening", row, log_number=number, field=name)
        if canonical(self.bundle.manifest["counters"]) != canonical(self._marks()):
            self._wrong("counter")

    def _entry(self, entry: Row) -> None:
        number, facts, noun = entry["number"], entry["facts"], entry["noun"]
        said = [entry[name] for name in ("at", "actor", "verb", "noun", "subject", "facts")]
        digest = sha256(canonical(["saraban-log", 1, self.agency, number, *said, self.digest]))
        if number != self.number + 1:
            self._wrong("number", log_number=self.number + 1)
        if entry["at"] < self.at or len(entry["at"]) != 27:
            self._wrong("time", log_number=number)
        self.number, self.digest, self.at = number, entry["digest"], entry["at"]
        self.entries.append(["entry", number, self.digest])
        self.days.add(str((datetime.fromisoformat(self.at[:-1]) + timedelta(hours=7)).date()))  # in Bangkok
        self._note_letter(facts)
        key, promised = (noun, entry["subject"]), dict[Key, Row]()
        for told in facts.keys() & {"made", "changed"}:
            promised[key] = self._tell(key, facts[told], made=told == "made")
        lines = sha256(b"".join(canonical(line) + b"\n" for line in entry["batch"]))
        for subject, fields in entry["batch"]:
            promised[noun, subject] = self._tell((noun, subject), fields, made=True)
        if [lines, len(entry["batch"])] != [facts.get("rows", sha256(b"")), facts.get("count", 0)]:
            self._wrong("batch", log_number=number)
        if digest != entry["digest"] or entry["version"] != 1:
            self._wrong("entry", key, log_number=number)
        for of, subject, opened in entry["openings"]:
            promises = promised.get((of, subject))
            if promises is None:
                self._wrong("opening", (of, subject), log_number=number)
            for name, pair in opened.items():
                self._open((of, subject), name, pair, (promises or {}).pop(name, None))
        for row, name in [(r, n) for r, left in promised.items() for n in left if self._covers(r)]:
            self.unopened.setdefault(row, {})[name.partition(":")[0]] = number
        for name in facts["fields"] if entry["verb"] == "redacted" else ():
            self.unopened.get(key, {}).pop(name, None)

    def _tell(self, row: Key, told: Row, *, made: bool) -> Row:
        """What the log says of a row from here on; the commitments that openings must open."""
        fields, promised = self.rows.setdefault(row, {}), Row()
        if made == bool(fields):
            self._wrong("story", row, log_number=self.number)
        if numbered(fields) and told.keys() & {"register", "year", "number"}:
            self._wrong("gap", row, log_number=self.number)
        self.touched.add(row)
        for name, value in told.items():
            before, after = (None, value) if made else value
            was = fields.get(name, before)
            if hidden(was) != hidden(before) or not (hidden(was) or canonical(was) == canonical(before)):
                self._wrong("story", row, log_number=self.number)
            both: Row = {f"{name}:before": before, name: after}
            promised |= {label: said["hmac"] for label, said in both.items() if hidden(said)}
            fields[name] = after
        if made and numbered(fields):
            register, number = (str(fields.get("register", row[0])), fields["year"]), fields["number"]
            last, first = self.marks.get(register, 0), self.firsts.get(register, 0)
            if fields.get("old_register_id"):  # of the book before ours: each number once, below our first
                good = (register, number) not in self.old and (number < first or not first)
                self.old.add((register, number))
            else:
                good = number == last + 1 if first else number > last
                self.firsts.setdefault(register, number)
            if not good:
                self._wrong("gap", row, log_number=self.number)
            self.marks[register] = max(number, last)
        return promised

    def _open(self, row: Key, name: str, pair: Any, promise: Any) -> None:
        field, known = name.partition(":")[0], self.values.setdefault(row, {})
        if hidden(pair):  # erased; the commitment is left, so that the batch's lines can be made again
            self.unopened.setdefault(row, {})[field] = self.number
            good = pair["hmac"] == promise
        else:
            salt, value = bytes.fromhex(pair[0]), pair[1]
            known[field] = value if name == field else known.get(field, value)
            good = hmac.new(salt, canonical(value), hashlib.sha256).hexdigest() == promise
            good = good and [salt.hex(), value] == pair and known[field] == value
        if not good:
            self._wrong("opening", row, log_number=self.number, field=field)

    def _end_day(self, seal: Row) -> None:
        """What the seal of a day says is made again from the log and from the seal before."""
        for row in self.touched:
            self._note_letter(self.rows[row])
        rows = [["row", noun, key, self.rows[noun, key]] for noun, key in sorted(self.touched)]
        root = merkle_root([*self.entries, *rows, *(["letter", digest] for digest in sorted(self.told))])
        counts = {"entries": len(self.entries), "rows": len(rows), "letters": len(self.told)}
        if self.seals:
            self.days.add(str(date.fromisoformat(self.seal["day"]) + timedelta(days=1)))
        made = {"day": seal["day"], "first": self.seal["last"] + 1, "last": self.number, "head": self.digest}
        made |= {"counts": counts, "root": root, "counters": self._marks(), "prev": self.seal["digest"]}
        if self.days - {seal["day"]} or seal != made | {"digest": seal_digest(self.agency, made)}:
            self._wrong("seal", day=seal["day"])
        self.seals.add((self.agency, seal["day"], seal["digest"]))
        self.letters |= self.told
        self.seal, self.entries, self.touched, self.told, self.days = seal, [], set(), set(), set()

    def _note_letter(self, fields: Row) -> None:
        if HEX.fullmatch(str(fields.get("sha256"))):
            self.told.add(fields["sha256"])

    def _marks(self) -> list[list[Any]]:
        return [[noun, year, last] for (noun, year), last in sorted(self.marks.items())]

    def _covers(self, row: Key) -> bool:
        return self.year is None or (numbered(self.rows[row]) and self.rows[row]["year"] == self.year)

    def _rows(self) -> None:
        left = {row for row in self.rows if self._covers(row)}
        for line in self.bundle.lines("rows.jsonl"):
            row, fields = (line["noun"], line["key"]), line["fields"]
            known = self.values.get(row, {})
            said = {n: known.get(n, {}) if hidden(v) else v for n, v in self.rows.get(row, {}).items()}
            if row not in left:
                self._wrong("row", row)
            left.discard(row)
            for name in sorted(said.keys() | fields.keys()) if canonical(said) != canonical(fields) else ():
                later = name not in said and fields[name] in (None, "", 0, [], {})  # a column made since
                if not later and (name not in fields or canonical(said.get(name)) != canonical(fields[name])):
                    self._wrong("row", row, field=name)
        for row in sorted(left):
            self._wrong("row", row)

    def _letters(self) -> None:
        wanted = dict[str, Any].fromkeys(self.letters | self.told if self.year is None else ())
        entries = [row for row, fields in self.rows.items() if numbered(fields) and self._covers(row)]
        of = {(name, self.rows[r].get(name)): r for r in entries for name in ("email_id", "handed_in_id")}
        for (noun, key), fields in self.rows.items():
            paper = ("handed_in_id", fields.get("handed_in_id", 0))
            entry = of.get(("email_id", key) if noun == "inboundemail" else paper)
            if HEX.fullmatch(str(fields.get("sha256"))) and (entry or self.year is None):
                wanted[fields["sha256"]] = entry
        for digest, entry in wanted.items():
            chunks, found = self.bundle.letter(digest), hashlib.sha256()
            for chunk in chunks or ():
                found.update(chunk)
            if chunks is None or found.hexdigest() != digest:
                self._wrong("letter", entry, letter=digest)
        for digest in sorted(self.bundle.letters - wanted.keys()):
            self._wrong("letter", letter=digest)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("--seal", metavar="FILE", help="an earlier seal")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        held = held_seal(Path(args.seal).read_text(encoding="utf-8").strip()) if args.seal else None
        found = Verifier(Bundle(args.bundle), held).run()
    except Exception as error:  # whatever a hostile file does to a reader: it cannot be read, and that is all
        print(f"cannot be read: {type(error).__name__}: {ascii(str(error))[:300]}", file=sys.stderr)
        return 2
    words = [*map(ascii, found["problems"]), "ครบถ้วน ไม่ถูกแก้" if found["intact"] else "ถูกแก้ ดูรายการข้างบน"]
    print(json.dumps(found, ensure_ascii=False) if args.json else "\n".join(words))
    return 0 if found["intact"] else 1


if __name__ == "__main__":
    sys.exit(main())
