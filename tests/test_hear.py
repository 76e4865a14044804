"""Names that sound alike, against the plain way of finding them: all pairs, and of each name the best."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from glossary import hear
from glossary.compare import Link, Node
from glossary.corpus import context
from glossary.facts import Facts
from glossary.harvest import addresses
from glossary.hear import bare_latin_links, latin_sound_links, near_latin
from glossary.respelt import sound_links
from glossary.sides import other_side, other_side_latin, side_of, two_places
from glossary.sound import least_heard_part, likeness, near, pinyin, variant_likeness
from glossary.workers import crew
from scripts.bench.names import invented


def spellings(count: int, seed: int) -> list[str]:
    """Invented names, each in several spellings."""
    rng = random.Random(seed)
    made = [invented(rng, 3, 5).chinese for _ in range(count)]
    changes = ("卡喀", "维韦", "斯思", "里利", "塔达", "娜纳")
    names = [name.replace(*change) for name in made for change in (*changes, "··")]
    sided = [side + name for side, some in (("北", names[::5]), ("南", names[::9]), ("西", names[::9])) for name in some]
    return sorted({*names, *sided})


def chance(*seed: object) -> float:
    return random.Random(repr(seed)).random()


def parts_of(a: Node, b: Node) -> list[tuple[str, str]]:
    """The parts of two names that must be alike: all of as many, else the first and the last."""
    mine, theirs = a.key.split("·"), b.key.split("·")
    if len(mine) != len(theirs):
        mine, theirs = [mine[0], mine[-1]], [theirs[0], theirs[-1]]
    return list(zip(mine, theirs, strict=True))


def in_one_block(a: str, b: str) -> bool:
    mine, theirs = (pinyin(name.replace("·", "")) for name in (a, b))
    return a == b or mine[0][:1] == theirs[0][:1] or mine[-1] == theirs[-1]


def plain(names: list[Node], barred: set[tuple[Node, Node]], beside: set[tuple[Node, Node]]) -> list[Link]:
    rules = context().rules
    pairs, surely = {}, set()
    for a, b in combinations(sorted(names), 2):
        dotted = "·" in a.key
        if a.kind != b.kind or dotted != ("·" in b.key) or abs(len(a.key) - len(b.key)) > 3 or {(a, b)} & (barred | beside):
            continue
        parts = parts_of(a, b)
        if a.kind == "place" and (side := side_of(a.key)) and side_of(b.key):
            if side != side_of(b.key):
                continue
            parts = [(a.key.removeprefix(side), b.key.removeprefix(side))]
        elif a.kind == "place" and other_side(a.key, b.key):
            continue
        if not all(in_one_block(x, y) for x, y in (parts[0], parts[-1])):
            continue
        least = min(variant_likeness(x, y) for x, y in parts)
        score = least if len(parts) == 1 else variant_likeness(a.key, b.key)
        enough = (rules[f"link.sound.{a.kind}{'.parts' if dotted else ''}"].value, rules["link.sound.part"].value if dotted else 0)
        if score < (enough[0] or 1) or least < (enough[1] or 0):
            continue
        pairs[a, b] = score
        if score >= (rules["link.sound.sure"].value or 1.0) and least >= (rules["link.sound.sure.part"].value or 1.0):
            surely.add((a, b))
    first = {node for pair in surely for node in pair}
    # What has a sure link has its best there.
    left = {pair: score for pair, score in pairs.items() if pair not in surely and not first >= {*pair}}
    best = {node: min((-score, pair) for pair, score in left.items() if node in pair) for pair in left for node in pair}
    mutual = {(a, b) for (a, b), s in left.items() if best[a] == best[b] == (-s, (a, b)) and not first & {a, b}}
    return sorted(Link(a, b, "sound.variant", round(pairs[a, b], 3)) for a, b in close({p: pairs[p] for p in surely | mutual}))


def close(pairs: dict[tuple[Node, Node], float]) -> list[tuple[Node, Node]]:
    """The pairs, best first, that bring no two names together which are far apart."""
    widest = context().rules["link.sound.widest"].value or 0.0
    groups = {node: {node} for pair in pairs for node in pair}
    kept = []
    for a, b in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        far = [
            (x, y)
            for x in groups[a]
            for y in groups[b]
            if groups[a] is not groups[b] and (min(x, y), max(x, y)) not in pairs
            and (min(variant_likeness(*p) for p in parts_of(x, y)) < widest or (x.kind == "place" and two_places(x.key, y.key, widest)))
        ]
        if not far:
            kept.append((a, b))
            joined = groups[a] | groups[b]
            groups |= dict.fromkeys(joined, joined)
    return kept


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


@pytest.fixture(scope="module")
def bilingual() -> dict[Node, Facts]:
    """Chinese names of persons and places, and bare Latin names of some of them, spelt well or not so well."""
    rng = random.Random(11)
    made = [invented(rng, 2, 4) for _ in range(60)]
    people = [(f"{a.chinese}·{b.chinese}", f"{a.latin} {b.latin}") for a, b in pairwise(made)]
    nodes = [Node("person", han) for han, _ in people] + [Node("place", name.chinese) for name in made]
    nodes += [Node("person", latin.casefold()) for _, latin in people[::4]] + [Node("place", name.latin.casefold()) for name in made[::4]]
    nodes += [Node("person", made[2].latin.casefold()), Node("place", "meeting"), Node("place", made[5].latin[1:].casefold())]
    return {node: Facts() for node in sorted(set(nodes))}


def latin_names(found: dict[Node, Facts], kind: str) -> list[str]:
    return [n.key for n in found if n.kind == kind and n.key.isascii()]


def test_bare_names_are_those_of_all_pairs(bilingual: dict[Node, Facts]) -> None:
    rules = context().rules
    threshold, margin, part = (rules[f"link.sound.{rule}"].value or 1.0 for rule in ("latin", "margin", "latin.part"))
    expected = []
    for kind in ("person", "place"):
        hans = [n.key for n in bilingual if n.kind == kind and not n.key.isascii()]
        alike = {
            (han, name): likeness(han, name)
            for han in hans
            for name in latin_names(bilingual, kind)
            if ("·" in han) == (" " in name) and least_heard_part(han, name) >= part
            if not (kind == "place" and other_side_latin(han, name))
        }
        for (han, name), score in alike.items():
            others = [s for pair, s in alike.items() if pair != (han, name) and (pair[0] == han or pair[1] == name)]
            if score >= threshold and score - max(others, default=0.0) >= margin:
                expected.append((han, name, round(score, 3)))
    assert expected
    found = [(link.left.key, link.right.key, link.score) for link in latin_sound_links(bilingual, near_latin(bilingual, context()), context())]
    assert sorted(found) == sorted(expected)


def test_the_only_bearer_is_asked_for_among_all(bilingual: dict[Node, Facts]) -> None:
    expected = []
    for kind in ("person", "place"):
        known = addresses.prepared(addresses.chinese_names([(n.key, n.kind) for n in bilingual if n.kind == kind], context()))
        hits = {name: addresses.the_one(name, known, context()) for name in latin_names(bilingual, kind)}
        expected += [(hit[0].bearer, name, round(hit[1], 3)) for name, hit in hits.items() if hit is not None]
    assert expected
    assert [(link.left.key, link.right.key, link.score) for link in bare_latin_links(bilingual, near_latin(bilingual, context()), context())] == expected


def test_several_processes_compare_as_one_does(bilingual: dict[Node, Facts], monkeypatch: pytest.MonkeyPatch) -> None:
    found = bilingual | {Node("place", form): Facts() for form in spellings(30, seed=3)}
    links = []
    for size in (1, 2, 3):
        with crew(size) as helping:
            never = (lambda a, b: False, lambda pairs: ())
            told = near_latin(found, context(), helping)
            latin = (latin_sound_links(found, told, context()), bare_latin_links(found, told, context()))
            links.append([list(some) for some in (sound_links(found, context(), *never, helping), *latin)])
        for module, limit in ((near, "_MANY"), (near, "_ROWS"), (hear, "_MANY"), (hear, "_BLOCK")):
            monkeypatch.setattr(module, limit, 7)
    assert all(links[0])
    assert links[0] == links[1] == links[2]
