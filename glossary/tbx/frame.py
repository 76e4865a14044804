"""What stands round the concepts: declaration, root, header, back matter; read and written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from glossary.model.concept import Extra
from glossary.tbx.extras import Level, fitted
from glossary.tbx.fragment import adapted_header, attribute_text, edited_header
from glossary.tbx.shape import tables
from glossary.tbx.vocabulary import XML_LANG, aside, attributes_text
from glossary.tbx.xmltext import attribute, clean, escaped, is_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from glossary.model.concept import Termbase
    from glossary.tbx.extras import Job
    from glossary.tbx.vocabulary import Vocabulary

UNTOLD = "The source is not stated."
_XCS = "TBXBasicXCSV02.xcs"


class Surroundings(NamedTuple):
    """The lines between the big pieces of a file; most are empty in a file of our own."""

    before_root: str
    root: str
    before_header: str
    before_text: str
    text_attributes: str
    before_body: str
    body_attributes: str
    body_end: str
    after_body: str
    after_text: str
    after_root: str


def surroundings(termbase: Termbase, job: Job) -> Surroundings:
    """Everything but header and concepts, ready to write."""

    def lines(place: str, indent: int) -> str:
        found = [fitted(extra, Level.FRAME, job) for extra in termbase.extra if extra.place == place]
        return "".join(f"{' ' * indent}{line}\n" for line in found if line)

    def attributes(place: str) -> str:
        own = ("type", "style", XML_LANG) if place == "root" else ()
        found = [extra for extra in termbase.extra if extra.place == place]
        return attribute_text(found[0], job.shape, job.losses, own) if found else ""

    return Surroundings(
        lines("doctype", 0) + lines("before-root", 0),
        _root(termbase, job, attributes("root")),
        lines("before-header", 2),
        lines("before-text", 2),
        attributes("text"),
        lines("before-body", 4),
        attributes("body"),
        lines("body-end", 6),
        lines("after-body", 4),
        lines("after-text", 2),
        lines("after-root", 0),
    )


def header_of(termbase: Termbase, job: Job) -> str:
    """The header: the one that was read, with title and description as they are now; else one made of those."""
    canonical = canonical_header(termbase.title, termbase.description, termbase.version)
    for extra in termbase.extra:
        if extra.place == "header" and extra.xml.startswith(("<tbxHeader", "<martifHeader")):
            title, description = clean(termbase.title), clean(termbase.description)
            xml = adapted_header(extra, job.shape, job.losses)
            if xml and extra.value != f"{title}\n{description}":
                xml = edited_header(xml, extra.value, title, description)
            return f"  {xml}\n" if xml else canonical
    return canonical


def canonical_header(title: str, description: str, version: int) -> str:
    """A header that the schemas of 2008, 2017 and 2022 all take: one sourceDesc, no publicationStmt."""
    name = "tbxHeader" if version == 3 else "martifHeader"
    title, description = clean(title), clean(description) or UNTOLD
    heading = f"      <titleStmt><title>{escaped(title)}</title></titleStmt>\n" if title else ""
    # ISO 30042:2008 asks for the constraint file by name, though no tool loads it.
    encoding = f'    <encodingDesc><p type="XCSURI">{_XCS}</p></encodingDesc>\n' if version == 2 else ""
    return (
        f"  <{name}>\n    <fileDesc>\n{heading}      <sourceDesc><p>{escaped(description)}</p></sourceDesc>\n"
        f"    </fileDesc>\n{encoding}  </{name}>\n"
    )


def header_fields(header: etree._Element | None, vocabulary: Vocabulary) -> tuple[str, str, list[Extra]]:
    """Title and description of a termbase, and its header as an extra unless the writer would make the same."""
    if header is None:
        return "", "", []
    titles = [vocabulary.text(e) for e in header.iter() if vocabulary.name(e).local == "title"]
    paragraphs = [
        vocabulary.text(p)
        for e in header.iter()
        if vocabulary.name(e).local == "sourceDesc"
        for p in e
        if vocabulary.name(p).local == "p"
    ]
    title, description = " ".join(filter(None, titles)), " ".join(filter(None, paragraphs))
    if description == UNTOLD:
        description = ""
    xml = vocabulary.piece(header)
    canonical = canonical_header(title, description, vocabulary.shape.version)
    if xml == re.sub(r">\n *<", "><", canonical).strip():
        return title, description, []
    return title, description, [Extra(xml, "header", "", f"{title}\n{description}", vocabulary.shape.key)]


def leftovers(root: etree._Element, vocabulary: Vocabulary, entry: str, doctype: str) -> list[Extra]:
    """Everything round the concepts but the header: DOCTYPE, comments and instructions, attributes, back matter."""
    found: list[Extra] = []
    key = vocabulary.shape.key

    def keep(xml: str, place: str) -> None:
        found.append(Extra(xml, place, shape=key))

    def attributes(element: etree._Element, place: str, *usual: str) -> None:
        if text := attributes_text(element, usual):
            keep(f"<{place}{text}/>", place)

    if doctype:
        keep(doctype, "doctype")
    for sibling in reversed(list(root.itersiblings(preceding=True))):
        keep(aside(sibling), "before-root")
    for sibling in root.itersiblings():
        keep(aside(sibling), "after-root")
    attributes(root, "root", "type", "style" if vocabulary.shape.version == 3 else "type", XML_LANG)
    place = "before-header"
    for child in root:
        local = vocabulary.name(child).local
        if local == "tbxHeader" and place == "before-header":
            place = "before-text"
        elif local == "text" and place != "after-text":
            place = "after-text"
            attributes(child, "text")
            _text_leftovers(child, vocabulary, entry, keep, attributes)
        else:
            keep(vocabulary.piece(child), place)
    return found


def _text_leftovers(
    text: etree._Element,
    vocabulary: Vocabulary,
    entry: str,
    keep: Callable[[str, str], None],
    attributes: Callable[..., None],
) -> None:
    place = "before-body"
    for child in text:
        if vocabulary.name(child).local == "body" and place == "before-body":
            place = "after-body"
            attributes(child, "body")
            for inner in child:
                if inner.tag != entry:
                    keep(vocabulary.piece(inner), "body-end")
        else:
            keep(vocabulary.piece(child), place)


def _root(termbase: Termbase, job: Job, more: str) -> str:
    shape, tag = job.shape, clean(termbase.lang) or "en"
    if shape.version == 3 and not is_language(tag):
        mended = tag.replace("_", "-")
        tag = mended if is_language(mended) else "und"
    lang = attribute(tag)
    dialect = attribute(termbase.dialect)
    if shape.version == 2:
        return f'<martif type="{dialect}" xml:lang="{lang}"{more}>'
    facts = tables()
    spaces = f' xmlns="{facts.namespaces["core"]}"'
    if shape.dct:
        modules = facts.dialects.get(shape.dialect, facts.dialects["TBX-Basic"])
        spaces += "".join(f' xmlns:{facts.prefixes[m]}="{facts.namespaces[m]}"' for m in modules)
    return f'<tbx type="{dialect}" style="{shape.style}" xml:lang="{lang}"{spaces}{more}>'
