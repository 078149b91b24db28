"""Reading all cases of a project."""

from __future__ import annotations

from collections.abc import Iterator

from curator.model.reviewed_case import ReviewedCase
from curator.project import cases
from curator.project.store import ProjectFile


def all_cases(project: ProjectFile) -> Iterator[ReviewedCase]:
    """Every case with its review, by key, without held-out membership."""
    with project.reading() as connection:
        yield from cases.all_cases(connection)
