"""Which cases a run takes, in which order, and what is to be said about them beforehand."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from curator.errors import CuratorError
from curator.model.pattern import Pattern
from curator.model.reviewed_case import ReviewedCase
from curator.model.trial_run import RunRequest

GUARD_LEAST = 30
"""Passing cases below which a regression can hardly be seen. Source: readiness, rule 6."""


def choose_cases(
    request: RunRequest, reviewed: Sequence[ReviewedCase], patterns: Sequence[Pattern], seed: int
) -> list[ReviewedCase]:
    """The cases of a run in a seeded order, so that a part of a run is a fair part of it.

    Raises CuratorError where nothing is left to run.
    """
    rng = random.Random(seed)
    failures = [one for one in reviewed if one.failed and _wanted_part(request, one.held_out)]
    passes = [one for one in reviewed if one.passed and _wanted_part(request, one.held_out)]
    if request.cases == "passes":
        failures = []
    failures = _of_patterns(request, failures, patterns, rng)
    if len(passes) > request.guard and request.cases != "held-out":
        passes = sorted(rng.sample(passes, request.guard), key=lambda one: one.case.key)
    chosen = [*failures, *passes]
    if not chosen:
        raise CuratorError(_nothing(request), field="cases")
    rng.shuffle(chosen)
    return chosen


def _wanted_part(request: RunRequest, held_out: bool) -> bool:
    match request.cases:
        case "all":
            return True
        case "held-out":
            return held_out
        case "failures" | "passes":
            return not held_out


def _of_patterns(
    request: RunRequest,
    failures: list[ReviewedCase],
    patterns: Sequence[Pattern],
    rng: random.Random,
) -> list[ReviewedCase]:
    """The failures of the chosen patterns, so many of each at most; "" is: in no pattern."""
    if not request.patterns and request.per_pattern is None:
        return failures
    unknown = set(request.patterns) - {one.id for one in patterns} - {""}
    if unknown:
        raise CuratorError(f"There is no pattern “{sorted(unknown)[0]}”.", field="patterns")
    of_case = {key: one.id for one in patterns for key in one.members}
    groups: dict[str, list[ReviewedCase]] = {}
    for one in failures:
        groups.setdefault(of_case.get(one.case.key, ""), []).append(one)
    found: list[ReviewedCase] = []
    for name, members in sorted(groups.items()):
        if request.patterns and name not in request.patterns:
            continue
        bound = request.per_pattern
        found += members if bound is None or len(members) <= bound else rng.sample(members, bound)
    return found


def _nothing(request: RunRequest) -> str:
    match request.cases:
        case "held-out":
            return "No reviewed case is held out yet: review more cases first."
        case "passes":
            return "No case was marked as passing yet, so there is no guard to run."
        case "failures" | "all":
            return "No failure to run: mark some cases first, or choose other patterns."


def warnings_of(
    request: RunRequest,
    chosen: Sequence[ReviewedCase],
    looked_at: Collection[int],
    runs_held_out_before: int,
) -> tuple[str, ...]:
    """What a person should know before they pay for the run, in sentences."""
    held = [one for one in chosen if one.held_out]
    seen = sorted(one.case.id for one in held if one.case.key in looked_at)
    passes = sum(one.passed for one in chosen)
    found: list[str] = []
    if seen:
        found.append(
            f"{_count(len(seen), 'held-out case')} of this run ({_some(seen)}) "
            f"{'was' if len(seen) == 1 else 'were'} looked at while a prompt was written: what "
            "they show is not independent."
        )
    if held and runs_held_out_before:
        found.append(
            f"The held-out cases were run in {_count(runs_held_out_before, 'trial')} before: a "
            "prompt chosen by them is tuned on them."
        )
    if passes < GUARD_LEAST and request.cases != "passes":
        found.append(
            f"Only {_count(passes, 'passing case')} stand guard: with fewer than {GUARD_LEAST} a "
            "prompt can break much unseen."
        )
    if not request.fresh_baseline:
        found.append(
            "No fresh baseline runs along: some failures pass on any new run, so no verdict on a "
            "variant will be given."
        )
    return tuple(found)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
