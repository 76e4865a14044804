"""Bare later uses: a form found once in a document is a mention wherever else it stands there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.model import Find, made
from glossary.normalise import has_han
from glossary.occurrences import everywhere, forms
from glossary.segment import cuts_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossary.harvest.context import Context
    from glossary.model import Kind, Passage, Span
    from glossary.occurrences import Forms


LONGEST = 150  # characters
_MOST = 8  # forms that end at one place, each inside the longer ones: 委员会委员会委员会… has as many as heads


def known_forms(kinds: Mapping[str, Kind]) -> Forms:
    """The forms of one document that are looked for in all of it: two characters or more, and no more than a name
    or title has (a chain of dots has as many forms as dots, each of them inside the longer ones)."""
    return forms(form for form in kinds if 2 <= len(form) <= LONGEST)


def known_uses(passage: Passage, known: Forms, kinds: Mapping[str, Kind], context: Context) -> Iterator[Find]:
    """Every occurrence of a known form that is not cut out of another word."""
    text, rule = passage.text, context.rules["known.use"]
    name, score, relation = rule.id, rule.score, rule.relation
    last, count = -1, 0
    for span, form in everywhere(text, known):
        last, count = span.end, count + 1 if span.end == last else 1
        if count <= _MOST and (_stands_anywhere(form) or not _cut(text, span, form)):
            yield made(Find, (span, kinds[form], name, score, relation, None, ""))


@lru_cache(maxsize=1 << 14)
def _stands_anywhere(form: str) -> bool:
    """Whether a form is too long to be cut out of a word."""
    return len(form) > 3 and has_han(form) and not form[0].isdigit()


def _cut(text: str, span: Span, form: str) -> bool:
    """Whether the occurrence is cut out of a longer word: Latin letters beside Latin ones, or a dictionary word
    of the language that reaches over its edge."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if not has_han(form):
        return (before.isalnum() and before.isascii()) or (after.isalnum() and after.isascii())
    if form[0].isdigit() and before.isdigit():
        return True
    if len(form) > 3:
        return False  # begins with a digit
    return cuts_word(text, span.start) or cuts_word(text, span.end)
