"""The map's labels: placed when the map rests, carried along while it moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from curator.gui.theme import theme
from curator.gui.widgets.map_labels import Label, place_labels
from curator.gui.widgets.map_painting import paint_label

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from curator.gui.widgets.map_geometry import View

_MARGIN = 4
"""Room round a label's text for its outline of background."""


class LabelLayer:
    """Texts by series; each is painted once and drawn as a picture from then on."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._labels: list[Label] | None = None
        self._pictures: dict[tuple[str, bool], QPixmap] = {}
        self.ratio = 1.0
        """Device pixels of the screen for each logical one."""

    def set_texts(self, texts: Sequence[str]) -> None:
        """Other labels, by series: they have no place then."""
        if list(texts) == self._texts:
            return
        self._texts = list(texts)
        self._labels = None

    def forget(self) -> None:
        """Colours or fonts changed."""
        self._pictures.clear()
        self._labels = None

    def unplace(self) -> None:
        """Place the labels anew when they are next asked for."""
        self._labels = None

    def labels(
        self, screen: NDArray[np.float32], series: NDArray[np.int32], area: QSizeF
    ) -> list[Label]:
        """The labels where they stand, placed first where they have no place."""
        if self._labels is None:
            metrics = QFontMetricsF(theme().font("strong"))
            high = metrics.height()
            sizes = [QSizeF(metrics.horizontalAdvance(t) + 4, high) for t in self._texts]
            self._labels = place_labels(screen, series, sizes, area)
        return self._labels

    def carry(self, before: View, after: View) -> None:
        """Keep each label at its place of the plane while the view changes."""
        if self._labels is None:
            return
        ratio = after.scale / before.scale
        carried: list[Label] = []
        for label in self._labels:
            centre = label.box.center()
            box = label.box.translated(
                (centre.x() - before.dx) * ratio + after.dx - centre.x(),
                (centre.y() - before.dy) * ratio + after.dy - centre.y(),
            )
            carried.append(Label(label.series, box))
        self._labels = carried

    def paint(self, painter: QPainter, labels: Sequence[Label], current: int) -> None:
        for label in labels:
            text, chosen = self._texts[label.series], label.series == current
            picture = self._picture(text, label, chosen=chosen)
            painter.drawPixmap(label.box.topLeft() - QPointF(_MARGIN, _MARGIN), picture)

    def _picture(self, text: str, label: Label, *, chosen: bool) -> QPixmap:
        if (text, chosen) not in self._pictures:
            room = label.box.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN).size()
            picture = QPixmap((room * self.ratio).toSize())
            picture.setDevicePixelRatio(self.ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            box = label.box.translated(-label.box.topLeft() + QPointF(_MARGIN, _MARGIN))
            paint_label(painter, box, text, current=chosen)
            painter.end()
            self._pictures[text, chosen] = picture
        return self._pictures[text, chosen]
