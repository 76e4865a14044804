"""Reads and checks the rules in `glossary/data/rules`: one TOML file per family, one `[[rule]]` per rule.

A rule is data: an id, the words or pattern it goes by, and texts it must and must not fire on. In an example
the term is marked ⟦…⟧ and its other form ⟨…⟩; `tests/test_rules.py` runs every example both ways.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from glossary.errors import RulesError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.model.text import Kind, Relation


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `words` or `pattern` is what it looks for; `score` (0 to 1) how far a find by it is trusted.

    `must` stands in whatever the pattern matches: a text without it is not searched, which costs twenty times as much.
    `yes` are texts it must fire on (exactly on what is marked), `no` texts it must not fire on. `measured`
    says on what data its score or threshold was set.
    """

    id: str
    kind: Kind | None = None
    relation: Relation | None = None
    words: tuple[str, ...] = ()
    pattern: str = ""
    must: str = ""
    score: float = 0.9
    value: float | None = None
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    measured: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # compared and hashed by identity: compiled rules are cached by it
class Rules:
    """All rules of the package, by id and by family (the file they stand in)."""

    families: Mapping[str, tuple[Rule, ...]]
    by_id: Mapping[str, Rule] = field(repr=False)

    def family(self, name: str) -> tuple[Rule, ...]:
        """The rules of one file, in its order."""
        return self.families[name]

    def __getitem__(self, rule_id: str) -> Rule:
        return self.by_id[rule_id]

    def words(self, *rule_ids: str) -> tuple[str, ...]:
        """The words of some rules, longest first, so that an alternation made of them matches the longest."""
        return _words(self, rule_ids)

    def any_of(self, *rule_ids: str) -> str:
        """A pattern for any word of some rules, the longest of those that begin alike first. The words are put together
        by their first characters: one after the other, all of two hundred are tried where one might begin."""
        rest: dict[str, list[str]] = {}
        for word in self.words(*rule_ids):
            rest.setdefault(word[0], []).append(re.escape(word[1:]))
        alike = (re.escape(first) + (f"(?:{'|'.join(ends)})" if any(ends) else "") for first, ends in rest.items())
        return f"(?:{'|'.join(alike)})"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a rule, compiled once."""
    return re.compile(pattern)


@cache
def _words(rules: Rules, rule_ids: tuple[str, ...]) -> tuple[str, ...]:
    found = {word for rule_id in rule_ids for word in rules.by_id[rule_id].words}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def load_rules() -> Rules:
    """The rules that the package carries. Raises RulesError where a file breaks its own form."""
    families: dict[str, tuple[Rule, ...]] = {}
    by_id: dict[str, Rule] = {}
    folder = resources.files("glossary") / "data" / "rules"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        rows = tomllib.loads(entry.read_text("utf-8")).get("rule", [])
        family = tuple(_rule(row, entry.name) for row in rows)
        families[entry.name.removesuffix(".toml")] = family
        for rule in family:
            if rule.id in by_id:
                raise RulesError(f"the rule {rule.id} stands twice", entry.name, "give it an id of its own")
            by_id[rule.id] = rule
    return Rules(MappingProxyType(families), MappingProxyType(by_id))


def _rule(row: Mapping[str, Any], where: str) -> Rule:
    known = {f.name for f in fields(Rule)}
    if unknown := sorted(set(row) - known):
        raise RulesError(f"unknown field {unknown[0]}", where, f"known fields are {', '.join(sorted(known))}")
    if not row.get("id"):
        raise RulesError("a rule without an id", where, "give it one")
    fields_of: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Rule(**fields_of)
