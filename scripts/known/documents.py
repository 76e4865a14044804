"""Documents about a known cast, with what stands where: which spelling in which document is whose name.

A document is of one region (mainland, Taiwan, Hong Kong) and introduces each of its entities: a person with office and
state, a place with its state, a short form or an acronym with the name behind it. After that it may use the short form.
Only what a reader can tell is part of the truth: a surname alone stands with the office and the state, a bare acronym
only where a document of the corpus states it and no other body is called so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from scripts.bench.corpus import paragraphs, traditional
from scripts.known.cast import REGIONS, Entity, cast, state_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

Role = Literal["full", "respelt", "regional", "surname", "short", "acronym", "latin"]

_SAID = {
    "person": ("{}在会上说，应当尽快恢复谈判。", "{}当天上午宣布了这一决定。", "{}对事态发展表示关切。", "{}在记者会上没有回答提问。"),
    "surname": ("{}随后补充说，期限可以延长。", "据{}介绍，筹备工作已经完成。", "{}不同意这种看法。"),
    "place": ("{}的居民正在等待援助。", "大雨冲毁了{}的三座桥梁。", "通往{}的道路已经恢复通行。", "救援人员已经抵达{}。"),
    "organization": ("{}公布了年度报告。", "{}的代表出席了会议。", "这项工作由{}负责。", "上周，{}增派了人员。"),
    "treaty": ("双方重申遵守{}。", "{}已经生效。", "根据{}，各方应当交换资料。"),
    "document": ("{}列举了若干事例。", "会议审议了{}。"),
}
_STATED = (("(以下简称“", "”)"), ("（下称“", "”）"), ("(以下称“", "”)"))
_BRACKETS = (("(", ")"), ("（", "）"))


class Said(NamedTuple):
    """A name in a document: where it stands, how it is written, whose it is and what it is to its bearer."""

    document: str
    start: int
    end: int
    form: str
    entity: str
    role: Role


class Made(NamedTuple):
    """A corpus: the documents by id, what they say, and the entities by id."""

    documents: dict[str, str]
    said: tuple[Said, ...]
    entities: dict[str, Entity]


@dataclass
class _Page:
    """A document that is being written."""

    name: str
    region: str
    text: str = ""
    said: list[Said] = field(default_factory=list)
    bare: list[Said] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.text += traditional(text) if self.region != "mainland" else text

    def name_of(self, entity: Entity, form: str, role: Role) -> None:
        start = len(self.text)
        self.put(form)
        self.said.append(Said(self.name, start, len(self.text), self.text[start:], entity.id, role))

    def latin(self, entity: Entity, form: str, role: Role) -> None:
        start = len(self.text)
        self.text += form
        self.said.append(Said(self.name, start, len(self.text), form, entity.id, role))


def made(random: Random, number: int) -> Made:
    """A corpus of `number` documents, each entity in some five of them on average; the cast grows with the corpus."""
    entities = cast(random, number / 240)
    alone = _bearers(entities)
    pages: list[_Page] = []
    rest: list[Entity] = []
    for n in range(number):
        region = random.choices(REGIONS, (14, 3, 3))[0]
        page = _Page(f"k{n:04}", region)
        while len(rest) < 12:
            rest += random.sample(entities, len(entities))
        for entity in _chosen(rest, random.randint(4, 7)):
            _write(random, page, entity, alone)
            if random.random() < 0.3:
                page.put(random.choice(_prose()))
            page.put("\n\n")
        pages.append(page)
    texts = {page.name: page.text for page in pages}
    stated = {(s.entity, s.form) for page in pages for s in page.said if s not in page.bare}
    said = (s for page in pages for s in page.said if s not in page.bare or (s.entity, s.form) in stated)
    return Made(texts, tuple(said), {e.id: e for e in entities})


def _bearers(entities: Sequence[Entity]) -> Counter[str]:
    """How many entities have a short form in one spelling: a surname with the office and its state, an acronym, a brief."""
    return Counter(form for e in entities for form in {*_surnames(e), e.acronym, e.brief})


def _surnames(e: Entity) -> set[str]:
    """The surname of a person in each spelling, with the office and its state."""
    if not (e.kind == "person" and e.state):
        return set()
    return {form.split("·")[-1] + e.state.code + e.office for forms in e.forms for form in forms}


def _chosen(rest: list[Entity], number: int) -> Iterator[Entity]:
    """The next entities, none of which could be taken for another in one document: they are taken from `rest`."""
    taken: set[str] = set()
    kept: list[Entity] = []
    while rest and number:
        entity = rest.pop()
        marks = {entity.id, entity.set if entity.set.startswith("one name") else "", *(f.split("·")[-1] for fs in entity.forms for f in fs)}
        marks |= {entity.short, entity.acronym, entity.brief, entity.state.zh[0] if entity.kind == "person" and entity.state else ""}
        if marks - {""} & taken:
            kept.append(entity)
            continue
        taken |= marks - {""}
        number -= 1
        yield entity
    rest += kept


def _prose() -> list[str]:
    """Sentences without names."""
    return [p.text for p in paragraphs(False)[0] if p.slots is None]


def _write(random: Random, page: _Page, entity: Entity, alone: Counter[str]) -> None:
    """Introduces an entity, and speaks of it again."""
    forms = entity.forms[REGIONS.index(page.region)]
    at = random.choice(range(1, len(forms))) if len(forms) > 1 and random.random() < 0.35 else 0
    regional = page.region != "mainland" and forms[0] != entity.forms[0][0]
    role: Role = "regional" if regional else "respelt" if at else "full"
    before, after = random.choice(_SAID[entity.kind]).split("{}")
    if entity.kind == "person" and entity.state:
        surname = forms[at].split("·")[-1]
        page.put(before + state_form(entity.state, page.region) + entity.office)
        if alone[surname + entity.state.code + entity.office] == 1 and random.random() < 0.3:
            page.name_of(entity, surname, "surname")
            page.put(after)
            return
        page.name_of(entity, forms[at], role)
        _bracketed(random, page, entity, 0.35)
        page.put(after)
        if random.random() < 0.6:
            _again(random, page, entity, surname, "surname", "surname", entity.office if random.random() < 0.8 else "")
        return
    bare = random.choice([form for form in (entity.brief, entity.acronym) if form and alone[form] == 1] or [""])
    if bare and random.random() < 0.2:
        page.put(before)
        (page.latin if bare.isascii() else page.name_of)(entity, bare, "acronym" if bare.isascii() else "short")
        page.bare.append(page.said[-1])
        page.put(after)
        return
    page.put(before + (f"{state_form(entity.state, page.region)}的" if entity.kind == "place" and entity.state else ""))
    quoted = entity.kind in ("treaty", "document")
    page.put("《" if quoted else "")
    page.name_of(entity, forms[at], role)
    page.put("》" if quoted else "")
    short = _stated(random, page, entity) if entity.kind != "place" else ""
    if entity.kind == "place" and entity.state:
        _bracketed(random, page, entity, 0.45)
    page.put(after)
    if random.random() < 0.6:
        if short:
            _again(random, page, entity, short, "acronym" if short.isascii() else "short", entity.kind)
        else:
            _again(random, page, entity, forms[at], role, entity.kind)


def _bracketed(random: Random, page: _Page, entity: Entity, share: float) -> None:
    if random.random() < share:
        left, right = random.choice(_BRACKETS)
        page.put(left)
        page.latin(entity, random.choice(entity.latin), "latin")
        page.put(right)


def _stated(random: Random, page: _Page, entity: Entity) -> str:
    """States a short form or an acronym; says which, or nothing."""
    choice = random.choice([*(["short"] if entity.short else []), *(["brief"] if entity.brief else []), *(["acronym", "both"] if entity.acronym else []), ""])
    left, right = random.choice(_BRACKETS)
    if choice in ("acronym", "both"):
        page.put(left)
        if choice == "both":
            page.latin(entity, entity.latin[0], "latin")
            page.put("，")
        page.latin(entity, entity.acronym, "acronym")
        page.put(right)
        return entity.acronym
    if choice:
        short = entity.short if choice == "short" else entity.brief
        left, right = random.choice(_STATED)
        page.put(left)
        page.name_of(entity, short, "short")
        page.put(right)
        return short
    return ""


def _again(random: Random, page: _Page, entity: Entity, form: str, role: Role, kind: str, after_name: str = "") -> None:
    before, after = random.choice(_SAID[kind]).split("{}")
    page.put(before)
    if form.isascii():
        page.latin(entity, form, role)
    else:
        page.name_of(entity, form, role)
    page.put(after_name + after)

