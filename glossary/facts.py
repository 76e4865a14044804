"""What the mentions of a corpus say of its names, counted document by document: what is kept follows the number of
distinct names, never the length of the corpus.

A node is a name of one kind; a person's surname alone is a node for each office or state it stands with, since a
surname alone is no identity. Places are kept up to a bound, by a choice that does not depend on the order in which
documents come; all of them are in the evidence.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest.resolve import leading_kind
from glossary.model import Source
from glossary.normalise import chinese_key, has_han, latin_key, script, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Kind, Mention

MOST_WHERE = 50  # places that a link names as its reasons; the mentions behind it are all in the evidence
MOST_NOTES = 3  # places named for each office that somebody held

# Of two mentions the one with the lesser place counts as the first: document, start, end (longest first), gloss, rule.
Place = tuple[str, int, int, int, str]
_Row = tuple[str, int, int, str, "int | None"]


class Node(NamedTuple):
    """A name: its kind, the key it is compared by, and for a surname alone what tells its bearer."""

    kind: Kind
    key: str
    sense: str = ""


class Quote(NamedTuple):
    """The sentence that a form first stands in, and where."""

    first: Place
    sentence: str
    source: Source


@dataclass(slots=True)
class Use:
    """How one spelling is used: mentions, those outside longer names, those in documents of either script, whether as
    the symbol of a document; the first places in all, and the first of each of the first documents."""

    count: int = 0
    alone: int = 0
    hans: int = 0
    hant: int = 0
    symbol: bool = False
    rows: list[_Row] = field(default_factory=list)
    firsts: dict[str, _Row] = field(default_factory=dict)
    quote: Quote | None = None

    def add(self, other: Use, most: int) -> None:
        """Counts the uses of `other` in."""
        self.count += other.count
        self.alone += other.alone
        self.hans += other.hans
        self.hant += other.hant
        self.symbol |= other.symbol
        for row in (*other.rows, *other.firsts.values()):
            self.keep(row, most)
        if other.quote and (self.quote is None or other.quote.first < self.quote.first):
            self.quote = other.quote

    def keep(self, row: _Row, most: int) -> None:
        """Keeps a place if it is among the first `most`, or the first of one of the first `most` documents."""
        document = row[0]
        known = self.firsts.get(document)
        if known is None:
            if len(self.firsts) >= most and most and document < (last := max(self.firsts)):
                del self.firsts[last]
            if len(self.firsts) < most:
                self.firsts[document] = row
        elif row < known:
            self.firsts[document] = row
        if len(self.rows) < most:
            if row not in self.rows:
                insort(self.rows, row)
        elif self.rows and row < self.rows[-1] and row not in self.rows:
            insort(self.rows, row)
            self.rows.pop()


@dataclass(slots=True)
class Facts:
    """What the mentions of one node say together. `uses` are its spellings, `glosses` those that only stand as the other
    form of a name; `short` and `told` the other forms the texts give (with where that was first said), `stated` the
    places that state a link, by relation and key; `near` the full names that a surname stands in one document with."""

    uses: dict[str, Use] = field(default_factory=dict)
    glosses: dict[str, Use] = field(default_factory=dict)
    offices: frozenset[tuple[str, str]] = frozenset()
    honorifics: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    latin: frozenset[str] = frozenset()
    notes: dict[str, list[str]] = field(default_factory=dict)
    short: dict[tuple[str, str], Place] = field(default_factory=dict)
    told: dict[tuple[str, str], Place] = field(default_factory=dict)
    stated: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    score: float = 0.0
    own: bool = False

    @property
    def spellings(self) -> Counter[str]:
        """How often each spelling stands."""
        found = Counter({text: use.count for text, use in self.uses.items()})
        found.update({text: use.count for text, use in self.glosses.items()})
        return found

    @property
    def alone(self) -> Counter[str]:
        """How often each spelling stands outside longer names; those that never do are not listed."""
        found = Counter({text: use.alone for text, use in self.uses.items() if use.alone})
        found.update({text: use.count for text, use in self.glosses.items()})
        return found

    def add(self, other: Facts, most: int) -> None:
        """Counts the facts of `other` in."""
        for mine, theirs in ((self.uses, other.uses), (self.glosses, other.glosses)):
            for text, use in theirs.items():
                mine.setdefault(text, Use()).add(use, most)
        self.offices |= other.offices
        self.honorifics |= other.honorifics
        self.states |= other.states
        self.near |= other.near
        self.latin |= other.latin
        for title, where in other.notes.items():
            for passage in where:
                _least(self.notes.setdefault(title, []), passage, MOST_NOTES)
        for firsts, more in ((self.short, other.short), (self.told, other.told)):
            for pair, first in more.items():
                firsts[pair] = min(first, firsts.get(pair, first))
        for pair, where in other.stated.items():
            for passage in where:
                _least(self.stated.setdefault(pair, []), passage, MOST_WHERE)
        self.score = max(self.score, other.score)
        self.own |= other.own


@dataclass(slots=True)
class Count:
    """The mentions counted so far: votes on the kind of each key, facts by key and sense, and those of Latin forms by
    their key and that of the name they stand for. `most` places are kept of each spelling."""

    most: int = 5
    votes: defaultdict[str, Counter[Kind]] = field(default_factory=lambda: defaultdict(Counter))
    facts: dict[tuple[str, str], Facts] = field(default_factory=dict)
    glosses: dict[tuple[str, str], Facts] = field(default_factory=dict)

    def kinds(self) -> dict[str, Kind]:
        """The kind of each key: the one with the most score behind it."""
        return {key: leading_kind(counts) for key, counts in self.votes.items()}


def names(count: Count) -> dict[Node, Facts]:
    """The nodes of a corpus with their facts, in a fixed order."""
    kinds = count.kinds()
    found: dict[Node, Facts] = {}
    for (key, sense), facts in count.facts.items():
        _join(found, node_of(key, sense, kinds), facts, count.most)
    for (key, owner), facts in count.glosses.items():
        _join(found, Node(kinds[owner], key), facts, count.most)
    return {node: found[node] for node in sorted(found)}


def node_of(key: str, sense: str, kinds: Mapping[str, Kind]) -> Node:
    """The node of a name by what `senses` says of it; only a person's surname has a sense."""
    kind = kinds[key]
    return Node(kind, key, sense if kind == "person" else "")


def _join(found: dict[Node, Facts], node: Node, facts: Facts, most: int) -> None:
    if node in found:
        both = Facts()  # neither is altered: a count may go on
        both.add(found[node], most)
        both.add(facts, most)
        facts = both
    found[node] = facts


def add_document(count: Count, mentions: Iterable[Mention], context: Context) -> None:
    """Counts the mentions of one document in; all of them must come together."""
    rows = sorted(mentions, key=place)
    keyed = senses(rows, context)
    hant = _is_traditional(rows, keyed)
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for key, _ in keyed:
        if "·" in key:
            bearers[key.rsplit("·", 1)[1]].add(key)
    for m, (key, sense) in zip(rows, keyed, strict=True):
        count.votes[key][m.kind] += round(1000 * m.score)
        facts = count.facts.get((key, sense))
        if facts is None:
            facts = count.facts[key, sense] = Facts()
        use = facts.uses.get(m.term)
        if use is None:
            use = facts.uses[m.term] = Use()
        use.alone += m.inside is None
        _add_use(use, m, (m.document, m.start, m.end, m.passage, m.page), count.most, hant=hant)
        if m.sentence and (use.quote is None or place(m) < use.quote.first):
            use.quote = Quote(place(m), m.sentence, Source(m.document, m.passage, m.start, m.end, m.page))
        _add_facts(facts, m, context)
        if sense:
            facts.near |= bearers.get(key, set())
        if m.relation == "latin" and m.gloss:
            gloss = count.glosses.setdefault((latin_key(m.gloss), key), Facts())
            use = gloss.glosses.setdefault(m.gloss, Use())
            _add_use(use, m, (m.document, m.gloss_start or 0, m.gloss_end or 0, m.passage, m.page), count.most, hant=hant)
            _add_said(gloss, m, context)


def senses(rows: Sequence[Mention], context: Context) -> list[tuple[str, str]]:
    """The key of each mention of one document, and what tells the bearer where it is a surname alone: the office, else
    the state of a speaker, else the document. A bare use of a surname that stands in the document with one office or
    state only is the same person's."""
    keyed = [(term_key(m.term), _sense(m, context)) for m in rows]
    told: defaultdict[str, set[str]] = defaultdict(set)
    for m, (key, sense) in zip(rows, keyed, strict=True):
        if m.kind == "person" and sense and sense != m.document:
            told[key].add(sense)
    one = {key: next(iter(found)) for key, found in told.items() if len(found) == 1}
    return [
        (key, one.get(key, sense) if sense == m.document else sense) for m, (key, sense) in zip(rows, keyed, strict=True)
    ]


def place(m: Mention) -> Place:
    """Where a mention stands among all."""
    return (m.document, m.start, -m.end, m.gloss_start or 0, m.rule)


@lru_cache(maxsize=1 << 16)
def term_key(term: str) -> str:
    """The key of a form in either script."""
    return chinese_key(term) if has_han(term) else latin_key(term) or term


def _add_use(use: Use, m: Mention, row: _Row, most: int, *, hant: bool) -> None:
    use.count += 1
    use.hant += hant
    use.hans += not hant
    use.symbol |= m.rule == "document.symbol"
    use.keep(row, most)


def _add_facts(facts: Facts, m: Mention, context: Context) -> None:
    _add_said(facts, m, context)
    if m.gloss and m.relation in {"latin", "abbreviation", "alias"}:
        _least(facts.stated.setdefault((m.relation, term_key(m.gloss)), []), f"{m.document}#{m.passage}", MOST_WHERE)
    if m.kind == "person" and m.title:
        office, state = split_title(m.title, context)
        if office:
            facts.offices |= {(office, m.title)}
        else:
            facts.honorifics |= {m.title}
        if state:
            facts.states |= {state}
    if m.relation == "country" and m.gloss:
        name = chinese_key(m.gloss)
        facts.states |= {context.states.get(name, name.removesuffix("共和国"))}


def _add_said(facts: Facts, m: Mention, context: Context) -> None:
    """What a mention says of its name whichever of its forms is asked for."""
    facts.score = max(facts.score, m.score)
    facts.own |= m.rule == "body.inner"
    if m.kind == "person" and m.title and split_title(m.title, context)[0]:
        _least(facts.notes.setdefault(m.title, []), f"{m.document}#{m.passage}", MOST_NOTES)
    if not m.gloss or m.relation not in {"latin", "abbreviation", "alias"}:
        return
    if m.relation == "latin":
        facts.latin |= {m.gloss}
    else:
        facts.told[m.gloss, m.relation] = min(place(m), facts.told.get((m.gloss, m.relation), place(m)))
        if m.relation == "abbreviation" and has_han(m.gloss):
            facts.short[m.term, m.gloss] = min(place(m), facts.short.get((m.term, m.gloss), place(m)))


def _least(kept: list[str], value: str, most: int) -> None:
    """Keeps the first `most` distinct values, sorted."""
    if (len(kept) < most or value < kept[-1]) and value not in kept:
        insort(kept, value)
        del kept[most:]


def _is_traditional(rows: Sequence[Mention], keyed: Sequence[tuple[str, str]]) -> bool:
    """Whether a document is in Traditional characters, by the forms in it that only one script writes so."""
    votes = Counter(_script(term) for term, _ in sorted({(m.term, node) for m, node in zip(rows, keyed, strict=True)}))
    return votes["Hant"] > votes["Hans"]


@lru_cache(maxsize=1 << 16)
def _script(term: str) -> str | None:
    return script(term) if has_han(term) else None


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


@lru_cache(maxsize=1 << 14)
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
