"""How a case moves: a table of state × verb, and nothing moves otherwise."""

from __future__ import annotations

from django.db import models

from saraban.law.refusal import Refusal


class State(models.TextChoices):
    CHECKING = "checking", "ตรวจเอกสาร"
    INCOMPLETE = "incomplete", "รอผู้ยื่นแก้ไข"
    COMPLETE = "complete", "พิจารณา"
    APPROVED = "approved", "อนุญาต"
    REFUSED = "refused", "ไม่อนุญาต"
    ANSWERED = "answered", "ดำเนินการแล้ว"
    RETURNED = "returned", "คืนคำขอ"
    STRUCK_OFF = "struck_off", "จำหน่ายเรื่อง"
    WITHDRAWN = "withdrawn", "ผู้ยื่นถอนเรื่อง"
    FORWARDED = "forwarded", "ส่งต่อหน่วยงานอื่น"
    MERGED = "merged", "รวมกับเรื่องอื่น"


OPEN = (State.CHECKING, State.INCOMPLETE, State.COMPLETE)
DECIDED = (State.APPROVED, State.REFUSED)
ENDED = tuple(state for state in State if state not in OPEN)

# What was decided is changed by an appeal, which is a case of its own; what ended otherwise may be taken up again.
_TAKEN_UP_AGAIN = {"reopened": State.CHECKING}
_OF_ANY_OPEN = {
    "withdrawn": State.WITHDRAWN,
    "forwarded": State.FORWARDED,
    "merged": State.MERGED,
    "answered": State.ANSWERED,
    "struck_off": State.STRUCK_OFF,
}

MOVES: dict[State, dict[str, State]] = {
    State.CHECKING: {
        **_OF_ANY_OPEN,
        "checked": State.CHECKING,
        "letter_came": State.CHECKING,
        "asked": State.INCOMPLETE,
        "asked_after_complete": State.INCOMPLETE,  # what a superior asked for came, and more is wanted
        "found_complete": State.COMPLETE,
    },
    State.INCOMPLETE: {
        **_OF_ANY_OPEN,
        "letter_came": State.CHECKING,
        "request_withdrawn": State.CHECKING,
        "returned": State.RETURNED,
    },
    State.COMPLETE: {
        **_OF_ANY_OPEN,
        "letter_came": State.COMPLETE,
        "asked_after_complete": State.INCOMPLETE,  # a superior's, with a reason (Facilitation Act s.8)
        "approved": State.APPROVED,
        "refused": State.REFUSED,
    },
    State.APPROVED: {"letter_came": State.APPROVED, "decision_taken_back": State.COMPLETE},
    State.REFUSED: {"letter_came": State.REFUSED, "decision_taken_back": State.COMPLETE},
    State.ANSWERED: {"letter_came": State.ANSWERED, **_TAKEN_UP_AGAIN},
    State.RETURNED: {"letter_came": State.RETURNED, **_TAKEN_UP_AGAIN},
    State.STRUCK_OFF: {"letter_came": State.STRUCK_OFF, **_TAKEN_UP_AGAIN},
    State.WITHDRAWN: {"letter_came": State.WITHDRAWN, **_TAKEN_UP_AGAIN},
    State.FORWARDED: {"letter_came": State.FORWARDED, **_TAKEN_UP_AGAIN},
    State.MERGED: {"split_off": State.CHECKING},
}
VERBS = sorted({verb for moves in MOVES.values() for verb in moves})

_DEEDS = {
    "checked": "บันทึกผลตรวจเอกสาร",
    "letter_came": "รวมหนังสือเข้าเรื่อง",
    "asked": "แจ้งแก้ไข",
    "asked_after_complete": "ขอเอกสารเพิ่มหลังคำขอครบถ้วน",
    "request_withdrawn": "ถอนการแจ้งแก้ไข",
    "found_complete": "บันทึกว่าคำขอครบถ้วน",
    "approved": "อนุญาต",
    "refused": "ไม่อนุญาต",
    "decision_taken_back": "เลิกทำผลการพิจารณา",
    "answered": "ยุติเรื่อง",
    "returned": "คืนคำขอ",
    "struck_off": "จำหน่ายเรื่อง",
    "withdrawn": "บันทึกว่าผู้ยื่นถอนเรื่อง",
    "forwarded": "ส่งต่อหน่วยงานอื่น",
    "merged": "รวมเรื่อง",
    "split_off": "แยกเรื่อง",
    "reopened": "รับเรื่องกลับมาดำเนินการ",
}


def after(state: str, verb: str) -> State:
    """The state that the verb leads to. Raises `Refusal("not_now")` where it does not go from here."""
    assert verb in VERBS, f"{verb} stands in no row of states.MOVES"
    now = State(state)
    to = MOVES[now].get(verb)
    if to is None:
        raise Refusal(
            "not_now",
            f"ยัง{_DEEDS[verb]}ไม่ได้ เพราะเรื่องนี้อยู่ที่ขั้น “{now.label}” โปรดโหลดหน้าใหม่เพื่อดูขั้นถัดไป ข้อมูลเดิมอยู่ครบ",
        )
    return to


def may(state: str, verb: str) -> bool:
    """Whether a page shows the button."""
    return verb in MOVES[State(state)]
