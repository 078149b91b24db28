"""Which cases a queue holds: worked out at once where that is quick, else off the UI thread."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.model.changes import Changed
from curator.model.queue import CaseLine, Queue
from curator.operations import queue_keys, reviewing, searching
from curator.operations.first_look import MOST, FirstLook
from curator.project.interruption import Interruption
from curator.project.store import ProjectFile

AT_ONCE = 5_000
"""Cases up to which every queue is worked out at once: 20 ms at most."""
SMALL = ("cases", "failures", "passes", "needs-ideal", "pattern")
"""Kinds that hold no more than what people have marked, or chose."""
UNMARKED_FIRST = ("random", "all", "unreviewed")
"""Kinds that begin with the first case without a mark."""
ENOUGH, REST_AFTER = 50, 150
"""Finds that fill the list; milliseconds without a letter after which the rest is looked for."""
PAINTED_BY = 1_000
"""Milliseconds after which the rest is looked for even when no window was painted."""
LASTING = ("random", "all")
"""Kinds whose cases change by imports alone."""


class LoadedQueue(NamedTuple):
    """A queue with its keys; `whole` is the same without the search, `start` where to begin."""

    queue: Queue
    keys: array[int]
    whole: array[int]
    start: int | None
    part: Literal["", "beginning", "finds", "rest"] = ""
    """A beginning is shown at once; the same with the rest follows. "finds": the first of those
    that a search or a filter finds; how many there are is not known yet."""


Show = Callable[[LoadedQueue], None]


class CaseRows:
    """What the rows of the list show, read from the open project."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def fetch(self, keys: Sequence[int]) -> list[CaseLine]:
        """A page of rows."""
        return reviewing.lines(self._context.the_project(), keys)

    def locate(self, lines: Sequence[CaseLine], words: Sequence[str]) -> dict[int, str]:
        """Where a search's words stand that these rows do not show."""
        return searching.places(self._context.the_project(), lines, words)


class QueueLoader(QObject):
    """Loads one queue at a time; of several asked for meanwhile only the newest is shown."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self._whole: tuple[Queue, array[int]] | None = None
        self._next: tuple[Queue, Show] | None = None
        self._every: array[int] | None = None
        self._look: FirstLook | None = None
        self._running = False
        self._stop = Interruption()
        self._asked = 0
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._start_waiting)
        context.painted.connect(self._go_on)
        # Closing waits for what runs.
        context.project_closing.connect(self._end)

    @property
    def busy(self) -> bool:
        """Whether a queue, or the rest of one, is still to come."""
        return self._running or self._next is not None

    def load(self, queue: Queue, show: Show, *, in_parts: bool = False) -> None:
        """Work a queue out and show it, sooner or later; `in_parts`: its beginning at once."""
        project = self._context.the_project()
        self._asked += 1
        # Nobody waits any more for what is looked for now.
        self._stop.ask()
        self._waiting.stop()
        if self._is_quick(project, queue):
            self._next = None
            self._keep(load(project, queue, None), show)
            return
        first = self._beginning(project, queue) if in_parts else None
        self._next = (queue, _rest(show) if first is not None else show)
        if first is not None:
            show(first)
            # What is shown is painted before the rest takes its share of the processor. While
            # somebody types and sees finds enough, another letter is waited for.
            typed = bool(queue.search) and len(first.keys) >= ENOUGH
            pause = PAINTED_BY if self._context.awaits_painting else 0
            self._waiting.start(REST_AFTER if typed else pause)
        elif not self._running:
            self._start(project)

    def _beginning(self, project: ProjectFile, queue: Queue) -> LoadedQueue | None:
        if queue_keys.whole_order(queue) and queue.kind != "unreviewed":
            return begin(project, queue)
        look = self._looked(project, queue)
        return begin(project, queue, look) if look is not None else None

    def _looked(self, project: ProjectFile, queue: Queue) -> FirstLook | None:
        """The first cases of the order that a queue comes in."""
        order = queue_keys.order_of(queue)
        if self._look is None or self._look.order != order:
            whole = self._whole
            if whole is not None and whole[0].order == order and whole[0].kind in LASTING:
                plain = whole[0].filter.is_empty
                self._look = FirstLook(project, order, whole[1][:MOST]) if plain else None
            else:
                self._look = FirstLook.of(project, order)
        return self._look

    def prepare_search(self, queue: Queue) -> None:
        """Somebody is about to search this queue: read what its first cases say, in a thread."""
        project = self._context.the_project()
        if reviewing.case_count(project) <= AT_ONCE:
            return
        if self._look is not None and self._look.is_outgrown():
            self._look = None
        look = self._looked(project, queue)
        if look is not None and not look.searchable:
            self._context.background.run(
                "Reading the first cases", lambda _, __: look.read_words(), _nothing, quiet=True
            )

    def _end(self) -> None:
        self._next = None
        self._stop.ask()

    def _go_on(self) -> None:
        """The first case is painted, and all of its queue may be looked for."""
        if self._waiting.isActive():
            self._waiting.start(0)

    def _start_waiting(self) -> None:
        if self._next is not None and not self._running and self._context.project is not None:
            self._start(self._context.project)

    def forget(self, change: Changed | None = None) -> None:
        """Drop what is at hand: it changed, or (None) the project is another one."""
        if change is None:
            self._next = self._whole = self._every = self._look = None
            return
        if change.imported:
            self._every = self._look = None
        if self._whole is not None:
            whole = self._whole[0]
            if change.imported or whole.kind not in LASTING or not whole.filter.is_empty:
                self._whole = None

    @staticmethod
    def _is_quick(project: ProjectFile, queue: Queue) -> bool:
        if reviewing.case_count(project) <= AT_ONCE:
            return True
        return queue.kind in SMALL and queue.filter.is_empty and not queue.search.strip()

    def _start(self, project: ProjectFile) -> None:
        assert self._next is not None
        queue, show = self._next
        self._next, self._running = None, True
        at_hand = self._whole[1] if self._whole and self._whole[0] == bare(queue) else None
        every, asked = self._every, self._asked
        self._stop = stop = Interruption()

        def done(loaded: LoadedQueue) -> None:
            # A quick queue may have been shown meanwhile, which nothing waits for.
            ended()
            if self._context.project is project and asked == self._asked:
                self._keep(loaded, show)

        def ended() -> None:
            """Another queue may have been asked for meanwhile; it is worked out now."""
            self._running = False
            if not self._waiting.isActive():
                self._start_waiting()

        def failed(error: CuratorError) -> None:
            ended()
            self._context.show_error(error)

        self._context.background.run(
            "Finding cases",
            lambda _, __: load(project, queue, at_hand, every, stop),
            done,
            failed=failed,
            cancelled=ended,
            quiet=True,
        )

    def _keep(self, loaded: LoadedQueue, show: Show) -> None:
        whole = bare(loaded.queue)
        self._whole = (whole, loaded.whole)
        if whole.kind == "random" and queue_keys.whole_order(whole):
            self._every = loaded.whole
        show(loaded)


def _nothing(_: None) -> None:
    """The first cases are at hand; nobody needs to hear of it."""


def bare(queue: Queue) -> Queue:
    """The queue without its search."""
    return queue.model_copy(update={"search": ""})


def _rest(show: Show) -> Show:
    return lambda loaded: show(loaded._replace(part="rest"))


def begin(project: ProjectFile, queue: Queue, look: FirstLook | None = None) -> LoadedQueue | None:
    """The beginning of a large queue, where that is known at once and holds a case to show."""
    keys = look.beginning(queue) if look is not None else None
    if look is None:
        keys = queue_keys.beginning(project, queue, AT_ONCE)
    start = _start_of(project, queue, keys) if keys else None
    if keys is None or start is None:
        return None
    # Of a queue of all cases the figures know how many there are.
    part = "beginning" if queue_keys.whole_order(queue) else "finds"
    return LoadedQueue(queue, keys, keys, start, part)


def _start_of(project: ProjectFile, queue: Queue, keys: array[int]) -> int | None:
    """The row to begin with: the first without a mark, where the queue is not of reviewed cases."""
    chosen = queue.filter
    looked_at = chosen.mark or chosen.severity or chosen.tag or chosen.reviewer
    if queue.kind not in UNMARKED_FIRST or looked_at:
        return 0
    return reviewing.first_unmarked(project, keys)


def load(
    project: ProjectFile,
    queue: Queue,
    at_hand: array[int] | None,
    every: array[int] | None = None,
    stop: Interruption | None = None,
) -> LoadedQueue:
    """A queue's keys and its first case without a mark.

    `at_hand`: its keys without the search; `every`: all cases' keys in random order. Asked to
    `stop`, it raises Cancelled.
    """
    searched = bool(queue.search.strip())
    many = reviewing.case_count(project) > AT_ONCE
    if many:
        queue_keys.prepare()
    if searched and not many:
        # A small project's search is quickest in the store alone.
        whole, keys = array("q"), reviewing.queue_keys(project, queue)
    else:
        whole = (
            at_hand
            if at_hand is not None
            else reviewing.queue_keys(project, bare(queue), every=every, stop=stop)
        )
        keys = reviewing.queue_keys(project, queue, within=whole, stop=stop) if searched else whole
    start = (_start_of(project, queue, keys) or 0) if keys else None
    return LoadedQueue(queue, keys, whole, start)
