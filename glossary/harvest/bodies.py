"""Organisations and bodies: by head word and the modifiers before it, and with a quoted name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest.context import speaks_of
from glossary.harvest.heads import kind_by_head
from glossary.harvest.modifiers import modifiers_start, names_in
from glossary.harvest.transliteration import run_before, runs
from glossary.model import Span
from glossary.occurrences import longest
from glossary.rules import compiled
from glossary.segment import has_word, inside_word, word_across, word_at, word_before, words_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossary.harvest.context import Context
    from glossary.model import Find, Passage
    from glossary.rules import Rules


def headed_bodies(passage: Passage, context: Context) -> Iterator[Find]:
    """A body by its head word: 集体安全条约组织, 亚美尼亚国防部; and the body inside that has a name of its own
    (明斯克小组 in 欧安组织明斯克小组)."""
    text, rules = passage.text, context.rules
    known = None
    covered = 0
    for match in _heads(rules).finditer(text):
        if inside_word(text, match.end()) or _in_verb(text, match.start()):
            continue
        known = names_in(text, context) if known is None else known
        own = known.get(match.end())
        if own is not None:  # a known body takes its owner with it (联合国安全理事会) and nothing else
            owner = known.get(own.start)
            start = owner.start if owner else own.start
        else:
            start = modifiers_start(text, match.start(), context, known)
            start = _first_name(text, start, match.start(), context)
        start = max(start, covered if _continues(text, covered, start) else 0)
        if start == match.start() or not _is_named(text, start, match, context, own is not None):
            continue
        covered = match.end()
        yield context.find("body.head", Span(start, match.end()))
        inner = _inner(text, start, match, known)
        if inner is not None:
            yield context.find("body.inner", inner)


def known_bodies(passage: Passage, context: Context) -> Iterator[Find]:
    """Bodies, treaties and other things that the reference termbase knows by this form."""
    for span, form in longest(passage.text, context.known_terms):
        word = word_at(passage.text, span.start)
        # Two characters (大会) are a name only where the document speaks of the organisation they belong to.
        if len(form) == 2 and not (word is not None and (word.start, word.end) == span and _speaks_of_owner(context)):
            continue
        if not inside_word(passage.text, span.start):
            yield context.find("known.reference", span, kind=context.reference[form])
            yield from _parts(passage.text, span, form, context)


def _speaks_of_owner(context: Context) -> bool:
    return any(speaks_of(context, name) for name in context.rules["body.short-known"].words)


def _parts(text: str, span: Span, form: str, context: Context) -> Iterator[Find]:
    """The body that a known body belongs to, and its own name: 欧安组织 and 明斯克小组 in 欧安组织明斯克小组."""
    if context.reference[form] != "organization":
        return
    owner = max((f for n in range(3, len(form) - 2) if context.reference.get(f := form[:n]) == "organization"), default="", key=len)
    if owner and speaks_of(context, owner):
        yield context.find("known.reference", Span(span.start, span.start + len(owner)), kind="organization")
        rest = form.removeprefix(owner)
        if next(runs(rest, context.rules, least=2), None) is not None:
            yield context.find("body.inner", Span(span.start + len(owner), span.end))


def quoted_bodies(passage: Passage, context: Context) -> Iterator[Find]:
    """A quoted name with its head: “俄罗斯”电视频道."""
    rule = context.rules["body.quoted"]
    for match in compiled(rule.pattern).finditer(passage.text):
        kind = kind_by_head(match.group(), context.rules)
        if kind is not None:
            yield context.find(rule.id, Span(*match.span()), kind=kind)


def _is_named(text: str, start: int, match: re.Match[str], context: Context, own: bool) -> bool:
    """Whether the modifiers name a body, not any of its sort."""
    rules = context.rules
    modifier = text[start : match.start()]
    if own:
        return True
    if text[:start].endswith("驻"):  # 常驻联合国代表团: the mission is another rule's
        return False
    if modifier in rules["body.generic"].words or _ends_with_word(text, match.end(), rules["body.not"].words):
        return False
    if len(modifier) < 2:
        return False
    word = word_at(text, match.start())
    if match.group() == "组织" and word is not None and word.tag == "v" and word.start == match.start():
        return False  # 亚美尼亚组织和实施: the verb
    if _holds_name(text, Span(start, match.start()), context):
        owner = next((s.end for s, _ in longest(modifier, context.known_names) if s.start == 0), 0)
        rest = modifier[owner:]
        return rest not in rules["body.generic"].words or match.group() not in rules["body.weak"].words
    if _all_generic(text, start, match.start(), rules):
        return False
    return match.group() not in rules["body.owner-needed"].words or _is_proper_common(modifier, match.group(), rules)


def _is_proper_common(modifier: str, head: str, rules: Rules) -> bool:
    """A name made of common nouns only: 边境安全委员会, 标界委员会. Long enough, with a head that such names have."""
    return head in rules["body.proper-common"].words and len(modifier) >= 2


def _holds_name(text: str, span: Span, context: Context) -> bool:
    part = text[span.start : span.end]
    if next(longest(part, context.known_names), None) is not None:
        return True
    if next(runs(part, context.rules, least=2, share=0.6), None) is not None:
        return True
    return any(span.start <= w.start and w.tag in {"ns", "nt", "nrt", "eng"} for w in words_over(text, *span))


def _all_generic(text: str, start: int, end: int, rules: Rules) -> bool:
    generic = rules["body.generic"].words
    parts = [text[w.start : w.end] for w in words_over(text, start, end) if w.start >= start and w.end <= end]
    return all(part in generic or part in rules["body.modifier.join"].words for part in parts)


def _inner(text: str, start: int, match: re.Match[str], known: Mapping[int, Span]) -> Span | None:
    """The body inside that stands after a body: 明斯克小组 after 欧安组织."""
    for name_end in range(start + 1, match.start()):
        name = known.get(name_end)
        if name is not None and name.start == start and text[start:name_end].endswith(("组织", "会", "联盟", "国")):
            rest = text[name_end : match.start()]
            if len(rest) >= 2 and text[name_end : match.end()] != match.group() and not has_word(text[name_end : match.end()]):
                return Span(name_end, match.end())
    return None


def _ends_with_word(text: str, end: int, forms: tuple[str, ...]) -> bool:
    """Whether the word of the tagger that ends at `end` is one of `forms`: 当局, 东部."""
    word = word_before(text, end)
    return word is not None and text[word.start : word.end] in forms


def _in_verb(text: str, place: int) -> bool:
    """Whether `place` stands inside a verb of the dictionary: 署 in 签署."""
    word = word_across(text, place)
    return word is not None and word.tag.startswith("v") and has_word(text[word.start : word.end])


def missions(passage: Passage, context: Context) -> Iterator[Find]:
    """A permanent mission with its state: 智利常驻联合国代表团."""
    rule = context.rules["body.mission"]
    for match in compiled(rule.pattern).finditer(passage.text):
        known = names_in(passage.text, context).get(match.start())
        owner = known or run_before(passage.text, match.start(), context.rules)
        if owner.end - owner.start >= 2:
            yield context.find(rule.id, Span(owner.start, match.end()))


def _first_name(text: str, start: int, head: int, context: Context) -> int:
    """Where the first name among the modifiers begins: in a name that holds a name, nothing stands before it
    (部署俄罗斯特遣部队: 部署 is the sentence's verb)."""
    part = text[start:head]
    hits = [span.start for span, _ in longest(part, context.known_names)]
    hits += [span.start for span in runs(part, context.rules, least=3, share=0.7)]
    first = min(hits, default=0)
    return start + first if not part[:first].endswith("驻") else start


def _continues(text: str, covered: int, start: int) -> bool:
    """Whether the walk ran into a body that was already found and that is no owner of this one (A和B)."""
    return start < covered and text[covered : covered + 1] in "和与及、"


@cache
def _heads(rules: Rules) -> re.Pattern[str]:
    return re.compile(rules.any_of("body.head"))
