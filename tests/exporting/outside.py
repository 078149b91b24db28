"""Checkers and loaders that are not ours, imported without their noise."""

from __future__ import annotations

import os
import warnings
from pathlib import Path


def together_report(path: Path) -> dict[str, object]:
    """What together's own file check says; "is_check_passed" is its answer."""
    os.environ["TOGETHER_NO_BANNER"] = "1"
    with warnings.catch_warnings():
        # Its models use a pydantic shape that pydantic has deprecated.
        warnings.simplefilter("ignore")
        from together.utils.files import check_file

        return dict(check_file(path))


def load_folder(folder: Path, cache: Path) -> dict[str, list[dict[str, object]]]:
    """Every split that `datasets.load_dataset` finds in the folder, as rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from datasets import load_dataset

        loaded = load_dataset(str(folder), cache_dir=str(cache))
        return {str(name): [dict(row) for row in split] for name, split in loaded.items()}
