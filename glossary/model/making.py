"""How a value of a named tuple is made where hundreds of thousands are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeVar

    Value = TypeVar("Value", bound=tuple[Any, ...])

    def made(kind: type[Value], fields: tuple[Any, ...], /) -> Value:
        """A value of a named tuple, given all of its fields in their order."""
        raise NotImplementedError
else:
    # Called by its name, a named tuple's class goes through two more calls for every value, one of them of Python: three
    # times as long, and a twentieth of a harvest.
    made = tuple.__new__
