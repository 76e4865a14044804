"""The evidence of earlier documents beside that of new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Documents(NamedTuple):
    """Ids of the documents whose earlier evidence is kept, and of the new ones that are counted."""

    old: frozenset[str]
    new: frozenset[str]


def documents(old: Mapping[str, str], new: Mapping[str, str]) -> Documents:
    """Which evidence counts, given the digests of documents by id. One not given again keeps its evidence; one given again
    under its id is replaced by what it is now; the same bytes under two ids count once, under the id that sorts first."""
    kept = {name: digest for name, digest in old.items() if name not in new}
    first: dict[str, str] = {}
    for name, digest in sorted({**kept, **new}.items()):
        first.setdefault(digest, name)
    both = set(kept.values()) & set(new.values())
    return Documents(
        frozenset(name for name, digest in kept.items() if first[digest] == name or digest not in both),
        frozenset(name for name, digest in new.items() if first[digest] == name or digest not in both),
    )
