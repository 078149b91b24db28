"""The table of actions: menus, shortcuts, command list and key sheet are drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curator.gui.action_spec import ActionSpec
from curator.gui.stage_actions import STAGE_ACTIONS

EVERYWHERE = "everywhere"

MENUS = ("Project", "Edit", "View", "Case", "Stage", "Help")
"""The menu bar, left to right; a row's `menu` is one of these or ""."""

SETTINGS_MENU = (
    *("settings", "", "auto-advance", "", "theme-system", "theme-light", "theme-dark", ""),
    *("text-larger", "text-smaller", "text-normal"),
)
"""Actions of the menu at the rail's foot; "" is a rule."""

SHELL_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open-file", "Import a file…", ("Ctrl+O",), EVERYWHERE, "import", "Project"),
    ActionSpec("open-folder", "Import a folder…", (), EVERYWHERE, "folder-open", "Project"),
    ActionSpec("paste", "Import what is copied", ("Ctrl+V",), EVERYWHERE, "copy", "Project"),
    ActionSpec("new-project", "New project…", ("Ctrl+N",), EVERYWHERE, "plus", "Project"),
    ActionSpec("open-project", "Open project…", ("Ctrl+Shift+O",), EVERYWHERE, "folder", "Project"),
    ActionSpec("open-sample", "Open the sample project", (), EVERYWHERE, "folder-open", "Project"),
    ActionSpec("close-project", "Close project", ("Ctrl+W",), EVERYWHERE, "close", "Project"),
    ActionSpec("reviewer", "Reviewer's name…", (), EVERYWHERE, "person", "Project"),
    ActionSpec("quit", "Quit", ("Ctrl+Q",), EVERYWHERE, "", "Project"),
    ActionSpec("undo", "Undo the last act", ("Ctrl+Z",), EVERYWHERE, "undo", "Edit"),
    ActionSpec("redo", "Redo", ("Ctrl+Shift+Z",), EVERYWHERE, "redo", "Edit"),
    ActionSpec("commands", "Commands…", ("Ctrl+K",), EVERYWHERE, "search", "Edit"),
    ActionSpec("settings", "Settings…", ("Ctrl+,",), EVERYWHERE, "settings", "Edit"),
    ActionSpec("page-import", "Import", ("Ctrl+1",), EVERYWHERE, "import", "View"),
    ActionSpec("page-review", "Review", ("Ctrl+2",), EVERYWHERE, "review", "View"),
    ActionSpec("page-patterns", "Patterns", ("Ctrl+3",), EVERYWHERE, "patterns", "View"),
    ActionSpec("page-trials", "Trials", ("Ctrl+4",), EVERYWHERE, "trials", "View"),
    ActionSpec("page-readiness", "Readiness", ("Ctrl+5",), EVERYWHERE, "readiness", "View"),
    ActionSpec("page-export", "Export", ("Ctrl+6",), EVERYWHERE, "export", "View"),
    ActionSpec("next-pane", "Next pane", ("F6",), EVERYWHERE, "", "View"),
    ActionSpec("previous-pane", "Previous pane", ("Shift+F6",), EVERYWHERE, "", "View"),
    ActionSpec("text-larger", "Larger case text", ("Ctrl++", "Ctrl+="), EVERYWHERE, "", "View"),
    ActionSpec("text-smaller", "Smaller case text", ("Ctrl+-",), EVERYWHERE, "", "View"),
    ActionSpec("text-normal", "Normal case text", ("Ctrl+0",), EVERYWHERE, "", "View"),
    ActionSpec("theme-system", "Colours of the system", (), EVERYWHERE, "theme", "View"),
    ActionSpec("theme-light", "Light colours", (), EVERYWHERE, "theme", "View"),
    ActionSpec("theme-dark", "Dark colours", (), EVERYWHERE, "theme", "View"),
    ActionSpec("keys", "Keys", ("F1",), EVERYWHERE, "keyboard", "Help"),
    ActionSpec("about", "About Curator", (), EVERYWHERE, "info", "Help"),
)

REVIEW_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("mark-fail", "Mark fail", ("F",), "review", "", "Case"),
    ActionSpec("mark-pass", "Mark pass", ("P",), "review", "", "Case"),
    ActionSpec("mark-skip", "Mark skip", ("S",), "review", "", "Case"),
    ActionSpec("note", "Write what is wrong", ("N",), "review", "note", "Case"),
    ActionSpec("tags", "Tags", ("T",), "review", "tag", "Case"),
    ActionSpec("ideal", "Write the ideal answer", ("E", "Ctrl+E"), "review", "rename", "Case"),
    ActionSpec("severity-low", "Severity: low", ("Alt+L",), "review", "", "Case"),
    ActionSpec("severity-medium", "Severity: medium", ("Alt+M",), "review", "", "Case"),
    ActionSpec("severity-high", "Severity: high", ("Alt+H",), "review", "", "Case"),
    ActionSpec("next-case", "Next case", ("J",), "review", "arrow-down", "Case"),
    ActionSpec("previous-case", "Previous case", ("K",), "review", "arrow-up", "Case"),
    ActionSpec("undo-case", "Undo", ("Z",), "review", "undo", ""),
    ActionSpec("search", "Search cases", ("/",), "review", "search", "Edit"),
    ActionSpec("queue", "Choose a queue…", ("Q",), "review", "", "Case"),
    ActionSpec("find", "Find in this case", ("Ctrl+F",), "review", "search", "Edit"),
    ActionSpec("markdown", "Render Markdown or show it raw", ("M",), "review", "", "View"),
    ActionSpec("filter", "Filter and sort…", ("Ctrl+Shift+F",), "review", "filter", "Edit"),
    ActionSpec("go-to-case", "Go to a case…", ("Ctrl+G",), "review", "", "Edit"),
    ActionSpec("more-like-this", "More cases like this one", ("L",), "review", "", "Case"),
    ActionSpec("toggle-list", "Show or hide the case list", ("Ctrl+B",), "review", "", "View"),
    ActionSpec("focus", "Focused review", ("F11",), "review", "expand", "View"),
    ActionSpec(
        "save-next", "Save and next", ("Ctrl+Return", "Ctrl+Enter"), "review", "save", "Case"
    ),
    ActionSpec("toggle-changes", "Show or hide changes", ("Ctrl+D",), "review", "", "Case"),
    ActionSpec("next-change", "Next change", ("Alt+Down",), "review", "arrow-down", "Case"),
    ActionSpec("previous-change", "Previous change", ("Alt+Up",), "review", "arrow-up", "Case"),
    ActionSpec("from-output", "Start from…", ("Ctrl+R",), "review", "restore", "Case"),
    ActionSpec("format-json", "Format the JSON", ("Ctrl+J",), "review", "", "Case"),
    ActionSpec("ideal-state", "Ideal answer: draft or accepted", ("Alt+A",), "review", "", "Case"),
    ActionSpec("accept", "Accept the suggestions", ("A",), "review", "check", "Case"),
    ActionSpec(
        "suggestions", "All suggestions from the data…", ("Ctrl+Shift+A",), "review", "", "Case"
    ),
    ActionSpec("leave-field", "Back to the case", (), "review", "", ""),
    ActionSpec("manage-tags", "Rename or merge tags…", ("Ctrl+T",), "review", "tag", "Case"),
    ActionSpec("progress", "Progress", ("I",), "review", "", "View"),
    ActionSpec("blind-repeats", "Blind repeats…", (), "review", "", "Case"),
    ActionSpec("auto-advance", "Go on after a mark", (), "review", "", "Case"),
    *(
        ActionSpec(f"tag-{place}", f"Tag {place}", (str(place), f"Alt+{place}"), "review")
        for place in range(1, 10)
    ),
)

ACTIONS: tuple[ActionSpec, ...] = (*SHELL_ACTIONS, *REVIEW_ACTIONS, *STAGE_ACTIONS)


class KeySheetGroup(NamedTuple):
    """One block of the key sheet."""

    title: str
    rows: tuple[ActionSpec, ...]


def key_sheet(actions: Sequence[ActionSpec] = ACTIONS) -> list[KeySheetGroup]:
    """Every action that has a key, by where it works."""
    titles = {EVERYWHERE: "Everywhere", "review": "Review", "patterns": "Patterns"}
    groups: dict[str, list[ActionSpec]] = {}
    for action in actions:
        if action.keys and not action.id.startswith(("tag-", "undo-case")):
            groups.setdefault(action.where, []).append(action)
    return [
        KeySheetGroup(titles.get(where, where.capitalize()), tuple(rows))
        for where, rows in groups.items()
    ]
