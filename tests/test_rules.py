"""Every rule with examples fires on what its examples mark, and on nothing in its counter-examples."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.harvest import base_context, mentions
from glossary.harvest.harvesters import HARVESTERS, finds_of
from glossary.model import Document, Passage, Run
from glossary.rules import load_rules

RULES = load_rules()
# Rules of the other families are steps on the way to a find; their own tests run their examples.
FAMILIES = ("persons", "places", "bodies", "instruments", "events", "offices", "works", "addresses")
FINDING = [rule for family in FAMILIES for rule in RULES.family(family)]
EXAMPLES = [(rule, text) for rule in FINDING for text in rule.yes]
COUNTER_EXAMPLES = [(rule, text) for rule in FINDING for text in rule.no]
MARK = re.compile("[⟦⟧⟨⟩]")


def found(text: str) -> list[tuple[str, str]]:
    """The rule and term of every mention in a text that is one passage."""
    passage = Passage("p1", text, (Run(0, 0),))
    rows = mentions(Document("d", text, ""), (passage,), base_context(RULES))
    return [(m.rule, m.surface) for m in rows]


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=lambda v: getattr(v, "id", None))
def test_rule_fires_on_what_is_marked(rule, text):
    marked = re.findall("⟦(.+?)⟧", text)
    hits = [surface for rule_id, surface in found(MARK.sub("", text)) if rule_id == rule.id]
    assert marked
    assert sorted(hits) == sorted(marked)


@pytest.mark.parametrize(("rule", "text"), COUNTER_EXAMPLES, ids=lambda v: getattr(v, "id", None))
def test_rule_leaves_counter_examples_alone(rule, text):
    assert [surface for rule_id, surface in found(text) if rule_id == rule.id] == []


def test_every_rule_that_finds_has_examples():
    named = {m.group(1) for path in _harvest_sources() for m in re.finditer(r'context\.find\(\s*"([a-z.-]+)"', path)}
    assert named
    for rule_id in sorted(named):
        assert RULES[rule_id].yes, rule_id
        assert RULES[rule_id].no, rule_id


@pytest.mark.parametrize("rule", [rule for rule in FINDING if rule.must], ids=lambda rule: rule.id)
@given(data=st.data())
def test_what_must_stand_stands_in_all_that_a_pattern_matches(rule, data):
    anywhere = re.sub(r"\(\?<?[=!](?:\[[^]]*\]|[^()])*\)", "", rule.pattern)  # whatever stands around it
    assert rule.must in data.draw(st.from_regex(anywhere, fullmatch=True))


def _harvest_sources() -> list[str]:
    from pathlib import Path

    import glossary.harvest

    return [path.read_text("utf-8") for path in sorted(Path(glossary.harvest.__file__).parent.glob("*.py"))]


def test_harvesters_are_named_once():
    assert len({harvester for harvester, _ in HARVESTERS}) == len(HARVESTERS)


def test_a_harvester_that_is_not_asked_would_find_nothing():
    context = base_context(RULES)
    for text in sorted({MARK.sub("", text) for _, text in EXAMPLES + COUNTER_EXAMPLES}):
        passage = Passage("p1", text, (Run(0, 0),))
        wanted = [find for harvester, _ in HARVESTERS for find in harvester(passage, context)]
        assert finds_of(passage, context) == wanted, text


def test_words_that_harvesters_need_are_plain():
    words = {word for _, needed in HARVESTERS for anchor in needed if anchor in RULES.by_id for word in RULES.words(anchor)}
    assert words
    assert all(re.escape(word) == word for word in words)
