"""Which embedder the patterns are made with, where texts would go, and what that costs."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label, set_color
from curator.gui.widgets.line_field import line_field
from curator.model.changes import Changed
from curator.model.embedder import EmbedderChoice, EmbedderKind, EmbeddingEstimate
from curator.operations import embedding, endpoints, patterns

KINDS: tuple[tuple[EmbedderKind, str, str], ...] = (
    ("built-in", "Built in", "Works offline, nothing leaves this computer."),
    (
        "endpoint",
        "An endpoint",
        "An OpenAI-compatible server; the texts of failures and passes go there.",
    ),
    (
        "model2vec",
        "A local model2vec folder",
        "Needs the optional package model2vec; stays on this computer.",
    ),
    (
        "sentence-transformers",
        "A local sentence-transformers folder",
        "Needs the optional package sentence-transformers; stays on this computer.",
    ),
)


NO_ENDPOINT = (
    "No endpoint is set up. Set one up on the Trials page (menu Stage, Endpoints…), then come back."
)


class EmbedderDialog(QDialog):
    """Nothing is sent before "Use it", and then one word; the texts go when one groups again."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._project = context.the_project()
        self._asked = 0
        px = theme().px
        self.setObjectName("embedder-dialog")
        self.setWindowTitle("Embedder")
        self.setAccessibleName("Embedder")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(min(px(620), parent.width() - px(32)), px(330))
        self.kind = QComboBox()
        self.kind.setObjectName("embedder-kind")
        self.kind.setAccessibleName("Embedder")
        for value, words, _ in KINDS:
            self.kind.addItem(words, value)
        self.endpoint = QComboBox()
        self.endpoint.setObjectName("embedder-endpoint")
        self.endpoint.setAccessibleName("Endpoint")
        self.model = line_field("embedder-model", "Embedding model", "The endpoint's own model")
        self.folder = line_field("embedder-folder", "Folder of the model", "Folder with the model")
        self.browse = button("Choose…", "embedder-browse", on_click=self._browse)
        self._about = Paragraph("", "meta", "text3")
        self.told = Paragraph("", "body", "text")
        self.told.setObjectName("embedder-told")
        self.use = button("Use it", "embedder-use", kind="primary", on_click=self._use)
        leave = button("Cancel", "embedder-cancel", on_click=self.reject)
        for one in (self.browse, self.use, leave):
            one.setAutoDefault(False)
        self._lay_out(leave)
        self._fill()
        self.kind.currentIndexChanged.connect(lambda _: self._refresh())
        self.endpoint.currentIndexChanged.connect(lambda _: self._refresh())
        self.model.editingFinished.connect(self._refresh)
        self.folder.editingFinished.connect(self._refresh)
        self._refresh()

    def _lay_out(self, leave: QPushButton) -> None:
        px = theme().px
        where = QHBoxLayout()
        where.setSpacing(px(8))
        for field in (self.endpoint, self.model, self.folder, self.browse):
            where.addWidget(field, 0 if field is self.browse else 1)
        foot = QHBoxLayout()
        foot.addWidget(self.use)
        foot.addWidget(leave)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(10))
        column.addWidget(
            Paragraph(
                "Patterns are made from how alike the failures' texts are. Names and pinned "
                "patterns stay with another embedder; the next grouping uses it.",
                "body",
                "text2",
            )
        )
        column.addWidget(label("Embedder", "metastrong"))
        column.addWidget(self.kind)
        column.addWidget(self._about)
        column.addLayout(where)
        column.addWidget(self.told)
        column.addStretch()
        column.addLayout(foot)

    def _fill(self) -> None:
        try:
            for one in endpoints.endpoints():
                self.endpoint.addItem(f"{one.name} ({one.host})", one.name)
            standing = embedding.choice(self._project)
        except CuratorError as error:
            self._say(error.sentence, "fail")
            return
        self.kind.setCurrentIndex(max(0, self.kind.findData(standing.kind)))
        self.endpoint.setCurrentIndex(max(0, self.endpoint.findData(standing.endpoint)))
        self.model.setText(standing.model)
        self.folder.setText(standing.folder)

    def choice(self) -> EmbedderChoice:
        """What the form says."""
        kind: EmbedderKind = self.kind.currentData()
        of_endpoint = kind == "endpoint"
        return EmbedderChoice(
            kind=kind,
            endpoint=str(self.endpoint.currentData() or "") if of_endpoint else "",
            model=self.model.text().strip() if of_endpoint else "",
            folder=self.folder.text().strip() if kind in ("model2vec", "sentence-transformers")
            else "",
        )  # fmt: skip

    def _refresh(self) -> None:
        kind = self.kind.currentData()
        self._about.set_text(next(words for value, _, words in KINDS if value == kind))
        for field in (self.endpoint, self.model):
            field.setVisible(kind == "endpoint")
        for field in (self.folder, self.browse):
            field.setVisible(kind in ("model2vec", "sentence-transformers"))
        project, wanted = self._project, self.choice()
        self._asked += 1
        asked = self._asked
        self.use.setEnabled(False)
        if kind == "endpoint" and not self.endpoint.count():
            self._say(NO_ENDPOINT, "fail")
            return

        def done(found: EmbeddingEstimate) -> None:
            if shiboken6.isValid(self) and asked == self._asked:
                self._say(found.sentence, "text")
                self.use.setEnabled(True)

        def failed(error: CuratorError) -> None:
            if shiboken6.isValid(self) and asked == self._asked:
                self._say(error.sentence, "fail")

        self._context.background.run(
            "Estimating",
            lambda *_: patterns.embedding_estimate(project, wanted),
            done,
            failed=failed,
            quiet=True,
        )

    def _say(self, sentence: str, color: str) -> None:
        self.told.set_text(sentence)
        set_color(self.told, color)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder of the model", self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self._refresh()

    def _use(self) -> None:
        project, wanted, reviewer = self._project, self.choice(), self._context.reviewer
        self.use.setEnabled(False)
        self._say("Trying it …", "text2")

        def done(changed: Changed) -> None:
            if changed.sentence or changed.deed:
                self._context.did(changed)
            if shiboken6.isValid(self):
                self.accept()

        def failed(error: CuratorError) -> None:
            if shiboken6.isValid(self):
                self._say(error.sentence, "fail")
                self.use.setEnabled(True)

        self._context.background.run(
            "Trying the embedder",
            lambda *_: embedding.choose(project, wanted, reviewer),
            done,
            failed=failed,
            quiet=True,
        )
