"""Acts on concepts that have become part of others."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.decide.acts import Edit, concept_from, concept_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.decide.acts import Act

_ONE_VALUE = ("kind", "definition")


def carried_over(
    acts: Sequence[Act], became: Mapping[str, str], owned: Mapping[str, frozenset[tuple[str, str]]]
) -> tuple[Act, ...]:
    """The acts with those on concepts that became part of others addressed to these.

    `owned` are the forms (language, text) that each of these others had of its own: they stay when the part is rejected.
    Where a person corrected the kind or definition of both, the word about the first stands and the other's is a note.
    """
    if not became:
        return tuple(acts)
    corrected = {(act.concept, act.field) for act in acts if isinstance(act, Edit) and not act.term}
    out: list[Act] = []
    for act in acts:
        if isinstance(act, Edit) and act.concept in became:
            home = became[act.concept]
            out += _carried(act, home, owned.get(home, frozenset()), corrected)
        else:
            out.append(act)
    return tuple(out)


def _carried(
    act: Edit, home: str, own: frozenset[tuple[str, str]], corrected: set[tuple[str, str]]
) -> Iterator[Edit]:
    if act.field == "concept" and act.value.startswith("["):
        yield act  # it goes on being rejected, whatever its forms are found beside
        forms = [(lang, text) for lang, text in json.loads(act.value)]
        yield from (Edit(home, "term", "", lang, text) for lang, text in forms if (lang, text) not in own)
    elif act.field == "concept":
        yield replace(act, concept=home, value=concept_json(replace(concept_from(act.value), id=home)))
    elif act.field == "term" and not act.value and (act.lang, act.term) in own:
        return
    elif act.field in _ONE_VALUE and (home, act.field) in corrected:
        value = getattr(concept_from(act.value), act.field)
        yield Edit(home, "note added", f"{act.field.capitalize()} of {act.concept}: {value}")
    else:
        yield replace(act, concept=home)
