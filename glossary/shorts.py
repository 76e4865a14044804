"""Short forms, Chinese ones and acronyms, and the names behind them: which of several names with one short form are one, and
whose a short form is where no document says so.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from glossary.compare import Link, full_names_of
from glossary.keys import Node
from glossary.normalise import has_han
from glossary.respelt import blocks
from glossary.shorten import says_the_same, stem_of, without_joining
from glossary.sound import near_pairs, variant_likeness, weigh_together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from glossary.facts import Facts
    from glossary.harvest.context import Context
    from glossary.model import Kind
    from glossary.rules import Rules

_MOST = 200  # names with one acronym that are compared with each other: what more have says of no two that they are one
_TOLD = 3  # characters that tell one name from another by their sound
_JOINED = frozenset({"organization", "treaty", "document", "event"})


def spelling_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """Names of bodies, treaties and the like that differ in joining words only: 欧洲安全与合作组织, 欧洲安全和合作组织; and
    names with one acronym that sound alike or say the same in more or fewer words: 西非国家经济共同体, 西非经共体."""
    alike: defaultdict[tuple[Kind, str], list[Node]] = defaultdict(list)
    for node in found:
        if node.kind in _JOINED and not node.sense and has_han(node.key):
            alike[node.kind, without_joining(node.key, context.rules)].append(node)
    for _, nodes in sorted(alike.items()):
        yield from (Link(nodes[0], other, "joining.words", 0.95) for other in nodes[1:])
    called = ([Node(node.kind, node.full) for node in acronyms] for acronyms in _acronyms(found).values())
    for a, b in _alike([[name for name in names if name in found] for names in called], context.rules):
        yield Link(a, b, "short.spelling", 0.9)


def short_links(found: Mapping[Node, Facts], group_of: Mapping[Node, int]) -> Iterator[Link]:
    """A short form where no document says what for, and the one name that it is stated for: those that `group_of` holds to
    be one are one name."""
    names = full_names_of(found)
    acronyms = _acronyms(found)
    for node, facts in found.items():
        if node.full:
            continue
        behind = names[node.key] if facts.shared else acronyms.get((node.kind, node.key), ())
        if len({group_of[name] for name in behind}) == 1:
            yield Link(node, behind[0], "short.only-name", 0.9)


def _alike(groups: Iterable[Sequence[Node]], rules: Rules) -> list[tuple[Node, Node]]:
    """Pairs of names of one group that say the same, or sound alike, but for what begins and ends the names of many bodies.
    By their sound those of all groups are compared at once: it takes longer to make ready for a few names than to hear
    them."""
    names: list[Node] = []
    listed: list[list[int]] = []
    for group in groups:
        if 1 < len(group) <= _MOST:
            own = blocks([stem_of(name.key, rules) for name in group])
            listed += [[len(names) + place for place in block] for block in own]
            names += group
    stems = [stem_of(name.key, rules) for name in names]
    least = rules["link.sound.place"].value or 1.0
    near = [(a, b, *_beginnings(stems[a], stems[b])) for a, b, _ in near_pairs(stems, least, blocks=listed)]
    weigh_together((one, two) for _, _, one, two in near if _is_told(one, two))
    pairs = {(a, b) for a, b, one, two in near if not _is_told(one, two) or variant_likeness(one, two) >= least}
    same = {(a, b) for block in listed for a, b in combinations(block, 2) if says_the_same(stems[a], stems[b])}
    pairs |= same - _equivocal(same, pairs | same, stems)
    return sorted((names[a], names[b]) for a, b in pairs)


def _equivocal(same: Iterable[tuple[int, int]], pairs: Collection[tuple[int, int]], stems: Sequence[str]) -> set[tuple[int, int]]:
    """The pairs of a name that says the same as two longer ones which are two: 停火监督团 is short for neither of
    贝费尔斯特停火监督团 and 布齐盖停火监督团."""
    longer: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in sorted(same):
        longer[min(pair, key=lambda n: len(stems[n]))].append(pair)
    found = set()
    for short, some in longer.items():
        full = sorted(n for pair in some for n in pair if n != short)
        if any(two not in pairs for two in combinations(full, 2)):
            found |= set(some)
    return found


def _beginnings(a: str, b: str) -> tuple[str, str]:
    """Two stems without what both end with: on the whole any two centres for the promotion of trade and investment sound
    alike."""
    same = next((n for n in range(min(len(a), len(b))) if a[-1 - n] != b[-1 - n]), min(len(a), len(b)))
    return a[: len(a) - same], b[: len(b) - same]


def _is_told(one: str, two: str) -> bool:
    """Whether so much is left of both that their sound tells them apart."""
    return min(len(one), len(two)) >= _TOLD


def _acronyms(found: Iterable[Node]) -> dict[tuple[Kind, str], list[Node]]:
    """The nodes of each acronym, one for each name that it is stated for."""
    nodes: defaultdict[tuple[Kind, str], list[Node]] = defaultdict(list)
    for node in found:
        if node.full and not has_han(node.key):
            nodes[node.kind, node.key].append(node)
    return nodes
