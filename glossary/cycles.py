"""How often Python looks for cycles among values."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Values here are trees and hold no cycles; looking for them at Python's own pace takes a twentieth of a harvest and a
# quarter of the counting. Libraries may make some: they are still looked for, a hundred times more seldom.
_THRESHOLDS = (100_000, 50, 100)


@contextmanager
def cycles_seldom_sought() -> Iterator[None]:
    """The time of a long run; afterwards everything is as it was."""
    before = gc.get_threshold()
    seek_cycles_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def seek_cycles_seldom() -> None:
    """From now on, in a process that is there for one run."""
    gc.set_threshold(*_THRESHOLDS)
