#!/usr/bin/env python3
"""Makes `termbases/un-reference.tbx` from the reference tables of the package: the United Nations system,
regional organisations, treaties, documents, offices, regions and recurring terms
(`glossary/data/reference/un.tsv`), and the states (`glossary/data/reference/states.tsv`), in Chinese and
English.

    python scripts/make_reference_termbase.py [FILE]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.gazetteer import all_states
from glossary.model import Concept, Term, Termbase
from glossary.reference import references
from glossary.suggest.answer import is_acronym
from glossary.tbx.write import write_termbase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.gazetteer import State
    from glossary.model.concept import Form
    from glossary.reference import Reference

FILE = Path(__file__).resolve().parents[1] / "termbases" / "un-reference.tbx"
TITLE = "Reference termbase of the United Nations system, Chinese and English"


def reference_termbase() -> Termbase:
    """The termbase: the rows of the reference table in its order, then the states and territories by code."""
    rows = [_row_concept(row) for row in references()]
    states = [_state_concept(state) for state in sorted(all_states(), key=lambda s: s.code)]
    description = "Written for this project; terminology as used in documents of the United Nations."
    return Termbase((*rows, *states), title=TITLE, description=description)


def _row_concept(row: Reference) -> Concept:
    zh = [_term(form, "zh-Hans", _chinese_form(form, row.zh), not n) for n, form in enumerate(row.zh)]
    en = [_term(name, "en", _english_form(name, n), not n) for n, name in enumerate(row.en)]
    return Concept(row.id, (*zh, *en), row.kind, notes=(row.note,) if row.note else ())


def _state_concept(state: State) -> Concept:
    long = [form for form in state.zh_long if form not in state.zh]
    zh = [_term(form, "zh-Hans", "short" if long else "full", not n) for n, form in enumerate(state.zh)]
    zh += [_term(form, "zh-Hans", "full", False) for form in long]
    names = dict.fromkeys((state.en, state.en_long, state.common, *(en for _, en in state.english)))
    en: list[Term] = []
    for name in names:
        en.append(_term(name, "en", "full" if name == state.en_long else "short", not en))
    return Concept(f"state.{state.code}", (*zh, *en), "place")


def _term(text: str, lang: str, form: Form, first: bool) -> Term:
    return Term(text, lang, form=form, status="preferred" if first else "admitted", part_of_speech="noun")


def _chinese_form(form: str, forms: Sequence[str]) -> Form:
    """The first is the full form; what is much shorter abbreviates it, the rest are variants."""
    if form == forms[0]:
        return "full"
    return "abbreviation" if len(form) <= 0.7 * len(forms[0]) else "variant"


def _english_form(name: str, place: int) -> Form:
    return "full" if not place else "acronym" if is_acronym(name) else "variant"


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    file: Path = parser.parse_args().file
    file.parent.mkdir(parents=True, exist_ok=True)
    write_termbase(reference_termbase(), file)


if __name__ == "__main__":
    main()
