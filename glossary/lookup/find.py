"""Which names of one termbase answer a query, why, and how well.

The surest evidence is asked first; what is dearer is asked only while nothing sure is found. Scores, 0 to 1:

    exact 1, id 1, folded and script 0.98, pinyin 0.95 (with the right tones 0.96), of a part 0.9
    beginning .86 (in the middle of a Latin word .83), a part .84, beginning of a part .74, inside .68; of pinyin .78
    and .70; each plus .08 × the share of the name that the query covers
    initials .80, of a part .70
    typing errors .89 − .30 × errors / length, of a part .06 less
    the same syllables in other characters .89, of a part .79, in letters .60 + .25 × their share of the query's;
    sound .52 + .32 × likeness in another script, .50 + .28 × likeness in the same
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.lookup import keys
from glossary.lookup.answers import GUESSES, Found, better
from glossary.lookup.fold import folded, joined
from glossary.lookup.heard import heard
from glossary.lookup.misspelt import misspelt
from glossary.lookup.postings import LOOKED_AT, common, names, rows
from glossary.normalise import has_han

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from glossary.lookup.postings import Row

SURE = 0.84  # a hit of this score: nothing dearer is asked
NEAR = 0.845  # a hit of this score: no asking by sound; a guess of this score: no asking by sound in its own script


def found(query: str, base: sqlite3.Connection, top: int) -> list[Found]:
    """The names that answer a query, best first, those of equal score in the order of the index; more than `top`,
    as one concept may have several."""
    hits: dict[int, Found] = {}
    spaced = folded(query, converted=False)
    _add(hits, _exact(query, spaced, base))
    if not hits and has_han(query) and (plain := folded(query)) != spaced:
        spaced = plain
        _add(hits, _exact(query, spaced, base))
    if len(joined(spaced)) <= keys.LONGEST:
        _add(hits, _parts(spaced, base, max(top, LOOKED_AT)))
        if len(hits) < top and not has_han(spaced) and len(joined(spaced)) > 2:
            grams = keys.letter_grams("l", spaced.replace(" ", "_"))
            _add(hits, _holding(joined(spaced), spaced, grams, base, max(top, LOOKED_AT)))
        if not has_han(spaced):
            _add(hits, _pinyin_parts(spaced, base, max(top, LOOKED_AT)))
        if _best(hits) < SURE:
            _add(hits, misspelt(spaced, base))
        # What looks like a typing error may be another name: Aldersbach is no Almersbach, but 阿尔德尔斯巴赫.
        if _best(hits, but=GUESSES) < NEAR:
            _add(hits, heard(query, spaced, base, alongside=_best(hits) < NEAR))
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.row.number))


def _best(hits: dict[int, Found], but: Collection[str] = ()) -> float:
    return max((hit.score for hit in hits.values() if hit.reason not in but), default=0.0)


def _add(hits: dict[int, Found], more: Iterable[Found]) -> None:
    """Of several reasons for a name the best counts, the first among equals."""
    for hit in more:
        known = hits.get(hit.row.number)
        hits[hit.row.number] = hit if known is None else better(known, hit)


def _exact(query: str, spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names that are the query, whatever its case, marks, punctuation or script; ids, pinyin and initials."""
    whole = joined(spaced)
    asked = {f"={whole}": "=", f"@{query.strip()}": "@"}
    if not has_han(whole):
        asked |= {f"~{form}": "~" for form in _as_pinyin(whole)} | {f"!{whole}": "!"}
    for key, numbers in names(asked, base, LOOKED_AT).items():
        for row in rows(numbers, base):
            if asked[key] == "=":
                yield _same(query, row)
            elif asked[key] == "@":
                yield Found(row, 1.0, "id")
            elif asked[key] == "~":
                yield _read(query, key[1:], row)
            else:
                whole_name = whole in _initials(row)
                yield Found(row, 0.8 if whole_name else 0.7, "initials")


def _same(query: str, row: Row) -> Found:
    """A name whose folded form is that of the query."""
    plain = query.strip()
    if plain in row.texts.split("\n"):
        return Found(row, 1.0, "exact")
    mine, theirs = (joined(folded(text, converted=False)) for text in (plain, row.texts.split("\n")[0]))
    return Found(row, 0.98, "folded" if mine == theirs else "script")


def _read(query: str, pinyin: str, row: Row) -> Found:
    """A name of which the whole, or a part, is read as the query says; with the tones that it says, a little surer."""
    said = row.pinyin.replace("'", "")
    whole = joined(said)
    if joined(keys.toneless(whole)) != pinyin and pinyin in keys.toneless(said).split():
        return Found(row, 0.9, "pinyin")
    toned = _toned(query)
    return Found(row, 0.96 if toned and toned == _toned(whole) else 0.95, "pinyin")


def _toned(text: str) -> str:
    """The letters of pinyin with their tone marks; empty where it has none."""
    import unicodedata

    plain = "".join(c for c in unicodedata.normalize("NFC", text.casefold()) if c.isalpha())
    return "" if plain.isascii() else plain


def _as_pinyin(whole: str) -> set[str]:
    """How a folded query may be meant as pinyin: tone numbers dropped, v and u: for ü."""
    plain = "".join(c for c in whole if not c.isdigit())
    return {form for form in (plain, plain.replace("lv", "lu").replace("nv", "nu")) if form}


def _initials(row: Row) -> set[str]:
    """The initials of a whole name."""
    if not row.pinyin:
        return keys.acronyms(row.spaced)
    return {"".join(s[:1] for part in keys.toneless(row.pinyin).split() for s in part.split("'"))}


def _parts(spaced: str, base: sqlite3.Connection, most: int) -> Iterator[Found]:
    """Names that begin with the query, or hold it; of those in an alphabet, the ones with a word that begins so."""
    whole = joined(spaced)
    if has_han(whole):
        grams = keys.han_grams(whole) or {f"h{whole}"}
        beginning = keys.starts(whole)
    else:
        marked = "_" + spaced.replace(" ", "_")
        grams = keys.letter_grams("l", marked) if len(marked) > 2 else {f"l{marked}"}
        beginning = keys.starts(whole)
    longest = max(beginning, key=len, default="")
    yield from _holding(whole, spaced, {*grams, longest} if has_han(whole) else {longest}, base, most)
    yield from _holding(whole, spaced, grams, base, most)


def _holding(whole: str, spaced: str, grams: Collection[str], base: sqlite3.Connection, most: int) -> Iterator[Found]:
    inner = 0.86 if has_han(whole) else 0.83
    for row in rows(common(grams, base, most), base):
        name = joined(row.spaced)
        share = 0.08 * len(whole) / len(name)
        if name.startswith(whole):
            ends = f"{row.spaced} ".startswith(f"{spaced} ")
            yield Found(row, (0.86 if ends else inner) + share, "prefix")
        elif f" {spaced} " in f" {row.spaced} ":
            yield Found(row, 0.84 + share, "part")
        elif f" {spaced}" in f" {row.spaced}":
            yield Found(row, 0.74 + share, "inside")
        elif whole in name:
            yield Found(row, 0.68 + share, "inside")


def _pinyin_parts(spaced: str, base: sqlite3.Connection, most: int) -> Iterator[Found]:
    """Names whose pinyin, or that of a part, begins with the query or holds it."""
    whole = joined(spaced)
    if len(whole) < 2:
        return
    for row in rows(common(keys.letter_grams("y", "_" + whole[:6]), base, most), base):
        plain = keys.toneless(row.pinyin).replace("'", "")
        share = len(whole) / max(len(joined(plain)), 1)
        if joined(plain).startswith(whole):
            yield Found(row, 0.78 + 0.08 * share, "pinyin")
        elif f" {whole}" in f" {plain}":
            yield Found(row, 0.70 + 0.08 * share, "pinyin")
