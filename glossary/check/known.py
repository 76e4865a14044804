"""What a termbase says of each of its forms: allowed, another spelling of the preferred one, or deprecated."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossary.alignment import is_respelt
from glossary.check.shadow import han_key, joined, lowered
from glossary.normalise import chinese_form, has_han, latin_form, latin_key
from glossary.rules import load_rules
from glossary.sound import variant_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.model import Concept, Term

Verdict = Literal["allowed", "wording", "spelling", "deprecated"]
_NOT_ALLOWED = frozenset({"deprecated", "superseded"})
# Forms that stand for the preferred one word for word; short forms, abbreviations and aliases have uses of their own.
_SAYS_THE_SAME = frozenset({None, "full", "variant"})
_HEARD = frozenset({None, "person", "place", "other"})
_ALMOST = 2  # letters by which two spellings in other letters may differ


class Entry(NamedTuple):
    """What one concept says of one form. `text` is the clean form; `preferred` what to write instead, empty for a
    form that is allowed; `wording` is a variant that is no other spelling but other words, or a longer name."""

    key: str
    text: str
    lang: str
    kind: str
    verdict: Verdict
    preferred: str
    concept: str


Known = "dict[str, tuple[Entry, ...]]"


def known_forms(concepts: Iterable[Concept]) -> dict[str, tuple[Entry, ...]]:
    """The entries of each form, by the key that it is looked for by, in the order of the keys."""
    found: defaultdict[str, set[Entry]] = defaultdict(set)
    for concept in concepts:
        for entry in _entries(concept):
            found[entry.key].add(entry)
    return {key: tuple(sorted(found[key])) for key in sorted(found)}


def key_of(text: str) -> str:
    """The key of a form: in Simplified characters, or in small letters."""
    return han_key(text) if has_han(text) else lowered(latin_form(text))


def fits(text: str, entry: Entry) -> bool:
    """Whether a text with the key of `entry` may be its form: WHO is not who."""
    return not (len(entry.text) <= 6 and entry.text.isupper()) or text.isupper()


def settled(text: str, entries: Sequence[Entry]) -> tuple[Verdict, tuple[str, ...], Entry]:
    """What the termbase as a whole says of `text`: the verdict, what to write instead, and the entry it is by.

    A form that some concept allows is allowed. Entries that are written exactly so speak before those that are only
    written so in the other script.
    """
    speaking = [entry for entry in entries if entry.text == text] or list(entries)
    for verdict in ("allowed", "deprecated", "spelling", "wording"):
        agreeing = [entry for entry in speaking if entry.verdict == verdict]
        if agreeing:
            wanted = tuple(dict.fromkeys(entry.preferred for entry in agreeing if entry.preferred))
            return agreeing[0].verdict, wanted, agreeing[0]
    raise ValueError(f"no entry speaks of {text}")


def parts(known: Mapping[str, tuple[Entry, ...]]) -> frozenset[str]:
    """The surnames and other parts of the names of persons that are allowed: a person may be called by them."""
    found = set()
    for key, entries in known.items():
        if any(entry.kind == "person" and entry.verdict == "allowed" for entry in entries):
            found |= {part for part in key.split("·")[1:] if len(part) >= 2}
            if not has_han(key):
                found |= {part for part in key.split()[1:] if len(part) >= 3}
    return frozenset(found)


def _entries(concept: Concept) -> Iterable[Entry]:
    usable = [t for t in concept.terms if t.status not in _NOT_ALLOWED and not t.suggested]
    marked, any_ = _firsts(t for t in usable if t.status == "preferred"), _firsts(usable)
    for term in concept.terms:
        text = _clean(term.text)
        key = key_of(text)
        if len(key) < 2 or "pinyin" in term.lang:
            continue
        wanted = _preferred(term, marked) or (_preferred(term, any_) if term.status in _NOT_ALLOWED else "")
        verdict = _verdict(term, text, wanted, concept)
        preferred = "" if verdict == "allowed" else wanted
        yield Entry(key, text, term.lang, concept.kind or "", verdict, preferred, concept.id)


def _clean(text: str) -> str:
    return chinese_form(text) if has_han(text) else latin_form(text)


def _firsts(terms: Iterable[Term]) -> Mapping[str | bool, list[str]]:
    """Of each language, and of those with and without Chinese characters, the first two forms that differ."""
    found: dict[str | bool, list[str]] = {}
    for term in terms:
        for group in (term.lang, has_han(term.text)):
            first = found.setdefault(group, [])
            if len(first) < 2 and term.text not in first:
                first.append(term.text)
    return found


def _preferred(term: Term, usable: Mapping[str | bool, list[str]]) -> str:
    """What to write instead of `term`: the first usable form of its language, else of its script; empty where there is
    none. A suggested equivalent is no form to correct a text by, unless a person has marked it as preferred."""
    same = (*usable.get(term.lang, ()), *usable.get(has_han(term.text), ()))
    return next((_clean(text) for text in same if text != term.text), "")


def _verdict(term: Term, text: str, wanted: str, concept: Concept) -> Verdict:
    if term.status in _NOT_ALLOWED:
        return "deprecated"
    if term.status == "preferred" or term.form not in _SAYS_THE_SAME or not wanted or term.suggested:
        return "allowed"
    if han_key(text) == han_key(wanted):
        return "allowed"  # the other script
    if not has_han(text):
        return _latin_difference(text, wanted) if not has_han(wanted) else "allowed"
    return _difference(text, wanted, by_sound=concept.kind in _HEARD)


def _difference(text: str, wanted: str, *, by_sound: bool) -> Verdict:
    """Whether a variant is another spelling, other words, or the same name with or without something at its ends
    (甘贾, 甘贾市), which is nothing to speak of. Only names that are written by their sound have other spellings: what
    is translated has other words (当值主席, 轮值主席)."""
    a, b = han_key(text), han_key(wanted)
    if a in b or b in a:
        return "allowed"
    if not by_sound:
        return "wording"
    rules = load_rules()
    alike = is_respelt(joined(a).text, joined(b).text, rules["check.alike"].value or 1.0)
    return "spelling" if alike and variant_likeness(a, b) >= (rules["check.spelling"].value or 1.0) else "wording"


def _latin_difference(text: str, wanted: str) -> Verdict:
    """The same of two forms in other letters: a name with a middle initial more or less is nothing to speak of."""
    a, b = latin_key(text), latin_key(wanted)
    if set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split()):
        return "allowed"
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return "spelling" if max(len(a), len(b)) - sum(block.size for block in blocks) <= _ALMOST else "wording"
