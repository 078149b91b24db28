"""Edits between an output and its ideal answer, in order, and what the first of them is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.patterns.changed import changed
from curator.patterns.edits import CLASSES, Edit, classes, edits, of_span, steps
from curator.patterns.first_edit import alike, elsewhere, first_edit, numbers
from curator.patterns.tokens import read

TEXT = st.text(st.sampled_from("ab 12.,=+!_()\n²٣é"), max_size=60)


@given(
    st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30)
)
def test_applying_the_edits_gives_the_other_text(before: list[str], after: list[str]) -> None:
    made: list[str] = []
    at = 0
    for one in edits(before, after):
        made += before[at : one.start] + after[one.first : one.last]
        at = one.end
    assert made + before[at:] == after


def test_of_very_long_changes_one_edit_is_made_and_what_is_alike_around_it_stays() -> None:
    before, after = ["x", *"ab" * 200, "y"], ["x", *"cd" * 200, "y"]
    assert edits(before, after) == [Edit(1, 401, 1, 401)]
    assert edits(before, before) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("35/5", ["number", "operator", "number"]),
        ("a != b", ["word", "operator", "operator", "word"]),
        ("so! b", ["word", "point", "word"]),
        ("my_depth", ["word", "word", "word"]),
        ("not (x or y)", ["polarity", "bracket", "word", "logic", "word", "bracket"]),
    ],
)
def test_words_and_signs_are_classed_as_in_sums_and_code(text: str, expected: list[str]) -> None:
    assert classes(read(text)) == expected


def test_signs_beside_a_word_do_not_make_it_several_things() -> None:
    assert of_span(["word", "bracket"]) == "word"
    assert of_span(["word", "number"]) == "several"
    assert of_span([]) == "nothing"
    assert of_span(["point", "quote"]) == "point"


def test_of_numbers_it_is_told_how_one_relates_to_the_other() -> None:
    assert numbers(["24"], ["240"])[4:6] == [1.0, 1.0]
    assert numbers(["24"], ["241"])[4:6] == [0.0, 0.0]
    assert numbers(["24"], ["23"])[:3] == [1.0, 1.0, 1.0]
    assert numbers(["22"], ["24"])[:3] == [1.0, 0.0, 0.0]
    assert numbers(["42"], ["24"])[6:] == [1.0, 0.0]
    assert numbers(["45"], ["24"])[6:] == [0.0, 0.0]
    assert not any(numbers(["two"], ["24"]))
    assert all(map(math.isfinite, numbers(["0"], ["0.0"]) + numbers(["9" * 400], ["1"])))


def test_words_found_elsewhere_and_other_forms_of_a_word_are_noticed() -> None:
    assert elsewhere(["40"], (["40", "km"], ["km"])) == [1.0, 0.0]
    assert elsewhere(["+"], (["+"],)) == [0.0]
    assert alike(["distance"], ["distances"])[1] == 1.0
    assert alike(["distance"], ["weight"])[1] == 0.0
    assert alike(["a", "b"], ["b", "a"])[2] == 1.0


SLIPS = {
    "operator": [("6 x 4 = 24", "6 + 4 = 10"),
                 ("35/5 = 7", "35+5 = 40"), ("9 - 2 = 7", "9 * 2 = 18")],
    "result": [("6 x 4 = 24", "6 x 4 = 23"), ("35/5 = 7", "35/5 = 9"), ("9 - 2 = 7", "9 - 2 = 5")],
    "operand": [("6 x 4 = 24", "8 x 4 = 32"), ("35/5 = 7", "45/5 = 9"), ("9 - 2 = 7", "7 - 2 = 5")],
}  # fmt: skip


def test_the_first_edit_tells_slips_in_sums_apart_whatever_follows_from_them() -> None:
    rows: list[list[float]] = []
    for pairs in SLIPS.values():
        for place, (right, wrong) in enumerate(pairs):
            tail = f" So there are {place + 3} cows"
            end = wrong.split()[-1], right.split()[-1]
            told = [
                read(f"We take {sum_}.{tail} and {last}.")
                for sum_, last in ((wrong, end[0]), (right, end[1]))
            ]
            rows.append(first_edit(read("How many?"), *told))
    table = np.array(rows)
    apart = np.abs(table[:, None] - table[None]).sum(axis=2)
    same = np.repeat(np.arange(3), 3)[:, None] == np.repeat(np.arange(3), 3)[None]
    assert apart[same & ~np.eye(9, dtype=np.bool_)].mean() < 0.7 * apart[~same].mean()


def test_what_the_ideal_answer_no_longer_claims_is_told() -> None:
    asked, right = read("Is it open?"), read("It is open. Come in.")
    promise, other = read("It is open. We will call."), read("It is open. Do sit.")
    assert changed(asked, promise, right)[:21] != changed(asked, other, right)[:21]
    assert not any(changed(asked, right, right))


@given(TEXT, TEXT, TEXT)
def test_figures_are_finite_and_of_one_number_for_any_texts(one: str, two: str, three: str) -> None:
    for how in (steps, first_edit, changed):
        figures = how(read(one), read(two), read(three))
        assert len(figures) == len(how(read(""), read("a"), read("b")))
        assert all(map(math.isfinite, figures))


def test_every_class_is_counted_where_it_goes() -> None:
    whole = {of_span([name]) for name in CLASSES if name not in ("nothing", "several")}
    assert whole == set(CLASSES) - {"nothing", "several"}
