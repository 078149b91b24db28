"""A queue as it is offered: its words, how many cases are left in it."""

from __future__ import annotations

from dataclasses import dataclass

from curator.model.queue import Queue


@dataclass(frozen=True)
class Offer:
    """A queue that can be chosen. `queue` None: it is worked out first, by `name`.

    `count` is the number of cases left, None where it is not known before it is worked out.
    """

    name: str
    title: str
    why: str
    queue: Queue | None = None
    count: int | None = None
    current: bool = False

    @property
    def count_words(self) -> str:
        return "" if self.count is None else f"{self.count:,}"
