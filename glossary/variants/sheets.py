"""From the concepts of a termbase to their forms laid beside one another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from glossary import sound
from glossary.alignment import char_likeness, columns
from glossary.normalise import chinese_key, has_han, has_latin, latin_key, simplified
from glossary.rules import load_rules
from glossary.variants.names import BY_EAR, named
from glossary.variants.regional import regional_forms
from glossary.variants.values import Place, Sheet, Spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glossary.model.concept import Concept, Term
    from glossary.model.text import Kind
    from glossary.variants.values import Difference, Tone, Uses

_NEAR = 0.5  # characters less alike than this are shown as far from one another
_DRAWN = frozenset({"abbreviation", "acronym"})
_LONGEST = 80  # characters of a form that are laid out; a longer one is a sentence
_MOST = 100  # forms of a concept that are compared, each to each; the rest is counted


class _Row(NamedTuple):
    """A form on its way into a sheet. `term` is None for one that was made here."""

    text: str
    lang: str
    made: str
    term: Term | None
    difference: Difference = ""
    like: str = ""


def sheets(concepts: Iterable[Concept], uses: Uses, *, converted: bool = True, every: bool = False) -> Iterator[Sheet]:
    """The sheets of the concepts that have two spellings of one name (of all with `every`), in their order; with
    `converted`, the first form of each Chinese name is also given as it is written in the other script, in Taiwan and
    in Hong Kong. `uses` says which documents use a term."""
    for concept in concepts:
        forms = _forms(concept)
        names = _names(forms[:_MOST], concept.kind)
        if names and (every or _varies(names)):
            yield replace(_sheet(concept, names, uses, converted=converted), left_out=max(0, len(forms) - _MOST))


def _varies(names: Sequence[Sequence[_Row]]) -> bool:
    """Whether one of the names is found in two spellings or scripts."""
    return any(row.difference in {"script", "spelling"} and not row.made for rows in names for row in rows)


def _sheet(concept: Concept, names: Sequence[Sequence[_Row]], uses: Uses, *, converted: bool) -> Sheet:
    latin = _latin_of([row for rows in names for row in rows])
    text = latin.text if latin else ""
    known = {row.text for rows in names for row in rows}
    found: list[Spelling] = []
    for number, rows in enumerate(names, 1):
        every = [*rows, *_regional(rows, known)] if converted and _is_chinese(rows[0]) else rows
        found += _laid_out(every, number, concept, text, uses)
    return Sheet(concept.id, concept.kind, concept.terms[0].text, tuple(found), text, bool(latin and latin.made))


def chosen(
    concepts: Sequence[Concept], wanted: Sequence[str] = (), kinds: Iterable[Kind] = ()
) -> tuple[Concept, ...]:
    """The concepts of `kinds` (of all, where none is given) that bear one of the `wanted` names or ids (all, where
    none is wanted). A name that no concept bears as a whole stands for those that hold it."""
    of_kind = [c for c in concepts if not kinds or c.kind in set(kinds)]
    if not wanted:
        return tuple(of_kind)
    keep: set[str] = set()
    for name in wanted:
        key = _key(name)
        whole = {c.id for c in of_kind if c.id == name or any(_key(t.text) == key for t in c.terms)}
        keep |= whole or {c.id for c in of_kind if key and any(key in _key(t.text) for t in c.terms)}
    return tuple(c for c in of_kind if c.id in keep)


def _key(text: str) -> str:
    return chinese_key(text) if has_han(text) else latin_key(text) or text


def _forms(concept: Concept) -> list[Term]:
    """The forms of a concept, those in Chinese characters first. The pinyin of a term is none."""
    terms: dict[str, Term] = {}
    for term in concept.terms:
        if term.text and not (_is_chinese(term) and "latn" in term.lang.lower()):
            terms.setdefault(term.text, term)
    # Full forms lead their names: what is drawn from a form is laid under it.
    return sorted(terms.values(), key=lambda t: (not (_is_chinese(t) and has_han(t.text)), t.form in _DRAWN))


def _names(ordered: Sequence[Term], kind: Kind | None) -> list[list[_Row]]:
    """The names that forms are of, each with its forms."""
    rows: dict[int, list[_Row]] = {}
    for place, name, difference, like in named([t.text for t in ordered], kind, load_rules()):
        term = ordered[place]
        made = (term.origin or "suggested") if term.suggested else ""
        rows.setdefault(name, []).append(_Row(term.text, term.lang, made, term, difference, like))
    return list(rows.values())


def _is_chinese(form: Term | _Row) -> bool:
    return form.lang.split("-")[0] == "zh"


def _regional(rows: Sequence[_Row], known: set[str]) -> Iterator[_Row]:
    """What the first form of a name is elsewhere, where no form tells that yet: a script that the name is found in
    needs no conversion, other words of a region do."""
    first = rows[0].text
    key = chinese_key(first)
    both = any(row.difference == "script" and chinese_key(row.text) == key for row in rows)
    for text, lang, made in regional_forms(first):
        difference: Difference = "script" if simplified(text) == simplified(first) else "spelling"
        if text not in known and not (both and difference == "script"):
            yield _Row(text, lang, made, None, difference, first)


def _latin_of(rows: Sequence[_Row]) -> _Row | None:
    """The Latin form that sounds most like a Chinese one, those of the documents before those suggested; None where
    none does."""
    chinese = [row.text for row in rows if _is_chinese(row) and has_han(row.text) and not row.made]
    for suggested in (False, True):
        heard = [
            (max((sound.likeness(form, row.text) for form in chinese), default=0.0), -n, row)
            for n, row in enumerate(rows)
            if bool(row.made) is suggested and has_latin(row.text) and not has_han(row.text)
        ]
        best = max(heard, key=lambda h: h[:2], default=None)
        if best is not None and best[0] >= (load_rules()["variants.heard"].value or 0.0):
            return best[2]
    return None


def _laid_out(rows: Sequence[_Row], number: int, concept: Concept, latin: str, uses: Uses) -> Iterator[Spelling]:
    """The forms of one name with their columns."""
    texts = [row.text[:_LONGEST] for row in rows]
    # A name in one spelling and other letters has nothing to be laid beside.
    laid = columns(texts) if len(rows) > 1 or has_han(texts[0]) else ((),)
    for row, cells in zip(rows, laid, strict=True):
        sounds, letters = _pinyin(row.text[:_LONGEST], concept.kind), _letters(row.text[:_LONGEST], latin)
        places, at = [], 0
        for cell, head in zip(cells, laid[0], strict=True):
            sound_, stands = (sounds[at], letters[at]) if cell else ("", "")
            places.append(Place(cell, sound_, stands, _tone(cell, head)))
            at += bool(cell)
        term = row.term
        yield Spelling(
            row.text, row.lang, number, row.difference, row.like, form=term.form if term else None,
            status=term.status if term else None,
            count=term.count if term else None, documents=uses(concept, term) if term else (), made=row.made, places=tuple(places),
        )  # fmt: skip


def _tone(cell: str, head: str) -> Tone:
    if cell == head:
        return ""
    if not cell or not head:
        return "gap"
    alike = char_likeness(head, cell)
    return "" if alike == 1.0 else "near" if alike >= _NEAR else "far"


def _pinyin(form: str, kind: Kind | None) -> list[str]:
    """The reading of each character of a form; empty for one that is not Chinese."""
    if kind in BY_EAR or not has_han(form):
        return ["".join(sound.pinyin(char, tones=True)) if has_han(char) else "" for char in form]
    return _phrased(form)


def _phrased(form: str) -> list[str]:
    """The readings of a term that is made of ordinary words: 团长 tuán zhǎng."""
    said = list(sound.pinyin(form, tones=True, words=True))
    spoken = [char for char in form if "\u3400" <= char <= "\u9fff"]
    if len(said) != len(spoken):
        return ["".join(sound.pinyin(char, tones=True)) if has_han(char) else "" for char in form]
    rest = iter(said)
    return [next(rest) if "\u3400" <= char <= "\u9fff" else "" for char in form]


def _letters(form: str, latin: str) -> list[str]:
    """The letters that each character of a Chinese form stands for; nothing where the form is no rendering of the
    Latin one."""
    none = [""] * len(form)
    rules = load_rules()
    if not latin or not has_han(form) or sound.likeness(form, latin) < (rules["variants.heard"].value or 0.0):
        return none
    aligned = sound.align(form, latin)
    spoken = sum(has_han(char) for char in form)
    if sum(bool(letters) for _, letters in aligned) < (rules["variants.covered"].value or 0.0) * spoken:
        return none
    # The alignment shows the clean form; a form that cleaning changes in length is not laid out letter by letter.
    return [letters for _, letters in aligned] if len(aligned) == len(form) else none

