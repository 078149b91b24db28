"""What a variant would send for a real case, and what it changes against the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from curator.errors import CuratorError
from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, icon_button
from curator.gui.widgets.labels import Paragraph, label, rule, text_direction
from curator.model.variant import VariantDefinition
from curator.operations import variants
from curator.operations.trial_plans import prompt_tokens
from curator.project.store import ProjectFile
from curator.trials.rendering import Prompt
from curator.trials.variant_diff import FieldDiff

LONGEST = 60_000
"""Characters shown of a message: a preview, not the export."""
FIELD_WORDS = {
    "system": "System prompt",
    "template": "Last user message",
    "examples": "Worked examples",
    "model": "Model",
    "endpoint": "Endpoint",
    "parameters": "Parameters",
    "output_schema": "Output schema",
    "note": "Note",
    "facts": "Facts in the prompt",
    "baseline": "Baseline",
    "tuned": "Fine-tuned model",
    "written_from": "Written from",
    "retriever": "Retrieval",
    "current_model": "Current base model",
    "training_rows": "Training rows",
    "with_prompt": "Run with the prompt of",
}


@dataclass(frozen=True)
class Previewed:
    """One reading: the prompt on a case, the changes, or the sentence that says why not."""

    prompt: Prompt | None
    tokens: int
    changes: tuple[FieldDiff, ...]
    warning: str = ""
    error: str = ""


def read_preview(
    project: ProjectFile, definition: VariantDefinition, key: int | None, reviewer: str
) -> Previewed:
    """Make the prompt of a case; looking at a held-out case is written down."""
    try:
        changed = variants.changes(project, definition)
        if key is None:
            return Previewed(None, 0, changed)
        warning = variants.look_at_case(project, key, reviewer)
        prompt = variants.preview(project, definition, key)
        return Previewed(prompt, prompt_tokens(prompt), changed, warning)
    except CuratorError as error:
        return Previewed(None, 0, (), error=error.sentence)


class VariantPreview(QWidget):
    """Right half of the editor. `case_asked` carries an id, or "+" and "-" for the neighbours."""

    case_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("win", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown = Previewed(None, 0, ())
        self.tabs = Segments("variant-view", "What to show")
        self.tabs.add("preview", "On a case")
        self.tabs.add("changes", "Changes")
        self.tabs.set_value("preview")
        self.tabs.chosen.connect(lambda _: self._refresh())
        self.before = icon_button(
            "chevron-left", "Case before", "variant-case-before", lambda: self.case_asked.emit("-")
        )
        self.after = icon_button(
            "chevron-right", "Next case", "variant-case-after", lambda: self.case_asked.emit("+")
        )
        self.case_id = QLineEdit()
        self.case_id.setObjectName("variant-case")
        self.case_id.setAccessibleName("Case shown")
        self.case_id.setMaximumWidth(px(170))
        self.case_id.returnPressed.connect(lambda: self.case_asked.emit(self.case_id.text()))
        self.tokens = label("", "meta", "text3")
        self.notice = Paragraph("", "body", "warn")
        self.notice.setObjectName("variant-notice")
        self.text = QTextEdit()
        self.text.setObjectName("variant-preview")
        self.text.setAccessibleName("What is sent")
        self.text.setReadOnly(True)
        self.text.setProperty("reading", True)
        head = QHBoxLayout()
        head.addWidget(self.tabs)
        head.addStretch()
        for one in (self.before, self.case_id, self.after):
            head.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(14))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.notice)
        column.addWidget(self.text, 1)
        column.addWidget(self.tokens)
        self._refresh()

    def show_case_name(self, name: str) -> None:
        """The id of the case in view."""
        self.case_id.setText(name)

    def show_preview(self, shown: Previewed) -> None:
        """Show a new reading, scrolled as before."""
        self._shown = shown
        self._refresh()

    def _refresh(self) -> None:
        shown, on_case = self._shown, self.tabs.value() == "preview"
        notice = shown.error or (shown.warning if on_case else "")
        self.notice.set_text(notice)
        self.notice.setVisible(bool(notice))
        for one in (self.before, self.case_id, self.after):
            one.setVisible(on_case)
        bar = self.text.verticalScrollBar()
        place = bar.value()
        self.text.setHtml(_prompt_html(shown.prompt) if on_case else _changes_html(shown.changes))
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        bar.setValue(place)
        self.tokens.setText(f"{shown.tokens:,} tokens" if on_case and shown.prompt else "")
        self.text.setAccessibleName("What is sent" if on_case else "What is changed")


def _prompt_html(prompt: Prompt | None) -> str:
    """The messages, each under its role. Model text is escaped: it is shown, never obeyed."""
    if prompt is None:
        return _small("Nothing to show yet.")
    blocks = [_block(one.role, one.text) for one in prompt.messages]
    extra = [f"{name} = {value}" for name, value in prompt.parameters.items()]
    if prompt.output_schema is not None:
        extra.append("the output must fit the schema")
    if prompt.tools:
        extra.append(f"{len(prompt.tools)} tools as logged")
    if extra:
        blocks.append(_block("parameters", "\n".join(extra)))
    return "".join(blocks)


def _block(role: str, text: str) -> str:
    side = "rtl" if text_direction(text) == Qt.LayoutDirection.RightToLeft else "ltr"
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
    return (
        f'{_small(role)}<p dir="{side}" style="white-space:pre-wrap; margin-top:2px; '
        f'margin-bottom:14px;">{escape(shown)}</p>'
    )


def _small(text: str) -> str:
    color = theme().css("text3")
    return f'<p style="margin:0; color:{color};">{escape(text)}</p>'


def _changes_html(changes: tuple[FieldDiff, ...]) -> str:
    if not changes:
        return _small("No change yet.")
    colors = {"gone": theme().css("fail"), "new": theme().css("pass"), "same": theme().css("text2")}
    signs = {"gone": "− ", "new": "+ ", "same": "  "}
    parts: list[str] = []
    for field in changes:
        lines = "<br>".join(
            f'<span style="color:{colors[line.side]};">{signs[line.side]}{escape(line.text)}</span>'
            for line in field.lines
        )
        parts.append(
            f"{_small(FIELD_WORDS.get(field.field, field.field))}"
            f'<p style="white-space:pre-wrap; margin-top:2px; margin-bottom:14px;">{lines}</p>'
        )
    return "".join(parts)
