"""One acronym of several names: each keeps it, and only those that say the same are one."""

from __future__ import annotations

from itertools import permutations

import pytest

from glossary import shorts
from glossary.build import built
from glossary.corpus import context, document_mentions
from glossary.model import Document
from glossary.shorten import says_the_same, stem_of
from glossary.termbase import Options

ICC = ("国际刑事法院（ICC）的检察官提交了报告。", "国际商会（ICC）发布了规则。", "国际板球理事会（ICC）宣布比赛结果。")
PA = ("巴勒斯坦权力机构（PA）的代表和议会大会（PA）的代表发言。",)
ECOWAS = ("西非国家经济共同体（ECOWAS）派出特派团。", "西非经济共同体（ECOWAS）的特派团抵达。")
ZMG = ("扎普列尼亚矿业集团（ZMG）派出代表。", "札普列尼亚矿业集团（ZMG）没有评论。")
CASES = [
    ("three bodies", ICC, [["ICC", "国际刑事法院"], ["ICC", "国际商会"], ["ICC", "国际板球理事会"]]),
    ("two in one document", PA, [["PA", "巴勒斯坦权力机构"], ["PA", "议会大会"]]),
    ("one body in more or fewer words", ECOWAS, [["ECOWAS", "西非国家经济共同体", "西非经济共同体"]]),
    ("one body by its sound", ZMG, [["ZMG", "扎普列尼亚矿业集团", "札普列尼亚矿业集团"]]),
    ("one body", ICC[:1] * 2, [["ICC", "国际刑事法院"]]),
]


@pytest.mark.parametrize(("texts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_names_with_one_acronym(texts: tuple[str, ...], expected: list[list[str]]) -> None:
    for ordered in permutations(texts):
        mentions = [m for n, text in enumerate(ordered) for m in document_mentions(Document(f"d{n}", text, str(n)))]
        found = built(mentions, {}, context(), Options(), suggest=False).termbase
        groups = (sorted(term.text for term in concept.terms) for concept in found.concepts)
        assert sorted(group for group in groups if any(text.isascii() for text in group)) == expected


def test_an_acronym_of_very_many_makes_no_two_of_them_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand bodies with one acronym took minutes: each was compared with each."""
    mentions = [m for n, text in enumerate(ECOWAS) for m in document_mentions(Document(f"d{n}", text, str(n)))]
    monkeypatch.setattr(shorts, "_MOST", 1)
    found = built(mentions, {}, context(), Options(), suggest=False).termbase
    groups = [{term.text for term in concept.terms} for concept in found.concepts]
    assert not any({"西非国家经济共同体", "西非经济共同体"} <= group for group in groups)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("西非国家经济共同体", "西非经济共同体", True),
        ("欧洲安全与合作组织", "欧洲安全和合作组织", True),
        ("联合国难民事务高级专员办事处", "难民署", True),
        ("世界卫生组织", "世卫组织", True),
        ("国际刑事法院", "国际商会", False),
        ("国际板球理事会", "国际商会", False),
        ("巴勒斯坦权力机构", "议会大会", False),
    ],
)
def test_what_says_the_same(one: str, other: str, same: bool) -> None:
    stems = [stem_of(name, context().rules) for name in (one, other)]
    assert [says_the_same(*stems), says_the_same(*stems[::-1])] == [same, same]
