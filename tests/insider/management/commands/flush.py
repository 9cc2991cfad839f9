"""Django's flush, by which a test's database is emptied for the next: the guard would refuse it."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from tests.insider.deeds import without_the_guard


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with without_the_guard():
            super().handle(**options)
