"""The children of a level of a TBX file while it is read: which a field holds, and what is kept of the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossary.model.concept import Extra
from glossary.tbx.vocabulary import Vocabulary, attributes_text

if TYPE_CHECKING:
    from lxml import etree


@dataclass(slots=True)
class Level:
    """The children of a level while it is read: their keys in order, and the extras among them."""

    vocabulary: Vocabulary
    lang: str = ""
    keys: list[str] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)

    def known(self, key: str, child: etree._Element, value: str, *, plain: bool) -> None:
        """A child that a field holds; its own wording is kept where the writer's would differ."""
        self.keys.append(key)
        if not plain:
            self.keep(self.vocabulary.piece(child), key, value)

    def more(self, child: etree._Element) -> None:
        """A child that no field holds."""
        self.keys.append("*")
        self.keep(self.vocabulary.piece(child))

    def keep(self, xml: str, place: str = "", value: str = "") -> None:
        """An extra of this level."""
        self.extras.append(Extra(xml, place, self.lang, value, self.vocabulary.shape.key))

    def attributes(self, element: etree._Element, *usual: str) -> None:
        """Keeps the attributes of the level beyond the usual ones."""
        if len(element.attrib) > sum(name in element.attrib for name in usual):
            self.keep(f"<{self.vocabulary.name(element).local}{attributes_text(element, usual)}/>", "attributes")

    def finished(self, order: tuple[str, ...]) -> list[Extra]:
        """The extras, the layout among them where the order of the children is not the writer's."""
        if "*" in self.keys or self.keys != sorted(self.keys, key=order.index):
            self.keep("", "layout", " ".join(self.keys))
        return self.extras


def is_plain(child: etree._Element, text: str, attributes: int) -> bool:
    """Whether an element holds this text and nothing beside it."""
    return child.text == text and not len(child) and len(child.attrib) == attributes


def is_category(child: etree._Element, text: str, category: str, vocabulary: Vocabulary) -> bool:
    """Whether the writer would make this very element of a field that holds `text`."""
    return category in vocabulary.shape.holds and is_plain(child, text, vocabulary.typed)
