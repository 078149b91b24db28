"""What an export would hold, read from the project; no widget here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curator.exporting import preview_rows
from curator.exporting.targets import TARGETS, Target
from curator.gui.widgets.charts_words import counted
from curator.model.dataset import Dataset, ExportOptions
from curator.model.pattern import Pattern
from curator.model.readiness import CheckResult
from curator.operations import exporting, patterns
from curator.project.store import ProjectFile

PREVIEW_ROWS = 12
TEACHES_WORDS = {
    "answers": "Teaches answers: input and ideal answer.",
    "preferences": "Teaches preferences: the ideal answer over the output that failed.",
    "reward": "Teaches by reward: a grader compares with the ideal answer.",
    "regression tests": "Trains nothing: the failures become tests for the next prompt or model.",
    "nothing": "Trains nothing: the whole project as cases, to import again elsewhere.",
}


@dataclass(frozen=True)
class Share:
    """How many rows one pattern brings, by where they go."""

    pattern_id: str
    name: str
    colour: int
    train: int
    held_out: int


@dataclass(frozen=True)
class ExportState:
    """An export as it would be written with some options."""

    options: ExportOptions
    target: Target
    train: int
    validation: int
    held_out: int
    left_out: int
    keeps: int
    shares: tuple[Share, ...]
    blocking: tuple[CheckResult, ...]
    warnings: int
    preview: tuple[str, ...]

    @property
    def rows(self) -> int:
        return self.train + self.validation

    @property
    def whole_project(self) -> bool:
        """Our own format copies the project: no check stops it, no split applies."""
        return self.target.case is not None

    @property
    def button_text(self) -> str:
        """ "Export 612 cases"."""
        if self.whole_project:
            return "Export the whole project"
        return f"Export {counted(self.rows + self.held_out, 'case')}"


def read_export(
    project: ProjectFile, options: ExportOptions, *, limit: int = PREVIEW_ROWS
) -> ExportState:
    """Rows, split, checks and the first rows of an export with these options."""
    snapshot, dataset, checks = exporting.prepare(project, options)
    everything = dataset
    if options.pattern_ids:
        everything = exporting.prepare(project, options.model_copy(update={"pattern_ids": ()}))[1]
    del snapshot
    return ExportState(
        options=options,
        target=TARGETS[options.format],
        train=len(dataset.of("train")),
        validation=len(dataset.of("validation")),
        held_out=len(dataset.of("held_out")),
        left_out=len(dataset.left_out),
        keeps=sum(row.keep for row in dataset.rows if row.split != "held_out"),
        shares=shares_of(everything, patterns.current(project).patterns),
        blocking=tuple(exporting.stopping(checks)),
        warnings=sum(one.status == "found" and one.severity == "warn" for one in checks),
        preview=tuple(preview_rows(dataset, options.format, limit)),
    )


def shares_of(dataset: Dataset, found: Sequence[Pattern]) -> tuple[Share, ...]:
    """Failures by pattern, largest first, then those in no pattern; passing cases are not in."""
    train: dict[str, int] = {}
    held: dict[str, int] = {}
    for row in dataset.rows:
        if row.keep:
            continue
        side = held if row.split == "held_out" else train
        side[row.pattern_id] = side.get(row.pattern_id, 0) + 1
    shares = [
        Share(one.id, one.name, one.colour, train.get(one.id, 0), held.get(one.id, 0))
        for one in sorted(found, key=lambda one: (-len(one.members), one.name, one.id))
    ]
    if train.get("") or held.get(""):
        shares.append(Share("", "Not in a pattern", 0, train.get("", 0), held.get("", 0)))
    return tuple(shares)


def split_sentence(state: ExportState) -> str:
    """How the rows were split, and what was left out for it."""
    text = (
        "Split by conversation, user and near-duplicates, so that no group is on two sides. "
        "The held-out set stays frozen and is never trained on."
    )
    if state.left_out:
        many = "is" if state.left_out == 1 else "are"
        text += (
            f" {counted(state.left_out, 'case')} {many} left out: in one group with a "
            "held-out case."
        )
    return text
