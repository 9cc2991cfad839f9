from __future__ import annotations

from datetime import datetime

from saraban.mail.gateway import Role
from saraban.mail.models import InboundEmail


class Move:
    @classmethod
    def ask(cls, email: InboundEmail, *, to: Role, not_before: datetime) -> None:
        pass
