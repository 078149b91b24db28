"""The dated table of fine-tuning targets and prices (`resources/targets.toml`)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from curator.errors import CuratorError
from curator.model.base import Noun
from curator.resource_files import resource_path

STALE_AFTER_DAYS = 60


class FormatLimits(Noun):
    """What a training file of one format may be. None is no limit known.

    Examples are rows of the training file, `start_with` the service's own advice; tokens are per
    example.
    """

    format: str
    min_examples: int | None = None
    start_with: int | None = None
    max_examples: int | None = None
    max_tokens: int | None = None
    max_bytes: int | None = None
    source: str = ""
    checked_on: date


class TargetPrice(Noun):
    """One place to fine-tune. Prices in $ per million tokens; None is unknown.

    `checked_on` is the day its facts were last read.
    """

    provider: str
    model: str
    method: str = ""
    format: str = ""
    status: str = ""
    new_jobs_close: date | None = None
    model_shutdown: date | None = None
    training_price: float | None = None
    input_price: float | None = None
    cached_price: float | None = None
    output_price: float | None = None
    tuned_input_price: float | None = None
    tuned_output_price: float | None = None
    hosting_per_hour: float | None = None
    min_examples: int | None = None
    max_examples: int | None = None
    start_with: int | None = None
    max_tokens: int | None = None
    tokenizer: str = ""
    source_url: str = ""
    checked_on: date

    @property
    def name(self) -> str:
        """How a project names it: "OpenAI/gpt-4.1-mini"."""
        return f"{self.provider}/{self.model}"

    def is_stale(self, today: date) -> bool:
        return (today - self.checked_on).days > STALE_AFTER_DAYS

    def takes_new_jobs(self, on: date) -> bool:
        """Whether a job can still be started that day, as far as is known."""
        if self.status in ("closed", "not tunable"):
            return False
        return self.new_jobs_close is None or on < self.new_jobs_close


class TargetTable(Noun):
    """The whole table: formats with their limits, and where one can tune at what price."""

    limits: tuple[FormatLimits, ...] = ()
    targets: tuple[TargetPrice, ...] = ()


_OF_FORMAT = {"min_examples", "start_with", "max_examples"}
"""Limits that a target takes from its format unless it has its own."""
_LIMITS: TypeAdapter[tuple[FormatLimits, ...]] = TypeAdapter(tuple[FormatLimits, ...])
_TARGETS: TypeAdapter[tuple[TargetPrice, ...]] = TypeAdapter(tuple[TargetPrice, ...])


def read_table(path: Path) -> TargetTable:
    """The table in a file. Raises CuratorError naming what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CuratorError(f"{path.name} is not a TOML file: {error}.", file=path) from error
    defaults = {"checked_on": table.get("checked_on")}
    limits = _rows(_LIMITS, path, "limits", [defaults | row for row in table.get("limits", [])])
    of_format = {row.format: row.model_dump(include=_OF_FORMAT) for row in limits}
    targets = [
        defaults | of_format.get(row.get("format", ""), {}) | row for row in table.get("target", [])
    ]
    return TargetTable(limits=limits, targets=_rows(_TARGETS, path, "target", targets))


_T = TypeVar("_T")


def _rows(
    adapter: TypeAdapter[tuple[_T, ...]], path: Path, name: str, rows: list[dict[str, object]]
) -> tuple[_T, ...]:
    try:
        return adapter.validate_python(rows)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise CuratorError(
            f"{path.name}, {name} {where}: {first['msg']}.", file=path, field=where
        ) from error


def read_targets(path: Path) -> tuple[TargetPrice, ...]:
    """The places to fine-tune in a table. Raises CuratorError naming what is wrong with it."""
    return read_table(path).targets


@cache
def known_table() -> TargetTable:
    """The table that ships with Curator."""
    return read_table(resource_path("targets.toml"))


def known_targets() -> tuple[TargetPrice, ...]:
    """The places to fine-tune that ship with Curator."""
    return known_table().targets


def limits_of(file_format: str) -> FormatLimits | None:
    """What is known of a format's limits; None is nothing."""
    return next((row for row in known_table().limits if row.format == file_format), None)


def target_named(name: str) -> TargetPrice | None:
    """The target of that name ("provider/model"), whatever its capitals."""
    wanted = name.casefold()
    return next((row for row in known_targets() if row.name.casefold() == wanted), None)
