"""A draft of a prompt by a model: what is sent is read before it is sent."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label
from curator.gui.widgets.modal import as_modal
from curator.model.endpoint import Endpoint
from curator.model.variant import VariantDefinition
from curator.operations import endpoints, variants
from curator.operations.trial_tokens import prompt_tokens
from curator.trials.rendering import Prompt

ABOUT = (
    "A model rewrites the system prompt from what reviewers wrote on the tuning cases. This text "
    "is all that is sent. The answer comes back as a draft to edit; nothing is saved or run."
)
NO_ENDPOINT = (
    "No endpoint is set up, so nothing can be sent. Draft from notes works without one: it puts "
    "what reviewers wrote under the system prompt as rules."
)


def sending_words(endpoint: Endpoint, tokens: int) -> str:
    """Where the text goes and what it takes, before it goes."""
    stays = " (this machine)" if endpoint.is_local else ""
    # A rewritten prompt is about as long as what it was made from.
    cost = endpoint.price(tokens, tokens)
    price = "cost unknown" if cost is None else f"about ${cost:,.4f}"
    return f"One call to {endpoint.host}{stays}, about {tokens:,} tokens in, {price}."


class DraftDialog(QDialog):
    """`drafted` carries a VariantDefinition that a person still has to read and save."""

    drafted = Signal(object)

    def __init__(
        self, context: AppContext, parent: QWidget, pattern_ids: list[str], former: str
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._project = context.the_project()
        self._patterns = pattern_ids
        self._former = former
        messages = variants.draft_request(self._project, pattern_ids, parent=former)
        self._tokens = prompt_tokens(Prompt(messages, ""))
        as_modal(self, parent, "draft-dialog", "Draft by a model", 680, 560)
        self.text = QPlainTextEdit("\n\n".join(one.text for one in messages))
        self.text.setObjectName("draft-request")
        self.text.setAccessibleName("What is sent")
        self.text.setProperty("field", True)
        self.text.setReadOnly(True)
        self.endpoint = QComboBox()
        self.endpoint.setObjectName("draft-endpoint")
        self.endpoint.setAccessibleName("Endpoint")
        self.told = Paragraph("", "body", "text")
        self.told.setObjectName("draft-told")
        self.go = button("Send and draft", "draft-go", kind="primary", on_click=self._send)
        self._lay_out()
        self._fill()
        self.endpoint.currentIndexChanged.connect(lambda _: self._tell())
        self._tell()

    def _lay_out(self) -> None:
        px = theme().px
        leave = button("Cancel", "draft-cancel", on_click=self.reject)
        for one in (self.go, leave):
            one.setAutoDefault(False)
        where = QHBoxLayout()
        where.setSpacing(px(12))
        where.addWidget(label("Endpoint", "body"))
        where.addWidget(self.endpoint, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.go)
        foot.addWidget(leave)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(12))
        column.addWidget(Paragraph(ABOUT, "body", "text2"))
        column.addWidget(self.text, 1)
        column.addLayout(where)
        column.addWidget(self.told)
        column.addLayout(foot)

    def _fill(self) -> None:
        try:
            self._found = [one for one in endpoints.endpoints() if one.model]
        except CuratorError as error:
            self._found = []
            self._context.message(error.sentence, kind="error")
        for one in self._found:
            self.endpoint.addItem(f"{one.model} at {one.name}", one.name)
        if not self._found:
            self.endpoint.addItem("None set up yet", "")

    def _chosen(self) -> Endpoint | None:
        return next((one for one in self._found if one.name == self.endpoint.currentData()), None)

    def _tell(self) -> None:
        chosen = self._chosen()
        self.go.setEnabled(chosen is not None)
        words = NO_ENDPOINT if chosen is None else sending_words(chosen, self._tokens)
        self.told.set_text(words, "text")

    def _send(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        project, ids, former = self._project, self._patterns, self._former
        self.go.setEnabled(False)
        self.told.set_text(f"Asking {chosen.host} …", "text2")

        def done(made: VariantDefinition) -> None:
            if shiboken6.isValid(self):
                self.accept()
                self.drafted.emit(made)

        def failed(error: CuratorError) -> None:
            if shiboken6.isValid(self):
                self.go.setEnabled(True)
                self.told.set_text(error.sentence, "fail")

        self._context.background.run(
            "Drafting a prompt",
            lambda *_: variants.draft_by_model(project, ids, chosen, parent=former),
            done,
            failed=failed,
            quiet=True,
        )
