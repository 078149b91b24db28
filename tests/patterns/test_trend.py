"""A pattern over time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import chi2

from curator.patterns.trend import Dated, trend


def cases(days: int, each: int = 4, first: date = date(2026, 3, 2)) -> list[Dated]:
    return [
        Dated(place * each + n, True, f"{first + timedelta(days=place)}T10:00:00Z")
        for place in range(days)
        for n in range(each)
    ]


def test_the_finest_unit_with_at_most_twelve_points_is_chosen() -> None:
    assert [trend(cases(days), ()).unit for days in (8, 12, 40, 300, 900)] == [
        "day", "day", "week", "month", "quarter",
    ]  # fmt: skip


def test_a_growing_pattern_is_said_to_grow() -> None:
    dated = cases(10, each=10)
    members = [one.key for one in dated if one.key % 10 < one.key // 10]
    told = trend(dated, members)
    assert [point.members for point in told.points] == list(range(10))
    assert told.p_value is not None
    assert told.p_value < 1e-6
    assert told.sentence.startswith("Growing: 20 % of reviewed cases early on, 70 %")
    assert told.points[3].of_failures.of == 10


def test_the_test_is_the_chi_square_of_the_slope() -> None:
    """Cochran and Armitage's statistic is the number of cases times the squared correlation."""
    dated = cases(6, each=20)
    hits = [3, 5, 4, 8, 9, 11]
    members = [place * 20 + n for place, count in enumerate(hits) for n in range(count)]
    times = [one.key // 20 for one in dated]
    inside = [one.key in members for one in dated]
    correlation = float(np.corrcoef(times, inside)[0, 1])
    reference = float(chi2.sf(len(dated) * correlation**2, 1))
    assert trend(dated, members).p_value == pytest.approx(reference)


def test_a_steady_pattern_shows_no_trend() -> None:
    dated = cases(10, each=10)
    told = trend(dated, [one.key for one in dated if one.key % 10 == 3])
    assert told.sentence == "No clear trend."


def test_without_dates_nothing_is_drawn() -> None:
    told = trend([Dated(n, True, "yesterday") for n in range(50)], [1])
    assert (told.unit, told.points, told.p_value) == ("", (), None)
    assert "needs 20 reviewed cases with a date; 0 so far" in told.sentence
