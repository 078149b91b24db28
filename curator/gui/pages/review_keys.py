"""The keys that the strip shows in Review, by what has the focus."""

from __future__ import annotations

from curator.gui.page import KeyHint

CASE_KEYS = (
    KeyHint(("F",), "Fail", "mark-fail"),
    KeyHint(("P",), "Pass", "mark-pass"),
    KeyHint(("S",), "Skip", "mark-skip"),
    KeyHint(("N",), "Note", "note", group=True),
    KeyHint(("T",), "Tags", "tags"),
    KeyHint(("E",), "Ideal answer", "ideal"),
    KeyHint(("Z",), "Undo", "undo-case", group=True),
    KeyHint(("J", "K"), "Next, previous", "next-case"),
    KeyHint(("/",), "Search", "search", group=True),
    KeyHint(("Ctrl K",), "Commands", "commands"),
)
NOTE_KEYS = (
    KeyHint(("Enter",), "Save and next", "save-next"),
    KeyHint(("Alt 1–9",), "Tag"),
    KeyHint(("Tab",), "Tags", "tags"),
    KeyHint(("Ctrl E",), "Ideal answer", "ideal"),
    KeyHint(("Esc",), "Back to the case", "leave-field"),
    KeyHint(("Ctrl K",), "Commands", "commands", group=True),
)
SEVERITY_KEYS = (
    *NOTE_KEYS[:2],
    KeyHint(("Alt L", "Alt M", "Alt H"), "Low, medium, high", "severity-medium"),
    *NOTE_KEYS[2:],
)
"""While a note is written, where the project uses severities."""
EDITOR_KEYS = (
    KeyHint(("Ctrl Enter",), "Save and next", "save-next"),
    KeyHint(("Esc",), "Leave the editor", "leave-field"),
    KeyHint(("Ctrl D",), "Show or hide changes", "toggle-changes", group=True),
    KeyHint(("Alt ↓",), "Next change", "next-change"),
    KeyHint(("Ctrl R",), "Start from…", "from-output"),
    KeyHint(("Alt A",), "Draft or accepted", "ideal-state"),
    KeyHint(("Ctrl K",), "Commands", "commands", group=True),
)
