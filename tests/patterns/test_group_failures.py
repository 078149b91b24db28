"""The stage as a whole: from failures to patterns that people own."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.pattern import Lens, Pattern, PatternSet
from curator.patterns import FailureText, group_failures, place_failures
from curator.patterns.embedders.builtin import load
from curator.patterns.identity import tag_pattern_id
from tests.patterns.planted import failures_by_topic

EVERY_LENS: tuple[Lens, ...] = ("wrong", "asked", "answered", "all")


def group(
    failures: Sequence[FailureText],
    lens: Lens = "asked",
    people: PatternSet | None = None,
    threshold: float | None = None,
) -> PatternSet:
    """Group with the built-in embedder; the seconds are left out so that results compare."""
    found = group_failures(
        failures,
        load().embed,
        lens=lens,
        people=people or PatternSet(),
        threshold=threshold,
        embedder=load().id,
    )
    return found.model_copy(update={"seconds": 0.0})


def groups_of(found: PatternSet) -> dict[int, str]:
    return {key: pattern.id for pattern in found.patterns for key in pattern.members}


def accepted(pattern: Pattern, **changes: object) -> Pattern:
    return pattern.model_copy(update={"by_people": True, **changes})


def adjusted_rand(
    found: PatternSet, truth: Sequence[str], failures: Sequence[FailureText]
) -> float:
    """Adjusted Rand index (Hubert & Arabie 1985); each unassigned failure is its own group."""
    groups = groups_of(found)
    labels = [groups.get(one.key, f"alone {one.key}") for one in failures]
    _, ours = np.unique(labels, return_inverse=True)
    _, theirs = np.unique(list(truth), return_inverse=True)
    table = np.zeros((ours.max() + 1, theirs.max() + 1))
    np.add.at(table, (ours, theirs), 1)

    def pairs(counts: NDArray[np.float64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, one, other = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = one * other / (len(labels) * (len(labels) - 1) / 2)
    return (both - expected) / ((one + other) / 2 - expected)


def assert_whole(found: PatternSet, failures: Sequence[FailureText]) -> None:
    """Every failure is in exactly one pattern or in none, names and ids differ."""
    members = [key for pattern in found.patterns for key in pattern.members]
    assert sorted([*members, *found.unassigned]) == sorted(one.key for one in failures)
    assert sorted(key for key, _, _ in found.positions) == sorted(one.key for one in failures)
    assert len({pattern.id for pattern in found.patterns}) == len(found.patterns)
    assert len({pattern.name.casefold() for pattern in found.patterns}) == len(found.patterns)
    for pattern in found.patterns:
        assert list(pattern.members) == sorted(pattern.members)
        assert set(pattern.exemplars) <= set(pattern.members)
        assert 0.0 <= pattern.cohesion <= 1.0
        assert pattern.name.strip()


@pytest.mark.parametrize(("count", "floor"), [(20, 0.7), (50, 0.7), (200, 0.7)])
def test_planted_groups_are_found(count: int, floor: float) -> None:
    scores: list[float] = []
    for seed in range(3):
        failures, truth = failures_by_topic(count, seed)
        found = group(failures)
        assert_whole(found, failures)
        scores.append(adjusted_rand(found, truth, failures))
    assert np.mean(scores) >= floor, scores


@pytest.mark.parametrize("lens", EVERY_LENS)
def test_the_order_of_rows_changes_nothing(lens: Lens) -> None:
    failures, _ = failures_by_topic(40, 1)
    failures = [
        FailureText(
            one.key, one.asked, one.answered, "An ideal." if one.key % 3 else None, "", tags
        )
        for one in failures
        for tags in [("slow", "cold")[: one.key % 3]]
    ]
    first = group(failures, lens)
    for seed in range(3):
        shuffled = random.Random(seed).sample(failures, len(failures))
        assert group(shuffled, lens) == first


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_any_texts_end_up_in_one_place_whatever_their_order(data: st.DataObject) -> None:
    texts = st.sampled_from(
        ["", " ", "no", "The bill is wrong", "The bill was wrong", "账单错误", "كم السعر", "🙂🙂"]
    )
    rows = data.draw(
        st.lists(st.tuples(texts, texts, st.none() | texts, texts, st.lists(texts, max_size=2)))
    )
    failures = [
        FailureText(key, asked, answered, ideal, note, tuple(tags))
        for key, (asked, answered, ideal, note, tags) in enumerate(rows)
    ]
    lens = data.draw(st.sampled_from(EVERY_LENS))
    found = group(failures, lens)
    assert_whole(found, failures)
    assert group(data.draw(st.permutations(failures)), lens) == found


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("lens", EVERY_LENS)
def test_a_handful_of_unlike_failures_is_not_forced_together(count: int, lens: Lens) -> None:
    texts = ["Where is my parcel?", "The goat ate the contract.", "sqrt(2) is irrational"]
    failures = [FailureText(key, texts[key], texts[-key]) for key in range(count)]
    found = group(failures, lens)
    assert found.patterns == ()
    assert_whole(found, failures)


def test_with_two_failures_the_tag_still_makes_a_pattern() -> None:
    failures = [FailureText(1, "a", "b", tags=("rude",)), FailureText(2, "c", "d", tags=("rude",))]
    (pattern,) = group(failures, "wrong").patterns
    assert (pattern.name, pattern.members, pattern.by_people) == ("rude", (1, 2), True)
    assert pattern.colour == 1


@pytest.mark.parametrize("lens", EVERY_LENS)
def test_identical_failures_are_one_pattern(lens: Lens) -> None:
    failures = [FailureText(key, "Same question?", "Same answer.") for key in range(12)]
    (pattern,) = group(failures, lens).patterns
    assert pattern.members == tuple(range(12))
    assert pattern.cohesion == pytest.approx(1.0, abs=1e-3)
    assert pattern.exemplars == (0,)


def test_empty_outputs_are_a_pattern_of_what_was_wrong() -> None:
    failures, _ = failures_by_topic(20, 2)
    failures += [FailureText(100 + place, f"Question {place}?", "") for place in range(6)]
    found = group(failures, "wrong")
    (empty,) = [one for one in found.patterns if 100 in one.members]
    assert set(range(100, 106)) <= set(empty.members)
    blank = group([FailureText(key, "", "") for key in range(8)], "asked")
    assert blank.unassigned == tuple(range(8))


def test_a_very_long_output_takes_no_time_to_speak_of() -> None:
    failures, _ = failures_by_topic(20, 3)
    failures.append(FailureText(99, "Why?", "And then it said the same again. " * 20_000))
    failures.append(FailureText(98, "x" * 300_000, "{" * 300_000))
    found = group(failures, "wrong")
    assert_whole(found, failures)
    assert found.model_copy(update={"seconds": 0.0}) == found


def test_other_scripts_are_grouped_and_named() -> None:
    refunds = [f"返金はいつ届きますか、注文番号{n}です" for n in range(6)]
    hours = [f"Во сколько открывается магазин номер {n}" for n in range(6)]
    failures = [FailureText(key, text, "") for key, text in enumerate([*refunds, *hours])]
    found = group(failures, "asked")
    assert {pattern.members for pattern in found.patterns} == {
        tuple(range(6)),
        tuple(range(6, 12)),
    }
    assert all(pattern.keywords for pattern in found.patterns)


def test_two_failures_with_one_key_are_a_bug() -> None:
    with pytest.raises(ValueError, match="twice"):
        group([FailureText(1, "a", "b"), FailureText(1, "c", "d")])


def test_locked_and_accepted_members_never_move() -> None:
    failures, _ = failures_by_topic(50, 4)
    first = group(failures)
    odd = tuple(one.key for one in failures[::9])
    people = PatternSet(
        patterns=(
            Pattern(id="mine", name="Mine", by_people=True, colour=6, members=odd, fix="prompt"),
            Pattern(
                id="pinned", name="Pinned", by_people=False, locked=True, colour=2, members=(2,)
            ),
        )
    )
    for lens in EVERY_LENS:
        for threshold in (None, 0.95):
            found = group(failures, lens, people, threshold)
            assert_whole(found, failures)
            kept = {one.id: one for one in found.patterns}
            assert kept["mine"].members == odd
            assert (kept["mine"].name, kept["mine"].colour, kept["mine"].fix) == (
                "Mine",
                6,
                "prompt",
            )
            assert kept["pinned"].members == (2,)
    assert group(failures) == first


def test_a_regrouping_keeps_ids_names_and_colours() -> None:
    failures, _ = failures_by_topic(60, 5)
    first = group(failures[:50])
    renamed = PatternSet(
        patterns=tuple(
            one.model_copy(update={"name": f"Old name {place}", "fix": "knowledge"})
            for place, one in enumerate(first.patterns)
        )
    )
    again = {one.id: one for one in group(failures, people=renamed).patterns}
    for one in renamed.patterns[:3]:
        assert (again[one.id].name, again[one.id].colour) == (one.name, one.colour)
        assert again[one.id].fix == "knowledge"
        assert len(set(again[one.id].members) & set(one.members)) >= 0.7 * len(one.members)


def test_a_frozen_threshold_is_used_and_a_lower_one_groups_less() -> None:
    failures, _ = failures_by_topic(50, 6)
    auto = group(failures)
    assert group(failures, threshold=auto.threshold) == auto
    finer = group(failures, threshold=auto.threshold / 3)
    assert finer.threshold == auto.threshold / 3
    assert len(finer.unassigned) > len(auto.unassigned)


def test_tags_propose_further_members_and_never_assign_them() -> None:
    failures, truth = failures_by_topic(80, 7)
    largest = max(set(truth), key=truth.count)
    second = max(set(truth) - {largest}, key=truth.count)
    tagged: list[FailureText] = []
    given_tags = {largest: 0, second: 0}
    for one, topic in zip(failures, truth, strict=True):
        tags = (topic,) if topic in given_tags and given_tags[topic] < 5 else ()
        if tags:
            given_tags[topic] += 1
        tagged.append(FailureText(one.key, one.asked, one.answered, tags=tags))
    found = group(tagged)
    topic_of = dict(zip((one.key for one in failures), truth, strict=True))
    name_of = {tag_pattern_id(topic): topic for topic in given_tags}
    held = {key for one in found.patterns if one.by_people for key in one.members}
    assert len(held) == 10
    assert not held & {one.case_key for one in found.proposals}
    right = sum(topic_of[one.case_key] == name_of[one.pattern_id] for one in found.proposals)
    assert right >= 0.9 * len(found.proposals)
    assert len(found.proposals) >= 0.5 * (sum(topic in given_tags for topic in truth) - 10)
    assert all(0.5 <= one.probability <= 1.0 for one in found.proposals)


def test_new_failures_join_or_wait_and_nobody_else_moves() -> None:
    failures, truth = failures_by_topic(80, 8)
    first = group(failures[:60])
    people = first.model_copy(
        update={"patterns": (accepted(first.patterns[0], locked=True), *first.patterns[1:])}
    )
    found = place_failures(failures, load().embed, current=people)
    assert_whole(found, failures)
    before, after = groups_of(first), groups_of(found)
    assert {key: after[key] for key in before} == before
    new = {one.key: topic for one, topic in zip(failures[60:], truth[60:], strict=True)}
    joined = [key for key in new if after.get(key) in set(before.values())]
    assert joined
    assert not [key for key in joined if after[key] == first.patterns[0].id]
    assert found.threshold == first.threshold


def test_a_case_that_passes_now_leaves_its_pattern() -> None:
    failures, _ = failures_by_topic(30, 9)
    first = group(failures)
    people = PatternSet(patterns=tuple(accepted(one) for one in first.patterns))
    gone = first.patterns[0].members[0]
    found = group([one for one in failures if one.key != gone], people=people)
    assert gone not in groups_of(found)
    assert gone not in found.unassigned


def _stopping_after(calls: int) -> Callable[[], bool]:
    asked = iter(range(1_000_000))
    return lambda: next(asked) >= calls


@pytest.mark.parametrize("calls", [0, 1, 2, 3, 10])
def test_it_stops_when_told_to(calls: int) -> None:
    failures, _ = failures_by_topic(50, 10)
    with pytest.raises(Cancelled):
        group_failures(
            failures,
            load().embed,
            lens="wrong",
            people=PatternSet(),
            is_cancelled=_stopping_after(calls),
        )


def test_each_text_is_embedded_once_and_progress_is_told() -> None:
    failures, _ = failures_by_topic(50, 11)
    asked_for: list[str] = []
    told: list[tuple[int, int]] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        asked_for.extend(texts)
        return load().embed(texts)

    group_failures(
        failures,
        embed,
        lens="wrong",
        people=PatternSet(),
        progress=lambda done, total: told.append((done, total)),
    )
    assert len(asked_for) == len(set(asked_for))
    totals = {total for _, total in told}
    assert totals == {len(asked_for) + 2 * len(failures)}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]
