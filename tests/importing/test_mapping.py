"""Columns become fields: guessed, named by the user, remembered in what is left."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.importing import complete_mapping, inspect_file, read_file
from curator.model.case import CarriedReview
from curator.model.importing import Mapping
from curator.model.message import Message
from curator.model.review import Mark
from tests.importing.helpers import answered, asked, lines, only, read_all, shared, written

GSM8K = Mapping(
    fields={
        "input": "question",
        "output": "6b_finetuning.solution",
        "ideal": "ground_truth",
        "mark": "6b_finetuning.is_correct",
    }
)


def test_dotted_columns_of_gsm8k() -> None:
    path = shared("gsm8k_model_solutions", "example_model_solutions.jsonl")
    wanted = [json.loads(line) for line in path.read_bytes().splitlines()]
    cases, rejected = read_all(path, "auto", GSM8K)
    assert not rejected
    assert len(cases) == len(wanted) == 1319
    for case, row in zip(cases, wanted, strict=True):
        assert asked(case) == row["question"]
        assert answered(case) == row["6b_finetuning"]["solution"]
        assert case.review.ideal == row["ground_truth"]
        correct = row["6b_finetuning"]["is_correct"]
        assert case.review.mark is (Mark.PASS if correct else Mark.FAIL)
        kept = ("6b_verification", "175b_finetuning", "175b_verification")
        assert case.metadata == {name: row[name] for name in kept}
        assert case.origin == "columns 6b_finetuning.is_correct, ground_truth"


def test_several_likely_outputs_are_asked_about() -> None:
    path = shared("gsm8k_model_solutions", "example_model_solutions.jsonl")
    preview = inspect_file(path)
    assert preview.mapping.fields == {"input": "question", "expected": "ground_truth"}
    assert preview.trouble.startswith("Several columns may be the output (6b_finetuning.solution")
    assert preview.rows == ()
    with pytest.raises(CuratorError, match=r"example_model_solutions\.jsonl: Several columns"):
        read_file(path)
    mapped = inspect_file(path, "auto", Mapping(fields={"output": "175b_verification.solution"}))
    assert mapped.trouble == ""
    assert len(mapped.rows) == 12


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ({"prompt": "q", "completion": "a"}, {"input": "prompt", "output": "completion"}),
        ({"Question": "q", "Model Answer": "a"}, {"input": "Question", "output": "Model Answer"}),
        ({"instruction": "q", "output": "a"}, {"input": "instruction", "output": "output"}),
        (
            {"question": "q", "answer": "gold", "prediction": "a"},
            {"input": "question", "output": "prediction", "expected": "answer"},
        ),
        (
            {"userQuery": "q", "response": "a", "groundTruth": "g", "sessionId": 5},
            {
                "input": "userQuery",
                "output": "response",
                "expected": "groundTruth",
                "conversation": "sessionId",
            },
        ),
        (
            {"dialog": [{"role": "user", "content": "q"}], "reply": "a", "timestamp": 1741569952},
            {"input": "dialog", "output": "reply", "created_at": "timestamp"},
        ),
        (
            {"input": "q", "output": "a", "label": "spam", "score": 0.5, "tags": "BIL"},
            {"input": "input", "output": "output"},
        ),
        (
            {"system_prompt": "s", "prompt": "q", "output": "a", "model_name": "m", "passed": 0},
            {
                "system": "system_prompt",
                "input": "prompt",
                "output": "output",
                "model": "model_name",
                "mark": "passed",
            },
        ),
        (
            {"prompt": "q", "chosen": "good", "rejected": "bad"},
            {"input": "prompt", "output": "rejected", "ideal": "chosen"},
        ),
    ],
)
def test_guesses(tmp_path: Path, row: dict[str, object], fields: dict[str, str]) -> None:
    preview = inspect_file(written(tmp_path, lines(row, row)), "jsonl")
    assert preview.mapping.fields == fields
    assert preview.trouble == ""
    assert {guess.column: guess.field for guess in preview.fields} == {
        name: {column: field for field, column in fields.items()}.get(name) for name in row
    }


def test_an_id_is_guessed_only_where_it_tells_rows_apart(tmp_path: Path) -> None:
    rows = [{"id": number, "question": "q", "answer": "a"} for number in (1, 2)]
    assert inspect_file(written(tmp_path, lines(*rows))).mapping.fields["id"] == "id"
    again = written(tmp_path, lines(rows[0], rows[0]))
    assert "id" not in inspect_file(again).mapping.fields


def test_the_user_has_the_last_word(tmp_path: Path) -> None:
    row = {"question": "q", "answer": "a", "is_correct": True, "secret": "x", "n": {"a": 1, "b": 2}}
    path = written(tmp_path, lines(row, row))
    mapping = Mapping(fields={"mark": "", "expected": "n.a"}, leave_out=("secret",))
    case = read_all(path, "auto", mapping)[0][0]
    assert case.review.is_empty
    assert case.expected == "1"
    assert case.metadata == {"is_correct": True, "n": {"b": 2}}
    nothing_guessed = complete_mapping({"input": "answer", "output": "question"})
    case = read_all(path, "jsonl", nothing_guessed)[0][0]
    assert (asked(case), answered(case)) == ("a", "q")
    assert case.review.is_empty
    assert case.metadata.keys() == {"is_correct", "secret", "n"}


def test_what_is_no_mark_stays_in_metadata(tmp_path: Path) -> None:
    values: list[object] = [True, "no", 1, "Fail", "maybe", 0.7, None, "skip"]
    rows = [{"question": "q", "answer": "a", "grade": value} for value in values]
    mapping = Mapping(fields={"mark": "grade"})
    cases, rejected = read_all(written(tmp_path, lines(*rows)), "auto", mapping)
    assert not rejected
    marks = [case.review.mark for case in cases]
    assert marks == [
        *[Mark.PASS, Mark.FAIL, Mark.PASS, Mark.FAIL],
        *[None, None, None, Mark.SKIP],
    ]
    left = [case.metadata for case in cases]
    assert left == [{}, {}, {}, {}, {"grade": "maybe"}, {"grade": 0.7}, {"grade": None}, {}]
    assert [case.origin for case in cases][3:6] == ["column grade", "", ""]


def test_every_field_can_be_mapped(tmp_path: Path) -> None:
    row = {
        "q": "q", "a": "a", "sys": "s", "want": {"codes": ["A1"]}, "best": "b", "ok": "pass",
        "why": "too long", "modes": "tone; length", "llm": "m", "at": 1741569952000,
        "key": 5, "talk": "t", "who": "Rev. Two", "rest": [1],
    }  # fmt: skip
    fields = {
        "input": "q", "output": "a", "system": "sys", "expected": "want", "ideal": "best",
        "mark": "ok", "note": "why", "tags": "modes", "model": "llm", "created_at": "at",
        "id": "key", "conversation": "talk", "reviewer": "who",
    }  # fmt: skip
    case = only(read_all(written(tmp_path, lines(row)), "jsonl", Mapping(fields=fields))[0])
    assert case.input == (
        Message(role="system", content="s"),
        Message(role="user", content="q"),
    )
    assert case.review == CarriedReview(
        mark=Mark.PASS,
        note="too long",
        tags=("tone", "length"),
        ideal="b",
        reviewer="Rev. Two",
    )
    assert case.expected == '{"codes":["A1"]}'
    assert (case.id, case.model, case.conversation) == ("5", "m", "t")
    assert case.created_at == "2025-03-10T01:25:52Z"
    assert case.metadata == {"rest": [1]}


def test_a_mapping_does_not_fit_a_format_with_fields_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, lines({"input": "q", "output": "a"}))
    with pytest.raises(CuratorError, match="has fields of its own"):
        read_file(path, "curator", Mapping(fields={"input": "output"}))


def test_personal_columns_are_hinted_at(tmp_path: Path) -> None:
    rows = [
        {
            "question": "Call me at 555 010 4477",
            "answer": "Sure",
            "customer_email": "-",
            "ref": "jo@example.org",
            "order": "113542617735902",
        }
    ]
    preview = inspect_file(written(tmp_path, lines(*rows, *rows)))
    personal = {guess.column for guess in preview.fields if guess.personal}
    assert personal == {"question", "customer_email", "ref"}


def test_looking_for_personal_data_takes_no_time_on_long_words(tmp_path: Path) -> None:
    row = {"question": "a" * 500_000 + "@" * 1000, "answer": "1" * 500_000}
    preview = inspect_file(written(tmp_path, lines(row, row)))
    assert not any(guess.personal for guess in preview.fields)
    assert all(len(guess.example) < 200 for guess in preview.fields)


def test_the_tables_of_others_are_read_whole() -> None:
    cases, rejected = read_all(shared("halueval_general", "general_data.json"))
    assert (len(cases), rejected) == (4507, [])
    assert cases[0].metadata["hallucination"] in ("yes", "no")
    assert cases[0].review.is_empty
    path = shared("wmt_mqm_ted_ende", "mqm_ted_ende.tsv")
    mapping = Mapping(fields={"input": "source", "output": "target", "system": "", "note": ""})
    cases, rejected = read_all(path, "auto", mapping)
    rows = [line.split("\t") for line in path.read_text("utf-8").split("\n")[1:] if line]
    assert rejected == []
    assert [answered(case) for case in cases] == [row[6] for row in rows]
    assert [asked(case) for case in cases] == [row[5] for row in rows]


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    talk = [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}]
    rows = [
        {
            "prompt": talk,
            "response": "a",
            "is_correct": False,
            "timestamp": datetime(2025, 3, 10, 1, 25, 52, tzinfo=UTC),
            "price": Decimal("0.10"),
            "score": float("nan"),
            "blob": b"\xff\x00",
            "big": 2**53 + 1,
        },
        {"prompt": talk, "response": None, "is_correct": None, "score": float("inf")},
        {"prompt": talk, "response": None, "is_correct": None, "score": 0.5},
    ]
    path = tmp_path / "log"
    parquet.write_table(pa.Table.from_pylist(rows), path)
    assert inspect_file(path).format == "parquet"
    cases, rejected = read_all(path)
    case = only(cases)
    assert [message.role for message in case.input] == ["system", "user"]
    assert case.review.mark is Mark.FAIL
    assert case.created_at == "2025-03-10T01:25:52+00:00"
    assert case.metadata == {"price": "0.10", "score": None, "blob": "/wA=", "big": 2**53 + 1}
    assert [(row.line, row.field, row.reason) for row in rejected] == [
        (2, None, "an infinite number, which JSON cannot hold"),
        (3, "response", "the output is missing"),
    ]
    assert json.loads(rejected[1].raw)["prompt"] == talk


def test_parquet_in_many_batches_and_cut_short(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "log"
    parquet.write_table(
        pa.table({"question": [f"q{n}" for n in range(5000)], "answer": ["a"] * 5000}), path
    )
    with read_file(path) as reading:
        cases = list(reading)
    assert [case.line for case in cases] == list(range(1, 5001))
    assert reading.bytes_read == reading.total_bytes
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(CuratorError, match="damaged Parquet file"):
        read_file(path)
