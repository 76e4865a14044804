"""Invented names whose vocabulary grows as that of real text does: by Heaps' law, with an exponent of about 0.6."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

EXPONENT = 0.6
# Distinct names among the first n drawn are about FIRST × n ** EXPONENT.
FIRST = 8.0

# Syllables of the transliteration tables, with letters that they stand for; the last column ends names only.
_SYLLABLES = """
阿 a|巴 ba|贝 be|比 bi|博 bo|布 bu|查 cha|达 da|德 de|迪 di|多 do|杜 du|埃 e|法 fa|费 fe|菲 fi|弗 fo|加 ga|盖 ge|吉 gi
戈 go|古 gu|哈 ha|赫 he|希 hi|霍 ho|胡 hu|伊 i|雅 ya|杰 je|卡 ka|凯 ke|基 ki|科 ko|库 ku|拉 la|莱 le|利 li|洛 lo|卢 lu
马 ma|梅 me|米 mi|莫 mo|穆 mu|纳 na|内 ne|尼 ni|诺 no|努 nu|奥 o|帕 pa|佩 pe|皮 pi|波 po|普 pu|罗 ro|鲁 ru|萨 sa|塞 se
西 si|索 so|苏 su|沙 sha|舍 she|绍 sho|舒 shu|塔 ta|泰 te|蒂 ti|托 to|图 tu|乌 u|瓦 va|韦 ve|维 vi|沃 vo|扎 za|泽 ze|齐 zi
佐 zo|祖 zu|班 ban|丹 dan|冈 gan|坎 kan|兰 lan|曼 man|潘 pan|坦 tan|温 wen|邦 bon|东 don|孔 kon|隆 lon|蒙 mon|松 son|通 ton
"""
_ENDS = """
斯 s|尔 r|茨 ts|克 k|特 t|姆 m|夫 v|娅 ya|宁 nin|林 lin|辛 sin|金 kin|丁 din|廷 tin|斯克 sk|茨克 tsk|诺夫 nov|斯基 ski|维奇 vich
德 d|格 g|普 p|里 ri|娜 na|莎 sha|季 dzi|恩 n|伦 ren|登 den|堡 burg|兹 z|亚 ia|亚 ia|尼亚 nia|列夫 lev|森 sen|松 sson|顿 ton
"""
# Characters that two translators write one for the other.
OTHERS = str.maketrans("卡拉托茨姆维德蒂泽莱利", "喀腊图兹穆韦迪季扎列里")


class Name(NamedTuple):
    """A name in Chinese characters, another spelling of it (mostly the same), and its letters."""

    chinese: str
    variant: str
    latin: str


def invented(random: Random, least: int = 2, most: int = 4) -> Name:
    """A name of `least` to `most` syllables."""
    syllables = [random.choice(_table(_SYLLABLES)) for _ in range(random.randint(least, most) - 1)]
    syllables.append(random.choice(_table(_ENDS)))
    chinese = "".join(han for han, _ in syllables)
    variant = chinese.translate(OTHERS) if random.random() < 0.1 else chinese
    return Name(chinese, variant, "".join(latin for _, latin in syllables).capitalize())


def person(random: Random) -> Name:
    """A first and a last name."""
    first, last = invented(random, 2, 3), invented(random, 2, 4)
    return Name(f"{first.chinese}·{last.chinese}", f"{first.variant}·{last.variant}", f"{first.latin} {last.latin}")


@cache
def _table(rows: str) -> tuple[tuple[str, str], ...]:
    pairs = [pair.split(" ") for row in rows.split("\n") for pair in row.split("|") if pair]
    return tuple((han, latin) for han, latin in pairs)


class Vocabulary:
    """Names drawn one after another: a new one with a chance that falls as n ** (EXPONENT - 1), else one of those
    drawn before, each as likely as it was often drawn (Simon's process, with Heaps' growth)."""

    def __init__(self, random: Random, made: Callable[[Random], Name], first: float = FIRST) -> None:
        self._random, self._made, self._first = random, made, first
        self._drawn: list[Name] = []
        self._known: set[str] = set()

    def draw(self) -> Name:
        """The next name."""
        n = len(self._drawn) + 1
        if not self._drawn or self._random.random() < self._first * EXPONENT * n ** (EXPONENT - 1):
            name = self._new()
        else:
            name = self._random.choice(self._drawn)
        self._drawn.append(name)
        return name

    def _new(self) -> Name:
        # Few syllables run out: the longest of some tries is taken rather than one that is known.
        for _ in range(20):
            name = self._made(self._random)
            if name.chinese not in self._known:
                break
        self._known.add(name.chinese)
        return name
