"""What differs between two termbases: which concept is which, what counts as a change, and what a re-build leaves alone."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.cli import main
from glossary.diff import CHANGE_KINDS, OPTIONAL, Difference, differences
from glossary.model import KINDS, Concept, Source, Term, Termbase
from glossary.tbx.read import read_termbase

TERMBASES = Path(__file__).parents[1] / "termbases"
SAMPLES = Path(__file__).parents[1] / "glossary" / "data" / "samples"


def base(*lines: str) -> Termbase:
    """A termbase from lines such as `c1 person: 阿利耶夫 zh-Hans full preferred | Aliyev en`."""
    return Termbase(tuple(_concept(line) for line in lines))


def _concept(line: str) -> Concept:
    head, _, terms = line.partition(":")
    identifier, _, kind = head.partition(" ")
    return Concept(identifier, tuple(_term(part) for part in terms.split("|")), next((k for k in KINDS if k == kind), None))


def _term(part: str) -> Term:
    text, lang, *rest = part.split()
    term = Term(text, lang)
    for word in rest:
        if word == "suggested":
            term = replace(term, suggested=True)
        elif word in ("preferred", "admitted", "deprecated", "superseded"):
            term = replace(term, status=word)  # type: ignore[arg-type]
        else:
            term = replace(term, form=word)  # type: ignore[arg-type]
    return term


def told(difference: Difference) -> list[str]:
    """The changes in lines: concept: change term old > new."""
    return [
        " ".join(f"{concept.name}: {change.change} {change.term} {change.old} > {change.new}".split())
        for concept in difference.concepts
        for change in concept.changes
    ]


CASES: list[tuple[str, list[str], list[str], list[str]]] = [
    ("the same", ["c1 place: 阿格纳 zh-Hans"], ["c1 place: 阿格纳 zh-Hans"], []),
    ("only the id", ["c1 place: 阿格纳 zh-Hans | Agna en"], ["x9 place: 阿格纳 zh-Hans | Agna en"], []),
    ("numbered anew", ["1: 阿格纳 zh-Hans", "2: 贝洛 zh-Hans"], ["1: 贝洛 zh-Hans", "2: 阿格纳 zh-Hans"], []),
    ("one more in front", ["1: 阿格纳 zh-Hans"], ["1: 贝洛 zh-Hans", "2: 阿格纳 zh-Hans"], ["贝洛: concept added > 贝洛 (zh-Hans)"]),
    ("gone", ["1: 阿格纳 zh-Hans", "2: 贝洛 zh-Hans"], ["1: 贝洛 zh-Hans"], ["阿格纳: concept removed 阿格纳 (zh-Hans) >"]),
    ("term added", ["1: 阿格纳 zh-Hans"], ["1: 阿格纳 zh-Hans | Agna en full"], ["阿格纳: term added Agna > full"]),
    (
        "term removed", ["1: 阿格纳 zh-Hans | Agna en admitted"], ["1: 阿格纳 zh-Hans"],
        ["阿格纳: term removed Agna admitted >"],
    ),
    (
        "status", ["1: 阿格纳 zh-Hans preferred"], ["1: 阿格纳 zh-Hans deprecated"],
        ["阿格纳: status 阿格纳 preferred > deprecated"],
    ),
    ("form", ["1: 阿格纳 zh-Hans"], ["1: 阿格纳 zh-Hans short"], ["阿格纳: form 阿格纳 > short"]),
    ("kind", ["1 place: 阿格纳 zh-Hans"], ["1 person: 阿格纳 zh-Hans"], ["阿格纳: kind place > person"]),
    ("language", ["1: 阿格纳 zh-Hans | Agna und-Latn"], ["1: 阿格纳 zh-Hans | Agna en"], ["阿格纳: language Agna und-Latn > en"]),
    ("interpunct", ["1: 安娜·贝 zh-Hans"], ["1: 安娜•贝 zh-Hans"], ["安娜•贝: spelling 安娜•贝 安娜·贝 > 安娜•贝"]),
    (
        "a suggestion that a document states now", ["1: 阿格纳 zh-Hans | Agna en suggested"], ["1: 阿格纳 zh-Hans | Agna en"],
        ["阿格纳: suggested Agna suggested >"],
    ),
    (
        "moved to a concept that was there", ["1: 安娜 zh-Hans | 安 zh-Hans", "2: 贝洛 zh-Hans"],
        ["1: 安娜 zh-Hans", "2: 贝洛 zh-Hans | 安 zh-Hans"],
        ["安娜: term moved away 安 1 > 2", "贝洛: term moved 安 1 > 2"],
    ),
    (
        "two became one", ["1: 安娜 zh-Hans", "2: 安 zh-Hans"], ["1: 安娜 zh-Hans | 安 zh-Hans"],
        ["安娜: term moved 安 2 > 1", "安: concept removed 安 (zh-Hans) >", "安: term moved away 安 2 > 1"],
    ),
    (
        "one became two", ["1: 安娜 zh-Hans | 安 zh-Hans"], ["1: 安娜 zh-Hans", "2: 安 zh-Hans"],
        ["安娜: term moved away 安 1 > 2", "安: concept added > 安 (zh-Hans)", "安: term moved 安 1 > 2"],
    ),
    (
        "spelt otherwise, under another id", ["1 person: 巴格达萨良 zh-Hans"], ["2 person: 巴格达沙良 zh-Hans"],
        ["巴格达沙良: term removed 巴格达萨良 >", "巴格达沙良: term added 巴格达沙良 >"],
    ),
    (
        "alike, but of another kind", ["1 person: 巴格达萨良 zh-Hans"], ["2 place: 巴格达沙良 zh-Hans"],
        ["巴格达沙良: concept added > 巴格达沙良 (zh-Hans)", "巴格达萨良: concept removed 巴格达萨良 (zh-Hans) >"],
    ),
    (
        "one given name and two surnames", ["1 person: 穆罕默德·萨利姆 zh-Hans"], ["2 person: 穆罕默德·哈桑 zh-Hans"],
        ["穆罕默德·哈桑: concept added > 穆罕默德·哈桑 (zh-Hans)", "穆罕默德·萨利姆: concept removed 穆罕默德·萨利姆 (zh-Hans) >"],
    ),
    (
        "two sides of a place", ["1 place: 北科尔多凡州 zh-Hans"], ["2 place: 南科尔多凡州 zh-Hans"],
        ["南科尔多凡州: concept added > 南科尔多凡州 (zh-Hans)", "北科尔多凡州: concept removed 北科尔多凡州 (zh-Hans) >"],
    ),
    (
        "a suggestion in common is none", ["1 place: 阿格纳 zh-Hans | Agna en suggested"], ["2 place: 贝洛 zh-Hans | Agna en suggested"],
        ["贝洛: concept added > 贝洛 (zh-Hans); Agna (en)", "阿格纳: concept removed 阿格纳 (zh-Hans); Agna (en) >"],
    ),
    (
        "homonyms of two kinds", ["1 place: 乔治 zh-Hans", "2 person: 乔治 zh-Hans"],
        ["7 person: 乔治 zh-Hans", "8 place: 乔治 zh-Hans"], [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_changed(old: list[str], new: list[str], expected: list[str]):
    assert told(differences(base(*old), base(*new))) == expected


def test_how_concepts_were_matched_is_said():
    old = base("1: 安娜 zh-Hans", "2: 贝洛 zh-Hans", "3 person: 巴格达萨良 zh-Hans")
    new = base("1: 安娜 zh-Hans short", "9: 贝洛 zh-Hans short", "8 person: 巴格达沙良 zh-Hans")
    assert [concept.by for concept in differences(old, new).concepts] == ["id", "terms", "likeness"]


def test_counts_notes_and_ids_are_changes_only_where_asked_for():
    old = Termbase((Concept("c1", (Term("阿格纳", "zh-Hans", count=2, notes=("a",)),), notes=("b",)),))
    new = Termbase((Concept("c2", (Term("阿格纳", "zh-Hans", count=3, notes=("c",)),), notes=("d",)),))
    assert differences(old, new) == Difference((), 1, 1)
    for kind, lines in {"id": 1, "note": 2, "count": 1}.items():
        assert [line.split()[1] for line in told(differences(old, new, also=[kind]))] == [kind] * lines  # type: ignore[list-item]
    assert set(OPTIONAL) < set(CHANGE_KINDS)


def rebuilt(termbase: Termbase, chance: random.Random) -> Termbase:
    """The same termbase as a build of more documents would give it: other ids and order, more counts and places."""
    concepts = [
        replace(
            concept, id=f"n-{number}", notes=(*concept.notes, "one more"),
            terms=tuple(
                replace(term, count=(term.count or 0) + 1, context="又一句。", sources=(*term.sources, Source("more")))
                for term in concept.terms
            ),
        )
        for number, concept in enumerate(termbase.concepts)
    ]  # fmt: skip
    chance.shuffle(concepts)
    return Termbase(tuple(concepts), title="another")


@pytest.mark.parametrize("path", sorted(TERMBASES.glob("*.tbx")), ids=lambda path: path.stem)
def test_a_re_build_under_other_ids_differs_in_nothing(path: Path):
    termbase = read_termbase(path)
    difference = differences(termbase, rebuilt(termbase, random.Random(1)))
    assert (told(difference), difference.alike) == ([], len(termbase.concepts))
    assert difference.renumbered == len(termbase.concepts)


def fingerprint(concept: Concept) -> tuple[object, ...]:
    """All of a concept that counts as a change, whatever its order."""
    terms = Counter(
        (t.text, t.lang, t.status, t.form, t.part_of_speech, t.suggested, t.origin if t.suggested else "") for t in concept.terms
    )
    return concept.kind, concept.definition, frozenset(terms.items())


def assert_nothing_told_wrongly(old: Termbase, new: Termbase, difference: Difference) -> None:
    """The slow way: what is in both states as a whole differs nowhere, and what is not differs somewhere."""
    before, after = Counter(map(fingerprint, old.concepts)), Counter(map(fingerprint, new.concepts))
    told_old = Counter(fingerprint(c.old) for c in difference.concepts if c.old)
    told_new = Counter(fingerprint(c.new) for c in difference.concepts if c.new)
    assert told_new == after - before
    assert told_old == before - after
    assert difference.alike == (before & after).total()


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Termbase, Termbase]:
    """A termbase of two documents, and its re-build with one more."""
    folder = tmp_path_factory.mktemp("builds")
    documents = [str(SAMPLES / name) for name in ("letter.txt", "note.html", "verbatim.txt")]
    for number in (2, 3):
        assert main(["build", *documents[:number], "-o", str(folder / f"{number}.tbx"), "--quiet"]) == 0
    return read_termbase(folder / "2.tbx"), read_termbase(folder / "3.tbx")


def test_a_re_build_with_one_document_more_changes_what_it_says(two_builds: tuple[Termbase, Termbase]):
    old, new = two_builds
    difference = differences(old, new)
    assert 10 < difference.alike < len(old.concepts)
    assert_nothing_told_wrongly(old, new, difference)
    # And back again, with the ids of neither.
    back = differences(rebuilt(new, random.Random(2)), rebuilt(old, random.Random(3)))
    assert back.alike == difference.alike
    assert back.count("concept removed") == difference.count("concept added")


_TERMS = st.lists(
    st.builds(
        Term, st.sampled_from(["安娜", "安", "贝洛", "贝·洛", "卡恩", "Anna", "Belo"]), st.sampled_from(["zh-Hans", "en"]),
        st.sampled_from([None, "short"]), st.sampled_from([None, "preferred"]), suggested=st.booleans(),
    ),
    min_size=1, max_size=3, unique_by=lambda term: (term.text, term.lang),
)  # fmt: skip
_CONCEPTS = st.builds(
    Concept, st.sampled_from("123456"), st.builds(tuple, _TERMS), st.sampled_from([None, "person", "place"])
)
_BASES = st.builds(lambda found: Termbase(tuple(found)), st.lists(_CONCEPTS, max_size=5, unique_by=lambda c: c.id))


@given(_BASES)
def test_nothing_differs_from_itself(termbase: Termbase):
    assert differences(termbase, termbase) == Difference((), len(termbase.concepts), 0)


@given(_BASES, _BASES)
def test_every_concept_is_told_once_and_nothing_is_made_up(old: Termbase, new: Termbase):
    difference = differences(old, new)
    both = sum(c.old is not None and c.new is not None for c in difference.concepts) + difference.alike
    assert both + difference.count("concept added") == len(new.concepts)
    assert both + difference.count("concept removed") == len(old.concepts)
    for concept in difference.concepts:
        assert concept.changes
        if concept.old and concept.new:
            assert fingerprint(concept.old) != fingerprint(concept.new)
    assert difference.count("term moved") == difference.count("term moved away")


@given(_BASES, _BASES)
def test_what_is_added_one_way_is_removed_the_other(old: Termbase, new: Termbase):
    there, back = differences(old, new), differences(new, old)
    assert bool(there.concepts) == bool(back.concepts)
    assert there.count("concept added") - there.count("concept removed") == len(new.concepts) - len(old.concepts)


def test_ten_thousand_concepts_of_one_name_are_matched_in_their_order():
    many = Termbase(tuple(Concept(f"c{n}", (Term("乔治", "zh-Hans"),)) for n in range(10_000)))
    assert differences(many, rebuilt(many, random.Random(4))).concepts == ()
