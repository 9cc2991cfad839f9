"""What the rules do not allow, said so that an officer can go on."""

from __future__ import annotations


class Refusal(Exception):
    """The rules say no.

    `code` is for programs ("no_subject"); `message` is Thai, for the officer: what did not happen, why, what to do,
    and that nothing is lost.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def reason_in(said: str, *, undone: str, stays: str) -> str:
    """The reason that was typed for what is not done without one. `undone`: `เลิก`; `stays`: `บัญชีเดิมยังใช้อยู่`.

    Raises `Refusal("no_reason")`.
    """
    reason = said.strip()
    if not reason:
        raise Refusal("no_reason", f"ยังไม่ได้{undone} เพราะยังไม่ได้บอกเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ {stays}")
    return reason
