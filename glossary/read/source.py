"""Lists the sources among some inputs: walks folders, gives ids, counts identical files once. Decodes
nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.errors import ReadError
from glossary.read.decode import checked_encoding
from glossary.read.ids import Place, unique_ids
from glossary.read.signature import is_misnamed, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

STDIN = "-"
CORPUS = ".jsonl"
# The kinds of files that are read; `reader.READERS` has a reader for each but the corpus, whose rows are
# documents.
SUFFIXES = (".txt", ".pdf", ".docx", ".html", ".htm", CORPUS)


@dataclass(frozen=True, slots=True)
class Source:
    """What can be read on its own: a file, a corpus or a stretch of one, or standard input with its bytes.

    `id` is the id of the document; of a corpus it only names the file. `start` and `stop` are bytes of a
    corpus, `line` the number of its first line there, `skip` the numbers of the lines that do not count.
    """

    id: str
    path: str
    suffix: str
    encoding: str | None = None
    data: bytes | None = None
    start: int = 0
    stop: int | None = None
    line: int = 1
    skip: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Listing:
    """The sources sorted by id, what cannot be read, and what a person should know (which ids were made
    longer).
    """

    sources: tuple[Source, ...]
    errors: tuple[ReadError, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    place: Place
    suffix: str
    size: int
    data: bytes | None = None

    @property
    def rank(self) -> tuple[str, str, str]:
        """Of identical files the one of the least rank counts."""
        return self.place.id(0), self.place.id(1), self.path


def sources(inputs: Sequence[str], *, encoding: str | None = None, stdin: BinaryIO | None = None) -> Listing:
    """What there is to read among `inputs` (files, folders, `-` for `stdin`), whatever their order.

    Folders are walked for files of the known suffixes; hidden files, lock files of word processors (~$…) and
    links to folders are passed over. Files of the same bytes count once, under the id that sorts first. No
    file is decoded, and only files of equal size are compared. Raises UsageError for an unknown `encoding`.
    """
    checked_encoding(encoding)
    files: dict[tuple[str, ...], _File] = {}
    errors: dict[str, ReadError] = {}
    notices: set[str] = set()
    for name in dict.fromkeys(inputs):  # standard input can be read once only
        for item in _stdin(stdin) if name == STDIN else _listed(name):
            if isinstance(item, ReadError):
                errors.setdefault(str(item), item)
            elif isinstance(item, str):
                notices.add(item)
            else:
                same = files.get(item.place.parts, item)
                files[item.place.parts] = min(item, same, key=lambda file: file.rank)
    found: list[Source] = []
    for is_corpus in (False, True):
        group = [file for file in files.values() if (file.suffix == CORPUS) is is_corpus]
        kept = _distinct(group, notices)
        named = unique_ids([file.place for file in kept], level=int(is_corpus))
        for file, file_id in zip(kept, named, strict=True):
            short = file.place.id(0)
            if not is_corpus and file_id != short:
                notices.add(f"{file.path}: another input has the id {short}, too; this one has {file_id}")
            found.append(Source(file_id, file.path, file.suffix, encoding, file.data))
    found.sort(key=lambda source: (source.id, source.path))
    return Listing(tuple(found), tuple(errors[key] for key in sorted(errors)), tuple(sorted(notices)))


def unopened(error: OSError | ValueError, path: str) -> ReadError:
    """What the file system refused."""
    reason = getattr(error, "strerror", None) or str(error)
    return ReadError(f"cannot be opened ({reason})", path, "check the name and who may read it")


def _stdin(stream: BinaryIO | None) -> Iterator[_File | ReadError]:
    if stream is None:
        yield ReadError("there is no standard input", STDIN, "name a file or folder")
        return
    try:
        data = stream.read()
    except OSError as error:
        yield unopened(error, STDIN)
        return
    yield _File(STDIN, Place(("stdin",), 1, ""), suffix_of(data), len(data), data)


def _listed(name: str) -> Iterator[_File | ReadError | str]:
    try:
        mode = os.stat(name).st_mode  # noqa: PTH116 (an empty name is no path; Path makes "." of it)
    except (OSError, ValueError) as error:
        yield unopened(error, name)
        return
    if stat.S_ISDIR(mode):
        yield from _walked(name)
    elif (suffix := _suffix(name)) is None:
        known = " ".join(SUFFIXES)
        yield ReadError("is of no kind that is read", name, f"give it one of these suffixes: {known}")
    else:
        yield _file(name, suffix, 1)


def _walked(top: str) -> Iterator[_File | ReadError | str]:
    """The files below a folder, without following links to folders: those may lead back."""
    depth = len(_parts(top))
    folders = [top]
    empty = True
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if not entry.name.startswith((".", "~$"))]
        except OSError as error:
            yield unopened(error, folder)
            empty = False
            continue
        for entry in found:
            suffix = _suffix(entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.is_symlink() and Path(entry.path).is_dir():
                yield f"{entry.path}: a link to a folder is not followed; name the folder as an input"
            elif suffix is not None:
                yield _file(entry.path, suffix, len(_parts(entry.path)) - depth)
                empty = False
    if empty:
        yield ReadError("holds no document", top, f"files are read by their suffix: {' '.join(SUFFIXES)}")


def _file(path: str, suffix: str, own: int) -> _File | ReadError:
    try:
        status = Path(path).stat()
    except (OSError, ValueError) as error:
        return unopened(error, path)
    if not stat.S_ISREG(status.st_mode):
        return ReadError("is no regular file", path, "pass its content on standard input: -")
    return _File(path, Place(_parts(path), own, suffix), suffix.lower(), status.st_size)


def _parts(path: str) -> tuple[str, ...]:
    return Path(os.path.normpath(Path(path).absolute())).parts[1:]


def _suffix(name: str) -> str | None:
    """The suffix as it is written, where it is a known one."""
    suffix = Path(name).suffix
    return suffix if suffix.lower() in SUFFIXES else None


def _distinct(files: Iterable[_File], notices: set[str]) -> list[_File]:
    """One of each set of identical files. Empty ones are all kept, each to be reported."""
    by_size: dict[int, list[_File]] = defaultdict(list)
    for file in files:
        by_size[file.size].append(file)
    kept: dict[tuple[str, ...], _File] = {}
    for size, group in by_size.items():
        for file in sorted(group, key=lambda file: file.rank):
            first = kept.setdefault(_content(file) if size and len(group) > 1 else file.place.parts, file)
            if first is not file:
                notices.add(f"{file.path}: the same bytes as {first.path}; counted once")
    return list(kept.values())


def _content(file: _File) -> tuple[str, ...]:
    """What identical files have in common: a digest. What cannot be read has its own path.

    A PDF file that is named .txt is not identical to one that is named .pdf: only the latter can be read.
    """
    try:
        data = Path(file.path).read_bytes() if file.data is None else file.data
    except OSError:
        return file.place.parts
    suffix = file.suffix if is_misnamed(data, file.suffix) else ""
    return "digest", hashlib.sha256(data).hexdigest(), suffix
