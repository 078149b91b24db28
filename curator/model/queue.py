"""Queues: which cases a reviewer goes through, in which order."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from curator.model.review import Mark, Severity
from curator.model.value import Value

QueueKind = Literal[
    "random",
    "unreviewed",
    "failures",
    "passes",
    "needs-ideal",
    "disagreements",
    "second-opinion",
    "pattern",
    "cases",
    "all",
]
Order = Literal["random", "imported", "newest", "oldest", "id"]


class CaseFilter(Value, checked=False):
    """Narrows a queue; several are combined. Empty fields do not narrow.

    `since` and `until` are ISO 8601 dates compared with the case's own time, both inclusive;
    `metadata` names fields and the value each must have, compared as text.
    """

    mark: Mark | None = None
    severity: Severity | None = None
    tag: str = ""
    pattern_id: str = ""
    model: str = ""
    reviewer: str = ""
    since: str = ""
    until: str = ""
    metadata: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def is_empty(self) -> bool:
        return self == CaseFilter()


class Queue(Value, checked=False):
    """A choice of cases. `random` is every case in the seeded random order (the default);
    `unreviewed` leaves marked ones out; `pattern` needs `pattern_id`; `cases` needs `keys`.
    `second-opinion` holds cases that others marked and `reviewer` did not. `search` and `filter`
    narrow any of them; `order` None is the queue's own order.
    """

    kind: QueueKind = "random"
    search: str = ""
    pattern_id: str = ""
    keys: tuple[int, ...] = ()
    title: str = ""
    filter: CaseFilter = CaseFilter()
    order: Order | None = None
    reviewer: str = ""


class CaseLine(Value, checked=False):
    """What a list row shows of a case."""

    key: int
    id: str
    preview: str
    model: str = ""
    mark: Mark | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    severity: Severity | None = None
    has_ideal: bool = False
    found: str = ""
    """In a search: the words round a find that the preview does not show, and where it is."""
