"""The verdict, from the project as it stands, and the decisions it asks people for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.changes import Changed
from curator.model.readiness import CostInputs, KeptVerdict, Readiness
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.operations import patterns, projects
from curator.operations.embedding import cached_embed
from curator.operations.snapshots import take_snapshot
from curator.operations.trial_results import judge_agreement
from curator.project import trials
from curator.project.store import ProjectFile
from curator.trials.verdicts import BY_PEOPLE

if TYPE_CHECKING:
    from curator.readiness.checks import Memo


def assess(
    project: ProjectFile,
    *,
    memo: Memo | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Readiness:
    """Rules, checks, costs and the verdict. Failures that nobody grouped yet are grouped first.

    `memo` keeps what checks worked out, so that after an edit only what it touches runs again.
    """
    from curator.readiness import assess as judge_snapshot

    patterns.ensure_grouped(project, progress=progress, is_cancelled=is_cancelled)
    snapshot = take_snapshot(project)
    used = {one.comparison.trial.judge for one in snapshot.trials}.difference(BY_PEOPLE)
    judges = tuple(judge_agreement(project, judge) for judge in sorted(used))
    snapshot = snapshot.model_copy(update={"judges": judges})
    found = judge_snapshot(snapshot, cached_embed(project), memo)
    if memo is not None:
        memo.tidy()
    return found


def set_costs(project: ProjectFile, inputs: CostInputs, reviewer: str) -> Changed:
    """Keep the user's figures for the cost math. Raises CuratorError for a range that is none."""
    from curator.readiness.costs import check_ranges

    check_ranges(inputs)
    values = inputs.model_dump(mode="json", exclude_defaults=True)
    return projects.set_setting(project, "costs", values, reviewer)


def set_threshold(project: ProjectFile, name: str, value: float | None, reviewer: str) -> Changed:
    """Override one threshold, None returns it to its default. In the log and undoable.

    Raises CuratorError for an unknown name or a value that is no sensible number.
    """
    from curator.readiness.thresholds import read_thresholds

    held = projects.settings(project)
    if name == "tolerance":
        read_thresholds({**held, "tolerance": value})
        return projects.set_setting(project, "tolerance", value, reviewer)
    own = held.get("thresholds")
    values: JsonObject = {**own} if isinstance(own, dict) else {}
    values.pop(name, None)
    known = {row.name: row for row in read_thresholds({}).rows}
    if value is not None and not (name in known and known[name].default == value):
        values[name] = value
    read_thresholds({**held, "thresholds": values})
    return projects.set_setting(project, "thresholds", values or None, reviewer)


def decide_personal_data(
    project: ProjectFile, kind: str, decision: str | None, reviewer: str, *, reason: str = ""
) -> Changed:
    """What happens to one kind of personal data or secrets at export; None takes it back.

    `decision` is "replace" or "keep", which needs a reason. In the log and undoable.
    """
    from curator.readiness.sensitive import read_decisions
    from curator.readiness.sensitive.kinds import SETTING

    values = _object(project, SETTING)
    values.pop(kind, None)
    if decision is not None:
        values[kind] = {"decision": decision, "reason": " ".join(reason.split())}
    read_decisions({SETTING: values})
    return projects.set_setting(project, SETTING, values or None, reviewer)


def record_permission(project: ProjectFile, name: str, text: str, reviewer: str) -> Changed:
    """Put the licence, the consent or the vendor's terms on record; "" takes it off."""
    from curator.readiness.checks.records import PERMISSIONS, PERMISSIONS_SETTING

    if name not in PERMISSIONS:
        raise CuratorError(
            f"There is no record named {name!r}; there is {', '.join(PERMISSIONS)}.", field=name
        )
    values = _object(project, PERMISSIONS_SETTING)
    values.pop(name, None)
    if text.strip():
        values[name] = " ".join(text.split())
    return projects.set_setting(project, PERMISSIONS_SETTING, values or None, reviewer)


def accept_held_out(project: ProjectFile, reason: str, reviewer: str) -> Changed:
    """Accept the held-out cases that were judged otherwise since the set was frozen, and why."""
    from curator.readiness.checks.records import ACCEPTED_SETTING

    if not reason.strip():
        raise CuratorError("Say why the held-out cases were judged otherwise.", field="reason")
    with project.reading() as connection:
        keys: list[JsonValue] = list(trials.touched_held_out(connection))
    accepted: JsonObject = {"keys": keys, "reason": " ".join(reason.split())}
    return projects.set_setting(project, ACCEPTED_SETTING, accepted, reviewer)


def leave_out(project: ProjectFile, ids: Sequence[str], reviewer: str) -> Changed:
    """Leave these cases out of training, whatever else is done with them. Undoable.

    Held-out cases among them stay what they are.
    """
    from curator.readiness.dataset import LEFT_OUT_SETTING

    held = projects.settings(project).get(LEFT_OUT_SETTING)
    known: list[JsonValue] = list(held) if isinstance(held, list) else []
    values = [*known, *(one for one in ids if one not in known)]
    return projects.set_setting(project, LEFT_OUT_SETTING, values, reviewer)


def keep_verdict(project: ProjectFile, found: Readiness, reviewer: str) -> Changed:
    """Keep this verdict, so that later ones say what changed since. In the log and undoable."""
    from curator.readiness.document import KEPT_SETTING, keep

    kept = keep(found).model_dump(mode="json")
    return projects.set_setting(project, KEPT_SETTING, kept, reviewer)


def kept_verdict(project: ProjectFile) -> KeptVerdict | None:
    """The verdict that was kept, None where there is none."""
    from curator.readiness.document import read_kept

    return read_kept(projects.settings(project))


def write_document(project: ProjectFile, found: Readiness, path: Path) -> None:
    """Write the verdict with all its evidence as JSON, whole or not at all.

    Raises CuratorError when the file cannot be written.
    """
    from curator.readiness.document import verdict_document

    text = json.dumps(verdict_document(found, project.name), ensure_ascii=False, indent=2)
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CuratorError(
            f"{path} could not be written: {error.strerror or error}.", file=path
        ) from error


def _object(project: ProjectFile, name: str) -> JsonObject:
    held = projects.settings(project).get(name)
    return {**held} if isinstance(held, dict) else {}
