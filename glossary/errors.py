"""The one family of errors. The command line turns each into a single line: what, where, what to try."""

from __future__ import annotations

import re


class GlossaryError(Exception):
    """Something the caller can mend.

    `what` says what is wrong, `where` names the file or argument (and line, where known), `hint` says what to
    try. `str(error)` is one line of the three.
    """

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(visible(" ".join(_line(what, where, hint).split())))


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


# Characters that a terminal takes for orders (controls) or that turn the order of what stands after them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` as it may stand on a terminal: each control character as its picture (␛) or number, line feeds and
    tabs as they are. What a file or a file name holds is never an order to the terminal."""
    return _UNSEEN.sub(_picture, text) if _UNSEEN.search(text) else text


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def _line(what: str, where: str, hint: str) -> str:
    located = f"{where}: {what}" if where else what
    return f"{located}; {hint}" if hint else located
