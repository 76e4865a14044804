"""Names that the harvester finds in a document and the termbase does not hold: near to a known one, or unknown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossary.check.heard import HEARD_KINDS
from glossary.check.known import key_of
from glossary.check.shadow import joined
from glossary.normalise import has_han, latin_key
from glossary.rules import load_rules
from glossary.sound import Index, index, rank, variant_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.check.known import Entry
    from glossary.model import Mention, Span

# Kinds whose unknown members are worth a line; symbols of documents, offices and common nouns are not names.
_NAMED = frozenset({"person", "place", "organization", "treaty", "event", "work"})


@dataclass(frozen=True, slots=True, eq=False)
class Harvest:
    """What is known of names: keys, the parts that persons are called by, and by kind the names to be heard.

    `indexes` holds the ranking index of each kind, made when a name of that kind is first looked for.
    """

    known: Mapping[str, tuple[Entry, ...]]
    parts: frozenset[str]
    latin: frozenset[str]
    heads: tuple[str, ...]
    indexes: dict[str, Index] = field(default_factory=dict)


def harvest(known: Mapping[str, tuple[Entry, ...]], called: frozenset[str]) -> Harvest:
    """What `known` says of names; `called` are the parts that persons are called by."""
    latin = frozenset(latin_key(key) for key in known if not has_han(key))
    return Harvest(known, called, latin, load_rules().words("place.head"))


def known_key(mention: Mention) -> str:
    """The key of a mention's form."""
    return key_of(mention.term)


def unknown_names(
    found: Iterable[Mention], taken: Sequence[Span], against: Harvest
) -> Iterator[tuple[Mention, list[Mention]]]:
    """The names that the termbase does not hold, by their first mention, and all their mentions. Names inside longer
    names are left out, and so are those that lie in a known form (`taken`) or hold nothing but known forms."""
    places: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        if mention.kind in _NAMED and mention.inside is None and not _is_known(mention, against):
            if not any(span.start <= mention.start and mention.end <= span.end for span in taken):
                places[known_key(mention)].append(mention)
    for mentions in places.values():
        yield mentions[0], mentions


def nearest(key: str, kind: str, against: Harvest) -> tuple[str, float] | None:
    """The known name of this kind that `key` sounds most like, and their likeness; None where none is near."""
    if kind not in HEARD_KINDS or not has_han(key):
        return None
    least = load_rules()["check.near"].value or 1.0
    if kind not in against.indexes:
        against.indexes[kind] = index(_names(kind, against))
    best = [
        (variant_likeness(joined(key).text, joined(other).text), other)
        for other, _ in rank(key, against.indexes[kind], 5)
    ]
    close = [(round(score, 3), other) for score, other in best if score >= least]
    if not close:
        return None
    score, other = min(close, key=lambda pair: (-pair[0], pair[1]))
    return other, score


def _names(kind: str, against: Harvest) -> list[str]:
    keys = {key for key, entries in against.known.items() if has_han(key) and any(e.kind == kind for e in entries)}
    return sorted(keys | set(against.parts)) if kind == "person" else sorted(keys)


def _is_known(mention: Mention, against: Harvest) -> bool:
    key = known_key(mention)
    if key in against.known or key in against.parts:
        return True
    if not has_han(key):
        return latin_key(key) in against.latin
    return mention.kind == "place" and any(
        key.endswith(head) and key.removesuffix(head) in against.known for head in against.heads
    )
