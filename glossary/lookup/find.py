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

from array import array
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from glossary.lookup import keys
from glossary.lookup.fold import folded, joined
from glossary.normalise import has_han

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from glossary.lookup.values import Reason

GUESSES = frozenset({"typing", "sound"})
SURE = 0.84  # a hit of this score: nothing dearer is asked
NEAR = 0.845  # a hit of this score: no asking by sound; a guess of this score: no asking by sound in its own script
_LOOKED_AT = 150  # names of a list that are looked at, the best first
_COUNTED = 6000  # names in the rarest lists that are counted for likeness


class Row(NamedTuple):
    """A name of the index: its number, its concept's number, the texts that fold to it, and its forms."""

    number: int
    concept: int
    texts: str
    spaced: str
    pinyin: str
    ear: str


class Found(NamedTuple):
    """A name that answers a query."""

    row: Row
    score: float
    reason: Reason


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
        _add(hits, _parts(spaced, base, max(top, _LOOKED_AT)))
        if len(hits) < top and not has_han(spaced) and len(joined(spaced)) > 2:
            grams = keys.letter_grams("l", spaced.replace(" ", "_"))
            _add(hits, _holding(joined(spaced), spaced, grams, base, max(top, _LOOKED_AT)))
        if not has_han(spaced):
            _add(hits, _pinyin_parts(spaced, base, max(top, _LOOKED_AT)))
        if _best(hits) < SURE:
            _add(hits, _misspelt(spaced, base))
        # What looks like a typing error may be another name: Aldersbach is no Almersbach, but 阿尔德尔斯巴赫.
        if _best(hits, but=GUESSES) < NEAR:
            from glossary.lookup.heard import heard

            _add(hits, heard(query, spaced, base, alongside=_best(hits) < NEAR))
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.row.number))


def _best(hits: dict[int, Found], but: Collection[str] = ()) -> float:
    return max((hit.score for hit in hits.values() if hit.reason not in but), default=0.0)


def _add(hits: dict[int, Found], more: Iterable[Found]) -> None:
    """Of several reasons for a name the best counts, the first among equals."""
    for hit in more:
        known = hits.get(hit.row.number)
        hits[hit.row.number] = hit if known is None else better(known, hit)


def better(known: Found, hit: Found) -> Found:
    """The better of two hits of one concept, the first among equals. Where one is a guess and the other is not, what
    is told is the one that is not, with the score of the better one."""
    if known.reason in GUESSES and hit.reason not in GUESSES:
        return hit._replace(score=max(known.score, hit.score))
    if known.score >= hit.score:
        return known
    return hit if known.reason in GUESSES or hit.reason not in GUESSES else known._replace(score=hit.score)


def _exact(query: str, spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names that are the query, whatever its case, marks, punctuation or script; ids, pinyin and initials."""
    whole = joined(spaced)
    asked = {f"={whole}": "=", f"@{query.strip()}": "@"}
    if not has_han(whole):
        asked |= {f"~{form}": "~" for form in _as_pinyin(whole)} | {f"!{whole}": "!"}
    for key, numbers in names(asked, base, _LOOKED_AT).items():
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


def _misspelt(spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names that differ from the query by typing errors: one in a short form, more in a long one."""
    whole = joined(spaced)
    if has_han(whole):
        yield from _near("h", whole, keys.han_grams(whole), base)
    else:
        yield from _near("l", whole, keys.letter_grams("l", keys.words(spaced)), base)
        yield from _near("y", whole, keys.letter_grams("y", keys.words(whole)), base)


def _near(space: str, whole: str, grams: Collection[str], base: sqlite3.Connection) -> Iterator[Found]:
    short = len(whole) <= (keys.SHORT_HAN if space == "h" else keys.SHORT)
    if len(whole) < (keys.LEAST_HAN if space == "h" else keys.LEAST):
        return
    numbers = set(alike(grams, base, _LOOKED_AT))
    if short or len(whole) - 1 <= (keys.SHORT_HAN if space == "h" else keys.SHORT):
        for held in names(keys.near_halves(space, whole), base, _LOOKED_AT).values():
            numbers.update(held)
    near = rows(sorted(numbers), base)
    forms = [row.spaced if space != "y" else keys.toneless(row.pinyin).replace("'", "") for row in near]
    price = 0.02 if space == "y" else 0.0
    for n, distance in _distances(whole, [joined(form) for form in forms], 1 if short else max(2, len(whole) // 5)):
        yield Found(near[n], 0.89 - price - 0.3 * distance / max(len(whole), len(joined(forms[n]))), "typing")
    parts = [(n, part) for n, form in enumerate(forms) if " " in form for part in form.split()]
    for k, distance in _distances(whole, [part for _, part in parts], 1):
        yield Found(near[parts[k][0]], 0.83 - price - 0.3 * distance / max(len(whole), len(parts[k][1])), "typing")


def _distances(whole: str, forms: Sequence[str], errors: int) -> Iterator[tuple[int, int]]:
    """The places of the forms that are so many typing errors from `whole`, or fewer, and how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for _, distance, n in process.extract_iter(whole, forms, scorer=OSA.distance, score_cutoff=errors):
        yield n, int(distance)


def names(asked: Iterable[str], base: sqlite3.Connection, most: int | None = None) -> dict[str, array[int]]:
    """The names of each key, in their order; the first `most`, where that is given."""
    ordered = sorted(asked)
    held = "names" if most is None else f"substr(names, 1, {4 * most})"
    question = f"select key, {held} from key where key in ({','.join('?' * len(ordered))}) order by key"
    return {key: array("I", numbers) for key, numbers in base.execute(question, ordered)}


def sizes(asked: Collection[str], base: sqlite3.Connection) -> dict[str, int]:
    """How many names each key has; keys without any are left out."""
    question = f"select key, size from key where key in ({','.join('?' * len(asked))})"
    return dict(base.execute(question, sorted(asked)))


def listed(asked: Collection[str], base: sqlite3.Connection) -> list[tuple[int, bytes]]:
    """How many names each key has, and their numbers as they are stored; keys without any are left out."""
    question = f"select size, names from key where key in ({','.join('?' * len(asked))}) order by key"
    return base.execute(question, sorted(asked)).fetchall()


def common(asked: Collection[str], base: sqlite3.Connection, most: int) -> list[int]:
    """Names that all keys have, or a few that seem to: the rarest keys are compared until `most` or fewer are left."""
    known = sizes(asked, base)
    if len(known) < len(asked) or not asked:
        return []
    order = sorted(known, key=lambda key: (known[key], key))
    if len(order) == 1:
        return list(names(order, base, most)[order[0]])
    left: list[int] = []
    for n, key in enumerate(order):
        if n and len(left) <= most:
            break
        held = names([key], base, known[key])[key]
        if n:
            both = set(held)
            left = [number for number in left if number in both]
        else:
            left = list(held)
    return left[:most]


def alike(asked: Collection[str], base: sqlite3.Connection, most: int, counted: int = _COUNTED) -> list[int]:
    """Names that share many of the rarest keys, the most shared first; as many keys as have `counted` names between
    them."""
    known = sizes(asked, base)
    chosen: list[str] = []
    total = 0
    for key in sorted(known, key=lambda key: (known[key], key)):
        if chosen and total + known[key] > counted:
            break
        chosen.append(key)
        total += known[key]
    if not chosen:
        return []
    shared = Counter(chain.from_iterable(names(chosen, base, counted).values()))
    # Of tens of thousands only a few hundred are wanted: sorting them all would take longer than counting them.
    least, left = 1, most
    for share, holders in sorted(Counter(shared.values()).items(), reverse=True):
        least, left = share, left - holders
        if left <= 0:
            break
    best = [(-share, number) for number, share in shared.items() if share >= least]
    return [number for _, number in sorted(best)[:most]]


def rows(numbers: Iterable[int], base: sqlite3.Connection) -> list[Row]:
    """The names of some numbers, in the order of the numbers."""
    question = (
        "select number, concept, texts, spaced, pinyin, ear from name "
        f"where number in ({','.join(map(str, numbers))}) order by number"
    )
    return [Row(*row) for row in base.execute(question)]
