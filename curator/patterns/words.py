"""Words that set a group apart, in any script, without a word list for any language."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

KEYWORDS = 3

_READ_AT_MOST = 20_000
_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]|[^\W\d_]")
_UNSPACED = re.compile(
    "[\u0e00-\u0e7f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
"""Scripts written without spaces: Thai, Khmer, Japanese, Chinese. Read as pairs of signs."""

_LEAST_LIFT = 1.5
"""A keyword is this much commoner inside than outside: function words of any language are not."""

_FEW_MEMBERS = 3
"""In a group this small a word that one member uses may be a keyword."""

_FUNCTION_WORDS_LISTED = (
    "a about after all also am an and any are as at be because been before but by can could "
    "did do does for from get had has have he her here him his how i if in into is it it's "
    "its i'm i've just me more my no not now of on one only or other our out please she "
    "should so some such than that the their them then there these they this those to too up "
    "us very was we were what when where which while who why will with would you your you're "
)
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_LISTED.split())
"""For small projects, where a rare "would" looks like a find. Lift does the work in large ones
and in other languages."""


def words_of(text: str) -> set[str]:
    """The distinct words of a text, case-folded; scripts without spaces give pairs of signs."""
    text = unicodedata.normalize("NFKC", text[:_READ_AT_MOST])
    words: set[str] = set()
    for run in _UNSPACED.findall(text):
        words.update(run[place : place + 2] for place in range(max(1, len(run) - 1)))
    for word in _WORD.findall(_UNSPACED.sub(" ", text)):
        folded = word.casefold()
        if folded not in _FUNCTION_WORDS and (len(folded) > 1 or not folded.isascii()):
            words.add(folded)
    return words


def keywords(groups: Sequence[Sequence[set[str]]], outside: Sequence[set[str]]) -> list[list[str]]:
    """Up to three words for each group, the most telling first.

    `groups`: for each group the word sets of its members; `outside`: those of failures in no
    group. Class-based TF-IDF (Grootendorst 2022) over the share of members that use a word,
    times log(1 + mean uses per group / uses altogether), among words that two members use (one
    in groups of up to three) and that are commoner inside than outside.
    """
    inside = [Counter(word for member in group for word in member) for group in groups]
    total: Counter[str] = Counter(word for words in outside for word in words)
    for counter in inside:
        total.update(counter)
    everyone = sum(len(group) for group in groups) + len(outside)
    mean = total.total() / max(1, len(groups))
    return [
        _best(counter, len(group), total, everyone, mean)
        for counter, group in zip(inside, groups, strict=True)
    ]


def _best(
    counter: Counter[str], members: int, total: Counter[str], everyone: int, mean: float
) -> list[str]:
    others = everyone - members
    least = 2 if members > _FEW_MEMBERS else 1
    scores: dict[str, float] = {}
    for word, count in counter.items():
        share = count / members
        elsewhere = (total[word] - count) / others if others else 0.0
        if count >= least and (not others or share >= _LEAST_LIFT * elsewhere):
            scores[word] = share * math.log1p(mean / total[word])
    ranked = sorted(scores, key=lambda word: (-round(scores[word], 9), word))
    return _without_repeats(ranked)


def _without_repeats(ranked: Sequence[str]) -> list[str]:
    """The first words of which none contains another ("order" and "orders" say one thing)."""
    chosen: list[str] = []
    for word in ranked:
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
        if len(chosen) == KEYWORDS:
            break
    return chosen
