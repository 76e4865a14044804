"""Files that appear whole or not at all, a place for their pieces, and the folder of those that can be made again."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from glossary.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(path: Path, *, sweep: bool = True) -> Iterator[IO[bytes]]:
    """A binary file to write to, which takes the place of `path` when the block ends well.

    What is written goes to a file beside `path`, is flushed to the disk and renamed; when the block fails,
    that file is removed and what stood at `path` is untouched. A device or pipe (/dev/stdout) is written to
    directly. A link is followed. What a run that was killed left beside `path` is removed, unless `sweep` is false
    (in folders of very many files). Raises WriteError for anything the file system refuses.
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
            if sweep:
                swept(target)
            yield from _beside(target)
    except OSError as error:
        raise _refused(error, path) from error


@contextmanager
def parts_of(stream: IO[bytes], path: Path) -> Iterator[Path]:
    """An empty folder for the pieces that the file of `path` is put together from, gone when the block ends: beside the
    temporary file that `whole_file` gave as `stream`, where there is room for it. Raises WriteError."""
    holder = Path(str(stream.name))
    try:
        if holder.suffix == ".part":
            folder = holder.with_suffix(".parts")
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        else:  # a device (/dev/stdout) has no room beside it
            with TemporaryDirectory(prefix="glossary-") as name:
                yield Path(name)
    except OSError as error:
        raise _refused(error, path) from error


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While the block runs no other run is in such a block for `folder`; where its file system has no locks, nothing is
    held. The hold ends with the process, and leaves no file."""
    try:
        import fcntl

        number = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def moved(source: Path, target: Path) -> None:
    """Gives a file in the folder of `target` its place and its rights. Raises WriteError."""
    try:
        if target.exists():
            source.chmod(stat.S_IMODE(target.stat().st_mode))
        source.replace(target)
    except OSError as error:
        raise _refused(error, target) from error


def swept(target: Path) -> None:
    """Removes the temporary files for `target` that no process holds, and folders of pieces whose file is gone: what a
    killed run left. Never raises."""
    known = re.compile(re.escape(_prefix(target)) + r"[0-9a-f]{12}\.parts?")
    with suppress(OSError):
        names = [name for name in os.listdir(target.parent) if known.fullmatch(name)]  # noqa: PTH208 (names are all it needs, and quicker)
        left = [target.with_name(name) for name in sorted(names)]
        for path in left:
            if path.suffix == ".part":
                _remove_if_left(path)
        for path in left:
            if path.suffix == ".parts" and not path.with_suffix(".part").exists():
                shutil.rmtree(path, ignore_errors=True)


def _beside(target: Path) -> Iterator[IO[bytes]]:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    temporary, stream = _opened(target)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if mode is not None:
                temporary.chmod(mode)
            # Renamed while it is still held: another run must not take it for one that was left.
            if os.name == "posix":
                temporary.replace(target)
        if os.name != "posix":
            temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _opened(target: Path) -> tuple[Path, IO[bytes]]:
    """A new temporary file beside `target`, held by this process."""
    while True:
        # Not tempfile: that gives the file to its owner alone, whatever the umask.
        temporary = target.with_name(f"{_prefix(target)}{os.urandom(6).hex()}.part")
        stream = temporary.open("xb")
        if _held(stream) and temporary.exists():
            return temporary, stream
        stream.close()  # another run swept it away before it was held


def _prefix(target: Path) -> str:
    return f".{target.name[:50]}."


def _held(stream: IO[bytes]) -> bool:
    """Holds an open file, so that others see that it is in use; whether that is so. The hold ends with the process."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks: nothing is swept there either
    return True


def _remove_if_left(path: Path) -> None:
    try:
        import fcntl
    except ImportError:
        return
    with suppress(OSError), path.open("rb") as stream:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()


def _refused(error: Exception, path: Path) -> WriteError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return WriteError(f"cannot be written ({reason})", str(path), "try another place; nothing was changed")


def cache_folder() -> Path:
    """The folder that the user's system has for files that can be made again."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if named:
        return Path(named) / "glossary"
    home = Path(os.environ.get("HOME") or os.environ.get("USERPROFILE") or ".")
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "glossary"
