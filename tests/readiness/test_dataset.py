"""What goes into the dataset and how it is split: deterministic, grouped, stratified."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.model.dataset import Dataset, ExportOptions
from curator.model.review import Mark
from curator.model.snapshot import Snapshot
from curator.readiness.dataset import build_dataset
from tests.readiness.casebook import Book, ready, words


def built(book: Book, **options: object) -> Dataset:
    return build_dataset(book.snapshot(), ExportOptions.model_validate(options))


def keys(dataset: Dataset, *splits: str) -> set[int]:
    return {row.case_key for row in dataset.rows if row.split in splits}


def test_rows_are_accepted_failures_and_the_held_out_cases() -> None:
    book = ready()
    book.change(30, ideal=None).change(31, accepted=False).change(32, mark=Mark.SKIP)
    book.change(1, ideal=None)
    dataset = built(book)
    free = set(book.keys(Mark.FAIL, held_out=False)) - {30, 31}
    assert keys(dataset, "train", "validation") == free
    held = set(book.keys(Mark.FAIL, held_out=True)) | set(book.keys(Mark.PASS, held_out=True))
    assert keys(dataset, "held_out") == held - {1}
    for row in dataset.rows:
        entry = book.entries[row.case_key]
        assert row.ideal == (entry.answered if row.keep else entry.ideal)
        assert row.keep == (entry.mark is Mark.PASS)
        assert (row.case_id, row.source_id, row.reviewer) == (f"c{entry.key}",) * 2 + ("ana",)
        assert row.pattern_id == entry.pattern


def test_the_order_of_rows_in_the_snapshot_does_not_matter() -> None:
    snapshot = ready().snapshot()
    shuffled = list(snapshot.reviewed)
    random.Random(3).shuffle(shuffled)
    other = snapshot.model_copy(update={"reviewed": tuple(shuffled)})
    options = ExportOptions(keep_share=0.2)
    assert build_dataset(snapshot, options) == build_dataset(other, options)


def test_the_seed_decides_and_nothing_else() -> None:
    book = ready()
    assert built(book) == built(book)
    assert built(book) == built(book, seed=7)
    assert keys(built(book), "validation") != keys(built(book, seed=8), "validation")


def test_another_project_with_the_same_cases_splits_them_alike() -> None:
    snapshot = ready().snapshot()
    moved = [
        item.model_copy(update={"case": item.case.model_copy(update={"uid": f"other-{place}"})})
        for place, item in enumerate(reversed(snapshot.reviewed))
    ]
    other = snapshot.model_copy(update={"reviewed": tuple(moved)})
    options = ExportOptions()
    assert build_dataset(snapshot, options).rows == build_dataset(other, options).rows


def test_validation_is_a_share_of_every_pattern() -> None:
    book = Book().failures(100, "tone").failures(50, "promises").failures(20, "rare")
    dataset = built(book, validation=0.1)
    counts = Counter(row.pattern_id for row in dataset.of("validation"))
    assert counts == {"tone": 10, "promises": 5, "rare": 2}
    assert not built(book, validation=0.0).of("validation")


def test_passing_cases_are_mixed_in_as_a_share_of_the_training_rows() -> None:
    book = ready()
    dataset = built(book, keep_share=0.2)
    training = [row for row in dataset.rows if row.split != "held_out"]
    assert (sum(row.keep for row in training), len(training)) == (15, 75)
    assert all(not book.entries[row.case_key].held_out for row in training)


def test_a_training_case_like_a_held_out_one_is_left_out_and_said() -> None:
    book = ready()
    first = book.keys(Mark.FAIL, held_out=False)[0]
    second = book.keys(Mark.FAIL, held_out=False)[1]
    book.change(first, asked=book.entries[1].asked + " !")
    book.change(second, conversation="t1").change(2, conversation="t1")
    dataset = built(book)
    assert {out.case_key for out in dataset.left_out} == {first, second}
    assert not keys(dataset, "train", "validation") & {first, second}
    assert len(dataset.of("held_out")) == 80


def test_a_held_out_case_without_an_ideal_answer_still_keeps_its_group_out() -> None:
    book = ready()
    first = book.keys(Mark.FAIL, held_out=False)[0]
    book.change(1, ideal=None, conversation="t1").change(first, conversation="t1")
    assert [out.case_key for out in built(book).left_out] == [first]


def test_chosen_patterns_alone_are_trained_and_all_stay_held_out() -> None:
    dataset = built(ready(), pattern_ids=("promises",))
    assert {row.pattern_id for row in dataset.rows if row.split != "held_out"} == {"promises"}
    assert {row.pattern_id for row in dataset.of("held_out")} == {"promises", "tone", ""}


@pytest.mark.parametrize("options", [{"validation": 1.0}, {"keep_share": -0.1}])
def test_a_share_outside_its_range_is_refused(options: dict[str, float]) -> None:
    with pytest.raises(CuratorError, match="share must be from 0 to below 1"):
        built(ready(), **options)


def test_an_unknown_pattern_is_refused() -> None:
    with pytest.raises(CuratorError, match="no pattern 'tune'"):
        built(ready(), pattern_ids=("tune",))


def test_an_empty_project_gives_an_empty_dataset() -> None:
    dataset = build_dataset(Snapshot(name="", seed=1, revision=0), ExportOptions())
    assert dataset.rows == ()


@given(
    groups=st.lists(
        st.tuples(st.integers(0, 5), st.booleans(), st.sampled_from("abc")), max_size=30
    ),
    share=st.sampled_from([0.0, 0.1, 0.3, 0.5]),
    seed=st.integers(0, 5),
)
def test_no_group_is_ever_split(
    groups: list[tuple[int, bool, str]], share: float, seed: int
) -> None:
    book = Book()
    for place, (conversation, held_out, pattern) in enumerate(groups, 1):
        book.failures(1, pattern)
        book.change(place, conversation=f"t{conversation}", held_out=held_out)
    dataset = built(book, validation=share, seed=seed)
    sides: dict[str, set[str]] = {}
    for row in dataset.rows:
        name = book.entries[row.case_key].conversation or ""
        sides.setdefault(name, set()).add(row.split)
    assert all(len(splits) == 1 for splits in sides.values())
    assert len(dataset.rows) + len(dataset.left_out) == len(groups)
    assert keys(dataset, "held_out") == {k for k, e in book.entries.items() if e.held_out}


def test_near_duplicates_stay_on_one_side() -> None:
    book = Book()
    for place in range(1, 31):
        book.failures(1, "tone")
        book.change(place, asked=f"{words(place % 3)}{' !' * (place // 3)}")
    dataset = built(book, validation=0.3)
    sides = {place % 3: set[str]() for place in range(3)}
    for row in dataset.rows:
        sides[row.case_key % 3].add(row.split)
    assert all(len(splits) == 1 for splits in sides.values())
