"""Every number a verdict or a check rests on, in one table, with where it comes from.

A project overrides one through its setting `thresholds`, an object of name to number, and
`tolerance`, a number of its own; the verdict then says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.readiness import Threshold

LIKENESS = "likeness (1 is equal)"
OWN = "this project's own default"
ARTICLE = "the article behind this product"
DISTILLATION = "OpenAI distillation guide"
BEST_PRACTICE = "OpenAI fine-tuning best practices"
SMALL_SAMPLES = "arXiv 2503.01747, small-sample statistics"
NEW_KNOWLEDGE = "arXiv 2405.05904 and 2511.02626; OpenAI accuracy guide"


class _Row(NamedTuple):
    name: str
    default: float
    unit: str
    meaning: str
    source: str


_TABLE: tuple[_Row, ...] = (
    _Row("tolerance", 0.05, "share", "the failure rate the user can live with", OWN),
    _Row("double_reviews", 20, "cases", "doubly reviewed cases before agreement counts", OWN),
    _Row("agreement", 0.70, "share", "plain agreement that bounds the model", BEST_PRACTICE),
    _Row("agreement_warn", 0.80, "share", "plain agreement below which checks warn", OWN),
    _Row("chance_corrected", 0.40, "kappa or alpha", "agreement beyond chance", OWN),
    _Row("contradictions", 0.05, "share", "rows with contradicting ideal answers", OWN),
    _Row("ideal_answers", 20, "cases", "reviewed failures with an ideal answer", ARTICLE),
    _Row("held_out", 30, "cases", "held-out cases: no failure in 30 allows 11.4 %", SMALL_SAMPLES),
    _Row("held_out_pilot", 50, "cases", "held-out cases before a pilot", SMALL_SAMPLES),
    _Row("pattern_cases", 10, "cases", "failures that make a pattern worth a verdict", OWN),
    _Row("training_rows", 50, "rows", "training rows before a pilot", DISTILLATION),
    _Row("pattern_rows", 10, "rows", "training rows for a pattern to be trained", DISTILLATION),
    _Row("variants", 3, "variants", "variants measured before prompts count as tried", OWN),
    _Row("variant_cases", 20, "cases", "judged outputs that make a variant measured", OWN),
    _Row("lacking_outputs", 0.10, "share", "of a trial's outputs not there or not judged", OWN),
    _Row("passing_cases", 30, "cases", "passing cases run again as a guard", SMALL_SAMPLES),
    _Row("significance", 0.05, "p-value", "exact McNemar test, two-sided", SMALL_SAMPLES),
    _Row("knowledge_fixed", 0.50, "share", "residual failures that facts fix", NEW_KNOWLEDGE),
    _Row("knowledge_cases", 20, "cases", "residual failures run with the facts", OWN),
    _Row("new_facts", 0.20, "share", "ideal answers that carry new facts", NEW_KNOWLEDGE),
    _Row("rare_words", 0.50, "share", "new rare words that make an answer a new fact", OWN),
    _Row("near_duplicate", 0.80, LIKENESS, "alike on character 5-grams", OWN),
    _Row("near_duplicate_share", 0.10, "share", "near-duplicate training rows", OWN),
    _Row("near_same_input", 0.90, LIKENESS, "inputs that ask the same", OWN),
    _Row(
        "dissimilar_ideals",
        0.50,
        LIKENESS,
        "ideal answers this far apart disagree",
        OWN,
    ),
    _Row("copied", 0.90, "share", "of an ideal answer copied from its input", OWN),
    _Row("pair_alike", 0.95, LIKENESS, "a preference pair too alike to teach", OWN),
    _Row("template", 0.30, "share", "ideal answers cut from one template", OWN),
    _Row("pattern_share", 0.50, "share", "of training rows in the largest pattern", OWN),
    _Row("refusals", 2.0, "times", "refusals in the rows against real ones", BEST_PRACTICE),
    _Row("format_spread", 0.80, "share", "of a pattern's ideals in one format", OWN),
    _Row(
        "paraphrase",
        0.80,
        LIKENESS,
        "questions that ask the same in other words",
        OWN,
    ),
    _Row(
        "paraphrase_ideals",
        0.80,
        LIKENESS,
        "between the ideal answers of a paraphrase",
        OWN,
    ),
    _Row("token_share", 0.80, "share", "of the tokens that a row may have", OWN),
    _Row("suspect_marks", 0.10, "share", "of held-out marks in doubt", OWN),
    _Row("hurried_marks", 0.50, "share", "of held-out marks made faster than one skims", OWN),
    _Row("shelf_life", 3, "months", "that a look at current base models holds", OWN),
    _Row("interval_width", 0.05, "share", "half of the failure rate's interval aimed at", OWN),
    _Row("length_fence", 3.0, "times", "interquartile range: outlying length", OWN),
)


class Thresholds(Mapping[str, float]):
    """The numbers in force for one project, by name. `rows` is the whole table."""

    def __init__(self, rows: tuple[Threshold, ...]) -> None:
        self.rows = rows
        self._by_name = {row.name: row for row in rows}

    def __getitem__(self, name: str) -> float:
        return self._by_name[name].value

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def source(self, name: str) -> str:
        """Where the number comes from; an overridden one comes from the project."""
        row = self._by_name[name]
        return "set in this project" if row.overridden else row.source

    @property
    def overridden(self) -> tuple[Threshold, ...]:
        return tuple(row for row in self.rows if row.overridden)


def read_thresholds(settings: JsonObject) -> Thresholds:
    """The table with a project's own numbers put in.

    Raises CuratorError for a threshold nobody knows or a value that is no sensible number.
    """
    own = settings.get("thresholds", {})
    if not isinstance(own, dict):
        raise CuratorError(
            "The setting thresholds must name numbers, such as training_rows = 50.",
            field="thresholds",
        )
    values = dict(own)
    if settings.get("tolerance") is not None:
        values["tolerance"] = settings["tolerance"]
    known = {row.name for row in _TABLE}
    for name in values:
        if name not in known:
            raise CuratorError(
                f"There is no threshold named {name!r}; the readiness page lists all of them.",
                field=f"thresholds.{name}",
            )
    return Thresholds(tuple(_threshold(row, values.get(row.name, row.default)) for row in _TABLE))


def _threshold(row: _Row, value: object) -> Threshold:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise CuratorError(
            f"The threshold {row.name} must be a number of {row.unit} from 0 up, not {value!r}.",
            field=f"thresholds.{row.name}",
        )
    if row.unit == "share" and value > 1:
        raise CuratorError(
            f"The threshold {row.name} is a share between 0 and 1, not {value!r}: "
            "write 0.05 for 5 %.",
            field=f"thresholds.{row.name}",
        )
    return Threshold(
        name=row.name,
        value=float(value),
        default=float(row.default),
        unit=row.unit,
        meaning=row.meaning,
        source=row.source,
    )


def with_unit(value: float, of: Threshold) -> str:
    """A threshold's value as it is said: "5 %", "50 rows"."""
    if of.unit == "share":
        return f"{100 * value:.4g} %"
    return f"{value:g} {of.unit}"
