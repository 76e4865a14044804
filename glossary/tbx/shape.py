"""The kinds of TBX file: version, dialect and style, what each holds, and how it writes each category."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from glossary.errors import RulesError, UsageError
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.model.concept import Termbase
    from glossary.model.text import Kind

# Kinds that are names: their terms are proper nouns, where a file can say so.
NAMES: frozenset[Kind | None] = frozenset(
    {"person", "place", "organization", "treaty", "document", "event", "work"}
)


@dataclass(frozen=True, slots=True)
class Category:
    """A data category of TBX: the element that carries it, where it may stand and what it may hold."""

    name: str
    element: str
    module: str
    levels: tuple[str, ...]
    v2: bool
    values: tuple[str, ...] = ()
    values2: tuple[str, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """The facts of `data/tbx.toml`. `words` and `read` give the wording of a model value and the way back."""

    categories: Mapping[str, Category]
    namespaces: Mapping[str, str]
    prefixes: Mapping[str, str]
    dialects: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]
    read: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of TBX file.

    `holds` are the categories its dialect has; `opening` and `closing` the tags of each. `entry`, `section`
    and `term` are the names of the three levels.
    """

    version: int
    dialect: str
    style: str
    holds: frozenset[str]
    opening: Mapping[str, str]
    closing: Mapping[str, str]
    entry: str
    section: str
    term: str

    @property
    def key(self) -> str:
        """What an extra of such a file carries in its `shape`."""
        return f"{self.version} {self.dialect} {self.style}"

    @property
    def dct(self) -> bool:
        """Whether categories are elements of their own."""
        return self.version == 3 and self.style == "dct"


@cache
def facts() -> dict[str, Any]:
    """The file `data/tbx.toml` as it stands."""
    return tomllib.loads((resources.files("glossary") / "data" / "tbx.toml").read_text("utf-8"))


@cache
def tables() -> Tables:
    """The facts that the package carries. Raises RulesError where the file breaks its own form."""
    raw = facts()
    categories = {}
    for row in raw["category"]:
        if row["module"] not in raw["namespaces"]:
            raise RulesError(f"unknown module {row['module']}", "data/tbx.toml", "name it under [namespaces]")
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
        categories[row["name"]] = Category(**fields)
    families = ("kinds", "statuses", "forms")
    return Tables(
        MappingProxyType(categories),
        MappingProxyType(raw["namespaces"]),
        MappingProxyType(raw["prefixes"]),
        MappingProxyType({name: tuple(modules) for name, modules in raw["dialects"].items()}),
        MappingProxyType({family: _words(raw[family]) for family in families}),
        MappingProxyType({family: _read(raw[family]) for family in families}),
    )


@cache
def shape(version: int, dialect: str, style: str) -> Shape:
    """The shape of a file. A dialect that is not one of the public four is taken to hold what TBX-Basic holds.

    Raises UsageError for a version or style that there is none of.
    """
    if version not in (2, 3):
        raise UsageError(f"there is no TBX version {version} here", "", "choose 3 or 2")
    if style not in ("dca", "dct"):
        raise UsageError(f"there is no TBX style {style!r}", "", "choose dca or dct")
    known = tables()
    modules = known.dialects.get(dialect, known.dialects["TBX-Basic"])
    held = [c for c in known.categories.values() if c.module in modules and (version == 3 or c.v2)]
    opening, closing = {}, {}
    for c in held:
        if version == 3 and style == "dct":
            name = f"{known.prefixes[c.module]}:{c.name}"
            opening[c.name], closing[c.name] = f"<{name}>", f"</{name}>"
        else:
            opening[c.name], closing[c.name] = f'<{c.element} type="{c.name}">', f"</{c.element}>"
    levels = ("conceptEntry", "langSec", "termSec") if version == 3 else ("termEntry", "langSet", "tig")
    return Shape(
        version, dialect, style if version == 3 else "dca", frozenset(opening),
        MappingProxyType(opening), MappingProxyType(closing), *levels,
    )  # fmt: skip


def shape_of(termbase: Termbase) -> Shape:
    """The shape that a termbase is written in."""
    return shape(termbase.version, termbase.dialect, termbase.style)


def part_of_speech(value: str, kind: Kind | None, shape: Shape) -> tuple[str, str]:
    """The value that the file has for a part of speech, and what a note must add to it.

    `noun` of a name is properNoun in v2; v3 has noun alone. A properNoun that the kind does not tell, and a
    noun that it would tell wrongly (`commonNoun`), are said in a note, so that v2 to v3 and back loses nothing.
    """
    value = clean(value)
    if not value:
        return "", ""
    category = tables().categories["partOfSpeech"]
    public = shape.dialect in tables().dialects
    if shape.version == 2:
        if value == "noun" and kind in NAMES:
            return "properNoun", ""
        if value == "commonNoun":
            return "noun", ""
        return (value, "") if value in category.values2 or not public else ("", value)
    if value in category.values:
        return value, ""
    if value in ("properNoun", "commonNoun"):
        told = (value == "properNoun") == (kind in NAMES)
        return "noun", "" if told else value
    return "", value


def _words(family: Mapping[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({name: words[0] for name, words in family.items()})


def _read(family: Mapping[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({word.casefold(): name for name, words in family.items() for word in words})
