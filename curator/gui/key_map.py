"""Which keys the actions have now: those of the table, unless a person chose others."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence

from curator.gui.action_spec import ActionSpec, shown
from curator.gui.actions import ACTIONS, EVERYWHERE

LETTER_KEYS = "letterKeys"
"""The setting that switches off every key without Ctrl, Alt or the like."""
NEEDED = ("Tab", "Shift+Tab", "Backtab", "Return", "Enter", "Esc", "Space", "Backspace", "Del")
NEEDED_ALWAYS = (*NEEDED, "Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown")
"""Keys that fields, lists and buttons live by."""
TEXT_EDITING = ("Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+A", "Ctrl+Y")


def normal(key: str) -> str:
    """A key in Qt's own spelling."""
    return QKeySequence(key).toString()


def is_letter(key: str) -> bool:
    """Whether a key is a single character, typed without Ctrl, Alt or the like."""
    return len(key) == 1


class KeyMap:
    """The first key of a row can be chosen; its further ones stay."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def letters_on(self) -> bool:
        """Whether single letters act."""
        return self._settings.value(LETTER_KEYS, "true") in (True, "true")

    def chosen(self, spec: ActionSpec) -> tuple[str, ...]:
        """A row's keys as they are set, letters or not."""
        kept = self._settings.value(f"keys/{spec.id}")
        if kept is None:
            return spec.keys
        first = (str(kept),) if kept else ()
        return (*first, *spec.keys[1:])

    def keys(self, spec: ActionSpec) -> tuple[str, ...]:
        """The keys that act now."""
        return tuple(key for key in self.chosen(spec) if self.letters_on or not is_letter(key))

    def first(self, spec: ActionSpec) -> str:
        """The key that is shown; "" for none."""
        return next(iter(self.keys(spec)), "")

    def follow(self, spec: ActionSpec) -> ActionSpec:
        """A row with the keys that act now."""
        return spec._replace(keys=self.keys(spec))

    def is_changed(self, spec: ActionSpec) -> bool:
        """Whether a person chose this row's key."""
        return self._settings.value(f"keys/{spec.id}") is not None

    def refusal(self, spec: ActionSpec, key: str) -> str:
        """Why an action cannot have a key, in a sentence; "" where it can."""
        wanted = normal(key)
        if not wanted:
            return "This key cannot be used."
        # What the table itself gives an action stands: fields with the focus come before it.
        own = wanted in _normal(spec.keys)
        if wanted in NEEDED_ALWAYS and not own:
            return f"{shown(wanted)} is needed to move about and to type."
        if wanted in TEXT_EDITING and not own:
            return f"{shown(wanted)} is needed to edit text."
        for other in ACTIONS:
            if other.id != spec.id and _meet(spec, other) and wanted in _normal(self.chosen(other)):
                return f"{shown(wanted)} is the key of “{other.text.rstrip('…')}” already."
        return ""

    def choose(self, spec: ActionSpec, key: str) -> str:
        """Give an action another first key, "" for none. Returns why not, or ""."""
        refusal = self.refusal(spec, key) if key else ""
        if not refusal:
            wanted = normal(key)
            if spec.keys and wanted == normal(spec.keys[0]):
                self._settings.remove(f"keys/{spec.id}")
            else:
                self._settings.setValue(f"keys/{spec.id}", wanted)
        return refusal

    def reset(self, spec: ActionSpec) -> str:
        """Back to the table's key. Returns why not, or ""."""
        return self.choose(spec, spec.keys[0] if spec.keys else "")

    def reset_all(self) -> None:
        """Every action has the table's keys again."""
        self._settings.remove("keys")


def _meet(one: ActionSpec, other: ActionSpec) -> bool:
    """Whether two actions can be wanted at the same place."""
    return EVERYWHERE in (one.where, other.where) or one.where == other.where


def _normal(keys: Iterable[str]) -> set[str]:
    return {normal(key) for key in keys}


def plain_modifier(key: int) -> bool:
    """Whether a pressed key is only Shift, Ctrl or the like."""
    modifiers = (
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_unknown,
    )
    return key in modifiers
