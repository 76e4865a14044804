"""Files that appear whole or not at all, and a place for their pieces."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from glossary.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A binary file to write to, which takes the place of `path` when the block ends well.

    What is written goes to a file beside `path`, is flushed to the disk and renamed; when the block fails,
    that file is removed and what stood at `path` is untouched. A device or pipe (/dev/stdout) is written to
    directly. A link is followed. Raises WriteError for anything the file system refuses.
    """
    try:
        target = path.resolve()
        special = target.exists() and not target.is_file()
    except (OSError, ValueError, RuntimeError) as error:
        raise _refused(error, path) from error
    if target.is_dir():
        raise WriteError("is a folder, not a file", str(path), "name a file in it")
    if not target.parent.is_dir():
        raise WriteError("its folder does not exist", str(path), "make the folder first")
    try:
        if special:
            with target.open("wb") as stream:
                yield stream
        else:
            yield from _beside(target)
    except OSError as error:
        raise _refused(error, path) from error


@contextmanager
def parts_beside(path: Path) -> Iterator[Path]:
    """An empty folder on the disk of `path` for the pieces that it is put together from, gone when the block ends.
    Raises WriteError."""
    folder = path.resolve().parent
    # Beside the output, where there is room for it; a device (/dev/stdout) has none.
    where = folder if folder.is_dir() and (path.is_file() or not path.exists()) else None
    try:
        with TemporaryDirectory(prefix=f".{path.name[:50]}.", suffix=".part", dir=where) as name:
            yield Path(name)
    except OSError as error:
        raise _refused(error, path) from error


def _beside(target: Path) -> Iterator[IO[bytes]]:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    # Not tempfile: that gives the file to its owner alone, whatever the umask.
    temporary = target.with_name(f".{target.name[:50]}.{os.urandom(6).hex()}.part")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _refused(error: Exception, path: Path) -> WriteError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return WriteError(f"cannot be written ({reason})", str(path), "try another place; nothing was changed")
