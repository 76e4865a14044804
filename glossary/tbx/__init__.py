"""TBX, read, written and judged: the only part of the package that knows XML vocabularies."""
