"""The map on a cluster: Dask's scheduler gives the jobs to its workers; the only module that imports distributed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from glossary.errors import GlossaryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from glossary.shards import Job

_RETRIES = 3  # of a job whose worker failed
_WAIT = "30s"


def cluster(address: str) -> Callable[[Callable[[Job], str], Sequence[Job]], Iterator[str]]:
    """The map over the workers of the scheduler at `address`. Jobs of a worker that is lost go to another one.
    Raises UsageError where no scheduler answers, GlossaryError where a job fails for good."""

    def mapped(make: Callable[[Job], str], batches: Sequence[Job]) -> Iterator[str]:
        try:
            from distributed import Client
            from distributed.scheduler import KilledWorker
        except ImportError as error:
            raise UsageError("needs Dask", "--cluster", 'pip install "glossary-zh[cluster]"') from error
        try:
            # Its constructor says nothing of types.
            client: Any = cast("Any", Client)(address, timeout=_WAIT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError("no scheduler answers there", f"--cluster {address}", "dask scheduler starts one") from error
        with client:
            # Not by content: Dask would take two jobs of one name for one, and keep results of an earlier run.
            waiting = client.map(make, batches, pure=False, retries=_RETRIES)
            try:
                yield from (future.result() for future in waiting)
            except KilledWorker as error:
                hint = "look at its memory; what was finished is kept"
                raise GlossaryError("the workers were lost again and again", f"--cluster {address}", hint) from error

    return mapped
