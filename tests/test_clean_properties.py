"""What must hold for any text: the way back, nothing lost, nothing done twice, no time without bound."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.clean import passages, removed
from glossary.clean.characters import cleaned
from glossary.model import Document, Passage, Run
from glossary.rules import load_rules

SHARED = Path(__file__).parents[1].parent / "shared"
OWN = sorted((Path(__file__).parent / "data" / "clean").glob("*.txt"))
REAL = sorted((SHARED / "seeds").glob("*.txt")) + sorted((SHARED / "eval" / "dev" / "docs").glob("*_zh.txt"))
DOTS = "·•・‧∙⋅･᛫●˙．."
DASHES = "-‐‑–－−﹣\x02\ufffe"

PIECES = st.sampled_from(
    [
        *"海峡委员会，。：；“”《》（）()·•．.-－–—*'1２3 \t\u3000\u00a0\u200b\ufeff\u00ad\x02\x07\x0c\u2028",
        " ", "\n", "\n\n", "\r\n", "  ", "Oster", "Strait ", "44", "1 774 座", "。\n 1 见", "__________",
        "S/2046/204\n", "46-07731 2/3", "https://a.example/x-", "先生（挪威）：", "(签名)\n",
        "\n关于海峡法律地位的报告已经散发，各方可以查阅和", "¹", "²", "会¹²", "m²", "\n__________\n 1 见\n 2 见", "\n 3 ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


def clean(text: str) -> tuple[Passage, ...]:
    return passages(Document("x", text, ""), load_rules())


def back(passage: Passage) -> list[int]:
    """For each clean character the offset of its original, the slow and obvious way."""
    places, runs = [], list(passage.runs)
    for at in range(len(passage.text)):
        while len(runs) > 1 and runs[1].clean <= at:
            runs.pop(0)
        places.append(runs[0].original + at - runs[0].clean)
    return places


def allowed(original: str, now: str) -> bool:
    if original == now:
        return True
    if now == " ":
        return original.isspace()
    if now == "·":
        return original in DOTS
    if now == "-":
        return original in DASHES
    return len(now) == 1 and unicodedata.normalize("NFKC", original) == now


def check(text: str) -> None:
    found = clean(text)
    held: set[int] = set()
    for number, passage in enumerate(found, 1):
        assert passage.id == f"p{number}" and passage.text == passage.text.strip(" ") != ""
        assert passage.runs[0].clean == 0 and list(passage.runs) == sorted(passage.runs)
        steps = [run.original - run.clean for run in passage.runs]
        assert all(a != b for a, b in pairwise(steps)), "runs that could be one"
        places = back(passage)
        assert places == sorted(set(places)) and not held & set(places)
        assert all(allowed(text[place], now) for place, now in zip(places, passage.text, strict=True))
        assert all(0 <= at <= len(passage.text) for at, _ in passage.calls)
        held |= set(places)
    starts = [passage.runs[0].original for passage in found]
    assert starts == sorted(starts)
    gone = removed(Document("x", text, ""), found)
    thrown = {at for span, _ in gone for at in range(*span)}
    assert not thrown & held
    for at, char in enumerate(text):
        if at not in held and at not in thrown:
            unseen = unicodedata.category(char) in ("Cc", "Cf", "Mn") or char in "\u2065\ufffe\uffff"
            assert char.isspace() or unseen, (at, char)


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_every_character_is_accounted_for(text: str) -> None:
    check(text)


@pytest.mark.parametrize("path", OWN + REAL, ids=lambda path: str(path.stem)[:12])
def test_every_character_of_a_document_is_accounted_for(path: Path) -> None:
    check(path.read_bytes().decode("utf-8"))


def test_real_documents_are_there() -> None:
    if not REAL:
        pytest.skip("the sample documents beside the project are absent")


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["1 见海峡", "1 见\n2 \n第二段\n3 。", "9 a\n10\u3000b\n"]), TEXTS)
def test_every_character_of_a_text_with_notes_is_accounted_for(text: str, notes: str, rest: str) -> None:
    check(f"{text}公约¹，{text}决定²³其后⁹，¹⁰\n{'_' * 18}\n{notes}{rest}")


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.booleans())
def test_clean_characters_stay(text: str, laid_out: bool) -> None:
    if not laid_out:
        text = text.replace("\t", " ")  # a tab that parts columns becomes a blank, which does not
    once = cleaned(text, (Run(0, 0),), load_rules(), laid_out=laid_out)[0]
    twice, runs = cleaned(once, (Run(0, 0),), load_rules(), laid_out=laid_out)
    assert twice == once and (not once or runs == (Run(0, 0),))


@pytest.mark.parametrize("path", OWN + REAL, ids=lambda path: str(path.stem)[:12])
def test_clean_documents_stay(path: Path) -> None:
    texts = [passage.text for passage in clean(path.read_bytes().decode("utf-8"))]
    again = [passage.text for text in texts for passage in clean(text)]
    assert again == texts


HOSTILE = {
    "blanks": " " * 1_000_000,
    "brackets": "（(" * 500_000,
    "underscores": "_" * 1_000_000,
    "dots": "·•" * 500_000,
    "dots and blanks": "· " * 500_000,
    "stops": "乔." * 200_000,
    "grouped digits": "1 234" + " 567" * 250_000 + "x",
    "digits": "9" * 1_000_000,
    "links": "https://" * 125_000,
    "speakers": "先生（" * 333_333,
    "han": "海" * 1_000_000,
    "lines": "\n" * 1_000_000,
    "short lines": "海\n" * 50_000,
    "blank lines": " \n" * 500_000 + "海",
    "rules": "海峡的报告和委员会的决定，以及各方的意见和\n____________\n" * 10_000,
    "symbols": "A/" * 500_000,
    "unseen": "\u200b" * 1_000_000,
    "words": "strait " * 143_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_cleaned_in_the_time_of_others(name: str) -> None:
    found = clean(HOSTILE[name])
    assert sum(len(passage.text) for passage in found) <= len(HOSTILE[name])
