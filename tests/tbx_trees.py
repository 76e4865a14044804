"""XML files as values to compare: all of an XML file but the blanks between elements. For the tests of TBX."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

SHARED = Path(__file__).parents[1].parent / "shared" / "tbx"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the official TBX files are not at ../shared")


def tree(path: Path) -> tuple[Any, ...]:
    """The DOCTYPE, root and everything beside the root of a file."""
    parsed = etree.parse(str(path), etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    root = parsed.getroot()
    before = [_value(node) for node in reversed(list(root.itersiblings(preceding=True)))]
    return parsed.docinfo.doctype, before, _value(root), [_value(node) for node in root.itersiblings()]


def oracle() -> Any:
    """The judge at ../shared."""
    spec = importlib.util.spec_from_file_location("oracle", SHARED / "oracle.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _value(node: Any) -> tuple[Any, ...]:
    if not isinstance(node.tag, str):
        return type(node).__name__, node.text
    texts = [node.text or "", *(child.tail or "" for child in node)]
    layout = len(node) > 0 and not any(text.strip() for text in texts)
    inner = [_value(child) for child in node]
    return str(node.tag), tuple(sorted(node.attrib.items())), None if layout else tuple(texts), tuple(inner)
