"""Every state × every verb: what is written here by hand goes where it says, and all else is refused."""

from __future__ import annotations

import pytest

from saraban.agencies.duties import DEEDS
from saraban.cases.states import DECIDED, ENDED, MOVES, OPEN, VERBS, State, after, may
from saraban.law.refusal import Refusal

# From the guide's chapter 3 and the Facilitation Act, not from the table of the code.
GOES = {
    ("checking", "checked"): "checking",
    ("checking", "letter_came"): "checking",
    ("checking", "asked"): "incomplete",
    ("checking", "found_complete"): "complete",
    ("incomplete", "letter_came"): "checking",  # the citizen's answer brings it back to the check
    ("incomplete", "request_withdrawn"): "checking",
    ("incomplete", "returned"): "returned",
    ("checking", "asked_after_complete"): "incomplete",
    ("complete", "letter_came"): "complete",
    ("complete", "asked_after_complete"): "incomplete",
    ("complete", "approved"): "approved",
    ("complete", "refused"): "refused",
    ("approved", "letter_came"): "approved",
    ("refused", "letter_came"): "refused",
    ("approved", "decision_taken_back"): "complete",
    ("refused", "decision_taken_back"): "complete",
    ("answered", "letter_came"): "answered",
    ("returned", "letter_came"): "returned",
    ("struck_off", "letter_came"): "struck_off",
    ("withdrawn", "letter_came"): "withdrawn",
    ("forwarded", "letter_came"): "forwarded",
    ("answered", "reopened"): "checking",
    ("returned", "reopened"): "checking",
    ("struck_off", "reopened"): "checking",
    ("withdrawn", "reopened"): "checking",
    ("forwarded", "reopened"): "checking",
    ("merged", "split_off"): "checking",
} | {
    (state, verb): to
    for state in ("checking", "incomplete", "complete")
    for verb, to in (
        ("withdrawn", "withdrawn"),
        ("forwarded", "forwarded"),
        ("merged", "merged"),
        ("answered", "answered"),
        ("struck_off", "struck_off"),
    )
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_every_state_and_every_verb(state: str, verb: str) -> None:
    to = GOES.get((state, verb))
    assert may(state, verb) == (to is not None)
    if to is not None:
        assert after(state, verb) == to
        return
    with pytest.raises(Refusal) as refused:
        after(state, verb)
    assert refused.value.code == "not_now"
    assert State(state).label in refused.value.message


def test_the_states_are_all_told_apart() -> None:
    assert set(OPEN) | set(ENDED) == set(State)
    assert not set(OPEN) & set(ENDED)
    assert set(DECIDED) <= set(ENDED)
    assert set(MOVES) == set(State)


def test_every_verb_stands_in_the_table_of_duties() -> None:
    assert {f"case.{verb}" for verb in VERBS} <= set(DEEDS)


def test_what_is_decided_is_decided_by_the_head_alone() -> None:
    for verb in ("approved", "refused", "struck_off", "asked_after_complete", "decision_taken_back"):
        assert {duty.value for duty in DEEDS[f"case.{verb}"]} == {"head", "acting"}  # who stands for the head
