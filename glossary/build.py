"""The main job: mentions of a corpus in, a termbase and its evidence out."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from glossary import compare, hear
from glossary.decide.apply import applied
from glossary.decide.approved import approved
from glossary.decide.became import carried_over
from glossary.decide.identify import Past, continued, with_one_suggestion
from glossary.decide.links import NONE, Judged, barred_by, contradicted, decided_links, judged
from glossary.decide.record import record_rows
from glossary.enrich import with_pinyin, with_suggestions, with_traditional
from glossary.evidence import rows as evidence_rows
from glossary.link import Linked, linked
from glossary.termbase import Options, in_order, termbase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from glossary.compare import Facts, Node
    from glossary.harvest.context import Context
    from glossary.model import Concept, Mention, Term, Termbase

_NO_PAST = Past()


class Built(NamedTuple):
    """A termbase and everything behind it. `approved` tells of a term whether a person had a hand in it; `told` is what a
    person should look at again, decisions that wait or go against the texts among it."""

    termbase: Termbase
    evidence: tuple[dict[str, Any], ...]
    approved: Callable[[Concept, Term], bool]
    told: tuple[str, ...] = ()


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
    past: Past = _NO_PAST,
) -> Built:
    """The termbase of `mentions`, whatever their order. `digests` are those of the documents, by id; `references`
    the user's own termbases that equivalents are suggested from, before the tables of the package; `past` what was
    there before and what a person did, which is kept."""
    ordered = sorted(mentions, key=lambda m: (m.document, m.start, -m.end, m.gloss_start or 0, m.rule))
    said = judged(past.acts)
    found = compare.names(ordered, context)
    result = grouped(ordered, found, context, said)
    base, nodes_of = termbase(result.groups, found, context, options)
    kept = continued(base.concepts, past)
    base = replace(base, concepts=kept.concepts)
    nodes_of = {kept.renamed[concept]: nodes for concept, nodes in nodes_of.items()}
    if suggest:
        base = with_suggestions(base, references)
        base = replace(base, concepts=with_one_suggestion(base.concepts, past))
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
    acts = carried_over(past.acts, kept.became, kept.owned)
    done = applied(base.concepts, acts, past.concepts)
    concepts = in_order(done.concepts, [c.id for c in past.concepts]) if past.acts or past.concepts else done.concepts
    record = record_rows(base.concepts, concepts, acts)
    evidence = (*evidence_rows(ordered, concept_of, digests, made, result.refused, base), *record)
    return Built(replace(base, concepts=concepts), evidence, approved(acts, done.became), (*result.told, *kept.told, *done.told))


def grouped(
    mentions: Sequence[Mention], found: Mapping[Node, Facts], context: Context, said: Judged = NONE
) -> Linked:
    """The names of a corpus grouped into concepts, with the links that did it; what a person `said` comes first."""
    def machine(a: Node, b: Node) -> bool:
        return compare.barred(a, b, found, context)

    decided, told = decided_links(found, said)
    barred = barred_by(said, decided, machine)
    links = chain(
        decided,
        compare.stated_links(mentions, found, context),
        compare.table_links(found, context),
        compare.head_links(found, context),
        compare.latin_links(found),
        compare.owner_links(found, context),
        compare.part_links(found, context),
        hear.sound_links(found, context, barred),
        hear.latin_sound_links(found, context),
    )
    threshold = context.rules["link.threshold"].value or 0.0
    first = linked(found, links, threshold=threshold, barred=barred)
    # Whose surname it is can be said only when spellings of one name are one: the second round.
    group_of = {node: n for n, group in enumerate(first.groups) for node in group}
    surnames = compare.surname_links(found, group_of)
    owners = compare.owner_links(found, context, first.groups)
    every = dict.fromkeys((*first.made, *first.refused, *surnames, *owners))
    last = linked(found, every, threshold=threshold, barred=barred)
    return last._replace(told=(*told, *contradicted(decided, last.refused, said, machine)))
