"""All terms in a text: where they stand, the longest of those that begin first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.formats.jsonl import write_jsonl
from glossary.lookup import Index, open_index, places
from glossary.model.concept import Concept, Term, Termbase
from glossary.normalise import has_han

if TYPE_CHECKING:
    from pathlib import Path

TERMS = {
    "c-verma": ("维尔马", "Verma"), "c-canal": ("维尔马运河", "Verma Canal"), "c-aster": ("阿斯特·林", "Aster Lin"),
    "c-lin": ("林",), "c-wto": ("世贸", "WTO"), "c-it": ("信息技术", "IT"), "c-res": ("第822(1993)号决议",),
    "c-cote": ("象牙海岸", "Côte d’Ivoire"), "c-water": ("Kechta水库",), "c-hom-1": ("双关",), "c-hom-2": ("双关",),
}  # fmt: skip


def made(terms: dict[str, tuple[str, ...]], path: Path) -> Index:
    concepts = [
        Concept(name, tuple(Term(text, "zh-Hans" if has_han(text) else "en") for text in texts))
        for name, texts in terms.items()
    ]
    write_jsonl(Termbase(tuple(concepts)), path)
    return open_index([path])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return made(TERMS, tmp_path_factory.mktemp("text") / "terms.jsonl")


# A text with its terms marked, and the concepts of the marked terms.
CASES: tuple[tuple[str, list[str]], ...] = (
    ("访问⟦维尔马⟧时", ["c-verma"]),
    ("⟦维尔马运河⟧与⟦维尔马⟧", ["c-canal", "c-verma"]),
    ("⟦維爾馬運河⟧", ["c-canal"]),
    ("由⟦阿斯特 • 林⟧、⟦阿斯特林⟧和⟦林⟧签署", ["c-aster", "c-aster", "c-lin"]),
    ("⟦阿斯特\n\n·林⟧", ["c-aster"]),
    ("阿斯特，⟦林⟧", ["c-lin"]),
    ("(⟦Verma⟧) ⟦VERMA  canal⟧, Vermal, xVerma", ["c-verma", "c-canal"]),
    ("⟦WTO⟧和wto、⟦IT⟧, it", ["c-wto", "c-it"]),
    ("⟦Cote d'Ivoire⟧/⟦CÔTE D’IVOIRE⟧", ["c-cote", "c-cote"]),
    ("⟦第822(1993)号决议⟧、⟦第822（1993）号决议⟧、第822,1993号决议", ["c-res", "c-res"]),
    ("在⟦Kechta水库⟧和⟦kechta 水库⟧", ["c-water", "c-water"]),
    ("一句⟦双关⟧", ["c-hom-1", "c-hom-2"]),
    ("这里什么也没有", []),
    ("", []),
    ("\x00\x01%'; drop table name", []),
)  # fmt: skip


@pytest.mark.parametrize(("marked", "concepts"), CASES, ids=[c[0] for c in CASES])
def test_places(index: Index, marked: str, concepts: list[str]):
    text = marked.replace("⟦", "").replace("⟧", "")
    found = places(text, index)
    assert [place.concept for place in found] == concepts
    shown = text
    for start, end in sorted({(place.start, place.end) for place in found}, reverse=True):
        shown = f"{shown[:start]}⟦{shown[start:end]}⟧{shown[end:]}"
    assert shown == marked
    assert all(place.surface == text[place.start:place.end] for place in found)


def test_the_longest_of_two_termbases(tmp_path: Path):
    made({"c-1": ("维尔马",)}, tmp_path / "a.jsonl")
    made({"c-2": ("维尔马运河",), "c-3": ("维尔马",)}, tmp_path / "b.jsonl")
    both = open_index([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])
    assert [place.concept for place in places("维尔马运河、维尔马", both)] == ["c-2", "c-1", "c-3"]


LETTERS: dict[str, tuple[str, ...]] = {"c-1": ("阿",), "c-2": ("阿利",), "c-3": ("利夫阿",), "c-4": ("夫夫",), "c-5": ("阿利夫",), "c-6": ("ab",)}


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return made(LETTERS, tmp_path_factory.mktemp("letters") / "terms.jsonl")


@settings(max_examples=200, deadline=None)
@given(text=st.text("阿利夫，ab", max_size=14))
def test_against_the_plain_way(letters: Index, text: str):
    """From left to right, the longest term that begins here, then on behind it; ab only as a whole word."""
    expected = []
    at = 0
    while at < len(text):
        here = [(len(t), name) for name, (t,) in LETTERS.items() if text.startswith(t, at)]
        if here and max(here)[1] == "c-6" and (text[at - 1:at] in {"a", "b"} or text[at + 2:at + 3] in {"a", "b"}):
            here = []
        if here:
            expected.append((at, at + max(here)[0], max(here)[1]))
        at += max(here)[0] if here else 1
    assert [(place.start, place.end, place.concept) for place in places(text, letters)] == expected
