"""Where a pattern strikes: exact tests, corrected for their number."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from curator.patterns.lift import Described, holm, lifts

P_VALUES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30)


@given(P_VALUES)
def test_holm_rejects_step_by_step(p_values: list[float]) -> None:
    """At any level: from the smallest p-value on, until the first that its step does not pass."""
    adjusted = holm(p_values)
    for level in (0.01, 0.05, 0.5):
        rejected = 0
        for rank, p_value in enumerate(sorted(p_values)):
            if p_value * (len(p_values) - rank) > level:
                break
            rejected += 1
        assert sum(one <= level for one in adjusted) == rejected
    assert adjusted[p_values.index(min(p_values))] == min(adjusted)


def reviewed(count: int, seed: int) -> list[Described]:
    rng = random.Random(seed)
    return [
        Described(
            key,
            {
                "model": rng.choice(("small", "large")),
                "language": rng.choice(("de", "en", "fr")),
                "request": f"r{key}",
            },
        )
        for key in range(count)
    ]


def test_a_planted_lift_is_found_with_its_figures() -> None:
    cases = reviewed(200, 1)
    small = [one.key for one in cases if one.fields["model"] == "small"]
    told = lifts(cases, {"p": set(small[:40]), "q": set(range(0, 200, 7))})
    found = told["p"].found
    assert {(one.field, one.value) for one in found} == {("model", "small"), ("model", "large")}
    first = next(one for one in found if one.value == "small")
    assert (first.inside.count, first.inside.of) == (40, len(small))
    assert first.outside.count == 0
    assert first.ratio is None
    assert first.p_value < first.adjusted < 1e-6
    assert told["q"].found == ()
    assert told["p"].tested == 5  # two models, three languages; the request id has too many


def test_chance_is_seldom_taken_for_a_lift() -> None:
    """Nothing is planted: in at most a tenth of the projects anything survives the correction."""
    wrong = 0
    for seed in range(60):
        rng = random.Random(seed)
        members = {f"p{n}": set(rng.sample(range(120), 20)) for n in range(4)}
        wrong += any(one.found for one in lifts(reviewed(120, seed), members).values())
    assert wrong <= 6


def test_cases_without_the_field_do_not_count() -> None:
    cases = [Described(key, {"plan": "pro"} if key < 10 else {}) for key in range(40)]
    told = lifts(cases, {"p": set(range(10))})["p"]
    assert (told.found, told.tested) == ((), 0)
