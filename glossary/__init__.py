"""Bilingual terminology and glossary extraction from Chinese documents.

What the commands do is there in Python too: `glossary.lookup`, `glossary.diff`, `glossary.alignment`, `glossary.match`,
`glossary.convert`, `glossary.check`, `glossary.tbx`. Values are those of `glossary.model`; what goes wrong is a
`glossary.errors.GlossaryError`.

    >>> import pathlib, tempfile
    >>> from glossary.diff import differences
    >>> from glossary.lookup import lookups, open_index, places
    >>> from glossary.model import Concept, Term, Termbase
    >>> from glossary.tbx.read import read_termbase
    >>> from glossary.tbx.write import write_termbase

A termbase, written and read:

    >>> jordan = Concept("c-1", (Term("约旦", "zh-Hans", status="preferred"), Term("Jordan", "en")), "place")
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "names.tbx"
    >>> nothing_lost = write_termbase(Termbase((jordan,)), path)

Its terms by any form of their name, and in a text:

    >>> index = open_index([path])
    >>> [(hit.candidate, hit.reason, [form.text for form in hit.forms]) for hit in lookups("yuedan", index)]
    [('约旦', 'pinyin', ['Jordan'])]
    >>> [(place.start, place.end, place.surface) for place in places("約旦河流經約旦。", index)]
    [(0, 2, '約旦'), (5, 7, '約旦')]

What differs from another state of it:

    >>> longer = Termbase((Concept("c-1", (*jordan.terms, Term("哈希姆王国", "zh-Hans")), "place"),))
    >>> [(change.change, change.term) for found in differences(read_termbase(path), longer).concepts for change in found.changes]
    [('term added', '哈希姆王国')]
"""

__version__ = "0.1.0"
