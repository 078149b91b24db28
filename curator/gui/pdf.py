"""The summary printed to a PDF file by Qt: no browser is needed, and no display.

`python -m curator --print-pdf FILE` reads a page from standard input and prints it, so that a
command can have a PDF file without Qt in its own process.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRect, QRectF, QSizeF, Qt, QUuid
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)

from curator.gui.pdf_pages import Span, page_slices
from curator.gui.theme.fonts import interface_families

MARGINS = QMarginsF(18, 26, 18, 22)
"""Millimetres: left, top, right, bottom; head and foot stand inside them."""
BAR = QSizeF(150, 14)
INK, QUIET, LINE = QColor("#1b1c1e"), QColor("#63656a"), QColor("#d8d8d3")
COLOURS = {"resists": QColor("#1187ee"), "rest": QColor("#a9a99f")}
DPI = 96
"""One unit of the layout is a pixel of the page's own style."""
PAPERS = {"A4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
_PAPER = re.compile(r'<meta name="paper" content="(\w+)">')
"""How a page says what it is printed on; texts in it are escaped and cannot say so."""


class Bars(QPyTextObject):
    """Draws every image of the page itself, so that none is ever loaded from anywhere."""

    def intrinsicSize(
        self,
        doc: QTextDocument,
        posInDocument: int,  # noqa: N803
        format: QTextFormat,  # noqa: A002
    ) -> QSizeF:
        return BAR

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,  # noqa: N803
        format: QTextFormat,  # noqa: A002
    ) -> None:
        rect = QRectF(rect)
        parts = format.toImageFormat().name().split(":")
        if len(parts) != 5 or parts[0] != "bar":
            return
        value, low, high = (rect.width() * float(part) / 100 for part in parts[1:4])
        painter.save()
        painter.fillRect(
            QRectF(rect.left(), rect.top() + 2, value, rect.height() - 4), COLOURS[parts[4]]
        )
        painter.setPen(QPen(INK, 1.2))
        middle = rect.center().y()
        painter.drawLine(QPointF(rect.left() + low, middle), QPointF(rect.left() + high, middle))
        for end in (low, high):
            x = rect.left() + end
            painter.drawLine(QPointF(x, middle - 3), QPointF(x, middle + 3))
        painter.restore()


class Page(QTextDocument):
    """The page's text; it loads nothing, whatever it names."""

    def loadResource(self, type: int, name: object) -> None:  # noqa: A002
        return None


def print_pdf(page: str, path: Path) -> None:
    """Print a page of `reporting.render_print` on the paper it names. Needs a QGuiApplication.

    The same page gives the same bytes where the same fonts are installed. Raises OSError when
    the file cannot be written.
    """
    with path.open("wb"):
        pass  # an unwritable place is told here, with the system's own reason
    paper = _PAPER.search(page)
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(PAPERS.get(paper[1] if paper else "", QPageSize.PageSizeId.A4)),
            QPageLayout.Orientation.Portrait,
            MARGINS,
            QPageLayout.Unit.Millimeter,
        )
    )
    document, bars = Page(), Bars()
    layout = document.documentLayout()
    layout.registerHandler(QTextFormat.ObjectTypes.ImageObject.value, bars)
    layout.setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(9.5))
    document.setHtml(page)
    size = QSizeF(writer.width(), writer.height())
    document.setTextWidth(size.width())
    title = document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)
    writer.setTitle(title)
    writer.setCreator("Curator")
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), page.encode()))
    _draw(writer, document, size, title)
    path.write_bytes(without_clock(path.read_bytes()))


def _draw(writer: QPdfWriter, document: QTextDocument, size: QSizeF, title: str) -> None:
    pages = page_slices(document, size.height())
    painter = QPainter(writer)
    for number, page in enumerate(pages):
        if number:
            writer.newPage()
        top = 0.0
        if page.head is not None:
            _draw_part(painter, document, page.head, 0)
            top = page.head.height
        _draw_part(painter, document, page.shown, top)
        _draw_margins(painter, size, title, f"{number + 1} of {len(pages)}")
    painter.end()


def _draw_part(painter: QPainter, document: QTextDocument, part: Span, top: float) -> None:
    """Draw a part of the document with its upper edge at `top`."""
    painter.save()
    painter.translate(0, top - part.top)
    shown = QRectF(0, part.top, document.textWidth(), part.height)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = shown
    painter.setClipRect(shown)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _draw_margins(painter: QPainter, size: QSizeF, title: str, number: str) -> None:
    painter.setFont(_font(8.5))
    painter.setPen(QUIET)
    head, foot = QRectF(0, -44, size.width(), 20), QRectF(0, size.height() + 24, size.width(), 20)
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    painter.drawText(head, left, "Curator summary")
    metrics = painter.fontMetrics()
    room = int(size.width() * 0.75)
    painter.drawText(head, right, metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room))
    painter.drawText(foot, left, "Figures can be traced to their cases in the project.")
    painter.drawText(foot, right, number)
    painter.setPen(QPen(INK, 1.5))
    painter.drawLine(QPointF(0, -20), QPointF(size.width(), -20))
    painter.setPen(QPen(LINE, 1))
    painter.drawLine(QPointF(0, size.height() + 16), QPointF(size.width(), size.height() + 16))


def _font(points: float) -> QFont:
    font = QFont(list(interface_families()))
    font.setPointSizeF(points)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # A contextual alternate has no character of its own: a search in the file would miss it.
    font.setFeature(QFont.Tag("calt"), 0)
    return font


_CLOCK = re.compile(rb"(?<=Date \(D:)\d{14}[^)]*(?=\))|(?<=Date=\")\d{4}-\d\d-\d\dT[^\"]*(?=\")")
_DAWN = b"19800101000000"


def without_clock(content: bytes) -> bytes:
    """The PDF without the moment it was made: the same page, the same bytes.

    Lengths stay, because the file's table of places points into it.
    """

    def dawn(match: re.Match[bytes]) -> bytes:
        digits = iter(_DAWN)
        return bytes(next(digits, ord("0")) if chr(sign).isdigit() else sign for sign in match[0])

    return _CLOCK.sub(dawn, content)


def main(path: Path) -> int:
    """Print the page on standard input. One sentence on standard error, 1 when it fails."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    try:
        print_pdf(sys.stdin.buffer.read().decode("utf-8"), path)
    except OSError as error:
        sys.stderr.write(f"{error.strerror or error}\n")
        return 1
    finally:
        del application
    return 0
