"""A person's acts on a termbase: edits found in it, beside decisions written down; and concepts as JSON for the record.

An edit is addressed by concept id, language and form, since that is what a person changed; a decision by forms.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, fields, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from glossary.decide.values import Decision
from glossary.model import Concept, Extra, Source, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that a person changed in a termbase.

    `field` names what: of a concept `concept` (its JSON: added; a JSON list of its forms: rejected), `kind`,
    `definition`, `extra`; of a term (`lang`, `term`) `term` (its JSON: added; empty: rejected) or one of `TERM_FIELDS`;
    of either `note added` and `note removed`. `value` is the new value as JSON.
    """

    concept: str
    field: str
    value: str = ""
    lang: str = ""
    term: str = ""


Act = Decision | Edit

# What a term's edit may be about, and the fields of the model that it sets together.
TERM_FIELDS: dict[str, tuple[str, ...]] = {
    "form": ("form",), "status": ("status",), "context": ("context", "context_source"), "count": ("count",),
    "sources": ("sources",), "part of speech": ("part_of_speech",), "suggestion": ("suggested", "origin", "score"),
    "extra": ("extra",),
}  # fmt: skip
CONCEPT_FIELDS = ("kind", "definition", "extra")
_STATUSES = ("preferred", "deprecated", "rejected")
_BLANK_TERM = Term("", "")
_BLANK_CONCEPT = Concept("", ())
_NOWHERE = Source("")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: `json.dumps` makes one for each line
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(55296, 57344), 65534, 65535))


def plain(text: str) -> str:
    """`text` as any file holds it: no control characters, blanks and line breaks single. Idempotent."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.translate(_CONTROLS).split())


def brief(concept: Concept) -> Concept:
    """The concept as it is compared: texts plain, of sentences and places only a digest."""
    return replace(
        concept,
        terms=tuple(_brief_term(term) for term in concept.terms),
        notes=tuple(note for text in concept.notes if (note := plain(text))),
        definition=plain(concept.definition),
    )


def _brief_term(term: Term) -> Term:
    places = _digest_of_places(term)
    return replace(
        term,
        text=plain(term.text),
        context=_digest_of_context(term),
        context_source=None,
        sources=(Source(places),) if places else (),
        notes=tuple(note for text in term.notes if (note := plain(text))),
        origin=plain(term.origin),
    )


def _digest_of_context(term: Term) -> str:
    context, place = plain(term.context), term.context_source
    return _digest(context, _shown(place) if place else "None") if context else ""


def _digest_of_places(term: Term) -> str:
    places = [_shown(place) for place in term.sources if place != _NOWHERE]
    return _digest(*places) if places else ""


def _shown(place: Source) -> str:
    """A place as it is digested. (What `str` gives, which takes four times as long.)"""
    return f"Source(document={place.document!r}, passage={place.passage!r}, start={place.start!r}, end={place.end!r}, page={place.page!r})"


def _digest(*values: str) -> str:
    return blake2b("\n".join(values).encode("utf-8", "replace"), digest_size=6).hexdigest()


def concept_json(concept: Concept) -> str:
    """A concept as one line of JSON, defaults left out."""
    return _line(_row(concept, _BLANK_CONCEPT))


def brief_json(concept: Concept) -> str:
    """The concept in brief as `concept_json` has it. Every concept of a build is written so: twice as fast as to make the
    brief one first."""
    row = {
        "id": concept.id, "terms": [_brief_row(term) for term in concept.terms], "kind": concept.kind,
        "notes": [note for text in concept.notes if (note := plain(text))], "definition": plain(concept.definition),
        "extra": [_row(extra) for extra in concept.extra],
    }  # fmt: skip
    return _line({name: value for name, value in row.items() if value})


def _brief_row(term: Term) -> dict[str, Any]:
    places = _digest_of_places(term)
    row = {
        "text": plain(term.text), "lang": term.lang, "form": term.form, "status": term.status, "count": term.count,
        "sources": [{"document": places}] if places else None, "context": _digest_of_context(term),
        "part_of_speech": term.part_of_speech, "notes": [note for text in term.notes if (note := plain(text))],
        "suggested": term.suggested, "origin": plain(term.origin), "score": term.score,
        "extra": [_row(extra) for extra in term.extra],
    }  # fmt: skip
    # Nought is a count and a score.
    return {name: value for name, value in row.items() if value or (value is not False and value == 0)}


def concept_from(text: str) -> Concept:
    """The concept that `concept_json` wrote. Raises ValueError or TypeError for anything else."""
    row = json.loads(text)
    terms = tuple(_term(item) for item in row.pop("terms", ()))
    return Concept(**{**_common(row), "id": row.get("id", ""), "terms": terms})


def term_json(term: Term) -> str:
    """A term as one line of JSON, defaults left out."""
    return _line(_row(term, _BLANK_TERM))


def term_from(text: str) -> Term:
    """The term that `term_json` wrote."""
    return _term(json.loads(text))


def value_json(term: Term, field: str) -> str:
    """What the fields of the model behind a field of `TERM_FIELDS` hold."""
    row = _row(term, _BLANK_TERM)
    return _line([row.get(name) for name in TERM_FIELDS[field]])


def with_value(term: Term, field: str, value: str) -> Term:
    """The term with what `value_json` wrote."""
    held = {name: item for name, item in zip(TERM_FIELDS[field], json.loads(value), strict=True) if item is not None}
    blank = {name: getattr(_BLANK_TERM, name) for name in TERM_FIELDS[field]}
    return replace(term, **{**blank, **_common(held)})


def act_json(act: Act) -> str:
    """An act as one line of JSON."""
    return _line({name: value for name, value in asdict(act).items() if value})


def act_from(text: str) -> Act:
    """The act that `act_json` wrote."""
    row = json.loads(text)
    return Decision(**row) if "decision" in row else Edit(**row)


def compacted(acts: Iterable[Act]) -> tuple[Act, ...]:
    """The acts without edits that a later edit of the same thing takes the place of. Decisions stay, all of them:
    the file they stand in is read again."""
    kept: list[Act] = []
    done: set[tuple[str, ...]] = set()
    for act in reversed(list(acts)):
        if isinstance(act, Decision):
            kept.append(act)
            continue
        slot = act.value if act.field.startswith("note") else ""
        field = "note" if act.field.startswith("note") else act.field
        keys = [(act.concept,), (act.concept, act.lang, act.term), (act.concept, act.lang, act.term, field, slot)]
        if any(key in done for key in keys):
            continue
        done.add(keys[0] if field == "concept" else keys[1] if field == "term" else keys[2])
        kept.append(act)
    return tuple(reversed(kept))


def unseen(decisions: Sequence[Decision], acts: Iterable[Act]) -> tuple[Decision, ...]:
    """The decisions that are not among `acts` yet; a line that stands twice counts twice."""
    seen = Counter(act for act in acts if isinstance(act, Decision))
    new = []
    for decision in decisions:
        if seen[decision]:
            seen[decision] -= 1
        else:
            new.append(decision)
    return tuple(new)


def standing(acts: Iterable[Act]) -> tuple[Act, ...]:
    """The acts that stand: without decisions that were withdrawn, without withdrawals, and without a word on the status of
    a form that a later one takes the place of: what was rejected and then deprecated is there, and deprecated."""
    kept: list[Act] = []
    said: set[str] = set()
    for act in acts:
        if isinstance(act, Decision) and act.decision == "withdrawn":
            forms = {act.form, act.other} - {""}
            kept = [
                k for k in kept
                if not (isinstance(k, Decision) and k.decision == act.value and forms <= {k.form, k.other} and act.form in (k.form, k.other))
            ]  # fmt: skip
        else:
            if isinstance(act, Decision) and act.decision in _STATUSES and act.form in said:
                kept = [k for k in kept if not (isinstance(k, Decision) and k.decision in _STATUSES and _about(k) == _about(act))]
            if isinstance(act, Decision) and act.decision in _STATUSES:
                said.add(act.form)
            kept.append(act)
    return tuple(kept)


def _about(decision: Decision) -> tuple[str, ...]:
    return decision.form, decision.other, decision.lang, decision.kind, decision.value


def _row(value: Concept | Term | Source | Extra, blank: object | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in _names(type(value)):
        item = getattr(value, name)
        if blank is not None and item == getattr(blank, name) and name not in ("id", "text", "lang"):
            continue
        if item is None or item == "":
            continue
        if isinstance(item, tuple):
            item = [part if isinstance(part, str) else _row(part, _BLANK_TERM if name == "terms" else None) for part in item]
        elif isinstance(item, Source):
            item = _row(item)
        row[name] = item
    return row


_NAMES: dict[type, tuple[str, ...]] = {kind: tuple(f.name for f in fields(kind)) for kind in (Concept, Term, Source, Extra)}


def _names(kind: type) -> tuple[str, ...]:
    return _NAMES[kind]


def _term(row: dict[str, Any]) -> Term:
    return Term(**{"text": "", "lang": "", **_common(row)})


def _common(row: dict[str, Any]) -> dict[str, Any]:
    """Fields of JSON as fields of the model."""
    out = dict(row)
    if "sources" in out:
        out["sources"] = tuple(_source(item) for item in out["sources"])
    if out.get("context_source"):
        out["context_source"] = _source(out["context_source"])
    if "extra" in out:
        out["extra"] = tuple(Extra(**{"xml": "", **item}) for item in out["extra"])
    if "notes" in out:
        out["notes"] = tuple(out["notes"])
    return out


def _source(row: dict[str, Any]) -> Source:
    return Source(**{"document": "", **row})


def _line(value: object) -> str:
    return _JSON.encode(value)
