"""The verdict, from the project as it stands."""

from __future__ import annotations

from curator.model.changes import Changed
from curator.model.readiness import CostInputs, Readiness
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.operations import patterns, projects
from curator.operations.embedding import cached_embed
from curator.operations.snapshots import take_snapshot
from curator.project.store import ProjectFile


def assess(
    project: ProjectFile,
    *,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Readiness:
    """Rules, checks, costs and the verdict. Failures that nobody grouped yet are grouped first."""
    from curator.readiness import assess as judge_snapshot

    patterns.ensure_grouped(project, progress=progress, is_cancelled=is_cancelled)
    return judge_snapshot(take_snapshot(project), cached_embed(project))


def set_costs(project: ProjectFile, inputs: CostInputs, reviewer: str) -> Changed:
    """Keep the user's figures for the cost math."""
    values = inputs.model_dump(mode="json", exclude_defaults=True)
    return projects.set_setting(project, "costs", values, reviewer)
