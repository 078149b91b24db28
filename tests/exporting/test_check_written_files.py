"""`curator check` on what every target writes: clean files pass, planted faults are found."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pandas as pd
import pytest

from curator.exporting import write_export
from curator.exporting.targets import TARGETS
from curator.model.dataset import Dataset, ExportOptions
from curator.readiness.checks import FILE_FORMATS, check_file
from tests.exporting import example
from tests.exporting.test_targets import TOOL_TALK, TWO_TURNS

Row = dict[str, object]
JSONL = sorted(name for name, target in TARGETS.items() if target.suffix == "jsonl")
TABLES = ("csv", "xlsx", "parquet")


def written(tmp_path: Path, name: str) -> Path:
    """The training file of an export of the example, with tools and earlier answers in it."""
    rows = list(example.dataset().of("train"))
    rows[3] = rows[3].model_copy(update={"input": TOOL_TALK, "tools": (example.TOOL,)})
    rows[4] = rows[4].model_copy(update={"input": TWO_TURNS})
    write_export(
        Dataset(seed=7, rows=tuple(rows)),
        example.snapshot(),
        example.readiness(),
        (),
        ExportOptions(format=name),
        tmp_path / "out",
    )
    target = TARGETS[name]
    return tmp_path / "out" / target.folder / f"train.{target.suffix}"


def blocking(path: Path, name: str) -> dict[int, tuple[str, ...]]:
    """What blocks, without what the example's repeated questions bring with them."""
    found = {check.number: check for check in check_file(path, name)}
    repeated = (21, 22, 27, 28)
    return {n: c.case_ids for n, c in found.items() if c.blocks and n not in repeated}


def replace_row(path: Path, number: int, row: object) -> None:
    lines = path.read_bytes().splitlines()
    lines[number - 1] = row if isinstance(row, bytes) else json.dumps(row).encode()
    path.write_bytes(b"\n".join(lines) + b"\n")


def row_of(path: Path, number: int) -> Row:
    return cast("Row", json.loads(path.read_bytes().splitlines()[number - 1]))


def test_every_format_that_is_written_is_checked() -> None:
    assert set(FILE_FORMATS) == set(TARGETS)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_what_we_write_has_no_blocking_finding(name: str, tmp_path: Path) -> None:
    assert blocking(written(tmp_path, name), name) == {}


@pytest.mark.parametrize("name", JSONL)
def test_lines_that_are_no_rows_are_found_everywhere(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name)
    for number, fault in ((2, b"{broken"), (5, b'{"a": "\xff"}'), (6, b"[1]"), (7, b"")):
        replace_row(path, number, fault)
    replace_row(path, 8, {"something": "else"})
    found = blocking(path, name)
    assert found[1] == ("2", "5", "6", "7")
    assert found[2] == ("8",)


def last(row: Row, key: str, **changes: object) -> Row:
    """The row with its last turn under `key` changed."""
    turns = cast("list[Row]", row[key])
    return {**row, key: [*turns[:-1], {**turns[-1], **changes}]}


def without_last(row: Row, key: str) -> Row:
    return {**row, key: cast("list[Row]", row[key])[:-1]}


def first_user(row: Row, key: str) -> Row:
    """The first user's turn said twice."""
    turns = cast("list[Row]", row[key])
    user = next(t for t in turns if t.get("role", t.get("from")) in ("user", "human"))
    return {**row, key: [*turns[: turns.index(user)], user, *turns[turns.index(user) :]]}


PAIR = {"openai-dpo": ("preferred_output", "non_preferred_output"),
        "trl-preference": ("chosen", "rejected")}  # fmt: skip
CHATS = ("messages", "openai-sft", "together", "fireworks", "mistral", "trl-messages", "axolotl",
         "llama-factory", "huggingface")  # fmt: skip
PARTS = {"gemini": ("contents", "parts"), "nova": ("messages", "content")}


def faults(name: str) -> dict[str, tuple[Callable[[Row], Row], int]]:
    """Faults to plant in a row of that format, each with the check that must find it."""
    if name in CHATS:
        return {
            "no answer": (lambda row: without_last(row, "messages"), 4),
            "an empty answer": (lambda row: last(row, "messages", content=" "), 11),
            "an unknown role": (lambda row: last(row, "messages", role="robot"), 3),
            "an unknown key": (lambda row: last(row, "messages", mood="glad"), 3),
            "a number for a text": (lambda row: last(row, "messages", content=7), 2),
        }
    if name in PAIR:
        good, bad = PAIR[name]
        return {
            "equal answers": (lambda row: {**row, bad: row[good]}, 20),
            "no preferred answer": (lambda row: {**row, good: []}, 2),
            "the user's turn preferred": (lambda row: last(row, good, role="user"), 4),
            "an empty answer": (lambda row: last(row, good, content=""), 11),
            "an unknown key": (lambda row: {**row, "mood": "glad"}, 3),
        }
    if name in PARTS:
        turns, parts = PARTS[name]
        return {
            "no answer": (lambda row: without_last(row, turns), 4),
            "an empty answer": (lambda row: last(row, turns, **{parts: [{"text": ""}]}), 11),
            "a role of another service": (lambda row: last(row, turns, role="assistants"), 2),
            "a text for parts": (lambda row: last(row, turns, **{parts: "said"}), 2),
            "an unknown key": (lambda row: {**row, "mood": "glad"}, 3),
            "the user twice": (lambda row: first_user(row, turns), 5),
        }
    return OTHERS[name]


OTHERS: dict[str, dict[str, tuple[Callable[[Row], Row], int]]] = {
    "trl-prompt-completion": {
        "no completion": (lambda row: {**row, "completion": []}, 2),
        "an empty answer": (lambda row: last(row, "completion", content=""), 11),
        "the user completes": (lambda row: last(row, "completion", role="user"), 4),
    },
    "openai-rft": {
        "the assistant at the end": (lambda row: last(row, "messages", role="assistant"), 4),
        "an empty reference": (lambda row: {**row, "reference_answer": ""}, 11),
        "an unknown role": (lambda row: last(row, "messages", role="robot"), 3),
    },
    "sharegpt": {
        "no answer": (lambda row: without_last(row, "conversations"), 4),
        "an empty answer": (lambda row: last(row, "conversations", value=""), 11),
        "an unknown speaker": (lambda row: last(row, "conversations", **{"from": "robot"}), 3),
        "the human twice": (lambda row: first_user(row, "conversations"), 5),
    },
    "promptfoo": {
        "no assertion": (lambda row: {**row, "assert": []}, 2),
        "an empty reference": (
            lambda row: {**row, "assert": [{"type": "similar", "value": ""}]}, 11
        ),
        "messages cut off": (lambda row: {**row, "vars": {"messages": '[{"role": "us'}}, 2),
    },
    "inspect": {
        "an empty target": (lambda row: {**row, "target": ""}, 11),
        "a number as target": (lambda row: {**row, "target": 7}, 2),
        "an unknown role": (lambda row: last(row, "input", role="robot"), 3),
    },
    "curator": {
        "an unknown mark": (lambda row: {**row, "mark": "superb"}, 2),
        "an empty ideal answer": (lambda row: {**row, "ideal": ""}, 11),
        "an ideal answer equal to the output": (lambda row: {**row, "ideal": row["output"]}, 12),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", JSONL)
def test_planted_faults_are_found_on_their_line(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name)
    clean = path.read_bytes()
    assert len(faults(name)) >= 3
    for fault, (plant, number) in faults(name).items():
        path.write_bytes(clean)
        replace_row(path, 2, plant(row_of(path, 2)))
        found = blocking(path, name)
        assert found.get(number) == ("2",), (fault, found)


def test_axolotl_rows_that_train_nothing_are_found(tmp_path: Path) -> None:
    path = written(tmp_path, "axolotl")
    replace_row(path, 2, last(row_of(path, 2), "messages", train=False))
    assert blocking(path, "axolotl") == {6: ("2",)}


def test_text_that_fails_a_nova_job_is_found(tmp_path: Path) -> None:
    path = written(tmp_path, "nova")
    row = last(row_of(path, 2), "messages", content=[{"text": "Bot: hello"}])
    replace_row(path, 2, row)
    assert blocking(path, "nova") == {10: ("2",)}


def test_tool_calls_are_held_to_their_declarations(tmp_path: Path) -> None:
    path = written(tmp_path, "openai-sft")
    clean = path.read_bytes()
    text = json.dumps(row_of(path, 4))
    for old, new in (
        ('\\"Monday\\"}', '\\"Monday\\"'),
        ('"tool_call_id": "call_1"', '"tool_call_id": "call_9"'),
        ('"name": "find_booking", "arguments"', '"name": "find_nothing", "arguments"'),
    ):
        assert old in text
        replace_row(path, 4, text.replace(old, new).encode())
        assert blocking(path, "openai-sft") == {7: ("4",)}, new
        path.write_bytes(clean)


def test_too_many_and_too_few_rows_are_told_from_the_table(tmp_path: Path) -> None:
    path = written(tmp_path, "nova")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:7]))
    found = {check.number: check for check in check_file(path, "nova")}
    assert found[9].blocks
    assert "takes no fewer than 8" in found[9].sentence


def change_table(path: Path, name: str, column: str, value: str) -> str:
    """Change a cell of the second row; gives the place that a check names."""
    if name == "csv":
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
        rows[2][rows[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return "3"
    if name == "xlsx":
        frame = pd.read_excel(path, dtype=str, keep_default_na=False)
        frame.loc[1, column] = value
        frame.to_excel(path, index=False)
        return "3"
    frame = pd.read_parquet(path)
    frame.loc[1, column] = value
    frame.to_parquet(path)
    return "2"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    ("column", "value", "number"),
    [("ideal", "", 11), ("messages", '[{"role": "us', 2), ("messages", '[{"role": "bot"}]', 3)],
)
def test_planted_faults_in_tables_are_found(
    name: str, column: str, value: str, number: int, tmp_path: Path
) -> None:
    path = written(tmp_path, name)
    place = change_table(path, name, column, value)
    assert blocking(path, name).get(number) == (place,)


def test_a_broken_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'question,ideal\n"one",1\n"two\n\xff",2\nthree,3,3\nfour,4\n')
    found = {check.number: check for check in check_file(path, "csv")}
    assert found[1].case_ids == ("4", "5")
    path.write_bytes(b"question,answer\nq,a\n")
    assert blocking(path, "csv")[2] == ("2",)
    for name in ("xlsx", "parquet"):
        with pytest.raises(Exception, match="is not a"):
            check_file(path, name)


def test_a_formula_in_a_workbook_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    pd.DataFrame({"question": ["q", "r"], "ideal": ["fine", "=1+1"]}).to_excel(path, index=False)
    assert blocking(path, "xlsx") == {1: ("3",)}
