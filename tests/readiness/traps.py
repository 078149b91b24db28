"""Traps: projects that look like one thing and are another, each with its mirror."""

from __future__ import annotations

from curator.model.review import Mark
from curator.model.statistics import wilson
from tests.readiness.casebook import Book, Page, tried


def nothing(book: Book) -> None:
    del book


def training(book: Book, pattern: str = "tone") -> list[int]:
    return book.keys(Mark.FAIL, held_out=False, pattern=pattern)


def marks_in_doubt(book: Book, count: int, *, expected: bool = True) -> None:
    """Held-out failures whose output is the expected answer word for word."""
    for key in book.keys(Mark.FAIL, held_out=True)[:count]:
        entry = book.entries[key]
        book.change(key, expected=entry.answered if expected else f"not {entry.answered}")


def blind_repeats(book: Book, agreeing: int) -> None:
    tried(book, 0.4)
    book.marks = []
    book.repeats = (40, agreeing)


def newer_model(book: Book, left: float) -> None:
    """The failures run on a current base model with the old prompt, and passing cases beside."""
    book.passes(140)
    tried(book)
    book.failure_rate = wilson(80, 400)
    book.runs.insert(0, book.runs.pop())
    book.runs = [run for run in book.runs if run.name != "newer model"]
    book.run("newer base", left, current_model=True)
    book.runs.insert(0, book.runs.pop())


def unrelated(book: Book, broken: int) -> None:
    """A prompt that fixes every failure, run on unrelated passing cases of which some break."""
    newer_model(book, 0.75)
    for key in book.keys(Mark.PASS)[:30]:
        book.change(key, tags=("unrelated",))
    book.run("complete", 0.0, broken=broken)
    book.runs.insert(0, book.runs.pop())


def paraphrase(book: Book, *, answered_alike: bool) -> None:
    """A training row that asks a held-out question with its words in another order."""
    held, free = book.keys(Mark.FAIL, held_out=True)[0], training(book)[0]
    asked = " ".join(reversed(book.entries[held].asked.split()))
    ideal = book.entries[held].ideal if answered_alike else book.entries[free].ideal
    book.change(free, asked=asked, ideal=ideal)


def codes(book: Book, *, recurring: bool) -> None:
    """Ideal answers are codes: a dozen that recur, or each its own."""
    for place, key in enumerate(book.keys(Mark.FAIL)):
        number = place % 12 if recurring else place
        book.change(key, ideal=f"E{10 + number}.{number % 10}", answered=f"R{place % 7}.0")


def near_copies(book: Book, count: int) -> None:
    """So many training rows of the largest pattern ask what another asks, word for word alike."""
    keys = training(book)
    first = book.entries[keys[0]]
    for key in keys[1 : count + 1]:
        book.change(key, asked=f"{first.asked} {'!' * (key % 3)}", ideal=first.ideal)


def refused_and_answered(book: Book, pairs: int) -> None:
    """The same question refused in one row and answered in another."""
    keys = training(book)
    for first, second in zip(keys[: 2 * pairs : 2], keys[1 : 2 * pairs : 2], strict=True):
        asked = book.entries[first].asked
        book.change(second, asked=asked, ideal="I'm sorry, but I can't help with that.")


def pilots(book: Book, left_at_50: float, left_at_200: float) -> None:
    book.failures(140, "tone")
    tried(book)
    book.run("pilot 50", left_at_50, tuned=True, training_rows=50)
    book.run("pilot 200", left_at_200, tuned=True, training_rows=200)


def rows_left(book: Book, count: int) -> None:
    """So many training rows, all of them good."""
    keys = book.keys(Mark.FAIL, held_out=False)
    keep = [*training(book, "promises")[: count // 2], *training(book)[: count - count // 2]]
    for key in keys:
        if key not in keep:
            book.change(key, ideal=None)


def private(book: Book, **settings: object) -> None:
    key = training(book)[0]
    book.change(key, asked=f"{book.entries[key].asked} I am at jo.lind@firm.de")
    book.set(**settings)


def parity(book: Book, price: float) -> None:
    """Aiming at cost: a prompted smaller model that is good enough, at some price."""
    newer_model(book, 0.0)
    book.set(aim="cost", margin=0.02, costs={
        "calls_per_month": 10_000_000, "prompt_tokens": 2000, "tuned_prompt_tokens": 300,
        "output_tokens": 200, "tuned_output_tokens": 200, "input_price": 4.0, "output_price": 16.0,
        "tuned_input_price": 0.8, "tuned_output_price": 3.2, "engineering_cost": 5000,
        "options": [{"kind": "smaller", "name": "small", "variant": "newer base",
                     "input_price": price, "output_price": 5 * price}],
    })  # fmt: skip


TRAPS = (
    Page("the held-out marks are wrong", 3, lambda b: marks_in_doubt(b, 9),
         "9 of 80 held-out marks are in doubt (11.2 %",
         lambda b: marks_in_doubt(b, 9, expected=False), 10),
    Page("a few doubtful marks are no reason", 10, lambda b: marks_in_doubt(b, 8), "from notes",
         lambda b: marks_in_doubt(b, 9), 3),
    Page("no headroom under a reviewer's own ceiling", 4, lambda b: blind_repeats(b, 34),
         "reviewers differ from themselves on 15 % of 40 blind repeats",
         lambda b: blind_repeats(b, 39), 10),
    Page("the input lets nobody know", 4,
         lambda b: [tried(b, 0.4), b.double_reviews(30, differing=0),
                    [b.change(k, tags=("unknowable",)) for k in b.keys(Mark.FAIL)[::3]]],
         "the input lets nobody know the answer",
         lambda b: [tried(b, 0.4), b.double_reviews(30, differing=0)], 10),
    Page("a newer base model catches up", 6, lambda b: newer_model(b, 0.0),
         "The best prompt, newer base, leaves", lambda b: newer_model(b, 0.75), 10),
    Page("unrelated cases break", 7, lambda b: unrelated(b, 20), "breaks 20 of 200 passing cases",
         lambda b: unrelated(b, 0), 6),
    Page("leakage through a paraphrase", 3, lambda b: paraphrase(b, answered_alike=True),
         "Check 31", lambda b: paraphrase(b, answered_alike=False), 10),
    Page("diagnosis codes that never recur", 5, lambda b: codes(b, recurring=False),
         "carry facts", lambda b: codes(b, recurring=True), 10),
    Page("one dominant question", 8, lambda b: near_copies(b, 12), "Check 27",
         lambda b: near_copies(b, 0), 10),
    Page("refusals beside answers", 1, lambda b: refused_and_answered(b, 5),
         "contradict the ideal answer of a like input",
         lambda b: refused_and_answered(b, 0), 10),
    Page("two hundred mediocre examples", 9, lambda b: pilots(b, 0.3, 0.5),
         "The learning curve no longer rises: 50 rows 85 %, 200 rows 75 %",
         lambda b: pilots(b, 0.5, 0.3), 10),
    Page("fifty excellent examples", 10, lambda b: rows_left(b, 50), "from notes",
         lambda b: rows_left(b, 49), 9),
    Page("personal data without a decision", 8, private, "1 email address in 1 row",
         lambda b: private(b, personal_data={"email": {"decision": "replace"}}), 10),
    Page("ideal answers that a model wrote and nobody reviewed", 9,
         lambda b: [b.change(k, model_written=True, accepted=False) for k in training(b)],
         "25 training rows, and 50",
         lambda b: [b.change(k, model_written=True) for k in training(b)], 10),
    Page("parity at a tenth of the cost without tuning", 4, lambda b: parity(b, 0.029),
         "small, costs $870 a month, and the tuned model $8,800",
         lambda b: parity(b, 4.0), 10),
)  # fmt: skip
