"""Curator JSONL: our own format, everything there and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from curator.importing import inspect_file
from curator.importing.formats.curator import encode, to_row
from curator.importing.messages import message_from_json, message_to_json
from curator.model.case import CarriedReview, Case, IncomingCase
from curator.model.message import Message, ToolCall
from curator.model.review import Mark, Review
from tests.importing.helpers import lines, only, read_all, shared, written
from tests.importing.strategies import CASES, MESSAGES, REVIEWS

FULL = {
    "id": "sup-7",
    "input": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Where is my invoice?"},
    ],
    "output": "In your inbox.",
    "model": "gpt-4o-mini",
    "created_at": "2025-03-01T09:30:00Z",
    "expected": "Under Billing.",
    "mark": "fail",
    "note": "guesses where it is",
    "tags": ["invents facts", "tone"],
    "ideal": "You find it under Billing.",
    "reviewer": "Rev. One",
    "usage": {"prompt_tokens": 12},
    "metadata": {"plan": "team", "session_id": "s-1"},
    "channel": "chat",
}


def test_every_documented_key_is_read(tmp_path: Path) -> None:
    cases, rejected = read_all(written(tmp_path, lines(FULL)))
    assert not rejected
    assert only(cases) == IncomingCase(
        line=1,
        id="sup-7",
        input=(
            Message(role="system", content="Be brief."),
            Message(role="user", content="Where is my invoice?"),
        ),
        output=Message(role="assistant", content="In your inbox."),
        model="gpt-4o-mini",
        created_at="2025-03-01T09:30:00Z",
        expected="Under Billing.",
        usage={"prompt_tokens": 12},
        metadata={"plan": "team", "session_id": "s-1", "channel": "chat"},
        conversation="s-1",
        review=CarriedReview(
            mark=Mark.FAIL,
            note="guesses where it is",
            tags=("invents facts", "tone"),
            ideal="You find it under Billing.",
            reviewer="Rev. One",
        ),
    )


def test_input_and_output_are_enough(tmp_path: Path) -> None:
    path = written(tmp_path, lines({"input": "2+2?", "output": ""}, {"input": "", "output": "4"}))
    cases, rejected = read_all(path)
    assert not rejected
    assert [(case.line, case.id, case.output.content) for case in cases] == [
        (1, None, ""),
        (2, None, "4"),
    ]
    assert inspect_file(path).format == "curator"


def test_ids_are_text(tmp_path: Path) -> None:
    rows = [{"id": identifier, "input": "q", "output": "a"} for identifier in (7, "x", None, "")]
    cases, _ = read_all(written(tmp_path, lines(*rows)))
    assert [case.id for case in cases] == ["7", "x", None, None]


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"output": None}, "output", "the output is missing"),
        ({"input": None}, "input", "the input is missing"),
        ({"input": []}, "input", "has no messages"),
        ({"input": 5}, "input", "is a number, not a list of messages"),
        ({"input": [{"content": "x"}]}, "input[0].role", "the message has no role"),
        ({"input": [{"role": "user", "content": 3}]}, "input[0].content", "is a number"),
        ({"output": ["x"]}, "output", "is a list, not a message"),
        ({"mark": "maybe"}, "mark", "use pass, fail or skip"),
        ({"tags": [1]}, "tags", "every tag is text"),
        ({"note": {}}, "note", "is an object, not text"),
        ({"tools": "x"}, "tools", "is not a list of objects"),
        ({"usage": []}, "usage", "is a list, not an object"),
        ({"created_at": -3}, "created_at", "no time"),
        ({"model": ["m"]}, "model", "is a list, not text"),
    ],
)
def test_a_field_of_the_wrong_kind_rejects_its_row_alone(
    tmp_path: Path, change: dict[str, object], field: str, reason: str
) -> None:
    path = written(tmp_path, lines(FULL, FULL | change, FULL), "seven.log")
    cases, rejected = read_all(path)
    assert [case.line for case in cases] == [1, 3]
    assert [(row.file, row.line, row.field) for row in rejected] == [("seven.log", 2, field)]
    assert reason in rejected[0].reason
    assert rejected[0].raw == path.read_bytes().splitlines(keepends=True)[1]


@settings(max_examples=40)
@given(st.lists(st.tuples(CASES, REVIEWS), min_size=1, max_size=3))
def test_any_cases_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[Case, CarriedReview]]
) -> None:
    path = tmp_path_factory.mktemp("there-and-back") / "cases"
    path.write_bytes(b"".join(encode(case, review) + b"\n" for case, review in pairs))
    cases, rejected = read_all(path, "curator")
    assert not rejected
    for read, (case, review) in zip(cases, pairs, strict=True):
        for name in read.__class__.model_fields.keys() & Case.model_fields.keys():
            assert getattr(read, name) == getattr(case, name), name
        assert read.review == review


@given(MESSAGES)
def test_any_message_comes_back_the_same(message: Message) -> None:
    assert message_from_json(json.loads(json.dumps(message_to_json(message)))) == message


def test_what_a_message_has_no_place_for_is_kept() -> None:
    logged = {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": "c1", "type": "function", "function": {"name": "find", "arguments": "{}"}},
            {"id": "c2", "type": "custom", "custom": {"name": "run", "input": "ls"}, "index": 1},
        ],
        "annotations": [],
        "weight": 0,
    }
    message = message_from_json(logged)
    assert message.tool_calls == (
        ToolCall(id="c1", name="find", arguments="{}"),
        ToolCall(id="c2", name="run", arguments="ls"),
    )
    assert message.extra == {
        "annotations": [],
        "weight": 0,
        "tool_calls": logged["tool_calls"],
    }
    assert message_from_json(message_to_json(message)) == message


def test_the_older_function_call_is_a_tool_call() -> None:
    call: JsonValue = {"name": "find", "arguments": '{"q": 1}'}
    message = message_from_json({"role": "assistant", "content": None, "function_call": call})
    assert message.tool_calls == (ToolCall(name="find", arguments='{"q": 1}'),)
    assert message.extra == {"function_call": call}
    assert message_from_json(message_to_json(message)) == message


def test_parts_are_kept_beside_their_text() -> None:
    parts = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        {"type": "text", "text": "Be short."},
    ]
    message = message_from_json({"role": "user", "content": parts})
    assert message.content == "What is this?\nBe short."
    assert list(message.parts) == parts


def test_an_unaccepted_ideal_answer_does_not_leave_as_a_persons() -> None:
    case = IncomingCase(
        line=1,
        input=(Message(role="user", content="q"),),
        output=Message(role="assistant", content="a"),
    )
    review = Review(case_key=1, mark=Mark.FAIL, ideal="b", ideal_accepted=False)
    assert to_row(case, review) == {"input": "q", "output": "a", "mark": "fail"}
    accepted = review.model_copy(update={"ideal_accepted": True})
    assert to_row(case, accepted)["ideal"] == "b"


def test_every_naughty_string_survives(tmp_path: Path) -> None:
    strings = json.loads(shared("naughty_strings", "blns.json").read_text("utf-8"))
    rows = [
        {"input": text, "output": text, "note": text, "tags": [text], "metadata": {text: text}}
        for text in strings
    ]
    cases, rejected = read_all(written(tmp_path, lines(*rows)), "curator")
    assert not rejected
    assert len(cases) == len(strings) > 500
    for case, text in zip(cases, strings, strict=True):
        assert case.input[0].content == case.output.content == text
        assert case.review.note == (text or None)
        assert case.review.tags == (text,)
        assert case.metadata == {text: text}
        again = written(tmp_path, encode(case), "again")
        assert only(read_all(again, "curator")[0]) == case.model_copy(update={"line": 1})
