"""Keeping the search index up with the cases, a little at a time."""

from __future__ import annotations

from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.project import search
from curator.project.store import ProjectFile

BATCH = 500
"""Cases a transaction: some 40 ms, so that a mark never waits long for the write lock."""


def index_cases(
    project: ProjectFile,
    *,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> int:
    """Take all new cases into the search index; search works meanwhile. Returns how many."""
    with project.reading() as connection:
        total = search.waiting(connection)
    done = 0
    while total and not is_cancelled():
        with project.writing() as connection:
            taken = search.index_next(connection, BATCH)
        if not taken:
            break
        done += taken
        progress(done, max(done, total))
    return done
