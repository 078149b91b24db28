"""A case list of thousands fetches what is looked at, and little more."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from curator.gui.item_models.case_list import PAGE, PAGES_KEPT, CaseListModel
from curator.gui.widgets.case_list import CaseListPanel
from curator.model.queue import CaseLine
from curator.model.review import Mark

COUNT = 6_000


class Store:
    """Lines as a project would give them, with a count of what was asked for."""

    def __init__(self) -> None:
        self.fetched: list[int] = []
        self.marks: dict[int, Mark] = {}

    def fetch(self, keys: Sequence[int]) -> list[CaseLine]:
        self.fetched += keys
        return [
            CaseLine(key=key, id=f"c{key}", preview=f"Case {key}", mark=self.marks.get(key))
            for key in keys
        ]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def keys() -> array[int]:
    """Keys in an order that is not theirs."""
    return array("q", [(place * 7_919) % COUNT + 1 for place in range(COUNT)])


def test_the_model_keeps_qts_rules(
    qtmodeltester: ModelTester, store: Store, keys: array[int]
) -> None:
    model = CaseListModel(store.fetch)
    model.set_keys(keys[:300])
    qtmodeltester.check(model, force_py=True)


def test_only_what_is_shown_is_fetched(qtbot: QtBot, store: Store, keys: array[int]) -> None:
    panel = CaseListPanel(store.fetch)
    qtbot.addWidget(panel)
    panel.resize(296, 700)
    panel.show()
    panel.show_keys(keys, 0)
    qtbot.waitExposed(panel)
    panel.grab()
    assert len(store.fetched) <= 2 * PAGE
    panel.go_to(5_000)
    panel.grab()
    assert panel.row() == 5_000
    assert len(store.fetched) <= 4 * PAGE
    assert keys[5_000] in store.fetched
    box = panel.table.visualRect(panel.table.currentIndex())
    assert panel.table.viewport().rect().contains(box), "the current case is in view"


def test_rows_are_the_keys_in_order(store: Store, keys: array[int]) -> None:
    model = CaseListModel(store.fetch)
    model.set_keys(keys)
    for row in (0, PAGE - 1, PAGE, COUNT // 2, COUNT - 1):
        line = model.line(row)
        assert line is not None
        assert line.key == keys[row]
        assert model.row_of(keys[row]) == row
    assert model.line(COUNT) is None
    assert model.row_of(COUNT + 99) is None


def test_pages_looked_at_long_ago_are_let_go(store: Store, keys: array[int]) -> None:
    model = CaseListModel(store.fetch)
    model.set_keys(array("q", range(1, PAGE * (PAGES_KEPT + 4))))
    for row in range(0, PAGE * (PAGES_KEPT + 3), PAGE):
        model.line(row)
    before = len(store.fetched)
    model.line(0)
    assert len(store.fetched) == before + PAGE
    model.line(PAGE * (PAGES_KEPT + 2))
    assert len(store.fetched) == before + PAGE


def test_a_mark_refreshes_its_row_alone(store: Store, keys: array[int]) -> None:
    model = CaseListModel(store.fetch)
    model.set_keys(keys)
    model.line(0)
    before = len(store.fetched)
    store.marks[keys[3]] = Mark.FAIL
    heard: list[int] = []
    model.dataChanged.connect(lambda first, last: heard.append(first.row()))
    # The second one's page was never looked at: it has nothing to refresh.
    model.refresh([keys[3], keys[4_000]])
    assert store.fetched[before:] == [keys[3]]
    assert heard == [3, 4_000]
    line = model.line(3)
    assert line is not None
    assert line.mark is Mark.FAIL
    spoken = model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Fail. Case ")


def test_the_next_case_without_a_mark(store: Store, keys: array[int]) -> None:
    model = CaseListModel(store.fetch)
    model.set_keys(keys)
    store.marks = dict.fromkeys(keys[:1_000], Mark.PASS)
    assert model.next_unmarked(-1) == 1_000
    assert model.next_unmarked(1_000) == 1_001
    store.marks = dict.fromkeys(keys, Mark.SKIP)
    model.set_keys(keys)
    assert model.next_unmarked(-1) is None
