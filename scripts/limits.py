"""What an answer may take, in seconds and in memory, and how a stage that takes longer is stopped."""

from __future__ import annotations

import resource
import signal
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HANG = 10.0  # seconds
MEMORY = 1 << 30  # bytes


class Hang(BaseException):
    """A stage took longer than it may. No Exception: nothing on the way may catch it."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises Hang in the block after `seconds`."""

    def ring(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def peak_memory() -> int:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
