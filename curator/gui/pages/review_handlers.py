"""What each action of the table does on the review page, and when it makes sense."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from curator.gui.actions import REVIEW_ACTIONS
from curator.gui.pages.review_screen import ReviewScreen
from curator.gui.pages.review_tools import ReviewTools
from curator.model.review import Mark

ALWAYS = frozenset(
    {
        "search",
        "queue",
        "filter",
        "go-to-case",
        "toggle-list",
        "auto-advance",
        "blind-repeats",
        "progress",
        "manage-tags",
        "suggestions",
    }
)
OWN = frozenset(spec.id for spec in REVIEW_ACTIONS)
"""What is asked about the actions of every page ("quit") has its answer in the window."""
WRITING = frozenset(
    {
        "next-change",
        "previous-change",
        "toggle-changes",
        "from-output",
        "format-json",
        "ideal-state",
    }
)


def handlers_of(page: ReviewScreen, tools: ReviewTools) -> dict[str, Callable[[], None]]:
    """Action id -> what it does."""
    ideal = page.case.ideal
    tags = {
        f"tag-{place}": partial(page.case.note_tags.toggle_place, place) for place in range(1, 10)
    }
    return {
        **tags,
        **tools.handlers(),
        "mark-fail": lambda: page.mark(Mark.FAIL),
        "mark-pass": lambda: page.mark(Mark.PASS),
        "mark-skip": lambda: page.mark(Mark.SKIP),
        "note": page.case.focus_note,
        "tags": page.case.focus_tags,
        "ideal": page.acts.write_ideal,
        "leave-field": page.focus_case,
        "next-case": lambda: page.step(1),
        "previous-case": lambda: page.step(-1),
        "undo-case": lambda: page.context.action_requested.emit("undo"),
        "search": page.focus_search,
        "toggle-list": page.toggle_list,
        "focus": page.toggle_focus,
        "save-next": page.save_and_next,
        "toggle-changes": ideal.toggle_view,
        "next-change": lambda: ideal.step(1),
        "previous-change": lambda: ideal.step(-1),
        "from-output": page.desk.open_menu,
        "format-json": page.desk.format_json,
        "ideal-state": ideal.toggle_state,
        "accept": page.acts.accept,
        "auto-advance": page.toggle_auto_advance,
    }


def can_do(page: ReviewScreen, action: str) -> bool:
    """Whether an action makes sense now."""
    if action in ALWAYS or action not in OWN:
        return True
    if action in WRITING:
        return page.case.ideal.is_open
    if action == "accept":
        return not page.case.suggested.isHidden()
    return page.acts.case is not None
