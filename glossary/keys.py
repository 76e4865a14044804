"""What tells the names of a corpus apart: its nodes.

A node is a name of one kind; a person's surname alone is a node for each office or state it stands with, since a
surname alone is no identity, and a short form that the corpus states for several names (公约, 委员会), or an acronym, is a
node for each of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.harvest.resolve import leading_kind
from glossary.harvest.translations import is_acronym
from glossary.normalise import has_han, latin_key
from glossary.rules import load_rules
from glossary.tables import counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from glossary.model import Kind
    from glossary.tables import Table

_NO_ACRONYMS = frozenset({"person", "document"})  # S/PV.1 is the symbol of one document


class Node(NamedTuple):
    """A name: its kind, the key it is compared by, and what tells it from others called so: for a surname alone what tells
    its bearer, for a short form of several names the key of the full one."""

    kind: Kind
    key: str
    sense: str = ""

    @property
    def full(self) -> str:
        """The key of the full name, where this is a short form that is told from others; empty for all else."""
        return "" if self.kind == "person" else self.sense


class Keys(NamedTuple):
    """What the keys of a corpus are: the kind of each, those (no persons') that documents state as the short form of
    several names, and those of places that are surnames, too (索菲亚)."""

    kinds: Mapping[str, Kind]
    shared: frozenset[str]
    both: frozenset[str] = frozenset()

    def node(self, key: str, who: str) -> Node:
        """The node of a name; `who` tells it from others called so."""
        return Node("person" if who and key in self.both else self.kinds[key], key, who)

    def holds(self, node: Node) -> bool:
        """Whether a node is that of a mention: other forms beside names of other kinds are no mentions."""
        return node.key in self.kinds and self.node(node.key, node.sense) == node


def latin_node(kind: Kind, key: str, gloss: str) -> Node:
    """The node of the Latin form of a name: an acronym is one for each name, since others are called so too (ICC)."""
    told = kind not in _NO_ACRONYMS and is_acronym(gloss)
    return Node(kind, latin_key(gloss), key if told else "")


def keys_of(tables: Iterable[Table]) -> Keys:
    """What the keys of a corpus are; of which kind, says what has the most score behind it."""
    votes: defaultdict[str, Counter[Any]] = defaultdict(Counter)
    full_of: dict[str, str] = {}
    shared: set[str] = set()
    for table in tables:
        for key, kind, score, full, number in counts.votes(table):
            votes[key][kind] += round(1000 * score) * number
            if full is None or (full and full_of.setdefault(key, full) != full):
                shared.add(key)
    kinds = {key: leading_kind(votes[key]) for key in sorted(votes)}
    kinds |= _of_units(kinds)
    short = frozenset(key for key in shared if kinds[key] != "person")
    least = load_rules()["key.surname"].value or 1.0
    surnames = {key.rpartition("·")[2] for key, kind in kinds.items() if kind == "person" and "·" in key}
    both = frozenset(
        key for key in surnames
        if key in kinds and key not in short and _is_both(votes[key], least)
    )  # fmt: skip
    return Keys({**kinds, **dict.fromkeys(sorted(both), "place")}, short, both)


def _is_both(votes: Counter[Any], least: float) -> bool:
    """Whether a name is read as a person's and as a place's so often that it is both."""
    return all(votes[kind] >= least * votes.total() for kind in ("person", "place"))


def _of_units(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """The names of no known kind that are those of places with the word for a unit: 沃西采 beside 沃西采市."""
    units = load_rules()["place.head.unit"].words
    return {
        key: "place" for key, kind in kinds.items()
        if kind == "other" and has_han(key) and any(kinds.get(key + unit) == "place" for unit in units)
    }  # fmt: skip


def homonyms_of(keys: Keys) -> Table:
    """The keys whose names are told apart, as tables of mentions are asked for them."""
    return counts.homonyms((key for key, kind in keys.kinds.items() if kind == "person"), sorted(keys.shared), sorted(keys.both))
