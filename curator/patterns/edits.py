"""What a correction does, step by step: which kind of thing is replaced by which, and where.

The ideal answer is laid beside the output in order, word by word (Ratcliff & Obershelp 1988, in the
standard library), and every edit told by the class of what goes and of what comes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from curator.patterns.tokens import Reading

_ALIGNED = 160
"""Words and signs between the common beginning and end that are laid side by side; where there
are more, the change is one edit."""
_OPERATORS = frozenset("+-*/<>=%&|^~×÷−±")
_BRACKETS = frozenset("()[]{}")
_LOGIC = frozenset(
    ["and", "or", "if", "else", "elif", "while", "for", "return", "in", "is", "break", "continue"]
)
CLASSES = ("number", "date", "unit", "name", "polarity", "logic", "word", "operator", "bracket",
           "point", "quote", "break", "nothing", "several")  # fmt: skip
_CLASS_OF_KIND = {
    "number": "number", "identifier": "name", "date": "date", "unit": "unit",
    "polarity": "polarity", "name": "name", "capitals": "name", "sentence end": "point",
    "comma": "point", "quote": "quote", "line break": "break", "markup": "operator",
    "other sign": "operator",
}  # fmt: skip
PAIRS = (
    ("number", "number"), ("unit", "unit"), ("name", "name"), ("date", "date"),
    ("polarity", "polarity"), ("logic", "logic"), ("word", "word"), ("operator", "operator"),
    ("bracket", "bracket"), ("point", "point"), ("word", "number"), ("number", "word"),
    ("word", "name"), ("name", "word"), ("several", "several"), ("word", "several"),
    ("several", "word"), ("number", "several"), ("several", "number"),
)  # fmt: skip
"""Which class is replaced by which; others are counted as such."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Words and signs `start` to `end` of the output give way to `first` to `last` of the ideal."""

    start: int
    end: int
    first: int
    last: int


def edits(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    """The edits from one row of words and signs to the other, in order."""
    most = min(len(before), len(after))
    head = 0
    while head < most and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    here, there = len(before) - tail, len(after) - tail
    if head in (here, there) or max(here, there) - head > _ALIGNED:
        return [Edit(head, here, head, there)] if here > head or there > head else []
    matcher = SequenceMatcher(None, before[head:here], after[head:there], autojunk=False)
    return [
        Edit(head + i, head + j, head + k, head + m)
        for what, i, j, k, m in matcher.get_opcodes()
        if what != "equal"
    ]


def steps(asked: Reading, output: Reading, ideal: Reading) -> list[float]:
    """Figures of one correction: its edits by what gives way to what, their size and places."""
    del asked
    found = edits(output.tokens, ideal.tokens)
    before, after = classes(output), classes(ideal)
    return [
        *_by_pair(found, before, after),
        *_places(found, output, ideal),
    ]


def classes(reading: Reading) -> list[str]:
    """The class of each word and sign of a text."""
    found = [_class(token, kind) for token, kind in zip(reading.folded, reading.kinds, strict=True)]
    for place, token in enumerate(reading.folded[1:]):
        if token == "=" and reading.folded[place] == "!":
            found[place] = "operator"
    return found


def _class(token: str, kind: str) -> str:
    if token == "_":
        return "word"
    if token in _BRACKETS:
        return "bracket"
    if token in _OPERATORS:
        return "operator"
    if token in _LOGIC and kind != "name":
        return "logic"
    return _CLASS_OF_KIND.get(kind, "word")


def of_span(classes: Sequence[str]) -> str:
    """The one class of a span; signs beside a word or a number do not count."""
    if not classes:
        return "nothing"
    if len(classes) == 1:
        return classes[0]
    told = {one for one in classes if one not in ("point", "bracket", "quote", "break")}
    if len(told) == 1:
        return next(iter(told))
    return "several" if told else classes[0]


def _by_pair(found: Sequence[Edit], before: Sequence[str], after: Sequence[str]) -> list[float]:
    pairs: Counter[tuple[str, str]] = Counter()
    for one in found:
        pairs[of_span(before[one.start : one.end]), of_span(after[one.first : one.last])] += 1
    gone = [pairs[name, "nothing"] for name in CLASSES if name != "nothing"]
    come = [pairs["nothing", name] for name in CLASSES if name != "nothing"]
    swapped = [pairs[pair] for pair in PAIRS]
    other = sum(pairs.values()) - sum(gone) - sum(come) - sum(swapped)
    return [math.log1p(count) for count in (*swapped, other, *gone, *come)]


def _places(found: Sequence[Edit], output: Reading, ideal: Reading) -> list[float]:
    """How many edits there are, how large, where, and whether one word is renamed throughout."""
    size, there = max(1, len(output.tokens)), len(ideal.tokens)
    renamed = Counter(
        (output.folded[one.start : one.end], ideal.folded[one.first : one.last]) for one in found
    )
    removed = [one.end - one.start for one in found]
    added = [one.last - one.first for one in found]
    last = found[-1] if found else Edit(size, size, there, there)
    lines = {output.folded[: one.start].count("\n") for one in found}
    return [
        math.log1p(len(found)),
        math.log1p(len(renamed)),
        math.log1p(max(renamed.values(), default=0)),
        math.log1p(sum(not one for one in added)),
        math.log1p(sum(not one for one in removed)),
        math.log1p(max(removed, default=0)),
        math.log1p(max(added, default=0)),
        last.end / size,
        float(last.end == len(output.tokens) and added[-1:] != [0]),
        float(last.last == there and added[-1:] == [0]),
        math.log1p(len(lines)),
        float(any("\n" in output.folded[one.start : one.end] for one in found)),
        float(any("\n" in ideal.folded[one.first : one.last] for one in found)),
    ]
