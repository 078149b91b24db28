"""Start: drop a file, open a project, try the sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from curator.gui.context import AppContext
from curator.gui.page import Page
from curator.gui.recent import RecentProject, forget, recent_projects
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.drop_zone import DropZone, Picture
from curator.gui.widgets.flow_layout import FlowLayout
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


class RecentRow(QPushButton):
    """A project opened lately."""

    def __init__(self, project: RecentProject) -> None:
        super().__init__()
        self.project = project
        self.setObjectName(f"recent-{project.name}")
        self.setAccessibleName(f"{project.name}, {project.figures}, {project.when}")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.forget = QAction("Take off this list", self)
        self.addAction(self.forget)
        self.setToolTip(plain_tip(project.path))
        self.setProperty("kind", "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors, px = theme(), theme().px
        painter = QPainter(self)
        missing = self.project.missing
        icon, tint = ("warning", "warn") if missing else ("folder", "text2")
        painter.drawPixmap(px(8), px(13), colors.pixmap(icon, 18, tint))
        left = px(36)
        painter.setFont(colors.font("meta"))
        painter.setPen(colors.color("text3"))
        when = painter.fontMetrics().horizontalAdvance(self.project.when)
        line = QRect(left, px(12), self.width() - left - px(8), px(20))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, self.project.when)
        painter.setFont(colors.font("strong"))
        painter.setPen(colors.color("text3" if missing else "text"))
        name = painter.fontMetrics().elidedText(
            self.project.name, Qt.TextElideMode.ElideRight, line.width() - when - px(12)
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        line.translate(0, px(20))
        painter.setFont(colors.font("body"))
        painter.setPen(colors.color("text2"))
        figures = painter.fontMetrics().elidedText(
            self.project.figures, Qt.TextElideMode.ElideMiddle, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, figures)


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
        self.drop_zone = DropZone("start")
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
        for text, icon, action in (("Settings", "settings", "settings"), ("Keys", "help", "keys")):
            one = button(text, f"start-{action}", kind="quiet", icon=icon)
            one.clicked.connect(lambda _=False, name=action: context.action_requested.emit(name))
            foot.addWidget(one)
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
        self.choose = self.drop_zone.choose
        self.choose.clicked.connect(lambda: self.context.file_requested.emit(None))
        self.paste = self.drop_zone.paste
        self.paste.clicked.connect(lambda: self.context.action_requested.emit("paste"))
        self.sample = button("Open the sample project", "open-sample")
        self.sample.clicked.connect(self.context.sample_requested)
        # A flow layout is a widget's own: nested in another layout Qt and Python disagree on whose
        # its items are.
        buttons = QWidget()
        line = FlowLayout(buttons, centred=True)
        for one in (self.choose, self.paste, self.sample):
            line.addWidget(one)
        self.drop_zone.column.addWidget(buttons)
        self.drop_zone.column.addStretch(1)

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
        for project in projects:
            row = RecentRow(project)
            row.clicked.connect(lambda _=False, one=project: self._open(one))
            row.forget.triggered.connect(lambda _=False, one=project: self._forget(one))
            self._recent.addWidget(row)
            self._recent.addWidget(rule())
        if not projects:
            nothing = label("Projects you open stand here.", "body", "text3")
            nothing.setContentsMargins(theme().px(8), 0, 0, 0)
            self._recent.addWidget(nothing)

    def _open(self, project: RecentProject) -> None:
        path = Path(project.path)
        if path.is_file():
            self.context.project_requested.emit(path)
            return
        self._show_recent(recent_projects(self.context.settings))
        self.context.message(
            f"{path.name} is no longer in {path.parent}\nIt may have been moved, renamed or "
            "deleted, or its drive is not connected.",
            kind="warning",
            action="Take it off the list",
            on_action=lambda: self._forget(project),
        )

    def _forget(self, project: RecentProject) -> None:
        forget(self.context.settings, project.path)
        self._show_recent(recent_projects(self.context.settings))

    def drop_hint(self, over: bool) -> None:
        """Something that can be dropped is held over the window, or no longer."""
        self.drop_zone.set_over(over)

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
