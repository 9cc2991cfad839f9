"""Receipts of other agencies' machines: each finds its letter in the send register by itself, or waits at the desk.

Nothing is answered here, and nothing is guessed: a receipt that does not fit in every part is left to an officer.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models

from saraban.agencies.duties import MACHINE
from saraban.exchange import receipt_json
from saraban.exchange.letter_json import digest_of, read_letter_json
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail
from saraban.proposals.reading import read_receipt
from saraban.registers.dispatches import Dispatch, Receipt
from saraban.registers.sender_keys import SenderKey
from saraban.registers.verdicts import Verdict
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import acting_for

BATCH_MAX = 50
WHY_MAX = 300


class ReceiptLook(Scoped):
    """That the machine has looked at a receipt, once. Operational. `because`: why it was left to an officer, in Thai."""

    email = models.OneToOneField(InboundEmail, models.CASCADE, related_name="receipt_look")
    because = models.CharField(max_length=WHY_MAX, blank=True)

    class Meta:
        verbose_name = "การตรวจใบตอบรับของระบบ"

    def __str__(self) -> str:
        return f"look at letter {self.email_id}"

    @classmethod
    def of(cls, email: InboundEmail) -> ReceiptLook | None:
        return cls.objects.filter(email=email).first()


def file_receipts() -> int:
    """Note at our letters what receipts that came say of them, of every agency; how many were looked at."""
    waiting = InboundEmail.across_agencies.filter(
        brings=receipt_json.NAME, state=InboundEmail.UNSORTED, receipt_look=None, entries=None
    ).select_related("agency", "answers")
    looked = 0
    for email in waiting.order_by("pk")[:BATCH_MAX]:
        with acting_for(email.agency):
            because = _file(email)
            ReceiptLook.objects.get_or_create(
                agency=email.agency, email=email, defaults={"because": because[:WHY_MAX]}
            )
            looked += 1
    return looked


class _Unfit(Exception):
    """`str()`: why the receipt is left to an officer, a part of a Thai sentence."""


def _file(email: InboundEmail) -> str:
    """Empty when its letter has it now; else why not."""
    try:
        dispatch, said = _fitting(email)
    except _Unfit as why:
        return f"ไม่ได้บันทึก receipt.json ที่แนบมาให้เอง เพราะ{why} โปรดตรวจแล้วเลือกว่าไม่ต้องลงรับ หรือลงรับ"
    receipt = Receipt(said["receipt_number"], datetime.fromisoformat(said["received_at"]))
    try:
        Verdict.objects.take_receipt(email, dispatch, receipt, by=MACHINE)
    except Refusal as refusal:  # an officer, or another process, was first
        if refusal.code != "already_sorted":
            raise
        return ""
    SenderKey.objects.pin(said["address"], said["key"], name=said["name"], by=MACHINE)
    return ""


def _fitting(email: InboundEmail) -> tuple[Dispatch, dict[str, str]]:
    """The letter that it is the receipt of, and what it says. Raises `_Unfit`."""
    letter = email.answers
    dispatch = Dispatch.objects.filter(letter=letter).first() if letter is not None else None
    if letter is None or dispatch is None or not letter.for_machines:
        raise _Unfit("ไม่ได้ตอบหนังสือที่เราส่งพร้อม letter.json")
    try:
        said = read_receipt(email.path)
    except FileNotFoundError:
        raise _Unfit("ไม่พบไฟล์ต้นฉบับของจดหมาย") from None
    if "why" in said:
        raise _Unfit(said["why"])
    if not _is_of(said, letter.for_machines.encode()):
        raise _Unfit("ไม่ใช่ใบตอบรับของหนังสือฉบับที่จดหมายนี้ตอบ")
    if not said["address"].lower() == email.sender_address.lower() == dispatch.address.lower():
        raise _Unfit("ผู้ลงนาม ผู้ส่งจดหมาย และผู้รับหนังสือของเรา มิใช่ที่อยู่อีเมลเดียวกัน")
    if SenderKey.objects.differs(said["address"], said["key"]):
        raise _Unfit("ลงนามด้วยกุญแจที่ต่างจากที่หน่วยงานนี้เคยใช้")
    return dispatch, said


def _is_of(said: dict[str, str], sent: bytes) -> bool:
    """Whether it is the receipt of the letter that left with this letter.json."""
    ours = read_letter_json(sent).letter
    names = (said["number"], said["dated_on"]) == (ours.number, ours.dated_on.isoformat())
    return names and said["digest"] == digest_of(sent)
