"""The four gates before a pilot: ceiling, off-target regression, held-out marks, shelf life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from curator.model.readiness import AgreementFigures, Gate
from curator.model.review import Mark
from curator.model.snapshot import Snapshot
from curator.model.statistics import Estimate, wilson
from curator.model.trial_result import JudgeAgreement
from curator.readiness.cost_lines import months_until
from curator.readiness.haste import Haste, hurried_words
from curator.readiness.outcomes import Outcome
from curator.readiness.pilot import GUARDS
from curator.readiness.suspects import Suspect
from curator.readiness.targets import TargetPrice
from curator.readiness.texts import counted, percent
from curator.readiness.thresholds import Thresholds
from curator.trials.verdicts import BOTH_JUDGED, TRUSTED

UNKNOWABLE = frozenset(("unknowable", "not answerable", "not in the input"))
"""Tags of failures where the input does not let anyone know the answer."""


def ceiling_gap(
    snapshot: Snapshot, agreement: AgreementFigures, thresholds: Thresholds
) -> tuple[float, str] | None:
    """The share of cases on which no model can be shown better, and why; None is not known.

    The largest of: reviewers' disagreement with each other, with themselves, and failures that
    the input lets nobody get right.
    """
    needed = thresholds["double_reviews"]
    parts: list[tuple[float, str]] = []
    if agreement.plain is not None and agreement.cases >= needed:
        share = 1 - agreement.plain.value
        why = f"reviewers themselves differ on {percent(share)} of {agreement.cases} cases"
        parts.append((share, why))
    if agreement.itself is not None and agreement.itself.of >= needed:
        share = 1 - agreement.itself.value
        repeats = counted(agreement.itself.of, "blind repeat")
        why = f"reviewers differ from themselves on {percent(share)} of {repeats}"
        parts.append((share, why))
    rate = snapshot.figures.failure_rate
    failures = snapshot.failures
    unknowable = [item for item in failures if not UNKNOWABLE.isdisjoint(item.review.tags)]
    if unknowable and rate is not None:
        share = rate.value * len(unknowable) / len(failures)
        parts.append((share, f"in {percent(share)} of cases the input lets nobody know the answer"))
    return max(parts, default=None)


def four_gates(
    snapshot: Snapshot,
    outcomes: Sequence[Outcome],
    best: Outcome | None,
    agreement: AgreementFigures,
    suspects: Sequence[Suspect],
    haste: Haste,
    target: TargetPrice | None,
    as_of: date | None,
    thresholds: Thresholds,
) -> tuple[Gate, ...]:
    """All four, in order; a gate that is shut is a reason to look before a pilot."""
    return (
        _ceiling(snapshot, best, agreement, thresholds),
        _off_target(snapshot, outcomes, best, thresholds),
        _held_out_marks(snapshot, suspects, haste, thresholds),
        _shelf_life(snapshot, target, as_of, thresholds),
    )


def _ceiling(
    snapshot: Snapshot,
    best: Outcome | None,
    agreement: AgreementFigures,
    thresholds: Thresholds,
) -> Gate:
    gap = ceiling_gap(snapshot, agreement, thresholds)
    needed = f"{thresholds['double_reviews']:g} doubly reviewed cases or blind repeats"
    name, threshold = "Ceiling", "the best prompt leaves more failing than people dispute"
    if gap is None or best is None or best.residual is None:
        sentence = f"How well people agree is not known, or no prompt is measured: {needed}."
        step = f"Mark {needed}, so that the ceiling on any model is known."
        return Gate(
            name=name,
            state="no evidence",
            sentence=sentence,
            threshold=threshold,
            step=step,
        )
    share, why = gap
    if not best.weighted or not best.on_held_out:
        sentence = (
            f"{why[:1].upper()}{why[1:]}; what the best prompt, {best.name}, leaves of all cases "
            "is not measured on held-out ones yet, or the failure rate is not known."
        )
        step = f"Run {best.name} over the held-out set, and review cases in random order."
        return Gate(
            name=name, state="no evidence", sentence=sentence, threshold=threshold, step=step
        )
    shut = share > 0 and best.residual.low <= share
    sentence = f"The best prompt, {best.name}, leaves {best.residual.percent} failing, and {why}."
    return Gate(name=name, state="shut" if shut else "open", sentence=sentence, threshold=threshold)


def _off_target(
    snapshot: Snapshot, outcomes: Sequence[Outcome], best: Outcome | None, thresholds: Thresholds
) -> Gate:
    """What the latest tuned model, else the best prompt, does to cases that passed."""
    tuned = [one for one in outcomes if one.traits.tuned]
    chosen = tuned[-1] if tuned else best
    name = "Off-target regression"
    needed = thresholds["passing_cases"]
    threshold = f"no significant loss on {needed:g} passing cases, unrelated and safety among them"
    if chosen is None or chosen.regressions.cases < needed:
        ran = chosen.regressions.cases if chosen is not None else 0
        sentence = f"{counted(ran, 'passing case')} run; {needed:g} are needed."
        step = (
            f"Run {counted(int(needed) - ran, 'more passing case')}, unrelated and safety ones too."
        )
        return Gate(
            name=name,
            state="no evidence",
            sentence=sentence,
            threshold=threshold,
            step=step,
        )
    guard = chosen.regressions
    ran = counted(guard.cases, "passing case")
    parts = [f"{chosen.name}: {guard.broken} of {ran} break (p = {guard.p_value:.3f})"]
    step = ""
    for words, tag in GUARDS:
        share = _broken(snapshot, chosen, tag)
        if share.of == 0:
            parts.append(f"no {words.lower()} among them")
            step = "Tag passing cases as unrelated or safety, so that what training breaks shows."
        else:
            parts.append(f"{words.lower()}: {share.count} of {share.of} break")
    shut = guard.is_significant(thresholds["significance"])
    ids = {item.case.key: item.case.id for item in snapshot.reviewed}
    return Gate(
        name=name, state="shut" if shut else "open", sentence="; ".join(parts) + ".",
        threshold=threshold, step=step,
        case_ids=tuple(ids[key] for key in guard.keys if key in ids),
    )  # fmt: skip


def _broken(snapshot: Snapshot, outcome: Outcome, tag: str) -> Estimate:
    keys = [i.case.key for i in snapshot.passes if tag in i.review.tags]
    judged = [outcome.marks[key] for key in keys if key in outcome.marks]
    return wilson(sum(mark is Mark.FAIL for mark in judged), len(judged))


def _held_out_marks(
    snapshot: Snapshot, suspects: Sequence[Suspect], haste: Haste, thresholds: Thresholds
) -> Gate:
    held = sum(item.held_out for item in snapshot.reviewed)
    most = thresholds["suspect_marks"]
    name, threshold = "Held-out marks", f"at most {percent(most)} of held-out marks in doubt"
    if not held:
        return Gate(name=name, state="no evidence", sentence="No case is held out yet.",
                    threshold=threshold)  # fmt: skip
    share = len(suspects) / held
    sentence = f"{len(suspects)} of {held} held-out marks are in doubt ({percent(share)})."
    if suspects:
        first = suspects[0]
        sentence += f" {first.case_id}: {' and '.join(first.signs)}."
    doubted = [one for one in snapshot.judges if one.cases >= BOTH_JUDGED and not _trusted(one)]
    for judge in snapshot.judges:
        sentence += f" {judge.judge}: {judge.sentence}"
    hurried = haste.is_doubtful(thresholds["hurried_marks"])
    if hurried:
        sentence += f" {hurried_words(haste)}"
    if haste.together:
        many = len(haste.together)
        verb = "was" if many == 1 else "were"
        sentence += f" {many} {verb} set or accepted many at once, not one by one."
    step = f"Look again at {counted(len(suspects), 'held-out mark')}." if suspects else ""
    if hurried:
        step = f"Look again at {counted(len(haste.hurried), 'held-out mark')} made in haste."
    if doubted:
        step = step or f"Judge what {doubted[0].judge} judged by hand, or mend its instructions."
    ids = {item.case.key: item.case.id for item in snapshot.reviewed if item.held_out}
    differ = [ids[key] for judge in doubted for key in judge.disagreeing if key in ids]
    differ += [ids[key] for key in haste.hurried if hurried and key in ids]
    shut = share > most or doubted or hurried
    return Gate(
        name=name, state="shut" if shut else "open", sentence=sentence,
        threshold=f"{threshold}; judges agree with people on {percent(TRUSTED)} or more",
        case_ids=tuple(dict.fromkeys([*(one.case_id for one in suspects), *differ])), step=step,
    )  # fmt: skip


def _trusted(judge: JudgeAgreement) -> bool:
    return judge.is_trusted(TRUSTED, BOTH_JUDGED)


def _shelf_life(
    snapshot: Snapshot, target: TargetPrice | None, as_of: date | None, thresholds: Thresholds
) -> Gate:
    """When prompts were last run on a current base model, and how long the target lives."""
    least = thresholds["shelf_life"]
    name = "Shelf life"
    threshold = f"a current base model run within {least:g} months, a target that lives as long"
    runs = [t for t in snapshot.trials if t.variant.definition.get("current_model") is True]
    step = "Run the best prompt on a current base model again."
    if not runs or as_of is None:
        sentence = "No prompt was run on a current base model, which may have caught up."
        return Gate(
            name=name,
            state="no evidence",
            sentence=sentence,
            threshold=threshold,
            step=step,
        )
    ran = date.fromisoformat(runs[-1].comparison.trial.created_at[:10])
    age = max(0.0, months_until(as_of, ran) or 0.0)
    said = [f"{runs[-1].variant.name} was run on a current base model on {ran}"]
    old = age > least
    lives = months_until(target.model_shutdown, as_of) if target is not None else None
    short = lives is not None and lives < least
    if target is not None and lives is not None:
        said.append(f"{target.name} shuts down in {lives:.1f} months")
    sentence = "; ".join(said) + "."
    if old:
        sentence += f" That was {age:.1f} months before the latest review."
    return Gate(
        name=name, state="shut" if old or short else "open", sentence=sentence,
        threshold=threshold, step=step if old else "",
    )  # fmt: skip
