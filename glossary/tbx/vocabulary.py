"""The names of a TBX file, whatever its version and style, in one vocabulary: TBX v3, DCA style.

`name` says what an element is; `piece` writes it down as an extra keeps it: without namespace, a category of a
DCT module as its DCA element. The names of v2 stay, but for the levels that `name` answers in those of v3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.errors import TermbaseError
from glossary.tbx.shape import Shape, tables
from glossary.tbx.xmltext import attribute, clean, escaped

if TYPE_CHECKING:
    from lxml import etree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_LEVELS2 = {
    "termEntry": "conceptEntry", "langSet": "langSec", "tig": "termSec", "martif": "tbx",
    "martifHeader": "tbxHeader",
}  # fmt: skip
# Elements whose content is elements alone: the blanks between those are layout, and not kept.
_STRUCTURE = frozenset(
    {
        "tbxHeader", "martifHeader", "fileDesc", "titleStmt", "publicationStmt", "sourceDesc", "encodingDesc",
        "revisionDesc", "change", "back", "refObjectSec", "refObjectList", "refObject", "itemGrp", "itemSet", "descripGrp",
        "adminGrp", "termNoteGrp", "transacGrp", "termGrp", "termCompList", "termCompGrp", "langSec", "langSet", "termSec",
        "tig", "ntig", "conceptEntry", "termEntry", "text", "body",
    }
)  # fmt: skip


class Name(NamedTuple):
    """What an element is: its name in v3, and the category it carries (empty where it carries none)."""

    local: str
    category: str = ""


_NOTHING = Name("")


class Vocabulary:
    """The names of one file. Made once per file; remembers each tag that it has met."""

    __slots__ = ("_core", "_modules", "_names", "_typed", "shape", "typed")

    def __init__(self, shape: Shape, namespace: str) -> None:
        facts = tables()
        self.shape = shape
        self._core = f"{{{namespace}}}" if namespace else ""
        self._modules = (
            {f"{{{facts.namespaces[c.module]}}}{c.name}": Name(c.element, c.name) for c in facts.categories.values()}
            if shape.dct
            else {}
        )
        self._names: dict[str, Name] = {}
        self._typed: dict[tuple[str, str | None], Name] = {}
        # The attributes that an element of a category has when it has nothing beyond the category.
        self.typed = 0 if shape.dct else 1

    def name(self, element: etree._Element) -> Name:
        """What an element is; without name for comments and processing instructions."""
        tag = element.tag
        if not isinstance(tag, str):
            _refuse_entity(element)
            return _NOTHING
        kind = element.get("type") if self.typed else None
        name = self._typed.get((tag, kind))
        if name is None:
            name = self._names.get(tag) or self._known(tag)
            if kind and name.local not in _STRUCTURE:
                name = Name(name.local, str(kind))
            self._typed[tag, kind] = name
        return name

    def tag(self, local: str) -> str:
        """The tag of an element of the core, to look for."""
        return f"{self._core}{local}"

    def _known(self, tag: str) -> Name:
        name = self._modules.get(tag)
        if name is None:
            local = tag.removeprefix(self._core) if self._core else tag
            # What is left in braces is of a namespace that TBX has no part in.
            strange = local[0] == "{" or (self._core and local == tag)
            name = Name(f"?{tag}") if strange else Name(_LEVELS2.get(local, local))
        self._names[tag] = name
        return name

    def is_module(self, element: etree._Element) -> bool:
        """Whether an element is a category of a DCT module."""
        return element.tag in self._modules

    def piece(self, element: etree._Element) -> str:
        """The element, comment or instruction as an extra keeps it, without what follows it."""
        from lxml import etree

        out: list[str] = []
        if self._write(element, out):
            return "".join(out)
        return str(etree.tostring(element, encoding="unicode", with_tail=False))

    def _write(self, element: etree._Element, out: list[str]) -> bool:
        """Writes an element; whether it and all in it are of TBX or of the modules of this file."""
        tag = element.tag
        if not isinstance(tag, str):
            out.append(aside(element))
            return True
        name = self._names.get(tag) or self._known(tag)
        module = self._modules.get(tag)
        if name.local[0] == "?" or (module and "type" in element.attrib):
            return False
        local = module.local if module else tag.removeprefix(self._core)
        kind = f' type="{module.category}"' if module else ""
        out.append(f"<{local}{kind}{attributes_text(element)}")
        text, structure = element.text or "", local in _STRUCTURE
        if structure and not text.strip():
            text = ""
        if not text and not len(element):
            out.append("/>")
            return True
        out.append(f">{escaped(text)}")
        for child in element:
            if not self._write(child, out):
                return False
            if (tail := child.tail) and not (structure and not tail.strip()):
                out.append(escaped(tail))
        out.append(f"</{local}>")
        return True

    def text(self, element: etree._Element) -> str:
        """The text in an element, markup and comments left out, as one clean line."""
        return clean("".join(_strings(element)))


def aside(node: etree._Element) -> str:
    """A comment or processing instruction as it is written. Raises TermbaseError for an entity reference."""
    from lxml import etree

    _refuse_entity(node)
    if isinstance(node, etree._ProcessingInstruction):
        return f"<?{node.target}{' ' + node.text if node.text else ''}?>"
    return f"<!--{node.text or ''}-->"


def _refuse_entity(node: etree._Element) -> None:
    from lxml import etree

    if isinstance(node, etree._Entity):
        raise TermbaseError(f"the entity {node.text} is not read", f"line {node.sourceline}", "write its text instead")


def attributes_text(element: etree._Element, without: tuple[str, ...] = ()) -> str:
    """The attributes of an element as they are written in a tag, each with a blank before it."""
    parts: list[str] = []
    items = element.items()
    if not items:
        return ""
    for name, value in items:
        if name in without:
            continue
        if name[0] != "{":
            parts.append(f' {name}="{attribute(str(value))}"')
        elif name.startswith("{http://www.w3.org/XML/1998/namespace}"):
            parts.append(f' xml:{name.split("}")[1]}="{attribute(str(value))}"')
        else:
            space, local = str(name)[1:].split("}")
            prefix = next((p for p, uri in element.nsmap.items() if uri == space and p), "ns")
            parts.append(f' xmlns:{prefix}="{attribute(space)}" {prefix}:{local}="{attribute(str(value))}"')
    return "".join(parts)


def _strings(element: etree._Element) -> list[str]:
    found = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            found += _strings(child)
        else:
            _refuse_entity(child)
        found.append(child.tail or "")
    return found
