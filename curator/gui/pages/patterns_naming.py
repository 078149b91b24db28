"""A name for a pattern by a model: what would be sent is shown first, a person takes the answer."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label, set_color
from curator.model.naming import NamingRequest, SuggestedName
from curator.operations import endpoints, pattern_names

NO_ENDPOINT = (
    "No endpoint is set up. Set one up on the Trials page (menu Stage, Endpoints…), then come "
    "back: what would be sent is shown here first. A name of your own needs none."
)


class NamingDialog(QDialog):
    """Nothing leaves before "Send", and then exactly the text that is shown."""

    taken = Signal(str)
    """The name that a person took, perhaps changed."""

    def __init__(self, context: AppContext, parent: QWidget, pattern_id: str, name: str) -> None:
        super().__init__(parent)
        self._context = context
        self._project = context.the_project()
        self._pattern = pattern_id
        self._request: NamingRequest | None = None
        self._asked = 0
        px = theme().px
        self.setObjectName("naming-dialog")
        self.setWindowTitle("Suggest a name")
        self.setAccessibleName("Suggest a name")
        self.setModal(True)
        self.resize(min(px(640), parent.width() - px(32)), min(px(560), parent.height() - px(32)))
        self.endpoint = QComboBox()
        self.endpoint.setObjectName("naming-endpoint")
        self.endpoint.setAccessibleName("Endpoint")
        self.text = QPlainTextEdit()
        self.text.setObjectName("naming-text")
        self.text.setAccessibleName("What would be sent, word for word")
        self.text.setReadOnly(True)
        self.told = Paragraph("", "body", "text")
        self.told.setObjectName("naming-told")
        self.name = QLineEdit(name)
        self.name.setObjectName("naming-name")
        self.name.setAccessibleName("Name of the pattern")
        self.send = button("Send and wait for a name", "naming-send", on_click=self._send)
        self.use = button("Use this name", "naming-use", kind="primary", on_click=self._use)
        leave = button("Cancel", "naming-cancel", on_click=self.reject)
        for one in (self.send, self.use, leave):
            one.setAutoDefault(False)
        self.send.setEnabled(False)
        self.use.setEnabled(False)
        self._lay_out(name, leave)
        self._fill()
        self.endpoint.currentIndexChanged.connect(lambda _: self._prepare())

    def _lay_out(self, name: str, leave: QWidget) -> None:
        px = theme().px
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        for one in (self.use, leave):
            foot.addWidget(one)
        foot.addStretch()
        ask = QHBoxLayout()
        ask.setSpacing(px(8))
        ask.addWidget(self.send)
        ask.addWidget(self.endpoint)
        ask.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(10))
        words = (
            f"A model may suggest a name for “{name}”. It gets the text below and nothing else; "
            "the pattern keeps its name until you take another."
        )
        column.addWidget(Paragraph(words, "body", "text2"))
        column.addWidget(label("What would be sent", "metastrong"))
        column.addWidget(self.text, 1)
        column.addWidget(self.told)
        column.addLayout(ask)
        column.addWidget(label("Name", "metastrong"))
        column.addWidget(self.name)
        column.addLayout(foot)

    def _fill(self) -> None:
        try:
            found = endpoints.endpoints()
        except CuratorError as error:
            self._say(error.sentence, "fail")
            return
        for one in found:
            self.endpoint.addItem(f"{one.name} ({one.host})", one.name)
        self.endpoint.setVisible(len(found) > 1)
        if found:
            self._prepare()
        else:
            self._say(NO_ENDPOINT, "fail")

    def _prepare(self) -> None:
        """Build the request, in the background: it reads the pattern's failures."""
        project, pattern, endpoint = self._project, self._pattern, self._endpoint()
        self._asked += 1
        asked = self._asked
        self._request = None
        self.send.setEnabled(False)

        def done(found: NamingRequest) -> None:
            if shiboken6.isValid(self) and asked == self._asked:
                self._request = found
                self.text.setPlainText(found.text)
                self._say(where_and_price(found), "text")
                self.send.setEnabled(True)

        self._context.background.run(
            "Preparing the question",
            lambda *_: pattern_names.request_for(project, pattern, endpoint),
            done,
            failed=lambda error: self._failed(error, asked),
            quiet=True,
        )

    def _send(self) -> None:
        project, request, endpoint = self._project, self._request, self._endpoint()
        if request is None:
            return
        asked = self._asked
        self.send.setEnabled(False)
        self._say("Waiting for a name …", "text2")

        def done(found: SuggestedName) -> None:
            if shiboken6.isValid(self) and asked == self._asked:
                self.name.setText(found.name)
                self.use.setEnabled(True)
                self.send.setEnabled(True)
                cost = "" if found.cost is None else f" It cost {dollars(found.cost)}."
                self._say(f"Suggested: {found.name}.{cost}", "text")
                self.name.setFocus()

        self._context.background.run(
            "Asking for a name",
            lambda *_: pattern_names.suggest_name(project, request, endpoint),
            done,
            failed=lambda error: self._failed(error, asked),
            quiet=True,
        )

    def _failed(self, error: CuratorError, asked: int) -> None:
        if shiboken6.isValid(self) and asked == self._asked:
            self._say(error.sentence, "fail")
            self.send.setEnabled(self._request is not None)

    def _endpoint(self) -> str:
        return str(self.endpoint.currentData() or "")

    def _say(self, sentence: str, color: str) -> None:
        self.told.set_text(sentence)
        set_color(self.told, color)

    def _use(self) -> None:
        name = self.name.text().strip()
        if name:
            self.taken.emit(name)
            self.accept()


def where_and_price(request: NamingRequest) -> str:
    """Where a request would go, and for how much."""
    where = f"Goes to {request.goes_to}" if request.goes_to else "Stays on this computer"
    price = "its price is not known" if request.price is None else f"costs {dollars(request.price)}"
    return f"{where}; {price}."


def dollars(amount: float) -> str:
    """A small price with as many digits as it needs."""
    if amount == 0:
        return "nothing"
    return f"about ${amount:.2f}" if amount >= 0.01 else "less than $0.01"
