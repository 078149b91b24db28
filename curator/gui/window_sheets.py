"""What the window opens over itself: commands, keys, settings; loaded when a person asks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from curator.gui.context import AppContext
from curator.gui.shortcuts import ActionTable


def show_commands(window: QWidget, table: ActionTable) -> None:
    """The command list (Ctrl+K)."""
    from curator.gui.command_list import CommandList

    CommandList(window, table.rows(), table.usable, table.run).open()


def show_keys(window: QWidget, page: str, table: ActionTable) -> None:
    """The key sheet (F1), the page in front first."""
    from curator.gui.command_list import KeySheet

    KeySheet(window, page, table.specs()).open()


def show_settings(
    window: QWidget, context: AppContext, table: ActionTable, changed: Callable[[str], None]
) -> None:
    """The settings (Ctrl+,); `changed` hears a row's id."""
    from curator.gui.settings_dialog import SettingsDialog

    dialog = SettingsDialog(window, context, table.keys)
    dialog.changed.connect(changed)
    dialog.open()
