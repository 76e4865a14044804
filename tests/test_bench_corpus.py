"""The corpora of the benchmark: the same from every run, of the size asked for, with a vocabulary as text has it."""

from __future__ import annotations

import math
import random

from scripts.bench.corpus import atoms, corpus
from scripts.bench.names import EXPONENT, Vocabulary, invented


def test_one_seed_makes_one_corpus():
    assert list(corpus(100_000)) == list(corpus(100_000))
    assert list(corpus(100_000, seed=2)) != list(corpus(100_000))


def test_a_longer_corpus_begins_with_the_shorter_one():
    short, long = list(corpus(60_000)), list(corpus(200_000))
    assert short[:-1] == long[: len(short) - 1]
    assert sum(len(text.encode()) for _, text in long) in range(199_990, 200_001)


def test_names_drawn_grow_by_heaps_law():
    vocabulary = Vocabulary(random.Random(1), lambda r: invented(r, 2, 4))
    seen: set[str] = set()
    sizes = {}
    for n in range(1, 40_001):
        seen.add(vocabulary.draw().chinese)
        sizes[n] = len(seen)
    grown = math.log(sizes[40_000] / sizes[2_000]) / math.log(20)
    assert abs(grown - EXPONENT) < 0.05


def test_names_of_the_texts_grow_by_heaps_law(monkeypatch):
    drawn: list[str] = []

    class Recorded(Vocabulary):
        def draw(self):
            name = super().draw()
            drawn.append(name.chinese)
            return name

    monkeypatch.setattr("scripts.bench.corpus.Vocabulary", Recorded)
    text = "".join(text for _, text in corpus(4_000_000))
    sizes, seen = [], set()
    for name in drawn:
        seen.add(name)
        sizes.append(len(seen))
    grown = math.log(sizes[-1] / sizes[len(sizes) // 10]) / math.log(10)
    assert 0.5 < grown < 0.7
    persons = [name for name in seen if "·" in name]
    assert sum(name in text for name in persons[:300]) > 100  # they are in the texts, not only drawn
    assert not seen & {form for form, slot in atoms().items() if slot.kind == "place" and len(form) > 3}
