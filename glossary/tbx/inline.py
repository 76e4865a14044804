"""What may stand anywhere in a file: links, typed elements without a type, paired inline codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.tbx.structure import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from glossary.tbx.vocabulary import Vocabulary


class Link(NamedTuple):
    """A `target` that must be the id of something in the file: known to be so only at its end."""

    line: int
    target: str
    severity: str
    owner: str


def is_web_address(target: str) -> bool:
    """Whether a target points outside the file."""
    return target.startswith(("http://", "https://"))


def links(element: etree._Element, vocabulary: Vocabulary, *, judged: bool) -> Iterator[Link]:
    """The links into the file from an element and all in it. `judged`: a schema of the dialect looks at them."""
    for inner in element.iter("*"):
        if not inner.attrib:
            continue
        name = vocabulary.name(inner)
        line, owner = inner.sourceline or 0, name.category or name.local
        if name.local == "ec" and "startRef" in inner.attrib:
            yield Link(line, str(inner.get("startRef")), "error", owner)
        target = inner.get("target")
        if target is None or is_web_address(target) or name.local == "xref":
            continue
        if vocabulary.is_module(inner):
            # The schema of a module sees its element out of its file, so that responsibility may point nowhere.
            yield Link(line, target, "error" if name.category == "crossReference" else "warning", owner)
        elif name.local == "ec":
            yield Link(line, target, "error" if judged and "type" not in inner.attrib else "warning", owner)
        else:
            yield Link(line, target, "error", owner)


def inline_findings(element: etree._Element, vocabulary: Vocabulary, *, judged: bool) -> Iterator[Finding]:
    """Faults of an element and all in it that do not need the rest of the file."""
    codes = (vocabulary.tag("sc"), vocabulary.tag("ec"))
    for inner in element.iter("*"):
        if not inner.attrib and inner.tag not in codes:
            continue
        name = vocabulary.name(inner)
        if inner.get("type") == "" and name.local[:1] != "?" and not vocabulary.is_module(inner):
            severity = "error" if judged and name.local != "termNote" else "warning"
            yield Finding(inner, "type", f"the type of {name.local} is empty; name the category", severity)
        if name.local == "xref" and not vocabulary.is_module(inner):
            target = inner.get("target") or ""
            if not is_web_address(target) or " " in target.strip():
                yield Finding(
                    inner, "target", f"{target!r} is no web address; write one with http:// or https://", "warning"
                )
        if name.category == "crossReference" and "target" not in inner.attrib and not vocabulary.is_module(inner):
            yield Finding(inner, "target", "crossReference points nowhere; give it the id of a concept", "warning")
        if name.local in ("sc", "ec"):
            yield from _code_findings(inner, name.local, vocabulary, "error" if judged else "warning")


def _code_findings(element: etree._Element, local: str, vocabulary: Vocabulary, severity: str) -> Iterator[Finding]:
    """A code that opens (sc) or closes (ec) belongs with one of the other sort in the same text, or is isolated."""
    siblings = element.itersiblings("*", preceding=local == "ec")
    other = "sc" if local == "ec" else "ec"
    paired = any(vocabulary.name(sibling).local == other for sibling in siblings)
    isolated = element.get("isolated")
    if paired and isolated not in (None, "no"):
        yield Finding(element, "codes", f"isolated of {local} must be 'no': its {other} stands in the same text", severity)
    if not paired and isolated not in (None, "yes"):
        yield Finding(element, "codes", f"isolated of {local} must be 'yes': its {other} is not there", severity)
    if local == "ec" and paired and "startRef" not in element.attrib:
        yield Finding(element, "codes", "ec needs startRef: its sc stands in the same text", severity)
    if local == "ec" and not paired and "id" not in element.attrib:
        yield Finding(element, "codes", "ec needs an id: it stands alone", severity)
