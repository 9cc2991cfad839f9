"""Which key an agency elsewhere signs with: the first one that came from its address, until an officer accepts another.

Trust on first use. A key says that the same hand wrote as before; whose hand it is, the telephone says.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.mail.models import ADDRESS_MAX
from saraban.tenancy.scope import current_agency

KEY_LENGTH = 64  # hex
NAME_MAX = 300


class SenderKeys(RecordedManager["SenderKey"]):
    def of(self, address: str) -> SenderKey | None:
        return self.filter(address=address.lower()).first()

    def differs(self, address: str, key: str) -> bool:
        """Whether that address has always signed with another key."""
        known = self.of(address)
        return known is not None and known.key != key

    def pin(self, address: str, key: str, *, name: str, by: Actor) -> None:
        """Its first key is its key from now on; another one changes nothing here."""
        with one_at_a_time(current_agency().pk):
            if self.of(address) is None:
                self.record("pinned", by=by, address=address.lower(), key=key, name=name[:NAME_MAX])


class SenderKey(Recorded):
    """The key of one address (docs/letter-json.md)."""

    personal: ClassVar[frozenset[str]] = frozenset({"address", "name"})

    address = models.CharField("อีเมล", max_length=ADDRESS_MAX)
    name = models.CharField("ชื่อที่ลงนาม", max_length=NAME_MAX, blank=True)
    key = models.CharField("กุญแจ", max_length=KEY_LENGTH)

    objects: ClassVar[SenderKeys] = SenderKeys()

    class Meta:
        verbose_name = "กุญแจลงนามของผู้ส่ง"
        constraints = [models.UniqueConstraint(fields=["agency", "address"], name="one_key_of_a_sender")]

    def __str__(self) -> str:
        return f"key {self.pk} of a sender"

    def replace(self, key: str, *, by: Actor) -> None:
        """An officer has made sure that the sender has a new key."""
        with self.change("replaced", by=by):
            self.key = key
