"""TBX, versions 3 and 2: read it, write it, tell its faults. The only package that knows XML.

    >>> import pathlib, tempfile
    >>> from glossary.model import Concept, Term, Termbase
    >>> from glossary.tbx.read import read_termbase
    >>> from glossary.tbx.validate import faults
    >>> from glossary.tbx.write import write_termbase
    >>> jordan = Concept("c-1", (Term("约旦", "zh-Hans", status="preferred"), Term("Jordan", "en")), "place")
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "names.tbx"
    >>> write_termbase(Termbase((jordan,), title="Names"), path)  # a line for each thing that TBX cannot hold
    ()
    >>> list(faults(path))
    []
    >>> [(concept.id, [term.text for term in concept.terms]) for concept in read_termbase(path).concepts]
    [('c-1', ['约旦', 'Jordan'])]
"""
