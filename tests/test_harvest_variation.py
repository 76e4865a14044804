"""What must not matter: script, width of brackets, blanks, the sort of dot, what is said before and after. The pairs of a
sentence stay the same; and a term begins where it begins, whatever stands before it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from glossary.corpus import document_mentions
from glossary.model import Document
from glossary.normalise import converted, simplified

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCES = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "gold" / "sentences.jsonl").read_text("utf-8").splitlines()[::4]
]
VARIATIONS: dict[str, Callable[[str], str]] = {
    "traditional": lambda text: converted(text, "s2t"),
    "simplified": simplified,
    "half-width brackets": lambda text: text.translate(str.maketrans("（）", "()")),
    "full-width brackets": lambda text: text.translate(str.maketrans("()", "（）")),
    "a blank before the bracket": lambda text: re.sub(r"(?<=[\u4e00-\u9fff”》」])([（(])", r" \1", text),
    "blanks inside": lambda text: re.sub(r"(?<=[A-Za-z.])([)）])", r" \1", re.sub(r"([（(])(?=[A-Za-z])", r"\1 ", text)),
    "another dot": lambda text: re.sub(r"(?<=[\u4e00-\u9fff])[·‧・](?=[\u4e00-\u9fff])", "•", text),
    "words before": "据报道，{}".format,
    "words behind": "{}此后情况没有变化。".format,
}
TERMS = [
    ("国际捕鲸委员会", "IWC"),
    ("虚拟专用网络", "VPN"),
    ("世界电影节联合会", "World Federation of Film Festivals"),
    ("国家铜业公司", "Codelco"),
    ("垃圾回收", "garbage collection"),
    ("邓宁-克鲁格效应", "Dunning-Kruger effect"),
    ("沃尔特·布伦南", "Walter Brennan"),
    ("布林迪西", "Brindisi"),
    ("中村健一", "Kenichi Nakamura"),
    ("软着陆", "soft landing"),
]
CARRIERS = [
    "这就是所谓的{}的由来。",
    "他们去年加入了{}。",
    "专家们提出的{}受到重视。",
    "人们把这称为{}。",
    "文章讨论了水、空气以及{}。",
    "报告谈到{}的影响。",
    "随后由{}接手。",
    "他一直批评{}。",
    "他们正在使用{}。",
    "這個團體後來改稱{}。",
    "透過{}可以解決。",
    "据{}报道，此事已了结。",
    "会议由美国和{}共同主持。",
    "许多人支持{}。",
]


def pairs(text: str) -> set[tuple[str, str]]:
    rows = document_mentions(Document("text", text, ""))
    return {(simplified(row.term), row.gloss) for row in rows if row.relation == "latin" and row.gloss}


@pytest.mark.parametrize("name", VARIATIONS)
def test_pairs_stay_the_same(name: str) -> None:
    vary = VARIATIONS[name]
    changed = [(text, vary(text)) for text in SENTENCES]
    assert any(text != other for text, other in changed)
    assert [text for text, other in changed if text != other and pairs(text) != pairs(other)] == []


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_term_begins_where_it_begins(carrier: str) -> None:
    wrong = {}
    for term, latin in TERMS:
        found = pairs(carrier.format(f"{term}（{latin}）"))
        if found != {(term, latin)}:
            wrong[term] = found
    assert wrong == {}
