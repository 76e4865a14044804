"""Names that sound alike, against the plain way of finding them: all pairs, and of each name the best."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from glossary.compare import Link, Node
from glossary.corpus import context
from glossary.facts import Facts
from glossary.hear import sound_links
from glossary.sound import pinyin, variant_likeness
from scripts.bench.names import invented


def spellings(count: int, seed: int) -> list[str]:
    """Invented names, each in several spellings."""
    rng = random.Random(seed)
    made = [invented(rng, 3, 5).chinese for _ in range(count)]
    changes = ("卡喀", "维韦", "斯思", "里利", "塔达", "娜纳")
    return sorted({name.replace(*change) for name in made for change in (*changes, "··")})


def chance(*seed: object) -> float:
    return random.Random(repr(seed)).random()


def plain(names: list[Node], barred: set[tuple[Node, Node]], beside: set[tuple[Node, Node]]) -> list[Link]:
    rules = context().rules
    pairs = {}
    for a, b in combinations(sorted(names), 2):
        mine, theirs = (pinyin(node.key.replace("·", "")) for node in (a, b))
        near = mine[0][:1] == theirs[0][:1] or mine[-1] == theirs[-1]
        alike = near and a.kind == b.kind and ("·" in a.key) == ("·" in b.key) and abs(len(a.key) - len(b.key)) <= 3
        score = variant_likeness(a.key, b.key) if alike and not {(a, b)} & (barred | beside) else 0.0
        if score >= (rules[f"link.sound.{a.kind}"].value or 1.0):
            pairs[a, b] = score
    best = {node: min((-score, pair) for pair, score in pairs.items() if node in pair) for pair in pairs for node in pair}
    sure = rules["link.sound.sure"].value or 1.0
    return [
        Link(a, b, "sound.variant", round(score, 3))
        for (a, b), score in pairs.items()
        if score >= sure or best[a] == best[b] == (-score, (a, b))
    ]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5])
def test_links_are_those_of_all_pairs(share: float) -> None:
    forms = spellings(40, seed=7)
    names = [Node("place", form) for form in forms] + [Node("person", f"{a}·{b}") for a, b in zip(forms, forms[5:], strict=False)]
    pairs = list(combinations(sorted(names), 2))
    barred = {pair for pair in pairs if chance("barred", pair) < share}
    beside = {pair for pair in pairs if chance("beside", pair) < share}
    found = {node: Facts() for node in names}
    links = list(sound_links(found, context(), lambda a, b: (a, b) in barred, lambda some: [p for p in some if p in beside]))
    expected = plain(names, barred, beside)
    sure = [link for link in expected if link.score >= 0.97]
    assert sure and len(sure) < len(expected)
    assert links == expected
