"""The first cases of an order: whatever narrows it shows some of its finds at once.

In a large project a filter or a search takes a while to be known whole. A list shows a dozen rows,
so the first few hundred cases are asked first; their finds are the beginning of the whole (decision
0087).
"""

from __future__ import annotations

from array import array

from curator.model.queue import Order, Queue
from curator.operations import queue_keys, reviewing
from curator.project import cases, reviews
from curator.project.first_cases import FirstCases
from curator.project.store import ProjectFile

BEYOND = 500
"""Cases looked at after the first one without a mark, where a reviewer goes on."""
MOST = 5_000
AT_ONCE: tuple[Order, ...] = ("random", "imported", "id")
"""Orders of which the store knows the beginning without sorting all cases."""


class FirstLook:
    """The first cases of one order, good until cases arrive."""

    def __init__(self, project: ProjectFile, order: Order, keys: array[int]) -> None:
        self.order: Order = order
        self._project = project
        # All from the beginning on: what is shown first must be the beginning of the whole.
        unmarked = reviewing.first_unmarked(project, keys[:MOST]) or 0
        self.keys = keys[: min(MOST, unmarked + BEYOND)]
        self._words: FirstCases | None = None

    @classmethod
    def of(cls, project: ProjectFile, order: Order) -> FirstLook | None:
        """The first cases of an order, where the store knows them at once."""
        if order not in AT_ONCE:
            return None
        with project.reading() as connection:
            keys = cases.ordered_keys(connection, order=order, limit=MOST)
        return cls(project, order, keys)

    @property
    def searchable(self) -> bool:
        """Whether `read_words` has been here."""
        return self._words is not None

    def is_outgrown(self) -> bool:
        """Whether so much was marked meanwhile that these are no more the cases to go on with."""
        unmarked = reviewing.first_unmarked(self._project, self.keys)
        last = len(self.keys) - BEYOND // 4
        return len(self.keys) < MOST and (unmarked is None or unmarked > last)

    def read_words(self) -> None:
        """Read what these cases say; takes a tenth of a second: for a thread."""
        with self._project.reading() as connection:
            self._words = FirstCases(connection, self.keys)

    def beginning(self, queue: Queue) -> array[int] | None:
        """The first keys of a queue in this order; None where they cannot be told at once."""
        searched = bool(queue.search.strip())
        if searched and self._words is None:
            return None
        with self._project.reading() as connection:
            conditions = queue_keys.conditions_of_first(connection, queue, self.keys)
            if conditions is None:
                return None
            found = self.keys
            if queue.kind == "unreviewed":
                done = reviews.marked_among(connection, found)
                found = array("q", (key for key in found if key not in done))
            if searched and self._words is not None:
                holding = set(self._words.finds(connection, queue.search))
                found = array("q", (key for key in found if key in holding))
            return cases.meeting(connection, found, conditions) if conditions else found
