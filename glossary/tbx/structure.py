"""The structure of TBX: which element may stand in which, in what order, with what attributes.

One pass over an element and all in it, driven by the tables of `data/tbx.toml`; no schema language. What comes
back are findings with the element they are about; levels, categories and whole files are the validator's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.tbx.datatypes import is_date, is_uri
from glossary.tbx.shape import facts
from glossary.tbx.xmltext import is_language, is_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

FOREIGN = "?"
# What a part that was judged and freed leaves behind.
DONE = "{urn:glossary}done"
_BLANK = " \t\r\n"
_PARTICLE = re.compile(r"\(([^)]*)\)([?*+]?)|([\w#]+)([?*+]?)")


class Finding(NamedTuple):
    """Something wrong with an element: a rule's short name, what to say, and whether it is an error or a warning."""

    element: etree._Element
    rule: str
    message: str
    severity: str = "error"


class Particle(NamedTuple):
    """One place in a sequence: the names that fit, and how often. `foreign` says how an element of another
    namespace is taken here: not at all, with text alone, or with text and inline elements."""

    names: frozenset[str]
    least: int
    many: bool
    foreign: str


class Attribute(NamedTuple):
    """An attribute that an element may have, and the form of its value."""

    required: bool
    form: str


@dataclass(frozen=True, slots=True)
class Structure:
    """The tables of one version, ready to use."""

    version: int
    content: Mapping[str, str]
    models: Mapping[str, tuple[Particle, ...]]
    attributes: Mapping[str, Mapping[str, Attribute]]
    forms: Mapping[str, frozenset[str]]
    inline: frozenset[str]


@cache
def structure(version: int) -> Structure:
    """The structure of TBX 3 or 2."""
    raw = facts()[f"v{version}"]
    content: dict[str, str] = raw["content"]
    models = {name: _model(text, raw) for name, text in content.items() if not text.startswith("#")}
    attributes = {
        name: MappingProxyType(dict(_attribute(word, version) for word in text.split()))
        for name, text in raw["attributes"].items()
    }
    forms = {name: frozenset(values) for name, values in raw["forms"].items()}
    return Structure(
        version,
        MappingProxyType(content),
        MappingProxyType(models),
        MappingProxyType(attributes),
        MappingProxyType(forms),
        frozenset(raw["inline"]),
    )


def findings(element: etree._Element, name: Callable[[etree._Element], str], rules: Structure) -> Iterator[Finding]:
    """What the structure has against an element and all in it.

    `name` gives the name of an element in the vocabulary of `rules`, FOREIGN for one of another namespace.
    """
    if element.tag == DONE:
        return
    local = name(element)
    content = rules.content.get(local)
    if content is None:
        yield Finding(element, "element", f"TBX {rules.version} has no element {local}")
        return
    yield from _attribute_findings(element, local, rules)
    if content[0] == "#":
        yield from _text_findings(element, local, content, name, rules)
        return
    yield from _stray_text(element, local)
    yield from _sequence(element, local, name, rules)


def text_of(element: etree._Element) -> str:
    """The text in an element, comments left out, blanks as they are."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _sequence(
    element: etree._Element, local: str, name: Callable[[etree._Element], str], rules: Structure
) -> Iterator[Finding]:
    """Walks the children along the particles. The models need no look-ahead: a name fits the place where the
    walk stands, or a later one, or none."""
    particles = rules.models[local]
    at = taken = 0
    for child in element:
        if not isinstance(child.tag, str):
            continue
        called = name(child)
        start = at
        while at < len(particles) and not _fits(called, particles[at], taken if at == start else 0):
            if (taken if at == start else 0) < particles[at].least:
                rule = "order" if called in rules.content or called == FOREIGN else "element"
                yield Finding(child, rule, f"{_shown(child)} stands where {local} must have {_list(particles[at])}")
                return
            at += 1
        if at == len(particles):
            known = called in rules.content and called != FOREIGN
            what = f"{_shown(child)} may not stand {'here ' if known else ''}in {local}"
            yield Finding(child, "order" if known else "element", what)
            return
        taken = taken + 1 if at == start else 1
        if called == FOREIGN:
            yield from _foreign_findings(child, particles[at].foreign, name, rules)
        else:
            yield from findings(child, name, rules)
    missing = [p for i, p in enumerate(particles[at:], at) if (taken if i == at else 0) < p.least]
    if missing:
        yield Finding(element, "missing", f"{local} has no {_list(missing[0])}")


def _fits(called: str, particle: Particle, taken: int) -> bool:
    if taken and not particle.many:
        return False
    return bool(particle.foreign) if called == FOREIGN else called in particle.names


def _foreign_findings(
    element: etree._Element, content: str, name: Callable[[etree._Element], str], rules: Structure
) -> Iterator[Finding]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        called = name(child)
        if content == "note" and called in rules.inline:
            yield from findings(child, name, rules)
        else:
            yield Finding(child, "element", f"{_shown(child)} may not stand in {_shown(element)}")


def _text_findings(
    element: etree._Element, local: str, content: str, name: Callable[[etree._Element], str], rules: Structure
) -> Iterator[Finding]:
    inside = {"#note": rules.inline, "#basic": frozenset({"hi"})}.get(content, frozenset())
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if name(child) in inside:
            yield from findings(child, name, rules)
        else:
            yield Finding(child, "element", f"{_shown(child)} may not stand in {local}")
    if content == "#empty":
        yield from _stray_text(element, local)
    if content == "#date" and not element.findall("*") and not is_date(text_of(element), with_time=rules.version == 3):
        yield Finding(element, "date", f"{text_of(element)!r} is no date; write YYYY-MM-DD")


def _stray_text(element: etree._Element, local: str) -> Iterator[Finding]:
    texts = [element.text, *(child.tail for child in element)]
    for text in texts:
        if text and text.strip(_BLANK):
            yield Finding(element, "text", f"{local} may not hold text of its own: {text.strip()[:40]!r}")
            return


def _attribute_findings(element: etree._Element, local: str, rules: Structure) -> Iterator[Finding]:
    allowed = rules.attributes[local]
    for key, value in element.attrib.items():
        shown = str(key).replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
        if shown not in allowed:
            yield Finding(element, "attribute", f"{local} has no attribute {shown}")
        elif problem := _problem(str(value), allowed[shown].form, rules):
            yield Finding(element, "attribute", f"{shown} of {local} is {str(value)!r}: {problem}")
    for shown, wanted in allowed.items():
        if wanted.required and shown.replace("xml:", "{http://www.w3.org/XML/1998/namespace}") not in element.attrib:
            yield Finding(element, "attribute", f"{local} needs the attribute {shown}")


def _problem(value: str, form: str, rules: Structure) -> str:
    """What is wrong with the value of an attribute, or nothing."""
    collapsed = " ".join(value.split())
    if form in rules.forms:
        choices = rules.forms[form]
        return "" if collapsed in choices else f"it is one of {', '.join(sorted(choices))}"
    if form == "id" and not is_name(collapsed):
        return "an id begins with a letter or _, and holds letters, digits, - _ . alone"
    if form == "idref" and not is_name(collapsed):
        return "it must be the id of something in the file"
    if form == "language" and not is_language(collapsed):
        return "no language tag (such as zh-Hans or en)"
    if form == "dialect" and not re.fullmatch(r"TBX-[^\r\n]+", value):
        return "it names a dialect, such as TBX-Basic"
    return "no address" if form == "uri" and not is_uri(value) else ""


def _model(text: str, raw: dict[str, Any]) -> tuple[Particle, ...]:
    particles = []
    for group, group_mark, single, single_mark in _PARTICLE.findall(text):
        names = group.split() if group else [single]
        mark = group_mark or single_mark
        if names == ["AUX"]:
            names = raw["aux"]
        where_open = set(names) & set(raw["open"])
        mixed = where_open & {"admin", "descrip", "termNote"}
        foreign = "note" if mixed else "string" if where_open else ""
        particles.append(Particle(frozenset(names), 1 if mark in ("", "+") else 0, mark in ("*", "+"), foreign))
    return tuple(particles)


def _attribute(word: str, version: int) -> tuple[str, Attribute]:
    found = re.fullmatch(r"(?P<name>[\w]+(?::lang)?)(?P<must>!?)(?::(?P<form>\w+))?", word)
    if not found:
        raise ValueError(word)
    usual = {"id": "id", "xml:lang": "language" if version == 3 else "text", "target": "idref"}
    return found["name"], Attribute(bool(found["must"]), found["form"] or usual.get(found["name"], "text"))


def _shown(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _list(particle: Particle) -> str:
    return " or ".join(sorted(particle.names))
