"""The file in front on the import page: what it is, how it is read, what must be decided."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from curator.gui.import_plan import ImportPlan
from curator.gui.theme import theme
from curator.gui.widgets.choice_box import ChoiceBox
from curator.gui.widgets.controls import MessageRow, Segments, button
from curator.gui.widgets.drop_zone import Picture
from curator.gui.widgets.import_notices import EncodingNotice, RepairNotice, encoding_words
from curator.gui.widgets.import_sample import SampleChoice
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label, plain_tip
from curator.model.importing import Calls, FilePreview
from curator.model.pace import size_words

ENCODINGS = (
    *("utf-8", "cp1252", "iso8859-1", "iso8859-15", "cp1250", "iso8859-2", "cp1251", "koi8-r"),
    *("cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "shift_jis", "euc_jp", "gb18030"),
    *("big5", "euc_kr", "utf-16-le", "utf-16-be", "mac_roman"),
)
SHOWN_FILES = 5
ROW = 28
NO_TEXT = ("xlsx", "parquet")


def confidence_words(preview: FilePreview) -> str:
    """How sure the format is, in words."""
    if preview.confidence is None:
        return "Chosen by you"
    if preview.mappable:
        return "No known tool's log: fields guessed below"
    if preview.confidence >= 0.995:
        return "Detected: all of the first rows fit"
    return f"Detected: {preview.confidence:.0%} of the first rows fit"


class FileFacts(QWidget):
    """What the file in front is and how it is read; every choice is a signal."""

    file_chosen = Signal(int)
    file_taken = Signal(int, bool)
    format_chosen = Signal(str)
    encoding_chosen = Signal(str)
    calls_chosen = Signal(object)
    change_wanted = Signal()
    target_wanted = Signal()

    def __init__(self, formats: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        px = theme().px
        self._formats = formats
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        self.file_name = ElidedLabel("", "title", "text")
        change = button("Change", "import-change", kind="link")
        change.clicked.connect(self.change_wanted)
        head.addWidget(Picture("file", 20))
        head.addWidget(self.file_name, 1)
        head.addWidget(change)
        column.addLayout(head)
        self.files = QListWidget()
        self.files.setObjectName("import-files")
        self.files.setAccessibleName("Files")
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.currentRowChanged.connect(self._row_changed)
        self.files.itemChanged.connect(self._item_changed)
        column.addWidget(self.files)
        self.trouble = QVBoxLayout()
        self.encoding_notice = EncodingNotice()
        self.repair_notice = RepairNotice()
        # What must be decided comes first: in a low window the rest is below the edge.
        column.addLayout(self.trouble)
        column.addWidget(self.encoding_notice)
        column.addWidget(self.repair_notice)
        column.addLayout(self._grid())
        self.encoding_notice.confirmed.connect(self.encoding_chosen)

    def _grid(self) -> QGridLayout:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        grid.setColumnMinimumWidth(0, px(76))
        grid.setColumnStretch(1, 1)
        self.format = ChoiceBox("import-format", "Format")
        self.format.activated.connect(lambda _: self.format_chosen.emit(self.format.currentData()))
        self.confidence = Paragraph("", "meta", "text3")
        self.bytes = ElidedLabel("", "body", "text")
        self.encoding = ChoiceBox("import-encoding", "Encoding")
        self.encoding.activated.connect(
            lambda _: self.encoding_chosen.emit(self.encoding.currentData())
        )
        self.calls = Segments("calls", "Which calls of a trace")
        self.calls.add(Calls.EVERY.value, "Every call")
        self.calls.add(Calls.LAST.value, "The last of each")
        self.calls.chosen.connect(lambda value: self.calls_chosen.emit(Calls(value)))
        self.sample = SampleChoice()
        self.target = ElidedLabel("", "body", "text")
        self.target_button = button("Change", "import-target", kind="link")
        self.target_button.clicked.connect(self.target_wanted)
        project = QHBoxLayout()
        project.addWidget(self.target, 1)
        project.addWidget(self.target_button)
        self._titles: dict[str, QWidget] = {}
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            ("Format", self.format),
            ("", self.confidence),
            ("Size", self.bytes),
            ("Encoding", self.encoding),
            ("Take", self.sample),
            ("Calls", self.calls),
            ("Project", project),
        )
        for place, (title, what) in enumerate(rows):
            if title:
                self._titles[title] = label(title, "body")
                # It stands beside the first line of what has several.
                top = Qt.AlignmentFlag.AlignTop
                grid.addWidget(self._titles[title], place, 0, top)
                inset = px(5) if title in ("Format", "Encoding", "Take", "Calls") else 0
                self._titles[title].setContentsMargins(0, inset, 0, 0)
            if isinstance(what, QWidget):
                grid.addWidget(what, place, 1)
            else:
                grid.addLayout(what, place, 1)
        return grid

    # Showing

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the files and what is known of the one in front."""
        self.file_name.set_text(plan.title)
        self._show_files(plan)
        self._show_trouble(plan.trouble_words(plan.path))
        preview = plan.preview
        if preview is None:
            return
        self._show_format(preview)
        self.bytes.set_text(size_words(preview.size))
        self._show_encoding(preview)
        self._titles["Calls"].setVisible(preview.calls is not None)
        self.calls.setVisible(preview.calls is not None)
        self.calls.set_value(preview.calls.value if preview.calls else None)
        self.sample.show_groups(preview.groups)
        self.encoding_notice.show_preview(preview)
        self.repair_notice.show_repairs(
            preview.mojibake,
            preview.looked_at,
            plan.repairs.get(plan.path, ()),
            on=plan.choice().how.repair_mojibake,
        )

    def _show_files(self, plan: ImportPlan) -> None:
        self.files.setVisible(len(plan.files) > 1)
        self.files.blockSignals(True)
        while self.files.count() > len(plan.files):
            self.files.takeItem(self.files.count() - 1)
        while self.files.count() < len(plan.files):
            item = QListWidgetItem()
            item.setSizeHint(QSize(0, theme().px(ROW)))
            self.files.addItem(item)
        for place, path in enumerate(plan.files):
            item = self.files.item(place)
            preview = plan.previews.get(path)
            attention = plan.attention(path)
            said = attention or (preview.title if preview else "")
            item.setText(f"{path.name}  ·  {said}" if said else path.name)
            readable = path not in plan.unreadable
            checkable = Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(item.flags() | checkable if readable else item.flags() & ~checkable)
            taken = readable and path not in plan.left_out
            item.setCheckState(Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked)
            item.setToolTip(plain_tip(plan.trouble_words(path) or str(path)))
            icon = "warning" if attention else "file"
            item.setIcon(theme().icon(icon, 16, "warn" if attention else "text3"))
        self.files.setCurrentRow(plan.place)
        self.files.blockSignals(False)
        rows = min(SHOWN_FILES, len(plan.files))
        self.files.setFixedHeight(theme().px(ROW) * rows + 4)

    def _item_changed(self, item: QListWidgetItem) -> None:
        taken = item.checkState() == Qt.CheckState.Checked
        self.file_taken.emit(self.files.row(item), taken)

    def _row_changed(self, row: int) -> None:
        if row >= 0:
            self.file_chosen.emit(row)

    def _show_format(self, preview: FilePreview) -> None:
        self.format.clear()
        detected = preview.confidence is not None
        self.format.addItem(preview.title if detected else "Detect again", "auto")
        self.format.insertSeparator(1)
        for name, title in self._formats:
            self.format.addItem(title, name)
        place = 0 if detected else self.format.findData(preview.format)
        self.format.setCurrentIndex(place)
        self.confidence.set_text(confidence_words(preview))

    def _show_encoding(self, preview: FilePreview) -> None:
        self.encoding.clear()
        for name in dict.fromkeys((*ENCODINGS, preview.encoding_guess, preview.encoding)):
            if name:
                likely = ", which it looks like" if name == preview.encoding_guess else ""
                self.encoding.addItem(f"{encoding_words(name)}{likely}", name)
        self.encoding.setCurrentIndex(self.encoding.findData(preview.encoding))
        of_text = preview.format not in NO_TEXT
        self._titles["Encoding"].setVisible(of_text)
        self.encoding.setVisible(of_text)

    def _show_trouble(self, trouble: str) -> None:
        while (item := self.trouble.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if trouble:
            row = MessageRow("warning", trouble, closable=False)
            self.trouble.addWidget(row)
            row.show()


class JudgementChoice(QWidget):
    """What becomes of judgements that lie in the files."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        self.accept = QCheckBox("Take its marks and answers as reviewed")
        self.accept.setObjectName("accept-marks")
        self.accept.setAccessibleName("Take its marks and answers as reviewed")
        self.hint = Paragraph("", "meta", "text3")
        column.addWidget(self.accept)
        column.addWidget(self.hint)

    def show_preview(self, preview: FilePreview, own_format: str) -> None:
        """Offer to take them for acts where they are another tool's."""
        judged = any(not row.review.is_empty for row in preview.rows)
        offered = judged and preview.format != own_format
        self.setVisible(judged)
        self.accept.setVisible(offered)
        self.hint.set_text(
            "Otherwise they are suggestions beside the case until a person accepts them. "
            "The log says what was taken with the import."
            if offered
            else "Marks, notes and answers in this file are kept as acts."
        )

    @property
    def accepted(self) -> bool:
        """Whether they are taken for acts."""
        return not self.isHidden() and not self.accept.isHidden() and self.accept.isChecked()
