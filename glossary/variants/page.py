"""The sheets as one page that stands alone."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from glossary.normalise import has_han
from glossary.pages import (
    Cell,
    Markup,
    Row,
    aligned,
    badge,
    card,
    element,
    filters,
    joined,
    page,
    term,
    tiles,
)
from glossary.variants.words import DIFFERENCES, language, origin, uses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.variants.values import Sheet, Spelling

_MOST = 6  # documents that are named beside a form
_SPELT, _WRITTEN = "spelt otherwise", "both scripts"


def variants_page(found: Sequence[Sheet], name: str, concepts: int, missing: str = "") -> str:
    """The page of some sheets; `name` is that of the termbase, `concepts` how many it holds, `missing` what cannot be
    shown."""
    tags = Counter(tag for sheet in found for tag in _tags(sheet))
    forms = [s for sheet in found for s in sheet.spellings if not s.made and has_han(s.text)]
    documents = {document for s in forms for document, _ in s.documents}
    figures = tiles((
        (len(found), "concepts", ""), (len(forms), "Chinese forms", ""),
        (sum(s.difference == "spelling" for s in forms), _SPELT, "changed"),
        (sum(s.difference == "script" for s in forms), "in the other script", "moved"), (len(documents), "documents", ""),
    ))  # fmt: skip
    about = f"{name}: {len(found)} of {concepts} concepts, their forms laid beside one another, character by character."
    legend = element(
        "p", "Below each character stand its pinyin and the letters of the Latin form that it stands for. A coloured "
        "character differs from the one above it: ", badge("near in sound", "changed"), " or ",
        badge("far from it", "removed"), ". Forms that were converted, listed or suggested stand in no document, and say so.",
        cls="soft small",
    )  # fmt: skip
    gap = element("p", missing, cls="soft small") if missing else ""
    bar = filters(sorted(tags.items(), key=lambda tag: (tag[0] in {_SPELT, _WRITTEN}, -tag[1], tag[0])), "find a form, letters, a document")
    return page("Variants", figures, legend, gap, bar, *(_card(sheet) for sheet in found), about=about)


def _tags(sheet: Sheet) -> list[str]:
    found = {s.difference for s in sheet.spellings if not s.made}
    kind = [sheet.kind] if sheet.kind else []
    return [*kind, *[_SPELT] * ("spelling" in found), *[_WRITTEN] * ("script" in found)]


def _card(sheet: Sheet) -> Markup:
    first = sheet.spellings[0]
    latin = [term(sheet.latin, "und-Latn"), badge("suggested")] if sheet.suggested else [term(sheet.latin, "und-Latn")]
    header = element(
        "header", element("h3", term(sheet.title, first.lang)), *(latin if sheet.latin else ()),
        badge(sheet.kind) if sheet.kind else "", badge(f"{sheet.left_out} more forms") if sheet.left_out else "", element("span", sheet.concept, cls="id end"),
    )  # fmt: skip
    return card(header, *_names(sheet), tags=_tags(sheet), anchor=sheet.concept)


def _names(sheet: Sheet) -> Iterator[Markup]:
    """A table for each name that characters can be laid out of, a list of the others."""
    rest: list[Spelling] = []
    for _, group in groupby(sheet.spellings, key=lambda s: s.name):
        spellings = list(group)
        if any(s.places for s in spellings):
            yield aligned(_row(s) for s in spellings)
        else:
            rest += spellings
    yield from (
        element("p", term(s.text, s.lang), " ", element("span", _said(s), Markup(" "), _used(s), cls="soft small")) for s in rest
    )


def _row(spelling: Spelling) -> Row:
    cells = [Cell(p.text, p.pinyin, p.letters, p.tone) for p in spelling.places]
    return Row(cells, _said(spelling), _used(spelling), spelling.lang)


def _said(spelling: Spelling) -> Markup:
    """The language of a form, how it differs and where it comes from."""
    return joined(language(spelling.lang), *_marks(spelling), by=Markup(" "))


def _used(spelling: Spelling) -> Markup:
    """How often a form is used, and by whom; of one that no document uses, where it comes from."""
    count = [element("b", f"{spelling.count}×")] if spelling.count else []
    return joined(*count, uses(spelling, _MOST) or spelling.made, by=Markup(" "))


def _marks(spelling: Spelling) -> list[Markup]:
    """Badges: how the form differs, and where it comes from."""
    found = []
    if spelling.difference and not (spelling.difference == "script" and spelling.made):
        found.append(badge(DIFFERENCES[spelling.difference], "changed" if spelling.difference == "spelling" else ""))
    if spelling.made:
        found.append(badge(origin(spelling).partition(",")[0], "moved"))
    return found
