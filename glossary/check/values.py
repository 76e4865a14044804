"""What `check` finds: one value a place, with the severity it has by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal["deprecated", "forbidden", "variant", "near", "script", "typography", "unknown"]
Severity = Literal["error", "warning", "info"]

FINDING_KINDS: tuple[FindingKind, ...] = (
    "deprecated", "forbidden", "variant", "near", "script", "typography", "unknown",
)  # fmt: skip
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

# What each kind means, in a line: the help of the command and the rules of a SARIF file.
MEANINGS: dict[FindingKind, str] = {
    "deprecated": "a Chinese form that the termbase marks as deprecated or superseded",
    "forbidden": "a form in other letters that the termbase marks as deprecated or superseded",
    "variant": "an admitted form that is written otherwise than the preferred one",
    "near": "a name that sounds like a known one and is spelled otherwise",
    "script": "a known name in Traditional characters in a Simplified text, or the other way round",
    "typography": "a known name with another interpunct or dash than the termbase writes",
    "unknown": "a name that the termbase does not hold",
}
USUAL: dict[FindingKind, Severity] = {
    "deprecated": "error",
    "forbidden": "error",
    "variant": "warning",
    "near": "warning",
    "script": "warning",
    "typography": "info",
    "unknown": "info",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One place of a document that the termbase has something to say about.

    `start` and `end` are code points of the text as read, end exclusive; `line` and `column` count from 1, columns
    in code points; `end_column` is the first column behind the place. `text` is the form as it stands there,
    cleaned; `known` the form of the termbase that it is or that it sounds like; `preferred` what the termbase would
    write: none, one, or several where the form belongs to several concepts. `score` is the likeness (0 to 1) of a
    name that was heard. `count` is how often an unknown name stands in the document: it is reported once.
    """

    document: str
    origin: str
    kind: FindingKind
    severity: Severity
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    known: str = ""
    preferred: tuple[str, ...] = ()
    concept: str = ""
    score: float | None = None
    count: int = 1
    message: str = ""

    @property
    def replacement(self) -> str:
        """What to write instead; empty where that is not sure, and where an admitted form is no other spelling but
        other words: those are a matter of choice."""
        is_choice = self.kind == "variant" and self.severity == "info"
        return self.preferred[0] if len(self.preferred) == 1 and not is_choice else ""
