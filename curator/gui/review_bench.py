"""Measures the real window on a project: a child process of `curator bench review`.

`python -m curator.gui.review_bench app|open|floor PROJECT STARTED TIMES` prints one JSON object
of figures in milliseconds and megabytes. STARTED is the time (`time.time()`) at which the process
was asked for, TIMES how often a key is struck. `open` only opens; `floor` measures a bare window
of the same size that shows the same texts, beside bare commits: what no program on this machine
can beat.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator.bench import bare_store
from curator.bench.memory import most_memory
from curator.bench.waits import Waits, summary

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QWidget

    from curator.model.queue import Queue

SIZE = (1440, 900)
JUMPS = 40
TIMES = 150
"""How often a key is struck and a page scrolled, unless told; the rest is in proportion."""
PAUSES = (0.04, 0.3)
"""Shortest and longest pause between two keys, seconds: background work runs into some of them."""
LETTER = 0.12
"""Seconds from one letter to the next of somebody who types: 500 a minute."""
PATIENCE = 30.0
SEARCHED_RANKS = (0, 5, 40, 300, 2_500)
"""Ranks in the vocabulary of the words that are searched for, letter by letter."""


def share(times: int, whole: int) -> int:
    """As many of `whole` as `times` is of `TIMES`, rounded up."""
    return max(1, -(-whole * times // TIMES))


def memory() -> dict[str, float]:
    """Megabytes this process held at most so far; nothing where the system does not tell."""
    peak = most_memory()
    return {} if peak is None else {"peak": round(peak, 1)}


def _painted(widget: QWidget) -> Callable[[], bool]:
    """Tells whether a widget was painted since."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.seen = self.seen or event.type() == QEvent.Type.Paint
            return False

    watch = Watch(widget)
    widget.installEventFilter(watch)
    return lambda: watch.seen


class Bench:
    """One run of the real window."""

    def __init__(self, project: Path, started: float, times: int = TIMES) -> None:
        from curator.gui.plain_imports import give_back

        give_back()
        from PySide6.QtCore import QSettings

        from curator.gui import application as app
        from curator.gui.pages.review import ReviewPage

        self.application = app.make_application(["curator"])
        settings = QSettings(f"{project}.ini", QSettings.Format.IniFormat)
        settings.setValue("reviewer", "A reviewer")
        settings.setValue("theme", "light")
        app.apply_settings(settings)
        self.window = app.open_window(project, settings)
        app.spare_the_collector(self.window)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        page = self.window.pages["review"]
        assert isinstance(page, ReviewPage)
        self.review = page
        painted = _painted(page.case.output)
        self.until(lambda: page.current_case is not None and painted())
        self.opened = time.time() - started
        self.worked = round(1000 * time.process_time(), 1)
        self.settings = settings
        self.pick = random.Random(7)
        self.times = times
        self.jumps = share(times, JUMPS)

    def paint(self) -> None:
        """Let everything that waits be laid out and painted."""
        self.application.processEvents()
        self.window.repaint()

    def until(self, reached: Callable[[], bool]) -> None:
        """Process events until something holds."""
        deadline = time.perf_counter() + PATIENCE
        while not reached():
            if time.perf_counter() > deadline:
                raise TimeoutError("The window did not come to rest")
            self.application.processEvents()

    def wait(self, seconds: float) -> None:
        """Let the event loop idle for a while, as between two keys."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()

    def rest(self, seconds: float = 0.001) -> None:
        """Wait a while, then until nothing runs in the background."""
        self.wait(seconds)
        while self.window.context.background.busy:
            self.wait(0.005)

    def timed(self, act: Callable[[], object]) -> float:
        """Seconds of an act and of painting what it changed."""
        began = time.perf_counter()
        act()
        self.application.processEvents()
        return time.perf_counter() - began

    def keys(self) -> dict[str, object]:
        """P on one case after another: until the next one is painted."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        target = self.window.windowHandle()
        times: list[float] = []
        busy: list[float] = []
        texts: list[tuple[str, str]] = []
        for _ in range(self.times):
            before = self.review.current_case
            worked = time.thread_time()
            times.append(self.timed(lambda: QTest.keyClick(target, Qt.Key.Key_P)))
            busy.append(time.thread_time() - worked)
            after = self.review.current_case
            assert before is not None
            assert after is not None
            assert after.key != before.key, "the key was not taken"
            texts.append((after.asked, after.answered))
            self.wait(self.pick.uniform(*PAUSES))
        characters = sum(len(asked) + len(answered) for asked, answered in texts) // self.times
        return {**summary(times), "processor": summary(busy), "characters": characters}

    def scroll(self) -> dict[str, float]:
        """One page of the list after another."""
        from PySide6.QtWidgets import QAbstractSlider

        bar = self.review.list.table.verticalScrollBar()
        bar.setValue(0)
        step = QAbstractSlider.SliderAction.SliderPageStepAdd
        times: list[float] = []
        for _ in range(self.times):
            if bar.value() == bar.maximum():
                self.timed(lambda: bar.setValue(0))
            times.append(self.timed(lambda: bar.triggerAction(step)))
        return summary(times)

    def drag(self) -> dict[str, float]:
        """The scroll bar's handle put anywhere."""
        bar = self.review.list.table.verticalScrollBar()
        return summary(
            [
                self.timed(lambda: bar.setValue(self.pick.randrange(bar.maximum() + 1)))
                for _ in range(self.jumps)
            ]
        )

    def ends(self) -> dict[str, float]:
        """To the last case and back to the first, with the case shown."""
        panel = self.review.list
        last = len(panel.model.keys) - 1
        rows = [last if turn % 2 == 0 else 0 for turn in range(self.jumps)]
        return summary([self.timed(lambda row=row: panel.go_to(row)) for row in rows])

    def queues(self) -> dict[str, object]:
        """One queue after another: until its first case is painted, and the longest stall."""
        from curator.model.queue import Queue, QueueKind

        kinds: list[QueueKind] = ["failures", "random", "unreviewed", "passes", "all"]
        made = [Queue(kind=kind) for kind in [*kinds, *kinds, "random"]]  # pyright: ignore[reportArgumentType]
        return self._shown(made)

    def filters(self) -> dict[str, object]:
        """One filter after another, and none again: until the list is painted."""
        from curator.bench.review_project import TAGS
        from curator.model.queue import CaseFilter, Queue
        from curator.model.review import Mark

        chosen = [
            CaseFilter(mark=Mark.PASS),
            CaseFilter(model="bench-1"),
            CaseFilter(tag=TAGS[0]),
            CaseFilter(mark=Mark.FAIL, model="bench-1"),
            CaseFilter(),
        ]
        return self._shown([Queue(filter=one) for one in [*chosen, *chosen]])

    def _shown(self, queues: Sequence[Queue]) -> dict[str, object]:
        """Show one queue after another, each when the window has come to rest."""
        found = Waits()
        for queue in queues:
            self._wait_for(found, lambda queue=queue: self.review.show_queue(queue))
            self.rest(0.02)
        return found.figures()

    def _wait_for(self, found: Waits, act: Callable[[], object]) -> None:
        """Until an act's new list is painted, and until all of it is known."""
        began = time.perf_counter()
        taken, stall = self._settled(act)
        found.painted.append(taken)
        found.stalls.append(stall)
        while self.review.loader.busy:
            self.application.processEvents()
        self.application.processEvents()
        found.whole.append(time.perf_counter() - began)

    def _settled(self, act: Callable[[], object]) -> tuple[float, float]:
        """Seconds until an act's new list is painted, and the longest time without events."""
        from PySide6.QtCore import QEventLoop

        flags = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        model = self.review.list.model
        reset: list[float] = []
        heard = model.modelReset.connect(lambda: reset.append(time.perf_counter()))
        began = latest = time.perf_counter()
        stall = 0.0
        act()
        while not reset:
            self.application.processEvents(flags, 5)
            now = time.perf_counter()
            stall, latest = max(stall, now - latest), now
            if now - began > PATIENCE:
                raise TimeoutError("The list did not follow")
        self.application.processEvents()
        now = time.perf_counter()
        model.modelReset.disconnect(heard)
        return now - began, max(stall, now - latest)

    def search(self) -> dict[str, object]:
        """Words letter by letter, each when the finds of the one before are known."""
        line = self._search_field()
        found = Waits()
        for word in self._searched():
            for length in range(1, len(word) + 1):
                self._wait_for(found, lambda n=length, w=word: line.setText(w[:n]))
                self.rest(0.02)
            self._settled(line.clear)
            self.rest(0.02)
        return found.figures()

    def typed(self) -> dict[str, object]:
        """The same words as they are typed: the next letter does not wait for the finds."""
        line = self._search_field()
        found = Waits()
        for word in self._searched():
            for length in range(1, len(word) + 1):
                began = time.perf_counter()
                taken, stall = self._settled(lambda n=length, w=word: line.setText(w[:n]))
                found.painted.append(taken)
                found.stalls.append(stall)
                self.wait(max(0.0, LETTER - (time.perf_counter() - began)))
            self._settled(line.clear)
            self.rest(0.02)
        return found.figures()

    def _searched(self) -> list[str]:
        from curator.bench.review_project import words

        vocabulary = words()
        ranks = SEARCHED_RANKS[: share(self.times, len(SEARCHED_RANKS))]
        return [vocabulary[rank] for rank in ranks]

    def _search_field(self) -> QLineEdit:
        """The search line, gone to as by its key; what is read then is over before one types."""
        self.review.focus_search()
        self.rest(0.2)
        return self.review.list.search


def measure(project: Path, started: float, times: int) -> dict[str, object]:
    """Every figure of the real window."""
    bench = Bench(project, started, times)
    found: dict[str, object] = {"open": round(1000 * bench.opened, 1)}
    bench.rest(0.3)
    found["memory when opened"] = memory()
    # The pages that are not in front are built when nobody does anything: let that be over.
    bench.until(lambda: len(bench.window.pages.built()) == len(bench.window.pages))
    bench.rest(0.3)
    for name in ("keys", "scroll", "drag", "ends", "queues", "filters", "search", "typed"):
        found[name] = getattr(bench, name)()
        bench.rest(0.1)
    found["memory at the end"] = memory()
    bench.window.close()
    Path(bench.settings.fileName()).unlink(missing_ok=True)
    return found


def measure_opening(project: Path, started: float, times: int) -> dict[str, object]:
    """The opening alone."""
    del times
    bench = Bench(project, started)
    bench.window.close()
    Path(bench.settings.fileName()).unlink(missing_ok=True)
    return {"open": round(1000 * bench.opened, 1), "processor": bench.worked}


def measure_floor(project: Path, started: float, times: int) -> dict[str, object]:
    """Bare commits and a bare window: a list and two texts, of the same size, same words."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(["floor"])
    with_texts = bare_store.first_texts(project, times)
    window, show = _bare_window([row[0] for row in with_texts])
    show(with_texts[0][1], with_texts[0][2])
    window.show()
    application.processEvents()
    found: dict[str, object] = {"open": round(1000 * (time.time() - started), 1)}
    found["processor"] = round(1000 * time.process_time(), 1)
    keys = bare_store.all_keys(project)
    found["open with all keys"] = round(1000 * (time.time() - started), 1)
    bare = bare_store.BareLog(project)
    commits: list[float] = []
    paints: list[float] = []
    both: list[float] = []
    for _, asked, answered in with_texts:
        began = time.perf_counter()
        bare.commit('{"mark":"pass"}' + " " * 200)
        committed = time.perf_counter()
        show(asked, answered)
        window.update()
        application.processEvents()
        ended = time.perf_counter()
        commits.append(committed - began)
        paints.append(ended - committed)
        both.append(ended - began)
        time.sleep(PAUSES[0])
    bare.remove()
    found |= {"commit": summary(commits), "repaint": summary(paints), "key": summary(both)}
    return {**found, "keys": len(keys), "memory": memory()}


def _bare_window(previews: list[str]) -> tuple[QWidget, Callable[[str, str], None]]:
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QHBoxLayout, QListView, QTextEdit, QWidget

    window = QWidget()
    window.resize(*SIZE)
    rows = QListView()
    rows.setUniformItemSizes(True)
    rows.setModel(QStringListModel(previews, window))
    rows.setFixedWidth(296)
    sides = (QTextEdit(), QTextEdit())
    row = QHBoxLayout(window)
    row.addWidget(rows)
    for side in sides:
        side.setReadOnly(True)
        row.addWidget(side, 1)

    def show(asked: str, answered: str) -> None:
        sides[0].setPlainText(asked)
        sides[1].setPlainText(answered)

    return window, show


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    kind, project, started, times = arguments
    gc.disable()  # as the app does, until its first paint
    run = {"floor": measure_floor, "open": measure_opening, "app": measure}[kind]
    sys.stdout.write(json.dumps(run(Path(project), float(started), int(times))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
