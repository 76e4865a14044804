"""The reference tables hold together, and the termbase made from them is the committed one."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from glossary.gazetteer import states
from glossary.model import KINDS
from glossary.normalise import chinese_key, has_han, has_latin, latin_form, simplified
from glossary.reference import references
from glossary.suggest.answer import is_chinese

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
TERMBASE = ROOT / "termbases" / "un-reference.tbx"
SHARED = ROOT.parent / "shared"
# Forms that two rows may share: none so far. A form that two bodies go by belongs to neither.
SHARED_FORMS: set[str] = set()


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "scripts" / "make_reference_termbase.py"
    spec = importlib.util.spec_from_file_location("make_reference_termbase", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_ids_are_names_and_stand_once() -> None:
    ids = [row.id for row in references()]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z]+\.[a-z0-9-]+", name)] == []


def test_kinds_are_kinds_and_begin_the_id() -> None:
    assert {row.kind for row in references()} <= set(KINDS)
    assert [row.id for row in references() if row.id.split(".")[0] != row.kind] == []


def test_chinese_forms_are_clean_simplified_keys() -> None:
    for row in references():
        for form in row.zh:
            assert chinese_key(form) == form, (row.id, form)
            assert simplified(form) == form
            assert has_han(form)
            assert len(form) > 1


def test_no_chinese_form_stands_in_two_rows() -> None:
    forms = Counter(form for row in references() for form in row.zh)
    assert {form for form, count in forms.items() if count > 1} == SHARED_FORMS


def test_no_row_is_a_state() -> None:
    assert [form for row in references() for form in row.zh if form in states()] == []


def test_english_forms_are_clean_and_stand_once_in_a_row() -> None:
    for row in references():
        assert len(set(row.en)) == len(row.en), row.id
        for name in row.en:
            assert latin_form(name) == name, (row.id, name)
            assert has_latin(name)
            assert not has_han(name)


def test_the_table_is_large_and_general() -> None:
    kinds = Counter(row.kind for row in references())
    assert kinds.total() >= 1000
    assert min(count for kind, count in kinds.items()) >= 50


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("防止及惩治灭绝种族罪公约", "Convention on the Prevention and Punishment of the Crime of Genocide"),
        ("欧洲常规武装力量条约", "Treaty on Conventional Armed Forces in Europe"),
        ("西非经共体", "Economic Community of West African States"),
        ("临时代办", "Chargé d'affaires a.i."),
        ("难民署", "Office of the United Nations High Commissioner for Refugees"),
        ("欧洲委员会", "Council of Europe"),
        ("欧盟委员会", "European Commission"),
    ],
)
def test_well_known_rows(zh: str, en: str) -> None:
    assert [row.en[0] for row in references() if zh in row.zh] == [en]


def test_the_termbase_is_made_by_its_script(script: ModuleType, tmp_path: Path) -> None:
    from glossary.tbx.write import write_termbase

    assert write_termbase(script.reference_termbase(), tmp_path / "made.tbx") == ()
    assert (tmp_path / "made.tbx").read_bytes() == TERMBASE.read_bytes()


def test_every_concept_has_a_preferred_term_in_both_languages(script: ModuleType) -> None:
    for concept in script.reference_termbase().concepts:
        for chinese in (True, False):
            terms = [term for term in concept.terms if is_chinese(term) == chinese]
            assert [term.status for term in terms].count("preferred") == 1, concept.id
            assert len({term.text for term in terms}) == len(terms), concept.id
            assert not any(term.suggested for term in terms)


def test_the_termbase_is_valid_by_the_official_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle = SHARED / "tbx" / "oracle.py"
    if not oracle.exists():
        pytest.skip("the official schemas are not here: ../shared/tbx")
    monkeypatch.setattr(sys, "path", [str(oracle.parent), *sys.path])
    spec = importlib.util.spec_from_file_location("oracle", oracle)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.faults(TERMBASE) == []
