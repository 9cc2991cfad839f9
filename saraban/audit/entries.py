"""The log's rows: what was done, numbered and chained per agency, and the openings of its personal values."""

from __future__ import annotations

from typing import Any

from django.db import models

from saraban.audit.canonical import VERSION, commitment, entry_digest
from saraban.tenancy.models import Scoped


class AuditEntry(Scoped):
    """One thing done. Numbered without gaps and chained by digest, per agency; written by `recorded.py` only."""

    number = models.BigIntegerField()
    version = models.PositiveSmallIntegerField(default=VERSION)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)  # "officer:12", "machine", "operator"
    verb = models.CharField(max_length=60)
    noun = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)  # None: a batch of rows, each with its opening
    facts = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "รายการบันทึก"
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="audit_number_once")]
        indexes = [models.Index(fields=["agency", "noun", "subject_id"], name="audit_story")]

    def __str__(self) -> str:
        return f"{self.number} {self.noun}.{self.verb}"

    def digest_after(self, previous: str) -> str:
        return entry_digest(
            agency=self.agency.uid,
            number=self.number,
            at=self.at,
            actor=self.actor,
            verb=self.verb,
            noun=self.noun,
            subject=self.subject_id,
            facts=self.facts,
            previous=previous,
        )

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """What each changed field said before and after; None where the value was empty or has been erased since."""
        assert self.subject_id is not None, "a batch changes no row"
        opened: dict[str, Any] = {}
        for opening in self.openings.filter(noun=self.noun, subject_id=self.subject_id):
            opened |= {name: pair[1] for name, pair in opening.opened.items()}
        return {
            name: (
                opened.get(f"{name}:before") if isinstance(before, dict) else before,
                opened.get(name) if isinstance(after, dict) else after,
            )
            for name, (before, after) in self.facts.get("changed", {}).items()
        }


class Opening(Scoped):
    """The personal values of one row in one log entry, with the salts of their commitments.

    `opened` maps a field (or "field:before") to [salt in hex, value]. Retention may take a field out: the salt
    goes with it, so that nobody can try guesses against the commitment, and the chain still verifies.
    """

    entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="openings")
    noun = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    opened = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["agency", "noun", "subject_id"], name="opening_story")]

    def __str__(self) -> str:
        return f"{self.noun} {self.subject_id}"

    def forget(self, names: set[str]) -> None:
        """Take values and their salts out, for good. The entry that committed to them stays as it is.

        A batch's entry holds one digest for all its rows: the bare commitment is left here, so that it can be checked.
        """
        left = {name: pair for name, pair in self.opened.items() if name not in names}
        if self.entry.subject_id is None:
            for name, pair in self.opened.items():
                if name in names:
                    left[name] = (
                        pair
                        if isinstance(pair, dict)
                        else {"hmac": commitment(bytes.fromhex(pair[0]), pair[1])}
                    )
        if left != self.opened:
            self.opened = left
            self.save(update_fields=["opened"])
