"""Files by name in a folder, or at an address that fsspec knows (s3://bucket/shards); the only module that imports
fsspec."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from glossary.atomic import whole_file
from glossary.errors import UsageError, WriteError

_HINT = "name a folder that can be written to with --shards"


def is_remote(folder: str) -> bool:
    """Whether `folder` is an address and no path."""
    return "://" in folder


def made_folder(folder: str) -> str:
    """`folder`, made where it was not there. Raises WriteError."""
    try:
        if is_remote(folder):
            system, root = _remote(folder)
            system.makedirs(root, exist_ok=True)
        else:
            Path(folder).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise WriteError(f"cannot be made ({error})", folder, _HINT) from error
    return folder


def read_file(folder: str, name: str) -> bytes | None:
    """What the file holds; None where it is not there or cannot be read."""
    with suppress(OSError, ValueError):
        if is_remote(folder):
            system, root = _remote(folder)
            return bytes(system.cat_file(f"{root}/{name}"))
        return (Path(folder) / name).read_bytes()
    return None


def write_file(folder: str, name: str, data: bytes) -> None:
    """Puts the file there, whole or not at all. Raises WriteError."""
    if not is_remote(folder):
        with whole_file(Path(folder) / name) as stream:
            stream.write(data)
        return
    system, root = _remote(folder)
    try:
        # An object appears when it is complete; half a file elsewhere is told by its digest.
        system.pipe_file(f"{root}/{name}", data)
    except (OSError, ValueError) as error:
        raise WriteError(f"cannot be written ({error})", f"{folder}/{name}", _HINT) from error


def _remote(folder: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError as error:
        raise UsageError("an address needs fsspec", folder, 'pip install "glossary-zh[cluster]"') from error
    try:
        system, root = fsspec.core.url_to_fs(folder)
    except (ImportError, ValueError) as error:
        raise UsageError(f"is no address that fsspec knows here ({error})", folder, "name a folder") from error
    return system, str(root).rstrip("/")
