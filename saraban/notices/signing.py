"""Whether what an officer approves here counts as written and signed, as of the day on which they do (Act 2565 s.16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saraban.agencies.models import Officer
from saraban.law.electronic_act_2565 import Lack, section_16_lacks
from saraban.notices.accounts import SigningAccount
from saraban.notices.system_orders import SystemOrder


@dataclass(frozen=True)
class Signing:
    """The order and the account under which something is approved, and what is lacking."""

    order: SystemOrder | None
    account: SigningAccount | None

    @classmethod
    def of(cls, officer: Officer, on: date) -> Signing:
        return cls(SystemOrder.objects.in_force(on), SigningAccount.objects.of(officer, on))

    @property
    def lacks(self) -> tuple[Lack, ...]:
        return section_16_lacks(
            self.order.as_law if self.order is not None else None,
            self.account.as_law if self.account is not None else None,
        )
