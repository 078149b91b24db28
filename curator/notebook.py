"""`Project`: a Curator project in a notebook, as pandas data frames. Read-only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from curator.extras import need
from curator.model.statistics import wilson
from curator.operations import (
    patterns,
    projects,
    readiness,
    reporting,
    reviewing,
    snapshots,
    trials,
)
from curator.operations.cases import all_cases
from curator.operations.reporting import SummaryOptions
from curator.project.store import ProjectFile
from curator.reporting import as_data

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd

    from curator.model.base import JsonObject
    from curator.model.figures import Figures
    from curator.model.readiness import Readiness
    from curator.model.reviewed_case import ReviewedCase


class Project:
    """A project opened for reading. Use it as a context manager, or call `close`."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a `.curator` file. Raises CuratorError when it is none."""
        return cls(projects.open_project(Path(path)))

    def cases(self) -> pd.DataFrame:
        """Every case, one a row: id, input, output, model, created_at, expected, mark, note,
        tags, severity, ideal, reviewer, held_out, pattern. `input` and `output` are texts.
        """
        held_out = {one.case.key for one in snapshots.reviewed_cases(self._file) if one.held_out}
        names = self._pattern_names()
        rows = [_row(one, held_out, names) for one in all_cases(self._file)]
        return _frame(rows, _CASE_COLUMNS)

    def failures(self) -> pd.DataFrame:
        """The cases marked fail, with the columns of `cases`."""
        every = self.cases()
        return every[every["mark"] == "fail"].reset_index(drop=True)

    def patterns(self) -> pd.DataFrame:
        """Every pattern, largest first: id, name, size, share with its 95 % interval (low, high),
        fix, by_people, cohesion, keywords, case_ids.
        """
        current = patterns.current(self._file)
        failures = len(current.unassigned) + sum(len(one.members) for one in current.patterns)
        rows: list[dict[str, object]] = []
        for one in current.patterns:
            share = wilson(len(one.members), failures)
            ids = reviewing.ids_of_keys(self._file, one.members)
            rows.append(
                {
                    "id": one.id,
                    "name": one.name,
                    "size": len(one.members),
                    "share": share.value,
                    "low": share.low,
                    "high": share.high,
                    "fix": one.fix,
                    "by_people": one.by_people,
                    "cohesion": one.cohesion,
                    "keywords": list(one.keywords),
                    "case_ids": [ids[key] for key in one.members],
                }
            )
        return _frame(rows, _PATTERN_COLUMNS)

    def trials(self) -> pd.DataFrame:
        """Every trial: variant, cases, fixed, still_failing, now_failing, still_passing, p_value,
        fix_rate with its 95 % interval (low, high).
        """
        rows: list[dict[str, object]] = [
            {
                "variant": one.trial.variant,
                "cases": one.cases,
                "fixed": one.fixed,
                "still_failing": one.still_failing,
                "now_failing": one.now_failing,
                "still_passing": one.still_passing,
                "p_value": one.p_value,
                "fix_rate": one.fix_rate.value,
                "low": one.fix_rate.low,
                "high": one.fix_rate.high,
            }
            for one in trials.comparisons(self._file)
        ]
        return _frame(rows, _TRIAL_COLUMNS)

    def figures(self) -> Figures:
        """Counts, failure rate with interval, saturation."""
        return reviewing.figures(self._file)

    def readiness(self) -> Readiness:
        """The verdict with its evidence."""
        return readiness.assess(self._file)

    def summary(self, content: Literal["full", "excerpt", "none"] = "excerpt") -> JsonObject:
        """The summary for engineers as data: what `curator report --json` prints."""
        return as_data(reporting.summarise(self._file, SummaryOptions(content=content)))

    def summary_tables(
        self, content: Literal["full", "excerpt", "none"] = "excerpt"
    ) -> dict[str, pd.DataFrame]:
        """Every table of the summary by name: figures, pareto, exemplars, trials, checks, rules,
        costs, facts, reasons, next_steps, method. Estimates become columns like share.value.
        """
        need("notebook", "A data frame")
        import pandas as pd

        held = self.summary(content)
        return {
            name: pd.json_normalize(rows)
            for name in held
            if (rows := _rows_of(name, held)) is not None
        }

    def close(self) -> None:
        """Release the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _pattern_names(self) -> dict[int, str]:
        return {
            key: one.name for one in patterns.current(self._file).patterns for key in one.members
        }


def _rows_of(name: str, summary: JsonObject) -> list[JsonObject] | None:
    """A member of the summary as rows, None where it is no table."""
    held = summary[name]
    if name == "trials" and isinstance(held, dict):
        held = held["rows"]
    elif name == "costs" and isinstance(held, dict):
        held = [held]
    if not isinstance(held, list):
        return None
    return [row if isinstance(row, dict) else {"text": row} for row in held]


_CASE_COLUMNS = (
    "id",
    "input",
    "output",
    "model",
    "created_at",
    "expected",
    "mark",
    "note",
    "tags",
    "severity",
    "ideal",
    "reviewer",
    "held_out",
    "pattern",
)
_PATTERN_COLUMNS = (
    "id",
    "name",
    "size",
    "share",
    "low",
    "high",
    "fix",
    "by_people",
    "cohesion",
    "keywords",
    "case_ids",
)
_TRIAL_COLUMNS = (
    "variant",
    "cases",
    "fixed",
    "still_failing",
    "now_failing",
    "still_passing",
    "p_value",
    "fix_rate",
    "low",
    "high",
)


def _row(one: ReviewedCase, held_out: set[int], names: dict[int, str]) -> dict[str, object]:
    case, review = one.case, one.review
    return {
        "id": case.id,
        "input": case.asked,
        "output": case.answered,
        "model": case.model,
        "created_at": case.created_at,
        "expected": case.expected,
        "mark": review.mark.value if review.mark else None,
        "note": review.note,
        "tags": list(review.tags),
        "severity": review.severity.value if review.severity else None,
        "ideal": review.ideal if one.has_ideal else None,
        "reviewer": review.reviewer,
        "held_out": case.key in held_out,
        "pattern": names.get(case.key),
    }


def _frame(rows: list[dict[str, object]], columns: tuple[str, ...]) -> pd.DataFrame:
    need("notebook", "A data frame")
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))
