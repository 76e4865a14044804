"""The main job: mentions of a corpus in, a termbase and its evidence out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from glossary import compare, hear, located
from glossary.enrich import with_pinyin, with_suggestions, with_traditional
from glossary.evidence import rows as evidence_rows
from glossary.link import Linked, linked
from glossary.termbase import Options, termbase

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from glossary.compare import Facts, Node
    from glossary.harvest.context import Context
    from glossary.model import Mention, Termbase


class Built(NamedTuple):
    """A termbase and everything behind it."""

    termbase: Termbase
    evidence: tuple[dict[str, Any], ...]


def built(
    mentions: Sequence[Mention],
    digests: Mapping[str, str],
    context: Context,
    options: Options,
    *,
    suggest: bool = True,
    references: Sequence[Termbase] = (),
    traditional: bool = False,
    pinyin: bool = False,
) -> Built:
    """The termbase of `mentions`, whatever their order. `digests` are those of the documents, by id; `references`
    the user's own termbases that equivalents are suggested from, before the tables of the package."""
    ordered = sorted(mentions, key=lambda m: (m.document, m.start, -m.end, m.gloss_start or 0, m.rule))
    found = compare.names(ordered, context)
    result = grouped(ordered, found, context)
    base, nodes_of = termbase(result.groups, found, context, options)
    if suggest:
        base = with_suggestions(base, references)
    if traditional:
        base = with_traditional(base)
    if pinyin:
        base = with_pinyin(base)
    concept_of = {
        (m.document, m.start, m.end): concept
        for concept, nodes in nodes_of.items()
        for node in nodes
        for m in found[node].mentions
        if compare.term_key(m.term) == node.key
    }
    group_id = {node: concept for concept, nodes in nodes_of.items() for node in nodes}
    made = [(link, group_id.get(link.left, "")) for link in result.made]
    return Built(base, tuple(evidence_rows(ordered, concept_of, digests, made, result.refused, base)))


def grouped(mentions: Sequence[Mention], found: Mapping[Node, Facts], context: Context) -> Linked:
    """The names of a corpus grouped into concepts, with the links that did it."""
    def barred(a: Node, b: Node) -> bool:
        return compare.barred(a, b, found, context)

    def together(pairs: Collection[tuple[Node, Node]]) -> set[tuple[Node, Node]]:
        return {(a, b) for a, b in pairs if hear.together(found[a], found[b])}

    links = chain(
        compare.stated_links(mentions, found, context),
        compare.table_links(found, context),
        compare.head_links(found, context),
        compare.latin_links(found),
        compare.owner_links(found, context),
        compare.part_links(found, context),
        hear.sound_links(found, context, barred),
        hear.latin_sound_links(found, context),
        hear.bare_latin_links(found, context),
        located.place_links(found, context, barred, together),
    )
    threshold = context.rules["link.threshold"].value or 0.0
    first = linked(found, links, threshold=threshold, barred=barred)
    # Whose surname it is can be said only when spellings of one name are one: the second round.
    group_of = {node: n for n, group in enumerate(first.groups) for node in group}
    surnames = compare.surname_links(found, group_of)
    owners = compare.owner_links(found, context, first.groups)
    every = dict.fromkeys((*first.made, *first.refused, *surnames, *owners))
    return linked(found, every, threshold=threshold, barred=barred)
