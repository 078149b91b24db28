"""Figures of edits, demands and claims: one row a failure, and cancelled between portions."""

from __future__ import annotations

import pytest

from curator.errors import Cancelled
from curator.model.work import never_cancelled
from curator.patterns.failure_text import FailureText
from curator.patterns.further import measure_further


def test_every_failure_gets_a_row_and_no_edit_where_nothing_is_corrected() -> None:
    failures = [
        FailureText(1, "How long?", "30 days.", "14 days."),
        FailureText(2, "How long?", "30 days."),
    ]
    found = measure_further(failures, never_cancelled)
    for table in (found.edit_steps, found.first_edit, found.changed, found.demands, found.claims):
        assert len(table) == 2
    assert found.first_edit[0].any()
    assert not found.first_edit[1].any()


def test_it_stops_when_told_to() -> None:
    with pytest.raises(Cancelled):
        measure_further([FailureText(1, "How long?", "30 days.")], lambda: True)
