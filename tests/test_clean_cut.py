"""Passages that are too long for what follows are cut behind sentences; nothing of them is lost."""

from __future__ import annotations

import pytest

from glossary.clean import passages, removed
from glossary.clean.cut import LONGEST, cut
from glossary.corpus import context
from glossary.model import Document, Passage, Run, Span

SENTENCES = "阿塞拜疆共和国外交部长阿利耶夫(Aliyev)说，联合国安全理事会（安理会）第822(1993)号决议、戈里斯市和Kechut水库。"


@pytest.mark.parametrize(
    "text", [SENTENCES * 100, "中" * 9_001, "a " * 4_000, "、" * 5_000, "\u3000中" * 3_000, "x" + " " * 9_000 + "中"], ids=len
)
def test_long_passages_are_cut_and_nothing_is_lost(text: str) -> None:
    document = Document("d", text, "")
    found = passages(document, context().rules)
    assert [passage.id for passage in found] == [f"p{n}" for n in range(1, len(found) + 1)]
    assert all(0 < len(passage.text) <= LONGEST and passage.text == passage.text.strip() for passage in found)
    assert removed(document, found) == ()
    for passage in found:
        for at in {0, len(passage.text) // 2, len(passage.text) - 1}:
            start, end = passage.original(Span(at, at + 1))
            assert passage.text[at] == "·" or passage.text[at] == text[start:end] or not text[start:end].isascii()


def test_long_passages_are_cut_behind_sentences() -> None:
    found = passages(Document("d", SENTENCES * 100, ""), context().rules)
    assert len(found) > 2
    assert all(passage.text.endswith("。") for passage in found)


def test_passages_of_usual_length_stay_whole() -> None:
    text = (SENTENCES * 100)[:LONGEST]
    assert [p.text for p in passages(Document("d", text, ""), context().rules)] == [text]


def test_a_long_speech_goes_on_as_text_and_calls_stay_where_they_are() -> None:
    text = SENTENCES * 60
    calls = tuple((at, str(n)) for n, at in enumerate(range(0, len(text) + 1, len(SENTENCES)), 1))
    pieces = list(cut([Passage("p1", text, (Run(0, 7),), "speech", None, calls)]))
    assert [piece.role for piece in pieces] == ["speech", *["body"] * (len(pieces) - 1)]
    assert "".join(piece.text for piece in pieces) == text
    assert [number for piece in pieces for _, number in piece.calls] == [number for _, number in calls]
    at = 0
    for piece in pieces:
        assert piece.runs == (Run(0, 7 + at),)
        assert all(0 <= place <= len(piece.text) for place, _ in piece.calls)
        at += len(piece.text)
