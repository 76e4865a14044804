"""What speaks against two names being one, whatever links them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.apart import is_known, known_apart, latin_apart
from glossary.compare import core_of
from glossary.normalise import has_han
from glossary.sound import sound_ends, variant_likeness

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from glossary.facts import Facts
    from glossary.harvest.context import Context
    from glossary.keys import Node

_GENDERED = frozenset({"先生", "女士", "夫人", "小姐", "修女", "神父"})


def barred(a: Node, b: Node, found: Mapping[Node, Facts], context: Context) -> bool:
    """Whether something speaks against two names being one: other given names, other states, other entries of the
    reference termbase, another gender."""
    if a.kind != b.kind:
        return "other" not in (a.kind, b.kind)  # of no known kind: what links it says which
    if a.kind == "person":
        # The text itself may say that 哈维尔 and 夏維亞 are both Javier.
        said = found[a].latin & found[b].latin
        if (not said and _other_given_name(a.key, b.key, context)) or _other_office(found[a], found[b]):
            return True
        return gender(found[a].honorifics) * gender(found[b].honorifics) < 0
    if a.kind == "place" and _other_place(a, b, found, context):
        return True
    one, two = a.full or a.key, b.full or b.key
    if one in context.states and two in context.states:
        return context.states[one] != context.states[two]
    mine, theirs = context.reference_ids.get(one), context.reference_ids.get(two)
    return mine is not None and theirs is not None and mine != theirs


def marks(node: Node, found: Mapping[Node, Facts], context: Context) -> tuple[tuple[Hashable, Hashable], ...]:
    """All that `barred` asks of a name, by blocks: those that have the same are barred from the same. Of two places it asks
    whether they are known to be two only where they sound alike."""
    if node.kind == "person":
        given = node.key.partition("·")[0] if "·" in node.key else ""
        return (("", (node.kind, given, found[node].states, gender(found[node].honorifics), found[node].latin)),)
    key = node.full or node.key
    told = ("", (node.kind, context.states.get(key), context.reference_ids.get(key)))
    core = core_of(node, context)[0] if node.kind == "place" else ""
    heard = sound_ends(core) if has_han(core) and (found[node].latin or is_known(core)) else ()  # nothing tells Latin names apart
    return (told, *((end, (core, found[node].latin)) for end in heard))


def _other_given_name(a: str, b: str, context: Context) -> bool:
    if "·" not in a or "·" not in b:
        return False
    first, second = a.split("·")[0], b.split("·")[0]
    least = context.rules["link.given-name"].value or 1.0
    return first != second and variant_likeness(first, second) < least


def _other_place(a: Node, b: Node, found: Mapping[Node, Facts], context: Context) -> bool:
    """Whether two names of places that sound alike are known to be two, or have Latin forms of two. What does not sound
    alike is another name (阿尔扎赫, 纳戈尔诺-卡拉巴赫), of which neither says anything."""
    mine, theirs = found[a].latin, found[b].latin
    if mine & theirs:
        return False
    one, two = core_of(a, context)[0], core_of(b, context)[0]
    if one == two or not (has_han(one) and has_han(two)):
        return False
    if not (known_apart(one, two) or latin_apart(mine, theirs, context.rules["link.apart.latin"].value or 0.0)):
        return False
    return _are_alike(one, two, context.rules["link.located.alike"].value or 0.0)


@lru_cache(maxsize=1 << 16)  # asked in each round of linking
def _are_alike(one: str, two: str, least: float) -> bool:
    return variant_likeness(one, two) >= least


def _other_office(a: Facts, b: Facts) -> bool:
    """Whether both hold offices with an owner, and no owner is the same."""
    return bool(a.states and b.states and not a.states & b.states)


def gender(honorifics: Iterable[str]) -> int:
    """1 for what is said of women, -1 for what is said of men, 0 where neither is said or both."""
    marks = {1 if h.startswith(("女士", "夫人", "小姐", "修女")) else -1 for h in honorifics if h[:2] in _GENDERED}
    return marks.pop() if len(marks) == 1 else 0
