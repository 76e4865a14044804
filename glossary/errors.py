"""The one family of errors. The command line turns each into a single line: what, where, what to try."""

from __future__ import annotations


class GlossaryError(Exception):
    """Something the caller can mend.

    `what` says what is wrong, `where` names the file or argument (and line, where known), `hint` says what to
    try. `str(error)` is one line of the three.
    """

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(" ".join(_line(what, where, hint).split()))


class UsageError(GlossaryError):
    """The call itself is wrong: a missing termbase, an option that does not fit. Exit status 2."""


class ReadError(GlossaryError):
    """An input that cannot be read. The run goes on with the others; exit status 1."""


class WriteError(GlossaryError):
    """An output that cannot be written. What stood there before is untouched."""


class TermbaseError(GlossaryError):
    """A termbase, or another glossary file, that is not what it should be."""


class RulesError(GlossaryError):
    """A data file of the package that breaks its own rules."""


def _line(what: str, where: str, hint: str) -> str:
    located = f"{where}: {what}" if where else what
    return f"{located}; {hint}" if hint else located
