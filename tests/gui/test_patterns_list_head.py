"""The head of the pattern list: whole words where they fit, one word each where they do not."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from curator.gui.pages.patterns_list_head import PatternListHead


def test_the_menus_say_it_shorter_rather_than_with_a_gap_in_the_middle(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    head = PatternListHead()
    head.setParent(window)
    head.show_lens("wrong")
    head.show_order("count")
    window.show()
    layout = head.layout()
    assert layout is not None

    head.resize(600, head.height())
    whole = layout.sizeHint().width()
    assert (head.lens_button.text(), head.order_button.text()) == (
        "By what was wrong",
        "Sort by count",
    )
    head.resize(whole - 1, head.height())
    assert (head.lens_button.text(), head.order_button.text()) == ("Wrong", "Count")
    assert head.title.isVisible()
    assert head.lens_button.toolTip() == head.lens_button.accessibleName() == "By what was wrong"
    head.resize(layout.sizeHint().width() - 1, head.height())
    assert not head.title.isVisible()
    assert layout.sizeHint().width() <= head.width()

    head.resize(whole, head.height())
    assert head.title.isVisible()
    assert head.lens_button.text() == "By what was wrong"
    assert not head.lens_button.toolTip()
