"""Every rule of the cleaner against its own examples, and the lines that furniture is told from."""

from __future__ import annotations

import pytest

from glossary.clean.furniture import furniture
from glossary.clean.layout import bounds
from glossary.clean.lines import Line, lines
from glossary.clean.notes import Call, Note, calls, candidates
from glossary.clean.paragraphs import speaker, speaks
from glossary.rules import Rule, load_rules

RULES = load_rules()
FURNITURE = RULES.family("furniture")


def marks(*texts: str) -> list[str]:
    return list(furniture(list(lines("\n\n".join(texts))), RULES))


@pytest.mark.parametrize("rule", FURNITURE, ids=lambda rule: rule.id)
def test_furniture_examples(rule: Rule) -> None:
    assert rule.yes and rule.no
    assert [marks(text) for text in rule.yes] == [[rule.id]] * len(rule.yes)
    assert [rule.id in marks(text) for text in rule.no] == [False] * len(rule.no)


def test_speaker_examples() -> None:
    rule = RULES["speaker.honorific"]
    assert rule.yes and rule.no
    assert all(speaks(text, speaker(RULES)) for text in rule.yes)
    assert not any(speaks(text, speaker(RULES)) for text in rule.no)


def test_a_symbol_that_a_sentence_runs_through_is_text() -> None:
    assert marks("我们在信中提到，另见", "S/2046/204", "和其他文件。") == ["", "", ""]
    assert marks("我们在信中提到。", "S/2046/204", "和其他文件。") == ["", "furniture.symbol", ""]


def test_bounds_are_all_given() -> None:
    assert all(getattr(bounds(RULES), name) > 0 for name in bounds(RULES).__dataclass_fields__)


def test_lines_tell_their_place() -> None:
    assert list(lines(" 大会 \n\n\u3000\u3000安全x\x0c末")) == [
        Line(1, 3, "大会", 1, 4, 0, False, True),
        Line(8, 11, "安全x", 4, 5, 1, False, False),
        Line(12, 13, "末", 0, 2, 0, True, False),
    ]


# raw text of a page whose footnotes are numbered 3 and 4, with the calls that must be found marked ⟦…⟧
CALLS = [
    "违反《公约》，⟦3⟧ 拦截了 38 艘商船。⟦4⟧",
    "报告、⟦3⟧ 关于后果的报告⟦4⟧ (两份报告)",
    "“最后的机会”。⟦3⟧ 30 年来，4 艘船通过",
    "封锁期间，3 艘船通过；决议的基础。⟦3⟧ 其后",
    "持续了 3 天，共 4 次。",
    "期间，3 天内没有船通过。4 名船员受伤",
    "最后的机会。⟦3⟧ 日内瓦的谈判中断。⟦4⟧ 国际社会",
    "“谁就付钱。”⟦3⟧ 次日，海峡关闭；“无限期”⟦4⟧ 人们",
    "最后的机会。3 日，双方离开了日内瓦",
    "第3号决议（4）和A/3号文件，40 人",
    "最后。⟦3⟧",
]


@pytest.mark.parametrize("marked", CALLS)
def test_calls(marked: str) -> None:
    raw, wanted = "", []
    for piece in marked.split("⟦"):
        number, sign, rest = piece.rpartition("⟧")
        if sign:
            wanted.append((len(raw), number))
        raw += number + rest
    found = [Call(at, 0, at, number, doubt) for at, number, doubt in candidates(raw, frozenset(), RULES)]
    notes = [Note("3", 0, len(raw) + 1), Note("4", 0, len(raw) + 1)]
    assert [(call.offset, call.number) for call in calls(notes, found)] == wanted


def test_calls_stay_on_their_page() -> None:
    found = [Call(at, 0, at, "3", 0) for at in (5, 50)]
    assert [call.start for call in calls([Note("3", 10, 60)], found)] == [50]
    assert calls([Note("3", 60, 90)], found) == []
