"""What the window's header and key strip say while the patterns page is in front."""

from __future__ import annotations

from collections.abc import Callable

from curator.gui.page import KeyHint
from curator.gui.pages.patterns_state import PatternsState
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import InlineText, label

KEY_STRIP = [
    KeyHint(("J", "K"), "Next, previous pattern", "pattern-next"),
    KeyHint(("Enter",), "Open cases", "pattern-open"),
    KeyHint(("R",), "Rename", "pattern-rename", group=True),
    KeyHint(("M",), "Merge", "pattern-merge"),
    KeyHint(("X",), "Split", "pattern-split"),
    KeyHint((".",), "Pin", "pattern-pin"),
    KeyHint(("1", "2", "3"), "Set the fix", "pattern-fix-prompt"),
    KeyHint(("N",), "New pattern", "selection-new", group=True),
    KeyHint(("V",), "Move to", "selection-move"),
    KeyHint(("T",), "Tag next", "patterns-ask", group=True),
    KeyHint(("Z",), "Undo", "pattern-undo"),
    KeyHint(("Ctrl K",), "Commands", "commands"),
]
"""The keys that matter on this page."""


class PatternsHeader:
    """Counts at the left; what waits and "Group again" at the right."""

    def __init__(self, group_again: Callable[[], None]) -> None:
        self.facts = [InlineText(), InlineText(), InlineText()]
        self.waiting = label("", "meta")
        self.group_button = button(
            "Group again", "group-again", icon="refresh", on_click=group_again
        )

    def show(self, state: PatternsState) -> None:
        """Say where the project stands."""
        figures, found = state.figures, state.patterns
        outside = counted(len(found.unassigned), "case")
        patterns = "pattern" if len(found.patterns) == 1 else "patterns"
        number = (f"{len(found.patterns):,}", "strong", "text")
        self.facts[0].set_parts(
            (
                (f"{figures.failed:,}", "strong", "text"),
                (f" {'failure' if figures.failed == 1 else 'failures'} in ", "body", "text2"),
                (f"{figures.reviewed:,}", "strong", "text"),
                (" reviewed", "body", "text2"),
            )
        )
        self.facts[1].set_parts(
            (number, (f" {patterns}, {outside} in none", "body", "text2")),
            (number, (f" {patterns}", "body", "text2")),
        )
        self.facts[2].set_parts(
            (
                ("New patterns in the last 50: ", "body", "text2"),
                (f"{figures.new_in_last_50:,}", "strong", "text"),
            )
        )
        waiting = state.waiting if state.grouped else 0
        self.waiting.setText(f"{waiting:,} not grouped yet" if waiting else "")
