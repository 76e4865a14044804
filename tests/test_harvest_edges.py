"""Where the Chinese term beside a bracket begins, and the table of words that tells."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.harvest.context import Context
from glossary.harvest.edges import chinese_edge, term_edge
from glossary.harvest.latin import is_personal
from glossary.harvest.line import line
from glossary.harvest.translations import answered, is_acronym, letters_of, translations
from glossary.harvest.walk import han_number, walked
from glossary.normalise import simplified
from glossary.rules import load_rules

RULES = load_rules()
CONTEXT = Context(RULES)

# The term before the bracket is marked; the Latin form stands in the bracket.
LATIN = [
    # Names by sound: offices, states, verbs and measure words before them are not theirs.
    "总统⟦埃米利奥·卡萨雷斯⟧（Emilio Casares）",
    "报道说，前国防部长⟦罗森塔尔⟧（Martin Rosenthal）辞职",
    "她感谢⟦安德鲁·帕克⟧（Andrew Parker）的邀请",
    "这名律师与⟦贝内特⟧（Sarah Bennett）会面",
    "部队炮击边境村庄⟦加斯帕尔⟧（Gaspar）",
    "他们从⟦波特兰⟧（Portland）出发",
    "社会学家⟦斯坦利·米勒⟧（Stanley Miller）认为",
    "在法国公司⟦达索⟧（Dassault）工作",
    # Names that are no transliteration.
    "美国学者⟦费正平⟧（John Fairfield）来访",
    "大使⟦孔杰荣⟧（Jerome Cohan）出席",
    # A name and a common word.
    "毕业于⟦埃默森大学⟧（Emerson University）的学生",
    "抵达⟦尼尔森湾⟧（Nelson Bay）",
    "泰勒镇附近的⟦莫顿山谷⟧（Morton Valley）",
    # Translated terms by the words that answer.
    "据⟦欧洲药品管理局⟧（European Medicines Agency）称",
    "他是⟦国际货币基金组织⟧（International Monetary Fund）的顾问",
    "研究者发现⟦次要听觉皮层⟧（secondary auditory cortex）",
    "这就是所谓的⟦认知偏差⟧（cognitive bias）",
    "我们采用⟦激活函数⟧（activation function）",
    "要使用⟦反向传播算法⟧（backpropagation）训练",
    "把消息追加到⟦分区⟧（partition）中",
    "这是一个⟦元组⟧（tuple）",
    # Acronyms by letters and grammar.
    "由⟦世界贸易组织⟧（WTO）裁决",
    "让⟦北大西洋公约组织⟧（NATO）成员",
    "⟦内容分发网络⟧（CDN）",
    "政府组织⟦人工智能国家安全委员会⟧（NSCAI）",
    "⟦美国疾病控制与预防中心⟧（CDC）建议",
    "加入⟦区域全面经济伙伴关系协定⟧（RCEP）",
    "中国与⟦东南亚国家联盟⟧（ASEAN）签署",
    "以⟦机器学习⟧（ML）为例",
    "患有⟦创伤后应激障碍⟧（PTSD）的士兵",
    "通过⟦持续集成/持续交付⟧（CI/CD）工具",
    "感染⟦2019冠状病毒疾病⟧（COVID-19）的人",
    # Heads that say nothing alone, firsts that belong to the word before, names in Japanese.
    "参观⟦分水岭博物馆⟧（Watershed）",
    "晶片设计商⟦安谋⟧（Arm）",
    "财务官⟦费尔南多·罗哈斯⟧（Fernando Rojas）",
    "及⟦罗伯塔·罗西⟧（Roberta Rossi）",
    "投手⟦高桥健一⟧（Kenichi Takahashi）",
    "说明⟦邓宁-克鲁格效应⟧（Dunning-Kruger effect）",
    "抛出⟦空指针异常⟧（NullPointerException）",
    "驻⟦拉姆施泰因空军基地⟧（Ramstein Air Base）",
    # Words, lists and marks within the term.
    "⟦教育、科学及文化组织⟧（Educational, Scientific and Cultural Organization）",
    "与法国、德国和⟦欧洲中央银行⟧（ECB）协调",
    "证明⟦黎曼ζ函数⟧（Riemann zeta function）的性质",
    "出席⟦第二十七届气候大会⟧（27th Climate Conference）",
    "⟦法律草案的修订版⟧（revised edition of the draft law）",
    # Not the term's: states before places, what something is, sayings that repeat.
    "斯里兰卡⟦加勒港⟧（Galle Port）",
    "出行公司⟦优步⟧（Uber）",
    "芯片巨头⟦英特尔⟧（Intel）",
    "经营网络视听服务，说⟦网络视听服务⟧（OTT-TV）",
    # Titles on either side.
    "⟦肯尼迪⟧总统（John F. Kennedy）",
    "医生⟦何敏⟧博士（Dr. Min Ho）",
    "教宗⟦方济各⟧（Pope Francis）",
    # Quotes and title marks.
    "根据《⟦移民法⟧》（Immigration Act）",
    "所谓“⟦回声室⟧”（echo chamber）",
    "对于『⟦全民健康⟧』 （health for all）",
]


def parts(example: str) -> tuple[str, str, str]:
    term = re.search("⟦(.*)⟧", example)
    assert term is not None
    text = example.replace("⟦", "").replace("⟧", "")
    form = re.search("（(.*)）", text)
    assert form is not None
    return text, term[1], form[1]


@pytest.mark.parametrize("example", LATIN)
def test_where_a_term_with_a_latin_form_begins(example: str) -> None:
    text, term, form = parts(example)
    context = Context(RULES, text, states={"斯里兰卡": "LK", "法国": "FR", "德国": "DE", "美国": "US"})
    edge = term_edge(line(text, context), len(text[: text.index("（")].rstrip()), form)
    assert edge is not None
    assert text[edge.start : edge.end] == term


CHINESE = [
    "以及由⟦欧洲安全与合作组织⟧（欧安组织）",
    "最近延长的⟦联合国儿童基金会⟧（儿基会）",
    "始于⟦苏维埃社会主义共和国联盟⟧（苏联）",
    "位于⟦纳戈尔诺-卡拉巴赫⟧（纳卡）",
]


@pytest.mark.parametrize("example", CHINESE)
def test_where_a_term_with_a_chinese_form_begins(example: str) -> None:
    text, term, form = parts(example)
    edge = chinese_edge(line(text, CONTEXT), text.index("（"), form)
    assert edge is not None
    assert text[edge.start : edge.end] == term


@pytest.mark.parametrize(
    ("latin", "wanted"),
    [
        ("EASA", True),
        ("CI/CD", True),
        ("COVID-19", True),
        ("RC 47", True),
        ("mRNA", True),
        ("IoT", True),
        ("Uber", False),
        ("World Bank", False),
        ("tuple", False),
        ("", False),
        ("McDonald", False),
    ],
)
def test_acronyms(latin: str, wanted: bool) -> None:
    assert is_acronym(latin) is wanted


@pytest.mark.parametrize(
    ("latin", "wanted"),
    [
        ("Horacio Cartes", True),
        ("Joseph R. Biden Jr.", True),
        ("Ludwig van Beethoven", True),
        ("World Bank", False),
        ("Universally Unique Identifier", False),
        ("Pope Francis", True),
        ("King Street", False),
        ("General Atomics", False),
        ("machine learning", False),
        ("Uber", False),
        ("Class 3 Permit", False),
    ],
)
def test_forms_that_may_be_persons(latin: str, wanted: bool) -> None:
    assert is_personal(latin, RULES) is wanted


def test_the_share_of_a_form_that_is_answered() -> None:
    assert answered("欧洲航空安全署", "European Aviation Safety Agency") == 1.0
    assert answered("欧洲航空安全署", "EASA") == 1.0
    assert answered("联合国", "UN") == 1.0
    assert answered("苹果", "Orange") == 0.0
    assert answered("", "") == 0.0
    assert letters_of("Bank of the South").items == ("bank", "south")


def test_the_table_of_translations_is_well_formed() -> None:
    text = (resources.files("glossary") / "data" / "lexicon" / "translations.tsv").read_text("utf-8")
    lines = [row for row in text.splitlines() if not row.startswith("#")]
    words = [row.split("\t")[0] for row in lines]
    assert words == sorted(set(words))
    assert len(words) == len(translations())
    for row in lines:
        han, latin = row.split("\t")
        assert simplified(han) == han, row
        assert re.fullmatch(r"[a-z0-9]+(?:[+ .][a-z0-9]+)*", latin), row


@given(st.text(alphabet="世界银行的是在与和A1· -卡夫/", min_size=1, max_size=30), st.text(max_size=20))
def test_an_edge_lies_before_its_bracket(text: str, form: str) -> None:
    row = line(text, CONTEXT)
    for edge in (term_edge(row, len(text), form), chinese_edge(row, len(text), form)):
        assert edge is None or (0 <= edge.start < edge.end <= len(text) and 0 <= edge.strength <= 1)


@pytest.mark.parametrize(
    ("numeral", "value"), [("七", 7), ("十", 10), ("二十七", 27), ("一百零五", 105), ("两百", 200), ("27", 27)]
)
def test_numerals(numeral: str, value: int) -> None:
    assert han_number(numeral) == value


def test_the_walk_is_bounded_by_its_floor() -> None:
    row = line("世界卫生组织", CONTEXT)
    assert walked(row, 6, "WHO", 0).start == 0
    assert walked(row, 6, "WHO", 2).start == 2
