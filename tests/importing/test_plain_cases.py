"""Plain rows read quickly are the cases that reading them in full gives."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import cast

from hypothesis import example, given
from hypothesis import strategies as st

from curator.importing import ReadOptions, read_file
from curator.importing.containers.rows import Row
from curator.importing.formats.openai_chat import FORMAT, read_plain, read_row
from curator.importing.mojibake import has_mojibake, has_mojibake_plainly
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import IncomingCase, RejectedRow
from curator.model.plain_case import PlainCase
from curator.project.incoming_rows import one_line, prepared
from tests.importing.helpers import lines, written
from tests.importing.strategies import OBJECTS, SCALARS

TEXT = st.text(max_size=12) | st.sampled_from(
    ["", "caf\u00c3\u00a9", '\u2028\x7f\x1f\\"', " a\xa0 b "]
)
BESIDE: st.SearchStrategy[object] = SCALARS | st.just([]) | OBJECTS | st.lists(SCALARS, max_size=2)
_MESSAGE_NAMES = [
    *("refusal", "annotations", "audio", "tool_calls", "function_call", "name", "weight"),
    *("extra", "parts", "from", "tool_call_id"),
]
SAID = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user", "assistant", "tool", ""]), "content": TEXT},
    optional={name: st.none() | BESIDE for name in _MESSAGE_NAMES},
)
LOOSE = st.dictionaries(st.sampled_from(["role", "content", "refusal", "tool_calls"]), BESIDE)
PLAIN = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user", "assistant"]), "content": TEXT},
    optional={"refusal": st.none(), "annotations": st.just([]), "weight": st.booleans() | TEXT},
)
MESSAGE = PLAIN | PLAIN | PLAIN | SAID | SAID.map(lambda one: dict(reversed(one.items()))) | LOOSE
CHOICE = st.fixed_dictionaries(
    {"message": MESSAGE},
    optional={
        "index": st.just(0),
        "finish_reason": SCALARS,
        "text": TEXT,
        "logprobs": st.none(),
    },
)
NAMES = st.sampled_from(
    [
        *("id", "custom_id", "model", "created", "created_at", "usage", "metadata", "tools"),
        *("user", "session_id", "label", "ideal", "expected", "latency", "error", "output", "body"),
    ]
)
MORE = st.dictionaries(
    NAMES, BESIDE | st.integers(1_700_000_000, 1_800_000_000) | st.just([{"a": 1}]), max_size=3
)
MESSAGES = st.lists(MESSAGE, min_size=1, max_size=3) | st.lists(PLAIN, max_size=3)
ONE = st.lists(CHOICE, min_size=1, max_size=1)
CHOICES = ONE | ONE | st.lists(CHOICE, max_size=2)


@st.composite
def rows(draw: st.DrawFn) -> JsonObject:
    """A logged call: nested or flat, with this and that beside its messages."""
    return cast(JsonObject, _row(draw))


def _row(draw: st.DrawFn) -> dict[str, object]:
    messages: dict[str, object] = {"messages": draw(MESSAGES)}
    choices: dict[str, object] = {"choices": draw(CHOICES)}
    more = draw(MORE)
    match draw(st.sampled_from(["nested", "flat", "response beside", "bare"])):
        case "nested":
            request, response = {**messages, **draw(MORE)}, {**choices, **draw(MORE)}
            return {"request": request, "response": response, **more}
        case "flat":
            return {**messages, **choices, **more}
        case "response beside":
            return {**more, **messages, "response": {**choices, **draw(MORE)}}
        case _:
            return {"request": {**messages, **draw(MORE)}, **choices, **more}


def fully(row: Row) -> IncomingCase | None:
    """The one case of a row as it is read in full; None where it has none or several."""
    try:
        cases = read_row(row)
    except RowProblem:
        return None
    assert all(isinstance(case, IncomingCase) for case in cases)
    only = cases[0] if len(cases) == 1 else None
    return only if isinstance(only, IncomingCase) else None


SIMPLE: JsonObject = {
    "request": {"model": "asked", "messages": [{"role": "user", "content": "q"}]},
    "response": {
        "id": "1",
        "model": "answered",
        "created": 1_780_000_000,
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {
                    "role": "assistant",
                    "content": "a",
                    "refusal": None,
                    "annotations": [],
                },
            }
        ],
        "usage": {"prompt_tokens": 5},
    },
}


@given(rows())
@example(SIMPLE)
def test_a_plain_row_is_what_reading_it_in_full_gives(value: JsonObject) -> None:
    row = Row(3, value, b"")
    plain = read_plain(row)
    if plain is None:
        return
    case = fully(row)
    assert case is not None
    assert prepared(plain, 7) == prepared(case, 7)
    assert has_mojibake_plainly(plain) == has_mojibake(case)


def test_the_common_row_is_plain() -> None:
    row = Row(1, copy.deepcopy(SIMPLE), b"")
    found = read_plain(row)
    assert isinstance(found, PlainCase)
    assert found.output == {"role": "assistant", "content": "a", "extra": {"annotations": []}}
    assert row.value == SIMPLE  # which is still whole, should it have to be read in full


def test_a_file_is_read_plainly_where_it_can_be(tmp_path: Path) -> None:
    parts: object = {"role": "user", "content": [{"type": "text", "text": "q"}]}
    other = {**SIMPLE, "request": {"messages": [parts]}}
    path = written(tmp_path, lines(SIMPLE, other) + b"{broken\n")
    rows = read_file(path)
    assert rows.format == FORMAT.name
    kinds = [type(row) for row in rows.plainly()]
    assert kinds == [PlainCase, IncomingCase, RejectedRow]
    repairing = read_file(path, options=ReadOptions(repair_mojibake=True))
    assert [type(row) for row in repairing.plainly()] == [IncomingCase, IncomingCase, RejectedRow]


@given(st.text(alphabet=" ab\n\t\xa0\u2003\x85\u00e9", max_size=400))
@example("a" * 159 + " b")
@example("a" * 160 + "  b")
def test_a_preview_is_the_beginning_with_single_blanks(text: str) -> None:
    assert one_line(text) == " ".join(text[:640].split())[:160]
