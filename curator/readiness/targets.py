"""The dated table of fine-tuning targets and prices (`resources/targets.toml`)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from curator.errors import CuratorError
from curator.model.base import Noun
from curator.resource_files import resource_path

STALE_AFTER_DAYS = 60


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


_ROWS: TypeAdapter[tuple[TargetPrice, ...]] = TypeAdapter(tuple[TargetPrice, ...])


def read_targets(path: Path) -> tuple[TargetPrice, ...]:
    """The rows of a table. Raises CuratorError naming what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CuratorError(f"{path.name} is not a TOML file: {error}.", file=path) from error
    checked = table.get("checked_on")
    try:
        return _ROWS.validate_python(
            [{"checked_on": checked, **row} for row in table.get("target", [])]
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise CuratorError(
            f"{path.name}, target {where}: {first['msg']}.", file=path, field=where
        ) from error


@cache
def known_targets() -> tuple[TargetPrice, ...]:
    """The table that ships with Curator."""
    return read_targets(resource_path("targets.toml"))


def target_named(name: str) -> TargetPrice | None:
    """The target of that name ("provider/model"), whatever its capitals."""
    wanted = name.casefold()
    return next((row for row in known_targets() if row.name.casefold() == wanted), None)
