"""Two lists of names: what goes in comes out verbatim, once, in order."""

from __future__ import annotations

import pytest

from glossary.match import Match, matches

CANDIDATES = ["Goris", "Joe Biden", "", "Goris", " Kapan ", "Barda\u00a0"]


def test_best_candidate_of_each_query() -> None:
    found = {match.query: match.candidate for match in matches(["戈里斯", "拜登", "卡潘"], CANDIDATES) if match.rank == 1}
    assert found == {"戈里斯": "Goris", "拜登": "Joe Biden", "卡潘": " Kapan "}


def test_blank_lines_and_duplicates_count_once() -> None:
    found = list(matches(["", "戈里斯", "  ", "戈里斯", "巴尔达"], CANDIDATES, top=10))
    assert list(dict.fromkeys(match.query for match in found)) == ["戈里斯", "巴尔达"]
    for query in ("戈里斯", "巴尔达"):
        rows = [match for match in found if match.query == query]
        assert [match.rank for match in rows] == list(range(1, len(rows) + 1))
        assert len({match.candidate for match in rows}) == len(rows)
        assert [match.score for match in rows] == sorted((match.score for match in rows), reverse=True)


@pytest.mark.parametrize(("queries", "candidates"), [([], CANDIDATES), (["戈里斯"], []), (["???"], CANDIDATES), (["戈里斯"], ["???", "..."])])
def test_nothing_to_find(queries: list[str], candidates: list[str]) -> None:
    assert list(matches(queries, candidates)) == []


def test_top_bounds_the_list() -> None:
    assert [match.rank for match in matches(["戈里斯"], CANDIDATES, top=1)] == [1]
    assert isinstance(next(matches(["戈里斯"], CANDIDATES)), Match)
