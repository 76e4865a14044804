"""What the mentions of a corpus say of its names, counted table by table: what is kept follows the number of distinct
names, never the length of the corpus. Places are kept up to a bound, by a choice that does not depend on the order in which
documents come; all of them are in the evidence.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from glossary.keys import homonyms_of, latin_node
from glossary.model import Source
from glossary.normalise import chinese_key, has_han
from glossary.senses import owner_of, split_title, term_key
from glossary.tables import counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.harvest.context import Context
    from glossary.keys import Keys, Node
    from glossary.model import Mention
    from glossary.tables import Table
    from glossary.tables.counts import Row

MOST_WHERE = 50  # places that a link names as its reasons; the mentions behind it are all in the evidence
MOST_NOTES = 3  # places named for each office that somebody held

_K = TypeVar("_K")
# Of two mentions the one with the lesser place counts as the first: document, start, end (longest first), gloss, rule.
Place = tuple[str, int, int, int, str]
# Most names have no notes and no other forms: they share this one, which stays empty.
_NONE: dict[Any, Any] = {}


class Quote(NamedTuple):
    """The sentence that a form first stands in, and where: the place, that of the other form (0 without one), the rule."""

    sentence: str
    row: Row
    gloss_start: int
    rule: str

    @property
    def first(self) -> Place:
        """Where the mention stands among all."""
        document, start, end, _, _ = self.row
        return (document, start, -end, self.gloss_start, self.rule)

    @property
    def source(self) -> Source:
        """The place."""
        document, start, end, passage, page = self.row
        return Source(document, passage, start, end, page)


@dataclass(slots=True)
class Use:
    """How one spelling is used: mentions, those outside longer names, those in documents of either script, whether as
    the symbol of a document; sorted, the first places in all and the first of each of the first documents."""

    count: int = 0
    alone: int = 0
    hans: int = 0
    hant: int = 0
    symbol: bool = False
    rows: tuple[Row, ...] = ()
    quote: Quote | None = None

    def add(self, count: int, alone: int, hant: int, *, symbol: bool) -> None:
        """Counts mentions in, `hant` of them in documents in Traditional characters."""
        self.count += count
        self.alone += alone
        self.hant += hant
        self.hans += count - hant
        self.symbol |= symbol

    def keep(self, rows: tuple[Row, ...], most: int) -> None:
        """Keeps those places, sorted, that are among the first `most`, or the first of one of the first `most`
        documents."""
        self.rows = rows if not self.rows and len(rows) <= most else first_rows({*self.rows, *rows}, most)


def first_rows(rows: Iterable[Row], most: int) -> tuple[Row, ...]:
    """Of some places, sorted, the first `most` and the first in each of the first `most` documents."""
    kept: list[Row] = []
    documents = 0
    before = ""
    for n, row in enumerate(sorted(rows)):
        new = not n or row[0] != before
        before = row[0]
        documents += new
        if n < most or (new and documents <= most):
            kept.append(row)
        elif documents > most:
            break
    return tuple(kept)


@dataclass(slots=True)
class Facts:
    """What the mentions of one node say together. `uses` are its spellings, `glosses` those that only stand as the other
    form of a name; `short` and `told` the other forms the texts give (with where that was first said), `stated` the
    places that state a link, by relation and key; `near` the full names that a surname stands in one document with;
    `shared` whether it is a short form that the corpus states for several names."""

    uses: dict[str, Use] = field(default_factory=dict)
    glosses: dict[str, Use] = field(default_factory=lambda: _NONE)
    offices: frozenset[tuple[str, str]] = frozenset()
    honorifics: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    latin: frozenset[str] = frozenset()
    notes: dict[str, list[str]] = field(default_factory=lambda: _NONE)
    short: dict[tuple[str, str], Place] = field(default_factory=lambda: _NONE)
    told: dict[tuple[str, str], Place] = field(default_factory=lambda: _NONE)
    stated: dict[tuple[str, str], list[str]] = field(default_factory=lambda: _NONE)
    score: float = 0.0
    own: bool = False
    shared: bool = False

    @property
    def count(self) -> int:
        """How often the name stands in any spelling."""
        return sum(use.count for uses in (self.uses, self.glosses) for use in uses.values())


def names(tables: Iterable[Table], keys: Keys, context: Context, most: int) -> dict[Node, Facts]:
    """The nodes of a corpus with their facts, in a fixed order. `keys` says what its keys are; `most` places are kept of
    each spelling."""
    found: defaultdict[Node, Facts] = defaultdict(Facts)
    homonyms = homonyms_of(keys)
    for table in tables:
        named = counts.named(table, homonyms)
        _count(found, named, keys, most)
        for (key, who), hant, m in counts.said(named):
            node = keys.node(key, who)
            _add_facts(found[node], m, context)
            if m.relation == "latin" and m.gloss:
                _add_gloss(found[latin_node(node.kind, key, m.gloss)], m, most, context, hant=hant)
    return {node: found[node] for node in sorted(found)}


def _count(found: defaultdict[Node, Facts], named: Table, keys: Keys, most: int) -> None:
    """Counts what needs no look at the single mention."""
    numbered = counts.numbered(named)
    for total in counts.totals(numbered, most):
        key, who = total.name
        node = keys.node(key, who)
        facts = found[node]
        facts.score = max(facts.score, total.score)
        facts.own |= total.own
        facts.shared = key in keys.shared
        if node.kind == "person":
            facts.states |= owner_of(who)
        use = facts.uses.get(total.term)
        if use is None:
            use = facts.uses[total.term] = Use()
        use.add(total.number, total.alone, total.hant, symbol=total.symbol)
        use.keep(total.rows, most)
    for (key, who), term, row, gloss_start, rule, sentence in counts.quotes(numbered):
        quote = Quote(sentence, row, gloss_start, rule)
        use = found[keys.node(key, who)].uses[term]
        if use.quote is None or quote.first < use.quote.first:
            use.quote = quote
    for (key, who), full in counts.bearers(named):
        found[keys.node(key, who)].near |= {full}


def place(m: Mention) -> Place:
    """Where a mention stands among all."""
    return (m.document, m.start, -m.end, m.gloss_start or 0, m.rule)


def _add_gloss(facts: Facts, m: Mention, most: int, context: Context, *, hant: bool) -> None:
    """Counts the Latin form beside a mention in."""
    form = m.gloss or ""
    use = facts.glosses.get(form)
    if use is None:
        use = Use()
        facts.glosses = {**facts.glosses, form: use}
    use.add(1, 0, int(hant), symbol=m.rule == "document.symbol")
    use.keep(((m.document, m.gloss_start or 0, m.gloss_end or 0, m.passage, m.page),), most)
    _add_said(facts, m, context)


def _add_facts(facts: Facts, m: Mention, context: Context) -> None:
    _add_said(facts, m, context)
    if m.gloss and m.relation in {"latin", "abbreviation", "alias"}:
        facts.stated = _with(facts.stated, (m.relation, term_key(m.gloss)), f"{m.document}#{m.passage}", MOST_WHERE)
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
        facts.notes = _with(facts.notes, m.title, f"{m.document}#{m.passage}", MOST_NOTES)
    if not m.gloss or m.relation not in {"latin", "abbreviation", "alias"}:
        return
    if m.relation == "latin":
        facts.latin |= {m.gloss}
    else:
        facts.told = _earlier(facts.told, (m.gloss, m.relation), place(m))
        if m.relation == "abbreviation" and has_han(m.gloss):
            facts.short = _earlier(facts.short, (m.term, m.gloss), place(m))


def _with(kept: dict[_K, list[str]], key: _K, value: str, most: int) -> dict[_K, list[str]]:
    """The dictionary with one value more for a key, of which the first `most` distinct ones are kept, sorted."""
    held = {} if kept is _NONE else kept
    _least(held.setdefault(key, []), value, most)
    return held


def _earlier(kept: dict[_K, Place], key: _K, at: Place) -> dict[_K, Place]:
    """The dictionary with the earlier of two places of a key."""
    held = {} if kept is _NONE else kept
    held[key] = min(at, held.get(key, at))
    return held


def _least(kept: list[str], value: str, most: int) -> None:
    """Keeps the first `most` distinct values, sorted."""
    if (len(kept) < most or value < kept[-1]) and value not in kept:
        insort(kept, value)
        del kept[most:]
