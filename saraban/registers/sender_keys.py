"""Which key an agency elsewhere signs with: the first one that came from its address, until an officer accepts another.

Trust on first use. A key says that the same hand wrote as before; whose hand it is, the telephone says.
"""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.mail.models import ADDRESS_MAX
from saraban.tenancy.scope import current_agency

KEY_LENGTH = 64  # hex
NAME_MAX = 300
FINGERPRINT_GROUPS = 8  # of four: what two people compare by telephone


class Forgotten(models.TextChoices):
    """Why a key is not kept any more: of a fixed list, as a reason stands in the log for ever."""

    NEW_MACHINE = "new_machine", "หน่วยงานนั้นแจ้งว่าเปลี่ยนเครื่องหรือทำกุญแจใหม่"
    NOT_THEIRS = "not_theirs", "ถามแล้ว กุญแจนี้ไม่ใช่ของหน่วยงานนั้น"
    NEW_HOLDER = "new_holder", "ที่อยู่อีเมลนี้เปลี่ยนผู้ใช้ หรือเลิกใช้แล้ว"


class SenderKeys(RecordedManager["SenderKey"]):
    def kept(self) -> QuerySet[SenderKey]:
        """Without those that were forgotten."""
        return self.exclude(key="")

    def of(self, address: str) -> SenderKey | None:
        return self.kept().filter(address=address.lower()).first()

    def differs(self, address: str, key: str) -> bool:
        """Whether that address has always signed with another key."""
        known = self.of(address)
        return known is not None and known.key != key

    def pin(self, address: str, key: str, *, name: str, by: Actor) -> None:
        """Its first key, or the first after it was forgotten, is its key from now on; another one changes nothing here."""
        with one_at_a_time(current_agency().pk):
            known = self.filter(address=address.lower()).first()
            if known is None:
                self.record("pinned", by=by, address=address.lower(), key=key, name=name[:NAME_MAX])
            elif not known.key:
                with known.change("pinned", by=by):
                    known.key, known.name = key, name[:NAME_MAX]


class SenderKey(Recorded):
    """The key of one address (docs/letter-json.md). Empty: forgotten, and the next one that comes is its key."""

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

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.key)

    def forget(self, why: Forgotten, *, by: Actor) -> None:
        """The next letter from that address is trusted anew, as the first one was. Raises `Refusal("forgotten")`."""
        with self.change("forgotten", by=by, why=why.value):
            if not self.key:
                raise Refusal("forgotten", "ลืมกุญแจนี้ไว้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            self.key = ""


def fingerprint_of(key: str) -> str:
    """`3f2a 91c0 …`, short enough to be read out."""
    said = hashlib.sha256(bytes.fromhex(key)).hexdigest()
    return " ".join(said[4 * nth : 4 * nth + 4] for nth in range(FINGERPRINT_GROUPS))
