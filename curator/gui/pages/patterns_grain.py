"""How fine the patterns are cut, what was learned from people, and what to tag next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label, rule
from curator.model.pattern_views import CutPreview, LearnedState


class GrainPanel(QWidget):
    """The foot of the list. `cut_chosen` carries a threshold; a look changes nothing."""

    cut_chosen = Signal(float)
    tree_asked = Signal()
    ask_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("win", True)
        self._stops: tuple[CutPreview, ...] = ()
        self._standing = 0
        self._counts = (0, 0)
        """Patterns and cases in none as they stand."""
        self._low = False
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("pattern-grain")
        self.slider.setAccessibleName("Fewer, broader patterns to more, finer ones")
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.valueChanged.connect(lambda _: self._preview())
        self.slider.sliderReleased.connect(self._choose)
        self.slider.installEventFilter(self)
        self.words = Paragraph("", "meta", "text2")
        self.words.setObjectName("pattern-grain-words")
        self.tree = button("Broad and finer", "pattern-tree", kind="link")
        self.tree.clicked.connect(self.tree_asked)
        self.learned = Paragraph("", "meta", "text2")
        self.learned.setObjectName("pattern-learned")
        self.ask = button("Tag what teaches most", "patterns-ask", kind="link")
        self.ask.clicked.connect(self.ask_asked)
        for one in (self.tree, self.ask):
            one.setProperty("flush", True)
        ends = QHBoxLayout()
        ends.addWidget(label("Fewer, broader", "meta"))
        ends.addWidget(self.slider, 1)
        ends.addWidget(label("More, finer", "meta"))
        ends.setSpacing(px(10))
        self._links = QWidget()
        links = QHBoxLayout(self._links)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(px(16))
        links.addWidget(self.tree)
        links.addWidget(self.ask)
        links.addStretch()
        inside = QVBoxLayout()
        inside.setContentsMargins(px(20), px(10), px(20), px(10))
        inside.setSpacing(px(4))
        inside.addLayout(ends)
        inside.addWidget(self.words)
        inside.addWidget(self.learned)
        inside.addWidget(self._links)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(inside)
        self.forget()

    def forget(self) -> None:
        """Nothing is known at the moment."""
        self.setEnabled(False)
        self.words.set_text("Looking at the failures …")

    def show_study(
        self,
        stops: tuple[CutPreview, ...],
        threshold: float,
        counts: tuple[int, int],
        learned: LearnedState,
    ) -> None:
        """Set the slider where the patterns stand, and say what was learned.

        `counts`: patterns and cases in none as they stand. A cut where the slider stands may
        give others after people moved cases: that is what "Group again" would show.
        """
        self.setEnabled(True)
        self._stops = stops
        self._counts = counts
        # From broad to fine; a stop holds for all thresholds down to the next one.
        broader = sum(one.threshold >= threshold - 1e-6 for one in stops)
        self._standing = max(0, broader - 1)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(stops) - 1))
        self.slider.setPageStep(10)
        self.slider.setValue(self._standing)
        self.slider.blockSignals(False)
        self.slider.setEnabled(len(stops) > 1)
        said = learned.sentence
        self.learned.set_text(f"Learned from people: {_lower(said)}" if said else "")
        self._show_learned()
        self._preview()

    def set_low(self, *, low: bool) -> None:
        """Slider and count alone where the list needs the room: keys do the rest."""
        if low != self._low:
            self._low = low
            self._links.setHidden(low)
            self._show_learned()

    def _show_learned(self) -> None:
        told = self.learned.text()
        self.learned.setHidden(self._low or not told)
        self.setToolTip(told if self._low else "")

    def _preview(self) -> None:
        place = self.slider.value()
        if not 0 <= place < len(self._stops):
            self.words.set_text("Too few failures to cut differently.")
            return
        stop = self._stops[place]
        stands = place == self._standing
        found, outside = self._counts if stands else (stop.patterns, stop.unassigned)
        told = f"{counted(found, 'pattern')}, {counted(outside, 'case')} in none"
        if not stands:
            told += ". Release or press Enter to see what would change."
        self.words.set_text(told)
        self.slider.setAccessibleDescription(told)

    def _choose(self) -> None:
        place = self.slider.value()
        if place != self._standing and 0 <= place < len(self._stops):
            self.cut_chosen.emit(self._stops[place].threshold)

    def put_back(self) -> None:
        """The slider where the patterns stand."""
        self.slider.setValue(self._standing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.slider
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.put_back()
                return True
        return super().eventFilter(watched, event)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
