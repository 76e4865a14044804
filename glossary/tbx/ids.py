"""Ids for concepts that come without one."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

    from glossary.model.concept import Concept


def digest_id(concept: Concept, made: Counter[str]) -> Concept:
    """The concept under an id that is a digest of its terms, so that it is the same wherever it stands in a file.

    `made` counts the digests so far: of two concepts with the same terms the second is numbered.
    """
    text = "\n".join(f"{term.lang}\t{term.text}" for term in concept.terms)
    digest = "c-" + blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
    made[digest] += 1
    return replace(concept, id=digest if made[digest] == 1 else f"{digest}-{made[digest]}")
