"""`curator check`: fine-tuning files, ours or not, with line numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.model.readiness import CheckResult
from curator.readiness.checks import FILE_FORMATS, check_file
from curator.readiness.checks.file_formats import FORMATS
from tests.readiness.casebook import words


def chat(key: int, **changes: object) -> dict[str, object]:
    answer = {"role": "assistant", "content": f"gladly {words(key, 5)}"}
    return {"messages": [{"role": "user", "content": words(key)}, answer]} | changes


def pair(key: int, **changes: object) -> dict[str, object]:
    return {
        "input": {"messages": [{"role": "user", "content": words(key)}]},
        "preferred_output": [{"role": "assistant", "content": f"gladly {words(key, 5)}"}],
        "non_preferred_output": [{"role": "assistant", "content": "per our policy no"}],
    } | changes


def checked(
    path: Path, lines: list[object], file_format: str = "messages"
) -> dict[int, CheckResult]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return {check.number: check for check in check_file(path, file_format)}


def found(results: dict[int, CheckResult]) -> dict[int, tuple[str, ...]]:
    return {n: c.case_ids for n, c in results.items() if c.status == "found" and c.blocks}


CHATS = ("messages", "openai-sft", "together", "fireworks", "mistral", "trl-messages", "openai-dpo")


@pytest.mark.parametrize("file_format", CHATS)
def test_a_clean_file_has_no_blocking_finding(tmp_path: Path, file_format: str) -> None:
    make = pair if file_format == "openai-dpo" else chat
    assert found(checked(tmp_path / "a.jsonl", [make(i) for i in range(12)], file_format)) == {}


def test_each_fault_is_found_on_its_line(tmp_path: Path) -> None:
    user = {"role": "user", "content": "a question"}
    answer = {"role": "assistant", "content": "an answer"}
    lines: list[object] = [
        chat(1),
        b"{broken",
        b'{"messages": "\xff"}',
        b"[1]",
        b"",
        {"messages": []},
        {"messages": [{"role": "robot", "content": "x"}, answer]},
        {"messages": [user]},
        {"messages": [user, answer | {"weight": 2}]},
        {"messages": [{"role": "user", "content": words(7)}, answer | {"weight": 0}]},
        {"messages": [{"role": "user", "content": "b"}, {"role": "assistant", "content": " "}]},
        {"messages": [{"role": "user", "content": 7}, answer]},
        chat(13, extra=1),
        {"prompt": "p", "completion": "c"},
    ]
    assert found(checked(tmp_path / "a.jsonl", lines)) == {
        1: ("2", "3", "4", "5"),
        2: ("6", "12", "14"),
        3: ("7", "13", "14"),
        4: ("6", "8", "14"),
        6: ("9", "10"),
        8: ("14",),
        11: ("11",),
    }  # fmt: skip


def test_preference_pairs_are_read(tmp_path: Path) -> None:
    same = [{"role": "assistant", "content": "the very same answer"}]
    lines = [
        pair(1),
        pair(2, preferred_output=same, non_preferred_output=same),
        pair(3, preferred_output=[]),
        pair(4, preferred_output=[{"role": "user", "content": "x"}]),
    ]
    assert found(checked(tmp_path / "a.jsonl", list(lines), "openai-dpo")) == {
        2: ("3",),
        4: ("4",),
        9: (),
        12: ("2",),
        20: ("2",),
    }


def test_too_few_rows_for_openai(tmp_path: Path) -> None:
    rows: list[object] = [chat(i) for i in range(9)]
    assert found(checked(tmp_path / "a.jsonl", rows, "openai-sft")) == {9: ()}
    assert found(checked(tmp_path / "a.jsonl", [*rows, chat(9)], "openai-sft")) == {}
    assert found(checked(tmp_path / "a.jsonl", rows, "together")) == {}


def test_a_late_system_message_matters_where_the_service_says_so(tmp_path: Path) -> None:
    turns = [*chat(1)["messages"]]  # type: ignore[misc]
    turns.insert(1, {"role": "system", "content": "Be kind."})
    line = {"messages": turns}
    assert found(checked(tmp_path / "a.jsonl", [line], "fireworks")) == {5: ("1",), 9: ()}
    assert found(checked(tmp_path / "a.jsonl", [line], "messages")) == {}


def test_an_empty_file_a_missing_file_and_a_folder_each_get_their_sentence(tmp_path: Path) -> None:
    assert checked(tmp_path / "a.jsonl", [b""])[1].sentence == "The file holds no rows."
    with pytest.raises(CuratorError, match="could not be read: No such file"):
        check_file(tmp_path / "none.jsonl", "messages")
    with pytest.raises(CuratorError, match="is a folder: name one of the files in it"):
        check_file(tmp_path, "messages")
    with pytest.raises(CuratorError, match="cannot be checked; choose one of messages, openai-sft"):
        check_file(tmp_path / "a.jsonl", "yaml")


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(json.dumps(chat(i)).encode() for i in (1, 2)))
    assert [check.number for check in check_file(path, "messages") if check.blocks] == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "messages",
                    "role",
                    "content",
                    "weight",
                    "tool_calls",
                    "function",
                    "x",
                    "input",
                    "prompt",
                    "chosen",
                    "conversations",
                    "from",
                    "contents",
                    "parts",
                    "vars",
                    "assert",
                    "output",
                    "system",
                    "train",
                    "target",
                    "tools",
                    "systemInstruction",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=20)))
def test_no_line_whatever_it_holds_stops_the_check(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    for file_format in FILE_FORMATS:
        if FORMATS[file_format].container != "jsonl":
            continue
        numbers = set()
        for check in check_file(path, file_format):
            numbers.update(int(case) for case in check.case_ids)
        assert all(1 <= number <= path.read_bytes().count(b"\n") + 1 for number in numbers)
