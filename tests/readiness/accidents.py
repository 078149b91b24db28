"""Accidents: what a hurried user makes, each with the fact that was overlooked put right."""

from __future__ import annotations

from curator.model.review import Mark
from curator.model.statistics import wilson
from tests.readiness.casebook import Book, Page, tried
from tests.readiness.traps import nothing, training


def picked_failures(book: Book, passes: int) -> None:
    """Only failures were imported, or some passing cases with them."""
    for key in book.keys(Mark.PASS)[passes:]:
        del book.entries[key]
    book.marks = []
    tried(book)


def on_tuning_cases(book: Book, *, held_out: bool) -> None:
    """A prompt that fixes all the cases it was written from, run on held-out ones too or not."""
    book.passes(140)
    tried(book)
    book.failure_rate = wilson(80, 400)
    book.double_reviews(30, differing=0)
    book.run("tuned on them", 0.0)
    run = book.runs.pop()
    if not held_out:
        run.marks = {k: m for k, m in run.marks.items() if not book.entries[k].held_out}
    book.runs.insert(0, run)


def calls_lost(book: Book, lost: int) -> None:
    """Of every variant the calls of so many failures gave no output: those that still fail."""
    for run in book.runs:
        keys = [k for k, mark in run.marks.items() if mark is Mark.FAIL]
        run.unanswered = tuple(keys[:lost])


def unjudged(book: Book, count: int) -> None:
    """The best prompt's outputs are judged as far as the reviewer got."""
    run = next(one for one in book.runs if one.name == "from notes")
    run.unjudged = tuple(sorted(run.marks)[:count])


def hurried(book: Book, seconds: float) -> None:
    """Every mark in three minutes, or with the time it takes to read."""
    book.mark_seconds = dict.fromkeys(book.entries, seconds)


def accepted_unread(book: Book, count: int) -> None:
    keys = [entry.key for entry in book.entries.values() if entry.held_out]
    book.marked_together = tuple(keys[:count])


def product_change(book: Book, *patterns: str) -> None:
    for pattern in patterns:
        book.fixes[pattern] = "product"


def aside(book: Book, rows: int) -> None:
    """A product change fixes one pattern; the other has so many training rows."""
    product_change(book, "promises")
    for key in training(book)[rows:]:
        book.change(key, ideal=None)


def nothing_fails(book: Book, failures: int) -> None:
    """Cases in random order of which next to none fail."""
    book.entries = {}
    book.runs, book.marks = [], []
    book.passes(200 - failures, held_out=60)
    book.failures(failures, "tone")
    book.failure_rate = wilson(failures, 200)


def two_runs(book: Book, *, together: bool) -> None:
    """A prompt whose run had a fresh baseline that broke as much; another run's broke nothing."""
    book.passes(240)
    tried(book)
    book.failure_rate = wilson(80, 400)
    book.double_reviews(30, differing=0)
    book.run("complete", 0.0, broken=6)
    complete = book.runs.pop()
    book.run("day of the run", 0.95, broken=6, baseline=True)
    fresh = book.runs.pop()
    fresh.run_uid, complete.run_uid = "first", "first" if together else "second"
    book.runs[0].run_uid = "second"
    book.runs = [fresh, complete, *book.runs]


ACCIDENTS = (
    Page("only failures were imported", 2, lambda b: picked_failures(b, 0),
         "every reviewed case failed", lambda b: picked_failures(b, 60), 10),
    Page("ten cases in random order", 2,
         lambda b: setattr(b, "failure_rate", wilson(4, 10)),
         "10 of the 20 cases that it takes are marked in random order",
         lambda b: setattr(b, "failure_rate", wilson(8, 20)), 10),
    Page("the prompt passes what it was written from", 7,
         lambda b: on_tuning_cases(b, held_out=False),
         "measured on cases it may have been written from: 0 held-out failures are judged",
         lambda b: on_tuning_cases(b, held_out=True), 6),
    Page("half of the calls gave no output", 7, lambda b: calls_lost(b, 40),
         "does not count: of 160 cases 40 calls gave no output",
         lambda b: calls_lost(b, 10), 10),
    Page("the best prompt is half judged", 7, lambda b: unjudged(b, 80),
         "from notes does not count: of 160 cases 80 outputs are not judged",
         lambda b: unjudged(b, 16), 10),
    Page("every mark in three minutes", 3, lambda b: hurried(b, 0.6),
         "80 of 80 held-out marks were made faster than their cases can be skimmed",
         lambda b: hurried(b, 4.0), 10),
    Page("a product change is what they need", 4, lambda b: product_change(b, "tone", "promises"),
         "28 need a product change", nothing, 10),
    Page("rows of a pattern that something else fixes", 9, lambda b: aside(b, 35),
         "35 training rows (and 25 of patterns that something else fixes)", nothing, 10),
    Page("next to nothing fails", 6, lambda b: nothing_fails(b, 2),
         "The prompt in use fails on 1.0 %", lambda b: nothing_fails(b, 8), 2),
    Page("a baseline of another day", 6, lambda b: two_runs(b, together=True),
         "The best prompt, complete", lambda b: two_runs(b, together=False), 7),
)  # fmt: skip
