"""A shortlist drawn up from lists of numbers, against the plain way."""

from __future__ import annotations

from array import array
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.sound.draw import drawn

LISTS = st.lists(
    st.tuples(st.lists(st.integers(0, 40), unique=True, max_size=20), st.sampled_from([0.5, 1.0, 2.25])), max_size=6
)


@given(LISTS, st.integers(0, 30))
def test_against_the_plain_way(lists: list[tuple[list[int], float]], most: int):
    summed: defaultdict[int, float] = defaultdict(float)
    for numbers, weight in lists:
        for number in numbers:
            summed[number] += weight
    best = sorted(summed, key=lambda number: (-summed[number], number))[:most]
    holders = [array("I", sorted(numbers)).tobytes() for numbers, _ in lists]
    assert drawn(holders, [weight for _, weight in lists], most) == [(n, summed[n]) for n in sorted(best)]


@pytest.mark.parametrize("most", [-1, 0, 5])
def test_nothing_to_draw_from(most: int):
    assert drawn([], [], most) == drawn([b""], [1.0], most) == []
