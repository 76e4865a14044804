"""What is joined to one concept and what is kept apart, on short made-up documents."""

from __future__ import annotations

import pytest

from glossary.build import built
from glossary.corpus import context, document_mentions
from glossary.model import Document
from glossary.termbase import Options


def groups(*texts: str) -> list[set[str]]:
    """The Chinese and Latin forms of each concept built from documents with these texts."""
    documents = [Document(f"d{n}", text, str(n)) for n, text in enumerate(texts)]
    mentions = [m for document in documents for m in document_mentions(document)]
    base = built(mentions, {}, context(), Options(), suggest=False).termbase
    return [{term.text for term in concept.terms} for concept in base.concepts]


TOGETHER = [
    ("abbreviation", ["欧洲安全与合作组织（欧安组织）的特派团。"], {"欧洲安全与合作组织", "欧安组织"}),
    ("another name", ["首都塔什科（又称纳伦）的居民离开了纳伦。"], {"塔什科", "纳伦"}),
    ("state", ["葡萄牙共和国的代表发言。", "葡萄牙的立场没有改变。"], {"葡萄牙共和国", "葡萄牙"}),
    ("unit", ["洪水淹没了科斯特罗马省。", "科斯特罗马省的居民撤离，科斯特罗马空无一人。"], {"科斯特罗马", "科斯特罗马省"}),
    ("owner", ["葡萄牙共和国外交部发表声明。", "葡萄牙外交部没有评论。"], {"葡萄牙共和国外交部", "葡萄牙外交部"}),
    ("title", ["违反了《联合国宪章》。根据《宪章》第二条。"], {"联合国宪章", "宪章"}),
    ("surname and office", ["总统马林·科斯坦斯基抵达。", "科斯坦斯基总统发表讲话。"], {"马林·科斯坦斯基", "科斯坦斯基"}),
    ("spelling", ["部长维克托·特雷夏克发言。", "部长维克多·特雷夏克没有发言。"], {"维克托·特雷夏克", "维克多·特雷夏克"}),
    ("Latin initials", ["由Maria Keller教授撰写。", "由Maria T. Keller教授撰写。"], {"Maria Keller", "Maria T. Keller"}),
    ("scripts", ["總統馬林·科斯坦斯基抵達。", "总统马林·科斯坦斯基离开。"], {"馬林·科斯坦斯基", "马林·科斯坦斯基"}),
]

APART = [
    ("two of one surname", ["总统马林·科斯坦斯基和部长亚历山大·科斯坦斯基抵达。"], "马林·科斯坦斯基", "亚历山大·科斯坦斯基"),
    ("another office", ["总统马林·科斯坦斯基抵达。", "科斯坦斯基大使发言。"], "马林·科斯坦斯基", "科斯坦斯基"),
    ("another gender", ["马林·科斯坦斯基先生发言。", "科斯坦斯基女士发言。"], "马林·科斯坦斯基", "科斯坦斯基"),
    ("another country", ["智利总统马林·科斯坦斯基抵达。", "秘鲁总统科斯坦斯基发言。"], "马林·科斯坦斯基", "科斯坦斯基"),
    ("two ministries", ["智利外交部和秘鲁外交部发表声明。"], "智利外交部", "秘鲁外交部"),
    ("two states", ["白俄罗斯和俄罗斯的代表。"], "白俄罗斯", "俄罗斯"),
    ("another thing", ["塔什科走廊附近的塔什科镇。"], "塔什科走廊", "塔什科镇"),
    ("in one sentence", ["部队占领了科斯特罗夫镇和科斯特罗沃镇。"], "科斯特罗夫镇", "科斯特罗沃镇"),
]


@pytest.mark.parametrize(("why", "texts", "forms"), TOGETHER, ids=[row[0] for row in TOGETHER])
def test_one_concept(why, texts, forms):
    assert any(forms <= group for group in groups(*texts)), groups(*texts)


@pytest.mark.parametrize(("why", "texts", "one", "other"), APART, ids=[row[0] for row in APART])
def test_two_concepts(why, texts, one, other):
    found = groups(*texts)
    assert any(one in group for group in found), found
    assert any(other in group for group in found), found
    assert not any({one, other} <= group for group in found)


def test_three_men_of_one_surname_stay_three():
    found = groups(
        "智利总统马林·科斯坦斯基抵达。",
        "1993年，智利总统巴勃罗·科斯坦斯基致函。",
        "科斯坦斯基先生（智利）（以西班牙语发言）：我感谢主席。",
    )
    assert sorted(len(group) for group in found if any("科斯坦斯基" in form for form in group)) == [1, 1, 1]
