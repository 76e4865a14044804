"""Worker processes: how they are started, and how they end."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.cycles import seek_cycles_seldom
from glossary.errors import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


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
        yield made


@contextmanager
def pool(workers: int, prepare: Callable[..., None] | None = None, arguments: tuple[Any, ...] = ()) -> Iterator[Crew]:
    """So many processes, each of which calls `prepare` with `arguments` when it starts. They end with the block, at once
    where that is stopped from the keyboard, and where this process is killed. Raises GlossaryError where one of them comes
    to its end before (for want of memory)."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    try:
        # Spawned, not forked: the libraries behind the harvesters keep threads of their own.
        with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (prepare, arguments)) as made:

            def mapped(*given: Any, **options: Any) -> Iterable[Any]:
                with _deaf():  # the processes start when something is handed to them
                    return made.map(*given, **options)

            try:
                yield Crew(workers, mapped)
            except BaseException as error:
                made.shutdown(wait=False, cancel_futures=True)  # what nobody asks for any more is not begun
                if isinstance(error, KeyboardInterrupt):
                    for process in active_children():
                        process.terminate()
                raise
    except BrokenProcessPool as error:
        hint = "run it again: what was finished is kept; with less memory, fewer --workers"
        raise GlossaryError("a worker process came to its end", "", hint) from error


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that start in the block do not hear Ctrl-C. A terminal sends that to all of them, and each would print
    where it was stopped; this process ends them, with one line. (Windows has no such masks.)"""
    import signal

    if sys.platform == "win32":
        yield
        return
    kept = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, kept)


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
    # What a worker holds goes with it: to free it value by value takes a second or two after a harvest.
    atexit.register(os._exit, 0)
    if prepare is not None:
        prepare(*arguments)
