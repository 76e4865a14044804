"""What a foreign file holds beyond the model, put back where it stood.

A level (concept, language, term) is a list of children. The writer makes a part of every field; an extra
without `place` is one more child, and one whose place is a field's key is that field's original wording, which
stands in for the writer's own as long as the field still holds `value`. An extra with place `layout` lists the
keys of all children in their order, `*` for one more child. So a level that nobody changed comes out with
every child as it was; of one that was edited, only the edited children differ.

Other places: `attributes` (an empty element that carries the attributes of the level), `section` (a term of a
second section of its language), `ntig` (v2: the term stood in a termGrp), `before` (comments before a concept),
`no-id` (v2: the concept had no id).
"""

from __future__ import annotations

from collections import defaultdict, deque
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from glossary.tbx.fragment import adapted, attribute_text, dct_text
from glossary.tbx.vocabulary import XML_LANG

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence

    from glossary.model.concept import Extra
    from glossary.tbx.shape import Shape


class Level(Enum):
    """Where a child stands: the name of its parent in v3."""

    BODY = "body"
    ENTRY = "conceptEntry"
    SECTION = "langSec"
    TERM = "termSec"
    FRAME = "text"


class Part(NamedTuple):
    """One child of a level, as it will be written. `key` names its field, `value` what the field holds."""

    key: str
    value: str
    line: str


class Job(NamedTuple):
    """What a run of the writer carries along: the kind of file, whether sentences go in, what was left out."""

    shape: Shape
    contexts: bool
    losses: Counter[str]


# The order that the schemas ask for: the term, its termNotes, all else, and the deeper levels last.
_RANKS = {"text": 0, "pos": 1, "form": 1, "status": 1, "section": 3, "term": 3}
# The attributes that the writer makes itself.
_OWN = {Level.ENTRY: ("id",), Level.SECTION: (XML_LANG,)}
_MARKS = frozenset({"attributes", "layout", "section", "ntig", "before", "no-id"})


def extras_at(extras: Sequence[Extra], section: str) -> tuple[Extra, ...]:
    """The extras of a concept that belong to one of its language sections (`""`: to the concept itself)."""
    return tuple(extra for extra in extras if extra.lang == section)


def placed(extras: Iterable[Extra], place: str, level: Level, job: Job) -> Iterator[str]:
    """The XML of the extras with this place that the file can hold."""
    for extra in extras:
        if extra.place == place and (line := fitted(extra, level, job)):
            yield line


def arranged(parts: Sequence[Part], extras: Sequence[Extra], level: Level, job: Job) -> list[Part]:
    """The children of a level in the order of the file they were read from, new ones behind their like."""
    parts = _reworded(parts, extras, level, job)
    more = [_more(extra, level, job) for extra in extras if not extra.place]
    waiting: dict[str, deque[Part]] = defaultdict(deque)
    for part in parts:
        waiting[part.key].append(part)
    layout = next((extra.value.split() for extra in extras if extra.place == "layout"), [])
    children: list[Part] = []
    unused = iter(more)
    for key in layout:
        if key == "*":
            if child := next(unused, None):
                children.append(child)
        elif waiting[key]:
            children.append(waiting[key].popleft())
    for part in parts:
        if waiting[part.key] and waiting[part.key][0] is part:
            _insert(children, waiting[part.key].popleft())
    for child in unused:
        if child:
            _insert(children, child)
    return [child for child in children if child.line]


def attributes_of(extras: Iterable[Extra], level: Level, job: Job) -> str:
    """The attributes that a level carries beyond its id or language, ready for its tag."""
    for extra in extras:
        if extra.place == "attributes":
            return attribute_text(extra, job.shape, job.losses, _OWN.get(level, ()))
    return ""


def nested_term(mark: Extra, parts: Sequence[Part], extras: Iterable[Extra], job: Job) -> str:
    """A term of v2 as `ntig` with its termGrp, as it was read."""
    attributes = attributes_of(extras, Level.TERM, job)
    inner = [part.line for part in parts if _rank(part) <= 1]
    outer = [part.line for part in parts if _rank(part) > 1]
    group = attribute_text(mark, job.shape, job.losses)
    lines = "".join(f"              {line}\n" for line in inner)
    rest = "".join(f"            {line}\n" for line in outer)
    return f"<ntig{attributes}>\n            <termGrp{group}>\n{lines}            </termGrp>\n{rest}          </ntig>"


def fitted(extra: Extra, level: Level, job: Job, *, spare: bool = False) -> str:
    """The XML of an extra as the file holds it, empty where it cannot (and then counted as left out)."""
    if not extra.xml:
        return ""
    if not job.contexts and 'type="context"' in extra.xml:
        return ""
    if extra.shape == job.shape.key:
        return dct_text(extra.xml, job.shape) if job.shape.dct else extra.xml
    return adapted(extra, level.value, job.shape, job.losses, spare=spare)


def _reworded(parts: Sequence[Part], extras: Sequence[Extra], level: Level, job: Job) -> list[Part]:
    """The parts, with the original wording for those whose field still holds what it held."""
    new = list(parts)
    done: set[int] = set()
    for extra in extras:
        if not extra.place or extra.place in _MARKS:
            continue
        for index, part in enumerate(parts):
            if index not in done and part.key == extra.place and part.value == extra.value:
                done.add(index)
                if line := fitted(extra, level, job, spare=True):
                    new[index] = part._replace(line=line)
                break
    return new


def _more(extra: Extra, level: Level, job: Job) -> Part:
    line = fitted(extra, level, job)
    note = extra.xml.startswith(("<termNote", "<termComp"))
    return Part("termNote" if note else "comment" if extra.xml.startswith(("<!", "<?")) else "*", "", line)


def _rank(part: Part) -> int:
    return 1 if part.key == "termNote" else 0 if part.key == "comment" else _RANKS.get(part.key, 2)


def _insert(children: list[Part], part: Part) -> None:
    """Puts a part behind the last of its rank or an earlier one, so that the order of the schema holds."""
    rank = _rank(part)
    last = max((index for index, child in enumerate(children) if _rank(child) <= rank), default=-1)
    children.insert(last + 1, part)
