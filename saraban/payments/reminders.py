"""เตือนการเงิน: at four on working days, before the day is closed, finance hears by e-mail what waits (guide #3.4(3)).

The machine closes no day, not even one without money: that nothing came is known by whoever looked at the bank.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.payments.bank_statements import BankLine
from saraban.payments.closes import DayClose
from saraban.payments.slips import Slip
from saraban.registers.tellings import Telling, tell
from saraban.thai.dates import long_date


def remind_finance() -> int:
    """The clock's step, once a day for an agency; how many mails were laid into the outbox."""
    return tell(REMINDER)


def waiting_for_finance(officer: Officer, today: date) -> Sequence[str]:
    """The lines of the mail; empty where nothing waits, or it is no duty of theirs. Raises `NoCalendar`."""
    if Duty.FINANCE not in officer.duties:
        return []
    open_day = DayClose.objects.open_day(today)
    lines = []
    if open_day is not None and open_day < today:
        lines.append(f"ยังไม่ได้ปิดยอด{long_date(open_day)} วันหลังจากนั้นจึงยังปิดไม่ได้")
    elif open_day is not None and (came := DayClose.objects.coming(today).lines().count()):
        lines.append(f"วันนี้ยังไม่ได้ปิดยอด มีเงินเข้า {came} รายการ")
    for count, said in (
        (BankLine.objects.not_placed().count(), "เงินเข้าที่ยังไม่ได้จับคู่ {} รายการ"),
        (Slip.objects.waiting().count(), "สลิปที่ยังไม่พบเงิน {} ใบ"),
    ):
        if count:
            lines.append(said.format(count))
    return lines


REMINDER = Telling(
    "money", (time(16),), "การเงิน: งานที่รอก่อนปิดยอดวัน", "เปิดหน้าเงิน", "/desk/pay/", waiting_for_finance
)
