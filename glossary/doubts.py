"""What a person should look at: the questions that a termbase leaves open, most doubtful first.

A question is about a pair of forms or about an entry. The doubt of each comes from reasons that the termbase states itself
(suggested, mentioned once, no Latin form) and, where its evidence is there, from scores, links and kinds.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from glossary.compare import term_key
from glossary.model import Term
from glossary.normalise import has_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.model import Concept, Termbase

Ask = Literal["latin", "same", "entry"]
_WEAK = 0.75
_DIVIDED = 0.8


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the review list.

    `ask`: whether `other` is the right Latin form of `form` (`latin`), whether the two are names of one thing (`same`),
    or whether `form` is an entry, of this kind and with these forms (`entry`, `other` empty). `doubt` is 0 to 1; `reasons`
    are empty where nothing speaks against it. `mentions` counts those of the form asked about, or else of its concept.
    """

    ask: Ask
    concept: str
    kind: str
    form: str
    lang: str
    other: str = ""
    other_lang: str = ""
    doubt: float = 0.0
    reasons: tuple[str, ...] = ()
    mentions: int = 0
    sentence: str = ""
    places: tuple[str, ...] = ()
    suggested: bool = False


def questions(termbase: Termbase, evidence: Iterable[Mapping[str, Any]] = ()) -> tuple[Question, ...]:
    """The questions of a termbase, each concept in one at least: by doubt, to a tenth, then by mentions, then by form.

    A concept is asked about as an entry where something speaks against it, or where it has nothing else to ask.
    """
    seen = _Evidence(evidence)
    found = [question for concept in termbase.concepts if concept.terms for question in _of(concept, seen)]
    return tuple(sorted(found, key=_order))


def _order(question: Question) -> tuple[float, int, str, str, str, str, str, str]:
    q = question
    return -round(q.doubt, 1), -q.mentions, q.form, q.lang, q.ask, q.other, q.other_lang, q.concept


class _Evidence:
    """The rows of an evidence file by the concept they belong to."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.mentions: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self.links: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self.refused: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            if row["row"] == "mention":
                self.mentions[row["concept"]].append(row)
            elif row["row"] == "link" and row["made"]:
                self.links[row["concept"]].append(row)
            elif row["row"] == "link":
                self.refused[_key(row["term"])].append(row)


def _of(concept: Concept, seen: _Evidence) -> Iterator[Question]:
    head = next((term for term in concept.terms if has_han(term.text)), concept.terms[0])
    mentions = seen.mentions.get(concept.id, [])
    latin = [term for term in concept.terms if not has_han(term.text) and term is not head]
    some = False
    for term in latin:
        some = True
        yield _question("latin", concept, head, term, _latin_reasons(term, latin, mentions), mentions)
    for link, made in [(link, True) for link in seen.links.get(concept.id, [])] + [
        (link, False) for link in seen.refused.get(term_key(head.text), [])
    ]:
        for left, right in _forms_of(link, concept, made):
            some = True
            yield _question("same", concept, left, right, [_link_reason(link, made)], mentions)
    reasons = _entry_reasons(concept, head, latin, mentions)
    if reasons or not some:
        yield _question("entry", concept, head, None, reasons, mentions)


def _question(
    ask: Ask, concept: Concept, form: Term, other: Term | None, reasons: Sequence[tuple[str, float]],
    mentions: Sequence[Mapping[str, Any]],
) -> Question:  # fmt: skip
    doubt = 1.0
    for _, weight in reasons:
        doubt *= 1 - min(max(weight, 0.0), 1.0)
    about = [term for term in (other, form) if term]
    sentence = next((term.context for term in about if term.context), "") or _sentence(about, mentions)
    places = [f"{s.document}#{s.passage}" if s.passage else s.document for term in about for s in term.sources]
    counted = [term.count for term in about if term.count] or [term.count or 0 for term in concept.terms]
    return Question(
        ask, concept.id, concept.kind or "", form.text, form.lang, other.text if other else "", other.lang if other else "",
        round(1 - doubt, 3), tuple(text for text, _ in reasons), sum(counted) if not other else counted[0], sentence,
        tuple(dict.fromkeys(places)), bool(other and other.suggested),
    )  # fmt: skip


def _latin_reasons(
    term: Term, latin: Sequence[Term], mentions: Sequence[Mapping[str, Any]]
) -> list[tuple[str, float]]:
    reasons = []
    if term.suggested:
        how, _, origin = term.origin.partition(": ")
        name = f"suggested-by-{how}" if how in ("sound", "rule") else "suggested"
        reasons.append(_reason(name, term.score, origin=origin or term.origin or "an unnamed source"))
    else:
        reasons += _weak(m for m in mentions if term.text in (m["gloss"], m["term"]))
    if term.lang == "und-Latn":
        reasons.append(_reason("unknown-language"))
    if len(latin) > 1:
        reasons.append(_reason("several-latin", number=len(latin)))
    return reasons


def _entry_reasons(
    concept: Concept, head: Term, latin: Sequence[Term], mentions: Sequence[Mapping[str, Any]]
) -> list[tuple[str, float]]:
    reasons = _weak(mentions)
    kinds = Counter(m["kind"] for m in mentions)
    share = max(kinds.values(), default=0) / (kinds.total() or 1)
    if len(kinds) > 1 and share < _DIVIDED:
        shown = ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items(), key=lambda row: (-row[1], row[0])))
        reasons.append(_reason("several-kinds", share, kinds=shown))
    if not latin and has_han(head.text):
        reasons.append(_reason("no-latin"))
    # A document symbol stands once in a list of sources, and is right.
    if head.lang != "und" and sum(term.count or 0 for term in concept.terms) == 1:
        reasons.append(_reason("single-mention"))
    return reasons


def _weak(mentions: Iterable[Mapping[str, Any]]) -> list[tuple[str, float]]:
    """The reason that even the best of these mentions is weak, if it is."""
    best = max(mentions, key=lambda m: (m["score"], m["rule"]), default=None)
    return [_reason("low-score", best["score"], origin=best["rule"])] if best and best["score"] < _WEAK else []


def _link_reason(link: Mapping[str, Any], made: bool) -> tuple[str, float]:
    reason = str(link["reason"])
    if not made:
        return _reason("kept-apart", link["score"], origin=reason)
    return _reason("joined-by-sound" if reason.startswith("sound") else "joined", link["score"], origin=reason)


def _forms_of(link: Mapping[str, Any], concept: Concept, made: bool) -> list[tuple[Term, Term]]:
    """The forms that a link joins, where a person can say anything of it: two forms of the concept that are not one
    stated by the text, or by a table; or the head and the form it was kept apart from."""
    reason = str(link["reason"])
    if not made:
        other = str(link["other"]).partition(" [")[0]
        return [(t, Term(other, t.lang)) for t in concept.terms[:1] if term_key(t.text) == _key(link["term"]) != term_key(other)]
    if reason.startswith(("stated", "table", "head", "latin")):
        return []
    left = next((t for t in concept.terms if term_key(t.text) == _key(link["term"])), None)
    right = next((t for t in concept.terms if term_key(t.text) == _key(link["other"])), None)
    # A Latin form is asked about as such.
    if left is None or right is None or left == right or not (has_han(left.text) and has_han(right.text)):
        return []
    return [(left, right)]


def _key(shown: str) -> str:
    """The key of a name as links show it: without the sense in brackets."""
    return term_key(str(shown).partition(" [")[0])


def _sentence(about: Sequence[Term], mentions: Sequence[Mapping[str, Any]]) -> str:
    return next((m["sentence"] for term in about for m in mentions if m["sentence"] and term.text in (m["term"], m["gloss"])), "")


def _reason(name: str, score: float | None = None, **said: object) -> tuple[str, float]:
    """What a reason says, and its weight."""
    row = _table()[name]
    gap = (1 - (0.5 if score is None else score)) if row.get("gap") else 0.0
    shown = "unknown" if score is None else f"{score:.2f}"
    return str(row["text"]).format(score=shown, **said), float(row["weight"]) + gap


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("glossary") / "data" / "review.toml").read_text("utf-8"))
