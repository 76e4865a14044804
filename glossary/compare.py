"""Which names are compared, and what speaks for their being one: every link with its reason. Nothing is joined
here: `glossary.link` decides.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from glossary.facts import Facts
from glossary.gazetteer import regional_states
from glossary.harvest.heads import place_head
from glossary.keys import Node
from glossary.normalise import chinese_key, has_han
from glossary.senses import split_title, term_key
from glossary.shorten import short_and_full, without_joining

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Kind

__all__ = ["Facts", "Link", "Node", "split_title", "term_key"]


class Link(NamedTuple):
    """Two names that may be one thing; `score` 0 to 1, `where` the places that say so."""

    left: Node
    right: Node
    reason: str
    score: float
    where: tuple[str, ...] = ()


def stated_links(found: Mapping[Node, Facts]) -> Iterator[Link]:
    """What the text itself states: a Latin form, an abbreviation, another name. A short form of several names is linked
    with each by those documents only that state it for that one."""
    by_key = _by_key(found)
    shared = {node.key for node, facts in found.items() if facts.shared}
    links = []
    for left, facts in found.items():
        for (relation, key), where in facts.stated.items():
            full = ""
            if relation != "latin" and (left.key in shared or key in shared):
                short, name = short_and_full(left.key, key, relation) or ("", "")
                if (facts.shared and not left.full) or (key in shared and short != key):
                    continue  # which of those that are called so is not said
                full = name if key in shared else ""
            own = Node(left.kind, key, left.key)  # its acronym
            right = own if relation == "latin" and own in found else Node(left.kind, key, full)
            others = [n for n in by_key[key] if n.full == full]
            if right not in found and relation != "latin" and len(others) == 1:
                right = others[0]
            if right in found and right != left:
                links.append(Link(left, right, f"stated.{relation}", 1.0, tuple(where)))
    yield from sorted(links)


def full_names_of(found: Mapping[Node, Facts]) -> dict[str, tuple[Node, ...]]:
    """For each short form that is stated for several names, by its key, the nodes of these."""
    full_of: dict[str, set[str]] = {node.key: set() for node, facts in found.items() if facts.shared}
    for node, facts in found.items() if full_of else ():
        for form, relation in facts.told:
            short, full = short_and_full(node.key, term_key(form), relation) or ("", "")
            if short in full_of:
                full_of[short].add(full)
    wanted = set().union(*full_of.values())
    by_key = _by_key(node for node in found if node.key in wanted and not node.sense)
    return {short: tuple(node for key in sorted(full) for node in by_key[key]) for short, full in sorted(full_of.items())}


def table_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """Forms of one state, and forms that the reference termbase holds in one concept."""
    states: defaultdict[str, list[Node]] = defaultdict(list)
    concepts: defaultdict[str, list[Node]] = defaultdict(list)
    for node, facts in found.items():
        if node.full:
            continue  # what the document calls so
        if node.kind == "place" and (state := _state_of(node, facts, context)):
            states[state].append(node)
        elif node.key in context.reference_ids:
            concepts[context.reference_ids[node.key]].append(node)
    for reason, groups in (("table.state", states), ("table.reference", concepts)):
        for _, nodes in sorted(groups.items()):
            yield from (Link(nodes[0], other, reason, 1.0) for other in nodes[1:])


def _state_of(node: Node, facts: Facts, context: Context) -> str:
    """The state that a name is the name of; what only Taiwan and Hong Kong call so (貝南, 維德角) only where it stands in
    documents in Traditional characters."""
    regional = regional_states().get(node.key)
    if regional and facts.uses and not any(use.hans for use in facts.uses.values()):
        return regional.code
    return context.states.get(node.key, "")


def head_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """A place and the same name with the head noun of an administrative unit: 甘贾, 甘贾市; Kechut, Kechut水库.

    A district and the town it is called after share their name; the name is the concept, the head noun is
    translated by itself. Heads that make another thing of it (拉钦走廊) are no such heads.
    """
    units = context.rules.words("place.head.unit")
    heads = context.rules.words("place.head")
    for node in found:
        if node.kind != "place" or node.full or not node.key.endswith(heads) or node.key in context.states:
            continue
        for head in heads:
            stem = node.key.removesuffix(head)
            if stem == node.key or len(stem) < 2:
                continue
            short = Node("place", term_key(stem))
            if short in found and (head in units or not has_han(stem)):
                yield Link(short, node, "head.place", 0.9)
            break


def latin_links(found: Mapping[Node, Facts]) -> Iterator[Link]:
    """Latin names of persons that differ by initials only: Malcolm Shaw, Malcolm N. Shaw."""
    full: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in found:
        parts = node.key.split()
        if node.kind == "person" and not has_han(node.key) and len(parts) >= 2 and all(len(p) == 1 for p in parts[1:-1]):
            full[parts[0], parts[-1]].append(node)
    for _, nodes in sorted(full.items()):
        plain = [n for n in nodes if len(n.key.split()) == 2]
        others = [n for n in nodes if len(n.key.split()) > 2]
        if len(plain) == 1 and len(others) == 1:
            yield Link(plain[0], others[0], "latin.initials", 0.9)


def owner_links(
    found: Mapping[Node, Facts], context: Context, groups: Iterable[Sequence[Node]] = ()
) -> Iterator[Link]:
    """Names alike but for the form of a state, place or known body that begins them: 亚美尼亚共和国外交部,
    亚美尼亚外交部. `groups` are names that are one already, spelling variants of places among them."""
    by_canon: defaultdict[tuple[Kind, str, str], list[Node]] = defaultdict(list)
    alike = {
        node.key: group[0].key
        for group in groups
        for node in group
        if node.kind == "place" and not node.full and len(group) > 1 and len(node.key) >= 2 and has_han(node.key)
    }
    short = {**alike, **_short_forms(found, context)}
    for node in found:
        if node.kind in {"organization", "event", "document", "treaty", "office"} and has_han(node.key):
            by_canon[node.kind, _canonical(node.key, short), node.full].append(node)
    for _, nodes in sorted(by_canon.items()):
        yield from (Link(nodes[0], other, "owner.form", 0.95) for other in nodes[1:])


def part_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """A short form that ends exactly one longer name: 宪章 for 联合国宪章, 明斯克小组 for 欧安组织明斯克小组."""
    short = _short_forms(found, context)
    ambiguous = _ambiguous(found, context)
    kinds = {"treaty", "organization", "document", "event"}
    parts = {
        node: dict[tuple[str, str], Node]()
        for node, facts in found.items()
        if node.kind in kinds and has_han(node.key) and (node.kind != "organization" or facts.own) and node.key not in ambiguous
    }
    # The last of the longer names with one canonical form stands for it, so from the end; by each of their ends, since
    # comparing all with all grows with the square.
    ends = {node.key for node in parts}
    for other in reversed([node for node in found if node.kind in kinds]):
        for at in range(1, len(other.key)):
            if other.key[at:] not in ends:
                continue
            longer = parts.get(Node(other.kind, other.key[at:]))
            if longer is not None and _is_owner(other.key[:at], context, found):
                longer[_canonical(other.key, short), other.full] = other
    for node, longer in parts.items():
        if len(longer) == 1:
            yield Link(node, next(iter(longer.values())), "part.title", 0.85)


def core_of(node: Node, context: Context) -> tuple[str, str]:
    """The name of a place without its head noun, and the head noun: two rivers are compared by what they are called. Any
    other name as it is."""
    head = place_head(node.key, context.rules) if node.kind == "place" else ""
    return node.key.removesuffix(head), head


def _short_forms(found: Mapping[Node, Facts], context: Context) -> dict[str, str]:
    """Forms of states and of bodies with a stated or known abbreviation, each with the form that stands for it."""
    pairs = dict(context.states)
    pairs |= {form: concept for form, concept in context.reference_ids.items() if len(form) >= 3}
    ambiguous = _ambiguous(found, context)
    for facts in found.values():
        for (term, gloss), _ in sorted(facts.short.items(), key=lambda item: item[1]):
            name = pairs.get(chinese_key(term), chinese_key(term))
            for form in (chinese_key(term), chinese_key(gloss)):
                if form not in ambiguous:
                    pairs.setdefault(form, name)
    return pairs


def _ambiguous(found: Mapping[Node, Facts], context: Context) -> set[str]:
    """The short forms that are stated for names which differ in more than joining words."""
    return {
        short
        for short, names in full_names_of(found).items()
        if len({without_joining(name.key, context.rules) for name in names}) != 1
    }


def _by_key(found: Iterable[Node]) -> defaultdict[str, list[Node]]:
    by_key: defaultdict[str, list[Node]] = defaultdict(list)
    for node in found:
        by_key[node.key].append(node)
    return by_key


def _canonical(key: str, short: Mapping[str, str]) -> str:
    """The key with the longest short form that begins it replaced by what stands for that."""
    for length in range(len(key) - 1, 0, -1):
        name = short.get(key[:length])
        if name is not None:
            return f"<{name}>" + key[length:]
    return key


def _is_owner(prefix: str, context: Context, found: Mapping[Node, Facts]) -> bool:
    return (
        prefix in context.states
        or prefix in context.reference_ids
        or Node("organization", prefix) in found
        or Node("place", prefix) in found
    )
