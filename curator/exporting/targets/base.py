"""What every export target is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from curator.exporting.encoding import jsonl
from curator.readiness.targets import FormatLimits, limits_of

if TYPE_CHECKING:
    from curator.exporting.chat import Unfit
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow
    from curator.model.reviewed_case import ReviewedCase

RowWriter: TypeAlias = "Callable[[DatasetRow], JsonObject | Unfit]"
CaseWriter: TypeAlias = "Callable[[ReviewedCase], JsonObject]"
Encoder: TypeAlias = "Callable[[Iterable[JsonObject]], Iterator[bytes]]"


@dataclass(frozen=True)
class Target:
    """One way out: how a row is written, what a row must look like, what the service takes.

    `row` writes one dataset row or says why it cannot. A target with `case` writes whole
    cases instead of dataset rows (our own format).
    """

    name: str
    title: str
    teaches: Literal["answers", "preferences", "reward", "regression tests", "nothing"]
    row: RowWriter
    schema: JsonObject
    encode: Encoder = jsonl
    suffix: str = "jsonl"
    folder: str = ""
    case: CaseWriter | None = None
    extra_files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """Files that the service wants beside the data, by name."""
    note: str = ""
    """What a user of the files must know, for the dataset card."""

    @property
    def limits(self) -> FormatLimits | None:
        """What the service takes, from the dated table of targets; None is nothing known."""
        return limits_of(self.name)
