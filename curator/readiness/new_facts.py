"""New facts: what an ideal answer states that neither its input nor other ideal answers hold.

A model cannot learn such a fact as behaviour; it has to be given. What the model says in any
output counts as known too: it had it. A number that the answer computes ("= 24") is
derived, not new. Codes that recur in other ideal answers can be learned, and so can those of a
list of which most recur, though one was used but once so far.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_ADDRESS = re.compile(r"https?://[^\s)>\]\"']+|[\w.+-]+@[\w-]+\.[\w.-]+")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_ARITHMETIC = re.compile(r"(?<=\d)[-–](?=\.?\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_COMPUTED = re.compile(r"=\s*[$€£]?\s*(\d[\d.]*)")
_CODE = re.compile(r"\d.*\d|[^\W\d_].*\d|\d.*[^\W\d_]")
_SMALL = re.compile(r"\d(st|nd|rd|th|x|h|s|d)")
_SENTENCE_END = frozenset('.!?:;\n•*#>(["“-|')
_SHAPE = re.compile(r"[^\W\d_]+|\d+")
RECURRING = 0.5
"""Coverage from which codes of one shape count as a list that recurs (own)."""
LEAST_USES = 20
"""Uses of a shape below which nothing can be said of whether its codes recur."""
RARE_LENGTH = 6
"""Shorter words are seldom facts."""
RARE_WORDS = 3
"""Fewer are a turn of phrase."""


@dataclass(frozen=True, slots=True)
class _Ideal:
    """What one ideal answer states: facts and words as compared, and how it spells them."""

    facts: tuple[str, ...]
    words: frozenset[str]
    spelling: dict[str, str]


def find_new_facts(
    ideals: Sequence[str], known: Sequence[str], rare_share: float, said: Sequence[str] = ()
) -> list[tuple[str, ...]]:
    """New facts of each ideal answer, in order of appearance; empty where there are none.

    `known` holds what each answer may draw on: its input and its output; `said` the model's
    outputs in all cases, since what it says anywhere it does not lack. Names, numbers of two
    digits or more, codes and addresses each count; rare words (six letters or more, nowhere
    else) count only when they make up `rare_share` of the answer's longer words, since any free
    text has a few words of its own.
    """
    read = [_read(ideal) for ideal in ideals]
    in_ideals: Counter[str] = Counter()
    for one in read:
        in_ideals.update(one.words.union(one.facts))
    plain = [_THOUSANDS.sub("", t) if "," in t else t for t in map(str.casefold, known)]
    spoken = {word for text in set(said) for word in _WORD.findall(text.casefold())}
    in_known = spoken.union(word for text in plain for word in _WORD.findall(text))
    recurring = _recurring_shapes(read)
    result: list[tuple[str, ...]] = []
    for one, text in zip(read, plain, strict=True):
        new = [
            fact
            for fact in one.facts
            if in_ideals[fact] == 1
            and fact not in text
            and _shape_of(fact) not in recurring
            # A capitalised word that any case uses is vocabulary, not somebody's name.
            and fact not in (in_known if fact.isalpha() else spoken)
        ]
        own = {word for word in one.words - in_known if in_ideals[word] == 1}
        new += _rare_words(one, own, rare_share)
        result.append(tuple(one.spelling.get(fact, fact) for fact in dict.fromkeys(new)))
    return result


def _shape_of(fact: str) -> str:
    """The form of a code: "e11.65" is "a9.9"; "" for what is no code of letters and digits."""
    if fact.isalpha() or not (any(c.isalpha() for c in fact) and any(c.isdigit() for c in fact)):
        return ""
    return _SHAPE.sub(lambda run: "a" if run.group().isalpha() else "9", fact)


def _recurring_shapes(read: Sequence[_Ideal]) -> frozenset[str]:
    """Shapes of codes of which most uses are of a code used elsewhere too: a list that recurs.

    In few answers many codes of such a list occur once by chance. The share of uses that recur,
    1 - once / uses, estimates how much of the list is seen (Good 1953).
    """
    seen: dict[str, Counter[str]] = {}
    for one in read:
        for fact in one.facts:
            shape = _shape_of(fact)
            if shape:
                seen.setdefault(shape, Counter())[fact] += 1
    return frozenset(
        shape
        for shape, codes in seen.items()
        if codes.total() >= LEAST_USES
        and 1 - sum(count == 1 for count in codes.values()) / codes.total() >= RECURRING
    )


def _rare_words(one: _Ideal, own: set[str], share: float) -> list[str]:
    """The answer's longer words that are its own, where they are many enough to be a fact."""
    if not own:
        return []
    letters = [word for word in one.spelling if word.isalpha()]
    longer = [word for word in letters if len(word) >= RARE_LENGTH]
    short = [word for word in letters if len(word) < RARE_LENGTH]
    # Where even the small words are its own, it is the only answer in its language.
    if 2 * sum(word in own for word in short) >= len(short):
        return []
    rare = [word for word in longer if word in own]
    return rare if len(rare) >= max(RARE_WORDS, share * len(longer)) else []


def _read(ideal: str) -> _Ideal:
    held = "://" in ideal or "@" in ideal
    addresses = [found.rstrip(".,;") for found in _ADDRESS.findall(ideal)] if held else []
    text = _ADDRESS.sub(" ", ideal) if addresses else ideal
    # 1,250 is 1250, and 16-3 is two numbers, not a code.
    text = _THOUSANDS.sub("", text) if "," in text else text
    text = _ARITHMETIC.sub(" ", text) if "-" in text or "–" in text else text
    matches = list(_WORD.finditer(text))
    words = [match.group() for match in matches]
    folded = [word.casefold() for word in words]
    # In order of appearance, each as it is spelled first.
    spelled = dict(zip(reversed(folded), reversed(words), strict=True))
    spelling = {word: spelled[word] for word in folded}
    told = _COMPUTED.findall(text) if "=" in text else []
    computed = {number.rstrip(".") for number in told}
    names = _names(text, matches)
    facts = [
        folded[place]
        for place, word in enumerate(words)
        if place in names or (not word.isalpha() and _is_code(word) and word not in computed)
    ]
    facts = [*(address.casefold() for address in addresses), *facts]
    return _Ideal(tuple(dict.fromkeys(facts)), frozenset(spelling), spelling)


def _is_code(word: str) -> bool:
    """A number of two digits or more, or letters mixed with digits (not 1st, 2x, 3h)."""
    if word.isalpha():
        return False
    return _CODE.search(word) is not None and _SMALL.fullmatch(word) is None


def _names(text: str, matches: Sequence[re.Match[str]]) -> set[int]:
    """Places of capitalised words inside sentences.

    None where every fourth word is one (German nouns, headings): capitals then mean nothing.
    """
    places: set[int] = set()
    for place, match in enumerate(matches):
        start = match.start()
        if not text[start].isupper():
            continue
        word = match.group()
        if len(word) < 3 or word.isupper() or "'" in word or "’" in word:
            continue
        before = text[:start].rstrip(" \t") if start < 4 else text[start - 4 : start].rstrip(" \t")
        if before and before[-1] not in _SENTENCE_END:
            places.add(place)
    return places if len(places) * 4 <= len(matches) else set()
