"""The first finds are the beginning of all finds, whatever is searched for and filtered by."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.model.case import CarriedReview, IncomingCase
from curator.model.queue import CaseFilter, Order, Queue, QueueKind
from curator.model.review import Mark
from curator.operations import first_look, queue_keys, reviewing, searching
from curator.operations.first_look import FirstLook
from curator.project.store import ProjectFile
from tests.builders import add_cases, incoming, new_project

WORDS = ("refund", "refuse", "Rechnung", "プラン", "2026-04", "reason", "ref")
SEARCHES = ("r", "re", "ref", "REFUND", "refu rea", "プ", "2026-0", "case-1", "%", "ideal", "q")
MARKS = (Mark.FAIL, Mark.PASS, None, None, None)


def _cases(numbers: range) -> Iterator[IncomingCase]:
    for n in numbers:
        mark = MARKS[n % 5]
        asked = f"{WORDS[n % 7]} {WORDS[(n // 3) % 7]} {n}"
        review = CarriedReview(mark=mark, note="ideal?" if mark else None, tags=("tone",) * (n % 2))
        made = incoming(n, asked, f"Because of {WORDS[(n // 5) % 7]}: 5 %.", review=review)
        update = {
            "id": f"case-{n}",
            "model": f"m{n % 3}",
            "metadata": {"team": "ab"[n % 2]},
            "created_at": f"2026-0{1 + n % 9}-01T00:00:00Z",
        }
        yield made.model_copy(update=update)


@pytest.fixture(params=["indexed", "half indexed"])
def project(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> ProjectFile:
    # So that they are few of all, and lie on both sides of the end of the index.
    monkeypatch.setattr(first_look, "BEYOND", 40)
    made = new_project(tmp_path, list(_cases(range(1, 61))))
    searching.index_cases(made)
    add_cases(made, list(_cases(range(61, 121))), file="more.jsonl")
    if request.param == "indexed":
        searching.index_cases(made)
    return made


FILTERS = (
    CaseFilter(),
    CaseFilter(mark=Mark.FAIL),
    CaseFilter(model="m1"),
    CaseFilter(model="m1", tag="tone"),
    CaseFilter(reviewer="Ada", metadata={"team": "a"}),
    CaseFilter(since="2026-03", until="2026-06"),
)


@pytest.mark.parametrize("order", [None, "imported", "id"])
def test_first_finds_begin_all_finds(project: ProjectFile, order: Order | None) -> None:
    look = FirstLook.of(project, order or "random")
    assert look is not None
    assert len(look.keys) < reviewing.case_count(project)
    look.read_words()
    kinds: tuple[QueueKind, ...] = ("random", "unreviewed", "failures", "needs-ideal")
    found = 0
    searches = itertools.cycle(("", *SEARCHES))
    for kind, chosen in [*itertools.product(kinds, FILTERS)] * 2:
        words = next(searches)
        queue = Queue(kind=kind, filter=chosen, search=words, order=order)
        first = look.beginning(queue)
        whole = reviewing.queue_keys(project, queue)
        assert first is not None
        assert first == whole[: len(first)], queue
        looked_at = set(look.keys)
        assert len(first) == sum(key in looked_at for key in whole), "none of them is left out"
        found += 0 < len(first) < len(whole)
    assert found > 10


def test_what_is_written_later_is_found_among_the_first(project: ProjectFile) -> None:
    look = FirstLook.of(project, "random")
    assert look is not None
    look.read_words()
    key = look.keys[7]
    assert key not in (look.beginning(Queue(search="zebra")) or ())
    reviewing.write_note(project, key, "No zebra was asked for", "Ada")
    assert list(look.beginning(Queue(search="zebra")) or ()) == [key]


def test_it_waits_for_its_words_and_knows_its_limits(project: ProjectFile) -> None:
    look = FirstLook.of(project, "random")
    assert look is not None
    assert look.beginning(Queue(search="refund")) is None, "not read yet"
    assert look.beginning(Queue(kind="disagreements")) is None
    assert look.beginning(Queue(kind="cases", keys=(1, 2))) is None
    assert FirstLook.of(project, "newest") is None, "the store would sort all cases"
    assert not look.is_outgrown()
    reviewing.mark_cases(project, look.keys, Mark.PASS, "Ada")
    assert look.is_outgrown()


_letters = st.text("abc", min_size=1, max_size=4)


@settings(max_examples=12)
@given(
    texts=st.lists(st.lists(_letters, min_size=1, max_size=5), min_size=1, max_size=12),
    searched=st.lists(_letters, min_size=1, max_size=2),
)
def test_a_search_finds_what_a_look_at_every_text_finds(
    texts: list[list[str]], searched: list[str]
) -> None:
    told = [f"{' '.join(words)} {n}" for n, words in enumerate(texts, start=1)]

    def holds(text: str) -> bool:
        said = re.findall(r"\w+", text)
        return all(any(one.startswith(word) for one in said) for word in searched)

    expected = {n for n, text in enumerate(told, start=1) if holds(text)}
    queue = Queue(search=" ".join(searched))
    with tempfile.TemporaryDirectory() as folder:
        cases = [incoming(n, text, "0") for n, text in enumerate(told, start=1)]
        with new_project(Path(folder), cases) as project:
            searching.index_cases(project)
            whole = reviewing.queue_keys(project, Queue())
            assert set(reviewing.queue_keys(project, queue)) == expected
            by_mask = queue_keys.in_order(project, queue, whole)
            assert set(by_mask) == expected
            look = FirstLook.of(project, "random")
            assert look is not None
            look.read_words()
            assert look.beginning(queue) == by_mask
