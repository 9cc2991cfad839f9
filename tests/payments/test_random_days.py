"""The ledger is the sum of its entries and of its day closes, in whatever order things come."""

from __future__ import annotations

import pytest

from saraban.payments.closes import DayClose
from saraban.payments.postings import Posting
from tests.payments.random_days import Days
from tests.payments.tills import Till


@pytest.mark.parametrize("seed", range(4))
def test_random_days_agree_with_a_model_that_only_adds(till: Till, seed: int) -> None:
    Days(till, seed).live(15)
    assert Posting.objects.count() > 5 and DayClose.objects.count() > 2
