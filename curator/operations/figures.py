"""The counts and rates of a project, worked out from one consistent view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.model.figures import Figures
from curator.model.review import Mark
from curator.project import acts, arrivals, cases, patterns, reviews, suggestions, trials
from curator.reviewing import estimates
from curator.reviewing.pace import LATEST, seconds_per_case

if TYPE_CHECKING:
    from curator.project.sql import Connection


def figures(connection: Connection) -> Figures:
    """Counts from the state tables; rates from the random part alone."""
    counts = reviews.mark_counts(connection)
    parts = [estimates.prefix_of(*one) for one in cases.marked_prefixes(connection)]
    repeats = acts.repeats(connection)
    fresh = estimates.saturation(parts, _modes(connection))
    return Figures(
        cases=cases.count(connection),
        reviewed=sum(counts.values()),
        passed=counts.get(Mark.PASS, 0),
        failed=counts.get(Mark.FAIL, 0),
        skipped=counts.get(Mark.SKIP, 0),
        ideal_answers=reviews.count_ideal_answers(connection),
        patterns=sum(1 for one in patterns.stored(connection).patterns if one.members),
        held_out=len(trials.frozen_held_out(connection)),
        duplicates=arrivals.count_duplicates(connection),
        suggestions=suggestions.count_waiting(connection),
        trials=trials.count(connection),
        failure_rate=estimates.failure_rate(parts),
        rates=estimates.rates_apart(parts),
        random_prefix=sum(len(part.keys) for part in parts),
        since_new=fresh.since_new,
        new_in_last_50=fresh.new_in_last_50,
        saturation=fresh.bound,
        seconds_per_case=seconds_per_case(acts.latest_mark_times(connection, LATEST)),
        repeats=len(repeats),
        repeats_agreeing=sum(first is second for _, _, first, second in repeats),
    )


def _modes(connection: Connection) -> dict[int, list[str]]:
    """Each failure's failure modes: its tags and the people's patterns it is in."""
    modes = reviews.tags_of_failures(connection)
    for pattern in patterns.stored(connection).patterns:
        if pattern.by_people:
            for key in pattern.members:
                if key in modes and pattern.name not in modes[key]:
                    modes[key].append(pattern.name)
    return modes
