"""What brackets mean: every rule's examples both ways, hard cases, hostile input."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.harvest.brackets import bracket_finds, brackets
from glossary.harvest.context import Context
from glossary.harvest.glosses import _MAY_CITE
from glossary.harvest.stated import stated_finds
from glossary.model import Find, Passage, Run
from glossary.rules import load_rules

RULES = load_rules()
STATES = {"阿塞拜疆": "AZ", "加蓬": "GA", "哥伦比亚": "CO", "格鲁吉亚": "GE"}
MARKS = re.compile("[⟦⟧⟨⟩]")
FAMILIES = ("brackets", "edges")


def finds(text: str) -> list[Find]:
    passage = Passage("p1", text, (Run(0, 0),))
    context = Context(RULES, text, states=STATES)
    return [*bracket_finds(passage, context), *stated_finds(passage, context)]


def pairs(text: str) -> set[tuple[str, str, str]]:
    return {
        (f.relation or "", text[f.span.start : f.span.end], text[f.gloss.start : f.gloss.end])
        for f in finds(text)
        if f.gloss
    }


def marked(example: str) -> tuple[str, set[tuple[str, str]]]:
    """The plain text of an example, and the pairs it marks: every ⟨…⟩ with the nearest ⟦…⟧."""
    plain = MARKS.sub("", example)
    terms = [(m.start(), m[1]) for m in re.finditer("⟦([^⟧]*)⟧", example)]
    return plain, {
        (min(terms, key=lambda term: abs(term[0] - m.start()))[1], m[1])
        for m in re.finditer("⟨([^⟩]*)⟩", example)
    }


EXAMPLES = [
    pytest.param(rule.id, example, fires, id=f"{rule.id}-{'yes' if fires else 'no'}-{number}")
    for family in FAMILIES
    for rule in RULES.family(family)
    for fires, examples in ((True, rule.yes), (False, rule.no))
    for number, example in enumerate(examples)
]


@pytest.mark.parametrize(("rule_id", "example", "fires"), EXAMPLES)
def test_every_example_yields_exactly_what_it_marks(rule_id: str, example: str, fires: bool) -> None:
    text, wanted = marked(example)
    assert {(term, form) for _, term, form in pairs(text)} == wanted
    if rule_id.startswith(("bracket.", "stated.")):
        assert (rule_id in {f.rule for f in finds(text)}) == fires


HARD = [
    # Nested, unbalanced, mixed widths.
    ("这些决议构成了⟦欧安会⟧(后为⟨欧洲安全与合作组织⟩(欧安组织))小组的授权", {"alias"}),
    ("a) 项（b 项之后是⟦世界银行⟧(⟨World Bank⟩)的报告", {"latin"}),
    ("加入⟦世界银行⟧（⟨World Bank⟩)的国家", {"latin"}),
    # Several forms in one bracket.
    ("⟦生存权⟧（法语：⟨droit à la vie⟩；德语：⟨Recht auf Leben⟩）", {"latin"}),
    ("⟦克拉拉⟧（⟨Clara Vogt⟩，绿党籍）", {"latin"}),
    ("演员⟦林安娜⟧（⟨Anna Lin⟩，1980年3月1日—）", {"latin"}),
    # Two brackets in a row, a Latin word within the Chinese term, letters of other scripts.
    ("⟦世界粮食计划署⟧（⟨粮食署⟩）(⟨WFP⟩)的报告", {"abbreviation", "latin"}),
    ("渲染⟦虚拟 DOM⟧（⟨virtual DOM⟩）的差异", {"latin"}),
    ("⟦蓝旗汗国⟧(哈萨克语\"Көк Ту/⟨Kök Tu⟩\", 俄语：Синий Стяг)", {"latin"}),
    ("服务 DNS（⟦域名系统⟧，英语：⟨Domain Name System⟩）", {"latin"}),
    ("⟦流感⟧（⟨influenza⟩，又称“⟨时疫⟩”）", {"latin", "alias"}),
    # A short form that is the end of the name, a title glossed by a title, islands of one head.
    ("关于⟦智利北方大坝⟧(⟨北方大坝⟩)问题的信", {"abbreviation"}),
    ("签署《⟦关于界河利用的基本准则协定⟧》(《⟨基本准则⟩》)", {"abbreviation"}),
    ("⟦卢梅岛⟧(⟨圣费利佩岛⟩)的归属", {"alias"}),
    ("分为⟦精炼油⟧（⟨Refined Oil⟩或⟨Processed Oil⟩）两类", {"latin"}),
    ("由⟦国际卫星通信组织⟧（卫通组织，⟨Satcom⟩）", {"latin"}),
]


@pytest.mark.parametrize(("example", "relations"), HARD)
def test_hard_brackets(example: str, relations: set[str]) -> None:
    text, wanted = marked(example)
    found = {row for row in pairs(text) if (row[1], row[2]) in wanted}
    assert {(term, form) for _, term, form in found} == wanted
    assert {relation for relation, _, _ in found} == relations


NOTHING = [
    "（中央社记者王小明台北电）新闻内容",
    "共有六(6)名男子在BP22(3)附近",
    "请看第3条（c）款和附件（见下文）。",
    "各大平台（Facebook、Twitter、Instagram）都已跟进",
    "他说（The Guardian 记者也在场）不会",
    "（Random House，18.99美元）。",
    "那种做法(或者对个别人来说，满足了心理)。",
    "网站（包括新闻app）几乎都是如此",
    "最佳论文奖（Anna Rossi，罗马大学）",
    "创办人是林女士（Cornell），陈博士（MIT）",
    "船长（Johnny Doe 饰）和天文学家",
    "到最后一部分（React）的课程",
    "Slack（办公软件）和Rust（编程语言）",
    "他在书中写道(牛津，某出版社，2016年)",
    "见“The Long Frontier”（里斯本，灯塔出版社，2011年）",
    "John Doe, The Quiet River (巴塞罗那，某某大学出版社，2001年)，第15页",
    "复杂度是O(n log n)",
    "运行 tar -xzf backup.tgz（需要权限）",
    "一台电脑（MacBook Pro）被盗",
    "贝尼特斯已经（Ramón Benítez）呼吁",
]


@pytest.mark.parametrize("text", NOTHING)
def test_brackets_that_name_nothing(text: str) -> None:
    assert pairs(text) == set()


def slow_brackets(text: str) -> set[tuple[int, int]]:
    """Pairs by repeatedly taking out the innermost one."""
    chars, found = list(text), set()
    while True:
        opened = None
        for at, char in enumerate(chars):
            if char in "（(":
                opened = at
            elif char in "）)" and opened is not None:
                found.add((opened, at + 1))
                chars[opened] = chars[at] = " "
                break
        else:
            return found


@given(st.text(alphabet="（()）ab中", max_size=40))
def test_bracket_pairs_against_the_slow_way(text: str) -> None:
    assert {(b.start, b.end) for b in brackets(text)} == slow_brackets(text)


@given(st.text(alphabet="（()）,，、·“”《》简称又即 Aab1é中国大学·-/。", max_size=60))
def test_spans_lie_in_the_text_and_never_overlap_their_gloss(text: str) -> None:
    for find in finds(text):
        assert find.gloss is not None
        for span in (find.span, find.gloss):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert find.span.end <= find.gloss.start or find.gloss.end <= find.span.start


@pytest.mark.parametrize(
    "text",
    [
        "（" * 200_000,
        "（" * 100_000 + "）" * 100_000,
        "甲(A b)" * 3_000,
        "（a，" * 20_000,
        "，" * 300_000 + "（ab）",
    ],
    ids=["open", "nested", "many", "unclosed", "commas"],
)
def test_hostile_brackets_are_read_in_one_pass(text: str) -> None:
    passage = Passage("p1", text, (Run(0, 0),))
    assert sum(1 for _ in bracket_finds(passage, Context(RULES))) >= 0


def test_the_first_look_for_what_is_cited_misses_no_example_of_it() -> None:
    assert all(_MAY_CITE.search(example) for example in RULES["none.citation"].yes)
