"""Failure modes rather than topics: the lens and the learning earn their keep."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from curator.bench.planted_modes import MODES, STRAY, planted_failures
from curator.model.pattern import PatternSet
from curator.patterns import FailureText
from curator.patterns.identity import tag_pattern_id
from tests.patterns.test_group_failures import adjusted_rand, group

COUNT = 300

pytestmark = pytest.mark.slow


def _alone(truth: list[str]) -> list[str]:
    return [mode if mode != STRAY else f"{STRAY} {place}" for place, mode in enumerate(truth)]


def _tagged(
    failures: list[FailureText], truth: list[str], each: int
) -> tuple[list[FailureText], dict[int, str]]:
    """Failures with the first `each` of every mode tagged; and the modes of the rest by key."""
    used = dict.fromkeys(MODES, 0)
    tagged: list[FailureText] = []
    rest: dict[int, str] = {}
    for failure, mode in zip(failures, truth, strict=True):
        if mode in used and used[mode] < each:
            used[mode] += 1
            tagged.append(replace(failure, tags=(mode,)))
        else:
            tagged.append(failure)
            rest[failure.key] = mode
    return tagged, rest


def _right(found: PatternSet, rest: Mapping[int, str]) -> int:
    return sum(one.pattern_id == tag_pattern_id(rest[one.case_key]) for one in found.proposals)


def test_planting_is_the_same_every_time_and_uses_every_mode() -> None:
    first, second = planted_failures(COUNT, 1), planted_failures(COUNT, 1)
    assert first == second
    assert set(first[1]) == {*MODES, STRAY}
    assert planted_failures(COUNT, 2) != first


@pytest.mark.parametrize("notes", [0.0, 0.5])
def test_wrong_finds_modes_where_answered_finds_topics(notes: float) -> None:
    failures, truth = planted_failures(COUNT, 3, notes=notes, ideals=notes / 2)
    wrong = adjusted_rand(group(failures, "wrong"), _alone(truth), failures)
    answered = adjusted_rand(group(failures, "answered"), _alone(truth), failures)
    assert wrong >= 0.25, f"adjusted Rand index {wrong:.3f}"
    assert wrong >= 2 * answered


def test_after_five_tags_a_mode_most_proposals_are_right() -> None:
    right, of, offered, claimed = 0, 0, 0, 0.0
    for seed in (4, 5):
        tagged, rest = _tagged(*planted_failures(COUNT, seed, notes=0.5, ideals=0.3), 5)
        found = group(tagged, "wrong")
        right += _right(found, rest)
        of += sum(mode != STRAY for mode in rest.values())
        offered += len(found.proposals)
        claimed += sum(one.probability for one in found.proposals)
    assert right >= 0.75 * offered
    assert right >= 0.6 * of
    assert abs(claimed - right) <= 0.12 * offered


def test_more_tags_teach_more() -> None:
    failures, truth = planted_failures(COUNT, 5)
    few, rest_of_few = _tagged(failures, truth, 3)
    many, rest_of_many = _tagged(failures, truth, 8)
    shares = [
        _right(group(tagged, "wrong"), rest) / len(rest)
        for tagged, rest in ((few, rest_of_few), (many, rest_of_many))
    ]
    assert shares[1] > shares[0] + 0.05


def test_random_tags_bring_few_proposals() -> None:
    failures, truth = planted_failures(COUNT, 6)
    shuffled = random.Random(6).sample(truth, len(truth))
    tagged, rest = _tagged(failures, shuffled, 5)
    assert len(group(tagged, "wrong").proposals) <= 0.15 * len(rest)
