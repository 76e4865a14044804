"""From what the harvesters report, with its overlaps and contradictions, to the finds that stand."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.model import KINDS
from glossary.normalise import chinese_form, has_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Find, Kind, Passage, Span


_STATED = 0.8  # the score of a pair that outweighs a guess


def settled_kinds(found: Iterable[tuple[Passage, Sequence[Find]]]) -> dict[str, Kind]:
    """One kind for each form of a document: the one with the most score behind it, each place counted once for
    each kind. `found` are its passages with what was found there; a kind that says little (other, term) counts half."""
    best: dict[tuple[str, str, Span, Kind], int] = {}
    for passage, finds in found:
        text = passage.text
        for span, kind, _, trust, _, _, _ in finds:
            weight = 500 if kind in {"other", "term"} else 1000
            score = round(weight * trust)  # whole numbers: sums do not depend on the order
            key = (clean_term(text[span.start : span.end]), passage.id, span, kind)
            if score >= best.get(key, 0):
                best[key] = score
    votes: defaultdict[str, defaultdict[Kind, int]] = defaultdict(lambda: defaultdict(int))
    for (form, _, _, kind), score in best.items():
        votes[form][kind] += score
    return {form: leading_kind(votes[form]) for form in sorted(votes)}


def leading_kind(counts: Mapping[Kind, int]) -> Kind:
    """The kind with the most votes; of equals the one that stands first in `KINDS`."""
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda kind: (-counts[kind], KINDS.index(kind)))


def standing(text: str, finds: Sequence[Find], context: Context) -> list[Find]:
    """The finds of one passage without doubles, without the losers of crossings, without names cut out of names.

    Finds that pair two forms stay, however many pairs one span is in; of plain finds on one span the best stays.
    """
    if len(finds) < 2:
        return list(finds)
    paired: set[Span] = set()
    titles: dict[Span, str] = {}
    glossed: dict[int, int] = {}
    for span, _, _, score, relation, _, title in finds:
        if relation is not None:
            paired.add(span)
            if relation == "latin" and score > _STATED:
                glossed[span.end] = span.start
        if title:
            titles[span] = title
    best: dict[tuple[Span, Span | None], Find] = {}
    for find in finds:
        span, kind, rule, score, relation, gloss, title = find
        if relation is None and (span in paired or (glossed and _is_refuted(find, glossed))):
            continue
        if titles and kind == "person" and not title:
            title = titles.get(span) or titles.get(gloss or span) or ""
            find = find._replace(title=title) if title else find
        known = best.get((span, gloss))
        if known is None or (score, rule) > (known.score, known.rule):
            best[span, gloss] = find
    kept = sorted(best.values(), key=_place)
    if _any_crosses(kept):
        kept = sorted(_uncrossed(sorted(kept, key=_priority)), key=_place)
    return [
        f for f, around in _with_outer(kept) if not around or not any(_cuts(text, f, other, context) for other in around)
    ]


def _is_refuted(find: Find, glossed: Mapping[int, int]) -> bool:
    """Whether a place that was only guessed reaches over the beginning of the name that the text glosses at its end:
    位于 马尔马拉海 锡利夫里（Silivri）. `glossed`: where such names begin, by where they end."""
    guessed = find.kind == "place" and find.score < _STATED
    return guessed and find.span.start < glossed.get(find.span.end, -1)


def without_parts(
    text: str, finds: Sequence[Find], outer: Mapping[Span, Find], alone: frozenset[str], context: Context
) -> Sequence[Find]:
    """The finds of a passage without the places that only ever stand inside the name of something else (赫尔辛基 in
    赫尔辛基最后文件): they are a part of that name. States stay, and so do the halves of a pair joined by a dash.
    `outer` are their `enclosures`, `alone` the forms that stand outside such names somewhere in the document."""
    if not outer:
        return finds
    return [find for find in finds if not _only_a_part(text, find, outer.get(find.span), alone, context)]


def _only_a_part(text: str, find: Find, outer: Find | None, alone: frozenset[str], context: Context) -> bool:
    if outer is None or outer.kind == "place" or find.kind != "place":
        return False
    form = text[find.span.start : find.span.end]
    if form in context.states or form in alone:
        return False
    dashed = "-" in (text[find.span.start - 1 : find.span.start], text[find.span.end : find.span.end + 1])
    return not dashed


def enclosures(finds: Sequence[Find]) -> dict[Span, Find]:
    """For each span among `finds` that is a part of another, the shortest find that it is a part of. They are as
    `standing` leaves them: none crosses another."""
    if len(finds) < 2:
        return {}
    return {
        find.span: next(f for f in around if f.span == around[-1].span)
        for find, around in _with_outer(finds)
        if around
    }


def _any_crosses(finds: Iterable[Find]) -> bool:
    """Whether any two of the finds, which stand in their order, cross: in few passages they do."""
    open_ends: list[int] = []  # of those that reach over the place, the longest first
    for find in finds:
        start, end = find.span
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if open_ends and open_ends[-1] < end:
            return True
        open_ends.append(end)
    return False


def _uncrossed(finds: Iterable[Find]) -> list[Find]:
    """The finds that cross none of those before them that were kept."""
    kept: list[Find] = []
    furthest: dict[int, int] = {}  # by the place where kept ones begin, where the last of them ends
    earliest: dict[int, int] = {}  # by the place where kept ones end, where the first of them begins
    for find in finds:
        start, end = find.span
        for at in range(start + 1, end):
            if furthest.get(at, 0) > end or earliest.get(at, start) < start:
                break
        else:
            kept.append(find)
            furthest[start] = max(end, furthest.get(start, end))
            earliest[end] = min(start, earliest.get(end, start))
    return kept


def _with_outer(finds: Sequence[Find]) -> Iterator[tuple[Find, list[Find]]]:
    """Each of `finds`, which stand in their order and cross nowhere, with those that it is a part of, the shortest
    last."""
    around: list[Find] = []
    same: list[Find] = []  # those on the span before this one
    for find in finds:
        if same and same[0].span != find.span:
            around, same = [*around, *same], []
            while around and around[-1].span.end < find.span.end:
                around.pop()
        same.append(find)
        yield find, around


@lru_cache(maxsize=1 << 16)
def clean_term(text: str) -> str:
    """A form as it is written into a termbase: the clean form, titles' and quotes' marks left as they are."""
    return chinese_form(text) if has_han(text) else " ".join(text.split())


def form_at(passage: Passage, span: Span) -> str:
    """The form that stands in a stretch of a passage, as `clean_term` gives it."""
    start, end = span
    return clean_term(passage.text[start:end])


def _place(find: Find) -> tuple[int, int, tuple[int, int]]:
    return find.span.start, -find.span.end, find.gloss or (0, 0)


def _priority(find: Find) -> tuple[bool, float, int, int]:
    # Pairs stated by the text first, then what is trusted more, longer before shorter.
    length = find.span.end - find.span.start
    return (find.relation is None, -round(find.score, 1), -length, find.span.start)


def _crosses(a: Span, b: Span) -> bool:
    return a.start < b.start < a.end < b.end or b.start < a.start < b.end < a.end


def _cuts(text: str, inner: Find, outer: Find, context: Context) -> bool:
    """Whether `inner` is cut out of the one name that `outer` is: 俄罗斯 out of 白俄罗斯, a surname out of a full name."""
    a, b = inner.span, outer.span
    if a == b or not (b.start <= a.start and a.end <= b.end):
        return False
    if outer.kind == "person":
        return True
    if inner.kind == "office":
        return outer.kind in {"organization", "work"}
    before, after = text[b.start : a.start], text[a.end : b.end]
    if outer.rule == "known.reference" and inner.relation is None:
        return inner.kind == "place" and text[a.start : a.end] not in context.states
    if inner.rule == "place.region" or text[a.start : a.end] in context.rules["place.region"].words:
        return True
    if outer.kind != "place":
        return False
    if before.endswith(("-", "·")) or after.startswith(("-", "·")):
        return False
    heads = context.rules.words("place.head")
    joined = not before and after in heads
    return not joined and text[b.start : a.start] not in context.states
