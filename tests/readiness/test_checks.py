"""Each check: a dataset that triggers it, one that just does not, and exactly which cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from curator.model.base import JsonObject
from curator.model.dataset import Dataset, DatasetRow, LeftOut
from curator.model.message import Message
from curator.model.readiness import CheckResult, Severity
from curator.model.review import Mark
from curator.model.snapshot import Snapshot
from curator.readiness.checks import CHECKS, run_checks
from curator.readiness.dataset import LEAKS
from curator.reviewing.near_duplicates import jaccard, shingles
from tests.readiness.casebook import Book, row, user, words

EMPTY = Snapshot(name="", seed=1, revision=0)


def result(
    number: int,
    rows: Sequence[DatasetRow],
    snapshot: Snapshot = EMPTY,
    file_format: str = "messages",
) -> CheckResult:
    found = run_checks(Dataset(seed=1, rows=tuple(rows)), snapshot, file_format)
    return next(check for check in found if check.number == number)


def rows(count: int, start: int = 100, **changes: object) -> list[DatasetRow]:
    return [row(start + place, **changes) for place in range(count)]


def listed(*keys: int) -> list[DatasetRow]:
    return [row(key, pattern_id="p", ideal="- a\n- b") for key in keys]


def sized(*lengths: int) -> list[DatasetRow]:
    return [row(place, ideal="x" * length) for place, length in enumerate(lengths, 1)]


def ideal(text: str, **changes: object) -> DatasetRow:
    return row(1, ideal=text, **changes)


def settings(**values: object) -> Snapshot:
    return Snapshot(name="", seed=1, revision=0, settings=values)  # type: ignore[arg-type]


LONG = words(5, 15)
"""A question of about 100 characters."""
TWIN = LONG + " !"
NEAR = LONG + " or something"
APART = " ".join(LONG.split()[:12]) + " entirely other words at its end"


@dataclass(frozen=True)
class Pair:
    """Rows that trigger a check, naming `cases`, and rows that just do not."""

    number: int
    triggers: Sequence[DatasetRow]
    cases: tuple[str, ...]
    spares: Sequence[DatasetRow]
    snapshot: Snapshot = EMPTY
    severity: Severity = "block"
    why: str = ""


PAIRS = (
    Pair(1, [ideal("half \ud83d of a pair"), row(2)], ("c1",), [ideal("whole \U0001f600"), row(2)]),
    Pair(3, [row(1, input=(Message(role="bot", content="hi"),)), row(2)], ("c1",),
         [row(1, input=(Message(role="developer", content="hi"),)), row(2)]),
    Pair(5, [row(1, input=(*user("hi"), Message(role="tool", content="7")))], ("c1",),
         [row(1, input=(*user("hi"), Message(role="assistant", content="?"),
                        Message(role="tool", content="7")))]),
    Pair(11, [ideal("  "), row(2)], ("c1",), [ideal("No."), row(2)], why="empty"),
    Pair(11, [ideal("[TODO]")], ("c1",), [ideal("See the todo list.")], why="placeholder"),
    Pair(11, [ideal("N/A")], ("c1",), [ideal("N/A", expected="n/a")], why="a right answer"),
    Pair(12, [ideal("It is sent. \n", output="It is sent."), row(2)], ("c1",),
         [ideal("it is sent.", output="It is sent."), row(2)]),
    Pair(12, [ideal("same", output="same", split="held_out")], ("c1",),
         [ideal("same", output="same", keep=True)], why="passing cases are kept as they are"),
    Pair(13, [ideal(LONG, input=user(f"Copy this: {LONG}")), row(2)], ("c1",),
         [ideal(words(9)[:20] + LONG[:70], input=user(f"Copy this: {LONG}")), row(2)],
         severity="warn"),
    Pair(14, [ideal('{"code": "E11'), row(2)], ("c1",), [ideal('{"code": "E11"}'), row(2)],
         why="JSON"),
    Pair(14, [ideal("Run:\n```\nls")], ("c1",), [ideal("Run:\n```\nls\n```")], why="fence"),
    Pair(14, [ideal("cut", output="cut", keep=True, finish_reason="length")], ("c1",),
         [ideal("whole", output="cut", finish_reason="length")], why="finish reason"),
    Pair(14, [ideal('["a", "b"')], ("c1",), [ideal("[sic] it says"), row(2, ideal="{name}, hi")],
         why="only what starts as JSON"),
    Pair(16, [ideal("cafÃ© open")], ("c1",), [ideal("café, ÂNGELO, 5 € … “yes”")],
         severity="warn"),
    Pair(18, [ideal("As an AI language model, I can help."), row(2, ideal="ok [reviewer: check]")],
         ("c1", "c2"), [ideal("A model railway is sold here."), row(2, ideal="Note the date.")],
         severity="warn"),
    Pair(19, [ideal("see KB-4711", input=user("where?"))], ("c1",),
         [ideal("see KB-4711", input=user("where is KB-4711?"))], severity="warn"),
    Pair(21, [row(1, input=user("Reset  it?"), ideal="a"),
              row(2, input=user("reset it?"), ideal="b"), row(3)], ("c1", "c2"),
         [row(1, input=user("Reset it?"), ideal="A"), row(2, input=user("reset it?"), ideal="a"),
          row(3)]),
    Pair(22, [row(1, input=user(LONG), ideal="Yes, gladly."),
              row(2, input=user(TWIN), ideal="Impossible under contract")], ("c1", "c2"),
         [row(1, input=user(LONG), ideal="Yes, gladly."),
          row(2, input=user(TWIN), ideal="Yes, gladly so.")], severity="warn"),
    Pair(23, [row(i, input=(Message(role="system", content="Be kind." if i < 3 else "Be brief."),
                            *user(words(i)))) for i in (1, 2, 3)], ("c3",),
         [row(i, input=(Message(role="system", content="Be  KIND."), *user(words(i))))
          for i in (1, 2, 3)], severity="warn", why="varying"),
    Pair(23, [row(1, input=(Message(role="system", content="Be brief."), *user("a")))], ("c1",),
         [row(1, input=(Message(role="system", content="be kind."), *user("a")))],
         settings(production_system_prompt="Be kind."), why="production"),
    Pair(25, [*rows(7, pattern_id="p"), *listed(1, 2, 3)], ("c1", "c2", "c3"),
         [*rows(8, pattern_id="p"), *listed(1, 2)],
         severity="warn"),
    Pair(27, [row(1), row(2, input=row(1).input, ideal=row(1).ideal.upper()), row(3)], ("c2",),
         [row(1), row(2, input=row(1).input), row(3, ideal=row(1).ideal)]),
    Pair(28, [*rows(10), row(1, input=user(LONG)), row(2, input=user(TWIN))], ("c2",),
         [*rows(10), row(1, input=user(LONG)), row(2, input=user(APART))], severity="warn"),
    Pair(28, [*rows(7), row(1, input=user(LONG)), row(2, input=user(TWIN))], ("c2",),
         [*rows(7), row(1, input=user(LONG)), row(2, input=user(TWIN), split="held_out")],
         why="more than a tenth"),
    Pair(29, [*rows(6), *(row(i, ideal=f"Thank you for writing. Your ticket is number {i}0.")
                          for i in (1, 2, 3, 4))], ("c1", "c2", "c3", "c4"),
         [*rows(7), *(row(i, ideal=f"Thank you for writing. Your ticket is number {i}0.")
                      for i in (1, 2, 3))], severity="warn"),
    Pair(30, [row(1), row(2, input=row(1).input, split="held_out"), row(3)], ("c1", "c2"),
         [row(1), row(2, input=row(1).input, split="validation"), row(3)]),
    Pair(31, [row(1, input=user(LONG)), row(2, input=user(TWIN), split="held_out"), row(3)],
         ("c1", "c2"),
         [row(1, input=user(LONG)), row(2, input=user(APART), split="held_out"), row(3)]),
    Pair(35, sized(*range(100, 120), 146), ("c21",), sized(*range(100, 120), 145),
         severity="note"),
    Pair(37, [*rows(12, pattern_id="a"), *rows(12, 200, pattern_id="b"),
              *(row(i, pattern_id="c") for i in range(1, 10))],
         tuple(f"c{i}" for i in range(1, 10)),
         [*rows(12, pattern_id="a"), *rows(12, 200, pattern_id="b"),
          *(row(i, pattern_id="c") for i in range(1, 11))], severity="warn"),
    Pair(44, [row(1, reviewer=""), row(2, reviewed_at=" "), row(3, source_id=""), row(4)],
         ("c1", "c2", "c3"), [row(1), row(2)]),
    Pair(45, [row(1, model_written=True, accepted=False), row(2)], ("c1",),
         [row(1, model_written=True, accepted=True), row(2)]),
)  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: f"{p.number} {p.why}".strip())
def test_a_check_finds_exactly_its_cases_and_just_does_not_find_others(pair: Pair) -> None:
    found = result(pair.number, pair.triggers, pair.snapshot)
    assert (found.status, found.case_ids, found.count) == ("found", pair.cases, len(pair.cases))
    assert found.severity == pair.severity
    assert found.sentence
    spared = result(pair.number, pair.spares, pair.snapshot)
    assert (spared.status, spared.case_ids) == ("passed", ())
    assert spared.sentence


def test_the_twins_are_as_alike_as_the_tests_say() -> None:
    assert jaccard(shingles(LONG), shingles(TWIN)) > 0.9
    assert jaccard(shingles(LONG), shingles(APART)) < 0.8
    assert 0.8 < jaccard(shingles(LONG), shingles(NEAR)) < 0.9


def test_every_check_is_declared_once_and_all_required_ones_are_there() -> None:
    numbers = [check.number for check in CHECKS]
    assert numbers == sorted(set(numbers))
    blocking = {check.number for check in CHECKS if check.severity == "block"}
    assert {1, 2, 4, 11, 12, 14, 21, 27, 30, 44} <= blocking
    assert {check.number for check in CHECKS if check.severity == "warn"} >= {22, 28}
    assert all(check.source and check.passed and check.name for check in CHECKS)


def test_clean_rows_in_a_clean_project_block_nothing() -> None:
    clean = [*rows(40), *rows(50, 200, split="held_out")]
    found = run_checks(Dataset(seed=1, rows=tuple(clean)), EMPTY)
    assert [check.number for check in found if check.blocks] == []


def test_a_row_without_messages_or_with_a_bad_tool_call_has_the_wrong_shape() -> None:
    from curator.model.message import ToolCall

    called = Message(role="assistant", tool_calls=(ToolCall(name="look", arguments="{}"),))
    assert result(2, [row(1, input=(*user("a"), called))]).status == "passed"
    assert result(2, [row(1, input=())]).status == "passed"
    assert result(4, [row(1, input=())]).status == "passed"


def test_findings_in_held_out_rows_touch_the_evidence() -> None:
    held = [ideal("", split="held_out"), row(2)]
    assert result(11, held).touches_evidence
    assert not result(11, [ideal(""), row(2)]).touches_evidence


def test_a_long_instruction_in_every_input_does_not_make_inputs_alike() -> None:
    instruction = (
        "You are a coder of diagnoses. Read the note with care. Answer with codes only. " * 3
    )
    asked = [row(i, input=user(f"{instruction}\nNote: {words(i)}")) for i in range(1, 31)]
    assert result(28, asked).status == "passed"


def test_one_conversation_across_the_split() -> None:
    book = Book().failures(3, "tone")
    book.change(1, conversation="t1").change(2, conversation="t1").change(3, conversation="t2")
    snapshot = book.snapshot()
    apart = [row(1), row(2, split="held_out"), row(3)]
    assert result(32, apart, snapshot).case_ids == ("c1", "c2")
    assert result(32, [row(1), row(2), row(3, split="held_out")], snapshot).status == "passed"
    assert result(32, apart).status == "not applicable"


def test_a_held_out_case_in_a_prompt_is_found_and_a_training_case_is_not() -> None:
    book = Book().failures(4, "tone", held_out=2)
    book.run("leaky", 0.5, messages=[{"content": f"Q: {book.entries[2].asked.upper()}"}])
    held = [row(1, input=user(book.entries[1].asked), split="held_out"),
            row(2, input=user(book.entries[2].asked), split="held_out")]  # fmt: skip
    found = result(33, held, book.snapshot())
    assert (found.case_ids, found.touches_evidence) == (("c2",), True)
    book.runs.clear()
    book.run("fair", 0.5, messages=[{"content": f"Q: {book.entries[3].asked}"}])
    assert result(33, held, book.snapshot()).status == "passed"


def test_a_held_out_case_picked_as_an_example_by_its_id_is_found() -> None:
    book = Book().failures(4, "tone", held_out=2)
    held = [row(1, split="held_out"), row(2, split="held_out"), row(3)]
    book.run("picked", 0.5, examples={"how": "picked", "cases": ["c2", "c3"]})
    assert result(33, held, book.snapshot()).case_ids == ("c2",)
    book.runs.clear()
    book.run("picked", 0.5, examples={"how": "picked", "cases": ["c3"]})
    assert result(33, held, book.snapshot()).status == "passed"


def test_a_held_out_case_looked_at_while_a_prompt_was_written_is_found() -> None:
    held = [row(1, split="held_out"), row(2, split="held_out"), row(3)]
    seen = Book().failures(4, "tone").snapshot().model_copy(update={"held_out_seen": (2, 3)})
    found = result(33, held, seen)
    assert (found.case_ids, found.touches_evidence) == (("c2",), True)
    assert "looked at while a prompt was written" in found.sentence
    elsewhere = seen.model_copy(update={"held_out_seen": (3,)})
    assert not result(33, held, elsewhere).case_ids


def test_agreement_blocks_warns_passes_or_is_not_measured() -> None:
    book = Book().failures(20, "tone").passes(20)
    states = {}
    for differing in (0, 6, 8, 12, 13):
        book.double_reviews(40, differing)
        found = result(24, [row(1)], book.snapshot())
        states[differing] = (found.status, found.severity, found.count)
    assert states == {
        0: ("passed", "warn", 0),
        6: ("passed", "warn", 0),
        8: ("passed", "warn", 0),
        12: ("found", "warn", 12),
        13: ("found", "block", 13),
    }
    book.double_reviews(19, 19)
    assert result(24, [row(1)], book.snapshot()).status == "not applicable"


def test_a_declared_output_shape_is_held_to() -> None:
    shape: JsonObject = {"type": "object", "required": ["code"]}
    book = Book().failures(2, "tone")
    for key in (1, 2):
        book.change(key, metadata={"response_format": {"json_schema": {"schema": shape}}})
    bad = [row(1, ideal='{"kode": 1}'), row(2, ideal='{"code": 1}')]
    assert result(15, bad, book.snapshot()).case_ids == ("c1",)
    assert result(15, [row(1, ideal="plain")], book.snapshot()).case_ids == ("c1",)
    assert result(15, bad).status == "not applicable"


def test_a_preference_pair_too_alike_counts_for_preference_formats_only() -> None:
    alike = [row(1, ideal="a" * 19 + "b", output="a" * 20), row(2)]
    assert result(20, alike, file_format="openai-dpo").case_ids == ("c1",)
    apart = [row(1, ideal="a" * 18 + "bb", output="a" * 20), row(2)]
    assert result(20, apart, file_format="openai-dpo").status == "passed"
    assert 20 not in {c.number for c in run_checks(Dataset(seed=1, rows=tuple(alike)), EMPTY)}


def test_refusals_are_compared_with_those_among_right_answers() -> None:
    refusal = "I'm sorry, but I can't help with that."
    book = Book().failures(10, "tone").passes(10)
    book.change(11, answered=refusal)
    snapshot = book.snapshot()
    assert result(38, [ideal(refusal), *rows(9)], snapshot).status == "passed"
    found = result(38, [ideal(refusal), row(2, ideal=refusal), *rows(8)], snapshot)
    assert found.case_ids == ("c1", "c2")


def test_keep_examples_and_the_size_of_the_held_out_set() -> None:
    assert result(39, rows(3)).status == "found"
    assert result(39, [*rows(3), row(1, keep=True)]).status == "passed"
    sizes = {n: result(48, rows(n, split="held_out")) for n in (29, 30, 49, 50)}
    assert [(r.status, r.severity) for r in sizes.values()] == [
        ("found", "block"), ("found", "warn"), ("found", "warn"), ("passed", "block"),
    ]  # fmt: skip


def test_what_was_left_out_for_the_held_out_set_is_said() -> None:
    dataset = Dataset(
        seed=1, rows=(row(1),), left_out=(LeftOut(case_key=9, case_id="c9", reason=LEAKS),)
    )
    leak = next(check for check in run_checks(dataset, EMPTY) if check.number == 30)
    assert leak.status == "passed"
    assert "1 case left out of training" in leak.sentence


def test_no_system_prompt_anywhere_is_said_without_naming_every_row() -> None:
    found = result(23, rows(3))
    assert (found.status, found.severity, found.case_ids) == ("found", "warn", ())


def test_marks_are_what_the_builder_says() -> None:
    assert Book().failures(1, "tone").entries[1].mark is Mark.FAIL


def test_inputs_alike_but_not_the_same_may_be_answered_differently() -> None:
    alike = [row(1, input=user(LONG), ideal="Yes, gladly."),
             row(2, input=user(NEAR), ideal="Impossible under contract")]  # fmt: skip
    assert result(22, alike).status == "passed"


def test_likeness_within_one_side_of_the_split_is_no_leak() -> None:
    for split in ("train", "held_out"):
        twins = [row(1, input=user(LONG), split=split), row(2, input=user(TWIN), split=split)]
        other = row(3, split="train" if split == "held_out" else "held_out")
        assert result(31, [*twins, other]).status == "passed"
