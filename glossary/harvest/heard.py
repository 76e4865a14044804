"""Where a name before its Latin form begins: by the words that bound it, by its characters, and by its sound.

Most names stand right behind an office, a verb, a particle or punctuation, and are written with characters that
hardly stand in anything else: then nothing needs to be heard. Where words and characters leave more than one
beginning, the sound model decides. Texts are in Simplified characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest.heads import kind_by_head
from glossary.harvest.line import ending, ends_role, title_ends, title_words, titles, word_set
from glossary.harvest.sounds import sound_scores, usual_of
from glossary.normalise import HAN, INTERPUNCTS
from glossary.segment import has_word
from glossary.sound.hear import probability
from glossary.sound.model import load_model

if TYPE_CHECKING:
    from glossary.harvest.line import Line
    from glossary.rules import Rules

_DOT = rf"\s?[{INTERPUNCTS}．]\s?"
_A_DOT = re.compile(f"[{INTERPUNCTS}．]")
# Function words in the later parts: 约翰·韦恩及乔治·霍尔则绘成地图 is no chain.
_CHAIN_STOP = re.compile("[和与及同对向从给将已是的了也就并或被把等说称即则但而之其该]")
_CHAIN = re.compile(rf"(?P<first>(?:[{HAN}]{{1,6}}-)?[{HAN}]+|\b[A-Z][a-z]*)(?P<rest>(?:{_DOT}(?:[{HAN}-]+|[A-Z][a-z]*\.?))+)$")
_NAME_TAGS = ("nr", "ns", "nz")
_FUNCTION_TAGS = frozenset({"uj", "ul", "uz", "ug", "ud", "uv", "p", "c", "r", "d", "u", "y", "k", "f"})
_NOUN_TAGS = frozenset({"n", "vn", "v", "b"})
_NO_PERSON = "国族语教派州省市县区镇村军党社"
_KIN = frozenset("父母子女妻夫弟兄姐妹孙侄友徒师")
_NAMELIKE = 0.25  # nats: a particle that is common in names too
_LONGEST_PART = 9
_LONGEST_CERTAIN = 5  # characters of a bounded run that are taken for one name unheard
_BOUNDARY, _TITLED, _WITHIN = 1.5, 1.5, -2.0  # nats: a beginning at a word, behind an office, inside a word
_STRAY = 3.0  # nats by which the rest is better where the first character is no part of the name (6 to 8 in true cases)
_RENDERED = 4.0  # nats from which a stretch before the last name is the first name
_LAST_WORD, _FIRST_WORD = 2.0, 6.0  # nats off, where only the last or first Latin word is rendered


class Name(NamedTuple):
    """Where the name begins, and how sure it is (0 to 1) that this is a name with that Latin form."""

    start: int
    strength: float


def chain_edge(row: Line, end: int, latin: str, floor: int) -> Name | None:
    """Where a name of several parts that ends at `end` begins: 拉蒙·贝尼特斯; None where none ends there."""
    # Most have no dot at all, and what begins with a repeat is slow to say so.
    chain = _CHAIN.search(row.text, floor, end) if latin[:1].isupper() and _A_DOT.search(row.text, floor, end) else None
    if chain is None or _CHAIN_STOP.search(chain["rest"]):
        return None
    first_end = chain.end("first")
    dots = len(re.findall(_DOT, chain["rest"]))
    parts = latin.split()
    head = " ".join(parts[: max(len(parts) - dots, 1)])
    start = bounded(row, first_end, max(chain.start(), first_end - _LONGEST_PART))
    if first_end - start > _LONGEST_CERTAIN:
        start = _heard(row, first_end, head, start).start
    start = _past_stray(row, start, first_end, head)
    if start > floor and row.text[start - 1] == "小" and latin.rstrip(".").endswith(("Jr", "II", "III")):
        start -= 1
    return Name(start, 0.95)


def name_edge(row: Line, end: int, latin: str, floor: int, *, personal: bool, hear: bool = False) -> Name | None:
    """Where the name that ends at `end` and has the form `latin` begins; None where no name seems to end there.
    With `hear`, only the sound decides."""
    start = bounded(row, end, floor)
    if end - start < 2:
        return None
    if hear:
        return _heard(row, end, latin, start)
    before = row.word_at[start - 1] if start > floor else None
    if before is not None and before.end - before.start == 1 and usual_of(row.text[start - 1]) > _NAMELIKE:
        return _heard(row, end, latin, start - 1)  # 若 of 若开邦 is a particle elsewhere
    start = _past_stray(row, start, end, latin)
    run = row.text[start:end]
    usual = sum(usual_of(char) for char in run) / len(run)
    # 金帐汗国, 尼尔森湾: no persons
    headed = kind_by_head(run, row.context.rules) not in (None, "person") or run[-1] in _NO_PERSON
    ordinary = _ordinary_word(row, end)
    if end - start <= _LONGEST_CERTAIN and not (headed or _begins_known(row, start, end)):
        if (personal and (usual > 0 or not ordinary)) or (latin[:1].isupper() and usual > 1.5 and not ordinary):
            return Name(start, 0.8)
        if usual > -1 and _only_guesses(row, start, end):
            return Name(start, 0.6)  # 舒马 曲坦: no word of the language
    heard = _heard(row, end, latin, start)
    if usual > 1 and not headed and not ordinary:
        return Name(heard.start, max(heard.strength, 0.5))  # characters that hardly stand in anything but names
    return heard


def _past_stray(row: Line, start: int, end: int, latin: str) -> int:
    """`start`, moved behind a first character that is a particle or the end of an office, where the rest sounds more
    like the Latin form: 及 罗伯塔, 官 费尔南多, 长 萨拉耶夫."""
    if end - start <= 2 or row.text[start] not in _strays(row.context.rules):
        return start
    forms = [word for word in (latin, *latin.split()[:: max(len(latin.split()) - 1, 1)]) if len(word) > 2]
    hans = (row.text[start:end], row.text[start + 1 : end])
    whole, rest = (max((sound_scores(hans, form)[place] for form in forms), default=0.0) for place in (0, 1))
    return start + (rest > max(whole, 0.0) + _STRAY)


@cache
def _strays(rules: Rules) -> frozenset[str]:
    return word_set(rules, "name.stop") | word_set(rules, "name.function.weak") | word_set(rules, "edge.role.end")


def _begins_known(row: Line, start: int, end: int) -> bool:
    """Whether a run of several words begins with one of the language: 加州 纽森 may be a place and a name."""
    word = row.word_at[start]
    return word.end < end and word.end - start >= 2 and has_word(row.text[start : word.end])


def _only_guesses(row: Line, start: int, end: int) -> bool:
    """Whether a run is made of what the tagger guessed or took for names."""
    found = {row.word_at[at] for at in range(start, end)}
    return all(w.tag.startswith("nr") or not has_word(row.text[w.start : w.end]) for w in found)


def bounded(row: Line, end: int, floor: int) -> int:
    """Where the run that ends at `end` begins: behind the nearest word that is no part of a name."""
    at = end
    while at > floor:
        word = row.word_at[at - 1]
        start = max(word.start, floor)
        if at < end and _is_bound(row, start, at, word.tag):
            break
        at = start
        if at + 2 < end and _borrows(row, at, floor):
            return at + 1
    return _past_title(row, at, end)


def _past_title(row: Line, at: int, end: int) -> int:
    """`at`, moved behind an office or a function word that the tagger took into a name: 主 任雷恩, 为纳 戈尔诺."""
    rules = row.context.rules
    if row.text.startswith(title_words(rules), at, end - 2):
        title = next(word for word in title_words(rules) if row.text.startswith(word, at, end - 2))
        if len(title) > 1:
            return at + len(title)
    word = row.word_at[at]
    guessed = word.end - at >= 2 and not word.tag.startswith(_NAME_TAGS) and not has_word(row.text[at : word.end])
    if guessed and row.text[at] in _strays(rules) - word_set(rules, "edge.role.end") and end - at > 2:
        return at + 1
    return at


def _borrows(row: Line, at: int, floor: int) -> bool:
    """Whether the tagger took the last character of an office for the beginning of a name: 议 长萨拉耶夫."""
    if at <= floor or row.text[at] not in word_set(row.context.rules, "edge.role.end"):
        return False
    word = row.word_at[at]
    crossing = row.text[at - 1 : at + 1]
    return (crossing[0] == "之" or has_word(crossing)) and not has_word(row.text[word.start : word.end])


def _is_bound(row: Line, start: int, end: int, tag: str) -> bool:
    """Whether a word is an office, a state, a particle or any ordinary word, by its tag and its characters."""
    form = row.text[start:end]
    rules = row.context.rules
    if form in titles(rules) or form in row.context.states or form in word_set(rules, "edge.cost.role"):
        return True
    usual = sum(usual_of(char) for char in form)
    if form in _KIN and row.text[start - 1 : start] in ("之", "其", "的"):
        return True  # 之父皮埃尔
    if len(form) == 1 and tag == "n" and form in word_set(rules, "edge.role.end") and start > 0 and row.word_at[start - 1].tag in _NOUN_TAGS:
        return form not in rules["person.surname.chinese"].words[0]  # 制药 商 诺和诺德
    if len(form) == 1:
        surname = form in rules["person.surname.chinese"].words[0]
        stop = form in word_set(rules, "name.stop") or (tag == "v" and usual < -1 and not surname)
        return (stop and tag in _FUNCTION_TAGS) or (usual < 1.0 and (stop or tag in _FUNCTION_TAGS))
    if form in word_set(rules, "edge.stop"):
        return True
    if all(usual_of(char) < -1 for char in form):
        return True  # 之子
    return has_word(form) and (usual < 0 or (not tag.startswith(_NAME_TAGS) and usual < len(form)))


def _ordinary_word(row: Line, end: int) -> bool:
    """Whether the word that ends at `end` is an ordinary one: 使用, 网络."""
    word = row.word_at[end - 1]
    form = row.text[word.start : word.end]
    return len(form) >= 2 and not word.tag.startswith(_NAME_TAGS) and has_word(form)


def _heard(row: Line, end: int, latin: str, floor: int) -> Name:
    """The beginning that sounds most like the Latin form, or its last word (a surname stands for its bearer)."""
    starts = [at for at in range(max(floor, end - 16), end - 1) if row.text[at] not in "·-"]
    if not starts:
        return Name(floor, 0.0)
    parts = latin.split()
    forms = {latin: 0.0}
    if len(parts) > 1:
        forms.setdefault(parts[-1], _LAST_WORD)
        forms.setdefault(parts[0], _FIRST_WORD)
    model = load_model()
    best, chosen, sound = float("-inf"), floor, 0.0
    for form, price in forms.items():
        found = sound_scores(tuple(row.text[at:end] for at in starts), form)
        for at, score in zip(starts, found, strict=True):
            usual = sum(usual_of(char) for char in row.text[at:end])
            value = score - price + model.scalars["usual"] * usual + _place(row, at, floor)
            if value > best:
                best, chosen, sound = value, at, score - price
    first = parts[0] if len(parts) > 1 else ""
    earlier = [at for at in starts if at < chosen - 1]
    if len(first) > 2 and earlier:  # the first Latin word is rendered too: 卡夫 亨氏（Kraft Heinz）
        found = sound_scores(tuple(row.text[at:chosen] for at in earlier), first)
        score, at = max(zip(found, earlier, strict=True))
        chosen = at if score > _RENDERED else chosen
    return Name(chosen, probability(sound, model))


def _place(row: Line, at: int, floor: int) -> float:
    """What the place speaks for a name that begins at `at`."""
    word = row.word_at[at]
    if at == floor or word.start == at:
        titled = bool(ending(row.text, title_ends(row.context.rules), 0, at)) or ends_role(row, at)
        return _BOUNDARY + _TITLED * titled
    form = row.text[word.start : word.end]
    return _WITHIN if has_word(form) and (word.tag == "nz" or not word.tag.startswith("n")) else 0.0
