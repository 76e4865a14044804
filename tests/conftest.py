"""How the property tests draw their examples.

The same ones in every run, so that a change passes or fails by what it changed. `HYPOTHESIS_PROFILE=random pytest`
draws new ones, many more of them: what it finds becomes an `@example` of its test.
"""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.register_profile("random", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

# What a run keeps for the next one is kept from the user's own runs.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="glossary-tests-")
