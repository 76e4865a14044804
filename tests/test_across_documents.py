"""Names of several documents: which of them come into one concept."""

from __future__ import annotations

import pytest

from glossary import surnames
from glossary.apart import known_apart, latin_apart
from glossary.build import built
from glossary.corpus import context, document_mentions
from glossary.facts import Facts
from glossary.keys import Node
from glossary.model import Document
from glossary.termbase import Options

# The documents, and what comes into one concept: each form with its document.
CASES = {
    "two states have foreign ministers of one surname": (
        ("巴西外交部长鲁道夫·莫里斯在会上说，应当尽快恢复谈判。莫里斯外交部长不同意这种看法。",
         "马里外交部长刘易斯·莫里斯当天上午宣布了这一决定。",
         "马里外交部长莫里斯对事态发展表示关切。"),
        ("0 鲁道夫·莫里斯", "0 莫里斯"), ("1 刘易斯·莫里斯", "2 莫里斯"),
    ),
    "whose president it is, another document says": (
        ("帕劳总统芭芭拉·加文当天上午宣布了这一决定。", "中非共和国总统鲁道夫·加文在会上说，期限可以延长。加文总统没有回答提问。"),
        ("0 芭芭拉·加文",), ("1 鲁道夫·加文", "1 加文"),
    ),
    "a surname that is a place, too": (
        ("泰国财政部长露西·布兰登在会上说，应当恢复谈判。", "泰国财政部长布兰登当天宣布了这一决定。布兰登财政部长没有回答提问。",
         "巴布亚新几内亚内政部长布兰登对此表示关切。", "加拿大的布兰登市的居民正在等待援助。大雨冲毁了布兰登的桥梁。"),
        ("0 露西·布兰登", "1 布兰登"), ("2 布兰登",), ("3 布兰登市", "3 布兰登"),
    ),
    "a state by its name in Taiwan": (
        ("佛得角議長芭芭拉·瑪麗亞對此表示關切。佛得角的居民正在等待援助。", "維德角議長瑪麗亞當天上午宣佈了這一決定。"),
        ("0 芭芭拉·瑪麗亞", "1 瑪麗亞"),
    ),
    "a Latin form in common outweighs unlike given names": (
        ("斯威士兰财政部长哈维尔·莫里斯(Javier Maurice)在会上说，应当恢复谈判。",
         "史瓦帝尼財政部長夏維亞·摩利斯（Javier Maurice）當天上午宣佈了這一決定。"),
        ("0 哈维尔·莫里斯", "1 夏維亞·摩利斯"),
    ),
    "treaties called after one place in two spellings, and after two places": (
        ("双方重申遵守《多森海姆边界条约》。", "双方重申遵守《多森海穆边界条约》。", "双方重申遵守《莫森海姆边界条约》。"),
        ("0 多森海姆边界条约", "1 多森海穆边界条约"), ("2 莫森海姆边界条约",),
    ),
    "sides of a place in the names of treaties": (
        ("双方重申遵守《南科尔多凡停火协定》。", "双方重申遵守《北科尔多凡停火协定》。"),
        ("0 南科尔多凡停火协定",), ("1 北科尔多凡停火协定",),
    ),
    "treaties that differ in joining words": (
        ("双方重申遵守《格林斯博罗贸易与投资协定》。", "双方重申遵守《格林斯博罗贸易和投资协定》。"),
        ("0 格林斯博罗贸易与投资协定", "1 格林斯博罗贸易和投资协定"),
    ),
    "bodies with one acronym whose names end alike": (
        ("巴尔达斯坎贸易与投资促进中心（BTIPC）公布了年度报告。", "巴桑库苏贸易与投资促进中心（BTIPC）公布了年度报告。"),
        ("0 巴尔达斯坎贸易与投资促进中心",), ("1 巴桑库苏贸易与投资促进中心",),
    ),
    "bodies with one acronym called after one place": (
        ("丰蒂韦罗斯渔业委员会（FFC）公布了年度报告。", "丰季韦罗斯渔业委员会（FFC）公布了年度报告。"),
        ("0 丰蒂韦罗斯渔业委员会", "1 丰季韦罗斯渔业委员会"),
    ),
    "villages that sound alike": (
        ("德国的弗赖森村(Freisen)的居民正在等待援助。", "法国的弗雷桑村(Fressin)的居民正在等待援助。"),
        ("0 弗赖森村",), ("1 弗雷桑村",),
    ),
    "a town of no known kind, and with the word for it": (
        ("救援人员已经抵达俄罗斯联邦的阿莱罗诺夫(Alleronov)。", "大雨冲毁了阿莱罗诺夫市的三座桥梁。"),
        ("0 阿莱罗诺夫", "1 阿莱罗诺夫市"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_comes_into_one_concept(case: str) -> None:
    documents, *groups = CASES[case]
    mentions = [m for n, text in enumerate(documents) for m in document_mentions(Document(str(n), text, str(n)))]
    concepts = built(mentions, {str(n): str(n) for n in range(len(documents))}, context(), Options(max_sources=99), suggest=False).termbase.concepts
    wanted = {form for group in groups for form in group}
    # A form that stands in two concepts would be in two lists: so they are lists.
    found = [
        tuple(sorted({f"{s.document} {t.text.strip('《》')}" for t in c.terms for s in t.sources} & wanted)) for c in concepts
    ]
    assert sorted(filter(None, found)) == sorted(tuple(sorted(group)) for group in groups)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [(("Krauthausen",), ("Krotoszyn",), True), (("Adrianople", "Edirne"), ("Edirné",), False), ((), ("Paris",), False), (("Akana",), ("Aqana",), False)],
)
def test_latin_forms_of_two_places(one, other, apart):
    assert latin_apart(frozenset(one), frozenset(other), 0.6) == latin_apart(frozenset(other), frozenset(one), 0.6) == apart


def test_the_gazetteer_knows_two_places_only_where_it_knows_both():
    assert known_apart("弗赖森", "弗雷桑") and known_apart("弗雷桑", "弗赖森")
    assert not known_apart("弗赖森", "弗赖森")
    assert not known_apart("弗赖森", "无此地名")


def test_hundreds_of_latin_forms_tell_nothing_apart() -> None:
    """Two names with thousands would be compared form by form, for minutes."""
    many = [f"{a}{b}ovka" for a in "abcdefghij" for b in "klmnop"]
    assert latin_apart(frozenset({"Xyz"}), frozenset(many[:50]), 0.6)
    assert not latin_apart(frozenset({"Xyz"}), frozenset(many), 0.6)
    assert not latin_apart(frozenset(many), frozenset({"Xyz"}), 0.6)


def test_whose_a_surname_is_is_asked_once_of_those_who_ask_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A surname of thousands, alone in thousands of documents: every one was compared with every other."""
    asked: list[tuple[Facts, Facts]] = []
    exact = surnames.compatible

    def counted(short: Facts, full: Facts) -> bool | None:
        asked.append((short, full))
        return exact(short, full)

    monkeypatch.setattr(surnames, "compatible", counted)
    full = [Node("person", f"{given}·阿利耶夫") for given in ("伊尔哈姆", "海达尔", "阿扎特")]
    alone = [Node("person", "阿利耶夫", f"d{number}") for number in range(30)]
    found = {node: Facts() for node in full} | {
        node: Facts(near=frozenset({full[number % 3].key})) for number, node in enumerate(alone)
    }
    links = list(surnames.surname_links(found, {node: n for n, node in enumerate(found)}))
    assert [(link.left, link.right) for link in links] == [(node, full[number % 3]) for number, node in enumerate(alone)]
    assert len(asked) == len(full)
