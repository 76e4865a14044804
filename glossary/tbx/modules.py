"""The elements of DCT modules: which there are, and what each may hold. Their levels are `glossary.tbx.levels`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.tbx.datatypes import is_uri
from glossary.tbx.inline import is_web_address
from glossary.tbx.levels import value_finding
from glossary.tbx.shape import tables
from glossary.tbx.structure import DONE, Finding, text_of
from glossary.tbx.xmltext import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from glossary.tbx.vocabulary import Vocabulary


def module_findings(element: etree._Element, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What DCT style has against the elements of other namespaces in `element`, itself included; in DCA style there
    may be none."""
    facts = tables()
    allowed = {facts.namespaces[m]: m for m in ("min", "basic")} if vocabulary.shape.dct else {}
    if vocabulary.shape.dct and vocabulary.shape.dialect == "TBX-Linguist":
        allowed[facts.namespaces["linguist"]] = "linguist"
    core = vocabulary.tag("")
    for inner in element.iter("*"):
        if inner.tag == DONE or str(inner.tag).startswith(core):
            continue
        name = vocabulary.name(inner)
        space, _, local = str(inner.tag)[1:].rpartition("}")
        if space not in allowed:
            yield Finding(inner, "namespace", f"{local} is of a namespace ({space or 'none'}) that this file may not use")
        elif name.local[:1] == "?":
            yield Finding(inner, "category", f"the module {allowed[space]} has no {local}")
        else:
            yield from _one(inner, local)


def _one(element: etree._Element, local: str) -> Iterator[Finding]:
    category = tables().categories[local]
    for child in element.iterchildren("*"):
        yield Finding(element, "element", f"{local} holds text alone, not {str(child.tag).rpartition('}')[2]}")
        break
    text = " ".join(text_of(element).split())
    if category.values and text not in category.values:
        yield value_finding(element, local, text, category.values, "error")
    linked = bool(category.target) or local == "responsibility"
    for name in element.attrib:
        if not (linked and name == "target"):
            yield Finding(element, "attribute", f"{local} has no attribute {str(name).rpartition('}')[2]}")
    target = element.get("target")
    if category.target and target is None:
        yield Finding(element, "target", f"{local} needs a target")
    elif target is not None and category.target == "external" and not (is_web_address(target) and is_uri(target)):
        yield Finding(element, "target", f"{target!r} is no web address; write one with http:// or https://")
    elif target is not None and linked and category.target != "external" and not is_name(" ".join(target.split())):
        yield Finding(element, "target", f"{target!r} is no id")
