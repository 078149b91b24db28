"""The dated table of fine-tuning targets and prices: `resources/targets.toml` and a user's own."""

from __future__ import annotations

import os
import sys
import tomllib
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

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
    own: bool = False
    """It comes from the user's own table."""
    checked_on: date

    def is_stale(self, today: date) -> bool:
        return (today - self.checked_on).days > STALE_AFTER_DAYS


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
    own: bool = False
    """It comes from the user's own table."""
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
_TABLES = TypeAdapter(list[dict[str, object]])
_TARGETS: TypeAdapter[tuple[TargetPrice, ...]] = TypeAdapter(tuple[TargetPrice, ...])


def read_table(path: Path) -> TargetTable:
    """The table in a file. Raises CuratorError naming what is wrong with it."""
    table = _toml(path)
    defaults = {"checked_on": table.get("checked_on")}
    limits = _rows(_LIMITS, path, "limits", [defaults | row for row in table.get("limits", [])])
    of_format = {row.format: row.model_dump(include=_OF_FORMAT) for row in limits}
    targets = [
        defaults | of_format.get(row.get("format", ""), {}) | row for row in table.get("target", [])
    ]
    return TargetTable(limits=limits, targets=_rows(_TARGETS, path, "target", targets))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CuratorError(f"{path.name} is not a TOML file: {error}.", file=path) from error
    except OSError as error:
        raise CuratorError(
            f"{path} could not be read: {error.strerror or error}.", file=path
        ) from error


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


def known_table() -> TargetTable:
    """The table that ships with Curator, under the user's own rows where there are any.

    Raises CuratorError naming what is wrong with the user's file.
    """
    own = own_table_path()
    try:
        changed = own.stat().st_mtime_ns
    except OSError:
        return _shipped()
    return _with_own(own, changed)


@cache
def _shipped() -> TargetTable:
    return read_table(resource_path("targets.toml"))


@lru_cache(maxsize=4)
def _with_own(own: Path, changed: int) -> TargetTable:
    del changed  # a part of the key: an edited file is read anew
    return with_own_rows(_shipped(), own)


def with_own_rows(shipped: TargetTable, own: Path) -> TargetTable:
    """The table with a user's file laid over it, field by field.

    A row of the same format, or of the same provider and model, changes what it names and keeps
    the rest; other rows are added. Each row, or the file, says on which day it was `checked_on`.
    """
    held = _toml(own)
    day = held.get("checked_on")
    limits = _laid_over(
        [row.model_dump(exclude_none=True) for row in shipped.limits],
        _tables(own, held, "limits"),
        ("format",),
        day,
    )
    targets = _laid_over(
        [row.model_dump(exclude_none=True) for row in shipped.targets],
        _tables(own, held, "target"),
        ("provider", "model"),
        day,
    )
    return TargetTable(
        limits=_rows(_LIMITS, own, "limits", limits),
        targets=_rows(_TARGETS, own, "target", targets),
    )


def _laid_over(
    known: list[dict[str, object]],
    rows: list[dict[str, object]],
    names: tuple[str, ...],
    day: object,
) -> list[dict[str, object]]:
    found = {_key(row, names): row for row in known}
    for row in rows:
        key = _key(row, names)
        # The shipped day is about the shipped facts: a row of one's own needs its own.
        before = {name: fact for name, fact in found.get(key, {}).items() if name != "checked_on"}
        found[key] = {**before, "checked_on": day, **row, "own": True}
    return list(found.values())


def _key(row: dict[str, object], names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(row.get(name) for name in names)


def _tables(path: Path, held: dict[str, object], name: str) -> list[dict[str, object]]:
    try:
        return _TABLES.validate_python(held.get(name, []))
    except ValidationError as error:
        raise CuratorError(
            f"{path.name}: write each row of {name} below a line [[{name}]].", file=path, field=name
        ) from error


def own_table_path() -> Path:
    """Where a user's own table lies, whether it exists or not."""
    named = os.environ.get("CURATOR_TARGETS")
    if named:
        return Path(named)
    if sys.platform == "win32":
        root = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Application Support"
    else:
        root = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return root / "curator" / "targets.toml"


OWN_TABLE = """\
# Your own targets, limits and prices. They win over those that ship with Curator; what you leave
# out stays as shipped. Prices are $ per million tokens, hosting $ per hour. Every row needs the
# day on which you read its facts, here for all of them or in the row itself.

checked_on = {today}

# [[target]]
# provider = "OpenAI"
# model = "gpt-4.1-mini"
# training_price = 5.00
# tuned_input_price = 0.80
# tuned_output_price = 3.20

# [[limits]]
# format = "fireworks"
# min_examples = 3
"""


def start_own_table(path: Path, today: date) -> Path:
    """Make a user's own table with an explanation to edit, unless there is one.

    Raises CuratorError when it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(OWN_TABLE.format(today=today.isoformat()))
    except FileExistsError:
        pass
    except OSError as error:
        raise CuratorError(
            f"{path} could not be written: {error.strerror or error}.", file=path
        ) from error
    return path


def known_targets() -> tuple[TargetPrice, ...]:
    """The places to fine-tune: the shipped ones and the user's own."""
    return known_table().targets


def targets_of(file_format: str) -> tuple[TargetPrice, ...]:
    """The places that take files of a format."""
    return tuple(row for row in known_targets() if row.format == file_format)


def limits_of(file_format: str) -> FormatLimits | None:
    """What is known of a format's limits; None is nothing."""
    return next((row for row in known_table().limits if row.format == file_format), None)


def target_named(name: str) -> TargetPrice | None:
    """The target of that name ("provider/model"), whatever its capitals."""
    wanted = name.casefold()
    return next((row for row in known_targets() if row.name.casefold() == wanted), None)
