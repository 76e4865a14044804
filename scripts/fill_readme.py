"""Runs every example of the README and writes what it prints below it, and the measured scores into their table.

    PYTHONPATH=. python scripts/fill_readme.py

An example is a line that begins with `$ ` in a plain code block; what follows it, up to the next one, is what it prints
on both streams. They run one after the other in one empty folder, so later ones read what earlier ones wrote.
`tests/test_readme.py` holds that nothing would change.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.evaluate import measures, scored

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?ms)^```\n(\$ .*?)^```$")
_SCORES = re.compile(r"(?s)(<!-- scores -->\n)(.*?)(\n<!-- end -->)")


def main() -> int:
    text = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(with_scores(with_output(text, prepared(Path(folder)))), "utf-8")
    return 0


def prepared(folder: Path) -> Path:
    """A folder with the files of the project that the examples name, and the program in `bin`."""
    for name in ("glossary", "termbases", "tests"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "bin").mkdir()
    program = folder / "bin" / "glossary"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m glossary "$@"\n')
    program.chmod(0o755)
    return folder


def with_output(text: str, folder: Path) -> str:
    """The text with what each example prints when it runs in `folder`, blanks at the ends of lines left out."""
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}

    def printed(command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        return "\n".join(line.rstrip() for line in done.stdout.decode().strip("\n").split("\n"))

    def filled(block: re.Match[str]) -> str:
        commands = re.findall(r"(?m)^\$ (.*)$", block[1])
        shown = "\n".join(f"$ {command}\n{printed(command)}".rstrip() for command in commands)
        return f"```\n{shown}\n```"

    return _BLOCK.sub(filled, text)


def with_scores(text: str) -> str:
    """The text with the table of scores as they are measured. Rows of data that is not there stay as they stand."""
    found = _SCORES.search(text)
    if found is None:
        return text
    stated = {row.split(" | ")[0].removeprefix("| "): row for row in found[2].split("\n")[2:]}
    stated |= {measure.name: f"| {measure.name} | {_shown(scored(measure))} |" for measure in measures()}
    table = "\n".join(["| on | scores |", "|---|---|", *stated.values()])
    return text[: found.start(2)] + table + text[found.end(2) :]


def _shown(score: tuple[object, ...]) -> str:
    figures = score._asdict() if hasattr(score, "_asdict") else {}
    return ", ".join(f"{k.replace('_', ' ')} {v:.3f}" if isinstance(v, float) else f"{v} {k}" for k, v in figures.items())


if __name__ == "__main__":
    sys.exit(main())
