"""The main job: mentions of a corpus in, a termbase and its evidence out.

The stages, each a function of what the one before it gave: count the names, group them, make the termbase, add what is
suggested. The mentions themselves are gone through a few times, never held: to see of which kind a name is, to count, to
see which names stand together, to write the evidence.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from glossary import bars, compare, hear, located, respelt
from glossary.decide.apply import applied
from glossary.decide.approved import approved
from glossary.decide.became import carried_over
from glossary.decide.identify import Past, continued, with_one_suggestion
from glossary.decide.links import NONE, Judged, barred_by, contradicted, decided_links, judged, marks_by
from glossary.decide.record import record_rows
from glossary.enrich import with_pinyin, with_suggestions, with_traditional
from glossary.evidence import mention_lines
from glossary.evidence import rows as evidence_rows
from glossary.facts import names
from glossary.gathered import by_id, gathered
from glossary.keys import Keys, Node, homonyms_of, keys_of
from glossary.link import Linked, linked
from glossary.shorts import short_links, spelling_links
from glossary.surnames import surname_links
from glossary.tables import rows_of
from glossary.tables.counts import TOGETHER, VOTES, owned, owners
from glossary.tables.counts import together as together_in
from glossary.termbase import Options, in_order, termbase
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import Any

    from glossary.compare import Facts
    from glossary.decide.acts import Act
    from glossary.gathered import Mentions
    from glossary.harvest.context import Context
    from glossary.model import Concept, Mention, Term, Termbase
    from glossary.respelt import Together
    from glossary.tables import Row, Table
    from glossary.workers import Crew

_NO_PAST = Past()


class Assembled(NamedTuple):
    """A termbase and what its evidence is made from: `made` is the termbase as the machine made it, `keys` what its
    keys are, `nodes` those behind each concept in the order of the concepts, `acts` what a person did.
    `approved` tells of a term whether a person had a hand in it; `told` is what a person should look at again."""

    termbase: Termbase
    made: Termbase
    keys: Keys
    nodes: Mapping[str, tuple[Node, ...]]
    links: Linked
    acts: tuple[Act, ...]
    approved: Callable[[Concept, Term], bool]
    told: tuple[str, ...] = ()


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
    """The termbase of mentions that are in memory, whatever their order, with its evidence. `digests` are those of the
    documents, by id; the rest is as for `assembled`."""
    corpus = gathered(mentions, digests, context)
    made = assembled(
        corpus, context, options, suggest=suggest, references=references, traditional=traditional, pinyin=pinyin, past=past
    )
    rows = [row for item in evidence(corpus, made) for row in rows_of(item)]
    return Built(made.termbase, tuple(rows), made.approved, made.told)


def assembled(
    corpus: Mentions,
    context: Context,
    options: Options,
    *,
    suggest: bool = True,
    references: Sequence[Termbase] = (),
    traditional: bool = False,
    pinyin: bool = False,
    past: Past = _NO_PAST,
    crew: Crew = ALONE,
) -> Assembled:
    """The termbase of a corpus. `references` are the user's own termbases that equivalents are suggested from, before
    the tables of the package; a `crew` of processes looks for these, hears places and compares names; `past` is what was
    there before and what a person did, which is kept."""
    keys, found = counted(corpus, context, options)
    links = grouped(found, context, lambda pairs: together(corpus, pairs), judged(past.acts), crew)
    base, nodes = termbase(links.groups, found, context, options)
    del found
    kept = continued(base.concepts, past)
    base = replace(base, concepts=kept.concepts)
    nodes = {kept.renamed[concept]: behind for concept, behind in nodes.items()}
    if suggest:
        base = with_suggestions(base, references, crew)
        base = replace(base, concepts=with_one_suggestion(base.concepts, past))
    if traditional:
        base = with_traditional(base)
    if pinyin:
        base = with_pinyin(base)
    acts = carried_over(past.acts, kept.became, kept.owned)
    done = applied(base.concepts, acts, past.concepts)
    concepts = in_order(done.concepts, [c.id for c in past.concepts]) if past.acts or past.concepts else done.concepts
    told = (*links.told, *kept.told, *done.told)
    return Assembled(
        replace(base, concepts=concepts), base, keys, nodes, links, acts, approved(acts, done.became), told
    )


def counted(corpus: Mentions, context: Context, options: Options) -> tuple[Keys, dict[Node, Facts]]:
    """What the keys of a corpus are, and its names with what the mentions say of them."""
    keys = keys_of(corpus.tables(VOTES))
    return keys, names(corpus.tables(), keys, context, options.max_sources)


def together(corpus: Mentions, pairs: Collection[tuple[Node, Node]]) -> set[tuple[Node, Node]]:
    """Those of some pairs of names of which both stand in one passage: there they are two."""
    partners: dict[str, dict[str, tuple[Node, Node]]] = {}
    for pair in pairs:
        partners.setdefault(pair[0].key, {})[pair[1].key] = pair
    found: set[tuple[Node, Node]] = set()
    if partners:
        wanted = partners.keys() | {other for others in partners.values() for other in others}
        for table in corpus.tables(TOGETHER):
            for keys in together_in(table, wanted):
                for key in keys:
                    others = partners.get(key, {})
                    found.update(others[other] for other in keys if other in others)
    return found


def grouped(
    found: Mapping[Node, Facts], context: Context, together: Together, said: Judged = NONE, crew: Crew = ALONE
) -> Linked:
    """The names of a corpus grouped into concepts, with the links that did it; what a person `said` comes first. Names
    are compared by their sound, and places heard, by the `crew`."""
    def machine(a: Node, b: Node) -> bool:
        return bars.barred(a, b, found, context)

    decided, told = decided_links(found, said)
    barred = barred_by(said, decided, machine)
    threshold = context.rules["link.threshold"].value or 0.0
    marks = marks_by(said, decided, lambda node: bars.marks(node, found, context))
    near = hear.near_latin(found, context, crew)
    links = chain(
        decided,
        compare.stated_links(found),
        spelling_links(found, context),
        compare.table_links(found, context),
        compare.head_links(found, context),
        compare.latin_links(found),
        compare.owner_links(found, context),
        compare.part_links(found, context),
        respelt.sound_links(found, context, barred, together, crew),
        respelt.called_links(found, context, barred),
        respelt.same_latin_links(found, context),
        hear.latin_sound_links(found, near, context),
        hear.bare_latin_links(found, near, context),
        located.place_links(found, context, barred, together, crew),
    )
    first = linked(found, links, threshold=threshold, barred=barred, marks=marks)
    # Whose surname or short form it is can be said only when spellings of one name are one: the second round.
    group_of = {node: n for n, group in enumerate(first.groups) for node in group}
    surnames = surname_links(found, group_of)
    short = short_links(found, group_of)
    owners = compare.owner_links(found, context, first.groups)
    every = dict.fromkeys((*first.made, *first.refused, *surnames, *short, *owners))
    last = linked(found, every, threshold=threshold, barred=barred, marks=marks)
    return last._replace(told=(*told, *contradicted(decided, last.refused, said, machine)))


def evidence(corpus: Mentions, made: Assembled) -> Iterator[Row | Table]:
    """The lines of the evidence, one after another; the mentions in tables."""
    yield from _with_concepts(corpus, made)
    concept_of = {node: concept for concept, nodes in made.nodes.items() for node in nodes}
    links = ((link, concept_of.get(link.left, "")) for link in made.links.made)
    yield from evidence_rows(links, made.links.refused, made.made)
    yield from record_rows(made.made.concepts, made.termbase.concepts, made.acts)


def _with_concepts(corpus: Mentions, made: Assembled) -> Iterator[Table]:
    """Every mention with the concept it belongs to; what stands on one place belongs to one concept, the last of those
    that its readings belong to."""
    number = {
        (node.key, node.sense): n
        for n, nodes in enumerate(made.nodes.values())
        for node in nodes
        if made.keys.holds(node)
    }
    homonyms, numbers, titles = homonyms_of(made.keys), owners(number), tuple(made.nodes)
    digests = corpus.digests
    for table in by_id(corpus):
        yield mention_lines(owned(table, homonyms, numbers, titles), digests)
