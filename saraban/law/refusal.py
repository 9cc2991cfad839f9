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
