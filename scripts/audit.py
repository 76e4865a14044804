#!/usr/bin/env python3
"""Audits what the project depends on, from the lock file of its tests.

    audit.py [--lock tests/requirements.lock] [--strict]

Prints a table of every pinned package: version, licence as its own metadata states it, and whether it is needed to
run the program or only for its tests. Exit status 1 where a dependency of pyproject.toml or tests/requirements.in is
not pinned, where another version is installed, where a licence is unknown or binds more than the LGPL does (a package
of the tests may, with a reason in `TEST_ONLY`), or where pip-audit knows of a fault. pip-audit is asked if it is
installed (`pip install -e '.[audit]'`); where it is not, or cannot look every package up, that is said, and with
--strict it is a failure.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
# Extras that are for scripts: pinned where they are listed, not part of the lock file.
SCRIPTS_ONLY = {"audit", "data"}
# The lists of known faults that pip-audit can ask.
SERVICES = ("pypi", "osv")
# Packages that may bind more than the LGPL does, and why: none is part of what is shipped.
TEST_ONLY = {"translate-toolkit": "a peer that reads our files in the tests; nothing of it is shipped"}
# Parts of a licence's name, as metadata words them, and how far they bind.
_FREE = ("mit", "bsd", "apache", "isc", "psf", "python software foundation", "zlib", "0bsd", "unlicense", "hpnd", "cmu", "public domain", "ofl", "cc0")
_WEAK = ("lgpl", "lesser general public", "mpl", "mozilla public")
_STRONG = ("gpl", "general public", "affero", "sspl", "eupl", "cecill", "proprietary", "commercial")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Package(NamedTuple):
    """A pinned package. `bound` is how far its licence binds: free, weak, strong or unknown."""

    name: str
    version: str
    installed: str
    licence: str
    bound: str
    runtime: bool


def pinned(lock: str) -> dict[str, str]:
    """The versions in a lock file, by normal name. Raises ValueError for a line that pins nothing."""
    found = {}
    for line in lock.splitlines():
        plain = line.partition("#")[0].strip()
        if not plain or plain.startswith("--"):
            continue
        name, sign, version = plain.partition("==")
        if not sign or not _NAME.fullmatch(name.strip()) or "*" in version:
            raise ValueError(f"pins nothing: {plain}")
        found[normal(name.strip())] = version.partition(";")[0].strip()
    return found


def normal(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted() -> dict[str, bool]:
    """What the project asks for by name, and whether it is asked for to run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {extra: names for extra, names in project["optional-dependencies"].items() if extra not in SCRIPTS_ONLY}
    needed = [*project["dependencies"], *(name for names in extras.values() for name in names)]
    lines = (ROOT / "tests" / "requirements.in").read_text("utf-8").splitlines()
    names = [line for line in lines if line.strip() and not line.lstrip().startswith(("#", "-"))]
    found = {_first(name): False for name in names}
    return found | {_first(name): True for name in needed}


def bound(licence: str) -> str:
    """How far a licence binds, by its name; of several to choose from (OR) the one that binds least."""
    ranks = []
    for choice in re.split(r"\bOR\b", licence):
        plain = choice.casefold()
        without_weak = plain
        for weak in _WEAK:
            without_weak = without_weak.replace(weak, "")
        if any(part in without_weak for part in _STRONG):
            ranks.append(2)
        elif without_weak != plain:
            ranks.append(1)
        elif any(part in plain for part in _FREE):
            ranks.append(0)
        else:
            ranks.append(3)
    return ("free", "weak", "strong", "unknown")[min(ranks)]


def stated_licence(meta: importlib.metadata.PackageMetadata) -> str:
    """The licence that a package's metadata states: the expression, else the classifiers, else a short name."""
    expression = (meta.get_all("License-Expression") or [""])[0]
    classifiers = [c.rpartition(" :: ")[2] for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    named = [c for c in classifiers if c != "OSI Approved"]
    short = (meta.get_all("License") or [""])[0].strip().partition("\n")[0][:60]
    return str(expression or " AND ".join(named) or short or "none stated")


def packages(lock: Path) -> list[Package]:
    """Every package of the lock file, with what is installed of it."""
    versions = pinned(lock.read_text("utf-8"))
    runtime = _needed_to_run({name for name, runs in wanted().items() if runs})
    found = []
    for name, version in sorted(versions.items()):
        try:
            meta = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            found.append(Package(name, version, "", "not installed", "unknown", name in runtime))
            continue
        licence = stated_licence(meta)
        found.append(Package(name, version, str(meta["Version"]), licence, bound(licence), name in runtime))
    return found


def faults(found: list[Package]) -> list[str]:
    """What is wrong with the pinned packages, a line each."""
    lines = [f"{name} is not pinned" for name in sorted(wanted()) if name not in {package.name for package in found}]
    for package in found:
        if package.installed and package.installed != package.version:
            lines.append(f"{package.name}: {package.installed} is installed, {package.version} is pinned")
        if package.bound == "unknown":
            lines.append(f"{package.name}: licence unknown ({package.licence})")
        if package.bound == "strong" and (package.runtime or package.name not in TEST_ONLY):
            lines.append(f"{package.name}: its licence binds more than the LGPL ({package.licence})")
    return lines


def known_faults(lock: Path) -> tuple[str, bool | None]:
    """What pip-audit says of the pinned packages, and whether it knows no fault of any; None where it could not be asked
    about every one of them. One list of faults is asked after the other, until one answers."""
    if importlib.util.find_spec("pip_audit") is None:
        return "known faults were not looked up: pip-audit is not installed (pip install -e '.[audit]')", None
    said = "known faults were not looked up: pip-audit did not answer"
    for service in SERVICES:
        command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
        command += ["--timeout", "15", "--format", "json", "--vulnerability-service", service, "--requirement", str(lock)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            said = f"known faults were not looked up: pip-audit ({service}) did not answer within 300 s"
            continue
        said, clean = judged(done.stdout, done.stderr, service)
        if clean is not None:
            return said, clean
    return said, None


def judged(out: str, err: str, service: str) -> tuple[str, bool | None]:
    """What the JSON that pip-audit printed comes to, as for `known_faults`. Its exit status says nothing: it is 0 where
    every package was skipped because the service does not know it, or is no such service."""
    try:
        listed = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        why = (err.strip().splitlines() or ["it printed nothing"])[-1][:200]
        return f"known faults were not looked up: pip-audit ({service}) failed: {why}", None
    asked = [package for package in listed if "skip_reason" not in package]
    lines = [
        f"known fault: {package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for package in asked
        for fault in package["vulns"]
    ]
    lines.append(f"known faults ({service}): {len(lines)} in {len(asked)} of {len(listed)} packages that could be looked up")
    if lines[1:]:
        return "\n".join(lines), False
    return lines[0], True if asked and len(asked) == len(listed) else None


def _needed_to_run(direct: set[str]) -> set[str]:
    """`direct`, and what they need in turn, as far as it is installed."""
    found: set[str] = set()
    left = sorted(direct)
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        left += [_first(need) for need in needs if "extra ==" not in need]
    return found


def _first(requirement: str) -> str:
    match = _NAME.match(requirement.strip())
    return normal(match[0]) if match else ""


def main() -> int:
    """Prints the table; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lock", type=Path, default=ROOT / "tests" / "requirements.lock")
    parser.add_argument("--strict", action="store_true", help="fail where known faults could not be looked up")
    options = parser.parse_args()
    found = packages(options.lock)
    for package in found:
        use = "run" if package.runtime else "test"
        print(f"{package.name:24} {package.version:14} {use:5} {package.bound:8} {package.licence}")
    wrong = faults(found)
    for name, why in sorted(TEST_ONLY.items()):
        print(f"{name}: allowed in the tests: {why}")
    said, clean = known_faults(options.lock)
    print(said)
    for line in wrong:
        print(f"fault: {line}")
    return 1 if wrong or clean is False or (clean is None and options.strict) else 0


if __name__ == "__main__":
    sys.exit(main())
