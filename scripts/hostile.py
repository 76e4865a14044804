"""Hostile texts: made to bring a pattern or a loop to its knees. The same seed and size give the same texts.

Every family is a function of a size in characters; `texts` gives them all. They are meant for what is slow on
purpose-made input only: one token a million times, two tokens in turn, brackets that never close, lists and
chains without end, a single line, and sample documents with such runs put into them.
"""

from __future__ import annotations

import random
import re
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SAMPLES = Path(__file__).parents[1] / "glossary" / "data" / "samples"

# One of each thing that the rules look for: repeated alone, and in turn with others.
TOKENS: tuple[str, ...] = (
    "（", "）", "(", ")", "《", "》", "〈", "“", "”", "\"", "「", "」", "『", "[", "]", "{", "、", "，", ",", "。", "；", ";", "：", ":", "！", "？",
    "·", "•", "・", "‧", "．", ".", "-", "－", "—", "–", "_", "/", "*", "'", "’", "=", "+", "%", "@", "#", "~", "|", "\\", "\n", "\n\n", "\r\n",
    "\f", "\t", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u00ad", "\u0301", "\u2028", "\x01", "1", "１", "¹", "①", "0", "Ⅳ", "a", "A", "Ａ", "é", "ζ",
    "的", "和", "及", "与", "在", "于", "第", "号", "年", "月", "日", "阿", "尔", "斯", "市", "国", "部", "区", "省", "人", "大", "会", "女士", "先生", "总统",
    "教授", "代表", "共和国", "委员会", "组织", "部长", "声明", "决议", "协定", "公约", "条约", "会议", "届会议", "战争", "水库", "阿塞拜疆", "联合国",
    "联合国安全理事会", "安理会", "常驻", "代表团", "驻", "诉", "案", "关于", "给", "信", "简称", "以下称", "又称", "又译", "即", "是指", "英文名", "西班牙语：",
    "见", "例如见", "见附件", "同上", "注", "UN", "U.N.", "http://", "www.", "A/77/150", "S/RES/", "https://www.un.org/", "1 774", "2022年", "12月", "3日",
    "第822(1993)号决议", "John ", "Smith, ", "de ", "al-", "阿利耶夫", "伊尔哈姆·", "阿·", "·阿", "（加蓬）", "（UN）", "(UN", "UN(", "联合国(", "（以法语发言）",
    "比昂先生（加蓬）：", "先生（", "女士(", "瓦格拉姆·波戈西安(Vagram Pogosian)", "欧安组织(", "《公约》", "《公约》，1 ", "1 ", " 1", "__________________\n",
    "A/77/150\n", "1/2\n", "22-12345 (C)\n", "\n1. ", "\n 1 见", "\n\n 2 ", "一、", "（一）", "𠀀", "🀄", "é̂", "ﬁ", "㎏", "％", "‰", "°", "&", "<", ">",
    "&amp;", "<b>", "</b>", "<!--", "-->", "&#x41;", "]]>", "主席", "秘书长", "副", "前", "新任", "以", "为", "等", "等国", "之", "之一", "之二", "次", "次会议",
)  # fmt: skip

# What is put together from several: written as a pattern of tokens that is repeated.
PATTERNS: Mapping[str, str] = {
    "latin-run": "AbcdefGhijkl",
    "latin-words": "Alpha Beta Gamma ",
    "latin-capitals": "A",
    "latin-names": "John Smith and ",
    "latin-authors": "见John Smith, ",
    "latin-hyphens": "a-",
    "latin-dots": "A.",
    "latin-list": "Alpha、Beta和",
    "latin-bracketed": "(Alpha) ",
    "latin-apostrophes": "d'A’",
    "han-run": "亚美尼亚外交部长发表声明",
    "han-list": "甲乙丙、",
    "han-list-and": "戈里斯、卡潘和",
    "han-place-list": "戈里斯市、卡潘市、",
    "han-bracketed": "联合国（UN）",
    "han-glossed": "阿利耶夫(Aliyev)、",
    "han-half-glossed": "阿利耶夫(",
    "han-alias": "欧安组织(简称欧安)",
    "interpunct-chain": "阿尔·",
    "interpunct-chain-blanks": "阿 · ",
    "interpunct-title": "总统阿·利",
    "interpunct-dots": "阿‧利・耶•夫．",
    "names-latin": "阿利耶夫Aliyev",
    "number-run": "1234567890",
    "number-blanks": "1 ",
    "number-groups": "1 774 ",
    "number-dots": "1.",
    "number-years": "2022年1月2日",
    "number-resolutions": "第822(1993)号、",
    "symbol-slashes": "A/",
    "symbol-dashes": "A/77/L.1-",
    "symbol-list": "A/77/150和",
    "symbol-half": "S/RES/2020 (",
    "note-calls": "《公约》，1 ",
    "note-calls-raised": "公约¹²",
    "note-areas": "联合国。1\n__________________\n 1 见附件。\n",
    "note-lines": " 1 见\n",
    "note-numbers-up": "{n} 见\n\n",
    "note-call-numbers-up": "公约》{n} 通过",
    "titles-nested": "《关于《",
    "titles-half": "《公约",
    "titles-closed": "》公约",
    "titles-statement": "2020年11月10日关于",
    "titles-letter": "2020年11月10日阿给乙",
    "court-cases": "诉甲乙",
    "speakers": "比昂先生（加蓬）（以法语发言）：",
    "speakers-lines": "比昂先生（加蓬）（以法语发言）：\n",
    "signatures": "（签名）\n总统\n",
    "offices": "亚美尼亚共和国外交部副部长",
    "offices-list": "总统、总理、",
    "bodies-of": "联合国安全理事会反恐怖主义委员会",
    "bodies-quoted": "“俄罗斯",
    "bodies-mission": "常驻联合国",
    "events": "第七十五届",
    "events-war": "44天战争",
    "places-in": "在甲乙丙丁",
    "places-compass": "东西南北",
    "states": "亚美尼亚和阿塞拜疆",
    "states-run": "法国德国美国",
    "wraps": "亚美\n尼亚\n",
    "wraps-spaced": "亚美尼亚外交部\n\n长发表声明\n\n",
    "wraps-latin": "Vagram \n\nPogosian ",
    "wraps-hyphen": "on-\n\nazer-",
    "furniture": "A/77/150\n\n22-12345 1/2\n\n亚美尼亚\n\n",
    "furniture-records": "S/PV.9000 亚美尼亚 01/01/2022\n1/2 22-12345\n文\n",
    "furniture-links": "https://www.un.org/\n\n",
    "furniture-blanks": "a \t ",
    "lines-empty": "\n",
    "lines-blank": " \n",
    "lines-one-character": "中\n",
    "lines-feeds": "中\f",
    "urls": "https://a.b/",
    "urls-one": "https://www.un.org/" + "a" * 4000,
    "emails": "a@b.",
    "html-tags": "<div>",
    "html-entities": "&amp;#",
    "html-attributes": "<p a=\"",
    "controls": "\x00\x01\x1b[31m",
    "terminal": "\x1b]0;title\x07",
    "bidi": "\u202e\u2066",
    "combining": "a\u0301\u0302",
    "ideographs-rare": "𠀀𠀁",
    "emoji": "👩‍👩‍👧",
    "wide": "ＡＢＣ１２３",
    "arabic": "علييف ",
    "cyrillic": "Алиев ",
    "said": "他说：“",
    "quotes-in-turn": "“”‘’",
    "chapters": "第一条、第一款、",
}  # fmt: skip


def texts(size: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Every hostile text of `size` characters, with its name."""
    for name, made in families(seed).items():
        yield name, made(size)


@cache
def families(seed: int = 0) -> Mapping[str, Callable[[int], str]]:
    """The families by name: each makes a text of so many characters."""
    found: dict[str, Callable[[int], str]] = {}
    for number, token in enumerate(TOKENS):
        found[f"token-{number:03}-{_named(token)}"] = partial(repeated, token)
    for name, pattern in PATTERNS.items():
        found[f"pattern-{name}"] = partial(repeated, pattern)
    for name in SHAPES:
        found[f"shape-{name}"] = SHAPES[name]
    for number in range(60):
        found[f"pair-{number:03}"] = partial(_in_turn, seed, number)
    for number in range(30):
        found[f"soup-{number:03}"] = partial(_soup, seed, number)
    for number in range(30):
        found[f"sample-{number:03}"] = partial(_spoilt_sample, seed, number)
    return found


def repeated(pattern: str, size: int) -> str:
    """`pattern` again and again, `size` characters of it; `{n}` in it counts up."""
    if "{n}" in pattern:
        return _counting(lambda number: pattern.replace("{n}", str(number)), size)
    return (pattern * (size // len(pattern) + 1))[:size]


def _counting(piece: Callable[[int], str], size: int) -> str:
    """What `piece` makes of 1, 2, 3 and so on, `size` characters of it."""
    pieces, length, number = [], 0, 0
    while length < size:
        number += 1
        pieces.append(piece(number))
        length += len(pieces[-1])
    return "".join(pieces)[:size]


def _new_name(number: int) -> str:
    """Four syllables, others for every number."""
    syllables = "阿尔斯卡拉巴赫亚美尼伊利耶夫戈里潘索特克"
    return "".join(syllables[number // len(syllables) ** k % len(syllables)] for k in range(4))


def _nested(opening: str, inside: str, closing: str, size: int) -> str:
    """Brackets as deep as the size allows, around `inside`."""
    depth = max(1, (size - len(inside)) // (len(opening) + len(closing)))
    return (opening * depth + inside + closing * depth)[:size]


def _unanswered(head: str, tail: str, size: int) -> str:
    """A run of `head`, and at its very end what would complete it, or spoil it."""
    return repeated(head, size - len(tail)) + tail


def _far_brackets(size: int) -> str:
    """A bracket that closes half a text later, again and again."""
    return repeated("（", size // 2) + repeated("联合国）", size - size // 2)


def _counted_names(size: int) -> str:
    """A new interpunct name in every clause: every one is known from then on."""
    return _counting(lambda number: f"总统{_new_name(number)[:2]}·{_new_name(number)[2:]}说。", size)


def _counted_terms(size: int) -> str:
    """A new glossed name in every clause."""
    return _counting(lambda number: f"{_new_name(number)}(Name{number})、", size)


def _many_notes(size: int) -> str:
    """A laid-out letter with ever more footnotes, their calls all on the first page."""
    count = size // 24
    calls = "".join(f"公约》，{number} \n\n" for number in range(1, count))
    notes = "".join(f" {number} 见附件。\n\n" for number in range(1, count))
    return (calls + "__________________\n\n" + notes)[:size]


def _lines_of_a_thousand(size: int) -> str:
    line = repeated("亚美尼亚共和国（Armenia）外交部长阿·利耶夫、", 999) + "\n"
    return repeated(line, size)


def _every_character(size: int) -> str:
    return "".join(chr(code) for code in range(0x20, 0x20 + min(size, 0xD000)))[:size].ljust(size, "　")


SHAPES: Mapping[str, Callable[[int], str]] = {
    "nested-round": partial(_nested, "(", "联合国", ")"),
    "nested-wide": partial(_nested, "（", "UN", "）"),
    "nested-mixed": partial(_nested, "（(", "UN", ")）"),
    "nested-titles": partial(_nested, "《", "公约", "》"),
    "nested-quotes": partial(_nested, "“", "俄罗斯", "”"),
    "nested-glosses": partial(_nested, "联合国(UN", "组织", ")"),
    "nested-named": partial(_nested, "欧安会(后为", "组织", "(欧安组织))"),
    "unclosed-round": lambda size: "(" + repeated("联合国", size - 1),
    "unclosed-latin": lambda size: "联合国(" + repeated("United Nations ", size - 4),
    "unclosed-title": lambda size: "《" + repeated("公约", size - 1),
    "unclosed-quote": lambda size: "“" + repeated("Alpha beta ", size - 1),
    "closed-late-title": partial(_unanswered, "《公约", "》"),
    "closed-late-quote": partial(_unanswered, "\"Alpha beta ", "\""),
    "closed-late-round": partial(_unanswered, "(Alpha ", ")"),
    "late-head": partial(_unanswered, "戈里斯、", "等城镇"),
    "late-head-and": partial(_unanswered, "戈里斯、卡潘和", "地区"),
    "late-latin-head": partial(_unanswered, "Alpha、Beta和", "地区"),
    "late-statement": partial(_unanswered, "2020年11月10日", "的声明"),
    "late-letter": partial(_unanswered, "2020年1月1日甲给乙", "的信"),
    "late-case": partial(_unanswered, "诉", "案"),
    "late-year": partial(_unanswered, ", Alpha Beta", "(2020年版)"),
    "late-colon": partial(_unanswered, "先生（加蓬", "）："),
    "late-number": partial(_unanswered, "第1", "号决议"),
    "late-dot": partial(_unanswered, "阿尔斯卡", "·阿"),
    "late-latin-dot": partial(_unanswered, "Alpha", "·阿"),
    "late-han": partial(_unanswered, "Alpha ", "联合国"),
    "late-bracket-latin": partial(_unanswered, "联合国儿童基金会", "(UNICEF)"),
    "late-bracket-han": partial(_unanswered, "United Nations ", "(联合国)"),
    "far-brackets": _far_brackets,
    "counted-names": _counted_names,
    "counted-terms": _counted_terms,
    "many-notes": _many_notes,
    "lines-of-a-thousand": _lines_of_a_thousand,
    "every-character": _every_character,
}


def _in_turn(seed: int, number: int, size: int) -> str:
    rng = random.Random(f"{seed} pair {number}")
    return repeated("".join(rng.choices(TOKENS, k=rng.choice((2, 2, 3, 4)))), size)


def _soup(seed: int, number: int, size: int) -> str:
    """Tokens in any order, a few kinds of them."""
    rng = random.Random(f"{seed} soup {number}")
    pool = rng.sample(TOKENS, rng.choice((3, 8, 40)))
    pieces: list[str] = []
    length = 0
    while length < size:
        pieces.append(rng.choice(pool) * rng.choice((1, 1, 1, 2, 50)))
        length += len(pieces[-1])
    return "".join(pieces)[:size]


def _spoilt_sample(seed: int, number: int, size: int) -> str:
    """A sample document with long runs of tokens put into it, repeated."""
    rng = random.Random(f"{seed} sample {number}")
    text = rng.choice(sample_texts())
    for _ in range(rng.choice((1, 3, 10))):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + repeated(rng.choice(TOKENS), rng.choice((5, 200, max(1, size // 8)))) + text[at:]
    if rng.random() < 0.3:
        text = re.sub(r"\s+", "", text)
    return repeated(text, size)


@cache
def sample_texts() -> tuple[str, ...]:
    """The sample documents that are plain text."""
    return tuple(path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt")))


def _named(token: str) -> str:
    """A name for a token that can stand in a table."""
    return "".join(c if c.isalnum() else f"u{ord(c):x}" for c in token)[:24]
