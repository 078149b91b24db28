"""Values are checked when they come from outside, and cost no library when they do not."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from curator.model.base import Noun
from curator.model.case import IncomingCase
from curator.model.changes import Changed
from curator.model.message import Message, ToolCall
from curator.model.queue import CaseFilter, Queue
from curator.model.review import Mark

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
MESSAGES = st.builds(
    Message,
    role=st.sampled_from(("user", "assistant", "tool")),
    content=TEXT,
    tool_calls=st.lists(st.builds(ToolCall, name=TEXT, arguments=TEXT), max_size=2).map(tuple),
    name=st.none() | TEXT,
    extra=st.dictionaries(TEXT, st.none() | st.booleans() | st.integers(-9, 9) | TEXT, max_size=2),
)


class Holder(Noun):
    """A noun that pydantic builds, with a value in it."""

    message: Message
    queue: Queue = Queue()


@given(MESSAGES)
def test_json_gives_the_same_value_back(message: Message) -> None:
    assert Message.model_validate_json(message.model_dump_json()) == message
    assert Message.model_validate(message.model_dump(mode="json")) == message
    several = TypeAdapter(tuple[Message, ...])
    assert several.validate_json(several.dump_json((message,))) == (message,)
    assert pickle.loads(pickle.dumps(message)) == message
    held = Holder(message=message)
    assert Holder.model_validate_json(held.model_dump_json()) == held
    assert held.message is message


def test_what_comes_from_outside_is_checked() -> None:
    with pytest.raises(ValidationError, match="role"):
        Message.model_validate({"content": "no role"})
    with pytest.raises(ValidationError, match="unexpected"):
        Message.model_validate({"role": "user", "unexpected": 1})
    with pytest.raises(ValidationError, match="content"):
        Message.model_validate({"role": "user", "content": 7})
    with pytest.raises(ValidationError, match="JSON"):
        Message.model_validate({"role": "user", "extra": {"when": object()}})
    with pytest.raises(ValidationError, match="line"):
        IncomingCase.model_validate({"input": (), "output": {"role": "assistant"}})
    with pytest.raises(ValidationError, match="kind"):
        Queue.model_validate({"kind": "no such kind"})
    made = Queue.model_validate({"kind": "cases", "keys": [1, 2], "filter": {"mark": "fail"}})
    assert (made.keys, made.filter.mark) == ((1, 2), Mark.FAIL)


def test_a_value_is_frozen_and_compared_by_content() -> None:
    one = Changed(cases=(1, 2))
    assert one == Changed(cases=(1, 2))
    assert hash(one) == hash(Changed(cases=(1, 2)))
    assert one != Changed(cases=(1,))
    other = one.model_copy(update={"tags": True})
    assert (one.tags, other.tags, other.cases) == (False, True, (1, 2))
    with pytest.raises(FrozenInstanceError):
        one.tags = True  # pyright: ignore[reportAttributeAccessIssue]
    assert repr(Changed(deed="x")).startswith("Changed(deed='x', ")


def test_a_made_default_is_each_values_own() -> None:
    assert CaseFilter().metadata == {}
    assert CaseFilter().metadata is not CaseFilter().metadata
    assert CaseFilter().is_empty


def test_a_wrong_name_is_refused_where_nothing_else_is_checked() -> None:
    with pytest.raises(ValidationError, match="no_field"):
        Changed(no_field=1)  # pyright: ignore[reportCallIssue]


UNCHECKED = """
import sys
from curator.model.case import Case
from curator.model.changes import Changed
from curator.model.message import Message
from curator.model.queue import CaseFilter, Queue
assert Queue() == Queue(kind="random", filter=CaseFilter())
Changed(cases=(1,), sentence="Passed it.")
Message.model_construct(role="user", content="Hello")
assert "pydantic" not in sys.modules
Message(role="user", content="Hello")
assert "pydantic" in sys.modules
"""


def test_pydantic_comes_with_the_first_check(repository: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", UNCHECKED],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
