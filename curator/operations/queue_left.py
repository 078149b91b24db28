"""How many cases of a queue still wait for what the queue is for."""

from __future__ import annotations

from array import array

from curator.model.queue import CaseFilter, Queue, QueueKind
from curator.operations import queue_keys
from curator.project import reviews
from curator.project.key_lists import LONG, picked
from curator.project.store import ProjectFile

BY_STATE: tuple[QueueKind, ...] = ("needs-ideal", "disagreements", "second-opinion")
"""Kinds that a case leaves once what it waits for is done."""
BY_MARK: tuple[QueueKind, ...] = ("random", "unreviewed", "all")
"""Kinds that wait for marks."""


def is_counted(queue: Queue) -> bool:
    """Whether cases wait for something in a queue; in the others one goes from row to row."""
    return queue.kind in BY_STATE or (queue.kind in BY_MARK and queue.filter.mark is None)


def left_of(project: ProjectFile, queue: Queue, keys: array[int]) -> int:
    """How many of `keys`, the cases of this queue as they are listed, still wait."""
    if queue.kind in BY_STATE:
        update = {"search": "", "filter": CaseFilter(), "order": None}
        waiting = queue_keys.in_order(project, queue.model_copy(update=update), None)
        return _common(keys, waiting)
    with project.reading() as connection:
        marked = reviews.marked_keys(connection)
    return len(keys) - _common(keys, marked)


def _common(keys: array[int], others: array[int]) -> int:
    if len(keys) > LONG:
        return len(picked(others, keys))
    there = set(others)
    return sum(key in there for key in keys)
