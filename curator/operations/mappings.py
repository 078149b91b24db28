"""Mappings remembered by the shape of a file, in the user's settings folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from curator.errors import CuratorError
from curator.importing import complete_mapping
from curator.importing.mapping_file import read_mapping, shape_of, write_mapping
from curator.model.importing import Mapping


def folder() -> Path:
    """Where remembered mappings lie."""
    import platformdirs

    return Path(platformdirs.user_config_dir("curator", appauthor=False)) / "mappings"


def remember(columns: Sequence[str], mapping: Mapping) -> None:
    """Keep a mapping for files with these columns; raises CuratorError where it cannot.

    Fields that it gives no column stay without one: nothing is guessed the next time.
    """
    place = _place(columns)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CuratorError(
            f"The mapping could not be remembered in {place.parent}: {error.strerror}.", file=place
        ) from error
    write_mapping(complete_mapping(mapping.fields, mapping.leave_out), place)


def remembered(columns: Sequence[str]) -> Mapping | None:
    """The mapping kept for files with these columns; None where there is none that fits."""
    place = _place(columns)
    if not columns or not place.is_file():
        return None
    try:
        return read_mapping(place)
    except CuratorError:
        return None  # somebody edited it into nonsense: the guess stands, as if it were not there


def forget(columns: Sequence[str]) -> None:
    """Guess again the next time; raises CuratorError where the file cannot be removed."""
    place = _place(columns)
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise CuratorError(
            f"The mapping {place} could not be forgotten: {error.strerror}.", file=place
        ) from error


def _place(columns: Sequence[str]) -> Path:
    return folder() / f"{shape_of(columns)}.toml"
