"""The second line of a pattern's row: whatever the width and size, nothing lies over another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from curator.gui.item_models.pattern_list import PatternListModel, PatternRow, pattern_rows
from curator.gui.pages.patterns_list import PatternDelegate
from curator.gui.pages.patterns_list_figures import TREND_WIDE, Columns
from curator.gui.theme import theme
from curator.model.pattern import Pattern, PatternSet

USUAL = "27 % (22 to 33)"


@pytest.fixture(params=[1.0, 1.5, 2.0])
def scale(qapp: object, request: pytest.FixtureRequest) -> Iterator[float]:
    del qapp
    theme().set_scale(request.param, 1.0)
    yield request.param
    theme().set_scale(1.0, 1.0)


@pytest.mark.parametrize("width", [264, 300, 360, 424, 700])
def test_share_trend_and_fix_stand_beside_each_other(scale: float, width: int) -> None:
    del scale
    px, columns = theme().px, Columns.of(theme().px(width) if width == 264 else width)
    words = QFontMetrics(theme().font("body")).horizontalAdvance(USUAL)
    end = columns.trend if columns.trend >= 0 else columns.fix
    if end - columns.share < words:  # no room at all: then nothing is in its way but the fix
        assert columns.track == columns.trend == -1
    if columns.track >= 0:
        assert columns.track + px(84) <= columns.share
    if columns.trend >= 0:
        assert columns.trend + px(TREND_WIDE) <= columns.fix
    assert columns.fix < (px(width) if width == 264 else width)


def test_a_wide_row_shows_everything_and_a_narrow_one_the_figures(qapp: object) -> None:
    del qapp
    wide, narrow = Columns.of(560), Columns.of(264)
    assert min(wide.track, wide.trend) >= 0
    assert wide.worded
    assert (narrow.trend, narrow.worded) == (-1, False)


def painted(width: int, *, by_people: bool) -> tuple[QImage, QImage]:
    """The first and the second line of a row, as they are painted."""
    name = "a long name of a pattern"
    one = Pattern(id="a", name=name, colour=1, members=(1, 2), by_people=by_people)
    row = pattern_rows(PatternSet(patterns=(one,), unassigned=tuple(range(3, 20))), "count")[0]
    assert isinstance(row, PatternRow)
    view = QListView()
    model = PatternListModel(view)
    model.set_rows([row])
    box = QRect(0, 0, width, theme().px(72))
    option = QStyleOptionViewItem()
    option.rect = box  # pyright: ignore[reportAttributeAccessIssue]
    option.widget = view  # pyright: ignore[reportAttributeAccessIssue]
    image = QImage(box.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    PatternDelegate(view).paint(painter, option, model.index(0, 0))
    painter.end()
    half = theme().px(35)
    return image.copy(0, 0, width, half), image.copy(0, half, width, half)


def test_in_a_narrow_row_proposed_takes_no_room_from_the_name(scale: float) -> None:
    narrow = round(270 * scale)
    theirs, proposed = painted(narrow, by_people=True), painted(narrow, by_people=False)
    assert theirs[0] == proposed[0]
    assert theirs[1] != proposed[1]
    wide = round(424 * scale)
    theirs, proposed = painted(wide, by_people=True), painted(wide, by_people=False)
    assert theirs[0] != proposed[0]
    assert theirs[1] == proposed[1]
