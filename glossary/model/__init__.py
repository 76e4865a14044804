"""The frozen values that stages hand to one another. Nothing here reads, writes or decides."""

from glossary.model.concept import Concept, Extra, Source, Term, Termbase
from glossary.model.making import made
from glossary.model.text import KINDS, Document, Find, Kind, Mention, Passage, Relation, Run, Span

__all__ = [
    "KINDS",
    "Concept",
    "Document",
    "Extra",
    "Find",
    "Kind",
    "Mention",
    "Passage",
    "Relation",
    "Run",
    "Source",
    "Span",
    "Term",
    "Termbase",
    "made",
]
