"""New facts: what an ideal answer states that neither its input nor other ideal answers hold.

A model cannot learn such a fact as behaviour; it has to be given. What the model says in any
output counts as known too: it had it. A number that the answer computes ("= 24") is
derived, not new. Codes that recur in other ideal answers can be learned, and so can those of a
list of which most recur, though one was used but once so far.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

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
LONG = 200_000
"""Characters from which a fact is looked for among a text's words: there may be very many of both,
and each would be looked for in all of it."""
RARE_LENGTH = 6
"""Shorter words are seldom facts."""
RARE_WORDS = 3
"""Fewer are a turn of phrase."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one ideal answer states: facts and words as compared, and how it spells them."""

    facts: tuple[str, ...]
    words: frozenset[str]
    spelling: dict[str, str]


class KnownWords:
    """Words, without capitals, that the model `spoke` anywhere, and `all` that any case uses."""

    def __init__(self, known: Iterable[str], said: Iterable[str]) -> None:
        self.spoken = words_in(set(said), _WORD.findall)
        used = words_in(known, _known_words)
        self.all = self.spoken | used


def find_new_facts(
    ideals: Sequence[str],
    known: Sequence[str],
    rare_share: float,
    said: Sequence[str] = (),
    *,
    words: KnownWords | None = None,
) -> list[tuple[str, ...]]:
    """New facts of each ideal answer, in order of appearance; empty where there are none.

    `known` holds what each answer may draw on: its input and its output; `said` the model's
    outputs in all cases, since what it says anywhere it does not lack. Names, numbers of two
    digits or more, codes and addresses each count; rare words (six letters or more, nowhere
    else) count only when they make up `rare_share` of the answer's longer words, since any free
    text has a few words of its own. `words` are those of `known` and `said`, where they are held.
    """
    vocabulary = Vocabulary(ideals)
    words = words or KnownWords(known, said)
    in_known, spoken = words.all, words.spoken
    recurring: frozenset[str] | None = None
    result: list[tuple[str, ...]] = []
    for place, ideal in enumerate(ideals):
        own = vocabulary.own(place)
        new_words = own - in_known
        # Most answers have no word of their own that no case uses: they are not read at all.
        odd = [word for word in own if not (word.isalpha() or _stands_in(word, known[place]))]
        if not odd and not any(map(str.isalpha, new_words)):
            result.append(())
            continue
        holds = _holder(known[place])
        told = {word for word in odd if not holds(word)} - spoken
        if recurring is None:
            recurring = _recurring_shapes(vocabulary)
        one = read_ideal(ideal)
        # A capitalised word that any case uses is vocabulary, not somebody's name.
        new = [
            fact
            for fact in one.facts
            if fact in (new_words if fact.isalpha() else told)
            and not holds(fact)
            and shape_of(fact) not in recurring
        ]
        new += _rare_words(one, new_words.intersection(one.words), rare_share)
        result.append(tuple(one.spelling.get(fact, fact) for fact in dict.fromkeys(new)))
    return result


def _stands_in(word: str, known: str) -> bool:
    """Whether a word surely stands in a text, before that is spelled as words are."""
    return word.isascii() and len(known) <= LONG and word in known


def _holder(known: str) -> Callable[[str], bool]:
    """Tells of a fact whether a text holds it: anywhere, in a very long one as a word."""
    if len(known) <= LONG:
        return _THOUSANDS.sub("", known.casefold()).__contains__
    words = words_in([known], _known_words)
    return lambda fact: fact in words or (_WORD.fullmatch(fact) is None and fact in known)


def _known_words(piece: str) -> list[str]:
    return _WORD.findall(_THOUSANDS.sub("", piece))


class Vocabulary:
    """The words and facts of all ideal answers, and which of them stand in one answer only.

    Answers are taken apart at white space first: the pieces are few beside their uses, and each
    is looked into once.
    """

    def __init__(self, ideals: Sequence[str]) -> None:
        self.ideals = ideals
        self._pieces = [set(ideal.split()) for ideal in ideals]
        uses = Counter(chain.from_iterable(self._pieces))
        self._inside = {piece: _inside(piece) for piece in uses}
        self._single = {piece for piece, count in uses.items() if count == 1}
        self._common = set(
            chain.from_iterable(
                inside for piece, inside in self._inside.items() if piece not in self._single
            )
        )
        self._seldom = [self._seldom_in(pieces) for pieces in self._pieces]
        self._alone = Counter(chain.from_iterable(self._seldom))

    def _seldom_in(self, pieces: set[str]) -> set[str]:
        """What stands only in pieces that no other answer has, though other pieces may hold it."""
        single = self._single.intersection(pieces)
        return set(chain.from_iterable(map(self._inside.__getitem__, single))) - self._common

    def own(self, place: int) -> set[str]:
        """Words and addresses, without capitals, that stand in this answer only."""
        return {word for word in self._seldom[place] if self._alone[word] == 1}

    def codes(self) -> Iterator[tuple[str, str]]:
        """Each use of a code of letters and digits, once an answer, with its shape."""
        shaped = {
            piece: codes
            for piece, inside in self._inside.items()
            if (codes := [(shape, word) for word in inside if (shape := shape_of(word))])
        }
        for ideal, pieces in zip(self.ideals, self._pieces, strict=True):
            held = pieces.intersection(shaped) if len(shaped) < len(pieces) else [
                piece for piece in pieces if piece in shaped
            ]  # fmt: skip
            if not held:
                continue
            found = {code for piece in held for code in shaped[piece]}
            # What is computed, or a short form such as 1st, is no fact.
            facts = frozenset(read_ideal(ideal).facts)
            yield from ((shape, word) for shape, word in found if word in facts)


def words_in(texts: Iterable[str], find: Callable[[str], Iterable[str]]) -> set[str]:
    """All words of texts, without capitals."""
    pieces: set[str] = set()
    for text in texts:
        pieces.update(text.split())
    return set(chain.from_iterable(map(find, map(str.casefold, pieces))))


def _inside(piece: str) -> tuple[str, ...]:
    """Addresses and words of a run without white space, without capitals."""
    if piece.isalnum():
        return (piece.casefold(),)
    addresses, text = _without_addresses(piece)
    return tuple(map(str.casefold, (*addresses, *_WORD.findall(text))))


def shape_of(fact: str) -> str:
    """The form of a code: "e11.65" is "a9.9"; "" for what is no code of letters and digits."""
    if fact.isalpha() or not (any(c.isalpha() for c in fact) and any(c.isdigit() for c in fact)):
        return ""
    return _SHAPE.sub(lambda run: "a" if run.group().isalpha() else "9", fact)


def _recurring_shapes(vocabulary: Vocabulary) -> frozenset[str]:
    """Shapes of codes of which most uses are of a code used elsewhere too: a list that recurs.

    In few answers many codes of such a list occur once by chance. The share of uses that recur,
    1 - once / uses, estimates how much of the list is seen (Good 1953).
    """
    seen: dict[str, Counter[str]] = {}
    for shape, code in vocabulary.codes():
        seen.setdefault(shape, Counter())[code] += 1
    return frozenset(
        shape
        for shape, codes in seen.items()
        if codes.total() >= LEAST_USES
        and 1 - sum(count == 1 for count in codes.values()) / codes.total() >= RECURRING
    )


def _rare_words(one: Stated, own: set[str], share: float) -> list[str]:
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


def _without_addresses(text: str) -> tuple[list[str], str]:
    """Addresses, and the rest with numbers as they are compared."""
    held = "://" in text or "@" in text
    addresses = [found.rstrip(".,;") for found in _ADDRESS.findall(text)] if held else []
    text = _ADDRESS.sub(" ", text) if addresses else text
    # 1,250 is 1250, and 16-3 is two numbers, not a code.
    text = _THOUSANDS.sub("", text) if "," in text else text
    return addresses, _ARITHMETIC.sub(" ", text) if "-" in text or "–" in text else text


def read_ideal(ideal: str) -> Stated:
    """What an ideal answer states."""
    addresses, text = _without_addresses(ideal)
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
    return Stated(tuple(dict.fromkeys(facts)), frozenset(spelling), spelling)


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
