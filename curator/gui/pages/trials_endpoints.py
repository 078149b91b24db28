"""Endpoints of this machine: where prompts may be sent, their keys, and whether one answers."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import ValidationError
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label, rule
from curator.gui.widgets.line_field import line_field
from curator.gui.widgets.modal import as_modal
from curator.gui.widgets.number_field import number_field
from curator.gui.widgets.scrolled import scrolled
from curator.model.endpoint import Endpoint, EndpointKind
from curator.operations import endpoints

KINDS: tuple[tuple[EndpointKind, str], ...] = (
    ("compatible", "OpenAI-compatible server (vLLM, Ollama, llama.cpp, LiteLLM …)"),
    ("openai", "OpenAI"),
    ("azure", "Azure OpenAI"),
)
ABOUT = (
    "Profiles stay on this computer, outside every project. Keys are kept in the system's keyring, "
    "or read from an environment variable; no file of Curator's ever holds one. Nothing is sent "
    "before you have seen where it goes and what it costs."
)
FIELDS: tuple[tuple[str, str, str], ...] = (
    ("name", "Name", "What you call it"),
    ("base_url", "Base URL", "http://localhost:11434/v1"),
    ("model", "Model", "As the server names it"),
    ("api_version", "API version", "Azure only, such as 2024-10-21"),
    ("key_variable", "Key variable", "An environment variable to read the key from"),
    ("input_price", "Price in, $", "For a million tokens; empty: not known"),
    ("output_price", "Price out, $", "For a million tokens; empty: not known"),
)


class EndpointsDialog(QDialog):
    """List on the left, the chosen profile on the right; `changed` after each that was kept."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._former = ""
        px = theme().px
        as_modal(self, parent, "endpoints-dialog", "Endpoints", 820, 660)
        self.list = QListWidget()
        self.list.setObjectName("endpoints-list")
        self.list.setAccessibleName("Profiles")
        self.list.setProperty("boxedList", True)
        self.list.setFixedWidth(px(190))
        self.list.currentRowChanged.connect(self._chosen)
        self.fields = {
            name: line_field(f"endpoint-{name}", words, tip) for name, words, tip in FIELDS
        }
        self.kind = QComboBox()
        self.kind.setObjectName("endpoint-kind")
        self.kind.setAccessibleName("Kind")
        for value, words in KINDS:
            self.kind.addItem(words, value)
        self.key = line_field("endpoint-key", "Key", "")
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.concurrency = number_field("endpoint-concurrency", "Calls at a time", 1, 256, 8)
        self.timeout = number_field("endpoint-timeout", "Seconds to wait", 1, 3600, 120)
        self.said = Paragraph("", "body", "text2")
        self.said.setObjectName("endpoint-said")
        self._lay_out()
        self._refresh()

    def _lay_out(self) -> None:
        px = theme().px
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        rows: list[tuple[str, QWidget]] = [("Kind", self.kind)]
        rows += [(words, self.fields[name]) for name, words, _ in FIELDS]
        rows.insert(5, ("Key", self.key))
        rows += [("Calls at a time", self.concurrency), ("Seconds to wait", self.timeout)]
        rows.insert(0, rows.pop(1))
        for words, field in rows:
            form.addRow(label(words, "body"), field)
        self.save = button("Save", "endpoint-save", kind="primary", on_click=self._save)
        self.test = button("Save and test", "endpoint-test", on_click=self._test)
        self.new = button("New", "endpoint-new", kind="quiet", icon="plus", on_click=self._new)
        self.delete = button("Delete", "endpoint-delete", kind="quiet", on_click=self._delete)
        close = button("Close", "endpoint-close", on_click=self.accept)
        for one in (self.save, self.test, self.new, self.delete, close):
            one.setAutoDefault(False)
        deeds = QHBoxLayout()
        for one in (self.save, self.test, self.delete):
            deeds.addWidget(one)
        deeds.addStretch()
        right = QVBoxLayout()
        right.setSpacing(px(10))
        inside = QWidget()
        inside.setProperty("plain", True)
        inside.setLayout(form)
        form.setContentsMargins(0, 0, px(8), 0)
        right.addWidget(scrolled(inside, "endpoint-form", "The profile"), 1)
        right.addWidget(self.said)
        right.addLayout(deeds)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.new)
        middle = QHBoxLayout()
        middle.setSpacing(px(20))
        middle.addLayout(left)
        middle.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(14))
        column.addWidget(Paragraph(ABOUT, "body", "text2"))
        column.addWidget(rule())
        column.addLayout(middle, 1)
        column.addWidget(rule())
        column.addLayout(foot)

    def _refresh(self, current: str = "") -> None:
        try:
            found = endpoints.endpoints()
        except CuratorError as error:
            self._say(error.sentence, "fail")
            found = []
        self._found = found
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([one.name for one in found])
        self.list.blockSignals(False)
        names = [one.name for one in found]
        if names:
            self.list.setCurrentRow(names.index(current) if current in names else 0)
            self._chosen(self.list.currentRow())
        else:
            self._new()

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self._show(self._found[row], self._found[row].name)

    def _new(self) -> None:
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        self.list.blockSignals(False)
        self._show(Endpoint(name="New endpoint"), "")
        self.fields["name"].selectAll()
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, endpoint: Endpoint, former: str) -> None:
        self._former = former
        self.kind.setCurrentIndex(max(0, self.kind.findData(endpoint.kind)))
        for name, field in self.fields.items():
            value: object = getattr(endpoint, name)
            field.setText("" if value is None else str(value))
        self.concurrency.setValue(endpoint.concurrency)
        self.timeout.setValue(round(endpoint.timeout))
        self.key.clear()
        self.delete.setEnabled(bool(former))
        place = ""
        try:
            place = endpoints.key_place(endpoint) if former else ""
        except CuratorError as error:
            self._say(error.sentence, "warn")
        self.key.setPlaceholderText(
            f"In the {place}; type to replace it" if place else "None yet; local servers need none"
        )
        self._say("", "text2")

    def _say(self, sentence: str, color: str) -> None:
        self.said.set_text(sentence, color)
        self.said.setVisible(bool(sentence))

    def _read(self) -> Endpoint:
        """The form as a profile. Raises CuratorError naming the field."""
        texts = {name: field.text().strip() for name, field in self.fields.items()}
        prices: dict[str, float | None] = {}
        for name in ("input_price", "output_price"):
            try:
                prices[name] = float(texts[name].replace(",", ".")) if texts[name] else None
            except ValueError:
                raise CuratorError(
                    f"“{texts[name]}” is not a price in dollars.", field=name
                ) from None
        former = next((one for one in self._found if one.name == self._former), None)
        fields = {
            **(former.model_dump() if former is not None else {}),
            **{name: texts[name] for name in texts if name not in prices},
            **prices,
            "kind": self.kind.currentData(),
            "concurrency": self.concurrency.value(),
            "timeout": float(self.timeout.value()),
        }
        try:
            return Endpoint.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(one) for one in first["loc"])
            raise CuratorError(f"{place}: {first['msg']}.", field=place) from None

    def _save(self) -> bool:
        try:
            endpoint = self._read()
            endpoints.save_endpoint(endpoint, key=self.key.text() or None, former=self._former)
        except CuratorError as error:
            self._say(error.sentence, "fail")
            return False
        self._refresh(endpoint.name)
        self._say("Saved.", "text2")
        self.changed.emit()
        return True

    def _test(self) -> None:
        if not self._save():
            return
        endpoint = self._read()
        self.test.setEnabled(False)
        self._say(f"Asking {endpoint.host} …", "text2")
        self._context.background.run(
            f"Testing {endpoint.name}",
            lambda *_: endpoints.test_connection(endpoint),
            self._alive(self._tested),
            quiet=True,
        )

    def _alive(self, deed: Callable[[str], None]) -> Callable[[str], None]:
        """The deed, unless the dialog was closed meanwhile."""
        import shiboken6

        return lambda said: deed(said) if shiboken6.isValid(self) else None

    def _tested(self, wrong: str) -> None:
        self.test.setEnabled(True)
        said = wrong or "It answers."
        self._say(said, "fail" if wrong else "pass")
        self._context.status(said)

    def _delete(self) -> None:
        name = self._former
        try:
            endpoints.delete_endpoint(name)
        except CuratorError as error:
            self._say(error.sentence, "fail")
            return
        self._refresh()
        self._say(f"“{name}” and its key are forgotten.", "text2")
        self.changed.emit()
