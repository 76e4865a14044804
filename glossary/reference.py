"""The reference table of the package: bodies, courts, treaties, offices, sessions in Chinese and English.

Written for this project; one row a concept, its Chinese and its English forms, the full one first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from glossary.errors import RulesError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.model import Kind

TABLE = "un.tsv"
# Common nouns and offices are no proper names: they are found by other rules, or not at all.
_UNNAMED = frozenset({"term", "office"})


@dataclass(frozen=True, slots=True)
class Reference:
    """One concept of the table; `zh` and `en` are its forms, the full one first."""

    id: str
    kind: Kind
    zh: tuple[str, ...]
    en: tuple[str, ...]
    note: str = ""


@cache
def references() -> tuple[Reference, ...]:
    """The rows of the table, in its order. Raises RulesError where a row has not its five columns."""
    text = (resources.files("glossary") / "data" / "reference" / TABLE).read_text("utf-8")
    rows = []
    for number, line in enumerate(text.splitlines()[1:], 2):
        cells = line.split("\t")
        if len(cells) != 5:
            raise RulesError(f"line {number} has {len(cells)} columns", TABLE, "id, kind, zh, en, note")
        name, kind, zh, en, note = cells
        rows.append(Reference(name, cast("Kind", kind), tuple(zh.split("|")), tuple(en.split("|")), note))
    return tuple(rows)


@cache
def reference_kinds() -> Mapping[str, Kind]:
    """The Chinese forms that are proper names wherever they stand, with their kinds.

    A proper name is told by its English: a common noun (首脑会议, summit) is written in lower case.
    """
    return MappingProxyType(
        {form: row.kind for row in reversed(references()) if _is_name(row) for form in row.zh if len(form) > 3 or row.kind == "organization"}
    )  # fmt: skip


@cache
def reference_offices() -> frozenset[str]:
    """The Chinese forms of the offices in the table."""
    return frozenset(form for row in references() if row.kind == "office" for form in row.zh)


@cache
def reference_ids() -> Mapping[str, str]:
    """The Chinese forms of the proper names, each with the id of its concept."""
    return MappingProxyType({form: row.id for row in reversed(references()) if _is_name(row) for form in row.zh})


def _is_name(row: Reference) -> bool:
    return row.kind not in _UNNAMED and row.en[0][:1].isupper()
