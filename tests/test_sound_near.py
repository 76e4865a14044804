"""What is heard of many names at once against what is heard of each."""

from __future__ import annotations

import math
import random
from itertools import combinations

import numpy as np
import pytest

from glossary.sound import (
    asked,
    best_among,
    best_names,
    index,
    likeness,
    near,
    near_among,
    near_names,
    near_pairs,
    sift,
    variant_likeness,
    variants,
    weigh_together,
)
from glossary.sound import rows as module
from glossary.sound.arrive import arriving
from glossary.sound.company import columns, weigh
from glossary.sound.hear import full_scores, pair_ratios, parts, tokens
from glossary.sound.lattice import lattice, weights_of_emissions
from glossary.sound.letters import GRAMS, views
from glossary.sound.model import load_model
from glossary.sound.ratios import ratio_rows
from glossary.sound.suffixes import end_scores
from glossary.sound.suffixes import prepared as ready
from scripts.bench.names import invented


def forms(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    made = [invented(rng, 2, 4) for _ in range(count)]
    made += [name._replace(chinese=f"{made[n - 1].chinese}·{name.chinese}", variant=name.variant) for n, name in enumerate(made) if n % 3 == 0]
    return [*(name.chinese for name in made), *(name.chinese.replace("卡", "喀").replace("维", "韦") for name in made)]


@pytest.mark.parametrize("least", [0.3, 0.65, 0.8])
@pytest.mark.parametrize(("at_once", "rows", "columns"), [(1, 3, 5), (1 << 12, 128, 2048)])
def test_no_pair_is_lost(least, at_once, rows, columns, monkeypatch):
    monkeypatch.setattr(module, "_PAIRS", at_once)
    monkeypatch.setattr(module, "_ROWS", rows)
    monkeypatch.setattr(near, "_ROWS", rows)
    monkeypatch.setattr(module, "_COLUMNS", columns)
    names = sorted(set(forms(14, seed=4)))
    found = near_pairs(names, least, 4)
    exact = [
        (a, b, value) for a, b in combinations(range(len(names)), 2)
        if abs(len(names[a]) - len(names[b])) <= 4 and (value := variant_likeness(names[a], names[b])) >= least
    ]  # fmt: skip
    assert exact
    assert found == exact


def test_only_forms_of_one_block_are_compared():
    names = sorted(set(forms(14, seed=4)))
    blocks = [[*range(0, len(names), 2)], [1], [*range(5, len(names))], []]
    inside = {pair for block in blocks for pair in combinations(block, 2)}
    every = near_pairs(names, 0.5)
    assert near_pairs(names, 0.5, blocks=blocks) == [found for found in every if found[:2] in inside] != every


def test_nothing_to_pair():
    assert near_pairs([], 0.5) == near_pairs(["巴尔达"], 0.5) == near_pairs(["a", "·"], 0.5) == []


@pytest.mark.parametrize("latin", ["marin kostanski", "jean pierre mboga", "ali", "shushi"])
def test_all_ends_are_what_each_end_is(latin):
    model = load_model()
    orders = [view for view, _ in views(latin, 0.0)]
    prepared = lattice(orders, model)
    for stretch in ("的总统马林·科斯坦斯基", "让皮埃尔姆博加", "阿里", "前往舒希"):
        heard = tokens(stretch)
        starts = [at for at in range(len(heard)) if heard[at] != "·"]
        found = end_scores(heard, starts, ready(arriving(orders, model), model), model)
        plain = np.stack([full_scores(heard[at:], prepared, model) for at in starts])
        assert np.allclose(found, plain, atol=1e-4)
    assert parts("", model) == []


LATIN = ("Jean-Pierre Mboga", "Marin Kostanski", "Kostanski Marin", "Villedieu-sur-Indre", "Shushi", "Al Ain", "纳戈尔诺", "Zürich", "x")


def test_names_asked_together_are_heard_as_alone():
    hans = ["马林·科斯坦斯基", "舒希", "让皮埃尔", "", "苏黎世", "科斯坦斯基", "安德尔河畔维莱迪厄"]
    known = index(LATIN)
    found = near_names(asked(hans), known, -1000.0, -3.0)
    exact = {
        (n, k): math.log(chance / (1 - chance))
        for n, han in enumerate(hans) for k, name in enumerate(LATIN)
        if name != "纳戈尔诺" and (chance := likeness(han, name)) > 1 / (1 + math.exp(3.0))
    }  # fmt: skip
    assert found == sorted(found)
    assert {(n, k) for n, k, _ in found} == exact.keys()
    assert all(abs(value - exact[n, k]) < 1e-3 for n, k, value in found)
    assert near_names(asked(hans), known, 1000.0, -3.0) == near_names(asked([]), known, 0.0, 0.0) == []
    assert near_names(asked(hans), index(["纳戈尔诺"]), 0.0, 0.0) == []


@pytest.mark.parametrize("at_once", [1, 40, 1 << 15])
def test_what_is_asked_of_several_lists_is_what_each_is_asked(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sift, "_MANY", at_once)
    hans = forms(6, seed=5)
    lists = [index(LATIN), index(["纳戈尔诺"]), index([]), index([*LATIN[:3], "Barda", "Jean-Pierre"]), index(LATIN[1:])]
    asking = [(names, known) for names in ([1, 4], [], range(len(hans))) for known in lists]
    said = asked(hans)
    near_ones = [[row for row in near_names(said, known, -1000.0, -3.0) if row[0] in names] for names, known in asking]
    best_ones = [[row for row in best_names(said, known, 2) if row[0] in names] for names, known in asking]
    assert any(near_ones)
    assert any(best_ones)
    assert [*near_among(said, asking, -1000.0, -3.0)] == near_ones
    assert [*best_among(said, asking, 2)] == best_ones


@pytest.mark.parametrize("han", ["巴尔达", "马林·科斯坦斯基", "的", "龘尔", "谢谢谢"])
def test_characters_weigh_in_company_what_their_vectors_say(han: str) -> None:
    model = load_model()
    found = np.empty((len(han), columns(model)[-1]), np.float32)
    weigh(han, model, found)
    assert np.allclose(found, np.concatenate(weights_of_emissions(han, model), 1), rtol=2e-5)
    alone = np.empty_like(found[:1])
    weigh(han[0], model, alone)
    assert np.allclose(alone, found[:1], rtol=0.01) == (len(han) == 1)


def test_rows_of_letter_pairs_are_those_of_each_name() -> None:
    hans = [*forms(90, seed=2), "的", "马林·科斯坦斯基", "龘", "谢-谢"]
    found = ratio_rows(hans, load_model())
    assert found.tolist() == [pair_ratios(han, load_model()).tolist() for han in hans]
    assert len(ratio_rows([], load_model())) == 0


@pytest.mark.parametrize("gain", [-1000.0, 0.0, 4.0, 1000.0])
def test_no_pair_that_letters_speak_for_is_hidden_by_its_neighbours(gain: float) -> None:
    said = asked(forms(11, seed=3))
    assert len(said.owners) % sift._NEIGHBOURS
    romans = index(["Barda", "Jean-Pierre Mboga", "Al Ain", "Villedieu-sur-Indre", "Shushi", "Kakavet"]).romans
    assert romans is not None
    pairs = set()
    for row, look in np.ndindex(len(said.owners), len(romans.looks)):
        total = np.float32(0)
        for pair in romans.looks[look]:
            total += said.ratios[row, pair] if pair < GRAMS else 0
        if total >= gain:
            pairs.add((row, int(romans.look_owners[look])))
    assert set(zip(*(side.tolist() for side in sift._drawn(said, np.arange(len(said.owners)), romans, gain)), strict=True)) == pairs
    assert len(pairs) == 0 if gain == 1000 else pairs


def test_characters_weighed_together_weigh_what_they_weigh_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = list(combinations(forms(6, seed=9), 2))

    def likenesses() -> list[float]:
        return [variant_likeness(a, b) for a, b in pairs]

    memory = load_model().memory
    with monkeypatch.context() as one_by_one:
        one_by_one.setattr(variants, "_weigh", lambda *_: None)
        memory.clear()
        alone = likenesses()
    memory.clear()
    assert likenesses() == alone
    memory.clear()
    weigh_together([*pairs, ("", "贝卡")])
    known = {key for key in memory if key[0] == "pair weight"}
    assert likenesses() == alone
    assert known == {key for key in memory if key[0] == "pair weight"}
    memory.clear()
    monkeypatch.setattr(variants, "_MOST_KNOWN", 1)
    weigh_together(pairs)
    assert not any(key[0] == "pair weight" for key in memory)


def test_of_very_many_that_sound_alike_the_nearest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pair stays that is among the nearest of either; names with fewer near ones lose none."""
    names = sorted({f"弗{a}{b}森海姆" for a in "阿尔斯卡拉" for b in "巴赫亚美尼伊"} | {"贝克汉姆", "碧咸"})
    every = near_pairs(names, 0.4, 4)
    monkeypatch.setattr(near, "_MOST", 3)
    ranked: dict[int, list[tuple[float, int]]] = {}
    for a, b, score in every:
        for one, other in ((a, b), (b, a)):
            ranked.setdefault(one, []).append((-score, other))
    best = {one: {other for _, other in sorted(others)[:3]} for one, others in ranked.items()}
    wanted = [pair for pair in every if pair[1] in best[pair[0]] or pair[0] in best[pair[1]]]
    assert near_pairs(names, 0.4, 4) == wanted
    assert len(wanted) < len(every)
    assert {n for pair in wanted for n in pair[:2]} == {n for pair in every for n in pair[:2]}
