"""What the log says of rows: their lines as they were at a number of the log, made again from it.

Personal values stand in a line as the commitments that the log has, so that lawful erasure changes no line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps

from saraban.audit.canonical import Plain, commitment
from saraban.audit.entries import AuditEntry, Opening
from saraban.audit.recorded import Recorded

ROWS_MAX = 500  # asked for at once

Line = dict[str, Plain]


def recorded_models() -> list[type[Recorded]]:
    """Every noun that the log tells of, by name."""
    found = [model for model in apps.get_models() if issubclass(model, Recorded)]
    return sorted(found, key=lambda model: str(model._meta.model_name))


def lines_at(agency_id: int, noun: str, keys: Sequence[int], *, number: int) -> Iterator[tuple[int, Line]]:
    """The lines of rows as they were after the entry with this number, in the order of their keys."""
    for start in range(0, len(keys), ROWS_MAX):
        some = sorted(keys)[start : start + ROWS_MAX]
        story = _Story(agency_id, noun, some)
        for key in some:
            yield key, story.at(key, number)


def lines_made(agency_id: int, noun: str, keys: Sequence[int]) -> dict[int, Line]:
    """The lines of rows as the log committed to them when they were made, by key."""
    found: dict[int, Line] = {}
    for start in range(0, len(keys), ROWS_MAX):
        story = _Story(agency_id, noun, keys[start : start + ROWS_MAX])
        found |= {key: story.made(key) for key in keys[start : start + ROWS_MAX]}
    return found


def take_back(noun: str, lines: dict[int, Line], *, until: Mapping[int, int]) -> None:
    """Make lines, read from the rows before, what they said after the entry with their number in `until`.

    Those of rows that were made later are taken out. An erased value stands as the commitment that the log has. A line
    may come with some of its columns or with none: what changed since is put there.
    """
    if not lines:
        return
    later = AuditEntry.objects.filter(noun=noun, number__gt=min(until.values()))
    if not later.exists():
        return
    batches = Opening.objects.filter(noun=noun, subject_id__in=list(lines), entry__subject_id=None)
    for key, number in batches.values_list("subject_id", "entry__number"):
        if number > until[key]:
            lines.pop(key, None)
    entries = list(later.filter(subject_id__in=list(lines)).order_by("-number"))
    opened = opened_by(entries)
    for entry in entries:
        key = entry.subject_id or 0
        if key not in lines or entry.number <= until[key]:
            continue
        if _made(entry.facts) is not None:
            lines.pop(key)
            continue
        for name, before, _ in _changes(entry.facts):
            lines[key][name] = opened[entry.pk].get(f"{name}:before", before)


def opened_by(entries: Sequence[AuditEntry]) -> Mapping[int, dict[str, Plain]]:
    """The personal values that each of these entries opens, by the entry's key and by "field" and "field:before"."""
    found: dict[int, dict[str, Plain]] = defaultdict(dict)
    for entry_id, opened in Opening.objects.filter(entry__in=entries).values_list("entry_id", "opened"):
        for name, pair in opened.items() if isinstance(opened, dict) else ():
            if isinstance(pair, list) and len(pair) == 2:
                found[entry_id][name] = pair[1]
    return found


class _Story:
    """All that the log says of some rows of one noun, and what they say themselves where a batch made them."""

    def __init__(self, agency_id: int, noun: str, keys: Sequence[int]) -> None:
        # The rows before the log: what is changed meanwhile is then told by the entry as it was before.
        model = next((model for model in recorded_models() if model._meta.model_name == noun), None)
        self.personal = model.personal if model is not None else frozenset()
        self.now: dict[int, Line] = {}
        if model is not None:
            rows = model.across_agencies.filter(agency_id=agency_id, pk__in=keys)
            self.now = {row.pk: row.plain_values() for row in rows}
        self.entries: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        told = AuditEntry.across_agencies.filter(agency_id=agency_id, noun=noun, subject_id__in=keys)
        for key, number, facts in told.order_by("number").values_list("subject_id", "number", "facts"):
            self.entries[key or 0].append((number, facts))
        self.opened: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        of_batches = Opening.across_agencies.filter(
            agency_id=agency_id, noun=noun, subject_id__in=keys, entry__subject_id=None
        )
        for key, opened, facts in of_batches.values_list("subject_id", "opened", "entry__facts"):
            self.opened[key] = (opened, facts)

    def made(self, key: int) -> Line:
        """As the row was made, with the commitments that the log then held."""
        for _number, facts in self.entries[key]:
            if (made := _made(facts)) is not None:
                return dict(made)
        opened, told = self.opened.get(key, ({}, {}))
        changed: Line = {}
        for _number, facts in self.entries[key]:
            changed = {name: before for name, before, _ in _changes(facts)} | changed
        line = (
            self.now.get(key, {})
            | changed
            | {name: _committed(pair) for name, pair in (opened.items() if isinstance(opened, dict) else ())}
        )
        for name in self.personal & line.keys():
            if line[name] not in (None, "", []) and not isinstance(line[name], dict):
                line[name] = {"hmac": ""}  # its opening is gone: the value itself has no place here
        columns = told.get("columns", line) if isinstance(told, dict) else line
        return {name: value for name, value in line.items() if name in columns}

    def at(self, key: int, number: int) -> Line:
        line = self.made(key)
        for when, facts in self.entries[key]:
            if when <= number:
                line |= {name: after for name, _, after in _changes(facts)}
        return line


def _made(facts: Any) -> Line | None:
    """What an entry says of a row that it made. Where somebody wrote something else into the log, it says nothing."""
    made = facts.get("made") if isinstance(facts, dict) else None
    return made if isinstance(made, dict) else None


def _changes(facts: Any) -> Iterator[tuple[str, Plain, Plain]]:
    """What an entry says of a row that it changed: a column, before and after. The same holds for it."""
    changed = facts.get("changed") if isinstance(facts, dict) else None
    for name, pair in changed.items() if isinstance(changed, dict) else ():
        if isinstance(pair, list) and len(pair) == 2:
            yield name, pair[0], pair[1]


def _committed(pair: Any) -> Plain:
    """What the log has of a value: made from its opening, or kept there when the value was erased."""
    if isinstance(pair, dict):
        return dict(pair)
    try:
        salt, value = pair
        return {"hmac": commitment(bytes.fromhex(salt), value)}
    except (TypeError, ValueError):  # somebody wrote something else there: it opens nothing
        return {"hmac": ""}
