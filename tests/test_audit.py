"""What the project depends on: every package pinned, of a known licence, and audited where that could be done (scripts/audit.py)."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import audit

ROOT = Path(__file__).parents[1]


def test_every_dependency_is_pinned_and_of_a_known_licence() -> None:
    found = audit.packages(ROOT / "tests" / "requirements.lock")
    wrong = [line for line in audit.faults(found) if "is installed" not in line and "not installed" not in line]
    assert wrong == []
    assert {package.name for package in found if package.runtime} >= {"lxml", "polars", "opencc", "pypinyin"}


@pytest.mark.parametrize(
    ("licence", "bound"),
    [
        ("MIT", "free"), ("Apache-2.0 OR GPL-3.0-or-later", "free"), ("GNU Lesser General Public License v3 (LGPLv3)", "weak"), ("MPL-2.0", "weak"),
        ("GPL-3.0-or-later", "strong"), ("AGPL-3.0", "strong"), ("LGPL-2.1 AND GPL-2.0", "strong"), ("none stated", "unknown"), ("Proprietary", "strong"),
    ],
)  # fmt: skip
def test_how_far_a_licence_binds(licence: str, bound: str) -> None:
    assert audit.bound(licence) == bound


def test_a_lock_file_that_pins_nothing() -> None:
    assert audit.pinned("a_B==1.0  # x\n# c\n--hash\nd==2 ; python_version > '3'\n") == {"a-b": "1.0", "d": "2"}
    for line in ("a>=1", "a", "a==1.*"):
        with pytest.raises(ValueError, match="pins nothing"):
            audit.pinned(line)


@pytest.mark.parametrize(
    ("printed", "clean", "said"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], True, "0 in 1 of 1"),
        ([{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}, {"name": "b", "skip_reason": "not found"}], False, "X-1, mended in 2"),
        ([{"name": "a", "skip_reason": "not found"}], None, "0 in 0 of 1"),
        ([{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}], None, "0 in 1 of 2"),
        ([], None, "0 in 0 of 0"),
        (None, None, "no route"),
    ],
)
def test_a_package_that_could_not_be_looked_up_is_not_without_faults(printed: list[object] | None, clean: bool | None, said: str) -> None:
    out = "" if printed is None else json.dumps({"dependencies": printed, "fixes": []})
    line, found = audit.judged(out, "Traceback\nno route", "pypi")
    assert found is clean
    assert said in line


def test_packages_of_the_scripts_alone_are_pinned_where_they_are_listed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for extra in audit.SCRIPTS_ONLY:
        assert all("==" in name for name in extras[extra])
        assert not {audit._first(name) for name in extras[extra]} & set(audit.wanted())
