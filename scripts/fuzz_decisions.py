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
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

from glossary.cli import main as glossary
from glossary.decide import Decision, add_decisions, decisions_path
from glossary.model import KINDS, Concept, Term, Termbase
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase

_GIVEN = ("安德烈", "贝拉", "卡塔琳娜", "达维德", "埃琳娜", "菲利普", "格奥尔基", "汉娜", "伊万", "约瑟夫", "克拉拉", "卢卡", "玛丽亚", "尼古拉")
_FAMILY = ("波波夫", "科瓦奇", "诺瓦克", "彼得罗夫", "霍瓦特", "马林科维奇", "斯托扬诺夫", "阿尔布雷希特", "塔迪奇")
_LATIN = ("Andrei", "Bela", "Katarina", "David", "Elena", "Filip", "Georgi", "Hana", "Ivan", "Jozef", "Klara", "Luka", "Marija", "Nikola")
_FAMILIES = ("Popov", "Kovač", "Novak", "Petrov", "Horvat", "Marinković", "Stojanov", "Albrecht", "Tadić")
_PLACES = ("洛瓦纳", "梅尔卡", "索尔格", "塔维尔", "科斯滕", "巴林卡", "奥布雷", "维尔达")
_BODIES = ("河流域委员会", "合作组织", "人权法院", "发展银行", "通讯社")


@dataclass(slots=True)
class Ledger:
    """What must be in the termbase. Values by key; a key is (what, concept id, language, form)."""

    said: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    pairs: dict[frozenset[str], str] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    checked: int = 0

    def forget_term(self, name: str, lang: str, text: str) -> None:
        for key in [k for k in self.said if k[1] == name and k[2:] == (lang, text)]:
            del self.said[key]
        self.forget_pairs({text})

    def forget_concept(self, concept: Concept) -> None:
        for key in [k for k in self.said if k[1] == concept.id]:
            del self.said[key]
        self.forget_pairs({t.text for t in concept.terms})

    def forget_pairs(self, texts: set[str]) -> None:
        for pair in [p for p in self.pairs if p & texts]:
            del self.pairs[pair]


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
    term = concept.terms[at]
    what = rng.choice(["status", "kind", "note", "definition", "add", "reject", "reject concept", "add concept", "move", "respell", "term note", "form"])
    terms = list(concept.terms)
    key = (concept.id, term.lang, term.text)
    match what:
        case "status":
            status = rng.choice(["preferred", "admitted", "deprecated", "superseded"])
            terms[at] = replace(term, status=status)
            if status == "preferred":
                for other in terms:
                    if other.lang == term.lang and ledger.said.get(("status", concept.id, other.lang, other.text)) == "preferred":
                        del ledger.said["status", concept.id, other.lang, other.text]
            ledger.said["status", *key] = status
        case "kind":
            concept = replace(concept, kind=rng.choice(KINDS))
            ledger.said["kind", concept.id, "", ""] = str(concept.kind)
        case "note":
            concept = replace(concept, notes=(*concept.notes, f"A note {number}."))
            ledger.said["note", concept.id, "", f"A note {number}."] = "there"
        case "definition":
            concept = replace(concept, definition=f"Definition {number}")
            ledger.said["definition", concept.id, "", ""] = f"Definition {number}"
        case "add":
            new = Term(f"新词{number}", "zh-Hans", "variant", "admitted")
            terms.append(new)
            ledger.said["term", concept.id, new.lang, new.text] = "there"
        case "term note":
            terms[at] = replace(term, notes=(*term.notes, f"Of the term {number}."))
            ledger.said["term note", *key] = f"Of the term {number}."
        case "form":
            form = rng.choice(["full", "short", "abbreviation", "variant", "phrase"])
            terms[at] = replace(term, form=form)
            ledger.said["form", *key] = form
        case "reject" | "respell" | "move" if len(terms) > 1:
            del terms[at]
            ledger.forget_term(*key)
            ledger.said["term", *key] = "gone"
            if what == "respell":
                new = replace(term, text=f"{term.text}{number}")
                terms.insert(at, new)
                ledger.said["term", concept.id, new.lang, new.text] = "there"
            elif what == "move":
                to = rng.randrange(len(concepts))
                there = {(t.lang, t.text) for t in concepts[to].terms}
                if to != n and (term.lang, term.text) not in there:
                    concepts[to] = replace(concepts[to], terms=(*concepts[to].terms, term))
                    ledger.said["term", concepts[to].id, term.lang, term.text] = "there"
        case "reject concept" if len(concepts) > 5:
            del concepts[n]
            ledger.forget_concept(concept)
            ledger.said["concept", concept.id, "", ""] = "gone"
        case "add concept":
            new_concept = Concept(f"mine-{number}", (Term(f"我的{number}", "zh-Hans", "full", "preferred"), Term(f"Mine {number}", "en")), rng.choice(KINDS))
            concepts.append(new_concept)
            ledger.said["term", new_concept.id, "zh-Hans", f"我的{number}"] = "there"
            ledger.said["kind", new_concept.id, "", ""] = str(new_concept.kind)
        case _:
            return f"{what}: nothing to do"
    if what != "reject concept":
        place = next(i for i, c in enumerate(concepts) if c.id == concept.id)
        if what in ("status", "add", "term note", "form", "reject", "respell", "move"):
            concept = replace(concepts[place], terms=tuple(terms))
        concepts[place] = concept
    write_termbase(replace(termbase, concepts=tuple(concepts)), path)
    return f"{what} {concept.id} {term.lang} {term.text}"


def decide(path: Path, rng: random.Random, ledger: Ledger, number: int) -> str:
    """Records one decision about forms that one concept has."""
    termbase = read_termbase(path)
    held = _holders(termbase)
    alone = [(c, t) for c in termbase.concepts for t in c.terms if len(held[t.text]) == 1 and t.lang.startswith("zh")]
    concept, term = rng.choice(alone)
    verb = rng.choice(["preferred", "deprecated", "rejected", "kind", "latin", "confirmed", "same", "different"])
    form, other, value = term.text, "", ""
    key = (concept.id, term.lang, term.text)
    match verb:
        case "preferred" | "deprecated":
            if verb == "preferred":
                for t in concept.terms:
                    if t.lang == term.lang and ledger.said.get(("status", concept.id, t.lang, t.text)) == "preferred":
                        del ledger.said["status", concept.id, t.lang, t.text]
            ledger.said["status", *key] = verb
        case "rejected":
            if len(concept.terms) == 1:
                return "rejected: the only form"
            ledger.forget_term(*key)
            ledger.said["term", *key] = "gone"
        case "kind":
            value = rng.choice(KINDS)
            ledger.said["kind", concept.id, "", ""] = value
        case "latin" | "confirmed":
            value = f"Latin {number}"
            lang = "en" if verb == "confirmed" else "und-Latn"
            for t in concept.terms:
                if t.lang == lang and ledger.said.get(("status", concept.id, lang, t.text)) == "preferred":
                    del ledger.said["status", concept.id, lang, t.text]
            for k in [k for k in ledger.said if k[0] == "status" and k[1] == concept.id and k[2] == lang and ledger.said[k] == "preferred"]:
                del ledger.said[k]
            for t in concept.terms:
                if t.suggested and t.lang in ("en", "und-Latn"):
                    ledger.forget_term(concept.id, t.lang, t.text)  # another Latin form refutes what was suggested
            ledger.said["term", concept.id, lang, value] = "there"
            ledger.said["status", concept.id, lang, value] = "preferred"
        case "same" | "different":
            second, more = rng.choice(alone)
            other = more.text
            if second.id == concept.id and verb == "same":
                return "same: the same already"
            if verb == "different" and (second.id != concept.id or _key(form) == _key(other)):
                return "different: different already"
            if verb == "same" and _is_kept_apart(concept, second, ledger):
                return "same: kept apart"
            if verb == "different":
                for t in (term, more):
                    ledger.forget_term(concept.id, t.lang, t.text)
            else:
                ledger.forget_concept(second)
                ledger.forget_concept(concept)
            ledger.pairs[frozenset((form, other))] = verb
    one = Decision(verb, form, other, "", "", value, "fuzz", "2026-01-01")  # type: ignore[arg-type]
    add_decisions([one], decisions_path(path))
    return f"decide {verb} {form} {other} {value}"


def _key(text: str) -> str:
    from glossary.compare import term_key

    return term_key(text)


def _is_kept_apart(a: Concept, b: Concept, ledger: Ledger) -> bool:
    mine, theirs = {t.text for t in a.terms}, {t.text for t in b.terms}
    return any(verb == "different" and ((p & mine) and (p & theirs)) for p, verb in ledger.pairs.items())


def _holders(termbase: Termbase) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for concept in termbase.concepts:
        for text in dict.fromkeys(t.text for t in concept.terms):
            found.setdefault(text, []).append(concept.id)
    return found


def check(path: Path, ledger: Ledger, where: str) -> None:
    """Compares the termbase with the ledger; a loss is told once."""
    termbase = read_termbase(path)
    by_id = {concept.id: concept for concept in termbase.concepts}
    for concept in termbase.concepts:
        for note in concept.notes:
            if note.startswith("Joined with "):
                by_id.setdefault(note.removeprefix("Joined with ").removesuffix("."), concept)
    ledger.checked += len(ledger.said) + len(ledger.pairs)
    for key, value in list(ledger.said.items()):
        if problem := _missing(key, value, by_id):
            ledger.losses.append(f"{where}: {key} should be {value}: {problem}")
            del ledger.said[key]
    held = _holders(termbase)
    for pair, verb in list(ledger.pairs.items()):
        a, b = sorted(pair)
        together = set(held.get(a, ())) & set(held.get(b, ()))
        if bool(together) != (verb == "same"):
            ledger.losses.append(f"{where}: {verb} {a} {b}: {held.get(a)} {held.get(b)}")
            del ledger.pairs[pair]


def _missing(key: tuple[str, str, str, str], value: str, by_id: dict[str, Concept]) -> str:
    what, name, lang, text = key
    concept = by_id.get(name)
    if what == "concept":
        return "" if concept is None or concept.id != name else "it is there"
    if concept is None:
        return "" if value == "gone" else "no such concept"
    term = next((t for t in concept.terms if t.text == text and t.lang == lang), None)
    if what == "term":
        return "" if (term is not None) == (value == "there") else f"it is {'there' if term else 'gone'}"
    if what == "note":
        return "" if text in concept.notes else "gone"
    if what in ("kind", "definition"):
        there = getattr(concept, what)
        return "" if there == value or any(value in note for note in concept.notes) else str(there)
    if term is None:
        return "the term is gone"
    there = term.notes if what == "term note" else getattr(term, what)
    return "" if (value in there if what == "term note" else there == value) else str(there)


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
