"""Pieces of foreign XML: kept in one vocabulary (TBX v3, DCA style), written in that of the file they go to.

A piece goes from one kind of file to another when the other has its elements and categories at that level, by
the rules of the validator; what it has not is counted as left out, by name.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from glossary.tbx.levels import category_findings
from glossary.tbx.security import doctype_of, has_reference
from glossary.tbx.shape import shape as make_shape
from glossary.tbx.shape import tables
from glossary.tbx.structure import findings, structure
from glossary.tbx.vocabulary import Vocabulary, aside, attributes_text
from glossary.tbx.xmltext import escaped

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from lxml import etree

    from glossary.model.concept import Extra
    from glossary.tbx.shape import Shape

# Elements of one version by the name they have in the other.
_TO_2 = {
    "conceptEntry": "termEntry", "langSec": "langSet", "termSec": "tig", "tbxHeader": "martifHeader",
    "refObjectSec": "refObjectList",
}  # fmt: skip
_TO_3 = {new: old for old, new in _TO_2.items()}


def is_whole(xml: str) -> bool:
    """Whether a piece is one that a reader of TBX makes: nothing, or one whole element, comment, instruction or DOCTYPE
    without references to entities. What comes from elsewhere (JSON lines) is checked so that no file is spoilt."""
    from lxml import etree

    if not xml:
        return True
    if xml.startswith("<!DOCTYPE"):
        return doctype_of(xml) == xml and not has_reference(xml)
    try:
        root = etree.fromstring((f"<x>{xml}</x>" if xml.startswith(("<!--", "<?")) else xml).encode(), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return False
    if root.tag == "x" and xml.startswith(("<!--", "<?")):
        return len(root) == 1 and not root.text and not root[0].tail and not isinstance(root[0].tag, str)
    return not root.getroottree().docinfo.doctype and root.getprevious() is None and root.getnext() is None


def dct_text(xml: str, shape: Shape) -> str:
    """The piece in DCT style: categories become elements of their modules."""
    if 'type="' not in xml or "xmlns" in xml or xml.startswith(("<!", "<?")):
        return xml
    out: list[str] = []
    _write_dct(_parsed(xml), shape, out)
    return "".join(out)


def adapted(extra: Extra, level: str, shape: Shape, losses: Counter[str], *, spare: bool = False) -> str:
    """An extra of another kind of file, as this one holds it; empty where it cannot.

    That is counted in `losses`, unless `spare` says that the writer's own wording takes its place: then only
    what that wording would lack (markup, attributes) counts.
    """
    xml = extra.xml
    if xml.startswith(("<!DOCTYPE", "<?xml-model")):
        losses["what ties the file to a schema of its former kind (DOCTYPE, xml-model)"] += 1
        return ""
    if xml.startswith(("<!", "<?")):
        return xml
    if "xmlns" in xml:
        losses[f"elements of other namespaces: {shape.dialect} in {_kind(shape)} has none"] += 1
        return ""
    element = _parsed(xml)
    if not spare or len(element) or len(element.attrib) > ("type" in element.attrib):
        named = _described(element)
    else:
        named = ""
    _rename(element, _TO_2 if shape.version == 2 else _TO_3)
    if _fits(element, level, shape):
        out: list[str] = []
        if shape.dct:
            _write_dct(element, shape, out)
        else:
            _write_dca(element, out)
        return "".join(out)
    if named:
        what = f"markup and attributes of {named}" if spare else named
        losses[f"{what}: {shape.dialect} in {_kind(shape)} has no place for it"] += 1
    return ""


def attribute_text(extra: Extra, shape: Shape, losses: Counter[str], own: tuple[str, ...] = ()) -> str:
    """The attributes of an extra, ready for a tag; from another version, only an id on a term. `own` are those that the
    tag has by itself, so that a spoilt extra cannot write one twice."""
    if not extra.xml or extra.xml.startswith(("<!", "<?")):
        return ""
    element = _parsed(extra.xml)
    if extra.shape == shape.key or (extra.shape[:1] == str(shape.version) and "xmlns" not in extra.xml):
        return attributes_text(element, own)
    kept = ("id",) if element.tag in ("termSec", "termGrp") else ()
    for name in element.attrib:
        if name not in kept:
            losses[f"the attribute {name}: {_kind(shape)} has no place for it"] += 1
    return attributes_text(element, tuple(str(name) for name in element.attrib if name not in kept))


def adapted_header(extra: Extra, shape: Shape, losses: Counter[str]) -> str:
    """A header as this kind of file holds it; empty where only title and description can go over."""
    if extra.shape[:1] == str(shape.version):
        return extra.xml
    header = _parsed(extra.xml)
    _rename(header, _TO_2 if shape.version == 2 else _TO_3)
    description = header.find("fileDesc")
    if description is not None:
        _order(description, shape.version)
    rules = structure(shape.version)
    if any(True for _ in findings(header, lambda e: str(e.tag), rules)):
        losses[f"parts of the header: {_kind(shape)} has no place for them"] += 1
        return ""
    out: list[str] = []
    _write_dca(header, out)
    return "".join(out)


def edited_header(xml: str, old: str, title: str, description: str) -> str:
    """A header with another title and description than it was read with (`old`: the two, a line each)."""
    header = _parsed(xml)
    old_title, _, old_description = old.partition("\n")
    found = header.find(".//title")
    if title != old_title and found is not None:
        for child in list(found):
            found.remove(child)
        found.text = title
    elif title != old_title:
        return ""
    paragraph = header.find(".//sourceDesc/p")
    if description != old_description and paragraph is not None:
        for other in header.findall(".//sourceDesc/p")[1:]:
            parent = other.getparent()
            if parent is not None and len(parent) > 1:
                parent.remove(other)
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.text = description
    out: list[str] = []
    _write_dca(header, out)
    return "".join(out)


def _order(description: etree._Element, version: int) -> None:
    """Puts the parts of a fileDesc in the order of its version; v3 takes one sourceDesc, so they are joined."""
    names = ["titleStmt", "publicationStmt"] if version == 2 else ["publicationStmt", "titleStmt"]
    children = sorted(description, key=lambda e: names.index(str(e.tag)) if e.tag in names else 2)
    sources = [child for child in children if child.tag == "sourceDesc"]
    for source in sources[1:] if version == 3 else []:
        for paragraph in list(source):
            sources[0].append(paragraph)
        children.remove(source)
    description[:] = children


def _fits(element: etree._Element, level: str, shape: Shape) -> bool:
    """Whether this kind of file takes the piece at that level (named as in v3)."""
    rules = structure(shape.version)
    parent = _TO_2.get(level, level) if shape.version == 2 else level
    if not any(str(element.tag) in particle.names for particle in rules.models[parent]):
        return False
    if any(True for _ in findings(element, lambda e: str(e.tag), rules)):
        return False
    # A piece is in DCA style whatever the file's, so its categories are judged as such.
    vocabulary = Vocabulary(make_shape(shape.version, shape.dialect, "dca"), "")
    if any(True for _ in category_findings(element, vocabulary, level)):
        return False
    return not shape.dct or _is_bare(element)


def _is_bare(element: etree._Element) -> bool:
    """Whether DCT style can hold the categories in a piece: text alone, no attribute but the target of a link."""
    known = tables().categories
    for inner in element.iter("*"):
        category = known.get(inner.get("type") or "")
        if category and category.element == inner.tag:
            allowed = 2 if category.target or category.name == "responsibility" else 1
            if len(inner) or len(inner.attrib) > allowed or (len(inner.attrib) == 2 and "target" not in inner.attrib):
                return False
    return True


def _parsed(xml: str) -> etree._Element:
    from lxml import etree

    return etree.fromstring(xml.encode(), _parser())


@cache
def _parser() -> etree.XMLParser:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _rename(element: etree._Element, names: dict[str, str]) -> None:
    for inner in element.iter("*"):
        inner.tag = names.get(str(inner.tag), str(inner.tag))


def _described(element: etree._Element) -> str:
    """What a piece is, for the person who reads that it was left out."""
    named = [str(inner.get("type")) for inner in element.iter("*") if inner.get("type")]
    return " ".join([str(element.tag), *named[:1]])


def _kind(shape: Shape) -> str:
    return "TBX 2" if shape.version == 2 else f"TBX 3 ({shape.style})"


def _write_dca(element: etree._Element, out: list[str]) -> None:
    _write(element, str(element.tag), attributes_text(element), out, _write_dca)


def _write_dct(element: etree._Element, shape: Shape, out: list[str]) -> None:
    facts = tables()
    category = facts.categories.get(element.get("type") or "")
    tag, attributes = str(element.tag), attributes_text(element)
    if category and category.element == tag:
        prefix = facts.prefixes[category.module]
        tag, attributes = f"{prefix}:{category.name}", attributes_text(element, ("type",))
        if category.module not in facts.dialects.get(shape.dialect, facts.dialects["TBX-Basic"]):
            attributes = f' xmlns:{prefix}="{facts.namespaces[category.module]}"{attributes}'
    _write(element, tag, attributes, out, lambda child, into: _write_dct(child, shape, into))


def _write(
    element: etree._Element,
    tag: str,
    attributes: str,
    out: list[str],
    inner: Callable[[etree._Element, list[str]], None],
) -> None:
    if not element.text and not len(element):
        out.append(f"<{tag}{attributes}/>")
        return
    out.append(f"<{tag}{attributes}>{escaped(element.text or '')}")
    for child in element:
        if isinstance(child.tag, str):
            inner(child, out)
        else:
            out.append(aside(child))
        out.append(escaped(child.tail or ""))
    out.append(f"</{tag}>")
