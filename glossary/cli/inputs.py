"""What `build`, `harvest` and `text` have in common: inputs, encoding, workers, shards."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from glossary.atomic import cache_folder
from glossary.cli.show import progress, warn
from glossary.errors import UsageError, WriteError
from glossary.read import settled, sources
from glossary.stores import is_remote, made_folder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from glossary.read import Listing
    from glossary.shards import Shards
    from glossary.workers import Crew


def add_inputs(command: argparse.ArgumentParser, *, sample: bool = False, shards: bool = True) -> None:
    """The positional inputs and the options on how they are read; `shards` where what was read is kept for the next run."""
    command.add_argument(
        "inputs", nargs="*", metavar="INPUT", help="a file or folder of .txt .pdf .docx .html .jsonl; - is standard input"
    )
    if sample:
        command.add_argument("--sample", action="store_true", help="take the sample documents of the package")
    command.add_argument("--encoding", metavar="NAME", help="the encoding of plain text, in place of detecting it")
    command.add_argument("--workers", type=int, default=1, metavar="N", help="processes to read with (1)")
    if shards:
        kept = "where finished batches are kept for the next run (the user's cache folder)"
        command.add_argument("--shards", metavar="DIR", help=kept)
        command.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler whose workers read; needs --shards")
    command.add_argument("--quiet", action="store_true", help="no progress and no summary")


def listed_inputs(args: argparse.Namespace) -> Listing:
    """The documents to read; what is to be told of them is printed. Raises UsageError where the call is wrong."""
    inputs = list(args.inputs) + (_sample_paths() if getattr(args, "sample", False) else [])
    if not inputs:
        raise UsageError("no input", "", "name files or folders, or - for standard input")
    if args.workers < 1:
        raise UsageError("--workers must be 1 or more", str(args.workers))
    if args.cluster and not args.shards:
        raise UsageError("--cluster needs --shards", args.cluster, "name a folder or address that all machines see")
    listing = settled(sources(inputs, encoding=args.encoding, stdin=sys.stdin.buffer))
    for note in listing.notices:
        warn(note)
    return listing


@contextmanager
def sharded_inputs(args: argparse.Namespace, crew: Crew) -> Iterator[tuple[Shards, tuple[str, ...]]]:
    """The shards of the inputs, made by a crew where no cluster is named, and a line for each input that could not be
    read (printed already)."""
    from glossary.shards import gathered_shards, jobs, processes, shard

    listing = listed_inputs(args)
    with ExitStack() as stack:
        folder = _folder(args, stack)
        batches = list(jobs(listing.sources, folder))
        if args.cluster:
            from glossary.cluster import cluster

            mapped = cluster(args.cluster)
        else:
            mapped = processes(crew)
        step = stack.enter_context(progress(len(batches), "reading batches of documents", quiet=args.quiet))
        found = gathered_shards(folder, mapped(shard, batches), lambda n: step(f"{n} of {len(batches)}"))
        unread = (*map(str, listing.errors), *found.errors)
        for line in unread:
            warn(line)
        yield found, unread


def _folder(args: argparse.Namespace, stack: ExitStack) -> str:
    """Where shards are kept: where the user says, else in the cache, else nowhere for longer than the run."""
    if args.shards:
        made = made_folder(args.shards)
        return made if is_remote(made) else str(Path(made).absolute())
    try:
        folder = made_folder(str(cache_folder().absolute() / "shards"))
        if os.access(folder, os.W_OK):
            return folder
    except WriteError:
        pass
    return stack.enter_context(TemporaryDirectory(prefix="glossary-"))


def _sample_paths() -> list[str]:
    from importlib import resources

    return [str(resources.files("glossary") / "data" / "samples")]
