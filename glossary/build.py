"""The main job: mentions of a corpus in, a termbase and its evidence out.

The stages, each a function of what the one before it gave: count the names, group them, make the termbase, add what is
suggested. The mentions themselves are gone through three times, never held: to count them, to see which names stand
together, to write the evidence.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from glossary import compare, hear
from glossary.enrich import with_pinyin, with_suggestions, with_traditional
from glossary.evidence import rows as evidence_rows
from glossary.facts import Count, Node, add_document, names, node_of, senses, term_key
from glossary.gathered import gathered
from glossary.link import Linked, linked
from glossary.termbase import Options, termbase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from glossary.compare import Facts, Link
    from glossary.gathered import Mentions
    from glossary.harvest.context import Context
    from glossary.hear import Together
    from glossary.model import Kind, Mention, Termbase


class Assembled(NamedTuple):
    """A termbase and what its evidence is made from: the kind of each key, the nodes behind each concept in the order of
    the concepts, and the links."""

    termbase: Termbase
    kinds: Mapping[str, Kind]
    nodes: Mapping[str, tuple[Node, ...]]
    links: Linked


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
    """The termbase of mentions that are in memory, whatever their order, with its evidence. `digests` are those of the
    documents, by id; `references` the user's own termbases that equivalents are suggested from, before the tables of the
    package."""
    corpus = gathered(mentions, digests)
    made = assembled(
        corpus, context, options, suggest=suggest, references=references, traditional=traditional, pinyin=pinyin
    )
    return Built(made.termbase, tuple(evidence(corpus, made, context)))


def assembled(
    corpus: Mentions,
    context: Context,
    options: Options,
    *,
    suggest: bool = True,
    references: Sequence[Termbase] = (),
    traditional: bool = False,
    pinyin: bool = False,
    workers: int = 1,
) -> Assembled:
    """The termbase of a corpus, as `built` makes it, without its evidence. Suggestions are looked for in `workers`
    processes."""
    count = counted(corpus.documents(), context, options)
    kinds = count.kinds()
    found = names(count)
    del count
    links = grouped(found, context, lambda pairs: together(corpus, pairs))
    base, nodes = termbase(links.groups, found, context, options)
    if suggest:
        base = with_suggestions(base, references, workers=workers)
    if traditional:
        base = with_traditional(base)
    if pinyin:
        base = with_pinyin(base)
    return Assembled(base, kinds, nodes, links)


def counted(documents: Iterable[Sequence[Mention]], context: Context, options: Options) -> Count:
    """What the mentions say, counted document by document."""
    count = Count(options.max_sources)
    for mentions in documents:
        add_document(count, mentions, context)
    return count


def together(corpus: Mentions, pairs: Collection[tuple[Node, Node]]) -> set[tuple[Node, Node]]:
    """Those of some pairs of names of which both stand in one passage: there they are two."""
    partners: dict[str, dict[str, tuple[Node, Node]]] = {}
    for pair in pairs:
        partners.setdefault(pair[0].key, {})[pair[1].key] = pair
    found: set[tuple[Node, Node]] = set()
    if partners:
        for terms in corpus.passages():
            keys = {term_key(term) for term in terms}
            for key in keys & partners.keys():
                found.update(partners[key][other] for other in keys & partners[key].keys())
    return found


def grouped(found: Mapping[Node, Facts], context: Context, together: Together) -> Linked:
    """The names of a corpus grouped into concepts, with the links that did it."""
    def barred(a: Node, b: Node) -> bool:
        return compare.barred(a, b, found, context)

    links = chain(
        compare.stated_links(found),
        compare.table_links(found, context),
        compare.head_links(found, context),
        compare.latin_links(found),
        compare.owner_links(found, context),
        compare.part_links(found, context),
        hear.sound_links(found, context, barred, together),
        hear.latin_sound_links(found, context),
    )
    threshold = context.rules["link.threshold"].value or 0.0
    first = linked(found, links, threshold=threshold, barred=barred)
    # Whose surname it is can be said only when spellings of one name are one: the second round.
    group_of = {node: n for n, group in enumerate(first.groups) for node in group}
    surnames = compare.surname_links(found, group_of)
    owners = compare.owner_links(found, context, first.groups)
    every = dict.fromkeys((*first.made, *first.refused, *surnames, *owners))
    return linked(found, every, threshold=threshold, barred=barred)


def evidence(corpus: Mentions, made: Assembled, context: Context) -> Iterator[dict[str, Any]]:
    """The lines of the evidence, one after another."""
    concept_of = {node: concept for concept, nodes in made.nodes.items() for node in nodes}
    links: list[tuple[Link, str]] = [(link, concept_of.get(link.left, "")) for link in made.links.made]
    mentions = _with_concepts(corpus, made, concept_of, context)
    yield from evidence_rows(mentions, corpus.digests, links, made.links.refused, made.termbase)


def _with_concepts(
    corpus: Mentions, made: Assembled, concept_of: Mapping[Node, str], context: Context
) -> Iterator[tuple[Mention, str]]:
    """Every mention with the concept it belongs to; what stands on one place belongs to one concept, the last of those
    that its readings belong to."""
    order = {concept: n for n, concept in enumerate(made.nodes)}
    order[""] = -1
    for mentions in corpus.documents():
        at: dict[tuple[int, int], str] = {}
        for m, (key, sense) in zip(mentions, senses(mentions, context), strict=True):
            concept = concept_of.get(node_of(key, sense, made.kinds), "")
            at[m.start, m.end] = max(at.get((m.start, m.end), ""), concept, key=order.__getitem__)
        yield from ((m, at[m.start, m.end]) for m in mentions)
