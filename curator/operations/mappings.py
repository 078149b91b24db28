"""Mappings remembered by the shape of a file, in the user's settings folder."""

from __future__ import annotations

from pathlib import Path

from curator.errors import CuratorError
from curator.importing.mapping_file import read_mapping, shape_of, write_mapping
from curator.model.importing import FilePreview, Mapping


def folder() -> Path:
    """Where remembered mappings lie."""
    import platformdirs

    return Path(platformdirs.user_config_dir("curator", appauthor=False)) / "mappings"


def remember_mapping(preview: FilePreview, mapping: Mapping) -> None:
    """Keep a mapping for files with the same columns; raises CuratorError where it cannot."""
    place = _place(preview)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CuratorError(
            f"The mapping could not be remembered in {place.parent}: {error.strerror}.", file=place
        ) from error
    write_mapping(mapping, place)


def remembered_mapping(preview: FilePreview) -> Mapping | None:
    """The mapping kept for files with these columns; None where there is none that fits."""
    place = _place(preview)
    if not preview.fields or not place.is_file():
        return None
    try:
        return read_mapping(place)
    except CuratorError:
        return None  # somebody edited it into nonsense: the guess stands, as if it were not there


def _place(preview: FilePreview) -> Path:
    return folder() / f"{shape_of(field.column for field in preview.fields)}.toml"
