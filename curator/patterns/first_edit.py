"""The first edit that leads from an output to its ideal answer.

In sums, reasoning and code one slip changes what follows from it, so the first edit is looked at
most closely: what goes and what comes, whether either is found elsewhere, what stands beside it,
and how a number relates to the one in its place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from curator.patterns.edits import CLASSES, PAIRS, Edit, classes, edits, of_span
from curator.patterns.tokens import Reading

_ALIKE = 0.5
"""Shared pairs of letters from which one word is taken for another form of the other."""
_SIGNS = ("(", ")", ".", ",", "[", "]", "=", ":", '"')
"""Signs whose place beside the edit tells calls, arguments, items and values apart."""
_NEAR = 3
"""Words and signs within which an equals sign makes the edit a result or an operand."""
_LEAST, _LARGEST = 1e-9, 1e15
"""Numbers beyond are not compared."""


def first_edit(asked: Reading, output: Reading, ideal: Reading) -> list[float]:
    """Figures of the first edit: its classes, surroundings, and where else its words are found."""
    found = edits(output.tokens, ideal.tokens)
    one = found[0] if found else Edit(0, 0, 0, 0)
    before, after = classes(output), classes(ideal)
    old, new = output.folded[one.start : one.end], ideal.folded[one.first : one.last]
    earlier = output.folded[: one.start]
    return [
        *_classed(of_span(before[one.start : one.end]), of_span(after[one.first : one.last])),
        *_beside(one, output, before),
        one.start / max(1, len(before)),
        math.log1p(len(old)),
        math.log1p(len(new)),
        *elsewhere(old, (asked.folded, earlier, ideal.folded)),
        *elsewhere(new, (asked.folded, earlier, output.folded)),
        *alike(old, new),
        *numbers(old, new),
    ]


def _classed(gone: str, come: str) -> list[float]:
    figures = [float((gone, come) == pair) for pair in PAIRS]
    figures += [float(gone == name) for name in CLASSES]
    return figures + [float(come == name) for name in CLASSES]


def _beside(one: Edit, output: Reading, before: Sequence[str]) -> list[float]:
    """What stands before and after the edit, and whether an equals sign is near."""
    left = before[one.start - 1] if one.start else "nothing"
    right = before[one.end] if one.end < len(before) else "nothing"
    sides = output.folded[max(0, one.start - 1) : one.start], output.folded[one.end : one.end + 1]
    figures = [float(beside == name) for beside in (left, right) for name in CLASSES]
    figures += [float(sign in side) for side in sides for sign in _SIGNS]
    return [
        *figures,
        float("=" in output.folded[max(0, one.start - _NEAR + 1) : one.start]),
        float("=" in output.folded[one.end : one.end + _NEAR]),
    ]


def elsewhere(span: Sequence[str], places: Sequence[Sequence[str]]) -> list[float]:
    """Whether all words and numbers of a span are found in each of the texts."""
    told = {token for token in span if token[0].isalnum()}
    return [float(bool(told) and told <= set(place)) for place in places]


def alike(old: Sequence[str], new: Sequence[str]) -> list[float]:
    """Shared letter pairs, whether that makes it another form, whether words are reordered."""
    if not old or not new:
        return [0.0, 0.0, 0.0]
    one, other = "".join(old), "".join(new)
    here = {a + b for a, b in pairwise(f"#{one}#")}
    there = {a + b for a, b in pairwise(f"#{other}#")}
    overlap = len(here & there) / len(here | there)
    return [overlap, float(overlap > _ALIKE), float(sorted(old) == sorted(new))]


def numbers(old: Sequence[str], new: Sequence[str]) -> list[float]:
    """Of a number and the one in its place: whether there are two, at most 1 apart, the old one
    larger, the logarithm of their ratio, a power of ten, whole, the same digits, one digit off."""
    one, other = _number(old), _number(new)
    if one is None or other is None:
        return [0.0] * 8
    ratio = max(_LEAST, abs(one), abs(other)) / max(_LEAST, min(abs(one), abs(other)))
    here, there = str(one).rstrip("0."), str(other).rstrip("0.")
    return [
        1.0,
        float(abs(one - other) <= 1),
        float(one > other),
        math.log(min(1e6, ratio)),
        float(abs(math.log10(ratio) - round(math.log10(ratio))) < 1e-6),
        float(ratio > 1 and abs(ratio - round(ratio)) < 1e-6),
        float(sorted(here) == sorted(there)),
        float(len(here) == len(there) and sum(map(str.__ne__, here, there)) == 1),
    ]


def _number(span: Sequence[str]) -> float | None:
    told = [token for token in span if token[0].isdigit()]
    if len(told) != 1:
        return None
    try:
        value = float(told[0].replace(",", ""))
    except ValueError:
        return None
    return value if value < _LARGEST else None
