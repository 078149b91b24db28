"""Which cases a queue holds, in which order."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from curator.model.queue import Queue, QueueKind
from curator.model.review import Mark
from curator.project import cases, patterns, reviews, search
from curator.project.interruption import nothing_stops
from curator.project.key_lists import ascending, mask_of, narrowed, picked, without
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    from curator.model.queue import Order
    from curator.project.interruption import Interruption
    from curator.project.sql import Condition, Connection

MANY = 5_000
"""Cases above which a search narrows the whole order instead of sorting what it finds."""

FILTERED: tuple[QueueKind, ...] = ("random", "all", "unreviewed", "passes", "failures")
"""Kinds whose filtered cases are picked from the order of all cases, where that is at hand."""

NARROWED: tuple[QueueKind, ...] = (*FILTERED, "needs-ideal")
"""Kinds of which it can be asked case by case whether one is in them."""


def in_order(
    project: ProjectFile,
    queue: Queue,
    within: array[int] | None,
    every: array[int] | None = None,
    stop: Interruption | None = None,
) -> array[int]:
    """Keys of the cases of a queue, in the order in which a reviewer meets them.

    `within`: the same queue's keys without its search, `every`: all cases' keys in random order,
    where they are at hand: saves reading them again. Asked to `stop`, it raises Cancelled.
    """
    with project.reading(stop) as connection:
        searched = bool(queue.search.strip())
        if every is not None and not searched and whole_order(queue):
            return _from_every(connection, queue, every)
        if every and not searched and queue.order is None and queue.kind in FILTERED:
            return _filtered(connection, queue, every)
        if searched and (within is not None or cases.count(connection) > MANY):
            whole = within if within is not None else _keys(connection, queue, searched=False)
            check = stop.check if stop is not None else nothing_stops
            return narrowed(whole, search.matching(connection, queue.search, check))
        return _keys(connection, queue, searched=searched)


def whole_order(queue: Queue) -> bool:
    """Whether a queue holds all cases, or all that nobody marked, in its own order."""
    plain = queue.filter.is_empty and queue.order is None and not queue.search.strip()
    return plain and queue.kind in ("random", "all", "unreviewed")


def _from_every(connection: Connection, queue: Queue, every: array[int]) -> array[int]:
    if queue.kind == "all":
        return ascending(every)
    return without(every, reviews.marked_keys(connection)) if queue.kind != "random" else every


def _filtered(connection: Connection, queue: Queue, every: array[int]) -> array[int]:
    """What fits a filter, put in order here: in the store's, each row is looked up at random."""
    found = cases.ordered_keys(connection, *_conditions(connection, queue), order=None)
    if queue.kind == "all":
        return ascending(found)
    return every if len(found) == len(every) else picked(every, found)


def beginning(project: ProjectFile, queue: Queue, count: int) -> array[int] | None:
    """The first keys of a queue of all cases: at once, whatever the project's size."""
    if not whole_order(queue) or queue.kind == "unreviewed":
        return None
    with project.reading() as connection:
        return cases.ordered_keys(connection, order=order_of(queue), limit=count)


def order_of(queue: Queue) -> Order:
    """The order that a queue's cases come in; of chosen cases it is the choice's, see `_keys`."""
    return queue.order or ("imported" if queue.kind == "all" else "random")


def conditions_of_first(
    connection: Connection, queue: Queue, first: array[int]
) -> list[Condition] | None:
    """What narrows a queue, to be asked of these few cases; None: it cannot be.

    All but its search, and that its cases have no mark.
    """
    if queue.kind not in NARROWED and not (queue.kind == "pattern" and queue.pattern_id):
        return None
    return _conditions(connection, queue, first)


def prepare() -> None:
    """Load the library that reads and narrows long lists, where that holds up nobody."""
    mask_of(array("q"), 1)


def _keys(connection: Connection, queue: Queue, *, searched: bool) -> array[int]:
    conditions = _conditions(connection, queue)
    if searched:
        conditions.append(search.matches(connection, queue.search))
    keys = cases.ordered_keys(connection, *conditions, order=order_of(queue))
    if queue.kind == "cases" and queue.order is None:
        wanted = {key: place for place, key in enumerate(queue.keys)}
        return array("q", sorted(keys, key=lambda key: wanted[key]))
    return keys


def _conditions(
    connection: Connection, queue: Queue, first: array[int] | None = None
) -> list[Condition]:
    conditions = [
        *_kind_conditions(connection, queue, first),
        *cases.filtered(queue.filter, first),
    ]
    if queue.filter.pattern_id:
        conditions.append(cases.among(_members(connection, queue.filter.pattern_id)))
    return conditions


def _kind_conditions(
    connection: Connection, queue: Queue, first: array[int] | None
) -> list[Condition]:
    if queue.kind == "pattern":
        return [cases.among(_members(connection, queue.pattern_id))]
    made: dict[QueueKind, Callable[[], list[Condition]]] = {
        "unreviewed": lambda: [] if first is not None else [cases.not_reviewed()],
        "failures": lambda: [cases.failed(first)],
        "passes": lambda: [cases.marked(Mark.PASS, first)],
        "needs-ideal": lambda: [cases.failed(first), cases.without_ideal()],
        "disagreements": lambda: [cases.disagreed()],
        "second-opinion": lambda: [cases.marked_by_others_only(queue.reviewer)],
        "cases": lambda: [cases.among(queue.keys)],
    }
    return made[queue.kind]() if queue.kind in made else []


def _members(connection: Connection, pattern_id: str) -> Sequence[int]:
    current = patterns.stored(connection)
    if not pattern_id:
        return current.unassigned
    for pattern in current.patterns:
        if pattern.id == pattern_id:
            return pattern.members
    return ()
