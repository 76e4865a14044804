"""Clustering against independent solvers on random graphs."""

from __future__ import annotations

import random
from functools import partial
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from glossary import bars
from glossary.agglomerate import clusters
from glossary.corpus import context
from glossary.facts import Facts
from glossary.keys import Node


def graphs() -> list[tuple[int, list[tuple[int, int]], set[tuple[int, int]]]]:
    made = []
    for seed in range(60):
        rng = random.Random(seed)
        n = rng.randint(1, 30)
        pairs = [(rng.randrange(n), rng.randrange(n)) for _ in range(rng.randint(0, 2 * n))]
        bars = {tuple(sorted((rng.randrange(n), rng.randrange(n)))) for _ in range(rng.randint(0, n))}
        made.append((n, pairs, {(a, b) for a, b in bars if a != b}))
    return made


def groups(numbers: dict[int, int]) -> set[frozenset[int]]:
    return {frozenset(k for k, v in numbers.items() if v == group) for group in set(numbers.values())}


@pytest.mark.parametrize(("n", "pairs", "bars"), graphs())
def test_without_bars_groups_are_connected_components(n, pairs, bars):
    found, refused = clusters(range(n), pairs, lambda a, b: False)
    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    _, labels = connected_components(coo_array(([1] * len(pairs), (rows, columns)), shape=(n, n)), directed=False)
    assert refused == ()
    assert groups(found) == groups(dict(enumerate(labels.tolist())))


@pytest.mark.parametrize(("n", "pairs", "bars"), graphs())
def test_with_bars_as_the_slow_obvious_way(n, pairs, bars):
    def barred(a: int, b: int) -> bool:
        return (min(a, b), max(a, b)) in bars

    slow = [{k} for k in range(n)]
    for a, b in pairs:
        left = next(g for g in slow if a in g)
        right = next(g for g in slow if b in g)
        if left is not right and not any(barred(x, y) for x in left for y in right):
            slow.remove(right)
            left |= right
    found, _ = clusters(range(n), pairs, barred)
    assert groups(found) == {frozenset(g) for g in slow}
    assert not any(barred(a, b) for g in groups(found) for a, b in combinations(sorted(g), 2))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
def test_every_refused_pair_stands_across_two_groups(pairs):
    found, refused = clusters(range(13), pairs, lambda a, b: (a + b) % 5 == 0)
    assert all(found[pairs[n][0]] != found[pairs[n][1]] for n in refused)


@given(
    st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=40),
    st.lists(st.integers(0, 4), min_size=16, max_size=16),
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6),
)
def test_one_of_those_marked_alike_answers_for_all(pairs, marks, apart):
    def barred(a: int, b: int) -> bool:
        return (min(marks[a], marks[b]), max(marks[a], marks[b])) in apart

    assert clusters(range(16), pairs, barred, lambda n: [(None, marks[n])]) == clusters(range(16), pairs, barred)


@given(
    st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=40),
    st.lists(st.sets(st.integers(0, 4), max_size=3), min_size=16, max_size=16),
    st.sets(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=30),
)
def test_what_has_no_block_in_common_need_not_be_asked(pairs, blocks, apart):
    def barred(a: int, b: int) -> bool:
        return (min(a, b), max(a, b)) in apart and not blocks[a].isdisjoint(blocks[b])

    by_block = clusters(range(16), pairs, barred, lambda n: [(block, n) for block in sorted(blocks[n])])
    assert by_block == clusters(range(16), pairs, barred)


def test_marks_are_all_that_bars_ask_of_a_name():
    node = partial(Node, "person")
    facts = {
        node("安娜·科瓦奇"): Facts(honorifics=frozenset({"女士"})),
        node("安娜·科瓦斯"): Facts(honorifics=frozenset({"女士"})),
        node("伊万·科瓦奇"): Facts(states=frozenset({"HR"})),
        node("科瓦奇"): Facts(states=frozenset({"HU"}), honorifics=frozenset({"先生"})),
        node("科瓦奇", "HR"): Facts(states=frozenset({"HR"})),
        Node("place", "法国"): Facts(),
        Node("place", "法兰西共和国"): Facts(),
        Node("place", "德国"): Facts(),
        Node("place", "科瓦"): Facts(),
        Node("place", "kova"): Facts(latin=frozenset({"Kova"})),
        Node("place", "cova"): Facts(latin=frozenset({"Cova"})),
        Node("organization", "联合国"): Facts(),
        Node("organization", "安全理事会"): Facts(),
        Node("organization", "安理会"): Facts(),
    }
    known = context()
    by_marks: dict[tuple[object, object], bool] = {}
    for a, b in product(facts, facts):
        if a != b:
            said = bars.barred(a, b, facts, known)
            key = bars.marks(a, facts, known), bars.marks(b, facts, known)
            assert by_marks.setdefault(key, said) == said
    assert {True, False} == set(by_marks.values())
    assert bars.marks(Node("place", "法国"), facts, known) == bars.marks(Node("place", "法兰西共和国"), facts, known)
    # A place with two thousand Latin forms took a minute: each was asked of each.
    assert bars.marks(Node("place", "kova"), facts, known) == bars.marks(Node("place", "cova"), facts, known)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30),
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=10),
    st.integers(1, 5),
)
def test_no_group_grows_beyond_so_many(pairs, bars, most):
    def barred(a: int, b: int) -> bool:
        return (a, b) in bars or (b, a) in bars

    group_of, refused = clusters(range(10), pairs, barred, most=most)
    groups = [{n for n in range(10) if group_of[n] == group} for group in set(group_of.values())]
    assert all(len(group) <= most for group in groups)
    # Once refused a pair stays so: groups only grow.
    for a, b in (pairs[n] for n in refused):
        one, two = ({n for n in range(10) if group_of[n] == group_of[x]} for x in (a, b))
        assert len(one | two) > most or any(barred(x, y) for x in one for y in two)
    assert clusters(range(10), pairs, barred, most=10) == clusters(range(10), pairs, barred)
