"""What purpose-made texts brought to light, each with the test that holds it; and the code that replaced what was slow,
against the slow and obvious.

    ==============================================  ==========================================  ===========================
    found by (growth, fuzz, bombs, kill)            where it took quadratic time or worse        held by
    ==============================================  ==========================================  ===========================
    any text of one line                            every harvester, passage by passage          test_clean_cut.py
    heads, offices, places in one line              segment: all words of a passage per match    test_words_by_place…
    heads in one line (部部部, 公约公约)             the walk over modifiers, over name runs      test_one_line_of…
    a bracket in every clause                       resolve: every find against every other      test_finds_that_cross…
    Latin words without a head noun or office       persons, places: a list begun at every word  test_one_line_of…
    委员会委员会委员会                               known: as many forms as heads at each        test_known_forms…
    阿·阿·阿·阿                                      known: chains inside chains                  test_known_forms…
    （签名）总统（签名）总统                         signatures: the offices above, ever more     test_signatures…
    a million blanks in a cell                      normalise: blanks looked at from each        test_blanks…
    1 MB of findings                                check: every finding against every other     test_stretches…
    <!--<!--<!-- after a DOCTYPE                    tbx.security: each looked for to the end     test_comments…
    control characters in names and texts           the terminal: obeyed                         test_security.py
    a run killed while it writes                    temporary files stayed for ever              test_kills.py
    a million lines of one character                bodies: the document, at every line          test_a_document_is_gone…
    one thing said a million times                  every harvester, though it says nothing new  test_lines_that_say…
    a concept of 10,000 forms                       check.known: each form against all           test_what_to_write…
    the same, found in a text                       lookup: the concept read at every place      test_a_concept_of_many…
    the same, laid out                              variants: each form beside each              test_variants.py
    a term of 10,000 characters                     occurrences: a table of states and bytes     test_forms_as_long…
    merged termbases that refer to one another      merge: every id looked for in every note     test_merge.py
    an HTML tag of a million attributes             lxml: each compared with those before        test_bombs.py
    a workbook of 20 million rows, of 8 million     openpyxl: minutes, 1.9 GB                    test_formats_import.py,
    strings                                                                                      test_bombs.py
    a run ended between termbase and evidence       previous: the machine's words a person's     test_rebuild_ended.py
    a disk that is full between the two             the same                                     test_rebuild_ended.py
    a main process killed, its workers not          shards, suggest, check: they wait for ever   test_kills.py
    a worker process killed                         suggest, check: a traceback                  test_kills.py
    packages that the auditor does not know         audit: reported as without faults            test_audit.py
    ==============================================  ==========================================  ===========================

Known and not mended: one changed byte of a look-up index that SQLite cannot tell from a whole one may hide a form
(1 of 1,367 damaged indexes, `fuzz.py --target index-file --seed 11`, number 788).

No time is measured: what these texts took before was minutes to hours, and `limited` stops a test that hangs.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.check.stretches import covering, is_taken
from glossary.corpus import context, document_mentions
from glossary.errors import TermbaseError
from glossary.harvest.harvesters import finds_of
from glossary.harvest.known import known_forms, known_uses
from glossary.harvest.resolve import _crosses, _uncrossed, enclosures
from glossary.harvest.signatures import signature_titles
from glossary.model import Concept, Document, Find, Passage, Run, Span, Term, Termbase
from glossary.normalise import DASHES, HAN, INTERPUNCTS, chinese_form
from glossary.occurrences import everywhere, forms
from glossary.segment import (
    has_word,
    inside_word,
    is_ordinary_word,
    word_across,
    word_before,
    words,
    words_over,
)
from glossary.tbx.security import refuse_entities
from glossary.tbx.write import write_termbase

if TYPE_CHECKING:
    from glossary.harvest.context import Context
    from glossary.lookup.postings import Row
    from glossary.lookup.store import Base

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import hostile
import limits

SENTENCES = "阿塞拜疆共和国外交部长阿利耶夫(Aliyev)说，联合国安全理事会（安理会）第822(1993)号决议、戈里斯市和Kechut水库。"
TEXTS = st.lists(st.sampled_from([*hostile.TOKENS, SENTENCES[:20], SENTENCES[20:]]), max_size=30).map("".join)


# -- Words by place -----------------------------------------------------------------------------------------


@given(TEXTS, st.integers(0, 400), st.integers(0, 12))
def test_words_by_place_are_those_of_the_whole_list(text: str, place: int, size: int) -> None:
    place = min(place, len(text))
    end = min(place + size, len(text))
    found = words(text)
    assert word_before(text, place) == next((w for w in found if w.end == place), None)
    assert word_across(text, place) == next((w for w in found if w.start < place < w.end), None)
    over = [w for w in found if w.end > place and w.start < end] if place < end else []
    assert list(words_over(text, place, end)) == over

    def ordinary(word: tuple[int, int, str]) -> bool:
        return not word[2].startswith(("ns", "nr", "nz")) and has_word(text[word[0] : word[1]])

    assert inside_word(text, place) == any(w.start < place < w.end and ordinary(w) for w in found)
    assert is_ordinary_word(text, (place, end)) == any((w.start, w.end) == (place, end) and ordinary(w) for w in found)


# -- Finds that cross ---------------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: Span(pair[0], sum(pair))), max_size=25)


def _finds(spans: list[Span]) -> list[Find]:
    return [Find(span, "term", f"r{n}", 0.5) for n, span in enumerate(spans)]


def _enclosing(find: Find, finds: list[Find]) -> Find | None:
    """The shortest find that `find` is a part of."""
    outer = [f for f in finds if f.span != find.span and f.span.start <= find.span.start and find.span.end <= f.span.end]
    return min(outer, key=lambda f: (f.span.end - f.span.start, f.span.start), default=None)


@given(SPANS)
def test_finds_that_cross_and_enclose_each_other(spans: list[Span]) -> None:
    finds = _finds(spans)
    slow: list[Find] = []
    for find in finds:
        if not any(_crosses(find.span, other.span) for other in slow):
            slow.append(find)
    assert _uncrossed(finds) == slow
    ordered = sorted(slow, key=lambda f: (f.span.start, -f.span.end))
    around = enclosures(ordered)
    assert {f.span: around.get(f.span) for f in ordered} == {f.span: _enclosing(f, ordered) for f in ordered}


@given(SPANS)
def test_stretches_of_findings(spans: list[Span]) -> None:
    kept: list[Span] = []
    slow: list[Span] = []
    for span in spans:
        free = all(span.end <= other.start or other.end <= span.start for other in slow)
        assert is_taken(span, kept) == (not free)
        slow += [span] if free else []
    assert kept == sorted(slow)
    covers = covering(spans)
    for start in range(0, 40, 3):
        for end in range(start + 1, start + 9, 2):
            assert covers(start, end) == any(s.start <= start and end <= s.end for s in spans)


# -- Known forms, signatures --------------------------------------------------------------------------------


def test_known_forms_inside_one_another_are_few_at_each_place() -> None:
    text = "委员会" * 200
    kinds = {"委员会" * n: "organization" for n in range(1, 60)} | {"阿·" * 200: "person"}
    known = known_forms(kinds)  # type: ignore[arg-type]
    assert all(len(form) <= 150 for form in known.forms)
    uses = list(known_uses(Passage("p1", text, (Run(0, 0),)), known, kinds, context()))  # type: ignore[arg-type]
    assert 200 <= len(uses) <= 8 * 200


def test_signatures_have_the_offices_of_the_lines_above_alone() -> None:
    office, name = Find(Span(0, 2), "office", "office.head", 0.9), Find(Span(0, 2), "person", "person.signature", 0.9)
    lines = [Passage(f"p{n}", "总统" if n % 2 else "甲乙（签名）", (Run(0, 0),), "signature") for n in range(1, 400)]
    finds = [[office] if n % 2 else [name] for n in range(1, 400)]
    assert max(map(len, signature_titles(lines, finds).values())) < 40


# -- Blanks -------------------------------------------------------------------------------------------------

_OLD_DOT = re.compile(rf"\s*[{INTERPUNCTS}]\s*")
_OLD_BLANK = re.compile(rf"(?<=[{HAN}《》“”（）、，。·\-])\s+|\s+(?=[{HAN}《》“”（）、，。·\-])")


@given(st.text("中a· •.-,，\t\n\u3000‧", max_size=30))
def test_blanks_go_as_they_went(text: str) -> None:
    import unicodedata

    old = _OLD_DOT.sub("·", unicodedata.normalize("NFKC", _OLD_DOT.sub("·", text)))
    old = re.sub(rf"(?<=[{HAN}])[.．](?=[{HAN}A-Za-z])|(?<=[A-Za-z])[.．](?=[{HAN}])", "·", old)
    old = re.sub(f"[{DASHES}]", "-", old)
    assert chinese_form(text) == re.sub(r"\s+", " ", _OLD_BLANK.sub("", old)).strip()


def test_blanks_without_end() -> None:
    with limits.limited(limits.HANG):
        assert chinese_form("a" + " " * 1_000_000 + "b") == "a b"
        assert chinese_form("中" + "\n" * 1_000_000 + "·") == "中·"


def test_comments_that_never_close(tmp_path: Path) -> None:
    path = tmp_path / "x.tbx"
    with limits.limited(limits.HANG):
        path.write_text("<!DOCTYPE tbx [" + "<!--" * 250_000 + "&x;")
        refuse_entities(path)  # all of it is comment: the parser will refuse it
        path.write_text("<!DOCTYPE tbx [" + "<?x " * 250_000 + "&x;")
        refuse_entities(path)
        path.write_text("<!DOCTYPE tbx><tbx>&x;" + "<![CDATA[" * 100_000)
        with pytest.raises(TermbaseError, match="entity &x; is not read"):
            refuse_entities(path)


# -- Steps that grow with the text, not with its square ------------------------------------------------------


class _Counted(str):
    """A text that counts how often it is gone through."""

    asked = 0

    def __contains__(self, part: object) -> bool:
        _Counted.asked += 1
        return super().__contains__(part)  # type: ignore[operator]


def test_a_document_is_gone_through_once_for_each_form_not_for_each_line() -> None:
    from glossary.harvest.bodies import known_bodies

    _Counted.asked = 0
    whole = replace(context(), text=_Counted("欧安组织明斯克小组" * 50))
    for number in range(50):
        assert list(known_bodies(Passage(f"p{number}", "欧安组织明斯克小组", (Run(0, 0),)), whole))
    assert 0 < _Counted.asked <= len(whole.rules["body.short-known"].words) + 5


def test_lines_that_say_the_same_are_harvested_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import glossary.harvest as harvest

    seen: list[str] = []

    def noted(passage: Passage, known: Context) -> list[Find]:
        seen.append(passage.text)
        return finds_of(passage, known)

    monkeypatch.setattr(harvest, "finds_of", noted)
    found = document_mentions(Document("d", f"{SENTENCES}\n联合国\n" * 40, ""))
    assert sorted(seen) == sorted({SENTENCES, "联合国"})
    each: dict[str, list[str]] = {}
    for mention in found:
        assert SENTENCES.startswith(mention.surface, mention.start % (len(SENTENCES) + 5)) or mention.term == "联合国"
        each.setdefault(mention.passage, []).append(mention.term)
    terms = [each[passage] for passage in sorted(each, key=lambda p: int(p[1:]))]
    assert len(terms) == 80
    assert terms[2:] == terms[:2] * 39


def _forms(count: int) -> tuple[Term, ...]:
    return tuple(Term(f"阿利耶夫{chr(0x4E00 + n)}", "zh-Hans", status="preferred" if n % 3 else "deprecated") for n in range(count))


def test_what_to_write_instead_is_asked_once_for_each_form(monkeypatch: pytest.MonkeyPatch) -> None:
    from glossary.check import known

    steps = []
    for count in (100, 400):
        asked: list[str] = []
        monkeypatch.setattr(known, "has_han", lambda text, asked=asked: asked.append(text) or True)
        assert len(list(known._entries(Concept("c", _forms(count))))) == count
        steps.append(len(asked))
    assert steps[1] < 6 * steps[0]


def test_a_concept_of_many_forms_is_read_once_for_all_its_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import glossary.lookup as lookup

    terms = _forms(300)
    write_termbase(Termbase((Concept("c", terms),)), tmp_path / "x.tbx")
    index = lookup.open_index([tmp_path / "x.tbx"])
    asked: list[object] = []
    concept = lookup._concept

    def noted(row: Row, base: Base) -> object:
        asked.append(row)
        return concept(row, base)

    monkeypatch.setattr(lookup, "_concept", noted)
    found = lookup.places("、".join(term.text for term in terms), index)
    assert [(place.candidate, len(place.forms)) for place in found] == [(term.text, 100) for term in terms]
    assert len(asked) == 1


def test_forms_as_long_as_a_book_are_looked_for() -> None:
    form = "亚美尼亚外交部长发表声明" * 20_000
    with limits.limited(limits.HANG):
        assert [span for span, _ in everywhere("甲" + form, forms([form, "乙"]))] == [Span(1, len(form) + 1)]


LINES = [
    "部", "公约", "委员会", "联合国安全理事会反恐怖主义委员会", "John Smith and ", "A", "Alpha、Beta和", "阿尔·", "第822(1993)号、", "S/RES/2020-", "总统、总理、",
    "《公约", "比昂先生（加蓬）：", "2020年11月10日关于", "见John Smith, ", "诉", "戈里斯、卡潘和", "常驻联合国", "“俄罗斯", "亚美尼亚和阿塞拜疆",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_one_line_of_the_same_again_and_again(line: str) -> None:
    text = hostile.repeated(line, 6_000)
    with limits.limited(limits.HANG):
        for mention in document_mentions(Document("d", text, "")):
            assert text[mention.start : mention.end] == mention.surface
