"""Which forms of a concept are spellings of one name, and how each goes with another."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from glossary.alignment import char_likeness, is_respelt, pairs
from glossary.normalise import chinese_key, has_han, latin_key
from glossary.sound import variant_likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.model.text import Kind
    from glossary.rules import Rules
    from glossary.variants.values import Difference

# Where a form is as near to two others, the closer relation says more.
_CLOSEST: tuple[Difference, ...] = ("script", "spelling", "part", "addition", "abbreviation")
BY_EAR: frozenset[Kind] = frozenset({"person", "place"})  # kinds whose foreign names are written by their sound
_LONGEST = 60  # characters of forms that are compared by sound; longer ones are no names that are spelt by ear


class Named(NamedTuple):
    """A form (its place in the list that was given), the number of its name, how it differs, and from which form."""

    place: int
    name: int
    difference: Difference
    like: str


def named(forms: Sequence[str], kind: Kind | None, rules: Rules) -> tuple[Named, ...]:
    """The forms sorted into names: two forms are of one name where one is the other in another script, spelt
    otherwise, a part of it, or drawn from it. The names stand in the order of their first forms, the forms of a name
    in the order given; each is compared to the earlier form that it is closest to."""
    closest: list[tuple[Difference, str]] = []
    leader = list(range(len(forms)))
    for n, form in enumerate(forms):
        related = [(found, m) for m in range(n) if (found := difference(form, forms[m], kind, rules))]
        ranked = sorted(related, key=lambda r: (-_share(form, forms[r[1]]), _CLOSEST.index(r[0]), r[1]))
        closest.append((ranked[0][0], forms[ranked[0][1]]) if ranked else ("", ""))
        joined = {leader[m] for _, m in related} | {n}
        leader = [min(joined) if first in joined else first for first in leader]
    numbers = {first: k for k, first in enumerate(sorted(set(leader)), 1)}
    rows = [Named(n, numbers[leader[n]], *closest[n]) for n in range(len(forms))]
    return tuple(sorted(rows, key=lambda row: (row.name, row.place)))


def difference(form: str, other: str, kind: Kind | None, rules: Rules) -> Difference:
    """How `form` goes with `other`; empty where they are no forms of one name, or one form.

    >>> from glossary.rules import load_rules
    >>> [difference(a, b, "place", load_rules()) for a, b in (("舒沙市", "舒沙"), ("貝爾格", "贝尔格"), ("塞加伦", "塞尔加伦"))]
    ['addition', 'script', 'spelling']
    """
    if has_han(form) != has_han(other):
        return ""
    if not has_han(form):
        return _latin_difference(form, other, rules)
    a, b = chinese_key(form), chinese_key(other)
    if a == b:
        return "script" if form != other else ""
    if a in b or b in a:
        return "part" if a in b else "addition"
    if kind == "place" and (core := _core(a, rules)) == _core(b, rules):
        return "part" if core == a else "addition"
    if _is_respelt(a, b, kind, rules):
        return "spelling"
    if _is_drawn_from(a, b) or _is_drawn_from(b, a):
        return "abbreviation" if len(a) < len(b) else "addition"
    return ""


def _latin_difference(form: str, other: str, rules: Rules) -> Difference:
    a, b = latin_key(form), latin_key(other)
    if form == other or not a or not b:
        return ""
    if a == b:
        return "spelling"
    mine, theirs = set(a.split()), set(b.split())
    if mine < theirs or theirs < mine:
        return "part" if mine < theirs else "addition"
    shorter = min(len(a), len(b)) >= 4 and max(len(a), len(b)) <= _LONGEST
    return "spelling" if shorter and is_respelt(a, b, rules["variants.respelt.words"].value or 1.0) else ""


def _is_respelt(a: str, b: str, kind: Kind | None, rules: Rules) -> bool:
    if kind not in BY_EAR:
        return is_respelt(a, b, rules["variants.respelt.words"].value or 1.0)
    if kind == "place":
        a, b = _core(a, rules), _core(b, rules)
    if is_respelt(a, b, rules["variants.respelt.name"].value or 1.0):
        return True
    # A full name and its bearer's surname sound alike in part; they are told apart by the interpunct.
    if ("·" in a) != ("·" in b) or max(len(a), len(b)) > _LONGEST:
        return False
    return variant_likeness(a, b) >= (rules["variants.sound"].value or 1.0)


def _core(form: str, rules: Rules) -> str:
    """The name of a place without its head noun."""
    head = next((h for h in rules.words("place.head") if form.endswith(h) and len(form) - len(h) >= 2), "")
    return form.removesuffix(head)


def _share(form: str, other: str) -> float:
    """The share of the characters of two forms that answer to one another."""
    beside = pairs(unicodedata.normalize("NFKC", form), unicodedata.normalize("NFKC", other))
    return sum(char_likeness(a, b) for a, b in beside if a and b) / max(len(beside), 1)


def _is_drawn_from(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in their order: 儿基会 in 联合国儿童基金会."""
    rest = iter(full)
    return 2 <= len(short) < len(full) and all(char in rest for char in short)
