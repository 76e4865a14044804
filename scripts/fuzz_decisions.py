"""Edits and decisions over many rounds of editing, deciding, building again and merging: what is lost is printed.

    PYTHONPATH=. python scripts/fuzz_decisions.py --rounds 200 --seed 1

A ledger beside the termbase says what a person did last to each thing: a status, a kind, a note, a form added or taken
out, a concept added or taken out, two forms joined or kept apart. After every round all of it must be in the termbase.
Documents are paragraphs of the sample documents and of a generator of names. The exit status is 1 where anything is lost.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import sys
import tempfile
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.cli import main as glossary
from glossary.compare import term_key
from glossary.decide import Decision, add_decisions, decisions_path
from glossary.model import KINDS, Concept, Term
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase
from scripts.ledger import Ledger, check, holders

if TYPE_CHECKING:
    from glossary.decide import Verb

_GIVEN = ("安德烈", "贝拉", "卡塔琳娜", "达维德", "埃琳娜", "菲利普", "格奥尔基", "汉娜", "伊万", "约瑟夫", "克拉拉", "卢卡", "玛丽亚", "尼古拉")
_FAMILY = ("波波夫", "科瓦奇", "诺瓦克", "彼得罗夫", "霍瓦特", "马林科维奇", "斯托扬诺夫", "阿尔布雷希特", "塔迪奇")
_LATIN = ("Andrei", "Bela", "Katarina", "David", "Elena", "Filip", "Georgi", "Hana", "Ivan", "Jozef", "Klara", "Luka", "Marija", "Nikola")
_FAMILIES = ("Popov", "Kovač", "Novak", "Petrov", "Horvat", "Marinković", "Stojanov", "Albrecht", "Tadić")
_PLACES = ("洛瓦纳", "梅尔卡", "索尔格", "塔维尔", "科斯滕", "巴林卡", "奥布雷", "维尔达")
_BODIES = ("河流域委员会", "合作组织", "人权法院", "发展银行", "通讯社")


def document(rng: random.Random, number: int) -> str:
    """A short document: some paragraphs of the samples, and names of the project's own making."""
    lines = []
    for _ in range(rng.randint(2, 4)):
        g, f = rng.randrange(len(_GIVEN)), rng.randrange(len(_FAMILY))
        place, body = rng.choice(_PLACES), rng.choice(_BODIES)
        lines += [
            f"外交部长{_GIVEN[g]}·{_FAMILY[f]}({_LATIN[g]} {_FAMILIES[f]})在{place}市会见了{place}{body}的代表。",
            f"{rng.choice(_GIVEN)}·{rng.choice(_FAMILY)}总统说，{place}共和国和{rng.choice(_PLACES)}区签署了《{place}公约》。",
        ]
    paragraphs = [p for entry in _samples() for p in entry.split("\n\n") if len(p) > 40]
    lines += rng.sample(paragraphs, 2)
    return "\n\n".join(lines)


def _samples() -> list[str]:
    folder = resources.files("glossary") / "data" / "samples"
    return [e.read_text("utf-8") for e in sorted(folder.iterdir(), key=lambda e: e.name) if e.name.endswith(".txt")]


def run(*arguments: str) -> str:
    """Runs a command; what it said. Raises RuntimeError where it failed."""
    err = io.StringIO()
    with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.StringIO()):
        status = glossary(list(arguments))
    if status:
        raise RuntimeError(f"{' '.join(arguments)}: status {status}: {err.getvalue()}")
    return err.getvalue()


def edit(path: Path, rng: random.Random, ledger: Ledger, number: int) -> str:
    """Changes one thing in the file as a person would."""
    termbase = read_termbase(path)
    concepts = list(termbase.concepts)
    n = rng.randrange(len(concepts))
    concept = concepts[n]
    at = rng.randrange(len(concept.terms))
    what = rng.choice(("term", "term", "term", "concept", "concept", "reject", "respell", "move", "reject concept", "add concept"))
    if what == "term":
        what = _edit_term(concepts, n, at, rng, ledger, number)
    elif what == "concept":
        what = _edit_concept(concepts, n, rng, ledger, number)
    elif what in ("reject", "respell", "move") and len(concept.terms) > 1:
        _take_out(concepts, n, at, what, rng, ledger, number)
    elif what == "reject concept" and len(concepts) > 5:
        del concepts[n]
        ledger.forget_concept(concept)
        ledger.said["concept", concept.id, "", ""] = "gone"
    elif what == "add concept":
        terms = (Term(f"我的{number}", "zh-Hans", "full", "preferred"), Term(f"Mine {number}", "en"))
        mine = Concept(f"mine-{number}", terms, rng.choice(KINDS))
        concepts.append(mine)
        ledger.say("term", mine, "zh-Hans", f"我的{number}", "there")
        ledger.say("kind", mine, "", "", str(mine.kind))
    write_termbase(replace(termbase, concepts=tuple(concepts)), path)
    return f"{what} {concept.id} {concept.terms[at].text}"


def _edit_term(concepts: list[Concept], n: int, at: int, rng: random.Random, ledger: Ledger, number: int) -> str:
    concept, terms = concepts[n], list(concepts[n].terms)
    term = terms[at]
    what = rng.choice(("status", "form", "term note", "part_of_speech", "context"))
    if what == "term note":
        value = f"Of the term {number}."
        terms[at] = replace(term, notes=(*term.notes, value))
    else:
        values = {
            "status": ("preferred", "admitted", "deprecated", "superseded"), "part_of_speech": ("verb", "adjective"),
            "form": ("full", "short", "abbreviation", "variant", "phrase"), "context": (f"A sentence {number}.",),
        }  # fmt: skip
        value = rng.choice(values[what])
        if getattr(term, what) == value:
            return f"{what} as it was"  # no edit: the machine may say otherwise another day
        changed: dict[str, Any] = {what: value}
        terms[at] = replace(term, **changed)
    ledger.say(what, concept, term.lang, term.text, value)
    concepts[n] = replace(concept, terms=tuple(terms))
    return f"{what} {value}"


def _edit_concept(concepts: list[Concept], n: int, rng: random.Random, ledger: Ledger, number: int) -> str:
    concept = concepts[n]
    what = rng.choice(("kind", "note", "definition", "add"))
    if what == "kind":
        concept = replace(concept, kind=rng.choice(KINDS))
        ledger.say("kind", concept, "", "", str(concept.kind))
    elif what == "note":
        concept = replace(concept, notes=(*concept.notes, f"A note {number}."))
        ledger.say("note", concept, "", f"A note {number}.", "there")
    elif what == "definition":
        concept = replace(concept, definition=f"Definition {number}")
        ledger.say("definition", concept, "", "", f"Definition {number}")
    else:
        concept = replace(concept, terms=(*concept.terms, Term(f"新词{number}", "zh-Hans", "variant", "admitted")))
        ledger.say("term", concept, "zh-Hans", f"新词{number}", "there")
    concepts[n] = concept
    return what


def _take_out(
    concepts: list[Concept], n: int, at: int, what: str, rng: random.Random, ledger: Ledger, number: int
) -> None:
    concept = concepts[n]
    term = concept.terms[at]
    ledger.forget_term(concept, term.lang, term.text)
    left = replace(concept, terms=(*concept.terms[:at], *concept.terms[at + 1 :]))
    if what == "respell":
        new = replace(term, text=f"{term.text}{number}")
        left = replace(left, terms=(*left.terms[:at], new, *left.terms[at:]))
        ledger.say("term", concept, new.lang, new.text, "there")
    concepts[n] = left
    ledger.say("term", concept, term.lang, term.text, "gone")
    to = rng.randrange(len(concepts))
    there = {(t.lang, t.text) for t in concepts[to].terms}
    if what == "move" and to != n and (term.lang, term.text) not in there:
        concepts[to] = replace(concepts[to], terms=(*concepts[to].terms, term))
        ledger.say("term", concepts[to], term.lang, term.text, "there")


def decide(path: Path, rng: random.Random, ledger: Ledger, number: int) -> str:
    """Records one decision about forms that one concept has."""
    termbase = read_termbase(path)
    held = holders(termbase)
    alone = [(c, t) for c in termbase.concepts for t in c.terms if len(held[t.text]) == 1 and t.lang.startswith("zh")]
    concept, term = rng.choice(alone)
    verb: Verb = rng.choice(("preferred", "deprecated", "rejected", "kind", "latin", "confirmed", "same", "different"))
    other, value = "", ""
    if verb in ("preferred", "deprecated"):
        ledger.said.pop(("term", concept.id, term.lang, term.text), None)  # rejected and not yet built, it is there again
        ledger.say("status", concept, term.lang, term.text, verb, term.text)
    elif verb == "rejected":
        if len(concept.terms) == 1:
            return "rejected: the only form"
        ledger.forget_term(concept, term.lang, term.text)
        ledger.say("term", concept, term.lang, term.text, "gone")
    elif verb == "kind":
        value = rng.choice(KINDS)
        ledger.say("kind", concept, "", "", value, term.text)
    elif verb in ("latin", "confirmed"):
        value, lang = f"Latin {number}", "en" if verb == "confirmed" else "und-Latn"
        for t in concept.terms:
            if t.suggested and t.lang in ("en", "und-Latn"):
                ledger.forget_term(concept, t.lang, t.text)  # another Latin form refutes what was suggested
        ledger.say("term", concept, lang, value, "there", term.text)
        ledger.say("status", concept, lang, value, "preferred", term.text)
    else:
        second, more = rng.choice(alone)
        other = more.text
        if not _pair(verb, (concept, term), (second, more), ledger):
            return f"{verb}: nothing to do"
    add_decisions([Decision(verb, term.text, other, "", "", value, "fuzz", "2026-01-01")], decisions_path(path))
    return f"decide {verb} {term.text} {other} {value}"


def _pair(verb: str, one: tuple[Concept, Term], two: tuple[Concept, Term], ledger: Ledger) -> bool:
    """Notes that two forms are names of one thing or of two; false where they are so already, or may not be."""
    (first, a), (second, b) = one, two
    if (first.id == second.id) == (verb == "same") or term_key(a.text) == term_key(b.text):
        return False
    if verb == "same":
        mine, theirs = {t.text for t in first.terms}, {t.text for t in second.terms}
        if any(said == "different" and p & mine and p & theirs for p, said in ledger.pairs.items()):
            return False
        ledger.forget_concept(first)
        ledger.forget_concept(second)
    else:
        ledger.forget_term(first, a.lang, a.text)
        ledger.forget_term(second, b.lang, b.text)
    ledger.pairs[frozenset((a.text, b.text))] = verb
    return True


def rounds(number: int, seed: int, folder: Path, *, verbose: bool = False) -> Ledger:
    """`number` rounds from `seed`, in `folder`. Each edits or decides one to three times, then builds again with one
    document more (or none), or merges another termbase in; then all that was ever said is checked."""
    rng = random.Random(seed)
    ledger = Ledger()
    path, count = folder / "base.tbx", 0
    options = ["--quiet", *(["--no-suggestions"] if rng.random() < 0.3 else [])]
    for count in range(2):
        (folder / f"d{count}.txt").write_text(document(rng, count), "utf-8")
    run("build", str(folder / "d0.txt"), str(folder / "d1.txt"), "-o", str(path), *options)
    for number_now in range(number):
        done = []
        for step in range(rng.randint(1, 3)):
            change = edit if rng.random() < 0.6 else decide
            done.append(change(path, rng, ledger, 10 * number_now + step))
        if rng.random() < 0.75:
            new = []
            if rng.random() < 0.8:
                count += 1
                (folder / f"d{count}.txt").write_text(document(rng, count), "utf-8")
                new = [str(folder / f"d{count}.txt")]
                if rng.random() < 0.2:  # an old document, changed
                    old = folder / f"d{rng.randrange(count)}.txt"
                    old.write_text(document(rng, count), "utf-8")
                    new.append(str(old))
            run("build", *new, "--previous", str(path), "-o", str(path), *options)
            done.append(f"build {len(new)}")
        else:
            (folder / "m.txt").write_text(document(rng, number_now), "utf-8")
            (folder / "other.decisions.tsv").unlink(missing_ok=True)
            run("build", str(folder / "m.txt"), "-o", str(folder / "other.tbx"), *options)
            edit(folder / "other.tbx", rng, Ledger(), 10_000 + number_now)
            run("build", "--previous", str(path), "-o", str(path), *options)
            run("merge", str(path), str(folder / "other.tbx"), "-o", str(path), "--quiet")
            (folder / "m.txt").rename(folder / f"m{number_now}.txt")
            done.append("merge")
        check(path, ledger, f"round {number_now} ({'; '.join(done)})")
        if verbose:
            print(f"round {number_now}: {'; '.join(done)}: {len(ledger.said) + len(ledger.pairs)} kept, {len(ledger.losses)} lost", flush=True)
    return ledger


def main() -> int:
    """Runs the rounds that the arguments ask for and prints what was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chain", type=int, default=20, help="rounds on one termbase before a new one is begun")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    left, seed, checked, losses = args.rounds, args.seed, 0, 0
    while left > 0:
        with tempfile.TemporaryDirectory() as folder:
            ledger = rounds(min(left, args.chain), seed, Path(folder), verbose=args.verbose)
        checked += ledger.checked
        losses += len(ledger.losses)
        for line in ledger.losses:
            print(f"seed {seed}: {line}")
        left -= args.chain
        seed += 1
    print(f"{args.rounds} rounds, {checked} edits and decisions looked for, {losses} lost")
    return 1 if losses else 0


if __name__ == "__main__":
    sys.exit(main())
