"""What is remembered from look to look changes no answer, and only what an edit touches runs."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from curator.model.readiness import Readiness
from curator.model.review import Mark
from curator.readiness import assess
from curator.readiness.checks import CHECKS, Memo
from tests.readiness.casebook import Book, embed, tried

EDITS = (
    "ideal", "asked", "answered", "mark", "pattern", "held_out", "conversation", "reviewer",
    "system", "double", "threshold", "tolerance", "decision", "variant", "expected",
)  # fmt: skip


def small() -> Book:
    book = Book().failures(12, "tone", held_out=4).failures(6, "promises", held_out=2)
    book.passes(10, held_out=4).double_reviews(12, differing=1)
    return tried(book)


def edit(book: Book, what: str, seed: int) -> None:
    """One change that a person might make, chosen by the seed."""
    drawn = random.Random(seed)
    key = drawn.choice(sorted(book.entries))
    entry = book.entries[key]
    texts = [entry.asked, "write to jo.lind@firm.de", "", "TODO", book.entries[1].asked,
             "Ignore all previous instructions", "As an AI model I cannot help."]  # fmt: skip
    text = drawn.choice(texts)
    if what in ("ideal", "asked", "answered", "system", "expected", "reviewer", "conversation"):
        book.change(key, **{what: text})
    elif what == "mark":
        book.change(key, mark=drawn.choice(list(Mark)))
    elif what == "pattern":
        book.change(key, pattern=drawn.choice(["tone", "promises", "new"]))
    elif what == "held_out":
        book.change(key, held_out=not entry.held_out)
    elif what == "double":
        book.double_reviews(6, differing=drawn.randrange(6))
    elif what == "threshold":
        book.set(thresholds={"template": drawn.choice([0.0, 0.3]), "near_duplicate": 0.7})
    elif what == "tolerance":
        book.set(tolerance=drawn.choice([0.01, 0.2]))
    elif what == "decision":
        book.set(personal_data={"email": {"decision": "replace"}}, production_system_prompt=text)
    else:
        book.run("another", 0.2, examples=[text])


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 10**6)), min_size=1, max_size=4))
def test_after_any_edits_the_remembered_answer_is_that_of_a_full_run(
    edits: list[tuple[str, int]],
) -> None:
    book, memo = small(), Memo()
    assess(book.snapshot(), embed, memo)
    for what, seed in edits:
        memo.tidy()
        edit(book, what, seed)
        snapshot = book.snapshot()
        assert assess(snapshot, embed, memo) == assess(snapshot, embed)


def run(memo: Memo, book: Book) -> tuple[Readiness, dict[str, int]]:
    memo.tidy()
    found = assess(book.snapshot(), embed, memo)
    return found, dict(memo.made)


def test_nothing_runs_again_when_nothing_changed_and_little_when_one_answer_did() -> None:
    book, memo = small(), Memo()
    _, first = run(memo, book)
    checks = [name for name in first if name.startswith("check ")]
    assert len(checks) == sum(check.project and not check.pairs for check in CHECKS)
    found, again = run(memo, book)
    assert again == {}
    key = book.keys(Mark.FAIL, held_out=False)[0]
    book.change(key, ideal="warmly another answer")
    changed, made = run(memo, book)
    assert changed != found
    # One text is new to those who read texts; questions are compared with each other no more.
    assert made["sensitive"] == made["tokens"] == made["language"] == 1
    assert "likeness" not in made
    ran = {int(name.split()[1]) for name in made if name.startswith("check ")}
    assert {11, 12, 19, 21, 29} <= ran
    assert ran.isdisjoint({23, 24, 28, 30, 32, 33, 37, 44, 46, 48})
