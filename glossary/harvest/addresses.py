"""Latin names in the addresses of pages: …/item/2014/08/11/President-Serzh-Sargsyan-interview.

An address is made of the words of any language, so a word of it is a name only where it sounds like one that the
document writes in Chinese characters, and like one only. Everything else yields nothing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.gazetteer import capitals
from glossary.harvest.heads import place_head
from glossary.model import Find, Span
from glossary.normalise import has_han, latin_key
from glossary.sound import least_heard_part, least_variant_part, likeness, variant_likeness
from glossary.sound.hear import pair_evidence, pair_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from glossary.harvest.context import Context
    from glossary.model import Kind, Passage
    from glossary.rules import Rules

RULE = "address.name"
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_WORD = re.compile(r"[A-Za-z]+")
_JOINTS = frozenset({"-", "_", "+", "%20"})
_SHORTEST = 5  # letters of a word that is a name by itself: Ganja
_MOST_PARTS = 4


class Name(NamedTuple):
    """A name in Chinese characters that a word of an address may stand for; `bearer` is the whole name whose part it
    is."""

    han: str
    kind: Kind
    bearer: str

    @property
    def parts(self) -> int:
        """How many words render it."""
        return self.han.count("·") + 1


class Known(NamedTuple):
    """Names, and for each what it says of pairs of letters, as `pair_rows` gives it."""

    names: tuple[Name, ...]
    ratios: Any


def address_uses(passage: Passage, names: Callable[[int], Known], context: Context) -> Iterator[Find]:
    """The names of a document in the addresses that a passage gives. `names` gives those of so many parts; it is asked
    only for as many as an address has words in a row."""
    for match in _ADDRESS.finditer(passage.text):
        path = passage.text.find("/", match.start() + match.group().find("//") + 2, match.end())
        if path < 0:
            continue
        spans = list(_windows(passage.text, path, match.end()))
        answers = [
            the_one(passage.text[span.start : span.end], names(_parts(passage.text, span)), context) for span in spans
        ]
        found = [(hit[1], span, hit[0].kind) for span, hit in zip(spans, answers, strict=True) if hit]
        taken: list[Span] = []
        for _, span, kind in sorted(found, key=lambda hit: (-_parts(passage.text, hit[1]), -hit[0], hit[1])):
            if not any(span.start < other.end and other.start < span.end for other in taken):
                taken.append(span)
                yield context.find("address.name", span, kind=kind)


def spelt_out(form: str) -> str:
    """A name as it is written outside an address: Serzh-Sargsyan → Serzh Sargsyan, sargsyan → Sargsyan.

    >>> spelt_out("serzh-sargsyan")
    'Serzh Sargsyan'
    """
    return " ".join(word if any(c.isupper() for c in word) else word.capitalize() for word in _WORD.findall(form.replace("%20", " ")))


def chinese_names(forms: Iterable[tuple[str, Kind]], context: Context) -> tuple[Name, ...]:
    """The names of persons and places among some forms (keys) that are written by their sound: full names, the
    surnames of their bearers, places without their head nouns. States, capitals and what tables hold are none."""
    found: set[Name] = set()
    for form, kind in forms:
        if kind not in {"person", "place"} or not has_han(form) or any(c.isascii() for c in form):
            continue
        if form in context.states or form in context.regions or form in context.reference or form in capitals():
            continue
        if kind == "person":
            found |= {Name(form, kind, form), Name(form.rpartition("·")[2], kind, form)}
        else:
            core = form.removesuffix(place_head(form, context.rules))
            if core not in context.states and core not in context.regions:
                found.add(Name(core, kind, core))
    return tuple(sorted(found))


def names_of(forms: Iterable[tuple[str, Kind]], context: Context) -> Callable[[int], Known]:
    """What gives of `chinese_names` those of so many parts, ready to be asked for; nothing is made before it is asked:
    most documents give no address, and most addresses no two words in a row."""
    found = cache(lambda: chinese_names(forms, context))
    return cache(lambda parts: prepared(name for name in found() if name.parts == parts))


def prepared(names: Iterable[Name]) -> Known:
    """Names ready to be asked for by `the_one`."""
    kept = tuple(names)
    return Known(kept, pair_rows([name.han for name in kept]))


def the_one(latin: str, known: Known, context: Context) -> tuple[Name, float] | None:
    """The only one of some names that a word or words of an address sound like, and how much; None where there is
    none, or more than one bearer."""
    words = words_of(latin)
    rules = context.rules
    sure, other, given, surname = (rules[f"address.{r}"].value or 1.0 for r in ("heard", "other", "given", "part"))
    plausible = _plausible(words, known, rules["address.evidence"].value or 0.0)
    near = [(name, found) for name in plausible if (found := _heard(words, name.han, given, surname)) >= other]
    # Of equals the full name, beside which the surname alone speaks for nobody else.
    best = max(near, key=lambda hit: (hit[1], len(hit[0].bearer), hit[0]), default=None)
    if best is None or best[1] < sure:
        return None
    return best if all(_same_bearer(name.bearer, best[0].bearer, rules) for name, _ in near) else None


def words_of(latin: str) -> tuple[str, ...]:
    """The words of a name in an address, as they are heard."""
    return tuple(latin_key(latin.replace("%20", " ").replace("_", " ")).split())


def _plausible(words: tuple[str, ...], known: Known, least: float) -> list[Name]:
    """The names of as many parts as there are words, and of which letter pairs speak for them by more than `least` nats."""
    if not known.names:
        return []
    speaks = pair_evidence(known.ratios, " ".join(words))
    return [
        name
        for name, evidence in zip(known.names, speaks, strict=True)
        if evidence > least and name.parts == len(words)
    ]


def _same_bearer(a: str, b: str, rules: Rules) -> bool:
    """Whether two names may be one bearer's: a surname alone beside the full name, two spellings of one name."""
    if a == b or a.endswith("·" + b) or b.endswith("·" + a):
        return True
    alike = variant_likeness(a, b) >= (rules["link.sound.person"].value or 1.0)
    return alike and least_variant_part(a, b) >= (rules["link.sound.part"].value or 1.0)


@lru_cache(maxsize=8192)
def _heard(words: tuple[str, ...], han: str, given: float, surname: float) -> float:
    """How much the words sound like a name of as many parts."""
    parts = han.split("·")
    if len(parts) > 1 and likeness(parts[0], words[0]) < given:
        return 0.0
    # Nor does the given name alone speak for a bearer: mohammed-karim is not 穆罕默德·哈桑.
    if least_heard_part(han, " ".join(words)) < surname:
        return 0.0
    return likeness(han, " ".join(words))


def _windows(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of one to four words joined by hyphens; a word alone also without the s of an owner (pashinyans-advisor)."""
    words = list(_WORD.finditer(text, start, end))
    for n, word in enumerate(words):
        if word.end() - word.start() >= _SHORTEST:
            yield Span(word.start(), word.end())
            if word.group().endswith("s") and word.end() - word.start() > _SHORTEST:
                yield Span(word.start(), word.end() - 1)
        for last in range(n + 1, min(n + _MOST_PARTS, len(words))):
            if text[words[last - 1].end() : words[last].start()] not in _JOINTS:
                break
            yield Span(word.start(), words[last].end())


def _parts(text: str, span: Span) -> int:
    return len(_WORD.findall(text[span.start : span.end]))
