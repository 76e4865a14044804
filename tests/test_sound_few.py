"""A few names heard by where their chunks end: the very numbers of the lattice."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.sound.arrive import arriving, log_sums_of
from glossary.sound.lattice import lattice, log_scores
from glossary.sound.letters import views
from glossary.sound.model import load_model

NAMES = st.lists(st.text("abcdeghiklmnorstuvyz", min_size=1, max_size=12), min_size=1, max_size=6).map(" ".join)
HANS = st.text("戈里斯约翰逊穆罕默德巴赫·萨尔基相", min_size=1, max_size=24)


@given(HANS, NAMES)
@settings(deadline=None)
def test_the_sums_are_those_of_the_lattice_to_the_last_bit(han: str, name: str) -> None:
    model = load_model()
    orders = [view for view, _ in views(name, 0.0)]
    assert np.array_equal(log_sums_of(han, arriving(orders, model), model), log_scores(han, lattice(orders, model), model))
