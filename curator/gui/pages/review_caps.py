"""Key caps and tool tips of the review page, with the keys that its actions have now."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractButton

from curator.gui.action_spec import shown, with_key
from curator.gui.actions import REVIEW_ACTIONS
from curator.gui.key_map import KeyMap
from curator.gui.pages.review_screen import ReviewScreen
from curator.model.review import Mark


def show_keys(page: ReviewScreen) -> None:
    """Show every key as it is set; an action without one shows none."""
    keys = KeyMap(page.context.settings)
    now = {spec.id: keys.first(spec) for spec in REVIEW_ACTIONS}
    case = page.case
    for mark in Mark:
        case.marks.set_key(mark.value, shown(now[f"mark-{mark.value}"]))
    case.ideal.write_key.set_key(shown(now["ideal"]))
    case.suggested.set_key(shown(now["accept"]))
    case.leave_key.set_key(shown(now["focus"]))
    page.list.search.set_key(shown(now["search"]))
    for button, action in _tipped(page):
        words = with_key(button.toolTip(), now[action])
        button.setToolTip(words)
        button.setAccessibleName(with_key(button.accessibleName(), now[action]))


def _tipped(page: ReviewScreen) -> Iterator[tuple[QAbstractButton, str]]:
    """Buttons whose tool tip ends in their key, with the action."""
    ideal = page.case.ideal
    yield page.list.filter_button, "filter"
    yield page.list.hide_button, "toggle-list"
    yield page.case.show_list, "toggle-list"
    yield ideal.restart, "from-output"
    yield ideal.previous, "previous-change"
    yield ideal.next, "next-change"
