"""What goes into the dataset, and how it is split.

Training and validation rows are failures with an accepted ideal answer. The held-out rows are
the project's own held-out cases and never change sides: a training case in the same group as
one of them is left out, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from curator.errors import CuratorError
from curator.model.dataset import Dataset, DatasetRow, ExportOptions, LeftOut, Split
from curator.model.pattern import Pattern
from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot
from curator.readiness.splitting import Member, choose_groups, group_members
from curator.readiness.thresholds import read_thresholds

_ORDER: dict[Split, int] = {"train": 0, "validation": 1, "held_out": 2}
LEAKS = "in one group with a held-out case"
LEFT_OUT_SETTING = "left_out"
"""The project's setting that names cases (public ids) a person left out of training."""
BY_A_PERSON = "left out of training by a reviewer"


def build_dataset(
    snapshot: Snapshot, options: ExportOptions, unreviewed: Sequence[ReviewedCase] = ()
) -> Dataset:
    """Choose, group, split and order the rows; the same snapshot gives the same rows.

    `options.validation` is a share of the training rows, `options.keep_share` that of passing
    cases among them. `unreviewed` cases with an expected answer join the training rows, to learn
    that answer, unless the options ask for reviewed ones only. `options.held_out` took effect when
    the snapshot was taken: membership is the project's and is read, never chosen, here. Raises
    CuratorError for a share outside 0 to 1 or an unknown pattern.
    """
    _check_options(snapshot, options)
    seed = snapshot.seed if options.seed is None else options.seed
    patterns = snapshot.pattern_by_case()
    held = [case for case in snapshot.reviewed if _is_held_out_row(case)]
    kept_out = [case for case in snapshot.reviewed if case.held_out and not _is_held_out_row(case)]
    wanted = [case for case in snapshot.failures if _is_training_case(case, patterns, options)]
    wanted += [case for case in unreviewed if _teaches_expected(case, options)]
    unwanted = _left_out_ids(snapshot)
    train = [case for case in wanted if case.case.id not in unwanted]
    keeps = [case for case in snapshot.passes if options.keep_share > 0 and _can_keep(case)]
    strata = {key: pattern.id for key, pattern in patterns.items()}
    alike = read_thresholds(snapshot.settings)["near_duplicate"]
    members = group_members([*held, *kept_out, *train, *keeps], strata, seed, alike)
    held_groups = {member.group for member in members if member.reviewed.held_out}
    keys = {case.case.key for case in train}
    held_keys = {case.case.key for case in held}
    training = [m for m in members if m.reviewed.case.key in keys]
    free = [member for member in training if member.group not in held_groups]
    rows = [_row(m, "held_out", patterns) for m in members if m.reviewed.case.key in held_keys]
    free += _keeps(members, free, held_groups, options.keep_share)
    validation = choose_groups(free, options.validation)
    rows += [_row(m, "validation" if m.group in validation else "train", patterns) for m in free]
    rank = {member.reviewed.case.key: place for place, member in enumerate(members)}
    rows.sort(key=lambda row: (_ORDER[row.split], rank[row.case_key]))
    reasons = [(m.reviewed, LEAKS) for m in training if m.group in held_groups]
    reasons += [(case, BY_A_PERSON) for case in wanted if case.case.id in unwanted]
    left_out = tuple(
        LeftOut(case_key=one.case.key, case_id=one.case.id, reason=reason)
        for one, reason in reasons
    )
    return Dataset(seed=seed, rows=tuple(rows), left_out=left_out)


def _left_out_ids(snapshot: Snapshot) -> frozenset[str]:
    held = snapshot.settings.get(LEFT_OUT_SETTING)
    return frozenset(str(one) for one in held) if isinstance(held, list) else frozenset()


def _check_options(snapshot: Snapshot, options: ExportOptions) -> None:
    for name in ("validation", "held_out", "keep_share"):
        value = float(getattr(options, name))
        if not 0 <= value < 1:
            raise CuratorError(
                f"The {name.replace('_', ' ')} share must be from 0 to below 1, not {value:g}: "
                "write 0.1 for 10 %.",
                field=name,
            )
    known = {pattern.id for pattern in snapshot.patterns.patterns}
    for pattern_id in options.pattern_ids:
        if pattern_id not in known:
            raise CuratorError(
                f"There is no pattern {pattern_id!r} in this project.", field="pattern_ids"
            )


def _is_held_out_row(case: ReviewedCase) -> bool:
    return case.held_out and (case.passed or (case.failed and case.has_ideal))


def _is_training_case(
    case: ReviewedCase, patterns: dict[int, Pattern], options: ExportOptions
) -> bool:
    answered = case.has_ideal if options.accepted_only else bool(case.review.ideal)
    if case.held_out or not answered:
        return False
    pattern = patterns.get(case.case.key)
    return not options.pattern_ids or (pattern is not None and pattern.id in options.pattern_ids)


def _teaches_expected(case: ReviewedCase, options: ExportOptions) -> bool:
    """No pattern holds a case that nobody reviewed, so it goes in when all patterns do."""
    asked_for = not options.reviewed_only and not options.pattern_ids
    return asked_for and case.review.mark is None and bool((case.case.expected or "").strip())


def _can_keep(case: ReviewedCase) -> bool:
    return not case.held_out and bool(case.case.output.text.strip())


def _keeps(
    members: Sequence[Member], free: Sequence[Member], held: set[str], share: float
) -> list[Member]:
    """The first passing cases in seeded order, none beside a failure or a held-out case."""
    wanted = round(len(free) * share / (1 - share))
    taken = held | {member.group for member in free}
    candidates = [m for m in members if m.reviewed.passed and m.group not in taken]
    return candidates[:wanted]


def _row(member: Member, split: Split, patterns: dict[int, Pattern]) -> DatasetRow:
    case, review = member.reviewed.case, member.reviewed.review
    pattern = patterns.get(case.key)
    keep = member.reviewed.passed
    new = review.mark is None
    return DatasetRow(
        case_key=case.key,
        case_id=case.id,
        group=member.group,
        split=split,
        input=case.input,
        ideal=case.output.text if keep else review.ideal or (case.expected or "" if new else ""),
        output=case.output.text,
        keep=keep,
        tools=case.tools,
        pattern_id=pattern.id if pattern else "",
        pattern_name=pattern.name if pattern else "",
        note=review.note,
        tags=review.tags,
        severity=review.severity.value if review.severity else "",
        model=case.model,
        reviewer=review.reviewer if keep else review.ideal_reviewer or review.reviewer,
        reviewed_at=review.reviewed_at if keep else review.ideal_at or review.reviewed_at,
        source_id=case.id,
        model_written=not keep and review.ideal_model_written,
        accepted=keep or (review.ideal_accepted and not new),
        expected=case.expected,
        finish_reason=_finish_reason(member.reviewed),
    )


def _finish_reason(reviewed: ReviewedCase) -> str:
    for place in (reviewed.case.output.extra, reviewed.case.metadata, reviewed.case.usage):
        for name in ("finish_reason", "stop_reason"):
            value = place.get(name)
            if isinstance(value, str):
                return value
    return ""
