"""Where the files that ship with Curator lie, however it was installed."""

from __future__ import annotations

import sys
from pathlib import Path


def _resources_root() -> Path:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "curator" / "resources"
    installed = package / "resources"
    # A checkout keeps them beside the package, so that no copy can go stale.
    return installed if installed.is_dir() else package.parent / "resources"


def resource_path(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. ``resource_path("icons", "mark.svg")``.

    Raises FileNotFoundError when the installation lacks it, which is our bug or a damaged
    installation, never the user's mistake.
    """
    path = _resources_root().joinpath(*parts)
    if not path.exists():
        name = "/".join(parts)
        raise FileNotFoundError(f"The resource {name!r} is missing from this installation: {path}")
    return path
