"""What may be wrong in a text, as figures: in an output, against its input, against the ideal.

Nothing here knows what a text is about. The figures follow what proof-readers and translation
reviewers distinguish (wrong number, name or date, negation, addition, omission, order, spelling,
case, punctuation, register, format), so that failures of one kind get like figures.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from curator.patterns.compared import has_ideal
from curator.patterns.failure_text import FailureText
from curator.patterns.tokens import KINDS, Reading, apart

Read = Callable[[str], Reading]
Figures = NDArray[np.float64]

_STEPS = 6
"""Thresholds by which one figure is coded at most."""
_LEAST_SPREAD = 0.15
_COMPARED = 16
"""Words of an edit that are compared letter by letter."""
_ALIKE = 0.4
"""Shared pairs of letters from which a word replaced by another counts as respelt."""
_NUMBERS = ("number", "identifier")
_NO_CAPITAL = re.compile(r"[.!?] +[a-zäöüß]")
_BAD_SPACE = re.compile(r" [,.;:!?]|[,;:][A-Za-z]|  ")


def is_corrected(failure: FailureText) -> bool:
    """Whether there is an ideal answer that differs from the output."""
    return has_ideal(failure) and (failure.ideal or "").strip() != failure.answered.strip()


def coded(figures: Figures, present: NDArray[np.bool_]) -> Figures:
    """(rows, figures) as steps: for each figure up to 6 quantiles of the present rows, and
    whether a row lies above each, centred and brought to one spread; absent rows to zero.

    Counts of words are skewed; above or not above is robust, and lets a linear model bend.
    """
    columns: list[Figures] = []
    own = figures[present]
    for place in range(figures.shape[1]):
        thresholds = _thresholds(own[:, place]) if len(own) else []
        for threshold in thresholds:
            above = (own[:, place] > threshold).astype(np.float64)
            column = np.zeros(len(figures))
            spread = max(_LEAST_SPREAD, float(above.std()))
            column[present] = (above - above.mean()) / (spread * math.sqrt(len(thresholds)))
            columns.append(column)
    return np.column_stack(columns) if columns else np.zeros((len(figures), 0))


def _thresholds(values: Figures) -> list[float]:
    """Distinct quantiles that part the values; of a figure that is nearly always the same, its
    usual value."""
    lowest, highest = float(values.min()), float(values.max())
    if lowest == highest:
        return []
    at = np.linspace(0, 1, _STEPS + 2)[1:-1]
    found = {float(one) for one in np.quantile(values, at, method="lower")}
    parting = sorted(one for one in found if one < highest)
    return parting or [float(values[values < highest].max())]


def correction(failures: Sequence[FailureText], read: Read) -> Figures:
    """(failures, figures) what kinds of things the ideal answer changes, where and how much;
    zeros where there is none."""
    rows = [
        _correction(read(one.asked), read(one.answered), read(one.ideal or ""))
        if is_corrected(one)
        else None
        for one in failures
    ]
    width = next((len(row) for row in rows if row is not None), 0)
    return _table([row or [0.0] * width for row in rows])


def _table(rows: Sequence[list[float]]) -> Figures:
    return np.array(rows, dtype=np.float64) if rows else np.zeros((0, 0))


def _correction(asked: Reading, output: Reading, ideal: Reading) -> list[float]:
    removed, added = apart(output.tokens, ideal.tokens)
    return [
        *_counts_by_kind(removed, output),
        *_counts_by_kind(added, ideal),
        *_extent(output, ideal, sum(removed.values()), sum(added.values())),
        *_respelt(output, ideal, sum(removed.values()), set(asked.folded)),
        *_numbers_changed(removed, added, asked, output, ideal),
        *_sentences_changed(output, ideal),
    ]


def _counts_by_kind(changed: Mapping[str, int], reading: Reading) -> list[float]:
    kind_of = dict(zip(reading.tokens, reading.kinds, strict=True))
    counts: Counter[str] = Counter()
    for token, count in changed.items():
        counts[kind_of[token]] += count
    return [math.log1p(counts[kind]) for kind in KINDS]


def _extent(output: Reading, ideal: Reading, removed: int, added: int) -> list[float]:
    """How much is changed, where, and whether what stays keeps its order."""
    before, after = output.folded, ideal.folded
    shorter = min(len(before), len(after))
    start = _common(before, after, shorter)
    end = _common(before[::-1], after[::-1], shorter - start)
    here, there = max(1, len(before)), max(1, len(after))
    kept = (len(before) - removed) / max(1, shorter)
    pairs, others = Counter(pairwise(before)), Counter(pairwise(after))
    both = sum(min(count, others[pair]) for pair, count in pairs.items() if pair in others)
    in_order = both / max(1, shorter - 1)
    return [
        math.log((there + 3) / (here + 3)),
        start / here,
        start / there,
        end / here,
        end / there,
        removed / here,
        added / there,
        math.log1p(removed),
        math.log1p(added),
        (removed - added) / max(1, removed + added),
        kept - in_order,
        in_order,
        float(removed > 0 and not added),
        float(added > 0 and not removed),
        float(0 < removed <= 3 and 0 < added <= 3),
        float(not removed and not added),
    ]


def _common(one: Sequence[str], other: Sequence[str], most: int) -> int:
    """How many tokens two texts begin with together."""
    for place in range(most):
        if one[place] != other[place]:
            return place
    return max(0, most)


def _respelt(output: Reading, ideal: Reading, removed: int, asked: set[str]) -> list[float]:
    """Words that are only spelt or inflected otherwise, and changed words of the input."""
    gone, come = apart(output.folded, ideal.folded)
    old = [word for word in gone if word[0].isalpha()]
    pairs = [_letter_pairs(word) for word in old[:_COMPARED]]
    new = [_letter_pairs(word) for word in come if word[0].isalpha()][:_COMPARED]
    near = sum(any(_overlap(one, other) > _ALIKE for other in new) for one in pairs)
    return [
        math.log1p(near),
        math.log1p(removed - sum(gone.values())),
        math.log1p(sum(word in asked for word in old)),
        math.log1p(sum(word in asked for word in come if word[0].isalpha())),
    ]


@lru_cache(100_000)
def _letter_pairs(word: str) -> frozenset[str]:
    return frozenset([one + other for one, other in pairwise(f"#{word}#")])


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _numbers_changed(
    removed: Mapping[str, int],
    added: Mapping[str, int],
    asked: Reading,
    output: Reading,
    ideal: Reading,
) -> list[float]:
    """Numbers and identifiers: taken from the input or not, said elsewhere too, how far off."""
    known = asked.of_kind(*_NUMBERS)
    before, after = output.of_kind(*_NUMBERS), ideal.of_kind(*_NUMBERS)
    gone = {one.casefold() for one in removed} & before
    come = {one.casefold() for one in added} & after
    followed = {pair for pair in pairwise(output.folded) if pair[0] in before & after}
    renamed = followed - set(pairwise(ideal.folded))
    return [
        float(bool(gone) and bool(come)),
        math.log1p(len(gone & known)),
        math.log1p(len(gone - known)),
        math.log1p(len(come & known)),
        math.log1p(len(come - known)),
        math.log1p(len(gone & after)),
        math.log1p(len(come & before)),
        math.log1p(len(renamed)),
        _times(gone, come),
    ]


def _times(gone: set[str], come: set[str]) -> float:
    """Logarithm of how many times larger the one number is that replaces the one before."""
    if len(gone) != 1 or len(come) != 1:
        return 0.0
    try:
        before, after = (float(next(iter(one)).replace(",", "")) for one in (gone, come))
    except ValueError:
        return 0.0
    return max(-7.0, min(7.0, math.log(after / before))) if before > 0 and after > 0 else 0.0


def _sentences_changed(output: Reading, ideal: Reading) -> list[float]:
    before, after = output.sentences, ideal.sentences
    both = bool(before and after)
    stem = output.text[:-3]
    gone, come = apart(before, after)
    return [
        math.log1p(sum(gone.values())),
        math.log1p(sum(come.values())),
        math.log((len(after) + 1) / (len(before) + 1)),
        float(both and before[0] == after[0]),
        float(both and before[-1] == after[-1]),
        float(bool(stem) and ideal.text.startswith(stem)),
        float(output.text.split() == ideal.text.split()),
    ]


def signs(failures: Sequence[FailureText], read: Read) -> Figures:
    """(failures, figures) what the outputs are written with: kinds of words and signs, spacing,
    capitals, repetition. (`own_words.rarity`: words that no other failure has.)"""
    outputs = [read(one.answered) for one in failures]
    return _table([[*_kinds_used(one), *_manner(one), *_wording(one)] for one in outputs])


def _kinds_used(output: Reading) -> list[float]:
    counts = Counter(output.kinds)
    size = max(1, len(output.tokens))
    return [
        *(math.log1p(counts[kind]) for kind in KINDS),
        counts["short word"] / size,
        counts["long word"] / size,
        counts["name"] / size,
        math.log1p(len(output.of_kind("number"))),
        float(output.kinds[:1] == ("courtesy",)),
        float(output.kinds[:1] == ("polarity",)),
    ]


def _manner(output: Reading) -> list[float]:
    text, sentences = output.text, max(1, len(output.sentences))
    return [
        math.log1p(len(output.sentences)),
        float(text[:1].islower()),
        len(_NO_CAPITAL.findall(text)) / sentences,
        len(_BAD_SPACE.findall(text)) / max(1, len(output.tokens)),
        sum(sign > "\x7f" for sign in text) / max(1, len(text)) if not text.isascii() else 0.0,
        text.count("!") / sentences,
        text.count("?") / sentences,
        float("?" in text[: max(1, len(text) // 3)]),
        float(text[-1:] in '.!?…"”)»' and bool(text)),
        output.kinds.count("comma") / sentences,
    ]


def _wording(output: Reading) -> list[float]:
    words = output.words
    counts, size = Counter(words), max(1, len(words))
    return [
        sum(map(len, words)) / size,
        size / max(1, len(output.sentences)),
        sum(one == other for one, other in pairwise(words)) / size,
        max(counts.values(), default=0) / size,
    ]


def taken(failures: Sequence[FailureText], read: Read) -> Figures:
    """(failures, figures) what an output takes over from its input, leaves out and brings in."""
    rows = [_taken(read(one.asked), read(one.answered)) for one in failures]
    return _table(rows)


def _taken(asked: Reading, output: Reading) -> list[float]:
    figures: list[float] = []
    for kinds in (_NUMBERS, ("name", "capitals"), ("unit",), ("date",)):
        wanted, told = asked.of_kind(*kinds), output.of_kind(*kinds)
        figures += [math.log1p(len(one)) for one in (wanted & told, told - wanted, wanted - told)]
    wanted, told = set(asked.words), set(output.words)
    for long in (True, False):
        here = {word for word in told if (len(word) > 3) is long}
        there = {word for word in wanted if (len(word) > 3) is long}
        shared = len(here & there)
        figures += [shared / max(1, len(here)), shared / max(1, len(there))]
    part = max(5, len(output.folded) // 3)
    for third in (output.folded[:part], output.folded[-part:]):
        figures.append(len({word for word in third if len(word) > 3} & wanted) / part)
    return figures + _passages(asked, output)


def _passages(asked: Reading, output: Reading) -> list[float]:
    """Whole passages taken over, and how the two compare in size."""
    here = set(zip(output.folded, output.folded[1:], output.folded[2:], strict=False))
    there = set(zip(asked.folded, asked.folded[1:], asked.folded[2:], strict=False))
    return [
        len(here & there) / max(1, len(here)),
        len(here & there) / max(1, len(there)),
        float(bool(output.text) and output.text[:40].casefold() == asked.text[:40].casefold()),
        math.log((len(output.tokens) + 3) / (len(asked.tokens) + 3)),
        math.log1p(len(asked.tokens)),
        math.log1p(asked.text.count("?")),
        math.log1p(output.text.count("?")),
        math.log1p(asked.kinds.count("polarity")),
    ]
