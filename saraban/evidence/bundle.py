"""The evidence of one agency for those who check it: read from here for `verify`, written into a file for elsewhere.

`Evidence` answers like `verify_register.Bundle`, so that the product and an auditor check by the same lines of code.
"""

from __future__ import annotations

import os
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.utils.timezone import now

from saraban.audit.canonical import canonical, moment
from saraban.audit.entries import AuditEntry, Opening
from saraban.evidence import verify_register
from saraban.evidence.lines import Line, lines_made, recorded_models, take_back
from saraban.evidence.seals import SHA256, DaySeal
from saraban.mail.models import InboundEmail, files
from saraban.registers.batches import ScannedLetter
from saraban.registers.books import Counter
from saraban.registers.handed_in import ScannedFile
from saraban.registers.imported import last_old_numbers
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import current_agency

ROWS_MAX = 500  # held in memory at once


class Evidence:
    """The current agency's evidence as its log stood when this was made; what is done meanwhile is not in it."""

    letters: frozenset[str] = frozenset()  # files that nothing tells of are looked for in a bundle only

    def __init__(self, *, year: int | None = None, with_letters: bool = True) -> None:
        self.agency: Agency = current_agency()
        self.year = year
        registers = {
            model.REGISTER: str(model._meta.model_name)
            for model in _registers()
            if hasattr(model, "REGISTER")
        }
        self.number, counters = -1, list[list[Any]]()
        while self.number != _last_number():  # a counter and its entry change in one commit
            self.number = _last_number()
            given = Counter.objects.filter(last__gt=0).values_list("register", "year", "last")
            marks = {(registers.get(register, register), of): last for register, of, last in given}
            for register, of, last in last_old_numbers():
                marks[register, of] = max(last, marks.get((register, of), 0))
            counters = sorted([*register, last] for register, last in marks.items())
        self.stated: set[bytes] = set()  # hashes of letters, as the lines that were read told them
        self.manifest: dict[str, Any] = {
            "format": "saraban-evidence",
            "version": 1,
            "agency": str(self.agency.uid),
            "slug": self.agency.slug,
            "made_at": moment(now()),
            "last": self.number,
            "counters": counters,
            "year": year,
            "letters": with_letters,
        }

    def verify(self, held: dict[str, Any] | None = None) -> dict[str, Any]:
        return verify_register.Verifier(self, held).run()

    def lines(self, name: str) -> Iterator[Any]:
        return {"entries.jsonl": self._entries, "rows.jsonl": self._rows, "seals.jsonl": self._seals}[name]()

    def letter(self, digest: str) -> Iterable[bytes] | None:
        try:
            files().path(self.agency, digest)
        except FileNotFoundError:
            return None
        return files().chunks(self.agency, digest)

    def write(self, path: Path) -> None:
        """One zip file, only its owner may read it. Raises `FileExistsError`."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with (
                os.fdopen(handle, "wb") as file,
                zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle,
            ):
                self._write(bundle)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def _write(self, bundle: zipfile.ZipFile) -> None:
        bundle.writestr("manifest.json", canonical(self.manifest) + b"\n")
        bundle.writestr("verify_register.py", Path(verify_register.__file__).read_bytes())
        for name in ("entries.jsonl", "rows.jsonl", "seals.jsonl"):
            with bundle.open(name, "w", force_zip64=True) as file:
                for line in self.lines(name):
                    file.write(canonical(line) + b"\n")
        for digest in self._letters() if self.manifest["letters"] else ():
            chunks = self.letter(digest)
            if chunks is not None:
                info = zipfile.ZipInfo(
                    f"letters/{digest}", now().timetuple()[:6]
                )  # kept as it is, not packed
                with bundle.open(info, "w", force_zip64=True) as file:
                    for chunk in chunks:
                        file.write(chunk)

    def _entries(self) -> Iterator[dict[str, Any]]:
        last: int | None = None
        while True:
            rows = AuditEntry.objects.filter(number__lte=self.number).order_by("number")
            entries = list((rows if last is None else rows.filter(number__gt=last))[:ROWS_MAX])
            if not entries:
                return
            last = entries[-1].number
            openings = list(Opening.objects.filter(entry__in=entries).order_by("pk"))
            of: dict[int, list[Opening]] = defaultdict(list)
            for opening in openings:
                of[opening.entry_id].append(opening)
            batches = {
                entry.pk for entry in entries if isinstance(entry.facts, dict) and "rows" in entry.facts
            }
            made = self._made(opening for opening in openings if opening.entry_id in batches)
            covered = self._covered(openings)
            for entry in entries:
                self._note(entry.facts)
                yield {
                    "number": entry.number,
                    "version": entry.version,
                    "at": moment(entry.at),
                    "actor": entry.actor,
                    "verb": entry.verb,
                    "noun": entry.noun,
                    "subject": entry.subject_id,
                    "facts": entry.facts,
                    "digest": entry.digest,
                    "openings": [
                        [opening.noun, opening.subject_id, opening.opened]
                        for opening in of[entry.pk]
                        if opening.opened
                        and (covered is None or (opening.noun, opening.subject_id) in covered)
                    ],
                    "batch": [
                        [opening.subject_id, made[opening.noun][opening.subject_id]]
                        for opening in of[entry.pk]
                        if entry.pk in batches
                    ],
                }

    def _made(self, openings: Iterable[Opening]) -> dict[str, dict[int, Line]]:
        keys: dict[str, list[int]] = defaultdict(list)
        for opening in openings:
            keys[opening.noun].append(opening.subject_id)
        return {noun: lines_made(self.agency.pk, noun, some) for noun, some in keys.items()}

    def _covered(self, openings: Iterable[Opening]) -> set[tuple[str, int]] | None:
        """Whose personal values may be told; None: everybody's."""
        if self.year is None:
            return None
        asked: dict[str, set[int]] = defaultdict(set)
        for opening in openings:
            asked[opening.noun].add(opening.subject_id)
        found: set[tuple[str, int]] = set()
        for model in _registers():
            noun = str(model._meta.model_name)
            keys = model.objects.by_key().filter(pk__in=asked[noun], year=self.year)
            found |= {(noun, key) for key in keys.values_list("pk", flat=True)}
        return found

    def _rows(self) -> Iterator[dict[str, Any]]:
        for model in recorded_models() if self.year is None else _registers():
            noun, last = str(model._meta.model_name), 0
            rows: Any = model.objects.by_key().order_by("pk")
            if self.year is not None:
                rows = rows.filter(year=self.year)
            while some := list(rows.filter(pk__gt=last)[:ROWS_MAX]):
                last = some[-1].pk
                lines = {row.pk: row.plain_values() for row in some}
                self._as_of_then(noun, lines)
                for key, fields in lines.items():
                    self._note(fields)
                    yield {"noun": noun, "key": key, "fields": fields}

    def _as_of_then(self, noun: str, lines: dict[int, Line]) -> None:
        """Take back what was done after the number that we tell of. The rows were read before their entries."""
        take_back(noun, lines, until=dict.fromkeys(lines, self.number))

    def _seals(self) -> Iterator[dict[str, Any]]:
        for seal in DaySeal.objects.filter(last__lte=self.number).order_by("day").iterator():
            yield seal.said() | {"digest": seal.digest}

    def _letters(self) -> Iterator[str]:
        if self.year is None:
            yield from (digest.hex() for digest in sorted(self.stated))
            return
        of_mails = InboundEmail.objects.filter(entries__year=self.year).order_by("pk")
        of_papers = ScannedFile.objects.filter(handed_in__entry__year=self.year).order_by("pk")
        attached = ScannedLetter.objects.filter(entry__year=self.year).exclude(sha256="").order_by("pk")
        rows = (of_mails, of_papers, attached)
        letters = chain.from_iterable(of.values_list("sha256", flat=True) for of in rows)
        yield from sorted({digest for digest in letters if SHA256.fullmatch(digest)})

    def _note(self, said: Any) -> None:
        digest = said.get("sha256") if isinstance(said, dict) else None
        if isinstance(digest, str) and SHA256.fullmatch(digest):
            self.stated.add(bytes.fromhex(digest))


def _last_number() -> int:
    return AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _registers() -> list[Any]:
    """The nouns that have a number in a year."""
    return [
        model
        for model in recorded_models()
        if {"year", "number"} <= {field.name for field in model._meta.concrete_fields}
    ]
