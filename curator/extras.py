"""Libraries that few need are extras; who needs one that is missing is told its name."""

from __future__ import annotations

from importlib import import_module
from typing import Literal

from curator.errors import CuratorError

Extra = Literal["notebook", "parquet"]
_LIBRARIES: dict[Extra, str] = {"notebook": "pandas", "parquet": "pyarrow"}


def need(extra: Extra, purpose: str) -> None:
    """Load an extra's library. `purpose` begins the sentence: "Reading Parquet files".

    Raises CuratorError where it is not installed.
    """
    library = _LIBRARIES[extra]
    try:
        import_module(library)
    except ModuleNotFoundError as error:
        if error.name != library:
            raise
        raise CuratorError(
            f"{purpose} needs the extra “{extra}”, which is not installed: "
            f"pip install 'failure-curator[{extra}]', then start Curator again."
        ) from error
