"""Worker processes: how they are started, and how they end."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.cycles import seek_cycles_seldom
from glossary.errors import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor


class Crew(NamedTuple):
    """So many processes, and their `map`."""

    size: int
    map: Callable[..., Iterable[Any]]


ALONE = Crew(1, map)  # this process by itself


@contextmanager
def crew(workers: int) -> Iterator[Crew]:
    """So many processes, as `pool` has them; none where there is to be one. They start when first something is handed to
    them, and are there for all that is done in the block: each takes a second or two to start."""
    if workers <= 1:
        yield ALONE
        return
    with pool(workers) as made:
        yield Crew(workers, made.map)


@contextmanager
def pool(workers: int, prepare: Callable[..., None] | None = None, arguments: tuple[Any, ...] = ()) -> Iterator[Executor]:
    """So many processes, each of which calls `prepare` with `arguments` when it starts. They end with the block, and where
    this process is killed. Raises GlossaryError where one of them comes to its end before (for want of memory)."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    try:
        # Spawned, not forked: the libraries behind the harvesters keep threads of their own.
        with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (prepare, arguments)) as made:
            yield made
    except BrokenProcessPool as error:
        hint = "run it again: what was finished is kept; with less memory, fewer --workers"
        raise GlossaryError("a worker process came to its end", "", hint) from error


def _begin(prepare: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()

    def watch() -> None:
        # A worker holds both ends of the pipe it waits at: when its parent is killed it would wait there for ever.
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()
    seek_cycles_seldom()
    if prepare is not None:
        prepare(*arguments)
