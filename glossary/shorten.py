"""Short forms that texts state (联合国海洋法公约（下称公约）), and what each is short for in one document.

A short form like 公约 or 委员会 stands for another name in another document, so that what it is short for can be said of
a document only, and only where that states it for one name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.rules import Rules

_SHORTEST = 2  # characters of a name that tell it from others

def short_and_full(key: str, other: str, relation: str | None) -> tuple[str, str] | None:
    """The short form and the full one, by their keys, where a text gives a name with the key `key` the form `other`; None
    where neither is short for the other: another name as long (卢马岛(圣彼得岛)) is none."""
    short, full = (key, other) if len(key) < len(other) else (other, key)
    if short == full or relation not in {"abbreviation", "alias"}:
        return None
    return (short, full) if relation == "abbreviation" or _is_made_from(short, full) else None


def full_names(stated: Iterable[tuple[str, str, str | None]]) -> dict[str, str | None]:
    """What each short form is short for in a document, None where for several names: by what the document states (key of
    the name, key of the other form, relation). Of what is stated as an abbreviation another name says nothing: 欧安会
    is short for 欧洲安全和合作会议, later 欧洲安全与合作组织."""
    found: dict[str, dict[str, str | None]] = {"abbreviation": {}, "alias": {}}
    for key, other, relation in stated:
        pair = short_and_full(key, other, relation)
        if relation and pair is not None:
            short, full = pair
            names = found[relation]
            names[short] = full if names.get(short, full) == full else None
    return {**found["alias"], **found["abbreviation"]}


def without_joining(key: str, rules: Rules) -> str:
    """A name without the words that join its parts."""
    for word in rules.words("link.joining"):
        key = key.replace(word, "")
    return key


def stem_of(key: str, rules: Rules) -> str:
    """What tells a body from others: its name without joining words, the general word that begins it, and its head noun;
    all of it where too little would be left."""
    plain = without_joining(key, rules)
    first = max((w for w in rules.words("link.general") if plain.startswith(w)), key=len, default="")
    stem = plain.removeprefix(first)
    last = max((w for w in rules.words("body.head") if stem.endswith(w)), key=len, default="")
    stem = stem.removesuffix(last)
    return stem if len(stem) >= _SHORTEST else plain


def says_the_same(stem: str, other: str) -> bool:
    """Whether one of two stems has the characters of the other, in their order: 西非经济 and 西非国家经济."""
    short, full = sorted((stem, other), key=len)
    rest = iter(full)
    return all(char in rest for char in short)


def _is_made_from(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in their order, or it is at most half as long: 洛联委 for
    洛瓦纳流域国际委员会."""
    return 2 * len(short) <= len(full) or (len(short) < len(full) and says_the_same(short, full))
