"""The second line of a pattern's row: whatever the width and size, nothing lies over another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFontMetrics

from curator.gui.pages.patterns_list_figures import TREND_WIDE, Columns
from curator.gui.theme import theme

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
