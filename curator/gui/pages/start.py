"""Start: drop a file, open a project, try the sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from curator.gui.context import AppContext
from curator.gui.page import Page
from curator.gui.recent import RecentProject, recent_projects
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label, plain_tip, rule

STAGES = (
    ("import", "Import", "Bring in logged inputs and outputs"),
    ("review", "Review", "Mark pass or fail, write the ideal answer"),
    ("patterns", "Patterns", "See which failures belong together"),
    ("trials", "Trials", "Try a better prompt first"),
    ("readiness", "Readiness", "Decide whether to fine-tune"),
    ("export", "Export", "Hand over data and a report"),
)
ONE_COLUMN_BELOW = 1000


def dropped_file(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """The first local file of a drag."""
    for url in event.mimeData().urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    return None


class Picture(QLabel):
    """An icon that follows the theme."""

    def __init__(self, icon: str, size: int, color: str = "text2") -> None:
        super().__init__()
        self._what = (icon, size, color)
        self._refresh()
        theme().changed.connect(self._refresh)

    def _refresh(self) -> None:
        self.setPixmap(theme().pixmap(*self._what))


class DropZone(QFrame):
    """Takes one file."""

    dropped = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dropZone")
        self.setAcceptDrops(True)
        self.setMinimumHeight(theme().px(264))

        self._over = False

    def _show_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        # A style sheet's dashes are dots at 1 px.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().color("accent" if self._over else "ctl"), 2 if self._over else 1)
        pen.setDashPattern([3, 3] if self._over else [4, 3])
        painter.setPen(pen)
        painter.setBrush(theme().color("sel" if self._over else "surface"))
        edge = 1.0 if self._over else 0.5
        painter.drawRoundedRect(self.rect().toRectF().adjusted(edge, edge, -edge, -edge), 6, 6)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event) is not None:
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


class RecentRow(QPushButton):
    """A project opened lately."""

    def __init__(self, project: RecentProject) -> None:
        super().__init__()
        self.project = project
        self.setObjectName(f"recent-{project.name}")
        self.setAccessibleName(f"{project.name}, {project.figures}, {project.when}")
        self.setToolTip(plain_tip(project.path))
        self.setProperty("kind", "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors, px = theme(), theme().px
        painter = QPainter(self)
        painter.drawPixmap(px(8), px(13), colors.pixmap("folder", 18, "text2"))
        left = px(36)
        painter.setFont(colors.font("meta"))
        painter.setPen(colors.color("text3"))
        when = painter.fontMetrics().horizontalAdvance(self.project.when)
        line = QRect(left, px(12), self.width() - left - px(8), px(20))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, self.project.when)
        painter.setFont(colors.font("strong"))
        painter.setPen(colors.color("text"))
        name = painter.fontMetrics().elidedText(
            self.project.name, Qt.TextElideMode.ElideRight, line.width() - when - px(12)
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        line.translate(0, px(20))
        painter.setFont(colors.font("body"))
        painter.setPen(colors.color("text2"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.project.figures)


class StartPage(Page):
    """The first screen; without rail, header and key strip."""

    name = "start"
    title = "Start"
    shows_rail = False
    shows_header = False
    shows_key_strip = False

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        px = theme().px
        self.setAcceptDrops(True)
        self.drop_zone = DropZone()
        self.drop_zone.dropped.connect(self._take)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.left = self._scrolled(self._left_side(), "start-left")
        right_side = self._right_side()
        self.right = self._scrolled(right_side, "start-right")
        for surface in (self.right, right_side):
            surface.setProperty("surface", True)
            surface.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        sides.addWidget(self.left, 3)
        self._divider = rule("v")
        sides.addWidget(self._divider)
        sides.addWidget(self.right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(sides, 1)
        column.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(px(20), px(6), px(14), px(6))
        foot.setSpacing(px(6))
        foot.addWidget(Picture("drive", 16))
        foot.addWidget(
            label(
                "Files stay on this computer. Nothing is sent unless you connect a model.", "meta"
            )
        )
        foot.addStretch()
        self.keys_button = button("Keys", "start-keys", kind="quiet", icon="keyboard")
        self.keys_button.clicked.connect(lambda: context.action_requested.emit("keys"))
        foot.addWidget(self.keys_button)
        column.addLayout(foot)

    @staticmethod
    def _scrolled(widget: QWidget, name: str) -> QScrollArea:
        area = QScrollArea()
        area.setObjectName(name)
        area.setAccessibleName("Start" if name.endswith("left") else "Recent projects")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(widget)
        return area

    def _left_side(self) -> QWidget:
        px = theme().px
        side = QWidget()
        side.setProperty("plain", True)
        self._left_column = QVBoxLayout(side)
        column = self._left_column
        column.setSpacing(0)
        column.addWidget(label("Curator", "start"))
        column.addSpacing(px(6))
        column.addWidget(
            Paragraph("Find out where a model fails, and whether fine-tuning is worth it.", "lead")
        )
        column.addSpacing(px(28))
        self._fill_drop_zone()
        column.addWidget(self.drop_zone)
        column.addSpacing(px(12))
        column.addWidget(
            Paragraph(
                "The sample has about 150 cases in two stories, support answers and diagnosis "
                "codes, some of them reviewed. It takes about 10 minutes to walk through.",
                "meta",
            )
        )
        column.addSpacing(px(32))
        column.addWidget(rule())
        column.addSpacing(px(16))
        column.addLayout(self._stage_row())
        column.addStretch(1)
        return side

    def _fill_drop_zone(self) -> None:
        px = theme().px
        column = QVBoxLayout(self.drop_zone)
        column.setContentsMargins(px(20), px(20), px(20), px(20))
        column.setSpacing(px(6))
        column.addStretch(1)
        column.addWidget(Picture("import", 30), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(px(10))
        title = label("Drop a file of inputs and outputs here", "leadstrong")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title.setWordWrap(True)
        column.addWidget(title)
        formats = label("JSON Lines, JSON, CSV, TSV or Parquet", "body")
        formats.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(formats)
        column.addSpacing(px(14))
        self.choose = button("Choose a file", "choose-file", kind="primary")
        self.choose.setToolTip("Ctrl+O")
        self.choose.clicked.connect(lambda: self.context.file_requested.emit(None))
        self.sample = button("Open the sample project", "open-sample")
        self.sample.clicked.connect(self.context.sample_requested)
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addStretch()
        line.addWidget(self.choose)
        line.addWidget(self.sample)
        line.addStretch()
        column.addLayout(line)
        column.addStretch(1)

    def _stage_row(self) -> QGridLayout:
        px = theme().px
        self._stages = QGridLayout()
        self._stages.setHorizontalSpacing(px(14))
        self._stages.setVerticalSpacing(px(20))
        self._stage_blocks: list[QWidget] = []
        for icon, title, text in STAGES:
            block = QWidget()
            one = QVBoxLayout(block)
            one.setContentsMargins(0, 0, 0, 0)
            one.setSpacing(px(3))
            one.addWidget(Picture(icon, 18))
            one.addSpacing(px(4))
            one.addWidget(label(title, "strong"))
            one.addWidget(Paragraph(text, "meta"))
            one.addStretch()
            self._stage_blocks.append(block)
        self._place_stages(6)
        return self._stages

    def _place_stages(self, columns: int) -> None:
        for place, block in enumerate(self._stage_blocks):
            self._stages.addWidget(block, place // columns, place % columns)
        for column in range(6):
            self._stages.setColumnStretch(column, 1 if column < columns else 0)

    def _right_side(self) -> QWidget:
        px = theme().px
        side = QWidget()
        self._right_column = QVBoxLayout(side)
        column = self._right_column
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px(8), 0, 0, 0)
        head.addWidget(label("Recent projects", "title"))
        head.addStretch()
        self.open = button("Open project", "open-project", kind="link")
        self.open.clicked.connect(lambda: self.context.project_requested.emit(None))
        head.addWidget(self.open)
        column.addLayout(head)
        column.addSpacing(px(8))
        column.addLayout(self._recent)
        column.addSpacing(px(32))
        first = QVBoxLayout()
        first.setContentsMargins(px(8), 0, px(8), 0)
        first.setSpacing(px(4))
        first.addWidget(label("If this is your first time", "metastrong"))
        first.addWidget(
            Paragraph(
                "Start with 100 cases picked at random. That places the failure rate to within "
                "about 10 points and shows the most common patterns.",
                "body",
            )
        )
        column.addLayout(first)
        column.addStretch(1)
        return side

    def _show_recent(self, projects: Sequence[RecentProject]) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for project in projects[:6]:
            row = RecentRow(project)
            row.clicked.connect(
                lambda _=False, path=project.path: self.context.project_requested.emit(Path(path))
            )
            self._recent.addWidget(row)
            self._recent.addWidget(rule())
        if not projects:
            nothing = label("Projects you open stand here.", "body", "text3")
            nothing.setContentsMargins(theme().px(8), 0, 0, 0)
            self._recent.addWidget(nothing)

    def _take(self, path: Path) -> None:
        if path.suffix == ".curator":
            self.context.project_requested.emit(path)
        else:
            self.context.file_requested.emit(path)

    def activated(self) -> None:
        self._show_recent(recent_projects(self.context.settings))
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_areas(self) -> list[QWidget]:
        return [self.choose, self.open]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = theme().px
        wide = self.width() >= px(ONE_COLUMN_BELOW)
        side = px(120) if self.width() >= px(1300) else px(48) if wide else px(32)
        self._place_stages(6 if self.width() >= px(1200) else 3)
        top = px(100) if self.height() >= px(760) else px(40)
        self._left_column.setContentsMargins(side, top, px(80) if wide else px(32), px(24))
        edge = px(48) if wide else px(24)
        self._right_column.setContentsMargins(edge - px(8), top + px(4), edge, px(24))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and dropped_file(event) is not None:
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            path = dropped_file(event)
            if path is not None:
                self._take(path)
                return True
        return super().event(event)
