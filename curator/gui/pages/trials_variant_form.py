"""The fields of a variant: prompts as templates, examples, model, parameters, output schema."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.pages.trials_known import ALWAYS, KnownForm
from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, button, menu_button
from curator.gui.widgets.labels import Paragraph, label
from curator.gui.widgets.line_field import line_field
from curator.gui.widgets.number_field import number_field
from curator.model.base import JsonObject
from curator.model.variant import Examples, VariantDefinition
from curator.trials.templates import FIELDS

SAID_HERE = tuple(field for field, _ in ALWAYS)
FIELD_NAMES = tuple(name for name in FIELDS if name != "metadata")

EXAMPLE_WORDS = {
    "none": "No worked examples in the prompt.",
    "nearest": "For each case the most similar reviewed cases with an ideal answer; never the "
    "case itself, never a held-out one.",
    "picked": "The same cases for all, by their ids, in this order. Held-out cases are refused.",
}


class PromptField(QWidget):
    """A text that stays as it was logged, or is written here with fields of the case."""

    changed = Signal()

    def __init__(self, name: str, words: str, high: int) -> None:
        super().__init__()
        px = theme().px
        self.own = QCheckBox("Write it here")
        self.own.setObjectName(f"{name}-own")
        self.own.setAccessibleName(f"{words}: write it here instead of taking the logged one")
        self.text = QPlainTextEdit()
        self.text.setObjectName(name)
        self.text.setAccessibleName(words)
        self.text.setProperty("field", True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(px(high))
        self._insert = menu_button("Insert a field", f"{name}-insert")
        menu = QMenu(self)
        for field in FIELD_NAMES:
            menu.addAction(f"{{{{ {field} }}}}", lambda at=field: self._put(at))
        self._insert.setMenu(menu)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(label(words, "metastrong"))
        head.addSpacing(px(12))
        head.addWidget(self.own)
        head.addStretch()
        head.addWidget(self._insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(head)
        column.addWidget(self.text)
        self.own.toggled.connect(self._toggled)
        self.text.textChanged.connect(self.changed)
        self._toggled(on=False)

    def _toggled(self, on: bool) -> None:
        self.text.setEnabled(on)
        self._insert.setVisible(on)
        self.text.setPlaceholderText("" if on else "As logged with each case")
        self.changed.emit()

    def _put(self, field: str) -> None:
        self.text.insertPlainText(f"{{{{ {field} }}}}")

    def value(self) -> str | None:
        """What was written; None leaves the logged text."""
        return self.text.toPlainText() if self.own.isChecked() else None

    def set_value(self, value: str | None) -> None:
        self.own.setChecked(value is not None)
        self.text.setPlainText(value or "")


class VariantForm(QWidget):
    """All fields; `changed` at every keystroke. Reading raises CuratorError naming the field."""

    changed = Signal()
    examples_asked = Signal()
    """Somebody wants to choose the examples from a list."""

    def __init__(self) -> None:
        super().__init__()
        self._rest = VariantDefinition()
        self.name = line_field("variant-name", "Name", "What is changed, such as “states the rule”")
        self.parent_variant = QComboBox()
        self.parent_variant.setObjectName("variant-parent")
        self.parent_variant.setAccessibleName("Compared with")
        self.parent_variant.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.parent_variant.setMinimumContentsLength(6)
        self.system = PromptField("variant-system", "System prompt", 150)
        self.template = PromptField("variant-template", "Last user message", 90)
        self.how = Segments("variant-examples", "Worked examples")
        for value, words in (("none", "None"), ("nearest", "Nearest"), ("picked", "Picked")):
            self.how.add(value, words)
        self.count = number_field("variant-example-count", "How many of the nearest", 1, 50, 4)
        self.picked = line_field("variant-example-cases", "Ids of the examples", "case-12, case-40")
        self.choose = button("Choose…", "variant-example-choose", on_click=self.examples_asked.emit)
        self.choose.setAutoDefault(False)
        self._how_words = Paragraph("", "meta", "text3")
        self.model = line_field("variant-model", "Model", "The endpoint's own")
        self.parameters = line_field("variant-parameters", "Parameters", '{"temperature": 0}')
        self.schema = QPlainTextEdit()
        self.schema.setObjectName("variant-schema")
        self.schema.setAccessibleName("Output schema")
        self.schema.setPlaceholderText("A JSON Schema that the output must fit; empty for none")
        self.schema.setProperty("field", True)
        self.schema.setTabChangesFocus(True)
        self.schema.setMinimumHeight(theme().px(64))
        self.known = KnownForm("variant")
        self._lay_out()
        self._wire()
        self.how.set_value("none")
        self._show_how()

    def _lay_out(self) -> None:
        px = theme().px
        top = QGridLayout()
        top.setHorizontalSpacing(px(12))
        top.setVerticalSpacing(px(4))
        top.addWidget(label("Name", "metastrong"), 0, 0)
        top.addWidget(label("Compared with", "metastrong"), 0, 1)
        top.addWidget(self.name, 1, 0)
        top.addWidget(self.parent_variant, 1, 1)
        top.setColumnStretch(0, 3)
        top.setColumnStretch(1, 2)
        line = QHBoxLayout()
        line.addWidget(self.how)
        line.addWidget(self.count)
        line.addWidget(self.picked, 1)
        line.addWidget(self.choose)
        line.addStretch()
        low = QGridLayout()
        low.setHorizontalSpacing(px(12))
        low.setVerticalSpacing(px(4))
        for place, (words, field) in enumerate(
            (("Model", self.model), ("Parameters", self.parameters))
        ):
            low.addWidget(label(words, "metastrong"), 0, place)
            low.addWidget(field, 1, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(14))
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addWidget(self.system, 3)
        column.addWidget(self.template, 2)
        examples = QVBoxLayout()
        examples.setSpacing(px(4))
        examples.addWidget(label("Worked examples", "metastrong"))
        examples.addLayout(line)
        examples.addWidget(self._how_words)
        column.addLayout(examples)
        column.addLayout(low)
        below = QVBoxLayout()
        below.setSpacing(px(4))
        below.addWidget(label("Output schema", "metastrong"))
        below.addWidget(self.schema)
        column.addLayout(below, 1)
        column.addWidget(label("What the verdict goes by", "metastrong"))
        column.addWidget(self.known)

    def _wire(self) -> None:
        for field in (self.name, self.picked, self.model, self.parameters):
            field.textChanged.connect(self.changed)
        self.system.changed.connect(self.changed)
        self.template.changed.connect(self.changed)
        self.schema.textChanged.connect(self.changed)
        self.count.valueChanged.connect(self.changed)
        self.parent_variant.currentIndexChanged.connect(self.changed)
        self.known.changed.connect(self.changed)
        self.how.chosen.connect(lambda _: self._show_how())

    def _show_how(self) -> None:
        how = self.how.value() or "none"
        self.count.setVisible(how == "nearest")
        self.picked.setVisible(how == "picked")
        self.choose.setVisible(how == "picked")
        self._how_words.set_text(EXAMPLE_WORDS[how])
        self.changed.emit()

    def set_parents(self, names: list[str]) -> None:
        """Offer the variants that this one may be compared with."""
        self.parent_variant.blockSignals(True)
        chosen = self.parent_variant.currentData()
        self.parent_variant.clear()
        self.parent_variant.addItem("The logged prompt", "")
        for name in names:
            self.parent_variant.addItem(name, name)
        self.parent_variant.setCurrentIndex(max(0, self.parent_variant.findData(chosen or "")))
        self.parent_variant.blockSignals(False)
        self.known.set_prompts(names)

    def show_variant(self, name: str, definition: VariantDefinition) -> None:
        """Fill every field; what has none here is kept as it is."""
        self.blockSignals(True)
        self._rest = definition
        self.name.setText(name)
        self.parent_variant.setCurrentIndex(max(0, self.parent_variant.findData(definition.parent)))
        self.system.set_value(definition.system)
        self.template.set_value(definition.template)
        examples = definition.examples
        self.how.set_value(examples.how if examples is not None else "none")
        if examples is not None:
            self.count.setValue(examples.count or 4)
            self.picked.setText(", ".join(examples.cases))
        self.model.setText(definition.model)
        self.parameters.setText(_as_text(definition.parameters) if definition.parameters else "")
        schema = definition.output_schema
        self.schema.setPlainText(_as_text(schema, indent=2) if schema is not None else "")
        self.known.show_known(definition)
        self.blockSignals(False)
        self._show_how()

    def definition(self) -> VariantDefinition:
        """The fields as a definition."""
        plain = dict.fromkeys(SAID_HERE, False) | {"training_rows": 0, "with_prompt": ""}
        return self._rest.model_copy(
            update={
                "system": self.system.value(),
                "template": self.template.value(),
                "examples": self._examples(),
                "model": self.model.text().strip(),
                "parameters": _json(self.parameters.text(), "Parameters") or {},
                "output_schema": _json(self.schema.toPlainText(), "Output schema"),
                "parent": str(self.parent_variant.currentData() or ""),
                **plain,
                **self.known.known(),
            }
        )

    def picked_ids(self) -> list[str]:
        """The ids of the picked examples, in order."""
        return [one.strip() for one in self.picked.text().split(",") if one.strip()]

    def set_picked(self, ids: list[str]) -> None:
        """Take these as the examples."""
        self.picked.setText(", ".join(ids))

    def _examples(self) -> Examples | None:
        how = self.how.value()
        if how == "nearest":
            return Examples(how="nearest", count=self.count.value())
        if how == "picked":
            ids = tuple(self.picked_ids())
            if not ids:
                raise CuratorError("Name the cases that serve as examples.", field="examples")
            return Examples(how="picked", cases=ids)
        return None


def _as_text(value: JsonObject, indent: int | None = None) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent)


def _json(text: str, where: str) -> JsonObject | None:
    import json

    if not text.strip():
        return None
    try:
        value: object = json.loads(text)
    except ValueError as error:
        raise CuratorError(f"{where}: this is not JSON ({error}).", field=where) from None
    if not isinstance(value, dict):
        raise CuratorError(f"{where}: write a JSON object, such as {{}}.", field=where)
    return value  # pyright: ignore[reportUnknownVariableType]
