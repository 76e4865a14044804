"""Names that the harvester finds in a document and the termbase does not hold: near to a known one, or unknown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from glossary.alignment import is_respelt
from glossary.check.alike import is_alike_throughout
from glossary.check.heard import is_other_place
from glossary.check.known import key_of
from glossary.check.shadow import JOINTS, joined
from glossary.check.stretches import covering
from glossary.check.windows import HEARD_KINDS
from glossary.model import Span
from glossary.normalise import has_han, latin_key
from glossary.rules import load_rules
from glossary.segment import has_word
from glossary.sound import Index, index, rank, variant_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.check.known import Entry
    from glossary.harvest.context import Context
    from glossary.model import Mention

# Kinds whose unknown members are worth a line; symbols of documents, offices and common nouns are not names.
_NAMED = frozenset({"person", "place", "organization", "treaty", "event", "work"})
_CANDIDATES = 5
_SHORT = 2


class Stems(NamedTuple):
    """Names without their head nouns: the keys that each stands for, and all of them ready to be ranked."""

    keys: Mapping[str, list[str]]
    ranked: Index


@dataclass(frozen=True, slots=True, eq=False)
class Harvest:
    """What is known of names: keys, the parts that persons are called by, the names that the package itself knows
    (`elsewhere`: none of them is a misspelt name), and by kind the names to be heard, made ready when a name of that
    kind is first looked for.
    """

    known: Mapping[str, tuple[Entry, ...]]
    parts: frozenset[str]
    latin: frozenset[str]
    elsewhere: frozenset[str]
    heads: tuple[str, ...]
    indexes: dict[str, Stems] = field(default_factory=dict)


def harvest(known: Mapping[str, tuple[Entry, ...]], called: frozenset[str], context: Context) -> Harvest:
    """What `known` says of names; `called` are the parts that persons are called by."""
    latin = frozenset(latin_key(key) for key in known if not has_han(key))
    elsewhere = frozenset({*context.states, *context.regions, *context.reference})
    return Harvest(known, called, latin, elsewhere, context.rules.words("place.head"))


def known_key(mention: Mention) -> str:
    """The key of a mention's form."""
    return key_of(mention.term)


def unknown_names(
    found: Iterable[Mention], taken: Sequence[Span], against: Harvest
) -> Iterator[tuple[Mention, list[Mention]]]:
    """The names that the termbase does not hold, by their first mention, and all their mentions. Names inside longer
    names are left out, and so are those that lie in a known form (`taken`) or hold nothing but known forms."""
    places: defaultdict[str, list[Mention]] = defaultdict(list)
    is_within = covering(taken)
    for mention in found:
        unknown = mention.kind in _NAMED and mention.inside is None and not _is_known(mention, against)
        if unknown and not is_within(mention.start, mention.end):
            places[known_key(mention)].append(mention)
    for mentions in places.values():
        yield mentions[0], mentions


def nearest(key: str, kind: str, against: Harvest) -> tuple[str, float] | None:
    """The known name of this kind that `key` sounds most like, and their likeness; None where none is near.

    Names of places are compared without their head nouns (自治共和国), which would make any two alike; a head noun that
    both have must be the same. A name that only has something more or less at an end is another name.
    """
    if kind not in HEARD_KINDS or not has_han(key) or key in against.elsewhere:
        return None
    stem, head = cut_head(key, kind, against)
    if len(stem) == _SHORT and has_word(stem):
        return None
    rules = load_rules()
    least = rules["check.near.short" if len(stem) == _SHORT else "check.near"].value or 1.0
    share = rules["check.alike"].value or 1.0
    if kind not in against.indexes:
        against.indexes[kind] = _index(kind, against)
    if stem in against.indexes[kind].keys:
        return None  # the name itself, with another head noun or none: 纽约 and 纽约州
    found = []
    for candidate, _ in rank(stem, against.indexes[kind].ranked, _CANDIDATES):
        plain, other_plain = joined(stem).text, joined(candidate).text
        if is_other_place(plain, other_plain) or not is_respelt(plain, other_plain, share):
            continue
        if not is_alike_throughout(plain, other_plain):
            continue
        score = variant_likeness(stem, candidate)
        if score >= least:
            for other in against.indexes[kind].keys[candidate]:
                other_head = cut_head(other, kind, against)[1]
                if head in ("", other_head):
                    found.append((-round(score, 3), head != other_head, other))
    if not found:
        return None
    score, _, other = min(found)
    return other, -score


def longer_parts(found: Iterable[Mention], against: Harvest) -> list[Span]:
    """The parts of the names of persons and places, without head nouns, that stand in a document: what sounds like a
    known name in the middle of one (西安 in 波戈西安) is none."""
    parts = []
    for mention in found:
        if mention.kind in HEARD_KINDS and has_han(mention.term):
            end = mention.end - len(cut_head(known_key(mention), mention.kind, against)[1])
            start = mention.start
            for at in range(mention.start, end + 1):
                if at == end or mention.surface[at - mention.start] in JOINTS:
                    parts.append(Span(start, at))
                    start = at + 1
    return [part for part in parts if part.start < part.end]


def cut_head(key: str, kind: str, against: Harvest) -> tuple[str, str]:
    """The name of a place without its head noun, and the head noun; both parts together are `key`."""
    for head in against.heads if kind == "place" else ():
        if key.endswith(head) and len(key) - len(head) >= 2:
            return key.removesuffix(head), head
    return key, ""


def _index(kind: str, against: Harvest) -> Stems:
    keys = {key for key, entries in against.known.items() if has_han(key) and any(e.kind == kind for e in entries)}
    stems: defaultdict[str, list[str]] = defaultdict(list)
    if kind == "person":
        keys |= {part for part in against.parts if has_han(part)}
    for key in sorted(keys):
        stems[cut_head(key, kind, against)[0]].append(key)
    return Stems(stems, index(sorted(stems)))


def _is_known(mention: Mention, against: Harvest) -> bool:
    key = known_key(mention)
    if key in against.known or key in against.parts:
        return True
    if not has_han(key):
        return latin_key(key) in against.latin
    return mention.kind == "place" and any(
        key.endswith(head) and key.removesuffix(head) in against.known for head in against.heads
    )
