"""Latin forms in brackets that name nothing."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.rules import Rule, Rules


@lru_cache(maxsize=4096)
def latin_noise(form: str, rules: Rules) -> Rule | None:
    """The rule by which a Latin form names nothing: a unit, a link, code; None where it may be a name."""
    return next((rule for rule, pattern in _noise(rules) if pattern.search(form)), None)


@cache
def _noise(rules: Rules) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    found = (rule for rule in rules.family("brackets") if rule.id.startswith("none.") and rule.pattern)
    return tuple((rule, re.compile(rule.pattern)) for rule in found)
