"""Judges TBX files from the facts of the standard, without its schemas.

An error is what the published schemas refuse; a warning a hole that they leave. A file is read concept by
concept; what is kept of it are its ids, the links to them and the faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.errors import TermbaseError
from glossary.tbx.inline import Link, inline_findings, links
from glossary.tbx.levels import category_findings
from glossary.tbx.manners import manner_findings
from glossary.tbx.modules import module_findings
from glossary.tbx.parse import parsed
from glossary.tbx.security import refuse_entities
from glossary.tbx.shape import Shape, shape, tables
from glossary.tbx.structure import DONE, FOREIGN, Finding, Structure, findings, structure
from glossary.tbx.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml import etree


class Fault(NamedTuple):
    """One thing wrong with a file. `severity` is `error` or `warning`; `message` says what to write instead."""

    line: int
    severity: str
    rule: str
    message: str


class _Judge:
    """Collects the faults of one file, piece by piece."""

    __slots__ = ("faults", "ids", "judged", "kind", "links", "rules", "vocabulary")

    def __init__(self, root: etree._Element) -> None:
        self.kind = _shape_of(root)
        self.vocabulary = Vocabulary(self.kind, tables().namespaces["core"] if self.kind.version == 3 else "")
        self.rules: Structure = structure(self.kind.version)
        # The dialects in DCA style that have a schema of their own.
        self.judged = root.get("style") == "dca" and self.kind.dialect in ("TBX-Min", "TBX-Basic")
        self.faults: list[Fault] = []
        self.ids: dict[str, int] = {}
        self.links: list[Link] = []

    def name(self, element: etree._Element) -> str:
        """The name of an element in the tables of the structure."""
        if element.tag == DONE:
            return self.kind.entry
        tag = str(element.tag)
        if self.kind.version == 2:
            return tag if tag[0] != "{" else FOREIGN
        space, _, local = tag[1:].rpartition("}")
        return local if space == tables().namespaces["core"] else FOREIGN

    def entry(self, element: etree._Element) -> None:
        """Judges one concept."""
        self.add(findings(element, self.name, self.rules))
        self.add(category_findings(element, self.vocabulary, "body"))
        self.add(manner_findings(element, self.vocabulary))
        self.anywhere(element)
        if self.kind.dct:
            self.add(_style_findings(element, self.name))

    def frame(self, root: etree._Element) -> None:
        """Judges what is left of a file when its concepts are gone: header, back matter, strange elements."""
        self.add(findings(root, self.name, self.rules))
        self.anywhere(root)
        dialect = root.get("type")
        if self.kind.version == 3 and dialect and dialect not in tables().dialects:
            known = ", ".join(tables().dialects)
            self.faults.append(
                Fault(root.sourceline or 1, "error", "dialect", f"{dialect} is no public dialect; known are {known}")
            )
        if self.kind.dct:
            for body in root.iterfind("./{*}text/{*}body"):
                for strange in body.iterchildren("*"):
                    self.add(_style_findings(strange, self.name))
        if self.kind.version == 3 and root.find("./{*}text/{*}body") is None:
            self.faults.append(Fault(root.sourceline or 1, "warning", "empty", "the file has no body, so no concept"))

    def anywhere(self, element: etree._Element) -> None:
        """What is judged wherever it stands: ids, links, inline codes, elements of other namespaces."""
        self.add(inline_findings(element, self.vocabulary, judged=self.judged))
        if self.kind.version == 3:
            self.add(module_findings(element, self.vocabulary))
        self.links += links(element, self.vocabulary, judged=self.judged)
        for inner in element.iter("*"):
            if name := " ".join((inner.get("id") or "").split()):
                line = inner.sourceline or 0
                if name in self.ids:
                    self.faults.append(Fault(line, "error", "id", f"the id {name!r} stands on line {self.ids[name]} too"))
                self.ids.setdefault(name, line)

    def add(self, found: Iterator[Finding]) -> None:
        """Keeps findings as faults."""
        self.faults += (Fault(f.element.sourceline or 0, f.severity, f.rule, f.message) for f in found)

    def finish(self) -> list[Fault]:
        """All faults by line, the links judged now that every id is known."""
        for link in self.links:
            if " ".join(link.target.split()) not in self.ids:
                message = f"{link.owner} points to {link.target!r}, which is no id in the file"
                self.faults.append(Fault(link.line, link.severity, "target", message))
        return sorted(set(self.faults))


def faults(path: Path) -> Iterator[Fault]:
    """What is wrong with a TBX file, by line. Raises TermbaseError where there is no file to be read.

    XML that is broken, cut off or refers to an entity is a fault too: the only one that is found then.
    """
    try:
        refuse_entities(path)
        yield from _judged(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise TermbaseError(f"cannot be read ({reason})", str(path), "check the name and the rights") from error
    except TermbaseError as error:
        line = error.where.rpartition(":")[2]
        yield Fault(int(line) if line.isdigit() else 1, "error", "xml", f"{error.what}; {error.hint}")


def _judged(path: Path) -> list[Fault]:
    core = tables().namespaces["core"]
    tags = ("martif", f"{{{core}}}tbx", "termEntry", f"{{{core}}}conceptEntry")
    roots: list[etree._Element] = []
    judge: _Judge | None = None
    with path.open("rb") as stream:
        for event, element in parsed(stream, path, ("start", "end"), tags, roots):
            if element.getparent() is None and event == "start":
                judge = _Judge(element)
            elif event == "end" and judge and _in_place(element, judge):
                judge.entry(element)
                _forget(element)
    root = roots[0]
    if judge is None:
        return [Fault(root.sourceline or 1, "error", "root", _strange_root(root))]
    judge.frame(root)
    return judge.finish()


def _in_place(element: etree._Element, judge: _Judge) -> bool:
    """Whether an element is a concept where concepts belong: tbx/text/body."""
    above = [judge.name(e) for e in element.iterancestors()]
    return judge.name(element) == judge.kind.entry and above[:2] == ["body", "text"] and len(above) == 3


def _forget(element: etree._Element) -> None:
    """Frees a judged concept: an empty element marks its place, and of those in a row one stays."""
    element.clear(keep_tail=True)
    element.tag = DONE
    before = element.getprevious()
    parent = element.getparent()
    # Text between two concepts is a fault, which the look at the body finds.
    if before is not None and before.tag == DONE and not (before.tail or "").strip() and parent is not None:
        parent.remove(before)


def _shape_of(root: etree._Element) -> Shape:
    style = root.get("style")
    if root.tag == "martif":
        return shape(2, "TBX-Basic", "dca")
    return shape(3, root.get("type") or "TBX-Basic", style if style == "dct" else "dca")


def _style_findings(element: etree._Element, name: Callable[[etree._Element], str]) -> Iterator[Finding]:
    """DCT style has no typed elements in the core but hi."""
    for inner in element.iter("*"):
        local = name(inner)
        if "type" in inner.attrib and local not in (FOREIGN, "hi"):
            yield Finding(inner, "style", f"{local} has a type; in DCT style write the element of the category")


def _strange_root(root: etree._Element) -> str:
    space, _, local = str(root.tag).rpartition("}")
    if local == "tbx":
        return f"the namespace is {space[1:] or 'missing'}; write {tables().namespaces['core']}"
    return f"the root is {local}; a TBX file begins with tbx or martif"
