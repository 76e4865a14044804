"""All terms of some termbases in a text, the longest of those that begin first.

Everything but letters, digits and Chinese characters is left out of text and terms alike before they are compared, so
that a wrap, a blank or another interpunct hides nothing; what was left out is looked at afterwards, where a term was
found.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from itertools import batched as _batched  # type: ignore[attr-defined]
from typing import TYPE_CHECKING
