"""Personal data and secrets: what is found where, and what placeholders leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.model.dataset import Dataset
from curator.model.message import Message, ToolCall
from curator.readiness.sensitive import (
    KINDS,
    Decision,
    find_sensitive,
    read_decisions,
    replace_personal_data,
    row_texts,
)
from tests.readiness.casebook import row, user

REPLACE = {kind.name: Decision("replace") for kind in KINDS}


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in find_sensitive(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail Anna.Weber+x@mail.firm.co.uk!", [("Anna.Weber+x@mail.firm.co.uk", "email")]),
        ("call (212) 867-5309 now", [("(212) 867-5309", "phone")]),
        ("My phone is 030 1234567.", [("030 1234567", "phone")]),
        ("card 5500 0055 5555 5559", [("5500 0055 5555 5559", "card")]),
        ("to GB82 WEST 1234 5698 7654 32", [("GB82 WEST 1234 5698 7654 32", "iban")]),
        ("SSN 536-90-4399", [("536-90-4399", "national-id")]),
        ("MRN: 00123456, born on March 3, 1980",
         [("00123456", "record"), ("March 3, 1980", "birth")]),
        ('{"dob": "1968-08-24", "first_name": "Mia"}',
         [("1968-08-24", "birth"), ("Mia", "person")]),
        ("from 8.8.4.4 came", [("8.8.4.4", "ip")]),
        ("at 221 Baker Street or Lindenstraße 12", [("221 Baker Street", "street"),
                                                     ("Lindenstraße 12", "street")]),
        ("Dear Ms. Weber,\nAnna Weber wrote. Kind regards,\nPeter van der Berg",
         [("Weber", "person"), ("Weber", "person"), ("Peter van der Berg", "person")]),
        ("AKIAIOSFODNN7EXAMPLE", [("AKIAIOSFODNN7EXAMPLE", "access-key")]),
        ("api_key = 'a1b2c3d4e5f6a7b8'", [("a1b2c3d4e5f6a7b8", "access-key")]),
        ("eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSM", [
            ("eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSM", "token")]),
        ("postgres://app:s3cret@db:5432/x", [("s3cret", "password")]),
    ],
)  # fmt: skip
def test_each_kind_is_found_where_it_stands(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "info@firm.de and jo@example.org", "call 555-0134 or 212-555-0134",
        "card 5500 0055 5555 5558", "1111 1111 1111 1111", "GB82 WEST 1234 5698 7654 33",
        "version 8.8.4.4 and 192.168.0.1 and 203.0.113.9", "order 2024-11-0034, E11.9, 12.5 %",
        "Dear Customer,\nHello Team,\nBest regards,\nLedgerly Support Team",
        "Dear {{Customer Name}}, password is required", "Table Name: Users", "It costs 1,250.00.",
        "Will you mark it in May?",
    ],
)  # fmt: skip
def test_what_is_public_reserved_or_no_such_thing_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_one_person_is_one_placeholder_throughout_a_conversation() -> None:
    first = row(
        1, group="g", input=user("My name is Anna Weber, anna@firm.de."),
        ideal="Hello Anna,\nyours, Ms. Weber.", output="Dear Ms. Weber, no.", note="Anna again",
    )  # fmt: skip
    later = row(2, group="g", input=user("It is Anna; and Peter?"), ideal="Hi Peter,\nask Anna.")
    other = row(3, group="h", input=user("My name is Bo Lind."), ideal="Dear Mr. Lind, yes.")
    dataset = Dataset(seed=1, rows=(other, later, first))
    three, two, one = replace_personal_data(dataset, REPLACE).rows
    assert one.input[0].content == "My name is [PERSON_1], [EMAIL_1]."
    assert one.ideal == "Hello [PERSON_1],\nyours, Ms. [PERSON_1]."
    assert (one.output, one.note) == ("Dear Ms. [PERSON_1], no.", "[PERSON_1] again")
    assert two.input[0].content == "It is [PERSON_1]; and [PERSON_2]?"
    assert two.ideal == "Hi [PERSON_2],\nask [PERSON_1]."
    assert three.ideal == "Dear Mr. [PERSON_1], yes."


def test_only_kinds_decided_to_be_replaced_change() -> None:
    dataset = Dataset(seed=1, rows=(row(1, ideal="a@firm.de or +49 30 12345678"),))
    kept = replace_personal_data(dataset, {"email": Decision("keep", "public")})
    assert kept is dataset
    (changed,) = replace_personal_data(dataset, {"email": Decision("replace")}).rows
    assert changed.ideal == "[EMAIL_1] or +49 30 12345678"
    assert changed.input == dataset.rows[0].input


def test_tool_calls_and_parts_are_cleaned_too() -> None:
    call = ToolCall(id="1", name="find", arguments='{"email": "a@firm.de"}')
    message = Message(
        role="user", content="a@firm.de", parts=({"type": "text", "text": "a@firm.de"},),
        tool_calls=(call,),
    )  # fmt: skip
    (clean,) = replace_personal_data(
        Dataset(seed=1, rows=(row(1, input=(message,)),)), REPLACE
    ).rows
    assert "a@firm.de" not in clean.model_dump_json()
    assert clean.input[0].tool_calls[0].arguments == '{"email": "[EMAIL_1]"}'


@given(st.text(max_size=200), st.sampled_from(["a@firm.de", "+49 30 12345678", "Dr. Weber"]))
def test_replaced_rows_hold_nothing_more_to_replace(around: str, private: str) -> None:
    made = row(1, ideal=f"{around} {private} {around}", input=user(around))
    dataset = replace_personal_data(Dataset(seed=1, rows=(made,)), REPLACE)
    for _, text in row_texts(dataset.rows[0]):
        assert "a@firm.de" not in text
        assert "12345678" not in text.replace(around, "")


@pytest.mark.parametrize(
    "value", [{"shoe": {"decision": "keep", "reason": "x"}}, {"email": {"decision": "keep"}},
              {"email": "keep"}, ["email"]],
)  # fmt: skip
def test_a_decision_that_makes_no_sense_is_refused(value: object) -> None:
    with pytest.raises(CuratorError):
        read_decisions({"personal_data": value})  # type: ignore[dict-item]
