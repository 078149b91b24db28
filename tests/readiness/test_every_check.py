"""Every check in the registry has rows that trigger it and rows that just do not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from curator.model.base import JsonObject
from curator.model.dataset import DatasetRow
from curator.model.message import Message
from curator.model.readiness import CheckResult
from curator.model.snapshot import Snapshot
from curator.readiness.checks import CHECKS, check_file
from curator.readiness.tokens import row_tokens, vocabulary
from tests.readiness import test_checks, test_more_checks
from tests.readiness.casebook import Book, row, user
from tests.readiness.test_checks import EMPTY, result, rows, settings


class Given(NamedTuple):
    """What a check looks at: rows of a project, or lines of a file."""

    rows: Sequence[DatasetRow] = ()
    snapshot: Snapshot = EMPTY
    file_format: str = "messages"
    lines: Sequence[JsonObject | str] = ()
    manifest: str = ""


class Case(NamedTuple):
    """What triggers a check, naming `cases`, and what just does not."""

    number: int
    triggers: Callable[[], Given]
    cases: tuple[str, ...]
    spares: Callable[[], Given]


def line(*turns: JsonObject, **more: object) -> JsonObject:
    turns = turns or ({"role": "user", "content": "a"}, {"role": "assistant", "content": "b"})
    return {"messages": list(turns), **more}  # type: ignore[dict-item]


def lines(*rows: JsonObject | str, file_format: str = "messages", manifest: str = "") -> Given:
    return Given(lines=rows, file_format=file_format, manifest=manifest)


ASKS: JsonObject = {"role": "user", "content": "a"}
SAYS: JsonObject = {"role": "assistant", "content": "b"}


def calls(arguments: str) -> JsonObject:
    function: JsonObject = {"name": "find", "arguments": arguments}
    call: JsonObject = {"id": "1", "type": "function", "function": function}
    return {"role": "assistant", "tool_calls": [call]}


def declared(ideal: str) -> Given:
    shape: JsonObject = {"type": "object", "required": ["code"]}
    metadata: JsonObject = {"response_format": {"json_schema": {"schema": shape}}}
    return Given(
        [row(1, ideal=ideal)], Book().failures(1, "tone").change(1, metadata=metadata).snapshot()
    )


def doubly(differing: int) -> Given:
    book = Book().failures(20, "tone").passes(20).double_reviews(40, differing)
    return Given([row(1)], book.snapshot())


def talks(second: str) -> Given:
    book = Book().failures(2, "tone").change(1, conversation="t1").change(2, conversation=second)
    return Given([row(1), row(2, split="held_out")], book.snapshot())


def shown(case: str) -> Given:
    book = (
        Book().failures(3, "tone").run("picked", 0.5, examples={"how": "picked", "cases": [case]})
    )
    return Given([row(1), row(2, split="held_out")], book.snapshot())


def of_tokens(tokens: int) -> Given:
    ideal = " hello" * (tokens - row_tokens(row(1, ideal=""), vocabulary()))
    return Given([row(1, ideal=ideal), row(2)], file_format="openai-sft")


def refusing(count: int) -> Given:
    refusal = "I'm sorry, but I can't help with that."
    book = Book().failures(10, "tone").passes(10).change(11, answered=refusal)
    said = [row(key, ideal=refusal) for key in range(1, count + 1)]
    return Given([*said, *rows(10 - count)], book.snapshot())


def flagged(second: bool) -> Given:
    book = Book().failures(2, "tone").change(1, metadata={"moderation": {"flagged": False}})
    book.change(2, metadata={"moderation": {"flagged": second}})
    return Given([row(1), row(2)], book.snapshot())


def touched(*keys: int) -> Given:
    frozen = {"held_out_frozen": True, "held_out_touched": keys}
    return Given([row(1)], Book().failures(3, "tone").snapshot().model_copy(update=frozen))


def systems(prompt: str) -> JsonObject:
    turns: JsonObject = {"messages": [
        {"role": "user", "content": [{"text": "a"}]},
        {"role": "assistant", "content": [{"text": "b"}]},
    ]}  # fmt: skip
    return {"schemaVersion": "bedrock-conversation-2024", "system": [{"text": prompt}], **turns}


PERMISSIONS = dict.fromkeys(("licence", "consent", "vendor_terms"), "yes")
PAIR = ("a" * 20, "a" * 19 + "b", "a" * 18 + "bb")
SUM = hashlib.sha256((json.dumps(line()) + "\n").encode()).hexdigest()
CASES = (
    Case(1, lambda: lines(line(), "{", line()), ("2",), lambda: lines(line(), line())),
    Case(2, lambda: lines(line(), {"messages": "a"}), ("2",),
         lambda: lines(line(), line(ASKS, {"role": "assistant", "refusal": "no"}))),
    Case(4, lambda: lines(line(ASKS, SAYS, ASKS), line()), ("1",), lambda: lines(line(), line())),
    Case(6, lambda: lines(line(ASKS, {**SAYS, "weight": 2}), line(ASKS, {**SAYS, "weight": 0})),
         ("1", "2"), lambda: lines(line(ASKS, {**SAYS, "weight": 1}))),
    Case(7, lambda: lines(line(), line(ASKS, calls("{"))), ("2",),
         lambda: lines(line(ASKS, calls("{}")))),
    Case(8, lambda: lines(line(), line(), {"prompt": "a", "completion": "b"}), ("3",),
         lambda: lines(line(), line(), line(tools=[]))),
    Case(9, lambda: lines(*[line()] * 9, file_format="openai-sft"), (),
         lambda: lines(*[line()] * 10, file_format="openai-sft")),
    Case(10, lambda: lines(systems("Say User: first"), systems("b"), file_format="nova"), ("1",),
         lambda: lines(systems("Say User :"), file_format="nova")),
    Case(15, lambda: declared('{"kode": 1}'), ("c1",), lambda: declared('{"code": 1}')),
    Case(20, lambda: Given([row(1, ideal=PAIR[1], output=PAIR[0]), row(2)],
                           file_format="openai-dpo"), ("c1",),
         lambda: Given([row(1, ideal=PAIR[2], output=PAIR[0])], file_format="openai-dpo")),
    Case(24, lambda: doubly(9), tuple(f"c{key}" for key in (1, 2, 3, 4, 5, 21, 22, 23, 24)),
         lambda: doubly(8)),
    Case(32, lambda: talks("t1"), ("c1", "c2"), lambda: talks("t2")),
    Case(33, lambda: shown("c2"), ("c2",), lambda: shown("c1")),
    Case(34, lambda: of_tokens(65_537), ("c1",), lambda: of_tokens(52_428)),
    Case(36, lambda: Given([row(1)]), (),
         lambda: Given([row(1)], settings(costs={"training_price": 25.0, "epochs": 3}))),
    Case(38, lambda: refusing(2), ("c1", "c2"), lambda: refusing(1)),
    Case(39, lambda: Given(rows(3)), (), lambda: Given([*rows(3), row(1, keep=True)])),
    Case(42, lambda: flagged(True), ("c2",), lambda: flagged(False)),
    Case(46, lambda: Given([row(1)], settings(permissions={**PERMISSIONS, "consent": " "})), (),
         lambda: Given([row(1)], settings(permissions=PERMISSIONS))),
    Case(48, lambda: Given(rows(49, split="held_out")), (),
         lambda: Given(rows(50, split="held_out"))),
    Case(49, lambda: lines(line(), manifest="0" * 64), (), lambda: lines(line(), manifest=SUM)),
    Case(50, lambda: touched(2), ("c2",), touched),
)  # fmt: skip


def found_in(number: int, given: Given, folder: Path) -> CheckResult:
    if not given.lines:
        return result(number, given.rows, given.snapshot, given.file_format)
    file = folder / "train.jsonl"
    texts = [one if isinstance(one, str) else json.dumps(one) for one in given.lines]
    file.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    if given.manifest:
        held = {"files": {"train.jsonl": {"sha256": given.manifest}}}
        (folder / "manifest.json").write_text(json.dumps(held), encoding="utf-8")
    return next(one for one in check_file(file, given.file_format) if one.number == number)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.number))
def test_a_check_finds_exactly_its_cases_and_just_does_not_find_others(
    case: Case, tmp_path: Path
) -> None:
    found = found_in(case.number, case.triggers(), tmp_path)
    assert (found.status, found.case_ids) == ("found", case.cases)
    spared = found_in(case.number, case.spares(), tmp_path)
    assert (spared.status, spared.case_ids) == ("passed", ())


def test_every_check_of_the_registry_has_a_case_that_triggers_it_and_one_that_does_not() -> None:
    tried = {pair.number for pair in test_checks.PAIRS}
    tried |= {pair[0] for pair in test_more_checks.PAIRS}
    tried |= {case.number for case in CASES}
    assert tried == {check.number for check in CHECKS}


SENTENCE = "請求書はアカウントのページでご覧いただけます。"
ARABIC = "يمكنك العثور على فاتورتك في صفحة حسابك رقم ٤٧١١"


@pytest.mark.parametrize(
    ("asked", "ideal"),
    [
        (lambda i: f"{i} where is it", lambda _: ""),
        (lambda i: "a" * (i % 70 + 1), lambda i: "b" * (i % 90 + 1)),
        (lambda i: f"{SENTENCE}{i}", lambda i: f"{SENTENCE * 3}{i}"),
        (lambda i: f"{ARABIC} {i}", lambda i: f"{ARABIC} {ARABIC} {i}"),
        (lambda i: " ".join(str(i * k) for k in range(20)), lambda i: "7 " * i),
        (lambda i: "1" * (i + 60), lambda i: "1 " * 70 + str(i)),
        (lambda i: "\n" * i + "x", lambda i: "{{" * 30 + str(i)),
    ],
    ids=["empty answers", "one character", "Japanese", "Arabic", "digits", "ones", "blank"],
)  # fmt: skip
def test_odd_rows_are_checked_in_little_time(
    asked: Callable[[int], str], ideal: Callable[[int], str]
) -> None:
    import time

    made = [row(i, input=user(asked(i)), ideal=ideal(i)) for i in range(200)]
    started = time.process_time()
    result(1, made)
    assert time.process_time() - started < 4


def test_tokens_are_counted_where_every_digit_is_one() -> None:
    assert vocabulary()("1 " * 120_000) == 240_000


def test_a_row_of_megabytes_is_checked_in_seconds() -> None:
    import time

    text = " ".join(f"alpha {number * 7919 % 99_991}" for number in range(30_000))
    long = row(1, input=(Message(role="user", content=text),), ideal=f"{text[:150_000]}!")
    started = time.process_time()
    found = result(13, [long, *rows(20)])
    # Looking for each of its five-character runs in the question took two minutes.
    assert time.process_time() - started < 6
    assert found.case_ids == ("c1",)
