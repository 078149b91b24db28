"""Queues that are worked out in the background: like this, likely to fail, drift sweep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from curator.gui.context import AppContext
from curator.gui.key_words import in_words
from curator.gui.pages.review_queues import SWEEP, TITLES
from curator.model.case import Case
from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import queues, reviewing
from curator.project.store import ProjectFile

Found = TypeVar("Found")

SWEPT_AT_ONCE = 2_000
"""Passes above which a sweep waits until it is asked for: comparing them takes a while."""


class WorkedQueues(QObject):
    """Works queues out off the UI thread. `ready` carries the queue and remarks by case key."""

    ready = Signal(Queue, object)
    sorted_again = Signal(list, object)
    """The same queue's keys after further marks, and remarks by key."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self._newest_tag = ""

    def work_out(self, name: str, case: Case | None) -> None:
        """Work out "more-like-this" (of `case`), "likely" or "sweep" and show it."""
        if name == "more-like-this" and case is not None:
            self.more_like(case)
        elif name == "likely":
            self.likely()
        elif name == "sweep":
            self._sweep_newest()

    def more_like(self, case: Case) -> None:
        """Cases nearest to this one."""
        title = f"{TITLES['more-like-this']}: {case.id}"
        self._run(
            "Finding cases like this one",
            lambda project: [case.key, *queues.more_like_this(project, case.key)],
            lambda keys: self.ready.emit(Queue(kind="cases", keys=tuple(keys), title=title), {}),
        )

    def learn_again(self, queue: Queue, gone_through: Sequence[int]) -> None:
        """Work a queue out again from the marks made meanwhile, where it follows from them."""
        if queue.title == TITLES["likely"]:
            self._run(
                "Finding the likeliest failures",
                queues.likely_failures,
                lambda found: self.sorted_again.emit([key for key, _ in found], remarks_of(found)),
                quiet=True,
            )
        elif queue.title.startswith(TITLES["more-like-this"]) and queue.keys:
            seed = queue.keys[0]
            self._run(
                "Finding cases like these",
                lambda project: queues.more_like_this(
                    project, seed, also=failures_among(project, gone_through)
                ),
                lambda keys: self.sorted_again.emit(keys, {}),
                quiet=True,
            )

    def likely(self) -> None:
        """Unreviewed cases, the likeliest to fail first, each with its probability."""

        def show(found: list[tuple[int, float]]) -> None:
            keys = tuple(key for key, _ in found)
            queue = Queue(kind="cases", keys=keys, title=TITLES["likely"])
            self.ready.emit(queue, remarks_of(found))

        self._run("Finding the likeliest failures", queues.likely_failures, show)

    def _sweep_newest(self) -> None:
        project = self._context.the_project()
        known = [tag for tag, _ in reviewing.tag_counts(project)]
        tag = self._newest_tag if self._newest_tag in known else known[-1] if known else ""
        if tag:
            self._sweep(tag, lambda keys: self._show_sweep(tag, keys))
        else:
            words = "A drift sweep needs a tag: tag a failure first ({tags})."
            self._context.message(in_words(self._context.settings, words))

    def tag_is_new(self, tag: str, passes: int) -> None:
        """A tag was used for the first time: offer the passes nearest to it."""
        self._newest_tag = tag
        if not passes:
            return
        if passes > SWEPT_AT_ONCE:
            self._context.message(
                f"“{tag}” is new. Earlier passes may have it too.",
                action="Look for them",
                on_action=self._sweep_newest,
            )
            return
        self._sweep(tag, lambda keys: self._offer_sweep(tag, keys), quiet=True)

    def _offer_sweep(self, tag: str, keys: Sequence[int]) -> None:
        if not keys or tag != self._newest_tag:
            return
        words = "1 earlier pass is" if len(keys) == 1 else f"{len(keys)} earlier passes are"
        self._context.message(
            f"{words} nearest to the new tag “{tag}”.",
            action="Look again",
            on_action=lambda: self._show_sweep(tag, keys),
        )

    def _show_sweep(self, tag: str, keys: Sequence[int]) -> None:
        if keys:
            queue = Queue(kind="cases", keys=tuple(keys), title=f"{SWEEP}{tag}")
            self.ready.emit(queue, {})
        else:
            self._context.message(f"No earlier pass is left to compare with “{tag}”.")

    def _sweep(self, tag: str, done: Callable[[list[int]], None], *, quiet: bool = False) -> None:
        title = f"Finding passes like “{tag}”"
        self._run(title, lambda project: queues.drift_sweep(project, tag), done, quiet=quiet)

    def _run(
        self,
        title: str,
        find: Callable[[ProjectFile], Found],
        done: Callable[[Found], None],
        *,
        quiet: bool = False,
    ) -> None:
        project = self._context.the_project()

        def finish(found: Found) -> None:
            if self._context.project is project:
                done(found)

        self._context.background.run(title, lambda _, __: find(project), finish, quiet=quiet)


def failures_among(project: ProjectFile, keys: Sequence[int]) -> list[int]:
    """Those of these cases that are marked fail."""
    return [line.key for line in reviewing.lines(project, keys) if line.mark is Mark.FAIL]


def follows_marks(queue: Queue) -> bool:
    """Whether what comes next in a queue depends on the marks made in it."""
    return queue.title == TITLES["likely"] or queue.title.startswith(TITLES["more-like-this"])


def remarks_of(found: Sequence[tuple[int, float]]) -> dict[int, str]:
    """What the list says of each case: "83 % likely to fail"."""
    return {key: f"{100 * chance:.0f} % likely to fail" for key, chance in found}
