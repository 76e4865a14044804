"""The office of who signs a letter: the lines above the name, and the state that the letter's heading names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glossary.model import Find, Passage

_MOST = 8  # lines above a signature: a text may hold nothing but signatures


def signature_titles(passages: Sequence[Passage], finds: Sequence[Sequence[Find]]) -> Mapping[str, str]:
    """For each passage that holds a signature, by its id, the offices on the lines above it, the writer's state
    before them: 智利常驻代表、大使."""
    titles: dict[str, str] = {}
    state = ""
    offices: list[str] = []
    for passage, found in zip(passages, finds, strict=True):
        letter = next((f for f in found if f.rule == "document.letter"), None)
        if letter is not None and passage.role == "heading":
            state = _writer(passage.text, letter, found)
        if any(f.rule == "person.signature" for f in found):
            titles[passage.id] = (state if offices else "") + "、".join(offices)
        if passage.role != "signature":
            offices = []
        elif any(f.kind == "office" for f in found):
            offices = [*offices[1 - _MOST :], passage.text.strip()]
    return titles


def _writer(text: str, letter: Find, found: Sequence[Find]) -> str:
    """The state whose representative writes: the first place in the letter's title."""
    places = [f.span for f in found if f.kind == "place" and letter.span.start < f.span.start < letter.span.end]
    first = min(places, default=None)
    return text[first.start : first.end] if first else ""
