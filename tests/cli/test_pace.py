"""What commands say while they work: share, rate and the time left."""

from __future__ import annotations

import pytest

from curator.model.pace import Pace, left_words, progress_words


def test_a_rate_is_that_of_the_last_seconds() -> None:
    pace = Pace()
    pace.note(0.0, 0)
    assert pace.rate == 0
    pace.note(0.5, 100)
    assert pace.rate == 0  # too short a time to say
    for second in range(1, 30):
        done = 100 + 10 * second if second < 15 else 250 + 1_000 * (second - 15)
        pace.note(float(second), done)
    assert pace.rate == pytest.approx(1_000)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (2, "a few seconds left"),
        (38, "about 40 seconds left"),
        (170, "about 3 minutes left"),
        (7_200, "about 2.0 hours left"),
    ],
)
def test_the_time_left_in_words(seconds: float, words: str) -> None:
    assert left_words(seconds) == words


def test_a_commands_line_tells_share_rate_and_time_left() -> None:
    line = progress_words("Importing", 40_000_000, 100_000_000, 1_000_000, in_bytes=True)
    assert line == "Importing  40 %, 1.0 MB a second, about 60 seconds left"
    assert progress_words("Grouping", 0, 10, 0, in_bytes=False) == "Grouping   0 %"
    assert progress_words("Grouping", 10, 10, 5, in_bytes=False) == "Grouping 100 %"
