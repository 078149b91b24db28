"""Which rows ask the same, which nearly the same, and on which side of the split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from curator.reviewing.near_duplicates import NearTexts

REPRESENTATIVES = 20
"""Classes of one kind that stand for all of it when a large group is compared with itself."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Rows (positions) with one question form a class, in order of their first training row.

    `repeated` are classes near one that was trained on before; `crossing` are rows whose class is
    near one on the other side of the split. Pairs are asked of `texts`: they are never all listed.
    """

    classes: Sequence[Sequence[int]]
    repeated: frozenset[int]
    crossing: frozenset[int]
    texts: NearTexts
    groups: Sequence[int]

    def close(
        self, kind_of: Callable[[int], str], threshold: float
    ) -> Iterator[tuple[int, list[int]]]:
        """Classes with the others at or over `threshold`, the likeliest first; none without.

        In a group of many, each is compared with `REPRESENTATIVES` of every kind.
        """
        import numpy as np

        sizes = Counter(self.groups)
        seen: Counter[tuple[int, str]] = Counter()
        among = np.ones(len(self.classes), dtype=np.bool_)
        for number, group in enumerate(self.groups):
            if sizes[group] > REPRESENTATIVES:
                name = group, kind_of(number)
                among[number] = seen[name] < REPRESENTATIVES
                seen[name] += 1
        for number in self.texts.may_have_near():
            near = [other for other, _ in self.texts.near(number, threshold, among)]
            if near:
                yield number, near


def find_likeness(
    texts: Sequence[str], sides: Sequence[tuple[int, bool]], threshold: float
) -> Likeness:
    """Compare normalised texts; `sides` holds of each row its age and whether it is held out."""
    import numpy as np

    same: dict[str, list[int]] = {}
    # By age, training rows first: the earlier one of a pair stays, the later one repeats it.
    for position in sorted(range(len(texts)), key=lambda i: (sides[i][1], sides[i][0])):
        same.setdefault(texts[position], []).append(position)
    classes = [sorted(rows) for rows in same.values()]
    index = NearTexts(list(same))
    split = np.array([[any(sides[r][1] is side for r in rows) for side in (False, True)]
                      for rows in classes], dtype=np.bool_).reshape(-1, 2)  # fmt: skip
    trained, held = split[:, 0], split[:, 1]
    repeated: set[int] = set()
    crossing: set[int] = set()
    for number in index.may_have_near():
        rows = classes[number]
        if trained[number] and index.has_near(number, threshold, trained, earlier=True):
            repeated.add(number)
        for other, mine in ((held, False), (trained, True)):
            own = [row for row in rows if sides[row][1] is mine]
            if own and index.has_near(number, threshold, other):
                crossing.update(own)
    return Likeness(
        classes, frozenset(repeated), frozenset(crossing), index, index.groups(threshold)
    )
