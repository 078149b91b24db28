"""A picture from bytes that came with a case: decoded by a bitmap reader, bounded, never run."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from curator.gui.theme import theme

BITMAPS = (b"png", b"jpeg", b"gif", b"webp", b"bmp")
"""What is decoded: bitmaps alone. SVG may ask for other files, and others are rarely logged."""
LARGEST = 12_000
"""px of a side that is decoded at all."""
HIGHEST = 360
DECODED = 1600
"""px that a decoded picture's longer side is brought down to."""


def decoded(data: bytes) -> QImage | None:
    """The image of these bytes; None where they are no bitmap that can be shown."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in BITMAPS:
        return None
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LARGEST:
        return None
    if max(size.width(), size.height()) > DECODED:
        reader.setScaledSize(size.scaled(DECODED, DECODED, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class PictureView(QLabel):
    """Shows an image no larger than it is, no wider than its place and no higher than a part."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("picture")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._image = QImage()

    def show_image(self, image: QImage, words: str) -> None:
        """Show an image; `words` say what it is to a screen reader."""
        self._image = image
        self.setAccessibleName(f"Image, {words}")
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        room = QSize(max(1, self.width()), theme().px(HIGHEST))
        size = self._image.size()
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        smooth = Qt.TransformationMode.SmoothTransformation
        ratio = Qt.AspectRatioMode.KeepAspectRatio
        self.setPixmap(QPixmap.fromImage(self._image.scaled(size, ratio, smooth)))
        self.setFixedHeight(max(1, size.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
