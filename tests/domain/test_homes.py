"""Which row stands for merged homes: the same whatever order the merges are told in, also where they run in a circle."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain.homes import kept_home


def test_a_home_never_merged_stands_for_itself_and_a_chain_ends_at_its_last_row():
    assert kept_home(7, {}) == 7
    assert [kept_home(home, {1: 2, 2: 3}) for home in (1, 2, 3)] == [3, 3, 3]


def test_of_a_circle_the_smallest_row_stands_for_all_and_for_what_leads_into_it():
    circle = {5: 3, 3: 9, 9: 5, 1: 5, 2: 1}
    assert {home: kept_home(home, circle) for home in (1, 2, 3, 5, 9)} == dict.fromkeys((1, 2, 3, 5, 9), 3)
    assert kept_home(4, {4: 4}) == 4


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 9)), st.integers(0, 2**32))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_every_row_has_one_home_which_is_its_own_home_in_any_order_of_telling(merged, seed):
    shuffled = list(merged.items())
    random.Random(seed).shuffle(shuffled)
    for home in range(1, 10):
        kept = kept_home(home, merged)
        assert kept == kept_home(home, dict(shuffled))
        assert kept_home(kept, merged) == kept
        if home in merged:
            assert kept == kept_home(merged[home], merged)
