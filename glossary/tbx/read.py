"""Reads TBX: v3 in DCA and DCT style and any dialect, v2 (`martif`), concept by concept.

Nothing outside the file is loaded, and no entity is expanded. A DOCTYPE is kept as it stands.
"""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.errors import TermbaseError
from glossary.model.concept import Concept, Extra, Termbase
from glossary.tbx.entries import concept_of
from glossary.tbx.frame import header_fields, leftovers
from glossary.tbx.ids import digest_id
from glossary.tbx.parse import parsed
from glossary.tbx.scan import concept_scanner
from glossary.tbx.security import doctype_of, refuse_entities
from glossary.tbx.shape import shape, tables
from glossary.tbx.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree



class _File(NamedTuple):
    """What the root of a file says of it."""

    vocabulary: Vocabulary
    lang: str
    entry: str
    header: str
    doctype: str


def read_termbase(path: Path) -> Termbase:
    """The termbase in a TBX file, with everything the model has no field for in its extras.

    Raises TermbaseError, with the line where there is one, for a file that cannot be read, is cut off or is no
    TBX, refers to an entity, holds an id twice, or changes while it is read.
    """
    frame: list[Termbase] = []
    # A third of the time of a big file would go to looking for cycles among values that have none.
    collecting = gc.isenabled()
    gc.disable()
    try:
        concepts = tuple(_concepts(path, frame))
    finally:
        if collecting:
            gc.enable()
    found = frame[0]
    return Termbase(
        concepts, found.title, found.description, found.lang, found.version, found.dialect, found.style, found.extra
    )


def read_concepts(path: Path) -> Iterator[Concept]:
    """The concepts of a TBX file one by one, in bounded memory. Raises TermbaseError as `read_termbase` does."""
    return _concepts(path, [])


def _concepts(path: Path, frame: list[Termbase]) -> Iterator[Concept]:
    """The concepts; when they are through, what stands round them is put in `frame`."""
    try:
        before = path.stat()
        refuse_entities(path)
        with path.open("rb") as stream:
            yield from _walk(stream, _opened(path), path, frame)
        after = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TermbaseError(f"cannot be read ({reason})", str(path), "check the name and the rights") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise TermbaseError("changed while it was read", str(path), "try again when nothing writes to it")


def _walk(stream: Any, file: _File, path: Path, frame: list[Termbase]) -> Iterator[Concept]:
    ids: set[str] = set()
    scan = concept_scanner(file.vocabulary.shape)
    made: Counter[str] = Counter()
    roots: list[etree._Element] = []
    header: etree._Element | None = None
    last: etree._Element | None = None
    for _, element in parsed(stream, path, ("end",), (file.entry, file.header), roots):
        if element.tag == file.header:
            header = header if header is not None else element
            continue
        concept = scan(element) or concept_of(element, file.vocabulary, "")
        if not concept.id:
            concept = digest_id(concept, made)
        if concept.id in ids:
            where = f"{path}:{element.sourceline}"
            raise TermbaseError(f"the id {concept.id!r} stands twice", where, "give one of the two another id")
        ids.add(concept.id)
        yield _with_aside(concept, element, last, file.vocabulary)
        _forget(element)
        last = element
    frame.append(_frame(roots[0], header, file))


def _frame(root: etree._Element, header: etree._Element | None, file: _File) -> Termbase:
    kind = file.vocabulary.shape
    title, description, extras = header_fields(header, file.vocabulary)
    extras += leftovers(root, file.vocabulary, file.entry, file.doctype)
    return Termbase((), title, description, file.lang, kind.version, kind.dialect, kind.style, tuple(extras))


def _with_aside(
    concept: Concept, element: etree._Element, last: etree._Element | None, vocabulary: Vocabulary
) -> Concept:
    """The concept with the comments, instructions and strange elements between it and the last one."""
    asides: list[Extra] = []
    sibling = element.getprevious()
    while sibling is not None and sibling is not last:
        asides.append(Extra(vocabulary.piece(sibling), "before", shape=vocabulary.shape.key))
        sibling = sibling.getprevious()
    return replace(concept, extra=(*concept.extra, *reversed(asides))) if asides else concept


def _forget(element: etree._Element) -> None:
    """Frees a concept that was read, and all before it; an empty element marks the place until the next."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _opened(path: Path) -> _File:
    """Looks at the root alone. Raises TermbaseError for a file whose root is not one of TBX."""
    with path.open("rb") as stream:
        _, root = next(parsed(stream, path, ("start",), None, []))
        doctype = _doctype(root)
        space, _, local = str(root.tag).rpartition("}")
        lang = root.get("{http://www.w3.org/XML/1998/namespace}lang") or "en"
        if local == "martif" and not space:
            kind = shape(2, root.get("type") or "TBX", "dca")
            return _File(Vocabulary(kind, ""), lang, "termEntry", "martifHeader", doctype)
        if local == "martif":
            kind = shape(2, root.get("type") or "TBX", "dca")
            return _File(Vocabulary(kind, space[1:]), lang, f"{space}}}termEntry", f"{space}}}martifHeader", doctype)
        core = tables().namespaces["core"]
        if local == "tbx" and space[1:] == core:
            style = root.get("style") or "dca"
            kind = shape(3, root.get("type") or "TBX-Basic", style if style in ("dca", "dct") else "dca")
            return _File(Vocabulary(kind, core), lang, f"{{{core}}}conceptEntry", f"{{{core}}}tbxHeader", doctype)
        if local == "tbx":
            raise TermbaseError(
                f"is TBX of another edition ({space[1:] or 'no namespace'})", f"{path}:{root.sourceline}",
                f"ISO 30042:2019 has the namespace {core}",
            )  # fmt: skip
        raise TermbaseError(f"is no TBX: its root is {local}", f"{path}:{root.sourceline}", "TBX begins with tbx or martif")


def _doctype(root: etree._Element) -> str:
    """The DOCTYPE as it stands, its internal part included."""
    from lxml import etree

    if not root.getroottree().docinfo.doctype:
        return ""
    return doctype_of(etree.tostring(root.getroottree(), encoding="unicode"))
