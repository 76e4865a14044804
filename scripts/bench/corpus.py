"""Corpora for the benchmark: the project's own sample texts, with invented names in place of theirs.

A document takes plain prose (`prose.txt`), paragraphs of the samples and sentences of the gold, so that brackets are
somewhat more frequent than in documents of the United Nations, in one of three layouts: a letter with broken
lines, page furniture and footnotes, a verbatim record, plain paragraphs. Its names come from two to four casts, each of
which gives every name of the texts another one, drawn from a vocabulary that grows by Heaps' law. One seed makes
the same bytes everywhere, and a longer corpus begins with the shorter one.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from glossary.clean import passages
from glossary.gazetteer import states
from glossary.model import Document
from glossary.normalise import converted, script, simplified
from glossary.read import documents
from glossary.rules import load_rules
from scripts.bench.names import Name, Vocabulary, invented, person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "glossary" / "data" / "samples"
GOLD = ROOT / "tests" / "gold"
PROSE = Path(__file__).with_name("prose.txt")
SHARES = (5, 4, 1)  # of prose, samples and sentences

_HEADS = {"River", "Lake", "Dam", "Hydropower", "Plant", "Mount", "Mountains", "Republic", "Airport", "of", "the", "St"}
_RESOLUTION = re.compile(r"第\s?\d{4}\s?([(（])\d{4}([)）])号决议")
_SYMBOL = re.compile(r"[AS]/\d{2,4}/\d+")
_YEAR = re.compile(r"20[23]\d年")
# Short forms made of the first characters of a name, and acronyms of its first letter.
_SHORT = {"洛联委": "洛瓦纳", "联洛观察团": "洛瓦纳", "特水电": "特伦西亚", "UNOML": "洛瓦纳", "ICLB": "洛瓦纳", "LEWS": "洛瓦纳"}


class Paragraph(NamedTuple):
    """A piece of text and the names in it that a cast gives others to."""

    text: str
    hant: bool
    slots: re.Pattern[str] | None


class Slot(NamedTuple):
    """What stands in a text for a name or, of a person's, for its first or last part: which one, and how it is written."""

    atom: str
    kind: str
    latin: bool
    part: int = -1


class Cast:
    """The names that one story of a document gives to those of the texts."""

    def __init__(self, random: Random, vocabulary: Mapping[str, Vocabulary]) -> None:
        self._vocabulary = vocabulary
        self._given: dict[str, tuple[str, str]] = {}
        self._is_other = random.random() < 0.5

    def put(self, slot: Slot, hant: bool) -> str:
        """The form of the new name that stands for what stood in the slot."""
        if slot.atom not in self._given:
            name: Name = self._vocabulary[slot.kind].draw()
            self._given[slot.atom] = (name.variant if self._is_other else name.chinese, name.latin)
        chinese, latin = self._given[slot.atom]
        if slot.kind == "person":
            chinese, latin = chinese.split("·")[slot.part], latin.split(" ")[slot.part]
        return latin if slot.latin else traditional(chinese) if hant else chinese


@cache
def traditional(text: str) -> str:
    """`text` in Traditional characters."""
    return converted(text, "s2t")


@cache
def atoms() -> Mapping[str, Slot]:
    """The parts of names in the sample texts and the gold that a cast gives others to, with their spellings."""
    rules = load_rules()
    allowed = {c for rule in ("name.character.strong", "name.character.weak") for c in "".join(rules[rule].words)}
    heads = rules.words("place.head")
    found: dict[str, Slot] = {}

    def add(chinese: str, latin: str, kind: str, atom: str = "", part: int = -1) -> None:
        plain = simplified(chinese)
        if len(plain) >= 2 and set(plain) <= allowed and plain not in states():
            found.setdefault(chinese, Slot(simplified(atom) or plain, kind, False, part))
            if len(latin) >= 4 and latin[0].isupper():
                found.setdefault(latin, Slot(simplified(atom) or plain, kind, True, part))

    for kind, chinese, latin in _named():
        if kind == "person":
            # A person is one name: first and last part drawn by themselves would be new together almost always.
            parts, letters = re.split("[·．]", chinese), latin.split()
            for part in (0, -1) if len(parts) > 1 else (-1,):
                add(parts[part], letters[part] if len(letters) == len(parts) else "", kind, parts[-1], part)
        elif kind == "place":
            head = next((h for h in heads if chinese.endswith(h) and len(chinese) - len(h) >= 2), "")
            stem = chinese.removesuffix(head).removesuffix("共和国").lstrip("上北南")
            words = [word for word in latin.split() if word not in _HEADS]
            add(stem, words[0] if len(words) == 1 else "", "place")
    return found


def _named() -> Iterator[tuple[str, str, str]]:
    """Kind, Chinese form and Latin form of what the gold says stands in the texts."""
    for line in (GOLD / "sample-concepts.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        latin = next((form["form"] for form in row["latin"]), "")
        for form in row["zh"]:
            yield row["kind"], form["form"], latin
    for line in (GOLD / "sentences.jsonl").read_text("utf-8").splitlines():
        for pair in json.loads(line)["pairs"]:
            yield pair["kind"], pair["zh"], pair["latin"]


@cache
def paragraphs(hant: bool) -> tuple[tuple[Paragraph, ...], ...]:
    """Plain prose, paragraphs of the samples and sentences of the gold in Simplified or Traditional characters."""
    prose = [converted(t, "s2t") if hant else t for t in PROSE.read_text("utf-8").splitlines()]
    read = [d for d in documents([str(SAMPLES)]) if isinstance(d, Document)]
    samples = [p.text for d in read for p in passages(d, load_rules()) if len(p.text) >= 20]
    sentences = [json.loads(line)["text"] for line in (GOLD / "sentences.jsonl").read_text("utf-8").splitlines()]
    return tuple(tuple(p for p in _slotted(texts) if p.hant == hant) for texts in (prose, samples, sentences))


def _slotted(texts: Iterable[str]) -> Iterator[Paragraph]:
    known = [*atoms(), *_SHORT]
    for text in texts:
        there = sorted((form for form in known if form in text), key=lambda form: (-len(form), form))
        # A Latin form is no part of a longer word, and 马里 is not the beginning of 马里奥.
        slots = re.compile("|".join(rf"(?<![A-Za-z]){f}(?![a-z])" if f.isascii() else f for f in there))
        yield Paragraph(text, script(text) == "Hant", slots if there else None)


def corpus(size: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Documents with their ids until their UTF-8 comes to `size` bytes; the last one is cut short of a page."""
    random = Random(seed)
    vocabulary = {
        "place": Vocabulary(random, lambda r: invented(r, 2, 4)),
        "person": Vocabulary(random, person),
        "resolution": Vocabulary(random, _resolution, 2.0),
        "symbol": Vocabulary(random, _symbol, 2.0),
    }
    written = number = 0
    while written < size:
        text = _document(random, vocabulary)
        room = size - written
        data = text.encode()[:room]
        text = data.decode("utf-8", "ignore") if room < len(text.encode()) else text
        if text.strip():
            yield f"d{number:05}", text
        written += max(1, len(data))
        number += 1


def write_corpus(folder: Path, size: int, seed: int = 1) -> int:
    """Writes a corpus of `size` bytes as .txt files; says how many."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for name, text in corpus(size, seed):
        (folder / f"{name}.txt").write_bytes(text.encode())
        number += 1
    return number


def _document(random: Random, vocabulary: Mapping[str, Vocabulary]) -> str:
    hant = random.random() < 0.05
    choice = paragraphs(hant)
    casts = [Cast(random, vocabulary) for _ in range(random.randint(2, 4))]
    length = int(random.lognormvariate(8.9, 0.6))  # about 7,000 characters, as letters and records are
    texts: list[str] = []
    written = 0
    while written < length:
        kind = random.choices(choice, weights=SHARES)[0]
        text = _filled(random.choice(kind), random.choice(casts), random, vocabulary)
        texts.append(text)
        written += len(text)
    return random.choice((_letter, _record, _plain))(texts, vocabulary)


def _filled(paragraph: Paragraph, cast: Cast, random: Random, vocabulary: Mapping[str, Vocabulary]) -> str:
    def put(match: re.Match[str]) -> str:
        form = match[0]
        if form in _SHORT:
            return _shortened(form, cast, paragraph.hant)
        return cast.put(atoms()[form], paragraph.hant)

    text = paragraph.slots.sub(put, paragraph.text) if paragraph.slots else paragraph.text
    text = _RESOLUTION.sub(lambda m: f"第{vocabulary['resolution'].draw().chinese.replace('(', m[1]).replace(')', m[2])}号决议", text)
    text = _SYMBOL.sub(lambda m: vocabulary["symbol"].draw().chinese, text)
    return _YEAR.sub(lambda m: f"{random.randint(2000, 2039)}年", text)


def _shortened(form: str, cast: Cast, hant: bool) -> str:
    atom = Slot(_SHORT[form], "place", form.isascii())
    name = cast.put(atom, hant)
    if form.isascii():
        return form.replace("L", name[:2].upper())
    return form.replace(_SHORT[form][0], name[0])


def _resolution(random: Random) -> Name:
    text = f"{random.randint(1, 3999)}({random.randint(1946, 2039)})"
    return Name(text, text, text)


def _symbol(random: Random) -> Name:
    text = f"{random.choice('AS')}/{random.choice((random.randint(40, 99), random.randint(1994, 2039)))}/{random.randint(1, 999)}"
    return Name(text, text, text)


def _letter(texts: list[str], vocabulary: Mapping[str, Vocabulary]) -> str:
    """Lines cut after so many characters with a blank line between, first lines indented, pages with furniture."""
    symbol = vocabulary["symbol"].draw().chinese
    lines = [" 大  会  安全理事会 "]
    pages = 1
    for number, text in enumerate(texts):
        lines += [("  " if not n else "") + line + " " for n, line in enumerate(_lines(text, 38))]
        if number % 9 == 8:
            pages += 1
            lines += ["__________________", f" {number} 见 {vocabulary['symbol'].draw().chinese}，附件二。 ", "", symbol, f"31-04417 {pages}/20 "]
    return "\n\n".join(lines) + "\n"


def _record(texts: list[str], vocabulary: Mapping[str, Vocabulary]) -> str:
    """Lines cut after so many characters, a blank line between paragraphs."""
    cut = ["\n".join(_lines(text, 24)) for text in texts]
    return "下午3时10分开会。\n\n" + "\n\n".join(cut) + "\n"


def _lines(text: str, width: int) -> Iterator[str]:
    """`text` in lines of about `width` characters, no Latin word cut."""
    start = 0
    while start < len(text):
        stop = min(len(text), start + width)
        while stop < len(text) and text[stop - 1 : stop + 1].isascii() and text[stop - 1 : stop + 1].isalnum():
            stop += 1
        yield text[start:stop]
        start = stop


def _plain(texts: list[str], vocabulary: Mapping[str, Vocabulary]) -> str:
    return "\n\n".join(texts) + "\n"

