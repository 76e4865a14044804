"""Which names are compared, and what speaks for their being one: every link with its reason.

A node is a name of one kind; a person's surname alone is a node for each office or state it stands with, since a
surname alone is no identity. Nothing is joined here: `glossary.link` decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest.resolve import leading_kind
from glossary.normalise import chinese_key, has_han, latin_key, simplified
from glossary.sound import variant_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Kind, Mention


class Node(NamedTuple):
    """A name: its kind, the key it is compared by, and for a surname alone what tells its bearer."""

    kind: Kind
    key: str
    sense: str = ""


class Link(NamedTuple):
    """Two names that may be one thing; `score` 0 to 1, `where` the places that say so."""

    left: Node
    right: Node
    reason: str
    score: float
    where: tuple[str, ...] = ()


@dataclass(slots=True)
class Facts:
    """What the mentions of one node say together. Built once, then only read."""

    spellings: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    offices: Counter[tuple[str, str]] = field(default_factory=Counter)
    honorifics: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)


Names = "dict[Node, Facts]"


def names(mentions: Iterable[Mention], context: Context) -> dict[Node, Facts]:
    """The nodes of a corpus with their facts, in a fixed order."""
    rows = sorted(mentions, key=lambda m: (m.document, m.start, -m.end, m.gloss_start or 0))
    kinds = _settled(rows)
    informed = _informed(rows, kinds, context)
    found: dict[Node, Facts] = {}
    for mention in rows:
        node = node_of(mention, kinds, context)
        if node.sense == mention.document:
            node = node._replace(sense=informed.get((mention.document, node.key), node.sense))
        facts = found.setdefault(node, Facts())
        _add(facts, mention, context)
        if mention.relation == "latin" and mention.gloss:
            latin = Node(node.kind, latin_key(mention.gloss))
            gloss = found.setdefault(latin, Facts())
            gloss.spellings[mention.gloss] += 1
            gloss.alone[mention.gloss] += 1
            gloss.documents.add(mention.document)
            gloss.mentions.append(mention)
    return {node: found[node] for node in sorted(found)}


def _informed(rows: Sequence[Mention], kinds: Mapping[str, Kind], context: Context) -> dict[tuple[str, str], str]:
    """For each surname and document in which it stands with one sense only (one office, one state), that sense:
    a bare use beside it is the same person's."""
    senses: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for m in rows:
        if m.kind == "person":
            node = node_of(m, kinds, context)
            if node.sense and node.sense != m.document:
                senses[m.document, node.key].add(node.sense)
    return {place: next(iter(found)) for place, found in senses.items() if len(found) == 1}


def node_of(mention: Mention, kinds: Mapping[str, Kind], context: Context) -> Node:
    """The node that a mention belongs to. `kinds` settles the kind of each form in the corpus."""
    key = term_key(mention.term)
    kind = kinds.get(key, mention.kind)
    return Node(kind, key, _sense(mention, context) if kind == "person" else "")


def term_key(term: str) -> str:
    """The key of a form in either script."""
    return chinese_key(term) if has_han(term) else latin_key(term) or term


def stated_links(rows: Sequence[Mention], found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """What the text itself states: a Latin form, an abbreviation, another name."""
    kinds = _settled(rows)
    informed = _informed(rows, kinds, context)
    together: defaultdict[tuple[Node, Node, str], list[str]] = defaultdict(list)
    for m in rows:
        if m.relation in {"latin", "abbreviation", "alias"} and m.gloss:
            left = node_of(m, kinds, context)
            if left.sense == m.document:  # a surname that the document ties to one office: 维尔坎（Vilkan） beside 维尔坎总统
                left = left._replace(sense=informed.get((m.document, left.key), left.sense))
            right = Node(left.kind, term_key(m.gloss))
            if right not in found and m.relation != "latin":
                others = [n for n in found if n.key == right.key]
                right = others[0] if len(others) == 1 else right
            if right in found and right != left:
                together[left, right, f"stated.{m.relation}"].append(f"{m.document}#{m.passage}")
    for (left, right, reason), where in sorted(together.items()):
        yield Link(left, right, reason, 1.0, tuple(sorted(set(where))))


def table_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """Forms of one state, and forms that the reference termbase holds in one concept."""
    states: defaultdict[str, list[Node]] = defaultdict(list)
    concepts: defaultdict[str, list[Node]] = defaultdict(list)
    for node in found:
        if node.kind == "place" and node.key in context.states:
            states[context.states[node.key]].append(node)
        elif node.key in context.reference_ids:
            concepts[context.reference_ids[node.key]].append(node)
    for reason, groups in (("table.state", states), ("table.reference", concepts)):
        for _, nodes in sorted(groups.items()):
            yield from (Link(nodes[0], other, reason, 1.0) for other in nodes[1:])


def head_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """A place and the same name with the head noun of an administrative unit: 甘贾, 甘贾市; Kechut, Kechut水库.

    A district and the town it is called after share their name; the name is the concept, the head noun is
    translated by itself. Heads that make another thing of it (拉钦走廊) are no such heads.
    """
    units = context.rules.words("place.head.unit")
    heads = context.rules.words("place.head")
    for node in found:
        if node.kind != "place" or node.key in context.states:
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
    by_canon: defaultdict[tuple[Kind, str], list[Node]] = defaultdict(list)
    alike = {
        node.key: group[0].key
        for group in groups
        for node in group
        if node.kind == "place" and len(group) > 1 and len(node.key) >= 2 and has_han(node.key)
    }
    short = sorted({**alike, **dict(_short_forms(found, context))}.items(), key=lambda pair: (-len(pair[0]), pair))
    for node in found:
        if node.kind in {"organization", "event", "document", "treaty", "office"} and has_han(node.key):
            by_canon[node.kind, _canonical(node.key, short)].append(node)
    for _, nodes in sorted(by_canon.items()):
        yield from (Link(nodes[0], other, "owner.form", 0.95) for other in nodes[1:])


def part_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """A short form that ends exactly one longer name: 宪章 for 联合国宪章, 明斯克小组 for 欧安组织明斯克小组."""
    short = _short_forms(found, context)
    for node in found:
        if node.kind not in {"treaty", "organization", "document", "event"} or not has_han(node.key):
            continue
        if node.kind == "organization" and not _has_own_name(found[node]):
            continue
        longer = {
            _canonical(other.key, short): other
            for other in reversed(list(found))
            if other.kind == node.kind and other.key.endswith(node.key) and other.key != node.key
            and _is_owner(other.key.removesuffix(node.key), context, found)
        }  # fmt: skip
        if len(longer) == 1:
            yield Link(node, next(iter(longer.values())), "part.title", 0.85)


def surname_links(found: Mapping[Node, Facts], group_of: Mapping[Node, int]) -> Iterator[Link]:
    """A surname and the one full name whose bearer it can be, given office, state and honorific. Full names that
    `group_of` holds to be one person (spelling variants) are one bearer."""
    full: defaultdict[str, list[Node]] = defaultdict(list)
    for node in found:
        if node.kind == "person" and "·" in node.key:
            full[node.key.rsplit("·", 1)[1]].append(node)
    for node, facts in found.items():
        if node.kind != "person" or "·" in node.key or not has_han(node.key):
            continue
        bearers = [b for b in full.get(node.key, ()) if compatible(facts, found[b]) is not None]
        sure = [b for b in bearers if compatible(facts, found[b])]
        near = [b for b in bearers if facts.documents & found[b].documents]
        # An office or state that fits decides first, then the one bearer in the same documents.
        choice = sure or near
        if len({group_of[b] for b in choice}) == 1:
            yield Link(node, choice[0], "surname.only-bearer", 0.9)


def barred(a: Node, b: Node, found: Mapping[Node, Facts], context: Context) -> bool:
    """Whether something speaks against two names being one: other given names, other states, other entries of the
    reference termbase, another gender."""
    if a.kind != b.kind:
        return True
    if a.kind == "person":
        if _other_given_name(a.key, b.key, context) or _other_office(found[a], found[b]):
            return True
        return _gender(found[a].honorifics) * _gender(found[b].honorifics) < 0
    if a.key in context.states and b.key in context.states:
        return context.states[a.key] != context.states[b.key]
    mine, theirs = context.reference_ids.get(a.key), context.reference_ids.get(b.key)
    return mine is not None and theirs is not None and mine != theirs


def _other_given_name(a: str, b: str, context: Context) -> bool:
    if "·" not in a or "·" not in b:
        return False
    first, second = a.split("·")[0], b.split("·")[0]
    least = context.rules["link.given-name"].value or 1.0
    return first != second and variant_likeness(first, second) < least


def _other_office(a: Facts, b: Facts) -> bool:
    """Whether both hold offices with an owner, and no owner is the same."""
    return bool(a.states and b.states and not a.states & b.states)


def compatible(short: Facts, full: Facts) -> bool | None:
    """Whether a surname's facts fit a full name's: True where an office or state agrees, False where nothing
    speaks either way, None where something speaks against."""
    if _gender(short.honorifics) * _gender(full.honorifics) < 0:
        return None
    if short.states and full.states and not short.states & full.states:
        return None
    mine, theirs = {o for o, _ in short.offices}, {o for o, _ in full.offices}
    if mine and theirs:
        return True if mine & theirs else None
    return bool(short.states & full.states)


def _gender(honorifics: Iterable[str]) -> int:
    marks = {1 if h.startswith(("女士", "夫人", "小姐", "修女")) else -1 for h in honorifics if h[:2] in _GENDERED}
    return marks.pop() if len(marks) == 1 else 0


_GENDERED = frozenset({"先生", "女士", "夫人", "小姐", "修女", "神父"})


def _settled(rows: Sequence[Mention]) -> dict[str, Kind]:
    votes: defaultdict[str, Counter[Kind]] = defaultdict(Counter)
    for m in rows:
        votes[term_key(m.term)][m.kind] += round(1000 * m.score)
    return {key: leading_kind(counts) for key, counts in votes.items()}


def _sense(mention: Mention, context: Context) -> str:
    """What tells the bearer of a surname alone: the office, else the state of a speaker, else the document."""
    if "·" in mention.term or not has_han(mention.term):
        return ""
    office, _ = split_title(mention.title or "", context)
    if office:
        return office
    if mention.relation == "country" and mention.gloss:
        return context.states.get(chinese_key(mention.gloss), mention.gloss)
    return mention.document


def split_title(title: str, context: Context) -> tuple[str, str]:
    """The office in a title without its owner, and the ISO code (or else the name) of the state or body that owns
    it; empty where the title names none."""
    title = simplified(title).split("、")[0]
    if title in context.rules["honorific"].words:
        return "", ""
    office = next((o for o in context.rules.words("office.head", "office.profession") if title.endswith(o)), title)
    owner = chinese_key(title.removesuffix(office))
    for length in range(len(owner), 1, -1):
        if owner[:length] in context.states:
            return office, context.states[owner[:length]]
    return office, owner.removesuffix("共和国")  # a state that no table holds is told by its name


def _add(facts: Facts, mention: Mention, context: Context) -> None:
    facts.spellings[mention.term] += 1
    if mention.inside is None:
        facts.alone[mention.term] += 1
    facts.documents.add(mention.document)
    facts.mentions.append(mention)
    if mention.kind == "person" and mention.title:
        office, state = split_title(mention.title, context)
        if office:
            facts.offices[office, mention.title] += 1
        else:
            facts.honorifics.add(mention.title)
        if state:
            facts.states.add(state)
    if mention.relation == "country" and mention.gloss:
        name = chinese_key(mention.gloss)
        facts.states.add(context.states.get(name, name.removesuffix("共和国")))


def _short_forms(found: Mapping[Node, Facts], context: Context) -> list[tuple[str, str]]:
    """Forms of states and of bodies with a stated or known abbreviation, each with the form that stands for it."""
    pairs = dict(context.states)
    pairs |= {form: concept for form, concept in context.reference_ids.items() if len(form) >= 3}
    for facts in found.values():
        for m in facts.mentions:
            if m.relation == "abbreviation" and m.gloss and has_han(m.gloss):
                name = pairs.get(chinese_key(m.term), chinese_key(m.term))
                pairs.setdefault(chinese_key(m.term), name)
                pairs.setdefault(chinese_key(m.gloss), name)
    return sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair))


def _canonical(key: str, short: Sequence[tuple[str, str]]) -> str:
    for form, name in short:
        if key.startswith(form) and len(key) > len(form):
            return f"<{name}>" + key.removeprefix(form)
    return key


def _has_own_name(facts: Facts) -> bool:
    return any(m.rule == "body.inner" for m in facts.mentions)


def _is_owner(prefix: str, context: Context, found: Mapping[Node, Facts]) -> bool:
    return (
        prefix in context.states
        or prefix in context.reference_ids
        or Node("organization", prefix) in found
        or Node("place", prefix) in found
    )
