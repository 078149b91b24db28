"""Where a pattern strikes: a field's value against the rest, tested exactly and corrected.

Holm's correction, not Benjamini-Hochberg's: the values of one field shut each other out, so the
tests depend on each other negatively, for which the latter promises nothing; and an engineer who
acts on a single find wants none of them to be chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from curator.model.pattern_figures import Lift
from curator.model.statistics import wilson

FEWEST_CASES = 5
"""Reviewed cases with a value below which it is not tested."""
MOST_VALUES = 30
"""A field with more values (an id, a time) is left out."""
SIGNIFICANT = 0.05
VALUE_LENGTH = 60


@dataclass(frozen=True)
class Described:
    """One reviewed case: its key and the values of its fields as text."""

    key: int
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Lifts:
    """The lifts of one pattern and how many values were tested for it."""

    found: tuple[Lift, ...]
    tested: int


def lifts(
    reviewed: Sequence[Described],
    patterns: Mapping[str, Collection[int]],
    significant: float = SIGNIFICANT,
) -> dict[str, Lifts]:
    """For each pattern the field values in which it is commoner or rarer, most certain first.

    `patterns`: id to case keys. A case without the field does not count for it. Two-sided
    Fisher tests (scipy); Holm's correction over all values of all fields for all patterns.
    """
    tests: list[tuple[str, Lift]] = []
    for field, by_value in _fields(reviewed).items():
        having = [key for keys in by_value.values() for key in keys]
        for pattern_id, members in patterns.items():
            inside_field = len(set(members).intersection(having))
            if not inside_field:
                continue
            for value, keys in sorted(by_value.items()):
                if FEWEST_CASES <= len(keys) < len(having):
                    hits = len(set(members).intersection(keys))
                    one = _lift(field, value, (hits, len(keys)), (inside_field, len(having)))
                    tests.append((pattern_id, one))
    adjusted = holm([one.p_value for _, one in tests])
    found: dict[str, list[Lift]] = {pattern_id: [] for pattern_id in patterns}
    for (pattern_id, one), corrected in zip(tests, adjusted, strict=True):
        if corrected <= significant:
            found[pattern_id].append(one.model_copy(update={"adjusted": corrected}))
    counts = Counter(pattern_id for pattern_id, _ in tests)
    return {
        pattern_id: Lifts(
            tuple(sorted(own, key=lambda one: (one.p_value, one.field, one.value))),
            counts[pattern_id],
        )
        for pattern_id, own in found.items()
    }


def _fields(reviewed: Sequence[Described]) -> dict[str, dict[str, list[int]]]:
    """Field to value to keys; fields of one value or of too many are left out."""
    table: dict[str, dict[str, list[int]]] = {}
    for one in reviewed:
        for field, value in one.fields.items():
            table.setdefault(field, {}).setdefault(value[:VALUE_LENGTH], []).append(one.key)
    return {
        field: by_value
        for field, by_value in sorted(table.items())
        if 2 <= len(by_value) <= MOST_VALUES
    }


def _lift(field: str, value: str, inside: tuple[int, int], everyone: tuple[int, int]) -> Lift:
    hits, number = inside
    other_hits, others = everyone[0] - hits, everyone[1] - number
    own, rest = wilson(hits, number), wilson(other_hits, others)
    p_value = _fisher(hits, number, other_hits, others)
    return Lift(
        field=field,
        value=value,
        inside=own,
        outside=rest,
        ratio=round(own.value / rest.value, 3) if rest.value > 0 else None,
        p_value=p_value,
        adjusted=1.0,
    )


def _fisher(hits: int, number: int, other_hits: int, others: int) -> float:
    import numpy as np
    from scipy.stats import fisher_exact

    table = np.array([[hits, number - hits], [other_hits, others - other_hits]])
    return float(fisher_exact(table).pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values in the order given. Source: Holm 1979."""
    count = len(p_values)
    order = sorted(range(count), key=lambda place: p_values[place])
    adjusted = [1.0] * count
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (count - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted
