"""What no schema minds and every user does: empty terms, languages twice, terms twice, stray line breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.tbx.structure import Finding, text_of
from glossary.tbx.vocabulary import XML_LANG, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree


def manner_findings(entry: etree._Element, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Warnings about one concept."""
    languages: set[str] = set()
    for section in entry:
        if vocabulary.name(section).local != "langSec":
            continue
        lang = (section.get(XML_LANG) or "").casefold()
        if lang in languages:
            yield _warning(section, "language", f"the language {lang!r} has a section already; put the terms there")
        languages.add(lang)
        yield from _section_findings(section, vocabulary)
    for group in entry.iter(vocabulary.tag("transacGrp")):
        people = [e for e in group if vocabulary.name(e).category == "responsibility"]
        if len(people) > 1:
            yield _warning(people[1], "responsibility", "a transaction has one responsibility; this is another")


def _section_findings(section: etree._Element, vocabulary: Vocabulary) -> Iterator[Finding]:
    terms: set[str] = set()
    for element in section.iter(vocabulary.tag("term")):
        text = text_of(element)
        if not text.strip():
            yield _warning(element, "empty", "the term is empty; write it or leave its section out")
        elif text != text.strip() or any(c in text for c in "\t\r\n"):
            yield _warning(element, "blanks", f"the term {text!r} has line breaks in it, or blanks at its ends")
        elif text in terms:
            yield _warning(element, "twice", f"the term {text!r} stands twice in its language; keep one")
        terms.add(text)
        if any(not isinstance(child.tag, str) for child in element):
            yield _warning(element, "comment", "a comment stands in the term; tools may take it for text")


def _warning(element: etree._Element, rule: str, message: str) -> Finding:
    return Finding(element, rule, message, "warning")
