"""A small office on the Monday of the guide's example; we act for it."""

from __future__ import annotations

from tests.cases.conftest import matters

__all__ = ["matters"]
