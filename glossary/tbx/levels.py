"""Data categories: which a dialect has, at which level each may stand, which values it may hold.

`category_findings` goes through an element and all in it. What the published schemas refuse is an error; what
they let through, though the standard does not, a warning: the schemas of the DCA dialects judge types, levels
and values; of DCT style only the modules' own elements are judged, and of v2 only the types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.tbx.shape import Category, Shape, tables
from glossary.tbx.structure import Finding, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from glossary.tbx.vocabulary import Name, Vocabulary

_TYPED = frozenset({"admin", "adminNote", "descrip", "descripNote", "ref", "termNote", "transac", "transacNote", "xref"})
# The groups that count as the level they stand in, by the element in them.
_GROUPS = {
    "admin": frozenset({"adminGrp", "descripGrp", "termNoteGrp"}),
    "adminNote": frozenset({"adminGrp"}),
    "descrip": frozenset({"descripGrp"}),
    "ref": frozenset({"adminGrp", "descripGrp", "termNoteGrp", "transacGrp"}),
    "termNote": frozenset({"termNoteGrp"}),
    "transac": frozenset({"transacGrp"}),
    "transacNote": frozenset({"transacGrp"}),
    "xref": frozenset[str](),
}  # fmt: skip
# The schema of TBX-Min in DCA style judges the types of these alone.
_JUDGED_IN_MIN = frozenset({"admin", "descrip", "termNote", "xref"})
_JUDGED = _JUDGED_IN_MIN | {"ref", "transac", "transacNote"}


def category_findings(
    element: etree._Element, vocabulary: Vocabulary, parent: str, above: str = ""
) -> Iterator[Finding]:
    """What the categories have against an element that stands in `parent`, which stands in `above` (names of v3)."""
    name = vocabulary.name(element)
    if not name.local:
        return
    if name.local in _TYPED:
        yield from _one(element, name, vocabulary, parent, above)
    for child in element:
        yield from category_findings(child, vocabulary, name.local, parent)


def _one(element: etree._Element, name: Name, vocabulary: Vocabulary, parent: str, above: str) -> Iterator[Finding]:
    shape = vocabulary.shape
    category = tables().categories.get(name.category)
    if category is None or category.element != name.local or category.name not in shape.holds:
        yield from _unknown(element, name, vocabulary)
        return
    if not _at_level(category, parent, above):
        levels = ", ".join(category.levels)
        severity = "error" if _judged(shape, name.local) and _level_judged(category) else "warning"
        yield Finding(element, "level", f"{category.name} stands in {parent}; its place is {levels}", severity)
    values = category.values2 if shape.version == 2 and category.values2 else category.values
    text = text_of(element)
    if values and not shape.dct and text not in values:
        # The rule for the values of transactionType in the schema of TBX-Basic never fires.
        judged = _judged(shape, name.local) and category.name != "transactionType"
        yield value_finding(element, category.name, text, values, "error" if judged else "warning")
    elif not text.strip():
        yield Finding(element, "empty", f"{category.name} is empty", "warning")


def _unknown(element: etree._Element, name: Name, vocabulary: Vocabulary) -> Iterator[Finding]:
    shape = vocabulary.shape
    if not name.category and element.get("type") is None:
        return  # no type at all is the structure's to say
    if shape.dct:
        if vocabulary.is_module(element):
            yield Finding(element, "category", f"{shape.dialect} has no {name.category}", "warning")
        return
    if shape.dialect == "TBX-Core" or shape.dialect in tables().dialects:
        severity = "error" if _judged(shape, name.local) or shape.version == 2 else "warning"
        held = ", ".join(sorted(c for c in shape.holds if tables().categories[c].element == name.local)) or "none"
        message = f"{shape.dialect} has no {name.local} of type {name.category!r}; it has {held}"
        yield Finding(element, "category", message, severity)


def _judged(shape: Shape, local: str) -> bool:
    """Whether a published schema judges the category of such an element."""
    if shape.version == 2 or shape.dct:
        return False
    if shape.dialect == "TBX-Min":
        return local in _JUDGED_IN_MIN
    return shape.dialect == "TBX-Basic" and local in _JUDGED


def _level_judged(category: Category) -> bool:
    return category.element != "termNote"


def _at_level(category: Category, parent: str, above: str) -> bool:
    return parent in category.levels or (parent in _GROUPS[category.element] and above in category.levels)


def value_finding(element: etree._Element, name: str, text: str, values: tuple[str, ...], severity: str) -> Finding:
    """A value that is not on the list of its category."""
    return Finding(element, "value", f"{name} is {text!r}; it is one of {', '.join(values)}", severity)
