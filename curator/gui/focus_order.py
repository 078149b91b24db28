"""Where Tab goes: through rail, header, page and strip as they are read, however they were made.

Widgets are made and made again while cases are shown (tags, folded lines), and each new one
would come last in Qt's own chain.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from curator.gui.page import Page

ROW = 12
"""Widgets whose middles are no further apart, in px, stand on one line."""


def go(
    window: QWidget, before: Sequence[QWidget], page: Page, after: QWidget, forward: bool
) -> bool:
    """Move the focus to the next or previous stop of a window, round its end."""
    stops = tab_stops(window, [*before, *page.focus_order(), page, after], page)
    if not stops:
        return False
    here = window.focusWidget()
    while here is not None and here not in stops:
        # A text that was clicked into counts as the pane it stands in.
        here = here.parentWidget()
    place = stops.index(here) if here is not None else -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True


def tab_stops(window: QWidget, sections: Sequence[QWidget], page: QWidget) -> list[QWidget]:
    """Every widget that Tab reaches, section by section; within one as one reads.

    What is of `page` and in no section before it keeps the order it was made in: a page of
    several panes is not read across them.
    """
    found = [widget for widget in window.findChildren(QWidget) if _is_stop(widget)]
    made = {widget: place for place, widget in enumerate(_chain(window))}

    def order(widget: QWidget) -> tuple[int, int, int]:
        number = _section(widget, sections)
        if number >= 0 and sections[number] is page:
            return number, made.get(widget, 0), 0
        return number, *_place(widget, window)

    return sorted(found, key=order)


def _chain(window: QWidget) -> list[QWidget]:
    """All widgets of a window in the order Qt would go through them."""
    found = [window]
    following = window.nextInFocusChain()
    while following is not None and following is not window:
        found.append(following)
        following = following.nextInFocusChain()
    return found


def _is_stop(widget: QWidget) -> bool:
    by_tab = Qt.FocusPolicy.TabFocus.value
    policy = widget.focusPolicy().value & by_tab == by_tab
    return policy and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _section(widget: QWidget, sections: Sequence[QWidget]) -> int:
    """The first section that a widget is or stands in; what stands in none comes first."""
    return next(
        (
            number
            for number, section in enumerate(sections)
            if widget is section or section.isAncestorOf(widget)
        ),
        -1,
    )


def _place(widget: QWidget, window: QWidget) -> tuple[int, int]:
    """Line and place on it, from the side that reading starts on."""
    middle = widget.mapTo(window, QPoint(widget.width() // 2, widget.height() // 2))
    mirrored = window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    left = widget.mapTo(window, QPoint(0, 0)).x()
    return round(middle.y() / ROW), -left if mirrored else left
