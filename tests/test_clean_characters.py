"""Character-level cleaning: raw texts and what is left of them, in a laid-out and in a plain text."""

from __future__ import annotations

import pytest

from glossary.clean.characters import cleaned
from glossary.clean.runs import Edit, edited, gathered, place
from glossary.model.text import Run
from glossary.rules import load_rules

# raw, clean in a text that is laid out in lines, clean in a plain text (None: the same)
CASES: list[tuple[str, str, str | None]] = [
    # blanks beside digits, Latin words and marks
    ("2046 年 5 月 20 日", "2046年5月20日", None),
    ("战斗持续了 44 天", "战斗持续了44天", None),
    ("由 Maren Brandt 教授撰写", "由Maren Brandt教授撰写", None),
    ("Oster 水库", "Oster水库", None),
    ("来函 （见附件）", "来函（见附件）", None),
    ("(2046 年 4 月 22 日 )；", "(2046年4月22日)；", None),
    ("主席 （以法语发言）： 谢谢", "主席（以法语发言）：谢谢", None),
    ("Anatomy of a Strait (圣科尔多瓦，2046 年)", "Anatomy of a Strait (圣科尔多瓦，2046年)", None),
    ("Brandt, “Report on the Sound”", "Brandt, “Report on the Sound”", None),
    ("最终 的解决", "最终的解决", "最终 的解决"),
    ("王小川　李又新", "王小川李又新", "王小川 李又新"),
    ("拉姆沃\tRamvo", "拉姆沃Ramvo", "拉姆沃 Ramvo"),
    ("a \t  b", "a b", None),
    ("a\xa0b", "a b", None),
    ("  两端  ", "两端", None),
    # grouped digits
    ("1 774 座房屋", "1774座房屋", None),
    ("2 750人", "2750人", None),
    ("12 345 678 名", "12345678名", None),
    ("项目 34、35 和 864", "项目34、35和864", None),
    ("第 12 2046 号", "第12 2046号", None),
    ("电话 +41 22 917 名", "电话+41 22 917名", None),
    ("Flight 12 345 left", "Flight 12 345 left", None),
    # interpuncts
    ("玛蒂尔德 ·凡·罗恩", "玛蒂尔德·凡·罗恩", None),
    ("索托 · 马约尔", "索托·马约尔", None),
    ("埃尔薇拉•汤珀", "埃尔薇拉·汤珀", None),
    ("埃尔薇拉・汤珀", "埃尔薇拉·汤珀", None),
    ("埃尔薇拉‧汤珀", "埃尔薇拉·汤珀", None),
    ("乔．兰贝特", "乔·兰贝特", None),
    ("乔.兰贝特", "乔·兰贝特", None),
    ("约翰.F.兰贝特", "约翰·F·兰贝特", None),
    ("该U.S.的立场", "该U.S.的立场", None),
    ("共 3.5 亿", "共3.5亿", None),
    ("谈判进程. 各方", "谈判进程. 各方", None),
    ("谈判进程.各方", "谈判进程.各方", None),
    ("海峡关闭.马尔蒂说", "海峡关闭.马尔蒂说", None),
    ("会见了马尔蒂.各方", "会见了马尔蒂.各方", None),
    ("海峡关闭.A国", "海峡关闭.A国", None),
    ("總統喬.蘭貝特說", "總統喬·蘭貝特說", None),
    ("马尔蒂.本.萨伊德", "马尔蒂·本·萨伊德", None),
    ("马 尔蒂.兰 贝特", "马尔蒂·兰贝特", "马 尔蒂·兰 贝特"),
    ("关闭．各方", "关闭·各方", None),  # a full-width one is taken for an interpunct wherever it stands
    ("• 第一", "• 第一", None),
    ("有名字……奥韦利亚", "有名字……奥韦利亚", None),
    # dashes
    ("奥韦利亚－塔尔凯特", "奥韦利亚-塔尔凯特", None),
    ("奥韦利亚–塔尔凯特", "奥韦利亚-塔尔凯特", None),
    ("汤珀- 布雷", "汤珀-布雷", "汤珀- 布雷"),
    ("首页 - 新闻", "首页 - 新闻", None),
    ("有名字——奥韦利亚", "有名字——奥韦利亚", None),
    ("第 9–12 页", "第9–12页", None),
    # widths, and marks that are not seen
    ("Ｂ２厅１０月", "B2厅10月", None),
    ("“引号”（括号）《书名》", "“引号”（括号）《书名》", None),
    ("奥韦\u00ad利\u200b亚\ufeff", "奥韦利亚", None),
    ("a\x07b", "ab", None),
    ("奥韦利亚\x02塔尔凯特", "奥韦利亚-塔尔凯特", None),
    ("the-closure\ufffeof", "the-closure-of", None),
    ("关闭。\x02", "关闭。", None),
    ("⼈⼝", "人口", None),
]


@pytest.mark.parametrize(("raw", "laid_out", "plain"), CASES)
def test_characters(raw: str, laid_out: str, plain: str | None) -> None:
    assert cleaned(raw, (Run(0, 0),), load_rules(), laid_out=True)[0] == laid_out
    assert cleaned(raw, (Run(0, 0),), load_rules(), laid_out=False)[0] == (laid_out if plain is None else plain)


def test_runs_lead_back_over_each_edit() -> None:
    clean, runs = cleaned("1 774 座 ·楼", (Run(0, 100),), load_rules(), laid_out=True)
    assert clean == "1774座·楼"
    assert runs == (Run(0, 100), Run(1, 102), Run(4, 106), Run(5, 108))


def test_runs_that_go_on_are_one() -> None:
    text, runs = gathered("abcdef", [(0, 2), (2, 3), (4, 6)])
    assert (text, runs) == ("abcef", (Run(0, 0), Run(3, 4)))
    assert edited(text, runs, [Edit(0, 1), Edit(2, 3, "C", 2)]) == ("bCef", (Run(0, 1), Run(2, 4)))


def test_place_counts_what_stands_before() -> None:
    runs = (Run(0, 10), Run(3, 20))
    assert [place(runs, at, 5) for at in (0, 10, 12, 13, 19, 20, 21, 99)] == [0, 0, 2, 3, 3, 3, 4, 5]
