"""A person's decision about a form, a pair of forms, or the concept that a form names.

Decisions are keyed by forms, not by ids: they outlive every run, may be written before any document holds the form,
and hold in every concept that has it unless `kind`, `lang` or `other` says which one is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from glossary.model import KINDS

Verb = Literal[
    "preferred", "deprecated", "rejected", "same", "different", "kind", "latin", "confirmed", "withdrawn"
]
VERBS: tuple[Verb, ...] = get_args(Verb)

# Other wordings of a decision that a file may hold.
_WORDINGS: dict[str, Verb] = {
    "same as": "same", "different from": "different", "right kind": "kind", "right latin": "latin",
    "latin form": "latin", "right latin form": "latin", "english confirmed": "confirmed", "confirmed english": "confirmed",
    "english": "confirmed",
}  # fmt: skip
WHOLE = "concept"
# The note on a decision that a person did not write down, but acted on: a form was moved in the termbase itself.
MOVED = "moved in the termbase"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, as one line of OUT.decisions.tsv holds it.

    | decision | what it says |
    |---|---|
    | preferred, deprecated | the status of `form` in its language |
    | rejected | `form` is no term; with the value `concept`, the whole concept that it names is none |
    | same, different | `form` and `other` are names of one thing, or of two |
    | kind | `value` is the kind of what `form` names |
    | latin | `value` is the right Latin form of what `form` names, in the language `lang` (und-Latn) |
    | confirmed | the English of what `form` names is right: `value`, or else what the termbase holds |
    | withdrawn | the decision that `value` names, about `form` (and `other`), no longer stands |

    `kind`, and `lang` where the decision is about a term of its own, say which of several homonyms is meant; so does
    `other` (but for same, different, withdrawn): another form of that concept. `who`, `when` (a date) and `note` are the
    person's.
    """

    decision: Verb
    form: str
    other: str = ""
    lang: str = ""
    kind: str = ""
    value: str = ""
    who: str = ""
    when: str = ""
    note: str = ""


def verb_of(text: str) -> Verb | None:
    """The decision that a word or phrase names, however it is cased or joined: `same as`, `Same_As`; else None."""
    plain = " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
    return next((verb for verb in VERBS if verb == plain), None) or _WORDINGS.get(plain)


def fault(decision: Decision) -> tuple[str, str] | None:
    """What is wrong with a decision and what to write instead; None where nothing is."""
    if not decision.form:
        return "no form", "the second column is the form that was decided about"
    if decision.kind and decision.kind not in KINDS:
        return f"unknown kind {decision.kind!r}", f"known are {', '.join(KINDS)}"
    match decision.decision:
        case "same" | "different" if not decision.other or decision.other == decision.form:
            return f"{decision.decision} takes two forms", "the third column is the other form"
        case "kind" if decision.value not in KINDS:
            return f"unknown kind {decision.value!r}", f"the value is one of {', '.join(KINDS)}"
        case "latin" if not decision.value:
            return "no Latin form", "the value is the right Latin form"
        case "rejected" if decision.value not in ("", WHOLE):
            return f"unknown value {decision.value!r}", f"leave it empty, or say {WHOLE} for all of the concept"
        case "withdrawn" if decision.value not in VERBS or decision.value == "withdrawn":
            return f"{decision.value!r} is no decision to withdraw", f"the value is one of {', '.join(VERBS[:-1])}"
    return None
