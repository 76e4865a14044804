"""What the evidence file keeps of a build, so that the next one can tell a person's edit from the machine's words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.decide.acts import act_from, act_json, brief, brief_json, compacted, concept_from
from glossary.errors import TermbaseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.decide.acts import Act
    from glossary.model import Concept


class Record(NamedTuple):
    """`machine`: the concepts as the machine wrote them, in brief; `written`: as they went into the termbase, after a
    person's acts; `acts`: these. `header`: title and description as written, how the termbase was shaped, its digest."""

    machine: tuple[Concept, ...]
    written: tuple[Concept, ...]
    acts: tuple[Act, ...]
    header: Mapping[str, Any]


def record_rows(machine: Iterable[Concept], written: Iterable[Concept], acts: Sequence[Act]) -> Iterator[dict[str, Any]]:
    """The lines of evidence: each concept as the machine wrote it, those that stand otherwise or not at all, the acts."""
    out = {concept.id: concept for concept in written}
    for concept in machine:
        yield {"row": "concept", "concept": concept.id, "kind": concept.kind, "data": brief_json(concept)}
        other = out.pop(concept.id, None)
        if other is None or (other is not concept and brief(other) != brief(concept)):
            yield {"row": "written", "concept": concept.id, "data": brief_json(other) if other else ""}
    for concept in out.values():
        yield {"row": "written", "concept": concept.id, "kind": concept.kind, "data": brief_json(concept)}
    for act in compacted(acts):
        yield {"row": "act", "data": act_json(act)}


def header_row(title: str, description: str, shape: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """The line of evidence about the file itself."""
    return {"row": "header", "digest": digest, "data": json.dumps({"title": title, "description": description, "shape": shape}, ensure_ascii=False)}


def record_of(rows: Iterable[Mapping[str, Any]], where: str) -> Record:
    """The record among the lines of an evidence file. Raises TermbaseError for lines that no build wrote."""
    machine: dict[str, Concept] = {}
    written: dict[str, Concept | None] = {}
    acts: list[Act] = []
    header: dict[str, Any] = {}
    try:
        for row in rows:
            match row["row"]:
                case "concept":
                    machine[row["concept"]] = concept_from(row["data"])
                case "written":
                    written[row["concept"]] = concept_from(row["data"]) if row["data"] else None
                case "act":
                    acts.append(act_from(row["data"]))
                case "header":
                    header = {**json.loads(row["data"]), "digest": row["digest"]}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise TermbaseError("does not say what the machine wrote", where, "build the termbase again") from error
    out = {name: written.get(name, concept) for name, concept in machine.items()} | written
    return Record(tuple(machine.values()), tuple(c for c in out.values() if c is not None), tuple(acts), header)
