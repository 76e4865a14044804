"""What differs, as a page: the concepts that changed with all their terms, what is gone and what is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from glossary.diff.spellings import spelling_difference
from glossary.normalise import has_han
from glossary.pages import Cell, Row, aligned, badge, card, element, filters, joined, key, page, term, tiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.diff.spellings import SpellingDifference, Step
    from glossary.diff.values import Change, ChangeKind, ConceptChange, Difference
    from glossary.model import Concept, Term
    from glossary.pages import CellTone, Markup, Tone

_TONES: dict[ChangeKind, Tone] = {
    "concept added": "added", "concept removed": "removed", "term added": "added", "term removed": "removed",
    "term moved": "moved", "term moved away": "moved",
}  # fmt: skip
_SIDES: tuple[tuple[str, Tone], ...] = (("Changed", "changed"), ("Removed", "removed"), ("Added", "added"))
_HOW = {"terms": "found by its terms", "likeness": "found by its sound"}
_FIELDS = frozenset({"kind", "definition", "note"})  # of a concept; its id stands in its heading
_SHADES: tuple[tuple[str, CellTone], ...] = (("sounds the same", "near"), ("sounds otherwise", "far"), ("nothing stands there", "gap"))
_NEAR = 0.85  # characters less alike than this are shown as others, not as ones that sound alike


def difference_page(difference: Difference, old: str, new: str) -> str:
    """A page of HTML that stands alone: what differs between the termbases named `old` and `new`."""
    names = {"old": difference.names("old"), "new": difference.names("new")}
    sections: defaultdict[Tone, list[Markup]] = defaultdict(list)
    for concept in difference.concepts:
        sections[_side(concept)].append(_card(concept, names))
    about = joined("What changed from ", element("b", old), " to ", element("b", new))
    if not difference.concepts:
        body = [element("p", "Nothing differs.")]
    else:
        tags = Counter(tag for concept in difference.concepts for tag in _tags(concept))
        body = [filters(sorted(tags.items(), key=lambda item: (-item[1], item[0])), "find a term or an id")]
        body += [
            element("section", element("h2", f"{title} ({len(sections[tone])})"), *sections[tone], data_cards=True)
            for title, tone in _SIDES
            if sections[tone]
        ]
    foot = "Sources and sentences are not compared, nor counts, notes and ids unless asked for."
    return page("Termbases compared", _tiles(difference), *body, element("footer", foot), about=about)


def spelling_page(difference: SpellingDifference, latin: str = "") -> str:
    """A page of HTML that stands alone: two spellings laid under one another."""
    about = f"{difference.old} and {difference.new}" + (f", for {latin}" if latin else "")
    tone = _likeness_tone(difference)
    figures: list[tuple[int | str, str, Tone]] = [(f"{difference.likeness:.2f}", "likeness, 0 to 1", tone)]
    if not _is_mixed(difference.steps):
        differing = sum(step.old != step.new for step in difference.steps)
        figures.append((differing, f"of {len(difference.steps)} places differ", ""))
    shades = "" if _is_mixed(difference.steps) else key(_SHADES)
    box = card(element("h3", difference.verdict), aligned(_rows(difference)), shades, tone=tone)
    foot = "The likeness says how probably both are one name, by sound and by what differs."
    return page("Spellings compared", tiles(figures), box, element("footer", foot), about=about)


def _likeness_tone(difference: SpellingDifference) -> Tone:
    return "added" if difference.likeness >= 0.8 else "changed" if difference.likeness >= 0.4 else "removed"


def _is_mixed(steps: Sequence[Step]) -> bool:
    return any(step.likeness is None for step in steps)


def _rows(difference: SpellingDifference) -> list[Row]:
    old, new = [], []
    for step in difference.steps:
        tone = _step_tone(step)
        old.append(Cell(step.old, step.old_pinyin, step.old_letters, tone))
        new.append(Cell(step.new, step.new_pinyin, step.new_letters, tone))
    return [Row(old, "old"), Row(new, "new")]


def _step_tone(step: Step) -> CellTone:
    if not (step.old and step.new):
        return "gap"
    if step.likeness is None or step.likeness == 1.0:
        return ""
    return "near" if step.likeness >= _NEAR else "far"


def _tiles(difference: Difference) -> Markup:
    count = difference.count
    counted: list[tuple[int, str, str, Tone]] = [
        (difference.changed, "concept", "changed", "changed"), (count("concept removed"), "concept", "removed", "removed"),
        (count("concept added"), "concept", "added", "added"), (count("term moved"), "term", "moved", "moved"),
        (difference.alike, "concept", "the same", ""),
    ]  # fmt: skip
    figures: list[tuple[int | str, str, Tone]] = [(n, f"{what}{'s' * (n != 1)} {how}", tone) for n, what, how, tone in counted]
    if difference.renumbered:
        figures.append((difference.renumbered, "of these under another id", ""))
    return tiles(figures)


def _side(concept: ConceptChange) -> Tone:
    return "added" if concept.old is None else "removed" if concept.new is None else "changed"


def _tags(concept: ConceptChange) -> list[str]:
    return list(dict.fromkeys(change.change for change in concept.changes))


def _card(concept: ConceptChange, names: dict[str, dict[str, str]]) -> Markup:
    tone = _side(concept)
    head = element("header", *_heading(concept))
    parts = [head, *(_field(change) for change in concept.changes if change.change in _FIELDS and not change.term)]
    if concept.by == "likeness" and concept.old and concept.new:
        parts.append(_respelt(concept.old, concept.new))
    parts.append(_terms(concept, names))
    return card(*parts, tags=_tags(concept), tone=tone)


def _heading(concept: ConceptChange) -> list[Markup]:
    old, new = concept.old, concept.new
    state = new or old
    if state is None:
        return []
    first = state.terms[0] if state.terms else None
    shown = [element("h3", term(first.text, first.lang)) if first else element("h3", state.id)]
    shown.append(badge(state.kind or "no kind"))
    if concept.by in _HOW:
        shown.append(element("span", _HOW[concept.by], cls="soft small"))
    if old and new and old.id != new.id:
        shown.append(element("span", element("del", old.id), " ", element("ins", new.id), cls="id end"))
    else:
        shown.append(element("span", state.id, cls="id end"))
    return shown


def _field(change: Change) -> Markup:
    """What changed of the concept itself."""
    return element("p", f"{change.change}: ", *_from_to(change.old, change.new), cls="small")


def _from_to(old: str, new: str) -> list[str | Markup]:
    before: list[str | Markup] = [element("del", old), " → "] if old else []
    return [*before, element("ins", new)] if new else [*before, "none"]


def _respelt(old: Concept, new: Concept) -> Markup:
    """The first Chinese names of both states under one another."""
    left, right = (next((t for t in c.terms if has_han(t.text)), c.terms[0]) for c in (old, new))
    return aligned(_rows(spelling_difference(left.text, right.text)))


def _terms(concept: ConceptChange, names: dict[str, dict[str, str]]) -> Markup:
    """The terms of the concept as it is now, each with what changed of it, then those that are there no more."""
    changes: defaultdict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in concept.changes:
        if change.term:
            changes[change.term, change.lang].append(change)
    rows = [_row(t, changes.pop((t.text, t.lang), []), concept, names) for t in (concept.new.terms if concept.new else ())]
    old = {(t.text, t.lang): t for t in (concept.old.terms if concept.old else ())}
    gone = list(old.values()) if concept.new is None else [old[key] for key in changes if key in old]
    rows += [_row(t, changes.get((t.text, t.lang), []), concept, names) for t in gone]
    return element("div", element("table", *rows, cls="rows terms"), cls="scroll")


def _row(t: Term, changes: Sequence[Change], concept: ConceptChange, names: dict[str, dict[str, str]]) -> Markup:
    kinds = {change.change for change in changes}
    text: Markup = term(t.text, t.lang)
    if "term added" in kinds or "term moved" in kinds:
        text = term(t.text, t.lang, "ins")
    elif "term removed" in kinds or "term moved away" in kinds:
        text = term(t.text, t.lang, "del")
    notes = [part for change in changes for part in (*_told(change, names), " ")]
    about = ", ".join(word for word in (t.form, t.status, "suggested" if t.suggested else "") if word)
    return element(
        "tr", element("td", text), element("td", t.lang, cls="soft small"), element("td", about, cls="soft small"),
        element("td", *notes, cls="small"),
    )  # fmt: skip


def _told(change: Change, names: dict[str, dict[str, str]]) -> list[str | Markup]:
    """A change of a term in a few words."""
    tone = _TONES.get(change.change, "changed")
    if change.change == "term moved":
        return [badge("moved here", tone), " from ", *_concept(change.old, names["old"])]
    if change.change == "term moved away":
        return [badge("moved away", tone), " to ", *_concept(change.new, names["new"])]
    if change.change in ("term added", "term removed"):
        return [badge(change.change.removeprefix("term "), tone)]
    return [badge(change.change, tone), " ", *_from_to(change.old, change.new)]


def _concept(identifier: str, names: dict[str, str]) -> list[str | Markup]:
    name = names.get(identifier, "")
    return [element("b", name), " ", element("span", identifier, cls="id")] if name else [element("span", identifier, cls="id")]
