"""Rows that ask the same: the answer of comparing all with all, and thousands made from twelve."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from curator.model.dataset import Dataset
from curator.model.snapshot import Snapshot
from curator.readiness.checks import run_checks
from curator.readiness.checks.likeness import find_likeness
from curator.reviewing.near_duplicates import jaccard, shingles
from tests.readiness.casebook import row, user

WORDS = st.sampled_from(["invoice", "refund", "plan", "team", "where", "is", "my", "the", "a"])
ROWS = st.lists(
    st.tuples(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.booleans()), max_size=14
)
QUESTIONS = (
    "Where is my parcel? It should have come last week and nobody answers",
    "Can I return the shoes after a month if the box is open",
    "I was charged twice for one order and see no refund, what now",
    "How do I change the address of an order that is on its way",
    "Is there a way to pay by invoice when I order for my company",
    "My voucher does not work at the till although it is still valid",
    "Why was my account locked after I changed my phone",
    "Do you send to islands, and what does it cost me in the end",
    "The lamp came broken: do you send another or pay me back",
    "Please delete all that you hold about me and tell me when done",
    "Which of your plans lets four of us work on one board",
    "I forgot my password and the letter that resets it never comes",
)


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_repeated_and_crossing_are_those_of_comparing_all(rows: list[tuple[str, bool]]) -> None:
    texts = [text for text, _ in rows]
    sides = [(place, held) for place, (_, held) in enumerate(rows)]
    found = find_likeness(texts, sides, 0.8)
    sets = [shingles(text) for text in texts]

    def near(first: int, second: int) -> bool:
        alike = jaccard(sets[first], sets[second]) >= 0.8
        return texts[first] != texts[second] and alike

    places = range(len(rows))
    class_of = {place: number for number, held in enumerate(found.classes) for place in held}
    first = {place for place in places if not rows[place][1] and texts.index(texts[place]) == place}
    crossing = {a for a in places for b in places if near(a, b) and rows[a][1] != rows[b][1]}
    assert found.crossing == crossing
    for place in first:
        before = any(near(place, other) for other in range(place) if not rows[other][1])
        assert (class_of[place] in found.repeated) == before


def test_thousands_of_rows_made_from_twelve_questions_are_checked_at_once() -> None:
    rows = tuple(
        row(
            number,
            input=user(f"{QUESTIONS[number % 12]}? My reference is {number}."),
            ideal="Sorry, no." if number == 24 else f"Gladly, we look at {number} and write today.",
            split="held_out" if number % 5 == 4 else "train",
        )
        for number in range(3000)
    )
    empty = Snapshot(name="", seed=1, revision=0)
    run_checks(Dataset(seed=1, rows=rows[:20]), empty)  # vocabulary and modules are loaded once
    started = time.process_time()
    found = {one.number: one for one in run_checks(Dataset(seed=1, rows=rows), empty)}
    # About one second; comparing all pairs takes minutes.
    assert time.process_time() - started < 6
    assert found[28].count == 2400 - 12
    assert found[31].count == 3000
    assert "c24" in found[22].case_ids
    assert all(int(case[1:]) % 12 == 0 for case in found[22].case_ids)
