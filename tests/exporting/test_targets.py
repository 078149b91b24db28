"""Each target's rows against its own schema, and against checkers that are not ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from curator.errors import CuratorError
from curator.exporting.chat import Unfit, json_list
from curator.exporting.targets import TARGETS, target_named
from curator.model.base import JsonObject
from curator.model.dataset import DatasetRow
from curator.model.message import Message, ToolCall
from tests.exporting import example
from tests.exporting.outside import mistral_fault, together_report

TOOL_TALK = (
    Message(role="user", content="Is Monday at ten free?"),
    Message(
        role="assistant",
        tool_calls=(ToolCall(id="call_1", name="find_booking", arguments='{"day": "Monday"}'),),
    ),
    Message(role="tool", content='{"free": true}', tool_call_id="call_1"),
)
TWO_TURNS = (
    Message(role="system", content="Be brief."),
    Message(role="user", content="Hello"),
    Message(role="assistant", content="Hello, what can I do?"),
    Message(role="user", content="Cancel my plan."),
)


def fitting_rows(name: str) -> list[JsonObject]:
    written = [TARGETS[name].row(row) for row in example.dataset().rows]
    return [row for row in written if not isinstance(row, Unfit)]


def write_lines(path: Path, rows: list[JsonObject]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def written(name: str, row: DatasetRow) -> JsonObject:
    found = TARGETS[name].row(row)
    assert not isinstance(found, Unfit), found
    return found


def reason(name: str, row: DatasetRow) -> str:
    found = TARGETS[name].row(row)
    assert isinstance(found, Unfit), found
    return found.reason


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_rows_satisfy_the_schema_of_their_target(name: str) -> None:
    Draft202012Validator.check_schema(TARGETS[name].schema)
    checker = Draft202012Validator(TARGETS[name].schema)
    rows = fitting_rows(name)
    assert len(rows) >= 48
    for row in rows:
        assert list(checker.iter_errors(row)) == []


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_rows_with_tools_or_earlier_answers_satisfy_the_schema_or_are_named(name: str) -> None:
    checker = Draft202012Validator(TARGETS[name].schema)
    for talk in (TOOL_TALK, TWO_TURNS):
        found = TARGETS[name].row(example.row(input=talk, tools=(example.TOOL,)))
        if isinstance(found, Unfit):
            assert found.reason
        else:
            assert list(checker.iter_errors(found)) == []


@pytest.mark.parametrize("name", sorted(TARGETS))
@pytest.mark.parametrize(
    "change",
    [
        {"input": ()},
        {"input": (Message(role="user"),)},
        {"input": (Message(role="narrator", content="Once"),)},
        {"input": (Message(role="user", content="Hi"), Message(role="assistant", content="Ho"))},
        {"ideal": "", "output": ""},
    ],
)
def test_odd_rows_are_written_or_named_but_never_crash(
    name: str, change: dict[str, object]
) -> None:
    found = TARGETS[name].row(example.row().model_copy(update=change))
    assert isinstance(found, (dict, Unfit))


@pytest.mark.parametrize("name", ["messages", "openai-sft", "together", "fireworks", "mistral"])
def test_together_accepts_conversations(name: str, tmp_path: Path) -> None:
    rows = fitting_rows(name)
    rows.append(written(name, example.row(input=TWO_TURNS)))
    report = together_report(write_lines(tmp_path / "train.jsonl", rows))
    assert report["is_check_passed"], report["message"]
    assert report["num_samples"] == len(rows)


def test_the_finetuning_validator_of_mistral_accepts_conversations() -> None:
    rows = fitting_rows("mistral")
    rows.append(written("mistral", example.row(input=TWO_TURNS)))
    assert [mistral_fault(row) for row in rows] == [None] * len(rows)


def test_the_finetuning_validator_of_mistral_knows_a_fault() -> None:
    """Else the test above would say nothing."""
    user: JsonObject = {"role": "user", "content": "Hi"}
    for fault in (
        [user],
        [user, {"role": "assistant", "content": ""}],
        [user, {"role": "assistant", "content": "Ho", "weight": 2}],
        [{"role": "assistant", "content": "Ho"}, user],
    ):
        assert mistral_fault({"messages": json_list(fault)}), fault


@pytest.mark.parametrize("name", ["openai-dpo"])
def test_together_accepts_preference_pairs(name: str, tmp_path: Path) -> None:
    report = together_report(write_lines(tmp_path / "train.jsonl", fitting_rows(name)))
    assert report["is_check_passed"], report["message"]


def test_together_refuses_what_we_leave_out_for_it(tmp_path: Path) -> None:
    """The checker really sees: the same conversation with tools does not pass."""
    tools = written("openai-sft", example.row(input=TOOL_TALK, tools=(example.TOOL,)))
    assert not together_report(write_lines(tmp_path / "train.jsonl", [tools]))["is_check_passed"]
    assert "tools" in reason("together", example.row(input=TOOL_TALK))


def test_planted_faults_fail_the_schemas() -> None:
    messages = Draft202012Validator(TARGETS["messages"].schema)
    good = fitting_rows("messages")[0]
    assert messages.is_valid(good)
    turn: JsonObject = {"role": "user", "content": "Hi"}
    for fault in (
        {"messages": [turn]},
        {"messages": [turn, {"role": "robot", "content": "Ho"}]},
        {"messages": [turn, {"role": "assistant"}]},
        {"messages": [turn, {"role": "assistant", "content": "Ho", "weight": 2}]},
        {"messages": [turn, {"role": "assistant", "content": "Ho", "mood": "glad"}]},
        {**good, "extra": 1},
    ):
        assert not messages.is_valid(fault)
    pairs = Draft202012Validator(TARGETS["openai-dpo"].schema)
    pair = fitting_rows("openai-dpo")[0]
    assert pairs.is_valid(pair)
    assert not pairs.is_valid({**pair, "preferred_output": []})
    assert not pairs.is_valid(
        {**pair, "non_preferred_output": [{"role": "assistant", "content": " "}]}
    )
    assert not pairs.is_valid({**pair, "preferred_output": [turn]})


def test_only_the_answer_is_taught_when_the_log_holds_earlier_answers() -> None:
    row = written("openai-sft", example.row(input=TWO_TURNS, ideal="Done."))
    assert row["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hello, what can I do?", "weight": 0},
        {"role": "user", "content": "Cancel my plan."},
        {"role": "assistant", "content": "Done.", "weight": 1},
    ]


def test_a_pair_prefers_the_ideal_answer_and_never_pairs_equals() -> None:
    row = example.row(ideal="Better.", output="Worse.")
    pair = written("openai-dpo", row)
    assert pair["preferred_output"] == [{"role": "assistant", "content": "Better."}]
    assert pair["non_preferred_output"] == [{"role": "assistant", "content": "Worse."}]
    assert "equals" in reason("openai-dpo", example.row(ideal="Same  text", output="Same text\n"))
    assert "passing" in reason("openai-dpo", example.row(keep=True))
    assert "empty" in reason("openai-dpo", example.row(output=" "))


def test_neighbouring_turns_are_joined_where_alternation_is_demanded() -> None:
    twice = (Message(role="user", content="One."), Message(role="user", content="Two."))
    row = written("together", example.row(input=twice, ideal="Three."))
    assert row["messages"] == [
        {"role": "user", "content": "One.\n\nTwo."},
        {"role": "assistant", "content": "Three."},
    ]


def test_gemini_and_nova_rows_have_their_own_shape() -> None:
    row = example.row(input=TWO_TURNS, ideal="Done.")
    gemini = written("gemini", row)
    assert gemini["systemInstruction"] == {"role": "system", "parts": [{"text": "Be brief."}]}
    assert isinstance(gemini["contents"], list)
    assert gemini["contents"][-1] == {"role": "model", "parts": [{"text": "Done."}]}
    nova = written("nova", row)
    assert nova["system"] == [{"text": "Be brief."}]
    assert isinstance(nova["messages"], list)
    assert nova["messages"][-1] == {"role": "assistant", "content": [{"text": "Done."}]}
    assert "User:" in reason("nova", example.row(ideal="User: hello"))


def test_attachments_are_kept_or_the_row_is_named() -> None:
    picture: JsonObject = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}
    seen = Message(role="user", content="What is this?", parts=({"type": "text"}, picture))
    row = written("openai-sft", example.row(input=(seen,)))
    assert isinstance(row["messages"], list)
    assert row["messages"][0] == {"role": "user", "content": [{"type": "text"}, picture]}
    assert "image" in reason("mistral", example.row(input=(seen,)))


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(CuratorError, match="openai-sft") as trouble:
        target_named("yaml")
    assert trouble.value.field == "format"


def test_open_trainers_are_told_what_to_train() -> None:
    row = example.row(input=TWO_TURNS, ideal="Done.")
    messages = written("axolotl", row)["messages"]
    assert isinstance(messages, list)
    assert [turn["train"] for turn in messages if isinstance(turn, dict)] == [
        False, False, False, False, True,
    ]  # fmt: skip
    described = json.loads(TARGETS["llama-factory"].extra_files["dataset_info.json"])
    assert {entry["file_name"] for entry in described.values()} == {
        "train.jsonl", "validation.jsonl", "held_out.jsonl",
    }  # fmt: skip
    tags = described["curator_train"]["tags"]
    shown = written("llama-factory", row)["messages"]
    assert isinstance(shown, list)
    for turn in shown:
        assert isinstance(turn, dict)
        assert turn[tags["role_tag"]] in (
            tags["user_tag"], tags["assistant_tag"], tags["system_tag"],
        )  # fmt: skip
        assert isinstance(turn[tags["content_tag"]], str)
