"""What every export target is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from curator.exporting.encoding import jsonl

if TYPE_CHECKING:
    from curator.exporting.chat import Unfit
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow
    from curator.model.reviewed_case import ReviewedCase

RowWriter: TypeAlias = "Callable[[DatasetRow], JsonObject | Unfit]"
CaseWriter: TypeAlias = "Callable[[ReviewedCase], JsonObject]"
Encoder: TypeAlias = "Callable[[Iterable[JsonObject]], Iterator[bytes]]"


@dataclass(frozen=True)
class Limits:
    """What a service takes, with where that is written. None is no limit known.

    `minimum` and `maximum` count rows of the training file; `advised` is the service's own
    advice for a start; tokens are per example.
    """

    minimum: int | None = None
    advised: int | None = None
    maximum: int | None = None
    max_tokens: int | None = None
    max_bytes: int | None = None
    source: str = ""
    checked_on: str = ""


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
    limits: Limits = field(default_factory=Limits)
    encode: Encoder = jsonl
    suffix: str = "jsonl"
    folder: str = ""
    case: CaseWriter | None = None
    extra_files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """Files that the service wants beside the data, by name."""
    note: str = ""
    """What a user of the files must know, for the dataset card."""
