"""How the figures came about and where they end, in sentences; and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.reporting.summary import Fact, ParetoRow
from curator.reporting.wording import long_date, plural
from curator.version import __version__

if TYPE_CHECKING:
    from curator.model.figures import RatePart
    from curator.model.readiness import Readiness
    from curator.model.snapshot import Snapshot

SMALL_PATTERN = 10
"""Fewer cases than this and a pattern's figures say little (readiness: rows a pattern)."""


def method(
    snapshot: Snapshot, readiness: Readiness, rows: tuple[ParetoRow, ...]
) -> tuple[str, ...]:
    """The method and its limits, only what applies to this project."""
    sentences = [_reviewed(snapshot), _estimated(snapshot), _patterns(snapshot)]
    small = [row.name for row in rows if row.id and row.count < SMALL_PATTERN]
    if small:
        names = ", ".join(f"“{name}”" for name in small[:3])
        more = f" and {len(small) - 3} more" if len(small) > 3 else ""
        sentences.append(
            f"Fewer than {SMALL_PATTERN} cases: {names}{more}. Read these figures with care."
        )
    sentences.append(
        "Intervals are Wilson 95 % intervals of single shares. Totals add the shares from the top."
    )
    if snapshot.trials:
        sentences.append(
            "Trials compare a variant with the logged outputs, case by case. Cases chosen because "
            "they failed pass in part when they are simply asked again, so a fix rate flatters "
            "the variant until a fresh baseline is run. p is the exact McNemar test."
        )
    held_out = sum(case.held_out for case in snapshot.reviewed)
    if held_out:
        state = "frozen" if snapshot.held_out_frozen else "not frozen yet"
        sentences.append(
            f"{plural(held_out, 'reviewed case is', 'reviewed cases are')} held out ({state}): "
            "never trained on and not shown here as an example."
        )
    changed = [threshold.name for threshold in readiness.thresholds if threshold.overridden]
    if changed:
        sentences.append(f"Thresholds changed for this project: {', '.join(changed)}.")
    return tuple(sentences)


def _reviewed(snapshot: Snapshot) -> str:
    people = {mark.reviewer for mark in snapshot.marks} | {
        case.review.reviewer for case in snapshot.reviewed
    }
    times = sorted(c.review.reviewed_at for c in snapshot.reviewed if c.review.reviewed_at)
    text = (
        f"{len(snapshot.reviewed):,} of {plural(snapshot.figures.cases, 'case', 'cases')} were "
        f"reviewed by {plural(len(people - {''}), 'reviewer', 'reviewers')}"
    )
    if times:
        first, last = long_date(times[0]), long_date(times[-1])
        text += f" on {first}" if first == last else f" from {first} to {last}"
    skipped = snapshot.figures.skipped
    return f"{text}; {skipped:,} skipped." if skipped else f"{text}."


def _estimated(snapshot: Snapshot) -> str:
    if snapshot.figures.failure_rate is None:
        return "The failure rate is not known until cases of the random order are marked."
    return (
        f"The failure rate rests on the first {snapshot.figures.random_prefix:,} cases of a "
        "seeded random order, marked without a gap; marks from other queues do not enter it."
        f"{_by_import(snapshot)}"
    )


def _by_import(snapshot: Snapshot) -> str:
    """The rate of each import, and of each stratum of a sample, where there are several."""
    parts = snapshot.figures.rates
    if len(parts) < 2 and not any(one.strata for one in parts):
        return ""
    said: list[str] = []
    for one in parts:
        said.append(_rate_of(one))
        said += [_rate_of(part) for part in one.strata]
    return f" By import, each counted by the calls it stands for: {'; '.join(said)}."


def _rate_of(one: RatePart) -> str:
    rate = one.rate.percent if one.rate is not None else "not known"
    return f"{one.name} {rate}, {plural(one.size, 'call', 'calls')}"


def _patterns(snapshot: Snapshot) -> str:
    found = snapshot.patterns
    if not found.patterns:
        return "Failures are not grouped into patterns yet."
    people = sum(pattern.by_people for pattern in found.patterns)
    embedder = f" ({found.embedder})" if found.embedder else ""
    return (
        f"{plural(len(found.patterns), 'pattern', 'patterns')}: {people} named or accepted by "
        f"reviewers, the rest proposed by grouping embeddings{embedder}. A failure counts in one "
        "pattern only; what fits nowhere is in none."
    )


def facts(snapshot: Snapshot, readiness: Readiness) -> tuple[Fact, ...]:
    """What the summary was made from, so that it can be made again."""
    named = [
        ("Project", snapshot.name),
        ("Revision", str(snapshot.revision)),
        ("Seed", str(snapshot.seed)),
        ("Hash of the evidence", readiness.input_hash),
        ("Embedder", snapshot.patterns.embedder),
        ("Curator", __version__),
    ]
    return tuple(Fact(name=name, value=value) for name, value in named if value)
