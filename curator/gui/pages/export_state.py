"""What an export would hold, read from the project; no widget here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from curator.exporting.targets import TARGETS, Target
from curator.gui.widgets.charts_words import counted
from curator.model.dataset import Dataset, ExportOptions
from curator.model.pattern import Pattern
from curator.model.readiness import CheckResult
from curator.operations import exporting
from curator.project.store import ProjectFile
from curator.readiness.checks import Memo
from curator.readiness.dataset import build_dataset
from curator.readiness.targets import TargetPrice, targets_of

PREVIEW_ROWS = 12
TARGET, PRODUCTION_PROMPT = "target", "production_system_prompt"
"""Names of project settings."""
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
    found: exporting.Preview
    shares: tuple[Share, ...]
    blocking: tuple[CheckResult, ...]
    warnings: int
    frozen: bool
    """The held-out set is frozen: its share is no choice any more."""
    places: tuple[TargetPrice, ...]
    """Where files of this format can be trained with."""
    place: str
    """The project's chosen one, "" for none."""
    production_prompt: str

    @property
    def preview(self) -> tuple[str, ...]:
        return self.found.rows

    @property
    def train(self) -> int:
        return self.found.counts["train"]

    @property
    def validation(self) -> int:
        return self.found.counts["validation"]

    @property
    def held_out(self) -> int:
        return self.found.counts["held_out"]

    @property
    def keeps(self) -> int:
        return self.found.counts["keep"]

    @property
    def left_out(self) -> int:
        return self.found.counts["left_out"]

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
    project: ProjectFile,
    options: ExportOptions,
    memo: Memo | None = None,
    *,
    limit: int = PREVIEW_ROWS,
) -> ExportState:
    """What an export with these options would hold, and what can be chosen.

    `memo` spares what the checks worked out for the choices before.
    """
    snapshot, dataset, checks = exporting.prepare(project, options, memo)
    if memo is not None:
        memo.tidy()
    everything = exporting.all_cases(project) if TARGETS[options.format].case else ()
    whole = dataset
    if options.pattern_ids:
        whole = build_dataset(snapshot, options.model_copy(update={"pattern_ids": ()}))
    place, prompt = (snapshot.settings.get(name) for name in (TARGET, PRODUCTION_PROMPT))
    return ExportState(
        options=options,
        target=TARGETS[options.format],
        found=exporting.preview_of(snapshot, dataset, checks, options, limit, everything),
        shares=shares_of(whole, snapshot.patterns.patterns),
        blocking=tuple(exporting.stopping(checks)),
        warnings=sum(one.status == "found" and one.severity == "warn" for one in checks),
        frozen=snapshot.held_out_frozen,
        places=targets_of(options.format),
        place=place if isinstance(place, str) else "",
        production_prompt=prompt if isinstance(prompt, str) else "",
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
    """How the rows were split."""
    text = "Split by conversation, user and near-duplicates, so that no group is on two sides. "
    if state.frozen:
        return f"{text}The held-out set is frozen and never trained on."
    return f"{text}The held-out set is never trained on; the first trial freezes it."


def left_out_sentence(found: exporting.Preview) -> str:
    """ "2 cases are left out: it declares tools, …"; "" where none is."""
    if not found.left_out:
        return ""
    reasons = Counter(row.reason for row in found.left_out)
    many = "is" if len(found.left_out) == 1 else "are"
    if len(reasons) == 1:
        said = next(iter(reasons))
    else:
        said = "; ".join(f"{count} because {reason}" for reason, count in reasons.most_common())
    return f"{counted(len(found.left_out), 'case')} {many} left out: {said}."


def effort_sentences(found: exporting.Preview) -> str:
    """Tokens, price and what the service will object to."""
    return " ".join(part for part in (found.effort, *found.warnings) if part)
