#!/usr/bin/env python3
"""Measures `check`: how many of the changes that are put into some texts it finds, and how often it is wrong.

    python scripts/measure_check.py INPUT… [--changes 200] [--seed 4 5 6] [--other INPUT…] [--show]

A termbase is built from INPUT as it is. Then names of persons and places in it are written otherwise, half of them
drawn as often as they stand, half drawn from all names alike:

    homophone   two fifths: any one character becomes another of the same syllable
    similar     a fifth: … of a syllable that sounds alike: the same final and an initial of one group, or the same
                initial and a final that begins alike (wider than what `check` itself takes for one another)
    interpunct  a tenth: an interpunct is dropped, put in or becomes another mark
    script      a tenth: the name in Traditional characters
    deprecated  a tenth: a form that differs in two characters, and that the termbase now marks as deprecated
    latin       a tenth: a form in other letters that the termbase now marks as deprecated

Characters are drawn from those that stand in forty names of the gazetteer or more. A change counts as found where a
finding other than `unknown` overlaps it, and as named where that finding belongs to the concept of the name that stood
there. Every finding that overlaps no change is a false alarm: those of severity warning and error are given as such,
those of severity info beside them. The texts stand against a termbase of themselves, so nothing in them is unknown.

--other are texts about other matters: there nearly every `near` is a false alarm. --show prints what was missed, what
was misnamed and every false alarm. Thresholds are set on seeds 1 to 3 and reported on seeds 4 to 6.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from glossary.build import built
from glossary.check import checker, findings
from glossary.corpus import context, document_mentions
from glossary.gazetteer import chinese_place_names
from glossary.model import Document, Term
from glossary.normalise import INTERPUNCTS, converted, has_han
from glossary.read import documents
from glossary.sound import pinyin
from glossary.termbase import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glossary.check import Checker, Finding
    from glossary.model import Concept, Mention, Termbase

# Initials that are heard alike. Wider than what `check` itself takes for one another.
GROUPS = ("b p", "d t", "g k h", "l r n", "z zh j", "c ch q", "s sh x", "f h w")
SHARES = (("homophone", 8), ("similar", 4), ("interpunct", 2), ("script", 2), ("deprecated", 2), ("latin", 2))
USUAL = 40  # a character stands in so many names of the gazetteer before it is put into a name
MARKS = ("", "", "", "-", "•", "．", " ", "‧")


class Change(NamedTuple):
    """One name written otherwise: where it stood, what it was and what it is now, and its concept."""

    start: int
    end: int
    kind: str
    was: str
    now: str
    concept: str


class Spelling(NamedTuple):
    """Characters that are usual in names, by syllable."""

    chars: Mapping[str, tuple[str, ...]]

    def other(self, char: str, kind: str, rng: random.Random) -> str:
        """Another character for `char`: of the same syllable, or of one that sounds alike; itself where there is none."""
        syllable = "".join(pinyin(char))
        wanted = [syllable] if kind == "homophone" else [s for s in self.chars if s != syllable and _alike(s, syllable)]
        found = [c for s in wanted for c in self.chars.get(s, ()) if c != char]
        return rng.choice(found) if found else char


def spelling() -> Spelling:
    """The characters that names of places are usually written with."""
    counts = Counter(char for name in chinese_place_names() for char in name if has_han(char))
    by_syllable: defaultdict[str, list[str]] = defaultdict(list)
    for char in sorted(char for char, count in counts.items() if count >= USUAL):
        by_syllable["".join(pinyin(char))].append(char)
    return Spelling({syllable: tuple(by_syllable[syllable]) for syllable in sorted(by_syllable)})


def changed(
    texts: Sequence[Document], found: Mapping[str, Sequence[Mention]], termbase: Termbase, count: int, seed: int
) -> tuple[list[Document], dict[str, list[Change]], Termbase]:
    """The texts with `count` names in them written otherwise, the changes by document, in the places where they stand
    now, and the termbase with the forms that it now calls deprecated."""
    rng = random.Random(seed)
    chars = spelling()
    concept_of = {term.text: c for c in termbase.concepts for term in c.terms if c.kind in ("person", "place")}
    places = defaultdict(list)
    for document in texts:
        for m in found[document.id]:
            if m.term in concept_of and m.surface == document.text[m.start : m.end] and m.surface.replace("\n", "") == m.surface:
                places[m.term].append((document.id, m))
    deprecated: dict[tuple[str, str], str] = {}
    chosen: defaultdict[str, list[Change]] = defaultdict(list)
    quota = {kind: count * share // sum(n for _, n in SHARES) for kind, share in SHARES}
    terms = sorted(places)
    often = [term for term in terms for _ in places[term]]
    for _ in range(200 * count):
        if not any(quota.values()):
            break
        kind = rng.choice([kind for kind, left in quota.items() if left])
        # Half of the changes go to the names as often as they stand, half to every name alike.
        term = rng.choice(terms) if rng.random() < 0.5 else rng.choice(often)
        where, m = rng.choice(places[term])
        now = _latin(concept_of[term], m, deprecated, rng) if kind == "latin" else _written(m, kind, chars, deprecated, rng)
        free = all(m.end <= c.start or c.end <= m.start for c in chosen[where])
        if free and now and now not in concept_of and now != m.surface:
            chosen[where].append(Change(m.start, m.end, kind, m.surface, now, concept_of[term].id))
            quota[kind] -= 1
    wrong: defaultdict[str, list[Term]] = defaultdict(list)
    for (was, _), now in sorted(deprecated.items()):
        wrong[concept_of[was].id].append(Term(now, "zh-Hans" if has_han(now) else "en", "variant", "deprecated"))
    concepts = tuple(replace(c, terms=(*c.terms, *wrong[c.id])) for c in termbase.concepts)
    done = [_applied(document, sorted(chosen[document.id])) for document in texts]
    return [d for d, _ in done], {d.id: changes for d, changes in done}, replace(termbase, concepts=concepts)


def _written(m: Mention, kind: str, chars: Spelling, deprecated: dict[tuple[str, str], str], rng: random.Random) -> str:
    """The name otherwise; empty where this kind of change cannot be made to it."""
    text = m.surface
    if kind == "script":
        return converted(text, "s2t")
    if kind == "interpunct":
        marks = [k for k, c in enumerate(text) if c in INTERPUNCTS]
        if not marks and len(text) > 3 and all(map(has_han, text)):
            at = rng.randrange(2, len(text) - 1)
            return f"{text[:at]}·{text[at:]}"
        if not marks:
            return ""
        at = rng.choice(marks)
        return text[:at].rstrip() + rng.choice(MARKS) + text[at + 1 :].lstrip()
    han = [k for k, char in enumerate(text) if has_han(char)]
    if len(han) < 2:
        return ""
    if kind == "deprecated":
        if (m.term, kind) not in deprecated:
            two = sorted(rng.sample(han, 2))
            form = m.term if len(m.term) == len(text) else ""
            for at in two:
                form = form and form[:at] + chars.other(form[at], "similar", rng) + form[at + 1 :]
            if not form or form == m.term:
                return ""
            deprecated[m.term, kind] = form
        return deprecated[m.term, kind]
    at = rng.choice(han)
    return text[:at] + chars.other(text[at], kind, rng) + text[at + 1 :]


def _latin(concept: Concept, m: Mention, deprecated: dict[tuple[str, str], str], rng: random.Random) -> str:
    """A form of the concept in other letters with one letter more or less; empty where it has no such form."""
    forms = [term.text for term in concept.terms if not has_han(term.text) and len(term.text) > 5]
    if not forms:
        return ""
    if (m.term, "latin") not in deprecated:
        form = forms[0]
        at = rng.randrange(2, len(form) - 1)
        deprecated[m.term, "latin"] = form[:at] + rng.choice(("", "h", "y")) + form[at + 1 :]
    return deprecated[m.term, "latin"]


def _applied(document: Document, changes: Sequence[Change]) -> tuple[Document, list[Change]]:
    pieces, last, shift, moved = [], 0, 0, []
    for change in changes:
        pieces += [document.text[last : change.start], change.now]
        last = change.end
        moved.append(change._replace(start=change.start + shift, end=change.start + shift + len(change.now)))
        shift += len(change.now) - (change.end - change.start)
    return replace(document, text="".join([*pieces, document.text[last:]])), moved


def _alike(a: str, b: str) -> bool:
    first, second = _cut(a), _cut(b)
    group = any(first[0] in g.split() and second[0] in g.split() for g in GROUPS)
    return (first[1] == second[1] and group) or (first[0] == second[0] and first[1][:1] == second[1][:1])


def _cut(syllable: str) -> tuple[str, str]:
    size = 2 if syllable[1:2] == "h" else 0 if syllable[:1] in "aeo" else 1
    return syllable[:size], syllable[size:]


class Figures(NamedTuple):
    """Shares of the changes that were found, and found with the right name, and false alarms in 1,000 characters:
    warnings and errors, and remarks. `tiers` says how many of each kind were found."""

    found: float
    named: float
    alarms: float
    remarks: float
    tiers: str

    def __str__(self) -> str:
        return (
            f"found {self.found:.3f} ({self.tiers}), named {self.named:.3f}; "
            f"false alarms per 1,000 characters {self.alarms:.2f} (and info {self.remarks:.2f})"
        )


def measured(
    texts: Sequence[Document], changes: Mapping[str, Sequence[Change]], against: Checker, show: bool = False
) -> Figures:
    """What a check finds of the changes in some texts."""
    found: Counter[str] = Counter()
    named: Counter[str] = Counter()
    total: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for document in texts:
        said = findings(document, against)
        for change in changes[document.id]:
            hits = [f for f in said if f.start < change.end and change.start < f.end and f.kind != "unknown"]
            right = any(change.concept == f.concept or (f.replacement and (change.was in f.replacement or f.replacement in change.was)) for f in hits)
            total[change.kind] += 1
            found[change.kind] += bool(hits)
            named[change.kind] += right
            if show and not right:
                print(f"{'missed' if not hits else 'misnamed'} {change.kind}: {change.was} → {change.now} {[f.message for f in hits]}")
        for f in said:
            if not any(f.start < c.end and c.start < f.end for c in changes[document.id]):
                false[f.severity] += 1
                if show:
                    print(f"false {_line(f)}")
    chars = sum(len(d.text) for d in texts)
    tiers = ", ".join(f"{kind} {found[kind]}/{total[kind]}" for kind, _ in SHARES if total[kind])
    alarms = 1000 * (false["warning"] + false["error"]) / chars
    every = max(1, sum(total.values()))
    return Figures(
        sum(found.values()) / every, sum(named.values()) / every, alarms, 1000 * false["info"] / chars, tiers
    )


def _line(f: Finding) -> str:
    return f"{f.document}:{f.line}:{f.column} {f.severity} {f.kind} {f.score or ''} {f.message}"


def read_all(inputs: Sequence[str]) -> list[Document]:
    """The documents among `inputs`."""
    return [d for d in documents(inputs) if isinstance(d, Document)]


def made(texts: Sequence[Document]) -> tuple[dict[str, tuple[Mention, ...]], Termbase]:
    """The mentions of some texts by document, and the termbase built from them."""
    found = {d.id: document_mentions(d) for d in texts}
    rows = [m for d in texts for m in found[d.id]]
    return found, built(rows, {d.id: d.digest for d in texts}, context(), Options()).termbase


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--seed", type=int, nargs="+", default=[4, 5, 6])
    parser.add_argument("--other", nargs="*", default=[])
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    texts = read_all(args.inputs)
    found, termbase = made(texts)
    plain = checker(termbase.concepts)
    print("unchanged:", measured(texts, {d.id: [] for d in texts}, plain, args.show))
    for seed in args.seed:
        new, changes, wrong = changed(texts, found, termbase, args.changes, seed)
        print(f"seed {seed}:", measured(new, changes, checker(wrong.concepts), args.show))
    if args.other:
        others = read_all(args.other)
        print("other texts:", measured(others, {d.id: [] for d in others}, plain, args.show))


if __name__ == "__main__":
    main()
