"""Keeping the search index up with the cases, and saying where a search found its words."""

from __future__ import annotations

from collections.abc import Sequence

from curator.model.case import Case
from curator.model.queue import CaseLine
from curator.model.review import Review
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.project import cases, reviews, search
from curator.project.store import ProjectFile
from curator.reviewing.found_words import word_spans

SHOWN = 32
"""Letters of a preview that a list of the usual width shows."""
BEFORE_FIND, CUT = 12, 120
"""Letters shown before a find, and in all."""
BATCH = 500
"""Cases a transaction: some 40 ms, so that a mark never waits long for the write lock."""
SETTLED_EVERY = 10_000
"""Cases after which the write-ahead log is copied into the file: here, and by no mark."""


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
        if done % SETTLED_EVERY == 0:
            project.settle()
        progress(done, max(done, total))
    return done


def places(project: ProjectFile, lines: Sequence[CaseLine], words: Sequence[str]) -> dict[int, str]:
    """By case key, where a word stands that the line's preview does not show.

    "Output: …the words round the find…". Reads whole cases: ask for those in sight.
    """
    wanted = {line.key: _not_shown(line.preview, words) for line in lines}
    keys = [key for key, word in wanted.items() if word]
    if not keys:
        return {}
    with project.reading() as connection:
        found = cases.cases(connection, keys)
        written = {key: reviews.review(connection, key) for key in keys}
    made = {one.key: _place(one, written[one.key], wanted[one.key]) for one in found}
    return {key: place for key, place in made.items() if place}


def _not_shown(preview: str, words: Sequence[str]) -> str:
    begun = preview[:SHOWN]
    return next((word for word in words if not word_spans(begun, [word], 1)), "")


def _place(case: Case, review: Review, word: str) -> str:
    fields = (
        ("Output", case.output.text),
        ("Note", review.note),
        ("Tags", ", ".join(review.tags)),
        ("Ideal answer", review.ideal or ""),
        ("Input", "\n".join(message.text for message in case.input)),
    )
    for name, text in fields:
        spans = word_spans(text, [word], 1)
        if spans:
            start = max(0, spans[0][0] - BEFORE_FIND)
            cut = " ".join(text[start : start + CUT].split())
            return f"{name}: {'…' if start else ''}{cut}"
    return ""
