"""Queues: which cases a reviewer goes through, in which order."""

from __future__ import annotations

from typing import Literal

from curator.model.base import Noun
from curator.model.review import Mark

QueueKind = Literal[
    "random", "unreviewed", "failures", "passes", "needs-ideal", "pattern", "cases", "all"
]


class Queue(Noun):
    """A choice of cases. `random` is every case in the seeded random order (the default);
    `unreviewed` leaves marked ones out; `pattern` needs `pattern_id`; `cases` needs `keys`.
    `search` narrows any of them to cases that hold all its words.
    """

    kind: QueueKind = "random"
    search: str = ""
    pattern_id: str = ""
    keys: tuple[int, ...] = ()
    title: str = ""


class CaseLine(Noun):
    """What a list row shows of a case."""

    key: int
    id: str
    preview: str
    model: str = ""
    mark: Mark | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    has_ideal: bool = False
