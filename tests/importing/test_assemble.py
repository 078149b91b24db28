"""What is assembled without validation equals what the constructors make."""

from __future__ import annotations

import copy
import pickle

from curator.importing import assemble
from curator.model.case import CarriedReview, IncomingCase
from curator.model.message import Message, ToolCall
from curator.model.review import Mark


def test_messages_and_cases_equal_validated_ones() -> None:
    plain = assemble.message("user", "q")
    assert plain == Message(role="user", content="q")
    full = assemble.message(
        "assistant",
        "a",
        parts=({"type": "text", "text": "a"},),
        tool_calls=(ToolCall(id="1", name="find", arguments="{}"),),
        tool_call_id="1",
        name="n",
        refusal="r",
        extra={"weight": 1},
    )
    assert full == Message.model_validate(full.model_dump())
    case = assemble.incoming_case(line=3, input=(plain,), output=full)
    assert case == IncomingCase(line=3, input=(plain,), output=full)
    assert case == IncomingCase.model_validate(case.model_dump())
    whole = assemble.incoming_case(
        line=4,
        id="x",
        input=(plain, full),
        output=full,
        model="m",
        created_at="2025",
        expected="e",
        tools=({"type": "function"},),
        usage={"prompt_tokens": 1},
        metadata={"a": [1, {"b": None}]},
        conversation="c",
        review=CarriedReview(mark=Mark.FAIL, ideal="i"),
        origin="column ok",
    )
    assert whole == IncomingCase.model_validate(whole.model_dump())
    assert whole.model_dump().keys() == IncomingCase.model_fields.keys()


def test_they_behave_like_any_noun() -> None:
    case = assemble.incoming_case(
        line=1, input=(assemble.message("user", "q"),), output=assemble.message("assistant", "a")
    )
    for twin in (
        copy.deepcopy(case),
        pickle.loads(pickle.dumps(case)),
        case.model_copy(),
        IncomingCase.model_validate_json(case.model_dump_json()),
    ):
        assert twin == case
    moved = case.model_copy(update={"line": 2})
    assert (moved.line, case.line) == (2, 1)
    assert (
        case.metadata
        is not assemble.incoming_case(line=1, input=case.input, output=case.output).metadata
    )
