"""Curator: turn a model's failures into a decision and a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.version import __version__

if TYPE_CHECKING:
    from curator.notebook import Project

__all__ = ["Project", "__version__"]


def __getattr__(name: str) -> object:
    """`Project` on first use: importing `curator` itself stays quick."""
    if name == "Project":
        from curator.notebook import Project

        return Project
    raise AttributeError(f"module 'curator' has no attribute {name!r}")
