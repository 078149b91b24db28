"""Processes that help with patterns: same results, ended with the work, not missed when away."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from curator.errors import Cancelled
from curator.model.work import never_cancelled
from curator.operations import own_process, pattern_processes
from curator.operations.pattern_processes import PROCESSES, WORTH_PORTIONS
from curator.patterns.help import NOBODY
from curator.patterns.layout import Components, place_sample
from curator.patterns.measured import Measured, Portion, Ready, measure_portions
from tests.patterns.planted import failures_by_topic

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def portions(monkeypatch: pytest.MonkeyPatch) -> list[Portion]:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    given, _ = failures_by_topic(3 * WORTH_PORTIONS, 4)
    return [given[start : start + 3] for start in range(0, len(given), 3)]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    found: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def popen(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        found.append(real(*arguments, **options))  # type: ignore[call-overload]
        return found[-1]

    monkeypatch.setattr(own_process.subprocess, "Popen", popen)
    return found


def test_others_measure_all_of_it_and_are_gone_afterwards(
    portions: list[Portion], started: list[subprocess.Popen[bytes]]
) -> None:
    with PROCESSES.measuring(portions) as ready:
        assert all_of(ready, len(portions)) == set(range(len(portions)))
    assert len(started) == 2
    assert all(one.returncode is not None for one in started)


def test_with_their_help_the_figures_are_the_same(portions: list[Portion]) -> None:
    with PROCESSES.measuring(portions) as ready:
        helped = measure_portions(portions, ready, never_cancelled)
    assert same(helped, alone(portions))


def test_they_are_ended_when_the_work_is_cancelled(
    portions: list[Portion], started: list[subprocess.Popen[bytes]]
) -> None:
    with pytest.raises(Cancelled), PROCESSES.measuring(portions) as ready:
        measure_portions(portions, ready, lambda: True)
    assert [one.returncode is not None for one in started] == [True, True]


def test_where_none_can_be_started_it_is_done_here(
    portions: list[Portion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(ROOT / "there is no such program"))
    with PROCESSES.measuring(portions) as ready:
        assert same(measure_portions(portions, ready, never_cancelled), alone(portions))


def test_where_they_end_at_once_it_is_done_here(
    portions: list[Portion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pattern_processes, "__name__", "curator.no_such_module")
    with PROCESSES.measuring(portions) as ready:
        assert same(measure_portions(portions, ready, never_cancelled), alone(portions))


def test_few_portions_and_single_cores_start_nothing(
    portions: list[Portion],
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with PROCESSES.measuring(portions[: WORTH_PORTIONS - 1]) as ready:
        assert ready() == {}
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    with PROCESSES.measuring(portions) as ready:
        assert ready() == {}
    assert started == []


@pytest.fixture
def components() -> Components:
    return np.random.default_rng(1).standard_normal((40, 6))


def test_a_map_laid_out_elsewhere_is_the_same(
    components: Components,
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with PROCESSES.placing(components) as placed:
        found = placed(never_cancelled)
    assert found is not None
    assert np.array_equal(found, place_sample(components, never_cancelled))
    assert [one.returncode is not None for one in started] == [True]


def test_waiting_for_a_map_can_be_cancelled(
    components: Components,
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    many = np.tile(components, (100, 1))  # takes minutes
    with pytest.raises(Cancelled), PROCESSES.placing(many) as placed:
        placed(lambda: True)
    assert [one.returncode is not None for one in started] == [True]


def test_a_map_that_nobody_lays_out_is_left_to_the_caller(
    components: Components, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(pattern_processes, "__name__", "curator.no_such_module")
    with PROCESSES.placing(components) as placed:
        assert placed(never_cancelled) is None
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    with PROCESSES.placing(components) as placed:
        assert placed(never_cancelled) is None


def all_of(ready: Ready, count: int) -> set[int]:
    """Numbers of all portions, waited for; nothing else is measured meanwhile."""
    found: set[int] = set()
    while len(found) < count:
        found.update(ready())
    return found


def alone(portions: list[Portion]) -> Measured:
    with NOBODY.measuring(portions) as ready:
        return measure_portions(portions, ready, never_cancelled)


def same(one: Measured, other: Measured) -> bool:
    *figures, letters = astuple(one)
    *others, other_letters = astuple(other)
    pairs = [*zip(figures, others, strict=True), *zip(letters, other_letters, strict=True)]
    return all(np.array_equal(*pair) for pair in pairs)
