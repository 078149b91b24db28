"""Every call of a trace or conversation, or its last one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.importing import ReadOptions, inspect_file, read_file
from curator.importing.which_calls import LastCalls, every_turn, trace_of
from curator.model.case import IncomingCase
from curator.model.importing import Calls
from curator.model.review import Mark
from tests.builders import incoming
from tests.importing.helpers import lines, read_all, shared, written

LAST, EVERY = ReadOptions(calls=Calls.LAST), ReadOptions(calls=Calls.EVERY)


def taken(path: Path, options: ReadOptions) -> list[str]:
    """Ids of the cases that are taken."""
    rows = list(read_file(path, options=options))
    return [str(row.id) for row in rows if isinstance(row, IncomingCase)]


def langfuse(number: int, trace: str, hour: int) -> dict[str, object]:
    return {
        "id": f"o{number}",
        "traceId": trace,
        "type": "GENERATION",
        "startTime": f"2026-03-01T{hour:02}:00:00.000Z",
        "input": [{"role": "user", "content": f"q{number}"}],
        "output": f"a{number}",
    }


def langsmith(number: int, trace: str, hour: int) -> dict[str, object]:
    return {
        "id": f"o{number}",
        "run_type": "llm",
        "trace_id": trace,
        "start_time": f"2026-03-01T{hour:02}:00:00",
        "inputs": {"messages": [{"role": "user", "content": f"q{number}"}]},
        "outputs": {"output": f"a{number}"},
    }


def phoenix(number: int, trace: str, hour: int) -> dict[str, object]:
    return {
        "name": "call",
        "span_kind": "LLM",
        "context": {"trace_id": trace, "span_id": f"o{number}"},
        "start_time": f"2026-03-01T{hour:02}:00:00+00:00",
        "attributes": {
            "openinference": {"span": {"kind": "LLM"}},
            "input": {"value": f"q{number}"},
            "output": {"value": f"a{number}"},
        },
    }


def otel(number: int, trace: str, hour: int) -> dict[str, object]:
    return {
        "traceId": trace,
        "spanId": f"o{number}",
        "startTimeUnixNano": str((1_772_323_200 + 3600 * hour) * 10**9),
        "attributes": {
            "gen_ai.operation.name": "chat",
            "gen_ai.conversation.id": "one for all",
            "gen_ai.input.messages": [
                {"role": "user", "parts": [{"type": "text", "content": f"q{number}"}]}
            ],
            "gen_ai.output.messages": [
                {"role": "assistant", "parts": [{"type": "text", "content": f"a{number}"}]}
            ],
        },
    }


def weave(number: int, trace: str, hour: int) -> dict[str, object]:
    return {
        "id": f"o{number}",
        "op_name": "weave:///a/b/op/openai.chat.completions.create:v1",
        "trace_id": trace,
        "started_at": f"2026-03-01T{hour:02}:00:00Z",
        "inputs": {"messages": [{"role": "user", "content": f"q{number}"}]},
        "output": f"a{number}",
    }


def braintrust(number: int, trace: str, hour: int) -> dict[str, object]:
    return {
        "id": f"o{number}",
        "span_id": f"s{number}",
        "root_span_id": trace,
        "span_parents": [trace],
        "span_attributes": {"type": "llm"},
        "created": f"2026-03-01T{hour:02}:00:00Z",
        "input": f"q{number}",
        "output": f"a{number}",
    }


@pytest.mark.parametrize(
    "call", [langfuse, langsmith, phoenix, otel, weave, braintrust], ids=lambda one: one.__name__
)
def test_the_last_call_of_a_trace_is_the_one_that_began_last(tmp_path: Path, call: object) -> None:
    assert callable(call)
    # Written in the order in which they ended, as exporters do.
    rows = [call(1, "x", 9), call(2, "y", 8), call(3, "x", 11), call(4, "x", 10), call(5, "z", 7)]
    log = written(tmp_path, lines(*rows))
    assert taken(log, ReadOptions()) == ["o1", "o2", "o3", "o4", "o5"]
    assert taken(log, EVERY) == ["o1", "o2", "o3", "o4", "o5"]
    assert taken(log, LAST) == ["o2", "o3", "o5"]
    seen = inspect_file(log, options=LAST)
    assert (seen.calls, seen.usual_calls) == (Calls.LAST, Calls.EVERY)
    assert [case.id for case in seen.rows] == ["o2", "o3", "o5"]


def test_a_trace_inside_one_row_is_one_too(tmp_path: Path) -> None:
    trace = {
        "id": "t",
        "timestamp": "2026-03-01T00:00:00Z",
        "observations": [langfuse(1, "t", 9), langfuse(2, "t", 10)],
    }
    log = written(
        tmp_path,
        lines(
            trace,
            {**trace, "id": "u", "observations": []}
            | {"input": "q", "output": "a", "sessionId": "t"},
        ),
    )
    assert taken(log, EVERY) == ["o1", "o2", "u"]
    assert taken(log, LAST)[0] == "o2"


def test_rejected_rows_are_kept_and_progress_never_runs_backwards(tmp_path: Path) -> None:
    rows = [langfuse(n, f"t{n % 7}", n % 24) for n in range(2_000)]
    log = written(tmp_path, lines(*rows) + b'{"broken\n')
    reading = read_file(log, options=LAST)
    seen: list[int] = []

    def look() -> bool:
        seen.append(reading.bytes_read)
        return False

    assert reading.reads_twice
    reading.look_ahead(look)
    assert not reading.reads_twice
    found: list[bool] = []
    for row in reading:
        seen.append(reading.bytes_read)
        found.append(isinstance(row, IncomingCase))
    assert found == [True] * 7 + [False]
    assert seen == sorted(seen)
    assert seen[-1] == reading.total_bytes


def test_choices_of_the_last_call_stay_together() -> None:
    first = incoming(1).model_copy(update={"conversation": "t"})
    several = [
        incoming(2).model_copy(
            update={"conversation": "t", "metadata": {"choice": n}, "id": str(n)}
        )
        for n in range(3)
    ]
    last = LastCalls()
    rows = [first, *several]
    last.find(rows, lambda: False)
    assert list(last.among(rows)) == several


def conversation(*roles: str) -> dict[str, object]:
    said = [{"role": role, "content": f"{role} {n}"} for n, role in enumerate(roles)]
    return {"messages": said, "id": "c"}


def test_a_conversation_is_its_last_answer_or_every_one(tmp_path: Path) -> None:
    log = written(
        tmp_path,
        lines(
            conversation("system", "user", "assistant", "user", "assistant"),
            {**conversation("user", "assistant"), "id": "d"},
        ),
    )
    usual, _ = read_all(log)
    assert [case.output.content for case in usual] == ["assistant 4", "assistant 1"]
    every = [row for row in read_file(log, options=EVERY) if isinstance(row, IncomingCase)]
    assert [(case.id, len(case.input), case.output.content) for case in every] == [
        ("c-turn-1", 2, "assistant 2"),
        ("c", 4, "assistant 4"),
        ("d", 1, "assistant 1"),
    ]
    # One conversation is never split between what is trained on and what is held out.
    assert every[0].conversation == every[1].conversation is not None
    assert every[2].conversation is None
    # Only the last answer is what the file's suggestion is about.
    assert every[0].review.is_empty
    assert every[1].review.ideal == "assistant 4"


def test_a_choice_is_offered_only_where_there_is_one(tmp_path: Path) -> None:
    plain = written(tmp_path, lines({"question": "q", "answer": "a"}), "plain")
    assert inspect_file(plain).calls is None
    single = written(tmp_path, lines(conversation("user", "assistant")), "single")
    assert inspect_file(single).calls is None
    talk = written(tmp_path, lines(conversation("user", "assistant", "user", "assistant")), "talk")
    assert inspect_file(talk).calls is Calls.LAST


def test_every_turn_of_a_real_agents_conversation() -> None:
    path = shared("tau_bench_airline", "gpt-4o-airline.json")
    usual, _ = read_all(path)
    every = [row for row in read_file(path, options=EVERY) if isinstance(row, IncomingCase)]
    assert len(usual) == 200 < len(every)
    answers = sum(sum(one.role == "assistant" for one in case.input[1:]) + 1 for case in usual)
    assert len(every) == answers
    assert sum(case.review.mark is Mark.FAIL for case in every) == sum(
        case.review.mark is Mark.FAIL for case in usual
    )


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 3)), max_size=30))
def test_each_trace_gives_exactly_one_call(calls: list[tuple[str, int]]) -> None:
    rows = [
        incoming(n).model_copy(
            update={"conversation": trace, "created_at": f"2026-01-01T0{hour}:00:00Z"}
        )
        for n, (trace, hour) in enumerate(calls, 1)
    ]
    last = LastCalls()
    last.find(rows, lambda: False)
    found = [row for row in last.among(rows) if isinstance(row, IncomingCase)]
    assert sorted(str(trace_of(case)) for case in found) == sorted({trace for trace, _ in calls})
    for case in found:
        same = [row for row in rows if row.conversation == case.conversation]
        assert case.created_at == max(str(row.created_at) for row in same)


def test_nothing_is_split_without_turns() -> None:
    case = incoming(1)
    assert list(every_turn([case])) == [case]
    assert json.dumps(case.metadata)
